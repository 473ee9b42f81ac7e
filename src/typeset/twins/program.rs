//! The font files of letters: the glyphs that a letter sets, in its own order.
//!
//! A letter sets some hundred glyphs, nearly the same in each letter. What each
//! outline adds to a compressed file is made once and kept.

use std::borrow::Cow;
use std::sync::OnceLock;

use read_fonts::FontRef;
use read_fonts::types::Tag;
use typst::foundations::Bytes;

use super::deflate::{Adler, Bits, Code};
use super::glyph::Outline;
use super::sfnt::{Tables, WHOLE, checksum};

/// How many outlines the code for outlines is made from. They are taken evenly
/// from the whole font, never from a letter: a letter made alone has the same
/// bytes as in a batch.
const SAMPLES: u16 = 128;

/// Writes font files with the outlines of one font.
pub struct Program {
    font: Bytes,
    codes: OnceLock<Codes>,
    glyphs: Box<[OnceLock<Option<Box<Glyph>>>]>,
    /// The tables that are the same in all files, as they were last.
    names: OnceLock<(Vec<u8>, Part)>,
}

/// The codes for one font's files.
struct Codes {
    outlines: Code,
    tables: Code,
}

/// What a glyph adds to font files.
struct Glyph {
    outline: Outline,
    part: Part,
}

/// Bytes on their way into a file: coded, and what the checksums need of them.
#[derive(Clone)]
struct Part {
    bits: Bits,
    adler: Adler,
    /// The bytes as numbers of two bytes, every second one added up from the
    /// first, and from the second.
    sums: [u32; 2],
    length: usize,
}

impl Part {
    /// `bytes` are even in number.
    fn new(bytes: &[u8], code: &Code) -> Self {
        let mut bits = Bits::default();
        code.write(bytes, &mut bits);
        let mut sums = [0_u32; 2];
        for (index, pair) in bytes.chunks(2).enumerate() {
            let number = u16::from_be_bytes([pair[0], pair.get(1).copied().unwrap_or(0)]);
            sums[index % 2] = sums[index % 2].wrapping_add(number.into());
        }
        Self { bits, adler: Adler::of(bytes), sums, length: bytes.len() }
    }

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
    /// Writes files with the outlines of `font`.
    pub fn new(font: Bytes, glyphs: u16) -> Self {
        let glyphs = (0..glyphs).map(|_| OnceLock::new()).collect();
        Self { font, codes: OnceLock::new(), glyphs, names: OnceLock::new() }
    }

    fn codes(&self, tables: &Tables<'_>) -> &Codes {
        self.codes.get_or_init(|| {
            let step = tables.glyphs().div_ceil(SAMPLES).max(1);
            let samples = (0..tables.glyphs()).step_by(usize::from(step));
            let (mut outlines, mut offsets, mut numbers) = (Vec::new(), vec![0], Vec::new());
            for glyph in samples {
                let outline = tables.outline(glyph).and_then(Outline::read);
                let bytes = outline.map(|outline| outline.bytes).unwrap_or_default();
                offsets.push(offsets.last().unwrap_or(&0) + bytes.len());
                outlines.push(bytes);
                numbers.push(glyph);
            }
            let bearings = hmtx(&numbers, tables).map(|(bytes, _)| bytes).unwrap_or_default();
            let font = FontRef::new(&self.font);
            let names = font.ok().and_then(|font| font.table_data(Tag::new(b"name")));
            Codes {
                outlines: Code::best_for(outlines.iter().map(Vec::as_slice)),
                tables: Code::best_for([
                    names.as_ref().map_or([].as_slice(), |names| names.as_bytes()),
                    bearings.as_slice(),
                    loca(&offsets).0.as_slice(),
                ]),
            }
        })
    }

    fn glyph(&self, glyph: u16, tables: &Tables<'_>) -> Option<&Glyph> {
        let kept = self.glyphs.get(usize::from(glyph))?.get_or_init(|| {
            let outline = Outline::read(tables.outline(glyph)?)?;
            let part = Part::new(&outline.bytes, &self.codes(tables).outlines);
            Some(Box::new(Glyph { outline, part }))
        });
        kept.as_deref()
    }

