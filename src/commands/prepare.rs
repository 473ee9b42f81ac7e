//! What every command on letters begins with: load, parse, check, and the press
//! for the notice that is asked for.

use rayon::ThreadPool;

use super::CommandError;
use super::press::Press;
use super::selection::select_notice;
use crate::args::Selection;
use crate::check::{Checked, SharedFacts, check};
use crate::content::OtherNames;
use crate::diagnostic::Diagnostic;
use crate::model::Client;
use crate::project::Project;

/// A project that is ready for letters, or the reasons why it is not.
#[derive(Default)]
pub struct Prepared {
    /// Makes the letters; `None` if something that all letters share is wrong.
    pub press: Option<Press>,
    /// The facts that the letters share, if they are right.
    pub facts: Option<SharedFacts>,
    /// The clients whose records are right.
    pub clients: Vec<Client>,
    /// How many records there are, right or wrong.
    pub records: usize,
    /// Everything that is wrong so far.
    pub problems: Vec<Diagnostic>,
}

/// Reads a project.
pub fn prepare(
    project: &Project,
    pool: &ThreadPool,
    selection: &Selection,
) -> Result<Prepared, CommandError> {
    let mut sources = project.load()?;
    let mut problems = std::mem::take(&mut sources.problems);
    let Checked { shared, clients, records, problems: found } = pool.install(|| check(&sources));
    problems.extend(found);
    let press = shared.as_ref().and_then(|facts| {
        let notice = select_notice(facts, selection, &mut problems)?;
        let names = OtherNames::new(&clients, facts);
        Press::new(sources, facts, notice, names).map_err(|found| problems.extend(found)).ok()
    });
    Ok(Prepared { press, facts: shared, clients, records, problems })
}
