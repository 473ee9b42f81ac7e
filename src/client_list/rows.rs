//! What the rows of a sheet say of clients. How one cell is read stands in `cells`.

use std::cmp::Ordering;

use super::line_alone::LineAlone;
use super::plan::Plan;
use super::row_reader::{Known, RowReader};
use super::skipping::Skipping;
use super::texts::is_blank;
use super::{Field, Fields, Layout, Value};
use crate::facts::OwnFields;
use crate::messages::Message;
use crate::model::Honorific;
use crate::spreadsheet::{Cell, Merged, Row, Sheet};

/// What was found in the rows below a head.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rows {
    /// The rows that can be read, from the top.
    pub incoming: Vec<Incoming>,
    /// The cells that cannot be read. A row with one of them is not among `incoming`.
    pub refused: Vec<Refused>,
    /// Those rows, each with its client's id if that can be read.
    pub unread: Vec<(u32, Option<String>)>,
    /// What was changed in cells beyond width and blanks, in the order of the rows.
    pub changes: Vec<Change>,
    /// The rows that are no clients.
    pub skipped: Vec<Skipped>,
    /// How many rows between the head and the last row hold nothing.
    pub empty: u32,
}

/// What a row says of a client.
#[derive(Debug, Clone, PartialEq)]
pub struct Incoming {
    /// The row, as Excel numbers it.
    pub row: u32,
    /// Whether the row is hidden or filtered away in the file. It is read all the same.
    pub hidden: bool,
    /// What the client has; values are in the one form that [`super::fields_of`] gives. A
    /// name and an honorific are always there, an id only where the list has one. That two
    /// rows have the same id is not found here.
    pub fields: Fields,
    /// Whether the honorific is written, and does not follow from the name or the list.
    pub says_honorific: bool,
}

/// A cell that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The row, as Excel numbers it.
    pub row: u32,
    /// The column, from 0; [`crate::spreadsheet::letters`] shows it. `None` if no column is
    /// to blame: a row without a name in a list without a column for it.
    pub column: Option<usize>,
    /// The column's heading; empty without a column.
    pub heading: String,
    /// What is wrong.
    pub message: Message,
    /// What to do about it.
    pub hint: Message,
}

/// Something that was understood otherwise than it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The row, as Excel numbers it.
    pub row: u32,
    /// The column, from 0; `None` for what follows from the whole list.
    pub column: Option<usize>,
    /// What was done.
    pub kind: ChangeKind,
    /// What stands in the cell; empty for what follows from the list.
    pub before: String,
    /// What was taken; empty if nothing was.
    pub after: String,
}

/// What was done with the text of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// 御中, 様 or the like was taken out of a name, into the honorific.
    HonorificTaken,
    /// 殿 and the like became 様, the 様 of a person at a company its 御中; 先生 stays with the
    /// name, without an honorific.
    HonorificReplaced,
    /// The honorific was guessed from what most of the list has.
    HonorificGuessed,
    /// The name is the person's, because the company's is missing.
    PersonAsName,
    /// A title without the name of a person, or a department without that of a company, was
    /// left out: it would say nothing.
    TitleLeftOut,
    /// Characters that no id may have were replaced or left out.
    IdChanged,
    /// A zero that Excel took from the front of a number was put back.
    ZeroPutBack,
    /// The postal code was taken out of the address.
    PostalCodeTaken,
    /// Of several mail addresses the first was taken.
    FirstMailTaken,
    /// A sign for nothing (－, なし, #N/A) is taken for an empty cell.
    NothingMeant,
    /// A word was taken for another with the same meaning: 郵便 for 郵送, ○ for 有.
    SameMeaning,
    /// A number was taken for a day: 45086, as Excel keeps it.
    NumberAsDay,
    /// A line of an address that stands in a row of its own was joined to the row above.
    LineJoined,
}

