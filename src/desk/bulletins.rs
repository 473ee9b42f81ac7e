//! The vendor's bulletins: what there is, a new one, and the last one taken out again.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};

use super::command::heard;
use super::issued::telling_of;
use super::writing::Loaded;
use super::{Desk, Done};
use crate::args::{BulletinAddArgs, words};
use crate::commands::bulletin;
use crate::diagnostic::{Diagnostic, Hint, SourceText};
use crate::editing::letter::{blocks, keys};
use crate::editing::records::Amended;
use crate::facts::{Document, Step};
use crate::live::{NotDone, Refusal};
use crate::messages::Message;
use crate::model::{Bulletin, Incident};
use crate::project::Project;

/// What the page says of a new bulletin.
#[derive(Deserialize)]
struct Wanted {
    at: Option<String>,
    label: Option<String>,
    number: Option<u32>,
    text: Option<String>,
    same_as: Option<u32>,
    #[serde(default)]
    earlier: bool,
}

/// `ask/bulletins`.
pub fn bulletins(desk: &mut Desk, _: &Value) -> Done {
    let loaded = Loaded::of(&desk.project)?;
    let incident = &loaded.shared()?.incident;
    let list: Vec<Value> = incident.bulletins.iter().map(as_json).collect();
    let removable = may_go(&desk.project, &loaded)?.is_ok();
    let next = bulletin::next(&incident.bulletins);
    Ok(json!({ "bulletins": list, "removable": removable, "next": next }))
}

fn as_json(bulletin: &Bulletin) -> Value {
    let text = bulletin.text.as_ref().map(|text| {
        let paragraphs = text.paragraphs.iter().map(|paragraph| paragraph.text.as_str());
        paragraphs.collect::<Vec<_>>().join("\n\n")
    });
    json!({
        "number": bulletin.number, "label": bulletin.label, "name": bulletin.name(),
        "at": bulletin.at, "text": text, "same_as": bulletin.same_as,
    })
}

/// `do/bulletin`.
pub fn add(desk: &mut Desk, body: &Value) -> Done {
    let args = args(body)?;
    let (number, _) = with_bulletin(&Loaded::of(&desk.project)?, &args)?;
    heard(|| bulletin::add(&desk.project, &args))?.done().map_err(for_page)?;
    desk.what = Some(Message::UndoBulletin { number: number.to_string() });
    Ok(json!({ "number": number }))
}

/// The files with the new bulletin in them.
pub fn amended(loaded: &Loaded, body: &Value) -> Result<Vec<Amended>, NotDone> {
    let (_, file) = with_bulletin(loaded, &args(body)?)?;
    Ok(vec![file])
}

fn with_bulletin(loaded: &Loaded, args: &BulletinAddArgs) -> Result<(u32, Amended), NotDone> {
    let incident = &loaded.shared()?.incident;
    let old = loaded.sources.incident.clone();
    let source = old.clone().unwrap_or_else(bulletin::no_incident);
    let with_bulletin = bulletin::with_bulletin(args, &source, incident);
    let (entry, new) = with_bulletin.map_err(|problem| for_page((*problem).into()))?;
    Ok((entry.number, Amended { old, new }))
}

/// The options of the command, as the page gives them; all that it would ask for.
fn args(body: &Value) -> Result<BulletinAddArgs, Refusal> {
    let wanted = Wanted::deserialize(body)
        .map_err(|error| Diagnostic::error(Message::Verbatim(error.to_string())))?;
    let Wanted { at, label, number, text, same_as, earlier } = wanted;
    let said = |text: &String| !text.trim().is_empty();
    let at = at.filter(said).unwrap_or_default();
    if bulletin::moment(&at).is_none() {
        return Err(Refusal::of_field("at", Diagnostic::error(Message::MomentNeeded)));
    }
    let label = label.filter(said).map(|label| words(&label)).transpose();
    let label = label
        .map_err(|why| Refusal::of_field("label", Diagnostic::error(Message::Verbatim(why))))?;
    let text = text.filter(said).filter(|_| same_as.is_none());
    if text.is_none() && same_as.is_none() {
        let problem = Diagnostic::error(Message::BulletinSaysSomething);
        return Err(Refusal::of_field("text", problem));
    }
    Ok(BulletinAddArgs { at: Some(at), text, same_as, label, number, allow_earlier: earlier })
}

