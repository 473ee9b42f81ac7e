//! `issue`: the letters are sent. From now on no command changes them.

use std::collections::HashMap;
use std::io::{self, IsTerminal};

use dialoguer::Confirm;
use rayon::ThreadPool;
use rayon::prelude::*;

use super::verify::{Differences, compare};
use crate::args::{ClientsFrom, IssueArgs, Selection};
use crate::diagnostic::{Diagnostic, arrange, is_wrong};
use crate::ids::NoticeId;
use crate::ledger::{Issue, KnownLetter, Ledger};
use crate::letters::in_store::{self, Claim};
use crate::letters::plan::{Standing, assess, other_sent_without_record, sent_without_record};
use crate::letters::prepare::{Prepared, prepare};
use crate::letters::press::Press;
use crate::letters::recover;
use crate::letters::selection::{notices_to_make, select_clients};
use crate::letters::shards::{unmerged, waiting};
use crate::letters::workers::pool;
use crate::messages::{Message, Noun, count, letters_are, listed};
use crate::model::Client;
use crate::outcome::{CommandError, Outcome};
use crate::project::Project;
use crate::rules::Severity;
use crate::{clock, report, sending_list};

/// Runs the command.
pub fn run(project: &Project, args: &IssueArgs) -> Result<Outcome, CommandError> {
    issue(project, args, |_| ())
}

/// Runs the command; `told` is told what has been recorded.
pub fn issue(
    project: &Project,
    args: &IssueArgs,
    told: impl FnOnce(Recorded),
) -> Result<Outcome, CommandError> {
    let read = match Read::of(project, args.notice.as_deref(), &args.from)? {
        Ok(read) => read,
        Err(problems) => return refuse(problems),
    };
    let notice = &read.press.notice.id;
    let mut held = recover::hold(project)?;
    let mut ledger = Ledger::open_existing(&project.ledger())?;
    if let Some(ledger) = &ledger
        && ledger.issue(notice)?.is_some()
    {
        sending_list::keep(project, ledger, notice)?;
    }
    let Ready { rows, mut problems } = match read.ready(project, ledger.as_ref())? {
        Ok(ready) => ready,
        Err(problems) => return refuse(problems),
    };
    let rows: Vec<_> = rows.iter().map(Row::as_sent).collect();
    if !is_wanted(args, &rows, &mut problems)? {
        return refuse(problems);
    }
    let Some(ledger) = &mut ledger else { return refuse(problems) };
    // A kill before the ledger has the issue leaves nothing issued, and what is left to
    // do after one that comes later is done by the next command.
    held.begin()?;
    let files: Vec<(&str, &str)> = facts_of(&read.press).collect();
    let issue = to_be(args, rows.len());
    let issue = match project.store() {
        None => issue,
        Some(store) => match in_store::claim(store, notice, issue)? {
            Claim::Granted(issue) => issue,
            Claim::Taken(issue) => {
                held.finish();
                return refuse(vec![already_issued(notice, &issue)]);
            }
        },
    };
    told(record(project, args, issue, ledger, Sent { notice, rows: &rows, facts: &files })?);
    held.finish();
    if let Some(store) = project.store() {
        in_store::send(project, store)?;
    }
    Ok(Outcome::Done)
}

/// What an issue would record.
pub struct Summary {
    /// The notice; `None` where it is not known which.
    pub notice: Option<NoticeId>,
    /// How many letters.
    pub letters: usize,
    /// How they travel.
    pub ways: String,
    /// What is in the way, or else what somebody should look at.
    pub problems: Vec<Diagnostic>,
    /// Whether nothing is in the way.
    pub is_ready: bool,
}

