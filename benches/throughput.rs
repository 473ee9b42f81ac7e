//! Letters a second and peak memory of whole processes, `generate` beside the
//! plain loop, in one run.
//!
//! `cargo bench --bench throughput [-- COUNT …]`; without counts, 1, 500 and 2000.

mod plain;
mod synthetic;

use std::env;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use synthetic::Clients;

/// Set for the process that is the plain loop: its project and its threads.
const PLAIN: &str = "OSHIRASE_BENCH_PLAIN";

fn main() {
    if let Ok(plain) = env::var(PLAIN) {
        let (threads, folder) = plain.split_once(' ').expect("threads and a folder");
        plain::run(Path::new(folder), threads.parse().expect("a number"));
        return;
    }
    let mut counts: Vec<usize> = env::args().filter_map(|argument| argument.parse().ok()).collect();
    if counts.is_empty() {
        counts = vec![1, 500, 2000];
    }
    println!("clients  letters  threads  program     seconds  letters/s  peak MiB  bytes/letter");
    for (kind, clients) in [("model", Clients::Model), ("varied", Clients::Varied)] {
        for &count in &counts {
            let folder = tempfile::tempdir().expect("a temporary folder");
            let project = synthetic::project(folder.path(), clients, count);
            for threads in [1, 2] {
                for program in ["plain loop", "generate"] {
                    let mut command = command(program, &project, threads);
                    // One letter is over before it has begun: the best of some.
                    let runs = if count == 1 { 15 } else { 1 };
                    let (seconds, memory) = (0..runs)
                        .map(|_| {
                            // What is there already would not be made again.
                            let _ = std::fs::remove_dir_all(project.join("out"));
                            measure(&mut command)
                        })
                        .min_by(|a, b| a.0.total_cmp(&b.0))
                        .expect("a run");
                    let out = if program == "generate" { "out/report-1" } else { "plain" };
                    println!(
                        "{kind:7}  {count:7}  {threads:7}  {program:10}  {seconds:7.3}  {:9.1}  {memory:8.1}  {:12}",
                        count as f64 / seconds,
                        bytes_per_letter(&project.join(out), count),
                    );
                }
            }
        }
    }
}

fn command(program: &str, project: &Path, threads: usize) -> Command {
    let mut command;
    if program == "generate" {
        command = Command::new(env!("CARGO_BIN_EXE_oshirase"));
        command.args(["generate", "--jobs", &threads.to_string(), "--project"]).arg(project);
    } else {
        command = Command::new(env::current_exe().expect("this program"));
        command.env(PLAIN, format!("{threads} {}", project.display()));
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
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0.0_f64;
    let done = loop {
        if let Some(done) = child.try_wait().expect("a child of this process") {
            break done;
        }
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes =
            line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok());
        peak = peak.max(kilobytes.unwrap_or(0.0) / 1024.0);
        std::thread::sleep(std::time::Duration::from_millis(1));
    };
    let seconds = started.elapsed().as_secs_f64();
    assert!(done.success(), "{command:?} failed");
    (seconds, peak)
}

fn bytes_per_letter(folder: &Path, count: usize) -> u64 {
    let files = std::fs::read_dir(folder).expect("the letters");
    let bytes = files.map(|file| file.expect("a file").metadata().expect("its size").len());
    bytes.sum::<u64>() / count as u64
}
