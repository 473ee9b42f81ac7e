//! What stands in the way, is broken, or stops a run: each costs as little as it can,
//! and the next command goes on.

mod common;

use std::fs;
use std::path::Path;
use std::process::Command;

use common::{TestProject, has_strace, holds, said};
use rusqlite::Connection;

fn change_ledger(project: &TestProject, statements: &str) {
    let ledger = Connection::open(project.path("out/ledger.sqlite3"));
    let statements = format!("PRAGMA foreign_keys = off; {statements}");
    ledger.and_then(|it| it.execute_batch(&statements)).expect(&statements);
}

/// Each is a database as SQLite has it, and no ledger.
#[test]
fn a_database_that_is_no_whole_ledger_is_set_aside() {
    let wrong = [
        "UPDATE letter SET sha256 = 'none'",
        "UPDATE letter SET inputs = upper(hex(randomblob(31)))",
        "DROP TABLE run",
        "DROP TABLE letter",
        "ALTER TABLE run DROP COLUMN failed",
        "DROP TRIGGER issued_letter_goes",
        "PRAGMA application_id = 1",
        "PRAGMA user_version = 0",
        "PRAGMA user_version = -1",
        "PRAGMA application_id = 0; PRAGMA user_version = 99",
    ];
    let project = TestProject::base();
    for (number, statements) in (1..).zip(wrong) {
        project.succeed(&["generate"]);
        change_ledger(&project, statements);
        let found = project.said(&["generate"]);
        let kept = format!("it is kept in `out/damaged/ledger-{number}/`");
        assert!(found.contains(&kept), "{statements}: {found}");
        assert!(found.contains("made 2, unchanged 0, failed 0"), "{statements}: {found}");
        let found = project.said(&["verify"]);
        assert!(found.starts_with("exit code 0\n2 letters verified"), "{statements}: {found}");
    }
    // Another program's file.
    let ledger = project.path("out/ledger.sqlite3");
    fs::remove_file(&ledger).expect("the ledger");
    change_ledger(&project, "CREATE TABLE letter (a); INSERT INTO letter VALUES (1)");
    for reading in [&["status"][..], &["verify"], &["show", "C-1"], &["notice", "list"]] {
        let found = project.said(reading);
        assert!(found.starts_with("exit code 2\nerror: "), "{reading:?}: {found}");
        assert!(found.contains("is damaged: bring back"), "{reading:?}: {found}");
    }
    let found = project.said(&["generate"]);
    assert!(found.contains("it is kept in `out/damaged/ledger-11/`"), "{found}");
    let kept = Connection::open(project.path("out/damaged/ledger-11/ledger.sqlite3"));
    let rows = kept.and_then(|it| it.query_row("SELECT a FROM letter", [], |row| row.get(0)));
    assert_eq!(rows, Ok(1), "nothing was written into it");
}

/// What the record of one letter has wrong is told by who reads it, and goes with the
/// letter.
#[test]
fn a_record_that_cannot_be_read_is_made_again() {
    let project = TestProject::base();
    for statement in [
        "UPDATE letter SET own_facts = '{'",
        "UPDATE letter SET source = x'00'",
        "UPDATE facts SET json = '{' || id",
    ] {
        project.succeed(&["generate"]);
        change_ledger(&project, statement);
        let found = project.said(&["show", "C-1", "--no-open"]);
        assert!(found.starts_with("exit code 2\nerror: "), "{statement}: {found}");
        assert!(found.contains("`oshirase generate --force`"), "{statement}: {found}");
        project.succeed(&["generate", "--force"]);
        let shown = project.path("shown.pdf");
        project.succeed(&["show", "C-1", "-o", &shown.to_string_lossy()]);
    }
}

