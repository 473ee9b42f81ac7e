//! Many puts at a time.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};

use object_store::PutPayload;

use super::{Condition, Inner, Put, Store, StoreError, Tag};

/// How many requests are under way at a time. A store answers one within some tens of
/// milliseconds: so many of them are more letters in a second than a machine makes.
const MOST: usize = 64;

/// How many bytes may be on their way: all of it is memory.
const MOST_BYTES: usize = 64 << 20;

/// How a put replaces what stands there.
#[derive(Debug, Clone)]
pub struct Replacing {
    /// Whether something is there, as a list has said.
    pub is_there: bool,
    /// An object that forbids it to replace anything, once it is there.
    pub unless: String,
}

/// Puts that are under way. Each has a number.
#[derive(Debug)]
pub struct Puts {
    inner: Arc<Inner>,
    done: Receiver<(u64, Result<Tag, StoreError>)>,
    sender: Sender<(u64, Result<Tag, StoreError>)>,
    sizes: HashMap<u64, usize>,
    bytes: usize,
}

impl Puts {
    /// None yet.
    pub fn to(store: &Store) -> Self {
        let (sender, done) = mpsc::channel();
        let inner = Arc::clone(&store.inner);
        Self { inner, done, sender, sizes: HashMap::new(), bytes: 0 }
    }

    /// Begins a put. Where too much is under way, `settled` is first told of others that
    /// have come to an end.
    pub fn begin(
        &mut self,
        number: u64,
        key: String,
        bytes: Vec<u8>,
        replacing: Replacing,
        mut settled: impl FnMut(u64, Result<Tag, StoreError>),
    ) {
        let size = bytes.len();
        while !self.sizes.is_empty() && (self.sizes.len() >= MOST || self.bytes + size > MOST_BYTES)
        {
            self.wait_for_one(&mut settled);
        }
        self.sizes.insert(number, size);
        self.bytes += size;
        let (inner, sender) = (Arc::clone(&self.inner), self.sender.clone());
        self.inner.runtime.handle().spawn(async move {
            let put = inner.replace(&key, &PutPayload::from(bytes), replacing).await;
            // Who no longer listens has failed otherwise.
            let _ = sender.send((number, put));
        });
    }

    /// Tells of those that have come to an end, without waiting for any.
    pub fn settle(&mut self, mut settled: impl FnMut(u64, Result<Tag, StoreError>)) {
        while let Ok((number, put)) = self.done.try_recv() {
            self.forget(number);
            settled(number, put);
        }
    }

    /// Waits until all have come to an end.
    pub fn finish(&mut self, mut settled: impl FnMut(u64, Result<Tag, StoreError>)) {
        while self.wait_for_one(&mut settled) {}
    }

    /// Waits until one has come to an end; whether any was under way.
    pub fn wait_for_one(&mut self, mut settled: impl FnMut(u64, Result<Tag, StoreError>)) -> bool {
        if self.sizes.is_empty() {
            return false;
        }
        // The sender that is kept here lets this end with an answer only.
        match self.done.recv() {
            Ok((number, put)) => {
                self.forget(number);
                settled(number, put);
            }
            Err(_) => self.sizes.clear(),
        }
        true
    }

    fn forget(&mut self, number: u64) {
        self.bytes -= self.sizes.remove(&number).unwrap_or_default();
    }
}

impl Inner {
    /// Puts an object in the place of whatever stands there, as long as that is known at
    /// the moment in which it is replaced, and nothing forbids it.
    async fn replace(
        &self,
        key: &str,
        payload: &PutPayload,
        Replacing { is_there, unless }: Replacing,
    ) -> Result<Tag, StoreError> {
        /// How often somebody else may have been quicker.
        const TRIES: usize = 10;
        let mut seen = None;
        if is_there {
            seen = self.look(key).await?.map(|found| found.tag);
        }
        for _ in 0..TRIES {
            if seen.is_some() && self.look(&unless).await?.is_some() {
                return Err(StoreError::Changed { url: self.address.url(&unless) });
            }
            match self.put_if(&Condition::as_seen(seen), key, payload).await? {
                Put::Done(tag) => return Ok(tag),
                Put::Other(other) => seen = other,
            }
        }
        Err(StoreError::Changed { url: self.address.url(key) })
    }
}
