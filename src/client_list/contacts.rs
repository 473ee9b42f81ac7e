//! The headings of address books in English that number what a person has several of:
//! `E-mail 1 - Value`, `Address 2 - City`, `Organization 1 - Name`.

use super::heading_words::{Group, Meaning};
use super::headings::Reading;

/// What stands before the number.
const THINGS: [&str; 10] = [
    "email",
    "phone",
    "address",
    "organization",
    "website",
    "relation",
    "event",
    "customfield",
    "im",
    "externalid",
];

/// What such a heading says, folded: `email1value`. Of several addresses and organizations
/// the first is the client's; pieces of two are never one.
pub(super) fn field(folded: &str) -> Option<Reading> {
    let thing = THINGS.iter().find(|it| folded.starts_with(**it))?;
    let rest = &folded[thing.len()..];
    let part = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let number: u8 = rest[..rest.len() - part.len()].parse().ok()?;
    if part.is_empty() {
        return None;
    }
    let meaning = match (*thing, part) {
        ("email", "value") => Meaning::Email,
        ("phone", "value") => Meaning::Phone,
        _ if number > 1 => Meaning::Other,
        ("address", "street") => Meaning::Town,
        ("address", "city") => Meaning::City,
        ("address", "region") => Meaning::Prefecture,
        ("address", "postalcode") => Meaning::Postal,
        ("address", "extendedaddress") => Meaning::Building,
        ("organization", "name") => Meaning::Body,
        ("organization", "title") => Meaning::Title,
        ("organization", "department") => Meaning::Department,
        ("organization", "yominame") => Meaning::Kana,
        _ => Meaning::Other,
    };
    Some(Reading { meaning, group: Group::Main, number: Some(number), polite: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_several_addresses_the_first_is_the_clients() {
        for (heading, right) in [
            ("email1value", Some(Meaning::Email)),
            ("email2value", Some(Meaning::Email)),
            ("address1postalcode", Some(Meaning::Postal)),
            ("address2postalcode", Some(Meaning::Other)),
            ("address1label", Some(Meaning::Other)),
            ("organization1name", Some(Meaning::Body)),
            ("address1", None),
            ("address", None),
            ("phonenumber", None),
        ] {
            assert_eq!(field(heading).map(|it| it.meaning), right, "{heading}");
        }
    }
}
