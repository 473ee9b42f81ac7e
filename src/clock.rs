//! The time now, in Japan, where the letters are written. Letters themselves
//! know no clock.

use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{DateTime, FixedOffset, NaiveDate};

use crate::messages::Lang;

/// Seconds that Japan is ahead of UTC; it has no summer time.
const JAPAN: i32 = 9 * 60 * 60;

fn now_in_japan() -> Option<DateTime<FixedOffset>> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    let now = DateTime::from_timestamp(i64::try_from(since.as_secs()).ok()?, 0)?;
    Some(now.with_timezone(&FixedOffset::east_opt(JAPAN)?))
}

/// Date and time: `2023-06-09T17:08:00+09:00`.
pub fn now() -> String {
    now_in_japan().unwrap_or_default().to_rfc3339()
}

/// The day of such a date and time, as a message says it; what is none, as it is.
pub fn day(at: &str) -> String {
    let day = at.get(..10).and_then(|day| NaiveDate::parse_from_str(day, "%Y-%m-%d").ok());
    match (day, Lang::current()) {
        (Some(day), Lang::Ja) => day.format("%Y年%-m月%-d日").to_string(),
        (Some(day), Lang::En) => day.to_string(),
        (None, _) => at.to_owned(),
    }
}

/// The date.
pub fn today() -> NaiveDate {
    now_in_japan().unwrap_or_default().date_naive()
}
