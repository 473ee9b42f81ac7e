//! Several new files at once, all of them or none.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{FsError, make_private_folder, noted, sync_folder, unfinished};

/// Writes files that are not there yet, and the folders that they are in; all or, where
/// one of them fails, none. Only their owner can read them.
pub fn write_all_new(files: &[(PathBuf, &[u8])]) -> Result<(), FsError> {
    let mut made = Made::default();
    // All contents are on the disk before the first file has its name.
    let mut unfinished = Vec::new();
    for (path, bytes) in files {
        let failed = |source| FsError::Write { path: path.clone(), source };
        made.folders_of(path)?;
        unfinished.push((path, unfinished::new_whole(path, bytes).map_err(failed)?));
    }
    for (path, file) in unfinished {
        let placed = file.persist_noclobber(path);
        placed.map_err(|it| FsError::Write { path: path.clone(), source: it.error })?;
        made.files.push(path.clone());
    }
    let folders: Vec<&Path> = files.iter().filter_map(|(path, _)| path.parent()).collect();
    folders.into_iter().filter(|it| !it.as_os_str().is_empty()).try_for_each(sync_folder)?;
    made.stays = true;
    files.iter().for_each(|(path, bytes)| noted::note(path, None, Some(bytes)));
    Ok(())
}

/// What has been made so far, and goes again unless all was made.
#[derive(Debug, Default)]
struct Made {
    files: Vec<PathBuf>,
    /// Those above before those below.
    folders: Vec<PathBuf>,
    stays: bool,
}

impl Made {
    /// Makes the folders above a file that are not there.
    fn folders_of(&mut self, path: &Path) -> Result<(), FsError> {
        let above = path.ancestors().skip(1).filter(|it| !it.as_os_str().is_empty());
        let missing: Vec<&Path> = above.take_while(|it| !it.exists()).collect();
        for folder in missing.into_iter().rev() {
            make_private_folder(folder)?;
            self.folders.push(folder.to_owned());
        }
        Ok(())
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        if self.stays {
            return;
        }
        // What cannot be removed stays, and is named when somebody tries again.
        let _: Vec<io::Result<()>> = self.files.iter().map(fs::remove_file).collect();
        let _: Vec<io::Result<()>> = self.folders.iter().rev().map(fs::remove_dir).collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_one_file_fails_none_is_there_and_no_folder() {
        let above = tempfile::tempdir().expect("a temporary folder");
        let path = |name: &str| above.path().join(name);
        fs::write(path("list.xlsx"), "list").expect("a file");
        let taken = [(path("new/data/a"), &b"a"[..]), (path("list.xlsx"), b"b"), (path("c"), b"c")];
        write_all_new(&taken).expect_err("one is there");
        let left = fs::read_dir(above.path()).expect("a folder").count();
        assert_eq!((left, fs::read(path("list.xlsx")).expect("a file")), (1, b"list".to_vec()));
        // A file stands where a folder would have to be.
        let blocked = [(path("new/a"), &b"a"[..]), (path("list.xlsx/b"), b"b")];
        write_all_new(&blocked).expect_err("no folder");
        assert!(!path("new").exists());
        write_all_new(&taken[..1]).expect("a new file");
        assert_eq!(fs::read(path("new/data/a")).expect("a file"), b"a");
    }
}
