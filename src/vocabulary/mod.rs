//! The vocabulary of the facts as data: at each place of the files the keys that may stand
//! there, each with what it holds, what is so without it, a sentence in both languages and
//! an example.
//!
//! `docs/facts.md` and its Japanese twin are made of it. What the facts mean is no matter of
//! this room: the parser in [`crate::model`] reads them, and `tests/guides` holds this data
//! against it, key by key.

mod blocks;
mod conditions;
mod files;
mod kinds;
mod variables;

pub use blocks::{
    BESIDE, BLANK, BLOCK, Beside, COLUMN, IMAGE, ITEM, PASSAGE, QUESTION, ROW, TABLE,
};
pub use conditions::{CONDITION, COUNT, DAY};
pub use files::{
    ACCEPTED, BULLETIN, CLIENT, FIELD, HOLDING, INCIDENT, NOTICE, OFFICE, PERSON, SENDER, STYLE,
};
pub use kinds::Kind;
pub use variables::{FILTERS, VARIABLES, Variable};

use crate::messages::Lang;

/// A sentence in both languages.
#[derive(Debug, Clone, Copy)]
pub struct Said {
    /// In English.
    pub en: &'static str,
    /// In Japanese.
    pub ja: &'static str,
}

impl Said {
    /// The sentence in this language.
    pub fn text(self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en,
            Lang::Ja => self.ja,
        }
    }
}

/// A place in the facts: a mapping with keys that the program knows.
#[derive(Debug)]
pub struct Place {
    /// What stands there is called so.
    pub word: Said,
    /// Where its keys are told in the pages.
    pub told: Told,
    /// What is to be known of the place as a whole.
    pub about: Said,
    /// The keys, in groups.
    pub groups: &'static [Group],
    /// Keys that can stand beside another one only: the first beside the second.
    pub only_beside: &'static [(&'static str, &'static str)],
}

impl Place {
    /// All keys.
    pub fn keys(&self) -> impl Iterator<Item = &'static Key> {
        self.groups.iter().flat_map(|group| group.keys)
    }
}

/// Where the keys of a place are told.
#[derive(Debug, Clone, Copy)]
pub enum Told {
    /// In a table with this heading.
    Table(Said),
    /// Below the key that the place stands behind.
    Below,
    /// With those of another place, whose keys they are too.
    Elsewhere,
}

/// Keys that belong together.
#[derive(Debug, Clone, Copy)]
pub struct Group {
    /// What holds for all of them, where that is enough to be said in the pages.
    pub says: Option<Said>,
    /// The keys.
    pub keys: &'static [Key],
}

/// A key of the facts.
#[derive(Debug)]
pub struct Key {
    /// As it is written.
    pub name: &'static str,
    /// What an office calls it.
    pub label: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// What is so without it.
    pub absent: Absent,
    /// A value, as YAML on one line.
    pub example: &'static str,
    /// What it is for.
    pub says: Said,
}

/// What is so where a key is not written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absent {
    /// That is an error.
    Required,
    /// That is an error unless this other key is there.
    RequiredWithout(&'static str),
    /// That is an error where this key has this value.
    RequiredWith(&'static str, &'static str),
    /// Nothing of the kind is there.
    Nothing,
    /// It is as if this were written.
    Is(&'static str),
    /// It is as the key of the same name says that stands further out.
    AsOutside,
}

/// Writes keys down: name, label, kind, what is so without it, example; the sentence in
/// English and in Japanese.
macro_rules! keys {
    ($($name:literal $label:literal: $kind:expr, $absent:expr, $example:literal;
        $en:literal, $ja:literal;)+) => {
        &[$($crate::vocabulary::Key {
            name: $name,
            label: $label,
            kind: $kind,
            absent: $absent,
            example: $example,
            says: $crate::vocabulary::Said { en: $en, ja: $ja },
        },)+]
    };
}
use keys;

/// Keys of which each is told by itself.
macro_rules! each {
    ($($keys:tt)+) => {
        $crate::vocabulary::Group { says: None, keys: $crate::vocabulary::keys! { $($keys)+ } }
    };
}
use each;

/// A sentence in both languages.
const fn said(en: &'static str, ja: &'static str) -> Said {
    Said { en, ja }
}

/// Every place that has a table of its own, in the order of the pages.
pub static TABLES: [&Place; 12] = [
    &OFFICE, &STYLE, &FIELD, &CLIENT, &INCIDENT, &BULLETIN, &NOTICE, &BLOCK, &ITEM, &TABLE,
    &COLUMN, &CONDITION,
];
