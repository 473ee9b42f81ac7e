//! From finished letters to a store, and to the ledger.

use std::collections::{BTreeSet, HashMap};
use std::time::{Duration, Instant};
use std::{env, mem};

use super::ledger::parts_folder;
use super::mark;
use crate::digest::Digest;
use crate::fs::PrivateFolder;
use crate::ledger::{Ledger, LedgerEntry, LedgerError, RunEntry, ShardRun};
use crate::letters::press::Press;
use crate::letters::record::run_of;
use crate::outcome::CommandError;
use crate::project::Project;
use crate::store::{Puts, Replacing, Store, StoreError, Tag};

/// Letters that may wait to be recorded once the store has them.
const BATCH: usize = 64;

/// How long they may wait.
const LONGEST: Duration = Duration::from_secs(1);

/// How many letters a part of the ledger has: as many may have to be made again after a
/// kill on a machine that is not started again.
const PART: usize = 2_000;

/// Another number of them.
const PART_VARIABLE: &str = "OSHIRASE_STORE_PART";

/// How long a part waits to become full.
const LONGEST_PART: Duration = Duration::from_secs(30);

/// Puts the letters of one run, many at a time, and records those that the store has.
pub struct StoreRecorder<'a, T> {
    project: &'a Project,
    ledger: &'a mut Ledger,
    press: &'a Press,
    run: RunEntry,
    number: i64,
    kept: BTreeSet<Digest>,
    puts: Puts,
    arrivals: Arrivals<T>,
    recorded: Instant,
    part: Part,
}

/// Letters on their way to the store, and those that have come there.
struct Arrivals<T> {
    under_way: HashMap<u64, (LedgerEntry, T)>,
    number: u64,
    /// There, and not recorded yet.
    waiting: Vec<(LedgerEntry, T)>,
    /// Why one could not be put, the first time.
    error: Option<StoreError>,
}

impl<T> Arrivals<T> {
    fn arrive(&mut self, number: u64, put: Result<Tag, StoreError>) {
        let Some((entry, of)) = self.under_way.remove(&number) else { return };
        match put {
            Ok(tag) => self.waiting.push((LedgerEntry { modified: tag.stamp(), ..entry }, of)),
            Err(error) => {
                self.error.get_or_insert(error);
            }
        }
    }
}

/// The part of the ledger that is being filled.
struct Part {
    puts: Puts,
    /// What tells the parts of this run from those of another.
    run: String,
    number: u64,
    entries: Vec<LedgerEntry>,
    files: BTreeSet<Digest>,
    most: usize,
    begun: Instant,
    error: Option<StoreError>,
}

impl<'a, T> StoreRecorder<'a, T> {
    /// Begins a run.
    pub fn begin(
        project: &'a Project,
        store: &Store,
        ledger: &'a mut Ledger,
        press: &'a Press,
    ) -> Result<Self, LedgerError> {
        let run = run_of(press);
        let number = ledger.begin_run(&run)?;
        let most = env::var(PART_VARIABLE).ok().and_then(|it| it.trim().parse().ok());
        let part = Part {
            puts: Puts::to(store),
            run: format!("{:08x}", getrandom::u32().unwrap_or_default()),
            number: 0,
            entries: Vec::new(),
            files: BTreeSet::new(),
            most: most.filter(|it| *it > 0).unwrap_or(PART),
            begun: Instant::now(),
            error: None,
        };
        let arrivals = Arrivals {
            under_way: HashMap::new(),
            number: 0,
            waiting: Vec::with_capacity(BATCH),
            error: None,
        };
        Ok(Self {
            project,
            ledger,
            press,
            run,
            number,
            kept: BTreeSet::new(),
            puts: Puts::to(store),
            arrivals,
            recorded: Instant::now(),
            part,
        })
    }

    /// Begins to put a letter, in the place of another one if one is there. What has become of
    /// others meanwhile: those that are recorded now.
    pub fn put(
        &mut self,
        entry: LedgerEntry,
        bytes: Vec<u8>,
        is_there: bool,
        of: T,
    ) -> Result<Vec<T>, CommandError> {
        self.keep_files(&entry)?;
        let key = entry.path.strip_prefix("out/").unwrap_or(&entry.path).to_owned();
        let unless = mark::key(&self.press.notice.id);
        let Self { puts, arrivals, .. } = self;
        let number = arrivals.number;
        arrivals.number += 1;
        arrivals.under_way.insert(number, (entry, of));
        let replacing = Replacing { is_there, unless };
        puts.begin(number, key, bytes, replacing, |number, put| arrivals.arrive(number, put));
        self.look()
    }

    /// Records what has come to the store, if it is time to.
    pub fn look(&mut self) -> Result<Vec<T>, CommandError> {
        let Self { puts, arrivals, .. } = self;
        puts.settle(|number, put| arrivals.arrive(number, put));
        if let Some(error) = arrivals.error.take() {
            return Err(error.into());
        }
        let is_due = arrivals.waiting.len() >= BATCH.min(self.part.most)
            || self.recorded.elapsed() >= LONGEST;
        let recorded = if is_due { self.record_waiting()? } else { Vec::new() };
        if self.part.entries.len() >= self.part.most
            || !self.part.entries.is_empty() && self.part.begun.elapsed() >= LONGEST_PART
        {
            self.send_part()?;
        }
        Ok(recorded)
    }

