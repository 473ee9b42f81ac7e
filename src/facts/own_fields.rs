//! The office's own columns of its list of recipients, as `fields.yaml` declares them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use serde::Serialize;

use super::choice::choice;
use super::fields::Fields;
use super::node::{Node, Parsing, text_of};
use crate::diagnostic::{Diagnostic, did_you_mean, quoted};
use crate::messages::{Message, listed};

choice! {
    /// What an own field holds.
    enum Kind {
        /// Text.
        Text = "文字",
        /// A whole number.
        Count = "数",
        /// A date.
        Day = "日付",
        /// Rows of a table.
        Rows = "明細",
    }
}

choice! {
    /// What a column of such rows holds.
    enum ColumnKind {
        /// Text.
        Text = "文字",
        /// A whole number.
        Count = "数",
        /// A date.
        Day = "日付",
    }
}

/// What may stand in an own field.
#[derive(Debug, Clone)]
enum Holds {
    Text {
        /// The values that it may have; none if any.
        values: Vec<String>,
        /// Whether a recipient may have several.
        several: bool,
    },
    Count,
    Day,
    /// The columns.
    Rows(OwnFields),
}

/// A column of the office's own.
#[derive(Debug, Clone)]
pub struct OwnField {
    /// Its name, which is the key in records and in conditions, and the variable.
    pub name: String,
    holds: Holds,
    /// Whether every recipient has it.
    pub needed: bool,
}

/// The own fields of a project, or the columns of one. A copy for each of fifty thousand
/// records costs nothing.
#[derive(Debug, Clone, Default)]
pub struct OwnFields(Arc<Vec<OwnField>>);

/// What a recipient has in own fields, or a row in its columns.
pub type OwnValues = BTreeMap<String, OwnValue>;

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
    /// Rows, each with a value for every column; at least one.
    Rows(Vec<OwnValues>),
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
            node.check_own_name(name, cx);
            fields.push(OwnField::parse(name, &node, cx).unwrap_or_else(|| OwnField::text(name)));
        }
        Some(Self(Arc::new(fields)))
    }

    /// The field of this name.
    pub fn get(&self, name: &str) -> Option<&OwnField> {
        self.0.iter().find(|field| field.name == name)
    }

    /// What stands in these fields of a mapping. From now on their names are keys that are
    /// known; `declare` says of an unknown one how to make it known.
    pub fn read(
        &self,
        fields: &mut Fields<'_>,
        declare: fn(String) -> Message,
        cx: &mut Parsing,
    ) -> Option<OwnValues> {
        let before = cx.problems.len();
        let mut values = OwnValues::new();
        for (field, node) in fields.own(self, declare) {
            values.extend(field.read(&node, cx).map(|value| (field.name.clone(), value)));
        }
        if cx.problems.len() == before {
            let missing = self.iter().filter(|it| it.needed && !values.contains_key(&it.name));
            missing.for_each(|field| fields.report_missing_own(field, cx));
        }
        (cx.problems.len() == before).then_some(values)
    }

    /// All of them, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &OwnField> {
        self.0.iter()
    }
}

impl FromIterator<OwnField> for OwnFields {
    fn from_iter<T: IntoIterator<Item = OwnField>>(fields: T) -> Self {
        Self(Arc::new(fields.into_iter().collect()))
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

impl Node<'_> {
    /// Says so if the key of this value cannot be a name of the office's own.
    pub fn check_own_name(&self, name: &str, cx: &mut Parsing) {
        if !is_own_name(name) {
            let problem = self.problem_at_key(Message::NotAnOwnName { name: quoted(name) });
            cx.problems.push(problem.hint(Message::NameInJapanese));
        }
    }
}

impl OwnField {
    /// A field that may hold any text.
    pub fn text(name: &str) -> Self {
        Self::new(name, Holds::Text { values: Vec::new(), several: false })
    }

    /// A field that holds numbers.
    pub fn count(name: &str) -> Self {
        Self::new(name, Holds::Count)
    }

    /// A field that holds dates.
    pub fn day(name: &str) -> Self {
        Self::new(name, Holds::Day)
    }

    /// A field that holds one of these values, or several of them.
    pub fn choice(name: &str, values: Vec<String>, several: bool) -> Self {
        Self::new(name, Holds::Text { values, several })
    }

    fn new(name: &str, holds: Holds) -> Self {
        Self { name: name.to_owned(), holds, needed: false }
    }

