//! Three sides: what the list says now, what it said when it was last read, and what the
//! project has. A field that changed on one side alone takes that side's value; one that
//! changed on both is for a person to decide.

use std::collections::{BTreeMap, BTreeSet};

use super::{Base, Field, Fields, Value};

/// The three sides, and what is known of the list beside its rows.
#[derive(Debug)]
pub struct Sides<'a> {
    /// What the project has of each client, by id.
    pub project: &'a BTreeMap<&'a str, &'a Fields>,
    /// What the list said when it was last read.
    pub base: &'a Base,
    /// What the list says.
    pub rows: &'a [Row],
    /// The fields that the list has columns for.
    pub columns: &'a BTreeSet<Field>,
    /// Clients of whom another row cannot be read, by id: they stay as they are.
    pub unsure: &'a BTreeSet<String>,
    /// The lists that were read; `None` where a row without an id cannot be read, so that
    /// nobody can tell who is missing.
    pub lists: Option<&'a BTreeSet<String>>,
}

/// A row of the list, which speaks of one client.
#[derive(Debug, Clone)]
pub struct Row {
    /// The client's id.
    pub id: String,
    /// Which list it stands in, as [`Base`] has it.
    pub list: String,
    /// What the row says.
    pub fields: Fields,
    /// Those of its fields that it does not say itself, but that were concluded: they are
    /// for a client who has none.
    pub guessed: BTreeSet<Field>,
}

/// The side that wins where both have changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The list from the spreadsheet.
    List,
    /// The project's files.
    Project,
}

/// What a merge comes to. Rows are told by their position in what was given.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Merge {
    /// Rows of clients that the project does not have.
    pub added: Vec<usize>,
    /// Clients of whom the list has something new.
    pub changed: Vec<ClientChange>,
    /// Fields that have changed on both sides, and differ.
    pub conflicts: Vec<Conflict>,
    /// Clients that the list had and has no more.
    pub gone: Vec<String>,
    /// Whether none is left of those whom the list had: then it is likely another list.
    pub all_gone: bool,
    /// Rows of clients that the list had before, and that were taken out of the project.
    pub dropped: Vec<usize>,
    /// How many clients are the same on both sides, in what the list says.
    pub same: usize,
    /// How many clients keep something that was changed in the project.
    pub edited_here: usize,
}

/// What is new of a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientChange {
    /// The row.
    pub row: usize,
    /// Field by field.
    pub fields: Vec<FieldChange>,
}

/// What is new in a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// The field.
    pub field: Field,
    /// What the project has.
    pub before: Option<Value>,
    /// What the list has.
    pub after: Option<Value>,
}

/// A field that has changed on both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The row.
    pub row: usize,
    /// What the project has, and what the list has.
    pub change: FieldChange,
    /// What the list had when it was last read; `None` where that is not known, because
    /// this client was never read from a list.
    pub base: Option<Option<Value>>,
}

/// What becomes of a field.
enum Verdict {
    Same,
    Here,
    List,
    Both,
}

