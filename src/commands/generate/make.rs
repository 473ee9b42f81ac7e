//! Letters are made on all cores and written by one thread.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;

use rayon::ThreadPool;

use super::{Results, Run, interrupt};
use crate::diagnostic::{Diagnostic, parted};
use crate::fs::{self, FsError, Staged};
use crate::ids::ClientId;
use crate::ledger::{Ledger, LedgerEntry};
use crate::letters::press::{Letter, Press};
use crate::letters::record::{Recorded, Recorder, entry};
use crate::letters::workers::{for_each_client, safely};
use crate::messages::{Message, Noun, count};
use crate::outcome::{CommandError, Signal};
use crate::project::Project;
use crate::report::{self, Progress};
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

/// Why no more letters are made.
enum Halt {
    /// The writer has stopped, and will say why.
    HungUp,
    /// The program was asked to end.
    Asked,
}

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
        interrupt::begin_work();
        let mut recorder = Recorder::begin(ledger, press)?;
        let progress = Progress::of(wanted.len());
        let failures = Failures::default();
        // Letters wait for the disk on a thread of their own, so that the
        // workers need not. The queue is short: it is memory.
        let (queue, letters) = mpsc::sync_channel::<Finished<'_>>(QUEUE);
        let mut output = Output::new(wanted.len());
        let written = thread::scope(|scope| {
            let writer = scope
                .spawn(|| self.write_all(press, &mut recorder, &mut output, letters, &progress));
            // A writer that has failed hangs up, and the workers stop.
            let stopped = for_each_client(pool, wanted, |addressee| {
                if interrupt::asked().is_some() {
                    return Err(Halt::Asked);
                }
                let Some(finished) =
                    failures.without(safely(&addressee.id, || finish(press, addressee)))
                else {
                    progress.add_one();
                    return Ok(());
                };
                queue.send(finished).map_err(|_| Halt::HungUp)
            });
            drop(queue);
            (writer.join(), stopped)
        });
        progress.end();
        // What is wrong with letters is said also where the disk has failed.
        results.warnings += failures.warnings.into_inner();
        results.plain = failures.plain.into_inner().unwrap_or_else(PoisonError::into_inner);
        let found = failures.found.into_inner().unwrap_or_else(PoisonError::into_inner);
        let failed = found.len() + output.failed.len();
        results.failed += failed;
        problems.extend(found.into_iter().flatten().chain(output.failed));
        results.not_placed = output.not_placed;
        results.stopped = ending(written, output.made.len())?;
        results.made = output.made;
        fs::sync_folder(&folder)?;
        fs::sync_folder(&self.project.out())?;
        match results.stopped {
            Some(_) => results.left = wanted.len() - results.made.len() - failed,
            None => recorder.end(results.made.len(), results.unchanged.len(), results.failed)?,
        }
        results.made.sort_by_key(|made| made.client);
        Ok(())
    }

    /// Writes letters as they come, until there are no more or one cannot be written.
    fn write_all<'c>(
        &self,
        press: &Press,
        recorder: &mut Recorder<'_, 'c>,
        output: &mut Output<'c>,
        letters: mpsc::Receiver<Finished<'c>>,
        progress: &Progress,
    ) -> Result<(), CommandError> {
        let write_each = || {
            for letter in letters {
                self.write(press, recorder, output, letter)?;
                progress.add_one();
            }
            Ok(())
        };
        let written = write_each();
        // Those that waited are whole, whatever hinders the next.
        let recorded = output.settle(self.project, recorder.record_waiting());
        written.and(recorded)
    }

    fn write<'c>(
        &self,
        press: &Press,
        recorder: &mut Recorder<'_, 'c>,
        output: &mut Output<'c>,
        finished: Finished<'c>,
    ) -> Result<(), CommandError> {
        let Finished { client, letter, mut entry } = finished;
        let path = self.project.letter(&press.notice.id, client, press.notice.kind.ending());
        if path.is_dir() {
            let path = self.project.shown(&path);
            let problem = Diagnostic::error(Message::FolderInPlace { path }).for_client(client);
            output.failed.push(problem.hint(Message::MoveFolder));
            return Ok(());
        }
        let mut staged = Vec::new();
        // A text is its own source.
        if self.args.keep_source && press.notice.template.is_some() {
            let source = path.with_extension("typ");
            staged.push(Staged::write(&source, letter.source.as_bytes())?);
        }
        let file = Staged::write(&path, &letter.bytes)?;
        entry.path = self.project.shown(&path);
        entry.modified = fs::stamp(file.waits_at())?.map_or(0, |(_, modified)| modified);
        staged.push(file);
        let small = |number| u32::try_from(number).unwrap_or(u32::MAX);
        let made = Made { client, pages: small(letter.pages), bytes: small(letter.bytes.len()) };
        output.waiting.push(made);
        match recorder.record(client, entry, staged)? {
            Some(recorded) => output.settle(self.project, recorded),
            None => Ok(()),
        }
    }
}

