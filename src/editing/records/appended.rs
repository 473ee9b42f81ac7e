//! New records behind the last one of a file, written as those above them are.

use super::Added;
use crate::editing::append::own_length;
use crate::facts::pieces;

/// How a file writes its records, and where a new one goes.
struct Style {
    newline: &'static str,
    /// Each is an element of a list, not a document of its own.
    in_list: bool,
    /// How far the dashes are from the margin.
    margin: usize,
    /// An empty line stands between two of them.
    is_parted: bool,
    /// Where the last one ends.
    end: usize,
}

impl Style {
    fn of(text: &str, newline: &'static str) -> Self {
        let pieces = pieces(text);
        let own = |number: usize| &text[pieces[number].range.clone()];
        let Some(last) = pieces.len().checked_sub(1) else {
            // Before the mark at the end of a document in which nothing is.
            let lines = text.split_inclusive('\n');
            let end = lines.take_while(|line| !line.starts_with("...")).map(str::len).sum();
            return Self { newline, in_list: true, margin: 0, is_parted: true, end };
        };
        let in_list = is_element(own(last));
        let margin = if in_list { margin(own(last)) } else { 0 };
        let length = own_length(own(last), margin);
        let behind = own(last)[length..].find('\n').map(|at| length + at + 1);
        let end = pieces[last].range.start + behind.unwrap_or(own(last).len());
        // As between the last two that are there.
        let is_parted = last == 0 || {
            let above = own(last - 1);
            above[own_length(above, margin)..].lines().skip(1).any(|line| line.trim().is_empty())
        };
        Self { newline, in_list, margin, is_parted, end }
    }

    /// The lines of a record; `is_first` says that nothing stands above it.
    fn lines(&self, record: &Added, is_first: bool) -> String {
        let Self { newline, in_list, margin, is_parted, .. } = *self;
        let mut lines = String::new();
        if !in_list {
            lines.push_str(&format!("---{newline}"));
        } else if is_parted && !is_first {
            lines.push_str(newline);
        }
        for (number, line) in record.text.lines().enumerate() {
            let lead = match (in_list, number) {
                (false, _) => "",
                (true, 0) => "- ",
                (true, _) => "  ",
            };
            lines.push_str(&format!("{:margin$}{lead}{line}{newline}", ""));
        }
        lines
    }
}

/// A file's text with as many of these records behind its last one as there is room for, and
/// how many they are.
pub(super) fn with_records(
    text: &str,
    newline: &'static str,
    added: &[Added],
    room: usize,
) -> (String, usize) {
    let style = Style::of(text, newline);
    let mut behind = String::new();
    if !text[..style.end].is_empty() && !text[..style.end].ends_with('\n') {
        behind.push_str(style.newline);
    }
    let is_empty = pieces(text).is_empty();
    for (number, record) in added.iter().enumerate() {
        let lines = style.lines(record, is_empty && number == 0);
        if text.len() + behind.len() + lines.len() > room {
            return (put(text, style.end, &behind, number), number);
        }
        behind.push_str(&lines);
    }
    (put(text, style.end, &behind, added.len()), added.len())
}

fn put(text: &str, at: usize, behind: &str, number: usize) -> String {
    let behind = if number == 0 { "" } else { behind };
    format!("{}{behind}{}", &text[..at], &text[at..])
}

/// Whether a piece is an element of a list: it begins with the element's dash. A mark of a
/// document (`--- {…}`) is none.
pub(super) fn is_element(piece: &str) -> bool {
    let behind = piece.trim_start_matches(' ').strip_prefix('-');
    behind.is_some_and(|behind| behind.is_empty() || behind.starts_with(char::is_whitespace))
}

/// How far the first sign of an element is from the beginning of its line.
pub(super) fn margin(element: &str) -> usize {
    element.len() - element.trim_start_matches(' ').len()
}
