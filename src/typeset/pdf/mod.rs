//! Finished PDFs, taken apart into their objects and put together again.
//!
//! What knows the syntax of PDF files lives here; what knows letters or fonts does
//! not. Only the PDFs of one known writer, Typst's export, come in, and each is
//! expected to have the form that this writer gives it:
//!
//! ```text
//! header
//! 1 0 obj … endobj       objects, numbered from 1 in the order of the file
//! 2 0 obj … endobj
//! xref                   cross-reference table: where each object begins
//! trailer                /Root, /Info, /ID
//! startxref … %%EOF
//! ```
//!
//! Dictionaries are read with `hayro-syntax`. What is changed is changed in place, as
//! bytes, so that all else stays as Typst wrote it. Of a PDF in another form nothing is
//! guessed: a [`PdfError`] says what was not there, and the letter goes another way.
//!
//! Source: ISO 32000-1, 7.5 (file structure), 9.7 and 9.8 (fonts), 14.4 (document ID).

mod fonts;
mod object_stream;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::io::{Read as _, Write as _};
use std::ops::Range;

use flate2::read::ZlibDecoder;
use hayro_syntax::object::{Dict, FromBytes as _, MaybeRef, Name, ObjRef};
use thiserror::Error;

pub use self::fonts::{CidFont, FontDescriptor};
pub use self::object_stream::ObjectStream;

