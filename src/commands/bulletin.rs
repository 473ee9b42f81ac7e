//! `bulletin add` and `bulletin list`.

use std::io::{self, IsTerminal};
use std::sync::Arc;

use dialoguer::Input;

use super::questions::{Words, stopped};
use crate::args::{BulletinAddArgs, ListArgs};
use crate::check::{check, check_facts};
use crate::diagnostic::{Diagnostic, Hint, SourceText, arrange};
use crate::editing::letter::prose::can_be_read;
use crate::editing::{amend, append};
use crate::facts::{Node, Parsing, Step};
use crate::ledger::Ledger;
use crate::letters::recover;
use crate::messages::Message;
use crate::model::{Bulletin, Incident};
use crate::outcome::{CommandError, Outcome};
use crate::project::Project;
use crate::report;

/// Runs `bulletin list`.
pub fn list(project: &Project, args: &ListArgs) -> Result<Outcome, CommandError> {
    let sources = project.load()?;
    let checked = check(&sources);
    let Some(facts) = checked.shared else {
        report::show_problems(&arrange(checked.problems))?;
        return Ok(Outcome::Problems);
    };
    let bulletins = &facts.incident.bulletins;
    if args.json {
        let list: Vec<_> = bulletins
            .iter()
            .map(|bulletin| {
                serde_json::json!({
                    "number": bulletin.number, "name": bulletin.name(), "at": bulletin.at,
                    "same_as": bulletin.same_as,
                })
            })
            .collect();
        report::print_json(&list)?;
        return Ok(Outcome::Done);
    }
    for bulletin in bulletins {
        let words = match (&bulletin.text, bulletin.same_as) {
            (Some(text), _) => text.words().to_owned(),
            (None, same_as) => {
                let number = same_as.unwrap_or_default().to_string();
                Message::AsBulletin { number }.to_string()
            }
        };
        let moment = facts.office.style.moment(bulletin.at);
        let (number, name) = (bulletin.number, bulletin.name());
        report::print(format_args!("{number:>3}  {moment}  {name}  {words}"))?;
    }
    Ok(Outcome::Done)
}

/// Runs `bulletin add`.
pub fn add(project: &Project, args: &BulletinAddArgs) -> Result<Outcome, CommandError> {
    // From reading to writing nobody else adds anything.
    let mut held = recover::hold(project)?;
    let mut sources = project.load()?;
    let checked = check_facts(&sources);
    let Some(facts) = &checked.shared else { return amend::refuse(sources, checked) };
    let known = sources.incident.clone();
    let source = known.clone().unwrap_or_else(no_incident);
    let with_entry = asks(args).and_then(|()| with_bulletin(args, &source, &facts.incident));
    let (entry, amended) = match with_entry {
        Ok(amended) => amended,
        Err(problem) => {
            report::show_problems(&[*problem])?;
            return Ok(Outcome::Problems);
        }
    };
    // Of an earlier bulletin there is something else to do than in the file.
    let mend_earlier = |problem: &mut Diagnostic| {
        if matches!(problem.message, Message::BulletinDatedBefore { .. }) {
            problem.hints = vec![Hint { message: Message::OtherAtOrAllow, edit: None }];
        }
    };
    sources.incident = Some(amended.clone());
    let accepted = match known {
        Some(old) => amend::accept(project, &mut held, sources, &old, &amended, mend_earlier)?,
        None => amend::accept_new(project, &mut held, sources, &amended)?,
    };
    if accepted.is_none() {
        return Ok(Outcome::Problems);
    }
    report::say(Message::BulletinAdded { name: entry.name, file: source.name.to_string() });
    let ledger = Ledger::open_existing(&project.ledger())?;
    let current = facts.notices.last();
    let issued = match (&ledger, current) {
        (Some(ledger), Some(notice)) => ledger.issue(&notice.id)?.is_some(),
        _ => false,
    };
    if let (true, Some(notice)) = (issued, current) {
        report::say(Message::NoticeWasIssued { notice: notice.id.to_string() });
    } else if let Some(notice) = current
        && moment(&entry.at).is_some_and(|at| at > notice.tells_until())
    {
        let id = notice.id.to_string();
        report::say(match notice.as_of {
            Some(_) => Message::AddedAfterAsOf { notice: id },
            None => Message::AddedAfterDate { notice: id },
        });
    } else {
        report::say(Message::SeeStatus);
    }
    Ok(Outcome::Done)
}

/// The file of a project whose letters share nothing yet.
pub fn no_incident() -> Arc<SourceText> {
    Arc::new(SourceText::new("data/incident.yaml", ""))
}

/// The file with the new bulletin in it. What is not said is not asked for.
pub fn with_bulletin(
    args: &BulletinAddArgs,
    source: &Arc<SourceText>,
    incident: &Incident,
) -> Result<(Entry, Arc<SourceText>), Box<Diagnostic>> {
    let entry = entry(args, incident)?;
    let text = match &incident.bulletins[..] {
        [] => append::first(source, "bulletins", &entry.lines),
        _ => {
            let path = [Step::Key("bulletins".to_owned())];
            append::append(source, &path, entry.after, &entry.lines)?
        }
    };
    Ok((entry, Arc::new(SourceText::new(source.name.clone(), text))))
}

