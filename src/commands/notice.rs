//! `notice new` and `notice list`.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::args::{ListArgs, NoticeFactsArgs, NoticeNewArgs};
use crate::check::{Checked, SharedFacts, check, check_facts};
use crate::content::Recipients;
use crate::diagnostic::{Diagnostic, SourceText, arrange, quoted};
use crate::editing::amend;
use crate::editing::next_notice::{self, Next, To};
use crate::ids::NoticeId;
use crate::ledger::Ledger;
use crate::letters::recover;
use crate::messages::{Message, Noun, count, listed};
use crate::model::Notice;
use crate::outcome::{CommandError, Outcome};
use crate::project::Project;
use crate::{clock, fs, report};

/// Runs `notice list`.
pub fn list(project: &Project, args: &ListArgs) -> Result<Outcome, CommandError> {
    let sources = project.load()?;
    let checked = check(&sources);
    let Some(facts) = checked.shared else {
        report::show_problems(&arrange(checked.problems))?;
        return Ok(Outcome::Problems);
    };
    let ledger = Ledger::open_to_read(&project.ledger())?;
    let mut rows = Vec::new();
    for notice in &facts.notices {
        let (mut made, mut issued) = (0, None);
        if let Some(ledger) = &ledger {
            made = ledger.letters(&notice.id)?.len();
            issued = ledger.issue(&notice.id)?;
        }
        if !args.json {
            let date = facts.office.style.day(notice.date);
            let state = match &issued {
                Some(issue) => {
                    Message::IssuedOnBy { date: clock::day(&issue.at), by: issue.issued_by.clone() }
                }
                None => Message::LettersMade { letters: count(made, Noun::Letter) },
            };
            let number = notice.number.map(|number| format!("第{number}報  "));
            let (id, kind, number) = (&notice.id, notice.kind, number.unwrap_or_default());
            report::print(format_args!("{id}  {kind}  {number}{date}  {state}"))?;
        }
        rows.push(serde_json::json!({
            "id": notice.id, "kind": notice.kind, "number": notice.number, "date": notice.date,
            "made": made, "issued": issued.map(|issue| issue.at),
        }));
    }
    if args.json {
        report::print_json(&rows)?;
    }
    Ok(Outcome::Done)
}

/// Runs `notice facts`.
pub fn facts(project: &Project, args: &NoticeFactsArgs) -> Result<Outcome, CommandError> {
    let ledger = Ledger::open_to_read(&project.ledger())?;
    let id = NoticeId::new(&args.notice).ok();
    let issue = match (&ledger, &id) {
        (Some(ledger), Some(id)) => ledger.issue(id)?,
        _ => None,
    };
    let (Some(ledger), Some(id), Some(issue)) = (ledger, id, issue) else {
        let problem = Diagnostic::error(Message::NotIssuedYet { id: quoted(&args.notice) });
        report::show_problems(&[problem.hint(Message::SeeNoticeList)])?;
        return Ok(Outcome::Problems);
    };
    let files = ledger.issued_facts(&id)?;
    if files.is_empty() {
        report::show_problems(&[Diagnostic::error(Message::FactsNotKept { id: id.to_string() })])?;
        return Ok(Outcome::Problems);
    }
    if args.output.exists() {
        let path = args.output.display().to_string();
        let problem = Diagnostic::error(Message::FolderIsThere { path });
        report::show_problems(&[problem.hint(Message::NameNewFolder)])?;
        return Ok(Outcome::Problems);
    }
    for (path, text) in &files {
        fs::write_new(&args.output.join(path), text.as_bytes())?;
    }
    report::say(Message::FactsWritten {
        files: files.len().to_string(),
        date: clock::day(&issue.at),
        folder: args.output.display().to_string(),
    });
    Ok(Outcome::Done)
}

/// What is asked of the next notice; where nothing is, it follows its model.
#[derive(Debug, Default)]
pub struct Wanted {
    /// The model.
    pub from: Option<String>,
    /// Its id.
    pub id: Option<String>,
    /// The date on it.
    pub date: Option<NaiveDate>,
    /// 第n報.
    pub number: Option<u32>,
    /// 件名.
    pub title: Option<String>,
    /// Who gets it.
    pub to: To,
}

/// Runs `notice new`.
pub fn new(project: &Project, args: &NoticeNewArgs) -> Result<Outcome, CommandError> {
    let NoticeNewArgs { id, date, title, from } = args;
    let (id, title, from) = (id.clone(), title.clone(), from.clone());
    write(project, &Wanted { from, id, date: *date, title, ..Wanted::default() })
}

