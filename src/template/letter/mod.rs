//! What one recipient's letter says: the parts that are for this recipient, their texts
//! with the variables filled in, headings and items with their marks.
//!
//! [`Letter`] is all that a template sets: nothing is chosen, counted or numbered there.

mod heads;
mod lists;
mod marks;
mod resolve;
mod tables;

use serde::Serialize;

pub use resolve::{Needed, Resolver};

use crate::model::Person;

/// The variables that a template has beside the facts.
#[derive(Debug, Serialize)]
pub struct Letter {
    /// What stands before the text, line by line.
    pub head: Vec<Vec<ResolvedPiece>>,
    /// The text.
    pub body: Vec<ResolvedBlock>,
    /// What ends it: 以上.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closing: Option<String>,
    /// What stands after it.
    pub foot: Vec<Vec<ResolvedPiece>>,
    /// Sections that each begin a page.
    pub appendix: Vec<ResolvedBlock>,
}

/// A piece of the head or foot.
#[derive(Debug, Serialize)]
#[serde(tag = "piece", rename_all = "lowercase")]
pub enum ResolvedPiece {
    /// 文書番号.
    Reference { text: String },
    /// The date.
    Date { text: String },
    /// 宛名.
    Addressee(Addressee),
    /// 差出人.
    Sender { senders: Vec<ResolvedSender> },
    /// 件名, which the document has.
    Title,
}

/// To whom the letter goes.
#[derive(Debug, Serialize)]
pub struct Addressee {
    pub(super) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) honorific: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) postal_code: Option<String>,
    pub(super) address: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) person: Option<Person>,
}

/// One of those who write.
#[derive(Debug, Serialize)]
pub struct ResolvedSender {
    pub(super) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) person: Option<Person>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) postal_code: Option<String>,
    pub(super) address: Vec<String>,
    /// The picture of its seal, from the root of the project.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) seal: Option<String>,
}

/// A block as templates see it.
#[derive(Debug, Serialize)]
pub struct ResolvedBlock {
    /// Its language, where that is not the letter's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// What it is.
    #[serde(flatten)]
    pub content: Content,
}

/// What a block is.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Content {
    /// Paragraphs; with `salutation` the first begins with the 頭語.
    Text {
        paragraphs: Vec<String>,
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        salutation: bool,
    },
    /// 結語.
    Valediction { text: String },
    /// Lines that end where they were ended.
    Lines { lines: Vec<String> },
    /// A heading with what stands under it.
    Heading(ResolvedHeading),
    /// Blocks of one language.
    Group { blocks: Vec<ResolvedBlock> },
    /// A list.
    List(ResolvedList),
    /// Labels with values; `width` is that of the marks, in em.
    Pairs { marked: bool, entries: Vec<ResolvedPair>, width: f64 },
    /// A table of text.
    Table(ResolvedTable),
    /// Questions and answers; `width` is that of the marks, in em.
    Qa { entries: Vec<ResolvedQuestion>, width: f64 },
    /// Notes; `width` is that of the marks, in em.
    Notes { notes: Vec<ResolvedNote>, width: f64 },
    /// What stands in a frame.
    Box { blocks: Vec<ResolvedBlock> },
    /// Bulletins, grouped where they share a summary; `width` is that of the marks, in em.
    Bulletins { groups: Vec<Group>, width: f64 },
    /// Lines to be filled in by hand.
    Blanks { lines: Vec<ResolvedBlank> },
    /// A picture; `file` is from the root of the project.
    Image {
        file: String,
        alt: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        width: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        caption: Option<String>,
    },
}

/// A heading with what stands under it.
#[derive(Debug, Serialize)]
pub struct ResolvedHeading {
    /// 1 for the outermost.
    pub level: usize,
    /// Its mark with its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mark: Option<String>,
    /// The box of the mark, in em: the same for all headings of one run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<f64>,
    /// The heading.
    pub heading: String,
    /// Whether it stands in the middle (記).
    pub centered: bool,
    /// What stands under it.
    pub blocks: Vec<ResolvedBlock>,
}

/// A list.
#[derive(Debug, Serialize)]
pub struct ResolvedList {
    /// Whether its marks count.
    pub ordered: bool,
    /// Whether the items stand one after the other on a line.
    pub inline: bool,
    /// The items.
    pub items: Vec<ResolvedItem>,
    /// The box of the marks, in em.
    pub width: f64,
    /// The column of dates, in em, if any item has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_width: Option<f64>,
}

/// An item of a list.
#[derive(Debug, Serialize)]
pub struct ResolvedItem {
    pub(super) mark: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) lang: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) date: Option<String>,
    pub(super) paragraphs: Vec<String>,
    pub(super) notes: Vec<ResolvedNote>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) list: Option<ResolvedList>,
}

/// A note.
#[derive(Debug, Serialize)]
pub struct ResolvedNote {
    pub(super) mark: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) lang: Option<String>,
    pub(super) text: String,
}

/// A label with its value.
#[derive(Debug, Serialize)]
pub struct ResolvedPair {
    pub(super) label: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) mark: Option<String>,
    pub(super) blocks: Vec<ResolvedBlock>,
}

/// A table.
#[derive(Debug, Serialize)]
pub struct ResolvedTable {
    pub(super) columns: Vec<ResolvedColumn>,
    pub(super) rows: Vec<Vec<Cell>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) totals: Option<Vec<Cell>>,
    /// Whether the first column says what the rows are about.
    pub(super) row_headers: bool,
}

/// A column's head.
#[derive(Debug, Serialize)]
pub struct ResolvedColumn {
    pub(super) heading: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) unit: Option<String>,
    pub(super) align: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) width: Option<String>,
}

/// A cell: a text, or one in another language than the letter's.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Cell {
    /// A text; empty where the cell is blank.
    Text(String),
    /// A text with its language.
    Foreign {
        /// The text.
        text: String,
        /// Its language.
        lang: String,
    },
}

/// A question with its answer.
#[derive(Debug, Serialize)]
pub struct ResolvedQuestion {
    /// What stands before the question, and before the answer.
    pub(super) marks: [String; 2],
    pub(super) question: String,
    pub(super) blocks: Vec<ResolvedBlock>,
}

/// Bulletins with one summary.
#[derive(Debug, Serialize)]
pub struct Group {
    pub(super) entries: Vec<Entry>,
    pub(super) paragraphs: Vec<String>,
}

/// A bulletin's line.
#[derive(Debug, Serialize)]
pub(super) struct Entry {
    pub(super) number: usize,
    pub(super) mark: String,
    pub(super) moment: String,
    pub(super) name: String,
    /// Whether it came after the last letter to this client.
    pub(super) new: bool,
}

/// A line to be filled in by hand.
#[derive(Debug, Serialize)]
pub struct ResolvedBlank {
    pub(super) label: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) end: Option<String>,
}
