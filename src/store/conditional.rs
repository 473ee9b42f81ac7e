//! Puts that depend on what stands there.

use object_store::{PutMode, PutPayload};

use super::{Inner, StoreError, Tag};

/// What must be so for an object to be put.
#[derive(Debug, Clone)]
pub enum Condition {
    /// Nothing stands there.
    Absent,
    /// What was seen stands there still.
    Unchanged(Tag),
}

impl Condition {
    /// That what was seen, or nothing, stands there still.
    pub fn as_seen(seen: Option<Tag>) -> Self {
        seen.map_or(Self::Absent, Self::Unchanged)
    }
}

/// What has become of a put under a condition.
#[derive(Debug, Clone)]
pub enum Put {
    /// These bytes stand there now.
    Done(Tag),
    /// Others stand there, or nothing does where something should.
    Other(Option<Tag>),
}

impl Inner {
    pub(super) async fn put_if(
        &self,
        condition: &Condition,
        key: &str,
        payload: &PutPayload,
    ) -> Result<Put, StoreError> {
        /// How often a store may say that something stands there, and then have nothing:
        /// others put and remove, or it wants to be asked again (409).
        const TRIES: usize = 10;
        for _ in 0..TRIES {
            let put = match condition {
                Condition::Absent => self.put(key, payload, &PutMode::Create).await,
                Condition::Unchanged(tag) => match self.mode_for(key, tag).await? {
                    Some(mode) => self.put(key, payload, &mode).await,
                    None => return self.standing(condition, key, payload).await.map(settled),
                },
            };
            let failed = match put {
                Ok(put) => return Ok(Put::Done(put.into())),
                Err(failed) => failed,
            };
            if !is_refused(&failed.error) {
                return Err(self.failed(key, failed));
            }
            // It may be one's own, whose answer was lost.
            match self.standing(condition, key, payload).await? {
                Standing::AsBefore => {}
                standing => return Ok(settled(standing)),
            }
        }
        Err(StoreError::Changed { url: self.address.url(key) })
    }

    /// How to put in the place of what was seen; `None` if that is no longer there.
    async fn mode_for(&self, key: &str, seen: &Tag) -> Result<Option<PutMode>, StoreError> {
        let is_counted = self.address.scheme == super::Scheme::Google && seen.version().is_none();
        if !self.is_folder() && !is_counted {
            return Ok(Some(PutMode::Update(seen.as_condition())));
        }
        // A list of Google's lacks the number that it compares. A folder compares nothing:
        // between this and the put somebody else's may come.
        let found = self.look(key).await?.filter(|found| found.tag.is(seen));
        Ok(found.map(|found| match self.is_folder() {
            true => PutMode::Overwrite,
            false => PutMode::Update(found.tag.as_condition()),
        }))
    }

    /// What stands there after a put was refused.
    async fn standing(
        &self,
        condition: &Condition,
        key: &str,
        payload: &PutPayload,
    ) -> Result<Standing, StoreError> {
        let Some((found, tag)) = self.get(key).await? else {
            return Ok(match condition {
                Condition::Absent => Standing::AsBefore,
                Condition::Unchanged(_) => Standing::Other(None),
            });
        };
        let wanted = payload.iter().flat_map(|part| part.iter());
        Ok(match condition {
            _ if wanted.eq(found.iter()) => Standing::Own(tag),
            Condition::Unchanged(seen) if tag.is(seen) => Standing::AsBefore,
            _ => Standing::Other(Some(tag)),
        })
    }
}

/// What stands there.
enum Standing {
    /// What was put.
    Own(Tag),
    /// What stood there before.
    AsBefore,
    /// Something else, or nothing.
    Other(Option<Tag>),
}

fn settled(standing: Standing) -> Put {
    match standing {
        Standing::Own(tag) => Put::Done(tag),
        Standing::Other(tag) => Put::Other(tag),
        Standing::AsBefore => Put::Other(None),
    }
}

/// Whether a store says that its condition does not hold.
fn is_refused(error: &object_store::Error) -> bool {
    use object_store::Error;
    matches!(
        error,
        Error::AlreadyExists { .. } | Error::Precondition { .. } | Error::NotModified { .. }
    )
}
