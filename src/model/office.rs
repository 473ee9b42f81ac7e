//! Who writes.

use serde::Serialize;

use super::client::{Person, Reach, postal_code};
use super::incident::mapping;
use super::{Examples, Style};
use crate::diagnostic::did_you_mean;
use crate::facts::{Node, Parsing, Value};
use crate::messages::Message;
use crate::model::Checks;

/// The office.
#[derive(Debug, Clone, Serialize)]
pub struct Office {
    /// Its name, as it is to be printed.
    pub name: String,
    /// Who signs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<Person>,
    /// 郵便番号.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    /// The address, line by line.
    pub address: Vec<String>,
    /// The picture of the seal (角印), a path in the project.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seal: Option<String>,
    /// How else the office can be reached.
    #[serde(flatten)]
    pub reach: Reach,
    /// Facts that only texts and templates read.
    pub vars: Value,
    /// How dates, times and counts are written.
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
        let name = fields.required("name", cx);
        let person = fields.optional("person", cx);
        let postal_code = fields.node("postal_code").and_then(|node| postal_code(&node, cx));
        let address = fields.list("address", cx);
        let reach = Reach::read(&mut fields, cx);
        let vars = mapping(fields.node("vars"), cx);
        let style: Examples = fields.optional("style", cx).unwrap_or_default();
        let checks = Checks::parse(fields.node("checks"), fields.node("accepted"), cx);
        let seal_node = fields.node("seal");
        let seal: Option<String> = seal_node.as_ref().and_then(|node| node.read(cx));
        if let (Some(node), Some(seal)) = (seal_node, &seal)
            && !pictures.contains(seal)
        {
            let problem = node.problem(Message::NoSuchPicture { path: seal.clone() });
            cx.problems.push(match did_you_mean(seal, pictures.iter().map(String::as_str)) {
                Some(meant) => node.meant(problem, meant),
                None => problem.hint(Message::PutPicture),
            });
        }
        if let (Some(node), Some(seal)) = (fields.node("seal"), &seal)
            && (seal.ends_with(".jpg") || seal.ends_with(".jpeg"))
        {
            let problem = node.problem(Message::JpegSeal);
            cx.problems.push(problem.hint(Message::SaveAsPng));
        }
        fields.finish(cx);
        Some(Self {
            name: name?,
            person,
            postal_code,
            address,
            seal,
            reach,
            vars: vars?,
            style: Style::default().with(&style),
            checks: checks?,
        })
    }
}
