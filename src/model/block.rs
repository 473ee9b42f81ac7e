//! What a section of the letter is built of.

use super::variant::OptionalParts;
use super::{Condition, Prose};
use crate::diagnostic::Diagnostic;
use crate::facts::{Fields, FromYaml, Node, Parsing, choice};

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

/// The condition of a part; none means everyone.
pub(super) fn when(fields: &mut Fields<'_>, cx: &mut Parsing) -> Condition {
    fields.refuse_empty("when", cx);
    fields.optional("when", cx).unwrap_or_default()
}

impl FromYaml for Block {
    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let mut fields = node.fields(cx)?;
        let when = when(&mut fields, cx);
        let kinds = [
            "text",
            "timeline",
            "services",
            "subsections",
            "items",
            "table",
            "fields",
            "qa",
            "notes",
            "contact",
        ];
        let present: Vec<(&str, Node<'_>)> =
            kinds.iter().filter_map(|&kind| Some((kind, fields.node(kind)?))).collect();
        let marker_node = fields.node("marker");
        if let (Some(node), false) =
            (&marker_node, present.iter().any(|(kind, _)| *kind == "items"))
        {
            cx.problems.push(node.problem("only `items` have a marker").hint("delete `marker`"));
        }
        let marker = marker_node.and_then(|node| node.read(cx));
        let kind = match &present[..] {
            [(kind, node)] => block_kind(kind, node, marker, cx),
            [] => {
                let problem = node.problem("this block has no content");
                cx.problems.push(problem.hint(format!("a block has one of: {}", kinds.join(", "))));
                None
            }
            [(first, _), (second, node), ..] => {
                let message = format!("a block has one content, found `{first}` and `{second}`");
                cx.problems.push(node.problem(message).hint("begin a new block with `- `"));
                None
            }
        };
        fields.finish(cx);
        Some(Self { when, kind: kind? })
    }
}

fn block_kind(
    kind: &str,
    node: &Node<'_>,
    marker: Option<Marker>,
    cx: &mut Parsing,
) -> Option<BlockKind> {
    Some(match kind {
        "text" => BlockKind::Text(node.read(cx)?),
        "timeline" => only_all(node, BlockKind::Timeline, cx)?,
        "services" => only_all(node, BlockKind::Services, cx)?,
        "subsections" => {
            let parts: Vec<Part> = node.read(cx)?;
            let nested = |block: &Block| matches!(block.kind, BlockKind::Subsections(_));
            if parts.iter().any(|part| Block::any(&part.blocks, &nested)) {
                let problem = node.problem("subsections cannot stand inside subsections");
                cx.problems.push(problem.hint("use `items` for what is below (1)"));
                return None;
            }
            BlockKind::Subsections(parts)
        }
        "items" => {
            BlockKind::Items { marker: marker.unwrap_or(Marker::Number), items: node.read(cx)? }
        }
        "table" => table(node, cx)?,
        "fields" => BlockKind::Fields(node.read(cx)?),
        "qa" => BlockKind::Questions(node.read(cx)?),
        "notes" => BlockKind::Notes(node.read(cx)?),
        _ => BlockKind::Contact(node.read(cx)?),
    })
}

/// `timeline: all`: the word leaves room for a choice.
fn only_all(node: &Node<'_>, kind: BlockKind, cx: &mut Parsing) -> Option<BlockKind> {
    if node.value().as_str() == Some("all") {
        return Some(kind);
    }
    cx.problems.push(node.expected("`all`"));
    None
}

