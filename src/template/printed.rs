//! What `{{ … }}` may print: text, and numbers as people write them.
//!
//! Tera prints every value it is given, a list as `["甲", "乙"]` and a day as
//! `2023-06-05`. What it gives to be escaped is text already; so each template is
//! read with a filter of its own behind every `{{ … }}`, which sees the value.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use tera::value::ValueKind;
use tera::{Error, ErrorKind, Filter, Kwargs, State, TeraResult, Value};

use crate::messages::Message;

/// The filter's name; nobody writes it.
pub const FILTER: &str = "oshirase_printed";

const OPEN: &str = "(";

fn close() -> String {
    format!(")|{FILTER}")
}

/// The template with the filter behind every value that it prints.
pub fn watch(template: &str) -> String {
    let close = close();
    let mut watched = String::with_capacity(template.len() * 2);
    let mut at = 0;
    for value in values(template) {
        watched.push_str(&template[at..value.start]);
        watched.push_str(OPEN);
        watched.push_str(&template[value.clone()]);
        watched.push_str(&close);
        at = value.end;
    }
    watched.push_str(&template[at..]);
    watched
}

/// Where in the template itself stands what stands there when it is watched.
pub fn unwatch(template: &str, watched: &Range<usize>) -> Range<usize> {
    let close = close().len();
    let mut places = Vec::new();
    for (before, value) in values(template).into_iter().enumerate() {
        let added = before * (OPEN.len() + close);
        places.push((value.start + added, OPEN.len()));
        places.push((value.end + added + OPEN.len(), close));
    }
    let own = |at: usize| {
        let added = places.iter().filter(|(start, _)| *start < at);
        at - added.map(|(start, length)| (*length).min(at - start)).sum::<usize>()
    };
    own(watched.start)..own(watched.end)
}

/// The whole expression around a place, as it is printed; `None` outside `{{ … }}`.
pub fn expression(template: &str, at: usize) -> Option<Range<usize>> {
    let value = values(template).into_iter().find(|it| it.contains(&at))?;
    let (words, start) = (&template[value.clone()], value.start);
    let trimmed = words.trim_start();
    let start = start + words.len() - trimmed.len();
    Some(start..start + trimmed.trim_end().len())
}

/// What stands between the braces of each `{{ … }}`.
fn values(template: &str) -> Vec<Range<usize>> {
    let mut values = Vec::new();
    let mut at = 0;
    while let Some(open) = template[at..].find('{').map(|it| at + it) {
        let rest = &template[open..];
        at = match rest.as_bytes().get(1) {
            Some(b'{') => {
                let start = open + 2 + usize::from(rest.as_bytes().get(2) == Some(&b'-'));
                let Some(end) = end_of_tag(template, start, "}}") else { break };
                let value = start..end - usize::from(template[start..end].ends_with('-'));
                if !template[value.clone()].trim().is_empty() {
                    values.push(value);
                }
                end + 2
            }
            Some(b'%') => {
                let Some(end) = end_of_tag(template, open + 2, "%}") else { break };
                match template[open + 2..end].trim_matches(['-', ' ', '\n', '\t']) {
                    "raw" => end_of_raw(template, end + 2),
                    _ => end + 2,
                }
            }
            Some(b'#') => match rest.find("#}") {
                Some(end) => open + end + 2,
                None => break,
            },
            _ => open + 1,
        };
    }
    values
}

/// Where a tag's closing mark begins; one inside a string is none.
fn end_of_tag(template: &str, start: usize, mark: &str) -> Option<usize> {
    let mut quote = None;
    let mut escaped = false;
    for (at, c) in template[start..].char_indices() {
        match quote {
            Some(_) if escaped => escaped = false,
            Some(_) if c == '\\' => escaped = true,
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'' | '`') => quote = Some(c),
            None if template[start + at..].starts_with(mark) => return Some(start + at),
            None => {}
        }
    }
    None
}

/// Where `{% endraw %}` begins, or the end.
fn end_of_raw(template: &str, start: usize) -> usize {
    let mut tags = template[start..].match_indices("{%");
    let is_end = |at: usize| {
        template[start + at + 2..].trim_start_matches(['-', ' ', '\n', '\t']).starts_with("endraw")
    };
    tags.find(|(at, _)| is_end(*at)).map_or(template.len(), |(at, _)| start + at)
}

/// Lets through what a letter may print.
pub struct Printed;

impl Filter<&Value, TeraResult<Value>> for Printed {
    fn call(&self, value: &Value, _: Kwargs, _: &State) -> TeraResult<Value> {
        check(value)?;
        Ok(value.clone())
    }
}

/// `{{ list | join(sep="、") }}`: the elements as a letter may print them.
pub fn join(list: &Value, kwargs: Kwargs, _: &State) -> TeraResult<String> {
    let Some(items) = list.as_array() else {
        return Err(Error::new(ErrorKind::InvalidArgument {
            expected_type: "array".to_owned(),
            actual_type: list.name().to_owned(),
        }));
    };
    if items.iter().any(|item| Form::of(item).is_some()) {
        return Err(refuse(Form::of(list).unwrap_or(Form::List), list));
    }
    let sep = kwargs.get::<&str>("sep")?.unwrap_or_default();
    Ok(items.iter().map(Value::to_string).collect::<Vec<_>>().join(sep))
}