/// A row that is no client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// The row, as Excel numbers it.
    pub row: u32,
    /// What it is.
    pub why: LeftOut,
    /// What stands in it first.
    pub text: String,
}

/// Why a row is no client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftOut {
    /// The head again, as on each printed page.
    Head,
    /// A sum or a number of rows.
    Total,
    /// A note, a page's number, the title of a group.
    Note,
}

impl ChangeKind {
    /// In words, for so many cells.
    pub fn message(self, number: usize) -> Message {
        let number = number.to_string();
        match self {
            Self::HonorificTaken => Message::ListHonorificTaken { number },
            Self::HonorificReplaced => Message::ListHonorificReplaced { number },
            Self::HonorificGuessed => Message::ListHonorificGuessed { number },
            Self::PersonAsName => Message::ListPersonAsName { number },
            Self::TitleLeftOut => Message::ListTitleLeftOut { number },
            Self::IdChanged => Message::ListIdChanged { number },
            Self::ZeroPutBack => Message::ListZeroPutBack { number },
            Self::PostalCodeTaken => Message::ListPostalCodeTaken { number },
            Self::FirstMailTaken => Message::ListFirstMailTaken { number },
            Self::NothingMeant => Message::ListNothingMeant { number },
            Self::SameMeaning => Message::ListSameMeaning { number },
            Self::NumberAsDay => Message::ListNumberAsDay { number },
            Self::LineJoined => Message::ListLinesJoined { number },
        }
    }
}

impl LeftOut {
    /// In words, for so many rows.
    pub fn message(self, number: usize) -> Message {
        let number = number.to_string();
        match self {
            Self::Head => Message::ListHeadsSkipped { number },
            Self::Total => Message::ListTotalsSkipped { number },
            Self::Note => Message::ListNotesSkipped { number },
        }
    }
}

/// Reads the rows below the head.
pub fn read_rows(sheet: &Sheet, layout: &Layout, own: &OwnFields) -> Rows {
    let mut plan = Plan::of(layout, own);
    plan.look_at(layout.rows_of(sheet));
    let plan = plan;
    let skipping = Skipping::of(sheet, layout, &plan);
    let mut merged = MergedCells::of(sheet, layout);
    let mut rows = Rows { empty: empty_rows(sheet, layout), ..Rows::default() };
    let mut guesses = Guesses::default();
    for row in layout.rows_of(sheet) {
        let above = merged.above(row);
        if row.cells.iter().all(is_blank) {
            continue;
        }
        let begun = !rows.incoming.is_empty() || !rows.unread.is_empty();
        if let Some(line) = LineAlone::of(&plan, &skipping, row).filter(|_| begun) {
            line.settle(&mut rows);
            continue;
        }
        if let Some((why, text)) = skipping.reason(row) {
            rows.skipped.push(Skipped { row: row.number, why, text });
            continue;
        }
        let read = RowReader::read(&plan, row, above);
        rows.refused.extend(read.refused);
        // What was changed in a row that is refused is of no interest.
        let Some(mut incoming) = read.incoming else {
            rows.unread.push((row.number, read.id));
            continue;
        };
        rows.changes.extend(read.changes);
        if let Some(field) = &layout.sheet_name {
            let name = Value::One(sheet.name.clone());
            incoming.fields.insert(Field::Own(field.clone()), name);
        }
        guesses.add(rows.incoming.len(), read.honorific);
        rows.incoming.push(incoming);
    }
    guesses.settle(&mut rows, &plan);
    rows
}

/// Honorifics, as far as the rows themselves say them.
#[derive(Debug, Default)]
struct Guesses {
    known: Vec<Known>,
    bodies: usize,
    persons: usize,
}

impl Guesses {
    fn add(&mut self, at: usize, known: Known) {
        debug_assert_eq!(at, self.known.len());
        if let Known::Said(honorific) | Known::Sure(honorific) | Known::Likely(honorific) = known {
            self.bodies += usize::from(honorific == Honorific::Onchu);
            self.persons += usize::from(honorific == Honorific::Sama);
        }
        self.known.push(known);
    }

