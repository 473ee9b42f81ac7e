//! The letters of shards that are not merged yet, looked at like the rest.

use rayon::ThreadPool;

use super::{Verified, compare, folders_of_nobody};
use crate::args::VerifyArgs;
use crate::ids::NoticeId;
use crate::ledger::{KnownLetter, Ledger, LedgerError};
use crate::letters::shards;
use crate::outcome::CommandError;
use crate::project::Project;

/// Adds what is found of them. What is wrong with a ledger of one hinders nobody from
/// looking at the others.
pub(super) fn add(
    project: &Project,
    pool: &ThreadPool,
    args: &VerifyArgs,
    found: &mut Verified,
) -> Result<(), CommandError> {
    for shard in shards::folders(project)? {
        let project = project.clone().with_shard(Some(shard));
        let opened = Ledger::open_to_read(&project.ledger())
            .and_then(|ledger| ledger.map_or(Ok(None), |it| it.check().map(|()| Some(it))));
        let ledger = match opened {
            Err(LedgerError::Damaged(path)) => {
                found.problems.push(shards::damaged(&project, shard, &path));
                continue;
            }
            opened => opened?,
        };
        let Some(ledger) = ledger else { continue };
        found.shards.push(shard);
        let mut notices = ledger.notices()?;
        match &args.notice {
            Some(notice) => notices.retain(|it| it == notice),
            None => found.differences.unknown.extend(folders_of_nobody(&project, &notices)?),
        }
        for notice in notices.iter().filter_map(|notice| NoticeId::new(notice).ok()) {
            let known: Vec<KnownLetter> = ledger.letters(&notice)?.into_values().collect();
            found.differences.add(compare(&project, pool, &ledger, &notice, &known)?);
        }
    }
    Ok(())
}
