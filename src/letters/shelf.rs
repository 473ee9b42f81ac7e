//! Where a notice's letters are and how they are looked at, be it files in a folder or
//! objects in a store.

use std::collections::HashMap;

use crate::digest::Digest;
use crate::fs;
use crate::ids::{ClientId, NoticeId, Shard};
use crate::ledger::KnownLetter;
use crate::limits;
use crate::outcome::CommandError;
use crate::project::Project;
use crate::store::{Object, StoreError};

/// A notice's letters where they are.
///
/// Of a store's letters a list is asked for, once: a thousand to a request. An object has no
/// time that says when its contents have changed, but a tag; a number that stands for it is
/// in the ledger where a file's time is. Of each object some 40 bytes are held.
pub struct Shelf<'a> {
    project: &'a Project,
    notice: &'a NoticeId,
    /// The sizes and tags of objects, by what stands for their names; `None` where letters
    /// are files.
    objects: Option<HashMap<u64, (u64, i64)>>,
}

/// A letter by its name.
#[derive(Debug, Clone, Copy)]
pub struct Named<'a> {
    /// The client.
    pub client: &'a ClientId,
    /// What the name ends in.
    pub ending: &'a str,
    /// In whose folder it is, if it is in none of the whole's. A store has one for all.
    pub shard: Option<Shard>,
}

impl<'a> Shelf<'a> {
    /// The letters of a notice; of a shard's, where one is made.
    pub fn of(project: &'a Project, notice: &'a NoticeId) -> Result<Self, StoreError> {
        let mut objects = project.store().map(|_| HashMap::new());
        each_object(project, notice, |object| {
            if let Some(objects) = &mut objects {
                objects.insert(short(&object.key), (object.bytes, object.tag.stamp()));
            }
        })?;
        Ok(Self { project, notice, objects })
    }

    /// The size of a letter, and what its contents are known by: a number that changes when
    /// they do. `None` if it is not there, or is a link: what that leads to may change, or
    /// be gone, and the letter with it.
    pub fn stamp(&self, letter: Named<'_>) -> Result<Option<(u64, i64)>, CommandError> {
        match &self.objects {
            Some(objects) => Ok(objects.get(&short(&self.key(letter))).copied()),
            None => {
                let at = self.project.clone().with_shard(letter.shard);
                let path = at.letter(self.notice, letter.client, letter.ending);
                match fs::is_file_itself(&path) {
                    true => Ok(fs::stamp(&path)?),
                    false => Ok(None),
                }
            }
        }
    }

    /// A letter's bytes; `None` if it is not there.
    pub fn read(&self, letter: Named<'_>) -> Result<Option<Vec<u8>>, CommandError> {
        match self.project.store() {
            Some(store) => Ok(store.get(&self.key(letter))?.map(|(bytes, _)| bytes)),
            None => {
                let at = self.project.clone().with_shard(letter.shard);
                let path = at.letter(self.notice, letter.client, letter.ending);
                Ok(fs::read_if_exists(&path, limits::BINARY_BYTES)?)
            }
        }
    }

    /// Whether a letter is there as it was made. One in a folder is read whatever its time
    /// is, if `read_all` says so: a copy from another machine may have kept it.
    pub fn has_as_made(
        &self,
        named: Named<'_>,
        letter: &KnownLetter,
        read_all: bool,
    ) -> Result<bool, CommandError> {
        let Some(stamp) = self.stamp(named)? else { return Ok(false) };
        let is_known = stamp == (letter.bytes, letter.modified);
        if is_known && !(read_all && self.objects.is_none()) {
            return Ok(true);
        }
        let bytes = self.read(named)?;
        Ok(bytes.is_some_and(|bytes| Digest::of(&bytes) == letter.sha256))
    }

    /// Whether a store has a letter of this name.
    pub fn has(&self, letter: Named<'_>) -> bool {
        let key = self.key(letter);
        self.objects.as_ref().is_some_and(|objects| objects.contains_key(&short(&key)))
    }

    fn key(&self, letter: Named<'_>) -> String {
        self.project.key(self.notice, letter.client, letter.ending)
    }
}

/// Calls `each` for the objects of a notice's letters; of a shard's, where one is made. There
/// are none where letters are files.
pub fn each_object(
    project: &Project,
    notice: &NoticeId,
    mut each: impl FnMut(Object),
) -> Result<(), StoreError> {
    let Some(store) = project.store() else { return Ok(()) };
    let is_own = |key: &str| match project.shard() {
        Some(shard) => client_of(key).is_some_and(|client| shard.has(&client)),
        None => true,
    };
    store.list(notice.as_str(), |object| {
        if is_own(&object.key) {
            each(object);
        }
    })
}

/// What stands for a name. Of two that had the same, the letters would be read and compared.
fn short(key: &str) -> u64 {
    let digest = Digest::of(key.as_bytes());
    u64::from_be_bytes(digest.bytes().first_chunk().copied().unwrap_or_default())
}

/// Whose letter an object is, if it is called as one.
pub fn client_of(key: &str) -> Option<ClientId> {
    let (_, name) = key.rsplit_once('/')?;
    ClientId::new(name.rsplit_once('.')?.0).ok()
}
