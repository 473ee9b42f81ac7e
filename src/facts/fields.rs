//! Reading a mapping key by key, so that every problem in it is found at once.

use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use serde_yaml::Value;

use super::document::{Document, Origin};
use super::places::Step;
use crate::diagnostic::{Diagnostic, did_you_mean, quoted};
use crate::limits;
use crate::messages::Message;

/// What reading the facts gathers beside the facts.
#[derive(Debug, Default)]
pub struct Parsing {
    /// Everything that is wrong.
    pub problems: Vec<Diagnostic>,
    /// The names of the services that clients and conditions may speak of.
    pub services: Vec<String>,
    /// The clients that conditions name, to be looked for when all are known.
    pub named_clients: Vec<(String, Origin)>,
}

/// A value and the way to it.
#[derive(Debug, Clone)]
pub struct Node<'a> {
    document: &'a Arc<Document>,
    path: Vec<Step>,
    value: &'a Value,
}

impl<'a> Node<'a> {
    /// The root of a document.
    pub fn root(document: &'a Arc<Document>) -> Self {
        Self { document, path: Vec::new(), value: document.value() }
    }

    /// The value as YAML gives it.
    pub fn value(&self) -> &'a Value {
        self.value
    }

    /// Where this value comes from, to be kept.
    pub fn origin(&self) -> Origin {
        Origin { document: self.document.clone(), path: self.path.clone() }
    }

    fn child(&self, step: Step, value: &'a Value) -> Self {
        let mut path = self.path.clone();
        path.push(step);
        Self { document: self.document, path, value }
    }

    /// An error at this value.
    pub fn problem(&self, message: Message) -> Diagnostic {
        Diagnostic::error(message).at(self.document.place(&self.path))
    }

    fn problem_at_key(&self, message: Message) -> Diagnostic {
        Diagnostic::error(message).at(self.document.place_of_key(&self.path))
    }

    /// Says what was expected here and what is here instead.
    pub fn expected(&self, what: Message) -> Diagnostic {
        let (what, found) = (what.to_string(), kind_of(self.value).to_string());
        self.problem(Message::Expected { what, found })
    }

    /// The text with the line breaks its author made in the file.
    pub fn unfolded_text(&self, cx: &mut Parsing) -> Option<String> {
        let text = self.read::<String>(cx)?;
        Some(self.document.unfolded(&self.path, &text))
    }

    /// Reads the value as a `T`.
    pub fn read<T: FromYaml>(&self, cx: &mut Parsing) -> Option<T> {
        T::from_yaml(self, cx)
    }

    /// Reports every key and element in here that has no value: printed, it
    /// would be a gap.
    pub fn report_empty(&self, cx: &mut Parsing) {
        match self.value {
            Value::Null => {
                let problem = self.problem_at_key(Message::NoValue);
                cx.problems.push(problem.hint(Message::GiveValueOrDelete));
            }
            Value::Sequence(items) => {
                for (index, value) in items.iter().enumerate() {
                    self.child(Step::Index(index), value).report_empty(cx);
                }
            }
            Value::Mapping(mapping) => {
                for (key, value) in mapping {
                    if let Value::String(key) = key {
                        self.child(Step::Key(key.clone()), value).report_empty(cx);
                    }
                }
            }
            _ => {}
        }
    }

    /// The elements of a sequence.
    pub fn elements(&self, cx: &mut Parsing) -> Option<Vec<Node<'a>>> {
        match self.value {
            Value::Sequence(items) => Some(
                items
                    .iter()
                    .enumerate()
                    .map(|(index, value)| self.child(Step::Index(index), value))
                    .collect(),
            ),
            _ => {
                cx.problems.push(self.expected(Message::AList).hint(Message::BeginEntries));
                None
            }
        }
    }

    /// The entries of a mapping whose keys are free.
    pub fn entries(&self, cx: &mut Parsing) -> Option<Vec<(&'a str, Node<'a>)>> {
        self.fields(cx)?;
        let mapping = self.value.as_mapping()?;
        let entry = |(key, value): (&'a Value, &'a Value)| {
            let key = key.as_str()?;
            Some((key, self.child(Step::Key(key.to_owned()), value)))
        };
        Some(mapping.iter().filter_map(entry).collect())
    }

    /// The keys of a mapping, to be read one by one.
    pub fn fields(&self, cx: &mut Parsing) -> Option<Fields<'a>> {
        match self.value {
            Value::Mapping(_) => {
                Some(Fields { node: self.clone(), known: Vec::new(), missing: Vec::new() })
            }
            _ => {
                cx.problems.push(self.expected(Message::Pairs));
                None
            }
        }
    }
}

