//! `status`: which letters are new, stale and why, orphaned, issued; and what
//! is due when.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use serde::Serialize;

use super::plan::{Standing, assess};
use super::prepare::{Prepared, prepare};
use super::press::Press;
use super::reasons::{changes, tally};
use super::report::{self, count};
use super::selection::{relevant, select_clients};
use super::workers::pool;
use super::{CommandError, Outcome, clock};
use crate::args::StatusArgs;
use crate::ledger::{Issue, Ledger};
use crate::model::{Client, ClientId, DateStyle, Route};
use crate::project::Project;
use crate::template::client_facts;

/// How many letters are named; all of them are in `--json`.
const NAMED: usize = 20;

/// A letter that is not as it should be.
#[derive(Debug, Serialize)]
struct Letter {
    client: ClientId,
    name: String,
    standing: Standing,
    reasons: Vec<String>,
}

/// A day by which reports to the 個人情報保護委員会 are due.
#[derive(Debug, Serialize)]
struct Deadline {
    report: &'static str,
    date: NaiveDate,
    days_left: i64,
    clients: BTreeSet<ClientId>,
}

/// Runs the command.
pub fn run(project: &Project, args: &StatusArgs) -> Result<Outcome, CommandError> {
    let pool = pool(args.selection.jobs)?;
    let Prepared { press, clients, mut problems, .. } = prepare(project, &pool, &args.selection)?;
    let Some(press) = press else {
        let problems = relevant(problems, &args.selection);
        report::show_problems(&problems)?;
        return Ok(report::outcome(&problems));
    };
    let notice = &press.notice;
    let selected =
        select_clients(&clients, &args.selection, notice, press.incident(), &mut problems);
    let ledger = Ledger::open_existing(&project.ledger())?;
    let known = ledger.as_ref().map_or(Ok(HashMap::new()), |it| it.letters(&notice.id))?;
    let issue = ledger.as_ref().map_or(Ok(None), |it| it.issue(&notice.id))?;
    let mut standings: BTreeMap<Standing, usize> = BTreeMap::new();
    let mut letters = Vec::new();
    for assessed in assess(&pool, project, &press, &known, &selected)? {
        *standings.entry(assessed.standing).or_default() += 1;
        if assessed.standing != Standing::Unchanged {
            letters.push(Letter {
                client: assessed.client.id.clone(),
                name: assessed.client.name.clone(),
                standing: assessed.standing,
                reasons: reasons(&press, ledger.as_ref(), assessed.client, assessed.standing)?,
            });
        }
    }
    letters.sort_by(|a, b| a.client.cmp(&b.client));
    // Whose record has an error is still a client.
    let present: BTreeSet<&str> = selected
        .iter()
        .map(|client| &client.id)
        .chain(problems.iter().flat_map(|problem| &problem.clients))
        .map(ClientId::as_str)
        .collect();
    let everybody = args.selection.clients.is_empty();
    let mut orphaned: Vec<&str> = known
        .keys()
        .map(String::as_str)
        .filter(|client| everybody && !present.contains(client))
        .collect();
    orphaned.sort_unstable();
    let deadlines = deadlines(&selected, args.today.unwrap_or_else(clock::today));
    let summary = tally(letters.iter().map(|letter| letter.reasons.as_slice()));
    let problems = relevant(problems, &args.selection);
    if args.selection.json {
        let issued = issue.as_ref().map(|issue| {
            serde_json::json!({
                "at": issue.at, "by": issue.issued_by, "how": issue.sent_by,
                "letters": issue.letters,
            })
        });
        let unchanged = standings.get(&Standing::Unchanged).copied().unwrap_or(0);
        let reasons: BTreeMap<_, _> = summary.into_iter().collect();
        report::print_json(&serde_json::json!({
            "notice": notice.id, "issued": issued, "unchanged": unchanged, "letters": letters,
            "orphaned": orphaned, "reasons": reasons, "deadlines": deadlines,
            "problems": report::records(&problems),
        }))?;
    } else {
        report::show_problems(&problems)?;
        report::say(format_args!("{}", heading(&press, &standings, orphaned.len(), &issue)));
        for (reason, letters) in &summary {
            report::say(format_args!("  {reason}: {}", count(*letters, "letter")));
        }
        show_letters(&letters, &orphaned, issue.is_some());
        show_deadlines(&deadlines);
    }
    Ok(report::outcome(&problems))
}

