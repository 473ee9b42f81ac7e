//! Tells the studio that a file of the project may have changed.

use std::path::PathBuf;

use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

use super::studio::Orders;
use crate::project::Project;

/// Watches until it is dropped: the folders that the project is read from, and
/// the project's own folder for those of them that are not there yet.
pub struct Watch {
    watcher: RecommendedWatcher,
    folders: Vec<PathBuf>,
}

impl Watch {
    /// Begins. A system that cannot tell of changes is an error; the studio then
    /// finds them by looking once a second, as it does those on a network drive.
    pub fn start(project: &Project, orders: Orders) -> notify::Result<Self> {
        // The system names what has changed by whole paths, links resolved.
        let root = project.root().canonicalize().map_err(notify::Error::io)?;
        let whole = |folder: PathBuf| match folder.strip_prefix(project.root()) {
            Ok(folder) => root.join(folder),
            Err(_) => folder,
        };
        let folders = project.read_folders().map(whole);
        let (watched, watched_root) = (folders.clone(), root.clone());
        let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            // Letters that are written to `out/` are no change of the facts.
            let concerns = |path: &PathBuf| {
                *path == watched_root || watched.iter().any(|folder| path.starts_with(folder))
            };
            let told = event.is_ok_and(|event| {
                event.need_rescan() || changes(event.kind) && event.paths.iter().any(concerns)
            });
            if told {
                orders.changed();
            }
        })?;
        watcher.watch(&root, RecursiveMode::NonRecursive)?;
        let mut watch = Self { watcher, folders: folders.into() };
        watch.renew();
        Ok(watch)
    }

    /// Watches the folders that have come, or have been replaced, since the last time.
    pub fn renew(&mut self) {
        for folder in self.folders.iter().filter(|folder| folder.is_dir()) {
            // One that is gone again is met with the next change.
            let _ = self.watcher.watch(folder, RecursiveMode::Recursive);
        }
    }
}

/// Whether something else is in a file than before. To open or read one is no
/// change: we do it ourselves.
fn changes(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(access) => access == AccessKind::Close(AccessMode::Write),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::live::studio::{Order, orders};

    /// No look at the files helps here: each change is told, or the test never ends.
    #[test]
    fn a_change_is_told_however_the_project_is_called() {
        // Tests run in the package's folder.
        let parent = Path::new("target/tmp");
        std::fs::create_dir_all(parent).expect("a folder");
        let folder = tempfile::tempdir_in(parent).expect("a folder");
        let name = folder.path().file_name().expect("a name");
        let mut roots = vec![
            folder.path().canonicalize().expect("a path"),
            parent.join(name),
            Path::new(".").join(parent).join(name),
            parent.join("../tmp").join(name),
            parent.join(name).join("data/.."),
        ];
        std::fs::create_dir(folder.path().join("data")).expect("a folder");
        #[cfg(unix)]
        {
            let link = folder.path().join("link");
            std::os::unix::fs::symlink(".", &link).expect("a link");
            roots.push(link);
        }
        for root in roots {
            let project = Project::open(&root).expect("a project");
            let (orders, received) = orders();
            let _watch = Watch::start(&project, orders).expect("a watch");
            std::fs::write(folder.path().join("data/x.yaml"), "甲").expect("a file");
            let told = received.recv().expect("an order");
            assert!(matches!(told, Order::FilesChanged), "{}", root.display());
        }
    }
}
