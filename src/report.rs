//! What a command says: problems, and what it has done, on standard error; on
//! standard output the result, as lines for a person or as JSON for a machine.
//!
//! The desk runs commands too, and shows on its page what they say: it has it
//! [`captured`].

mod events;
mod progress;

use std::cell::RefCell;
use std::error::Error;
use std::io::{self, Write};

use anstream::{AutoStream, ColorChoice};
use console::Term;

use crate::diagnostic::{self, Diagnostic, Told, is_wrong};
use crate::limits;
use crate::messages::{Message, Noun, count};
use crate::outcome::Outcome;
use crate::unseen::{visible, visible_json};

pub use events::{Event, Standing, speak_in_events, speaks_in_events, tell};
pub use progress::{Hearer, Progress, Work, heard_by};

/// What a command has said.
#[derive(Debug, Default)]
pub struct Captured {
    /// The problems that it has shown.
    pub problems: Vec<Diagnostic>,
    /// The lines that it has said to a person.
    pub said: Vec<String>,
    /// What it has printed on standard output.
    pub printed: String,
}

thread_local! {
    /// What is said on this thread, where that is captured.
    static CAPTURED: RefCell<Option<Captured>> = const { RefCell::new(None) };
}

/// Runs work that says something on this thread, and gives what it has said, of which
/// nothing is printed.
pub fn captured<T>(work: impl FnOnce() -> T) -> (T, Captured) {
    /// Ends the capture, also where the work has panicked.
    struct End;
    impl Drop for End {
        fn drop(&mut self) {
            CAPTURED.take();
        }
    }
    CAPTURED.set(Some(Captured::default()));
    let end = End;
    let done = work();
    let captured = CAPTURED.take().unwrap_or_default();
    drop(end);
    (done, captured)
}

/// Whether what is said on this thread is captured; if so, `keep` has kept it.
fn is_captured(keep: impl FnOnce(&mut Captured)) -> bool {
    CAPTURED.with_borrow_mut(|captured| captured.as_mut().map(keep).is_some())
}

/// A reader who has heard enough (`| head`) is no failure.
fn unless_gone(written: io::Result<()>) -> io::Result<()> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// Shows problems to a person.
pub fn show_problems(problems: &[Diagnostic]) -> io::Result<()> {
    if is_captured(|it| it.problems.extend_from_slice(problems)) {
        return Ok(());
    }
    if speaks_in_events() {
        events::tell_problems(problems);
        return Ok(());
    }
    unless_gone(write_problems(problems))
}

fn write_problems(problems: &[Diagnostic]) -> io::Result<()> {
    let mut stderr = AutoStream::auto(io::stderr().lock());
    let colour = stderr.current_choice() != ColorChoice::Never;
    let columns = Term::stderr().size_checked().map(|(_, columns)| usize::from(columns));
    let groups = diagnostic::grouped(problems);
    for group in groups.iter().take(limits::SHOWN) {
        writeln!(stderr, "{}", diagnostic::describe(group, colour, columns))?;
    }
    let untold: usize = groups.iter().skip(limits::SHOWN).map(Vec::len).sum();
    if untold > 0 {
        let number = untold.to_string();
        writeln!(stderr, "{}\n", Message::MoreProblems { number })?;
    }
    Ok(())
}

/// Says a line to a person. Nobody to say it to is no reason to fail.
pub fn say(line: impl std::fmt::Display) {
    let line = line.to_string();
    if is_captured(|it| it.said.push(line.clone())) {
        return;
    }
    if speaks_in_events() {
        tell(&Event::Said { text: line });
        return;
    }
    let _ = writeln!(AutoStream::auto(io::stderr().lock()), "{}", visible(&line));
}

/// Says why a command could not do its work. Nobody to say it to changes nothing about how
/// it ended.
pub fn say_failure(error: &dyn Error) {
    if speaks_in_events() {
        events::tell_failure(error);
        return;
    }
    let mut stderr = AutoStream::auto(io::stderr().lock());
    let _ = writeln!(stderr, "{}: {error}", Message::ErrorLabel);
    let mut cause = error.source();
    while let Some(error) = cause {
        let _ = writeln!(stderr, "{}", Message::Because { cause: error.to_string() });
        cause = error.source();
    }
}

/// Says how many warnings there are that were not shown, and what shows them.
pub fn say_warnings(number: usize) {
    if number > 0 {
        say(Message::WarningsAreInCheck { warnings: count(number, Noun::Warning) });
    }
}

/// How a command ended that met these problems. A warning does not count.
pub fn outcome(problems: &[Diagnostic]) -> Outcome {
    if is_wrong(problems) { Outcome::Problems } else { Outcome::Done }
}

/// Prints a line of the result on standard output.
pub fn print(line: impl std::fmt::Display) -> io::Result<()> {
    print_marked(visible(&line.to_string()))
}

/// The same for a line that has marks for the terminal in it, and whose words are
/// [`visible`].
pub fn print_marked(line: impl std::fmt::Display) -> io::Result<()> {
    let line = line.to_string();
    if is_captured(|it| it.printed.extend([line.as_str(), "\n"])) {
        return Ok(());
    }
    unless_gone(writeln!(AutoStream::auto(io::stdout().lock()), "{line}"))
}

/// What is said of several notices, one after the other.
#[derive(Debug, Default)]
pub struct OfNotices {
    /// What has been told of one is not told again of another.
    pub told: Told,
    /// The results for a machine.
    results: Vec<serde_json::Value>,
}

impl OfNotices {
    /// Adds the result of a notice, for a machine.
    pub fn add(&mut self, result: serde_json::Value) {
        self.results.push(result);
    }

    /// Prints the result for a machine: of several notices a list of them.
    pub fn print_json(mut self) -> io::Result<()> {
        match self.results.len() {
            0 => Ok(()),
            1 => print_json(&self.results.remove(0)),
            _ => print_json(&self.results),
        }
    }
}

/// Prints the result for a machine.
pub fn print_json(result: &impl serde::Serialize) -> io::Result<()> {
    if is_captured(|_| ()) {
        let json = serde_json::to_string(result)?;
        is_captured(|it| it.printed.push_str(&json));
        return Ok(());
    }
    let mut stdout = VisibleJson(io::stdout().lock());
    let written = serde_json::to_writer_pretty(&mut stdout, result).map_err(io::Error::from);
    unless_gone(written.and_then(|()| writeln!(stdout)))
}

/// Writes JSON with escapes for what is not seen and what a terminal obeys.
struct VisibleJson<W>(W);

impl<W: Write> Write for VisibleJson<W> {
    /// `serde_json` writes texts in pieces of whole characters.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match std::str::from_utf8(bytes) {
            Ok(json) => self.0.write_all(visible_json(json).as_bytes())?,
            Err(_) => self.0.write_all(bytes)?,
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
