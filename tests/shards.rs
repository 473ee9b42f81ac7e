//! Letters are made in shards, which other machines may make, and are brought together:
//! what comes of it is what one whole run makes.

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Child;

use common::shards::{Made, make, next_bulletin, project, rows, waiting, whole};
use common::{NOTICE, TestProject, record};
use rusqlite::Connection;

const EIGHT: [&str; 8] = ["1/8", "2/8", "3/8", "4/8", "5/8", "6/8", "7/8", "8/8"];

#[test]
fn eight_shards_and_one_whole_run_make_the_same_letters_and_ledger() {
    let project = project(24);
    make(&project, &EIGHT);
    assert_eq!(waiting(&project).len(), 24);
    let said = project.said(&["ledger", "merge"]);
    assert!(said.contains("report-1: made 24, unchanged 0, failed 0"), "{said}");
    let made = Made::of(&project.path("out"));
    assert_eq!(made, whole(&project));
    assert!(!project.path("out/shards").exists());
    let said = project.said(&["verify"]);
    assert!(said.starts_with("exit code 0\n24 letters verified"), "{said}");
    // One whole run finds nothing to be done, and a merge of nothing does nothing.
    let said = project.said(&["generate"]);
    assert!(said.contains("made 0, unchanged 24"), "{said}");
    let said = project.said(&["ledger", "merge"]);
    assert!(said.starts_with("exit code 0\nthere are no shards to merge"), "{said}");
    assert_eq!(Made::of(&project.path("out")), made);
}

#[test]
fn letters_that_have_not_changed_are_not_made_again_when_all_shards_run_again() {
    let (one, parted) = (project(24), project(24));
    one.succeed(&["generate"]);
    make(&parted, &EIGHT);
    parted.succeed(&["ledger", "merge"]);
    for it in [&one, &parted] {
        next_bulletin(it);
    }
    one.succeed(&["generate"]);
    make(&parted, &EIGHT);
    // Every third letter, and no other.
    let changed: BTreeSet<String> = (2..24).step_by(3).map(|it| format!("N-{it:04}.pdf")).collect();
    let made: Vec<String> = waiting(&parted);
    let made = made.iter().map(|path| path.rsplit('/').next().unwrap_or_default().to_owned());
    assert_eq!(made.collect::<BTreeSet<_>>(), changed);
    // What the shards have found unchanged, they need not look at again.
    make(&parted, &EIGHT);
    let said = parted.said(&["ledger", "merge"]);
    assert!(said.contains("report-1: made 8, unchanged 16, failed 0"), "{said}");
    assert_eq!(Made::of(&parted.path("out")), Made::of(&one.path("out")));
    // And once more, with nothing to be made.
    make(&parted, &EIGHT);
    assert_eq!(waiting(&parted), Vec::<String>::new());
    let said = parted.said(&["ledger", "merge"]);
    assert!(said.contains("report-1: made 0, unchanged 24, failed 0"), "{said}");
    assert_eq!(Made::of(&parted.path("out")), Made::of(&one.path("out")));
}

#[test]
fn shards_run_side_by_side() {
    let project = project(16);
    let start = |shard: &&str| project.command(&["generate", "--shard", shard]).spawn();
    let running: Vec<Child> = EIGHT.iter().map(|it| start(it).expect("it starts")).collect();
    for mut child in running {
        assert!(child.wait().expect("it ends").success());
    }
    project.succeed(&["ledger", "merge"]);
    assert_eq!(Made::of(&project.path("out")), whole(&project));
}

#[test]
fn a_number_counted_from_0_is_a_shard_and_others_are_refused() {
    let project = project(6);
    make(&project, &["0/2", "1/2"]);
    let names = |path: &str| fs::read_dir(project.path(path)).map(Iterator::count).unwrap_or(0);
    assert_eq!(names("out/shards"), 2);
    assert!(project.path("out/shards/2-of-2/ledger.sqlite3").exists());
    project.succeed(&["ledger", "merge"]);
    assert_eq!(Made::of(&project.path("out")), whole(&project));
    for wrong in ["3/2", "1/0", "0/0", "-1/2", "1", "a/b", "1/2/3", "1/1000000", ""] {
        let said = project.said(&["generate", &format!("--shard={wrong}")]);
        assert!(said.starts_with("exit code 2\nerror: "), "{wrong:?}: {said}");
        assert!(said.contains("such as 3/8") || wrong.is_empty(), "{wrong:?}: {said}");
    }
    for other in [&["--client", "N-0001"][..], &["--prune"]] {
        let said = project.said(&[&["generate", "--shard", "1/2"], other].concat());
        assert!(said.starts_with("exit code 2\nerror: "), "{said}");
    }
}

