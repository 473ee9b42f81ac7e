//! `generate`: the letters of every notice that has not been issued, one for each
//! recipient.

mod interrupt;
mod letters;
mod make;
mod outcome;
mod to_store;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use rayon::ThreadPool;

use self::letters::{Letters, Wanted};
use crate::args::GenerateArgs;
use crate::diagnostic::{Diagnostic, count_warnings, parted};
use crate::ledger::{Ended, Ledger, LedgerError};
use crate::letters::in_store;
use crate::letters::plan::{Standing, assess_on, protected, sent_without_record};
use crate::letters::prepare::{Prepared, prepare_roster};
use crate::letters::press::Press;
use crate::letters::record::{Opened, open_ledger};
use crate::letters::recover;
use crate::letters::selection::{check_asked_for, of_each_notice, relevant};
use crate::letters::shards::{
    begin_shard, found_of_whole, of_shard, replaced_of_whole, say_that_shards_wait, wrong_records,
};
use crate::letters::shelf::Shelf;
use crate::letters::workers::{pool, warm_up};
use crate::messages::{Message, Noun, count};
use crate::model::{Client, Notice, Variant};
use crate::outcome::{CommandError, Outcome, Signal};
use crate::project::{LETTERS, Project};
use crate::report::{self, OfNotices};
use crate::roster::{Addressee, Entry, Ids, Roster};
use crate::rules::Rule;
use crate::store::StoreError;
use crate::{fs, sending_list};

pub use interrupt::ask_to_end;

/// Runs the command. Ctrl-C ends it after the letters in hand.
pub fn run(project: &Project, args: &GenerateArgs) -> Result<Outcome, CommandError> {
    interrupt::listen();
    make(project, args)
}

/// Does the same, ended by [`ask_to_end`] alone.
pub fn make(project: &Project, args: &GenerateArgs) -> Result<Outcome, CommandError> {
    if let (Some(store), true) = (project.store(), args.keep_source) {
        return Err(StoreError::OnlyLetters { url: store.url("") }.into());
    }
    warm_up();
    let pool = pool(args.selection.jobs)?;
    let (mut outcome, mut said) = (Outcome::Done, OfNotices::default());
    say_that_shards_wait(project)?;
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
    let Prepared { judge, press, clients: roster, records, mut problems, .. } =
        prepare_roster(project, pool, &args.selection)?;
    let run = Run { project, args, records, started };
    let shared = judge.as_ref().map_or_else(Vec::new, |judge| judge.shared().to_vec());
    // Who gets no letter is not to be found in any: that is said at once.
    let (at_once, shared): (Vec<_>, Vec<_>) = shared.into_iter().partition(is_of_recipients);
    let (shared, warnings) = parted(shared);
    problems.extend(at_once.into_iter().chain(shared));
    let Some(press) = press else {
        let results = Results { failed: records, warnings, ..Results::default() };
        return run.finish(None, results, problems, said);
    };
    let without = check_asked_for(&roster, &args.selection, &press.notice, &mut problems)?;
    let wrong = match args.selection.clients.len() {
        0 => wrong_records(project.shard(), records - roster.clients(), &roster, &problems)?,
        _ => without,
    };
    problems = of_shard(project.shard(), &roster, problems);
    let mut results = match run.make(pool, &press, (&roster, wrong), &mut problems) {
        Ok(results) => results,
        Err(error) => {
            report::show_problems(&relevant(problems, &args.selection))?;
            return Err(error);
        }
    };
    results.warnings += warnings;
    if args.prune && results.stopped.is_none() {
        results.pruned = run.prune(&press.notice, &roster, &problems)?;
    }
    run.finish(Some(&press.notice), results, problems, said)
}

/// Whether a finding is that few get the notice, or nobody.
fn is_of_recipients(finding: &Diagnostic) -> bool {
    let of_nobody = matches!(finding.message, Message::NoticeForNobody { .. });
    of_nobody || finding.rule == Some(Rule::FewerRecipients)
}