/// Who was a client is in no corner of the ledger, also of one that was made before
/// that was so.
#[test]
fn a_pruned_client_is_in_no_corner_of_the_ledger() {
    let project = TestProject::base();
    let ledger = project.path("out/ledger.sqlite3");
    let has = |name: &str| {
        let bytes = fs::read(&ledger).expect("the ledger");
        holds(&bytes, name.as_bytes())
    };
    project.succeed(&["generate"]);
    assert!(has("有限会社にほへ"));
    project.edit("data/clients.yaml", "id: C-2", "id: C-3");
    project.edit("data/clients.yaml", "有限会社にほへ", "有限会社とちり");
    project.succeed(&["generate", "--prune"]);
    assert!(!has("有限会社にほへ"));

    let earlier = "PRAGMA secure_delete = off; DELETE FROM letter WHERE client = 'C-3';
                   DROP TABLE chain; DROP TABLE sealed_letter; DROP TABLE issued_facts; PRAGMA user_version = 2";
    change_ledger(&project, earlier);
    assert!(has("有限会社とちり"), "SQLite leaves what it deletes");
    project.succeed(&["status"]);
    assert!(!has("有限会社とちり"));
}

#[test]
fn a_folder_in_a_letters_place_stops_that_letter_alone() {
    let project = TestProject::base();
    fs::create_dir_all(project.letter("C-1")).expect("a folder");
    let found = project.said(&["generate"]);
    assert!(found.contains("`out/report-1/C-1.pdf` is a folder"), "{found}");
    assert!(found.contains("made 1, unchanged 0, failed 1"), "{found}");
    fs::remove_dir(project.letter("C-1")).expect("a folder");
    let found = project.said(&["generate"]);
    assert!(found.starts_with("exit code 0\nmade 1, unchanged 1, failed 0"), "{found}");
    // Also where the letter was there before.
    for file in [project.letter("C-1"), project.letter("C-2")] {
        fs::remove_file(&file).expect("a letter");
    }
    fs::create_dir_all(project.letter("C-1").join("more")).expect("a folder");
    let found = project.said(&["generate"]);
    assert!(found.contains("made 1, unchanged 0, failed 1"), "{found}");
    let found = project.said(&["status"]);
    assert!(found.contains("unchanged 1"), "{found}");
    fs::remove_dir_all(project.letter("C-1")).expect("a folder");
    project.succeed(&["generate"]);
    project.succeed(&["verify"]);
}

/// To open a pipe is to wait for who opens its other end.
#[cfg(target_os = "linux")]
#[test]
fn a_pipe_or_a_folder_as_a_lock_or_a_ledger_ends_in_a_message() {
    let bounded = |project: &TestProject, args: &[&str]| {
        let program = project.command(args);
        let mut command = Command::new("timeout");
        command.arg("60").arg(program.get_program()).args(program.get_args());
        said(&command.output().expect("it starts"))
    };
    let writing: [&[&str]; 5] = [
        &["generate"],
        &["generate", "--prune"],
        &["issue", "--yes", "--by", "山田"],
        &["bulletin", "add", "--at", "2024-02-07T10:00", "--text", "復旧の報告を受ける。"],
        &["notice", "new", "--date", "2024-02-09"],
    ];
    for file in ["out/.lock", "out/ledger.sqlite3"] {
        for make in [&["mkfifo"][..], &["mkdir"]] {
            let project = TestProject::base();
            fs::create_dir(project.path("out")).expect("a folder");
            common::tool(make[0], &[&project.path(file).to_string_lossy()]);
            for args in writing {
                let is_in_the_way = file == "out/.lock" || args[0] == "generate";
                let found = bounded(&project, args);
                assert!(!found.starts_with("exit code 124"), "{args:?} hangs");
                let says = found.contains("it is not a file");
                assert!(says || !is_in_the_way, "{make:?} {file} {args:?}: {found}");
            }
            for args in [&["status"][..], &["verify"], &["check"], &["notice", "list"]] {
                let found = bounded(&project, args);
                assert!(!found.starts_with("exit code 124"), "{args:?} hangs");
            }
        }
    }
}

/// Runs the program, to which strace sends a signal when it makes a system call.
#[cfg(target_os = "linux")]
fn run_with_signal(project: &TestProject, inject: &[&str], args: &[&str]) -> Option<String> {
    if !has_strace() {
        return None;
    }
    // What runs in the background of a script inherits that no signal ends it.
    let mut command = Command::new("env");
    command.args(["--default-signal=INT,TERM,HUP", "strace", "-f", "-qq", "-o"]);
    command.arg(project.path("trace")).args(inject);
    let program = project.command(args);
    command.arg(program.get_program()).args(program.get_args()).env("NO_COLOR", "1");
    Some(said(&command.output().expect("strace starts")))
}

