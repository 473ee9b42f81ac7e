//! Twins: fonts that a letter is set and exported with instead of the real
//! ones, so that the work on their outlines is done once and not for each letter.
//!
//! To subset and to compress the outlines of some hundred kanji is nearly half
//! of the work on a letter, and nearly the same work for each. A twin has the
//! metrics and the layout tables of its font; in the place of each outline it
//! has one with the same bounds and two points, and in the place of each left
//! side bearing the number of the glyph. In a PDF made with it, the font file
//! is small and tells which glyphs the letter sets. The file is then replaced by
//! one with the outlines, whose compressed parts are kept from letter to letter.
//!
//! What is not exactly as expected has no twin, or is not replaced: the letter
//! is then made with the real fonts, as it would be without this module.

mod glyph;
mod pdf;
mod program;
mod selection;
mod sfnt;
#[cfg(test)]
mod tests;

use std::io::Read as _;

use flate2::read::ZlibDecoder;
use read_fonts::FontRef;
use read_fonts::types::Tag;
use typst::foundations::Bytes;
use typst::layout::{Frame, FrameItem, GroupItem};
use typst::text::{Font, FontVariant, TextItem};
use write_fonts::FontBuilder;

use self::pdf::Descriptor;
pub use self::pdf::{FontObjects, Packed, Pdf, find};
use self::program::{FontFile, Program};
pub use self::selection::Selection;
use self::sfnt::Tables;
use crate::typeset::deflate::zlib;

/// The twin of a font.
pub struct Twin {
    font: Font,
    program: Program,
}

/// Stands in a twin's `head` table where a font has the date of its making;
/// after it the number of the twin (two bytes) and the checksum of its font
/// (four bytes), so that the twins of two versions of a font differ.
const MARK: [u8; 2] = *b"tw";

/// Tables that a twin has not, because they are about outlines or the copy of a
/// file, and tables whose fonts have no twin, because they have outlines of
/// another kind or outlines that change.
const LEFT_OUT: [&[u8; 4]; 8] =
    [b"cvt ", b"fpgm", b"prep", b"gasp", b"hdmx", b"LTSH", b"VDMX", b"DSIG"];
const NO_TWIN: [&[u8; 4]; 12] = [
    b"CFF ", b"CFF2", b"CBDT", b"COLR", b"EBDT", b"MATH", b"SVG ", b"VARC", b"avar", b"fvar",
    b"gvar", b"sbix",
];

impl Twin {
    /// The twin of `font`; `None` if it has no TrueType outlines or is unusual.
    pub fn of(font: &Font, number: u16) -> Option<Self> {
        let data = font.data();
        let file = FontRef::new(data).ok()?;
        let tables = Tables::of(&file)?;
        let directory = file.table_directory.table_records();
        let names = directory.iter().map(|record| record.tag());
        if names.clone().any(|name| NO_TWIN.iter().any(|&it| name == Tag::new(it))) {
            return None;
        }
        let mut builder = FontBuilder::new();
        for name in names.filter(|name| !LEFT_OUT.iter().any(|&it| *name == Tag::new(it))) {
            builder.add_raw(name, file.table_data(name)?.as_bytes());
        }
        let glyphs = tables.glyphs();
        let mut head = tables.head.to_vec();
        let mark = [MARK, number.to_be_bytes()].concat();
        head[sfnt::CREATED].copy_from_slice(&[&mark, &tables.head[8..12]].concat());
        // Long offsets.
        head[50..52].copy_from_slice(&[0, 1]);
        let mut hhea = tables.hhea.to_vec();
        hhea[34..36].copy_from_slice(&glyphs.to_be_bytes());
        let mut hmtx = Vec::with_capacity(usize::from(glyphs) * 4);
        let mut loca = Vec::with_capacity(usize::from(glyphs) * 4 + 4);
        let mut glyf = Vec::with_capacity(usize::from(glyphs) * STAND_IN);
        loca.extend([0; 4]);
        for glyph in 0..glyphs {
            hmtx.extend(tables.metrics(glyph)?.0.to_be_bytes());
            hmtx.extend(glyph.to_be_bytes());
            if let Some(bounds) = glyph::bounds(tables.outline(glyph)?) {
                glyf.extend(stand_in(bounds));
            }
            loca.extend((glyf.len() as u32).to_be_bytes());
        }
        for (name, table) in
            [(b"head", head), (b"hhea", hhea), (b"hmtx", hmtx), (b"loca", loca), (b"glyf", glyf)]
        {
            builder.add_raw(Tag::new(name), table);
        }
        Some(Self {
            font: Font::new(Bytes::new(builder.build()), 0)?,
            program: Program::new(font.clone()),
        })
    }

