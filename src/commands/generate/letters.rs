//! The letters of a run: those that are wanted, and those that are right at its end. There
//! may be more than can be held: of one that is wanted there is a bit, and of one that is
//! right eight bytes, besides what `--json` lists.

use rayon::ThreadPool;

use super::make::{Halt, Made};
use crate::ids::ClientId;
use crate::letters::workers::for_each_client;
use crate::roster::{Entry, Ids, Marks, Roster};

/// The letters that are to be made.
pub(super) struct Wanted<'a> {
    roster: &'a Roster,
    marks: Marks,
    /// How many they are.
    pub(super) number: usize,
}

impl<'a> Wanted<'a> {
    /// None so far.
    pub(super) fn none_of(roster: &'a Roster) -> Self {
        Self { roster, marks: Marks::default(), number: 0 }
    }

    /// Adds one.
    pub(super) fn add(&mut self, client: &Entry) {
        self.marks.set(client.number);
        self.number += 1;
    }

    /// Calls `work` for each of them until one call fails, whose error is returned. Letters
    /// that are alike come one after the other: the compiler then has most of the next one in
    /// its memory.
    pub(super) fn for_each(
        &self,
        pool: &ThreadPool,
        work: impl Fn(&Entry) -> Result<(), Halt> + Sync,
    ) -> Result<(), Halt> {
        let mut chunks = self.roster.chunks();
        loop {
            let chunk = chunks.next(|number| self.marks.has(number));
            let mut chunk = chunk.map_err(|error| Halt::Disk(error.into()))?;
            if chunk.is_empty() {
                return Ok(());
            }
            chunk.sort_by(|a, b| a.variant.cmp(&b.variant));
            for_each_client(pool, &chunk.iter().collect::<Vec<_>>(), &work)?;
        }
    }
}

/// Letters that are right, or as they were sent.
#[derive(Debug, Default)]
pub(super) struct Letters {
    /// How many they are.
    pub(super) number: usize,
    /// How many pages they have that were made.
    pub(super) pages: usize,
    /// Whose they are.
    ids: Ids,
    /// Where they are listed: all of them.
    listed: Option<Vec<Made>>,
}

impl Letters {
    /// None so far, which are listed at the end or not.
    pub(super) fn of(lists: bool) -> Self {
        Self { listed: lists.then(Vec::new), ..Self::default() }
    }

    /// Adds one that was made.
    pub(super) fn add(&mut self, made: Made) {
        self.number += 1;
        self.pages += made.pages as usize;
        self.ids.add(made.client.as_str());
        if let Some(listed) = &mut self.listed {
            listed.push(made);
        }
    }

    /// Adds one that was made before.
    pub(super) fn add_old(&mut self, client: &ClientId) {
        self.add(Made { client: client.clone(), pages: 0, bytes: 0 });
    }

    /// Whose they are, for who asks.
    pub(super) fn ids(&mut self) -> Ids {
        std::mem::take(&mut self.ids).sorted()
    }

    /// All of them where they are listed, in the order of their clients' ids.
    pub(super) fn listed(&mut self) -> Vec<Made> {
        let mut listed = self.listed.take().unwrap_or_default();
        listed.sort_by(|a, b| a.client.cmp(&b.client));
        listed
    }
}
