//! Reading and writing, with the path in every error; writing that a crash
//! cannot leave half done.

use std::fs;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use same_file::Handle;
use serde::Serialize;
use serde::de::DeserializeOwned;
use thiserror::Error;

use crate::messages::Message;

/// An operation on a file that failed.
#[derive(Debug, Error)]
pub enum FsError {
    /// Reading failed.
    #[error("{}", Message::CannotRead { path: path.display().to_string() })]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// Writing failed; what was at the path before is still there.
    #[error("{}", Message::CannotWrite { path: path.display().to_string() })]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
}

/// The name that unfinished files start with; never a letter's name, because a
/// client id starts with a letter or a digit.
const UNFINISHED: &str = ".unfinished-";

/// The bytes of a file, or `None` if there is none. It must be a file and not a
/// device or pipe, which may have no end, and have at most `limit` bytes.
pub fn read_if_exists(path: &Path, limit: u64) -> Result<Option<Vec<u8>>, FsError> {
    let read = || {
        let metadata = fs::metadata(path)?;
        if !metadata.is_file() && !metadata.is_dir() {
            return Err(io::Error::other(Message::NotAFile.to_string()));
        }
        let too_large = || {
            let mebibytes = (limit >> 20).to_string();
            io::Error::other(Message::FileTooLarge { mebibytes }.to_string())
        };
        if metadata.len() > limit {
            return Err(too_large());
        }
        let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default());
        fs::File::open(path)?.take(limit + 1).read_to_end(&mut bytes)?;
        // It may have grown meanwhile.
        if bytes.len() as u64 > limit { Err(too_large()) } else { Ok(bytes) }
    };
    match read() {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(FsError::Read { path: path.to_owned(), source }),
    }
}

/// Whether a path below `root` leads, by links in it, out of `root` or to a file with
/// another ending: what a link is called says then nothing of what would be read.
pub fn leads_elsewhere(root: &Path, path: &Path) -> bool {
    let Ok(below) = path.strip_prefix(root) else { return true };
    let mut part = root.to_owned();
    let linked = below.iter().any(|name| {
        part.push(name);
        // On Windows this is said of junctions too.
        fs::symlink_metadata(&part).is_ok_and(|metadata| metadata.is_symlink())
    });
    if !linked {
        return false;
    }
    let ending = |path: &Path| path.extension().map(|it| it.to_ascii_lowercase());
    // What cannot be followed cannot be read either.
    let end = fs::canonicalize(root).and_then(|root| Ok((root, fs::canonicalize(path)?)));
    end.is_ok_and(|(root, end)| !end.starts_with(root) || ending(&end) != ending(path))
}

/// The size of a file in bytes, or `None` if there is none.
pub fn size(path: &Path) -> Result<Option<u64>, FsError> {
    match fs::metadata(path) {
        Ok(metadata) => Ok(Some(metadata.len())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(FsError::Read { path: path.to_owned(), source }),
    }
}

/// The size of a file in bytes and its time in nanoseconds since 1970, or `None`
/// if there is none.
pub fn stamp(path: &Path) -> Result<Option<(u64, i64)>, FsError> {
    let failed = |source| FsError::Read { path: path.to_owned(), source };
    let metadata = match fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(error)),
    };
    let modified = metadata.modified().map_err(failed)?;
    let since = modified.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Ok(Some((metadata.len(), i64::try_from(since.as_nanos()).unwrap_or(i64::MAX))))
}

/// Whether there is a file that its owner may not write.
pub fn is_read_only(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| metadata.permissions().readonly())
}

/// Takes the right to write a file from everybody.
pub fn make_read_only(path: &Path) -> Result<(), FsError> {
    let protect = || {
        let mut permissions = fs::metadata(path)?.permissions();
        permissions.set_readonly(true);
        fs::set_permissions(path, permissions)
    };
    protect().map_err(|source| FsError::Write { path: path.to_owned(), source })
}

/// Moves a file to a folder of the same disk, under its own name, or with a
/// number where there is one of that name already; where it is then.
pub fn move_away(path: &Path, folder: &Path) -> Result<PathBuf, FsError> {
    make_private_folder(folder)?;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let ending =
        path.extension().map_or_else(String::new, |it| format!(".{}", it.to_string_lossy()));
    let free = |number: u32| {
        let name = if number == 1 {
            format!("{stem}{ending}")
        } else {
            format!("{stem} ({number}){ending}")
        };
        Some(folder.join(name)).filter(|target| !target.exists())
    };
    let target = (1..).find_map(free).unwrap_or_else(|| folder.join("letter"));
    fs::rename(path, &target).map_err(|source| FsError::Write { path: path.to_owned(), source })?;
    Ok(target)
}

/// The files in a folder whose names end in one of `extensions`, or all if
/// there are none, sorted by name; none if there is no folder.
pub fn files_in(folder: &Path, extensions: &[&str]) -> Result<Vec<PathBuf>, FsError> {
    files_where(folder, extensions, |_| true)
}