#[test]
fn a_wrong_record_fails_one_shard_alone() {
    let project = project(6);
    project.append("data/clients.yaml", "- id: N-0007\n  name: 名前\n  route: どこ\n");
    project.append("data/clients.yaml", "- name: 無名\n");
    let run = |shard: &&str| project.run(&["generate", "--shard", shard]).status.code();
    let codes: Vec<Option<i32>> = EIGHT.iter().map(run).collect();
    let failed = codes.iter().filter(|code| **code == Some(1)).count();
    // That of the client, and the first, which tells of whom nobody knows.
    assert!((1..=2).contains(&failed), "{codes:?}");
    assert_eq!(codes[0], Some(1));
    assert_eq!(codes.iter().filter(|code| **code == Some(0)).count(), 8 - failed);
    let said = project.said(&["ledger", "merge"]);
    assert!(said.starts_with("exit code 1\n"), "{said}");
    assert!(said.contains("2 letters of notice `report-1` could not be made"), "{said}");
    assert!(said.contains("report-1: made 6, unchanged 0, failed 2"), "{said}");
    let made = Made::of(&project.path("out"));
    assert_eq!(made.letters.len(), 6);
    // As one whole run counts them.
    let one = TestProject::empty();
    one.overlay_data(&project.path(""));
    assert_eq!(one.run(&["generate"]).status.code(), Some(1));
    assert_eq!(Made::of(&one.path("out")), made);
}

/// A project whose shards are made, with their letters in `out/shards` as they are.
fn parted() -> TestProject {
    let project = project(12);
    make(&project, &["1/3", "2/3", "3/3"]);
    project
}

/// A merge is refused with these words, and nothing is changed; it merges all the same if
/// only a part is asked for, and `allowed` says so.
fn refused(project: &TestProject, words: &[&str], allowed: bool) {
    let before = waiting(project);
    let said = project.said(&["ledger", "merge"]);
    assert!(said.starts_with("exit code 1\n"), "{said}");
    assert!(said.ends_with("nothing was merged\n"), "{said}");
    for words in words {
        assert!(said.contains(words), "no {words:?} in {said}");
    }
    assert_eq!(waiting(project), before, "{said}");
    let said = project.said(&["ledger", "merge", "--partial"]);
    match allowed {
        true => assert!(said.starts_with("exit code 0\n"), "{said}"),
        false => assert!(said.ends_with("nothing was merged\n"), "{said}"),
    }
    let said = project.said(&["verify"]);
    assert!(said.starts_with("exit code 0\n") || !allowed, "{said}");
}

#[test]
fn a_shard_that_is_missing_or_unfinished_is_said_and_nothing_is_merged() {
    let missing = parted();
    fs::remove_dir_all(missing.path("out/shards/2-of-3")).expect("a shard");
    refused(&missing, &["missing: shard 2/3", "hint: make it with"], true);
    // What was left out comes later, and the end is the same.
    make(&missing, &["2/3"]);
    missing.succeed(&["ledger", "merge", "--partial"]);
    assert_eq!(Made::of(&missing.path("out")).letters, whole(&missing).letters);

    let unfinished = parted();
    change(&unfinished, "2-of-3", "UPDATE shard_run SET letters = NULL, failed = NULL");
    refused(&unfinished, &["notice `report-1` is not finished in shard 2/3"], true);
}

#[test]
fn shards_of_other_facts_are_said() {
    let project = project(12);
    make(&project, &["1/3", "3/3"]);
    next_bulletin(&project);
    make(&project, &["2/3"]);
    let words = ["notice `report-1` was made from other facts in shard 2/3 than in the others"];
    let said = project.said(&["ledger", "merge"]);
    assert!(said.contains(words[0]), "{said}");
    // The advice, taken literally.
    make(&project, &["1/3", "3/3"]);
    project.succeed(&["ledger", "merge"]);
    assert_eq!(Made::of(&project.path("out")).letters, whole(&project).letters);

    // One more client is another list for all.
    let longer = parted();
    longer.append("data/clients.yaml", &record("M-1", "第百商店"));
    make(&longer, &["1/3"]);
    refused(
        &longer,
        &["notice `report-1` was made from other facts in shard 1/3 than in the others"],
        true,
    );
}

