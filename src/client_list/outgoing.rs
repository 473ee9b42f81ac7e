//! The other way: which columns a list of these clients has, and what stands in a cell. What
//! is written here is what [`super::read_rows`] reads as the same.

use std::collections::{BTreeMap, BTreeSet};

use super::{Field, Fields, Kept, Target, Value};
use crate::facts::{OwnFields, OwnValue};
use crate::model::Client;

/// A column of a list that is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// What it holds.
    pub field: Field,
    /// Its heading.
    pub heading: String,
}

/// The columns of a list of these clients: the program's own fields that any of them has,
/// and the office's. A field is called what it was called in the list that was read before,
/// if one column alone was that field.
pub fn columns<'a>(
    clients: impl Iterator<Item = &'a Fields>,
    own: &OwnFields,
    kept: &Kept,
) -> Vec<Outgoing> {
    let mut there: BTreeSet<&Field> = BTreeSet::new();
    clients.for_each(|fields| there.extend(fields.keys()));
    let mut headings: BTreeMap<&Field, Vec<&str>> = BTreeMap::new();
    for (heading, target) in &kept.columns {
        if let Target::Field(field) = target {
            headings.entry(field).or_default().push(heading);
        }
    }
    // A heading that is another column's name would be taken for that.
    let is_free = |heading: &str, field: &Field| {
        let built_in = Field::BUILT_IN.iter().all(|it| it == field || it.label() != heading);
        built_in && own.iter().all(|it| it.name == field.label() || it.name != heading)
    };
    let heading = |field: &Field| match headings.get(field).map(Vec::as_slice) {
        Some([heading]) if is_free(heading, field) => (*heading).to_owned(),
        _ => field.label().to_owned(),
    };
    let built_in = Field::BUILT_IN.into_iter().filter(|field| there.contains(field));
    let own = own.iter().filter(|field| field.columns().is_none());
    let own = own.map(|field| Field::Own(field.name.clone()));
    built_in.chain(own).map(|field| Outgoing { heading: heading(&field), field }).collect()
}

/// What stands in the cell of a value: the lines of an address below each other, several
/// values with 、 between them, or below each other where one has a sign in it that parts.
pub fn cell(field: &Field, value: &Value) -> String {
    let parts = value.parts();
    let parting = |part: &String| part.contains(['、', '・', ',', '，', '／', '/', ';', '；']);
    match field {
        Field::Address => parts.join("\n"),
        _ if parts.iter().any(parting) => parts.join("\n"),
        _ => parts.join("、"),
    }
}

/// A field that is a table, for a sheet of its own: its name, its columns, and for each client
/// who has rows the id, the name and the cells of each.
#[derive(Debug)]
pub struct RowsOf {
    /// The field's name.
    pub name: String,
    /// The headings of the columns, without those of id and name.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
}

/// The fields of these clients that are tables and in which any of them has something.
pub fn tables(clients: &[&Client], own: &OwnFields) -> Vec<RowsOf> {
    let names = own.iter().filter(|field| field.columns().is_some());
    let names = names.map(|field| field.name.clone());
    let all = std::iter::once("data".to_owned()).chain(names);
    let tables = all.filter_map(|name| {
        let columns = Client::columns(&name, own)?;
        let keys: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
        let mut rows = Vec::new();
        for client in clients {
            for row in client.rows(&name).iter() {
                let cells = keys.iter().map(|key| row.get(key).map(shown).unwrap_or_default());
                let who = [client.id.to_string(), client.name.clone()];
                rows.push(who.into_iter().chain(cells).collect());
            }
        }
        let (name, columns) = match name.as_str() {
            "data" => ("個人データ".to_owned(), vec!["項目".to_owned(), "人数".to_owned()]),
            _ => (name, keys),
        };
        (!rows.is_empty()).then_some(RowsOf { name, columns, rows })
    });
    tables.collect()
}

fn shown(value: &OwnValue) -> String {
    match value {
        OwnValue::Text(text) => text.clone(),
        OwnValue::Several(texts) => texts.join("、"),
        OwnValue::Count(number) => number.to_string(),
        OwnValue::Day(day) => day.to_string(),
        // Rows have no rows in them.
        OwnValue::Rows(_) => String::new(),
    }
}
