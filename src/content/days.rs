//! Days that are typed into texts: whether the calendar has them, and whether the
//! weekday beside one is its own. A wrong weekday in an apology is a second mishap.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use chrono::{Datelike, Months, NaiveDate, TimeDelta};
use regex::{Captures, Match, Regex};

use crate::calendar::{self, Era, WEEKDAYS};
use crate::check::SharedFacts;
use crate::diagnostic::Diagnostic;
use crate::facts::{Passage, TAG};
use crate::messages::Message;
use crate::model::Notice;
use crate::rules::Rule;

/// The days that a project's own facts have: of the bulletins and the notice. A
/// day that is written without its year is near one of them.
#[derive(Debug)]
pub struct KnownDays {
    all: BTreeSet<NaiveDate>,
    years: BTreeSet<i32>,
    notice: NaiveDate,
}

impl KnownDays {
    /// Of the notice and the bulletins it tells of.
    pub fn of(facts: &SharedFacts, notice: &Notice) -> Self {
        let bulletins = facts.incident.bulletins.iter().map(|bulletin| bulletin.at.date());
        Self::among([notice.date].into_iter().chain(bulletins))
    }

    /// These, the first of them the notice's.
    pub fn among(days: impl Iterator<Item = NaiveDate>) -> Self {
        let days: Vec<NaiveDate> = days.collect();
        let years = days.iter().map(NaiveDate::year).collect();
        Self {
            notice: days.first().copied().unwrap_or_default(),
            years,
            all: days.into_iter().collect(),
        }
    }

    /// The years in which this day can be meant, the likeliest first: that of the
    /// day nearest to a known one, and such as are not much farther off.
    fn years_of(&self, month: u32, day: u32) -> Vec<i32> {
        /// However near the nearest is, others as near as this are likely too.
        const NEAR: i64 = 60;
        let (Some(first), Some(last)) = (self.years.first(), self.years.last()) else {
            return Vec::new();
        };
        let distance = |year: i32| {
            let day = NaiveDate::from_ymd_opt(year, month, day)?;
            let before = self.all.range(..=day).next_back();
            let after = self.all.range(day..).next();
            let distances = before.into_iter().chain(after);
            Some((distances.map(|known| (day - *known).num_days().abs()).min()?, year))
        };
        let mut years: Vec<(i64, i32)> = (first - 1..=last + 1).filter_map(distance).collect();
        years.sort_unstable();
        let farthest = years.first().map_or(0, |(nearest, _)| (nearest * 3).max(NEAR));
        years.into_iter().filter(|it| it.0 <= farthest).map(|it| it.1).collect()
    }
}

/// What is wrong with a passage's days.
pub fn check(passage: &Passage, known: &KnownDays) -> Vec<Diagnostic> {
    let mut reader = Reader {
        passage,
        known,
        last: Vec::new(),
        last_end: 0,
        has_year: false,
        last_era: None,
        found: Vec::new(),
    };
    for captures in DAY.captures_iter(&passage.text) {
        reader.read(&captures);
    }
    reader.found
}

/// A weekday that is not the one of the day it stands behind.
#[derive(Debug, PartialEq, Eq)]
pub struct WrongWeekday {
    /// The day as it is written, with the weekday.
    pub written: String,
    /// What of it begins behind the day.
    pub behind: String,
    /// Whether the weekday stands in the template, behind a value.
    pub in_template: bool,
    /// What is wrong.
    pub message: Message,
}

/// The wrong weekdays in a line of a letter's source, behind days that are written
/// with their year: what a value and a text beside it have made together.
pub fn wrong_weekdays(line: &str) -> Vec<WrongWeekday> {
    if !may_have_weekday(line) {
        return Vec::new();
    }
    let mut found = wrong_weekdays_in(line, false);
    // A value of a template is a literal by itself.
    let joined = wrong_weekdays_in(&line.replace("\";", "").replace("#\"", ""), true);
    let is_new = |it: &WrongWeekday| !found.iter().any(|known| known.written == it.written);
    let joined: Vec<_> = joined.into_iter().filter(is_new).collect();
    found.extend(joined);
    found
}

