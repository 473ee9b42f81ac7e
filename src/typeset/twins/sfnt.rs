//! TrueType font files, table by table.
//! Source: OpenType 1.9, "The OpenType font file", "head", "hhea", "hmtx", "loca", "maxp".

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use read_fonts::types::Tag;
use read_fonts::{FontRef, TableProvider};

use super::error::TwinError;

/// Where in `head` the field `checksumAdjustment` is.
pub const CHECKSUM_ADJUSTMENT: Range<usize> = 8..12;
/// Where in `head` the field `created` is: the date of the font's making, which no
/// reader of a font in a PDF asks for.
pub const CREATED: Range<usize> = 20..28;
/// Where in `head` the field `unitsPerEm` begins.
const UNITS_PER_EM: usize = 18;
/// Where in `head` the field `indexToLocFormat` is: 0 for short offsets, 1 for long ones.
pub const INDEX_TO_LOC_FORMAT: Range<usize> = 50..52;
/// Where in `hhea` the field `numberOfHMetrics` is: how many glyphs have an advance
/// width of their own.
pub const NUMBER_OF_H_METRICS: Range<usize> = 34..36;
/// Where in `maxp` the field `numGlyphs` is.
pub const NUM_GLYPHS: Range<usize> = 4..6;
/// Where in `maxp` the fields are that only instructions need: from `maxZones` on.
pub const FOR_INSTRUCTIONS: Range<usize> = 14..28;
/// Where in `maxp` the field `maxZones` is.
pub const MAX_ZONES: Range<usize> = 14..16;

/// The length of a table's record in the table directory, in bytes.
pub const RECORD: usize = 16;

/// Tables of a font as they stand in its file.
#[derive(Clone, Copy)]
pub struct Tables<'a> {
    pub head: &'a [u8],
    pub hhea: &'a [u8],
    pub hmtx: &'a [u8],
    pub maxp: &'a [u8],
    pub loca: &'a [u8],
    pub glyf: &'a [u8],
}

impl<'a> Tables<'a> {
    /// The tables of a TrueType font.
    pub fn of(font: &FontRef<'a>) -> Result<Self, TwinError> {
        let table = |name: &'static str, tag: &[u8; 4], length: usize| {
            let bytes = font.data_for_tag(Tag::new(tag)).map(|data| data.as_bytes());
            bytes.filter(|it| it.len() >= length).ok_or(TwinError::NoTable(name))
        };
        let tables = Self {
            head: table("head", b"head", 54)?,
            hhea: table("hhea", b"hhea", 36)?,
            hmtx: table("hmtx", b"hmtx", 4)?,
            maxp: table("maxp", b"maxp", 32)?,
            loca: table("loca", b"loca", 4)?,
            glyf: table("glyf", b"glyf", 0)?,
        };
        if tables.advances() == 0 { Err(TwinError::NoTable("hmtx")) } else { Ok(tables) }
    }

    /// How many glyphs there are.
    pub fn glyphs(&self) -> u16 {
        u16_at(self.maxp, NUM_GLYPHS.start).unwrap_or(0)
    }

    /// How many font units an em has.
    pub fn units_per_em(&self) -> u16 {
        u16_at(self.head, UNITS_PER_EM).unwrap_or(0)
    }

    /// How many glyphs have an advance of their own; the others have the last one's.
    fn advances(&self) -> u16 {
        u16_at(self.hhea, NUMBER_OF_H_METRICS.start).unwrap_or(0)
    }

    /// A glyph's advance width and left side bearing, in font units.
    pub fn metrics(&self, glyph: u16) -> Result<(u16, i16), TwinError> {
        let (index, advances) = (usize::from(glyph), usize::from(self.advances()));
        let bearing = match index.checked_sub(advances) {
            None => index * 4 + 2,
            Some(after) => advances * 4 + after * 2,
        };
        let advance = u16_at(self.hmtx, index.min(advances - 1) * 4);
        advance.zip(i16_at(self.hmtx, bearing)).ok_or(TwinError::NoMetrics(glyph))
    }

    /// A glyph's outline as it stands in `glyf`: nothing for a space.
    pub fn outline(&self, glyph: u16) -> Result<&'a [u8], TwinError> {
        let offset = |index: usize| match i16_at(self.head, INDEX_TO_LOC_FORMAT.start)? {
            0 => Some(usize::from(u16_at(self.loca, index * 2)?) * 2),
            _ => {
                let bytes = self.loca.get(index * 4..index * 4 + 4)?;
                Some(u32::from_be_bytes(bytes.try_into().ok()?) as usize)
            }
        };
        let index = usize::from(glyph);
        let range = offset(index).zip(offset(index + 1)).map(|(start, end)| start..end);
        range.and_then(|range| self.glyf.get(range)).ok_or(TwinError::Outline(glyph))
    }
}

/// The bounding box that an outline claims, in font units: xMin, yMin, xMax, yMax;
/// `None` for a space.
pub fn bounds(outline: &[u8]) -> Option<[i16; 4]> {
    Some([i16_at(outline, 2)?, i16_at(outline, 4)?, i16_at(outline, 6)?, i16_at(outline, 8)?])
}

/// A font file with these tables, with the checksum of each, and its own in `head`.
pub fn file(mut tables: BTreeMap<[u8; 4], Cow<'_, [u8]>>) -> Vec<u8> {
    if let Some(head) = tables.get_mut(b"head") {
        head.to_mut()[CHECKSUM_ADJUSTMENT].fill(0);
    }
    let mut file = header(tables.len());
    let mut at = file.len() + tables.len() * RECORD;
    let mut head = None;
    for (name, table) in &tables {
        file.extend(name);
        for number in [checksum(table), at as u32, table.len() as u32] {
            file.extend(number.to_be_bytes());
        }
        head = if name == b"head" { Some(at) } else { head };
        at += table.len().next_multiple_of(4);
    }
    for table in tables.values() {
        file.extend_from_slice(table);
        file.resize(file.len().next_multiple_of(4), 0);
    }
    if let Some(head) = head {
        let adjustment = WHOLE.wrapping_sub(checksum(&file)).to_be_bytes();
        file[head..][CHECKSUM_ADJUSTMENT].copy_from_slice(&adjustment);
    }
    file
}

/// How a font file with TrueType outlines and this many tables begins.
pub fn header(tables: usize) -> Vec<u8> {
    const TRUETYPE: u32 = 0x0001_0000;
    let mut header = TRUETYPE.to_be_bytes().to_vec();
    // For readers that look for a table by halves.
    let power = 1_usize << tables.max(1).ilog2();
    let search = [power * RECORD, power.ilog2() as usize, (tables - power) * RECORD];
    for number in std::iter::once(tables).chain(search) {
        header.extend((number as u16).to_be_bytes());
    }
    header
}

/// The checksum of a whole font file.
pub const WHOLE: u32 = 0xB1B0_AFBA;

/// A number, two bytes long, at this byte; `None` beyond the end.
pub fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

/// The same with a sign.
pub fn i16_at(bytes: &[u8], at: usize) -> Option<i16> {
    Some(u16_at(bytes, at)?.cast_signed())
}

/// A table's checksum: the sum of its words, each four bytes long, the last
/// filled up with zeros.
pub fn checksum(table: &[u8]) -> u32 {
    let words = table.chunks(4).map(|chunk| {
        let mut word = [0; 4];
        word[..chunk.len()].copy_from_slice(chunk);
        u32::from_be_bytes(word)
    });
    words.fold(0, u32::wrapping_add)
}
