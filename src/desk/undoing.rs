//! A change of the page is taken back.

use serde_json::{Value, json};

use super::journal::Stays;
use super::{Desk, Done, notices};
use crate::diagnostic::Diagnostic;
use crate::ids::NoticeId;
use crate::ledger::{Ledger, LedgerError};
use crate::letters::recover;
use crate::live::NotDone;
use crate::messages::Message;
use crate::project::Project;

/// `do/undo`. A page says how many changes it has seen: another page may have made one since.
pub fn undo(desk: &mut Desk, body: &Value) -> Done {
    // No command is in the middle of its work on the same files.
    let _held = recover::hold(&desk.project)?;
    let count = desk.journal.last().map_or(0, |(_, count)| count);
    if body["count"].as_u64().is_some_and(|seen| seen != count as u64) {
        return Err(NotDone::Conflict(json!({ "count": count })));
    }
    let issued = issued(&desk.project)?;
    match desk.journal.undo(&desk.project, issued) {
        Ok(what) => {
            notices::show_one_that_is_there(desk);
            Ok(json!({ "what": what.to_string() }))
        }
        Err(Stays::Nothing) => Err(Diagnostic::error(Message::NothingToUndo).into()),
        Err(Stays::Sent) => Err(Diagnostic::error(Message::SentSince).into()),
        Err(Stays::Changed(file)) => {
            Err(NotDone::Conflict(json!({ "file": Message::UndoneElsewhere { file }.to_string() })))
        }
        Err(Stays::Failed(error)) => Err(error.into()),
    }
}

/// How many notices have been issued.
pub fn issued(project: &Project) -> Result<usize, LedgerError> {
    let Some(ledger) = Ledger::open_to_read(&project.ledger())? else { return Ok(0) };
    let mut issued = 0;
    for notice in ledger.notices()? {
        let id = NoticeId::new(&notice).ok();
        issued += usize::from(id.map_or(Ok(None), |id| ledger.issue(&id))?.is_some());
    }
    Ok(issued)
}
