//! Two clients of one name: one of them may have been entered twice.

use std::collections::HashMap;

use super::super::fold::fold_but_forms;
use crate::diagnostic::Diagnostic;
use crate::ids::ClientId;
use crate::messages::Message;
use crate::model::{Acceptance, Client};
use crate::rules::Rule;

/// Clients who have the name of another one, however it is written.
#[derive(Debug, Default)]
pub struct Doubles {
    /// Of each but the one with the smallest id, that one and its name.
    others: HashMap<ClientId, (ClientId, String)>,
}

impl Doubles {
    /// Of these names and their clients.
    pub fn of(clients: &[(&str, &ClientId)]) -> Self {
        let folded = clients.iter().map(|&(name, id)| (fold_but_forms(name), id, name));
        let mut folded: Vec<_> = folded.collect();
        folded.sort_unstable();
        let same = folded.chunk_by(|a, b| a.0 == b.0);
        let others = same.flat_map(|same| {
            let (_, owner, name) = same[0].clone();
            same[1..]
                .iter()
                .map(move |(_, id, _)| ((*id).clone(), (owner.clone(), name.to_owned())))
        });
        Self { others: others.collect() }
    }

    /// The client of the same name and how it writes it, if there is one.
    pub fn other(&self, client: &ClientId) -> Option<&(ClientId, String)> {
        self.others.get(client)
    }

    /// The finding if another client has this one's name.
    pub fn check(&self, client: &Client) -> Option<Diagnostic> {
        let (other, written) = self.other(&client.id)?;
        let (name, other, written) = (client.name.clone(), other.to_string(), written.clone());
        let entry = Acceptance::entry(Rule::SameName, &name);
        let message = match written == name {
            true => Message::SameName { name, other },
            false => Message::SameNameButWriting { name, other, written },
        };
        let finding = Rule::SameName.found_for(client, &["name"], message);
        Some(finding.hint(Message::DeleteRecordTwice).hint(Message::AcceptIfRight { entry }))
    }
}
