//! Where a value stands in its YAML text.
//!
//! `serde_yaml` reads the facts but forgets their places. They are needed only
//! when there is something to say; then the text's events are walked once more
//! with a parser that keeps them.

use std::ops::Range;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Span};
use serde::Serialize;

/// One step on the way from a document's root to a value in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Step {
    /// Into a mapping, by key.
    Key(String),
    /// Into a sequence, by position from 0.
    Index(usize),
}

/// What is known of a value's place, in bytes of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The key, if the value stands in a mapping.
    pub key: Option<Range<usize>>,
    /// The value itself.
    pub value: Range<usize>,
    /// Whether YAML replaces line breaks inside the value by spaces.
    pub folds: bool,
    /// Whether it is a scalar without quotes, in which some characters mean something.
    pub plain: bool,
    /// Whether the value is a text in quotes.
    pub quoted: bool,
}

/// The places of all values of a text.
#[derive(Debug)]
pub struct Places {
    pub(super) found: Found,
    pub(super) inner: Inner,
}

/// What a value has in it.
#[derive(Debug)]
pub(super) enum Inner {
    /// Nothing: it is a scalar, or the name of another value.
    Nothing,
    /// Keys with their values.
    Keys(Keys),
    /// The elements of a sequence.
    Items(Vec<Places>),
}

/// The keys of a mapping, in the order of the file.
#[derive(Debug)]
pub(super) struct Keys {
    pub(super) all: Vec<(String, Places)>,
    /// The numbers of the keys in the order of their names, where they are so many
    /// that looking through them for each of them would take long.
    by_name: Vec<usize>,
}

impl Keys {
    fn new(all: Vec<(String, Places)>) -> Self {
        /// As a mapping of the program's own has.
        const FEW: usize = 32;
        let mut by_name = Vec::new();
        if all.len() > FEW {
            by_name.extend(0..all.len());
            by_name.sort_by_key(|&number| all[number].0.as_str());
        }
        Self { all, by_name }
    }

    /// The value behind a key; the first if there are several.
    fn get(&self, wanted: &str) -> Option<&Places> {
        if self.by_name.is_empty() {
            return self.all.iter().find(|(key, _)| key == wanted).map(|(_, places)| places);
        }
        let at = self.by_name.partition_point(|&number| self.all[number].0.as_str() < wanted);
        let (key, places) = &self.all[*self.by_name.get(at)?];
        (key == wanted).then_some(places)
    }
}

impl Places {
    /// Walks the whole text; `None` if it is not YAML.
    pub fn of(text: &str) -> Option<Self> {
        let mut walk = Walk {
            text,
            // The parser counts characters.
            offsets: text.char_indices().map(|(at, _)| at).collect(),
            parser: Parser::new_from_str(text),
        };
        loop {
            match walk.next()? {
                (Event::StreamStart | Event::DocumentStart(_), _) => {}
                (Event::StreamEnd | Event::DocumentEnd, _) => return None,
                (event, span) => return walk.node(event, span, None),
            }
        }
    }

    /// The value at `path`; `None` if the text has no such value.
    pub fn locate(&self, path: &[Step]) -> Option<&Found> {
        Some(&self.at(path)?.found)
    }

    /// The keys of the mapping at `path`, as they are written.
    pub fn keys(&self, path: &[Step]) -> Option<Vec<&str>> {
        match &self.at(path)?.inner {
            Inner::Keys(keys) => Some(keys.all.iter().map(|(key, _)| key.as_str()).collect()),
            _ => None,
        }
    }

    /// What is known of the value at `path`.
    pub(super) fn at(&self, path: &[Step]) -> Option<&Self> {
        let Some((step, rest)) = path.split_first() else { return Some(self) };
        let next = match (step, &self.inner) {
            (Step::Key(wanted), Inner::Keys(keys)) => keys.get(wanted)?,
            (Step::Index(index), Inner::Items(items)) => items.get(*index)?,
            _ => return None,
        };
        next.at(rest)
    }
}

impl Places {
    /// Calls `visit` with each value that has no others in it.
    pub fn each_scalar(&self, path: &mut Vec<Step>, visit: &mut impl FnMut(&[Step], &Found)) {
        match &self.inner {
            Inner::Nothing => visit(path, &self.found),
            Inner::Keys(keys) => {
                for (key, places) in &keys.all {
                    path.push(Step::Key(key.clone()));
                    places.each_scalar(path, visit);
                    path.pop();
                }
            }
            Inner::Items(items) => {
                for (index, places) in items.iter().enumerate() {
                    path.push(Step::Index(index));
                    places.each_scalar(path, visit);
                    path.pop();
                }
            }
        }
    }
}

