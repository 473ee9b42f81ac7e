//! Workbooks of Excel up to 2003, through calamine: values, errors and merged cells. What it
//! does not tell comes from `biff`. Not seen here are formulas without a value, for Excel
//! computes before it writes, and in files of Excel 95 and before formats with leading
//! zeros. Furigana stand in records of their own.

use std::io::Cursor;

use calamine::{Data, Reader, SheetType, SheetVisible, Xls, XlsError};

use super::biff::{Marks, SheetMarks};
use super::compound::Compound;
use super::filling::{Allowance, Filling};
use super::number_formats::Mask;
use super::unreadable::Fault;
use super::xlsx::moment_of;
use super::{Cell, Merged, Workbook, values};

/// Reads a workbook.
pub(super) fn read(bytes: &[u8], compound: &Compound<'_>) -> Result<Workbook, Fault> {
    compound.check()?;
    let marks = Marks::read(&compound.workbook()?)?;
    let masks = marks.masks;
    let mut xls = Xls::new(Cursor::new(bytes)).map_err(fault)?;
    let listed = xls.sheets_metadata().to_vec();
    let mut allowance = Allowance::new();
    let mut sheets = Vec::new();
    for (listed, marks) in listed.iter().zip(marks.sheets) {
        if listed.typ != SheetType::WorkSheet {
            continue;
        }
        let hidden = listed.visible != SheetVisible::Visible;
        let mut filling = Filling::new(&listed.name, hidden, &mut allowance);
        let range = xls.worksheet_range(&listed.name).map_err(fault)?;
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let (row, column) = (top + row as u32, left as usize + column);
            filling.put(row + 1, column, shown(value, mask(&marks, &masks, row, column)))?;
        }
        for merged in xls.merge_cells_by_sheet_name(&listed.name).map_err(fault)? {
            filling.merge(Merged {
                rows: (merged.start.0 + 1, merged.end.0 + 1),
                columns: (merged.start.1 as usize, merged.end.1 as usize),
            })?;
        }
        let hidden_columns = marks.hidden_columns.into_iter().collect();
        sheets.push(filling.finish(&marks.hidden_rows, hidden_columns));
    }
    Ok(Workbook { sheets })
}

fn mask<'a>(
    marks: &SheetMarks,
    masks: &'a [Option<Mask>],
    row: u32,
    column: usize,
) -> Option<&'a Mask> {
    masks.get(*marks.masked.get(&(row, column))?)?.as_ref()
}

fn shown(value: &Data, mask: Option<&Mask>) -> Cell {
    match value {
        Data::Empty => Cell::Empty,
        Data::Int(number) => values::number(*number as f64, mask),
        Data::Float(number) => values::number(*number, mask),
        Data::String(text) => values::text(text),
        Data::Bool(truth) => Cell::Truth(*truth),
        Data::DateTime(moment) => moment_of(moment),
        Data::DateTimeIso(written) => values::iso_moment(written),
        Data::DurationIso(written) => values::iso_span(written),
        Data::Error(error) => Cell::Fault(error.to_string()),
    }
}

fn fault(error: XlsError) -> Fault {
    match error {
        XlsError::Password => Fault::Locked,
        other => Fault::broken(other),
    }
}
