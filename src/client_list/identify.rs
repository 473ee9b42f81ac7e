//! Whose row it is: by its id, or where a list has none by name and postal code, those that
//! the project has and those that the list had. New clients of such a list get ids that go on
//! from those that are there, and never one that anybody had.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;

use super::{Base, Field, Fields, Row, Said, Value};
use crate::messages::Message;

/// What is known of clients before the rows are.
#[derive(Debug)]
pub struct KnownIds<'a> {
    /// What the project has of each client, by id.
    pub project: &'a BTreeMap<&'a str, &'a Fields>,
    /// What the list said when it was last read.
    pub base: &'a Base,
    /// Ids that somebody has or had, and that are neither there: of records that are wrong,
    /// of letters.
    pub others: &'a BTreeSet<String>,
    /// Whether a record is wrong, so that a client without an id may be that one.
    pub is_unsure: bool,
}

/// Rows, each of one client.
#[derive(Debug, Default)]
pub struct Identified {
    /// The rows; no two are of one client.
    pub rows: Vec<Row>,
    /// The first of the given rows that each of them is made of.
    pub first: Vec<usize>,
    /// The given rows of which nobody can tell whose they are, and why.
    pub refused: Vec<(usize, Message)>,
    /// The clients of whom two rows say different things: nobody can tell which is right.
    pub unsure: BTreeSet<String>,
    /// How many clients got an id.
    pub numbered: usize,
}

/// Tells whose rows these are; their ids are not settled yet. `number` is what a row is
/// called in messages.
pub fn identify(
    given: Vec<Row>,
    known: &KnownIds<'_>,
    number: impl Fn(usize) -> String,
) -> Identified {
    let has_ids = given.iter().any(|row| row.fields.contains_key(&Field::Id));
    let mut ids = if has_ids { Ids::given(known) } else { Ids::by_name(known) };
    let mut identified = Identified::default();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (index, mut row) in given.into_iter().enumerate() {
        let id = match ids.of(&row.fields) {
            Ok(id) => id,
            Err(message) => {
                identified.refused.push((index, message));
                continue;
            }
        };
        row.fields.insert(Field::Id, Value::One(id.clone()));
        row.id.clone_from(&id);
        match seen.entry(id.to_ascii_lowercase()) {
            Entry::Vacant(entry) => {
                entry.insert(identified.rows.len());
                identified.rows.push(row);
                identified.first.push(index);
            }
            Entry::Occupied(entry) => {
                let first = &mut identified.rows[*entry.get()];
                if !unite(&mut first.fields, row.fields) {
                    let row = number(identified.first[*entry.get()]);
                    identified.refused.push((index, Message::RowOfSameClient { row }));
                    identified.unsure.insert(first.id.clone());
                }
            }
        }
    }
    identified.numbered = ids.numbered;
    identified
}

/// An id for a new client, which goes on from those that are there; `None` where there is no
/// room for another.
pub fn next_id(known: &KnownIds<'_>) -> Option<String> {
    Ids::by_name(known).next()
}

/// Adds what a second row says of the same client, if it only has more values in fields
/// that can have several: a list may have a row for each service.
fn unite(fields: &mut Fields, other: Fields) -> bool {
    let several =
        |field: &Field, value: &Value| matches!((field, value), (Field::Own(_), Value::Several(_)));
    let keys: BTreeSet<&Field> = fields.keys().chain(other.keys()).collect();
    let differs = |field: &&Field| fields.get(field) != other.get(field);
    let can = |of: &Fields, field: &Field| of.get(field).is_none_or(|value| several(field, value));
    if !keys.into_iter().filter(differs).all(|it| can(fields, it) && can(&other, it)) {
        return false;
    }
    for (field, value) in other {
        let Some(Value::Several(parts)) = fields.get_mut(&field) else {
            fields.insert(field, value);
            continue;
        };
        let new: Vec<String> =
            value.parts().iter().filter(|it| !parts.contains(it)).cloned().collect();
        parts.extend(new);
    }
    true
}

/// Tells the id of a row's client.
#[derive(Default)]
struct Ids {
    by_name: bool,
    /// The ids that are known: by what two of them must not share, or by what a client
    /// without an id is known by, with nothing for what two clients share.
    known: BTreeMap<String, Option<String>>,
    /// All ids that anybody has or had, in small letters.
    taken: BTreeSet<String>,
    is_unsure: bool,
    prefix: String,
    width: usize,
    last: u64,
    numbered: usize,
}

