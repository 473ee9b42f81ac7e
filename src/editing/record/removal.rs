//! What is taken out of a record: a key, or elements of a list. A comment beside what goes
//! stays where that is easy, on a line of its own.

use std::ops::Range;

use super::{Text, key};
use crate::facts::Step;

impl Text<'_> {
    /// The text without the value behind these keys.
    pub(super) fn clear(&self, keys: &[&str]) -> Option<String> {
        let path: Vec<Step> = keys.iter().map(|name| key(name)).collect();
        if self.value(&path).is_none() {
            return Some(self.text.to_owned());
        }
        // A person of whom nothing is left goes as a whole.
        let above = self.value(&path[..path.len() - 1])?.as_mapping()?;
        let whole = if path.len() > 1 && above.len() == 1 { &path[..1] } else { &path[..] };
        let start = self.document.place_of_key(whole).range.start;
        let line_start = self.text[..start].rfind('\n').map_or(0, |at| at + 1);
        let is_first = !self.text[line_start..start].trim().is_empty();
        let column = start - line_start;
        if self.is_flow(&whole[..whole.len() - 1]) || above.len() < 2 && path == whole {
            let edit = self.document.deletion(whole)?;
            return self.replaced(edit.place.range, &edit.text);
        }
        if is_first {
            // The next key stands behind the dash then, or below the comment that does.
            let range = self.document.deletion(whole)?.place.range;
            let comments = self.lines_of_comments(&range, column);
            let lines = comments.lines().map(str::trim_start);
            let indent = format!("{}{:column$}", self.newline(), "");
            let comments: String = lines.map(|line| format!("{line}{indent}")).collect();
            return self.replaced(range, &comments);
        }
        // Its lines, without the comments below them, which belong to what follows.
        let end = self.end(whole);
        let end = self.text[end..].find('\n').map_or(self.text.len(), |at| end + at + 1);
        let comments = self.lines_of_comments(&(line_start..end), column);
        self.replaced(line_start..end, &comments)
    }

    /// What takes these elements, not all, out of the list at `path`.
    pub(super) fn without(
        &self,
        path: &[Step],
        gone: Range<usize>,
    ) -> Option<Vec<(Range<usize>, String)>> {
        let element = |index| [path, &[Step::Index(index)]].concat();
        let is_flow = self.is_flow(path);
        if is_flow && gone.start > 0 {
            let end = |index| {
                let range = self.document.place(&element(index)).range;
                range.start + self.text[range].trim_end().len()
            };
            return Some(vec![(end(gone.start - 1)..end(gone.end - 1), String::new())]);
        }
        let edit = |index| {
            let range = self.document.deletion(&element(index))?.place.range;
            let lead = &self.text[range.start..];
            let column = lead.len() - lead.trim_start_matches(' ').len();
            let comments = match is_flow {
                true => String::new(),
                false => self.lines_of_comments(&range, column),
            };
            Some((range, comments))
        };
        gone.map(edit).collect()
    }
}
