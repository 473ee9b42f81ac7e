//! Which parts a client's letter has, and which letters are alike but for names
//! and numbers.

use std::fmt;

use super::{Client, Condition, Incident};
use crate::ids::NoticeId;
use crate::messages::{Lang, Message};

/// A part of the letter that not everybody gets.
#[derive(Debug, Clone, Copy)]
pub struct OptionalPart<'a> {
    /// Words to know it by: its heading, or where its text begins.
    pub words: &'a str,
    /// What decides who gets it.
    pub decided_by: DecidedBy<'a>,
    /// Whether this client gets it.
    pub given: bool,
}

/// What decides who gets a part.
#[derive(Debug, Clone, Copy)]
pub enum DecidedBy<'a> {
    /// The part's condition.
    Condition(&'a Condition),
    /// The services under contract.
    Services,
}

impl fmt::Display for DecidedBy<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Condition(condition) => match Lang::current() {
                Lang::Ja => f.write_str(&condition.in_japanese()),
                Lang::En => write!(f, "{condition}"),
            },
            Self::Services => write!(f, "{}", Message::DecidedByServices),
        }
    }
}

/// The optional parts of one client's letter, as they are found.
pub(super) struct OptionalParts<'a> {
    client: &'a Client,
    notice: &'a NoticeId,
    /// The parts so far.
    pub(super) list: Vec<OptionalPart<'a>>,
}

impl<'a> OptionalParts<'a> {
    pub(super) fn new(client: &'a Client, notice: &'a NoticeId) -> Self {
        Self { client, notice, list: Vec::new() }
    }

    /// Adds a part if it has a condition on the client; whether the client gets it.
    pub(super) fn add(&mut self, words: &'a str, when: &'a Condition) -> bool {
        let given = when.holds(self.client, self.notice);
        if when.asks_for_client() {
            self.list.push(OptionalPart { words, decided_by: DecidedBy::Condition(when), given });
        }
        given
    }

    /// Adds what is said of a service; whether the client has it.
    pub(super) fn add_service(&mut self, name: &'a str) -> bool {
        let given = !self.client.rows(name).is_empty();
        self.list.push(OptionalPart { words: name, decided_by: DecidedBy::Services, given });
        given
    }
}

/// What decides the parts of a client's letter. Letters of one variant have the
/// same sections, blocks and lines, and differ in what is filled in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Variant {
    given: Vec<bool>,
    rows: usize,
    address_lines: usize,
}

impl Variant {
    /// The variant of this client's letter.
    pub fn of(client: &Client, incident: &Incident, notice: &NoticeId) -> Self {
        let person = client.person.as_ref();
        Self {
            given: incident.optional_parts(client, notice).iter().map(|part| part.given).collect(),
            rows: client.data.len(),
            address_lines: client.address.len()
                + person.map_or(0, |person| {
                    usize::from(person.department.is_some()) + usize::from(person.name.is_some())
                }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::read_with;

    const INCIDENT: &str = "
name: 障害
system: {}
vendor: {}
bulletins:
  - {number: 1, at: 2024-02-05T09:00, summary: 報告, when: {route: pending}}
services:
  - {name: 給与計算, state: stopped, blocks: [{text: 手作業, when: {has: staff}}]}
  - {name: 電子明細, state: stopped, blocks: [{text: 紙}]}
sections:
  - {heading: 経緯, blocks: [{timeline: all}]}
  - heading: 追記
    when: {bulletins_after: 2024-02-05T09:00}
    blocks: [{text: 追って}]
";
    const SERVICES: &[&str] = &["給与計算", "電子明細"];

    fn incident() -> Incident {
        read_with(&[], INCIDENT, Incident::parse).expect("an incident")
    }

    /// A client with these facts, `services` among them, beside those that each has.
    fn client(name: &str, facts: &str) -> Client {
        let common = "honorific: 御中, route: pending, notify: client";
        Client::from_yaml(SERVICES, &format!("{{id: C-1, name: {name}, {common}, {facts}}}"))
    }

    #[test]
    fn letters_are_of_one_variant_but_for_names_and_numbers() {
        let incident = incident();
        let variant = |name: &str, facts: &str| Variant::of(&client(name, facts), &incident);
        let plain = variant("甲", "services: [給与計算]");
        assert_eq!(plain, variant("乙商店", "services: [給与計算], vars: {a: 1}"));
    }

    #[test]
    fn other_parts_rows_or_lines_make_another_variant() {
        let incident = incident();
        let variants = [
            "services: []",
            "services: [給与計算]",
            "services: [電子明細]",
            // The same services, and a text for those with somebody in charge.
            "services: [給与計算], staff: 山田",
            "services: [給与計算], data: [{item: 氏名, persons: 3}]",
            "services: [給与計算], address: [一行]",
            "services: [給与計算], address: [一行, 二行]",
            "services: [給与計算], address: [一行], person: {department: 総務部, name: 山田}",
        ];
        let variants = variants.map(|facts| Variant::of(&client("甲", facts), &incident));
        for (index, variant) in variants.iter().enumerate() {
            assert!(!variants[..index].contains(variant), "{index}");
        }
    }

    #[test]
    fn a_part_is_optional_where_it_asks_for_the_client() {
        let incident = incident();
        let client = client("甲", "services: [給与計算]");
        let parts = incident.optional_parts(&client, None);
        let parts: Vec<_> = parts.iter().map(|part| (part.words, part.given)).collect();
        // A section that waits for a bulletin is the same for everybody.
        let expected = [("報告", true), ("給与計算", true), ("手作業", false), ("電子明細", false)];
        assert_eq!(parts, expected);
    }
}
