//! What is said to the user about their own files: one type and one printer.
//!
//! A stage that finds something wrong in what the user wrote makes a
//! [`Diagnostic`] and goes on. Failures of the operation itself (a full disk)
//! are typed errors of their stage and do not come through here.

mod describe;
mod order;
mod place;
mod record;
mod suggest;

use std::collections::BTreeSet;

pub use describe::{Excerpt, describe};
pub use order::{arrange, grouped};
pub use place::{Before, Place, SourceText};
pub use record::{DiagnosticRecord, records};
pub use suggest::{did_you_mean, quoted, recognisable};

use crate::ids::ClientId;
use crate::messages::Message;
use crate::rules::{Rule, Severity};

/// A change of a user's file: a text instead of what stands at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What goes; empty where something is put in.
    pub place: Place,
    /// What comes; empty where something is deleted.
    pub text: String,
}

/// A piece of advice.
///
/// Whoever does literally what it says must be rid of the problem, and nothing
/// may be invented. So it is one of two things: a change that the program can
/// name to the letter, or a sentence that says what only the user can know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// The sentence.
    pub message: Message,
    /// The change that it asks for, if the program knows it.
    pub edit: Option<Edit>,
}

/// One thing that is wrong, where, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong: found and expected, values in backticks.
    pub message: Message,
    /// The check of content that found it, if one did.
    pub rule: Option<Rule>,
    /// The one correction that is certainly right, if there is one: the text to
    /// stand at `place` instead.
    pub fix: Option<String>,
    /// Where, if it is in a file.
    pub place: Option<Place>,
    /// Which letters it concerns; empty if it is not about single clients.
    pub clients: BTreeSet<ClientId>,
    /// What to do.
    pub hints: Vec<Hint>,
}

impl Diagnostic {
    /// An error with no place yet.
    pub fn error(message: Message) -> Self {
        Self::new(Severity::Error, message)
    }

    /// A warning with no place yet.
    pub fn warning(message: Message) -> Self {
        Self::new(Severity::Warning, message)
    }

    /// A problem with no place yet.
    pub fn new(severity: Severity, message: Message) -> Self {
        Self {
            severity,
            message,
            rule: None,
            fix: None,
            place: None,
            clients: BTreeSet::new(),
            hints: Vec::new(),
        }
    }

    fn words_of_hints(&self) -> Vec<String> {
        self.hints.iter().map(|hint| hint.message.to_string()).collect()
    }

    /// Where, if it is in a file.
    pub fn place(&self) -> Option<&Place> {
        self.place.as_ref()
    }

    /// The same, at this place.
    pub fn at(mut self, place: impl Into<Option<Place>>) -> Self {
        self.place = place.into();
        self
    }

    /// The same, about this client's letter.
    pub fn for_client(mut self, client: &ClientId) -> Self {
        self.clients.insert(client.clone());
        self
    }

    /// The same, with advice that asks for what the user knows. A sentence that says
    /// what to write goes through [`Diagnostic::remedy`] or [`Diagnostic::instead`].
    pub fn hint(mut self, message: Message) -> Self {
        self.hints.push(Hint { message, edit: None });
        self
    }

    /// The same, with advice to make this change.
    pub fn remedy(mut self, message: Message, edit: Edit) -> Self {
        self.hints.push(Hint { message, edit: Some(edit) });
        self
    }

    /// The same, with the advice `write …`, for a part of a text.
    pub fn write_instead(self, right: &str) -> Self {
        self.instead(Message::WriteInstead { right: right.to_owned() }, right)
    }

    /// The same, with advice that asks for this text instead of what stands at the
    /// problem's place.
    pub fn instead(self, message: Message, text: impl Into<String>) -> Self {
        let Some(place) = self.place.clone() else { return self.hint(message) };
        self.remedy(message, Edit { place, text: text.into() })
    }
}

/// Remembers what has been said, where one thing is wrong for several notices.
#[derive(Debug, Default)]
pub struct Told(BTreeSet<String>);

impl Told {
    /// Those of these problems that have not been told yet; from now on they are.
    pub fn untold(&mut self, problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let key = |it: &Diagnostic| {
            let at = it.place().map(|place| (place.source.name.clone(), place.bytes()));
            format!("{}{at:?}{:?}", it.message, it.clients)
        };
        problems.into_iter().filter(|problem| self.0.insert(key(problem))).collect()
    }
}

/// Whether any of these is an error.
pub fn is_wrong(problems: &[Diagnostic]) -> bool {
    problems.iter().any(|problem| problem.severity == Severity::Error)
}

/// How many of these are warnings.
pub fn count_warnings(problems: &[Diagnostic]) -> usize {
    problems.iter().filter(|problem| problem.severity == Severity::Warning).count()
}

/// The errors among these, and how many warnings there are.
pub fn parted(mut problems: Vec<Diagnostic>) -> (Vec<Diagnostic>, usize) {
    let warnings = count_warnings(&problems);
    problems.retain(|problem| problem.severity == Severity::Error);
    (problems, warnings)
}
