//! Deflate (RFC 1951) in parts: bytes that many letters share are coded once,
//! and each letter's stream is put together from the parts.
//!
//! A library codes a stream from its beginning to its end; nothing in it can be
//! kept for the next. Here a [`Code`] is fixed beforehand, so that the same
//! bytes become the same bits wherever they stand.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Symbols for literals, the end of the block, and lengths of matches.
const LITERALS: usize = 286;
/// Symbols for distances of matches.
const DISTANCES: usize = 30;
/// The symbol that ends a block.
const END: usize = 256;
/// The shortest and the longest match that deflate knows, in bytes.
const MATCH: std::ops::RangeInclusive<usize> = 3..=258;
/// How far back a match may lie, in bytes.
const WINDOW: usize = 32 * 1024;

/// Bits in the order in which deflate packs them: from the lowest of each byte.
#[derive(Debug, Clone, Default)]
pub struct Bits {
    words: Vec<u64>,
    /// What does not fill a word yet.
    rest: u64,
    /// How many bits of `rest` are in use: 0 to 63.
    used: u32,
}

impl Bits {
    /// No bits, with room for this many bytes.
    pub fn with_capacity(bytes: usize) -> Self {
        Self { words: Vec::with_capacity(bytes / 8 + 1), ..Self::default() }
    }

    /// Adds the lowest `count` bits of `value`, 32 at most; the others are 0.
    fn push(&mut self, value: u32, count: u32) {
        self.push_word(u64::from(value), count);
    }

    fn push_word(&mut self, value: u64, count: u32) {
        self.rest |= value << self.used;
        let used = self.used + count;
        if used >= 64 {
            self.words.push(self.rest);
            // What of `value` had no room; nothing, where it fitted exactly.
            self.rest = value.checked_shr(64 - self.used).unwrap_or(0);
        }
        self.used = used % 64;
    }

    /// Adds other bits.
    pub fn append(&mut self, other: &Bits) {
        if self.used == 0 {
            self.words.extend_from_slice(&other.words);
        } else {
            let (low, high) = (self.used, 64 - self.used);
            self.words.extend(other.words.iter().scan(&mut self.rest, |rest, &word| {
                let full = **rest | word << low;
                **rest = word >> high;
                Some(full)
            }));
        }
        self.push_word(other.rest, other.used);
    }

    /// How many bytes they are, the last one perhaps not full.
    pub fn bytes(&self) -> usize {
        self.words.len() * 8 + self.used.div_ceil(8) as usize
    }

    /// The bytes; the last is filled up with zeros.
    pub fn into_bytes(self, into: &mut Vec<u8>) {
        into.reserve(self.words.len() * 8 + 8);
        for word in &self.words {
            into.extend_from_slice(&word.to_le_bytes());
        }
        let rest = self.used.div_ceil(8) as usize;
        into.extend_from_slice(&self.rest.to_le_bytes()[..rest]);
    }
}

/// A byte, or bytes that have been there before.
#[derive(Debug, Clone, Copy)]
enum Token {
    Literal(u8),
    Match { length: usize, distance: usize },
}

/// The tokens of some bytes. A match lies within the bytes themselves.
fn tokens(bytes: &[u8]) -> impl Iterator<Item = Token> {
    /// How many earlier places are looked at.
    const TRIES: usize = 16;
    const NOWHERE: u32 = u32::MAX;
    let hash = |at: usize| {
        let key = u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], 0]);
        (key.wrapping_mul(0x9E37_79B1) >> 22) as usize
    };
    // The last place for each hash of three bytes, and the one before each place.
    let mut last = [NOWHERE; 1024];
    let mut before = vec![NOWHERE; bytes.len()];
    let mut at = 0;
    let mut known = 0;
    std::iter::from_fn(move || {
        let literal = *bytes.get(at)?;
        let mut found = (0, 0);
        if at + MATCH.start() <= bytes.len() {
            while known < at {
                if known + MATCH.start() <= bytes.len() {
                    before[known] = std::mem::replace(&mut last[hash(known)], known as u32);
                }
                known += 1;
            }
            let mut candidate = last[hash(at)];
            for _ in 0..TRIES {
                let from = candidate as usize;
                if candidate == NOWHERE || at - from > WINDOW {
                    break;
                }
                let same = bytes[at..].iter().zip(&bytes[from..]).take(*MATCH.end());
                let length = same.take_while(|(a, b)| a == b).count();
                if length > found.0 {
                    found = (length, at - from);
                }
                candidate = before[from];
            }
        }
        if !MATCH.contains(&found.0) {
            at += 1;
            return Some(Token::Literal(literal));
        }
        at += found.0;
        Some(Token::Match { length: found.0, distance: found.1 })
    })
}

