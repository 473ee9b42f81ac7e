//! `status`: which letters are new, stale and why, orphaned, issued; and what
//! is due when.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io;

use chrono::NaiveDate;
use rayon::ThreadPool;
use serde::Serialize;

use crate::args::StatusArgs;
use crate::clock;
use crate::diagnostic::{self, Diagnostic, parted};
use crate::ids::{ClientId, NoticeId, Shard};
use crate::ledger::{ChainFingerprint, Issue, KnownLetter, Ledger};
use crate::letters::in_store;
use crate::letters::plan::{Assessed, Standing, assess, sent_without_record};
use crate::letters::prepare::{Prepared, prepare};
use crate::letters::press::Press;
use crate::letters::reasons::{changes, tally};
use crate::letters::selection::{of_each_notice, relevant, select_clients};
use crate::letters::shards::{Unmerged, add_unmerged, unmerged};
use crate::letters::workers::pool;
use crate::messages::{Lang, Message, Noun, count, listed};
use crate::model::{Client, Style};
use crate::outcome::{CommandError, Outcome};
use crate::project::Project;
use crate::report::{self, OfNotices};
use crate::template::client_facts;

/// So few clients who are gone, or a list of so few, are no sign that another list is meant.
const FEW: usize = 10;

/// How many letters are named; all of them are in `--json`.
const NAMED: usize = 20;

/// A letter that is not as it should be.
#[derive(Debug, Serialize)]
struct Letter {
    client: ClientId,
    name: String,
    standing: Standing,
    reasons: Vec<String>,
}

impl Letter {
    fn of(
        assessed: &Assessed<'_, Client>,
        press: &Press,
        ledger: Option<&Ledger>,
    ) -> Result<Self, CommandError> {
        let (client, standing) = (assessed.client, assessed.standing);
        Ok(Self {
            client: client.id.clone(),
            name: client.name.clone(),
            standing,
            reasons: reasons(press, ledger, client, standing)?,
        })
    }
}

/// The reports to the 個人情報保護委員会, in the order in which they are due.
const REPORTS: [&str; 2] = ["速報", "確報"];

/// A day by which reports to the 個人情報保護委員会 are due.
#[derive(Debug, Serialize)]
struct Deadline {
    report: &'static str,
    date: NaiveDate,
    days_left: i64,
    clients: BTreeSet<ClientId>,
}

/// Runs the command.
pub fn run(project: &Project, args: &StatusArgs) -> Result<Outcome, CommandError> {
    let pool = pool(args.selection.jobs)?;
    let (mut outcome, mut said) = (Outcome::Done, OfNotices::default());
    for (index, selection) in of_each_notice(project, &args.selection)?.into_iter().enumerate() {
        if index > 0 && !args.selection.json {
            report::print("")?;
        }
        let args = StatusArgs { selection, ..args.clone() };
        match of_notice(project, &pool, &args, &mut said)? {
            Outcome::Done => {}
            other => outcome = other,
        }
    }
    said.print_json()?;
    Ok(outcome)
}

