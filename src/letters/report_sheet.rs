//! The report sheet: what there is to say of each of the nine items of a report to the
//! 個人情報保護委員会, about one recipient or about all of them.
//!
//! It says what the parts with the items' names say, and marks those of which nothing is
//! said. It is set as a letter is, and is none: the ledger does not know it.

use chrono::NaiveDate;

use super::press::Press;
use crate::check::SharedFacts;
use crate::content::OtherNames;
use crate::diagnostic::Diagnostic;
use crate::facts::Origin;
use crate::ids::NoticeId;
use crate::messages::Message;
use crate::model::{
    Block, BlockKind, Body, Client, Condition, Examples, Heading, Holding, Kind, Language, Line,
    Mark, Notice, Pair, Pairs, Paragraph, PartName, Piece, Prose, Recipients, Style, Walk,
};
use crate::plain_text::Text;
use crate::project::{REPORT_SHEET, Sources};
use crate::template::{Content, Engine, Letter, asks_for};

/// An item of a report (個人情報の保護に関する法律施行規則 第8条第1項).
#[derive(Debug, PartialEq, Eq)]
pub struct Item {
    /// Its number there.
    pub number: usize,
    /// The part that tells of it.
    pub part: &'static str,
    /// What it is called there.
    title: &'static str,
}

const ITEMS: [Item; 9] = [
    Item { number: 1, part: "概要", title: "概要" },
    Item {
        number: 2,
        part: "項目",
        title: "漏えい等が発生し、又は発生したおそれがある個人データの項目",
    },
    Item {
        number: 3,
        part: "人数",
        title: "漏えい等が発生し、又は発生したおそれがある個人データに係る本人の数",
    },
    Item { number: 4, part: "原因", title: "原因" },
    Item {
        number: 5, part: "二次被害", title: "二次被害又はそのおそれの有無及びその内容"
    },
    Item { number: 6, part: "本人対応", title: "本人への対応の実施状況" },
    Item { number: 7, part: "公表", title: "公表の実施状況" },
    Item { number: 8, part: "再発防止", title: "再発防止のための措置" },
    Item { number: 9, part: "参考", title: "その他参考となる事項" },
];

/// The title of the sheet.
const TITLE: &str = "漏えい等報告シート（個人情報保護法施行規則第8条第1項）";
/// Where nothing is written yet.
const MISSING: &str = "【未記入】";
/// Where something else is to be written for each recipient.
const OF_EACH: &str = "【宛先ごとに記入】";

/// How it stands with an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Something is said of it.
    Said,
    /// Something is said, and more to some recipients.
    SaidInPart,
    /// What is said differs from recipient to recipient.
    OfEach,
    /// There is a part, and nothing in it is for this recipient.
    NotForClient,
    /// Nothing is said.
    Missing,
}

/// A sheet, finished.
pub struct ReportSheet {
    /// The file's bytes.
    pub pdf: Vec<u8>,
    /// The same as text, no line broken for want of room.
    pub text: String,
    /// The items, each with how it stands with it.
    pub standings: Vec<(&'static Item, Standing)>,
}

/// Whom the sheet is about.
pub enum About<'a> {
    /// One recipient.
    One(&'a Client),
    /// All of them together.
    All(&'a [Client]),
}

/// Makes the sheet of this date.
pub fn make(
    sources: Sources,
    facts: &SharedFacts,
    about: &About<'_>,
    date: NaiveDate,
) -> Result<ReportSheet, Vec<Diagnostic>> {
    let Some(sheet) = Sheet::of(facts, about, date) else {
        let message = Message::NoNoticeFile { folder: "data/notices/".to_owned() };
        return Err(vec![Diagnostic::error(message).hint(Message::AddFirstNotice)]);
    };
    let client = sheet.client();
    let mut standings: Vec<Standing> = ITEMS.iter().map(|item| sheet.standing(item)).collect();
    let (_, letter) = sheet.resolve(&standings, &client)?;
    // What is only there for others is not there.
    for (item, standing) in ITEMS.iter().zip(&mut standings) {
        if !has_heading(&letter, item) {
            *standing = match standing {
                Standing::SaidInPart => Standing::OfEach,
                Standing::Said if sheet.is_of_one() => Standing::NotForClient,
                _ => Standing::Missing,
            };
        }
    }
    let (title, letter) = sheet.resolve(&standings, &client)?;
    let text = Text::of_document(&title, &letter, &Language::default()).unbroken();
    let notice = sheet.notice(sheet.body(&standings));
    let press = Press::new(sources, facts, notice, OtherNames::default())?;
    let pdf = press.make(&client).map_err(|problems| sheet.about(problems))?.bytes;
    Ok(ReportSheet { pdf, text, standings: ITEMS.iter().zip(standings).collect() })
}

/// Whether the letter has a heading of this item.
fn has_heading(letter: &Letter, item: &Item) -> bool {
    letter.body.iter().any(|block| match &block.content {
        Content::Heading(heading) => *heading.heading == *item.title,
        _ => false,
    })
}

/// What the sheet is made from.
struct Sheet<'a> {
    facts: &'a SharedFacts,
    about: &'a About<'a>,
    date: NaiveDate,
    style: Style,
    /// A notice, of which the sheet has what is nowhere said of it.
    model: &'a Notice,
    id: NoticeId,
}

impl<'a> Sheet<'a> {
    fn of(facts: &'a SharedFacts, about: &'a About<'a>, date: NaiveDate) -> Option<Self> {
        let style = facts.office.style.clone();
        let id = NoticeId::new(REPORT_SHEET).ok()?;
        Some(Self { facts, about, date, style, model: facts.notices.last()?, id })
    }

