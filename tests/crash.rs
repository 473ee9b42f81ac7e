//! The program is killed, and the next command must put right what is left.
//!
//! strace kills it just before a system call: before each kind of those that change
//! the disk, and before others, which stand for moments at random. Which call of its
//! kind it is, is chosen among those of a whole run, so that no test waits for a time.
//!
//! `OSHIRASE_KILLS` is how many are tried, `OSHIRASE_SEED` repeats a trial.

#![cfg(target_os = "linux")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use common::random::Random;
use common::{NOTICE, TestProject, files_below, has_strace, number_in, record};
use serde_json::Value;

/// How many kills there are if nothing else is said.
const KILLS: usize = 60;

/// System calls that change the disk, or hold it for this process. What one kernel
/// calls otherwise than another is left out where it is unknown.
const CHANGES: &[&str] = &[
    "write",
    "pwrite64",
    "openat",
    "rename",
    "renameat",
    "renameat2",
    "unlink",
    "unlinkat",
    "rmdir",
    "mkdir",
    "mkdirat",
    "fsync",
    "fdatasync",
    "syncfs",
    "chmod",
    "fchmod",
    "fchmodat",
    "ftruncate",
    "link",
    "linkat",
    "flock",
    "fcntl",
    "utimensat",
];

/// System calls that come often, in every part of a run.
const OTHERS: &[&str] = &["read", "pread64", "statx", "close", "mmap", "futex", "lseek"];

/// A command that writes, with the project that it is run on.
struct Scenario {
    name: &'static str,
    args: &'static [&'static str],
    prepare: fn(&TestProject),
    /// What follows it.
    next: Next,
}

/// What follows a command that was killed.
#[derive(Clone, Copy, PartialEq)]
enum Next {
    /// Any command, the same one as well as others.
    Any,
    /// The same command: no other one knows where something may be left, or may write.
    Same,
    /// Another one: a second time it would do more.
    Other,
}

const SCENARIOS: &[Scenario] = &[
    scenario("first letters", &["generate", "--keep-source"], |_| {}),
    scenario("stale letters", &["generate"], |project| {
        project.succeed(&["generate"]);
        project.edit(NOTICE, "再開まで手作業で", "再開まで電卓で");
    }),
    scenario("forced letters", &["generate", "--force"], |project| {
        project.succeed(&["generate"]);
    }),
    scenario("prune", &["generate", "--prune"], |project| {
        project.succeed(&["generate"]);
        for (client, other) in [("C-1", "D-1"), ("C-2", "D-2")] {
            project.edit("data/clients.yaml", &format!("id: {client}"), &format!("id: {other}"));
        }
        project.succeed(&["generate"]);
    }),
    scenario("ledger of an earlier version", &["generate"], |project| {
        project.succeed(&["generate"]);
        project.edit(NOTICE, "再開まで手作業で", "再開まで電卓で");
        let ledger = rusqlite::Connection::open(project.path("out/ledger.sqlite3"));
        let earlier = "DROP TABLE IF EXISTS chain; DROP TABLE IF EXISTS sealed_letter;
                       DROP TABLE IF EXISTS issued_facts;
                       ALTER TABLE letter DROP COLUMN warnings; PRAGMA user_version = 1";
        ledger.and_then(|it| it.execute_batch(earlier)).expect("an earlier ledger");
    }),
    Scenario {
        next: Next::Same,
        ..scenario("damaged ledger", &["generate"], |project| {
            project.succeed(&["generate"]);
            let ledger = project.path("out/ledger.sqlite3");
            let whole = fs::read(&ledger).expect("the ledger");
            fs::write(ledger, &whole[..whole.len() / 2]).expect("damage");
        })
    },
    scenario("issue", &["issue", "--yes", "--by", "山田"], |project| {
        project.succeed(&["generate"]);
    }),
    Scenario {
        next: Next::Same,
        ..scenario("restore of an altered letter", &["show", "C-2", "--restore"], |project| {
            project.succeed(&["generate"]);
            project.succeed(&["issue", "--yes", "--by", "山田"]);
            fs::remove_file(project.letter("C-2")).expect("a letter");
            fs::write(project.letter("C-2"), "altered").expect("another");
        })
    },
    Scenario {
        next: Next::Same,
        ..scenario("restore", &["show", "C-1", "--restore"], |project| {
            project.succeed(&["generate"]);
            project.succeed(&["issue", "--yes", "--by", "山田"]);
            fs::remove_file(project.letter("C-1")).expect("a letter");
        })
    },
    Scenario {
        next: Next::Other,
        ..scenario(
            "bulletin",
            &["bulletin", "add", "--at", "2024-02-07T10:00", "--text", "復旧の報告を受ける。"],
            |_| {},
        )
    },
    Scenario {
        next: Next::Other,
        ..scenario("notice", &["notice", "new", "--date", "2024-02-09"], |project| {
            project.succeed(&["generate"]);
            project.succeed(&["issue", "--yes", "--by", "山田"]);
        })
    },
    scenario("corrections", &["check", "--fix"], |project| {
        project.edit(NOTICE, "再開まで紙で", "再開まで｢紙｣で");
        project.edit(NOTICE, "お詫び申し上げます", "｢お詫び｣申し上げます");
    }),
    scenario("preview", &["preview", "C-1", "--no-open"], |_| {}),
    scenario("show", &["show", "C-1", "--no-open"], |project| project.succeed(&["generate"])),
    scenario("comparison", &["diff", "C-1", "--format", "html", "--no-open"], |project| {
        project.succeed(&["generate"]);
    }),
    Scenario {
        next: Next::Same,
        ..scenario("preview in a file", &["preview", "C-1", "-o", "SHOWN/a.pdf"], |_| {})
    },
    Scenario {
        next: Next::Same,
        ..scenario("letter in a file", &["show", "C-1", "-o", "SHOWN/a.pdf"], |project| {
            project.succeed(&["generate"]);
        })
    },
];