/// The symbol for a length, how many more bits tell it exactly, and these.
fn length_symbol(length: usize) -> (usize, u32, u32) {
    if length == *MATCH.end() {
        return (285, 0, 0);
    }
    let (group, extra) = grouped(length - MATCH.start(), 2);
    (257 + group, extra, (length - MATCH.start()) as u32 & ((1 << extra) - 1))
}

/// The same for a distance.
fn distance_symbol(distance: usize) -> (usize, u32, u32) {
    let (group, extra) = grouped(distance - 1, 1);
    (group, extra, (distance - 1) as u32 & ((1 << extra) - 1))
}

/// Both kinds of symbols count up singly at first; then every `1 << bits` of
/// them stand for twice as many values each.
fn grouped(value: usize, bits: u32) -> (usize, u32) {
    if value < 2 << bits {
        return (value, 0);
    }
    let extra = value.ilog2() - bits;
    (((extra as usize) << bits) + (value >> extra), extra)
}

/// One symbol's bits, and how many there are; 0 where the code has no such symbol.
#[derive(Debug, Clone, Copy, Default)]
struct Symbol {
    bits: u16,
    length: u8,
}

/// A block's prefix code.
#[derive(Debug, Clone)]
pub struct Code {
    literals: [Symbol; LITERALS],
    distances: [Symbol; DISTANCES],
}

impl Code {
    /// The code that is best for these bytes, each taken by itself, and that
    /// has every byte.
    pub fn best_for<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut literals = [0_u32; LITERALS];
        let mut distances = [0_u32; DISTANCES];
        literals[..=END].fill(1);
        for token in parts.into_iter().flat_map(tokens) {
            match token {
                Token::Literal(byte) => literals[usize::from(byte)] += 16,
                Token::Match { length, distance } => {
                    literals[length_symbol(length).0] += 16;
                    distances[distance_symbol(distance).0] += 16;
                }
            }
        }
        // Readers want a complete code, even of distances that are not used.
        distances[0] += 1;
        distances[1] += 1;
        Self {
            literals: canonical(lengths(&literals, 15)),
            distances: canonical(lengths(&distances, 15)),
        }
    }

    /// The head of a block with this code. The last block of a stream says so.
    pub fn head(&self, last: bool) -> Bits {
        /// The order in which the lengths of the lengths' own code stand.
        const ORDER: [usize; 19] =
            [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
        /// "Dynamic Huffman codes".
        const DYNAMIC: u32 = 2;
        let all = self.literals.iter().chain(&self.distances);
        let runs = runs(&all.map(|symbol| symbol.length).collect::<Vec<_>>());
        let mut counts = [0_u32; 19];
        for &(symbol, ..) in &runs {
            counts[symbol] += 1;
        }
        let code = canonical(lengths(&counts, 7));
        let mut bits = Bits::default();
        bits.push(u32::from(last), 1);
        bits.push(DYNAMIC, 2);
        bits.push(LITERALS as u32 - 257, 5);
        bits.push(DISTANCES as u32 - 1, 5);
        bits.push(ORDER.len() as u32 - 4, 4);
        for symbol in ORDER {
            bits.push(u32::from(code[symbol].length), 3);
        }
        for (symbol, extra, count) in runs {
            bits.push(u32::from(code[symbol].bits), u32::from(code[symbol].length));
            bits.push(extra, count);
        }
        bits
    }

    /// Adds the end of a block.
    pub fn end(&self, bits: &mut Bits) {
        let Symbol { bits: end, length } = self.literals[END];
        bits.push(u32::from(end), u32::from(length));
    }

    /// Adds bytes.
    pub fn write(&self, bytes: &[u8], bits: &mut Bits) {
        let mut at = 0;
        for token in tokens(bytes) {
            let length = match token {
                Token::Match { length, distance } => {
                    if !self.write_match(length, distance, bits) {
                        self.write_literals(&bytes[at..at + length], bits);
                    }
                    length
                }
                Token::Literal(byte) => {
                    self.write_literals(&[byte], bits);
                    1
                }
            };
            at += length;
        }
    }

    /// Adds bytes, each by itself: for those among which no match is to be found.
    pub fn write_literals(&self, bytes: &[u8], bits: &mut Bits) {
        for &byte in bytes {
            let Symbol { bits: own, length } = self.literals[usize::from(byte)];
            bits.push(u32::from(own), u32::from(length));
        }
    }

    /// Whether the code can say this.
    fn write_match(&self, length: usize, distance: usize, bits: &mut Bits) -> bool {
        let (symbol, extra_bits, extra) = length_symbol(length);
        let first = self.literals[symbol];
        let (symbol, more_bits, more) = distance_symbol(distance);
        let second = self.distances[symbol];
        if first.length == 0 || second.length == 0 {
            return false;
        }
        bits.push(u32::from(first.bits), u32::from(first.length));
        bits.push(extra, extra_bits);
        bits.push(u32::from(second.bits), u32::from(second.length));
        bits.push(more, more_bits);
        true
    }
}

