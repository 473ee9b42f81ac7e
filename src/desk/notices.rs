//! The next notice: a copy of the last one, to everyone unless others are chosen; who gets a
//! notice; and which of them the page shows.

use std::sync::Arc;

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Value, json};

use super::command::heard;
use super::writing::Loaded;
use super::{Desk, Done};
use crate::args::words;
use crate::check::{SharedFacts, check};
use crate::commands::notice::{self, Wanted};
use crate::diagnostic::{Diagnostic, SourceText, quoted};
use crate::editing::next_notice::{To, title_of_copy};
use crate::facts::{Document, Node, Parsing};
use crate::ids::NoticeId;
use crate::live::Refusal;
use crate::messages::{Message, listed};
use crate::model::{Notice, Recipients};

/// `ask/recipients`: how many get a notice, or would with this `to`, and who is not among
/// them.
pub fn recipients(desk: &mut Desk, body: &Value) -> Done {
    /// How many are named.
    const NAMED: usize = 20;
    let loaded = Loaded::of(&desk.project)?;
    let facts = loaded.shared()?;
    let wanted = body["notice"].as_str().map(str::to_owned);
    let wanted = wanted.or_else(|| desk.state.notice().map(|id| id.to_string()));
    let mut notice = notice_of(facts, wanted.as_deref())?.clone();
    if let Some(to) = body.get("to") {
        notice.to = recipients_of(&loaded, to)?;
    }
    let clients = check(&loaded.sources).clients;
    let without: Vec<_> = clients.iter().filter(|client| !notice.is_for(client)).collect();
    let named = without.iter().take(NAMED);
    let named: Vec<Value> =
        named.map(|client| json!({ "id": client.id, "name": client.name })).collect();
    let to = clients.len() - without.len();
    Ok(json!({ "all": clients.len(), "to": to, "without": named }))
}

/// The notice of this id, or the last one.
fn notice_of<'a>(facts: &'a SharedFacts, id: Option<&str>) -> Result<&'a Notice, Refusal> {
    let is_it = |notice: &&Notice| id.is_none_or(|id| notice.id.as_str() == id);
    facts.notices.iter().rfind(is_it).ok_or_else(|| no_such_notice(facts, id.unwrap_or_default()))
}

fn no_such_notice(facts: &SharedFacts, id: &str) -> Refusal {
    let ids = listed(facts.notices.iter().map(|notice| notice.id.as_str()));
    let problem = Diagnostic::error(Message::NoSuchNotice { id: quoted(id) });
    problem.hint(Message::NoticesAre { ids }).into()
}

/// What `to` says, as the reader of the facts understands it.
fn recipients_of(loaded: &Loaded, to: &Value) -> Result<Recipients, Refusal> {
    if to.is_null() {
        return Ok(Recipients::Where(Default::default()));
    }
    // JSON is YAML.
    let source = Arc::new(SourceText::new("", to.to_string()));
    let document = Arc::new(Document::parse(&source)?);
    let mut cx = Parsing {
        declared: loaded.facts.declared().clone(),
        in_notice: true,
        ..Parsing::default()
    };
    let read = Node::root(&document).read(&mut cx);
    // It stands in no file yet.
    let nowhere = |problem: Diagnostic| Diagnostic { place: None, ..problem };
    let problems: Vec<Diagnostic> = cx.problems.into_iter().map(nowhere).collect();
    match read {
        Some(recipients) if problems.is_empty() => Ok(recipients),
        _ => {
            let fields = problems.iter().enumerate().map(|(index, _)| (index, "to".to_owned()));
            Err(Refusal { fields: fields.collect(), problems, said: Vec::new() })
        }
    }
}

/// `ask/next-notice`: what the next notice is, as long as nobody says otherwise.
pub fn next(desk: &mut Desk, _: &Value) -> Done {
    let loaded = Loaded::of(&desk.project)?;
    let (model, next) = notice::next(loaded.shared()?, &Wanted::default())?;
    let title = title_of_copy(model, &next);
    Ok(json!({
        "model": model.id, "id": next.id, "date": next.date, "number": next.number,
        "title": title, "nobody": model.is_for_nobody(),
    }))
}

/// What the page says of the next notice.
#[derive(Deserialize)]
struct Said {
    from: Option<String>,
    id: Option<String>,
    date: Option<String>,
    number: Option<u32>,
    title: Option<String>,
    to: Option<Value>,
}

/// `do/notice`.
pub fn write(desk: &mut Desk, body: &Value) -> Done {
    let loaded = Loaded::of(&desk.project)?;
    let wanted = wanted(&loaded, body)?;
    let id = notice::next(loaded.shared()?, &wanted).map_err(for_page)?.1.id;
    let heard = heard(|| notice::write(&desk.project, &wanted))?.done()?;
    desk.what = Some(Message::UndoNotice { notice: id.clone() });
    show(desk, &id);
    Ok(json!({ "notice": id, "said": heard.said }))
}

