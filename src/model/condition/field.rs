//! The fields of a recipient that a condition can ask for.

use std::fmt;

use chrono::NaiveDate;

use crate::facts::{OwnValue, choice};
use crate::model::Client;

choice! {
    /// A field that the program knows.
    pub(super) enum Key {
        /// The id.
        Id = "id",
        /// The name.
        Name = "name",
        /// What follows the name.
        Honorific = "honorific",
        /// The person the letter is addressed to.
        Person = "person",
        /// How the name is read.
        Kana = "kana",
        /// The postal code.
        PostalCode = "postal_code",
        /// The lines of the address.
        Address = "address",
        /// The telephone number.
        Phone = "phone",
        /// The fax number.
        Fax = "fax",
        /// The e-mail address.
        Email = "email",
        /// How the letter travels.
        Delivery = "delivery",
        /// How the authority is told.
        Route = "route",
        /// How the persons concerned are told.
        Notify = "notify",
        /// The day on which the recipient learned of it.
        KnownOn = "known_on",
        /// The day of the joint report.
        ReportedOn = "reported_on",
        /// The data held.
        Data = "data",
        /// The largest number of persons in any kind of it.
        Persons = "persons",
    }
}

impl Key {
    /// All of them.
    pub(super) const ALL: [Self; 17] = [
        Self::Id,
        Self::Name,
        Self::Honorific,
        Self::Person,
        Self::Kana,
        Self::PostalCode,
        Self::Address,
        Self::Phone,
        Self::Fax,
        Self::Email,
        Self::Delivery,
        Self::Route,
        Self::Notify,
        Self::KnownOn,
        Self::ReportedOn,
        Self::Data,
        Self::Persons,
    ];

    /// Those that not every recipient has.
    pub(super) const OPTIONAL: [Self; 12] = [
        Self::Person,
        Self::Kana,
        Self::PostalCode,
        Self::Address,
        Self::Phone,
        Self::Fax,
        Self::Email,
        Self::Route,
        Self::Notify,
        Self::KnownOn,
        Self::ReportedOn,
        Self::Data,
    ];
}

/// A field: one that the program knows, or one of the office's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Field {
    /// Of the program's.
    Known(Key),
    /// Of the office's own, by its name.
    Own(String),
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known(known) => known.fmt(f),
            Self::Own(name) => f.write_str(name),
        }
    }
}

impl Field {
    /// Whether the client has anything in the field.
    pub(super) fn is_there(&self, client: &Client) -> bool {
        let known = match self {
            Self::Known(known) => known,
            Self::Own(name) => return client.own.contains_key(name),
        };
        match known {
            Key::Id | Key::Name | Key::Honorific | Key::Delivery => true,
            Key::Person => client.person.is_some(),
            Key::Kana => client.kana.is_some(),
            Key::PostalCode => client.postal_code.is_some(),
            Key::Address => !client.address.is_empty(),
            Key::Phone => client.reach.phone.is_some(),
            Key::Fax => client.reach.fax.is_some(),
            Key::Email => client.reach.email.is_some(),
            Key::Route => client.law.route.is_some(),
            Key::Notify => client.law.notify.is_some(),
            Key::KnownOn => client.law.known_on.is_some(),
            Key::ReportedOn => client.law.reported_on.is_some(),
            Key::Data | Key::Persons => !client.data.is_empty(),
        }
    }

    /// Whether the client has one of these texts in the field.
    pub(super) fn is_any_of(&self, client: &Client, values: &[String]) -> bool {
        let is = |text: &str| values.iter().any(|value| value == text);
        let may_be = |text: &Option<String>| text.as_deref().is_some_and(is);
        let known = match self {
            Self::Known(known) => known,
            Self::Own(name) => return client.own.get(name).is_some_and(|it| it.is_any_of(values)),
        };
        match known {
            Key::Id => is(client.id.as_str()),
            Key::Name => is(&client.name),
            Key::Honorific => is(client.honorific.word()),
            Key::Person => client.person.as_ref().is_some_and(|person| {
                may_be(&person.department) || may_be(&person.title) || may_be(&person.name)
            }),
            Key::Kana => may_be(&client.kana),
            Key::PostalCode => may_be(&client.postal_code),
            Key::Address => client.address.iter().any(|line| is(line)),
            Key::Phone => may_be(&client.reach.phone),
            Key::Fax => may_be(&client.reach.fax),
            Key::Email => may_be(&client.reach.email),
            Key::Delivery => is(client.delivery.word()),
            Key::Route => client.law.route.is_some_and(|it| is(it.word())),
            Key::Notify => client.law.notify.is_some_and(|it| is(it.word())),
            Key::Data => client.data.iter().any(|holding| is(&holding.item)),
            Key::KnownOn | Key::ReportedOn | Key::Persons => false,
        }
    }

    /// The number in the field.
    pub(super) fn count(&self, client: &Client) -> Option<u32> {
        match self {
            Self::Known(Key::Persons) => client.persons(),
            Self::Known(_) => None,
            Self::Own(name) => match client.own.get(name)? {
                OwnValue::Count(number) => Some(*number),
                _ => None,
            },
        }
    }

    /// The day in the field.
    pub(super) fn day(&self, client: &Client) -> Option<NaiveDate> {
        match self {
            Self::Known(Key::KnownOn) => client.law.known_on,
            Self::Known(Key::ReportedOn) => client.law.reported_on,
            Self::Known(_) => None,
            Self::Own(name) => match client.own.get(name)? {
                OwnValue::Day(day) => Some(*day),
                _ => None,
            },
        }
    }
}
