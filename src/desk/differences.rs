//! What has changed in a letter since the one that was sent before.

use serde_json::{Value, json};

use super::{Desk, Done};
use crate::args::Selection;
use crate::commands::diff::{Compared, Fate, Line, compare_with_sent};
use crate::messages::Message;

/// `ask/difference`.
pub fn difference(desk: &mut Desk, body: &Value) -> Done {
    let notice = desk.state.notice().map(|notice| notice.to_string());
    let selection = Selection { notice, ..Selection::default() };
    let client = body["client"].as_str().unwrap_or_default();
    let Some(compared) = compare_with_sent(&desk.project, &selection, client)?? else {
        return Ok(json!({ "none": Message::NothingToCompare.to_string() }));
    };
    let Compared { notice, date, of, lines } = compared;
    let lines: Vec<Value> = lines.iter().map(as_json).collect();
    Ok(json!({ "before": { "notice": notice, "date": date }, "after": of, "lines": lines }))
}

fn as_json(line: &Line) -> Value {
    let are_all = |kind: Fate| line.parts.iter().all(|part| part.kind == kind);
    let [before, after] = line.sides();
    let kind = if are_all(Fate::Same) {
        return json!({ "kind": "same", "before": before, "after": after });
    } else if are_all(Fate::Added) {
        "added"
    } else if are_all(Fate::Removed) {
        "removed"
    } else {
        "changed"
    };
    json!({ "kind": kind, "before": before, "after": after, "parts": line.parts })
}

#[cfg(test)]
mod tests {
    use super::super::trial::{Trial, fields};
    use super::*;

    #[test]
    fn a_letter_is_compared_with_the_one_that_was_sent_before() {
        let mut trial = Trial::with_clients("- {id: C-1, name: 甲, honorific: 様}\n");
        let body = "body:\n  - はじめの文です。\n  - 二つ目の文では、復旧は六月の見込みとお伝えします。\n  - 終わりにお詫びします。\n";
        let notice = |date: &str, body: &str| format!("date: {date}\ntitle: ご報告\n{body}");
        trial.write("data/notices/n-1.yaml", &notice("2023-06-09", body));
        let client = json!({ "client": "C-1" });
        let (code, told) = trial.ask("difference", &client);
        assert!(code == 200 && told["none"].is_string(), "{told}");
        assert_eq!(trial.change("make", &json!({})).0, 200);
        let changed = |told: &Value| -> Vec<Value> {
            let lines = told["lines"].as_array().into_iter().flatten();
            lines.filter(|line| line["kind"] != json!("same")).cloned().collect()
        };
        // Nothing was sent: it is compared with itself as it was made.
        let (_, told) = trial.ask("difference", &client);
        assert_eq!((&told["before"]["notice"], changed(&told).len()), (&json!("n-1"), 0), "{told}");
        assert_eq!(trial.change("issue", &json!({ "by": "見本" })).0, 200);
        let body = body.replace("六月", "七月").replace("  - 終わりにお詫びします。\n", "");
        trial.write("data/notices/n-2.yaml", &notice("2023-06-09", &body));
        // What is made of the new one is not what was sent.
        assert_eq!(trial.change("make", &json!({})).0, 200);
        let (_, told) = trial.ask("difference", &client);
        assert_eq!((&told["before"]["notice"], &told["after"]), (&json!("n-1"), &json!("n-2")));
        let changed = changed(&told);
        let kinds: Vec<&Value> = changed.iter().map(|line| &line["kind"]).collect();
        assert_eq!(kinds, ["changed", "removed"], "{changed:?}");
        let line = &changed[0];
        assert_eq!(line["before"], json!("二つ目の文では、復旧は六月の見込みとお伝えします。"));
        assert_eq!(line["after"], json!("二つ目の文では、復旧は七月の見込みとお伝えします。"));
        let part = |kind: &str, text: &str| json!({ "kind": kind, "text": text });
        let parts = json!([
            part("same", "二つ目の文では、復旧は"),
            part("removed", "六"),
            part("added", "七"),
            part("same", "月の見込みとお伝えします。"),
        ]);
        assert_eq!(line["parts"], parts);
        assert_eq!(
            (&changed[1]["before"], &changed[1]["after"]),
            (&json!("終わりにお詫びします。"), &json!(null))
        );
        assert_eq!(fields(&trial.ask("difference", &json!({ "client": "C-9" }))), ["-"]);
    }
}
