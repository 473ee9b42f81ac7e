//! `check --fix`: the corrections of which there is exactly one, made in the
//! user's files. Every other byte stays.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Place, SourceText};
use crate::facts::{Document, Passage, Piece, Step, borrowed, pieces, values};
use crate::fs;
use crate::letters::recover;
use crate::messages::Message;
use crate::outcome::CommandError;
use crate::project::Project;

/// Makes the corrections; for each file that has changed, its name and how many.
pub fn fix(
    project: &Project,
    problems: &[Diagnostic],
) -> Result<Vec<(String, usize)>, CommandError> {
    let mut files: BTreeMap<&str, Vec<(&Place, &String)>> = BTreeMap::new();
    // A file in which records borrow from others is freed of that first.
    let mut borrowing = BTreeSet::new();
    for problem in problems {
        if let (Some(place), Some(right)) = (&problem.place, &problem.fix) {
            files.entry(&place.source.name).or_default().push((place, right));
            if matches!(problem.message, Message::AliasOfOtherRecord { .. }) {
                borrowing.insert(&*place.source.name);
            }
        }
    }
    if files.is_empty() {
        return Ok(Vec::new());
    }
    let mut held = recover::hold(project)?;
    held.begin()?;
    let mut fixed = Vec::new();
    for (name, found) in files {
        let mut number = 0;
        fs::amend_text(&project.root().join(name), |text| {
            // Of a text in which there are many, once.
            let texts = found.chunk_by(|a, b| Arc::ptr_eq(&a.0.source, &b.0.source));
            if !texts.map(|same| same[0].0).all(|place| is_as_read(text, place)) {
                return None;
            }
            if borrowing.contains(name) {
                return Some(match written_out(text) {
                    Some((amended, count)) => {
                        number = count;
                        amended
                    }
                    None => text.to_owned(),
                });
            }
            let corrections = found.iter().map(|(place, right)| {
                let Range { start, end } = place.bytes();
                (start, end, *right)
            });
            let (amended, count) = corrected(text, corrections.collect());
            // A correction that would break or part the YAML is none.
            if shape(&amended) != shape(text) {
                return Some(text.to_owned());
            }
            number = count;
            Some(amended)
        })?;
        if number > 0 {
            fixed.push((name.to_owned(), number));
        }
    }
    held.finish();
    Ok(fixed)
}

/// A file in which each record has its values itself that it took from others, and how
/// many they are; `None` if any value would be another than before.
fn written_out(text: &str) -> Option<(String, usize)> {
    let mark = text.len() - text.trim_start_matches(fs::BYTE_ORDER_MARK).len();
    let (mark, text) = text.split_at(mark);
    let aliases = borrowed(text, usize::MAX).borrowed;
    let corrections =
        aliases.iter().filter_map(|it| Some((it.range.start, it.range.end, it.value.as_ref()?)));
    let (amended, count) = corrected(text, corrections.collect());
    let same = values(&amended)? == values(text)?;
    same.then(|| (format!("{mark}{amended}"), count))
}

/// The way to a text, and how many paragraphs it has.
type TextShape = (Vec<Step>, usize);

/// Of each piece of a file whether it can be read, and the shape of each text in it:
/// what no correction may change.
fn shape(text: &str) -> Vec<(bool, Vec<TextShape>)> {
    let text = text.trim_start_matches(fs::BYTE_ORDER_MARK);
    let of_piece = |piece: Piece| {
        let source = Arc::new(SourceText::new("", &text[piece.range]));
        let passages = Passage::all_in(&source).into_iter();
        let texts = passages.map(|it| (it.text.matches('\n').count(), it.path));
        (Document::parse(&source).is_ok(), texts.map(|(breaks, path)| (path, breaks)).collect())
    };
    pieces(text).into_iter().map(of_piece).collect()
}

/// Whether the text of a file still has at a place what it had when it was read.
fn is_as_read(text: &str, place: &Place) -> bool {
    let rest = text.get(place.source.before.bytes..);
    rest.is_some_and(|rest| rest.starts_with(&place.source.text))
}

/// Bytes from, bytes to, what is to stand there.
type Correction<'a> = (usize, usize, &'a String);