impl Ids {
    fn given(known: &KnownIds<'_>) -> Self {
        let ids = known.project.keys().map(|id| (id.to_ascii_lowercase(), Some((*id).to_owned())));
        Self { known: ids.collect(), ..Self::default() }
    }

    fn by_name(known: &KnownIds<'_>) -> Self {
        let mut ids = Self { by_name: true, is_unsure: known.is_unsure, ..Self::default() };
        let of_project = known.project.iter().map(|(id, fields)| (*id, who(fields)));
        let of_base = known.base.all().map(|(id, said)| (id, who(&fields_of(said))));
        for (id, who) in of_project.chain(of_base) {
            let known = ids.known.entry(who).or_insert_with(|| Some(id.to_owned()));
            if known.as_deref().is_some_and(|known| known != id) {
                *known = None;
            }
        }
        let all = known.project.keys().copied().chain(known.base.all().map(|(id, _)| id));
        let all: BTreeSet<&str> = all.chain(known.others.iter().map(String::as_str)).collect();
        ids.count_on_from(&all);
        ids.taken = all.iter().map(|id| id.to_ascii_lowercase()).collect();
        ids
    }

    /// New ids are those of most clients, counted on.
    fn count_on_from(&mut self, all: &BTreeSet<&str>) {
        let mut by_prefix: BTreeMap<&str, (usize, u64, usize)> = BTreeMap::new();
        for id in all {
            let digits = id.len() - id.trim_end_matches(|c: char| c.is_ascii_digit()).len();
            let (prefix, number) = id.split_at(id.len() - digits);
            if let Ok(number) = number.parse::<u64>() {
                let (times, last, width) = by_prefix.entry(prefix).or_default();
                (*times, *last, *width) = (*times + 1, number.max(*last), digits.max(*width));
            }
        }
        let most = by_prefix.into_iter().max_by_key(|(_, (times, ..))| *times);
        let (prefix, (_, last, width)) = most.unwrap_or(("C-", (0, 0, 4)));
        (self.prefix, self.last, self.width) = (prefix.to_owned(), last, width);
    }

    fn next(&mut self) -> Option<String> {
        loop {
            self.last = self.last.checked_add(1)?;
            let id = format!("{}{:0width$}", self.prefix, self.last, width = self.width);
            if self.taken.insert(id.to_ascii_lowercase()) {
                self.numbered += 1;
                return Some(id);
            }
        }
    }

    fn of(&mut self, fields: &Fields) -> Result<String, Message> {
        if !self.by_name {
            let id = fields.get(&Field::Id).and_then(|id| id.parts().first());
            let id = id.ok_or(Message::RowWithoutId)?;
            let known = self.known.get(&id.to_ascii_lowercase()).cloned().flatten();
            return Ok(known.unwrap_or_else(|| id.clone()));
        }
        let who = who(fields);
        match self.known.get(&who) {
            Some(known) => known.clone().ok_or(Message::RowOfTwo),
            None if self.is_unsure => Err(Message::RowMayBeWrongRecords),
            None => {
                let next = self.next().ok_or(Message::RowWithoutId)?;
                self.known.insert(who, Some(next.clone()));
                Ok(next)
            }
        }
    }
}

/// What the list said of a client, as its fields.
fn fields_of(said: &Said) -> Fields {
    said.iter().filter_map(|(field, value)| Some((field.clone(), value.clone()?))).collect()
}

