//! A shard is killed and started again, as often as may be, and so is the merge: what comes
//! of it in the end is what one whole run makes.
//!
//! strace kills at chosen system calls, as in `tests/crash.rs`; which of them, is counted
//! in a run that comes to its end. `OSHIRASE_KILLS` is how often a merge is.

#![cfg(target_os = "linux")]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use common::shards::{Made, make, next_bulletin, project, waiting, whole};
use common::{TestProject, files_below, has_strace, number_in, said};
use serde_json::Value;

/// How often a merge is killed, beside its last steps, if nothing else is said.
const KILLS: usize = 24;

/// System calls that change the disk. What one kernel calls otherwise than another is left
/// out where it is unknown.
const CHANGES: &[&str] = &[
    "write",
    "pwrite64",
    "openat",
    "rename",
    "renameat2",
    "unlink",
    "unlinkat",
    "rmdir",
    "mkdir",
    "fsync",
    "fdatasync",
    "syncfs",
    "ftruncate",
    "link",
    "linkat",
    "flock",
    "fcntl",
];

/// Runs the program under strace with these options; what strace has written.
fn trace(project: &TestProject, options: &[&str], args: &[&str]) -> (bool, String) {
    let beside = tempfile::tempdir().expect("a temporary folder");
    let trace = beside.path().join("trace");
    let mut command = Command::new("strace");
    command.args(["-f", "-qq", "-o"]).arg(&trace).args(options);
    let program = project.command(args);
    command.arg(program.get_program()).args(program.get_args());
    let output = command.env("NO_COLOR", "1").output().expect("it starts");
    // strace ends as the program does: by the signal.
    let is_killed = matches!(output.status.code(), None | Some(137));
    assert!(is_killed || output.status.success(), "{}", said(&output));
    (is_killed, String::from_utf8_lossy(&fs::read(trace).unwrap_or_default()).into_owned())
}

/// How often each system call is made by the thread that makes it most often.
fn calls(project: &TestProject, args: &[&str]) -> BTreeMap<&'static str, usize> {
    let traced: Vec<String> = CHANGES.iter().map(|call| format!("?{call}")).collect();
    let (_, trace) = trace(project, &["-e", &format!("trace={}", traced.join(","))], args);
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for line in trace.lines() {
        let Some((thread, rest)) = line.split_once(' ') else { continue };
        let Some((call, _)) = rest.trim_start().split_once('(') else { continue };
        *counts.entry((thread, call)).or_default() += 1;
    }
    let mut most = BTreeMap::new();
    for ((_, call), number) in counts {
        if let Some(&call) = CHANGES.iter().find(|it| **it == call) {
            let most = most.entry(call).or_default();
            *most = number.max(*most);
        }
    }
    assert!(most.len() > 4, "strace has counted nothing: {most:?}");
    most
}

/// Kills a run of the program just before a system call; whether that came.
fn kill(project: &TestProject, (call, number): (&str, usize), args: &[&str]) -> bool {
    let inject = format!("inject={call}:signal=KILL:when={number}");
    trace(project, &["-e", &format!("trace={call}"), "-e", &inject], args).0
}

/// So many moments of a run, from its beginning to its end: of each kind of system call one
/// after the other, as far along as the run has come.
fn moments(calls: &BTreeMap<&'static str, usize>, number: usize) -> Vec<(&'static str, usize)> {
    let calls: Vec<(&str, usize)> = calls.iter().map(|(call, made)| (*call, *made)).collect();
    let moment = |at: usize| {
        // Step 7 goes through all kinds unless there are as many as a multiple of it.
        let (call, made) = calls[at * 7 % calls.len()];
        (call, 1 + made.saturating_sub(1) * at / number)
    };
    (0..number).map(moment).collect()
}

/// Nothing unfinished is left in a folder.
fn assert_nothing_is_left(folder: &Path) {
    for path in files_below(folder) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_lock = name == ".lock" && fs::metadata(&path).expect("a file").len() == 0;
        assert!(is_lock || !name.starts_with('.'), "{} is left", path.display());
        assert!(!name.contains(".sqlite3-"), "{} is left", path.display());
    }
}

fn copy(of: &TestProject) -> TestProject {
    let copy = TestProject::empty();
    copy.overlay(&of.path(""));
    copy
}

#[test]
fn a_shard_that_is_killed_twenty_times_ends_the_same() {
    if !has_strace() {
        return;
    }
    let project = project(16);
    // So that each has as much to do as the first.
    let shard = ["generate", "--shard", "1/2", "--force"];
    let calls = calls(&copy(&project), &shard);
    let killed = moments(&calls, 28);
    let killed = killed.iter().filter(|moment| kill(&project, **moment, &shard)).count();
    // Which thread does what is not the same each time: some come to their end.
    assert!(killed >= 20, "only {killed} of 28 were killed");
    make(&project, &["1/2", "2/2"]);
    assert_nothing_is_left(&project.path("out"));
    project.succeed(&["ledger", "merge"]);
    assert_eq!(Made::of(&project.path("out")), whole(&project));
    assert_nothing_is_left(&project.path("out"));
}