/// How it stands with one notice. What has been said of another is not said again.
fn of_notice(
    project: &Project,
    pool: &ThreadPool,
    args: &StatusArgs,
    said: &mut OfNotices,
) -> Result<Outcome, CommandError> {
    let Prepared { judge, press, facts, clients, mut problems, .. } =
        prepare(project, pool, &args.selection)?;
    problems.extend(judge.into_iter().flat_map(|judge| parted(judge.shared().to_vec()).0));
    let Some(press) = press else {
        let problems = relevant(problems, &args.selection);
        let outcome = report::outcome(&problems);
        report::show_problems(&said.told.untold(problems))?;
        return Ok(outcome);
    };
    let notice = &press.notice;
    let selected =
        select_clients(&clients, &args.selection, notice, press.incident(), &mut problems);
    let ledger = Ledger::open_to_read(&project.ledger())?;
    let mut known = ledger.as_ref().map_or(Ok(HashMap::new()), |it| it.letters(&notice.id))?;
    let (unmerged, damaged) = unmerged(project)?;
    problems.extend(damaged);
    let waiting = add_unmerged(&unmerged, ledger.as_ref(), &notice.id, &mut known)?;
    let issue = ledger.as_ref().map_or(Ok(None), |it| it.issue(&notice.id))?;
    if issue.is_none() {
        problems.extend(sent_without_record(project, &notice.id).map(|it| it.at(notice.place())));
        problems.extend(in_store::marked(project, &notice.id)?.map(|it| it.at(notice.place())));
    }
    let fingerprint = ledger.as_ref().map_or(Ok(None), |it| it.fingerprint(&notice.id))?;
    let mut standings: BTreeMap<Standing, usize> = BTreeMap::new();
    let mut letters = Vec::new();
    for assessed in assess(pool, project, &press, &known, &selected, issue.is_some())? {
        *standings.entry(assessed.standing).or_default() += 1;
        if assessed.standing != Standing::Unchanged {
            let shard = known.get(assessed.client.id.as_str()).and_then(|known| known.shard);
            let of_shard = unmerged.iter().find(|it| Some(it.shard) == shard);
            let ledger = of_shard.map(|it| &it.ledger).or(ledger.as_ref());
            letters.push(Letter::of(&assessed, &press, ledger)?);
        }
        problems.extend(parted(assessed.problems).0);
    }
    letters.sort_by(|a, b| a.client.cmp(&b.client));
    let everybody = args.selection.clients.is_empty();
    let orphaned = if everybody { orphaned(&known, &selected, &problems) } else { Vec::new() };
    let deadlines = deadlines(&selected, args.today.unwrap_or_else(clock::today));
    let summary = tally(letters.iter().map(|letter| letter.reasons.as_slice()));
    let problems = relevant(problems, &args.selection);
    let outcome = report::outcome(&problems);
    let problems = said.told.untold(problems);
    if args.selection.json {
        let issued = issue.as_ref().map(|issue| as_json(issue, fingerprint));
        let unchanged = standings.get(&Standing::Unchanged).copied().unwrap_or(0);
        let reasons: BTreeMap<_, _> = summary.into_iter().collect();
        said.add(serde_json::json!({
            "notice": notice.id, "issued": issued, "unchanged": unchanged, "letters": letters,
            "orphaned": orphaned, "reasons": reasons, "deadlines": deadlines,
            "shards": shards_as_json(&unmerged, &notice.id),
            "problems": diagnostic::records(&problems),
        }));
    } else {
        report::show_problems(&problems)?;
        report::print(heading(&press, &standings, orphaned.len(), &issue))?;
        for (reason, letters) in &summary {
            let letters = count(*letters, Noun::Letter);
            report::print(Message::ReasonLetters { reason: reason.to_string(), letters })?;
        }
        print_letters(&letters, &orphaned, issue.is_some())?;
        let is_named = args.selection.from.clients_from.is_some();
        if !is_named && issue.is_none() && orphaned.len() > selected.len().max(FEW) {
            report::print(format_args!("           {}", Message::OtherListMeant))?;
        }
        print_shards(&unmerged, waiting)?;
        let style = facts.map(|facts| facts.office.style).unwrap_or_default();
        print_deadlines(&deadlines, &style)?;
    }
    Ok(outcome)
}

/// The clients who have a letter and are no longer there.
fn orphaned<'a>(
    known: &'a HashMap<String, KnownLetter>,
    selected: &[&Client],
    problems: &[Diagnostic],
) -> Vec<&'a str> {
    // Whose record has an error is still a client.
    let with_errors = problems.iter().flat_map(|problem| &problem.clients);
    let present = selected.iter().map(|client| &client.id).chain(with_errors);
    let present: BTreeSet<&str> = present.map(ClientId::as_str).collect();
    let clients = known.keys().map(String::as_str);
    let mut orphaned: Vec<&str> = clients.filter(|client| !present.contains(client)).collect();
    orphaned.sort_unstable();
    orphaned
}

