//! The text of a cell as a person sees it, without what nobody sees.

use std::borrow::Cow;

use chrono::{NaiveDateTime, NaiveTime};

use crate::spreadsheet::Cell;
use crate::unseen::is_invisible;

/// What a person sees in a cell.
pub(super) fn shown(cell: &Cell) -> Cow<'_, str> {
    match cell {
        Cell::Empty => Cow::Borrowed(""),
        Cell::Text(text) => Cow::Borrowed(without_formula(text)),
        Cell::Number(text) => Cow::Borrowed(text),
        Cell::Moment(moment) => Cow::Owned(moment_shown(*moment)),
        Cell::Truth(true) => Cow::Borrowed("TRUE"),
        Cell::Truth(false) => Cow::Borrowed("FALSE"),
        Cell::Fault(text) => Cow::Borrowed(text),
    }
}

/// A day; with its time, if it is not the beginning of the day.
fn moment_shown(moment: NaiveDateTime) -> String {
    match moment.time() == NaiveTime::MIN {
        true => moment.date().to_string(),
        false => moment.format("%Y-%m-%d %H:%M").to_string(),
    }
}

/// `="0012"` in a CSV is how programs make Excel keep the zeros.
fn without_formula(text: &str) -> &str {
    let inner = text.strip_prefix("=\"").and_then(|it| it.strip_suffix('"'));
    inner.filter(|it| !it.contains('"')).unwrap_or(text)
}

/// Whether a cell holds nothing that can be seen.
pub(super) fn is_blank(cell: &Cell) -> bool {
    match cell {
        Cell::Empty => true,
        Cell::Text(text) if text.starts_with(is_plain_char) => false,
        Cell::Text(text) => text.chars().all(is_blank_char),
        _ => false,
    }
}

fn is_blank_char(c: char) -> bool {
    c.is_whitespace() || c.is_control() || is_invisible(c)
}

/// The lines of a text that hold something, each without blanks around it, with single
/// blanks between words.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Cow<'_, str>> {
    text.split(['\n', '\r', '\u{b}', '\u{2028}', '\u{2029}'])
        .map(spaced)
        .filter(|it| !it.is_empty())
}

/// A text on one line.
pub(super) fn one_line(text: &str) -> Cow<'_, str> {
    if is_clean(text) {
        return Cow::Borrowed(text);
    }
    let mut lines = lines(text);
    let first = lines.next().unwrap_or_default();
    match lines.next() {
        None => first,
        Some(second) => {
            let rest = lines.map(|line| format!(" {line}"));
            Cow::Owned(format!("{first} {second}") + &rest.collect::<String>())
        }
    }
}

/// Without blanks around it and characters that nobody sees; several blanks become the
/// first of them. A full-width blank in a name stays one.
fn spaced(text: &str) -> Cow<'_, str> {
    if is_clean(text) {
        return Cow::Borrowed(text);
    }
    let text = match text.contains("_x000D_") {
        true => Cow::Owned(text.replace("_x000D_", "")),
        false => Cow::Borrowed(text),
    };
    let mut kept = String::with_capacity(text.len());
    let mut blank = None;
    for c in text.chars() {
        match c {
            '\u{3000}' => _ = blank.get_or_insert(c),
            c if c.is_whitespace() || c.is_control() => _ = blank.get_or_insert(' '),
            c if is_invisible(c) => {}
            c => {
                if let Some(blank) = blank.take().filter(|_| !kept.is_empty()) {
                    kept.push(blank);
                }
                kept.push(c);
            }
        }
    }
    Cow::Owned(kept)
}

/// Whether nothing in a text is to be left out. Nearly all cells of a hundred thousand rows
/// are so.
fn is_clean(text: &str) -> bool {
    let (mut after_blank, mut joined) = (true, false);
    for c in text.chars() {
        let blank = matches!(c, ' ' | '\u{3000}');
        if !(is_plain_char(c) || blank && !after_blank) {
            return false;
        }
        after_blank = blank;
        joined = joined || c == '_';
    }
    !after_blank && (!joined || !text.contains("_x000D_"))
}

/// Whether a character is one of those that most texts are made of, and no blank.
fn is_plain_char(c: char) -> bool {
    matches!(c, '!'..='~' | '\u{3001}'..='\u{303F}' | 'ぁ'..='ヿ' | '一'..='鿿' | '！'..='～')
}

/// Letters, digits and signs of ASCII in half width, every kind of hyphen and dash between
/// digits as `-`. Kana and kanji stay.
pub(super) fn half_width(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut half = String::with_capacity(text.len());
    let mut chars = text.chars().map(half_char).peekable();
    while let Some(c) = chars.next() {
        let in_number = half.ends_with(|c: char| c.is_ascii_alphanumeric() || c == ')')
            && chars.peek().is_none_or(|c| c.is_ascii_alphanumeric() || *c == '(');
        half.push(if in_number && is_hyphen(c) { '-' } else { c });
    }
    Cow::Owned(half)
}

fn half_char(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        c => c,
    }
}

/// Whether a character is taken for a hyphen in a number.
pub(super) fn is_hyphen(c: char) -> bool {
    matches!(
        c,
        '-' | '－' | '\u{2010}'..='\u{2015}' | '\u{2212}' | 'ー' | 'ｰ' | '─' | '━' | '\u{AD}'
    )
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    #[test]
    fn a_cell_is_shown_as_a_person_sees_it() {
        let day = NaiveDate::from_ymd_opt(2023, 6, 9).expect("a day");
        for (cell, right) in [
            (Cell::Text("=\"0012\"".to_owned()), "0012"),
            (Cell::Text("=A1".to_owned()), "=A1"),
            (Cell::Number("0042".to_owned()), "0042"),
            (Cell::Moment(day.and_time(NaiveTime::MIN)), "2023-06-09"),
            (Cell::Moment(day.and_hms_opt(9, 5, 0).expect("a time")), "2023-06-09 09:05"),
            (Cell::Truth(true), "TRUE"),
            (Cell::Empty, ""),
        ] {
            assert_eq!(shown(&cell), right);
        }
        assert!(is_blank(&Cell::Text(" 　\u{A0}\u{200B}\n".to_owned())));
    }

    #[test]
    fn blanks_that_nobody_means_are_left_out() {
        for (text, right) in [
            ("　山田　太郎 ", "山田　太郎"),
            ("山田  太郎", "山田 太郎"),
            ("山田\u{A0}太郎\u{200B}", "山田 太郎"),
            ("株式会社みなと\r\n 横浜支店", "株式会社みなと 横浜支店"),
            ("\u{FEFF}髙橋　々", "髙橋　々"),
            ("葛\u{E0100}城", "葛\u{E0100}城"),
            ("ﾐﾅﾄ(株)", "ﾐﾅﾄ(株)"),
            ("", ""),
        ] {
            assert_eq!(one_line(text), right);
        }
        assert_eq!(lines("a\n\n b \r\nc").collect::<Vec<_>>(), ["a", "b", "c"]);
    }

    #[test]
    fn numbers_are_in_half_width() {
        for (text, right) in [
            ("０３−１２３４ー５６７８", "03-1234-5678"),
            ("（０３）１２３４－５６７８", "(03)1234-5678"),
            ("Ｃ－００４２", "C-0042"),
            ("03-1234-5678（内線１２）", "03-1234-5678(内線12)"),
            ("センター１", "センター1"),
        ] {
            assert_eq!(half_width(text), right);
        }
    }
}
