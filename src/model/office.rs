//! Who writes.

use serde::Serialize;

use super::{Checks, Examples, Sender, Style, Vars};
use crate::facts::{Node, Parsing};

/// The office.
#[derive(Debug, Clone, Serialize)]
pub struct Office {
    /// The office itself.
    #[serde(flatten)]
    pub sender: Sender,
    /// Those who send the letters together with the office.
    pub joint: Vec<Sender>,
    /// Facts that only texts and templates read.
    pub vars: Vars,
    /// How dates, times, counts and marks are written.
    #[serde(skip)]
    pub style: Style,
    /// What the office has decided about the checks of content.
    #[serde(skip)]
    pub checks: Checks,
}

impl Office {
    /// Reads `office.yaml`. `pictures` are the pictures of the project.
    pub fn parse(node: &Node<'_>, pictures: &[String], cx: &mut Parsing) -> Option<Self> {
        let mut fields = node.fields(cx)?;
        let sender = Sender::read(&mut fields, pictures, cx);
        let joint = fields.node("joint");
        let joint = joint.map_or(Some(Vec::new()), |node| senders(&node, pictures, cx));
        let vars: Option<Vars> = fields.optional("vars", cx);
        let style: Examples = fields.optional("style", cx).unwrap_or_default();
        let checks = Checks::parse(fields.node("checks"), fields.node("accepted"), cx);
        fields.finish(cx);
        Some(Self {
            sender: sender?,
            joint: joint?,
            vars: vars.unwrap_or_default(),
            style: Style::default().with(&style),
            checks: checks?,
        })
    }

    /// The office, and those who send the letters together with it.
    pub fn senders(&self) -> impl Iterator<Item = &Sender> {
        std::iter::once(&self.sender).chain(&self.joint)
    }
}

fn senders(node: &Node<'_>, pictures: &[String], cx: &mut Parsing) -> Option<Vec<Sender>> {
    let mut senders = Vec::new();
    for node in &node.elements(cx)? {
        let Some(mut fields) = node.fields(cx) else { continue };
        senders.push(Sender::read(&mut fields, pictures, cx));
        fields.finish(cx);
    }
    senders.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{mended, read_with};
    use crate::messages::Message;

    fn office(yaml: &str) -> Result<Office, Vec<Message>> {
        read_with("", yaml, |node, cx| Office::parse(node, &["data/seal.png".to_owned()], cx))
    }

    #[test]
    fn who_sends_letters_together_has_the_same_keys() {
        let senders = "name: 甲\nperson: {title: 代表社員, name: 山田 昌宏}\n\
                       joint:\n  - {name: 監査法人TSK, address: [一行, 二行], seal: data/seal.png}\n  \
                       - {name: 乙, postal_code: 1010041, phone: 03-1, fax: 03-2, email: a@b.jp}\n";
        let both = office(senders).expect("an office");
        let names: Vec<&str> = both.senders().map(|sender| sender.name.as_str()).collect();
        assert_eq!(names, ["甲", "監査法人TSK", "乙"]);
        assert_eq!(both.joint[1].postal_code.as_deref(), Some("101-0041"));
        let one = office("name: 甲\njoint: {name: 乙}\n").expect("an office");
        assert_eq!(one.joint.len(), 1);
        assert!(office("name: 甲\njoint: [{person: {name: 乙}}, {name: 丙, vars: {}}]").is_err());
    }

    #[test]
    fn vars_have_names_of_the_offices_own_and_texts_as_they_are_written() {
        let vars = office("name: 甲\nvars: {受付時間: 平日9時～17時, 版: 5.10, IT担当: true}\n");
        let vars = vars.expect("an office").vars;
        let texts: Vec<(&str, &str)> = vars.iter().collect();
        assert_eq!(texts, [("IT担当", "true"), ("受付時間", "平日9時～17時"), ("版", "5.10")]);
        let wrong = office("name: 甲\nvars: {hours: 平日, 番号: [1]}\n").expect_err("two faults");
        assert_eq!(wrong[0], Message::NotAnOwnName { name: "`hours`".to_owned() });
        assert_eq!(wrong.len(), 2);
    }

    #[test]
    fn a_text_is_put_in_quotes_where_yaml_reads_it_otherwise() {
        let read = |node: &Node<'_>, cx: &mut Parsing| Office::parse(node, &[], cx);
        for (wrong, right) in [
            ("name: 甲: 乙\n", "name: \"甲: 乙\"\n"),
            ("name: 甲\naddress: みなとビル #301\n", "address: \"みなとビル #301\""),
            ("name: 甲\naddress: [みなとビル #301]\n", "address: [\"みなとビル #301\"]"),
            ("name: 甲\naddress: [1,000番地]\n", "address: [\"1,000番地\"]"),
            ("{name: 甲, phone: 1,000}\n", "phone: \"1,000\""),
            ("name: {{ 名 }}様\n", "name: \"{{ 名 }}様\""),
        ] {
            assert!(mended("", wrong, read).contains(right), "{}", mended("", wrong, read));
        }
    }
}