const fn scenario(
    name: &'static str,
    args: &'static [&'static str],
    prepare: fn(&TestProject),
) -> Scenario {
    Scenario { name, args, prepare, next: Next::Any }
}

/// A scenario that was played to its end once.
struct Played {
    scenario: &'static Scenario,
    /// The project before it.
    before: TestProject,
    /// The facts and the letters that there may be: those before it and those after it.
    allowed: BTreeMap<String, BTreeSet<Vec<u8>>>,
    /// The letters after it.
    letters: BTreeMap<String, Vec<u8>>,
    /// How often each system call is made by one thread.
    calls: BTreeMap<&'static str, usize>,
}

/// A project of this test, with folders of its own for what is temporary and shown.
struct Trial {
    project: TestProject,
    beside: tempfile::TempDir,
}

impl Trial {
    fn of(before: &TestProject) -> Self {
        let project = TestProject::empty();
        project.overlay(&before.path(""));
        let beside = tempfile::tempdir().expect("a temporary folder");
        for folder in ["temporary", "shown"] {
            fs::create_dir(beside.path().join(folder)).expect("a folder");
        }
        Self { project, beside }
    }

    fn beside(&self, name: &str) -> PathBuf {
        self.beside.path().join(name)
    }

    fn with_environment(&self, mut command: Command) -> Output {
        command.env("TMPDIR", self.beside("temporary")).env("NO_COLOR", "1");
        command.output().expect("it starts")
    }

    fn command(&self, args: &[&str]) -> Command {
        let shown = self.beside("shown").to_string_lossy().into_owned();
        let args: Vec<String> = args.iter().map(|arg| arg.replace("SHOWN", &shown)).collect();
        self.project.command(&args.iter().map(String::as_str).collect::<Vec<_>>())
    }

    fn run(&self, args: &[&str]) -> Output {
        self.with_environment(self.command(args))
    }

    fn json(&self, args: &[&str]) -> Value {
        serde_json::from_slice(&self.run(args).stdout).unwrap_or_default()
    }

    /// Runs the program under strace with these options.
    fn trace(&self, options: &[&str], args: &[&str]) -> Output {
        let mut command = Command::new("strace");
        command.args(["-f", "-qq", "-o"]).arg(self.beside("trace"));
        command.args(options);
        let program = self.command(args);
        command.arg(program.get_program()).args(program.get_args());
        self.with_environment(command)
    }

    /// How often each system call is made by the thread that makes it most often.
    fn calls(&self, args: &[&str]) -> BTreeMap<&'static str, usize> {
        let traced: Vec<String> =
            CHANGES.iter().chain(OTHERS).map(|call| format!("?{call}")).collect();
        self.trace(&["-e", &format!("trace={}", traced.join(","))], args);
        let trace = fs::read(self.beside("trace")).expect("a trace");
        let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        let trace = String::from_utf8_lossy(&trace).into_owned();
        for line in trace.lines() {
            let Some((thread, rest)) = line.split_once(' ') else { continue };
            let Some((call, _)) = rest.trim_start().split_once('(') else { continue };
            *counts.entry((thread, call)).or_default() += 1;
        }
        let mut most = BTreeMap::new();
        for ((_, call), number) in counts {
            let known = CHANGES.iter().chain(OTHERS).find(|it| **it == call);
            if let Some(&call) = known {
                let most = most.entry(call).or_default();
                *most = number.max(*most);
            }
        }
        most
    }

    /// The files that hold facts, and the letters, by their path.
    fn contents(&self) -> BTreeMap<String, Vec<u8>> {
        let mut contents = BTreeMap::new();
        let root = self.project.path("");
        for path in files_below(&root) {
            let name = path.strip_prefix(&root).expect("a path in it").to_string_lossy();
            let is_whole =
                name.ends_with(".pdf") || name.ends_with(".typ") || name.starts_with("data/");
            if is_whole && !name.contains(".unfinished-") {
                contents.insert(name.into_owned(), fs::read(&path).expect("a file"));
            }
        }
        contents
    }
}

