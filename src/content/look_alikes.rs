//! Characters that look like another, which was meant: radicals and other systems'
//! copies of a kanji, as they come out of a PDF, and kanji among katakana.

use std::sync::LazyLock;

use regex::Regex;

use super::fold::ideograph;
use crate::diagnostic::Diagnostic;
use crate::facts::{Passage, scalar};
use crate::messages::Message;
use crate::model::Client;
use crate::rules::Rule;

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern that is tried by every test of this file")
}

/// Radicals, and the copies of kanji that Unicode has for Korean and Taiwanese data,
/// but for those that are forms of their own in JIS X 0213 (朗, 隆).
static COPIES: LazyLock<Regex> = LazyLock::new(|| {
    let own = r"\u{F91D}\u{F928}\u{F929}\u{F936}\u{F970}\u{F9D0}\u{F9DC}";
    regex(&format!(r"[\u{{2E80}}-\u{{2FD5}}\u{{F900}}-\u{{FA0D}}\u{{2F800}}-\u{{2FA1F}}--{own}]+"))
});

/// What is wrong with a passage's characters.
pub fn check(passage: &Passage) -> Vec<Diagnostic> {
    let text = passage.text.as_str();
    let mut found = Vec::new();
    for copies in COPIES.find_iter(text) {
        let part = copies.as_str();
        let right: String = part.chars().map(|c| ideograph(c).unwrap_or(c)).collect();
        let code = part.chars().next().map_or(0, u32::from);
        let message = Message::CopyOfKanji {
            found: part.to_owned(),
            code: format!("{code:04X}"),
            right: right.clone(),
        };
        let finding = Rule::LookAlike.found_in(passage, copies.range(), message);
        let fix = (right != part).then(|| right.clone());
        found.push(Diagnostic { fix, ..finding.write_instead(&right) });
    }
    found
}

/// Kanji that look like katakana, each with what it looks like.
const KANJI: [(char, char); 8] = [
    ('二', 'ニ'),
    ('八', 'ハ'),
    ('口', 'ロ'),
    ('力', 'カ'),
    ('工', 'エ'),
    ('夕', 'タ'),
    ('卜', 'ト'),
    ('一', 'ー'),
];

/// The names in one client's record: kanji among katakana, katakana among kanji.
pub fn check_client(client: &Client) -> Vec<Diagnostic> {
    let person = client.person.as_ref().and_then(|person| person.name.as_ref());
    let names = [(&["name"][..], Some(&client.name)), (&["person", "name"], person)];
    let names = names.into_iter().filter_map(|(keys, name)| Some((keys, name?)));
    let finding = |(keys, name): (&[&str], &String)| {
        let right = with_right_script(name);
        (right != *name).then(|| {
            let message = Message::LooksLikeOtherScript { name: name.clone() };
            let finding = Rule::LookAlike.found_for(client, keys, message);
            finding.instead(Message::WriteInstead { right: right.clone() }, scalar(&right))
        })
    };
    names.filter_map(finding).collect()
}

/// The name with kanji between two katakana as katakana, and katakana by themselves
/// beside kanji as kanji.
fn with_right_script(name: &str) -> String {
    let katakana = |c: Option<char>| c.is_some_and(|c| matches!(c, 'ァ'..='ヺ' | 'ー'));
    let letters: Vec<char> = name.chars().collect();
    let at = |index: usize| letters.get(index).copied();
    let mut right = letters.clone();
    let like_kana = |c: char| KANJI.iter().find(|(kanji, _)| *kanji == c).map(|(_, kana)| *kana);
    let like_kanji = |c: char| KANJI.iter().find(|(_, kana)| *kana == c).map(|(kanji, _)| *kanji);
    // In 二コ二コ会 the second gives the first away.
    let among = |c: char| {
        letters.windows(3).any(|it| it[1] == c && katakana(Some(it[0])) && katakana(Some(it[2])))
    };
    for (index, &c) in letters.iter().enumerate() {
        let (before, after) = (right[..index].last().copied(), at(index + 1));
        if let Some(kana) = like_kana(c)
            && (katakana(before) || katakana(after))
            && among(c)
        {
            right[index] = kana;
        } else if let Some(kanji) = like_kanji(c)
            && !katakana(before)
            && !katakana(after)
            && after.is_some_and(is_kanji)
            && before.is_none_or(|c| is_kanji(c) || c.is_whitespace())
        {
            right[index] = kanji;
        }
    }
    right.into_iter().collect()
}

fn is_kanji(c: char) -> bool {
    matches!(c, '㐀'..='鿿' | '豈'..='﫿' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::with_right_script;

    #[test]
    fn a_sign_among_those_of_another_script_is_seen() {
        for (name, right) in [
            ("二コ二コ会", "ニコニコ会"),
            ("医療法人二コ二コ会", "医療法人ニコニコ会"),
            ("ハ木 太郎", "八木 太郎"),
            ("ニ宮商店", "二宮商店"),
            ("マネ一ジャー", "マネージャー"),
            ("口コミ堂", "口コミ堂"),
            ("第二サポート", "第二サポート"),
            ("三ツ矢二ノ宮", "三ツ矢二ノ宮"),
            ("霞ヶ関ハウス", "霞ヶ関ハウス"),
            ("株式会社丸ト", "株式会社丸ト"),
            ("有限会社カネト一水産", "有限会社カネト一水産"),
            ("イ", "イ"),
        ] {
            assert_eq!(with_right_script(name), right);
        }
    }
}
