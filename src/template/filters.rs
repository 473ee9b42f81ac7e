//! The filters that templates and texts may use beside Tera's own.

use std::fmt::Write;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime};
use tera::{Error, Filter, Kwargs, State, Tera, TeraResult, Value};

use super::escape;
use crate::model::{DateStyle, with_separators};

/// Adds the filters to `tera`; dates are written in `style`.
pub fn register(tera: &mut Tera, style: DateStyle) {
    tera.register_filter("typst", TypstLiteral);
    tera.register_filter("date", move |text: &str, kwargs: Kwargs, _: &State| {
        date(style, text, &kwargs)
    });
    tera.register_filter("time", move |text: &str, _: Kwargs, _: &State| {
        TeraResult::Ok(style.time(moment(text)?.time()))
    });
    tera.register_filter("datetime", move |text: &str, _: Kwargs, _: &State| {
        TeraResult::Ok(style.moment(moment(text)?))
    });
    tera.register_filter("ymd", |text: &str, _: Kwargs, _: &State| -> TeraResult<Value> {
        let date = day(text)?;
        Ok(Value::from_serializable(&(date.year(), date.month(), date.day())))
    });
    tera.register_filter("number", |value: i128, _: Kwargs, _: &State| with_separators(value));
    // Tera's own `safe` would let a value through as Typst code.
    tera.register_filter("safe", |_: &Value, _: Kwargs, _: &State| -> TeraResult<Value> {
        Err(Error::message("the filter `safe` is not available: content never becomes code"))
    });
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

fn date(style: DateStyle, text: &str, kwargs: &Kwargs) -> TeraResult<String> {
    if let Some(format) = kwargs.get::<&str>("format")? {
        let mut written = String::new();
        // chrono reports a wrong specifier only while writing.
        return match write!(written, "{}", moment(text)?.format(format)) {
            Ok(()) => Ok(written),
            Err(_) => Err(Error::message(format!("`{format}` is not a date format"))),
        };
    }
    let weekday = kwargs.get::<bool>("weekday")?.unwrap_or(false);
    let day = day(text)?;
    Ok(if weekday { style.day(day) } else { style.date(day) })
}

fn day(text: &str) -> TeraResult<NaiveDate> {
    NaiveDate::from_str(text).or_else(|_| moment(text).map(|moment| moment.date()))
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
