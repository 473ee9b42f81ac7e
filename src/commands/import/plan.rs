//! What an import would change: the rows of the list held against the project's records.
//! Nothing is written here.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::columns::List;
use super::known::KnownRecords;
use super::reading::read;
use crate::args::{ImportArgs, Prefer};
use crate::client_list::{
    Base, ClientChange, Field, FieldChange, Fields, Incoming, KnownIds, Merge, Row, Rows, Side,
    Sides, Target, Value, identify, merge, said_after,
};
use crate::diagnostic::Diagnostic;
use crate::editing::records::{Added, Changed, KnownRecord, Records};
use crate::facts::OwnFields;
use crate::messages::Message;
use crate::spreadsheet::letters;

/// A row that is not taken over, or a cell of it for which it is not.
pub struct Refusal {
    /// Where it is: the row's place.
    pub at: RowPlace,
    /// The column's letters and its heading, if one is to blame.
    pub column: Option<(String, String)>,
    /// What is wrong.
    pub message: Message,
    /// What to do about it.
    pub hint: Message,
}

/// Where a row stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowPlace {
    /// Which of the sheets that are read.
    pub sheet: usize,
    /// Its number, as Excel shows it.
    pub row: u32,
}

/// What an import would change.
pub struct Plan {
    /// The rows of the list, each of one client.
    pub rows: Vec<Row>,
    /// Where each of them stands.
    pub places: Vec<RowPlace>,
    /// What becomes of them.
    pub merge: Merge,
    /// The fields that the list has.
    pub columns: BTreeSet<Field>,
    /// The clients of whom a row cannot be read, and what is read tells not all.
    unsure: BTreeSet<String>,
    /// The lists that were read; `None` where nobody can tell who is missing in them.
    lists: Option<BTreeSet<String>>,
    /// What new clients have, with what the list does not say.
    completed: BTreeMap<usize, Fields>,
    /// Rows that are not taken over.
    pub refused: Vec<Refusal>,
    /// What was found in each sheet.
    pub found: Vec<Rows>,
    /// How many clients got an id.
    pub numbered: usize,
    /// Rows that would make their records wrong: of what they say nothing is noted.
    pub left_out: BTreeSet<usize>,
    /// That clients who are gone have to be taken out by hand.
    pub kept: Vec<Diagnostic>,
}

/// The new texts of the records that a plan changes and adds.
pub struct Texts<'a> {
    /// The records that change.
    pub changed: Vec<(&'a KnownRecord, Changed)>,
    /// The new ones.
    pub added: Vec<Added>,
}

/// What is known beside the list and the records.
pub struct Before<'a> {
    /// What the list said when it was last read.
    pub base: &'a Base,
    /// Who has had a letter, by id.
    pub had_letters: &'a BTreeSet<String>,
}

/// The rows of all sheets, as they were read.
#[derive(Default)]
struct Gathered {
    rows: Vec<Row>,
    places: Vec<RowPlace>,
    refused: Vec<Refusal>,
    found: Vec<Rows>,
    /// The ids of rows that cannot be read, and whether there is one without.
    unread: BTreeSet<String>,
    is_unread_unknown: bool,
}

impl Gathered {
    fn of(lists: &[List<'_>], own: &OwnFields, known: &KnownRecords<'_>) -> Self {
        let mut gathered = Self::default();
        for (sheet, list) in lists.iter().enumerate() {
            let mut rows = read(list, own, known);
            gathered.refused.extend(rows.refused.iter().map(|it| Refusal {
                at: RowPlace { sheet, row: it.row },
                column: it.column.map(|column| (letters(column), it.heading.clone())),
                message: it.message.clone(),
                hint: it.hint.clone(),
            }));
            for (_, id) in &rows.unread {
                gathered.is_unread_unknown |= id.is_none();
                gathered.unread.extend(id.clone());
            }
            for incoming in std::mem::take(&mut rows.incoming) {
                let Incoming { row, fields, says_honorific, .. } = incoming;
                let guessed = (!says_honorific).then_some(Field::Honorific).into_iter().collect();
                let (id, list) = (String::new(), list.source.clone());
                gathered.rows.push(Row { id, list, fields, guessed });
                gathered.places.push(RowPlace { sheet, row });
            }
            gathered.found.push(rows);
        }
        gathered
    }
}

impl Plan {
    /// Holds the rows of these sheets against the records.
    pub fn of(
        lists: &[List<'_>],
        own: &OwnFields,
        known: &KnownRecords<'_>,
        before: &Before<'_>,
        args: &ImportArgs,
    ) -> Self {
        let gathered = Gathered::of(lists, own, known);
        let Gathered { rows, places, mut refused, found, unread, is_unread_unknown } = gathered;
        let project = known.fields();
        let others = before.had_letters.union(known.wrong()).cloned().collect();
        let is_unsure = !known.wrong().is_empty();
        let ids = KnownIds { project: &project, base: before.base, others: &others, is_unsure };
        let identified = identify(rows, &ids, |row| row_name(lists, places[row]));
        let is_unknown = |message: &Message| !matches!(message, Message::RowOfSameClient { .. });
        let nobody_is_missed =
            is_unread_unknown || identified.refused.iter().any(|(_, it)| is_unknown(it));
        refused.extend(identified.refused.into_iter().map(|(index, message)| Refusal {
            at: places[index],
            column: None,
            hint: hint_for(&message),
            message,
        }));
        let mut plan = Self {
            places: identified.first.iter().map(|index| places[*index]).collect(),
            rows: identified.rows,
            merge: Merge::default(),
            columns: columns_of(lists),
            unsure: unread.into_iter().chain(identified.unsure).collect(),
            lists: (!nobody_is_missed).then(|| lists.iter().map(|it| it.source.clone()).collect()),
            completed: BTreeMap::new(),
            refused,
            found,
            numbered: identified.numbered,
            left_out: BTreeSet::new(),
            kept: Vec::new(),
        };
        plan.leave_wrong_out(known);
        let side = args.prefer.map(|side| match side {
            Prefer::List => Side::List,
            Prefer::Project => Side::Project,
        });
        plan.merge = merge(&plan.sides(&project, before.base), side);
        plan.complete(args);
        plan
    }

    fn sides<'a>(
        &'a self,
        project: &'a BTreeMap<&'a str, &'a Fields>,
        base: &'a Base,
    ) -> Sides<'a> {
        let Self { rows, columns, unsure, lists, .. } = self;
        Sides { project, base, rows, columns, unsure, lists: lists.as_ref() }
    }

