//! Ends the program with a message where a template never ends or eats memory.
//!
//! Letters are written whole or not at all, so that ending the program leaves none
//! half written, and the next run goes on where this one stopped.

use std::process::exit;
use std::thread;
use std::time::Duration;

use super::report;
use crate::diagnostic::Diagnostic;
use crate::limits;
use crate::messages::{Message, listed};
use crate::tasks::{Task, running};

/// How often the watchdog looks.
const PERIOD: Duration = Duration::from_millis(50);

/// Begins to watch.
pub fn start() {
    // A system that gives no thread gives no watchdog; the letters come first.
    let _ = thread::Builder::new().name("watchdog".into()).spawn(|| {
        loop {
            thread::sleep(PERIOD);
            look();
        }
    });
}

fn look() {
    let eats = resident().is_some_and(|kibibytes| kibibytes > limits::MEMORY);
    let tasks = running();
    let endless = tasks.iter().find(|(task, time)| *time > task.limit());
    let message = match endless {
        _ if eats => Message::TooMuchMemory { mebibytes: (limits::MEMORY >> 10).to_string() },
        Some((Task::Letter(_), _)) => {
            Message::TooLong { seconds: limits::LETTER.as_secs().to_string() }
        }
        Some((Task::Reading(_), _)) => {
            Message::ReadingTooLong { seconds: limits::READING.as_secs().to_string() }
        }
        None => return,
    };
    let mut problem = Diagnostic::error(message);
    let mut files = Vec::new();
    for (task, _) in tasks {
        match task {
            Task::Letter(client) => problem = problem.for_client(&client),
            Task::Reading(file) => files.push(file),
        }
    }
    files.sort();
    let hint = match files.is_empty() {
        true => Message::LookForLoops,
        false => Message::LookAtFiles { files: listed(files) },
    };
    // Nobody to say it to is no reason to go on.
    let _ = report::show_problems(&[problem.hint(hint)]);
    exit(1);
}

/// The program's memory in kibibytes, where the system tells it as Linux does
/// (proc(5), `VmRSS`).
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}
