//! Folders on drives that cannot do everything. Network drives do not give memory
//! that processes share: strace plays one by refusing to map the file in which
//! SQLite would keep it (error 5386).

mod common;

use std::process::Command;

use common::{TestProject, has_strace, said};

/// Runs the program where SQLite gets no shared memory; what it says, with its exit
/// code. `None` where there is no strace.
fn run_without_shared_memory(project: &TestProject, args: &[&str]) -> Option<String> {
    if !has_strace() {
        return None;
    }
    let shared = project.path("out/ledger.sqlite3-shm");
    let mut command = Command::new("strace");
    command.args(["-f", "-qq", "-o"]).arg(project.path("trace"));
    command.args(["-e", "trace=mmap", "-e", "inject=mmap:error=ENODEV", "-P"]).arg(shared);
    let program = project.command(args);
    command.arg(program.get_program()).args(program.get_args()).env("NO_COLOR", "1");
    Some(said(&command.output().expect("strace starts")))
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

/// Runs the program where nobody may write into the project.
#[cfg(target_os = "linux")]
fn run_read_only(project: &TestProject, args: &[&str]) -> String {
    let program = project.command(args);
    let root = project.path("");
    let mount = "mount --bind \"$0\" \"$0\" && mount -o remount,bind,ro \"$0\" && exec \"$@\"";
    // Rights do not bind the superuser: for them the drive itself is read-only.
    let is_superuser = common::tool("id", &["-u"]) == b"0\n";
    let mut command = Command::new(if is_superuser { "unshare" } else { "sh" });
    if is_superuser {
        command.args(["--mount", "sh", "-c", mount]);
    } else {
        let rights = "chmod -R a-w \"$0\" && \"$@\"; code=$?; chmod -R u+w \"$0\"; exit $code";
        command.args(["-c", rights]);
    }
    command.arg(root).arg(program.get_program()).args(program.get_args()).env("NO_COLOR", "1");
    said(&command.output().expect("it starts"))
}

/// The ledger in the middle of a write: the file, and the journal to undo it.
#[cfg(target_os = "linux")]
fn kill_while_writing(ledger: &std::path::Path) {
    let connection = rusqlite::Connection::open(ledger).expect("a ledger");
    let write = "PRAGMA cache_size = 1; BEGIN;
                 UPDATE letter SET name = 'x', source = zeroblob(100000)";
    connection.execute_batch(write).expect("a write");
    let journal = ledger.with_extension("sqlite3-journal");
    let parts = [ledger, &journal].map(|part| (part, std::fs::read(part).expect("a file")));
    drop(connection);
    for (part, bytes) in parts {
        std::fs::write(part, bytes).expect("a file");
    }
}

/// An archive or a backup can be read, whichever state the ledger in it is in.
#[cfg(target_os = "linux")]
#[test]
fn what_nobody_may_write_can_be_read() {
    let earlier = |ledger: &std::path::Path| {
        let connection = rusqlite::Connection::open(ledger).expect("a ledger");
        let earlier = "DROP TABLE chain; DROP TABLE sealed_letter; DROP TABLE issued_facts;
                       ALTER TABLE letter DROP COLUMN warnings; PRAGMA user_version = 1";
        connection.execute_batch(earlier).expect("an earlier ledger");
    };
    let logged = |ledger: &std::path::Path| {
        let connection = rusqlite::Connection::open(ledger).expect("a ledger");
        let mode = connection.pragma_update(None, "journal_mode", "wal");
        mode.expect("a mode");
    };
    type Bring = fn(&std::path::Path);
    let states: [(&str, Bring); 4] = [
        ("as it is", |_| {}),
        ("of an earlier version", earlier),
        ("with a write-ahead log", logged),
        ("after a kill", kill_while_writing),
    ];
    for (state, bring) in states {
        let project = TestProject::base();
        project.succeed(&["generate"]);
        bring(&project.path("out/ledger.sqlite3"));
        let before = std::fs::read(project.path("out/ledger.sqlite3")).expect("the ledger");
        for (args, expected) in [
            (&["verify"][..], "2 letters verified: 0 missing, 0 altered, 0 unknown"),
            (&["status"], "new 0, stale 0, unchanged 2"),
            (&["notice", "list"], "2 letters made"),
            (&["diff", "C-1"], "the text is the same"),
            (&["show", "C-1", "--no-open"], "byte for byte the letter of then"),
        ] {
            let found = run_read_only(&project, args);
            assert!(found.starts_with("exit code 0\n"), "{state}, {args:?}: {found}");
            assert!(found.contains(expected), "{state}, {args:?}: {found}");
        }
        let after = std::fs::read(project.path("out/ledger.sqlite3")).expect("the ledger");
        assert!(before == after, "{state}: it was written");
        // Who may write does.
        project.succeed(&["generate"]);
        project.succeed(&["verify"]);
    }
}
