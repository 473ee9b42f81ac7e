//! Another client's name in a letter: the worst mistake there is.

use aho_corasick::{AhoCorasick, MatchKind};

use serde_yaml::{Mapping, Value};

use crate::check::SharedFacts;
use crate::model::{Client, ClientId};

/// Finds the names of clients in letters that are not theirs.
#[derive(Default)]
pub struct OtherNames {
    names: Vec<(String, ClientId)>,
    search: Option<AhoCorasick>,
}

impl OtherNames {
    /// The names of `clients`, but for those that any letter may have: the
    /// office's own, the vendor's.
    pub fn new(clients: &[Client], facts: &SharedFacts) -> Self {
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
        let names: Vec<(String, ClientId)> = clients
            .iter()
            .filter(|client| is_name(&client.name))
            .map(|client| (client.name.clone(), client.id.clone()))
            .collect();
        // The longest name at a place is the one that is meant.
        let search = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(names.iter().map(|(name, _)| name))
            .ok();
        Self { names, search }
    }

    /// The first name in `text` that is not `client`'s, and whose it is.
    pub fn first_in<'a>(&'a self, text: &str, client: &Client) -> Option<&'a (String, ClientId)> {
        let own = |name: &str| client.name.contains(name);
        let found = self.search.as_ref()?.find_iter(text);
        found.map(|found| &self.names[found.pattern().as_usize()]).find(|(name, _)| !own(name))
    }
}
