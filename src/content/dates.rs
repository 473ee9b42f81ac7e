//! Times of day that are typed into texts.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::days::number;
use crate::diagnostic::Diagnostic;
use crate::facts::Passage;
use crate::messages::Message;
use crate::model::Style;
use crate::rules::Rule;

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern that is tried by every test of this file")
}

static TIME: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?P<hour>[0-9０-９]{1,2}) ?(?:[:：](?P<minute>[0-5０-５][0-9０-９])|時 ?(?:(?P<minute_kanji>[0-9０-９]{1,2}) ?分)?)",
    )
});

/// Times that are written otherwise than the letter writes its own.
pub fn check(passage: &Passage, style: &Style) -> Vec<Diagnostic> {
    let (between, end) = style.marks_of_time();
    let has_colon = end.is_empty();
    let finding = |captures: Captures<'_>| {
        let whole = captures.get(0)?;
        let hour = number(captures.name("hour")?.as_str())?;
        let minute = captures.name(if has_colon { "minute_kanji" } else { "minute" })?;
        let right = format!("{hour}{between}{:02}{end}", number(minute.as_str())?);
        let right = if is_full_width(whole.as_str()) { full_width(&right) } else { right };
        let (before, after) = (&passage.text[..whole.start()], &passage.text[whole.end()..]);
        let digit = |c: char| c.is_numeric() || matches!(c, ':' | '：' | '/' | '.');
        let alone = !before.ends_with(digit) && !after.starts_with(digit);
        // 8時間 is no time of day; 24 hours are its end; 縮尺1:50 is a ratio.
        let is_ratio = RATIO.iter().any(|it| before.trim_end().ends_with(it));
        let is_time = alone && hour <= 24 && !after.starts_with('間') && !is_ratio;
        let message =
            Message::MixedTimes { found: whole.as_str().to_owned(), right: right.clone() };
        // Two numbers and a colon may be anything; 分 says what they are.
        let sure = has_colon
            || BEFORE_TIME.iter().any(|it| before.trim_end().ends_with(it))
            || AFTER_TIME.iter().any(|it| after.trim_start().starts_with(it));
        let finding = match sure {
            true => Rule::TimeStyle.corrected_in(passage, whole.range(), message, right.clone()),
            false => Rule::TimeStyle.found_in(passage, whole.range(), message),
        };
        is_time.then(|| finding.write_instead(&right))
    };
    TIME.captures_iter(&passage.text).filter_map(finding).collect()
}

/// What stands before or behind a time of day and not another pair of numbers.
const BEFORE_TIME: [&str; 6] = ["日", "）", ")", "午前", "午後", "から"];
const AFTER_TIME: [&str; 9] = ["に", "頃", "ごろ", "から", "まで", "より", "～", "現在", "時点"];
const RATIO: [&str; 8] = ["比", "比は", "率", "率は", "割合は", "縮尺", "対", "比率で"];

fn is_full_width(text: &str) -> bool {
    text.starts_with(|c| ('０'..='９').contains(&c))
}

/// Figures and the colon in full width.
fn full_width(text: &str) -> String {
    let wide = |c: char| match c {
        '0'..='9' | ':' => char::from_u32(u32::from(c) + (u32::from('０') - u32::from('0'))),
        _ => None,
    };
    text.chars().map(|c| wide(c).unwrap_or(c)).collect()
}
