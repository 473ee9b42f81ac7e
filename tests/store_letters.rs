//! Letters that go to an object store: what is there at the end is what a run into a folder
//! makes, whatever the network does, and wherever a run is killed.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::process::Stdio;
use std::sync::mpsc;

use common::machine::{Machine, PATIENCE, PLACE};
use common::s3::{BUCKET, Fault, Request, S3};
use common::shards::{Made, next_bulletin, project, whole};
use common::{TestProject, said};

/// The letters that are in the store, by their path below the place.
fn letters(s3: &S3) -> BTreeMap<String, Vec<u8>> {
    let below = format!("{PLACE}/");
    let of_place = |(name, bytes): (String, Vec<u8>)| {
        Some((name.strip_prefix(&below)?.to_owned(), bytes)).filter(|(it, _)| it.ends_with(".pdf"))
    };
    s3.objects().into_iter().filter_map(of_place).collect()
}

/// The names of all that is there and no letter.
fn others(s3: &S3) -> Vec<String> {
    s3.objects().into_keys().filter(|name| !name.ends_with(".pdf")).collect()
}

/// Rows without those that count a run: who was killed counts otherwise.
fn of_letters(rows: &[String]) -> Vec<&String> {
    rows.iter().filter(|row| !row.starts_with("Text(\"run\")")).collect()
}

/// Every request meets this fault the first time, and is answered when it is made again.
fn once_each(fault: Fault) -> impl FnMut(usize, &Request) -> Fault + Send {
    let mut met = BTreeSet::new();
    move |_, request| match met.insert((request.method.clone(), request.path.clone())) {
        true => fault,
        false => Fault::None,
    }
}

#[test]
fn letters_in_a_store_are_those_in_a_folder() {
    let Some(s3) = S3::start() else { return };
    let machine = Machine::new(&s3, project(12));
    let said = machine.succeed(&["generate"]);
    assert!(said.contains("made 12, unchanged 0"), "{said}");
    assert!(said.contains(&format!("s3://{BUCKET}/{PLACE}/report-1")), "{said}");
    let folder = whole(&machine.project);
    assert!(letters(&s3) == folder.letters);
    assert_eq!(machine.rows(), folder.ledger);
    assert_eq!(others(&s3), ["run/ledger.sqlite3"]);
    assert!(machine.project.letters("report-1").is_empty(), "letters are in the folder, too");
    // A run that finds nothing to do asks for little.
    s3.plan(|_, _| Fault::None);
    let said = machine.succeed(&["generate"]);
    assert!(said.contains("made 0, unchanged 12"), "{said}");
    assert!(!s3.requests().iter().any(|it| it.puts(".pdf")));
    // So does one on another machine, which has the ledger from the store.
    let other = machine.other();
    let said = other.succeed(&["generate"]);
    assert!(said.contains("made 0, unchanged 12"), "{said}");
    // What has changed is put in the place of what was there, and nothing else is.
    next_bulletin(&other.project);
    s3.plan(|_, _| Fault::None);
    let said = other.succeed(&["generate"]);
    assert!(said.contains("made 4, unchanged 8"), "{said}");
    let puts: Vec<Request> = s3.requests().into_iter().filter(|it| it.puts(".pdf")).collect();
    assert_eq!(puts.len(), 4);
    assert!(puts.iter().all(|it| it.has("if-match")));
    assert!(letters(&s3) == whole(&other.project).letters);
    // The first machine is behind now, and takes what the store has.
    next_bulletin(&machine.project);
    let said = machine.succeed(&["generate"]);
    assert!(said.contains("made 0, unchanged 12"), "{said}");
    assert!(said.contains("it counts, and what was here is now in out/.stores/"), "{said}");
    let said = machine.succeed(&["status"]);
    assert!(said.contains("unchanged 12"), "{said}");
    let said = machine.succeed(&["verify"]);
    assert!(said.contains("12 letters verified"), "{said}");
}

