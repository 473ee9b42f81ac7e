//! `diff`: what has changed in the text of one client's letter.
//!
//! Japanese has no blanks between words, and a changed word moves every line
//! break after it: words are compared as Unicode cuts them (UAX #29: each kanji
//! by itself), and the breaks of lines are not compared at all.

mod lines;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io;

use anstream::{AutoStream, ColorChoice};

use self::lines::{Change, Text, apart, changes, lines};
pub use self::lines::{Fate, Line};
use super::output;
use super::verify::no_such_notice;
use crate::args::{DiffArgs, DiffFormat, Selection};
use crate::diagnostic::{Diagnostic, arrange};
use crate::ids::{ClientId, NoticeId};
use crate::ledger::{ArchivedLetter, Ledger};
use crate::letters::archive::reprint;
use crate::letters::prepare::{Prepared, prepare};
use crate::letters::selection::{client_of_id, find_client};
use crate::letters::sheet::Sheet;
use crate::letters::workers::{pool, safely};
use crate::messages::Message;
use crate::model::Client;
use crate::outcome::{CommandError, Outcome};
use crate::project::Project;
use crate::typeset::Document;
use crate::unseen::visible;
use crate::{clock, report};

/// Runs the command.
pub fn run(project: &Project, args: &DiffArgs) -> Result<Outcome, CommandError> {
    if args.output.is_some() && args.format == DiffFormat::Text {
        let problem = Diagnostic::error(Message::TextGoesToTerminal);
        return refuse(vec![problem.hint(Message::AddFormatHtml)]);
    }
    let pool = pool(None)?;
    let selection = Selection { notice: args.notice.clone(), ..Selection::default() };
    let Prepared { press, clients, mut problems, .. } = prepare(project, &pool, &selection)?;
    let client = find_client(&clients, Some(&args.client), &mut problems);
    let (Some(press), Some(client)) = (press, client) else { return refuse(problems) };
    problems.retain(|it| it.clients.contains(&client.id));
    let ledger = Ledger::open_to_read(&project.ledger())?;
    if let (Some(notice), Some(ledger)) = (&args.with, &ledger)
        && let made = ledger.notices()?
        && !made.contains(notice)
    {
        problems.push(no_such_notice(notice, &made));
        return refuse(problems);
    }
    let Some((before, of)) = earlier(ledger.as_ref(), &press.notice.id, args, client)? else {
        problems.push(nothing_to_compare(client));
        return refuse(problems);
    };
    let now = match pool.install(|| safely(&client.id, || press.set(client))) {
        Ok(proof) => proof.sheet,
        Err(found) => {
            problems.extend(found);
            return refuse(problems);
        }
    };
    let before_set = pool.install(|| reprint(project, &client.id, &before))?.sheet;
    let date = clock::day(&before.made_at);
    let title = Message::DiffTitle {
        client: format!("{} {}", client.id, client.name),
        of: of.to_string(),
        date,
        notice: press.notice.id.to_string(),
    }
    .to_string();
    let (old, new) = (Text::of(&before_set, &client.id), Text::of(&now, &client.id));
    let changes = changes(&old, &new);
    match args.format {
        DiffFormat::Text => print_lines(&title, &old, &new, &changes)?,
        DiffFormat::Html => {
            let page = page(&title, (&before_set, &old), (&now, &new), &changes);
            show_page(project, args, &client.id, &page)?;
        }
    }
    Ok(Outcome::Done)
}

fn nothing_to_compare(client: &Client) -> Diagnostic {
    let problem = Diagnostic::error(Message::NothingToCompare).for_client(&client.id);
    problem.hint(Message::LettersAreRecorded)
}

/// A letter compared with an earlier one.
pub struct Compared {
    /// The notice of the earlier one.
    pub notice: String,
    /// When that was made.
    pub date: String,
    /// The notice of the letter itself.
    pub of: String,
    /// The lines of the letter, each with what has changed in it.
    pub lines: Vec<Line>,
}