/// How the writer and the workers have ended: what by, if they were asked to.
fn ending(
    (writer, workers): (thread::Result<Result<(), CommandError>>, Result<(), Halt>),
    made: usize,
) -> Result<Option<Signal>, CommandError> {
    match (writer, workers) {
        (Ok(Ok(())), Ok(())) => Ok(None),
        (Ok(Ok(())), Err(Halt::Asked)) => Ok(interrupt::asked()),
        (Ok(Err(error)), _) => {
            report::say(Message::MadeBeforeThis { letters: count(made, Noun::Letter) });
            Err(error)
        }
        (Ok(Ok(())), Err(Halt::HungUp)) | (Err(_), _) => {
            Err(CommandError::Internal(Box::new(Message::WriterStopped)))
        }
    }
}

/// What the workers find.
#[derive(Default)]
struct Failures {
    /// Why letters were not made: the errors of each.
    found: Mutex<Vec<Vec<Diagnostic>>>,
    /// How many warnings there are.
    warnings: AtomicUsize,
    /// Why letters were exported the plain way, and how many for each reason.
    plain: Mutex<BTreeMap<String, usize>>,
}

impl Failures {
    /// A letter that was made; of one that was not, why is kept here.
    fn without<'c>(&self, finished: Result<Finished<'c>, Vec<Diagnostic>>) -> Option<Finished<'c>> {
        let (finished, warnings) = match finished {
            Ok(finished) => {
                if let Some(reason) = &finished.letter.plain {
                    let mut plain = self.plain.lock().unwrap_or_else(PoisonError::into_inner);
                    *plain.entry(reason.to_string()).or_default() += 1;
                }
                let warnings = finished.letter.warnings;
                (Some(finished), warnings)
            }
            Err(found) => {
                let (found, warnings) = parted(found);
                self.found.lock().unwrap_or_else(PoisonError::into_inner).push(found);
                (None, warnings)
            }
        };
        self.warnings.fetch_add(warnings, Ordering::Relaxed);
        finished
    }
}

/// What has become of the letters that came to the writer.
struct Output<'c> {
    /// In their places, and recorded.
    made: Vec<Made<'c>>,
    /// Written, and not recorded yet.
    waiting: Vec<Made<'c>>,
    /// Why others were not.
    failed: Vec<Diagnostic>,
    /// How many of those are recorded, and wait for their places.
    not_placed: usize,
}

impl<'c> Output<'c> {
    fn new(wanted: usize) -> Self {
        let made = Vec::with_capacity(wanted);
        Self { made, waiting: Vec::new(), failed: Vec::new(), not_placed: 0 }
    }

    /// Notes what has become of those that waited; why not all are recorded.
    fn settle(&mut self, project: &Project, recorded: Recorded<'_>) -> Result<(), CommandError> {
        let Recorded { letters, not_placed, error } = recorded;
        let is_placed = |made: &Made<'_>| !not_placed.iter().any(|(id, _)| *id == made.client);
        self.made.extend(self.waiting.drain(..).take(letters).filter(is_placed));
        self.not_placed += not_placed.len();
        self.failed.extend(not_placed.into_iter().map(|(client, error)| {
            let (path, reason) = match &error {
                FsError::Read { path, source } | FsError::Write { path, source } => {
                    (project.shown(path), source.to_string())
                }
            };
            let message = Message::CannotPutInPlace { path, reason };
            Diagnostic::error(message).for_client(client).hint(Message::CloseViewer)
        }));
        error.map_or(Ok(()), Err)
    }
}

/// Makes a client's letter and its entry.
fn finish<'c>(press: &Press, addressee: &'c Entry) -> Result<Finished<'c>, Vec<Diagnostic>> {
    let client = addressee.client()?;
    let letter = press.make(&client)?;
    Ok(Finished { client: &addressee.id, entry: entry(press, &client, &letter), letter })
}