fn change(project: &TestProject, shard: &str, statements: &str) {
    let ledger = project.path("out/shards").join(shard).join("ledger.sqlite3");
    Connection::open(ledger).and_then(|it| it.execute_batch(statements)).expect(statements);
}

#[test]
fn a_shard_that_is_damaged_is_said_and_made_again() {
    let project = parted();
    let ledger = project.path("out/shards/2-of-3/ledger.sqlite3");
    let whole_ledger = fs::read(&ledger).expect("a ledger");
    fs::write(&ledger, &whole_ledger[..whole_ledger.len() / 2]).expect("damage");
    let words = ["`out/shards/2-of-3/ledger.sqlite3` is damaged", "--shard 2/3` again"];
    let said = project.said(&["ledger", "merge"]);
    assert!(words.iter().all(|it| said.contains(it)), "{said}");
    make(&project, &["2/3"]);
    project.succeed(&["ledger", "merge"]);
    assert_eq!(Made::of(&project.path("out")), whole(&project));
    // What the shard had set aside was not thrown away.
    assert!(project.path("out/damaged/2-of-3").exists());

    let without = parted();
    fs::remove_file(without.path("out/shards/2-of-3/ledger.sqlite3")).expect("a ledger");
    let said = without.said(&["ledger", "merge"]);
    assert!(said.contains("`out/shards/2-of-3/` has letters and no ledger"), "{said}");
    make(&without, &["2/3"]);
    without.succeed(&["ledger", "merge"]);
    assert_eq!(Made::of(&without.path("out")), whole(&without));

    let gone = parted();
    let letter = waiting(&gone).into_iter().find(|it| it.starts_with("3-of-3")).expect("a letter");
    fs::remove_file(gone.path("out/shards").join(letter)).expect("a letter");
    let said = gone.said(&["ledger", "merge"]);
    assert!(said.contains("1 letter of shard 3/3: gone, or not as made"), "{said}");
    make(&gone, &["3/3"]);
    gone.succeed(&["ledger", "merge"]);
    assert_eq!(Made::of(&gone.path("out")), whole(&gone));
}

/// A merge says that a letter of this shard is not as it was made, and merges nothing; what
/// comes of it, when the shard was made again, is what one whole run makes.
fn is_not_as_made(project: &TestProject, shard: &str, letter: &Path) {
    let said = project.said(&["ledger", "merge"]);
    assert!(said.contains(&format!("1 letter of shard {shard}: gone, or not as made")), "{said}");
    assert!(said.ends_with("nothing was merged\n"), "{said}");
    if letter.is_dir() {
        let said = project.said(&["generate", "--shard", shard]);
        assert!(said.contains("is a folder"), "{said}");
        fs::remove_dir(letter).expect("a folder");
    }
    match said.contains(&format!("--shard {shard} --force`")) {
        true => project.succeed(&["generate", "--shard", shard, "--force"]),
        false => make(project, &[shard]),
    }
    project.succeed(&["ledger", "merge"]);
    assert_eq!(Made::of(&project.path("out")), whole(project));
    let is_link = |path: &PathBuf| path.symlink_metadata().is_ok_and(|it| it.is_symlink());
    assert!(!common::files_below(&project.path("out")).iter().any(is_link));
}

#[test]
fn a_letter_that_is_not_as_a_shard_has_made_it_is_not_merged() {
    let first = |project: &TestProject| {
        let letter = waiting(project).into_iter().find(|it| it.starts_with("2-of-3"));
        project.path("out/shards").join(letter.expect("a letter"))
    };
    // Other contents, of the same size and time.
    let altered = parted();
    let letter = first(&altered);
    let time = fs::metadata(&letter).and_then(|it| it.modified()).expect("its time");
    let mut bytes = fs::read(&letter).expect("a letter");
    bytes[0] ^= 1;
    fs::write(&letter, bytes).expect("a letter");
    let file = fs::File::options().write(true).open(&letter).expect("a letter");
    file.set_modified(time).expect("its time");
    is_not_as_made(&altered, "2/3", &letter);

    let folder = parted();
    let letter = first(&folder);
    fs::remove_file(&letter).expect("a letter");
    fs::create_dir(&letter).expect("a folder");
    is_not_as_made(&folder, "2/3", &letter);

    #[cfg(unix)]
    {
        let link = parted();
        let (letter, elsewhere) = (first(&link), link.path("elsewhere.pdf"));
        fs::rename(&letter, &elsewhere).expect("a letter");
        std::os::unix::fs::symlink(&elsewhere, &letter).expect("a link");
        is_not_as_made(&link, "2/3", &letter);
    }
}

