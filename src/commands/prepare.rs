//! What every command on letters begins with: load, parse, check, and the press
//! for the notice that is asked for.

use rayon::ThreadPool;

use super::CommandError;
use super::press::Press;
use super::selection::select_notice;
use crate::args::Selection;
use crate::check::{CheckedFacts, SharedFacts, check_facts};
use crate::content::{KnownName, OtherNames, Recipients};
use crate::diagnostic::Diagnostic;
use crate::fs::FsError;
use crate::model::{Client, Notice};
use crate::project::{Project, Sources};
use crate::roster::{Addressee, Entry, Roster};

/// A project that is ready for letters, or the reasons why it is not.
pub struct Prepared<C = Client> {
    /// Makes the letters; `None` if something that all letters share is wrong.
    pub press: Option<Press>,
    /// The facts that the letters share, if they are right.
    pub facts: Option<SharedFacts>,
    /// The clients whose records are right.
    pub clients: Vec<C>,
    /// How many records there are, right or wrong.
    pub records: usize,
    /// Everything that is wrong so far.
    pub problems: Vec<Diagnostic>,
}

impl<C> Default for Prepared<C> {
    fn default() -> Self {
        Self { press: None, facts: None, clients: Vec::new(), records: 0, problems: Vec::new() }
    }
}

/// Reads a project.
pub fn prepare(
    project: &Project,
    pool: &ThreadPool,
    selection: &Selection,
) -> Result<Prepared, CommandError> {
    let begun = Begun::load(project, selection)?;
    begun.finish(pool, |client| Ok(Some((KnownName::of(&client), client))))
}

/// Reads a project whose clients are only listed: a long list is not held.
pub fn prepare_roster(
    project: &Project,
    pool: &ThreadPool,
    selection: &Selection,
) -> Result<Prepared<Entry>, CommandError> {
    let begun = Begun::load(project, selection)?;
    let roster = Roster::new(&begun.sources.clients, begun.facts.services())?;
    let incident = begun.facts.shared.as_ref().map(|facts| facts.incident.clone());
    let notice = begun.notice.clone();
    begun.finish(pool, |client| {
        // Without a notice there are no letters, and nobody to enter.
        let Some((incident, notice)) = incident.as_ref().zip(notice.as_ref()) else {
            return Ok(None);
        };
        Ok(Some((KnownName::of(&client), roster.enter(client, incident, notice)?)))
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
    fn load(project: &Project, selection: &Selection) -> Result<Self, CommandError> {
        let mut sources = project.load()?;
        let problems = std::mem::take(&mut sources.problems);
        let facts = check_facts(&sources);
        let mut of_notice = Vec::new();
        let shared = facts.shared.as_ref();
        let notice = shared.and_then(|facts| select_notice(facts, selection, &mut of_notice));
        Ok(Self { sources, facts, notice, problems, of_notice })
    }

    /// Reads the clients' records, of which `keep` makes a name and what is held,
    /// and the press.
    fn finish<C: Addressee + Send>(
        self,
        pool: &ThreadPool,
        keep: impl Fn(Client) -> Result<Option<(Option<KnownName>, C)>, FsError> + Send + Sync,
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
        for kept in checked.clients {
            if let Some((name, client)) = kept? {
                names.push(name);
                clients.push(client);
            }
        }
        let press = checked.shared.as_ref().and_then(|facts| {
            problems.extend(of_notice);
            let fewer = notice.as_ref().and_then(|notice| recipients.check(notice));
            problems.extend(fewer.and_then(|finding| facts.office.checks.judge(finding)));
            let names = names.into_iter().zip(clients.iter().map(C::id));
            let names = names.filter_map(|(name, id)| Some((name?, id)));
            let names = OtherNames::new(names, facts);
            Press::new(sources, facts, notice?, names).map_err(|found| problems.extend(found)).ok()
        });
        Ok(Prepared { press, facts: checked.shared, clients, records: checked.records, problems })
    }
}
