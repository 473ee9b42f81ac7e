//! An object that is read as a file is.

use std::io::{self, Read};
use std::ops::Range;
use std::sync::Arc;

use object_store::path::Path;
use object_store::{GetOptions, ObjectStore};
use tokio::task::JoinHandle;

use super::{Inner, Store, StoreError, Tag};

/// How much is asked for at a time.
const PIECE: u64 = 4 << 20;

/// Reads an object from its beginning to its end, by pieces, the next one on its way while
/// one is read.
///
/// One answer with all of it would have to be read within the time that an answer may
/// take, and letters may be made for hours of one list. What is put in its place in the
/// meantime is an error: half of one list and half of another are no list.
#[derive(Debug)]
pub struct Reader {
    inner: Arc<Inner>,
    key: String,
    tag: Tag,
    size: u64,
    /// Up to where pieces have been asked for.
    asked: u64,
    next: Option<JoinHandle<Result<Vec<u8>, StoreError>>>,
    piece: io::Cursor<Vec<u8>>,
}

impl Store {
    /// An object, to be read from its beginning.
    pub fn read(&self, key: &str) -> Result<Reader, StoreError> {
        let found = self.look(key)?;
        let found = found.ok_or_else(|| StoreError::NoObject { url: self.url(key) })?;
        let mut reader = Reader {
            inner: Arc::clone(&self.inner),
            key: key.to_owned(),
            tag: found.tag,
            size: found.bytes,
            asked: 0,
            next: None,
            piece: io::Cursor::default(),
        };
        reader.ask();
        Ok(reader)
    }
}

/// The object at a URL, to be read from its beginning.
pub fn open_object(url: &str) -> Result<Reader, StoreError> {
    let no_place = || StoreError::NoPlace { url: url.to_owned() };
    let (place, name) = url.rsplit_once('/').ok_or_else(no_place)?;
    match name.is_empty() || place.ends_with("//") {
        true => Err(no_place()),
        false => Store::open(place)?.read(name),
    }
}

impl Reader {
    /// What the object is known by.
    pub fn tag(&self) -> &Tag {
        &self.tag
    }

    /// How many bytes there are in all.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Asks for the next piece, if there is one.
    fn ask(&mut self) {
        let range = self.asked..self.size.min(self.asked + PIECE);
        if range.is_empty() {
            return;
        }
        self.asked = range.end;
        let (inner, key, tag) = (Arc::clone(&self.inner), self.key.clone(), self.tag.clone());
        let piece = async move { inner.piece(&key, &tag, range).await };
        self.next = Some(self.inner.runtime.handle().spawn(piece));
    }
}

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.piece.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            let Some(next) = self.next.take() else { return Ok(0) };
            let piece = self.inner.runtime.handle().block_on(next).map_err(io::Error::other)?;
            self.piece = io::Cursor::new(piece.map_err(io::Error::other)?);
            self.ask();
        }
    }
}

impl Inner {
    async fn piece(&self, key: &str, tag: &Tag, range: Range<u64>) -> Result<Vec<u8>, StoreError> {
        let path = self.path(key)?;
        let get = || get_piece(self.objects.as_ref(), &path, tag, range.clone());
        let piece = self.patience.with(get).await.map_err(|failed| self.failed(key, failed))?;
        match piece.len() as u64 == range.end - range.start {
            true => Ok(piece),
            false => Err(StoreError::Changed { url: self.address.url(key) }),
        }
    }
}

async fn get_piece(
    objects: &dyn ObjectStore,
    path: &Path,
    tag: &Tag,
    range: Range<u64>,
) -> object_store::Result<Vec<u8>> {
    let options =
        GetOptions { range: Some(range.into()), if_match: tag.as_given(), ..Default::default() };
    Ok(objects.get_opts(path, options).await?.bytes().await?.to_vec())
}
