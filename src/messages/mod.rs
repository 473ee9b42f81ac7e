//! Every sentence that the program says, in both languages.
//!
//! A sentence is a variant of [`Message`] and is put into words only when it is
//! shown. The macro takes no sentence in one language alone.

mod borrowed;
mod catalogue;

use std::fmt;
use std::sync::OnceLock;

use clap::ValueEnum;

pub use catalogue::Message;

use crate::unseen::visible;

/// A language of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// English.
    En,
    /// Japanese.
    Ja,
}

static CURRENT: OnceLock<Lang> = OnceLock::new();

impl Lang {
    /// Chooses the language for the life of the process. The first choice stays.
    pub fn choose(asked: Option<Self>) {
        let _ = CURRENT.set(asked.unwrap_or_else(Self::of_system));
    }

    /// The language that was chosen; the system's if none was.
    pub fn current() -> Self {
        *CURRENT.get_or_init(Self::of_system)
    }

    /// Its name in web pages.
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ja => "ja",
        }
    }

    fn of_system() -> Self {
        match sys_locale::get_locale() {
            Some(locale) if locale.to_lowercase().starts_with("ja") => Self::Ja,
            _ => Self::En,
        }
    }
}

/// Defines the sentences: a name, the values in it, the English, the Japanese.
macro_rules! messages {
    ($($name:ident $({ $($value:ident),+ })? : $en:literal, $ja:literal;)+) => {
        /// A sentence, with the values it speaks of.
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub enum Message {
            /// The words of a library.
            Verbatim(String),
            $(
                #[doc = $en]
                $name $({ $(#[doc = "A value in the sentence."] $value: String),+ })?,
            )+
        }

        impl Message {
            /// Every sentence: its name, the English and the Japanese, with the
            /// places of the values in braces.
            pub const ALL: &[(&str, &str, &str)] = &[$((stringify!($name), $en, $ja),)+];

            /// Which sentence it is, whatever its values are.
            pub fn kind(&self) -> super::MessageKind<'_> {
                super::MessageKind { sentence: std::mem::discriminant(self), of: self.topic() }
            }

            /// The sentence in words.
            pub fn text(&self, lang: Lang) -> String {
                match self {
                    Self::Verbatim(text) => super::borrowed::borrowed(text, lang),
                    $(Self::$name $({ $($value),+ })? => match lang {
                        Lang::En => format!($en),
                        Lang::Ja => format!($ja),
                    },)+
                }
            }
        }
    };
}

use messages;

/// Which sentence a message is, and what it is about: what two messages share that
/// differ only in what was found here and there.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MessageKind<'a> {
    sentence: std::mem::Discriminant<Message>,
    of: &'a str,
}

impl Message {
    /// Whether it says that this item of a letter is missing.
    pub fn names_item(&self, name: &str) -> bool {
        match self {
            Self::LawItemMissing { item, .. } | Self::ConsentLacks { item } => item == name,
            _ => false,
        }
    }

    /// The value without which the sentence would be about something else.
    fn topic(&self) -> &str {
        match self {
            Self::Verbatim(text) => text,
            Self::Expected { what, .. } | Self::InField { what, .. } => what,
            Self::KeyMissing { key }
            | Self::KeyEmpty { key }
            | Self::UnknownKey { key }
            | Self::AddKey { key, .. }
            | Self::GiveValue { key, .. } => key,
            Self::LawItemMissing { item, .. } | Self::ConsentLacks { item } => item,
            Self::NoSuchValue { name, .. } | Self::MachineForm { name, .. } => name,
            Self::InTemplate { said } | Self::ByTypst { said } => said,
            Self::NotYaml { reason } => reason,
            _ => "",
        }
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&visible(&self.text(Lang::current())))
    }
}

/// Things in a row, parted as the language does it.
pub fn listed(things: impl IntoIterator<Item = impl fmt::Display>) -> String {
    let comma = match Lang::current() {
        Lang::En => ", ",
        Lang::Ja => "、",
    };
    let things: Vec<String> = things.into_iter().map(|it| it.to_string()).collect();
    things.join(comma)
}

/// What is counted.
#[derive(Debug, Clone, Copy)]
pub enum Noun {
    /// Letters.
    Letter,
    /// Pages of a letter.
    Page,
    /// Lines of a text.
    Line,
    /// Clients.
    Client,
    /// Errors and warnings.
    Problem,
    /// Warnings.
    Warning,
    /// Notes.
    Note,
    /// Days.
    Day,
    /// Files.
    File,
    /// Shards.
    Shard,
}

/// `1 letter is`, `2 letters are`.
pub fn letters_are(number: usize) -> String {
    match number {
        1 => Message::OneLetterIs.to_string(),
        _ => Message::LettersAre { number: number.to_string() }.to_string(),
    }
}

/// `1 client is`, `2 clients are`.
pub fn clients_are(number: usize) -> String {
    match number {
        1 => Message::OneClientIs.to_string(),
        _ => Message::ClientsAre { number: number.to_string() }.to_string(),
    }
}

/// `1 letter`, `2 letters`.
pub fn count(number: usize, noun: Noun) -> String {
    let one = number == 1;
    let number = number.to_string();
    let message = match noun {
        Noun::Letter if one => Message::OneLetter,
        Noun::Letter => Message::Letters { number },
        Noun::Page if one => Message::OnePage,
        Noun::Page => Message::Pages { number },
        Noun::Line if one => Message::OneLine,
        Noun::Line => Message::Lines { number },
        Noun::Client if one => Message::OneClient,
        Noun::Client => Message::Clients { number },
        Noun::Problem if one => Message::OneProblem,
        Noun::Problem => Message::Problems { number },
        Noun::Warning if one => Message::OneWarning,
        Noun::Warning => Message::Warnings { number },
        Noun::Note if one => Message::OneNote,
        Noun::Note => Message::Notes { number },
        Noun::Day if one => Message::OneDay,
        Noun::Day => Message::Days { number },
        Noun::File if one => Message::OneFile,
        Noun::File => Message::Files { number },
        Noun::Shard if one => Message::OneShard,
        Noun::Shard => Message::Shards { number },
    };
    message.to_string()
}
