//! In which encoding a text is. Programs in Japan export CP932, which is Shift_JIS with
//! Microsoft's additions; Excel writes UTF-8 with a byte order mark, and its 「Unicode
//! テキスト」 is UTF-16.

use std::borrow::Cow;

use encoding_rs::{DecoderResult, Encoding, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE};

use super::unreadable::{Fault, OtherKind};

/// The text in these bytes, without a byte order mark.
pub(super) fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>, Fault> {
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) if encoding == UTF_16LE || encoding == UTF_16BE => {
            Cow::Owned(decode(encoding, &bytes[mark..]).map_err(|at| wrong(bytes, mark + at))?)
        }
        found => {
            let bytes = &bytes[found.map_or(0, |(_, mark)| mark)..];
            match std::str::from_utf8(bytes) {
                Ok(text) => Cow::Borrowed(text),
                // A mark says that nothing else is meant.
                Err(error) if found.is_some_and(|(it, _)| it == UTF_8) => {
                    return Err(wrong(bytes, error.valid_up_to()));
                }
                // What reads on longer is what it is meant to be.
                Err(error) => Cow::Owned(
                    decode(SHIFT_JIS, bytes)
                        .map_err(|at| wrong(bytes, at.max(error.valid_up_to())))?,
                ),
            }
        }
    };
    // No text has it; programs do.
    if text.contains('\0') { Err(Fault::Other(OtherKind::Bytes)) } else { Ok(text) }
}

/// Decodes all of it, or says at which byte that ends.
fn decode(encoding: &'static Encoding, bytes: &[u8]) -> Result<String, usize> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 2 + 16);
    let mut done = 0;
    loop {
        let rest = &bytes[done..];
        let (result, read) = decoder.decode_to_string_without_replacement(rest, &mut text, true);
        done += read;
        match result {
            DecoderResult::InputEmpty => return Ok(text),
            DecoderResult::OutputFull => text.reserve(rest.len().max(16)),
            DecoderResult::Malformed(length, behind) => {
                return Err(done.saturating_sub(usize::from(length) + usize::from(behind)));
            }
        }
    }
}

/// What to say of bytes that stop to be text here: that they are none, or on which line.
fn wrong(bytes: &[u8], at: usize) -> Fault {
    let before = &bytes[..at.min(bytes.len())];
    if bytes.iter().take(1 << 16).any(|byte| *byte == 0) {
        return Fault::Other(OtherKind::Bytes);
    }
    let ends = |end: u8| before.iter().filter(|byte| **byte == end).count();
    // Old programs end lines with CR alone.
    let lines = ends(b'\n').max(if ends(b'\n') == 0 { ends(b'\r') } else { 0 });
    Fault::Encoding { line: u32::try_from(lines + 1).unwrap_or(u32::MAX) }
}
