//! The code that a font's outlines are written in.

use super::Code;
use super::glyph::Outline;
use super::sfnt::Tables;

/// The code is made from so many groups of so many neighbours. They are taken
/// evenly from the whole font, never from a letter: a letter made alone has the
/// same bytes as in a batch.
const SAMPLES: u16 = 4;
const NEIGHBOURS: u16 = 32;

/// The best code for the outlines of this font.
pub fn code(tables: &Tables<'_>) -> Code {
    let step = tables.glyphs().div_ceil(SAMPLES).max(NEIGHBOURS);
    let starts = (0..tables.glyphs()).step_by(usize::from(step));
    let samples: Vec<Vec<u8>> = starts
        .map(|start| {
            let neighbours = start..start.saturating_add(NEIGHBOURS).min(tables.glyphs());
            let outline = |glyph| Some(Outline::read(tables.outline(glyph)?)?.bytes);
            neighbours.filter_map(outline).flatten().collect()
        })
        .collect();
    Code::best_for(samples.iter().map(Vec::as_slice))
}
