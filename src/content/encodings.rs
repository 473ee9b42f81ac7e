//! Characters that the codes of mail have not.

use std::ops::RangeInclusive;

use encoding_rs::ISO_2022_JP;
use unicode_segmentation::UnicodeSegmentation;

/// The characters of a text that are not in JIS X 0208, which is what ISO-2022-JP has
/// beside ASCII (RFC 1468): half-width kana, and what Microsoft's and NEC's tables have
/// beyond the standard (髙 ① ㈱), arrive as other characters or not at all.
pub fn outside_jis(text: &str) -> Vec<&str> {
    if text.is_ascii() {
        return Vec::new();
    }
    let characters = text.graphemes(true);
    characters.filter(|character| !character.is_ascii() && !is_in_jis(character)).collect()
}

/// Rows of JIS X 0208 that have characters: 9 to 15 and those behind 84 have none.
const ROWS: [RangeInclusive<u8>; 2] = [1..=8, 16..=84];

/// Characters of JIS X 0208 that Microsoft's table has in the place of look-alikes; mail
/// programs send either as the same code.
const OTHERWISE_MAPPED: &str = "〜‖−—¢£¬";

fn is_in_jis(character: &str) -> bool {
    if OTHERWISE_MAPPED.contains(character) {
        return true;
    }
    // Its encoder has full-width kana for them, which are others.
    if character.contains(|c| ('｡'..='ﾟ').contains(&c)) {
        return false;
    }
    let (bytes, _, is_lost) = ISO_2022_JP.encode(character);
    // Between what turns to the code and what turns back: ESC $ B, two bytes, ESC ( B.
    let row = match &bytes[..] {
        [0x1B, b'$', b'B', row, _, 0x1B, ..] => row - 0x20,
        _ => return false,
    };
    !is_lost && ROWS.iter().any(|rows| rows.contains(&row))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_jis_has_is_not_lost() {
        let text = "漢字かなカナ、。（）「」『』【】〔〕［］…―ー～〜−・※○●◎□■☆★→￥％＆＠＋±×÷\
                    ＡＺａｚ０９ΑΩабЁ┌─┐━│′″℃§ 株式会社 abc \n　";
        assert_eq!(outside_jis(text), Vec::<&str>::new());
        // The last characters of levels 1 and 2, and all that the law's words need.
        assert_eq!(outside_jis("腕熙漏えい個人情報〒々〆"), Vec::<&str>::new());
    }

    #[test]
    fn what_other_tables_have_beside_jis_is_lost() {
        for (text, lost) in [
            ("髙﨑さん", &["髙", "﨑"][..]),
            ("𠮷野家", &["𠮷"]),
            ("①㈱№℡㎡Ⅲ㊤", &["①", "㈱", "№", "℡", "㎡", "Ⅲ", "㊤"]),
            ("ｱｶﾞ", &["ｱ", "ｶ\u{FF9E}"]),
            ("葛\u{E0101}城", &["葛\u{E0101}"]),
            ("辻\u{FE00}", &["辻\u{FE00}"]),
            ("が", &[]),
            ("か\u{3099}", &["か\u{3099}"]),
            ("不正アクセス😀", &["😀"]),
            ("não", &["ã"]),
            ("–“”", &["–"]),
        ] {
            assert_eq!(outside_jis(text), lost, "{text}");
        }
    }
}
