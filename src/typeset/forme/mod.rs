//! Formes: the PDFs of letters without their text.
//!
//! Most of a letter's PDF is the same in all letters that have the same parts:
//! pages, structure for screen readers, bookmarks, places of lines. Typst's
//! export makes it once, as a *forme*, from a letter in which every run of text
//! is one space. For each letter, its text is then put in, and fonts with its
//! glyphs; see [`super::twins`] for these.
//!
//! What a forme is kept for is its shape ([`shape::Shape`]). A forme is made
//! from the shape alone, so that a letter has the same bytes whichever was made
//! before it, and holds nothing of anybody's text that is not in the shape.

mod codes;
mod fill;
mod fonts;
mod read;
mod shape;
mod show;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use typst::layout::{Em, Frame, FrameItem, GroupItem};
use typst::model::Document as _;
use typst::syntax::Span;
use typst::text::{Glyph, TextItem};
use typst_layout::{Page, PagedDocument};

use self::codes::{code_glyphs, codes_of};
use self::shape::{Run, Shape};
use super::Fonts;
use super::deflate::Beginnings;
use super::recent::Recent;
use super::twins::{FontObjects, Packed};

/// How many formes are kept, at least: letters of one shape are made one after another.
const KEPT: usize = 32;

/// How many beginnings of texts are kept, at least: those of one shape's pages,
/// to which each letter adds one or two of its own.
const BEGINNINGS: usize = 64;

/// The formes of one notice's letters, and what is kept from letter to letter.
pub struct Formes {
    /// By shape; where there is none, none can be made.
    formes: Recent<Option<Arc<Forme>>>,
    beginnings: Beginnings,
}

impl Default for Formes {
    fn default() -> Self {
        Self { formes: Recent::new(KEPT), beginnings: Beginnings::new(BEGINNINGS) }
    }
}

/// The PDF of letters of one shape, without their text.
struct Forme {
    header: Vec<u8>,
    /// Empty where they are packed.
    objects: Vec<Vec<u8>>,
    /// Those that are the same in every letter.
    packed: Packed,
    trailer: Vec<u8>,
    pages: Vec<Content>,
    fonts: Vec<FormeFont>,
    /// The number of the object that tells of the document, as XML. It is not
    /// compressed: there are readers of PDF/A who ask for that.
    metadata: usize,
    /// The document's name for good, and the one of this version of it.
    names: [Vec<u8>; 2],
}

/// What is drawn on a page.
struct Content {
    /// The number of the object.
    object: usize,
    /// What comes before, between and after the runs of text that are put in.
    pieces: Vec<Vec<u8>>,
    /// Where what stands in the margin begins, if it comes last: in which piece,
    /// and at which of its bytes. It may be another in each letter.
    margin: Option<(usize, usize)>,
}

/// A font of a forme.
struct FormeFont {
    /// The number of the twin.
    twin: usize,
    objects: FontObjects,
}

impl FormeFont {
    /// The numbers of the objects, other than streams, that tell of a letter's glyphs.
    fn described_in(&self) -> impl Iterator<Item = usize> + use<> {
        self.objects.fonts.into_iter().chain([self.objects.descriptor])
    }
}

impl Formes {
    /// The PDF of a letter that was set with twins, its text in as few runs as
    /// can be; `None` if something in it has no place in a forme. `export` is
    /// Typst's own.
    pub fn pdf(
        &self,
        letter: &PagedDocument,
        ident: &str,
        fonts: &Fonts,
        export: impl FnOnce(&PagedDocument) -> Option<Vec<u8>> + Send,
    ) -> Option<Vec<u8>> {
        let shape = Shape::of(letter, |font| fonts.number_of_twin(font))?;
        let codes = codes_of(&shape)?;
        let forme = self.formes.get_or_make(shape.key, || {
            let make = || {
                let pdf = export(&without_text(letter, &shape)?)?;
                Forme::read(&pdf, &shape).map(Arc::new)
            };
            // Where a letter is the first of its shape, most of its glyphs are new
            // too: they are coded meanwhile, if there is a thread for it.
            rayon::join(make, || code_glyphs(&codes, fonts)).0
        });
        forme?.fill(&shape, &codes, ident, fonts, &self.beginnings)
    }
}

/// The letter with one space in the place of each run of text that is not in the
/// shape.
fn without_text(letter: &PagedDocument, shape: &Shape<'_>) -> Option<PagedDocument> {
    let pages = letter.pages().iter().zip(&shape.runs).map(|(page, runs)| {
        let frame = frame_without_text(&page.frame, &mut runs.iter())?;
        Some(Page { frame, ..page.clone() })
    });
    Some(PagedDocument::new(pages.collect::<Option<_>>()?, letter.info().clone()))
}

/// `runs` are those of the frame, and others after them.
fn frame_without_text<'a>(
    frame: &Frame,
    runs: &mut impl Iterator<Item = &'a Run<'a>>,
) -> Option<Frame> {
    let mut items = Vec::with_capacity(frame.items().len());
    for (at, item) in frame.items() {
        let item = match item {
            FrameItem::Group(group) => {
                let frame = frame_without_text(&group.frame, runs)?;
                FrameItem::Group(GroupItem { frame, ..group.clone() })
            }
            FrameItem::Text(text) => FrameItem::Text(match runs.next()? {
                Run { twin: None, .. } => text.clone(),
                Run { in_shape: true, .. } => unread(text)?,
                Run { .. } => unread(&space(text)?)?,
            }),
            other => other.clone(),
        };
        items.push((*at, item));
    }
    let mut without = Frame::new(frame.size(), frame.kind());
    without.push_multiple(items);
    Some(without)
}

/// A space that looks like this text.
fn space(text: &TextItem) -> Option<TextItem> {
    let space = Glyph {
        id: text.font.ttf().glyph_index(' ')?.0,
        x_advance: Em::one(),
        x_offset: Em::zero(),
        y_advance: Em::zero(),
        y_offset: Em::zero(),
        range: 0..1,
        span: (Span::detached(), 0),
    };
    Some(TextItem { text: " ".into(), glyphs: vec![space], ..text.clone() })
}

/// The text with another character for each glyph, the same wherever the glyph
/// is. Of one that says several things, Typst's export would tell by more than
/// the glyph.
fn unread(text: &TextItem) -> Option<TextItem> {
    /// The first of as many characters as a font may have glyphs, none of them
    /// without a meaning that a PDF can tell.
    const FIRST: u32 = 0x2_0000;
    let mut characters = String::new();
    let mut glyphs = text.glyphs.clone();
    for glyph in &mut glyphs {
        let start = u16::try_from(characters.len()).ok()?;
        characters.push(char::from_u32(FIRST + u32::from(glyph.id))?);
        glyph.range = start..u16::try_from(characters.len()).ok()?;
    }
    Some(TextItem { text: characters.into(), glyphs, ..text.clone() })
}