    /// The file with `glyphs`, numbered from 0 in this order. `small` is a file
    /// with the same glyphs, in the same order, of a font that differs in its
    /// outlines and bearings alone: its other tables are taken as they are.
    ///
    /// `None` if anything in the font is not as expected.
    pub fn file(&self, glyphs: &[u16], small: &FontRef<'_>) -> Option<FontFile> {
        let font = FontRef::new(&self.font).ok()?;
        let real = Tables::of(&font)?;
        let small_tables = Tables::of(small)?;
        let codes = self.codes(&real);
        let glyphs = self.with_components(glyphs, &real)?;

        // The outlines.
        let mut parts = Vec::with_capacity(glyphs.len() + 1);
        let (mut sum, mut bounds) = (0_u32, None);
        let mut offset = 0;
        let mut offsets = vec![offset];
        for &number in &glyphs {
            let glyph = self.glyph(number, &real)?;
            let part = if glyph.outline.components.is_empty() {
                Cow::Borrowed(&glyph.part)
            } else {
                Cow::Owned(Part::new(&renumbered(&glyph.outline, &glyphs)?, &codes.outlines))
            };
            sum = sum.wrapping_add(part.checksum(offset));
            offset += part.length;
            offsets.push(offset);
            bounds = union(bounds, glyph.outline.bounds);
            parts.push(part);
        }
        parts.push(Cow::Owned(Part::new(
            &vec![0; offset.next_multiple_of(4) - offset],
            &codes.outlines,
        )));

        // The other tables.
        let number = u16::try_from(glyphs.len()).ok()?;
        let (loca, long) = loca(&offsets);
        let (hmtx, advances) = hmtx(&glyphs, &real)?;
        let mut head = real.head.to_vec();
        head[8..12].fill(0);
        head[50..52].copy_from_slice(&u16::from(long).to_be_bytes());
        let mut hhea = real.hhea.to_vec();
        hhea[34..36].copy_from_slice(&advances.to_be_bytes());
        let mut maxp = small_tables.maxp.to_vec();
        maxp[4..6].copy_from_slice(&number.to_be_bytes());
        // What only programs for screens need: one zone, and nothing in it.
        maxp[14..28].fill(0);
        maxp[15] = 1;
        // How complex the outlines are is told of the whole font.
        maxp[6..14].copy_from_slice(&real.maxp[6..14]);
        maxp[28..32].copy_from_slice(&real.maxp[28..32]);
        let mut others = vec![(*b"head", head), (*b"hhea", hhea), (*b"hmtx", hmtx)];
        others.push((*b"loca", loca));
        others.push((*b"maxp", maxp));
        // These are the same in all files.
        let mut same = Vec::new();
        let mut names = Vec::new();
        for name in [b"name", b"post"] {
            if let Some(table) = small.table_data(Tag::new(name)) {
                names.push((*name, checksum(table.as_bytes()), same.len(), table.len()));
                same.extend_from_slice(table.as_bytes());
                same.resize(same.len().next_multiple_of(4), 0);
            }
        }
        let names_part = self.names.get_or_init(|| {
            let part = Part::new(&same, &codes.tables);
            (same.clone(), part)
        });
        let names_part = if names_part.0 == same {
            Cow::Borrowed(&names_part.1)
        } else {
            Cow::Owned(Part::new(&same, &codes.tables))
        };
        let before = beginning(&others, &names, same.len(), (offset, sum));
        let compressed = compress(&before, &names_part, &parts, codes);
        let per_em = f64::from(super::sfnt::u16_at(real.head, 18)?);
        let thousandths = |value: i16, outwards: fn(f64) -> f64| {
            outwards(f64::from(value) * 1000.0 / per_em) as i32
        };
        let [left, bottom, right, top] = bounds.unwrap_or_default();
        Some(FontFile {
            compressed,
            length: before.len() + same.len() + offset.next_multiple_of(4),
            bounds: [
                thousandths(left, f64::floor),
                thousandths(bottom, f64::floor),
                thousandths(right, f64::ceil),
                thousandths(top, f64::ceil),
            ],
            glyphs: number,
        })
    }

