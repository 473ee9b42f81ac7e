//! Days as offices write them: by eras, by slashes, by the number that Excel keeps.

use chrono::{Days, NaiveDate};

use super::cells::{Read, Taken, as_is, fault, is_digits};
use super::rows::ChangeKind;
use super::texts::{half_width, one_line};
use crate::calendar::Era;
use crate::diagnostic::quoted;
use crate::facts;
use crate::messages::Message;

/// A day.
pub(super) fn day(text: &str) -> Read {
    let written = one_line(text);
    if let Some(day) = plain_day(&written).or_else(|| plain_day_of_era(&written)) {
        return as_is(day.to_string());
    }
    let era = era_in_full(&half_width(&written));
    let read = facts::date(&era).or_else(|why| match why {
        Some(why) => Err(Some(why)),
        // Databases write a day with the time of its beginning.
        None => {
            facts::moment(&era).map(|it| it.date()).or_else(|_| date_before_time(&era).ok_or(None))
        }
    });
    match read {
        Ok(day) => as_is(day.to_string()),
        Err(why) => serial_day(&era).ok_or_else(|| {
            let unread = Message::ListNotADay { found: quoted(text) };
            fault(why.unwrap_or(unread), Message::ListWriteDay)
        }),
    }
}

/// `2023/6/9` and `2023-06-09`, which most are: a list of a hundred thousand has them.
fn plain_day(text: &str) -> Option<NaiveDate> {
    let mark = if text.contains('/') { '/' } else { '-' };
    let mut parts = text.split(mark);
    let mut part = |length: usize| {
        let part = parts.next().filter(|it| it.len() <= length && is_digits(it))?;
        part.parse::<u32>().ok()
    };
    let (year, month, day) = (part(4)?, part(2)?, part(2)?);
    let whole = parts.next().is_none() && year >= 1000;
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day).filter(|_| whole)
}

/// 令和5年6月9日 and R5.6.9 in half-width digits; all else is left to `facts`.
fn plain_day_of_era(text: &str) -> Option<NaiveDate> {
    const ERAS: [&str; 8] = ["令和", "平成", "昭和", "大正", "R", "H", "S", "T"];
    let era = ERAS.iter().find(|it| text.starts_with(**it))?;
    let number = |text: &str| match is_digits(text) && text.len() <= 2 {
        true => text.parse::<u32>().ok(),
        false => None,
    };
    let marks = if text.ends_with('日') { ['年', '月'] } else { ['.', '.'] };
    let (year, rest) = text[era.len()..].split_once(marks[0])?;
    let (month, day) = rest.split_once(marks[1])?;
    let year = Era::named(era)?.western(i32::try_from(number(year)?).ok()?)?;
    NaiveDate::from_ymd_opt(year, number(month)?, number(day.trim_end_matches('日'))?)
}

/// 令5.6.9 and r050609, as the program reads them elsewhere.
fn era_in_full(text: &str) -> String {
    const ERAS: [(char, &str); 5] =
        [('令', "令和"), ('平', "平成"), ('昭', "昭和"), ('大', "大正"), ('明', "明治")];
    let mut chars = text.chars();
    let Some(first) = chars.next() else { return String::new() };
    let rest = chars.as_str();
    let era = ERAS.iter().find(|(kanji, _)| *kanji == first);
    let number = rest.starts_with(|c: char| c.is_ascii_digit() || c == '元');
    match (era, first.to_ascii_uppercase()) {
        (Some((_, era)), _) if number => format!("{era}{rest}"),
        (None, letter @ ('M' | 'T' | 'S' | 'H' | 'R')) => {
            let rest = rest.trim_start_matches('.');
            match is_digits(rest) && rest.len() == 6 {
                true => format!("{letter}{}.{}.{}", &rest[..2], &rest[2..4], &rest[4..]),
                false => format!("{letter}{rest}"),
            }
        }
        _ => text.to_owned(),
    }
}

fn date_before_time(text: &str) -> Option<NaiveDate> {
    let (day, time) = text.split_once(['T', ' '])?;
    time.contains(':').then(|| facts::date(day).ok()).flatten()
}

/// The number by which Excel keeps a day, between 1927 and 2064.
fn serial_day(text: &str) -> Option<Taken> {
    let number: u64 = text.parse().ok().filter(|it| (10_000..60_000).contains(it))?;
    let first = NaiveDate::from_ymd_opt(1899, 12, 30)?;
    let day = first.checked_add_days(Days::new(number))?;
    Some(Taken { value: day.to_string(), change: Some(ChangeKind::NumberAsDay) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ok(value: &str) -> Read {
        as_is(value.to_owned())
    }

    fn told(value: &str, kind: ChangeKind) -> Read {
        Ok(Taken { value: value.to_owned(), change: Some(kind) })
    }

    #[test]
    fn days_are_read_in_every_form() {
        for text in [
            "2023-06-09",
            "2023/6/9",
            "2023.6.9",
            "20230609",
            "令和5年6月9日",
            "令和５年６月９日",
            "R5.6.9",
            "R05/06/09",
            "r5.6.9",
            "R050609",
            "令5.6.9",
            "2023年6月9日（金）",
            "2023/06/09 0:00:00",
            "2023-06-09T00:00:00.000Z",
            "R5年6月9日",
            "2023/6/9 10:20",
        ] {
            assert_eq!(day(text), ok("2023-06-09"), "{text}");
        }
        assert_eq!(day("令和元年5月1日"), ok("2019-05-01"));
        assert_eq!(day("昭和63年12月1日"), ok("1988-12-01"));
        assert_eq!(day("S63.12.1"), ok("1988-12-01"));
        assert_eq!(day("平元.1.8"), ok("1989-01-08"));
        assert_eq!(day("45086"), told("2023-06-09", ChangeKind::NumberAsDay));
        for text in ["2023/6", "23/6/9", "昨日", "2023/2/30", "6月9日", "令和5年6月9日（木）", "9"]
        {
            assert!(day(text).is_err(), "{text}");
        }
    }
}
