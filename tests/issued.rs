//! What was issued stays as it was, whatever becomes of the files beside it; and what
//! is changed of it is named.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use common::alterations::{Alteration, alter, past_guards, rows, writable};
use common::random::Random;
use common::{TestProject, files_below, number_in};
use oshirase::args::VerifyArgs;
use oshirase::commands::verify::verify;
use oshirase::ledger::ChainFingerprint;
use oshirase::project::Project;

/// The fingerprint in what `issue` says.
fn fingerprint_in(said: &str) -> String {
    let (_, rest) = said.split_once("in a mail: ").unwrap_or_else(|| panic!("{said}"));
    rest.lines().next().expect("a fingerprint").to_owned()
}

/// The small project with one notice issued; its fingerprint.
fn issued_once() -> (TestProject, String) {
    let project = TestProject::base();
    project.succeed(&["generate"]);
    let found = project.said(&["issue", "--yes", "--by", "山田"]);
    (project, fingerprint_in(&found))
}

/// The next notice issued, too; its fingerprint.
fn issue_the_next(project: &TestProject) -> String {
    project.succeed(&["notice", "new", "--date", "2024-02-09"]);
    project.succeed(&["generate"]);
    fingerprint_in(&project.said(&["issue", "--yes", "--by", "佐藤", "--how", "郵送"]))
}

/// Every file in `out/`, but for the ledger and the lock.
fn sent(project: &TestProject) -> BTreeMap<PathBuf, Vec<u8>> {
    let is_sent = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        !name.starts_with("ledger.sqlite3") && name != ".lock"
    };
    let sent = files_below(&project.path("out")).into_iter().filter(is_sent);
    sent.map(|path| (path.clone(), fs::read(&path).unwrap_or_default())).collect()
}

#[test]
fn the_fingerprint_is_on_both_lists_and_names_what_came_later() {
    let (project, first) = issued_once();
    assert_eq!(
        project.said(&["verify", "--against", &first.to_lowercase().replace('-', " ")]),
        format!(
            "exit code 0\n2 letters verified: 0 missing, 0 altered, 0 unknown\n\
             as on {}, when notice `report-1` was issued with this fingerprint\n",
            today(&project)
        )
    );
    let csv = fs::read_to_string(project.path("out/report-1-発送一覧.csv")).expect("a list");
    let lines: Vec<&str> = csv.lines().collect();
    assert!(lines[0].ends_with(",照合番号"), "{csv}");
    assert!(lines[1..].iter().all(|line| line.ends_with(&first)), "{csv}");
    let xlsx = unpacked(&project.path("out/report-1-発送一覧.xlsx"));
    assert!(xlsx.contains(&format!("照合番号 {first}")), "not at the head of its pages");
    assert!(xlsx.contains(&format!("<t>{first}</t>")), "not in its cells");

    let second = issue_the_next(&project);
    assert_ne!(first, second);
    let found = project.said(&["verify", "--against", &first]);
    assert!(found.ends_with("with this fingerprint; issued since: report-2\n"), "{found}");
    let found = project.said(&["verify"]);
    assert!(found.ends_with(&format!("everything issued: {second}\n")), "{found}");

    // One wrong character is a slip of the pen, and no sign of a change.
    let wrong = if first.starts_with('7') { "8" } else { "7" };
    let found = project.said(&["verify", "--against", &format!("{wrong}{}", &first[1..])]);
    assert!(found.starts_with("exit code 2\n") && found.contains("is wrong: compare"), "{found}");
    let other = "0000-0000-0000-0000-0000";
    let found = project.said(&["verify", "--against", other]);
    assert!(found.starts_with("exit code 1\n") && found.contains("no issue in"), "{found}");
}

/// All that is in a spreadsheet.
fn unpacked(path: &Path) -> String {
    let file = fs::File::open(path).expect("a list");
    let mut archive = zip::ZipArchive::new(file).expect("an archive");
    let mut text = String::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).expect("a file");
        std::io::Read::read_to_string(&mut file, &mut text).expect("a text");
    }
    text
}

/// The day of the issue, as messages say it.
fn today(project: &TestProject) -> String {
    let status = project.json(&["status"]);
    status["issued"]["at"].as_str().expect("a time")[..10].to_owned()
}

