//! JSON whose keys stay in the order in which they are given: editors propose them in it.

use serde::{Serialize, Serializer};

/// A value.
#[derive(Debug, Clone)]
pub(super) enum Json {
    /// `true` or `false`.
    Truth(bool),
    /// A whole number.
    Number(u32),
    /// A text.
    Text(String),
    /// What a library has read.
    Read(serde_json::Value),
    /// Values in a row.
    List(Vec<Self>),
    /// Values by key.
    Object(Vec<(String, Self)>),
}

/// An object with these keys.
pub(super) fn object<const N: usize>(entries: [(&str, Json); N]) -> Json {
    Json::Object(entries.map(|(key, value)| (key.to_owned(), value)).into())
}

/// The values in a row.
pub(super) fn list<T: Into<Json>>(values: impl IntoIterator<Item = T>) -> Json {
    Json::List(values.into_iter().map(Into::into).collect())
}

impl Json {
    /// An object without keys: as a schema, it takes anything.
    pub(super) fn anything() -> Self {
        Self::Object(Vec::new())
    }

    /// Whether it is an object with this key.
    pub(super) fn has(&self, key: &str) -> bool {
        matches!(self, Self::Object(entries) if entries.iter().any(|(it, _)| it == key))
    }

    /// This object with another key at its end; only objects have any.
    pub(super) fn with(mut self, key: &str, value: impl Into<Self>) -> Self {
        if let Self::Object(entries) = &mut self {
            entries.push((key.to_owned(), value.into()));
        }
        self
    }

    /// This object with all keys of another at its end.
    pub(super) fn and(mut self, other: Self) -> Self {
        if let (Self::Object(entries), Self::Object(others)) = (&mut self, other) {
            entries.extend(others);
        }
        self
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for Json {
    fn from(truth: bool) -> Self {
        Self::Truth(truth)
    }
}

impl From<u32> for Json {
    fn from(number: u32) -> Self {
        Self::Number(number)
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Truth(truth) => truth.serialize(serializer),
            Self::Number(number) => number.serialize(serializer),
            Self::Text(text) => text.serialize(serializer),
            Self::Read(value) => value.serialize(serializer),
            Self::List(values) => values.serialize(serializer),
            Self::Object(entries) => serializer.collect_map(entries.iter().map(|(k, v)| (k, v))),
        }
    }
}
