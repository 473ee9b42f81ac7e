//! What was changed on the page since it was opened, so that it can be taken back, the last
//! change first.
//!
//! A file that somebody has changed by hand since keeps that: the lines that the page has
//! changed go back to what they were ([`taken_back`]), and where the file would then not say
//! what it should ([`said`]) nothing is done.

use std::path::Path;

use super::{said, taken_back};
use crate::fs::{self, FsError, Written};
use crate::messages::Message;
use crate::project::Project;

/// The changes, the last one at the end.
#[derive(Debug, Default)]
pub struct Journal(Vec<Change>);

#[derive(Debug)]
struct Change {
    what: Message,
    files: Vec<Written>,
    /// How many notices had been issued then.
    issued: usize,
}

/// Why a change was not taken back.
#[derive(Debug)]
pub enum Stays {
    /// There is none.
    Nothing,
    /// A notice was issued since, which may tell of it.
    Sent,
    /// The same lines of this file were changed by hand since.
    Changed(String),
    /// A file could not be read or written.
    Failed(FsError),
}

impl From<FsError> for Stays {
    fn from(error: FsError) -> Self {
        Self::Failed(error)
    }
}

impl Journal {
    /// Notes a change, made when so many notices had been issued; one that has written
    /// nothing is none.
    pub fn enter(&mut self, what: Message, written: Vec<Written>, issued: usize) {
        let mut files: Vec<Written> = Vec::new();
        for file in written {
            match files.iter_mut().find(|it| it.path == file.path) {
                Some(known) => known.after = file.after,
                None => files.push(file),
            }
        }
        files.retain(|file| file.before != file.after);
        if !files.is_empty() {
            self.0.push(Change { what, files, issued });
        }
    }

    /// What would be taken back next, and how many changes there are.
    pub fn last(&self) -> Option<(Message, usize)> {
        Some((self.0.last()?.what.clone(), self.0.len()))
    }

    /// From now on nothing before this can be taken back.
    pub fn close(&mut self) {
        self.0.clear();
    }

    /// Takes the last change back, where so many notices have been issued now; what it was.
    pub fn undo(&mut self, project: &Project, issued: usize) -> Result<Message, Stays> {
        let change = self.0.last().ok_or(Stays::Nothing)?;
        if change.issued != issued {
            self.close();
            return Err(Stays::Sent);
        }
        let mut planned = Vec::new();
        for file in &change.files {
            let now = read(&file.path)?;
            let back = match now == file.after {
                true => file.before.clone(),
                false => without(file, now.as_deref())
                    .ok_or_else(|| Stays::Changed(project.shown(&file.path)))?,
            };
            planned.push(Written { path: file.path.clone(), before: now, after: back });
        }
        put_all(&planned)?;
        let change = self.0.pop().ok_or(Stays::Nothing)?;
        Ok(change.what)
    }
}

/// Puts files to what they are to be after what they are before; all, or where one of them
/// cannot be, none.
fn put_all(files: &[Written]) -> Result<(), FsError> {
    for (index, Written { path, before, after }) in files.iter().enumerate() {
        if let Err(error) = fs::put_back(path, before.as_deref(), after.as_deref()) {
            take_back(&files[..index]);
            return Err(error);
        }
    }
    Ok(())
}

/// Puts files back to what they were before, the last one first, as far as that can be.
pub fn take_back(files: &[Written]) {
    for Written { path, before, after } in files.iter().rev() {
        // What cannot be put back is found by whoever looks next.
        let _ = fs::put_back(path, after.as_deref(), before.as_deref());
    }
}

fn read(path: &Path) -> Result<Option<Vec<u8>>, FsError> {
    fs::read_if_exists(path, crate::limits::BINARY_BYTES)
}

/// What a file is, as it is `now`, without a change that was made before; `None` where that
/// cannot be said, or where it could no longer be read then.
fn without(file: &Written, now: Option<&[u8]>) -> Option<Option<Vec<u8>>> {
    let text = |bytes: &Option<Vec<u8>>| String::from_utf8(bytes.clone()?).ok();
    let (before, after) = (text(&file.before)?, text(&file.after)?);
    let now = std::str::from_utf8(now?).ok()?;
    let back = taken_back::without(&before, &after, now)?;
    let is_yaml = file.path.extension().is_some_and(|it| it == "yaml" || it == "yml");
    let is_right = !is_yaml || said::is_without(&before, &after, now, &back);
    is_right.then(|| Some(back.into_bytes()))
}
