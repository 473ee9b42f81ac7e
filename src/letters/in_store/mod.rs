//! What of a project is in an object store, beside its letters: the ledger, in parts while
//! letters are made and whole at the end; the marks and lists of what was issued.
//!
//! ```text
//! PREFIX/report-1/C-1.pdf                       the letters, of all shards
//! PREFIX/ledger.sqlite3                         the ledger
//! PREFIX/_parts/…                               what has been recorded since
//! PREFIX/shards/3-of-8/ledger.sqlite3, _parts/… the same of a shard
//! PREFIX/report-1.issued.json                   that the notice is issued: by the first
//! PREFIX/report-1-発送一覧.csv, .xlsx            the lists of what was sent
//! PREFIX/pruned/report-1/C-1.pdf                letters that `--prune` has moved away
//! ```
//!
//! The ledger is worked with on this machine, in a folder for each place, and is the copy of
//! one in the store, or comes from one. It is known which ([`origin`]): where the store has another, that one counts,
//! and what was here is put aside.

mod ledger;
mod mark;
mod origin;
mod record;

use super::shelf::{client_of, each_object};
use crate::ids::{ClientId, NoticeId};
use crate::messages::{Message, listed};
use crate::outcome::CommandError;
use crate::project::Project;
use crate::report;
use crate::store::StoreError;

pub use ledger::{remove_shards, send};
pub use mark::{Claim, claim, marked, restore, without_mark};
pub use record::StoreRecorder;

/// The folder of letters whose clients are gone.
const PRUNED: &str = "pruned";

/// What a command does with the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// Nothing.
    None,
    /// It reads it.
    Read,
    /// It may write it, and sends it to the store.
    Written,
}

/// Moves the letters away that somebody does not want to keep: those of nobody, or of another
/// kind. Where they are now; nothing where letters are in a folder.
pub fn prune(
    project: &Project,
    notice: &NoticeId,
    is_kept: impl Fn(Option<&ClientId>, &str) -> bool,
) -> Result<Vec<String>, CommandError> {
    let Some(store) = project.store() else { return Ok(Vec::new()) };
    let mut gone = Vec::new();
    each_letter(project, notice, |key| {
        gone.extend((!is_kept(client_of(key).as_ref(), key)).then(|| key.to_owned()));
    })?;
    let mut pruned = Vec::new();
    for key in gone {
        let to = format!("{PRUNED}/{key}");
        store.rename(&key, &to)?;
        pruned.push(store.url(&to));
    }
    Ok(pruned)
}

/// Calls `each` with the names of a notice's objects; none where letters are in a folder.
pub fn each_letter(
    project: &Project,
    notice: &NoticeId,
    mut each: impl FnMut(&str),
) -> Result<(), StoreError> {
    each_object(project, notice, |object| each(&object.key))
}

/// Brings what the store has to this machine. Where letters go to a folder, it is said that
/// others are in a store: somebody may have forgotten to name it.
pub fn at_start(project: &Project, how: Use) -> Result<(), CommandError> {
    match project.store() {
        Some(store) if how != Use::None => return ledger::bring_all(project, store, how),
        None if how == Use::Written => {
            let places = origin::places(&project.stores())?;
            if !places.is_empty() {
                report::say(Message::OthersAreInStores { places: listed(&places) });
            }
        }
        _ => {}
    }
    Ok(())
}
