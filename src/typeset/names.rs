//! The names that a PDF has in its identifier: one for good, the same in every
//! version of a letter, and one of this version (ISO 32000-1, 14.4).
//!
//! All ways to a PDF give a letter the same name for good: which of them is taken
//! may change from version to version.

use std::ops::Range;

use typst::utils::hash128;

use super::twins::{Pdf, find};

/// Gives a PDF of Typst's own export the name for good that `ident` asks for.
pub fn name_for_good(mut pdf: Vec<u8>, ident: &str) -> Vec<u8> {
    let old = Pdf::read(&pdf).and_then(|pdf| {
        let [name, _] = pdf.names()?;
        Some(pdf.trailer[name].to_vec())
    });
    if let Some(old) = old {
        rename(&mut pdf, &old, name_of(ident));
    }
    pdf
}

/// The name for good that `ident` asks for.
pub fn name_of(ident: &str) -> u128 {
    hash128(ident)
}

/// Puts a name in the place of another wherever that stands. It is made as long
/// as the old one: nothing else moves.
pub fn rename(bytes: &mut [u8], old: &[u8], new: u128) {
    let new = digits(new, old.len());
    for place in places(bytes, old) {
        bytes[place].copy_from_slice(&new);
    }
}

/// So many digits of a name.
fn digits(name: u128, count: usize) -> Vec<u8> {
    let digits = format!("{name:032x}").into_bytes();
    digits.into_iter().chain(std::iter::repeat(b'0')).take(count).collect()
}

/// Where a name stands.
fn places(bytes: &[u8], name: &[u8]) -> Vec<Range<usize>> {
    let mut places = Vec::new();
    let mut at = 0;
    while let Some(found) = find(&bytes[at..], name).filter(|_| !name.is_empty()) {
        let end = at + found + name.len();
        places.push(at + found..end);
        at = end;
    }
    places
}