/// What is wrong, beside the field that it is about, and without advice that speaks of the
/// command's options.
fn for_page(mut refusal: Refusal) -> Refusal {
    for (index, problem) in refusal.problems.iter_mut().enumerate() {
        let field = match &problem.message {
            Message::BulletinDatedBefore { .. } => {
                let message = Message::OtherMomentOrEarlier;
                problem.hints = vec![Hint { message, edit: None }];
                "at"
            }
            Message::BeforeAll => "at",
            Message::TwoBulletins { .. } | Message::BulletinStandsAfter { .. } => "number",
            Message::NoNumberBetween { .. } => {
                problem.hints.clear();
                "number"
            }
            Message::CannotRepeat { .. } => "same_as",
            Message::BulletinSaysSomething | Message::ControlInText { .. } => "text",
            _ => continue,
        };
        refusal.fields.push((index, field.to_owned()));
    }
    refusal
}

/// `do/bulletin-remove`.
pub fn remove(desk: &mut Desk, body: &Value) -> Done {
    let project = desk.project.clone();
    desk.amend(|loaded| {
        may_go(&project, loaded)??;
        without(loaded, body)
    })?;
    desk.what = Some(Message::UndoBulletinGone { number: body["number"].to_string() });
    Ok(json!({}))
}

/// The files without the bulletin, which must be the last.
fn without(loaded: &Loaded, body: &Value) -> Result<Vec<Amended>, NotDone> {
    let Incident { bulletins, .. } = &*loaded.shared()?.incident;
    let last = bulletins.last().ok_or_else(no_longer)?;
    if body["number"].as_u64() != Some(last.number.into()) {
        return Err(no_longer().into());
    }
    let document = &last.origin.document;
    let source = document.source();
    let new = match &bulletins[..] {
        [_] => without_list(document)?,
        _ => blocks::remove(source, &last.origin.path)?,
    };
    // What is noted about it, nobody has asked to be forgotten.
    let comments = |document: &Document| document.comments().len();
    let has_all = Document::parse(&new).is_ok_and(|new| comments(&new) == comments(document));
    if !has_all {
        let problem = Diagnostic::error(Message::BulletinHasComments).at(last.place());
        return Err(problem.hint(Message::ChangeByHand).into());
    }
    Ok(vec![Amended { old: Some(source.clone()), new }])
}

/// The file without its list of one bulletin; with an empty one where there is nothing else
/// in the file.
fn without_list(document: &Document) -> Result<Arc<SourceText>, NotDone> {
    let (source, list) = (document.source(), [Step::Key("bulletins".to_owned())]);
    let written = document.written(&list).and_then(|list| Some((list.key.clone()?, list.end())));
    let is_all = document.value().as_mapping().is_some_and(|keys| keys.len() == 1);
    match written.filter(|_| is_all) {
        Some((key, end)) => {
            let mut text = source.text.clone();
            text.replace_range(key.start..end, "bulletins: []");
            Ok(Arc::new(SourceText::new(source.name.clone(), text)))
        }
        None => Ok(keys::without(source, &list)?),
    }
}

fn no_longer() -> Diagnostic {
    Diagnostic::error(Message::OnlyLastBulletinGoes)
}

/// Whether the last bulletin may be taken out: as long as no letter that was sent could
/// tell of it.
fn may_go(project: &Project, loaded: &Loaded) -> Result<Result<(), Diagnostic>, Refusal> {
    let facts = loaded.shared()?;
    let Some(last) = facts.incident.bulletins.last() else { return Ok(Err(no_longer())) };
    let telling = telling_of(project, facts, last)?;
    let Some(notice) = telling.first() else { return Ok(Ok(())) };
    let (number, notice) = (last.number.to_string(), notice.to_string());
    let problem = Diagnostic::error(Message::BulletinWasSent { number, notice });
    Ok(Err(problem.hint(Message::WriteNextLetter)))
}

