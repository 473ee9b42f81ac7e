//! The thread that owns the project and makes the letters that are looked at.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::error::Error;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TryRecvError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};

use rayon::ThreadPool;
use rayon::prelude::*;
use tokio::sync::{oneshot, watch};

use super::PageArgs;
use super::finding;
use super::stamp::Stamp;
use super::view::{self, ClientEntry, ClientList, ProblemView, Shown, State, Tally, View};
use super::watch::Watch;
use crate::args::Selection;
use crate::diagnostic::{Diagnostic, SourceText, arrange, is_wrong};
use crate::ids::{ClientId, NoticeId};
use crate::ledger::Ledger;
use crate::letters::passages;
use crate::letters::prepare::{Prepared, prepare_with};
use crate::letters::press::Press;
use crate::letters::selection::find_client;
use crate::letters::workers::safely;
use crate::messages::Message;
use crate::model::Client;
use crate::outcome::CommandError;
use crate::project::Project;
use crate::report;

/// Orders that may wait. A browser that asks for more is told to come again.
const QUEUE: usize = 64;
/// How many letters are followed at a time: one for each open page.
const LOOKS: usize = 32;
/// Editors write a file in several steps; this long after the last one it is read.
const SETTLED: Duration = Duration::from_millis(4);
/// However busy the disk is, a letter is made after this.
const LONGEST_WAIT: Duration = Duration::from_millis(40);
/// How often the files are looked at without having been told of a change.
const LOOK: Duration = Duration::from_secs(1);
/// How many letters are tried between two looks at the orders.
const TRIED_AT_ONCE: usize = 64;

/// What the studio is asked to do.
pub enum Order {
    /// Follow a client's letter from now on.
    Look(ClientId, oneshot::Sender<Option<watch::Receiver<Arc<View>>>>),
    /// Make the file of a client's letter; `None` if it cannot be made.
    File(ClientId, oneshot::Sender<Option<LetterFile>>),
    /// Show the letters as they would be with these files.
    Overlay(Overlay),
    /// Show this notice from now on, or whichever is the last.
    Notice(Option<NoticeId>),
    /// Look whether files have changed.
    FilesChanged,
}

/// Files as they would be: they take the places of those of their names, on the page only.
pub type Overlay = Vec<Arc<SourceText>>;

/// A letter's file.
pub struct LetterFile {
    /// What its name ends in.
    pub ending: &'static str,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// The way to the studio.
#[derive(Clone)]
pub struct Orders {
    queue: SyncSender<Order>,
    /// Whether files have changed that were not looked at since. A full queue loses
    /// orders; that the last save was one of them must not depend on it.
    changed: Arc<AtomicBool>,
}

/// The studio has too much to do, or has ended.
#[derive(Debug)]
pub struct Busy;

impl Orders {
    /// Follows a client's letter; `None` if too many are followed already.
    pub async fn look(&self, client: ClientId) -> Result<Option<watch::Receiver<Arc<View>>>, Busy> {
        let (reply, answer) = oneshot::channel();
        self.queue.try_send(Order::Look(client, reply)).map_err(|_| Busy)?;
        answer.await.map_err(|_| Busy)
    }

    /// A client's letter as it would be sent; `None` if it cannot be made.
    pub async fn file(&self, client: ClientId) -> Result<Option<LetterFile>, Busy> {
        let (reply, answer) = oneshot::channel();
        self.queue.try_send(Order::File(client, reply)).map_err(|_| Busy)?;
        answer.await.map_err(|_| Busy)
    }

    /// Shows the letters as they would be with these files; as they are, if there are none.
    pub fn overlay(&self, files: Overlay) -> Result<(), Busy> {
        self.queue.try_send(Order::Overlay(files)).map_err(|_| Busy)
    }

    /// Shows this notice from now on, or whichever is the last.
    pub fn show_notice(&self, notice: Option<NoticeId>) -> Result<(), Busy> {
        self.queue.try_send(Order::Notice(notice)).map_err(|_| Busy)
    }

