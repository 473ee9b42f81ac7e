//! `check`: all problems of all clients; nothing is written.

use std::sync::{Mutex, PoisonError};

use rayon::ThreadPool;

use crate::args::CheckArgs;
use crate::content::check_unprinted;
use crate::diagnostic::{self, Diagnostic, Told, is_wrong};
use crate::editing::fix::fix;
use crate::ids::NoticeId;
use crate::letters::pages::{self, Pages};
use crate::letters::prepare::{Prepared, prepare};
use crate::letters::press::{Draft, Press};
use crate::letters::selection::{of_each_notice, relevant, select_clients};
use crate::letters::verdict::Judge;
use crate::letters::workers::{for_each_client, pool, safely};
use crate::messages::{Message, Noun, count};
use crate::model::{Client, Variant};
use crate::outcome::{CommandError, Outcome};
use crate::project::Project;
use crate::report;
use crate::rules::{Rule, Severity};

/// Runs the command.
pub fn run(project: &Project, args: &CheckArgs) -> Result<Outcome, CommandError> {
    let pool = pool(args.selection.jobs)?;
    let mut all = Found::default();
    for selection in of_each_notice(project, &args.selection)? {
        all.add(of_notice(project, &pool, &CheckArgs { selection, ..args.clone() })?);
    }
    let Found { notices, records, checked, problems, unused } = all;
    let problems = problems.into_iter().chain(unused.unwrap_or_default()).collect();
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
            "notices": notices,
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

/// What was found of some notices.
#[derive(Default)]
struct Found {
    notices: Vec<NoticeId>,
    records: usize,
    checked: usize,
    problems: Vec<Diagnostic>,
    /// Acceptances that covered nothing, and facts that are never printed: what one
    /// letter does not need another may. `None` as long as nobody has looked.
    unused: Option<Vec<Diagnostic>>,
}

impl Found {
    /// Adds what was found of another notice, but for what has been found already.
    fn add(&mut self, other: Self) {
        self.notices.extend(other.notices);
        self.records = self.records.max(other.records);
        self.checked += other.checked;
        let mut told = Told::default();
        let problems = std::mem::take(&mut self.problems).into_iter().chain(other.problems);
        self.problems = told.untold(problems.collect());
        self.unused = match (self.unused.take(), other.unused) {
            (None, unused) => unused,
            (Some(mut unused), Some(others)) => {
                let places: Vec<_> = others.iter().map(Diagnostic::place).collect();
                unused.retain(|it| places.contains(&it.place()));
                Some(unused)
            }
            // Where something is wrong nobody can tell.
            (Some(_), None) => Some(Vec::new()),
        };
    }
}

/// What is to be said of one notice's letters.
fn of_notice(
    project: &Project,
    pool: &ThreadPool,
    args: &CheckArgs,
) -> Result<Found, CommandError> {
    let Prepared { judge, press, facts, notice, clients, records, mut problems } =
        prepare(project, pool, &args.selection)?;
    let (mut checked, mut unused) = (0, None);
    if let (Some(judge), Some(facts), Some(notice)) = (&judge, &facts, &notice) {
        let selected =
            select_clients(&clients, &args.selection, notice, &facts.incident, &mut problems);
        checked = selected.len();
        // In a record that could not be read, an accepted wording may stand still.
        let whole = press.is_some() && clients.len() == records && !is_wrong(&problems);
        problems.extend(judge.shared().iter().cloned());
        problems.extend(find(pool, judge, press.as_ref(), &selected, args.deep)?);
        unused = whole.then(|| judge.unused(|rule| args.deep || !rule.is_of_pages()));
        let is_unprinted = |it: &Diagnostic| it.rule == Some(Rule::Unprinted);
        let (unprinted, others) = problems.into_iter().partition(is_unprinted);
        problems = others;
        // Where something is wrong, and nothing else is said of what is not used, it is
        // said of this notice alone.
        match &mut unused {
            Some(unused) => unused.extend::<Vec<_>>(unprinted),
            None => problems.extend::<Vec<_>>(unprinted),
        }
    }
    let notices = notice.map(|notice| notice.id).into_iter().collect();
    Ok(Found { notices, records, checked, problems, unused })
}

/// What is to be said of these clients' letters, of which only a deep check makes
/// pages. Without a press there are still their records.
fn find(
    pool: &ThreadPool,
    judge: &Judge,
    press: Option<&Press>,
    selected: &[&Client],
    deep: bool,
) -> Result<Vec<Diagnostic>, CommandError> {
    let found: Mutex<Vec<Diagnostic>> = Mutex::default();
    let letters: Mutex<Vec<(Variant, Pages<'_>)>> = Mutex::default();
    for_each_client(pool, selected, |client| {
        let Some(press) = press else {
            let of_record = judge.of_record(client);
            found.lock().unwrap_or_else(PoisonError::into_inner).extend(of_record);
            return Ok(());
        };
        let Draft { source, found: mut of_letter } = press.draft(client);
        if let Some(source) = source.filter(|_| deep) {
            let pages = safely(&client.id, || {
                let (sheet, of_pages) = press.set_source(client, &source)?;
                press.export(client, &sheet)?;
                let pages = sheet.document().map(|document| {
                    Pages::of(document, client, press.overflowing(client, document))
                });
                Ok((pages, of_pages))
            });
            match pages {
                Ok((pages, of_pages)) => {
                    of_letter.extend(of_pages);
                    let variant = Variant::of(client, &press.notice, press.incident());
                    let mut letters = letters.lock().unwrap_or_else(PoisonError::into_inner);
                    letters.extend(pages.map(|pages| (variant, pages)));
                }
                Err(problems) => of_letter.extend(problems),
            }
        }
        found.lock().unwrap_or_else(PoisonError::into_inner).extend(of_letter);
        Ok::<(), CommandError>(())
    })?;
    let mut found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    if let Some(press) = press {
        found.extend(press.printed_breaks(selected));
        let reads = |path: &[&str]| press.reads(path);
        let unprinted = check_unprinted(press.shared_texts(), selected, reads).into_iter();
        found.extend(unprinted.filter_map(|finding| judge.weigh(finding)));
    }
    let letters = letters.into_inner().unwrap_or_else(PoisonError::into_inner);
    found.extend(pages::check(&letters).into_iter().filter_map(|finding| judge.weigh(finding)));
    Ok(found)
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
