//! Which notice and which clients a command is about.

use std::collections::BTreeSet;

use crate::args::Selection;
use crate::check::{SharedFacts, check_facts, meant_by};
use crate::content::fold;
use crate::diagnostic::{Diagnostic, arrange, did_you_mean, quoted};
use crate::ids::ClientId;
use crate::ledger::Ledger;
use crate::lists::Form;
use crate::messages::{Message, listed};
use crate::model::{Client, Incident, Notice, Variant};
use crate::outcome::CommandError;
use crate::project::Project;
use crate::roster::Roster;

/// The problems in their order, without those of clients that were not asked for.
pub fn relevant(mut problems: Vec<Diagnostic>, selection: &Selection) -> Vec<Diagnostic> {
    if !selection.clients.is_empty() {
        let asked_for = |id: &ClientId| selection.clients.iter().any(|it| it == id.as_str());
        problems.retain(|it| it.clients.is_empty() || it.clients.iter().any(asked_for));
    }
    problems.iter_mut().filter(|it| !is_of_yaml(it)).for_each(|problem| {
        problem.fix = None;
        problem.hints.iter_mut().for_each(|hint| hint.edit = None);
    });
    arrange(problems)
}

/// Whether a problem stands, if anywhere, in a file that can be changed as it is read.
fn is_of_yaml(problem: &Diagnostic) -> bool {
    let form = problem.place().and_then(|place| Form::of(&place.source.name));
    form.is_none_or(|form| form == Form::Yaml)
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
    let sources = project.load_facts()?;
    if sources.notices.len() < 2 {
        return Ok(vec![None]);
    }
    let Some(facts) = check_facts(&sources).shared else { return Ok(vec![None]) };
    // A shard's own ledger knows of no issue.
    let ledger = Ledger::open_to_read(&project.whole().ledger())?;
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
    let mut selected = select(clients, selection, notice, problems);
    selected.sort_by_cached_key(|client| Variant::of(client, notice, incident));
    selected
}

/// Says of clients of a roster who are asked for that they are not there, or that the notice
/// is not for them. How many of them get no letter, and should have got one: all whom the
/// notice is not for, or if it is one of several, those that nobody knows.
pub fn check_asked_for(
    roster: &Roster,
    selection: &Selection,
    notice: &Notice,
    problems: &mut Vec<Diagnostic>,
) -> Result<usize, CommandError> {
    let wanted: BTreeSet<String> = selection.clients.iter().cloned().collect();
    let is_there = |id: &&String| roster.is_addressed(id).is_some();
    let (there, unknown): (Vec<_>, Vec<_>) = wanted.iter().partition(is_there);
    let mut without = unknown.len();
    // What is wrong with its record has been said.
    let is_told =
        |id: &&String| problems.iter().any(|it| it.clients.iter().any(|it| it.as_str() == **id));
    let unknown: BTreeSet<String> =
        unknown.into_iter().filter(|id| !is_told(id)).cloned().collect();
    if !unknown.is_empty() {
        let mut meant = meant_by(&unknown, roster)?;
        problems.extend(unknown.iter().map(|id| no_client(id, meant.remove(id.as_str()).as_ref())));
    }
    for id in there.into_iter().filter(|id| roster.is_addressed(id) == Some(false)) {
        if !selection.of_several {
            without += 1;
            problems.push(not_for(id, notice));
        }
    }
    Ok(without)
}

fn select<'a>(
    clients: &'a [Client],
    selection: &Selection,
    notice: &Notice,
    problems: &mut Vec<Diagnostic>,
) -> Vec<&'a Client> {
    let is_addressed = |client: &Client| notice.is_for(client);
    let wanted: BTreeSet<&str> = selection.clients.iter().map(String::as_str).collect();
    for id in &wanted {
        match clients.iter().find(|client| client.id.as_str() == *id) {
            // What is wrong with its record has been said.
            None if problems.iter().any(|it| it.clients.iter().any(|it| it.as_str() == *id)) => {}
            None => problems.push(no_client(id, meant_among(id, clients))),
            Some(client) if !is_addressed(client) && selection.of_several => {}
            Some(client) if !is_addressed(client) => problems.push(not_for(id, notice)),
            Some(_) => {}
        }
    }
    let asked_for = |client: &&Client| wanted.is_empty() || wanted.contains(client.id.as_str());
    clients.iter().filter(asked_for).filter(|client| is_addressed(client)).collect()
}

/// Says that the notice is not for a client.
fn not_for(id: &str, notice: &Notice) -> Diagnostic {
    let (notice_id, client) = (notice.id.to_string(), id.to_owned());
    Diagnostic::error(Message::NotForClient { notice: notice_id, client })
        .at(notice.place_of("to"))
        .hint(Message::AudienceLeavesOut)
}

/// Says that no client has this id, or none whose record is right, and who may be meant.
fn no_client(id: &str, meant: Option<&ClientId>) -> Diagnostic {
    let problem = Diagnostic::error(Message::NoClientOrWrong { id: quoted(id) });
    match meant {
        Some(meant) => problem.hint(Message::DidYouMean { meant: meant.to_string() }),
        None => problem.hint(Message::IdsAreInClients),
    }
}

fn meant_among<'a>(id: &str, clients: &'a [Client]) -> Option<&'a ClientId> {
    let meant = did_you_mean(id, clients.iter().map(|client| client.id.as_str()))?;
    clients.iter().map(|client| &client.id).find(|id| id.as_str() == meant)
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
        problems.push(no_client(id, meant_among(id, clients)));
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
