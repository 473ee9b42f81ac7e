//! Why a letter was exported the plain way: as a whole, by Typst, and not from a forme.
//!
//! Nothing is wrong with such a letter; it took several times as long. After an upgrade of
//! Typst, these reasons tell whether its export is still as formes and twins need it.

use thiserror::Error;

use super::forme::NoForme;
use super::pdf::PdfError;
use super::twins::NoOutlines;
use crate::messages::Message;

/// Why a letter was exported the plain way.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PlainExport {
    /// It was set with the real fonts: its source, or a file that it may use, may ask for
    /// the outlines of characters.
    #[error("{}", Message::NeedsOutlines)]
    RealFonts,
    /// It has no forme.
    #[error(transparent)]
    NoForme(#[from] NoForme),
    /// It has no forme either, and outlines could not be put into its own PDF: it was set
    /// again with the real fonts.
    #[error("{}", Message::SetAgain {
        reason: no_forme.to_string(), more: no_outlines.to_string(),
    })]
    NoOutlines {
        /// Why it has no forme.
        no_forme: NoForme,
        /// Why it has no outlines.
        no_outlines: NoOutlines,
    },
    /// Its PDF has another form than usual: it is as Typst wrote it, with grey in four
    /// inks and a document ID of its own.
    #[error("{}", Message::PdfUnusual { what: ToString::to_string(.0) })]
    AsTypstWrote(#[from] PdfError),
}
