//! Counts as their example is written: 148,620, 14万8,620, １４８，６２０.

use super::{digits, example, full_width};
use crate::facts::{FromYaml, Node, Parsing};
use crate::messages::Message;

/// The writing of a count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountStyle {
    /// What parts the digits by threes.
    separator: Option<char>,
    /// Whether myriads are named: 14万, 3億.
    myriads: bool,
    /// Whether digits are of full width.
    wide: bool,
}

impl Default for CountStyle {
    fn default() -> Self {
        Self { separator: Some(','), myriads: false, wide: false }
    }
}

impl FromYaml for CountStyle {
    fn wanted() -> Message {
        Message::ACountExample
    }

    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let such_as = "148,620  14万8,620  １４８，６２０  148620";
        example(node, Self::wanted(), such_as, Self::of, cx)
    }
}

impl CountStyle {
    /// The style of an example, whose number has four digits or more.
    fn of(example: &str) -> Option<Self> {
        let (_, _, wide, _) = digits(example)?;
        let mut style = Self { separator: None, myriads: false, wide };
        let (mut rest, mut longest, mut groups) = (example, 0, 0);
        while let Some((_, count, width, after)) = digits(rest) {
            if width != wide {
                return None;
            }
            longest = longest.max(count);
            groups += 1;
            let mut after = after.chars();
            match after.next() {
                Some('万' | '億') => {
                    style.myriads = true;
                    groups += 1;
                    rest = after.as_str();
                }
                Some(comma @ (',' | '，')) => {
                    style.separator = Some(comma);
                    rest = after.as_str();
                }
                Some(_) => return None,
                None => {
                    rest = "";
                    break;
                }
            }
        }
        let shows = groups > 1 || longest > 3;
        (rest.is_empty() && shows).then_some(style)
    }

    /// A count as it is to be printed.
    pub fn write(&self, number: i128) -> String {
        let mut text = String::new();
        if number < 0 {
            text.push('-');
        }
        let number = number.unsigned_abs();
        if !self.myriads || number < 10_000 {
            return text + &self.group(number);
        }
        let (oku, man, ones) = (number / 100_000_000, number / 10_000 % 10_000, number % 10_000);
        for (part, unit) in [(oku, "億"), (man, "万"), (ones, "")] {
            if part > 0 {
                text.push_str(&self.group(part));
                text.push_str(unit);
            }
        }
        text
    }

    /// Digits parted by threes.
    fn group(&self, number: u128) -> String {
        let digits = number.to_string();
        let mut text = String::new();
        for (index, digit) in digits.chars().enumerate() {
            let ends_group = index > 0 && (digits.len() - index).is_multiple_of(3);
            text.extend(self.separator.filter(|_| ends_group));
            text.push(if self.wide { full_width(digit) } else { digit });
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_is_written_as_its_example() {
        for (example, written) in [
            ("148,620", ["0", "999", "1,000", "148,620", "-1,204", "234,567,890"]),
            (
                "１４８，６２０",
                [
                    "０",
                    "９９９",
                    "１，０００",
                    "１４８，６２０",
                    "-１，２０４",
                    "２３４，５６７，８９０",
                ],
            ),
            ("14万8,620", ["0", "999", "1,000", "14万8,620", "-1,204", "2億3,456万7,890"]),
            ("14万8620", ["0", "999", "1000", "14万8620", "-1204", "2億3456万7890"]),
            ("148620", ["0", "999", "1000", "148620", "-1204", "234567890"]),
        ] {
            let style = CountStyle::of(example).expect(example);
            let numbers = [0, 999, 1000, 148_620, -1204, 234_567_890];
            assert_eq!(numbers.map(|number| style.write(number)), written, "{example}");
        }
        assert_eq!(
            CountStyle::of("14万8,620").map(|it| it.write(140_000)).as_deref(),
            Some("14万")
        );
        for none in ["", "人", "620", "148,620人", "約1,000", "1４８,620", ",148"] {
            assert_eq!(CountStyle::of(none), None, "{none}");
        }
    }
}
