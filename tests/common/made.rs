//! Fonts that a test makes: small ones whose outlines nobody drew.
//!
//! A seed decides the outlines, so that a test meets other glyphs with each. The
//! characters of a font are given; its glyphs are .notdef and one for each of them.

use read_fonts::types::{GlyphId, NameId, Tag, Version16Dot16};
use write_fonts::FontBuilder;
use write_fonts::tables::cmap::Cmap;
use write_fonts::tables::head::Head;
use write_fonts::tables::hhea::Hhea;
use write_fonts::tables::name::{Name, NameRecord};
use write_fonts::tables::os2::Os2;
use write_fonts::tables::post::Post;

/// Font units in an em.
const PER_EM: u16 = 1000;

/// Numbers that look like chance and are the same for the same seed.
pub struct Chance(pub u32);

impl Chance {
    /// A number from 0 up to this one, which is not reached.
    pub fn below(&mut self, end: u32) -> u32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 8) % end
    }

    /// A place in font units.
    fn place(&mut self) -> i16 {
        self.below(1200) as i16 - 200
    }
}

/// A font with TrueType outlines. Some of them are composed of others, some are
/// empty, and all others have a program for coarse screens.
pub fn truetype(family: &str, characters: &[char], seed: u32) -> Vec<u8> {
    let mut chance = Chance(seed);
    let (mut glyf, mut loca) = (Vec::new(), vec![0; 4]);
    for glyph in 0..=characters.len() as u16 {
        match chance.below(4) {
            // Composed only of glyphs before it: none is part of itself.
            0 if glyph > 1 => glyf.extend(composed(glyph, &mut chance)),
            1 if glyph > 0 => {}
            _ => glyf.extend(simple(&mut chance)),
        }
        glyf.resize(glyf.len().next_multiple_of(4), 0);
        loca.extend((glyf.len() as u32).to_be_bytes());
    }
    let number = characters.len() as u16 + 1;
    // Version 1.0; the rest is how complex the outlines may be.
    let maxp = [1_u16.to_be_bytes(), [0; 2], number.to_be_bytes()].concat();
    let limits = [64_u16, 8, 64, 8, 1, 0, 0, 0, 0, 8, 64, 8, 8];
    let maxp = [maxp, limits.map(u16::to_be_bytes).concat()].concat();
    let tables = [(b"glyf", glyf), (b"loca", loca), (b"maxp", maxp)];
    font(family, characters, &mut chance, &tables)
}

/// An outline of one contour of straight lines and curves.
fn simple(chance: &mut Chance) -> Vec<u8> {
    let points: Vec<[i16; 2]> =
        (0..4 + chance.below(8)).map(|_| [0; 2].map(|_| chance.place())).collect();
    let mut bytes = vec![0, 1];
    bytes.extend(bounds(&points));
    bytes.extend((points.len() as u16 - 1).to_be_bytes());
    // The program: push a number and take it away again.
    bytes.extend([0, 3, 0xB0, 1, 0x21]);
    bytes.extend(points.iter().map(|_| (chance.below(3) > 0) as u8));
    for axis in 0..2 {
        let mut last = 0;
        for point in &points {
            bytes.extend((point[axis] - last).to_be_bytes());
            last = point[axis];
        }
    }
    bytes
}

fn bounds(points: &[[i16; 2]]) -> Vec<u8> {
    let edges = [i16::min, i16::max].map(|edge| {
        [0, 1].map(|axis| points.iter().map(|point| point[axis]).reduce(edge).unwrap_or(0))
    });
    edges.iter().flatten().flat_map(|edge| edge.to_be_bytes()).collect()
}

/// An outline composed of one or two of the glyphs before this one.
fn composed(glyph: u16, chance: &mut Chance) -> Vec<u8> {
    const WORDS_AND_PLACES: u16 = 0x0003;
    const SCALE: u16 = 0x0008;
    const MORE: u16 = 0x0020;
    let mut bytes = vec![0xFF, 0xFF];
    bytes.extend(bounds(&[[-2000, -2000], [2000, 2000]]));
    let count = 1 + chance.below(2);
    for part in 1..=count {
        let scaled = chance.below(2) == 0;
        let flags =
            WORDS_AND_PLACES | if scaled { SCALE } else { 0 } | if part < count { MORE } else { 0 };
        bytes.extend(flags.to_be_bytes());
        bytes.extend((chance.below(glyph.into()) as u16).to_be_bytes());
        for _ in 0..2 {
            bytes.extend((chance.place() / 4).to_be_bytes());
        }
        if scaled {
            // A half and more, as parts of 2^14.
            bytes.extend((0x2000 + chance.below(0x2000) as u16).to_be_bytes());
        }
    }
    bytes
}

