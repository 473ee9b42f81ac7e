//! The comments of a record that is changed: none is lost.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::Text;
use crate::diagnostic::{Diagnostic, SourceText};
use crate::facts::Document;
use crate::messages::Message;

/// Why a text is not changed.
#[derive(Debug, PartialEq, Eq)]
pub enum InTheWay {
    /// It is written so that it cannot be changed in one place.
    Form,
    /// This comment would be lost.
    Comment(String),
}

impl InTheWay {
    /// That somebody has to change it by hand, and why; `of_form` says so of how it is
    /// written.
    pub fn problem(self, of_form: Message) -> Diagnostic {
        let message = match self {
            Self::Form => of_form,
            Self::Comment(comment) => Message::CommentWouldGo { comment },
        };
        Diagnostic::error(message).hint(Message::ChangeByHand)
    }
}

impl Text<'_> {
    /// The comments that stand in a stretch of the text.
    pub(super) fn comments_in(&self, range: &Range<usize>) -> impl Iterator<Item = &str> {
        let all = if self.text[range.clone()].contains('#') {
            self.document.comments()
        } else {
            Vec::new()
        };
        let range = range.clone();
        let is_in = move |it: &Range<usize>| range.start <= it.start && it.end <= range.end;
        all.into_iter().filter(is_in).map(|comment| self.text[comment].trim_end())
    }

    /// The comments that stand in a stretch of the text, each on a line of its own, so far
    /// from its beginning.
    pub(super) fn lines_of_comments(&self, range: &Range<usize>, column: usize) -> String {
        let newline = self.newline();
        let comments = self.comments_in(range);
        comments.map(|comment| format!("{:column$}{comment}{newline}", "")).collect()
    }
}

/// Whether a new text has all the comments of the old one.
pub(super) fn all_stay(old: &str, new: &str) -> Result<(), InTheWay> {
    if !old.contains('#') {
        return Ok(());
    }
    let mut left: BTreeMap<String, usize> = BTreeMap::new();
    for comment in of(new)? {
        *left.entry(comment).or_default() += 1;
    }
    for comment in of(old)? {
        match left.get_mut(&comment) {
            Some(number) if *number > 0 => *number -= 1,
            _ => return Err(InTheWay::Comment(comment)),
        }
    }
    Ok(())
}

/// The comments of a text.
fn of(text: &str) -> Result<Vec<String>, InTheWay> {
    let source = Arc::new(SourceText::new("", text));
    let document = Document::parse(&source).map_err(|_| InTheWay::Form)?;
    let comments = document.comments().into_iter();
    Ok(comments.map(|comment| text[comment].trim_end().to_owned()).collect())
}
