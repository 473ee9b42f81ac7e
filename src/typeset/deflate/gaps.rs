//! Streams of a text that has gaps of a fixed length: the text is coded once,
//! and each letter's own bytes are put into the gaps.

use std::ops::Range;

use super::code::Frequencies;
use super::{Adler, Bits, Code, begun, stream};

/// A text with gaps, coded.
pub struct WithGaps {
    /// The head of a block, and its code.
    head: Bits,
    code: Code,
    /// What comes before, between and after the gaps.
    pieces: Vec<(Bits, Adler)>,
}

impl WithGaps {
    /// The text with gaps where these bytes are, for bytes from `alphabet`; `None` if
    /// it has every byte that there is.
    pub fn new(text: &[u8], gaps: &[Range<usize>], alphabet: &[u8]) -> Option<Self> {
        // Nothing is to be coded with the help of what will not be there.
        let unknown = (0..=u8::MAX).find(|byte| !text.contains(byte))?;
        let mut frequencies = Frequencies::new();
        frequencies.allow(alphabet.iter().copied().chain([unknown]));
        let (_, code) = begun(text, frequencies);
        let mut marked = text.to_vec();
        for gap in gaps {
            marked.get_mut(gap.clone())?.fill(unknown);
        }
        let starts = std::iter::once(0).chain(gaps.iter().map(|gap| gap.end));
        let ends = gaps.iter().map(|gap| gap.start).chain([text.len()]);
        let pieces = starts.zip(ends).map(|(start, end)| {
            let mut bits = Bits::default();
            code.write(marked.get(..end)?, start, &mut bits);
            Some((bits, Adler::of(text.get(start..end)?)))
        });
        Some(Self { head: code.head(true), pieces: pieces.collect::<Option<_>>()?, code })
    }

    /// The zlib stream of the text with these bytes in its gaps, as many as there
    /// were, from the alphabet.
    pub fn zlib<'a>(&self, gaps: impl IntoIterator<Item = &'a [u8]>) -> Vec<u8> {
        let mut block = self.head.clone();
        let mut adler = Adler::of(&[]);
        let mut gaps = gaps.into_iter();
        for (bits, own) in &self.pieces {
            block.append(bits);
            adler = adler.then(*own);
            if let Some(gap) = gaps.next() {
                self.code.write_literals(gap, &mut block);
                adler = adler.then(Adler::of(gap));
            }
        }
        self.code.end(&mut block);
        stream(block, adler)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typeset::deflate::tests::inflated;

    #[test]
    fn gaps_are_filled_whatever_is_around_them() {
        let text = b"abcabc____abcabc____abcabcabc____";
        let gaps = [6..10, 16..20, 29..33];
        let coded = WithGaps::new(text, &gaps, b"1234").expect("a text with few different bytes");
        for own in [[&b"abca"[..], b"bcab", b"cabc"], [b"1234", b"4321", b"1234"]] {
            let mut filled = text.to_vec();
            for (gap, own) in gaps.iter().zip(own) {
                filled[gap.clone()].copy_from_slice(own);
            }
            assert_eq!(inflated(&coded.zlib(own)), filled);
        }
        assert!(WithGaps::new(text, std::slice::from_ref(&(30..40)), b"").is_none());
    }
}
