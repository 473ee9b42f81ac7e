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
/// The longest bits of a symbol.
const LONGEST: u8 = 15;

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

/// A match, and how many bits it saves.
#[derive(Clone, Copy, Default)]
struct Found {
    length: usize,
    distance: usize,
    saved: u32,
}

/// Looks for bytes that have been there before.
struct Finder<'a> {
    bytes: &'a [u8],
    code: &'a Code,
    /// What the bytes before each place cost, in bits, each by itself.
    costs: Vec<u32>,
    /// The last place for each hash of three bytes, and the one before each place.
    last: Vec<u32>,
    before: Vec<u32>,
}

impl<'a> Finder<'a> {
    const NOWHERE: u32 = u32::MAX;
    /// How many bits a hash has.
    const HASH: u32 = 12;
    /// How many earlier places are looked at.
    const TRIES: usize = 16;

    fn new(bytes: &'a [u8], code: &'a Code) -> Self {
        let mut costs = Vec::with_capacity(bytes.len() + 1);
        let mut sum = 0;
        costs.push(sum);
        costs.extend(bytes.iter().map(|&byte| {
            sum += u32::from(code.literals[usize::from(byte)].length);
            sum
        }));
        Self {
            bytes,
            code,
            costs,
            last: vec![Self::NOWHERE; 1 << Self::HASH],
            before: vec![Self::NOWHERE; bytes.len()],
        }
    }

    /// Passes a place, which can be matched from then on. The last one before it
    /// with the same hash.
    fn pass(&mut self, at: usize) -> u32 {
        let Some(&[a, b, c]) = self.bytes[at..].first_chunk() else { return Self::NOWHERE };
        let key = u32::from_le_bytes([a, b, c, 0]).wrapping_mul(0x9E37_79B1);
        let last = &mut self.last[(key >> (u32::BITS - Self::HASH)) as usize];
        self.before[at] = *last;
        std::mem::replace(last, at as u32)
    }

    /// Passes a place; the match for the bytes there that saves most.
    fn find(&mut self, at: usize) -> Found {
        let mut best = Found::default();
        let mut candidate = self.pass(at);
        let here = &self.bytes[at..];
        let mut longest = MATCH.start() - 1;
        for _ in 0..Self::TRIES {
            let from = candidate as usize;
            if candidate == Self::NOWHERE || at - from > WINDOW {
                break;
            }
            candidate = self.before[from];
            // Only a longer match can save more: those further away cost more.
            if self.bytes.get(from + longest) != here.get(longest) {
                continue;
            }
            let length = common(here, &self.bytes[from..]).min(*MATCH.end());
            if length > longest {
                longest = length;
                let distance = at - from;
                let literals = self.costs[at + length] - self.costs[at];
                let saved = literals.saturating_sub(self.code.cost_of_match(length, distance));
                if saved > best.saved {
                    best = Found { length, distance, saved };
                }
            }
        }
        best
    }
}

/// How many bytes are the same at the beginning of both.
fn common(a: &[u8], b: &[u8]) -> usize {
    const WORD: usize = size_of::<u64>();
    let mut same = 0;
    for (a, b) in a.chunks_exact(WORD).zip(b.chunks_exact(WORD)) {
        let word = |bytes: &[u8]| bytes.try_into().map_or(0, u64::from_le_bytes);
        let different = word(a) ^ word(b);
        if different != 0 {
            return same + different.trailing_zeros() as usize / 8;
        }
        same += WORD;
    }
    same + a[same..].iter().zip(&b[same..]).take_while(|(a, b)| a == b).count()
}

