//! Where a recipient's record stands, for what is found out when it is parsed no more.

use std::sync::{Arc, OnceLock};

use crate::diagnostic::{Place, SourceText};
use crate::digest::{self, Digest};
use crate::facts::{Document, Step};

/// A client's record as it stands in its file, to be parsed again when a place is
/// wanted.
#[derive(Debug, Clone)]
pub struct Record {
    /// The piece of the file that was parsed to get the record.
    pub source: Arc<SourceText>,
    /// Which of the records in this piece it is, if there are several.
    pub index: Option<usize>,
    /// What is found out about the piece once for all records in it.
    together: Arc<Together>,
}

/// Of a piece of a file with several records: what would take as long for each of
/// them as for all.
#[derive(Debug, Default)]
struct Together {
    digest: OnceLock<Digest>,
    documents: OnceLock<Vec<Arc<Document>>>,
}

impl Record {
    /// The record that a piece of a file is.
    pub fn alone(source: Arc<SourceText>) -> Self {
        Self { source, index: None, together: Arc::default() }
    }

    /// The records that are in a piece of a file, so many of them.
    pub(super) fn all_in(source: &Arc<SourceText>, number: usize) -> impl Iterator<Item = Self> {
        let together = Arc::<Together>::default();
        let record = move |index: usize| {
            let (source, together) = (source.clone(), together.clone());
            Self { source, index: (number > 1).then_some(index), together }
        };
        (0..number).map(record)
    }

    /// The record, parsed again.
    pub fn document(&self) -> Option<Arc<Document>> {
        let parse = || Document::parse_records(&self.source).unwrap_or_default();
        let Some(index) = self.index else { return parse().into_iter().next().map(Arc::new) };
        let all = || parse().into_iter().map(Arc::new).collect();
        self.together.documents.get_or_init(all).get(index).cloned()
    }

    /// Where the value behind these keys, each in that of the one before, stands.
    pub fn place(&self, keys: &[&str]) -> Option<Place> {
        let path: Vec<Step> = keys.iter().map(|key| Step::Key((*key).to_owned())).collect();
        Some(self.document()?.place(&path))
    }

    /// Where the client's id stands.
    pub fn place_of_id(&self) -> Option<Place> {
        self.place(&["id"])
    }

    /// The digest of the record as it stands in its file.
    pub fn digest(&self) -> Digest {
        let mut fields = digest::Fields::default();
        match self.index {
            None => fields.add(&self.source.text),
            Some(index) => {
                let of_piece = || Digest::of(self.source.text.as_bytes());
                fields.add(self.together.digest.get_or_init(of_piece)).add(index.to_le_bytes())
            }
        };
        fields.digest()
    }
}
