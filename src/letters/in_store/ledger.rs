//! The ledger of a store: brought here, and sent there.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::Use;
use super::origin::{Origin, times_written};
use crate::fs;
use crate::ids::{NoticeId, Shard};
use crate::ledger::{Arrival, Ledger, LedgerError};
use crate::letters::press::TOOL;
use crate::letters::record::put_ledger_aside;
use crate::letters::recover;
use crate::letters::shards::folders;
use crate::messages::Message;
use crate::outcome::CommandError;
use crate::project::Project;
use crate::store::{Condition, Put, Store, StoreError};
use crate::{clock, report, sending_list};

/// The folder of a ledger's parts. No notice has this id.
const PARTS: &str = "_parts";

/// The folder of the shards.
const SHARDS: &str = "shards";

/// How many letters come out of a part at a time.
const BATCH: usize = 256;

/// The folder of a project's ledger in the store, with a slash; that of a shard, where one
/// is made.
fn folder(project: &Project) -> String {
    project.shard().map_or_else(String::new, |shard| format!("{SHARDS}/{}/", shard.folder()))
}

fn key(project: &Project) -> String {
    format!("{}ledger.sqlite3", folder(project))
}

/// The folder of the parts of a project's ledger.
pub(super) fn parts_folder(project: &Project) -> String {
    format!("{}{PARTS}", folder(project))
}

/// Brings the ledger of the whole, and that of the shard that is made; where the whole is
/// looked at, those of all shards.
pub(super) fn bring_all(project: &Project, store: &Store, how: Use) -> Result<(), CommandError> {
    let Some(shard) = project.shard() else {
        bring(project, store, how)?;
        let mut shards = shards(store)?;
        shards.extend(folders(project)?);
        for shard in shards {
            bring(&project.clone().with_shard(Some(shard)), store, Use::Read)?;
        }
        return Ok(());
    };
    bring(&project.whole(), store, Use::Read)?;
    bring(&project.clone().with_shard(Some(shard)), store, how)
}

/// The shards that have something in the store.
fn shards(store: &Store) -> Result<BTreeSet<Shard>, StoreError> {
    let mut found = BTreeSet::new();
    store.list(SHARDS, |object| {
        found.extend(object.key.split('/').nth(1).and_then(Shard::of_folder));
    })?;
    Ok(found)
}

/// Brings one ledger.
fn bring(project: &Project, store: &Store, how: Use) -> Result<(), CommandError> {
    let there = store.look(&key(project))?;
    let mut parts = Vec::new();
    store.list(&parts_folder(project), |object| parts.push(object.key))?;
    parts.sort_unstable();
    let path = project.ledger();
    if there.is_none() && parts.is_empty() && !path.is_file() {
        return Ok(());
    }
    let url = store.url(&key(project));
    let held = recover::hold(project)?;
    let mut origin = Origin::of(&path, &url);
    let was_there = origin.as_ref().is_some_and(|it| it.tag.is_some());
    if project.shard().is_some() && there.is_none() && parts.is_empty() && was_there {
        // It is merged, by another machine.
        drop(held);
        return Ok(fs::remove_folder(&project.out())?);
    }
    if let Some(there) = there {
        let is_its =
            origin.as_ref().and_then(|it| it.tag.as_ref()).is_some_and(|tag| tag.is(&there.tag));
        if !is_its || !is_usable(&path) {
            origin = Some(fetch(project, store)?);
        }
    } else if was_there {
        // Somebody has removed it; what is here is the last that there is.
        report::say(Message::StoreLedgerIsGone { url: url.clone() });
        origin = Some(Origin { url: url.clone(), ..Origin::default() });
    }
    let origin = origin.unwrap_or_else(|| Origin { url, ..Origin::default() });
    origin.note(&path)?;
    for part in &parts {
        add_part(project, store, part)?;
    }
    keep_lists(project, (how == Use::Written).then_some(store))?;
    let is_newer = times_written(&path).is_some() && times_written(&path) != origin.written;
    if how == Use::Written && is_newer {
        send(project, store)?;
    }
    Ok(())
}

/// Whether a ledger is there that can be worked with.
fn is_usable(path: &Path) -> bool {
    matches!(Ledger::open_existing(path), Ok(Some(_)))
}

/// Moves the ledger of this machine out of the way of the store's.
fn put_aside(project: &Project, url: &str) -> Result<(), CommandError> {
    if !project.ledger().is_file() {
        return Ok(());
    }
    let folder = put_ledger_aside(project)?;
    let (ledger, folder) = (project.shown(&project.ledger()), project.shown(&folder));
    report::say(Message::StoreLedgerIsOther { url: url.to_owned(), ledger, folder });
    Ok(())
}

