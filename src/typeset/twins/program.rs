//! The font files of letters: the glyphs that a letter sets, in its own order.
//!
//! A letter sets some hundred glyphs, nearly the same in each letter. What each
//! group of them adds to a compressed file is made once and kept.

use std::sync::Arc;

use rayon::prelude::*;
use read_fonts::FontRef;
use typst::foundations::Bytes;
use typst::utils::hash128;

use super::glyph::Outline;
use super::selection::{Group, Selection};
use super::sfnt::{Tables, WHOLE, checksum, i16_at, u16_at};
use crate::typeset::deflate::{self, Adler, Bits, Code, Tokens};
use crate::typeset::recent::Recent;

/// How many groups are kept, at least: those of the letters of one shape, which
/// are made one after another. Each letter may add one or two of its own.
const KEPT: usize = 512;

/// How many groups are coded by one thread together, where several code those of one
/// letter: each begins by looking at some before its own.
const SHARE: usize = 8;

/// Writes font files with the outlines of one font.
pub struct Program {
    font: Bytes,
    code: Code,
    parts: Recent<Arc<Part>>,
}

/// What a group of glyphs adds to font files.
struct Part {
    bits: Bits,
    adler: Adler,
    /// The bytes as numbers of two bytes, every second one added up from the
    /// first, and from the second.
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

/// A font file for a PDF.
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
    /// Writes files with the outlines of `font` in this code.
    pub fn new(font: Bytes, code: Code) -> Self {
        Self { font, code, parts: Recent::new(KEPT) }
    }

    /// The lengths of the code.
    #[cfg(test)]
    pub fn code_lengths(&self) -> Vec<u8> {
        self.code.lengths()
    }

    /// What each group of a selection adds to its file.
    fn parts(&self, selection: &Selection, tables: &Tables<'_>) -> Option<Vec<Arc<Part>>> {
        let glyphs = selection.glyphs();
        // Outlines with components have other bytes in every selection.
        let composed = glyphs.iter().any(|&it| is_composed(it, tables)).then_some(glyphs);
        let groups: Vec<(Group, u128)> = selection
            .groups()
            .map(|group| {
                let helpers = &glyphs[group.helpers..group.glyphs.start];
                let key = hash128(&(helpers, &glyphs[group.glyphs.clone()], composed));
                (group, key)
            })
            .collect();
        let mut parts: Vec<Arc<Part>> = Vec::with_capacity(groups.len());
        while let Some((_, key)) = groups.get(parts.len()) {
            if let Some(part) = self.parts.get(*key) {
                parts.push(part);
                continue;
            }
            // Those that follow are mostly not kept either: they are coded together.
            let missing = groups[parts.len()..].iter();
            let missing = missing.take_while(|(_, key)| self.parts.get(*key).is_none());
            let (missing, keys): (Vec<Group>, Vec<u128>) = missing.cloned().unzip();
            let coded =
                missing.par_chunks(SHARE).map(|it| coded(it, selection, tables, &self.code));
            let coded: Vec<Vec<Part>> = coded.collect::<Option<_>>()?;
            for (part, key) in coded.into_iter().flatten().zip(keys) {
                let part = Arc::new(part);
                self.parts.keep(key, part.clone());
                parts.push(part);
            }
        }
        Some(parts)
    }