    /// Waits for all that are on their way, and records those that have come to the store,
    /// also where others could not be put: why, beside them.
    pub fn finish(&mut self) -> (Vec<T>, Option<CommandError>) {
        let (mut all, mut error) = (Vec::new(), None);
        let mut look = |looked: Result<Vec<T>, CommandError>| match looked {
            Ok(recorded) => all.extend(recorded),
            Err(failed) => {
                error.get_or_insert(failed);
            }
        };
        loop {
            let Self { puts, arrivals, .. } = self;
            if !puts.wait_for_one(|number, put| arrivals.arrive(number, put)) {
                break;
            }
            look(self.look());
        }
        look(self.record_waiting());
        (all, error)
    }

    /// Sends what no part of the ledger has yet: another run goes on there.
    pub fn interrupt(&mut self) -> Result<(), CommandError> {
        if !self.part.entries.is_empty() {
            self.send_part()?;
        }
        self.part.finish()
    }

    /// Ends the run, whose letters are all recorded.
    pub fn end(mut self, made: usize, unchanged: usize, failed: usize) -> Result<(), CommandError> {
        // The whole ledger is sent next, and its parts are removed: none may come later.
        self.part.finish()?;
        Ok(self.ledger.end_run(self.number, made, unchanged, failed)?)
    }

    /// Keeps the files that a letter was set with.
    fn keep_files(&mut self, entry: &LedgerEntry) -> Result<(), CommandError> {
        for (path, digest) in &entry.files {
            if self.kept.insert(*digest)
                && let Some(bytes) = self.press.file(path)
            {
                self.ledger.keep_file(&bytes)?;
            }
        }
        Ok(())
    }

    fn record_waiting(&mut self) -> Result<Vec<T>, CommandError> {
        self.recorded = Instant::now();
        if self.arrivals.waiting.is_empty() {
            return Ok(Vec::new());
        }
        let (entries, recorded): (Vec<LedgerEntry>, Vec<T>) =
            mem::take(&mut self.arrivals.waiting).into_iter().unzip();
        self.ledger.record(self.number, &self.run, &entries)?;
        if self.part.entries.is_empty() {
            self.part.begun = Instant::now();
        }
        self.part.entries.extend(entries);
        Ok(recorded)
    }

    /// Sends the letters that were recorded since the last part.
    fn send_part(&mut self) -> Result<(), CommandError> {
        let entries = mem::take(&mut self.part.entries);
        let runs = self.ledger.shard_runs()?;
        let bytes = self.part_of(&entries, &runs)?;
        let key = format!(
            "{}/{}-{:06}.sqlite3",
            parts_folder(self.project),
            self.part.run,
            self.part.number
        );
        self.part.send(key, bytes, mark::key(&self.press.notice.id))
    }

    /// A ledger with these letters alone.
    fn part_of(
        &mut self,
        entries: &[LedgerEntry],
        runs: &[ShardRun],
    ) -> Result<Vec<u8>, CommandError> {
        let folder = PrivateFolder::new()?;
        let path = folder.path().join("part.sqlite3");
        let mut ledger = Ledger::open(&path)?;
        for (file, digest) in entries.iter().flat_map(|entry| &entry.files) {
            if self.part.files.insert(*digest)
                && let Some(bytes) = self.press.file(file)
            {
                ledger.keep_file(&bytes)?;
            }
        }
        runs.iter().try_for_each(|run| ledger.begin_shard(run))?;
        let number = ledger.begin_run(&self.run)?;
        ledger.record(number, &self.run, entries)?;
        drop(ledger);
        let part = crate::fs::read_if_exists(&path, u64::MAX - 1)?;
        part.ok_or_else(|| LedgerError::Damaged(path).into())
    }
}

impl Part {
    fn send(&mut self, key: String, bytes: Vec<u8>, unless: String) -> Result<(), CommandError> {
        let Self { puts, error, .. } = self;
        let mut settled = |_, put: Result<Tag, StoreError>| {
            if let Err(failed) = put {
                error.get_or_insert(failed);
            }
        };
        puts.settle(&mut settled);
        puts.begin(self.number, key, bytes, Replacing { is_there: false, unless }, &mut settled);
        self.number += 1;
        self.begun = Instant::now();
        error.take().map_or(Ok(()), |error| Err(error.into()))
    }

    /// Waits until the store has all of them.
    fn finish(&mut self) -> Result<(), CommandError> {
        let Self { puts, error, .. } = self;
        puts.finish(|_, put| {
            if let Err(failed) = put {
                error.get_or_insert(failed);
            }
        });
        error.take().map_or(Ok(()), |error| Err(error.into()))
    }
}
