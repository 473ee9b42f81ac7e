//! A sheet while it is read: cell by cell, and never more than the limits.

use super::unreadable::Fault;
use super::{Cell, Merged, Row, Sheet};
use crate::limits;

/// What a workbook may still have.
pub(super) struct Allowance {
    cells: usize,
    text: usize,
}

impl Allowance {
    /// For a workbook of which nothing is read.
    pub(super) fn new() -> Self {
        Self { cells: limits::SHEET_CELLS, text: limits::SHEET_TEXT }
    }

    fn take(&mut self, cells: usize, text: usize) -> Result<(), Fault> {
        self.cells = self.cells.checked_sub(cells).ok_or(Fault::TooFull)?;
        self.text = self.text.checked_sub(text).ok_or(Fault::TooFull)?;
        Ok(())
    }
}

/// A sheet that is being read.
pub(super) struct Filling<'a> {
    sheet: Sheet,
    allowance: &'a mut Allowance,
}

impl<'a> Filling<'a> {
    /// An empty one.
    pub(super) fn new(name: &str, hidden: bool, allowance: &'a mut Allowance) -> Self {
        Self { sheet: Sheet { name: name.to_owned(), hidden, ..Sheet::default() }, allowance }
    }

    /// Puts a cell where it belongs: its row from 1, its column from 0. In XLSX and ODS
    /// cells stand in their order; where they do not, `finish` mends it.
    pub(super) fn put(&mut self, row: u32, column: usize, cell: Cell) -> Result<(), Fault> {
        let text = match &cell {
            Cell::Empty => return Ok(()),
            Cell::Text(text) | Cell::Number(text) | Cell::Fault(text) => text.len(),
            Cell::Moment(_) | Cell::Truth(_) => 0,
        };
        if row > limits::SHEET_ROWS || column >= limits::SHEET_COLUMNS {
            let sheet = self.sheet.name.clone();
            return Err(Fault::TooFar { sheet, row, column });
        }
        let rows = &mut self.sheet.rows;
        if rows.last().is_none_or(|it| it.number != row) {
            if let Some(last) = rows.last_mut() {
                last.cells.shrink_to_fit();
            }
            rows.push(Row { number: row, ..Row::default() });
        }
        let Some(last) = rows.last_mut() else { return Ok(()) };
        self.allowance.take((column + 1).saturating_sub(last.cells.len()), text)?;
        if last.cells.len() <= column {
            last.cells.resize(column + 1, Cell::Empty);
        }
        last.cells[column] = cell;
        Ok(())
    }

    /// Notes a block of merged cells.
    pub(super) fn merge(&mut self, merged: Merged) -> Result<(), Fault> {
        if self.sheet.merged.len() >= limits::MERGED {
            return Err(Fault::TooFull);
        }
        self.sheet.merged.push(merged);
        Ok(())
    }

    /// The sheet, with these rows and columns hidden.
    pub(super) fn finish(self, hidden_rows: &[u32], hidden_columns: Vec<usize>) -> Sheet {
        let mut sheet = self.sheet;
        sheet.hidden_columns = hidden_columns;
        if !sheet.rows.is_sorted_by(|a, b| a.number < b.number) {
            sheet.rows = in_order(sheet.rows);
        }
        let mut hidden = hidden_rows.to_vec();
        hidden.sort_unstable();
        for row in &mut sheet.rows {
            row.hidden = hidden.binary_search(&row.number).is_ok();
        }
        sheet
    }
}

/// Rows from the top, each once.
fn in_order(mut rows: Vec<Row>) -> Vec<Row> {
    rows.sort_by_key(|row| row.number);
    let mut ordered: Vec<Row> = Vec::with_capacity(rows.len());
    for row in rows {
        match ordered.last_mut() {
            Some(last) if last.number == row.number => {
                let length = last.cells.len().max(row.cells.len());
                last.cells.resize(length, Cell::Empty);
                let cells = last.cells.iter_mut().zip(row.cells);
                for (there, cell) in cells.filter(|(_, cell)| *cell != Cell::Empty) {
                    *there = cell;
                }
            }
            _ => ordered.push(row),
        }
    }
    ordered
}
