//! `verify`: what is in `out/` against the ledger, and the ledger against the chain
//! of what was issued.

mod of_shards;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rayon::ThreadPool;
use rayon::prelude::*;
use serde::Serialize;

use crate::args::VerifyArgs;
use crate::diagnostic::{self, Diagnostic, quoted};
use crate::digest::Digest;
use crate::fs::{self, FsError};
use crate::ids::{ClientId, NoticeId, Shard};
use crate::ledger::{ChainFault, KnownLetter, Ledger, Link, ListForm};
use crate::letters::in_store;
use crate::letters::plan::other_sent_without_record;
use crate::letters::shelf::{Named, Shelf};
use crate::letters::workers::{self, pool};
use crate::messages::{Message, Noun, count, listed};
use crate::outcome::{CommandError, Outcome};
use crate::project::{LETTERS, Project, REPORT_SHEET, SHARDS, ending_of, list_name};
use crate::{clock, limits, report, sending_list};

/// What the ledger and the disk do not agree on.
#[derive(Debug, Default, Serialize)]
pub struct Differences {
    /// Letters that were looked at.
    pub letters: usize,
    /// Files that are gone.
    pub missing: Vec<String>,
    /// Files that are not those that were made.
    pub altered: Vec<String>,
    /// Files and folders that nobody has made.
    pub unknown: Vec<String>,
    /// Files that were issued and can be written over.
    pub writable: Vec<String>,
}

impl Differences {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        let Self { missing, altered, unknown, writable, .. } = self;
        [missing, altered, unknown, writable].into_iter().all(Vec::is_empty)
    }

    fn add(&mut self, other: Self) {
        self.letters += other.letters;
        self.missing.extend(other.missing);
        self.altered.extend(other.altered);
        self.unknown.extend(other.unknown);
        self.writable.extend(other.writable);
    }
}

/// What was found.
#[derive(Debug, Default)]
pub struct Verified {
    /// Files that are not as the ledger has them.
    pub differences: Differences,
    /// What is wrong with the ledger itself.
    pub problems: Vec<Diagnostic>,
    /// The issues in their order.
    pub chain: Vec<Link>,
    /// Which of them has the fingerprint that was asked for.
    pub against: Option<usize>,
    /// The shards that are not merged yet, and were looked at like the rest.
    pub shards: Vec<Shard>,
}

impl Verified {
    /// Whether everything is as it was made and issued.
    pub fn is_right(&self) -> bool {
        self.problems.is_empty() && self.differences.is_empty()
    }
}

/// Runs the command.
pub fn run(project: &Project, args: &VerifyArgs) -> Result<Outcome, CommandError> {
    let verified = verify(project, args)?;
    report::show_problems(&verified.problems)?;
    if !project.ledger().is_file() && verified.shards.is_empty() {
        report::say(Message::NoLedgerYet);
        return Ok(Outcome::Problems);
    }
    if args.json {
        print_json(&verified)?
    } else {
        print(&verified)?
    }
    let is_right = verified.is_right() && verified.differences.letters > 0;
    Ok(if is_right { Outcome::Done } else { Outcome::Problems })
}

