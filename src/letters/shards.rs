//! Letters that are made in shards, each by a process of its own: what of a run is a
//! shard's, and which shards wait to be merged. Everybody is read and checked in each, so
//! that all weigh the letters alike. How shards are merged, `ledger merge` knows.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use super::press::{Press, TOOL};
use crate::check::Clients;
use crate::clock;
use crate::diagnostic::Diagnostic;
use crate::digest::{Digest, Fields};
use crate::fs::{self, FsError};
use crate::ids::{ClientId, NoticeId, Shard};
use crate::ledger::{Confirmed, KnownLetter, Ledger, LedgerError, ShardRun};
use crate::messages::{Message, listed};
use crate::outcome::CommandError;
use crate::project::Project;
use crate::roster::Roster;
use crate::rules::Severity;
use crate::{limits, report};

/// The file that names the shards that are merged, where their folders could not be renamed
/// all at once.
const MERGED: &str = "merged";

/// The problems that are this shard's to tell, so that one wrong record does not have the
/// others fail: those of its clients, and what concerns all. What is wrong with a record of
/// nobody knows whom, the first one tells.
pub fn of_shard(
    shard: Option<Shard>,
    roster: &Roster,
    mut problems: Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    let is_of_record = |problem: &Diagnostic| {
        problem.place().is_some_and(|place| roster.has_list(&place.source.name))
    };
    if let Some(shard) = shard {
        problems.retain(|problem| match problem.clients.is_empty() {
            true => shard.index() == 1 || !is_of_record(problem),
            false => problem.clients.iter().any(|client| shard.has(client)),
        });
    }
    problems
}

/// How many of so many wrong records are this shard's. `problems` are all there are.
pub fn wrong_records(
    shard: Option<Shard>,
    wrong: usize,
    roster: &Roster,
    problems: &[Diagnostic],
) -> Result<usize, FsError> {
    let Some(shard) = shard.filter(|_| wrong > 0) else { return Ok(wrong) };
    let errors = problems.iter().filter(|problem| problem.severity == Severity::Error);
    let mut named: BTreeSet<&ClientId> = errors.flat_map(|problem| &problem.clients).collect();
    roster.each(&mut |_, id, _| {
        named.remove(id);
    })?;
    let own = named.iter().filter(|id| shard.has(id)).count();
    let nameless = wrong.saturating_sub(named.len());
    Ok(own + if shard.index() == 1 { nameless } else { 0 })
}

/// Notes that a shard begins with its letters of a notice; nothing where the whole is made.
/// The roster has all clients, of whatever shard, of so many records.
pub fn begin_shard(
    project: &Project,
    press: &Press,
    (roster, records): (&Roster, usize),
    ledger: &Ledger,
) -> Result<(), LedgerError> {
    let Some(shard) = project.shard() else { return Ok(()) };
    ledger.begin_shard(&ShardRun {
        notice: press.notice.id.clone(),
        shard,
        at: clock::now(),
        tool: TOOL.to_owned(),
        facts: facts(press, roster, records),
        ended: None,
    })
}

/// The digest of what is read for all letters alike, and of the list of clients: shards that
/// differ in it have not made the same notice, or not for the same clients.
fn facts(press: &Press, roster: &Roster, records: usize) -> Digest {
    let nobody = ClientId::from(press.notice.id.clone());
    let mut fields = Fields::default();
    let shared = press.inputs(&nobody, 0, Digest::of(b""));
    fields.add(shared).add(roster.records()).add(records.to_string());
    fields.digest()
}

/// What a shard is to know of the whole's letters to some clients: those that were merged
/// before, of which the ledger of the shard has noted what it found of them since. Those that
/// are right are not made again.
pub fn letters_of_whole<'a>(
    whole: &Ledger,
    own: &Ledger,
    notice: &NoticeId,
    clients: impl Iterator<Item = &'a ClientId>,
) -> Result<HashMap<String, KnownLetter>, LedgerError> {
    let mut letters = whole.letters_to(notice, clients)?;
    let names: Vec<String> = letters.keys().cloned().collect();
    for (client, confirmed) in own.confirmed_of_whole(notice, names.iter().map(String::as_str))? {
        if let Some(letter) = letters.get_mut(client)
            && letter.fingerprint == confirmed.fingerprint
        {
            letter.inputs = confirmed.inputs;
            letter.modified = confirmed.modified;
            letter.warnings = confirmed.warnings;
        }
    }
    Ok(letters)
}

/// What a shard is to note of a letter of the whole that it has found to be right: it counts
/// the letter among its own, and the merge looks whether it is there still.
pub fn found_of_whole(
    project: &Project,
    known: &HashMap<String, KnownLetter>,
    client: &ClientId,
) -> Option<Confirmed> {
    project.shard()?;
    let letter = known.get(client.as_str())?;
    letter.shard.is_none().then(|| letter.confirmed())
}

/// Those of some clients' letters that are in the whole and not right: the shard makes others,
/// which are the later ones whatever the clocks of machines say.
pub fn replaced_of_whole<'a>(
    project: &Project,
    known: &HashMap<String, KnownLetter>,
    clients: impl Iterator<Item = &'a ClientId>,
) -> Vec<(&'a ClientId, Confirmed)> {
    let replaced = clients.filter_map(|id| Some((id, found_of_whole(project, known, id)?)));
    replaced.collect()
}

