//! Deadlines of the report to the 個人情報保護委員会.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// The day by which the 速報 should be made: the fifth day, the day of knowing
/// being the first (施行規則 第8条第1項「速やかに」, guideline: about 3 to 5 days).
pub fn preliminary_report_due(known_on: NaiveDate) -> NaiveDate {
    known_on + Days::new(4)
}

/// The last day for the 確報 of an event with a wrongful purpose (ransomware):
/// the sixtieth day, the day of knowing being the first (施行規則 第8条第2項); a
/// day on which the authority is closed moves to the next on which it is open.
pub fn final_report_due(known_on: NaiveDate) -> NaiveDate {
    let mut day = known_on + Days::new(59);
    while is_closed(day) {
        day = day + Days::new(1);
    }
    day
}

/// Days on which the authorities are closed (行政機関の休日に関する法律 第1条).
fn is_closed(day: NaiveDate) -> bool {
    let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    let new_year = matches!((day.month(), day.day()), (12, 29..) | (1, ..=3));
    let holiday = jpholiday::jpholiday::JPHoliday::new().is_holiday(&day);
    weekend || new_year || holiday
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a real day")
    }

    #[test]
    fn the_day_of_knowing_is_the_first() {
        assert_eq!(preliminary_report_due(date(2023, 6, 5)), date(2023, 6, 9));
        assert_eq!(final_report_due(date(2023, 6, 5)), date(2023, 8, 3));
    }

    #[test]
    fn a_closed_day_moves_to_the_next_open_one() {
        assert_eq!(final_report_due(date(2023, 6, 8)), date(2023, 8, 7), "a Sunday");
        assert_eq!(final_report_due(date(2023, 11, 1)), date(2024, 1, 4), "the turn of the year");
        assert_eq!(
            final_report_due(date(2023, 6, 13)),
            date(2023, 8, 14),
            "山の日, then a weekend"
        );
    }
}
