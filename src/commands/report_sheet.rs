//! `report-sheet`: what there is to report to the 個人情報保護委員会, item by item, as text
//! for its form and as PDF.

use std::path::{Path, PathBuf};

use super::output;
use crate::args::{ReportSheetArgs, Selection};
use crate::check::{Checked, check_facts};
use crate::diagnostic::is_wrong;
use crate::ids::ClientId;
use crate::letters::recover;
use crate::letters::report_sheet::{About, Item, ReportSheet, Standing, make};
use crate::letters::selection::{client_of_id, relevant};
use crate::letters::workers::pool;
use crate::messages::{Message, listed};
use crate::model::Client;
use crate::outcome::{CommandError, Outcome};
use crate::project::Project;
use crate::{clock, fs, report};

/// Runs the command.
pub fn run(project: &Project, args: &ReportSheetArgs) -> Result<Outcome, CommandError> {
    let pool = pool(None)?;
    let mut sources = project.load()?;
    let mut problems = std::mem::take(&mut sources.problems);
    let facts = check_facts(&sources);
    let checked = pool.install(|| facts.check_clients(&sources.clients));
    let Checked { shared, clients, problems: of_facts, .. } = checked;
    problems.extend(of_facts);
    let wanted = args.client.as_deref();
    let client = wanted.and_then(|id| client_of_id(&clients, id, &mut problems));
    // A sheet about one is right whatever is wrong with the records of others.
    let selection =
        Selection { clients: args.client.clone().into_iter().collect(), ..Selection::default() };
    let problems = relevant(problems, &selection);
    let Some(facts) = shared.filter(|_| !is_wrong(&problems)) else {
        report::show_problems(&problems)?;
        return Ok(Outcome::Problems);
    };
    let about = client.map_or(About::All(&clients), About::One);
    let date = args.date.unwrap_or_else(clock::today);
    let sheet = match pool.install(|| make(sources, &facts, &about, date)) {
        Ok(sheet) => sheet,
        Err(problems) => {
            report::show_problems(&relevant(problems, &selection))?;
            return Ok(Outcome::Problems);
        }
    };
    let pdf = write_pdf(project, client.map(|client| &client.id), &sheet.pdf)?;
    match &args.output {
        Some(path) => output::write(project, path, sheet.text.as_bytes())?,
        None => sheet.text.lines().try_for_each(report::print)?,
    }
    say(&sheet, client, project.shown(&pdf), args.output.as_deref());
    Ok(Outcome::Done)
}

/// Writes the sheet where sheets are; where that is. No letter lies there, and what was
/// there is replaced.
fn write_pdf(
    project: &Project,
    client: Option<&ClientId>,
    pdf: &[u8],
) -> Result<PathBuf, CommandError> {
    let path = project.report_sheet(client);
    let _held = recover::hold(project)?;
    match path.parent() {
        Some(folder) if client.is_some() => fs::prepare_folder(folder)?,
        Some(folder) => fs::remove_abandoned(folder)?,
        None => {}
    }
    fs::write_durably(&path, pdf)?;
    Ok(path)
}

/// Says what has been made, and what is still to be written.
fn say(sheet: &ReportSheet, client: Option<&Client>, pdf: String, text: Option<&Path>) {
    let with = |standing: Standing| -> Option<String> {
        let name = |item: &Item| format!("{} {}", item.number, item.part);
        let items = sheet.standings.iter().filter(|(_, it)| *it == standing);
        let names: Vec<String> = items.map(|(item, _)| name(item)).collect();
        (!names.is_empty()).then(|| listed(names))
    };
    let missing = with(Standing::Missing).map(|items| Message::ItemsMissing { items });
    let not_for = with(Standing::NotForClient).map(|items| Message::ItemsNotForClient { items });
    let of_each = with(Standing::OfEach).map(|items| Message::ItemsOfEach { items });
    let in_part = with(Standing::SaidInPart).map(|items| Message::ItemsInPart { items });
    let no_day = client.filter(|client| client.law.known_on.is_none());
    let no_day = no_day.map(|_| Message::KnownOnMissing);
    for message in [missing, not_for, of_each, in_part, no_day].into_iter().flatten() {
        report::say(message);
    }
    let text = text.map(|path| path.display().to_string());
    let made = std::iter::once(pdf).chain(text);
    report::say(Message::SheetMade { files: listed(made) });
}
