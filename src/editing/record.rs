//! One record's text with a value put in, replaced or taken out. Every other byte stays,
//! comments too. Whether the record is right then is for the caller to see.

mod comments;
mod removal;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

pub use self::comments::InTheWay;
use crate::client_list::{Field, Fields, Value};
use crate::diagnostic::SourceText;
use crate::facts::{self, Document, OwnFields, Step, scalar, text_of};

/// The keys of a record in their usual order; own fields stand behind them.
const ORDER: [&str; 16] = [
    "id",
    "name",
    "honorific",
    "kana",
    "person",
    "postal_code",
    "address",
    "phone",
    "fax",
    "email",
    "delivery",
    "route",
    "reported_on",
    "notify",
    "known_on",
    "data",
];

/// The keys of `person` in their usual order.
const PERSON: [&str; 3] = ["department", "title", "name"];

/// A new text, or what is in its way.
pub type Rewritten = Result<String, InTheWay>;

/// The text of a piece of a file in which a field of its record has this value, or none;
/// `index` says which record it is. No comment is lost.
pub fn with(text: &str, index: usize, field: &Field, value: Option<&Value>) -> Rewritten {
    let keys = field.keys();
    rewritten(text, index, |it| match value {
        Some(value) => it.set(&keys, value),
        None => it.clear(&keys),
    })
}

/// The text of a file with one mapping, in which the value behind these keys is another.
pub fn with_key(text: &str, keys: &[&str], value: &Value) -> Rewritten {
    rewritten(text, 0, |it| it.set(keys, value))
}

/// The same without the value behind these keys.
pub fn without_key(text: &str, keys: &[&str]) -> Rewritten {
    rewritten(text, 0, |it| it.clear(keys))
}

fn rewritten(text: &str, index: usize, change: impl Fn(Text<'_>) -> Option<String>) -> Rewritten {
    let new = Text::read(text, index).and_then(change).ok_or(InTheWay::Form)?;
    comments::all_stay(text, &new)?;
    Ok(new)
}

/// The lines of a new record, without indentation or dash; own fields stand in the order in
/// which they are declared.
pub fn lines(fields: &Fields, own: &OwnFields) -> Vec<String> {
    let declared: Vec<&str> = own.iter().map(|field| field.name.as_str()).collect();
    let mut by_rank: Vec<(&Field, &Value)> = fields.iter().collect();
    by_rank.sort_by_key(|(field, _)| {
        let key = field.keys()[0];
        (rank(key, &ORDER), rank(key, &declared))
    });
    let mut lines = Vec::new();
    let mut in_person = false;
    for (field, value) in by_rank {
        let keys = field.keys();
        let indent = if keys.len() > 1 { "  " } else { "" };
        if keys.len() > 1 && !in_person {
            lines.push(format!("{}:", keys[0]));
            in_person = true;
        }
        let key = keys[keys.len() - 1];
        lines.extend(block(key, value).lines().map(|line| format!("{indent}{line}")));
    }
    lines
}

/// `key: value`, or the key with a list below it.
fn block(key: &str, value: &Value) -> String {
    let key = key_text(key);
    match value.parts() {
        [one] => format!("{key}: {}", scalar(one)),
        several => {
            let items = several.iter().map(|item| format!("\n  - {}", scalar(item)));
            format!("{key}:{}", items.collect::<String>())
        }
    }
}

/// A key as YAML, which would take one of digits alone for a number.
pub(super) fn key_text(key: &str) -> Cow<'_, str> {
    let plain = scalar(key) == key && !key.bytes().all(|byte| byte.is_ascii_digit());
    if plain { key.into() } else { serde_json::Value::from(key).to_string().into() }
}

/// Where a key stands among these; others stand behind them.
fn rank(key: &str, order: &[&str]) -> usize {
    order.iter().position(|it| *it == key).unwrap_or(order.len())
}

fn key(name: &str) -> Step {
    Step::Key(name.to_owned())
}

/// A record and the text that it is in.
struct Text<'a> {
    text: &'a str,
    document: Document,
}

