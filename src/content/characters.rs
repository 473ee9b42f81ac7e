//! Characters that come in by typing or pasting and do not belong in a letter.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Match, Regex};
use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::Diagnostic;
use crate::facts::{Passage, Step, TAG, is_own_name};
use crate::messages::Message;
use crate::rules::Rule;

use super::unfilled::begins_place;

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern that is tried by every test of this file")
}

/// White space beside a mark that has its own. A full-width one parts by intention
/// what stands in brackets, or goes behind ？ and ！; one that fills brackets is to
/// be written in.
static SPACE: LazyLock<Regex> = LazyLock::new(|| {
    let patterns = [
        r"(?P<blank>[（「『［【][ 　\t]+[］】）」』])",
        r"(?P<sure>[ \t]+[、。，．！？：；］】）」』]|[、。，．：；（「『［【][ \t]+)",
        r"(?P<wide>　[ 　\t]*[、。，．！？：；]|[、，：；]　[ 　\t]*)",
        r"(?P<beside>[ \t]+[（「『［【]|[！？］】）」』][ \t]+)",
    ];
    regex(&patterns.join("|"))
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
/// Katakana with lines of any kind in it or behind it.
static KANA_WORD: LazyLock<Regex> =
    LazyLock::new(|| regex(r"[ァ-ヺー]+(?:[―−–—─－‐\-一][ァ-ヺー]+)*[―−–—─－‐\-]?"));
static BETWEEN_FIGURES: LazyLock<Regex> =
    LazyLock::new(|| regex(r"[0-9０-９]+(?:[ーｰ―—–−─‐－\-][0-9０-９]+)+"));
/// Entities and tags of HTML, and what Markdown makes bold, underlined or code.
static MARKUP: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"&(?:[A-Za-z][A-Za-z0-9]{1,8}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});|&nbsp|(?i:</?(?:a|b|big|blockquote|body|br|center|code|div|em|font|h[1-6]|hr|html|i|img|li|ol|p|pre|s|script|small|span|strike|strong|style|sub|sup|table|tbody|td|th|thead|tr|u|ul)(?:[ /][^<>\n]{0,80})?>)|\*\*[^*\n]+\*\*|__[^_\n]+__|`[^`\n]+`",
    )
});
static HALF_KANA: LazyLock<Regex> = LazyLock::new(|| regex(r"[｡-ﾟ]+"));
static DIGITS: LazyLock<Regex> = LazyLock::new(|| regex(r"[0-9０-９][0-9０-９,，.．]*[0-9０-９]"));
static BRACKETS: LazyLock<Regex> = LazyLock::new(|| regex(r"[(（][^()（）\n]{0,40}[)）]"));

/// What is wrong with a passage's characters; `in_record` if it is a client's.
pub fn check(passage: &Passage, in_record: bool) -> Vec<Diagnostic> {
    let text = passage.text.as_str();
    let mut found = Vec::new();
    found.extend(SPACE.captures_iter(text).filter_map(|space| space_beside_mark(passage, &space)));
    found.extend(numbers_by_hand(passage));
    for braces in BRACES.find_iter(text) {
        let message = Message::PrintedTag { found: braces.as_str().to_owned() };
        let finding = Rule::PrintedTag.found_in(passage, braces.range(), message);
        found.push(match tag_meant(braces.as_str()) {
            _ if in_record => finding.hint(Message::WriteValueItself),
            Some(right) => finding.write_instead(&right),
            None => finding.hint(Message::WriteTagSo),
        });
    }
    found.extend(half_width_kana(passage));
    found.extend(dashes(passage));
    found.extend(markup(passage));
    for digits in DIGITS.find_iter(text) {
        let full = digits.as_str().contains(|c| ('０'..='９').contains(&c));
        if full && digits.as_str().contains(|c: char| c.is_ascii_digit()) {
            let message = Message::MixedDigits { found: digits.as_str().to_owned() };
            let right: String = digits.as_str().nfkc().collect();
            let finding = Rule::Digits.found_in(passage, digits.range(), message);
            found.push(finding.write_instead(&right));
        }
    }
    for brackets in BRACKETS.find_iter(text) {
        let pair = brackets.as_str();
        if pair.starts_with('(') != pair.ends_with(')') {
            let inner: String = pair.chars().skip(1).take(pair.chars().count() - 2).collect();
            let message = Message::MixedBrackets { found: pair.to_owned() };
            let finding = Rule::Brackets.found_in(passage, brackets.range(), message);
            let right = format!("（{inner}）");
            found.push(finding.write_instead(&right));
        }
    }
    found
}

