//! `issue`: the letters are sent. From now on no command changes them.

use std::collections::HashMap;

use super::plan::{Standing, assess};
use super::prepare::{Prepared, prepare};
use super::report::{self, count};
use super::selection::select_clients;
use super::verify::compare;
use super::workers::pool;
use super::{CommandError, Outcome, clock, dispatch};
use crate::args::{IssueArgs, Selection};
use crate::diagnostic::{Diagnostic, arrange};
use crate::fs;
use crate::ledger::{Issue, KnownLetter, Ledger};
use crate::messages::Message;
use crate::model::Client;
use crate::project::Project;

/// How a notice is sent if nothing else is said.
const EACH_ITS_OWN_WAY: &str = "each client's own way";

/// Runs the command.
pub fn run(project: &Project, args: &IssueArgs) -> Result<Outcome, CommandError> {
    let pool = pool(None)?;
    let selection = Selection { notice: args.notice.clone(), ..Selection::default() };
    let Prepared { press, clients, mut problems, .. } = prepare(project, &pool, &selection)?;
    let Some(press) = press else { return refuse(problems) };
    let notice = &press.notice;
    let _held = fs::hold_folder(&project.out(), || {
        report::say(format_args!("another run is writing to out/; waiting for it to end"));
    })?;
    let Some(ledger) = Ledger::open_existing(&project.ledger())? else {
        problems.push(not_ready("no letter was made yet"));
        return refuse(problems);
    };
    if let Some(issue) = ledger.issue(&notice.id)? {
        let date = issue.at.get(..10).unwrap_or(&issue.at);
        let message =
            format!("notice `{}` was issued on {date} by {} already", notice.id, issue.issued_by);
        problems
            .push(Diagnostic::error(message).hint("write the next letter: `oshirase notice new`"));
        return refuse(problems);
    }
    let selected = select_clients(&clients, &selection, notice, press.incident(), &mut problems);
    if selected.is_empty() {
        problems.push(
            Diagnostic::error(format!("notice `{}` is for nobody", notice.id))
                .at(notice.place())
                .hint("look at its `audience`"),
        );
        return refuse(problems);
    }
    let known = ledger.letters(&notice.id)?;
    let not_right = assess(&pool, project, &press, &known, &selected)?
        .iter()
        .filter(|letter| letter.standing != Standing::Unchanged)
        .count();
    if not_right > 0 {
        let are = if not_right == 1 { "is" } else { "are" };
        problems.push(not_ready(format!("{} {are} not up to date", count(not_right, "letter"))));
        return refuse(problems);
    }
    let letters: Vec<KnownLetter> = known.values().cloned().collect();
    let differences = pool.install(|| compare(project, &notice.id, &letters))?;
    for path in &differences.altered {
        problems.push(
            Diagnostic::error(format!("`{path}` is not the letter that was made"))
                .hint("make it again: `oshirase generate --force`"),
        );
    }
    for path in &differences.unknown {
        problems.push(
            Diagnostic::error(format!("`{path}` is in the folder, and oshirase has not made it"))
                .hint("move it elsewhere, or have `oshirase generate --prune` do so"),
        );
    }
    if known.len() > selected.len() {
        let gone = count(known.len() - selected.len(), "letter");
        problems.push(
            Diagnostic::error(format!("{gone} in out/ have no client any more"))
                .hint("move them away with `oshirase generate --prune`"),
        );
    }
    if report::outcome(&problems) == Outcome::Problems {
        return refuse(problems);
    }
    report::show_problems(&arrange(problems))?;
    let rows = rows(&selected, &known);
    let how = args.how.clone();
    let lists = dispatch::write(project, &notice.id, &rows, how.as_deref(), &args.by)?;
    ledger.record_issue(
        &notice.id,
        &Issue {
            at: clock::now(),
            issued_by: args.by.clone(),
            sent_by: how.unwrap_or_else(|| EACH_ITS_OWN_WAY.to_owned()),
            letters: rows.len() as u64,
        },
    )?;
    for row in &rows {
        fs::make_read_only(&project.root().join(&row.letter.path))?;
    }
    report::say(format_args!(
        "{}: {} issued by {}; they cannot change any more",
        notice.id,
        count(rows.len(), "letter"),
        args.by
    ));
    for list in lists {
        report::say(format_args!("list of what is sent: {list}"));
    }
    Ok(Outcome::Done)
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

fn not_ready(message: impl Into<Message>) -> Diagnostic {
    Diagnostic::error(message).hint("run `oshirase generate` first, and look at what it says")
}

fn refuse(problems: Vec<Diagnostic>) -> Result<Outcome, CommandError> {
    report::show_problems(&arrange(problems))?;
    report::say(format_args!("nothing was issued"));
    Ok(Outcome::Problems)
}