/// What an issue would record; nothing is recorded.
pub fn summary(project: &Project, notice: Option<&str>) -> Result<Summary, CommandError> {
    let in_the_way = |notice, problems| Summary {
        notice,
        letters: 0,
        ways: String::new(),
        problems: arrange(problems),
        is_ready: false,
    };
    let read = match Read::of(project, notice, &ClientsFrom::default())? {
        Ok(read) => read,
        Err(problems) => return Ok(in_the_way(None, problems)),
    };
    let notice = Some(read.press.notice.id.clone());
    let ledger = Ledger::open_to_read(&project.ledger())?;
    Ok(match read.ready(project, ledger.as_ref())? {
        Err(problems) => in_the_way(notice, problems),
        Ok(Ready { rows, problems }) => {
            let rows: Vec<_> = rows.iter().map(Row::as_sent).collect();
            let problems = arrange(problems);
            let ways = sending_list::ways(&rows, None);
            Summary { notice, letters: rows.len(), ways, problems, is_ready: true }
        }
    })
}

/// A project as it is before an issue.
struct Read {
    pool: ThreadPool,
    press: Press,
    clients: Vec<Client>,
    problems: Vec<Diagnostic>,
}

/// Letters that can be issued, and what somebody should look at before.
struct Ready<'a> {
    rows: Vec<Row<'a>>,
    problems: Vec<Diagnostic>,
}

/// A letter that can be issued.
struct Row<'a> {
    client: &'a Client,
    letter: KnownLetter,
}

impl Row<'_> {
    fn as_sent(&self) -> sending_list::Row<'_> {
        sending_list::Row { client: self.client, letter: &self.letter }
    }
}

impl Read {
    /// Reads a project, or says why nothing of it can be issued.
    fn of(
        project: &Project,
        notice: Option<&str>,
        from: &ClientsFrom,
    ) -> Result<Result<Self, Vec<Diagnostic>>, CommandError> {
        let pool = pool(None)?;
        let (notice, from) = (notice.map(str::to_owned), from.clone());
        let selection = Selection { notice, from, ..Selection::default() };
        // Of several letters the wrong one would be taken for sent.
        if let open @ [_, _, ..] = &notices_to_make(project, &selection)?[..] {
            let ids = listed(open.iter().flatten());
            let problem = Diagnostic::error(Message::SeveralNotIssued { ids });
            return Ok(Err(vec![problem.hint(Message::NameTheNotice)]));
        }
        let prepared = prepare(project, &pool, &selection)?;
        let Prepared { judge, press, clients, mut problems, .. } = prepared;
        problems.extend(judge.into_iter().flat_map(|judge| judge.shared().to_vec()));
        Ok(match press {
            Some(press) => Ok(Self { pool, press, clients, problems }),
            None => Err(problems),
        })
    }

    /// The letters, if nothing is in the way of their issue.
    fn ready(
        &self,
        project: &Project,
        ledger: Option<&Ledger>,
    ) -> Result<Result<Ready<'_>, Vec<Diagnostic>>, CommandError> {
        let Self { pool, press, clients, problems } = self;
        let (notice, mut problems) = (&press.notice, problems.clone());
        let sent = sent_without_record(project, &notice.id).map(|it| it.at(notice.place()));
        let Some(ledger) = ledger else {
            let in_shards = in_shards(project, &notice.id)?;
            problems.extend(sent);
            match in_shards.is_empty() {
                true => problems.push(not_ready(Message::NothingMade)),
                false => problems.extend(in_shards),
            }
            return Ok(Err(problems));
        };
        if let Some(issue) = ledger.issue(&notice.id)? {
            return Ok(Err(vec![already_issued(&notice.id, &issue)]));
        }
        problems.extend(sent);
        problems.extend(in_shards(project, &notice.id)?);
        for (other, list) in project.sending_lists()? {
            // Two ledgers that each have an issue of their own could not become one again.
            if other != notice.id && ledger.issue(&other)?.is_none() {
                problems.push(other_sent_without_record(project, &other, &list));
            }
        }
        // A client whose record has an error would seem to be gone.
        if is_wrong(&problems) {
            return Ok(Err(problems));
        }
        let everybody = Selection::default();
        let selected = select_clients(clients, &everybody, notice, press.incident(), &mut problems);
        if selected.is_empty() {
            problems.push(
                Diagnostic::error(Message::NoticeForNobody { notice: notice.id.to_string() })
                    .at(notice.place_of("to"))
                    .hint(Message::LookAtAudience),
            );
            return Ok(Err(problems));
        }
        let found = pool.install(|| selected.par_iter().flat_map(|it| press.draft(it).found));
        problems.extend(found.collect::<Vec<_>>());
        problems.extend(press.printed_breaks(&selected));
        let known = ledger.letters(&notice.id)?;
        problems.extend(not_as_made(project, pool, press, ledger, &selected, &known)?);
        if is_wrong(&problems) {
            return Ok(Err(problems));
        }
        Ok(Ok(Ready { rows: rows(&selected, known), problems }))
    }
}

