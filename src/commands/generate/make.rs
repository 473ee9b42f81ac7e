//! Letters are made and written on all cores, and recorded by one thread.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;

use rayon::ThreadPool;

use super::letters::{Letters, Wanted};
use super::{Results, Run, interrupt};
use crate::diagnostic::{Diagnostic, parted};
use crate::fs::{self, FsError, Stage};
use crate::ids::ClientId;
use crate::ledger::{Ledger, LedgerEntry};
use crate::letters::press::{Letter, Press};
use crate::letters::record::{Recorded, Recorder, Waiting, entry};
use crate::letters::workers::safely;
use crate::messages::{Message, Noun, count};
use crate::outcome::{CommandError, Signal};
use crate::project::Project;
use crate::report::{self, Progress, Work};
use crate::roster::{Addressee, Entry};

/// How many written letters may wait to be recorded, beside those that are just being
/// recorded: as many as are made meanwhile.
const QUEUE: usize = 64;

/// One letter that was made. No letter of more bytes could be made
/// ([`crate::limits::MEMORY`]).
#[derive(Debug)]
pub(super) struct Made {
    /// Whose it is.
    pub(super) client: ClientId,
    /// How many pages it has.
    pub(super) pages: u32,
    /// The size of its file, in bytes.
    pub(super) bytes: u32,
}

impl Made {
    pub(super) fn of(client: ClientId, letter: &Letter) -> Self {
        let small = |number| u32::try_from(number).unwrap_or(u32::MAX);
        Self { client, pages: small(letter.pages), bytes: small(letter.bytes.len()) }
    }
}

/// Why no more letters are made.
pub(super) enum Halt {
    /// The recording thread has stopped, and will say why.
    HungUp,
    /// The program was asked to end.
    Asked,
    /// A letter could not be written.
    Disk(CommandError),
}

/// A letter on its way to the disk.
pub(super) struct Finished {
    /// Whose it is.
    pub(super) client: ClientId,
    /// What was made.
    pub(super) letter: Letter,
    /// What is to be recorded of it.
    pub(super) entry: LedgerEntry,
}

/// A letter that is written and not recorded yet.
struct Written {
    made: Made,
    waiting: Waiting,
}

impl Run<'_> {
    /// Makes the letters that are wanted, and records them as they are written.
    pub(super) fn make_all(
        &self,
        pool: &ThreadPool,
        press: &Press,
        ledger: &mut Ledger,
        wanted: &Wanted<'_>,
        results: &mut Results,
        problems: &mut Vec<Diagnostic>,
    ) -> Result<(), CommandError> {
        if self.project.store().is_some() {
            return self.put_all(pool, press, ledger, wanted, results, problems);
        }
        let folder = self.project.letters(&press.notice.id);
        fs::prepare_folder(&folder)?;
        interrupt::begin_work();
        let stage = Stage::of(&folder);
        let mut recorder = Recorder::begin(ledger, press, &stage)?;
        let progress = self.progress(press, wanted.number, results);
        let failures = Failures::default();
        let hung_up = AtomicBool::new(false);
        // Letters are recorded on a thread of its own, so that the workers need not wait.
        let (queue, letters) = mpsc::sync_channel::<Written>(QUEUE);
        let mut output = Output::of(self.args.selection.json);
        let ended = thread::scope(|scope| {
            let writer = scope.spawn(|| {
                self.record_all(&mut recorder, &mut output, letters, &progress, &hung_up)
            });
            let make = |addressee: &Entry| {
                if interrupt::asked().is_some() {
                    return Err(Halt::Asked);
                }
                if hung_up.load(Ordering::Relaxed) {
                    return Err(Halt::HungUp);
                }
                let finished = safely(&addressee.id, || self.make_one(press, addressee));
                let Some(finished) = failures.without(finished) else {
                    progress.add_failed();
                    return Ok(());
                };
                let written = self.write(press, &stage, finished).map_err(Halt::Disk)?;
                queue.send(written).map_err(|_| Halt::HungUp)
            };
            let stopped = wanted.for_each(pool, make);
            drop(queue);
            (writer.join(), stopped)
        });
        progress.end();
        // What is wrong with letters is said also where the disk has failed.
        let failed = failures.tell(results, problems) + output.failed.len();
        results.failed += output.failed.len();
        problems.extend(output.failed);
        results.not_placed = output.not_placed;
        results.stopped = ending(ended, output.made.number)?;
        results.made = output.made;
        fs::sync_folder(&folder)?;
        fs::sync_folder(&self.project.out())?;
        match results.stopped {
            Some(_) => results.left = wanted.number - results.made.number - failed,
            None => {
                recorder.end(results.made.number, results.unchanged.number, results.failed)?;
            }
        }
        Ok(())
    }

    /// What is shown of the work.
    pub(super) fn progress<'p>(
        &self,
        press: &'p Press,
        letters: usize,
        results: &Results,
    ) -> Progress<'p> {
        Progress::of(Work {
            notice: press.notice.id.as_str(),
            letters,
            unchanged: results.unchanged.number,
            failed: results.failed,
        })
    }

    /// Records letters as they come, until there are no more or some cannot be recorded.
    fn record_all(
        &self,
        recorder: &mut Recorder<'_>,
        output: &mut Output,
        letters: mpsc::Receiver<Written>,
        progress: &Progress<'_>,
        hung_up: &AtomicBool,
    ) -> Result<(), CommandError> {
        let mut result = Ok(());
        for Written { made, waiting } in letters {
            if result.is_err() {
                // Whoever is still at work on a letter hears of it with the next one.
                waiting.give_up();
                continue;
            }
            output.waiting.push(made);
            result = match recorder.record(waiting) {
                Ok(Some(recorded)) => output.settle(self.project, recorded),
                Ok(None) => Ok(()),
                Err(error) => Err(error),
            };
            hung_up.store(result.is_err(), Ordering::Relaxed);
            progress.add_one();
        }
        // Those that waited are whole, whatever hinders the next.
        let recorded = output.settle(self.project, recorder.record_waiting());
        result.and(recorded)
    }

    /// Makes a client's letter and its entry.
    pub(super) fn make_one(
        &self,
        press: &Press,
        addressee: &Entry,
    ) -> Result<Finished, Vec<Diagnostic>> {
        let path = self.path_of(press, &addressee.id);
        if path.is_dir() {
            let path = self.project.shown(&path);
            let problem = Diagnostic::error(Message::FolderInPlace { path });
            return Err(vec![problem.for_client(&addressee.id).hint(Message::MoveFolder)]);
        }
        let client = addressee.client()?;
        let letter = press.make(&client)?;
        let path = self.project.recorded(&path);
        let entry = LedgerEntry { path, ..entry(press, &client, &letter) };
        Ok(Finished { client: addressee.id.clone(), entry, letter })
    }

    /// Writes a letter beside its place.
    fn write(
        &self,
        press: &Press,
        stage: &Stage,
        finished: Finished,
    ) -> Result<Written, CommandError> {
        let Finished { client, letter, entry } = finished;
        let path = self.path_of(press, &client);
        let mut files = Vec::new();
        // A text is its own source.
        if self.args.keep_source && press.notice.template.is_some() {
            let source = path.with_extension("typ");
            files.push(stage.write(&source, letter.source.as_bytes())?);
        }
        match stage.write(&path, &letter.bytes) {
            Ok(file) => files.push(file),
            Err(error) => {
                Waiting { entry, files }.give_up();
                return Err(error.into());
            }
        }
        let made = Made::of(client, &letter);
        Ok(Written { made, waiting: Waiting { entry, files } })
    }

    fn path_of(&self, press: &Press, client: &ClientId) -> PathBuf {
        self.project.letter(&press.notice.id, client, press.notice.kind.ending())
    }
}

