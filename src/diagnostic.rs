//! What is said to the user about their own files: one type and one printer.
//!
//! A stage that finds something wrong in what the user wrote makes a
//! [`Diagnostic`] and goes on. Failures of the operation itself (a full disk)
//! are typed errors of their stage and do not come through here.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde::{Deserialize, Serialize};

use crate::content::Rule;
use crate::messages::{Lang, Message};
use crate::model::ClientId;

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

    /// Line of the start, from 1.
    pub fn line(&self) -> usize {
        self.line_after(None)
    }

    /// The same, counted from another place whose line is known.
    fn line_after(&self, known: Option<(&Self, usize)>) -> usize {
        let known = known.filter(|(place, _)| {
            Arc::ptr_eq(&place.source, &self.source) && place.range.start <= self.range.start
        });
        let first = self.source.before.lines + 1;
        let (from, line) = known.map_or((0, first), |(place, line)| (place.range.start, line));
        line + self.source.text[from..self.range.start].matches('\n').count()
    }

    /// Byte offsets into the file itself.
    pub fn bytes(&self) -> Range<usize> {
        let before = self.source.before.bytes;
        before + self.range.start..before + self.range.end
    }

    /// Column of the start in its line, from 1, in characters.
    pub fn column(&self) -> usize {
        let before = &self.source.text[..self.range.start];
        before[before.rfind('\n').map_or(0, |at| at + 1)..].chars().count() + 1
    }
}

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The letters concerned are not made.
    Error,
    /// The letters are made; somebody should look.
    Warning,
    /// Good to know.
    Note,
}

/// One thing that is wrong, where, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong: found and expected, values in backticks.
    pub message: Message,
    /// The check of content that found it, if one did.
    pub rule: Option<Rule>,
    /// The one correction that is certainly right, if there is one: the text to
    /// stand at `place` instead.
    pub fix: Option<String>,
    /// Where, if it is in a file.
    pub place: Option<Place>,
    /// Which letters it concerns; empty if it is not about single clients.
    pub clients: BTreeSet<ClientId>,
    /// What to do, each a change the user can make.
    pub hints: Vec<Message>,
}

impl Diagnostic {
    /// An error with no place yet.
    pub fn error(message: Message) -> Self {
        Self::new(Severity::Error, message)
    }

    /// A warning with no place yet.
    pub fn warning(message: Message) -> Self {
        Self::new(Severity::Warning, message)
    }

    /// A problem with no place yet.
    pub fn new(severity: Severity, message: Message) -> Self {
        Self {
            severity,
            message,
            rule: None,
            fix: None,
            place: None,
            clients: BTreeSet::new(),
            hints: Vec::new(),
        }
    }

    /// Where, if it is in a file.
    pub fn place(&self) -> Option<&Place> {
        self.place.as_ref()
    }

    /// The same, at this place.
    pub fn at(mut self, place: impl Into<Option<Place>>) -> Self {
        self.place = place.into();
        self
    }

    /// The same, about this client's letter.
    pub fn for_client(mut self, client: &ClientId) -> Self {
        self.clients.insert(client.clone());
        self
    }

    /// The same, with one more piece of advice.
    pub fn hint(mut self, hint: Message) -> Self {
        self.hints.push(hint);
        self
    }
}

/// A user's value as it stands in a message: in backticks, on one line, not
/// longer than is needed to recognise it.
pub fn quoted(value: &str) -> String {
    const LONGEST: usize = 40;
    let mut shown = String::new();
    for (count, c) in value.chars().enumerate() {
        if count == LONGEST {
            shown.push('…');
            break;
        }
        if c.is_control() { shown.extend(c.escape_default()) } else { shown.push(c) }
    }
    format!("`{shown}`")
}

/// The candidate closest to a mistyped word, if one is close enough to be meant.
pub fn did_you_mean<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    /// Nobody mistypes more than this, and comparing takes time.
    const LONGEST: usize = 64;
    if word.len() > LONGEST {
        return None;
    }
    let close = |candidate: &&str| {
        let longest = word.chars().count().max(candidate.chars().count());
        strsim::damerau_levenshtein(word, candidate) <= (longest / 3).max(1)
    };
    candidates
        .into_iter()
        .filter(close)
        .min_by_key(|candidate| strsim::damerau_levenshtein(word, candidate))
}

/// Puts problems in the order of their files and lines, and joins those that
/// differ only in the client into one.
pub fn arrange(mut problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let key = |problem: &Diagnostic| {
        let place = problem.place.as_ref();
        (
            place.map(|place| place.source.name.clone()),
            place.map(|place| place.bytes().start),
            problem.severity,
            problem.message.clone(),
        )
    };
    problems.sort_by_cached_key(key);
    let mut arranged: Vec<Diagnostic> = Vec::new();
    for problem in problems {
        match arranged.last_mut() {
            Some(last)
                if last.message == problem.message
                    && last.place == problem.place
                    && last.hints == problem.hints =>
            {
                last.clients.extend(problem.clients);
            }
            _ => arranged.push(problem),
        }
    }
    arranged
}

