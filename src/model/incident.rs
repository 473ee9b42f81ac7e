//! What happened, and what several letters say of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDateTime;

use super::block::Walk;
use super::calendar::REPORT_WITHIN;
use super::{Body, Bulletin, Client, Notice, Prose, Vars};
use crate::facts::{Node, Origin, Parsing};
use crate::messages::{Message, listed};

/// A part that letters take in by its name.
#[derive(Debug, Clone)]
pub struct Part {
    /// What it says.
    pub body: Body,
    /// Where it is written.
    pub origin: Origin,
}

/// The incident. Few letters need it: what one letter says stands in its notice.
#[derive(Debug, Clone, Default)]
pub struct Incident {
    /// What the office calls it among themselves.
    pub name: Option<String>,
    /// Within how many days the 確報 is to be made (個人情報の保護に関する法律施行規則
    /// 第8条第2項): 30, or 60 where somebody may have done it for a wrongful purpose.
    pub report_within: u32,
    /// Texts with names of the office's own.
    pub vars: Vars,
    /// The vendor's bulletins, oldest first.
    pub bulletins: Vec<Bulletin>,
    /// The parts, by name.
    pub parts: BTreeMap<String, Part>,
}

impl Incident {
    /// An incident of which the facts say nothing.
    pub fn unnamed() -> Self {
        Self { report_within: REPORT_WITHIN, ..Self::default() }
    }

    /// The bulletins that the notice tells this client of, oldest first.
    pub fn bulletins_in<'a>(
        &'a self,
        notice: &'a Notice,
        client: &'a Client,
    ) -> impl DoubleEndedIterator<Item = &'a Bulletin> {
        let until = notice.tells_until();
        self.bulletins.iter().filter(move |bulletin| {
            let is_told = |bulletin: &Bulletin| bulletin.when.holds(client, &notice.id);
            bulletin.at <= until && is_told(bulletin) && self.head(bulletin).is_none_or(is_told)
        })
    }

    /// When the last of them came.
    pub fn last_bulletin_in(&self, notice: &Notice, client: &Client) -> Option<NaiveDateTime> {
        self.bulletins_in(notice, client).next_back().map(|bulletin| bulletin.at)
    }

    /// The bulletin that this one repeats.
    fn head(&self, bulletin: &Bulletin) -> Option<&Bulletin> {
        self.bulletin(bulletin.same_as?)
    }

    /// The bulletin of this number.
    pub fn bulletin(&self, number: u32) -> Option<&Bulletin> {
        // Their numbers go up.
        let at = self.bulletins.binary_search_by_key(&number, |it| it.number).ok()?;
        self.bulletins.get(at)
    }

    /// What the part of this name says; nothing if there is none.
    pub fn part(&self, name: &str) -> &[super::Block] {
        self.parts.get(name).map_or(&[], |part| &part.body.0)
    }

    /// Reads `incident.yaml`, and makes its parts known to what is read after it.
    pub fn parse(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        if node.value().is_null() {
            return Some(Self::unnamed());
        }
        let mut fields = node.fields(cx)?;
        let before = cx.problems.len();
        let name = fields.optional("name", cx);
        let report_within = fields.node("report_within");
        let report_within = report_within.and_then(|node| days(&node, cx));
        let vars = fields.optional("vars", cx).unwrap_or_default();
        let bulletins = fields.node("bulletins").and_then(|node| Bulletin::parse_all(&node, cx));
        let parts = fields.node("parts").map(|node| parts(&node, cx)).unwrap_or_default();
        fields.finish(cx);
        (cx.problems.len() == before).then_some(Self {
            name,
            report_within: report_within.unwrap_or(REPORT_WITHIN),
            vars,
            bulletins: bulletins.unwrap_or_default(),
            parts,
        })
    }

    /// Every text that several letters may share.
    pub fn prose(&self) -> Vec<&Prose> {
        let mut texts: Vec<&Prose> =
            self.bulletins.iter().filter_map(|bulletin| bulletin.text.as_ref()).collect();
        for part in self.parts.values() {
            texts.extend(part.body.prose());
        }
        texts
    }
}

