//! Lists from YAML.

use chrono::{NaiveDate, NaiveDateTime};

use super::{Item, ItemDate, List, Notes, Passage};
use crate::facts::{Fields, FromYaml, Node, Parsing, text_of};
use crate::messages::Message;
use crate::model::style::Mark;

impl List {
    /// Reads a list with `mark` and `inline` beside it.
    pub(super) fn read(node: &Node<'_>, fields: &mut Fields<'_>, cx: &mut Parsing) -> Option<Self> {
        let marks = fields.list("mark", cx);
        let inline = fields.optional("inline", cx).unwrap_or(false);
        Some(Self { marks, inline, items: node.read(cx)? })
    }

    /// The mark of items so deep below the outermost; ・ where nothing is said.
    pub fn mark(&self, depth: usize) -> Mark {
        self.marks.get(depth).cloned().unwrap_or_else(|| Mark::fixed("・"))
    }
}

impl FromYaml for Item {
    fn wanted() -> Message {
        Message::Text
    }

    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        if !node.value().is_mapping() || node.is_text() {
            let text = node.read(cx)?;
            return Some(Self { text, date: None, notes: None, list: None });
        }
        let mut fields = node.fields(cx)?;
        let date = fields.node("date").and_then(|node| ItemDate::read(&node, cx));
        let notes = Notes::with_mark(None, &mut fields, cx);
        let list = fields.node("list");
        let list = list.and_then(|node| List::read(&node, &mut fields, cx));
        let text = Passage::read(&mut fields, cx);
        if list.is_none() {
            fields.exclude(&["mark", "inline"]);
        }
        fields.finish(cx);
        Some(Self { text: text?, date, notes, list })
    }
}

impl ItemDate {
    /// Reads what stands before an item: what can be read as a day or moment is
    /// written in the letter's style, anything else as it stands.
    fn read(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let written = text_of(node.value()).unwrap_or_default();
        let is_of_machine = |length: usize| {
            let digits = |it: &str| it.chars().all(|c| c.is_ascii_digit());
            let mut parts = written.get(..length).unwrap_or_default().split('-');
            parts.clone().count() == 3 && parts.all(digits)
        };
        Some(match written.len() {
            10 if is_of_machine(10) => Self::Day(node.read::<NaiveDate>(cx)?),
            11.. if is_of_machine(10) => Self::Moment(node.read::<NaiveDateTime>(cx)?),
            _ => Self::Text(node.read(cx)?),
        })
    }
}
