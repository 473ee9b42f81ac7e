//! The letters, each whole in a file of its own.

mod greeting;
mod head;
mod parse;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

pub use greeting::Greeting;
pub use head::{Line, Piece};
pub use parse::Known;

use super::block::Walk;
use super::{Body, Client, Condition, Examples, Incident, Language, Prose};
use crate::diagnostic::{Diagnostic, Place};
use crate::facts::{Origin, Step, choice};
use crate::ids::NoticeId;
use crate::messages::{Message, listed};
use crate::project;

choice! {
    /// What is made of a notice.
    pub enum Kind {
        /// A letter on A4.
        Document = "文書",
        /// A post card.
        Postcard = "はがき",
        /// A post card whose text is covered until it is opened.
        Sealed = "圧着はがき",
        /// An e-mail.
        Mail = "メール",
    }
}

impl Kind {
    /// The template of the binary for it; a mail, which is text, has none.
    pub fn template(self) -> Option<&'static str> {
        match self {
            Self::Postcard | Self::Sealed => Some("postcard.typ"),
            Self::Document => Some("report.typ"),
            Self::Mail => None,
        }
    }

    /// Whether it is on one page, which the law of its paper is.
    pub fn has_one_page(self) -> bool {
        matches!(self, Self::Postcard | Self::Sealed)
    }

    /// What the names of its files end in.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Mail => project::TEXT,
            Self::Document | Self::Postcard | Self::Sealed => project::PAGES,
        }
    }
}

choice! {
    /// What the law asks of a letter.
    pub enum LawPurpose {
        /// To tell the persons concerned (個人情報保護法 第26条第2項).
        Persons = "本人通知",
        /// To publish instead (第26条第2項ただし書).
        Publication = "公表",
        /// To have a joint report agreed to (施行規則 第9条).
        Consent = "同意書",
    }
}

/// Who gets a letter.
#[derive(Debug, Clone)]
pub enum Recipients {
    /// Everyone in the list for whom this holds.
    Where(Condition),
    /// Nobody: there is one copy, to be published.
    Nobody,
}

/// One letter to all its recipients.
#[derive(Debug, Clone)]
pub struct Notice {
    /// Its id: the name of its file, and the folder of its letters.
    pub id: NoticeId,
    /// What is made of it.
    pub kind: Kind,
    /// 第n報.
    pub number: Option<u32>,
    /// The date on the letter.
    pub date: NaiveDate,
    /// 文書番号.
    pub reference: Option<String>,
    /// 件名.
    pub title: Prose,
    /// Who gets the letter.
    pub to: Recipients,
    /// What stands in the place of each recipient's name.
    pub addressee: Option<Prose>,
    /// The names of those who write; all of the office's if none is said.
    pub sender: Vec<String>,
    /// What stands before the text.
    pub head: Vec<Line>,
    /// What stands after it.
    pub foot: Vec<Line>,
    /// 頭語 and 結語.
    pub greeting: Option<Greeting>,
    /// What ends the letter: 以上.
    pub closing: Option<String>,
    /// The text.
    pub body: Body,
    /// Sections after it, each on a page of its own.
    pub appendix: Body,
    /// Bulletins after this moment are not in the letter, where it is not the end of
    /// its day.
    pub as_of: Option<NaiveDateTime>,
    /// What the law asks of it.
    pub law: Option<LawPurpose>,
    /// Its language.
    pub lang: Language,
    /// How dates, times and counts are written in it, where not as the office does.
    pub style: Examples,
    /// The template's file name; without one the letters are text.
    pub template: Option<String>,
    /// Where the letter is described.
    pub origin: Origin,
}

impl Notice {
    /// Whether this client gets the letter.
    pub fn is_for(&self, client: &Client) -> bool {
        match &self.to {
            Recipients::Where(condition) => {
                !client.is_nobody() && condition.holds(client, &self.id)
            }
            Recipients::Nobody => client.is_nobody() && client.id.as_str() == self.id.as_str(),
        }
    }

