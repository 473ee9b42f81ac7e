//! From finished letters to the ledger.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::time::{Duration, Instant};

use super::press::{Letter, Press, TOOL};
use crate::digest::Digest;
use crate::fs::{self, FsError, Staged};
use crate::ids::{ClientId, NoticeId};
use crate::ledger::{Issue, KnownLetter, Ledger, LedgerEntry, LedgerError, RunEntry, compress};
use crate::messages::Message;
use crate::model::Client;
use crate::outcome::CommandError;
use crate::project::Project;
use crate::template::client_facts;
use crate::{clock, report};

/// The project's ledger, and what it has of a notice.
pub struct Opened {
    /// The ledger.
    pub ledger: Ledger,
    /// The notice's letters, by client.
    pub letters: HashMap<String, KnownLetter>,
    /// When and by whom it was issued, if it was.
    pub issue: Option<Issue>,
}

impl Opened {
    fn open(path: &Path, notice: &NoticeId) -> Result<Self, LedgerError> {
        let ledger = Ledger::open(path)?;
        ledger.check()?;
        let (letters, issue) = (ledger.letters(notice)?, ledger.issue(notice)?);
        Ok(Self { ledger, letters, issue })
    }
}

/// Opens the ledger. One that is damaged is kept under another name, and a new one
/// begun: what was made can be made again.
pub fn open_ledger(project: &Project, notice: &NoticeId) -> Result<Opened, CommandError> {
    let path = project.ledger();
    let opened = Opened::open(&path, notice);
    let Err(LedgerError::Damaged(_)) = opened else { return Ok(opened?) };
    // The file and its journal belong together.
    let folder = project.out().join("damaged");
    let free = |number: &u32| !folder.join(format!("ledger-{number}")).exists();
    let folder = folder.join(format!("ledger-{}", (1..).find(free).unwrap_or_default()));
    // Left alone after a kill, a journal would be taken for that of the next ledger.
    for part in ["-journal", "-wal", "-shm", ""] {
        let part = project.out().join(format!("ledger.sqlite3{part}"));
        if part.exists() {
            fs::move_away(&part, &folder)?;
        }
    }
    report::say(Message::LedgerWasDamaged {
        ledger: project.shown(&path),
        folder: project.shown(&folder),
    });
    Ok(Opened::open(&path, notice)?)
}

/// A letter's entry, but for the file it is not yet in.
pub fn entry(press: &Press, client: &Client, letter: &Letter) -> LedgerEntry {
    let ingredients = press.ingredients(client, &letter.source);
    LedgerEntry {
        client: client.id.clone(),
        name: client.name.clone(),
        path: String::new(),
        sha256: Digest::of(&letter.bytes),
        bytes: letter.bytes.len() as u64,
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
pub struct Recorder<'a, 'c> {
    ledger: &'a mut Ledger,
    press: &'a Press,
    run: RunEntry,
    number: i64,
    kept: BTreeSet<Digest>,
    waiting: Vec<(String, LedgerEntry)>,
    staged: Vec<(&'c ClientId, Vec<Staged>)>,
    recorded: Instant,
}

/// What has become of the letters that waited to be recorded.
pub struct Recorded<'c> {
    /// How many are recorded, the first of them.
    pub letters: usize,
    /// Those of them that could not be put in their places, such as a letter that a
    /// viewer has open.
    pub not_placed: Vec<(&'c ClientId, FsError)>,
    /// Why the others are not recorded.
    pub error: Option<CommandError>,
}

impl<'a, 'c> Recorder<'a, 'c> {
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
        Ok(Self {
            ledger,
            press,
            run,
            number,
            kept: BTreeSet::new(),
            waiting: Vec::with_capacity(BATCH),
            staged: Vec::with_capacity(BATCH),
            recorded: Instant::now(),
        })
    }

    /// Records a letter that is on the disk, now or with those that follow it, and
    /// then puts it in its place: `None` if it waits.
    pub fn record(
        &mut self,
        client: &'c ClientId,
        entry: LedgerEntry,
        staged: Vec<Staged>,
    ) -> Result<Option<Recorded<'c>>, CommandError> {
        if let Err(error) = self.keep_files(&entry) {
            staged.iter().for_each(|file| drop(file.discard()));
            return Err(error);
        }
        self.waiting.push((self.press.identity(&entry.client), entry));
        self.staged.push((client, staged));
        if self.waiting.len() < BATCH && self.recorded.elapsed() < LONGEST {
            return Ok(None);
        }
        Ok(Some(self.record_waiting()))
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

    /// Records the letters that wait for it, and puts them in their places. Where the
    /// disk is full, as many of them as leave room for the ledger.
    pub fn record_waiting(&mut self) -> Recorded<'c> {
        let mut waiting = std::mem::take(&mut self.waiting);
        let mut staged = std::mem::take(&mut self.staged);
        let mut error = None;
        while !staged.is_empty()
            && let Err(failed) = self.record_staged(&waiting, &staged)
        {
            error.get_or_insert(failed);
            waiting.truncate(staged.len() / 2);
            let given_up = staged.split_off(staged.len() / 2);
            given_up.iter().flat_map(|(_, files)| files).for_each(|file| drop(file.discard()));
        }
        self.recorded = Instant::now();
        let place = |files: &[Staged]| files.iter().try_for_each(Staged::put_in_place);
        let placed = staged.iter().map(|(client, files)| (*client, place(files)));
        let not_placed = placed.filter_map(|(client, placed)| Some((client, placed.err()?)));
        Recorded { letters: staged.len(), not_placed: not_placed.collect(), error }
    }

    fn record_staged(
        &mut self,
        waiting: &[(String, LedgerEntry)],
        staged: &[(&ClientId, Vec<Staged>)],
    ) -> Result<(), CommandError> {
        let folder = staged.first().and_then(|(_, files)| files.first()?.place().parent());
        if let Some(folder) = folder {
            // What the ledger has is to be found there, whatever comes next.
            fs::sync_folder(folder)?;
        }
        Ok(self.ledger.record(self.number, &self.run, waiting)?)
    }

    /// Ends the run, whose letters are all recorded.
    pub fn end(self, made: usize, unchanged: usize, failed: usize) -> Result<(), LedgerError> {
        self.ledger.end_run(self.number, made, unchanged, failed)
    }
}
