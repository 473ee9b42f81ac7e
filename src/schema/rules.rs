//! Which keys of a place must be there with which others, and which cannot.

use super::json::{Json, list, object};
use super::places::is;
use super::scalars::both;
use crate::messages::Message;
use crate::vocabulary::{Absent, BULLETIN, Key, PERSON, Place};

/// Whether a key has a value. Not said by `properties`, which editors would propose.
pub(super) fn has(key: &str) -> Json {
    let empty = object([("properties", object([(key, object([("type", "null".into())]))]))]);
    object([("required", list([key])), ("not", empty)])
}

/// Which keys must be there with which others, and which cannot.
pub(super) fn rules(place: &Place, keys: &[&Key]) -> Vec<Json> {
    let mut rules = Vec::new();
    let without = |key: &Key| match key.absent {
        Absent::RequiredWithout(other) => Some(other),
        _ => None,
    };
    for key in keys {
        match key.absent {
            Absent::RequiredWith(other, value) => rules.push(needed_with(key.name, other, value)),
            Absent::RequiredWithout(other) => {
                let partner = keys.iter().find(|it| it.name == other);
                let each_other = partner.and_then(|it| without(it)) == Some(key.name);
                if !each_other {
                    rules.push(object([("if", has(other)), ("else", with_value(key.name))]));
                } else if key.name < other {
                    // Exactly one of the two.
                    let one = object([
                        ("if", has(other)),
                        ("then", without_value(place, key.name, other)),
                    ]);
                    rules.push(one.with("else", with_value(key.name)));
                }
            }
            _ => {}
        }
    }
    for (key, other) in place.only_beside {
        rules.push(object([("if", has(key)), ("then", with_value(other))]));
    }
    if is(place, &PERSON) {
        // A title needs a name, whatever else is there.
        rules.push(object([("if", has("title")), ("then", with_value("name"))]));
    }
    rules
}

/// That a key is there and has a value; one that is a list, an element. Not said by
/// `properties`, as in [`has`].
fn with_value(key: &str) -> Json {
    let nothing = list([Json::Read(serde_json::Value::Null), Json::List(Vec::new())]);
    let empty = object([("properties", object([(key, object([("enum", nothing)]))]))]);
    object([("required", list([key])), ("not", empty.with("required", list([key])))])
}

/// That a key has no value beside another.
fn without_value(place: &Place, key: &str, other: &str) -> Json {
    let two = match is(place, &BULLETIN) {
        true => Message::RepeatHasSummary,
        false => Message::BlockHasTwo { first: other.to_owned(), second: key.to_owned() },
    };
    let nothing = object([
        ("type", "null".into()),
        ("errorMessage", both(&two).into()),
        ("doNotSuggest", true.into()),
    ]);
    object([("properties", object([(key, nothing)]))])
}

/// That a key is needed where another has this value.
fn needed_with(key: &str, other: &str, value: &str) -> Json {
    let value = object([(other, object([("const", value.into())]))]);
    let required = list([other]);
    let form = ("type", "object".into());
    let has_value = object([form, ("required", required), ("properties", value)]);
    object([("if", object([("not", has_value)])), ("else", with_value(key))])
}
