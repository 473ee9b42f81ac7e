//! Which shards there are to be merged, and what stands in the way.

use std::collections::{BTreeMap, BTreeSet};

use rayon::ThreadPool;
use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::digest::Digest;
use crate::fs::{self, FsError, HeldFolder};
use crate::ids::{ClientId, NoticeId, Shard};
use crate::ledger::{FoundOfWhole, KnownLetter, Ledger, LedgerError, ShardRun};
use crate::letters::plan::{bring_back_ledger, sent_without_record};
use crate::letters::shelf::{Named, Shelf};
use crate::letters::workers::pool;
use crate::letters::{recover, shards};
use crate::messages::{Message, Noun, count, listed};
use crate::outcome::CommandError;
use crate::project::{LETTERS, Project, ending_of};
use crate::rules::Severity;

/// Letters that are looked at together.
const BATCH: usize = 1024;

/// A shard that can be merged.
pub(super) struct Part {
    /// Which.
    pub(super) shard: Shard,
    /// The project as this shard has it.
    pub(super) project: Project,
    /// Its runs, by notice.
    pub(super) runs: Vec<ShardRun>,
    /// How many letters of each notice wait in it.
    pub(super) letters: BTreeMap<NoticeId, usize>,
    /// How many letters of each notice it has found right in the whole, and are there no
    /// longer.
    pub(super) lost: BTreeMap<NoticeId, usize>,
    /// No shard makes letters while they are merged.
    held: HeldFolder,
}

impl Part {
    /// Its run for this notice.
    pub(super) fn run(&self, notice: &NoticeId) -> Option<&ShardRun> {
        self.runs.iter().find(|run| run.notice == *notice)
    }

    /// Lets others work in it.
    pub(super) fn let_go(self) {
        drop(self.held);
    }
}

/// What there is to be merged.
pub(super) struct Survey {
    /// The shards that can be.
    pub(super) parts: Vec<Part>,
    /// Whether nothing may be merged.
    pub(super) in_the_way: bool,
    /// Everything that is not as it should be.
    pub(super) problems: Vec<Diagnostic>,
}

/// What is wrong with a shard.
enum Fault {
    /// The letters that it has are right all the same, and may be merged by who wants it.
    Lacking(Diagnostic),
    /// Nothing of it can be merged, and the others may be by who wants it.
    Unusable(Diagnostic),
    /// Nothing at all may be merged before this is put right.
    Forbidden(Diagnostic),
}

impl Survey {
    /// Looks at all shards. `partial` has those merged that can be.
    pub(super) fn of(
        project: &Project,
        whole: &Ledger,
        partial: bool,
    ) -> Result<Self, CommandError> {
        let (mut parts, mut faults) = (Vec::new(), strangers(project)?);
        let (mut there, pool) = (BTreeSet::new(), pool(None)?);
        for shard in shards::folders(project)? {
            match part(project, &pool, whole, shard)? {
                Found::Part(part) => parts.push(part),
                Found::Nothing => continue,
                Found::Unusable(fault) => faults.push(fault),
            }
            there.insert(shard);
        }
        faults.extend(missing(&there));
        let notices: BTreeSet<NoticeId> =
            parts.iter().flat_map(|part| &part.runs).map(|run| run.notice.clone()).collect();
        for notice in &notices {
            faults.extend(unfinished(&parts, notice));
            faults.extend(of_other_facts(&parts, notice));
            faults.extend(found_and_gone(&parts, notice));
            faults.extend(sent(project, whole, &parts, notice)?);
        }
        let is_forbidden = faults.iter().any(|fault| matches!(fault, Fault::Forbidden(_)));
        let in_the_way = is_forbidden || !partial && !faults.is_empty();
        let problem = |fault| match fault {
            Fault::Forbidden(problem) => problem,
            Fault::Lacking(problem) | Fault::Unusable(problem) if in_the_way => problem,
            Fault::Lacking(problem) | Fault::Unusable(problem) => {
                Diagnostic { severity: Severity::Warning, ..problem }
            }
        };
        Ok(Self { parts, in_the_way, problems: faults.into_iter().map(problem).collect() })
    }
}

