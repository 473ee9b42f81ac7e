//! Ends the program with a message where a template never ends or eats memory.
//!
//! Letters are written whole or not at all, so that ending the program leaves none
//! half written, and the next run goes on where this one stopped.

use std::panic;
use std::process::exit;
use std::thread;
use std::time::Duration;

use crate::diagnostic::Diagnostic;
use crate::messages::Message;
use crate::tasks::{Task, running};
use crate::{limits, report};

/// How often the watchdog looks.
const PERIOD: Duration = Duration::from_millis(50);

/// Begins to watch.
pub fn start() {
    speak_before_the_end();
    // A system that gives no thread gives no watchdog; the letters come first.
    let _ = thread::Builder::new().name("watchdog".into()).spawn(|| {
        loop {
            thread::sleep(PERIOD);
            look();
        }
    });
}

/// Says which letters were being made when the program cannot go on. A panic costs one
/// letter; but one in what puts things away after another (in what draws an SVG picture)
/// ends the program, and of that it says nothing that helps.
fn speak_before_the_end() {
    let say_as_usual = panic::take_hook();
    panic::set_hook(Box::new(move |information| {
        match report::speaks_in_events() {
            true => report::say(information),
            false => say_as_usual(information),
        }
        // What the standard library says then.
        const ENDS: [&str; 2] = ["panic in a destructor during cleanup", "cannot unwind"];
        let said = information.payload_as_str().unwrap_or_default();
        if ENDS.iter().any(|end| said.contains(end)) {
            let problem = Diagnostic::error(Message::OshiraseFailed).hint(Message::LookAtPictures);
            end(problem);
        }
    }));
}

/// Ends the program with this problem, which is one of the letters that are being made.
fn end(problem: Diagnostic) -> ! {
    let problem = running().iter().fold(problem, |problem, (task, _)| match task {
        Task::Letter(client) => problem.for_client(client),
        Task::Reading(_) => problem,
    });
    // Nobody to say it to is no reason to go on.
    let _ = report::show_problems(&[problem]);
    exit(1)
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
    // Of a file in another's reading, the inner one.
    let file = tasks.into_iter().rev().find_map(|(task, _)| match task {
        Task::Reading(file) => Some(file),
        Task::Letter(_) => None,
    });
    let hint = file.map_or(Message::LookForLoops, |file| Message::LookAtFile { file });
    end(Diagnostic::error(message).hint(hint))
}

/// The program's memory in kibibytes, where the system tells it as Linux does
/// (proc(5), `VmRSS`).
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}