/// A font with PostScript outlines, fewer than 229 of them, whose names are those
/// that every such font may have.
/// Source: Adobe Technical Notes 5176 (CFF) and 5177 (Type 2 charstrings).
pub fn cff(family: &str, characters: &[char], seed: u32) -> Vec<u8> {
    assert!(characters.len() < 228);
    let mut chance = Chance(seed);
    let outlines: Vec<Vec<u8>> = (0..=characters.len()).map(|_| charstring(&mut chance)).collect();
    let charstrings = index(&outlines);
    // The usual width, which no outline says for itself.
    let private = [number(i32::from(PER_EM)), vec![20]].concat();
    let before = [&[1, 0, 4, 4][..], &index(&[family.replace(' ', "").into_bytes()])].concat();
    // A dictionary of which only the length is known has room for any offset.
    let dictionary = |charstrings_at: usize, private_at: usize| {
        let [of_charstrings, of_private, length] =
            [charstrings_at, private_at, private.len()].map(|it| number(it as i32));
        index(&[[of_charstrings, vec![17], length, of_private, vec![18]].concat()])
    };
    // After it neither strings nor shared programs.
    let start = before.len() + dictionary(0, 0).len() + 4;
    let dictionary = dictionary(start, start + charstrings.len());
    let table = [before, dictionary, vec![0; 4], charstrings, private].concat();
    let number = characters.len() as u16 + 1;
    let maxp = [vec![0, 0, 0x50, 0], number.to_be_bytes().to_vec()].concat();
    font(family, characters, &mut chance, &[(b"CFF ", table), (b"maxp", maxp)])
}

/// A number of five bytes.
fn number(value: i32) -> Vec<u8> {
    [&[29][..], &value.to_be_bytes()].concat()
}

/// A list of pieces of data.
fn index(pieces: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = (pieces.len() as u16).to_be_bytes().to_vec();
    bytes.push(4);
    let mut offset = 1_u32;
    bytes.extend(offset.to_be_bytes());
    for piece in pieces {
        offset += piece.len() as u32;
        bytes.extend(offset.to_be_bytes());
    }
    bytes.extend(pieces.concat());
    bytes
}

/// The program that draws an outline: a contour of lines and one curve.
fn charstring(chance: &mut Chance) -> Vec<u8> {
    const MOVE: u8 = 21;
    const LINE: u8 = 5;
    const CURVE: u8 = 8;
    const END: u8 = 14;
    let mut bytes = Vec::new();
    let mut draw = |numbers: usize, operator: u8| {
        for _ in 0..numbers {
            bytes.push(28);
            bytes.extend((chance.place() / 2).to_be_bytes());
        }
        bytes.push(operator);
    };
    draw(2, MOVE);
    draw(6, LINE);
    draw(6, CURVE);
    draw(0, END);
    bytes
}

/// The font file with these tables and those that every font has.
fn font(
    family: &str,
    characters: &[char],
    chance: &mut Chance,
    own: &[(&[u8; 4], Vec<u8>)],
) -> Vec<u8> {
    let glyphs = characters.len() as u16 + 1;
    let cmap = characters.iter().zip(1..).map(|(&c, glyph)| (c, GlyphId::new(glyph)));
    // Those with PostScript outlines have one width: their programs say no other.
    let is_cff = own.iter().any(|(name, _)| *name == b"CFF ");
    let hmtx: Vec<u8> = (0..glyphs)
        .flat_map(|_| {
            let advance = if is_cff { PER_EM } else { 300 + chance.below(900) as u16 };
            [advance.to_be_bytes(), chance.place().to_be_bytes()].concat()
        })
        .collect();
    let names = [(1, family), (2, "Regular"), (4, family), (6, &family.replace(' ', ""))];
    let names = names
        .map(|(id, name)| NameRecord::new(3, 1, 0x409, NameId::new(id), name.to_owned().into()));
    let head = Head { units_per_em: PER_EM, index_to_loc_format: 1, ..Head::default() };
    let (ascender, descender) = (880, -120);
    let hhea = Hhea {
        ascender: ascender.into(),
        descender: descender.into(),
        caret_slope_rise: 1,
        number_of_h_metrics: glyphs,
        ..Hhea::default()
    };
    let os2 = Os2 {
        us_weight_class: 400,
        us_width_class: 5,
        s_typo_ascender: ascender,
        s_typo_descender: descender,
        ..Os2::default()
    };
    // Without names of glyphs.
    let post = Post { version: Version16Dot16::VERSION_3_0, ..Post::default() };
    let mut builder = FontBuilder::new();
    for (name, table) in own {
        builder.add_raw(Tag::new(name), table.as_slice());
    }
    builder.add_raw(Tag::new(b"hmtx"), hmtx);
    let cmap = Cmap::from_mappings(cmap).expect("each character once");
    for added in [
        builder.add_table(&cmap).is_ok(),
        builder.add_table(&head).is_ok(),
        builder.add_table(&hhea).is_ok(),
        builder.add_table(&Name::new(names.to_vec())).is_ok(),
        builder.add_table(&os2).is_ok(),
        builder.add_table(&post).is_ok(),
    ] {
        assert!(added, "a table that cannot be written");
    }
    builder.build()
}
