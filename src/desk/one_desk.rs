//! One project, one desk: two of them would take each other's changes back.

use std::path::PathBuf;

use crate::fs::{self, FsError, HeldFolder};
use crate::limits;
use crate::project::Project;

/// The folder that the desk holds, in that of what is made.
const FOLDER: &str = ".desk";

/// The file in it with the page's address, which its owner alone can read.
const ADDRESS: &str = "address";

/// The right to be a project's desk, until this is dropped.
pub struct OneDesk {
    address: PathBuf,
    /// Dropped after the address is gone, so that the folder goes too.
    _held: HeldFolder,
}

impl OneDesk {
    /// Takes the right; the address of the desk that has it already, if there is one.
    pub fn take(project: &Project) -> Result<Result<Self, String>, FsError> {
        let folder = project.out().join(FOLDER);
        let address = folder.join(ADDRESS);
        match fs::hold_folder_at_once(&folder)? {
            Some(held) => Ok(Ok(Self { address, _held: held })),
            None => {
                let found = fs::read_if_exists(&address, limits::TEXT_BYTES)?.unwrap_or_default();
                Ok(Err(String::from_utf8_lossy(&found).trim().to_owned()))
            }
        }
    }

    /// Notes where the page is.
    pub fn is_at(&self, address: &str) -> Result<(), FsError> {
        fs::write_durably(&self.address, address.as_bytes())
    }
}

impl Drop for OneDesk {
    fn drop(&mut self) {
        // One that stays is written anew by the next desk.
        let _ = std::fs::remove_file(&self.address);
    }
}
