//! Who gets a letter, without the records: these wait in a file until their
//! letter is made, so that a list of fifty thousand takes the memory of its ids.
//!
//! For that price a record is parsed twice: once when the list is checked as a whole,
//! and again when its letter is made. It is rendered twice only where something has
//! changed and the letter is stale: once for the fingerprint, without being set, and
//! once to be set.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use crate::diagnostic::{Before, Diagnostic, SourceText};
use crate::digest::Digest;
use crate::facts::{Declared, Parsing};
use crate::fs::{FsError, Spool};
use crate::ids::ClientId;
use crate::messages::Message;
use crate::model::{Client, Incident, Notice, Record, Variant};

/// A client to whom a letter may go: the client itself, or its entry in a roster.
pub trait Addressee: Sync {
    /// The client's id.
    fn id(&self) -> &ClientId;

    /// The digest of the client's record.
    fn record(&self) -> Result<Digest, FsError>;

    /// The client.
    fn client(&self) -> Result<Cow<'_, Client>, Vec<Diagnostic>>;
}

impl Addressee for Client {
    fn id(&self) -> &ClientId {
        &self.id
    }

    fn record(&self) -> Result<Digest, FsError> {
        Ok(self.record.digest())
    }

    fn client(&self) -> Result<Cow<'_, Client>, Vec<Diagnostic>> {
        Ok(Cow::Borrowed(self))
    }
}

/// A client of a roster.
#[derive(Debug)]
pub struct Entry {
    /// The client's id.
    pub id: ClientId,
    /// The letter's variant; none if the notice is not for this client.
    pub variant: Option<Arc<Variant>>,
    kept: Kept,
}

/// Where a client of a roster is.
#[derive(Debug)]
enum Kept {
    /// In the memory, because several records are in one piece of their file and
    /// it would be parsed anew for each.
    Here(Box<Client>),
    /// Its record waits on a shelf, at this byte.
    Waiting(Arc<Shelf>, u64),
}

/// Where the records of a file wait, and what they are read with.
#[derive(Debug)]
struct Shelf {
    file: Arc<str>,
    spool: Arc<Spool>,
    declared: Declared,
}

impl Shelf {
    /// Puts a record here; at which byte.
    fn put(&self, record: &SourceText) -> Result<u64, FsError> {
        self.spool.put(&(record.before, &record.text))
    }

    /// The record that waits at this byte.
    fn take(&self, at: u64) -> Result<SourceText, FsError> {
        let (before, text): (Before, String) = self.spool.get(at)?;
        Ok(SourceText { name: self.file.clone(), text, before })
    }
}

impl Addressee for Entry {
    fn id(&self) -> &ClientId {
        &self.id
    }

    fn record(&self) -> Result<Digest, FsError> {
        match &self.kept {
            Kept::Here(client) => client.record(),
            Kept::Waiting(shelf, at) => {
                let source = Arc::new(shelf.take(*at)?);
                Ok(Record::alone(source).digest())
            }
        }
    }

    fn client(&self) -> Result<Cow<'_, Client>, Vec<Diagnostic>> {
        let (shelf, source) = match &self.kept {
            Kept::Here(client) => return Ok(Cow::Borrowed(client)),
            Kept::Waiting(shelf, at) => (shelf, shelf.take(*at)),
        };
        let source = source.map_err(|error| {
            vec![Diagnostic::error(Message::Verbatim(error.to_string())).for_client(&self.id)]
        })?;
        let mut cx = Parsing { declared: shelf.declared.clone(), ..Parsing::default() };
        let client = Client::parse_all(&Arc::new(source), &mut cx).pop().flatten();
        client.map(Cow::Owned).ok_or(cx.problems)
    }
}

/// Makes the entries of a roster.
pub struct Roster {
    shelves: BTreeMap<Arc<str>, Arc<Shelf>>,
    variants: Mutex<BTreeSet<Arc<Variant>>>,
}

impl Roster {
    /// A roster of the clients in these files, who may have what is declared.
    pub fn new(files: &[Arc<SourceText>], declared: &Declared) -> Result<Self, FsError> {
        let spool = Arc::new(Spool::new()?);
        let shelf = |file: &Arc<SourceText>| {
            let (spool, declared) = (spool.clone(), declared.clone());
            let file = file.name.clone();
            (file.clone(), Arc::new(Shelf { file, spool, declared }))
        };
        Ok(Self { shelves: files.iter().map(shelf).collect(), variants: Mutex::default() })
    }

    /// Enters a client, whose record is put away.
    pub fn enter(
        &self,
        client: Client,
        incident: &Incident,
        notice: &Notice,
    ) -> Result<Entry, FsError> {
        let variant = || self.variant(Variant::of(&client, notice, incident));
        Ok(Entry {
            id: client.id.clone(),
            variant: notice.is_for(&client).then(variant),
            kept: self.keep(client)?,
        })
    }

    fn keep(&self, client: Client) -> Result<Kept, FsError> {
        let Record { source, index, .. } = &client.record;
        Ok(match self.shelves.get(&source.name) {
            Some(shelf) if index.is_none() => Kept::Waiting(shelf.clone(), shelf.put(source)?),
            _ => Kept::Here(Box::new(client)),
        })
    }

    /// The one copy of a variant.
    fn variant(&self, variant: Variant) -> Arc<Variant> {
        let mut variants = self.variants.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = variants.get(&variant) {
            return known.clone();
        }
        let variant = Arc::new(variant);
        variants.insert(variant.clone());
        variant
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{check, check_facts};
    use crate::project::Project;

    /// A client as its letter sees it, and where its id stands.
    fn told(client: &Client) -> (String, Option<(Arc<str>, usize, usize)>) {
        let place = client.record.place_of_id();
        let place = place.map(|it| (it.source.name.clone(), it.line(), it.bytes().start));
        (serde_yaml::to_string(client).expect("a client to be printed"), place)
    }

    #[test]
    fn a_client_comes_from_a_roster_as_it_went_in() {
        let project = Project::open(env!("CARGO_MANIFEST_DIR").as_ref()).expect("the project");
        let mut sources = project.load().expect("its files");
        // A list that cannot be cut, and one that begins with a byte order mark.
        let record = "id: F-1, name: 甲, honorific: 様, 業務: [給与計算],\n    \
                      route: 調整中, notify: 保留";
        let flow = format!("[{{{record}}},\n{{{}}}]\n", record.replace("F-1", "F-2"));
        sources.clients.push(Arc::new(SourceText::new("data/clients/flow.yaml", flow)));
        let mut marked = SourceText::new("data/clients/marked.yaml", "");
        marked.text = format!("- {{{}}}\n", record.replace("F-1", "M-1"));
        marked.before.bytes = crate::fs::BYTE_ORDER_MARK.len();
        sources.clients.push(Arc::new(marked));
        let declared = check_facts(&sources).declared().clone();
        let checked = check(&sources);
        assert!(checked.problems.is_empty(), "{:?}", checked.problems);
        let facts = checked.shared.expect("facts without errors");
        let roster = Roster::new(&sources.clients, &declared).expect("a roster");
        drop(sources);
        let notice = facts.notices.last().expect("a notice");
        for client in checked.clients {
            let (before, digest) = (told(&client), client.record.digest());
            let addressed = notice.is_for(&client);
            let entry = roster.enter(client, &facts.incident, notice).expect("an entry");
            assert_eq!(entry.variant.is_some(), addressed);
            assert_eq!(entry.record().expect("a record"), digest);
            assert_eq!(told(&entry.client().expect("a client")), before);
        }
    }
}