    /// Whether whoever gets a later letter, this client, has been told by this one. What is
    /// published is told to whoever reads what is published later.
    pub fn is_told_to(&self, client: &Client) -> bool {
        self.is_for(client) || self.is_for_nobody() && client.is_nobody()
    }

    /// Whether there is one copy, for nobody.
    pub fn is_for_nobody(&self) -> bool {
        matches!(self.to, Recipients::Nobody)
    }

    /// What came until then may be in the letter: `as_of`, or the end of its day.
    pub fn tells_until(&self) -> NaiveDateTime {
        let last_second = NaiveTime::from_hms_opt(23, 59, 59).unwrap_or_default();
        self.as_of.unwrap_or_else(|| self.date.and_time(last_second))
    }

    /// Where the notice is described: its date, which every one has.
    pub fn place(&self) -> Place {
        self.place_of("date")
    }

    /// Where the value behind one of its keys stands.
    pub fn place_of(&self, key: &str) -> Place {
        let mut path = self.origin.path.clone();
        path.push(Step::Key(key.to_owned()));
        self.origin.document.place(&path)
    }

    /// Whether it comes before another that is made later: of one day, by its number. What
    /// has none goes out together with the others of its day.
    pub fn is_before(&self, other: &Self) -> bool {
        let by_number = self.number.zip(other.number).is_some_and(|(own, other)| own < other);
        self.date < other.date || self.date == other.date && by_number
    }

    /// Says so if bulletins have come in that the letter does not speak of.
    pub fn warning_of_later_bulletins(&self, incident: &Incident) -> Option<Diagnostic> {
        let as_of = self.as_of.filter(|_| self.tells_of_bulletins(incident))?;
        let later = incident.bulletins.iter().filter(|bulletin| bulletin.at > as_of);
        let names: Vec<String> = later.map(|bulletin| bulletin.name()).collect();
        if names.is_empty() {
            return None;
        }
        let message = Message::CameAfterAsOf { names: listed(names) };
        let problem = Diagnostic::warning(message).at(self.place_of("as_of"));
        Some(problem.hint(Message::MoveAsOf))
    }

    /// Whether it tells of bulletins at all.
    pub fn tells_of_bulletins(&self, incident: &Incident) -> bool {
        let mut tells = false;
        self.walk(incident, &mut |seen| {
            tells |= matches!(seen, Walk::Bulletins(_));
            true
        });
        tells
    }

    /// Whether it shows the rows of this field of a recipient.
    pub fn shows_rows_of(&self, field: &str, incident: &Incident) -> bool {
        let mut shows = false;
        self.walk(incident, &mut |seen| {
            shows |= matches!(seen, Walk::RowsOf(name) if name == field);
            true
        });
        shows
    }

    /// Goes through body and appendix, and through the parts they take in.
    pub fn walk<'a>(&'a self, incident: &'a Incident, see: &mut super::block::See<'a, '_>) {
        let bodies = [&self.body, &self.appendix];
        bodies.into_iter().for_each(|body| walk_with_parts(body, incident, see));
    }

    /// Every text of the letter itself.
    pub fn prose(&self) -> Vec<&Prose> {
        let mut texts = vec![&self.title];
        texts.extend(&self.addressee);
        texts.extend(self.body.prose());
        texts.extend(self.appendix.prose());
        texts
    }
}

/// Goes through a body; where it takes in a part, through that too.
fn walk_with_parts<'a>(
    body: &'a Body,
    incident: &'a Incident,
    see: &mut super::block::See<'a, '_>,
) {
    let mut parts = Vec::new();
    body.walk(&mut |seen| {
        let inside = see(seen);
        if let Walk::Part(part) | Walk::PartAsText(part) = seen
            && inside
        {
            parts.extend(incident.parts.get(&part.name));
        }
        inside
    });
    // Parts come after what takes them in; no part takes in itself.
    parts.into_iter().for_each(|part| walk_with_parts(&part.body, incident, see));
}
