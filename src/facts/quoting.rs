//! Texts that YAML cuts, parts or refuses because a character in them means
//! something to it, and the quotes that keep them whole.

use std::ops::Range;

use serde_yaml::Value;

use crate::diagnostic::{Diagnostic, Edit, Place};
use crate::limits;
use crate::messages::Message;

/// A text in quotes, as it is to stand in the file.
pub(super) fn in_quotes(text: &str) -> String {
    if text.contains(['"', '\\']) {
        format!("'{}'", text.replace('\'', "''"))
    } else {
        format!("\"{text}\"")
    }
}

/// The advice to put a text with what YAML takes for a comment in quotes.
pub(super) fn with_quotes(problem: Diagnostic, whole: Place) -> Diagnostic {
    let text = in_quotes(whole.text());
    let hint = Message::QuotesOrSpaceBehindHash { value: text.clone() };
    problem.remedy(hint, Edit { place: whole, text })
}

/// The line at the byte `at`, or one of the two above it, with its value in quotes,
/// if that is what makes the text readable, or readable as far as to another fault below.
pub(super) fn line_that_helps(text: &str, at: usize) -> Option<(Range<usize>, String)> {
    let stops = |text: &str| {
        let error = serde_yaml::from_str::<Value>(text).err()?;
        Some(error.location().map_or(0, |it| it.line()))
    };
    let stopped = stops(text);
    let reads = |text: &str| stops(text).is_none_or(|line| Some(line) > stopped);
    let mut end = text[at..].find('\n').map_or(text.len(), |length| at + length);
    for _ in 0..3 {
        let start = text[..end].rfind('\n').map_or(0, |at| at + 1);
        let line = text[start..end].trim_end_matches('\r');
        let (before, behind) = (&text[..start], &text[start + line.len()..]);
        let helps = |line: &String| reads(&format!("{before}{line}{behind}"));
        let mut ways = with_value_in_quotes(line).into_iter().chain(with_one_in_quotes(line));
        if let Some(mended) = ways.find(helps) {
            return Some((start..start + line.len(), mended));
        }
        end = start.checked_sub(1)?;
    }
    None
}

/// `key: a: b` becomes `key: "a: b"`, `- @a` becomes `- "@a"`.
fn with_value_in_quotes(line: &str) -> Option<String> {
    let mut start = line.len() - line.trim_start_matches(' ').len();
    while line[start..].starts_with("- ") {
        start += 2;
        start += line[start..].len() - line[start..].trim_start_matches(' ').len();
    }
    let key = line[start..].find(|c: char| !c.is_ascii_lowercase() && c != '_').unwrap_or(0);
    if key > 0 && line[start + key..].starts_with(": ") {
        start += key + 2;
        start += line[start..].len() - line[start..].trim_start_matches(' ').len();
    }
    let value = line[start..].trim_end();
    // A list or mapping that has something behind it, or a tag, is none.
    let is_collection = value.starts_with(['[', '{'])
        && (!value.contains([']', '}']) || value.ends_with([']', '}']));
    let in_quotes_already =
        ['"', '\''].iter().any(|quote| value.starts_with(*quote) && value.ends_with(*quote));
    // Of one that is not closed only the end is missing.
    let is_open =
        ['"', '\''].iter().any(|it| value.starts_with(*it) && value.matches(*it).count() < 2);
    let is_text = !value.is_empty() && !in_quotes_already && !is_open && !is_collection;
    is_text.then(|| format!("{}{}", &line[..start], in_quotes(value)))
}

/// `{mark: *, list: [甲]}` becomes `{mark: "*", list: [甲]}`: a value between brackets at
/// a time.
fn with_one_in_quotes(line: &str) -> impl Iterator<Item = String> {
    /// On a line with more, nobody could say which is meant.
    const MOST: usize = 50;
    let places = line.char_indices().take(limits::VALUE);
    let behind_keys = places.clone().filter(|(at, c)| *c == ':' && line[at + 1..].starts_with(' '));
    let others = places.filter(|(_, c)| matches!(c, '{' | '[' | ','));
    let starts = behind_keys.chain(others).take(MOST);
    starts.filter_map(|(at, _)| {
        let rest = &line[at + 1..];
        let value = &rest[..rest.find([',', '}', ']'])?];
        let text = value.trim();
        let is_one = !text.is_empty() && !text.starts_with(['"', '\'', '[', '{']);
        let start = at + 1 + value.len() - value.trim_start().len();
        is_one.then(|| {
            let (before, behind) = (&line[..start], &line[start + text.len()..]);
            format!("{before}{}{behind}", in_quotes(text))
        })
    })
}

/// What stands behind a value as a comment that begins without a space, as a number
/// does: `#301`.
pub(super) fn comment_behind(text: &str, value_end: usize) -> Option<Range<usize>> {
    let line = text.get(value_end..)?.lines().next()?;
    let hash = line.len() - line.trim_start_matches([' ', '\t']).len();
    let comment = line[hash..].strip_prefix('#').filter(|_| hash > 0)?;
    let is_text = comment.starts_with(|c: char| !c.is_whitespace() && c != '#');
    let start = value_end + hash;
    is_text.then(|| start..start + line[hash..].trim_end().len())
}

