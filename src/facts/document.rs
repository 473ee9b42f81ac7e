//! One YAML document of a file, or one record of a list of thousands.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use serde::Deserialize;
use serde_yaml::Value;

use super::places::{Found, Places, Step};
use super::{quoting, scalars, strays, tags};
use crate::diagnostic::{Diagnostic, Edit, Place, SourceText};
use crate::limits;
use crate::messages::Message;

/// A parsed piece of a YAML file that remembers where it came from.
#[derive(Debug)]
pub struct Document {
    source: Arc<SourceText>,
    /// The way from the parsed piece's root to `value`.
    root: Vec<Step>,
    value: Value,
    /// What is known of the text, shared by its records.
    known: Arc<Known>,
}

/// What is found out about a text when it is first asked for.
#[derive(Debug, Default)]
struct Known {
    /// Where everything stands.
    places: OnceLock<Option<Places>>,
    may_cut: OnceLock<bool>,
    may_part: OnceLock<bool>,
}

impl Document {
    /// Parses the records of a text: the elements of a sequence (`- id: …`), or
    /// the one mapping that it is.
    pub fn parse_records(source: &Arc<SourceText>) -> Result<Vec<Self>, Vec<Diagnostic>> {
        let mut document = Self::parse(source)?;
        let items = match &mut document.value {
            Value::Sequence(items) => std::mem::take(items),
            _ => return Ok(vec![document]),
        };
        let record = |(index, value)| Self {
            source: source.clone(),
            root: vec![Step::Index(index)],
            value,
            known: document.known.clone(),
        };
        Ok(items.into_iter().enumerate().map(record).collect())
    }

    /// Parses a text.
    pub fn parse(source: &Arc<SourceText>) -> Result<Self, Vec<Diagnostic>> {
        let text = &source.text;
        let strays = strays::never_meant(text);
        if !strays.is_empty() {
            let problem = |stray: strays::Stray| stray.problem(source);
            return Err(strays.into_iter().take(limits::STRAYS).map(problem).collect());
        }
        if let Some(at) = too_deep(text) {
            let deepest = limits::NESTING.to_string();
            let problem = Diagnostic::error(Message::NestedTooDeep { deepest })
                .at(Place::new(source.clone(), at..at + 1));
            return Err(vec![problem.hint(Message::CloseBrackets)]);
        }
        let unread = tags::unread(source);
        if !unread.is_empty() {
            return Err(unread);
        }
        let value = Value::deserialize(serde_yaml::Deserializer::from_str(text));
        // `<<: *name` takes over the keys of another mapping.
        let merged = value.and_then(|mut value| value.apply_merge().map(|()| value));
        let mut value = merged.map_err(|error| vec![syntax_error(source, &error)])?;
        let mut document = Self {
            source: source.clone(),
            root: Vec::new(),
            value: Value::Null,
            known: Arc::default(),
        };
        if let Err(path) = scalars::restore(&mut value, &document) {
            let problem = Diagnostic::error(Message::NumberElsewhere).at(document.place(&path));
            return Err(vec![problem.hint(Message::WriteNumberHere)]);
        }
        document.value = value;
        Ok(document)
    }

    /// The root value.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// The file.
    pub fn source(&self) -> &Arc<SourceText> {
        &self.source
    }

    /// Where the value at `path` stands, in bytes of the text.
    pub(super) fn locate(&self, path: &[Step]) -> Option<&Found> {
        let path: Vec<Step> = self.root.iter().chain(path).cloned().collect();
        self.places()?.locate(&path)
    }

    /// The characters of the plain scalar at `path`.
    pub(super) fn characters(&self, path: &[Step]) -> Option<&str> {
        let found = self.locate(path).filter(|found| found.plain)?;
        self.source.text.get(found.value.clone())
    }

    /// The keys of the mapping at `path`, as they are written.
    pub(super) fn keys(&self, path: &[Step]) -> Option<Vec<&str>> {
        let path: Vec<Step> = self.root.iter().chain(path).cloned().collect();
        self.places()?.keys(&path)
    }

    /// Where everything stands below the value at `path`.
    pub(super) fn places_at(&self, path: &[Step]) -> Option<&Places> {
        let path: Vec<Step> = self.root.iter().chain(path).cloned().collect();
        self.places()?.at(&path)
    }

    pub(super) fn places(&self) -> Option<&Places> {
        self.known.places.get_or_init(|| Places::of(&self.source.text)).as_ref()
    }

