//! To whom the letters go.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use chrono::NaiveDate;
use serde::Serialize;

use super::incident::mapping;
use super::{condition, final_report_due, preliminary_report_due};
use crate::diagnostic::{Place, SourceText, quoted};
use crate::digest::{self, Digest};
use crate::facts::{
    self, Document, Fields, FromYaml, Node, OwnValue, Parsing, Step, Value, choice, text_of,
};
use crate::ids::ClientId;
use crate::limits;
use crate::messages::Message;

choice! {
    /// 敬称: what follows the name in the address.
    pub enum Honorific {
        /// To a company or another body.
        Onchu = "御中",
        /// To a person.
        Sama = "様",
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
    /// What the client is to the office.
    pub enum Relation {
        /// A client under contract.
        Client = "client",
        /// A former client whose data is still held.
        Former = "former",
        /// A 労働保険事務組合 with members of its own.
        Association = "association",
        /// Nobody in particular: the letter that is published.
        Public = "public",
    }
}

choice! {
    /// How the report to the 個人情報保護委員会 is made for this client
    /// (個人情報保護法 第26条第1項; 施行規則 第8条, 第9条).
    pub enum Route {
        /// A joint report is being arranged.
        Pending = "pending" | "調整中",
        /// The client has agreed to a joint report.
        Agreed = "agreed" | "同意",
        /// The client does not want a joint report.
        Declined = "declined" | "辞退",
        /// The client reports by itself.
        Own = "self" | "個別",
        /// The joint report has been made.
        Done = "done" | "完了",
    }
}

choice! {
    /// How the persons concerned are told (個人情報保護法 第26条第2項).
    pub enum Notify {
        /// Later, when more is known.
        Deferred = "deferred" | "保留",
        /// By the client.
        Client = "client" | "委託元",
        /// By the office, for the client.
        Office = "office" | "当方",
        /// By publication instead (第26条第2項但書).
        Substitute = "substitute" | "公表",
    }
}

choice! {
    /// How the letter travels.
    pub enum Delivery {
        /// In an envelope; the address is on the letter.
        Post = "post" | "郵送" | "郵便",
        /// By fax.
        Fax = "fax" | "ファックス" | "ファクス" | "ファクシミリ",
        /// Attached to an e-mail.
        Mail = "mail" | "メール" | "電子メール" | "Eメール" | "e-mail" | "email",
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
    /// What the client is to the office.
    pub relation: Relation,
    /// The services under contract, by name.
    pub services: Vec<String>,
    /// How payslips are given out until the system is back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payslip: Option<String>,
    /// How it stands with what the law asks for.
    #[serde(flatten)]
    pub law: Law,
    /// The data held.
    pub data: Vec<Holding>,
    /// How many of the persons have left the client.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub former_employees: Option<u32>,
    /// Who at the office is in charge.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub staff: Option<String>,
    /// How the letter travels.
    pub delivery: Delivery,
    /// Facts that only a template reads.
    pub vars: Value,
    /// What the client has in the office's own fields.
    #[serde(flatten)]
    pub own: BTreeMap<String, OwnValue>,
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
        Self {
            route,
            reported_on,
            notify,
            known_on,
            preliminary_due: known_on.map(preliminary_report_due),
            final_due: known_on.map(final_report_due),
        }
    }

    /// Whether the report is still to be made, by whomever: who declines a joint report
    /// has to report too.
    pub fn report_is_outstanding(&self) -> bool {
        self.route != Some(Route::Done)
    }
}

/// What the client has in the office's own fields.
fn own_fields(fields: &mut Fields<'_>, cx: &mut Parsing) -> Option<BTreeMap<String, OwnValue>> {
    let declared = cx.declared.own.clone();
    let before = cx.problems.len();
    let mut own = BTreeMap::new();
    for (field, node) in fields.own(&declared) {
        own.extend(field.read(&node, cx).map(|value| (field.name.clone(), value)));
    }
    if cx.problems.len() == before {
        let missing = declared.iter().filter(|it| it.needed && !own.contains_key(&it.name));
        missing.for_each(|field| fields.report_missing_own(field, cx));
    }
    (cx.problems.len() == before).then_some(own)
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

/// A client's record as it stands in its file, to be parsed again when a place is
/// wanted.
#[derive(Debug, Clone)]
pub struct Record {
    /// The piece of the file that was parsed to get the record.
    pub source: Arc<SourceText>,
    /// Which of the records in this piece it is, if there are several.
    pub index: Option<usize>,
    /// What is found out about the piece once for all records in it.
    together: Arc<Together>,
}

/// Of a piece of a file with several records: what would take as long for each of
/// them as for all.
#[derive(Debug, Default)]
struct Together {
    digest: OnceLock<Digest>,
    documents: OnceLock<Vec<Arc<Document>>>,
}

impl Record {
    /// The record that a piece of a file is.
    pub fn alone(source: Arc<SourceText>) -> Self {
        Self { source, index: None, together: Arc::default() }
    }

    /// The record, parsed again.
    pub fn document(&self) -> Option<Arc<Document>> {
        let parse = || Document::parse_records(&self.source).unwrap_or_default();
        let Some(index) = self.index else { return parse().into_iter().next().map(Arc::new) };
        let all = || parse().into_iter().map(Arc::new).collect();
        self.together.documents.get_or_init(all).get(index).cloned()
    }

    /// Where the value behind these keys, each in that of the one before, stands.
    pub fn place(&self, keys: &[&str]) -> Option<Place> {
        let path: Vec<Step> = keys.iter().map(|key| Step::Key((*key).to_owned())).collect();
        Some(self.document()?.place(&path))
    }

    /// Where the client's id stands.
    pub fn place_of_id(&self) -> Option<Place> {
        self.place(&["id"])
    }

    /// The digest of the record as it stands in its file.
    pub fn digest(&self) -> Digest {
        let mut fields = digest::Fields::default();
        match self.index {
            None => fields.add(&self.source.text),
            Some(index) => {
                let of_piece = || Digest::of(self.source.text.as_bytes());
                fields.add(self.together.digest.get_or_init(of_piece)).add(index.to_le_bytes())
            }
        };
        fields.digest()
    }
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
        let several = documents.len() > 1;
        let together = Arc::<Together>::default();
        let mut clients = Vec::new();
        for (index, document) in documents.into_iter().enumerate() {
            let before = cx.problems.len();
            let (source, together) = (source.clone(), together.clone());
            let record = Record { source, index: several.then_some(index), together };
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
        let misread = cx.problems.len() > before;
        let kana = fields.optional("kana", cx);
        let reach = Reach::read(&mut fields, cx);
        let relation = fields.optional("relation", cx);
        let services = fields.node("services");
        let services = services.map_or(Some(Vec::new()), |node| condition::services(&node, cx));
        let payslip = fields.optional("payslip", cx);
        let law = Law::read(&mut fields, cx);
        let data = fields.list("data", cx);
        let former_employees = fields.optional("former_employees", cx);
        let staff = fields.optional("staff", cx);
        let delivery = fields.optional("delivery", cx);
        let vars = mapping(fields.node("vars"), cx);
        let own = own_fields(&mut fields, cx);
        // What is there and misread or misspelt is not called missing too.
        let missing = (postal_code.is_none() || address.is_empty()) && !misread;
        if delivery == Some(Delivery::Post) && missing && !fields.has_unknown() {
            let (message, hint) = (Message::PostNeedsAddress, Message::AddAddressOrMail);
            complain(&mut fields, "delivery", message, hint, cx);
        }
        let is_to_some = matches!(honorific, Some(Honorific::Onchu | Honorific::Kakui));
        if is_to_some
            && relation == Some(Relation::Public)
            && let Some(node) = fields.node("honorific")
        {
            let problem = node.problem(Message::NoSingleAddressee);
            cx.problems.push(problem.instead(Message::WriteAddressLine, "none"));
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
            relation: relation.unwrap_or(Relation::Client),
            services: services?,
            payslip,
            law,
            data,
            former_employees,
            staff,
            delivery: delivery.unwrap_or(Delivery::Mail),
            vars: vars?,
            own: own?,
            record,
        })
    }

    /// The client of this record, where the office gives these services.
    #[cfg(test)]
    pub(super) fn from_yaml(services: &[&str], record: &str) -> Self {
        let services = services.iter().map(|name| (*name).to_owned()).collect();
        let mut cx = Parsing {
            declared: crate::facts::Declared { services, ..Default::default() },
            ..Parsing::default()
        };
        let source = Arc::new(SourceText::new("clients.yaml", record));
        let client = Self::parse_all(&source, &mut cx).pop().flatten();
        client.unwrap_or_else(|| panic!("{:?}", cx.problems))
    }

    /// The largest number of persons in any kind of data held.
    pub fn persons(&self) -> u64 {
        self.data.iter().map(|holding| u64::from(holding.persons)).max().unwrap_or(0)
    }
}
