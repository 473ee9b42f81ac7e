//! `generate`: the letters of the current notice, one PDF for each client.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;

use super::prepare::{Prepared, prepare};
use super::press::{Letter, Press};
use super::report;
use super::selection::{relevant, select_clients};
use super::workers::{for_each_client, pool, safely};
use super::{CommandError, Outcome};
use crate::args::GenerateArgs;
use crate::diagnostic::Diagnostic;
use crate::fs::{self, FsError};
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
    let Prepared { press, clients, records, mut problems } =
        prepare(project, &pool, &args.selection)?;
    let run = Run { project, args, started };
    let Some(press) = press else {
        return run.finish(None, Vec::new(), records, problems);
    };
    let selected =
        select_clients(&clients, &args.selection, &press.notice, press.incident(), &mut problems);
    let wrong = if args.selection.clients.is_empty() { records - clients.len() } else { 0 };
    let (made, failed) = match run.make(&pool, &press, &selected, &mut problems) {
        Ok(result) => result,
        Err(error) => {
            report::show_problems(&relevant(problems, &args.selection))?;
            return Err(error);
        }
    };
    run.finish(Some(&press.notice), made, failed + wrong, problems)
}

struct Run<'a> {
    project: &'a Project,
    args: &'a GenerateArgs,
    started: Instant,
}

impl Run<'_> {
    /// Makes the letters: those made, how many failed.
    fn make(
        &self,
        pool: &rayon::ThreadPool,
        press: &Press,
        clients: &[&Client],
        problems: &mut Vec<Diagnostic>,
    ) -> Result<(Vec<Made>, usize), CommandError> {
        let folder = self.project.letters(&press.notice.id);
        let _held = fs::hold_folder(&self.project.out(), || {
            report::say(format_args!("another run is writing to out/; waiting for it to end"));
        })?;
        fs::prepare_folder(&folder)?;
        let bar = progress_bar(clients.len());
        let failures = Mutex::new((Vec::new(), 0));
        // Letters wait for the disk on a thread of their own, so that the
        // workers need not. The queue is short: it is memory.
        let (queue, letters) = mpsc::sync_channel::<(&Client, Letter)>(QUEUE);
        let written = thread::scope(|scope| {
            let writer = scope.spawn(|| self.write_all(press, letters, &bar));
            // A writer that has failed hangs up, and the workers stop.
            let stopped =
                for_each_client(pool, press, clients, |typesetter, client| {
                    match safely(press, typesetter, client, |typesetter| {
                        press.make(typesetter, client)
                    }) {
                        Ok(letter) => queue.send((client, letter)),
                        Err(found) => {
                            let mut failures =
                                failures.lock().unwrap_or_else(PoisonError::into_inner);
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
        let mut made = match written {
            (Ok((made, None)), Ok(())) => made,
            (Ok((made, Some(error))), _) => {
                let letters = report::count(made.len(), "letter");
                report::say(format_args!(
                    "{letters} made before this; the others are as they were:"
                ));
                return Err(error.into());
            }
            (Ok(_), Err(_)) | (Err(_), _) => {
                return Err(CommandError::Internal("the writing thread has stopped".into()));
            }
        };
        fs::sync_folder(&folder)?;
        fs::sync_folder(&self.project.out())?;
        made.sort_by(|a, b| a.client.cmp(&b.client));
        Ok((made, failed))
    }

    /// Writes letters as they come, until there are no more or one cannot be
    /// written: those written, and why not the next.
    fn write_all(
        &self,
        press: &Press,
        letters: mpsc::Receiver<(&Client, Letter)>,
        bar: &ProgressBar,
    ) -> (Vec<Made>, Option<FsError>) {
        let mut made = Vec::new();
        for (client, letter) in letters {
            match self.write(press, client, &letter) {
                Ok(letter) => made.push(letter),
                Err(error) => return (made, Some(error)),
            }
            bar.inc(1);
        }
        (made, None)
    }

    fn write(&self, press: &Press, client: &Client, letter: &Letter) -> Result<Made, FsError> {
        let path = self.project.letter(&press.notice.id, &client.id);
        fs::write_durably(&path, &letter.pdf)?;
        if self.args.keep_source {
            fs::write_durably(&path.with_extension("typ"), letter.source.as_bytes())?;
        }
        Ok(Made {
            client: client.id.clone(),
            path: self.project.shown(&path),
            pages: letter.pages,
            bytes: letter.pdf.len(),
        })
    }

    /// Reports everything.
    fn finish(
        &self,
        notice: Option<&Notice>,
        made: Vec<Made>,
        failed: usize,
        problems: Vec<Diagnostic>,
    ) -> Result<Outcome, CommandError> {
        let problems = relevant(problems, &self.args.selection);
        let older = match notice {
            Some(notice) => self.older_letters(notice, &made)?,
            None => Vec::new(),
        };
        if self.args.selection.json {
            let problems = report::records(&problems);
            report::print_json(&serde_json::json!({
                "notice": notice.map(|notice| &notice.id),
                "made": made,
                "failed": failed,
                "older": older,
                "problems": problems,
            }))?;
        } else {
            report::show_problems(&problems)?;
            report::say(format_args!("{}", self.summary(notice, &made, failed)));
            if !older.is_empty() {
                report::say(format_args!("{}", older_line(&older)));
            }
        }
        Ok(report::outcome(&problems))
    }
}

impl Run<'_> {
    /// Letters that an earlier run has made and this one should have and has
    /// not: their clients have errors, or are no longer in the facts.
    fn older_letters(&self, notice: &Notice, made: &[Made]) -> Result<Vec<String>, FsError> {
        let wanted = &self.args.selection.clients;
        let files = fs::files_in(&self.project.letters(&notice.id), &["pdf"])?;
        let is_older = |path: &PathBuf| {
            let client = path.file_stem().unwrap_or_default().to_string_lossy();
            let asked_for = wanted.is_empty() || wanted.iter().any(|id| *id == client);
            let made = made.binary_search_by(|made| made.client.as_str().cmp(&client)).is_ok();
            asked_for && !made
        };
        Ok(files.into_iter().filter(is_older).map(|path| self.project.shown(&path)).collect())
    }

    fn summary(&self, notice: Option<&Notice>, made: &[Made], failed: usize) -> String {
        let Some(notice) = notice else {
            return "no letter was made: what is wrong above concerns all of them".to_owned();
        };
        let seconds = self.started.elapsed().as_secs_f64();
        let letters = report::count(made.len(), "letter");
        let pages = report::count(made.iter().map(|letter| letter.pages).sum(), "page");
        let folder = self.project.shown(&self.project.letters(&notice.id));
        format!("{letters} made in {folder}/ ({pages}, {seconds:.1} s), {failed} failed")
    }
}

/// `2 older letters not made anew, do not send: …`.
fn older_line(older: &[String]) -> String {
    const NAMED: usize = 5;
    let named = older[..older.len().min(NAMED)].join(", ");
    let rest = match older.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" … and {more} more"),
    };
    let count = report::count(older.len(), "older letter");
    format!("{count} not made anew, do not send: {named}{rest}")
}

/// A bar with rate and remaining time, on a terminal only.
fn progress_bar(letters: usize) -> ProgressBar {
    let bar =
        ProgressBar::with_draw_target(Some(letters as u64), ProgressDrawTarget::stderr_with_hz(10));
    let template = "{bar:30} {pos}/{len}  {per_sec}  {eta} left";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style.with_key(
            "per_sec",
            |state: &indicatif::ProgressState, out: &mut dyn std::fmt::Write| {
                let _ = write!(out, "{:.0} letters/s", state.per_sec());
            },
        ));
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