/// The lengths of the best prefix code for these frequencies (Huffman's), none
/// longer than `longest`; 0 for what never occurs.
fn lengths<const N: usize>(frequencies: &[u32; N], longest: u8) -> [u8; N] {
    let mut frequencies = *frequencies;
    loop {
        let lengths = unlimited_lengths(&frequencies);
        if lengths.iter().all(|&length| length <= longest) {
            return lengths;
        }
        // Less difference between frequencies makes a flatter tree.
        for frequency in frequencies.iter_mut().filter(|frequency| **frequency > 0) {
            *frequency = frequency.div_ceil(2);
        }
    }
}

fn unlimited_lengths<const N: usize>(frequencies: &[u32; N]) -> [u8; N] {
    // Leaves are numbered as the symbols are, inner nodes from N on.
    let mut parents = vec![0; N];
    let occurring = (0..N).filter(|&symbol| frequencies[symbol] > 0);
    let mut open: BinaryHeap<_> =
        occurring.map(|symbol| Reverse((frequencies[symbol], symbol))).collect();
    while let (Some(Reverse(first)), Some(Reverse(second))) = (open.pop(), open.pop()) {
        let node = parents.len();
        parents.push(0);
        parents[first.1] = node;
        parents[second.1] = node;
        open.push(Reverse((first.0 + second.0, node)));
    }
    // A parent comes after its children: the root is the last.
    let mut depths = vec![0_u8; parents.len()];
    for node in (0..parents.len().saturating_sub(1)).rev() {
        if parents[node] > 0 {
            depths[node] = depths[parents[node]].saturating_add(1);
        }
    }
    let mut lengths = [0; N];
    lengths.copy_from_slice(&depths[..N]);
    lengths
}

/// The canonical code with these lengths, its bits turned as deflate packs them.
fn canonical<const N: usize>(lengths: [u8; N]) -> [Symbol; N] {
    let mut symbols = [Symbol::default(); N];
    let mut next = 0_u16;
    for length in 1..=15 {
        next <<= 1;
        for symbol in (0..N).filter(|&symbol| lengths[symbol] == length) {
            symbols[symbol] = Symbol { bits: next.reverse_bits() >> (16 - length), length };
            next += 1;
        }
    }
    symbols
}

