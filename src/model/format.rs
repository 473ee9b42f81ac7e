//! How dates, times and counts are written: one setting for all letters, so
//! that no letter writes 8時32分 in one line and 14:12 in the next.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

use crate::calendar::{self, weekday};
use crate::facts::{FromYaml, Node, Parsing, choice};

choice! {
    /// The calendar of the year.
    pub enum Era {
        /// 2023年.
        Western = "western",
        /// 令和5年.
        Japanese = "japanese",
    }
}

choice! {
    /// The writing of a time of day.
    pub enum TimeStyle {
        /// 8時32分.
        Kanji = "kanji",
        /// 8:32.
        Colon = "colon",
    }
}

/// The writing of dates and times.
#[derive(Debug, Clone, Copy)]
pub struct DateStyle {
    /// The calendar of the year.
    pub era: Era,
    /// The writing of a time of day.
    pub time: TimeStyle,
    /// Whether a day is followed by its weekday.
    pub weekday: bool,
}

impl Default for DateStyle {
    fn default() -> Self {
        Self { era: Era::Western, time: TimeStyle::Kanji, weekday: true }
    }
}

impl FromYaml for DateStyle {
    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let mut fields = node.fields(cx)?;
        let standard = Self::default();
        let style = Self {
            era: fields.optional("era", cx).unwrap_or(standard.era),
            time: fields.optional("time", cx).unwrap_or(standard.time),
            weekday: fields.optional("weekday", cx).unwrap_or(standard.weekday),
        };
        fields.finish(cx);
        Some(style)
    }
}

impl DateStyle {
    /// 2023年6月9日.
    pub fn date(&self, date: NaiveDate) -> String {
        format!("{}{}月{}日", self.year(date), date.month(), date.day())
    }

    /// 2023年6月9日（金）, or without the weekday where the style has none.
    pub fn day(&self, date: NaiveDate) -> String {
        let mut text = self.date(date);
        if self.weekday {
            text.push('（');
            text.push(weekday(date));
            text.push('）');
        }
        text
    }

    /// 8時32分.
    pub fn time(&self, time: NaiveTime) -> String {
        match self.time {
            TimeStyle::Kanji => format!("{}時{:02}分", time.hour(), time.minute()),
            TimeStyle::Colon => format!("{}:{:02}", time.hour(), time.minute()),
        }
    }

    /// 2023年6月5日（月）8時32分.
    pub fn moment(&self, moment: NaiveDateTime) -> String {
        self.day(moment.date()) + &self.time(moment.time())
    }

    /// The year with 年; the first year of an era is 元年, and a day before 明治
    /// stays western.
    fn year(&self, date: NaiveDate) -> String {
        match calendar::Era::of(date) {
            Some(era) if self.era == Era::Japanese => era.year(date),
            _ => format!("{}年", date.year()),
        }
    }
}

/// 148,620.
pub fn with_separators(number: i128) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::new();
    if number < 0 {
        text.push('-');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a real day")
    }

    #[test]
    fn eras_change_on_their_days() {
        let style = DateStyle { era: Era::Japanese, ..DateStyle::default() };
        assert_eq!(style.day(date(2023, 6, 9)), "令和5年6月9日（金）");
        assert_eq!(style.date(date(2019, 5, 1)), "令和元年5月1日");
        assert_eq!(style.date(date(2019, 4, 30)), "平成31年4月30日");
        assert_eq!(style.date(date(1989, 1, 7)), "昭和64年1月7日");
        assert_eq!(style.date(date(1873, 1, 1)), "明治6年1月1日");
    }

    #[test]
    fn a_moment_has_its_weekday_and_two_digits_for_minutes() {
        let moment = date(2023, 6, 8).and_hms_opt(9, 5, 0).expect("a real time");
        assert_eq!(DateStyle::default().moment(moment), "2023年6月8日（木）9時05分");
        let colon = DateStyle { time: TimeStyle::Colon, weekday: false, ..DateStyle::default() };
        assert_eq!(colon.moment(moment), "2023年6月8日9:05");
    }

    #[test]
    fn counts_are_grouped_by_three() {
        for (number, text) in
            [(0, "0"), (999, "999"), (1000, "1,000"), (148620, "148,620"), (-1204, "-1,204")]
        {
            assert_eq!(with_separators(number), text);
        }
    }
}