/// The ledger of before the issue is put back, all rights are lost, the facts are others.
#[test]
fn a_list_without_its_issue_stops_everything() {
    let project = TestProject::base();
    project.succeed(&["generate"]);
    let older = fs::read(project.path("out/ledger.sqlite3")).expect("the ledger");
    let found = project.said(&["issue", "--yes", "--by", "山田"]);
    let fingerprint = fingerprint_in(&found);
    let all = sent(&project);
    assert_eq!(all.len(), 4);
    for list in ["csv", "xlsx"] {
        fs::write(project.path("out/ledger.sqlite3"), &older).expect("the older ledger");
        for path in all.keys().filter(|path| path.exists()) {
            writable(path);
        }
        project.edit("data/clients.yaml", "有限会社にほへ", "有限会社とちり");
        for args in [
            &["generate"][..],
            &["generate", "--force", "--prune"],
            &["generate", "--client", "C-1", "--force", "--keep-source"],
            &["issue", "--yes", "--by", "佐藤"],
            &["show", "C-2", "--notice", "report-1", "--restore"],
            &["status"],
            &["verify"],
            &["verify", "--against", &fingerprint],
        ] {
            let found = project.said(args);
            assert!(found.starts_with("exit code 1\n"), "{args:?}: {found}");
            assert!(found.contains("was issued, and the ledger does not"), "{args:?}: {found}");
            assert!(found.contains("bring back the last `out/ledger.sqlite3`"), "{found}");
            let now = sent(&project);
            assert!(all.iter().all(|(path, it)| now.get(path).is_none_or(|now| now == it)));
        }
        project.edit("data/clients.yaml", "有限会社とちり", "有限会社にほへ");
        // One of the lists is enough.
        let list = project.path(&format!("out/report-1-発送一覧.{list}"));
        if list.extension().is_some_and(|it| it == "csv") {
            fs::remove_file(list).expect("a list");
        }
    }
}

/// A letter that a killed run has left is put in its place if the ledger has it: not
/// that of an older ledger over what was sent.
#[test]
fn what_a_kill_has_left_is_not_put_over_what_was_sent() {
    let project = TestProject::base();
    project.succeed(&["generate"]);
    let (older, letter) = (project.path("out/ledger.sqlite3"), project.letter("C-2"));
    let [older, left] = [&older, &letter].map(|path| fs::read(path).expect("a file"));
    project.edit("data/clients.yaml", "有限会社にほへ", "有限会社とちり");
    project.succeed(&["generate"]);
    project.succeed(&["issue", "--yes", "--by", "山田"]);
    let sent = fs::read(&letter).expect("the letter that was sent");
    assert!(sent != left);
    let attack = || {
        fs::write(project.path("out/ledger.sqlite3"), &older).expect("the older ledger");
        fs::write(project.path("out/report-1/.unfinished-C-2.pdf"), &left).expect("a letter");
        fs::write(project.path("out/.lock"), "x").expect("the mark of a kill");
        project.said(&["status"]);
        project.said(&["generate"]);
        assert!(fs::read(&letter).expect("the letter") == sent);
    };
    // The letter is read-only, and there are no lists.
    fs::rename(project.path("out/report-1-発送一覧.csv"), project.path("csv")).expect("it");
    fs::rename(project.path("out/report-1-発送一覧.xlsx"), project.path("xlsx")).expect("it");
    attack();
    // There is a list, and the letter is writable.
    fs::rename(project.path("csv"), project.path("out/report-1-発送一覧.csv")).expect("it");
    writable(&letter);
    attack();
}

/// Otherwise there would be two ledgers, each with an issue of its own.
#[test]
fn nothing_is_issued_from_a_ledger_that_is_not_the_last() {
    let project = TestProject::base();
    project.succeed(&["generate"]);
    let older = fs::read(project.path("out/ledger.sqlite3")).expect("the ledger");
    project.succeed(&["issue", "--yes", "--by", "山田"]);
    fs::write(project.path("out/ledger.sqlite3"), older).expect("the older ledger");
    project.succeed(&["notice", "new", "--date", "2024-02-09"]);
    project.succeed(&["generate", "--notice", "report-2"]);
    let found = project.said(&["issue", "--yes", "--by", "佐藤", "--notice", "report-2"]);
    assert!(found.starts_with("exit code 1\n"), "{found}");
    assert!(found.contains("says that notice `report-1` was issued, and the ledger"), "{found}");
    // Where there is no other ledger, this is the way out.
    fs::create_dir(project.path("sent")).expect("a folder");
    for sent in ["report-1", "report-1-発送一覧.csv", "report-1-発送一覧.xlsx"] {
        let out = project.path("out").join(sent);
        fs::rename(out, project.path("sent").join(sent)).expect("it is moved");
    }
    project.succeed(&["issue", "--yes", "--by", "佐藤", "--notice", "report-2"]);
}