    /// Whether a text in here may be cut off by a comment.
    pub(super) fn may_cut(&self) -> bool {
        *self.known.may_cut.get_or_init(|| quoting::may_cut(&self.source.text))
    }

    /// Whether a number in here may be parted at a comma.
    pub(super) fn may_part(&self) -> bool {
        *self.known.may_part.get_or_init(|| quoting::may_part(&self.source.text))
    }

    /// These bytes of the text as a place.
    pub(super) fn place_in(&self, range: Range<usize>) -> Place {
        Place::new(self.source.clone(), range)
    }

    /// Where the value at `path` stands. A value that is not there is placed at
    /// the nearest thing around it that is.
    pub fn place(&self, path: &[Step]) -> Place {
        for length in (0..=path.len()).rev() {
            if let Some(found) = self.locate(&path[..length]) {
                return self.place_in(found.value.clone());
            }
        }
        self.place_in(0..self.source.text.len())
    }

    /// Where the key of the value at `path` stands, or the value if it has none.
    pub fn place_of_key(&self, path: &[Step]) -> Place {
        match self.locate(path) {
            Some(found) => self.place_in(found.key.clone().unwrap_or(found.value.clone())),
            None => self.place(path),
        }
    }

    /// The text at `path`, lines that its author broke joined as Japanese is.
    pub(super) fn joined(&self, path: &[Step], text: &str) -> String {
        /// A longer file is walked through once, a shorter one looked through.
        const SHORT: usize = 4096;
        let source = &self.source.text;
        let on_one_line = !text.contains(' ') || source.len() < SHORT && source.contains(text);
        if on_one_line {
            return text.to_owned();
        }
        let lines = self.unfolded(path, text);
        if lines == text {
            return lines;
        }
        let mut joined = String::with_capacity(text.len());
        for line in lines.split('\n') {
            if joins_with_space(&joined, line) {
                joined.push(' ');
            }
            joined.push_str(line);
        }
        joined
    }

    /// The text at `path` with the line breaks its author made. YAML turns the
    /// breaks of a scalar that is plain, folded (`>`) or in quotes into spaces, which are wrong
    /// between Japanese characters; the file still has them.
    pub fn unfolded(&self, path: &[Step], text: &str) -> String {
        // Of a blank line YAML leaves one break, which would be taken for no paragraph.
        if !text.contains([' ', '\n']) {
            return text.to_owned();
        }
        let Some(found) = self.locate(path) else { return text.to_owned() };
        let raw = &self.source.text[found.value.clone()];
        let quotes: &[char] = &['"', '\''];
        let unquoted = raw.strip_prefix(quotes).and_then(|raw| raw.strip_suffix(quotes));
        let unquoted = unquoted.filter(|_| found.quoted).unwrap_or(raw);
        let lines: Vec<&str> =
            unquoted.lines().map(|line| line.trim_matches([' ', '\t', '\r'])).collect();
        // Where the file has more than the lines themselves (escapes, an anchor,
        // a tag), what YAML has made of them stands.
        let squeezed = |text: &str| text.split_whitespace().collect::<String>();
        let own_lines = found.folds && raw.contains('\n') && squeezed(unquoted) == squeezed(text);
        if own_lines { lines.join("\n") } else { text.to_owned() }
    }
}

/// A line break between two words of Latin text is a space; anywhere else
/// Japanese has none. What a tag will print is not known, and often Japanese.
pub fn joins_with_space(before: &str, after: &str) -> bool {
    let latin = |c: char| c < '\u{2000}' && !matches!(c, '{' | '}');
    before.ends_with(latin) && after.starts_with(latin)
}

/// A value's document and the way to it: kept where a place may be needed after
/// parsing, because finding it costs more than remembering the way.
#[derive(Debug, Clone)]
pub struct Origin {
    /// The document.
    pub document: Arc<Document>,
    /// The way from its root.
    pub path: Vec<Step>,
}

impl Origin {
    /// Where the value stands.
    pub fn place(&self) -> Place {
        self.document.place(&self.path)
    }

    /// The way to the value from the beginning of its file.
    pub fn way(&self) -> Vec<Step> {
        self.document.root.iter().chain(&self.path).cloned().collect()
    }

    /// An error at the value.
    pub fn problem(&self, message: Message) -> Diagnostic {
        Diagnostic::error(message).at(self.place())
    }
}

