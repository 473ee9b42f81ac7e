//! `issue`: the letters are sent. From now on no command changes them.

use std::collections::HashMap;

use super::plan::{Standing, assess};
use super::prepare::{Prepared, prepare};
use super::report;
use super::selection::select_clients;
use super::verify::{Differences, compare};
use super::workers::pool;
use super::{CommandError, Outcome, clock, dispatch};
use crate::args::{IssueArgs, Selection};
use crate::diagnostic::{Diagnostic, arrange};
use crate::fs;
use crate::ledger::{Issue, KnownLetter, Ledger};
use crate::messages::{Message, Noun, count, letters_are};
use crate::model::{Client, NoticeId};
use crate::project::Project;

/// Runs the command.
pub fn run(project: &Project, args: &IssueArgs) -> Result<Outcome, CommandError> {
    let pool = pool(None)?;
    let selection = Selection { notice: args.notice.clone(), ..Selection::default() };
    let Prepared { press, clients, mut problems, .. } = prepare(project, &pool, &selection)?;
    let Some(press) = press else { return refuse(problems) };
    let notice = &press.notice;
    let _held = fs::hold_folder(&project.out(), || {
        report::say(Message::OutIsHeld);
    })?;
    let Some(ledger) = Ledger::open_existing(&project.ledger())? else {
        problems.push(not_ready(Message::NothingMade));
        return refuse(problems);
    };
    if let Some(issue) = ledger.issue(&notice.id)? {
        problems.push(already_issued(&notice.id, &issue));
        return refuse(problems);
    }
    // A client whose record has an error would seem to be gone.
    if report::outcome(&problems) == Outcome::Problems {
        return refuse(problems);
    }
    let selected = select_clients(&clients, &selection, notice, press.incident(), &mut problems);
    if selected.is_empty() {
        problems.push(
            Diagnostic::error(Message::NoticeForNobody { notice: notice.id.to_string() })
                .at(notice.place())
                .hint(Message::LookAtAudience),
        );
        return refuse(problems);
    }
    let known = ledger.letters(&notice.id)?;
    let not_right = assess(&pool, project, &press, &known, &selected)?
        .iter()
        .filter(|letter| letter.standing != Standing::Unchanged)
        .count();
    if not_right > 0 {
        problems.push(not_ready(Message::NotUpToDate { letters: letters_are(not_right) }));
        return refuse(problems);
    }
    let letters: Vec<KnownLetter> = known.values().cloned().collect();
    let differences = pool.install(|| compare(project, &notice.id, &letters))?;
    problems.extend(in_the_way(&differences));
    if known.len() > selected.len() {
        let letters = count(known.len() - selected.len(), Noun::Letter);
        problems.push(
            Diagnostic::error(Message::LettersWithoutClient { letters })
                .hint(Message::MoveAwayWithPrune),
        );
    }
    if report::outcome(&problems) == Outcome::Problems {
        return refuse(problems);
    }
    report::show_problems(&arrange(problems))?;
    record(project, args, &notice.id, &ledger, &rows(&selected, &known))?;
    Ok(Outcome::Done)
}

/// Writes the lists of what was sent, and the issue into the ledger; from then on the
/// letters are read-only.
fn record(
    project: &Project,
    args: &IssueArgs,
    notice: &NoticeId,
    ledger: &Ledger,
    rows: &[dispatch::Row<'_>],
) -> Result<(), CommandError> {
    let how = args.how.as_deref();
    let lists = dispatch::write(project, notice, rows, how, &args.by)?;
    ledger.record_issue(
        notice,
        &Issue {
            at: clock::now(),
            issued_by: args.by.clone(),
            sent_by: how.map_or_else(|| Message::EachItsOwnWay.to_string(), str::to_owned),
            letters: rows.len() as u64,
        },
    )?;
    for row in rows {
        fs::make_read_only(&project.root().join(&row.letter.path))?;
    }
    report::say(Message::IssuedBy {
        notice: notice.to_string(),
        letters: count(rows.len(), Noun::Letter),
        by: args.by.clone(),
    });
    for list in lists {
        report::say(Message::ListOfSent { path: list });
    }
    Ok(())
}

fn already_issued(notice: &NoticeId, issue: &Issue) -> Diagnostic {
    let date = issue.at.get(..10).unwrap_or(&issue.at).to_owned();
    let (notice, by) = (notice.to_string(), issue.issued_by.clone());
    Diagnostic::error(Message::AlreadyIssued { notice, date, by }).hint(Message::WriteNextLetter)
}

/// Files in the notice's folder that are not the letters of the ledger.
fn in_the_way(differences: &Differences) -> impl Iterator<Item = Diagnostic> {
    let altered = differences.altered.iter().map(|path| {
        let problem = Diagnostic::error(Message::NotTheLetterMade { path: path.clone() });
        problem.hint(Message::MakeAgain)
    });
    altered.chain(differences.unknown.iter().map(|path| {
        let problem = Diagnostic::error(Message::NotMadeHere { path: path.clone() });
        problem.hint(Message::MoveElsewhere)
    }))
}

/// The letters in the order of the clients' ids.
fn rows<'a>(
    clients: &[&'a Client],
    known: &'a HashMap<String, KnownLetter>,
) -> Vec<dispatch::Row<'a>> {
    let row = |client: &&'a Client| {
        Some(dispatch::Row { client, letter: known.get(client.id.as_str())? })
    };
    let mut rows: Vec<_> = clients.iter().filter_map(row).collect();
    rows.sort_by(|a, b| a.client.id.cmp(&b.client.id));
    rows
}

fn not_ready(message: Message) -> Diagnostic {
    Diagnostic::error(message).hint(Message::GenerateFirst)
}

fn refuse(problems: Vec<Diagnostic>) -> Result<Outcome, CommandError> {
    report::show_problems(&arrange(problems))?;
    report::say(Message::NothingIssued);
    Ok(Outcome::Problems)
}
