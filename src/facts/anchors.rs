//! Values that stand elsewhere: aliases (`*name`) of anchored ones (`&name`; YAML 1.2,
//! 6.9.2 and 7.1).
//!
//! In a list of clients an alias of what stands in another record would print one
//! client's data in another's letter. Programs write such lists by themselves where
//! two records have an equal value.

use std::collections::HashMap;
use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, Span, StrInput};

use super::quoting::in_quotes;
use crate::limits;

/// An alias in one record of a value in another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Borrowed {
    /// Its bytes in the text: `*name`.
    pub range: Range<usize>,
    /// The value on one line, as it may be written there instead; `None` where that
    /// cannot be said, as of the keys that `<<` takes over.
    pub value: Option<String>,
}

/// What walking through a list has given.
#[derive(Debug, PartialEq, Eq)]
pub struct Walked {
    /// The aliases of values in other records, in their order.
    pub borrowed: Vec<Borrowed>,
    /// Whether the text could be read to its end.
    pub whole: bool,
}

/// Whether a text may have an alias and an anchor. Texts that only look like them cost
/// nothing but the walk.
pub fn has_aliases(text: &str) -> bool {
    let begins = |sign: char| {
        text.match_indices(sign).any(|(at, _)| {
            let before = text.as_bytes()[..at].last();
            let behind = text.as_bytes().get(at + 1);
            behind.is_some_and(|byte| !byte.is_ascii_whitespace())
                && matches!(before, None | Some(b' ' | b'\t' | b'\r' | b'\n' | b'[' | b'{' | b','))
        })
    };
    begins('*') && begins('&')
}

/// The aliases of values in other records; of more than `most`, one for each record. A
/// record is an element of a list, or a document that is none.
pub fn borrowed(text: &str, most: usize) -> Walked {
    let mut walk = Walk {
        text,
        offsets: text.char_indices().map(|(at, _)| at).collect(),
        parser: Parser::new_from_str(text),
        record: 0,
        anchors: HashMap::new(),
        borrowed: Vec::new(),
        last: None,
        most,
    };
    let whole = walk.documents().is_some();
    Walked { borrowed: walk.borrowed, whole }
}

/// An anchored value.
struct Anchor {
    /// The record that it stands in.
    record: usize,
    /// It on one line, if that can be said.
    value: Option<String>,
}

struct Walk<'a> {
    text: &'a str,
    /// The byte at which each character begins.
    offsets: Vec<usize>,
    parser: Parser<'a, StrInput<'a>>,
    /// The number of the record that is walked through.
    record: usize,
    anchors: HashMap<usize, Anchor>,
    borrowed: Vec<Borrowed>,
    /// The record of the last of them.
    last: Option<usize>,
    most: usize,
}

/// How a value is met.
#[derive(Clone, Copy)]
struct Way {
    depth: usize,
    /// Whether it is part of an anchored value, so that its text may be wanted.
    wanted: bool,
    /// Whether it may be written out where an alias of it stands.
    may_stand: bool,
}

impl<'a> Walk<'a> {
    /// `None` where the text cannot be read further.
    fn next(&mut self) -> Option<(Event<'a>, Span)> {
        self.parser.next()?.ok()
    }

    fn documents(&mut self) -> Option<()> {
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::StreamStart | Event::DocumentStart(_) | Event::DocumentEnd => {}
                Event::StreamEnd => return Some(()),
                Event::SequenceStart(..) => {
                    while let Some((event, span)) = self.element()? {
                        self.record += 1;
                        self.root(event, span)?;
                    }
                }
                event => {
                    self.record += 1;
                    self.root(event, span)?;
                }
            }
        }
    }

    fn root(&mut self, event: Event<'a>, span: Span) -> Option<()> {
        self.node(event, span, Way { depth: 0, wanted: false, may_stand: true })?;
        Some(())
    }

    /// The beginning of the next element of a sequence, if there is another.
    fn element(&mut self) -> Option<Option<(Event<'a>, Span)>> {
        let next = self.next()?;
        Some((next.0 != Event::SequenceEnd).then_some(next))
    }

    /// Walks one node to its end; its value on one line if it is wanted and can be said.
    fn node(&mut self, event: Event<'a>, span: Span, way: Way) -> Option<Option<String>> {
        if way.depth > limits::NESTING {
            return None;
        }
        let anchor = match &event {
            Event::Alias(of) => {
                self.alias(*of, span, way.may_stand);
                // What it stands for may stand for more, and that for more again.
                return Some(None);
            }
            Event::Scalar(_, _, anchor, _)
            | Event::SequenceStart(anchor, _)
            | Event::MappingStart(anchor, _) => *anchor,
            _ => 0,
        };
        let inner = Way { depth: way.depth + 1, wanted: way.wanted || anchor != 0, ..way };
        let value = match event {
            Event::Scalar(text, style, _, tag) => {
                let one_line = !self.text[self.bytes(span)].contains('\n');
                let said = inner.wanted && tag.is_none() && one_line;
                said.then(|| on_one_line(&text, style)).flatten()
            }
            Event::SequenceStart(_, tag) => {
                let mut items = Some(Vec::new());
                while let Some((event, span)) = self.element()? {
                    add(&mut items, self.node(event, span, inner)?);
                }
                items
                    .filter(|_| inner.wanted && tag.is_none())
                    .map(|it| format!("[{}]", it.join(", ")))
            }
            Event::MappingStart(_, tag) => {
                let mut entries = Some(Vec::new());
                loop {
                    let (event, span) = self.next()?;
                    if event == Event::MappingEnd {
                        break;
                    }
                    let merges = matches!(&event, Event::Scalar(key, ..) if key == "<<");
                    let key = self.node(event, span, Way { may_stand: false, ..inner })?;
                    let (event, span) = self.next()?;
                    let value = self.node(
                        event,
                        span,
                        Way { may_stand: inner.may_stand && !merges, ..inner },
                    )?;
                    add(&mut entries, key.zip(value).map(|(key, value)| format!("{key}: {value}")));
                }
                let entries = entries.filter(|_| inner.wanted && tag.is_none());
                entries.map(|it| format!("{{{}}}", it.join(", ")))
            }
            _ => None,
        };
        let value = value.filter(|it| it.len() <= limits::SHORT_VALUE);
        if anchor != 0 {
            self.anchors.insert(anchor, Anchor { record: self.record, value: value.clone() });
        }
        Some(value)
    }

    /// Notes an alias of a value in another record.
    fn alias(&mut self, of: usize, span: Span, may_stand: bool) {
        // One that is not closed yet is around the alias.
        let Some(anchor) = self.anchors.get(&of).filter(|it| it.record != self.record) else {
            return;
        };
        if self.last != Some(self.record) || self.borrowed.len() < self.most {
            let value = anchor.value.clone().filter(|_| may_stand);
            self.borrowed.push(Borrowed { range: self.bytes(span), value });
            self.last = Some(self.record);
        }
    }

    fn bytes(&self, span: Span) -> Range<usize> {
        let byte = |at: usize| self.offsets.get(at).copied().unwrap_or(self.text.len());
        let (start, end) = (byte(span.start.index()), byte(span.end.index()));
        start..end.max(start)
    }
}

