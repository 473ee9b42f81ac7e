//! The fields of a client that a column of a list can hold, and their values in one form
//! each, so that what says the same is equal.

use std::collections::BTreeMap;
use std::fmt;

use crate::facts::{OwnFields, OwnValue};
use crate::model::{Client, Honorific};

/// A field of a client that fits in a cell. `data` and 明細 do not: they are tables.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// `id`.
    Id,
    /// `name`.
    Name,
    /// `honorific`.
    Honorific,
    /// `person.department`.
    Department,
    /// `person.title`.
    Title,
    /// `person.name`.
    Person,
    /// `kana`.
    Kana,
    /// `postal_code`.
    PostalCode,
    /// `address`.
    Address,
    /// `phone`.
    Phone,
    /// `fax`.
    Fax,
    /// `email`.
    Email,
    /// `delivery`.
    Delivery,
    /// `route`.
    Route,
    /// `reported_on`.
    ReportedOn,
    /// `notify`.
    Notify,
    /// `known_on`.
    KnownOn,
    /// A field of the office's own, by its name.
    Own(String),
}

/// What a client has in a field. A day is `2023-06-05`, a number plain digits, a choice the
/// program's own word, a postal code has its hyphen.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// A text on one line.
    One(String),
    /// The lines of an address, or several values of an own field; at least one.
    Several(Vec<String>),
}

/// What a client has in its fields; one that is absent has nothing.
pub type Fields = BTreeMap<Field, Value>;

impl Field {
    /// The program's own, in the order in which a record has them.
    pub const BUILT_IN: [Self; 17] = [
        Self::Id,
        Self::Name,
        Self::Honorific,
        Self::Department,
        Self::Title,
        Self::Person,
        Self::Kana,
        Self::PostalCode,
        Self::Address,
        Self::Phone,
        Self::Fax,
        Self::Email,
        Self::Delivery,
        Self::Route,
        Self::ReportedOn,
        Self::Notify,
        Self::KnownOn,
    ];

    /// The keys that lead to it in a record.
    pub fn keys(&self) -> Vec<&str> {
        match self {
            Self::Id => vec!["id"],
            Self::Name => vec!["name"],
            Self::Honorific => vec!["honorific"],
            Self::Department => vec!["person", "department"],
            Self::Title => vec!["person", "title"],
            Self::Person => vec!["person", "name"],
            Self::Kana => vec!["kana"],
            Self::PostalCode => vec!["postal_code"],
            Self::Address => vec!["address"],
            Self::Phone => vec!["phone"],
            Self::Fax => vec!["fax"],
            Self::Email => vec!["email"],
            Self::Delivery => vec!["delivery"],
            Self::Route => vec!["route"],
            Self::ReportedOn => vec!["reported_on"],
            Self::Notify => vec!["notify"],
            Self::KnownOn => vec!["known_on"],
            Self::Own(name) => vec![name],
        }
    }

    /// What an office calls it: the heading of its column.
    pub fn label(&self) -> &str {
        match self {
            Self::Id => "番号",
            Self::Name => "宛名",
            Self::Honorific => "敬称",
            Self::Department => "部署",
            Self::Title => "役職",
            Self::Person => "担当者",
            Self::Kana => "読み",
            Self::PostalCode => "郵便番号",
            Self::Address => "住所",
            Self::Phone => "電話番号",
            Self::Fax => "FAX番号",
            Self::Email => "メールアドレス",
            Self::Delivery => "送り方",
            Self::Route => "委員会への報告",
            Self::ReportedOn => "報告した日",
            Self::Notify => "本人への通知",
            Self::KnownOn => "知った日",
            Self::Own(name) => name,
        }
    }

    /// The field that has this key: `name`, `person.name`, or the name of an own field.
    pub fn keyed(word: &str) -> Option<Self> {
        let built_in = Self::BUILT_IN.into_iter().find(|it| it.to_string() == word);
        built_in.or_else(|| crate::facts::is_own_name(word).then(|| Self::Own(word.to_owned())))
    }

    /// The field that a person means: by its key, the name of a field that the office has
    /// declared, or what an office calls one of the program's.
    pub fn named(word: &str, own: &OwnFields) -> Option<Self> {
        if own.get(word).is_some() {
            return Some(Self::Own(word.to_owned()));
        }
        let labelled = Self::BUILT_IN.into_iter().find(|it| it.label() == word);
        labelled.or_else(|| Self::keyed(word))
    }
}

/// The keys that lead to it, with dots between them: `person.name`.
impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.keys().join("."))
    }
}

impl Value {
    /// Its parts: one, or several.
    pub fn parts(&self) -> &[String] {
        match self {
            Self::One(text) => std::slice::from_ref(text),
            Self::Several(texts) => texts,
        }
    }
}

/// As a person is shown it, on one line.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.parts().join("／"))
    }
}

/// What a client has in the fields that fit in a cell.
pub fn fields_of(client: &Client) -> Fields {
    let one = |field, value: Option<String>| value.map(|it| (field, Value::One(it)));
    let person = client.person.as_ref();
    let of_person = |part: fn(&crate::model::Person) -> &Option<String>| {
        person.and_then(|person| part(person).clone())
    };
    let honorific = match client.honorific {
        Honorific::None => "none".to_owned(),
        printed => printed.to_string(),
    };
    let ones = [
        one(Field::Id, Some(client.id.to_string())),
        one(Field::Name, Some(client.name.clone())),
        one(Field::Honorific, Some(honorific)),
        one(Field::Department, of_person(|it| &it.department)),
        one(Field::Title, of_person(|it| &it.title)),
        one(Field::Person, of_person(|it| &it.name)),
        one(Field::Kana, client.kana.clone()),
        one(Field::PostalCode, client.postal_code.clone()),
        one(Field::Phone, client.reach.phone.clone()),
        one(Field::Fax, client.reach.fax.clone()),
        one(Field::Email, client.reach.email.clone()),
        one(Field::Delivery, Some(client.delivery.to_string())),
        one(Field::Route, client.law.route.map(|it| it.to_string())),
        one(Field::ReportedOn, client.law.reported_on.map(|it| it.to_string())),
        one(Field::Notify, client.law.notify.map(|it| it.to_string())),
        one(Field::KnownOn, client.law.known_on.map(|it| it.to_string())),
    ];
    let address = Some(client.address.clone()).filter(|lines| !lines.is_empty());
    let own = client
        .own
        .iter()
        .filter_map(|(name, value)| Some((Field::Own(name.clone()), own_value(value)?)));
    let address = address.map(|lines| (Field::Address, Value::Several(lines)));
    ones.into_iter().flatten().chain(address).chain(own).collect()
}

/// The value of an own field; rows do not fit in a cell.
fn own_value(value: &OwnValue) -> Option<Value> {
    Some(match value {
        OwnValue::Text(text) => Value::One(text.clone()),
        OwnValue::Several(texts) => Value::Several(texts.clone()),
        OwnValue::Count(number) => Value::One(number.to_string()),
        OwnValue::Day(day) => Value::One(day.to_string()),
        OwnValue::Rows(_) => return None,
    })
}
