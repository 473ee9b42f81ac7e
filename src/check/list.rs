//! The clients' records: read window by window, parsed one by one on all cores, each by
//! itself.
//!
//! Of a client that has been put where the command wants it, eight bytes are kept here until
//! all are read: a hash of its id, for two that have the same.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Place, SourceText};
use crate::facts::{Declared, Parsing, borrowed, has_aliases};
use crate::fs::FsError;
use crate::ids::ClientId;
use crate::limits;
use crate::lists::{List, Piece, Window};
use crate::messages::{Message, listed};
use crate::model::Client;
use crate::tasks::{Task, begin};

/// Where clients are put as they are read, in the order of their lists; a `T` is what is
/// kept of one.
pub trait Clients<T> {
    /// Puts a client behind the others.
    fn put(&mut self, kept: T) -> Result<(), FsError>;

    /// Gives each of them: its number, its id, and what finds the place of the id.
    fn each(&self, give: &mut Seen<'_>) -> Result<(), FsError>;

    /// Leaves those with these numbers out.
    fn leave_out(&mut self, numbers: &BTreeSet<usize>) -> Result<(), FsError>;
}

/// Sees a client: its number, its id, and what finds the place of the id.
pub type Seen<'a> = dyn FnMut(usize, &ClientId, &dyn Fn() -> Option<Place>) + 'a;

impl Clients<Client> for Vec<Client> {
    fn put(&mut self, kept: Client) -> Result<(), FsError> {
        self.push(kept);
        Ok(())
    }

    fn each(&self, give: &mut Seen<'_>) -> Result<(), FsError> {
        for (number, client) in self.iter().enumerate() {
            give(number, &client.id, &|| client.record.place_of_id());
        }
        Ok(())
    }

    fn leave_out(&mut self, numbers: &BTreeSet<usize>) -> Result<(), FsError> {
        let mut number = 0;
        self.retain(|_| {
            number += 1;
            !numbers.contains(&(number - 1))
        });
        Ok(())
    }
}

/// An alias at this place that stands for a value, if it can be said, of another record.
fn borrows(place: Place, value: Option<String>) -> Diagnostic {
    let alias = place.text().to_owned();
    // Python's PyYAML names them so.
    let by_program = alias
        .strip_prefix("*id")
        .is_some_and(|number| number.len() >= 3 && number.chars().all(|c| c.is_ascii_digit()));
    let problem = Diagnostic::error(Message::AliasOfOtherRecord { alias }).at(place);
    let problem = problem.hint(match value {
        Some(_) => Message::WriteAliasOut,
        None => Message::WriteValueOfAlias,
    });
    let problem = if by_program { problem.hint(Message::WithoutAliases) } else { problem };
    Diagnostic { fix: value, ..problem }
}

/// The aliases of a list that stand for values of other records, looked for when one record
/// has an alias that stands for nothing in it.
struct Aliases<'a> {
    list: &'a List,
    /// By the byte where each begins.
    found: OnceLock<BTreeMap<usize, Alias>>,
}

/// The bytes of an alias, and its value if it can be said.
type Alias = (Range<usize>, Option<String>);

impl Aliases<'_> {
    /// What is to be said of those in this piece, whose bytes they are in.
    fn in_piece(&self, piece: &Arc<SourceText>) -> Vec<Diagnostic> {
        let found = self.found.get_or_init(|| {
            let _reading = begin(Task::Reading(self.list.name.to_string()));
            let Some((text, before)) = self.list.whole() else { return BTreeMap::new() };
            let walked = borrowed(&text, limits::PROBLEMS).borrowed.into_iter();
            let moved = |range: Range<usize>| range.start + before..range.end + before;
            walked.map(|it| (it.range.start + before, (moved(it.range), it.value))).collect()
        });
        let start = piece.before.bytes;
        let in_piece = found.range(start..start + piece.text.len());
        let problem = |(_, (range, value)): (&usize, &Alias)| {
            let range = range.start - start..range.end - start;
            borrows(Place::new(piece.clone(), range), value.clone())
        };
        in_piece.map(problem).collect()
    }
}

