//! The filters that templates and texts may use beside Tera's own.

use std::fmt::Write;
use std::str::FromStr;

use chrono::format::{Fixed, Item, StrftimeItems};
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use tera::{Error, Filter, Kwargs, State, Tera, TeraResult, Value};

use super::{escape, printed};
use crate::calendar;
use crate::messages::Message;
use crate::model::Style;

/// Tera's own filters that would write what stands for something else, or nothing
/// that belongs in a Japanese letter.
const UNAVAILABLE: [&str; 4] = ["escape", "escape_html", "escape_xml", "newlines_to_br"];

/// Adds the filters to `tera`; dates, times and counts are written in `style`.
pub fn register(tera: &mut Tera, style: &Style) {
    tera.register_filter("typst", TypstLiteral);
    let own = style.clone();
    tera.register_filter("date", move |text: &str, kwargs: Kwargs, _: &State| {
        date(&own, text, &kwargs)
    });
    let own = style.clone();
    tera.register_filter("day", move |text: &str, kwargs: Kwargs, _: &State| {
        only(&kwargs, &[])?;
        TeraResult::Ok(own.day(day(text)?))
    });
    let own = style.clone();
    tera.register_filter("time", move |text: &str, kwargs: Kwargs, _: &State| {
        only(&kwargs, &[])?;
        TeraResult::Ok(own.time(timed(text)?.time()))
    });
    for name in ["count", "number"] {
        let own = style.clone();
        tera.register_filter(name, move |value: i128, kwargs: Kwargs, _: &State| {
            only(&kwargs, &[])?;
            TeraResult::Ok(own.count(value))
        });
    }
    tera.register_filter("ymd", |text: &str, _: Kwargs, _: &State| -> TeraResult<Value> {
        let date = day(text)?;
        Ok(Value::from_serializable(&(date.year(), date.month(), date.day())))
    });
    tera.register_filter(printed::FILTER, printed::Printed);
    tera.register_filter(printed::JOINED_FILTER, printed::joined);
    tera.register_filter("join", printed::join);
    tera.register_filter("str", printed::text);
    // Tera's own `safe` would let a value through as Typst code.
    tera.register_filter("safe", |_: &Value, _: Kwargs, _: &State| -> TeraResult<Value> {
        Err(Error::message("the filter `safe` is not available: content never becomes code"))
    });
    for name in UNAVAILABLE {
        tera.register_filter(name, |_: &Value, _: Kwargs, _: &State| -> TeraResult<Value> {
            Err(Error::message(Message::EscapedAlready))
        });
    }
}

/// `{{ value | typst }}`: a literal for the places where Typst reads code.
struct TypstLiteral;

impl Filter<&Value, TeraResult<String>> for TypstLiteral {
    fn call(&self, value: &Value, _: Kwargs, _: &State) -> TeraResult<String> {
        escape::literal(value)
    }

    fn is_safe(&self) -> bool {
        true
    }
}

fn date(style: &Style, text: &str, kwargs: &Kwargs) -> TeraResult<String> {
    only(kwargs, &["format"])?;
    match kwargs.get::<&str>("format")? {
        Some(format) => formatted(text, format),
        None => Ok(style.date(day(text)?)),
    }
}

/// An argument that is not known would have no effect.
fn only(kwargs: &Kwargs, known: &[&str]) -> TeraResult<()> {
    let mut names = kwargs.iter().filter_map(|(name, _)| name.as_str());
    match names.find(|name| !known.contains(name)) {
        None => Ok(()),
        Some(name) => {
            let (name, known) = (name.to_owned(), known.join(", "));
            Err(Error::message(Message::NoSuchArgument { name, known }))
        }
    }
}

