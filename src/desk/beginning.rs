//! A new project, from a few answers on the page.

use clap::ValueEnum;
use serde_json::{Value as Json, json};

use super::command::heard;
use super::{Desk, Done};
use crate::args::{InitArgs, words};
use crate::beginnings::Kind;
use crate::commands::init;
use crate::diagnostic::Diagnostic;
use crate::live::Refusal;
use crate::messages::{Lang, Message};

/// `ask/beginning`: the notices that a project can begin with.
pub fn ask(_: &mut Desk, _: &Json) -> Done {
    let kind = |kind: Kind| {
        let words = kind.described();
        json!({ "id": kind.word(), "words_ja": words.text(Lang::Ja), "words_en": words.text(Lang::En) })
    };
    Ok(json!({ "kinds": Kind::ALL.map(kind) }))
}

/// `do/begin`.
pub fn begin(desk: &mut Desk, body: &Json) -> Done {
    let args = args(body)?;
    heard(|| init::run(&desk.project, &args))?.done()?;
    desk.what = Some(Message::UndoBegin);
    Ok(json!({}))
}

/// What the page has answered, as the options that say the same; or what is missing, each
/// beside its field.
fn args(body: &Json) -> Result<InitArgs, Refusal> {
    let mut refusal = Refusal::default();
    let mut complain = |field: &str, message: Message| {
        refusal.fields.push((refusal.problems.len(), field.to_owned()));
        refusal.problems.push(Diagnostic::error(message));
    };
    let mut text = |field: &str| {
        let given = body.get(field).and_then(Json::as_str).map(str::trim).unwrap_or_default();
        if given.is_empty() {
            return None;
        }
        let said = words(given);
        said.map_err(|wrong| complain(field, Message::Verbatim(wrong))).ok()
    };
    let [name, person, title, phone, email, hours] =
        ["name", "person", "title", "phone", "email", "hours"].map(&mut text);
    let is_empty = |field: &str| {
        body.get(field).and_then(Json::as_str).is_none_or(|given| given.trim().is_empty())
    };
    if is_empty("name") {
        complain("name", Message::ValueEmpty);
    }
    if is_empty("phone") && is_empty("email") {
        complain("phone", Message::PhoneOrEmail);
    }
    if is_empty("person") && !is_empty("title") {
        complain("person", Message::TitleNeedsName);
    }
    let given = body.get("kinds").and_then(Json::as_array).into_iter().flatten();
    let given: Vec<&str> = given.filter_map(Json::as_str).collect();
    let kinds: Option<Vec<Kind>> = given.iter().map(|id| Kind::from_str(id, false).ok()).collect();
    let kinds = kinds.unwrap_or_default();
    if kinds.is_empty() {
        complain("kinds", Message::KindNeeded);
    }
    if !refusal.problems.is_empty() {
        return Err(refusal);
    }
    Ok(InitArgs {
        dir: None,
        name,
        person,
        title,
        phone,
        email,
        hours,
        kinds,
        from: None,
        date: None,
        yes: true,
        dry_run: false,
        json: false,
    })
}

#[cfg(test)]
mod tests {
    use super::super::trial::{Trial, fields};
    use super::*;

    #[test]
    fn a_project_begins_from_a_few_answers() {
        let mut trial =
            Trial::of(&[("out/.desk/address", "http://127.0.0.1\n"), (".DS_Store", "")]);
        let (code, told) = trial.ask("beginning", &json!({}));
        assert_eq!((code, told["kinds"].as_array().map(Vec::len)), (200, Some(Kind::ALL.len())));
        let answers = json!({
            "kinds": ["report", "card"], "name": "みなと会計事務所", "person": "見本 太郎",
            "title": "代表社員", "phone": "03-0000-0000", "email": "", "hours": "平日9時～17時",
        });
        assert_eq!(trial.change("begin", &answers), (200, json!({})));
        let office = trial.read("data/office.yaml");
        assert!(
            office.contains("name: みなと会計事務所") && office.contains("title: 代表社員"),
            "{office}"
        );
        assert!(!trial.read("data/notices/report-1.yaml").is_empty());
        assert!(!trial.read("data/notices/card-1.yaml").is_empty());
        // A second time would replace it.
        let (code, told) = trial.change("begin", &answers);
        assert_eq!((code, told["problems"].as_array().map(Vec::len)), (422, Some(1)));
        assert_eq!(trial.read("data/office.yaml"), office);
        assert_eq!(trial.change("undo", &json!({})).0, 200);
        assert_eq!(trial.read("data/office.yaml"), "");
        assert_eq!(trial.change("begin", &answers).0, 200);
    }

    #[test]
    fn what_is_missing_is_told_beside_its_field_and_nothing_is_written() {
        let mut trial = Trial::of(&[]);
        let right = json!({ "kinds": ["report"], "name": "甲", "phone": "03-0" });
        let with = |field: &str, value: serde_json::Value| {
            let mut body = right.clone();
            body[field] = value;
            body
        };
        for (body, wanted) in [
            (json!({}), vec!["name", "phone", "kinds"]),
            (json!([]), vec!["name", "phone", "kinds"]),
            (with("name", json!(" ")), vec!["name"]),
            (with("name", json!("甲\u{0}")), vec!["name"]),
            (with("name", json!("あ".repeat(200 << 10))), vec!["name"]),
            (with("phone", json!(3)), vec!["phone"]),
            (with("title", json!("部長")), vec!["person"]),
            (with("kinds", json!([])), vec!["kinds"]),
            (with("kinds", json!(["report", "../x"])), vec!["kinds"]),
        ] {
            assert_eq!(fields(&trial.change("begin", &body)), wanted, "{body:.80}");
            assert_eq!(std::fs::read_dir(trial.desk.project.root()).expect("a folder").count(), 0);
        }
        assert_eq!(trial.change("begin", &right).0, 200);
    }
}
