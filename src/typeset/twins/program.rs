//! Font programs: the font files of letters, each with the glyphs of one letter, in an
//! order of its own.
//!
//! A letter has some hundred glyphs, nearly the same in each letter. What each group of
//! them ([`super::subset`]) adds to a compressed file is made once and kept. The other
//! tables are small, and made anew for each letter.
//!
//! ```text
//! zlib stream ([`crate::typeset::deflate`])
//!   table directory, head, hhea, hmtx, loca, maxp     a piece of this letter's own
//!   glyf: group, group, group …                       pieces that are kept, joined
//!   zeros up to a multiple of four                    the last piece
//! checksum of the stream                              from the checksums of its pieces
//! ```
//!
//! The piece of a group depends on its glyphs, on those of its dictionary and on the
//! font; where glyphs are composed of others, on the whole subset too, as an outline
//! names its components by their places in it.

use std::sync::Arc;

use rayon::prelude::*;
use read_fonts::FontRef;
use typst::foundations::Bytes;
use typst::utils::hash128;

use super::error::TwinError;
use super::glyph::Outline;
use super::sfnt::{self, Tables, WHOLE, checksum, i16_at};
use super::subset::{Group, Subset};
use crate::typeset::deflate::{Piece, Stream};
use crate::typeset::recent::Recent;

/// How many groups are kept, at least: those of the letters of one shape, which
/// are made one after another. Each letter may add one or two of its own.
const KEPT: usize = 512;

/// How many groups one thread compresses, where several compress those of one letter:
/// each begins by reading the outlines in the dictionary of its first one.
const SHARE: usize = 8;

/// Makes font programs with the outlines of one font.
pub struct Program {
    font: Bytes,
    parts: Recent<Arc<Part>>,
}

/// What a group of glyphs adds to font programs.
struct Part {
    /// The outlines, compressed.
    piece: Piece,
    /// The bytes as numbers of two bytes: the sum of the even ones, and of the odd ones.
    sums: [u32; 2],
    /// How long each outline is, in bytes, an even number.
    lengths: Vec<usize>,
    /// xMin, yMin, xMax, yMax of all of them together, in font units.
    bounds: Option<[i16; 4]>,
}

impl Part {
    /// What these bytes add to the checksum of a table in which they begin at `offset`.
    fn checksum(&self, offset: usize) -> u32 {
        let [first, second] = self.sums;
        if offset.is_multiple_of(4) {
            (first << 16).wrapping_add(second)
        } else {
            (second << 16).wrapping_add(first)
        }
    }
}

/// A font program for a PDF.
pub struct FontFile {
    /// A zlib stream.
    pub compressed: Vec<u8>,
    /// How long the file is, in bytes.
    pub length: usize,
    /// xMin, yMin, xMax, yMax of all outlines together, in thousandths of an em.
    pub bounds: [i32; 4],
    /// How many glyphs it has; more than were asked for where glyphs are composed.
    pub glyphs: u16,
}

impl Program {
    /// Makes files with the outlines of `font`.
    pub fn new(font: Bytes) -> Self {
        Self { font, parts: Recent::new(KEPT) }
    }

    /// What each group of a subset adds to its file.
    fn parts(&self, subset: &Subset, tables: &Tables<'_>) -> Result<Vec<Arc<Part>>, TwinError> {
        let glyphs = subset.glyphs();
        // Outlines with components have other bytes in every subset.
        let composed = glyphs.iter().any(|&it| is_composed(it, tables)).then_some(glyphs);
        let groups: Vec<(Group, u128)> = subset
            .groups()
            .map(|group| {
                let dictionary = &glyphs[group.dictionary..group.glyphs.start];
                let key = hash128(&(dictionary, &glyphs[group.glyphs.clone()], composed));
                (group, key)
            })
            .collect();
        let mut parts: Vec<Arc<Part>> = Vec::with_capacity(groups.len());
        while let Some((_, key)) = groups.get(parts.len()) {
            if let Some(part) = self.parts.get(*key) {
                parts.push(part);
                continue;
            }
            // Those that follow are mostly not kept either: they are compressed together.
            let missing = groups[parts.len()..].iter();
            let missing = missing.take_while(|(_, key)| self.parts.get(*key).is_none());
            let (missing, keys): (Vec<Group>, Vec<u128>) = missing.cloned().unzip();
            let compressed = missing.par_chunks(SHARE).map(|it| compressed(it, subset, tables));
            let compressed: Vec<Vec<Part>> = compressed.collect::<Result<_, _>>()?;
            for (part, key) in compressed.into_iter().flatten().zip(keys) {
                let part = Arc::new(part);
                self.parts.keep(key, part.clone());
                parts.push(part);
            }
        }
        Ok(parts)
    }

