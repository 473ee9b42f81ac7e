//! Tera's errors as diagnostics with a place in the user's own file.

use std::error::Error as _;
use std::ops::Range;

use tera::{Error, ErrorKind, ReportError};

use crate::diagnostic::Diagnostic;

/// What Tera says of an error: the message, and the template and bytes it is about.
pub struct Report {
    /// What is wrong.
    pub message: String,
    /// The template's name and the bytes in it, if Tera knows them.
    pub at: Option<(String, Range<usize>)>,
}

impl Report {
    /// Takes an error apart.
    pub fn of(error: &Error) -> Self {
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                Self { message: with_causes(report.message(), error), at: Some(place(report)) }
            }
            _ => Self { message: with_causes(first_line(&error.to_string()), error), at: None },
        }
    }

    /// The diagnostic, still without a place.
    pub fn diagnostic(&self) -> Diagnostic {
        let problem = Diagnostic::error(format!("template: {}", self.message));
        let lower = self.message.to_lowercase();
        if lower.contains("undefined") || lower.contains("not found in context") {
            return problem.hint(
                "give the variable a value in the facts, mend its name, or ask first: \
                 `{% if x is defined %}`, or `when: {has: …}` in the facts",
            );
        }
        problem
    }
}

fn place(report: &ReportError) -> (String, Range<usize>) {
    (report.filename().to_owned(), report.span().range.clone())
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
