//! Files that are too large to be held: put in parts, and copied piece by piece.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use object_store::retry::{RetryContext, RetryPolicy};
use object_store::{MultipartUpload, PutMultipartOptions, PutPayload, PutResult};

use super::patience::{Failed, pause_before};
use super::{Condition, Inner, Put, Store, StoreError, Tag};

/// The size of a part. A store takes up to 10,000 of them.
const PART: u64 = 16 << 20;

impl Store {
    /// Puts a file, if what stands there is as it should be.
    ///
    /// A file of more than one part is compared before its parts become an object, since
    /// no store compares at that moment: another put may come in between.
    pub fn put_file(
        &self,
        condition: &Condition,
        key: &str,
        path: &Path,
    ) -> Result<Put, StoreError> {
        let failed = |source| StoreError::File { url: self.url(key), source };
        let mut file = File::open(path).map_err(failed)?;
        if file.metadata().map_err(failed)?.len() <= PART {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).map_err(failed)?;
            return self.put_if(condition, key, bytes);
        }
        self.wait(self.inner.put_parts(condition, key, &mut file))
    }

    /// Copies an object into a file, which is then as it was there; `None` if there is none.
    pub fn fetch_file(&self, key: &str, path: &Path) -> Result<Option<Tag>, StoreError> {
        let mut reader = match self.read(key) {
            Err(StoreError::NoObject { .. }) => return Ok(None),
            reader => reader?,
        };
        let failed = |source| StoreError::File { url: self.url(key), source };
        let mut file = File::create(path).map_err(failed)?;
        io::copy(&mut reader, &mut file).and_then(|_| file.sync_all()).map_err(failed)?;
        Ok(Some(reader.tag().clone()))
    }
}

impl Inner {
    async fn put_parts(
        &self,
        condition: &Condition,
        key: &str,
        file: &mut File,
    ) -> Result<Put, StoreError> {
        let path = self.path(key)?;
        let policy = Arc::new(Again { longest: self.patience.longest() });
        let begin = || {
            let options = PutMultipartOptions::default().with_retry_policy(policy.clone());
            self.objects.put_multipart_opts(&path, options)
        };
        let mut upload =
            self.patience.with(begin).await.map_err(|failed| self.failed(key, failed))?;
        let put = self.put_each(condition, key, file, upload.as_mut()).await;
        if !matches!(put, Ok(Put::Done(_))) {
            // Parts that become no object are removed, or else cost money unseen.
            let _ = upload.abort().await;
        }
        put
    }

    async fn put_each(
        &self,
        condition: &Condition,
        key: &str,
        file: &mut File,
        upload: &mut dyn MultipartUpload,
    ) -> Result<Put, StoreError> {
        let failed = |source| StoreError::File { url: self.address.url(key), source };
        file.seek(SeekFrom::Start(0)).map_err(failed)?;
        loop {
            let mut part = Vec::new();
            Read::by_ref(file).take(PART).read_to_end(&mut part).map_err(failed)?;
            if part.is_empty() {
                break;
            }
            let sent = upload.put_part(PutPayload::from(part)).await;
            sent.map_err(|error| self.failed(key, Failed::at_once(error)))?;
        }
        let found = self.look(key).await?.map(|found| found.tag);
        let is_as_seen = match (condition, &found) {
            (Condition::Absent, None) => true,
            (Condition::Unchanged(seen), Some(found)) => seen.is(found),
            _ => false,
        };
        if !is_as_seen {
            return Ok(Put::Other(found));
        }
        let put: object_store::Result<PutResult> = upload.complete().await;
        let put = put.map_err(|error| self.failed(key, Failed::at_once(error)))?;
        Ok(Put::Done(put.into()))
    }
}

/// Has a part put again that was not taken: to begin with the first one again would cost
/// more than all that is lost by it.
#[derive(Debug)]
struct Again {
    longest: Duration,
}

impl RetryPolicy for Again {
    fn retry<'a, 'b>(
        &'a self,
        context: RetryContext,
    ) -> Pin<Box<dyn Future<Output = bool> + Send + 'b>>
    where
        'a: 'b,
        Self: 'b,
    {
        Box::pin(async move {
            if context.elapsed >= self.longest {
                return false;
            }
            let tries = u32::try_from(context.attempt).unwrap_or(u32::MAX);
            tokio::time::sleep(pause_before(tries)).await;
            true
        })
    }
}