    /// The file with these glyphs, numbered from 0 in their order. It has the
    /// tables that a PDF asks for (ISO 32000-1, 9.9).
    pub fn file(&self, subset: Subset) -> Result<FontFile, TwinError> {
        let font = FontRef::new(&self.font).map_err(|_| TwinError::Unreadable)?;
        let real = Tables::of(&font)?;
        let components = components(subset.glyphs(), &real)?;
        let subset = subset.and(&components);
        let glyphs = subset.glyphs();

        let (mut sum, mut bounds) = (0_u32, None);
        let mut offsets = Vec::with_capacity(glyphs.len() + 1);
        let mut offset = 0;
        offsets.push(offset);
        let parts = self.parts(&subset, &real)?;
        for part in &parts {
            sum = sum.wrapping_add(part.checksum(offset));
            bounds = union(bounds, part.bounds);
            for length in &part.lengths {
                offset += length;
                offsets.push(offset);
            }
        }

        let number = u16::try_from(glyphs.len()).map_err(|_| TwinError::TooManyGlyphs)?;
        let before = beginning(&tables(glyphs, &offsets, &real)?, (offset, sum));
        let per_em = f64::from(real.units_per_em());
        let thousandths = |value: i16, outwards: fn(f64) -> f64| {
            outwards(f64::from(value) * 1000.0 / per_em) as i32
        };
        let [left, bottom, right, top] = bounds.unwrap_or_default();
        Ok(FontFile {
            length: before.len() + offset.next_multiple_of(4),
            compressed: joined(&before, &parts, offset.next_multiple_of(4) - offset),
            bounds: [
                thousandths(left, f64::floor),
                thousandths(bottom, f64::floor),
                thousandths(right, f64::ceil),
                thousandths(top, f64::ceil),
            ],
            glyphs: number,
        })
    }
}

/// What these groups, which follow one another, add to a file.
fn compressed(
    groups: &[Group],
    subset: &Subset,
    tables: &Tables<'_>,
) -> Result<Vec<Part>, TwinError> {
    let glyphs = subset.glyphs();
    let (Some(first), Some(last)) = (groups.first(), groups.last()) else {
        return Ok(Vec::new());
    };
    let (first, last) = (first.dictionary, last.glyphs.end);
    let (mut bytes, mut ends, mut bounds) = (Vec::new(), vec![0], Vec::new());
    for &glyph in &glyphs[first..last] {
        let mut outline = Outline::read(tables.outline(glyph)?, glyph)?;
        for (at, component) in &outline.components {
            let place = glyphs.iter().position(|glyph| glyph == component);
            let place = place.and_then(|place| u16::try_from(place).ok());
            let place = place.ok_or(TwinError::Component(glyph))?;
            outline.bytes[*at..at + 2].copy_from_slice(&place.to_be_bytes());
        }
        bytes.extend(outline.bytes);
        ends.push(bytes.len());
        bounds.push(outline.bounds);
    }
    let parts = groups.iter().map(|group| {
        let glyphs = group.glyphs.start - first..group.glyphs.end - first;
        let range = ends[glyphs.start]..ends[glyphs.end];
        let dictionary = &bytes[ends[group.dictionary - first]..range.start];
        let own = &bytes[range];
        let mut sums = [0_u32; 2];
        for (index, number) in own.chunks_exact(2).enumerate() {
            let number = u16::from_be_bytes([number[0], number[1]]);
            sums[index % 2] = sums[index % 2].wrapping_add(number.into());
        }
        let lengths = ends[glyphs.start..=glyphs.end].windows(2).map(|two| two[1] - two[0]);
        Part {
            piece: Piece::of(dictionary, own),
            sums,
            lengths: lengths.collect(),
            bounds: bounds[glyphs].iter().copied().fold(None, union),
        }
    });
    Ok(parts.collect())
}

/// Whether a glyph is composed of others.
fn is_composed(glyph: u16, tables: &Tables<'_>) -> bool {
    let contours = tables.outline(glyph).ok().and_then(|outline| i16_at(outline, 0));
    contours.is_some_and(|contours| contours < 0)
}

/// The glyphs that these are composed of and that are not among them.
fn components(glyphs: &[u16], tables: &Tables<'_>) -> Result<Vec<u16>, TwinError> {
    let mut open: Vec<u16> = glyphs.to_vec();
    let mut more = Vec::new();
    while let Some(glyph) = open.pop() {
        if !is_composed(glyph, tables) {
            continue;
        }
        for (_, component) in Outline::read(tables.outline(glyph)?, glyph)?.components {
            if !glyphs.contains(&component) && !more.contains(&component) {
                more.push(component);
                open.push(component);
            }
        }
    }
    more.sort_unstable();
    Ok(more)
}

fn union(a: Option<[i16; 4]>, b: Option<[i16; 4]>) -> Option<[i16; 4]> {
    match (a, b) {
        (Some(a), Some(b)) => {
            Some([a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])])
        }
        (one, other) => one.or(other),
    }
}

/// A table of a font file, and its name.
type Table = ([u8; 4], Vec<u8>);

