//! Who is to blame: from what is wrong with a letter back to where it was written.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::content::WrongWeekday;
use crate::diagnostic::{Diagnostic, Place, SourceText, quoted};
use crate::facts::{Document as YamlDocument, Step, Value, is_own_name};
use crate::messages::Message;
use crate::model::Client;
use crate::project::Template;
use crate::rules::Rule;
use crate::typeset::{Document, Fault, FaultPlace, MissingGlyph, literals_in};
use crate::unseen::{is_invisible, is_variation};

/// The texts that the letters of a notice are made of, beside the clients' records.
pub struct Texts {
    /// The notice's template, and those that it may import.
    pub templates: Vec<Template>,
    /// The files of the facts that all letters share.
    pub shared: Vec<Arc<SourceText>>,
}

impl Texts {
    /// A wrong weekday that stands behind a value. Of one that is written with its day,
    /// in the facts or in a template, it is said where that is looked at.
    pub fn wrong_weekday(&self, client: &Client, wrong: WrongWeekday) -> Option<Diagnostic> {
        let WrongWeekday { written, behind, in_template, message } = wrong;
        if self.find(client, &written).is_some() || self.find_in_templates(&written).is_some() {
            return None;
        }
        let templates = self.templates.iter().map(|it| &it.source).filter(|_| in_template);
        let facts = self.shared.iter().filter(|_| !in_template);
        let mut place = templates.chain(facts).flat_map(|text| {
            let typed = text
                .text
                .match_indices(&behind)
                .filter(|(at, _)| text.text[..*at].trim_end().ends_with("}}"));
            typed.map(|(at, _)| Place::new(text.clone(), at..at + behind.len()))
        });
        let finding = Rule::Weekday.finding(message).at(place.next());
        Some(finding.for_client(&client.id).hint(Message::LetDayPrintWeekday))
    }

    /// Whether a template or a text asks for a variable, or for a whole that has it.
    pub fn read(&self, path: &[&str]) -> bool {
        let texts = self.shared.iter().chain(self.templates.iter().map(|it| &it.source));
        let mut tags = texts.flat_map(|source| tags(&source.text));
        // A name of the office's own is a variable by itself.
        let own = path.last().filter(|name| is_own_name(name));
        tags.any(|tag| {
            let by_name = own.is_some_and(|name| asks_for(tag, &[name], &[name]));
            by_name || (1..=path.len()).any(|length| asks_for(tag, &path[..length], path))
        })
    }

    /// What stands over other text or beyond its column in a letter that has been
    /// set, before the office's settings.
    pub fn overflowing(&self, client: &Client, document: &Document) -> Vec<Diagnostic> {
        let finding = |(page, text): &(usize, String)| {
            let (page, shown) = ((page + 1).to_string(), quoted(text));
            let place = self.find(client, text.trim()).map(|(_, place)| place);
            let place = place.or_else(|| self.find_in_templates(text.trim()));
            let message = Message::TextOverflows { page, text: shown };
            let finding = Rule::Overflow.finding(message).at(place).for_client(&client.id);
            finding.hint(Message::MakeRoom)
        };
        document.overflowing().iter().map(finding).collect()
    }

    /// Which values of the facts stand where a fault is.
    pub fn values_at(&self, client: &Client, source: &str, fault: &Fault) -> Vec<Message> {
        let FaultPlace::Letter(range) = &fault.at else { return Vec::new() };
        let literals = literals_in(source, range);
        let told = |literal: String| {
            let (field, place) = self.find(client, &literal).filter(|_| !literal.is_empty())?;
            let at = format!("{}:{}", place.source.name, place.line());
            Some(Message::ValueIsFrom { field, at })
        };
        literals.into_iter().filter_map(told).collect()
    }

    pub fn fault(&self, client: &Client, fault: &Fault, place: Option<Place>) -> Diagnostic {
        let own_place = || match &fault.at {
            FaultPlace::File(name, range) => {
                let file =
                    self.templates.iter().find(|template| *template.source.name == **name)?;
                Some(Place::new(file.source.clone(), range.clone()))
            }
            FaultPlace::Letter(_) | FaultPlace::Unknown => None,
        };
        let problem = Diagnostic::error(fault.message.clone())
            .at(place.or_else(own_place))
            .for_client(&client.id);
        fault.hints.iter().cloned().fold(problem, Diagnostic::hint)
    }

    /// A missing character, with the field of the record, or of the shared
    /// facts or templates, that holds it.
    pub fn missing_glyph(&self, client: &Client, glyph: &MissingGlyph) -> Diagnostic {
        let MissingGlyph { character, selector } = *glyph;
        let code = format!("{:04X}", u32::from(character));
        let wanted: String = std::iter::once(character).chain(selector).collect();
        let message = match selector {
            None if ('\u{E000}'..='\u{F8FF}').contains(&character) => Message::PrivateUse { code },
            None if is_invisible(character) => Message::Invisible { code },
            None if is_variation(character) => Message::PartedSelector { code },
            None => Message::NoFontHas { character: quoted(&wanted), code },
            Some(selector) => Message::NoSuchForm {
                character: quoted(&character.to_string()),
                code,
                selector: format!("{:04X}", u32::from(selector)),
            },
        };
        let (message, place) = match self.find(client, &wanted) {
            Some((field, place)) => {
                (Message::InField { what: message.to_string(), field }, Some(place))
            }
            None => (message, self.find_in_templates(&wanted)),
        };
        let problem = Diagnostic::error(message).at(place).for_client(&client.id);
        if character.is_control() || is_invisible(character) {
            // In quotes it may be written as an escape.
            let is_itself = problem.place().is_some_and(|it| it.text() == character.to_string());
            return match is_itself {
                true => problem.instead(Message::DeleteInvisible, ""),
                false => problem.hint(Message::TakeEscapeOut),
            };
        }
        problem.hint(match is_variation(character) {
            true => Message::PutSelectorBehind,
            false => Message::AddFontOrOther,
        })
    }

