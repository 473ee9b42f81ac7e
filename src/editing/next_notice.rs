//! The next letter: a copy of an earlier one, with its own date, number and title.
//! Everything else stays as it was written, comments too.

use std::ops::Range;
use std::sync::LazyLock;

use chrono::NaiveDate;
use regex::Regex;

use crate::facts::{Step, scalar, text_of};
use crate::model::Notice;

/// What the copy has of its own.
pub struct Next {
    /// Its id, the name of its file.
    pub id: String,
    /// The date on the letter.
    pub date: NaiveDate,
    /// 第n報, if the letters are numbered.
    pub number: Option<u32>,
    /// 件名; that of the model, with the next number, where nothing is said.
    pub title: Option<String>,
}

/// The text of the next letter's file.
pub fn copy(model: &Notice, next: &Next) -> String {
    let source = model.origin.document.source();
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let mut put = |key: &str, text: String| edits.push((model.place_of(key).range, text));
    put("date", next.date.to_string());
    if let Some(number) = next.number {
        put("number", number.to_string());
    }
    if let Some(title) = title(model, next) {
        put("title", scalar(&title));
    }
    // The copy tells of what has come since.
    if model.as_of.is_some() {
        let path = [Step::Key("as_of".to_owned())];
        let deletion = model.origin.document.deletion(&path);
        edits.extend(deletion.map(|edit| (edit.place.range, edit.text)));
    }
    edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    let mut text = source.text.clone();
    for (range, new) in edits {
        text.replace_range(range, &new);
    }
    text
}

static REPORT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"第[0-9０-９一二三四五六七八九十]+報").expect("a pattern that the tests try")
});

/// The title of the copy, if it is another one.
fn title(model: &Notice, next: &Next) -> Option<String> {
    if let Some(title) = &next.title {
        return Some(title.clone());
    }
    let number = next.number?;
    let written = model.origin.document.value().get("title").and_then(text_of)?;
    let written = written.trim().replace('\n', "");
    if written.contains("notice.number") {
        return None;
    }
    let report = format!("第{number}報");
    Some(match REPORT.is_match(&written) {
        true => REPORT.replace(&written, report.as_str()).into_owned(),
        false => format!("{written}（{report}）"),
    })
}