/// The tables of a file with these glyphs, other than that of the outlines, which
/// begin and end at `offsets`.
fn tables(glyphs: &[u16], offsets: &[usize], real: &Tables<'_>) -> Result<[Table; 5], TwinError> {
    let number = u16::try_from(glyphs.len()).map_err(|_| TwinError::TooManyGlyphs)?;
    let (loca, long) = loca(offsets);
    let (hmtx, advances) = hmtx(glyphs, real)?;
    let mut head = real.head.to_vec();
    head[sfnt::CHECKSUM_ADJUSTMENT].fill(0);
    head[sfnt::INDEX_TO_LOC_FORMAT].copy_from_slice(&u16::from(long).to_be_bytes());
    let mut hhea = real.hhea.to_vec();
    hhea[sfnt::NUMBER_OF_H_METRICS].copy_from_slice(&advances.to_be_bytes());
    // The greatest numbers of points and contours stay those of the whole font.
    let mut maxp = real.maxp.to_vec();
    maxp[sfnt::NUM_GLYPHS].copy_from_slice(&number.to_be_bytes());
    // There are no instructions: one zone, and nothing in it.
    maxp[sfnt::FOR_INSTRUCTIONS].fill(0);
    maxp[sfnt::MAX_ZONES].copy_from_slice(&1_u16.to_be_bytes());
    Ok([(*b"head", head), (*b"hhea", hhea), (*b"hmtx", hmtx), (*b"loca", loca), (*b"maxp", maxp)])
}

/// The table `loca`: where the outlines begin and end; and whether its offsets are long.
fn loca(offsets: &[usize]) -> (Vec<u8>, bool) {
    let halves = offsets.iter().map(|offset| u16::try_from(offset / 2));
    match halves.collect::<Result<Vec<u16>, _>>() {
        Ok(halves) => (halves.iter().flat_map(|half| half.to_be_bytes()).collect(), false),
        Err(_) => {
            let bytes = offsets.iter().flat_map(|&offset| (offset as u32).to_be_bytes());
            (bytes.collect(), true)
        }
    }
}

/// The table `hmtx`, advances and bearings; and how many advances there are: those at
/// the end that are the same stand there once.
fn hmtx(glyphs: &[u16], real: &Tables<'_>) -> Result<(Vec<u8>, u16), TwinError> {
    let metrics = glyphs.iter().map(|&glyph| real.metrics(glyph));
    let metrics: Vec<(u16, i16)> = metrics.collect::<Result<_, _>>()?;
    let last = metrics.last().ok_or(TwinError::NoMetrics(0))?.0;
    let same = metrics.iter().rev().take_while(|(advance, _)| *advance == last).count();
    let advances = metrics.len() - same + 1;
    let mut bytes = Vec::with_capacity(metrics.len() * 4);
    for (index, (advance, bearing)) in metrics.iter().enumerate() {
        if index < advances {
            bytes.extend(advance.to_be_bytes());
        }
        bytes.extend(bearing.to_be_bytes());
    }
    Ok((bytes, u16::try_from(advances).map_err(|_| TwinError::TooManyGlyphs)?))
}

/// The beginning of the file: the directory and the tables other than that of the
/// outlines, with all checksums. The outlines' length and checksum are given.
fn beginning(tables: &[Table], (outlines, outlines_sum): (usize, u32)) -> Vec<u8> {
    let count = tables.len() + 1;
    let mut file = sfnt::header(count);
    file.reserve(4096);
    let mut at = file.len() + count * sfnt::RECORD;
    let mut records = Vec::with_capacity(count);
    for (name, table) in tables {
        records.push((*name, checksum(table), at, table.len()));
        at += table.len().next_multiple_of(4);
    }
    records.push((*b"glyf", outlines_sum, at, outlines));
    // The directory is in the order of names, whatever that of the tables.
    records.sort_by_key(|(name, ..)| *name);
    let mut total = 0_u32;
    for (name, sum, at, length) in &records {
        file.extend(name);
        for number in [*sum, *at as u32, *length as u32] {
            file.extend(number.to_be_bytes());
        }
        total = total.wrapping_add(*sum);
    }
    total = total.wrapping_add(checksum(&file));
    let mut head = 0;
    for (name, table) in tables {
        if name == b"head" {
            head = file.len();
        }
        file.extend(table);
        file.resize(file.len().next_multiple_of(4), 0);
    }
    let total = WHOLE.wrapping_sub(total);
    file[head..][sfnt::CHECKSUM_ADJUSTMENT].copy_from_slice(&total.to_be_bytes());
    file
}

/// The zlib stream of the whole file, with so many zeros at its end.
fn joined(beginning: &[u8], parts: &[Arc<Part>], zeros: usize) -> Vec<u8> {
    let outlines: usize = parts.iter().map(|part| part.piece.len()).sum();
    let mut stream = Stream::with_capacity(beginning.len() + outlines);
    stream.push(&Piece::of(&[], beginning));
    for part in parts {
        stream.push(&part.piece);
    }
    stream.end_with(&[], &[0; 4][..zeros])
}