/// So many letters that the program hears of a request to end before it has made the last,
/// on a busy machine too.
#[cfg(target_os = "linux")]
const MANY: usize = 80;

#[cfg(target_os = "linux")]
#[test]
fn a_request_to_end_lets_a_run_finish_what_it_is_at() {
    for (signal, code) in [("INT", 130), ("TERM", 143), ("HUP", 129)] {
        let project = TestProject::of_clients(MANY);
        let third = project.path("out/report-1/.unfinished-N-0002.pdf");
        let third = third.to_string_lossy();
        let inject = format!("inject=openat:signal={signal}:when=1");
        let options = ["-P", &third, "-e", "trace=openat", "-e", &inject];
        let args = ["generate", "--jobs", "1"];
        let Some(found) = run_with_signal(&project, &options, &args) else { return };
        assert!(found.starts_with(&format!("exit code {code}\nstopping: ")), "{found}");
        let made = project.letters("report-1").len();
        assert!((3..MANY).contains(&made), "{made}");
        assert!(found.contains(&format!("made {made}, unchanged 0, failed 0")), "{found}");
        assert!(found.contains(&format!("stopped: {} letter", MANY - made)), "{found}");
        let verified = project.said(&["verify"]);
        let expected = format!("exit code 0\n{made} letters verified: 0 missing, 0 altered, 0");
        assert!(verified.starts_with(&expected), "{verified}");
        let found = project.said(&["generate"]);
        let expected = format!("exit code 0\nmade {}, unchanged {made}, failed 0", MANY - made);
        assert!(found.starts_with(&expected), "{found}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_second_request_to_end_is_obeyed_at_once_and_the_first_before_any_letter_too() {
    let project = TestProject::of_clients(MANY);
    // The first comes while the first letters are waited for, the next ones while they are
    // put in their places.
    let traced = "trace=syncfs,?rename,?renameat,?renameat2";
    let disk = "inject=syncfs:signal=INT:when=1";
    let places = "inject=?rename,?renameat,?renameat2:signal=INT:when=1+";
    let options = ["-e", traced, "-e", disk, "-e", places];
    let args = ["generate", "--jobs", "1"];
    let Some(found) = run_with_signal(&project, &options, &args) else { return };
    assert!(found.starts_with("exit code 130\nstopping: "), "{found}");
    assert!(!found.contains("made "), "{found}");
    let found = project.said(&["generate"]);
    assert!(found.contains("what it left has been put right"), "{found}");
    assert!(found.contains("failed 0"), "{found}");
    project.succeed(&["verify"]);

    let project = TestProject::of_clients(3);
    let clients = project.path("data/clients.yaml").to_string_lossy().into_owned();
    let options = ["-P", &clients, "-e", "trace=openat", "-e", "inject=openat:signal=TERM:when=1"];
    let found = run_with_signal(&project, &options, &["generate"]).expect("strace");
    assert_eq!(found, "exit code 143\nstopped; no letter was made\n");
    assert!(!project.path("out").exists());

    // As `nohup` has it, the end of the terminal is none of the program.
    let trace = project.path("trace").to_string_lossy().into_owned();
    let program = project.command(&["generate"]);
    let mut command = Command::new("sh");
    command.args(["-c", "trap '' HUP; exec \"$@\"", "sh", "strace", "-f", "-qq", "-o", &trace]);
    command.args(["-e", "trace=fdatasync", "-e", "inject=fdatasync:signal=HUP:when=2"]);
    command.arg(program.get_program()).args(program.get_args()).env("NO_COLOR", "1");
    let found = said(&command.output().expect("it starts"));
    assert!(found.starts_with("exit code 0\nmade 3, unchanged 0, failed 0"), "{found}");
}

/// A viewer has its letter for as long as it may need it, and nobody else.
#[test]
fn a_letter_that_was_shown_is_in_a_folder_of_its_owner_alone() {
    let project = TestProject::base();
    let printed = project.run(&["preview", "C-1", "--no-open"]).stdout;
    let shown = String::from_utf8(printed).expect("a path");
    let folder = Path::new(shown.trim()).parent().expect("a folder");
    assert!(folder.join(".given").exists());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(folder).expect("it").permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
    }
    fs::remove_dir_all(folder).expect("a folder");
}
