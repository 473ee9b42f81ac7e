//! The fields of a recipient's form: what each is called, what it holds, and what the
//! vocabulary says of it.

use serde_json::{Map, Value as Json, json};

use super::clients::{fields, new_id, tables};
use super::writing::Loaded;
use super::{Desk, Done};
use crate::client_list::Field;
use crate::editing::records::Records;
use crate::facts::{self, OwnField, OwnFields, text_of};
use crate::messages::{Lang, Message};
use crate::vocabulary::{Absent, CLIENT, Key, Kind, PERSON};

/// `ask/fields`; for a new client with the id that it would get.
pub fn ask(desk: &mut Desk, body: &Json) -> Done {
    let loaded = Loaded::of(&desk.project)?;
    let declared = loaded.facts.declared();
    let mut answer = json!({ "fields": of(&declared.own) });
    if body.get("new").and_then(Json::as_bool).unwrap_or_default() {
        let records = Records::read(&loaded.sources.clients, declared);
        answer["id"] = json!(new_id(&desk.project, &records)?);
    }
    Ok(answer)
}

/// All fields in the order of a form, with the tables behind them.
fn of(own: &OwnFields) -> Vec<Json> {
    let lines = fields(own).into_iter().map(|field| match &field {
        Field::Own(name) => own.get(name).map(of_own).unwrap_or_default(),
        built_in => of_built_in(built_in),
    });
    let tables = tables(own).into_iter().map(|name| {
        let (ja, en) = match own.get(&name) {
            Some(_) => (name.clone(), name.clone()),
            None => both(&Message::LabelData),
        };
        json!({ "name": name, "label_ja": ja, "label_en": en, "kind": "rows", "needed": false })
    });
    lines.chain(tables).collect()
}

fn both(message: &Message) -> (String, String) {
    (message.text(Lang::Ja), message.text(Lang::En))
}

/// What the vocabulary says of a field of the program's.
fn key_of(field: &Field) -> Option<&'static Key> {
    match field.keys()[..] {
        [key] => CLIENT.keys().find(|it| it.name == key),
        [_, key] => PERSON.keys().find(|it| it.name == key),
        _ => None,
    }
}

fn of_built_in(field: &Field) -> Json {
    let mut all = Map::new();
    let label = label(field);
    let (ja, en) = label.as_ref().map(both).unwrap_or_default();
    all.insert("name".to_owned(), json!(field.to_string()));
    all.insert("label_ja".to_owned(), json!(ja));
    all.insert("label_en".to_owned(), json!(en));
    let Some(key) = key_of(field) else { return all.into() };
    let (kind, values) = match &key.kind {
        Kind::OneOf(words) => ("choice", Some(words)),
        Kind::List(_) => ("lines", None),
        Kind::Date => ("day", None),
        _ => ("text", None),
    };
    all.insert("kind".to_owned(), json!(kind));
    if let Some(values) = values {
        all.insert("values".to_owned(), json!(values));
    }
    // A person may be left out, and then has no name.
    let needed = key.absent == Absent::Required;
    all.insert("needed".to_owned(), json!(needed));
    all.insert("hint_ja".to_owned(), json!(key.says.ja));
    all.insert("hint_en".to_owned(), json!(key.says.en));
    all.insert("example".to_owned(), json!(plain(key.example)));
    all.into()
}

/// An example as it is typed into a form: lines of a list stand below each other.
fn plain(example: &str) -> String {
    let values = facts::values(example).unwrap_or_default();
    let texts = values.first().map(|value| match value.as_sequence() {
        Some(items) => items.iter().filter_map(text_of).collect::<Vec<_>>().join("\n"),
        None => text_of(value).unwrap_or_default().into_owned(),
    });
    texts.unwrap_or_default()
}

fn of_own(field: &OwnField) -> Json {
    let kind = match field {
        field if field.is_count() => "count",
        field if field.is_day() => "day",
        field if field.is_several() => "values",
        field if field.is_text() => "text",
        _ => "choice",
    };
    let mut all = json!({
        "name": field.name, "label_ja": field.name, "label_en": field.name, "kind": kind,
        "needed": field.needed,
    });
    if !field.values().is_empty() {
        all["values"] = json!(field.values());
        all["several"] = json!(field.is_several());
    }
    all
}

/// What a field of the program's is called.
pub fn label(field: &Field) -> Option<Message> {
    Some(match field {
        Field::Id => Message::LabelId,
        Field::Name => Message::LabelName,
        Field::Honorific => Message::LabelHonorific,
        Field::Department => Message::LabelDepartment,
        Field::Title => Message::LabelTitle,
        Field::Person => Message::LabelPerson,
        Field::Kana => Message::LabelKana,
        Field::PostalCode => Message::LabelPostalCode,
        Field::Address => Message::LabelAddress,
        Field::Phone => Message::LabelPhone,
        Field::Fax => Message::LabelFax,
        Field::Email => Message::LabelEmail,
        Field::Delivery => Message::LabelDelivery,
        Field::Route => Message::LabelRoute,
        Field::ReportedOn => Message::LabelReportedOn,
        Field::Notify => Message::LabelNotify,
        Field::KnownOn => Message::LabelKnownOn,
        Field::Own(_) => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Declared;

    #[test]
    fn a_form_has_every_field_of_a_record_and_the_words_that_may_stand_there() {
        let own = "業務: {values: [給与計算, 電子明細], several: true}\n区分: {values: [甲, 乙], needed: true}\n\
                   担当: {}\n人数: {kind: 数}\n契約日: {kind: 日付}\n台帳: {kind: 明細, columns: {設備: 文字}}\n";
        let fields = of(&Declared::of(own).own);
        let names: Vec<&str> = fields.iter().filter_map(|it| it["name"].as_str()).collect();
        assert_eq!(
            names[..6],
            ["id", "name", "honorific", "kana", "person.department", "person.title"]
        );
        assert_eq!(
            names[names.len() - 7..],
            ["業務", "区分", "担当", "人数", "契約日", "data", "台帳"]
        );
        assert_eq!(names.len(), Field::BUILT_IN.len() + 7);
        let field = |name: &str| fields.iter().find(|it| it["name"] == name).expect("a field");
        assert_eq!(field("honorific")["values"], json!(["御中", "様", "各位", "none"]));
        assert_eq!(field("業務")["kind"], "values");
        assert_eq!(field("区分")["kind"], "choice");
        assert_eq!(
            (&field("区分")["needed"], &field("担当")["needed"]),
            (&json!(true), &json!(false))
        );
        assert_eq!(
            (&field("人数")["kind"], &field("契約日")["kind"]),
            (&json!("count"), &json!("day"))
        );
        assert_eq!(
            (&field("address")["kind"], &field("台帳")["kind"]),
            (&json!("lines"), &json!("rows"))
        );
        assert_eq!(field("address")["example"], "神奈川県横浜市中区山下町9999番地");
        assert!(fields.iter().all(|it| it["label_ja"].is_string() && it["label_en"].is_string()));
        for field in Field::BUILT_IN {
            let ja = label(&field).map(|it| it.text(Lang::Ja));
            assert_eq!(ja.as_deref(), Some(field.label()));
            assert!(key_of(&field).is_some());
        }
    }
}
