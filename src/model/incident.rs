//! What happened.

use std::collections::HashSet;

use chrono::NaiveDateTime;

use super::block::when;
use super::variant::{OptionalPart, OptionalParts};
use super::{Block, BlockKind, Client, Condition, Notice, Part, Prose, Rows};
use crate::diagnostic::Place;
use crate::facts::{FromYaml, Node, Origin, Parsing, Step, Value, choice};
use crate::ids::NoticeId;
use crate::messages::Message;

choice! {
    /// What a bulletin says of ransomware.
    pub enum Ransomware {
        /// Nothing.
        NotMentioned = "not_mentioned",
        /// It was ransomware.
        Confirmed = "confirmed",
    }
}

choice! {
    /// What a bulletin says of a leak of personal data.
    pub enum Leak {
        /// Nothing.
        NotMentioned = "not_mentioned",
        /// It is being investigated.
        Investigating = "investigating",
        /// None has been confirmed.
        NoneConfirmed = "none_confirmed",
        /// There may have been one.
        Possible = "possible",
        /// There was one.
        Confirmed = "confirmed",
    }
}

choice! {
    /// Where a service stands.
    pub enum ServiceState {
        /// As before the incident.
        Running = "running",
        /// Given by other means.
        Substitute = "substitute",
        /// Given in part.
        Limited = "limited",
        /// Not given.
        Stopped = "stopped",
    }
}

/// What a bulletin found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Findings {
    /// Of ransomware.
    pub ransomware: Ransomware,
    /// Of a leak.
    pub leak: Leak,
}

/// One bulletin of the vendor.
#[derive(Debug, Clone)]
pub struct Bulletin {
    /// Its number, from 1.
    pub number: u32,
    /// What it is called where that is not 第n報.
    pub label: Option<String>,
    /// When it came.
    pub at: NaiveDateTime,
    /// How it came.
    pub channel: Option<String>,
    /// Who is told of it.
    pub when: Condition,
    /// What it says; `None` if it repeats an earlier one.
    pub summary: Option<Prose>,
    /// What it found.
    pub findings: Option<Findings>,
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
}

/// A service of the office that the incident touches.
#[derive(Debug, Clone)]
pub struct Service {
    /// Its name, also in clients' records.
    pub name: String,
    /// Where it stands.
    pub state: ServiceState,
    /// What is said of it.
    pub blocks: Vec<Block>,
}

/// A sentence that stands for what a bulletin found.
#[derive(Debug, Clone)]
pub struct FindingSentence {
    findings: Findings,
    /// The sentence.
    pub text: Prose,
}

/// The incident.
#[derive(Debug, Clone)]
pub struct Incident {
    /// What the office calls it among themselves.
    pub name: String,
    /// The system, as variables.
    pub system: Value,
    /// The vendor, as variables.
    pub vendor: Value,
    /// The words that the letter defines once.
    pub terms: Value,
    /// Facts that only texts and templates read.
    pub vars: Value,
    /// The vendor's bulletins, oldest first.
    pub bulletins: Vec<Bulletin>,
    /// The sentences for what bulletins found.
    pub finding_sentences: Vec<FindingSentence>,
    /// The services.
    pub services: Vec<Service>,
    /// The sections.
    pub sections: Vec<Part>,
}

impl Incident {
    /// Whether a table shows what data is held for the client.
    pub fn shows_client_data(&self) -> bool {
        let is_data =
            |block: &Block| matches!(&block.kind, BlockKind::Table { rows: Rows::ClientData, .. });
        self.sections.iter().any(|section| Block::any(&section.blocks, &is_data))
    }

