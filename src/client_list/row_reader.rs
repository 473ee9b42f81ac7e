//! One row of a list: its cells, field by field. What is still open afterwards is the
//! honorific, which may follow from the other rows.

use std::borrow::Cow;

use super::address::Address;
use super::cells::{self, Fault, Taken, fault};
use super::contents::prefecture;
use super::days;
use super::plan::{Plan, Source};
use super::rows::{Change, ChangeKind, Incoming, Refused};
use super::texts::{is_blank, one_line, shown};
use super::values;
use super::{Field, Fields, Value};
use crate::diagnostic::quoted;
use crate::facts::OwnField;
use crate::ids::ClientId;
use crate::messages::Message;
use crate::model::{Delivery, Honorific, Notify, Route};
use crate::spreadsheet::{Cell, Row};

/// A row that has been read.
#[derive(Debug)]
pub(super) struct Read {
    /// The id, also of a row of which another cell was refused.
    pub id: Option<String>,
    /// What it says of a client; nothing if a cell of it was refused.
    pub incoming: Option<Incoming>,
    /// What the honorific is known from.
    pub honorific: Known,
    /// The cells that cannot be read.
    pub refused: Vec<Refused>,
    /// What was changed.
    pub changes: Vec<Change>,
}

/// From what the honorific of a row is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    /// It is written, in a column of its own or behind the name.
    Said(Honorific),
    /// The name or its heading leaves no doubt.
    Sure(Honorific),
    /// The name looks like a person's.
    Likely(Honorific),
    /// Only the rest of the list may say it.
    Open,
}

/// Reads one row.
#[derive(Debug)]
pub(super) struct RowReader<'a> {
    pub(super) plan: &'a Plan<'a>,
    pub(super) row: &'a Row,
    /// Cells of merged blocks that begin in a row above, by column.
    above: &'a [Option<Cell>],
    pub(super) fields: Fields,
    pub(super) refused: Vec<Refused>,
    changes: Vec<Change>,
}

impl<'a> RowReader<'a> {
    /// Reads a row.
    pub fn read(plan: &'a Plan<'a>, row: &'a Row, above: &'a [Option<Cell>]) -> Read {
        let (refused, changes) = (Vec::new(), Vec::new());
        let mut reader = Self { plan, row, above, fields: Fields::new(), refused, changes };
        let written = reader
            .one(&Field::Honorific, |text| Ok(Taken { value: text.to_owned(), change: None }));
        reader.take(&Field::Id, cells::id);
        reader.kana();
        let person = reader.person();
        let honorific = reader.name(person, written);
        reader.place();
        reader.take(&Field::Phone, cells::phone);
        reader.take(&Field::Fax, cells::phone);
        reader.take(&Field::Email, cells::mail);
        reader.take(&Field::Delivery, |text| {
            values::choice(text, Delivery::WORDS, Delivery::OTHERS, values::WAYS)
        });
        reader.take(&Field::Route, |text| values::choice(text, Route::WORDS, Route::OTHERS, &[]));
        reader
            .take(&Field::Notify, |text| values::choice(text, Notify::WORDS, Notify::OTHERS, &[]));
        reader.take(&Field::ReportedOn, days::day);
        reader.take(&Field::KnownOn, days::day);
        for (field, holds) in &plan.own {
            reader.own(field, holds);
        }
        let id = reader.fields.get(&Field::Id).map(ToString::to_string);
        let fields = reader.refused.is_empty().then_some(reader.fields);
        let says_honorific = matches!(honorific, Known::Said(_));
        let (number, hidden) = (row.number, row.hidden);
        let incoming =
            fields.map(|fields| Incoming { row: number, hidden, fields, says_honorific });
        Read { id, incoming, honorific, refused: reader.refused, changes: reader.changes }
    }

