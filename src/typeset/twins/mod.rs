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

mod coding;
mod glyph;
mod pdf;
mod program;
mod selection;
mod sfnt;
mod stand_in;
#[cfg(test)]
mod tests;

use std::io::Read as _;

use flate2::read::ZlibDecoder;
use read_fonts::FontRef;
use typst::foundations::Bytes;
use typst::layout::{Frame, FrameItem, GroupItem};
use typst::text::{Font, FontVariant, TextItem};

use self::pdf::Descriptor;
pub use self::pdf::{FontObjects, Packed, Pdf, find};
use self::program::{FontFile, Program};
pub use self::selection::Selection;
use self::sfnt::Tables;
use self::stand_in::MARK;
use crate::typeset::deflate::{Code, zlib};

/// The twin of a font.
pub struct Twin {
    font: Font,
    program: Program,
}

impl Twin {
    /// The twin of a font that is the first in a file; `None` if it has no
    /// TrueType outlines or is unusual.
    pub fn of(font: &Bytes, number: u16) -> Option<Self> {
        let read = FontRef::new(font).ok()?;
        let file = stand_in::file(&read, number)?;
        let code = coding::code(&Tables::of(&read)?);
        Self::from_parts(font.clone(), Bytes::new(file), code)
    }

    /// The same, of what was made of the font before: its twin's file, and the
    /// lengths of the code for its outlines ([`Code::with_lengths`]).
    pub fn made_before(font: Bytes, file: &'static [u8], code: &[u8]) -> Option<Self> {
        Self::from_parts(font, Bytes::new(file), Code::with_lengths(code)?)
    }

    fn from_parts(font: Bytes, file: Bytes, code: Code) -> Option<Self> {
        Some(Self { font: Font::new(file, 0)?, program: Program::new(font, code) })
    }

    /// The lengths of the code for outlines.
    #[cfg(test)]
    pub fn code_lengths(&self) -> Vec<u8> {
        self.program.code_lengths()
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

/// The PDF with grey as a shade of black alone; see [`Pdf::set_grey_alone`].
pub fn with_grey_alone(pdf: Vec<u8>) -> Vec<u8> {
    let better = Pdf::read(&pdf).and_then(|mut read| read.set_grey_alone().then(|| read.write()));
    better.unwrap_or(pdf)
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
