//! What is in a store.

use object_store::ObjectMeta;
use object_store::path::Path;
use tokio_stream::StreamExt;

use super::address::Scheme;
use super::{Inner, Store, StoreError, Tag};

/// An object, without its bytes.
#[derive(Debug, Clone)]
pub struct Object {
    /// Its name below the place.
    pub key: String,
    /// Its size.
    pub bytes: u64,
    /// What its contents are known by.
    pub tag: Tag,
}

impl Store {
    /// Calls `each` for the objects below this folder. They come by the thousand, and no
    /// more of them are ever held.
    pub fn list(&self, folder: &str, mut each: impl FnMut(Object)) -> Result<(), StoreError> {
        let inner = &self.inner;
        let below = inner.path(folder)?;
        let mut last: Option<Path> = None;
        loop {
            let page = self.wait(inner.patience.with(|| inner.page(&below, last.as_ref())));
            let page = match page {
                Ok(page) => page,
                // A folder that is not there is an empty one.
                Err(failed) if failed.is_no_object() => return Ok(()),
                Err(failed) => return Err(inner.failed(folder, failed)),
            };
            let is_last = page.len() < inner.page_size();
            last = page.iter().map(|meta| &meta.location).max().cloned().or(last);
            page.iter().map(|meta| inner.object(meta)).for_each(&mut each);
            if is_last {
                return Ok(());
            }
        }
    }
}

impl Inner {
    /// How many objects a store names in one answer. Each answer is asked for by itself,
    /// with the name that it is to begin behind: one that was cut is asked for again.
    fn page_size(&self) -> usize {
        match self.address.scheme {
            Scheme::S3 | Scheme::Google => 1_000,
            Scheme::Azure => 5_000,
            // A folder has no order in which to go on.
            Scheme::File => usize::MAX,
        }
    }

    async fn page(
        &self,
        below: &Path,
        last: Option<&Path>,
    ) -> object_store::Result<Vec<ObjectMeta>> {
        let mut found = match last {
            None => self.objects.list(Some(below)),
            Some(last) => self.objects.list_with_offset(Some(below), last),
        };
        let mut page = Vec::new();
        while page.len() < self.page_size()
            && let Some(meta) = found.next().await
        {
            page.push(meta?);
        }
        Ok(page)
    }

    /// An object as the rest of the program sees it.
    pub(super) fn object(&self, meta: &ObjectMeta) -> Object {
        let key = self.address.key(&meta.location).to_owned();
        Object { key, bytes: meta.size, tag: Tag::from(meta) }
    }
}
