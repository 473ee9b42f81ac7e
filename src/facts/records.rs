//! A file with thousands of records, cut into them without parsing it.
//!
//! Cutting first has three uses: an error in one record does not take the
//! others with it, records can be parsed on all cores, and no more of them need
//! be in memory than are being worked on.

use std::ops::Range;

/// A stretch of a file that can be parsed by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its bytes; they begin at the beginning of a line.
    pub range: Range<usize>,
    /// How many lines of the file stand before it.
    pub lines: usize,
}

/// The pieces of a file, a record in each: its documents (`---`), and where a
/// document is a sequence at one margin (`- id: …`), the elements of it.
///
/// A document that cannot be cut line by line (a flow sequence `[…]`) is one piece
/// that holds them all.
pub fn pieces(text: &str) -> Vec<Piece> {
    let records = documents(text).into_iter().flat_map(|document| elements(text, document));
    let (mut at, mut lines) = (0, 0);
    let piece = |range: Range<usize>| {
        lines += text[at..range.start].matches('\n').count();
        at = range.start;
        Piece { range, lines }
    };
    records.map(piece).collect()
}

/// The documents of a file that hold anything, without the marks around them,
/// but for a mark on whose line the document begins.
fn documents(text: &str) -> Vec<Range<usize>> {
    let mut documents = Vec::new();
    let mut start = 0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let after_mark = ["---", "..."].iter().find_map(|mark| {
            let rest = line.strip_prefix(mark)?;
            (rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n'])).then_some(mark.len())
        });
        if let Some(mark) = after_mark {
            documents.push(start..at);
            start = at + if is_content(&line[mark..]) { 0 } else { line.len() };
        } else if line.starts_with('%') {
            documents.push(start..at);
            start = at + line.len();
        }
        at += line.len();
    }
    documents.push(start..text.len());
    documents.retain(|document| text[document.clone()].lines().any(is_content));
    documents
}

fn is_content(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && !line.starts_with('#')
}

/// The elements of a document that is a sequence; the document if it is not.
fn elements(text: &str, document: Range<usize>) -> Vec<Range<usize>> {
    let body = &text[document.clone()];
    let first = body.lines().find(|line| is_content(line)).unwrap_or_default();
    let is_element = |line: &str| {
        let line = line.trim_start_matches(' ');
        line.starts_with("- ") || line.trim_end() == "-" || begins_otherwise(line)
    };
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    if !is_element(first) {
        return std::iter::once(document).collect();
    }
    let margin = indent(first);
    let mut starts = Vec::new();
    let mut at = document.start;
    for line in body.split_inclusive('\n') {
        if is_element(line) && indent(line) == margin {
            starts.push(at);
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([document.end]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

/// Whether a line begins an element for a person and not for YAML, with another dash
/// or space (`－ id: …`): the error in it is then its own.
fn begins_otherwise(line: &str) -> bool {
    let mut characters = line.chars();
    let dash = characters.next();
    let space = characters.next().is_some_and(|c| c.is_whitespace());
    let other_dash = dash.is_some_and(|c| {
        matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FF0D}' | '\u{30FC}')
    });
    space && (other_dash || dash == Some('-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(text: &str) -> Vec<&str> {
        pieces(text).into_iter().map(|piece| &text[piece.range]).collect()
    }

    #[test]
    fn a_sequence_is_cut_at_its_elements() {
        let text = "# 宛先\n- id: a\n  name: 甲\n  list:\n    - x\n- id: b\n";
        assert_eq!(records(text), ["- id: a\n  name: 甲\n  list:\n    - x\n", "- id: b\n"]);
    }

    #[test]
    fn an_indented_sequence_is_cut_too() {
        assert_eq!(records("  - id: a\n    list:\n    - x\n  - id: b\n").len(), 2);
    }

    #[test]
    fn documents_are_cut_at_their_marks() {
        let text = "---\nid: a\nname: 甲\n---\nid: b\n...\n";
        assert_eq!(records(text), ["id: a\nname: 甲\n", "id: b\n"]);
    }

    #[test]
    fn a_list_inside_a_document_is_not_cut() {
        let text = "--- # 甲\nid: a\naddress:\n- x\n- y\ndata:\n  - item: z\n---\nid: b\n";
        assert_eq!(records(text).len(), 2);
        assert_eq!(records("id: a\nlist:\n  - x\n").len(), 1);
        assert_eq!(records("---\nid: a\n--- {id: b}\n"), ["id: a\n", "--- {id: b}\n"]);
    }

    #[test]
    fn what_cannot_be_cut_stays_whole() {
        assert_eq!(records("[{id: a}, {id: b}]").len(), 1);
        assert!(records("\n# nothing\n").is_empty());
    }
    proptest::proptest! {
        /// Records between comments, marks and empty lines, in lists and documents.
        #[test]
        fn every_piece_is_a_record_and_knows_its_line(
            records in proptest::collection::vec((0..4_usize, 0..3_usize, ".{0,8}"), 1..12),
        ) {
            let mut text = String::new();
            let mut lines = Vec::new();
            let mut in_list = false;
            for (number, (kind, extra, note)) in records.iter().enumerate() {
                let note: String = note.chars().filter(|c| !c.is_control()).collect();
                text.push_str(&format!("# {note}\n").repeat(*extra));
                let begins_list = *kind < 2 && !in_list;
                in_list = *kind < 2;
                if !in_list || begins_list {
                    text.push_str("---\n");
                }
                lines.push((number, text.matches('\n').count()));
                text.push_str(&match kind {
                    0 => format!("- id: r{number}\n  list:\n    - x\n"),
                    1 => format!("- id: r{number}\r\n  name: 甲\r\n"),
                    2 => format!("id: r{number}\nlist:\n- x\n"),
                    _ => format!("{{id: r{number}, list: [x]}}\n"),
                });
            }
            let cut = pieces(&text);
            assert_eq!(cut.len(), records.len(), "{text}");
            for ((number, line), piece) in lines.into_iter().zip(cut) {
                let record = &text[piece.range.clone()];
                assert_eq!(piece.lines, text[..piece.range.start].matches('\n').count());
                let before_id = record.split(&format!("id: r{number}")).next().unwrap_or_default();
                assert_eq!(piece.lines + before_id.matches('\n').count(), line, "{text}");
                assert_eq!(record.matches("id: r").count(), 1, "{record}");
            }
        }
    }
}
