//! How dates, times, counts and marks are written: each as its example is, so that no letter
//! writes 8時32分 in one line and 14:12 in the next.

mod count;
mod day;
mod mark;
mod time;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use self::count::CountStyle;
use self::day::DayStyle;
pub use self::mark::{Mark, width_in_em};
use self::time::TimeStyle;
use crate::facts::{FromYaml, Node, Parsing};
use crate::messages::Message;

/// The writing of dates, times, counts and marks in a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Style {
    date: DayStyle,
    day: DayStyle,
    time: TimeStyle,
    count: CountStyle,
    /// The marks of headings, by their depth.
    pub marks: Vec<Mark>,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            date: DayStyle::default(),
            day: DayStyle::with_weekday(),
            time: TimeStyle::default(),
            count: CountStyle::default(),
            marks: Vec::new(),
        }
    }
}

impl Style {
    /// This style, but for what is said otherwise.
    pub fn with(&self, examples: &Examples) -> Self {
        let Examples { date, day, time, count, marks } = examples.clone();
        Self {
            date: date.unwrap_or_else(|| self.date.clone()),
            day: day.unwrap_or_else(|| self.day.clone()),
            time: time.unwrap_or_else(|| self.time.clone()),
            count: count.unwrap_or_else(|| self.count.clone()),
            marks: marks.unwrap_or_else(|| self.marks.clone()),
        }
    }

    /// 2023年6月9日.
    pub fn date(&self, date: NaiveDate) -> String {
        self.date.write(date)
    }

    /// 2023年6月9日（金）.
    pub fn day(&self, date: NaiveDate) -> String {
        self.day.write(date)
    }

    /// 8時32分.
    pub fn time(&self, time: NaiveTime) -> String {
        self.time.write(time)
    }

    /// 2023年6月5日（月）8時32分.
    pub fn moment(&self, moment: NaiveDateTime) -> String {
        self.day(moment.date()) + &self.time(moment.time())
    }

    /// 148,620.
    pub fn count(&self, number: i128) -> String {
        self.count.write(number)
    }

    /// The mark of headings that are below so many others, if they have one.
    pub fn mark(&self, depth: usize) -> Option<&Mark> {
        self.marks.get(depth)
    }

    /// What stands between hour and minute, and behind them: 時 and 分, or a colon.
    pub fn marks_of_time(&self) -> (&str, &str) {
        self.time.marks()
    }
}

/// What the facts say of the style; what they do not say is as it is around them.
#[derive(Debug, Default, Clone)]
pub struct Examples {
    date: Option<DayStyle>,
    day: Option<DayStyle>,
    time: Option<TimeStyle>,
    count: Option<CountStyle>,
    marks: Option<Vec<Mark>>,
}

impl FromYaml for Examples {
    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let mut fields = node.fields(cx)?;
        let examples = Self {
            date: fields.optional("date", cx),
            day: fields.optional("day", cx),
            time: fields.optional("time", cx),
            count: fields.optional("count", cx),
            marks: fields.optional("marks", cx),
        };
        fields.finish(cx);
        Some(examples)
    }
}

/// Reads a style from an example of it.
fn example<T>(
    node: &Node<'_>,
    wanted: Message,
    such_as: &str,
    read: impl Fn(&str) -> Option<T>,
    cx: &mut Parsing,
) -> Option<T> {
    let text: String = node.read(cx)?;
    let style = read(text.trim());
    if style.is_none() {
        let problem = node.expected(wanted);
        cx.problems.push(problem.hint(Message::WriteExample { examples: such_as.to_owned() }));
    }
    style
}

/// A run of digits of one width at the beginning of a text: its value, how many digits
/// it has, whether they are of full width, and what follows.
fn digits(text: &str) -> Option<(u32, usize, bool, &str)> {
    let wide = text.starts_with(|c| ('０'..='９').contains(&c));
    let zero = if wide { '０' } else { '0' };
    let value = |c: char| u32::from(c).checked_sub(u32::from(zero)).filter(|digit| *digit < 10);
    let count = text.chars().take_while(|c| value(*c).is_some()).count();
    let (run, rest) = text.split_at(count * zero.len_utf8());
    let number = run.chars().filter_map(value);
    let number = number.fold(0_u32, |number, digit| number.saturating_mul(10) + digit);
    (count > 0 && count < 9).then_some((number, count, wide, rest))
}

/// A number of at least so many characters, of either width.
fn padded(number: i64, width: usize, pad: char, wide: bool) -> String {
    let digits = number.to_string();
    let mut text: String = std::iter::repeat_n(pad, width.saturating_sub(digits.len())).collect();
    text.push_str(&digits);
    match wide {
        true => text.chars().map(full_width).collect(),
        false => text,
    }
}

/// A digit or comma in full width.
fn full_width(c: char) -> char {
    match c {
        '0'..='9' => char::from_u32(u32::from(c) - u32::from('0') + u32::from('０')).unwrap_or(c),
        ',' => '，',
        _ => c,
    }
}
