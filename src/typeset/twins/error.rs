//! Why a font has no twin, or a twin no font file.
//!
//! `build.rs` has this module too.

use thiserror::Error;

/// What in a font is not as it must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TwinError {
    /// It is no font file, or Typst takes it for none.
    #[error("it cannot be read")]
    Unreadable,
    /// A table is missing or too short.
    #[error("its table `{0}` is missing or too short")]
    NoTable(&'static str),
    /// Its outlines are of another kind than TrueType's, or they vary.
    #[error("it has the table `{0}`, and so other outlines than TrueType's")]
    OtherOutlines(&'static str),
    /// A glyph has no metrics.
    #[error("glyph {0} has no metrics")]
    NoMetrics(u16),
    /// A glyph has no outline where it should have one, or it ends too early.
    #[error("the outline of glyph {0} is damaged")]
    Outline(u16),
    /// A glyph is composed of one that is not in the subset.
    #[error("glyph {0} is composed of one that is not there")]
    Component(u16),
    /// A subset would have more glyphs than a font can.
    #[error("a subset has too many glyphs")]
    TooManyGlyphs,
    /// There is no such twin.
    #[error("there is no twin {0}")]
    NoTwin(usize),
}
