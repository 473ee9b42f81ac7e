//! What can be read from a value: texts, numbers, dates, lists.

use chrono::{NaiveDate, NaiveDateTime};
use serde_yaml::Value;

use super::choice::one_of;
use super::node::{Node, Parsing, text_of};
use super::{dates, words};
use crate::diagnostic::quoted;
use crate::limits;
use crate::messages::Message;

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
pub(super) fn takes<T: FromYaml>(node: &Node<'_>, cx: &mut Parsing) -> bool {
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
        one_of(&["true"])
    }

    /// `true`. What is not so is left out.
    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let written = text_of(node.value).unwrap_or_default();
        if written == "true" {
            return Some(true);
        }
        let problem = node.expected(Self::wanted());
        cx.problems.push(match (words::truth(&written), node.deletion()) {
            (Some(true), _) => problem.write_instead("true"),
            (Some(false), Some(deletion)) => problem.remedy(Message::LeaveOutForNo, deletion),
            _ => problem.hint(Message::LeaveOutForNo),
        });
        None
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
