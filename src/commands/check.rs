//! `check`: all problems of all clients; nothing is written.

use std::sync::{Mutex, PoisonError};

use rayon::ThreadPool;

use super::fix::fix;
use super::pages::{self, Pages};
use super::prepare::{Prepared, prepare};
use super::press::Press;
use super::report;
use super::selection::{relevant, select_clients};
use super::workers::{for_each_client, pool, safely};
use super::{CommandError, Outcome};
use crate::args::CheckArgs;
use crate::check::SharedFacts;
use crate::content::{self, Texts};
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::messages::{Message, Noun, count};
use crate::model::{Client, Variant};
use crate::project::Project;

/// Runs the command.
pub fn run(project: &Project, args: &CheckArgs) -> Result<Outcome, CommandError> {
    let pool = pool(args.selection.jobs)?;
    let Prepared { press, facts, clients, records, mut problems } =
        prepare(project, &pool, &args.selection)?;
    let mut checked = 0;
    if let (Some(press), Some(facts)) = (&press, &facts) {
        let selected = select_clients(
            &clients,
            &args.selection,
            &press.notice,
            press.incident(),
            &mut problems,
        );
        checked = selected.len();
        // In a record that could not be read, an accepted wording may stand still.
        let whole = clients.len() == records && report::outcome(&problems) == Outcome::Done;
        let found = find(&pool, press, facts, &selected, args.deep)?;
        if whole {
            problems.extend(facts.office.checks.unused(&found.of_content));
        }
        problems.extend(found.of_letters);
        problems.extend(facts.office.checks.apply(found.of_content));
    }
    let problems = relevant(problems, &args.selection);
    if args.fix && !args.selection.json {
        let fixed = fix(project, &problems)?;
        for (file, number) in &fixed {
            let (file, number) = (file.clone(), number.to_string());
            report::say(Message::Corrected { file, number });
        }
        if !fixed.is_empty() {
            // What is left is said of the files as they are now.
            return run(project, &CheckArgs { fix: false, ..args.clone() });
        }
    }
    if args.selection.json {
        report::print_json(&serde_json::json!({
            "notice": press.as_ref().map(|press| &press.notice.id),
            "clients": records,
            "checked": checked,
            "problems": diagnostic::records(&problems),
        }))?;
    } else {
        report::show_problems(&problems)?;
        report::say(summary(checked, &problems));
    }
    Ok(report::outcome(&problems))
}

/// What is wrong.
struct Found {
    /// With letters, which are not made.
    of_letters: Vec<Diagnostic>,
    /// With what they say, before the office's settings.
    of_content: Vec<Diagnostic>,
}

/// What is wrong with these clients' letters, of which only a deep check makes pages.
fn find(
    pool: &ThreadPool,
    press: &Press,
    facts: &SharedFacts,
    selected: &[&Client],
    deep: bool,
) -> Result<Found, CommandError> {
    let problems: Mutex<Vec<Diagnostic>> = Mutex::default();
    let letters: Mutex<Vec<(Variant, Pages<'_>)>> = Mutex::default();
    for_each_client(pool, selected, |client| {
        let pages = if deep {
            safely(&client.id, || {
                let (document, _) = press.set(client)?;
                press.export(client, &document)?;
                let overflowing = press.overflowing(client, &document);
                Ok(Some(Pages::of(&document, client, overflowing)))
            })
        } else {
            press.render(client).map(|_| None)
        };
        match pages {
            Ok(Some(pages)) => {
                let variant = Variant::of(client, press.incident());
                letters.lock().unwrap_or_else(PoisonError::into_inner).push((variant, pages));
            }
            Ok(None) => {}
            Err(found) => {
                problems.lock().unwrap_or_else(PoisonError::into_inner).extend(found);
            }
        }
        Ok::<(), CommandError>(())
    })?;
    let problems = problems.into_inner().unwrap_or_else(PoisonError::into_inner);
    let mut found = pool.install(|| {
        let texts = Texts::of(press.shared_texts(), selected);
        content::check(&texts, facts, &press.notice, press.ends_letters(), selected)
    });
    let reads = |path: &[&str]| press.reads(path);
    found.extend(content::check_unprinted(press.shared_texts(), selected, reads));
    found.extend(press.printed_breaks(selected));
    found.extend(pages::check(&letters.into_inner().unwrap_or_else(PoisonError::into_inner)));
    Ok(Found { of_letters: problems, of_content: found })
}

fn summary(checked: usize, problems: &[Diagnostic]) -> Message {
    let notes = problems.iter().filter(|problem| problem.severity == Severity::Note).count();
    let letters = count(checked, Noun::Letter);
    let problems = count(problems.len() - notes, Noun::Problem);
    match notes {
        0 => Message::CheckedAndFound { letters, problems },
        _ => Message::CheckedWithNotes { letters, problems, notes: count(notes, Noun::Note) },
    }
}
