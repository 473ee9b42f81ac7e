//! Whether the files of a project are as they were, found by looking at them: for
//! systems and drives that tell of no changes.

use std::fs::Metadata;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::project::Project;
use crate::{fs, limits};

/// A file that was saved so shortly before a look can be saved again without another
/// size or time: FAT counts two seconds, Linux some milliseconds.
const YOUNG: Duration = Duration::from_secs(3);

/// The state of the files at one moment.
pub struct Stamp {
    /// Of their names, sizes and times.
    listing: u64,
    /// The files that were saved just then, each with the hash of what is in it.
    young: Vec<(PathBuf, Option<u64>)>,
}

impl Stamp {
    /// The state now; `None` if a folder cannot be read.
    pub fn of(project: &Project) -> Option<Self> {
        let now = SystemTime::now();
        let mut young = Vec::new();
        let listing = listing(project, |file, metadata| {
            // A time to come is that of a drive whose clock is ahead.
            let saved = saved(metadata).unwrap_or(now);
            if now.duration_since(saved).is_ok_and(|age| age < YOUNG) || saved > now {
                young.push((file.to_owned(), contents(file)));
            }
        })?;
        Some(Self { listing, young })
    }

    /// Whether it is still so.
    pub fn is_current(&self, project: &Project) -> bool {
        listing(project, |_, _| {}) == Some(self.listing)
            && self.young.iter().all(|(file, known)| contents(file) == *known)
    }
}

/// The hash of the names, sizes and times of all files.
fn listing(project: &Project, mut each: impl FnMut(&Path, &Metadata)) -> Option<u64> {
    let mut hasher = DefaultHasher::new();
    for folder in project.read_folders() {
        for file in fs::files_below(&folder, &[]).ok()? {
            if let Ok(metadata) = std::fs::metadata(&file) {
                (metadata.len(), metadata.modified().ok()).hash(&mut hasher);
                saved(&metadata).hash(&mut hasher);
                each(&file, &metadata);
            }
            file.hash(&mut hasher);
        }
    }
    Some(hasher.finish())
}

/// When a file was last saved.
#[cfg(unix)]
fn saved(metadata: &Metadata) -> Option<SystemTime> {
    use std::os::unix::fs::MetadataExt;
    // Who sets the time of a file back changes this one (inode(7), "ctime").
    let seconds = u64::try_from(metadata.ctime()).ok()?;
    let changed = Duration::new(seconds, u32::try_from(metadata.ctime_nsec()).ok()?);
    Some(metadata.modified().ok()?.max(SystemTime::UNIX_EPOCH + changed))
}

/// When a file was last saved.
#[cfg(not(unix))]
fn saved(metadata: &Metadata) -> Option<SystemTime> {
    metadata.modified().ok()
}

/// The hash of what is in a file; `None` if it cannot be read.
fn contents(file: &Path) -> Option<u64> {
    let bytes = fs::read_if_exists(file, limits::TEXT_BYTES).ok()??;
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    Some(hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Saves a text of one size with one time.
    fn save(project: &Project, text: &str, time: SystemTime) {
        let path = project.root().join("data/x.yaml");
        std::fs::write(&path, text).expect("a writable file");
        let file = std::fs::File::options().write(true).open(path).expect("a file");
        file.set_modified(time).expect("a time");
    }

    #[test]
    fn a_save_of_the_same_size_and_time_is_seen() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join("data")).expect("a folder");
        let project = Project::open(folder.path()).expect("a project");
        let now = SystemTime::now();
        for time in [now, now + Duration::from_secs(3600)] {
            for (before, after) in [("甲", "乙"), ("乙", "甲"), ("甲", "丙")] {
                save(&project, before, time);
                let stamp = Stamp::of(&project).expect("a readable folder");
                assert!(stamp.is_current(&project));
                save(&project, after, time);
                assert!(!stamp.is_current(&project), "{before} to {after}");
            }
        }
        // Unix has a second time, which nobody sets.
        if cfg!(unix) {
            let long_ago = now - Duration::from_secs(3600);
            save(&project, "甲", long_ago);
            let stamp = Stamp::of(&project).expect("a readable folder");
            save(&project, "乙", long_ago);
            assert!(!stamp.is_current(&project));
        }
    }

    #[test]
    fn what_comes_and_goes_is_seen() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join("data")).expect("a folder");
        let project = Project::open(folder.path()).expect("a project");
        let path = folder.path().join("data/x.yaml");
        let empty = Stamp::of(&project).expect("a readable folder");
        std::fs::write(&path, "甲").expect("a writable file");
        assert!(!empty.is_current(&project));
        let full = Stamp::of(&project).expect("a readable folder");
        std::fs::rename(&path, path.with_extension("yml")).expect("a move");
        assert!(!full.is_current(&project));
        std::fs::remove_file(path.with_extension("yml")).expect("a file");
        assert!(empty.is_current(&project) && !full.is_current(&project));
    }
}
