//! Temporary folders that only their owner can enter.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::FsError;
use super::held::is_at;

/// How the names of these folders begin. Nobody else's do.
const PREFIX: &str = "oshirase-temporary-";

/// The file in a folder that the process holds that works in it. One that is killed
/// lets go of it.
const LOCK: &str = ".lock";

/// What that file is called when the folder was given to a viewer.
const GIVEN: &str = ".given";

/// How long a folder is kept that was given to a viewer, which tells nobody when it
/// is closed, and may read the file again to print or to save it.
const VIEWED: Duration = Duration::from_secs(60 * 60);

/// A new temporary folder that only its owner can enter. It goes when this is
/// dropped, or with the next start of the program if this one is killed.
#[derive(Debug)]
pub struct PrivateFolder {
    path: PathBuf,
    lock: fs::File,
    kept: bool,
}

impl PrivateFolder {
    /// A new one.
    pub fn new() -> Result<Self, FsError> {
        let failed = |source| FsError::Write { path: std::env::temp_dir(), source };
        loop {
            let mut builder = tempfile::Builder::new();
            builder.prefix(PREFIX);
            #[cfg(unix)]
            builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
            let path = builder.tempdir().map_err(failed)?.keep();
            let lock = path.join(LOCK);
            // Another process that starts now may take the folder for one that was
            // left: then it is gone, or about to go.
            let Ok(file) = fs::File::options().create_new(true).write(true).open(&lock) else {
                if path.exists() {
                    return Err(failed(io::ErrorKind::PermissionDenied.into()));
                }
                continue;
            };
            if file.try_lock().is_ok() && is_at(&file, &lock).map_err(failed)? {
                return Ok(Self { path, lock: file, kept: false });
            }
        }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Keeps the folder for a viewer, for an hour at least.
    pub fn keep_for_viewer(mut self) {
        // Where that fails, the folder goes a little early.
        let _ = fs::rename(self.path.join(LOCK), self.path.join(GIVEN));
        self.kept = true;
    }
}

impl Drop for PrivateFolder {
    fn drop(&mut self) {
        if !self.kept {
            let _ = fs::remove_dir_all(&self.path);
        }
        let _ = self.lock.unlock();
    }
}

/// Removes the temporary folders that killed processes left, and those that no
/// viewer needs any more. What cannot be removed is left to a later start.
pub fn remove_abandoned_folders() {
    let Ok(entries) = fs::read_dir(std::env::temp_dir()) else { return };
    let ours = entries.flatten().filter(|entry| {
        let is_named = entry.file_name().to_string_lossy().starts_with(PREFIX);
        // Never what a link points to.
        is_named && entry.file_type().is_ok_and(|it| it.is_dir())
    });
    for entry in ours {
        let path = entry.path();
        // A process that was killed at once had put nothing in. One that lives and has
        // come as far finds its folder gone, and makes another.
        if fs::remove_dir(&path).is_err() && is_own(&path) && is_abandoned(&path) {
            let _ = fs::remove_dir_all(&path);
        }
    }
}

/// Whether nobody needs a folder any more.
fn is_abandoned(folder: &Path) -> bool {
    let lock = folder.join(LOCK);
    if lock.symlink_metadata().is_ok_and(|it| it.is_file()) {
        let file = fs::File::options().write(true).open(&lock);
        return file.is_ok_and(|file| file.try_lock().is_ok());
    }
    let given = fs::symlink_metadata(folder.join(GIVEN)).and_then(|it| it.modified());
    let age = given.ok().and_then(|it| it.elapsed().ok());
    age.is_some_and(|age| age > VIEWED)
}

/// Whether a folder belongs to the user who runs this process.
#[cfg(unix)]
fn is_own(folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let own = tempfile::tempfile().and_then(|file| file.metadata());
    let found = fs::symlink_metadata(folder);
    own.is_ok_and(|own| found.is_ok_and(|found| own.uid() == found.uid()))
}

/// Elsewhere each user has a temporary folder of their own.
#[cfg(not(unix))]
fn is_own(_: &Path) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::*;

    /// What a process that was killed would have left.
    fn left() -> PathBuf {
        let mut folder = PrivateFolder::new().expect("a folder");
        fs::write(folder.path().join("C-1.pdf"), "letter").expect("a letter");
        folder.kept = true;
        folder.path().to_owned()
    }

    #[test]
    fn what_is_in_use_stays_and_what_nobody_needs_goes() {
        let alive = PrivateFolder::new().expect("a folder");
        let (viewed, seen, killed) = (left(), left(), left());
        for folder in [&viewed, &seen] {
            fs::rename(folder.join(LOCK), folder.join(GIVEN)).expect("a mark");
        }
        let given = fs::File::options().write(true).open(seen.join(GIVEN)).expect("a mark");
        given.set_modified(SystemTime::now() - VIEWED * 2).expect("a time");
        let strange = tempfile::Builder::new().prefix(PREFIX).tempdir().expect("a folder");
        fs::write(strange.path().join("mine.pdf"), "").expect("a file");
        remove_abandoned_folders();
        let stays = [alive.path(), &viewed, &seen, &killed, strange.path()].map(Path::exists);
        assert_eq!(stays, [true, true, false, false, true]);
        fs::remove_dir_all(viewed).expect("a folder");
    }
}