    /// The glyphs, and after them those they are composed of.
    fn with_components(&self, glyphs: &[u16], tables: &Tables<'_>) -> Option<Vec<u16>> {
        let mut all = glyphs.to_vec();
        let mut at = 0;
        while let Some(&number) = all.get(at) {
            for &(_, component) in &self.glyph(number, tables)?.outline.components {
                if !all.contains(&component) {
                    all.push(component);
                }
            }
            at += 1;
        }
        Some(all)
    }
}

/// A composed outline that names its components by their place in `glyphs`.
fn renumbered(outline: &Outline, glyphs: &[u16]) -> Option<Vec<u8>> {
    let mut bytes = outline.bytes.clone();
    for &(at, component) in &outline.components {
        let place = glyphs.iter().position(|&glyph| glyph == component)?;
        bytes[at..at + 2].copy_from_slice(&u16::try_from(place).ok()?.to_be_bytes());
    }
    Some(bytes)
}

fn union(a: Option<[i16; 4]>, b: Option<[i16; 4]>) -> Option<[i16; 4]> {
    match (a, b) {
        (Some(a), Some(b)) => {
            Some([a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])])
        }
        (one, other) => one.or(other),
    }
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

/// A table in the directory: its name, checksum, place and length.
type Record = ([u8; 4], u32, usize, usize);

/// The beginning of the file: the directory and the tables that differ from
/// letter to letter, with all checksums. After them come `names`, whose places
/// are counted from their own beginning, `names_length` bytes in all; then the
/// outlines, of which the length and the checksum are given.
fn beginning(
    tables: &[([u8; 4], Vec<u8>)],
    names: &[Record],
    names_length: usize,
    (outlines, outlines_sum): (usize, u32),
) -> Vec<u8> {
    const RECORD: usize = 16;
    let count = tables.len() + names.len() + 1;
    let power = 1_usize << count.ilog2();
    let mut file = Vec::with_capacity(4096);
    file.extend(0x0001_0000_u32.to_be_bytes());
    for number in [count, power * RECORD, count.ilog2() as usize, (count - power) * RECORD] {
        file.extend((number as u16).to_be_bytes());
    }
    let mut at = 12 + count * RECORD;
    let mut records: Vec<Record> = Vec::with_capacity(count);
    for (name, table) in tables {
        records.push((*name, checksum(table), at, table.len()));
        at += table.len().next_multiple_of(4);
    }
    records.extend(names.iter().map(|&(name, sum, own, length)| (name, sum, at + own, length)));
    records.push((*b"glyf", outlines_sum, at + names_length, outlines));
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

/// The zlib stream of the whole file.
fn compress(beginning: &[u8], names: &Part, outlines: &[Cow<'_, Part>], codes: &Codes) -> Vec<u8> {
    /// "Deflate with a window of 32 KiB; the default effort".
    const HEADER: [u8; 2] = [0x78, 0x9C];
    let coded: usize = outlines.iter().map(|part| part.bits.bytes()).sum();
    let mut bits = Bits::with_capacity(beginning.len() + names.length + coded);
    bits.append(&codes.tables.head(false));
    codes.tables.write_literals(beginning, &mut bits);
    bits.append(&names.bits);
    codes.tables.end(&mut bits);
    bits.append(&codes.outlines.head(true));
    let mut adler = Adler::of(beginning).then(names.adler);
    for part in outlines {
        bits.append(&part.bits);
        adler = adler.then(part.adler);
    }
    codes.outlines.end(&mut bits);
    let mut stream = Vec::with_capacity(bits.bytes() + HEADER.len() + 4);
    stream.extend(HEADER);
    bits.into_bytes(&mut stream);
    stream.extend(adler.to_bytes());
    stream
}