/// Looks at everything.
pub fn verify(project: &Project, args: &VerifyArgs) -> Result<Verified, CommandError> {
    let mut found = Verified::default();
    let ledger = Ledger::open_to_read(&project.ledger())?;
    found.chain = ledger.as_ref().map_or(Ok(Vec::new()), Ledger::chain)?;
    found.problems.extend(found.chain.iter().flat_map(|link| chain_problems(project, link)));
    let issued: BTreeSet<&str> = found.chain.iter().map(|link| link.notice.as_str()).collect();
    for (notice, list) in project.sending_lists()? {
        if !issued.contains(notice.as_str()) {
            found.problems.push(other_sent_without_record(project, &notice, &list));
        }
    }
    if let Some(against) = args.against {
        found.against = found.chain.iter().position(|it| it.fingerprint == Some(against));
        if found.against.is_none() {
            let problem =
                Diagnostic::error(Message::NotInLedger { fingerprint: against.to_string() });
            found.problems.push(problem.hint(bring_back_copy(project)));
        }
    }
    let pool = pool(None)?;
    of_shards::add(project, &pool, args, &mut found)?;
    let Some(ledger) = ledger else { return Ok(found) };
    let mut notices = ledger.notices()?;
    if let Some(notice) = &args.notice {
        if !notices.contains(notice) {
            found.problems.push(no_such_notice(notice, &notices));
        }
        notices.retain(|it| it == notice);
    } else {
        found.differences.unknown = folders_of_nobody(project, &notices)?;
        // Letters of a notice that can be none are nobody's, too.
        let of_none = notices.iter().filter(|notice| NoticeId::new(notice).is_err());
        found.differences.unknown.extend(of_none.map(|notice| quoted(notice)));
    }
    for notice in notices.iter().filter_map(|notice| NoticeId::new(notice).ok()) {
        let known: Vec<KnownLetter> = ledger.letters(&notice)?.into_values().collect();
        found.differences.add(compare(project, &pool, &ledger, &notice, &known)?);
        if let Some(link) = found.chain.iter().find(|link| link.notice == notice.as_str()) {
            if let Some(issue) = &link.issue {
                found.problems.extend(in_store::without_mark(project, &notice, issue)?);
            }
            find_writable(project, &ledger, &notice, &known, &mut found.differences)?;
            let (differences, problems) = compare_lists(project, &ledger, &notice, link, &known)?;
            found.differences.add(differences);
            found.problems.extend(problems);
        }
    }
    Ok(found)
}

fn print(verified: &Verified) -> Result<(), CommandError> {
    let all = &verified.differences;
    let lists = [
        (Message::Missing, &all.missing),
        (Message::Altered, &all.altered),
        (Message::Unknown, &all.unknown),
        (Message::Writable, &all.writable),
    ];
    for (word, paths) in lists {
        let word = word.to_string();
        for path in paths {
            report::print(format_args!("{word:>8}  {path}"))?;
        }
    }
    let writable = match all.writable.len() {
        0 => String::new(),
        number => Message::VerifiedWritable { number: number.to_string() }.to_string(),
    };
    report::print(Message::Verified {
        letters: count(all.letters, Noun::Letter),
        missing: all.missing.len().to_string(),
        altered: all.altered.len().to_string(),
        unknown: all.unknown.len().to_string(),
        writable,
    })?;
    if !all.writable.is_empty() {
        report::say(Message::ProtectAgain);
    }
    if !verified.shards.is_empty() {
        report::say(Message::ShardsVerified { shards: listed(&verified.shards) });
    }
    if !verified.problems.is_empty() {
        return Ok(());
    }
    let newest = verified.chain.last().and_then(|link| link.fingerprint);
    if let Some(at) = verified.against {
        report::print(since(&verified.chain, at))?;
    } else if let Some(fingerprint) = newest {
        report::print(Message::NewestFingerprint { fingerprint: fingerprint.to_string() })?;
    }
    Ok(())
}

/// Which issue has the fingerprint that was asked for, and what came after it.
fn since(chain: &[Link], at: usize) -> Message {
    let later: Vec<&str> = chain[at + 1..].iter().map(|link| link.notice.as_str()).collect();
    let later = match &later[..] {
        [] => String::new(),
        later => Message::IssuedSince { notices: listed(later) }.to_string(),
    };
    let date = chain[at].issue.as_ref().map_or_else(String::new, |issue| clock::day(&issue.at));
    Message::AsWithFingerprint { notice: chain[at].notice.clone(), date, later }
}

fn print_json(verified: &Verified) -> Result<(), CommandError> {
    let mut json = serde_json::to_value(&verified.differences).unwrap_or_default();
    let issued = verified.chain.iter().map(|link| {
        serde_json::json!({
            "notice": link.notice,
            "at": link.issue.as_ref().map(|issue| &issue.at),
            "fingerprint": link.fingerprint.map(|it| it.to_string()),
        })
    });
    json["issued"] = issued.collect();
    json["shards"] = serde_json::to_value(&verified.shards).unwrap_or_default();
    json["against"] = verified.against.map(|at| verified.chain[at].notice.as_str()).into();
    json["problems"] =
        serde_json::to_value(diagnostic::records(&verified.problems)).unwrap_or_default();
    Ok(report::print_json(&json)?)
}

/// Says that the ledger has no letters of this notice.
pub fn no_such_notice(notice: &str, notices: &[String]) -> Diagnostic {
    let problem = Diagnostic::error(Message::LedgerHasNoNotice { notice: quoted(notice) });
    problem.hint(match notices {
        [] => Message::GenerateYet,
        _ => Message::LedgerHas { notices: listed(notices) },
    })
}