/// What in a PDF is not as Typst's export writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PdfError {
    /// A part of the file that holds the objects together.
    #[error("the file has no {0} in its usual place")]
    NoPart(&'static str),
    /// The trailer has no such entry.
    #[error("the trailer has no {0} in its usual form")]
    NoTrailerEntry(&'static str),
    /// No object has this number.
    #[error("there is no object {0}")]
    NoObject(usize),
    /// No object is of this kind.
    #[error("no object is {0}")]
    NoneIs(&'static str),
    /// An object is of another kind.
    #[error("object {object} is not {kind}")]
    NotA {
        /// Its number.
        object: usize,
        /// What it should be.
        kind: &'static str,
    },
    /// An object's dictionary has no such entry.
    #[error("object {object} has no {entry} in its usual form")]
    NoEntry {
        /// Its number.
        object: usize,
        /// What it should have.
        entry: &'static str,
    },
    /// The stream of this object cannot be decompressed.
    #[error("the stream of object {0} is damaged")]
    Damaged(usize),
    /// The file would be longer than its cross-reference stream can say.
    #[error("the file is too long")]
    TooLong,
}

/// A PDF in parts.
pub struct Pdf<'a> {
    /// What comes before the first object.
    pub header: &'a [u8],
    /// The objects in the order of their numbers, which begin with 1. Each from its
    /// number to the beginning of the next; empty once it is in an object stream.
    pub objects: Vec<Cow<'a, [u8]>>,
    /// From the word `trailer` to the end of its dictionary.
    pub trailer: Cow<'a, [u8]>,
}

impl<'a> Pdf<'a> {
    /// Takes a PDF apart.
    pub fn read(pdf: &'a [u8]) -> Result<Self, PdfError> {
        /// The length of an entry of the cross-reference table, in bytes.
        const ENTRY: usize = 20;
        let no = PdfError::NoPart;
        let body = pdf.strip_suffix(b"\n%%EOF").ok_or(no("end-of-file marker"))?;
        let (before, table) = split_at_last(body, b"\nstartxref\n").ok_or(no("`startxref`"))?;
        let table = number(table).ok_or(no("offset of the cross-reference table"))?;
        let entries = || {
            let entries = before.get(table..)?.strip_prefix(b"xref\n0 ")?;
            let (count, entries) = split_at_first(entries, b"\n")?;
            entries.split_at_checked(number(count)?.checked_mul(ENTRY)?)
        };
        let (entries, trailer) = entries().ok_or(no("cross-reference table"))?;
        // The first entry is that of the free objects.
        let offset = |entry: &[u8]| number(entry.strip_suffix(b" 00000 n\r\n")?);
        let offsets = entries.chunks(ENTRY).skip(1).map(offset);
        let offsets = offsets.chain([Some(table)]).collect::<Option<Vec<usize>>>();
        let offsets = offsets.ok_or(no("table of objects in use"))?;
        let object = |range: &[usize]| Some(Cow::Borrowed(pdf.get(range[0]..range[1])?));
        let objects = offsets.windows(2).map(object).collect::<Option<_>>();
        let header = offsets.first().and_then(|&first| pdf.get(..first));
        let trailer = trailer.starts_with(b"trailer\n").then_some(trailer);
        Ok(Self {
            header: header.ok_or(no("header"))?,
            objects: objects.ok_or(no("objects in the order of their numbers"))?,
            trailer: Cow::Borrowed(trailer.ok_or(no("trailer"))?),
        })
    }

    /// The whole PDF again.
    pub fn write(&self) -> Vec<u8> {
        let length: usize = self.objects.iter().map(|object| object.len()).sum();
        let table = self.header.len() + length;
        let mut pdf = Vec::with_capacity(table + (self.objects.len() + 1) * 20 + 1024);
        let mut offsets = Vec::with_capacity(self.objects.len());
        pdf.extend_from_slice(self.header);
        for object in &self.objects {
            offsets.push(pdf.len());
            pdf.extend_from_slice(object);
        }
        // Writing to a vector does not fail.
        let _ = write!(pdf, "xref\n0 {}\n0000000000 65535 f\r\n", offsets.len() + 1);
        for offset in offsets {
            let _ = write!(pdf, "{offset:010} 00000 n\r\n");
        }
        pdf.extend_from_slice(&self.trailer);
        let _ = write!(pdf, "\nstartxref\n{table}\n%%EOF");
        pdf
    }

    /// The numbers of all objects.
    pub fn numbers(&self) -> impl Iterator<Item = usize> + use<> {
        1..=self.objects.len()
    }

    /// An object without its number.
    fn content(&self, object: usize) -> Result<&[u8], PdfError> {
        let bytes = object.checked_sub(1).and_then(|index| self.objects.get(index));
        bytes.and_then(|bytes| content(bytes, object)).ok_or(PdfError::NoObject(object))
    }

    /// The dictionary that an object is, or that of its stream; `None` for an object of
    /// another kind.
    pub fn dictionary(&self, object: usize) -> Option<Dict<'_>> {
        Dict::from_bytes(self.content(object).ok()?)
    }

    /// Whether an object has this `Type`.
    pub fn is_of_type(&self, object: usize, wanted: &[u8]) -> bool {
        self.dictionary(object).is_some_and(|it| has_name(&it, "Type", wanted))
    }

    /// The object that an entry of an object's dictionary refers to.
    pub fn reference(&self, object: usize, entry: &'static str) -> Result<usize, PdfError> {
        let dictionary = self.dictionary(object);
        let reference = dictionary.and_then(|it| it.get_ref(entry)).and_then(object_number);
        reference.ok_or(PdfError::NoEntry { object, entry })
    }

    /// Whether an object is a stream.
    pub fn is_stream(&self, object: usize) -> bool {
        find(&self.objects[object - 1], b"\nstream\n").is_some()
    }

    /// The compressed bytes of an object that is a stream with nothing to be said of it
    /// but its length.
    fn compressed(&self, object: usize) -> Result<&[u8], PdfError> {
        let content = self.content(object)?;
        let stream = || {
            let (length, rest) = split_at_first(content.strip_prefix(b"<</Length ")?, b"/")?;
            let rest = rest.strip_prefix(b"Filter/FlateDecode>>\nstream\n")?;
            let (stream, rest) = rest.split_at_checked(number(length)?)?;
            rest.starts_with(b"\nendstream\nendobj\n").then_some(stream)
        };
        stream().ok_or(PdfError::NotA { object, kind: "a plain compressed stream" })
    }

    /// What is in the stream of such an object.
    pub fn decompressed(&self, object: usize) -> Result<Vec<u8>, PdfError> {
        let mut bytes = Vec::new();
        match ZlibDecoder::new(self.compressed(object)?).read_to_end(&mut bytes) {
            Ok(_) => Ok(bytes),
            Err(_) => Err(PdfError::Damaged(object)),
        }
    }

    /// Makes an object a compressed stream; `entries` are added to its dictionary.
    pub fn set_stream(&mut self, object: usize, compressed: &[u8], entries: &str) {
        self.objects[object - 1] = Cow::Owned(stream(object, compressed, entries));
    }

    /// Makes an object another, which is no stream.
    fn set_object(&mut self, object: usize, value: &str) {
        let bytes = format!("{object} 0 obj\n{value}\nendobj\n\n").into_bytes();
        self.objects[object - 1] = Cow::Owned(bytes);
    }

    /// Where in the trailer the two parts of the document ID are: the permanent one,
    /// and that of this version.
    pub fn document_id(&self) -> Result<[Range<usize>; 2], PdfError> {
        let parts = || {
            let start = find(&self.trailer, b"/ID[(")? + 5;
            let middle = start + find(&self.trailer[start..], b")(")?;
            let end = middle + 2 + find(&self.trailer[middle + 2..], b")]")?;
            Some([start..middle, middle + 2..end])
        };
        parts().ok_or(PdfError::NoTrailerEntry("`ID`"))
    }

    /// Makes every colour space that is grey with an ICC profile the device's own grey,
    /// which is a shade of black ink: of the other, a printer makes four inks. Whether
    /// there was one.
    ///
    /// A PDF for archiving may have it, as it says by a profile which colours are meant
    /// (`OutputIntents`; ISO 19005-2, 6.2.4.3).
    pub fn use_device_gray(&mut self) -> bool {
        let profile_of = |space: usize| {
            let content = self.content(space).ok()?.strip_prefix(b"[/ICCBased ")?;
            let profile = number(split_at_first(content, b" 0 R]")?.0)?;
            let components = self.dictionary(profile)?.get_raw::<i32>("N")?;
            matches!(components, MaybeRef::NotRef(1)).then_some((space, profile))
        };
        let grey: Vec<_> = self.numbers().filter_map(profile_of).collect();
        for &(space, profile) in &grey {
            self.set_object(space, "/DeviceGray");
            self.set_object(profile, "null");
        }
        !grey.is_empty()
    }
}

