//! The condition of a block, set, changed or taken away.

use std::sync::Arc;

use serde_json::Value as Json;

use super::keys::Where;
use super::{Changed, Edit, File, at_mut, below, key};
use crate::diagnostic::{Diagnostic, SourceText};
use crate::editing::record::key_text;
use crate::facts::{Document, Form, Mapping, Step, Value, scalar, text_of};
use crate::messages::Message;

/// A condition that is wider stands on several lines.
const WIDTH: usize = 90;

/// The file in which the block at `path` has this condition, or none. A text that gets one
/// becomes `{when: …, text: …}`; one that loses it is a text again.
pub fn set(source: &Arc<SourceText>, path: &[Step], when: Option<&Json>) -> Changed {
    let file = File::read(source)?;
    let when = when.filter(|when| !when.is_null());
    let tests = when.map(|when| {
        let tests = when.as_object().filter(|tests| !tests.is_empty());
        tests.and_then(|_| flow(when).zip(value_of(when)))
    });
    let tests = match tests {
        Some(None) => return Err(file.problem(path, Message::ConditionHasTests)),
        Some(Some((flow, value))) => when.map(|when| Tests { json: when, flow, value }),
        None => None,
    };
    let gone = || file.problem(path, Message::PlaceIsGone);
    match (file.value(path).ok_or_else(gone)?, &tests) {
        (Value::Mapping(mapping), Some(tests)) => match mapping.contains_key("when") {
            true => file.with_other(path, tests),
            false => file.with_first(path, mapping, tests),
        },
        (Value::Mapping(mapping), None) => match mapping.contains_key("when") {
            true => file.without(path, mapping),
            false => Ok(source.clone()),
        },
        (Value::Sequence(_) | Value::Null, _) => Err(file.problem(path, Message::NoConditionHere)),
        (_, Some(tests)) => file.with_text_below(path, tests),
        (_, None) => Ok(source.clone()),
    }
}

/// The condition of the block at `path` as JSON; `None` if it has none.
pub fn of(document: &Document, path: &[Step]) -> Option<Json> {
    json_of(super::at(document.value(), path)?.get("when")?)
}

/// A key with a condition behind it, without indentation: on one line where that is not too
/// wide. `None` if there is nothing in a part of it.
pub fn lines_of(name: &str, when: &Json) -> Option<Vec<String>> {
    let flow = flow(when)?;
    if flow.chars().count() <= WIDTH {
        return Some(vec![format!("{name}: {flow}")]);
    }
    let below = by_line(when).into_iter().map(|line| format!("  {line}"));
    Some(std::iter::once(format!("{name}:")).chain(below).collect())
}

/// Whether a value of the facts is this condition.
pub fn says(value: &Value, when: &Json) -> bool {
    value_of(when).is_some_and(|wanted| super::proof::same(value, &wanted))
}

/// A condition that is to be written.
struct Tests<'j> {
    json: &'j Json,
    /// Between brackets, on one line.
    flow: String,
    value: Value,
}

impl Tests<'_> {
    /// The key with the condition, without indentation.
    fn lines(&self, is_flow: bool) -> Vec<String> {
        let lines = lines_of("when", self.json).filter(|_| !is_flow);
        lines.unwrap_or_else(|| vec![format!("when: {}", self.flow)])
    }
}

impl File {
    /// A text becomes a mapping with its condition and itself.
    fn with_text_below(&self, path: &[Step], tests: &Tests<'_>) -> Changed {
        let by_hand = || self.by_hand(path);
        let name = name_of_text(path);
        let mut wanted = self.document.value().clone();
        let place = at_mut(&mut wanted, path).ok_or_else(by_hand)?;
        let text = std::mem::take(place);
        let pairs = [("when", tests.value.clone()), (name, text)];
        let pairs = pairs.into_iter().map(|(key, value)| (Value::from(key), value));
        *place = Value::Mapping(pairs.collect());
        let is_flow = self.is_between_brackets(path);
        let lines = tests.lines(is_flow);
        let edits = if is_flow {
            let range = self.written(path)?.range;
            let own = &self.text()[range.clone()];
            vec![(range.clone(), format!("{{{}, {name}: {own}}}", lines.join(" ")))]
        } else {
            let head = format!("{name}: ");
            self.nested(path, &lines, &head, self.step()).ok_or_else(by_hand)?
        };
        self.proved(path, edits, &wanted, &[])
    }

    /// A mapping without a condition gets one: behind its heading, or behind the text that is
    /// all there is, and before everything else.
    fn with_first(&self, path: &[Step], mapping: &Mapping, tests: &Tests<'_>) -> Changed {
        let by_hand = || self.by_hand(path);
        let place = match mapping.len() {
            _ if mapping.contains_key("heading") => Where::Behind("heading"),
            1 if mapping.contains_key(name_of_text(path)) => Where::Behind(name_of_text(path)),
            _ => Where::First,
        };
        let is_flow = self.is_between_brackets(&below(path, key("")));
        let edit = self.key_put(path, place, &tests.lines(is_flow)).ok_or_else(by_hand)?;
        self.proved(path, vec![edit], &self.wanted(path, Some(tests))?, &[])
    }

