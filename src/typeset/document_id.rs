//! The document ID of a PDF has two parts: a permanent one, the same in every version of
//! a letter, and one of this version (ISO 32000-1, 14.4).
//!
//! All ways to a PDF give a letter the same permanent ID: which of them is taken may
//! change from version to version.

use std::ops::Range;

use typst::utils::hash128;

use super::pdf::{Pdf, PdfError, find};

/// Gives a PDF of Typst's own export the permanent ID that `ident` asks for.
pub fn with_permanent_id(mut pdf: Vec<u8>, ident: &str) -> Result<Vec<u8>, PdfError> {
    let parts = Pdf::read(&pdf)?;
    let [permanent, _] = parts.document_id()?;
    let old = parts.trailer[permanent].to_vec();
    replace_id(&mut pdf, &old, permanent_id(ident));
    Ok(pdf)
}

/// The permanent ID that `ident` asks for.
pub fn permanent_id(ident: &str) -> u128 {
    hash128(ident)
}

/// Puts an ID in the place of another wherever that stands, in the trailer and in the
/// metadata. It is made as long as the old one: nothing else moves.
pub fn replace_id(bytes: &mut [u8], old: &[u8], new: u128) {
    let new = digits(new, old.len());
    for place in places(bytes, old) {
        bytes[place].copy_from_slice(&new);
    }
}

/// So many digits of an ID.
fn digits(id: u128, count: usize) -> Vec<u8> {
    let digits = format!("{id:032x}").into_bytes();
    digits.into_iter().chain(std::iter::repeat(b'0')).take(count).collect()
}

/// Where an ID stands.
fn places(bytes: &[u8], id: &[u8]) -> Vec<Range<usize>> {
    let mut places = Vec::new();
    let mut at = 0;
    while let Some(found) = find(&bytes[at..], id).filter(|_| !id.is_empty()) {
        let end = at + found + id.len();
        places.push(at + found..end);
        at = end;
    }
    places
}
