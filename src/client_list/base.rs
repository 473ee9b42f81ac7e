//! What lists said when they were last read: the third side of a merge, by which a change in
//! a list is told from one in the project. A file of JSON Lines, one for each client of each
//! list.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json};

use super::{Field, Value};

/// What a list said of a client: for each field that it says something of the value, or that
/// there is none.
pub type Said = BTreeMap<Field, Option<Value>>;

/// What one list said of its clients, by id.
pub type SaidOfAll = BTreeMap<String, Said>;

/// What each list said. A list is known by the name of its sheet, or by that of its file
/// where it has no sheets, without digits: the next one has another date in its name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Base {
    /// The lists, the one that was read last at the end.
    lists: Vec<(String, SaidOfAll)>,
}

/// The keys of a line that no field has.
const LIST: &str = "list";
const ID: &str = "id";

impl Base {
    /// What a list said of a client. A list that was never read before is taken for a new
    /// name of the one that was read last and has the client.
    pub fn said(&self, list: &str, id: &str) -> Option<&Said> {
        match self.lists.iter().find(|(name, _)| name == list) {
            Some((_, clients)) => clients.get(id),
            None => self.lists.iter().rev().find_map(|(_, clients)| clients.get(id)),
        }
    }

    /// What a list said of its clients.
    pub fn of_list(&self, list: &str) -> impl Iterator<Item = (&str, &Said)> {
        let own = self.lists.iter().filter(move |(name, _)| name == list);
        own.flat_map(|(_, clients)| clients.iter().map(|(id, said)| (id.as_str(), said)))
    }

    /// Whether a list other than these has this client.
    pub fn is_in_other(&self, lists: &BTreeSet<String>, id: &str) -> bool {
        let others = self.lists.iter().filter(|(name, _)| !lists.contains(name));
        others.into_iter().any(|(_, clients)| clients.contains_key(id))
    }

    /// Whether a list was read before.
    pub fn has_list(&self, list: &str) -> bool {
        self.lists.iter().any(|(name, _)| name == list)
    }

    /// Whether none was.
    pub fn is_empty(&self) -> bool {
        self.lists.is_empty()
    }

    /// What all lists said of their clients.
    pub fn all(&self) -> impl Iterator<Item = (&str, &Said)> {
        let clients = self.lists.iter().flat_map(|(_, clients)| clients);
        clients.map(|(id, said)| (id.as_str(), said))
    }

    /// What a list says now, to be noted; it is the one that was read last.
    pub fn note(&mut self, list: &str) -> &mut SaidOfAll {
        let at = self.lists.iter().position(|(name, _)| name == list);
        let own = at.map(|at| self.lists.remove(at));
        self.lists.push(own.unwrap_or_else(|| (list.to_owned(), SaidOfAll::new())));
        let last = self.lists.len() - 1;
        &mut self.lists[last].1
    }

    /// Forgets all clients but these.
    pub fn retain(&mut self, is_known: impl Fn(&str) -> bool) {
        for (_, clients) in &mut self.lists {
            clients.retain(|id, _| is_known(id));
        }
        self.lists.retain(|(_, clients)| !clients.is_empty());
    }

    /// The file's text.
    pub fn write(&self) -> String {
        let lines = self.lists.iter().flat_map(|(list, clients)| {
            clients.iter().map(move |(id, said)| {
                let mut line = Map::new();
                line.insert(ID.to_owned(), Json::from(id.as_str()));
                line.insert(LIST.to_owned(), Json::from(list.as_str()));
                for (field, value) in said {
                    line.insert(field.to_string(), value.as_ref().map_or(Json::Null, json));
                }
                format!("{}\n", Json::Object(line))
            })
        });
        lines.collect()
    }

    /// Reads the file's text; the number of the first line that cannot be read, from 1.
    pub fn read(text: &str) -> Result<Self, usize> {
        let mut base = Self::default();
        let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        for (index, line) in lines {
            let (list, id, said) = of_line(line).ok_or(index + 1)?;
            let last = base.lists.last_mut().filter(|(name, _)| *name == list);
            match last {
                Some((_, clients)) => clients.insert(id, said),
                None => base.note(&list).insert(id, said),
            };
        }
        Ok(base)
    }
}

fn json(value: &Value) -> Json {
    match value {
        Value::One(text) => Json::from(text.as_str()),
        Value::Several(texts) => Json::from(texts.clone()),
    }
}

fn of_line(line: &str) -> Option<(String, String, Said)> {
    let mut line: Map<String, Json> = serde_json::from_str(line).ok()?;
    let Json::String(id) = line.remove(ID)? else { return None };
    let Json::String(list) = line.remove(LIST)? else { return None };
    let said = line.into_iter().map(|(name, value)| {
        let value = match value {
            Json::Null => None,
            Json::String(text) => Some(Value::One(text)),
            several => Some(Value::Several(serde_json::from_value(several).ok()?)),
        };
        Some((Field::keyed(&name)?, value))
    });
    Some((list, id, said.collect::<Option<Said>>()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phone(number: &str) -> Said {
        Said::from([(Field::Phone, Some(Value::One(number.to_owned())))])
    }

    #[test]
    fn what_was_said_is_read_as_it_was_written() {
        let said = Said::from([
            (Field::Name, Some(Value::One("株式会社\"髙﨑\"".to_owned()))),
            (Field::Phone, None),
            (Field::Address, Some(Value::Several(vec!["東京都".to_owned(), "甲ビル".to_owned()]))),
            // It is called as the program's person is.
            (Field::Own("担当者".to_owned()), Some(Value::One("佐藤".to_owned()))),
        ]);
        let mut base = Base::default();
        base.note("札幌").extend([("C-2".to_owned(), Said::new()), ("C-1".to_owned(), said)]);
        base.note("那覇").insert("C-1".to_owned(), phone("1"));
        assert_eq!(Base::read(&base.write()), Ok(base));
        assert_eq!(Base::read(""), Ok(Base::default()));
        let line = "{\"id\": \"C-1\", \"list\": \"\"}";
        let wrong = line.replace('}', ", \"plan\": null}");
        assert_eq!(Base::read(&format!("{line}\n\n{wrong}\n")), Err(3));
        assert_eq!(Base::read("{\"name\": \"甲\"}\n"), Err(1));
    }

    #[test]
    fn each_list_is_known_by_itself_and_a_new_one_by_the_last() {
        let mut base = Base::default();
        base.note("甲").insert("C-1".to_owned(), phone("1"));
        base.note("乙").insert("C-1".to_owned(), phone("2"));
        assert_eq!(base.said("甲", "C-1"), Some(&phone("1")));
        assert_eq!(base.said("丙", "C-1"), Some(&phone("2")));
        assert_eq!(base.said("甲", "C-2"), None);
        base.note("甲");
        assert_eq!(base.said("丙", "C-1"), Some(&phone("1")));
        assert_eq!(base.of_list("乙").count(), 1);
        base.retain(|id| id != "C-1");
        assert_eq!(base, Base::default());
    }
}
