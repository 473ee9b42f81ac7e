//! Whether a new text says what it shall: it is read, and held against what is wanted.

use std::ops::Range;
use std::sync::Arc;

use super::{Changed, Edit, File};
use crate::diagnostic::SourceText;
use crate::facts::{Document, Step, Value, text_of};

impl File {
    /// The text with these edits, if it then says this, and has all comments but those that
    /// stood in `gone`.
    pub(super) fn proved(
        &self,
        path: &[Step],
        edits: Vec<Edit>,
        wanted: &Value,
        gone: &[Range<usize>],
    ) -> Changed {
        let by_hand = || self.by_hand(path);
        let text = self.with(edits).ok_or_else(by_hand)?;
        let new = SourceText { name: self.source.name.clone(), text, before: self.source.before };
        let new = Arc::new(new);
        let document = Document::parse(&new).map_err(|_| by_hand())?;
        let is_gone = |comment: &Range<usize>| {
            gone.iter().any(|range| range.start <= comment.start && comment.end <= range.end)
        };
        let mut comments = self.document.comments();
        comments.retain(|comment| !is_gone(comment));
        let stays = sorted(self.text(), &comments) == sorted(&new.text, &document.comments());
        (stays && same(document.value(), wanted)).then_some(new).ok_or_else(by_hand)
    }
}

fn sorted<'t>(text: &'t str, comments: &[Range<usize>]) -> Vec<&'t str> {
    let mut comments: Vec<&str> = comments.iter().map(|range| &text[range.clone()]).collect();
    comments.sort_unstable();
    comments
}

/// Whether two values say the same to a reader: a number and its digits do, and nobody has
/// meant the line break with which the lines below a `|` end.
pub(super) fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Sequence(a), Value::Sequence(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Mapping(a), Value::Mapping(b)) => {
            let has_same = |(key, a): (&Value, &Value)| b.get(key).is_some_and(|b| same(a, b));
            a.len() == b.len() && a.iter().all(has_same)
        }
        _ => match (text_of(a), text_of(b)) {
            (Some(a), Some(b)) => a.trim_end_matches('\n') == b.trim_end_matches('\n'),
            _ => a == b,
        },
    }
}
