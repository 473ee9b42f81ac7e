//! One glyph's outline as a letter needs it: without its instructions, which fit it to
//! coarse screens, are a sixth of a font, and change nothing in print.

use read_fonts::tables::glyf::CompositeGlyphFlags as Flags;

use super::error::TwinError;
use super::sfnt::{bounds, i16_at, u16_at};

/// Where in an outline a component is named, and its glyph.
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
    /// Reads the outline of this glyph, as it stands in a font.
    pub fn read(outline: &[u8], glyph: u16) -> Result<Self, TwinError> {
        if outline.is_empty() {
            return Ok(Self { bytes: Vec::new(), components: Vec::new(), bounds: None });
        }
        let read = || {
            let (mut bytes, components) = match usize::try_from(i16_at(outline, 0)?) {
                Ok(contours) => (simple(outline, contours)?, Vec::new()),
                Err(_) => composite(outline)?,
            };
            if bytes.len() % 2 == 1 {
                bytes.push(0);
            }
            Some(Self { bytes, components, bounds: bounds(outline) })
        };
        read().ok_or(TwinError::Outline(glyph))
    }
}

/// A simple glyph without its instructions; `None` if it ends too early.
fn simple(outline: &[u8], contours: usize) -> Option<Vec<u8>> {
    let ends = 10 + contours * 2;
    let length = usize::from(u16_at(outline, ends)?);
    let points = outline.get(ends + 2 + length..)?;
    Some([outline.get(..ends)?, &[0, 0], points].concat())
}

/// A composite glyph without its instructions, and its components; `None` if it ends
/// too early.
fn composite(outline: &[u8]) -> Option<(Vec<u8>, Vec<Component>)> {
    let mut bytes = outline.get(..10)?.to_vec();
    let mut components = Vec::new();
    let mut at = 10;
    loop {
        let flags = u16_at(outline, at)?;
        let has = |flag: Flags| flags & flag.bits() != 0;
        components.push((bytes.len() + 2, u16_at(outline, at + 2)?));
        let arguments = if has(Flags::ARG_1_AND_2_ARE_WORDS) { 4 } else { 2 };
        let scales = if has(Flags::WE_HAVE_A_SCALE) {
            2
        } else if has(Flags::WE_HAVE_AN_X_AND_Y_SCALE) {
            4
        } else if has(Flags::WE_HAVE_A_TWO_BY_TWO) {
            8
        } else {
            0
        };
        let end = at + 4 + arguments + scales;
        let without = flags & !Flags::WE_HAVE_INSTRUCTIONS.bits();
        bytes.extend(without.to_be_bytes());
        bytes.extend(outline.get(at + 2..end)?);
        at = end;
        if !has(Flags::MORE_COMPONENTS) {
            return Some((bytes, components));
        }
    }
}
