//! What an editor shows of a key: in Japanese, and in English below it.

use super::json::{Json, list, object};
use super::scalars::both;
use crate::facts::{OwnField, values};
use crate::messages::{Lang, Message};
use crate::vocabulary::{Absent, Key, Kind, Place, Said};

/// The sentence without the links of the pages, which lead nowhere from an editor.
fn without_links(text: &str) -> String {
    let mut pieces = text.split('[');
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        match piece.split_once("](") {
            Some((words, rest)) => {
                plain += words;
                plain += rest.split_once(')').map_or(rest, |(_, rest)| rest);
            }
            None => {
                plain.push('[');
                plain += piece;
            }
        }
    }
    plain
}

/// What is so where the key is not written.
fn of_absence(absent: Absent) -> Option<Message> {
    Some(match absent {
        Absent::Nothing => return None,
        Absent::Required => Message::SchemaNeeded,
        Absent::RequiredWithout(other) => Message::SchemaNeededWithout { other: other.to_owned() },
        Absent::RequiredWith(key, value) => {
            Message::SchemaNeededWith { pair: format!("{key}: {value}") }
        }
        Absent::Is(value) => Message::SchemaDefault { value: value.to_owned() },
        Absent::AsOutside => Message::SchemaAsOutside,
    })
}

/// What can be written, where the kind says so in a sentence.
fn of_kind(kind: Kind) -> Option<Said> {
    match kind {
        Kind::List(inner) | Kind::Named(inner) => of_kind(*inner),
        Kind::Or(one, other) => of_kind(*one).or_else(|| of_kind(*other)),
        Kind::Number
        | Kind::Date
        | Kind::Moment
        | Kind::True
        | Kind::Id
        | Kind::PostalCode
        | Kind::Mark
        | Kind::Example
        | Kind::Prose => Some(kind.explained().1),
        _ => None,
    }
}

/// What is said of a key, in one language.
fn of_key(key: &Key, lang: Lang) -> String {
    let kind = of_kind(key.kind).map(|said| said.text(lang).to_owned());
    let absent = of_absence(key.absent).map(|message| message.text(lang));
    let sentences = [Some(key.says.text(lang).to_owned()), kind, absent];
    let sentences = sentences.into_iter().flatten().filter(|it| !it.is_empty());
    let between = if lang == Lang::En { " " } else { "" };
    without_links(&sentences.collect::<Vec<_>>().join(between))
}

/// The title and description of something.
fn told(title: &str, ja: &str, en: &str) -> Json {
    let text = [ja, en].into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join("\n\n");
    let told = object([("title", title.into())]);
    match text.is_empty() {
        true => told,
        // Some editors read the one, some the other.
        false => told.with("description", text.replace('`', "")).with("markdownDescription", text),
    }
}

/// What is told of a key.
pub(super) fn told_of_key(key: &Key) -> Json {
    told(key.label, &of_key(key, Lang::Ja), &of_key(key, Lang::En))
}

/// What is told of a place.
pub(super) fn told_of_place(place: &Place) -> Json {
    let about = |lang| without_links(place.about.text(lang));
    told(place.word.ja, &about(Lang::Ja), &about(Lang::En))
}

/// What is told of a field of the office's own.
pub(super) fn told_of_own(field: &OwnField) -> Json {
    let needed = field.needed.then_some(Message::SchemaNeeded);
    let messages = [Some(Message::SchemaOwnField), needed];
    let text = |lang: Lang| {
        let texts = messages.iter().flatten().map(|message| message.text(lang));
        texts.collect::<Vec<_>>().join(if lang == Lang::En { " " } else { "" })
    };
    told(&field.name, &text(Lang::Ja), &text(Lang::En))
}

/// An example as YAML reads it.
pub(super) fn example(yaml: &str) -> Option<Json> {
    let value = values(yaml)?.into_iter().next()?;
    serde_json::to_value(value).ok().map(Json::Read)
}

/// What is said of a block of which no key says what it is.
pub(super) fn nothing_said(kinds: &[&str]) -> Json {
    let message = Message::BlockHasOneOf { kinds: kinds.join(", ") };
    let text = list(kinds.iter().copied().take(1));
    object([("required", text), ("errorMessage", both(&message).into())])
}

/// What the proposal of all keys that are needed is called.
pub(super) fn skeleton(place: &Place) -> Json {
    let label =
        |lang| Message::SchemaSkeleton { word: place.word.text(lang).to_owned() }.text(lang);
    object([("label", label(Lang::Ja).into()), ("description", label(Lang::En).into())])
}
