//! The texts of a YAML file as their author sees them, each character with its
//! place in the file.

use std::ops::Range;
use std::sync::Arc;

use super::places::{Found, Places, Step};
use crate::diagnostic::{Place, SourceText};

/// Stands in a passage for a `{{ variable }}` or other tag, which may print anything.
pub const TAG: char = '\u{FFFC}';

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
        let raw = &source.text[value.clone()];
        if raw.starts_with(['|', '>']) {
            value.start += raw.find('\n').map_or(raw.len(), |at| at + 1);
        } else if raw.len() > 1 && raw.starts_with(['"', '\'']) {
            value = value.start + 1..value.end - 1;
        }
        let mut at = value.start;
        for line in source.text[value.clone()].split_inclusive('\n') {
            let words = line.trim_matches([' ', '\t', '\r', '\n']);
            if words.is_empty() {
                passage.push('\n', at);
            }
            passage.push_line(words, at + line.find(words).unwrap_or(0));
            at += line.len();
        }
        passage.offsets.push(value.end);
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
        while let Some(c) = words[at..].chars().next() {
            let rest = &words[at..];
            let tag = [("{{", "}}"), ("{%", "%}"), ("{#", "#}")]
                .iter()
                .find(|(open, _)| rest.starts_with(open))
                .and_then(|(_, close)| Some(rest.find(close)? + close.len()));
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
    fn a_passage_knows_its_key() {
        assert_eq!(
            passages("a:\n- b: 一\n- 二\n").iter().map(Passage::key).collect::<Vec<_>>(),
            ["b", "a"]
        );
    }
}
