//! What a command says: problems and summary for a person on standard error,
//! or the result for a machine on standard output.

use std::io::{self, Write};

use anstream::{AutoStream, ColorChoice};
use console::Term;

use super::Outcome;
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::limits;
use crate::messages::Message;

/// Shows problems to a person.
pub fn show_problems(problems: &[Diagnostic]) -> io::Result<()> {
    let mut stderr = AutoStream::auto(io::stderr().lock());
    let colour = stderr.current_choice() != ColorChoice::Never;
    let columns = Term::stderr().size_checked().map(|(_, columns)| usize::from(columns));
    for problem in problems.iter().take(limits::SHOWN) {
        writeln!(stderr, "{}", diagnostic::describe(problem, colour, columns))?;
    }
    if problems.len() > limits::SHOWN {
        let number = (problems.len() - limits::SHOWN).to_string();
        writeln!(stderr, "{}\n", Message::MoreProblems { number })?;
    }
    Ok(())
}

/// Says a line to a person. Nobody to say it to is no reason to fail.
pub fn say(line: impl std::fmt::Display) {
    let _ = writeln!(AutoStream::auto(io::stderr().lock()), "{line}");
}

/// How a command ended that met these problems. A warning does not count.
pub fn outcome(problems: &[Diagnostic]) -> Outcome {
    let wrong = problems.iter().any(|problem| problem.severity == Severity::Error);
    if wrong { Outcome::Problems } else { Outcome::Done }
}

/// Prints the result for a machine.
pub fn print_json(result: &impl serde::Serialize) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    serde_json::to_writer_pretty(&mut stdout, result)?;
    writeln!(stdout)
}
