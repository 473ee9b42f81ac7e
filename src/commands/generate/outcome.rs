//! What is said of a run at its end, to a person or to a machine.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use super::letters::Letters;
use super::make::Made;
use super::{Results, Run};
use crate::clock;
use crate::diagnostic::{self, Diagnostic};
use crate::fs;
use crate::ids::ClientId;
use crate::ledger::Issue;
use crate::letters::in_store;
use crate::letters::plan::{Assessed, Standing};
use crate::letters::selection::relevant;
use crate::messages::{Message, Noun, clients_are, count, letters_are, listed};
use crate::model::Notice;
use crate::outcome::{CommandError, Outcome};
use crate::project::{LETTERS, Project};
use crate::report::{self, Event, OfNotices};
use crate::roster::Entry;

/// A letter that was made, as `--json` gives it.
#[derive(Debug, Serialize)]
struct MadeRecord<'a> {
    client: &'a ClientId,
    /// Relative to the project.
    path: String,
    pages: u32,
    bytes: u32,
}

impl Run<'_> {
    /// Reports everything.
    pub(super) fn finish(
        &self,
        notice: Option<&Notice>,
        mut results: Results,
        problems: Vec<Diagnostic>,
        said: &mut OfNotices,
    ) -> Result<Outcome, CommandError> {
        let all = relevant(problems, &self.args.selection);
        let outcome = report::outcome(&all);
        let problems = said.told.untold(all);
        let older = match notice {
            Some(notice) if !results.issued => self.older_letters(notice, &mut results)?,
            _ => Vec::new(),
        };
        if self.args.selection.json {
            let problems = diagnostic::records(&problems);
            let made = results.made.listed();
            let made: Vec<MadeRecord<'_>> =
                made.iter().map(|made| self.made_record(notice, made)).collect();
            let ids = |letters: &mut Letters| -> Vec<ClientId> {
                letters.listed().into_iter().map(|it| it.client).collect()
            };
            said.add(serde_json::json!({
                "notice": notice.map(|notice| &notice.id),
                "made": made,
                "unchanged": ids(&mut results.unchanged),
                "issued": ids(&mut results.kept),
                "failed": results.failed,
                "older": older,
                "pruned": results.pruned,
                "stopped": results.stopped.is_some(),
                "warnings": results.warnings,
                "problems": problems,
            }));
        } else {
            report::show_problems(&problems)?;
            report::say(self.summary(notice, &results));
            if !results.pruned.is_empty() {
                let letters = count(results.pruned.len(), Noun::Letter);
                report::say(Message::MovedAway { letters, paths: named(&results.pruned) });
            }
            if !older.is_empty() {
                report::say(older_line(&older));
            }
            report::say_warnings(results.warnings);
        }
        if self.args.verbose {
            say_plain(&results.plain);
        }
        self.tell(notice, &results);
        match results.stopped {
            Some(signal) => {
                report::say(Message::StoppedHere { letters: count(results.left, Noun::Letter) });
                Ok(Outcome::Stopped(signal))
            }
            None => Ok(outcome),
        }
    }

    /// Tells a program how the work has ended.
    fn tell(&self, notice: Option<&Notice>, results: &Results) {
        let notice = notice.map(|notice| notice.id.as_str());
        let Results { failed, left, .. } = *results;
        let (made, unchanged) = (results.made.number, results.unchanged.number);
        let numbers = [made, unchanged, failed, made + unchanged + failed + left];
        let standing = report::Standing::after(self.started.elapsed(), notice, numbers);
        report::tell(&match results.stopped {
            Some(_) => Event::Stopped { standing, left },
            None => Event::End(standing),
        });
    }

    fn made_record<'c>(&self, notice: Option<&Notice>, made: &'c Made) -> MadeRecord<'c> {
        let &Made { ref client, pages, bytes } = made;
        let path = notice.map(|notice| {
            let ending = notice.kind.ending();
            self.project.shown(&self.project.letter(&notice.id, client, ending))
        });
        MadeRecord { client, path: path.unwrap_or_default(), pages, bytes }
    }

    /// Letters that an earlier run has made and that are not right now: their
    /// clients have errors, or are no longer in the facts; or the notice was of another
    /// kind.
    fn older_letters(
        &self,
        notice: &Notice,
        results: &mut Results,
    ) -> Result<Vec<String>, CommandError> {
        let wanted = &self.args.selection.clients;
        let (made, unchanged) = (results.made.ids(), results.unchanged.ids());
        let is_right = |client: &str| made.has(client) || unchanged.has(client);
        let is_older = |path: &Path| {
            let client = path.file_stem().unwrap_or_default().to_string_lossy();
            let asked_for = wanted.is_empty() || wanted.iter().any(|id| *id == client);
            asked_for && !(is_of_kind(path, notice) && is_right(&client))
        };
        if let Some(store) = self.project.store() {
            let mut older = Vec::new();
            in_store::each_letter(self.project, &notice.id, |key| {
                older.extend(is_older(Path::new(key)).then(|| store.url(key)));
            })?;
            return Ok(older);
        }
        let older = fs::files_where(&self.project.letters(&notice.id), &LETTERS, is_older)?;
        Ok(older.iter().map(|path| self.project.shown(path)).collect())
    }

    fn summary(&self, notice: Option<&Notice>, results: &Results) -> Message {
        let Some(notice) = notice else { return Message::NoneMade };
        let seconds = format!("{:.1}", self.started.elapsed().as_secs_f64());
        let Results { made, unchanged, failed, .. } = results;
        let took = match made.pages {
            0 => Message::Seconds { seconds },
            pages => Message::PagesAndSeconds { pages: count(pages, Noun::Page), seconds },
        };
        let kept = match results.kept.number {
            0 => String::new(),
            kept => Message::KeptAsIssued { number: kept.to_string() }.to_string(),
        };
        let folder = self.project.shown(&self.project.letters(&notice.id));
        let counts = Message::MadeCounts {
            made: made.number.to_string(),
            unchanged: unchanged.number.to_string(),
            kept,
        };
        Message::MadeSummary {
            counts: counts.to_string(),
            failed: failed.to_string(),
            folder,
            took: took.to_string(),
        }
    }
}