    /// The bulletins that the notice tells this client of, oldest first.
    pub fn bulletins_in<'a>(
        &'a self,
        notice: &'a Notice,
        client: &'a Client,
    ) -> impl DoubleEndedIterator<Item = &'a Bulletin> {
        self.bulletins.iter().filter(move |bulletin| {
            notice.as_of.is_none_or(|as_of| bulletin.at <= as_of)
                && bulletin.when.holds(client, &notice.id)
                && self.head(bulletin).is_none_or(|head| head.when.holds(client, &notice.id))
        })
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

    /// The sentence for a bulletin's findings, if there is one.
    pub fn sentence(&self, findings: Findings) -> Option<&Prose> {
        let sentence = self.finding_sentences.iter().find(|it| it.findings == findings);
        sentence.map(|sentence| &sentence.text)
    }

    /// Reads `incident.yaml`, and makes its services known to what is read after it.
    pub fn parse(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let mut fields = node.fields(cx)?;
        // Services come first: conditions name them.
        let services = fields
            .required_node("services", Message::AListOrNone, cx)
            .and_then(|node| services(&node, cx));
        let name = fields.required("name", cx);
        let system = mapping(fields.required_node("system", Message::Pairs, cx), cx);
        let vendor = mapping(fields.required_node("vendor", Message::Pairs, cx), cx);
        let terms = mapping(fields.node("terms"), cx);
        let vars = mapping(fields.node("vars"), cx);
        let finding_sentences = fields.list("finding_sentences", cx);
        let bulletins = fields
            .required_node("bulletins", Message::AList, cx)
            .and_then(|node| bulletins(&node, cx));
        let sections = fields.required("sections", cx);
        fields.finish(cx);
        Some(Self {
            name: name?,
            system: system?,
            vendor: vendor?,
            terms: terms?,
            vars: vars?,
            bulletins: bulletins?,
            finding_sentences,
            services: services?,
            sections: sections?,
        })
    }
}

/// A mapping kept as it is; an empty one where there is none.
pub(super) fn mapping(node: Option<Node<'_>>, cx: &mut Parsing) -> Option<Value> {
    let Some(node) = node else { return Some(Value::Mapping(Default::default())) };
    node.fields(cx)?;
    let before = cx.problems.len();
    node.report_losses(cx);
    (cx.problems.len() == before).then(|| node.value().clone())
}

/// Names first, so that the texts of one service may have conditions on another.
fn services(node: &Node<'_>, cx: &mut Parsing) -> Option<Vec<Service>> {
    let elements = node.elements(cx)?;
    let services: Vec<Option<Service>> = elements.iter().map(|element| element.read(cx)).collect();
    services.into_iter().collect()
}

impl FromYaml for Service {
    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let mut fields = node.fields(cx)?;
        let name = fields.required("name", cx);
        let state = fields.required("state", cx);
        let blocks: Option<Vec<Block>> = fields.required("blocks", cx);
        fields.finish(cx);
        Some(Self { name: name?, state: state?, blocks: blocks? })
    }
}

impl FromYaml for FindingSentence {
    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let mut fields = node.fields(cx)?;
        let ransomware = fields.required("ransomware", cx);
        let leak = fields.required("leak", cx);
        let text = fields.required("text", cx);
        fields.finish(cx);
        let findings = Findings { ransomware: ransomware?, leak: leak? };
        Some(Self { findings, text: text? })
    }
}

impl FromYaml for Findings {
    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let mut fields = node.fields(cx)?;
        let ransomware = fields.required("ransomware", cx);
        let leak = fields.required("leak", cx);
        fields.finish(cx);
        Some(Self { ransomware: ransomware?, leak: leak? })
    }
}

impl FromYaml for Bulletin {
    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let mut fields = node.fields(cx)?;
        let number = fields.required("number", cx);
        let label = fields.optional("label", cx);
        let at = fields.required("at", cx);
        let channel = fields.optional("channel", cx);
        let when = when(&mut fields, cx);
        let summary = fields.node("summary");
        let findings = fields.optional("findings", cx);
        let same_as = fields.node("same_as");
        match (&summary, &same_as) {
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
        if let (Some(_), Some(same_as)) = (&findings, &same_as) {
            cx.problems
                .push(same_as.problem(Message::RepeatHasFindings).hint(Message::DeleteFindings));
        }
        let summary = summary.and_then(|summary| summary.read(cx));
        let same_as = same_as.and_then(|same_as| same_as.read(cx));
        fields.finish(cx);
        Some(Self {
            number: number?,
            label,
            at: at?,
            channel,
            when,
            summary,
            findings,
            same_as,
            origin: node.origin(),
        })
    }
}

