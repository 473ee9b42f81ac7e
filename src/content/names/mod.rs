//! Names: another client's in a letter, and what is wrong with a client's own.

mod bounds;
mod doubles;
mod gathered;
mod search;

use crate::diagnostic::Diagnostic;
use crate::facts::scalar;
use crate::messages::Message;
use crate::model::Client;
use crate::rules::Rule;

pub use doubles::Doubles;
pub use gathered::{Gathered, Named, key_of};
pub use search::{Mention, OtherNames};

/// What is wrong with the names in one client's record.
pub fn check_client(client: &Client) -> Vec<Diagnostic> {
    let person = client.person.as_ref();
    let names = [
        (&["name"][..], Some(&client.name)),
        (&["person", "department"], person.and_then(|it| it.department.as_ref())),
        (&["person", "title"], person.and_then(|it| it.title.as_ref())),
        (&["person", "name"], person.and_then(|it| it.name.as_ref())),
    ];
    let names = names.into_iter().filter_map(|(keys, name)| Some((keys, name?)));
    let mut found = Vec::new();
    for (keys, name) in names {
        let right = with_usual_spaces(name);
        if right != *name {
            let message = Message::SpacesInName { name: name.clone() };
            let finding = Rule::NameSpaces.found_for(client, keys, message);
            found.push(
                finding.instead(Message::WriteInstead { right: right.clone() }, scalar(&right)),
            );
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
