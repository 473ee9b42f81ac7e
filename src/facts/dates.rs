//! Dates and times as they are typed: 2023-06-09, 2023/6/9, 令和5年6月9日（金）,
//! 14:12, 午後2時12分, in characters of either width.

use std::sync::LazyLock;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use regex::{Captures, Regex};

use super::words::half_width;
use crate::calendar::{Era, weekday};
use crate::messages::Message;

/// A date, perhaps with its weekday, and perhaps a time behind it; half-width.
static MOMENT: LazyLock<Regex> = LazyLock::new(|| {
    let date = r"(?:(?P<era>明治|大正|昭和|平成|令和|[MTSHR]) ?)?(?P<year>元|[0-9]{1,4}) ?(?P<one>[-/.年]) ?(?P<month>[0-9]{1,2}) ?(?P<two>[-/.月]) ?(?P<day>[0-9]{1,2})(?: ?(?P<end>日))?(?: ?\((?P<weekday>[月火水木金土日])(?:曜日?)?\))?";
    let time = r"(?P<half>午前|午後)? ?(?P<hour>[0-9]{1,2})(?: ?時(?: ?(?:(?P<minute>[0-9]{1,2}) ?分(?: ?(?P<second>[0-9]{1,2}) ?秒)?|(?P<thirty>半)))?|:(?P<minute2>[0-9]{1,2})(?::(?P<second2>[0-9]{1,2}))?)";
    Regex::new(&format!("^{date}(?P<gap>T| *)(?P<time>{time})?$"))
        .expect("a pattern that is tried by every test of this file")
});

/// Why a text is not read: `Some` with the reason if it has the right shape and
/// there is no such day or time.
type Fault = Option<Message>;

/// Reads a date.
pub fn date(text: &str) -> Result<NaiveDate, Fault> {
    // A list of thousands has it in this form.
    if let (10, Ok(date)) = (text.len(), text.parse::<NaiveDate>()) {
        return Ok(date);
    }
    let text = half_width(text);
    // 20230609
    if let (8, Ok(number)) = (text.len(), text.parse::<u32>()) {
        let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
        return NaiveDate::from_ymd_opt(year as i32, month, day).ok_or(None);
    }
    let found = MOMENT.captures(&text).ok_or(None)?;
    if found.name("time").is_some() || !found["gap"].trim().is_empty() {
        return Err(None);
    }
    date_of(&found)
}

/// Reads a date with a time.
pub fn moment(text: &str) -> Result<NaiveDateTime, Fault> {
    let text = half_width(text);
    let found = MOMENT.captures(&text).ok_or(None)?;
    // Digits of a day and of an hour are two numbers only with something between.
    let parted = !found["gap"].is_empty()
        || found.name("end").is_some()
        || found.name("weekday").is_some()
        || found.name("half").is_some();
    if found.name("time").is_none() || !parted {
        return Err(None);
    }
    Ok(date_of(&found)?.and_time(time_of(&found)?))
}

fn number(found: &Captures<'_>, name: &str) -> Option<u32> {
    found.name(name)?.as_str().parse().ok()
}

fn date_of(found: &Captures<'_>) -> Result<NaiveDate, Fault> {
    let in_words = &found["one"] == "年";
    let fits = if in_words { &found["two"] == "月" } else { found["one"] == found["two"] };
    if !fits || found.name("end").is_some() != in_words {
        return Err(None);
    }
    let year = year_of(found)?;
    let month = number(found, "month").ok_or(None)?;
    let day = number(found, "day").ok_or(None)?;
    let date = NaiveDate::from_ymd_opt(year, month, day).ok_or_else(|| {
        let last = (28..=31).rev().find(|&day| NaiveDate::from_ymd_opt(year, month, day).is_some());
        Some(match last {
            Some(last) => {
                Message::DaysOfMonth { month: format!("{year}-{month:02}"), days: last.to_string() }
            }
            None => Message::MonthsOfYear,
        })
    })?;
    let right = weekday(date).to_string();
    match found.name("weekday") {
        Some(written) if written.as_str() != right => Err(Some(Message::WrongWeekday {
            day: date.to_string(),
            found: written.as_str().to_owned(),
            right,
        })),
        _ => Ok(date),
    }
}

/// The western year; one of two digits may be in any century.
fn year_of(found: &Captures<'_>) -> Result<i32, Fault> {
    let written = &found["year"];
    let Some(era) = found.name("era").map(|era| era.as_str()) else {
        let year = written.parse().map_err(|_| None)?;
        return if written.len() == 4 { Ok(year) } else { Err(None) };
    };
    let year: i32 = if written == "元" { 1 } else { written.parse().map_err(|_| None)? };
    let era = Era::named(era).ok_or(None)?;
    let found = || Some(Message::NoSuchEraYear { found: format!("{}{written}年", era.name) });
    era.western(year).ok_or_else(found)
}

