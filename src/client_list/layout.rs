//! Which column of a sheet is which field. How a heading is understood stands in `headings`,
//! what the contents of a column look like in `contents`, where the table begins in `head`.

use std::collections::{BTreeMap, BTreeSet};

use super::Field;
use super::contents::{self, Profile};
use super::head;
use super::heading_words::Meaning;
use super::headings;
use super::own_kinds;
use super::texts::{half_width, is_blank, shown};
use crate::facts::OwnFields;
use crate::messages::Message;
use crate::spreadsheet::{Row, Sheet, letters};

/// Where the table of a sheet stands, and what its columns are.
#[derive(Debug, Clone, PartialEq)]
pub struct Layout {
    /// The first and last row of the head, as Excel numbers them.
    pub head: (u32, u32),
    /// The rows with anything in them that stand above the head: titles, dates of printing.
    pub above: Vec<u32>,
    /// The columns that have a heading or anything in them, from the left.
    pub columns: Vec<Column>,
    /// The own field that takes the sheet's name for every row: the branch, where a file has
    /// a sheet for each. It is never proposed; set it to the name of a field to have it.
    pub sheet_name: Option<String>,
    /// Whether the cells are taken as they stand, without a look for 様 behind a name or a
    /// zero that was lost. It is never proposed; set it for a sheet that the program itself
    /// has written.
    pub exact: bool,
}

/// A column of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Which it is, from 0.
    pub index: usize,
    /// Its heading on one line as it stands in the sheet, the parts of a head of two rows
    /// joined with `／`; no other column has the same: the second of two is `備考（2）`. A
    /// column without one is called by its letters: `列C`.
    pub heading: String,
    /// The parts of its heading, from the top; none if it has none.
    pub(super) parts: Vec<String>,
    /// Up to three different cells of it that hold something, as a person sees them.
    pub samples: Vec<String>,
    /// What it is.
    pub target: Target,
    /// Whether there is no doubt. If not, a person should be asked.
    pub sure: bool,
    /// From what the target is known.
    pub why: Why,
}

/// What a column is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A field. Several columns may be the same one: 姓 and 名, 住所1 and 住所2, the two
    /// halves of a postal code. Of those that cannot be joined (two telephone numbers) the
    /// first that holds something counts.
    Field(Field),
    /// A new own field, of this name and kind, if the office wants it.
    New {
        /// The name: the heading without what no name may hold.
        name: String,
        /// What it would hold, by its contents.
        kind: OwnKind,
    },
    /// Nothing that is to be read.
    Ignored,
}

/// What a new own field holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OwnKind {
    /// Any text.
    Text,
    /// One of some values, or several of them.
    Values {
        /// The values, those met first at the beginning.
        values: Vec<String>,
        /// Whether cells list several.
        several: bool,
    },
    /// Whole numbers.
    Count,
    /// Days.
    Day,
}

impl OwnKind {
    /// The values that it may have; none if any.
    pub fn values(&self) -> &[String] {
        match self {
            Self::Values { values, .. } => values,
            _ => &[],
        }
    }
}

/// From what the target of a column is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It was kept from the last time, or a person has chosen it.
    Chosen,
    /// The heading says it.
    Heading,
    /// What stands in the column says it, against the heading or where it says nothing.
    Contents,
    /// Nothing says it to be a field of the program's.
    Nothing,
}

/// Why a sheet has no table of clients.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoHead {
    /// What is wrong.
    pub message: Message,
    /// What to do about it.
    pub hint: Message,
}

