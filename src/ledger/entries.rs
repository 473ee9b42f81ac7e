//! What goes into the ledger, and what comes out of it.

use std::collections::BTreeMap;

use crate::digest::{Digest, FactDigests};
use crate::ids::{ClientId, NoticeId, Shard};

/// What is recorded of a letter that was made.
#[derive(Debug, Clone)]
pub struct LedgerEntry {
    /// The client.
    pub client: ClientId,
    /// The client's name.
    pub name: String,
    /// Its file, relative to the project.
    pub path: String,
    /// The file's digest.
    pub sha256: Digest,
    /// The file's size.
    pub bytes: u64,
    /// The file's time on the disk, in nanoseconds since 1970.
    pub modified: i64,
    /// How many pages it has; a text has none.
    pub pages: usize,
    /// What its lasting document id is made from.
    pub identity: String,
    /// All that makes its bytes.
    pub fingerprint: Digest,
    /// All that was read for it.
    pub inputs: Digest,
    /// The files it was set with.
    pub files: BTreeMap<String, Digest>,
    /// The shared facts in it.
    pub facts: FactDigests,
    /// The client's own facts.
    pub own_facts: FactDigests,
    /// Its Typst source, or the text itself, as [`super::compress`] makes it.
    pub source: Vec<u8>,
    /// How many warnings there are about it.
    pub warnings: usize,
}

/// What is known anew of a letter that is right as it is.
#[derive(Debug, Clone)]
pub struct Confirmed {
    /// All that makes its bytes, as the ledger has it.
    pub fingerprint: Digest,
    /// All that was read for it.
    pub inputs: Digest,
    /// The file's time on the disk.
    pub modified: i64,
    /// How many warnings there are about it.
    pub warnings: usize,
}

/// What all letters of a run have in common.
#[derive(Debug, Clone)]
pub struct RunEntry {
    /// When it began.
    pub at: String,
    /// The notice.
    pub notice: NoticeId,
    /// The version of oshirase.
    pub tool: String,
    /// The template's file name; none where the letters are text.
    pub template: Option<String>,
    /// The digest of the fonts.
    pub fonts: Digest,
}

/// What is known of a letter in `out/`.
#[derive(Debug, Clone)]
pub struct KnownLetter {
    /// The client.
    pub client: String,
    /// The client's name.
    pub name: String,
    /// Its file, relative to the project.
    pub path: String,
    /// The file's digest.
    pub sha256: Digest,
    /// The file's size.
    pub bytes: u64,
    /// The file's time on the disk.
    pub modified: i64,
    /// How many pages it has; a text has none.
    pub pages: usize,
    /// All that makes its bytes.
    pub fingerprint: Digest,
    /// All that was read for it.
    pub inputs: Digest,
    /// How many warnings there are about it.
    pub warnings: usize,
    /// The shard in whose folder the file is; none if it is in that of the whole.
    pub shard: Option<Shard>,
}

impl KnownLetter {
    /// That it is right as it is known.
    pub fn confirmed(&self) -> Confirmed {
        let &Self { fingerprint, inputs, modified, warnings, .. } = self;
        Confirmed { fingerprint, inputs, modified, warnings }
    }
}

/// A letter with all that is needed to make it again.
#[derive(Debug, Clone)]
pub struct ArchivedLetter {
    /// The file's digest.
    pub sha256: Digest,
    /// When it was made.
    pub made_at: String,
    /// The version of oshirase that made it.
    pub tool: String,
    /// The template's file name; none where the letter is text.
    pub template: Option<String>,
    /// What its document id is made from.
    pub identity: String,
    /// The digest of the fonts.
    pub fonts: Digest,
    /// The files it was set with, by path.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Its Typst source, or the text itself.
    pub source: String,
    /// The facts in it, the client's own among them.
    pub facts: FactDigests,
}

/// A notice that was sent.
#[derive(Debug, Clone)]
pub struct Issue {
    /// When it was recorded.
    pub at: String,
    /// Who did it.
    pub issued_by: String,
    /// How it was sent.
    pub sent_by: String,
    /// How many letters.
    pub letters: u64,
}

/// The two forms of 発送一覧.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListForm {
    /// For every program.
    Csv,
    /// For a spreadsheet, and to be printed.
    Xlsx,
}

impl ListForm {
    /// Both, in the order in which the ledger has them.
    pub const ALL: [Self; 2] = [Self::Csv, Self::Xlsx];

    /// The ending of the file's name.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }
}

/// A list of what was sent, as the ledger keeps it.
#[derive(Debug, Clone)]
pub struct KeptList {
    /// The digest of its contents, the place of the fingerprint empty, as it is in the
    /// chain.
    pub contents: String,
    /// The file.
    pub bytes: Vec<u8>,
}
