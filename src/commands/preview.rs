//! `preview`: one client's letter, now, to be looked at.
//!
//! It goes to a temporary place and never to `out/`: a preview is not a letter
//! that may be sent.

use std::path::{Path, PathBuf};

use super::output;
use crate::args::{PreviewArgs, PreviewFormat, Selection};
use crate::diagnostic::{Diagnostic, parted};
use crate::fs::PrivateFolder;
use crate::letters::prepare::{Prepared, prepare};
use crate::letters::press::Press;
use crate::letters::selection::{find_client, relevant};
use crate::letters::sheet::Sheet;
use crate::letters::workers::{pool, warm_up};
use crate::messages::{Message, Noun, count};
use crate::model::Client;
use crate::outcome::{CommandError, Outcome};
use crate::project::Project;
use crate::{live, report};

/// Runs the command.
pub fn run(project: &Project, args: &PreviewArgs) -> Result<Outcome, CommandError> {
    warm_up();
    if args.live {
        let (client, notice) = (args.client.clone(), args.notice.clone());
        let (port, no_open) = (args.port, args.no_open);
        return live::run(project, live::PageArgs { client, notice, port, no_open });
    }
    let (notice, from) = (args.notice.clone(), args.from.clone());
    let mut selection = Selection { notice, from, ..Selection::default() };
    let Prepared { judge, press, clients, mut problems, .. } =
        prepare(project, &pool(None)?, &selection)?;
    let shared = judge.map_or_else(Vec::new, |judge| judge.shared().to_vec());
    let (shared, warnings) = parted(shared);
    problems.extend(shared);
    let client = find_client(&clients, args.client.as_deref(), &mut problems);
    // Other clients' problems do not concern this letter.
    selection.clients.extend(client.map(|client| client.id.to_string()).or(args.client.clone()));
    let mut is_shown = false;
    if let (Some(press), Some(client)) = (&press, client) {
        let (sheet, found) = press.look(client);
        match sheet.map(|sheet| (files(press, client, &sheet, args), sheet)) {
            None => problems.extend(found),
            Some((Err(refused), _)) => problems.extend(refused),
            Some((Ok(files), sheet)) => {
                problems.extend(found);
                show(project, args, press, client, &sheet, &files)?;
                is_shown = true;
            }
        }
    }
    let problems = relevant(problems, &selection);
    report::show_problems(&problems)?;
    report::say_warnings(warnings);
    Ok(if is_shown { report::outcome(&problems) } else { Outcome::Problems })
}

/// Writes the files, says what is in the letter, and opens it.
fn show(
    project: &Project,
    args: &PreviewArgs,
    press: &Press,
    client: &Client,
    sheet: &Sheet,
    files: &[(String, Vec<u8>)],
) -> Result<(), CommandError> {
    let paths = write(project, args, client, files)?;
    describe(press, client, sheet);
    if !press.notice.is_for(client) {
        let notice = press.notice.id.to_string();
        report::say(Message::NotInAudience { notice });
    }
    for path in &paths {
        report::print(path.display())?;
    }
    if !args.no_open
        && args.output.is_none()
        && let Some(first) = paths.first()
        && open::that_detached(first).is_err()
    {
        report::say(Message::NoViewer);
    }
    Ok(())
}

/// The files to be shown: the ending after the client's id, and the bytes.
fn files(
    press: &Press,
    client: &Client,
    sheet: &Sheet,
    args: &PreviewArgs,
) -> Result<Vec<(String, Vec<u8>)>, Vec<Diagnostic>> {
    let whole = || {
        let bytes = press.export(client, sheet)?.bytes;
        Ok(vec![(format!(".{}", sheet.ending()), bytes)])
    };
    let Some(document) = sheet.document() else {
        if args.page.is_some() || args.format != PreviewFormat::Pdf {
            let problem = Diagnostic::error(Message::MailHasNoPages);
            return Err(vec![problem.hint(Message::LeavePagesOut)]);
        }
        return whole();
    };
    let last = document.pages();
    if args.page.is_some() && args.format == PreviewFormat::Pdf {
        let problem = Diagnostic::error(Message::PdfHasAllPages);
        return Err(vec![problem.hint(Message::LeavePageOut)]);
    }
    if let Some(page) = args.page.map(usize::from)
        && !(1..=last).contains(&page)
    {
        return Err(vec![
            Diagnostic::error(Message::NoSuchPage {
                page: page.to_string(),
                last: last.to_string(),
            })
            .for_client(&client.id),
        ]);
    }
    let pages = match args.page {
        Some(page) => usize::from(page)..=usize::from(page),
        None => 1..=last,
    };
    let picture = |page: usize| match args.format {
        PreviewFormat::Svg => Some((format!("-{page}.svg"), document.svg(page - 1)?.into_bytes())),
        _ => Some((format!("-{page}.png"), document.png(page - 1, args.dpi)?)),
    };
    match args.format {
        PreviewFormat::Pdf => whole(),
        PreviewFormat::Png | PreviewFormat::Svg => Ok(pages.filter_map(picture).collect()),
    }
}

/// Writes the files to the place that was asked for, or a temporary one.
fn write(
    project: &Project,
    args: &PreviewArgs,
    client: &Client,
    files: &[(String, Vec<u8>)],
) -> Result<Vec<PathBuf>, CommandError> {
    let mut paths = Vec::new();
    let folder = match &args.output {
        Some(_) => None,
        // Only its owner can enter; it is kept for the viewer.
        None => Some(PrivateFolder::new()?),
    };
    for (ending, bytes) in files {
        let path = match (&args.output, &folder) {
            (Some(output), _) if files.len() == 1 => output.clone(),
            (Some(output), _) => numbered(output, ending),
            (None, Some(folder)) => folder.path().join(format!("{}{ending}", client.id)),
            (None, None) => continue,
        };
        output::write(project, &path, bytes)?;
        paths.push(path);
    }
    if let Some(folder) = folder {
        folder.keep_for_viewer();
    }
    Ok(paths)
}

/// `letter.png` with the ending `-2.png` is `letter-2.png`.
fn numbered(output: &Path, ending: &str) -> PathBuf {
    let stem = output.file_stem().unwrap_or_default().to_string_lossy();
    output.with_file_name(format!("{stem}{ending}"))
}

/// Tells how long the letter is, and which of the parts that not everybody
/// gets are in it and why.
fn describe(press: &Press, client: &Client, sheet: &Sheet) {
    /// Enough of a text to know it by.
    const WORDS: usize = 20;
    let pages = match sheet.page_count() {
        0 => String::new(),
        pages => format!(": {}", count(pages, Noun::Page)),
    };
    report::say(format_args!("{} {}{pages}", client.id, client.name));
    for part in press.optional_parts(client) {
        let sign = if part.given { '+' } else { '-' };
        // What is filled in is not known here: the words end before it.
        let known = part.words.find("{{").filter(|&at| at > 0).unwrap_or(part.words.len());
        let mut words: String = part.words[..known].chars().take(WORDS).collect();
        if words.len() < part.words.len() {
            words.push('…');
        }
        report::say(format_args!("  {sign} {words} ({part})"));
    }
}
