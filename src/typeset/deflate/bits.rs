//! Bits on their way into a stream.

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
    pub fn push(&mut self, value: u32, count: u32) {
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