fn table(node: &Node<'_>, cx: &mut Parsing) -> Option<BlockKind> {
    let mut fields = node.fields(cx)?;
    let columns: Option<Vec<Column>> = fields.required("columns", cx);
    let rows = fields.required_node("rows", cx);
    fields.finish(cx);
    let (columns, rows) = (columns?, rows?);
    let rows = match rows.value().as_str() {
        Some("client.data") => Rows::ClientData,
        Some(_) => {
            cx.problems.push(rows.expected("a list of rows, or `client.data`"));
            return None;
        }
        None => {
            let rows_read: Vec<Vec<Cell>> = rows.read(cx)?;
            for (row, node) in rows_read.iter().zip(rows.elements(cx)?) {
                if row.len() != columns.len() {
                    let (found, expected) = (row.len(), columns.len());
                    cx.problems.push(node.problem(format!(
                        "this row has {found} cells, the table {expected} columns"
                    )));
                    return None;
                }
            }
            Rows::Given(rows_read)
        }
    };
    let mut fault = None;
    for (index, column) in columns.iter().enumerate() {
        let is_number = match &rows {
            Rows::ClientData => match column.value.as_str() {
                "persons" => true,
                "item" => false,
                other => {
                    fault = Some(format!(
                        "column `{}` needs `value: item` or `value: persons`, found `{other}`",
                        column.heading
                    ));
                    break;
                }
            },
            Rows::Given(rows) => rows.iter().all(|row| matches!(row[index], Cell::Number(_))),
        };
        if column.total && !is_number {
            fault = Some(format!("column `{}` has text, which has no total", column.heading));
        }
    }
    if let Some(fault) = fault {
        cx.problems.push(node.problem(fault));
        return None;
    }
    Some(BlockKind::Table { columns, rows })
}

impl FromYaml for Column {
    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        choice! {
            /// The edge a column's cells stand at.
            pub enum Align {
                /// Text.
                Left = "left",
                /// Numbers.
                Right = "right",
            }
        }
        let mut fields = node.fields(cx)?;
        let heading = fields.required_node("heading", cx).and_then(|node| plain(&node, cx));
        let value = fields.optional("value", cx);
        let unit = fields.optional("unit", cx);
        let align: Option<Align> = fields.optional("align", cx);
        let total = fields.optional("total", cx);
        fields.finish(cx);
        Some(Self {
            heading: heading?,
            value: value.unwrap_or_default(),
            unit,
            align_right: align == Some(Align::Right),
            total: total.unwrap_or(false),
        })
    }
}

impl FromYaml for Cell {
    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        match node.value().as_i64() {
            Some(number) => Some(Self::Number(number)),
            None => Some(Self::Text(node.read(cx)?)),
        }
    }
}

impl FromYaml for Part {
    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let mut fields = node.fields(cx)?;
        let when = when(&mut fields, cx);
        let heading: Option<Prose> = fields.required("heading", cx);
        let blocks = fields.required("blocks", cx);
        fields.finish(cx);
        if let Some(heading) = &heading {
            cx.problems.extend(one_paragraph(heading, "a heading"));
        }
        Some(Self { when, heading: heading?, blocks: blocks? })
    }
}

/// A text in which variables are not filled in, and would be printed as they are.
pub(super) fn plain(node: &Node<'_>, cx: &mut Parsing) -> Option<String> {
    let text: String = node.read(cx)?;
    if text.contains("{{") || text.contains("{%") {
        cx.problems
            .push(node.problem("variables cannot be used here").hint("write the text itself"));
        return None;
    }
    Some(text)
}

/// A heading or title is one paragraph.
pub(super) fn one_paragraph(prose: &Prose, what: &str) -> Option<Diagnostic> {
    (prose.paragraphs.len() > 1).then(|| {
        Diagnostic::error(format!("{what} is one paragraph, found {}", prose.paragraphs.len()))
            .at(prose.origin.place())
            .hint("delete the blank line")
    })
}

impl FromYaml for Item {
    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        if node.value().is_string() {
            let text = node.read(cx)?;
            return Some(Self { when: Condition::default(), text, items: Vec::new() });
        }
        let mut fields = node.fields(cx)?;
        let when = when(&mut fields, cx);
        let text = fields.required("text", cx);
        let items = fields.list("items", cx);
        fields.finish(cx);
        Some(Self { when, text: text?, items })
    }
}

impl FromYaml for Field {
    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let mut fields = node.fields(cx)?;
        let when = when(&mut fields, cx);
        let label = fields.required_node("label", cx).and_then(|node| plain(&node, cx));
        let value = fields.required("value", cx);
        fields.finish(cx);
        Some(Self { when, label: label?, value: value? })
    }
}

impl FromYaml for Question {
    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let mut fields = node.fields(cx)?;
        let when = when(&mut fields, cx);
        let question = fields.required("question", cx);
        let answer = fields.required("answer", cx);
        fields.finish(cx);
        Some(Self { when, question: question?, answer: answer? })
    }
}

impl FromYaml for Note {
    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        if node.value().is_string() {
            return Some(Self { when: Condition::default(), text: node.read(cx)? });
        }
        let mut fields = node.fields(cx)?;
        let when = when(&mut fields, cx);
        let text = fields.required("text", cx);
        fields.finish(cx);
        Some(Self { when, text: text? })
    }
}