/// The bulletins, each checked against those before it.
fn bulletins(node: &Node<'_>, cx: &mut Parsing) -> Option<Vec<Bulletin>> {
    let elements = node.elements(cx)?;
    let mut bulletins: Vec<Bulletin> = Vec::new();
    let mut numbers = HashSet::new();
    // The last that repeats no other: what follows may repeat it.
    let mut first: Option<u32> = None;
    let before = cx.problems.len();
    for element in &elements {
        let Some(bulletin) = element.read::<Bulletin>(cx) else { continue };
        let at_key = |key| {
            let mut fields = element.fields(&mut Parsing::default())?;
            fields.node(key)
        };
        let number = bulletin.number.to_string();
        if !numbers.insert(bulletin.number)
            && let Some(node) = at_key("number")
        {
            cx.problems.push(node.problem(Message::TwoBulletins { number: number.clone() }));
        }
        if let Some(last) = bulletins.last() {
            let (number, above) = (number.clone(), last.number.to_string());
            if bulletin.at < last.at
                && let Some(node) = at_key("at")
            {
                let problem = node.problem(Message::BulletinDatedBefore { number, above });
                cx.problems.push(problem.hint(Message::MendBulletinDate));
            } else if bulletin.number <= last.number
                && let Some(node) = at_key("number")
            {
                let problem = node.problem(Message::BulletinStandsAfter { number, above });
                cx.problems.push(problem.hint(Message::OrderByNumber));
            }
        }
        // The group is the run of bulletins that ends with the last one.
        if let Some(same_as) = bulletin.same_as.filter(|same_as| first != Some(*same_as))
            && let Some(node) = at_key("same_as")
        {
            let same_as = same_as.to_string();
            let problem = node.problem(Message::CannotRepeat { number, same_as });
            cx.problems.push(match first {
                Some(first) => problem.hint(Message::CanRepeat { number: first.to_string() }),
                None => problem.hint(Message::NothingToRepeat),
            });
        }
        if bulletin.same_as.is_none() {
            first = Some(bulletin.number);
        }
        bulletins.push(bulletin);
    }
    (cx.problems.len() == before).then_some(bulletins)
}

impl Incident {
    /// Every text of the incident.
    pub fn prose(&self) -> Vec<&Prose> {
        let mut texts = Vec::new();
        texts.extend(self.finding_sentences.iter().map(|sentence| &sentence.text));
        texts.extend(self.bulletins.iter().filter_map(|bulletin| bulletin.summary.as_ref()));
        for service in &self.services {
            Block::collect_prose(&service.blocks, &mut texts);
        }
        for section in &self.sections {
            texts.push(&section.heading);
            Block::collect_prose(&section.blocks, &mut texts);
        }
        texts
    }

    /// The parts of the letter that not everybody gets, in the order of the
    /// facts: what is inside a part that this client does not get is left out.
    pub fn optional_parts<'a>(
        &'a self,
        client: &'a Client,
        notice: &'a NoticeId,
    ) -> Vec<OptionalPart<'a>> {
        let mut parts = OptionalParts::new(client, notice);
        for bulletin in &self.bulletins {
            parts.add(bulletin.summary.as_ref().map_or("", Prose::words), &bulletin.when);
        }
        for service in &self.services {
            if parts.add_service(&service.name) {
                Block::collect_optional(&service.blocks, &mut parts);
            }
        }
        for section in &self.sections {
            if parts.add(section.heading.words(), &section.when) {
                Block::collect_optional(&section.blocks, &mut parts);
            }
        }
        parts.list
    }
}
