//! What the body of a letter is built of.
//!
//! A body is a list of blocks; some blocks hold bodies, to any depth. Here are the types;
//! [`parse`], [`list`] and [`table`] read them from YAML, [`walk`] goes through them.

mod list;
mod parse;
mod table;
mod walk;

pub(super) use parse::{one_paragraph, plain, when};
pub(super) use walk::See;
pub use walk::Walk;

use super::style::{Examples, Mark};
use super::{Condition, Language, Prose};
use crate::facts::{Origin, choice};

/// Blocks, one below the other.
#[derive(Debug, Clone, Default)]
pub struct Body(pub Vec<Block>);

/// A piece of a body, for the recipients its condition holds for.
#[derive(Debug, Clone)]
pub struct Block {
    /// Who gets it.
    pub when: Condition,
    /// Its language, where that is not the letter's: `en`.
    pub lang: Option<Language>,
    /// How dates, times and counts are written in it, and headings marked.
    pub style: Option<Box<Examples>>,
    /// What it is.
    pub kind: BlockKind,
}

/// The kinds of blocks.
#[derive(Debug, Clone)]
pub enum BlockKind {
    /// Paragraphs, and notes to them.
    Text(Prose, Option<Notes>),
    /// Lines that end where they were ended.
    Lines(Prose),
    /// A heading with what stands under it.
    Heading(Heading),
    /// Blocks that have something in common.
    Group(Body),
    /// A list.
    List(List),
    /// Labels with values.
    Pairs(Pairs),
    /// A table.
    Table(Table),
    /// Questions and answers.
    Questions(Questions),
    /// Notes to what stands above.
    Notes(Notes),
    /// What stands in a frame.
    Framed(Body),
    /// The vendor's bulletins.
    Bulletins(Which),
    /// A part that several letters share, and notes to it.
    Use(PartName, Option<Notes>),
    /// Lines to be filled in by hand.
    Blanks(Vec<Blank>),
    /// A picture.
    Image(Image),
}

choice! {
    /// Which bulletins are told of.
    pub enum Which {
        /// All until the letter's moment.
        All = "all",
        /// Those that the last letter to this recipient did not tell of.
        New = "new",
    }
}

/// The name of a part, and where it is called by it.
#[derive(Debug, Clone)]
pub struct PartName {
    /// The name.
    pub name: String,
    /// Where it is used.
    pub origin: Origin,
}

/// A heading with what stands under it.
#[derive(Debug, Clone)]
pub struct Heading {
    /// The heading, without its mark.
    pub text: Prose,
    /// Its mark, where that is not the one of its depth.
    pub mark: Option<Mark>,
    /// What stands under it; nothing may be written there.
    pub body: Option<Body>,
}

/// A text where one is asked for: written there, or a part's.
#[derive(Debug, Clone)]
pub struct Passage {
    /// Who gets it.
    pub when: Condition,
    /// Its language, where that is not the letter's.
    pub lang: Option<Language>,
    /// The text.
    pub said: Said,
}

/// What a [`Passage`] says.
#[derive(Debug, Clone)]
pub enum Said {
    /// What is written there.
    Prose(Prose),
    /// What a part says, which is of texts only.
    Part(PartName),
    /// Nothing: a cell that is left blank.
    Nothing,
}

/// A list.
#[derive(Debug, Clone)]
pub struct List {
    /// The marks of its items and of those below them, by depth; ・ where none is said.
    pub marks: Vec<Mark>,
    /// Whether the items stand one after the other on a line.
    pub inline: bool,
    /// The items.
    pub items: Vec<Item>,
}

/// An item of a list.
#[derive(Debug, Clone)]
pub struct Item {
    /// Its text; `when` and `lang` are those of the whole item.
    pub text: Passage,
    /// The date before the text.
    pub date: Option<ItemDate>,
    /// The notes under it.
    pub notes: Option<Notes>,
    /// The items below it.
    pub list: Option<List>,
}

/// What stands in the column of dates.
#[derive(Debug, Clone)]
pub enum ItemDate {
    /// A day, written in the letter's style.
    Day(chrono::NaiveDate),
    /// A day with a time.
    Moment(chrono::NaiveDateTime),
    /// As it is written: 6月上旬.
    Text(Prose),
}

/// Labels with values.
#[derive(Debug, Clone)]
pub struct Pairs {
    /// The mark, if they are items and not in columns.
    pub mark: Option<Mark>,
    /// The labels with their values.
    pub entries: Vec<Pair>,
}

/// A label with its value.
#[derive(Debug, Clone)]
pub struct Pair {
    /// The label.
    pub label: String,
    /// The value, mostly one text.
    pub value: Body,
}

/// A table.
#[derive(Debug, Clone)]
pub struct Table {
    /// The columns, left to right.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Rows,
}

/// A column of a table.
#[derive(Debug, Clone, Default)]
pub struct Column {
    /// The text in the table's head; empty for none.
    pub heading: Option<Prose>,
    /// Where the rows are a field's: which of its columns.
    pub field: Option<String>,
    /// The unit, shown in the head.
    pub unit: Option<String>,
    /// Where its cells stand; by what they hold where nothing is said.
    pub align: Option<Align>,
    /// How wide it is: a length of Typst's, or a share (`2fr`).
    pub width: Option<String>,
    /// Whether the last row adds the column up.
    pub total: bool,
}

choice! {
    /// The edge that a column's cells stand at.
    pub enum Align {
        /// Text.
        Left = "left",
        /// Short words.
        Center = "center",
        /// Numbers.
        Right = "right",
    }
}

/// The rows of a table.
#[derive(Debug, Clone)]
pub enum Rows {
    /// Those of a recipient's field: `data`, or an own one.
    OfField(String),
    /// Those written in the facts.
    Written(Vec<Row>),
}

/// A written row.
#[derive(Debug, Clone)]
pub struct Row {
    /// Who gets it.
    pub when: Condition,
    /// Its cells, one for each column.
    pub cells: Vec<Passage>,
}

/// Questions and answers.
#[derive(Debug, Clone)]
pub struct Questions {
    /// What stands before the questions, and before the answers.
    pub marks: [Mark; 2],
    /// The questions.
    pub entries: Vec<Question>,
}

/// A question with its answer.
#[derive(Debug, Clone)]
pub struct Question {
    /// Who gets it.
    pub when: Condition,
    /// The question.
    pub question: Prose,
    /// The answer.
    pub answer: Body,
}

/// Notes.
#[derive(Debug, Clone)]
pub struct Notes {
    /// What stands before each: ※, (※1).
    pub mark: Mark,
    /// The notes.
    pub notes: Vec<Passage>,
}

/// A line to be filled in by hand.
#[derive(Debug, Clone)]
pub struct Blank {
    /// Who gets it.
    pub when: Condition,
    /// What is to be filled in.
    pub label: Prose,
    /// What stands at the end of the line: ㊞.
    pub end: Option<String>,
}

/// A picture.
#[derive(Debug, Clone)]
pub struct Image {
    /// The file, a path in the project.
    pub file: String,
    /// What is to be seen, for those who hear the letter.
    pub alt: String,
    /// How wide it is, as Typst writes it: `80mm`.
    pub width: Option<String>,
    /// What is written below it.
    pub caption: Option<Prose>,
    /// Where it is described.
    pub origin: Origin,
}
