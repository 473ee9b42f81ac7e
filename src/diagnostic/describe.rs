//! Problems as a person reads them: a sentence, the lines of the file, advice.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::order::SHOWN_OF_A_KIND;
use super::{Diagnostic, Place};
use crate::ids::ClientId;
use crate::messages::{Message, listed};
use crate::rules::Severity;
use crate::unseen::visible;

/// The text for a person of one problem, or of several of one kind, ending in a
/// line break. Lines of a file that are wider than `columns` are cut around what
/// is meant.
pub fn describe(problems: &[&Diagnostic], colour: bool, columns: Option<usize>) -> String {
    let Some(first) = problems.first() else { return String::new() };
    let level = match first.severity {
        Severity::Error => Level::ERROR.with_name(Message::ErrorLabel.to_string()),
        Severity::Warning => Level::WARNING.with_name(Message::WarningLabel.to_string()),
        Severity::Note => Level::NOTE.with_name(Message::NoteLabel.to_string()),
    };
    let hints: Vec<String> = first.words_of_hints().iter().map(|it| clipped(it)).collect();
    let headline = clipped(&headline(problems));
    let shown = &problems[..problems.len().min(SHOWN_OF_A_KIND)];
    let excerpts = shown.iter().filter_map(|it| Some(Excerpt::around(it.place.as_ref()?)));
    let excerpts: Vec<Excerpt<'_>> = excerpts.collect();
    // A line may be a whole file.
    let is_long = excerpts.iter().any(|excerpt| excerpt.text.len() >= LONG_LINE);
    let columns = columns.or(is_long.then_some(WIDE));
    let excerpts = excerpts.iter().map(|excerpt| VisibleExcerpt::of(excerpt, columns));
    let excerpts: Vec<VisibleExcerpt<'_>> = excerpts.collect();
    let clients: BTreeSet<&ClientId> = problems.iter().flat_map(|it| &it.clients).collect();
    let clients = clients_line(&clients);
    let mut group: Group<'_> = Group::with_title(match first.rule {
        Some(rule) => level.primary_title(&headline).id(rule.id()),
        None => level.primary_title(&headline),
    });
    for excerpt in &excerpts {
        group = group.element(
            Snippet::source(&*excerpt.text)
                .line_start(excerpt.first_line)
                .path(&*excerpt.name)
                .annotation(AnnotationKind::Primary.span(excerpt.meant.clone())),
        );
    }
    if let Some(clients) = &clients {
        group =
            group.element(Level::NOTE.with_name(Message::ClientLabel.to_string()).message(clients));
    }
    for hint in &hints {
        group = group.element(Level::HELP.with_name(Message::HintLabel.to_string()).message(hint));
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = match columns {
        Some(columns) => renderer.term_width(columns),
        None => renderer,
    };
    let mut text = renderer.render(&[group]);
    text.push('\n');
    text
}

/// Bytes of a line that is shown whole where there is no terminal.
const LONG_LINE: usize = 2000;

/// Columns of what is shown of a longer one.
const WIDE: usize = 160;

/// A sentence as a person reads it: what it quotes may be a whole file.
fn clipped(sentence: &str) -> String {
    const LONGEST: usize = 500;
    match sentence.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &sentence[..end]),
        None => sentence.to_owned(),
    }
}

/// What is wrong, and how often.
fn headline(problems: &[&Diagnostic]) -> String {
    let message = problems[0].message.to_string();
    let number = problems.len().to_string();
    if problems.len() == 1 {
        return message;
    }
    let all_alike = problems.iter().all(|it| it.message == problems[0].message);
    let headline = match all_alike {
        true => Message::ManyTimes { message, number },
        false => Message::OfThisKind { message, number },
    };
    headline.to_string()
}

/// The line of a file that a message shows: the printer need not read the
/// whole of a list of thousands of clients for each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt<'a> {
    /// The file's name.
    pub name: &'a str,
    /// The line's text.
    pub text: &'a str,
    /// The line's number, from 1.
    pub first_line: usize,
    /// The bytes of `text` that are meant.
    pub range: Range<usize>,
}

impl<'a> Excerpt<'a> {
    /// The bytes that are meant, as far as they can be underlined in so many columns.
    fn meant_within(&self, columns: Option<usize>) -> Range<usize> {
        /// What stands before the line, and room to see what is around.
        const MARGIN: usize = 24;
        let Some(columns) = columns else { return self.range.clone() };
        let mut left = columns.saturating_sub(MARGIN).max(MARGIN);
        let meant = self.text[self.range.clone()].char_indices();
        let mut cut = meant.skip_while(|(_, c)| {
            let width = if c.is_ascii() { 1 } else { 2 };
            let fits = left >= width;
            left = left.saturating_sub(width);
            fits
        });
        let end = cut.next().map_or(self.range.end, |(at, _)| self.range.start + at);
        self.range.start..end
    }

    /// The line where a place begins.
    pub fn around(place: &'a Place) -> Self {
        let text = place.source.text.as_str();
        let start = text[..place.range.start].rfind('\n').map_or(0, |at| at + 1);
        // A long paragraph is shown by its first line.
        let line_end = |from: usize| text[from..].find('\n').map_or(text.len(), |at| from + at);
        let mut end = line_end(place.range.start).min(place.range.start + LONG_LINE);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        Self {
            name: &place.source.name,
            text: &text[start..end],
            first_line: place.line(),
            range: place.range.start - start..place.range.end.min(end) - start,
        }
    }
}

/// A line of a file as a terminal may show it.
struct VisibleExcerpt<'a> {
    name: Cow<'a, str>,
    text: Cow<'a, str>,
    first_line: usize,
    /// The bytes of `text` that are underlined.
    meant: Range<usize>,
}

impl<'a> VisibleExcerpt<'a> {
    fn of(excerpt: &Excerpt<'a>, columns: Option<usize>) -> Self {
        // Half of a line break is none of its characters.
        let text = excerpt.text.strip_suffix('\r').unwrap_or(excerpt.text);
        let Range { start, end } = excerpt.meant_within(columns);
        let (before, meant) = text[..end.min(text.len())].split_at(start.min(text.len()));
        let start = visible(before).len();
        let end = start + visible(meant).len();
        Self {
            name: visible(excerpt.name),
            text: visible(text),
            first_line: excerpt.first_line,
            meant: start..end,
        }
    }
}

/// `C-0001, C-0002 … and 212 more`.
fn clients_line(clients: &BTreeSet<&ClientId>) -> Option<String> {
    const NAMED: usize = 3;
    let line = listed(clients.iter().take(NAMED));
    match clients.len() {
        0 => None,
        count if count > NAMED => {
            let more = (count - NAMED).to_string();
            Some(Message::AndMore { named: line, more }.to_string())
        }
        _ => Some(line),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wider_than_the_terminal_is_cut() {
        let text = "値: ".to_owned() + &"長".repeat(100);
        let excerpt = Excerpt { name: "a", text: &text, first_line: 1, range: 5..text.len() };
        assert_eq!(excerpt.meant_within(None), 5..305);
        assert_eq!(excerpt.meant_within(Some(80)), 5..5 + 28 * 3);
        let short = Excerpt { range: 5..11, ..excerpt };
        assert_eq!(short.meant_within(Some(80)), 5..11);
    }
}