#[test]
fn a_merge_that_is_killed_at_any_moment_is_begun_anew_and_ends_the_same() {
    if !has_strace() {
        return;
    }
    let before = project(9);
    make(&before, &["1/2", "2/2"]);
    let merge = ["ledger", "merge"];
    let calls = calls(&copy(&before), &merge);
    let wanted = whole(&before);
    let mut killed = 0;
    // Most is at stake in the last steps, of each kind of system call.
    let last = calls.iter().flat_map(|(&call, &made)| [(call, made), (call, made - made.min(1))]);
    let last = last.filter(|(_, number)| *number > 0);
    let kills = number_in("OSHIRASE_KILLS").map_or(KILLS, |it| it as usize);
    let all: Vec<(&str, usize)> = moments(&calls, kills).into_iter().chain(last).collect();
    let kills = all.len();
    for moment in all {
        let project = copy(&before);
        killed += usize::from(kill(&project, moment, &merge));
        let said = project.said(&["verify"]);
        let is_right =
            said.starts_with("exit code 0\n") && said.contains(": 0 missing, 0 altered, 0 unknown");
        assert!(is_right, "{moment:?}: {said}");
        let status = project.json(&["status"]);
        assert_eq!(status["unchanged"], 9, "{moment:?}");
        // Whether the last step of the merge has come or not: what is left to do is done.
        let said = project.said(&merge);
        assert!(said.starts_with("exit code 0\n"), "{moment:?}: {said}");
        assert_eq!(Made::of(&project.path("out")), wanted, "{moment:?}");
        assert_nothing_is_left(&project.path("out"));
        assert_eq!(waiting(&project), Vec::<String>::new());
    }
    assert!(killed * 4 > kills * 3, "only {killed} of {kills} were killed");
}

#[test]
fn a_merge_that_is_killed_many_times_ends_the_same_over_letters_of_before() {
    if !has_strace() {
        return;
    }
    let (one, parted) = (project(12), project(12));
    make(&parted, &["1/3", "2/3", "3/3"]);
    parted.succeed(&["ledger", "merge"]);
    one.succeed(&["generate"]);
    for it in [&one, &parted] {
        next_bulletin(it);
    }
    one.succeed(&["generate"]);
    make(&parted, &["1/3", "2/3", "3/3"]);
    let merge = ["ledger", "merge"];
    let calls = calls(&copy(&parted), &merge);
    // What is merged is not merged again: late moments come no more.
    let killed = moments(&calls, 20);
    let killed = killed.iter().filter(|moment| kill(&parted, **moment, &merge)).count();
    assert!(killed > 5, "only {killed} of 20 were killed");
    parted.succeed(&merge);
    assert_eq!(Made::of(&parted.path("out")), Made::of(&one.path("out")));
    assert_nothing_is_left(&parted.path("out"));
}

#[test]
fn a_shard_that_is_asked_to_end_records_what_it_has_in_hand_and_goes_on_later() {
    const CLIENTS: usize = 600;
    let project = project(CLIENTS);
    let args = ["generate", "--shard", "1/2", "--jobs", "2", "--progress", "json"];
    let mut child = project.command(&args).stderr(Stdio::piped()).spawn().expect("it starts");
    let mut events: Vec<Value> = Vec::new();
    let said = BufReader::new(child.stderr.take().expect("a pipe"));
    for line in said.lines() {
        let line = line.expect("UTF-8");
        events.push(serde_json::from_str(&line).unwrap_or_else(|_| panic!("no JSON: {line}")));
        if events.last().is_some_and(|event| event["event"] == "begin") {
            let asked = Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
            assert!(asked.expect("kill").success());
        }
    }
    let code = child.wait().expect("it ends").code();
    let last = |kind: &str| events.iter().rfind(|event| event["event"] == kind);
    let stopped = last("stopped").unwrap_or_else(|| panic!("it was not stopped: {events:?}"));
    assert_eq!(code, Some(128 + 15));
    let number = |event: &Value, key: &str| event[key].as_u64().expect("a number") as usize;
    let (made, left) = (number(stopped, "made"), number(stopped, "left"));
    assert_eq!(made + left, number(last("begin").expect("a beginning"), "of"));
    assert_eq!(waiting(&project).len(), made, "what it says is made is there");
    assert!(left > 0, "there was nothing left to be done");
    let text = last("said").expect("a word")["text"].to_string();
    assert!(text.contains("stopped: "), "{text}");

    let said = project.said(&["ledger", "merge"]);
    assert!(said.contains("notice `report-1` is not finished in shard 1/2"), "{said}");
    let said = project.said(&["generate", "--shard", "1/2"]);
    assert!(said.contains(&format!("made {left}, unchanged {made}, failed 0")), "{said}");
    make(&project, &["2/2"]);
    let said = project.said(&["ledger", "merge"]);
    assert!(said.contains(&format!("report-1: made {CLIENTS}, unchanged 0")), "{said}");
    assert_eq!(Made::of(&project.path("out")), whole(&project));
}
