//! Why a letter is not made from a forme.

use thiserror::Error;

use super::MOST_WITHOUT_TWIN;
use crate::messages::Message;
use crate::typeset::pdf::PdfError;
use crate::typeset::twins::TwinError;

/// What a letter has that formes do not know, or what was not as Typst usually makes it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NoForme {
    /// A link: its destination is an element in another place.
    #[error("{}", Message::HasLink)]
    Link,
    /// A part that is set in another place than where it is written, as a footnote is.
    #[error("{}", Message::HasMovedPart)]
    MovedPart,
    /// An element of which it is not known what the export sees in it.
    #[error("{}", Message::HasElement { name: String::clone(.0) })]
    Element(String),
    /// Text in a gradient, or with a line around its characters.
    #[error("{}", Message::HasPaintedText)]
    PaintedText,
    /// Glyphs in this font that do not each stand for the characters after those of the
    /// one before.
    #[error("{}", Message::HasUnevenGlyphs { font: String::clone(.0) })]
    UnevenGlyphs(String),
    /// More text than a few characters in fonts that have no twin, as this one, because
    /// their outlines are of another kind.
    #[error("{}", Message::HasMuchWithoutTwin {
        font: String::clone(.0), most: MOST_WITHOUT_TWIN.to_string(),
    })]
    MuchWithoutTwin(String),
    /// More different glyphs than there are CIDs.
    #[error("{}", Message::HasTooManyGlyphs)]
    TooManyGlyphs,
    /// A font without a space, which a forme has in the place of text.
    #[error("{}", Message::FontWithoutSpace { font: String::clone(.0) })]
    NoSpace(String),
    /// Typst does not export the letter without its text.
    #[error("{}", Message::FormeNotExported { reason: String::clone(.0) })]
    NotExported(String),
    /// The PDF of the letter without its text has another form than usual.
    #[error("{}", Message::PdfUnusual { what: ToString::to_string(.0) })]
    Pdf(#[from] PdfError),
    /// A page's content stream has another form than usual.
    #[error("{}", Message::PdfUnusual { what: ToString::to_string(.0) })]
    Content(#[from] ContentError),
    /// A font is not as it must be.
    #[error("{}", Message::FontUnusual { what: ToString::to_string(.0) })]
    Twin(#[from] TwinError),
}

/// What in the content streams of a PDF is not as Typst's export writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ContentError {
    /// There are other pages than the letter has.
    #[error("it has {found} pages, and the letter {wanted}")]
    Pages {
        /// How many the PDF has.
        found: usize,
        /// How many the letter has.
        wanted: usize,
    },
    /// There are other fonts than the letter has.
    #[error("it has {found} fonts with twins, and the letter {wanted}")]
    Fonts {
        /// How many the PDF has.
        found: usize,
        /// How many the letter has.
        wanted: usize,
    },
    /// A run of text is not shown where it should be.
    #[error("run {run} on page {page} is not shown in its usual way")]
    NoText {
        /// Which page, from 1.
        page: usize,
        /// Which run of it, from 1.
        run: usize,
    },
    /// A run of text is shown in several parts, and so not glyph by glyph.
    #[error("run {run} on page {page} is shown in several parts")]
    Parts {
        /// Which page, from 1.
        page: usize,
        /// Which run of it, from 1.
        run: usize,
    },
    /// More text is shown than the letter has.
    #[error("page {0} shows more text than the letter has")]
    MoreText(usize),
}
