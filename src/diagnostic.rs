//! What is said to the user about their own files: one type and one printer.
//!
//! A stage that finds something wrong in what the user wrote makes a
//! [`Diagnostic`] and goes on. Failures of the operation itself (a full disk)
//! are typed errors of their stage and do not come through here.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::ids::ClientId;
use crate::messages::{Message, MessageKind, listed};
use crate::rules::{Rule, Severity};
use crate::unseen::visible;

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
    fn position_after(&self, known: Option<(&Self, Position)>) -> Position {
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
struct Position {
    /// From 1.
    line: usize,
    /// From 1, in characters.
    column: usize,
}

/// A change of a user's file: a text instead of what stands at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What goes; empty where something is put in.
    pub place: Place,
    /// What comes; empty where something is deleted.
    pub text: String,
}

/// A piece of advice.
///
/// Whoever does literally what it says must be rid of the problem, and nothing
/// may be invented. So it is one of two things: a change that the program can
/// name to the letter, or a sentence that says what only the user can know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// The sentence.
    pub message: Message,
    /// The change that it asks for, if the program knows it.
    pub edit: Option<Edit>,
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
    /// What to do.
    pub hints: Vec<Hint>,
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

    fn words_of_hints(&self) -> Vec<String> {
        self.hints.iter().map(|hint| hint.message.to_string()).collect()
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

    /// The same, with advice that asks for what the user knows. A sentence that says
    /// what to write goes through [`Diagnostic::remedy`] or [`Diagnostic::instead`].
    pub fn hint(mut self, message: Message) -> Self {
        self.hints.push(Hint { message, edit: None });
        self
    }

    /// The same, with advice to make this change.
    pub fn remedy(mut self, message: Message, edit: Edit) -> Self {
        self.hints.push(Hint { message, edit: Some(edit) });
        self
    }

    /// The same, with the advice `write …`, for a part of a text.
    pub fn write_instead(self, right: &str) -> Self {
        self.instead(Message::WriteInstead { right: right.to_owned() }, right)
    }

    /// The same, with advice that asks for this text instead of what stands at the
    /// problem's place.
    pub fn instead(self, message: Message, text: impl Into<String>) -> Self {
        let Some(place) = self.place.clone() else { return self.hint(message) };
        self.remedy(message, Edit { place, text: text.into() })
    }
}

/// A user's value as it stands in a message: in backticks, on one line, not
/// longer than is needed to recognise it.
pub fn quoted(value: &str) -> String {
    format!("`{}`", recognisable(value))
}

/// The same without backticks.
pub fn recognisable(value: &str) -> String {
    const LONGEST: usize = 40;
    let mut shown = String::new();
    for (count, c) in value.chars().enumerate() {
        if count == LONGEST {
            shown.push('…');
            break;
        }
        if c.is_control() { shown.extend(c.escape_default()) } else { shown.push(c) }
    }
    shown
}

/// The candidate that a mistyped word stands for, if there can be no doubt: a
/// proposal may not change what was meant. `none` is not `done`, `C-11` is not
/// `C-1`, and a kanji more or less makes another word.
pub fn did_you_mean<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    /// Nobody mistypes more than this, and comparing takes time.
    const LONGEST: usize = 64;
    if word.len() > LONGEST {
        return None;
    }
    let (written, own_numbers) = (folded(word), numbers(word));
    let mistakes = |candidate: &str| {
        if numbers(candidate) != own_numbers {
            return None;
        }
        let meant = folded(candidate);
        if meant == written {
            return Some(0);
        }
        let mistakes = strsim::damerau_levenshtein(&written, &meant);
        let few = match written.len().min(meant.len()) {
            0..4 => false,
            // A letter too many or too few, or two in the wrong order.
            4 => {
                let as_long = written.len() == meant.len();
                mistakes == 1 && (!as_long || letters(&written) == letters(&meant))
            }
            5..8 => mistakes == 1,
            _ => mistakes <= 2,
        };
        (few && written.is_ascii() && meant.is_ascii()).then_some(mistakes)
    };
    let close = candidates.into_iter().filter_map(|it| Some((mistakes(it)?, it)));
    let mut close: Vec<(usize, &str)> = close.collect();
    close.sort_unstable();
    match close[..] {
        [(_, meant)] => Some(meant),
        [(fewest, meant), (more, _), ..] if fewest < more => Some(meant),
        _ => None,
    }
}

