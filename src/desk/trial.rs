//! For tests: a desk on a temporary project, with nobody who makes letters.

use std::path::Path;

use serde_json::{Value, json};

use super::journal::Journal;
use super::{Desk, errands};
use crate::fs;
use crate::live::{Reply, orders};
use crate::project::Project;

/// A desk, and the folder that it works on, which goes with it.
pub struct Trial {
    folder: tempfile::TempDir,
    pub desk: Desk,
}

/// What has become of an errand, as the page is told: the code of HTTP, and the body.
pub type Told = (u16, Value);

impl Trial {
    /// A project with these files.
    pub fn of(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let trial = Self { desk: Self::desk(folder.path()), folder };
        files.iter().for_each(|(name, text)| trial.write(name, text));
        trial
    }

    /// A project with an office, one notice to everybody, and these clients.
    pub fn with_clients(clients: &str) -> Self {
        Self::of(&[
            ("data/office.yaml", "name: みなと会計事務所\n"),
            (
                "data/notices/n-1.yaml",
                "date: 2023-06-09\ntitle: ご報告\nbody: ご報告いたします。\n",
            ),
            ("data/clients.yaml", clients),
        ])
    }

    fn desk(root: &Path) -> Desk {
        Desk {
            project: Project::open(root).expect("a folder"),
            orders: orders().0,
            journal: Journal::default(),
            state: std::sync::Arc::default(),
            what: None,
        }
    }

    /// Writes a file as somebody does by hand.
    pub fn write(&self, name: &str, text: &str) {
        let path = self.folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }

    /// What stands in a file.
    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(name)).unwrap_or_default()
    }

    /// Asks.
    pub fn ask(&mut self, name: &str, body: &Value) -> Told {
        let (reply, written) = fs::noted(|| errands::ask(&mut self.desk, name, body));
        assert!(written.is_empty(), "{name} has written");
        told(reply)
    }

    /// Has something changed.
    pub fn change(&mut self, name: &str, body: &Value) -> Told {
        let (reply, written) = fs::noted(|| errands::change(&mut self.desk, name, body));
        let told = told(reply);
        let out = self.desk.project.out();
        let of_facts = written.into_iter().filter(|file| !file.path.starts_with(&out));
        let written: Vec<fs::Written> = of_facts.collect();
        let is_written = !written.is_empty();
        match self.desk.what.take() {
            Some(what) => self.desk.journal.enter(what, written, 0),
            None => assert!(name == "undo" || !is_written, "{name} has no name"),
        }
        assert!(told.0 == 200 || !is_written, "{name} has written what it refused");
        told
    }
}

fn told(reply: Reply) -> Told {
    match reply {
        Reply::Done(done) => (200, done),
        Reply::Refused(refusal) => (422, refusal.as_json()),
        Reply::Conflict(now) => (409, now),
        Reply::Unknown => (404, json!(null)),
    }
}

/// The fields beside which something is wrong, in the order of the problems.
pub fn fields(told: &Told) -> Vec<&str> {
    assert_eq!(told.0, 422, "{told:?}");
    let problems = told.1["problems"].as_array().into_iter().flatten();
    problems.map(|problem| problem["field"].as_str().unwrap_or("-")).collect()
}
