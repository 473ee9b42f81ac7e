//! Ids: names that become file names; and the shards that letters are parted into by
//! their clients' ids.

mod shard;

use std::fmt;

use ecow::EcoString;
use serde::Serialize;

use crate::messages::Message;

pub use shard::Shard;

/// What an id may not be, because on some system the file would land elsewhere,
/// be refused, or be another id's file.
fn fault(id: &str) -> Option<Message> {
    const LONGEST: usize = 64;
    if id.is_empty() {
        return Some(Message::IdEmpty);
    }
    if id.len() > LONGEST {
        return Some(Message::IdTooLong { longest: LONGEST.to_string() });
    }
    let allowed = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if let Some(c) = id.chars().find(|c| !allowed(c)) {
        return Some(if c.is_control() {
            Message::IdControlCharacter { code: format!("{:04X}", u32::from(c)) }
        } else {
            Message::IdCharacter { character: c.to_string() }
        });
    }
    if !id.starts_with(|c: char| c.is_ascii_alphanumeric()) || id.ends_with('.') {
        return Some(Message::IdEnds);
    }
    // Windows reserves these names, with any extension, in any case.
    let stem = id.split('.').next().unwrap_or(id).to_ascii_uppercase();
    let device = matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL")
        || (stem.len() == 4
            && (stem.starts_with("COM") || stem.starts_with("LPT"))
            && stem.ends_with(|c: char| c.is_ascii_digit()));
    device.then_some(Message::IdIsDevice { name: stem })
}

macro_rules! id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        // Short ones lie where the id itself is: a list of fifty thousand
        // has no fifty thousand pieces of memory.
        pub struct $name(EcoString);

        impl $name {
            /// Checks a text; the error says what is wrong with it.
            pub fn new(id: &str) -> Result<Self, Message> {
                match fault(id) {
                    None => Ok(Self(id.into())),
                    Some(fault) => Err(fault),
                }
            }

            /// What two ids share if their files would be the same on a system
            /// that does not tell capitals apart.
            pub fn file_key(&self) -> String {
                self.as_str().to_ascii_lowercase()
            }

            /// The id as written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id! {
    /// A client's id: safe as a file name on every system.
    ClientId
}
id! {
    /// A notice's id: safe as a folder name on every system.
    NoticeId
}

impl From<NoticeId> for ClientId {
    /// The id that stands in a recipient's place where a notice has none.
    fn from(id: NoticeId) -> Self {
        Self(id.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_are_not_safe_file_names_are_refused() {
        for id in [
            "", ".", "..", "../x", "a/b", "a\\b", "a\0b", "a:b", "CON", "nul.txt", "Com1",
            "LPT9.x", "-x", ".x", "x.", "甲", "a b", "a\n",
        ] {
            assert!(ClientId::new(id).is_err(), "{id:?}");
        }
        assert!(ClientId::new(&"x".repeat(65)).is_err());
    }

    #[test]
    fn ordinary_ids_are_accepted() {
        for id in ["C-0042", "acme", "0042", "a.b_c-d", "CONTROL", "COM10", "x".repeat(64).as_str()]
        {
            assert!(ClientId::new(id).is_ok(), "{id:?}");
        }
    }
}
