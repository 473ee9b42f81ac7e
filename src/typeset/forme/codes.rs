//! The codes by which a letter's text names glyphs: their places in its font file.
//!
//! A glyph that says several things in one letter, as 辻 may with a variation
//! selector and without, stands in the file once for each: whoever copies or
//! searches the text finds what was written.

use rayon::prelude::*;
use ttf_parser::GlyphId;
use typst::text::{FontInstance, TextItem};

use super::shape::Shape;
use crate::typeset::Fonts;
use crate::typeset::twins::Selection;

/// A font of a letter, and the codes of its text in it.
pub struct FontCodes<'a> {
    /// The number of the twin that stands for the font.
    pub twin: usize,
    pub font: &'a FontInstance,
    pub codes: Codes<'a>,
}

/// The codes of a letter's text, for each font that has a twin; `None` if there are
/// not enough numbers.
pub fn codes_of<'a>(shape: &Shape<'a>) -> Option<Vec<FontCodes<'a>>> {
    let mut fonts: Vec<(usize, &FontInstance, Shown<'a>)> = Vec::new();
    // From the letter's end to its beginning: what differs from letter to
    // letter, a name above all, mostly stands at the beginning.
    for run in shape.runs.iter().rev().flat_map(|runs| runs.iter().rev()) {
        let Some(twin) = run.twin else { continue };
        let place = fonts.iter().position(|(it, ..)| *it == twin).unwrap_or_else(|| {
            fonts.push((twin, &run.text.font, Shown::default()));
            fonts.len() - 1
        });
        fonts[place].2.add(run.text);
    }
    let codes = fonts.into_iter().map(|(twin, font, shown)| {
        let codes = Codes::of(shown, |glyph| width(font, glyph) != EM)?;
        Some(FontCodes { twin, font, codes })
    });
    codes.collect()
}

/// Codes the glyphs of a letter for its font files, where they are kept.
pub fn code_glyphs(codes: &[FontCodes<'_>], fonts: &Fonts) {
    codes.par_iter().for_each(|font| {
        if let Some(twin) = fonts.twin(font.twin) {
            // What is wrong with a font is found again when the letter is filled in.
            let _ = twin.file(font.codes.selection().clone());
        }
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

/// What a letter shows of a font.
#[derive(Default)]
pub struct Shown<'a> {
    /// Each glyph once, in the order in which they were added.
    glyphs: Vec<u16>,
    /// By the glyph's number, what it says; nothing for those that are not shown.
    said: Vec<&'a str>,
    /// What glyphs say besides.
    more: Vec<(u16, &'a str)>,
}

impl<'a> Shown<'a> {
    /// Adds a run in the font; each of its glyphs says something.
    pub fn add(&mut self, run: &'a TextItem) {
        for glyph in &run.glyphs {
            self.add_glyph(glyph.id, &run.text[glyph.range()]);
        }
    }

    pub(super) fn add_glyph(&mut self, glyph: u16, said: &'a str) {
        let number = usize::from(glyph);
        if number >= self.said.len() {
            self.said.resize(number + 1, "");
        }
        let known = &mut self.said[number];
        if known.is_empty() {
            self.glyphs.push(glyph);
            *known = said;
        } else if *known != said && !self.more.contains(&(glyph, said)) {
            self.more.push((glyph, said));
        }
    }
}

/// The codes of one font in one letter.
pub struct Codes<'a> {
    selection: Selection,
    /// By the glyph's number, its code and what it says.
    codes: Vec<u16>,
    said: Vec<&'a str>,
    /// What glyphs say besides, in the order of its codes.
    more: Vec<(u16, &'a str)>,
    /// The first of these codes.
    first: u16,
}

impl<'a> Codes<'a> {
    /// The codes of what is shown; `None` if there are not enough numbers. `apart`
    /// is true of glyphs that are not like most.
    pub fn of(shown: Shown<'a>, apart: impl Fn(u16) -> bool) -> Option<Self> {
        let Shown { glyphs, said, more, .. } = shown;
        let selection = Selection::of(&glyphs, apart);
        let mut codes = vec![0; said.len()];
        // The first is the one for missing glyphs, which is not shown.
        let first = u16::try_from(selection.glyphs().len()).ok()?;
        for (&glyph, code) in selection.glyphs().iter().zip(0..).skip(1) {
            codes[usize::from(glyph)] = code;
        }
        u16::try_from(more.len()).ok()?.checked_add(first)?;
        let again: Vec<u16> = more.iter().map(|(glyph, _)| *glyph).collect();
        Some(Self { selection: selection.and(&again), codes, said, more, first })
    }

    /// The code of a glyph that says this.
    pub fn code(&self, glyph: u16, said: &str) -> u16 {
        let place = self.more.iter().zip(self.first..).find(|(it, _)| **it == (glyph, said));
        place.map_or(self.codes[usize::from(glyph)], |(_, code)| code)
    }

    /// The glyphs, in the order of their codes.
    pub fn selection(&self) -> &Selection {
        &self.selection
    }

    /// What the codes from 1 on say.
    pub fn said(&self) -> Vec<&'a str> {
        let glyphs = &self.selection.glyphs()[1..usize::from(self.first)];
        let first = glyphs.iter().map(|&glyph| self.said[usize::from(glyph)]);
        first.chain(self.more.iter().map(|(_, said)| *said)).collect()
    }
}