#[test]
fn letters_that_shards_have_only_found_are_there_when_they_are_merged() {
    let project = parted();
    project.succeed(&["ledger", "merge"]);
    make(&project, &["1/2", "2/2"]);
    assert_eq!(waiting(&project), Vec::<String>::new());
    fs::remove_file(project.path("out/report-1/N-0003.pdf")).expect("a letter");
    let said = project.said(&["ledger", "merge"]);
    assert!(said.contains("1 letter of notice `report-1` that shards "), "{said}");
    assert!(said.ends_with("nothing was merged\n"), "{said}");
    make(&project, &["1/2", "2/2"]);
    let said = project.said(&["ledger", "merge"]);
    assert!(said.contains("report-1: made 1, unchanged 11, failed 0"), "{said}");

    // All of them, and the ledger: or the shards come to another machine.
    make(&project, &["1/2", "2/2"]);
    fs::remove_dir_all(project.path("out/report-1")).expect("letters");
    fs::remove_file(project.path("out/ledger.sqlite3")).expect("a ledger");
    let said = project.said(&["ledger", "merge"]);
    assert!(said.contains("12 letters of notice `report-1` that shards 1/2, 2/2"), "{said}");
    assert!(said.ends_with("nothing was merged\n"), "{said}");
    assert!(project.path("out/shards").exists());
    // The advice, taken literally.
    make(&project, &["1/2", "2/2"]);
    let said = project.said(&["ledger", "merge"]);
    assert!(said.contains("report-1: made 12, unchanged 0, failed 0"), "{said}");
    assert_eq!(Made::of(&project.path("out")), whole(&project));

    // Who takes what there is hears the truth.
    make(&project, &["1/2", "2/2"]);
    fs::remove_file(project.path("out/report-1/N-0003.pdf")).expect("a letter");
    let said = project.said(&["ledger", "merge", "--partial"]);
    assert!(said.contains("report-1: made 0, unchanged 11, failed 0"), "{said}");
}

#[test]
fn a_shard_that_was_killed_when_it_had_just_begun_is_missing() {
    let project = parted();
    let ledger = project.path("out/shards/2-of-3/ledger.sqlite3");
    fs::write(&ledger, "").expect("an empty ledger");
    let said = project.said(&["ledger", "merge"]);
    assert!(said.contains("`out/shards/2-of-3/` has letters and no ledger"), "{said}");
    assert!(said.contains("--shard 2/3` again"), "{said}");
    fs::remove_dir_all(project.path("out/shards/2-of-3/report-1")).expect("letters");
    refused(&project, &["missing: shard 2/3"], true);
    make(&project, &["2/3"]);
    project.succeed(&["ledger", "merge", "--partial"]);
    assert_eq!(Made::of(&project.path("out")).letters, whole(&project).letters);
}

#[test]
fn a_ledger_of_a_shard_that_is_damaged_hinders_nobody_from_looking_at_the_others() {
    let project = parted();
    let ledger = project.path("out/shards/2-of-3/ledger.sqlite3");
    let bytes = fs::read(&ledger).expect("a ledger");
    fs::write(&ledger, &bytes[..bytes.len() / 2]).expect("damage");
    for args in [&["status"][..], &["verify"], &["issue", "--yes", "--by", "山田"]] {
        let said = project.said(args);
        assert!(said.starts_with("exit code 1\n"), "{args:?}: {said}");
        for words in ["`out/shards/2-of-3/ledger.sqlite3` is damaged", "--shard 2/3` again"] {
            assert!(said.contains(words), "no {words:?} in {said}");
        }
        assert!(!said.contains("--force"), "{said}");
    }
    let said = project.said(&["status"]);
    assert!(said.contains(" letters in 2 shards not merged yet"), "{said}");
    // Where it is the only one there is, nothing is merged, whatever is asked for.
    for shard in ["1-of-3", "3-of-3"] {
        fs::remove_dir_all(project.path("out/shards").join(shard)).expect("a shard");
    }
    let said = project.said(&["ledger", "merge", "--partial"]);
    assert!(said.starts_with("exit code 1\n"), "{said}");
    assert!(said.ends_with("nothing was merged\n"), "{said}");
}