/// Those of them that `wanted` says yes to.
pub fn files_where(
    folder: &Path,
    extensions: &[&str],
    wanted: impl Fn(&Path) -> bool,
) -> Result<Vec<PathBuf>, FsError> {
    let failed = |source| FsError::Read { path: folder.to_owned(), source };
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(error)),
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(failed)?.path();
        // Editors keep locks and swap files under such names.
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        let extension = path.extension().and_then(|extension| extension.to_str());
        if !hidden
            && !path.is_dir()
            && (extensions.is_empty()
                || extension
                    .is_some_and(|it| extensions.contains(&it.to_ascii_lowercase().as_str())))
            && wanted(&path)
        {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// What systems put into a folder by themselves when somebody looks into it.
const OF_SYSTEMS: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];

/// Everything in a folder, hidden files and folders too, but for what systems put
/// there by themselves; sorted, and nothing if there is no folder.
pub fn entries_in(folder: &Path) -> Result<Vec<PathBuf>, FsError> {
    let failed = |source| FsError::Read { path: folder.to_owned(), source };
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(error)),
    };
    let mut paths = Vec::new();
    for entry in entries {
        let entry = entry.map_err(failed)?;
        let of_system = OF_SYSTEMS.iter().any(|name| entry.file_name() == *name)
            && entry.file_type().is_ok_and(|it| it.is_file());
        if !of_system {
            paths.push(entry.path());
        }
    }
    paths.sort();
    Ok(paths)
}

/// The files in a folder, as [`files_in`] finds them, and in all folders below it.
pub fn files_below(folder: &Path, extensions: &[&str]) -> Result<Vec<PathBuf>, FsError> {
    let mut files = files_in(folder, extensions)?;
    let failed = |source| FsError::Read { path: folder.to_owned(), source };
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(files),
        Err(error) => return Err(failed(error)),
    };
    for entry in entries {
        let entry = entry.map_err(failed)?;
        // A link to a folder may lead around in a circle.
        if entry.file_type().map_err(failed)?.is_dir() {
            files.extend(files_below(&entry.path(), extensions)?);
        }
    }
    Ok(files)
}

/// Makes a folder that only its owner can enter, and the folders above it.
fn make_private_folder(folder: &Path) -> Result<(), FsError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|source| FsError::Write { path: folder.to_owned(), source })
}

/// Makes a folder that only its owner can enter, and removes what a killed run
/// left unfinished in it. To be called while the folder above is held.
pub fn prepare_folder(folder: &Path) -> Result<(), FsError> {
    let failed = |source| FsError::Write { path: folder.to_owned(), source };
    make_private_folder(folder)?;
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
            fs::remove_file(entry.path()).map_err(failed)?;
        }
    }
    Ok(())
}

/// A folder that this process holds until this is dropped. One that was made for it
/// and is still empty then is removed: a command that fails leaves nothing behind.
#[derive(Debug)]
pub struct HeldFolder {
    lock: fs::File,
    folder: PathBuf,
    made: bool,
}

/// The file in a folder that holds it.
const LOCK: &str = ".lock";