/// Adds what can be said; nothing can be said of a list of which a part cannot.
fn add(all: &mut Option<Vec<String>>, one: Option<String>) {
    match (all.as_mut(), one) {
        (Some(all), Some(one)) => all.push(one),
        _ => *all = None,
    }
}

/// A text of one line as it may stand behind a key and between brackets.
fn on_one_line(text: &str, style: ScalarStyle) -> Option<String> {
    match style {
        ScalarStyle::Plain if text.is_empty() => None,
        ScalarStyle::Plain if text.contains([',', '[', ']', '{', '}']) => Some(in_quotes(text)),
        ScalarStyle::Plain => Some(text.to_owned()),
        // JSON's strings are YAML's too.
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
            Some(serde_json::Value::from(text).to_string())
        }
        ScalarStyle::Literal | ScalarStyle::Folded => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, Option<String>)> {
        let walked = borrowed(text, 100);
        assert!(walked.whole, "{text}");
        walked.borrowed.into_iter().map(|it| (&text[it.range], it.value)).collect()
    }

    fn said(value: &str) -> Option<String> {
        Some(value.to_owned())
    }

    #[test]
    fn an_alias_of_another_record_is_found_with_its_value() {
        for (text, alias, value) in [
            ("- a: &x 甲\n- a: *x\n", "*x", said("甲")),
            ("- a: &x \"5.10\"\n- a: *x\n", "*x", said("\"5.10\"")),
            ("- a: &x 5.10\n- a: *x\n", "*x", said("5.10")),
            ("- a: &x 1,000\n- a: *x\n", "*x", said("\"1,000\"")),
            ("- a: &x\n  - 甲\n  - '乙'\n- a: *x # 丙\n", "*x", said("[甲, \"乙\"]")),
            ("- a: &x {b: 1, c: [2]}\n- a: *x\n", "*x", said("{b: 1, c: [2]}")),
            ("- a: &x\n    b: 一\n- - *x\n", "*x", said("{b: 一}")),
            ("- a: &x |\n    甲\n- a: *x\n", "*x", None),
            ("- a: &x 甲\n    乙\n- a: *x\n", "*x", None),
            ("- a: &x !t 甲\n- a: *x\n", "*x", None),
            ("- {a: &x 甲, b: &y [*x]}\n- a: *y\n", "*y", None),
            ("- &x {a: 1}\n- <<: *x\n", "*x", None),
            ("- &x {a: 1}\n- {<<: [*x]}\n", "*x", None),
            ("- a: &x 甲\n- *x : 乙\n", "*x", None),
            ("[&x {a: 1},\n *x]\n", "*x", said("{a: 1}")),
        ] {
            assert_eq!(found(text), [(alias, value)], "{text}");
            assert!(has_aliases(text), "{text}");
        }
    }

    #[test]
    fn of_very_many_there_is_one_for_each_record() {
        let text = "- a: &x 甲\n".to_owned() + &"- {a: *x, b: *x}\n".repeat(3);
        assert_eq!([0, 3, 9].map(|most| borrowed(&text, most).borrowed.len()), [3, 4, 6]);
    }

    #[test]
    fn what_stays_in_its_record_is_left_alone() {
        for text in [
            "- a: &x 甲\n  b: *x\n- a: 乙\n",
            "- &x {a: 1}\n",
            "a: &x 1\nb: *x\n",
            "- a: &x 甲\n  b: *x\n- a: &x 甲\n  b: *x\n",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_an_alias_is_none() {
        assert!(!has_aliases("- name: A & B * C\n- name: R&D*\n"));
        assert!(has_aliases("a:\n  &x b\nc:\n  *x\n"));
    }

    #[test]
    fn a_text_that_is_no_yaml_is_walked_through_as_far_as_it_goes() {
        let walked = borrowed("- a: &x 甲\n- a: *x\n- a: [\n", 100);
        assert_eq!((walked.borrowed.len(), walked.whole), (1, false));
        assert!(!borrowed(&"- ".repeat(100_000), 100).whole);
    }
}
