//! One glyph's outline as a letter needs it: without the program that fits it
//! to coarse screens, which saves a sixth of a font and changes nothing in print.

use super::sfnt::{bounds, i16_at, u16_at};

/// Bits of a component's flags (OpenType 1.9, "glyf", composite glyphs).
const WORDS: u16 = 0x0001;
const SCALE: u16 = 0x0008;
const MORE: u16 = 0x0020;
const TWO_SCALES: u16 = 0x0040;
const FOUR_SCALES: u16 = 0x0080;
const INSTRUCTIONS: u16 = 0x0100;

/// Where in an outline a glyph is named that it is composed of, and its number.
type Component = (usize, u16);

/// An outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    /// As it stands in `glyf`, an even number of bytes.
    pub bytes: Vec<u8>,
    /// The glyphs that this one is composed of; their places are in `bytes`.
    pub components: Vec<Component>,
    /// xMin, yMin, xMax, yMax in font units; `None` for a space.
    pub bounds: Option<[i16; 4]>,
}

impl Outline {
    /// Reads an outline; `None` if it is broken.
    pub fn read(outline: &[u8]) -> Option<Self> {
        if outline.is_empty() {
            return Some(Self { bytes: Vec::new(), components: Vec::new(), bounds: None });
        }
        let contours = i16_at(outline, 0)?;
        let (mut bytes, components) = match usize::try_from(contours) {
            Ok(contours) => (simple(outline, contours)?, Vec::new()),
            Err(_) => composite(outline)?,
        };
        if bytes.len() % 2 == 1 {
            bytes.push(0);
        }
        Some(Self { bytes, components, bounds: bounds(outline) })
    }
}

fn simple(outline: &[u8], contours: usize) -> Option<Vec<u8>> {
    let ends = 10 + contours * 2;
    let length = usize::from(u16_at(outline, ends)?);
    let points = outline.get(ends + 2 + length..)?;
    Some([outline.get(..ends)?, &[0, 0], points].concat())
}

fn composite(outline: &[u8]) -> Option<(Vec<u8>, Vec<Component>)> {
    let mut bytes = outline.get(..10)?.to_vec();
    let mut components = Vec::new();
    let mut at = 10;
    loop {
        let flags = u16_at(outline, at)?;
        components.push((bytes.len() + 2, u16_at(outline, at + 2)?));
        let arguments = if flags & WORDS != 0 { 4 } else { 2 };
        let scales = match flags {
            _ if flags & SCALE != 0 => 2,
            _ if flags & TWO_SCALES != 0 => 4,
            _ if flags & FOUR_SCALES != 0 => 8,
            _ => 0,
        };
        let end = at + 4 + arguments + scales;
        bytes.extend((flags & !INSTRUCTIONS).to_be_bytes());
        bytes.extend(outline.get(at + 2..end)?);
        at = end;
        if flags & MORE == 0 {
            return Some((bytes, components));
        }
    }
}
