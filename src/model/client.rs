//! To whom the letters go.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::Serialize;

use super::calendar::REPORT_WITHIN;
use super::{Notice, Record, final_report_due, preliminary_report_due};
use crate::diagnostic::{SourceText, quoted};
use crate::facts::{
    self, Document, Fields, FromYaml, Node, OwnField, OwnFields, OwnValue, OwnValues, Parsing,
    choice, text_of,
};
use crate::ids::ClientId;
use crate::limits;
use crate::messages::{Message, listed};

choice! {
    /// 敬称: what follows the name in the address.
    pub enum Honorific {
        /// To a company or another body.
        Onchu = "御中",
        /// To a person.
        Sama = "様" | "さま",
        /// To many.
        Kakui = "各位",
        /// The name says it already (関係者各位).
        None = "none" | "なし" | "無し",
    }
}

impl Honorific {
    /// Those that are printed.
    pub const PRINTED: [Self; 3] = [Self::Onchu, Self::Sama, Self::Kakui];
}

choice! {
    /// How the report to the 個人情報保護委員会 is made for this client
    /// (個人情報保護法 第26条第1項; 施行規則 第8条, 第9条).
    pub enum Route {
        /// A joint report is being arranged.
        Pending = "調整中" | "pending",
        /// The client has agreed to a joint report.
        Agreed = "同意" | "agreed",
        /// The client does not want a joint report.
        Declined = "辞退" | "declined",
        /// The client reports by itself.
        Own = "個別" | "self",
        /// The joint report has been made.
        Done = "完了" | "done",
    }
}

choice! {
    /// How the persons concerned are told (個人情報保護法 第26条第2項).
    pub enum Notify {
        /// Later, when more is known.
        Deferred = "保留" | "deferred",
        /// By the client.
        Client = "委託元" | "client",
        /// By the office, for the client.
        Office = "当方" | "office",
        /// By publication instead (第26条第2項但書).
        Substitute = "公表" | "substitute",
    }
}

choice! {
    /// How the letter travels.
    pub enum Delivery {
        /// In an envelope; the address is on the letter.
        Post = "郵送" | "郵便" | "post",
        /// Attached to an e-mail.
        Mail = "メール" | "電子メール" | "Eメール" | "mail" | "e-mail" | "email",
        /// By fax.
        Fax = "FAX" | "ファックス" | "ファクス" | "ファクシミリ",
    }
}

/// The person at the client to whom the letter is addressed.
#[derive(Debug, Clone, Serialize)]
pub struct Person {
    /// 部署.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// 役職.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The name, as it is to be printed; the department may stand alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl FromYaml for Person {
    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let mut fields = node.fields(cx)?;
        let before = cx.problems.len();
        let department = fields.optional("department", cx);
        let title = fields.optional("title", cx);
        // 総務部 御中; a title without a name says nothing.
        let name = if department.is_some() && title.is_none() {
            fields.optional("name", cx)
        } else {
            fields.required("name", cx)
        };
        fields.finish(cx);
        (cx.problems.len() == before).then_some(Self { department, title, name })
    }
}

/// A kind of personal data held for the client.
#[derive(Debug, Clone, Serialize)]
pub struct Holding {
    /// What data it is.
    pub item: String,
    /// Of how many persons.
    pub persons: u32,
}

impl FromYaml for Holding {
    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let mut fields = node.fields(cx)?;
        let item = fields.required("item", cx);
        let persons = fields.required("persons", cx);
        fields.finish(cx);
        Some(Self { item: item?, persons: persons? })
    }
}

impl Holding {
    fn row(&self) -> OwnValues {
        let item = OwnValue::Text(self.item.clone());
        let persons = OwnValue::Count(self.persons);
        [("item", item), ("persons", persons)].map(|(key, it)| (key.to_owned(), it)).into()
    }
}

/// One recipient. Facts that are not known are absent, so that a text that
/// prints one of them is an error and not a gap in the letter.
#[derive(Debug, Clone, Serialize)]
pub struct Client {
    /// The id; also the letter's file name.
    pub id: ClientId,
    /// The name, as it is to be printed.
    pub name: String,
    /// What follows the name.
    #[serde(skip_serializing_if = "is_none")]
    pub honorific: Honorific,
    /// The person the letter is addressed to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<Person>,
    /// 郵便番号.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    /// The address, line by line.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub address: Vec<String>,
    /// How the name is read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kana: Option<String>,
    /// How else the client can be reached.
    #[serde(flatten)]
    pub reach: Reach,
    /// How it stands with what the law asks for.
    #[serde(flatten)]
    pub law: Law,
    /// The data held.
    pub data: Vec<Holding>,
    /// How the letter travels.
    pub delivery: Delivery,
    /// What the client has in the office's own fields.
    #[serde(flatten)]
    pub own: OwnValues,
    /// Whether it stands for nobody: the one copy of a letter that is published.
    #[serde(skip)]
    pub nobody: bool,
    /// Where the record stands, for what is found out later.
    #[serde(skip)]
    pub record: Record,
}

