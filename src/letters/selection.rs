//! Which notice and which clients a command is about.

use std::collections::BTreeSet;

use crate::args::Selection;
use crate::check::{SharedFacts, check_facts};
use crate::content::fold;
use crate::diagnostic::{Diagnostic, arrange, did_you_mean, quoted};
use crate::ids::ClientId;
use crate::ledger::Ledger;
use crate::messages::{Message, listed};
use crate::model::{Client, Incident, Notice, Variant};
use crate::outcome::CommandError;
use crate::project::Project;
use crate::roster::{Addressee, Entry};

/// The problems in their order, without those of clients that were not asked for.
pub fn relevant(mut problems: Vec<Diagnostic>, selection: &Selection) -> Vec<Diagnostic> {
    if !selection.clients.is_empty() {
        let asked_for = |id: &ClientId| selection.clients.iter().any(|it| it == id.as_str());
        problems.retain(|it| it.clients.is_empty() || it.clients.iter().any(asked_for));
    }
    arrange(problems)
}

/// The notices that letters are to be made for: the one that is asked for, or all that
/// have not been issued, or the last one where all have. One without a name stands for
/// whatever there is, where the facts are wrong and nobody knows.
pub fn notices_to_make(
    project: &Project,
    selection: &Selection,
) -> Result<Vec<Option<String>>, CommandError> {
    if selection.notice.is_some() {
        return Ok(vec![selection.notice.clone()]);
    }
    let sources = project.load()?;
    if sources.notices.len() < 2 {
        return Ok(vec![None]);
    }
    let Some(facts) = check_facts(&sources).shared else { return Ok(vec![None]) };
    let ledger = Ledger::open_to_read(&project.ledger())?;
    let mut open = Vec::new();
    for notice in &facts.notices {
        let issue = ledger.as_ref().map_or(Ok(None), |ledger| ledger.issue(&notice.id))?;
        if issue.is_none() {
            open.push(Some(notice.id.to_string()));
        }
    }
    if open.is_empty() {
        open.extend(facts.notices.last().map(|notice| Some(notice.id.to_string())));
    }
    Ok(open)
}

/// The same selection for each of the notices that letters are to be made for.
pub fn of_each_notice(
    project: &Project,
    selection: &Selection,
) -> Result<Vec<Selection>, CommandError> {
    let notices = notices_to_make(project, selection)?;
    let of_several = notices.len() > 1;
    let of_one = |notice| Selection { notice, of_several, ..selection.clone() };
    Ok(notices.into_iter().map(of_one).collect())
}

/// The notice that is asked for; the last one if none is.
pub fn select_notice(
    facts: &SharedFacts,
    selection: &Selection,
    problems: &mut Vec<Diagnostic>,
) -> Option<Notice> {
    let Some(wanted) = &selection.notice else {
        let current = facts.notices.last()?;
        problems.extend(current.warning_of_later_bulletins(&facts.incident));
        return Some(current.clone());
    };
    let found = facts.notices.iter().find(|notice| notice.id.as_str() == wanted);
    if found.is_none() {
        let ids: Vec<&str> = facts.notices.iter().map(|notice| notice.id.as_str()).collect();
        problems.push(
            Diagnostic::error(Message::NoSuchNotice { id: quoted(wanted) })
                .hint(Message::NoticesAre { ids: listed(ids) }),
        );
    }
    found.cloned()
}

/// The clients that are asked for and that the notice is for; all of those if
/// none is asked for. Letters that are alike come one after the other: the
/// compiler then has most of the next one in its memory.
pub fn select_clients<'a>(
    clients: &'a [Client],
    selection: &Selection,
    notice: &Notice,
    incident: &Incident,
    problems: &mut Vec<Diagnostic>,
) -> Vec<&'a Client> {
    let mut selected = select(clients, |it| notice.is_for(it), selection, notice, problems);
    selected.sort_by_cached_key(|client| Variant::of(client, notice, incident));
    selected
}

/// The same of a roster.
pub fn select_entries<'a>(
    entries: &'a [Entry],
    selection: &Selection,
    notice: &Notice,
    problems: &mut Vec<Diagnostic>,
) -> Vec<&'a Entry> {
    let mut selected = select(entries, |it| it.variant.is_some(), selection, notice, problems);
    selected.sort_by(|a, b| a.variant.cmp(&b.variant));
    selected
}

