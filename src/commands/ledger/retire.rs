//! What becomes of shards' folders when all that is in them is in the whole's.

use std::path::Path;

use super::survey::Part;
use crate::fs;
use crate::ids::{ClientId, NoticeId, Shard};
use crate::ledger::Ledger;
use crate::letters::shards;
use crate::messages::{Message, Noun, count};
use crate::outcome::CommandError;
use crate::project::Project;
use crate::report;

/// Moves away what is in a shard's folder and in no ledger: nothing that somebody has put
/// there is removed.
pub(super) fn put_aside(project: &Project, parts: &[Part]) -> Result<(), CommandError> {
    let mut moved = 0;
    let damaged = project.out().join("damaged");
    for part in parts {
        let Some(ledger) = Ledger::open_existing(&part.project.ledger())? else { continue };
        let kept = damaged.join(part.shard.folder());
        for entry in fs::entries_in(&part.project.out())? {
            let name = entry.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let notice = NoticeId::new(&name).ok().filter(|it| part.run(it).is_some());
            let strangers = match notice {
                _ if is_of_shards(&name) => Vec::new(),
                Some(notice) if entry.is_dir() => of_nobody(&ledger, &notice, &entry)?,
                _ => vec![entry],
            };
            moved += strangers.len();
            for stranger in strangers {
                fs::move_away(&stranger, &kept)?;
            }
        }
    }
    if moved > 0 {
        let (files, folder) = (count(moved, Noun::File), project.shown(&damaged));
        report::say(Message::PutAside { files, folder });
    }
    Ok(())
}

/// Whether a name is that of a shard's ledger, or of what holds its folder.
fn is_of_shards(name: &str) -> bool {
    name == ".lock" || name.starts_with("ledger.sqlite3")
}

/// The files among a notice's letters that no ledger knows.
fn of_nobody(
    ledger: &Ledger,
    notice: &NoticeId,
    folder: &Path,
) -> Result<Vec<std::path::PathBuf>, CommandError> {
    let mut found = Vec::new();
    for file in fs::entries_in(folder)? {
        let stem = file.file_stem().unwrap_or_default().to_string_lossy();
        let known = match ClientId::new(&stem) {
            Ok(client) => ledger.sha256(notice, &client)?.is_some(),
            Err(_) => false,
        };
        if file.is_dir() || !known {
            found.push(file);
        }
    }
    Ok(found)
}

/// Takes merged shards out of the way.
pub(super) fn retire(project: &Project, parts: Vec<Part>) -> Result<(), CommandError> {
    let merged: Vec<Shard> = parts.iter().map(|part| part.shard).collect();
    parts.into_iter().for_each(Part::let_go);
    Ok(shards::retire(project, &merged)?)
}
