//! What is in a cell as a person sees it: numbers without what a computer's arithmetic adds,
//! days instead of their numbers, texts with one kind of line break.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use super::Cell;
use super::number_formats::Mask;

/// Digits of a number that Excel keeps and shows (Excel specifications and limits).
const DIGITS: usize = 15;

/// Zeros that a number is written with rather than with an exponent.
const ZEROS: i32 = 20;

/// A cell with this text.
pub(super) fn text(text: &str) -> Cell {
    if text.is_empty() {
        Cell::Empty
    } else if text.contains('\r') {
        Cell::Text(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cell::Text(text.to_owned())
    }
}

/// A cell with this number.
pub(super) fn number(value: f64, mask: Option<&Mask>) -> Cell {
    if !value.is_finite() {
        // Excel has no such number, and says so.
        return Cell::Fault("#NUM!".to_owned());
    }
    Cell::Number(mask.and_then(|mask| mask.show(value)).unwrap_or_else(|| plain(value)))
}

/// A number in digits.
pub(super) fn plain(value: f64) -> String {
    let exact = format!("{:.*e}", DIGITS - 1, value.abs());
    let (mantissa, exponent) = exact.split_once('e').unwrap_or((&exact, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    let digits = mantissa.replace('.', "");
    let digits = digits.trim_end_matches('0');
    if digits.is_empty() {
        return "0".to_owned();
    }
    let sign = if value < 0.0 { "-" } else { "" };
    let (first, others) = digits.split_at(1);
    if exponent.abs() > ZEROS {
        let point = if others.is_empty() { "" } else { "." };
        return format!("{sign}{first}{point}{others}E{exponent:+}");
    }
    // Digits before the point, of which there are none in 0.05.
    let whole = usize::try_from(exponent + 1).unwrap_or_default();
    if exponent < 0 {
        let zeros = "0".repeat(exponent.unsigned_abs() as usize - 1);
        format!("{sign}0.{zeros}{digits}")
    } else if digits.len() <= whole {
        format!("{sign}{digits}{}", "0".repeat(whole - digits.len()))
    } else {
        format!("{sign}{}.{}", &digits[..whole], &digits[whole..])
    }
}

/// A day or a time of day as Excel stores it, with year, month, day, hour, minute, second
/// and thousandths that the number stands for.
pub(super) fn moment(serial: f64, parts: (u16, u8, u8, u8, u8, u8, u16)) -> Cell {
    // The last day that Excel has is 9999-12-31. Its day 0, which it shows as 1900/1/0, is
    // what a formula makes of an empty cell.
    if !(f64::MIN_POSITIVE..2_958_466.0).contains(&serial) {
        return number(serial, None);
    }
    let (year, month, day, hour, minute, second, milli) = parts;
    let date = NaiveDate::from_ymd_opt(year.into(), month.into(), day.into());
    let time = NaiveTime::from_hms_opt(hour.into(), minute.into(), second.into());
    // Excel has a 29 February 1900, the calendar has none.
    let Some((date, time)) = date.zip(time) else { return number(serial, None) };
    // A minute that is stored as 59.9996 seconds is one.
    let rounded = TimeDelta::seconds(i64::from(milli >= 500));
    let Some(moment) = date.and_time(time).checked_add_signed(rounded) else {
        return number(serial, None);
    };
    if serial < 1.0 { span((serial * 86_400.0).round()) } else { Cell::Moment(moment) }
}

/// A time of day or a span of time, in seconds: `9:30`, `26:00`.
pub(super) fn span(seconds: f64) -> Cell {
    // A hundred years.
    if !(0.0..3.2e9).contains(&seconds) {
        return number(seconds / 86_400.0, None);
    }
    let seconds = seconds as u64;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    Cell::Text(match seconds {
        0 => format!("{hours}:{minutes:02}"),
        _ => format!("{hours}:{minutes:02}:{seconds:02}"),
    })
}

/// A day as ISO 8601 has it, with a time where there is one; what is none stays text.
pub(super) fn iso_moment(written: &str) -> Cell {
    // Without the zone, which no sheet shows.
    let bare = written.trim().trim_end_matches('Z');
    let day = || NaiveDate::parse_from_str(bare, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0);
    let with_time = || {
        let moment = NaiveDateTime::parse_from_str(bare, "%Y-%m-%dT%H:%M:%S%.f");
        moment.or_else(|_| NaiveDateTime::parse_from_str(bare, "%Y-%m-%dT%H:%M")).ok()
    };
    day().or_else(with_time).map_or_else(|| text(written), Cell::Moment)
}

/// A span of time as ISO 8601 has it: `PT09H30M00S`; what is none stays text.
pub(super) fn iso_span(written: &str) -> Cell {
    let seconds = || {
        let mut seconds = 0.0;
        let mut rest = written.trim().strip_prefix("PT")?;
        for (unit, length) in [('H', 3600.0), ('M', 60.0), ('S', 1.0)] {
            if let Some((number, behind)) = rest.split_once(unit) {
                seconds += number.parse::<f64>().ok()? * length;
                rest = behind;
            }
        }
        rest.is_empty().then_some(seconds)
    };
    seconds().map_or_else(|| text(written), |seconds| span(seconds.round()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_as_excel_shows_them() {
        for (value, expected) in [
            (12.0, "12"),
            (0.1 + 0.2, "0.3"),
            (1.0 / 3.0, "0.333333333333333"),
            (-0.05, "-0.05"),
            (0.0, "0"),
            (-0.0, "0"),
            (9_012_345_678.0, "9012345678"),
            (123_456_789_012_345.0, "123456789012345"),
            (1234.5, "1234.5"),
            (1e15, "1000000000000000"),
            (1.5e30, "1.5E+30"),
            (1e-30, "1E-30"),
            (99_999_999_999_999_990.0, "100000000000000000"),
        ] {
            assert_eq!(plain(value), expected);
        }
        assert_eq!(number(f64::INFINITY, None), Cell::Fault("#NUM!".into()));
    }

    #[test]
    fn times_of_day_are_shown_as_such_and_stored_days_rounded_to_the_second() {
        assert_eq!(span(34_200.0), Cell::Text("9:30".into()));
        assert_eq!(span(93_605.0), Cell::Text("26:00:05".into()));
        assert_eq!(span(-60.0), number(-60.0 / 86_400.0, None));
        let noon = moment(46_113.499_999_999, (2026, 4, 1, 11, 59, 59, 1000 - 1));
        let expected = NaiveDate::from_ymd_opt(2026, 4, 1).and_then(|it| it.and_hms_opt(12, 0, 0));
        assert_eq!(Some(noon), expected.map(Cell::Moment));
        assert_eq!(moment(60.0, (1900, 2, 29, 0, 0, 0, 0)), Cell::Number("60".into()));
        assert_eq!(moment(0.0, (1899, 12, 31, 0, 0, 0, 0)), Cell::Number("0".into()));
    }

    #[test]
    fn iso_is_read_and_what_is_none_stays() {
        let day = NaiveDate::from_ymd_opt(2026, 4, 1).expect("a day");
        assert_eq!(iso_moment("2026-04-01"), Cell::Moment(day.into()));
        let half_past_nine = day.and_hms_opt(9, 30, 0).expect("a time");
        assert_eq!(iso_moment("2026-04-01T09:30:00"), Cell::Moment(half_past_nine));
        assert_eq!(iso_moment("4/1"), Cell::Text("4/1".into()));
        assert_eq!(iso_span("PT09H30M00S"), Cell::Text("9:30".into()));
        assert_eq!(iso_span("soon"), Cell::Text("soon".into()));
    }
}
