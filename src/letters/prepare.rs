//! What every command on letters begins with: load, parse, check, and the judge
//! and press for the notice that is asked for.

use std::sync::Arc;

use rayon::ThreadPool;

use super::press::Press;
use super::selection::select_notice;
use super::verdict::Judge;
use crate::args::Selection;
use crate::check::{CheckedFacts, SharedFacts, check_facts};
use crate::content::{KnownName, OtherNames, Recipients};
use crate::diagnostic::Diagnostic;
use crate::digest::Digest;
use crate::fs::FsError;
use crate::ids::ClientId;
use crate::model::{Client, Notice};
use crate::outcome::CommandError;
use crate::project::{Project, Sources, no_clients};
use crate::roster::{Addressee, Entry, Roster};
use crate::tasks::{self, Task};

/// A project that is ready for letters, or the reasons why it is not.
pub struct Prepared<C = Client> {
    /// Weighs the letters; `None` if the facts that they share are wrong, or there
    /// is no such notice.
    pub judge: Option<Arc<Judge>>,
    /// Makes the letters; `None` without a judge, or if a template or font is wrong.
    pub press: Option<Press>,
    /// The facts that the letters share, if they are right.
    pub facts: Option<SharedFacts>,
    /// The notice that was asked for, if the facts are right and there is one.
    pub notice: Option<Notice>,
    /// The clients whose records are right.
    pub clients: Vec<C>,
    /// How many records there are, right or wrong.
    pub records: usize,
    /// Everything that is wrong so far.
    pub problems: Vec<Diagnostic>,
}

impl<C> Default for Prepared<C> {
    fn default() -> Self {
        Self {
            judge: None,
            press: None,
            facts: None,
            notice: None,
            clients: Vec::new(),
            records: 0,
            problems: Vec::new(),
        }
    }
}

/// Reads a project.
pub fn prepare(
    project: &Project,
    pool: &ThreadPool,
    selection: &Selection,
) -> Result<Prepared, CommandError> {
    prepare_with(project, pool, selection, |_| ())
}

/// Reads a project as it would be with other files, which `amend` puts in.
pub fn prepare_with(
    project: &Project,
    pool: &ThreadPool,
    selection: &Selection,
    amend: impl FnOnce(&mut Sources),
) -> Result<Prepared, CommandError> {
    let mut sources = project.load()?;
    amend(&mut sources);
    let begun = Begun::of(sources, selection);
    begun.finish(pool, |client| Ok(Some((Named::of(&client), client))))
}

/// Reads a project whose clients are only listed: a long list is not held.
pub fn prepare_roster(
    project: &Project,
    pool: &ThreadPool,
    selection: &Selection,
) -> Result<Prepared<Entry>, CommandError> {
    let begun = Begun::of(project.load()?, selection);
    let roster = Roster::new(&begun.sources.clients, begun.facts.declared())?;
    let incident = begun.facts.shared.as_ref().map(|facts| facts.incident.clone());
    let notice = begun.notice.clone();
    begun.finish(pool, |client| {
        // Without a notice there are no letters, and nobody to enter.
        let Some((incident, notice)) = incident.as_ref().zip(notice.as_ref()) else {
            return Ok(None);
        };
        Ok(Some((Named::of(&client), roster.enter(client, incident, notice)?)))
    })
}

/// A project of which all is read but the clients' records.
struct Begun {
    sources: Sources,
    facts: CheckedFacts,
    notice: Option<Notice>,
    /// What is wrong with the files as such.
    problems: Vec<Diagnostic>,
    /// What is to be said of the notice.
    of_notice: Vec<Diagnostic>,
}

impl Begun {
    fn of(mut sources: Sources, selection: &Selection) -> Self {
        let problems = std::mem::take(&mut sources.problems);
        let facts = check_facts(&sources);
        let mut of_notice = Vec::new();
        let shared = facts.shared.as_ref();
        let notice = shared.and_then(|facts| select_notice(facts, selection, &mut of_notice));
        Self { sources, facts, notice, problems, of_notice }
    }

    /// Reads the clients' records, of which `keep` makes a name and what is held,
    /// and the press.
    fn finish<C: Addressee + Send>(
        self,
        pool: &ThreadPool,
        keep: impl Fn(Client) -> Result<Option<(Named, C)>, FsError> + Send + Sync,
    ) -> Result<Prepared<C>, CommandError> {
        let Self { sources, facts, notice, mut problems, of_notice } = self;
        let notices = facts.shared.as_ref().map_or(&[][..], |facts| &facts.notices);
        let recipients = Recipients::none_of(notices);
        let keep = |client: Client| {
            recipients.count(&client);
            keep(client)
        };
        let checked = pool.install(|| facts.check_clients(&sources.clients, keep));
        problems.extend(checked.problems);
        let (mut names, mut clients) = (Vec::new(), Vec::with_capacity(checked.clients.len()));
        let mut records = checked.records;
        for kept in checked.clients {
            if let Some((name, client)) = kept? {
                names.push(name);
                clients.push(client);
            }
        }
        match &notice {
            Some(notice) if notice.is_for_nobody() => {
                clients.extend(keep(Client::in_nobodys_place(notice))?.map(|(_, kept)| kept));
                records += 1;
            }
            Some(_) if sources.clients.is_empty() && !sources.lacks_clients => {
                problems.push(no_clients());
            }
            _ => {}
        }
        let names = names.into_iter().zip(clients.iter().map(C::id)).collect();
        let (mut judge, mut press) = (None, None);
        if let Some(facts) = &checked.shared {
            problems.extend(of_notice);
            if let Some(notice) = &notice {
                let of_notice = recipients.check(notice);
                let _reading = tasks::begin(Task::Reading("data/, templates/".to_owned()));
                let made = pool.install(|| begin(sources, facts, notice, names, of_notice));
                match made.1 {
                    Ok(made) => press = Some(made),
                    Err(found) => problems.extend(found),
                }
                judge = Some(made.0);
            }
        }
        let facts = checked.shared;
        let notice = notice.filter(|_| facts.is_some());
        Ok(Prepared { judge, press, facts, notice, clients, records, problems })
    }
}

/// What of a client's name is kept.
struct Named {
    name: String,
    /// As it is looked for in the letters of others, if it is.
    known: Option<KnownName>,
}

impl Named {
    fn of(client: &Client) -> Self {
        Self { name: client.name.clone(), known: KnownName::of(client) }
    }
}

/// The judge and the press of a notice, or what is wrong with what the press needs.
fn begin(
    sources: Sources,
    facts: &SharedFacts,
    notice: &Notice,
    names: Vec<(Named, &ClientId)>,
    of_notice: Option<Diagnostic>,
) -> (Arc<Judge>, Result<Press, Vec<Diagnostic>>) {
    let all: Vec<_> = names.iter().map(|(named, id)| (named.name.as_str(), *id)).collect();
    let mut known: Vec<_> = names.iter().map(|(named, _)| format!("{:?}", named.known)).collect();
    known.sort_unstable();
    let known = Digest::of(known.concat().as_bytes());
    let mut judge = Judge::new(&sources, facts, notice, &all, known, of_notice);
    let names = names.into_iter().filter_map(|(named, id)| Some((named.known?, id)));
    let names = OtherNames::new(names, facts);
    let made = Press::new(sources, facts, notice.clone(), names);
    if let Err(found) = &made {
        judge.leave_tags_to(found);
    }
    let judge = Arc::new(judge);
    (judge.clone(), made.map(|press| press.judged_by(judge)))
}
