//! Which letters are to be made: those that are new, or not as they should be.

use std::collections::HashMap;
use std::path::Path;

use rayon::ThreadPool;
use rayon::prelude::*;
use serde::Serialize;

use super::press::{Draft, Press};
use crate::diagnostic::{Diagnostic, count_warnings};
use crate::digest::Digest;
use crate::fs::{self, FsError};
use crate::ids::NoticeId;
use crate::ledger::{Confirmed, KnownLetter, ListForm};
use crate::limits;
use crate::messages::Message;
use crate::model::Notice;
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
    /// It cannot be made, or may not go out as it is.
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
    /// For a letter that is right, how many warnings there are about it.
    pub warnings: usize,
    /// For a letter that is right, what the ledger does not know of it yet.
    pub confirmed: Option<Confirmed>,
    /// For one that is broken, why.
    pub problems: Vec<Diagnostic>,
}

/// Looks at every client's letter, in the order of `clients`. Letters that were
/// issued are not weighed again.
pub fn assess<'a, C: Addressee>(
    pool: &ThreadPool,
    project: &Project,
    press: &Press,
    known: &HashMap<String, KnownLetter>,
    clients: &[&'a C],
    issued: bool,
) -> Result<Vec<Assessed<'a, C>>, FsError> {
    let assess_one = |&client: &&'a C| {
        let new = Assessed {
            client,
            standing: Standing::New,
            warnings: 0,
            confirmed: None,
            problems: Vec::new(),
        };
        match known.get(client.id().as_str()) {
            None => Ok(new),
            Some(known) => assess_known(project, press, known, issued, new),
        }
    };
    pool.install(|| clients.par_iter().map(assess_one).collect())
}

/// Looks at a letter that was made before.
fn assess_known<'a, C: Addressee>(
    project: &Project,
    press: &Press,
    known: &KnownLetter,
    issued: bool,
    letter: Assessed<'a, C>,
) -> Result<Assessed<'a, C>, FsError> {
    let addressee = letter.client;
    let inputs = press.inputs(addressee.id(), addressee.record()?);
    let mut warnings = known.warnings;
    // Where all that was read is the same, so is the letter.
    if inputs != known.inputs {
        let drafted = addressee.client().and_then(|client| {
            let (source, found) = match press.draft(&client) {
                Draft { source: Some(source), .. } if issued => (source, Vec::new()),
                draft => press.accept(draft)?,
            };
            Ok((press.ingredients(&client, &source).fingerprint, found))
        });
        match drafted {
            Err(problems) => {
                return Ok(Assessed { standing: Standing::Broken, problems, ..letter });
            }
            Ok((fingerprint, _)) if fingerprint != known.fingerprint => {
                return Ok(Assessed { standing: Standing::Stale, ..letter });
            }
            Ok((_, found)) => warnings = count_warnings(&found),
        }
    }
    let path = project.letter(&press.notice.id, addressee.id());
    let Some((bytes, modified)) = fs::stamp(&path)? else {
        return Ok(Assessed { standing: Standing::Missing, ..letter });
    };
    if modified != known.modified || bytes != known.bytes {
        let file = fs::read_if_exists(&path, limits::BINARY_BYTES)?.unwrap_or_default();
        if Digest::of(&file) != known.sha256 {
            return Ok(Assessed { standing: Standing::Altered, ..letter });
        }
    }
    let news = inputs != known.inputs || modified != known.modified;
    let confirmed = news.then_some(Confirmed { inputs, modified, warnings });
    Ok(Assessed { standing: Standing::Unchanged, warnings, confirmed, ..letter })
}

/// Where the ledger does not know that a notice was issued, and a list says that it
/// was, the ledger is not the last one: an error.
pub fn sent_without_record(project: &Project, notice: &NoticeId) -> Option<Diagnostic> {
    let lists = ListForm::ALL.map(|form| project.sending_list(notice, form.ending()));
    // A link that leads nowhere is a list, too.
    let list = lists.iter().find(|list| list.symlink_metadata().is_ok())?;
    let message = Message::ListSaysIssued { list: project.shown(list) };
    Some(Diagnostic::error(message).hint(Message::BringBackLedger))
}

/// The same for a notice that nothing is to be done with.
pub fn other_sent_without_record(project: &Project, notice: &NoticeId, list: &Path) -> Diagnostic {
    let (list, notice) = (project.shown(list), notice.to_string());
    Diagnostic::error(Message::ListSaysOtherIssued { list, notice })
        .hint(Message::BringBackOrMoveList)
}

/// An error for each letter that is read-only, as those that were issued are: the
/// ledger may be lost, and the list too. It is taken out of `letters`.
pub fn protected<C: Addressee>(
    project: &Project,
    notice: &Notice,
    letters: &mut Vec<Assessed<'_, C>>,
) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    letters.retain(|letter| {
        let path = project.letter(&notice.id, letter.client.id());
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
