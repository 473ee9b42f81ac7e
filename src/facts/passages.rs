//! The texts of a YAML file as their author sees them, each character with its
//! place in the file.

use std::ops::Range;
use std::sync::Arc;

use super::places::{Found, Places, Step};
use crate::diagnostic::{Place, SourceText};

/// Stands in a passage for a `{{ variable }}` or other tag, which may print anything.
pub const TAG: char = '\u{FFFC}';

/// How tags begin and end.
const TAGS: [(&str, &str); 3] = [("{{", "}}"), ("{%", "%}"), ("{#", "#}")];

/// At the head of a line it begins a paragraph, as typists in Japan do it.
pub const INDENT: char = '\u{3000}';

/// What is nothing at either end of a line.
pub fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n' | INDENT)
}

/// One text value of a file. Lines of a paragraph are joined, paragraphs parted
/// by a line break.
#[derive(Debug)]
pub struct Passage {
    /// The text.
    pub text: String,
    /// The way to it from the root of its document or record.
    pub path: Vec<Step>,
    source: Arc<SourceText>,
    /// For each byte of `text`, and for its end, the byte of the file.
    offsets: Vec<usize>,
}

impl Passage {
    /// The texts in a file, or in a record of a list.
    pub fn all_in(source: &Arc<SourceText>) -> Vec<Self> {
        let mut passages = Vec::new();
        if let Some(places) = Places::of(&source.text) {
            places.each_scalar(&mut Vec::new(), &mut |path, found| {
                passages.push(Self::new(source, path, found));
            });
        }
        passages
    }

    fn new(source: &Arc<SourceText>, path: &[Step], found: &Found) -> Self {
        let mut passage = Self {
            text: String::new(),
            path: path.to_vec(),
            source: source.clone(),
            offsets: Vec::new(),
        };
        let mut value = found.value.clone();
        if found.quoted && value.len() > 1 {
            value = value.start + 1..value.end - 1;
        }
        let mut at = value.start;
        for line in source.text[value.clone()].split_inclusive('\n') {
            let inner = line.trim_start_matches([' ', '\t']);
            let words = inner.trim_start_matches(is_blank);
            let start = at + line.len() - words.len();
            let words = words.trim_end_matches(is_blank);
            let begins = inner.starts_with(INDENT) && !passage.text.is_empty();
            if words.is_empty() || (begins && !passage.text.ends_with('\n')) {
                passage.push('\n', at);
            }
            passage.push_line(words, start);
            at += line.len();
        }
        passage.offsets.push(value.end);
        passage
    }

    /// The text of a template, without its comments.
    pub fn of_template(source: &Arc<SourceText>) -> Self {
        let mut passage = Self {
            text: String::new(),
            path: Vec::new(),
            source: source.clone(),
            offsets: Vec::new(),
        };
        let mut at = 0;
        for line in source.text.split_inclusive('\n') {
            if !line.trim_start().starts_with("//") {
                passage.push_line(line, at);
            }
            at += line.len();
        }
        passage.offsets.push(at);
        passage
    }

    fn push(&mut self, c: char, at: usize) {
        self.text.push(c);
        self.offsets.extend(std::iter::repeat_n(at, c.len_utf8()));
    }

    fn push_line(&mut self, words: &str, start: usize) {
        let latin = |c: char| c.is_ascii() && c != '\n';
        if self.text.ends_with(latin) && words.starts_with(latin) {
            self.push(' ', start);
        }
        let mut at = 0;
        // What has no end behind one brace has none behind the next.
        let mut is_open = [false; TAGS.len()];
        while let Some(c) = words[at..].chars().next() {
            let rest = &words[at..];
            let kind = TAGS.iter().position(|(open, _)| rest.starts_with(open));
            let tag = kind.filter(|kind| !is_open[*kind]).and_then(|kind| {
                let end = rest.find(TAGS[kind].1);
                is_open[kind] = end.is_none();
                Some(end? + TAGS[kind].1.len())
            });
            self.push(if tag.is_some() { TAG } else { c }, start + at);
            at += tag.unwrap_or(c.len_utf8());
        }
    }

