//! What was made is opened in the system's own program.

use serde_json::{Value, json};

use super::{Desk, Done, issuing};
use crate::diagnostic::Diagnostic;
use crate::ids::NoticeId;
use crate::ledger::ListForm;
use crate::messages::Message;

/// `ask/open`: the folder of the shown notice's letters, or the list of what was sent. No
/// other path can be named.
pub fn open(desk: &mut Desk, body: &Value) -> Done {
    let nothing = || Diagnostic::error(Message::NothingToOpen);
    let notice = issuing::shown(desk)?.and_then(|notice| NoticeId::new(&notice).ok());
    let notice = notice.ok_or_else(nothing)?;
    let project = &desk.project;
    let path = match body["place"].as_str() {
        Some("list") => {
            let lists = ListForm::ALL.map(|form| project.sending_list(&notice, form.ending()));
            lists.into_iter().rev().find(|list| list.exists())
        }
        _ => Some(project.letters(&notice)).filter(|folder| folder.exists()),
    };
    let path = path.ok_or_else(nothing)?;
    open::that_detached(&path).map_err(|_| Diagnostic::error(Message::NoViewer))?;
    Ok(json!({ "path": project.shown(&path) }))
}
