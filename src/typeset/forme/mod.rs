//! Formes: the PDFs of letters without their text.
//!
//! In printing, a *forme* is the page that is locked up and ready for the press. Most of
//! a letter's PDF is the same in all letters that have the same parts: pages, structure
//! tree, bookmarks, places of lines. Typst's export makes it once, as a forme, from a
//! letter in which every run of text is one space. For each letter, its text is then put
//! in, and fonts with its glyphs (see [`super::twins`]):
//!
//! ```text
//!  pages of the letter ─▶ shape ─ key ─▶ is its forme kept?
//!       │                   │                    │ no
//!       │                   │   without text ─▶ Typst's export ─▶ read ─▶ forme
//!       ▼                   ▼                                               │
//!     cids ─────────────▶ fill ◀────────────────────────────────────────────┘
//!                           ▼
//!  header
//!  page contents     pieces of the forme, and Tj or TJ between    text of the letter
//!  font files        see twins::program                           glyphs in use
//!  ToUnicode CMaps   see cid_font                                 CIDs and their texts
//!  metadata          as Typst wrote it, but for the document ID
//!  other streams     as Typst wrote them                          shape
//!  object stream     all other objects of the forme               shape
//!  object stream     Type 0 fonts, CIDFonts, descriptors          glyphs in use
//!  cross-reference stream, with the document ID                   ident; all of this
//! ```
//!
//! The right column says what the bits of each part depend on. The invariants:
//!
//! * **A forme is made from a shape alone** ([`shape::Shape`], its key in the cache). A
//!   letter therefore has the same bytes whichever letter was made before it, and a forme
//!   holds nothing of anybody's text that is not in the shape.
//! * **Pages look the same, dot by dot, as Typst's export makes them, and read the same.**
//! * **Nothing is guessed.** What a shape does not know, or a PDF that is not as usual, is a
//!   [`NoForme`], and the letter is exported as a whole by Typst. `generate --verbose` says
//!   how many went that way and why.
//!
//! Nothing of the outlines of glyphs lives here, and nothing of the syntax of PDF files
//! that [`super::pdf`] has.

mod cid_font;
mod cids;
mod fill;
mod no_forme;
mod read;
mod shape;
mod show_text;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use typst::layout::{Em, Frame, FrameItem, GroupItem};
use typst::model::Document as _;
use typst::syntax::Span;
use typst::text::{Glyph, TextItem};
use typst_layout::{Page, PagedDocument};

use self::cids::{cids_of, compress_glyphs};
pub use self::no_forme::NoForme;
use self::shape::{Run, Shape};
use super::Fonts;
use super::deflate::Beginnings;
use super::pdf::{CidFont, ObjectStream};
use super::recent::Recent;

/// How many formes are kept, at least: letters of one shape are made one after another.
const KEPT: usize = 32;

/// How many beginnings of texts are kept, at least: those of one shape's pages,
/// to which each letter adds one or two of its own.
const BEGINNINGS: usize = 64;

/// The most glyphs in fonts without a twin, which stand in a forme as Typst's export
/// writes them. A name has one or two that only such a font has; a letter with more of
/// them has a shape that no other has, and would have a forme for itself.
const MOST_WITHOUT_TWIN: usize = 64;

/// The formes of one notice's letters, and what is kept from letter to letter.
pub struct Formes {
    /// By shape; or why none can be made.
    formes: Recent<Result<Arc<Forme>, NoForme>>,
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
    /// Empty where they are in an object stream.
    objects: Vec<Vec<u8>>,
    /// Those that are the same in every letter.
    shared: ObjectStream,
    trailer: Vec<u8>,
    pages: Vec<PageContent>,
    fonts: Vec<FormeFont>,
    /// The number of the object with the metadata, in XMP. It is not compressed: there
    /// are readers of PDF/A who ask for that.
    metadata: usize,
    /// The document ID: its permanent part, and that of this version.
    document_id: [Vec<u8>; 2],
}

/// The content stream of a page.
struct PageContent {
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
    objects: CidFont,
}

impl FormeFont {
    /// The objects, other than streams, that are others for each letter's glyphs.
    fn dictionaries(&self) -> impl Iterator<Item = usize> + use<> {
        [self.objects.type0, self.objects.cid_font, self.objects.descriptor].into_iter()
    }
}

