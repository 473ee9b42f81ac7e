//! What is marked in a sheet of XLSX: hidden rows and columns, merged cells, errors, and
//! formulas of which the file has no value. Where Excel would show a value, it has one;
//! programs that write files without computing leave it out.

use std::collections::{BTreeMap, BTreeSet};

use super::Merged;
use super::archive::Archive;
use super::unreadable::Fault;
use super::xml::{Piece, Tag};
use crate::limits;

/// Columns of a sheet in Excel (Excel specifications and limits).
const COLUMNS: usize = 16_384;

/// The marks of a sheet.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// Rows that are hidden or filtered away, from 1.
    pub(super) hidden_rows: Vec<u32>,
    /// Columns that are hidden, from 0.
    pub(super) hidden_columns: BTreeSet<usize>,
    /// Merged cells.
    pub(super) merged: Vec<Merged>,
    /// Cells with an error or with a formula without a value: row, column, what it says.
    pub(super) faults: Vec<(u32, usize, String)>,
}

/// A cell that is being read.
#[derive(Debug, Default)]
struct Open {
    row: u32,
    column: usize,
    kind: Kind,
    formula: Option<String>,
    value: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Kind {
    #[default]
    Number,
    Error,
    /// Texts and everything else; the text of a formula may be empty.
    Other,
}

/// In which element of a cell the text stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Nothing,
    Formula,
    Value,
}

impl Marks {
    /// Of the sheet at this path in the archive; `None` if it is no sheet of cells.
    pub(super) fn read(archive: &mut Archive<'_>, path: &str) -> Result<Option<Self>, Fault> {
        let Some(mut xml) = archive.xml(path)? else { return Ok(None) };
        let mut marks = Self::default();
        let (mut row, mut column, mut is_sheet) = (0, 0, false);
        let mut cell: Option<Open> = None;
        let mut within = Within::Nothing;
        let (mut columns, mut rows, mut cells) = (0, 0, 0);
        while let Some(piece) = xml.next()? {
            match piece {
                Piece::Open(tag) => match tag.name {
                    "sheetData" => is_sheet = true,
                    "row" if rows == limits::EXCEL_ROWS => return Err(Fault::TooFull),
                    "c" if cells == limits::SHEET_CELLS => return Err(Fault::TooFull),
                    "row" => {
                        rows += 1;
                        row = tag.number("r").unwrap_or(row + 1);
                        column = 0;
                        if tag.says("hidden") {
                            marks.hidden_rows.push(row);
                        }
                    }
                    "c" => {
                        cells += 1;
                        let open = Open::of(&tag, row, column);
                        column = open.column + 1;
                        cell = Some(open);
                    }
                    "f" => within = Within::Formula,
                    "v" => within = Within::Value,
                    // No sheet has more columns to speak of.
                    "col" if columns < COLUMNS => {
                        columns += 1;
                        if tag.says("hidden") {
                            marks.hide_columns(&tag);
                        }
                    }
                    "mergeCell" => marks.merge(&tag)?,
                    _ => {}
                },
                Piece::Text(text) => {
                    let Some(cell) = &mut cell else { continue };
                    match within {
                        Within::Formula => cell.formula.get_or_insert_default().push_str(&text),
                        Within::Value if cell.kind != Kind::Other => cell.value.push_str(&text),
                        _ => {}
                    }
                }
                Piece::Close("c") => {
                    let said = cell.take().and_then(Open::fault);
                    marks.faults.extend(said);
                }
                Piece::Close("f" | "v") => within = Within::Nothing,
                Piece::Close(_) => {}
            }
        }
        Ok(is_sheet.then_some(marks))
    }

    fn hide_columns(&mut self, tag: &Tag<'_>) {
        if self.hidden_columns.len() >= limits::SHEET_COLUMNS {
            return;
        }
        let (Some(first), Some(last)) = (tag.number("min"), tag.number("max")) else { return };
        let last = (last as usize).min(limits::SHEET_COLUMNS);
        self.hidden_columns.extend((first.max(1) as usize..=last).map(|it| it - 1));
    }

    fn merge(&mut self, tag: &Tag<'_>) -> Result<(), Fault> {
        let range = tag.attribute("ref").unwrap_or_default();
        let (first, last) = range.split_once(':').unwrap_or((&range, &range));
        let (Some(first), Some(last)) = (position(first), position(last)) else {
            return Err(Fault::broken(format!("merged cells {range}")));
        };
        if self.merged.len() >= limits::MERGED {
            return Err(Fault::TooFull);
        }
        self.merged.push(Merged { rows: (first.0, last.0), columns: (first.1, last.1) });
        Ok(())
    }
}

