//! Who gets a letter, without the records: these wait in a file until their letter is made.
//!
//! In the memory are the variants of letters, one of each, and nothing for each client; who
//! asks for clients gets them in the order of their lists, [some thousands at a
//! time](Chunks). What a command keeps of each client besides is a bit ([`Marks`]) or eight
//! bytes ([`Ids`]).
//!
//! For that price a record is parsed twice: once when the list is checked as a whole,
//! and again when its letter is made. It is rendered twice only where something has
//! changed and the letter is stale: once for the fingerprint, without being set, and
//! once to be set.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::check::{Clients, Seen};
use crate::content::key_of_name;
use crate::diagnostic::{Before, Diagnostic, Place, SourceText};
use crate::digest::{Digest, Fields};
use crate::facts::{Declared, Parsing};
use crate::fs::{FsError, Spool, Values};
use crate::ids::{ClientId, Shard};
use crate::model::{Client, Incident, Notice, Record, Variant};

/// A client to whom a letter may go: the client itself, or its entry in a roster.
pub trait Addressee: Sync {
    /// The client's id.
    fn id(&self) -> &ClientId;

    /// The key of the client's name.
    fn name(&self) -> u64;

    /// The digest of the client's record.
    fn record(&self) -> Digest;

    /// The client.
    fn client(&self) -> Result<Cow<'_, Client>, Vec<Diagnostic>>;
}

impl Addressee for Client {
    fn id(&self) -> &ClientId {
        &self.id
    }

    fn name(&self) -> u64 {
        key_of_name(&self.name)
    }

    fn record(&self) -> Digest {
        self.record.digest()
    }

    fn client(&self) -> Result<Cow<'_, Client>, Vec<Diagnostic>> {
        Ok(Cow::Borrowed(self))
    }
}

/// A client of a roster to whom a letter goes.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The client's id.
    pub id: ClientId,
    /// Which of the roster's clients it is.
    pub number: usize,
    /// The letter's variant.
    pub variant: Arc<Variant>,
    name: u64,
    kept: Kept,
}

/// What is kept of a client while its letter is made.
#[derive(Debug, Clone)]
enum Kept {
    /// The client, because several records are in one piece of their file and it would be
    /// parsed anew for each.
    Client(Arc<Client>),
    /// Its record, and what that is read with.
    Record(Arc<SourceText>, Arc<Declared>),
}

impl Addressee for Entry {
    fn id(&self) -> &ClientId {
        &self.id
    }

    fn name(&self) -> u64 {
        self.name
    }

    fn record(&self) -> Digest {
        match &self.kept {
            Kept::Client(client) => client.record.digest(),
            Kept::Record(source, _) => Record::alone(source.clone()).digest(),
        }
    }

    fn client(&self) -> Result<Cow<'_, Client>, Vec<Diagnostic>> {
        let (source, declared) = match &self.kept {
            Kept::Client(client) => return Ok(Cow::Borrowed(client)),
            Kept::Record(source, declared) => (source, declared),
        };
        let mut cx = Parsing { declared: Declared::clone(declared), ..Parsing::default() };
        let client = Client::parse_all(source, &mut cx).pop().flatten();
        client.map(Cow::Owned).ok_or(cx.problems)
    }
}

/// A client as it is entered into a roster.
#[derive(Debug)]
pub struct Listed {
    id: ClientId,
    name: u64,
    /// The variant of its letter, if it gets one.
    variant: Option<Variant>,
    record: Listing,
}

/// The record of such a client.
#[derive(Debug)]
enum Listing {
    Alone(Arc<SourceText>),
    Among(Box<Client>),
}

impl Listed {
    /// A client who may get this notice about the incident.
    pub fn of(client: Client, letter: Option<(&Notice, &Incident)>) -> Self {
        let letter = letter.filter(|(notice, _)| notice.is_for(&client));
        let variant = letter.map(|(notice, incident)| Variant::of(&client, notice, incident));
        let (id, name) = (client.id.clone(), key_of_name(&client.name));
        let alone = client.record.index.is_none() && !client.is_nobody();
        let record = match alone {
            true => Listing::Alone(client.record.source),
            false => Listing::Among(Box::new(client)),
        };
        Self { id, name, variant, record }
    }
}

