//! Letters are made on all cores and written by one thread.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::ThreadPool;

use super::{Results, Run};
use crate::commands::CommandError;
use crate::commands::press::{Letter, Press};
use crate::commands::record::{Recorder, entry};
use crate::commands::report::{self, parted};
use crate::commands::workers::{for_each_client, safely};
use crate::diagnostic::Diagnostic;
use crate::fs;
use crate::ledger::{Ledger, LedgerEntry};
use crate::messages::{Message, Noun, count};
use crate::model::ClientId;
use crate::roster::{Addressee, Entry};

/// How many finished letters may wait for the disk.
const QUEUE: usize = 16;

/// One letter that was made. Very many may be held, so its numbers are small: no
/// letter of more bytes could be made ([`crate::limits::MEMORY`]).
#[derive(Debug)]
pub(super) struct Made<'a> {
    /// Whose it is.
    pub(super) client: &'a ClientId,
    /// How many pages it has.
    pub(super) pages: u32,
    /// The size of its file, in bytes.
    pub(super) bytes: u32,
}

/// The writer has stopped, and will say why.
struct HungUp;

/// A letter on its way to the disk.
struct Finished<'a> {
    client: &'a ClientId,
    letter: Letter,
    entry: LedgerEntry,
}

impl Run<'_> {
    /// Makes these letters, and records them as they are written.
    pub(super) fn make_all<'c>(
        &self,
        pool: &ThreadPool,
        press: &Press,
        ledger: &mut Ledger,
        wanted: &[&'c Entry],
        results: &mut Results<'c>,
        problems: &mut Vec<Diagnostic>,
    ) -> Result<(), CommandError> {
        let folder = self.project.letters(&press.notice.id);
        fs::prepare_folder(&folder)?;
        let mut recorder = Recorder::begin(ledger, press)?;
        let bar = progress_bar(wanted.len());
        let failures = Mutex::new((Vec::new(), 0));
        let warnings = AtomicUsize::new(0);
        // Letters wait for the disk on a thread of their own, so that the
        // workers need not. The queue is short: it is memory.
        let (queue, letters) = mpsc::sync_channel::<Finished<'_>>(QUEUE);
        let written = thread::scope(|scope| {
            let writer =
                scope.spawn(|| self.write_all(press, &mut recorder, wanted.len(), letters, &bar));
            // A writer that has failed hangs up, and the workers stop.
            let stopped = for_each_client(pool, wanted, |addressee| {
                match safely(&addressee.id, || finish(press, addressee)) {
                    Ok(finished) => {
                        warnings.fetch_add(finished.letter.warnings, Ordering::Relaxed);
                        queue.send(finished).map_err(|_| HungUp)
                    }
                    Err(found) => {
                        let (found, more) = parted(found);
                        warnings.fetch_add(more, Ordering::Relaxed);
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
        results.warnings += warnings.into_inner();
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
        results.made.sort_by_key(|made| made.client);
        Ok(())
    }

    /// Writes letters as they come, until there are no more or one cannot be
    /// written: those written, and why not the next.
    fn write_all<'c>(
        &self,
        press: &Press,
        recorder: &mut Recorder<'_>,
        wanted: usize,
        letters: mpsc::Receiver<Finished<'c>>,
        bar: &ProgressBar,
    ) -> (Vec<Made<'c>>, Option<CommandError>) {
        let mut made = Vec::with_capacity(wanted);
        let mut failed = None;
        for letter in letters {
            match self.write(press, recorder, letter) {
                Ok(letter) => made.push(letter),
                Err(error) => {
                    failed = Some(error);
                    break;
                }
            }
            bar.inc(1);
        }
        let recorded = recorder.record_waiting();
        (made, failed.or(recorded.err().map(CommandError::from)))
    }

    fn write<'c>(
        &self,
        press: &Press,
        recorder: &mut Recorder<'_>,
        finished: Finished<'c>,
    ) -> Result<Made<'c>, CommandError> {
        let Finished { client, letter, mut entry } = finished;
        let path = self.project.letter(&press.notice.id, client);
        fs::write_durably(&path, &letter.pdf)?;
        if self.args.keep_source {
            fs::write_durably(&path.with_extension("typ"), letter.source.as_bytes())?;
        }
        entry.path = self.project.shown(&path);
        entry.modified = fs::stamp(&path)?.map_or(0, |(_, modified)| modified);
        recorder.record(entry)?;
        let small = |number| u32::try_from(number).unwrap_or(u32::MAX);
        Ok(Made { client, pages: small(letter.pages), bytes: small(letter.pdf.len()) })
    }
}

/// Makes a client's letter and its entry.
fn finish<'c>(press: &Press, addressee: &'c Entry) -> Result<Finished<'c>, Vec<Diagnostic>> {
    let client = addressee.client()?;
    let letter = press.make(&client)?;
    Ok(Finished { client: &addressee.id, entry: entry(press, &client, &letter), letter })
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
