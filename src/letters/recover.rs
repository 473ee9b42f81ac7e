//! What a killed command has left is put right by the next one, whichever it is.
//!
//! Each command that writes into `out/` has one moment in which its work counts as
//! done: when the ledger has it. Files wait under unfinished names until then.
//! Whatever was recorded is carried to its end here; the rest is undone.

use std::path::Path;

use super::plan::sent_without_record;
use super::shards;
use crate::digest::Digest;
use crate::fs::{self, HeldFolder, Staged};
use crate::ids::{ClientId, NoticeId};
use crate::ledger::{Ledger, LedgerError};
use crate::messages::Message;
use crate::outcome::CommandError;
use crate::project::{LETTERS, PAGES, Project};
use crate::{limits, report, sending_list};

/// Puts right what can be without waiting for anybody. It is next to no work where
/// nothing was left.
pub fn at_start(project: &Project) {
    fs::remove_abandoned_folders();
    if !is_needed(project) {
        return;
    }
    // What may not be written is left to who may: it hinders nobody in reading.
    if let Ok(Some(mut held)) = fs::try_hold_folder(&project.out())
        && is_needed(project)
    {
        // The command itself says what is wrong, if that is in its way.
        let _ = put_right(project, &mut held);
    }
}

/// Whether a command has left something, or is at work. One that only writes into the
/// ledger leaves its journal.
fn is_needed(project: &Project) -> bool {
    fs::is_in_work(&project.out()) || Ledger::has_journal(&project.ledger())
}

/// Holds `out/` for a command that writes, as soon as no other one has it, and puts
/// right what was left in it.
pub fn hold(project: &Project) -> Result<HeldFolder, CommandError> {
    let mut held = fs::hold_folder(&project.out(), || {
        report::say(Message::OutIsHeld { out: project.shown(&project.out()) });
    })?;
    if is_needed(project) {
        put_right(project, &mut held)?;
    }
    Ok(held)
}

/// Holds `out/` if no other command has it, and puts right what was left in it.
pub fn hold_at_once(project: &Project) -> Result<Option<HeldFolder>, CommandError> {
    let Some(mut held) = fs::hold_folder_at_once(&project.out())? else { return Ok(None) };
    if is_needed(project) {
        put_right(project, &mut held)?;
    }
    Ok(Some(held))
}

fn put_right(project: &Project, held: &mut HeldFolder) -> Result<(), CommandError> {
    let known = Ledger::open_existing(&project.ledger()).map_err(CommandError::from);
    let known = known.and_then(|ledger| Work::all(project, ledger));
    let work = match known {
        // Nothing counts as done that no ledger has.
        Err(CommandError::Ledger(LedgerError::Damaged(_))) => Work::all(project, None),
        known => known,
    }?;
    if work.left == 0 {
        held.finish();
        report::say(Message::PutRight);
    }
    Ok(())
}

struct Work<'a> {
    project: &'a Project,
    ledger: Option<Ledger>,
    /// How many things could not be put right, such as a letter that a viewer has open.
    left: usize,
}

impl<'a> Work<'a> {
    fn all(project: &'a Project, ledger: Option<Ledger>) -> Result<Self, CommandError> {
        let mut work = Self { project, ledger, left: 0 };
        work.letters()?;
        work.issues()?;
        work.moved_letters()?;
        work.merged_shards()?;
        work.files()?;
        work.ledger.as_ref().map_or(Ok(()), Ledger::clear_journal)?;
        Ok(work)
    }

    /// Letters that the ledger has are put in their places, others are removed: they
    /// will be made again.
    fn letters(&mut self) -> Result<(), CommandError> {
        for folder in fs::folders_in(&self.project.out())? {
            let name = folder.file_name().unwrap_or_default().to_string_lossy();
            let Ok(notice) = NoticeId::new(&name) else { continue };
            // A source is judged by its letter, which is to be there still.
            let mut staged = Vec::new();
            for letter in Staged::all_in(&folder)? {
                staged.push((self.is_recorded(&notice, &letter)?, letter));
            }
            let issued = !staged.is_empty() && self.is_issued(&notice)?;
            let sent = !issued && sent_without_record(self.project, &notice).is_some();
            for (recorded, letter) in staged {
                if recorded && issued {
                    self.bring_back(&letter)?;
                }
                // What was sent stays, also where the ledger is an older one.
                let stays = sent || !issued && fs::is_read_only(letter.place());
                self.settle(&letter, recorded && !stays)?;
            }
            fs::remove_abandoned(&folder)?;
        }
        Ok(())
    }

