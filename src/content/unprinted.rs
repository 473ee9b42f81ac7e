//! Facts that no letter can print: neither a template nor a text asks for them.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, SourceText};
use crate::facts::{Document, Passage, Step, Value};
use crate::ids::ClientId;
use crate::messages::Message;
use crate::model::Client;
use crate::rules::Rule;

/// Whether a client's record has a fact.
type Has = fn(&Client) -> bool;

/// What of a client's record is there to be printed. The rest decides what is
/// printed (`route`), or is for those who send the letter (`delivery`).
const OF_CLIENT: [(&str, Has); 4] = [
    ("payslip", |it| it.payslip.is_some()),
    ("former_employees", |it| it.former_employees.is_some()),
    ("staff", |it| it.staff.is_some()),
    ("data", |it| !it.data.is_empty()),
];

/// What of `office.yaml` and `incident.yaml` is there to be printed.
fn is_to_be_printed(path: &[String]) -> bool {
    match path {
        [office, way] if office == "office" => ["phone", "fax", "email"].contains(&way.as_str()),
        [.., vars, _] => vars == "vars",
        _ => false,
    }
}

/// Notes on what is there and is never asked for. `reads` tells whether a template
/// or a text does: of `["office", "phone"]`, say.
pub fn check(
    files: &[Arc<SourceText>],
    clients: &[&Client],
    reads: impl Fn(&[&str]) -> bool,
) -> Vec<Diagnostic> {
    let note = |path: &[&str]| {
        let message = Message::NeverPrinted { key: path[1..].join(".") };
        let way = Message::PrintOrDelete { tag: path.join(".") };
        Rule::Unprinted.finding(message).hint(way)
    };
    let mut found = Vec::new();
    for passage in files.iter().flat_map(Passage::all_in) {
        let Some(path) = variable(&passage) else { continue };
        let names: Vec<&str> = path.iter().map(String::as_str).collect();
        if is_to_be_printed(&path) && !reads(&names) {
            found.push(note(&names).at(passage.place(0..passage.text.len())));
        }
    }
    // One record tells it for all.
    let first = |has: &dyn Fn(&Client) -> bool| clients.iter().find(|client| has(client));
    for (key, has) in OF_CLIENT {
        let path = ["client", key];
        if let Some(client) = first(&has).filter(|_| !reads(&path)) {
            found.push(note(&path).at(client.record.place(&[key])));
        }
    }
    let keys = clients.iter().flat_map(|client| var_keys(client).map(move |key| (key, client)));
    let first_of: std::collections::BTreeMap<_, _> = keys.collect();
    // One record may have thousands of them, and is parsed once.
    let mut last: Option<(&ClientId, Option<Arc<Document>>)> = None;
    for (key, client) in first_of {
        let path = ["client", "vars", key];
        if reads(&path) {
            continue;
        }
        if last.as_ref().is_none_or(|(id, _)| **id != client.id) {
            last = Some((&client.id, client.record.document()));
        }
        let document = last.as_ref().and_then(|(_, document)| document.as_ref());
        let way = ["vars", key].map(|key| Step::Key(key.to_owned()));
        found.push(note(&path).at(document.map(|document| document.place(&way))));
    }
    found
}

fn var_keys(client: &Client) -> impl Iterator<Item = &str> {
    let keys = client.vars.as_mapping().into_iter().flat_map(|vars| vars.keys());
    keys.filter_map(Value::as_str)
}

/// The variable that a text of `office.yaml` or `incident.yaml` can be had by.
fn variable(passage: &Passage) -> Option<Vec<String>> {
    let keys = passage.path.iter().map(|step| match step {
        Step::Key(key) => Some(key.clone()),
        Step::Index(_) => None,
    });
    let keys: Vec<String> = keys.collect::<Option<_>>()?;
    match passage.file() {
        "data/office.yaml" => Some([vec!["office".to_owned()], keys].concat()),
        "data/incident.yaml" if keys.len() == 2 => Some(keys),
        _ => None,
    }
}