/// Whatever lies among the shards' folders and is none.
fn strangers(project: &Project) -> Result<Vec<Fault>, FsError> {
    let is_shard = |path: &std::path::Path| {
        let name = path.file_name().and_then(|name| name.to_str());
        // A disk of its own may have one of these.
        path.is_dir() && name.is_some_and(|it| Shard::of_folder(it).is_some() || it == "lost+found")
    };
    let strangers = fs::entries_in(&project.shards())?.into_iter().filter(|path| !is_shard(path));
    let fault = |path: std::path::PathBuf| {
        let problem = Diagnostic::error(Message::NoShardsFolder { path: project.shown(&path) });
        Fault::Lacking(problem.hint(Message::MoveFolder))
    };
    Ok(strangers.map(fault).collect())
}

/// What a shard's folder has.
enum Found {
    Part(Part),
    /// Nothing was made there yet.
    Nothing,
    Unusable(Fault),
}

fn part(
    project: &Project,
    pool: &ThreadPool,
    whole: &Ledger,
    shard: Shard,
) -> Result<Found, CommandError> {
    let project = project.clone().with_shard(Some(shard));
    let unusable = |message: Message, hint: Message| {
        Ok(Found::Unusable(Fault::Unusable(Diagnostic::error(message).hint(hint))))
    };
    let again = || Message::RunShardAgain { shard: shard.to_string() };
    let Some(held) = recover::hold_at_once(&project)? else {
        return unusable(Message::ShardAtWork { shard: shard.to_string() }, Message::WaitForShard);
    };
    let (ledger, runs) = match open(&project) {
        Err(LedgerError::Damaged(path)) => {
            let problem = shards::damaged(&project, shard, &path);
            return Ok(Found::Unusable(Fault::Unusable(problem)));
        }
        Ok(None) if fs::files_below(&project.out(), &LETTERS)?.is_empty() => {
            return Ok(Found::Nothing);
        }
        Ok(None) => {
            let path = project.shown(&project.out());
            return unusable(Message::ShardWithoutLedger { path }, again());
        }
        opened => opened?.ok_or(LedgerError::Damaged(project.ledger()))?,
    };
    if let Some(fault) = of_another(&project, shard, &ledger, &runs)? {
        return Ok(Found::Unusable(fault));
    }
    let (mut letters, mut lost) = (BTreeMap::new(), BTreeMap::new());
    for run in &runs {
        let is_issued = whole.issue(&run.notice)?.is_some();
        let shelf = Shelf::of(&project, &run.notice)?;
        let looking = Looking { project: &project, pool, shelf };
        let found = looking.at_all(&ledger, &run.notice, is_issued)?;
        if found.gone > 0 {
            let letters = count(found.gone, Noun::Letter);
            let hint = match found.seems_right {
                true => Message::RunShardAnew { shard: shard.to_string() },
                false => again(),
            };
            let shard = shard.to_string();
            return unusable(Message::ShardLettersGone { shard, letters }, hint);
        }
        if let Some(fault) = found.in_the_way {
            return Ok(Found::Unusable(fault));
        }
        letters.insert(run.notice.clone(), found.letters);
        lost.insert(run.notice.clone(), looking.for_lost(&ledger, whole, &run.notice)?);
    }
    Ok(Found::Part(Part { shard, project, runs, letters, lost, held }))
}

/// Opens a shard's ledger; `None` where there is none, or nothing in it: the shard was killed
/// when it had just begun.
fn open(project: &Project) -> Result<Option<(Ledger, Vec<ShardRun>)>, LedgerError> {
    let Some(ledger) = Ledger::open_existing(&project.ledger())? else { return Ok(None) };
    ledger.check()?;
    let runs = ledger.shard_runs()?;
    let is_empty = runs.is_empty() && ledger.notices()?.is_empty() && ledger.chain()?.is_empty();
    Ok((!is_empty).then_some((ledger, runs)))
}

/// What makes a ledger none of this shard.
fn of_another(
    project: &Project,
    shard: Shard,
    ledger: &Ledger,
    runs: &[ShardRun],
) -> Result<Option<Fault>, CommandError> {
    let path = project.shown(&project.out());
    if let Some(run) = runs.iter().find(|run| run.shard != shard) {
        let other = Diagnostic::error(Message::ShardIsOther { path, shard: run.shard.to_string() });
        let hint = Message::CallFolder { name: run.shard.folder() };
        return Ok(Some(Fault::Forbidden(other.hint(hint))));
    }
    if runs.is_empty() || !ledger.chain()?.is_empty() {
        let other = Diagnostic::error(Message::LedgerOfNoShard { path });
        return Ok(Some(Fault::Forbidden(other.hint(Message::MoveFolder))));
    }
    Ok(None)
}

