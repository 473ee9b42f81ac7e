//! A project on a machine of its own whose letters go to an object store.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use super::s3::{BUCKET, Fault, Request, S3};
use super::shards::rows;
use super::{TestProject, said};

/// The place below the bucket.
pub const PLACE: &str = "run";

/// So long a run may take before the test is given up.
pub const PATIENCE: Duration = Duration::from_secs(120);

/// A project on a machine of its own, whose letters go to the store.
pub struct Machine<'a> {
    s3: &'a S3,
    /// The project.
    pub project: TestProject,
}

impl<'a> Machine<'a> {
    /// One with this project.
    pub fn new(s3: &'a S3, project: TestProject) -> Self {
        Self { s3, project }
    }

    /// Another machine with the same facts and an empty disk.
    pub fn other(&self) -> Self {
        let project = TestProject::empty();
        project.overlay_data(&self.project.path(""));
        Self { s3: self.s3, project }
    }

    /// The program with the store, ready to be run.
    pub fn command(&self, args: &[&str]) -> Command {
        let url = format!("s3://{BUCKET}/{PLACE}");
        let mut command = self.project.command(&[&["--out", &url], args].concat());
        command.envs(self.s3.environment());
        command
    }

    /// Runs the program; its exit code and what it says.
    pub fn said(&self, args: &[&str]) -> String {
        said(&self.command(args).output().expect("the program starts"))
    }

    /// The same, which must succeed.
    pub fn succeed(&self, args: &[&str]) -> String {
        let said = self.said(args);
        assert!(said.starts_with("exit code 0\n"), "{said}");
        said
    }

    /// The rows of its ledger.
    pub fn rows(&self) -> Vec<String> {
        rows(&self.folder().join("ledger.sqlite3"))
    }

    /// The folder of what this machine has of the place.
    pub fn folder(&self) -> PathBuf {
        let stores = fs::read_dir(self.project.path("out/.stores")).expect("a folder");
        let mut stores = stores.map(|entry| entry.expect("an entry").path());
        let folder = stores.next().expect("a folder");
        assert_eq!(stores.next(), None, "two of one place");
        folder
    }

    /// Runs the program, and kills it when the store has taken what `kills` says yes to. Every
    /// fifth letter makes a part of the ledger.
    pub fn killed_when(
        &self,
        mut kills: impl FnMut(&Request) -> bool + Send + 'static,
        args: &[&str],
    ) {
        let (sender, taken) = mpsc::channel();
        self.s3.plan(move |_, request| match kills(request) {
            true => {
                // Who has been killed does not listen any more.
                let _ = sender.send(());
                Fault::Silence
            }
            false => Fault::None,
        });
        let mut command = self.command(args);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command.env("AWS_TIMEOUT", "60 seconds").env("OSHIRASE_STORE_PART", "5");
        let mut running = command.spawn().expect("the program starts");
        taken.recv_timeout(PATIENCE).expect("a request that kills");
        running.kill().expect("it is running");
        running.wait().expect("it ends");
        self.s3.plan(|_, _| Fault::None);
    }
}
