//! The office's own columns of its list of recipients, as `fields.yaml` declares them.

use std::sync::Arc;

use chrono::NaiveDate;
use serde::Serialize;

use super::fields::{Node, Parsing, choice};
use crate::diagnostic::{did_you_mean, quoted};
use crate::messages::{Message, listed};

choice! {
    /// What an own field holds.
    pub enum Kind {
        /// Text.
        Text = "文字",
        /// A whole number.
        Count = "数",
        /// A date.
        Day = "日付",
    }
}

/// A column of the office's own.
#[derive(Debug, Clone)]
pub struct OwnField {
    /// Its name, which is the key in records and in conditions, and the variable.
    pub name: String,
    kind: Kind,
    /// The values that it may have; none if any.
    values: Vec<String>,
    /// Whether a recipient may have several.
    several: bool,
    /// Whether every recipient has it.
    pub needed: bool,
}

/// The own fields of a project. A copy for each of fifty thousand records costs nothing.
#[derive(Debug, Clone, Default)]
pub struct OwnFields(Arc<Vec<OwnField>>);

/// What a recipient has in an own field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum OwnValue {
    /// A text.
    Text(String),
    /// Some of the field's values.
    Several(Vec<String>),
    /// A number.
    Count(u32),
    /// A date.
    Day(NaiveDate),
}

impl OwnFields {
    /// Reads `fields.yaml`. A field with a fault is known by its name all the same: who
    /// speaks of it is not told that there is none.
    pub fn parse(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let mut fields = Vec::new();
        if node.value().is_null() {
            return Some(Self::default());
        }
        for (name, node) in node.entries(cx)? {
            if !is_own_name(name) {
                let problem = node.problem_at_key(Message::NotAnOwnName { name: quoted(name) });
                cx.problems.push(problem.hint(Message::NameInJapanese));
            }
            fields.push(OwnField::parse(name, &node, cx).unwrap_or_else(|| OwnField::any(name)));
        }
        Some(Self(Arc::new(fields)))
    }

    /// The field of this name.
    pub fn get(&self, name: &str) -> Option<&OwnField> {
        self.0.iter().find(|field| field.name == name)
    }

    /// All of them, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &OwnField> {
        self.0.iter()
    }
}

/// Whether a name can be no key of the program's, now or later, and is one word in
/// `{{ … }}`.
pub fn is_own_name(name: &str) -> bool {
    let begins = |c: char| !c.is_ascii_digit();
    let is_own = !name.is_ascii() || name.starts_with(|c: char| c.is_ascii_uppercase());
    is_own && name.starts_with(begins) && name.chars().all(is_of_name)
}

/// Whether a character may stand in the name of an own field.
pub fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || matches!(c, 'ー' | '々' | '〇' | '・')
}

impl OwnField {
    /// A field that may hold any text.
    fn any(name: &str) -> Self {
        let name = name.to_owned();
        Self { name, kind: Kind::Text, values: Vec::new(), several: false, needed: false }
    }

    fn parse(name: &str, node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let mut fields = node.fields(cx)?;
        let kind = fields.optional("kind", cx).unwrap_or(Kind::Text);
        let values = match fields.node("values") {
            Some(node) if node.value().is_sequence() => node.read(cx)?,
            Some(node) => vec![node.read(cx)?],
            None => Vec::new(),
        };
        let several = fields.optional("several", cx).unwrap_or(false);
        let needed = fields.optional("needed", cx).unwrap_or(false);
        if let Some(node) = fields.node("values").filter(|_| kind != Kind::Text) {
            cx.problems.push(node.problem(Message::OnlyTextHasValues));
        }
        if let Some(node) = fields.node("several").filter(|_| values.is_empty()) {
            cx.problems.push(node.problem(Message::SeveralOfWhat).hint(Message::AddValues));
        }
        fields.finish(cx);
        Some(Self { name: name.to_owned(), kind, values, several, needed })
    }