/// A client as it waits.
#[derive(Serialize, Deserialize)]
struct Waiting<'a> {
    id: Cow<'a, str>,
    name: u64,
    /// Whether the notice is for it.
    addressed: bool,
    /// The number of its variant, if its letter is asked for.
    variant: Option<u32>,
    record: Written<'a>,
}

/// Its record: the number of the list, what stands before it, and its text; or the number of
/// the client among those that are held.
#[derive(Serialize, Deserialize)]
enum Written<'a> {
    Text(u32, Before, Cow<'a, str>),
    Held(usize),
}

/// Who gets a letter, and who else is there.
pub struct Roster {
    waiting: Spool,
    held: Vec<Arc<Client>>,
    declared: Arc<Declared>,
    lists: Vec<Arc<str>>,
    shard: Option<Shard>,
    variants: Vec<Arc<Variant>>,
    numbers: BTreeMap<Arc<Variant>, u32>,
    /// Those that are asked for by name; nobody if everybody is. Of those that are there the
    /// number, and whether the notice is for them.
    asked_for: BTreeMap<String, Option<(usize, bool)>>,
    /// The records of all, where letters of a shard are asked for: shards of other lists are
    /// to be told apart.
    records: Fields,
    /// How many have been put in.
    number: usize,
    left_out: BTreeSet<usize>,
}

impl Roster {
    /// A roster of nobody yet, who may have what is declared, from lists of these names.
    /// Letters are asked for to those with these ids, or to everybody if there are none; of
    /// them to those of a shard, if there is one.
    pub fn new(
        declared: &Declared,
        lists: impl Iterator<Item = Arc<str>>,
        asked_for: &[String],
        shard: Option<Shard>,
    ) -> Self {
        Self {
            waiting: Spool::default(),
            held: Vec::new(),
            declared: Arc::new(declared.clone()),
            lists: lists.collect(),
            shard,
            variants: Vec::new(),
            numbers: BTreeMap::new(),
            asked_for: asked_for.iter().map(|id| (id.clone(), None)).collect(),
            records: Fields::default(),
            number: 0,
            left_out: BTreeSet::new(),
        }
    }

    /// Whether clients are from a list of this name.
    pub fn has_list(&self, name: &str) -> bool {
        self.lists.iter().any(|list| **list == *name)
    }

    /// How many clients there are.
    pub fn clients(&self) -> usize {
        self.number - self.left_out.len()
    }

    /// The digest of the records of all clients, where letters of a shard are asked for.
    pub fn records(&self) -> Digest {
        self.records.digest()
    }

    /// Whether a client that is asked for is there, and if so, whether the notice is for it.
    pub fn is_addressed(&self, id: &str) -> Option<bool> {
        let (number, addressed) = (*self.asked_for.get(id)?)?;
        (!self.left_out.contains(&number)).then_some(addressed)
    }

    /// Those whose letters are asked for, in the order of their lists.
    pub fn chunks(&self) -> Chunks<'_> {
        Chunks { roster: self, values: self.waiting.values(), number: 0 }
    }

    /// The ids of all whom the notice is for.
    pub fn addressed(&self) -> Result<Ids, FsError> {
        let mut ids = Ids::default();
        let mut values = self.waiting.values();
        let mut number = 0;
        while let Some((_, waiting)) = values.next_value::<Waiting<'static>>()? {
            if waiting.addressed && !self.left_out.contains(&number) {
                ids.add(&waiting.id);
            }
            number += 1;
        }
        Ok(ids.sorted())
    }

    /// The number of the one copy of a variant.
    fn number_of(&mut self, variant: Variant) -> u32 {
        if let Some(number) = self.numbers.get(&variant) {
            return *number;
        }
        let number = u32::try_from(self.variants.len()).unwrap_or(u32::MAX);
        let variant = Arc::new(variant);
        self.numbers.insert(variant.clone(), number);
        self.variants.push(variant);
        number
    }

    fn list(&mut self, name: &Arc<str>) -> u32 {
        let known = self.lists.iter().rposition(|it| it == name);
        let number = known.unwrap_or_else(|| {
            self.lists.push(name.clone());
            self.lists.len() - 1
        });
        u32::try_from(number).unwrap_or(u32::MAX)
    }

    fn source(&self, list: u32, before: Before, text: String) -> Arc<SourceText> {
        let name = self.lists.get(list as usize).cloned().unwrap_or_else(|| "".into());
        Arc::new(SourceText { name, text, before })
    }

    /// Where the id of a client stands that waits.
    fn place_of_id(&self, waiting: &Waiting<'_>) -> Option<Place> {
        match &waiting.record {
            Written::Held(number) => self.held.get(*number)?.record.place_of_id(),
            Written::Text(list, before, text) => {
                Record::alone(self.source(*list, *before, text.to_string())).place_of_id()
            }
        }
    }
}

