//! What a cell says, by the kind of its field: each reader takes what a person sees in the
//! cell and gives the value in its one form, with what had to be changed, or says what is
//! wrong.

use super::rows::ChangeKind;
use super::texts::{half_width, is_hyphen, one_line};
use crate::diagnostic::quoted;
use crate::facts;
use crate::ids::ClientId;
use crate::messages::Message;

/// A value, with what was changed beyond width and blanks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Taken<T = String> {
    /// The value.
    pub value: T,
    /// What was changed.
    pub change: Option<ChangeKind>,
}

/// Why a cell cannot be read, and what to do about it.
pub(super) type Fault = Box<(Message, Message)>;

pub(super) type Read<T = String> = Result<Taken<T>, Fault>;

/// What is wrong, and what to do about it.
pub(super) fn fault(message: Message, hint: Message) -> Fault {
    Box::new((message, hint))
}

pub(super) fn as_is<T>(value: T) -> Read<T> {
    Ok(Taken { value, change: None })
}

pub(super) fn changed<T>(value: T, change: ChangeKind) -> Read<T> {
    Ok(Taken { value, change: Some(change) })
}

/// Whether a text is a sign for nothing.
pub(super) fn means_nothing(text: &str) -> bool {
    let is_sign = matches!(
        text,
        "なし"
            | "無し"
            | "ナシ"
            | "ﾅｼ"
            | "無"
            | "該当なし"
            | "該当無し"
            | "N/A"
            | "n/a"
            | "#N/A"
            | "NA"
            | "NULL"
            | "null"
            | "(null)"
            | "#NULL!"
            | "None"
            | "〒"
            | "未登録"
    );
    const LONGEST: usize = 15;
    text.len() <= LONGEST && (is_sign || text.chars().all(|c| is_hyphen(c) || c == '*' || c == '.'))
}

/// Whether a text is what Excel shows where a formula fails.
pub(super) fn is_error(text: &str) -> bool {
    const ERRORS: [&str; 9] =
        ["#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"];
    ERRORS.contains(&half_width(text).to_ascii_uppercase().as_str())
}

/// Whether a text speaks of the row above.
pub(super) fn is_ditto(text: &str) -> bool {
    matches!(text, "同上" | "〃" | "々" | "\"" | "”" | "″" | "同じ" | "上に同じ" | "仝上")
}

/// A number of which Excel shows but some digits: 1.23E+11.
fn is_shortened(text: &str) -> bool {
    let shortened = |text: &str| {
        let (digits, power) = text.split_once("E+")?;
        let digits = digits.replace('.', "");
        Some(!digits.is_empty() && (digits + power).bytes().all(|it| it.is_ascii_digit()))
    };
    shortened(text).unwrap_or(false)
}

/// Digits that a program keeps with an apostrophe before or `.0` behind.
pub(super) fn plain_code(text: &str) -> String {
    let half = half_width(text);
    let code = half.trim().trim_start_matches('\'');
    let whole = code.strip_suffix(".0").filter(|it| is_digits(it));
    whole.unwrap_or(code).to_owned()
}

pub(super) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit())
}

/// An id: a sign that no id may have becomes a hyphen. Kana and kanji are refused: an id
/// becomes the name of a file, and what stood for them would be nobody's word for it.
pub(super) fn id(text: &str) -> Read {
    let half = half_width(text);
    let written = one_line(&half);
    let code = plain_code(&written);
    if is_shortened(&code) {
        return Err(shortened(&code));
    }
    if ClientId::new(&code).is_ok() {
        let change = (code != written).then_some(ChangeKind::IdChanged);
        return Ok(Taken { value: code, change });
    }
    if code.chars().any(|c| c.is_alphanumeric() && !c.is_ascii_alphanumeric()) {
        let message = Message::ListIdLetters { found: quoted(&written) };
        return Err(fault(message, Message::ListWriteIdPlain));
    }
    let mut id = String::new();
    for c in code.chars().filter(|c| !"()[]（）「」【】#\"'".contains(*c)) {
        match c {
            c if c.is_ascii_alphanumeric() || matches!(c, '_' | '.') => id.push(c),
            _ if id.ends_with('-') => {}
            _ => id.push('-'),
        }
    }
    let id = id.trim_matches(['-', '_', '.']);
    let safe = if ClientId::new(id).is_err() { format!("{id}_") } else { id.to_owned() };
    match ClientId::new(&safe) {
        Ok(_) => changed(safe, ChangeKind::IdChanged),
        // What is wrong with the id itself.
        Err(_) => {
            let wrong = ClientId::new(&code).err().unwrap_or(Message::IdEmpty);
            Err(fault(wrong, Message::GiveOtherId))
        }
    }
}

fn shortened(found: &str) -> Fault {
    fault(Message::ListNumberShortened { found: quoted(found) }, Message::ListWriteAsText)
}

