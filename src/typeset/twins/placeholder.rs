//! The font file of a twin, made from that of its font.
//!
//! `build.rs` has this module too: the twins of the binary's own fonts are made
//! when the program is built, and only those of a project's fonts when it starts.

use std::borrow::Cow;
use std::collections::BTreeMap;

use read_fonts::tables::cmap::{Cmap, CmapSubtable, EncodingRecord, PlatformId};
use read_fonts::types::Tag;
use read_fonts::{FontData, FontRead, FontRef};

use super::error::TwinError;
use super::sfnt::{self, Tables};

/// Marks a twin: stands in its `head` table where a font has the date of its making.
/// After it come the number of the twin (two bytes) and the checksum adjustment of its
/// font (four bytes), so that the twins of two versions of a font differ.
pub const MARKER: [u8; 2] = *b"tw";

/// Tables that a twin has not, because they are about instructions, the signature of a
/// file, or lines from top to bottom.
const LEFT_OUT: [&[u8; 4]; 11] = [
    b"cvt ", b"fpgm", b"prep", b"gasp", b"hdmx", b"LTSH", b"VDMX", b"DSIG", b"meta", b"vhea",
    b"vmtx",
];
/// Tables whose fonts have no twin, because they have outlines of another kind
/// or outlines that vary.
const OTHER_OUTLINES: [&str; 12] = [
    "CFF ", "CFF2", "CBDT", "COLR", "EBDT", "MATH", "SVG ", "VARC", "avar", "fvar", "gvar", "sbix",
];

/// The file of the twin of `font` with this number.
pub fn file(font: &FontRef<'_>, number: u16) -> Result<Vec<u8>, TwinError> {
    let names = font.table_directory.table_records().iter().map(|record| record.tag());
    let is_there =
        |wanted: &&str| names.clone().any(|name| name.to_be_bytes() == wanted.as_bytes());
    if let Some(name) = OTHER_OUTLINES.iter().find(|name| is_there(name)) {
        return Err(TwinError::OtherOutlines(name));
    }
    let tables = Tables::of(font)?;
    let mut file = BTreeMap::new();
    for name in names.filter(|name| !LEFT_OUT.iter().any(|&it| *name == Tag::new(it))) {
        let table = font.table_data(name).ok_or(TwinError::Unreadable)?;
        file.insert(name.to_be_bytes(), Cow::Borrowed(table.as_bytes()));
    }
    if let Some(cmap) = file.get_mut(b"cmap")
        && let Some(shorter) = without_repetition(cmap)
    {
        *cmap = Cow::Owned(shorter);
    }
    let glyphs = tables.glyphs();
    let mut head = tables.head.to_vec();
    let marker = [MARKER, number.to_be_bytes()].concat();
    let adjustment = &tables.head[sfnt::CHECKSUM_ADJUSTMENT];
    head[sfnt::CREATED].copy_from_slice(&[&marker, adjustment].concat());
    head[sfnt::INDEX_TO_LOC_FORMAT].copy_from_slice(&1_u16.to_be_bytes());
    let mut hhea = tables.hhea.to_vec();
    hhea[sfnt::NUMBER_OF_H_METRICS].copy_from_slice(&glyphs.to_be_bytes());
    let mut hmtx = Vec::with_capacity(usize::from(glyphs) * 4);
    let mut loca = Vec::with_capacity(usize::from(glyphs) * 4 + 4);
    let mut glyf = Vec::with_capacity(usize::from(glyphs) * PLACEHOLDER);
    loca.extend([0; 4]);
    for glyph in 0..glyphs {
        hmtx.extend(tables.metrics(glyph)?.0.to_be_bytes());
        // Its left side bearing says which glyph of the font it is: Typst's export
        // copies it into the subset.
        hmtx.extend(glyph.to_be_bytes());
        if let Some(bounds) = sfnt::bounds(tables.outline(glyph)?) {
            glyf.extend(placeholder(bounds));
        }
        loca.extend((glyf.len() as u32).to_be_bytes());
    }
    for (name, table) in
        [(b"head", head), (b"hhea", hhea), (b"hmtx", hmtx), (b"loca", loca), (b"glyf", glyf)]
    {
        file.insert(*name, Cow::Owned(table));
    }
    Ok(sfnt::file(file))
}

/// The length of a placeholder, in bytes.
const PLACEHOLDER: usize = 24;

/// An outline with these bounds and nothing to see: a contour of two points.
fn placeholder([left, bottom, right, top]: [i16; 4]) -> [u8; PLACEHOLDER] {
    let mut bytes = [0; PLACEHOLDER];
    // One contour, whose last point is the second; no instructions.
    bytes[1] = 1;
    bytes[11] = 1;
    // Both points on the curve, their places as differences, each two bytes long.
    bytes[14] = 1;
    bytes[15] = 1;
    let width = right.wrapping_sub(left);
    let height = top.wrapping_sub(bottom);
    for (at, number) in [
        (2, left),
        (4, bottom),
        (6, right),
        (8, top),
        (16, left),
        (18, width),
        (20, bottom),
        (22, height),
    ] {
        bytes[at..at + 2].copy_from_slice(&number.to_be_bytes());
    }
    bytes
}

/// The table `cmap` without what is in it twice: fonts map the characters of two bytes
/// once more for old readers, and Typst reads all subtables. `None` if it has no
/// subtable for all planes, or one of another kind; then it stays as it is.
fn without_repetition(table: &[u8]) -> Option<Vec<u8>> {
    let cmap = Cmap::read(FontData::new(table)).ok()?;
    let subtable = |record: &EncodingRecord| record.subtable(cmap.offset_data()).ok();
    let all = cmap.encoding_records();
    // Of all planes, for Windows.
    let full =
        all.iter().find(|it| (it.platform_id(), it.encoding_id()) == (PlatformId::Windows, 10))?;
    let Some(CmapSubtable::Format12(characters)) = subtable(full) else { return None };
    let mut kept = Vec::new();
    for record in all {
        let same = record.subtable_offset() == full.subtable_offset();
        match subtable(record)? {
            CmapSubtable::Format12(it) if same => {
                if std::ptr::eq(record, full) {
                    kept.push((record, it.length()));
                }
            }
            CmapSubtable::Format4(it) => {
                let is_in_full = |(code, glyph)| characters.map_codepoint(code) == Some(glyph);
                if !it.iter().all(is_in_full) {
                    return None;
                }
            }
            CmapSubtable::Format14(it) => kept.push((record, it.length())),
            _ => return None,
        }
    }
    const HEADER: usize = 4;
    const RECORD: usize = 8;
    let mut short = vec![0, 0];
    short.extend((kept.len() as u16).to_be_bytes());
    let mut at = HEADER + RECORD * kept.len();
    let mut bytes = Vec::new();
    for (record, length) in kept {
        short.extend((record.platform_id() as u16).to_be_bytes());
        short.extend(record.encoding_id().to_be_bytes());
        short.extend((at as u32).to_be_bytes());
        let start = record.subtable_offset().to_u32() as usize;
        let own = table.get(start..start + length as usize)?;
        bytes.extend_from_slice(own);
        at += own.len();
    }
    short.extend(bytes);
    Some(short)
}