/// As after a copy that lost all rights.
#[test]
fn what_was_issued_and_is_writable_is_named_and_protected_again() {
    let (project, _) = issued_once();
    issue_the_next(&project);
    let all: Vec<PathBuf> = sent(&project).into_keys().collect();
    assert_eq!(all.len(), 8);
    all.iter().for_each(|path| writable(path));
    let found = project.said(&["verify"]);
    assert!(found.starts_with("exit code 1\n"), "{found}");
    assert!(found.contains("0 unknown, issued and writable 8\n"), "{found}");
    assert!(found.contains("`oshirase generate --notice`"), "{found}");
    for notice in ["report-1", "report-2"] {
        project.said(&["generate", "--notice", notice]);
    }
    assert!(all.iter().all(|path| fs::metadata(path).expect("it").permissions().readonly()));
    assert!(project.said(&["verify"]).starts_with("exit code 0\n"));
}

/// Whoever is killed after the issue was recorded has not written the lists.
#[test]
fn a_list_that_is_gone_is_written_again_and_one_that_differs_is_kept() {
    let (project, fingerprint) = issued_once();
    let all = sent(&project);
    for list in ["csv", "xlsx"] {
        let list = project.path(&format!("out/report-1-発送一覧.{list}"));
        fs::remove_file(&list).expect("a list");
        let found = project.said(&["verify", "--against", &fingerprint]);
        assert!(found.contains(" missing  out/report-1-発送一覧."), "{found}");
        project.said(&["generate"]);
        assert!(sent(&project) == all);
        assert!(fs::metadata(&list).expect("a list").permissions().readonly());
        writable(&list);
        fs::write(&list, "x").expect("another");
        project.said(&["generate"]);
        project.said(&["issue", "--yes", "--by", "佐藤"]);
        assert_eq!(fs::read(&list).expect("a list"), b"x");
        let found = project.said(&["verify"]);
        assert!(found.contains(" altered  out/report-1-発送一覧."), "{found}");
        fs::remove_file(&list).expect("a list");
        project.said(&["issue", "--yes", "--by", "佐藤"]);
    }
    assert!(sent(&project) == all);
    let found = project.said(&["verify", "--against", &fingerprint]);
    assert!(found.starts_with("exit code 0\n"), "{found}");
}

/// A letter of which only the ledger says what it was is not put back from one that
/// was changed.
#[test]
fn a_changed_record_brings_nothing_back() {
    let (project, _) = issued_once();
    let all = sent(&project);
    let change = |sql: &str| {
        let changed =
            past_guards(&project.path("out/ledger.sqlite3"), |ledger| ledger.execute_batch(sql));
        changed.and_then(|it| it).expect("a change");
    };
    change(
        "UPDATE letter SET sha256 = replace(sha256, substr(sha256, 1, 8), '00000000')
         WHERE client = 'C-1'",
    );
    let found = project.said(&["show", "C-1", "--notice", "report-1", "--restore"]);
    assert!(found.starts_with("exit code 1\n"), "{found}");
    assert!(found.contains("what the ledger has of C-1 in `report-1` is not what"), "{found}");
    assert!(sent(&project) == all);
    // Nor is a list.
    fs::remove_file(project.path("out/report-1-発送一覧.csv")).expect("a list");
    project.said(&["generate"]);
    assert!(!project.path("out/report-1-発送一覧.csv").exists());
    let all = sent(&project);
    // And one that has lost the issue alone does not forget that there was one.
    change("DELETE FROM issue");
    for args in [&["generate", "--force"][..], &["issue", "--yes", "--by", "佐藤"], &["status"]] {
        let found = project.said(args);
        assert!(found.starts_with("exit code 2\n"), "{args:?}: {found}");
        assert!(found.contains("has lost when and by whom"), "{args:?}: {found}");
        assert!(sent(&project) == all);
    }
}