    /// What letters are set with.
    pub fn font(&self) -> &Font {
        &self.font
    }

    /// The font file with the outlines of these glyphs, numbered from 0 in their
    /// order. `None` if anything in the font is not as expected.
    pub fn file(&self, selection: Selection) -> Option<FontFile> {
        self.program.file(selection)
    }
}

/// The length of a glyph that stands for another, in bytes.
const STAND_IN: usize = 24;

/// A glyph with these bounds and nothing to see: a contour of two points.
fn stand_in([left, bottom, right, top]: [i16; 4]) -> [u8; STAND_IN] {
    let mut bytes = [0; STAND_IN];
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

/// What is to be seen of a frame that was set with twins: the same with the real
/// fonts, which `real` tells for each twin.
pub fn with_outlines<'a>(frame: &Frame, real: &impl Fn(&Font) -> Option<&'a Font>) -> Frame {
    let mut drawn = Frame::new(frame.size(), frame.kind());
    let items = frame.items().map(|(place, item)| {
        let item = match item {
            FrameItem::Group(group) => FrameItem::Group(GroupItem {
                frame: with_outlines(&group.frame, real),
                ..group.clone()
            }),
            FrameItem::Text(text) => match real(text.font.font()) {
                // Twins are of fonts that do not vary.
                Some(font) => FrameItem::Text(TextItem {
                    font: font.clone().instantiate(
                        FontVariant::default(),
                        text.size,
                        text.font.variations(),
                    ),
                    ..text.clone()
                }),
                None => item.clone(),
            },
            other => other.clone(),
        };
        (*place, item)
    });
    drawn.push_multiple(items);
    drawn
}

/// The fonts of a frame, each once.
pub fn fonts_in<'a>(frame: &'a Frame, fonts: &mut Vec<&'a Font>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => fonts_in(&group.frame, fonts),
            FrameItem::Text(text) if !fonts.contains(&text.font.font()) => {
                fonts.push(text.font.font());
            }
            _ => {}
        }
    }
}

/// Puts the outlines into a PDF that was made with `count` twins or more; `None`
/// if anything in it is not as expected.
pub fn put_outlines<'a>(
    pdf: &[u8],
    count: usize,
    twin: impl Fn(usize) -> Option<&'a Twin>,
) -> Option<Vec<u8>> {
    let mut pdf = Pdf::read(pdf)?;
    let mut found = 0;
    for font in pdf.descriptors()? {
        if put_outlines_into(&mut pdf, &font, &twin)? {
            found += 1;
        }
    }
    // A font that was not recognised would be a letter without characters.
    (found >= count).then(|| pdf.write())
}

/// The number of the twin that a font file was made from; `None` for other fonts.
pub fn number_of_twin(file: &[u8]) -> Option<usize> {
    let tables = Tables::of(&FontRef::new(file).ok()?)?;
    let number = tables.head[sfnt::CREATED].strip_prefix(&MARK)?;
    Some(usize::from(sfnt::u16_at(number, 0)?))
}

/// Puts the outlines of one font in; whether it is one of the twins.
fn put_outlines_into<'a>(
    pdf: &mut Pdf<'_>,
    font: &Descriptor,
    twin: &impl Fn(usize) -> Option<&'a Twin>,
) -> Option<bool> {
    let mut small = Vec::new();
    ZlibDecoder::new(pdf.compressed(font.file)?).read_to_end(&mut small).ok()?;
    let small = FontRef::new(&small).ok()?;
    let tables = Tables::of(&small)?;
    let mark = &tables.head[sfnt::CREATED];
    if !mark.starts_with(&MARK) {
        // A font that has no twin is there with its outlines.
        return Some(false);
    }
    let twin = twin(usize::from(sfnt::u16_at(mark, MARK.len())?))?;
    let bearing = |glyph| Some(tables.metrics(glyph)?.1.cast_unsigned());
    let glyphs: Vec<u16> = (0..tables.glyphs()).map(bearing).collect::<Option<_>>()?;
    let asked_for = glyphs.len();
    let file = twin.file(Selection::in_order(glyphs))?;
    pdf.replace_compressed(font.file, &file.compressed, &format!("/Length1 {}", file.length));
    pdf.replace_bounds(font, file.bounds);
    if let Some(object) = font.glyphs.filter(|_| usize::from(file.glyphs) > asked_for) {
        pdf.replace_compressed(object, &zlib(&all_of(file.glyphs)), "");
    }
    Some(true)
}

/// The set of all of this many glyphs: a bit for each.
fn all_of(glyphs: u16) -> Vec<u8> {
    let mut set = vec![0xFF; usize::from(glyphs / 8)];
    if !glyphs.is_multiple_of(8) {
        set.push(!(0xFF >> (glyphs % 8)));
    }
    set
}
