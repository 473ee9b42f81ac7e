//! Deadlines of the report to the 個人情報保護委員会.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// The day by which the 速報 should be made: the fifth day, the day of knowing
/// being the first (施行規則 第8条第1項「速やかに」, guideline: about 3 to 5 days).
pub fn preliminary_report_due(known_on: NaiveDate) -> NaiveDate {
    known_on + Days::new(4)
}

/// The days of an event with a wrongful purpose (ransomware), where the facts do not say
/// that it is none.
pub const REPORT_WITHIN: u32 = 60;

/// The last day for the 確報: of so many, the day of knowing being the first (施行規則
/// 第8条第2項: 30, or 60 of an event with a wrongful purpose); a day on which the
/// authority is closed moves to the next on which it is open.
pub fn final_report_due(known_on: NaiveDate, within: u32) -> NaiveDate {
    let mut day = known_on + Days::new(u64::from(within.saturating_sub(1)));
    while is_closed(day) {
        day = day + Days::new(1);
    }
    day
}

/// Days on which the authorities are closed (行政機関の休日に関する法律 第1条).
fn is_closed(day: NaiveDate) -> bool {
    let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    let new_year = matches!((day.month(), day.day()), (12, 29..) | (1, ..=3));
    weekend || new_year || is_holiday(day)
}

/// 国民の祝日 and the days off that come with them. The library knows the days
/// that the Olympic games of 2020 moved, not that they moved again in 2021
/// (令和2年法律第68号).
fn is_holiday(day: NaiveDate) -> bool {
    match (day.year(), day.month(), day.day()) {
        // 海の日, スポーツの日, 山の日 with its 振替休日.
        (2021, 7, 22 | 23) | (2021, 8, 8 | 9) => true,
        // Where they would have been.
        (2021, 7, 19) | (2021, 8, 11) | (2021, 10, 11) => false,
        _ => jpholiday::jpholiday::JPHoliday::new().is_holiday(&day),
    }
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
        assert_eq!(final_report_due(date(2023, 6, 5), 60), date(2023, 8, 3));
        assert_eq!(final_report_due(date(2023, 6, 5), 30), date(2023, 7, 4));
    }

    /// As the 内閣府 lists them; from 2028 on as the law and the equinoxes make them.
    const HOLIDAYS: [(i32, &str); 16] = [
        (
            2015,
            "1/1 1/12 2/11 3/21 4/29 5/3 5/4 5/5 5/6 7/20 9/21 9/22 9/23 10/12 11/3 11/23 12/23",
        ),
        (
            2016,
            "1/1 1/11 2/11 3/20 3/21 4/29 5/3 5/4 5/5 7/18 8/11 9/19 9/22 10/10 11/3 11/23 12/23",
        ),
        (2017, "1/1 1/2 1/9 2/11 3/20 4/29 5/3 5/4 5/5 7/17 8/11 9/18 9/23 10/9 11/3 11/23 12/23"),
        (
            2018,
            "1/1 1/8 2/11 2/12 3/21 4/29 4/30 5/3 5/4 5/5 7/16 8/11 9/17 9/23 9/24 10/8 11/3 11/23 12/23 12/24",
        ),
        (
            2019,
            "1/1 1/14 2/11 3/21 4/29 4/30 5/1 5/2 5/3 5/4 5/5 5/6 7/15 8/11 8/12 9/16 9/23 10/14 10/22 11/3 11/4 11/23",
        ),
        (
            2020,
            "1/1 1/13 2/11 2/23 2/24 3/20 4/29 5/3 5/4 5/5 5/6 7/23 7/24 8/10 9/21 9/22 11/3 11/23",
        ),
        (2021, "1/1 1/11 2/11 2/23 3/20 4/29 5/3 5/4 5/5 7/22 7/23 8/8 8/9 9/20 9/23 11/3 11/23"),
        (2022, "1/1 1/10 2/11 2/23 3/21 4/29 5/3 5/4 5/5 7/18 8/11 9/19 9/23 10/10 11/3 11/23"),
        (2023, "1/1 1/2 1/9 2/11 2/23 3/21 4/29 5/3 5/4 5/5 7/17 8/11 9/18 9/23 10/9 11/3 11/23"),
        (
            2024,
            "1/1 1/8 2/11 2/12 2/23 3/20 4/29 5/3 5/4 5/5 5/6 7/15 8/11 8/12 9/16 9/22 9/23 10/14 11/3 11/4 11/23",
        ),
        (
            2025,
            "1/1 1/13 2/11 2/23 2/24 3/20 4/29 5/3 5/4 5/5 5/6 7/21 8/11 9/15 9/23 10/13 11/3 11/23 11/24",
        ),
        (
            2026,
            "1/1 1/12 2/11 2/23 3/20 4/29 5/3 5/4 5/5 5/6 7/20 8/11 9/21 9/22 9/23 10/12 11/3 11/23",
        ),
        (
            2027,
            "1/1 1/11 2/11 2/23 3/21 3/22 4/29 5/3 5/4 5/5 7/19 8/11 9/20 9/23 10/11 11/3 11/23",
        ),
        (2028, "1/1 1/10 2/11 2/23 3/20 4/29 5/3 5/4 5/5 7/17 8/11 9/18 9/22 10/9 11/3 11/23"),
        (
            2029,
            "1/1 1/8 2/11 2/12 2/23 3/20 4/29 4/30 5/3 5/4 5/5 7/16 8/11 9/17 9/23 9/24 10/8 11/3 11/23",
        ),
        (
            2030,
            "1/1 1/14 2/11 2/23 3/20 4/29 5/3 5/4 5/5 5/6 7/15 8/11 8/12 9/16 9/23 10/14 11/3 11/4 11/23",
        ),
    ];

    #[test]
    fn holidays_are_those_that_the_government_lists() {
        for (year, listed) in HOLIDAYS {
            let days = date(year, 1, 1).iter_days().take_while(|day| day.year() == year);
            let found = days.filter(|day| is_holiday(*day));
            let found: Vec<String> =
                found.map(|day| format!("{}/{}", day.month(), day.day())).collect();
            assert_eq!(found.join(" "), listed, "{year}");
        }
    }

    #[test]
    fn the_holidays_of_2021_moved_for_the_olympic_games() {
        assert_eq!(final_report_due(date(2021, 5, 24), 60), date(2021, 7, 26), "海の日 on 7/22");
        assert_eq!(final_report_due(date(2021, 5, 21), 60), date(2021, 7, 19), "no 海の日");
        assert_eq!(
            final_report_due(date(2021, 6, 9), 60),
            date(2021, 8, 10),
            "山の日 and the day after"
        );
        assert_eq!(final_report_due(date(2021, 6, 13), 60), date(2021, 8, 11), "no 山の日");
        assert_eq!(final_report_due(date(2021, 8, 13), 60), date(2021, 10, 11), "no スポーツの日");
    }

    #[test]
    fn a_closed_day_moves_to_the_next_open_one() {
        assert_eq!(final_report_due(date(2023, 6, 8), 60), date(2023, 8, 7), "a Sunday");
        assert_eq!(final_report_due(date(2023, 6, 9), 30), date(2023, 7, 10), "a Saturday");
        assert_eq!(
            final_report_due(date(2023, 11, 1), 60),
            date(2024, 1, 4),
            "the turn of the year"
        );
        assert_eq!(
            final_report_due(date(2023, 6, 13), 60),
            date(2023, 8, 14),
            "山の日, then a weekend"
        );
    }
}