    fn is_of_one(&self) -> bool {
        matches!(self.about, About::One(_))
    }

    /// The recipient, or one in whose place all are, with the data of all.
    fn client(&self) -> Client {
        match self.about {
            About::One(client) => (*client).clone(),
            About::All(clients) => {
                let nobody = Client::in_nobodys_place(&self.notice(Body::default()));
                Client { data: together(clients), ..nobody }
            }
        }
    }

    /// How it stands with an item, as far as the facts tell without being filled in.
    fn standing(&self, item: &Item) -> Standing {
        if !self.facts.incident.parts.contains_key(item.part) {
            return Standing::Missing;
        }
        if self.is_of_one() {
            return Standing::Said;
        }
        let (all, part) = (self.client(), self.notice(Body(vec![self.part(item)])));
        let (mut is_of_each, mut has_more) = (false, false);
        part.walk(&self.facts.incident, &mut |seen| {
            match seen {
                Walk::Piece(_, when) => {
                    has_more |= when.asks_for_client() && !when.asks_for_data_alone();
                    return when.holds(&all, &self.id);
                }
                Walk::Prose(prose) => is_of_each |= self.differs(prose),
                Walk::RowsOf(field) => is_of_each |= field != "data",
                Walk::Bulletins(_) => {
                    let bulletins = self.facts.incident.bulletins.iter();
                    let mut texts = bulletins.filter_map(|bulletin| bulletin.text.as_ref());
                    is_of_each |= texts.any(|text| self.differs(text));
                }
                Walk::Label(_)
                | Walk::Blank(_)
                | Walk::Image(_)
                | Walk::Part(_)
                | Walk::PartAsText(_) => {}
            }
            true
        });
        match (is_of_each, has_more) {
            (true, _) => Standing::OfEach,
            (false, true) => Standing::SaidInPart,
            (false, false) => Standing::Said,
        }
    }

    /// Whether a text is another one for each recipient.
    fn differs(&self, prose: &Prose) -> bool {
        let asks = |text: &str| {
            let own = self.facts.own.iter().map(|field| field.name.as_str());
            std::iter::once("client").chain(own).any(|name| asks_for(text, name))
        };
        prose.paragraphs.iter().any(|paragraph| paragraph.has_tags && asks(&paragraph.text))
    }

    /// What the sheet says where it stands so with the items.
    fn resolve(
        &self,
        standings: &[Standing],
        client: &Client,
    ) -> Result<(String, Letter), Vec<Diagnostic>> {
        let notice = self.notice(self.body(standings));
        let (office, incident) = (&self.facts.office, self.facts.incident.clone());
        let engine = Engine::new(&[], office, incident, notice, Vec::new())?;
        engine.resolve(client).map_err(|problems| self.about(problems))
    }

    /// What is wrong, which is about a recipient only where the sheet is.
    fn about(&self, mut problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
        if !self.is_of_one() {
            problems.iter_mut().for_each(|problem| problem.clients.clear());
        }
        problems
    }

    /// The sheet as a notice to nobody, with this text.
    fn notice(&self, body: Body) -> Notice {
        Notice {
            id: self.id.clone(),
            kind: Kind::Document,
            number: None,
            date: self.date,
            reference: None,
            title: self.prose(TITLE),
            to: Recipients::Nobody,
            addressee: None,
            sender: Vec::new(),
            head: [Piece::Date, Piece::Title].map(|piece| Line(vec![piece])).to_vec(),
            foot: Vec::new(),
            greeting: None,
            closing: None,
            body,
            appendix: Body::default(),
            as_of: None,
            law: None,
            lang: Language::default(),
            style: Examples::default(),
            template: Some("sheet.typ".to_owned()),
            origin: self.origin(),
        }
    }

