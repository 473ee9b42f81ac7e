//! How many dots a picture has, as its header says: what decodes pictures asks for all
//! of their memory at once, and a program that does not get it is ended by the system.

use crate::limits;

/// Whether a picture of dots claims more of them than can be decoded.
pub(super) fn is_too_large(bytes: &[u8]) -> bool {
    dots(bytes).is_some_and(|(width, height)| {
        u64::from(width).saturating_mul(height.into()) > limits::DOTS
    })
}

/// Width and height; `None` of a drawing, or if the header is not whole.
fn dots(bytes: &[u8]) -> Option<(u32, u32)> {
    let big = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    let little = |at: usize| Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
    if bytes.starts_with(b"\x89PNG") {
        // IHDR comes first (PNG, 5.6).
        return Some((big(16)?, big(20)?));
    }
    if bytes.starts_with(b"GIF8") {
        return Some((little(6)?.into(), little(8)?.into()));
    }
    if bytes.starts_with(b"RIFF") && bytes.get(12..16) == Some(b"VP8X") {
        let three = |at: usize| {
            let number = bytes.get(at..at + 3)?;
            Some(u32::from_le_bytes([number[0], number[1], number[2], 0]) + 1)
        };
        return Some((three(24)?, three(27)?));
    }
    if bytes.starts_with(&[0xFF, 0xD8]) { of_jpeg(bytes) } else { None }
}

/// Of a JPEG, from its frame header (ISO/IEC 10918-1, B.2.2).
fn of_jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    let two = |at: usize| Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
    let mut at = 2;
    loop {
        // Any number of 0xFF may stand before a marker.
        at += bytes.get(at..)?.iter().position(|byte| *byte != 0xFF)?;
        match *bytes.get(at)? {
            0xC4 | 0xC8 | 0xCC => {}
            0xC0..=0xCF => return Some((two(at + 6)?.into(), two(at + 4)?.into())),
            _ => {}
        }
        at += 1 + usize::from(two(at + 1)?).max(2);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_is_read_from_the_header() {
        let png = |width: u32, height: u32| {
            let size = [width.to_be_bytes(), height.to_be_bytes()].concat();
            [&b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR"[..], &size].concat()
        };
        let jpeg = |width: u16, height: u16| {
            let size = [height.to_be_bytes(), width.to_be_bytes()].concat();
            let before = [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, 0xFF, 0xFF, 0xC4, 0, 3, 0];
            [&before[..], &[0xFF, 0xC2, 0, 11, 8], &size].concat()
        };
        let webp = [&b"RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0"[..], &[2, 1, 0, 4, 0, 0]].concat();
        assert_eq!(dots(&png(3, 4)), Some((3, 4)));
        assert_eq!(dots(&jpeg(5, 6)), Some((5, 6)));
        assert_eq!(dots(b"GIF89a\x07\0\x08\0"), Some((7, 8)));
        assert_eq!(dots(&webp), Some((259, 5)));
        assert_eq!(dots(b"<svg/>"), None);
        for whole in [png(3, 4), jpeg(5, 6), webp] {
            for length in 0..whole.len() {
                assert_eq!(dots(&whole[..length]), None, "{length} of {whole:?}");
            }
        }
        assert!(is_too_large(&png(u32::MAX, u32::MAX)));
        assert!(is_too_large(&jpeg(u16::MAX, u16::MAX)));
        assert!(!is_too_large(&png(10_000, 10_000)));
    }
}
