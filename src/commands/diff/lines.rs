//! Two letters, word by word: which words have become others, and the lines in which they
//! stand.

use std::collections::BTreeSet;
use std::ops::Range;

use serde::Serialize;
use similar::{Algorithm, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation;

use crate::ids::ClientId;
use crate::letters::sheet::Sheet;
use crate::typeset::TextLine;

/// A letter's text in words, with the line that each is in.
pub struct Text {
    words: Vec<String>,
    /// For each word, its place in `lines`.
    line_of: Vec<usize>,
    /// The lines, each with its page, from 0.
    pub lines: Vec<(usize, TextLine)>,
}

impl Text {
    /// Of a client's letter.
    pub fn of(sheet: &Sheet, client: &ClientId) -> Self {
        let lines = sheet.lines(client);
        let (mut words, mut line_of) = (Vec::new(), Vec::new());
        for (index, (_, line)) in lines.iter().enumerate() {
            for word in line.text.split_word_bounds() {
                words.push(word.to_owned());
                line_of.push(index);
            }
        }
        Self { words, line_of, lines }
    }

    /// The words of a line.
    fn words_of(&self, line: usize) -> Range<usize> {
        let start = self.line_of.partition_point(|it| *it < line);
        start..self.line_of.partition_point(|it| *it <= line)
    }

    /// Whether a word is the first of its line.
    fn begins_line(&self, word: usize) -> bool {
        word == 0 || self.line_of.get(word) != self.line_of.get(word - 1)
    }

    fn join(&self, range: Range<usize>) -> String {
        self.words[range].concat()
    }

    /// The lines that hold these words.
    pub fn lines_of(&self, range: Range<usize>) -> BTreeSet<usize> {
        self.line_of[range].iter().copied().collect()
    }
}

/// Words of the old letter that the new one has others for.
#[derive(Debug, Clone)]
pub struct Change {
    /// The words of the old one.
    pub was: Range<usize>,
    /// Those of the new one.
    pub is: Range<usize>,
}

/// The changes, those with next to nothing between them taken as one: a lone の between
/// two new words is of no help to a reader.
pub fn changes(old: &Text, new: &Text) -> Vec<Change> {
    const NEXT_TO_NOTHING: usize = 4;
    let mut changes: Vec<Change> = Vec::new();
    for op in capture_diff_slices(Algorithm::Patience, &old.words, &new.words) {
        let (tag, was, is) = op.as_tag_tuple();
        if tag == similar::DiffTag::Equal {
            continue;
        }
        match changes.last_mut() {
            Some(last) if is.start - last.is.end < NEXT_TO_NOTHING => {
                last.was.end = was.end;
                last.is.end = is.end;
            }
            _ => changes.push(Change { was, is }),
        }
    }
    changes
}

/// What has become of a piece of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Fate {
    /// It is as it was.
    Same,
    /// It was not there.
    Added,
    /// It is no longer there.
    Removed,
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// What has become of it.
    pub kind: Fate,
    /// What it says.
    pub text: String,
}

/// A line of the new letter, with what was deleted in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    /// Its pieces, from left to right.
    pub parts: Vec<Part>,
}

impl Line {
    /// Whether anything has changed in it.
    pub fn is_changed(&self) -> bool {
        self.parts.iter().any(|part| part.kind != Fate::Same)
    }

    /// What it said before, and what it says now: nothing where it was not there.
    pub fn sides(&self) -> [Option<String>; 2] {
        [Fate::Removed, Fate::Added].map(|own| {
            let parts = self.parts.iter().filter(|it| it.kind == own || it.kind == Fate::Same);
            let text: String = parts.map(|part| part.text.as_str()).collect();
            Some(text).filter(|text| !text.is_empty())
        })
    }

    fn put(&mut self, kind: Fate, text: &str) {
        match self.parts.last_mut().filter(|last| last.kind == kind && kind == Fate::Same) {
            Some(last) => last.text.push_str(text),
            None => self.parts.push(Part { kind, text: text.to_owned() }),
        }
    }
}

/// The lines of the new letter, with what was deleted and what was added.
pub fn lines(old: &Text, new: &Text, changes: &[Change]) -> Vec<Line> {
    let mut lines = Lines { all: vec![Line::default()], current: Some(0) };
    let mut equal_from = 0;
    for Change { was, is } in changes {
        lines.put_words(new, equal_from..is.start, Fate::Same);
        equal_from = is.end;
        if !was.is_empty() {
            lines.put(None, &old.join(was.clone()), Fate::Removed);
        }
        lines.put_words(new, is.clone(), Fate::Added);
    }
    lines.put_words(new, equal_from..new.words.len(), Fate::Same);
    lines.all
}

/// The same, where lines that were deleted as a whole stand by themselves between those of
/// the new letter.
pub fn apart(old: &Text, new: &Text, changes: &[Change]) -> Vec<Line> {
    let mut lines = Lines::default();
    let mut equal_from = 0;
    for Change { was, is } in &by_lines(old, new, changes) {
        lines.put_words(new, equal_from..is.start, Fate::Same);
        equal_from = is.end;
        let next = new.line_of.get(is.start).copied();
        let is_between = is.start == 0 || next != Some(new.line_of[is.start - 1]);
        for line in old.lines_of(was.clone()) {
            let words = old.words_of(line);
            let gone = words.start.max(was.start)..words.end.min(was.end);
            let text = old.join(gone.clone());
            if is_between && gone == words {
                lines.put_apart(&text, Fate::Removed);
            } else {
                let begins_next = is_between && gone.start == words.start;
                lines.put(next.filter(|_| begins_next), &text, Fate::Removed);
            }
        }
        lines.put_words(new, is.clone(), Fate::Added);
    }
    lines.put_words(new, equal_from..new.words.len(), Fate::Same);
    lines.all
}

