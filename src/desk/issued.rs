//! What issued notices tell of. What was sent stays: their own files, and the bulletins that
//! they tell of. A part may change, as the next notice may need it; the page says before
//! who has got it.

use serde_json::Value as Json;

use super::passages::path_of;
use super::writing::Loaded;
use crate::check::SharedFacts;
use crate::diagnostic::Diagnostic;
use crate::facts::Step;
use crate::ids::NoticeId;
use crate::ledger::Ledger;
use crate::letters::plan::sent_without_record;
use crate::live::Refusal;
use crate::messages::Message;
use crate::model::{Bulletin, Walk};
use crate::project::Project;

/// The folder of the notices.
pub const NOTICES: &str = "data/notices/";

const INCIDENT: &str = "data/incident.yaml";

/// The notices that were issued, the first first.
fn issued(project: &Project) -> Result<Vec<NoticeId>, Refusal> {
    let Some(ledger) = Ledger::open_to_read(&project.ledger())? else { return Ok(Vec::new()) };
    let mut issued = Vec::new();
    for id in ledger.notices()? {
        let Ok(id) = NoticeId::new(&id) else { continue };
        if ledger.issue(&id)?.is_some() {
            issued.push(id);
        }
    }
    Ok(issued)
}

/// The issued notices that may tell of a bulletin.
pub fn telling_of(
    project: &Project,
    facts: &SharedFacts,
    bulletin: &Bulletin,
) -> Result<Vec<NoticeId>, Refusal> {
    let mut telling = issued(project)?;
    telling.retain(|id| {
        let notice = facts.notices.iter().find(|notice| notice.id == *id);
        // Of a notice that is no longer there nobody knows.
        notice.is_none_or(|it| {
            it.tells_of_bulletins(&facts.incident) && bulletin.at <= it.tells_until()
        })
    });
    Ok(telling)
}

/// The issued notices that take in a part, by itself or in another part.
fn taking_in(project: &Project, facts: &SharedFacts, part: &str) -> Result<Vec<NoticeId>, Refusal> {
    let mut taking = issued(project)?;
    taking.retain(|id| {
        let mut takes = false;
        if let Some(notice) = facts.notices.iter().find(|notice| notice.id == *id) {
            notice.walk(&facts.incident, &mut |seen| {
                if let Walk::Part(it) | Walk::PartAsText(it) = seen {
                    takes |= *it.name == *part;
                }
                true
            });
        }
        takes
    });
    Ok(taking)
}

/// The bulletin that a place of the incident's file is in.
fn bulletin_at<'f>(facts: &'f SharedFacts, path: &[Step]) -> Option<&'f Bulletin> {
    facts.incident.bulletins.iter().find(|it| path.starts_with(&it.origin.path))
}

/// The issued notices in which a text stands that others have too: that of a part, or of a
/// bulletin. While something is wrong with the facts, nobody knows of any.
pub fn issued_in(
    project: &Project,
    loaded: &Loaded,
    file: &str,
    path: &[Step],
) -> Result<Vec<NoticeId>, Refusal> {
    let Some(facts) = loaded.facts.shared.as_ref().filter(|_| file == INCIDENT) else {
        return Ok(Vec::new());
    };
    match path {
        [Step::Key(parts), Step::Key(name), ..] if parts == "parts" => {
            taking_in(project, facts, name)
        }
        _ => match bulletin_at(facts, path) {
            Some(bulletin) => telling_of(project, facts, bulletin),
            None => Ok(Vec::new()),
        },
    }
}

/// An error if the file is that of a notice that was issued, or the place is in a bulletin
/// that such a notice tells of: what was sent stays.
pub fn unless_issued(project: &Project, loaded: &Loaded, body: &Json) -> Result<(), Refusal> {
    let file = body["file"].as_str().unwrap_or_default();
    match file.strip_prefix(NOTICES) {
        Some(name) => unless_notice_is(project, name),
        None if file == INCIDENT => unless_bulletin_is(project, loaded, body),
        None => Ok(()),
    }
}

fn unless_notice_is(project: &Project, name: &str) -> Result<(), Refusal> {
    let Some((id, _)) = name.rsplit_once('.') else { return Ok(()) };
    let Ok(id) = NoticeId::new(id) else { return Ok(()) };
    let issue = match Ledger::open_to_read(&project.ledger())? {
        Some(ledger) => ledger.issue(&id)?,
        None => None,
    };
    if issue.is_some() {
        let problem = Diagnostic::error(Message::NoticeIsSent { notice: id.to_string() });
        return Err(problem.hint(Message::WriteNextOnDesk).into());
    }
    match sent_without_record(project, &id) {
        Some(problem) => Err(problem.into()),
        None => Ok(()),
    }
}

fn unless_bulletin_is(project: &Project, loaded: &Loaded, body: &Json) -> Result<(), Refusal> {
    let place = if body["path"].is_null() { &body["list"] } else { &body["path"] };
    let path = path_of(place)?;
    if !matches!(&path[..], [Step::Key(list), Step::Index(_), ..] if list == "bulletins") {
        return Ok(());
    }
    if issued(project)?.is_empty() {
        return Ok(());
    }
    let facts = loaded.shared()?;
    let Some(bulletin) = bulletin_at(facts, &path) else { return Ok(()) };
    let Some(notice) = telling_of(project, facts, bulletin)?.into_iter().next() else {
        return Ok(());
    };
    let (number, notice) = (bulletin.number.to_string(), notice.to_string());
    let problem = Diagnostic::error(Message::BulletinIsSent { number, notice });
    let place = bulletin.origin.document.place(&bulletin.origin.path);
    Err(problem.at(place).hint(Message::WriteNextOnDesk).into())
}
