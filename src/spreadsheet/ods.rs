//! Workbooks of LibreOffice and other programs, in OpenDocument. They hold beside each value
//! how it is shown, and say that a cell or row is repeated a million times: so they are read
//! here and not through calamine, which keeps the value alone and writes the repeats out.

use std::collections::BTreeSet;
use std::io::BufRead;

use super::archive::Archive;
use super::filling::{Allowance, Filling};
use super::unreadable::Fault;
use super::xml::{Piece, Tag, Xml, XmlFault};
use super::{Cell, Merged, Sheet, Workbook, values};
use crate::limits;

/// Reads a workbook.
pub(super) fn read(archive: &mut Archive<'_>) -> Result<Workbook, Fault> {
    if is_locked(archive)? {
        return Err(Fault::Locked);
    }
    let Some(mut xml) = archive.xml("content.xml")? else {
        return Err(Fault::broken("no content.xml"));
    };
    let mut allowance = Allowance::new();
    let mut unseen = BTreeSet::new();
    let mut style = String::new();
    let mut sheets = Vec::new();
    while let Some(piece) = xml.next()? {
        let Piece::Open(tag) = piece else { continue };
        match tag.name {
            "style" => style = tag.attribute("style:name").unwrap_or_default().into_owned(),
            "table-properties" if tag.attribute("table:display").as_deref() == Some("false") => {
                unseen.insert(std::mem::take(&mut style));
            }
            "table" => {
                let name = tag.attribute("table:name").unwrap_or_default();
                let style = tag.attribute("table:style-name").unwrap_or_default();
                if sheets.len() == limits::SHEET_FILES {
                    return Err(Fault::TooFull);
                }
                let filling = Filling::new(&name, unseen.contains(&*style), &mut allowance);
                sheets.push(Table::new(filling).read(&mut xml)?);
            }
            // What other workbooks are linked with has tables, too.
            "tracked-changes" | "dde-links" | "content-validations" => xml.skip()?,
            _ => {}
        }
    }
    Ok(Workbook { sheets })
}

/// Whether the manifest says that files are encrypted.
fn is_locked(archive: &mut Archive<'_>) -> Result<bool, Fault> {
    let Some(mut xml) = archive.xml("META-INF/manifest.xml")? else { return Ok(false) };
    // A DOCTYPE stands there in files of old programs.
    let mut is_locked = false;
    loop {
        match xml.next() {
            Ok(Some(Piece::Open(tag))) if tag.name == "encryption-data" => is_locked = true,
            Ok(Some(_)) | Err(XmlFault::Declares) => {}
            Ok(None) => return Ok(is_locked),
            Err(fault) => return Err(fault.into()),
        }
    }
}

/// A sheet that is being read.
struct Table<'a> {
    filling: Filling<'a>,
    /// The number of the row, from 1, and how often it stands there.
    row: u32,
    repeated: u32,
    column: usize,
    /// Its cells that have anything.
    cells: Vec<(usize, Cell)>,
    hidden_rows: Vec<u32>,
    hidden_columns: Vec<usize>,
    /// Columns that have been named.
    columns: usize,
}

/// The value of a cell, as its tag has it.
#[derive(Default)]
struct Value {
    kind: String,
    value: Option<String>,
    formula: Option<String>,
    is_error: bool,
}

impl<'a> Table<'a> {
    fn new(filling: Filling<'a>) -> Self {
        Self {
            filling,
            row: 0,
            repeated: 1,
            column: 0,
            cells: Vec::new(),
            hidden_rows: Vec::new(),
            hidden_columns: Vec::new(),
            columns: 0,
        }
    }

    /// Reads to the end of the table whose tag has just been read.
    fn read(mut self, xml: &mut Xml<impl BufRead>) -> Result<Sheet, Fault> {
        loop {
            match xml.next()?.ok_or(XmlFault::Ends)? {
                Piece::Open(tag) => match tag.name {
                    "table-row" => self.open_row(&tag),
                    "table-column" => self.open_column(&tag),
                    "table-cell" => {
                        let times = repeats(&tag, "table:number-columns-repeated");
                        self.merge(&tag)?;
                        let value = Value::of(&tag);
                        self.put(times, &value.cell(&shown(xml)?));
                    }
                    "covered-table-cell" => {
                        let times = repeats(&tag, "table:number-columns-repeated");
                        xml.skip()?;
                        self.column = self.column.saturating_add(times as usize);
                    }
                    // Groups of rows and columns, and the heading ones.
                    "table-rows"
                    | "table-row-group"
                    | "table-header-rows"
                    | "table-columns"
                    | "table-column-group"
                    | "table-header-columns" => {}
                    _ => xml.skip()?,
                },
                Piece::Close("table-row") => self.close_row()?,
                Piece::Close("table") => break,
                _ => {}
            }
        }
        Ok(self.filling.finish(&self.hidden_rows, self.hidden_columns))
    }

    fn open_row(&mut self, tag: &Tag<'_>) {
        self.row = self.row.saturating_add(1);
        self.repeated = repeats(tag, "table:number-rows-repeated");
        self.column = 0;
        if is_unseen(tag) {
            let last = self.row.saturating_add(self.repeated - 1).min(limits::SHEET_ROWS);
            self.hidden_rows.extend(self.row..=last);
        }
    }

    fn open_column(&mut self, tag: &Tag<'_>) {
        let times = repeats(tag, "table:number-columns-repeated") as usize;
        let last = self.columns.saturating_add(times);
        if is_unseen(tag) {
            self.hidden_columns.extend(self.columns..last.min(limits::SHEET_COLUMNS));
        }
        self.columns = last;
    }

