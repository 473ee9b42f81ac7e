//! The next letter: a copy of an earlier one, with its own date, number and title.
//! Everything else stays as it was written, comments too.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::{Arc, LazyLock};

use chrono::NaiveDate;
use regex::Regex;
use serde_json::Value;

use super::letter::condition::{lines_of, says};
use super::letter::keys::without;
use crate::diagnostic::SourceText;
use crate::facts::{Document, Step, scalar, text_of};
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
    /// Who gets it.
    pub to: To,
}

/// Who gets the next letter.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum To {
    /// Whoever got the model.
    #[default]
    AsBefore,
    /// Everyone.
    Everyone,
    /// What `to` says then: a condition, or `none`.
    Those(Value),
}

/// The text of the next letter's file; `None` where the model is written so that what is to
/// be another cannot be put into it.
pub fn copy(model: &Notice, next: &Next) -> Option<String> {
    let document = &model.origin.document;
    let text = &document.source().text;
    let has = |key: &str| document.value().get(key).is_some();
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let mut put = |key: &str, text: String| edits.push((model.place_of(key).range, text));
    put("date", next.date.to_string());
    if let Some(number) = next.number.filter(|_| has("number")) {
        put("number", number.to_string());
    }
    if let Some(title) = title(model, next) {
        put("title", scalar(&title));
    }
    // The copy tells of what has come since.
    if model.as_of.is_some() {
        let deletion = document.deletion(&[Step::Key("as_of".to_owned())]);
        edits.extend(deletion.map(|edit| (edit.place.range, edit.text)));
    }
    let mut added = Vec::new();
    added.extend(next.number.filter(|_| !has("number")).map(|number| format!("number: {number}")));
    match &next.to {
        To::Those(to) if has("to") => {
            edits.push((of_key(document, "to")?, lines_of("to", to)?.join("\n")));
        }
        To::Those(to) => added.extend(lines_of("to", to)?),
        To::Everyone | To::AsBefore => {}
    }
    let date = model.place_of("date").range;
    let line_end = text[date.end..].find('\n').map_or(text.len(), |at| date.end + at);
    let line_end = line_end - usize::from(text[..line_end].ends_with('\r'));
    edits.push((line_end..line_end, added.iter().map(|lines| format!("\n{lines}")).collect()));
    edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut text = text.clone();
    for (range, new) in edits {
        text.replace_range(range, &new.replace('\n', newline));
    }
    if next.to == To::Everyone && has("to") {
        let copy = Arc::new(SourceText::new(document.source().name.clone(), text));
        text = without(&copy, &[Step::Key("to".to_owned())]).ok()?.text.clone();
    }
    is_meant(&text, model, next).then_some(text)
}

/// Whether a copy says who gets it, and its number, as it should, and has all the comments
/// of the model but those on what is another now.
fn is_meant(text: &str, model: &Notice, next: &Next) -> bool {
    let Ok(document) = Document::parse(&Arc::new(SourceText::new("", text))) else { return false };
    let written = document.value();
    let model = &model.origin.document;
    let lines_of_other = ["as_of", "to"].into_iter().filter_map(|key| of_key(model, key));
    let on_other: usize = lines_of_other.map(|key| comments_on(model, &key)).sum();
    if document.comments().len() + on_other < model.comments().len() {
        return false;
    }
    let is_to = match &next.to {
        To::AsBefore => true,
        To::Everyone => written.get("to").is_none(),
        To::Those(to) => written.get("to").is_some_and(|it| says(it, to)),
    };
    let number = written.get("number").and_then(text_of);
    is_to && next.number.is_none_or(|wanted| number.is_some_and(|it| *it == *wanted.to_string()))
}

/// How many comments stand on the lines of a value.
fn comments_on(document: &Document, value: &Range<usize>) -> usize {
    let text = &document.source().text;
    let end = text[value.end..].find('\n').map_or(text.len(), |at| value.end + at);
    let is_on = |comment: &Range<usize>| (value.start..end).contains(&comment.start);
    document.comments().into_iter().filter(is_on).count()
}

/// A key with its value.
fn of_key(document: &Document, key: &str) -> Option<Range<usize>> {
    let written = document.written(&[Step::Key(key.to_owned())])?;
    Some(written.key.as_ref()?.start..written.end())
}

