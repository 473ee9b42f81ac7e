//! Dates as their example is written: 2023年6月9日, 令和6年9月11日（水）, 2023/08/03.

use chrono::{Datelike, NaiveDate};

use super::{digits, example, padded};
use crate::calendar::{Era, WEEKDAYS, weekday};
use crate::facts::{FromYaml, Node, Parsing};
use crate::messages::Message;

/// The writing of a date: its pieces in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayStyle(Vec<Piece>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    /// What stands as it is.
    Text(String),
    /// The western year, 2023.
    Year {
        wide: bool,
    },
    /// The era by its name, 令和, or its letter, R.
    Era {
        letter: bool,
    },
    /// The year in its era; the first is 元 before 年.
    EraYear {
        first: &'static str,
        number: Number,
    },
    Month(Number),
    Day(Number),
    /// The weekday's kanji.
    Weekday,
}

/// How a number of one or two digits is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Number {
    /// What stands in the place of the first of two digits.
    pad: Option<char>,
    wide: bool,
}

impl Number {
    fn write(self, number: i64) -> String {
        padded(number, if self.pad.is_some() { 2 } else { 1 }, self.pad.unwrap_or(' '), self.wide)
    }
}

impl Default for DayStyle {
    fn default() -> Self {
        let number = Number { pad: None, wide: false };
        let text = |text: &str| Piece::Text(text.to_owned());
        Self(vec![
            Piece::Year { wide: false },
            text("年"),
            Piece::Month(number),
            text("月"),
            Piece::Day(number),
            text("日"),
        ])
    }
}

impl FromYaml for DayStyle {
    fn wanted() -> Message {
        Message::ADateExample
    }

    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let such_as = "2023年6月9日（金）  令和5年6月9日  2023/06/09";
        example(node, Self::wanted(), such_as, Self::of, cx)
    }
}

impl DayStyle {
    /// 2023年6月9日（金）.
    pub fn with_weekday() -> Self {
        let mut style = Self::default();
        style.0.pop();
        style.0.push(Piece::Text("日（".to_owned()));
        style.0.push(Piece::Weekday);
        style.0.push(Piece::Text("）".to_owned()));
        style
    }

    /// The style of an example, in which month and day stand, and perhaps year and
    /// weekday.
    fn of(example: &str) -> Option<Self> {
        let found = Scan::of(example);
        found.is_a_date()?;
        Some(Self(found.pieces()?))
    }

    /// A date as it is to be printed. One before the eras has its western year.
    pub fn write(&self, date: NaiveDate) -> String {
        let era = Era::of(date);
        let mut text = String::new();
        for piece in &self.0 {
            match (piece, era) {
                (Piece::Text(piece), _) => text.push_str(piece),
                (Piece::Year { wide }, _)
                | (Piece::EraYear { number: Number { wide, .. }, .. }, None) => {
                    text.push_str(&padded(date.year().into(), 1, ' ', *wide));
                }
                (Piece::Era { letter: true }, Some(era)) => text.push(era.letter),
                (Piece::Era { letter: false }, Some(era)) => text.push_str(era.name),
                (Piece::Era { .. }, None) => {}
                (Piece::EraYear { first, number }, Some(era)) => match era.number(date) {
                    1 if !first.is_empty() => text.push_str(first),
                    year => text.push_str(&number.write(year.into())),
                },
                (Piece::Month(number), _) => text.push_str(&number.write(date.month().into())),
                (Piece::Day(number), _) => text.push_str(&number.write(date.day().into())),
                (Piece::Weekday, _) => text.push(weekday(date)),
            }
        }
        text
    }
}

/// A piece of an example, before it is known which number is which.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Text(String),
    Era { letter: bool, era: &'static Era },
    Number { value: u32, digits: usize, wide: bool, pad: Option<char> },
    Weekday,
}

/// What a number of an example says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Year,
    EraYear,
    Month,
    Day,
}

struct Scan(Vec<Token>);

