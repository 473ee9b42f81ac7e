//! A letter's text, put into its forme.

use std::borrow::Cow;

use ttf_parser::GlyphId;
use typst::text::{FontInstance, TextItem};
use typst::utils::hash128;

use super::fonts::{to_unicode, widths};
use super::shape::Shape;
use super::show::show;
use super::{Forme, FormeFont, Metadata};
use crate::typeset::Fonts;
use crate::typeset::deflate::Beginnings;
use crate::typeset::names::{digits, name_of, rename};
use crate::typeset::twins::{Pdf, Selection, Twin};

impl Forme {
    /// The letter's PDF; `None` if a glyph says different things in it, which
    /// only Typst's own export can tell.
    pub fn fill(
        &self,
        shape: &Shape<'_>,
        ident: &str,
        fonts: &Fonts,
        beginnings: &Beginnings,
    ) -> Option<Vec<u8>> {
        let mut pdf = Pdf {
            header: &self.header,
            objects: self.objects.iter().map(|object| Cow::Borrowed(object.as_slice())).collect(),
            trailer: Cow::Borrowed(&self.trailer),
        };
        let mut version = hash128(&(ident, &self.packed));
        let mut shown: Vec<Shown<'_>> = self.fonts.iter().map(|_| Shown::default()).collect();
        // From the letter's end to its beginning: what differs from letter to
        // letter, a name above all, mostly stands at the beginning.
        for run in shape.runs.iter().rev().flat_map(|runs| runs.iter().rev()) {
            shown[self.font_of(run.text, fonts)?].add(run.text)?;
        }
        let mut codes = Vec::with_capacity(shown.len());
        for (font, shown) in self.fonts.iter().zip(shown) {
            let described = font.fill(shown, fonts.twin(font.twin)?, beginnings, &mut pdf)?;
            version = hash128(&(version, described.selection));
            codes.push(described.codes);
        }
        for (page, runs) in self.pages.iter().zip(&shape.runs) {
            let mut content = Vec::with_capacity(16 * 1024);
            let mut margin = None;
            for (index, piece) in page.pieces.iter().enumerate() {
                if let Some((_, at)) = page.margin.filter(|(first, _)| *first == index) {
                    margin = Some(content.len() + at);
                }
                content.extend_from_slice(piece);
                if let Some(run) = runs.get(index) {
                    show(run.text, &codes[self.font_of(run.text, fonts)?], &mut content);
                }
            }
            let compressed = beginnings.zlib(&content, margin.unwrap_or(content.len()));
            version = hash128(&(version, &compressed));
            pdf.replace_compressed(page.object, &compressed, "");
        }
        let described = self.fonts.iter().flat_map(FormeFont::described_in).collect();
        let described = pdf.pack(described)?;
        let names = [name_of(ident), version];
        for (old, new) in self.names.iter().zip(names) {
            rename(pdf.trailer.to_mut(), old, new);
        }
        let Metadata { object, text, names: gaps } = &self.metadata;
        let names = [0, 1].map(|name| digits(names[name], self.names[name].len()));
        let metadata = text.zlib(gaps.iter().map(|&name| names[name].as_slice()));
        pdf.replace_compressed(*object, &metadata, "/Type/Metadata/Subtype/XML");
        pdf.write_packed(&[&self.packed, &described])
    }

    /// Which of the forme's fonts a text has.
    fn font_of(&self, text: &TextItem, fonts: &Fonts) -> Option<usize> {
        let twin = fonts.number_of_twin(text.font.font())?;
        self.fonts.iter().position(|font| font.twin == twin)
    }
}

/// What a letter shows of a font.
#[derive(Default)]
struct Shown<'a> {
    font: Option<&'a FontInstance>,
    /// Each glyph once, in the order in which they were added.
    glyphs: Vec<u16>,
    /// By the glyph's number, what it says; nothing for those that are not shown.
    said: Vec<&'a str>,
}

impl<'a> Shown<'a> {
    fn add(&mut self, text: &'a TextItem) -> Option<()> {
        self.font = Some(&text.font);
        for glyph in &text.glyphs {
            let number = usize::from(glyph.id);
            if number >= self.said.len() {
                self.said.resize(number + 1, "");
            }
            let (known, said) = (&mut self.said[number], &text.text[glyph.range()]);
            if known.is_empty() {
                self.glyphs.push(glyph.id);
                *known = said;
            } else if *known != said {
                return None;
            }
        }
        Some(())
    }
}

/// What was put in for a font.
struct Described {
    selection: Selection,
    /// By the number of the glyph in the whole font, its code in the letter.
    codes: Vec<u16>,
}

impl FormeFont {
    fn fill(
        &self,
        shown: Shown<'_>,
        twin: &Twin,
        beginnings: &Beginnings,
        pdf: &mut Pdf<'_>,
    ) -> Option<Described> {
        /// The width of kanji, in thousandths of an em.
        const EM: f32 = 1000.0;
        let face = shown.font?.ttf();
        let per_em = f32::from(face.units_per_em());
        let width = |glyph: u16| {
            let own = face.glyph_hor_advance(GlyphId(glyph)).unwrap_or_default();
            f32::from(own) / per_em * EM
        };
        let selection = Selection::of(&shown.glyphs, |glyph| width(glyph) != EM);
        let glyphs = selection.glyphs();
        let mut codes = vec![0; shown.said.len()];
        // The first is the one for missing glyphs, which is not shown.
        for (code, &glyph) in (0..).zip(glyphs).skip(1) {
            codes[usize::from(glyph)] = code;
        }
        let said = glyphs.iter().skip(1).map(|&glyph| shown.said[usize::from(glyph)]);
        let (unicode, same) = to_unicode(&said.collect::<Vec<_>>(), selection.last_group());
        let unicode = beginnings.zlib(&unicode, same);
        pdf.replace_compressed(self.objects.unicode, &unicode, "/Type/CMap/WMode 0");
        let file = twin.file(selection.clone())?;
        pdf.replace_compressed(
            self.objects.file,
            &file.compressed,
            &format!("/Length1 {}", file.length),
        );
        let widths = widths(&glyphs.iter().map(|&glyph| width(glyph)).collect::<Vec<_>>());
        pdf.describe(&self.objects, &widths, file.bounds, &tag(glyphs))?;
        Some(Described { selection, codes })
    }
}

/// Six letters that tell this selection of glyphs from others (ISO 32000-1, 9.6.4).
fn tag(glyphs: &[u16]) -> [u8; 6] {
    let mut rest = hash128(glyphs);
    [(); 6].map(|()| {
        let letter = b'A' + (rest % 26) as u8;
        rest /= 26;
        letter
    })
}
