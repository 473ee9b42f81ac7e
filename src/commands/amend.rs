//! A file of the facts is replaced by an amended one, if nothing is wrong then
//! that was right before.

use std::sync::Arc;

use super::CommandError;
use super::report;
use crate::check::check;
use crate::diagnostic::{Severity, SourceText, arrange};
use crate::fs;
use crate::project::{Project, Sources};

/// Checks the project with the amended file in it, which `put` puts there, and
/// writes the file if it is right. Otherwise says what is wrong, with `hint` at
/// the problem whose message has the words before it, and writes nothing.
pub fn accept(
    project: &Project,
    old: &Arc<SourceText>,
    amended: &Arc<SourceText>,
    put: impl FnOnce(&mut Sources),
    hint: Option<(&str, &str)>,
) -> Result<bool, CommandError> {
    let mut sources = project.load()?;
    put(&mut sources);
    let mut problems = check(&sources).problems;
    // Clients' own problems have nothing to do with it.
    problems.retain(|it| it.severity == Severity::Error && it.clients.is_empty());
    if problems.is_empty() {
        fs::replace_text(&project.root().join(&old.name), &old.text, &amended.text)?;
        return Ok(true);
    }
    for problem in &mut problems {
        if let Some((words, hint)) = hint
            && problem.message.contains(words)
        {
            problem.hints = vec![hint.to_owned()];
        }
    }
    report::show_problems(&arrange(problems))?;
    report::say(format_args!("nothing was written: {} is as it was", old.name));
    Ok(false)
}
