//! Object stores: S3 and what speaks its language, Google Cloud Storage, Azure Blob
//! Storage, and folders that are used as if they were one. The only place that knows
//! `object_store`, and that waits for a network on behalf of letters.
//!
//! The rest of the program calls and waits; the requests run on a thread of their own
//! ([`runtime`]). What lies where in a store, and what it means, is not known here.
//!
//! An object is put whole or not at all. An answer that is lost on its way leaves open
//! whether the store has taken what was put: whoever asks again under a condition is
//! then refused because of their own object. So what stands there is read back and
//! compared, before anybody else is thought to have put it ([`conditional`]).

mod address;
mod conditional;
mod error;
mod large;
mod list;
mod patience;
mod puts;
mod read;
mod runtime;
mod tag;

use std::sync::Arc;

use object_store::path::Path;
use object_store::{
    GetOptions, ObjectStore, ObjectStoreExt, PutMode, PutOptions, PutPayload, PutResult,
};

use self::address::{Address, Scheme};
use self::patience::{Failed, Patience};
use self::runtime::Runtime;

pub use address::{folder_of, is_url};
pub use conditional::{Condition, Put};
pub use error::StoreError;
pub use list::Object;
pub use puts::{Puts, Replacing};
pub use read::{Reader, open_object};
pub use tag::Tag;

/// A place in an object store: all objects whose names begin with a prefix.
#[derive(Debug, Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    address: Address,
    objects: Box<dyn ObjectStore>,
    patience: Patience,
    runtime: Runtime,
}

impl Store {
    /// The place at a URL, with the credentials and settings of the environment. Nothing
    /// is asked of the store yet.
    pub fn open(url: &str) -> Result<Self, StoreError> {
        Self::open_with(url, &[])
    }

    /// The same, with some of the environment's variables set otherwise.
    pub fn open_with(url: &str, settings: &[(&str, &str)]) -> Result<Self, StoreError> {
        let address = Address::parse(url)?;
        let objects = address.connect(settings)?;
        let runtime = Runtime::start()
            .map_err(|source| StoreError::NoThread { url: url.to_owned(), source })?;
        let patience = Patience::of_environment(settings);
        Ok(Self { inner: Arc::new(Inner { address, objects, patience, runtime }) })
    }

    /// The URL of an object here; of the place itself where there is no key.
    pub fn url(&self, key: &str) -> String {
        self.inner.address.url(key)
    }

    /// An object's bytes, and what they are known by; `None` if there is none.
    pub fn get(&self, key: &str) -> Result<Option<(Vec<u8>, Tag)>, StoreError> {
        self.wait(self.inner.get(key))
    }

    /// What an object is known by, and its size; `None` if there is none.
    pub fn look(&self, key: &str) -> Result<Option<Object>, StoreError> {
        self.wait(self.inner.look(key))
    }

    /// Puts an object, whatever stands there.
    pub fn put(&self, key: &str, bytes: Vec<u8>) -> Result<Tag, StoreError> {
        self.wait(async {
            let put = self.inner.put(key, &PutPayload::from(bytes), &PutMode::Overwrite).await;
            put.map(Tag::from).map_err(|error| self.inner.failed(key, error))
        })
    }

    /// Puts an object if what stands there is as it should be.
    pub fn put_if(
        &self,
        condition: &Condition,
        key: &str,
        bytes: Vec<u8>,
    ) -> Result<Put, StoreError> {
        self.wait(self.inner.put_if(condition, key, &PutPayload::from(bytes)))
    }

    /// Removes an object, if it is there.
    pub fn delete(&self, key: &str) -> Result<(), StoreError> {
        self.wait(async {
            let path = self.inner.path(key)?;
            match self.inner.patience.with(|| self.inner.objects.delete(&path)).await {
                Err(Failed { error: object_store::Error::NotFound { .. }, .. }) => Ok(()),
                deleted => deleted.map_err(|error| self.inner.failed(key, error)),
            }
        })
    }

    /// Gives an object another name, in the place of whatever has it.
    pub fn rename(&self, key: &str, to: &str) -> Result<(), StoreError> {
        self.wait(async {
            let inner = &self.inner;
            let (from, path) = (inner.path(key)?, inner.path(to)?);
            let copied = inner.patience.with(|| inner.objects.copy(&from, &path)).await;
            copied.map_err(|error| inner.failed(key, error))
        })?;
        self.delete(key)
    }

    /// Waits for what the store's thread does.
    fn wait<T>(&self, work: impl Future<Output = T>) -> T {
        self.inner.runtime.handle().block_on(work)
    }
}

impl Inner {
    /// The name of an object in the bucket.
    fn path(&self, key: &str) -> Result<Path, StoreError> {
        self.address.path(key)
    }

    async fn get(&self, key: &str) -> Result<Option<(Vec<u8>, Tag)>, StoreError> {
        let path = self.path(key)?;
        let get = || async {
            let found = self.objects.get(&path).await?;
            let tag = Tag::from(&found.meta);
            Ok((found.bytes().await?.to_vec(), tag))
        };
        self.found(key, self.patience.with(get).await)
    }

    async fn look(&self, key: &str) -> Result<Option<Object>, StoreError> {
        let path = self.path(key)?;
        let look = || self.objects.get_opts(&path, GetOptions { head: true, ..Default::default() });
        let found = self.found(key, self.patience.with(look).await)?;
        Ok(found.map(|found| self.object(&found.meta)))
    }

    async fn put(
        &self,
        key: &str,
        payload: &PutPayload,
        mode: &PutMode,
    ) -> Result<PutResult, Failed> {
        let path = self.path(key).map_err(|_| Failed::at_once(invalid(key)))?;
        let put = || {
            let options = PutOptions { mode: mode.clone(), ..Default::default() };
            self.objects.put_opts(&path, payload.clone(), options)
        };
        self.patience.with(put).await
    }

    /// What was found, if anything was.
    fn found<T>(&self, key: &str, found: Result<T, Failed>) -> Result<Option<T>, StoreError> {
        match found {
            Ok(found) => Ok(Some(found)),
            Err(failed) if failed.is_no_object() => Ok(None),
            Err(failed) => Err(self.failed(key, failed)),
        }
    }

    /// What has gone wrong with an object, and what is to be done.
    fn failed(&self, key: &str, failed: Failed) -> StoreError {
        StoreError::of(self.address.scheme, self.address.url(key), failed)
    }

    fn is_folder(&self) -> bool {
        self.address.scheme == Scheme::File
    }
}

/// A name that no object can have.
fn invalid(key: &str) -> object_store::Error {
    object_store::Error::NotSupported { source: key.to_owned().into() }
}

#[cfg(test)]
mod tests;