/// Whether a file's name ends as those of a notice's letters do now.
pub(super) fn is_of_kind(path: &Path, notice: &Notice) -> bool {
    path.extension().is_some_and(|it| it == notice.kind.ending())
}

/// How letters of an issued notice stand that are not as the facts, or not as they were
/// sent.
#[derive(Default)]
pub(super) struct Standings {
    changed: usize,
    new: usize,
    /// Those that are gone, or are not the files that were sent.
    hurt: Vec<(ClientId, Standing)>,
}

impl Standings {
    /// Adds a letter.
    pub(super) fn add(&mut self, letter: &Assessed<'_, Entry>) {
        match letter.standing {
            Standing::Stale | Standing::Broken => self.changed += 1,
            Standing::New => self.new += 1,
            Standing::Unchanged => {}
            hurt @ (Standing::Missing | Standing::Altered) => {
                self.hurt.push((letter.client.id.clone(), hurt));
            }
        }
    }

    /// What is to be said of them.
    pub(super) fn told(self, project: &Project, notice: &Notice, issue: &Issue) -> Vec<Diagnostic> {
        let date = clock::day(&issue.at);
        let issued =
            Message::IssuedOn { notice: notice.id.to_string(), date, by: issue.issued_by.clone() }
                .to_string();
        let mut problems = Vec::new();
        if self.changed > 0 {
            let letters = letters_are(self.changed);
            problems.push(
                Diagnostic::error(Message::OtherThanFacts { issued: issued.clone(), letters })
                    .at(notice.place())
                    .hint(Message::SentStays),
            );
        }
        if self.new > 0 {
            let clients = clients_are(self.new);
            problems.push(
                Diagnostic::error(Message::NotAmongSent { issued: issued.clone(), clients })
                    .at(notice.place())
                    .hint(Message::WriteNextWithNew),
            );
        }
        for (id, standing) in self.hurt {
            let path = project.shown(&project.letter(&notice.id, &id, notice.kind.ending()));
            let issued = issued.clone();
            let message = match standing {
                Standing::Missing => Message::IsMissing { issued, path },
                _ => Message::IsNotAsSent { issued, path },
            };
            let (client, notice) = (id.to_string(), notice.id.to_string());
            let problem = Diagnostic::error(message).for_client(&id);
            problems.push(problem.hint(Message::BringBack { client, notice }));
        }
        problems
    }
}

/// Says how many letters were exported the plain way, and for which reasons, the
/// commonest first.
fn say_plain(plain: &BTreeMap<String, usize>) {
    const SHOWN: usize = 10;
    if plain.is_empty() {
        report::say(Message::NoPlainLetters);
        return;
    }
    report::say(Message::PlainLetters { letters: count(plain.values().sum(), Noun::Letter) });
    let say = |reason: String, letters: usize| {
        report::say(Message::ReasonLetters { reason, letters: count(letters, Noun::Letter) });
    };
    let mut reasons: Vec<(&String, usize)> =
        plain.iter().map(|(it, &number)| (it, number)).collect();
    reasons.sort_by_key(|(_, letters)| Reverse(*letters));
    let (shown, others) = reasons.split_at(reasons.len().min(SHOWN));
    shown.iter().for_each(|(reason, letters)| say(String::clone(reason), *letters));
    if !others.is_empty() {
        say(Message::OtherReasons.to_string(), others.iter().map(|(_, letters)| letters).sum());
    }
}

/// `2 older letters not made anew, do not send: …`.
fn older_line(older: &[String]) -> Message {
    let paths = named(older);
    match older.len() {
        1 => Message::OneOlderLetter { paths },
        number => Message::OlderLetters { number: number.to_string(), paths },
    }
}

/// The first few of many.
fn named(paths: &[String]) -> String {
    const NAMED: usize = 5;
    let named = listed(&paths[..paths.len().min(NAMED)]);
    match paths.len().saturating_sub(NAMED) {
        0 => named,
        more => Message::AndMore { named, more: more.to_string() }.to_string(),
    }
}