/// How the recording thread and the workers have ended: what by, if they were asked to.
pub(super) fn ending(
    (writer, workers): (thread::Result<Result<(), CommandError>>, Result<(), Halt>),
    made: usize,
) -> Result<Option<Signal>, CommandError> {
    let failed = |error| {
        report::say(Message::MadeBeforeThis { letters: count(made, Noun::Letter) });
        Err(error)
    };
    match (writer, workers) {
        (Ok(Ok(())), Ok(())) => Ok(None),
        (Ok(Ok(())), Err(Halt::Asked)) => Ok(interrupt::asked()),
        (Ok(Err(error)), _) | (Ok(Ok(())), Err(Halt::Disk(error))) => failed(error),
        (Ok(Ok(())), Err(Halt::HungUp)) | (Err(_), _) => {
            Err(CommandError::Internal(Box::new(Message::WriterStopped)))
        }
    }
}

/// What the workers find.
#[derive(Default)]
pub(super) struct Failures {
    /// Why letters were not made: the errors of each.
    found: Mutex<Vec<Vec<Diagnostic>>>,
    /// How many warnings there are.
    warnings: AtomicUsize,
    /// Why letters were exported the plain way, and how many for each reason.
    plain: Mutex<BTreeMap<String, usize>>,
}

impl Failures {
    /// Adds them to what a run has found; how many letters were not made.
    pub(super) fn tell(self, results: &mut Results, problems: &mut Vec<Diagnostic>) -> usize {
        results.warnings += self.warnings.into_inner();
        results.plain = self.plain.into_inner().unwrap_or_else(PoisonError::into_inner);
        let found = self.found.into_inner().unwrap_or_else(PoisonError::into_inner);
        let failed = found.len();
        results.failed += failed;
        problems.extend(found.into_iter().flatten());
        failed
    }

    /// A letter that was made; of one that was not, why is kept here.
    pub(super) fn without(&self, finished: Result<Finished, Vec<Diagnostic>>) -> Option<Finished> {
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
struct Output {
    /// In their places, and recorded.
    made: Letters,
    /// Written, and not recorded yet.
    waiting: Vec<Made>,
    /// Why others were not.
    failed: Vec<Diagnostic>,
    /// How many of those are recorded, and wait for their places.
    not_placed: usize,
}

impl Output {
    fn of(lists: bool) -> Self {
        let made = Letters::of(lists);
        Self { made, waiting: Vec::new(), failed: Vec::new(), not_placed: 0 }
    }

    /// Notes what has become of those that waited; why not all are recorded.
    fn settle(&mut self, project: &Project, recorded: Recorded) -> Result<(), CommandError> {
        let Recorded { letters, not_placed, error } = recorded;
        let is_placed = |made: &Made| !not_placed.iter().any(|(id, _)| *id == made.client);
        let placed = self.waiting.drain(..).take(letters).filter(is_placed);
        placed.for_each(|made| self.made.add(made));
        self.not_placed += not_placed.len();
        self.failed.extend(not_placed.into_iter().map(|(client, error)| {
            let (path, reason) = match &error {
                FsError::Read { path, source } | FsError::Write { path, source } => {
                    (project.shown(path), source.to_string())
                }
            };
            let message = Message::CannotPutInPlace { path, reason };
            Diagnostic::error(message).for_client(&client).hint(Message::CloseViewer)
        }));
        error.map_or(Ok(()), Err)
    }
}