/// Calls `token` with the tokens of the bytes from `start` on, chosen so that they
/// are short in this code. The bytes before have been there already.
fn tokens(bytes: &[u8], start: usize, code: &Code, mut token: impl FnMut(Token)) {
    let mut finder = Finder::new(bytes, code);
    for before in 0..start {
        finder.pass(before);
    }
    let mut at = start;
    let mut here = finder.find(at);
    while at < bytes.len() {
        // The match that begins one byte later may save more.
        let next = finder.find(at + 1);
        if here.saved > 0 && here.saved >= next.saved {
            token(Token::Match { length: here.length, distance: here.distance });
            let end = at + here.length;
            for within in at + 2..end {
                finder.pass(within);
            }
            at = end;
            here = finder.find(at);
        } else {
            token(Token::Literal(bytes[at]));
            at += 1;
            here = next;
        }
    }
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

impl Symbol {
    fn write(self, bits: &mut Bits) {
        bits.push(u32::from(self.bits), u32::from(self.length));
    }
}

/// A block's prefix code.
#[derive(Debug, Clone)]
pub struct Code {
    literals: [Symbol; LITERALS],
    distances: [Symbol; DISTANCES],
}

impl Code {
    /// The code that is best for these bytes, each part taken by itself, and that
    /// has every symbol.
    pub fn best_for<'a>(parts: impl IntoIterator<Item = &'a [u8]> + Clone) -> Self {
        // Which tokens are short depends on the code, and the code on the tokens.
        let plain = |length| Symbol { bits: 0, length };
        let first = Self { literals: [plain(8); LITERALS], distances: [plain(5); DISTANCES] };
        first.better_for(parts.clone()).better_for(parts)
    }

    /// The code that is best for the tokens that this one would choose.
    fn better_for<'a>(&self, parts: impl IntoIterator<Item = &'a [u8]>) -> Self {
        /// What counts as one occurrence, beside those that never occur.
        const ONCE: u32 = 16;
        let mut literals = [1; LITERALS];
        let mut distances = [1; DISTANCES];
        for part in parts {
            tokens(part, 0, self, |token| match token {
                Token::Literal(byte) => literals[usize::from(byte)] += ONCE,
                Token::Match { length, distance } => {
                    literals[length_symbol(length).0] += ONCE;
                    distances[distance_symbol(distance).0] += ONCE;
                }
            });
        }
        Self {
            literals: canonical(lengths(&literals, LONGEST)),
            distances: canonical(lengths(&distances, LONGEST)),
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
            code[symbol].write(&mut bits);
            bits.push(extra, count);
        }
        bits
    }

    /// Adds the end of a block.
    pub fn end(&self, bits: &mut Bits) {
        self.literals[END].write(bits);
    }

    /// Adds the bytes from `start` on; those before are there already.
    pub fn write(&self, bytes: &[u8], start: usize, bits: &mut Bits) {
        tokens(bytes, start, self, |token| match token {
            Token::Literal(byte) => self.literals[usize::from(byte)].write(bits),
            Token::Match { length, distance } => {
                let (symbol, extra_bits, extra) = length_symbol(length);
                self.literals[symbol].write(bits);
                bits.push(extra, extra_bits);
                let (symbol, extra_bits, extra) = distance_symbol(distance);
                self.distances[symbol].write(bits);
                bits.push(extra, extra_bits);
            }
        });
    }

    /// Adds bytes, each by itself: for those among which no match is to be found.
    pub fn write_literals(&self, bytes: &[u8], bits: &mut Bits) {
        for &byte in bytes {
            self.literals[usize::from(byte)].write(bits);
        }
    }

    /// How many bits a match has.
    fn cost_of_match(&self, length: usize, distance: usize) -> u32 {
        let (first, extra, _) = length_symbol(length);
        let (second, more, _) = distance_symbol(distance);
        let own = self.literals[first].length + self.distances[second].length;
        u32::from(own) + extra + more
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

    /// A zlib stream of parts under one code, each coded with the help of the one before.
    fn stream(parts: &[Vec<u8>], code: &Code) -> Vec<u8> {
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
    fn what_was_there_before_makes_the_next_shorter() {
        let bytes: Vec<u8> = (0..=255).collect();
        let code = Code::best_for([bytes.as_slice()]);
        let length = |parts: &[Vec<u8>]| stream(parts, &code).len();
        let (once, twice) = (length(&[bytes.clone()]), length(&[bytes.clone(), bytes.clone()]));
        assert!(twice < once + 8, "{once} and {twice} bytes");
    }

    #[test]
    fn a_lopsided_code_stays_within_fifteen_bits() {
        let mut frequencies = [0; 40];
        let (mut a, mut b) = (1_u32, 1_u32);
        for frequency in &mut frequencies {
            *frequency = a;
            (a, b) = (b, a.saturating_add(b));
        }
        let lengths = lengths(&frequencies, LONGEST);
        assert!(lengths.iter().all(|length| (1..=LONGEST).contains(length)));
        let kraft: u32 = lengths.iter().map(|&length| 1 << (LONGEST - length)).sum();
        assert_eq!(kraft, 1 << LONGEST, "the code is complete");
    }
}
