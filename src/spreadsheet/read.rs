//! Finds out what a file is, by its bytes and not by what its name ends in, and has it read.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::archive::{Archive, Contents};
use super::unreadable::{Fault, OtherKind, Unreadable};
use super::{Workbook, compound, csv, ods, xls, xlsx};
use crate::limits;

/// How a compound file begins ([MS-CFB] 2.2): XLS, and what has a password.
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// How files begin that are no list.
const OTHERS: [(&[u8], OtherKind); 8] = [
    (b"%PDF", OtherKind::Pdf),
    (b"{\\rtf", OtherKind::Document),
    (b"\x89PNG", OtherKind::Picture),
    (b"\xFF\xD8\xFF", OtherKind::Picture),
    (b"GIF8", OtherKind::Picture),
    (b"BM", OtherKind::Picture),
    (b"7z\xBC\xAF\x27\x1C", OtherKind::Archive),
    (b"\x1F\x8B", OtherKind::Archive),
];

/// Reads a file: XLSX, XLS, ODS, CSV or TSV. Its name is for messages alone.
pub fn read(name: &str, bytes: &[u8]) -> Result<Workbook, Unreadable> {
    // What libraries do with a file that nobody has thought of costs that file.
    let read = catch_unwind(AssertUnwindSafe(|| workbook(bytes)));
    let read = read.unwrap_or_else(|_| Err(Fault::broken("it cannot be followed")));
    read.map_err(|fault| Unreadable { file: name.to_owned(), fault })
}

fn workbook(bytes: &[u8]) -> Result<Workbook, Fault> {
    if bytes.len() > limits::SHEET_BYTES {
        return Err(Fault::TooLarge);
    }
    if bytes.starts_with(b"PK") {
        let mut archive = Archive::open(bytes)?;
        return match archive.contents() {
            Contents::Xlsx => xlsx::read(bytes, &mut archive),
            Contents::Ods => ods::read(&mut archive),
            Contents::Xlsb => Err(Fault::Binary),
            Contents::No(kind) => Err(Fault::Other(kind)),
        };
    }
    if bytes.starts_with(COMPOUND) {
        return xls::read(bytes, &compound::Compound::open(bytes)?);
    }
    if let Some(kind) = other_kind(bytes) {
        return Err(Fault::Other(kind));
    }
    csv::read(bytes)
}

/// What a file is that is neither a workbook nor, whatever else it may be, a list as text.
fn other_kind(bytes: &[u8]) -> Option<OtherKind> {
    let kind = OTHERS.iter().find(|(start, _)| bytes.starts_with(start));
    // `BM` may be the beginning of a heading.
    let is_text = bytes.starts_with(b"BM") && !bytes.iter().take(64).any(|it| *it == 0);
    if let Some((_, kind)) = kind.filter(|_| !is_text) {
        return Some(*kind);
    }
    let start = bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(bytes).trim_ascii_start();
    let start = String::from_utf8_lossy(&start[..start.len().min(200)]).to_ascii_lowercase();
    let starts = ["<!doctype html", "<html", "<table", "<?xml"];
    starts.iter().any(|it| start.starts_with(it)).then_some(OtherKind::Html)
}
