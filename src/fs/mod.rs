//! Reading and writing, with the path in every error; writing that a crash
//! cannot leave half done.

mod held;
mod new_files;
mod noted;
mod private;
mod spool;
mod stage;
mod unfinished;

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::messages::Message;

pub use held::{HeldFolder, hold_folder, hold_folder_at_once, is_in_work, try_hold_folder};
pub use new_files::write_all_new;
pub use noted::{Written, noted};
pub use private::{PrivateFolder, remove_abandoned_folders};
pub use spool::{Pair, Sorted, Sorter, Spool, Table, Values};
pub use stage::Stage;
pub use unfinished::{Staged, remove_abandoned, write_durably};

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

/// Opens a file to be read from its beginning to its end. It must be a file and not a
/// device or pipe, which may have no end.
pub fn open_file(path: &Path) -> io::Result<fs::File> {
    match fs::metadata(path)?.is_file() {
        true => fs::File::open(path),
        false => Err(io::Error::other(Message::NotAFile.to_string())),
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
/// if there is none, or a folder or a pipe in its place.
pub fn stamp(path: &Path) -> Result<Option<(u64, i64)>, FsError> {
    let failed = |source| FsError::Read { path: path.to_owned(), source };
    let metadata = match fs::metadata(path) {
        Ok(metadata) if metadata.is_file() => metadata,
        Ok(_) => return Ok(None),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(error)),
    };
    let modified = metadata.modified().map_err(failed)?;
    let since = modified.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Ok(Some((metadata.len(), i64::try_from(since.as_nanos()).unwrap_or(i64::MAX))))
}

/// Whether there is a file itself, and not a link to one, or a folder.
pub fn is_file_itself(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file())
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

/// The folders in a folder, sorted by name; none if there is no folder.
pub fn folders_in(folder: &Path) -> Result<Vec<PathBuf>, FsError> {
    let paths = read_folder(folder)?.map(|entry| Ok(entry?.path()));
    let mut paths = paths.collect::<Result<Vec<PathBuf>, FsError>>()?;
    paths.retain(|path| path.is_dir());
    paths.sort();
    Ok(paths)
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

/// Gives a folder another name on the same disk, for good. It is there whole under the one
/// or the other at any moment.
pub fn rename_folder(folder: &Path, to: &Path) -> Result<(), FsError> {
    let failed = |source| FsError::Write { path: folder.to_owned(), source };
    to.parent().map_or(Ok(()), make_private_folder)?;
    fs::rename(folder, to).map_err(failed)?;
    [folder, to].into_iter().filter_map(Path::parent).try_for_each(sync_folder)
}

/// Removes a folder with all that is in it, if it is there.
pub fn remove_folder(folder: &Path) -> Result<(), FsError> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed.map_err(|source| FsError::Write { path: folder.to_owned(), source }),
    }
}

/// The files in a folder whose names end in one of `extensions`, or all if
/// there are none, sorted by name; none if there is no folder.
pub fn files_in(folder: &Path, extensions: &[&str]) -> Result<Vec<PathBuf>, FsError> {
    files_where(folder, extensions, |_| true)
}

/// What is in a folder, in any order; nothing if there is no folder. There may be more than
/// can be held.
fn read_folder(
    folder: &Path,
) -> Result<impl Iterator<Item = Result<fs::DirEntry, FsError>>, FsError> {
    let failed = |source| FsError::Read { path: folder.to_owned(), source };
    // Where a file is in the place of a folder above, there is no folder here either.
    let is_nothing = |kind| {
        kind == io::ErrorKind::NotFound
            || kind == io::ErrorKind::NotADirectory && fs::symlink_metadata(folder).is_err()
    };
    let entries = match fs::read_dir(folder) {
        Ok(entries) => Some(entries),
        Err(error) if is_nothing(error.kind()) => None,
        Err(error) => return Err(failed(error)),
    };
    Ok(entries.into_iter().flatten().map(move |entry| entry.map_err(failed)))
}

/// Those of them that `wanted` says yes to.
pub fn files_where(
    folder: &Path,
    extensions: &[&str],
    wanted: impl Fn(&Path) -> bool,
) -> Result<Vec<PathBuf>, FsError> {
    let mut files = Vec::new();
    for entry in read_folder(folder)? {
        let path = entry?.path();
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
    let mut paths = Vec::new();
    for entry in read_folder(folder)? {
        let entry = entry?;
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
    for entry in read_folder(folder)? {
        let entry = entry?;
        // A link to a folder may lead around in a circle.
        if entry.file_type().map_err(failed)?.is_dir() {
            files.extend(files_below(&entry.path(), extensions)?);
        }
    }
    Ok(files)
}

/// Makes a folder that only its owner can enter, and the folders above it.
pub fn make_private_folder(folder: &Path) -> Result<(), FsError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|source| FsError::Write { path: folder.to_owned(), source })
}

/// Makes a folder that only its owner can enter, and removes what an earlier run
/// left unfinished in it. To be called while the folder above is held.
pub fn prepare_folder(folder: &Path) -> Result<(), FsError> {
    make_private_folder(folder)?;
    Staged::all_in(folder)?.iter().try_for_each(Staged::discard)?;
    remove_abandoned(folder)?;
    Ok(())
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

/// Writes a file that is not there yet, and its folder, whole or not at all.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), FsError> {
    let write = || {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        if path.exists() {
            return Err(io::Error::other(Message::ChangedMeanwhile.to_string()));
        }
        unfinished::replace(path, bytes, None)?;
        noted::note(path, None, Some(bytes));
        Ok(())
    };
    write().map_err(|source| FsError::Write { path: path.to_owned(), source })
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
        // As it is: line feeds may have been put into the text above.
        let before = noted::is_wanted().then(|| fs::read(&path)).transpose()?;
        let permissions = fs::metadata(&path)?.permissions();
        unfinished::replace(&path, amended.as_bytes(), Some(permissions))?;
        noted::note(&path, before, Some(amended.as_bytes()));
        Ok(())
    };
    replace().map_err(|source| FsError::Write { path: path.to_owned(), source })
}

/// Puts a file back as it was before: these bytes, or none. It must be as `now` says, or
/// nothing is done and this fails. Its rights stay, and so does a link to it.
pub fn put_back(path: &Path, now: Option<&[u8]>, before: Option<&[u8]>) -> Result<(), FsError> {
    let put_back = || {
        let found = match fs::read(path) {
            Ok(found) => Some(found),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        if found.as_deref() != now {
            return Err(io::Error::other(Message::ChangedMeanwhile.to_string()));
        }
        match (found, before) {
            (None, None) => Ok(()),
            (Some(_), None) => fs::remove_file(path),
            (None, Some(bytes)) => {
                path.parent().map_or(Ok(()), fs::create_dir_all)?;
                unfinished::replace(path, bytes, None)
            }
            (Some(_), Some(bytes)) => {
                let path = fs::canonicalize(path)?;
                let permissions = fs::metadata(&path)?.permissions();
                if permissions.readonly() {
                    return Err(io::Error::other(Message::ReadOnly.to_string()));
                }
                unfinished::replace(&path, bytes, Some(permissions))
            }
        }
    };
    put_back().map_err(|source| FsError::Write { path: path.to_owned(), source })
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
