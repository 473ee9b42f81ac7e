//! `verify`: every letter in `out/` against the ledger.

use std::collections::BTreeSet;

use rayon::prelude::*;
use serde::Serialize;

use super::report;
use super::workers::pool;
use super::{CommandError, Outcome};
use crate::args::VerifyArgs;
use crate::diagnostic::{Diagnostic, quoted};
use crate::digest::Digest;
use crate::fs::{self, FsError};
use crate::ledger::{KnownLetter, Ledger};
use crate::limits;
use crate::messages::{Message, Noun, count, listed};
use crate::model::NoticeId;
use crate::project::Project;

/// What the ledger and the disk do not agree on.
#[derive(Debug, Default, Serialize)]
pub struct Differences {
    /// Letters that were looked at.
    pub letters: usize,
    /// Files that are gone.
    pub missing: Vec<String>,
    /// Files that are not those that were made.
    pub altered: Vec<String>,
    /// Files that nobody has made.
    pub unknown: Vec<String>,
}

impl Differences {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.missing.is_empty() && self.altered.is_empty() && self.unknown.is_empty()
    }
}

/// Runs the command.
pub fn run(project: &Project, args: &VerifyArgs) -> Result<Outcome, CommandError> {
    let Some(ledger) = Ledger::open_existing(&project.ledger())? else {
        report::say(Message::NoLedgerYet);
        return Ok(Outcome::Problems);
    };
    ledger.check()?;
    let mut notices = ledger.notices()?;
    if let Some(notice) = &args.notice {
        if !notices.contains(notice) {
            report::show_problems(&[no_such_notice(notice, &notices)])?;
            return Ok(Outcome::Problems);
        }
        notices.retain(|it| it == notice);
    }
    let mut all = Differences::default();
    for notice in notices.iter().filter_map(|notice| NoticeId::new(notice).ok()) {
        let known: Vec<KnownLetter> = ledger.letters(&notice)?.into_values().collect();
        let found = pool(None)?.install(|| compare(project, &notice, &known))?;
        all.letters += found.letters;
        all.missing.extend(found.missing);
        all.altered.extend(found.altered);
        all.unknown.extend(found.unknown);
    }
    if args.json {
        report::print_json(&all)?;
    } else {
        let lists = [
            (Message::Missing, &all.missing),
            (Message::Altered, &all.altered),
            (Message::Unknown, &all.unknown),
        ];
        for (word, paths) in lists {
            let word = word.to_string();
            for path in paths {
                report::print(format_args!("{word:>8}  {path}"))?;
            }
        }
        report::print(Message::Verified {
            letters: count(all.letters, Noun::Letter),
            missing: all.missing.len().to_string(),
            altered: all.altered.len().to_string(),
            unknown: all.unknown.len().to_string(),
        })?;
    }
    Ok(if all.is_empty() && all.letters > 0 { Outcome::Done } else { Outcome::Problems })
}

/// Says that the ledger has no letters of this notice.
pub fn no_such_notice(notice: &str, notices: &[String]) -> Diagnostic {
    let problem = Diagnostic::error(Message::LedgerHasNoNotice { notice: quoted(notice) });
    problem.hint(match notices {
        [] => Message::GenerateYet,
        _ => Message::LedgerHas { notices: listed(notices) },
    })
}

/// Compares a notice's files with what is known of them.
pub fn compare(
    project: &Project,
    notice: &NoticeId,
    known: &[KnownLetter],
) -> Result<Differences, FsError> {
    let on_disk = known
        .par_iter()
        .map(|letter| {
            let file =
                fs::read_if_exists(&project.root().join(&letter.path), limits::BINARY_BYTES)?;
            Ok((letter, file.map(|file| Digest::of(&file))))
        })
        .collect::<Result<Vec<_>, FsError>>()?;
    let mut found = Differences { letters: known.len(), ..Differences::default() };
    for (letter, digest) in on_disk {
        match digest {
            None => found.missing.push(letter.path.clone()),
            Some(digest) if digest != letter.sha256 => found.altered.push(letter.path.clone()),
            Some(_) => {}
        }
    }
    let made: BTreeSet<&str> = known.iter().map(|letter| letter.path.as_str()).collect();
    for path in fs::files_in(&project.letters(notice), &["pdf"])? {
        let path = project.shown(&path);
        if !made.contains(path.as_str()) {
            found.unknown.push(path);
        }
    }
    found.missing.sort();
    found.altered.sort();
    Ok(found)
}
