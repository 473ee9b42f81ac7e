//! Reading a mapping key by key, so that every problem in it is found at once.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime};
use serde_yaml::Value;

use super::document::{Document, Origin};
use super::edits::scalar;
use super::own_fields::{OwnField, OwnFields, is_own_name};
use super::places::Step;
use super::quoting::in_quotes;
use super::service_names::ServiceNames;
use super::strays::{is_unseen, named};
use super::{dates, words};
use crate::diagnostic::{Diagnostic, Edit, Place, did_you_mean, quoted};
use crate::limits;
use crate::messages::{Message, listed};

/// What reading the facts gathers beside the facts.
#[derive(Debug, Default)]
pub struct Parsing {
    /// Everything that is wrong.
    pub problems: Vec<Diagnostic>,
    /// What the facts have declared for those that are read after them.
    pub declared: Declared,
    /// Whether all of them are known.
    pub services_are_known: bool,
    /// The clients that conditions name, to be looked for when all are known.
    pub named_clients: Vec<(String, Origin)>,
}

/// What clients and conditions may speak of besides the program's own keys.
#[derive(Debug, Clone, Default)]
pub struct Declared {
    /// The names of the services.
    pub services: ServiceNames,
    /// The office's own fields.
    pub own: OwnFields,
}

/// A value and the way to it.
#[derive(Debug, Clone)]
pub struct Node<'a> {
    pub(super) document: &'a Arc<Document>,
    pub(super) path: Vec<Step>,
    pub(super) value: &'a Value,
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

    pub(super) fn child(&self, step: Step, value: &'a Value) -> Self {
        let mut path = self.path.clone();
        path.push(step);
        Self { document: self.document, path, value }
    }

    /// An error at this value.
    pub fn problem(&self, message: Message) -> Diagnostic {
        Diagnostic::error(message).at(self.place())
    }

    pub(super) fn problem_at_key(&self, message: Message) -> Diagnostic {
        Diagnostic::error(message).at(self.place_of_key())
    }

    /// Where the key of this value stands, or the value if it has none.
    pub fn place_of_key(&self) -> Place {
        self.document.place_of_key(&self.path)
    }

    /// Where this value stands.
    pub fn place(&self) -> Place {
        self.document.place(&self.path)
    }

    /// What deletes the key or element with this value.
    pub fn deletion(&self) -> Option<Edit> {
        self.document.deletion(&self.path)
    }

    /// Says what was expected here and what is here instead.
    pub fn expected(&self, what: Message) -> Diagnostic {
        let found = match self.value {
            // As it is written: `TRUE`.
            Value::Bool(_) => self.document.characters(&self.path).map(|it| it.to_owned()),
            _ => None,
        };
        let found = found.map(|value| Message::FoundTruth { value });
        let found = found.unwrap_or_else(|| kind_of(self.value));
        self.problem(Message::Expected { what: what.to_string(), found: found.to_string() })
    }

    /// Says that text was expected here; what stands on one line may be meant as one.
    fn expected_text(&self) -> Diagnostic {
        let problem = self.expected(Message::Text);
        let found = self.document.locate(&self.path).map(|found| found.value.clone());
        let written = found.and_then(|range| self.document.source().text.get(range));
        let is_list = matches!(self.value, Value::Sequence(_));
        let meant = written.filter(|it| {
            let begins = if is_list { it.starts_with('[') } else { !it.is_empty() };
            begins && !it.contains('\n')
        });
        match meant {
            Some(text) => {
                let value = in_quotes(text);
                problem.instead(Message::PutInQuotes { value: value.clone() }, value)
            }
            None => problem,
        }
    }

    /// The text as YAML gives it, a number by its characters; nothing of it is lost.
    fn text(&self, cx: &mut Parsing) -> Option<Cow<'a, str>> {
        let Some(text) = text_of(self.value) else {
            cx.problems.push(self.expected_text());
            return None;
        };
        if text.trim().is_empty() {
            cx.problems.push(self.problem(Message::OnlyWhiteSpace));
            return None;
        }
        if let Some(problem) = self.cut_off() {
            cx.problems.push(problem);
            return None;
        }
        // A literal scalar (`|`) ends in a line break that nobody has meant.
        Some(match text {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim_end_matches('\n')),
            number => number,
        })
    }

    /// The problem, with the advice that this was meant.
    pub fn meant(&self, problem: Diagnostic, meant: &str) -> Diagnostic {
        problem.instead(Message::DidYouMean { meant: meant.to_owned() }, scalar(meant))
    }

    /// The text with the line breaks its author made in the file.
    pub fn unfolded_text(&self, cx: &mut Parsing) -> Option<String> {
        let text = self.text(cx)?;
        Some(self.document.unfolded(&self.path, &text))
    }

    /// Whether a text stands here, or what is meant as one: `- 対象: 300人` is a
    /// mapping, and no key of the program's has a Japanese name.
    pub fn is_text(&self) -> bool {
        match self.value {
            Value::Mapping(mapping) => {
                let mut keys = mapping.keys().filter_map(Value::as_str).peekable();
                keys.peek().is_some() && keys.all(|key| !key.is_ascii())
            }
            Value::Sequence(_) => false,
            _ => true,
        }
    }

    /// What the word here means.
    pub(crate) fn one_of<T: Copy>(
        &self,
        words: &[&str],
        meanings: &[(&str, T)],
        cx: &mut Parsing,
    ) -> Option<T> {
        let written = text_of(self.value);
        let meaning = written.as_ref().and_then(|word| words::meaning(word, meanings));
        if meaning.is_some() {
            return meaning;
        }
        let seen = |word: &str| word.chars().filter(|c| !is_unseen(*c)).collect::<String>();
        if let Some(word) = &written
            && words::meaning(&seen(word), meanings).is_some()
            && let Some(problem) = self.unseen()
        {
            cx.problems.push(problem);
            return None;
        }
        let problem = self.expected(one_of(words));
        let meant = written.and_then(|word| did_you_mean(&word, words.iter().copied()));
        cx.problems.push(match meant {
            Some(meant) => self.meant(problem, meant),
            None => problem,
        });
        None
    }

    /// The first character of the word here that cannot be seen.
    pub fn unseen(&self) -> Option<Diagnostic> {
        let c = self.value.as_str()?.chars().find(|c| is_unseen(*c))?;
        let place = self.document.place(&self.path);
        let text = &place.source.text[place.range.clone()];
        // Written as `\u3000` it is the whole value.
        let at = text.find(c).map(|at| place.range.start + at);
        let range = at.map_or(place.range.clone(), |at| at..at + c.len_utf8());
        let problem = Diagnostic::error(Message::UnseenInWord { character: named(c) });
        let problem = problem.at(self.document.place_in(range));
        Some(match at {
            Some(_) => problem.instead(Message::DeleteInvisible, ""),
            None => problem.hint(Message::TakeEscapeOut),
        })
    }

    /// Reads the value as a `T`.
    pub fn read<T: FromYaml>(&self, cx: &mut Parsing) -> Option<T> {
        T::from_yaml(self, cx)
    }

    /// The elements of a sequence.
    pub fn elements(&self, cx: &mut Parsing) -> Option<Vec<Node<'a>>> {
        let Value::Sequence(items) = self.value else {
            cx.problems.push(self.expected(Message::AList).hint(Message::BeginEntries));
            return None;
        };
        let items = items.iter().enumerate();
        let items: Vec<Node<'a>> =
            items.map(|(index, value)| self.child(Step::Index(index), value)).collect();
        let parted = self.parted(&items);
        let whole = parted.is_empty();
        cx.problems.extend(parted);
        whole.then_some(items)
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
            Value::Mapping(_) => Some(Fields {
                node: self.clone(),
                known: Vec::new(),
                own: None,
                missing: Vec::new(),
            }),
            _ => {
                cx.problems.push(self.expected(Message::Pairs));
                None
            }
        }
    }
}

