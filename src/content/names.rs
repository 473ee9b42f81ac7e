//! Names: another client's in a letter, the worst mistake there is; and what is wrong
//! with a client's own.

use std::collections::{BTreeMap, HashMap};

use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder, MatchKind};
use serde_yaml::{Mapping, Value};

use super::Rule;
use crate::check::SharedFacts;
use crate::diagnostic::{Diagnostic, Place};
use crate::messages::Message;
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

/// What is wrong with the names in one client's record.
pub fn check_client(client: &Client) -> Vec<Diagnostic> {
    let person = client.person.as_ref();
    let names = [
        (&["name"][..], Some(&client.name)),
        (&["person", "department"], person.and_then(|it| it.department.as_ref())),
        (&["person", "title"], person.and_then(|it| it.title.as_ref())),
        (&["person", "name"], person.map(|it| &it.name)),
    ];
    let names = names.into_iter().filter_map(|(keys, name)| Some((keys, name?)));
    let mut found = Vec::new();
    for (keys, name) in names {
        let right = with_usual_spaces(name);
        if right != *name {
            let message = Message::SpacesInName { name: name.clone() };
            let finding = Rule::NameSpaces.found_for(client, keys, message);
            found.push(finding.hint(Message::WriteInstead { right }));
        }
        // To look for places takes time: few records have the mark at all.
        if client.record.source.text.contains(" #")
            && let Some(rest) = client.record.place(keys).as_ref().and_then(comment_behind)
        {
            let message = Message::CommentInName { rest };
            let finding = Rule::NameComment.found_for(client, keys, message);
            found.push(finding.hint(Message::PutAllInQuotes));
        }
    }
    found
}

/// The name with one space, half or full width, wherever it has some, and none at its ends.
fn with_usual_spaces(name: &str) -> String {
    let mut right = String::with_capacity(name.len());
    for c in name.trim().chars() {
        if !c.is_whitespace() {
            right.push(c);
        } else if !right.ends_with([' ', '\u{3000}']) {
            right.push(if c == '\u{3000}' { c } else { ' ' });
        }
    }
    right
}

/// Clients who have the name of one with a smaller id.
pub fn check(clients: &[&Client]) -> Vec<Diagnostic> {
    let mut clients = clients.to_vec();
    clients.sort_unstable_by(|a, b| a.id.cmp(&b.id));
    let mut owners: HashMap<&str, &ClientId> = HashMap::new();
    let mut found = Vec::new();
    for client in clients {
        let Some(other) = owners.get(client.name.as_str()) else {
            owners.insert(&client.name, &client.id);
            continue;
        };
        let message = Message::SameName { name: client.name.clone(), other: other.to_string() };
        let finding = Rule::SameName.found_for(client, &["name"], message);
        found.push(finding.hint(Message::DeleteRecordTwice));
    }
    found
}

/// A comment that begins without a space, as a number does (`#2`), behind a value.
fn comment_behind(place: &Place) -> Option<String> {
    let behind = place.source.text.get(place.range.end..)?.lines().next()?;
    let comment = behind.strip_prefix([' ', '\u{9}'])?.trim_start().strip_prefix('#')?;
    let text = comment.chars().next().is_some_and(|c| !c.is_whitespace() && c != '#');
    text.then(|| format!("#{}", comment.trim_end()))
}