/// The advice to bring back what was made and issued.
fn bring_back_copy(project: &Project) -> Message {
    Message::BringBackCopy { out: project.shown(&project.out()) }
}

/// What of an issue is not as it was.
pub fn chain_problems(project: &Project, link: &Link) -> Vec<Diagnostic> {
    let problem = |fault: &ChainFault| {
        let notice = link.notice.clone();
        let message = match fault.clone() {
            ChainFault::IssueGone => Message::IssueIsGone { notice },
            ChainFault::NotInChain => Message::IssueNotInChain { notice },
            ChainFault::LetterChanged(client) => Message::RecordChanged { client, notice },
            ChainFault::LetterGone(client) => Message::RecordGone { client, notice },
            ChainFault::LetterAdded(client) => Message::RecordAdded { client, notice },
            ChainFault::OtherCount { issued, found } => Message::OtherCountIssued {
                notice,
                issued: issued.to_string(),
                found: found.to_string(),
            },
            ChainFault::FileChanged(path) => Message::KeptFileChanged { path, notice },
            ChainFault::LinkBroken => Message::IssueChanged { notice },
        };
        Diagnostic::error(message).hint(bring_back_copy(project))
    };
    link.faults.iter().map(problem).collect()
}

/// How many letters are read from a store at a time.
const READ_AT_ONCE: u16 = 64;

/// Compares a notice's files with what is known of them.
pub fn compare(
    project: &Project,
    pool: &ThreadPool,
    ledger: &Ledger,
    notice: &NoticeId,
    known: &[KnownLetter],
) -> Result<Differences, CommandError> {
    let mut found = Differences { letters: known.len(), ..Differences::default() };
    let shelf = Shelf::of(project, notice)?;
    let look = |letter| Ok((letter, digest_there(project, &shelf, letter)?));
    let look_at_all = || known.par_iter().map(look).collect::<Result<Vec<_>, CommandError>>();
    let on_disk = match project.store() {
        // To wait for a network is no work: many letters are read at a time.
        Some(_) => workers::pool(Some(READ_AT_ONCE))?.install(look_at_all),
        None => pool.install(look_at_all),
    };
    for on_disk in on_disk? {
        match on_disk {
            (letter, None) => found.missing.push(project.shown_record(&letter.path)),
            (letter, Some(digest)) if digest != Some(letter.sha256) => {
                found.altered.push(project.shown_record(&letter.path));
            }
            (letter, Some(_)) => {
                let ending = ending_of(&letter.path);
                let is_own = ClientId::new(&letter.client).is_ok_and(|id| {
                    project.recorded(&project.letter(notice, &id, ending)) == letter.path
                });
                if !is_own {
                    found.altered.push(project.shown_record(&letter.path));
                }
            }
        }
    }
    let made: BTreeMap<&str, &KnownLetter> =
        known.iter().map(|letter| (letter.path.as_str(), letter)).collect();
    in_store::each_letter(project, notice, |key| {
        if !made.contains_key(format!("out/{key}").as_str()) {
            found.unknown.extend(project.store().map(|store| store.url(key)));
        }
    })?;
    for path in fs::entries_in(&project.letters(notice))? {
        let shown = project.shown(&path);
        let recorded = project.recorded(&path);
        if path.is_dir() {
            found.unknown.push(format!("{shown}/"));
        } else if !made.contains_key(recorded.as_str()) && !is_source(ledger, notice, &path)? {
            found.unknown.push(shown);
        }
    }
    found.missing.sort();
    found.altered.sort();
    found.unknown.sort();
    Ok(found)
}

/// The digest of a letter's file or object; `None` if it is gone, and nothing in it if
/// something else is in its place.
fn digest_there(
    project: &Project,
    shelf: &Shelf<'_>,
    letter: &KnownLetter,
) -> Result<Option<Option<Digest>>, CommandError> {
    if project.store().is_some() {
        let Ok(client) = ClientId::new(&letter.client) else { return Ok(Some(None)) };
        let named = Named { client: &client, ending: ending_of(&letter.path), shard: None };
        if shelf.stamp(named)?.is_none() {
            return Ok(None);
        }
        return Ok(shelf.read(named)?.map(|bytes| Some(Digest::of(&bytes))));
    }
    let path = project.of_record(&letter.path);
    if path.symlink_metadata().is_ok_and(|it| !it.is_file()) {
        return Ok(Some(None));
    }
    let file = fs::read_if_exists(&path, limits::BINARY_BYTES)?;
    Ok(file.map(|file| Some(Digest::of(&file))))
}