    /// Rows of clients whose records are wrong wait until those are mended.
    fn leave_wrong_out(&mut self, known: &KnownRecords<'_>) {
        for (row, at) in self.rows.iter().zip(&self.places) {
            if known.is_wrong(&row.id) {
                let message = Message::RecordIsWrong { id: row.id.clone() };
                let (at, hint) = (*at, Message::MendRecordFirst);
                self.refused.push(Refusal { at, column: None, message, hint });
                self.unsure.insert(row.id.clone());
            }
        }
    }

    /// Gives new clients what every client has, where the list does not say it.
    fn complete(&mut self, args: &ImportArgs) {
        for number in &self.merge.added {
            let row = &self.rows[*number];
            let mut fields = row.fields.clone();
            if let Some(word) = &args.honorific
                && row.guessed.contains(&Field::Honorific)
            {
                fields.insert(Field::Honorific, Value::One(word.clone()));
            }
            let has = |field| fields.contains_key(&field);
            let way = match &args.delivery {
                _ if has(Field::Delivery) => None,
                Some(way) => Some(way.as_str()),
                None if has(Field::Email) => None,
                None if has(Field::PostalCode) && has(Field::Address) => Some("郵送"),
                None => has(Field::Fax).then_some("FAX"),
            };
            let way = way.map(|way| Value::One(way.to_owned()));
            fields.extend(way.map(|way| (Field::Delivery, way)));
            self.completed.insert(*number, fields);
        }
    }

    /// What the record of a new client says.
    pub fn fields_of_new(&self, row: usize) -> &Fields {
        self.completed.get(&row).unwrap_or(&self.rows[row].fields)
    }

    /// The new clients who have the name, or the postal code and address, of one who is
    /// gone: most often it is the same with another id or name.
    pub fn look_alikes(&self, known: &KnownRecords<'_>) -> Vec<(usize, String)> {
        let name = |fields: &Fields| fields.get(&Field::Name).map(folded);
        let place = |fields: &Fields| fields.get(&Field::Address).map(folded);
        let gone = self.merge.gone.iter().filter_map(|id| Some((id, known.fields_of(id)?)));
        let gone: Vec<(&String, &Fields)> = gone.collect();
        let of = |key: &dyn Fn(&Fields) -> Option<String>| -> BTreeMap<String, &String> {
            gone.iter().filter_map(|(id, it)| Some((key(it)?, *id))).collect()
        };
        let (names, places) = (of(&name), of(&place));
        let found = self.merge.added.iter().filter_map(|row| {
            let fields = &self.rows[*row].fields;
            let of_place = place(fields).and_then(|it| places.get(&it));
            let like = name(fields).and_then(|it| names.get(&it)).or(of_place)?;
            Some((*row, (*like).clone()))
        });
        found.collect()
    }

    /// Whether all rows were taken over, and no conflict is left.
    pub fn is_whole(&self) -> bool {
        self.refused.is_empty() && self.merge.conflicts.is_empty() && self.kept.is_empty()
    }

    /// Leaves the clients who are gone where they are if their records cannot be taken out
    /// and all others stay: no list takes another client along.
    pub fn keep_what_cannot_go(&mut self, records: &Records<'_>, known: &KnownRecords<'_>) {
        let kept = &mut self.kept;
        self.merge.gone.retain(|id| {
            let record = known.get(id).filter(|record| !records.removable(record));
            kept.extend(record.map(|record| {
                let message = Message::RecordNotAlone { id: id.clone() };
                Diagnostic::error(message).at(records.place(record)).hint(Message::ChangeByHand)
            }));
            record.is_none()
        });
    }