#[cfg(test)]
mod tests {
    use super::super::trial::{Trial, fields};
    use super::*;

    const FILE: &str = "data/incident.yaml";
    const INCIDENT: &str = "# 事案\nbulletins: # 届いた順\n  - number: 1\n    label: 速報\n    \
                            at: 2023-06-05T08:32 # 朝\n    text: |\n      障害。\n# 共通\n\
                            parts:\n  概要: 略。\n";

    fn trial(incident: &str) -> Trial {
        let trial = Trial::with_clients(
            "- {id: C-1, name: 甲, honorific: 様}\n- {id: C-2, name: 乙, honorific: 様}\n",
        );
        let notice = "date: 2023-06-09\ntitle: ご報告\nbody:\n  - 次のとおりです。\n  \
                      - bulletins: all\n";
        trial.write("data/notices/n-1.yaml", notice);
        trial.write(FILE, incident);
        trial
    }

    fn with(lines: &str) -> String {
        INCIDENT.replace("# 共通\n", &format!("{lines}# 共通\n"))
    }

    const SECOND: &str =
        "  - number: 2\n    at: 2023-06-06T10:00\n    text: |\n      復旧。\n\n      続く。\n";

    fn second() -> Value {
        json!({ "at": "2023-06-06T10:00", "label": "", "text": "復旧。\n\n続く。" })
    }

    #[test]
    fn a_bulletin_is_added_and_every_other_byte_stays() {
        let mut trial = trial(INCIDENT);
        assert_eq!(trial.change("bulletin", &second()), (200, json!({ "number": 2 })));
        assert_eq!(trial.read(FILE), with(SECOND));
        let third = json!({ "at": "2023-06-06T12:00", "same_as": 2, "label": "再送" });
        assert_eq!(trial.change("bulletin", &third), (200, json!({ "number": 3 })));
        let (code, told) = trial.ask("bulletins", &json!({}));
        assert_eq!((code, &told["next"], &told["removable"]), (200, &json!(4), &json!(true)));
        let list = told["bulletins"].as_array().expect("a list");
        let named = |index: usize| (&list[index]["name"], &list[index]["text"]);
        assert_eq!(named(0), (&json!("速報"), &json!("障害。")));
        assert_eq!(named(1), (&json!("第2報"), &json!("復旧。\n\n続く。")));
        assert_eq!(named(2), (&json!("再送"), &json!(null)));
        assert_eq!(list[2]["same_as"], json!(2));
    }

    #[test]
    fn one_that_came_earlier_goes_where_it_belongs() {
        let mut trial = trial(&with(&SECOND.replace("number: 2", "number: 4")));
        let earlier = json!({ "at": "2023-06-05T12:00", "text": "調査中。", "earlier": true });
        assert_eq!(trial.change("bulletin", &earlier), (200, json!({ "number": 2 })));
        let (_, told) = trial.ask("bulletins", &json!({}));
        let numbers: Vec<_> = told["bulletins"].as_array().into_iter().flatten().collect();
        let numbers: Vec<_> = numbers.into_iter().map(|it| it["number"].clone()).collect();
        assert_eq!(numbers, [1, 2, 4]);
    }