/// Marks of lists that were typed. A mark alone in a table is a value.
fn numbers_by_hand(passage: &Passage) -> Vec<Diagnostic> {
    if passage.path.contains(&Step::Key("rows".into())) {
        return Vec::new();
    }
    let finding = |number: Match<'_>| {
        let message = Message::NumberByHand { found: around(&passage.text, number.range()) };
        let finding = Rule::NumberByHand.found_in(passage, number.range(), message);
        let kind = if number.as_str() == "※" { "notes" } else { "list" }.to_owned();
        match list_around(passage) {
            ListAround::Own => finding.instead(Message::MarkedByItself, ""),
            ListAround::Blocks => finding.hint(Message::UseList { kind }),
            ListAround::Heading => finding.hint(Message::MarksOfHeadings),
            ListAround::None => finding.hint(Message::NoListHere { kind }),
        }
    };
    // ○○株式会社 is to be filled in, and no item of a list.
    let is_mark = |number: &Match<'_>| !begins_place(&passage.text[number.start()..]);
    NUMBER.find_iter(&passage.text).filter(is_mark).map(finding).collect()
}

fn half_width_kana(passage: &Passage) -> Vec<Diagnostic> {
    let finding = |kana: Match<'_>| {
        let right: String = kana.as_str().nfkc().collect();
        let message = Message::HalfWidthKana { found: kana.as_str().to_owned() };
        // A voice mark by itself belongs to what stands before it.
        let alone = right.starts_with(['\u{3099}', '\u{309A}']);
        // Beside a figure ｰ is a hyphen that was typed in another mode.
        let before = &passage.text[..kana.start()];
        let hyphen = right.starts_with('ー') && before.ends_with(is_figure);
        match alone || hyphen {
            true => Rule::HalfWidthKana.found_in(passage, kana.range(), message),
            false => {
                let (rule, at) = (Rule::HalfWidthKana, kana.range());
                rule.corrected_in(passage, at, message, right.clone()).write_instead(&right)
            }
        }
    };
    HALF_KANA.find_iter(&passage.text).map(finding).collect()
}

fn is_figure(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

fn space_beside_mark(passage: &Passage, space: &Captures<'_>) -> Option<Diagnostic> {
    let at = space.get(0)?;
    if space.name("blank").is_some() {
        return None;
    }
    let message = Message::SpaceAtPunctuation { found: around(&passage.text, at.range()) };
    let right: String = at.as_str().chars().filter(|c| !c.is_whitespace()).collect();
    // Where the space may part two things, somebody has to look.
    let finding = match space.name("sure") {
        Some(_) => Rule::Space.corrected_in(passage, at.range(), message, right.clone()),
        None => Rule::Space.found_in(passage, at.range(), message),
    };
    Some(finding.instead(Message::DeleteSpace, right))
}

/// Lines that are taken for ー, and ー that is taken for a hyphen.
fn dashes(passage: &Passage) -> Vec<Diagnostic> {
    let finding = |at: Range<usize>, right: String| {
        let message = Message::OtherDash { found: passage.text[at.clone()].to_owned() };
        let finding = Rule::Dash.found_in(passage, at, message);
        finding.write_instead(&right)
    };
    let mut found = Vec::new();
    for word in KANA_WORD.find_iter(&passage.text) {
        if let Some(wrong) = with_wrong_lines(word.as_str(), &passage.text[word.end()..]) {
            let right = wrong.chars().map(|c| if is_line(c) { 'ー' } else { c }).collect();
            found.push(finding(word.start()..word.start() + wrong.len(), right));
        }
    }
    let is_place = ["address", "postal_code", "phone", "fax"].contains(&passage.key());
    for number in BETWEEN_FIGURES.find_iter(&passage.text) {
        let line = |c: char| {
            matches!(c, 'ー' | 'ｰ') || (is_place && matches!(c, '―' | '—' | '–' | '−' | '─'))
        };
        if !number.as_str().contains(line) {
            continue;
        }
        let full = number.as_str().starts_with(|c: char| !c.is_ascii());
        let hyphen = if full { '－' } else { '-' };
        let right = number.as_str().chars().map(|c| if line(c) { hyphen } else { c }).collect();
        found.push(finding(number.range(), right));
    }
    found
}

fn is_line(c: char) -> bool {
    matches!(c, '―' | '−' | '–' | '—' | '─' | '－' | '‐' | '-' | '一')
}

/// The word, if a line in it can only be ー: one between two katakana, or behind
/// the last where the word ends.
fn with_wrong_lines<'a>(word: &'a str, after: &str) -> Option<&'a str> {
    let body = word.trim_end_matches(is_line);
    let parts: Vec<&str> = body.split(is_line).collect();
    let lines = body.chars().filter(|&c| is_line(c));
    let inside = lines.zip(parts.windows(2)).any(|(line, parts)| {
        // A hyphen may join two words, or number them: ネット-サービス, ア-ウ.
        let short = |part: &&str| part.chars().count() <= 2;
        let number = |part: &&str| "アイウエオカキクケコ".contains(*part);
        let hyphen = matches!(line, '－' | '‐' | '-');
        !(hyphen && (!parts.iter().any(short) || parts.iter().all(number)))
    });
    /// What a word has behind it, and a sentence that follows a dash has not.
    const BEHIND: &str = "、。，．）)」』】のをにはがへとでも様御課部室長係社店";
    let ends = after.chars().next().is_none_or(|c| c == '\n' || BEHIND.contains(c));
    let trailing = body.len() < word.len() && body.chars().count() > 1 && (ends || inside);
    match (inside, trailing) {
        (_, true) => Some(word),
        (true, false) => Some(body),
        (false, false) => None,
    }
}

