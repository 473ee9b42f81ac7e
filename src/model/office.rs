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