fn wanted(loaded: &Loaded, body: &Value) -> Result<Wanted, Refusal> {
    let said = Said::deserialize(body)
        .map_err(|error| Diagnostic::error(Message::Verbatim(error.to_string())))?;
    let Said { from, id, date, number, title, to } = said;
    let written = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    let date = written(date).map(|date| {
        let day = NaiveDate::parse_from_str(date.trim(), "%Y-%m-%d");
        day.map_err(|_| Refusal::of_field("date", Diagnostic::error(Message::DayNeeded)))
    });
    let (from, id) = (written(from), written(id));
    let model = notice::next(loaded.shared()?, &Wanted { from, id, ..Wanted::default() });
    let model = model.map_err(for_page)?;
    let to = match to.filter(|to| !to.is_null()) {
        Some(to) => {
            recipients_of(loaded, &to)?;
            To::Those(texts(to))
        }
        // What goes to nobody has no recipients to choose from.
        None if model.0.is_for_nobody() => To::AsBefore,
        None => To::Everyone,
    };
    let mut wanted = Wanted {
        from: Some(model.0.id.to_string()),
        id: Some(model.1.id.clone()),
        date: date.transpose()?,
        number,
        title: None,
        to,
    };
    // A title that nobody has changed stays as it is written.
    let (model, next) = notice::next(loaded.shared()?, &wanted)?;
    let title = written(title).filter(|title| *title != title_of_copy(model, &next));
    let title = title.map(|title| words(&title)).transpose();
    wanted.title = title
        .map_err(|why| Refusal::of_field("title", Diagnostic::error(Message::Verbatim(why))))?;
    Ok(wanted)
}

/// A condition whose numbers are written as texts, as the facts have them.
fn texts(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(texts).collect(),
        Value::Object(keys) => {
            Value::Object(keys.into_iter().map(|(key, value)| (key, texts(value))).collect())
        }
        Value::Number(number) => Value::String(number.to_string()),
        Value::Bool(truth) => Value::String(truth.to_string()),
        other => other,
    }
}

/// What is wrong, beside the field that it is about.
fn for_page(problem: Box<Diagnostic>) -> Refusal {
    let is_of_model = matches!(problem.message, Message::NoSuchNotice { .. });
    Refusal::of_field(if is_of_model { "from" } else { "id" }, *problem)
}

/// `ask/show-notice`: the page shows this notice from now on.
pub fn show_notice(desk: &mut Desk, body: &Value) -> Done {
    let loaded = Loaded::of(&desk.project)?;
    let id = body["notice"].as_str().unwrap_or_default();
    let notice = notice_of(loaded.shared()?, Some(id))?.id.to_string();
    show(desk, &notice);
    Ok(json!({}))
}

fn show(desk: &Desk, id: &str) {
    if let Ok(id) = NoticeId::new(id) {
        // Where the page is too busy it shows it with the next change.
        let _ = desk.orders.show_notice(Some(id.clone()));
        desk.state.show_notice(Some(id));
    }
}

/// A notice that is no longer there is not shown.
pub fn show_one_that_is_there(desk: &Desk) {
    let Some(shown) = desk.state.notice() else { return };
    let folder = desk.project.root().join("data/notices");
    let is_there = |ending: &str| folder.join(format!("{shown}.{ending}")).exists();
    if !["yaml", "yml"].into_iter().any(is_there) {
        let _ = desk.orders.show_notice(None);
        desk.state.show_notice(None);
    }
}

#[cfg(test)]
mod tests {
    use super::super::trial::{Trial, fields};
    use super::*;

    const CLIENTS: &str = "- {id: C-1, name: 甲, honorific: 様, route: 同意}\n\
                           - {id: C-2, name: 乙, honorific: 様}\n\
                           - {id: C-3, name: 丙, honorific: 様, 業務: [給与]}\n";
    const MODEL: &str = "# 第1報\ndate: 2023-06-09 # 金曜\nnumber: 1\n\
                         title: ご報告（第1報）\nto: {route: 同意}\n# 前文\nbody: 文。\n";

    fn trial() -> Trial {
        let trial = Trial::with_clients(CLIENTS);
        trial.write("data/fields.yaml", "業務: {values: [給与, 経理], several: true}\n");
        trial.write("data/notices/n-1.yaml", MODEL);
        trial
    }

    #[test]
    fn the_next_notice_is_proposed_with_day_number_and_title() {
        let mut trial = trial();
        let (code, told) = trial.ask("next-notice", &json!({}));
        assert_eq!(code, 200);
        assert_eq!(told["date"], json!(crate::clock::today()));
        let proposed = ["model", "id", "number", "title", "nobody"].map(|key| told[key].clone());
        assert_eq!(json!(proposed), json!(["n-1", "n-2", 2, "ご報告（第2報）", false]));
    }

