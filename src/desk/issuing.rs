//! The issue: what would be recorded, and the recording itself.

use serde_json::{Value, json};

use super::command::heard;
use super::{Desk, Done};
use crate::args::{ClientsFrom, IssueArgs, words};
use crate::commands::issue::{self, Summary};
use crate::diagnostic::{Diagnostic, count_warnings};
use crate::live::{NotDone, ProblemView, Refusal};
use crate::messages::Message;

/// `ask/issue`: what would be recorded, or what is in the way.
pub fn summary(desk: &mut Desk, _: &Value) -> Done {
    let notice = shown(desk)?;
    let summary = issue::summary(&desk.project, notice.as_deref())?;
    let Summary { notice, letters, ways, problems, is_ready } = summary;
    let warnings = count_warnings(&problems);
    let problems: Vec<ProblemView> = problems.iter().map(ProblemView::from).collect();
    Ok(json!({
        "notice": notice, "letters": letters, "ways": ways, "warnings": warnings,
        "problems": problems, "ready": is_ready, "said": [],
    }))
}

/// `do/issue`. What is issued stays, and cannot be taken back.
pub fn issue(desk: &mut Desk, body: &Value) -> Done {
    let by = line(body, "by")?
        .ok_or_else(|| Refusal::of_field("by", Diagnostic::error(Message::SayWhoIssues)))?;
    let (notice, how) = (shown(desk)?, line(body, "how")?);
    let args = IssueArgs { notice, from: ClientsFrom::default(), by, how, yes: true };
    let mut recorded = None;
    let done = heard(|| issue::issue(&desk.project, &args, |it| recorded = Some(it)))?.done()?;
    // What was sent tells of all that was changed before.
    desk.journal.close();
    let (lists, fingerprint) = recorded.map(|it| (it.lists, it.fingerprint)).unwrap_or_default();
    Ok(json!({
        "said": done.said, "list": lists.first(), "lists": lists, "fingerprint": fingerprint,
    }))
}

/// The notice that the page shows.
pub fn shown(desk: &Desk) -> Result<Option<String>, Refusal> {
    if let Some(notice) = desk.state.notice() {
        return Ok(Some(notice.to_string()));
    }
    // As the page does: the last one.
    let loaded = super::writing::Loaded::of(&desk.project)?;
    let facts = loaded.facts.shared.as_ref();
    let last = facts.and_then(|facts| facts.notices.last());
    Ok(last.map(|notice| notice.id.to_string()))
}

/// A text of one line that the page says.
fn line(body: &Value, field: &str) -> Result<Option<String>, NotDone> {
    let said = body[field].as_str().filter(|text| !text.trim().is_empty());
    let line = said.map(words).transpose();
    Ok(line.map_err(|why| Refusal::of_field(field, Diagnostic::error(Message::Verbatim(why))))?)
}

#[cfg(test)]
mod tests {
    use super::super::trial::{Trial, fields};
    use super::*;

    #[test]
    fn what_is_in_the_way_is_told_then_what_would_be_recorded_and_then_it_is() {
        let mut trial = Trial::with_clients(
            "- {id: C-1, name: 甲, honorific: 様, email: a@example.com}\n\
             - {id: C-2, name: 乙, honorific: 様, delivery: 郵送, postal_code: 101-0041, \
             address: [東京都]}\n",
        );
        let (_, told) = trial.ask("issue", &json!({}));
        assert_eq!((&told["notice"], &told["ready"]), (&json!("n-1"), &json!(false)));
        assert_eq!(told["problems"].as_array().map(Vec::len), Some(1), "{told}");
        let by = json!({ "by": "見本 太郎" });
        assert_eq!(fields(&trial.change("issue", &by)), ["-"], "nothing is made yet");
        assert_eq!(trial.change("make", &json!({})).0, 200);
        let (_, told) = trial.ask("issue", &json!({}));
        let summary = ["letters", "ready", "problems"].map(|key| told[key].clone());
        assert_eq!(json!(summary), json!([2, true, []]), "{told}");
        let ways = told["ways"].as_str().expect("the ways");
        assert!(ways.contains("郵送 1") && ways.contains("メール 1"), "{ways}");
        for body in [json!({}), json!({ "by": " " })] {
            assert_eq!(fields(&trial.change("issue", &body)), ["by"]);
        }
        let (code, told) = trial.change("issue", &by);
        assert_eq!(code, 200, "{told}");
        let list = told["list"].as_str().expect("a list");
        assert!(trial.desk.project.root().join(list).exists(), "{list}");
        let fingerprint = told["fingerprint"].as_str().expect("a fingerprint");
        assert!(!fingerprint.is_empty() && told["said"].to_string().contains(fingerprint));
        // Once is enough.
        let (_, told) = trial.ask("issue", &json!({}));
        assert_eq!(
            (&told["ready"], told["problems"].as_array().map(Vec::len)),
            (&json!(false), Some(1))
        );
        assert_eq!(fields(&trial.change("issue", &by)), ["-"]);
    }
}
