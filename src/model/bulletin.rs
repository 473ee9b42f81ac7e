//! What the vendor has said, bulletin by bulletin.

use std::collections::HashSet;

use chrono::NaiveDateTime;

use super::block::when;
use super::{Condition, Prose};
use crate::diagnostic::Place;
use crate::facts::{FromYaml, Node, Origin, Parsing, Step};
use crate::messages::Message;

/// One bulletin of the vendor.
#[derive(Debug, Clone)]
pub struct Bulletin {
    /// Its number, from 1.
    pub number: u32,
    /// What it is called where that is not 第n報.
    pub label: Option<String>,
    /// When it came.
    pub at: NaiveDateTime,
    /// Who is told of it.
    pub when: Condition,
    /// What it says; `None` if it repeats an earlier one.
    pub text: Option<Prose>,
    /// The number of the bulletin it repeats.
    pub same_as: Option<u32>,
    /// Where it is written.
    pub origin: Origin,
}

impl Bulletin {
    /// Where its number is written.
    pub fn place(&self) -> Place {
        let mut path = self.origin.path.clone();
        path.push(Step::Key("number".to_owned()));
        self.origin.document.place(&path)
    }

    /// 速報, or 第2報.
    pub fn name(&self) -> String {
        self.label.clone().unwrap_or_else(|| format!("第{}報", self.number))
    }

    /// The bulletins, each checked against those before it.
    pub(super) fn parse_all(node: &Node<'_>, cx: &mut Parsing) -> Option<Vec<Self>> {
        let elements = node.elements(cx)?;
        let mut bulletins: Vec<Self> = Vec::new();
        let mut numbers = HashSet::new();
        // The last that repeats no other: what follows may repeat it.
        let mut first: Option<u32> = None;
        let before = cx.problems.len();
        for element in &elements {
            let Some(bulletin) = element.read::<Self>(cx) else { continue };
            if !numbers.insert(bulletin.number)
                && let Some(node) = at_key(element, "number")
            {
                let number = bulletin.number.to_string();
                cx.problems.push(node.problem(Message::TwoBulletins { number }));
            }
            if let Some(last) = bulletins.last() {
                bulletin.check_order(last, element, cx);
            }
            bulletin.check_repeat(first, element, cx);
            if bulletin.same_as.is_none() {
                first = Some(bulletin.number);
            }
            bulletins.push(bulletin);
        }
        (cx.problems.len() == before).then_some(bulletins)
    }

    /// Moments and numbers go up.
    fn check_order(&self, last: &Self, node: &Node<'_>, cx: &mut Parsing) {
        let (number, above) = (self.number.to_string(), last.number.to_string());
        if self.at < last.at
            && let Some(node) = at_key(node, "at")
        {
            let problem = node.problem(Message::BulletinDatedBefore { number, above });
            cx.problems.push(problem.hint(Message::MendBulletinDate));
        } else if self.number <= last.number
            && let Some(node) = at_key(node, "number")
        {
            let problem = node.problem(Message::BulletinStandsAfter { number, above });
            cx.problems.push(problem.hint(Message::OrderByNumber));
        }
    }

    /// What is repeated is the run of bulletins that ends with the last one.
    fn check_repeat(&self, first: Option<u32>, node: &Node<'_>, cx: &mut Parsing) {
        if let Some(same_as) = self.same_as.filter(|same_as| first != Some(*same_as))
            && let Some(node) = at_key(node, "same_as")
        {
            let (number, same_as) = (self.number.to_string(), same_as.to_string());
            let problem = node.problem(Message::CannotRepeat { number, same_as });
            cx.problems.push(match first {
                Some(first) => problem.hint(Message::CanRepeat { number: first.to_string() }),
                None => problem.hint(Message::NothingToRepeat),
            });
        }
    }
}

fn at_key<'a>(node: &Node<'a>, key: &'static str) -> Option<Node<'a>> {
    node.fields(&mut Parsing::default())?.node(key)
}

impl FromYaml for Bulletin {
    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let mut fields = node.fields(cx)?;
        let number = fields.required("number", cx);
        let label = fields.optional("label", cx);
        let at = fields.required("at", cx);
        let when = when(&mut fields, cx);
        let text = fields.node("text");
        let same_as = fields.node("same_as");
        match (&text, &same_as) {
            // A key that nobody knows may be the one that is missed.
            (None, None) if fields.has_unknown() => {}
            (None, None) => cx
                .problems
                .push(node.problem(Message::BulletinSaysNothing).hint(Message::AddSummary)),
            (Some(_), Some(same_as)) => cx.problems.push(
                same_as.problem(Message::RepeatHasSummary).hint(Message::DeleteSameAsOrSummary),
            ),
            _ => {}
        }
        let text = text.and_then(|text| text.read(cx));
        let same_as = same_as.and_then(|same_as| same_as.read(cx));
        fields.finish(cx);
        Some(Self { number: number?, label, at: at?, when, text, same_as, origin: node.origin() })
    }
}
