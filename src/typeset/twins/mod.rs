//! Twins: fonts that a letter is set and exported with instead of the real ones, so
//! that the work on their outlines is done once and not for each letter.
//!
//! The *twin* of a font has its metrics, its characters and its layout tables; in the
//! place of each outline it has a placeholder, a contour of two points with the same
//! bounding box, and in the place of each left side bearing the number of the glyph. To
//! subset and to compress the outlines of some hundred kanji is nearly half of the work
//! on a letter, and nearly the same work for each. In a PDF made with a twin, the font
//! file is small, and says by its bearings which glyphs the letter has. It is then
//! replaced by one with their outlines:
//!
//! ```text
//!   font ──▶ placeholder ──▶ twin ──▶ Typst sets and exports the letter
//!    │       (head.created: marker,             │
//!    │        number, checksum)                 ▼
//!    │                                  subset of the twin in the PDF
//!    │                                          │ bearings = glyphs
//!    └─────────────▶ program ◀── subset ◀───────┘
//!                    font file with outlines,
//!                    in groups that are kept
//! ```
//!
//! The invariant: **whether a letter is set with twins or with the real fonts, its pages
//! have the same dots and its text is copied the same**; and its bytes depend on the
//! letter and its fonts alone, never on what was made before, on threads or on the
//! machine. Hence:
//!
//! * A twin's file depends on the font and on its number among the fonts. The twins of
//!   the binary's fonts are made when the program is built (`build.rs`), with the same
//!   code ([`placeholder`]).
//! * What a group of glyphs adds to a file depends on the group, its dictionary and the
//!   font ([`program`]); it may therefore be kept.
//!
//! What is not as it must be has no twin, or is not replaced: a [`TwinError`] or a
//! [`PdfError`] says what, and the letter is made with the real fonts.
//!
//! Nothing of what a letter says lives here; see [`super::forme`] for its text.

mod error;
mod glyph;
mod placeholder;
mod program;
mod sfnt;
mod subset;
#[cfg(test)]
mod tests;

use read_fonts::FontRef;
use thiserror::Error;
use typst::foundations::Bytes;
use typst::layout::{Frame, FrameItem, GroupItem};
use typst::text::{Font, FontVariant, TextItem};

pub use self::error::TwinError;
use self::placeholder::MARKER;
use self::program::{FontFile, Program};
use self::sfnt::Tables;
pub use self::subset::Subset;
use super::deflate::zlib;
use super::pdf::{FontDescriptor, Pdf, PdfError};

/// The twin of a font.
pub struct Twin {
    font: Font,
    program: Program,
}

impl Twin {
    /// The twin of a font that is the first in its file and has this number.
    pub fn of(font: &Bytes, number: u16) -> Result<Self, TwinError> {
        let read = FontRef::new(font).map_err(|_| TwinError::Unreadable)?;
        let file = placeholder::file(&read, number)?;
        Self::from_parts(font.clone(), Bytes::new(file))
    }

    /// The same, of what was made of the font when the program was built: its twin's
    /// file.
    pub fn prebuilt(font: Bytes, file: &'static [u8]) -> Result<Self, TwinError> {
        Self::from_parts(font, Bytes::new(file))
    }

    fn from_parts(font: Bytes, file: Bytes) -> Result<Self, TwinError> {
        let twin = Font::new(file, 0).ok_or(TwinError::Unreadable)?;
        Ok(Self { font: twin, program: Program::new(font) })
    }

    /// What letters are set with.
    pub fn font(&self) -> &Font {
        &self.font
    }

    /// The font file with the outlines of these glyphs, numbered from 0 in their order.
    pub fn file(&self, subset: Subset) -> Result<FontFile, TwinError> {
        self.program.file(subset)
    }
}

/// What is to be seen of a frame that was set with twins: the same with the real
/// fonts, which `real` gives for each twin.
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

/// Why outlines were not put into a PDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NoOutlines {
    /// The PDF is not as Typst's export writes it.
    #[error(transparent)]
    Pdf(#[from] PdfError),
    /// A font is not as it must be.
    #[error(transparent)]
    Twin(#[from] TwinError),
    /// Fewer twins were found in the PDF than the letter was set with: a font that was
    /// not recognised would be a letter without characters.
    #[error("{found} of {wanted} twins are in the PDF")]
    Fewer {
        /// How many were found.
        found: usize,
        /// How many there should be.
        wanted: usize,
    },
}

/// Puts the outlines into a PDF that was made with `wanted` twins or more. `twin` gives
/// the twin of a number.
pub fn put_outlines<'a>(
    pdf: &[u8],
    wanted: usize,
    twin: impl Fn(usize) -> Result<&'a Twin, TwinError>,
) -> Result<Vec<u8>, NoOutlines> {
    let mut pdf = Pdf::read(pdf)?;
    let mut found = 0;
    for font in pdf.font_descriptors()? {
        if put_outlines_into(&mut pdf, &font, &twin)? {
            found += 1;
        }
    }
    if found < wanted { Err(NoOutlines::Fewer { found, wanted }) } else { Ok(pdf.write()) }
}

/// The number of the twin that a font file was made from; `None` for other fonts.
pub fn number_of_twin(file: &[u8]) -> Result<Option<usize>, TwinError> {
    let font = FontRef::new(file).map_err(|_| TwinError::Unreadable)?;
    Ok(Tables::of(&font)?.twin())
}

/// Puts the outlines of one font in; whether it is one of the twins.
fn put_outlines_into<'a>(
    pdf: &mut Pdf<'_>,
    font: &FontDescriptor,
    twin: &impl Fn(usize) -> Result<&'a Twin, TwinError>,
) -> Result<bool, NoOutlines> {
    let subset = pdf.decompressed(font.file)?;
    let subset = FontRef::new(&subset).map_err(|_| TwinError::Unreadable)?;
    let tables = Tables::of(&subset)?;
    // A font that has no twin is there with its outlines.
    let Some(number) = tables.twin() else { return Ok(false) };
    let glyph = |own| Ok(tables.metrics(own)?.1.cast_unsigned());
    let glyphs = (0..tables.glyphs()).map(glyph).collect::<Result<Vec<u16>, TwinError>>()?;
    let asked_for = glyphs.len();
    let file = twin(number)?.file(Subset::in_order(glyphs))?;
    pdf.set_stream(font.file, &file.compressed, &format!("/Length1 {}", file.length));
    pdf.set_bounds(font.object, file.bounds)?;
    if let Some(set) = font.cid_set.filter(|_| usize::from(file.glyphs) > asked_for) {
        pdf.set_stream(set, &zlib(&all_of(file.glyphs)), "");
    }
    Ok(true)
}

impl Tables<'_> {
    /// The number of the twin that has these tables, or a subset of them; `None` for
    /// another font.
    fn twin(&self) -> Option<usize> {
        let number = self.head[sfnt::CREATED].strip_prefix(&MARKER)?;
        sfnt::u16_at(number, 0).map(usize::from)
    }
}

/// The set of all CIDs up to this many: a bit for each.
fn all_of(glyphs: u16) -> Vec<u8> {
    let mut set = vec![0xFF; usize::from(glyphs / 8)];
    if !glyphs.is_multiple_of(8) {
        set.push(!(0xFF >> (glyphs % 8)));
    }
    set
}