/// Writes the next notice.
pub fn write(project: &Project, wanted: &Wanted) -> Result<Outcome, CommandError> {
    // From reading to writing nobody else adds anything.
    let mut held = recover::hold(project)?;
    let mut sources = project.load()?;
    let checked = check_facts(&sources);
    let Some(facts) = &checked.shared else { return amend::refuse(sources, checked) };
    let copied = next(facts, wanted).and_then(|(model, next)| {
        let file = copied(model, &next)?;
        Ok((model, next, file))
    });
    let (model, next, file) = match copied {
        Ok(copied) => copied,
        Err(problem) => {
            report::show_problems(&[*problem])?;
            return Ok(Outcome::Problems);
        }
    };
    sources.notices.push(file.clone());
    let model = model.id.to_string();
    let id = NoticeId::new(&next.id).ok();
    let Some(amended) = amend::accept_new(project, &mut held, sources, &file)? else {
        return Ok(Outcome::Problems);
    };
    report::say(Message::NoticeWritten {
        file: file.name.to_string(),
        model,
        date: next.date.to_string(),
    });
    if let Some(id) = id {
        say_recipients(&amended, &id);
    }
    report::say(Message::LookAtText);
    Ok(Outcome::Done)
}

/// The next notice, and the one that it is a copy of.
pub fn next<'a>(
    facts: &'a SharedFacts,
    wanted: &Wanted,
) -> Result<(&'a Notice, Next), Box<Diagnostic>> {
    let model = model(facts, wanted.from.as_deref())?;
    let next = Next {
        id: wanted.id.clone().unwrap_or_else(|| count_up(model.id.as_str())),
        date: wanted.date.unwrap_or_else(clock::today),
        number: wanted.number.or_else(|| next_number(facts, model)),
        title: wanted.title.clone(),
        to: wanted.to.clone(),
    };
    let taken = facts.notices.iter().any(|notice| notice.id.as_str() == next.id);
    match NoticeId::new(&next.id) {
        Err(fault) => Err(Box::new(Diagnostic::error(fault).hint(Message::IdLetters))),
        Ok(_) if taken => {
            let problem = Diagnostic::error(Message::TwoNotices { id: next.id });
            Err(Box::new(problem.hint(Message::GiveOtherId)))
        }
        Ok(_) => Ok((model, next)),
    }
}

/// The file of the next notice.
fn copied(model: &Notice, next: &Next) -> Result<Arc<SourceText>, Box<Diagnostic>> {
    let text = next_notice::copy(model, next).ok_or_else(|| {
        let problem = Diagnostic::error(Message::CannotCopyNotice { id: model.id.to_string() });
        Box::new(problem.at(model.place_of("to")).hint(Message::ChangeByHand))
    })?;
    Ok(Arc::new(SourceText::new(format!("data/notices/{}.yaml", next.id), text)))
}

/// The notice that the next one is a copy of.
fn model<'a>(facts: &'a SharedFacts, from: Option<&str>) -> Result<&'a Notice, Box<Diagnostic>> {
    let found = match from {
        Some(id) => facts.notices.iter().find(|notice| notice.id.as_str() == id),
        // A letter with a number is one of a series, which goes on.
        None => {
            let numbered = facts.notices.iter().rfind(|notice| notice.number.is_some());
            numbered.or(facts.notices.last())
        }
    };
    found.ok_or_else(|| {
        let ids = facts.notices.iter().map(|notice| notice.id.as_str());
        let problem =
            Diagnostic::error(Message::NoSuchNotice { id: quoted(from.unwrap_or_default()) });
        Box::new(problem.hint(Message::NoticesAre { ids: listed(ids) }))
    })
}

/// The number after the highest there is, where the model has one.
fn next_number(facts: &SharedFacts, model: &Notice) -> Option<u32> {
    model.number?;
    let highest = facts.notices.iter().filter_map(|notice| notice.number).max();
    highest.map(|number| number.saturating_add(1))
}

/// Says how many get the notice, and whether that is fewer than before.
fn say_recipients(checked: &Checked, id: &NoticeId) {
    let Some(facts) = &checked.shared else { return };
    let Some(notice) = facts.notices.iter().find(|notice| notice.id == *id) else { return };
    if notice.is_for_nobody() {
        return;
    }
    let recipients = Recipients::none_of(&facts.notices);
    checked.clients.iter().for_each(|client| recipients.count(client));
    match recipients.check(notice) {
        Some(fewer) => report::say(fewer.message),
        None => {
            let number = recipients.of(&notice.id).to_string();
            report::say(Message::NoticeGoesTo { number });
        }
    }
}

/// `report-1` becomes `report-2`; `first` becomes `first-2`.
fn count_up(id: &str) -> String {
    let stem = id.trim_end_matches(|c: char| c.is_ascii_digit());
    match id[stem.len()..].parse::<u32>() {
        Ok(number) => format!("{stem}{}", number.saturating_add(1)),
        Err(_) => format!("{id}-2"),
    }
}

#[cfg(test)]
mod tests {
    use super::count_up;

    #[test]
    fn an_id_is_counted_up() {
        assert_eq!(count_up("report-9"), "report-10");
        assert_eq!(count_up("first"), "first-2");
        assert_eq!(count_up("n99999999999"), "n99999999999-2");
    }
}