    fn cell(&self, index: usize) -> &'a Cell {
        static NOTHING: Cell = Cell::Empty;
        let own = self.row.cells.get(index).filter(|it| !is_blank(it));
        let above = || self.above.get(index).and_then(Option::as_ref);
        own.or_else(above).unwrap_or(&NOTHING)
    }

    /// What a person sees in a cell, with its line breaks; nothing if it says nothing.
    fn text(&mut self, source: &Source<'_>) -> Option<Cow<'a, str>> {
        let cell = self.cell(source.index);
        if is_blank(cell) {
            return None;
        }
        let text = shown(cell);
        if !self.plan.exact && self.is_fault(source, cell) {
            let message = Message::ListFault { found: quoted(&one_line(&text)) };
            self.refuse(source, fault(message, Message::ListMendFormula));
            return None;
        }
        // Signs for nothing are short, and nearly all cells are longer.
        const LONGEST: usize = 24;
        if self.plan.exact || text.len() > LONGEST {
            return Some(text);
        }
        let line = one_line(&text);
        if cells::means_nothing(&line) {
            self.change(source, ChangeKind::NothingMeant, &line, "");
            return None;
        }
        if cells::is_ditto(&line) {
            let message = Message::ListDitto { found: quoted(&line) };
            self.refuse(source, fault(message, Message::ListWriteOut));
            return None;
        }
        Some(text)
    }

    /// Whether a cell shows that its formula failed. #N/A is nothing for a telephone number;
    /// a name or an address would be missing in a letter.
    fn is_fault(&self, source: &Source<'_>, cell: &Cell) -> bool {
        let text = match cell {
            Cell::Fault(text) => text,
            Cell::Text(text) if text.starts_with(['#', '＃']) => text,
            _ => return false,
        };
        let line = one_line(text);
        let is_error = cells::is_error(&line);
        match cell {
            Cell::Fault(_) if !cells::means_nothing(&line) => true,
            Cell::Text(_) if !is_error => false,
            _ => !cells::means_nothing(&line) || self.is_needed(source),
        }
    }

    /// Whether a column holds a part of what is printed where a letter goes.
    fn is_needed(&self, source: &Source<'_>) -> bool {
        [Field::Name, Field::Person, Field::PostalCode, Field::Address]
            .iter()
            .any(|it| self.plan.sources(it).iter().any(|it| it.index == source.index))
    }

    /// The same for what is no day, where Excel may have made one of `1-2-3`.
    fn text_but_no_day(&mut self, source: &Source<'_>) -> Option<Cow<'a, str>> {
        let text = self.text(source)?;
        if matches!(self.cell(source.index), Cell::Moment(_)) && !self.plan.exact {
            let message = Message::ListMadeADay { found: quoted(&text) };
            self.refuse(source, fault(message, Message::ListWriteAsText));
            return None;
        }
        Some(text)
    }

    pub(super) fn refuse(&mut self, source: &Source<'_>, fault: Fault) {
        let (message, hint) = *fault;
        let (row, column) = (self.row.number, Some(source.index));
        let heading = source.heading.to_owned();
        self.refused.push(Refused { row, column, heading, message, hint });
    }

    pub(super) fn change(
        &mut self,
        source: &Source<'_>,
        kind: ChangeKind,
        before: &str,
        after: &str,
    ) {
        let (row, column) = (self.row.number, Some(source.index));
        let (before, after) = (before.to_owned(), after.to_owned());
        self.changes.push(Change { row, column, kind, before, after });
    }

    /// Reads a cell with one of the readers of `cells`, and tells what that changed.
    fn accept(
        &mut self,
        source: &Source<'_>,
        text: &str,
        read: Result<Taken, Fault>,
    ) -> Option<String> {
        match read {
            Ok(Taken { value, change }) => {
                if let Some(kind) = change {
                    self.change(source, kind, &one_line(text), &value);
                }
                Some(value)
            }
            Err(fault) => {
                self.refuse(source, fault);
                None
            }
        }
    }

    /// What the first of a field's columns says that says anything.
    fn one(
        &mut self,
        field: &Field,
        read: impl Fn(&str) -> Result<Taken, Fault>,
    ) -> Option<String> {
        let days = matches!(field, Field::ReportedOn | Field::KnownOn);
        let plan = self.plan;
        plan.sources(field).iter().find_map(|source| {
            let text = match days {
                true => self.text(source)?,
                false => self.text_but_no_day(source)?,
            };
            let stands = match field {
                Field::Id => ClientId::new(&text).is_ok(),
                field => matches!(field, Field::Phone | Field::Fax | Field::Email),
            };
            if plan.exact && stands {
                return Some(text.into_owned());
            }
            let read = read(&text);
            self.accept(source, &text, read)
        })
    }

    fn take(&mut self, field: &Field, read: impl Fn(&str) -> Result<Taken, Fault>) {
        let value = match self.plan.sources(field) {
            [] => None,
            // 03, 1234 and 5678 in columns of their own.
            sources if *field == Field::Phone && sources.len() > 1 => {
                self.phone_in_parts(sources, &read)
            }
            _ => self.one(field, read),
        };
        self.set(field, value);
    }

    pub(super) fn set(&mut self, field: &Field, value: Option<String>) {
        if let Some(value) = value.filter(|it| !it.is_empty()) {
            self.fields.insert(field.clone(), Value::One(value));
        }
    }

    fn phone_in_parts(
        &mut self,
        sources: &[Source<'_>],
        read: impl Fn(&str) -> Result<Taken, Fault>,
    ) -> Option<String> {
        let texts: Vec<(usize, String)> = (0..sources.len())
            .filter_map(|at| {
                Some((at, one_line(&self.text_but_no_day(&sources[at])?).into_owned()))
            })
            .collect();
        let (first, text) = texts.first()?;
        let is_part = |text: &String| text.chars().count() <= 5;
        let parts: Vec<&str> = texts.iter().map(|(_, text)| text.as_str()).collect();
        let parted = texts.len() > 1 && texts.iter().all(|(_, it)| is_part(it) || it.contains('-'));
        let whole = if parted { parts.join("-") } else { text.clone() };
        let source = &sources[*first];
        // Parts that are numbers have lost their zeros.
        if let Some(number) = cells::phone_of_parts(&parts).filter(|it| parted && *it != whole) {
            self.change(source, ChangeKind::ZeroPutBack, &whole, &number);
            return Some(number);
        }
        self.accept(source, &whole, read(&whole))
    }

    /// What all columns of a field say, on one line.
    pub(super) fn joined(&mut self, field: &Field) -> Option<String> {
        let plan = self.plan;
        let mut joined = String::new();
        for source in plan.sources(field) {
            let Some(text) = self.text_but_no_day(source) else { continue };
            if !joined.is_empty() {
                joined.push(' ');
            }
            let line = if plan.exact { text } else { Cow::Owned(one_line(&text).into_owned()) };
            joined.push_str(&line);
        }
        Some(joined).filter(|it| !it.is_empty())
    }

    fn kana(&mut self) {
        let kana = self.joined(&Field::Kana);
        self.set(&Field::Kana, kana);
    }

    /// The postal code and the address; either may hold a part of the other.
    fn place(&mut self) {
        let plan = self.plan;
        let mut address = Address::default();
        let mut before = None;
        for (at, source) in plan.sources(&Field::Address).iter().enumerate() {
            let Some(text) = self.text_but_no_day(source) else { continue };
            let looks = at == 0 && !plan.exact;
            let code = looks.then(|| cells::postal_code_before(&text)).flatten();
            match code {
                Some((code, rest)) => {
                    before = Some((source, one_line(&text).into_owned(), code));
                    // The code is as long in characters as in the line.
                    address.add(&rest_of(&text, &rest), source.meaning());
                }
                None => address.add(&text, source.meaning()),
            }
        }
        let lines = address.into_lines();
        let code = self.postal_code(&lines);
        match (code, before) {
            (Some(code), _) => self.set(&Field::PostalCode, Some(code)),
            (None, Some((source, text, code))) => {
                self.change(source, ChangeKind::PostalCodeTaken, &text, &code);
                self.set(&Field::PostalCode, Some(code));
            }
            (None, None) => {}
        }
        if !lines.is_empty() {
            self.fields.insert(Field::Address, Value::Several(lines));
        }
    }

    /// What stands in the columns of the postal code: a whole one, or its halves.
    fn postal_code(&mut self, address: &[String]) -> Option<String> {
        const WITH_ZERO: [&str; 4] = ["北海道", "青森県", "岩手県", "秋田県"];
        let place = address.first().and_then(|line| prefecture(line));
        let lost = place.is_none_or(|it| WITH_ZERO.contains(&it));
        let plan = self.plan;
        let sources = plan.sources(&Field::PostalCode);
        if let [first, second] = sources
            && is_half(self.cell(first.index))
            && is_half(self.cell(second.index))
        {
            let (area, town) = (self.text(first)?, self.text(second)?);
            let area = self.accept(first, &area, cells::postal_half(&area, 3));
            let town = self.accept(second, &town, cells::postal_half(&town, 4));
            return Some(format!("{}-{}", area?, town?));
        }
        self.one(&Field::PostalCode, |text| cells::postal_code(text, lost))
    }

    /// An own field: what is in the first of its columns that says anything, or in all of
    /// them where it has several values.
    fn own(&mut self, field: &Field, holds: &OwnField) {
        let plan = self.plan;
        let mut values: Vec<String> = Vec::new();
        for source in plan.sources(field) {
            let cell = self.cell(source.index);
            if is_blank(cell) || !values.is_empty() && !holds.is_several() {
                continue;
            }
            let text = shown(cell);
            match cell {
                Cell::Fault(word) if !cells::means_nothing(word) => {
                    let message = Message::ListFault { found: quoted(&text) };
                    self.refuse(source, fault(message, Message::ListMendFormula));
                    continue;
                }
                _ => {}
            }
            if plan.exact && holds.is_text() {
                values.push(text.into_owned());
                continue;
            }
            match values::own(&text, holds) {
                Ok(Some(Taken { value, change })) => {
                    if let Some(kind) = change {
                        self.change(source, kind, &one_line(&text), &value.join("／"));
                    }
                    let new: Vec<String> =
                        value.into_iter().filter(|it| !values.contains(it)).collect();
                    values.extend(new);
                }
                Ok(None) => self.change(source, ChangeKind::NothingMeant, &one_line(&text), ""),
                Err(fault) => self.refuse(source, fault),
            }
        }
        if values.is_empty() {
            return;
        }
        let value = match holds.is_several() {
            true => Value::Several(values),
            false => Value::One(values.swap_remove(0)),
        };
        self.fields.insert(field.clone(), value);
    }
}

/// The text from where a rest of its first line begins, with its other lines.
fn rest_of(text: &str, rest: &str) -> String {
    match text.split_once(['\n', '\r']) {
        Some((_, others)) if !rest.is_empty() && !others.contains(rest) => {
            let first = one_line(text.lines().next().unwrap_or_default());
            let code = cells::postal_code_before(&first).map(|(_, rest)| rest);
            format!("{}\n{others}", code.unwrap_or_default())
        }
        Some((_, others)) => others.to_owned(),
        None => rest.to_owned(),
    }
}

/// Whether a cell holds a half of a postal code.
fn is_half(cell: &Cell) -> bool {
    let shown = shown(cell);
    let length = one_line(&shown).trim_start_matches('〒').chars().count();
    (1..=4).contains(&length)
}