/// The aliases of a piece that has several records, of values in another one of them.
fn among_records(piece: &Arc<SourceText>) -> Vec<Diagnostic> {
    let walked = borrowed(&piece.text, limits::PROBLEMS);
    let problem = |range| Place::new(piece.clone(), range);
    let mut found: Vec<Diagnostic> =
        walked.borrowed.into_iter().map(|it| borrows(problem(it.range), it.value)).collect();
    // One reader may know better than the other how to read it.
    if !walked.whole && found.is_empty() {
        let at = piece.text.find('*').unwrap_or_default();
        found.push(borrows(problem(at..at + 1), None));
    }
    found
}

/// What was made of a piece of a list.
struct Parsed<T> {
    clients: Vec<(ClientId, T)>,
    records: usize,
    problems: Vec<Diagnostic>,
}

/// Lists that are being read.
pub(super) struct Reading<'a> {
    declared: &'a Declared,
    /// How many records there are, right or wrong.
    pub(super) records: usize,
    /// What is wrong with them, as far as it is kept.
    pub(super) problems: Vec<Diagnostic>,
    /// How many problems there are.
    found: usize,
    /// A hash of each id, in the order of the clients.
    ids: Vec<u64>,
    /// The clients that are asked for and have been seen.
    asked_for: BTreeMap<&'a str, bool>,
    is_cut_short: bool,
}

impl<'a> Reading<'a> {
    /// Begins to read, and looks for clients with these ids.
    pub(super) fn new(declared: &'a Declared, asked_for: impl Iterator<Item = &'a str>) -> Self {
        Self {
            declared,
            records: 0,
            problems: Vec::new(),
            found: 0,
            ids: Vec::new(),
            asked_for: asked_for.map(|id| (id, false)).collect(),
            is_cut_short: false,
        }
    }

    /// Reads a list, and has `keep` make of each client what is put into `clients`.
    pub(super) fn read<T: Send>(
        &mut self,
        list: &List,
        keep: &(impl Fn(Client) -> T + Sync),
        clients: &mut impl Clients<T>,
    ) -> Result<(), FsError> {
        let aliases = Aliases { list, found: OnceLock::new() };
        let mut windows = list.windows(&self.declared.own)?;
        while let Some(Window { pieces, wrong }) = windows.next_window()? {
            let declared = self.declared;
            let parsed: Vec<Parsed<T>> =
                pieces.into_par_iter().map(|it| parse(it, declared, &aliases, keep)).collect();
            for Parsed { clients: right, records, problems } in parsed {
                self.records += records;
                if self.found <= limits::PROBLEMS {
                    self.problems.extend(problems.iter().cloned());
                }
                self.found += problems.len();
                for (id, kept) in right {
                    self.ids.push(hash_of(&id.file_key()));
                    if let Some(seen) = self.asked_for.get_mut(id.as_str()) {
                        *seen = true;
                    }
                    clients.put(kept)?;
                }
            }
            self.is_cut_short |= wrong.is_some();
            self.problems.extend(wrong);
        }
        Ok(())
    }

    /// Says what is to be said of all lists together, and leaves out those of whom nobody
    /// can tell which is meant.
    pub(super) fn finish<T>(
        &mut self,
        lists: &[List],
        clients: &mut impl Clients<T>,
    ) -> Result<(), FsError> {
        if self.found > limits::PROBLEMS {
            self.problems.push(too_many());
        }
        if self.records == 0 && !lists.is_empty() && !self.is_cut_short {
            let names: Vec<&str> = lists.iter().map(|list| &*list.name).collect();
            let problem = Diagnostic::error(Message::NoClients { files: listed(names) });
            self.problems.push(match lists.iter().all(List::is_yaml) {
                true => problem.hint(Message::AddFirstClient),
                false => problem.hint(Message::LookAtList),
            });
        }
        let left_out = self.left_out(clients)?;
        if !left_out.is_empty() {
            clients.leave_out(&left_out)?;
        }
        Ok(())
    }

