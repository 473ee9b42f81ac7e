//! `show`: a letter as it was made or issued, from the ledger.

use std::path::Path;

use super::output;
use super::verify::{chain_problems, no_such_notice};
use crate::args::ShowArgs;
use crate::diagnostic::{Diagnostic, quoted};
use crate::fs::{self, Staged};
use crate::ids::{ClientId, NoticeId};
use crate::ledger::{ArchivedLetter, Issue, Ledger};
use crate::letters::plan::sent_without_record;
use crate::letters::press::TOOL;
use crate::letters::workers::pool;
use crate::letters::{archive, recover};
use crate::messages::{Message, listed};
use crate::outcome::{CommandError, Outcome};
use crate::project::Project;
use crate::{clock, limits, report};

/// Runs the command.
pub fn run(project: &Project, args: &ShowArgs) -> Result<Outcome, CommandError> {
    let ledger = Ledger::open_to_read(&project.ledger())?;
    let made = ledger.as_ref().map_or(Ok(Vec::new()), Ledger::notices)?;
    let notice = args.notice.as_ref().or(made.last());
    if let Some(notice) = notice
        && !made.is_empty()
        && !made.contains(notice)
    {
        return refuse(&[no_such_notice(notice, &made)]);
    }
    let asked = notice.and_then(|it| NoticeId::new(it).ok()).zip(ClientId::new(&args.client).ok());
    let found = match (&ledger, &asked) {
        (Some(ledger), Some((notice, client))) => ledger.letter(notice, client)?,
        _ => None,
    };
    let (Some(ledger), Some((notice, client)), Some(letter)) = (ledger, asked, found) else {
        return refuse(&[no_such_letter(&args.client, &made)]);
    };
    if args.restore {
        let problems = not_as_sent(project, &ledger, &notice)?;
        if !problems.is_empty() {
            return refuse(&problems);
        }
    }
    let (reprint, bytes, same) = pool(None)?.install(|| {
        let reprint = archive::reprint(project, &client, &letter)?;
        let (bytes, same) = archive::export(&reprint, &letter)?;
        Ok::<_, CommandError>((reprint, bytes, same))
    })?;
    let issue = ledger.issue(&notice)?;
    let ending = reprint.sheet.ending();
    let path = if args.restore {
        let path = project.letter(&notice, &client, ending);
        if same {
            restore(project, &path, &bytes, issue.is_some())?;
        }
        path
    } else {
        let name = format!("{notice}-{client}.{ending}");
        output::put(project, args.output.as_deref(), &name, &bytes)?
    };
    report::say(of_then(&client, &notice, &letter, issue.as_ref()));
    report::say(match same {
        true => Message::ByteForByte { sha256: letter.sha256.to_string() },
        false => Message::SameTextOtherBytes { why: why_other(&letter, reprint.same_fonts) },
    });
    if args.restore {
        let path = project.shown(&path);
        report::say(if same { Message::IsAsMade { path } } else { Message::IsLeft { path } });
        return Ok(if same { Outcome::Done } else { Outcome::Problems });
    }
    report::print(path.display())?;
    if args.output.is_none() && !args.no_open && open::that_detached(&path).is_err() {
        report::say(Message::NoViewer);
    }
    Ok(if same { Outcome::Done } else { Outcome::Problems })
}

fn refuse(problems: &[Diagnostic]) -> Result<Outcome, CommandError> {
    report::show_problems(problems)?;
    Ok(Outcome::Problems)
}

fn no_such_letter(client: &str, made: &[String]) -> Diagnostic {
    let problem = Diagnostic::error(Message::NoLetterTo { client: quoted(client) });
    problem.hint(match made {
        [] => Message::GenerateYet,
        made => Message::ItsNoticesAre { notices: listed(made) },
    })
}

/// Why a letter from this ledger may not be the one that was sent.
fn not_as_sent(
    project: &Project,
    ledger: &Ledger,
    notice: &NoticeId,
) -> Result<Vec<Diagnostic>, CommandError> {
    if ledger.issue(notice)?.is_none() {
        return Ok(sent_without_record(project, notice).into_iter().collect());
    }
    let chain = ledger.chain()?;
    let own = chain.iter().filter(|link| link.notice == notice.as_str());
    Ok(own.flat_map(|link| chain_problems(project, link)).collect())
}

/// Whose letter of when it is.
fn of_then(
    client: &ClientId,
    notice: &NoticeId,
    letter: &ArchivedLetter,
    issue: Option<&Issue>,
) -> Message {
    let issued = match issue {
        Some(issue) => {
            Message::IssuedOnBy { date: clock::day(&issue.at), by: issue.issued_by.clone() }
        }
        None => Message::NotIssued,
    };
    Message::LetterOfThen {
        client: client.to_string(),
        notice: notice.to_string(),
        date: clock::day(&letter.made_at),
        issued: issued.to_string(),
    }
}

/// Why a letter has other bytes than when it was made.
fn why_other(letter: &ArchivedLetter, same_fonts: bool) -> String {
    let mut why = Vec::new();
    if letter.tool != TOOL {
        why.push(Message::OtherVersion { was: letter.tool.clone(), now: TOOL.to_owned() });
    }
    if !same_fonts {
        why.push(Message::OtherFonts);
    }
    if why.is_empty() {
        why.push(Message::OtherBuild);
    }
    listed(why)
}

/// Puts a letter back. Another file in its place is kept in `out/damaged/`.
fn restore(project: &Project, path: &Path, bytes: &[u8], issued: bool) -> Result<(), CommandError> {
    let mut held = recover::hold(project)?;
    if path.is_file() && fs::read_if_exists(path, limits::BINARY_BYTES)?.as_deref() == Some(bytes) {
        if issued {
            fs::make_read_only(path)?;
        }
        return Ok(());
    }
    held.begin()?;
    if let Some(folder) = path.parent() {
        fs::prepare_folder(folder)?;
    }
    // From here on a kill cannot hinder it: the next command finds the letter, which
    // is the ledger's, and puts it in its place.
    let staged = Staged::write(path, bytes)?;
    if issued {
        fs::make_read_only(staged.waits_at())?;
    }
    if path.exists() {
        let kept = fs::move_away(path, &project.out().join("damaged"))?;
        report::say(Message::KeptAs { path: project.shown(&kept) });
    }
    staged.put_in_place()?;
    held.finish();
    Ok(())
}
