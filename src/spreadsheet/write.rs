//! Writes workbooks and CSV. Text is written as text: no cell becomes a formula, and a code
//! keeps its zeros. Equal tables make equal bytes; there is no clock here.

use std::borrow::Cow;
use std::io;

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Worksheet, XlsxError};
use thiserror::Error;

use super::values::plain;

/// What a spreadsheet takes for the beginning of a formula.
pub(super) const FORMULA_SIGNS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The time that a workbook was made where nobody says one: the first that ZIP has.
const NO_TIME: &str = "1980-01-01T00:00:00";

/// How a day is shown.
const DAY: &str = "yyyy/m/d";

/// A workbook to be written.
#[derive(Debug, Clone, Default)]
pub struct Book<'a> {
    /// Its title, in its properties.
    pub title: &'a str,
    /// Who made it.
    pub author: &'a str,
    /// When, as ISO 8601 without a zone.
    pub at: Option<&'a str>,
    /// Its sheets.
    pub tables: Vec<Table<'a>>,
}

/// A sheet: one row of headings, bold and always in sight, and rows below it.
#[derive(Debug, Clone, Default)]
pub struct Table<'a> {
    /// The sheet's name.
    pub name: &'a str,
    /// Its columns.
    pub columns: Vec<Column<'a>>,
    /// Its rows, with a cell for each column.
    pub rows: Vec<Vec<Entry<'a>>>,
    /// Whether the headings offer to filter the rows.
    pub is_filtered: bool,
    /// What stands at the head of each page where it is made to be printed: on wide pages,
    /// all columns on one, the headings on each.
    pub printed: Option<String>,
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Column<'a> {
    /// Its heading.
    pub heading: &'a str,
    /// Its width, in characters.
    pub width: f64,
    /// Whether what is typed into it stays text, so that `0042` does not become 42.
    pub is_text: bool,
}

/// What is written in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Entry<'a> {
    /// Nothing.
    Empty,
    /// Text.
    Text(Cow<'a, str>),
    /// A number.
    Number(f64),
    /// A day.
    Day(NaiveDate),
}

/// A table that cannot be written.
#[derive(Debug, Error)]
pub enum Unwritable {
    /// Not as XLSX.
    #[error(transparent)]
    Xlsx(#[from] XlsxError),
    /// Not as CSV.
    #[error(transparent)]
    Csv(#[from] csv::Error),
    /// Not at all.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl Book<'_> {
    /// As XLSX.
    pub fn xlsx(&self) -> Result<Vec<u8>, Unwritable> {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        let at = ExcelDateTime::parse_from_str(self.at.unwrap_or(NO_TIME))?;
        let properties = DocProperties::new()
            .set_title(self.title)
            .set_author(self.author)
            .set_creation_datetime(&at);
        workbook.set_properties(&properties);
        for table in &self.tables {
            table.fill(workbook.add_worksheet())?;
        }
        Ok(workbook.save_to_buffer()?)
    }
}

impl Table<'_> {
    fn fill(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        sheet.set_name(self.name)?;
        if let Some(head) = &self.printed {
            sheet.set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
            sheet.set_header(head);
        }
        let bold = Format::new().set_bold();
        let text = Format::new().set_num_format("@");
        let day = Format::new().set_num_format(DAY);
        for (at, column) in (0..).zip(&self.columns) {
            if column.is_text {
                sheet.set_column_format(at, &text)?;
            }
            sheet.write_string_with_format(0, at, column.heading, &bold)?;
            sheet.set_column_width(at, column.width)?;
        }
        for (line, row) in (1..).zip(&self.rows) {
            for (at, (column, entry)) in (0..).zip(self.columns.iter().zip(row)) {
                match entry {
                    Entry::Empty => {}
                    Entry::Text(said) if column.is_text && !said.is_empty() => {
                        sheet.write_string_with_format(line, at, &**said, &text)?;
                    }
                    Entry::Text(said) => {
                        sheet.write_string(line, at, &**said)?;
                    }
                    Entry::Number(number) => {
                        sheet.write_number(line, at, *number)?;
                    }
                    Entry::Day(date) => {
                        sheet.write_datetime_with_format(line, at, excel_day(*date)?, &day)?;
                    }
                }
            }
        }
        sheet.set_freeze_panes(1, 0)?;
        if self.is_filtered && !self.columns.is_empty() {
            let last = u16::try_from(self.columns.len() - 1).unwrap_or(u16::MAX);
            sheet.autofilter(0, 0, u32::try_from(self.rows.len()).unwrap_or(u32::MAX), last)?;
        }
        Ok(())
    }

    /// As CSV, with a byte order mark and CRLF, as Excel wants it.
    pub fn csv(&self) -> Result<Vec<u8>, Unwritable> {
        let mut bytes = "\u{FEFF}".as_bytes().to_vec();
        {
            let mut writer =
                csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(&mut bytes);
            writer.write_record(self.columns.iter().map(|it| not_a_formula(it.heading)))?;
            for row in &self.rows {
                writer.write_record(row.iter().map(Entry::in_csv))?;
            }
            writer.flush()?;
        }
        Ok(bytes)
    }
}

impl Entry<'_> {
    fn in_csv(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => not_a_formula(text),
            Self::Number(number) => plain(*number),
            Self::Day(day) => format!("{}/{}/{}", day.year(), day.month(), day.day()),
        }
    }
}

fn excel_day(day: NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    let (month, of_month) = (day.month() as u8, day.day() as u8);
    // Years that Excel does not have are its error to tell.
    ExcelDateTime::from_ymd(u16::try_from(day.year()).unwrap_or_default(), month, of_month)
}

/// A spreadsheet takes a cell that begins so for a formula.
pub fn not_a_formula(cell: &str) -> String {
    if cell.starts_with(FORMULA_SIGNS) { format!("'{cell}") } else { cell.to_owned() }
}
