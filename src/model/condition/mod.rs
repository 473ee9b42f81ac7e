//! Who gets a part of the letter.

mod field;
mod parse;
mod words;

use std::fmt;

use chrono::NaiveDate;

use self::field::{Field, Key};
use super::Client;
use crate::ids::NoticeId;

/// A condition on the recipient. All of its parts must hold.
#[derive(Debug, Clone, Default)]
pub struct Condition {
    tests: Vec<Test>,
}

#[derive(Debug, Clone)]
enum Test {
    /// What the recipient has in a field.
    Is(Field, Wanted),
    /// All of these fields are there.
    Has(Vec<Field>),
    /// The letter is of one of these notices.
    Notice(Vec<NoticeId>),
    Not(Condition),
    Any(Vec<Condition>),
}

/// What is asked of a field.
#[derive(Debug, Clone)]
enum Wanted {
    /// It is, or has, one of these.
    Text(Vec<String>),
    /// It is one of these numbers.
    Count(Vec<u32>),
    /// It is one of these days.
    Day(Vec<NaiveDate>),
    /// It is a number between these, neither of them.
    CountWithin { over: Option<u32>, under: Option<u32> },
    /// It is a day between these, neither of them.
    DayWithin { after: Option<NaiveDate>, before: Option<NaiveDate> },
}

impl Condition {
    /// Whether there is nothing to be met.
    pub fn is_empty(&self) -> bool {
        self.tests.is_empty()
    }

    /// Whether the condition holds in this notice's letter to this client. An empty one
    /// always does.
    pub fn holds(&self, client: &Client, notice: &NoticeId) -> bool {
        self.tests.iter().all(|test| test.holds(client, notice))
    }

    /// Whether it asks which notice the letter is of.
    pub fn asks_for_notice(&self) -> bool {
        self.asks(&|test| matches!(test, Test::Notice(_)))
    }

    /// Whether it asks anything of the client.
    pub fn asks_for_client(&self) -> bool {
        self.asks(&|test| matches!(test, Test::Is(..) | Test::Has(_)))
    }

    /// Whether all that it asks of the client is whether there are data.
    pub fn asks_for_data_alone(&self) -> bool {
        let is_data = |field: &Field| *field == Field::Known(Key::Data);
        let asks = |test: &Test| match test {
            Test::Has(fields) => fields.iter().all(is_data),
            Test::Notice(_) => true,
            Test::Is(..) | Test::Not(_) | Test::Any(_) => false,
        };
        self.tests.iter().all(asks)
    }

    /// Whether one of its tests, however deep, is such a one.
    fn asks(&self, is: &dyn Fn(&Test) -> bool) -> bool {
        self.tests.iter().any(|test| match test {
            Test::Not(condition) => condition.asks(is),
            Test::Any(conditions) => conditions.iter().any(|it| it.asks(is)),
            test => is(test),
        })
    }
}

impl Test {
    fn holds(&self, client: &Client, notice: &NoticeId) -> bool {
        match self {
            Self::Is(field, wanted) => wanted.is_met_by(field, client),
            Self::Has(fields) => fields.iter().all(|field| field.is_there(client)),
            Self::Notice(notices) => notices.contains(notice),
            Self::Not(condition) => !condition.holds(client, notice),
            Self::Any(conditions) => conditions.iter().any(|it| it.holds(client, notice)),
        }
    }
}

impl Wanted {
    fn is_met_by(&self, field: &Field, client: &Client) -> bool {
        match self {
            Self::Text(values) => field.is_any_of(client, values),
            Self::Count(numbers) => field.count(client).is_some_and(|it| numbers.contains(&it)),
            Self::Day(days) => field.day(client).is_some_and(|it| days.contains(&it)),
            Self::CountWithin { over, under } => field.count(client).is_some_and(|it| {
                over.is_none_or(|over| it > over) && under.is_none_or(|under| it < under)
            }),
            Self::DayWithin { after, before } => field.day(client).is_some_and(|it| {
                after.is_none_or(|after| it > after) && before.is_none_or(|before| it < before)
            }),
        }
    }
}

impl fmt::Display for Condition {
    /// The condition as it stands in YAML: `has: data, not: {route: 完了}`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, test) in self.tests.iter().enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            write!(f, "{test}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Test {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Is(field, wanted) => write!(f, "{field}: {wanted}"),
            Self::Has(fields) => write!(f, "has: {}", in_yaml(fields)),
            Self::Notice(ids) => write!(f, "notice: {}", in_yaml(ids)),
            Self::Not(condition) => write!(f, "not: {{{condition}}}"),
            Self::Any(conditions) => {
                let parts: Vec<String> = conditions.iter().map(|it| format!("{{{it}}}")).collect();
                write!(f, "any: [{}]", parts.join(", "))
            }
        }
    }
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(values) => f.write_str(&in_yaml(values)),
            Self::Count(numbers) => f.write_str(&in_yaml(numbers)),
            Self::Day(days) => f.write_str(&in_yaml(days)),
            Self::CountWithin { over, under } => {
                f.write_str(&bounds(("over", over.as_ref()), ("under", under.as_ref())))
            }
            Self::DayWithin { after, before } => {
                f.write_str(&bounds(("after", after.as_ref()), ("before", before.as_ref())))
            }
        }
    }
}

/// `{over: 5, under: 9}`.
fn bounds<T: fmt::Display>(low: (&str, Option<&T>), high: (&str, Option<&T>)) -> String {
    let bound = |(key, bound): (&str, Option<&T>)| Some(format!("{key}: {}", bound?));
    let bounds: Vec<String> = [low, high].into_iter().filter_map(bound).collect();
    format!("{{{}}}", bounds.join(", "))
}

/// One value alone, several in brackets.
fn in_yaml(values: &[impl fmt::Display]) -> String {
    let words: Vec<String> = values.iter().map(ToString::to_string).collect();
    match &words[..] {
        [word] => word.clone(),
        _ => format!("[{}]", words.join(", ")),
    }
}

#[cfg(test)]
mod tests;