    #[test]
    fn what_is_wrong_is_told_beside_its_field_and_nothing_is_written() {
        let mut trial = trial(INCIDENT);
        let with = |changes: Value| {
            let mut body = second();
            for (key, value) in changes.as_object().into_iter().flatten() {
                body[key] = value.clone();
            }
            body
        };
        for (changes, wanted) in [
            (json!({ "at": "" }), vec!["at"]),
            (json!({ "at": "きょうの朝" }), vec!["at"]),
            (json!({ "at": "2023-06-05T08:00" }), vec!["at"]),
            (json!({ "at": "2023-06-05T08:00", "earlier": true }), vec!["at"]),
            (json!({ "text": " \n" }), vec!["text"]),
            (json!({ "text": "復旧\u{7}" }), vec!["text"]),
            (json!({ "text": "{{ 何か }}の件" }), vec!["-"]),
            (json!({ "number": 1 }), vec!["number", "number"]),
            (json!({ "same_as": 7, "text": null }), vec!["same_as"]),
            (json!({ "label": "あ\u{0}" }), vec!["label"]),
            (json!({ "number": "2" }), vec!["-"]),
        ] {
            assert_eq!(
                fields(&trial.change("bulletin", &with(changes.clone()))),
                wanted,
                "{changes}"
            );
            assert_eq!(trial.read(FILE), INCIDENT);
        }
        let (_, told) = trial.change("bulletin", &with(json!({ "at": "2023-06-05T08:00" })));
        let hint = &told["problems"][0]["hints"][0];
        assert!(!hint.to_string().contains("--"), "no option of a command: {hint}");
    }

    #[test]
    fn the_letter_shows_it_while_it_is_typed_and_nothing_is_written() {
        let mut trial = trial(INCIDENT);
        let draft = json!({ "errand": "bulletin", "body": second() });
        let (code, told) = trial.ask("draft", &draft);
        assert_eq!((code, &told["changed"], &told["of"]), (200, &json!(2), &json!(2)), "{told}");
        assert_eq!(trial.read(FILE), INCIDENT);
    }

    #[test]
    fn the_first_one_of_a_project_makes_its_file() {
        let mut trial = Trial::with_clients("- {id: C-1, name: 甲, honorific: 様}\n");
        assert_eq!(trial.change("bulletin", &second()), (200, json!({ "number": 1 })));
        let lines = SECOND.replace("number: 2", "number: 1");
        assert_eq!(trial.read(FILE), format!("bulletins:\n{lines}"));
        assert_eq!(trial.change("bulletin-remove", &json!({ "number": 1 })).0, 200);
        assert_eq!(trial.read(FILE), "bulletins: []\n");
        assert_eq!(fields(&trial.change("bulletin-remove", &json!({ "number": 1 }))), ["-"]);
    }

    #[test]
    fn the_last_one_is_taken_out_and_no_other() {
        let mut trial = trial(INCIDENT);
        assert_eq!(trial.change("bulletin", &second()).0, 200);
        for number in [json!(1), json!(3), json!("2"), json!(null)] {
            assert_eq!(trial.change("bulletin-remove", &json!({ "number": number })).0, 422);
        }
        assert_eq!(trial.read(FILE), with(SECOND));
        assert_eq!(trial.change("bulletin-remove", &json!({ "number": 2 })), (200, json!({})));
        assert_eq!(trial.read(FILE), INCIDENT);
        // What is noted beside the first, and beside its list, stays when both go.
        assert_eq!(trial.change("bulletin-remove", &json!({ "number": 1 })).0, 200);
        let left = "# 事案\n# 届いた順\n# 朝\n# 共通\nparts:\n  概要: 略。\n";
        assert_eq!(trial.read(FILE), left);
    }

    #[test]
    fn one_with_a_comment_is_taken_out_by_hand() {
        let noted = with(&SECOND.replace("number: 2", "number: 2 # 電話で確認"));
        let mut trial = trial(&noted);
        assert_eq!(fields(&trial.change("bulletin-remove", &json!({ "number": 2 }))), ["-"]);
        assert_eq!(trial.read(FILE), noted);
    }

