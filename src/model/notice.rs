//! The letters about the incident.

use std::collections::HashSet;

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};

use super::block::{one_paragraph, plain};
use super::{Client, Condition, Examples, Incident, Prose};
use crate::diagnostic::{Diagnostic, Place};
use crate::facts::{Node, Origin, Parsing, Step};
use crate::ids::NoticeId;
use crate::messages::{Message, listed};

/// Folders in `out/` that hold other things than a notice's letters.
const RESERVED: [&str; 2] = ["pruned", "damaged"];

/// One letter to all its recipients.
#[derive(Debug, Clone)]
pub struct Notice {
    /// Its id; also the folder of its letters.
    pub id: NoticeId,
    /// 第n報.
    pub number: u32,
    /// The date on the letter.
    pub date: NaiveDate,
    /// 文書番号.
    pub reference: Option<String>,
    /// 件名.
    pub title: Prose,
    /// The template's file name.
    pub template: String,
    /// How dates, times and counts are written in it, where not as the office does.
    pub style: Examples,
    /// Bulletins after this moment are not in the letter.
    pub as_of: Option<NaiveDateTime>,
    /// Where the letter is described.
    pub origin: Origin,
    /// Who gets the letter.
    pub audience: Condition,
    /// The paragraphs before the first section.
    pub opening: Prose,
}

impl Notice {
    /// Whether this client gets the letter.
    pub fn is_for(&self, client: &Client) -> bool {
        self.audience.holds(client, &self.id)
    }

    /// What came until then may be in the letter: `as_of`, or the end of its day.
    pub fn tells_until(&self) -> NaiveDateTime {
        self.as_of.unwrap_or_else(|| self.date.and_time(NaiveTime::MIN) + Days::new(1))
    }

    /// Where the notice is described.
    pub fn place(&self) -> Place {
        let mut path = self.origin.path.clone();
        path.push(Step::Key("id".to_owned()));
        self.origin.document.place(&path)
    }

    /// Says so if bulletins have come in that the letter does not speak of.
    pub fn warning_of_later_bulletins(&self, incident: &Incident) -> Option<Diagnostic> {
        let as_of = self.as_of?;
        let later = incident.bulletins.iter().filter(|bulletin| bulletin.at > as_of);
        let names: Vec<String> = later.map(|bulletin| bulletin.name()).collect();
        if names.is_empty() {
            return None;
        }
        let mut path = self.origin.path.clone();
        path.push(Step::Key("as_of".to_owned()));
        let message = Message::CameAfterAsOf { names: listed(names) };
        let problem = Diagnostic::warning(message).at(self.origin.document.place(&path));
        Some(problem.hint(Message::MoveAsOf))
    }

    /// Reads `notices.yaml`. `templates` are the templates there are.
    pub fn parse_all(node: &Node<'_>, templates: &[String], cx: &mut Parsing) -> Option<Vec<Self>> {
        let elements = node.elements(cx)?;
        if elements.is_empty() {
            cx.problems.push(node.problem(Message::NoNotice).hint(Message::AddFirstNotice));
        }
        let before = cx.problems.len();
        let mut notices: Vec<Self> = Vec::new();
        let mut keys = HashSet::new();
        for element in &elements {
            let Some(notice) = Self::parse(element, templates, cx) else { continue };
            let key = notice.id.file_key();
            if !keys.insert(key.clone()) {
                let message = Message::TwoNotices { id: notice.id.to_string() };
                cx.problems.push(element.problem(message).hint(Message::OtherNoticeId));
            }
            if RESERVED.contains(&key.as_str()) {
                let message = Message::NoticeIdReserved { id: notice.id.to_string() };
                cx.problems.push(element.problem(message).hint(Message::GiveOtherId));
            }
            notices.push(notice);
        }
        (cx.problems.len() == before).then_some(notices)
    }

    fn parse(node: &Node<'_>, templates: &[String], cx: &mut Parsing) -> Option<Self> {
        let mut fields = node.fields(cx)?;
        let id = fields.required("id", cx);
        let number = fields.required("number", cx);
        let date = fields.required("date", cx);
        let reference = fields.node("reference").and_then(|node| plain(&node, cx));
        let title: Option<Prose> = fields.required("title", cx);
        let template = fields.required_node("template", Message::Text, cx);
        let as_of = fields.optional("as_of", cx);
        fields.refuse_empty("audience", cx);
        let audience: Condition = fields.optional("audience", cx).unwrap_or_default();
        let opening = fields.required("opening", cx);
        let style = fields.optional("style", cx).unwrap_or_default();
        fields.finish(cx);
        if let Some(title) = &title {
            cx.problems.extend(one_paragraph(title, &Message::ATitle));
        }
        let template = template.and_then(|node| {
            let name: String = node.read(cx)?;
            if templates.contains(&name) {
                return Some(name);
            }
            let problem = node.problem(Message::NoSuchTemplate { name });
            cx.problems.push(problem.hint(Message::TemplatesAre { names: listed(templates) }));
            None
        });
        Some(Self {
            id: id?,
            number: number?,
            date: date?,
            reference,
            title: title?,
            template: template?,
            style,
            as_of,
            origin: node.origin(),
            audience,
            opening: opening?,
        })
    }
}