/// Whether a line has a weekday as far as a glance tells: most lines have none.
fn may_have_weekday(line: &str) -> bool {
    let mut in_bracket = false;
    line.chars().any(|c| match c {
        '曜' | '㈪'..='㈰' | '㊊'..='㊐' => true,
        '(' | '（' | '[' | '［' | '〔' | '【' => {
            in_bracket = true;
            false
        }
        // Blanks, and what stands around a value.
        ' ' | '\u{3000}' | '#' | '"' | ';' => false,
        _ => std::mem::take(&mut in_bracket) && WEEKDAYS.contains(&c),
    })
}

fn wrong_weekdays_in(text: &str, in_template: bool) -> Vec<WrongWeekday> {
    let finding = |captures: Captures<'_>| {
        let whole = captures.get(0)?;
        let (name, at) = weekday(&captures)?;
        let day = dated(&captures)?;
        let after_figure = text[..whole.start()].ends_with(is_figure);
        // The kanji of Sunday is that of a day, too.
        let before = &text[whole.start()..at.start()];
        let behind = before.trim_end_matches(|c| c != '日' && !is_figure(c)).len();
        (!after_figure && calendar::weekday(day) != name).then(|| WrongWeekday {
            written: whole.as_str().to_owned(),
            behind: whole.as_str()[behind..].to_owned(),
            in_template,
            message: is_not(day, at.as_str()),
        })
    };
    DAY.captures_iter(text).filter_map(finding).collect()
}

/// The one day that is meant, if its year stands with it.
fn dated(captures: &Captures<'_>) -> Option<NaiveDate> {
    let text = |name| captures.name(name).map(|it| it.as_str());
    let number_of = |name| text(name).and_then(number);
    let year = ["year", "beside", "f_year"].iter().find_map(|it| number_of(it));
    let year = year.and_then(|it| i32::try_from(it).ok());
    let of_era = |era, year| western(text(era)?, text(year)?);
    let year = year.or_else(|| of_era("era", "era_year")).or_else(|| of_era("f_era", "f_era_year"));
    let month = number_of("month").or_else(|| number_of("f_month"))?;
    let day = number_of("day").or_else(|| number_of("f_day"))?;
    NaiveDate::from_ymd_opt(year?, month, day)
}

fn is_not(day: NaiveDate, weekday: &str) -> Message {
    Message::WrongWeekday {
        day: format!("{}年{}月{}日", day.year(), day.month(), day.day()),
        found: weekday.to_owned(),
        right: calendar::weekday(day).to_string(),
    }
}

/// A number of one or two digits, in figures of either width or in kanji.
const NUMBER: &str = "(?:[0-9０-９]{1,2}|[〇一二三四五六七八九十]{1,3})";
const ERA: &str = "明治|大正|昭和|平成|令和|昭|平|令|[MTSHRＭＴＳＨＲ]";
const FIGURE: &str = "[0-9０-９]";

/// 令和5年（2023年）6月9日（金） and whatever else is a day, in this order: with its
/// month in kanji, with its year in figures, with its month in figures, the day
/// of a month named before, 翌日. In each of them much may be left out.
static DAY: LazyLock<Regex> = LazyLock::new(|| {
    let kanji = format!(
        r"(?:(?:(?P<era>{ERA}) *(?P<era_year>元|{NUMBER}) *年 *)?(?:[(（](?P<beside>{FIGURE}{{4}}) *年[)）] *)?(?:(?P<year>{FIGURE}{{4}}|[〇一二三四五六七八九]{{4}}) *年 *(?:[(（](?P<era2>{ERA}) *(?P<era2_year>元|{NUMBER}) *年?[)）] *)?|['’‘＇]?(?P<short_year>{NUMBER}) *年 *|(?P<other_year>[同翌前本今昨来]年)の? *)?(?P<month>{NUMBER}) *月 *(?:{NUMBER} *[～〜~－–―、・,-] *)*(?P<day>{NUMBER}) *日)"
    );
    let figures = format!(
        r"(?:(?:(?P<f_era>{ERA}) *(?P<f_era_year>元|{FIGURE}{{1,2}})|(?P<f_year>{FIGURE}{{4}})|['’‘＇]?(?P<f_short_year>{FIGURE}{{2}})) *[./．／‐－-] *(?P<f_month>{FIGURE}{{1,2}}) *[./．／‐－-] *(?P<f_day>{FIGURE}{{1,2}}))"
    );
    let month_and_day =
        format!(r"(?:(?P<s_month>{FIGURE}{{1,2}}) *[/／] *(?P<s_day>{FIGURE}{{1,2}}))");
    let alone =
        format!(r"(?:(?:(?P<other_month>[同当翌前今本来先毎各])月の? *)?(?P<alone>{NUMBER}) *日)");
    let other_day = r"(?P<other_day>[同翌前本]日)";
    // （金）, （金曜日）, （月・祝）, （金 15時から）, ㈮, 金曜; not （木・金）, （日本時間）.
    let weekday = r"(?: *[(（［\[〔【] *(?P<bracketed>[日月火水木金土])(?:曜日?)? *(?:[ ・、,／/][^日月火水木金土()（）\n][^()（）\n]{0,20}|[祝振休午][^()（）\n]{0,20})?[)）］\]〕】]|(?P<in_one>[㈪-㈰㊊-㊐])| *[、,の]? *(?P<plain>[日月火水木金土])曜)";
    let pattern = format!("(?:{kanji}|{figures}|{month_and_day}|{alone}|{other_day}){weekday}?");
    // A space is of either width.
    Regex::new(&pattern.replace(" *", "[ \u{3000}]*"))
        .expect("a pattern that is tried by every test of this file")
});

