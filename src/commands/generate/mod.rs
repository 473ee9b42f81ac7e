//! `generate`: the letters of every notice that has not been issued, one for each
//! recipient.

mod interrupt;
mod make;
mod outcome;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Instant;

use rayon::ThreadPool;

use self::make::Made;
use crate::args::{GenerateArgs, Selection};
use crate::diagnostic::{Diagnostic, count_warnings, parted};
use crate::ids::ClientId;
use crate::letters::plan::{Standing, assess, protected, sent_without_record};
use crate::letters::prepare::{Prepared, prepare_roster};
use crate::letters::press::Press;
use crate::letters::record::{Opened, open_ledger};
use crate::letters::recover;
use crate::letters::selection::{of_each_notice, relevant, select_entries};
use crate::letters::workers::{pool, warm_up};
use crate::messages::Message;
use crate::model::{Client, Notice};
use crate::outcome::{CommandError, Outcome, Signal};
use crate::project::{LETTERS, Project};
use crate::report::{self, OfNotices};
use crate::roster::{Addressee, Entry};
use crate::rules::Rule;
use crate::{fs, sending_list};

pub use interrupt::ask_to_end;

/// Runs the command. Ctrl-C ends it after the letters in hand.
pub fn run(project: &Project, args: &GenerateArgs) -> Result<Outcome, CommandError> {
    interrupt::listen();
    make(project, args)
}

/// Does the same, ended by [`ask_to_end`] alone.
pub fn make(project: &Project, args: &GenerateArgs) -> Result<Outcome, CommandError> {
    warm_up();
    let pool = pool(args.selection.jobs)?;
    let (mut outcome, mut said) = (Outcome::Done, OfNotices::default());
    for selection in of_each_notice(project, &args.selection)? {
        let args = GenerateArgs { selection, ..args.clone() };
        match run_one(project, &args, &pool, &mut said)? {
            Outcome::Done => {}
            Outcome::Problems => outcome = Outcome::Problems,
            stopped @ Outcome::Stopped(_) => {
                outcome = stopped;
                break;
            }
        }
    }
    said.print_json()?;
    Ok(outcome)
}

/// Makes the letters of one notice. What has been said of another is not said again.
fn run_one(
    project: &Project,
    args: &GenerateArgs,
    pool: &ThreadPool,
    said: &mut OfNotices,
) -> Result<Outcome, CommandError> {
    let started = Instant::now();
    let Prepared { judge, press, clients, records, mut problems, .. } =
        prepare_roster(project, pool, &args.selection)?;
    let run = Run { project, args, started };
    let shared = judge.as_ref().map_or_else(Vec::new, |judge| judge.shared().to_vec());
    // Who gets no letter is not to be found in any: that is said at once.
    let (at_once, shared): (Vec<_>, Vec<_>) = shared.into_iter().partition(is_of_recipients);
    let (shared, mut warnings) = parted(shared);
    problems.extend(at_once.into_iter().chain(shared));
    let Some(press) = press else {
        let results = Results { failed: records, warnings, ..Results::default() };
        return run.finish(None, results, problems, said);
    };
    let selected = select_entries(&clients, &args.selection, &press.notice, &mut problems);
    warnings += printed_breaks(&press, &selected);
    let wrong = match args.selection.clients.len() {
        0 => records - clients.len(),
        _ => without_letter(&args.selection, &clients, &selected),
    };
    let mut results = match run.make(pool, &press, selected, &mut problems) {
        Ok(results) => results,
        Err(error) => {
            report::show_problems(&relevant(problems, &args.selection))?;
            return Err(error);
        }
    };
    results.failed += wrong;
    results.warnings += warnings;
    if args.prune && results.stopped.is_none() {
        results.pruned = run.prune(&press.notice, &clients, &problems)?;
    }
    run.finish(Some(&press.notice), results, problems, said)
}

/// How many of those that were asked for have no letter, and should have one: all whom the
/// notice is not for, or if it is one of several, those that nobody knows.
fn without_letter(selection: &Selection, clients: &[Entry], selected: &[&Entry]) -> usize {
    let asked_for: BTreeSet<&str> = selection.clients.iter().map(String::as_str).collect();
    let found: BTreeSet<&str> = match selection.of_several {
        true => clients.iter().map(|client| client.id.as_str()).collect(),
        false => selected.iter().map(|client| client.id.as_str()).collect(),
    };
    asked_for.difference(&found).count()
}

