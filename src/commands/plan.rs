//! Which letters are to be made: those that are new, or not as they should be.

use std::collections::HashMap;

use rayon::ThreadPool;
use rayon::prelude::*;
use serde::Serialize;

use super::press::Press;
use crate::diagnostic::Diagnostic;
use crate::digest::Digest;
use crate::fs::{self, FsError};
use crate::ledger::KnownLetter;
use crate::limits;
use crate::messages::Message;
use crate::project::Project;
use crate::roster::Addressee;

/// How a letter in `out/` stands to the facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// It was never made.
    New,
    /// It was made from other facts.
    Stale,
    /// It was made, and the file is gone.
    Missing,
    /// The file is not the one that was made.
    Altered,
    /// It cannot be made; why will be said when it is tried.
    Broken,
    /// It is as it should be.
    Unchanged,
}

/// A client's letter and how it stands.
#[derive(Debug)]
pub struct Assessed<'a, C> {
    /// The client.
    pub client: &'a C,
    /// How the letter stands.
    pub standing: Standing,
    /// For a letter that is right, what the ledger does not know of it yet: the
    /// digest of what was read, and the file's time.
    pub confirmed: Option<(Digest, i64)>,
}

/// Looks at every client's letter, in the order of `clients`.
pub fn assess<'a, C: Addressee>(
    pool: &ThreadPool,
    project: &Project,
    press: &Press,
    known: &HashMap<String, KnownLetter>,
    clients: &[&'a C],
) -> Result<Vec<Assessed<'a, C>>, FsError> {
    let assess_one = |&client: &&'a C| {
        let Some(known) = known.get(client.id().as_str()) else {
            return Ok(Assessed { client, standing: Standing::New, confirmed: None });
        };
        let (standing, confirmed) = standing(project, press, known, client)?;
        Ok(Assessed { client, standing, confirmed })
    };
    pool.install(|| clients.par_iter().map(assess_one).collect())
}

fn standing(
    project: &Project,
    press: &Press,
    known: &KnownLetter,
    addressee: &impl Addressee,
) -> Result<(Standing, Option<(Digest, i64)>), FsError> {
    let inputs = press.inputs(addressee.record()?);
    // Where all that was read is the same, so is the letter.
    if inputs != known.inputs {
        let fingerprint = addressee.client().and_then(|client| {
            let source = press.source(&client)?;
            Ok(press.ingredients(&client, &source).fingerprint)
        });
        let Ok(fingerprint) = fingerprint else { return Ok((Standing::Broken, None)) };
        if fingerprint != known.fingerprint {
            return Ok((Standing::Stale, None));
        }
    }
    let path = project.letter(&press.notice.id, addressee.id());
    let Some((bytes, modified)) = fs::stamp(&path)? else { return Ok((Standing::Missing, None)) };
    if modified != known.modified || bytes != known.bytes {
        let file = fs::read_if_exists(&path, limits::BINARY_BYTES)?.unwrap_or_default();
        if Digest::of(&file) != known.sha256 {
            return Ok((Standing::Altered, None));
        }
    }
    let news = inputs != known.inputs || modified != known.modified;
    Ok((Standing::Unchanged, news.then_some((inputs, modified))))
}

/// Where the ledger is lost, what was issued can still be known: by its list, and
/// by the letters, which are read-only. An error for each letter that must not be
/// made; it is taken out of `letters`.
pub fn protected<C: Addressee>(
    project: &Project,
    press: &Press,
    known: &HashMap<String, KnownLetter>,
    letters: &mut Vec<Assessed<'_, C>>,
) -> Vec<Diagnostic> {
    let list = project.dispatch_list(&press.notice.id, "csv");
    if known.is_empty() && list.exists() && !letters.is_empty() {
        letters.clear();
        let message = Message::ListSaysIssued { list: project.shown(&list) };
        let problem = Diagnostic::error(message).at(press.notice.place());
        return vec![problem.hint(Message::BringBackLedger)];
    }
    let mut problems = Vec::new();
    letters.retain(|letter| {
        let path = project.letter(&press.notice.id, letter.client.id());
        let protected = fs::is_read_only(&path);
        if protected {
            let message = Message::ReadOnlyAsIssued { path: project.shown(&path) };
            let problem = Diagnostic::error(message).for_client(letter.client.id());
            problems.push(problem.hint(Message::BringBackLedger));
        }
        !protected
    });
    problems
}