    /// What most of the list has; where nothing says it, what the heading of the name does.
    fn usual(&self, plan: &Plan<'_>) -> Honorific {
        match self.persons.cmp(&self.bodies) {
            _ if plan.names_bodies() => Honorific::Onchu,
            Ordering::Greater => Honorific::Sama,
            Ordering::Less | Ordering::Equal => Honorific::Onchu,
        }
    }

    /// Gives each row its honorific, and tells which were guessed.
    fn settle(self, rows: &mut Rows, plan: &Plan<'_>) {
        let usual = self.usual(plan);
        let column = plan.sources(&Field::Name).first().map(|it| it.index);
        let before = rows.changes.len();
        for (incoming, known) in rows.incoming.iter_mut().zip(&self.known) {
            let honorific = match known {
                Known::Said(honorific) | Known::Sure(honorific) | Known::Likely(honorific) => {
                    *honorific
                }
                Known::Open => usual,
            };
            let after = honorific.word().to_owned();
            if matches!(known, Known::Likely(_) | Known::Open) {
                let name = incoming.fields.get(&Field::Name).map(ToString::to_string);
                rows.changes.push(Change {
                    row: incoming.row,
                    column,
                    kind: ChangeKind::HonorificGuessed,
                    before: name.unwrap_or_default(),
                    after: after.clone(),
                });
            }
            incoming.fields.insert(Field::Honorific, Value::One(after));
        }
        if rows.changes.len() > before {
            rows.changes.sort_by_key(|it| it.row);
        }
    }
}

/// Cells of one column that are merged over several rows, as a branch above its clients:
/// what stands in the first holds for all.
#[derive(Debug)]
struct MergedCells<'a> {
    blocks: Vec<&'a Merged>,
    next: usize,
    /// For each column, what holds down to which row.
    now: Vec<Option<Cell>>,
    until: Vec<u32>,
}

impl<'a> MergedCells<'a> {
    fn of(sheet: &'a Sheet, layout: &Layout) -> Self {
        let width = layout.columns.iter().map(|it| it.index + 1).max().unwrap_or(0);
        let holds = |it: &&Merged| {
            it.columns.0 == it.columns.1
                && it.columns.0 < width
                && it.rows.1 > it.rows.0
                && it.rows.0 > layout.head.1
        };
        let mut blocks: Vec<&Merged> = sheet.merged.iter().filter(holds).collect();
        blocks.sort_by_key(|it| it.rows.0);
        Self { blocks, next: 0, now: vec![None; width], until: vec![0; width] }
    }

    /// What holds in a row from those above it, by column.
    fn above(&mut self, row: &Row) -> &[Option<Cell>] {
        for (cell, until) in self.now.iter_mut().zip(&self.until) {
            if cell.is_some() && *until < row.number {
                *cell = None;
            }
        }
        while let Some(block) = self.blocks.get(self.next).filter(|it| it.rows.0 <= row.number) {
            self.next += 1;
            let column = block.columns.0;
            if block.rows.0 == row.number
                && let Some(cell) = row.cells.get(column)
            {
                self.now[column] = Some(cell.clone());
                self.until[column] = block.rows.1;
            }
        }
        &self.now
    }
}

/// How many rows between the head and the last row hold nothing.
fn empty_rows(sheet: &Sheet, layout: &Layout) -> u32 {
    let mut empty = 0;
    let mut last = layout.head.1;
    let mut waiting = 0;
    for row in layout.rows_of(sheet) {
        waiting += row.number.saturating_sub(last + 1);
        if row.cells.iter().all(is_blank) {
            waiting += 1;
        } else {
            empty += std::mem::take(&mut waiting);
        }
        last = row.number;
    }
    empty
}

#[cfg(test)]
#[path = "rows_tests.rs"]
mod tests;
