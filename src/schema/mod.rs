//! The vocabulary of the facts as JSON Schema (draft 7), for editors with a YAML language
//! server: they complete keys and values, show what is said of each, and underline what
//! cannot be. A schema is made of [`crate::vocabulary`] alone, with the office's own fields.
//!
//! A schema takes all that the parser takes, and as much less than everything as can be said
//! in one; `tests/schema.rs` holds both against each other. What the parser does with the
//! facts is no matter of this room.

mod json;
mod own;
mod places;
mod rules;
mod scalars;
mod shape;
mod words;

use self::json::{Json, list, object};
use self::places::{OWN_NAME, Places};
use crate::facts::OwnFields;
use crate::vocabulary::{CLIENT, FIELD, INCIDENT, NOTICE, OFFICE, Place};

/// The folder of the schemas in a project.
pub const FOLDER: &str = ".schema";

/// Where VS Code has a project's settings.
pub const VSCODE_SETTINGS: &str = ".vscode/settings.json";

/// A file of the facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum File {
    /// `office.yaml`.
    Office,
    /// `fields.yaml`.
    Fields,
    /// `clients.yaml`, or one of `clients/`.
    Clients,
    /// `incident.yaml`.
    Incident,
    /// A notice's.
    Notice,
}

impl File {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Office, Self::Fields, Self::Clients, Self::Incident, Self::Notice];

    /// The name of the schema's file.
    pub fn schema_name(self) -> &'static str {
        match self {
            Self::Office => "office.schema.json",
            Self::Fields => "fields.schema.json",
            Self::Clients => "clients.schema.json",
            Self::Incident => "incident.schema.json",
            Self::Notice => "notice.schema.json",
        }
    }

    /// The files of a project that are such ones, as patterns of paths.
    pub fn patterns(self) -> &'static [&'static str] {
        match self {
            Self::Office => &["data/office.yaml", "data/office.yml"],
            Self::Fields => &["data/fields.yaml", "data/fields.yml"],
            Self::Clients => &[
                "data/clients.yaml",
                "data/clients.yml",
                "data/clients/*.yaml",
                "data/clients/*.yml",
            ],
            Self::Incident => &["data/incident.yaml", "data/incident.yml"],
            Self::Notice => &["data/notices/*.yaml", "data/notices/*.yml"],
        }
    }

    /// The first line of such a file that names its schema to any editor's language server.
    /// The file is taken to lie right in `data/`, or in `data/notices/` if it is a notice.
    pub fn modeline(self) -> String {
        let up = if self == Self::Notice { "../.." } else { ".." };
        format!("# yaml-language-server: $schema={up}/{FOLDER}/{}", self.schema_name())
    }

    fn place(self) -> &'static Place {
        match self {
            Self::Office => &OFFICE,
            Self::Fields => &FIELD,
            Self::Clients => &CLIENT,
            Self::Incident => &INCIDENT,
            Self::Notice => &NOTICE,
        }
    }

    /// The schema of such a file, where the office has these fields of its own; `None` if it
    /// may have any.
    pub fn schema(self, own: Option<&OwnFields>) -> String {
        let places = Places::new(own, self == Self::Notice);
        let root = match self {
            Self::Office | Self::Incident | Self::Notice => places.place(self.place()),
            Self::Fields => object([
                ("type", list(["object", "null"])),
                ("patternProperties", object([(OWN_NAME, places.at(&FIELD))])),
                ("additionalProperties", false.into()),
            ]),
            Self::Clients => {
                let records = object([("type", "array".into()), ("items", places.at(&CLIENT))]);
                object([
                    ("if", object([("type", "array".into())])),
                    ("then", records),
                    ("else", places.at(&CLIENT)),
                ])
            }
        };
        let root = match self {
            // A file in which nothing stands yet says nothing wrong.
            Self::Incident | Self::Clients => {
                object([("if", object([("type", "null".into())])), ("else", root)])
            }
            _ => root,
        };
        let schema = object([("$schema", "http://json-schema.org/draft-07/schema#".into())]);
        let schema = schema.and(root).with("definitions", places.definitions());
        text_of(&schema)
    }
}

/// The schemas of all files, each with its name, where the office has these fields of its
/// own; `None` if it may have any.
pub fn all(own: Option<&OwnFields>) -> Vec<(&'static str, String)> {
    File::ALL.iter().map(|file| (file.schema_name(), file.schema(own))).collect()
}

/// The settings with which VS Code finds the schemas of a project.
pub fn vscode_settings() -> String {
    let mut schemas = Json::anything();
    for file in File::ALL {
        let path = format!("./{FOLDER}/{}", file.schema_name());
        schemas = schemas.with(&path, list(file.patterns().iter().copied()));
    }
    text_of(&object([("yaml.schemas", schemas)]))
}

/// As the text of a file.
fn text_of(json: &Json) -> String {
    serde_json::to_string_pretty(json).unwrap_or_default() + "\n"
}
