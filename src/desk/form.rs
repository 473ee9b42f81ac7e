//! A form of the page: the values that it gives for fields of a mapping, and the field beside
//! which it shows what is wrong.

use serde_json::Value as Json;

use crate::client_list::Value;
use crate::diagnostic::{Diagnostic, Place};
use crate::facts::{Document, Step};
use crate::limits;
use crate::live::Refusal;
use crate::messages::Message;

/// A field: what the page calls it, and the keys that lead to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What the page calls it: the keys with dots between them.
    pub name: String,
    /// The keys.
    pub keys: Vec<String>,
}

impl Line {
    /// The field that these keys lead to.
    pub fn of(keys: &[&str]) -> Self {
        Self { name: keys.join("."), keys: keys.iter().map(|it| (*it).to_owned()).collect() }
    }

    fn path(&self) -> Vec<Step> {
        self.keys.iter().cloned().map(Step::Key).collect()
    }
}

/// How many texts a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// One.
    One,
    /// The lines of an address, or several of some values.
    Several,
}

/// The value that the page gives for a field; `None` if it gives nothing.
pub fn value(json: &Json, holds: Holds) -> Result<Option<Value>, Message> {
    let texts: Vec<&str> = match json {
        Json::Null => Vec::new(),
        // Lines that were typed into one box.
        Json::String(text) if holds == Holds::Several => text.lines().collect(),
        Json::String(text) => vec![text],
        Json::Array(items) => {
            let texts = items.iter().map(Json::as_str).collect::<Option<Vec<&str>>>();
            texts.ok_or(Message::FormValueNotText)?
        }
        _ => return Err(Message::FormValueNotText),
    };
    let texts = texts.into_iter().map(str::trim).filter(|text| !text.is_empty());
    let mut texts = texts.map(one_line).collect::<Result<Vec<String>, _>>()?;
    match (texts.len(), holds) {
        (0, _) => Ok(None),
        (_, Holds::Several) => Ok(Some(Value::Several(texts))),
        (1, Holds::One) => Ok(texts.pop().map(Value::One)),
        (_, Holds::One) => Err(Message::FormValueNotOne),
    }
}

/// A text that may stand on one line of a file.
fn one_line(text: &str) -> Result<String, Message> {
    let found = text.chars().count();
    if found > limits::FORM_VALUE {
        let (found, most) = (found.to_string(), limits::FORM_VALUE.to_string());
        return Err(Message::ValueTooLong { found, most });
    }
    if text.contains(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')) {
        return Err(Message::ValueHasControl);
    }
    Ok(text.to_owned())
}

/// What was not done because of these problems, each beside the field that it is about.
pub fn refused(problems: Vec<Diagnostic>, form: &[Line]) -> Refusal {
    let mut refusal = Refusal::default();
    for (index, problem) in problems.into_iter().enumerate() {
        let field = field_of(&problem, form);
        refusal.problems.push(match field {
            // The text that it speaks of is not in any file.
            Some(_) => nowhere(problem),
            None => problem,
        });
        refusal.fields.extend(field.map(|field| (index, field)));
    }
    refusal
}

/// A problem in a text that is in no file.
pub fn nowhere(mut problem: Diagnostic) -> Diagnostic {
    problem.place = None;
    problem.hints.iter_mut().for_each(|hint| hint.edit = None);
    problem
}

