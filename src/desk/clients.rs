//! A recipient in a form: what its record says, and its changes. The record is changed in one
//! place of its file, comments kept, and read again before it is written.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::{Map, Value as Json, json};

use super::form::{self, Holds, Line, field_of, nowhere, refused};
use super::writing::Loaded;
use super::{Desk, Done};
use crate::client_list::{Base, Field, FieldChange, Fields, KnownIds, Value, fields_of, next_id};
use crate::diagnostic::{Diagnostic, SourceText};
use crate::digest::Digest;
use crate::editing::record;
use crate::editing::records::{KnownRecord, Records, written};
use crate::facts::{Declared, OwnField, OwnFields, Parsing};
use crate::ledger::Ledger;
use crate::live::{NotDone, ProblemView, Refusal};
use crate::messages::Message;
use crate::model::Client;
use crate::project::Project;
use crate::{fs, limits};

/// The fields of a record that fit in a line of a form, in the order in which a form has
/// them: that of a record, then the office's own.
pub fn fields(own: &OwnFields) -> Vec<Field> {
    let person = [Field::Department, Field::Title, Field::Person];
    let is_early = |field: &Field| matches!(field, Field::Id | Field::Name | Field::Honorific);
    let (early, late): (Vec<Field>, Vec<Field>) = Field::BUILT_IN
        .into_iter()
        .filter(|field| !person.contains(field) && *field != Field::Kana)
        .partition(is_early);
    let own = own.iter().filter(|it| it.columns().is_none());
    let own = own.map(|it| Field::Own(it.name.clone()));
    early.into_iter().chain([Field::Kana]).chain(person).chain(late).chain(own).collect()
}

/// The lines of the form, with what is shown and not edited there: tables.
fn form(own: &OwnFields) -> Vec<Line> {
    let tables = tables(own).into_iter().map(|name| Line { keys: vec![name.clone()], name });
    fields(own).iter().map(|field| Line::of(&field.keys())).chain(tables).collect()
}

/// The fields that hold rows.
pub fn tables(own: &OwnFields) -> Vec<String> {
    let own = own.iter().filter(|it| it.columns().is_some()).map(|it| it.name.clone());
    std::iter::once("data".to_owned()).chain(own).collect()
}

/// How many texts a field holds.
pub fn holds(field: &Field, own: &OwnFields) -> Holds {
    let is_several = match field {
        Field::Address => true,
        Field::Own(name) => own.get(name).is_some_and(OwnField::is_several),
        _ => false,
    };
    if is_several { Holds::Several } else { Holds::One }
}

/// `ask/client`.
pub fn client(desk: &mut Desk, body: &Json) -> Done {
    let loaded = Loaded::of(&desk.project)?;
    let declared = loaded.facts.declared();
    let records = Records::about(&loaded.sources.clients, declared, &asked(body));
    let record = found(&records, body)?;
    let place = records.place(record);
    let values = values(&records, record, declared);
    let rows = rows(&records, record, &declared.own);
    let form = form(&declared.own);
    let problems: Vec<Json> =
        problems(&records, record).iter().map(|problem| shown(problem, &form)).collect();
    Ok(json!({
        "client": record.id, "seen": seen(&records, record), "file": &*place.source.name,
        "line": place.line(), "values": values, "problems": problems, "rows": rows,
    }))
}

/// The ids of which something is asked: the client's, and one that it shall have.
fn asked(body: &Json) -> Vec<&str> {
    let new = body.get("changes").and_then(|changes| changes.get("id"));
    [body.get("client"), new]
        .into_iter()
        .flatten()
        .filter_map(Json::as_str)
        .map(str::trim)
        .collect()
}

/// The record of the client that is asked for.
fn found<'a>(records: &'a Records<'_>, body: &Json) -> Result<&'a KnownRecord, NotDone> {
    let id = body.get("client").and_then(Json::as_str).unwrap_or_default();
    let record = records.all.iter().find(|record| record.id.as_deref() == Some(id));
    record.ok_or_else(|| Diagnostic::error(Message::ClientGone { id: id.to_owned() }).into())
}