/// How a client or the office can be reached beside its address.
#[derive(Debug, Clone, Serialize)]
pub struct Reach {
    /// The telephone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The fax number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fax: Option<String>,
    /// The e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

impl Reach {
    pub(super) fn read(fields: &mut Fields<'_>, cx: &mut Parsing) -> Self {
        Self {
            phone: fields.optional("phone", cx),
            fax: fields.optional("fax", cx),
            email: fields.optional("email", cx),
        }
    }
}

/// How it stands with the report to the authority and with telling the persons concerned
/// (個人情報保護法 第26条).
#[derive(Debug, Clone, Serialize)]
pub struct Law {
    /// How the authority is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub route: Option<Route>,
    /// When the joint report was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reported_on: Option<NaiveDate>,
    /// How the persons concerned are told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notify: Option<Notify>,
    /// The day on which the client learned of the event.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known_on: Option<NaiveDate>,
    /// The day by which the 速報 should be made, from `known_on`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preliminary_due: Option<NaiveDate>,
    /// The last day for the 確報, from `known_on`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub final_due: Option<NaiveDate>,
}

impl Law {
    fn read(fields: &mut Fields<'_>, cx: &mut Parsing) -> Self {
        let route = fields.optional("route", cx);
        let reported_on = fields.optional("reported_on", cx);
        let notify = fields.optional("notify", cx);
        let known_on = fields.optional("known_on", cx);
        if route == Some(Route::Done) && reported_on.is_none() {
            complain(fields, "route", Message::DoneNeedsDay, Message::AddReportedOn, cx);
        }
        let within = cx.declared.report_within.unwrap_or(REPORT_WITHIN);
        Self {
            route,
            reported_on,
            notify,
            known_on,
            preliminary_due: known_on.map(preliminary_report_due),
            final_due: known_on.map(|day| final_report_due(day, within)),
        }
    }

    /// Whether the report is still to be made, by whomever: who declines a joint report
    /// has to report too.
    pub fn report_is_outstanding(&self) -> bool {
        self.route != Some(Route::Done)
    }
}

/// What is wrong with a field beside others, where it stands; with the record, if it is
/// not there.
fn complain(
    fields: &mut Fields<'_>,
    key: &'static str,
    message: Message,
    hint: Message,
    cx: &mut Parsing,
) {
    let node = fields.node(key).unwrap_or_else(|| fields.whole().clone());
    cx.problems.push(node.problem(message).hint(hint));
}

/// Says so if what this way of travelling needs is missing.
fn check_delivery(
    delivery: Delivery,
    there: &[(&str, bool)],
    fields: &mut Fields<'_>,
    cx: &mut Parsing,
) {
    let needs: &[&str] = match delivery {
        Delivery::Post => &["postal_code", "address"],
        Delivery::Mail => &["email"],
        Delivery::Fax => &["fax"],
    };
    // A key that nobody knows may be the one that is missed.
    if fields.has_unknown() || needs.iter().all(|key| there.contains(&(key, true))) {
        return;
    }
    let keys = listed(needs.iter().map(|key| format!("`{key}`")));
    let message = Message::DeliveryNeeds { delivery: delivery.to_string(), keys: keys.clone() };
    complain(fields, "delivery", message, Message::AddForDelivery { keys }, cx);
}

/// The postal code, and the lines of the address, which are not too many for an
/// envelope's window.
fn postal_address(fields: &mut Fields<'_>, cx: &mut Parsing) -> (Option<String>, Vec<String>) {
    let code = fields.node("postal_code").and_then(|node| postal_code(&node, cx));
    let address: Vec<String> = fields.list("address", cx);
    if let Some(node) = fields.node("address").filter(|_| address.len() > limits::ADDRESS_LINES) {
        let (found, most) = (address.len().to_string(), limits::ADDRESS_LINES.to_string());
        let problem = node.problem(Message::AddressTooLong { found, most });
        cx.problems.push(problem.hint(Message::ShortenValue));
    }
    (code, address)
}

/// Reads a postal code, as it is to be printed.
pub(super) fn postal_code(node: &Node<'_>, cx: &mut Parsing) -> Option<String> {
    let written: String = node.read(cx)?;
    let code = facts::postal_code(&written);
    if code.is_none() {
        let problem = node.problem(Message::NotAPostalCode { code: quoted(&written) });
        cx.problems.push(problem.hint(Message::WritePostalCode));
    }
    code
}

fn is_none(honorific: &Honorific) -> bool {
    *honorific == Honorific::None
}

impl Client {
    /// Reads the records in a piece of a file, usually one; every problem in
    /// them goes to `cx`. A record with a fault gives `None`.
    pub fn parse_all(source: &Arc<SourceText>, cx: &mut Parsing) -> Vec<Option<Self>> {
        let documents = match Document::parse_records(source) {
            Ok(documents) => documents,
            Err(problems) => {
                cx.problems.extend(problems);
                return vec![None];
            }
        };
        let mut clients = Vec::new();
        for (record, document) in Record::all_in(source, documents.len()).zip(documents) {
            let before = cx.problems.len();
            let document = Arc::new(document);
            let client = Self::from_node(&Node::root(&document), record, cx);
            // So that a problem can be told from those of other clients.
            let id = document.value().get("id").and_then(text_of);
            if let Some(id) = id.and_then(|id| ClientId::new(&id).ok()) {
                for problem in &mut cx.problems[before..] {
                    problem.clients.insert(id.clone());
                }
            }
            // The rest of a record with a fault is not taken to be right.
            clients.push(client.filter(|_| cx.problems.len() == before));
        }
        clients
    }

