//! From a project's files to checked facts, with every problem on the way.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, SourceText, did_you_mean, quoted};
use crate::facts::{Document, Node, Parsing, split_records};
use crate::limits;
use crate::messages::Message;
use crate::model::{Client, ClientId, Incident, Notice, Office};
use crate::project::Sources;

/// The facts that all letters share.
#[derive(Debug)]
pub struct SharedFacts {
    /// Who writes.
    pub office: Office,
    /// What happened.
    pub incident: Arc<Incident>,
    /// The letters about it, oldest first; at least one.
    pub notices: Vec<Notice>,
}

/// What could be made of the files.
#[derive(Debug)]
pub struct Checked {
    /// The shared facts; `None` if any of them is wrong.
    pub shared: Option<SharedFacts>,
    /// The clients whose records are right.
    pub clients: Vec<Client>,
    /// How many records there are, right or wrong.
    pub records: usize,
    /// Everything that is wrong.
    pub problems: Vec<Diagnostic>,
}

/// Parses and checks all files.
pub fn check(sources: &Sources) -> Checked {
    let mut cx = Parsing::default();
    let pictures: Vec<String> = sources.pictures.iter().map(|(name, _)| name.clone()).collect();
    let templates: Vec<String> = sources
        .templates
        .iter()
        .filter(|template| template.is_rendered())
        .map(|template| template.name.clone())
        .collect();
    let office = parse(&sources.office, &mut cx, |node, cx| Office::parse(node, &pictures, cx));
    let incident = parse(&sources.incident, &mut cx, Incident::parse);
    let notices =
        parse(&sources.notices, &mut cx, |node, cx| Notice::parse_all(node, &templates, cx));
    let mut right = cx.problems.is_empty();
    let (clients, records) = if incident.is_some() {
        parse_clients(&sources.clients, &mut cx)
    } else {
        // Without the services every client's would look wrong.
        (Vec::new(), 0)
    };
    right &= all_named_clients_exist(&clients, &mut cx);
    let shared = office.zip(incident).zip(notices).filter(|_| right);
    Checked {
        shared: shared.map(|((office, incident), notices)| SharedFacts {
            office,
            incident: Arc::new(incident),
            notices,
        }),
        clients,
        records,
        problems: cx.problems,
    }
}

fn parse<T>(
    source: &Option<Arc<SourceText>>,
    cx: &mut Parsing,
    read: impl FnOnce(&Node<'_>, &mut Parsing) -> Option<T>,
) -> Option<T> {
    match Document::parse(source.as_ref()?) {
        Ok(document) => read(&Node::root(&Arc::new(document)), cx),
        Err(problem) => {
            cx.problems.push(*problem);
            None
        }
    }
}

/// The clients of all files, records with an id in common left out.
fn parse_clients(files: &[Arc<SourceText>], cx: &mut Parsing) -> (Vec<Client>, usize) {
    let records: Vec<_> = files
        .iter()
        .flat_map(|source| {
            split_records(&source.text).into_iter().map(move |range| (source, range))
        })
        .collect();
    let services = &cx.services;
    let problems = AtomicUsize::new(0);
    let parsed: Vec<(Vec<Option<Client>>, Vec<Diagnostic>)> = records
        .par_iter()
        .map(|(source, range)| {
            let mut cx = Parsing { services: services.clone(), ..Parsing::default() };
            let clients = Client::parse_all(source, range.clone(), &mut cx);
            let before = problems.fetch_add(cx.problems.len(), Ordering::Relaxed);
            if before > limits::PROBLEMS {
                cx.problems.clear();
            }
            (clients, cx.problems)
        })
        .collect();
    if problems.into_inner() > limits::PROBLEMS {
        let limit = limits::PROBLEMS.to_string();
        let dropped = Diagnostic::error(Message::ProblemsDropped { limit });
        cx.problems.push(dropped.hint(Message::MendTheseFirst));
    }
    let mut clients = Vec::new();
    let mut count = 0;
    for (found, problems) in parsed {
        count += found.len();
        clients.extend(found.into_iter().flatten());
        cx.problems.extend(problems);
    }
    if count == 0 && !files.is_empty() {
        let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
        cx.problems.push(
            Diagnostic::error(Message::NoClients { files: names.join(", ") })
                .hint(Message::AddFirstClient),
        );
    }
    drop_duplicates(&mut clients, &mut cx.problems);
    (clients, count)
}

/// Reports conditions that name a client nobody has heard of.
fn all_named_clients_exist(clients: &[Client], cx: &mut Parsing) -> bool {
    // With a record in error nobody knows whether it is the one that is meant.
    if !cx.problems.is_empty() {
        return true;
    }
    let known: BTreeSet<&str> = clients.iter().map(|client| client.id.as_str()).collect();
    let unknown = cx.named_clients.iter().filter(|(id, _)| !known.contains(id.as_str()));
    let problems: Vec<Diagnostic> = unknown
        .map(|(id, origin)| {
            let problem =
                Diagnostic::error(Message::NoSuchClient { id: quoted(id) }).at(origin.place());
            match did_you_mean(id, known.iter().copied()) {
                Some(meant) => problem.hint(Message::DidYouMean { meant: meant.to_owned() }),
                None => problem.hint(Message::IdsAreInClients),
            }
        })
        .collect();
    let all = problems.is_empty();
    cx.problems.extend(problems);
    all
}

/// Of two records with one id nobody can tell which is meant: both are left out.
fn drop_duplicates(clients: &mut Vec<Client>, problems: &mut Vec<Diagnostic>) {
    let wrong: BTreeSet<String> =
        problems.iter().flat_map(|it| &it.clients).map(ClientId::file_key).collect();
    clients.retain(|client| {
        let unsure = wrong.contains(&client.id.file_key());
        if unsure {
            let message = Message::OtherRecordWrong { id: client.id.to_string() };
            let problem = client.problem_at_id(message).for_client(&client.id);
            problems.push(problem.hint(Message::MendOrOtherId));
        }
        !unsure
    });
    let mut by_key: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, client) in clients.iter().enumerate() {
        by_key.entry(client.id.file_key()).or_default().push(index);
    }
    let mut doubled: Vec<usize> = Vec::new();
    for indices in by_key.into_values().filter(|indices| indices.len() > 1) {
        let first = &clients[indices[0]];
        let first_id = first.id.clone();
        let first_line = first.place_of_id().map_or_else(String::new, |place| {
            let line = place.line().to_string();
            Message::AtLine { file: place.source.name.clone(), line }.to_string()
        });
        for &index in &indices[1..] {
            let client = &clients[index];
            let message = if client.id == first.id {
                Message::AnotherClientWithId { id: client.id.to_string(), at: first_line.clone() }
            } else {
                Message::IdDiffersInCapitals {
                    id: client.id.to_string(),
                    other: first.id.to_string(),
                    at: first_line.clone(),
                }
            };
            let problem =
                client.problem_at_id(message).for_client(&client.id).for_client(&first_id);
            problems.push(problem.hint(Message::GiveOneOtherId));
        }
        doubled.extend(indices);
    }
    let mut index = 0;
    clients.retain(|_| {
        index += 1;
        !doubled.contains(&(index - 1))
    });
}
