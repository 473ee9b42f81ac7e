//! From a project's files to checked facts, with every problem on the way.

mod list;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use self::list::Reading;
use crate::diagnostic::{Diagnostic, Place, SourceText, did_you_mean, quoted};
use crate::facts::{Declared, Document, Node, OwnFields, Parsing, scalar};
use crate::fs::FsError;
use crate::ids::{ClientId, NoticeId};
use crate::lists::List;
use crate::messages::{Message, listed};
use crate::model::{Client, Incident, Known, Notice, Office};
use crate::project::Sources;
use crate::tasks::{Task, begin};

pub use self::list::{Clients, Seen};

/// The facts that all letters share.
#[derive(Debug)]
pub struct SharedFacts {
    /// Who writes.
    pub office: Office,
    /// The office's own fields of its recipients.
    pub own: OwnFields,
    /// What happened.
    pub incident: Arc<Incident>,
    /// The letters about it, oldest first; at least one.
    pub notices: Vec<Notice>,
}

/// The facts that all letters share, and what the clients' records are checked
/// against.
#[derive(Debug)]
pub struct CheckedFacts {
    /// The facts; `None` if any of them is wrong.
    pub shared: Option<SharedFacts>,
    declares_well: bool,
    cx: Parsing,
}

/// What could be made of the files.
#[derive(Debug)]
pub struct Checked {
    /// The shared facts; `None` if any of them is wrong.
    pub shared: Option<SharedFacts>,
    /// The clients whose records are right, in the order of the files.
    pub clients: Vec<Client>,
    /// How many records there are, right or wrong.
    pub records: usize,
    /// Everything that is wrong.
    pub problems: Vec<Diagnostic>,
}

/// Parses and checks all files.
pub fn check(sources: &Sources) -> Checked {
    check_facts(sources).check_clients(&sources.clients)
}

/// Parses and checks the files that all letters share.
pub fn check_facts(sources: &Sources) -> CheckedFacts {
    let mut cx = Parsing::default();
    let pictures: Vec<String> = sources.pictures.iter().map(|(name, _)| name.clone()).collect();
    let templates: Vec<String> = sources
        .templates
        .iter()
        .filter(|template| template.is_rendered())
        .map(|template| template.name.clone())
        .collect();
    let declares_well = match &sources.fields {
        None => true,
        fields => {
            let own = parse(fields, &mut cx, OwnFields::parse);
            cx.declared.own = own.unwrap_or_default();
            cx.problems.is_empty()
        }
    };
    cx.declared.pictures = Arc::new(pictures.clone());
    let office = parse(&sources.office, &mut cx, |node, cx| Office::parse(node, &pictures, cx));
    let incident = match &sources.incident {
        Some(_) => parse(&sources.incident, &mut cx, Incident::parse),
        None => Some(Incident::unnamed()),
    };
    cx.declared.report_within = incident.as_ref().map(|incident| incident.report_within);
    let notices = check_notices(sources, &templates, office.as_ref(), incident.as_ref(), &mut cx);
    // A file that could not be read may say anything.
    let are_right = cx.problems.is_empty() && !notices.is_empty() && !sources.lacks_facts;
    let shared = office.zip(incident).filter(|_| are_right);
    CheckedFacts {
        shared: shared.map(|(office, incident)| SharedFacts {
            office,
            own: cx.declared.own.clone(),
            incident: Arc::new(incident),
            notices,
        }),
        declares_well,
        cx,
    }
}

/// Reads the notices, each from a file of its own, and puts them in order.
fn check_notices(
    sources: &Sources,
    templates: &[String],
    office: Option<&Office>,
    incident: Option<&Incident>,
    cx: &mut Parsing,
) -> Vec<Notice> {
    let senders: Vec<String> =
        office.iter().flat_map(|it| it.senders()).map(|it| it.name.clone()).collect();
    let unknown = Incident::unnamed();
    let incident = incident.unwrap_or(&unknown);
    let known = Known { templates, senders: &senders, incident };
    let mut notices = Vec::new();
    for source in &sources.notices {
        let stem = source.name.rsplit('/').next().and_then(|name| name.rsplit_once('.'));
        let stem = stem.map_or(&*source.name, |(stem, _)| stem);
        match NoticeId::new(stem) {
            Ok(id) => notices.extend(parse(&Some(source.clone()), cx, |node, cx| {
                Notice::parse(id, node, known, cx)
            })),
            Err(fault) => {
                let start = Place::new(source.clone(), 0..0);
                let problem = Diagnostic::error(fault).at(start);
                cx.problems.push(problem.hint(Message::NameFileOtherwise));
            }
        }
    }
    Notice::arrange(notices, cx)
}

impl CheckedFacts {
    /// Whether the own fields are declared well. If not, every record would look wrong.
    pub fn declares_well(&self) -> bool {
        self.declares_well
    }

    /// What records may speak of.
    pub fn declared(&self) -> &Declared {
        &self.cx.declared
    }