fn play(scenario: &'static Scenario) -> Played {
    let before = TestProject::base();
    before.append("data/clients.yaml", &record("C-3", "合名会社ほへと"));
    (scenario.prepare)(&before);
    let trial = Trial::of(&before);
    let mut allowed: BTreeMap<String, BTreeSet<Vec<u8>>> = BTreeMap::new();
    for (name, bytes) in trial.contents() {
        allowed.entry(name).or_default().insert(bytes);
    }
    let calls = trial.calls(scenario.args);
    let after = trial.contents();
    for (name, bytes) in &after {
        allowed.entry(name.clone()).or_default().insert(bytes.clone());
    }
    let letters = after.into_iter().filter(|(name, _)| name.ends_with(".pdf")).collect();
    assert!(calls.len() > 5, "{}: strace has counted nothing", scenario.name);
    Played { scenario, before, allowed, letters, calls }
}

impl Played {
    /// A system call to be killed at: every second time one that changes the disk.
    fn moment(&self, random: &mut Random, number: usize) -> (&'static str, usize) {
        let calls = if number.is_multiple_of(2) { CHANGES } else { OTHERS };
        let made: Vec<&str> =
            calls.iter().copied().filter(|it| self.calls.contains_key(it)).collect();
        let call = made[random.below(made.len())];
        (call, 1 + random.below(self.calls[call]))
    }

    /// Kills a run there; what is wrong after the next command.
    fn kill(
        &self,
        (call, number): (&str, usize),
        next: usize,
        killed: &AtomicUsize,
    ) -> Vec<String> {
        let mut wrong = Vec::new();
        let trial = Trial::of(&self.before);
        let inject = format!("inject={call}:signal=KILL:when={number}");
        let ended =
            trial.trace(&["-e", &format!("trace={call}"), "-e", &inject], self.scenario.args);
        // strace ends as the program does: by the signal.
        let is_killed = matches!(ended.status.code(), None | Some(137));
        killed.fetch_add(usize::from(is_killed), Ordering::Relaxed);
        self.check_contents(&trial, "after the kill", &mut wrong);
        let others: [&[&str]; 4] = [&["verify"], &["status"], &["notice", "list"], &["check"]];
        let args = match others.get(next) {
            Some(args) if self.scenario.next != Next::Same => args,
            None if self.scenario.next == Next::Other => others[0],
            _ => self.scenario.args,
        };
        let said = trial.run(args);
        let said = String::from_utf8_lossy(&said.stderr).into_owned();
        self.check_contents(&trial, "after the next command", &mut wrong);
        check_leftovers(&trial, &mut wrong);
        check_issues(&trial, &mut wrong);
        check_ledger(&trial, &mut wrong);
        if !wrong.is_empty() {
            let _ = write!(wrong[0], "\n  {} said:\n{said}", args.join(" "));
            return wrong;
        }
        if self.scenario.next != Next::Other {
            self.finish(&trial, &mut wrong);
        }
        wrong
    }

    /// Every file of facts is the old or the new one, and so is every letter.
    fn check_contents(&self, trial: &Trial, when: &str, wrong: &mut Vec<String>) {
        for (name, bytes) in trial.contents() {
            if !self.allowed.get(&name).is_some_and(|allowed| allowed.contains(&bytes)) {
                wrong.push(format!("{when}: {name} is neither the old one nor the new one"));
            }
        }
    }

    /// The same command again comes to the end that it would have come to.
    fn finish(&self, trial: &Trial, wrong: &mut Vec<String>) {
        let before = trial.contents();
        let said = trial.run(self.scenario.args);
        let said = String::from_utf8_lossy(&said.stderr).into_owned();
        let mut letters = trial.contents();
        letters.retain(|name, _| name.ends_with(".pdf"));
        if letters != self.letters {
            wrong.push(format!("the same command again comes to another end:\n{said}"));
        }
        if self.scenario.name == "first letters" {
            let there = before.keys().filter(|name| name.ends_with(".pdf")).count();
            let expected = format!("made {}, unchanged {there}, failed 0", letters.len() - there);
            if !said.contains(&expected) {
                wrong.push(format!("{said} is not {expected}"));
            }
        }
        check_leftovers(trial, wrong);
        check_ledger(trial, wrong);
    }
}