    fn from_node(node: &Node<'_>, record: Record, cx: &mut Parsing) -> Option<Self> {
        let mut fields = node.fields(cx)?;
        let id = fields.required("id", cx);
        let name = fields.required("name", cx);
        let honorific = fields.required("honorific", cx);
        let person = fields.optional("person", cx);
        let before = cx.problems.len();
        let (postal_code, address) = postal_address(&mut fields, cx);
        let kana = fields.optional("kana", cx);
        let reach = Reach::read(&mut fields, cx);
        let law = Law::read(&mut fields, cx);
        let data = fields.list("data", cx);
        let delivery = fields.optional("delivery", cx);
        let declared = cx.declared.own.clone();
        let own = declared.read(&mut fields, |name| Message::DeclareOwn { name }, cx);
        if let Some(delivery) = delivery
            && cx.problems.len() == before
        {
            let there = [
                ("postal_code", postal_code.is_some()),
                ("address", !address.is_empty()),
                ("fax", reach.fax.is_some()),
                ("email", reach.email.is_some()),
            ];
            check_delivery(delivery, &there, &mut fields, cx);
        }
        fields.finish(cx);
        Some(Self {
            id: id?,
            name: name?,
            honorific: honorific?,
            person,
            postal_code,
            address,
            kana,
            reach,
            law,
            data,
            delivery: delivery.unwrap_or(Delivery::Mail),
            own: own?,
            nobody: false,
            record,
        })
    }

    /// The client of this record, where the office has these fields of its own.
    #[cfg(test)]
    pub(crate) fn from_yaml(fields: &str, record: &str) -> Self {
        let declared = crate::facts::Declared::of(fields);
        let mut cx = Parsing { declared, ..Parsing::default() };
        let source = Arc::new(SourceText::new("clients.yaml", record));
        let client = Self::parse_all(&source, &mut cx).pop().flatten();
        client.unwrap_or_else(|| panic!("{:?}", cx.problems))
    }

    /// Whether it stands for nobody: the one copy of a letter that is published.
    pub fn is_nobody(&self) -> bool {
        self.nobody
    }

    /// In the place of a recipient, for the one copy of this notice.
    pub fn in_nobodys_place(notice: &Notice) -> Self {
        let source = notice.origin.document.source().clone();
        Self {
            id: notice.id.clone().into(),
            // It is in lists only: no letter prints it.
            name: "（宛先なし）".to_owned(),
            honorific: Honorific::None,
            person: None,
            postal_code: None,
            address: Vec::new(),
            kana: None,
            reach: Reach { phone: None, fax: None, email: None },
            law: Law {
                route: None,
                reported_on: None,
                notify: None,
                known_on: None,
                preliminary_due: None,
                final_due: None,
            },
            data: Vec::new(),
            delivery: Delivery::Mail,
            own: OwnValues::new(),
            nobody: true,
            record: Record::alone(source),
        }
    }

    /// The columns of a field that holds rows: `data`, or one of the office's own. `None`
    /// if there is no such field.
    pub fn columns(field: &str, own: &OwnFields) -> Option<OwnFields> {
        if field == "data" {
            return Some(
                [OwnField::text("item"), OwnField::count("persons")].into_iter().collect(),
            );
        }
        own.get(field)?.columns().cloned()
    }

    /// What stands in the rows of such a field.
    pub fn rows(&self, field: &str) -> Cow<'_, [OwnValues]> {
        if field == "data" {
            return self.data.iter().map(Holding::row).collect();
        }
        match self.own.get(field) {
            Some(OwnValue::Rows(rows)) => Cow::Borrowed(rows),
            _ => Cow::default(),
        }
    }

    /// The largest number of persons in any kind of data held.
    pub fn persons(&self) -> Option<u32> {
        self.data.iter().map(|holding| holding.persons).max()
    }
}

#[cfg(test)]
mod tests;
