//! The clients' records as an import meets them, by id.

use std::collections::{BTreeMap, BTreeSet};

use crate::client_list::{Field, Fields};
use crate::editing::records::{KnownRecord, Records};

/// The records by id, those that are right; and the ids of those that are wrong, or that
/// two records have.
pub struct KnownRecords<'a> {
    right: BTreeMap<&'a str, &'a KnownRecord>,
    /// In small letters.
    wrong: BTreeSet<String>,
}

impl<'a> KnownRecords<'a> {
    /// Of these records.
    pub fn of(records: &'a Records<'_>) -> Self {
        let mut known = Self { right: BTreeMap::new(), wrong: BTreeSet::new() };
        let mut keys = BTreeSet::new();
        for record in &records.all {
            let Some(id) = record.id.as_deref() else { continue };
            let is_second = !keys.insert(id.to_ascii_lowercase());
            if record.fields.is_none() || is_second {
                known.wrong.insert(id.to_ascii_lowercase());
            } else {
                known.right.insert(id, record);
            }
        }
        known.right.retain(|id, _| !known.wrong.contains(&id.to_ascii_lowercase()));
        known
    }

    /// The record of this id, if it is right.
    pub fn get(&self, id: &str) -> Option<&'a KnownRecord> {
        self.right.get(id).copied()
    }

    /// The name of the client of this id.
    pub fn name(&self, id: &str) -> Option<String> {
        let fields = self.get(id)?.fields.as_ref()?;
        fields.get(&Field::Name).map(ToString::to_string)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.right.is_empty()
    }

    /// What the client of this id has.
    pub fn fields_of(&self, id: &str) -> Option<&'a Fields> {
        self.get(id)?.fields.as_ref()
    }

    /// Whether the record of this id is wrong, or one of two.
    pub fn is_wrong(&self, id: &str) -> bool {
        self.wrong.contains(&id.to_ascii_lowercase())
    }

    /// The ids of the records that are wrong.
    pub fn wrong(&self) -> &BTreeSet<String> {
        &self.wrong
    }

    /// What each client has whose record is right.
    pub fn fields(&self) -> BTreeMap<&'a str, &'a Fields> {
        self.right.iter().filter_map(|(id, it)| Some((*id, it.fields.as_ref()?))).collect()
    }
}