    /// Has the studio look at the files.
    pub fn changed(&self) {
        self.changed.store(true, Ordering::Release);
        // With a full queue it will see so before it does the next thing.
        let _ = self.queue.try_send(Order::FilesChanged);
    }
}

/// A way to the studio, and its other end.
pub fn orders() -> (Orders, Receiver<Order>) {
    let (send, receive) = sync_channel(QUEUE);
    (Orders { queue: send, changed: Arc::default() }, receive)
}

/// Pictures by name, each as long as somebody holds it.
type Pictures = Arc<Mutex<HashMap<String, Vec<Weak<str>>>>>;

/// The list of clients as it is shown.
#[derive(Debug, Default)]
pub struct Listed {
    /// All of it, as JSON; empty before the files were read.
    pub json: String,
    /// How many clients there are.
    pub clients: usize,
    /// How many of them somebody should look at.
    pub attention: usize,
}

/// What the server can show without asking.
#[derive(Clone)]
pub struct Showing {
    /// All clients.
    pub clients: watch::Receiver<Arc<Listed>>,
    pictures: Pictures,
}

impl Showing {
    /// The picture of this name, as long as a letter that is looked at has it.
    pub fn picture(&self, name: &str) -> Option<Arc<str>> {
        let pictures = self.pictures.lock().unwrap_or_else(PoisonError::into_inner);
        pictures.get(name)?.iter().find_map(Weak::upgrade)
    }
}

/// The project, and the letters that are looked at.
pub struct Studio {
    project: Project,
    selection: Selection,
    /// The client to begin with, as it was asked for.
    wanted: Option<String>,
    /// What is shown instead of files on the disk.
    overlay: Overlay,
    pool: ThreadPool,
    watch: Option<Watch>,
    /// Whether the watch has told of a change since the project was read.
    changed: Arc<AtomicBool>,
    /// What tells one state of the files from another.
    stamp: Option<Stamp>,
    prepared: Prepared,
    looks: BTreeMap<ClientId, Look>,
    /// What is known of the letters that were made or tried, by client.
    tallies: HashMap<ClientId, Tally>,
    /// Clients, by index, whose letters were not tried since the last change.
    untried: VecDeque<usize>,
    list: ClientList,
    clients: watch::Sender<Arc<Listed>>,
    pictures: Pictures,
}

/// A letter that is looked at.
struct Look {
    view: watch::Sender<Arc<View>>,
    /// The last letter that could be made.
    last: Arc<Shown>,
    /// Whether the files have changed since the view was made.
    outdated: bool,
}

impl Look {
    fn is_followed(&self) -> bool {
        self.view.receiver_count() > 0
    }
}

impl Studio {
    /// A studio that has read nothing yet.
    pub fn new(project: Project, args: PageArgs, pool: ThreadPool, orders: Orders) -> Self {
        let changed = orders.changed.clone();
        let watch = Watch::start(&project, orders)
            .map_err(|error| {
                report::say(Message::PollingInstead { reason: error.to_string() });
            })
            .ok();
        Self {
            project,
            selection: Selection { notice: args.notice, ..Selection::default() },
            wanted: args.client,
            overlay: Overlay::new(),
            pool,
            watch,
            changed,
            stamp: None,
            prepared: Prepared::default(),
            looks: BTreeMap::new(),
            tallies: HashMap::new(),
            untried: VecDeque::new(),
            list: ClientList::default(),
            clients: watch::Sender::new(Arc::default()),
            pictures: Arc::default(),
        }
    }

    /// What the server can show without asking.
    pub fn showing(&self) -> Showing {
        Showing { clients: self.clients.subscribe(), pictures: self.pictures.clone() }
    }

    /// Does what is asked for until nobody can ask any more.
    pub fn run(mut self, orders: &Receiver<Order>) {
        self.load();
        self.begin();
        self.list_clients();
        let mut waiting = VecDeque::new();
        while let Some(order) = waiting.pop_front().or_else(|| self.next(orders)) {
            match order {
                Order::Look(client, reply) => {
                    let _ = reply.send(self.look(client));
                }
                Order::File(client, reply) => {
                    let _ = reply.send(self.file(&client));
                }
                Order::Overlay(files) => {
                    if !(files.is_empty() && self.overlay.is_empty()) {
                        self.overlay = files;
                        self.refresh();
                    }
                }
                Order::Notice(notice) => {
                    self.selection.notice = notice.map(|notice| notice.to_string());
                    self.refresh();
                }
                Order::FilesChanged => {
                    settle(orders, &mut waiting);
                    self.refresh();
                }
            }
        }
    }

    /// The next order. While there is none, letters are tried, and then the
    /// files are looked at once in a while.
    fn next(&mut self, orders: &Receiver<Order>) -> Option<Order> {
        loop {
            if self.changed.load(Ordering::Acquire) {
                return Some(Order::FilesChanged);
            }
            if self.untried.is_empty() {
                match orders.recv_timeout(LOOK) {
                    Ok(order) => return Some(order),
                    Err(RecvTimeoutError::Disconnected) => return None,
                    Err(RecvTimeoutError::Timeout) if !self.is_current() => {
                        return Some(Order::FilesChanged);
                    }
                    Err(RecvTimeoutError::Timeout) => {}
                }
            } else {
                match orders.try_recv() {
                    Ok(order) => return Some(order),
                    Err(TryRecvError::Disconnected) => return None,
                    Err(TryRecvError::Empty) => self.try_some(),
                }
            }
        }
    }

