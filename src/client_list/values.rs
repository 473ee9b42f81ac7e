//! Words of which a field may have but a few: the program's own, and the values of the
//! office's fields, which lists write as ○ and × too, or several in one cell.

use std::borrow::Cow;

use super::cells::{Fault, Read, Taken, as_is, changed, fault, means_nothing, plain_code};
use super::days::day;
use super::rows::ChangeKind;
use super::texts::{half_width, one_line};
use crate::diagnostic::quoted;
use crate::facts::{self, FromYaml, OwnField};
use crate::messages::{Message, listed};

/// One of a few words of the program's; `more` are others with the same meaning.
pub(super) fn choice<T: Copy + PartialEq + FromYaml + std::fmt::Display>(
    text: &str,
    words: &[(&str, T)],
    others: &[(&str, &str)],
    more: &[(&str, &str)],
) -> Read {
    let written = one_line(text);
    if let Some(known) = facts::meaning(&written, words) {
        return as_is(known.to_string());
    }
    let meant = facts::meaning(&written, others).or_else(|| facts::meaning(&written, more));
    match meant {
        Some(meant) => changed(meant.to_owned(), ChangeKind::SameMeaning),
        None => {
            let (what, found) = (T::wanted().to_string(), quoted(&written));
            Err(fault(Message::Expected { what, found }, Message::ListMendCell))
        }
    }
}

/// Words for ways of sending that say more than the program has to know.
pub(super) const WAYS: &[(&str, &str)] = &[
    ("郵送する", "郵送"),
    ("普通郵便", "郵送"),
    ("書留", "郵送"),
    ("簡易書留", "郵送"),
    ("速達", "郵送"),
    ("定形郵便", "郵送"),
    ("封書", "郵送"),
    ("封筒", "郵送"),
    ("はがき", "郵送"),
    ("葉書", "郵送"),
    ("レターパック", "郵送"),
    ("紙", "郵送"),
    ("書面", "郵送"),
    ("DM", "郵送"),
    ("ゆうメール", "郵送"),
    ("E-mail", "メール"),
    ("Mail", "メール"),
    ("Eメール", "メール"),
    ("電子メール", "メール"),
    ("メール送信", "メール"),
    ("メール配信", "メール"),
    ("メール便", "郵送"),
    ("ファックス", "FAX"),
    ("ファクス", "FAX"),
    ("FAX送信", "FAX"),
];

/// Whether a word says yes or no.
pub(super) fn polarity(word: &str) -> Option<bool> {
    let said = |word: &str| match word {
        "有" | "あり" | "有り" | "アリ" | "○" | "〇" | "◯" | "●" | "◎" | "レ" | "✓" | "✔" | "☑"
        | "1" | "TRUE" | "true" | "True" | "はい" | "yes" | "YES" | "Yes" | "Y" | "y" | "要"
        | "済" | "可" | "希望" | "希望する" | "する" | "対象" | "必要" | "◉" => {
            Some(true)
        }
        "無" | "なし" | "無し" | "ナシ" | "×" | "✕" | "✖" | "☓" | "✗" | "x" | "X" | "☐" | "□"
        | "0" | "FALSE" | "false" | "False" | "いいえ" | "no" | "NO" | "No" | "N" | "n"
        | "不要" | "未" | "不可" | "希望しない" | "しない" | "対象外" | "非対象" | "❌" => {
            Some(false)
        }
        _ => None,
    };
    // The longest of them has six characters.
    if word.len() > 18 {
        return None;
    }
    said(word).or_else(|| said(&half_width(word)))
}

/// What a text means for a field of these values: themselves, or yes and no.
pub(super) fn value_of(text: &str, values: &[String]) -> Option<Taken> {
    if let Some(value) = values.iter().find(|it| *it == text) {
        return Some(Taken { value: value.clone(), change: None });
    }
    by_polarity(text, values).or_else(|| {
        let folded = super::headings::fold(text);
        let same = |it: &&String| !folded.is_empty() && super::headings::fold(it) == folded;
        let mut alike = values.iter().filter(same);
        match (alike.next(), alike.next()) {
            (Some(value), None) => Some(Taken { value: value.clone(), change: None }),
            _ => None,
        }
    })
}

/// The value that says yes, or the one that says no, as the text does.
fn by_polarity(text: &str, values: &[String]) -> Option<Taken> {
    let [one, other] = values else { return None };
    let meant = polarity(text)?;
    let (yes, no) = match (polarity(one)?, polarity(other)?) {
        (true, false) => (one, other),
        (false, true) => (other, one),
        _ => return None,
    };
    let value = if meant { yes } else { no };
    Some(Taken { value: value.clone(), change: Some(ChangeKind::SameMeaning) })
}

/// The parts of a text that lists several of a field's values.
pub(super) fn values_of(text: &str, values: &[String]) -> Result<Taken<Vec<String>>, String> {
    if let Some(one) = values.iter().find(|it| *it == text) {
        return Ok(Taken { value: vec![one.clone()], change: None });
    }
    if let Some(several) = facts::listed_in(text, |word| values.iter().any(|it| it == word)) {
        return Ok(Taken { value: distinct(several), change: None });
    }
    if let Some(one) = value_of(text, values) {
        return Ok(Taken { value: vec![one.value], change: one.change });
    }
    let (mut found, mut change) = (Vec::new(), None);
    for part in parts(text) {
        let one = value_of(&part, values).ok_or_else(|| part.into_owned())?;
        change = change.or(one.change);
        found.push(one.value);
    }
    if found.is_empty() {
        return Err(text.to_owned());
    }
    Ok(Taken { value: distinct(found), change })
}