    /// Another condition in the place of the one that is there.
    fn with_other(&self, path: &[Step], tests: &Tests<'_>) -> Changed {
        let by_hand = || self.by_hand(path);
        let own = below(path, key("when"));
        let written = self.written(&own)?;
        let (Some(name), Some(old)) = (&written.key, self.value(&own)) else {
            return Err(by_hand());
        };
        if super::proof::same(old, &tests.value) {
            return Ok(self.source.clone());
        }
        let lines = tests.lines(self.is_between_brackets(&own));
        let is_line = written.form == Form::Flow && lines.len() == 1;
        let edit: Edit = if is_line {
            (written.range.clone(), tests.flow.clone())
        } else {
            let line = &self.text()[name.end..];
            let colon = name.end + line.find(':').ok_or_else(by_hand)? + 1;
            let (first, rest) = lines.split_first().ok_or_else(by_hand)?;
            let indent = self.break_to(self.column(name.start));
            let mut new = first.trim_start_matches("when:").to_owned();
            new.extend(rest.iter().map(|line| format!("{indent}{line}")));
            let range = colon..written.end().max(colon);
            for comment in self.comments_in(&range) {
                new.push_str(&format!("{indent}{}", &self.text()[comment]));
            }
            (range, new)
        };
        self.proved(path, vec![edit], &self.wanted(path, Some(tests))?, &[])
    }

    /// No condition any more.
    fn without(&self, path: &[Step], mapping: &Mapping) -> Changed {
        let by_hand = || self.by_hand(path);
        if mapping.len() < 2 {
            return Err(self.problem(path, Message::NoConditionHere));
        }
        let name = name_of_text(path);
        if mapping.len() == 2
            && let Some(text) = mapping.get(name)
            && text_of(text).is_some()
            && let Some(edits) = self.taken_out(path, name)
        {
            let mut wanted = self.document.value().clone();
            *at_mut(&mut wanted, path).ok_or_else(by_hand)? = text.clone();
            if let Ok(new) = self.proved(path, edits, &wanted, &[]) {
                return Ok(new);
            }
        }
        let edit = self.key_taken(&below(path, key("when"))).ok_or_else(by_hand)?;
        self.proved(path, vec![edit], &self.wanted(path, None)?, &[])
    }

    /// What the file is to say where the mapping at `path` has this condition.
    fn wanted(&self, path: &[Step], tests: Option<&Tests<'_>>) -> Result<Value, Box<Diagnostic>> {
        let mut wanted = self.document.value().clone();
        let mapping = at_mut(&mut wanted, path).and_then(Value::as_mapping_mut);
        let mapping = mapping.ok_or_else(|| self.by_hand(path))?;
        match tests {
            Some(tests) => drop(mapping.insert("when".into(), tests.value.clone())),
            None => drop(mapping.remove("when")),
        }
        Ok(wanted)
    }
}

/// The key that a text has where it stands in a mapping: that of a line to be filled in is its
/// label.
fn name_of_text(path: &[Step]) -> &'static str {
    let above = path.len().checked_sub(2).and_then(|at| path.get(at));
    match above {
        Some(Step::Key(name)) if name == "blanks" => "label",
        _ => "text",
    }
}

/// A condition as YAML on one line; `None` if there is nothing in a part of it.
fn flow(json: &Json) -> Option<String> {
    Some(match json {
        Json::Null => return None,
        Json::Bool(_) | Json::Number(_) => json.to_string(),
        Json::String(text) => scalar(text),
        Json::Array(items) => {
            let items = items.iter().map(flow).collect::<Option<Vec<_>>>()?;
            format!("[{}]", items.join(", "))
        }
        Json::Object(pairs) => {
            let pair = |(name, value): (&String, &Json)| {
                Some(format!("{}: {}", key_text(name), flow(value)?))
            };
            let pairs = pairs.iter().map(pair).collect::<Option<Vec<_>>>()?;
            format!("{{{}}}", pairs.join(", "))
        }
    })
}

/// A condition line by line: what is too wide for its line stands below its key.
fn by_line(json: &Json) -> Vec<String> {
    let deeper = |value: &Json| by_line(value).into_iter().map(|line| format!("  {line}"));
    match json {
        Json::Object(pairs) => {
            let mut lines = Vec::new();
            for (name, value) in pairs {
                let name = key_text(name);
                let own = flow(value).unwrap_or_default();
                if own.chars().count() <= WIDTH {
                    lines.push(format!("{name}: {own}"));
                } else {
                    lines.push(format!("{name}:"));
                    lines.extend(deeper(value));
                }
            }
            lines
        }
        Json::Array(items) => {
            items.iter().map(|item| format!("- {}", flow(item).unwrap_or_default())).collect()
        }
        other => flow(other).into_iter().collect(),
    }
}

fn value_of(json: &Json) -> Option<Value> {
    Some(match json {
        Json::Null => return None,
        Json::Bool(value) => Value::from(value.to_string()),
        Json::Number(number) => Value::from(number.to_string()),
        Json::String(text) => Value::from(text.as_str()),
        Json::Array(items) => {
            Value::Sequence(items.iter().map(value_of).collect::<Option<Vec<_>>>()?)
        }
        Json::Object(pairs) => {
            let pair = |(name, value): (&String, &Json)| {
                Some((Value::from(name.as_str()), value_of(value)?))
            };
            Value::Mapping(pairs.iter().map(pair).collect::<Option<Mapping>>()?)
        }
    })
}

fn json_of(value: &Value) -> Option<Json> {
    Some(match value {
        Value::Number(number) => match number.as_i64() {
            Some(number) => Json::from(number),
            None => Json::from(number.to_string()),
        },
        Value::Sequence(items) => {
            Json::Array(items.iter().map(json_of).collect::<Option<Vec<_>>>()?)
        }
        Value::Mapping(pairs) => {
            let pair = |(name, value): (&Value, &Value)| {
                Some((text_of(name)?.into_owned(), json_of(value)?))
            };
            Json::Object(pairs.iter().map(pair).collect::<Option<_>>()?)
        }
        other => Json::from(text_of(other)?.into_owned()),
    })
}
