//! What is in an object store and should not be so: damaged, altered, gone, or of another
//! place. It is said which object it is, and nothing that is right is lost by it.

mod common;

use common::machine::Machine;
use common::s3::S3;
use common::shards::{Made, project, whole};

/// The letters in the store, and the others that are there, by name.
fn there(s3: &S3) -> Vec<String> {
    s3.objects().into_keys().collect()
}

#[test]
fn a_damaged_ledger_in_the_store_costs_nothing_here() {
    let Some(s3) = S3::start() else { return };
    let machine = Machine::new(&s3, project(3));
    machine.succeed(&["generate"]);
    let rows = machine.rows();
    s3.put("run/ledger.sqlite3", b"no ledger");
    for args in [&["status"][..], &["verify"], &["generate"]] {
        let said = machine.said(args);
        assert!(said.starts_with("exit code 2\nerror: the ledger s3://letters/run/"), "{said}");
        assert_eq!(machine.rows(), rows);
        assert!(!machine.folder().join("damaged").exists());
        assert!(!machine.folder().join("ledger.sqlite3.part").exists());
    }
    // As the message says.
    s3.delete("run/ledger.sqlite3");
    let said = machine.succeed(&["status"]);
    assert!(said.contains("run/ledger.sqlite3 is no longer there"), "{said}");
    machine.succeed(&["generate"]);
    assert!(there(&s3).contains(&"run/ledger.sqlite3".to_owned()));
    let said = machine.other().succeed(&["verify"]);
    assert!(said.contains("3 letters verified: 0 missing, 0 altered, 0 unknown"), "{said}");
}

#[test]
fn a_damaged_part_is_named_and_may_be_removed() {
    let Some(s3) = S3::start() else { return };
    let machine = Machine::new(&s3, project(2));
    machine.succeed(&["generate"]);
    s3.put("run/_parts/x.sqlite3", b"no part");
    for args in [&["status"][..], &["generate"]] {
        let said = machine.said(args);
        assert!(said.starts_with("exit code 2\nerror: s3://letters/run/_parts/x"), "{said}");
    }
    s3.delete("run/_parts/x.sqlite3");
    let said = machine.succeed(&["generate"]);
    assert!(said.contains("made 0, unchanged 2"), "{said}");
}

#[test]
fn what_is_missing_of_an_issue_is_said_and_put_again() {
    let Some(s3) = S3::start() else { return };
    let machine = Machine::new(&s3, project(2));
    machine.succeed(&["generate"]);
    machine.succeed(&["issue", "--by", "山田", "--yes"]);
    let issued = s3.objects();
    let mark = "run/report-1.issued.json";
    s3.delete(mark);
    s3.delete("run/report-1-発送一覧.csv");
    let said = machine.said(&["verify"]);
    assert!(said.starts_with("exit code 1\n"), "{said}");
    assert!(said.contains("s3://letters/run/report-1.issued.json, the mark that"), "{said}");
    assert!(said.contains("missing  s3://letters/run/report-1-発送一覧.csv"), "{said}");
    machine.said(&["generate"]);
    assert!(s3.objects() == issued);
    machine.succeed(&["verify"]);
    // A list that is another hinders nobody, and is found.
    s3.put("run/report-1-発送一覧.xlsx", b"another");
    machine.said(&["generate"]);
    let said = machine.said(&["verify"]);
    assert!(said.contains("altered  s3://letters/run/report-1-発送一覧.xlsx"), "{said}");
}

#[test]
fn what_is_issued_in_a_folder_is_not_issued_in_a_store() {
    let Some(s3) = S3::start() else { return };
    let machine = Machine::new(&s3, project(2));
    machine.project.succeed(&["generate"]);
    machine.project.succeed(&["issue", "--by", "山田", "--yes"]);
    let made = Made::of(&machine.project.path("out"));
    let said = machine.succeed(&["status"]);
    assert!(said.contains("new 2"), "{said}");
    let said = machine.succeed(&["generate"]);
    assert!(said.contains("made 2, unchanged 0"), "{said}");
    assert_eq!(machine.rows(), whole(&machine.project).ledger);
    assert_eq!(Made::of(&machine.project.path("out")), made);
    machine.project.succeed(&["verify"]);
    let said = machine.project.said(&["generate"]);
    assert!(said.contains("are also at s3://letters/run; this command"), "{said}");
    // Nor is another place of the store.
    machine.succeed(&["issue", "--by", "山田", "--yes"]);
    let mut command = machine.project.command(&["--out", "s3://letters/other", "generate"]);
    command.envs(s3.environment());
    let said = common::said(&command.output().expect("the program starts"));
    assert!(said.contains("made 2, unchanged 0"), "{said}");
    assert!(there(&s3).contains(&"other/report-1/N-0001.pdf".to_owned()));
}