fn distinct(values: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::with_capacity(values.len());
    for value in values {
        if !kept.contains(&value) {
            kept.push(value);
        }
    }
    kept
}

/// What parts the words of a list and is no part of a word.
const MARKS: [char; 12] = ['、', '，', ',', '､', '/', '／', '\n', '\r', ';', '；', '|', '｜'];

/// The parts of a cell that lists several words; a word may have ・ in it.
pub(super) fn items(text: &str) -> impl Iterator<Item = Cow<'_, str>> {
    text.split(MARKS).map(one_line).filter(|it| !it.is_empty())
}

/// The same where ・ parts, too.
pub(super) fn parts(text: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let marks = |c: char| MARKS.contains(&c) || matches!(c, '・' | '･');
    text.split(marks).map(one_line).filter(|it| !it.is_empty())
}

/// What a cell says in an own field; `text` has its line breaks. `Ok(None)` for nothing.
pub(super) fn own(text: &str, field: &OwnField) -> Result<Option<Taken<Vec<String>>>, Fault> {
    let line = one_line(text);
    let one = |taken: Taken| Taken { value: vec![taken.value], change: taken.change };
    let values = field.values();
    if !values.is_empty() {
        let read = match field.is_several() {
            true => values_of(text.trim(), values),
            false => value_of(&line, values).map(one).ok_or_else(|| line.to_string()),
        };
        return match read {
            Ok(read) => Ok(Some(read)),
            Err(_) if means_nothing(&line) => Ok(None),
            Err(value) => Err(fault(
                Message::NoSuchValue { name: field.name.clone(), value: quoted(&value) },
                Message::ValuesAre { values: listed(values) },
            )),
        };
    }
    if means_nothing(&line) {
        return Ok(None);
    }
    if field.is_count() {
        let number = facts::whole_number(&plain_code(&line)).ok_or_else(|| {
            let (what, found) = (Message::WholeNumber.to_string(), quoted(&line));
            fault(Message::Expected { what, found }, Message::ListMendCell)
        })?;
        return Ok(Some(Taken { value: vec![number.to_string()], change: None }));
    }
    if field.is_day() {
        return day(&line).map(one).map(Some);
    }
    Ok(Some(Taken { value: vec![line.into_owned()], change: None }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Delivery, Route};

    fn ok(value: &str) -> Read {
        as_is(value.to_owned())
    }

    fn told(value: &str, kind: ChangeKind) -> Read {
        changed(value.to_owned(), kind)
    }

    #[test]
    fn words_of_a_choice_are_known_by_their_meaning() {
        let way = |text: &str| choice(text, Delivery::WORDS, Delivery::OTHERS, WAYS);
        for (text, right) in [
            ("郵送", ok("郵送")),
            ("ＦＡＸ", ok("FAX")),
            ("郵便", told("郵送", ChangeKind::SameMeaning)),
            ("ファックス", told("FAX", ChangeKind::SameMeaning)),
            ("E-mail", told("メール", ChangeKind::SameMeaning)),
            ("簡易書留", told("郵送", ChangeKind::SameMeaning)),
        ] {
            assert_eq!(way(text), right, "{text}");
        }
        assert!(way("持参").is_err());
        assert_eq!(choice("同意", Route::WORDS, Route::OTHERS, &[]), ok("同意"));
    }

    #[test]
    fn yes_and_no_are_the_fields_own_values() {
        let values = |words: &[&str]| words.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        let two = values(&["有", "無"]);
        for (text, right) in [
            ("有", "有"),
            ("○", "有"),
            ("〇", "有"),
            ("×", "無"),
            ("なし", "無"),
            ("1", "有"),
            ("０", "無"),
            ("TRUE", "有"),
            ("FALSE", "無"),
        ] {
            assert_eq!(value_of(text, &two).map(|it| it.value).as_deref(), Some(right), "{text}");
        }
        assert_eq!(
            value_of("○", &values(&["不要", "要"])).map(|it| it.value).as_deref(),
            Some("要")
        );
        assert_eq!(value_of("○", &values(&["甲", "乙"])), None);
        assert_eq!(value_of("○", &values(&["有", "無", "未定"])), None);
    }

    #[test]
    fn several_values_are_parted() {
        let values: Vec<String> =
            ["給与計算", "社会保険・労働保険", "電子明細"].map(str::to_owned).to_vec();
        let read = |text: &str| values_of(text, &values).map(|it| it.value.join("+"));
        for text in [
            "給与計算、電子明細",
            "給与計算・電子明細",
            "給与計算,電子明細",
            "給与計算／電子明細",
            "給与計算\n電子明細",
            "給与計算\r\n電子明細\n",
            "給与計算、電子明細、",
        ] {
            assert_eq!(read(text).as_deref(), Ok("給与計算+電子明細"), "{text}");
        }
        assert_eq!(read("社会保険・労働保険").as_deref(), Ok("社会保険・労働保険"));
        assert_eq!(read("給与計算、年末調整"), Err("年末調整".to_owned()));
    }
}
