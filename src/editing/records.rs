//! The files with the clients' records: what each record says, and what it would say when it
//! is changed. What is made of the files then, `amended` says.
//!
//! Each new text of a record is read before it is given, and so is each new text of a file:
//! what would not say what it shall is not written.

mod amended;
mod appended;
mod mended;
mod proof;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

pub use self::amended::Amended;
pub use self::mended::written;
use self::proof::{Fault, Wanted};
use super::record::{self, InTheWay};
use crate::client_list::{FieldChange, Fields, fields_of};
use crate::diagnostic::{Diagnostic, Place, SourceText};
use crate::facts::{Declared, Document, Parsing, Piece, pieces, text_of};
use crate::limits;
use crate::messages::Message;
use crate::model::Client;

/// Where new records go if there is no file at all.
const FIRST_FILE: &str = "data/clients.yaml";

/// All records of a project.
pub struct Records<'a> {
    files: &'a [Arc<SourceText>],
    declared: &'a Declared,
    /// The pieces of all files, in their order.
    pieces: Vec<Cut>,
    /// Which of the pieces are in each file.
    in_file: Vec<Range<usize>>,
    /// Of each file, the names that its records borrow values by (`*name`), each with the
    /// first and the last piece in which it is.
    borrowed: Vec<BTreeMap<&'a str, (usize, usize)>>,
    /// Bytes that a file may have.
    room: usize,
    /// The records, in the order of the files.
    pub all: Vec<KnownRecord>,
}

/// A piece of a file.
struct Cut {
    file: usize,
    piece: Piece,
    /// How many records are in it.
    records: usize,
}

/// A client's record as it stands.
pub struct KnownRecord {
    /// Its id; `None` where nothing can be made of it.
    pub id: Option<String>,
    /// What it says; `None` where it is wrong.
    pub fields: Option<Fields>,
    piece: usize,
    /// Which of the records in the piece it is.
    index: usize,
}

/// What a record is to say, and the text of its piece in which it says that.
pub struct Changed {
    changes: Vec<FieldChange>,
    text: String,
}

/// A new record: what it says, and its lines without indentation or dash.
pub struct Added {
    fields: Fields,
    text: String,
}

impl<'a> Records<'a> {
    /// Reads the records of these files.
    pub fn read(files: &'a [Arc<SourceText>], declared: &'a Declared) -> Self {
        Self::read_where(files, declared, |_| true)
    }

    /// Reads those that may have one of these ids. All others stay what they are, too, but
    /// nobody knows what that is.
    pub fn about(files: &'a [Arc<SourceText>], declared: &'a Declared, ids: &[&str]) -> Self {
        let ids: Vec<String> = ids.iter().map(|id| id.to_ascii_lowercase()).collect();
        Self::read_where(files, declared, |text| {
            let text = text.to_ascii_lowercase();
            ids.iter().any(|id| text.contains(id.as_str()))
        })
    }

    fn read_where(
        files: &'a [Arc<SourceText>],
        declared: &'a Declared,
        is_read: impl Fn(&str) -> bool + Sync,
    ) -> Self {
        let cut: Vec<Vec<Piece>> = files.par_iter().map(|file| pieces(&file.text)).collect();
        let mut records = Self {
            files,
            declared,
            pieces: Vec::new(),
            in_file: Vec::new(),
            borrowed: Vec::new(),
            room: usize::try_from(limits::TEXT_BYTES).unwrap_or(usize::MAX),
            all: Vec::new(),
        };
        for (file, own) in cut.into_iter().enumerate() {
            let first = records.pieces.len();
            records.pieces.extend(own.into_iter().map(|piece| Cut { file, piece, records: 0 }));
            records.in_file.push(first..records.pieces.len());
        }
        records.borrowed =
            (0..files.len()).into_par_iter().map(|file| records.names_in(file, '*')).collect();
        let numbers = (0..records.pieces.len()).into_par_iter();
        let numbers = numbers.filter(|number| is_read(records.own(*number)));
        records.all = numbers.flat_map_iter(|number| records.known(number)).collect();
        for record in &records.all {
            records.pieces[record.piece].records += 1;
        }
        records
    }