    /// Whether the ledger has a letter, or that which a source belongs to.
    fn is_recorded(&self, notice: &NoticeId, staged: &Staged) -> Result<bool, CommandError> {
        let client = staged.place().file_stem().unwrap_or_default().to_string_lossy();
        let (Some(ledger), Ok(client)) = (&self.ledger, ClientId::new(&client)) else {
            return Ok(false);
        };
        let waits_at = staged.waits_at();
        let is_letter = waits_at.extension().is_some_and(|it| LETTERS.iter().any(|of| it == *of));
        let letter = match is_letter {
            true => waits_at.to_owned(),
            // What has a source has pages.
            false => waits_at.with_extension(PAGES),
        };
        let Some(bytes) = fs::read_if_exists(&letter, limits::BINARY_BYTES)? else {
            return Ok(false);
        };
        Ok(ledger.sha256(notice, &client)? == Some(Digest::of(&bytes)))
    }

    /// Puts a file in its place, or removes it.
    fn settle(&mut self, staged: &Staged, wanted: bool) -> Result<(), CommandError> {
        if !wanted {
            staged.discard()?;
        } else if staged.put_in_place().is_err() {
            self.left += 1;
        }
        Ok(())
    }

    /// Makes way for an issued letter as the command does that was bringing it back.
    fn bring_back(&self, staged: &Staged) -> Result<(), CommandError> {
        fs::make_read_only(staged.waits_at())?;
        if staged.place().exists() {
            fs::move_away(staged.place(), &self.project.out().join("damaged"))?;
        }
        Ok(())
    }

    fn is_issued(&self, notice: &NoticeId) -> Result<bool, CommandError> {
        let issue = self.ledger.as_ref().map_or(Ok(None), |ledger| ledger.issue(notice));
        match issue {
            // Whatever is wrong with the record of it, it was sent.
            Err(LedgerError::IssueGone { .. }) => Ok(true),
            issue => Ok(issue?.is_some()),
        }
    }

    /// What the ledger has as issued gets its lists, and becomes read-only.
    fn issues(&mut self) -> Result<(), CommandError> {
        for notice in self.notices()? {
            let Some(ledger) = &self.ledger else { continue };
            if !self.is_issued(&notice)? {
                continue;
            }
            sending_list::keep(self.project, ledger, &notice)?;
        }
        Ok(())
    }

    /// Letters that were moved away because their clients are gone are forgotten.
    fn moved_letters(&mut self) -> Result<(), CommandError> {
        for notice in self.notices()? {
            let Some(ledger) = &self.ledger else { continue };
            if self.is_issued(&notice)? {
                continue;
            }
            let moved = fs::files_in(&self.project.pruned(&notice), &LETTERS)?;
            let mut gone = Vec::new();
            for letter in ledger.letters(&notice)?.into_values() {
                if fs::stamp(&self.project.of_record(&letter.path))?.is_none()
                    && is_among(&letter.client, letter.sha256, &moved)?
                {
                    gone.push(letter.client);
                }
            }
            if let Some(ledger) = &mut self.ledger {
                ledger.forget(&notice, &gone)?;
            }
        }
        Ok(())
    }

    /// Shards that are merged, and no longer where they were, are removed.
    fn merged_shards(&mut self) -> Result<(), CommandError> {
        if self.project.shard().is_none() && self.project.merged_shards().exists() {
            self.ledger.as_ref().map_or(Ok(()), Ledger::end_merge)?;
            shards::remove_merged(self.project)?;
        }
        Ok(())
    }

    /// What is left of files that were written whole or not at all.
    fn files(&mut self) -> Result<(), CommandError> {
        let root = self.project.root();
        let of_facts = ["data", "data/clients", "data/notices"].map(|folder| root.join(folder));
        let mut folders = vec![self.project.out()];
        folders.extend(of_facts.clone());
        for folder in of_facts {
            for file in fs::files_in(&folder, &["yaml"])? {
                // A file may be a link to another folder.
                let target = file.canonicalize().ok();
                folders.extend(target.and_then(|it| it.parent().map(Path::to_owned)));
            }
        }
        folders.sort();
        folders.dedup();
        for folder in folders {
            fs::remove_abandoned(&folder)?;
        }
        Ok(())
    }

    fn notices(&self) -> Result<Vec<NoticeId>, CommandError> {
        let notices = self.ledger.as_ref().map_or(Ok(Vec::new()), Ledger::notices)?;
        Ok(notices.iter().filter_map(|notice| NoticeId::new(notice).ok()).collect())
    }
}

/// Whether a client's letter is one of these files, which may have a number after
/// their names.
fn is_among(
    client: &str,
    sha256: Digest,
    files: &[std::path::PathBuf],
) -> Result<bool, CommandError> {
    for file in files {
        let stem = file.file_stem().unwrap_or_default().to_string_lossy();
        let rest = stem.strip_prefix(client);
        if rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(" (")) {
            let bytes = fs::read_if_exists(file, limits::BINARY_BYTES)?.unwrap_or_default();
            if Digest::of(&bytes) == sha256 {
                return Ok(true);
            }
        }
    }
    Ok(false)
}
