//! Letters as they were, set again from what the ledger has of them.

use std::sync::Arc;

use crate::digest::Digest;
use crate::ids::{ClientId, NoticeId};
use crate::ledger::ArchivedLetter;
use crate::letters::press::at_the_edge;
use crate::letters::sheet::Sheet;
use crate::messages::Message;
use crate::outcome::CommandError;
use crate::project::Project;
use crate::typeset::{Files, Fonts, compile};

/// A letter made again.
pub struct Reprint {
    /// Its pages, or its text.
    pub sheet: Sheet,
    /// Whether the fonts are those of then.
    pub same_fonts: bool,
}

/// Sets a client's letter again from its source and files, with the fonts of now. A text
/// is its own source.
pub fn reprint(
    project: &Project,
    client: &ClientId,
    letter: &ArchivedLetter,
) -> Result<Reprint, CommandError> {
    let Some(template) = &letter.template else {
        return Ok(Reprint { sheet: Sheet::Text(letter.source.clone()), same_fonts: true });
    };
    let fonts = project.load()?.fonts;
    let same_fonts = Fonts::digest(&fonts) == letter.fonts;
    let failed = |reason: Message| {
        let (date, reason) = (letter.made_at.clone(), reason.to_string());
        CommandError::Reprint(Box::new(Message::CannotSetAgain { date, reason }))
    };
    let fonts = Fonts::load(fonts).map_err(|broken| {
        let said = broken.into_iter().map(|error| error.message().to_string());
        failed(Message::Verbatim(said.collect::<Vec<_>>().join("; ")))
    })?;
    let (mut sources, mut pictures) = (Vec::new(), Vec::new());
    for (path, bytes) in &letter.files {
        match std::str::from_utf8(bytes) {
            Ok(text) if path.ends_with(".typ") => sources.push((path.as_str(), text)),
            _ => pictures.push((path.clone(), bytes.clone())),
        }
    }
    let main = format!("templates/{template}");
    let files = Files::new(fonts, &main, sources, pictures)
        .ok_or_else(|| failed(Message::FileNameInItUnusable))?;
    let document =
        compile(&Arc::new(files), &letter.source, edge(letter, client)).map_err(|faults| {
            failed(match faults.into_iter().next() {
                Some(fault) => fault.message,
                None => Message::Verbatim(String::new()),
            })
        })?;
    Ok(Reprint { sheet: Sheet::Pages(Box::new(document)), same_fonts })
}

/// What stood at the edge of its pages. The letter's lasting name has the notice before
/// the client; on the one copy for nobody both are the same, and nothing stands there.
fn edge<'a>(letter: &ArchivedLetter, client: &'a ClientId) -> &'a str {
    let notice = letter.identity.rsplit('\n').nth(1).and_then(|id| NoticeId::new(id).ok());
    notice.map_or(client.as_str(), |notice| at_the_edge(&notice, client))
}

/// The letter's file, and whether it is the one that was made.
pub fn export(reprint: &Reprint, letter: &ArchivedLetter) -> Result<(Vec<u8>, bool), CommandError> {
    let exported = reprint.sheet.export(&letter.identity);
    let bytes = exported
        .map_err(|error| CommandError::Reprint(Box::new(Message::Verbatim(error.to_string()))))?
        .bytes;
    let same = Digest::of(&bytes) == letter.sha256;
    Ok((bytes, same))
}
