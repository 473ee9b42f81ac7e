//! Deflate (RFC 1951) in parts: bytes that many letters share are coded once,
//! and each letter's stream is put together from the parts.
//!
//! A library codes a stream from its beginning to its end; nothing in it can be
//! kept for the next. Here a [`Code`] is fixed beforehand, so that the same
//! bytes become the same bits wherever they stand.

mod adler;
mod beginnings;
mod bits;
mod code;
mod tokens;

pub use self::adler::Adler;
pub use self::beginnings::Beginnings;
pub use self::bits::Bits;
pub use self::code::Code;
pub use self::tokens::Tokens;

use self::code::Frequencies;

/// The zlib stream of some bytes.
pub fn zlib(bytes: &[u8]) -> Vec<u8> {
    let (mut block, code) = begun(bytes, Frequencies::new());
    code.end(&mut block);
    stream(block, Adler::of(bytes))
}

/// The last block of a stream, begun with some bytes, and its code: the best for
/// them and for what occurs beside them.
fn begun(bytes: &[u8], mut frequencies: Frequencies) -> (Bits, Code) {
    let mut list = Vec::with_capacity(bytes.len() / 2);
    Tokens::of(bytes, &Code::neutral()).part(0..bytes.len(), 0, |token| {
        frequencies.add(token);
        list.push(token);
    });
    let code = frequencies.code();
    let mut block = code.head(true);
    for token in list {
        code.write_token(token, &mut block);
    }
    (block, code)
}

/// The zlib stream (RFC 1950) of these blocks.
pub fn stream(blocks: Bits, adler: Adler) -> Vec<u8> {
    /// "Deflate with a window of 32 KiB; the default effort".
    const HEADER: [u8; 2] = [0x78, 0x9C];
    let mut stream = Vec::with_capacity(blocks.bytes() + HEADER.len() + 4);
    stream.extend(HEADER);
    blocks.into_bytes(&mut stream);
    stream.extend(adler.to_bytes());
    stream
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use flate2::read::ZlibDecoder;
    use proptest::prelude::*;

    use super::tokens::{MATCH, WINDOW};
    use super::*;

    /// A zlib stream of parts under one code, each coded with the help of the one before.
    fn together(parts: &[Vec<u8>], code: &Code) -> Vec<u8> {
        let mut bits = code.head(true);
        let mut adler = Adler::of(&[]);
        let mut before: &[u8] = &[];
        for part in parts {
            let mut own = Bits::default();
            code.write(&[before, part].concat(), before.len(), &mut own);
            bits.append(&own);
            adler = adler.then(Adler::of(part));
            before = part;
        }
        code.end(&mut bits);
        stream(bits, adler)
    }

    pub fn inflated(stream: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        ZlibDecoder::new(stream).read_to_end(&mut bytes).expect("a stream that zlib reads");
        bytes
    }

    fn bytes() -> impl Strategy<Value = Vec<u8>> {
        // Few different bytes, so that there are matches of all lengths.
        prop_oneof![
            proptest::collection::vec(any::<u8>(), 0..300),
            proptest::collection::vec(0..3_u8, 0..3000),
            (any::<u8>(), 0..70_000_usize).prop_map(|(byte, count)| vec![byte; count]),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn zlib_reads_what_was_put_together(
            parts in proptest::collection::vec(bytes(), 0..6),
            sample in bytes(),
        ) {
            // A code made for other bytes is longer, and right.
            let code = Code::best_for([sample.as_slice()]);
            prop_assert_eq!(inflated(&together(&parts, &code)), parts.concat());
            prop_assert_eq!(inflated(&zlib(&sample)), sample);
        }
    }

    #[test]
    fn every_length_and_distance_has_its_symbol() {
        let mut bytes: Vec<u8> = (0..40_000_u32).flat_map(|n| n.to_le_bytes()).collect();
        for length in MATCH {
            let from = bytes.len() - WINDOW.min(length * 120);
            bytes.extend_from_within(from..from + length);
        }
        let code = Code::best_for([bytes.as_slice()]);
        assert_eq!(inflated(&together(&[bytes.clone()], &code)), bytes);
    }

    #[test]
    fn what_was_there_before_makes_the_next_shorter() {
        let bytes: Vec<u8> = (0..=255).collect();
        let code = Code::best_for([bytes.as_slice()]);
        let length = |parts: &[Vec<u8>]| together(parts, &code).len();
        let (once, twice) =
            (length(std::slice::from_ref(&bytes)), length(&[bytes.clone(), bytes.clone()]));
        assert!(twice < once + 8, "{once} and {twice} bytes");
    }
}