/// The text with the corrections, of those that touch only the first.
fn corrected(text: &str, mut corrections: Vec<Correction<'_>>) -> (String, usize) {
    corrections.sort();
    let (mut result, mut at, mut count) = (String::with_capacity(text.len()), 0, 0);
    for (start, end, right) in corrections {
        let Some(between) = text.get(at..start) else { continue };
        result.push_str(between);
        result.push_str(right);
        (at, count) = (end, count + 1);
    }
    result.push_str(text.get(at..).unwrap_or_default());
    (result, count)
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use proptest::prelude::*;

    use super::*;
    use crate::content;
    use crate::facts::{Node, Parsing};
    use crate::model::{Prose, Style};

    #[test]
    fn what_is_corrected_is_corrected_once_and_the_rest_stays() {
        let (a, b) = ("漏えい".to_owned(), "ＭＫ社".to_owned());
        let text = "x漏洩y MK社z";
        let at = text.find("MK").expect("it is there");
        let corrections = vec![(at, at + 5, &b), (1, 7, &a), (1, 4, &b)];
        assert_eq!(corrected(text, corrections), ("xＭＫ社洩y ＭＫ社z".to_owned(), 2));
    }

    /// The one text of a YAML file as a letter shows it, paragraph by paragraph.
    fn shown(yaml: &str) -> Option<String> {
        let document = Document::parse(&Arc::new(SourceText::new("a.yaml", yaml))).ok()?;
        let (document, mut cx) = (Arc::new(document), Parsing::default());
        let prose: Prose = Node::root(&document).fields(&mut cx)?.required("a", &mut cx)?;
        let paragraphs: Vec<String> = prose.paragraphs.into_iter().map(|it| it.text).collect();
        Some(paragraphs.join("\n"))
    }

    /// What is corrected in the only text of a file, as parts of the text.
    fn corrections(yaml: &str) -> (String, Vec<(Range<usize>, String)>, String) {
        let source = Arc::new(SourceText::new("a.yaml", yaml));
        let Some(passage) = Passage::all_in(&source).pop() else { return Default::default() };
        let day = NaiveDate::from_ymd_opt(2023, 6, 9).expect("a day");
        let found = content::check_passage(&passage, &[day], &Style::default());
        let found: Vec<_> = found.iter().filter(|it| it.fix.is_some()).collect();
        let in_text = |wanted: &Place| {
            let mut starts = passage.text.char_indices().map(|(at, _)| at);
            let start =
                starts.find(|&at| passage.place(at..at).bytes().start == wanted.bytes().start)?;
            let ends =
                passage.text[start..].char_indices().map(|(at, c)| start + at + c.len_utf8());
            let end =
                ends.clone().find(|&end| passage.place(start..end).bytes() == wanted.bytes())?;
            Some(start..end)
        };
        let parts = found.iter().filter_map(|it| {
            let place = it.place.as_ref()?;
            Some((in_text(place).expect("a part of the text"), it.fix.clone()?))
        });
        let in_file = found.iter().filter_map(|it| {
            let bytes = it.place.as_ref()?.bytes();
            Some((bytes.start, bytes.end, it.fix.as_ref()?))
        });
        (passage.text.clone(), parts.collect(), corrected(yaml, in_file.collect()).0)
    }

    /// Words, marks, spaces and line breaks as people type and paste them.
    fn written() -> impl Strategy<Value = String> {
        const PIECES: &[&str] = &[
            "本日",
            "ご報告",
            "6月4日（日）",
            "6月5日（月）",
            "14：12",
            "8時32分",
            "漏洩",
            "MK 社",
            "ｼｽﾃﾑ",
            "ﾞ",
            "｢引用｣",
            "A",
            "b c",
            "12",
            "、",
            "。",
            "「",
            "」",
            "（",
            "）",
            "？",
            "！",
            "：",
            " ",
            "  ",
            "　",
            "　　",
            "\t",
            "\n",
            "\n　",
            "\n\n",
            "\n 　",
            "\n\n　",
            "比は3：20",
            "1ｰ2",
        ];
        prop::collection::vec(prop::sample::select(PIECES), 1..14)
            .prop_map(|pieces| pieces.concat())
    }

    /// The text as a value of YAML, in each of the ways in which it may be written.
    fn yaml(text: &str, way: usize) -> String {
        let lines: Vec<String> = text.lines().map(|line| format!("  {line}")).collect();
        let body = lines.join("\n");
        match way {
            0 => format!("a: |\n  起\n{body}\n"),
            1 => format!("a: >\n  起\n{body}\n"),
            2 => format!("a: 起\n{body}\n"),
            3 => format!("a: '起\n{body}'\n"),
            _ => format!("a: \"起\n{body}\"\n"),
        }
    }

    proptest! {
        #[test]
        fn a_letter_before_and_after_differs_in_what_is_corrected_only(
            text in written(), way in 0_usize..5,
        ) {
            let before = yaml(&text, way);
            let Some(letter) = shown(&before) else { return Ok(()) };
            let (passage, parts, after) = corrections(&before);
            prop_assume!(shape(&after) == shape(&before));
            // What the checks read is what the letter shows.
            let paragraphs = |text: &str| {
                let lines = text.split('\n').filter(|it| !it.is_empty());
                lines.collect::<Vec<_>>().join("\n")
            };
            prop_assert_eq!(paragraphs(&passage), letter);
            let expected = corrected(
                &passage,
                parts.iter().map(|(at, right)| (at.start, at.end, right)).collect(),
            );
            prop_assert_eq!(Some(paragraphs(&expected.0)), shown(&after));
        }
    }
}