/// A date in a format of its author's own, its words in Japanese.
fn formatted(text: &str, format: &str) -> TeraResult<String> {
    if let Some(specifier) = in_english(format) {
        return Err(Error::message(Message::EnglishFormat { specifier }));
    }
    let has_time = |item: &Item<'_>| {
        use chrono::format::Numeric::{Hour, Hour12, Minute, Nanosecond, Second};
        let number = matches!(item, Item::Numeric(Hour | Hour12 | Minute | Second | Nanosecond, _));
        number || matches!(item, Item::Fixed(Fixed::LowerAmPm | Fixed::UpperAmPm))
    };
    let items = StrftimeItems::new(format);
    let moment =
        if items.clone().any(|item| has_time(&item)) { timed(text)? } else { moment(text)? };
    let items: Vec<Item<'_>> = items.map(|item| in_japanese(item, moment)).collect();
    let mut written = String::new();
    // chrono reports a wrong specifier only while writing.
    match write!(written, "{}", moment.format_with_items(items.iter())) {
        Ok(()) => Ok(written),
        Err(_) => Err(Error::message(format!("`{format}` is not a date format"))),
    }
}

/// A specifier that puts a date together as English or machines do.
fn in_english(format: &str) -> Option<String> {
    let mut specifiers = format.split('%').skip(1);
    let mut escaped = false;
    specifiers.find_map(|specifier| {
        // Behind `%%` no specifier begins.
        if std::mem::take(&mut escaped) {
            return None;
        }
        escaped = specifier.is_empty();
        let letter = specifier.trim_start_matches(['-', '_', '0', ':', '#', '.']).chars().next()?;
        "cDxrv+sZzf".contains(letter).then(|| format!("%{letter}"))
    })
}

/// 木 for Thu, 午後 for PM, 6月 for June.
fn in_japanese(item: Item<'_>, moment: NaiveDateTime) -> Item<'_> {
    let Item::Fixed(fixed) = &item else { return item };
    let weekday = calendar::weekday(moment.date());
    let words = match fixed {
        Fixed::ShortWeekdayName => weekday.to_string(),
        Fixed::LongWeekdayName => format!("{weekday}曜日"),
        Fixed::ShortMonthName | Fixed::LongMonthName => format!("{}月", moment.month()),
        Fixed::LowerAmPm | Fixed::UpperAmPm => {
            (if moment.hour() < 12 { "午前" } else { "午後" }).to_owned()
        }
        _ => return item,
    };
    Item::OwnedLiteral(words.into())
}

fn day(text: &str) -> TeraResult<NaiveDate> {
    NaiveDate::from_str(text).or_else(|_| moment(text).map(|moment| moment.date()))
}

/// A moment that has a time of day: that of a date alone would be made up.
fn timed(text: &str) -> TeraResult<NaiveDateTime> {
    match NaiveDate::from_str(text) {
        Ok(_) => Err(Error::message(Message::DateHasNoTime { text: text.to_owned() })),
        Err(_) => moment(text),
    }
}

/// A date alone is its midnight.
fn moment(text: &str) -> TeraResult<NaiveDateTime> {
    let formats = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"];
    formats
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
        .or_else(|| NaiveDate::from_str(text).ok().map(|date| date.and_time(NaiveTime::MIN)))
        .ok_or_else(|| Error::message(format!("`{text}` is not a date such as 2023-06-09")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_of_ones_own_is_in_japanese() {
        for (format, written) in [
            ("%-m月%-d日（%a）%p%-I時", "6月8日（木）午後3時"),
            ("%B、%b、%A、%P", "6月、6月、木曜日、午後"),
            ("%Y-%m-%d %H:%M", "2023-06-08 15:00"),
            ("%%a%%c%-d", "%a%c8"),
        ] {
            assert_eq!(formatted("2023-06-08T15:00", format).expect(format), written);
        }
        for format in ["%c", "%r", "%D", "%x", "%v", "%+", "%s", "%Y%c", "%Q"] {
            formatted("2023-06-08T15:00", format).expect_err(format);
        }
        formatted("2023-06-08", "%-H時").expect_err("a day has no hour");
        assert_eq!(formatted("2023-06-08", "%-m月").expect("a month"), "6月");
    }
}
