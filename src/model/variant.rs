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
