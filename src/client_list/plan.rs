//! From which columns each field is read, and in which order.

use std::collections::BTreeMap;

use super::heading_words::Meaning;
use super::headings::{self, Reading};
use super::names;
use super::texts::{is_blank, one_line, shown};
use super::{Column, Field, Layout, OwnKind, Target};
use crate::facts::{OwnField, OwnFields};
use crate::spreadsheet::Row;

/// A column as it is read.
#[derive(Debug)]
pub(super) struct Source<'a> {
    /// Which it is, from 0.
    pub index: usize,
    /// Its heading.
    pub heading: &'a str,
    /// What the heading says.
    pub reading: Option<Reading>,
}

/// From which columns a list's fields are read.
#[derive(Debug, Default)]
pub(super) struct Plan<'a> {
    fields: BTreeMap<Field, Vec<Source<'a>>>,
    /// The own fields that are read, with what they hold.
    pub own: Vec<(Field, OwnField)>,
    /// Whether cells are taken as they stand.
    pub exact: bool,
    /// Whether most of the names have 行 behind them, as on envelopes for an answer.
    pub for_envelopes: bool,
}

impl<'a> Plan<'a> {
    /// The plan for a layout.
    pub fn of(layout: &'a Layout, own: &OwnFields) -> Self {
        let mut plan = Self { exact: layout.exact, ..Self::default() };
        for column in &layout.columns {
            let Some(field) = plan.field(column, own) else { continue };
            let parts: Vec<&str> = column.parts.iter().map(String::as_str).collect();
            let reading = headings::read(&parts);
            let source = Source { index: column.index, heading: &column.heading, reading };
            plan.fields.entry(field).or_default().push(source);
        }
        for sources in plan.fields.values_mut() {
            sources.sort_by_key(Source::order);
        }
        plan
    }

    fn field(&mut self, column: &Column, own: &OwnFields) -> Option<Field> {
        let (field, holds) = match &column.target {
            Target::Field(Field::Own(name)) => {
                let declared = own.get(name).cloned();
                (Field::Own(name.clone()), declared.unwrap_or_else(|| OwnField::text(name)))
            }
            Target::Field(field) => return Some(field.clone()),
            Target::New { name, kind } => (Field::Own(name.clone()), kind.field(name)),
            Target::Ignored => return None,
        };
        if self.own.iter().all(|(known, _)| *known != field) {
            self.own.push((field.clone(), holds));
        }
        Some(field)
    }

    /// The columns of a field, in the order in which they are joined.
    pub fn sources(&self, field: &Field) -> &[Source<'a>] {
        self.fields.get(field).map_or(&[], Vec::as_slice)
    }

    /// Looks at the names for what is written behind most of them.
    pub fn look_at(&mut self, rows: &[Row]) {
        const LOOKED_AT: usize = 300;
        let columns: Vec<usize> = self.sources(&Field::Name).iter().map(|it| it.index).collect();
        let cells = rows.iter().take(LOOKED_AT).flat_map(|row| {
            columns.iter().filter_map(|column| row.cells.get(*column)).filter(|it| !is_blank(it))
        });
        let (mut filled, mut so) = (0, 0);
        for cell in cells {
            filled += 1;
            so += usize::from(names::ends_for_envelopes(&one_line(&shown(cell))));
        }
        // One of one is as well a person.
        self.for_envelopes = filled > 1 && so * 2 > filled;
    }

    /// Whether the columns of the name hold persons' names.
    pub fn names_persons(&self) -> bool {
        let first = self.sources(&Field::Name).first().and_then(|it| it.reading);
        let label = self.sources(&Field::Name).first().map_or("", |it| it.heading);
        first.is_some_and(|it| match it.meaning {
            Meaning::FullName | Meaning::Family => true,
            // 送付先氏名
            Meaning::Addressee => label.contains("氏名") || label.contains("姓名"),
            _ => false,
        })
    }

    /// Whether they hold the names of companies and other bodies.
    pub fn names_bodies(&self) -> bool {
        let first = self.sources(&Field::Name).first().and_then(|it| it.reading);
        first.is_some_and(|it| {
            matches!(it.meaning, Meaning::Body | Meaning::FormalName | Meaning::Place)
        })
    }
}

impl Source<'_> {
    /// What it holds, as far as its heading says so.
    pub fn meaning(&self) -> Option<Meaning> {
        self.reading.map(|it| it.meaning)
    }

    /// 都道府県 stands before 番地 in an address, wherever it stands in the list.
    fn order(&self) -> (u8, u8, usize) {
        let rank = match self.meaning() {
            Some(Meaning::Prefecture | Meaning::Family | Meaning::FamilyKana) => 0,
            Some(Meaning::City | Meaning::Given | Meaning::GivenKana) => 1,
            Some(Meaning::Building | Meaning::Place) => 3,
            _ => 2,
        };
        let number = self.reading.and_then(|it| it.number).unwrap_or(1);
        (rank, number, self.index)
    }
}

impl OwnKind {
    /// A field of this kind.
    pub fn field(&self, name: &str) -> OwnField {
        match self {
            Self::Text => OwnField::text(name),
            Self::Values { values, several } => OwnField::choice(name, values.clone(), *several),
            Self::Count => OwnField::count(name),
            Self::Day => OwnField::day(name),
        }
    }
}
