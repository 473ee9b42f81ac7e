//! Lists, notes, labels, questions and bulletins of a mail.

use super::blocks::parted_if_long;
use super::lines::{Line, parted};
use super::setting::Setting;
use crate::template::{
    Content, Filled, Group, ResolvedBlock, ResolvedItem, ResolvedList, ResolvedNote, ResolvedPair,
    ResolvedQuestion,
};

/// Labels wider than this have what they are labels of on the next line.
const WIDEST_LABEL: usize = 20;

/// Marks wider than this have nothing hung behind them but their own line.
const WIDEST_MARK: usize = 10;

impl Setting {
    /// A list: items behind their marks, in one column, or one after the other.
    pub fn list(self, list: &ResolvedList) -> Vec<Line> {
        let is_short = |item: &ResolvedItem| {
            item.notes.is_empty() && item.list.is_none() && item.paragraphs.len() == 1
        };
        if list.inline && list.items.iter().all(is_short) {
            let items = list.items.iter().map(|item| {
                let date = item.date.as_ref().map(|date| format!("{date}\u{3000}"));
                let mark = self.marked(&item.mark);
                mark + &date.unwrap_or_default() + &Filled::joined(item.paragraphs.clone())
            });
            return self.text(&items.collect::<Vec<_>>().join("\u{3000}\u{3000}"));
        }
        let marks = self.column(list.items.iter().map(|item| item.mark.as_str()));
        let dates = list.items.iter().filter_map(|item| item.date.as_deref());
        let dates = dates.map(|date| self.width(date) + 2).max().unwrap_or(0);
        let item = |item: &ResolvedItem| {
            let date = item.date.as_deref().unwrap_or_default();
            let mark = self.filled(&self.marked(&item.mark), marks) + &self.filled(date, dates);
            let inner = self.in_language(item.lang.as_deref()).inside(marks + dates);
            let mut rest = vec![inner.notes(&item.notes)];
            rest.extend(item.list.as_ref().map(|list| inner.list(list)));
            self.behind(&mark, marks + dates, inner.item(&item.paragraphs, rest))
        };
        list.items.iter().flat_map(item).collect()
    }

    /// Notes behind their marks.
    pub fn notes(self, notes: &[ResolvedNote]) -> Vec<Line> {
        let marks = self.column(notes.iter().map(|note| note.mark.as_str()));
        let note = |note: &ResolvedNote| {
            let inner = self.in_language(note.lang.as_deref()).inside(marks);
            self.behind(&self.marked(&note.mark), marks, inner.text(&note.text))
        };
        notes.iter().flat_map(note).collect()
    }

    /// The width of a column of marks.
    fn column<'a>(self, marks: impl Iterator<Item = &'a str>) -> usize {
        marks.map(|mark| self.width(&self.marked(mark))).max().unwrap_or(0)
    }

    /// Labels with values: items, or two columns.
    pub fn pairs(self, pairs: &[ResolvedPair], marked: bool) -> Vec<Line> {
        if marked { self.marked_pairs(pairs) } else { self.aligned_pairs(pairs) }
    }

    fn marked_pairs(self, pairs: &[ResolvedPair]) -> Vec<Line> {
        let marks = self.column(pairs.iter().map(|pair| pair.mark.as_deref().unwrap_or_default()));
        let inner = self.inside(marks);
        let pair = |pair: &ResolvedPair| {
            let mark = self.marked(pair.mark.as_deref().unwrap_or_default());
            let value = inner.led_by(&inner.labelled(&pair.label, ""), &pair.blocks);
            self.behind(&mark, marks, value)
        };
        pairs.iter().flat_map(pair).collect()
    }

    fn aligned_pairs(self, pairs: &[ResolvedPair]) -> Vec<Line> {
        let widths = pairs.iter().map(|pair| self.width(&pair.label));
        let labels = widths.filter(|width| *width <= WIDEST_LABEL).max().unwrap_or(0) + 2;
        let pair = |pair: &ResolvedPair| {
            let value = self.inside(labels).inner(&pair.blocks);
            if self.width(&pair.label) <= WIDEST_LABEL {
                return self.behind(&pair.label, labels, value);
            }
            let mut lines = self.text(&pair.label);
            lines.extend(self.behind("", labels, value));
            lines
        };
        pairs.iter().flat_map(pair).collect()
    }

    /// Blocks the first of which begins with these words, if it is a text; else they stand
    /// on a line before it.
    fn led_by(self, words: &str, blocks: &[ResolvedBlock]) -> Vec<Line> {
        match blocks {
            [ResolvedBlock { content: Content::Text { paragraphs, .. }, .. }, rest @ ..]
                if !paragraphs.is_empty() =>
            {
                let mut paragraphs = paragraphs.clone();
                paragraphs[0].text.insert_str(0, words);
                self.item(&paragraphs, self.blocks(rest))
            }
            blocks => {
                let mut lines = self.text(words);
                lines.extend(self.inner(blocks));
                lines
            }
        }
    }

    /// Questions with their answers below them.
    pub fn questions(self, questions: &[ResolvedQuestion]) -> Vec<Line> {
        let marks = self.column(questions.iter().flat_map(|it| &it.marks).map(String::as_str));
        let width = if marks <= WIDEST_MARK { marks } else { 0 };
        let inner = self.inside(width);
        let question = |it: &ResolvedQuestion| {
            let [question, answer] = it.marks.each_ref().map(|mark| self.marked(mark));
            let mut lines = self.behind(&question, width, inner.text(&it.question));
            lines.extend(self.behind(&answer, width, inner.inner(&it.blocks)));
            lines
        };
        parted(questions.iter().map(question).collect())
    }

    /// Bulletins by their dates, each group with its summary below them.
    pub fn bulletins(self, groups: &[Group]) -> Vec<Line> {
        let [open, close] = self.words().unit;
        let group = |group: &Group| {
            let heads = group.entries.iter().flat_map(|entry| {
                let new = if entry.new { self.words().new } else { "" };
                self.text(&format!("{}{open}{}{close}{new}", entry.moment, entry.name))
            });
            let mut lines: Vec<Line> = heads.collect();
            let inner = self.inside(2);
            let summary = inner.paragraphs(&group.paragraphs);
            if !summary.is_empty() {
                lines.extend(self.behind("", 2, summary));
            }
            lines
        };
        parted_if_long(groups.iter().map(group).collect())
    }
}
