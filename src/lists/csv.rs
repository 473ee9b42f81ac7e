//! CSV: a row for each record, below one that has the keys, dotted for those inside another
//! (`person.name`). An empty cell is a key that is not there. A cell is a text, as it would
//! stand in YAML in quotation marks; an address has a line on each of its lines, and what
//! takes several values has them as one text of YAML has (`給与計算、電子明細`).

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::Range;
use std::sync::Arc;

use super::{CellOf, Cut, Lines, Piece, Window, Written};
use crate::diagnostic::{Diagnostic, Place, SourceText, did_you_mean, quoted};
use crate::facts::{OwnFields, is_own_name};
use crate::messages::{Message, listed};

/// The keys of a record that fit in a cell.
const KEYS: [&str; 17] = [
    "id",
    "name",
    "honorific",
    "person.department",
    "person.title",
    "person.name",
    "kana",
    "postal_code",
    "address",
    "phone",
    "fax",
    "email",
    "delivery",
    "route",
    "reported_on",
    "notify",
    "known_on",
];

/// The key whose cell has several lines.
const LINES: &str = "address";

/// A list in CSV that is being cut.
pub(super) struct Rows {
    /// The office's own fields that fit in a cell.
    own: Vec<String>,
    headings: Option<Vec<Arc<str>>>,
    /// The bytes and lines so far, and where the row begins that the next line belongs to.
    at: (usize, usize),
    start: (usize, usize),
    quotes: Quotes,
}

/// Whether a line's end is a part of a cell.
#[derive(Default)]
struct Quotes {
    /// Whether a quotation mark is open.
    open: bool,
    /// Whether something of the cell has been read.
    within: bool,
    /// Whether the mark was closed just before, which a second one opens again.
    closed: bool,
}

impl Quotes {
    fn take(&mut self, line: &str) {
        for byte in line.bytes() {
            let closed = std::mem::take(&mut self.closed);
            match byte {
                b'"' if self.open => (self.open, self.closed) = (false, true),
                b'"' if closed || !self.within => (self.open, self.within) = (true, true),
                _ if self.open => {}
                b',' | b'\n' => self.within = false,
                _ => self.within = true,
            }
        }
    }
}

impl Rows {
    pub(super) fn new(own: &OwnFields) -> Self {
        let own = own.iter().filter(|field| field.columns().is_none());
        Self {
            own: own.map(|field| field.name.clone()).collect(),
            headings: None,
            at: (0, 0),
            start: (0, 0),
            quotes: Quotes::default(),
        }
    }

    /// A row that has come to its end.
    fn row(&mut self, name: &Arc<str>, lines: &Lines<'_>, window: &mut Window) {
        let (start, line) = std::mem::replace(&mut self.start, self.at);
        let source = lines.source(name, start..self.at.0, line);
        let row = source.text.trim_end_matches(['\n', '\r']);
        if row.is_empty() || window.wrong.is_some() {
            return;
        }
        let cells = match cells(row) {
            Ok(cells) => cells,
            Err(at) => {
                let (message, hint) = (Message::TextBehindQuote, Message::CloseQuote);
                let wrong = wrong_row(source, at..at + 1, message, hint);
                match self.headings {
                    Some(_) => window.pieces.push(wrong),
                    None => window.wrong = wrong.wrong,
                }
                return;
            }
        };
        match &self.headings {
            None => match self.headings_of(&cells, source) {
                Ok(headings) => self.headings = Some(headings),
                Err(wrong) => window.wrong = Some(*wrong),
            },
            Some(headings) => window.pieces.extend(piece(headings, &cells, source)),
        }
    }

    /// The headings of the first row, or what is wrong with it. Behind the last one there may
    /// be empty cells, as spreadsheets write them.
    fn headings_of(
        &self,
        cells: &[Cell],
        source: SourceText,
    ) -> Result<Vec<Arc<str>>, Box<Diagnostic>> {
        let source = Arc::new(source);
        let known = || KEYS.into_iter().chain(self.own.iter().map(String::as_str));
        let mut seen = BTreeSet::new();
        let mut headings = Vec::new();
        let last = cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |at| at + 1);
        for (number, cell) in (1..).zip(&cells[..last]) {
            let heading = cell.text.trim();
            let place = Place::new(source.clone(), cell.at.clone());
            let problem = |message| Diagnostic::error(message).at(place.clone());
            if heading.is_empty() {
                let problem = problem(Message::ColumnWithoutKey { number: number.to_string() });
                return Err(Box::new(problem.hint(Message::WriteKeyOverColumn)));
            }
            if !seen.insert(heading.to_owned()) {
                let problem = problem(Message::ColumnTwice { column: quoted(heading) });
                return Err(Box::new(problem.hint(Message::DeleteOneColumn)));
            }
            if !known().any(|key| key == heading) {
                let problem = problem(Message::ColumnUnknown { column: quoted(heading) });
                let problem = match did_you_mean(heading, known()) {
                    _ if last == 1 && heading.contains([';', '\t', '|']) => {
                        problem.hint(Message::CellsByComma)
                    }
                    Some(meant) => problem.hint(Message::DidYouMean { meant: meant.to_owned() }),
                    None if is_own_name(heading) => problem
                        .hint(Message::ColumnKeysAre { keys: listed(known()) })
                        .hint(Message::DeclareOwn { name: heading.to_owned() }),
                    None => problem.hint(Message::ColumnKeysAre { keys: listed(known()) }),
                };
                return Err(Box::new(problem));
            }
            headings.push(heading.into());
        }
        Ok(headings)
    }
}

