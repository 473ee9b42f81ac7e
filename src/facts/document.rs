//! One YAML document of a file, or one record of a list of thousands.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use serde::Deserialize;
use serde_yaml::Value;

use super::places::{Found, Places, Step};
use crate::diagnostic::{Diagnostic, Place, SourceText, quoted};
use crate::limits;
use crate::messages::Message;

/// A parsed piece of a YAML file that remembers where it came from.
#[derive(Debug)]
pub struct Document {
    source: Arc<SourceText>,
    /// The way from the parsed piece's root to `value`.
    root: Vec<Step>,
    value: Value,
    /// Where everything in the text stands; made when it is first asked for,
    /// and shared by the records of one text.
    places: Arc<OnceLock<Option<Places>>>,
}

impl Document {
    /// Parses the records of a text: the elements of a sequence (`- id: …`), or
    /// the one mapping that it is.
    pub fn parse_records(source: &Arc<SourceText>) -> Result<Vec<Self>, Box<Diagnostic>> {
        let mut document = Self::parse(source)?;
        let items = match &mut document.value {
            Value::Sequence(items) => std::mem::take(items),
            _ => return Ok(vec![document]),
        };
        let record = |(index, value)| Self {
            source: source.clone(),
            root: vec![Step::Index(index)],
            value,
            places: document.places.clone(),
        };
        Ok(items.into_iter().enumerate().map(record).collect())
    }

    /// Parses a text.
    pub fn parse(source: &Arc<SourceText>) -> Result<Self, Box<Diagnostic>> {
        let text = &source.text;
        if let Some(at) = too_deep(text) {
            let deepest = limits::NESTING.to_string();
            let problem = Diagnostic::error(Message::NestedTooDeep { deepest })
                .at(Place::new(source.clone(), at..at + 1));
            return Err(Box::new(problem.hint(Message::CloseBrackets)));
        }
        let value = Value::deserialize(serde_yaml::Deserializer::from_str(text));
        // `<<: *name` takes over the keys of another mapping.
        let merged = value.and_then(|mut value| value.apply_merge().map(|()| value));
        match merged {
            Ok(value) => {
                Ok(Self { source: source.clone(), root: Vec::new(), value, places: Arc::default() })
            }
            Err(error) => Err(Box::new(syntax_error(source, &error))),
        }
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
    fn locate(&self, path: &[Step]) -> Option<&Found> {
        let places = self.places.get_or_init(|| Places::of(&self.source.text)).as_ref()?;
        let path: Vec<Step> = self.root.iter().chain(path).cloned().collect();
        places.locate(&path)
    }

    fn place_of(&self, range: Range<usize>) -> Place {
        Place::new(self.source.clone(), range)
    }

    /// Where the value at `path` stands. A value that is not there is placed at
    /// the nearest thing around it that is.
    pub fn place(&self, path: &[Step]) -> Place {
        for length in (0..=path.len()).rev() {
            if let Some(found) = self.locate(&path[..length]) {
                return self.place_of(found.value.clone());
            }
        }
        self.place_of(0..self.source.text.len())
    }

    /// Where the key of the value at `path` stands, or the value if it has none.
    pub fn place_of_key(&self, path: &[Step]) -> Place {
        match self.locate(path) {
            Some(found) => self.place_of(found.key.clone().unwrap_or(found.value.clone())),
            None => self.place(path),
        }
    }

    /// The text at `path` with the line breaks its author made. YAML turns the
    /// breaks of a scalar that is plain, folded (`>`) or in quotes into spaces, which are wrong
    /// between Japanese characters; the file still has them.
    pub fn unfolded(&self, path: &[Step], text: &str) -> String {
        if !text.contains(' ') {
            return text.to_owned();
        }
        let Some(found) = self.locate(path) else { return text.to_owned() };
        let raw = &self.source.text[found.value.clone()];
        let quotes: &[char] = &['"', '\''];
        let unquoted =
            raw.strip_prefix(quotes).and_then(|raw| raw.strip_suffix(quotes)).unwrap_or(raw);
        let lines: Vec<&str> =
            unquoted.lines().map(|line| line.trim_matches([' ', '\t', '\r'])).collect();
        // Where the file has more than the lines themselves (escapes, an anchor,
        // a tag), what YAML has made of them stands.
        let squeezed = |text: &str| text.split_whitespace().collect::<String>();
        let own_lines = found.folds && raw.contains('\n') && squeezed(unquoted) == squeezed(text);
        if own_lines { lines.join("\n") } else { text.to_owned() }
    }
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

fn syntax_error(source: &Arc<SourceText>, error: &serde_yaml::Error) -> Diagnostic {
    let text = &source.text;
    let said = error.to_string();
    let message = said.split(" at line ").next().unwrap_or(&said);
    // The reader says in which element of a sequence; the place says it better.
    let message = match message.split_once("]: ") {
        Some((path, message)) if path.starts_with(".[") => message,
        _ => message,
    };
    let at = match error.location() {
        Some(location) => {
            let line_start: usize =
                text.split_inclusive('\n').take(location.line() - 1).map(str::len).sum();
            let line = text[line_start..].lines().next().unwrap_or("");
            let column = location.column() - 1;
            line_start + line.chars().take(column).map(char::len_utf8).sum::<usize>()
        }
        None => 0,
    };
    // What is not closed is only noticed at the end; the record is the place to look.
    let unclosed = text[at..].trim().is_empty();
    let at = match second_key(text, message) {
        Some(second) => second,
        None if unclosed => 0,
        None => at,
    };
    let end = source.text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
    let problem = Diagnostic::error(Message::NotYaml { reason: message.to_owned() })
        .at(Place::new(source.clone(), at..end));
    if text.lines().any(|line| line.trim_start_matches(' ').starts_with('\t')) {
        problem.hint(Message::IndentedWithTab)
    } else if let Some(line) = text.lines().find(|line| is_full_width_key(line)) {
        problem.hint(Message::FullWidthColon { line: quoted(line.trim_matches(' ')) })
    } else if message.contains("duplicate entry") {
        problem.hint(Message::DeleteDoubledKey)
    } else if unclosed {
        problem.hint(Message::NotClosed)
    } else {
        problem.hint(Message::LookAround)
    }
}

/// A line that would be `key: value` with a half-width colon.
fn is_full_width_key(line: &str) -> bool {
    let key: String = line
        .trim_start_matches([' ', '-', '\u{3000}'])
        .chars()
        .take_while(char::is_ascii_lowercase)
        .collect();
    let rest = line.split_once(&key).map_or("", |(_, rest)| rest);
    line.trim_start_matches(' ').starts_with('\u{3000}')
        || (!key.is_empty() && (rest.starts_with('：') || rest.starts_with(":\u{3000}")))
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
