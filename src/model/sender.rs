//! Who signs a letter: the office, and those who send it together with the office.

use serde::Serialize;

use super::client::{Person, Reach, postal_code};
use crate::diagnostic::did_you_mean;
use crate::facts::{Fields, Parsing};
use crate::messages::Message;

/// A sender.
#[derive(Debug, Clone, Serialize)]
pub struct Sender {
    /// The name, as it is to be printed.
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
    /// How else the sender can be reached.
    #[serde(flatten)]
    pub reach: Reach,
}

impl Sender {
    /// Reads a sender's keys. `pictures` are the pictures of the project.
    pub(super) fn read(
        fields: &mut Fields<'_>,
        pictures: &[String],
        cx: &mut Parsing,
    ) -> Option<Self> {
        let name = fields.required("name", cx);
        let person = fields.optional("person", cx);
        let postal_code = fields.node("postal_code").and_then(|node| postal_code(&node, cx));
        let address = fields.list("address", cx);
        let reach = Reach::read(fields, cx);
        let seal = seal(fields, pictures, cx);
        Some(Self { name: name?, person, postal_code, address, seal, reach })
    }
}

/// The seal, which is a picture of the project that can be seen through.
fn seal(fields: &mut Fields<'_>, pictures: &[String], cx: &mut Parsing) -> Option<String> {
    let node = fields.node("seal")?;
    let seal: String = node.read(cx)?;
    if !pictures.contains(&seal) {
        let problem = node.problem(Message::NoSuchPicture { path: seal.clone() });
        cx.problems.push(match did_you_mean(&seal, pictures.iter().map(String::as_str)) {
            Some(meant) => node.meant(problem, meant),
            None => problem.hint(Message::PutPicture),
        });
    }
    if seal.ends_with(".jpg") || seal.ends_with(".jpeg") {
        cx.problems.push(node.problem(Message::JpegSeal).hint(Message::SaveAsPng));
    }
    Some(seal)
}
