//! The project as an errand finds it, and what it changes in it: checked, then written, each
//! file whole or not at all.

use std::collections::BTreeSet;

use super::Desk;
use crate::check::{Checked, CheckedFacts, SharedFacts, check, check_facts};
use crate::diagnostic::{Diagnostic, SourceText, arrange};
use crate::editing::amend::weigh;
use crate::editing::records::Amended;
use crate::fs::{self, FsError, HeldFolder};
use crate::letters::recover;
use crate::live::{NotDone, Refusal};
use crate::messages::Message;
use crate::project::{Project, Sources};
use crate::rules::Severity;

/// A project's files, and the facts in them.
pub struct Loaded {
    /// The files.
    pub sources: Sources,
    /// What the letters share.
    pub facts: CheckedFacts,
}

impl Loaded {
    /// Reads a project.
    pub fn of(project: &Project) -> Result<Self, Refusal> {
        let sources = project.load()?;
        let facts = check_facts(&sources);
        Ok(Self { sources, facts })
    }

    /// The facts that letters share; all that is wrong, if they are.
    pub fn shared(&self) -> Result<&SharedFacts, Refusal> {
        self.facts.shared.as_ref().ok_or_else(|| {
            let mut problems = self.sources.problems.clone();
            problems.extend(check(&self.sources).problems);
            problems.retain(|problem| problem.severity == Severity::Error);
            arrange(problems).into()
        })
    }

    /// The same with other files.
    pub fn with(mut self, files: &[Amended]) -> Self {
        files.iter().for_each(|file| self.sources.put(file.new.clone()));
        let facts = check_facts(&self.sources);
        Self { sources: self.sources, facts }
    }
}

impl Desk {
    /// Changes files as `amend` says, if nothing is wrong then that was right before. What
    /// the project is then.
    pub fn amend(
        &self,
        amend: impl FnOnce(&Loaded) -> Result<Vec<Amended>, NotDone>,
    ) -> Result<Option<Checked>, NotDone> {
        // From reading to writing no command changes anything.
        let mut held = recover::hold(&self.project)?;
        let loaded = Loaded::of(&self.project)?;
        let files = amend(&loaded)?;
        let Some(first) = files.first() else { return Ok(None) };
        let (checked, problems) = weighed(&self.project, &files, &first.new)?;
        if !problems.is_empty() {
            // What was wrong before is no reason to change nothing.
            let (_, before) = weigh(loaded.sources, &first.new);
            let before: BTreeSet<String> = before.iter().map(key).collect();
            let problems: Vec<Diagnostic> =
                problems.into_iter().filter(|it| !before.contains(&key(it))).collect();
            if !problems.is_empty() {
                return Err(problems.into());
            }
        }
        self.put(&mut held, &files)?;
        Ok(Some(checked))
    }

    /// Changes the files of the recipients as `amend` says, whose new texts are right by
    /// themselves. Where it says that ids change, no condition may miss one then. What a
    /// letter says of a new value, the page shows; it is no reason to keep the old one.
    pub fn amend_records(
        &self,
        amend: impl FnOnce(&Loaded) -> Result<(Vec<Amended>, bool), NotDone>,
    ) -> Result<(), NotDone> {
        let mut held = recover::hold(&self.project)?;
        let mut loaded = Loaded::of(&self.project)?;
        let (files, ids_change) = amend(&loaded)?;
        if ids_change {
            let before: BTreeSet<String> = shared(&loaded.sources).iter().map(key).collect();
            files.iter().for_each(|file| loaded.sources.put(file.new.clone()));
            let mut problems = shared(&loaded.sources);
            problems.retain(|problem| !before.contains(&key(problem)));
            if !problems.is_empty() {
                return Err(problems.into());
            }
        }
        Ok(self.put(&mut held, &files)?)
    }

    /// Writes files, each whole or not at all.
    fn put(&self, held: &mut HeldFolder, files: &[Amended]) -> Result<(), FsError> {
        held.begin()?;
        for Amended { old, new } in files {
            let path = self.project.root().join(&*new.name);
            match old {
                Some(old) => fs::replace_text(&path, &old.text, &new.text)?,
                None => fs::write_new(&path, new.text.as_bytes())?,
            }
        }
        held.finish();
        Ok(())
    }
}

/// What the project would be with these files, and what would be wrong.
pub fn weighed(
    project: &Project,
    files: &[Amended],
    tried: &SourceText,
) -> Result<(Checked, Vec<Diagnostic>), Refusal> {
    let mut sources = project.load()?;
    files.iter().for_each(|file| sources.put(file.new.clone()));
    Ok(weigh(sources, tried))
}

/// The errors that are not about single recipients. That there are none at all is where a
/// project begins.
fn shared(sources: &Sources) -> Vec<Diagnostic> {
    let mut problems = check(sources).problems;
    let is_of_all =
        |it: &Diagnostic| it.clients.is_empty() && !matches!(it.message, Message::NoClients { .. });
    problems.retain(|it| it.severity == Severity::Error && is_of_all(it));
    problems
}

/// What a problem is known by: the same one may have moved to another line.
fn key(problem: &Diagnostic) -> String {
    let file = problem.place().map(|place| place.source.name.clone());
    format!("{} {:?} {:?}", problem.message, file, problem.clients)
}