/// `{{ value | str }}`: what may be printed, as text.
pub fn text(value: &Value, _: Kwargs, _: &State) -> TeraResult<String> {
    check(value)?;
    Ok(value.to_string())
}

fn check(value: &Value) -> TeraResult<()> {
    Form::of(value).map_or(Ok(()), |form| Err(refuse(form, value)))
}

/// A form in which machines write a value and people do not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Undefined,
    Nothing,
    Truth,
    Date,
    Moment,
    /// A number that is a whole one.
    Whole,
    Fraction,
    Texts,
    List,
    Mapping,
}

impl Form {
    const ALL: [(Self, &str); 10] = [
        (Self::Undefined, "undefined"),
        (Self::Nothing, "nothing"),
        (Self::Truth, "truth"),
        (Self::Date, "date"),
        (Self::Moment, "moment"),
        (Self::Whole, "whole"),
        (Self::Fraction, "fraction"),
        (Self::Texts, "texts"),
        (Self::List, "list"),
        (Self::Mapping, "mapping"),
    ];

    /// What the form looks like: the same for all clients, so that it is told once.
    fn example(self) -> &'static str {
        match self {
            Self::Undefined | Self::Nothing => "",
            Self::Truth => "true",
            Self::Date => "2023-06-05",
            Self::Moment => "2023-06-05T08:32",
            Self::Whole => "5.0",
            Self::Fraction => "0.30000000000000004",
            Self::Texts => r#"["甲", "乙"]"#,
            Self::List => r#"[{"item": …}]"#,
            Self::Mapping => r#"{"item": …}"#,
        }
    }

    /// The form; `None` for what may be printed.
    fn of(value: &Value) -> Option<Self> {
        match value.kind() {
            ValueKind::String => Self::of_text(value.as_str()?),
            ValueKind::F64 => Self::of_fraction(&value.to_string()),
            ValueKind::Array => {
                let text = |item: &Value| item.is_string() && Self::of(item).is_none();
                let texts = value.as_array()?.iter().all(text);
                Some(if texts { Self::Texts } else { Self::List })
            }
            ValueKind::Undefined => Some(Self::Undefined),
            ValueKind::None => Some(Self::Nothing),
            ValueKind::Bool => Some(Self::Truth),
            ValueKind::Map => Some(Self::Mapping),
            _ => None,
        }
    }

    fn of_text(text: &str) -> Option<Self> {
        const DAY: usize = "2023-06-05".len();
        let date = text.len() >= DAY && text.starts_with(['1', '2']) && DATE.is_match(text);
        date.then_some(if text.len() == DAY { Self::Date } else { Self::Moment })
    }

    fn of_fraction(number: &str) -> Option<Self> {
        /// What is reckoned in tenths has more: 0.30000000000000004.
        const DECIMALS: usize = 4;
        let decimals = number.split_once('.').map(|(_, decimals)| decimals);
        match decimals {
            Some("0") => Some(Self::Whole),
            Some(decimals) if decimals.len() <= DECIMALS => None,
            _ => Some(Self::Fraction),
        }
    }
}

/// A whole text that is a day or a moment as the facts write it.
static DATE: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"^[12]\d{3}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?$";
    Regex::new(pattern).expect("a pattern that is tried by every test of this file")
});

/// Days, lists and mappings inside a text, where Tera has joined them to it with `~`.
static IN_TEXT: LazyLock<Regex> = LazyLock::new(|| {
    let day = r"(?:19|20)[0-9]{2}-(?:0[0-9]|1[0-2])-[0-3][0-9]";
    let time = r"(?:T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)?";
    let pattern = format!(r#"(?:^|[^0-9-])({day}{time})(?:$|[^0-9-])|(\["|\[\{{"|\{{")"#);
    Regex::new(&pattern).expect("a pattern that is tried by every test of this file")
});

/// What a text that is filled in has in a machine's form and its author did not write.
/// Where nothing is joined by Tera, each value was looked at by itself, and a text in it
/// is printed as it was written.
pub fn joined_to_text<'a>(filled_in: &'a str, written: &str) -> Option<&'a str> {
    let is_joined = || values(written).into_iter().any(|value| written[value].contains('~'));
    if !filled_in.contains(['-', '[', '{']) || !is_joined() {
        return None;
    }
    let found = IN_TEXT.captures_iter(filled_in);
    let mut found = found.filter_map(|it| it.get(1).or(it.get(2))).map(|it| it.as_str());
    found.find(|found| !written.contains(found))
}

const KIND: &str = "what a letter prints";
/// Parts the words that come through Tera's own error.
const PART: char = '\u{1F}';

