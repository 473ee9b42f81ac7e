//! Whether a new text says what it shall: it is read, and held against what was there and
//! what is wanted.

use std::sync::Arc;

use super::{KnownRecord, Records};
use crate::client_list::{Field, FieldChange, Fields, fields_of};
use crate::diagnostic::{Diagnostic, SourceText};
use crate::facts::{Document, Value};

/// What is not as it shall be.
pub(super) enum Fault {
    /// The record is wrong.
    Wrong(Vec<Diagnostic>),
    /// A record, this or another, says something else than it shall.
    SaysOther,
}

/// What a record is to say.
pub(super) struct Wanted<'r> {
    /// Which of the records in its piece it is.
    index: usize,
    /// What it says in the fields that fit in a cell.
    fields: Fields,
    /// The changes that lead to that.
    changes: &'r [FieldChange],
}

impl<'r> Wanted<'r> {
    /// What a record says after these changes; `None` if it is wrong now.
    pub fn of(record: &KnownRecord, changes: &'r [FieldChange]) -> Option<Self> {
        let mut fields = record.fields.clone()?;
        for FieldChange { field, after, .. } in changes {
            match after {
                Some(value) => fields.insert(field.clone(), value.clone()),
                None => fields.remove(field),
            };
        }
        Some(Self { index: record.index, fields, changes })
    }
}

impl Records<'_> {
    /// Whether a piece, written anew, says of these records what is wanted, and all others in
    /// it what they have said.
    pub(super) fn check_piece(
        &self,
        old: &Arc<SourceText>,
        new: &Arc<SourceText>,
        wanted: &[Wanted<'_>],
    ) -> Result<(), Fault> {
        let before = Document::parse_records(old).map_err(|_| Fault::SaysOther)?;
        let after = Document::parse_records(new).map_err(Fault::Wrong)?;
        if before.len() != after.len() {
            return Err(Fault::SaysOther);
        }
        let is_same = |(index, (old, new)): (usize, (&Document, &Document))| match wanted
            .iter()
            .find(|it| it.index == index)
        {
            None => old.value() == new.value(),
            Some(it) => rest(old.value(), it.changes) == rest(new.value(), it.changes),
        };
        if !before.iter().zip(&after).enumerate().all(is_same) {
            return Err(Fault::SaysOther);
        }
        if wanted.is_empty() {
            return Ok(());
        }
        let (clients, problems) = self.parsed(new);
        for Wanted { index, fields, .. } in wanted {
            match clients.get(*index).and_then(Option::as_ref) {
                None => return Err(Fault::Wrong(problems)),
                Some(client) if fields_of(client) != *fields => return Err(Fault::SaysOther),
                Some(_) => {}
            }
        }
        Ok(())
    }

    /// Whether a text is one new record that says this.
    pub(super) fn check_new(&self, text: &Arc<SourceText>, wanted: &Fields) -> Result<(), Fault> {
        let (clients, problems) = self.parsed(text);
        if !problems.is_empty() {
            return Err(Fault::Wrong(problems));
        }
        // A client has a way of sending, said or not.
        let said = |mut fields: Fields| {
            fields.remove(&Field::Delivery);
            fields
        };
        match &clients[..] {
            [Some(client)] if said(fields_of(client)) == said(wanted.clone()) => Ok(()),
            _ => Err(Fault::SaysOther),
        }
    }
}

/// What a record says besides the fields that change: `data` too, and other tables.
pub(super) fn rest(record: &Value, changes: &[FieldChange]) -> Value {
    let mut rest = record.clone();
    let Some(keys) = rest.as_mapping_mut() else { return rest };
    for change in changes {
        match change.field.keys()[..] {
            [key] => drop(keys.remove(key)),
            [above, key] => {
                let below = keys.get_mut(above).and_then(Value::as_mapping_mut);
                if let Some(below) = below {
                    below.remove(key);
                }
                // Nothing is left of it, or was there.
                if keys.get(above).is_some_and(is_nothing) {
                    keys.remove(above);
                }
            }
            _ => {}
        }
    }
    rest
}

fn is_nothing(value: &Value) -> bool {
    value.is_null() || value.as_mapping().is_some_and(|keys| keys.is_empty())
}