    /// Notes that the cell at hand reaches over others.
    fn merge(&mut self, tag: &Tag<'_>) -> Result<(), Fault> {
        let (rows, columns) = (
            repeats(tag, "table:number-rows-spanned"),
            repeats(tag, "table:number-columns-spanned") as usize,
        );
        if rows == 1 && columns == 1 {
            return Ok(());
        }
        self.filling.merge(Merged {
            rows: (self.row, self.row.saturating_add(rows - 1)),
            columns: (self.column, self.column.saturating_add(columns - 1)),
        })
    }

    /// Puts a cell into the row, beside each other as often as it stands there.
    fn put(&mut self, times: u32, cell: &Cell) {
        let first = self.column;
        self.column = self.column.saturating_add(times as usize);
        if *cell != Cell::Empty {
            // One beyond the last column that may be is enough to say that it is too far.
            let last = self.column.min(first.max(limits::SHEET_COLUMNS) + 1);
            self.cells.extend((first..last).map(|column| (column, cell.clone())));
        }
    }

    /// Puts the row into the sheet, as often as it stands there.
    fn close_row(&mut self) -> Result<(), Fault> {
        let last = self.row.saturating_add(self.repeated - 1);
        let cells = std::mem::take(&mut self.cells);
        if !cells.is_empty() {
            for row in self.row..=last {
                for (column, cell) in &cells {
                    self.filling.put(row, *column, cell.clone())?;
                }
            }
        }
        self.row = last;
        Ok(())
    }
}

impl Value {
    fn of(tag: &Tag<'_>) -> Self {
        let owned = |name| tag.attribute(name).map(|it| it.into_owned());
        let kind = owned("office:value-type").unwrap_or_default();
        let value = match &*kind {
            "date" => owned("office:date-value"),
            "time" => owned("office:time-value"),
            "boolean" => owned("office:boolean-value"),
            "string" => owned("office:string-value"),
            _ => owned("office:value"),
        };
        let is_error = tag.attribute("calcext:value-type").as_deref() == Some("error");
        Self { kind, value, formula: owned("table:formula"), is_error }
    }

    /// The cell, with the text that is shown in it.
    fn cell(&self, shown: &str) -> Cell {
        let is_computed = self.formula.is_some();
        let says_error = shown.starts_with('#') || shown.starts_with("Err:");
        if self.is_error || (is_computed && says_error) {
            return Cell::Fault(shown.to_owned());
        }
        let value = self.value.as_deref();
        match (&*self.kind, value) {
            ("float" | "percentage" | "currency", Some(value)) => number(value, shown),
            ("date", Some(value)) => values::iso_moment(value),
            ("time", Some(value)) => values::iso_span(value),
            ("boolean", Some(value)) => Cell::Truth(value == "true"),
            ("string", Some(value)) if shown.is_empty() => values::text(value),
            ("", None) if shown.is_empty() => match &self.formula {
                // `of:` says in which language of formulas it is.
                Some(formula) => Cell::Fault(formula.trim_start_matches("of:").to_owned()),
                None => Cell::Empty,
            },
            _ => values::text(shown),
        }
    }
}

/// A number as it is shown, if that has digits and marks between them alone: `0042` and
/// `101-0041`, but not `1,200` or `12%`.
fn number(value: &str, shown: &str) -> Cell {
    let Ok(number) = value.trim().parse::<f64>() else { return values::text(shown) };
    let plain = values::number(number, None);
    let is_mark = |c: char| c.is_ascii_digit() || matches!(c, '-' | '(' | ')' | ' ' | '〒');
    let digits = shown.chars().filter(char::is_ascii_digit).count();
    let has_all = format!("{:.0}", number.abs()).len() <= digits;
    match shown.chars().all(is_mark) && has_all && number.fract() == 0.0 && number >= 0.0 {
        true => Cell::Number(shown.to_owned()),
        false => plain,
    }
}

/// How often something stands there.
fn repeats(tag: &Tag<'_>, name: &str) -> u32 {
    tag.number(name).unwrap_or(1).max(1)
}

fn is_unseen(tag: &Tag<'_>) -> bool {
    let visibility = tag.attribute("table:visibility");
    matches!(visibility.as_deref(), Some("collapse" | "filter"))
}

/// The text of the cell whose tag has just been read, to its end: its paragraphs in lines,
/// without remarks, pictures and furigana.
fn shown(xml: &mut Xml<impl BufRead>) -> Result<String, Fault> {
    let mut shown = String::new();
    let mut paragraphs = 0_usize;
    let mut depth = 0_usize;
    loop {
        match xml.next()?.ok_or(XmlFault::Ends)? {
            Piece::Open(tag) => match tag.name {
                "annotation" | "ruby-text" | "frame" | "custom-shape" | "control" => xml.skip()?,
                name => {
                    match name {
                        "p" => {
                            shown.push_str(if paragraphs == 0 { "" } else { "\n" });
                            paragraphs += 1;
                        }
                        "s" => {
                            // More spaces than a cell has characters are nobody's text.
                            let spaces = repeats(&tag, "text:c").min(limits::CELL as u32);
                            shown.extend(std::iter::repeat_n(' ', spaces as usize));
                        }
                        "tab" => shown.push('\t'),
                        "line-break" => shown.push('\n'),
                        _ => {}
                    }
                    depth += 1;
                }
            },
            Piece::Close(_) if depth == 0 => return Ok(shown),
            Piece::Close(_) => depth -= 1,
            // Between paragraphs is nothing but what makes the file readable.
            Piece::Text(text) if depth > 0 => shown.push_str(&text),
            Piece::Text(_) => {}
        }
        if shown.len() > limits::SHEET_TEXT {
            return Err(Fault::TooFull);
        }
    }
}
