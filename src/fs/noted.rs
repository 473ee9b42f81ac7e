//! What is written, as far as somebody wants to know: so that it can be taken back.

use std::cell::RefCell;
use std::path::{Path, PathBuf};

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The file.
    pub path: PathBuf,
    /// What was in it; `None` if it was not there.
    pub before: Option<Vec<u8>>,
    /// What is in it; `None` if it is no longer there.
    pub after: Option<Vec<u8>>,
}

thread_local! {
    /// What this thread writes, where that is noted.
    static NOTED: RefCell<Option<Vec<Written>>> = const { RefCell::new(None) };
}

/// Does work on this thread, and gives every file that it has written under its own name.
/// Letters and what else waits for its place until the ledger knows of it are not noted.
pub fn noted<T>(work: impl FnOnce() -> T) -> (T, Vec<Written>) {
    /// Ends the noting, also where the work has panicked.
    struct End;
    impl Drop for End {
        fn drop(&mut self) {
            NOTED.take();
        }
    }
    NOTED.set(Some(Vec::new()));
    let end = End;
    let done = work();
    let written = NOTED.take().unwrap_or_default();
    drop(end);
    (done, written)
}

/// Whether somebody wants to know what is written.
pub(super) fn is_wanted() -> bool {
    NOTED.with_borrow(Option::is_some)
}

/// Notes a file that was written.
pub(super) fn note(path: &Path, before: Option<Vec<u8>>, after: Option<&[u8]>) {
    NOTED.with_borrow_mut(|noted| {
        if let Some(noted) = noted {
            let (path, after) = (path.to_owned(), after.map(<[u8]>::to_vec));
            noted.push(Written { path, before, after });
        }
    });
}