    fn parse(name: &str, node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let mut fields = node.fields(cx)?;
        let kind = fields.optional("kind", cx).unwrap_or(Kind::Text);
        let values: Vec<String> = fields.list("values", cx);
        let mut seen = BTreeSet::new();
        let several = fields.optional("several", cx).unwrap_or(false);
        let columns = fields.node("columns");
        let needed = fields.optional("needed", cx).unwrap_or(false);
        if let Some(node) = fields.node("values").filter(|_| kind != Kind::Text) {
            cx.problems.push(node.problem(Message::OnlyTextHasValues));
        }
        for node in fields.node("values").and_then(|node| node.elements(cx)).unwrap_or_default() {
            let twice = text_of(node.value()).filter(|value| !seen.insert(value.to_string()));
            cx.problems.extend(twice.map(|value| {
                let value = value.into_owned();
                node.problem(Message::ValueTwice { value }).hint(Message::DeleteOneValue)
            }));
        }
        if let Some(node) = fields.node("several").filter(|_| values.is_empty()) {
            cx.problems.push(node.problem(Message::SeveralOfWhat).hint(Message::AddValues));
        }
        if let Some(node) = columns.as_ref().filter(|_| kind != Kind::Rows) {
            let problem = node.problem_at_key(Message::OnlyRowsHaveColumns);
            cx.problems.push(problem.hint(Message::WriteKindOfRows));
        }
        if kind == Kind::Rows && columns.is_none() && !fields.has_unknown() {
            cx.problems.push(node.problem(Message::RowsNeedColumns).hint(Message::AddColumns));
        }
        fields.finish(cx);
        let holds = match kind {
            Kind::Text => Holds::Text { values, several },
            Kind::Count => Holds::Count,
            Kind::Day => Holds::Day,
            Kind::Rows => Holds::Rows(Self::columns_of(&columns?, cx)?),
        };
        Some(Self { needed, ..Self::new(name, holds) })
    }

    /// The columns of a field's rows. A row may leave any of them out.
    fn columns_of(node: &Node<'_>, cx: &mut Parsing) -> Option<OwnFields> {
        let mut columns = Vec::new();
        for (name, node) in node.entries(cx)? {
            node.check_own_name(name, cx);
            let holds = match node.read(cx) {
                Some(ColumnKind::Count) => Holds::Count,
                Some(ColumnKind::Day) => Holds::Day,
                Some(ColumnKind::Text) | None => Holds::Text { values: Vec::new(), several: false },
            };
            columns.push(Self::new(name, holds));
        }
        if columns.is_empty() {
            cx.problems.push(node.problem(Message::RowsNeedColumns).hint(Message::AddColumns));
        }
        Some(columns.into_iter().collect())
    }

    /// What to write for whoever has left the field out.
    pub fn wanted(&self) -> Message {
        match &self.holds {
            Holds::Text { values, .. } if values.is_empty() => Message::Text,
            Holds::Text { values, .. } => Message::OneOf { words: listed(values) },
            Holds::Count => Message::WholeNumber,
            Holds::Day => Message::ADate,
            Holds::Rows(_) => Message::AList,
        }
    }

    /// Reads what a recipient has in the field; `None` also for an empty list.
    pub fn read(&self, node: &Node<'_>, cx: &mut Parsing) -> Option<OwnValue> {
        Some(match &self.holds {
            Holds::Count => OwnValue::Count(node.read(cx)?),
            Holds::Day => OwnValue::Day(node.read(cx)?),
            Holds::Text { values, .. } if values.is_empty() => OwnValue::Text(node.read(cx)?),
            Holds::Text { several, .. } => {
                let mut values = self.some_of(node, cx)?;
                if *several {
                    return Some(values).filter(|it| !it.is_empty()).map(OwnValue::Several);
                }
                if values.len() > 1 {
                    let problem = node.expected(self.wanted());
                    cx.problems.push(problem.hint(Message::DeclareSeveral));
                    return None;
                }
                OwnValue::Text(values.pop()?)
            }
            Holds::Rows(columns) => {
                let rows: Vec<Option<OwnValues>> =
                    node.elements(cx)?.iter().map(|node| row(node, columns, cx)).collect();
                let rows: Vec<OwnValues> = rows.into_iter().collect::<Option<_>>()?;
                OwnValue::Rows(Some(rows).filter(|it| !it.is_empty())?)
            }
        })
    }

    /// Some values of the field: one, a list, or a text that lists them.
    pub fn some_of(&self, node: &Node<'_>, cx: &mut Parsing) -> Option<Vec<String>> {
        let known = self.values();
        let before = cx.problems.len();
        let mut values = Vec::new();
        for node in &node.elements(cx)? {
            let Some(value) = node.read::<String>(cx) else { continue };
            if known.is_empty() || known.contains(&value) {
                values.push(value);
            } else if let Some(several) = self.listed_in(&value) {
                values.extend(several);
            } else {
                cx.problems.push(self.no_such_value(node, &value));
            }
        }
        (cx.problems.len() == before).then_some(values)
    }

