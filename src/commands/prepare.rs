//! What every command on letters begins with: load, parse, check, and the press
//! for the notice that is asked for.

use rayon::ThreadPool;

use super::CommandError;
use super::press::Press;
use super::selection::select_notice;
use crate::args::Selection;
use crate::check::{Checked, check};
use crate::diagnostic::Diagnostic;
use crate::model::Client;
use crate::project::Project;

/// A project that is ready for letters, or the reasons why it is not.
#[derive(Default)]
pub struct Prepared {
    /// Makes the letters; `None` if something that all letters share is wrong.
    pub press: Option<Press>,
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
    let press = shared.and_then(|facts| {
        let notice = select_notice(&facts, selection, &mut problems)?;
        Press::new(sources, &facts, notice).map_err(|found| problems.extend(found)).ok()
    });
    Ok(Prepared { press, clients, records, problems })
}
