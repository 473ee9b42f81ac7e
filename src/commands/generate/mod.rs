//! `generate`: the letters of the current notice, one PDF for each client.

mod make;
mod outcome;

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Instant;

use rayon::ThreadPool;

use self::make::Made;
use super::plan::{Standing, assess, protected};
use super::prepare::{Prepared, prepare_roster};
use super::press::Press;
use super::record::open_ledger;
use super::report;
use super::selection::{relevant, select_entries};
use super::workers::{pool, rehearse};
use super::{CommandError, Outcome};
use crate::args::GenerateArgs;
use crate::diagnostic::Diagnostic;
use crate::fs;
use crate::ledger::Ledger;
use crate::messages::Message;
use crate::model::{ClientId, Notice};
use crate::project::Project;
use crate::roster::Entry;

/// Runs the command.
pub fn run(project: &Project, args: &GenerateArgs) -> Result<Outcome, CommandError> {
    let started = Instant::now();
    rehearse();
    let pool = pool(args.selection.jobs)?;
    let Prepared { press, clients, records, mut problems, .. } =
        prepare_roster(project, &pool, &args.selection)?;
    let run = Run { project, args, started };
    let Some(press) = press else {
        return run.finish(None, Results { failed: records, ..Results::default() }, problems);
    };
    let selected = select_entries(&clients, &args.selection, &press.notice, &mut problems);
    let wrong = if args.selection.clients.is_empty() { records - clients.len() } else { 0 };
    let mut results = match run.make(&pool, &press, selected, &mut problems) {
        Ok(results) => results,
        Err(error) => {
            report::show_problems(&relevant(problems, &args.selection))?;
            return Err(error);
        }
    };
    results.failed += wrong;
    if args.prune {
        results.pruned = run.prune(&press.notice, &clients, &problems)?;
    }
    run.finish(Some(&press.notice), results, problems)
}

/// What has become of the letters.
#[derive(Debug, Default)]
struct Results<'a> {
    made: Vec<Made<'a>>,
    unchanged: Vec<&'a ClientId>,
    /// Other than the facts are now, because they were issued.
    kept: Vec<&'a ClientId>,
    /// Whether the notice was issued.
    issued: bool,
    failed: usize,
    pruned: Vec<String>,
}

struct Run<'a> {
    project: &'a Project,
    args: &'a GenerateArgs,
    started: Instant,
}

impl Run<'_> {
    /// Makes the letters that are not as they should be.
    fn make<'c>(
        &self,
        pool: &ThreadPool,
        press: &Press,
        clients: Vec<&'c Entry>,
        problems: &mut Vec<Diagnostic>,
    ) -> Result<Results<'c>, CommandError> {
        let _held = fs::hold_folder(&self.project.out(), || {
            report::say(Message::OutIsHeld);
        })?;
        let mut ledger = open_ledger(self.project)?;
        let (wanted, mut results) = self.wanted(pool, press, &mut ledger, clients, problems)?;
        if !wanted.is_empty() {
            self.make_all(pool, press, &mut ledger, &wanted, &mut results, problems)?;
        }
        Ok(results)
    }

    /// Whose letters are to be made, and what has become of the others.
    fn wanted<'c>(
        &self,
        pool: &ThreadPool,
        press: &Press,
        ledger: &mut Ledger,
        clients: Vec<&'c Entry>,
        problems: &mut Vec<Diagnostic>,
    ) -> Result<(Vec<&'c Entry>, Results<'c>), CommandError> {
        let notice = &press.notice;
        let known = ledger.letters(&notice.id)?;
        let assessed = assess(pool, self.project, press, &known, &clients)?;
        drop(clients);
        let issue = ledger.issue(&notice.id)?;
        let force = self.args.force && issue.is_none();
        let (unchanged, mut wanted): (Vec<_>, Vec<_>) = assessed
            .into_iter()
            .partition(|letter| letter.standing == Standing::Unchanged && !force);
        let mut results = Results {
            unchanged: unchanged.iter().map(|letter| &letter.client.id).collect(),
            ..Results::default()
        };
        results.unchanged.sort();
        if let Some(issue) = issue {
            problems.extend(outcome::issued(self.project, notice, &issue, &wanted));
            results.issued = true;
            let kept = wanted.iter().filter(|letter| letter.standing != Standing::New);
            results.kept = kept.map(|letter| &letter.client.id).collect();
            return Ok((Vec::new(), results));
        }
        let confirmed = unchanged.iter().filter_map(|letter| {
            let (inputs, modified) = letter.confirmed?;
            Some((letter.client.id.to_string(), inputs, modified))
        });
        ledger.confirm(&notice.id, &confirmed.collect::<Vec<_>>())?;
        let protected = protected(self.project, press, &known, &mut wanted);
        results.failed = protected.len();
        problems.extend(protected);
        // A list of its own: one made in place would keep the memory of the other.
        let mut clients = Vec::with_capacity(wanted.len());
        clients.extend(wanted.iter().map(|letter| letter.client));
        Ok((clients, results))
    }

    /// Moves the letters away of clients who are no longer in the facts.
    fn prune(
        &self,
        notice: &Notice,
        clients: &[Entry],
        problems: &[Diagnostic],
    ) -> Result<Vec<String>, CommandError> {
        let _held = fs::hold_folder(&self.project.out(), || {})?;
        let ledger = open_ledger(self.project)?;
        if ledger.issue(&notice.id)?.is_some() {
            return Ok(Vec::new());
        }
        // Whose record has an error may be anybody.
        if report::outcome(problems) == Outcome::Problems {
            report::say(Message::NotMovedWithErrors);
            return Ok(Vec::new());
        }
        let present: BTreeSet<&str> = clients
            .iter()
            .filter(|client| client.variant.is_some())
            .map(|client| client.id.as_str())
            .collect();
        let mut pruned = Vec::new();
        let is_gone = |path: &Path| {
            let client = path.file_stem().unwrap_or_default().to_string_lossy();
            // A read-only one was sent, whatever the ledger knows.
            !present.contains(&*client) && !fs::is_read_only(path)
        };
        for path in fs::files_where(&self.project.letters(&notice.id), &["pdf"], is_gone)? {
            let folder = self.project.out().join("pruned").join(notice.id.as_str());
            let kept = fs::move_away(&path, &folder)?;
            pruned.push(self.project.shown(&kept));
        }
        for letter in ledger.letters(&notice.id)?.into_values() {
            let gone = fs::stamp(&self.project.root().join(&letter.path))?.is_none();
            if gone && !present.contains(letter.client.as_str()) {
                ledger.forget(&notice.id, &letter.client)?;
            }
        }
        Ok(pruned)
    }
}