/// A ledger from before there was a chain.
#[test]
fn what_was_issued_before_there_was_a_chain_is_in_it() {
    let (project, _) = issued_once();
    issue_the_next(&project);
    let ledger = rusqlite::Connection::open(project.path("out/ledger.sqlite3")).expect("it");
    ledger
        .execute_batch("DROP TABLE chain; DROP TABLE sealed_letter; DROP TABLE issued_facts; PRAGMA user_version = 2;")
        .expect("an old ledger");
    drop(ledger);
    // A list with a fingerprint is not of those days.
    let found = project.said(&["verify"]);
    for notice in ["report-1", "report-2"] {
        assert!(found.contains(&format!(" altered  out/{notice}-発送一覧.csv\n")), "{found}");
        let list = project.path(&format!("out/{notice}-発送一覧.csv"));
        let text = fs::read_to_string(&list).expect("a list");
        let lines = text.lines().map(|line| line.rsplit_once(',').expect("a column").0);
        writable(&list);
        fs::write(&list, lines.collect::<Vec<_>>().join("\r\n") + "\r\n").expect("a list");
    }
    let found = project.said(&["verify"]);
    assert!(found.starts_with("exit code 0\n"), "{found}");
    let (_, fingerprint) = found.trim().rsplit_once(' ').expect("a fingerprint");
    let found = project.said(&["verify", "--against", fingerprint]);
    assert!(found.starts_with("exit code 0\n"), "{found}");
    // Of its list it is known which letters it names.
    let list = project.path("out/report-1-発送一覧.csv");
    let text = fs::read_to_string(&list).expect("a list");
    writable(&list);
    fs::write(&list, text.replace("有限会社にほへ", "有限会社とちり")).expect("another");
    let found = project.said(&["verify"]);
    assert!(found.contains(" altered  out/report-1-発送一覧.csv"), "{found}");
    // And it was not read-only.
    fs::write(&list, text).expect("the list");
    assert!(project.said(&["verify"]).starts_with("exit code 0\n"));
    // And the next issue goes on from there.
    project.succeed(&["notice", "new", "--date", "2024-02-16"]);
    project.succeed(&["generate"]);
    let third = fingerprint_in(&project.said(&["issue", "--yes", "--by", "山田"]));
    let found = project.said(&["verify", "--against", fingerprint]);
    assert!(found.ends_with("issued since: report-3\n"), "{found}");
    let found = project.said(&["verify", "--against", &third]);
    assert!(!found.contains("error"), "{found}");
}

