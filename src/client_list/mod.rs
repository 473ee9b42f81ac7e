//! The office's own list of its clients, as it stands in a spreadsheet: which column is which
//! field, what a cell says, and what has changed on either side since the list was last read.
//!
//! How a file of a spreadsheet is read is not known here (that is `spreadsheet`), nor how a
//! record is changed in YAML (that is `editing`).
//!
//! A sheet is read in two steps. [`Layout::propose`] finds the head of the table and says which
//! column is which field, from its heading and from what stands in it; a person may
//! [choose](Layout::choose) otherwise. [`read_rows`] then gives for each row what it says of
//! a client, and tells what it changed, what it left out, and which cells cannot be read.
//! Nothing is guessed silently: what is understood otherwise than it is written, beyond width
//! and blanks, is a [`Change`] of its row. Names print as they are written: half-width kana,
//! forms of kanji and (株) stay. What needs more than one sheet is not done here: that two
//! rows have one id, and which sheet is the list.

mod address;
mod base;
mod cells;
mod choosing;
mod contacts;
mod contents;
mod days;
mod field;
mod head;
mod heading_pieces;
mod heading_words;
mod headings;
mod identify;
mod kept;
mod layout;
mod line_alone;
mod matching;
mod merge;
mod names;
mod outgoing;
mod own_kinds;
mod parties;
mod plan;
mod repeating;
mod row_names;
mod row_reader;
mod rows;
mod skipping;
mod texts;
mod values;

#[cfg(test)]
mod trial;

pub use base::{Base, Said};
pub use field::{Field, Fields, Value, fields_of};
pub use identify::{Identified, KnownIds, identify, next_id};
pub use kept::{COLUMNS, Kept, NEW, NONE, SHEET_NAME, read_kept, target};
pub use layout::{Column, Layout, NoHead, OwnKind, Target, Why};
pub use merge::{ClientChange, Conflict, FieldChange, Merge, Row, Side, Sides, merge, said_after};
pub use outgoing::{Outgoing, RowsOf, cell, columns, tables};
pub use repeating::repeats;
pub use rows::{Change, ChangeKind, Incoming, LeftOut, Refused, Rows, Skipped, read_rows};
