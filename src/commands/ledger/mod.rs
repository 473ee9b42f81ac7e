//! `ledger merge`: the letters of all shards together in one folder, and their ledgers in
//! one.
//!
//! It may be killed at any moment, and be begun anew: a shard keeps its letters and its
//! ledger until everything of all shards is here. A letter gets a second name, is
//! recorded, and gets into its place, as one that is made here; when that is done, the
//! folder of the shards gets another name in one step, and is removed.

mod bring;
mod retire;
mod survey;

use std::time::Instant;

use serde::Serialize;

use self::bring::Merge;
use self::survey::Survey;
use crate::args::{LedgerCommand, MergeArgs};
use crate::diagnostic::{self, Diagnostic};
use crate::ids::{NoticeId, Shard};
use crate::ledger::Ledger;
use crate::letters::{in_store, recover, shards};
use crate::messages::{Message, Noun, count};
use crate::outcome::{CommandError, Outcome};
use crate::project::Project;
use crate::report;

/// What has become of a notice's letters.
#[derive(Debug, Serialize)]
struct Merged {
    notice: NoticeId,
    made: usize,
    unchanged: usize,
    /// Letters of before that stay, because they were made later than those of the shards.
    staying: usize,
    failed: usize,
}

/// Runs the command.
pub fn run(project: &Project, command: &LedgerCommand) -> Result<Outcome, CommandError> {
    match command {
        LedgerCommand::Merge(args) => merge(project, args),
    }
}

fn merge(project: &Project, args: &MergeArgs) -> Result<Outcome, CommandError> {
    let started = Instant::now();
    let mut held = recover::hold(project)?;
    if !project.shards().exists() {
        // Whoever removed them has ended the merge of them, too.
        Ledger::open_existing(&project.ledger())?.map_or(Ok(()), |it| it.end_merge())?;
        return say(project, args, &Done::default(), started);
    }
    let mut ledger = Ledger::open(&project.ledger())?;
    ledger.check()?;
    let Survey { parts, in_the_way, problems } = Survey::of(project, &ledger, args.partial)?;
    let mut done = Done { problems, ..Done::default() };
    let nothing_can_be = parts.is_empty() && !done.problems.is_empty();
    if in_the_way || nothing_can_be {
        return say(project, args, &done, started);
    }
    held.begin()?;
    done.shards = parts.iter().map(|part| part.shard).collect();
    done.notices = Merge { project, ledger: &mut ledger }.all(&parts)?;
    done.problems.extend(done.notices.iter().filter_map(not_made));
    retire::put_aside(project, &parts)?;
    retire::retire(project, parts)?;
    ledger.end_merge()?;
    shards::remove_merged(project)?;
    held.finish();
    drop(ledger);
    if let Some(store) = project.store() {
        in_store::send(project, store)?;
        in_store::remove_shards(store, &done.shards)?;
    }
    say(project, args, &done, started)
}

/// That some of a notice's letters could not be made by any shard.
fn not_made(merged: &Merged) -> Option<Diagnostic> {
    let (letters, notice) = (count(merged.failed, Noun::Letter), merged.notice.to_string());
    let problem = Diagnostic::error(Message::MergedWithFailed { letters, notice });
    (merged.failed > 0).then(|| problem.hint(Message::CheckAndGenerate))
}

/// What was done, and what stands in the way of more.
#[derive(Debug, Default)]
struct Done {
    shards: Vec<Shard>,
    notices: Vec<Merged>,
    problems: Vec<Diagnostic>,
}

fn say(
    project: &Project,
    args: &MergeArgs,
    done: &Done,
    started: Instant,
) -> Result<Outcome, CommandError> {
    let Done { shards, notices, problems } = done;
    report::show_problems(problems)?;
    if args.json {
        report::print_json(&serde_json::json!({
            "shards": shards, "notices": notices, "problems": diagnostic::records(problems),
        }))?;
    }
    match (shards.len(), problems.is_empty()) {
        (0, true) => report::say(Message::NoShards),
        (0, false) => report::say(Message::NothingMerged),
        (number, _) => {
            for Merged { notice, made, unchanged, staying, failed } in notices {
                report::say(Message::MergedNotice {
                    notice: notice.to_string(),
                    made: made.to_string(),
                    unchanged: unchanged.to_string(),
                    failed: failed.to_string(),
                });
                if *staying > 0 {
                    let (letters, notice) = (count(*staying, Noun::Letter), notice.to_string());
                    report::say(Message::LaterStay { letters, notice });
                }
            }
            report::say(Message::MergedShards {
                number: number.to_string(),
                ledger: match project.store() {
                    Some(store) => store.url("ledger.sqlite3"),
                    None => project.shown(&project.ledger()),
                },
                seconds: format!("{:.1}", started.elapsed().as_secs_f64()),
            });
        }
    }
    Ok(match shards.is_empty() && !problems.is_empty() {
        // They may be warnings, for who wanted what there is.
        true => Outcome::Problems,
        false => report::outcome(problems),
    })
}
