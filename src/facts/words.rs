//! What a person types for a word, a number or yes: the same in characters of
//! either width and in capitals or not.

use unicode_normalization::UnicodeNormalization;

/// The text in half-width characters, without space around it, every kind of
/// hyphen between digits as `-`.
pub(super) fn half_width(text: &str) -> String {
    let hyphen = |c: char| match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{30FC}' => '-',
        c => c,
    };
    text.nfkc().map(hyphen).collect::<String>().trim().to_owned()
}

/// What two spellings of one word share.
fn folded(word: &str) -> String {
    word.nfkc().flat_map(char::to_lowercase).collect()
}

/// What a word stands for, by a list of words.
pub fn meaning<T: Copy>(word: &str, words: &[(&str, T)]) -> Option<T> {
    let exact = words.iter().find(|(known, _)| *known == word);
    let same = || {
        let word = folded(word);
        words.iter().find(|(known, _)| folded(known) == word)
    };
    exact.or_else(same).map(|(_, meaning)| *meaning)
}

/// Yes or no.
pub(super) fn truth(word: &str) -> Option<bool> {
    const WORDS: &[(&str, bool)] = &[
        ("true", true),
        ("yes", true),
        ("はい", true),
        ("あり", true),
        ("有り", true),
        ("有", true),
        ("false", false),
        ("no", false),
        ("いいえ", false),
        ("なし", false),
        ("無し", false),
        ("無", false),
    ];
    meaning(word, WORDS)
}

/// A whole number in digits of either width, with commas by threes or without.
pub fn whole_number(text: &str) -> Option<u32> {
    let text = half_width(text);
    let groups: Vec<&str> = text.split(',').collect();
    let (first, rest) = groups.split_first()?;
    let grouped = (1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3);
    // With a zero in front it may be a code.
    let plain = *first == "0" || !first.starts_with('0');
    let digits = groups.concat();
    let is_number = (rest.is_empty() || grouped) && plain;
    let all_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && all_digits).then(|| digits.parse().ok())?
}

/// A postal code as it is written: seven digits with a hyphen behind the third.
/// The 〒 is the letter's.
pub fn postal_code(text: &str) -> Option<String> {
    let text = half_width(text);
    let code = text.strip_prefix('〒').unwrap_or(&text).trim();
    let digits = match code.split_once('-') {
        Some((area, town)) if area.len() == 3 => format!("{area}{town}"),
        Some(_) => return None,
        None => code.to_owned(),
    };
    let right = digits.len() == 7 && digits.bytes().all(|byte| byte.is_ascii_digit());
    right.then(|| format!("{}-{}", &digits[..3], &digits[3..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_postal_code_is_read_in_every_form() {
        for text in [
            "101-0041",
            "1010041",
            "〒101-0041",
            "〒 101-0041",
            "〒１０１－００４１",
            "１０１－００４１",
            "101−0041",
            "101‐0041",
            "101ー0041",
            "101ｰ0041",
            "101―0041",
            " 101-0041　",
        ] {
            assert_eq!(postal_code(text).as_deref(), Some("101-0041"), "{text}");
        }
        for text in [
            "101-041",
            "10-10041",
            "101--041",
            "1010041-",
            "10１004",
            "101 0041 東京",
            "600001",
            "",
        ] {
            assert_eq!(postal_code(text), None, "{text}");
        }
    }

    #[test]
    fn a_number_is_read_in_every_form_with_one_meaning() {
        for (text, number) in [
            ("52", 52),
            ("５２", 52),
            ("1,234", 1234),
            ("１，２３４，５６７", 1_234_567),
            ("0", 0),
            (" 7　", 7),
        ] {
            assert_eq!(whole_number(text), Some(number), "{text}");
        }
        for text in [
            "",
            "12人",
            "1,23",
            "1234,567",
            "007",
            "-1",
            "+5",
            "0x1F",
            "1.0",
            "1 234",
            ",",
            "1,",
            "9,999,999,999",
        ] {
            assert_eq!(whole_number(text), None, "{text}");
        }
    }

    #[test]
    fn yes_is_read_in_every_form() {
        assert_eq!(truth("あり"), Some(true));
        assert_eq!(truth("ｱﾘ"), None);
        assert_eq!(truth("ＹＥＳ"), Some(true));
        assert_eq!(truth("なし"), Some(false));
        assert_eq!(truth("未定"), None);
    }
}
