//! Problems as a machine reads them, in `--json`.

use std::collections::BTreeSet;

use serde::Serialize;

use super::place::Position;
use super::{Diagnostic, Edit, Hint, Place};
use crate::ids::ClientId;
use crate::rules::{Rule, Severity};

/// A problem as `--json` gives it.
#[derive(Debug, Serialize)]
pub struct DiagnosticRecord<'a> {
    severity: Severity,
    #[serde(skip_serializing_if = "Option::is_none")]
    check: Option<&'static str>,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes: Option<[usize; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<&'a str>,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    clients: &'a BTreeSet<ClientId>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hints: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    edits: Vec<EditRecord<'a>>,
}

/// What a hint asks for, to the letter.
#[derive(Debug, Serialize)]
struct EditRecord<'a> {
    /// Which of the hints.
    hint: usize,
    file: &'a str,
    bytes: [usize; 2],
    text: &'a str,
}

/// Problems as `--json` gives them. In the order that [`arrange`] gives, lines and
/// columns are counted from one problem to the next and not anew for each.
pub fn records(problems: &[Diagnostic]) -> Vec<DiagnosticRecord<'_>> {
    let mut last: Option<(&Place, Position)> = None;
    let record = |problem| {
        let place = Diagnostic::place(problem);
        let position = place.map(|place| place.position_after(last));
        last = place.zip(position).or(last);
        DiagnosticRecord::new(problem, position)
    };
    problems.iter().map(record).collect()
}

impl<'a> DiagnosticRecord<'a> {
    /// One problem by itself.
    pub fn alone(problem: &'a Diagnostic) -> Self {
        Self::new(problem, problem.place().map(|place| place.position_after(None)))
    }

    fn new(problem: &'a Diagnostic, position: Option<Position>) -> Self {
        let place = problem.place();
        Self {
            severity: problem.severity,
            check: problem.rule.map(Rule::id),
            message: problem.message.to_string(),
            file: place.map(|place| &*place.source.name),
            line: position.map(|it| it.line),
            column: position.map(|it| it.column),
            bytes: place.map(|place| [place.bytes().start, place.bytes().end]),
            fix: problem.fix.as_deref(),
            clients: &problem.clients,
            hints: problem.words_of_hints(),
            edits: problem.hints.iter().enumerate().filter_map(EditRecord::of).collect(),
        }
    }
}

impl<'a> EditRecord<'a> {
    fn of((hint, advice): (usize, &'a Hint)) -> Option<Self> {
        let Edit { place, text } = advice.edit.as_ref()?;
        let bytes = place.bytes();
        Some(Self { hint, file: &place.source.name, bytes: [bytes.start, bytes.end], text })
    }
}