    /// The file with these glyphs, numbered from 0 in their order. It has the
    /// tables that a PDF asks for (ISO 32000-1, 9.9).
    ///
    /// `None` if anything in the font is not as expected.
    pub fn file(&self, selection: Selection) -> Option<FontFile> {
        let font = FontRef::new(&self.font).ok()?;
        let real = Tables::of(&font)?;
        let components = components(selection.glyphs(), &real)?;
        let selection = selection.and(&components);
        let glyphs = selection.glyphs();

        let (mut sum, mut bounds) = (0_u32, None);
        let mut offsets = Vec::with_capacity(glyphs.len() + 1);
        let mut offset = 0;
        offsets.push(offset);
        let parts = self.parts(&selection, &real)?;
        for part in &parts {
            sum = sum.wrapping_add(part.checksum(offset));
            bounds = union(bounds, part.bounds);
            for length in &part.lengths {
                offset += length;
                offsets.push(offset);
            }
        }

        let number = u16::try_from(glyphs.len()).ok()?;
        let before = beginning(&tables(glyphs, &offsets, &real)?, (offset, sum));
        let per_em = f64::from(u16_at(real.head, 18)?);
        let thousandths = |value: i16, outwards: fn(f64) -> f64| {
            outwards(f64::from(value) * 1000.0 / per_em) as i32
        };
        let [left, bottom, right, top] = bounds.unwrap_or_default();
        Some(FontFile {
            length: before.len() + offset.next_multiple_of(4),
            compressed: compress(&before, &parts, offset.next_multiple_of(4) - offset, &self.code),
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

/// What these groups, which follow one another, add to a file. `None` if an outline
/// is broken.
fn coded(
    groups: &[Group],
    selection: &Selection,
    tables: &Tables<'_>,
    code: &Code,
) -> Option<Vec<Part>> {
    let glyphs = selection.glyphs();
    let (Some(first), Some(last)) = (groups.first(), groups.last()) else {
        return Some(Vec::new());
    };
    let (first, last) = (first.helpers, last.glyphs.end);
    let (mut bytes, mut ends, mut bounds) = (Vec::new(), vec![0], Vec::new());
    for &glyph in &glyphs[first..last] {
        let mut outline = Outline::read(tables.outline(glyph)?)?;
        for (at, component) in &outline.components {
            let place = glyphs.iter().position(|glyph| glyph == component)?;
            let place = u16::try_from(place).ok()?;
            outline.bytes[*at..at + 2].copy_from_slice(&place.to_be_bytes());
        }
        bytes.extend(outline.bytes);
        ends.push(bytes.len());
        bounds.push(outline.bounds);
    }
    let mut tokens = Tokens::of(&bytes, code);
    let parts = groups.iter().map(|group| {
        let glyphs = group.glyphs.start - first..group.glyphs.end - first;
        let range = ends[glyphs.start]..ends[glyphs.end];
        let mut bits = Bits::default();
        let helpers = ends[group.helpers - first];
        tokens.part(range.clone(), helpers, |token| code.write_token(token, &mut bits));
        let own = &bytes[range];
        let mut sums = [0_u32; 2];
        for (index, number) in own.chunks_exact(2).enumerate() {
            let number = u16::from_be_bytes([number[0], number[1]]);
            sums[index % 2] = sums[index % 2].wrapping_add(number.into());
        }
        let lengths = ends[glyphs.start..=glyphs.end].windows(2).map(|two| two[1] - two[0]);
        Part {
            bits,
            adler: Adler::of(own),
            sums,
            lengths: lengths.collect(),
            bounds: bounds[glyphs].iter().copied().fold(None, union),
        }
    });
    Some(parts.collect())
}

/// Whether a glyph is composed of others.
fn is_composed(glyph: u16, tables: &Tables<'_>) -> bool {
    let contours = tables.outline(glyph).and_then(|outline| i16_at(outline, 0));
    contours.is_some_and(|contours| contours < 0)
}

/// The glyphs that these are composed of and that are not among them.
fn components(glyphs: &[u16], tables: &Tables<'_>) -> Option<Vec<u16>> {
    let mut open: Vec<u16> = glyphs.to_vec();
    let mut more = Vec::new();
    while let Some(glyph) = open.pop() {
        if !is_composed(glyph, tables) {
            continue;
        }
        for (_, component) in Outline::read(tables.outline(glyph)?)?.components {
            if !glyphs.contains(&component) && !more.contains(&component) {
                more.push(component);
                open.push(component);
            }
        }
    }
    more.sort_unstable();
    Some(more)
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
fn tables(glyphs: &[u16], offsets: &[usize], real: &Tables<'_>) -> Option<[Table; 5]> {
    let (loca, long) = loca(offsets);
    let (hmtx, advances) = hmtx(glyphs, real)?;
    let mut head = real.head.to_vec();
    head[8..12].fill(0);
    head[50..52].copy_from_slice(&u16::from(long).to_be_bytes());
    let mut hhea = real.hhea.to_vec();
    hhea[34..36].copy_from_slice(&advances.to_be_bytes());
    // How complex the outlines are is told of the whole font.
    let mut maxp = real.maxp.to_vec();
    maxp[4..6].copy_from_slice(&u16::try_from(glyphs.len()).ok()?.to_be_bytes());
    // What only programs for screens need: one zone, and nothing in it.
    maxp[14..28].fill(0);
    maxp[15] = 1;
    Some([(*b"head", head), (*b"hhea", hhea), (*b"hmtx", hmtx), (*b"loca", loca), (*b"maxp", maxp)])
}

/// Where the outlines begin and end, and whether the numbers are long ones.
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

/// Advances and bearings, and how many advances there are: those at the end
/// that are the same are told once.
fn hmtx(glyphs: &[u16], real: &Tables<'_>) -> Option<(Vec<u8>, u16)> {
    let metrics: Vec<(u16, i16)> =
        glyphs.iter().map(|&glyph| real.metrics(glyph)).collect::<Option<_>>()?;
    let last = metrics.last()?.0;
    let same = metrics.iter().rev().take_while(|(advance, _)| *advance == last).count();
    let advances = metrics.len() - same + 1;
    let mut bytes = Vec::with_capacity(metrics.len() * 4);
    for (index, (advance, bearing)) in metrics.iter().enumerate() {
        if index < advances {
            bytes.extend(advance.to_be_bytes());
        }
        bytes.extend(bearing.to_be_bytes());
    }
    Some((bytes, u16::try_from(advances).ok()?))
}

/// The beginning of the file: the directory and the tables other than that of the
/// outlines, with all checksums. The outlines' length and checksum are given.
fn beginning(tables: &[Table], (outlines, outlines_sum): (usize, u32)) -> Vec<u8> {
    const RECORD: usize = 16;
    let count = tables.len() + 1;
    let power = 1_usize << count.ilog2();
    let mut file = Vec::with_capacity(4096);
    file.extend(0x0001_0000_u32.to_be_bytes());
    for number in [count, power * RECORD, count.ilog2() as usize, (count - power) * RECORD] {
        file.extend((number as u16).to_be_bytes());
    }
    let mut at = 12 + count * RECORD;
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
    let mut adjustment = 0;
    for (name, table) in tables {
        if name == b"head" {
            adjustment = file.len() + 8;
        }
        file.extend(table);
        file.resize(file.len().next_multiple_of(4), 0);
    }
    let total = WHOLE.wrapping_sub(total);
    file[adjustment..adjustment + 4].copy_from_slice(&total.to_be_bytes());
    file
}

/// The zlib stream of the whole file, with so many zeros at its end.
fn compress(beginning: &[u8], parts: &[Arc<Part>], zeros: usize, code: &Code) -> Vec<u8> {
    let coded: usize = parts.iter().map(|part| part.bits.bytes()).sum();
    let mut bits = Bits::with_capacity(beginning.len() + coded);
    bits.append(&code.head(true));
    code.write_literals(beginning, &mut bits);
    let mut adler = Adler::of(beginning);
    for part in parts {
        bits.append(&part.bits);
        adler = adler.then(part.adler);
    }
    let zeros = &[0; 4][..zeros];
    code.write_literals(zeros, &mut bits);
    adler = adler.then(Adler::of(zeros));
    code.end(&mut bits);
    deflate::stream(bits, adler)
}
