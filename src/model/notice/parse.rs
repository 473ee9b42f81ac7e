//! Notices from YAML.

use std::collections::HashSet;

use super::{Kind, LawPurpose, Line, Notice, Piece, Recipients};
use crate::diagnostic::did_you_mean;
use crate::facts::{Fields, FromYaml, Node, Parsing};
use crate::ids::NoticeId;
use crate::messages::{Message, listed};
use crate::model::block::{one_paragraph, plain};
use crate::model::{Block, BlockKind, Body, Condition, Incident, Language, Prose};
use crate::project::{LEDGER, REPORT_SHEET, SHARDS};

/// Folders in `out/` that hold other things than a notice's letters.
const RESERVED: [&str; 5] = ["pruned", "damaged", REPORT_SHEET, SHARDS, LEDGER];

/// What a notice may name.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The templates there are.
    pub templates: &'a [String],
    /// The names of those who write.
    pub senders: &'a [String],
    /// What letters share.
    pub incident: &'a Incident,
}

impl FromYaml for Recipients {
    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        match node.value().as_str() {
            Some("none") => Some(Self::Nobody),
            Some(_) => {
                let problem = node.expected(Message::ConditionOrNone);
                cx.problems.push(problem.hint(Message::LeaveToOut));
                None
            }
            None => node.read(cx).map(Self::Where),
        }
    }
}

impl Notice {
    /// Puts notices in the order in which they are made, and reports ids that
    /// cannot be.
    pub fn arrange(mut notices: Vec<Self>, cx: &mut Parsing) -> Vec<Self> {
        let mut keys = HashSet::new();
        for notice in &notices {
            let (key, id) = (notice.id.file_key(), notice.id.to_string());
            let problem =
                |message| crate::diagnostic::Diagnostic::error(message).at(notice.place());
            if !keys.insert(key.clone()) {
                let message = Message::TwoNotices { id: id.clone() };
                cx.problems.push(problem(message).hint(Message::OtherNoticeId));
            }
            if RESERVED.contains(&key.as_str()) {
                let message = Message::NoticeIdReserved { id };
                cx.problems.push(problem(message).hint(Message::NameFileDifferently));
            }
        }
        notices.sort_by(|a, b| {
            let key = |it: &Self| (it.date, it.number);
            key(a).cmp(&key(b)).then_with(|| a.id.as_str().cmp(b.id.as_str()))
        });
        notices
    }

    /// Reads the file of the notice with this id.
    pub fn parse(
        id: NoticeId,
        node: &Node<'_>,
        known: Known<'_>,
        cx: &mut Parsing,
    ) -> Option<Self> {
        let mut fields = node.fields(cx)?;
        let before = cx.problems.len();
        cx.in_notice = true;
        let date = fields.required("date", cx);
        let lang: Option<Language> = fields.optional("lang", cx);
        cx.foreign = lang.as_ref().is_some_and(|lang| !lang.is_japanese());
        let title: Option<Prose> = fields.required("title", cx);
        if let Some(title) = &title {
            cx.problems.extend(one_paragraph(title, &Message::ATitle));
        }
        fields.refuse_empty("to", cx);
        // First, because what the text may ask depends on it.
        let to = fields.optional("to", cx).unwrap_or(Recipients::Where(Condition::default()));
        cx.nobody = matches!(to, Recipients::Nobody);
        let body: Option<Body> = fields.required("body", cx);
        if let Some(node) = fields.node("body").filter(|_| body.as_ref().is_some_and(is_empty)) {
            cx.problems.push(node.problem(Message::BodyIsEmpty).hint(Message::WriteTheBody));
        }
        let appendix = fields.node("appendix").and_then(|node| appendix(&node, cx));
        (cx.nobody, cx.in_notice, cx.foreign) = (false, false, false);
        let kind = fields.optional("kind", cx).unwrap_or(Kind::Document);
        let [head, foot] = ["head", "foot"].map(|key| line_list(key, &mut fields, cx));
        let left_out = left_out(&mut fields);
        let without = |lines| Line::without(lines, &left_out);
        let notice = Self {
            id,
            kind,
            number: fields.optional("number", cx),
            date: date.unwrap_or_default(),
            reference: fields.node("reference").and_then(|node| plain(&node, cx)),
            title: title.unwrap_or_else(|| Prose::nothing(node.origin())),
            to,
            addressee: unless_none("addressee", &mut fields).and_then(|node| node.read(cx)),
            sender: senders(&mut fields, known.senders, cx),
            head: without(head.unwrap_or_else(Line::usual_head)),
            foot: without(foot.unwrap_or_default()),
            greeting: unless_none("greeting", &mut fields).and_then(|node| node.read(cx)),
            closing: unless_none("closing", &mut fields).and_then(|node| plain(&node, cx)),
            body: body.unwrap_or_default(),
            appendix: appendix.unwrap_or_default(),
            as_of: fields.optional("as_of", cx),
            law: fields.optional::<LawPurpose>("law", cx),
            lang: lang.unwrap_or_default(),
            style: fields.optional("style", cx).unwrap_or_default(),
            template: template(kind, &mut fields, known.templates, cx),
            origin: node.origin(),
        };
        fields.finish(cx);
        for body in [&notice.body, &notice.appendix] {
            body.report_parts_that_are_no_text(&known.incident.parts, cx);
        }
        (cx.problems.len() == before).then_some(notice)
    }
}

