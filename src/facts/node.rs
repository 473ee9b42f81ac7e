//! A value of a document, and the way to it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde_yaml::Value;

use super::document::{Document, Origin};
use super::edits::scalar;
use super::fields::Fields;
use super::from_yaml::FromYaml;
use super::own_fields::{OwnFields, is_of_name};
use super::places::Step;
use super::quoting::in_quotes;
use super::strays::{is_colon, is_unseen, named};
use crate::diagnostic::{Diagnostic, Edit, Place, quoted};
use crate::messages::Message;

/// What reading the facts gathers beside the facts.
#[derive(Debug, Default)]
pub struct Parsing {
    /// Everything that is wrong.
    pub problems: Vec<Diagnostic>,
    /// What the facts have declared for those that are read after them.
    pub declared: Declared,
    /// The clients that conditions name, to be looked for when all are known.
    pub named_clients: Vec<(String, Origin)>,
    /// The notices that conditions name, likewise.
    pub named_notices: Vec<(String, Origin)>,
    /// Whether what is read is for nobody: then nothing can be asked of a recipient.
    pub nobody: bool,
    /// Whether what is read is in a language that parts words with spaces.
    pub foreign: bool,
    /// Whether what is read is a notice: then nobody need ask which one it is.
    pub in_notice: bool,
}

/// What clients and conditions may speak of besides the program's own keys.
#[derive(Debug, Clone, Default)]
pub struct Declared {
    /// The office's own fields.
    pub own: OwnFields,
    /// The names of the parts that letters share.
    pub parts: Arc<Vec<String>>,
    /// What the parts say that are one text for everybody, by name: the paragraphs, and where
    /// they are written.
    pub texts: Arc<BTreeMap<String, (Vec<String>, Origin)>>,
    /// The pictures of the project, by path.
    pub pictures: Arc<Vec<String>>,
    /// Within how many days the 確報 is to be made, where that is said.
    pub report_within: Option<u32>,
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

    pub fn problem_at_key(&self, message: Message) -> Diagnostic {
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

    /// A text here that begins with one of these keys and a full-width colon, as
    /// `text：甲`, and would be printed so.
    pub fn key_with_wide_colon(&self, keys: &[&str]) -> Option<Diagnostic> {
        let (colon, pair) = pair_with_wide_colon(self.value.as_str()?)?;
        let is_key = pair.split_once(':').is_some_and(|(key, _)| keys.contains(&key));
        is_key.then(|| {
            let hint = Message::KeyWithStray { character: named(colon), right: pair.clone() };
            self.expected(Message::Pairs).instead(hint, pair)
        })
    }

    /// What deletes the key or element with this value.
    pub fn deletion(&self) -> Option<Edit> {
        self.document.deletion(&self.path)
    }

    /// Says what was expected here and what is here instead.
    pub fn expected(&self, what: Message) -> Diagnostic {
        let found = kind_of(self.value).to_string();
        self.problem(Message::Expected { what: what.to_string(), found })
    }

    /// Says that text was expected here; what stands on one line may be meant as one.
    fn expected_text(&self) -> Diagnostic {
        let problem = self.expected(Message::Text);
        // What could stand at a block is no text that wants quotes.
        let is_passage = |key: &&str| self.value.get(*key).is_some();
        if ["text", "use"].iter().any(is_passage) {
            return problem.hint(Message::TextAlone);
        }
        let found = self.document.locate(&self.path).map(|found| found.value.clone());
        let written = found.and_then(|range| self.document.source().text.get(range));
        let is_list = matches!(self.value, Value::Sequence(_));
        let meant = written.filter(|it| {
            let begins = if is_list { it.starts_with('[') } else { !it.is_empty() };
            begins && !it.contains('\n') && !self.value.is_null()
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
    pub(super) fn text(&self, cx: &mut Parsing) -> Option<Cow<'a, str>> {
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
    /// mapping, and no key of the program's has a Japanese name; `- {{ 名 }}` is one with
    /// another for a key.
    pub fn is_text(&self) -> bool {
        match self.value {
            Value::Mapping(mapping) => {
                let is_own = |key: &Value| match key {
                    Value::String(key) => !key.is_ascii(),
                    key => key.is_mapping(),
                };
                !mapping.is_empty() && mapping.keys().all(is_own)
            }
            Value::Sequence(_) => false,
            _ => true,
        }
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

    /// The elements of a sequence. Where a list may stand, one element may.
    pub fn elements(&self, cx: &mut Parsing) -> Option<Vec<Node<'a>>> {
        let Value::Sequence(items) = self.value else {
            return Some(vec![self.clone()]);
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
        let mut entries: Vec<(&str, Node<'a>)> = mapping.iter().filter_map(entry).collect();
        let parted = self.parted_keys();
        let parts: Vec<&str> = parted.iter().flat_map(|(keys, _)| keys).copied().collect();
        cx.problems.extend(parted.into_iter().map(|(_, problem)| problem));
        entries.retain(|(key, node)| {
            let cut = node.value.is_null().then(|| node.cut_whole()).flatten();
            if parts.contains(key) || cut.is_some() {
                cx.problems.extend(cut);
                return false;
            }
            let pair = pair_with_wide_colon(key).filter(|_| node.value.is_null());
            let Some((colon, right)) = pair else { return true };
            let hint = Message::KeyWithStray { character: named(colon), right: right.clone() };
            cx.problems.push(node.problem_at_key(Message::NoValue).instead(hint, right));
            false
        });
        Some(entries)
    }

    /// The keys of a mapping, to be read one by one.
    pub fn fields(&self, cx: &mut Parsing) -> Option<Fields<'a>> {
        match self.value {
            Value::Mapping(_) => Some(Fields::of(self.clone())),
            _ => {
                let problem = self.expected(Message::Pairs);
                cx.problems.push(match self.value.as_str().and_then(pair_with_wide_colon) {
                    Some((_, pair)) => problem.write_instead(&format!("{{{pair}}}")),
                    None => problem,
                });
                None
            }
        }
    }
}

/// Of a text that is meant as a key with its value, `業務：給与計算`, the colon, and the
/// pair as YAML reads it.
fn pair_with_wide_colon(text: &str) -> Option<(char, String)> {
    let (key, rest) = text.split_at(text.find(is_colon)?);
    let colon = rest.chars().next()?;
    let (key, value) = (key.trim(), rest[colon.len_utf8()..].trim());
    let is_pair = !key.is_empty() && key.chars().all(is_of_name) && !value.is_empty();
    is_pair.then(|| (colon, format!("{key}: {}", scalar(value))))
}

/// The text of a scalar: a number that stays one is shown as it is written.
pub fn text_of(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(Cow::Borrowed(text)),
        Value::Number(number) => Some(Cow::Owned(number.to_string())),
        _ => None,
    }
}

/// The kind of a value in words, with the value where it is short.
pub(super) fn kind_of(value: &Value) -> Message {
    match value {
        Value::Null => Message::FoundNothing,
        Value::Bool(value) => Message::FoundText { value: quoted(&value.to_string()) },
        Value::Number(number) => Message::FoundNumber { value: number.to_string() },
        Value::String(text) => Message::FoundText { value: quoted(text) },
        Value::Sequence(_) => Message::AList,
        Value::Mapping(_) => Message::Pairs,
        Value::Tagged(tagged) => Message::FoundTag { value: tagged.tag.to_string() },
    }
}
