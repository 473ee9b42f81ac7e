//! A record that is wrong: what stands in it all the same, and how a part of it is mended.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::proof::rest;
use super::{Changed, KnownRecord, Records};
use crate::client_list::{Field, FieldChange, Value};
use crate::diagnostic::{Diagnostic, SourceText};
use crate::facts::{self, Document, text_of};

impl Records<'_> {
    /// The text that a record is in, most often alone.
    pub fn source(&self, record: &KnownRecord) -> Arc<SourceText> {
        self.piece(record.piece)
    }

    /// A record as YAML reads it; `None` where it cannot.
    pub fn document(&self, record: &KnownRecord) -> Option<Document> {
        let mut documents = Document::parse_records(&self.source(record)).ok()?;
        (record.index < documents.len()).then(|| documents.swap_remove(record.index))
    }

    /// What is wrong with a record.
    pub fn problems(&self, record: &KnownRecord) -> Vec<Diagnostic> {
        let (_, mut problems) = self.parsed(&self.source(record));
        if let Some(document) = self.document(record)
            && self.pieces[record.piece].records > 1
        {
            let own = document.place(&[]);
            problems.retain(|problem| problem.place().is_none_or(|place| own.holds(place)));
        }
        problems
    }

    /// A record that is wrong with these changes made, if nothing is wrong then that was
    /// right before; else what is wrong.
    pub fn mended(
        &self,
        record: &KnownRecord,
        changes: &[FieldChange],
    ) -> Result<Changed, Vec<Diagnostic>> {
        let by_hand = || vec![self.by_hand(record)];
        let (old, new) = self.piece_with(record, changes)?;
        let before = Document::parse_records(&old).map_err(|_| by_hand())?;
        let after = Document::parse_records(&new)?;
        let is_kept =
            |(index, (old, new)): (usize, (&Document, &Document))| match index == record.index {
                false => old.value() == new.value(),
                true => {
                    rest(old.value(), changes) == rest(new.value(), changes)
                        && changes.iter().all(|change| says(new.value(), change))
                }
            };
        let is_same_length = before.len() == after.len();
        if !is_same_length || !before.iter().zip(&after).enumerate().all(is_kept) {
            return Err(by_hand());
        }
        let known: BTreeSet<String> = self.parsed(&old).1.iter().map(said).collect();
        let mut news = self.parsed(&new).1;
        news.retain(|problem| !known.contains(&said(problem)));
        match news.is_empty() {
            true => Ok(Changed { changes: changes.to_vec(), text: new.text.clone() }),
            false => Err(news),
        }
    }
}

fn said(problem: &Diagnostic) -> String {
    problem.message.to_string()
}

/// What stands in a field of a record, right or wrong, as far as it is a text or several.
pub fn written(record: &facts::Value, field: &Field) -> Option<Value> {
    let mut value = record;
    for key in field.keys() {
        value = value.get(key)?;
    }
    let text = |value: &facts::Value| text_of(value).map(|text| text.trim_end().to_owned());
    match value {
        facts::Value::Sequence(items) => {
            let texts = items.iter().map(text).collect::<Option<Vec<_>>>()?;
            (!texts.is_empty()).then_some(Value::Several(texts))
        }
        value => text(value).map(Value::One),
    }
}

/// Whether a record says what a change leads to.
fn says(record: &facts::Value, FieldChange { field, after, .. }: &FieldChange) -> bool {
    let written = written(record, field);
    match (&written, after) {
        (Some(written), Some(after)) => written.parts() == after.parts(),
        (None, None) => true,
        _ => false,
    }
}