/// What tells one state of a record from another. Comments and empty lines below it belong
/// to what follows.
fn seen(records: &Records<'_>, record: &KnownRecord) -> String {
    let source = records.source(record);
    let is_content = |line: &&str| !line.trim().is_empty() && !line.trim().starts_with('#');
    let lines: Vec<&str> = source.text.lines().collect();
    let own = lines.iter().rposition(is_content).map_or(0, |last| last + 1);
    Digest::of(lines[..own].join("\n").as_bytes()).to_string()
}

/// What stands in the fields of a record: as it is understood, and in one that is wrong as
/// it is written.
fn values(records: &Records<'_>, record: &KnownRecord, declared: &Declared) -> Json {
    let Some(document) = records.document(record) else { return json!({}) };
    let value = |field: Field| {
        let written = written(document.value(), &field)?;
        let read = record.fields.as_ref().and_then(|fields| fields.get(&field)).cloned();
        let value = read.unwrap_or(written);
        let json = match holds(&field, &declared.own) {
            Holds::Several => json!(value.parts()),
            Holds::One if value.parts().len() > 1 => json!(value.parts()),
            Holds::One => json!(value.to_string()),
        };
        Some((field.to_string(), json))
    };
    fields(&declared.own).into_iter().filter_map(value).collect::<Map<_, _>>().into()
}

/// How many rows there are in each table of a record.
fn rows(records: &Records<'_>, record: &KnownRecord, own: &OwnFields) -> Json {
    let Some(document) = records.document(record) else { return json!({}) };
    let count = |name: String| {
        let rows = document.value().get(name.as_str())?.as_sequence()?.len();
        Some((name, json!(rows)))
    };
    tables(own).into_iter().filter_map(count).collect::<Map<_, _>>().into()
}

/// What is wrong with a record, and that another has its id.
fn problems(records: &Records<'_>, record: &KnownRecord) -> Vec<Diagnostic> {
    let mut problems = records.problems(record);
    let id = record.id.as_deref().unwrap_or_default();
    if let Some(problem) = taken(records, Some(record), id) {
        problems.push(problem.at(records.place(record)));
    }
    problems
}

/// That another record has this id, which tells no capitals from small letters.
fn taken(records: &Records<'_>, own: Option<&KnownRecord>, id: &str) -> Option<Diagnostic> {
    let is_other = |it: &&KnownRecord| own.is_none_or(|own| !std::ptr::eq(*it, own));
    let has_id = |it: &&KnownRecord| it.id.as_deref().is_some_and(|it| it.eq_ignore_ascii_case(id));
    let other = records.all.iter().filter(is_other).find(has_id)?;
    let place = records.place(other);
    let (file, line) = (place.source.name.to_string(), place.line().to_string());
    let at = Message::AtLine { file, line }.to_string();
    let problem = Diagnostic::error(Message::AnotherClientWithId { id: id.to_owned(), at });
    Some(problem.hint(Message::GiveOneOtherId))
}

/// A problem as the page shows it, beside its field.
fn shown(problem: &Diagnostic, form: &[Line]) -> Json {
    let field = match &problem.message {
        Message::AnotherClientWithId { .. } => Some("id".to_owned()),
        _ => field_of(problem, form),
    };
    let mut shown = serde_json::to_value(ProblemView::from(problem)).unwrap_or_default();
    if let Some(shown) = shown.as_object_mut() {
        shown.insert("field".to_owned(), json!(field));
    }
    shown
}

/// What the page wants to stand in fields.
fn wanted(
    given: Option<&Json>,
    declared: &Declared,
) -> Result<Vec<(Field, Option<Value>)>, Refusal> {
    let Some(Json::Object(given)) = given else { return Ok(Vec::new()) };
    let known = fields(&declared.own);
    let mut wanted = Vec::new();
    let mut refusal = Refusal::default();
    for (name, json) in given {
        let field = known.iter().find(|field| field.to_string() == *name);
        let value = match field {
            Some(field) => one_wanted(field, json, declared),
            None => {
                let word = crate::diagnostic::quoted(name);
                Err(vec![Diagnostic::error(Message::NoSuchField { word })])
            }
        };
        match (field, value) {
            (Some(field), Ok(value)) => wanted.push((field.clone(), value)),
            (_, value) => {
                for problem in value.err().unwrap_or_default() {
                    refusal.fields.push((refusal.problems.len(), name.clone()));
                    refusal.problems.push(problem);
                }
            }
        }
    }
    if refusal.problems.is_empty() { Ok(wanted) } else { Err(refusal) }
}