#[test]
fn shards_on_a_disk_of_its_own_are_merged_and_the_folder_stays() {
    let project = parted();
    fs::create_dir(project.path("out/shards/lost+found")).expect("a folder");
    project.succeed(&["ledger", "merge"]);
    assert_eq!(Made::of(&project.path("out")), whole(&project));
    let left: Vec<_> = fs::read_dir(project.path("out/shards")).expect("a folder").collect();
    assert_eq!(left.len(), 1);
    assert!(!project.path("out/.merged").exists());
    let said = project.said(&["ledger", "merge"]);
    assert!(said.contains("there are no shards to merge"), "{said}");
}

#[test]
fn whose_clock_is_behind_has_made_the_later_letters_all_the_same() {
    let project = parted();
    project.succeed(&["ledger", "merge"]);
    next_bulletin(&project);
    make(&project, &["1/2", "2/2"]);
    for shard in ["1-of-2", "2-of-2"] {
        change(&project, shard, "UPDATE letter SET made_at = '2024-02-06T09:00:00+09:00'");
    }
    let said = project.said(&["ledger", "merge"]);
    assert!(said.contains("report-1: made 4, unchanged 8, failed 0"), "{said}");
    assert_eq!(Made::of(&project.path("out")).letters, whole(&project).letters);
    assert_eq!(project.json(&["status"])["unchanged"], 12);
}

#[test]
fn shards_of_other_clients_are_said() {
    let project = project(12);
    make(&project, &["1/3", "2/3"]);
    // As many as before.
    project.edit("data/clients.yaml", "id: N-0005", "id: N-0500");
    make(&project, &["3/3"]);
    let said = project.said(&["ledger", "merge"]);
    assert!(said.contains("from other facts in shard 3/3 than in the others"), "{said}");
}

#[test]
fn who_makes_all_letters_beside_shards_hears_of_them() {
    let project = parted();
    let said = project.said(&["generate"]);
    assert!(said.contains("shards that are not merged: 1/3, 2/3, 3/3"), "{said}");
    fs::remove_dir_all(project.path("out/shards/1-of-3")).expect("a shard");
    fs::remove_dir_all(project.path("out/shards/2-of-3")).expect("a shard");
    let said = project.said(&["status"]);
    assert!(said.contains(" in 1 shard not merged yet"), "{said}");
}

#[test]
fn a_folder_that_is_not_what_it_is_called_is_said() {
    let renamed = parted();
    let folder = |name: &str| renamed.path("out/shards").join(name);
    fs::rename(folder("2-of-3"), folder("2-of-4")).expect("another name");
    refused(&renamed, &["what is in `out/shards/2-of-4/` is shard 2/3"], false);
    fs::rename(folder("2-of-4"), folder("2-of-3")).expect("its name");
    fs::write(folder("notes.txt"), "mine").expect("a file");
    refused(&renamed, &["`out/shards/notes.txt` is no shard's"], true);
    assert!(folder("notes.txt").exists(), "what somebody has put there stays");
}

#[test]
fn what_somebody_has_put_into_a_shard_is_not_removed_with_it() {
    let project = parted();
    fs::write(project.path("out/shards/1-of-3/notes.txt"), "mine").expect("a file");
    fs::write(project.path("out/shards/1-of-3/report-1/notes.txt"), "too").expect("a file");
    let said = project.said(&["ledger", "merge"]);
    assert!(said.contains("2 files that no ledger knows: moved to out/damaged/"), "{said}");
    let kept = fs::read_dir(project.path("out/damaged/1-of-3")).expect("a folder").count();
    assert_eq!(kept, 2);
}

