//! The clients' records: parsed one by one on all cores, each by itself.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Place, SourceText};
use crate::facts::{Borrowed, Document, Parsing, Piece, Step, borrowed, has_aliases, pieces};
use crate::ids::ClientId;
use crate::limits;
use crate::messages::{Message, listed};
use crate::model::Client;
use crate::tasks::{Task, begin};

/// The files with the clients' records, cut into pieces.
pub(super) struct List<'a> {
    files: &'a [Arc<SourceText>],
    pieces: Vec<(&'a SourceText, Piece)>,
    /// What is wrong with pieces that take values from other records, by their number.
    borrowing: BTreeMap<usize, Vec<Diagnostic>>,
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

/// A client of a list, and what is kept of it.
pub(super) struct Listed<T> {
    /// Its id.
    pub(super) id: ClientId,
    /// The piece of the list that its record is in.
    piece: usize,
    /// Which of the records in this piece it is, if there are several.
    index: Option<usize>,
    /// What is kept.
    pub(super) kept: T,
}

/// What parsing some pieces of a list has given.
pub(super) struct Parsed<T> {
    /// The clients whose records are right.
    pub(super) clients: Vec<Listed<T>>,
    /// How many records there are, right or wrong.
    pub(super) records: usize,
    problems: Vec<Diagnostic>,
}

impl<T> Default for Parsed<T> {
    fn default() -> Self {
        Self { clients: Vec::new(), records: 0, problems: Vec::new() }
    }
}

impl<T> Parsed<T> {
    /// The same with what the pieces after these have given.
    fn and(mut self, mut next: Self) -> Self {
        self.clients.append(&mut next.clients);
        self.problems.append(&mut next.problems);
        self.records += next.records;
        self
    }
}

/// Tells where ids stand. Records of one piece are asked for one after the other, and
/// the piece is parsed once for all of them.
struct Ids<'a> {
    list: &'a List<'a>,
    last: Option<(usize, Vec<Document>)>,
}

impl Ids<'_> {
    /// Where a client's id stands.
    fn place<T>(&mut self, client: &Listed<T>) -> Option<Place> {
        let number = client.piece;
        if self.last.as_ref().is_none_or(|(last, _)| *last != number) {
            self.last = Some((number, Document::parse_records(&self.list.piece(number)).ok()?));
        }
        let (_, documents) = self.last.as_ref()?;
        let document = documents.get(client.index.unwrap_or(0))?;
        Some(document.place(&[Step::Key("id".to_owned())]))
    }
}

impl<'a> List<'a> {
    /// Cuts the files.
    pub(super) fn of(files: &'a [Arc<SourceText>]) -> Self {
        let mut list = Self { files, pieces: Vec::new(), borrowing: BTreeMap::new() };
        for file in files {
            let before = list.pieces.len();
            list.pieces.extend(pieces(&file.text).into_iter().map(|piece| (&**file, piece)));
            if has_aliases(&file.text) {
                list.find_borrowing(file, before);
            }
        }
        list
    }

    /// Looks for records of a file, whose first piece has this number, that take
    /// values from others.
    fn find_borrowing(&mut self, file: &SourceText, first: usize) {
        let _reading = begin(Task::Reading(file.name.to_string()));
        let walked = borrowed(&file.text, limits::PROBLEMS);
        let mut found: BTreeMap<usize, Vec<Borrowed>> = BTreeMap::new();
        for alias in walked.borrowed {
            let behind = self.pieces[first..]
                .partition_point(|(_, piece)| piece.range.start <= alias.range.start);
            found.entry(first + behind.saturating_sub(1)).or_default().push(alias);
        }
        for (number, aliases) in found {
            let piece = self.piece(number);
            let start = self.pieces[number].1.range.start;
            let problem = |alias: Borrowed| {
                let range = alias.range.start - start..alias.range.end - start;
                borrows(Place::new(piece.clone(), range), alias.value)
            };
            self.borrowing.insert(number, aliases.into_iter().map(problem).collect());
        }
        // One piece may hold several records, and one reader may know better than the
        // other how to read it.
        for number in (first..self.pieces.len()).filter(|_| !walked.whole) {
            let piece = self.piece(number);
            let reads = || Document::parse_records(&piece).is_ok_and(|records| records.len() > 1);
            if has_aliases(&piece.text) && reads() {
                let at = piece.text.find('*').unwrap_or_default();
                let problem = borrows(Place::new(piece.clone(), at..at + 1), None);
                self.borrowing.entry(number).or_insert_with(|| vec![problem]);
            }
        }
    }