/// Where more brackets are open than the reader would allow in the end. It takes
/// minutes to come to that where there are thousands.
fn too_deep(text: &str) -> Option<usize> {
    let (mut open, mut last) = (0_usize, b'-');
    text.bytes().position(|byte| {
        match byte {
            // Behind anything else it is a character of a text.
            b'[' | b'{' if matches!(last, b':' | b'-' | b'?' | b',' | b'[' | b'{') => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            last = byte;
        }
        open > limits::NESTING
    })
}

/// Where the reader stopped, in bytes.
fn byte_of(text: &str, location: Option<serde_yaml::Location>) -> usize {
    let Some(location) = location else { return 0 };
    let line_start: usize =
        text.split_inclusive('\n').take(location.line() - 1).map(str::len).sum();
    let line = text[line_start..].lines().next().unwrap_or("");
    let column = location.column() - 1;
    line_start + line.chars().take(column).map(char::len_utf8).sum::<usize>()
}

fn syntax_error(source: &Arc<SourceText>, error: &serde_yaml::Error) -> Diagnostic {
    let text = &source.text;
    let said = error.to_string();
    let message = said.split(" at line ").next().unwrap_or(&said);
    // The reader says in which element of a sequence; the place says it better.
    let message = match message.split_once("]: ") {
        Some((path, message)) if path.starts_with(".[") => message,
        _ => message,
    };
    let stopped = byte_of(text, error.location());
    // What is not closed is only noticed at the end; the record is the place to look.
    let unclosed = text[stopped..].trim().is_empty();
    let at = match second_key(text, message) {
        Some(second) => second,
        None if unclosed => 0,
        None => stopped,
    };
    let end = source.text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
    let reason = Message::Verbatim(message.to_owned()).to_string();
    let problem =
        Diagnostic::error(Message::NotYaml { reason }).at(Place::new(source.clone(), at..end));
    if message.contains("duplicate entry") {
        return problem.hint(Message::DeleteDoubledKey);
    }
    if message == "unknown anchor" {
        let length = text[at..].find([' ', ',', ']', '}', '\r', '\n']);
        let alias = &text[at..length.map_or(text.len(), |length| at + length)];
        let place = Place::new(source.clone(), at..at + alias.len());
        let problem = Diagnostic::error(Message::NoSuchAnchor { alias: alias.to_owned() });
        return problem.at(place).hint(Message::WriteValueOfAlias);
    }
    // 38 digits are the most that it can read at all.
    if message.contains(" as u128") || message.contains(" as i128") {
        let length = text[at..].find([' ', ',', ']', '}', '\r', '\n']);
        let number = &text[at..length.map_or(text.len(), |length| at + length)];
        let place = Place::new(source.clone(), at..at + number.len());
        let problem = Diagnostic::error(Message::NumberTooLong { number: number.to_owned() });
        let value = quoting::in_quotes(number);
        return problem.at(place).instead(Message::PutInQuotes { value: value.clone() }, value);
    }
    if let Some((rest, whole)) = quoting::comment_in_brackets(text) {
        let message = Message::CommentInText { rest: text[rest.clone()].to_owned() };
        let problem = Diagnostic::error(message).at(Place::new(source.clone(), rest));
        return quoting::with_quotes(problem, Place::new(source.clone(), whole));
    }
    if let Some(stray) = strays::before(text, (!unclosed).then_some(at)) {
        return stray.problem(source);
    }
    if let Some(stray) = strays::colon_of_key(text, (!unclosed).then_some(at)) {
        return stray.problem(source);
    }
    if let Some((range, text)) = quoting::line_that_helps(text, stopped) {
        let hint = Message::LineInQuotes { line: text.trim_start().to_owned() };
        return problem.remedy(hint, Edit { place: Place::new(source.clone(), range), text });
    }
    problem.hint(if unclosed { Message::NotClosed } else { Message::LookAround })
}

/// For a key that stands twice: where it stands the second time.
fn second_key(text: &str, message: &str) -> Option<usize> {
    let (_, key) = message.split_once("duplicate entry with key \"")?;
    let key = key.strip_suffix('"')?;
    let mut at = 0;
    let mut starts = Vec::new();
    for line in text.split_inclusive('\n') {
        let content = line.trim_start_matches([' ', '-']);
        if content.strip_prefix(key).is_some_and(|rest| rest.starts_with(':')) {
            starts.push(at + line.len() - content.len());
        }
        at += line.len();
    }
    starts.get(1).copied()
}

/// What a file says, the value of each of its documents; `None` if it cannot be read.
pub fn values(text: &str) -> Option<Vec<Value>> {
    let documents = serde_yaml::Deserializer::from_str(text);
    documents.map(|document| Value::deserialize(document).ok()).collect()
}
