//! What stands in a workbook of old Excel (XLS) beside its values ([MS-XLS]). It is read
//! before calamine reads the values, for two reasons. calamine makes room for the whole
//! rectangle that a sheet's cells span, and what that takes is known from here; and it tells
//! neither of hidden rows nor of formats with leading zeros.

use std::collections::{BTreeMap, BTreeSet};

use super::compound::{u16_at, u32_at};
use super::number_formats::Mask;
use super::unreadable::Fault;
use crate::limits;

/// What stands in a sheet beside its values.
#[derive(Debug, Default)]
pub(super) struct SheetMarks {
    /// Rows that are hidden or filtered away, from 1.
    pub(super) hidden_rows: Vec<u32>,
    /// Columns that are hidden, from 0.
    pub(super) hidden_columns: BTreeSet<usize>,
    /// Cells with a mask, by row and column from 0, and which of the workbook's masks it is.
    pub(super) masked: BTreeMap<(u32, usize), usize>,
    /// First and last row and column of its cells.
    span: Option<((u16, u16), (u16, u16))>,
    /// How many cells hold each text of the list that cells share.
    texts: BTreeMap<u32, usize>,
}

/// A workbook's marks.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// By the sheets, in the workbook's order.
    pub(super) sheets: Vec<SheetMarks>,
    /// What each of its formats shows beside digits.
    pub(super) masks: Vec<Option<Mask>>,
}

/// A record: its kind and its bytes.
type Record<'a> = (u16, &'a [u8]);

/// The records of a stream from here on.
fn records(stream: &[u8], from: usize) -> impl Iterator<Item = Record<'_>> {
    let mut rest = stream.get(from..).unwrap_or_default();
    std::iter::from_fn(move || {
        let (kind, length) = (u16_at(rest, 0)?, u16_at(rest, 2)?);
        let bytes = rest.get(4..4 + usize::from(length))?;
        rest = &rest[4 + bytes.len()..];
        Some((kind, bytes))
    })
}

impl Marks {
    /// Reads them, and looks whether calamine may read the rest.
    pub(super) fn read(stream: &[u8]) -> Result<Self, Fault> {
        let mut marks = Self::default();
        let mut formats: BTreeMap<u16, String> = BTreeMap::new();
        let mut is_unicode = false;
        let mut lengths = Vec::new();
        let mut starts = Vec::new();
        let mut all = records(stream, 0).peekable();
        while let Some((kind, bytes)) = all.next() {
            match kind {
                // FilePass.
                0x002F => return Err(Fault::Locked),
                // Format.
                0x041E if is_unicode => {
                    let code = u16_at(bytes, 0).zip(unicode(bytes.get(2..).unwrap_or_default()));
                    formats.extend(code);
                }
                // BOF: Excel 97 and later write texts as Unicode.
                0x0809 => is_unicode = u16_at(bytes, 0) == Some(0x0600),
                // XF.
                0x00E0 => {
                    let format = u16_at(bytes, 2).unwrap_or_default();
                    marks.masks.push(formats.get(&format).and_then(|it| Mask::of(it)));
                }
                // BoundSheet8.
                0x0085 => starts.extend(u32_at(bytes, 0).map(|it| it as usize)),
                // SST, and Continue.
                0x00FC => {
                    let mut pieces = vec![bytes];
                    while let Some((_, more)) = all.next_if(|(kind, _)| *kind == 0x003C) {
                        pieces.push(more);
                    }
                    lengths = text_lengths(&pieces);
                }
                0x000A => break,
                _ => {}
            }
        }
        drop(all);
        // Sheets stand one behind the other. One in another would be read again and again.
        if starts.iter().collect::<BTreeSet<_>>().len() < starts.len() {
            return Err(Fault::broken("two sheets in one place"));
        }
        let mut rest = stream.len();
        for start in starts {
            marks.sheets.push(SheetMarks::read(stream, start, &marks.masks, &mut rest)?);
        }
        marks.check(&lengths)?;
        Ok(marks)
    }

    /// Whether all sheets together are not larger than they may be, each as the rectangle
    /// that its cells span.
    fn check(&self, lengths: &[usize]) -> Result<(), Fault> {
        let (mut cells, mut text) = (0_usize, 0_usize);
        for sheet in &self.sheets {
            if let Some((from, to)) = sheet.span {
                let height = usize::from(to.0 - from.0) + 1;
                cells += height * (usize::from(to.1 - from.1) + 1);
            }
            for (index, times) in &sheet.texts {
                let length = lengths.get(*index as usize).copied().unwrap_or_default();
                text = text.saturating_add(length.saturating_mul(*times));
            }
        }
        match cells > limits::SHEET_CELLS || text > limits::SHEET_TEXT {
            true => Err(Fault::TooFull),
            false => Ok(()),
        }
    }
}

