//! The files of `deploy/`, as they are: Slurm makes the letters of a project, GNU parallel does
//! on two hosts, and the Kubernetes manifests are right and have commands that do it, too.
//!
//! Slurm's daemons and those of the hosts run on loopback for one test each, with settings and
//! keys of its own, as root: `tests/run` installs them in CI. Elsewhere these tests are left out,
//! and say so.

#![cfg(target_os = "linux")]

#[path = "../common/mod.rs"]
mod common;
mod kubernetes;
mod parallel;
mod slurm;

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use common::shards::Made;
use common::{TestProject, has_strace, repository, tool};

/// How many letters are made: some for each of eight shards.
const CLIENTS: usize = 64;

/// Where it may be one shard or the other, it is this one.
const SHARD: &str = "3/8";

/// Whether root runs this, and these programs are there; says it where that is not so. In CI
/// root has them.
fn can_run(programs: &[&str]) -> bool {
    if tool("id", &["-u"]) != b"0\n" {
        eprintln!("SKIPPED: daemons of other programs are started by root only");
        return false;
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let is_there = |program: &str| folders.iter().any(|it| it.join(program).is_file());
    let missing: Vec<&str> = programs.iter().copied().filter(|it| !is_there(it)).collect();
    if !missing.is_empty() {
        assert!(std::env::var_os("CI").is_none(), "CI installs {missing:?}");
        eprintln!(
            "SKIPPED: there is no {}, which `CI=true tests/run` installs",
            missing.join(", ")
        );
    }
    missing.is_empty() && has_strace()
}

/// A file of `deploy/`.
fn deployed(file: &str) -> PathBuf {
    repository().join("deploy").join(file)
}

/// A daemon in the foreground. Ends when it is dropped.
struct Daemon(Child);

impl Daemon {
    /// Starts it, and waits until it has said each of these on standard error.
    fn start(command: &mut Command, said: &[&str]) -> Self {
        let mut child =
            command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn().expect("a daemon");
        let mut lines = BufReader::new(child.stderr.take().expect("a pipe")).lines();
        let mut all = String::new();
        let mut awaited = said.to_vec();
        while !awaited.is_empty() {
            let Some(Ok(line)) = lines.next() else {
                panic!("{command:?} has ended and not said {awaited:?}: {all}");
            };
            awaited.retain(|it| !line.contains(it));
            all.push_str(&line);
            all.push('\n');
        }
        // A pipe that nobody reads would stop it one day.
        std::thread::spawn(move || lines.for_each(drop));
        Self(child)
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        // They end what they have started, too.
        let _ = Command::new("kill").arg(self.0.id().to_string()).status();
        let _ = self.0.wait();
    }
}

/// A port of loopback at which nobody listens.
fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}

/// A program that is this one, but killed once in the middle of a shard, before it gives the
/// third letter its name.
fn killed_once(folder: &Path) -> PathBuf {
    let program = env!("CARGO_BIN_EXE_oshirase");
    let killed = folder.join("killed");
    let killed = killed.display();
    let script = folder.join("oshirase");
    let text = format!(
        "#!/bin/sh\n\
         case \"$*\" in *'--shard {SHARD}'*) if ! [ -e {killed} ]; then\n\
         touch {killed}\n\
         exec strace -f -qq -o /dev/null -e trace=rename,renameat,renameat2 \
         -e inject=rename,renameat,renameat2:signal=KILL:when=3 {program} --lang en \"$@\"\n\
         fi ;; esac\n\
         exec {program} --lang en \"$@\"\n"
    );
    fs::write(&script, text).expect("a writable file");
    make_executable(&script);
    script
}

fn make_executable(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("rights");
}

/// A project whose letters have been made in one run.
fn whole() -> TestProject {
    let whole = TestProject::of_clients(CLIENTS);
    whole.succeed(&["generate"]);
    whole
}

/// Whether a project's letters and ledger are those of one whole run.
fn assert_same(shared: &TestProject, whole: &TestProject) {
    let [ours, theirs] = [shared, whole].map(|it| Made::of(&it.path("out")));
    assert_eq!(theirs.letters.len(), CLIENTS);
    assert!(ours.letters.keys().eq(theirs.letters.keys()), "{:?}", ours.letters.keys());
    for (name, letter) in &theirs.letters {
        assert!(ours.letters[name] == *letter, "{name} is not as in one whole run");
    }
    assert_eq!(ours.ledger, theirs.ledger);
    let verified = shared.said(&["verify"]);
    let all = format!("exit code 0\n{CLIENTS} letters verified: 0 missing");
    assert!(verified.starts_with(&all), "{verified}");
}