/// A postal code. `zero_may_be_lost` says whether the place may be one of those whose codes
/// begin with it.
pub(super) fn postal_code(text: &str, zero_may_be_lost: bool) -> Read {
    if let Some(code) = plain_postal_code(text) {
        return as_is(code);
    }
    let code = plain_code(&one_line(text));
    let kept: String = code.chars().filter(|c| !c.is_whitespace() && *c != '〒').collect();
    if let Some(code) = facts::postal_code(&kept) {
        return as_is(code);
    }
    let lost = is_digits(&kept) && (5..=6).contains(&kept.len()) && zero_may_be_lost;
    let whole = lost.then(|| facts::postal_code(&format!("{kept:0>7}"))).flatten();
    match whole {
        Some(code) => changed(code, ChangeKind::ZeroPutBack),
        None => Err(fault(Message::NotAPostalCode { code: quoted(text) }, Message::ListMendCell)),
    }
}

/// 1010041 and 101-0041, which most are.
fn plain_postal_code(text: &str) -> Option<String> {
    let digits = |text: &str| text.bytes().all(|it| it.is_ascii_digit());
    let last = text.len().checked_sub(4)?;
    match (text.len(), text.get(..3)?, text.get(last..)?) {
        (7, area, town) if digits(area) && digits(town) => Some(format!("{area}-{town}")),
        (8, area, town) if digits(area) && digits(town) && text.as_bytes()[3] == b'-' => {
            Some(text.to_owned())
        }
        _ => None,
    }
}

/// A half of a postal code, of so many digits.
pub(super) fn postal_half(text: &str, digits: usize) -> Read {
    let code = plain_code(&one_line(text));
    let code = code.trim_start_matches('〒').trim();
    if !is_digits(code) || code.len() > digits {
        return Err(fault(Message::NotAPostalCode { code: quoted(text) }, Message::ListMendCell));
    }
    match code.len() == digits {
        true => as_is(code.to_owned()),
        false => changed(format!("{code:0>digits$}"), ChangeKind::ZeroPutBack),
    }
}

/// The postal code at the beginning of an address, and what follows it.
pub(super) fn postal_code_before(address: &str) -> Option<(String, String)> {
    let half = half_width(address);
    let marked = half.trim_start().starts_with('〒');
    let rest = half.trim_start().trim_start_matches('〒').trim_start();
    let is_code = |c: &char| c.is_ascii_digit() || is_hyphen(*c);
    let length = rest.chars().take_while(is_code).count();
    let written: String = rest.chars().take(length).collect();
    // 1-2-3 is no code, and seven digits may begin anything.
    let written = written.trim_end_matches(is_hyphen);
    let sure = marked || written.len() == 8;
    let code = facts::postal_code(written).filter(|_| sure)?;
    // What follows is kept as it is written: half-width characters are as many.
    let before = half.chars().count() - rest.chars().count() + length;
    let rest: String = address.chars().skip(before).collect();
    Some((code, one_line(&rest).into_owned()))
}

/// A telephone or fax number, as it is written.
pub(super) fn phone(text: &str) -> Read {
    let number = one_line(&plain_code(text)).into_owned();
    if is_shortened(&number) {
        return Err(shortened(&number));
    }
    let mobile = ["90", "80", "70", "50", "20"].iter().any(|it| number.starts_with(it));
    // 3-1111-0001 is a formula's work.
    let parts: Vec<&str> = number.split('-').collect();
    if let Some(whole) = phone_of_parts(&parts).filter(|it| {
        !number.starts_with('0')
            && parts[2].len() == 4
            && it.len() == number.len() + 1
            && matches!(it.len(), 12 | 13)
            && (it.len() == 12 || mobile)
    }) {
        return changed(whole, ChangeKind::ZeroPutBack);
    }
    let lost = match number.len() {
        9 => !number.starts_with('0'),
        10 => mobile,
        _ => false,
    };
    match lost && is_digits(&number) {
        true => changed(format!("0{number}"), ChangeKind::ZeroPutBack),
        false => as_is(number),
    }
}

/// The telephone number of three parts of digits, with the zeros that they have lost as
/// numbers: 3, 1111 and 1 of 03-1111-0001.
pub(super) fn phone_of_parts(parts: &[&str]) -> Option<String> {
    let [area, local, last] = parts else { return None };
    let area_is_short = area.len() <= 4 && local.len() <= 4 && last.len() <= 4;
    if !parts.iter().all(|it| is_digits(it)) || !area_is_short {
        return None;
    }
    if area.starts_with('0') {
        return Some(format!("{area}-{local}-{last:0>4}"));
    }
    // A landline has six digits before the last four, a mobile telephone seven.
    let area = format!("0{area}");
    let mobile = matches!(area.as_str(), "090" | "080" | "070" | "050" | "020");
    let width = if mobile { 4 } else { 6_usize.saturating_sub(area.len()) };
    Some(format!("{area}-{local:0>width$}-{last:0>4}"))
}

/// A mail address.
pub(super) fn mail(text: &str) -> Read {
    let line = one_line(text);
    let written = half_width(&line);
    let parts = written.split([';', ',', '、', '，', '/', '／', ' ', '\u{3000}']);
    let mut addresses = parts.map(|it| it.trim_matches(['<', '>'])).filter(|it| it.contains('@'));
    let Some(first) = addresses.next() else {
        return Err(fault(Message::ListNotAMail { found: quoted(text) }, Message::ListMendCell));
    };
    let address = first.strip_prefix("mailto:").unwrap_or(first).to_owned();
    match addresses.next() {
        Some(_) => changed(address, ChangeKind::FirstMailTaken),
        None => as_is(address),
    }
}

#[cfg(test)]
#[path = "cells_tests.rs"]
mod tests;
