//! Letters a second and peak memory of whole processes: `generate` beside other
//! ways to make the same letters, in one run.
//!
//! `cargo bench --bench throughput [-- COUNT … KIND … PROGRAM …]`: without counts, 1,
//! 500 and 2000; without kinds of clients (`model`, `variants`, `varied`, `numbers`) or
//! programs (by their first word), all of them. The programs that start anew for each letter
//! make twenty at most, and very many letters are made on two threads only.
//!
//! `cargo bench --bench throughput -- 200000 variants generate` makes 200,000 letters, which
//! take 22 GB of disk and some minutes; `cargo bench --bench throughput -- memory` makes
//! 2,000, 50,000 and 200,000 and says how the memory grows.

mod others;
mod plain;
mod synthetic;

use std::env;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use synthetic::Clients;

/// Set for the process that makes letters in another way: how, on how many
/// threads, and its project.
const OTHER: &str = "OSHIRASE_BENCH_OTHER";

/// The kinds of clients.
const KINDS: [(&str, Clients); 4] = [
    ("model", Clients::Model),
    ("variants", Clients::Variants),
    ("varied", Clients::Varied),
    ("numbers", Clients::Numbers),
];

/// Numbers of letters by which it is seen whether memory grows with them.
const GROWING: [usize; 3] = [2_000, 50_000, 200_000];

/// What is measured, and whether it makes many letters in one process.
const PROGRAMS: [(&str, bool); 5] = [
    ("generate", true),
    ("plain loop", true),
    ("typst-as-lib", true),
    ("typst compile", false),
    ("weasyprint", false),
];

/// Of the programs that start anew for each letter, the most letters.
const FEW: usize = 20;

/// From so many letters on, a program is measured on two threads only.
const VERY_MANY: usize = 10_000;

fn main() {
    if let Ok(other) = env::var(OTHER) {
        let (program, rest) = other.split_once('/').expect("a program");
        let (threads, folder) = rest.split_once('/').expect("threads and a folder");
        let threads = threads.parse().expect("a number");
        let run = match program {
            "plain loop" => plain::run,
            "typst-as-lib" => others::as_lib,
            "typst compile" => others::command_line,
            _ => others::weasyprint,
        };
        run(Path::new(folder), threads);
        return;
    }
    let arguments: Vec<String> = env::args().collect();
    let mut counts: Vec<usize> = arguments.iter().filter_map(|it| it.parse().ok()).collect();
    let named = |word: &str| arguments.iter().any(|it| it == word);
    let any_kind = !KINDS.iter().any(|(kind, _)| named(kind));
    let any_program = !PROGRAMS.iter().any(|(program, _)| named(first_word(program)));
    if named("memory") {
        return growth();
    }
    if counts.is_empty() {
        counts = vec![1, 500, 2000];
    }
    for (program, of) in [("typst", "typst compile"), ("weasyprint", "weasyprint")] {
        if !others::installed(program) {
            println!("{of} is not measured: {program} is not installed");
        }
    }
    println!(
        "letters   clients  threads  program        seconds  letters/s  peak MiB  bytes/letter"
    );
    for (kind, clients) in KINDS.into_iter().filter(|(kind, _)| any_kind || named(kind)) {
        for &count in &counts {
            for (program, many) in PROGRAMS {
                let name = first_word(program);
                if !any_program && !named(name) {
                    continue;
                }
                if !many && (count != counts[0] || !others::installed(name)) {
                    continue;
                }
                let count = if many { count } else { count.min(FEW) };
                let threads = if count < VERY_MANY { 1..=2 } else { 2..=2 };
                for threads in threads {
                    compare(kind, clients, count, program, threads);
                }
            }
        }
    }
}

/// Makes more and more letters, and says how much more memory they take than the fewest.
fn growth() {
    println!("letters  seconds  letters/s  peak MiB  of that at {}", GROWING[0]);
    let mut first = None;
    for count in GROWING {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let project = synthetic::project(folder.path(), Clients::Variants, count);
        let (seconds, memory) = measure(&mut command("generate", &project, 2));
        let of_first = memory / *first.get_or_insert(memory);
        let speed = count as f64 / seconds;
        println!("{count:7}  {seconds:7.1}  {speed:9.1}  {memory:8.1}  {of_first:13.2}");
    }
}

fn first_word(program: &str) -> &str {
    program.split(' ').next().unwrap_or_default()
}

/// Measures one program and prints a line.
fn compare(kind: &str, clients: Clients, count: usize, program: &str, threads: usize) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let project = synthetic::project(folder.path(), clients, count);
    let mut command = command(program, &project, threads);
    // One letter is over before it has begun: the best of some.
    let runs = if count == 1 { 15 } else { 1 };
    let (seconds, memory) = (0..runs)
        .map(|_| {
            // What is there already would not be made again.
            let _ = fs::remove_dir_all(project.join("out"));
            measure(&mut command)
        })
        .min_by(|a, b| a.0.total_cmp(&b.0))
        .expect("a run");
    let out = if program == "generate" { "out/report-1" } else { "plain" };
    println!(
        "{kind:8}  {count:7}  {threads:7}  {program:13}  {seconds:7.3}  {:9.1}  {memory:8.1}  {:12}",
        count as f64 / seconds,
        bytes_per_letter(&project.join(out), count),
    );
}

fn command(program: &str, project: &Path, threads: usize) -> Command {
    let mut command;
    if program == "generate" {
        command = Command::new(env!("CARGO_BIN_EXE_oshirase"));
        command.args(["generate", "--jobs", &threads.to_string(), "--project"]).arg(project);
    } else {
        command = Command::new(env::current_exe().expect("this program"));
        command.env(OTHER, format!("{program}/{threads}/{}", project.display()));
        command.env("RAYON_NUM_THREADS", threads.to_string());
    }
    command.stderr(Stdio::null());
    command
}

/// Seconds and peak memory (MiB) of one run.
fn measure(command: &mut Command) -> (f64, f64) {
    // The peak of a child that has ended is no longer told, so it is asked for
    // while the child runs: the kernel keeps the highest so far.
    let started = Instant::now();
    let mut child = command.spawn().expect("the program starts");
    let mut peak = 0;
    let done = loop {
        if let Some(done) = child.try_wait().expect("a child of this process") {
            break done;
        }
        let own = memory(child.id());
        peak = peak.max(own + children(child.id()).into_iter().map(memory).sum::<u64>());
        std::thread::sleep(std::time::Duration::from_millis(1));
    };
    let seconds = started.elapsed().as_secs_f64();
    assert!(done.success(), "{command:?} failed");
    (seconds, peak as f64 / 1024.0)
}

/// The highest memory of a process so far, in kibibytes.
fn memory(process: u32) -> u64 {
    let text = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}

/// The processes that the threads of a process have started.
fn children(process: u32) -> Vec<u32> {
    let threads = fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
    let lists = threads.filter_map(|it| fs::read_to_string(it.path().join("children")).ok());
    lists
        .flat_map(|list| list.split(' ').filter_map(|it| it.parse().ok()).collect::<Vec<_>>())
        .collect()
}

fn bytes_per_letter(folder: &Path, count: usize) -> u64 {
    let files = fs::read_dir(folder).expect("the letters");
    let bytes = files.map(|file| file.expect("a file").metadata().expect("its size").len());
    bytes.sum::<u64>() / count as u64
}
