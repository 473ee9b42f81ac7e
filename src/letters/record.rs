//! From finished letters to the ledger.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::press::{Letter, Press, TOOL};
use super::shards;
use crate::digest::Digest;
use crate::fs::{self, FsError, Stage, Staged};
use crate::ids::{ClientId, NoticeId, Shard};
use crate::ledger::{Issue, KnownLetter, Ledger, LedgerEntry, LedgerError, RunEntry, compress};
use crate::messages::Message;
use crate::model::Client;
use crate::outcome::CommandError;
use crate::project::Project;
use crate::roster::Addressee;
use crate::template::client_facts;
use crate::{clock, report};

/// The project's ledger, and what it has of a notice.
pub struct Opened {
    /// The ledger.
    pub ledger: Ledger,
    /// When and by whom the notice was issued, if it was.
    pub issue: Option<Issue>,
    notice: NoticeId,
    shard: Option<Shard>,
    /// Where a shard is made: the ledger of the whole.
    whole: Option<Ledger>,
    /// Whether this ledger has any letter of the notice.
    has_letters: bool,
}

impl Opened {
    fn open(path: &Path, notice: &NoticeId) -> Result<Self, LedgerError> {
        let ledger = Ledger::open(path)?;
        ledger.check()?;
        let mut has_letters = false;
        // One that is damaged is known by what cannot be read of any letter.
        ledger.each_letter(notice, |_| has_letters = true)?;
        let (issue, notice) = (ledger.issue(notice)?, notice.clone());
        Ok(Self { ledger, issue, notice, shard: None, whole: None, has_letters })
    }

    /// What is known of the letters to some clients, by client.
    pub fn letters_to(
        &self,
        clients: &[&ClientId],
    ) -> Result<HashMap<String, KnownLetter>, LedgerError> {
        let clients = || clients.iter().copied();
        let mut letters = match self.has_letters {
            true => self.ledger.letters_to(&self.notice, clients())?,
            false => HashMap::new(),
        };
        letters.values_mut().for_each(|letter| letter.shard = self.shard);
        if let Some(whole) = &self.whole {
            let others = clients().filter(|id| !letters.contains_key(id.as_str()));
            let others: Vec<&ClientId> = others.collect();
            let others = others.into_iter();
            letters.extend(shards::letters_of_whole(whole, &self.ledger, &self.notice, others)?);
        }
        Ok(letters)
    }
}

/// Opens the ledger, with what a shard is to know of the whole's.
pub fn open_ledger(project: &Project, notice: &NoticeId) -> Result<Opened, CommandError> {
    let mut opened = open_own(project, notice)?;
    opened.shard = project.shard();
    if opened.shard.is_some() {
        opened.whole = Ledger::open_to_read(&project.whole().ledger())?;
        if let Some(whole) = &opened.whole {
            opened.issue = whole.issue(notice)?;
        }
    }
    Ok(opened)
}

/// Opens the ledger. One that is damaged is kept under another name, and a new one
/// begun: what was made can be made again.
fn open_own(project: &Project, notice: &NoticeId) -> Result<Opened, CommandError> {
    let path = project.ledger();
    let opened = Opened::open(&path, notice);
    let Err(LedgerError::Damaged(_)) = opened else { return Ok(opened?) };
    let folder = put_ledger_aside(project)?;
    report::say(Message::LedgerWasDamaged {
        ledger: project.shown(&path),
        folder: project.shown(&folder),
    });
    Ok(Opened::open(&path, notice)?)
}

/// Moves the ledger to a folder of its own, which is the result.
pub fn put_ledger_aside(project: &Project) -> Result<PathBuf, FsError> {
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
    Ok(folder)
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
        identity: press.identity(&client.id),
        fingerprint: ingredients.fingerprint,
        inputs: press.inputs(&client.id, client.name(), client.record()),
        facts: press.shared_facts(client, &ingredients.files),
        own_facts: client_facts(client),
        files: ingredients.files,
        source: compress(&letter.source),
        warnings: letter.warnings,
    }
}

