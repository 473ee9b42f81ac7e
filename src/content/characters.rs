//! Characters that come in by typing or pasting and do not belong in a letter.

use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use super::Rule;
use crate::diagnostic::Diagnostic;
use crate::facts::{Passage, TAG};
use crate::messages::Message;

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern that is tried by every test of this file")
}

/// White space beside a mark that has its own.
static SPACE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"[ 　\t]+[、。，．！？：；（「『［】）」』］]|[、。，．！？：；（「『［【）」』］][ 　\t]+",
    )
});
/// A number or mark at the beginning of a paragraph.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?m)^(?:[①-⑳㉑-㉟㊱-㊿・※●○■□◆◇]|[(（]\s?(?:[0-9０-９]{1,2}|[ア-ンａ-ｚa-z])\s?[)）]|[0-9０-９]{1,2}(?:[．、)）]|\.[^0-9])|第[0-9０-９一二三四五六七八九十]+　)",
    )
});
/// Braces that are left when all tags are taken for what they stand for.
static BRACES: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"[{｛]+[^{}｛｝\n]{0,40}(?:\}\}|｝｝)|\{\{|\}\}|\{%|%\}|｛｛|｝｝|\{ *[a-z_]+(?:\.[a-z_]+)+ *\}",
    )
});
static HALF_KANA: LazyLock<Regex> = LazyLock::new(|| regex(r"[｡-ﾟ]+"));
static DIGITS: LazyLock<Regex> = LazyLock::new(|| regex(r"[0-9０-９][0-9０-９,，.．]*[0-9０-９]"));
static BRACKETS: LazyLock<Regex> = LazyLock::new(|| regex(r"[(（][^()（）\n]{0,40}[)）]"));

/// What is wrong with a passage's characters.
pub fn check(passage: &Passage) -> Vec<Diagnostic> {
    let text = passage.text.as_str();
    let mut found = Vec::new();
    for space in SPACE.find_iter(text) {
        let message = Message::SpaceAtPunctuation { found: around(text, space.range()) };
        let fix = space.as_str().chars().filter(|c| !c.is_whitespace()).collect();
        let finding = Rule::Space.found_in(passage, space.range(), message);
        found.push(Diagnostic { fix: Some(fix), ..finding.hint(Message::DeleteSpace) });
    }
    for number in NUMBER.find_iter(text) {
        let message = Message::NumberByHand { found: around(text, number.range()) };
        let finding = Rule::NumberByHand.found_in(passage, number.range(), message);
        found.push(finding.hint(Message::UseItems));
    }
    for braces in BRACES.find_iter(text) {
        let message = Message::PrintedTag { found: braces.as_str().to_owned() };
        let finding = Rule::PrintedTag.found_in(passage, braces.range(), message);
        found.push(finding.hint(Message::WriteTagSo));
    }
    for kana in HALF_KANA.find_iter(text) {
        let right: String = kana.as_str().nfkc().collect();
        let message = Message::HalfWidthKana { found: kana.as_str().to_owned() };
        let finding = Rule::HalfWidthKana.found_in(passage, kana.range(), message);
        let hint = Message::WriteInstead { right: right.clone() };
        found.push(Diagnostic { fix: Some(right), ..finding.hint(hint) });
    }
    for digits in DIGITS.find_iter(text) {
        let full = digits.as_str().contains(|c| ('０'..='９').contains(&c));
        if full && digits.as_str().contains(|c: char| c.is_ascii_digit()) {
            let message = Message::MixedDigits { found: digits.as_str().to_owned() };
            let right: String = digits.as_str().nfkc().collect();
            let finding = Rule::Digits.found_in(passage, digits.range(), message);
            found.push(finding.hint(Message::WriteInstead { right }));
        }
    }
    for brackets in BRACKETS.find_iter(text) {
        let pair = brackets.as_str();
        if pair.starts_with('(') != pair.ends_with(')') {
            let inner: String = pair.chars().skip(1).take(pair.chars().count() - 2).collect();
            let message = Message::MixedBrackets { found: pair.to_owned() };
            let finding = Rule::Brackets.found_in(passage, brackets.range(), message);
            let hint = Message::WriteInstead { right: format!("（{inner}）") };
            found.push(finding.hint(hint));
        }
    }
    found.extend(not_in_mail(passage));
    found
}

/// Tags in a client's record, which is printed as it stands.
pub fn tags_in_record(passage: &Passage) -> impl Iterator<Item = Diagnostic> {
    passage.text.match_indices(TAG).map(|(at, tag)| {
        let place = passage.place(at..at + tag.len());
        let found = place.source.text.get(place.range.clone()).unwrap_or(tag).to_owned();
        let finding = Rule::PrintedTag.finding(Message::PrintedTag { found }).at(place);
        finding.hint(Message::WriteValueItself)
    })
}

/// Characters that are not in Windows-31J (Microsoft's Shift_JIS).
fn not_in_mail(passage: &Passage) -> Option<Diagnostic> {
    let lost =
        |character: &str| !character.contains(TAG) && encoding_rs::SHIFT_JIS.encode(character).2;
    // A character and what chooses its form are one.
    let mut characters = passage.text.grapheme_indices(true);
    let (at, found) = characters.find(|(_, character)| lost(character))?;
    let message = Message::NotInMail { found: found.to_owned() };
    Some(Rule::ShiftJis.found_in(passage, at..at + found.len(), message))
}

/// A part of a text with two characters on either side, to know it by.
fn around(text: &str, part: std::ops::Range<usize>) -> String {
    let start =
        text[..part.start].char_indices().rev().take(2).last().map_or(part.start, |it| it.0);
    let end = text[part.end..].char_indices().nth(4).map_or(text.len(), |(at, _)| part.end + at);
    text[start..end].replace(['\n', TAG], "…")
}
