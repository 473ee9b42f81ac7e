//! From Typst source to PDF: the only place that knows Typst.

mod breaks;
mod deflate;
mod document;
mod fallback;
mod fonts;
mod forme;
mod glyphs;
mod library;
mod literals;
mod made;
mod names;
mod once;
mod overflow;
mod reading;
mod recent;
mod rehearsal;
mod retouch;
mod runs;
mod text;
mod twins;
mod world;

pub use breaks::printed_breaks;
pub use document::{Document, ExportError};
pub use fallback::{has_covers, without_fallback};
pub use fonts::{FontError, Fonts, embedded_font_size};
pub use glyphs::MissingGlyph;
pub use literals::literals_in;
pub use rehearsal::rehearse;
pub use retouch::retouched;
pub use text::TextLine;
pub use world::{Fault, FaultPlace, Files, compile, forget_unused};