impl Clients<Listed> for Roster {
    fn put(&mut self, kept: Listed) -> Result<(), FsError> {
        let Listed { id, name, variant, record } = kept;
        let addressed = variant.is_some();
        let mut is_asked_for = self.asked_for.is_empty();
        if let Some(asked) = self.asked_for.get_mut(id.as_str()) {
            *asked = Some((self.number, addressed));
            is_asked_for = true;
        }
        is_asked_for &= self.shard.is_none_or(|shard| shard.has(&id));
        let variant = variant.filter(|_| is_asked_for).map(|it| self.number_of(it));
        if self.shard.is_some() {
            let record = match &record {
                Listing::Among(client) => client.record.digest(),
                Listing::Alone(source) => Record::alone(source.clone()).digest(),
            };
            self.records.add(record.bytes());
        }
        let source;
        let record = match record {
            Listing::Among(client) => {
                self.held.push(Arc::from(client));
                Written::Held(self.held.len() - 1)
            }
            Listing::Alone(alone) => {
                source = alone;
                let list = self.list(&source.name);
                // Of the others it is told where their ids stand, if at all.
                let text = if variant.is_some() { &source.text } else { head(&source.text) };
                Written::Text(list, source.before, Cow::Borrowed(text))
            }
        };
        let id = Cow::Borrowed(id.as_str());
        self.waiting.put(&Waiting { id, name, addressed, variant, record })?;
        self.number += 1;
        Ok(())
    }

    fn each(&self, give: &mut Seen<'_>) -> Result<(), FsError> {
        let mut values = self.waiting.values();
        for number in 0.. {
            let Some((_, waiting)) = values.next_value::<Waiting<'static>>()? else { break };
            if let Ok(id) = ClientId::new(&waiting.id)
                && !self.left_out.contains(&number)
            {
                give(number, &id, &|| self.place_of_id(&waiting));
            }
        }
        Ok(())
    }

    fn leave_out(&mut self, numbers: &BTreeSet<usize>) -> Result<(), FsError> {
        self.left_out.extend(numbers);
        Ok(())
    }
}

/// The lines of a record with which its id ends, where that begins a line.
fn head(text: &str) -> &str {
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        end += line.len();
        if line.trim_start_matches([' ', '-', '{', '"', '\'']).starts_with("id") {
            return &text[..end];
        }
    }
    text
}

/// Some thousands of clients at a time.
pub struct Chunks<'a> {
    roster: &'a Roster,
    values: Values<'a>,
    number: usize,
}

impl Chunks<'_> {
    /// Clients of one chunk: so many that letters of one variant can be made one after another.
    const CLIENTS: usize = 4096;

    /// Bytes of their records.
    const BYTES: usize = 4 << 20;

    /// The next clients of those that `is_wanted` says yes to; none at the end.
    pub fn next(&mut self, is_wanted: impl Fn(usize) -> bool) -> Result<Vec<Entry>, FsError> {
        let (mut entries, mut bytes) = (Vec::new(), 0);
        while entries.len() < Self::CLIENTS && bytes < Self::BYTES {
            let Some((_, waiting)) = self.values.next_value::<Waiting<'static>>()? else { break };
            let number = self.number;
            self.number += 1;
            let roster = self.roster;
            let variant = waiting.variant.and_then(|it| roster.variants.get(it as usize));
            if !is_wanted(number) || roster.left_out.contains(&number) {
                continue;
            }
            let (Some(variant), Ok(id)) = (variant, ClientId::new(&waiting.id)) else { continue };
            let kept = match waiting.record {
                Written::Held(held) => roster.held.get(held).cloned().map(Kept::Client),
                Written::Text(list, before, text) => {
                    bytes += text.len();
                    let source = roster.source(list, before, text.into_owned());
                    Some(Kept::Record(source, roster.declared.clone()))
                }
            };
            let (variant, name) = (variant.clone(), waiting.name);
            entries.extend(kept.map(|kept| Entry { id, number, variant, name, kept }));
        }
        Ok(entries)
    }
}

