//! A new entry in a list of a YAML file. Every other byte of the file stays.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, SourceText};
use crate::facts::{Document, Step, scalar};
use crate::messages::Message;

/// The file's text with `entry` (lines without indentation or dash) as an
/// element of the list at `path`, after the element `after` (from 0).
pub fn append(
    source: &Arc<SourceText>,
    path: &[Step],
    after: usize,
    entry: &[String],
) -> Result<String, Box<Diagnostic>> {
    let text = &source.text;
    // It has been read before, without a problem.
    let document = Document::parse(source).map_err(|mut problems| Box::new(problems.remove(0)))?;
    let element = |index: usize| {
        let path: Vec<Step> = path.iter().cloned().chain([Step::Index(index)]).collect();
        document.place(&path).range
    };
    let last = element(after);
    let line_start = text[..last.start].rfind('\n').map_or(0, |at| at + 1);
    let before = &text[line_start..last.start];
    let indent = before.len() - before.trim_start_matches(' ').len();
    let is_block = before.trim_start_matches(' ').starts_with("- ");
    if !is_block {
        let place = document.place(path);
        let problem = Diagnostic::error(Message::ListNotByLine).at(place);
        return Err(Box::new(problem.hint(Message::ListByLine)));
    }
    // What is noted below the last entry belongs to what follows.
    let last_end = last.start + own_length(&text[last.clone()], indent);
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    // Behind the line where the last entry ends, with what is noted there.
    let end = text[last_end..].find('\n').map_or(text.len(), |at| last_end + at + 1);
    let mut added = String::new();
    if !text[..end].ends_with('\n') {
        added.push_str(newline);
    }
    // As much room as there is between the entries above.
    if after > 0 {
        let above = element(after - 1);
        let own = above.start + own_length(&text[above.clone()], indent);
        if text[own..line_start].matches('\n').count() > 1 {
            added.push_str(newline);
        }
    }
    for (number, line) in entry.iter().enumerate() {
        let lead = if number == 0 { "- " } else { "  " };
        let line = format!("{}{lead}{line}", " ".repeat(indent));
        added.push_str(line.trim_end());
        added.push_str(newline);
    }
    Ok(format!("{}{added}{}", &text[..end], &text[end..]))
}

/// The file's text with a list of one entry (lines without indentation or dash) behind
/// a key that it does not have yet.
pub fn first(source: &SourceText, key: &str, entry: &[String]) -> String {
    let text = source.text.trim_end();
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut lines: Vec<String> = Vec::new();
    lines.extend((!text.is_empty()).then(|| format!("{text}{newline}")));
    lines.push(format!("{key}:"));
    lines.extend(entry.iter().enumerate().map(|(number, line)| {
        let lead = if number == 0 { "  - " } else { "    " };
        format!("{lead}{line}").trim_end().to_owned()
    }));
    lines.join(newline) + newline
}

/// How much of an entry is its own: without the empty lines and comments at its
/// end that are not indented further than its dash.
pub(super) fn own_length(entry: &str, indent: usize) -> usize {
    let mut length = entry.trim_end().len();
    while let Some(line_start) = entry[..length].rfind('\n').map(|at| at + 1) {
        let line = &entry[line_start..length];
        let content = line.trim_start_matches(' ');
        let is_comment = content.starts_with('#') && line.len() - content.len() <= indent;
        if !is_comment {
            break;
        }
        length = entry[..line_start].trim_end().len();
    }
    length
}

/// `key: value` with the value on one line, in quotes where YAML needs them.
pub fn line(key: &str, value: &str) -> String {
    format!("{key}: {}", scalar(value))
}

/// A key with a text of several lines below it.
pub fn block(key: &str, text: &str) -> Vec<String> {
    let mut lines = vec![format!("{key}: |")];
    lines.extend(text.trim().lines().map(|line| format!("  {}", line.trim())));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn appended(text: &str, after: usize) -> String {
        let source = Arc::new(SourceText::new("a.yaml", text));
        let entry = ["a: 3".to_owned(), "b: |".to_owned(), "  三".to_owned()];
        append(&source, &[Step::Key("list".into())], after, &entry).expect("a list")
    }

    #[test]
    fn an_entry_is_added_and_every_other_byte_stays() {
        let text = "# 先頭\nlist: # 一覧\n  - a: \"1\" # 一\n\n  - a: 2\n    b: |\n      # 本文\n# 次\nnext: 'x'\n";
        let added = "\n  - a: 3\n    b: |\n      三\n";
        let (above, below) = text.split_at(text.find("# 次").expect("it is there"));
        assert_eq!(appended(text, 1), format!("{above}{added}{below}"));
        assert_eq!(appended("list:\n- a: 1", 0), "list:\n- a: 1\n- a: 3\n  b: |\n    三\n");
        assert_eq!(
            appended("list:\r\n- a: 1\r\n", 0),
            "list:\r\n- a: 1\r\n- a: 3\r\n  b: |\r\n    三\r\n"
        );
        assert_eq!(
            appended("list:\n- a: 1\n- a: 2\n", 0),
            "list:\n- a: 1\n- a: 3\n  b: |\n    三\n- a: 2\n"
        );
    }

    #[test]
    fn the_first_entry_makes_the_list() {
        let source = SourceText::new("a.yaml", "name: 障害\n");
        let entry = ["a: 1".to_owned(), "b: |".to_owned(), "  一".to_owned()];
        let list = "list:\n  - a: 1\n    b: |\n      一\n";
        assert_eq!(first(&source, "list", &entry), format!("name: 障害\n\n{list}"));
        assert_eq!(first(&SourceText::new("a.yaml", ""), "list", &entry), list);
    }

    #[test]
    fn a_list_on_one_line_is_left_alone() {
        let source = Arc::new(SourceText::new("a.yaml", "list: [{a: 1}]"));
        assert!(append(&source, &[Step::Key("list".into())], 0, &["a: 2".into()]).is_err());
    }
}