/// Holds the three sides against each other. `columns` are the fields that the list has;
/// `prefer` settles what would be conflicts.
pub fn merge(sides: &Sides<'_>, prefer: Option<Side>) -> Merge {
    let Sides { project, base, rows, columns, unsure, lists } = *sides;
    let mut merge = Merge::default();
    for (number, row) in rows.iter().enumerate() {
        if unsure.contains(&row.id) {
            continue;
        }
        let Some(own) = project.get(row.id.as_str()) else {
            match base.said(&row.list, &row.id).is_some() && prefer != Some(Side::List) {
                true => merge.dropped.push(number),
                false => merge.added.push(number),
            }
            continue;
        };
        let said = base.said(&row.list, &row.id);
        let mut fields = Vec::new();
        let (mut is_here, conflicts) = (false, merge.conflicts.len());
        for field in fields_of(row, columns) {
            let said = said.and_then(|said| said.get(field));
            let (before, after) = (own.get(field), row.fields.get(field));
            let change = || FieldChange {
                field: field.clone(),
                before: before.cloned(),
                after: after.cloned(),
            };
            let is_guess = row.guessed.contains(field);
            match verdict(field, said.map(Option::as_ref), before, after, is_guess) {
                Verdict::Same => {}
                Verdict::Here => is_here = true,
                Verdict::List => fields.push(change()),
                Verdict::Both => match prefer {
                    Some(Side::List) => fields.push(change()),
                    Some(Side::Project) => is_here = true,
                    None => {
                        let (change, base) = (change(), said.cloned());
                        merge.conflicts.push(Conflict { row: number, change, base });
                    }
                },
            }
        }
        merge.edited_here += usize::from(is_here);
        match fields.is_empty() {
            true => merge.same += usize::from(merge.conflicts.len() == conflicts && !is_here),
            false => merge.changed.push(ClientChange { row: number, fields }),
        }
    }
    let listed: BTreeSet<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    let is_gone =
        |id: &&str| project.contains_key(id) && !listed.contains(id) && !unsure.contains(*id);
    let lists_read = lists.into_iter().flatten();
    let were_there = lists_read.flat_map(|list| base.of_list(list)).map(|(id, _)| id);
    let were_there: BTreeSet<&str> = were_there.filter(|it| project.contains_key(it)).collect();
    let gone = were_there.iter().copied().filter(is_gone);
    // Whom another list still has is missed nowhere.
    let gone = gone.filter(|id| lists.is_none_or(|lists| !base.is_in_other(lists, id)));
    merge.gone = gone.map(str::to_owned).collect();
    merge.all_gone = !merge.gone.is_empty() && were_there.iter().all(is_gone);
    merge
}

/// The fields of which a row says something: those of the columns, and those that were
/// taken out of other cells, as a postal code out of the address.
fn fields_of<'a>(row: &'a Row, columns: &'a BTreeSet<Field>) -> BTreeSet<&'a Field> {
    columns.iter().chain(row.fields.keys()).filter(|field| **field != Field::Id).collect()
}

/// What becomes of a field of which the list said `said`, if that is known, of which the
/// project has `own`, and the list now `new`.
fn verdict(
    field: &Field,
    said: Option<Option<&Value>>,
    own: Option<&Value>,
    new: Option<&Value>,
    is_guess: bool,
) -> Verdict {
    if own == new || says_nothing(field, new, is_guess) && own.is_some() {
        return Verdict::Same;
    }
    match said {
        Some(said) if said == new => Verdict::Here,
        Some(said) if said == own => Verdict::List,
        Some(_) => Verdict::Both,
        // The first time: what only one side knows is right.
        None if own.is_none() => Verdict::List,
        None if new.is_none() => Verdict::Here,
        None => Verdict::Both,
    }
}

/// Whether a row says nothing of a field: what was concluded is no word of the list, and an
/// empty cell none of what every client has.
fn says_nothing(field: &Field, new: Option<&Value>, is_guess: bool) -> bool {
    let is_needed = matches!(field, Field::Name | Field::Honorific | Field::Delivery);
    is_guess || new.is_none() && is_needed
}

/// What the list has said when these rows are read, for the next time: as before for rows
/// that were left out, and for the fields of conflicts that nobody has settled, so that they
/// are told again. Whom neither the list nor the project has is forgotten.
pub fn said_after(sides: &Sides<'_>, merge: &Merge, left_out: &BTreeSet<usize>) -> Base {
    let Sides { project, base, rows, columns, unsure, .. } = *sides;
    let open: BTreeSet<(usize, &Field)> =
        merge.conflicts.iter().map(|it| (it.row, &it.change.field)).collect();
    let listed: BTreeSet<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    let is_known =
        |id: &str| project.contains_key(id) || listed.contains(id) || unsure.contains(id);
    let mut next = base.clone();
    next.retain(is_known);
    let read = rows.iter().enumerate();
    let read = read.filter(|(number, row)| !left_out.contains(number) && !unsure.contains(&row.id));
    for (number, row) in read {
        let said = next.note(&row.list).entry(row.id.clone()).or_default();
        // Of a list with a new name.
        if said.is_empty()
            && let Some(before) = base.said(&row.list, &row.id)
        {
            said.clone_from(before);
        }
        for field in fields_of(row, columns) {
            let new = row.fields.get(field);
            let is_open = open.contains(&(number, field));
            if !is_open && !says_nothing(field, new, row.guessed.contains(field)) {
                said.insert(field.clone(), new.cloned());
            }
        }
    }
    next
}

#[cfg(test)]
mod tests;
