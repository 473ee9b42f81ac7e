//! Tables of a letter.

use super::resolve::{FillIn, Needed, Resolver, Scope, some};
use super::{Cell, Content, Filled, ResolvedColumn, ResolvedTable};
use crate::facts::OwnValue;
use crate::messages::listed;
use crate::model::{Align, Column, Row, Rows, Table, number_in, width_in_em};

/// A cell, and the number in it if it is one.
type Found = (Cell, Option<i128>);

impl Resolver<'_> {
    pub(super) fn table(
        &self,
        table: &Table,
        scope: &Scope<'_>,
        fill_in: &mut FillIn<'_>,
    ) -> Option<Content> {
        let rows = match &table.rows {
            Rows::OfField(field) => self.rows_of(field, &table.columns, scope),
            Rows::Written(rows) => {
                let rows = rows.iter().filter(|row| self.holds(&row.when));
                let columns = &table.columns;
                rows.map(|row| self.written_row(row, columns, scope, fill_in)).collect()
            }
        };
        let rows = some(rows)?;
        let columns = table.columns.iter().enumerate().map(|(index, column)| ResolvedColumn {
            heading: column.heading.as_ref().map_or_else(Filled::default, |heading| {
                Filled::joined(fill_in(heading, Needed::Always, &scope.style))
            }),
            unit: column.unit.clone(),
            align: align(column, index, &rows).to_string(),
            width: column.width.clone().or_else(|| share(table, column, index, &rows)),
        });
        let columns: Vec<ResolvedColumn> = columns.collect();
        let totals = totals(&table.columns, &rows, scope);
        // Names of things first, numbers and words about them after.
        let row_headers = columns.len() > 1 && columns.first()?.align == "left";
        let rows = rows.into_iter().map(|row| row.into_iter().map(|(cell, _)| cell).collect());
        let rows = rows.collect();
        Some(Content::Table(ResolvedTable { columns, rows, totals, row_headers }))
    }

    /// The rows of the recipient's field.
    fn rows_of(&self, field: &str, columns: &[Column], scope: &Scope<'_>) -> Vec<Vec<Found>> {
        let cell = |value: Option<&OwnValue>| match value {
            None => (Cell::Text(Filled::default()), None),
            Some(OwnValue::Count(number)) => {
                let number = i128::from(*number);
                (Cell::Text(scope.style.count(number).into()), Some(number))
            }
            Some(OwnValue::Day(day)) => (Cell::Text(scope.style.date(*day).into()), None),
            Some(OwnValue::Text(text)) => (Cell::Text(text.as_str().into()), None),
            Some(OwnValue::Several(values)) => (Cell::Text(listed(values).into()), None),
            Some(OwnValue::Rows(_)) => (Cell::Text(Filled::default()), None),
        };
        let rows = self.client.rows(field);
        let rows = rows.iter().map(|row| {
            let value = |column: &Column| row.get(column.field.as_deref()?);
            columns.iter().map(|column| cell(value(column))).collect()
        });
        rows.collect()
    }

    fn written_row(
        &self,
        row: &Row,
        columns: &[Column],
        scope: &Scope<'_>,
        fill_in: &mut FillIn<'_>,
    ) -> Vec<Found> {
        let cells = row.cells.iter().zip(columns).map(|(cell, column)| {
            let text = self.passage(cell, Needed::Sometimes, scope, fill_in);
            let text = Filled::joined(text.unwrap_or_default());
            let number = number_in(&text);
            let counted = column.total || column.unit.is_some();
            let text = match number.filter(|_| counted) {
                Some(number) => Filled { text: scope.style.count(number), ..text },
                None => text,
            };
            let cell = match &cell.lang {
                Some(lang) => Cell::Foreign { text, lang: lang.to_string() },
                None => Cell::Text(text),
            };
            (cell, number)
        });
        cells.collect()
    }
}

impl Cell {
    /// How wide it is on one line, in em.
    fn width(&self) -> f64 {
        match self {
            Self::Text(text) | Self::Foreign { text, .. } => width_in_em(text),
        }
    }

    fn is_blank(&self) -> bool {
        matches!(self, Self::Text(text) if text.is_empty())
    }
}

/// The share of the width that a column of written text needs, beside others: short words
/// need less room than sentences. What is a recipient's own does not count: letters that
/// are alike would differ.
fn share(table: &Table, column: &Column, index: usize, rows: &[Vec<Found>]) -> Option<String> {
    /// In em: from the shortest head to a sentence of two or three lines.
    const LEAST: f64 = 4.0;
    const MOST: f64 = 30.0;
    let is_written = matches!(table.rows, Rows::Written(_));
    let is_text = align(column, index, rows) == Align::Left;
    if !is_written || !is_text {
        return None;
    }
    let cells = rows.iter().filter_map(|row| row.get(index)).map(|(cell, _)| cell.width());
    let heading = column.heading.as_ref().map_or(0.0, |heading| width_in_em(heading.words()));
    let widest = cells.fold(heading, f64::max).clamp(LEAST, MOST);
    Some(format!("{widest}fr"))
}

/// Where a column stands: numbers at the right, where nothing else is said.
fn align(column: &Column, index: usize, rows: &[Vec<Found>]) -> Align {
    let mut cells = rows.iter().filter_map(|row| row.get(index));
    let are_numbers = cells.all(|(cell, number)| number.is_some() || cell.is_blank());
    let has_numbers = rows.iter().any(|row| row.get(index).is_some_and(|it| it.1.is_some()));
    column.align.unwrap_or(match are_numbers && has_numbers {
        true => Align::Right,
        false => Align::Left,
    })
}

/// The last row, which adds up; one row needs no sum.
fn totals(columns: &[Column], rows: &[Vec<Found>], scope: &Scope<'_>) -> Option<Vec<Cell>> {
    let last = columns.iter().rposition(|column| column.total).filter(|_| rows.len() > 1)?;
    let sum = |index: usize| -> i128 {
        rows.iter().filter_map(|row| row.get(index)?.1).fold(0, i128::saturating_add)
    };
    let total = |(index, column): (usize, &Column)| match (column.total, index) {
        // No column before it could say what the number is.
        (true, 0) => format!("合計　{}", scope.style.count(sum(0))),
        (true, _) => scope.style.count(sum(index)),
        (false, 0) => "合計".to_owned(),
        // What stands behind the last number would be an empty cell to whoever hears it.
        (false, index) if index > last => "－".to_owned(),
        (false, _) => String::new(),
    };
    Some(columns.iter().enumerate().map(total).map(|it| Cell::Text(it.into())).collect())
}