/// The changes, each deletion and each addition moved to the beginning of a line where it can
/// as well begin there: two lines that end with the same words are told apart by the others.
fn by_lines(old: &Text, new: &Text, changes: &[Change]) -> Vec<Change> {
    let mut moved: Vec<Change> = Vec::with_capacity(changes.len());
    for (index, Change { was, is }) in changes.iter().enumerate() {
        let (text, range) = if is.is_empty() { (old, was) } else { (new, is) };
        let before = is.start - moved.last().map_or(0, |it| it.is.end);
        let behind = changes.get(index + 1).map_or(new.words.len(), |it| it.is.start) - is.end;
        let is_same = |a: usize, b: usize| text.words[a] == text.words[b];
        let (start, end) = (range.start, range.end);
        let left = (0..=before)
            .take_while(|by| *by == 0 || is_same(start - by, end - by))
            .find(|by| text.begins_line(start - by));
        let right = (1..=behind)
            .take_while(|by| is_same(start + by - 1, end + by - 1))
            .find(|by| text.begins_line(start + by));
        let shift = |range: &Range<usize>| match (left, right) {
            (Some(by), _) => range.start - by..range.end - by,
            (None, Some(by)) => range.start + by..range.end + by,
            (None, None) => range.clone(),
        };
        moved.push(match was.is_empty() || is.is_empty() {
            true => Change { was: shift(was), is: shift(is) },
            false => Change { was: was.clone(), is: is.clone() },
        });
    }
    moved
}

/// Lines to which pieces are added.
#[derive(Default)]
struct Lines {
    all: Vec<Line>,
    /// The line of the new letter that the last of them is.
    current: Option<usize>,
}

impl Lines {
    /// Adds a piece to this line of the new letter, or to the last one.
    fn put(&mut self, line: Option<usize>, text: &str, kind: Fate) {
        if line.is_some() && line != self.current || self.all.is_empty() {
            self.all.push(Line::default());
            self.current = line;
        }
        if let Some(last) = self.all.last_mut() {
            last.put(kind, text);
        }
    }

    /// Adds a line that the new letter does not have.
    fn put_apart(&mut self, text: &str, kind: Fate) {
        self.all.push(Line { parts: vec![Part { kind, text: text.to_owned() }] });
        self.current = None;
    }

    /// Adds words of the new letter, each to its line.
    fn put_words(&mut self, new: &Text, words: Range<usize>, kind: Fate) {
        for line in new.lines_of(words.clone()) {
            let of_line = new.words_of(line);
            let text = new.join(of_line.start.max(words.start)..of_line.end.min(words.end));
            self.put(Some(line), &text, kind);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(lines: &[&str]) -> Text {
        let lines: Vec<&str> = lines.to_vec();
        let client = ClientId::new("C-1").expect("an id");
        Text::of(&Sheet::Text(lines.join("\n")), &client)
    }

    /// The lines, what was deleted and what was added in brackets.
    fn shown(old: &[&str], new: &[&str]) -> Vec<String> {
        let (old, new) = (text(old), text(new));
        let lines = apart(&old, &new, &changes(&old, &new)).into_iter();
        let part = |part: Part| match part.kind {
            Fate::Same => part.text,
            Fate::Added => format!("{{{}}}", part.text),
            Fate::Removed => format!("[{}]", part.text),
        };
        lines.map(|line| line.parts.into_iter().map(part).collect()).collect()
    }

    #[test]
    fn lines_that_are_gone_stand_by_themselves() {
        let old = ["これは一つ目の文です。", "調査を続けています。", "またお知らせします。"];
        assert_eq!(shown(&old, &old), old);
        let last = [old[0], old[1], "[またお知らせします。]"];
        assert_eq!(shown(&old, &old[..2]), last);
        let first = ["[これは一つ目の文です。]", old[1], old[2]];
        assert_eq!(shown(&old, &old[1..]), first);
        let between = [old[0], "[調査を続けています。]", old[2]];
        assert_eq!(shown(&old, &[old[0], old[2]]), between);
        assert_eq!(shown(&[old[0], old[2]], &old)[1], "{調査を続けています。}");
    }

    #[test]
    fn of_lines_that_end_alike_the_one_that_is_gone_is_told() {
        let old = ["復旧は六月の見込みとお伝えします。", "終わりにお詫びします。", "以上"];
        let new = ["復旧は七月の見込みとお伝えします。", "以上"];
        let there =
            ["復旧は[六]{七}月の見込みとお伝えします。", "[終わりにお詫びします。]", "以上"];
        assert_eq!(shown(&old, &new), there);
        let back = ["復旧は[七]{六}月の見込みとお伝えします。", "{終わりにお詫びします。}", "以上"];
        assert_eq!(shown(&new, &old), back);
    }

    #[test]
    fn words_that_have_become_others_stand_in_their_line() {
        let shown = shown(
            &["件名です。", "復旧は六月の見込みです。", "以上"],
            &["件名です。", "復旧は七月の見込みです。", "以上"],
        );
        assert_eq!(shown, ["件名です。", "復旧は[六]{七}月の見込みです。", "以上"]);
        let one = |old: &str, new: &str| self::shown(&[old], &[new]);
        assert_eq!(one("六月の見込みです。", "七月の見込みです。"), ["[六]{七}月の見込みです。"]);
        assert_eq!(one("見込みは六月", "見込みは七月"), ["見込みは[六]{七}月"]);
    }
}