/// Whether a file is the source of the letter beside it, as `--keep-source` puts it
/// there.
fn is_source(ledger: &Ledger, notice: &NoticeId, path: &Path) -> Result<bool, CommandError> {
    let client = path.file_stem().and_then(|stem| ClientId::new(stem.to_str()?).ok());
    let (Some(client), true) = (client, path.extension().is_some_and(|it| it == "typ")) else {
        return Ok(false);
    };
    let source = fs::read_if_exists(path, limits::TEXT_BYTES)?;
    let kept = ledger.letter(notice, &client)?.map(|letter| letter.source.into_bytes());
    Ok(source.is_some() && source == kept)
}

/// Notes which files of an issued notice can be written over.
fn find_writable(
    project: &Project,
    ledger: &Ledger,
    notice: &NoticeId,
    known: &[KnownLetter],
    found: &mut Differences,
) -> Result<(), CommandError> {
    let letters = known.iter().map(|letter| project.of_record(&letter.path));
    let mut lists = Vec::new();
    for form in ListForm::ALL {
        // Before the ledger kept them, they were not read-only.
        if ledger.list(notice.as_str(), form)?.is_some() {
            lists.push(project.sending_list(notice, form.ending()));
        }
    }
    let files = letters.chain(lists).filter(|path| path.exists() && !fs::is_read_only(path));
    found.writable.extend(files.map(|path| project.shown(&path)));
    found.writable.sort();
    Ok(())
}

/// Compares the lists of an issued notice with what the ledger has of them.
fn compare_lists(
    project: &Project,
    ledger: &Ledger,
    notice: &NoticeId,
    link: &Link,
    known: &[KnownLetter],
) -> Result<(Differences, Vec<Diagnostic>), CommandError> {
    let (mut found, mut problems) = (Differences::default(), Vec::new());
    let fingerprint = link.fingerprint.map(|it| it.to_string()).unwrap_or_default();
    for form in ListForm::ALL {
        let path = project.sending_list(notice, form.ending());
        let file = match (project.store(), path.symlink_metadata()) {
            (Some(store), _) => {
                store.get(&list_name(notice, form.ending()))?.map(|(bytes, _)| bytes)
            }
            (None, Ok(metadata)) if !metadata.is_file() => Some(Vec::new()),
            _ => fs::read_if_exists(&path, limits::LIST_BYTES)?,
        };
        let kept = ledger.list(notice.as_str(), form)?;
        if let Some(kept) = &kept {
            let contents = sending_list::contents(form, &kept.bytes, &fingerprint);
            if contents.is_none_or(|contents| contents.to_string() != kept.contents) {
                let message = Message::KeptListChanged { notice: notice.to_string() };
                problems.push(Diagnostic::error(message).hint(bring_back_copy(project)));
            }
        }
        match (file, kept) {
            (None, _) => found.missing.push(project.shown(&path)),
            (Some(file), Some(kept)) if file != kept.bytes => {
                found.altered.push(project.shown(&path));
            }
            (Some(file), None) if form == ListForm::Csv && !sending_list::lists(&file, known) => {
                found.altered.push(project.shown(&path));
            }
            (Some(_), _) => {}
        }
    }
    Ok((found, problems))
}

/// Folders in `out/` that hold letters of which the ledger knows nothing.
fn folders_of_nobody(project: &Project, notices: &[String]) -> Result<Vec<String>, FsError> {
    let mut found = Vec::new();
    for folder in fs::entries_in(&project.out())?.into_iter().filter(|it| it.is_dir()) {
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        let is_own = KEPT_FOLDERS.contains(&&*name) || notices.iter().any(|it| *it == name);
        if !is_own && !fs::files_in(&folder, &LETTERS)?.is_empty() {
            found.push(format!("{}/", project.shown(&folder)));
        }
    }
    Ok(found)
}

/// Folders in `out/` where files are kept that are no letters, or none any more.
const KEPT_FOLDERS: [&str; 4] = ["damaged", "pruned", REPORT_SHEET, SHARDS];
