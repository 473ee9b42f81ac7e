//! Where many files are written that are to be on the disk before they count.
//!
//! To wait for the disk once for each file costs more than to write it. Where the system
//! can put everything that was written to a disk on it in one call, files are written
//! first and waited for together. That is Linux's `syncfs`, of which three things are
//! asked: that it waits until all is there, that it tells if something could not be
//! written (since Linux 5.8, syncfs(2)), and that the file system is one which takes the
//! call for more than a hint. Elsewhere each file is waited for when it is written.

use std::fs;
use std::path::{Path, PathBuf};

use super::{FsError, Staged, sync_folder};

/// A folder in which files wait, beside their places, to be recorded.
#[derive(Debug)]
pub struct Stage {
    folder: PathBuf,
    together: bool,
}

impl Stage {
    /// In this folder, which is there.
    pub fn of(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), together: can_sync_together(folder) }
    }

    /// Writes a file beside its place. It is on the disk after [`Stage::sync`].
    pub fn write(&self, place: &Path, bytes: &[u8]) -> Result<Staged, FsError> {
        match self.together {
            true => Staged::begin(place, bytes, |_| Ok(())),
            false => Staged::write(place, bytes),
        }
    }

    /// Has everything that was written here on the disk, under the names that it has now.
    pub fn sync(&self) -> Result<(), FsError> {
        if !self.together {
            return sync_folder(&self.folder);
        }
        let failed = |source| FsError::Write { path: self.folder.clone(), source };
        let folder = fs::File::open(&self.folder).map_err(failed)?;
        sync_all_of(&folder).map_err(failed)
    }
}

/// Whether one call is enough for the disk that a folder is on.
#[cfg(target_os = "linux")]
fn can_sync_together(folder: &Path) -> bool {
    /// ext2 to ext4, XFS, Btrfs, F2FS, what containers see (overlayfs), and memory
    /// (statfs(2)). On drives of other machines, and where a program plays the file
    /// system, the call may be a hint.
    const WAITING: [u32; 6] =
        [0xEF53, 0x5846_5342, 0x9123_683E, 0xF2F5_2010, 0x794C_7630, 0x0102_1994];
    let release = rustix::system::uname();
    let release = release.release().to_string_lossy();
    let mut numbers = release.split(|c: char| !c.is_ascii_digit()).map(str::parse::<u32>);
    let (Some(Ok(major)), Some(Ok(minor))) = (numbers.next(), numbers.next()) else {
        return false;
    };
    let kind = rustix::fs::statfs(folder).map(|it| it.f_type as u32);
    (major, minor) >= (5, 8) && kind.is_ok_and(|kind| WAITING.contains(&kind))
}

#[cfg(target_os = "linux")]
fn sync_all_of(folder: &fs::File) -> std::io::Result<()> {
    Ok(rustix::fs::syncfs(folder)?)
}

#[cfg(not(target_os = "linux"))]
fn can_sync_together(_: &Path) -> bool {
    false
}

#[cfg(not(target_os = "linux"))]
fn sync_all_of(folder: &fs::File) -> std::io::Result<()> {
    folder.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_has_another_name_until_it_is_put_in_its_place() {
        let folder = tempfile::tempdir().expect("a folder");
        for together in [true, false] {
            let together = together && can_sync_together(folder.path());
            let stage = Stage { folder: folder.path().to_owned(), together };
            let place = folder.path().join("C-1.pdf");
            // One that a kill has left is replaced.
            stage.write(&place, b"left").expect("a file");
            let staged = stage.write(&place, b"a letter").expect("a file");
            stage.sync().expect("the disk");
            assert!(!place.exists());
            staged.put_in_place().expect("its place");
            assert_eq!(fs::read(&place).expect("a letter"), b"a letter");
            assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 1);
            fs::remove_file(place).expect("no letter");
        }
    }
}