#[test]
fn nothing_is_lost_whatever_the_network_does() {
    for fault in
        [Fault::SlowDown, Fault::CutBeforeAnswer, Fault::CutInAnswer, Fault::Silence, Fault::Lost]
    {
        let Some(s3) = S3::start() else { return };
        let machine = Machine::new(&s3, project(8));
        s3.plan(once_each(fault));
        let mut command = machine.command(&["generate"]);
        command.env("AWS_TIMEOUT", "1 second").env("OSHIRASE_STORE_PART", "3");
        let said = said(&command.output().expect("the program starts"));
        assert!(said.starts_with("exit code 0\n"), "{fault:?}: {said}");
        let folder = whole(&machine.project);
        assert!(letters(&s3) == folder.letters, "{fault:?}");
        assert_eq!(machine.rows(), folder.ledger, "{fault:?}");
        assert_eq!(others(&s3), ["run/ledger.sqlite3"], "{fault:?}");
        let other = machine.other();
        let said = other.succeed(&["verify"]);
        assert!(said.contains("8 letters verified: 0 missing, 0 altered, 0 unknown"), "{said}");
    }
}

#[test]
fn a_run_that_was_killed_goes_on_elsewhere() {
    let Some(s3) = S3::start() else { return };
    let mut machine = Machine::new(&s3, project(80));
    // Letters are recorded once they are there, and every fifth of them makes a part: what
    // the last part lacks is made again.
    for round in 1..=2 {
        let mut parts = 0;
        let kills = move |request: &Request| {
            parts += usize::from(request.method == "PUT" && request.path.contains("/_parts/"));
            parts == 2
        };
        machine.killed_when(kills, &["generate", "--jobs", "1"]);
        let there = letters(&s3).len();
        assert!((round * 10..80).contains(&there), "round {round}: {there}");
        machine = machine.other();
    }
    s3.plan(|_, _| Fault::None);
    let said = machine.succeed(&["generate"]);
    let puts = s3.requests().iter().filter(|it| it.puts(".pdf")).count();
    // Each of four parts has five letters or more.
    assert!(puts <= 60, "all are put again: {puts}");
    assert!(said.contains(&format!("made {puts}, unchanged {}", 80 - puts)), "{said}");
    let folder = whole(&machine.project);
    assert!(letters(&s3) == folder.letters);
    assert_eq!(of_letters(&machine.rows()), of_letters(&folder.ledger));
    assert_eq!(others(&s3), ["run/ledger.sqlite3"]);
}

/// How many letters the store was asked to take.
fn puts(s3: &S3) -> usize {
    s3.requests().iter().filter(|it| it.puts(".pdf")).count()
}

#[test]
fn what_was_put_before_the_store_was_gone_is_not_put_again() {
    let Some(s3) = S3::start() else { return };
    let machine = Machine::new(&s3, project(30));
    let mut before = 0;
    s3.plan(move |_, request| {
        before += usize::from(request.puts(".pdf"));
        if before > 12 { Fault::SlowDown } else { Fault::None }
    });
    let mut command = machine.command(&["generate"]);
    command.env("OSHIRASE_STORE_PATIENCE", "2");
    let said = said(&command.output().expect("the program starts"));
    assert!(said.starts_with("exit code 2\n"), "{said}");
    assert!(said.contains("in vain; what was put and recorded stays"), "{said}");
    assert!(said.contains("SlowDown"), "{said}");
    let there = letters(&s3).len();
    assert!((1..30).contains(&there), "{there} letters are there");
    s3.plan(|_, _| Fault::None);
    machine.succeed(&["generate"]);
    assert_eq!(puts(&s3), 30 - there);
    let folder = whole(&machine.project);
    assert!(letters(&s3) == folder.letters);
    assert_eq!(of_letters(&machine.rows()), of_letters(&folder.ledger));
}