    /// Whether the files are as they were when the project was read, as far as a look
    /// at them tells.
    fn is_current(&self) -> bool {
        match &self.stamp {
            Some(stamp) => stamp.is_current(&self.project),
            None => Stamp::of(&self.project).is_none(),
        }
    }

    /// Reads the project anew.
    fn load(&mut self) {
        // What is saved from here on is told again.
        self.changed.store(false, Ordering::Release);
        self.stamp = Stamp::of(&self.project);
        let prepare = |sent: &[Arc<SourceText>]| {
            prepare_with(&self.project, &self.pool, &self.selection, |sources| {
                sent.iter().chain(&self.overlay).for_each(|file| sources.put(file.clone()));
            })
        };
        let prepared = || {
            let prepared = prepare(&[])?;
            // What was sent is shown as it was sent.
            let sent = prepared.notice.as_ref().map(|notice| sent_facts(&self.project, &notice.id));
            match sent.transpose()? {
                Some(sent) if !sent.is_empty() => prepare(&sent),
                _ => Ok(prepared),
            }
        };
        let prepared = catch_unwind(AssertUnwindSafe(prepared))
            .unwrap_or_else(|_| Err(CommandError::Internal(Box::new(Message::ReadingFailed))));
        self.prepared = prepared.unwrap_or_else(|error| {
            let reason = error.source().map(|reason| format!(": {reason}")).unwrap_or_default();
            let problem = Diagnostic::error(Message::Verbatim(format!("{error}{reason}")));
            Prepared { problems: vec![problem], ..Prepared::default() }
        });
    }

    /// Chooses the client to begin with, and makes the letter before anybody asks.
    fn begin(&mut self) {
        let mut problems = Vec::new();
        let clients = &self.prepared.clients;
        let first = find_client(clients, self.wanted.as_deref(), &mut problems);
        let _ = report::show_problems(&problems);
        let first = first.or(clients.first()).map(|client| client.id.clone());
        self.list.first = first.as_ref().map(ToString::to_string);
        first.map(|client| self.look(client));
    }

    /// After a change: first the letters that somebody is looking at.
    fn refresh(&mut self) {
        // What is saved in a folder that has just come is told from here on.
        if let Some(watch) = &mut self.watch {
            watch.renew();
        }
        self.load();
        let known: Vec<ClientId> = self.looks.keys().cloned().collect();
        for client in known {
            let followed = self.looks.get_mut(&client).is_some_and(|look| {
                look.outdated = true;
                look.is_followed()
            });
            if followed {
                self.make(&client);
            }
        }
        self.list_clients();
    }

    /// Follows a client's letter; `None` if too many are followed.
    fn look(&mut self, client: ClientId) -> Option<watch::Receiver<Arc<View>>> {
        if self.looks.len() >= LOOKS && !self.looks.contains_key(&client) {
            self.looks.retain(|_, look| look.is_followed());
            if self.looks.len() >= LOOKS {
                return None;
            }
        }
        if self.looks.get(&client).is_none_or(|look| look.outdated) {
            self.make(&client);
            self.list_letter(&client);
        }
        self.looks.get(&client).map(|look| look.view.subscribe())
    }