impl SheetMarks {
    fn read(
        stream: &[u8],
        start: usize,
        masks: &[Option<Mask>],
        rest: &mut usize,
    ) -> Result<Self, Fault> {
        let mut marks = Self::default();
        let mut depth = 0_usize;
        for (kind, bytes) in records(stream, start) {
            let overlap = || Fault::broken("sheets that overlap");
            *rest = rest.checked_sub(4 + bytes.len()).ok_or_else(overlap)?;
            match kind {
                // BOF and EOF: of the sheet, and of the charts in it.
                0x0809 => depth += 1,
                0x000A if depth <= 1 => break,
                0x000A => depth -= 1,
                _ if depth != 1 => {}
                // Dimensions, for which calamine makes room.
                0x0200 => {
                    let rows = u32_at(bytes, 4).unwrap_or_default();
                    let from = u32_at(bytes, 0).unwrap_or_default();
                    if rows > 1 << 16 || from > rows {
                        return Err(Fault::broken("dimensions of a sheet"));
                    }
                    let columns = u16_at(bytes, 10).unwrap_or_default().min(256);
                    if rows as usize * usize::from(columns) > limits::SHEET_CELLS {
                        return Err(Fault::TooFull);
                    }
                }
                // Row.
                0x0208 if u16_at(bytes, 12).is_some_and(|flags| flags & 0x20 != 0) => {
                    marks.hidden_rows.extend(u16_at(bytes, 0).map(|row| u32::from(row) + 1));
                }
                // ColInfo.
                0x007D if u16_at(bytes, 8).is_some_and(|flags| flags & 1 != 0) => {
                    let columns = u16_at(bytes, 0).zip(u16_at(bytes, 2));
                    let columns = columns.map(|(from, to)| from..=to.min(255));
                    marks.hidden_columns.extend(columns.into_iter().flatten().map(usize::from));
                }
                // Formula, Number, Rk: one cell with a number; Label, BoolErr.
                0x0006 | 0x0203 | 0x027E | 0x0204 | 0x00D6 | 0x0205 => {
                    marks.cell(bytes, u16_at(bytes, 2), u16_at(bytes, 4), masks);
                }
                // LabelSst.
                0x00FD => {
                    marks.cell(bytes, u16_at(bytes, 2), None, masks);
                    let index = u32_at(bytes, 6).unwrap_or_default();
                    *marks.texts.entry(index).or_default() += 1;
                }
                // MulRk: cells of six bytes each from the first column to the last.
                0x00BD => {
                    let first = u16_at(bytes, 2).unwrap_or_default();
                    let cells = bytes.get(4..).unwrap_or_default().chunks_exact(6);
                    for (column, cell) in (first..).zip(cells) {
                        marks.cell(bytes, Some(column), u16_at(cell, 0), masks);
                    }
                }
                _ => {}
            }
        }
        Ok(marks)
    }

    /// Notes a cell of the row that a record begins with.
    fn cell(
        &mut self,
        record: &[u8],
        column: Option<u16>,
        format: Option<u16>,
        masks: &[Option<Mask>],
    ) {
        let Some((row, column)) = u16_at(record, 0).zip(column) else { return };
        let (from, to) = self.span.unwrap_or(((row, column), (row, column)));
        self.span =
            Some(((from.0.min(row), from.1.min(column)), (to.0.max(row), to.1.max(column))));
        let format = format.map(usize::from);
        if let Some(format) = format.filter(|it| masks.get(*it).is_some_and(Option::is_some)) {
            self.masked.insert((row.into(), column.into()), format);
        }
    }
}

/// A text with its number of characters in two bytes (XLUnicodeString, [MS-XLS] 2.5.294).
fn unicode(bytes: &[u8]) -> Option<String> {
    let length = usize::from(u16_at(bytes, 0)?);
    let is_wide = bytes.get(2)? & 1 != 0;
    let text = bytes.get(3..)?;
    if is_wide {
        let units = text.get(..length * 2)?.chunks_exact(2);
        let units: Vec<u16> = units.map(|it| u16::from_le_bytes([it[0], it[1]])).collect();
        return Some(String::from_utf16_lossy(&units));
    }
    // One byte for a character below U+0100.
    Some(text.get(..length)?.iter().map(|byte| char::from(*byte)).collect())
}

/// Bytes of the texts that cells share, each at most (XLUnicodeRichExtendedString, [MS-XLS]
/// 2.5.293). Texts go on from one piece to the next, which says anew how wide they are.
fn text_lengths(pieces: &[&[u8]]) -> Vec<usize> {
    let mut lengths = Vec::new();
    let mut source = Pieces { pieces, at: 8 };
    while let Some(characters) = source.u16() {
        let Some(flags) = source.u8() else { break };
        let runs = if flags & 8 != 0 { source.u16().unwrap_or_default() } else { 0 };
        let more = if flags & 4 != 0 { source.u32().unwrap_or_default() } else { 0 };
        source.pass_text(usize::from(characters), flags & 1 != 0);
        source.pass(usize::from(runs) * 4 + more as usize);
        // No character of UTF-16 is longer than three bytes of UTF-8 for each two.
        lengths.push(usize::from(characters) * 3);
    }
    lengths
}

/// Bytes in pieces.
struct Pieces<'a> {
    pieces: &'a [&'a [u8]],
    at: usize,
}

impl Pieces<'_> {
    fn u8(&mut self) -> Option<u8> {
        loop {
            let (first, rest) = self.pieces.split_first()?;
            if let Some(byte) = first.get(self.at) {
                self.at += 1;
                return Some(*byte);
            }
            (self.pieces, self.at) = (rest, 0);
        }
    }

    fn u16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.u8()?, self.u8()?]))
    }

    fn u32(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes([self.u8()?, self.u8()?, self.u8()?, self.u8()?]))
    }

    fn pass(&mut self, mut bytes: usize) {
        while let Some((first, rest)) = self.pieces.split_first() {
            let left = first.len().saturating_sub(self.at);
            if bytes <= left {
                self.at += bytes;
                return;
            }
            bytes -= left;
            (self.pieces, self.at) = (rest, 0);
        }
    }

    fn pass_text(&mut self, mut characters: usize, mut is_wide: bool) {
        while let Some((first, rest)) = self.pieces.split_first() {
            let width = if is_wide { 2 } else { 1 };
            let left = first.len().saturating_sub(self.at) / width;
            if characters <= left {
                self.at += characters * width;
                return;
            }
            characters -= left;
            (self.pieces, self.at) = (rest, 0);
            is_wide = self.u8().is_some_and(|flags| flags & 1 != 0);
        }
    }
}
