//! The kinds of notices that a project can begin with.

use clap::ValueEnum;
use rust_embed::RustEmbed;

use crate::messages::{Lang, Message};

/// The texts, each a notice but for its day.
#[derive(RustEmbed)]
#[folder = "src/beginnings/notices/"]
struct Texts;

/// A kind of notice that a project can begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Kind {
    /// The first report to clients of an office whose vendor was hit
    Report,
    /// The notice to the persons concerned, as a letter
    Persons,
    /// The notice to the persons concerned, as a post card
    Card,
    /// The first report to clients as an e-mail
    Mail,
    /// The public notice for a web page, to nobody in particular
    Web,
    /// The form to agree to a joint report to the authority
    Consent,
    /// A letter about anything, to be written
    Blank,
}

impl Kind {
    /// All kinds, in the order in which they are offered.
    pub const ALL: [Self; 7] = [
        Self::Report,
        Self::Persons,
        Self::Card,
        Self::Mail,
        Self::Web,
        Self::Consent,
        Self::Blank,
    ];

    /// What it is called on the command line, and its file here.
    pub fn word(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Persons => "persons",
            Self::Card => "card",
            Self::Mail => "mail",
            Self::Web => "web",
            Self::Consent => "consent",
            Self::Blank => "blank",
        }
    }

    /// The id of the notice that it becomes.
    pub fn id(self) -> String {
        let word = if self == Self::Blank { "letter" } else { self.word() };
        format!("{word}-1")
    }

    /// What it is, for who chooses.
    pub fn described(self) -> Message {
        match self {
            Self::Report => Message::KindReport,
            Self::Persons => Message::KindPersons,
            Self::Card => Message::KindCard,
            Self::Mail => Message::KindMail,
            Self::Web => Message::KindWeb,
            Self::Consent => Message::KindConsent,
            Self::Blank => Message::KindBlank,
        }
    }

    /// What it is, for the readers of `README.txt`.
    pub(super) fn in_japanese(self) -> String {
        self.described().text(Lang::Ja)
    }

    /// Whether it goes to clients, and is not published.
    pub fn is_for_clients(self) -> bool {
        self != Self::Web
    }

    /// The notice but for its day.
    pub(super) fn text(self) -> String {
        let file = Texts::get(&format!("{}.yaml", self.word()));
        file.map(|it| String::from_utf8_lossy(&it.data).replace("\r\n", "\n")).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_text_and_every_text_its_kind() {
        for kind in Kind::ALL {
            assert!(
                kind.text().contains(&format!("\n{}\n", super::super::TODAY)),
                "{}",
                kind.word()
            );
            let word = kind.to_possible_value().map(|it| it.get_name().to_owned());
            assert_eq!(word.as_deref(), Some(kind.word()));
        }
        assert_eq!(Texts::iter().count(), Kind::ALL.len());
        assert_eq!(Kind::value_variants(), Kind::ALL);
    }
}