/// That letters of a notice wait in shards, or may do so: they would not be among what is
/// sent.
fn in_shards(project: &Project, notice: &NoticeId) -> Result<Vec<Diagnostic>, CommandError> {
    let (unmerged, mut problems) = unmerged(project)?;
    let letters = waiting(&unmerged, notice)?;
    if letters > 0 {
        let letters = count(letters, Noun::Letter);
        let problem = Diagnostic::error(Message::LettersInShards { letters });
        problems.push(problem.hint(Message::MergeShards));
    }
    Ok(problems)
}

/// The files of the facts that the letters share, with what is in them. Another notice is
/// none of its facts.
fn facts_of(press: &Press) -> impl Iterator<Item = (&str, &str)> {
    let own = &press.notice.origin.document.source().name;
    let is_shared = move |name: &str| *name == **own || !name.starts_with("data/notices/");
    let texts = press.shared_texts().iter().map(|it| (&*it.name, it.text.as_str()));
    texts.filter(move |(name, _)| is_shared(name))
}

/// What is on the disk other than the letters as they would be made now.
fn not_as_made(
    project: &Project,
    pool: &ThreadPool,
    press: &Press,
    ledger: &Ledger,
    selected: &[&Client],
    known: &HashMap<String, KnownLetter>,
) -> Result<Vec<Diagnostic>, CommandError> {
    let assessed = assess(pool, project, press, known, selected, false)?;
    let not_right = assessed.iter().filter(|it| {
        // Of a broken one it has been said why.
        !matches!(it.standing, Standing::Unchanged | Standing::Broken)
    });
    let not_right = not_right.count();
    if not_right > 0 {
        return Ok(vec![not_ready(Message::NotUpToDate { letters: letters_are(not_right) })]);
    }
    let letters: Vec<KnownLetter> = known.values().cloned().collect();
    let differences = compare(project, pool, ledger, &press.notice.id, &letters)?;
    let mut problems: Vec<Diagnostic> = in_the_way(&differences).collect();
    if known.len() > selected.len() {
        let letters = count(known.len() - selected.len(), Noun::Letter);
        let out = project.shown(&project.out());
        problems.push(
            Diagnostic::error(Message::LettersWithoutClient { letters, out })
                .hint(Message::MoveAwayWithPrune),
        );
    }
    Ok(problems)
}

/// Shows what would be recorded, and asks whether it shall be. Where nobody can be
/// asked, `--yes` must say so.
fn is_wanted(
    args: &IssueArgs,
    rows: &[sending_list::Row<'_>],
    problems: &mut Vec<Diagnostic>,
) -> Result<bool, CommandError> {
    let mut open = arrange(std::mem::take(problems));
    open.retain(|problem| problem.severity == Severity::Warning);
    report::show_problems(&open)?;
    report::say(Message::ToBeIssued {
        letters: count(rows.len(), Noun::Letter),
        ways: sending_list::ways(rows, args.how.as_deref()),
        warnings: count(open.len(), Noun::Warning),
    });
    if args.yes {
        return Ok(true);
    }
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        problems.push(Diagnostic::error(Message::NobodyToAsk).hint(Message::SayYes));
        return Ok(false);
    }
    let asked = Confirm::new().with_prompt(Message::AskToIssue.to_string()).default(false);
    // Who closes the terminal does not agree.
    Ok(asked.interact().unwrap_or(false))
}