/// Code lengths with their runs shortened: a symbol, more bits, and how many of them.
fn runs(lengths: &[u8]) -> Vec<(usize, u32, u32)> {
    let mut runs = Vec::new();
    for group in lengths.chunk_by(|a, b| a == b) {
        let length = usize::from(group[0]);
        let mut left = group.len();
        if length != 0 {
            runs.push((length, 0, 0));
            left -= 1;
        }
        while left > 0 {
            let (run, symbol, first, bits) = match (length, left) {
                (_, ..3) => (1, length, 1, 0),
                (0, ..11) => (left, 17, 3, 3),
                (0, _) => (left.min(138), 18, 11, 7),
                _ => (left.min(6), 16, 3, 2),
            };
            runs.push((symbol, (run - first) as u32, bits));
            left -= run;
        }
    }
    runs
}

/// The checksum that ends a zlib stream (RFC 1950), of parts put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Adler {
    sum: u32,
    /// The sum of all sums on the way.
    sums: u32,
    /// In bytes, modulo [`Adler::BASE`].
    length: u32,
}

impl Adler {
    const BASE: u32 = 65_521;

    /// Of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        /// How many bytes cannot overflow 32 bits.
        const SAFE: usize = 4096;
        let (mut sum, mut sums) = (1_u32, 0_u32);
        for chunk in bytes.chunks(SAFE) {
            for &byte in chunk {
                sum += u32::from(byte);
                sums += sum;
            }
            sum %= Self::BASE;
            sums %= Self::BASE;
        }
        Self { sum, sums, length: (bytes.len() % Self::BASE as usize) as u32 }
    }

    /// Of both, one after the other.
    pub fn then(self, next: Self) -> Self {
        // Each of the next bytes' sums had begun with 1 instead of this sum.
        let raised = u64::from(next.length) * u64::from(self.sum + Self::BASE - 1);
        let sums = u64::from(self.sums) + u64::from(next.sums) + raised;
        Self {
            sum: (self.sum + next.sum + Self::BASE - 1) % Self::BASE,
            sums: (sums % u64::from(Self::BASE)) as u32,
            length: (self.length + next.length) % Self::BASE,
        }
    }

    /// As it stands at the end of the stream.
    pub fn to_bytes(self) -> [u8; 4] {
        (self.sums << 16 | self.sum).to_be_bytes()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use flate2::read::ZlibDecoder;
    use proptest::prelude::*;

    use super::*;

    /// A zlib stream of parts, each coded by itself under one code.
    fn stream(parts: &[Vec<u8>], code: &Code) -> Vec<u8> {
        let mut bits = code.head(true);
        let mut adler = Adler::of(&[]);
        for part in parts {
            let mut own = Bits::default();
            code.write(part, &mut own);
            bits.append(&own);
            adler = adler.then(Adler::of(part));
        }
        code.end(&mut bits);
        let mut bytes = vec![0x78, 0x9C];
        bits.into_bytes(&mut bytes);
        bytes.extend(adler.to_bytes());
        bytes
    }

    fn inflated(stream: &[u8]) -> Vec<u8> {
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
            prop_assert_eq!(inflated(&stream(&parts, &code)), parts.concat());
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
        assert_eq!(inflated(&stream(&[bytes.clone()], &code)), bytes);
    }

    #[test]
    fn a_lopsided_code_stays_within_fifteen_bits() {
        let mut frequencies = [0; 40];
        let (mut a, mut b) = (1_u32, 1_u32);
        for frequency in &mut frequencies {
            *frequency = a;
            (a, b) = (b, a.saturating_add(b));
        }
        let lengths = lengths(&frequencies, 15);
        assert!(lengths.iter().all(|length| (1..=15).contains(length)));
        let kraft: u32 = lengths.iter().map(|&length| 1 << (15 - u32::from(length))).sum();
        assert_eq!(kraft, 1 << 15, "the code is complete");
    }
}
