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
    let mut cutter = Cutter::default();
    let mut pieces: Vec<Piece> =
        text.split_inclusive('\n').filter_map(|line| cutter.take(line)).collect();
    pieces.extend(cutter.finish());
    pieces
}

/// Cuts a file as it is read, line by line.
#[derive(Debug, Default)]
pub struct Cutter {
    /// The bytes and lines so far.
    at: (usize, usize),
    /// Where the piece begins that the next line may belong to.
    start: (usize, usize),
    document: Within,
}

/// What the lines so far of a document are.
#[derive(Debug, Default, Clone, Copy)]
enum Within {
    /// Nothing that counts.
    #[default]
    Nothing,
    /// A record.
    Whole,
    /// Elements of a sequence at this margin.
    Elements(usize),
}

impl Cutter {
    /// Takes the next line, with its end; the piece that it ends, if it ends one.
    pub fn take(&mut self, line: &str) -> Option<Piece> {
        let here = self.at;
        self.at = (here.0 + line.len(), here.1 + usize::from(line.ends_with('\n')));
        if let Some(after) = after_mark(line) {
            let ended = self.piece(here.0);
            // A record may begin on the line of the mark.
            let begins = is_content(after);
            self.start = if begins { here } else { self.at };
            self.document = if begins { Within::Whole } else { Within::Nothing };
            return ended;
        }
        match self.document {
            Within::Nothing if is_content(line) => {
                if is_element(line.trim_end_matches(['\n', '\r'])) {
                    self.start = here;
                    self.document = Within::Elements(margin_of(line));
                } else {
                    self.document = Within::Whole;
                }
                None
            }
            Within::Elements(margin) if is_element(line) && margin_of(line) == margin => {
                let ended = self.piece(here.0);
                self.start = here;
                ended
            }
            _ => None,
        }
    }

    /// The last piece, where the file ends.
    pub fn finish(&mut self) -> Option<Piece> {
        let ended = self.piece(self.at.0);
        self.document = Within::Nothing;
        ended
    }

    /// The byte from which on the text is still needed.
    pub fn needed_from(&self) -> usize {
        self.start.0
    }

    /// The lines so far.
    pub fn lines(&self) -> usize {
        self.at.1
    }

    fn piece(&self, end: usize) -> Option<Piece> {
        let (start, lines) = self.start;
        (!matches!(self.document, Within::Nothing)).then_some(Piece { range: start..end, lines })
    }
}

/// What stands behind the mark of a line that parts documents, or is for the reader alone.
fn after_mark(line: &str) -> Option<&str> {
    let mark = ["---", "..."].iter().find_map(|mark| {
        let rest = line.strip_prefix(mark)?;
        (rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n'])).then_some(rest)
    });
    mark.or_else(|| line.starts_with('%').then_some(""))
}

fn is_content(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && !line.starts_with('#')
}

/// Whether a line begins an element of a sequence.
fn is_element(line: &str) -> bool {
    let line = line.trim_start_matches(' ');
    line.starts_with("- ") || line.trim_end() == "-" || begins_otherwise(line)
}

fn margin_of(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
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
