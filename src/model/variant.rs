//! Which parts a recipient's letter has, and which letters are alike but for names
//! and numbers.

use std::fmt;

use super::block::Walk;
use super::{Client, Condition, Incident, Notice};
use crate::messages::Lang;

/// A part of the letter that not everybody gets.
#[derive(Debug, Clone, Copy)]
pub struct OptionalPart<'a> {
    /// Words to know it by: its heading, or where its text begins.
    pub words: &'a str,
    /// What decides who gets it.
    pub decided_by: &'a Condition,
    /// Whether this client gets it.
    pub given: bool,
}

impl fmt::Display for OptionalPart<'_> {
    /// What decides who gets it, as the reader says it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Lang::current() {
            Lang::Ja => f.write_str(&self.decided_by.in_japanese()),
            Lang::En => write!(f, "{}", self.decided_by),
        }
    }
}

impl Notice {
    /// The parts of the letter that not everybody gets, in the order of the facts: what
    /// is inside a part that this client does not get is left out.
    pub fn optional_parts<'a>(
        &'a self,
        incident: &'a Incident,
        client: &Client,
    ) -> Vec<OptionalPart<'a>> {
        let mut parts = Vec::new();
        let mut add = |words: &'a str, when: &'a Condition| {
            let given = when.holds(client, &self.id);
            if when.asks_for_client() {
                parts.push(OptionalPart { words, decided_by: when, given });
            }
            given
        };
        if self.tells_of_bulletins(incident) {
            for bulletin in &incident.bulletins {
                let words = bulletin.text.as_ref().map_or("", super::Prose::words);
                add(words, &bulletin.when);
            }
        }
        self.walk(incident, &mut |seen| match seen {
            Walk::Piece(words, when) => add(words, when),
            _ => true,
        });
        parts
    }
}

/// What decides the parts of a client's letter. Letters of one variant have the
/// same sections, blocks and lines, and differ in what is filled in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Variant {
    given: Vec<bool>,
    rows: Vec<usize>,
    address_lines: usize,
}

impl Variant {
    /// The variant of this client's letter.
    pub fn of(client: &Client, notice: &Notice, incident: &Incident) -> Self {
        let person = client.person.as_ref();
        let mut rows = Vec::new();
        notice.walk(incident, &mut |seen| {
            if let Walk::RowsOf(field) = seen {
                rows.push(client.rows(field).len());
            }
            true
        });
        Self {
            given: notice.optional_parts(incident, client).iter().map(|part| part.given).collect(),
            rows,
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