    /// The characters that a mail may lose on its way, each with its place. Of numbers
    /// that go on from the example of a mark (②) that (①) is told of alone.
    pub fn lost_in_mail(&self, client: &Client, lost: &BTreeSet<String>) -> Vec<Diagnostic> {
        let finding = |character: &String| {
            let place = self.find(client, character).map(|(_, place)| place);
            if place.is_none() && first_of(character).is_some_and(|first| lost.contains(first)) {
                return None;
            }
            let message = Message::LostInMail { found: character.clone() };
            let finding = Rule::MailEncoding.finding(message).at(place).for_client(&client.id);
            Some(finding.hint(Message::SendAsUtf8))
        };
        lost.iter().filter_map(finding).collect()
    }

    /// The field of the client's record, or of the shared facts, that holds `wanted`.
    pub fn find(&self, client: &Client, wanted: &str) -> Option<(String, Place)> {
        let (field, place) = self.find_where(client, |text| text.contains(wanted))?;
        // Point at the character itself where it stands in the file as it is.
        let place = match place.source.text[place.range.clone()].find(wanted) {
            Some(at) => {
                let start = place.range.start + at;
                Place::new(place.source, start..start + wanted.len())
            }
            None => place,
        };
        Some((field, place))
    }

    /// The first such text of the client's record, or of the shared facts: its path in
    /// words, and its place.
    pub fn find_where(
        &self,
        client: &Client,
        is_wanted: impl Fn(&str) -> bool,
    ) -> Option<(String, Place)> {
        let record = client.record.document();
        record.and_then(|document| find_text(&document, &is_wanted)).or_else(|| {
            let documents = self.shared.iter();
            let mut documents = documents.filter_map(|text| YamlDocument::parse(text).ok());
            documents.find_map(|document| find_text(&document, &is_wanted))
        })
    }

    pub fn find_in_templates(&self, wanted: &str) -> Option<Place> {
        self.templates.iter().find_map(|template| {
            let at = template.source.text.find(wanted)?;
            Some(Place::new(template.source.clone(), at..at + wanted.len()))
        })
    }
}

/// The example that marks with this number in them are counted from.
fn first_of(number: &str) -> Option<&'static str> {
    match number.chars().next()? {
        '②'..='⑳' | '㉑'..='㉟' | '㊱'..='㊿' => Some("①"),
        'Ⅱ'..='Ⅻ' => Some("Ⅰ"),
        _ => None,
    }
}

/// The insides of `{{ … }}` and `{% … %}`.
fn tags(text: &str) -> impl Iterator<Item = &str> {
    let after = text.split("{{").skip(1).chain(text.split("{%").skip(1));
    after.map(|tag| tag.split(['}', '%']).next().unwrap_or_default())
}

/// Whether a tag asks for this part of a variable and for nothing in it, or for the
/// whole variable.
fn asks_for(tag: &str, part: &[&str], whole: &[&str]) -> bool {
    let name = part.join(".");
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    tag.match_indices(&name).any(|(at, _)| {
        let after = &tag[at + name.len()..];
        let begins = !tag[..at].ends_with(|c| word(c) || c == '.');
        begins && !after.starts_with(word) && (part.len() == whole.len() || !after.starts_with('.'))
    })
}

/// The first such text in a document, but for the office's own decisions about texts:
/// its path in words, and its place.
fn find_text(
    document: &YamlDocument,
    is_wanted: &impl Fn(&str) -> bool,
) -> Option<(String, Place)> {
    fn search(value: &Value, is_wanted: &impl Fn(&str) -> bool, path: &mut Vec<Step>) -> bool {
        match value {
            Value::String(text) => is_wanted(text),
            Value::Sequence(items) => items.iter().enumerate().any(|(index, item)| {
                path.push(Step::Index(index));
                let found = search(item, is_wanted, path);
                if !found {
                    path.pop();
                }
                found
            }),
            Value::Mapping(mapping) => mapping.iter().any(|(key, value)| {
                let key = key.as_str().unwrap_or_default();
                if path.is_empty() && key == "accepted" {
                    return false;
                }
                path.push(Step::Key(key.to_owned()));
                let found = search(value, is_wanted, path);
                if !found {
                    path.pop();
                }
                found
            }),
            _ => false,
        }
    }
    let mut path = Vec::new();
    if !search(document.value(), is_wanted, &mut path) {
        return None;
    }
    let place = document.place(&path);
    let mut field = String::new();
    for step in &path {
        match step {
            Step::Key(key) if field.is_empty() => field.push_str(key),
            Step::Key(key) => {
                field.push('.');
                field.push_str(key);
            }
            Step::Index(index) => field.push_str(&format!("[{index}]")),
        }
    }
    Some((field, place))
}
