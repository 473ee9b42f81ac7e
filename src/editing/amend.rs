//! A file of the facts is replaced by an amended one, if nothing is wrong then
//! that was right before.

use std::sync::Arc;

use chrono::NaiveDateTime;

use crate::check::{Checked, CheckedFacts, SharedFacts, check};
use crate::content::OtherNames;
use crate::diagnostic::{Diagnostic, SourceText, arrange};
use crate::fs::{self, FsError, HeldFolder};
use crate::letters::press::Press;
use crate::messages::Message;
use crate::model::Notice;
use crate::outcome::{CommandError, Outcome};
use crate::project::{Project, Sources};
use crate::report;
use crate::rules::Severity;

/// How many letters a new text is tried on.
const TRIED: usize = 20;

/// Whether a problem is in this file.
fn is_in(problem: &Diagnostic, file: &SourceText) -> bool {
    problem.place.as_ref().is_some_and(|place| place.source.name == file.name)
}

/// The notice that is written in this file, or the last one.
fn in_or_last<'a>(facts: &'a SharedFacts, file: &SourceText) -> Option<&'a Notice> {
    let in_file = |notice: &&Notice| notice.origin.document.source().name == file.name;
    facts.notices.iter().find(in_file).or(facts.notices.last())
}

/// Checks a project whose files are `sources`, in which `amended` has taken the place of
/// `old`, and writes it if it is right. Otherwise says what is wrong, each problem as
/// `advise` leaves it, and writes nothing. What the project is then, if it is right.
pub fn accept(
    project: &Project,
    held: &mut HeldFolder,
    sources: Sources,
    old: &Arc<SourceText>,
    amended: &Arc<SourceText>,
    advise: impl Fn(&mut Diagnostic),
) -> Result<Option<Checked>, CommandError> {
    let write = || fs::replace_text(&project.root().join(&*old.name), &old.text, &amended.text);
    accept_with(held, sources, amended, advise, write)
}

/// Checks a project whose files are `sources`, among them `new`, which is not on the disk
/// yet, and writes that if all is right. What the project is then, if it is right.
pub fn accept_new(
    project: &Project,
    held: &mut HeldFolder,
    sources: Sources,
    new: &Arc<SourceText>,
) -> Result<Option<Checked>, CommandError> {
    let write = || fs::write_new(&project.root().join(&*new.name), new.text.as_bytes());
    accept_with(held, sources, new, |_| {}, write)
}

/// What a project is whose files are `sources`, and all that is wrong with what its letters
/// share. Texts of `amended`, which is one of the files, are tried on a few letters.
pub fn weigh(sources: Sources, amended: &SourceText) -> (Checked, Vec<Diagnostic>) {
    let mut checked = check(&sources);
    let mut problems = std::mem::take(&mut checked.problems);
    // Clients' own problems have nothing to do with it.
    problems.retain(|it| it.severity == Severity::Error && it.clients.is_empty());
    if problems.is_empty()
        && let Some(facts) = &checked.shared
        && let Some(notice) = in_or_last(facts, amended)
    {
        // The texts are tried on a few letters, with all bulletins in them.
        let notice = Notice { as_of: Some(NaiveDateTime::MAX), ..notice.clone() };
        problems.extend(match Press::new(sources, facts, notice, OtherNames::default()) {
            Err(found) => found,
            Ok(press) => checked
                .clients
                .iter()
                .filter(|client| press.notice.is_for(client))
                .take(TRIED)
                .flat_map(|client| press.draft(client).found)
                .filter(|problem| is_in(problem, amended))
                .collect(),
        });
    }
    (checked, problems)
}

fn accept_with(
    held: &mut HeldFolder,
    sources: Sources,
    amended: &Arc<SourceText>,
    advise: impl Fn(&mut Diagnostic),
    write: impl FnOnce() -> Result<(), FsError>,
) -> Result<Option<Checked>, CommandError> {
    let (checked, mut problems) = weigh(sources, amended);
    if problems.is_empty() {
        held.begin()?;
        write()?;
        held.finish();
        return Ok(Some(checked));
    }
    problems.iter_mut().for_each(advise);
    report::show_problems(&arrange(problems))?;
    report::say(Message::NothingWritten { file: amended.name.to_string() });
    Ok(None)
}

/// Says all that is wrong with a project whose shared facts are wrong: nothing can be
/// added to it.
pub fn refuse(mut sources: Sources, facts: CheckedFacts) -> Result<Outcome, CommandError> {
    let mut problems = std::mem::take(&mut sources.problems);
    problems.extend(facts.check_clients(&sources.clients).problems);
    report::show_problems(&arrange(problems))?;
    Ok(Outcome::Problems)
}
