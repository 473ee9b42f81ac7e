//! What a section of the letter is built of.

mod parse;
mod walk;

pub(super) use parse::{one_paragraph, plain, when};

use super::{Condition, Prose};
use crate::facts::choice;

/// A piece of a section, for the clients its condition holds for.
#[derive(Debug, Clone)]
pub struct Block {
    /// Who gets it.
    pub when: Condition,
    /// What it is.
    pub kind: BlockKind,
}

/// The kinds of blocks.
#[derive(Debug, Clone)]
pub enum BlockKind {
    /// Paragraphs.
    Text(Prose),
    /// The vendor's bulletins.
    Timeline,
    /// The client's services, each with where it stands.
    Services,
    /// (1) headings with blocks of their own.
    Subsections(Vec<Part>),
    /// A numbered or bulleted list, nested as deep as it needs.
    Items {
        /// How the outermost items are marked.
        marker: Marker,
        /// The items.
        items: Vec<Item>,
    },
    /// A table with a head, and totals where a column asks for one.
    Table {
        /// The columns, left to right.
        columns: Vec<Column>,
        /// The rows.
        rows: Rows,
    },
    /// Labels with values.
    Fields(Vec<Field>),
    /// Questions and answers.
    Questions(Vec<Question>),
    /// ※ notes.
    Notes(Vec<Note>),
    /// The line that says whom to ask.
    Contact(Prose),
}

/// A heading with blocks under it: a section of the letter, or a part of one.
#[derive(Debug, Clone)]
pub struct Part {
    /// Who gets it.
    pub when: Condition,
    /// The heading, without its number.
    pub heading: Prose,
    /// What stands under it.
    pub blocks: Vec<Block>,
}

choice! {
    /// How the outermost items of a list are marked.
    pub enum Marker {
        /// (1), then ①, then ・.
        Number = "number",
        /// ・.
        Bullet = "bullet",
    }
}

/// An item of a list.
#[derive(Debug, Clone)]
pub struct Item {
    /// Who gets it.
    pub when: Condition,
    /// Its text.
    pub text: Prose,
    /// The items below it.
    pub items: Vec<Item>,
}

/// A column of a table.
#[derive(Debug, Clone)]
pub struct Column {
    /// The text in the table's head.
    pub heading: String,
    /// In which key of a row the column finds its value.
    pub value: String,
    /// The unit, shown in the head.
    pub unit: Option<String>,
    /// Whether the column stands at the right edge, as numbers do.
    pub align_right: bool,
    /// Whether the last row adds the column up.
    pub total: bool,
}

/// The rows of a table.
#[derive(Debug, Clone)]
pub enum Rows {
    /// The data held for the client (`client.data`).
    ClientData,
    /// Rows written in the facts: for each column, in order, a number or text.
    Given(Vec<Vec<Cell>>),
}

/// A cell of a written row.
#[derive(Debug, Clone)]
pub enum Cell {
    /// A number, which can be added up.
    Number(i64),
    /// Text.
    Text(Prose),
}

/// A label with its value.
#[derive(Debug, Clone)]
pub struct Field {
    /// Who gets it.
    pub when: Condition,
    /// The label.
    pub label: String,
    /// The value.
    pub value: Prose,
}

/// A question with its answer.
#[derive(Debug, Clone)]
pub struct Question {
    /// Who gets it.
    pub when: Condition,
    /// The question.
    pub question: Prose,
    /// The answer.
    pub answer: Prose,
}

/// A ※ note.
#[derive(Debug, Clone)]
pub struct Note {
    /// Who gets it.
    pub when: Condition,
    /// Its text.
    pub text: Prose,
}
