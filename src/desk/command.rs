//! A command, run for the page: what it says is shown there, and it asks nobody.

use serde_json::Value;

use crate::diagnostic::Diagnostic;
use crate::live::Refusal;
use crate::outcome::{CommandError, Outcome};
use crate::report::{self, Captured};

/// How a command has ended, and what it has said.
#[derive(Debug)]
pub struct Heard {
    /// How it has ended.
    pub outcome: Outcome,
    /// The problems that it has shown.
    pub problems: Vec<Diagnostic>,
    /// What else it has said.
    pub said: Vec<String>,
    /// What it has printed.
    pub printed: String,
}

/// Runs a command.
pub fn heard(run: impl FnOnce() -> Result<Outcome, CommandError>) -> Result<Heard, Refusal> {
    let (outcome, Captured { problems, said, printed }) = report::captured(run);
    Ok(Heard { outcome: outcome?, problems, said, printed })
}

impl Heard {
    /// The result that it has printed for a machine.
    pub fn result(&self) -> Value {
        serde_json::from_str(&self.printed).unwrap_or_default()
    }

    /// The same, as long as it found nothing wrong; otherwise what it has said.
    pub fn done(self) -> Result<Self, Refusal> {
        match self.outcome {
            Outcome::Done => Ok(self),
            Outcome::Problems | Outcome::Stopped(_) => {
                let Self { problems, said, .. } = self;
                Err(Refusal { problems, fields: Vec::new(), said })
            }
        }
    }
}