impl<'a> Text<'a> {
    fn read(text: &'a str, index: usize) -> Option<Self> {
        let source = Arc::new(SourceText::new("", text));
        let mut documents = Document::parse_records(&source).ok()?;
        let document = (index < documents.len()).then(|| documents.swap_remove(index))?;
        Some(Self { text, document })
    }

    fn value(&self, path: &[Step]) -> Option<&facts::Value> {
        path.iter().try_fold(self.document.value(), |value, step| match step {
            Step::Key(key) => value.get(key.as_str()),
            Step::Index(index) => value.get(index),
        })
    }

    fn replaced(&self, range: Range<usize>, new: &str) -> Option<String> {
        let (before, behind) = (self.text.get(..range.start)?, self.text.get(range.end..)?);
        Some(format!("{before}{new}{behind}"))
    }

    /// Between brackets, as `{id: C-1, name: 甲}` is.
    fn is_flow(&self, path: &[Step]) -> bool {
        self.text[self.document.place(path).range].starts_with(['{', '['])
    }

    fn newline(&self) -> &'static str {
        if self.text.contains("\r\n") { "\r\n" } else { "\n" }
    }

    /// How far the key of the value at `path` is from the beginning of its line.
    fn column(&self, path: &[Step]) -> usize {
        let start = self.document.place_of_key(path).range.start;
        start - self.text[..start].rfind('\n').map_or(0, |at| at + 1)
    }

    fn set(&self, keys: &[&str], value: &Value) -> Option<String> {
        let path: Vec<Step> = keys.iter().map(|name| key(name)).collect();
        match (self.value(&path), &path[..]) {
            (Some(facts::Value::Null) | None, [parent, _]) if self.is_nothing(parent) => {
                let name = keys[1];
                if self.value(&path[..1]).is_some() {
                    return self.begin(&path[..1], name, value);
                }
                let below = format!("{}: {}", key_text(name), flow(value));
                match self.is_flow(&[]) {
                    true => self.insert(&[], keys[0], &format!("{}: {{{below}}}", keys[0])),
                    false => {
                        let below = block(name, value).replace('\n', "\n  ");
                        self.insert(&[], keys[0], &format!("{}:\n  {below}", keys[0]))
                    }
                }
            }
            (Some(facts::Value::Mapping(_) | facts::Value::Tagged(_)), _) => None,
            (Some(facts::Value::Sequence(items)), _) => self.set_items(&path, items, value),
            (Some(facts::Value::Null), _) => self.replace_nothing(&path, value),
            (Some(_), _) => self.replace_scalar(&path, value),
            (None, [above @ .., _]) => {
                let name = keys[keys.len() - 1];
                let entry = match self.is_flow(above) {
                    true => format!("{}: {}", key_text(name), flow(value)),
                    false => block(name, value),
                };
                self.insert(above, name, &entry)
            }
            (None, []) => None,
        }
    }

    fn is_nothing(&self, parent: &Step) -> bool {
        self.value(std::slice::from_ref(parent)).is_none_or(facts::Value::is_null)
    }

    /// The first key of a mapping of which so far nothing but its own key is there.
    fn begin(&self, path: &[Step], name: &str, value: &Value) -> Option<String> {
        if self.is_flow(&[]) {
            let below = format!("{{{}: {}}}", key_text(name), flow(value));
            return self.put_behind_key(path, &below);
        }
        let (end, column) = (self.document.place_of_key(path).range.end, self.column(path) + 2);
        self.line_behind(end, column, &block(name, value))
    }

    /// A value where so far a key stands alone.
    fn replace_nothing(&self, path: &[Step], value: &Value) -> Option<String> {
        self.put_behind_key(path, &flow(value))
    }

    /// The text with this behind a key that has nothing yet.
    fn put_behind_key(&self, path: &[Step], new: &str) -> Option<String> {
        let key_end = self.document.place_of_key(path).range.end;
        let colon = key_end + self.text[key_end..].find(':')? + 1;
        let behind = self.text[colon..].trim_start_matches(' ');
        // Between brackets no blank stands before the comma.
        let end =
            if behind.starts_with([',', '}']) { self.text.len() - behind.len() } else { colon };
        self.replaced(colon..end, &format!(" {new}"))
    }

    fn replace_scalar(&self, path: &[Step], value: &Value) -> Option<String> {
        let range = self.written(path);
        let above = &path[..path.len() - 1];
        // Behind the mark of a block of lines there may be one.
        let comments = self.comments_in(&range).map(|it| format!(" {it}")).collect::<String>();
        if value.parts().len() < 2 || self.is_flow(above) {
            return self.replaced(range, &format!("{}{comments}", flow(value)));
        }
        let colon = self.text[..range.start].trim_end().len();
        let indent = " ".repeat(self.column(path) + 2);
        let items = value.parts().iter();
        let items = items.map(|item| format!("{}{indent}- {}", self.newline(), scalar(item)));
        self.replaced(colon..range.end, &format!("{comments}{}", items.collect::<String>()))
    }

    /// Where a scalar is written, with the `|` or `>` and the comment behind it that begin a
    /// block of lines.
    fn written(&self, path: &[Step]) -> Range<usize> {
        let range = self.document.place(path).range;
        let text = &self.text[range.clone()];
        let before = self.text[..range.start].trim_end_matches(' ');
        let block = before.strip_suffix('\n').and_then(|before| {
            let line = before.rfind('\n').map_or(0, |at| at + 1);
            before[line..].find(['|', '>']).map(|at| line + at)
        });
        let length = text.trim_end().len();
        match block {
            Some(start) => start..range.start + length,
            None => range.start..range.start + quoted_length(text).unwrap_or(length),
        }
    }

    /// A list keeps the elements that it has already, with the comments beside them: those
    /// at its beginning and its end that stay the same are not touched.
    fn set_items(&self, path: &[Step], items: &[facts::Value], value: &Value) -> Option<String> {
        let parts = value.parts();
        if items.is_empty() {
            return self.replaced(self.document.place(path).range, &flow(value));
        }
        let same =
            |(own, part): &(&facts::Value, &String)| text_of(own).as_deref() == Some(part.as_str());
        let above = items.iter().zip(parts).take_while(same).count();
        let (old, new) = (&items[above..], &parts[above..]);
        let mut below = old.iter().rev().zip(new.iter().rev()).take_while(same).count();
        if above == 0 && old.len() == below {
            // New ones stand behind another, or in its place.
            below -= 1;
        }
        let (old, new) = (above..items.len() - below, above..parts.len() - below);
        let element = |index| [path, &[Step::Index(index)]].concat();
        let both = old.len().min(new.len());
        let mut edits = Vec::new();
        for index in above..above + both {
            if !same(&(&items[index], &parts[index])) {
                edits.push((self.written(&element(index)), scalar(&parts[index])));
            }
        }
        if new.len() > both {
            let more: Vec<String> =
                parts[above + both..new.end].iter().map(|part| scalar(part)).collect();
            edits.push(self.behind(&element((above + both).checked_sub(1)?), &more)?);
        }
        if old.len() > both {
            edits.extend(self.without(path, above + both..old.end)?);
        }
        self.with_edits(edits)
    }

    /// The text with these edits, which are in its order.
    fn with_edits(&self, edits: Vec<(Range<usize>, String)>) -> Option<String> {
        let (mut text, mut at) = (String::with_capacity(self.text.len()), 0);
        for (range, new) in edits {
            text.push_str(self.text.get(at..range.start)?);
            text.push_str(&new);
            at = range.end;
        }
        text.push_str(self.text.get(at..)?);
        Some(text)
    }

    /// What puts elements behind the one at `path`.
    fn behind(&self, path: &[Step], elements: &[String]) -> Option<(Range<usize>, String)> {
        let range = self.document.place(path).range;
        let end = range.start + self.text[range.clone()].trim_end().len();
        if self.is_flow(&path[..path.len() - 1]) {
            let more = elements.iter().map(|element| format!(", {element}"));
            return Some((end..end, more.collect()));
        }
        let line_start = self.text[..range.start].rfind('\n').map_or(0, |at| at + 1);
        let lead = &self.text[line_start..range.start];
        let dash = lead.rfind('-').filter(|_| lead.trim().ends_with('-'))?;
        let lines: Vec<String> = elements.iter().map(|element| format!("- {element}")).collect();
        Some(self.lines_behind(end, dash, &lines.join("\n")))
    }

    /// A key with its value (`entry`, its lines without indentation) in the mapping at
    /// `path`, behind the key that usually stands before it.
    fn insert(&self, path: &[Step], name: &str, entry: &str) -> Option<String> {
        let order: &[&str] = if path.is_empty() { &ORDER } else { &PERSON };
        let mapping = self.value(path)?.as_mapping()?;
        let wanted = rank(name, order);
        let there = mapping.keys().filter_map(facts::Value::as_str);
        let before = there.filter(|it| rank(it, order) < wanted || wanted == order.len());
        // Of two that are no keys of the program's, the one further down.
        let before = before.max_by_key(|it| rank(it, order));
        let path_to = |name: &str| [path, &[key(name)]].concat();
        if let Some(before) = before {
            let path = path_to(before);
            let end = self.end(&path);
            if self.is_flow(&path[..path.len() - 1]) {
                return self.replaced(end..end, &format!(", {entry}"));
            }
            return self.line_behind(end, self.column(&path), entry);
        }
        // Before all others.
        let first = path_to(mapping.keys().next()?.as_str()?);
        let start = self.document.place_of_key(&first).range.start;
        if self.is_flow(path) {
            return self.replaced(start..start, &format!("{entry}, "));
        }
        let indent = format!("{}{}", self.newline(), " ".repeat(self.column(&first)));
        self.replaced(start..start, &format!("{}{indent}", entry.replace('\n', &indent)))
    }

    /// Where the value at `path` ends, without the comments below it.
    fn end(&self, path: &[Step]) -> usize {
        let range = self.document.place(path).range;
        let last = match self.value(path) {
            Some(facts::Value::Null) | None => return self.document.place_of_key(path).range.end,
            Some(facts::Value::Sequence(items)) => items.len().checked_sub(1).map(Step::Index),
            Some(facts::Value::Mapping(mapping)) => {
                mapping.keys().last().and_then(facts::Value::as_str).map(key)
            }
            Some(_) => None,
        };
        match last {
            Some(last) if !self.is_flow(path) => self.end(&[path, &[last]].concat()),
            _ => range.start + self.text[range].trim_end().len(),
        }
    }

    /// The text with lines behind the one in which `end` lies, so far from its beginning.
    fn line_behind(&self, end: usize, column: usize, lines: &str) -> Option<String> {
        self.with_edits(vec![self.lines_behind(end, column, lines)])
    }

    /// What puts lines behind the one in which `end` lies, so far from its beginning.
    fn lines_behind(&self, end: usize, column: usize, lines: &str) -> (Range<usize>, String) {
        let newline = self.newline();
        let indent = " ".repeat(column);
        let lines: String = lines.lines().map(|line| format!("{indent}{line}{newline}")).collect();
        match self.text[end..].find('\n') {
            Some(at) => (end + at + 1..end + at + 1, lines),
            None => {
                let lines = lines.trim_end_matches(['\r', '\n']);
                (self.text.len()..self.text.len(), format!("{newline}{lines}"))
            }
        }
    }
}

/// How long a text in quotes is that others stand behind: the place of one reaches up to
/// the end of a comment. `None` for a text without quotes.
fn quoted_length(text: &str) -> Option<usize> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let mut rest = text.char_indices().skip(1);
    while let Some((at, c)) = rest.next() {
        match c {
            '\\' if quote == '"' => _ = rest.next(),
            '\'' if c == quote && text[at + 1..].starts_with('\'') => _ = rest.next(),
            c if c == quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// A value on one line, wherever it may stand.
fn flow(value: &Value) -> String {
    match value.parts() {
        [one] => scalar(one),
        several => {
            let several: Vec<String> = several.iter().map(|it| scalar(it)).collect();
            format!("[{}]", several.join(", "))
        }
    }
}

#[cfg(test)]
mod tests;
