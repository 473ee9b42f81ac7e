//! A file with thousands of records, cut into them without parsing it.
//!
//! Cutting first has three uses: an error in one record does not take the
//! others with it, records can be parsed on all cores, and no more of them need
//! be in memory than are being worked on.

use std::ops::Range;

/// The byte ranges of a file's records: the elements of its sequence
/// (`- id: …`), or its documents (`---`), or both.
///
/// Text that cannot be cut line by line (a flow sequence `[…]`, aliases that may
/// reach from one record to another) is one range, which then holds them all.
pub fn split_records(text: &str) -> Vec<Range<usize>> {
    let mut starts = Vec::new();
    let mut ends = Vec::new();
    // The indentation of the elements, and whether a record is being read.
    let mut margin = None;
    let mut open = false;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_start_matches(' ');
        let indent = line.len() - content.len();
        let mark = matches!(line.trim_end(), "---" | "...");
        let blank = content.trim().is_empty() || content.starts_with('#');
        let element = content.starts_with("- ") || content.trim_end() == "-";
        let begins = if element {
            *margin.get_or_insert(indent) == indent
        } else {
            !blank && !mark && !open
        };
        if (mark || begins) && open {
            ends.push(at);
            open = false;
        }
        if begins {
            starts.push(at);
            open = true;
        }
        at += line.len();
    }
    if open {
        ends.push(text.len());
    }
    if starts.len() > 1 && has_aliases(text) || starts.first().is_some_and(|&at| is_flow(text, at))
    {
        return std::iter::once(0..text.len()).collect();
    }
    starts.into_iter().zip(ends).map(|(start, end)| start..end).collect()
}

fn is_flow(text: &str, at: usize) -> bool {
    text[at..].trim_start().starts_with(['[', '{'])
}

/// Whether a value may be an alias (`*name`). A text that only looks like one
/// costs nothing but the cutting.
fn has_aliases(text: &str) -> bool {
    text.lines().any(|line| {
        let line = line.trim_start();
        line.starts_with("<<:") || [": *", "- *", "[*", ", *"].iter().any(|it| line.contains(it))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(text: &str) -> Vec<&str> {
        split_records(text).into_iter().map(|range| &text[range]).collect()
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
    fn what_cannot_be_cut_stays_whole() {
        assert_eq!(records("[{id: a}, {id: b}]").len(), 1);
        assert_eq!(records("- &x {id: a}\n- {id: b, data: *x}\n").len(), 1);
        assert!(records("\n# nothing\n").is_empty());
    }
}
