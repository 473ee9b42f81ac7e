//! Why a file is not read: what is said of it, and what to do.

use std::fmt::Display;

use thiserror::Error;

use super::letters;
use super::xml::XmlFault;
use crate::limits;
use crate::messages::Message;

/// A file that could not be read as a workbook or as CSV.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{}", self.message())]
pub struct Unreadable {
    /// Its name, as it was given.
    pub file: String,
    /// Why.
    pub fault: Fault,
}

/// Why a file is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// There is nothing in it.
    Empty,
    /// It is something else.
    Other(OtherKind),
    /// It is a workbook in Excel's binary form, XLSB.
    Binary,
    /// It opens with a password only.
    Locked,
    /// It is damaged, or no program has written it.
    Broken {
        /// What was found.
        reason: String,
    },
    /// It has more bytes than are read.
    TooLarge,
    /// It has more bytes when it is unpacked, or more files in it, than are read.
    UnpacksTooLarge,
    /// It has more cells, or more text in them, than are read.
    TooFull,
    /// A cell stands too far down or to the right.
    TooFar {
        /// Its sheet.
        sheet: String,
        /// Its row, from 1.
        row: u32,
        /// Its column, from 0.
        column: usize,
    },
    /// A text is in no encoding that is known.
    Encoding {
        /// The line of the first byte that is no character.
        line: u32,
    },
    /// A quotation mark in CSV is never closed.
    Unclosed {
        /// Its line.
        line: u32,
    },
    /// A cell of CSV is longer than one can be.
    LongCell {
        /// The line on which its row begins.
        line: u32,
        /// Its column, from 0.
        column: usize,
    },
}

/// What a file is that is no list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OtherKind {
    /// PDF.
    Pdf,
    /// A document or presentation of Word, PowerPoint or LibreOffice.
    Document,
    /// A picture.
    Picture,
    /// An archive without a workbook's files.
    Archive,
    /// A web page, which old programs call `.xls`.
    Html,
    /// Bytes that are no text.
    Bytes,
}

impl Unreadable {
    /// What is wrong, in one sentence.
    pub fn message(&self) -> Message {
        let file = self.file.clone();
        match &self.fault {
            Fault::Empty => Message::SheetFileEmpty { file },
            Fault::Other(OtherKind::Pdf) => Message::SheetFileIsPdf { file },
            Fault::Other(OtherKind::Document) => Message::SheetFileIsDocument { file },
            Fault::Other(OtherKind::Picture) => Message::SheetFileIsPicture { file },
            Fault::Other(OtherKind::Archive) => Message::SheetFileIsArchive { file },
            Fault::Other(OtherKind::Html) => Message::SheetFileIsHtml { file },
            Fault::Other(OtherKind::Bytes) => Message::SheetFileIsBytes { file },
            Fault::Binary => Message::SheetFileIsBinary { file },
            Fault::Locked => Message::SheetFileLocked { file },
            Fault::Broken { reason } => Message::SheetFileBroken { file, reason: reason.clone() },
            Fault::TooLarge => {
                let mebibytes = (limits::SHEET_BYTES >> 20).to_string();
                Message::SheetFileTooLarge { file, mebibytes }
            }
            Fault::UnpacksTooLarge => {
                let mebibytes = (limits::SHEET_UNPACKED >> 20).to_string();
                Message::SheetFileUnpacksTooLarge { file, mebibytes }
            }
            Fault::TooFull => {
                let cells = limits::SHEET_CELLS.to_string();
                Message::SheetFileTooFull { file, cells }
            }
            Fault::TooFar { sheet, row, column } => {
                // CSV has one sheet, without a name.
                let sheet = if sheet.is_empty() { &self.file } else { sheet }.clone();
                let cell = format!("{}{row}", letters(*column));
                Message::SheetCellTooFar { file, sheet, cell }
            }
            Fault::Encoding { line } => Message::SheetEncoding { file, line: line.to_string() },
            Fault::Unclosed { line } => Message::SheetUnclosed { file, line: line.to_string() },
            Fault::LongCell { line, column } => {
                let (line, column) = (line.to_string(), letters(*column));
                Message::SheetLongCell { file, line, column }
            }
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> Message {
        match self.fault {
            Fault::Other(_) | Fault::Empty => Message::GiveSheetFile,
            Fault::Binary => Message::SaveAsXlsx,
            Fault::Locked => Message::TakePasswordOff,
            Fault::Broken { .. } => Message::OpenAndSaveAgain,
            Fault::TooLarge | Fault::UnpacksTooLarge | Fault::TooFull => Message::CopyListAlone,
            Fault::TooFar { .. } => Message::DeleteFarCells {
                rows: limits::SHEET_ROWS.to_string(),
                columns: limits::SHEET_COLUMNS.to_string(),
            },
            Fault::Encoding { .. } => Message::SaveAsCsvUtf8,
            Fault::Unclosed { .. } | Fault::LongCell { .. } => Message::CloseQuotation,
        }
    }
}

impl Fault {
    /// Of a file that a library could not read.
    pub(super) fn broken(reason: impl Display) -> Self {
        Self::Broken { reason: reason.to_string() }
    }
}

impl From<XmlFault> for Fault {
    fn from(fault: XmlFault) -> Self {
        match fault {
            XmlFault::Full => Self::TooFull,
            other => Self::broken(other),
        }
    }
}