impl Formes {
    /// The PDF of a letter that was set with twins, its text in as few runs as can be.
    /// `export` is Typst's own.
    pub fn pdf(
        &self,
        letter: &PagedDocument,
        ident: &str,
        fonts: &Fonts,
        export: impl FnOnce(&PagedDocument) -> Result<Vec<u8>, NoForme> + Send,
    ) -> Result<Vec<u8>, NoForme> {
        let shape = Shape::of(letter, fonts)?;
        let cids = cids_of(&shape)?;
        let forme = self.formes.get_or_make(shape.key, || {
            let make = || {
                let pdf = export(&without_text(letter, &shape)?)?;
                Forme::read(&pdf, &shape).map(Arc::new)
            };
            // Where a letter is the first of its shape, most of its glyphs are new too:
            // they are compressed meanwhile, if there is a thread for it.
            rayon::join(make, || compress_glyphs(&cids, fonts)).0
        });
        forme?.fill(&shape, &cids, ident, fonts, &self.beginnings)
    }
}

/// The letter with one space in the place of each run of text that is not in the
/// shape.
fn without_text(letter: &PagedDocument, shape: &Shape<'_>) -> Result<PagedDocument, NoForme> {
    let pages = letter.pages().iter().zip(&shape.runs).map(|(page, runs)| {
        let frame = frame_without_text(&page.frame, &mut runs.iter())?;
        Ok(Page { frame, ..page.clone() })
    });
    let pages = pages.collect::<Result<_, NoForme>>()?;
    Ok(PagedDocument::new(pages, letter.info().clone()))
}

/// `runs` are those of the frame, and others after them.
fn frame_without_text<'a>(
    frame: &Frame,
    runs: &mut impl Iterator<Item = &'a Run<'a>>,
) -> Result<Frame, NoForme> {
    let mut items = Vec::with_capacity(frame.items().len());
    for (at, item) in frame.items() {
        let item = match item {
            FrameItem::Group(group) => {
                let frame = frame_without_text(&group.frame, runs)?;
                FrameItem::Group(GroupItem { frame, ..group.clone() })
            }
            FrameItem::Text(text) => FrameItem::Text(match runs.next() {
                Some(Run { twin: None, .. }) => text.clone(),
                Some(Run { in_shape: true, .. }) => unread(text)?,
                _ => unread(&space(text)?)?,
            }),
            other => other.clone(),
        };
        items.push((*at, item));
    }
    let mut without = Frame::new(frame.size(), frame.kind());
    without.push_multiple(items);
    Ok(without)
}

/// A space that looks like this text.
fn space(text: &TextItem) -> Result<TextItem, NoForme> {
    let glyph = text.font.ttf().glyph_index(' ');
    let glyph = glyph.ok_or_else(|| NoForme::NoSpace(text.font.info().family.clone()))?;
    let space = Glyph {
        id: glyph.0,
        x_advance: Em::one(),
        x_offset: Em::zero(),
        y_advance: Em::zero(),
        y_offset: Em::zero(),
        range: 0..1,
        span: (Span::detached(), 0),
    };
    Ok(TextItem { text: " ".into(), glyphs: vec![space], ..text.clone() })
}

/// The text with another character for each glyph, the same wherever the glyph is. A
/// glyph that stands for several texts, Typst's export would put into `ActualText`.
fn unread(text: &TextItem) -> Result<TextItem, NoForme> {
    /// The first of as many characters as a font may have glyphs, none of them
    /// without a meaning that a PDF can tell.
    const FIRST: u32 = 0x2_0000;
    let mut characters = String::new();
    let mut glyphs = text.glyphs.clone();
    for glyph in &mut glyphs {
        let start = characters.len();
        characters.extend(char::from_u32(FIRST + u32::from(glyph.id)));
        let range = u16::try_from(start).ok().zip(u16::try_from(characters.len()).ok());
        let (start, end) =
            range.ok_or_else(|| NoForme::UnevenGlyphs(text.font.info().family.clone()))?;
        glyph.range = start..end;
    }
    Ok(TextItem { text: characters.into(), glyphs, ..text.clone() })
}
