//! Times of day as their example is written: 8時32分, 14:12, 午前8時32分.

use chrono::{NaiveTime, Timelike};

use super::{digits, example, padded};
use crate::facts::{FromYaml, Node, Parsing};
use crate::messages::Message;

/// The writing of a time of day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeStyle {
    /// 午前 and 午後 before hours up to twelve.
    halves: bool,
    /// At least so many digits.
    hour: usize,
    minute: usize,
    /// What stands between hour and minute, and behind them.
    between: String,
    end: String,
    /// Whether digits are of full width.
    wide: bool,
}

impl Default for TimeStyle {
    fn default() -> Self {
        let (between, end) = ("時".to_owned(), "分".to_owned());
        Self { halves: false, hour: 1, minute: 2, between, end, wide: false }
    }
}

impl FromYaml for TimeStyle {
    fn wanted() -> Message {
        Message::ATimeExample
    }

    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let such_as = "8時32分  14:12  08:32  午前8時32分";
        example(node, Self::wanted(), such_as, Self::of, cx)
    }
}

impl TimeStyle {
    /// The style of an example.
    fn of(example: &str) -> Option<Self> {
        let halved = ["午前", "午後"].iter().find_map(|half| example.strip_prefix(half));
        let (hour, hours, wide, rest) = digits(halved.unwrap_or(example))?;
        let between = rest.chars().next().filter(|c| matches!(c, '時' | ':' | '：'))?;
        let (minute, minutes, also_wide, end) = digits(&rest[between.len_utf8()..])?;
        let fits = if between == '時' { end == "分" } else { end.is_empty() };
        let is_time = hour < if halved.is_some() { 12 } else { 24 } && minute < 60;
        // Of two digits the first need not be there in other hours.
        let pads = hours == 2 && hour < 10;
        (fits && is_time && wide == also_wide && hours < 3 && minutes < 3).then(|| Self {
            halves: halved.is_some(),
            hour: if pads { 2 } else { 1 },
            minute: if between == '時' { minutes } else { 2 },
            between: between.to_string(),
            end: end.to_owned(),
            wide,
        })
    }

    /// A time as it is to be printed.
    pub fn write(&self, time: NaiveTime) -> String {
        let (half, hour) = match (self.halves, time.hour()) {
            (false, hour) => ("", hour),
            (true, hour) if hour < 12 => ("午前", hour),
            (true, hour) => ("午後", hour - 12),
        };
        let hour = padded(hour.into(), self.hour, '0', self.wide);
        let minute = padded(time.minute().into(), self.minute, '0', self.wide);
        let (between, end) = (&self.between, &self.end);
        format!("{half}{hour}{between}{minute}{end}")
    }

    /// What stands between hour and minute, and behind them.
    pub fn marks(&self) -> (&str, &str) {
        (&self.between, &self.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_written_as_its_example() {
        for (example, morning, evening) in [
            ("8時32分", "9時05分", "14時12分"),
            ("8時5分", "9時5分", "14時12分"),
            ("08時32分", "09時05分", "14時12分"),
            ("14:12", "9:05", "14:12"),
            ("08:32", "09:05", "14:12"),
            ("14：12", "9：05", "14：12"),
            ("８時３２分", "９時０５分", "１４時１２分"),
            ("午前8時32分", "午前9時05分", "午後2時12分"),
            ("午後2:12", "午前9:05", "午後2:12"),
        ] {
            let style = TimeStyle::of(example).expect(example);
            let time = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).expect("a time");
            assert_eq!(style.write(time(9, 5)), morning, "{example}");
            assert_eq!(style.write(time(14, 12)), evening, "{example}");
        }
        let noon = NaiveTime::from_hms_opt(12, 0, 0).expect("a time");
        let halves = TimeStyle::of("午前8時32分").expect("an example");
        assert_eq!(halves.write(noon), "午後0時00分");
        for none in ["", "8時", "25:00", "8:60", "8時32", "午後14時12分", "kanji", "832"] {
            assert_eq!(TimeStyle::of(none), None, "{none}");
        }
    }
}