impl Body {
    /// Every text in it, those of the parts that it takes in aside.
    pub fn prose(&self) -> Vec<&Prose> {
        let mut texts = Vec::new();
        self.walk(&mut |seen| {
            if let Walk::Prose(prose) = seen {
                texts.push(prose);
            }
            true
        });
        texts
    }
}

/// The two terms that the law knows.
fn days(node: &Node<'_>, cx: &mut Parsing) -> Option<u32> {
    let days: u32 = node.read(cx)?;
    if matches!(days, 30 | 60) {
        return Some(days);
    }
    cx.problems.push(node.expected(Message::ThirtyOrSixty).hint(Message::DaysOfTheLaw));
    None
}

/// The parts. Their names are known first, because each may take in any other.
fn parts(node: &Node<'_>, cx: &mut Parsing) -> BTreeMap<String, Part> {
    let Some(entries) = node.entries(cx) else { return BTreeMap::new() };
    let names = entries.iter().map(|(name, _)| (*name).to_owned());
    cx.declared.parts = Arc::new(names.collect());
    let mut parts = BTreeMap::new();
    for (name, node) in &entries {
        node.check_own_name(name, cx);
        if let Some(body) = node.read(cx) {
            parts.insert((*name).to_owned(), Part { body, origin: node.origin() });
        }
    }
    report_circles(&parts, cx);
    report_no_texts(&parts, cx);
    cx.declared.texts = Arc::new(single_texts(&parts));
    parts
}

/// The parts that are one text for everybody, which can stand wherever a text may.
fn single_texts(parts: &BTreeMap<String, Part>) -> BTreeMap<String, (Vec<String>, Origin)> {
    let text = |(name, part): (&String, &Part)| match part.body.texts()?[..] {
        [(when, prose)] if when.is_empty() => {
            let paragraphs = prose.paragraphs.iter().map(|it| it.text.clone()).collect();
            Some((name.clone(), (paragraphs, prose.origin.clone())))
        }
        _ => None,
    };
    parts.iter().filter_map(text).collect()
}

/// A part that takes in itself, at once or by way of others, would have no end.
fn report_circles(parts: &BTreeMap<String, Part>, cx: &mut Parsing) {
    let mut done = Vec::new();
    for name in parts.keys() {
        let mut way = Vec::new();
        if let Some(circle) = circle(name, parts, &mut way, &mut done)
            && let Some(part) = parts.get(name)
        {
            let problem = part.origin.problem(Message::PartUsesItself { way: listed(circle) });
            cx.problems.push(problem.hint(Message::TakeUseOut));
            return;
        }
    }
}

/// The way from a part back to itself, if there is one.
fn circle<'a>(
    name: &'a str,
    parts: &'a BTreeMap<String, Part>,
    way: &mut Vec<&'a str>,
    done: &mut Vec<&'a str>,
) -> Option<Vec<&'a str>> {
    if way.contains(&name) {
        return Some(way.iter().copied().chain([name]).collect());
    }
    if done.contains(&name) {
        return None;
    }
    way.push(name);
    let mut used = Vec::new();
    parts.get(name)?.body.walk(&mut |seen| {
        if let Walk::Part(part) | Walk::PartAsText(part) = seen {
            used.push(part.name.as_str());
        }
        true
    });
    let found = used.into_iter().find_map(|name| circle(name, parts, way, done));
    way.pop();
    done.push(name);
    found
}

fn report_no_texts(parts: &BTreeMap<String, Part>, cx: &mut Parsing) {
    for part in parts.values() {
        part.body.report_parts_that_are_no_text(parts, cx);
    }
}

impl Body {
    /// Reports parts that stand where only a text may and are more than texts.
    pub(super) fn report_parts_that_are_no_text(
        &self,
        parts: &BTreeMap<String, Part>,
        cx: &mut Parsing,
    ) {
        self.walk(&mut |seen| {
            if let Walk::PartAsText(used) = seen
                && parts.get(&used.name).is_some_and(|part| part.body.texts().is_none())
            {
                let message = Message::PartIsNoText { name: used.name.clone() };
                cx.problems.push(used.origin.problem(message).hint(Message::UseAsBlock));
            }
            true
        });
    }
}
