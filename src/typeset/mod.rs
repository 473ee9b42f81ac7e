//! From Typst source to PDF: the only room that knows Typst, and the syntax of fonts and
//! of PDF files. It knows nothing of clients, notices and templates.
//!
//! ```text
//!  source ─▶ world ─▶ retouch, runs ─▶ document ─▶ forme ─▶ PDF   most letters
//!   fonts, twins       pages as they      │
//!                      should look        └▶ Typst's export ─▶ twins ─▶ PDF   the plain way
//! ```
//!
//! [`compile`] sets a letter, with twins of its fonts (`twins`); what Typst sets otherwise
//! than Japanese has it is put right on the pages (`retouch`), and text that stands
//! together is joined (`runs`). [`Document::export`] puts its text into the PDF of letters
//! like it (`forme`); a letter that has no such PDF is exported by Typst, and
//! [`PlainExport`] says why.

mod breaks;
mod deflate;
mod document;
mod document_id;
mod fallback;
mod fonts;
mod forme;
mod library;
mod literals;
mod missing_glyphs;
mod overflow;
mod pdf;
mod plain;
mod prebuilt;
mod reading;
mod recent;
mod retouch;
mod runs;
mod single_pass;
mod text;
mod twins;
mod warm_up;
mod world;

pub use breaks::printed_breaks;
pub use document::{Document, ExportError, Exported};
pub use fallback::{has_covers, without_fallback};
pub use fonts::{FontError, Fonts, embedded_font_size};
pub use literals::literals_in;
pub use missing_glyphs::MissingGlyph;
pub use plain::PlainExport;
pub use retouch::retouched;
pub use text::{Character, TextLine};
pub use warm_up::warm_up;
pub use world::{Fault, FaultPlace, Files, compile, forget_unused};