/// What the page wants to stand in a field, as records have it.
fn one_wanted(
    field: &Field,
    json: &Json,
    declared: &Declared,
) -> Result<Option<Value>, Vec<Diagnostic>> {
    let value = form::value(json, holds(field, &declared.own));
    let value = value.map_err(|message| vec![Diagnostic::error(message)])?;
    value.map(|value| as_read(field, value, declared)).transpose()
}

/// A value as the parser reads it, in a record in which all else is right: so it is known
/// beside which field to say what is wrong.
fn as_read(field: &Field, value: Value, declared: &Declared) -> Result<Value, Vec<Diagnostic>> {
    let one = |field, text: &str| (field, Value::One(text.to_owned()));
    let mut fields: Fields = [
        one(Field::Id, "C-1"),
        one(Field::Name, "甲"),
        one(Field::Honorific, "none"),
        one(Field::PostalCode, "100-0001"),
        one(Field::Address, "甲"),
        one(Field::Fax, "0"),
        one(Field::Email, "0"),
        one(Field::ReportedOn, "2000-01-01"),
    ]
    .into();
    if matches!(field, Field::Department | Field::Title) {
        fields.extend([one(Field::Person, "甲")]);
    }
    fields.insert(field.clone(), value);
    let optional = |it: &OwnField| {
        let mut it = it.clone();
        it.needed = false;
        it
    };
    let own: OwnFields = declared.own.iter().map(optional).collect();
    let text = record::lines(&fields, &own).join("\n");
    let mut cx = Parsing { declared: Declared { own, ..declared.clone() }, ..Parsing::default() };
    let read = Client::parse_all(&Arc::new(SourceText::new("", text)), &mut cx);
    let client = read.into_iter().next().flatten().filter(|_| cx.problems.is_empty());
    match client.and_then(|client| fields_of(&client).remove(field)) {
        Some(read) => Ok(read),
        None => Err(cx.problems.into_iter().map(nowhere).collect()),
    }
}

/// `do/client`: several fields of a record change, or none.
pub fn change(desk: &mut Desk, body: &Json) -> Done {
    let mut name = String::new();
    let mut client = String::new();
    desk.amend_records(|loaded| {
        let declared = loaded.facts.declared();
        let records = Records::about(&loaded.sources.clients, declared, &asked(body));
        let record = found(&records, body)?;
        name = name_of(record);
        client = record.id.clone().unwrap_or_default();
        let changes = changes(&records, record, body, declared)?;
        let new_id = changes.iter().find(|it| it.field == Field::Id);
        let ids_change = new_id.is_some();
        if let Some(FieldChange { after: Some(id), .. }) = new_id {
            client = id.to_string();
        }
        if changes.is_empty() {
            return Ok((Vec::new(), false));
        }
        unless_seen_otherwise(&records, record, body, declared)?;
        let changed = match record.fields {
            Some(_) => records.changed(record, &changes),
            None => records.mended(record, &changes),
        };
        let changed = changed.map_err(|problems| refused(problems, &form(&declared.own)))?;
        Ok((records.amended(vec![(record, changed)], &[], Vec::new())?, ids_change))
    })?;
    desk.what = Some(Message::UndoClient { name });
    Ok(json!({ "client": client }))
}

/// What is to become other than it is.
fn changes(
    records: &Records<'_>,
    record: &KnownRecord,
    body: &Json,
    declared: &Declared,
) -> Result<Vec<FieldChange>, NotDone> {
    let document = records.document(record);
    let before = |field: &Field| match &record.fields {
        Some(fields) => fields.get(field).cloned(),
        None => written(document.as_ref()?.value(), field),
    };
    let wanted = wanted(body.get("changes"), declared)?.into_iter();
    let changes = wanted.map(|(field, after)| FieldChange { before: before(&field), field, after });
    let changes: Vec<FieldChange> = changes.filter(|it| it.before != it.after).collect();
    let id = changes.iter().find(|it| it.field == Field::Id).and_then(|it| it.after.as_ref());
    match id.and_then(|id| taken(records, Some(record), &id.to_string())) {
        Some(problem) => Err(Refusal::of_field("id", problem).into()),
        None => Ok(changes),
    }
}

