//! Blocks from YAML.

use super::{
    Block, BlockKind, Cell, Column, Condition, Field, Item, Marker, Note, Part, Prose, Question,
    Rows,
};
use crate::diagnostic::Diagnostic;
use crate::facts::{Fields, FromYaml, Node, Parsing, choice};
use crate::messages::{Message, listed};

/// The condition of a part; none means everyone.
pub(in crate::model) fn when(fields: &mut Fields<'_>, cx: &mut Parsing) -> Condition {
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
            let problem = node.problem(Message::OnlyItemsHaveMarker);
            cx.problems.push(match node.deletion() {
                Some(deletion) => problem.remedy(Message::DeleteMarker, deletion),
                None => problem,
            });
        }
        let marker = marker_node.and_then(|node| node.read(cx));
        let kind = match &present[..] {
            [(kind, node)] => block_kind(kind, node, marker, cx),
            // A key that nobody knows may be the one that is missed.
            [] if fields.has_unknown() => None,
            [] => {
                let problem = node.problem(Message::BlockIsEmpty);
                cx.problems.push(problem.hint(Message::BlockHasOneOf { kinds: listed(kinds) }));
                None
            }
            [(first, _), (second, node), ..] => {
                let message = Message::BlockHasTwo {
                    first: (*first).to_string(),
                    second: (*second).to_string(),
                };
                cx.problems.push(node.problem(message).hint(Message::BeginNewBlock));
                None
            }
        };
        if !present.is_empty() {
            fields.exclude(&kinds);
        }
        if !present.iter().any(|(kind, _)| *kind == "items") {
            fields.exclude(&["marker"]);
        }
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
                let problem = node.problem(Message::NestedSubsections);
                cx.problems.push(problem.hint(Message::UseItemsBelow));
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
    let problem = node.expected(Message::All);
    let right = "all".to_owned();
    cx.problems.push(problem.instead(Message::WriteInstead { right }, "all"));
    None
}

fn table(node: &Node<'_>, cx: &mut Parsing) -> Option<BlockKind> {
    let mut fields = node.fields(cx)?;
    let columns: Option<Vec<Column>> = fields.required("columns", cx);
    let rows = fields.required_node("rows", Message::RowsOrClientData, cx);
    fields.finish(cx);
    let (columns, rows) = (columns?, rows?);
    let rows = match rows.value().as_str() {
        Some("client.data") => Rows::ClientData,
        Some(_) => {
            cx.problems.push(rows.expected(Message::RowsOrClientData));
            return None;
        }
        None => {
            let rows_read: Vec<Vec<Cell>> = rows.read(cx)?;
            for (row, node) in rows_read.iter().zip(rows.elements(cx)?) {
                if row.len() != columns.len() {
                    cx.problems.push(node.problem(Message::CellsAndColumns {
                        cells: row.len().to_string(),
                        columns: columns.len().to_string(),
                    }));
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
                    fault = Some(Message::ColumnNeedsValue {
                        heading: column.heading.clone(),
                        found: other.to_owned(),
                    });
                    break;
                }
            },
            Rows::Given(rows) => rows.iter().all(|row| matches!(row[index], Cell::Number(_))),
        };
        if column.total && !is_number {
            fault = Some(Message::TextHasNoTotal { heading: column.heading.clone() });
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
        let heading =
            fields.required_node("heading", Message::Text, cx).and_then(|node| plain(&node, cx));
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
            cx.problems.extend(one_paragraph(heading, &Message::AHeading));
        }
        Some(Self { when, heading: heading?, blocks: blocks? })
    }
}

/// A text in which variables are not filled in, and would be printed as they are.
pub(in crate::model) fn plain(node: &Node<'_>, cx: &mut Parsing) -> Option<String> {
    let text: String = node.read(cx)?;
    if text.contains("{{") || text.contains("{%") {
        cx.problems.push(node.problem(Message::NoVariablesHere).hint(Message::WriteTextItself));
        return None;
    }
    Some(text)
}

