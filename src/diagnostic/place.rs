//! Where something stands in a user's file.

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// The text of a file, or of a piece of one, with the name it goes by in messages.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceText {
    /// The path relative to the project folder, with `/` on every system.
    pub name: Arc<str>,
    /// The text, UTF-8, without a byte order mark.
    pub text: String,
    /// What stands before it in the file.
    pub before: Before,
}

/// What stands in a file before a text: nothing, or at most a byte order mark, if
/// the text is the whole file.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Before {
    /// How many bytes.
    pub bytes: usize,
    /// How many lines, all of them whole.
    pub lines: usize,
}

impl SourceText {
    /// The text of a whole file.
    pub fn new(name: impl Into<Arc<str>>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into(), before: Before::default() }
    }

    /// A piece of this text by itself, which begins at the beginning of a line;
    /// `lines` stand before it in this text.
    pub fn piece(&self, range: Range<usize>, lines: usize) -> Self {
        let before =
            Before { bytes: self.before.bytes + range.start, lines: self.before.lines + lines };
        Self { name: self.name.clone(), text: self.text[range].to_owned(), before }
    }
}

/// A stretch of a user's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file, or the piece of it.
    pub source: Arc<SourceText>,
    /// Byte offsets into the text.
    pub range: Range<usize>,
}

impl Place {
    /// A place, cut to the text and to whole characters, whatever it is made from.
    pub fn new(source: Arc<SourceText>, range: Range<usize>) -> Self {
        let text = &source.text;
        let floor = |mut at: usize| {
            at = at.min(text.len());
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let (start, end) = (floor(range.start), floor(range.end));
        Self { range: start..end.max(start), source }
    }

    /// Whether another place is in this one.
    pub fn holds(&self, other: &Self) -> bool {
        let (own, other_bytes) = (self.bytes(), other.bytes());
        self.source.name == other.source.name
            && own.start <= other_bytes.start
            && other_bytes.end <= own.end
    }

    /// What stands there.
    pub fn text(&self) -> &str {
        &self.source.text[self.range.clone()]
    }

    /// Line of the start, from 1.
    pub fn line(&self) -> usize {
        let before = &self.source.text[..self.range.start];
        self.source.before.lines + 1 + before.matches('\n').count()
    }

    /// Line and column, counted from another place where they are known.
    pub(super) fn position_after(&self, known: Option<(&Self, Position)>) -> Position {
        let known = known.filter(|(place, _)| {
            Arc::ptr_eq(&place.source, &self.source) && place.range.start <= self.range.start
        });
        let first = Position { line: self.source.before.lines + 1, column: 1 };
        let (from, at) = known.map_or((0, first), |(place, at)| (place.range.start, at));
        let between = &self.source.text[from..self.range.start];
        let characters = |text: &str| text.chars().count();
        let column = match between.rfind('\n') {
            Some(end) => characters(&between[end + 1..]) + 1,
            None => at.column + characters(between),
        };
        Position { line: at.line + between.matches('\n').count(), column }
    }

    /// Byte offsets into the file itself.
    pub fn bytes(&self) -> Range<usize> {
        let before = self.source.before.bytes;
        before + self.range.start..before + self.range.end
    }
}

/// Where something begins in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Position {
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_cut_to_whole_characters() {
        let source = Arc::new(SourceText::new("a", "漢字"));
        assert_eq!(Place::new(source.clone(), 1..99).range, 0..6);
        let backwards = Range { start: 4, end: 2 };
        assert_eq!(Place::new(source, backwards).range, 3..3);
    }
}
