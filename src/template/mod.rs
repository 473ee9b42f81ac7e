//! From facts to what a letter says, and to Typst source: the only place that knows Tera.
//!
//! Templates see the facts as variables. Whatever they print is escaped for
//! Typst where it is printed, so that content never becomes code.

mod engine;
mod errors;
mod escape;
mod filters;
mod letter;
mod lines;
mod own_names;
mod parts;
mod printed;
mod read_out;

pub use engine::Engine;
pub use escape::string_literal;
pub use letter::{
    Addressee, Cell, Content, Filled, Group, Letter, ResolvedBlank, ResolvedBlock, ResolvedColumn,
    ResolvedHeading, ResolvedItem, ResolvedList, ResolvedNote, ResolvedPair, ResolvedPiece,
    ResolvedQuestion, ResolvedSender, ResolvedTable,
};
pub use lines::LineMap;
pub use own_names::asks_for;
pub use parts::client_facts;
pub use read_out::ReadOut;
