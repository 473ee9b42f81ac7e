//! From text to facts: YAML documents, the way to each value in them, and the
//! place of each value in the user's file.
//!
//! What the values mean is not known here; that is `model`.

mod anchors;
mod choice;
mod dates;
mod document;
mod edits;
mod fields;
mod from_yaml;
mod gone_keys;
mod listed_words;
mod losses;
mod node;
mod own_fields;
mod passages;
mod places;
mod quoting;
mod records;
mod scalars;
mod strays;
mod tags;
#[cfg(test)]
mod trial;
mod unknown_keys;
mod words;
mod written;

pub use serde_yaml::{Mapping, Value};

pub use anchors::{Borrowed, borrowed, has_aliases};
pub(crate) use choice::{choice, one_of};
pub use dates::{date, moment};
pub use document::{Document, Origin, joins_with_space, values};
pub use edits::{in_quotes_of, scalar, stands_plain};
pub use fields::Fields;
pub use from_yaml::FromYaml;
pub use gone_keys::own_field_instead_of;
pub use listed_words::listed_in;
pub use node::{Declared, Node, Parsing, text_of};
pub use own_fields::{OwnField, OwnFields, OwnValue, OwnValues, is_of_name, is_own_name};
pub use passages::{INDENT, Passage, TAG, is_blank};
pub use places::Step;
pub use records::{Cutter, Piece, pieces};
#[cfg(test)]
pub(crate) use trial::{diagnosed, mended, read_with};
pub use words::{meaning, postal_code, whole_number};
pub use written::{Form, Written};
