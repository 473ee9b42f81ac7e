//! Number formats that show more than a number's digits: `0000` shows 42 as `0042`, and
//! `000-0000` a postal code. What they make of a number is what a person sees in the cell,
//! and what was meant. Formats of amounts, of percentages and the like are not followed:
//! there the number is meant.

/// A format with leading zeros, or with marks between digits.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Mask {
    /// For positive numbers, negative ones and zero, or each for its own condition.
    sections: Vec<Section>,
}

#[derive(Debug, Clone, PartialEq, Default)]
struct Section {
    condition: Option<Condition>,
    parts: Vec<Part>,
    /// Whether something else is in it: a decimal point, a day, an amount.
    is_other: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Condition {
    /// `<`, `>=` …
    less: bool,
    equal: bool,
    greater: bool,
    than: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// A digit, which is `0` where the number has none.
    Zero,
    /// A digit, if the number has one.
    Digit,
    /// As it stands.
    Literal(char),
}

impl Mask {
    /// Of a format's code; `None` if numbers are shown as their digits or as amounts.
    pub(super) fn of(code: &str) -> Option<Self> {
        let sections: Vec<Section> = parted(code).into_iter().take(3).map(Section::of).collect();
        sections.iter().any(Section::is_mask).then_some(Self { sections })
    }

    /// A number as it is shown; `None` if as its digits.
    pub(super) fn show(&self, value: f64) -> Option<String> {
        // Beyond that a number has no more digits than are stored.
        if value.abs() >= 1e15 {
            return None;
        }
        let by_condition = self.sections.iter().any(|it| it.condition.is_some());
        let section = if by_condition {
            let fits = |it: &&Section| it.condition.is_none_or(|it| it.holds(value));
            self.sections.iter().find(fits)?
        } else {
            match &self.sections[..] {
                [_, negative, ..] if value < 0.0 => negative,
                [_, _, zero] if value == 0.0 => zero,
                sections => sections.first()?,
            }
        };
        if !section.is_mask() {
            return None;
        }
        // A section of its own for negative numbers has a sign or brackets where it wants.
        let is_signed = value < 0.0 && (by_condition || self.sections.len() == 1);
        let sign = if is_signed { "-" } else { "" };
        Some(format!("{sign}{}", section.show(&format!("{:.0}", value.abs()))))
    }
}

impl Section {
    fn of(code: &str) -> Self {
        let mut section = Self::default();
        let mut characters = code.chars();
        while let Some(character) = characters.next() {
            match character {
                '"' => {
                    let quoted = characters.by_ref().take_while(|it| *it != '"');
                    section.parts.extend(quoted.map(Part::Literal));
                }
                '\\' => section.parts.extend(characters.next().map(Part::Literal)),
                // The width of a character, and one that fills the cell.
                '_' | '*' => {
                    characters.next();
                }
                '[' => {
                    let inner: String = characters.by_ref().take_while(|it| *it != ']').collect();
                    section.bracket(&inner);
                }
                '0' => section.parts.push(Part::Zero),
                '#' | '?' => section.parts.push(Part::Digit),
                '-' | '(' | ')' | ' ' | '+' | ':' => section.parts.push(Part::Literal(character)),
                character if character.is_ascii() => section.is_other = true,
                character => section.parts.push(Part::Literal(character)),
            }
        }
        section
    }

    /// What stands in square brackets: a condition, a currency, a language, a colour.
    fn bracket(&mut self, inner: &str) {
        if let Some(condition) = Condition::of(inner) {
            self.condition = Some(condition);
        } else if inner.starts_with('$') && !inner.starts_with("$-") {
            self.is_other = true;
        }
    }

    fn is_mask(&self) -> bool {
        let is_literal = |part: &Part| matches!(part, Part::Literal(_));
        let zeros = self.parts.iter().filter(|it| **it == Part::Zero).count();
        let first = self.parts.iter().position(|it| !is_literal(it));
        let last = self.parts.iter().rposition(|it| !is_literal(it));
        let is_parted = first
            .zip(last)
            .is_some_and(|(first, last)| self.parts[first..last].iter().any(is_literal));
        !self.is_other && (zeros >= 2 || is_parted)
    }