/// A word without what a typist does not see: capitals, width, which mark joins its
/// parts, and how many zeros stand before a number.
fn folded(word: &str) -> String {
    let joins = |c: &char| matches!(c, '-' | '_' | '.') || c.is_whitespace();
    let mut folded = String::new();
    let mut in_number = false;
    for c in word.nfkc().flat_map(char::to_lowercase) {
        if !joins(&c) && (c != '0' || in_number) {
            folded.push(c);
        }
        in_number = c.is_ascii_digit() && (in_number || c != '0');
    }
    folded
}

fn letters(word: &str) -> Vec<u8> {
    let mut letters = word.as_bytes().to_vec();
    letters.sort_unstable();
    letters
}

/// The numbers in a word: another number is another thing.
fn numbers(word: &str) -> Vec<String> {
    let word: String = word.nfkc().collect();
    let numbers = word.split(|c: char| !c.is_ascii_digit()).filter(|it| !it.is_empty());
    numbers.map(|it| it.trim_start_matches('0').to_owned()).collect()
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

/// Problems as they are told to a person: those of one kind, of which there are
/// many, together, at the place of the first.
pub fn grouped(problems: &[Diagnostic]) -> Vec<Vec<&Diagnostic>> {
    let mut kinds: HashMap<Kind<'_>, usize> = HashMap::new();
    for problem in problems {
        *kinds.entry(kind(problem)).or_default() += 1;
    }
    let few = |problem: &Diagnostic, kind: &Kind<'_>| {
        // Without a place the sentences alone tell them apart.
        problem.place.is_none() || kinds.get(kind).is_none_or(|it| *it <= SHOWN_OF_A_KIND)
    };
    let mut groups: Vec<Vec<&Diagnostic>> = Vec::new();
    let mut begun: HashMap<Kind<'_>, usize> = HashMap::new();
    for problem in problems {
        let kind = kind(problem);
        if few(problem, &kind) {
            groups.push(vec![problem]);
            continue;
        }
        let group = *begun.entry(kind).or_insert(groups.len());
        match groups.get_mut(group) {
            Some(group) => group.push(problem),
            None => groups.push(vec![problem]),
        }
    }
    groups
}

/// Of how many problems of one kind the places are shown.
const SHOWN_OF_A_KIND: usize = 3;

/// What problems of one kind share: all but what was found at each place.
type Kind<'a> = (Severity, Option<Rule>, MessageKind<'a>, Vec<&'a Message>, Option<&'a str>);

fn kind(problem: &Diagnostic) -> Kind<'_> {
    let hints = problem.hints.iter().map(|hint| &hint.message).collect();
    let file = problem.place.as_ref().map(|place| &*place.source.name);
    (problem.severity, problem.rule, problem.message.kind(), hints, file)
}

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
    #[serde(skip_serializing_if = "Vec::is_empty")]
    edits: Vec<EditRecord<'a>>,
}

/// What a hint asks for, to the letter.
#[derive(Debug, Serialize)]
struct EditRecord<'a> {
    /// Which of the hints.
    hint: usize,
    file: &'a str,
    bytes: [usize; 2],
    text: &'a str,
}

/// Problems as `--json` gives them. In the order that [`arrange`] gives, lines and
/// columns are counted from one problem to the next and not anew for each.
pub fn records(problems: &[Diagnostic]) -> Vec<DiagnosticRecord<'_>> {
    let mut last: Option<(&Place, Position)> = None;
    let record = |problem| {
        let place = Diagnostic::place(problem);
        let position = place.map(|place| place.position_after(last));
        last = place.zip(position).or(last);
        DiagnosticRecord::new(problem, position)
    };
    problems.iter().map(record).collect()
}

