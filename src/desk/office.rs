//! The office in a form: who writes.

use std::sync::Arc;

use serde_json::{Map, Value as Json, json};

use super::form::{self, Holds, Line, refused};
use super::writing::Loaded;
use super::{Desk, Done};
use crate::client_list::Value;
use crate::diagnostic::{Diagnostic, SourceText};
use crate::digest::Fields;
use crate::editing::record::{with_key, without_key};
use crate::editing::records::Amended;
use crate::facts::{self, Document, Node, Parsing, Step, text_of};
use crate::live::{NotDone, Refusal};
use crate::messages::Message;
use crate::model::Office;

/// The keys that the form has. All others of the file are for an editor.
const KEYS: [&[&str]; 8] = [
    &["name"],
    &["person", "title"],
    &["person", "name"],
    &["postal_code"],
    &["address"],
    &["phone"],
    &["fax"],
    &["email"],
];

/// Keys, and the value that shall stand behind them; `None` if none shall.
type Wanted = (&'static [&'static str], Option<Value>);

fn form() -> Vec<Line> {
    KEYS.iter().map(|keys| Line::of(keys)).collect()
}

fn holds(keys: &[&str]) -> Holds {
    if keys == ["address"] { Holds::Several } else { Holds::One }
}

/// `ask/office`.
pub fn ask(desk: &mut Desk, _: &Json) -> Done {
    let sources = desk.project.load()?;
    let source = sources.office.as_ref().ok_or_else(|| Refusal::from(sources.problems.clone()))?;
    let document = Document::parse(source)?;
    let values = values(document.value());
    Ok(json!({ "seen": seen(&values), "values": values, "file": &*source.name }))
}

/// What stands behind the keys of the form, as far as it is a text or several.
fn values(office: &facts::Value) -> Map<String, Json> {
    let value = |keys: &&[&str]| {
        let value = keys.iter().try_fold(office, |value, key| value.get(key))?;
        let text = |value: &facts::Value| text_of(value).map(|it| it.trim_end().to_owned());
        let texts = match value {
            facts::Value::Sequence(items) => items.iter().map(text).collect::<Option<Vec<_>>>()?,
            value => vec![text(value)?],
        };
        let json = match holds(keys) {
            Holds::Several => json!(texts),
            Holds::One => json!(texts.first()?),
        };
        Some((keys.join("."), json))
    };
    KEYS.iter().filter_map(value).collect()
}

/// What tells one state of these values from another.
fn seen(values: &Map<String, Json>) -> String {
    let mut fields = Fields::default();
    for (name, value) in values {
        fields.add(name).add(value.to_string());
    }
    fields.digest().to_string()
}

/// `do/office`.
pub fn change(desk: &mut Desk, body: &Json) -> Done {
    desk.amend(|loaded| amended(loaded, body))?;
    desk.what = Some(Message::UndoOffice);
    Ok(json!({}))
}

fn amended(loaded: &Loaded, body: &Json) -> Result<Vec<Amended>, NotDone> {
    let Some(old) = &loaded.sources.office else {
        return Err(loaded.sources.problems.clone().into());
    };
    let document = Document::parse(old)?;
    let by_hand = || {
        let problem = Diagnostic::error(Message::OfficeNotByLine).at(document.place(&[]));
        Refusal::from(problem.hint(Message::ChangeByHand))
    };
    let now = values(document.value());
    let changes: Vec<Wanted> = wanted(body.get("changes"))?
        .into_iter()
        .filter(|(keys, value)| now.get(&keys.join(".")) != as_json(keys, value.as_ref()).as_ref())
        .collect();
    if changes.is_empty() {
        return Ok(Vec::new());
    }
    let now_seen = seen(&now);
    if body.get("seen").and_then(Json::as_str) != Some(now_seen.as_str()) {
        return Err(NotDone::Conflict(json!({ "values": now, "seen": now_seen })));
    }
    let mut text = old.text.clone();
    for (keys, value) in &changes {
        let changed = match value {
            Some(value) => with_key(&text, keys, value),
            None => without_key(&text, keys),
        };
        let place = || document.place_of_key(&path_of(keys));
        text = changed.map_err(|it| it.problem(Message::OfficeNotByLine).at(place()))?;
    }
    let new = Arc::new(SourceText::new(old.name.clone(), text));
    let after = Document::parse(&new).map_err(|_| by_hand())?;
    says_all(&now, &values(after.value()), &changes).then_some(()).ok_or_else(by_hand)?;
    check(&document, after, loaded)?;
    Ok(vec![Amended { old: Some(old.clone()), new }])
}

