//! A folder that one process holds, and what tells the next one that it was killed.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use same_file::Handle;

use super::{FsError, make_private_folder};
use crate::messages::Message;

/// The file in a folder that holds it. It is empty but while work is done in the
/// folder: a process that is killed leaves a byte in it.
const LOCK: &str = ".lock";

/// A folder that this process holds until this is dropped. One that was made for it
/// and is still empty then is removed: a command that fails leaves nothing behind.
#[derive(Debug)]
pub struct HeldFolder {
    lock: fs::File,
    folder: PathBuf,
    made: bool,
}

/// Makes a folder and holds it for this process until the result is dropped; if
/// another process has it, `waiting` is called first.
pub fn hold_folder(folder: &Path, waiting: impl FnOnce()) -> Result<HeldFolder, FsError> {
    let mut waiting = Some(waiting);
    loop {
        let waits = || {
            if let Some(waiting) = waiting.take() {
                waiting();
            }
            true
        };
        // `None` would be said only by who does not wait.
        if let Some(held) = hold_if(folder, waits)? {
            return Ok(held);
        }
    }
}

/// Makes a folder and holds it for this process until the result is dropped; `None` if
/// another process has it.
pub fn hold_folder_at_once(folder: &Path) -> Result<Option<HeldFolder>, FsError> {
    hold_if(folder, || false)
}

/// Holds a folder. Where another process has it, `waits` says whether to wait.
fn hold_if(folder: &Path, mut waits: impl FnMut() -> bool) -> Result<Option<HeldFolder>, FsError> {
    let path = folder.join(LOCK);
    let failed = |source| FsError::Write { path: path.clone(), source };
    loop {
        let made = !folder.exists();
        make_private_folder(folder)?;
        let lock = match open_lock(&path, true) {
            // Another process has removed the folder just now.
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            lock => lock.map_err(failed)?,
        };
        match lock.try_lock() {
            Ok(()) => {}
            Err(fs::TryLockError::WouldBlock) => {
                if !waits() {
                    return Ok(None);
                }
                lock.lock().map_err(failed)?;
            }
            Err(fs::TryLockError::Error(error)) => return Err(failed(error)),
        }
        if is_at(&lock, &path).map_err(failed)? {
            return Ok(Some(HeldFolder { lock, folder: folder.to_owned(), made }));
        }
    }
}

/// Holds a folder that was held before; `None` if it never was, or another process
/// has it. Nothing is made.
pub fn try_hold_folder(folder: &Path) -> Result<Option<HeldFolder>, FsError> {
    let path = folder.join(LOCK);
    let failed = |source| FsError::Write { path: path.clone(), source };
    let lock = match open_lock(&path, false) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        lock => lock.map_err(failed)?,
    };
    match lock.try_lock() {
        Ok(()) if is_at(&lock, &path).map_err(failed)? => {
            Ok(Some(HeldFolder { lock, folder: folder.to_owned(), made: false }))
        }
        Ok(()) | Err(fs::TryLockError::WouldBlock) => Ok(None),
        Err(fs::TryLockError::Error(error)) => Err(failed(error)),
    }
}

/// Whether a process works in a folder, or was killed at it.
pub fn is_in_work(folder: &Path) -> bool {
    fs::metadata(folder.join(LOCK)).is_ok_and(|it| it.is_file() && it.len() > 0)
}

fn open_lock(path: &Path, create: bool) -> io::Result<fs::File> {
    // To open a pipe would be to wait for who reads it.
    if fs::metadata(path).is_ok_and(|it| !it.is_file()) {
        return Err(io::Error::other(Message::NotAFile.to_string()));
    }
    fs::File::options().create(create).truncate(false).write(true).open(path)
}

/// Whether an open file is the one that is at `path` now. The process that held it
/// may have removed it when it let go, and a third one made it anew.
pub(super) fn is_at(file: &fs::File, path: &Path) -> io::Result<bool> {
    let held = Handle::from_file(file.try_clone()?)?;
    Ok(Handle::from_path(path).is_ok_and(|here| here == held))
}

impl HeldFolder {
    /// Notes that work in the folder begins. Whoever holds it next knows of it,
    /// unless [`Self::finish`] is called before.
    pub fn begin(&mut self) -> Result<(), FsError> {
        if is_in_work(&self.folder) {
            return Ok(());
        }
        let begun = self.lock.set_len(1).and_then(|()| self.lock.sync_all());
        begun.map_err(|source| FsError::Write { path: self.folder.join(LOCK), source })
    }

    /// Notes that the work is done and nothing is left to be put right.
    pub fn finish(&mut self) {
        // Where that fails, the next process looks once more, which does no harm.
        let _ = self.lock.set_len(0);
    }
}

impl Drop for HeldFolder {
    fn drop(&mut self) {
        let is_lock =
            |entry: io::Result<fs::DirEntry>| entry.is_ok_and(|it| it.file_name() == LOCK);
        let is_empty = || Ok::<_, io::Error>(fs::read_dir(&self.folder)?.all(is_lock));
        if self.made && is_empty().unwrap_or(false) {
            // Where that fails, an empty folder stays, which does no harm.
            let _ = fs::remove_file(self.folder.join(LOCK));
            let _ = fs::remove_dir(&self.folder);
        }
        let _ = self.lock.unlock();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    #[test]
    fn a_folder_is_held_by_one_alone_though_each_removes_it() {
        let above = tempfile::tempdir().expect("a temporary folder");
        let folder = above.path().join("out");
        let held = AtomicBool::new(false);
        let hold_often = || {
            for _ in 0..200 {
                let holding = hold_folder(&folder, || {}).expect("the folder");
                assert!(!held.swap(true, Ordering::SeqCst), "two hold it");
                std::thread::yield_now();
                held.store(false, Ordering::SeqCst);
                drop(holding);
            }
        };
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(hold_often);
            }
        });
    }

    #[test]
    fn who_does_not_come_to_its_end_is_known_to_the_next() {
        let above = tempfile::tempdir().expect("a temporary folder");
        let folder = above.path().join("out");
        let try_hold = || try_hold_folder(&folder).expect("no error");
        assert!(try_hold().is_none() && !folder.exists());
        let mut held = hold_folder(&folder, || {}).expect("the folder");
        std::fs::write(folder.join("letter"), "").expect("a letter");
        assert!(!is_in_work(&folder));
        held.begin().expect("a byte");
        assert!(try_hold().is_none(), "it is alive");
        drop(held);
        assert!(is_in_work(&folder));
        try_hold().expect("nobody has it").finish();
        assert!(!is_in_work(&folder));
    }
}