    /// The ids that are asked for and that no client has.
    pub(super) fn unseen(&self) -> BTreeSet<&'a str> {
        self.asked_for.iter().filter(|(_, seen)| !**seen).map(|(id, _)| *id).collect()
    }

    /// Who is left out. Of two records with one id nobody can tell which is meant.
    fn left_out<T>(&mut self, clients: &impl Clients<T>) -> Result<BTreeSet<usize>, FsError> {
        let wrong: BTreeSet<String> =
            self.problems.iter().flat_map(|it| &it.clients).map(ClientId::file_key).collect();
        let mut ids = std::mem::take(&mut self.ids);
        ids.sort_unstable();
        let doubled: HashSet<u64> =
            ids.chunk_by(|a, b| a == b).filter(|it| it.len() > 1).map(|it| it[0]).collect();
        drop(ids);
        let mut left_out = BTreeSet::new();
        if wrong.is_empty() && doubled.is_empty() {
            return Ok(left_out);
        }
        let mut problems = Vec::new();
        let mut doubles: Vec<(String, usize, ClientId, Option<Place>)> = Vec::new();
        let mut untold = false;
        clients.each(&mut |number, id, place| {
            let key = id.file_key();
            let unsure = wrong.contains(&key);
            if !unsure && !doubled.contains(&hash_of(&key)) {
                return;
            }
            let is_told = problems.len() + doubles.len() < limits::PROBLEMS;
            untold |= !is_told;
            if !is_told {
                left_out.insert(number);
            } else if unsure {
                left_out.insert(number);
                let message = Message::OtherRecordWrong { id: id.to_string() };
                let problem = Diagnostic::error(message).at(place());
                problems.push(problem.for_client(id).hint(Message::MendOrOtherId));
            } else {
                doubles.push((key, number, id.clone(), place()));
            }
        })?;
        doubles.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
        for same in doubles.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1) {
            problems.extend(of_one_id(same));
            left_out.extend(same.iter().map(|(_, number, ..)| *number));
        }
        self.problems.extend(problems);
        self.problems.extend(untold.then(too_many));
        Ok(left_out)
    }
}

/// What is to be said of clients of one id, and where it stands.
fn of_one_id(same: &[(String, usize, ClientId, Option<Place>)]) -> Vec<Diagnostic> {
    let (_, _, first, place) = &same[0];
    let at = place.as_ref().map_or_else(String::new, |place| {
        let line = place.line().to_string();
        Message::AtLine { file: place.source.name.to_string(), line }.to_string()
    });
    let problem = |(_, _, id, place): &(String, usize, ClientId, Option<Place>)| {
        let (at, own, other) = (at.clone(), id.to_string(), first.to_string());
        let message = match id == first {
            true => Message::AnotherClientWithId { id: own, at },
            false => Message::IdDiffersInCapitals { id: own, other, at },
        };
        let problem = Diagnostic::error(message).at(place.clone());
        problem.for_client(id).for_client(first).hint(Message::GiveOneOtherId)
    };
    same[1..].iter().map(problem).collect()
}

fn too_many() -> Diagnostic {
    let limit = limits::PROBLEMS.to_string();
    Diagnostic::error(Message::ProblemsDropped { limit }).hint(Message::MendTheseFirst)
}

fn hash_of(key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}

/// Parses the records of a piece; most have one.
fn parse<T>(
    piece: Piece,
    declared: &Declared,
    aliases: &Aliases<'_>,
    keep: &impl Fn(Client) -> T,
) -> Parsed<T> {
    let Piece { source, wrong: None, .. } = &piece else {
        return Parsed {
            clients: Vec::new(),
            records: 1,
            problems: piece.wrong.into_iter().collect(),
        };
    };
    let mut cx = Parsing { declared: declared.clone(), ..Parsing::default() };
    // A lock for each of fifty thousand short ones would take longer than they.
    let is_long = source.text.len() > limits::SHORT_RECORD;
    let _reading = is_long.then(|| begin(Task::Reading(source.name.to_string())));
    let mut clients = Client::parse_all(source, &mut cx);
    let stands_for_nothing = |it: &Diagnostic| matches!(it.message, Message::NoSuchAnchor { .. });
    let borrowing = if clients.len() > 1 && has_aliases(&source.text) {
        among_records(source)
    } else if cx.problems.iter().any(stands_for_nothing) {
        aliases.in_piece(source)
    } else {
        Vec::new()
    };
    if !borrowing.is_empty() {
        (clients, cx.problems) = (vec![None], borrowing);
    }
    let records = clients.len();
    let right = clients.into_iter().flatten().map(|client| (client.id.clone(), keep(client)));
    Parsed {
        clients: right.collect(),
        records,
        problems: cx.problems.into_iter().map(|problem| piece.told(problem)).collect(),
    }
}
