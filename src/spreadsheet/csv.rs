//! CSV and TSV, as programs export them: with commas, tabs or semicolons, lines that end in
//! any way, and line breaks within quotation marks.

use std::collections::BTreeMap;

use csv::{ByteRecord, ReaderBuilder, StringRecord};

use super::encodings::decoded;
use super::filling::{Allowance, Filling};
use super::unreadable::Fault;
use super::{Cell, Workbook, values};
use crate::limits;

/// What may part cells.
const SEPARATORS: [u8; 3] = [b',', b'\t', b';'];

/// Rows by which the separator is found.
const SAMPLE: usize = 50;

/// Reads a text as a workbook of one sheet without a name.
pub(super) fn read(bytes: &[u8]) -> Result<Workbook, Fault> {
    let text = decoded(bytes)?;
    // The reader counts lines by LF.
    let text = match text.contains('\r') && !text.contains('\n') {
        true => text.replace('\r', "\n").into(),
        false => text,
    };
    if text.trim().is_empty() {
        return Err(Fault::Empty);
    }
    // One line of separators alone would take twenty times its bytes.
    let parted = text.lines().position(|it| {
        it.len() > limits::SEPARATORS
            && it.bytes().filter(|it| SEPARATORS.contains(it)).count() > limits::SEPARATORS
    });
    if let Some(line) = parted {
        let row = u32::try_from(line + 1).unwrap_or(u32::MAX);
        let column = limits::SHEET_COLUMNS;
        return Err(Fault::TooFar { sheet: String::new(), row, column });
    }
    let separator = separator(text.as_bytes());
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes());
    let mut allowance = Allowance::new();
    let mut filling = Filling::new("", false, &mut allowance);
    let mut lines = Lines { text: text.as_bytes(), at: 0, line: 1 };
    let mut record = StringRecord::new();
    let mut row = Rows::default();
    while reader.read_record(&mut record).map_err(Fault::broken)? {
        let from = record.position().map_or(0, |it| it.byte() as usize);
        let (start, line) = lines.of_record(from);
        let end = reader.position().byte() as usize;
        if end >= text.len()
            && let Some(at) = open_quote(&text.as_bytes()[start..], separator)
        {
            return Err(Fault::Unclosed { line: lines.of_record(start + at).1 });
        }
        let row = row.of_record(line, &record);
        for (column, field) in record.iter().enumerate() {
            if field.len() > limits::CELL && field.chars().count() > limits::CELL {
                return Err(Fault::LongCell { line, column });
            }
            filling.put(row, column, cell(field))?;
        }
    }
    Ok(Workbook { sheets: vec![filling.finish(&[], Vec::new())] })
}

/// A cell's text, without what is written for Excel alone: `="0042"` keeps a code's zeros
/// there, and `'` before a sign says that it is no formula.
fn cell(field: &str) -> Cell {
    let quoted = field.strip_prefix("=\"").and_then(|it| it.strip_suffix('"'));
    if let Some(bare) = quoted.filter(|it| !it.contains('"')) {
        return values::text(bare);
    }
    match field.strip_prefix('\'') {
        Some(bare) if bare.starts_with(super::write::FORMULA_SIGNS) => values::text(bare),
        _ => values::text(field),
    }
}

/// On which line each record begins. The reader names the place behind the record before,
/// and passes over empty lines from there.
struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    line: u32,
}

impl Lines<'_> {
    /// Where a record begins of which the reader says that it begins here, and on which
    /// line. Records are asked for in their order.
    fn of_record(&mut self, from: usize) -> (usize, u32) {
        let is_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
        let rest = self.text.get(from..).unwrap_or_default();
        let start = from + rest.iter().take_while(|byte| is_end(byte)).count();
        let passed = self.text.get(self.at..start).unwrap_or_default();
        let breaks = passed.iter().filter(|byte| **byte == b'\n').count();
        self.line = self.line.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX));
        self.at = start;
        (start, self.line)
    }
}

/// The row of each record, as Excel numbers them: an empty line is one, the further lines of
/// a cell with line breaks are none.
#[derive(Default)]
struct Rows {
    row: u32,
    /// The line on which the record before ended.
    last_line: u32,
}

impl Rows {
    /// The row of the record that begins on this line.
    fn of_record(&mut self, line: u32, record: &StringRecord) -> u32 {
        self.row = self.row.saturating_add(line.saturating_sub(self.last_line));
        let breaks = record.as_slice().bytes().filter(|byte| *byte == b'\n').count();
        self.last_line = line.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX));
        self.row
    }
}

/// What parts the cells: that which parts most of the first rows into equally many.
fn separator(text: &[u8]) -> u8 {
    let score = |separator: u8| {
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator)
            .from_reader(text);
        let mut widths: BTreeMap<usize, usize> = BTreeMap::new();
        let mut record = ByteRecord::new();
        let mut rows = 0;
        while rows < SAMPLE && reader.read_byte_record(&mut record).unwrap_or(false) {
            *widths.entry(record.len()).or_default() += 1;
            rows += 1;
        }
        let parted = widths.into_iter().filter(|(width, _)| *width > 1);
        parted.map(|(width, rows)| (rows, width)).max().unwrap_or_default()
    };
    // Of equal ones the first.
    SEPARATORS.into_iter().rev().max_by_key(|separator| score(*separator)).unwrap_or(b',')
}

/// Where a quotation mark stands in a record that is never closed. As for the reader, a mark
/// opens a cell only at its beginning, and two of them within it are one.
fn open_quote(record: &[u8], separator: u8) -> Option<usize> {
    let mut opened = None;
    // Where the mark stands that the last one has closed.
    let mut closed = None;
    let mut is_start = true;
    for (at, byte) in record.iter().enumerate() {
        match (byte, opened) {
            (b'"', Some(from)) => (opened, closed) = (None, Some((at, from))),
            (b'"', None) if is_start => opened = Some(at),
            (b'"', None) => {
                // The second of two opens again what the first has closed.
                opened = closed.filter(|(end, _)| end + 1 == at).map(|(_, from)| from);
            }
            _ => {}
        }
        is_start = opened.is_none() && (*byte == separator || matches!(byte, b'\n' | b'\r'));
    }
    opened
}