/// What has become of the letters.
#[derive(Debug, Default)]
struct Results {
    made: Letters,
    unchanged: Letters,
    /// Other than the facts are now, because they were issued.
    kept: Letters,
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

/// The line breaks of the template that print a space. An error would stop each letter by
/// itself.
#[derive(Default)]
struct Breaks {
    variants: BTreeSet<Arc<Variant>>,
    found: Vec<Diagnostic>,
}

impl Breaks {
    /// Looks at a letter of each variant that has not been looked at.
    fn look(&mut self, press: &Press, clients: &[Entry]) {
        let new = clients.iter().filter(|client| self.variants.insert(client.variant.clone()));
        let one_of_each: Vec<_> = new.filter_map(|entry| entry.client().ok()).collect();
        let one_of_each: Vec<&Client> = one_of_each.iter().map(|client| &**client).collect();
        for found in press.printed_breaks(&one_of_each) {
            if !self.found.iter().any(|it| it.place == found.place) {
                self.found.push(found);
            }
        }
    }
}

impl Results {
    /// None so far, which are listed at the end or not.
    fn of(lists: bool) -> Self {
        let letters = || Letters::of(lists);
        Self { made: letters(), unchanged: letters(), kept: letters(), ..Self::default() }
    }
}

struct Run<'a> {
    project: &'a Project,
    args: &'a GenerateArgs,
    /// How many records of clients there are, right or wrong.
    records: usize,
    started: Instant,
}

