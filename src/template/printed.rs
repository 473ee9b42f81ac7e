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

use crate::facts::is_of_name;
use crate::messages::Message;

/// The filter's name; nobody writes it.
pub const FILTER: &str = "oshirase_printed";

/// The same for what is joined to a text with `~`, which Tera does before any filter.
pub const JOINED_FILTER: &str = "oshirase_joined";

const OPEN: &str = "(";

fn close(value: &str) -> String {
    let filter = if value.contains('~') { JOINED_FILTER } else { FILTER };
    format!(")|{filter}")
}

/// The template with the filter behind every value that it prints.
pub fn watch(template: &str) -> String {
    let mut watched = String::with_capacity(template.len() * 2);
    let mut at = 0;
    for value in values(template) {
        watched.push_str(&template[at..value.start]);
        watched.push_str(OPEN);
        watched.push_str(&template[value.clone()]);
        watched.push_str(&close(&template[value.clone()]));
        at = value.end;
    }
    watched.push_str(&template[at..]);
    watched
}

/// Where in the template itself stands what stands there when it is watched.
pub fn unwatch(template: &str, watched: &Range<usize>) -> Range<usize> {
    let mut places = Vec::new();
    let mut added = 0;
    for value in values(template) {
        let close = close(&template[value.clone()]).len();
        places.push((value.start + added, OPEN.len()));
        places.push((value.end + added + OPEN.len(), close));
        added += OPEN.len() + close;
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

/// The template without the value of this expression. Every other byte keeps its place.
pub fn without(template: &str, expression: &Range<usize>) -> String {
    let (before, after) = (&template[..expression.start], &template[expression.end..]);
    format!("{before}{:<1$}{after}", 0, expression.len())
}

/// What stands between the braces of each `{{ … }}`; of a literal that Typst prints,
/// `#{{ … | typst }}`, what it is made from.
fn values(template: &str) -> Vec<Range<usize>> {
    let mut values = Vec::new();
    let mut at = 0;
    while let Some(open) = template[at..].find('{').map(|it| at + it) {
        let rest = &template[open..];
        at = match rest.as_bytes().get(1) {
            Some(b'{') => {
                let start = open + 2 + usize::from(rest.as_bytes().get(2) == Some(&b'-'));
                let Some(end) = end_of_tag(template, start, "}}") else { break };
                let mut value = start..end - usize::from(template[start..end].ends_with('-'));
                if template[..open].ends_with('#') && !template[end + 2..].starts_with(OF_CODE) {
                    value.end = before_literal(&template[..value.end], start);
                }
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

/// What stands between the marks of each `{{ … }}` and `{% … %}` that Tera reads.
pub fn tags(template: &str) -> Vec<Range<usize>> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(open) = template[at..].find('{').map(|it| at + it) {
        let start = open + 2;
        at = match template.as_bytes().get(open + 1) {
            Some(mark @ (b'{' | b'%')) => {
                let close = if *mark == b'{' { "}}" } else { "%}" };
                let Some(end) = end_of_tag(template, start, close) else { break };
                tags.push(start..end);
                match template[start..end].trim_matches(['-', ' ', '\n', '\t']) {
                    "raw" if close == "%}" => end_of_raw(template, end + 2),
                    _ => end + 2,
                }
            }
            Some(b'#') => match template[open..].find("#}") {
                Some(end) => open + end + 2,
                None => break,
            },
            _ => open + 1,
        };
    }
    tags
}

/// Behind a literal, it asks for a part of it.
const OF_CODE: [char; 3] = ['.', '(', '['];

/// Where the filter `typst` begins, if it is the last of a value.
fn before_literal(to_end: &str, start: usize) -> usize {
    let value = to_end.trim_end().strip_suffix("typst").map(str::trim_end);
    let value = value.and_then(|value| value.strip_suffix('|'));
    value.filter(|value| value.len() > start).map_or(to_end.len(), str::len)
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

/// Lets through what was joined to a text and may be printed.
pub fn joined(text: &Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    let found = text.as_str().and_then(|text| IN_TEXT.captures(text));
    if let Some(found) = found.and_then(|it| it.get(1).or(it.get(2))) {
        return Err(refused_as(Form::InText, found.as_str()));
    }
    check(text)?;
    Ok(text.clone())
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
    /// Any of these within a text.
    InText,
}

impl Form {
    const ALL: [(Self, &str); 11] = [
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
        (Self::InText, "in a text"),
    ];

    /// What the form looks like: the same for all clients, so that it is told once.
    fn example(self) -> &'static str {
        match self {
            Self::Undefined | Self::Nothing | Self::InText => "",
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

const KIND: &str = "what a letter prints";
/// Parts the words that come through Tera's own error.
const PART: char = '\u{1F}';

/// The error, for which Tera knows the place of the value.
fn refuse(form: Form, value: &Value) -> Error {
    let first = value.as_array().and_then(|items| items.first());
    let keys = first.unwrap_or(value).as_map().into_iter().flat_map(|map| map.keys());
    let keys: Vec<&str> = keys.filter_map(|key| key.as_str()).take(4).collect();
    refused_as(form, &keys.join(","))
}

fn refused_as(form: Form, parts: &str) -> Error {
    let word = Form::ALL.iter().find(|(it, _)| *it == form).map_or("", |(_, word)| word);
    let actual_type = format!("{word}{PART}{parts}");
    Error::new(ErrorKind::InvalidArgument { expected_type: KIND.to_owned(), actual_type })
}

/// A value that was refused, with what is to be said of it.
pub struct Refused {
    form: Form,
    /// Of a mapping, or of the first in a list of them; of a text, what is wrong in it.
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
            Form::InText => Message::MachineFormInText { found: self.keys.concat() },
            _ => Message::MachineForm { name, like: self.form.example().to_owned() },
        }
    }

    /// How it can be printed.
    pub fn hint(&self, name: &str) -> Message {
        let name = without_join(name);
        let simple = name.chars().all(|c| is_of_name(c) || "._[]\"'".contains(c));
        let value = if simple { name.to_owned() } else { format!("({name})") };
        let filtered = |filter: &str| format!("{{{{ {value} | {filter} }}}}");
        let right = match self.form {
            Form::Undefined | Form::Nothing => return Message::GiveVariable,
            Form::InText => return Message::WriteValueByItself,
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
        let (close, close_joined) = (close(""), close("~"));
        for (template, watched) in [
            ("a{{ x }}b", format!("a{{{{( x {close}}}}}b")),
            ("#{{ x | typst }}", format!("#{{{{( x {close}| typst }}}}")),
            ("#{{ x | typst }}.at(0)", format!("#{{{{( x | typst {close}}}}}.at(0)")),
            ("{{ x | typst }}", format!("{{{{( x | typst {close}}}}}")),
            ("{{- x -}}", format!("{{{{-( x {close}-}}}}")),
            ("{{ \"}}\" ~ 'a' }}", format!("{{{{( \"}}}}\" ~ 'a' {close_joined}}}}}")),
            ("{# {{ x }} #}{% if x %}", "{# {{ x }} #}{% if x %}".to_owned()),
            ("{% raw %}{{ x }}{% endraw %}", "{% raw %}{{ x }}{% endraw %}".to_owned()),
            ("{ {} }{{ }}", "{ {} }{{ }}".to_owned()),
        ] {
            assert_eq!(watch(template), watched);
        }
    }

    #[test]
    fn what_is_taken_out_leaves_all_other_places() {
        let template = "一{{ first }}二{{ x }}三";
        let first = expression(template, template.find("first").expect("it is there"));
        assert_eq!(without(template, &first.expect("a value")), "一{{ 0     }}二{{ x }}三");
        let x = expression(template, template.find("x }").expect("it is there"));
        assert_eq!(without(template, &x.expect("a value")), "一{{ first }}二{{ 0 }}三");
    }

    #[test]
    fn a_place_is_led_back_to_the_template() {
        let template = "一{{ first }}二{{ second ~ 二 }}四{{ third | date }}三";
        let watched = watch(template);
        for part in ["first", "second", "third", "date", "三", "四"] {
            let at = watched.find(part).expect("it is there");
            assert_eq!(&template[unwatch(template, &(at..at + part.len()))], part);
        }
    }
}