fn time_of(found: &Captures<'_>) -> Result<NaiveTime, Fault> {
    let hour = number(found, "hour").ok_or(None)?;
    let hour = match found.name("half").map(|half| half.as_str()) {
        None => hour,
        // 午後12時 is midnight to some and noon to others.
        Some(_) if hour > 11 => return Err(None),
        Some("午後") => hour + 12,
        Some(_) => hour,
    };
    let thirty = found.name("thirty").map(|_| 30);
    let minute = number(found, "minute").or(number(found, "minute2")).or(thirty).unwrap_or(0);
    let second = number(found, "second").or(number(found, "second2")).unwrap_or(0);
    NaiveTime::from_hms_opt(hour, minute, second).ok_or(Some(Message::TimesOfDay))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_in_every_form_with_one_meaning() {
        for text in [
            "2023-06-09",
            "2023-6-9",
            "2023/6/9",
            "2023/06/09",
            "2023.6.9",
            "20230609",
            "2023年6月9日",
            "2023年 6月 9日",
            "2023年6月9日（金）",
            "2023年6月9日(金曜日)",
            "2023-06-09（金）",
            "令和5年6月9日",
            "令和５年６月９日",
            "令和 5年 6月 9日（金曜）",
            "R5.6.9",
            "Ｒ５．６．９",
            "㋿5年6月9日",
            "２０２３－０６－０９",
            "２０２３／６／９",
            "2023−06−09",
            "2023‐06‐09",
            "2023ー06ー09",
            "2023–6–9",
            "　2023-06-09　",
        ] {
            assert_eq!(date(text), Ok(NaiveDate::from_ymd_opt(2023, 6, 9).unwrap()), "{text}");
        }
        assert_eq!(date("令和元年5月1日"), Ok(NaiveDate::from_ymd_opt(2019, 5, 1).unwrap()));
        assert_eq!(date("平成31年4月30日"), Ok(NaiveDate::from_ymd_opt(2019, 4, 30).unwrap()));
    }

    #[test]
    fn a_date_that_may_be_another_is_not_read() {
        for text in [
            "6/9/2023",
            "23-6-9",
            "5年6月9日",
            "6月9日",
            "2023/6-9",
            "2023年6/9",
            "2023-6",
            "2023年6月9",
            "2023",
            "2023-06-09T10:00",
            "2023-06-09日",
            "昨日",
            "",
            "20231399",
            "-2023-6-9",
        ] {
            assert_eq!(date(text), Err(None), "{text}");
        }
        for text in
            ["2023-02-30", "2023-13-01", "令和0年6月9日", "平成35年6月9日", "2023年6月9日（木）"]
        {
            assert!(matches!(date(text), Err(Some(_))), "{text}");
        }
    }

    #[test]
    fn a_moment_is_read_in_every_form_with_one_meaning() {
        let right = NaiveDate::from_ymd_opt(2023, 6, 9).unwrap().and_hms_opt(14, 12, 0).unwrap();
        for text in [
            "2023-06-09T14:12",
            "2023-06-09 14:12",
            "2023-06-09T14:12:00",
            "2023/6/9 14:12",
            "2023年6月9日14時12分",
            "2023年6月9日（金）14時12分",
            "2023年6月9日 午後2時12分",
            "2023-06-09　14：12",
            "令和5年6月9日午後2時12分0秒",
            "２０２３－０６－０９Ｔ１４：１２",
            "2023-06-09 14時12分",
        ] {
            assert_eq!(moment(text), Ok(right), "{text}");
        }
        let half = right.date().and_hms_opt(14, 30, 0).unwrap();
        assert_eq!(moment("2023-06-09 14時半"), Ok(half));
        let hour = right.date().and_hms_opt(9, 0, 0).unwrap();
        assert_eq!(moment("2023-06-09 9時"), Ok(hour));
    }

    #[test]
    fn a_moment_that_may_be_another_is_not_read() {
        for text in [
            "2023-06-09",
            "2023-06-0914:12",
            "2023-06-09 14",
            "2023-06-09 午後12時",
            "14:12",
            "2023-06-09 午後14時",
            "2023-06-09T",
            "2023-06-09 2:12 PM",
        ] {
            assert_eq!(moment(text), Err(None), "{text}");
        }
        assert_eq!(moment("2023-06-09 25:00"), Err(Some(Message::TimesOfDay)));
    }
}