impl Run<'_> {
    /// Makes the letters that are not as they should be; of so many the records are wrong.
    fn make(
        &self,
        pool: &ThreadPool,
        press: &Press,
        (roster, wrong): (&Roster, usize),
        problems: &mut Vec<Diagnostic>,
    ) -> Result<Results, CommandError> {
        let mut held = recover::hold(self.project)?;
        let mut opened = open_ledger(self.project, &press.notice.id)?;
        begin_shard(self.project, press, (roster, self.records), &opened.ledger)?;
        let (wanted, mut results) = self.wanted(pool, press, &mut opened, roster, problems)?;
        results.failed += wrong;
        if wanted.number > 0 {
            held.begin()?;
            let ledger = &mut opened.ledger;
            self.make_all(pool, press, ledger, &wanted, &mut results, problems)?;
            if results.not_placed == 0 {
                held.finish();
            }
        }
        if self.project.shard().is_some() && results.stopped.is_none() {
            let letters = results.made.number + results.unchanged.number;
            let ended = Ended { letters, failed: results.failed };
            opened.ledger.end_shard(&press.notice.id, ended)?;
        }
        drop(opened);
        if let Some(store) = self.project.store()
            && results.stopped.is_none()
        {
            in_store::send(self.project, store)?;
        }
        Ok(results)
    }

    /// Whose letters are to be made, and what has become of the others.
    fn wanted<'r>(
        &self,
        pool: &ThreadPool,
        press: &Press,
        opened: &mut Opened,
        roster: &'r Roster,
        problems: &mut Vec<Diagnostic>,
    ) -> Result<(Wanted<'r>, Results), CommandError> {
        let notice = &press.notice;
        let is_issued = opened.issue.is_some();
        let sent = match is_issued {
            true => None,
            false => match sent_without_record(self.project, &notice.id) {
                None => in_store::marked(self.project, &notice.id)?,
                sent => sent,
            },
        };
        let shelf = Shelf::of(self.project, &notice.id)?;
        let (mut standings, mut breaks) = (outcome::Standings::default(), Breaks::default());
        let mut wanted = Wanted::none_of(roster);
        let mut results = Results::of(self.args.selection.json);
        let mut chunks = roster.chunks();
        loop {
            let chunk = chunks.next(|_| true)?;
            if chunk.is_empty() {
                break;
            }
            breaks.look(press, &chunk);
            let (clients, ids): (Vec<_>, Vec<_>) = chunk.iter().map(|it| (it, &it.id)).unzip();
            let known = opened.letters_to(&ids)?;
            let assessed = assess_on(&shelf, pool, press, &known, &clients, is_issued)?;
            let force = self.args.force && !is_issued;
            let (unchanged, mut others): (Vec<_>, Vec<_>) = assessed
                .into_iter()
                .partition(|letter| letter.standing == Standing::Unchanged && !force);
            unchanged.iter().for_each(|letter| results.unchanged.add_old(&letter.client.id));
            results.warnings += unchanged.iter().map(|letter| letter.warnings).sum::<usize>();
            if is_issued {
                others.iter().for_each(|letter| standings.add(letter));
                let sent = others.iter().filter(|letter| letter.standing != Standing::New);
                sent.for_each(|letter| results.kept.add_old(&letter.client.id));
            } else if sent.is_some() {
                results.failed += others.len();
            } else {
                let confirmed = unchanged.into_iter();
                let confirmed = confirmed.filter_map(|it| {
                    let id = &it.client.id;
                    let found = || found_of_whole(self.project, &known, id);
                    Some((id, it.confirmed.or_else(found)?))
                });
                opened.ledger.confirm(&notice.id, &confirmed.collect::<Vec<_>>())?;
                let protected = protected(self.project, notice, &mut others);
                results.failed += protected.len();
                problems.extend(protected);
                let replaced = others.iter().map(|letter| &letter.client.id);
                let replaced = replaced_of_whole(self.project, &known, replaced);
                opened.ledger.note_replaced(&notice.id, &replaced)?;
                others.iter().for_each(|letter| wanted.add(letter.client));
            }
        }
        results.warnings += count_warnings(&breaks.found);
        results.issued = is_issued || sent.is_some();
        problems.extend(sent.map(|sent| sent.at(notice.place())));
        if let Some(issue) = &opened.issue {
            if self.project.shard().is_none() {
                sending_list::keep(self.project, &opened.ledger, &notice.id)?;
            }
            problems.extend(standings.told(&self.project.whole(), notice, issue));
        }
        Ok((wanted, results))
    }

    /// Whether more letters would be moved away than there are clients, and nobody has said
    /// which list is meant: another one may be, which is said.
    fn may_be_another_list(
        &self,
        ledger: &Ledger,
        notice: &Notice,
        present: &Ids,
    ) -> Result<bool, LedgerError> {
        /// So few are soon made again.
        const FEW: usize = 10;
        let mut gone = 0;
        ledger.each_letter(&notice.id, |letter| {
            gone += usize::from(!present.has(&letter.client));
        })?;
        let is_named = self.args.selection.from.clients_from.is_some();
        let is_doubtful = !is_named && gone > present.number().max(FEW);
        if is_doubtful {
            report::say(Message::ManyNotMoved { letters: count(gone, Noun::Letter) });
            report::say(Message::OtherListMeant);
        }
        Ok(is_doubtful)
    }

    /// Moves the letters away of clients who are no longer in the facts, and those that
    /// the notice had while it was of another kind.
    fn prune(
        &self,
        notice: &Notice,
        roster: &Roster,
        problems: &[Diagnostic],
    ) -> Result<Vec<String>, CommandError> {
        let mut held = recover::hold(self.project)?;
        let mut opened = open_ledger(self.project, &notice.id)?;
        if opened.issue.is_some() {
            return Ok(Vec::new());
        }
        // Whose record has an error may be anybody.
        if report::outcome(problems) == Outcome::Problems {
            report::say(Message::NotMovedWithErrors);
            return Ok(Vec::new());
        }
        let present = roster.addressed()?;
        if self.may_be_another_list(&opened.ledger, notice, &present)? {
            return Ok(Vec::new());
        }
        let mut pruned = Vec::new();
        let is_gone = |path: &Path| {
            let client = path.file_stem().unwrap_or_default().to_string_lossy();
            // A read-only one was sent, whatever the ledger knows.
            let is_letter = present.has(&client) && outcome::is_of_kind(path, notice);
            !is_letter && !fs::is_read_only(path)
        };
        held.begin()?;
        for path in fs::files_where(&self.project.letters(&notice.id), &LETTERS, is_gone)? {
            let kept = fs::move_away(&path, &self.project.pruned(&notice.id))?;
            pruned.push(self.project.shown(&kept));
        }
        pruned.extend(in_store::prune(self.project, &notice.id, |client, key| {
            let is_letter = client.is_some_and(|client| present.has(client.as_str()));
            is_letter && outcome::is_of_kind(Path::new(key), notice)
        })?);
        let (mut gone, mut failed) = (Vec::new(), Ok(()));
        opened.ledger.each_letter(&notice.id, |letter| {
            match fs::stamp(&self.project.of_record(&letter.path)) {
                Ok(None) if !present.has(&letter.client) => gone.push(letter.client),
                Ok(_) => {}
                Err(error) => failed = Err(error),
            }
        })?;
        failed?;
        opened.ledger.forget(&notice.id, &gone)?;
        held.finish();
        drop(opened);
        self.project.store().map_or(Ok(()), |store| in_store::send(self.project, store))?;
        Ok(pruned)
    }
}