/// The text of a scalar: a number that stays one is shown as it is written.
pub fn text_of(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(Cow::Borrowed(text)),
        Value::Number(number) => Some(Cow::Owned(number.to_string())),
        _ => None,
    }
}

/// What a YAML text says where the office gives these services, or all that is wrong
/// with it.
#[cfg(test)]
pub(crate) fn read_with<T>(
    services: &[&str],
    yaml: &str,
    read: impl FnOnce(&Node<'_>, &mut Parsing) -> Option<T>,
) -> Result<T, Vec<Message>> {
    let services = services.iter().map(|name| (*name).to_owned()).collect();
    let declared = Declared { services, ..Declared::default() };
    let mut cx = Parsing { declared, ..Parsing::default() };
    let source = Arc::new(crate::diagnostic::SourceText::new("test.yaml", yaml));
    let document = Arc::new(Document::parse(&source).expect("YAML"));
    let value = read(&Node::root(&document), &mut cx);
    let problems: Vec<Message> = cx.problems.into_iter().map(|it| it.message).collect();
    value.filter(|_| problems.is_empty()).ok_or(problems)
}

/// The words of which one is to be written.
pub(crate) fn one_of(words: &[&str]) -> Message {
    Message::OneOf { words: listed(words) }
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
    known: Vec<Known>,
    /// The office's own fields, where they may stand among the keys.
    own: Option<OwnFields>,
    missing: Vec<&'static str>,
}

/// A key that somebody has asked for.
#[derive(Debug)]
struct Known {
    key: &'static str,
    /// Whether a value can be the key's, where its type says so.
    takes: fn(&Node<'_>, &mut Parsing) -> bool,
}

impl<'a> Fields<'a> {
    /// The node behind a key, if the key is there and has a value.
    pub fn node(&mut self, key: &'static str) -> Option<Node<'a>> {
        self.ask(key, |_, _| true)
    }

    fn ask(
        &mut self,
        key: &'static str,
        takes: fn(&Node<'_>, &mut Parsing) -> bool,
    ) -> Option<Node<'a>> {
        if !self.knows(key) {
            self.known.push(Known { key, takes });
        }
        match self.node.value.get(key) {
            None | Some(Value::Null) => None,
            Some(value) => Some(self.node.child(Step::Key(key.to_owned()), value)),
        }
    }

    fn knows(&self, key: &str) -> bool {
        let own = self.own.as_ref().and_then(|own| own.get(key));
        self.known.iter().any(|known| known.key == key) || own.is_some()
    }

    /// The office's own fields that are there and have a value. From now on their names
    /// are keys that are known.
    pub fn own(&mut self, own: &OwnFields) -> Vec<(OwnField, Node<'a>)> {
        self.own = Some(own.clone());
        let there = own.iter().filter_map(|field| {
            let value = self.node.value.get(field.name.as_str()).filter(|it| !it.is_null())?;
            Some((field.clone(), self.node.child(Step::Key(field.name.clone()), value)))
        });
        there.collect()
    }

    /// Says that an own field is missing.
    pub fn report_missing_own(&self, field: &OwnField, cx: &mut Parsing) {
        let (key, what) = (field.name.clone(), field.wanted().to_string());
        cx.problems.push(self.missing_key(&field.name).hint(Message::AddKey { key, what }));
    }

    /// Says that these keys cannot stand beside what is there, so that they are not proposed.
    pub fn exclude(&mut self, keys: &[&str]) {
        self.known
            .retain(|known| self.node.value.get(known.key).is_some() || !keys.contains(&known.key));
    }

    /// Whether there is a key that nobody has asked for: it may be one that is missed.
    pub fn has_unknown(&self) -> bool {
        let known = |key: &Value| key.as_str().is_some_and(|key| self.knows(key));
        let keys = self.node.value.as_mapping().into_iter().flatten();
        keys.into_iter().any(|(key, _)| !known(key))
    }

    /// The mapping itself.
    pub fn whole(&self) -> &Node<'a> {
        &self.node
    }

    /// A value that must be there.
    pub fn required<T: FromYaml>(&mut self, key: &'static str, cx: &mut Parsing) -> Option<T> {
        let node = self.ask(key, takes::<T>);
        if node.is_none() {
            self.report_missing(key, T::wanted(), cx);
        }
        node?.read(cx)
    }

    /// A node that must be there; `wanted` says what it holds.
    pub fn required_node(
        &mut self,
        key: &'static str,
        wanted: Message,
        cx: &mut Parsing,
    ) -> Option<Node<'a>> {
        let node = self.node(key);
        if node.is_none() {
            self.report_missing(key, wanted, cx);
        }
        node
    }

    fn report_missing(&mut self, key: &'static str, wanted: Message, cx: &mut Parsing) {
        let (key_name, what) = (key.to_owned(), wanted.to_string());
        let problem = if self.node.value.get(key).is_some() {
            let node = self.node.child(Step::Key(key.to_owned()), &Value::Null);
            if node.cut_whole().is_some() {
                // Which is said with the other keys.
                return;
            }
            node.problem_at_key(Message::KeyEmpty { key: key.to_owned() })
                .hint(Message::GiveValue { key: key_name, what })
        } else {
            self.missing.push(key);
            self.missing_key(key).hint(Message::AddKey { key: key_name, what })
        };
        cx.problems.push(problem);
    }

    /// A value that may be there. `None` also where it is there and wrong.
    pub fn optional<T: FromYaml>(&mut self, key: &'static str, cx: &mut Parsing) -> Option<T> {
        self.ask(key, takes::<T>)?.read(cx)
    }

    /// Reports a key that is there without a value, where that could be taken
    /// for its opposite.
    pub fn refuse_empty(&self, key: &'static str, cx: &mut Parsing) {
        if let Some(value @ Value::Null) = self.node.value.get(key) {
            let node = self.node.child(Step::Key(key.to_owned()), value);
            let problem = node.problem_at_key(Message::KeyEmpty { key: key.to_owned() });
            cx.problems.push(problem.hint(Message::GiveValueOrLeaveOut));
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
            let Diagnostic { message, place, .. } = self.missing_key(key);
            let is_said = |it: &Diagnostic| it.message == message && it.place == place;
            if let Some(at) = cx.problems.iter().rposition(is_said) {
                cx.problems.remove(at);
            }
        }
    }

    /// The keys that can be written here and are not.
    fn possible(&self) -> impl Iterator<Item = &Known> {
        self.known.iter().filter(|known| self.node.value.get(known.key).is_none())
    }

    /// The key that is meant by a misspelt one: it is not there yet, and takes the value.
    fn meant(&self, name: &str, node: &Node<'_>, cx: &Parsing) -> Option<&'static str> {
        let takes = |known: &&Known| {
            let mut trial = Parsing { declared: cx.declared.clone(), ..Parsing::default() };
            (known.takes)(node, &mut trial) && trial.problems.is_empty()
        };
        let meant = did_you_mean(name, self.possible().map(|known| known.key))?;
        self.possible().find(|known| known.key == meant).filter(takes).map(|known| known.key)
    }

    fn unknown_key(&self, name: &str, node: &Node<'_>, cx: &mut Parsing) -> Diagnostic {
        let problem = node.problem_at_key(Message::UnknownKey { key: quoted(name) });
        if let Some((stray, meant, right)) = self.known_but_for_a_stray(name) {
            self.not_missing(meant, cx);
            let hint = Message::KeyWithStray { character: named(stray), right: right.clone() };
            return problem.instead(hint, right);
        }
        if let Some(meant) = self.meant(name, node, cx) {
            self.not_missing(meant, cx);
            return problem.instead(Message::DidYouMean { meant: meant.to_owned() }, meant);
        }
        let own = self.own.iter().flat_map(OwnFields::iter).map(|field| field.name.as_str());
        let own: Vec<&str> = own.filter(|name| self.node.value.get(*name).is_none()).collect();
        if let Some(meant) = did_you_mean(name, own.iter().copied()) {
            let hint = Message::DidYouMean { meant: meant.to_owned() };
            return problem.instead(hint, meant);
        }
        let problem = match self.own.is_some() && is_own_name(name) {
            true => problem.hint(Message::DeclareOwn { name: name.to_owned() }),
            false => problem,
        };
        let keys = self.possible().map(|known| known.key).chain(own);
        let keys: Vec<&str> = keys.collect();
        problem.hint(match keys[..] {
            [] => Message::NoOtherKeys,
            _ => Message::KnownKeys { keys: listed(keys) },
        })
    }

    /// Reports the keys that nobody asked for.
    pub fn finish(self, cx: &mut Parsing) {
        let Value::Mapping(mapping) = self.node.value else { return };
        let mut unknown = 0;
        let some_are_empty = mapping.values().any(Value::is_null);
        for Known { key, .. } in self.known.iter().filter(|_| some_are_empty) {
            if let Some(value @ Value::Null) = self.node.value.get(*key) {
                let node = self.node.child(Step::Key((*key).to_owned()), value);
                cx.problems.extend(node.cut_whole());
            }
        }
        let mut parted = self.node.parted_keys();
        parted.retain(|(keys, _)| keys.iter().all(|key| !self.knows(key)));
        let parts: Vec<&str> = parted.iter().flat_map(|(keys, _)| keys).copied().collect();
        cx.problems.extend(parted.into_iter().map(|(_, problem)| problem));
        for (key, value) in mapping {
            let Value::String(name) = key else {
                let found = kind_of(key).to_string();
                cx.problems.push(self.node.problem(Message::KeyNotText { found }));
                continue;
            };
            if self.knows(name) || parts.contains(&name.as_str()) {
                continue;
            }
            unknown += 1;
            if unknown > limits::UNKNOWN_KEYS {
                continue;
            }
            let node = self.node.child(Step::Key(name.clone()), value);
            let problem = self.unknown_key(name, &node, cx);
            cx.problems.push(problem);
        }
        if unknown > limits::UNKNOWN_KEYS {
            let number = (unknown - limits::UNKNOWN_KEYS).to_string();
            cx.problems.push(self.first_key().problem(Message::MoreUnknownKeys { number }));
        }
    }

    /// The character in a key that cannot be told from others or not be seen
    /// (`name　`, `ｎａｍｅ`, `{name：甲}`), the key that is meant, and how to write it.
    fn known_but_for_a_stray(&self, name: &str) -> Option<(char, &'static str, String)> {
        let stray = name.chars().find(|c| !c.is_ascii())?;
        let known =
            |meant: &str| self.known.iter().map(|known| known.key).find(|known| *known == meant);
        if let Some((key, value)) = name.split_once('：')
            && let Some(meant) = known(key)
        {
            return Some(('：', meant, format!("{meant}: {}", value.trim())));
        }
        let seen: String = name.chars().filter(|c| !is_unseen(*c)).collect();
        let meant = known(&words::half_width(&seen))?;
        Some((stray, meant, meant.to_owned()))
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
    /// What is to be written, for whoever has left it out.
    fn wanted() -> Message {
        Message::Pairs
    }

    /// Reads the value.
    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self>;
}

/// Whether a value can be read as a `T`.
fn takes<T: FromYaml>(node: &Node<'_>, cx: &mut Parsing) -> bool {
    T::from_yaml(node, cx).is_some()
}

impl FromYaml for String {
    fn wanted() -> Message {
        Message::Text
    }

    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let text = node.text(cx)?;
        let found = text.chars().count();
        if found > limits::VALUE {
            let (found, most) = (found.to_string(), limits::VALUE.to_string());
            let problem = node.problem(Message::ValueTooLong { found, most });
            cx.problems.push(problem.hint(Message::ShortenValue));
            return None;
        }
        Some(node.document.joined(&node.path, &text))
    }
}

impl FromYaml for u32 {
    fn wanted() -> Message {
        Message::WholeNumber
    }

    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let number = match node.value {
            Value::Number(number) => number.as_u64().and_then(|number| u32::try_from(number).ok()),
            Value::String(text) => words::whole_number(text),
            _ => None,
        };
        if number.is_none() {
            let problem = node.expected(Message::WholeNumber);
            cx.problems.push(problem.hint(Message::DigitsOnly));
        }
        number
    }
}

impl FromYaml for bool {
    fn wanted() -> Message {
        Message::TrueOrFalse
    }

    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let value = node.value.as_bool().or_else(|| words::truth(node.value.as_str()?));
        if value.is_none() {
            let problem = node.expected(Message::TrueOrFalse);
            cx.problems.push(problem.hint(Message::TrueForYes));
        }
        value
    }
}

