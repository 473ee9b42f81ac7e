//! The words of the Japanese calendar: eras and weekdays.

use chrono::{Datelike, NaiveDate};

/// An era (元号).
#[derive(Debug, PartialEq, Eq)]
pub struct Era {
    /// Its name: 令和.
    pub name: &'static str,
    /// The letter that stands for it: R.
    pub letter: char,
    /// The western year of which its first year is a part.
    first_year: i32,
    /// The first day that is written with it: year, month, day.
    begins: (i32, u32, u32),
}

/// The eras, oldest first (元号を改める政令). 明治 began in 1868; days are those of
/// the present calendar only since its sixth year (明治5年太政官布告第337号).
const ERAS: [Era; 5] = [
    Era { name: "明治", letter: 'M', first_year: 1868, begins: (1873, 1, 1) },
    Era { name: "大正", letter: 'T', first_year: 1912, begins: (1912, 7, 30) },
    Era { name: "昭和", letter: 'S', first_year: 1926, begins: (1926, 12, 25) },
    Era { name: "平成", letter: 'H', first_year: 1989, begins: (1989, 1, 8) },
    Era { name: "令和", letter: 'R', first_year: 2019, begins: (2019, 5, 1) },
];

impl Era {
    /// The era that is meant by its name, the first kanji of it, or its letter of
    /// either width.
    pub fn named(text: &str) -> Option<&'static Self> {
        let first = text.chars().next()?;
        let half = u32::from(first).wrapping_sub(u32::from('Ａ') - u32::from('A'));
        let half = char::from_u32(half);
        ERAS.iter().find(|era| {
            era.name.starts_with(first) || first == era.letter || half == Some(era.letter)
        })
    }

    /// The era of a day; `None` before 1873.
    pub fn of(day: NaiveDate) -> Option<&'static Self> {
        ERAS.iter().rev().find(|era| (day.year(), day.month(), day.day()) >= era.begins)
    }

    /// The western year of a year of the era; `None` if the era did not last so long.
    pub fn western(&self, year: i32) -> Option<i32> {
        let western = year.checked_add(self.first_year - 1)?;
        let next = ERAS.iter().find(|next| next.first_year > self.first_year);
        let ended = next.is_some_and(|next| western > next.first_year);
        (year > 0 && !ended).then_some(western)
    }

    /// The number of a day's year in the era, from 1.
    pub fn number(&self, day: NaiveDate) -> i32 {
        day.year() - self.first_year + 1
    }
}

/// The kanji of the weekdays from Monday on.
pub const WEEKDAYS: [char; 7] = ['月', '火', '水', '木', '金', '土', '日'];

/// A day's weekday: 金.
pub fn weekday(day: NaiveDate) -> char {
    WEEKDAYS[day.weekday().num_days_from_monday() as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_era_is_told_by_its_name_its_kanji_or_its_letter() {
        for text in ["令和", "令", "R", "Ｒ"] {
            assert_eq!(Era::named(text).map(|era| era.name), Some("令和"), "{text}");
        }
        assert_eq!(Era::named("慶応"), None);
        assert_eq!(Era::named(""), None);
    }

    #[test]
    fn a_year_that_an_era_did_not_have_is_none() {
        let western = |era: &str, year| Era::named(era).and_then(|era| era.western(year));
        assert_eq!(western("令和", 5), Some(2023));
        assert_eq!(western("平成", 31), Some(2019));
        assert_eq!(western("平成", 32), None);
        assert_eq!(western("明治", 45), Some(1912));
        assert_eq!(western("昭和", 0), None);
        assert_eq!(western("令和", i32::MAX), None);
    }

    #[test]
    fn every_day_has_the_weekday_of_the_calendar() {
        let day = NaiveDate::from_ymd_opt(2023, 6, 9).expect("a day");
        assert_eq!(weekday(day), '金');
        assert_eq!(Era::of(day).map(|era| (era.name, era.number(day))), Some(("令和", 5)));
    }
}
