//! The keys of the first edition of the facts: what is to be written instead.

use super::fields::Fields;
use super::node::{Node, Parsing};
use crate::diagnostic::{Diagnostic, Edit};
use crate::messages::Message;

/// What takes a key's place.
#[derive(Debug)]
enum Instead {
    /// This key, with the same value.
    Key(&'static str),
    /// A field of the office's own; the name is one that it may have.
    Own(&'static str),
    /// This key, with the value as the bound behind that one.
    Bound(&'static str, &'static str),
    /// Nothing; why.
    Nothing(Message),
    /// What the sentence says.
    Otherwise(Message),
}

use Instead::{Bound, Key, Nothing, Otherwise, Own};

/// The keys. Where one stood in several places, a key that is known there tells them apart.
const GONE: &[(&str, &str, Instead)] = &[
    // Conditions.
    ("has", "client", Key("id")),
    ("has", "service", Own("業務")),
    ("", "persons_over", Bound("persons", "over")),
    ("", "bulletins_after", Otherwise(Message::AskForNotice)),
    // Office.
    ("joint", "representative", Key("person")),
    ("joint", "contact", Otherwise(Message::WaysAreKeys)),
    ("joint", "format", Key("style")),
    // Recipients.
    ("", "relation", Own("関係")),
    ("honorific", "services", Own("業務")),
    ("", "payslip", Own("給与明細")),
    ("", "former_employees", Own("退職者数")),
    ("", "staff", Own("担当")),
    ("honorific", "vars", Otherwise(Message::VarsAreOwnFields)),
    // Incident.
    ("report_within", "system", Otherwise(Message::TermsAreVars)),
    ("report_within", "vendor", Otherwise(Message::TermsAreVars)),
    ("report_within", "terms", Otherwise(Message::TermsAreVars)),
    ("report_within", "services", Otherwise(Message::ServicesAreHeadings)),
    ("", "sections", Otherwise(Message::SectionsAreBody)),
    ("", "finding_sentences", Otherwise(Message::FindingsAreText)),
    // Bulletins.
    ("", "summary", Key("text")),
    ("same_as", "channel", Otherwise(Message::FindingsAreText)),
    ("", "findings", Otherwise(Message::FindingsAreText)),
    // Notices.
    ("as_of", "id", Nothing(Message::FileNameIsId)),
    ("as_of", "audience", Key("to")),
    ("as_of", "opening", Otherwise(Message::OpeningIsBody)),
    // Blocks, and what is in them.
    ("", "timeline", Key("bulletins")),
    ("", "services", Otherwise(Message::ServicesAreHeadings)),
    ("", "subsections", Otherwise(Message::SubsectionsAreHeadings)),
    ("", "items", Key("list")),
    ("", "marker", Otherwise(Message::MarkerIsMark)),
    ("", "fields", Otherwise(Message::FieldsArePairs)),
    ("unit", "value", Key("field")),
    ("", "contact", Key("box")),
    ("", "question", Key("q")),
    ("", "answer", Key("a")),
    ("", "blocks", Key("body")),
];

/// The own field that may stand in the place of a key that is gone.
pub fn own_field_instead_of(key: &str) -> Option<&'static str> {
    GONE.iter().find_map(|(_, gone, instead)| match instead {
        Own(name) if *gone == key => Some(*name),
        _ => None,
    })
}

impl Fields<'_> {
    /// The problem of a key that is gone, with what is to be written instead.
    pub(super) fn gone_key(
        &self,
        name: &str,
        node: &Node<'_>,
        problem: &Diagnostic,
        cx: &mut Parsing,
    ) -> Option<Diagnostic> {
        let is_here = |beside: &str| beside.is_empty() || self.knows(beside);
        let is_free = |key: &str| self.knows(key) && self.node.value.get(key).is_none();
        let problem = problem.clone();
        let gone = GONE.iter().find(|(beside, key, _)| *key == name && is_here(beside));
        Some(match &gone?.2 {
            Key(key) if is_free(key) => {
                self.not_missing(key, cx);
                problem.write_instead(key)
            }
            Own(own) if is_free(own) => problem.write_instead(own),
            Own(own) => problem.hint(Message::DeclareInstead { name: (*own).to_owned() }),
            Bound(key, bound) if is_free(key) => {
                let right = format!("{key}: {{{bound}: {}}}", node.place().text());
                let mut place = node.place();
                place.range.start = node.place_of_key().range.start;
                let hint = Message::WriteInstead { right: right.clone() };
                problem.remedy(hint, Edit { place, text: right })
            }
            Nothing(why) => match node.deletion() {
                Some(deletion) => problem.remedy(why.clone(), deletion),
                None => problem.hint(why.clone()),
            },
            Otherwise(how) => problem.hint(how.clone()),
            Key(key) | Bound(key, _) if self.knows(key) => {
                let hint = Message::GoneAndHere { key: (*key).to_owned() };
                match node.deletion() {
                    Some(deletion) => problem.remedy(hint, deletion),
                    None => problem.hint(hint),
                }
            }
            Key(_) | Bound(..) => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{FromYaml, Node, diagnosed, mended, read_with};
    use crate::model::{Body, Condition, Office};

    fn office(node: &Node<'_>, cx: &mut Parsing) -> Option<Office> {
        Office::parse(node, &[], cx)
    }

    #[test]
    fn a_key_that_is_another_now_is_renamed() {
        let fields = "業務: {values: [給与計算]}\n関係: {values: [顧問先]}\n";
        for (wrong, right) in [
            ("{client: C-1}", "{id: C-1}"),
            ("{service: 給与計算}", "{業務: 給与計算}"),
            ("{relation: 顧問先}", "{関係: 顧問先}"),
            ("persons_over: 100", "persons: {over: 100}"),
            ("not: {persons_over: 100, route: 完了}", "not: {persons: {over: 100}, route: 完了}"),
        ] {
            assert_eq!(mended(fields, wrong, Condition::from_yaml), right);
        }
        for (wrong, right) in [
            (
                "name: 甲\nrepresentative: {title: 代表, name: 乙}\n",
                "person: {title: 代表, name: 乙}\n",
            ),
            (
                "name: 甲\nperson: {name: 乙}\nrepresentative: 丙\n",
                "name: 甲\nperson: {name: 乙}\n",
            ),
            ("name: 甲\nformat: {time: \"14:12\"}\n", "\nstyle: {time: \"14:12\"}"),
        ] {
            assert!(mended("", wrong, office).contains(right));
        }
    }

    #[test]
    fn a_letter_of_the_first_edition_is_renamed_where_that_is_all() {
        for (wrong, right) in [
            ("- heading: 甲\n  blocks: [{text: 乙}]\n", "- heading: 甲\n  body: [{text: 乙}]\n"),
            ("- timeline: all\n", "- bulletins: all\n"),
            (
                "- {items: [甲, {text: 乙, items: [丙]}]}\n",
                "- {list: [甲, {text: 乙, list: [丙]}]}\n",
            ),
            ("- qa: [{question: 甲, answer: 乙}]\n", "- qa: [{q: 甲, a: 乙}]\n"),
            ("- contact: 甲\n", "- box: 甲\n"),
            (
                "- table: {columns: [{heading: 甲, value: item}], rows: data}\n",
                "- table: {columns: [{heading: 甲, field: item}], rows: data}\n",
            ),
        ] {
            assert_eq!(mended("", wrong, Body::from_yaml), right);
        }
        let told = |yaml: &str| {
            let problems = diagnosed("", yaml, Body::from_yaml).expect_err(yaml);
            problems.into_iter().flat_map(|it| it.hints).map(|it| it.message).collect::<Vec<_>>()
        };
        assert_eq!(told("- services: all"), [Message::ServicesAreHeadings]);
        assert_eq!(told("- subsections: []"), [Message::SubsectionsAreHeadings]);
        assert_eq!(told("- fields: []"), [Message::FieldsArePairs]);
        assert_eq!(told("- {list: [甲], marker: bullet}"), [Message::MarkerIsMark]);
    }

    #[test]
    fn what_is_gone_is_told_otherwise_than_what_is_misspelt() {
        let hints = |yaml: &str| {
            let problems = diagnosed("", yaml, Condition::from_yaml).expect_err(yaml);
            problems.into_iter().flat_map(|it| it.hints).map(|it| it.message).collect::<Vec<_>>()
        };
        assert_eq!(hints("bulletins_after: 2024-02-05T09:00"), [Message::AskForNotice]);
        assert_eq!(hints("relation: former"), [Message::DeclareInstead { name: "関係".into() }]);
        assert_eq!(hints("rute: 同意"), [Message::DidYouMean { meant: "route".into() }]);
        let contact = read_with("", "name: 甲\ncontact: {email: a@b.jp}\n", office);
        assert_eq!(contact.map_err(|it| it.len()).err(), Some(1));
    }
}
