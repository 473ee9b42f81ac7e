//! Where a value stands in its YAML text.
//!
//! `serde_yaml` reads the facts but forgets their places. They are needed only
//! when there is something to say, so they are looked up then, by walking the
//! text's events again with a parser that keeps them.

use std::ops::Range;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Span};

/// One step on the way from a document's root to a value in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Into a mapping, by key.
    Key(String),
    /// Into a sequence, by position from 0.
    Index(usize),
}

/// What is known of a value's place, in bytes of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The key, if the value stands in a mapping.
    pub key: Option<Range<usize>>,
    /// The value itself.
    pub value: Range<usize>,
    /// Whether YAML replaces line breaks inside the value by spaces.
    pub folds: bool,
}

/// Finds the value at `path`; `None` if the text has no such value.
pub fn locate(text: &str, path: &[Step]) -> Option<Found> {
    let mut walk = Walk {
        text,
        // The parser counts characters.
        offsets: text.char_indices().map(|(at, _)| at).collect(),
        parser: Parser::new_from_str(text),
        key: None,
        found: None,
    };
    loop {
        match walk.next()? {
            (Event::StreamStart | Event::DocumentStart(_), _) => {}
            (Event::StreamEnd | Event::DocumentEnd, _) => return walk.found,
            (event, span) => {
                walk.node(event, span, Some(path))?;
                return walk.found;
            }
        }
    }
}

struct Walk<'a> {
    text: &'a str,
    /// The byte at which each character begins.
    offsets: Vec<usize>,
    parser: Parser<'a, saphyr_parser::StrInput<'a>>,
    /// The key in front of the node that is walked next.
    key: Option<Range<usize>>,
    found: Option<Found>,
}

impl<'a> Walk<'a> {
    fn next(&mut self) -> Option<(Event<'a>, Span)> {
        self.parser.next()?.ok()
    }

    /// Walks one node to its end. `path` leads from it to the value that is
    /// looked for, or is `None` off the way.
    fn node(&mut self, event: Event<'a>, span: Span, path: Option<&[Step]>) -> Option<()> {
        let wanted = path.is_some_and(<[Step]>::is_empty);
        let key = self.key.take();
        let start = span.start;
        let mut end = span.end;
        let mut folds = false;
        match event {
            Event::Scalar(_, style, ..) => {
                folds = style != ScalarStyle::Literal;
            }
            Event::SequenceStart(..) => {
                for index in 0.. {
                    let (event, span) = self.next()?;
                    end = span.end;
                    if event == Event::SequenceEnd {
                        break;
                    }
                    let rest = match path {
                        Some([Step::Index(wanted), rest @ ..]) if *wanted == index => Some(rest),
                        _ => None,
                    };
                    self.node(event, span, rest)?;
                }
            }
            Event::MappingStart(..) => loop {
                let (event, span) = self.next()?;
                end = span.end;
                if event == Event::MappingEnd {
                    break;
                }
                let rest = match (&event, path) {
                    (Event::Scalar(name, ..), Some([Step::Key(wanted), rest @ ..]))
                        if name == wanted =>
                    {
                        Some(rest)
                    }
                    _ => None,
                };
                let key = self.bytes(span.start, span.end);
                self.node(event, span, None)?;
                let (event, span) = self.next()?;
                self.key = rest.is_some().then_some(key);
                self.node(event, span, rest)?;
                self.key = None;
            },
            _ => {}
        }
        if wanted && self.found.is_none() {
            let mut value = self.bytes(start, end);
            // A block ends where the next thing begins; its own text ends before.
            let trimmed = self.text[value.clone()].trim_end().len();
            value.end = value.start + trimmed;
            if folds && self.text[value.clone()].starts_with('>') {
                let first = self.text[value.clone()].find('\n').map_or(0, |at| at + 1);
                value.start += first;
            }
            self.found = Some(Found { key, value, folds });
        }
        Some(())
    }

    fn bytes(&self, start: Marker, end: Marker) -> Range<usize> {
        let byte =
            |mark: Marker| self.offsets.get(mark.index()).copied().unwrap_or(self.text.len());
        byte(start)..byte(end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, path: &[Step]) -> Option<(Option<String>, String)> {
        let found = locate(text, path)?;
        Some((found.key.map(|key| text[key].to_owned()), text[found.value].to_owned()))
    }

    fn key(name: &str) -> Step {
        Step::Key(name.to_owned())
    }

    const TEXT: &str = "宛名: 甲\nlist:\n  - {a: 乙}\n  - b: >\n      一行\n      二行\nend: 1\n";

    #[test]
    fn a_value_is_found_with_its_key() {
        assert_eq!(at(TEXT, &[key("宛名")]), Some((Some("宛名".into()), "甲".into())));
        let inner = [key("list"), Step::Index(0), key("a")];
        assert_eq!(at(TEXT, &inner), Some((Some("a".into()), "乙".into())));
        assert_eq!(at(TEXT, &[key("end")]), Some((Some("end".into()), "1".into())));
    }

    #[test]
    fn a_value_that_is_not_there_is_not_found() {
        assert_eq!(at(TEXT, &[key("list"), Step::Index(7)]), None);
        assert_eq!(at(TEXT, &[key("nothing")]), None);
    }

    #[test]
    fn a_folded_text_is_found_without_its_mark() {
        let path = [key("list"), Step::Index(1), key("b")];
        let found = locate(TEXT, &path).expect("it is there");
        assert!(found.folds);
        assert_eq!(TEXT[found.value].trim(), "一行\n      二行");
    }
}
