//! Characters that come in by typing or pasting and that YAML reads otherwise
//! than a person sees them: spaces that are none to it, line breaks that are none
//! to an editor, full-width signs where it wants half-width ones.

use std::ops::Range;
use std::sync::Arc;

use super::own_fields::is_of_name;
use crate::diagnostic::{Diagnostic, Edit, Place, SourceText};
use crate::limits;
use crate::messages::Message;
use crate::unseen::is_default_ignorable;

/// A character, and what YAML wants in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stray {
    /// The byte where it begins.
    pub(super) at: usize,
    /// The character.
    pub(super) character: char,
    /// What should stand there; `None` if nothing should.
    pub(super) wanted: Option<&'static str>,
}

impl Stray {
    /// What is wrong with it, and what to do.
    pub(super) fn problem(self, source: &Arc<SourceText>) -> Diagnostic {
        let character = named(self.character);
        let own = self.at..self.at + self.character.len_utf8();
        let mut edit = Edit {
            place: Place::new(source.clone(), own.clone()),
            text: self.wanted.unwrap_or_default().to_owned(),
        };
        let (message, hint) = match self.wanted {
            None => (Message::StrayCharacter { character }, Message::DeleteInvisible),
            Some(" ") => {
                let message = Message::NotASpace { character };
                match self.indent(&source.text) {
                    Some((indent, spaces)) => {
                        edit.place = Place::new(source.clone(), indent);
                        edit.text = " ".repeat(spaces);
                        (message, Message::IndentBy { spaces: spaces.to_string() })
                    }
                    None => (message, Message::SpaceInstead),
                }
            }
            Some(wanted) if self.character == ':' => {
                (Message::NoSpaceBehindColon, Message::WriteInstead { right: wanted.to_owned() })
            }
            Some(wanted) => {
                let wanted = wanted.to_owned();
                (
                    Message::WrongSign { character, wanted: wanted.clone() },
                    Message::WriteInstead { right: wanted },
                )
            }
        };
        Diagnostic::error(message).at(Place::new(source.clone(), own)).remedy(hint, edit)
    }
}

impl Stray {
    /// Where it indents a line: what stands before the line's content, and how many
    /// spaces are to stand there instead.
    fn indent(self, text: &str) -> Option<(Range<usize>, usize)> {
        let start = text[..self.at].rfind('\n').map_or(0, |at| at + 1);
        let line = text[start..].lines().next().unwrap_or_default();
        let content = line.trim_start_matches(|c: char| c.is_whitespace() || is_unseen(c));
        if !text[start..self.at].trim_matches(' ').is_empty() {
            return None;
        }
        let (before, behind) = (&text[..start], &text[start + line.len() - content.len()..]);
        let reads = |spaces: &usize| {
            let text = format!("{before}{}{behind}", " ".repeat(*spaces));
            serde_yaml::from_str::<serde_yaml::Value>(&text).is_ok()
        };
        // As far as one of the lines around it, or further than a key without value.
        let margin = |line: &str| line.len() - line.trim_start_matches([' ', '-']).len();
        let above = before.lines().next_back();
        let further = above.filter(|line| line.trim_end().ends_with(':')).map(|it| margin(it) + 2);
        let next = behind.lines().nth(1).map(margin);
        let mut candidates = further.into_iter().chain(next).chain(above.map(margin));
        let spaces = candidates.find(reads)?;
        Some((start..start + line.len() - content.len(), spaces))
    }
}

/// A character as a message shows it: itself where it can be seen, its name where
/// not, and its code point.
pub(super) fn named(c: char) -> String {
    let name = match c {
        '\t' => Message::NameOfTab,
        '\u{B}' => Message::NameOfVerticalTab,
        '\u{C}' => Message::NameOfFormFeed,
        '\u{85}' => Message::NameOfNextLine,
        '\u{A0}' | '\u{202F}' => Message::NameOfNoBreakSpace,
        '\u{3000}' => Message::NameOfFullWidthSpace,
        '\u{2028}' => Message::NameOfLineSeparator,
        '\u{2029}' => Message::NameOfParagraphSeparator,
        '\u{FEFF}' => Message::NameOfByteOrderMark,
        c if c.is_control() => Message::NameOfControl,
        c if c.is_whitespace() => Message::NameOfSpace,
        c if is_default_ignorable(c) => Message::NameOfInvisible,
        c => Message::Verbatim(format!("`{c}`")),
    };
    let code = format!("{:04X}", u32::from(c));
    Message::CharacterWithCode { name: name.to_string(), code }.to_string()
}

/// Whether a word that holds the character looks as if it did not.
pub(super) fn is_unseen(c: char) -> bool {
    c.is_whitespace() && !c.is_ascii() || is_default_ignorable(c)
}