/// The shards that are not merged, and how far each has come with a notice.
fn shards_as_json(unmerged: &[Unmerged], notice: &NoticeId) -> serde_json::Value {
    let as_json = |it: &Unmerged| {
        let run = it.runs.iter().find(|run| run.notice == *notice);
        let ended = run.and_then(|run| run.ended);
        serde_json::json!({
            "shard": it.shard,
            "ended": ended.is_some(),
            "letters": ended.map(|ended| ended.letters),
            "failed": ended.map(|ended| ended.failed),
        })
    };
    unmerged.iter().map(as_json).collect()
}

fn print_shards(unmerged: &[Unmerged], letters: usize) -> io::Result<()> {
    if unmerged.is_empty() {
        return Ok(());
    }
    let (letters, shards) = (count(letters, Noun::Letter), count(unmerged.len(), Noun::Shard));
    report::print(Message::ShardsNotMerged { letters, shards })?;
    let open = unmerged.iter().filter(|it| !it.has_ended()).map(|it| it.shard);
    let open: Vec<Shard> = open.collect();
    match open.is_empty() {
        true => Ok(()),
        false => report::print(Message::ShardsAtWork { shards: listed(open) }),
    }
}

fn as_json(issue: &Issue, fingerprint: Option<ChainFingerprint>) -> serde_json::Value {
    serde_json::json!({
        "at": issue.at, "by": issue.issued_by, "how": issue.sent_by, "letters": issue.letters,
        "fingerprint": fingerprint.map(|it| it.to_string()),
    })
}

/// Why a letter is to be made.
fn reasons(
    press: &Press,
    ledger: Option<&Ledger>,
    client: &Client,
    standing: Standing,
) -> Result<Vec<String>, CommandError> {
    Ok(match standing {
        Standing::New | Standing::Unchanged | Standing::Broken => Vec::new(),
        Standing::Missing => vec![Message::FileIsMissing.to_string()],
        Standing::Altered => vec![Message::FileWasAltered.to_string()],
        Standing::Stale => {
            let before = match ledger {
                Some(ledger) => ledger.facts(&press.notice.id, &client.id)?,
                None => None,
            };
            let Some(source) = press.draft(client).source else { return Ok(Vec::new()) };
            let files = press.ingredients(client, &source).files;
            let mut now = press.shared_facts(client, &files);
            now.extend(client_facts(client));
            let changes = changes(&before.unwrap_or_default(), &now);
            if changes.is_empty() {
                vec![Message::OtherValueInTemplate.to_string()]
            } else {
                changes
            }
        }
    })
}

fn heading(
    press: &Press,
    standings: &BTreeMap<Standing, usize>,
    orphaned: usize,
    issue: &Option<Issue>,
) -> Message {
    let number = |standing| standings.get(&standing).copied().unwrap_or(0);
    let mut more = Vec::new();
    let unwell = number(Standing::Missing) + number(Standing::Altered);
    if unwell > 0 {
        more.push(Message::StatusUnwell { number: unwell.to_string() });
    }
    let broken = number(Standing::Broken);
    if broken > 0 {
        more.push(Message::StatusBroken { number: broken.to_string() });
    }
    if orphaned > 0 {
        more.push(Message::StatusOrphaned { number: orphaned.to_string() });
    }
    if let Some(issue) = issue {
        more.push(Message::StatusIssued {
            date: clock::day(&issue.at),
            by: issue.issued_by.clone(),
            how: issue.sent_by.clone(),
        });
    }
    let counts = Message::StatusCounts {
        new: number(Standing::New).to_string(),
        stale: number(Standing::Stale).to_string(),
        unchanged: number(Standing::Unchanged).to_string(),
    };
    Message::StatusLine {
        notice: press.notice.id.to_string(),
        counts: counts.to_string(),
        more: more.iter().map(Message::to_string).collect(),
    }
}

/// How a letter stands, in a word.
fn word(standing: Standing) -> Message {
    match standing {
        Standing::New => Message::New,
        Standing::Stale => Message::Stale,
        Standing::Unchanged => Message::Unchanged,
        Standing::Missing => Message::Missing,
        Standing::Altered => Message::Altered,
        Standing::Broken => Message::Broken,
    }
}