/// A number in figures of either width, or in kanji.
pub(super) fn number(digits: &str) -> Option<u32> {
    let (mut number, mut last) = (0_u32, None);
    for c in digits.chars() {
        let digit = match c {
            '０'..='９' => u32::from(c) - u32::from('０'),
            '〇' => 0,
            '十' => {
                number = last.take().unwrap_or(1) * 10;
                continue;
            }
            _ => match "一二三四五六七八九".chars().position(|it| it == c) {
                Some(index) => u32::try_from(index).ok()? + 1,
                None => c.to_digit(10)?,
            },
        };
        // Behind 十 a digit is added, behind another it follows.
        number = match last {
            Some(_) => number.saturating_mul(10).saturating_add(digit),
            None => number.saturating_add(digit),
        };
        last = Some(number);
    }
    Some(number)
}

/// The western year of an era's year; `None` if the era did not last so long.
fn western(era: &str, year: &str) -> Option<i32> {
    let year = if year == "元" { 1 } else { i32::try_from(number(year)?).ok()? };
    Era::named(era)?.western(year)
}

fn is_figure(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

/// The weekday that is written, by its kanji, and where.
fn weekday<'t>(captures: &Captures<'t>) -> Option<(char, Match<'t>)> {
    let found = ["bracketed", "in_one", "plain"].iter().find_map(|it| captures.name(it))?;
    let written = found.as_str().chars().next()?;
    let in_one = |first: char| u32::from(written).checked_sub(u32::from(first));
    let index = in_one('㈪').filter(|it| *it < 7).or(in_one('㊊').filter(|it| *it < 7));
    let name = index.and_then(|index| WEEKDAYS.get(index as usize)).unwrap_or(&written);
    Some((*name, found))
}

/// Reads a passage's days one after another: of many, part is in one before.
struct Reader<'a> {
    passage: &'a Passage,
    known: &'a KnownDays,
    /// The days that the last one may be, and where it ended.
    last: Vec<NaiveDate>,
    last_end: usize,
    /// Whether a year was written before.
    has_year: bool,
    last_era: Option<String>,
    found: Vec<Diagnostic>,
}

/// A day as it is written.
struct Written {
    /// The days that can be meant, the likeliest first.
    days: Vec<NaiveDate>,
    /// The day in words, to be told where there is none such.
    shown: String,
}

impl Written {
    /// This day of these years.
    fn of_years(years: &[i32], month: u32, day: u32) -> Self {
        let days = years.iter().filter_map(|&year| NaiveDate::from_ymd_opt(year, month, day));
        let year = match years {
            [year] => format!("{year}年"),
            _ => String::new(),
        };
        Self { days: days.collect(), shown: format!("{year}{month}月{day}日") }
    }
}