    #[test]
    fn one_that_a_letter_told_of_stays_as_soon_as_that_is_sent() {
        let mut trial = trial(&with(SECOND));
        let removable =
            |trial: &mut Trial| trial.ask("bulletins", &json!({})).1["removable"].clone();
        assert_eq!(trial.change("make", &json!({})).0, 200);
        assert_eq!(removable(&mut trial), json!(true), "nothing was sent");
        assert_eq!(trial.change("issue", &json!({ "by": "見本" })).0, 200);
        assert_eq!(removable(&mut trial), json!(false));
        let (code, told) = trial.change("bulletin-remove", &json!({ "number": 2 }));
        assert_eq!(code, 422);
        assert!(told["problems"][0]["message"].to_string().contains("n-1"), "{told}");
        assert_eq!(trial.read(FILE), with(SECOND));
        // One that came after the letter was not in it.
        let later = json!({ "at": "2023-06-10T10:00", "text": "終わり。" });
        assert_eq!(trial.change("bulletin", &later).0, 200);
        assert_eq!(removable(&mut trial), json!(true));
        assert_eq!(trial.change("bulletin-remove", &json!({ "number": 3 })).0, 200);
        assert_eq!(trial.read(FILE), with(SECOND));
    }

    #[test]
    fn what_a_letter_told_stays_as_it_was_sent_and_a_part_says_who_has_it() {
        let mut trial = trial(&with(SECOND).replace("概要: 略。", "概要: 略。\n  注: {use: 概要}"));
        let body = "date: 2023-06-09\ntitle: ご報告\nbody:\n  - bulletins: all\n  - use: 注\n";
        trial.write("data/notices/n-1.yaml", body);
        let ask = |trial: &mut Trial, path: &Value| {
            let (code, told) = trial.ask("passage", &json!({ "file": FILE, "path": path }));
            assert_eq!(code, 200, "{told}");
            (told["issued_in"].clone(), told["seen"].clone())
        };
        let (bulletin, part) = (json!(["bulletins", 1, "text"]), json!(["parts", "概要"]));
        assert_eq!([&bulletin, &part].map(|path| ask(&mut trial, path).0), [json!([]), json!([])]);
        let change = |trial: &mut Trial, name: &str, path: &Value, text: &str| {
            let (_, seen) = ask(trial, path);
            let body = json!({ "file": FILE, "path": path, "seen": seen, "text": text, "by": -1 });
            trial.change(name, &body)
        };
        assert_eq!(change(&mut trial, "passage", &bulletin, "復旧しました。").0, 200);
        assert_eq!(trial.change("make", &json!({})).0, 200);
        assert_eq!(trial.change("issue", &json!({ "by": "見本" })).0, 200);
        let sent = trial.read(FILE);
        for path in [&bulletin, &json!(["bulletins", 0]), &part, &json!(["parts", "注"])] {
            assert_eq!(ask(&mut trial, path).0, json!(["n-1"]), "{path}");
        }
        assert_eq!(ask(&mut trial, &json!(["bulletins", 0, "text"])).0, json!(["n-1"]));
        for (name, path) in [
            ("passage", &bulletin),
            ("passage", &json!(["bulletins", 0])),
            ("block-remove", &json!(["bulletins", 1])),
            ("block-move", &json!(["bulletins", 1])),
        ] {
            let (code, told) = change(&mut trial, name, path, "別の文。");
            assert_eq!(code, 422, "{name} {path}: {told}");
            let said = told["problems"][0]["message"].to_string();
            assert!(said.contains("n-1"), "{name} {path}: {told}");
        }
        assert_eq!(trial.read(FILE), sent);
        // A part may change: what was sent is kept.
        assert_eq!(change(&mut trial, "passage", &part, "別の概要。").0, 200);
        // A bulletin that came after the letter is in none, and is no block.
        let later = json!({ "at": "2023-06-10T10:00", "text": "終わり。" });
        assert_eq!(trial.change("bulletin", &later).0, 200);
        let third = json!(["bulletins", 2, "text"]);
        assert_eq!(ask(&mut trial, &third).0, json!([]));
        assert_eq!(change(&mut trial, "passage", &third, "終わりました。").0, 200);
        for name in ["block-remove", "block-move"] {
            assert_eq!(change(&mut trial, name, &json!(["bulletins", 2]), "").0, 422, "{name}");
        }
    }
}