#[cfg(unix)]
#[test]
fn a_run_that_is_asked_to_end_leaves_nothing_to_be_made_again() {
    let Some(s3) = S3::start() else { return };
    let machine = Machine::new(&s3, project(60));
    let (sender, taken) = mpsc::channel();
    let mut before = 0;
    s3.plan(move |_, request| {
        before += usize::from(request.puts(".pdf"));
        if before == 10 {
            let _ = sender.send(());
        }
        Fault::None
    });
    let mut command = machine.command(&["generate", "--jobs", "1"]);
    let mut running = command.stderr(Stdio::null()).spawn().expect("the program starts");
    taken.recv_timeout(PATIENCE).expect("ten puts");
    common::tool("kill", &["-TERM", &running.id().to_string()]);
    assert_eq!(running.wait().expect("it ends").code(), Some(143));
    let there = letters(&s3).len();
    assert!((10..60).contains(&there), "{there} letters are there");
    s3.plan(|_, _| Fault::None);
    let other = machine.other();
    let said = other.succeed(&["generate"]);
    assert!(said.contains(&format!("made {}, unchanged {there}", 60 - there)), "{said}");
    assert_eq!(puts(&s3), 60 - there);
    assert!(letters(&s3) == whole(&other.project).letters);
}

#[test]
fn clients_are_read_from_a_store() {
    let Some(s3) = S3::start() else { return };
    let machine = Machine::new(&s3, project(5));
    let made = whole(&machine.project).letters;
    let list = machine.project.path("data/clients.yaml");
    s3.put("lists/clients.yaml", &std::fs::read(&list).expect("a list"));
    std::fs::remove_file(&list).expect("a list");
    s3.plan(once_each(Fault::CutInAnswer));
    let from = |name: &str| format!("s3://{BUCKET}/lists/{name}");
    machine.succeed(&["generate", "--clients-from", &from("clients.yaml")]);
    assert!(letters(&s3) == made);
    let said = machine.said(&["generate", "--clients-from", &from("none.yaml")]);
    assert!(!said.starts_with("exit code 0"), "{said}");
    assert!(said.contains(&format!("there is nothing at {}", from("none.yaml"))), "{said}");
}

#[test]
fn letters_of_who_is_gone_are_moved_away_in_the_store() {
    let Some(s3) = S3::start() else { return };
    let machine = Machine::new(&s3, project(3));
    machine.succeed(&["generate"]);
    let gone = s3.objects()["run/report-1/N-0002.pdf"].clone();
    let clients = TestProject::of_clients(2);
    let clients = std::fs::read_to_string(clients.path("data/clients.yaml")).expect("clients");
    machine.project.write("data/clients.yaml", &clients);
    let said = machine.succeed(&["generate"]);
    assert!(said.contains("s3://letters/run/report-1/N-0002.pdf"), "{said}");
    machine.succeed(&["generate", "--prune"]);
    assert!(s3.objects()["run/pruned/report-1/N-0002.pdf"] == gone);
    assert!(!s3.objects().contains_key("run/report-1/N-0002.pdf"));
    let said = machine.other().succeed(&["verify"]);
    assert!(said.contains("2 letters verified: 0 missing, 0 altered, 0 unknown"), "{said}");
    let said = machine.said(&["generate", "--keep-source", "--force"]);
    assert!(said.starts_with("exit code 2\nerror: `--keep-source` is for"), "{said}");
}