/// The text of one problem for a person, ending in a line break. Lines of a file
/// that are wider than `columns` are cut around what is meant.
pub fn describe(problem: &Diagnostic, colour: bool, columns: Option<usize>) -> String {
    let level = match problem.severity {
        Severity::Error => Level::ERROR.with_name(Message::ErrorLabel.to_string()),
        Severity::Warning => Level::WARNING.with_name(Message::WarningLabel.to_string()),
        Severity::Note => Level::NOTE.with_name(Message::NoteLabel.to_string()),
    };
    let lang = Lang::current();
    let message = problem.message.text(lang);
    let hints: Vec<String> = problem.hints.iter().map(|hint| hint.text(lang)).collect();
    let excerpt = problem.place.as_ref().map(Excerpt::around);
    let clients = clients_line(&problem.clients);
    let mut group: Group<'_> = Group::with_title(match problem.rule {
        Some(rule) => level.primary_title(&message).id(rule.id()),
        None => level.primary_title(&message),
    });
    if let Some(excerpt) = &excerpt {
        group = group.element(
            Snippet::source(excerpt.text)
                .line_start(excerpt.first_line)
                .path(excerpt.name)
                .annotation(AnnotationKind::Primary.span(excerpt.meant_within(columns))),
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
        let end = line_end(place.range.start);
        Self {
            name: &place.source.name,
            text: &text[start..end],
            first_line: place.line(),
            range: place.range.start - start..place.range.end.min(end) - start,
        }
    }
}

/// `C-0001, C-0002 … and 212 more`.
fn clients_line(clients: &BTreeSet<ClientId>) -> Option<String> {
    const NAMED: usize = 3;
    let mut line = String::new();
    for (index, client) in clients.iter().take(NAMED).enumerate() {
        let separator = if index == 0 { "" } else { ", " };
        write!(line, "{separator}{client}").ok()?;
    }
    match clients.len() {
        0 => None,
        count if count > NAMED => {
            let more = (count - NAMED).to_string();
            Some(Message::AndMore { named: line, more }.to_string())
        }
        _ => Some(line),
    }
}

/// A problem as `--json` gives it.
#[derive(Debug, Serialize)]
pub struct DiagnosticRecord<'a> {
    severity: Severity,
    #[serde(skip_serializing_if = "Option::is_none")]
    check: Option<&'static str>,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes: Option<[usize; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<&'a str>,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    clients: &'a BTreeSet<ClientId>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hints: Vec<String>,
}

/// Problems as `--json` gives them. In the order that [`arrange`] gives, lines
/// are counted from one problem to the next and not anew for each.
pub fn records(problems: &[Diagnostic]) -> Vec<DiagnosticRecord<'_>> {
    let mut last: Option<(&Place, usize)> = None;
    let record = |problem| {
        let place = Diagnostic::place(problem);
        let line = place.map(|place| place.line_after(last));
        last = place.zip(line).or(last);
        DiagnosticRecord::new(problem, line)
    };
    problems.iter().map(record).collect()
}

impl<'a> DiagnosticRecord<'a> {
    /// One problem by itself.
    pub fn alone(problem: &'a Diagnostic) -> Self {
        Self::new(problem, problem.place().map(Place::line))
    }

    fn new(problem: &'a Diagnostic, line: Option<usize>) -> Self {
        let place = problem.place();
        Self {
            severity: problem.severity,
            check: problem.rule.map(Rule::id),
            message: problem.message.to_string(),
            file: place.map(|place| &*place.source.name),
            line,
            column: place.map(Place::column),
            bytes: place.map(|place| [place.bytes().start, place.bytes().end]),
            fix: problem.fix.as_deref(),
            clients: &problem.clients,
            hints: problem.hints.iter().map(Message::to_string).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_close_word_is_proposed_and_a_far_one_is_not() {
        assert_eq!(did_you_mean("nmae", ["id", "name"]), Some("name"));
        assert_eq!(did_you_mean("colour", ["id", "name"]), None);
    }

    #[test]
    fn a_place_is_cut_to_whole_characters() {
        let source = Arc::new(SourceText::new("a", "漢字"));
        assert_eq!(Place::new(source.clone(), 1..99).range, 0..6);
        let backwards = Range { start: 4, end: 2 };
        assert_eq!(Place::new(source, backwards).range, 3..3);
    }

    #[test]
    fn what_is_wider_than_the_terminal_is_cut() {
        let text = "値: ".to_owned() + &"長".repeat(100);
        let excerpt = Excerpt { name: "a", text: &text, first_line: 1, range: 5..text.len() };
        assert_eq!(excerpt.meant_within(None), 5..305);
        assert_eq!(excerpt.meant_within(Some(80)), 5..5 + 28 * 3);
        let short = Excerpt { range: 5..11, ..excerpt };
        assert_eq!(short.meant_within(Some(80)), 5..11);
    }

    #[test]
    fn the_same_problem_of_many_clients_is_said_once() {
        let client = |id: &str| ClientId::new(id).expect("a good id");
        let problems = ["a", "b", "c", "d", "e"]
            .map(|id| Diagnostic::error(Message::AList).for_client(&client(id)));
        let arranged = arrange(problems.to_vec());
        assert_eq!(arranged.len(), 1);
        insta::assert_snapshot!(describe(&arranged[0], false, None), @r"
        error: a list
         |
         = client: a, b, c … and 2 more
        ");
    }
}