/// A bit for each client of a roster.
#[derive(Debug, Default)]
pub struct Marks(Vec<u64>);

impl Marks {
    /// Marks the client with this number.
    pub fn set(&mut self, number: usize) {
        let word = number / 64;
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << (number % 64);
    }

    /// Whether the client with this number is marked.
    pub fn has(&self, number: usize) -> bool {
        self.0.get(number / 64).is_some_and(|word| word >> (number % 64) & 1 == 1)
    }
}

/// Ids of clients, eight bytes for each: a hash. Of a million ids two have the same one in
/// thirty million lists.
#[derive(Debug, Default)]
pub struct Ids(Vec<u64>);

impl Ids {
    /// Adds an id.
    pub fn add(&mut self, id: &str) {
        self.0.push(Self::hash_of(id));
    }

    /// How many they are.
    pub fn number(&self) -> usize {
        self.0.len()
    }

    /// The same, ready to be asked.
    pub fn sorted(mut self) -> Self {
        self.0.sort_unstable();
        self
    }

    /// Whether an id was added before they were [sorted](Self::sorted).
    pub fn has(&self, id: &str) -> bool {
        self.0.binary_search(&Self::hash_of(id)).is_ok()
    }

    fn hash_of(id: &str) -> u64 {
        let mut hasher = DefaultHasher::new();
        id.hash(&mut hasher);
        hasher.finish()
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
        let notice = facts.notices.last().expect("a notice");
        let letter = Some((notice, &*facts.incident));
        let mut roster = Roster::new(&declared, std::iter::empty(), &[], None);
        let mut before = Vec::new();
        for client in checked.clients {
            let place = told(&client);
            if notice.is_for(&client) {
                before.push((place, client.record.digest(), client.name()));
            }
            roster.put(Listed::of(client, letter)).expect("an entry");
        }
        let entries = roster.chunks().next(|_| true).expect("entries");
        let after = entries
            .iter()
            .map(|entry| (told(&entry.client().expect("a client")), entry.record(), entry.name()));
        assert_eq!(after.collect::<Vec<_>>(), before);
        assert!(before.len() > 4);
    }

    #[test]
    fn who_is_not_asked_for_has_a_place_and_no_letter() {
        let record = |id: &str| format!("- # 注\n  id: {id}\n  name: 甲\n  honorific: 様\n");
        let mut cx = Parsing::default();
        let text = Arc::new(SourceText::new("clients.yaml", record("a") + &record("b")));
        let asked_for = ["b".to_owned(), "c".to_owned()];
        let mut roster = Roster::new(&Declared::default(), std::iter::empty(), &asked_for, None);
        for range in [0..text.text.len() / 2, text.text.len() / 2..text.text.len()] {
            let piece = Arc::new(text.piece(range.clone(), range.start / 12));
            let client = Client::parse_all(&piece, &mut cx).pop().flatten().expect("a client");
            roster.put(Listed::of(client, None)).expect("room");
        }
        let mut lines = Vec::new();
        let mut note = |number: usize, id: &ClientId, place: &dyn Fn() -> Option<Place>| {
            lines.push((number, id.to_string(), place().map(|it| it.text().to_owned())));
        };
        roster.each(&mut note).expect("clients");
        let one = |number, id: &str| (number, id.to_owned(), Some(id.to_owned()));
        assert_eq!(lines, [one(0, "a"), one(1, "b")]);
        assert_eq!(roster.is_addressed("b"), Some(false));
        assert_eq!(roster.is_addressed("c"), None);
        assert!(roster.chunks().next(|_| true).expect("entries").is_empty());
        roster.leave_out(&BTreeSet::from([1])).expect("no disk is needed");
        assert_eq!((roster.clients(), roster.is_addressed("b")), (1, None));
    }

    #[test]
    fn marks_and_ids_are_known_again() {
        let (mut marks, mut ids) = (Marks::default(), Ids::default());
        for number in [0, 63, 64, 1000] {
            marks.set(number);
            ids.add(&number.to_string());
        }
        let ids = ids.sorted();
        for number in 0..1100 {
            let known = [0, 63, 64, 1000].contains(&number);
            assert_eq!((marks.has(number), ids.has(&number.to_string())), (known, known));
        }
    }
}
