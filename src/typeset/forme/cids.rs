//! The CIDs by which a letter's text names glyphs: their numbers in its font file.
//!
//! Typst's export has it the same way (`Identity-H`, `CIDToGIDMap /Identity`): no map is
//! needed. A glyph that stands for several texts in one letter, as 辻 may with a variation
//! selector and without, is in the file once for each: a ToUnicode CMap gives a CID one
//! text, and whoever copies or searches the letter finds what was written.

use rayon::prelude::*;
use ttf_parser::GlyphId;
use typst::text::{FontInstance, TextItem};

use super::NoForme;
use super::shape::Shape;
use crate::typeset::Fonts;
use crate::typeset::twins::Subset;

/// A font of a letter, and the CIDs of its text.
pub struct FontCids<'a> {
    /// The number of the twin that stands for the font.
    pub twin: usize,
    pub font: &'a FontInstance,
    pub cids: Cids<'a>,
}

/// The CIDs of a letter's text, for each font that has a twin.
pub fn cids_of<'a>(shape: &Shape<'a>) -> Result<Vec<FontCids<'a>>, NoForme> {
    let mut fonts: Vec<(usize, &FontInstance, Used<'a>)> = Vec::new();
    // From the letter's end to its beginning: what differs from letter to
    // letter, a name above all, mostly stands at the beginning.
    for run in shape.runs.iter().rev().flat_map(|runs| runs.iter().rev()) {
        let Some(twin) = run.twin else { continue };
        let place = fonts.iter().position(|(it, ..)| *it == twin).unwrap_or_else(|| {
            fonts.push((twin, &run.text.font, Used::default()));
            fonts.len() - 1
        });
        fonts[place].2.add(run.text);
    }
    let cids = fonts.into_iter().map(|(twin, font, used)| {
        let cids = Cids::of(used, |glyph| width(font, glyph) != EM)?;
        Ok(FontCids { twin, font, cids })
    });
    cids.collect()
}

/// Compresses the glyphs of a letter for its font files, where they are kept.
pub fn compress_glyphs(cids: &[FontCids<'_>], fonts: &Fonts) {
    cids.par_iter().for_each(|font| {
        // What is wrong with a font is found again when the forme is filled.
        let _ = fonts.twin(font.twin).and_then(|twin| twin.file(font.cids.subset().clone()));
    });
}

/// The width of kanji, in thousandths of an em.
const EM: f32 = 1000.0;

/// The width of a glyph, in thousandths of an em.
pub fn width(font: &FontInstance, glyph: u16) -> f32 {
    let face = font.ttf();
    let own = face.glyph_hor_advance(GlyphId(glyph)).unwrap_or_default();
    f32::from(own) / f32::from(face.units_per_em()) * EM
}

/// What a letter uses of a font.
#[derive(Default)]
pub struct Used<'a> {
    /// Each glyph once, in the order in which they were added.
    glyphs: Vec<u16>,
    /// By the glyph's number, the text it stands for; nothing for those not in use.
    texts: Vec<&'a str>,
    /// Other texts that glyphs stand for besides.
    more: Vec<(u16, &'a str)>,
}

impl<'a> Used<'a> {
    /// Adds a run in the font; each of its glyphs stands for some text.
    pub fn add(&mut self, run: &'a TextItem) {
        for glyph in &run.glyphs {
            self.add_glyph(glyph.id, &run.text[glyph.range()]);
        }
    }

    pub(super) fn add_glyph(&mut self, glyph: u16, text: &'a str) {
        let number = usize::from(glyph);
        if number >= self.texts.len() {
            self.texts.resize(number + 1, "");
        }
        let known = &mut self.texts[number];
        if known.is_empty() {
            self.glyphs.push(glyph);
            *known = text;
        } else if *known != text && !self.more.contains(&(glyph, text)) {
            self.more.push((glyph, text));
        }
    }
}

/// The CIDs of one font in one letter.
pub struct Cids<'a> {
    subset: Subset,
    /// By the glyph's number, its CID and the text it stands for.
    cids: Vec<u16>,
    texts: Vec<&'a str>,
    /// Other texts that glyphs stand for, in the order of their own CIDs.
    more: Vec<(u16, &'a str)>,
    /// The first of these CIDs.
    first: u16,
}

impl<'a> Cids<'a> {
    /// The CIDs of what is in use. `is_isolated` is true of glyphs that are not like
    /// most; see [`Subset::of`].
    pub fn of(used: Used<'a>, is_isolated: impl Fn(u16) -> bool) -> Result<Self, NoForme> {
        let Used { glyphs, texts, more } = used;
        let subset = Subset::of(&glyphs, is_isolated);
        let mut cids = vec![0; texts.len()];
        // The first is that of glyph 0, which is not in use.
        let counted = |count: usize| u16::try_from(count).map_err(|_| NoForme::TooManyGlyphs);
        let first = counted(subset.glyphs().len())?;
        for (&glyph, cid) in subset.glyphs().iter().zip(0..).skip(1) {
            cids[usize::from(glyph)] = cid;
        }
        counted(usize::from(first) + more.len())?;
        let again: Vec<u16> = more.iter().map(|(glyph, _)| *glyph).collect();
        Ok(Self { subset: subset.and(&again), cids, texts, more, first })
    }

    /// The CID of a glyph that stands for this text.
    pub fn cid(&self, glyph: u16, text: &str) -> u16 {
        let place = self.more.iter().zip(self.first..).find(|(it, _)| **it == (glyph, text));
        place.map_or(self.cids[usize::from(glyph)], |(_, cid)| cid)
    }

    /// The glyphs, in the order of their CIDs.
    pub fn subset(&self) -> &Subset {
        &self.subset
    }

    /// The texts that the CIDs from 1 on stand for.
    pub fn texts(&self) -> Vec<&'a str> {
        let glyphs = &self.subset.glyphs()[1..usize::from(self.first)];
        let first = glyphs.iter().map(|&glyph| self.texts[usize::from(glyph)]);
        first.chain(self.more.iter().map(|(_, text)| *text)).collect()
    }
}