impl Scan {
    fn of(example: &str) -> Self {
        let (mut tokens, mut rest) = (Vec::new(), example);
        while let Some(c) = rest.chars().next() {
            let after = &rest[c.len_utf8()..];
            if let Some((letter, era, behind)) = era_at(rest) {
                tokens.push(Token::Era { letter, era });
                rest = behind;
            } else if let Some((value, digits, wide, behind)) = digits(rest) {
                // A blank in the place of the first of two digits.
                let pad = match tokens.last_mut() {
                    Some(Token::Text(text)) if digits == 1 && text.ends_with([' ', '\u{3000}']) => {
                        text.pop()
                    }
                    _ => rest.starts_with(['0', '０']).then_some('0').filter(|_| digits == 2),
                };
                if matches!(tokens.last(), Some(Token::Text(text)) if text.is_empty()) {
                    tokens.pop();
                }
                tokens.push(Token::Number { value, digits, wide, pad });
                rest = behind;
            } else if c == '元' && after.starts_with('年') {
                tokens.push(Token::Number { value: 1, digits: 2, wide: false, pad: None });
                rest = after;
            } else if WEEKDAYS.contains(&c) && is_weekday(&tokens, after) {
                tokens.push(Token::Weekday);
                rest = after;
            } else {
                match tokens.last_mut() {
                    Some(Token::Text(text)) => text.push(c),
                    _ => tokens.push(Token::Text(c.to_string())),
                }
                rest = after;
            }
        }
        Self(tokens)
    }

    /// What each number says, in order; `None` if that cannot be told.
    fn roles(&self) -> Option<Vec<Role>> {
        let numbers: Vec<usize> = self.numbers().map(|(at, ..)| at).collect();
        let unit = |at: usize| match self.0.get(at + 1) {
            Some(Token::Text(text)) => text.chars().next(),
            _ => None,
        };
        let in_era = |at: usize| at > 0 && matches!(self.0[at - 1], Token::Era { .. });
        let year = |at: usize| if in_era(at) { Role::EraYear } else { Role::Year };
        if numbers.iter().any(|at| unit(*at) == Some('月')) {
            let role = |at: &usize| match unit(*at)? {
                '年' => Some(year(*at)),
                '月' => Some(Role::Month),
                '日' => Some(Role::Day),
                _ => None,
            };
            return numbers.iter().map(role).collect();
        }
        let apart = |at: &usize| matches!(unit(*at), Some('/' | '／' | '-' | '.' | '．'));
        match &numbers[..] {
            [first, second, _] if apart(first) && unit(*first) == unit(*second) => {
                Some(vec![year(*first), Role::Month, Role::Day])
            }
            [first, _] if apart(first) => Some(vec![Role::Month, Role::Day]),
            _ => None,
        }
    }

    fn numbers(&self) -> impl Iterator<Item = (usize, u32, usize)> {
        self.0.iter().enumerate().filter_map(|(at, token)| match token {
            Token::Number { value, digits, .. } => Some((at, *value, *digits)),
            _ => None,
        })
    }

    /// `None` unless the example is a day that there is.
    fn is_a_date(&self) -> Option<()> {
        let roles = self.roles()?;
        let numbers: Vec<_> = self.numbers().collect();
        let value = |role: Role| {
            let mut found = roles.iter().zip(&numbers).filter(|(it, _)| **it == role);
            let first = found.next().map(|(_, (_, value, digits))| (*value, *digits));
            // Each stands once.
            if found.next().is_some() { Err(()) } else { Ok(first) }
        };
        let era = self.0.iter().find_map(|token| match token {
            Token::Era { era, .. } => Some(*era),
            _ => None,
        });
        let western = match value(Role::Year).ok()? {
            Some((year, 4)) => Some(i32::try_from(year).ok()?),
            Some(_) => return None,
            None => None,
        };
        let of_era = match (era, value(Role::EraYear).ok()?) {
            (Some(era), Some((year, _))) => Some(era.western(i32::try_from(year).ok()?)?),
            (None, None) => None,
            _ => return None,
        };
        let year = match (western, of_era) {
            (Some(one), Some(other)) if one != other => return None,
            (one, other) => one.or(other),
        };
        let (month, _) = value(Role::Month).ok()??;
        let (day, _) = value(Role::Day).ok()??;
        // Every day is in a leap year.
        NaiveDate::from_ymd_opt(year.unwrap_or(2024), month, day).map(|_| ())
    }