/// Whether a finding is that few get the notice, or nobody.
fn is_of_recipients(finding: &Diagnostic) -> bool {
    let of_nobody = matches!(finding.message, Message::NoticeForNobody { .. });
    of_nobody || finding.rule == Some(Rule::FewerRecipients)
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
    /// What the run was asked to end by.
    stopped: Option<Signal>,
    /// How many letters were left then.
    left: usize,
    /// How many letters are recorded and not in their places.
    not_placed: usize,
    /// How many warnings there are that were not shown.
    warnings: usize,
    pruned: Vec<String>,
    /// Why letters were exported the plain way, and how many for each reason.
    plain: BTreeMap<String, usize>,
}

/// How many line breaks of the template print a space. An error would stop each
/// letter by itself.
fn printed_breaks(press: &Press, clients: &[&Entry]) -> usize {
    let alike = clients.chunk_by(|a, b| a.variant == b.variant);
    let one_of_each: Vec<_> = alike.filter_map(|alike| alike.first()?.client().ok()).collect();
    let one_of_each: Vec<&Client> = one_of_each.iter().map(|client| &**client).collect();
    count_warnings(&press.printed_breaks(&one_of_each))
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
        let mut held = recover::hold(self.project)?;
        let mut opened = open_ledger(self.project, &press.notice.id)?;
        let (wanted, mut results) = self.wanted(pool, press, &mut opened, clients, problems)?;
        if !wanted.is_empty() {
            held.begin()?;
            let ledger = &mut opened.ledger;
            self.make_all(pool, press, ledger, &wanted, &mut results, problems)?;
            if results.not_placed == 0 {
                held.finish();
            }
        }
        Ok(results)
    }

    /// Whose letters are to be made, and what has become of the others.
    fn wanted<'c>(
        &self,
        pool: &ThreadPool,
        press: &Press,
        Opened { ledger, letters: known, issue }: &mut Opened,
        clients: Vec<&'c Entry>,
        problems: &mut Vec<Diagnostic>,
    ) -> Result<(Vec<&'c Entry>, Results<'c>), CommandError> {
        let notice = &press.notice;
        let assessed = assess(pool, self.project, press, known, &clients, issue.is_some())?;
        drop(clients);
        let force = self.args.force && issue.is_none();
        let (unchanged, mut wanted): (Vec<_>, Vec<_>) = assessed
            .into_iter()
            .partition(|letter| letter.standing == Standing::Unchanged && !force);
        let mut results = Results {
            unchanged: unchanged.iter().map(|letter| &letter.client.id).collect(),
            warnings: unchanged.iter().map(|letter| letter.warnings).sum(),
            ..Results::default()
        };
        results.unchanged.sort();
        if let Some(issue) = issue {
            sending_list::keep(self.project, ledger, &notice.id)?;
            problems.extend(outcome::issued(self.project, notice, issue, &wanted));
            results.issued = true;
            let kept = wanted.iter().filter(|letter| letter.standing != Standing::New);
            results.kept = kept.map(|letter| &letter.client.id).collect();
            return Ok((Vec::new(), results));
        }
        if let Some(sent) = sent_without_record(self.project, &notice.id) {
            problems.push(sent.at(notice.place()));
            results.failed = wanted.len();
            results.issued = true;
            return Ok((Vec::new(), results));
        }
        let confirmed =
            unchanged.into_iter().filter_map(|letter| Some((&letter.client.id, letter.confirmed?)));
        ledger.confirm(&notice.id, &confirmed.collect::<Vec<_>>())?;
        let protected = protected(self.project, notice, &mut wanted);
        results.failed = protected.len();
        problems.extend(protected);
        // A list of its own: one made in place would keep the memory of the other.
        let mut clients = Vec::with_capacity(wanted.len());
        clients.extend(wanted.iter().map(|letter| letter.client));
        Ok((clients, results))
    }

    /// Moves the letters away of clients who are no longer in the facts, and those that
    /// the notice had while it was of another kind.
    fn prune(
        &self,
        notice: &Notice,
        clients: &[Entry],
        problems: &[Diagnostic],
    ) -> Result<Vec<String>, CommandError> {
        let mut held = recover::hold(self.project)?;
        let Opened { mut ledger, letters, issue } = open_ledger(self.project, &notice.id)?;
        if issue.is_some() {
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
            let is_letter = present.contains(&*client) && outcome::is_of_kind(path, notice);
            !is_letter && !fs::is_read_only(path)
        };
        held.begin()?;
        for path in fs::files_where(&self.project.letters(&notice.id), &LETTERS, is_gone)? {
            let kept = fs::move_away(&path, &self.project.pruned(&notice.id))?;
            pruned.push(self.project.shown(&kept));
        }
        let mut gone = Vec::new();
        for letter in letters.into_values() {
            let is_moved = fs::stamp(&self.project.root().join(&letter.path))?.is_none();
            if is_moved && !present.contains(letter.client.as_str()) {
                gone.push(letter.client);
            }
        }
        ledger.forget(&notice.id, &gone)?;
        held.finish();
        Ok(pruned)
    }
}
