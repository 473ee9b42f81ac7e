//! JSON Lines: a record in JSON on each line (jsonlines.org; NDJSON is the same).

use std::sync::Arc;

use serde::de::IgnoredAny;

use super::{Cut, Lines as Text, Piece, Window, Written};
use crate::diagnostic::{Diagnostic, Place, SourceText};
use crate::messages::Message;

/// A list in JSON Lines that is being cut.
#[derive(Default)]
pub(super) struct Lines {
    bytes: usize,
    lines: usize,
}

impl Cut for Lines {
    fn take(&mut self, name: &Arc<str>, text: &Text<'_>, window: &mut Window) {
        for line in text.new_lines() {
            let start = self.bytes;
            self.bytes += line.len();
            if !line.trim().is_empty() {
                let end = start + line.trim_end_matches(['\n', '\r']).len();
                window.pieces.push(piece(text.source(name, start..end, self.lines)));
            }
            self.lines += 1;
        }
    }

    fn finish(&mut self, _: &Arc<str>, _: &Text<'_>, _: &mut Window) {}

    fn done(&self) -> usize {
        self.bytes
    }
}

/// A record in YAML, which JSON is but for one thing: there are no two halves of a character
/// in YAML (YAML 1.2, 1.3; RFC 8259, 7).
fn piece(line: SourceText) -> Piece {
    let wrong = match serde_json::from_str::<IgnoredAny>(&line.text) {
        Err(error) => Some(wrong(&line, &error)),
        Ok(_) if !line.text.trim_start().starts_with('{') => {
            let place = Place::new(as_it_is(&line), 0..1);
            let problem = Diagnostic::error(Message::LineOfNoRecord).at(place);
            Some(problem.hint(Message::RecordOnEachLine))
        }
        Ok(_) => None,
    };
    let source = SourceText { text: with_whole_characters(&line.text), ..line };
    Piece { written: Written::Otherwise, wrong, ..Piece::of(source) }
}

fn wrong(line: &SourceText, error: &serde_json::Error) -> Diagnostic {
    let said = error.to_string();
    let reason = said.split(" at line ").next().unwrap_or(&said).to_owned();
    // Columns are counted in bytes, from 1.
    let at = error.column().saturating_sub(1).min(line.text.len());
    let place = Place::new(as_it_is(line), at..at + 1);
    Diagnostic::error(Message::NotJson { reason }).at(place).hint(Message::RecordOnEachLine)
}

/// The line as it is written.
fn as_it_is(line: &SourceText) -> Arc<SourceText> {
    Arc::new(line.piece(0..line.text.len(), 0))
}

/// The text with a character for every two escapes that are halves of one, as programs
/// write them that write ASCII alone: 𠮷 is `\ud842\udfb7`.
fn with_whole_characters(text: &str) -> String {
    let mut whole = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        whole.push_str(before);
        let halves = half(escape).zip(escape.get(6..).and_then(half));
        let character = halves.and_then(|(high, low)| {
            let units = [u16::try_from(high).ok()?, u16::try_from(low).ok()?];
            char::decode_utf16(units).next()?.ok()
        });
        let length = match character {
            Some(character) => {
                whole.push(character);
                12
            }
            // A backslash and what it makes of the next character.
            None => {
                let length = escape.chars().take(2).map(char::len_utf8).sum();
                whole.push_str(&escape[..length]);
                length
            }
        };
        rest = &escape[length..];
    }
    whole.push_str(rest);
    whole
}

/// The half of a character that an escape at the beginning of a text is, if it is one.
fn half(escape: &str) -> Option<u32> {
    let code = u32::from_str_radix(escape.strip_prefix("\\u")?.get(..4)?, 16).ok()?;
    (0xD800..=0xDFFF).contains(&code).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_halves_are_a_character_and_nothing_else_is_touched() {
        for (json, yaml) in [
            (r#"{"a": "\ud842\udfb7野"}"#, r#"{"a": "𠮷野"}"#),
            (r#"{"a": "\\ud842\\udfb7"}"#, r#"{"a": "\\ud842\\udfb7"}"#),
            (r#"{"a": "\u91ce\"\\"}"#, r#"{"a": "\u91ce\"\\"}"#),
        ] {
            assert_eq!(with_whole_characters(json), yaml);
        }
    }
}