    #[test]
    fn who_gets_a_notice_is_counted_and_who_does_not_is_named() {
        let mut trial = trial();
        let count = |told: &Value| (told["to"].clone(), told["all"].clone());
        let (_, told) = trial.ask("recipients", &json!({}));
        assert_eq!(count(&told), (json!(1), json!(3)), "those of the shown notice");
        let named: Vec<_> = told["without"].as_array().into_iter().flatten().collect();
        assert_eq!(
            named,
            [&json!({"id": "C-2", "name": "乙"}), &json!({"id": "C-3", "name": "丙"})]
        );
        for (to, wanted) in [
            (json!(null), 3),
            (json!({ "業務": ["給与"] }), 1),
            (json!({ "any": [{ "業務": "給与" }, { "id": ["C-2"] }] }), 2),
            (json!({ "not": { "route": "同意" } }), 2),
            (json!("none"), 0),
        ] {
            let (code, told) = trial.ask("recipients", &json!({ "to": to }));
            assert_eq!((code, count(&told).0), (200, json!(wanted)), "{to}: {told}");
        }
        for to in [json!({ "route": "どこか" }), json!({ "無い": "甲" }), json!("all"), json!([])]
        {
            let told = trial.ask("recipients", &json!({ "to": to }));
            assert!(fields(&told).iter().all(|field| *field == "to"), "{to}: {told:?}");
        }
        assert_eq!(fields(&trial.ask("recipients", &json!({ "notice": "n-9" }))), ["-"]);
    }

    #[test]
    fn the_next_notice_goes_to_everyone_unless_others_are_chosen() {
        let mut trial = trial();
        let proposed = json!({
            "from": "n-1", "id": "n-2", "date": "2023-06-16", "number": 2,
            "title": "ご報告（第2報）", "to": null,
        });
        let (code, told) = trial.change("notice", &proposed);
        assert_eq!((code, &told["notice"]), (200, &json!("n-2")), "{told}");
        let copy = "# 第1報\ndate: 2023-06-16 # 金曜\nnumber: 2\ntitle: ご報告（第2報）\n\
                    # 前文\nbody: 文。\n";
        assert_eq!(trial.read("data/notices/n-2.yaml"), copy);
        assert_eq!(trial.desk.state.notice().map(|id| id.to_string()), Some("n-2".to_owned()));
        let (code, _) = trial.change("notice", &json!({
            "date": "2023-06-20", "number": 5, "title": "終わりのご報告", "to": { "業務": ["給与", "経理"] },
        }));
        assert_eq!(code, 200);
        let copy = "# 第1報\ndate: 2023-06-20 # 金曜\nto: {業務: [給与, 経理]}\nnumber: 5\n\
                    title: 終わりのご報告\n# 前文\nbody: 文。\n";
        assert_eq!(trial.read("data/notices/n-3.yaml"), copy);
        assert_eq!(trial.read("data/notices/n-1.yaml"), MODEL);
    }

    #[test]
    fn what_is_wrong_with_it_is_told_beside_its_field_and_nothing_is_written() {
        let mut trial = trial();
        for (body, wanted) in [
            (json!({ "id": "n-1" }), "id"),
            (json!({ "id": "../n" }), "id"),
            (json!({ "from": "n-9" }), "from"),
            (json!({ "date": "あした" }), "date"),
            (json!({ "to": { "無い": "甲" } }), "to"),
            (json!({ "title": "題\u{0}" }), "title"),
            (json!({ "number": -1 }), "-"),
        ] {
            assert_eq!(fields(&trial.change("notice", &body)), [wanted], "{body}");
        }
        let folder = trial.desk.project.root().join("data/notices");
        assert_eq!(std::fs::read_dir(folder).expect("the notices").count(), 1);
    }

    #[test]
    fn a_notice_is_shown_as_long_as_it_is_there() {
        let mut trial = trial();
        assert_eq!(fields(&trial.ask("show-notice", &json!({ "notice": "n-2" }))), ["-"]);
        assert_eq!(trial.change("notice", &json!({ "date": "2023-06-16" })).0, 200);
        assert_eq!(trial.ask("show-notice", &json!({ "notice": "n-1" })), (200, json!({})));
        let shown = |trial: &Trial| trial.desk.state.notice().map(|id| id.to_string());
        show_one_that_is_there(&trial.desk);
        assert_eq!(shown(&trial), Some("n-1".to_owned()));
        trial.ask("show-notice", &json!({ "notice": "n-2" }));
        let file = trial.desk.project.root().join("data/notices/n-2.yaml");
        std::fs::remove_file(file).expect("the file");
        show_one_that_is_there(&trial.desk);
        assert_eq!(shown(&trial), None);
    }
}
