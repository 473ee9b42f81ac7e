//! What the rows of a sheet say, where a cell that says to the letter what the project has is
//! not understood otherwise: so every cell means the same that `export` has written, and
//! お客様 stays a name.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::columns::List;
use super::known::KnownRecords;
use crate::client_list::{Field, Fields, Incoming, Layout, Rows, Target, read_rows};
use crate::facts::OwnFields;
use crate::spreadsheet::Sheet;

/// Reads the rows of a sheet.
pub fn read(list: &List<'_>, own: &OwnFields, known: &KnownRecords<'_>) -> Rows {
    let mut rows = read_rows(list.sheet, &list.layout, own);
    if !known.is_empty() {
        let layout = Layout { exact: true, ..list.layout.clone() };
        let sheet = that_may_say_more(list, &rows, known);
        let exact = read_rows(&sheet, &layout, own).incoming.into_iter();
        keep_what_is_there(&mut rows, exact.map(|it| (it.row, it)).collect(), list, known);
    }
    rows
}

/// The sheet with the rows that do not say what the project has, as they were understood.
fn that_may_say_more<'a>(list: &List<'a>, rows: &Rows, known: &KnownRecords<'_>) -> Cow<'a, Sheet> {
    // What is merged in a row may stand in another.
    if !list.sheet.merged.is_empty() {
        return Cow::Borrowed(list.sheet);
    }
    let columns = list.layout.columns.iter().filter_map(|column| match &column.target {
        Target::Field(field) => Some(field),
        _ => None,
    });
    let says_what_is_there = |incoming: &&Incoming| {
        let id = incoming.fields.get(&Field::Id).and_then(|id| id.parts().first());
        let project = id.and_then(|id| known.fields_of(id));
        let same = |field| project.is_some_and(|it| it.get(field) == incoming.fields.get(field));
        columns.clone().all(same)
    };
    let same: BTreeSet<u32> =
        rows.incoming.iter().filter(says_what_is_there).map(|it| it.row).collect();
    let others = list.sheet.rows.iter().filter(|row| !same.contains(&row.number));
    Cow::Owned(Sheet { rows: others.cloned().collect(), ..Sheet::default() })
}

fn keep_what_is_there(
    rows: &mut Rows,
    mut exact: BTreeMap<u32, Incoming>,
    list: &List<'_>,
    known: &KnownRecords<'_>,
) {
    let there = |fields: &Fields| known.fields_of(fields.get(&Field::Id)?.parts().first()?);
    let has_honorifics = columns_of(list, &Field::Honorific).count() > 0;
    let mut kept: BTreeSet<(u32, usize)> = BTreeSet::new();
    for Incoming { row, fields, says_honorific, .. } in &mut rows.incoming {
        let Some(Incoming { fields: exact, .. }) = exact.remove(row) else { continue };
        let Some(project) = there(&exact).or_else(|| there(fields)) else { continue };
        let has_code = exact.contains_key(&Field::PostalCode);
        for (field, value) in exact {
            if project.get(&field) == Some(&value) && fields.get(&field) != Some(&value) {
                kept.extend(columns_of(list, &field).map(|column| (*row, column)));
                // What was taken out of the name or the address says nothing.
                if field == Field::Address && !has_code {
                    fields.remove(&Field::PostalCode);
                }
                *says_honorific &= field != Field::Name || has_honorifics;
                fields.insert(field, value);
            }
        }
    }
    // Rows of which a cell cannot be read, and whose cells all say what is there.
    let mut same: BTreeSet<u32> = BTreeSet::new();
    for (row, incoming) in exact {
        let project = there(&incoming.fields);
        let is_there = |(field, value)| project.is_some_and(|it| it.get(field) == Some(value));
        if incoming.fields.iter().all(is_there) {
            same.insert(row);
            rows.incoming.push(incoming);
        }
    }
    rows.refused.retain(|it| !same.contains(&it.row));
    rows.unread.retain(|(row, _)| !same.contains(row));
    let is_kept = |row, column: Option<usize>| column.is_some_and(|it| kept.contains(&(row, it)));
    rows.changes.retain(|it| !is_kept(it.row, it.column));
}

/// The columns that are this field.
fn columns_of<'a>(list: &'a List<'_>, field: &'a Field) -> impl Iterator<Item = usize> + 'a {
    let columns = list.layout.columns.iter();
    let own = columns.filter(move |it| matches!(&it.target, Target::Field(own) if own == field));
    own.map(|column| column.index)
}