/// What was found of a shard's letters of one notice.
#[derive(Default)]
struct Letters {
    letters: usize,
    /// How many are not there, or not as they were made.
    gone: usize,
    /// Whether one of those has the size and time of the one that was made: the shard would
    /// not find out.
    seems_right: bool,
    /// What hinders one of them from getting into its place.
    in_the_way: Option<Fault>,
}

/// Looks at what a shard says of its letters.
struct Looking<'a> {
    project: &'a Project,
    pool: &'a ThreadPool,
    /// The letters of the notice that is looked at.
    shelf: Shelf<'a>,
}

impl Looking<'_> {
    /// Looks at the letters that it has made.
    fn at_all(
        &self,
        ledger: &Ledger,
        notice: &NoticeId,
        is_issued: bool,
    ) -> Result<Letters, CommandError> {
        let (mut found, mut failed) = (Letters::default(), None);
        let mut waiting: Vec<KnownLetter> = Vec::new();
        ledger.each_letter(notice, |letter| {
            waiting.push(letter);
            if waiting.len() == BATCH {
                let looked = self.at_some(notice, &waiting, is_issued, &mut found);
                failed = failed.take().or(looked.err());
                waiting.clear();
            }
        })?;
        failed.map_or(Ok(()), Err)?;
        self.at_some(notice, &waiting, is_issued, &mut found)?;
        Ok(found)
    }

    fn at_some(
        &self,
        notice: &NoticeId,
        letters: &[KnownLetter],
        is_issued: bool,
        found: &mut Letters,
    ) -> Result<(), CommandError> {
        let look = |letter: &KnownLetter| {
            let Ok(client) = ClientId::new(&letter.client) else {
                return Ok((None, false, false));
            };
            let (ending, shard) = (ending_of(&letter.path), self.project.shard());
            let named = Named { client: &client, ending, shard };
            let fault = self.in_the_way(notice, named, is_issued);
            let seems_right = self.shelf.stamp(named)? == Some((letter.bytes, letter.modified));
            Ok((fault, self.shelf.has_as_made(named, letter, true)?, seems_right))
        };
        let looked = self.pool.install(|| letters.par_iter().map(look).collect());
        let looked: Result<Vec<(Option<Fault>, bool, bool)>, CommandError> = looked;
        found.letters += letters.len();
        for (fault, is_there, seems_right) in looked? {
            found.in_the_way = found.in_the_way.take().or(fault);
            found.gone += usize::from(!is_there);
            found.seems_right |= !is_there && seems_right;
        }
        Ok(())
    }

    /// What hinders a letter from getting into its place.
    fn in_the_way(&self, notice: &NoticeId, letter: Named<'_>, is_issued: bool) -> Option<Fault> {
        let (project, client) = (self.project, letter.client);
        let place = project.whole().letter(notice, client, letter.ending);
        let path = project.shown(&place);
        let problem = if place.is_dir() {
            let problem = Diagnostic::error(Message::FolderInPlace { path });
            problem.hint(Message::MoveFolder)
        } else if !is_issued && fs::is_read_only(&place) {
            let problem = Diagnostic::error(Message::ReadOnlyAsIssued { path });
            problem.hint(bring_back_ledger(project))
        } else {
            return None;
        };
        Some(Fault::Forbidden(problem.for_client(client)))
    }

    /// How many letters it has found right in the whole that are not there now as they were.
    fn for_lost(
        &self,
        ledger: &Ledger,
        whole: &Ledger,
        notice: &NoticeId,
    ) -> Result<usize, CommandError> {
        let (mut lost, mut last) = (0, String::new());
        loop {
            let found = ledger.found_of_whole(notice, &last, BATCH)?;
            let Some(end) = found.last() else { return Ok(lost) };
            last = end.client.to_string();
            let clients = found.iter().map(|it| &it.client);
            let known = shards::letters_of_whole(whole, ledger, notice, clients)?;
            for FoundOfWhole { client, fingerprint } in &found {
                let letter = known.get(client.as_str());
                let letter = letter.filter(|letter| letter.fingerprint == *fingerprint);
                let is_there = letter.map_or(Ok(false), |letter| {
                    let named = Named { client, ending: ending_of(&letter.path), shard: None };
                    self.shelf.has_as_made(named, letter, false)
                });
                lost += usize::from(!is_there?);
            }
        }
    }
}