    fn show(&self, digits: &str) -> String {
        let digits = if digits == "0" { "" } else { digits };
        let mut rest = digits.chars().rev();
        let places = self.parts.iter().filter(|it| !matches!(it, Part::Literal(_))).count();
        let mut place = 0;
        // From the last character to the first.
        let mut shown = Vec::new();
        for part in self.parts.iter().rev() {
            match part {
                Part::Literal(character) => shown.push(*character),
                Part::Zero | Part::Digit => {
                    place += 1;
                    shown.extend(rest.next().or((*part == Part::Zero).then_some('0')));
                    if place == places {
                        shown.extend(rest.by_ref());
                    }
                }
            }
        }
        shown.iter().rev().collect()
    }
}

impl Condition {
    fn of(inner: &str) -> Option<Self> {
        let number = inner.trim_start_matches(['<', '>', '=']);
        let sign = &inner[..inner.len() - number.len()];
        let (less, equal, greater) = match sign {
            "<" => (true, false, false),
            "<=" => (true, true, false),
            "=" => (false, true, false),
            ">=" => (false, true, true),
            ">" => (false, false, true),
            "<>" => (true, false, true),
            _ => return None,
        };
        Some(Self { less, equal, greater, than: number.trim().parse().ok()? })
    }

    fn holds(self, value: f64) -> bool {
        (self.less && value < self.than)
            || (self.equal && value == self.than)
            || (self.greater && value > self.than)
    }
}

/// The sections of a code: `;` parts them unless it is quoted.
fn parted(code: &str) -> Vec<&str> {
    let mut sections = Vec::new();
    let (mut from, mut is_quoted, mut is_escaped) = (0, false, false);
    for (at, character) in code.char_indices() {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' if !is_quoted => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            ';' if !is_quoted => {
                sections.push(&code[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    sections.push(&code[from..]);
    sections
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(code: &str, value: f64) -> Option<String> {
        Mask::of(code)?.show(value)
    }

    #[test]
    fn leading_zeros_and_marks_are_shown() {
        for (code, value, expected) in [
            ("0000", 42.0, "0042"),
            ("0000", 123_456.0, "123456"),
            ("0000", 0.0, "0000"),
            ("0000", -5.0, "-0005"),
            ("00000000000", 9_012_345_678.0, "09012345678"),
            ("000\\-0000", 600_001.0, "060-0001"),
            ("000-0000", 1_010_041.0, "101-0041"),
            ("\"〒\"000-0000", 1_010_041.0, "〒101-0041"),
            ("\"No.\"000", 7.0, "No.007"),
            ("[$-411]0000;@", 42.0, "0042"),
            ("0000_ ", 42.0, "0042"),
            ("[Red]000", 7.0, "007"),
            // Excel's own formats of postal codes and telephone numbers.
            ("[<=999]000;[<=9999]000\\-00;000\\-0000", 600_001.0, "060-0001"),
            ("[<=999]000;[<=9999]000\\-00;000\\-0000", 60.0, "060"),
            ("[<=99999999]####\\-####;\\(00\\)\\ ####\\-####", 312_345_678.0, "(03) 1234-5678"),
            ("[<=99999999]####\\-####;\\(00\\)\\ ####\\-####", 12_345_678.0, "1234-5678"),
        ] {
            assert_eq!(shown(code, value).as_deref(), Some(expected), "{code} of {value}");
        }
    }

    #[test]
    fn of_amounts_and_plain_numbers_the_number_is_meant() {
        for code in [
            "General",
            "0",
            "#",
            "0.00",
            "#,##0",
            "#,##0_ ;[Red]\\-#,##0\\ ",
            "0%",
            "0.00E+00",
            "# ?/?",
            "\"¥\"#,##0",
            "[$¥-411]#,##0",
            "0\"円\"",
            "@",
            "yyyy/mm/dd",
            "",
            "\"",
            "[",
            "\\",
        ] {
            assert_eq!(shown(code, 12.5), None, "{code}");
        }
        assert_eq!(shown("0000", 1e15), None);
    }
}
