//! Facts that no letter can print: neither a template nor a text asks for them.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, SourceText};
use crate::facts::{Passage, Step, is_own_name};
use crate::messages::Message;
use crate::model::Client;
use crate::rules::Rule;

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
        // A name of the office's own is a variable by itself.
        let (key, tag) = match path {
            [.., name] if is_own_name(name) => ((*name).to_owned(), (*name).to_owned()),
            _ => (path[1..].join("."), path.join(".")),
        };
        Rule::Unprinted.finding(Message::NeverPrinted { key }).hint(Message::PrintOrDelete { tag })
    };
    let mut found = Vec::new();
    for passage in files.iter().flat_map(Passage::all_in) {
        let Some(path) = variable(&passage) else { continue };
        let names: Vec<&str> = path.iter().map(String::as_str).collect();
        if is_to_be_printed(&path) && !reads(&names) {
            found.push(note(&names).at(passage.place(0..passage.text.len())));
        }
    }
    let holder = clients.iter().find(|client| !client.data.is_empty());
    if let Some(client) = holder.filter(|_| !reads(&["client", "data"])) {
        found.push(note(&["client", "data"]).at(client.record.place(&["data"])));
    }
    found
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