/// The shards that are not there, or that there are shards of more than one division.
fn missing(there: &BTreeSet<Shard>) -> Option<Fault> {
    let counts: BTreeSet<u32> = there.iter().map(|shard| shard.count()).collect();
    if counts.len() > 1 {
        let problem = Diagnostic::error(Message::ShardsOfOtherCounts { counts: listed(counts) });
        return Some(Fault::Lacking(problem.hint(Message::RemoveOtherShards)));
    }
    let all = counts.first().into_iter().flat_map(|count| Shard::all(*count));
    let missing: Vec<Shard> = all.filter(|shard| !there.contains(shard)).collect();
    let problem = Diagnostic::error(Message::ShardsMissing { shards: listed(&missing) });
    (!missing.is_empty()).then(|| Fault::Lacking(problem.hint(Message::MakeShards)))
}

/// The shards that have found letters of the whole to be right which are not there any more:
/// somebody has removed them since, or the shards ran beside another whole.
fn found_and_gone(parts: &[Part], notice: &NoticeId) -> Option<Fault> {
    let lost = |part: &Part| part.lost.get(notice).copied().unwrap_or_default();
    let losing: Vec<Shard> =
        parts.iter().filter(|part| lost(part) > 0).map(|part| part.shard).collect();
    let letters = count(parts.iter().map(lost).sum(), Noun::Letter);
    let (shards, notice) = (listed(&losing), notice.to_string());
    let problem = Diagnostic::error(Message::FoundIsGone { letters, shards, notice });
    (!losing.is_empty()).then(|| Fault::Lacking(problem.hint(Message::RunShardsAgain)))
}

/// The shards that have not come to the end of a notice.
fn unfinished(parts: &[Part], notice: &NoticeId) -> Option<Fault> {
    let is_open = |part: &&Part| part.run(notice).is_none_or(|run| run.ended.is_none());
    let open: Vec<Shard> = parts.iter().filter(is_open).map(|part| part.shard).collect();
    let (shards, notice) = (listed(&open), notice.to_string());
    let problem = Diagnostic::error(Message::ShardsUnfinished { shards, notice });
    (!open.is_empty()).then(|| Fault::Lacking(problem.hint(Message::MakeShards)))
}

/// The shards that have made a notice from other facts than most.
fn of_other_facts(parts: &[Part], notice: &NoticeId) -> Option<Fault> {
    let runs = || parts.iter().filter_map(|part| part.run(notice));
    let mut numbers: BTreeMap<Digest, usize> = BTreeMap::new();
    runs().for_each(|run| *numbers.entry(run.facts).or_default() += 1);
    // Of as many the one that was begun last.
    let last = |facts: &Digest| runs().filter(|run| run.facts == *facts).map(|run| &run.at).max();
    let most = numbers.iter().max_by_key(|(facts, number)| (**number, last(facts)))?.0;
    let others: Vec<Shard> = runs().filter(|run| run.facts != *most).map(|run| run.shard).collect();
    let (shards, notice) = (listed(&others), notice.to_string());
    let problem = Diagnostic::error(Message::ShardsOfOtherFacts { shards, notice });
    (!others.is_empty()).then(|| Fault::Lacking(problem.hint(Message::RunShardsAgain)))
}

/// That a notice was sent whose letters wait here.
fn sent(
    project: &Project,
    whole: &Ledger,
    parts: &[Part],
    notice: &NoticeId,
) -> Result<Option<Fault>, CommandError> {
    let waiting: usize = parts.iter().filter_map(|part| part.letters.get(notice)).sum();
    if waiting == 0 {
        return Ok(None);
    }
    if whole.issue(notice)?.is_some() {
        let (letters, notice) = (count(waiting, Noun::Letter), notice.to_string());
        let problem = Diagnostic::error(Message::IssuedBeforeMerge { letters, notice });
        return Ok(Some(Fault::Forbidden(problem.hint(Message::RemoveShards))));
    }
    Ok(sent_without_record(project, notice).map(Fault::Forbidden))
}
