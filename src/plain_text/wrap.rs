//! Where lines break: by the rules of Unicode (UAX #14), in their strict form, which has
//! those of Japanese (禁則処理, JIS X 4051), and never in what is to be copied whole.

use icu_segmenter::LineSegmenter;
use icu_segmenter::options::{LineBreakOptions, LineBreakStrictness};

use super::lines::Line;

/// Where a line ends whatever there is room for (UAX #14, BK, CR, LF and NL).
const ENDS: [char; 7] = ['\n', '\r', '\u{B}', '\u{C}', '\u{85}', '\u{2028}', '\u{2029}'];

/// A text in lines that are at most so wide. Only a word by itself may be wider.
pub fn wrap(text: &str, columns: usize, width: impl Fn(&str) -> usize) -> Vec<Line> {
    text.split(ENDS).flat_map(|text| wrap_one(text, columns, &width)).collect()
}

/// The same of a text that has no line ends.
fn wrap_one(text: &str, columns: usize, width: impl Fn(&str) -> usize) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    // Where the line begins, where its last piece ends, and how wide it is there.
    let (mut start, mut last, mut held) = (0, 0, 0);
    for end in breaks(text) {
        let piece = &text[last..end];
        if start < last && held + width(piece.trim_end()) > columns {
            lines.push(Line { goes_on: true, ..Line::of(&text[start..last]) });
            (start, held) = (last, 0);
        }
        held += width(piece);
        last = end;
    }
    lines.push(Line::of(&text[start..]));
    lines
}

/// The places where a line may end, that of the whole text among them.
fn breaks(text: &str) -> impl Iterator<Item = usize> {
    let mut options = LineBreakOptions::default();
    options.strictness = Some(LineBreakStrictness::Strict);
    let places = LineSegmenter::new_for_non_complex_scripts(options).segment_str(text);
    places.filter(|&place| place > 0 && !is_within_word(text, place))
}

/// Whether a place is in a word, a number or an address: nothing but letters, figures and
/// their signs stand around it, whichever width they have.
fn is_within_word(text: &str, place: usize) -> bool {
    let of_word = |c: char| c.is_ascii_graphic() || is_wide_letter(c);
    let before = text[..place].chars().next_back();
    let after = text[place..].chars().next();
    match before.zip(after) {
        Some((before, after)) if of_word(before) && of_word(after) => true,
        // １４８，６２０ and ３．５.
        Some(('，' | '．', after)) => {
            let before = text[..place].chars().rev().nth(1);
            is_wide_figure(after) && before.is_some_and(is_wide_figure)
        }
        _ => false,
    }
}

fn is_wide_letter(c: char) -> bool {
    matches!(c, 'Ａ'..='Ｚ' | 'ａ'..='ｚ') || is_wide_figure(c)
}

fn is_wide_figure(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '０'..='９')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_width::UnicodeWidthStr;

    use super::*;

    const COLUMNS: usize = 20;

    fn lines(text: &str) -> Vec<String> {
        wrap(text, COLUMNS, |it| it.width_cjk()).iter().map(Line::written).collect()
    }

    #[test]
    fn no_line_begins_or_ends_with_what_must_not() {
        assert_eq!(lines("あいうえおかきくけこ。さ"), ["あいうえおかきくけ", "こ。さ"]);
        assert_eq!(lines("あいうえおかきくけ「こさ」"), ["あいうえおかきくけ", "「こさ」"]);
        assert_eq!(lines("あいうえおかきくけ（１）"), ["あいうえおかきくけ", "（１）"]);
        // Small kana and ー are no beginnings either.
        assert_eq!(lines("あいうえおかきくけサーバー"), ["あいうえおかきくけ", "サーバー"]);
        assert_eq!(lines("あいうえおかきくけキャン"), ["あいうえおかきくけ", "キャン"]);
    }

    #[test]
    fn what_is_to_be_copied_whole_is_never_broken() {
        for whole in [
            "https://www.example.jp/a/b?c=d&e=f-g#h",
            "kojin.joho-hogo@mail.example.co.jp",
            "03-0000-0000",
            "1,234,567.8",
            "１４８，６２０",
            "Ｗｅｂ",
            "e-mail",
        ] {
            let text = format!("お問い合わせは{whole}までお願いいたします。");
            assert!(lines(&text).iter().any(|line| line.contains(whole)), "{:?}", lines(&text));
        }
    }

    #[test]
    fn blanks_at_the_end_of_a_line_need_no_room() {
        assert_eq!(lines("あいうえおかきくけこ　さし"), ["あいうえおかきくけこ", "さし"]);
        assert_eq!(
            lines("a short line of words that goes on"),
            ["a short line of", "words that goes on"]
        );
    }

    #[test]
    fn lines_end_where_the_text_ends_them() {
        assert_eq!(lines("あい\nうえ\u{2028}お"), ["あい", "うえ", "お"]);
        assert_eq!(lines(""), [""]);
    }

    proptest! {
        #[test]
        fn no_line_is_too_long_but_for_one_word(
            text in "([ぁ-んァ-ヶ一-龠々〆ー、。「」（）・ 　]|[a-z]{1,9}|[0-9]{1,4}|[!-~]|\\PC){0,60}",
            columns in 4_usize..60,
        ) {
            for line in wrap(&text, columns, |it| it.width_cjk()) {
                let is_one_word = breaks(&line.text).count() <= 1;
                let width = line.text.trim_end().width_cjk();
                prop_assert!(width <= columns || is_one_word, "{:?} in {}", line.text, columns);
            }
        }

        #[test]
        fn lines_put_together_are_the_text(
            text in "([ぁ-んァ-ヶ一-龠ー、。「」（） 　]|[a-z]{1,9}|[0-9]{1,4}|\\PC){0,60}",
            columns in 4_usize..60,
        ) {
            let lines = wrap(&text, columns, |it| it.width_cjk());
            let joined: String = lines.iter().map(|line| line.text.as_str()).collect();
            let ends = |c: char| ENDS.contains(&c);
            prop_assert_eq!(joined, text.replace(ends, ""));
            let (last, others) = lines.split_last().expect("a line at least");
            prop_assert!(!last.goes_on);
            let broken = others.iter().filter(|line| !line.goes_on).count();
            prop_assert_eq!(broken, text.matches(ends).count());
        }
    }
}
