//! Bytes taken apart into those that are new and those that have been there before.

use std::ops::{Range, RangeInclusive};

use super::code::Code;

/// The shortest and the longest match that deflate knows, in bytes.
pub const MATCH: RangeInclusive<usize> = 3..=258;
/// How far back a match may lie, in bytes.
pub const WINDOW: usize = 32 * 1024;

/// A byte, or bytes that have been there before.
#[derive(Debug, Clone, Copy)]
pub enum Token {
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

/// Takes bytes apart, from their beginning to their end.
pub struct Tokens<'a> {
    bytes: &'a [u8],
    code: &'a Code,
    /// What the bytes before each place cost, in bits, each by itself.
    costs: Vec<u32>,
    /// The last place for each hash of three bytes.
    last: Vec<u32>,
    /// For each place that has been passed, the one before it with the same hash.
    before: Vec<u32>,
}

impl<'a> Tokens<'a> {
    const NOWHERE: u32 = u32::MAX;
    /// How many bits a hash has.
    const HASH: u32 = 12;
    /// How many earlier places are looked at.
    const TRIES: usize = 16;

    /// Of these bytes, in this code.
    pub fn of(bytes: &'a [u8], code: &'a Code) -> Self {
        let mut costs = Vec::with_capacity(bytes.len() + 1);
        let mut sum = 0;
        costs.push(sum);
        costs.extend(bytes.iter().map(|&byte| {
            sum += code.cost_of_literal(byte);
            sum
        }));
        Self {
            bytes,
            code,
            costs,
            last: vec![Self::NOWHERE; 1 << Self::HASH],
            before: Vec::with_capacity(bytes.len()),
        }
    }

    /// Calls `token` with the tokens of this part, chosen so that they are short in
    /// the code. Those before `earliest` are not matched; the part comes after all
    /// those that were asked for.
    pub fn part(&mut self, part: Range<usize>, earliest: usize, mut token: impl FnMut(Token)) {
        while self.before.len() < part.start {
            self.pass();
        }
        let mut at = part.start;
        let mut here = self.find(&part, earliest);
        while at < part.end {
            // The match that begins one byte later may save more.
            let next = self.find(&part, earliest);
            if here.saved > 0 && here.saved >= next.saved {
                token(Token::Match { length: here.length, distance: here.distance });
                at += here.length;
                while self.before.len() < at {
                    self.pass();
                }
                here = self.find(&part, earliest);
            } else {
                token(Token::Literal(self.bytes[at]));
                at += 1;
                here = next;
            }
        }
    }

    /// Passes the next place. The last one before it with the same hash.
    fn pass(&mut self) -> u32 {
        let at = self.before.len();
        let last = match self.bytes[at..].first_chunk() {
            Some(&[a, b, c]) => {
                let key = u32::from_le_bytes([a, b, c, 0]).wrapping_mul(0x9E37_79B1);
                let last = &mut self.last[(key >> (u32::BITS - Self::HASH)) as usize];
                std::mem::replace(last, at as u32)
            }
            None => Self::NOWHERE,
        };
        self.before.push(last);
        last
    }

    /// Passes the next place, if it is in this part; the match for the bytes there
    /// that saves most.
    fn find(&mut self, part: &Range<usize>, earliest: usize) -> Found {
        let mut best = Found::default();
        let at = self.before.len();
        if at >= part.end {
            return best;
        }
        let mut candidate = self.pass();
        let here = &self.bytes[at..part.end];
        let earliest = earliest.max(at.saturating_sub(WINDOW));
        let mut longest = MATCH.start() - 1;
        for _ in 0..Self::TRIES {
            let from = candidate as usize;
            if candidate == Self::NOWHERE || from < earliest {
                break;
            }
            candidate = self.before[from];
            // Only a longer match can save more: those further away cost more.
            if here.get(longest).is_none_or(|next| *next != self.bytes[from + longest]) {
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