/// A word at the right end of the first column. A kanji takes two places.
fn column(word: &Message) -> String {
    const WIDTH: usize = 9;
    let word = word.to_string();
    let width: usize = word.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    " ".repeat(WIDTH.saturating_sub(width)) + &word
}

fn print_letters(letters: &[Letter], orphaned: &[&str], issued: bool) -> io::Result<()> {
    for letter in letters.iter().take(NAMED) {
        let standing = column(&word(letter.standing));
        let reasons = match &letter.reasons[..] {
            [] => String::new(),
            reasons => match Lang::current() {
                Lang::En => format!(" ({})", reasons.join("; ")),
                Lang::Ja => format!("（{}）", listed(reasons)),
            },
        };
        report::print(format_args!("{standing}  {} {}{reasons}", letter.client, letter.name))?;
    }
    if letters.len() > NAMED {
        let number = (letters.len() - NAMED).to_string();
        report::print(format_args!("           {}", Message::MoreInJson { number }))?;
    }
    if !orphaned.is_empty() {
        let names = listed(&orphaned[..orphaned.len().min(NAMED)]);
        let gone = match issued {
            true => Message::OrphanedSent { names },
            false => Message::OrphanedPrune { names },
        };
        report::print(format_args!("{}  {gone}", column(&Message::Orphaned)))?;
    }
    Ok(())
}

/// The deadlines of the clients whose report is not made yet, by day
/// (施行規則 第8条).
fn deadlines(clients: &[&Client], today: NaiveDate) -> Vec<Deadline> {
    let mut by_day: BTreeMap<(NaiveDate, &'static str), BTreeSet<ClientId>> = BTreeMap::new();
    for client in clients.iter().filter(|client| client.law.report_is_outstanding()) {
        let due = [client.law.preliminary_due, client.law.final_due];
        for (date, report) in due.into_iter().zip(REPORTS) {
            if let Some(date) = date {
                by_day.entry((date, report)).or_default().insert(client.id.clone());
            }
        }
    }
    let deadline = |((date, report), clients): ((NaiveDate, &'static str), _)| Deadline {
        report,
        date,
        days_left: (date - today).num_days(),
        clients,
    };
    by_day.into_iter().map(deadline).collect()
}

fn print_deadlines(deadlines: &[Deadline], style: &Style) -> io::Result<()> {
    for past in past_deadlines(deadlines, style) {
        report::print(past)?;
    }
    for Deadline { report, date, days_left, clients } in deadlines {
        let left = match usize::try_from(*days_left) {
            Err(_) => continue,
            Ok(0) => Message::Today,
            Ok(days) => Message::InDays { days: count(days, Noun::Day) },
        };
        let clients = count(clients.len(), Noun::Client);
        report::print(due(report, style.day(*date), &left, clients))?;
    }
    Ok(())
}

/// Each report that was due before today, in one line: by how many days does not
/// help, and of an old incident there would be as many lines as days.
fn past_deadlines<'a>(
    deadlines: &'a [Deadline],
    style: &'a Style,
) -> impl Iterator<Item = Message> + 'a {
    REPORTS.into_iter().filter_map(move |report| {
        let past = deadlines.iter().filter(|it| it.days_left < 0 && it.report == report);
        let past: Vec<&Deadline> = past.collect();
        let (first, last) = (past.first()?.date, past.last()?.date);
        let date = match first == last {
            true => style.day(first),
            false => format!("{}～{}", style.day(first), style.day(last)),
        };
        let clients: BTreeSet<&ClientId> = past.iter().flat_map(|it| &it.clients).collect();
        let clients = count(clients.len(), Noun::Client);
        Some(due(report, date, &Message::Overdue, clients))
    })
}

/// When a report is due, and how long that is.
fn due(report: &str, date: String, left: &Message, clients: String) -> Message {
    let (is_final, report, left) = (report == REPORTS[1], report.to_owned(), left.to_string());
    match is_final {
        true => Message::Due { report, date, left, clients },
        false => Message::DueAbout { report, date, left, clients },
    }
}