#[test]
fn shards_on_machines_of_their_own_come_together_in_the_store() {
    let Some(s3) = S3::start() else { return };
    let first = Machine::new(&s3, project(18));
    for shard in ["1/3", "2/3"] {
        first.other().succeed(&["generate", "--shard", shard]);
    }
    let last = first.other();
    last.killed_when(|it| it.puts(".pdf"), &["generate", "--shard", "3/3"]);
    let said = first.said(&["ledger", "merge"]);
    assert!(said.starts_with("exit code 1\n"), "{said}");
    let again = last.other();
    again.succeed(&["generate", "--shard", "3/3"]);
    let said = first.other().said(&["status"]);
    assert!(said.contains("unchanged 18"), "{said}");
    let merging = first.other();
    let said = merging.succeed(&["ledger", "merge"]);
    assert!(said.contains("report-1: made 18, unchanged 0, failed 0"), "{said}");
    let folder = whole(&first.project);
    assert!(letters(&s3) == folder.letters);
    assert_eq!(merging.rows(), folder.ledger);
    assert_eq!(others(&s3), ["run/ledger.sqlite3"]);
    let said = first.other().succeed(&["verify"]);
    assert!(said.contains("18 letters verified: 0 missing, 0 altered, 0 unknown"), "{said}");
    let said = first.other().succeed(&["generate", "--shard", "2/3"]);
    assert!(said.contains("made 0, unchanged"), "{said}");
    // Who has made a shard learns that it is merged.
    s3.delete("run/shards/2-of-3/ledger.sqlite3");
    let said = again.succeed(&["status"]);
    assert!(said.contains("unchanged 18") && !said.contains("not merged"), "{said}");
    assert!(!again.folder().join("shards/3-of-3").exists());
}

#[test]
fn the_first_of_two_has_issued_and_what_was_issued_stays() {
    let Some(s3) = S3::start() else { return };
    let one = Machine::new(&s3, project(4));
    one.succeed(&["generate"]);
    let two = one.other();
    two.succeed(&["status"]);
    // A letter that is not the one that was made is not issued.
    let name = "run/report-1/N-0002.pdf";
    let right = s3.objects()[name].clone();
    s3.put(name, b"another");
    let said = one.said(&["issue", "--by", "山田", "--yes"]);
    assert!(said.starts_with("exit code 1\n"), "{said}");
    assert_eq!(others(&s3), ["run/ledger.sqlite3"]);
    s3.put(name, &right);
    one.succeed(&["generate"]);
    one.succeed(&["issue", "--by", "山田", "--yes"]);
    let issued = others(&s3);
    assert_eq!(issued.len(), 4, "{issued:?}");
    assert!(issued.contains(&"run/report-1.issued.json".to_owned()));
    assert!(issued.contains(&"run/report-1-発送一覧.csv".to_owned()));
    let before = s3.objects();
    let said = two.said(&["issue", "--by", "鈴木", "--yes"]);
    assert!(said.starts_with("exit code 1\n"), "{said}");
    assert!(said.contains("山田"), "{said}");
    // The facts change, and the letters stay.
    next_bulletin(&two.project);
    for args in [&["generate"][..], &["generate", "--force"], &["generate", "--shard", "1/2"]] {
        two.said(args);
        two.other().said(args);
    }
    let after = s3.objects();
    for (name, bytes) in before.iter().filter(|(name, _)| !name.ends_with("ledger.sqlite3")) {
        assert!(after.get(name) == Some(bytes), "{name} was changed");
    }
    let said = one.other().succeed(&["verify"]);
    assert!(said.contains("4 letters verified: 0 missing, 0 altered, 0 unknown"), "{said}");
    s3.put(name, b"another");
    s3.put("run/report-1/N-9999.pdf", b"of nobody");
    s3.put("run/report-1-発送一覧.csv", b"another list");
    s3.delete("run/report-1/N-0001.pdf");
    let said = one.said(&["verify"]);
    assert!(said.starts_with("exit code 1\n"), "{said}");
    assert!(said.contains("1 missing, 2 altered, 1 unknown"), "{said}");
    assert!(said.contains("altered  s3://letters/run/report-1-発送一覧.csv"), "{said}");
}

