//! What every command on letters begins with: load, parse, check, and the judge
//! and press for the notice that is asked for.

use std::collections::BTreeSet;
use std::io;
use std::marker::PhantomData;
use std::path::Path;
use std::sync::Arc;

use rayon::ThreadPool;

use super::press::Press;
use super::selection::select_notice;
use super::verdict::Judge;
use crate::args::Selection;
use crate::check::{CheckedFacts, Clients, Seen, SharedFacts, check_facts};
use crate::content::{Doubles, Gathered, Named, OtherNames, Recipients};
use crate::diagnostic::Diagnostic;
use crate::digest::Digest;
use crate::fs::FsError;
use crate::lists::{List, Open};
use crate::model::{Client, Notice};
use crate::outcome::CommandError;
use crate::project::{Project, Sources, no_clients};
use crate::roster::{Listed, Roster};
use crate::store;
use crate::tasks::{self, Task};

/// A project that is ready for letters, or the reasons why it is not. The clients are
/// those whose records are right.
pub struct Prepared<C = Vec<Client>> {
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
    pub clients: C,
    /// How many records there are, right or wrong.
    pub records: usize,
    /// Everything that is wrong so far.
    pub problems: Vec<Diagnostic>,
}

impl<C: Default> Default for Prepared<C> {
    fn default() -> Self {
        Self {
            judge: None,
            press: None,
            facts: None,
            notice: None,
            clients: C::default(),
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
    let mut sources = match selection.from.clients_from {
        Some(_) => project.load_facts()?,
        None => project.load()?,
    };
    amend(&mut sources);
    let lists = match &selection.from.clients_from {
        Some(place) => list_from(place, &mut sources),
        None => sources.clients.iter().map(List::of_text).collect(),
    };
    let begun = Begun::of(sources, lists, selection);
    begun.finish(pool, Vec::new(), |client| client)
}

/// Reads a project whose clients are only listed: a long list is not held.
pub fn prepare_roster(
    project: &Project,
    pool: &ThreadPool,
    selection: &Selection,
) -> Result<Prepared<Roster>, CommandError> {
    let mut sources = project.load_facts()?;
    let lists = match &selection.from.clients_from {
        Some(place) => list_from(place, &mut sources),
        None => project.lists_of_clients(&mut sources)?,
    };
    let begun = Begun::of(sources, lists, selection);
    let names = begun.lists.iter().map(|list| list.name.clone());
    let roster = Roster::new(begun.facts.declared(), names, &selection.clients, project.shard());
    let incident = begun.facts.shared.as_ref().map(|facts| facts.incident.clone());
    let notice = begun.notice.clone();
    begun
        .finish(pool, roster, |client| Listed::of(client, notice.as_ref().zip(incident.as_deref())))
}

/// The list that is named instead of the project's own; none if its form is not known,
/// which is reported.
fn list_from(place: &Path, sources: &mut Sources) -> Vec<List> {
    let name = place.to_string_lossy().into_owned();
    let open: Open = match store::is_url(&name) {
        true => {
            let url = name.clone();
            Arc::new(move || match store::open_object(&url) {
                Ok(object) => Ok(Box::new(object)),
                Err(error) => Err(io::Error::other(error)),
            })
        }
        false => List::opener(place.to_owned()),
    };
    match List::named(&name, open) {
        Ok(list) => vec![list],
        Err(problem) => {
            sources.problems.push(*problem);
            sources.lacks_clients = true;
            Vec::new()
        }
    }
}

/// A project of which all is read but the clients' records.
struct Begun {
    sources: Sources,
    lists: Vec<List>,
    facts: CheckedFacts,
    notice: Option<Notice>,
    /// What is wrong with the files as such.
    problems: Vec<Diagnostic>,
    /// What is to be said of the notice.
    of_notice: Vec<Diagnostic>,
}

impl Begun {
    fn of(mut sources: Sources, lists: Vec<List>, selection: &Selection) -> Self {
        let problems = std::mem::take(&mut sources.problems);
        let facts = check_facts(&sources);
        let mut of_notice = Vec::new();
        let shared = facts.shared.as_ref();
        let notice = shared.and_then(|facts| select_notice(facts, selection, &mut of_notice));
        Self { sources, lists, facts, notice, problems, of_notice }
    }

    /// Reads the clients' records, of which `keep` makes what is put into `clients`, and
    /// the press.
    fn finish<T: Send, C: Clients<T> + Send>(
        self,
        pool: &ThreadPool,
        clients: C,
        keep: impl Fn(Client) -> T + Send + Sync,
    ) -> Result<Prepared<C>, CommandError> {
        let Self { sources, lists, facts, notice, mut problems, of_notice } = self;
        let notices = facts.shared.as_ref().map_or(&[][..], |facts| &facts.notices);
        let recipients = Recipients::none_of(notices);
        let mut named = WithNames::of(clients);
        let keep_named = |client: Client| {
            recipients.count(&client);
            (Named::of(&client), keep(client))
        };
        let checked = pool.install(|| facts.check_lists(&lists, keep_named, &mut named));
        let (shared, mut records, found) = checked?;
        problems.extend(found);
        match &notice {
            Some(notice) if notice.is_for_nobody() => {
                let nobody = Client::in_nobodys_place(notice);
                recipients.count(&nobody);
                named.clients.put(keep(nobody))?;
                records += 1;
            }
            Some(_) if lists.is_empty() && !sources.lacks_clients => {
                problems.push(no_clients());
            }
            _ => {}
        }
        let WithNames { names, left_out, clients, .. } = named;
        let (mut judge, mut press) = (None, None);
        if let Some(facts) = &shared {
            problems.extend(of_notice);
            if let Some(notice) = &notice {
                let of_notice = recipients.check(notice);
                let _reading = tasks::begin(Task::Reading("data/, templates/".to_owned()));
                let names = names.finish(left_out, OtherNames::let_pass(facts))?;
                let made = pool.install(|| begin(sources, facts, notice, names, of_notice));
                match made.1 {
                    Ok(made) => press = Some(made),
                    Err(found) => problems.extend(found),
                }
                judge = Some(made.0);
            }
        }
        let facts = shared;
        let notice = notice.filter(|_| facts.is_some());
        Ok(Prepared { judge, press, facts, notice, clients, records, problems })
    }
}

/// Clients whose names are gathered.
struct WithNames<C, T> {
    names: Gathered,
    /// The ids of those that are left out.
    left_out: BTreeSet<String>,
    clients: C,
    of: PhantomData<T>,
}

impl<T, C: Clients<T>> WithNames<C, T> {
    fn of(clients: C) -> Self {
        let (names, left_out) = (Gathered::default(), BTreeSet::new());
        Self { names, left_out, clients, of: PhantomData }
    }
}

impl<T, C: Clients<T>> Clients<(Named, T)> for WithNames<C, T> {
    fn put(&mut self, (named, kept): (Named, T)) -> Result<(), FsError> {
        self.names.add(&named)?;
        self.clients.put(kept)
    }

    fn each(&self, give: &mut Seen<'_>) -> Result<(), FsError> {
        self.clients.each(give)
    }

    fn leave_out(&mut self, numbers: &BTreeSet<usize>) -> Result<(), FsError> {
        let left_out = &mut self.left_out;
        self.clients.each(&mut |number, id, _| {
            left_out.extend(numbers.contains(&number).then(|| id.to_string()));
        })?;
        self.clients.leave_out(numbers)
    }
}

/// The judge and the press of a notice, or what is wrong with what the press needs.
fn begin(
    sources: Sources,
    facts: &SharedFacts,
    notice: &Notice,
    (doubles, names, known): (Doubles, OtherNames, Digest),
    of_notice: Option<Diagnostic>,
) -> (Arc<Judge>, Result<Press, Vec<Diagnostic>>) {
    let mut judge = Judge::new(&sources, facts, notice, doubles, known, of_notice);
    let made = Press::new(sources, facts, notice.clone(), names);
    if let Err(found) = &made {
        judge.leave_tags_to(found);
    }
    let judge = Arc::new(judge);
    (judge.clone(), made.map(|press| press.judged_by(judge)))
}
