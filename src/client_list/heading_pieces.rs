//! The pieces of one heading: the number behind 住所２, what stands in the brackets of
//! 電話（自宅）, and what that may say of the rest.

use super::heading_words::Meaning;

/// A word without a number behind it: 住所2, 住所その2, 住所2行目.
pub(super) fn without_number(folded: &str) -> (&str, Option<u8>) {
    const LINES: [(&str, u8); 14] = [
        ("上段", 1),
        ("下段", 2),
        ("前半", 1),
        ("後半", 2),
        ("上3桁", 1),
        ("下4桁", 2),
        ("親番号", 1),
        ("子番号", 2),
        ("上", 1),
        ("下", 2),
        ("前", 1),
        ("後", 2),
        ("親", 1),
        ("子", 2),
    ];
    let line = LINES.iter().find_map(|(end, number)| Some((folded.strip_suffix(end)?, *number)));
    if let Some((base, number)) = line.filter(|(base, _)| !base.is_empty()) {
        return (base, Some(number));
    }
    let word = folded.strip_suffix("行目").unwrap_or(folded);
    let base = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = word[base.len()..].parse().ok();
    if number.is_none() {
        // 住所一, 住所Ⅱ, 住所B
        const KANJI: [(&str, u8); 4] = [("一", 1), ("二", 2), ("三", 3), ("四", 4)];
        const LETTERS: [(&str, u8); 6] =
            [("iii", 3), ("ii", 2), ("i", 1), ("a", 1), ("b", 2), ("c", 3)];
        let ends = |list: &[(&str, u8)]| {
            let found = list
                .iter()
                .find_map(|(end, number)| Some((word.strip_suffix(end)?.len(), *number)));
            found.filter(|(length, _)| *length > 0)
        };
        let kanji = ends(&KANJI);
        let letter = ends(&LETTERS).filter(|(length, _)| !word[..*length].is_ascii());
        return kanji
            .or(letter)
            .map_or((folded, None), |(length, number)| (&word[..length], Some(number)));
    }
    let base = ["ソノ", "第", "ノ"].iter().find_map(|it| base.strip_suffix(it)).unwrap_or(base);
    if base.is_empty() { (folded, None) } else { (base, number) }
}

/// What stands outside of brackets, and what stands in them.
pub(super) fn parted_at_brackets(text: &str) -> (String, Option<String>) {
    let (mut outside, mut inside, mut depth) = (String::new(), String::new(), 0_usize);
    for c in text.chars() {
        match c {
            '(' | '[' | '【' | '「' | '『' | '〔' | '<' | '《' | '{' | '〈' => depth += 1,
            ')' | ']' | '】' | '」' | '』' | '〕' | '>' | '》' | '}' | '〉' => {
                depth = depth.saturating_sub(1);
            }
            c if depth > 0 => inside.push(c),
            c => outside.push(c),
        }
    }
    (outside, Some(inside).filter(|it| !it.is_empty()))
}

/// Whether what stands in brackets says more of it.
pub(super) fn may_be_narrowed(meaning: Meaning) -> bool {
    use Meaning::{
        Address, AnyName, Body, Building, City, Contact, Email, Family, FamilyKana, Fax, FullName,
        Given, GivenKana, Kana, Phone, Postal, Prefecture, Town,
    };
    matches!(
        meaning,
        Address
            | AnyName
            | Family
            | FamilyKana
            | Given
            | GivenKana
            | Body
            | Building
            | City
            | Contact
            | Email
            | Fax
            | FullName
            | Kana
            | Phone
            | Postal
            | Prefecture
            | Town
    )
}

/// Whether a word in brackets says which kind of what stands before it is meant.
pub(super) fn narrows(outer: Meaning, inner: Meaning) -> bool {
    use Meaning::{Address, Building, City, Contact, Email, Family, FullName, Given};
    use Meaning::{FamilyKana, Fax, GivenKana, Kana, Mobile, Phone, PhonePart, Prefecture, Town};
    match outer {
        Address | City | Town => matches!(inner, Building | City | Prefecture | Town | Address),
        Contact => matches!(inner, Email | Fax | Mobile | Phone),
        Phone => matches!(inner, Fax | Mobile | PhonePart),
        FullName => matches!(inner, Family | Given | Kana | FamilyKana | GivenKana),
        Meaning::Body | Meaning::AnyName => matches!(inner, Kana),
        Kana => matches!(inner, Family | Given | FamilyKana | GivenKana),
        _ => false,
    }
}

/// Whether something is a piece of a place.
pub(super) fn is_of_place(meaning: Meaning) -> bool {
    use Meaning::{Address, Building, City, Postal, Prefecture, Town};
    matches!(meaning, Address | Building | City | Postal | Prefecture | Town)
}
