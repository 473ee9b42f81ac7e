//! The names of all clients, as they are read: what is looked for in the letters of others,
//! and who has the name of another.
//!
//! The names themselves wait on the disk. In the memory is what tells, without reading
//! them, that most texts have none of them ([`Filter`]): four bytes for each name.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::bounds::{Kind, kind_of};
use super::doubles::Doubles;
use super::search::OtherNames;
use crate::content::fold::{fold, fold_but_forms};
use crate::digest::Digest;
use crate::fs::{FsError, Sorter, Spool, Table};
use crate::ids::ClientId;
use crate::model::Client;

/// What of a client's name is gathered.
#[derive(Debug, Serialize, Deserialize)]
pub struct Named {
    id: String,
    /// As it is written.
    name: String,
    /// As it is compared with the names of others.
    same: u64,
    /// As it is looked for in the letters of others, if it is.
    known: Option<KnownName>,
}

/// A name as it is looked for in the letters of others.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct KnownName {
    pub(super) folded: String,
    pub(super) kind: Kind,
}

impl Named {
    /// What is kept of a client's name. Nothing is looked for if it is nobody's in particular,
    /// or too short.
    pub fn of(client: &Client) -> Self {
        let known = kind_of(client).map(|(kind, name)| KnownName { folded: fold(name), kind });
        let (id, name) = (client.id.to_string(), client.name.clone());
        Self { id, same: key_of(&name), name, known }
    }
}

/// What names have in common that are the same, however they are written.
pub fn key_of(name: &str) -> u64 {
    Hash::of(fold_but_forms(name).chars()).whole()
}

/// A hash that grows by one character at a time.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Hash(u64);

impl Hash {
    pub(super) fn of(characters: impl Iterator<Item = char>) -> Self {
        characters.fold(Self::default(), Self::and)
    }

    /// That of the characters so far and this one.
    pub(super) fn and(self, c: char) -> Self {
        let mixed = (self.0 ^ u64::from(c)).wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = mixed.wrapping_mul(0xFF51_AFD7_ED55_8CCD);
        Self(mixed ^ (mixed >> 32))
    }

    /// The number of a name that ends here.
    pub(super) fn whole(self) -> u64 {
        mixed(self.0 ^ 0x5851_F42D_4C95_7F2D)
    }

    /// The number of names that begin so.
    fn beginning(self) -> u64 {
        mixed(self.0)
    }
}

/// Every bit hangs on every other one (SplitMix64).
fn mixed(mut number: u64) -> u64 {
    number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ (number >> 31)
}

/// Says of characters that no name begins so, or that none is so; what it does not say may
/// be either (a Bloom filter).
#[derive(Debug)]
pub(super) struct Filter(Vec<u64>);

impl Filter {
    /// Bits for each name. With the beginnings of eight characters a third of them is set, so
    /// that one text in thirty is looked for in vain.
    const BITS: usize = 32;

    /// One for so many names, of none so far.
    fn for_names(names: usize) -> Self {
        Self(vec![0; (names * Self::BITS).div_ceil(u64::BITS as usize).max(1)])
    }

    /// Where the bits of a number are.
    fn bits(&self, number: u64) -> impl Iterator<Item = (usize, u64)> {
        let all = self.0.len() as u128 * u128::from(u64::BITS);
        let step = mixed(number) | 1;
        let bits = (0..3_u64).map(move |turn| number.wrapping_add(turn.wrapping_mul(step)));
        bits.map(move |bit| {
            let bit = ((u128::from(bit) * all) >> u64::BITS) as usize;
            (bit / u64::BITS as usize, 1 << (bit % u64::BITS as usize))
        })
    }

    fn add(&mut self, number: u64) {
        let bits: Vec<_> = self.bits(number).collect();
        bits.into_iter().for_each(|(word, bit)| self.0[word] |= bit);
    }

    fn has(&self, number: u64) -> bool {
        self.bits(number).all(|(word, bit)| self.0[word] & bit != 0)
    }

    fn add_name(&mut self, folded: &str) {
        let mut hash = Hash::default();
        for (c, length) in folded.chars().zip(1..) {
            hash = hash.and(c);
            if is_looked_at(length) {
                self.add(hash.beginning());
            }
        }
        self.add(hash.whole());
    }

    /// Whether a name may begin with so many characters.
    pub(super) fn may_begin(&self, hash: Hash, length: usize) -> bool {
        !is_looked_at(length) || self.has(hash.beginning())
    }

    /// Whether these may be a name.
    pub(super) fn may_be(&self, hash: Hash) -> bool {
        self.has(hash.whole())
    }
}

/// Whether the beginnings of so many characters are known.
fn is_looked_at(length: usize) -> bool {
    let third = length.is_multiple_of(3) && (length / 3).is_power_of_two();
    length < 4 || length.is_power_of_two() || third
}

