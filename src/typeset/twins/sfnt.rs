//! TrueType font files, table by table.
//! Source: OpenType 1.9, "The OpenType font file", "head", "hmtx", "glyf".

use std::borrow::Cow;
use std::collections::BTreeMap;

use read_fonts::types::Tag;
use read_fonts::{FontRef, TableProvider};

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

/// Bytes of `head`: the date of the font's making, which no reader of a font in
/// a PDF asks for.
pub const CREATED: std::ops::Range<usize> = 20..28;

impl<'a> Tables<'a> {
    /// The tables of a TrueType font; `None` if one is missing or too short.
    pub fn of(font: &FontRef<'a>) -> Option<Self> {
        let table = |name: &[u8; 4], length: usize| {
            let bytes = font.data_for_tag(Tag::new(name))?.as_bytes();
            (bytes.len() >= length).then_some(bytes)
        };
        let tables = Self {
            head: table(b"head", 54)?,
            hhea: table(b"hhea", 36)?,
            hmtx: table(b"hmtx", 4)?,
            maxp: table(b"maxp", 32)?,
            loca: table(b"loca", 4)?,
            glyf: table(b"glyf", 0)?,
        };
        (tables.advances() > 0).then_some(tables)
    }

    /// How many glyphs there are.
    pub fn glyphs(&self) -> u16 {
        u16_at(self.maxp, 4).unwrap_or(0)
    }

    /// How many glyphs have an advance of their own; the others have the last one's.
    fn advances(&self) -> u16 {
        u16_at(self.hhea, 34).unwrap_or(0)
    }

    /// A glyph's advance width and left side bearing, in font units.
    pub fn metrics(&self, glyph: u16) -> Option<(u16, i16)> {
        let (glyph, advances) = (usize::from(glyph), usize::from(self.advances()));
        let advance = u16_at(self.hmtx, glyph.min(advances - 1) * 4)?;
        let bearing = match glyph.checked_sub(advances) {
            None => glyph * 4 + 2,
            Some(after) => advances * 4 + after * 2,
        };
        Some((advance, i16_at(self.hmtx, bearing)?))
    }

    /// A glyph's outline as it stands in `glyf`: none for a space.
    pub fn outline(&self, glyph: u16) -> Option<&'a [u8]> {
        let offset = |index: usize| match i16_at(self.head, 50)? {
            0 => Some(usize::from(u16_at(self.loca, index * 2)?) * 2),
            _ => {
                let bytes = self.loca.get(index * 4..index * 4 + 4)?;
                Some(u32::from_be_bytes(bytes.try_into().ok()?) as usize)
            }
        };
        let index = usize::from(glyph);
        self.glyf.get(offset(index)?..offset(index + 1)?)
    }
}

/// The bounds that an outline claims, in font units: xMin, yMin, xMax, yMax.
pub fn bounds(outline: &[u8]) -> Option<[i16; 4]> {
    Some([i16_at(outline, 2)?, i16_at(outline, 4)?, i16_at(outline, 6)?, i16_at(outline, 8)?])
}

/// A font file with these tables, whose checksums it tells, and its own in `head`.
pub fn file(mut tables: BTreeMap<[u8; 4], Cow<'_, [u8]>>) -> Vec<u8> {
    const HEADER: usize = 12;
    const RECORD: usize = 16;
    /// Bytes of `head`: what makes the sum of the whole file [`WHOLE`].
    const ADJUSTMENT: std::ops::Range<usize> = 8..12;
    if let Some(head) = tables.get_mut(b"head") {
        head.to_mut()[ADJUSTMENT].fill(0);
    }
    let count = tables.len();
    let power = 1_usize << count.max(1).ilog2();
    let mut file = 0x0001_0000_u32.to_be_bytes().to_vec();
    for number in [count, power * RECORD, power.ilog2() as usize, (count - power) * RECORD] {
        file.extend((number as u16).to_be_bytes());
    }
    let mut at = HEADER + count * RECORD;
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
        file[head + ADJUSTMENT.start..head + ADJUSTMENT.end].copy_from_slice(&adjustment);
    }
    file
}

/// The checksum of a whole font file.
pub const WHOLE: u32 = 0xB1B0_AFBA;

/// A number, two bytes long, at this byte.
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
