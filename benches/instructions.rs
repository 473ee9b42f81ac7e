//! Instructions that whole processes execute, counted by valgrind: times of one and the same
//! program differ by half within an hour, these by less than one in a thousand.
//!
//! `cargo bench --bench instructions [-- TIMES … NAME …]`: without names, all of [`TASKS`];
//! with a number, each so many times. It fails where a task takes over a tenth more than
//! `benches/instructions.txt` says; `BLESS=1` writes the file anew. The counts in it are those
//! of the program as `.ci/run` compiles it, whose command stands at [`RECORDED`].

#[path = "synthetic.rs"]
#[allow(dead_code, reason = "each benchmark uses a part of this")]
mod synthetic;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use synthetic::Clients;

/// What the counts are compared with.
const RECORDED: &str = "benches/instructions.txt";

/// A loss up to this part of what is recorded is none: a newer compiler may cost as much.
const ALLOWED: f64 = 0.1;

/// A run of the program.
struct Task {
    name: &'static str,
    clients: Clients,
    count: usize,
    command: &'static str,
    /// Whether the letters are there already.
    again: bool,
}

/// What is counted.
const TASKS: [Task; 5] = [
    task("one-letter", Clients::Model, 1, "generate"),
    task("100-of-one-shape", Clients::Model, 100, "generate"),
    task("100-of-twenty-shapes", Clients::Variants, 100, "generate"),
    task("check-of-twenty-shapes", Clients::Variants, 100, "check"),
    Task { again: true, ..task("nothing-changed", Clients::Variants, 100, "generate") },
];

const fn task(name: &'static str, clients: Clients, count: usize, command: &'static str) -> Task {
    Task { name, clients, count, command, again: false }
}

fn main() -> ExitCode {
    if Command::new("valgrind").arg("--version").stdout(Stdio::null()).status().is_err() {
        eprintln!("there is no valgrind, which counts: `apt-get install valgrind`");
        return ExitCode::FAILURE;
    }
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let times = arguments.iter().find_map(|it| it.parse().ok()).unwrap_or(1);
    let any = !TASKS.iter().any(|task| arguments.iter().any(|it| it == task.name));
    let chosen = TASKS.iter().filter(|task| any || arguments.iter().any(|it| it == task.name));
    let mut recorded = recorded();
    let mut lost = false;
    println!(
        "{:24} {:>16} {:>16} {:>8} {:>8}",
        "task", "instructions", "recorded", "change", "spread"
    );
    for task in chosen {
        let counts: Vec<u64> = (0..times).map(|_| instructions(task)).collect();
        let least = counts.iter().copied().min().unwrap_or_default();
        let most = counts.iter().copied().max().unwrap_or_default();
        let before = recorded.insert(task.name.to_owned(), least);
        let change = before.map(|before| least as f64 / before as f64 - 1.0);
        lost |= change.is_none_or(|change| change > ALLOWED);
        println!(
            "{:24} {least:16} {:>16} {:>8} {:>7.3}%",
            task.name,
            before.map_or("none".to_owned(), |before| before.to_string()),
            change.map_or("new".to_owned(), |change| format!("{:+.2}%", 100.0 * change)),
            100.0 * (most - least) as f64 / least as f64,
        );
    }
    if std::env::var_os("BLESS").is_some_and(|it| it == "1") {
        assert!(std::env::var_os("CI").is_none(), "nothing is recorded in CI");
        record(&recorded);
    } else if lost {
        eprintln!(
            "A task takes over {:.0} % more than {RECORDED} says. `callgrind_annotate` shows \
             where, of the files in {}. Where it has to be: BLESS=1",
            100.0 * ALLOWED,
            profiles().display(),
        );
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn in_repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// What valgrind has written of each task, to be looked at.
fn profiles() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("instructions")
}

/// The counts that are recorded, by the tasks' names.
fn recorded() -> BTreeMap<String, u64> {
    let text = fs::read_to_string(in_repository(RECORDED)).unwrap_or_default();
    let counts = text.lines().filter_map(|line| {
        let (name, count) = line.split_once(' ')?;
        Some((name.to_owned(), count.trim().parse().ok()?))
    });
    counts.collect()
}

/// Writes them, in the order of the tasks; those that are none any more are left out.
fn record(counts: &BTreeMap<String, u64>) {
    let mut text = String::new();
    for task in &TASKS {
        if let Some(count) = counts.get(task.name) {
            writeln!(text, "{:24} {count:16}", task.name).expect("writing to a string");
        }
    }
    fs::write(in_repository(RECORDED), text).expect("the repository can be written to");
}

/// The instructions of one run, on one thread and those that the program has besides.
fn instructions(task: &Task) -> u64 {
    // Of the same length on every machine: paths are copied, hashed and stored.
    let folder = tempfile::Builder::new().prefix("instructions-").tempdir_in("/tmp");
    let folder = folder.expect("a temporary folder");
    let project = synthetic::project(folder.path(), task.clients, task.count);
    if task.again {
        run(&mut program(&["generate"], &project));
    }
    fs::create_dir_all(profiles()).expect("a folder for the profiles");
    let profile = profiles().join(task.name);
    let mut out = std::ffi::OsString::from("--callgrind-out-file=");
    out.push(&profile);
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--quiet"]).arg(out);
    // How often the watchdog looks hangs on the time that all this takes: what is between its
    // beginning and its end is not counted.
    valgrind.args(["--toggle-collect=oshirase::letters::watchdog::look*", "--collect-atstart=yes"]);
    let counted = program(&[task.command], &project);
    valgrind.arg(counted.get_program()).args(counted.get_args());
    run(valgrind.current_dir(&project));
    let text = fs::read_to_string(&profile).expect("what valgrind has counted");
    let total = text.lines().find_map(|line| line.strip_prefix("totals: "));
    total.and_then(|it| it.parse().ok()).expect("a total")
}

fn program(args: &[&str], project: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oshirase"));
    command.args(args).args(["--jobs", "1", "--lang", "en"]).current_dir(project);
    command
}

/// Runs a command, which must succeed, with nothing in its environment but where programs are:
/// what is there is copied to the stack, and moves it.
fn run(command: &mut Command) {
    let path = std::env::var_os("PATH").unwrap_or_default();
    command.env_clear().env("PATH", path).stdin(Stdio::null());
    let output = command.output().expect("the program starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {said}");
}
