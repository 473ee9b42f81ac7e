//! The checked facts: what the letters are about and to whom they go.
//!
//! A value of these types has passed every check that needs no other file. What
//! is wrong is said while reading, with its place; nothing here knows how a
//! letter is rendered or set.

mod block;
mod bulletin;
mod calendar;
mod checks;
mod client;
mod condition;
mod id;
mod incident;
mod language;
mod notice;
mod number;
mod office;
mod prose;
mod record;
mod sender;
mod style;
mod variant;
mod vars;
mod words;

pub use block::{
    Align, Blank, Block, BlockKind, Body, Column, Heading, Image, Item, ItemDate, List, Notes,
    Pair, Pairs, PartName, Passage, Question, Questions, Row, Rows, Said, Table, Walk, Which,
};
pub use bulletin::Bulletin;
pub use calendar::{final_report_due, preliminary_report_due};
pub use checks::{Acceptance, Checks, Level};
pub use client::{Client, Delivery, Holding, Honorific, Law, Notify, Person, Reach, Route};
pub use condition::Condition;
pub use incident::{Incident, Part};
pub use language::Language;
pub use notice::{Greeting, Kind, Known, LawPurpose, Line, Notice, Piece, Recipients};
pub use number::number_in;
pub use office::Office;
pub use prose::{Paragraph, Prose};
pub use record::Record;
pub use sender::Sender;
pub use style::{Examples, Mark, Style, width_in_em};
pub use variant::{OptionalPart, Variant};
pub use vars::Vars;
pub use words::fact_in_japanese;
