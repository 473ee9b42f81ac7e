//! `generate`: the letters of the current notice, one PDF for each client.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;

use super::plan::{Assessed, Standing, assess, protected};
use super::prepare::{Prepared, prepare};
use super::press::{Letter, Press};
use super::record::{Recorder, entry, open_ledger};
use super::report;
use super::selection::{relevant, select_clients};
use super::workers::{for_each_client, pool, safely};
use super::{CommandError, Outcome};
use crate::args::GenerateArgs;
use crate::diagnostic::{self, Diagnostic};
use crate::fs::{self, FsError};
use crate::ledger::{Issue, LedgerEntry};
use crate::messages::{Message, Noun, clients_are, count, letters_are};
use crate::model::{Client, ClientId, Notice};
use crate::project::Project;

/// How many finished letters may wait for the disk.
const QUEUE: usize = 32;

/// One letter that was made.
#[derive(Debug, Serialize)]
struct Made {
    client: ClientId,
    /// Relative to the project.
    path: String,
    pages: usize,
    bytes: usize,
}

/// Runs the command.
pub fn run(project: &Project, args: &GenerateArgs) -> Result<Outcome, CommandError> {
    let started = Instant::now();
    let pool = pool(args.selection.jobs)?;
    let Prepared { press, clients, records, mut problems, .. } =
        prepare(project, &pool, &args.selection)?;
    let run = Run { project, args, started };
    let Some(press) = press else {
        return run.finish(None, Results { failed: records, ..Results::default() }, problems);
    };
    let selected =
        select_clients(&clients, &args.selection, &press.notice, press.incident(), &mut problems);
    let wrong = if args.selection.clients.is_empty() { records - clients.len() } else { 0 };
    let mut results = match run.make(&pool, &press, &selected, &mut problems) {
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
struct Results {
    made: Vec<Made>,
    unchanged: Vec<ClientId>,
    /// Other than the facts are now, because they were issued.
    kept: Vec<ClientId>,
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
    fn make(
        &self,
        pool: &rayon::ThreadPool,
        press: &Press,
        clients: &[&Client],
        problems: &mut Vec<Diagnostic>,
    ) -> Result<Results, CommandError> {
        let notice = &press.notice;
        let folder = self.project.letters(&notice.id);
        let _held = fs::hold_folder(&self.project.out(), || {
            report::say(Message::OutIsHeld);
        })?;
        let mut ledger = open_ledger(self.project)?;
        let known = ledger.letters(&notice.id)?;
        let assessed = assess(pool, self.project, press, &known, clients)?;
        let issue = ledger.issue(&notice.id)?;
        let force = self.args.force && issue.is_none();
        let (unchanged, mut wanted): (Vec<Assessed<'_>>, Vec<Assessed<'_>>) = assessed
            .into_iter()
            .partition(|letter| letter.standing == Standing::Unchanged && !force);
        let mut results = Results {
            unchanged: unchanged.iter().map(|letter| letter.client.id.clone()).collect(),
            ..Results::default()
        };
        results.unchanged.sort();
        if let Some(issue) = issue {
            problems.extend(issued(self.project, notice, &issue, &wanted));
            results.issued = true;
            let kept = wanted.iter().filter(|letter| letter.standing != Standing::New);
            results.kept = kept.map(|letter| letter.client.id.clone()).collect();
            return Ok(results);
        }
        let confirmed = unchanged.iter().filter_map(|letter| {
            let (inputs, modified) = letter.confirmed?;
            Some((letter.client.id.to_string(), inputs, modified))
        });
        ledger.confirm(&notice.id, &confirmed.collect::<Vec<_>>())?;
        let protected = protected(self.project, press, &known, &mut wanted);
        results.failed = protected.len();
        problems.extend(protected);
        if wanted.is_empty() {
            return Ok(results);
        }
        fs::prepare_folder(&folder)?;
        let mut recorder = Recorder::begin(&mut ledger, press)?;
        let wanted: Vec<&Client> = wanted.iter().map(|letter| letter.client).collect();
        let bar = progress_bar(wanted.len());
        let failures = Mutex::new((Vec::new(), 0));
        // Letters wait for the disk on a thread of their own, so that the
        // workers need not. The queue is short: it is memory.
        let (queue, letters) = mpsc::sync_channel::<Finished<'_>>(QUEUE);
        let written = thread::scope(|scope| {
            let writer = scope.spawn(|| self.write_all(press, &mut recorder, letters, &bar));
            // A writer that has failed hangs up, and the workers stop.
            let stopped = for_each_client(pool, &wanted, |client| {
                let made = safely(client, || {
                    let letter = press.make(client)?;
                    Ok(Finished { client, entry: entry(press, client, &letter), letter })
                });
                match made {
                    Ok(finished) => queue.send(finished).map_err(|_| HungUp),
                    Err(found) => {
                        let mut failures = failures.lock().unwrap_or_else(PoisonError::into_inner);
                        failures.0.extend(found);
                        failures.1 += 1;
                        bar.inc(1);
                        Ok(())
                    }
                }
            });
            drop(queue);
            (writer.join(), stopped)
        });
        bar.finish_and_clear();
        // What is wrong with letters is said also where the disk has failed.
        let (found, failed) = failures.into_inner().unwrap_or_else(PoisonError::into_inner);
        problems.extend(found);
        results.failed += failed;
        results.made = match written {
            (Ok((made, None)), Ok(())) => made,
            (Ok((made, Some(error))), _) => {
                let letters = count(made.len(), Noun::Letter);
                report::say(Message::MadeBeforeThis { letters });
                return Err(error);
            }
            (Ok(_), Err(_)) | (Err(_), _) => {
                return Err(CommandError::Internal(Message::WriterStopped));
            }
        };
        fs::sync_folder(&folder)?;
        fs::sync_folder(&self.project.out())?;
        recorder.end(results.made.len(), results.unchanged.len(), results.failed)?;
        results.made.sort_by(|a, b| a.client.cmp(&b.client));
        Ok(results)
    }

    /// Writes letters as they come, until there are no more or one cannot be
    /// written: those written, and why not the next.
    fn write_all(
        &self,
        press: &Press,
        recorder: &mut Recorder<'_>,
        letters: mpsc::Receiver<Finished<'_>>,
        bar: &ProgressBar,
    ) -> (Vec<Made>, Option<CommandError>) {
        let mut made = Vec::new();
        for letter in letters {
            match self.write(press, recorder, letter) {
                Ok(letter) => made.push(letter),
                Err(error) => return (made, Some(error)),
            }
            bar.inc(1);
        }
        (made, None)
    }

    fn write(
        &self,
        press: &Press,
        recorder: &mut Recorder<'_>,
        finished: Finished<'_>,
    ) -> Result<Made, CommandError> {
        let Finished { client, letter, mut entry } = finished;
        let path = self.project.letter(&press.notice.id, &client.id);
        fs::write_durably(&path, &letter.pdf)?;
        if self.args.keep_source {
            fs::write_durably(&path.with_extension("typ"), letter.source.as_bytes())?;
        }
        entry.path = self.project.shown(&path);
        entry.modified = fs::stamp(&path)?.map_or(0, |(_, modified)| modified);
        recorder.record(client, &entry)?;
        Ok(Made {
            client: client.id.clone(),
            path: entry.path,
            pages: letter.pages,
            bytes: letter.pdf.len(),
        })
    }

    /// Moves the letters away of clients who are no longer in the facts.
    fn prune(
        &self,
        notice: &Notice,
        clients: &[Client],
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
            .filter(|client| notice.is_for(client))
            .map(|client| client.id.as_str())
            .collect();
        let mut pruned = Vec::new();
        for path in fs::files_in(&self.project.letters(&notice.id), &["pdf"])? {
            let client = path.file_stem().unwrap_or_default().to_string_lossy();
            // A read-only one was sent, whatever the ledger knows.
            if present.contains(&*client) || fs::is_read_only(&path) {
                continue;
            }
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

    /// Reports everything.
    fn finish(
        &self,
        notice: Option<&Notice>,
        results: Results,
        problems: Vec<Diagnostic>,
    ) -> Result<Outcome, CommandError> {
        let problems = relevant(problems, &self.args.selection);
        let older = match notice {
            Some(notice) if !results.issued => self.older_letters(notice, &results)?,
            _ => Vec::new(),
        };
        if self.args.selection.json {
            let problems = diagnostic::records(&problems);
            report::print_json(&serde_json::json!({
                "notice": notice.map(|notice| &notice.id),
                "made": results.made,
                "unchanged": results.unchanged,
                "issued": results.kept,
                "failed": results.failed,
                "older": older,
                "pruned": results.pruned,
                "problems": problems,
            }))?;
        } else {
            report::show_problems(&problems)?;
            report::say(self.summary(notice, &results));
            if !results.pruned.is_empty() {
                let letters = count(results.pruned.len(), Noun::Letter);
                report::say(Message::MovedAway { letters, paths: named(&results.pruned) });
            }
            if !older.is_empty() {
                report::say(older_line(&older));
            }
        }
        Ok(report::outcome(&problems))
    }

    /// Letters that an earlier run has made and that are not right now: their
    /// clients have errors, or are no longer in the facts.
    fn older_letters(&self, notice: &Notice, results: &Results) -> Result<Vec<String>, FsError> {
        let wanted = &self.args.selection.clients;
        let right: BTreeSet<&str> = results
            .made
            .iter()
            .map(|made| &made.client)
            .chain(&results.unchanged)
            .map(ClientId::as_str)
            .collect();
        let files = fs::files_in(&self.project.letters(&notice.id), &["pdf"])?;
        let is_older = |path: &PathBuf| {
            let client = path.file_stem().unwrap_or_default().to_string_lossy();
            let asked_for = wanted.is_empty() || wanted.iter().any(|id| *id == client);
            asked_for && !right.contains(&*client)
        };
        Ok(files.into_iter().filter(is_older).map(|path| self.project.shown(&path)).collect())
    }

    fn summary(&self, notice: Option<&Notice>, results: &Results) -> Message {
        let Some(notice) = notice else { return Message::NoneMade };
        let seconds = format!("{:.1}", self.started.elapsed().as_secs_f64());
        let Results { made, unchanged, failed, .. } = results;
        let took = match made.iter().map(|letter| letter.pages).sum() {
            0 => Message::Seconds { seconds },
            pages => Message::PagesAndSeconds { pages: count(pages, Noun::Page), seconds },
        };
        let kept = match results.kept.len() {
            0 => String::new(),
            kept => Message::KeptAsIssued { number: kept.to_string() }.to_string(),
        };
        let folder = self.project.shown(&self.project.letters(&notice.id));
        let counts = Message::MadeCounts {
            made: made.len().to_string(),
            unchanged: unchanged.len().to_string(),
            kept,
        };
        Message::MadeSummary {
            counts: counts.to_string(),
            failed: failed.to_string(),
            folder,
            took: took.to_string(),
        }
    }
}

/// The writer has stopped, and will say why.
struct HungUp;

/// A letter on its way to the disk.
struct Finished<'a> {
    client: &'a Client,
    letter: Letter,
    entry: LedgerEntry,
}

/// What is to be said of letters of an issued notice that are not as the facts,
/// or not as they were sent.
fn issued(
    project: &Project,
    notice: &Notice,
    issue: &Issue,
    letters: &[Assessed<'_>],
) -> Vec<Diagnostic> {
    let number = |standings: &[Standing]| {
        letters.iter().filter(|letter| standings.contains(&letter.standing)).count()
    };
    let date = issue.at.get(..10).unwrap_or(&issue.at);
    let issued = Message::IssuedOn {
        notice: notice.id.to_string(),
        date: date.to_owned(),
        by: issue.issued_by.clone(),
    }
    .to_string();
    let mut problems = Vec::new();
    let changed = number(&[Standing::Stale, Standing::Broken]);
    if changed > 0 {
        let letters = letters_are(changed);
        problems.push(
            Diagnostic::error(Message::OtherThanFacts { issued: issued.clone(), letters })
                .at(notice.place())
                .hint(Message::SentStays),
        );
    }
    let new = number(&[Standing::New]);
    if new > 0 {
        let clients = clients_are(new);
        problems.push(
            Diagnostic::error(Message::NotAmongSent { issued: issued.clone(), clients })
                .at(notice.place())
                .hint(Message::WriteNextWithNew),
        );
    }
    let hurt = [Standing::Missing, Standing::Altered];
    for letter in letters.iter().filter(|letter| hurt.contains(&letter.standing)) {
        let id = &letter.client.id;
        let path = project.shown(&project.letter(&notice.id, id));
        let issued = issued.clone();
        let message = match letter.standing {
            Standing::Missing => Message::IsMissing { issued, path },
            _ => Message::IsNotAsSent { issued, path },
        };
        problems.push(
            Diagnostic::error(message)
                .for_client(id)
                .hint(Message::BringBack { client: id.to_string(), notice: notice.id.to_string() }),
        );
    }
    problems
}

/// `2 older letters not made anew, do not send: …`.
fn older_line(older: &[String]) -> Message {
    let paths = named(older);
    match older.len() {
        1 => Message::OneOlderLetter { paths },
        number => Message::OlderLetters { number: number.to_string(), paths },
    }
}

/// The first few of many.
fn named(paths: &[String]) -> String {
    const NAMED: usize = 5;
    let named = paths[..paths.len().min(NAMED)].join(", ");
    match paths.len().saturating_sub(NAMED) {
        0 => named,
        more => Message::AndMore { named, more: more.to_string() }.to_string(),
    }
}

/// A bar with rate and remaining time, on a terminal only.
fn progress_bar(letters: usize) -> ProgressBar {
    let bar =
        ProgressBar::with_draw_target(Some(letters as u64), ProgressDrawTarget::stderr_with_hz(10));
    let template =
        format!("{{bar:30}} {{pos}}/{{len}}  {{per_sec}}  {{eta}} {}", Message::TimeLeft);
    if let Ok(style) = ProgressStyle::with_template(&template) {
        bar.set_style(style.with_key(
            "per_sec",
            |state: &indicatif::ProgressState, out: &mut dyn std::fmt::Write| {
                let number = format!("{:.0}", state.per_sec());
                let _ = write!(out, "{}", Message::LettersPerSecond { number });
            },
        ));
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
