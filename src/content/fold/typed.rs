//! What is typed into a search field, folded by whoever has no more than tables: a page in
//! the browser folds each text as [`fold_typed`] does, and never asks.
//!
//! The way is: Unicode's form NFKC, small letters, then what stands in [`forms`] for its
//! legal form, then each character that [`folds`] has for what it is folded to. A reading
//! is typed in hiragana, however the list has it: for a search they are katakana.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

use super::{ABBREVIATIONS, FORMS, LOOK_ALIKES, PARTING, RADICALS, decomposed, is_left_out};

/// Hiragana and katakana, some of which have a mark and are folded with it.
const KANA: std::ops::RangeInclusive<char> = '\u{3041}'..='\u{30FF}';

/// Where characters are that are left out: blanks of all kinds, and what chooses a form of
/// the character before it. Behind these there are tags, which nobody types.
const LEFT_OUT: [std::ops::RangeInclusive<char>; 3] =
    ['\u{0}'..='\u{FFFF}', '\u{1BCA0}'..='\u{1D17A}', '\u{E0100}'..='\u{E01EF}'];

/// The characters that are folded, each with what it is folded to, which may be nothing.
pub fn folds() -> &'static BTreeMap<char, String> {
    static FOLDS: LazyLock<BTreeMap<char, String>> = LazyLock::new(|| {
        let lists = [FORMS, LOOK_ALIKES, RADICALS[0], PARTING];
        let listed = lists.into_iter().flat_map(str::chars).chain(KANA);
        let left_out = LEFT_OUT.into_iter().flatten().filter(|c| is_left_out(*c));
        let fold = |c: char| {
            let folded: String = decomposed(c).nfc().map(katakana).collect();
            (is_kept(c) && !folded.chars().eq([c])).then_some((c, folded))
        };
        listed.chain(left_out).filter_map(fold).collect()
    });
    &FOLDS
}

/// A character of hiragana as katakana (Unicode has them in the same order).
fn katakana(c: char) -> char {
    const APART: u32 = 'ア' as u32 - 'あ' as u32;
    match c {
        'ぁ'..='ゖ' | 'ゝ' | 'ゞ' => char::from_u32(u32::from(c) + APART).unwrap_or(c),
        c => c,
    }
}

/// Whether a character is still there when a text is in the form NFKC and small letters.
fn is_kept(c: char) -> bool {
    std::iter::once(c).nfkc().flat_map(char::to_lowercase).eq([c])
}

/// Legal forms in brackets, each with what it stands for.
pub fn forms() -> &'static BTreeMap<String, &'static str> {
    static BRACKETS: LazyLock<BTreeMap<String, &'static str>> = LazyLock::new(|| {
        ABBREVIATIONS.iter().map(|(short, form)| (format!("({short})"), *form)).collect()
    });
    &BRACKETS
}

/// A text folded so.
pub fn fold_typed(text: &str) -> String {
    let is_usual = is_nfkc_quick(text.chars()) == IsNormalized::Yes;
    let usual: Cow<'_, str> = if is_usual { text.into() } else { text.nfkc().collect() };
    let plain = usual.to_lowercase();
    let in_full = match plain.contains('(') {
        true => forms().iter().fold(plain, |text, (short, form)| text.replace(short, form)),
        false => plain,
    };
    let mut folded = String::with_capacity(in_full.len());
    for c in in_full.chars() {
        match folds().get(&c) {
            Some(fold) => folded.push_str(fold),
            None => folded.push(c),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::super::fold;
    use super::*;

    #[test]
    fn what_is_taken_for_the_same_is_folded_to_the_same() {
        for (one, other) in [
            ("髙橋", "高橋"),
            ("山﨑", "山崎"),
            ("渡邊", "渡辺"),
            ("渡邉", "渡辺"),
            ("𠮷田", "吉田"),
            ("濵口", "浜口"),
            ("ＡＢＣ商事", "abc商事"),
            ("ｶﾞｰﾃﾞﾝ", "ガーデン"),
            ("サポ−ト", "サポート"),
            ("⻘⽊", "青木"),
            ("葛\u{E0101}飾", "葛飾"),
            ("霞ヶ関", "霞ケ関"),
            ("べんり", "ベンリ"),
            ("みなとゔぃれっじゞ", "ミナトヴィレッジヾ"),
            ("か\u{3099}く", "がく"),
            ("㈱みなと商会", "株式会社みなと商会"),
            ("（株）みなと 商会", "株式会社　みなと商会"),
            ("０３－１２３４", "03-1234"),
            ("Ｓｏｕｍｕ＠Ｅｘａｍｐｌｅ．ＪＰ", "soumu@example.jp"),
        ] {
            assert_eq!(fold_typed(one), fold_typed(other), "{one} {other}");
        }
        assert_ne!(fold_typed("ハハ"), fold_typed("ババ"));
    }

    /// The tables have all that they need: whatever `fold` takes for the same as itself in
    /// its usual form is found so, too.
    #[test]
    fn each_character_is_folded_as_the_rest_of_the_program_folds_it() {
        let is_left_to_fold = |c: &char| {
            // Unassigned ones and tags, which nobody types, and signs for several words.
            !('\u{E0000}'..='\u{E0FFF}').contains(c) && *c != '㊑' && *c != '㊒'
        };
        let differs = |c: &char| {
            let typed: String = fold_typed(&c.to_string());
            typed != fold(&c.to_string()).nfc().map(katakana).collect::<String>()
        };
        let different: Vec<char> =
            ('\u{0}'..='\u{10FFFF}').filter(is_left_to_fold).filter(differs).collect();
        assert_eq!(different, Vec::<char>::new());
    }
}
