//! Texts of which YAML would leave out a part: what stands behind ` #`, and numbers
//! and texts that it parts at a comma.

use std::ops::Range;

use serde_yaml::Value;

use super::node::Node;
use super::places::Step;
use super::quoting::{self, in_quotes};
use crate::diagnostic::{Diagnostic, quoted};
use crate::messages::Message;

impl<'a> Node<'a> {
    /// A part of the text behind ` #`, which YAML leaves out.
    pub(super) fn cut_off(&self) -> Option<Diagnostic> {
        if !self.document.may_cut() {
            return None;
        }
        let text = &self.document.source().text;
        let found = self.document.locate(&self.path).filter(|found| found.plain)?;
        let rest = quoting::comment_behind(text, found.value.end)?;
        let message = Message::CommentInText { rest: text[rest.clone()].to_owned() };
        let whole = self.document.place_in(found.value.start..rest.end);
        let problem = Diagnostic::error(message).at(self.document.place_in(rest));
        Some(quoting::with_quotes(problem, whole))
    }

    /// A text behind a key that is all comment to YAML: `name: #301`.
    pub(super) fn cut_whole(&self) -> Option<Diagnostic> {
        if !self.document.may_cut() {
            return None;
        }
        let text = &self.document.source().text;
        let key = self.document.locate(&self.path)?.key.clone()?;
        let colon = text[key.end..].starts_with(':').then_some(key.end + 1)?;
        let rest = quoting::comment_behind(text, colon)?;
        let message = Message::CommentInText { rest: text[rest.clone()].to_owned() };
        let whole = self.document.place_in(rest);
        Some(quoting::with_quotes(Diagnostic::error(message).at(whole.clone()), whole))
    }