fn select<'a, C: Addressee>(
    clients: &'a [C],
    is_addressed: impl Fn(&C) -> bool,
    selection: &Selection,
    notice: &Notice,
    problems: &mut Vec<Diagnostic>,
) -> Vec<&'a C> {
    let wanted: BTreeSet<&str> = selection.clients.iter().map(String::as_str).collect();
    for id in &wanted {
        match clients.iter().find(|client| client.id().as_str() == *id) {
            // What is wrong with its record has been said.
            None if problems.iter().any(|it| it.clients.iter().any(|it| it.as_str() == *id)) => {}
            None => problems.push(no_client(id, clients)),
            Some(client) if !is_addressed(client) && selection.of_several => {}
            Some(client) if !is_addressed(client) => problems.push(
                Diagnostic::error(Message::NotForClient {
                    notice: notice.id.to_string(),
                    client: (*id).to_owned(),
                })
                .at(notice.place_of("to"))
                .hint(Message::AudienceLeavesOut),
            ),
            Some(_) => {}
        }
    }
    let asked_for = |client: &&C| wanted.is_empty() || wanted.contains(client.id().as_str());
    clients.iter().filter(asked_for).filter(|client| is_addressed(client)).collect()
}

/// Says that no client has this id, or none whose record is right.
fn no_client<C: Addressee>(id: &str, clients: &[C]) -> Diagnostic {
    let problem = Diagnostic::error(Message::NoClientOrWrong { id: quoted(id) });
    match did_you_mean(id, clients.iter().map(|client| client.id().as_str())) {
        Some(meant) => problem.hint(Message::DidYouMean { meant: meant.to_owned() }),
        None => problem.hint(Message::IdsAreInClients),
    }
}

/// The client with this id.
pub fn client_of_id<'a>(
    clients: &'a [Client],
    id: &str,
    problems: &mut Vec<Diagnostic>,
) -> Option<&'a Client> {
    let found = clients.iter().find(|client| client.id.as_str() == id);
    // What is wrong with its record has been said.
    let is_said = || problems.iter().any(|it| it.clients.iter().any(|it| it.as_str() == id));
    if found.is_none() && !is_said() {
        problems.push(no_client(id, clients));
    }
    found
}

/// The client with this id, or the one whose id or name holds the words; the
/// first if nothing is asked for.
pub fn find_client<'a>(
    clients: &'a [Client],
    wanted: Option<&str>,
    problems: &mut Vec<Diagnostic>,
) -> Option<&'a Client> {
    /// How many matches are listed.
    const LISTED: usize = 10;
    let Some(wanted) = wanted else { return clients.first() };
    if let Some(client) = clients.iter().find(|client| client.id.as_str() == wanted) {
        return Some(client);
    }
    let words = fold(wanted);
    let holds = |text: &str| fold(text).contains(&words);
    let matches: Vec<&Client> =
        clients.iter().filter(|it| holds(it.id.as_str()) || holds(&it.name)).collect();
    match matches[..] {
        [client] => return Some(client),
        // What is wrong with its record has been said.
        [] if problems.iter().any(|it| it.clients.iter().any(|it| it.as_str() == wanted)) => {}
        [] => {
            let problem = Diagnostic::error(Message::NobodyHolds { words: quoted(wanted) });
            let ids = clients.iter().map(|client| client.id.as_str());
            problems.push(match did_you_mean(wanted, ids) {
                Some(meant) => problem.hint(Message::DidYouMean { meant: meant.to_owned() }),
                None => problem.hint(Message::ClientsAreIn),
            });
        }
        _ => {
            let problem = Diagnostic::error(Message::ManyHold {
                number: matches.len().to_string(),
                words: quoted(wanted),
            });
            let listed = matches.iter().take(LISTED);
            let listed =
                listed.map(|client| Message::Verbatim(format!("{} {}", client.id, client.name)));
            problems.push(listed.fold(problem, Diagnostic::hint));
        }
    }
    None
}