/// Makes a folder and holds it for this process until the result is dropped; if
/// another process has it, `waiting` is called first.
pub fn hold_folder(folder: &Path, waiting: impl FnOnce()) -> Result<HeldFolder, FsError> {
    let path = folder.join(LOCK);
    let mut waiting = Some(waiting);
    let mut hold = || loop {
        let made = !folder.exists();
        make_private_folder(folder)?;
        let failed = |source| FsError::Write { path: path.clone(), source };
        let lock = fs::File::options().create(true).truncate(false).write(true).open(&path);
        let lock = match lock {
            // Another process has removed the folder just now.
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            lock => lock.map_err(failed)?,
        };
        match lock.try_lock() {
            Ok(()) => {}
            Err(fs::TryLockError::WouldBlock) => {
                if let Some(waiting) = waiting.take() {
                    waiting();
                }
                lock.lock().map_err(failed)?;
            }
            Err(fs::TryLockError::Error(error)) => return Err(failed(error)),
        }
        // The other process may have removed the folder when it let go, and a third
        // one made it anew: what holds it is the file that is there now.
        let here = Handle::from_path(&path);
        let held = lock.try_clone().and_then(Handle::from_file).map_err(failed)?;
        if here.is_ok_and(|here| here == held) {
            return Ok(HeldFolder { lock, folder: folder.to_owned(), made });
        }
    };
    hold()
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

/// A new temporary folder that only its owner can enter, and that is kept.
pub fn private_temporary_folder() -> Result<PathBuf, FsError> {
    let mut builder = tempfile::Builder::new();
    builder.prefix("oshirase-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    let made = builder.tempdir().map(tempfile::TempDir::keep);
    made.map_err(|source| FsError::Write { path: std::env::temp_dir(), source })
}

/// Puts `bytes` at `path` whole or not at all: a temporary file beside it, its
/// contents on the disk, then a rename. Only the owner can read the file.
/// The rename itself is durable after [`sync_folder`].
pub fn write_durably(path: &Path, bytes: &[u8]) -> Result<(), FsError> {
    let write = || {
        let folder = path.parent().unwrap_or(Path::new("."));
        let mut file = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(folder)?;
        file.write_all(bytes)?;
        file.as_file().sync_data()?;
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    };
    write().map_err(|source| FsError::Write { path: path.to_owned(), source })
}

/// A file without a name, in the system's folder for such files: what waits in it
/// takes no memory, and is gone when the program has ended.
#[derive(Debug)]
pub struct Spool(Mutex<fs::File>);

impl Spool {
    /// A new one.
    pub fn new() -> Result<Self, FsError> {
        let file = tempfile::tempfile();
        file.map(|file| Self(Mutex::new(file))).map_err(Self::not_written)
    }

    /// Puts a value in; the byte where it begins.
    pub fn put(&self, value: &impl Serialize) -> Result<u64, FsError> {
        let put = || {
            // Its length goes before it.
            let mut piece = vec![0; size_of::<u64>()];
            serde_json::to_writer(&mut piece, value)?;
            let length = (piece.len() - size_of::<u64>()) as u64;
            piece[..size_of::<u64>()].copy_from_slice(&length.to_le_bytes());
            let mut file = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let at = file.seek(SeekFrom::End(0))?;
            file.write_all(&piece)?;
            Ok(at)
        };
        put().map_err(Self::not_written)
    }

    /// The value that begins at this byte.
    pub fn get<T: DeserializeOwned>(&self, at: u64) -> Result<T, FsError> {
        let get = || {
            let mut file = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            file.seek(SeekFrom::Start(at))?;
            let mut length = [0; size_of::<u64>()];
            file.read_exact(&mut length)?;
            let mut piece = Vec::new();
            (&*file).take(u64::from_le_bytes(length)).read_to_end(&mut piece)?;
            drop(file);
            Ok(serde_json::from_slice(&piece)?)
        };
        get().map_err(|source| FsError::Read { path: std::env::temp_dir(), source })
    }

    fn not_written(source: io::Error) -> FsError {
        FsError::Write { path: std::env::temp_dir(), source }
    }
}

/// What some editors put before a text (Unicode 23.8, U+FEFF as a signature).
pub const BYTE_ORDER_MARK: &str = "\u{FEFF}";

/// The text with a line feed for every carriage return that stands alone, as old
/// Macs end their lines: YAML takes both for the end of a line. No byte moves.
pub fn with_line_feeds(text: String) -> String {
    let is_alone = |at: usize| !text[at + 1..].starts_with('\n');
    if !text.match_indices('\r').any(|(at, _)| is_alone(at)) {
        return text;
    }
    let ends = text.match_indices('\r').filter(|(at, _)| is_alone(*at));
    let ends: Vec<usize> = ends.map(|(at, _)| at).collect();
    let mut bytes = text.into_bytes();
    for at in ends {
        bytes[at] = b'\n';
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Replaces a text file, whole or not at all, if its text is still `old` (with or
/// without a byte order mark, which stays). Its rights stay, and so does a link to it.
pub fn replace_text(path: &Path, old: &str, new: &str) -> Result<(), FsError> {
    amend_text(path, |found| {
        let mark = if found.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK } else { "" };
        (&found[mark.len()..] == old).then(|| format!("{mark}{new}"))
    })
}

/// Replaces a text file, whole or not at all, by what `amend` makes of its text,
/// or fails if that is nothing because the text is no longer the one that was
/// read before. Its rights stay, and so does a link to it.
pub fn amend_text(path: &Path, amend: impl FnOnce(&str) -> Option<String>) -> Result<(), FsError> {
    let replace = || {
        let path = fs::canonicalize(path)?;
        if fs::metadata(&path)?.permissions().readonly() {
            return Err(io::Error::other(Message::ReadOnly.to_string()));
        }
        let found = with_line_feeds(fs::read_to_string(&path)?);
        let Some(amended) = amend(&found) else {
            return Err(io::Error::other(Message::ChangedMeanwhile.to_string()));
        };
        if amended == found {
            return Ok(());
        }
        let folder = path.parent().unwrap_or(Path::new("."));
        let mut file = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(folder)?;
        file.write_all(amended.as_bytes())?;
        file.as_file().set_permissions(fs::metadata(&path)?.permissions())?;
        file.as_file().sync_data()?;
        file.persist(&path).map_err(|error| error.error)?;
        Ok(())
    };
    replace().map_err(|source| FsError::Write { path: path.to_owned(), source })
}

/// Makes the renames in a folder durable.
pub fn sync_folder(folder: &Path) -> Result<(), FsError> {
    #[cfg(unix)]
    fs::File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(|source| FsError::Write { path: folder.to_owned(), source })?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
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
}
