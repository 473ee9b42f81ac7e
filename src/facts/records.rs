//! A file with thousands of records, cut into them without parsing it.
//!
//! Cutting first has three uses: an error in one record does not take the
//! others with it, records can be parsed on all cores, and no more of them need
//! be in memory than are being worked on.

use std::ops::Range;

/// The byte ranges of the records of a file: the elements of a sequence that
/// starts at the margin (`- id: …`), or its documents (`---`), or both.
///
/// Text in another shape (a flow sequence `[…]`, aliases that reach from one
/// record to another) is one range: the whole.
pub fn split_records(text: &str) -> Vec<Range<usize>> {
    let mut starts = Vec::new();
    let mut shared_anchor = false;
    let mut at = 0;
    let mut fresh_document = true;
    for line in text.split_inclusive('\n') {
        let element = line.starts_with("- ") || line.trim_end() == "-";
        let blank = line.trim().is_empty() || line.starts_with('#');
        if line.trim_end() == "---" || line.trim_end() == "..." {
            fresh_document = true;
        } else if element {
            starts.push(at);
            fresh_document = false;
        } else if !blank && !line.starts_with([' ', '\t']) && fresh_document {
            starts.push(at);
            fresh_document = false;
        }
        shared_anchor |= line.contains(": *") || line.contains("<<:");
        at += line.len();
    }
    let flow = starts.first().is_some_and(|&first| text[first..].starts_with(['[', '{']));
    if flow || (shared_anchor && starts.len() > 1) {
        return std::iter::once(0..text.len()).collect();
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..document_end(text, start, end)).collect()
}

/// A record ends before a document mark that follows it.
fn document_end(text: &str, start: usize, end: usize) -> usize {
    let mut at = start;
    for line in text[start..end].split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            return at;
        }
        at += line.len();
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(text: &str) -> Vec<&str> {
        split_records(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn a_sequence_is_cut_at_its_elements() {
        let text = "# 宛先\n- id: a\n  name: 甲\n- id: b\n";
        assert_eq!(records(text), ["- id: a\n  name: 甲\n", "- id: b\n"]);
    }

    #[test]
    fn documents_are_cut_at_their_marks() {
        let text = "---\nid: a\nname: 甲\n---\nid: b\n...\n";
        assert_eq!(records(text), ["id: a\nname: 甲\n", "id: b\n"]);
    }

    #[test]
    fn what_cannot_be_cut_stays_whole() {
        assert_eq!(records("[{id: a}, {id: b}]").len(), 1);
        assert_eq!(records("- &x {id: a}\n- {id: b, data: *x}\n").len(), 1);
        assert!(records("\n# nothing\n").is_empty());
    }
}