/// The error, for which Tera knows the place of the value.
fn refuse(form: Form, value: &Value) -> Error {
    let word = Form::ALL.iter().find(|(it, _)| *it == form).map_or("", |(_, word)| word);
    let first = value.as_array().and_then(|items| items.first());
    let keys = first.unwrap_or(value).as_map().into_iter().flat_map(|map| map.keys());
    let keys: Vec<&str> = keys.filter_map(|key| key.as_str()).take(4).collect();
    let actual_type = format!("{word}{PART}{}", keys.join(","));
    Error::new(ErrorKind::InvalidArgument { expected_type: KIND.to_owned(), actual_type })
}

/// A value that was refused, with what is to be said of it.
pub struct Refused {
    form: Form,
    /// Of a mapping, or of the first in a list of them.
    keys: Vec<String>,
}

impl Refused {
    /// Reads Tera's message; `None` if it is of another error.
    pub fn read(message: &str) -> Option<Self> {
        let said = message.split_once(&format!("expected `{KIND}` but got `"))?.1;
        let said = said.strip_suffix('`').unwrap_or(said);
        let (word, keys) = said.split_once(PART)?;
        let form = Form::ALL.iter().find(|(_, it)| *it == word)?.0;
        let keys = keys.split(',').filter(|it| !it.is_empty()).map(str::to_owned).collect();
        Some(Self { form, keys })
    }

    /// Whether the value is not there at all.
    pub fn is_undefined(&self) -> bool {
        self.form == Form::Undefined
    }

    /// What is wrong with the value that this expression names.
    pub fn message(&self, name: &str) -> Message {
        let name = without_join(name).to_owned();
        match self.form {
            Form::Undefined | Form::Nothing => Message::PrintsNothing { name },
            _ => Message::MachineForm { name, like: self.form.example().to_owned() },
        }
    }

    /// How it can be printed.
    pub fn hint(&self, name: &str) -> Message {
        let name = without_join(name);
        let simple = name.chars().all(|c| c.is_ascii_alphanumeric() || "._[]\"'".contains(c));
        let value = if simple { name.to_owned() } else { format!("({name})") };
        let filtered = |filter: &str| format!("{{{{ {value} | {filter} }}}}");
        let right = match self.form {
            Form::Undefined | Form::Nothing => return Message::GiveVariable,
            Form::Truth => {
                format!("{{% if {name} %}}はい{{% else %}}いいえ{{% endif %}}")
            }
            Form::Date => filtered("date"),
            Form::Moment => filtered("datetime"),
            Form::Whole => filtered("int"),
            Form::Fraction => filtered("round(precision=1)"),
            Form::Texts => filtered("join(sep=\"、\")"),
            Form::List => {
                let item = self.keys.first().map_or(String::new(), |key| format!(".{key}"));
                format!("{{% for it in {name} %}}{{{{ it{item} }}}}{{% endfor %}}")
            }
            Form::Mapping => {
                let one = |key: &String| format!("`{{{{ {value}.{key} }}}}`");
                let values = self.keys.iter().map(one).collect::<Vec<_>>().join(", ");
                return Message::PrintOneOf { values };
            }
        };
        Message::PrintSo { right }
    }
}

/// An expression without the filter that was to join the list that it names.
fn without_join(name: &str) -> &str {
    name.rsplit_once('|')
        .filter(|it| it.1.trim_start().starts_with("join"))
        .map_or(name, |it| it.0.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_is_watched_and_nothing_else() {
        let close = close();
        for (template, watched) in [
            ("a{{ x }}b", format!("a{{{{( x {close}}}}}b")),
            ("{{- x -}}", format!("{{{{-( x {close}-}}}}")),
            ("{{ \"}}\" ~ 'a' }}", format!("{{{{( \"}}}}\" ~ 'a' {close}}}}}")),
            ("{# {{ x }} #}{% if x %}", "{# {{ x }} #}{% if x %}".to_owned()),
            ("{% raw %}{{ x }}{% endraw %}", "{% raw %}{{ x }}{% endraw %}".to_owned()),
            ("{ {} }{{ }}", "{ {} }{{ }}".to_owned()),
        ] {
            assert_eq!(watch(template), watched);
        }
    }

    #[test]
    fn what_tera_has_joined_is_looked_at_and_a_text_in_a_value_is_not() {
        assert_eq!(joined_to_text("件名[\"甲\"]", "{{ \"件名\" ~ list }}"), Some("[\""));
        assert_eq!(joined_to_text("{\"商会\"}様", "{{ client.name }}様"), None);
        assert_eq!(joined_to_text("2023-06-05版", "{{ vars.edition }}"), None);
    }

    #[test]
    fn a_place_is_led_back_to_the_template() {
        let template = "一{{ first }}二{{ second | date }}三";
        let watched = watch(template);
        for part in ["first", "second", "date", "三", "二"] {
            let at = watched.find(part).expect("it is there");
            assert_eq!(&template[unwatch(template, &(at..at + part.len()))], part);
        }
    }
}