    /// The text of a piece.
    fn own(&self, number: usize) -> &'a str {
        let Cut { file, piece, .. } = &self.pieces[number];
        &self.files[*file].text[piece.range.clone()]
    }

    /// A piece as a text of its own.
    fn piece(&self, number: usize) -> Arc<SourceText> {
        let Cut { file, piece, .. } = &self.pieces[number];
        Arc::new(self.files[*file].piece(piece.range.clone(), piece.lines))
    }

    /// The clients of a text, and what is wrong with them.
    fn parsed(&self, text: &Arc<SourceText>) -> (Vec<Option<Client>>, Vec<Diagnostic>) {
        let mut cx = Parsing { declared: self.declared.clone(), ..Parsing::default() };
        let clients = Client::parse_all(text, &mut cx);
        (clients, cx.problems)
    }

    fn known(&self, piece: usize) -> Vec<KnownRecord> {
        let text = self.piece(piece);
        let (clients, _) = self.parsed(&text);
        let ids = || {
            let documents = Document::parse_records(&text).unwrap_or_default();
            let id =
                |it: &Document| it.value().get("id").and_then(text_of).map(|id| id.into_owned());
            documents.iter().map(id).collect::<Vec<_>>()
        };
        let ids = if clients.iter().all(Option::is_some) { Vec::new() } else { ids() };
        let record = |(index, client): (usize, Option<Client>)| {
            let fields = client.as_ref().map(fields_of);
            let id = client.map(|it| it.id.to_string());
            let id = id.or_else(|| ids.get(index).cloned().flatten());
            KnownRecord { id, fields, piece, index }
        };
        clients.into_iter().enumerate().map(record).collect()
    }

    /// Words of a file that begin with this sign, each with the first and the last piece in
    /// which it is.
    fn names_in(&self, file: usize, sign: char) -> BTreeMap<&'a str, (usize, usize)> {
        let mut names = BTreeMap::new();
        if self.files[file].text.contains(sign) {
            for piece in self.in_file[file].clone() {
                for name in names_after(self.own(piece), sign) {
                    names.entry(name).or_insert((piece, piece)).1 = piece;
                }
            }
        }
        names
    }

    /// Whether a record in another piece may have a value from this one.
    fn lends(&self, piece: usize) -> bool {
        let borrowed = &self.borrowed[self.pieces[piece].file];
        let is_elsewhere = |name| {
            borrowed.get(name).is_some_and(|(first, last)| *first != piece || *last != piece)
        };
        !borrowed.is_empty() && names_after(self.own(piece), '&').any(is_elsewhere)
    }

    /// Where a record stands.
    pub fn place(&self, record: &KnownRecord) -> Place {
        let Cut { file, piece, .. } = &self.pieces[record.piece];
        let end = self.own(record.piece).lines().next().map_or(0, str::len);
        Place::new(self.files[*file].clone(), piece.range.start..piece.range.start + end)
    }

    /// That a record has to be changed by hand.
    pub fn by_hand(&self, record: &KnownRecord) -> Diagnostic {
        let problem = Diagnostic::error(Message::RecordNotByLine).at(self.place(record));
        problem.hint(Message::ChangeByHand)
    }

    /// Whether a record can be taken out and all others stay: it stands on lines of its own,
    /// and no other has a value from it.
    pub fn removable(&self, record: &KnownRecord) -> bool {
        self.pieces[record.piece].records == 1 && !self.lends(record.piece)
    }

    /// Whether a record may be changed by itself: no other has a value from it, and what
    /// stands in the same brackets, all of which each change reads, is not long.
    fn changeable(&self, record: &KnownRecord) -> bool {
        let is_long = self.own(record.piece).len() > limits::SHORT_RECORD;
        !(is_long && self.pieces[record.piece].records > 1 || self.lends(record.piece))
    }

    /// The piece that a record is in, as it is and with these changes made; what is wrong, if
    /// they cannot be made in one place.
    fn piece_with(
        &self,
        record: &KnownRecord,
        changes: &[FieldChange],
    ) -> Result<(Arc<SourceText>, Arc<SourceText>), Vec<Diagnostic>> {
        if !self.changeable(record) {
            return Err(vec![self.by_hand(record)]);
        }
        let old = self.piece(record.piece);
        let text = self.with(&old.text, record, changes)?;
        let new = Arc::new(SourceText { name: old.name.clone(), text, before: old.before });
        Ok((old, new))
    }

    /// A record with these changes made, if it is right then and says what it shall say, and
    /// all others what they have said; else what is wrong.
    pub fn changed(
        &self,
        record: &KnownRecord,
        changes: &[FieldChange],
    ) -> Result<Changed, Vec<Diagnostic>> {
        let by_hand = || vec![self.by_hand(record)];
        let (old, new) = self.piece_with(record, changes)?;
        let wanted = Wanted::of(record, changes).ok_or_else(by_hand)?;
        match self.check_piece(&old, &new, &[wanted]) {
            Ok(()) => Ok(Changed { changes: changes.to_vec(), text: new.text.clone() }),
            Err(Fault::Wrong(problems)) => Err(problems),
            Err(Fault::SaysOther) => Err(by_hand()),
        }
    }

    /// The text of a piece with these changes made in a record of it.
    fn with(
        &self,
        text: &str,
        record: &KnownRecord,
        changes: &[FieldChange],
    ) -> Result<String, Vec<Diagnostic>> {
        let changed = changes.iter().try_fold(text.to_owned(), |text, it| {
            record::with(&text, record.index, &it.field, it.after.as_ref())
        });
        let by_hand = |it: InTheWay| it.problem(Message::RecordNotByLine).at(self.place(record));
        changed.map_err(|it| vec![by_hand(it)])
    }

    /// A new record that says this, if it is right; else what is wrong.
    pub fn added(&self, fields: &Fields) -> Result<Added, Vec<Diagnostic>> {
        let text = record::lines(fields, &self.declared.own).join("\n") + "\n";
        let source = Arc::new(SourceText::new(FIRST_FILE, text));
        match self.check_new(&source, fields) {
            Ok(()) => Ok(Added { fields: fields.clone(), text: source.text.clone() }),
            Err(Fault::Wrong(problems)) => Err(problems),
            Err(Fault::SaysOther) => {
                let problem = Diagnostic::error(Message::RecordNotByLine);
                Err(vec![problem.hint(Message::ChangeByHand)])
            }
        }
    }
}

/// The words behind this sign, as far as a name of YAML's could go.
fn names_after(text: &str, sign: char) -> impl Iterator<Item = &str> {
    let is_end = |c: char| c.is_whitespace() || matches!(c, ',' | '[' | ']' | '{' | '}');
    let name = move |rest: &'_ str| rest.find(is_end).unwrap_or(rest.len());
    let names = text.split(sign).skip(1).map(move |rest| &rest[..name(rest)]);
    names.filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests;