impl Open {
    fn of(tag: &Tag<'_>, row: u32, column: usize) -> Self {
        let at = tag.attribute("r").and_then(|it| position(&it));
        let (row, column) = at.unwrap_or((row, column));
        let kind = match tag.attribute("t").as_deref() {
            None | Some("n") => Kind::Number,
            Some("e") => Kind::Error,
            Some(_) => Kind::Other,
        };
        Self { row, column, kind, ..Self::default() }
    }

    fn fault(self) -> Option<(u32, usize, String)> {
        let said = match self.kind {
            Kind::Error if !self.value.is_empty() => self.value,
            Kind::Number if self.value.trim().is_empty() => format!("={}", self.formula?),
            _ => return None,
        };
        Some((self.row, self.column, said))
    }
}

/// Row, from 1, and column, from 0, of `B3` or `$B$3`.
fn position(cell: &str) -> Option<(u32, usize)> {
    let cell = cell.replace('$', "");
    let digits = cell.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = cell.split_at(digits);
    let mut column = 0_usize;
    // Four letters are already beyond the last column, XFD.
    if letters.is_empty() || letters.len() > 4 {
        return None;
    }
    for letter in letters.bytes() {
        let letter = letter.to_ascii_uppercase();
        let value = letter.is_ascii_uppercase().then(|| usize::from(letter - b'A') + 1)?;
        column = column * 26 + value;
    }
    Some((row.parse().ok().filter(|row| *row > 0)?, column - 1))
}

/// The paths of all sheets in the archive, in the workbook's order.
pub(super) fn sheets(archive: &mut Archive<'_>) -> Result<Vec<String>, Fault> {
    let start = relations(archive, "", "_rels/.rels")?;
    let workbook = start.into_values().find(|it| it.kind.ends_with("/officeDocument"));
    let workbook = workbook.ok_or_else(|| Fault::broken("no workbook"))?.target;
    let (folder, name) = workbook.rsplit_once('/').unwrap_or(("", &workbook));
    let of_workbook = relations(archive, folder, &format!("{folder}/_rels/{name}.rels"))?;
    let mut paths = Vec::new();
    let of_sheet = |tag: &Tag<'_>| {
        if tag.name == "sheet" {
            let id = tag.local("id").unwrap_or_default();
            let relation = of_workbook.get(&*id);
            let relation = relation.ok_or_else(|| Fault::broken("a sheet without a file"))?;
            paths.push(relation.target.clone());
        }
        Ok(())
    };
    match each_tag(archive, &workbook, of_sheet)? {
        true => Ok(paths),
        false => Err(Fault::broken("no workbook")),
    }
}

/// A file of a workbook that another names.
struct Relation {
    kind: String,
    /// The path in the archive.
    target: String,
}

/// The files that a file in this folder names, by the names that it has for them.
fn relations(
    archive: &mut Archive<'_>,
    folder: &str,
    path: &str,
) -> Result<BTreeMap<String, Relation>, Fault> {
    let mut relations = BTreeMap::new();
    each_tag(archive, path.trim_start_matches('/'), |tag| {
        if tag.name == "Relationship" {
            let of = |name| tag.attribute(name).unwrap_or_default().into_owned();
            let target = of("Target");
            let target = match target.strip_prefix('/') {
                Some(whole) => whole.to_owned(),
                None if folder.is_empty() => target,
                None => format!("{folder}/{target}"),
            };
            relations.insert(of("Id"), Relation { kind: of("Type"), target });
        }
        Ok(())
    })?;
    Ok(relations)
}

/// Looks at each tag of a file that is not large; whether there is the file.
fn each_tag(
    archive: &mut Archive<'_>,
    path: &str,
    mut look: impl FnMut(&Tag<'_>) -> Result<(), Fault>,
) -> Result<bool, Fault> {
    let Some(mut xml) = archive.xml(path)? else { return Ok(false) };
    let mut rest = limits::FORMAT_TAGS;
    while let Some(piece) = xml.next()? {
        if let Piece::Open(tag) = piece {
            rest = rest.checked_sub(1).ok_or(Fault::TooFull)?;
            look(&tag)?;
        }
    }
    Ok(true)
}
