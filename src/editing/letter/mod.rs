//! The text of a letter, changed at one place of its file: prose, conditions, blocks. Every
//! other byte stays, comments too.
//!
//! Each change is a pure function from a text and the way to a place in it to the new text.
//! What it gives has been read again: it says at that place what was wanted, everywhere else
//! what it has said, and has all its comments. Where a text is written so that this cannot be
//! done, it says so. Whether the letter is right then is for the caller to see.

pub mod blocks;
pub mod condition;
mod elements;
pub mod keys;
mod nesting;
mod proof;
pub mod prose;
#[cfg(test)]
mod tests;

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, SourceText};
use crate::facts::{Document, Form, Step, Value, Written};
use crate::messages::Message;

/// A new text, or what is in its way.
pub type Changed = Result<Arc<SourceText>, Box<Diagnostic>>;

/// What stands in a stretch of a text afterwards.
type Edit = (Range<usize>, String);

/// A file that is to be changed.
pub(super) struct File {
    source: Arc<SourceText>,
    document: Document,
}

impl File {
    fn read(source: &Arc<SourceText>) -> Result<Self, Box<Diagnostic>> {
        let document = Document::parse(source).map_err(|mut it| Box::new(it.remove(0)))?;
        Ok(Self { source: source.clone(), document })
    }

    fn text(&self) -> &str {
        &self.source.text
    }

    fn value(&self, path: &[Step]) -> Option<&Value> {
        at(self.document.value(), path)
    }

    /// How the value at `path` is written.
    fn written(&self, path: &[Step]) -> Result<Written, Box<Diagnostic>> {
        let gone = || self.problem(path, Message::PlaceIsGone);
        self.value(path).ok_or_else(gone)?;
        self.document.written(path).ok_or_else(gone)
    }

    /// An error at `path`.
    fn problem(&self, path: &[Step], message: Message) -> Box<Diagnostic> {
        Box::new(Diagnostic::error(message).at(self.document.place(path)))
    }

    /// Says that the place is to be changed by hand.
    fn by_hand(&self, path: &[Step]) -> Box<Diagnostic> {
        let problem = self.problem(path, Message::PlaceNotAlone);
        Box::new(problem.hint(Message::ChangeByHand))
    }

    fn newline(&self) -> &'static str {
        if self.text().contains("\r\n") { "\r\n" } else { "\n" }
    }

    /// A line break, and the blanks before what stands so far from the margin.
    fn break_to(&self, column: usize) -> String {
        format!("{}{:column$}", self.newline(), "")
    }

    /// How far what is below a key is indented: as the lines of the file that are indented
    /// least, two where none are.
    fn step(&self) -> usize {
        let indents = self.text().lines().filter_map(|line| {
            let content = line.trim_start_matches(' ');
            let indent = line.len() - content.len();
            let counts = indent > 1 && !content.is_empty() && !content.starts_with('#');
            counts.then_some(indent)
        });
        indents.min().filter(|step| *step <= 8).unwrap_or(2)
    }

    /// Where the line begins that `at` is in.
    fn line_start(&self, at: usize) -> usize {
        self.text()[..at].rfind('\n').map_or(0, |at| at + 1)
    }

    /// Where the line ends that `at` is in, before its line break.
    fn line_end(&self, at: usize) -> usize {
        let end = self.text()[at..].find('\n').map_or(self.text().len(), |length| at + length);
        match self.text()[at..end].ends_with('\r') {
            true => end - 1,
            false => end,
        }
    }

    /// Where the next line begins; the end of the text if there is none.
    fn next_line(&self, at: usize) -> usize {
        self.text()[at..].find('\n').map_or(self.text().len(), |length| at + length + 1)
    }

    /// How far `at` is from the beginning of its line.
    fn column(&self, at: usize) -> usize {
        at - self.line_start(at)
    }

    /// Whether the value at `path` stands between brackets.
    fn is_between_brackets(&self, path: &[Step]) -> bool {
        let is_flow = |path: &[Step]| {
            self.document.written(path).is_some_and(|written| written.form == Form::Flow)
        };
        (0..path.len()).any(|length| is_flow(&path[..length]))
    }

    /// The comments that stand in a stretch of the text.
    fn comments_in(&self, range: &Range<usize>) -> Vec<Range<usize>> {
        let mut comments = self.document.comments();
        comments.retain(|comment| range.start <= comment.start && comment.end <= range.end);
        comments
    }

    /// The text with these edits; `None` if two of them are in each other's way.
    fn with(&self, mut edits: Vec<Edit>) -> Option<String> {
        edits.sort_by_key(|(range, _)| (range.start, range.end));
        let (mut text, mut at) = (String::with_capacity(self.text().len() + 64), 0);
        for (range, new) in edits {
            text.push_str(self.text().get(at..range.start)?);
            text.push_str(&new);
            at = range.end;
        }
        text.push_str(self.text().get(at..)?);
        Some(text)
    }
}

/// The value at `path` below another.
fn at<'v>(value: &'v Value, path: &[Step]) -> Option<&'v Value> {
    path.iter().try_fold(value, |value, step| match step {
        Step::Key(key) => value.get(key.as_str()),
        Step::Index(index) => value.get(index),
    })
}

fn at_mut<'v>(value: &'v mut Value, path: &[Step]) -> Option<&'v mut Value> {
    path.iter().try_fold(value, |value, step| match step {
        Step::Key(key) => value.get_mut(key.as_str()),
        Step::Index(index) => value.get_mut(index),
    })
}

/// A path with one more step.
fn below(path: &[Step], step: Step) -> Vec<Step> {
    path.iter().cloned().chain([step]).collect()
}

fn key(name: &str) -> Step {
    Step::Key(name.to_owned())
}