/// The characters of a file that no letter has and that YAML refuses or takes for
/// line breaks.
pub(super) fn never_meant(text: &str) -> Vec<Stray> {
    let never = |c: char| match c {
        '\t' | '\n' | '\r' => false,
        '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}' => true,
        c => c.is_control(),
    };
    // A list has thousands of texts, and hardly one of them holds any.
    if !begins_one(text.as_bytes()) {
        return Vec::new();
    }
    let found = text.char_indices().filter(|(_, c)| never(*c));
    found.map(|(at, character)| Stray { at, character, wanted: None }).collect()
}

/// Whether any byte begins such a character.
fn begins_one(bytes: &[u8]) -> bool {
    let begins = |(at, byte): (usize, &u8)| match byte {
        b'\t' | b'\n' | b'\r' => false,
        0..0x20 | 0x7F => true,
        0xC2 => matches!(bytes.get(at + 1), Some(0x80..=0x9F)),
        0xE2 => matches!(bytes.get(at + 1..at + 3), Some([0x80, 0xA8 | 0xA9])),
        0xEF => matches!(bytes.get(at + 1..at + 3), Some([0xBB, 0xBF] | [0xBF, 0xBE | 0xBF])),
        _ => false,
    };
    bytes.iter().enumerate().any(begins)
}

/// The sign that YAML has stumbled over at `error`: the last one before that stands
/// where YAML wants another, on that line or one of the two above. Anywhere in the
/// text if `error` is nowhere.
pub(super) fn before(text: &str, error: Option<usize>) -> Option<Stray> {
    /// YAML notices some a line later.
    const LINES_BACK: usize = 2;
    let mut signs = Vec::new();
    let mut number = 0;
    let mut error_line = None;
    for (start, line) in structure(text) {
        number += 1;
        if let Some(sign) = misplaced(line) {
            signs.push((number, Stray { at: start + sign.at, ..sign }));
        }
        if error.is_some_and(|at| (start..=start + line.len()).contains(&at)) {
            error_line = Some(number);
        }
    }
    let Some(error_line) = error_line else { return signs.first().map(|(_, sign)| *sign) };
    let near =
        |(line, _): &&(usize, Stray)| *line <= error_line && *line + LINES_BACK >= error_line;
    signs.iter().rev().find(near).map(|(_, sign)| *sign)
}

/// A full-width colon behind a key, `業務：給与計算`, if YAML has stumbled over it: with
/// a half-width one it reads on.
pub(super) fn colon_of_key(text: &str, error: Option<usize>) -> Option<Stray> {
    let stops = |text: &str| {
        let error = serde_yaml::from_str::<serde_yaml::Value>(text).err()?;
        error.location().map(|it| it.index())
    };
    let stopped = stops(text)?;
    let signs: Vec<Stray> = structure(text).flat_map(own_colons).collect();
    let is_before = |sign: &&Stray| error.is_none_or(|error| sign.at <= error);
    signs.iter().rev().filter(is_before).take(limits::STRAYS).copied().find(|sign| {
        let (before, behind) = text.split_at(sign.at);
        let behind = &behind[sign.character.len_utf8()..];
        let mended = format!("{before}{}{behind}", sign.wanted.unwrap_or_default());
        stops(&mended).is_none_or(|at| at > stopped + sign.character.len_utf8())
    })
}

/// Such colons on a line that begins at this byte: behind a name with which the line
/// begins, or an entry between braces.
fn own_colons((start, line): (usize, &str)) -> impl Iterator<Item = Stray> {
    line.char_indices().filter(|(_, c)| is_colon(*c)).filter_map(move |(at, character)| {
        let before = line[..at].trim_end_matches(is_of_name);
        let around = before.trim_end_matches(' ');
        let begins = before.trim_start_matches([' ', '-']).is_empty();
        let is_key = before.len() < at && (begins || around.ends_with(['{', ',']));
        let rest = &line[at + character.len_utf8()..];
        let wanted = if rest.trim_end().is_empty() { ":" } else { ": " };
        is_key.then_some(Stray { at: start + at, character, wanted: Some(wanted) })
    })
}

/// Whether a character is a colon to a person.
pub(super) fn is_colon(c: char) -> bool {
    matches!(c, '：' | '﹕' | '︓' | '∶')
}

/// The lines of a text that YAML reads signs in, each with the byte where it begins:
/// those of a text behind `|` or `>` and comments are left out.
fn structure(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    let mut literal = None;
    text.split_inclusive('\n').filter_map(move |whole| {
        let start = at;
        at += whole.len();
        let line = whole.trim_end_matches(['\n', '\r']);
        let indent = line.len() - line.trim_start_matches(' ').len();
        if literal.is_some_and(|margin| line.trim().is_empty() || indent > margin) {
            return None;
        }
        let end = line.split(" #").next().unwrap_or(line).trim_end();
        let header = end.rsplit([' ', ':']).next().unwrap_or_default();
        let begins = header.starts_with(['|', '>'])
            && header[1..].chars().all(|c| matches!(c, '+' | '-' | '0'..='9'));
        literal = begins.then_some(indent);
        (!line.trim_start().starts_with('#')).then_some((start, line))
    })
}

