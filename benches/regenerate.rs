//! `cargo bench --bench regenerate`: `generate` where nothing has changed, and
//! where one client of many has; and what the ledger costs in a full run.

#[path = "synthetic.rs"]
#[allow(dead_code, reason = "each benchmark uses a part of this")]
mod synthetic;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use oshirase::digest::Digest;
use oshirase::ids::{ClientId, NoticeId};
use oshirase::ledger::{Ledger, LedgerEntry, RunEntry, compress};
use synthetic::Clients;

const TIMES: usize = 5;

fn main() {
    let count: usize = std::env::args().skip(1).find_map(|it| it.parse().ok()).unwrap_or(10_000);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let project = synthetic::project(folder.path(), Clients::Varied, count);
    let full = generate(&project);
    println!("{count} letters, all new: {full:.1} s");
    let nothing: Vec<f64> = (0..TIMES).map(|_| generate(&project)).collect();
    println!("nothing changed: {:.2} s (median of {TIMES})", median(nothing));
    let clients = project.join("data/clients.yaml");
    let original = fs::read_to_string(&clients).expect("the clients");
    let one = |time: usize| {
        let changed = original.replacen("name: ", &format!("name: 新{time}"), 1);
        fs::write(&clients, changed).expect("a writable file");
        generate(&project)
    };
    println!(
        "one client changed: {:.2} s (median of {TIMES})",
        median((0..TIMES).map(one).collect())
    );
    let recording = record_again(&project, count);
    println!(
        "of a full run, the ledger (digests, compression, rows): {:.2} s of {:.1} s of work, {:.1} %",
        recording,
        full * threads(),
        100.0 * recording / (full * threads())
    );
}

fn threads() -> f64 {
    std::thread::available_parallelism().map_or(1.0, |count| count.get() as f64)
}

fn generate(project: &Path) -> f64 {
    let started = Instant::now();
    let status = Command::new(env!("CARGO_BIN_EXE_oshirase"))
        .args(["--project".as_ref(), project.as_os_str(), "generate".as_ref()])
        .stderr(Stdio::null())
        .status()
        .expect("the program starts");
    assert!(status.success());
    started.elapsed().as_secs_f64()
}

fn median(mut seconds: Vec<f64>) -> f64 {
    seconds.sort_by(f64::total_cmp);
    seconds[seconds.len() / 2]
}

/// The seconds it takes to do once more, for every letter, what a full run does
/// for the ledger, on one thread.
fn record_again(project: &Path, count: usize) -> f64 {
    /// As many letters as `generate` records at a time.
    const BATCH: usize = 64;
    let notice = NoticeId::new("report-1").expect("an id");
    let ledger = Ledger::open(&project.join("out/ledger.sqlite3")).expect("the ledger");
    let mut again = Ledger::open(&project.join("again.sqlite3")).expect("a ledger");
    let run = RunEntry {
        at: "2023-06-09T00:00:00+09:00".to_owned(),
        notice: notice.clone(),
        tool: "0".to_owned(),
        template: Some("report.typ".to_owned()),
        fonts: Digest::of(b""),
    };
    let number = again.begin_run(&run).expect("a run");
    let mut letters: Vec<_> = ledger.letters(&notice).expect("the letters").into_values().collect();
    letters.sort_by(|a, b| a.client.cmp(&b.client));
    assert_eq!(letters.len(), count);
    let mut seconds = 0.0;
    let mut waiting = Vec::new();
    for (index, known) in letters.into_iter().enumerate() {
        let client = ClientId::new(&known.client).expect("an id");
        let pdf = fs::read(project.join(&known.path)).expect("the letter");
        let kept = ledger.letter(&notice, &client).expect("the ledger").expect("the letter");
        let started = Instant::now();
        let (own_facts, facts) =
            kept.facts.into_iter().partition(|(name, _)| name.starts_with("client."));
        let entry = LedgerEntry {
            client,
            name: known.name,
            path: known.path,
            sha256: Digest::of(&pdf),
            bytes: known.bytes,
            modified: known.modified,
            pages: known.pages,
            identity: kept.identity,
            fingerprint: Digest::of(kept.source.as_bytes()),
            inputs: known.inputs,
            files: kept.files.into_iter().map(|(path, bytes)| (path, Digest::of(&bytes))).collect(),
            facts,
            own_facts,
            source: compress(&kept.source),
            warnings: known.warnings,
        };
        waiting.push(entry);
        if waiting.len() == BATCH || index + 1 == count {
            again.record(number, &run, &waiting).expect("their rows");
            waiting.clear();
        }
        seconds += started.elapsed().as_secs_f64();
    }
    seconds
}
