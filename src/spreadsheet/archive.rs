//! The archive that XLSX and ODS are. Before anything in it is read, all of it is unpacked
//! into a counter: what an archive says of its own sizes may be a lie.

use std::collections::BTreeMap;
use std::io::{self, BufReader, Cursor, Read};

use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

use super::unreadable::{Fault, OtherKind};
use super::xml::Xml;
use crate::limits;

/// Bytes that are unpacked at once.
const PIECE: usize = 64 << 10;

/// An archive that is not larger than it may be.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Its files, by their names as Excel compares them: in small letters.
    files: BTreeMap<String, usize>,
}

/// A file in an archive.
type Packed<'z, 'a> = ZipFile<'z, Cursor<&'a [u8]>>;

/// What is in an archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Contents {
    /// A workbook of Excel.
    Xlsx,
    /// One of LibreOffice.
    Ods,
    /// Something that is not read.
    No(OtherKind),
    /// A workbook of Excel in its binary form.
    Xlsb,
}

impl<'a> Archive<'a> {
    /// Looks through an archive.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Fault> {
        if declared_files(bytes) > limits::SHEET_FILES {
            return Err(Fault::UnpacksTooLarge);
        }
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(Fault::broken)?;
        if zip.len() > limits::SHEET_FILES {
            return Err(Fault::UnpacksTooLarge);
        }
        let mut rest = limits::SHEET_UNPACKED;
        let mut files = BTreeMap::new();
        for index in 0..zip.len() {
            let file = zip.by_index(index).map_err(|error| match error {
                ZipError::UnsupportedArchive(reason) if reason == ZipError::PASSWORD_REQUIRED => {
                    Fault::Locked
                }
                other => Fault::broken(other),
            })?;
            let name = file.name().map_err(Fault::broken)?.replace('\\', "/");
            files.insert(name.to_ascii_lowercase(), index);
            rest = rest.checked_sub(length(file, rest)?).ok_or(Fault::UnpacksTooLarge)?;
        }
        Ok(Self { zip, files })
    }

    /// What it is, by the names of its files.
    pub(super) fn contents(&mut self) -> Contents {
        if let Ok(Some(mut file)) = self.file("mimetype") {
            let mut kind = String::new();
            // No name of a kind is longer.
            let is_read = file.by_ref().take(200).read_to_string(&mut kind).is_ok();
            if is_read && kind.contains("opendocument") {
                return match kind.contains("spreadsheet") {
                    true => Contents::Ods,
                    false => Contents::No(OtherKind::Document),
                };
            }
        }
        let has = |start: &str| self.files.keys().any(|name| name.starts_with(start));
        if has("xl/workbook.bin") {
            Contents::Xlsb
        } else if has("xl/") {
            Contents::Xlsx
        } else if has("word/") || has("ppt/") {
            Contents::No(OtherKind::Document)
        } else {
            Contents::No(OtherKind::Archive)
        }
    }

    /// The names of its files, in small letters.
    pub(super) fn names(&self) -> impl Iterator<Item = &String> {
        self.files.keys()
    }

    /// A file in it, whatever the case of its letters.
    pub(super) fn file(&mut self, name: &str) -> Result<Option<Packed<'_, 'a>>, Fault> {
        let Some(index) = self.files.get(&name.to_ascii_lowercase()) else { return Ok(None) };
        self.zip.by_index(*index).map(Some).map_err(Fault::broken)
    }

    /// The XML in a file.
    pub(super) fn xml(
        &mut self,
        name: &str,
    ) -> Result<Option<Xml<BufReader<Packed<'_, 'a>>>>, Fault> {
        let file = self.file(name)?;
        Ok(file.map(|file| Xml::new(BufReader::with_capacity(PIECE, file))))
    }
}

/// How many bytes a file has, if they are not more than `limit`; else one more.
fn length(file: impl Read, limit: u64) -> Result<u64, Fault> {
    let mut file = file.take(limit + 1);
    let mut piece = vec![0; PIECE];
    let mut length = 0;
    loop {
        match file.read(&mut piece) {
            Ok(0) => return Ok(length),
            Ok(read) => length += read as u64,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(Fault::broken(error)),
        }
    }
}

/// How many files an archive says that it has, before the list of them is read: the
/// largest number in anything that looks like the end of the list (APPNOTE.TXT 4.3.16).
/// An archive of 65,535 or more says 65,535 there.
fn declared_files(bytes: &[u8]) -> usize {
    // Behind it is a comment of at most 65,535 bytes.
    let from = bytes.len().saturating_sub(22 + usize::from(u16::MAX));
    let ends = bytes[from..].windows(12).filter(|it| it.starts_with(b"PK\x05\x06"));
    ends.map(|it| usize::from(u16::from_le_bytes([it[10], it[11]]))).max().unwrap_or_default()
}