    /// Makes a letter and shows it.
    fn make(&mut self, id: &ClientId) {
        let started = Instant::now();
        let Prepared { judge, press, clients, problems, .. } = &self.prepared;
        let client = clients.iter().find(|client| client.id == *id);
        let concerns = |it: &&Diagnostic| it.clients.is_empty() || it.clients.contains(id);
        let mut problems: Vec<Diagnostic> = problems.iter().filter(concerns).cloned().collect();
        problems.extend(judge.iter().flat_map(|judge| judge.shared()).cloned());
        let last = self.looks.get(id).map(|look| look.last.clone()).unwrap_or_default();
        let mut shown = None;
        if let (Some(press), Some(client)) = (press, client) {
            let set = || {
                safely(&client.id, || {
                    let (sheet, found) = press.look(client);
                    let sheet = sheet.ok_or_else(|| found.clone())?;
                    let passages = || passages::of(press, client, &sheet);
                    Ok((Shown::of(&sheet, passages, &last), found))
                })
            };
            let found = match self.pool.install(set) {
                Ok((set, found)) => {
                    shown = Some(Arc::new(set));
                    found
                }
                Err(found) => found,
            };
            problems.extend(found);
        } else if problems.is_empty() {
            problems.push(
                Diagnostic::error(Message::ClientGone { id: id.to_string() })
                    .hint(Message::ClientsAreIn),
            );
        }
        let (shared, own): (Vec<_>, Vec<_>) =
            problems.into_iter().partition(|it| it.clients.is_empty());
        let tally = Tally::of(&own);
        // A warning about what all letters share is none about this one.
        let state = if is_wrong(&shared) { State::Error } else { tally.state() };
        if client.is_some() {
            self.tallies.insert(id.clone(), tally);
        }
        let mut problems = arrange(own);
        problems.extend(arrange(shared));
        problems.sort_by_key(|problem| problem.severity);
        let view = View {
            client: id.to_string(),
            name: client.map(|client| client.name.clone()).unwrap_or_default(),
            state,
            addressed: is_addressed(press.as_ref(), client),
            stale: shown.is_none(),
            draft: !self.overlay.is_empty(),
            notice: press.as_ref().map(|press| press.notice.id.to_string()),
            shown: shown.unwrap_or(last),
            parts: match (press, client) {
                (Some(press), Some(client)) => view::parts(press, client),
                _ => Vec::new(),
            },
            problems: problems.iter().map(ProblemView::from).collect(),
            milliseconds: started.elapsed().as_secs_f64() * 1e3,
        };
        self.show(id, view);
    }

    /// Puts the pictures where the server finds them, then tells the pages.
    fn show(&mut self, id: &ClientId, view: View) {
        let mut pictures = self.pictures.lock().unwrap_or_else(PoisonError::into_inner);
        pictures.retain(|_, holders| {
            holders.retain(|svg| svg.strong_count() > 0);
            !holders.is_empty()
        });
        for page in &view.shown.pages {
            // Two clients may have the same page: each of them keeps it alive.
            pictures.entry(page.picture.clone()).or_default().push(Arc::downgrade(&page.svg));
        }
        drop(pictures);
        let last = view.shown.clone();
        let view = Arc::new(view);
        match self.looks.get_mut(id) {
            Some(look) => {
                look.last = last;
                look.outdated = false;
                look.view.send_replace(view);
            }
            None => {
                let view = watch::Sender::new(view);
                self.looks.insert(id.clone(), Look { view, last, outdated: false });
            }
        }
    }

    /// The file of a letter, in which nothing is that is not saved.
    fn file(&mut self, id: &ClientId) -> Option<LetterFile> {
        if self.overlay.is_empty() {
            return self.file_as_prepared(id);
        }
        let draft = std::mem::take(&mut self.overlay);
        self.load();
        let file = self.file_as_prepared(id);
        self.overlay = draft;
        self.load();
        file
    }

    fn file_as_prepared(&self, id: &ClientId) -> Option<LetterFile> {
        let Prepared { press, clients, .. } = &self.prepared;
        let press = press.as_ref()?;
        let client = clients.iter().find(|client| client.id == *id)?;
        let make = || safely(&client.id, || press.make(client));
        let letter = self.pool.install(make).ok()?;
        Some(LetterFile { ending: press.notice.kind.ending(), bytes: letter.bytes })
    }

    /// Lists the clients anew; the letters that nobody looks at are to be tried.
    fn list_clients(&mut self) {
        let Prepared { judge, press, clients, problems, .. } = &self.prepared;
        self.list.notice = press.as_ref().map(|press| press.notice.id.to_string());
        let mut wrong = tally_by_client(problems);
        let shared: Vec<_> = problems.iter().filter(|it| it.clients.is_empty()).cloned().collect();
        let of_texts = judge.as_ref().map_or(&[][..], |judge| judge.shared());
        self.list.shared = Tally::of(&shared).and(Tally::of(of_texts));
        let all_wrong = self.list.shared.errors > 0;
        self.tallies.retain(|client, _| self.looks.get(client).is_some_and(|it| !it.outdated));
        self.untried.clear();
        match press {
            // Nothing can be made. The list stays, so that one finds one's way back.
            None if clients.is_empty() && !self.list.clients.is_empty() => {
                self.list.clients.iter_mut().for_each(|entry| entry.state = State::Error);
            }
            _ => {
                let variants = match press {
                    Some(press) => view::number_variants(clients, press),
                    None => (vec![0; clients.len()], 0),
                };
                self.list.variants = variants.1;
                self.list.kinds = clients.iter().map(|client| client.delivery).collect();
                let find = || clients.par_iter().map(finding::of_record).collect();
                let find: Vec<String> = self.pool.install(find);
                let entry = |((client, variant), find): ((&Client, usize), String)| {
                    let known = self.tallies.get(&client.id).copied();
                    let tally = known.or(wrong.remove(&client.id));
                    let state = match tally {
                        _ if all_wrong => State::Error,
                        Some(tally) => tally.state(),
                        None => State::Unknown,
                    };
                    ClientEntry {
                        id: client.id.to_string(),
                        name: client.name.clone(),
                        state,
                        tally: tally.unwrap_or_default(),
                        addressed: is_addressed(press.as_ref(), Some(client)),
                        variant,
                        delivery: Some(client.delivery),
                        find,
                    }
                };
                let all = clients.iter().zip(variants.0).zip(find);
                self.list.clients = all.map(entry).collect();
                self.list.clients.extend(wrong.into_iter().map(|(client, tally)| ClientEntry {
                    id: client.to_string(),
                    name: String::new(),
                    state: tally.state(),
                    tally,
                    addressed: true,
                    variant: 0,
                    delivery: None,
                    find: String::new(),
                }));
                // Where all are wrong, what else there is about each is still of use.
                let known = |index: usize| self.tallies.contains_key(&clients[index].id);
                let has_press = press.is_some();
                self.untried.extend((0..clients.len()).filter(|&index| has_press && !known(index)));
            }
        }
        self.publish();
    }

