//! Two clients of one name: one of them may have been entered twice.

use std::sync::Arc;

use super::super::fold::fold_but_forms;
use super::gathered::{Names, key_of};
use crate::diagnostic::Diagnostic;
use crate::fs::{FsError, Sorted, Table};
use crate::ids::ClientId;
use crate::messages::Message;
use crate::model::{Acceptance, Client};
use crate::rules::Rule;

/// Clients who have the name of another one, however it is written.
#[derive(Debug, Default)]
pub struct Doubles {
    names: Arc<Names>,
    /// For each name that several have, where that of the one with the smallest id waits.
    owners: Table,
}

impl Doubles {
    /// Of these names, each with the place where it waits.
    pub(super) fn of(names: Arc<Names>, mut same: Sorted) -> Result<Self, FsError> {
        let mut owners = Table::default();
        while let Some((key, places)) = same.next_of_one_key()? {
            if places.len() > 1 {
                for at in names.shared(&places)? {
                    owners.add((key, at))?;
                }
            }
        }
        Ok(Self { names, owners })
    }

    /// The client who has a name of this [key](key_of), if it is not this one.
    pub fn other(
        &self,
        client: &ClientId,
        key: u64,
    ) -> Result<Option<(ClientId, String)>, FsError> {
        for at in self.owners.get(key)? {
            if let Some((owner, named)) = self.names.at(at)?
                && owner != *client
            {
                return Ok(Some((owner, named.into_name())));
            }
        }
        Ok(None)
    }

    /// The finding if another client has this one's name.
    pub fn check(&self, client: &Client) -> Result<Option<Diagnostic>, FsError> {
        let Some((other, written)) = self.other(&client.id, key_of(&client.name))? else {
            return Ok(None);
        };
        if fold_but_forms(&written) != fold_but_forms(&client.name) {
            return Ok(None);
        }
        let (name, other) = (client.name.clone(), other.to_string());
        let entry = Acceptance::entry(Rule::SameName, &name);
        let message = match written == name {
            true => Message::SameName { name, other },
            false => Message::SameNameButWriting { name, other, written },
        };
        let finding = Rule::SameName.found_for(client, &["name"], message);
        let finding = finding.hint(Message::DeleteRecordTwice);
        Ok(Some(finding.hint(Message::AcceptIfRight { entry })))
    }
}