/// Names that are being gathered, in the order of the clients.
#[derive(Debug, Default)]
pub struct Gathered {
    spool: Spool,
    /// Of those that are looked for, where each waits.
    known: Sorter,
    /// Where each name waits.
    same: Sorter,
    /// How many are looked for, and how long the longest is.
    number: usize,
    longest: usize,
    /// The sum of their digests, which hangs on them and not on their order.
    sum: [u64; 4],
}

impl Gathered {
    /// Adds a client's name.
    pub fn add(&mut self, named: &Named) -> Result<(), FsError> {
        let at = self.spool.put(named)?;
        self.same.add((named.same, at))?;
        let Some(KnownName { folded, kind }) = &named.known else { return Ok(()) };
        self.known.add((Hash::of(folded.chars()).whole(), at))?;
        self.number += 1;
        self.longest = self.longest.max(folded.chars().count());
        let digest = Digest::of(format!("{kind:?} {folded}").as_bytes());
        let parts = digest.bytes().chunks_exact(8).filter_map(|part| part.first_chunk());
        for (sum, part) in self.sum.iter_mut().zip(parts) {
            *sum = sum.wrapping_add(u64::from_le_bytes(*part));
        }
        Ok(())
    }

    /// What the names are for, without those of clients that were left out: who has another
    /// one's name, which are not to be in letters but the client's own, where let pass is
    /// what any letter may have, and the digest of these.
    pub fn finish(
        self,
        left_out: BTreeSet<String>,
        let_pass: BTreeSet<String>,
    ) -> Result<(Doubles, OtherNames, Digest), FsError> {
        let Self { spool, known, same, number, longest, sum } = self;
        let mut filter = Filter::for_names(number);
        let mut all = spool.values();
        while let Some((_, named)) = all.next_value::<Named>()? {
            let known = named.known.filter(|known| !let_pass.contains(&known.folded));
            known.iter().for_each(|known| filter.add_name(&known.folded));
        }
        let names = Arc::new(Names { spool, left_out });
        let known =
            Known { names: names.clone(), places: Table::of(known.sorted()?)?, filter, longest };
        let doubles = Doubles::of(names, same.sorted()?)?;
        let digest = Digest::of(&sum.map(u64::to_le_bytes).concat());
        Ok((doubles, OtherNames::of(known, let_pass), digest))
    }
}

/// Names that wait on the disk.
#[derive(Debug, Default)]
pub(super) struct Names {
    spool: Spool,
    /// The ids of those that are nobody's.
    left_out: BTreeSet<String>,
}

impl Names {
    /// The client whose name waits there, and the name; nobody if it was left out.
    pub(super) fn at(&self, at: u64) -> Result<Option<(ClientId, Named)>, FsError> {
        let named: Named = self.spool.get(at)?;
        if self.left_out.contains(&named.id) {
            return Ok(None);
        }
        Ok(ClientId::new(&named.id).ok().map(|id| (id, named)))
    }

    /// For each way to write them, the clients of names that may be the same: who has the
    /// smallest id, and where its name waits; only of those that several clients have.
    pub(super) fn shared(&self, places: &[u64]) -> Result<Vec<u64>, FsError> {
        let mut first: BTreeMap<String, (ClientId, u64, usize)> = BTreeMap::new();
        for &at in places {
            let Some((id, named)) = self.at(at)? else { continue };
            let entry = first.entry(fold_but_forms(&named.name)).or_insert((id.clone(), at, 0));
            entry.2 += 1;
            if id < entry.0 {
                (entry.0, entry.1) = (id, at);
            }
        }
        let shared = first.into_values().filter(|(_, _, clients)| *clients > 1);
        Ok(shared.map(|(_, at, _)| at).collect())
    }
}

impl Named {
    /// The name as it is written.
    pub(super) fn into_name(self) -> String {
        self.name
    }
}

/// The names that are looked for.
#[derive(Debug)]
pub(super) struct Known {
    names: Arc<Names>,
    places: Table,
    pub(super) filter: Filter,
    /// Characters of the longest.
    pub(super) longest: usize,
}

/// A name that is looked for.
pub(super) struct Name {
    pub(super) folded: String,
    pub(super) kind: Kind,
    /// The first client who has it.
    pub(super) owner: ClientId,
    /// Tells it from others.
    pub(super) number: u64,
}

impl Known {
    /// The name that a folded text with this hash is, if it is one.
    pub(super) fn name(&self, folded: &str, hash: Hash) -> Result<Option<Name>, FsError> {
        for number in self.places.get(hash.whole())? {
            let Some((owner, named)) = self.names.at(number)? else { continue };
            if let Some(KnownName { folded, kind }) = named.known.filter(|it| it.folded == folded) {
                return Ok(Some(Name { folded, kind, owner, number }));
            }
        }
        Ok(None)
    }
}
