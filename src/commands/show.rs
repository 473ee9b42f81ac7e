//! `show`: a letter as it was made or issued, from the ledger.

use std::io::Write;

use super::press::TOOL;
use super::{CommandError, Outcome, archive, report};
use crate::args::ShowArgs;
use crate::diagnostic::{Diagnostic, quoted};
use crate::fs;
use crate::ledger::Ledger;
use crate::model::{ClientId, NoticeId};
use crate::project::Project;

/// Runs the command.
pub fn run(project: &Project, args: &ShowArgs) -> Result<Outcome, CommandError> {
    let ledger = Ledger::open_existing(&project.ledger())?;
    let made = ledger.as_ref().map_or(Ok(Vec::new()), Ledger::notices)?;
    let notice = args.notice.as_ref().or(made.last());
    let asked = notice.and_then(|it| NoticeId::new(it).ok()).zip(ClientId::new(&args.client).ok());
    let found = match (&ledger, &asked) {
        (Some(ledger), Some((notice, client))) => ledger.letter(notice, client)?,
        _ => None,
    };
    let (Some(ledger), Some((notice, client)), Some(letter)) = (ledger, asked, found) else {
        let problem =
            Diagnostic::error(format!("the ledger has no letter to {}", quoted(&args.client)));
        let hint = match &made[..] {
            [] => "no letter was made yet: run `oshirase generate`".to_owned(),
            made => {
                format!("its notices are: {}; a client is asked for by its id", made.join(", "))
            }
        };
        report::show_problems(&[problem.hint(hint)])?;
        return Ok(Outcome::Problems);
    };
    let reprint = archive::reprint(project, &letter)?;
    let (pdf, same) = archive::export(&reprint, &letter)?;
    let path = match &args.output {
        Some(path) => path.clone(),
        None => fs::private_temporary_folder()?.join(format!("{notice}-{client}.pdf")),
    };
    fs::write_durably(&path, &pdf)?;
    let date = letter.made_at.get(..10).unwrap_or(&letter.made_at);
    let issued = match ledger.issue(&notice)? {
        Some(issue) => {
            format!("issued on {} by {}", issue.at.get(..10).unwrap_or(&issue.at), issue.issued_by)
        }
        None => "not issued".to_owned(),
    };
    report::say(format_args!("{client} in {notice}: made on {date}, {issued}"));
    if same {
        report::say(format_args!("byte for byte the letter of then (SHA-256 {})", letter.sha256));
    } else {
        let mut why = Vec::new();
        if letter.tool != TOOL {
            why.push(format!("oshirase was {} and is {TOOL}", letter.tool));
        }
        if !reprint.same_fonts {
            why.push("the fonts are others".to_owned());
        }
        let why =
            if why.is_empty() { "the program is another build".to_owned() } else { why.join(", ") };
        report::say(format_args!("the same text, but not the same bytes: {why}"));
    }
    writeln!(std::io::stdout(), "{}", path.display())?;
    if args.output.is_none() && !args.no_open && open::that_detached(&path).is_err() {
        report::say(format_args!("there is no viewer to open it with"));
    }
    Ok(if same { Outcome::Done } else { Outcome::Problems })
}