#[test]
fn letters_that_were_parted_otherwise_the_time_before_become_one_again() {
    let project = parted();
    next_bulletin(&project);
    make(&project, &["1/2"]);
    let said = project.said(&["ledger", "merge"]);
    assert!(said.contains("letters were divided in more than one way: into 2, 3 shards"), "{said}");
    make(&project, &["2/2"]);
    for shard in ["1-of-3", "2-of-3", "3-of-3"] {
        // As if they had been made a day before.
        change(&project, shard, "UPDATE letter SET made_at = '2024-02-06T09:00:00+09:00'");
    }
    let said = project.said(&["ledger", "merge", "--partial"]);
    assert!(said.contains("report-1: made 12, unchanged 0, failed 0"), "{said}");
    assert_eq!(Made::of(&project.path("out")).letters, whole(&project).letters);
    // Once merged, it no longer matters who has made a letter.
    make(&project, &EIGHT);
    assert_eq!(waiting(&project), Vec::<String>::new());
    project.succeed(&["ledger", "merge"]);
}

#[test]
fn what_is_here_and_was_made_later_stays() {
    let project = parted();
    for shard in ["1-of-3", "2-of-3", "3-of-3"] {
        change(&project, shard, "UPDATE letter SET made_at = '2024-02-06T09:00:00+09:00'");
    }
    next_bulletin(&project);
    project.succeed(&["generate"]);
    let said = project.said(&["ledger", "merge"]);
    assert!(said.contains("here are later than those of the shards, and stay"), "{said}");
    let (found, wanted) = (Made::of(&project.path("out")), whole(&project));
    assert_eq!(found.letters, wanted.letters);
    let letters = |made: &Made| {
        let rows = made.ledger.iter().filter(|row| row.contains("\"letter\""));
        rows.cloned().collect::<Vec<_>>()
    };
    assert_eq!(letters(&found), letters(&wanted));
}

#[test]
fn a_notice_that_was_issued_takes_no_letter_from_a_shard() {
    let project = project(6);
    project.succeed(&["generate"]);
    next_bulletin(&project);
    make(&project, &["1/2", "2/2"]);
    // Issued all the same, as by another who does not know of the shards.
    fs::rename(project.path("out/shards"), project.path("elsewhere")).expect("a folder");
    project.edit(NOTICE, "再開まで電話で承ります。", "再開まで紙で行います。");
    project.succeed(&["issue", "--yes", "--by", "山田"]);
    let issued = Made::of(&project.path("out"));
    fs::rename(project.path("elsewhere"), project.path("out/shards")).expect("a folder");
    refused(&project, &["notice `report-1` was issued, and 2 letters of it"], false);
    assert_eq!(Made::of(&project.path("out")).ledger, issued.ledger);
    // A shard knows of the issue, and makes nothing.
    fs::remove_dir_all(project.path("out/shards")).expect("a folder");
    next_bulletin(&project);
    let said = project.said(&["generate", "--shard", "1/1"]);
    assert!(said.starts_with("exit code 1\n") && said.contains("was issued"), "{said}");
    assert_eq!(waiting(&project), Vec::<String>::new());
}

#[test]
fn status_verify_and_issue_know_of_shards_that_are_not_merged() {
    let project = parted();
    let status = project.json(&["status"]);
    assert_eq!(
        (&status["unchanged"], status["shards"].as_array().map(Vec::len)),
        (&12.into(), Some(3))
    );
    let said = project.said(&["status"]);
    assert!(said.contains("12 letters in 3 shards not merged yet"), "{said}");
    let said = project.said(&["verify"]);
    assert!(said.starts_with("exit code 0\nwith the letters of shards that are not merged yet: 1/3, 2/3, 3/3\n12 letters verified"), "{said}");
    for words in ["12 letters of this notice in shards", "bring them together with"] {
        let said = project.said(&["issue", "--yes", "--by", "山田"]);
        assert!(said.starts_with("exit code 1\n") && said.contains(words), "{said}");
        assert!(!said.contains("no letter was made yet"), "{said}");
    }
    let letter = waiting(&project).remove(0);
    fs::write(project.path("out/shards").join(&letter), "altered").expect("a letter");
    let said = project.said(&["verify"]);
    assert!(said.contains(&format!("altered  out/shards/{letter}")), "{said}");
    let status = project.json(&["status"]);
    assert_eq!(status["unchanged"], 11);
    // Stale ones have their reasons from the shard's ledger.
    next_bulletin(&project);
    let status = project.json(&["status"]);
    let stale = status["letters"].as_array().expect("letters");
    let stale = stale.iter().find(|letter| letter["standing"] == "stale").expect("a stale one");
    assert_eq!(stale["reasons"].as_array().map(Vec::len), Some(1), "{stale}");
}

