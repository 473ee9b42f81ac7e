//! The prefix code (RFC 1951, 3.2) that a font's outlines are compressed with.

use super::Code;
use super::glyph::Outline;
use super::sfnt::Tables;

/// The code is made from so many samples of so many neighbours. They are taken evenly
/// from the whole font, never from a letter: a letter made alone has the same bytes as
/// in a batch.
const SAMPLES: u16 = 4;
const NEIGHBOURS: u16 = 32;

/// The best code for the outlines of this font.
pub fn code(tables: &Tables<'_>) -> Code {
    let step = tables.glyphs().div_ceil(SAMPLES).max(NEIGHBOURS);
    let starts = (0..tables.glyphs()).step_by(usize::from(step));
    let samples: Vec<Vec<u8>> = starts
        .map(|start| {
            let neighbours = start..start.saturating_add(NEIGHBOURS).min(tables.glyphs());
            let outline = |glyph| Outline::read(tables.outline(glyph)?, glyph);
            // A damaged outline is found when the twin is made, or a letter needs it.
            neighbours.filter_map(|glyph| outline(glyph).ok()).flat_map(|it| it.bytes).collect()
        })
        .collect();
    Code::best_for(samples.iter().map(Vec::as_slice))
}