/// What one client is known by where there is no id: the name without blanks and in one
/// width, and the postal code.
fn who(fields: &Fields) -> String {
    let text = |field| fields.get(field).map(|value| value.to_string()).unwrap_or_default();
    let name = text(&Field::Name).nfkc().filter(|c| !c.is_whitespace()).collect::<String>();
    format!("{name}\n{}", text(&Field::PostalCode))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(id: &str, name: &str, several: &[&str]) -> Fields {
        let one = |field, text: &str| (!text.is_empty()).then(|| (field, Value::One(text.into())));
        let own = several.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        let own = (!own.is_empty()).then(|| (Field::Own("業務".into()), Value::Several(own)));
        [one(Field::Id, id), one(Field::Name, name), own].into_iter().flatten().collect()
    }

    fn row(fields: &Fields) -> Row {
        let (id, list, guessed) = (String::new(), String::new(), BTreeSet::new());
        Row { id, list, fields: fields.clone(), guessed }
    }

    fn found(
        given: &[Fields],
        project: &[(&str, &Fields)],
        base: &Base,
        others: &[&str],
    ) -> Identified {
        let others = others.iter().map(|it| (*it).to_owned()).collect();
        let project = project.iter().copied().collect();
        let known = KnownIds { project: &project, base, others: &others, is_unsure: false };
        identify(given.iter().map(row).collect(), &known, |row| format!("{}行目", row + 2))
    }

    fn ids(given: &[Fields], project: &[(&str, &Fields)]) -> (Vec<String>, Vec<usize>) {
        let found = found(given, project, &Base::default(), &[]);
        let refused = found.refused.iter().map(|(index, _)| *index).collect();
        (found.rows.into_iter().map(|row| row.id).collect(), refused)
    }

    #[test]
    fn rows_with_ids_are_known_by_them() {
        let own = fields("", "甲", &[]);
        let given = [fields("c-1", "甲", &[]), fields("", "乙", &[]), fields("C-2", "丙", &[])];
        let (found, refused) = ids(&given, &[("C-1", &own)]);
        assert_eq!((found, refused), (vec!["C-1".to_owned(), "C-2".to_owned()], vec![1]));
    }

    #[test]
    fn rows_without_ids_are_known_by_their_names() {
        let [first, second] = ["株式会社 甲", "乙"].map(|name| fields("", name, &[]));
        let project = [("K007", &first), ("K008", &second), ("K009", &second)];
        let given = ["（株）甲", "株式会社　甲", "乙", "丙"].map(|name| fields("", name, &[]));
        let (found, refused) = ids(&given, &project);
        let wanted = ["K010", "K007", "K011"].map(str::to_owned);
        assert_eq!((found, refused), (wanted.to_vec(), vec![2]));
        assert_eq!(ids(&given[..1], &[]).0, ["C-0001"]);
    }

    #[test]
    fn who_was_corrected_or_taken_out_is_still_known_by_what_the_list_said() {
        let said = |name: &str| Said::from([(Field::Name, Some(Value::One(name.to_owned())))]);
        let mut base = Base::default();
        base.note("").insert("C-1".to_owned(), said("甲"));
        base.note("").insert("C-2".to_owned(), said("乙"));
        let own = fields("", "甲商事", &[]);
        let given = ["甲", "乙", "丙"].map(|name| fields("", name, &[]));
        let found = found(&given, &[("C-1", &own)], &base, &["C-3"]);
        let ids: Vec<&str> = found.rows.iter().map(|row| row.id.as_str()).collect();
        assert_eq!(ids, ["C-1", "C-2", "C-4"]);
    }

    #[test]
    fn a_new_id_is_nobodys() {
        let own = fields("", "甲", &[]);
        let project = [("X-10", &own), ("X-10-1", &own), ("X-2", &own)];
        assert_eq!(ids(&[fields("", "乙", &[])], &project).0, ["X-11"]);
        let (base, others) = (Base::default(), ["C-0007".to_owned()].into());
        let next = |project: &[(&str, &Fields)]| {
            let project = project.iter().copied().collect();
            let known =
                KnownIds { project: &project, base: &base, others: &others, is_unsure: true };
            next_id(&known)
        };
        assert_eq!(next(&project).as_deref(), Some("X-11"));
        assert_eq!(next(&[]).as_deref(), Some("C-0008"));
        let last = [("C-18446744073709551615", &own)];
        assert_eq!(ids(&[fields("", "乙", &[])], &last).1, [0]);
    }

    #[test]
    fn two_rows_of_one_client_are_united_if_only_services_differ() {
        let given = [
            fields("C-1", "甲", &["給与計算"]),
            fields("C-1", "甲", &["年末調整", "給与計算"]),
            fields("C-1", "甲", &[]),
            fields("C-1", "乙", &["給与計算"]),
        ];
        let found = found(&given, &[], &Base::default(), &[]);
        let own = found.rows[0].fields.get(&Field::Own("業務".into())).map(|it| it.to_string());
        assert_eq!(own.as_deref(), Some("給与計算／年末調整"));
        assert_eq!(found.refused, [(3, Message::RowOfSameClient { row: "2行目".into() })]);
        assert_eq!(found.unsure, ["C-1".to_owned()].into());
    }
}