impl Block {
    /// Adds every text of these blocks to `texts`.
    pub(super) fn collect_prose<'a>(blocks: &'a [Block], texts: &mut Vec<&'a Prose>) {
        for block in blocks {
            match &block.kind {
                BlockKind::Text(prose) | BlockKind::Contact(prose) => texts.push(prose),
                BlockKind::Timeline | BlockKind::Services => {}
                BlockKind::Subsections(parts) => {
                    for part in parts {
                        texts.push(&part.heading);
                        Self::collect_prose(&part.blocks, texts);
                    }
                }
                BlockKind::Items { items, .. } => Item::collect_prose(items, texts),
                BlockKind::Table { rows: Rows::ClientData, .. } => {}
                BlockKind::Table { rows: Rows::Given(rows), .. } => {
                    texts.extend(rows.iter().flatten().filter_map(|cell| match cell {
                        Cell::Number(_) => None,
                        Cell::Text(prose) => Some(prose),
                    }));
                }
                BlockKind::Fields(fields) => texts.extend(fields.iter().map(|field| &field.value)),
                BlockKind::Questions(questions) => {
                    texts.extend(questions.iter().flat_map(|it| [&it.question, &it.answer]));
                }
                BlockKind::Notes(notes) => texts.extend(notes.iter().map(|note| &note.text)),
            }
        }
    }
}

impl Block {
    /// Whether `test` is true of one of the blocks, or of one below them.
    pub(super) fn any(blocks: &[Block], test: &dyn Fn(&Block) -> bool) -> bool {
        blocks.iter().any(|block| {
            let below = match &block.kind {
                BlockKind::Subsections(parts) => parts.as_slice(),
                _ => &[],
            };
            test(block) || below.iter().any(|part| Self::any(&part.blocks, test))
        })
    }

    /// Words to know the block by.
    fn words(&self) -> &str {
        match &self.kind {
            BlockKind::Text(prose) | BlockKind::Contact(prose) => prose.words(),
            BlockKind::Timeline => "timeline",
            BlockKind::Services => "services",
            BlockKind::Subsections(parts) => parts.first().map_or("", |it| it.heading.words()),
            BlockKind::Items { items, .. } => items.first().map_or("", |it| it.text.words()),
            BlockKind::Table { columns, .. } => columns.first().map_or("", |it| &it.heading),
            BlockKind::Fields(fields) => fields.first().map_or("", |it| &it.label),
            BlockKind::Questions(list) => list.first().map_or("", |it| it.question.words()),
            BlockKind::Notes(notes) => notes.first().map_or("", |it| it.text.words()),
        }
    }

    /// Adds the optional parts of these blocks to `parts`.
    pub(super) fn collect_optional<'a>(blocks: &'a [Block], parts: &mut OptionalParts<'a>) {
        for block in blocks {
            if !parts.add(block.words(), &block.when) {
                continue;
            }
            match &block.kind {
                BlockKind::Subsections(list) => {
                    for part in list {
                        if parts.add(part.heading.words(), &part.when) {
                            Self::collect_optional(&part.blocks, parts);
                        }
                    }
                }
                BlockKind::Items { items, .. } => Item::collect_optional(items, parts),
                BlockKind::Fields(fields) => {
                    fields.iter().for_each(|it| _ = parts.add(&it.label, &it.when));
                }
                BlockKind::Questions(list) => {
                    list.iter().for_each(|it| _ = parts.add(it.question.words(), &it.when));
                }
                BlockKind::Notes(notes) => {
                    notes.iter().for_each(|it| _ = parts.add(it.text.words(), &it.when));
                }
                BlockKind::Text(_)
                | BlockKind::Timeline
                | BlockKind::Services
                | BlockKind::Table { .. }
                | BlockKind::Contact(_) => {}
            }
        }
    }
}

impl Item {
    fn collect_optional<'a>(items: &'a [Item], parts: &mut OptionalParts<'a>) {
        for item in items {
            if parts.add(item.text.words(), &item.when) {
                Self::collect_optional(&item.items, parts);
            }
        }
    }

    fn collect_prose<'a>(items: &'a [Item], texts: &mut Vec<&'a Prose>) {
        for item in items {
            texts.push(&item.text);
            Self::collect_prose(&item.items, texts);
        }
    }
}