    fn no_such_value(&self, node: &Node<'_>, value: &str) -> Diagnostic {
        let known = self.values();
        let seen = value.trim();
        if known.iter().any(|it| it == seen)
            && let Some(problem) = node.unseen()
        {
            return problem;
        }
        let (name, value) = (self.name.clone(), value.to_owned());
        let problem = node.problem(Message::NoSuchValue { name, value: quoted(&value) });
        match did_you_mean(&value, known.iter().map(String::as_str)) {
            Some(meant) => node.meant(problem, meant),
            None => problem.hint(Message::ValuesAre { values: listed(known) }),
        }
    }

    /// The values that a text lists (`給与計算、電子明細`), if all its parts are values.
    fn listed_in(&self, text: &str) -> Option<Vec<String>> {
        super::listed_words::listed_in(text, |word| self.values().iter().any(|it| it == word))
    }

    /// The values that it may have; none if any.
    pub fn values(&self) -> &[String] {
        match &self.holds {
            Holds::Text { values, .. } => values,
            _ => &[],
        }
    }

    /// Whether a recipient may have several of the values.
    pub fn is_several(&self) -> bool {
        matches!(self.holds, Holds::Text { several: true, .. })
    }

    /// Whether the field holds any text.
    pub fn is_text(&self) -> bool {
        matches!(&self.holds, Holds::Text { values, .. } if values.is_empty())
    }

    /// Whether the field holds numbers.
    pub fn is_count(&self) -> bool {
        matches!(self.holds, Holds::Count)
    }

    /// Whether the field holds dates.
    pub fn is_day(&self) -> bool {
        matches!(self.holds, Holds::Day)
    }

    /// The columns of the rows that the field holds; `None` if it holds none.
    pub fn columns(&self) -> Option<&OwnFields> {
        match &self.holds {
            Holds::Rows(columns) => Some(columns),
            _ => None,
        }
    }
}

/// A row of a field.
fn row(node: &Node<'_>, columns: &OwnFields, cx: &mut Parsing) -> Option<OwnValues> {
    let mut fields = node.fields(cx)?;
    let row = columns.read(&mut fields, |name| Message::DeclareColumn { name }, cx);
    fields.finish(cx);
    row
}

impl OwnValue {
    /// Whether it is one of these values, or has one of them.
    pub fn is_any_of(&self, values: &[String]) -> bool {
        match self {
            Self::Text(text) => values.contains(text),
            Self::Several(own) => own.iter().any(|value| values.contains(value)),
            Self::Count(number) => values.contains(&number.to_string()),
            Self::Day(day) => values.contains(&day.to_string()),
            Self::Rows(rows) => {
                rows.iter().flat_map(|row| row.values()).any(|it| it.is_any_of(values))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{mended, read_with};

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

    #[test]
    fn a_field_with_a_fault_is_told_and_known_by_its_name() {
        let declared = |yaml: &str| {
            let read = |node: &Node<'_>, cx: &mut Parsing| OwnFields::parse(node, cx);
            read_with("", yaml, read).map(|fields| fields.iter().count())
        };
        assert_eq!(declared("業務: {values: 給与計算}\n担当: {kind: 文字}\n計画: {}\n"), Ok(3));
        assert_eq!(
            declared("台帳: {kind: 明細, columns: {項目: 文字, 人数: 数, 期限: 日付}}"),
            Ok(1)
        );
        for yaml in [
            "plan: {}",
            "業務: {kind: 表}",
            "業務: {kind: 数, values: [1, 2]}",
            "業務: {several: true}",
            "業務: {values: [甲], several: はい}",
            "業務: {values: [甲], needed: false}",
            "業務: {label: 業務}",
            "台帳: {kind: 明細}",
            "台帳: {kind: 明細, columns: {}}",
            "台帳: {kind: 明細, columns: {item: 文字}}",
            "台帳: {kind: 明細, columns: {項目: 明細}}",
            "台帳: {columns: {項目: 文字}}",
        ] {
            assert!(declared(yaml).is_err_and(|it| it.len() == 1), "{yaml}: {:?}", declared(yaml));
        }
    }

    #[test]
    fn doing_what_a_hint_says_is_enough() {
        let read = |node: &Node<'_>, cx: &mut Parsing| OwnFields::parse(node, cx);
        for (wrong, right) in [
            (
                "業務：{values: [甲, 乙], several: true}\n",
                "業務: {values: [甲, 乙], several: true}\n",
            ),
            ("業務：\n  values: [甲]\n", "業務:\n  values: [甲]\n"),
            ("業務: {values：[甲]}", "業務: {values: [甲]}"),
            ("業務: {values: [甲], several: yes}", "業務: {values: [甲], several: true}"),
            ("業務: {values: [甲], several: TRUE}", "業務: {values: [甲], several: true}"),
            ("業務: {values: [甲], several: false}", "業務: {values: [甲]}"),
        ] {
            assert_eq!(mended("", wrong, read), right);
        }
    }
}