    /// The pieces of the style. Where two digits do not show how one is written, it is
    /// as the number before or behind is.
    fn pieces(&self) -> Option<Vec<Piece>> {
        let roles = self.roles()?;
        let numbers = self.0.iter().filter(|token| matches!(token, Token::Number { .. }));
        let shown = numbers.map(|token| match token {
            Token::Number { digits: 1, pad, .. } => Some(*pad),
            Token::Number { pad: Some(pad), .. } => Some(Some(*pad)),
            _ => None,
        });
        let shown: Vec<Option<Option<char>>> = shown.collect();
        let pad = |index: usize| {
            let before = shown[..=index].iter().rev().flatten().next();
            before.or(shown[index..].iter().flatten().next()).copied().flatten()
        };
        let mut index = 0;
        let piece = |(at, token): (usize, &Token)| match token {
            Token::Text(text) => Piece::Text(text.clone()),
            Token::Era { letter, .. } => Piece::Era { letter: *letter },
            Token::Weekday => Piece::Weekday,
            Token::Number { wide, .. } => {
                let number = Number { pad: pad(index), wide: *wide };
                let role = roles[index];
                index += 1;
                let before_year = matches!(
                    self.0.get(at + 1), Some(Token::Text(text)) if text.starts_with('年')
                );
                match role {
                    Role::Year => Piece::Year { wide: *wide },
                    Role::EraYear => {
                        Piece::EraYear { first: if before_year { "元" } else { "" }, number }
                    }
                    Role::Month => Piece::Month(number),
                    Role::Day => Piece::Day(number),
                }
            }
        };
        Some(self.0.iter().enumerate().map(piece).collect())
    }
}

/// An era at the beginning of a text, before its year: whether by its letter, and what
/// follows.
fn era_at(text: &str) -> Option<(bool, &'static Era, &str)> {
    let first = text.chars().next()?;
    let era = Era::named(text)?;
    if let Some(rest) = text.strip_prefix(era.name) {
        return Some((false, era, rest));
    }
    let rest = &text[first.len_utf8()..];
    let letter = first == era.letter && rest.starts_with(|c: char| c.is_ascii_digit());
    letter.then_some((true, era, rest))
}

/// Whether the kanji between these is a weekday: in brackets, or before 曜.
fn is_weekday(before: &[Token], after: &str) -> bool {
    let opened =
        matches!(before.last(), Some(Token::Text(text)) if text.ends_with(['（', '(', '［', '[']));
    after.starts_with('曜') || opened && after.starts_with(['）', ')', '］', ']'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a real day")
    }

    #[test]
    fn a_date_is_written_as_its_example() {
        for (example, june, november) in [
            ("2023年6月9日", "2024年6月7日", "2019年11月23日"),
            ("2023年6月9日（金）", "2024年6月7日（金）", "2019年11月23日（土）"),
            ("2023年12月31日", "2024年6月7日", "2019年11月23日"),
            ("２０２３年６月９日", "２０２４年６月７日", "２０１９年１１月２３日"),
            ("令和6年9月11日（水）", "令和6年6月7日（金）", "令和元年11月23日（土）"),
            ("令和元年6月9日", "令和6年6月7日", "令和元年11月23日"),
            ("令和 5年 7月24日", "令和 6年 6月 7日", "令和元年11月23日"),
            ("令和8年(2026年)10月16日", "令和6年(2024年)6月7日", "令和元年(2019年)11月23日"),
            ("2023/08/03", "2024/06/07", "2019/11/23"),
            ("2024/9/11", "2024/6/7", "2019/11/23"),
            ("2024年6月 7日(金)", "2024年6月 7日(金)", "2019年11月23日(土)"),
            ("7月24日（水曜日）", "6月7日（金曜日）", "11月23日（土曜日）"),
            ("7月24日", "6月7日", "11月23日"),
            ("7/24(水)", "6/7(金)", "11/23(土)"),
            ("R6.9.11", "R6.6.7", "R1.11.23"),
            ("2024年09月11日 水曜日", "2024年06月07日 金曜日", "2019年11月23日 土曜日"),
        ] {
            let style = DayStyle::of(example).expect(example);
            assert_eq!(style.write(date(2024, 6, 7)), june, "{example}");
            assert_eq!(style.write(date(2019, 11, 23)), november, "{example}");
        }
    }

    #[test]
    fn what_is_no_day_is_no_example() {
        for none in [
            "",
            "western",
            "2023年6月",
            "6月31日",
            "2023年13月1日",
            "令和6年(2023年)9月11日",
            "平成40年1月1日",
            "9日6月6月",
            "23年6月9日",
            "2023-06/09",
            "20230609",
            "令和9月11日",
            "2023年2月29日",
        ] {
            assert_eq!(DayStyle::of(none), None, "{none}");
        }
    }

    #[test]
    fn eras_change_on_their_days() {
        let style = DayStyle::of("令和5年6月9日").expect("an example");
        for (day, written) in [
            (date(2019, 5, 1), "令和元年5月1日"),
            (date(2019, 4, 30), "平成31年4月30日"),
            (date(1989, 1, 7), "昭和64年1月7日"),
            (date(1873, 1, 1), "明治6年1月1日"),
            (date(1872, 12, 31), "1872年12月31日"),
        ] {
            assert_eq!(style.write(day), written);
        }
    }
}
