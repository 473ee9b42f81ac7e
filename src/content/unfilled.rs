//! Places of a form that nobody has filled in yet: 【要記入：…】, ○○様, ●月●日, XX年.
//!
//! What a person means as a place to fill in is told from what is meant to be printed by
//! its surroundings: one ○ is an answer or a mark, and 〇 among figures is a zero.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::diagnostic::Diagnostic;
use crate::facts::Passage;
use crate::messages::Message;
use crate::rules::Rule;

/// Signs that stand for what is not known yet.
const SIGNS: &str = "○〇◯●△▲";

/// As many of one sign in a row are a line drawn across the text.
const LINE: usize = 10;

/// The words of a place that asks to be filled in, the same sign twice or more, a sign
/// before what is counted or dated, and letters for the figures of a date.
static PLACE: LazyLock<Regex> = LazyLock::new(|| {
    let asked = r"【(?:要記入|要確認|要修正|未記入)[^】\n]*】";
    let runs = r"○{2,}|〇{2,}|◯{2,}|●{2,}|△{2,}|▲{2,}";
    // 〇件 may be none.
    let counted = r"[○◯●][年月日時分人名件社円]|〇[年月日]";
    let figures = r"(?:XX|xx|ＸＸ|××|YYYY|MM|DD)[年月日時分人名件]";
    Regex::new(&format!("{asked}|{runs}|{counted}|{figures}"))
        .expect("a pattern that is tried by every test of this file")
});

/// The places of a passage that are to be filled in.
pub fn check(passage: &Passage) -> Vec<Diagnostic> {
    let text = passage.text.as_str();
    let mut found: Vec<Range<usize>> = Vec::new();
    for place in PLACE.find_iter(text).map(|it| it.range()) {
        let told = found.last().is_some_and(|last| place.start < last.end);
        if !told && !is_printed_so(text, place.clone()) {
            found.push(with_its_word(text, place));
        }
    }
    let finding = |place: Range<usize>| {
        let found = text[place.clone()].to_owned();
        let is_sign = !found.starts_with('【');
        let message = Message::NotFilledIn { found };
        let finding = Rule::Unfilled.found_in(passage, place, message).hint(Message::FillIn);
        if is_sign { finding.hint(Message::AcceptSigns) } else { finding }
    };
    found.into_iter().map(finding).collect()
}

/// The word that signs are a part of, 株式会社●● or ○○銀行: an office may keep one and not
/// all of them.
fn with_its_word(text: &str, place: Range<usize>) -> Range<usize> {
    if text[place.clone()].starts_with('【') {
        return place;
    }
    let is_hiragana = |c: char| ('ぁ'..='ゟ').contains(&c);
    let is_of_word = |c: &char| c.is_alphanumeric() && !is_hiragana(*c) || SIGNS.contains(*c);
    let before: usize =
        text[..place.start].chars().rev().take_while(is_of_word).map(char::len_utf8).sum();
    let after: usize = text[place.end..].chars().take_while(is_of_word).map(char::len_utf8).sum();
    place.start - before..place.end + after
}

/// Whether signs are meant to be printed: 二〇〇五年 is a number, ◎○○△ are marks that
/// somebody has given, and a row of many is a line.
fn is_printed_so(text: &str, place: Range<usize>) -> bool {
    let found = &text[place.clone()];
    if !found.starts_with(|c| SIGNS.contains(c)) {
        return false;
    }
    let before = text[..place.start].chars().next_back();
    let after = text[place.end..].chars().next();
    let beside = |is: fn(char) -> bool| before.is_some_and(is) || after.is_some_and(is);
    let is_zero = found.starts_with(['○', '〇', '◯']) && beside(is_figure);
    let is_run = found.chars().all(|c| SIGNS.contains(c));
    is_zero || is_run && (beside(is_mark) || found.chars().count() >= LINE)
}

fn is_figure(c: char) -> bool {
    "〇一二三四五六七八九十百千".contains(c)
}

/// Marks beside which a sign is one too.
fn is_mark(c: char) -> bool {
    "◎○〇◯●△▲×✕☓▽▼◇◆□■☆★".contains(c)
}

/// Whether the sign that begins here stands for what is not known yet, and is no mark of
/// a list.
pub fn begins_place(text: &str) -> bool {
    PLACE.find(text).is_some_and(|it| it.start() == 0)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::diagnostic::SourceText;

    fn found(text: &str) -> Vec<String> {
        let source = Arc::new(SourceText::new("a.yaml", format!("body: {text}\n")));
        let passages = Passage::all_in(&source);
        let found = passages.iter().flat_map(check).filter_map(|it| it.place);
        found.map(|place| place.text().to_owned()).collect()
    }

    #[test]
    fn what_is_to_be_filled_in_is_found_with_its_place() {
        for (text, places) in [
            ("【要記入：システムの名前】に障害が起きました。", vec!["【要記入：システムの名前】"]),
            ("【要確認】○○様、株式会社●●", vec!["【要確認】", "○○様", "株式会社●●"]),
            ("〇〇県〇〇市△△町", vec!["〇〇県〇〇市△△町"]),
            ("令和6年●月●日にお届けします。", vec!["令和6年●月●日"]),
            ("20XX年XX月XX日", vec!["20XX年XX月XX日"]),
            ("YYYY年MM月DD日", vec!["YYYY年MM月DD日"]),
            ("第○○号、対象は○名です。", vec!["第○○号", "○名"]),
        ] {
            assert_eq!(found(text), places, "{text}");
        }
    }

    #[test]
    fn what_is_meant_to_be_printed_is_left_alone() {
        for text in [
            "該当する番号に○を付けてください。",
            "○印を付けてください。",
            "○",
            "○×で答えてください。",
            "◎○○△",
            "二〇〇五年一〇月に始めました。",
            "一〇〇人、二〇〇〇人、百二〇名",
            "●重要なお知らせ",
            "●●●●●●●●●●●●",
            "【重要】【お知らせ】【未定】",
            "○の中に印を",
            "カード番号はXXXX-XXXX-XXXX-1234です。",
            "XXL、MM社、DDとは",
            "正解率は×が3つでした。",
            "申告は〇件、〇名、〇時",
            "△は欠席",
        ] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
    }
}
