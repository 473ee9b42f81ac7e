//! Files that go where the user says.

use std::path::{Path, PathBuf};

use crate::fs::{self, PrivateFolder};
use crate::outcome::CommandError;
use crate::project::{Project, is_of_a_project};

/// Writes a file where the user asked for it, or else into a folder of its own for a
/// viewer; where it is.
pub fn put(
    project: &Project,
    asked: Option<&Path>,
    name: &str,
    bytes: &[u8],
) -> Result<PathBuf, CommandError> {
    if let Some(path) = asked {
        write(project, path, bytes)?;
        return Ok(path.to_owned());
    }
    let folder = PrivateFolder::new()?;
    let path = folder.path().join(name);
    fs::write_durably(&path, bytes)?;
    folder.keep_for_viewer();
    Ok(path)
}

/// Writes a file where the user asked for it; not among the facts and letters of this
/// or another project, which it could replace, nor over a read-only file.
pub fn write(project: &Project, path: &Path, bytes: &[u8]) -> Result<(), CommandError> {
    let folder = match path.parent() {
        Some(folder) if folder.as_os_str().is_empty() => PathBuf::from("."),
        Some(folder) => folder.to_owned(),
        None => PathBuf::from("."),
    };
    if let Ok(folder) = folder.canonicalize() {
        let own = project.read_folders().into_iter().chain([project.out()]);
        let mut own = own.filter_map(|own| own.canonicalize().ok());
        if own.any(|own| folder.starts_with(own)) || is_of_a_project(&folder) {
            return Err(CommandError::OwnFiles(path.to_owned()));
        }
    }
    if fs::is_read_only(path) {
        return Err(CommandError::ReadOnlyFile(path.to_owned()));
    }
    // What a killed command has left there is known to nobody else.
    fs::remove_abandoned(&folder)?;
    Ok(fs::write_durably(path, bytes)?)
}
