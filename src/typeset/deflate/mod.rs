//! Deflate streams (RFC 1951) that are joined from pieces: bytes that many letters
//! share are compressed once, and each letter's stream is put together from what is
//! kept. Fonts and pages decide here how their pieces are cut; nothing here knows of
//! either.
//!
//! The compressor is zlib's (flate2 with zlib-rs). It writes a whole stream, or one
//! piece of it; a piece is ended by a sync flush, so that it fills its last byte and
//! the next can follow it byte for byte:
//!
//! ```text
//!            ┌───────┬─────────┬─────────┬─ ─ ─┬────────────┬──────────┐
//!  a stream  │ 78 9C │ piece 1 │ piece 2 │     │ last piece │ Adler-32 │
//!            └───────┴─────────┴─────────┴─ ─ ─┴────────────┴──────────┘
//!   RFC 1950, 2.2         │         │                 │        of the bytes of
//!                         │         │                 │        all pieces, combined
//!            ┌────────┬───┴─────────┴┐       ┌────────┴────┐
//!  a piece   │ blocks │ 00 00 FF FF  │       │ final block │
//!            └────────┴──────────────┘       └─────────────┘
//!             each with    an empty stored block (3.2.4),
//!             its codes    preceded by bits that fill a byte
//! ```
//!
//! A back reference of a piece may reach into what stands just before it in the stream:
//! these bytes are given to the compressor as its *preset dictionary*. So a piece's bits
//! depend on its own bytes and on its dictionary, and on nothing else: not on what a
//! thread compressed before (each piece has a compressor of its own), not on how many
//! threads there are, and not on the processor. zlib-rs uses vector instructions to
//! compare bytes, to move its tables and to add checksums up; which match it takes does
//! not depend on them.

mod adler;
mod beginnings;

use flate2::{Compress, Compression, FlushCompress};

use self::adler::Adler;
pub use self::beginnings::Beginnings;

/// Bytes compressed for a place in a stream.
#[derive(Debug)]
pub struct Piece {
    deflated: Vec<u8>,
    adler: Adler,
}

impl Piece {
    /// These bytes; in the stream, those of `dictionary` come just before them, or
    /// nothing that it may refer to if this is empty.
    pub fn of(dictionary: &[u8], bytes: &[u8]) -> Self {
        let mut deflated = Vec::new();
        deflate(dictionary, bytes, FlushCompress::Sync, &mut deflated);
        // It may be kept for long.
        deflated.shrink_to_fit();
        Self { deflated, adler: Adler::of(bytes) }
    }

    /// How long it is in a stream, in bytes.
    pub fn len(&self) -> usize {
        self.deflated.len()
    }
}

/// A zlib stream (RFC 1950) that has begun.
#[derive(Debug, Clone)]
pub struct Stream {
    bytes: Vec<u8>,
    adler: Adler,
}

impl Stream {
    /// A stream without pieces, with room for so many bytes of them.
    pub fn with_capacity(bytes: usize) -> Self {
        /// "Deflate with a window of 32 KiB; the default effort".
        const HEADER: [u8; 2] = [0x78, 0x9C];
        let mut stream = Vec::with_capacity(HEADER.len() + bytes + END);
        stream.extend(HEADER);
        Self { bytes: stream, adler: Adler::of(&[]) }
    }

    /// Adds a piece that was made for this place.
    pub fn push(&mut self, piece: &Piece) {
        self.bytes.extend_from_slice(&piece.deflated);
        self.adler = self.adler.then(piece.adler);
    }

    /// The whole stream, with these bytes as its last; `dictionary` as in [`Piece::of`].
    pub fn end_with(mut self, dictionary: &[u8], bytes: &[u8]) -> Vec<u8> {
        deflate(dictionary, bytes, FlushCompress::Finish, &mut self.bytes);
        self.bytes.extend(self.adler.then(Adler::of(bytes)).to_bytes());
        self.bytes
    }
}

/// The zlib stream of some bytes.
pub fn zlib(bytes: &[u8]) -> Vec<u8> {
    Stream::with_capacity(bytes.len() / 2).end_with(&[], bytes)
}

/// The default level, 6: the highest would make letters half a hundredth shorter, and
/// take a quarter more time (docs/performance.md).
const LEVEL: Compression = Compression::new(6);

/// What ends a piece or a stream takes no more, in bytes.
const END: usize = 16;