/// The field of a form that a problem is about, by the place of the problem.
pub fn field_of(problem: &Diagnostic, form: &[Line]) -> Option<String> {
    let place = problem.place()?;
    let documents = Document::parse_records(&place.source).ok()?;
    let at = place.range.start;
    let is_in =
        |part: &Place| (part.range.start..part.range.end.max(part.range.start + 1)).contains(&at);
    let document = documents.iter().find(|it| is_in(&it.place(&[]))).or(documents.first())?;
    let find =
        |keys: &[&str]| form.iter().find(|it| it.keys.iter().eq(keys)).map(|it| it.name.clone());
    let above = form.iter().filter_map(|line| match &line.path()[..] {
        [above, _] => there(document, std::slice::from_ref(above)).map(|it| (it, &line.keys[0])),
        _ => None,
    });
    let above = above.into_iter().find(|((_, value), _)| is_in(value)).map(|(_, key)| key.as_str());
    if let Message::KeyMissing { key } | Message::KeyEmpty { key } = &problem.message {
        // A key that is missing has no place: the first one beside it is shown.
        return match above {
            Some(above) => find(&[above, key]),
            None => find(&[key]),
        };
    }
    let whole = |line: &&Line| {
        there(document, &line.path()).is_some_and(|(key, value)| is_in(&key) || is_in(&value))
    };
    let found = form.iter().find(whole).map(|line| line.name.clone());
    found.or_else(|| find(&[above?, "name"]))
}

/// Where a key and its value stand, if they do.
fn there(document: &Document, path: &[Step]) -> Option<(Place, Place)> {
    let mut value = document.value();
    for step in path {
        value = match step {
            Step::Key(key) => value.get(key.as_str())?,
            Step::Index(index) => value.get(index)?,
        };
    }
    Some((document.place_of_key(path), document.place(path)))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::json;

    use super::*;
    use crate::diagnostic::SourceText;

    #[test]
    fn a_form_gives_texts_that_can_stand_on_a_line() {
        let one = |json| value(&json, Holds::One);
        assert_eq!(one(json!(null)), Ok(None));
        assert_eq!(one(json!(" 　")), Ok(None));
        assert_eq!(one(json!(" 甲 ")), Ok(Some(Value::One("甲".into()))));
        assert_eq!(one(json!(["甲"])), Ok(Some(Value::One("甲".into()))));
        assert_eq!(one(json!(["甲", "乙"])), Err(Message::FormValueNotOne));
        assert_eq!(one(json!(3)), Err(Message::FormValueNotText));
        assert_eq!(one(json!({ "甲": 1 })), Err(Message::FormValueNotText));
        assert_eq!(one(json!([["甲"]])), Err(Message::FormValueNotText));
        for control in ["甲\n乙", "甲\u{0}", "甲\u{7}乙", "甲\u{2028}乙"] {
            assert_eq!(one(json!(control)), Err(Message::ValueHasControl), "{control:?}");
        }
        let long = "あ".repeat(200 << 10);
        assert!(matches!(one(json!(long)), Err(Message::ValueTooLong { .. })));
        let several = value(&json!("一行\r\n\n二行 "), Holds::Several);
        assert_eq!(several, Ok(Some(Value::Several(vec!["一行".into(), "二行".into()]))));
        assert_eq!(value(&json!([]), Holds::Several), Ok(None));
    }

    #[test]
    fn a_problem_is_beside_the_field_in_which_it_is() {
        let form =
            [&["id"][..], &["name"], &["person", "title"], &["person", "name"]].map(Line::of);
        let text = "- id: C-1\n  person: {title: 部長}\n  name: 甲\n- id: C-2\n  person: 乙\n";
        let source = Arc::new(SourceText::new("clients.yaml", text));
        let at = |word: &str, message: Message| {
            let start = text.find(word).expect("it is there");
            let place = Place::new(source.clone(), start..start + word.len());
            field_of(&Diagnostic::error(message).at(place), &form)
        };
        let missing = |key: &str| Message::KeyMissing { key: key.to_owned() };
        assert_eq!(at("部長", Message::ValueEmpty).as_deref(), Some("person.title"));
        assert_eq!(at("甲", Message::ValueEmpty).as_deref(), Some("name"));
        assert_eq!(at("C-1", Message::ValueEmpty).as_deref(), Some("id"));
        assert_eq!(at("id: C-1", missing("name")).as_deref(), Some("name"));
        assert_eq!(at("title", missing("name")).as_deref(), Some("person.name"));
        assert_eq!(at("乙", Message::ValueEmpty).as_deref(), Some("person.name"));
        assert_eq!(at("id: C-2", missing("honorific")), None);
    }
}
