//! The letters about the incident.

use chrono::{NaiveDate, NaiveDateTime};

use super::block::{one_paragraph, plain};
use super::{Client, Condition, NoticeId, Prose};
use crate::facts::{Node, Parsing};

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
    /// Bulletins after this moment are not in the letter.
    pub as_of: Option<NaiveDateTime>,
    /// Who gets the letter.
    pub audience: Condition,
    /// The paragraphs before the first section.
    pub opening: Prose,
}

impl Notice {
    /// Whether this client gets the letter.
    pub fn is_for(&self, client: &Client) -> bool {
        self.audience.holds(client)
    }

    /// Reads `notices.yaml`. `templates` are the templates there are.
    pub fn parse_all(node: &Node<'_>, templates: &[String], cx: &mut Parsing) -> Option<Vec<Self>> {
        let elements = node.elements(cx)?;
        if elements.is_empty() {
            cx.problems.push(
                node.problem("there is no notice")
                    .hint("add the first letter, with `- id: report-1`"),
            );
        }
        let before = cx.problems.len();
        let mut notices: Vec<Self> = Vec::new();
        for element in &elements {
            let Some(notice) = Self::parse(element, templates, cx) else { continue };
            let key = notice.id.file_key();
            if notices.iter().any(|other| other.id.file_key() == key) {
                let message = format!("there are two notices with id `{}`", notice.id);
                cx.problems.push(
                    element
                        .problem(message)
                        .hint("give one of them another id; capitals do not tell them apart"),
                );
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
        let template = fields.required_node("template", cx);
        let as_of = fields.optional("as_of", cx);
        fields.refuse_empty("audience", cx);
        let audience = fields.optional("audience", cx).unwrap_or_default();
        let opening = fields.required("opening", cx);
        fields.finish(cx);
        if let Some(title) = &title {
            cx.problems.extend(one_paragraph(title, "a title"));
        }
        let template = template.and_then(|node| {
            let name: String = node.read(cx)?;
            if templates.contains(&name) {
                return Some(name);
            }
            let problem = node.problem(format!("there is no template `{name}`"));
            cx.problems.push(problem.hint(format!("the templates are: {}", templates.join(", "))));
            None
        });
        Some(Self {
            id: id?,
            number: number?,
            date: date?,
            reference,
            title: title?,
            template: template?,
            as_of,
            audience,
            opening: opening?,
        })
    }
}
