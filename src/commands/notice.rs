//! `notice new` and `notice list`.

use std::sync::Arc;

use crate::args::{ListArgs, NoticeNewArgs};
use crate::check::{Checked, SharedFacts, check, check_facts};
use crate::content::Recipients;
use crate::diagnostic::{SourceText, arrange};
use crate::editing::{amend, append};
use crate::facts::{Document, text_of};
use crate::ledger::Ledger;
use crate::letters::recover;
use crate::messages::{Message, Noun, count};
use crate::outcome::{CommandError, Outcome};
use crate::project::Project;
use crate::{clock, report};

/// How the next letter begins if nothing else is said.
const OPENING: &str = "\
{% if notice.previous -%}
{% set last = notice.previous | last -%}
{{ last.date | date }}付「{{ last.title }}」にてご報告いたしました件について、その後の状況をお知らせいたします。
{%- else -%}
このたびの件について、現在の状況をお知らせいたします。
{%- endif %}";

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
            let (id, number) = (&notice.id, notice.number);
            report::print(format_args!("{id}  第{number}報  {date}  {state}"))?;
        }
        rows.push(serde_json::json!({
            "id": notice.id, "number": notice.number, "date": notice.date, "made": made,
            "issued": issued.map(|issue| issue.at),
        }));
    }
    if args.json {
        report::print_json(&rows)?;
    }
    Ok(Outcome::Done)
}

/// Runs `notice new`.
pub fn new(project: &Project, args: &NoticeNewArgs) -> Result<Outcome, CommandError> {
    // From reading to writing nobody else adds anything.
    let mut held = recover::hold(project)?;
    let mut sources = project.load()?;
    let checked = check_facts(&sources);
    let last = checked.shared.as_ref().and_then(|facts| facts.notices.last());
    let (Some(source), Some(facts), Some(last)) = (sources.notices.clone(), &checked.shared, last)
    else {
        return amend::refuse(sources, checked);
    };
    let id = args.id.clone().unwrap_or_else(|| count_up(last.id.as_str()));
    let number = last.number + 1;
    let date = args.date.unwrap_or_else(clock::today);
    let mut lines =
        vec![append::line("id", &id), format!("number: {number}"), format!("date: {date}")];
    lines.extend(lines_after(&source, facts, args));
    let index = facts.notices.len() - 1;
    let text = match append::append(&source, &[], index, &lines) {
        Ok(text) => text,
        Err(problem) => {
            report::show_problems(&[*problem])?;
            return Ok(Outcome::Problems);
        }
    };
    let amended = Arc::new(SourceText::new(source.name.clone(), text));
    sources.notices = Some(amended.clone());
    let accepted = amend::accept(project, &mut held, sources, &source, &amended, |_| {})?;
    let Some(amended) = accepted else {
        return Ok(Outcome::Problems);
    };
    report::say(Message::NoticeAdded {
        id,
        number: number.to_string(),
        date: date.to_string(),
        file: source.name.to_string(),
    });
    say_recipients(&amended);
    if !is_for_some(args) && !last.audience.is_empty() {
        report::say(Message::AudienceNotCopied { notice: last.id.to_string() });
    }
    report::say(Message::LookAtTitle);
    Ok(Outcome::Done)
}

/// Whether the next notice is asked for with an audience.
fn is_for_some(args: &NoticeNewArgs) -> bool {
    args.audience.is_some() || args.same_audience
}

/// The lines of the next notice, from its title on. What is for all is written after
/// the last that was for all, and not after a correction to one.
fn lines_after(source: &Arc<SourceText>, facts: &SharedFacts, args: &NoticeNewArgs) -> Vec<String> {
    let last = facts.notices.len() - 1;
    let general = facts.notices.iter().rposition(|notice| notice.audience.is_empty());
    let model = general.filter(|_| !is_for_some(args)).unwrap_or(last);
    // As it is written, with its variables.
    let value = Document::parse(source).ok().and_then(|it| it.value().get(model).cloned());
    let written = |key: &str| value.as_ref().and_then(|value| value.get(key)).cloned();
    let title =
        args.title.clone().or(written("title").and_then(|it| Some(text_of(&it)?.into_owned())));
    let mut title = title.unwrap_or_default().trim().replace('\n', "");
    if args.title.is_none() && !title.contains("notice.number") {
        title.push_str("（第{{ notice.number }}報）");
    }
    let template = args.template.as_ref().unwrap_or(&facts.notices[model].template);
    let mut lines = vec![append::line("title", &title), append::line("template", template)];
    // JSON is YAML too.
    let same = written("audience").filter(|_| args.same_audience);
    let same = same.and_then(|audience| serde_json::to_string(&audience).ok());
    let audience = args.audience.clone().or(same);
    lines.extend(audience.map(|audience| format!("audience: {audience}")));
    lines.extend(append::block("opening", args.opening.as_deref().unwrap_or(OPENING)));
    lines
}

/// Says how many get the last notice, and whether that is fewer than before.
fn say_recipients(checked: &Checked) {
    let Some(facts) = &checked.shared else { return };
    let Some(notice) = facts.notices.last() else { return };
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
