//! What one recipient's letter says: the parts that are for this recipient, their texts
//! with the variables filled in, headings and items with their marks.
//!
//! [`Letter`] is all that a template sets: nothing is chosen, counted or numbered there.

mod filled;
mod heads;
mod lists;
mod marks;
mod resolve;
mod tables;

use serde::Serialize;

pub use filled::Filled;
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
    /// The name, or what stands in the place of each name.
    pub name: Filled,
    /// 御中, 様 or 各位.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub honorific: Option<String>,
    /// 郵便番号, where the letter goes by post.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    /// The address, line by line, where the letter goes by post.
    pub address: Vec<String>,
    /// Whose hands it shall come into.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<Person>,
}

/// One of those who write.
#[derive(Debug, Serialize)]
pub struct ResolvedSender {
    /// The name.
    pub name: String,
    /// Who signs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<Person>,
    /// 郵便番号.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    /// The address, line by line.
    pub address: Vec<String>,
    /// The picture of its seal, from the root of the project.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seal: Option<String>,
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
        paragraphs: Vec<Filled>,
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        salutation: bool,
    },
    /// 結語.
    Valediction { text: String },
    /// Lines that end where they were ended.
    Lines { lines: Vec<Filled> },
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
        caption: Option<Filled>,
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
    pub heading: Filled,
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
    /// Its mark with its number.
    pub mark: String,
    /// Its language, where that is not the block's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// The date before the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Filled>,
    /// The text.
    pub paragraphs: Vec<Filled>,
    /// The notes under it.
    pub notes: Vec<ResolvedNote>,
    /// The items below it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list: Option<ResolvedList>,
}

/// A note.
#[derive(Debug, Serialize)]
pub struct ResolvedNote {
    /// Its mark with its number.
    pub mark: String,
    /// Its language, where that is not the block's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// The note.
    pub text: Filled,
}

/// A label with its value.
#[derive(Debug, Serialize)]
pub struct ResolvedPair {
    /// The label.
    pub label: String,
    /// Its mark with its number, if it is an item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mark: Option<String>,
    /// The value.
    pub blocks: Vec<ResolvedBlock>,
}

/// A table.
#[derive(Debug, Serialize)]
pub struct ResolvedTable {
    /// The columns, left to right.
    pub columns: Vec<ResolvedColumn>,
    /// The rows, a cell for each column.
    pub rows: Vec<Vec<Cell>>,
    /// The row that adds up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub totals: Option<Vec<Cell>>,
    /// Whether the first column says what the rows are about.
    pub row_headers: bool,
}

/// A column's head.
#[derive(Debug, Serialize)]
pub struct ResolvedColumn {
    /// The text in the table's head; empty for none.
    pub heading: Filled,
    /// The unit, shown in the head.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Where its cells stand: `left`, `center` or `right`.
    pub align: String,
    /// How wide it is: a length of Typst's, or a share (`2fr`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<String>,
}

/// A cell: a text, or one in another language than the letter's.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Cell {
    /// A text; empty where the cell is blank.
    Text(Filled),
    /// A text with its language.
    Foreign {
        /// The text.
        text: Filled,
        /// Its language.
        lang: String,
    },
}

impl Cell {
    /// What it says, in whichever language.
    pub fn text(&self) -> &str {
        self.filled()
    }

    /// The same, with what it was filled in from.
    pub fn filled(&self) -> &Filled {
        match self {
            Self::Text(text) | Self::Foreign { text, .. } => text,
        }
    }
}

/// A question with its answer.
#[derive(Debug, Serialize)]
pub struct ResolvedQuestion {
    /// What stands before the question, and before the answer.
    pub marks: [String; 2],
    /// The question.
    pub question: Filled,
    /// The answer.
    pub blocks: Vec<ResolvedBlock>,
}

/// Bulletins with one summary.
#[derive(Debug, Serialize)]
pub struct Group {
    /// The bulletins.
    pub entries: Vec<Entry>,
    /// What they say.
    pub paragraphs: Vec<Filled>,
}

/// A bulletin's line.
#[derive(Debug, Serialize)]
pub struct Entry {
    /// Which of those in the letter it is, from 1.
    pub number: usize,
    /// Its mark with its number.
    pub mark: String,
    /// When it came.
    pub moment: String,
    /// What it is called.
    pub name: String,
    /// Whether it came after the last letter to this client.
    pub new: bool,
}

/// A line to be filled in by hand.
#[derive(Debug, Serialize)]
pub struct ResolvedBlank {
    /// What is to be filled in.
    pub label: Filled,
    /// What stands at the end of the line: ㊞.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<String>,
}
