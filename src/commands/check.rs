//! `check`: all problems of all clients; nothing is written.

use std::sync::{Mutex, PoisonError};

use super::fix::fix;
use super::pages::{self, Pages};
use super::prepare::{Prepared, prepare};
use super::report;
use super::selection::{relevant, select_clients};
use super::workers::{for_each_client, pool, safely};
use super::{CommandError, Outcome};
use crate::args::CheckArgs;
use crate::content::{self, Texts};
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::messages::{Message, Noun, count};
use crate::model::Variant;
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
        let found: Mutex<Vec<Diagnostic>> = Mutex::new(Vec::new());
        let letters: Mutex<Vec<(Variant, Pages<'_>)>> = Mutex::new(Vec::new());
        for_each_client(&pool, &selected, |client| {
            let result = if args.deep {
                safely(&client.id, || {
                    let (document, _) = press.set(client)?;
                    press.export(client, &document)?;
                    Ok(Some(Pages::of(&document, client)))
                })
            } else {
                press.render(client).map(|_| None)
            };
            match result {
                Ok(Some(pages)) => {
                    let variant = Variant::of(client, press.incident());
                    letters.lock().unwrap_or_else(PoisonError::into_inner).push((variant, pages));
                }
                Ok(None) => {}
                Err(problems) => {
                    found.lock().unwrap_or_else(PoisonError::into_inner).extend(problems);
                }
            }
            Ok::<(), CommandError>(())
        })?;
        problems.extend(found.into_inner().unwrap_or_else(PoisonError::into_inner));
        let mut found = pool.install(|| {
            let texts = Texts::of(press.shared_texts(), &selected);
            content::check(&texts, facts, &press.notice, press.ends_letters(), &selected)
        });
        found.extend(press.printed_breaks(&selected));
        found.extend(pages::check(&letters.into_inner().unwrap_or_else(PoisonError::into_inner)));
        let checks = &facts.office.checks;
        problems.extend(checks.unused(&found));
        problems.extend(checks.apply(found));
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
        let notes = problems.iter().filter(|problem| problem.severity == Severity::Note).count();
        let letters = count(checked, Noun::Letter);
        let found = count(problems.len() - notes, Noun::Problem);
        report::say(match notes {
            0 => Message::CheckedAndFound { letters, problems: found },
            _ => Message::CheckedWithNotes {
                letters,
                problems: found,
                notes: count(notes, Noun::Note),
            },
        });
    }
    Ok(report::outcome(&problems))
}