/// Such a comment that hides the end of a list or mapping on its line, `[甲, 乙 #301]`,
/// and the whole text that it is part of.
pub(super) fn comment_in_brackets(text: &str) -> Option<(Range<usize>, Range<usize>)> {
    let mut start = 0;
    text.split_inclusive('\n').find_map(|line| {
        let line_start = start;
        start += line.len();
        let hash = line
            .match_indices(" #")
            .map(|(at, _)| at + 1)
            .find(|hash| line[hash + 1..].starts_with(|c: char| !c.is_whitespace() && c != '#'))?;
        let (before, rest) = line.trim_end().split_at(hash);
        let open = before.matches(['[', '{']).count() > before.matches([']', '}']).count();
        let text_end = rest.trim_end_matches([']', '}', ' ', ',']).len();
        if !open || text_end == rest.len() {
            return None;
        }
        let text_start = before.rfind([',', '[', '{', ':']).map_or(0, |at| at + 1);
        let text_start =
            text_start + before[text_start..].len() - before[text_start..].trim_start().len();
        let end = line_start + hash + text_end;
        Some((line_start + hash..end, line_start + text_start..end))
    })
}

/// Whether a text may have such a comment: to look for places takes time.
pub(super) fn may_cut(text: &str) -> bool {
    let mut rest = text.as_bytes();
    while let Some(at) = rest.iter().position(|byte| *byte == b'#') {
        let before = at.checked_sub(1).map(|before| rest[before]);
        let after =
            rest.get(at + 1).is_some_and(|byte| !byte.is_ascii_whitespace() && *byte != b'#');
        if matches!(before, Some(b' ' | b'\t')) && after {
            return true;
        }
        rest = &rest[at + 1..];
    }
    false
}

/// Whether a text has a comma between two digits, in a number of a flow list or not.
pub(super) fn may_part(text: &str) -> bool {
    let mut rest = text;
    while let Some(at) = rest.find(',') {
        if parts_number(text, text.len() - rest.len() + at) {
            return true;
        }
        rest = &rest[at + 1..];
    }
    false
}

/// Whether the comma at this byte stands between two digits, as in 1,000.
pub(super) fn parts_number(text: &str, comma: usize) -> bool {
    let digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    text[..comma].ends_with(digit) && text[comma + 1..].starts_with(digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_put_in_quotes_where_that_helps() {
        for (text, line) in [
            ("heading: 概要: 6月5日\n", "heading: \"概要: 6月5日\""),
            ("a:\n  - text: 概要: 6月5日\n    when: x\n", "- text: \"概要: 6月5日\""),
            ("title: [重要] お知らせ\nb: 1\n", "title: \"[重要] お知らせ\""),
            ("title: @甲\n", "title: \"@甲\""),
            ("- %甲\n- 乙\n", "- \"%甲\""),
            ("- id: 1\n  text: 「\"甲\"」: 乙\n", "text: '「\"甲\"」: 乙'"),
            ("title: *甲\n", "title: \"*甲\""),
            ("title: 概要:\n", "title: \"概要:\""),
        ] {
            let error = serde_yaml::from_str::<Value>(text).expect_err(text);
            let number = error.location().map_or(0, |it| it.line() - 1);
            let at = text.split_inclusive('\n').take(number).map(str::len).sum::<usize>();
            let mended = line_that_helps(text, at.min(text.len())).map(|(_, line)| line);
            assert_eq!(mended.as_deref().map(str::trim_start), Some(line), "{text}");
        }
        assert_eq!(line_that_helps("a: {b\nc: 1\n", 0), None);
        let two = "title: [重要] お知らせ\nb: 1\nbody: 概要: 甲\n";
        let mended = line_that_helps(two, 0).map(|(_, line)| line);
        assert_eq!(mended.as_deref(), Some("title: \"[重要] お知らせ\""));
    }

    #[test]
    fn a_number_behind_a_value_is_no_comment() {
        let behind = |text: &str| {
            let value = "甲ビル".len();
            comment_behind(text, value).map(|range| text[range].to_owned())
        };
        assert_eq!(behind("甲ビル #301").as_deref(), Some("#301"));
        assert_eq!(behind("甲ビル\t #３０１ 号\n乙").as_deref(), Some("#３０１ 号"));
        for text in ["甲ビル # 301", "甲ビル", "甲ビル ## 見出し", "甲ビル#301", "甲ビル\n#301"]
        {
            assert_eq!(behind(text), None, "{text}");
            assert!(!may_cut(text), "{text}");
        }
        assert!(may_cut("甲ビル #301"));
        let text = "a: [甲, 乙ビル #301]\nb: 1\n";
        let (rest, whole) = comment_in_brackets(text).expect("a comment");
        assert_eq!((&text[rest], &text[whole]), ("#301", "乙ビル #301"));
        assert_eq!(comment_in_brackets("a: [甲, # 乙]\n  乙] #丙\n"), None);
    }

    #[test]
    fn a_comma_in_a_number_is_found() {
        assert!(may_part("[14万8,620人]"));
        assert!(may_part("甲, 乙,1,０００"));
        assert!(!may_part("[1, 2], 甲,乙, C-1,C-2"));
    }
}
