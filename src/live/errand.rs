//! What a page asks for, as the server hands it on. What there is to be asked, and who
//! does it, is not known here: that is the desk's.

use std::error::Error;
use std::io;

use serde_json::{Value, json};
use tokio::sync::oneshot;

use super::view::ProblemView;
use crate::diagnostic::Diagnostic;
use crate::fs::FsError;
use crate::ledger::LedgerError;
use crate::messages::Message;
use crate::outcome::CommandError;
use crate::project::LoadError;

/// Something that a page asks for.
#[derive(Debug)]
pub struct Errand {
    /// What it is called: `client`.
    pub name: String,
    /// Whether it may change something. One that may not changes nothing.
    pub is_change: bool,
    /// What there is to be known about it.
    pub body: Value,
    /// Where the answer goes.
    pub reply: oneshot::Sender<Reply>,
}

/// What has become of an errand.
#[derive(Debug)]
pub enum Reply {
    /// It is done; what is to be said of it.
    Done(Value),
    /// It was not done: something is wrong with what was asked.
    Refused(Refusal),
    /// It was not done: what the page has seen is no longer so. What is there now.
    Conflict(Value),
    /// There is no such errand.
    Unknown,
}

/// Why something was not done.
#[derive(Debug, Default)]
pub struct Refusal {
    /// What is wrong.
    pub problems: Vec<Diagnostic>,
    /// The field of a form that each of them belongs to, by its place in the list.
    pub fields: Vec<(usize, String)>,
    /// What else there is to say.
    pub said: Vec<String>,
}

impl Refusal {
    /// Something is wrong with a field of a form.
    pub fn of_field(field: impl Into<String>, problem: Diagnostic) -> Self {
        let fields = vec![(0, field.into())];
        Self { problems: vec![problem], fields, said: Vec::new() }
    }

    /// As a page is told.
    pub fn as_json(&self) -> Value {
        let mut problems: Vec<Value> = self
            .problems
            .iter()
            .map(|problem| serde_json::to_value(ProblemView::from(problem)).unwrap_or_default())
            .collect();
        for (index, field) in &self.fields {
            if let Some(Value::Object(problem)) = problems.get_mut(*index) {
                problem.insert("field".to_owned(), json!(field));
            }
        }
        json!({ "problems": problems, "said": self.said })
    }
}

impl From<Diagnostic> for Refusal {
    fn from(problem: Diagnostic) -> Self {
        Self { problems: vec![problem], ..Self::default() }
    }
}

impl From<Box<Diagnostic>> for Refusal {
    fn from(problem: Box<Diagnostic>) -> Self {
        (*problem).into()
    }
}

impl From<Vec<Diagnostic>> for Refusal {
    fn from(problems: Vec<Diagnostic>) -> Self {
        Self { problems, ..Self::default() }
    }
}

/// A failure, with the system's reason.
fn of_failure(error: &CommandError) -> Refusal {
    let mut sentence = error.to_string();
    let mut cause = error.source();
    while let Some(reason) = cause {
        sentence = format!("{sentence}: {reason}");
        cause = reason.source();
    }
    Diagnostic::error(Message::Verbatim(sentence)).into()
}

macro_rules! failures {
    ($($error:ty),*) => {
        $(impl From<$error> for Refusal {
            fn from(error: $error) -> Self {
                of_failure(&error.into())
            }
        })*
    };
}

failures!(CommandError, FsError, LedgerError, LoadError, io::Error, rayon::ThreadPoolBuildError);

/// Why an errand was not done.
#[derive(Debug)]
pub enum NotDone {
    /// Something is wrong with what was asked.
    Refused(Refusal),
    /// What the page has seen is no longer so. What is there now.
    Conflict(Value),
}

impl<E: Into<Refusal>> From<E> for NotDone {
    fn from(why: E) -> Self {
        Self::Refused(why.into())
    }
}

impl From<Result<Value, NotDone>> for Reply {
    fn from(result: Result<Value, NotDone>) -> Self {
        match result {
            Ok(done) => Self::Done(done),
            Err(NotDone::Refused(refusal)) => Self::Refused(refusal),
            Err(NotDone::Conflict(now)) => Self::Conflict(now),
        }
    }
}
