//! `cargo bench --bench live`: how soon the live page shows a letter after the
//! start, and after a save.
//!
//! Measured as a browser sees it: from the start of the process, or from before
//! the write to the file, to the page's event, by which the pictures are made.

#[path = "../tests/common/mod.rs"]
mod common;

use std::fs;
use std::time::{Duration, Instant};

use common::TestProject;
use common::live::{Letters, Live, text};

const SAVES: usize = 60;
const STARTS: usize = 10;

fn main() {
    let project = TestProject::model();
    let starts = (0..STARTS).map(|_| {
        let started = Instant::now();
        let live = Live::start(&project, &["C-0001"]);
        live.follow("C-0001").until(|view| view["state"] == "fine");
        started.elapsed()
    });
    report("start to first letter", starts.collect());

    let live = Live::start(&project, &["C-0001"]);
    let mut letters = live.follow("C-0001");
    letters.until(|view| view["state"] == "fine");
    let mut measure = |what, file, from| report(what, saves(&project, &mut letters, file, from));
    measure("save of a fact", "data/incident.yaml", "接続障害の報告を受ける");
    measure("save of the client's name", "data/clients.yaml", "株式会社髙﨑製作所");
    let template = common::repository().join("templates/report.typ");
    let template = fs::read_to_string(template).expect("the template");
    project.write("templates/report.typ", &format!("{template}\n追記\n"));
    letters.until(|view| text(view).contains("追記"));
    report("save of the template", saves(&project, &mut letters, "templates/report.typ", "追記"));
}

/// Saves a file with another text in it, again and again.
fn saves(project: &TestProject, letters: &mut Letters, file: &str, from: &str) -> Vec<Duration> {
    let original = fs::read_to_string(project.path(file)).expect("a file");
    let save = |number: usize| {
        let wanted = format!("{from}{number}回目");
        let changed = original.replacen(from, &wanted, 1);
        let started = Instant::now();
        project.write(file, &changed);
        letters.until(|view| text(view).contains(&wanted));
        started.elapsed()
    };
    (0..SAVES).map(save).collect()
}

fn report(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let at = |part: f64| {
        let index = (times.len() as f64 * part) as usize;
        times[index.min(times.len() - 1)].as_secs_f64() * 1e3
    };
    println!("{what:>26}: median {:5.1} ms, slowest tenth from {:5.1} ms", at(0.5), at(0.9));
}
