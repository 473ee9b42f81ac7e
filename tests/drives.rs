//! Folders on drives that cannot do everything. Network drives do not give memory
//! that processes share: strace plays one by refusing to map the file in which
//! SQLite would keep it (error 5386).

mod common;

use std::process::Command;

use common::TestProject;

/// Runs the program where SQLite gets no shared memory; what it says, with its exit
/// code. `None` where there is no strace.
fn run_without_shared_memory(project: &TestProject, args: &[&str]) -> Option<String> {
    if Command::new("strace").arg("-V").output().is_err() {
        assert!(std::env::var_os("CI").is_none(), "CI installs strace");
        eprintln!("SKIPPED: there is no strace, which `tests/run` installs");
        return None;
    }
    let shared = project.path("out/ledger.sqlite3-shm");
    let mut command = Command::new("strace");
    command.args(["-f", "-qq", "-o"]).arg(project.path("trace"));
    command.args(["-e", "trace=mmap", "-e", "inject=mmap:error=ENODEV", "-P"]).arg(shared);
    let program = project.command(args);
    command.arg(program.get_program()).args(program.get_args()).env("NO_COLOR", "1");
    let output = command.output().expect("strace starts");
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    Some(format!("exit code {}\n{said}", output.status.code().unwrap_or(-1)))
}

#[test]
fn a_ledger_needs_no_memory_that_processes_share() {
    let project = TestProject::base();
    let Some(made) = run_without_shared_memory(&project, &["generate"]) else { return };
    assert!(made.contains("made 2, unchanged 0"), "{made}");
    let again = run_without_shared_memory(&project, &["generate"]).expect("strace");
    assert!(again.contains("made 0, unchanged 2"), "{again}");
    let verified = run_without_shared_memory(&project, &["verify"]).expect("strace");
    assert!(verified.starts_with("exit code 0\n2 letters verified: 0 missing"), "{verified}");
}

#[test]
fn a_ledger_with_a_write_ahead_log_is_read_there_too() {
    let project = TestProject::base();
    project.succeed(&["generate"]);
    let ledger = project.path("out/ledger.sqlite3");
    let connection = rusqlite::Connection::open(&ledger).expect("a ledger");
    let mode = connection
        .pragma_update_and_check(None, "journal_mode", "wal", |row| row.get::<_, String>(0));
    assert_eq!(mode.expect("a mode"), "wal");
    drop(connection);
    let Some(verified) = run_without_shared_memory(&project, &["verify"]) else { return };
    assert!(verified.starts_with("exit code 0\n2 letters verified: 0 missing"), "{verified}");
    for part in ["-wal", "-shm", "-journal"] {
        let part = project.path(&format!("out/ledger.sqlite3{part}"));
        assert!(!part.exists(), "{} is left", part.display());
    }
}