    /// Parses and checks the clients' records, which are in the memory.
    pub fn check_clients(self, files: &[Arc<SourceText>]) -> Checked {
        let lists: Vec<List> = files.iter().map(List::of_text).collect();
        let mut clients = Vec::new();
        // Reading from the memory does not fail.
        let checked = self.check_lists(&lists, |client| client, &mut clients);
        let (shared, records, problems) = checked.unwrap_or_default();
        Checked { shared, clients, records, problems }
    }

    /// Parses and checks the clients' records as they are read, and has `keep` make of each
    /// that is right what is put into `clients`: no more is held, so that lists may be long.
    /// The shared facts, if they are right; how many records there are, right or wrong; and
    /// everything that is wrong.
    pub fn check_lists<T: Send>(
        self,
        lists: &[List],
        keep: impl Fn(Client) -> T + Sync,
        clients: &mut impl Clients<T>,
    ) -> Result<(Option<SharedFacts>, usize, Vec<Diagnostic>), FsError> {
        let Self { mut shared, declares_well, mut cx } = self;
        let named: Vec<String> = cx.named_clients.iter().map(|(id, _)| id.clone()).collect();
        let mut reading = Reading::new(&cx.declared, named.iter().map(String::as_str));
        if declares_well {
            for list in lists {
                reading.read(list, &keep, clients)?;
            }
            reading.finish(lists, clients)?;
        }
        let records = reading.records;
        let unseen: BTreeSet<String> = reading.unseen().into_iter().map(str::to_owned).collect();
        let found = std::mem::take(&mut reading.problems);
        cx.problems.extend(found);
        if !all_named_clients_exist(&unseen, clients, &mut cx)? {
            shared = None;
        }
        if !all_named_notices_exist(shared.as_ref(), &mut cx) {
            shared = None;
        }
        Ok((shared, records, cx.problems))
    }
}

fn parse<T>(
    source: &Option<Arc<SourceText>>,
    cx: &mut Parsing,
    read: impl FnOnce(&Node<'_>, &mut Parsing) -> Option<T>,
) -> Option<T> {
    let source = source.as_ref()?;
    let _reading = begin(Task::Reading(source.name.to_string()));
    match Document::parse(source) {
        Ok(document) => read(&Node::root(&Arc::new(document)), cx),
        Err(problems) => {
            cx.problems.extend(problems);
            None
        }
    }
}

/// Reports conditions that name a notice that is not there.
fn all_named_notices_exist(shared: Option<&SharedFacts>, cx: &mut Parsing) -> bool {
    let Some(facts) = shared else { return true };
    let known: Vec<&str> = facts.notices.iter().map(|notice| notice.id.as_str()).collect();
    let unknown = cx.named_notices.iter().filter(|(id, _)| !known.contains(&id.as_str()));
    let problems: Vec<Diagnostic> = unknown
        .map(|(id, origin)| {
            let problem = origin.problem(Message::NoSuchNotice { id: quoted(id) });
            match did_you_mean(id, known.iter().copied()) {
                Some(meant) => {
                    problem.instead(Message::DidYouMean { meant: meant.to_owned() }, scalar(meant))
                }
                None => problem.hint(Message::NoticesAre { ids: listed(&known) }),
            }
        })
        .collect();
    let all = problems.is_empty();
    cx.problems.extend(problems);
    all
}

/// Reports conditions that name a client nobody has heard of: those whose ids are `unseen`.
fn all_named_clients_exist<T>(
    unseen: &BTreeSet<String>,
    clients: &impl Clients<T>,
    cx: &mut Parsing,
) -> Result<bool, FsError> {
    // With a record in error nobody knows whether it is the one that is meant.
    if !cx.problems.is_empty() || unseen.is_empty() {
        return Ok(true);
    }
    let meant = meant_by(unseen, clients)?;
    let unknown = cx.named_clients.iter().filter(|(id, _)| unseen.contains(id));
    let problems: Vec<Diagnostic> = unknown
        .map(|(id, origin)| {
            let problem =
                Diagnostic::error(Message::NoSuchClient { id: quoted(id) }).at(origin.place());
            match meant.get(id.as_str()) {
                Some(meant) => {
                    let hint = Message::DidYouMean { meant: meant.to_string() };
                    problem.instead(hint, scalar(meant.as_str()))
                }
                None => problem.hint(Message::IdsAreInClients),
            }
        })
        .collect();
    cx.problems.extend(problems);
    Ok(false)
}

/// The client that is meant by each of these words, if one can be.
pub fn meant_by<'a, T>(
    words: &'a BTreeSet<String>,
    clients: &impl Clients<T>,
) -> Result<BTreeMap<&'a str, ClientId>, FsError> {
    // Only those that are near are held, until it is known which one is the nearest.
    let mut near: BTreeMap<&str, Vec<ClientId>> = BTreeMap::new();
    clients.each(&mut |_, id, _| {
        for word in words {
            if did_you_mean(word, [id.as_str()]).is_some() {
                near.entry(word).or_default().push(id.clone());
            }
        }
    })?;
    let nearest = near.into_iter().filter_map(|(word, ids)| {
        let meant = did_you_mean(word, ids.iter().map(ClientId::as_str))?;
        Some((word, ClientId::new(meant).ok()?))
    });
    Ok(nearest.collect())
}
