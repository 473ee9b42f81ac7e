//! Workbooks of Excel. The cells come from calamine, one after the other and never as the
//! whole rectangle that they span; what it does not tell (hidden rows, merged cells,
//! formulas without a value) comes from `xlsx_marks`.

use std::collections::BTreeSet;
use std::io::Cursor;

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use super::archive::Archive;
use super::filling::{Allowance, Filling};
use super::number_formats::Mask;
use super::unreadable::Fault;
use super::xlsx_marks::{self, Marks};
use super::xml::Piece;
use super::{Cell, Sheet, Workbook, values};
use crate::limits;

/// Reads a workbook.
pub(super) fn read(bytes: &[u8], archive: &mut Archive<'_>) -> Result<Workbook, Fault> {
    check_lists(archive)?;
    let paths = xlsx_marks::sheets(archive)?;
    // One part for two sheets is nothing that a program writes, and a way to have one
    // read ten thousand times.
    if paths.iter().collect::<BTreeSet<_>>().len() < paths.len() {
        return Err(Fault::broken("two sheets in one file"));
    }
    let mut xlsx = Xlsx::new(Cursor::new(bytes)).map_err(fault)?;
    let listed = xlsx.sheets_metadata().to_vec();
    let mut allowance = Allowance::new();
    let mut masks = None;
    let mut sheets = Vec::new();
    for (path, listed) in paths.iter().zip(listed) {
        if listed.typ != SheetType::WorkSheet {
            continue;
        }
        let Some(marks) = Marks::read(archive, path)? else { continue };
        let hidden = listed.visible != SheetVisible::Visible;
        let filling = Filling::new(&listed.name, hidden, &mut allowance);
        sheets.push(sheet(&mut xlsx, &listed.name, filling, marks, &mut masks)?);
    }
    Ok(Workbook { sheets })
}

fn sheet(
    xlsx: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    mut filling: Filling<'_>,
    marks: Marks,
    masks: &mut Option<Vec<Option<Mask>>>,
) -> Result<Sheet, Fault> {
    let mut cells = xlsx.worksheet_cells_reader(name).map_err(fault)?;
    let masks = masks.get_or_insert_with(|| {
        let formats = cells.styles().iter().map(|style| style.number_format.as_ref());
        formats.map(|format| Mask::of(&format?.format_code)).collect()
    });
    loop {
        match cells.next_cell_with_style_id() {
            Ok(Some((cell, style))) => {
                let (row, column) = cell.get_position();
                let mask = masks.get(style).and_then(Option::as_ref);
                filling.put(row + 1, column as usize, shown(cell.get_value(), mask))?;
            }
            Ok(None) => break,
            // An error that newer versions of Excel have, `#SPILL!`: it is among the marks,
            // and the reader goes on behind it.
            Err(XlsxError::CellError(_)) => {}
            Err(error) => return Err(fault(error)),
        }
    }
    for (row, column, said) in marks.faults {
        filling.put(row, column, Cell::Fault(said))?;
    }
    for merged in marks.merged {
        filling.merge(merged)?;
    }
    Ok(filling.finish(&marks.hidden_rows, marks.hidden_columns.into_iter().collect()))
}

/// What is in a cell, as calamine has it.
fn shown(value: &DataRef<'_>, mask: Option<&Mask>) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::Int(number) => values::number(*number as f64, mask),
        DataRef::Float(number) => values::number(*number, mask),
        DataRef::String(text) => values::text(text),
        DataRef::SharedString(text) => values::text(text),
        DataRef::Bool(truth) => Cell::Truth(*truth),
        DataRef::DateTime(moment) => moment_of(moment),
        DataRef::DateTimeIso(written) => values::iso_moment(written),
        DataRef::DurationIso(written) => values::iso_span(written),
        DataRef::Error(error) => Cell::Fault(error.to_string()),
    }
}

/// A day, a time of day or a span of time.
pub(super) fn moment_of(moment: &ExcelDateTime) -> Cell {
    if moment.is_duration() {
        return values::span((moment.as_f64() * 86_400.0).round());
    }
    values::moment(moment.as_f64(), moment.to_ymd_hms_milli())
}

/// Looks at the lists that are read as a whole, before they are: texts that cells share,
/// formats, and colours of formats.
fn check_lists(archive: &mut Archive<'_>) -> Result<(), Fault> {
    for (list, element, limit) in [
        ("sharedstrings.xml", Some("si"), limits::SHEET_CELLS),
        ("styles.xml", None, limits::FORMAT_TAGS),
        ("theme1.xml", None, limits::FORMAT_TAGS),
    ] {
        let names = archive.names().filter(|name| name.ends_with(list));
        for name in names.cloned().collect::<Vec<_>>() {
            let Some(mut xml) = archive.xml(&name)? else { continue };
            let mut found = 0;
            while let Some(piece) = xml.next()? {
                let Piece::Open(tag) = piece else { continue };
                found += usize::from(element.is_none_or(|it| it == tag.name));
                // The number that is claimed is made room for.
                let claimed = tag.attribute("uniqueCount").filter(|_| tag.name == "sst");
                let claimed = claimed.map(|it| it.parse().unwrap_or(usize::MAX));
                if found.max(claimed.unwrap_or_default()) > limit {
                    return Err(Fault::TooFull);
                }
            }
        }
    }
    Ok(())
}

fn fault(error: XlsxError) -> Fault {
    match error {
        XlsxError::Password => Fault::Locked,
        other => Fault::broken(other),
    }
}
