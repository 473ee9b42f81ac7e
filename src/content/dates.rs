//! Dates and times that are typed into texts.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use regex::{Captures, Regex};

use super::Rule;
use crate::check::SharedFacts;
use crate::diagnostic::Diagnostic;
use crate::facts::Passage;
use crate::messages::Message;
use crate::model::{DateStyle, Notice, TimeStyle};

/// The years that a project's own dates have.
pub struct Years {
    all: BTreeSet<i32>,
    notice: i32,
}

impl Years {
    /// Of the notice and the bulletins it tells of.
    pub fn of(facts: &SharedFacts, notice: &Notice) -> Self {
        let bulletins = facts.incident.bulletins.iter().map(|bulletin| bulletin.at.year());
        let notice = notice.date.year();
        Self { all: bulletins.chain([notice]).collect(), notice }
    }
}

/// What is wrong with a passage's dates and times.
pub fn check(passage: &Passage, years: &Years, style: DateStyle) -> Vec<Diagnostic> {
    let mut found = days(passage, years);
    found.extend(times(passage, style));
    found
}

/// 令和5年（2023年）6月9日（金）, of which only month and day must be there.
static DAY: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:(?P<era>明治|大正|昭和|平成|令和) ?(?P<era_year>元|[0-9０-９]{1,2}) ?年 ?)?(?:[(（](?P<beside>[0-9０-９]{4}) ?年[)）])?(?:(?P<year>[0-9０-９]{4}) ?年 ?(?:[(（](?P<era2>明治|大正|昭和|平成|令和) ?(?P<era2_year>元|[0-9０-９]{1,2}) ?年?[)）] ?)?)?(?P<month>[0-9０-９]{1,2}) ?月 ?(?P<day>[0-9０-９]{1,2}) ?日(?: ?[(（](?P<weekday>[日月火水木金土])(?:曜日?)?[)）])?",
    )
});

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern that is tried by every test of this file")
}

/// A number in digits of either width.
pub(super) fn number(digits: &str) -> Option<u32> {
    let half = |c: char| match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')),
        _ => Some(c),
    };
    digits.chars().map(half).collect::<Option<String>>()?.parse().ok()
}

/// The eras: name, first day (改元の政令).
const ERAS: [(&str, i32, u32, u32); 5] = [
    ("明治", 1868, 10, 23),
    ("大正", 1912, 7, 30),
    ("昭和", 1926, 12, 25),
    ("平成", 1989, 1, 8),
    ("令和", 2019, 5, 1),
];

/// The western year of an era's year; `None` if the era did not last so long.
fn western(era: &str, year: &str) -> Option<i32> {
    let index = ERAS.iter().position(|(name, ..)| *name == era)?;
    let year = if year == "元" { 1 } else { i32::try_from(number(year)?).ok()? };
    let western = ERAS[index].1 + year - 1;
    let ended = ERAS.get(index + 1).is_some_and(|next| western > next.1);
    (year > 0 && !ended).then_some(western)
}

/// The western year of a date, and what is wrong with its era.
fn year_of(
    text: &str,
    captures: &Captures<'_>,
    found: &mut Vec<(Range<usize>, Message)>,
) -> Option<i32> {
    let year = |name| captures.name(name).and_then(|it| i32::try_from(number(it.as_str())?).ok());
    let written = year("year").or_else(|| year("beside"));
    for (era, era_year) in [("era", "era_year"), ("era2", "era2_year")] {
        let (Some(era), Some(era_year)) = (captures.name(era), captures.name(era_year)) else {
            continue;
        };
        let after = if text[era_year.end()..].starts_with('年') { '年'.len_utf8() } else { 0 };
        let range = era.start()..era_year.end() + after;
        let words = format!("{}{}年", era.as_str(), era_year.as_str());
        match (western(era.as_str(), era_year.as_str()), written) {
            (None, _) => found.push((range, Message::NoSuchEraYear { found: words })),
            (Some(right), Some(written)) if right != written => {
                let (year, right) = (format!("{written}年"), format!("{right}年"));
                found.push((range, Message::WrongEra { found: words, year, right }));
            }
            (Some(right), _) => return Some(right),
        }
    }
    written
}

