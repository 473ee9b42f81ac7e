//! A condition as an office would say it, for those who do not write YAML.

use super::{Condition, Fact, OwnTest, Test};
use crate::model::words::fact_in_japanese;

impl Condition {
    /// The condition in Japanese: 委員会への報告が調整中か同意、かつ、お預かりしている
    /// データがある.
    pub fn in_japanese(&self) -> String {
        let tests: Vec<String> = self.tests.iter().map(Test::in_japanese).collect();
        tests.join("、かつ、")
    }
}

impl Test {
    fn in_japanese(&self) -> String {
        match self {
            Self::Service(names) => format!("業務が{}", any_of(names, String::as_str)),
            Self::Route(routes) => {
                format!("委員会への報告が{}", any_of(routes, |it| it.in_japanese()))
            }
            Self::Notify(ways) => format!("本人への通知が{}", any_of(ways, |it| it.in_japanese())),
            Self::Relation(relations) => {
                format!("種類が{}", any_of(relations, |it| it.in_japanese()))
            }
            Self::Delivery(ways) => format!("送り方が{}", any_of(ways, |it| it.in_japanese())),
            Self::Has(facts) => {
                let word = |fact: &Fact| {
                    let name = fact.to_string();
                    fact_in_japanese(&format!("client.{name}")).map_or(name, str::to_owned)
                };
                let facts: Vec<String> = facts.iter().map(word).collect();
                format!("{}がある", facts.join("と"))
            }
            Self::Own(field, test) => match test {
                OwnTest::AnyOf(values) => format!("{field}が{}", any_of(values, String::as_str)),
                OwnTest::Over(number) => format!("{field}が{number}を超える"),
                OwnTest::Under(number) => format!("{field}が{number}未満"),
                OwnTest::After(day) => format!("{field}が{}より後", day.format("%Y年%-m月%-d日")),
                OwnTest::Before(day) => format!("{field}が{}より前", day.format("%Y年%-m月%-d日")),
            },
            Self::PersonsOver(count) => format!("人数が{count}人を超える"),
            Self::BulletinsAfter(moment) => {
                format!("{}より後の報告が載る", moment.format("%Y年%-m月%-d日%-H時%-M分"))
            }
            Self::Client(ids) => format!("宛先が{}", any_of(ids, |id| id.as_str())),
            Self::Not(condition) => format!("「{}」ではない", condition.in_japanese()),
            Self::Any(conditions) => {
                let parts: Vec<String> = conditions.iter().map(Condition::in_japanese).collect();
                parts.join("、または、")
            }
        }
    }
}

fn any_of<'a, T>(values: &'a [T], word: impl Fn(&'a T) -> &'a str) -> String {
    values.iter().map(word).collect::<Vec<_>>().join("か")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::client::{Delivery, Route};
    use crate::model::condition::Has;

    #[test]
    fn a_condition_is_said_in_words() {
        let condition = |tests| Condition { tests };
        let pending = || Test::Route(vec![Route::Pending, Route::Agreed]);
        let both = condition(vec![
            pending(),
            Test::Has(vec![Fact::Known(Has::Data), Fact::Known(Has::Payslip)]),
        ]);
        assert_eq!(
            both.in_japanese(),
            "委員会への報告が調整中か同意、かつ、お預かりしているデータと給与明細の渡し方がある"
        );
        let not = condition(vec![Test::Not(condition(vec![pending()]))]);
        assert_eq!(not.in_japanese(), "「委員会への報告が調整中か同意」ではない");
        let post = Test::Delivery(vec![Delivery::Post]);
        let any = Test::Any(vec![condition(vec![post]), condition(vec![Test::PersonsOver(100)])]);
        assert_eq!(any.in_japanese(), "送り方が郵送、または、人数が100人を超える");
    }
}