    /// A number that YAML has parted at its comma into elements of this list.
    pub(super) fn parted(&self, items: &[Node<'a>]) -> Vec<Diagnostic> {
        if items.len() < 2 || !self.document.may_part() {
            return Vec::new();
        }
        let text = &self.document.source().text;
        let range = |node: &Node<'_>| Some(self.document.locate(&node.path)?.value.clone());
        let mut ranges: Vec<Range<usize>> = Vec::new();
        let mut parted: Vec<Range<usize>> = Vec::new();
        for item in items {
            let Some(next) = range(item) else { return Vec::new() };
            if let Some(last) = ranges.last()
                && text.get(last.end..next.start) == Some(",")
                && quoting::parts_number(text, last.end)
            {
                match parted.last_mut().filter(|whole| whole.end == last.end) {
                    Some(whole) => whole.end = next.end,
                    None => parted.push(last.start..next.end),
                }
            }
            ranges.push(next);
        }
        parted.into_iter().map(|range| self.parted_at(range)).collect()
    }

    /// A text that YAML has parted at a comma.
    fn parted_at(&self, range: Range<usize>) -> Diagnostic {
        let whole = &self.document.source().text[range.clone()];
        let problem = Diagnostic::error(Message::TextParted { text: quoted(whole) });
        let value = in_quotes(whole);
        let hint = Message::PutInQuotes { value: value.clone() };
        problem.at(self.document.place_in(range)).instead(hint, value)
    }

    /// Of a mapping: the keys without colon or value that are parts of the value
    /// before them (`{text: 1,000人}`), each run of them with the whole text.
    pub(super) fn parted_keys(&self) -> Vec<(Vec<&'a str>, Diagnostic)> {
        let Value::Mapping(mapping) = self.value else { return Vec::new() };
        if !mapping.values().any(Value::is_null) {
            return Vec::new();
        }
        let text = &self.document.source().text;
        let mut runs: Vec<(Vec<&str>, Range<usize>)> = Vec::new();
        // The value before, and whether what stands behind it is part of it.
        let mut before: Option<Range<usize>> = None;
        for (key, value) in mapping {
            let Some(key) = key.as_str() else { continue };
            let node = self.child(Step::Key(key.to_owned()), value);
            let Some(found) = self.document.locate(&node.path) else { return Vec::new() };
            let key_range = found.key.clone().unwrap_or(found.value.clone());
            let gap = before.as_ref().and_then(|it| text.get(it.end..key_range.start));
            let is_part = value.is_null()
                && gap.is_some_and(|gap| gap.trim() == ",")
                && text[key_range.end..].trim_start().starts_with([',', '}']);
            if let (Some(value_before), true) = (&before, is_part) {
                let whole = value_before.start..key_range.end;
                match runs.last_mut().filter(|(_, run)| run.end == value_before.end) {
                    Some((keys, run)) => {
                        keys.push(key);
                        run.end = whole.end;
                    }
                    None => runs.push((vec![key], whole)),
                }
                before = Some(key_range);
            } else {
                before = Some(found.value.clone());
            }
        }
        runs.into_iter().map(|(keys, range)| (keys, self.parted_at(range))).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::facts::{FromYaml, diagnosed, mended};
    use crate::model::{Body, Client};

    /// The blocks of a letter, the second time without what YAML bites off.
    #[test]
    fn what_yaml_bites_is_mended_as_the_hint_says() {
        for (wrong, right) in [
            ("- みなとビル #301\n", "- \"みなとビル #301\"\n"),
            ("- text: みなとビル #301\n", "- text: \"みなとビル #301\"\n"),
            ("- list: [甲, みなとビル #301]\n", "- list: [甲, \"みなとビル #301\"]\n"),
            ("- list: [14万8,620人]\n", "- list: [\"14万8,620人\"]\n"),
            ("- list: [甲, 1,000人, 1，000人]\n", "- list: [甲, \"1,000人\", 1，000人]\n"),
            ("- {text: 1,000人}\n", "- {text: \"1,000人\"}\n"),
            (
                "- {text: 1,000,000人, when: {has: data}}\n",
                "- {text: \"1,000,000人\", when: {has: data}}\n",
            ),
            ("- heading: 概要:\n  body: 甲\n", "- heading: \"概要:\"\n  body: 甲\n"),
            ("- heading: 概要: 6月5日\n  body: 甲\n", "- heading: \"概要: 6月5日\"\n  body: 甲\n"),
            ("- {{ 名 }}様\n", "- \"{{ 名 }}様\"\n"),
            ("- text: {{ 名 }}様\n", "- text: \"{{ 名 }}様\"\n"),
            ("- {{ 名 }}\n", "- \"{{ 名 }}\"\n"),
            ("- text: {{ 名 }}\n", "- text: \"{{ 名 }}\"\n"),
            ("- list: [{{ 名 }}, 甲]\n", "- list: [\"{{ 名 }}\", 甲]\n"),
            ("- pairs: {担当: {{ 名 }}}\n", "- pairs: {担当: \"{{ 名 }}\"}\n"),
            ("- 対象: 300人\n", "- \"対象: 300人\"\n"),
            (
                "- list:\n    - 対象: 300人\n    - 甲\n",
                "- list:\n    - \"対象: 300人\"\n    - 甲\n",
            ),
            ("- text: 対象: 300人\n", "- text: \"対象: 300人\"\n"),
            ("- pairs: {会員数：120}\n", "- pairs: {会員数: 120}\n"),
            (
                "- pairs:\n    会員数：120\n    会社: 甲\n",
                "- pairs:\n    会員数: 120\n    会社: 甲\n",
            ),
            ("- pairs:\n    会員数：120\n", "- pairs:\n    {会員数: 120}\n"),
            ("- text: @甲\n", "- text: \"@甲\"\n"),
            ("- text: `甲`\n", "- text: \"`甲`\"\n"),
            ("- text: %甲\n", "- text: \"%甲\"\n"),
            ("- text: *甲\n", "- text: \"*甲\"\n"),
            ("- *甲\n", "- \"*甲\"\n"),
            ("- list: [甲, *]\n", "- list: [甲, \"*\"]\n"),
            ("- text: 「甲」: 乙\n", "- text: \"「甲」: 乙\"\n"),
            ("- text: [重要] 甲\n", "- text: \"[重要] 甲\"\n"),
            ("- &重要 お知らせ\n", "- \"&重要 お知らせ\"\n"),
            ("- &甲\n- 乙\n", "- \"&甲\"\n- 乙\n"),
            ("- text: &甲 乙\n", "- text: \"&甲 乙\"\n"),
            ("- list: [&甲 乙, 丙]\n", "- list: [\"&甲 乙\", 丙]\n"),
            ("- text：甲\n", "- text: 甲\n"),
            ("- text:甲\n  when: {has: data}\n", "- text: 甲\n  when: {has: data}\n"),
        ] {
            assert_eq!(mended("", wrong, Body::from_yaml), right);
        }
    }

    #[test]
    fn what_yaml_reads_as_it_is_written_stays() {
        for text in [
            "- 会員数：120\n- 5.10\n- true\n- ~\n- 2024-06-05\n- 1_000\n- -5\n",
            "- みなとビル # 注釈\n- \"#301\"\n- C#\n",
            "- {list: [甲, 乙], mark: ・}\n- {list: 1．甲}\n",
            "- |\n  {{ 名 }}様\n\n  対象: 300人 #301\n",
            "- list: [1, 2, 3]\n",
            "- pairs: {電話: 03-0000-0000, 版: 5.10, 有無: true}\n",
        ] {
            assert_eq!(mended("", text, Body::from_yaml), text);
        }
    }

    #[test]
    fn a_part_of_a_record_that_yaml_parts_is_told() {
        let client = |yaml: &str| {
            diagnosed("", yaml, |node, cx| Client::parse_all(&node.place().source, cx).pop()?)
        };
        assert!(client("{id: C-1, name: 甲, honorific: 御中, address: [1,000番地]}").is_err());
        assert!(client("{id: C-1, name: 甲 #1, honorific: 御中}").is_err());
    }
}