fn path_of(keys: &[&str]) -> Vec<Step> {
    keys.iter().map(|name| Step::Key((*name).to_owned())).collect()
}

/// What the page wants to stand behind keys.
fn wanted(given: Option<&Json>) -> Result<Vec<Wanted>, Refusal> {
    let mut wanted = Vec::new();
    for (name, json) in given.and_then(Json::as_object).into_iter().flatten() {
        let keys = KEYS.into_iter().find(|keys| keys.join(".") == *name);
        let refuse = |message| Refusal::of_field(name.clone(), Diagnostic::error(message));
        let Some(keys) = keys else {
            let word = crate::diagnostic::quoted(name);
            return Err(refuse(Message::NoSuchField { word }));
        };
        wanted.push((keys, form::value(json, holds(keys)).map_err(refuse)?));
    }
    Ok(wanted)
}

fn as_json(keys: &[&str], value: Option<&Value>) -> Option<Json> {
    Some(match holds(keys) {
        Holds::Several => json!(value?.parts()),
        Holds::One => json!(value?.to_string()),
    })
}

/// Whether all is as it was but what was to change, which is as it should be.
fn says_all(before: &Map<String, Json>, after: &Map<String, Json>, changes: &[Wanted]) -> bool {
    let mut wanted = before.clone();
    for (keys, value) in changes {
        match as_json(keys, value.as_ref()) {
            Some(json) => wanted.insert(keys.join("."), json),
            None => wanted.remove(&keys.join(".")),
        };
    }
    wanted == *after
}

/// What is wrong with the office that was right before, beside the field in which it is.
fn check(before: &Document, after: Document, loaded: &Loaded) -> Result<(), Refusal> {
    let pictures: Vec<String> =
        loaded.sources.pictures.iter().map(|(path, _)| path.clone()).collect();
    let problems = |document: Document| {
        let mut cx = Parsing::default();
        Office::parse(&Node::root(&Arc::new(document)), &pictures, &mut cx);
        cx.problems
    };
    let known = problems(Document::parse(before.source())?);
    let mut problems = problems(after);
    problems.retain(|problem| known.iter().all(|it| it.message != problem.message));
    if problems.is_empty() { Ok(()) } else { Err(refused(problems, &form())) }
}

#[cfg(test)]
mod tests {
    use super::super::trial::{Trial, fields};
    use super::*;

    const OFFICE: &str = "# 差出人\nname: みなと会計事務所 # 登記どおり\nperson: {title: 代表社員, name: 見本 太郎}\n\
                          postal_code: 101-0041\naddress:\n  - 東京都千代田区\n  - みなとビル3階 # 移転の予定\n\
                          phone: 03-0000-0000\nstyle: {time: \"14:12\"}\nvars:\n  受付時間: 平日\n";

    fn trial() -> Trial {
        let trial = Trial::with_clients("- {id: C-1, name: 甲, honorific: 様}\n");
        trial.write("data/office.yaml", OFFICE);
        trial
    }

    fn change_in(trial: &mut Trial, changes: Json) -> (u16, Json) {
        let (_, told) = trial.ask("office", &json!({}));
        trial.change("office", &json!({ "seen": told["seen"], "changes": changes }))
    }