    /// Whether the records stay as they are.
    pub fn changes_nothing(&self) -> bool {
        self.merge.added.is_empty() && self.merge.changed.is_empty()
    }

    /// Settles a conflict in favour of a side.
    pub fn settle(&mut self, number: usize, side: Side) {
        let conflict = self.merge.conflicts.remove(number);
        if side == Side::Project {
            self.merge.edited_here += 1;
            return;
        }
        let own = self.merge.changed.iter_mut().find(|change| change.row == conflict.row);
        match own {
            Some(change) => change.fields.push(conflict.change),
            None => {
                let fields = vec![conflict.change];
                self.merge.changed.push(ClientChange { row: conflict.row, fields });
            }
        }
    }

    /// The new texts of the records. A row that would make its record wrong is refused, and
    /// is no longer part of the plan.
    pub fn texts<'a>(&mut self, records: &Records<'_>, known: &KnownRecords<'a>) -> Texts<'a> {
        let changes = std::mem::take(&mut self.merge.changed);
        let changed: Vec<_> = changes
            .into_par_iter()
            .filter_map(|change| {
                let record = known.get(&self.rows[change.row].id)?;
                let text = records.changed(record, &change.fields);
                Some((change, record, text))
            })
            .collect();
        let added = std::mem::take(&mut self.merge.added);
        let added: Vec<_> = added
            .into_par_iter()
            .map(|row| (row, records.added(self.fields_of_new(row))))
            .collect();
        let mut texts = Texts { changed: Vec::new(), added: Vec::new() };
        for (change, record, text) in changed {
            match text {
                Ok(text) => {
                    texts.changed.push((record, text));
                    self.merge.changed.push(change);
                }
                Err(problems) => self.refuse(change.row, problems),
            }
        }
        for (row, text) in added {
            match text {
                Ok(text) => {
                    texts.added.push(text);
                    self.merge.added.push(row);
                }
                Err(problems) => self.refuse(row, problems),
            }
        }
        texts
    }

    /// What the list has said after this, for the next time, without whom is `removed`.
    pub fn said_next(&self, known: &KnownRecords<'_>, base: &Base, removed: &[&str]) -> Base {
        let project = known.fields();
        let mut next = said_after(&self.sides(&project, base), &self.merge, &self.left_out);
        let removed: BTreeSet<&str> = removed.iter().copied().collect();
        next.retain(|id| !removed.contains(id));
        next
    }

    fn refuse(&mut self, row: usize, problems: Vec<Diagnostic>) {
        let at = self.places[row];
        self.left_out.insert(row);
        self.refused.extend(problems.into_iter().map(|problem| {
            let hint = problem.hints.into_iter().next().map(|hint| hint.message);
            let hint = hint.unwrap_or(Message::MendInList);
            Refusal { at, column: None, message: problem.message, hint }
        }));
    }
}

/// The fields that every list has.
fn columns_of(lists: &[List<'_>]) -> BTreeSet<Field> {
    let of = |list: &List<'_>| {
        let columns = list.layout.columns.iter().filter_map(|column| match &column.target {
            Target::Field(field) => Some(field.clone()),
            _ => None,
        });
        let sheet = list.layout.sheet_name.clone().map(Field::Own);
        // Each row has an honorific, said or not.
        columns.chain(sheet).chain([Field::Honorific]).collect::<BTreeSet<_>>()
    };
    let mut columns = lists.iter().map(of);
    let first = columns.next().unwrap_or_default();
    columns.fold(first, |all, own| all.intersection(&own).cloned().collect())
}

fn hint_for(message: &Message) -> Message {
    match message {
        Message::RowWithoutId => Message::GiveRowId,
        Message::RowOfTwo => Message::GoOnWithExport,
        Message::RowMayBeWrongRecords => Message::MendRecordFirst,
        _ => Message::LeaveOneRow,
    }
}

/// What two spellings of a name or an address share.
fn folded(value: &Value) -> String {
    value.parts().concat().nfkc().filter(|c| !c.is_whitespace()).collect()
}

/// What a row is called to a person.
pub fn row_name(lists: &[List<'_>], at: RowPlace) -> String {
    let row = at.row.to_string();
    let sheet = lists.get(at.sheet).map(|list| list.sheet.name.clone()).unwrap_or_default();
    match lists.len() == 1 {
        true => Message::RowName { row }.to_string(),
        false => Message::RowOfSheet { sheet, row }.to_string(),
    }
}

/// A value as it is shown.
pub fn shown(value: Option<&Value>) -> String {
    value.map_or_else(|| Message::NothingThere.to_string(), ToString::to_string)
}

/// A change as it is shown: `電話番号: 03-1 → 03-2`.
pub fn shown_change(change: &FieldChange) -> String {
    let (before, after) = (shown(change.before.as_ref()), shown(change.after.as_ref()));
    Message::FieldChanges { field: change.field.label().to_owned(), before, after }.to_string()
}
