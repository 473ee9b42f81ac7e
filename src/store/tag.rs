//! What a store knows the contents of an object by.

use object_store::{ObjectMeta, PutResult, UpdateVersion};
use serde::{Deserialize, Serialize};

use crate::digest::Digest;

/// What changes whenever an object does (RFC 9110, 8.8.3). It says nothing of its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tag {
    e_tag: Option<String>,
    /// Google counts what was put under a name, and compares that.
    version: Option<String>,
}

impl Tag {
    /// A number that stands for it, as a time does for a file's contents.
    pub fn stamp(&self) -> i64 {
        let digest = Digest::of(self.bare().as_bytes());
        let first = digest.bytes().first_chunk::<8>().copied().unwrap_or_default();
        i64::from_be_bytes(first)
    }

    /// Whether both stand for the same contents.
    pub fn is(&self, other: &Self) -> bool {
        self.bare() == other.bare()
    }

    /// Lists have it without its quotation marks in some stores.
    fn bare(&self) -> &str {
        self.e_tag.as_deref().unwrap_or_default().trim_matches('"')
    }

    pub(super) fn version(&self) -> Option<&str> {
        self.version.as_deref()
    }

    /// As a request has it.
    pub(super) fn as_condition(&self) -> UpdateVersion {
        let e_tag = self.e_tag.is_some().then(|| format!("\"{}\"", self.bare()));
        UpdateVersion { e_tag, version: self.version.clone() }
    }

    /// As the store itself has given it.
    pub(super) fn as_given(&self) -> Option<String> {
        self.e_tag.clone()
    }
}

impl From<&ObjectMeta> for Tag {
    fn from(meta: &ObjectMeta) -> Self {
        Self { e_tag: meta.e_tag.clone(), version: meta.version.clone() }
    }
}

impl From<PutResult> for Tag {
    fn from(put: PutResult) -> Self {
        Self { e_tag: put.e_tag, version: put.version }
    }
}