impl Reader<'_> {
    fn read(&mut self, captures: &Captures<'_>) {
        let Some(whole) = captures.get(0) else { return };
        // The end of a longer number; ⑪ is none.
        if self.passage.text[..whole.start()].ends_with(is_figure) {
            return;
        }
        let weekday = weekday(captures);
        let number_of = |name| captures.name(name).and_then(|it| number(it.as_str()));
        let written = if let (Some(month), Some(day)) = (number_of("month"), number_of("day")) {
            self.in_kanji(captures, whole, month, day)
        } else if let (Some(month), Some(day)) = (number_of("f_month"), number_of("f_day")) {
            // 2023/6/31 is a day without a weekday too, 1.2.3 is none.
            let sure = captures.name("f_year").is_some() && whole.as_str().contains('/');
            (weekday.is_some() || sure).then(|| self.in_figures(captures, month, day))
        } else if weekday.is_none() {
            None
        } else if let (Some(month), Some(day)) = (number_of("s_month"), number_of("s_day")) {
            Some(self.without_year(month, day, whole.start())).filter(|it| !it.days.is_empty())
        } else if let Some(day) = number_of("alone") {
            self.in_a_month(captures.name("other_month"), day, whole.start())
        } else {
            captures.name("other_day").and_then(|it| self.beside(it))
        };
        let Some(Written { days, shown }) = written else { return };
        let Some(&likeliest) = days.first() else {
            let finding = Rule::NoSuchDay.found_in(
                self.passage,
                whole.range(),
                Message::NoSuchDay { day: shown },
            );
            self.found.push(finding);
            return;
        };
        self.last_end = whole.end();
        self.last = days;
        let Some((name, at)) = weekday else { return };
        let right: Vec<NaiveDate> =
            self.last.iter().copied().filter(|&day| calendar::weekday(day) == name).collect();
        if right.is_empty() {
            self.last.truncate(1);
            self.wrong_weekday(likeliest, at);
        } else {
            self.last = right;
        }
    }

    fn wrong_weekday(&mut self, day: NaiveDate, at: Match<'_>) {
        let right = calendar::weekday(day).to_string();
        let message = is_not(day, at.as_str());
        let finding = Rule::Weekday.found_in(self.passage, at.range(), message);
        self.found.push(finding.instead(Message::MendWeekday { right: right.clone() }, right));
    }

    /// 2023年6月9日 with or without its year.
    fn in_kanji(
        &mut self,
        captures: &Captures<'_>,
        whole: Match<'_>,
        month: u32,
        day: u32,
    ) -> Option<Written> {
        let mut years: Vec<i32> = self.year(captures).into_iter().collect();
        if let Some(year) = captures.name("short_year").and_then(|it| number(it.as_str())) {
            years = self.short_years(year);
        } else if let Some(other) = captures.name("other_year") {
            years = self.other_years(other.as_str());
        }
        if !years.is_empty() {
            self.has_year = true;
            return Some(Written::of_years(&years, month, day));
        }
        let before = &self.passage.text[..whole.start()];
        let after_value = before.ends_with(TAG);
        let known = self.has_year || captures.name("era").is_some() || before.ends_with('年');
        if !known && self.known.years.len() > 1 && !after_value {
            let message = Message::YearMissing { day: whole.as_str().to_owned() };
            let finding = Rule::YearMissing.found_in(self.passage, whole.range(), message);
            self.found.push(finding.hint(Message::WriteYear));
        }
        // What follows a variable has the variable's year.
        if after_value {
            self.last.clear();
            return None;
        }
        // 2月29日 without a year may be of any.
        let exists = NaiveDate::from_ymd_opt(2024, month, day).is_some();
        let written = self.without_year(month, day, whole.start());
        (!exists || !written.days.is_empty()).then_some(written)
    }

    /// R5.6.9, 2023/6/9, '23.6.9.
    fn in_figures(&mut self, captures: &Captures<'_>, month: u32, day: u32) -> Written {
        let text = |name| captures.name(name).map(|it| it.as_str());
        let years = if let (Some(era), Some(year)) = (text("f_era"), text("f_era_year")) {
            self.last_era = Some(era.to_owned());
            western(era, year).into_iter().collect()
        } else if let Some(year) = text("f_short_year").and_then(number) {
            self.short_years(year)
        } else {
            text("f_year")
                .and_then(number)
                .and_then(|it| i32::try_from(it).ok())
                .into_iter()
                .collect()
        };
        self.has_year = true;
        Written::of_years(&years, month, day)
    }

    /// Whether something else than words may stand between the last day and here.
    fn value_since_last(&self, start: usize) -> bool {
        self.passage.text[self.last_end..start].contains(TAG)
    }

    /// A day without its year: in that of the one before it or near to that, or
    /// near to the days of the facts.
    fn without_year(&self, month: u32, day: u32, start: usize) -> Written {
        /// So far back nobody goes without naming the year.
        const FAR: i64 = 180;
        let mut years = Vec::new();
        for last in &self.last {
            let by =
                |year: i32| Some((NaiveDate::from_ymd_opt(year, month, day)? - *last).num_days());
            let near = (last.year() - 1..=last.year() + 1)
                .min_by_key(|&year| by(year).map_or(i64::MAX, i64::abs));
            years.extend(Some(last.year()).filter(|&year| by(year).is_none_or(|by| by > -FAR)));
            years.extend(near);
        }
        let known = self.known.years_of(month, day);
        if years.is_empty() || self.value_since_last(start) {
            years.extend(known);
        } else {
            // A day of the facts themselves can always be meant.
            let is_known = |&year: &i32| {
                let day = NaiveDate::from_ymd_opt(year, month, day);
                day.is_some_and(|day| self.known.all.contains(&day))
            };
            years.extend(known.into_iter().filter(is_known));
        }
        let mut seen = BTreeSet::new();
        years.retain(|year| seen.insert(*year));
        let written = Written::of_years(&years, month, day);
        Written { shown: format!("{month}月{day}日"), ..written }
    }

    /// 23年: of this century, of the era before it, of the present one.
    fn short_years(&self, year: u32) -> Vec<i32> {
        /// A year so far from the letter is not written short.
        const FAR: u32 = 12;
        let Ok(short) = i32::try_from(year) else { return Vec::new() };
        let era = self.last_era.as_deref();
        let of_era = era.and_then(|era| western(era, &year.to_string()));
        let present = western("令和", &year.to_string());
        let mut years: Vec<i32> = of_era.into_iter().chain([2000 + short]).chain(present).collect();
        let notice = self.known.notice.year();
        years.retain(|it| of_era == Some(*it) || it.abs_diff(notice) <= FAR);
        years.dedup();
        if years.is_empty() { vec![2000 + short] } else { years }
    }

    /// 同年, 翌年, 本年.
    fn other_years(&self, words: &str) -> Vec<i32> {
        let last = |by: i32| self.last.iter().map(|it| it.year() + by).collect();
        let notice = |by: i32| vec![self.known.notice.year() + by];
        match words.chars().next() {
            Some('同') => last(0),
            Some('翌') => last(1),
            Some('前') => last(-1),
            Some('来') => notice(1),
            Some('昨') => notice(-1),
            _ => notice(0),
        }
    }

    /// 9日, 同月9日: of the last month, or of one that the facts speak of.
    fn in_a_month(&self, other: Option<Match<'_>>, day: u32, start: usize) -> Option<Written> {
        let text = &self.passage.text[..start];
        let by = |day: &NaiveDate, by: i32| match by {
            ..0 => day.checked_sub_months(Months::new(by.unsigned_abs())),
            _ => day.checked_add_months(Months::new(by.unsigned_abs())),
        };
        let last = |months: i32| self.last.iter().filter_map(|it| by(it, months)).collect();
        let notice = |months: i32| by(&self.known.notice, months).into_iter().collect();
        let unsure = self.last.is_empty() || self.value_since_last(start);
        let months: Vec<NaiveDate> = match other.and_then(|it| it.as_str().chars().next()) {
            Some('毎' | '各') => return None,
            Some('今' | '本') => notice(0),
            Some('来') => notice(1),
            Some('先') => notice(-1),
            _ if text.contains(TAG) && unsure => return None,
            Some('翌') => last(1),
            Some('前') => last(-1),
            Some(_) => last(0),
            None => self.months_near(day, start),
        };
        let days = months.iter().filter_map(|month| month.with_day(day)).collect();
        let month = months.first()?.month();
        Some(Written { days, shown: format!("{month}月{day}日") })
    }

    /// The months of which a day can be that is named without one.
    fn months_near(&self, day: u32, start: usize) -> Vec<NaiveDate> {
        /// 6月5日（月）から9日（金）: no more than this is between them.
        const BESIDE: usize = 8;
        let first_of_next = |it: &NaiveDate| it.with_day(1)?.checked_add_months(Months::new(1));
        let between = &self.passage.text[self.last_end..start];
        let mut months: Vec<NaiveDate> = self.last.clone();
        months.extend(self.last.iter().filter(|it| day < it.day()).filter_map(first_of_next));
        if self.last.is_empty() || between.chars().count() > BESIDE || between.contains('。') {
            let notice = self.known.notice;
            months.extend([notice].into_iter().chain(first_of_next(&notice)));
            months.extend(self.known.all.iter().copied());
        }
        months
    }

    /// 同日, 翌日, 前日, 本日.
    fn beside(&self, words: Match<'_>) -> Option<Written> {
        let last = |days: i64| -> Vec<NaiveDate> {
            let beside = |it: &NaiveDate| it.checked_add_signed(TimeDelta::days(days));
            self.last.iter().filter_map(beside).collect()
        };
        let days = match words.as_str().chars().next() {
            Some('本') => vec![self.known.notice],
            _ if self.value_since_last(words.start()) => return None,
            Some('翌') => last(1),
            Some('前') => last(-1),
            _ => last(0),
        };
        (!days.is_empty()).then(|| Written { days, shown: words.as_str().to_owned() })
    }

    /// The western year of a date, and what is wrong with its era.
    fn year(&mut self, captures: &Captures<'_>) -> Option<i32> {
        let year =
            |name| captures.name(name).and_then(|it| i32::try_from(number(it.as_str())?).ok());
        let written = year("year").or_else(|| year("beside"));
        for (era, era_year) in [("era", "era_year"), ("era2", "era2_year")] {
            let (Some(era), Some(era_year)) = (captures.name(era), captures.name(era_year)) else {
                continue;
            };
            self.last_era = Some(era.as_str().to_owned());
            let text = &self.passage.text;
            let after =
                if text[era_year.end()..].starts_with('年') { '年'.len_utf8() } else { 0 };
            let range = era.start()..era_year.end() + after;
            let words = format!("{}{}年", era.as_str(), era_year.as_str());
            match (western(era.as_str(), era_year.as_str()), written) {
                (None, _) => self.wrong_era(range, Message::NoSuchEraYear { found: words }),
                (Some(right), Some(written)) if right != written => {
                    let (year, right) = (format!("{written}年"), format!("{right}年"));
                    self.wrong_era(range, Message::WrongEra { found: words, year, right });
                }
                (Some(right), _) => return Some(right),
            }
        }
        written
    }

    fn wrong_era(&mut self, range: Range<usize>, message: Message) {
        self.found.push(Rule::Era.found_in(self.passage, range, message));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weekday_behind_a_value_is_read_in_whatever_form_it_is_typed() {
        // 2023年6月5日 is a Monday.
        for wrong in [
            "#\"2023年6月5日（火）です。\";",
            "#\"2023年6月5日\";（火）",
            "#\"2023年6月5日\"; (火曜日)",
            "#\"令和5年6月5日\";火曜日",
            "#\"2023年6月5日\";㈫",
            "#\"2023年6月5日\";〔日・祝〕",
            "#\"2023/6/5\";（#\"火\";）",
            "#\"R5.6.5\";[火]",
        ] {
            let found = wrong_weekdays(wrong);
            assert_eq!(found.len(), 1, "{wrong}: {found:?}");
            assert_eq!(found[0].in_template, wrong.contains("\";") && !wrong.contains("です"));
        }
        for right in [
            "#\"2023年6月5日\";（月）",
            "#\"2023年6月5日\";㈪",
            "#\"6月5日\";（火）",
            "#\"2023年6月5日\";（土日を除く）",
            "#\"12023年6月5日\";（火）",
            "#\"2023年6月5日\";（日本時間）",
            "#\"2023年6月5日\";から（火）",
        ] {
            assert_eq!(wrong_weekdays(right), [], "{right}");
        }
    }
}
