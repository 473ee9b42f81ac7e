//! What was issued, in a store: a mark that the first issuer puts, and the lists.
//!
//! Two machines may be about to issue the same notice. Each asks the store to put its mark
//! where none is yet; of one the store takes it, and the other is told whose is there. An
//! issue that is killed behind its mark is carried to its end by the same command, given
//! again: the mark has all that it needs.

use serde::{Deserialize, Serialize};

use crate::clock;
use crate::diagnostic::Diagnostic;
use crate::ids::NoticeId;
use crate::ledger::{Issue, Ledger, ListForm};
use crate::messages::Message;
use crate::outcome::CommandError;
use crate::project::{Project, list_name};
use crate::sending_list;
use crate::store::{Condition, Put, Store, StoreError};

/// What a mark says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Mark {
    notice: String,
    at: String,
    issued_by: String,
    sent_by: String,
    letters: u64,
}

impl Mark {
    fn of(notice: &NoticeId, issue: &Issue) -> Self {
        Self {
            notice: notice.to_string(),
            at: issue.at.clone(),
            issued_by: issue.issued_by.clone(),
            sent_by: issue.sent_by.clone(),
            letters: issue.letters,
        }
    }

    fn bytes(&self) -> Vec<u8> {
        serde_json::to_vec_pretty(self).unwrap_or_default()
    }
}

/// What has become of the wish to issue a notice.
#[derive(Debug, Clone)]
pub enum Claim {
    /// It may be issued so.
    Granted(Issue),
    /// Somebody else was first.
    Taken(Issue),
}

/// The name of a notice's mark.
pub(super) fn key(notice: &NoticeId) -> String {
    format!("{notice}.issued.json")
}

/// Puts the mark of an issue, if nobody has put another one.
pub fn claim(store: &Store, notice: &NoticeId, issue: Issue) -> Result<Claim, StoreError> {
    let mark = Mark::of(notice, &issue);
    if let Put::Done(_) = store.put_if(&Condition::Absent, &key(notice), mark.bytes())? {
        return Ok(Claim::Granted(issue));
    }
    let found = found(store, notice)?;
    let found = found.ok_or_else(|| StoreError::Changed { url: store.url(&key(notice)) })?;
    let is_own = Mark { at: found.at.clone(), ..mark } == found;
    let issue = Issue {
        at: found.at,
        issued_by: found.issued_by,
        sent_by: found.sent_by,
        letters: found.letters,
    };
    Ok(if is_own { Claim::Granted(issue) } else { Claim::Taken(issue) })
}

/// The mark that is there. One that cannot be read is somebody's all the same.
fn found(store: &Store, notice: &NoticeId) -> Result<Option<Mark>, StoreError> {
    let found = store.get(&key(notice))?.map(|(bytes, _)| bytes);
    Ok(found.map(|bytes| {
        serde_json::from_slice(&bytes).unwrap_or_else(|_| Mark {
            notice: notice.to_string(),
            at: String::new(),
            issued_by: String::new(),
            sent_by: String::new(),
            letters: 0,
        })
    }))
}

/// That a notice was issued, as the store says and the ledger does not: an error.
pub fn marked(project: &Project, notice: &NoticeId) -> Result<Option<Diagnostic>, CommandError> {
    let Some(store) = project.store() else { return Ok(None) };
    Ok(found(store, notice)?.map(|mark| {
        let message = Message::StoreSaysIssued {
            url: store.url(&key(notice)),
            date: clock::day(&mark.at),
            by: mark.issued_by,
        };
        Diagnostic::error(message).hint(Message::FinishIssue)
    }))
}

/// Puts what a store lacks of what was issued: the mark and the lists. What is there stays,
/// whatever it is; `verify` says if it is another.
pub fn restore(
    store: &Store,
    ledger: &Ledger,
    notice: &NoticeId,
    issue: &Issue,
) -> Result<(), CommandError> {
    let put = |key: String, bytes: Vec<u8>| match store.look(&key)? {
        Some(_) => Ok(()),
        None => store.put_if(&Condition::Absent, &key, bytes).map(|_| ()),
    };
    put(key(notice), Mark::of(notice, issue).bytes())?;
    for form in ListForm::ALL {
        if let Some(list) = sending_list::list_as_issued(ledger, notice, form)? {
            put(list_name(notice, form.ending()), list)?;
        }
    }
    Ok(())
}

/// That the mark of a notice that was issued is gone, or another's: an error.
pub fn without_mark(
    project: &Project,
    notice: &NoticeId,
    issue: &Issue,
) -> Result<Option<Diagnostic>, CommandError> {
    let Some(store) = project.store() else { return Ok(None) };
    let is_right = found(store, notice)? == Some(Mark::of(notice, issue));
    let message = Message::StoreMarkIsGone { url: store.url(&key(notice)) };
    Ok((!is_right).then(|| Diagnostic::error(message).hint(Message::PutMarkAgain)))
}