/// Nothing unfinished is left, neither in the project nor in the temporary folder.
fn check_leftovers(trial: &Trial, wrong: &mut Vec<String>) {
    let project = trial.project.path("");
    let shown = trial.beside("shown");
    for path in files_below(&project).into_iter().chain(files_below(&shown)) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let is_lock = name == ".lock" && fs::metadata(&path).expect("a file").len() == 0;
        if (name.starts_with('.') && !is_lock) || name.contains(".sqlite3-") {
            wrong.push(format!("{} is left", path.display()));
        }
    }
    for entry in fs::read_dir(trial.beside("temporary")).expect("a folder") {
        let path = entry.expect("an entry").path();
        // What was given to a viewer is left to it.
        if !path.join(".given").exists() {
            wrong.push(format!("{} is left", path.display()));
        }
    }
}

/// What was issued is read-only and has its lists, and nothing else is and has.
fn check_issues(trial: &Trial, wrong: &mut Vec<String>) {
    let listed = trial.run(&["notice", "list", "--json"]);
    let Ok(Value::Array(notices)) = serde_json::from_slice(&listed.stdout) else {
        wrong.push(format!("no list of notices: {}", String::from_utf8_lossy(&listed.stderr)));
        return;
    };
    for notice in &notices {
        let (id, issued) = (notice["id"].as_str().expect("an id"), !notice["issued"].is_null());
        for name in trial.project.letters(id) {
            let path = trial.project.path("out").join(id).join(&name);
            let read_only = fs::metadata(&path).expect("a file").permissions().readonly();
            if name.ends_with(".pdf") && read_only != issued {
                wrong.push(format!("{id} {name}: issued {issued}, read-only {read_only}"));
            }
        }
        for ending in ["csv", "xlsx"] {
            let list = trial.project.path(&format!("out/{id}-発送一覧.{ending}"));
            if list.exists() != issued {
                wrong.push(format!("{id} {ending}: issued {issued}, listed {}", list.exists()));
            }
        }
    }
}

/// The ledger and the disk agree.
fn check_ledger(trial: &Trial, wrong: &mut Vec<String>) {
    let found = trial.json(&["verify", "--json"]);
    let letters = files_below(&trial.project.path(""));
    let letters = letters.iter().filter(|path| {
        let of_notice = path.parent().and_then(Path::file_name).unwrap_or_default();
        let is_kept = path.iter().any(|part| part == "pruned" || part == "damaged");
        of_notice.to_string_lossy().starts_with("report-")
            && !is_kept
            && path.extension().is_some_and(|it| it == "pdf")
    });
    match found.as_object() {
        None if letters.count() == 0 => {}
        None => wrong.push("there are letters, and no ledger".to_owned()),
        Some(found) => {
            let named = |value: &Value| value.as_array().is_some_and(|list| !list.is_empty());
            for (kind, list) in found.iter().filter(|(_, value)| named(value)) {
                if kind == "issued" {
                    continue;
                }
                wrong.push(format!("verify has {kind}: {list}"));
            }
        }
    }
}

#[test]
fn what_a_kill_leaves_is_put_right_by_the_next_command() {
    if !has_strace() {
        return;
    }
    let kills = number_in("OSHIRASE_KILLS").map_or(KILLS, |it| it as usize);
    let seed = number_in("OSHIRASE_SEED").unwrap_or_else(|| {
        let mut bytes = [0; 8];
        getrandom::fill(&mut bytes).expect("a number");
        u64::from_le_bytes(bytes) >> 16
    });
    println!("OSHIRASE_SEED={seed}");
    let played: Vec<Played> = SCENARIOS.iter().map(play).collect();
    let (tried, failed) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let killed = AtomicUsize::new(0);
    let try_all = || loop {
        let number = tried.fetch_add(1, Ordering::Relaxed);
        if number >= kills {
            break;
        }
        let mut random = Random::new(seed.wrapping_add(number as u64));
        let played = &played[number % played.len()];
        let moment = played.moment(&mut random, number / SCENARIOS.len());
        let wrong = played.kill(moment, random.below(5), &killed);
        if !wrong.is_empty() {
            let name = played.scenario.name;
            let told = format!("{number}: {name} killed at {moment:?}: {}", wrong.join("\n  "));
            println!("{told}");
            failed.lock().unwrap_or_else(PoisonError::into_inner).push(told);
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(try_all);
        }
    });
    let failed = failed.into_inner().unwrap_or_else(PoisonError::into_inner);
    let killed = killed.into_inner();
    println!("{kills} tried, {killed} killed, {} failed", failed.len());
    // Which thread does what is not the same each time: some come to their end.
    assert!(killed * 2 > kills, "only {killed} of {kills} were killed");
    assert!(
        failed.is_empty(),
        "{} of {kills} failed, OSHIRASE_SEED={seed}:\n{}",
        failed.len(),
        failed.join("\n")
    );
}