/// A shard whose letters wait to be merged.
pub struct Unmerged {
    /// Which.
    pub shard: Shard,
    /// The project as this shard has it.
    pub project: Project,
    /// Its ledger.
    pub ledger: Ledger,
    /// Its runs, by notice.
    pub runs: Vec<ShardRun>,
}

impl Unmerged {
    /// Whether it has come to the end of every notice that it has begun.
    pub fn has_ended(&self) -> bool {
        !self.runs.is_empty() && self.runs.iter().all(|run| run.ended.is_some())
    }
}

/// The shards that have a ledger and wait to be merged, in their order, and which of their
/// ledgers are damaged: those hinder nobody from looking at the others.
pub fn unmerged(project: &Project) -> Result<(Vec<Unmerged>, Vec<Diagnostic>), CommandError> {
    let (mut found, mut problems) = (Vec::new(), Vec::new());
    for shard in folders(project)? {
        let project = project.clone().with_shard(Some(shard));
        let opened = Ledger::open_to_read(&project.ledger()).and_then(|ledger| {
            let Some(ledger) = ledger else { return Ok(None) };
            ledger.check()?;
            let runs = ledger.shard_runs()?;
            Ok(Some((ledger, runs)))
        });
        match opened {
            Err(LedgerError::Damaged(path)) => problems.push(damaged(&project, shard, &path)),
            opened => found.extend(opened?.map(|(ledger, runs)| Unmerged {
                shard,
                project,
                ledger,
                runs,
            })),
        }
    }
    Ok((found, problems))
}

/// That the ledger of a shard is damaged.
pub fn damaged(project: &Project, shard: Shard, path: &Path) -> Diagnostic {
    let problem = Diagnostic::error(Message::ShardDamaged { path: project.shown(path) });
    problem.hint(Message::RunShardAgain { shard: shard.to_string() })
}

/// Says that shards wait to be merged to whoever makes the whole's letters beside them.
pub fn say_that_shards_wait(project: &Project) -> Result<(), CommandError> {
    let mut waiting = BTreeSet::new();
    if project.shard().is_none() {
        waiting = folders(project)?;
        waiting.retain(|shard| project.clone().with_shard(Some(*shard)).ledger().is_file());
    }
    if !waiting.is_empty() {
        report::say(Message::ShardsWait { shards: listed(waiting) });
    }
    Ok(())
}

/// Takes the folders of merged shards out of the way: all of them in one step, so that a kill
/// never leaves some of them, which would seem to be lacking the others. What is left to be
/// done then, [`remove_merged`] does.
pub fn retire(project: &Project, merged: &[Shard]) -> Result<(), FsError> {
    let (shards, retired) = (project.shards(), project.merged_shards());
    let names: Vec<String> = merged.iter().map(|shard| shard.folder()).collect();
    let is_merged = |path: &PathBuf| names.iter().any(|name| path.ends_with(name));
    // Where the folder is a disk of its own, it has to stay.
    if fs::entries_in(&shards)?.iter().all(is_merged)
        && fs::rename_folder(&shards, &retired).is_ok()
    {
        return Ok(());
    }
    fs::make_private_folder(&retired)?;
    fs::write_durably(&retired.join(MERGED), names.join("\n").as_bytes())?;
    fs::sync_folder(&project.whole().out())
}

/// Removes the folders of shards that are merged and were taken out of the way.
pub fn remove_merged(project: &Project) -> Result<(), FsError> {
    let retired = project.merged_shards();
    let names = fs::read_if_exists(&retired.join(MERGED), limits::TEXT_BYTES)?;
    for name in String::from_utf8_lossy(&names.unwrap_or_default()).lines() {
        if let Some(shard) = Shard::of_folder(name) {
            fs::remove_folder(&project.clone().with_shard(Some(shard)).out())?;
        }
    }
    fs::remove_folder(&retired)
}

/// The shards that have a folder, in their order.
pub fn folders(project: &Project) -> Result<BTreeSet<Shard>, CommandError> {
    let folders = fs::folders_in(&project.shards())?.into_iter();
    Ok(folders.filter_map(|it| Shard::of_folder(it.file_name()?.to_str()?)).collect())
}

/// How many letters of a notice wait to be merged.
pub fn waiting(unmerged: &[Unmerged], notice: &NoticeId) -> Result<usize, LedgerError> {
    let mut letters = 0;
    for Unmerged { ledger, .. } in unmerged {
        ledger.each_letter(notice, |_| letters += 1)?;
    }
    Ok(letters)
}

/// Adds the letters that wait to be merged to what is known of a notice's: in the place of
/// those that were made earlier. How many of them there are.
pub fn add_unmerged(
    unmerged: &[Unmerged],
    whole: Option<&Ledger>,
    notice: &NoticeId,
    known: &mut HashMap<String, KnownLetter>,
) -> Result<usize, CommandError> {
    let mut letters = 0;
    for Unmerged { shard, ledger, .. } in unmerged {
        let mut found = Vec::new();
        ledger.each_letter(notice, |letter| {
            found.push(KnownLetter { shard: Some(*shard), ..letter });
        })?;
        letters += found.len();
        for letter in found {
            let earlier = match (known.get(&letter.client), whole) {
                (Some(_), Some(whole)) => {
                    let client = &letter.client;
                    whole.made_at(notice, client)? > ledger.made_at(notice, client)?
                }
                _ => false,
            };
            if !earlier {
                known.insert(letter.client.clone(), letter);
            }
        }
    }
    Ok(letters)
}