fn days(passage: &Passage, years: &Years) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    // A date without a year is in the year of the one before it.
    let mut last_year = None;
    for captures in DAY.captures_iter(&passage.text) {
        let (Some(whole), Some(month), Some(day)) =
            (captures.get(0), captures.name("month"), captures.name("day"))
        else {
            continue;
        };
        // The end of a longer number; ⑪ is none.
        let before = &passage.text[..whole.start()];
        if before.ends_with(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c)) {
            continue;
        }
        let mut era = Vec::new();
        let written = year_of(&passage.text, &captures, &mut era);
        found.extend(era.into_iter().map(|(at, it)| Rule::Era.found_in(passage, at, it)));
        let known = written.or(last_year);
        last_year = written.or(last_year);
        let weekday = captures.name("weekday");
        if known.is_none() && years.all.len() > 1 && !before.ends_with(['年', crate::facts::TAG]) {
            let message = Message::YearMissing { day: whole.as_str().to_owned() };
            let finding = Rule::YearMissing.found_in(passage, whole.range(), message);
            found.push(finding.hint(Message::WriteYear));
        }
        let year = known.unwrap_or(years.notice);
        let (Some(month), Some(day)) = (number(month.as_str()), number(day.as_str())) else {
            continue;
        };
        // What follows a variable has the variable's year.
        if known.is_none() && before.ends_with(crate::facts::TAG) {
            continue;
        }
        // 2月29日 without a year may be of any.
        let exists = NaiveDate::from_ymd_opt(if known.is_some() { year } else { 2024 }, month, day);
        let shown = match written {
            Some(year) => format!("{year}年{month}月{day}日"),
            None => format!("{month}月{day}日"),
        };
        if exists.is_none() {
            let message = Message::NoSuchDay { day: shown };
            found.push(Rule::NoSuchDay.found_in(passage, whole.range(), message));
            continue;
        }
        let Some(weekday) = weekday else { continue };
        let candidates: BTreeSet<i32> = match known {
            Some(year) => [year].into(),
            None => years.all.clone(),
        };
        let names: Vec<char> = candidates
            .iter()
            .filter_map(|&year| NaiveDate::from_ymd_opt(year, month, day))
            .map(weekday_name)
            .collect();
        if let Some(right) = names.first()
            && !names.iter().any(|name| weekday.as_str().starts_with(*name))
        {
            let right = right.to_string();
            let shown = format!("{year}年{month}月{day}日");
            let message = Message::WrongWeekday {
                day: shown,
                found: weekday.as_str().to_owned(),
                right: right.clone(),
            };
            let finding = Rule::Weekday.found_in(passage, weekday.range(), message);
            found.push(finding.hint(Message::MendWeekday { right }));
        }
    }
    found
}

fn weekday_name(day: NaiveDate) -> char {
    ['月', '火', '水', '木', '金', '土', '日'][day.weekday().num_days_from_monday() as usize]
}

static TIME: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?P<hour>[0-9０-９]{1,2}) ?(?:[:：](?P<minute>[0-5０-５][0-9０-９])|時 ?(?:(?P<minute_kanji>[0-9０-９]{1,2}) ?分)?)",
    )
});

/// Times that are written otherwise than the letter writes its own.
fn times(passage: &Passage, style: DateStyle) -> Vec<Diagnostic> {
    let finding = |captures: Captures<'_>| {
        let whole = captures.get(0)?;
        let hour = number(captures.name("hour")?.as_str())?;
        let right = match style.time {
            TimeStyle::Kanji => {
                let minute = number(captures.name("minute")?.as_str())?;
                format!("{hour}時{minute:02}分")
            }
            TimeStyle::Colon => {
                let minute = number(captures.name("minute_kanji")?.as_str())?;
                format!("{hour}:{minute:02}")
            }
        };
        let digit = |c: char| c.is_numeric() || matches!(c, ':' | '：' | '/' | '.');
        let alone = !passage.text[..whole.start()].ends_with(digit)
            && !passage.text[whole.end()..].starts_with(digit);
        // 8時間 is no time of day; 24 hours are its end.
        let is_time = alone && hour <= 24 && !passage.text[whole.end()..].starts_with('間');
        let message =
            Message::MixedTimes { found: whole.as_str().to_owned(), right: right.clone() };
        let finding = Rule::TimeStyle.found_in(passage, whole.range(), message);
        is_time.then(|| Diagnostic {
            fix: Some(right.clone()),
            ..finding.hint(Message::WriteInstead { right })
        })
    };
    TIME.captures_iter(&passage.text).filter_map(finding).collect()
}