/// Compares the letter of a client with the last one that was sent before, or where none
/// was sent, with the one that was made last; `None` if there is none.
pub fn compare_with_sent(
    project: &Project,
    selection: &Selection,
    client: &str,
) -> Result<Result<Option<Compared>, Vec<Diagnostic>>, CommandError> {
    let pool = pool(None)?;
    let Prepared { press, clients, mut problems, .. } = prepare(project, &pool, selection)?;
    let client = client_of_id(&clients, client, &mut problems);
    let (Some(press), Some(client)) = (press, client) else { return Ok(Err(problems)) };
    let ledger = Ledger::open_to_read(&project.ledger())?;
    let current = &press.notice.id;
    let Some((before, notice)) = sent_before(ledger.as_ref(), current, client)? else {
        return Ok(Ok(None));
    };
    let now = match pool.install(|| safely(&client.id, || press.set(client))) {
        Ok(proof) => proof.sheet,
        Err(found) => return Ok(Err(found)),
    };
    let before_set = pool.install(|| reprint(project, &client.id, &before))?.sheet;
    let (old, new) = (Text::of(&before_set, &client.id), Text::of(&now, &client.id));
    let lines = apart(&old, &new, &changes(&old, &new));
    let (date, of) = (clock::day(&before.made_at), current.to_string());
    Ok(Ok(Some(Compared { notice, date, of, lines })))
}

/// The last letter to a client that was sent before this notice, or the one that was made
/// last, with its notice.
fn sent_before(
    ledger: Option<&Ledger>,
    current: &NoticeId,
    client: &Client,
) -> Result<Option<(ArchivedLetter, String)>, CommandError> {
    let Some(ledger) = ledger else { return Ok(None) };
    let made = ledger.notices()?;
    for notice in made.iter().rev().filter(|notice| *notice != current.as_str()) {
        let Ok(id) = NoticeId::new(notice) else { continue };
        if ledger.issue(&id)?.is_some()
            && let Some(letter) = ledger.letter(&id, &client.id)?
        {
            return Ok(Some((letter, notice.clone())));
        }
    }
    earlier_of(ledger, last_made(ledger, current)?, client)
}

fn print_lines(title: &str, old: &Text, new: &Text, changes: &[Change]) -> io::Result<()> {
    let colour = AutoStream::choice(&io::stdout()) != ColorChoice::Never;
    report::say(title);
    let lines = marked_lines(old, new, changes, colour);
    if lines.is_empty() {
        report::say(Message::TextIsTheSame);
    }
    lines.into_iter().try_for_each(report::print_marked)
}

fn show_page(
    project: &Project,
    args: &DiffArgs,
    client: &ClientId,
    page: &str,
) -> Result<(), CommandError> {
    let name = format!("{client}.html");
    let path = output::put(project, args.output.as_deref(), &name, page.as_bytes())?;
    report::print(path.display())?;
    if args.output.is_none() && !args.no_open && open::that_detached(&path).is_err() {
        report::say(Message::NoBrowser);
    }
    Ok(())
}

fn refuse(problems: Vec<Diagnostic>) -> Result<Outcome, CommandError> {
    report::show_problems(&arrange(problems))?;
    Ok(Outcome::Problems)
}

/// The letter to compare with, and its notice: that which was asked for; else the
/// same notice's, or if it has none yet, the last one before it.
fn earlier(
    ledger: Option<&Ledger>,
    current: &NoticeId,
    args: &DiffArgs,
    client: &Client,
) -> Result<Option<(ArchivedLetter, String)>, CommandError> {
    let Some(ledger) = ledger else { return Ok(None) };
    let candidates = match &args.with {
        Some(notice) => vec![notice.clone()],
        None => last_made(ledger, current)?,
    };
    earlier_of(ledger, candidates, client)
}

/// The notices of which letters were made; this one comes last.
fn last_made(ledger: &Ledger, current: &NoticeId) -> Result<Vec<String>, CommandError> {
    let mut made = ledger.notices()?;
    made.retain(|notice| notice != current.as_str());
    made.push(current.to_string());
    Ok(made)
}

/// The letter to a client of the last of these notices that has one.
fn earlier_of(
    ledger: &Ledger,
    candidates: Vec<String>,
    client: &Client,
) -> Result<Option<(ArchivedLetter, String)>, CommandError> {
    for notice in candidates.into_iter().rev() {
        let Ok(id) = NoticeId::new(&notice) else { continue };
        if let Some(letter) = ledger.letter(&id, &client.id)? {
            return Ok(Some((letter, notice)));
        }
    }
    Ok(None)
}