/// A heading or title is one paragraph.
pub(in crate::model) fn one_paragraph(prose: &Prose, what: &Message) -> Option<Diagnostic> {
    (prose.paragraphs.len() > 1).then(|| {
        Diagnostic::error(Message::OneParagraph {
            what: what.to_string(),
            found: prose.paragraphs.len().to_string(),
        })
        .at(prose.origin.place())
        .hint(Message::DeleteBlankLine)
    })
}

impl FromYaml for Item {
    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        if node.is_text() {
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
        let label =
            fields.required_node("label", Message::Text, cx).and_then(|node| plain(&node, cx));
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
        if node.is_text() {
            return Some(Self { when: Condition::default(), text: node.read(cx)? });
        }
        let mut fields = node.fields(cx)?;
        let when = when(&mut fields, cx);
        let text = fields.required("text", cx);
        fields.finish(cx);
        Some(Self { when, text: text? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::read_with;

    fn block(yaml: &str) -> Result<Block, Vec<Message>> {
        read_with("", yaml, |node, cx| node.read(cx))
    }

    #[test]
    fn a_block_is_of_one_kind() {
        assert!(matches!(block("text: 甲").map(|it| it.kind), Ok(BlockKind::Text(_))));
        let message = Message::BlockHasTwo { first: "text".into(), second: "notes".into() };
        assert_eq!(block("{notes: [甲], text: 乙}").err(), Some(vec![message]));
        assert_eq!(block("when: {has: data}").err(), Some(vec![Message::BlockIsEmpty]));
        let misspelt = block("txt: 甲").expect_err("an unknown key");
        assert!(!misspelt.contains(&Message::BlockIsEmpty), "{misspelt:?}");
    }

    #[test]
    fn items_are_numbered_where_nothing_else_is_said() {
        let marker = |yaml| match block(yaml).map(|it| it.kind) {
            Ok(BlockKind::Items { marker, .. }) => marker,
            other => panic!("{other:?}"),
        };
        assert_eq!(marker("items: [甲]"), Marker::Number);
        assert_eq!(marker("{items: [甲], marker: bullet}"), Marker::Bullet);
        let found = block("{text: 甲, marker: bullet}").err();
        assert_eq!(found, Some(vec![Message::OnlyItemsHaveMarker]));
    }

    #[test]
    fn subsections_hold_no_subsections() {
        let inner = "subsections: [{heading: 甲, blocks: [{text: 乙}]}]";
        assert!(block(inner).is_ok());
        let outer = format!("subsections: [{{heading: 丙, blocks: [{{{inner}}}]}}]");
        assert_eq!(block(&outer).err(), Some(vec![Message::NestedSubsections]));
    }

    #[test]
    fn a_row_has_a_cell_for_each_column_and_only_numbers_are_added_up() {
        let table = |columns: &str, rows: &str| {
            block(&format!("table: {{columns: [{columns}], rows: {rows}}}")).err()
        };
        let columns = "{heading: 種類}, {heading: 人数, total: true}";
        assert_eq!(table(columns, "[[氏名, 3], [口座, 4]]"), None);
        let message = Message::CellsAndColumns { cells: "1".into(), columns: "2".into() };
        assert_eq!(table(columns, "[[氏名, 3], [口座]]"), Some(vec![message]));
        let no_total =
            |heading: &str| Some(vec![Message::TextHasNoTotal { heading: heading.into() }]);
        assert_eq!(table(columns, "[[氏名, 3], [口座, 多数]]"), no_total("人数"));
        let of_client =
            "{heading: 種類, value: item}, {heading: 人数, value: persons, total: true}";
        assert_eq!(table(of_client, "client.data"), None);
        assert_eq!(
            table("{heading: 種類, value: item, total: true}", "client.data"),
            no_total("種類")
        );
        let message = Message::ColumnNeedsValue { heading: "種類".into(), found: "kind".into() };
        assert_eq!(table("{heading: 種類, value: kind}", "client.data"), Some(vec![message]));
    }
}
