//! Another client's name in a letter: the worst mistake there is.

use std::collections::BTreeMap;

use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder, MatchKind};
use serde_yaml::{Mapping, Value};

use crate::check::SharedFacts;
use crate::model::{Client, ClientId};

/// Finds the names of clients in letters that are not theirs.
#[derive(Default)]
pub struct OtherNames {
    /// Of each name that is looked for, the first client who has it.
    owners: Vec<ClientId>,
    search: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
}

impl OtherNames {
    /// The names of clients, but for those that any letter may have: the
    /// office's own, the vendor's.
    pub fn new<'a>(
        clients: impl Iterator<Item = (&'a str, &'a ClientId)>,
        facts: &SharedFacts,
    ) -> Self {
        /// A shorter name is found in any text.
        const SHORTEST: usize = 3;
        let incident = &facts.incident;
        let values = [&incident.vendor, &incident.terms, &incident.system];
        let values = values.into_iter().filter_map(Value::as_mapping).flat_map(Mapping::values);
        let known: Vec<&str> =
            values.filter_map(Value::as_str).chain([facts.office.name.as_str()]).collect();
        let is_name = |name: &str| {
            name.chars().count() >= SHORTEST && !known.iter().any(|it| it.contains(name))
        };
        let mut names = BTreeMap::new();
        for (name, id) in clients.filter(|(name, _)| is_name(name)) {
            names.entry(name).or_insert(id);
        }
        // The longest name at a place is the one that is meant.
        let search = CharwiseDoubleArrayAhoCorasickBuilder::new()
            .match_kind(MatchKind::LeftmostLongest)
            .build_with_values((0..).zip(names.keys()).map(|(number, name)| (name, number)))
            .ok();
        Self { owners: names.into_values().cloned().collect(), search }
    }

    /// The first name in `text` that is not `client`'s, and whose it is.
    pub fn first_in<'a>(&self, text: &'a str, client: &Client) -> Option<(&'a str, &ClientId)> {
        let found = self.search.as_ref()?.leftmost_find_iter(text);
        let mut names = found.map(|found| (&text[found.start()..found.end()], found.value()));
        let (name, owner) = names.find(|(name, _)| !client.name.contains(name))?;
        Some((name, self.owners.get(owner as usize)?))
    }
}