impl Layout {
    /// What the columns of a sheet are. `kept` has what was chosen the last time for a
    /// heading: a field, or that it is ignored.
    pub fn propose(
        sheet: &Sheet,
        kept: &BTreeMap<String, Target>,
        own: &OwnFields,
    ) -> Result<Self, Box<NoHead>> {
        if sheet.rows.iter().all(|row| row.cells.iter().all(is_blank)) {
            let (message, hint) = (Message::ListSheetEmpty, Message::ListChooseSheet);
            return Err(Box::new(NoHead { message, hint }));
        }
        let head = head::find(sheet).ok_or_else(|| {
            let (message, hint) = (Message::ListHasNoHead, Message::ListWriteHead);
            Box::new(NoHead { message, hint })
        })?;
        let number = |at: usize| sheet.rows.get(at).map_or(0, |row| row.number);
        let rows = &sheet.rows[head.rows.1 + 1..];
        let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let width = width.max(head.parts.len());
        let profiles = contents::profiles(rows, &head.parts, width);
        let headings = headings_of(&head.parts, &profiles);
        let mut layout = Self {
            head: (number(head.rows.0), number(head.rows.1)),
            above: sheet.rows[..head.rows.0].iter().map(|row| row.number).collect(),
            columns: headings
                .into_iter()
                .map(|(index, heading)| Column {
                    index,
                    heading,
                    parts: head.parts.get(index).cloned().unwrap_or_default(),
                    samples: profiles[index].samples.clone(),
                    target: Target::Ignored,
                    sure: true,
                    why: Why::Nothing,
                })
                .collect(),
            sheet_name: None,
            exact: false,
        };
        layout.keep(kept);
        layout.fill(&profiles, own);
        let names: Vec<Option<String>> = layout.own_names(own);
        for (column, name) in layout.columns.iter_mut().zip(names) {
            let Some(name) = name else { continue };
            let kind = own_kinds::kind(rows, column.index, &column.heading);
            column.target = Target::New { name, kind };
        }
        Ok(layout)
    }

    /// Targets that were chosen the last time.
    fn keep(&mut self, kept: &BTreeMap<String, Target>) {
        for column in &mut self.columns {
            if let Some(target) = kept.get(&column.heading) {
                column.target = target.clone();
                column.why = Why::Chosen;
            }
        }
    }

    /// The names of new own fields for the columns that are nothing else and hold something.
    fn own_names(&self, own: &OwnFields) -> Vec<Option<String>> {
        let mut used: BTreeSet<String> = own.iter().map(|it| it.name.clone()).collect();
        used.extend(Field::BUILT_IN.iter().map(|it| it.label().to_owned()));
        let last = |column: &Column| {
            let last = column.heading.rsplit('／').next().unwrap_or_default();
            headings::own_name(last, column.index)
        };
        let names: Vec<String> = self.columns.iter().map(last).collect();
        let mut times: BTreeMap<&str, usize> = BTreeMap::new();
        names.iter().for_each(|name| *times.entry(name).or_default() += 1);
        let of = |(at, column): (usize, &Column)| {
            if column.why != Why::Nothing || column.samples.is_empty() {
                return None;
            }
            let twice = times.get(names[at].as_str()).is_some_and(|it| *it > 1);
            let whole = column.heading.replace('／', "・");
            let name =
                if twice { headings::own_name(&whole, column.index) } else { names[at].clone() };
            let numbered = (2..).map(|number| format!("{name}{number}"));
            std::iter::once(name.clone()).chain(numbered).find(|it| used.insert(it.clone()))
        };
        self.columns.iter().enumerate().map(of).collect()
    }

    /// Makes a column be a field, or nothing (`None`). A column that was this field by
    /// proposal and cannot be joined with the new one is it no longer. An own field that is
    /// not declared becomes a new one, of the kind that its contents have. `false` if the
    /// sheet has no such column; `column` is an index from 0.
    pub fn choose(
        &mut self,
        column: usize,
        field: Option<Field>,
        sheet: &Sheet,
        own: &OwnFields,
    ) -> bool {
        let Some(at) = self.columns.iter().position(|it| it.index == column) else { return false };
        let Column { heading, parts, .. } = self.columns[at].clone();
        let rows = self.rows_of(sheet);
        let target = match field {
            None => Target::Ignored,
            Some(Field::Own(name)) if own.get(&name).is_none() => {
                Target::New { kind: own_kinds::kind(rows, column, &heading), name }
            }
            Some(field) => Target::Field(field),
        };
        for other in &mut self.columns {
            if other.why == Why::Chosen || other.target != target || target == Target::Ignored {
                continue;
            }
            let numbers = matches!(target, Target::Field(Field::PostalCode | Field::Phone));
            let parted = numbers && other.index.abs_diff(column) <= 2;
            let parted = parted && [other.index, column].iter().all(|it| has_parts(rows, *it));
            if !parted && !are_pieces(&other.parts, &parts) {
                let name = headings::own_name(&other.heading, other.index);
                let kind = own_kinds::kind(rows, other.index, &other.heading);
                other.target = Target::New { name, kind };
                other.why = Why::Nothing;
            }
        }
        let column = &mut self.columns[at];
        (column.target, column.why, column.sure) = (target, Why::Chosen, true);
        true
    }