/// An object that is a compressed stream; `entries` are added to its dictionary.
fn stream(object: usize, compressed: &[u8], entries: &str) -> Vec<u8> {
    let length = compressed.len();
    let head =
        format!("{object} 0 obj\n<</Length {length}/Filter/FlateDecode{entries}>>\nstream\n");
    // The end of the line before `endstream` is no part of the stream. After a carriage
    // return, some readers would take two bytes for it where there is one.
    let line_end: &[u8] = if compressed.ends_with(b"\r") { b"\r\n" } else { b"\n" };
    [head.as_bytes(), compressed, line_end, b"endstream\nendobj\n\n"].concat()
}

/// An object without its number, if it has this one.
fn content(bytes: &[u8], object: usize) -> Option<&[u8]> {
    let (own, content) = split_at_first(bytes, b" 0 obj\n")?;
    (number(own)? == object).then_some(content)
}

/// Whether an entry of a dictionary is this name.
fn has_name(dictionary: &Dict<'_>, entry: &str, wanted: &[u8]) -> bool {
    let name = dictionary.get_raw::<Name<'_>>(entry);
    matches!(name, Some(MaybeRef::NotRef(name)) if *name == *wanted)
}

/// The number of the object that is referred to.
fn object_number(reference: ObjRef) -> Option<usize> {
    usize::try_from(reference.obj_number).ok()
}

/// Where in `bytes` these first begin.
pub fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

fn split_at_first<'a>(bytes: &'a [u8], at: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let position = find(bytes, at)?;
    Some((&bytes[..position], &bytes[position + at.len()..]))
}

fn split_at_last<'a>(bytes: &'a [u8], at: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let position = bytes.windows(at.len()).rposition(|window| window == at)?;
    Some((&bytes[..position], &bytes[position + at.len()..]))
}

fn number(digits: &[u8]) -> Option<usize> {
    let digits = std::str::from_utf8(digits).ok()?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}
