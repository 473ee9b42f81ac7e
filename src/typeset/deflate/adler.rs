//! The checksum of a stream, of parts put together.

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
