//! What an office has decided about the checks.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Place, did_you_mean, quoted};
use crate::facts::{FromYaml, Node, Origin, Parsing, choice, values};
use crate::messages::Message;
use crate::rules::{Rule, Severity};

choice! {
    /// How bad a finding is, as the office sees it.
    pub enum Level {
        /// The letters are not made.
        Error = "error",
        /// Somebody should look.
        Warning = "warning",
        /// Good to know.
        Note = "note",
        /// Nothing is said.
        Off = "off",
    }
}

/// A wording that is kept though a check finds it.
#[derive(Debug, Clone)]
pub struct Acceptance {
    /// The check.
    pub rule: Rule,
    /// What it finds.
    pub text: String,
    /// Where the decision is written.
    pub origin: Origin,
}

/// The office's decisions.
#[derive(Debug, Clone, Default)]
pub struct Checks {
    /// The levels that are not the usual ones.
    pub levels: BTreeMap<Rule, Level>,
    /// What is accepted.
    pub accepted: Vec<Acceptance>,
}

impl Checks {
    /// One finding as the office wants to hear of it; `None` if it does not.
    pub fn judge(&self, mut finding: Diagnostic) -> Option<Diagnostic> {
        let Some(rule) = finding.rule else { return Some(finding) };
        finding.severity = self.severity(rule)?;
        let accepted = self.accepted.iter().any(|it| it.covers(&finding));
        (!accepted).then_some(finding)
    }

    /// How bad the office takes what this check finds; `None` if it wants to hear
    /// nothing of it.
    pub fn severity(&self, rule: Rule) -> Option<Severity> {
        match self.levels.get(&rule) {
            Some(Level::Error) => Some(Severity::Error),
            Some(Level::Warning) => Some(Severity::Warning),
            Some(Level::Note) => Some(Severity::Note),
            Some(Level::Off) => None,
            None => Some(rule.severity()),
        }
    }
}

impl Acceptance {
    /// The entry of `accepted` that accepts this, on one line.
    pub fn entry(rule: Rule, text: &str) -> String {
        let entry = |text: &str| format!("{{check: {}, text: {text}, reason: …}}", rule.id());
        let read = values(&entry(text)).unwrap_or_default();
        let is_read = read.iter().any(|it| it.get("text").is_some_and(|it| it == text));
        // JSON's strings are YAML's too.
        if is_read { entry(text) } else { entry(&serde_json::Value::from(text).to_string()) }
    }

    /// Whether this is what was accepted.
    pub fn covers(&self, finding: &Diagnostic) -> bool {
        let holds = |place: &Place| {
            let found = &place.source.text[place.range.clone()];
            match self.rule {
                // A notice's id is the name of its file.
                Rule::FewerRecipients => {
                    let file = place.source.name.rsplit('/').next();
                    file.and_then(|file| file.rsplit_once('.'))
                        .is_some_and(|(id, _)| id == self.text)
                }
                // All that a letter lacks stands at one place.
                Rule::LawItem => finding.message.names_item(&self.text),
                _ => found.contains(&self.text),
            }
        };
        finding.rule == Some(self.rule) && finding.place.as_ref().is_some_and(holds)
    }

    /// Says that there is nothing any more that it could cover.
    pub fn unused(&self) -> Diagnostic {
        let message = Message::NothingAccepted { text: self.text.clone() };
        let note = Diagnostic::new(Severity::Note, message).at(self.origin.place());
        let Origin { document, path } = &self.origin;
        match (document.deletion(path), document.deletion(&path[..1])) {
            (Some(deletion), _) => note.remedy(Message::DeleteAcceptance, deletion),
            (None, Some(all)) => note.remedy(Message::DeleteAccepted, all),
            (None, None) => note,
        }
    }
}

/// The check with this id, which is written at `place`; `taken` are not meant.
fn rule(id: &str, place: Place, taken: &[&str], cx: &mut Parsing) -> Option<Rule> {
    let rule = Rule::of_id(id);
    if rule.is_none() {
        let ids = Rule::ALL.iter().map(|rule| rule.id()).filter(|id| !taken.contains(id));
        let problem = Diagnostic::error(Message::NoSuchCheck { id: quoted(id) }).at(place);
        cx.problems.push(match did_you_mean(id, ids) {
            Some(meant) => problem.instead(Message::DidYouMean { meant: meant.to_owned() }, meant),
            None => problem.hint(Message::ChecksAreListed),
        });
    }
    rule
}

impl Checks {
    /// Reads `checks` and `accepted` of `office.yaml`.
    pub fn parse(
        levels: Option<Node<'_>>,
        accepted: Option<Node<'_>>,
        cx: &mut Parsing,
    ) -> Option<Self> {
        let before = cx.problems.len();
        let mut checks = Self::default();
        let levels = levels.and_then(|node| node.entries(cx)).unwrap_or_default();
        let taken: Vec<&str> = levels.iter().map(|(id, _)| *id).collect();
        for (id, node) in levels {
            let rule = rule(id, node.place_of_key(), &taken, cx);
            let (Some(rule), Some(level)) = (rule, node.read(cx)) else { continue };
            if level == Level::Error && rule.compares_letters() {
                let message = Message::CheckStopsNoLetter { id: rule.id().to_owned() };
                cx.problems
                    .push(Diagnostic::error(message).at(node.place()).write_instead("warning"));
            }
            checks.levels.insert(rule, level);
        }
        checks.accepted = accepted.and_then(|node| node.read(cx)).unwrap_or_default();
        (cx.problems.len() == before).then_some(checks)
    }
}

impl FromYaml for Acceptance {
    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let mut fields = node.fields(cx)?;
        let check = fields.required_node("check", Message::Text, cx);
        let check = check.and_then(|node| rule(&node.read::<String>(cx)?, node.place(), &[], cx));
        let text = fields.required("text", cx);
        let reason: Option<String> = fields.required("reason", cx);
        fields.finish(cx);
        reason?;
        Some(Self { rule: check?, text: text?, origin: node.origin() })
    }
}
