//! A condition as an office would say it, for those who do not write YAML.

use chrono::NaiveDate;

use super::field::Field;
use super::{Condition, Test, Wanted};
use crate::model::words::fact_in_japanese;

impl Condition {
    /// The condition in Japanese: 委員会への報告の方法が調整中か同意、かつ、お預かりしている
    /// データがある.
    pub fn in_japanese(&self) -> String {
        let tests: Vec<String> = self.tests.iter().map(Test::in_japanese).collect();
        tests.join("、かつ、")
    }
}

impl Test {
    fn in_japanese(&self) -> String {
        match self {
            Self::Is(field, wanted) => format!("{}が{}", field.in_japanese(), wanted.in_japanese()),
            Self::Has(fields) => {
                let fields: Vec<String> = fields.iter().map(Field::in_japanese).collect();
                format!("{}がある", fields.join("と"))
            }
            Self::Notice(ids) => {
                format!("お知らせが{}", any_of(ids, |id| id.as_str().to_owned()))
            }
            Self::Not(condition) => format!("「{}」ではない", condition.in_japanese()),
            Self::Any(conditions) => {
                let parts: Vec<String> = conditions.iter().map(Condition::in_japanese).collect();
                parts.join("、または、")
            }
        }
    }
}

impl Field {
    fn in_japanese(&self) -> String {
        let name = self.to_string();
        fact_in_japanese(&format!("client.{name}")).map_or(name, str::to_owned)
    }
}

impl Wanted {
    fn in_japanese(&self) -> String {
        let both = |low: Option<String>, high: Option<String>| {
            low.into_iter().chain(high).collect::<Vec<_>>().join("、")
        };
        match self {
            Self::Text(values) => any_of(values, String::clone),
            Self::Count(numbers) => any_of(numbers, u32::to_string),
            Self::Day(days) => any_of(days, |day| japanese_day(*day)),
            Self::CountWithin { over, under } => both(
                over.map(|number| format!("{number}を超える")),
                under.map(|number| format!("{number}未満")),
            ),
            Self::DayWithin { after, before } => both(
                after.map(|day| format!("{}より後", japanese_day(day))),
                before.map(|day| format!("{}より前", japanese_day(day))),
            ),
        }
    }
}

fn japanese_day(day: NaiveDate) -> String {
    day.format("%Y年%-m月%-d日").to_string()
}

fn any_of<T>(values: &[T], word: impl Fn(&T) -> String) -> String {
    values.iter().map(word).collect::<Vec<_>>().join("か")
}