/// The kind of a value in words, with the value where it is short.
fn kind_of(value: &Value) -> Message {
    match value {
        Value::Null => Message::FoundNothing,
        Value::Bool(value) => Message::FoundTruth { value: value.to_string() },
        Value::Number(number) => Message::FoundNumber { value: number.to_string() },
        Value::String(text) => Message::FoundText { value: quoted(text) },
        Value::Sequence(_) => Message::AList,
        Value::Mapping(_) => Message::Pairs,
        Value::Tagged(tagged) => Message::FoundTag { value: tagged.tag.to_string() },
    }
}

/// A mapping that is being read; [`Fields::finish`] then knows which keys nobody asked for.
#[derive(Debug)]
pub struct Fields<'a> {
    node: Node<'a>,
    known: Vec<&'static str>,
    missing: Vec<&'static str>,
}

impl<'a> Fields<'a> {
    /// The node behind a key, if the key is there and has a value.
    pub fn node(&mut self, key: &'static str) -> Option<Node<'a>> {
        if !self.known.contains(&key) {
            self.known.push(key);
        }
        match self.node.value.get(key) {
            None | Some(Value::Null) => None,
            Some(value) => Some(self.node.child(Step::Key(key.to_owned()), value)),
        }
    }

    /// Whether there is a key that nobody has asked for: it may be one that is missed.
    pub fn has_unknown(&self) -> bool {
        let known = |key: &Value| key.as_str().is_some_and(|key| self.known.contains(&key));
        let keys = self.node.value.as_mapping().into_iter().flatten();
        keys.into_iter().any(|(key, _)| !known(key))
    }

    /// The mapping itself.
    pub fn whole(&self) -> &Node<'a> {
        &self.node
    }

    /// A value that must be there.
    pub fn required<T: FromYaml>(&mut self, key: &'static str, cx: &mut Parsing) -> Option<T> {
        let node = self.required_node(key, cx)?;
        node.read(cx)
    }

