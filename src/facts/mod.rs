//! From text to facts: YAML documents, the way to each value in them, and the
//! place of each value in the user's file.
//!
//! What the values mean is not known here; that is `model`.

mod document;
mod fields;
mod passages;
mod places;
mod records;

pub use document::{Document, Origin};
pub(crate) use fields::choice;
pub use fields::{Fields, FromYaml, Node, Parsing};
pub use passages::{Passage, TAG};
pub use places::Step;
pub use records::{Piece, pieces};
