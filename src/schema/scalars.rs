//! Texts, numbers, dates as a schema sees them. YAML makes numbers and truth values of what
//! the parser reads by its characters, so each takes those forms too that YAML may give it.
//! A pattern is never narrower than the parser: digits may be of any width, and dates are
//! written in many ways.

use super::json::{Json, list, object};
use super::shape::reference;
use crate::messages::{Lang, Message};
use crate::vocabulary::Kind;

/// A character that the digits of a number may be, in any width.
const DIGIT: &str = r"\p{N}";

/// What no date has: Latin letters but those of eras and `T`, and kana.
const NOT_OF_DATES: &str = r"A-GI-LN-QU-Za-z\u3041-\u3096\u30A1-\u30FA";

/// What every date has: a year of four digits or an era. Characters that stand for several
/// are all let in.
const YEAR: &str = r"(?=[\s\S]*(?:\p{Nd}{4}|\p{No}|[\p{Lu}\p{So}]|明治|大正|昭和|平成|令和))";

/// A kind of scalars.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scalar {
    Text,
    Blank,
    Number,
    Date,
    Moment,
    True,
    Id,
    PostalCode,
    Mark,
    Width,
    Example,
    Language,
}

impl Scalar {
    /// All of them.
    pub(super) const ALL: [Self; 12] = [
        Self::Text,
        Self::Blank,
        Self::Number,
        Self::Date,
        Self::Moment,
        Self::True,
        Self::Id,
        Self::PostalCode,
        Self::Mark,
        Self::Width,
        Self::Example,
        Self::Language,
    ];

    /// What the definition is called.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Blank => "text-or-blank",
            Self::Number => "number",
            Self::Date => "date",
            Self::Moment => "date-time",
            Self::True => "true",
            Self::Id => "id",
            Self::PostalCode => "postal-code",
            Self::Mark => "mark",
            Self::Width => "width",
            Self::Example => "example",
            Self::Language => "language",
        }
    }

    /// The schema, by the name of its definition.
    pub(super) fn schema(self) -> Json {
        reference(self.name())
    }

    /// The definition.
    pub(super) fn definition(self) -> Json {
        let says = |kind: Kind| said_of_wrong(kind);
        match self {
            Self::Text => typed(ANY, says(Kind::Text)).with("pattern", r"\S"),
            Self::Blank => typed(ANY, says(Kind::Text)),
            Self::Number => {
                let text = format!(r"^[{DIGIT}\s\p{{Z}},，﹐︐]+$");
                let number = typed(&["integer"], says(Kind::Number)).with("minimum", 0);
                text_or(&text, says(Kind::Number), number.with("maximum", u32::MAX))
            }
            Self::Date => {
                let text = format!("^{YEAR}[^{NOT_OF_DATES}:：]*{DIGIT}[^{NOT_OF_DATES}:：]*$");
                text_or(&text, says(Kind::Date), typed(&["integer"], says(Kind::Date)))
            }
            Self::Moment => {
                let text = format!(
                    "^{YEAR}[^{NOT_OF_DATES}]*{DIGIT}[^{NOT_OF_DATES}]*[:：時][^{NOT_OF_DATES}]*$"
                );
                typed(&["string"], says(Kind::Moment)).with("pattern", text)
            }
            Self::True => text_or("^true$", says(Kind::True), object([("enum", list([true]))])),
            Self::Id => {
                let text = "^[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9_-])?$";
                typed(ANY, says(Kind::Id)).with("pattern", text)
            }
            Self::PostalCode => {
                let digits = r"^[^\p{N}]*(?:\p{Nd}[^\p{N}]*){7}$|\p{No}";
                let number = typed(&["integer"], says(Kind::PostalCode)).with("minimum", 0);
                text_or(digits, says(Kind::PostalCode), number.with("maximum", 9_999_999))
            }
            Self::Mark => {
                let text = r"^(?!.*\{[{%#])(?=.*\S).{1,16}$";
                typed(ANY, says(Kind::Mark)).with("pattern", text)
            }
            Self::Width => {
                let width = typed(&["string"], says(Kind::Width));
                width.with("pattern", r"(?:mm|cm|pt|em|%|fr)\s*$")
            }
            Self::Example => {
                typed(ANY, says(Kind::Example)).with("pattern", r"[\p{N}〇一二三四五六七八九十]")
            }
            Self::Language => {
                let code = Message::ALanguage;
                typed(&["string"], both(&code)).with("pattern", "^[a-z]{2,3}$")
            }
        }
    }
}

/// The forms in which YAML gives a text that is one by its characters.
const ANY: &[&str] = &["string", "number", "boolean"];

/// A value of one of these types, and what is said where it is of none.
fn typed(types: &[&str], says: String) -> Json {
    object([("type", list(types.iter().copied())), ("errorMessage", says.into())])
}

/// A text of this pattern, or what is no text and of the other schema.
fn text_or(pattern: &str, says: String, other: Json) -> Json {
    object([
        ("if", object([("type", "string".into())])),
        ("then", object([("pattern", pattern.into()), ("errorMessage", says.into())])),
        ("else", other),
    ])
}

/// A sentence in Japanese, and in English behind it: who edits the files may read either.
pub(super) fn both(message: &Message) -> String {
    format!("{} / {}", message.text(Lang::Ja), message.text(Lang::En))
}

/// What is said where something else stands than a value of this kind.
fn said_of_wrong(kind: Kind) -> String {
    let (what, _, example) = kind.explained();
    let says = |lang: Lang| {
        let (what, example) = (what.text(lang).to_owned(), example.to_owned());
        Message::SchemaExpects { what, example }.text(lang)
    };
    format!("{} / {}", says(Lang::Ja), says(Lang::En))
}