impl<'a> DiagnosticRecord<'a> {
    /// One problem by itself.
    pub fn alone(problem: &'a Diagnostic) -> Self {
        Self::new(problem, problem.place().map(|place| place.position_after(None)))
    }

    fn new(problem: &'a Diagnostic, position: Option<Position>) -> Self {
        let place = problem.place();
        Self {
            severity: problem.severity,
            check: problem.rule.map(Rule::id),
            message: problem.message.to_string(),
            file: place.map(|place| &*place.source.name),
            line: position.map(|it| it.line),
            column: position.map(|it| it.column),
            bytes: place.map(|place| [place.bytes().start, place.bytes().end]),
            fix: problem.fix.as_deref(),
            clients: &problem.clients,
            hints: problem.words_of_hints(),
            edits: problem.hints.iter().enumerate().filter_map(EditRecord::of).collect(),
        }
    }
}

impl<'a> EditRecord<'a> {
    fn of((hint, advice): (usize, &'a Hint)) -> Option<Self> {
        let Edit { place, text } = advice.edit.as_ref()?;
        let bytes = place.bytes();
        Some(Self { hint, file: &place.source.name, bytes: [bytes.start, bytes.end], text })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_proposed_where_no_other_can_be_meant() {
        for (written, meant) in [
            ("nmae", "name"),
            ("rute", "route"),
            ("servises", "services"),
            ("postalcode", "postal_code"),
            ("Not-Mentioned", "not_mentioned"),
            ("ｐｅｎｄｉｎｇ", "pending"),
            ("c_1", "C-1"),
            ("agree", "agreed"),
            ("C-003", "C-0003"),
        ] {
            assert_eq!(did_you_mean(written, ["id", meant, "other"]), Some(meant), "{written}");
        }
        for (written, another) in [
            ("colour", "name"),
            ("none", "done"),
            ("C-11", "C-1"),
            ("C-0012", "C-0021"),
            ("計測", "計算"),
            ("御中様", "御中"),
            ("not", "note"),
            ("possible2", "possible"),
            ("10-1", "1-01"),
        ] {
            assert_eq!(did_you_mean(written, ["id", another]), None, "{written}");
        }
        assert_eq!(did_you_mean("services", ["service1", "service2"]), None);
        assert_eq!(did_you_mean("servica", ["service", "serviced"]), Some("service"));
        assert_eq!(did_you_mean("servic", ["service", "servico"]), None);
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
        insta::assert_snapshot!(describe(&[&arranged[0]], false, None), @r"
        error: a list
         |
         = client: a, b, c … and 2 more
        ");
    }

    #[test]
    fn many_problems_of_one_kind_are_said_once_with_the_first_places() {
        let text: String = (1..=5).map(|code| format!("- code: 10100{code}\n")).collect();
        let source = Arc::new(SourceText::new("clients.yaml", text));
        let problem = |number: usize, right: &str| {
            let at = number * 15 + 8;
            let place = Place::new(source.clone(), at..at + 6);
            Diagnostic::error(Message::NotAPostalCode { code: quoted(place.text()) })
                .at(place)
                .hint(Message::WriteInstead { right: right.to_owned() })
        };
        let mut problems: Vec<Diagnostic> = (0..5).map(|it| problem(it, "x")).collect();
        problems.push(Diagnostic::error(Message::AList));
        let told = |problems: &[Diagnostic]| {
            let groups = grouped(problems);
            groups.iter().map(|group| describe(group, false, None)).collect::<String>()
        };
        insta::assert_snapshot!(told(&problems));
        assert_eq!(grouped(&problems[..3]).len(), 3);
        // What is to be done at one place and not at the others is said there.
        problems[1] = problem(1, "y");
        assert_eq!(grouped(&problems[..4]).len(), 4);
    }
}
