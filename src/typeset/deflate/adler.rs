//! Adler-32, the checksum at the end of a zlib stream (RFC 1950, 8.2), combined from
//! those of the stream's pieces.

/// The checksum of some bytes, and how many they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Adler {
    /// One, and the sum of all bytes.
    sum: u32,
    /// The sum of all values that `sum` has had.
    sums: u32,
    /// In bytes, modulo [`Adler::BASE`].
    length: u32,
}

impl Adler {
    /// All sums are modulo this, the greatest prime below 2¹⁶.
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
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn it_is_that_of_the_standard() {
        assert_eq!(Adler::of(b"").to_bytes(), 1_u32.to_be_bytes());
        assert_eq!(Adler::of(b"Wikipedia").to_bytes(), 0x11E6_0398_u32.to_be_bytes());
    }

    proptest! {
        #[test]
        fn that_of_two_parts_is_that_of_the_whole(
            first in vec(any::<u8>(), 0..300),
            (byte, count) in (any::<u8>(), 0..200_000_usize),
        ) {
            let second = vec![byte; count];
            let whole = Adler::of(&[first.as_slice(), &second].concat());
            prop_assert_eq!(Adler::of(&first).then(Adler::of(&second)), whole);
            let whole = Adler::of(&[second.as_slice(), &first].concat());
            prop_assert_eq!(Adler::of(&second).then(Adler::of(&first)), whole);
        }
    }
}
