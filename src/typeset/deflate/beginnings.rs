//! Streams of texts that begin like others: most of a page is the same in many
//! letters, but for what stands in its margin.

use std::sync::Arc;

use typst::utils::hash128;

use super::code::Frequencies;
use super::{Adler, Bits, Code, begun, stream};
use crate::typeset::recent::Recent;

/// Beginnings of texts, coded.
pub struct Beginnings(Recent<Arc<Beginning>>);

struct Beginning {
    /// A block that is not ended yet, and its code.
    block: Bits,
    code: Code,
    adler: Adler,
}

impl Beginnings {
    /// Keeps so many, or twice as many at most.
    pub fn new(most: usize) -> Self {
        Self(Recent::new(most))
    }

    /// The zlib stream of a text that has its first bytes, `same` of them, in common
    /// with others.
    pub fn zlib(&self, text: &[u8], same: usize) -> Vec<u8> {
        /// How much of the beginning helps to code the rest, in bytes.
        const NEAR: usize = 2048;
        let (beginning, rest) = text.split_at(same);
        let bytes = not_in(beginning, rest);
        let key = hash128(&(beginning, &bytes));
        let Beginning { block, code, adler } = &*self.0.get_or_make(key, || {
            let mut frequencies = Frequencies::new();
            frequencies.allow(bytes);
            let (block, code) = begun(beginning, frequencies);
            Arc::new(Beginning { block, code, adler: Adler::of(beginning) })
        });
        let mut block = block.clone();
        let near = same.min(NEAR);
        code.write(&text[same - near..], near, &mut block);
        code.end(&mut block);
        stream(block, adler.then(Adler::of(rest)))
    }
}

/// The bytes of `rest` that are not in `beginning`, each once: mostly none.
fn not_in(beginning: &[u8], rest: &[u8]) -> Vec<u8> {
    let mut wanted = [false; 256];
    rest.iter().for_each(|&byte| wanted[usize::from(byte)] = true);
    let mut left = wanted.iter().filter(|&&wanted| wanted).count();
    for &byte in beginning {
        if left == 0 {
            break;
        }
        left -= usize::from(std::mem::take(&mut wanted[usize::from(byte)]));
    }
    (0..=u8::MAX).filter(|&byte| wanted[usize::from(byte)]).collect()
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