/// A bulletin as it will stand in the file.
pub struct Entry {
    lines: Vec<String>,
    name: String,
    /// Its number.
    pub number: u32,
    at: String,
    /// The place in the list of the bulletin above it.
    after: usize,
}

/// The moment as the facts' reader understands it.
pub fn moment(text: &str) -> Option<chrono::NaiveDateTime> {
    let text = serde_json::to_string(text).unwrap_or_default();
    let source = Arc::new(SourceText::new("", text));
    let document = Arc::new(crate::facts::Document::parse(&source).ok()?);
    Node::root(&document).read(&mut Parsing::default())
}

/// The new bulletin's lines, from the options and, on a terminal, from answers.
fn entry(args: &BulletinAddArgs, incident: &Incident) -> Result<Entry, Box<Diagnostic>> {
    let bulletins = &incident.bulletins;
    let at = at(args, bulletins)?;
    let after = after(args, bulletins, &at)?;
    let number = number(args, bulletins, after)?;
    let mut lines = vec![format!("number: {number}"), format!("at: {at}")];
    lines.extend(args.label.as_ref().map(|label| append::line("label", label)));
    match args.same_as {
        Some(same_as) => lines.push(format!("same_as: {same_as}")),
        None => lines.extend(append::block("text", &said(args)?)),
    }
    let name = args.label.clone().unwrap_or_else(|| format!("第{number}報"));
    Ok(Entry { lines, name, number, at, after })
}

/// Whether what the options do not say can be asked for.
fn asks(args: &BulletinAddArgs) -> Result<(), Box<Diagnostic>> {
    let missing = match (&args.at, args.text.is_some() || args.same_as.is_some()) {
        (Some(_), true) => return Ok(()),
        _ if io::stdin().is_terminal() => return Ok(()),
        (None, false) => Message::AtAndText,
        (None, true) => Message::At,
        (Some(_), false) => Message::TextOption,
    };
    let problem = Diagnostic::error(Message::BulletinNeeds { options: missing.to_string() });
    Err(Box::new(problem.hint(Message::GiveOrAsk)))
}

/// The number of the next bulletin, if it is the last.
pub fn next(bulletins: &[Bulletin]) -> u32 {
    bulletins.last().map_or(1, |bulletin| bulletin.number + 1)
}

/// When it came, as it is written in the file.
fn at(args: &BulletinAddArgs, bulletins: &[Bulletin]) -> Result<String, Box<Diagnostic>> {
    let too_early = |at| !args.allow_earlier && bulletins.last().is_some_and(|last| at < last.at);
    let at = match &args.at {
        Some(at) => at.clone(),
        None => {
            let number = args.number.unwrap_or_else(|| next(bulletins)).to_string();
            Input::<String>::with_theme(&Words)
                .with_prompt(Message::WhenDidItCome { number }.to_string())
                .validate_with(|text: &String| match moment(text) {
                    None => Err(Message::MomentSuchAs),
                    Some(at) if too_early(at) => Err(Message::BeforeLast),
                    Some(_) => Ok(()),
                })
                .interact_text()
                .map_err(stopped)?
        }
    };
    Ok(at.trim().replacen(' ', "T", 1))
}

/// The place in the list of the bulletin above it: an earlier one goes before those
/// that came after it.
fn after(
    args: &BulletinAddArgs,
    bulletins: &[Bulletin],
    at: &str,
) -> Result<usize, Box<Diagnostic>> {
    let after = match moment(at) {
        Some(at) if args.allow_earlier => bulletins.iter().rposition(|it| it.at <= at),
        _ => Some(bulletins.len().saturating_sub(1)),
    };
    after.ok_or_else(|| Box::new(Diagnostic::error(Message::BeforeAll).hint(Message::WriteAtTop)))
}

fn number(
    args: &BulletinAddArgs,
    bulletins: &[Bulletin],
    after: usize,
) -> Result<u32, Box<Diagnostic>> {
    match (args.number, bulletins.get(after), bulletins.get(after + 1)) {
        (Some(number), ..) => Ok(number),
        (None, Some(above), Some(below)) if above.number + 1 >= below.number => {
            let problem = Diagnostic::error(Message::NoNumberBetween {
                above: above.number.to_string(),
                below: below.number.to_string(),
            });
            Err(Box::new(problem.hint(Message::CountUpByHand)))
        }
        (None, Some(above), _) => Ok(above.number + 1),
        (None, None, _) => Ok(next(bulletins)),
    }
}

/// What it says.
fn said(args: &BulletinAddArgs) -> Result<String, Box<Diagnostic>> {
    let text = match &args.text {
        Some(text) => text.clone(),
        None => ask_text().map_err(stopped)?,
    };
    if text.trim().is_empty() {
        let problem = Diagnostic::error(Message::BulletinSaysSomething);
        return Err(Box::new(problem.hint(Message::GiveText)));
    }
    can_be_read(&text)?;
    Ok(text)
}

fn ask_text() -> dialoguer::Result<String> {
    report::say(Message::WhatDoesItSay);
    let mut lines = Vec::new();
    loop {
        let line: String =
            Input::with_theme(&Words).with_prompt(" ").allow_empty(true).interact_text()?;
        if line.trim().is_empty() {
            return Ok(lines.join("\n"));
        }
        lines.push(line);
    }
}
