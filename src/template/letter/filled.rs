//! Texts with their variables filled in, which still know what they were filled in from.

use std::fmt;
use std::ops::Deref;

use serde::{Serialize, Serializer};

/// A text with its variables filled in. Templates see the text alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filled {
    /// The text.
    pub text: String,
    /// Which of the texts that were filled in, in the order of that; `None` for what is
    /// written nowhere, or where nobody asks.
    pub of: Option<usize>,
}

impl Filled {
    /// Paragraphs as one text.
    pub fn joined(paragraphs: Vec<Self>) -> Self {
        let of = paragraphs.first().and_then(|first| first.of);
        let of = of.filter(|of| paragraphs.iter().all(|it| it.of == Some(*of)));
        Self { text: paragraphs.iter().map(|it| it.text.as_str()).collect(), of }
    }
}

impl Deref for Filled {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl From<String> for Filled {
    fn from(text: String) -> Self {
        Self { text, of: None }
    }
}

impl From<&str> for Filled {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl fmt::Display for Filled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Serialize for Filled {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}