/// The lines of the new letter that have changes, with what was deleted and what
/// was added marked in them.
fn marked_lines(old: &Text, new: &Text, changes: &[Change], colour: bool) -> Vec<String> {
    let (deleted, added) = if colour {
        (("\x1b[31;9m", "\x1b[0m"), ("\x1b[32;1m", "\x1b[0m"))
    } else {
        (("[-", "-]"), ("{+", "+}"))
    };
    let mut shown = Vec::new();
    let mut gap = false;
    for line in lines(old, new, changes) {
        let changed = line.is_changed();
        if changed {
            if gap && !shown.is_empty() {
                shown.push("…".to_owned());
            }
            shown.push(line.parts.iter().fold(String::new(), |mut shown, part| {
                let (before, after) = match part.kind {
                    Fate::Same => ("", ""),
                    Fate::Added => added,
                    Fate::Removed => deleted,
                };
                let _ = write!(shown, "{before}{}{after}", visible(&part.text));
                shown
            }));
        }
        gap = !changed;
    }
    shown
}

/// Both letters side by side as one HTML file that needs nothing else.
fn page(title: &str, old: (&Sheet, &Text), new: (&Sheet, &Text), changes: &[Change]) -> String {
    let (mut deleted, mut added) = (BTreeSet::new(), BTreeSet::new());
    for Change { was, is } in changes {
        deleted.extend(old.1.lines_of(was.clone()));
        added.extend(new.1.lines_of(is.clone()));
    }
    let title = escaped(title);
    let style = "body{margin:0;font:15px sans-serif;background:#e9e8e4;color:#22252a}h1{font-size:16px;padding:10px 20px;margin:0}\
        main{display:grid;grid-template-columns:1fr 1fr;gap:16px;padding:0 16px}h2{font-size:14px}\
        figure{position:relative;margin:0 0 16px;background:#fff;box-shadow:0 1px 6px #0005}\
        figure svg{display:block;width:100%;height:auto}figure mark{position:absolute;mix-blend-mode:multiply}\
        pre{background:#fff;padding:16px;overflow-x:auto}\
        .old mark{background:#ffc9c2}.new mark{background:#bff0c8}";
    let mut html = format!(
        "<!doctype html>\n<html lang=\"ja\"><head><meta charset=\"utf-8\"><title>{title}</title>\
         <style>{style}</style></head><body><h1>{title}</h1><main>\n"
    );
    for (class, heading, (sheet, text), marked) in
        [("old", "前 / before", old, &deleted), ("new", "今 / now", new, &added)]
    {
        let _ = writeln!(html, "<section class=\"{class}\"><h2>{heading}</h2>");
        match sheet {
            Sheet::Pages(document) => add_pages(&mut html, document, text, marked),
            Sheet::Text(_) => add_lines(&mut html, text, marked),
        }
        html.push_str("</section>\n");
    }
    html.push_str("</main></body></html>\n");
    html
}

/// The pages of a letter, with marks over these of its lines.
fn add_pages(html: &mut String, document: &Document, text: &Text, marked: &BTreeSet<usize>) {
    for page in 0..document.pages() {
        let (Some(svg), Some((width, height))) = (document.svg(page), document.size(page)) else {
            continue;
        };
        let _ = write!(html, "<figure>{svg}");
        for (_, line) in marked.iter().map(|&line| &text.lines[line]).filter(|(of, _)| *of == page)
        {
            // A letter stands a little below its baseline, too.
            let (top, tall) = (line.baseline - line.size, line.size * 1.25);
            let _ = write!(
                html,
                "<mark style=\"left:{:.2}%;top:{:.2}%;width:{:.2}%;height:{:.2}%\" title=\"{}\"></mark>",
                line.left / width * 100.0,
                top / height * 100.0,
                (line.right - line.left) / width * 100.0,
                tall / height * 100.0,
                escaped(&line.text)
            );
        }
        html.push_str("</figure>\n");
    }
}

/// The lines of a text, these of them marked.
fn add_lines(html: &mut String, text: &Text, marked: &BTreeSet<usize>) {
    html.push_str("<pre>");
    for (index, (_, line)) in text.lines.iter().enumerate() {
        let line = escaped(&line.text);
        let _ = match marked.contains(&index) {
            true => writeln!(html, "<mark>{line}</mark>"),
            false => writeln!(html, "{line}"),
        };
    }
    html.push_str("</pre>\n");
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
