//! Ends the program with a message where a template never ends or eats memory.
//!
//! Neither Tera nor Typst can be interrupted from within a letter. Letters are
//! written whole or not at all, so that ending the program leaves none half
//! written, and the next run goes on where this one stopped.

use std::collections::HashMap;
use std::process::exit;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{LazyLock, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::report;
use crate::diagnostic::Diagnostic;
use crate::limits;
use crate::messages::Message;
use crate::model::ClientId;

/// How often the watchdog looks.
const PERIOD: Duration = Duration::from_millis(50);

/// The letters in the making.
static LETTERS: LazyLock<Mutex<HashMap<u64, (ClientId, Instant)>>> = LazyLock::new(Mutex::default);
static NEXT: AtomicU64 = AtomicU64::new(0);

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

/// A letter that is watched until this is dropped.
#[must_use]
pub struct Watched(u64);

/// Watches a letter.
pub fn watch(client: &ClientId) -> Watched {
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let mut letters = LETTERS.lock().unwrap_or_else(PoisonError::into_inner);
    letters.insert(number, (client.clone(), Instant::now()));
    Watched(number)
}

impl Drop for Watched {
    fn drop(&mut self) {
        LETTERS.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.0);
    }
}

fn look() {
    let letters = LETTERS.lock().unwrap_or_else(PoisonError::into_inner);
    let message = if resident().is_some_and(|kibibytes| kibibytes > limits::MEMORY) {
        Message::TooMuchMemory { mebibytes: (limits::MEMORY >> 10).to_string() }
    } else if letters.values().any(|(_, since)| since.elapsed() > limits::LETTER) {
        Message::TooLong { seconds: limits::LETTER.as_secs().to_string() }
    } else {
        return;
    };
    let problem = letters
        .values()
        .fold(Diagnostic::error(message), |problem, (client, _)| problem.for_client(client));
    // Nobody to say it to is no reason to go on.
    let _ = report::show_problems(&[problem.hint(Message::LookForLoops)]);
    exit(1);
}

/// The program's memory in kibibytes, where the system tells it as Linux does
/// (proc(5), `VmRSS`).
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}