#[test]
fn an_issue_that_was_killed_behind_its_mark_is_ended_by_who_began_it() {
    let Some(s3) = S3::start() else { return };
    let one = Machine::new(&s3, project(3));
    one.succeed(&["generate"]);
    let issue = ["issue", "--by", "山田", "--yes"];
    one.killed_when(|it| it.puts(".issued.json"), &issue);
    assert!(others(&s3).contains(&"run/report-1.issued.json".to_owned()));
    let two = one.other();
    let said = two.said(&["generate", "--force"]);
    assert!(said.starts_with("exit code 1\n"), "{said}");
    assert!(said.contains("report-1.issued.json says that this notice was issued"), "{said}");
    let said = two.said(&["issue", "--by", "鈴木", "--yes"]);
    assert!(said.starts_with("exit code 1\n") && said.contains("山田"), "{said}");
    one.succeed(&issue);
    assert_eq!(others(&s3).len(), 4);
    let said = one.other().succeed(&["verify"]);
    assert!(said.contains("0 missing, 0 altered, 0 unknown"), "{said}");
}

#[test]
fn a_folder_may_be_used_as_a_store() {
    let machine = project(3);
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("file://{}/letters", folder.path().display());
    let run = |project: &TestProject, args: &[&str]| {
        let said = project.said(&[&["--out", &url], args].concat());
        assert!(said.starts_with("exit code 0\n"), "{said}");
        said
    };
    run(&machine, &["generate"]);
    let Made { letters, ledger } = Made::of(&folder.path().join("letters"));
    let folder_of_letters = whole(&machine);
    assert!(letters == folder_of_letters.letters);
    assert_eq!(ledger, folder_of_letters.ledger);
    let other = TestProject::empty();
    other.overlay_data(&machine.path(""));
    let said = run(&other, &["generate"]);
    assert!(said.contains("made 0, unchanged 3"), "{said}");
    run(&other, &["issue", "--by", "山田", "--yes"]);
    run(&machine, &["verify"]);
}

#[test]
fn what_is_missing_is_told_with_what_to_do() {
    let project = TestProject::of_clients(1);
    // Nobody listens there.
    let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let nobody = format!("http://{}", free.local_addr().expect("an address"));
    drop(free);
    let said = |lang: &str, url: &str, environment: &[(&str, &str)]| {
        let mut command = project.command_in(lang, &["--out", url, "generate"]);
        for (name, _) in std::env::vars() {
            if ["AWS_", "AZURE_", "GOOGLE_"].iter().any(|it| name.starts_with(it)) {
                command.env_remove(name);
            }
        }
        command.env("OSHIRASE_STORE_PATIENCE", "1").envs(environment.iter().copied());
        said(&command.output().expect("the program starts"))
    };
    let metadata = [("AWS_METADATA_ENDPOINT", nobody.as_str())];
    let without = said("en", "s3://letters/run", &metadata);
    assert!(
        without.starts_with("exit code 2\nerror: there are no credentials for s3://"),
        "{without}"
    );
    assert!(without.contains("AWS_ACCESS_KEY_ID"), "{without}");
    let without = said("ja", "s3://letters/run", &metadata);
    assert!(
        without.contains("認証情報がありません") && without.contains("AWS_ACCESS_KEY_ID"),
        "{without}"
    );
    let without = said("en", "az://letters/run", &[]);
    assert!(without.contains("there are no credentials for az://letters/run"), "{without}");
    assert!(without.contains("AZURE_STORAGE_ACCOUNT_NAME"), "{without}");
    let key = [("GOOGLE_SERVICE_ACCOUNT", "/no/such/key.json")];
    let without = said("en", "gs://letters/run", &key);
    assert!(without.contains("there are no credentials for gs://letters/run"), "{without}");
    for url in
        ["s3://", "ftp://letters/run", "https://letters/run", "file://host/run", "s3:/letters"]
    {
        let refused = said("en", url, &[]);
        assert!(refused.starts_with("exit code 2\nerror: "), "{refused}");
        assert!(refused.contains("is no place in an object store"), "{refused}");
    }
}
