//! The short form of the chain's digest, which people write down and say on the
//! telephone.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

use crate::digest::Digest;
use crate::messages::Message;

/// Crockford's base 32 (<https://www.crockford.com/base32.html>): without I, L, O
/// and U, which are taken for other characters.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// How many characters are of the digest: 95 bits.
const OF_DIGEST: usize = 19;

/// Characters that stand together.
const GROUP: usize = 4;

/// The fingerprint of the chain up to one issue: the digest's first 95 bits and a
/// check character, in five groups: `7K3Q-9M2X-0ABC-DEFG-HJKM`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChainFingerprint([u8; OF_DIGEST + 1]);

impl ChainFingerprint {
    /// What stands in its place where it is not yet known.
    pub const BLANK: &str = "....-....-....-....-....";

    /// The fingerprint of this digest.
    pub fn of(digest: &Digest) -> Self {
        let bytes: &[u8] = digest.as_ref();
        let bit = |at: usize| bytes[at / 8] >> (7 - at % 8) & 1;
        let mut values = [0; OF_DIGEST + 1];
        for (index, value) in values.iter_mut().take(OF_DIGEST).enumerate() {
            *value = (0..5).fold(0, |value, at| value << 1 | bit(index * 5 + at));
        }
        values[OF_DIGEST] = check_character(&values[..OF_DIGEST]);
        Self(values)
    }

    /// Reads a fingerprint as somebody has typed it: small letters, full-width ones,
    /// spaces and other hyphens, `O` for 0 and `I` or `L` for 1. What is wrong else.
    pub fn parse(text: &str) -> Result<Self, Message> {
        let is_mark = |c: &char| {
            c.is_whitespace() || matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | 'ー')
        };
        let typed = text.nfkc().filter(|c| !is_mark(c)).map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            c => c,
        });
        let value = |c: char| ALPHABET.iter().position(|it| char::from(*it) == c);
        let values: Option<Vec<u8>> =
            typed.map(|c| value(c).and_then(|it| u8::try_from(it).ok())).collect();
        let values = values.and_then(|it| <[u8; OF_DIGEST + 1]>::try_from(it).ok());
        let values = values.ok_or(Message::ValueNoFingerprint)?;
        if check_character(&values[..OF_DIGEST]) != values[OF_DIGEST] {
            return Err(Message::ValueMistyped);
        }
        Ok(Self(values))
    }
}

/// Luhn's check of ISO/IEC 7812-1, Annex B, with 32 digits for ten: one wrong character
/// never passes, two neighbours that changed places hardly ever.
fn check_character(values: &[u8]) -> u8 {
    let doubled = |value: u8| value * 2 / 32 + value * 2 % 32;
    let sum: u32 = (values.iter().rev().enumerate())
        .map(|(index, value)| u32::from(if index % 2 == 0 { doubled(*value) } else { *value }))
        .sum();
    u8::try_from((32 - sum % 32) % 32).unwrap_or_default()
}

impl fmt::Display for ChainFingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let groups = self.0.chunks(GROUP).map(|group| {
            let group = group.iter().map(|value| char::from(ALPHABET[usize::from(*value)]));
            group.collect::<String>()
        });
        f.write_str(&groups.collect::<Vec<_>>().join("-"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_read_as_people_type_it() {
        let fingerprint = ChainFingerprint::of(&Digest::of("お知らせ".as_bytes()));
        let shown = fingerprint.to_string();
        assert_eq!(shown.len(), ChainFingerprint::BLANK.len());
        let wide: String = shown
            .to_lowercase()
            .chars()
            .map(|c| if c == '-' { 'ー' } else { char::from_u32(c as u32 + 0xFEE0).unwrap_or(c) })
            .collect();
        let spaced = shown.replace('-', " ").replace('0', "o").replace('1', "L");
        for typed in [shown.clone(), shown.replace('-', ""), wide, spaced] {
            assert_eq!(ChainFingerprint::parse(&typed), Ok(fingerprint), "{typed}");
        }
        for typed in ["", "7K3Q", &shown[1..], &format!("{shown}0"), &shown.replace('-', "U")] {
            let found = ChainFingerprint::parse(typed);
            assert_eq!(found, Err(Message::ValueNoFingerprint), "{typed}");
        }
    }

    #[test]
    fn one_wrong_character_is_seen() {
        for seed in 0_u8..50 {
            let fingerprint = ChainFingerprint::of(&Digest::of(&[seed]));
            for at in 0..fingerprint.0.len() {
                for other in 1..32 {
                    let mut wrong = fingerprint;
                    wrong.0[at] = (wrong.0[at] + other) % 32;
                    let found = ChainFingerprint::parse(&wrong.to_string());
                    assert_eq!(found, Err(Message::ValueMistyped), "{fingerprint} {wrong}");
                }
            }
        }
    }
}