/// What has been recorded.
pub struct Recorded {
    /// The lists of what was sent, as paths in the project.
    pub lists: Vec<String>,
    /// The fingerprint of everything that was issued so far.
    pub fingerprint: String,
}

/// An issue of so many letters, now.
fn to_be(args: &IssueArgs, letters: usize) -> Issue {
    let how = args.how.as_deref();
    Issue {
        at: clock::now(),
        issued_by: args.by.clone(),
        sent_by: how.map_or_else(|| Message::EachItsOwnWay.to_string(), str::to_owned),
        letters: letters as u64,
    }
}

/// What is sent.
struct Sent<'a> {
    notice: &'a NoticeId,
    rows: &'a [sending_list::Row<'a>],
    /// The files of the facts, with what is in them.
    facts: &'a [(&'a str, &'a str)],
}

/// Records the issue, and writes the lists of what was sent; from then on they and the
/// letters are read-only.
fn record(
    project: &Project,
    args: &IssueArgs,
    issue: Issue,
    ledger: &mut Ledger,
    Sent { notice, rows, facts }: Sent<'_>,
) -> Result<Recorded, CommandError> {
    let how = args.how.as_deref();
    let list = sending_list::List { notice, facts, rows, how, issue: &issue };
    let (fingerprint, lists) = list.record(project, ledger)?;
    sending_list::keep(project, ledger, notice)?;
    report::say(Message::IssuedBy {
        notice: notice.to_string(),
        letters: count(rows.len(), Noun::Letter),
        by: args.by.clone(),
    });
    for path in lists.iter().cloned() {
        report::say(Message::ListOfSent { path });
    }
    let fingerprint = fingerprint.to_string();
    report::say(Message::KeepFingerprint { fingerprint: fingerprint.clone() });
    Ok(Recorded { lists, fingerprint })
}

fn already_issued(notice: &NoticeId, issue: &Issue) -> Diagnostic {
    let date = clock::day(&issue.at);
    let (notice, by) = (notice.to_string(), issue.issued_by.clone());
    Diagnostic::error(Message::AlreadyIssued { notice, date, by }).hint(Message::WriteNextLetter)
}

/// Files in the notice's folder that are not the letters of the ledger.
fn in_the_way(differences: &Differences) -> impl Iterator<Item = Diagnostic> {
    let altered = differences.altered.iter().map(|path| {
        let problem = Diagnostic::error(Message::NotTheLetterMade { path: path.clone() });
        problem.hint(Message::MakeAgain)
    });
    altered.chain(differences.unknown.iter().map(|path| {
        let problem = Diagnostic::error(Message::NotMadeHere { path: path.clone() });
        problem.hint(Message::MoveElsewhere)
    }))
}

/// The letters in the order of the clients' ids.
fn rows<'a>(clients: &[&'a Client], mut known: HashMap<String, KnownLetter>) -> Vec<Row<'a>> {
    let mut row =
        |client: &&'a Client| Some(Row { client, letter: known.remove(client.id.as_str())? });
    let mut rows: Vec<Row<'a>> = clients.iter().filter_map(&mut row).collect();
    rows.sort_by(|a, b| a.client.id.cmp(&b.client.id));
    rows
}

fn not_ready(message: Message) -> Diagnostic {
    Diagnostic::error(message).hint(Message::GenerateFirst)
}

fn refuse(problems: Vec<Diagnostic>) -> Result<Outcome, CommandError> {
    report::show_problems(&arrange(problems))?;
    report::say(Message::NothingIssued);
    Ok(Outcome::Problems)
}