    fn body(&self, standings: &[Standing]) -> Body {
        let mut blocks = vec![self.pairs()];
        for (item, standing) in ITEMS.iter().zip(standings) {
            let said = match standing {
                Standing::Said | Standing::SaidInPart => self.part(item),
                Standing::OfEach => self.text(OF_EACH),
                Standing::NotForClient | Standing::Missing => self.text(MISSING),
            };
            blocks.push(block(BlockKind::Heading(Heading {
                text: self.prose(item.title),
                mark: Mark::of("1"),
                body: Some(Body(vec![said])),
            })));
        }
        Body(blocks)
    }

    /// Who reports, about whom, and by when.
    fn pairs(&self) -> Block {
        let mut entries = Vec::new();
        let mut add = |label: &str, text: &str| {
            let value = Body(vec![self.text(text)]);
            entries.push(Pair { label: label.to_owned(), value });
        };
        self.facts.incident.name.iter().for_each(|name| add("事案", name));
        self.of_office(&mut add);
        match self.about {
            About::One(client) => self.of_client(client, &mut add),
            About::All([]) => {}
            About::All(clients) => {
                let number = i128::try_from(clients.len()).unwrap_or(i128::MAX);
                add("宛先", &format!("全{}件の合計", self.style.count(number)));
            }
        }
        block(BlockKind::Pairs(Pairs { mark: None, entries }))
    }

    fn of_office(&self, add: &mut impl FnMut(&str, &str)) {
        let office = &self.facts.office.sender;
        add("事業者の名称", &office.name);
        if let Some(person) = &office.person {
            let words = [&person.department, &person.title, &person.name];
            let words: Vec<&str> = words.into_iter().flatten().map(String::as_str).collect();
            add("代表者・担当者", &words.join("\u{3000}"));
        }
        let code = office.postal_code.iter().map(|code| format!("〒{code}"));
        let address: Vec<String> = code.chain(office.address.iter().cloned()).collect();
        if !address.is_empty() {
            add("所在地", &address.join("\u{3000}"));
        }
        let reach = [
            ("電話番号", &office.reach.phone),
            ("FAX番号", &office.reach.fax),
            ("メールアドレス", &office.reach.email),
        ];
        for (label, text) in reach {
            text.iter().for_each(|text| add(label, text));
        }
        for sender in &self.facts.office.joint {
            add("連名の事業者", &sender.name);
        }
    }

    fn of_client(&self, client: &Client, add: &mut impl FnMut(&str, &str)) {
        add("委託元", &format!("{}（{}）", client.name, client.id));
        let law = &client.law;
        law.route.iter().for_each(|route| add("報告の方法", &route.to_string()));
        let day = |day: Option<NaiveDate>| day.map(|day| self.style.day(day));
        add("事態を知った日", day(law.known_on).as_deref().unwrap_or(MISSING));
        if let Some(due) = day(law.preliminary_due) {
            add("速報の期限", &format!("{due}（知った日から3～5日以内）"));
        }
        if let Some(due) = day(law.final_due) {
            let within = self.facts.incident.report_within;
            add("確報の期限", &format!("{due}（知った日から{within}日以内）"));
        }
        day(law.reported_on).iter().for_each(|day| add("報告した日", day));
    }

    fn part(&self, item: &Item) -> Block {
        let name = PartName { name: item.part.to_owned(), origin: self.origin() };
        block(BlockKind::Use(name, None))
    }

    fn text(&self, text: &str) -> Block {
        block(BlockKind::Text(self.prose(text), None))
    }

    /// A text that is printed as it stands.
    fn prose(&self, text: &str) -> Prose {
        let paragraphs = vec![Paragraph { text: text.to_owned(), has_tags: false }];
        Prose { paragraphs, origin: self.origin() }
    }

    fn origin(&self) -> Origin {
        self.model.origin.clone()
    }
}

/// A block for everyone.
fn block(kind: BlockKind) -> Block {
    Block { when: Condition::default(), lang: None, style: None, kind }
}

/// The data held for all recipients: of how many persons each kind is in all, in the order
/// in which they are met.
fn together(clients: &[Client]) -> Vec<Holding> {
    let mut all: Vec<Holding> = Vec::new();
    for Holding { item, persons } in clients.iter().flat_map(|client| &client.data) {
        match all.iter_mut().find(|known| known.item == *item) {
            Some(known) => known.persons = known.persons.saturating_add(*persons),
            None => all.push(Holding { item: item.clone(), persons: *persons }),
        }
    }
    all
}
