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