    /// Tries some of the letters that nobody looks at, up to the layout.
    fn try_some(&mut self) {
        let count = self.untried.len().min(TRIED_AT_ONCE);
        let batch: Vec<usize> = self.untried.drain(..count).collect();
        if let Some(press) = &self.prepared.press {
            let clients = &self.prepared.clients;
            let work = |&index: &usize| {
                let drafted = catch_unwind(AssertUnwindSafe(|| press.draft(&clients[index])));
                match drafted {
                    Ok(draft) => (index, Tally::of(&draft.found)),
                    Err(_) => (index, Tally { errors: 1, warnings: 0 }),
                }
            };
            let tried: Vec<_> = self.pool.install(|| batch.par_iter().map(work).collect());
            for (index, tally) in tried {
                self.list.enter(index, tally);
            }
        }
        if self.untried.is_empty() {
            self.publish();
        }
    }

    /// Notes in the list how a letter has turned out that was made just now.
    fn list_letter(&mut self, client: &ClientId) {
        let Some(&tally) = self.tallies.get(client) else { return };
        let mut entries = self.list.clients.iter();
        if let Some(index) = entries.position(|entry| entry.id == client.as_str())
            && self.list.enter(index, tally)
        {
            self.publish();
        }
    }

    fn publish(&mut self) {
        self.list.checking = !self.untried.is_empty();
        let json = serde_json::to_string(&self.list).unwrap_or_default();
        let clients = &self.list.clients;
        let attention =
            clients.iter().filter(|it| matches!(it.state, State::Warning | State::Error)).count();
        self.clients.send_replace(Arc::new(Listed { json, clients: clients.len(), attention }));
    }
}

/// The facts that the letters of a notice shared when it was issued; none if it was not.
/// Which fields the office has is said as it is now, because the records are.
fn sent_facts(project: &Project, notice: &NoticeId) -> Result<Vec<Arc<SourceText>>, CommandError> {
    let Some(ledger) = Ledger::open_to_read(&project.ledger())? else { return Ok(Vec::new()) };
    if ledger.issue(notice)?.is_none() {
        return Ok(Vec::new());
    }
    let files = ledger.issued_facts(notice)?.into_iter();
    let files = files.filter(|(path, _)| path.starts_with("data/") && path != "data/fields.yaml");
    Ok(files.map(|(path, text)| Arc::new(SourceText::new(path, text))).collect())
}

/// How many problems each client has.
fn tally_by_client(problems: &[Diagnostic]) -> BTreeMap<&ClientId, Tally> {
    let mut tallies: BTreeMap<&ClientId, Tally> = BTreeMap::new();
    for problem in problems {
        let tally = Tally::of(std::slice::from_ref(problem));
        for client in &problem.clients {
            tallies.entry(client).and_modify(|it| *it = it.and(tally)).or_insert(tally);
        }
    }
    tallies
}

fn is_addressed(press: Option<&Press>, client: Option<&Client>) -> bool {
    press.zip(client).is_none_or(|(press, client)| press.notice.is_for(client))
}

/// Waits until the files are quiet; other orders that come meanwhile are kept.
fn settle(orders: &Receiver<Order>, waiting: &mut VecDeque<Order>) {
    let started = Instant::now();
    while started.elapsed() < LONGEST_WAIT {
        match orders.recv_timeout(SETTLED) {
            Ok(Order::FilesChanged) => {}
            Ok(order) => waiting.push_back(order),
            Err(_) => return,
        }
    }
}