    /// A piece as a text of its own.
    fn piece(&self, number: usize) -> Arc<SourceText> {
        let (file, piece) = &self.pieces[number];
        Arc::new(file.piece(piece.range.clone(), piece.lines))
    }

    /// Parses all records; every problem in them goes to `cx`.
    pub(super) fn parse<T: Send>(
        &self,
        keep: impl Fn(Client) -> T + Sync,
        cx: &mut Parsing,
    ) -> Parsed<T> {
        let declared = &cx.declared;
        let problems = AtomicUsize::new(0);
        let parse = |mut parsed: Parsed<T>, number| {
            let mut cx = Parsing { declared: declared.clone(), ..Parsing::default() };
            let piece = self.piece(number);
            // A lock for each of fifty thousand short ones would take longer than they.
            let is_long = piece.text.len() > limits::SHORT_RECORD;
            let _reading = is_long.then(|| begin(Task::Reading(piece.name.to_string())));
            let clients = match self.borrowing.get(&number) {
                Some(wrong) => {
                    cx.problems.extend(wrong.iter().cloned());
                    vec![None]
                }
                None => Client::parse_all(&piece, &mut cx),
            };
            let before = problems.fetch_add(cx.problems.len(), Ordering::Relaxed);
            if before <= limits::PROBLEMS {
                parsed.problems.extend(cx.problems);
            }
            parsed.records += clients.len();
            parsed.clients.extend(clients.into_iter().flatten().map(|client| Listed {
                id: client.id.clone(),
                piece: number,
                index: client.record.index,
                kept: keep(client),
            }));
            parsed
        };
        let pieces = (0..self.pieces.len()).into_par_iter();
        let mut parsed = pieces.fold(Parsed::default, parse).reduce(Parsed::default, Parsed::and);
        if problems.into_inner() > limits::PROBLEMS {
            let limit = limits::PROBLEMS.to_string();
            let dropped = Diagnostic::error(Message::ProblemsDropped { limit });
            cx.problems.push(dropped.hint(Message::MendTheseFirst));
        }
        cx.problems.append(&mut parsed.problems);
        if parsed.records == 0 && !self.files.is_empty() {
            let names: Vec<&str> = self.files.iter().map(|file| &*file.name).collect();
            cx.problems.push(
                Diagnostic::error(Message::NoClients { files: listed(names) })
                    .hint(Message::AddFirstClient),
            );
        }
        parsed
    }

    /// Of two records with one id nobody can tell which is meant: both are left out.
    pub(super) fn drop_duplicates<T>(
        &self,
        clients: &mut Vec<Listed<T>>,
        problems: &mut Vec<Diagnostic>,
    ) {
        let mut ids = Ids { list: self, last: None };
        let wrong: BTreeSet<String> =
            problems.iter().flat_map(|it| &it.clients).map(ClientId::file_key).collect();
        clients.retain(|client| {
            let unsure = wrong.contains(&client.id.file_key());
            if unsure {
                let message = Message::OtherRecordWrong { id: client.id.to_string() };
                let problem = Diagnostic::error(message).at(ids.place(client));
                problems.push(problem.for_client(&client.id).hint(Message::MendOrOtherId));
            }
            !unsure
        });
        let keys = clients.iter().enumerate().map(|(index, client)| (client.id.file_key(), index));
        let mut keys: Vec<(String, usize)> = keys.collect();
        keys.sort();
        let mut doubled = BTreeSet::new();
        for same in keys.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1) {
            let first = &clients[same[0].1];
            let first_line = ids.place(first).map_or_else(String::new, |place| {
                let line = place.line().to_string();
                Message::AtLine { file: place.source.name.to_string(), line }.to_string()
            });
            for (_, index) in &same[1..] {
                let client = &clients[*index];
                let message = if client.id == first.id {
                    Message::AnotherClientWithId {
                        id: client.id.to_string(),
                        at: first_line.clone(),
                    }
                } else {
                    Message::IdDiffersInCapitals {
                        id: client.id.to_string(),
                        other: first.id.to_string(),
                        at: first_line.clone(),
                    }
                };
                let problem = Diagnostic::error(message).at(ids.place(client));
                let problem = problem.for_client(&client.id).for_client(&first.id);
                problems.push(problem.hint(Message::GiveOneOtherId));
            }
            doubled.extend(same.iter().map(|(_, index)| *index));
        }
        let mut index = 0;
        clients.retain(|_| {
            index += 1;
            !doubled.contains(&(index - 1))
        });
    }
}
