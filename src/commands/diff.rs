//! `diff`: what has changed in the text of one client's letter.
//!
//! Japanese has no blanks between words, and a changed word moves every line
//! break after it: words are compared as Unicode cuts them (UAX #29: each kanji
//! by itself), and the breaks of lines are not compared at all.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io;
use std::ops::Range;

use anstream::{AutoStream, ColorChoice};
use similar::{Algorithm, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation;

use super::output;
use super::verify::no_such_notice;
use crate::args::{DiffArgs, DiffFormat, Selection};
use crate::diagnostic::{Diagnostic, arrange};
use crate::ids::{ClientId, NoticeId};
use crate::ledger::{ArchivedLetter, Ledger};
use crate::letters::archive::reprint;
use crate::letters::prepare::{Prepared, prepare};
use crate::letters::selection::find_client;
use crate::letters::sheet::Sheet;
use crate::letters::workers::{pool, safely};
use crate::messages::Message;
use crate::model::Client;
use crate::outcome::{CommandError, Outcome};
use crate::project::Project;
use crate::typeset::{Document, TextLine};
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
        problems.push(
            Diagnostic::error(Message::NothingToCompare)
                .for_client(&client.id)
                .hint(Message::LettersAreRecorded),
        );
        return refuse(problems);
    };
    let set = || safely(&client.id, || press.set(client));
    let now = match pool.install(set) {
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
        None => {
            let mut made = ledger.notices()?;
            made.retain(|notice| notice != current.as_str());
            made.push(current.to_string());
            made
        }
    };
    for notice in candidates.iter().rev() {
        let Ok(id) = NoticeId::new(notice) else { continue };
        if let Some(letter) = ledger.letter(&id, &client.id)? {
            return Ok(Some((letter, notice.clone())));
        }
    }
    Ok(None)
}

/// A letter's text in words, with the line that each is in.
struct Text {
    words: Vec<String>,
    /// For each word, its place in `lines`.
    line_of: Vec<usize>,
    /// The lines, each with its page, from 0.
    lines: Vec<(usize, TextLine)>,
}

impl Text {
    fn of(sheet: &Sheet, client: &ClientId) -> Self {
        let lines = sheet.lines(client);
        let (mut words, mut line_of) = (Vec::new(), Vec::new());
        for (index, (_, line)) in lines.iter().enumerate() {
            for word in line.text.split_word_bounds() {
                words.push(word.to_owned());
                line_of.push(index);
            }
        }
        Self { words, line_of, lines }
    }

    fn join(&self, range: Range<usize>) -> String {
        self.words[range].concat()
    }

    /// The lines that hold these words.
    fn lines_of(&self, range: Range<usize>) -> BTreeSet<usize> {
        self.line_of[range].iter().copied().collect()
    }
}

/// Words of the old letter that the new one has others for.
#[derive(Debug, Clone)]
struct Change {
    was: Range<usize>,
    is: Range<usize>,
}

/// The changes, those with next to nothing between them taken as one: a lone の between
/// two new words is of no help to a reader.
fn changes(old: &Text, new: &Text) -> Vec<Change> {
    const NEXT_TO_NOTHING: usize = 4;
    let mut changes: Vec<Change> = Vec::new();
    for op in capture_diff_slices(Algorithm::Patience, &old.words, &new.words) {
        let (tag, was, is) = op.as_tag_tuple();
        if tag == similar::DiffTag::Equal {
            continue;
        }
        match changes.last_mut() {
            Some(last) if is.start - last.is.end < NEXT_TO_NOTHING => {
                last.was.end = was.end;
                last.is.end = is.end;
            }
            _ => changes.push(Change { was, is }),
        }
    }
    changes
}

/// The lines of the new letter that have changes, with what was deleted and what
/// was added marked in them.
fn marked_lines(old: &Text, new: &Text, changes: &[Change], colour: bool) -> Vec<String> {
    let (deleted, added) = if colour {
        (("\x1b[31;9m", "\x1b[0m"), ("\x1b[32;1m", "\x1b[0m"))
    } else {
        (("[-", "-]"), ("{+", "+}"))
    };
    let mut lines = vec![(false, String::new())];
    let mut current = 0;
    let mut put = |line: Option<usize>, text: &str, marks: Option<(&str, &str)>| {
        if let Some(line) = line.filter(|line| *line != current) {
            current = line;
            lines.push((false, String::new()));
        }
        if let Some(last) = lines.last_mut() {
            let (before, after) = marks.unwrap_or_default();
            last.0 |= marks.is_some();
            let _ = write!(last.1, "{before}{}{after}", visible(text));
        }
    };
    let mut equal_from = 0;
    for Change { was, is } in changes {
        for word in equal_from..is.start {
            put(Some(new.line_of[word]), &new.words[word], None);
        }
        equal_from = is.end;
        if !was.is_empty() {
            put(None, &old.join(was.clone()), Some(deleted));
        }
        for line in new.lines_of(is.clone()) {
            let words = is.clone().filter(|&word| new.line_of[word] == line);
            let words: String = words.map(|word| new.words[word].as_str()).collect();
            put(Some(line), &words, Some(added));
        }
    }
    for word in equal_from..new.words.len() {
        put(Some(new.line_of[word]), &new.words[word], None);
    }
    let mut shown = Vec::new();
    let mut gap = false;
    for (changed, line) in lines {
        if changed {
            if gap && !shown.is_empty() {
                shown.push("…".to_owned());
            }
            shown.push(line);
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
