//! Tera's errors as diagnostics with a place in the user's own file.

use std::error::Error as _;
use std::ops::Range;

use tera::{Error, ErrorKind, ReportError};

use super::escape::UNDEFINED;
use super::own_names;
use super::printed::{self, Refused};
use crate::diagnostic::Diagnostic;
use crate::messages::{Message, listed};

/// What Tera says of a part of a value that is not there, where the part is looked up.
const NAMELESS: &str = "Tried to render a variable that is undefined";

/// What Tera says of an error: the message, and the template and bytes it is about.
#[derive(Debug, Clone)]
pub struct Report {
    /// What is wrong.
    pub message: String,
    /// The template's name and the bytes in it, if Tera knows them.
    pub at: Option<(String, Range<usize>)>,
    /// The lines that included the template, the innermost first: `a.typ:2`.
    pub callers: Vec<String>,
    /// The expression that it is about, if that is known.
    name: String,
}

impl Report {
    /// Takes an error apart.
    pub fn of(error: &Error) -> Self {
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => Self {
                message: with_causes(report.message(), error),
                at: Some(place(report)),
                callers: callers(error),
                name: String::new(),
            },
            _ => {
                let said = error.to_string();
                let message = first_line(&said);
                let message = message.strip_prefix("error: ").unwrap_or(message);
                let message = with_causes(message, error);
                Self { message, at: None, callers: Vec::new(), name: String::new() }
            }
        }
    }

    /// The same for an error that names no template but can only be of this one.
    pub fn of_template(mut self, name: &str) -> Self {
        self.at.get_or_insert_with(|| (name.to_owned(), 0..0));
        self
    }

    /// The same of a template that was rendered by itself, without its name.
    pub fn of_one_off(mut self, name: &str) -> Self {
        const ONE_OFF: &str = "__tera_one_off";
        if let Some((it, _)) = self.at.as_mut().filter(|(it, _)| it == ONE_OFF) {
            name.clone_into(it);
        }
        self
    }

    /// The same, naming the value that a filter found undefined: `{{ name | filter }}`.
    pub fn with_name_from(&self, template: &str) -> Self {
        let mut report = self.clone();
        let name = self.at.as_ref().and_then(|(_, range)| {
            let before = template.get(..range.start)?;
            let tag = &before[before.rfind("{{")? + 2..];
            Some(tag.trim().trim_end_matches('|').trim().to_owned())
        });
        if let Some(name) = name.filter(|name| !name.is_empty()) {
            report.message = report.message.replace(UNDEFINED, &format!("`{name}` is undefined"));
        }
        report
    }

    /// The value that was refused because no letter should print it as it is.
    pub fn refused(&self) -> Option<Refused> {
        Refused::read(&self.message)
    }

    /// The same, at its place in the template as it is written, whose text `text` knows.
    pub fn written(mut self, text: impl Fn(&str) -> String) -> Self {
        if let Some((name, range)) = &mut self.at {
            let text = text(name);
            *range = own_names::as_written(&text, range);
            self.name = text.get(range.clone()).unwrap_or_default().trim().to_owned();
        }
        self
    }

    /// The same of a watched template, at its place in the template itself, whose
    /// text `text` knows; a value that was refused is named as it stands there.
    pub fn unwatched(mut self, text: impl Fn(&str) -> String) -> Self {
        if let Some((name, range)) = &mut self.at {
            let text = text(name);
            *range = printed::unwatch(&own_names::looked_up(&text), range);
            *range = own_names::as_written(&text, range);
            // Of `client.person` Tera tells the place of `client`.
            *range = printed::expression(&text, range.start).unwrap_or(range.clone());
            self.name = text.get(range.clone()).unwrap_or_default().trim().to_owned();
        }
        self
    }

    /// What is wrong: the most frequent mistakes in the user's language, the
    /// others in Tera's words.
    fn words(&self) -> Message {
        let undefined = |kind: &str| {
            let rest = self.message.strip_prefix(kind)?.strip_prefix(" `")?;
            let (name, rest) = rest.split_once("` is not defined")?;
            let name = name.to_owned();
            let known = rest.split_once(": ").map(|(_, known)| known).filter(|it| !it.is_empty());
            Some(match known {
                Some(known) => {
                    // Where own fields are looked up is no name that anybody writes.
                    let known = known.split(", ").filter(|it| *it != own_names::OWN);
                    Message::UndefinedName { name, known: listed(known) }
                }
                None => Message::UndefinedAlone { name },
            })
        };
        let undefined = undefined("Variable").or_else(|| undefined("Field")).or_else(|| {
            let is_nameless = self.message == NAMELESS && !self.name.is_empty();
            is_nameless.then(|| Message::UndefinedAlone { name: self.name.clone() })
        });
        let said = || Message::Verbatim(self.message.clone()).to_string();
        undefined.unwrap_or_else(|| Message::InTemplate { said: said() })
    }

    /// The diagnostic, still without a place.
    pub fn diagnostic(&self) -> Diagnostic {
        let refused = self.refused();
        let words = refused.as_ref().map(|it| it.message(&self.name));
        let problem = Diagnostic::error(words.unwrap_or_else(|| self.words()));
        let callers = self.callers.iter().cloned();
        let problem = callers.fold(problem, |it, at| it.hint(Message::IncludedFrom { at }));
        if let Some(refused) = refused {
            return problem.hint(refused.hint(&self.name));
        }
        if ["undefined", "not defined", "not found in context"]
            .iter()
            .any(|words| self.message.contains(words))
        {
            return problem.hint(Message::GiveVariable);
        }
        problem
    }
}

fn place(report: &ReportError) -> (String, Range<usize>) {
    (report.filename().to_owned(), report.span().range.clone())
}

/// Tera tells them in its report alone, as `note: called from a.typ:2:1`.
fn callers(error: &Error) -> Vec<String> {
    let report = error.to_string();
    let notes = report.lines().filter_map(|line| line.strip_prefix("note: called from "));
    let line_of = |note: &str| note.rsplit_once(':').map(|(line, _)| format!("templates/{line}"));
    notes.filter_map(line_of).collect()
}

/// A filter's own words come as the cause of the error.
fn with_causes(message: &str, error: &Error) -> String {
    let mut text = message.to_owned();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(first_line(&error.to_string()));
        cause = error.source();
    }
    text
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or(text)
}
