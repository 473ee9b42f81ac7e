//! Spreadsheets: files of Excel and LibreOffice, and the CSV that other programs export, as
//! sheets of cells, read and written. What a column means is not known here; that is
//! `client_list`.
//!
//! `read` finds out what a file is and has it read: `xlsx` with `xlsx_marks`, `ods` and
//! `xls` with `compound` and `biff`, or `csv` behind `encodings`. They put cells into a
//! `filling`, which holds the limits, and make them with `values` and `number_formats`: a
//! cell is what a person sees in it. A file may come from a stranger, and whatever it asks
//! for ends in an `Unreadable`.

mod archive;
mod biff;
mod compound;
mod csv;
mod encodings;
mod filling;
mod number_formats;
mod ods;
mod read;
mod unreadable;
mod values;
pub mod write;
mod xls;
mod xlsx;
mod xlsx_marks;
mod xml;

#[cfg(test)]
mod tests;

use chrono::NaiveDateTime;

pub use read::read;
pub use unreadable::{Fault, OtherKind, Unreadable};

/// A file of sheets.
#[derive(Debug, Clone, PartialEq)]
pub struct Workbook {
    /// In the file's order; a CSV has one, without a name.
    pub sheets: Vec<Sheet>,
}

/// A sheet.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sheet {
    /// Its name; empty in CSV.
    pub name: String,
    /// Whether it is hidden in the file.
    pub hidden: bool,
    /// The rows that have any cell, from the top. Rows without one are left out.
    pub rows: Vec<Row>,
    /// Cells that are merged into one: what is in them stands in the first, at the top left.
    pub merged: Vec<Merged>,
    /// The columns that are hidden, from 0.
    pub hidden_columns: Vec<usize>,
}

/// A row of a sheet.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// Its number as Excel shows it, from 1; in CSV the line on which it begins.
    pub number: u32,
    /// Whether it is hidden or filtered away.
    pub hidden: bool,
    /// The cells from column A; those behind the last one that holds anything are left out.
    pub cells: Vec<Cell>,
}

/// A block of merged cells; both ends are part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merged {
    /// First and last row, as Excel numbers them.
    pub rows: (u32, u32),
    /// First and last column, from 0.
    pub columns: (usize, usize),
}

/// What is in a cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Text as it was typed; in CSV everything is text.
    Text(String),
    /// A number as it is shown: `0042` where the cell's format says `0000`, `12` for 12.0.
    Number(String),
    /// A day, with a time where there is one.
    Moment(NaiveDateTime),
    /// TRUE or FALSE.
    Truth(bool),
    /// `#N/A`, `#REF!` and their like; or, from `=`, a formula of which the file has no
    /// value, because a program has written it that does not compute.
    Fault(String),
}

/// A column's letters as Excel shows them: 0 is `A`, 26 is `AA`.
pub fn letters(column: usize) -> String {
    let mut rest = column + 1;
    let mut letters = Vec::new();
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.iter().rev().collect()
}