    #[test]
    fn the_office_changes_where_it_is_to_and_nowhere_else() {
        let mut trial = trial();
        let (code, told) = trial.ask("office", &json!({}));
        let values = json!({
            "name": "みなと会計事務所", "person.title": "代表社員", "person.name": "見本 太郎",
            "postal_code": "101-0041", "address": ["東京都千代田区", "みなとビル3階"],
            "phone": "03-0000-0000",
        });
        assert_eq!(
            (code, &told["values"], &told["file"]),
            (200, &values, &json!("data/office.yaml"))
        );
        let changes = json!({
            "name": "みなと税理士法人", "address": "東京都中央区\nみなとビル3階", "email": "a@example.jp",
            "person.title": null, "fax": "", "phone": "03-0000-0000",
        });
        assert_eq!(change_in(&mut trial, changes), (200, json!({})));
        let wanted = OFFICE
            .replace("みなと会計事務所", "みなと税理士法人")
            .replace("千代田区", "中央区")
            .replace("title: 代表社員, ", "")
            .replace("03-0000-0000\n", "03-0000-0000\nemail: a@example.jp\n");
        assert_eq!(trial.read("data/office.yaml"), wanted);
        let none =
            json!({ "postal_code": null, "address": null, "person.name": null, "phone": "" });
        assert_eq!(change_in(&mut trial, none).0, 200);
        let left = trial.read("data/office.yaml");
        assert!(
            left.starts_with("# 差出人\nname: みなと税理士法人 # 登記どおり\n# 移転の予定\nemail"),
            "{left}"
        );
        assert_eq!([(); 2].map(|()| trial.change("undo", &json!({})).0), [200, 200]);
        assert_eq!(trial.read("data/office.yaml"), OFFICE);
    }

    #[test]
    fn what_is_wrong_is_told_beside_its_field_and_nothing_is_written() {
        for (changes, wanted) in [
            (json!({ "name": null }), vec!["name"]),
            (json!({ "postal_code": "12" }), vec!["postal_code"]),
            (json!({ "person.name": null }), vec!["person.name"]),
            (json!({ "name": "甲\u{0}" }), vec!["name"]),
            (json!({ "name": "あ".repeat(200 << 10) }), vec!["name"]),
            (json!({ "name": ["甲", "乙"] }), vec!["name"]),
            (json!({ "seal": "data/x.png" }), vec!["seal"]),
            (json!({ "name": "甲", "vars": { "甲": "乙" } }), vec!["vars"]),
        ] {
            let mut trial = trial();
            let told = change_in(&mut trial, changes.clone());
            assert_eq!(fields(&told), wanted, "{told:?}");
            assert_eq!(trial.read("data/office.yaml"), OFFICE);
        }
    }

    #[test]
    fn what_goes_leaves_its_comments_and_none_is_lost() {
        let mut trial = trial();
        let office = "# 差出人\nname: 甲\naddress: # 登記\n  # 本店\n  - 東京都 # 一\n  # 間\n  \
                      - みなとビル # 移転の予定\nphone: 1\n";
        trial.write("data/office.yaml", office);
        assert_eq!(change_in(&mut trial, json!({ "address": null })), (200, json!({})));
        let left = "# 差出人\nname: 甲\n# 登記\n# 本店\n# 一\n# 間\n# 移転の予定\nphone: 1\n";
        assert_eq!(trial.read("data/office.yaml"), left);
        let office = "# 差出人\nname: 甲\naddress: [東京都, # 本店\n  みなとビル]\n";
        trial.write("data/office.yaml", office);
        let told = change_in(&mut trial, json!({ "address": ["東京都"] }));
        assert_eq!(fields(&told), ["-"]);
        let problem = &told.1["problems"][0];
        assert!(problem["message"].to_string().contains("# 本店"), "{problem}");
        assert_eq!((&problem["file"], &problem["line"]), (&json!("data/office.yaml"), &json!(3)));
        assert_eq!(trial.read("data/office.yaml"), office);
    }

    #[test]
    fn what_was_changed_meanwhile_is_a_conflict_unless_it_says_the_same() {
        let mut trial = trial();
        let (_, told) = trial.ask("office", &json!({}));
        // What is not in the form is no conflict.
        let by_hand = OFFICE.replace("平日", "毎日");
        trial.write("data/office.yaml", &by_hand);
        let body = |name: &str| json!({ "seen": told["seen"], "changes": { "name": name } });
        assert_eq!(trial.change("office", &body("甲")).0, 200);
        let (code, now) = trial.change("office", &body("乙"));
        assert_eq!((code, &now["values"]["name"]), (409, &json!("甲")));
        assert_eq!(trial.change("office", &body("甲")).0, 200);
        assert_eq!(trial.read("data/office.yaml"), by_hand.replace("みなと会計事務所", "甲"));
    }
}