/// What the letters of a run that begins now have in common.
pub(super) fn run_of(press: &Press) -> RunEntry {
    RunEntry {
        at: clock::now(),
        notice: press.notice.id.clone(),
        tool: TOOL.to_owned(),
        template: press.notice.template.clone(),
        fonts: press.fonts(),
    }
}

/// Letters that may wait to be recorded. Together they cost about as much as one.
const BATCH: usize = 64;

/// How long they may wait: as much work may be lost to a kill.
const LONGEST: Duration = Duration::from_secs(1);

/// A letter that waits beside its place until the ledger knows of it.
pub struct Waiting {
    /// What is to be recorded of it, but for its time on the disk.
    pub entry: LedgerEntry,
    /// Its files, the letter last.
    pub files: Vec<Staged>,
}

impl Waiting {
    /// Removes its files: it will not be recorded.
    pub fn give_up(&self) {
        self.files.iter().for_each(|file| drop(file.discard()));
    }
}

/// Records the letters of one run, many at a time.
pub struct Recorder<'a> {
    ledger: &'a mut Ledger,
    press: &'a Press,
    stage: &'a Stage,
    run: RunEntry,
    number: i64,
    kept: BTreeSet<Digest>,
    waiting: Vec<Waiting>,
    recorded: Instant,
}

/// What has become of the letters that waited to be recorded.
pub struct Recorded {
    /// How many are recorded, the first of them.
    pub letters: usize,
    /// Those of them that could not be put in their places, such as a letter that a
    /// viewer has open.
    pub not_placed: Vec<(ClientId, FsError)>,
    /// Why the others are not recorded.
    pub error: Option<CommandError>,
}

impl<'a> Recorder<'a> {
    /// Begins a run, whose letters are written here.
    pub fn begin(
        ledger: &'a mut Ledger,
        press: &'a Press,
        stage: &'a Stage,
    ) -> Result<Self, LedgerError> {
        let run = run_of(press);
        let number = ledger.begin_run(&run)?;
        Ok(Self {
            ledger,
            press,
            stage,
            run,
            number,
            kept: BTreeSet::new(),
            waiting: Vec::with_capacity(BATCH),
            recorded: Instant::now(),
        })
    }

    /// Records a letter, now or with those that follow it, and then puts it in its place:
    /// `None` if it waits.
    pub fn record(&mut self, letter: Waiting) -> Result<Option<Recorded>, CommandError> {
        if let Err(error) = self.keep_files(&letter.entry) {
            letter.give_up();
            return Err(error);
        }
        self.waiting.push(letter);
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
    pub fn record_waiting(&mut self) -> Recorded {
        let mut waiting = std::mem::take(&mut self.waiting);
        let mut error = None;
        while !waiting.is_empty()
            && let Err(failed) = self.record_these(&mut waiting)
        {
            error.get_or_insert(failed);
            waiting.split_off(waiting.len() / 2).iter().for_each(Waiting::give_up);
        }
        self.recorded = Instant::now();
        let place = |letter: &Waiting| letter.files.iter().try_for_each(Staged::put_in_place);
        let placed = waiting.iter().map(|letter| (&letter.entry.client, place(letter)));
        let not_placed = placed.filter_map(|(client, it)| Some((client.clone(), it.err()?)));
        Recorded { letters: waiting.len(), not_placed: not_placed.collect(), error }
    }

    /// Has letters on the disk and records them: all of them, or none.
    fn record_these(&mut self, letters: &mut [Waiting]) -> Result<(), CommandError> {
        // What the ledger has is to be found on the disk, whatever comes next.
        self.stage.sync()?;
        for Waiting { entry, files } in letters.iter_mut() {
            let Some(file) = files.last() else { continue };
            entry.modified = fs::stamp(file.waits_at())?.map_or(0, |(_, modified)| modified);
        }
        let entries = letters.iter().map(|letter| &letter.entry);
        Ok(self.ledger.record(self.number, &self.run, entries)?)
    }

    /// Ends the run, whose letters are all recorded.
    pub fn end(self, made: usize, unchanged: usize, failed: usize) -> Result<(), LedgerError> {
        self.ledger.end_run(self.number, made, unchanged, failed)
    }
}