/// Takes the store's ledger in the place of that of this machine, once it is found whole.
fn fetch(project: &Project, store: &Store) -> Result<Origin, CommandError> {
    let (path, key) = (project.ledger(), key(project));
    let unfinished = unfinished(&path);
    let url = store.url(&key);
    let tag = store.fetch_file(&key, &unfinished)?;
    let tag = tag.ok_or_else(|| StoreError::NoObject { url: url.clone() })?;
    if let Err(error) = whole(&unfinished) {
        remove(store, &key, &unfinished)?;
        return Err(match error {
            LedgerError::Damaged(_) => StoreError::LedgerDamaged { url }.into(),
            error => error.into(),
        });
    }
    put_aside(project, &url)?;
    let failed = |source| StoreError::File { url: url.clone(), source };
    std::fs::rename(&unfinished, &path).map_err(failed)?;
    fs::sync_folder(&project.out())?;
    Ok(Origin { url, tag: Some(tag), written: times_written(&path) })
}

/// A ledger that was copied, if it is whole.
fn whole(copy: &Path) -> Result<Ledger, LedgerError> {
    let ledger = Ledger::open_existing(copy)?.ok_or(LedgerError::Damaged(copy.to_owned()))?;
    ledger.check()?;
    Ok(ledger)
}

/// Removes a copy.
fn remove(store: &Store, key: &str, copy: &Path) -> Result<(), StoreError> {
    std::fs::remove_file(copy).map_err(|source| StoreError::File { url: store.url(key), source })
}

/// Where a ledger is while it is copied.
fn unfinished(path: &Path) -> PathBuf {
    path.with_added_extension("part")
}

/// Adds what a part has to the ledger of this machine. It may have it already.
fn add_part(project: &Project, store: &Store, part: &str) -> Result<(), CommandError> {
    let copy = unfinished(&project.ledger());
    if store.fetch_file(part, &copy)?.is_none() {
        return Ok(());
    }
    let arriving = match whole(&copy) {
        Err(LedgerError::Damaged(_)) => {
            remove(store, part, &copy)?;
            return Err(StoreError::PartDamaged { url: store.url(part) }.into());
        }
        arriving => arriving?,
    };
    let mut ledger = Ledger::open(&project.ledger())?;
    let (notices, runs) = (arriving.notices()?, arriving.shard_runs()?);
    drop(arriving);
    for run in runs {
        if !ledger.shard_runs()?.iter().any(|it| it.notice == run.notice) {
            ledger.begin_shard(&run)?;
        }
    }
    for notice in notices.iter().filter_map(|notice| NoticeId::new(notice).ok()) {
        add_letters(&mut ledger, &copy, &notice)?;
    }
    ledger.end_merge()?;
    Ok(remove(store, part, &copy)?)
}

fn add_letters(ledger: &mut Ledger, part: &Path, notice: &NoticeId) -> Result<(), CommandError> {
    let mut incoming = ledger.take_in(part)?;
    let mut last = String::new();
    loop {
        let letters = incoming.after(notice, &last, BATCH)?;
        let Some(end) = letters.last() else { return Ok(()) };
        last.clone_from(&end.client);
        let new = letters.iter().filter(|letter| letter.arrival == Arrival::New);
        let new: Vec<_> = new.map(|it| (it.client.as_str(), it.modified)).collect();
        if !new.is_empty() {
            let run = incoming.ledger().run_of_merge(notice, &clock::now(), TOOL)?;
            incoming.take(notice, run, &new)?;
        }
    }
}

/// Puts the lists of what was issued where they are on every machine, and what a store lacks
/// of an issue there.
fn keep_lists(project: &Project, store: Option<&Store>) -> Result<(), CommandError> {
    if project.shard().is_some() {
        return Ok(());
    }
    let Some(ledger) = Ledger::open_existing(&project.ledger())? else { return Ok(()) };
    for notice in ledger.notices()?.iter().filter_map(|notice| NoticeId::new(notice).ok()) {
        if let Some(issue) = ledger.issue(&notice)? {
            sending_list::put(project, &ledger, &notice)?;
            store.map_or(Ok(()), |store| super::restore(store, &ledger, &notice, &issue))?;
        }
    }
    Ok(())
}

/// Sends the ledger of this machine to the store, if it is not the same there, and removes
/// its parts. Whoever has sent another one in between is not written over.
pub fn send(project: &Project, store: &Store) -> Result<(), CommandError> {
    let (path, key) = (project.ledger(), key(project));
    let url = store.url(&key);
    let origin = Origin::of(&path, &url).unwrap_or_default();
    let written = times_written(&path);
    let mut parts = Vec::new();
    store.list(&parts_folder(project), |object| parts.push(object.key))?;
    if written.is_none() || written == origin.written && parts.is_empty() {
        return Ok(());
    }
    keep_lists(project, Some(store))?;
    match store.put_file(&Condition::as_seen(origin.tag), &key, &path)? {
        Put::Done(tag) => {
            Origin { url, tag: Some(tag), written }.note(&path)?;
            parts.iter().try_for_each(|part| store.delete(part))?;
            Ok(())
        }
        Put::Other(_) => Err(StoreError::Changed { url }.into()),
    }
}

/// Removes what the store has of shards that are merged.
pub fn remove_shards(store: &Store, shards: &[Shard]) -> Result<(), StoreError> {
    let mut keys = Vec::new();
    for shard in shards {
        store.list(&format!("{SHARDS}/{}", shard.folder()), |object| keys.push(object.key))?;
    }
    keys.iter().try_for_each(|key| store.delete(key))
}