    /// What a column would be called as a field of the office's own that is new.
    pub fn new_name(&self, column: usize) -> Option<String> {
        let column = self.columns.iter().find(|it| it.index == column)?;
        if let Target::New { name, .. } = &column.target {
            return Some(name.clone());
        }
        let last = column.heading.rsplit('／').next().unwrap_or_default();
        Some(headings::own_name(last, column.index))
    }

    /// The column that is meant by a person: its heading, of any width and with or without
    /// blanks, the last part of one in two rows if no other has it, or its letters.
    pub fn named(&self, word: &str) -> Option<&Column> {
        let folded = headings::fold(word);
        let exact = self.columns.iter().find(|it| it.heading == word);
        let only = |fits: &dyn Fn(&Column) -> bool| {
            let mut fitting = self.columns.iter().filter(|it| fits(it));
            fitting.next().filter(|_| fitting.next().is_none())
        };
        let last = |it: &Column| it.heading.rsplit('／').next().map(headings::fold);
        exact
            .or_else(|| only(&|it| !folded.is_empty() && headings::fold(&it.heading) == folded))
            .or_else(|| only(&|it| !folded.is_empty() && last(it).as_ref() == Some(&folded)))
            .or_else(|| self.columns.iter().find(|it| letters(it.index).eq_ignore_ascii_case(word)))
    }

    /// Whether two sheets have the same columns in the same order: then they may be one
    /// list, a sheet for each branch.
    pub fn is_like(&self, other: &Self) -> bool {
        let headings =
            |of: &Self| of.columns.iter().map(|it| headings::fold(&it.heading)).collect();
        let (own, others): (Vec<String>, Vec<String>) = (headings(self), headings(other));
        own == others
    }

    /// The rows below the head.
    pub(super) fn rows_of<'a>(&self, sheet: &'a Sheet) -> &'a [Row] {
        let first = sheet.rows.partition_point(|row| row.number <= self.head.1);
        &sheet.rows[first..]
    }
}

/// The columns that have a heading or hold something, with headings of which no two are
/// the same.
fn headings_of(parts: &[Vec<String>], profiles: &[Profile]) -> Vec<(usize, String)> {
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    let mut headings = Vec::new();
    for (index, profile) in profiles.iter().enumerate() {
        let parts = parts.get(index).map_or(&[][..], Vec::as_slice);
        if parts.is_empty() && profile.filled == 0 {
            continue;
        }
        let heading = match parts {
            [] => format!("列{}", letters(index)),
            parts => parts.join("／"),
        };
        let times = times.entry(heading.clone()).or_default();
        *times += 1;
        headings.push((index, if *times > 1 { format!("{heading}（{times}）") } else { heading }));
    }
    headings
}

/// Whether a column has parts of numbers in it: 101 and 0041, 03, 1111 and 0001.
fn has_parts(rows: &[Row], column: usize) -> bool {
    const LOOKED_AT: usize = 300;
    let cells = rows.iter().take(LOOKED_AT).filter_map(|row| row.cells.get(column));
    let mut filled = 0;
    let mut parts = 0;
    for cell in cells.filter(|it| !is_blank(it)) {
        let text = half_width(&shown(cell)).trim().to_owned();
        filled += 1;
        parts += usize::from(text.len() <= 5 && text.bytes().all(|it| it.is_ascii_digit()));
    }
    filled > 0 && parts * 10 >= filled * 8
}

/// Whether the columns of two headings are pieces of one field: 姓 and 名, 住所1 and ビル名.
fn are_pieces(one: &[String], other: &[String]) -> bool {
    let read =
        |parts: &[String]| headings::read(&parts.iter().map(String::as_str).collect::<Vec<_>>());
    let (Some(one), Some(other)) = (read(one), read(other)) else { return false };
    use Meaning::{
        Address, Building, City, Family, FamilyKana, Given, GivenKana, Prefecture, Town,
    };
    let place = |it| matches!(it, Address | Building | City | Prefecture | Town);
    let (a, b) = (one.meaning, other.meaning);
    let numbered = a == b && one.number.unwrap_or(1) != other.number.unwrap_or(1);
    let parts = matches!(
        (a, b),
        (Family, Given) | (Given, Family) | (FamilyKana, GivenKana) | (GivenKana, FamilyKana)
    );
    one.group == other.group && (numbered || parts || a != b && place(a) && place(b))
}

#[cfg(test)]
#[path = "layout_tests.rs"]
mod tests;