impl Cut for Rows {
    fn take(&mut self, name: &Arc<str>, lines: &Lines<'_>, window: &mut Window) {
        for line in lines.new_lines() {
            self.at = (self.at.0 + line.len(), self.at.1 + 1);
            self.quotes.take(line);
            if !self.quotes.open {
                self.row(name, lines, window);
            }
        }
    }

    fn finish(&mut self, name: &Arc<str>, lines: &Lines<'_>, window: &mut Window) {
        if self.quotes.open && window.wrong.is_none() {
            let source = lines.source(name, self.start.0..self.at.0, self.start.1);
            let at = source.text.find('"').unwrap_or_default();
            let place = Place::new(Arc::new(source), at..at + 1);
            let problem = Diagnostic::error(Message::QuoteWithoutEnd).at(place);
            window.wrong = Some(problem.hint(Message::CloseQuote));
        }
    }

    fn done(&self) -> usize {
        self.start.0
    }
}

/// A cell: what is in it, and where it stands in its row.
struct Cell {
    text: String,
    at: Range<usize>,
}

impl Cell {
    fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// The cells of a row. A cell in quotation marks has nothing behind them (RFC 4180, 2): where
/// it has, a mark is missing before, and what stands there may be another client's. The
/// error is where.
fn cells(row: &str) -> Result<Vec<Cell>, usize> {
    let mut cells = Vec::new();
    let mut start = 0;
    loop {
        let rest = &row[start..];
        let (text, length) = match rest.strip_prefix('"') {
            None => {
                let length = rest.find(',').unwrap_or(rest.len());
                (rest[..length].to_owned(), length)
            }
            Some(inner) => {
                let mut ends = inner.match_indices('"').map(|(at, _)| at);
                let mut end = ends.next();
                // Two marks are one that stands in the cell.
                while end.is_some_and(|at| inner[at + 1..].starts_with('"')) {
                    ends.next();
                    end = ends.next();
                }
                let end = end.unwrap_or(inner.len());
                (inner[..end].replace("\"\"", "\""), (end + 2).min(rest.len()))
            }
        };
        let end = start + length;
        cells.push(Cell { text, at: start..end });
        match row[end..].chars().next() {
            None => return Ok(cells),
            Some(',') => start = end + 1,
            Some(_) => return Err(end),
        }
    }
}

/// A record that cannot be read, and why.
fn wrong_row(row: SourceText, at: Range<usize>, message: Message, hint: Message) -> Piece {
    let place = Place::new(Arc::new(row.piece(0..row.text.len(), 0)), at);
    let wrong = Some(Diagnostic::error(message).at(place).hint(hint));
    Piece { wrong, ..Piece::of(row) }
}

/// The record that a row is; none if all its cells are empty.
fn piece(headings: &[Arc<str>], row: &[Cell], source: SourceText) -> Option<Piece> {
    if row.iter().all(Cell::is_empty) {
        return None;
    }
    let beyond = row.get(headings.len()..).unwrap_or_default();
    if let Some(first) = beyond.iter().find(|cell| !cell.is_empty()) {
        let (found, most) = (row.len().to_string(), headings.len().to_string());
        let message = Message::RowTooLong { found, most };
        return Some(wrong_row(source, first.at.clone(), message, Message::QuoteCellWithComma));
    }
    if row.len() < headings.len() {
        let (found, most) = (row.len().to_string(), headings.len().to_string());
        let end = source.text.trim_end().len();
        let message = Message::RowTooLong { found, most };
        return Some(wrong_row(source, 0..end, message, Message::WriteEmptyCells));
    }
    // A mark that is missing makes one cell of the rows up to the next one.
    let commas = headings.len().saturating_sub(1).max(2);
    let is_row = |line: &str| line.matches(',').count() >= commas;
    if let Some(cell) = row.iter().find(|cell| cell.text.lines().skip(1).any(is_row)) {
        let message = Message::RowsInCell;
        return Some(wrong_row(source, cell.at.clone(), message, Message::CloseQuote));
    }
    let is_control = |c: &char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    let control = row.iter().find_map(|cell| Some((cell, cell.text.chars().find(is_control)?)));
    if let Some((cell, c)) = control {
        let message = Message::CellHasControl { code: format!("{:04X}", u32::from(c)) };
        return Some(wrong_row(source, cell.at.clone(), message, Message::DeleteControl));
    }
    let filled: Vec<(&Arc<str>, &Cell)> =
        headings.iter().zip(row).filter(|(_, cell)| !cell.is_empty()).collect();
    let (mut text, mut cells) = (String::from("{"), Vec::new());
    let mut begun: Option<&str> = None;
    // Those inside one key stand together, where the first of them stands.
    let groups = |(heading, _): &(&Arc<str>, &Cell)| {
        let group = heading.split_once('.').map(|(group, _)| group.to_owned());
        let first = filled.iter().position(|(it, _)| {
            group.as_ref().map_or(*it == *heading, |group| it.starts_with(&format!("{group}.")))
        });
        first.unwrap_or_default()
    };
    let mut ordered = filled.clone();
    ordered.sort_by_key(groups);
    for (heading, cell) in ordered {
        let (group, key) = match heading.split_once('.') {
            Some((group, key)) => (Some(group), key),
            None => (None, &**heading),
        };
        if begun != group && begun.take().is_some() {
            text.push('}');
        }
        let parting = if text.ends_with('{') { "" } else { ", " };
        text.push_str(parting);
        if let Some(group) = group.filter(|_| begun.is_none()) {
            let _ = write!(text, "{}: {{", in_quotes(group));
            begun = Some(group);
        }
        let (start, heading) = (text.len(), heading.clone());
        let _ = write!(text, "{}: {}", in_quotes(key), value(&heading, &cell.text));
        cells.push(CellOf { start, heading, at: cell.at.clone() });
    }
    text.push_str(if begun.is_some() { "}}" } else { "}" });
    let row = Arc::new(source.piece(0..source.text.len(), 0));
    let written = Written::Row(row, cells);
    Some(Piece { written, ..Piece::of(SourceText { text, ..source }) })
}

/// A cell as YAML has it.
fn value(heading: &str, cell: &str) -> String {
    match heading == LINES {
        true => {
            let lines = cell.lines().map(str::trim).filter(|line| !line.is_empty());
            format!("[{}]", lines.map(in_quotes).collect::<Vec<_>>().join(", "))
        }
        false => in_quotes(cell),
    }
}

/// A text in JSON's quotation marks, which are YAML's too.
fn in_quotes(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client_list::Field;

    #[test]
    fn every_field_of_a_list_can_be_a_column() {
        let fields = Field::BUILT_IN.map(|field| field.keys().join("."));
        assert_eq!(fields.each_ref().map(String::as_str), KEYS);
    }

    #[test]
    fn behind_a_closing_mark_stands_nothing() {
        for (row, at) in [
            ("a,\"b\"c,d", Some(5)),
            ("a,\"b\n1,\"c\"", Some(8)),
            ("a,\"b\" ,c", Some(5)),
            ("a,\"b\"\"\",c", None),
            ("a,\"\",\"\"", None),
            ("a,b\"c", None),
        ] {
            assert_eq!(cells(row).err(), at, "{row}");
        }
        let texts = |row: &str| {
            let cells = cells(row).unwrap_or_default().into_iter();
            cells.map(|cell| cell.text).collect::<Vec<_>>()
        };
        assert_eq!(texts("a,\"b\"\"c\"\"\",,d\"e\""), ["a", "b\"c\"", "", "d\"e\""]);
        assert_eq!(texts("\"\"\"\","), ["\"", ""]);
    }

    #[test]
    fn a_row_is_a_record_of_the_cells_that_have_something() {
        let record = |headings: &str, row: &str| {
            let headings: Vec<Arc<str>> = headings.split(',').map(Into::into).collect();
            let cells = cells(row).unwrap_or_default();
            piece(&headings, &cells, SourceText::new("a.csv", row))
                .map(|piece| piece.source.text.clone())
        };
        for (headings, row, text) in [
            ("id,name", "C-1,甲", r#"{"id": "C-1", "name": "甲"}"#),
            ("id,name", "C-1,\"甲 \"\"乙\"\", 丙\"", r#"{"id": "C-1", "name": "甲 \"乙\", 丙"}"#),
            ("id,address", "C-1,\"甲\n乙\"", r#"{"id": "C-1", "address": ["甲", "乙"]}"#),
            (
                "person.title,id,person.name",
                "課長,C-1,甲",
                r#"{"person": {"title": "課長", "name": "甲"}, "id": "C-1"}"#,
            ),
            ("id,person.name", "C-1,甲", r#"{"id": "C-1", "person": {"name": "甲"}}"#),
            ("id,person.name,fax", "C-1,,03", r#"{"id": "C-1", "fax": "03"}"#),
        ] {
            assert_eq!(record(headings, row).as_deref(), Some(text));
        }
        assert_eq!(record("id,name", ",  ,"), None);
    }
}