/// The first sign on a line that YAML wants otherwise.
fn misplaced(line: &str) -> Option<Stray> {
    let stray = |at, character, wanted| Some(Stray { at, character, wanted: Some(wanted) });
    let mut at = line.len() - line.trim_start_matches(' ').len();
    loop {
        let c = line[at..].chars().next()?;
        if c.is_whitespace() || matches!(c, '\u{200B}' | '\u{FEFF}') {
            return stray(at, c, " ");
        }
        let rest = &line[at + c.len_utf8()..];
        let dash = matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FF0D}' | '\u{30FC}');
        if dash && rest.starts_with(|c: char| c.is_whitespace() || c.is_ascii_alphabetic()) {
            return stray(at, c, "- ");
        }
        if c != '-' || !rest.starts_with(char::is_whitespace) {
            break;
        }
        at += 1;
        at += line[at..].len() - line[at..].trim_start_matches(' ').len();
    }
    let key = line[at..].find(|c: char| !c.is_ascii_lowercase() && c != '_');
    let behind = at + key.filter(|length| *length > 0)?;
    let mut rest = line[behind..].char_indices().map(|(at, c)| (behind + at, c));
    let (colon, c) = rest.next()?;
    if is_colon(c) {
        return stray(colon, c, ": ");
    }
    if c != ':' {
        return None;
    }
    let (value, c) = rest.find(|(_, c)| *c != ' ')?;
    match c {
        c if c.is_whitespace() || matches!(c, '\u{200B}' | '\u{FEFF}') => stray(value, c, " "),
        '｛' => stray(value, c, "{"),
        '［' => stray(value, c, "["),
        // `https://` is a text.
        '/' => None,
        _ if value == colon + 1 => stray(colon, ':', ": "),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sign(line: &str) -> Option<(usize, char, &'static str)> {
        misplaced(line).map(|it| (it.at, it.character, it.wanted.unwrap_or_default()))
    }

    #[test]
    fn a_sign_that_yaml_wants_otherwise_is_found_where_it_stands() {
        for (line, found) in [
            (" \u{A0}name: 甲", (1, '\u{A0}', " ")),
            ("\u{3000}name: 甲", (0, '\u{3000}', " ")),
            ("\tname: 甲", (0, '\t', " ")),
            ("  name:\u{3000}甲", (7, '\u{3000}', " ")),
            ("  name:\u{A0}甲", (7, '\u{A0}', " ")),
            ("  name: \u{3000}甲", (8, '\u{3000}', " ")),
            ("－ id: C-0001", (0, '－', "- ")),
            ("− id: C-0001", (0, '−', "- ")),
            ("-\u{3000}id: C-0001", (1, '\u{3000}', " ")),
            ("- name：甲", (6, '：', ": ")),
            ("  person: ｛name: 甲｝", (10, '｛', "{")),
            ("  services: ［甲］", (12, '［', "[")),
            ("  name:甲", (6, ':', ": ")),
        ] {
            assert_eq!(sign(line), Some(found), "{line:?}");
        }
    }

    #[test]
    fn a_line_as_yaml_wants_it_has_none() {
        for line in [
            "",
            "  ",
            "- id: C-0001",
            "- - 甲",
            "  name: 甲：乙",
            "  text: |",
            "甲：乙",
            "-5",
            "---",
            "  url: https://a",
            "  https://a",
            "  services: [甲]",
            "データ：",
            "  text: 一\u{3000}二",
            "name:",
        ] {
            assert_eq!(sign(line), None, "{line:?}");
        }
    }

    #[test]
    fn a_character_that_is_never_meant_is_found() {
        for c in ('\0'..=char::MAX).filter(|c| !matches!(c, '\t' | '\n' | '\r')) {
            let never = c.is_control() || "\u{2028}\u{2029}\u{FEFF}\u{FFFE}\u{FFFF}".contains(c);
            assert_eq!(!never_meant(c.encode_utf8(&mut [0; 4])).is_empty(), never, "{c:?}");
        }
    }

    #[test]
    fn a_text_of_lines_is_not_looked_through() {
        let text = "a: |\n  一\n\n  \u{3000}二\nb: >- # 三\n  \u{3000}四\nc: 五\n";
        assert_eq!(before(text, None), None);
        assert_eq!(
            before(&format!("{text}\u{3000}d: 六\n"), None).map(|it| it.at),
            Some(text.len())
        );
    }
}
