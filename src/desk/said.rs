//! What a file says, value by value: to see that without a change it says what it said before,
//! and whatever was written by hand since.

use std::collections::BTreeMap;

use crate::facts::{self, Value, text_of};

/// Values by the way to each. A record goes by its id, so that it is the same wherever it
/// stands.
type Said = BTreeMap<String, String>;

/// Whether `back` says what `now` does, but for the values that a change had made from what
/// was `before` it to what was `after` it: these are as before. Not where one of them has been
/// changed by hand since.
pub fn is_without(before: &str, after: &str, now: &str, back: &str) -> bool {
    let [Some(before), Some(after), Some(now), Some(back)] = [before, after, now, back].map(said)
    else {
        return false;
    };
    let ways = [&before, &after, &now, &back].into_iter().flat_map(Said::keys);
    ways.into_iter().all(|way| {
        let [before, after, now, back] = [&before, &after, &now, &back].map(|it| it.get(way));
        match (now == after, after == before) {
            (true, _) => back == before,
            (false, true) => back == now,
            (false, false) => false,
        }
    })
}

/// What a text says; `None` where it cannot be read, or two records have one id.
fn said(text: &str) -> Option<Said> {
    let mut said = Said::new();
    for (number, document) in facts::values(text)?.iter().enumerate() {
        match document {
            Value::Sequence(items) if items.iter().any(|item| id_of(item).is_some()) => {
                for (index, item) in items.iter().enumerate() {
                    enter_record(item, &format!("{number}/{index}"), &mut said)?;
                }
            }
            document => enter_record(document, &number.to_string(), &mut said)?,
        }
    }
    Some(said)
}

fn id_of(value: &Value) -> Option<String> {
    value.get("id").and_then(text_of).map(|id| id.to_lowercase())
}

fn enter_record(value: &Value, place: &str, said: &mut Said) -> Option<()> {
    let way = id_of(value).map_or_else(|| format!("at {place}"), |id| format!("of {id}"));
    let is_first = said.insert(way.clone(), String::new()).is_none();
    enter(value, &way, said);
    is_first.then_some(())
}

fn enter(value: &Value, way: &str, said: &mut Said) {
    match value {
        Value::Mapping(mapping) if !mapping.is_empty() => {
            for (key, value) in mapping {
                enter(value, &format!("{way}\n{key:?}"), said);
            }
        }
        Value::Sequence(items) if !items.is_empty() => {
            for (index, value) in items.iter().enumerate() {
                enter(value, &format!("{way}\n{index}"), said);
            }
        }
        value => {
            said.insert(format!("{way}\n="), format!("{value:?}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_without;

    #[test]
    fn a_change_that_is_taken_back_touches_its_own_values_alone() {
        let before = "- {id: C-1, 方針: B}\n- {id: C-2, 方針: A}\n";
        let after = "- {id: C-1, 方針: B}\n- {id: C-2, 方針: B}\n";
        assert!(is_without(before, after, after, before));
        // Another value was changed by hand; records were put in another order.
        let now = "- {id: C-2, 方針: B}\n- {id: C-1, 方針: C}\n";
        assert!(is_without(before, after, now, "- {id: C-2, 方針: A}\n- {id: C-1, 方針: C}\n"));
        assert!(!is_without(before, after, now, "- {id: C-2, 方針: B}\n- {id: C-1, 方針: A}\n"));
        // The same was, or the record is gone, or its id is another's now.
        assert!(!is_without(before, after, "- {id: C-2, 方針: D}\n", "- {id: C-2, 方針: A}\n"));
        assert!(!is_without(before, after, "- {id: C-1, 方針: B}\n", "- {id: C-1, 方針: A}\n"));
        let twice = "- {id: C-2, 方針: A}\n- {id: c-2, 方針: B}\n";
        assert!(!is_without(before, after, twice, twice));
        // A note that has become part of a value.
        let name = ["name: 甲\n", "name: 乙\n", "name: 乙\n# 覚え\n", "name: 甲# 覚え\n"];
        assert!(!is_without(name[0], name[1], name[2], name[3]));
        // A list has become longer above the value.
        let body = ["body: [一, 二]", "body: [一, 二, 三]", "body: [零, 一, 二, 三]"];
        assert!(!is_without(body[0], body[1], body[2], "body: [零, 一, 二]"));
    }
}