#[test]
fn everything_beside_the_letters_is_seen() {
    let project = TestProject::base();
    project.succeed(&["generate", "--keep-source"]);
    assert!(project.said(&["verify"]).starts_with("exit code 0\n"));
    project.write("out/report-1/.DS_Store", "x");
    assert!(project.said(&["verify"]).starts_with("exit code 0\n"));
    for (path, shown) in [
        (".C-1.pdf", ".C-1.pdf"),
        ("C-1.html", "C-1.html"),
        ("C-3.pdf", "C-3.pdf"),
        ("C-1", "C-1"),
        ("C-3.typ", "C-3.typ"),
        ("old/C-1.pdf", "old/"),
        (".DS_Store.pdf/x", ".DS_Store.pdf/"),
    ] {
        let path = project.path("out/report-1").join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(&path, "x").expect("a file");
        let found = project.said(&["verify"]);
        assert!(found.starts_with("exit code 1\n"), "{found}");
        assert!(found.contains(&format!(" unknown  out/report-1/{shown}\n")), "{found}");
        let found = project.said(&["issue", "--yes", "--by", "山田"]);
        assert!(found.contains("oshirase has not made it"), "{found}");
        if shown.ends_with('/') {
            fs::remove_dir_all(path.parent().expect("a folder")).expect("a folder");
        } else {
            fs::remove_file(&path).expect("a file");
        }
    }
    // The source of another letter is not this one's.
    let source = fs::read(project.path("out/report-1/C-2.typ")).expect("a source");
    fs::write(project.path("out/report-1/C-1.typ"), source).expect("another source");
    assert!(project.said(&["verify"]).contains(" unknown  out/report-1/C-1.typ\n"));
    fs::remove_file(project.path("out/report-1/C-1.typ")).expect("a file");
    // A folder of letters that the ledger does not know at all.
    project.write("out/report-9/C-1.pdf", "x");
    assert!(project.said(&["verify"]).contains(" unknown  out/report-9/\n"));
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_a_letter_is_none() {
    let (project, _) = issued_once();
    let letter = project.letter("C-1");
    fs::rename(&letter, project.path("C-1.pdf")).expect("moved away");
    std::os::unix::fs::symlink(project.path("C-1.pdf"), &letter).expect("a link");
    assert!(project.said(&["verify"]).contains(" altered  out/report-1/C-1.pdf\n"));
}

/// From this project or another, over the letters, beside them, or over a copy.
#[test]
fn no_preview_is_written_over_what_a_project_has_made() {
    let (project, _) = issued_once();
    let all = sent(&project);
    let other = TestProject::base();
    let archive = TestProject::empty();
    for (path, bytes) in &all {
        let name = path.strip_prefix(project.path("out")).expect("a path in out/");
        let copy = archive.path("2024").join(name);
        fs::create_dir_all(copy.parent().expect("a folder")).expect("a folder");
        fs::write(copy, bytes).expect("a copy");
    }
    let read_only = archive.path("alone.pdf");
    fs::copy(project.letter("C-1"), &read_only).expect("a copy");
    let targets = [
        project.letter("C-1"),
        project.path("out/report-1/new.pdf"),
        project.path("out/new.pdf"),
        project.path("data/new.pdf"),
        archive.path("2024/report-1/C-1.pdf"),
        archive.path("2024/new.pdf"),
        read_only.clone(),
    ];
    for from in [&project, &other] {
        for target in &targets {
            let before = fs::read(target).ok();
            let path = target.to_string_lossy();
            for args in [
                &["preview", "C-1", "-o", &path][..],
                &["preview", "C-2", "--format", "png", "--page", "1", "-o", &path],
            ] {
                let found = from.said(args);
                assert!(found.starts_with("exit code 2\n"), "{path}: {found}");
                assert!(found.contains("write elsewhere"), "{path}: {found}");
                assert_eq!(fs::read(target).ok(), before, "{path}");
            }
        }
    }
    let elsewhere = archive.path("preview.pdf");
    for _ in 0..2 {
        // A preview may be made anew.
        other.succeed(&["preview", "C-1", "-o", &elsewhere.to_string_lossy()]);
    }
    assert!(sent(&project) == all);
}

/// What every trial begins with: two notices issued, and facts that are others now.
struct Issued {
    project: TestProject,
    fingerprint: ChainFingerprint,
    /// Ledgers as they were earlier.
    older: Vec<Vec<u8>>,
}

impl Issued {
    fn new() -> Self {
        let project = TestProject::base();
        let ledger = project.path("out/ledger.sqlite3");
        let mut older = Vec::new();
        project.succeed(&["generate"]);
        older.push(fs::read(&ledger).expect("the ledger"));
        project.succeed(&["issue", "--yes", "--by", "山田"]);
        older.push(fs::read(&ledger).expect("the ledger"));
        project.succeed(&["notice", "new", "--date", "2024-02-09"]);
        project.succeed(&["generate"]);
        older.push(fs::read(&ledger).expect("the ledger"));
        let found = project.said(&["issue", "--yes", "--by", "佐藤", "--how", "郵送"]);
        let fingerprint = ChainFingerprint::parse(&fingerprint_in(&found)).expect("one");
        project.edit("data/clients.yaml", "有限会社にほへ", "有限会社とちり");
        Self { project, fingerprint, older }
    }

    /// A project of its own in the same state.
    fn copy(&self) -> TestProject {
        let copy = TestProject::empty();
        copy.overlay(&self.project.path(""));
        copy
    }
}

/// The commands that write, on both notices.
fn commands(random: &mut Random) -> Vec<String> {
    let notice = ["report-1", "report-2"][random.below(2)];
    let client = ["C-1", "C-2"][random.below(2)];
    let command = match random.below(12) {
        0 => vec!["generate"],
        1 => vec!["generate", "--notice", notice],
        2 => vec!["generate", "--notice", notice, "--force", "--prune"],
        3 => vec!["generate", "--force", "--keep-source"],
        4 => vec!["generate", "--notice", notice, "--client", client, "--force"],
        5 => vec!["issue", "--yes", "--by", "鈴木", "--notice", notice],
        6 => vec!["issue", "--yes", "--by", "鈴木", "--how", "FAX"],
        7 => vec!["show", client, "--notice", notice, "--restore"],
        8 => vec!["preview", client, "-o", "OUT"],
        9 => vec!["notice", "new", "--date", "2024-02-16"],
        10 => vec!["bulletin", "add", "--at", "2024-02-12T09:00", "--text", "続報を受ける。"],
        _ => vec!["status"],
    };
    let target = format!("out/{notice}/{client}.pdf");
    command.into_iter().map(|word| word.replace("OUT", &target)).collect()
}

/// One trial: alters what was issued, looks whether that is named, runs a command, and
/// looks whether that has changed anything that was issued.
fn try_once(issued: &Issued, seed: u64) -> Result<(), String> {
    let mut random = Random::new(seed);
    let project = issued.copy();
    let before = sent(&project);
    let mut done = Vec::new();
    for _ in 0..=random.below(2) {
        done.push(alter(&mut random, &project.path(""), &issued.older));
    }
    let altered = sent(&project);
    let fault = |what: &str| Err(format!("seed {seed}: {done:?}: {what}"));
    let opened = Project::open(&project.path("")).expect("a project");
    let args = VerifyArgs { notice: None, against: Some(issued.fingerprint), json: false };
    let named = match verify(&opened, &args) {
        Err(_) => true,
        Ok(found) => {
            let paths = [
                &found.differences.missing,
                &found.differences.altered,
                &found.differences.unknown,
                &found.differences.writable,
            ];
            let paths: Vec<&String> = paths.into_iter().flatten().collect();
            let is_named = |alteration: &Alteration| match &alteration.path {
                Some(path) => paths.iter().any(|it| it.trim_end_matches('/') == path.as_str()),
                // What a row says of a file is named with the file.
                None => !found.problems.is_empty() || !paths.is_empty(),
            };
            !found.is_right() && (done.len() > 1 || done.iter().all(is_named))
        }
    };
    // A second alteration may undo the first.
    let is_undone = || {
        let ledgers = [&project, &issued.project].map(|it| rows(&it.path("out/ledger.sqlite3")));
        done.len() > 1 && altered == before && ledgers[0] == ledgers[1]
    };
    if !named && !is_undone() {
        return fault("not named");
    }
    let command = commands(&mut random);
    let words: Vec<&str> = command.iter().map(String::as_str).collect();
    let output = project.command(&words).current_dir(project.path("")).output();
    let output = output.expect("the program starts");
    let now = sent(&project);
    for (path, bytes) in &before {
        let (was, is) = (altered.get(path), now.get(path));
        // What was still as it was issued stays; what was not may only become so.
        if is != was && is != Some(bytes) {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            return fault(&format!("{command:?} changed {}: {said}", path.display()));
        }
    }
    Ok(())
}

#[test]
fn the_facts_of_an_issued_notice_come_back_whatever_has_changed() {
    let project = TestProject::base();
    project.succeed(&["generate"]);
    project.succeed(&["issue", "--by", "山田", "--yes"]);
    let office = fs::read_to_string(project.path("data/office.yaml")).expect("the office");
    project.append("data/office.yaml", "vars: {新しい名: 新しい値}\n");
    let folder = project.path("facts-then");
    let folder = folder.to_str().expect("a path");
    project.succeed(&["notice", "facts", "report-1", "--output", folder]);
    let kept = fs::read_to_string(project.path("facts-then/data/office.yaml")).expect("a file");
    assert_eq!(kept, office);
    let notice = "data/notices/report-1.yaml";
    let [then, now] = ["facts-then/", ""].map(|it| project.path(&format!("{it}{notice}")));
    assert_eq!(fs::read(then).expect("a file"), fs::read(now).expect("a file"));
    assert!(!project.path("facts-then/data/clients.yaml").exists());
    // What is there is not written over.
    let again = project.run(&["notice", "facts", "report-1", "--output", folder]);
    assert_eq!(again.status.code(), Some(1));
}

/// `OSHIRASE_ALTERATIONS=10000` tries more; `OSHIRASE_SEED` tries the same again.
#[test]
fn every_alteration_is_named_and_lets_no_command_change_what_was_issued() {
    let trials = number_in("OSHIRASE_ALTERATIONS").unwrap_or(300);
    let seed = number_in("OSHIRASE_SEED").unwrap_or(0x6f73_6869);
    println!("{trials} alterations from seed {seed}");
    let issued = Issued::new();
    let workers = thread::available_parallelism().map_or(1, usize::from) as u64;
    let faults: Vec<String> = thread::scope(|scope| {
        let worker = |worker: u64| {
            let trials = (worker..trials).step_by(workers as usize);
            let trials = trials.filter_map(|trial| try_once(&issued, seed + trial).err());
            trials.collect::<Vec<_>>()
        };
        let workers: Vec<_> =
            (0..workers).map(|number| scope.spawn(move || worker(number))).collect();
        workers.into_iter().flat_map(|it| it.join().expect("a worker")).collect()
    });
    println!("{trials} tried, {} failed", faults.len());
    assert!(faults.is_empty(), "{}\n{}", faults.len(), faults[..faults.len().min(20)].join("\n"));
}