    /// What to write for whoever has left the field out.
    pub fn wanted(&self) -> Message {
        match self.kind {
            Kind::Text if self.values.is_empty() => Message::Text,
            Kind::Text => Message::OneOf { words: listed(&self.values) },
            Kind::Count => Message::WholeNumber,
            Kind::Day => Message::ADate,
        }
    }

    /// Reads what a recipient has in the field; `None` also for an empty list.
    pub fn read(&self, node: &Node<'_>, cx: &mut Parsing) -> Option<OwnValue> {
        Some(match self.kind {
            Kind::Count => OwnValue::Count(node.read(cx)?),
            Kind::Day => OwnValue::Day(node.read(cx)?),
            Kind::Text if self.values.is_empty() => OwnValue::Text(node.read(cx)?),
            Kind::Text if self.several => {
                let values = self.some_of(node, cx)?;
                OwnValue::Several(Some(values).filter(|values| !values.is_empty())?)
            }
            Kind::Text => {
                let mut values = self.some_of(node, cx)?;
                if values.len() > 1 {
                    let problem = node.expected(self.wanted());
                    cx.problems.push(problem.hint(Message::DeclareSeveral));
                    return None;
                }
                OwnValue::Text(values.pop()?)
            }
        })
    }

    /// Some values of the field: one, a list, or a text that lists them.
    pub fn some_of(&self, node: &Node<'_>, cx: &mut Parsing) -> Option<Vec<String>> {
        let is_list = node.value().is_sequence();
        let nodes = if is_list { node.elements(cx)? } else { vec![node.clone()] };
        let before = cx.problems.len();
        let mut values = Vec::new();
        for node in &nodes {
            let Some(value) = node.read::<String>(cx) else { continue };
            if self.values.is_empty() || self.values.contains(&value) {
                values.push(value);
            } else if let Some(several) = self.listed_in(&value) {
                values.extend(several);
            } else {
                cx.problems.push(self.no_such_value(node, &value));
            }
        }
        (cx.problems.len() == before).then_some(values)
    }

    fn no_such_value(&self, node: &Node<'_>, value: &str) -> crate::diagnostic::Diagnostic {
        let seen = value.trim();
        if self.values.iter().any(|it| it == seen)
            && let Some(problem) = node.unseen()
        {
            return problem;
        }
        let (name, value) = (self.name.clone(), value.to_owned());
        let known = self.values.iter().map(String::as_str);
        let problem = node.problem(Message::NoSuchValue { name, value: quoted(&value) });
        match did_you_mean(&value, known) {
            Some(meant) => node.meant(problem, meant),
            None => problem.hint(Message::ValuesAre { values: listed(&self.values) }),
        }
    }

    /// The values that a text lists (`給与計算、電子明細`), if all its parts are values.
    fn listed_in(&self, text: &str) -> Option<Vec<String>> {
        super::listed_words::listed_in(text, |word| self.values.iter().any(|it| it == word))
    }

    /// Whether the field holds numbers.
    pub fn is_count(&self) -> bool {
        self.kind == Kind::Count
    }

    /// Whether the field holds dates.
    pub fn is_day(&self) -> bool {
        self.kind == Kind::Day
    }
}

impl OwnValue {
    /// Whether it is one of these values, or has one of them.
    pub fn is_any_of(&self, values: &[String]) -> bool {
        match self {
            Self::Text(text) => values.contains(text),
            Self::Several(own) => own.iter().any(|value| values.contains(value)),
            Self::Count(number) => values.contains(&number.to_string()),
            Self::Day(day) => values.contains(&day.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_own_name_is_a_word_that_no_key_can_be() {
        for own in ["業務", "IT担当", "Plan", "退職者数2", "社会保険・労働保険", "ＦＡＸ希望"]
        {
            assert!(is_own_name(own), "{own}");
        }
        for other in
            ["", "plan", "2業務", "業 務", "人数（名）", "業務:", "a業務 ", "plan2", "担当#"]
        {
            assert!(!is_own_name(other), "{other}");
        }
    }
}