    /// Where a part of the text stands in the file.
    pub fn place(&self, part: Range<usize>) -> Place {
        let offset = |at: usize| {
            self.offsets.get(at).copied().unwrap_or(self.offsets[self.offsets.len() - 1])
        };
        // The end is behind the last character, which a line break may follow.
        let last = self.text[part.clone()].chars().next_back();
        let end = last.map_or(offset(part.start), |c| {
            let at = part.end - c.len_utf8();
            if c == TAG || offset(at) == offset(part.end) {
                offset(part.end)
            } else {
                offset(at) + c.len_utf8()
            }
        });
        Place::new(self.source.clone(), offset(part.start)..end)
    }

    /// Whether `right` in the place of a part joins the lines around it as the part
    /// does: between two Latin words a line break is a space.
    pub fn keeps_joins(&self, part: Range<usize>, right: &str) -> bool {
        let latin = |c: Option<char>| c.is_some_and(|c| c < '\u{2000}');
        let written = &self.text[part.clone()];
        let place = self.place(part.clone()).range;
        let blank = [' ', '\t', '\r'];
        let (before, after) = (&self.source.text[..place.start], &self.source.text[place.end..]);
        let begins = self.text[..part.start].ends_with(|c| c != '\n')
            && before.trim_end_matches(blank).ends_with('\n');
        let ends = self.text[part.end..].starts_with(|c| c != '\n')
            && after.trim_start_matches(blank).starts_with('\n');
        let first = |text: &str| latin(text.chars().next());
        let last = |text: &str| latin(text.chars().next_back());
        (!begins || first(written) == first(right)) && (!ends || last(written) == last(right))
    }

    /// The file that it is in.
    pub fn file(&self) -> &str {
        &self.source.name
    }

    /// The last key on the way to the text.
    pub fn key(&self) -> &str {
        let key = self.path.iter().rev().find_map(|step| match step {
            Step::Key(key) => Some(key.as_str()),
            Step::Index(_) => None,
        });
        key.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passages(text: &str) -> Vec<Passage> {
        Passage::all_in(&Arc::new(SourceText::new("a.yaml", text)))
    }

    fn written<'a>(passage: &Passage, text: &'a str, part: &str) -> &'a str {
        let at = passage.text.find(part).expect("the part");
        &text[passage.place(at..at + part.len()).range]
    }

    #[test]
    fn lines_are_joined_and_every_character_keeps_its_place() {
        let text = "a: |\n  一行\n  二行 {{ x.y }}です\n\n  三行\nb: '四 行'\n";
        let found = passages(text);
        assert_eq!(found[0].text, "一行二行 \u{FFFC}です\n三行");
        assert_eq!(found[1].text, "四 行");
        assert_eq!(written(&found[0], text, "三行"), "三行");
        assert_eq!(written(&found[0], text, "行二"), "行\n  二");
        assert_eq!(written(&found[0], text, "\u{FFFC}で"), "{{ x.y }}で");
        assert_eq!(written(&found[1], text, "四"), "四");
    }

    #[test]
    fn a_full_width_space_at_the_head_of_a_line_begins_a_paragraph() {
        let text = "a: |\n  　一段目\n  　二段目　\n  三行\n  　\n  四段目\n";
        let found = passages(text);
        assert_eq!(found[0].text, "一段目\n二段目三行\n四段目");
        assert_eq!(written(&found[0], text, "二段目"), "二段目");
    }

    #[test]
    fn a_text_that_begins_with_a_mark_of_yaml_is_whole() {
        let text = "a: |\n  '24年\n  二行。\nb: >\n  > 引用\n  二行\nc: |\n  | 欄\n";
        let texts: Vec<String> = passages(text).into_iter().map(|it| it.text).collect();
        assert_eq!(texts, ["'24年二行。", "> 引用二行", "| 欄"]);
    }

    #[test]
    fn a_passage_knows_its_key() {
        assert_eq!(
            passages("a:\n- b: 一\n- 二\n").iter().map(Passage::key).collect::<Vec<_>>(),
            ["b", "a"]
        );
    }
}