#[test]
fn a_copy_of_a_shard_that_came_over_the_network_is_as_good() {
    let project = parted();
    let copied = TestProject::empty();
    copied.overlay_data(&project.path(""));
    for shard in ["1-of-3", "2-of-3", "3-of-3"] {
        let from = project.path("out/shards").join(shard);
        for file in common::files_below(&from) {
            let name = file.strip_prefix(&from).expect("a path in it");
            if name.to_string_lossy().starts_with('.') {
                continue;
            }
            let to = copied.path("out/shards").join(shard).join(name);
            fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
            fs::write(to, fs::read(&file).expect("a file")).expect("a copy, of now");
        }
    }
    copied.succeed(&["ledger", "merge"]);
    assert_eq!(Made::of(&copied.path("out")), whole(&project));
}

#[test]
fn everything_that_is_made_is_in_the_folder_that_is_asked_for() {
    let elsewhere = tempfile::tempdir().expect("a folder");
    let absolute = elsewhere.path().join("made").to_string_lossy().into_owned();
    for out in ["made/today", absolute.as_str()] {
        let project = project(6);
        let run = |args: &[&str]| project.said(&[&["--out", out], args].concat());
        let commands: [&[&str]; 13] = [
            &["generate", "--keep-source"],
            &["generate", "--shard", "1/2"],
            &["generate", "--shard", "2/2"],
            &["ledger", "merge"],
            &["status"],
            &["verify"],
            &["diff", "N-0001"],
            &["export"],
            &["report-sheet"],
            &["preview", "N-0001", "--no-open"],
            &["issue", "--yes", "--by", "山田"],
            &["show", "N-0001", "--no-open"],
            &["notice", "list"],
        ];
        for args in commands {
            let said = run(args);
            assert!(said.starts_with("exit code 0\n"), "{args:?} {out}: {said}");
            assert!(!project.path("out").exists(), "{args:?}");
        }
        fs::remove_file(project.path(out).join("report-1/N-0001.pdf")).expect("a letter");
        let said = run(&["verify"]);
        assert!(said.contains(&format!("missing  {out}/report-1/N-0001.pdf")), "{said}");
        let said = run(&["show", "N-0001", "--restore"]);
        assert!(said.starts_with("exit code 0\n"), "{said}");
        // The ledger is the same wherever the folder is.
        let ledger = rows(&project.path(out).join("ledger.sqlite3")).join("\n");
        assert!(ledger.contains("out/report-1/N-0001.pdf"), "{ledger}");
        let moved = project.path("moved");
        fs::rename(project.path(out), &moved).expect("another name");
        let said = project.said(&["--out", "moved", "verify"]);
        assert!(said.starts_with("exit code 0\n6 letters verified"), "{said}");
    }
    let project = project(6);
    for out in [".", "data", "templates/x", "out/../data"] {
        let said = project.said(&["--out", out, "generate"]);
        assert!(said.starts_with("exit code 2\nerror: "), "{out}: {said}");
    }
}

#[test]
fn progress_is_told_to_a_program_in_lines_of_json_alone() {
    let project = project(6);
    project.append("data/clients.yaml", "- id: N-0007\n  name: 名前\n  route: どこ\n");
    let output = project.run(&["generate", "--progress", "json"]);
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    let event = |line: &str| {
        serde_json::from_str::<serde_json::Value>(line).unwrap_or_else(|_| panic!("{line}"))
    };
    let events: Vec<serde_json::Value> = said.lines().map(event).collect();
    let kinds: BTreeSet<&str> = events.iter().filter_map(|it| it["event"].as_str()).collect();
    for kind in ["begin", "progress", "problem", "said", "end"] {
        assert!(kinds.contains(kind), "no {kind} in {said}");
    }
    let end = events.iter().rfind(|it| it["event"] == "end").expect("an end");
    let keys = ["notice", "made", "unchanged", "failed", "of"];
    assert_eq!(
        serde_json::json!(keys.map(|key| &end[key])),
        serde_json::json!(["report-1", 6, 0, 1, 7])
    );
    // Also where the command cannot do its work at all.
    fs::write(project.path("out/ledger.sqlite3-journal"), "").expect("a file");
    fs::remove_dir_all(project.path("data")).expect("the facts");
    let output = project.run(&["generate", "--progress", "json"]);
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    said.lines().for_each(|line| drop(event(line)));
}