/// `head` or `foot`, where one is written.
fn line_list(key: &'static str, fields: &mut Fields<'_>, cx: &mut Parsing) -> Option<Vec<Line>> {
    let is_none = fields.node(key).is_some_and(|node| is_none(&node));
    if is_none { Some(Vec::new()) } else { fields.optional(key, cx) }
}

/// Whether `none` is written there, the word for what a letter has not.
fn is_none(node: &Node<'_>) -> bool {
    node.value().as_str() == Some("none")
}

/// What stands behind a key, unless that is `none`.
fn unless_none<'a>(key: &'static str, fields: &mut Fields<'a>) -> Option<Node<'a>> {
    fields.node(key).filter(|node| !is_none(node))
}

/// The pieces that the letter has in neither its head nor its foot.
fn left_out(fields: &mut Fields<'_>) -> Vec<Piece> {
    let pieces = [("addressee", Piece::Addressee), ("sender", Piece::Sender)];
    let is_left_out =
        |(key, _): &(&'static str, Piece)| fields.node(key).is_some_and(|node| is_none(&node));
    pieces.into_iter().filter(is_left_out).map(|(_, piece)| piece).collect()
}

/// The names of those who write.
fn senders(fields: &mut Fields<'_>, known: &[String], cx: &mut Parsing) -> Vec<String> {
    let Some(node) = unless_none("sender", fields) else { return Vec::new() };
    let nodes = match node.value().is_sequence() {
        true => node.elements(cx).unwrap_or_default(),
        false => vec![node],
    };
    let mut names = Vec::new();
    for node in nodes {
        let Some(name) = node.read::<String>(cx) else { continue };
        if known.contains(&name) {
            names.push(name);
            continue;
        }
        let problem = node.problem(Message::NoSuchSender { name: name.clone() });
        cx.problems.push(match did_you_mean(&name, known.iter().map(String::as_str)) {
            Some(meant) => node.meant(problem, meant),
            None => problem.hint(Message::SendersAre { names: listed(known) }),
        });
    }
    names
}

/// Whether nothing stands in it.
fn is_empty(body: &Body) -> bool {
    body.0.is_empty()
}

/// Sections that each begin a page.
fn appendix(node: &Node<'_>, cx: &mut Parsing) -> Option<Body> {
    let body: Body = node.read(cx)?;
    let is_section = |block: &Block| matches!(block.kind, BlockKind::Heading(_));
    if body.0.iter().all(is_section) {
        return Some(body);
    }
    cx.problems.push(node.problem(Message::AppendixIsOfSections).hint(Message::BeginWithHeading));
    None
}

/// The template that is named, or that of the kind.
fn template(
    kind: Kind,
    fields: &mut Fields<'_>,
    templates: &[String],
    cx: &mut Parsing,
) -> Option<String> {
    let of_kind = kind.template();
    let Some(node) = fields.node("template") else { return of_kind.map(str::to_owned) };
    if of_kind.is_none() {
        let problem = node.problem(Message::MailHasNoTemplate);
        cx.problems.push(match node.deletion() {
            Some(deletion) => {
                problem.remedy(Message::DeleteKey { key: "template".to_owned() }, deletion)
            }
            None => problem,
        });
        return None;
    }
    let name: String = node.read(cx)?;
    if templates.contains(&name) {
        return Some(name);
    }
    let problem = node.problem(Message::NoSuchTemplate { name });
    cx.problems.push(problem.hint(Message::TemplatesAre { names: listed(templates) }));
    None
}