    /// A node that must be there.
    pub fn required_node(&mut self, key: &'static str, cx: &mut Parsing) -> Option<Node<'a>> {
        let node = self.node(key);
        if node.is_none() {
            let problem = if self.node.value.get(key).is_some() {
                let node = self.node.child(Step::Key(key.to_owned()), &Value::Null);
                node.problem_at_key(Message::KeyEmpty { key: key.to_owned() })
            } else {
                self.missing.push(key);
                self.missing_key(key)
            };
            cx.problems.push(problem.hint(Message::AddKey { key: key.to_owned() }));
        }
        node
    }

    /// A value that may be there. `None` also where it is there and wrong.
    pub fn optional<T: FromYaml>(&mut self, key: &'static str, cx: &mut Parsing) -> Option<T> {
        self.node(key)?.read(cx)
    }

    /// Reports a key that is there without a value, where that could be taken
    /// for its opposite.
    pub fn refuse_empty(&self, key: &'static str, cx: &mut Parsing) {
        if let Some(value @ Value::Null) = self.node.value.get(key) {
            let node = self.node.child(Step::Key(key.to_owned()), value);
            let problem = node.problem_at_key(Message::KeyEmpty { key: key.to_owned() });
            cx.problems.push(problem.hint(Message::GiveValueOrDelete));
        }
    }

    /// A list that may be there; empty if not.
    pub fn list<T: FromYaml>(&mut self, key: &'static str, cx: &mut Parsing) -> Vec<T> {
        self.optional(key, cx).unwrap_or_default()
    }

    fn missing_key(&self, key: &str) -> Diagnostic {
        self.first_key().problem_at_key(Message::KeyMissing { key: key.to_owned() })
    }

    /// Takes back that a key is missing: it is there, misspelt, which is said once.
    fn not_missing(&self, key: &str, cx: &mut Parsing) {
        if self.missing.contains(&key) {
            let said = self.missing_key(key).hint(Message::AddKey { key: key.to_owned() });
            if let Some(at) = cx.problems.iter().rposition(|problem| *problem == said) {
                cx.problems.remove(at);
            }
        }
    }

    /// Reports the keys that nobody asked for.
    pub fn finish(self, cx: &mut Parsing) {
        let Value::Mapping(mapping) = self.node.value else { return };
        let mut unknown = 0;
        for (key, value) in mapping {
            let Value::String(name) = key else {
                let found = kind_of(key).to_string();
                cx.problems.push(self.node.problem(Message::KeyNotText { found }));
                continue;
            };
            if self.known.contains(&name.as_str()) {
                continue;
            }
            unknown += 1;
            if unknown > limits::UNKNOWN_KEYS {
                continue;
            }
            let node = self.node.child(Step::Key(name.clone()), value);
            let problem = node.problem_at_key(Message::UnknownKey { key: quoted(name) });
            let problem = match did_you_mean(name, self.known.iter().copied()) {
                Some(meant) => {
                    self.not_missing(meant, cx);
                    problem.hint(Message::DidYouMean { meant: meant.to_owned() })
                }
                None => problem.hint(Message::KnownKeys { keys: self.known.join(", ") }),
            };
            cx.problems.push(problem);
        }
        if unknown > limits::UNKNOWN_KEYS {
            let number = (unknown - limits::UNKNOWN_KEYS).to_string();
            cx.problems.push(self.first_key().problem(Message::MoreUnknownKeys { number }));
        }
    }

    /// A short thing to point at when something is missing from the mapping.
    fn first_key(&self) -> Node<'a> {
        let first = match self.node.value {
            Value::Mapping(mapping) => mapping.iter().next(),
            _ => None,
        };
        match first {
            Some((Value::String(name), value)) => self.node.child(Step::Key(name.clone()), value),
            _ => self.node.clone(),
        }
    }
}

/// What can be read from a YAML value. `None` means that the reason has been
/// pushed to the problems.
pub trait FromYaml: Sized {
    /// Reads the value.
    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self>;
}

impl FromYaml for String {
    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        match node.value {
            Value::String(text) if text.trim().is_empty() => {
                cx.problems.push(node.problem(Message::OnlyWhiteSpace));
                None
            }
            // A literal scalar (`|`) ends in a line break that nobody has meant.
            Value::String(text) => Some(text.trim_end_matches('\n').to_owned()),
            Value::Number(number) => {
                let problem = node.expected(Message::Text);
                cx.problems.push(problem.hint(Message::PutInQuotes { value: number.to_string() }));
                None
            }
            Value::Bool(value) => {
                let problem = node.expected(Message::Text);
                cx.problems.push(problem.hint(Message::PutInQuotes { value: value.to_string() }));
                None
            }
            _ => {
                cx.problems.push(node.expected(Message::Text));
                None
            }
        }
    }
}

impl FromYaml for u32 {
    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let number = node.value.as_u64().and_then(|number| u32::try_from(number).ok());
        if number.is_none() {
            let problem = node.expected(Message::WholeNumber);
            cx.problems.push(problem.hint(Message::DigitsOnly));
        }
        number
    }
}

impl FromYaml for bool {
    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let value = node.value.as_bool();
        if value.is_none() {
            let problem = node.expected(Message::TrueOrFalse);
            cx.problems.push(problem.hint(Message::TrueForYes));
        }
        value
    }
}

impl<T: FromYaml> FromYaml for Vec<T> {
    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let elements = node.elements(cx)?;
        // Every element is read before any is given up, so that all are reported.
        let read: Vec<Option<T>> = elements.iter().map(|element| element.read(cx)).collect();
        read.into_iter().collect()
    }
}