/// What comes out of a web page or is written for one.
fn markup(passage: &Passage) -> Vec<Diagnostic> {
    if !passage.text.contains(['&', '<', '*', '_', '`']) {
        return Vec::new();
    }
    let finding = |markup: Match<'_>| {
        let found = markup.as_str().to_owned();
        let message = Message::PrintedMarkup { found: found.clone() };
        let finding = Rule::Markup.found_in(passage, markup.range(), message);
        match meant(&found) {
            Some(right) => finding.write_instead(&right),
            None => finding.hint(Message::WriteWithoutMarkup),
        }
    };
    MARKUP.find_iter(&passage.text).map(finding).collect()
}

/// The character that an entity of HTML stands for.
fn meant(entity: &str) -> Option<String> {
    let name = entity.strip_prefix('&')?.strip_suffix(';')?;
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        let c = char::from_u32(code.ok()?).filter(|c| !c.is_control())?;
        return Some(if c == '\u{A0}' { ' ' } else { c }.to_string());
    }
    let known = [
        ("amp", "&"),
        ("lt", "<"),
        ("gt", ">"),
        ("quot", "\""),
        ("apos", "'"),
        ("nbsp", " "),
        ("yen", "￥"),
        ("copy", "©"),
        ("middot", "・"),
        ("hellip", "…"),
    ];
    known.iter().find(|(it, _)| *it == name).map(|(_, right)| (*right).to_owned())
}

/// Whether a list can stand where a text stands.
enum ListAround {
    /// The text is an item of one.
    Own,
    /// The text is a block, beside which there may be others.
    Blocks,
    /// The text is a heading, which a style marks.
    Heading,
    /// It cannot.
    None,
}

fn list_around(passage: &Passage) -> ListAround {
    let keys = passage.path.iter().filter_map(|step| match step {
        Step::Key(key) => Some(key.as_str()),
        Step::Index(_) => None,
    });
    let keys: Vec<&str> = keys.collect();
    match keys[..] {
        ["bulletins", ..] => ListAround::None,
        [.., "list" | "notes"] | [.., "list" | "notes", "text"] => ListAround::Own,
        [.., "heading"] => ListAround::Heading,
        [.., "body" | "box" | "a" | "text"] | ["parts", _] => ListAround::Blocks,
        _ => ListAround::None,
    }
}

/// The tag of which some braces are missing or of the wrong width, if there is a
/// variable between those that are there.
fn tag_meant(found: &str) -> Option<String> {
    let name = found.trim_matches(['{', '}', '｛', '｝', ' ', '\u{3000}']);
    let letters =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    let is_variable = name.contains('.') && name.split('.').all(letters);
    (is_variable || is_own_name(name)).then(|| format!("{{{{ {name} }}}}"))
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

/// A part of a text with two characters on either side, to know it by.
fn around(text: &str, part: std::ops::Range<usize>) -> String {
    let start =
        text[..part.start].char_indices().rev().take(2).last().map_or(part.start, |it| it.0);
    let end = text[part.end..].char_indices().nth(4).map_or(text.len(), |(at, _)| part.end + at);
    text[start..end].replace(['\n', TAG], "…")
}
