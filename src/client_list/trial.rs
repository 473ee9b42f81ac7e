//! Sheets for tests, from texts: a line for each row, `|` between cells.

use crate::spreadsheet::{Cell, Merged, Row, Sheet};

/// A sheet of these rows; a line without anything is a row that the file does not have.
pub(super) fn sheet(text: &str) -> Sheet {
    let row = |(number, line): (u32, &str)| Row {
        number,
        hidden: false,
        cells: line.split('|').map(cell).collect(),
    };
    let rows = (1..).zip(text.lines()).map(row);
    Sheet {
        rows: rows.filter(|it| it.cells.iter().any(|cell| *cell != Cell::Empty)).collect(),
        ..Sheet::default()
    }
}

/// A cell: `\n` in it is a line break.
fn cell(text: &str) -> Cell {
    match text {
        "" => Cell::Empty,
        text => Cell::Text(text.replace("\\n", "\n")),
    }
}

/// First and last row as Excel numbers them, first and last column from 0.
type Block = ((u32, u32), (usize, usize));

/// The same with merged cells.
pub(super) fn merged(sheet: Sheet, blocks: &[Block]) -> Sheet {
    let merged = blocks.iter().map(|(rows, columns)| Merged { rows: *rows, columns: *columns });
    Sheet { merged: merged.collect(), ..sheet }
}

/// Rows of one column with these cells between blanks, `|` for a line break in one.
pub(super) fn column(cells: &str) -> Vec<Row> {
    let row = |(number, text): (u32, &str)| Row {
        number,
        hidden: false,
        cells: vec![Cell::Text(text.replace('|', "\n"))],
    };
    (2..).zip(cells.split(' ')).map(row).collect()
}