static REPORT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"第[0-9０-９一二三四五六七八九十]+報").expect("a pattern that the tests try")
});

/// The title of the copy, as it will be written in its file.
pub fn title_of_copy(model: &Notice, next: &Next) -> String {
    let written = || model.origin.document.value().get("title").and_then(text_of);
    let title = title(model, next).or_else(|| written().map(Cow::into_owned));
    title.unwrap_or_default().trim().to_owned()
}

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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::check::check_facts;
    use crate::project::Sources;

    const MODEL: &str = "# 第1報\ndate: 2023-06-09 # 金曜\nnumber: 1\ntitle: ご報告（第1報）\n\
                         # 委託元だけ\nto: {route: 同意} # 3社\n# 前文\nbody: 文。\n";

    fn copied(model: &str, next: &Next) -> Option<String> {
        let file = |name: &str, text: &str| Arc::new(SourceText::new(name, text));
        let mut sources = Sources::default();
        sources.office = Some(file("data/office.yaml", "name: みなと\n"));
        sources.notices.push(file("data/notices/n-1.yaml", model));
        let facts = check_facts(&sources).shared.expect("facts");
        copy(&facts.notices[0], next)
    }

    fn next(to: To) -> Next {
        let date = NaiveDate::from_ymd_opt(2023, 6, 16).expect("a day");
        Next { id: "n-2".to_owned(), date, number: Some(2), title: None, to }
    }

    #[test]
    fn a_copy_goes_to_whom_it_is_meant_for_and_keeps_its_comments() {
        let head =
            "# 第1報\ndate: 2023-06-16 # 金曜\nnumber: 2\ntitle: ご報告（第2報）\n# 委託元だけ\n";
        let body = "# 前文\nbody: 文。\n";
        for (to, line) in [
            (To::AsBefore, "to: {route: 同意} # 3社\n"),
            (To::Everyone, "# 3社\n"),
            (
                To::Those(json!({ "route": ["同意", "調整中"] })),
                "to: {route: [同意, 調整中]} # 3社\n",
            ),
            (To::Those(json!("none")), "to: none # 3社\n"),
        ] {
            let copied = copied(MODEL, &next(to.clone()));
            assert_eq!(copied, Some(format!("{head}{line}{body}")), "{to:?}");
        }
    }

    #[test]
    fn what_the_model_does_not_say_is_said_below_its_date() {
        let model = "title: ご報告\r\ndate: 2023-06-09 # 金曜\r\nbody: 文。\r\n";
        let to = json!({ "id": (0..20).map(|it| format!("C-{it:04}")).collect::<Vec<_>>() });
        let copied = copied(model, &next(To::Those(to))).expect("a copy");
        let (above, below) = copied.split_once("number: 2\r\nto:\r\n  id:\r\n").expect("both");
        assert_eq!(above, "title: ご報告（第2報）\r\ndate: 2023-06-16 # 金曜\r\n");
        assert!(below.starts_with("    - C-0000\r\n    - C-0001\r\n"), "{below}");
        assert!(below.ends_with("    - C-0019\r\nbody: 文。\r\n"), "{below}");
    }

    #[test]
    fn lines_of_a_condition_are_replaced_whole_and_what_is_noted_below_them_stays() {
        let model = MODEL
            .replace("to: {route: 同意} # 3社", "to:\n  any:\n    - route: 同意\n    - id: [C-1]");
        let everyone = copied(&model, &next(To::Everyone)).expect("a copy");
        assert!(everyone.contains("# 委託元だけ\n# 前文\nbody"), "{everyone}");
        let some = copied(&model, &next(To::Those(json!({ "route": "完了" })))).expect("a copy");
        assert!(some.contains("# 委託元だけ\nto: {route: 完了}\n# 前文\nbody"), "{some}");
    }

    #[test]
    fn a_model_on_one_line_is_copied_as_long_as_nothing_is_to_be_added() {
        let model = "{date: 2023-06-09, title: ご報告, body: 文。}\n";
        assert!(copied(model, &Next { number: None, ..next(To::AsBefore) }).is_some());
        assert_eq!(copied(model, &next(To::Those(json!({ "route": "同意" })))), None);
    }
}
