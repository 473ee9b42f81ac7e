//! Letters are made on all cores, and put in an object store by a thread that waits for
//! the network in their place.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use rayon::ThreadPool;

use super::letters::{Letters, Wanted};
use super::make::{Failures, Finished, Halt, Made, ending};
use super::{Results, Run, interrupt};
use crate::diagnostic::Diagnostic;
use crate::ledger::Ledger;
use crate::letters::in_store::StoreRecorder;
use crate::letters::press::Press;
use crate::letters::shelf::{Named, Shelf};
use crate::letters::workers::safely;
use crate::outcome::CommandError;
use crate::report::Progress;

/// How many letters may wait for the thread that begins to put them; each is in memory.
const QUEUE: usize = 16;

/// How long that thread waits for a letter before it looks what the store has taken.
const PAUSE: Duration = Duration::from_millis(100);

impl Run<'_> {
    /// Makes these letters, puts them in the store, and records those that it has.
    pub(super) fn put_all(
        &self,
        pool: &ThreadPool,
        press: &Press,
        ledger: &mut Ledger,
        wanted: &Wanted<'_>,
        results: &mut Results,
        problems: &mut Vec<Diagnostic>,
    ) -> Result<(), CommandError> {
        let Some(store) = self.project.store() else { return Ok(()) };
        let shelf = Shelf::of(self.project, &press.notice.id)?;
        interrupt::begin_work();
        let mut recorder = StoreRecorder::begin(self.project, store, ledger, press)?;
        let progress = self.progress(press, wanted.number, results);
        let failures = Failures::default();
        let (queue, letters) = mpsc::sync_channel::<Finished>(QUEUE);
        let mut made = Letters::of(self.args.selection.json);
        let ended = thread::scope(|scope| {
            let putting = Putting { press, shelf: &shelf, progress: &progress };
            let (recorder, made) = (&mut recorder, &mut made);
            let putter = scope.spawn(move || putting.put_each(recorder, made, letters));
            // One who can put no more hangs up, and the workers stop.
            let stopped = wanted.for_each(pool, |addressee| {
                if interrupt::asked().is_some() {
                    return Err(Halt::Asked);
                }
                let finished = safely(&addressee.id, || self.make_one(press, addressee));
                let Some(finished) = failures.without(finished) else {
                    progress.add_failed();
                    return Ok(());
                };
                queue.send(finished).map_err(|_| Halt::HungUp)
            });
            drop(queue);
            (putter.join(), stopped)
        });
        progress.end();
        // What is wrong with letters is said also where the store has failed.
        let failed = failures.tell(results, problems);
        results.stopped = ending(ended, made.number)?;
        results.made = made;
        match results.stopped {
            Some(_) => {
                results.left = wanted.number - results.made.number - failed;
                recorder.interrupt()?;
            }
            None => {
                recorder.end(results.made.number, results.unchanged.number, results.failed)?;
            }
        }
        Ok(())
    }
}

/// The thread that puts letters in the store.
struct Putting<'a> {
    press: &'a Press,
    shelf: &'a Shelf<'a>,
    progress: &'a Progress<'a>,
}

impl Putting<'_> {
    /// Puts letters as they come, until there are no more or one cannot be put. Those that
    /// the store has are recorded in either case.
    fn put_each(
        &self,
        recorder: &mut StoreRecorder<'_, Made>,
        made: &mut Letters,
        letters: mpsc::Receiver<Finished>,
    ) -> Result<(), CommandError> {
        let mut add = |recorded: Vec<Made>| {
            recorded.iter().for_each(|_| self.progress.add_one());
            recorded.into_iter().for_each(|letter| made.add(letter));
        };
        let mut put_each = || loop {
            match letters.recv_timeout(PAUSE) {
                Ok(finished) => add(self.put(recorder, finished)?),
                Err(RecvTimeoutError::Timeout) => add(recorder.look()?),
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
            }
        };
        let put: Result<(), CommandError> = put_each();
        // Nobody is to wait for letters that are no longer taken.
        drop(letters);
        let (recorded, error) = recorder.finish();
        add(recorded);
        put.and(error.map_or(Ok(()), Err))
    }

    fn put(
        &self,
        recorder: &mut StoreRecorder<'_, Made>,
        Finished { client, letter, entry }: Finished,
    ) -> Result<Vec<Made>, CommandError> {
        let ending = self.press.notice.kind.ending();
        let is_there = self.shelf.has(Named { client: &client, ending, shard: None });
        let made = Made::of(client, &letter);
        recorder.put(entry, letter.bytes, is_there, made)
    }
}
