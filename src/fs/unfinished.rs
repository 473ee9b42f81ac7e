//! Files under unfinished names, until they are whole and put in their places.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::held::is_at;
use super::{FsError, noted, read_folder};

/// The name that unfinished files start with; never a letter's name, because a
/// client id starts with a letter or a digit.
const UNFINISHED: &str = ".unfinished-";

/// Puts `bytes` at `path` whole or not at all: a temporary file beside it, its
/// contents on the disk, then a rename. Only the owner can read the file.
/// The rename itself is durable after [`super::sync_folder`].
pub fn write_durably(path: &Path, bytes: &[u8]) -> Result<(), FsError> {
    let write = || {
        let before = match noted::is_wanted() && path.exists() {
            true => Some(fs::read(path)?),
            false => None,
        };
        replace(path, bytes, None)?;
        noted::note(path, before, Some(bytes));
        Ok(())
    };
    write().map_err(|source| FsError::Write { path: path.to_owned(), source })
}

/// The same, with rights that are given to the file.
pub(super) fn replace(
    path: &Path,
    bytes: &[u8],
    permissions: Option<fs::Permissions>,
) -> io::Result<()> {
    let file = begun(path, bytes)?;
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions)?;
    }
    file.as_file().sync_data()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// A whole file on the disk beside its place, which goes again unless it is put there.
pub(super) fn new_whole(path: &Path, bytes: &[u8]) -> io::Result<tempfile::NamedTempFile> {
    let file = begun(path, bytes)?;
    file.as_file().sync_data()?;
    Ok(file)
}

fn begun(path: &Path, bytes: &[u8]) -> io::Result<tempfile::NamedTempFile> {
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
    let mut file = new_file(folder.unwrap_or(Path::new(".")))?;
    file.write_all(bytes)?;
    Ok(file)
}

/// A new file under an unfinished name, which this process holds: so those of killed
/// processes are known.
fn new_file(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    loop {
        let file = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(folder)?;
        match file.as_file().try_lock() {
            // Another process may have taken it for one that was left, just before.
            Ok(()) if is_at(file.as_file(), file.path())? => return Ok(file),
            Ok(()) | Err(fs::TryLockError::WouldBlock) => {}
            // A drive that holds nothing for anybody: nothing is removed there either.
            Err(fs::TryLockError::Error(_)) => return Ok(file),
        }
    }
}

/// Removes the unfinished files in a folder that no living process holds: those that
/// [`write_durably`] has begun and a kill has ended. No folder, no files.
pub fn remove_abandoned(folder: &Path) -> Result<(), FsError> {
    for path in unfinished_in(folder)? {
        let Ok(file) = fs::File::open(&path) else { continue };
        if file.try_lock().is_ok() {
            fs::remove_file(&path)
                .map_err(|source| FsError::Write { path: path.clone(), source })?;
        }
    }
    Ok(())
}

fn unfinished_in(folder: &Path) -> Result<Vec<PathBuf>, FsError> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let mut found = Vec::new();
    for entry in read_folder(folder)? {
        let entry = entry?;
        let is_named = entry.file_name().to_string_lossy().starts_with(UNFINISHED);
        if is_named && entry.file_type().is_ok_and(|it| it.is_file()) {
            found.push(entry.path());
        }
    }
    found.sort();
    Ok(found)
}

/// A whole file that waits beside its place, to be put there when the ledger knows of
/// it. Only who holds the folder above may have any.
#[derive(Debug)]
pub struct Staged {
    waits_at: PathBuf,
    place: PathBuf,
}

impl Staged {
    /// Writes a file beside its place, on the disk. Only its owner can read it.
    pub fn write(place: &Path, bytes: &[u8]) -> Result<Self, FsError> {
        Self::begin(place, bytes, fs::File::sync_data)
    }

    /// Writes a file beside its place, and ends it so.
    pub(super) fn begin(
        place: &Path,
        bytes: &[u8],
        end: impl FnOnce(&fs::File) -> io::Result<()>,
    ) -> Result<Self, FsError> {
        let staged = Self::beside(place);
        let write = || {
            let mut file = staged.new_file()?;
            file.write_all(bytes)?;
            end(&file)
        };
        match write() {
            Ok(()) => Ok(staged),
            Err(source) => {
                let _ = staged.remove();
                Err(FsError::Write { path: place.to_owned(), source })
            }
        }
    }

    /// Has a whole file wait beside its place that is somewhere else already, and stays
    /// there: as a second name of the same file or, on a drive that knows none, as a copy.
    pub fn of_file(file: &Path, place: &Path) -> Result<Self, FsError> {
        let staged = Self::beside(place);
        let stage = || {
            staged.remove()?;
            if fs::hard_link(file, &staged.waits_at).is_ok() {
                return Ok(());
            }
            fs::copy(file, &staged.waits_at)?;
            fs::File::open(&staged.waits_at)?.sync_data()
        };
        match stage() {
            Ok(()) => Ok(staged),
            Err(source) => {
                let _ = staged.remove();
                Err(FsError::Write { path: place.to_owned(), source })
            }
        }
    }

    fn beside(place: &Path) -> Self {
        let name = place.file_name().unwrap_or_default().to_string_lossy();
        let waits_at = place.with_file_name(format!("{UNFINISHED}{name}"));
        Self { waits_at, place: place.to_owned() }
    }

    /// The file, empty. One that was left there is removed: it may be read-only.
    fn new_file(&self) -> io::Result<fs::File> {
        let mut options = fs::OpenOptions::new();
        options.create_new(true).write(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        match options.open(&self.waits_at) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                self.remove()?;
                options.open(&self.waits_at)
            }
            file => file,
        }
    }

    /// Those that wait in a folder; none if there is no folder.
    pub fn all_in(folder: &Path) -> Result<Vec<Self>, FsError> {
        let staged = |waits_at: PathBuf| {
            let name = waits_at.file_name()?.to_str()?.strip_prefix(UNFINISHED)?;
            // Those of `write_durably` have no ending.
            let place = Path::new(name).extension().map(|_| waits_at.with_file_name(name))?;
            Some(Self { waits_at, place })
        };
        Ok(unfinished_in(folder)?.into_iter().filter_map(staged).collect())
    }

    /// Where the file is now.
    pub fn waits_at(&self) -> &Path {
        &self.waits_at
    }

    /// Where it belongs.
    pub fn place(&self) -> &Path {
        &self.place
    }

    /// Puts the file in its place. The rename is durable after [`super::sync_folder`].
    pub fn put_in_place(&self) -> Result<(), FsError> {
        let failed = |source| FsError::Write { path: self.place.clone(), source };
        fs::rename(&self.waits_at, &self.place).map_err(failed)
    }

    /// Removes the file.
    pub fn discard(&self) -> Result<(), FsError> {
        self.remove().map_err(|source| FsError::Write { path: self.waits_at.clone(), source })
    }

    fn remove(&self) -> io::Result<()> {
        match fs::remove_file(&self.waits_at) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}