/// Why a letter is to be made.
fn reasons(
    press: &Press,
    ledger: Option<&Ledger>,
    client: &Client,
    standing: Standing,
) -> Result<Vec<String>, CommandError> {
    Ok(match standing {
        Standing::New | Standing::Unchanged | Standing::Broken => Vec::new(),
        Standing::Missing => vec!["the file is missing".to_owned()],
        Standing::Altered => vec!["the file was altered".to_owned()],
        Standing::Stale => {
            let before = match ledger {
                Some(ledger) => ledger.facts(&press.notice.id, &client.id)?,
                None => None,
            };
            let Ok(source) = press.source(client) else { return Ok(Vec::new()) };
            let files = press.ingredients(client, &source).files;
            let mut now = press.shared_facts(client, &files);
            now.extend(client_facts(client));
            let changes = changes(&before.unwrap_or_default(), &now);
            if changes.is_empty() {
                vec!["another value in a template changed".to_owned()]
            } else {
                changes
            }
        }
    })
}

fn heading(
    press: &Press,
    standings: &BTreeMap<Standing, usize>,
    orphaned: usize,
    issue: &Option<Issue>,
) -> String {
    let number = |standing| standings.get(&standing).copied().unwrap_or(0);
    let unwell = number(Standing::Missing) + number(Standing::Altered);
    let mut line = format!(
        "{}: new {}, stale {}, unchanged {}",
        press.notice.id,
        number(Standing::New),
        number(Standing::Stale),
        number(Standing::Unchanged)
    );
    for (number, word) in [
        (unwell, "missing or altered"),
        (number(Standing::Broken), "with errors"),
        (orphaned, "orphaned"),
    ] {
        if number > 0 {
            line.push_str(&format!(", {word} {number}"));
        }
    }
    if let Some(issue) = issue {
        let date = issue.at.get(..10).unwrap_or(&issue.at);
        line.push_str(&format!("; issued on {date} by {} ({})", issue.issued_by, issue.sent_by));
    }
    line
}

fn show_letters(letters: &[Letter], orphaned: &[&str], issued: bool) {
    for letter in letters.iter().take(NAMED) {
        let standing = format!("{:?}", letter.standing).to_lowercase();
        let reasons = match &letter.reasons[..] {
            [] => String::new(),
            reasons => format!(" ({})", reasons.join("; ")),
        };
        report::say(format_args!("{standing:>9}  {} {}{reasons}", letter.client, letter.name));
    }
    if letters.len() > NAMED {
        report::say(format_args!(
            "           … and {} more; `--json` has all",
            letters.len() - NAMED
        ));
    }
    if !orphaned.is_empty() {
        let named = orphaned[..orphaned.len().min(NAMED)].join(", ");
        let then = if issued {
            "their letters were sent, and stay"
        } else {
            "`generate --prune` moves the letters away"
        };
        report::say(format_args!(" orphaned  {named}: these clients are gone; {then}"));
    }
}

/// The deadlines of the clients whose report is not made yet, by day
/// (施行規則 第8条).
fn deadlines(clients: &[&Client], today: NaiveDate) -> Vec<Deadline> {
    let mut by_day: BTreeMap<(NaiveDate, &'static str), BTreeSet<ClientId>> = BTreeMap::new();
    for client in clients.iter().filter(|client| client.route != Route::Done) {
        let due = [(client.preliminary_due, "速報"), (client.final_due, "確報")];
        for (date, report) in due {
            if let Some(date) = date {
                by_day.entry((date, report)).or_default().insert(client.id.clone());
            }
        }
    }
    let deadline = |((date, report), clients): ((NaiveDate, &'static str), _)| Deadline {
        report,
        date,
        days_left: (date - today).num_days(),
        clients,
    };
    by_day.into_iter().map(deadline).collect()
}

fn show_deadlines(deadlines: &[Deadline]) {
    for Deadline { report, date, days_left, clients } in deadlines {
        let left = match days_left {
            0 => "today".to_owned(),
            days if *days < 0 => format!("{} ago", count(days.unsigned_abs() as usize, "day")),
            days => format!("in {}", count(*days as usize, "day")),
        };
        let date = DateStyle::default().day(*date);
        report::say(format_args!(
            "{report} due {date}, {left}: {}",
            count(clients.len(), "client")
        ));
    }
}
