//! Streams of texts that begin like others: most of a page is the same in many
//! letters, but for what stands in its margin.

use std::sync::Arc;

use typst::utils::hash128;

use super::{Piece, Stream};
use crate::typeset::recent::Recent;

/// Streams that have begun, each with one piece.
pub struct Beginnings(Recent<Arc<Stream>>);

impl Beginnings {
    /// Keeps so many, or twice as many at most.
    pub fn new(most: usize) -> Self {
        Self(Recent::new(most))
    }

    /// The zlib stream of a text that has its first bytes, `same` of them, in common
    /// with others.
    pub fn zlib(&self, text: &[u8], same: usize) -> Vec<u8> {
        /// How much of the beginning is the dictionary of the rest, in bytes.
        const NEAR: usize = 2048;
        let (beginning, rest) = text.split_at(same);
        let begun = self.0.get_or_make(hash128(beginning), || {
            let piece = Piece::of(&[], beginning);
            let mut stream = Stream::with_capacity(piece.len());
            stream.push(&piece);
            Arc::new(stream)
        });
        let near = &beginning[same.saturating_sub(NEAR)..];
        Stream::clone(&begun).end_with(near, rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typeset::deflate::tests::inflated;

    #[test]
    fn what_is_kept_changes_no_byte() {
        let kept = Beginnings::new(2);
        let text: Vec<u8> = (0..9000_u32).flat_map(|n| (n * n % 977).to_be_bytes()).collect();
        for same in [0, 1, 2, 700, 20_000, text.len()] {
            let stream = kept.zlib(&text, same);
            assert_eq!(inflated(&stream), text);
            assert_eq!(stream, kept.zlib(&text, same));
            assert_eq!(stream, Beginnings::new(2).zlib(&text, same));
        }
    }
}
