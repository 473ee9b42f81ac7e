//! The code of a block: the bits of each symbol (RFC 1951, 3.2).

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::bits::Bits;
use super::tokens::{MATCH, Token, Tokens};

/// Symbols for literals, the end of the block, and lengths of matches.
const LITERALS: usize = 286;
/// Symbols for distances of matches.
const DISTANCES: usize = 30;
/// The symbol that ends a block.
const END: usize = 256;
/// The longest bits of a symbol.
const LONGEST: u8 = 15;

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

/// How often each symbol occurs.
pub struct Frequencies {
    literals: [u32; LITERALS],
    distances: [u32; DISTANCES],
}

impl Frequencies {
    /// What counts as one occurrence, beside symbols that may occur.
    const ONCE: u32 = 16;

    /// Nothing has occurred yet.
    pub fn new() -> Self {
        Self { literals: [0; LITERALS], distances: [0; DISTANCES] }
    }

    /// The token occurs once more.
    pub fn add(&mut self, token: Token) {
        match token {
            Token::Literal(byte) => self.literals[usize::from(byte)] += Self::ONCE,
            Token::Match { length, distance } => {
                self.literals[length_symbol(length).0] += Self::ONCE;
                self.distances[distance_symbol(distance).0] += Self::ONCE;
            }
        }
    }

    /// These bytes may occur, and every match.
    pub fn allow(&mut self, bytes: impl IntoIterator<Item = u8>) {
        bytes.into_iter().for_each(|byte| self.literals[usize::from(byte)] += 1);
        self.literals[END + 1..].iter_mut().for_each(|it| *it += 1);
        self.distances.iter_mut().for_each(|it| *it += 1);
    }

    /// The best code for these frequencies.
    pub fn code(mut self) -> Code {
        self.literals[END] += Self::ONCE;
        // Readers want complete codes, even of what is not used.
        self.literals[0] += 1;
        self.distances[0] += 1;
        self.distances[1] += 1;
        Code {
            literals: canonical(lengths(&self.literals, LONGEST)),
            distances: canonical(lengths(&self.distances, LONGEST)),
        }
    }
}

impl Code {
    /// A code that prefers nothing, to choose the first tokens with.
    pub fn neutral() -> Self {
        let long = |length| Symbol { bits: 0, length };
        Self { literals: [long(8); LITERALS], distances: [long(5); DISTANCES] }
    }

    /// The code whose symbols have these lengths, in bits: those for literals and
    /// matches, then those for distances. `None` if there are more or fewer.
    pub fn with_lengths(lengths: &[u8]) -> Option<Self> {
        let (literals, distances) = lengths.split_at_checked(LITERALS)?;
        Some(Self {
            literals: canonical(literals.try_into().ok()?),
            distances: canonical(distances.try_into().ok()?),
        })
    }

    /// The lengths that [`Code::with_lengths`] reads.
    #[allow(dead_code, reason = "`build.rs` asks for them, and tests do")]
    pub fn lengths(&self) -> Vec<u8> {
        self.literals.iter().chain(&self.distances).map(|symbol| symbol.length).collect()
    }

    /// The code that is best for these bytes, each part taken by itself, and that
    /// has every symbol.
    pub fn best_for<'a>(parts: impl IntoIterator<Item = &'a [u8]> + Clone) -> Self {
        let better = |code: Self| {
            let mut frequencies = Frequencies::new();
            frequencies.allow(0..=u8::MAX);
            for part in parts.clone() {
                Tokens::of(part, &code).part(0..part.len(), 0, |token| frequencies.add(token));
            }
            frequencies.code()
        };
        // Which tokens are short depends on the code, and the code on the tokens.
        better(better(Self::neutral()))
    }

    /// The head of a block with this code. The last block of a stream says so.
    pub fn head(&self, last: bool) -> Bits {
        /// The order in which the lengths of the lengths' own code stand.
        const ORDER: [usize; 19] =
            [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
        /// "Dynamic Huffman codes".
        const DYNAMIC: u32 = 2;
        let literals = in_use(&self.literals, END + 1);
        let distances = in_use(&self.distances, 1);
        let all = literals.iter().chain(distances);
        let runs = runs(&all.map(|symbol| symbol.length).collect::<Vec<_>>());
        let mut counts = [0_u32; 19];
        for &(symbol, ..) in &runs {
            counts[symbol] += 1;
        }
        let code = canonical(lengths(&counts, 7));
        let order = ORDER.map(|symbol| code[symbol]);
        let order = in_use(&order, 4);
        let mut bits = Bits::default();
        bits.push(u32::from(last), 1);
        bits.push(DYNAMIC, 2);
        bits.push((literals.len() - END - 1) as u32, 5);
        bits.push((distances.len() - 1) as u32, 5);
        bits.push((order.len() - 4) as u32, 4);
        for symbol in order {
            bits.push(u32::from(symbol.length), 3);
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

    /// Adds the bytes from `start` on; those before are there already. The code is
    /// one that allows every match, and these bytes.
    pub fn write(&self, bytes: &[u8], start: usize, bits: &mut Bits) {
        let all = start..bytes.len();
        Tokens::of(bytes, self).part(all, 0, |token| self.write_token(token, bits));
    }

    /// Adds a token. The code is one that allows it.
    pub fn write_token(&self, token: Token, bits: &mut Bits) {
        match token {
            Token::Literal(byte) => self.literals[usize::from(byte)].write(bits),
            Token::Match { length, distance } => {
                let (symbol, extra_bits, extra) = length_symbol(length);
                self.literals[symbol].write(bits);
                bits.push(extra, extra_bits);
                let (symbol, extra_bits, extra) = distance_symbol(distance);
                self.distances[symbol].write(bits);
                bits.push(extra, extra_bits);
            }
        }
    }

    /// Adds bytes, each by itself: for those among which no match is to be found. The
    /// code is one that allows these bytes.
    pub fn write_literals(&self, bytes: &[u8], bits: &mut Bits) {
        for &byte in bytes {
            self.literals[usize::from(byte)].write(bits);
        }
    }

    /// How many bits a byte has that is not in a match.
    pub fn cost_of_literal(&self, byte: u8) -> u32 {
        u32::from(self.literals[usize::from(byte)].length)
    }

    /// How many bits a match has.
    pub fn cost_of_match(&self, length: usize, distance: usize) -> u32 {
        let (first, extra, _) = length_symbol(length);
        let (second, more, _) = distance_symbol(distance);
        let own = self.literals[first].length + self.distances[second].length;
        u32::from(own) + extra + more
    }
}

/// Those up to the last that is in use, and at least so many.
fn in_use(symbols: &[Symbol], least: usize) -> &[Symbol] {
    let last = symbols.iter().rposition(|symbol| symbol.length > 0);
    &symbols[..last.map_or(0, |last| last + 1).max(least)]
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

#[cfg(test)]
mod tests {
    use super::*;

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