impl<T: FromYaml> FromYaml for Vec<T> {
    fn wanted() -> Message {
        Message::AList
    }

    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let elements = node.elements(cx)?;
        // Every element is read before any is given up, so that all are reported.
        let read: Vec<Option<T>> = elements.iter().map(|element| element.read(cx)).collect();
        read.into_iter().collect()
    }
}

impl FromYaml for NaiveDate {
    fn wanted() -> Message {
        Message::ADate
    }

    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let date = text_of(node.value).ok_or(None).and_then(|text| dates::date(&text));
        report_date(node, date, Message::ADate, Message::DateWithHyphens, cx)
    }
}

impl FromYaml for NaiveDateTime {
    fn wanted() -> Message {
        Message::AMoment
    }

    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let moment = text_of(node.value).ok_or(None).and_then(|text| dates::moment(&text));
        report_date(node, moment, Message::AMoment, Message::MomentWithHyphens, cx)
    }
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
            let text = quoted(&text_of(node.value).unwrap_or_default());
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

/// Defines an enum that is written as one of a few words in YAML, and shown so. Behind
/// each word stand the others by which people call the same.
macro_rules! choice {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $word:literal $(| $other:literal)*,)+ }) => {
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
            fn wanted() -> $crate::messages::Message {
                $crate::facts::one_of(&[$($word),+])
            }

            fn from_yaml(
                node: &$crate::facts::Node<'_>,
                cx: &mut $crate::facts::Parsing,
            ) -> Option<Self> {
                const WORDS: &[&str] = &[$($word),+];
                const MEANINGS: &[(&str, $name)] =
                    &[$(($word, $name::$variant), $(($other, $name::$variant),)*)+];
                node.one_of(WORDS, MEANINGS, cx)
            }
        }
    };
}
pub(crate) use choice;