/// Adds what these bytes are compressed to: blocks up to a sync flush, or up to the
/// final block of a stream.
///
/// The compressor is a new one each time. One that is reset keeps the bytes in its window,
/// and what it finds behind the end of short input decides which of two matches it takes:
/// a letter's bytes would depend on what its thread had compressed before.
fn deflate(dictionary: &[u8], bytes: &[u8], flush: FlushCompress, into: &mut Vec<u8>) {
    const SOUND: &str = "a new compressor takes any dictionary and any bytes";
    let mut compressor = Compress::new(LEVEL, false);
    compressor.set_dictionary(dictionary).expect(SOUND);
    // Bytes that cannot be made shorter are stored, with five more for each block.
    into.reserve(bytes.len() + bytes.len() / 1024 + END);
    loop {
        let left = &bytes[compressor.total_in() as usize..];
        compressor.compress_vec(left, into, flush).expect(SOUND);
        // Room that is left says that all has been written (zlib's manual, `deflate`).
        if into.len() < into.capacity() {
            break;
        }
        into.reserve(bytes.len() + END);
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    /// What a reader of another make finds in a zlib stream: it checks the Adler-32 too.
    pub fn inflated(stream: &[u8]) -> Vec<u8> {
        miniz_oxide::inflate::decompress_to_vec_zlib(stream).expect("a zlib stream")
    }

    /// A zlib stream of parts, each compressed by itself with those before it as its
    /// dictionary, as far as a dictionary goes.
    fn joined(parts: &[Vec<u8>]) -> Vec<u8> {
        let mut stream = Stream::with_capacity(0);
        let mut before = Vec::new();
        for part in parts {
            stream.push(&Piece::of(&before, part));
            before.extend_from_slice(part);
        }
        stream.end_with(&before, b"end")
    }

    fn bytes() -> impl Strategy<Value = Vec<u8>> {
        prop_oneof![
            vec(any::<u8>(), 0..300),
            // Few different bytes, so that there are back references of all lengths.
            vec(0..3_u8, 0..3000),
            // More than a block holds, and more than the window.
            vec(any::<u8>(), 70_000..80_000),
            (any::<u8>(), 0..70_000_usize).prop_map(|(byte, count)| vec![byte; count]),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn another_reader_reads_what_was_joined(parts in vec(bytes(), 0..6)) {
            prop_assert_eq!(inflated(&joined(&parts)), [parts.concat().as_slice(), b"end"].concat());
            prop_assert_eq!(inflated(&zlib(&parts.concat())), parts.concat());
        }

        #[test]
        fn a_piece_is_the_same_whatever_its_thread_compressed_before(
            dictionary in bytes(),
            own in bytes(),
            others in vec(bytes(), 0..4),
        ) {
            for other in &others {
                Piece::of(&own, other);
                zlib(other);
            }
            let used = Piece::of(&dictionary, &own).deflated;
            let fresh = std::thread::scope(|scope| {
                scope.spawn(|| Piece::of(&dictionary, &own).deflated).join()
            });
            prop_assert_eq!(used, fresh.expect("a piece"));
        }
    }

    #[test]
    fn a_piece_ends_with_an_empty_stored_block() {
        for own in [&b""[..], b"a", b"abcabcabc"] {
            assert!(Piece::of(b"abc", own).deflated.ends_with(&[0, 0, 0xFF, 0xFF]));
        }
    }

    #[test]
    fn a_dictionary_makes_a_piece_shorter() {
        let bytes: Vec<u8> = (0..=255).collect();
        let (without, with) = (Piece::of(&[], &bytes).len(), Piece::of(&bytes, &bytes).len());
        assert!(with < 20 && without > 200, "{without} and {with} bytes");
    }

    #[test]
    fn bytes_are_compressed_to_the_same_on_every_processor() {
        let mixed = |n: u32| n.wrapping_mul(0x9E37_79B1) ^ n.wrapping_mul(n);
        let text: String = (0..20_000).map(|n| format!("{} ", mixed(n) >> 25)).collect();
        let noise = (0..20_000).map(|n| (mixed(n) >> 13) as u8).collect();
        let stream = joined(&[text.clone().into_bytes(), noise, text.into_bytes()]);
        let sum = u32::from_be_bytes(Adler::of(&stream).to_bytes());
        // Another version of zlib may change this once for all, and with it every letter.
        assert_eq!((stream.len(), sum), (31_520, 0x6A78_616C));
    }
}