impl FromYaml for NaiveDate {
    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let date = node.value.as_str().ok_or(None).and_then(parse_date);
        report_date(node, date, Message::ADate, Message::DateWithHyphens, cx)
    }
}

impl FromYaml for NaiveDateTime {
    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let moment = node.value.as_str().ok_or(None).and_then(|text| {
            let (date, time) = text.split_once(['T', ' ']).ok_or(None)?;
            let date = parse_date(date)?;
            let time = parse_time(time.trim())?;
            Ok(date.and_time(time))
        });
        report_date(node, moment, Message::AMoment, Message::MomentWithHyphens, cx)
    }
}

/// `Err(Some(reason))`: in the right shape, but there is no such day or time.
fn parse_date(text: &str) -> Result<NaiveDate, Option<Message>> {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts[..] else { return Err(None) };
    let well_formed = year.len() == 4
        && [month, day].iter().all(|part| (1..=2).contains(&part.len()))
        && parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    if !well_formed {
        return Err(None);
    }
    let number = |part: &str| part.parse::<u32>().map_err(|_| None);
    let (year, month, day) = (number(year)? as i32, number(month)?, number(day)?);
    NaiveDate::from_ymd_opt(year, month, day).ok_or_else(|| {
        let last = (28..=31).rev().find(|&day| NaiveDate::from_ymd_opt(year, month, day).is_some());
        Some(match last {
            Some(last) => {
                Message::DaysOfMonth { month: format!("{year}-{month:02}"), days: last.to_string() }
            }
            None => Message::MonthsOfYear,
        })
    })
}

fn parse_time(text: &str) -> Result<NaiveTime, Option<Message>> {
    let parts: Vec<&str> = text.split(':').collect();
    let digits = |part: &&str| {
        (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !(2..=3).contains(&parts.len()) || !parts.iter().all(digits) {
        return Err(None);
    }
    let number =
        |index: usize| parts.get(index).map_or(Ok(0), |part| part.parse().map_err(|_| None));
    NaiveTime::from_hms_opt(number(0)?, number(1)?, number(2)?).ok_or(Some(Message::TimesOfDay))
}

fn report_date<T>(
    node: &Node<'_>,
    read: Result<T, Option<Message>>,
    expected: Message,
    shape: Message,
    cx: &mut Parsing,
) -> Option<T> {
    match read {
        Ok(value) => Some(value),
        Err(Some(reason)) => {
            let text = quoted(node.value.as_str().unwrap_or_default());
            cx.problems.push(node.problem(Message::NoSuchMoment { text }).hint(reason));
            None
        }
        Err(None) => {
            let problem = node.expected(expected);
            cx.problems.push(problem.hint(shape));
            None
        }
    }
}

/// Defines an enum that is written as one of a few words in YAML, and shown so.
macro_rules! choice {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
        pub enum $name {
            $($(#[$variant_meta])* #[serde(rename = $word)] $variant,)+
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(match self {
                    $(Self::$variant => $word,)+
                })
            }
        }

        impl $crate::facts::FromYaml for $name {
            fn from_yaml(
                node: &$crate::facts::Node<'_>,
                cx: &mut $crate::facts::Parsing,
            ) -> Option<Self> {
                const WORDS: &[&str] = &[$($word),+];
                match node.value().as_str() {
                    $(Some($word) => Some(Self::$variant),)+
                    written => {
                        let problem = node.expected($crate::messages::Message::OneOf { words: WORDS.join(", ") });
                        let meant = written.and_then(|word| {
                            $crate::diagnostic::did_you_mean(word, WORDS.iter().copied())
                        });
                        cx.problems.push(match meant {
                            Some(meant) => problem.hint($crate::messages::Message::DidYouMean {
                                meant: meant.to_owned(),
                            }),
                            None => problem,
                        });
                        None
                    }
                }
            }
        }
    };
}
pub(crate) use choice;
