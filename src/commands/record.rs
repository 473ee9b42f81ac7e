//! From finished letters to the ledger.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use super::press::{Letter, Press, TOOL};
use super::{CommandError, clock, report};
use crate::digest::Digest;
use crate::fs;
use crate::ledger::{Ledger, LedgerEntry, LedgerError, RunEntry, compress};
use crate::messages::Message;
use crate::model::Client;
use crate::project::Project;
use crate::template::client_facts;

/// The project's ledger. One that is damaged is kept under another name, and a
/// new one begun: what was made can be made again.
pub fn open_ledger(project: &Project) -> Result<Ledger, CommandError> {
    let path = project.ledger();
    let opened = Ledger::open(&path).and_then(|ledger| {
        ledger.check()?;
        Ok(ledger)
    });
    let Err(LedgerError::Damaged(_)) = opened else { return Ok(opened?) };
    // The file and its journal belong together.
    let folder = project.out().join("damaged");
    let free = |number: &u32| !folder.join(format!("ledger-{number}")).exists();
    let folder = folder.join(format!("ledger-{}", (1..).find(free).unwrap_or_default()));
    for part in ["", "-journal", "-wal", "-shm"] {
        let part = project.out().join(format!("ledger.sqlite3{part}"));
        if part.exists() {
            fs::move_away(&part, &folder)?;
        }
    }
    report::say(Message::LedgerWasDamaged {
        ledger: project.shown(&path),
        folder: project.shown(&folder),
    });
    Ok(Ledger::open(&path)?)
}

/// A letter's entry, but for the file it is not yet in.
pub fn entry(press: &Press, client: &Client, letter: &Letter) -> LedgerEntry {
    let ingredients = press.ingredients(client, &letter.source);
    LedgerEntry {
        client: client.id.clone(),
        name: client.name.clone(),
        path: String::new(),
        sha256: Digest::of(&letter.pdf),
        bytes: letter.pdf.len() as u64,
        modified: 0,
        pages: letter.pages,
        fingerprint: ingredients.fingerprint,
        inputs: press.inputs(&client.id, client.record.digest()),
        facts: press.shared_facts(client, &ingredients.files),
        own_facts: client_facts(client),
        files: ingredients.files,
        source: compress(&letter.source),
        warnings: letter.warnings,
    }
}

/// Letters that may wait to be recorded. Together they cost about as much as one.
const BATCH: usize = 64;

/// How long they may wait: as much work may be lost to a kill.
const LONGEST: Duration = Duration::from_secs(1);

/// Records the letters of one run, many at a time.
pub struct Recorder<'a> {
    ledger: &'a mut Ledger,
    press: &'a Press,
    run: RunEntry,
    number: i64,
    kept: BTreeSet<Digest>,
    waiting: Vec<(String, LedgerEntry)>,
    recorded: Instant,
}

impl<'a> Recorder<'a> {
    /// Begins a run.
    pub fn begin(ledger: &'a mut Ledger, press: &'a Press) -> Result<Self, LedgerError> {
        let run = RunEntry {
            at: clock::now(),
            notice: press.notice.id.clone(),
            tool: TOOL.to_owned(),
            template: press.notice.template.clone(),
            fonts: press.fonts(),
        };
        let number = ledger.begin_run(&run)?;
        let waiting = Vec::with_capacity(BATCH);
        let recorded = Instant::now();
        Ok(Self { ledger, press, run, number, kept: BTreeSet::new(), waiting, recorded })
    }

    /// Records a letter that is on the disk, now or with those that follow it.
    pub fn record(&mut self, entry: LedgerEntry) -> Result<(), LedgerError> {
        for (path, digest) in &entry.files {
            if self.kept.insert(*digest)
                && let Some(bytes) = self.press.file(path)
            {
                self.ledger.keep_file(&bytes)?;
            }
        }
        self.waiting.push((self.press.identity(&entry.client), entry));
        if self.waiting.len() < BATCH && self.recorded.elapsed() < LONGEST {
            return Ok(());
        }
        self.record_waiting()
    }

    /// Records the letters that wait for it.
    pub fn record_waiting(&mut self) -> Result<(), LedgerError> {
        self.ledger.record(self.number, &self.run, &self.waiting)?;
        self.waiting.clear();
        self.recorded = Instant::now();
        Ok(())
    }

    /// Ends the run, whose letters are all recorded.
    pub fn end(self, made: usize, unchanged: usize, failed: usize) -> Result<(), LedgerError> {
        self.ledger.end_run(self.number, made, unchanged, failed)
    }
}
