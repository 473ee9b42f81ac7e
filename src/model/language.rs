//! The language of a letter, or of a part of one.

use std::fmt;

use serde::Serialize;

use crate::facts::{FromYaml, Node, Parsing};
use crate::messages::Message;

/// A language by its code of two or three letters (ISO 639): `ja`, `pt`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Language(String);

impl Language {
    /// Whether the rules of Japanese hold.
    pub fn is_japanese(&self) -> bool {
        self.0 == "ja"
    }
}

impl Language {
    /// Reads what is in this language, or in that of what is around it.
    pub(super) fn within<T>(
        lang: Option<&Self>,
        cx: &mut Parsing,
        read: impl FnOnce(&mut Parsing) -> T,
    ) -> T {
        let around = cx.foreign;
        cx.foreign = lang.map_or(around, |lang| !lang.is_japanese());
        let value = read(cx);
        cx.foreign = around;
        value
    }
}

impl Default for Language {
    fn default() -> Self {
        Self("ja".to_owned())
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromYaml for Language {
    fn wanted() -> Message {
        Message::ALanguage
    }

    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let code: String = node.read(cx)?;
        let is_code = matches!(code.len(), 2 | 3) && code.chars().all(|c| c.is_ascii_lowercase());
        if !is_code {
            cx.problems.push(node.expected(Self::wanted()).hint(Message::LanguagesAreCodes));
        }
        is_code.then_some(Self(code))
    }
}
