//! The elements of a list that is written line by line: which lines are an element's own,
//! and which comments belong to it.

use std::ops::Range;

use super::{File, below};
use crate::facts::Step;

/// The lines of an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Element {
    /// Where its first line begins: with the comments directly above it.
    pub lead: usize,
    /// How far its dash is from the margin.
    pub dash: usize,
    /// Where its last line ends, before its line break: comments below it that are indented
    /// further than its dash are its own.
    pub end: usize,
}

impl File {
    /// How far the dash of the element at `path` is from the margin; `None` if it does not
    /// begin its line.
    pub(super) fn dash(&self, path: &[Step]) -> Option<usize> {
        self.dash_line(path).map(|(_, dash)| dash)
    }

    /// Where the line of the element's dash begins, and how far the dash is from there.
    fn dash_line(&self, path: &[Step]) -> Option<(usize, usize)> {
        let written = self.document.written(path).filter(|it| it.key.is_none())?;
        let mut line = self.line_start(written.start());
        let mut before = &self.text()[line..written.start()];
        // Below its dash, where only a comment stands.
        while before.trim().is_empty() || before.trim().starts_with('#') {
            let end = line.checked_sub(1)?;
            line = self.line_start(end);
            before = &self.text()[line..end];
        }
        let content = before.trim_start_matches(' ');
        let behind = content.strip_prefix('-')?;
        let is_dash = behind.trim().is_empty()
            || behind.starts_with([' ', '\t']) && behind.trim_start().starts_with('#');
        is_dash.then_some((line, before.len() - content.len()))
    }

    /// The lines of an element of a list.
    pub(super) fn element(&self, list: &[Step], index: usize) -> Option<Element> {
        let path = below(list, Step::Index(index));
        let (line, dash) = self.dash_line(&path)?;
        let mut lead = line;
        while let Some(above) = lead.checked_sub(1).map(|at| self.line_start(at)) {
            match self.comment_on(above) {
                Some(indent) if indent <= dash => lead = above,
                _ => break,
            }
        }
        let written = self.document.written(&path)?;
        let end = self.end_with_comments(written.end().max(line), dash);
        Some(Element { lead, dash, end })
    }

    /// The end of the line in which `end` lies, or of the last comment below it that is
    /// indented further than `margin`.
    pub(super) fn end_with_comments(&self, end: usize, margin: usize) -> usize {
        let mut end = self.line_end(end);
        let mut line = self.next_line(end);
        while line < self.text().len() {
            let line_end = self.line_end(line);
            if !self.text()[line..line_end].trim().is_empty() {
                match self.comment_on(line) {
                    Some(indent) if indent > margin => end = line_end,
                    _ => break,
                }
            }
            line = self.next_line(line_end);
        }
        end
    }

    /// How far the comment is from the margin that stands alone on the line which begins here.
    fn comment_on(&self, line: usize) -> Option<usize> {
        let content = self.text()[line..].trim_start_matches(' ');
        content.starts_with('#').then(|| self.text().len() - line - content.len())
    }

    /// The empty lines directly above the line that begins at `line`.
    pub(super) fn empty_above(&self, line: usize) -> Range<usize> {
        let mut start = line;
        while let Some(above) = start.checked_sub(1).map(|at| self.line_start(at)) {
            if !self.text()[above..start].trim().is_empty() {
                break;
            }
            start = above;
        }
        start..line
    }
}