/// That a record is no longer what the page has seen, with what it says now.
fn unless_seen_otherwise(
    records: &Records<'_>,
    record: &KnownRecord,
    body: &Json,
    declared: &Declared,
) -> Result<(), NotDone> {
    let now = seen(records, record);
    match body.get("seen").and_then(Json::as_str) == Some(now.as_str()) {
        true => Ok(()),
        false => Err(NotDone::Conflict(
            json!({ "values": values(records, record, declared), "seen": now }),
        )),
    }
}

/// What a client is called to a person.
fn name_of(record: &KnownRecord) -> String {
    let name = record.fields.as_ref().and_then(|fields| fields.get(&Field::Name));
    name.map(ToString::to_string).or_else(|| record.id.clone()).unwrap_or_default()
}

/// `do/client-add`.
pub fn add(desk: &mut Desk, body: &Json) -> Done {
    let project = desk.project.clone();
    let mut name = String::new();
    let mut client = String::new();
    desk.amend_records(|loaded| {
        let declared = loaded.facts.declared();
        let records = Records::read(&loaded.sources.clients, declared);
        let wanted = wanted(body.get("values"), declared)?.into_iter();
        let mut fields: Fields =
            wanted.filter_map(|(field, value)| Some((field, value?))).collect();
        if !fields.contains_key(&Field::Id)
            && let Some(id) = new_id(&project, &records)?
        {
            fields.insert(Field::Id, Value::One(id));
        }
        let said = |field| fields.get(&field).map(ToString::to_string).unwrap_or_default();
        (client, name) = (said(Field::Id), said(Field::Name));
        if let Some(problem) = taken(&records, None, &client) {
            return Err(Refusal::of_field("id", problem).into());
        }
        let added = records.added(&fields);
        let added = added.map_err(|problems| refused(problems, &form(&declared.own)))?;
        Ok((records.amended(Vec::new(), &[], vec![added])?, true))
    })?;
    desk.what = Some(Message::UndoClientAdd { name });
    Ok(json!({ "client": client }))
}

/// An id that nobody has or had, as an import would give it.
pub fn new_id(project: &Project, records: &Records<'_>) -> Result<Option<String>, Refusal> {
    let ledger = Ledger::open_to_read(&project.ledger())?;
    let mut others = ledger.map_or(Ok(BTreeSet::new()), |ledger| ledger.all_clients())?;
    others.extend(records.all.iter().filter_map(|record| record.id.clone()));
    let noted = fs::read_if_exists(&project.import_base(), limits::BASE_BYTES)?;
    let noted = noted.and_then(|bytes| String::from_utf8(bytes).ok());
    // What is damaged there, an import says.
    let base = noted.and_then(|text| Base::read(&text).ok()).unwrap_or_default();
    let is_right = |record: &'_ &KnownRecord| record.fields.is_some();
    let right = records.all.iter().filter(is_right);
    let known = right.filter_map(|it| Some((it.id.as_deref()?, it.fields.as_ref()?))).collect();
    Ok(next_id(&KnownIds { project: &known, base: &base, others: &others, is_unsure: false }))
}

/// `do/client-remove`.
pub fn remove(desk: &mut Desk, body: &Json) -> Done {
    let mut name = String::new();
    desk.amend_records(|loaded| {
        let declared = loaded.facts.declared();
        let records = Records::about(&loaded.sources.clients, declared, &asked(body));
        let record = found(&records, body)?;
        name = name_of(record);
        unless_seen_otherwise(&records, record, body, declared)?;
        if !records.removable(record) {
            return Err(records.by_hand(record).into());
        }
        Ok((records.amended(Vec::new(), &[record], Vec::new())?, true))
    })?;
    desk.what = Some(Message::UndoClientRemove { name });
    Ok(json!({}))
}

#[cfg(test)]
#[path = "clients_tests.rs"]
mod tests;