struct Walk<'a> {
    text: &'a str,
    /// The byte at which each character begins.
    offsets: Vec<usize>,
    parser: Parser<'a, saphyr_parser::StrInput<'a>>,
}

impl<'a> Walk<'a> {
    fn next(&mut self) -> Option<(Event<'a>, Span)> {
        self.parser.next()?.ok()
    }

    /// Walks one node, which may have a key in front of it, to its end.
    fn node(&mut self, event: Event<'a>, span: Span, key: Option<Range<usize>>) -> Option<Places> {
        let start = span.start;
        let mut end = span.end;
        let (mut folds, mut plain, mut quoted) = (false, false, false);
        let mut inner = Inner::Nothing;
        match event {
            Event::Scalar(_, style, ..) => {
                folds = style != ScalarStyle::Literal;
                plain = style == ScalarStyle::Plain;
                quoted = matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted);
            }
            Event::SequenceStart(..) => {
                let mut items = Vec::new();
                loop {
                    let (event, span) = self.next()?;
                    end = span.end;
                    if event == Event::SequenceEnd {
                        break;
                    }
                    items.push(self.node(event, span, None)?);
                }
                inner = Inner::Items(items);
            }
            Event::MappingStart(..) => {
                let mut keys = Vec::new();
                loop {
                    let (event, span) = self.next()?;
                    end = span.end;
                    if event == Event::MappingEnd {
                        break;
                    }
                    let name = match &event {
                        Event::Scalar(name, ..) => name.to_string(),
                        _ => String::new(),
                    };
                    let key = self.bytes(span.start, span.end);
                    self.node(event, span, None)?;
                    let (event, span) = self.next()?;
                    keys.push((name, self.node(event, span, Some(key))?));
                }
                inner = Inner::Keys(Keys::new(keys));
            }
            _ => {}
        }
        let mut value = self.bytes(start, end);
        // A block ends where the next thing begins; its own text ends before.
        let trimmed = self.text[value.clone()].trim_end_matches([' ', '\t', '\r', '\n']).len();
        value.end = value.start + trimmed;
        Some(Places { found: Found { key, value, folds, plain, quoted }, inner })
    }

    fn bytes(&self, start: Marker, end: Marker) -> Range<usize> {
        let byte =
            |mark: Marker| self.offsets.get(mark.index()).copied().unwrap_or(self.text.len());
        let (start, end) = (byte(start), byte(end));
        start..end.max(start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, path: &[Step]) -> Option<(Option<String>, String)> {
        let places = Places::of(text)?;
        let found = places.locate(path)?;
        let key = found.key.clone().map(|key| text[key].to_owned());
        Some((key, text[found.value.clone()].to_owned()))
    }

    fn key(name: &str) -> Step {
        Step::Key(name.to_owned())
    }

    const TEXT: &str = "宛名: 甲\nlist:\n  - {a: 乙}\n  - b: >\n      一行\n      二行\nend: 1\n";

    #[test]
    fn a_value_is_found_with_its_key() {
        assert_eq!(at(TEXT, &[key("宛名")]), Some((Some("宛名".into()), "甲".into())));
        let inner = [key("list"), Step::Index(0), key("a")];
        assert_eq!(at(TEXT, &inner), Some((Some("a".into()), "乙".into())));
        assert_eq!(at(TEXT, &[key("end")]), Some((Some("end".into()), "1".into())));
    }

    #[test]
    fn each_of_very_many_keys_is_found() {
        let keys: Vec<String> = (0..1000).map(|number| format!("k{}", number * 7 % 1000)).collect();
        let text: String = keys.iter().map(|name| format!("{name}: 値{name}\n")).collect();
        let places = Places::of(&text).expect("it is YAML");
        for name in &keys {
            let found = places.locate(&[key(name)]).expect("it is there");
            assert_eq!(&text[found.value.clone()], format!("値{name}"));
        }
        assert_eq!(places.locate(&[key("k1000")]), None);
        assert_eq!(places.locate(&[key("")]), None);
        assert_eq!(places.locate(&[key("z")]), None);
    }

    #[test]
    fn a_value_that_is_not_there_is_not_found() {
        assert_eq!(at(TEXT, &[key("list"), Step::Index(7)]), None);
        assert_eq!(at(TEXT, &[key("nothing")]), None);
    }

    #[test]
    fn a_folded_text_is_found_without_its_mark() {
        let path = [key("list"), Step::Index(1), key("b")];
        let places = Places::of(TEXT).expect("it is YAML");
        let found = places.locate(&path).expect("it is there");
        assert!(found.folds);
        assert_eq!(TEXT[found.value.clone()].trim(), "一行\n      二行");
    }
}
