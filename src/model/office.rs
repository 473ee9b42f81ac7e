//! Who writes.

use serde::Serialize;

use super::DateStyle;
use super::client::postal_code;
use super::incident::mapping;
use crate::diagnostic::did_you_mean;
use crate::facts::{FromYaml, Node, Parsing, Value};
use crate::messages::Message;
use crate::model::Checks;

/// The office.
#[derive(Debug, Clone, Serialize)]
pub struct Office {
    /// Its name, as it is to be printed.
    pub name: String,
    /// Who signs.
    pub representative: Representative,
    /// 郵便番号.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    /// The address, line by line.
    pub address: Vec<String>,
    /// The picture of the seal (角印), a path in the project.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seal: Option<String>,
    /// Where an answer reaches the office.
    pub contact: Contact,
    /// Facts that only texts and templates read.
    pub vars: Value,
    /// How dates and times are written.
    #[serde(skip)]
    pub format: DateStyle,
    /// What the office has decided about the checks of content.
    #[serde(skip)]
    pub checks: Checks,
}

/// Who signs for the office.
#[derive(Debug, Clone, Serialize)]
pub struct Representative {
    /// 役職.
    pub title: String,
    /// The name.
    pub name: String,
}

/// Where an answer reaches the office. What is not known is absent.
#[derive(Debug, Clone, Serialize)]
pub struct Contact {
    /// What the contact is called.
    pub label: String,
    /// The department.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// The e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The telephone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The hours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hours: Option<String>,
}

impl Office {
    /// Reads `office.yaml`. `pictures` are the pictures of the project.
    pub fn parse(node: &Node<'_>, pictures: &[String], cx: &mut Parsing) -> Option<Self> {
        let mut fields = node.fields(cx)?;
        let name = fields.required("name", cx);
        let representative = fields.required("representative", cx);
        let postal_code = fields.node("postal_code").and_then(|node| postal_code(&node, cx));
        let address = fields.list("address", cx);
        let contact = fields.required("contact", cx);
        let vars = mapping(fields.node("vars"), cx);
        let format = fields.optional("format", cx).unwrap_or_default();
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
            representative: representative?,
            postal_code,
            address,
            seal,
            contact: contact?,
            vars: vars?,
            format,
            checks: checks?,
        })
    }
}

impl FromYaml for Representative {
    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let mut fields = node.fields(cx)?;
        let title = fields.required("title", cx);
        let name = fields.required("name", cx);
        fields.finish(cx);
        Some(Self { title: title?, name: name? })
    }
}

impl FromYaml for Contact {
    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let mut fields = node.fields(cx)?;
        let label = fields.required("label", cx);
        let contact = Self {
            department: fields.optional("department", cx),
            email: fields.optional("email", cx),
            phone: fields.optional("phone", cx),
            hours: fields.optional("hours", cx),
            label: label.clone().unwrap_or_default(),
        };
        fields.finish(cx);
        label.map(|_| contact)
    }
}
