//! A letter that has been made and is not written yet, whichever kind it is: pages that
//! were set, or the text of a mail. Who shows, compares or writes letters asks here.

use crate::ids::ClientId;
use crate::project::{PAGES, TEXT};
use crate::typeset::{Document, ExportError, PlainExport, TextLine};

/// A letter as it is to be seen.
pub enum Sheet {
    /// Pages, which become a PDF.
    Pages(Box<Document>),
    /// The text of a mail, which is the file itself.
    Text(String),
}

/// A letter as it is to be written.
pub struct Exported {
    /// The file's bytes.
    pub bytes: Vec<u8>,
    /// Why a PDF was exported the plain way; `None` if it came from a forme.
    pub plain: Option<PlainExport>,
}

impl Sheet {
    /// What its file's name ends in.
    pub fn ending(&self) -> &'static str {
        match self {
            Self::Pages(_) => PAGES,
            Self::Text(_) => TEXT,
        }
    }

    /// How many pages it has; a text has none.
    pub fn page_count(&self) -> usize {
        self.document().map_or(0, Document::pages)
    }

    /// Its pages, if it has any.
    pub fn document(&self) -> Option<&Document> {
        match self {
            Self::Pages(document) => Some(document),
            Self::Text(_) => None,
        }
    }

    /// The file. Its lasting name is what a PDF is known by, whatever becomes of it.
    pub fn export(&self, identity: &str) -> Result<Exported, ExportError> {
        Ok(match self {
            Self::Pages(document) => {
                let exported = document.export(identity)?;
                Exported { bytes: exported.pdf, plain: exported.plain }
            }
            Self::Text(text) => Exported { bytes: text.clone().into_bytes(), plain: None },
        })
    }

    /// What it says to this client line by line, each line with its page, from 0, without
    /// the foot of the page, which is no text of the letter. Lines of a text stand nowhere.
    pub fn lines(&self, client: &ClientId) -> Vec<(usize, TextLine)> {
        match self {
            Self::Pages(document) => body_lines(document, client),
            Self::Text(text) => {
                let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
                lines.map(|line| (0, TextLine::of_text(line))).collect()
            }
        }
    }
}

/// The lines of pages, without what stands at the foot of each.
pub fn body_lines(document: &Document, client: &ClientId) -> Vec<(usize, TextLine)> {
    let count = document.pages();
    (0..count)
        .flat_map(|page| document.lines(page).into_iter().map(move |line| (page, line)))
        .filter(|(page, line)| !is_foot(line, (*page, count), client))
        .collect()
}

/// Whether a line stands at the foot of this page, from 0, of so many.
pub fn is_foot(line: &TextLine, (page, count): (usize, usize), client: &ClientId) -> bool {
    let number = format!("{}/{count}", page + 1);
    let rest = line.text.strip_prefix(&number);
    // A long id has a line of its own.
    line.text == client.as_str()
        || rest.is_some_and(|rest| rest.is_empty() || rest.trim() == client.as_str())
}
