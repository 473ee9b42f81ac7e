//! Brings the letters of shards into the whole's folder and ledger.

use std::collections::BTreeSet;

use super::Merged;
use super::survey::Part;
use crate::digest::Digest;
use crate::fs::{self, Staged};
use crate::ids::{ClientId, NoticeId};
use crate::ledger::{Arrival, Arriving, Ended, Ledger, LedgerError};
use crate::letters::shelf::{Named, Shelf};
use crate::outcome::CommandError;
use crate::project::{PAGES, Project, ending_of};

/// Letters that are brought at once: as many files have two names at most.
const BATCH: usize = 256;

/// The whole that shards are brought into.
pub(super) struct Merge<'a> {
    /// The project.
    pub(super) project: &'a Project,
    /// Its ledger.
    pub(super) ledger: &'a mut Ledger,
}

/// A letter that waits to be recorded, and for its place.
struct Waiting {
    client: String,
    /// Its file's time on the disk.
    modified: i64,
    staged: Vec<Staged>,
}

impl Merge<'_> {
    /// Brings everything; what has become of each notice.
    pub(super) fn all(mut self, parts: &[Part]) -> Result<Vec<Merged>, CommandError> {
        let notices: BTreeSet<&NoticeId> =
            parts.iter().flat_map(|part| &part.runs).map(|run| &run.notice).collect();
        notices.into_iter().map(|notice| self.notice(parts, notice)).collect()
    }

    fn notice(&mut self, parts: &[Part], notice: &NoticeId) -> Result<Merged, CommandError> {
        let runs = || parts.iter().filter_map(|part| part.run(notice));
        let at = runs().map(|run| run.at.as_str()).min().unwrap_or_default();
        let tool = runs().map(|run| run.tool.as_str()).max().unwrap_or_default();
        let mut staying = 0;
        for part in parts.iter().filter(|part| part.run(notice).is_some()) {
            staying += self.shard(part, notice, (at, tool))?;
        }
        let of_part = |part: &Part| {
            let waiting = part.letters.get(notice).copied().unwrap_or_default();
            let ended = part.run(notice).and_then(|run| run.ended);
            let ended = ended.unwrap_or(Ended { letters: waiting, failed: 0 });
            let lost = part.lost.get(notice).copied().unwrap_or_default();
            Ended { letters: ended.letters.saturating_sub(lost), ..ended }
        };
        let ended: Vec<Ended> = parts.iter().map(of_part).collect();
        let letters: usize = ended.iter().map(|ended| ended.letters).sum();
        let failed = ended.iter().map(|ended| ended.failed).sum();
        let run = match self.ledger.begun_merge(notice)? {
            None if failed > 0 => Some(self.ledger.run_of_merge(notice, at, tool)?),
            run => run,
        };
        let made = run.map_or(Ok(0), |run| self.ledger.letters_of_run(run))?;
        // Of shards that were divided otherwise, two may have one letter.
        let others = self.ledger.number_of_letters(notice)?.saturating_sub(made);
        let unchanged = letters.saturating_sub(made).min(others);
        if let Some(run) = run {
            self.ledger.end_run(run, made, unchanged, failed)?;
        }
        Ok(Merged { notice: notice.clone(), made, unchanged, staying, failed })
    }

    /// Brings the letters of one shard. How many that are here stay, because they were made
    /// later.
    fn shard(
        &mut self,
        part: &Part,
        notice: &NoticeId,
        (at, tool): (&str, &str),
    ) -> Result<usize, CommandError> {
        let project = self.project;
        let folder = project.letters(notice);
        let shelf = Shelf::of(project, notice)?;
        let mut incoming = self.ledger.take_in(&part.project.ledger())?;
        let (mut last, mut staying) = (String::new(), 0);
        loop {
            let letters = incoming.after(notice, &last, BATCH)?;
            let Some(end) = letters.last() else { break };
            last.clone_from(&end.client);
            let (mut waiting, mut same) = (Vec::new(), Vec::new());
            for letter in &letters {
                match Way::of(project, part, &shelf, notice, letter)? {
                    Way::Stays => staying += 1,
                    Way::Confirmed => same.push(letter.client.as_str()),
                    Way::Brought(brought) => waiting.push(brought),
                }
            }
            if !waiting.is_empty() {
                // What the ledger has is to be found there, whatever comes next.
                if project.store().is_none() {
                    fs::sync_folder(&folder)?;
                }
                let run = incoming.ledger().run_of_merge(notice, at, tool)?;
                let taken: Vec<(&str, i64)> =
                    waiting.iter().map(|it| (it.client.as_str(), it.modified)).collect();
                incoming.take(notice, run, &taken)?;
                waiting.iter().flat_map(|it| &it.staged).try_for_each(Staged::put_in_place)?;
            }
            incoming.confirm(notice, &same)?;
        }
        incoming.confirm_known(notice)?;
        if folder.exists() {
            fs::sync_folder(&folder)?;
        }
        Ok(staying)
    }
}

/// What becomes of a letter.
enum Way {
    /// What is here was made later, and stays.
    Stays,
    /// It is here already.
    Confirmed,
    /// It waits beside its place.
    Brought(Waiting),
}

impl Way {
    fn of(
        project: &Project,
        part: &Part,
        shelf: &Shelf<'_>,
        notice: &NoticeId,
        letter: &Arriving,
    ) -> Result<Self, CommandError> {
        let damaged = |_| LedgerError::Damaged(part.project.ledger());
        let client = ClientId::new(&letter.client).map_err(damaged)?;
        let ending = ending_of(&letter.path);
        let place = project.letter(notice, &client, ending);
        match letter.arrival {
            Arrival::Earlier => return Ok(Self::Stays),
            Arrival::Same { bytes, modified } => {
                let named = Named { client: &client, ending, shard: None };
                let is_same = || -> Result<bool, CommandError> {
                    let file = shelf.read(named)?;
                    Ok(file.is_some_and(|file| Digest::of(&file) == letter.sha256))
                };
                if shelf.stamp(named)? == Some((bytes, modified)) || is_same()? {
                    return Ok(Self::Confirmed);
                }
            }
            Arrival::New => {}
        }
        if project.store().is_some() {
            // All shards put their letters in the same place.
            let (client, modified) = (letter.client.clone(), letter.modified);
            return Ok(Self::Brought(Waiting { client, modified, staged: Vec::new() }));
        }
        fs::make_private_folder(&project.letters(notice))?;
        let file = part.project.letter(notice, &client, ending);
        let mut staged = Vec::new();
        let source = file.with_extension("typ");
        if ending == PAGES && source.is_file() {
            staged.push(Staged::of_file(&source, &place.with_extension("typ"))?);
        }
        let letter_file = Staged::of_file(&file, &place)?;
        let modified = fs::stamp(letter_file.waits_at())?.map_or(0, |(_, modified)| modified);
        staged.push(letter_file);
        Ok(Self::Brought(Waiting { client: letter.client.clone(), modified, staged }))
    }
}
