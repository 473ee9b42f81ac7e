//! Which ledger of a store the one on this machine comes from.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::fs::{self, FsError};
use crate::limits;
use crate::store::Tag;

/// What a ledger comes from; in a file beside it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Origin {
    /// The URL of the store's.
    pub(super) url: String,
    /// What the store's is known by; `None` where the store had none.
    pub(super) tag: Option<Tag>,
    /// How often the ledger had been written when it was the same as the store's.
    pub(super) written: Option<u32>,
}

/// What ledgers are called.
const LEDGER: &str = "ledger.sqlite3";

fn beside(ledger: &Path) -> PathBuf {
    ledger.with_added_extension("store")
}

impl Origin {
    /// That of a ledger. What cannot be read is as good as none: the store's ledger counts.
    pub(super) fn of(ledger: &Path, url: &str) -> Option<Self> {
        let text = fs::read_if_exists(&beside(ledger), limits::TEXT_BYTES).ok()??;
        let origin: Self = serde_json::from_slice(&text).ok()?;
        (origin.url == url).then_some(origin)
    }

    /// Notes it.
    pub(super) fn note(&self, ledger: &Path) -> Result<(), FsError> {
        let text = serde_json::to_vec(self).unwrap_or_default();
        fs::write_durably(&beside(ledger), &text)
    }
}

/// The places whose ledgers are in folders below this one.
pub(super) fn places(stores: &Path) -> Result<Vec<String>, FsError> {
    let url = |folder: PathBuf| {
        let text = fs::read_if_exists(&beside(&folder.join(LEDGER)), limits::TEXT_BYTES).ok()??;
        let origin: Origin = serde_json::from_slice(&text).ok()?;
        Some(origin.url.strip_suffix(&format!("/{LEDGER}"))?.to_owned())
    };
    Ok(fs::folders_in(stores)?.into_iter().filter_map(url).collect())
}

/// How often a ledger was written: the file change counter of its head
/// (<https://www.sqlite.org/fileformat.html>, 1.3.7). `None` if there is no ledger.
pub(super) fn times_written(ledger: &Path) -> Option<u32> {
    let mut head = [0; 28];
    File::open(ledger).and_then(|mut file| file.read_exact(&mut head)).ok()?;
    head.last_chunk().copied().map(u32::from_be_bytes)
}
