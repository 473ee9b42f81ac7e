//! A letter's text, put into its forme.

use std::borrow::Cow;

use read_fonts::FontRef;
use typst::text::FontInstance;
use typst::utils::hash128;

use super::fonts::{places, to_unicode, widths};
use super::shape::Shape;
use super::show::show;
use super::{Forme, FormeFont};
use crate::typeset::Fonts;
use crate::typeset::names::{name_of, rename};
use crate::typeset::twins::{Pdf, Twin, deflate, deflate_fast};

/// A glyph that a letter shows, and what it says.
type Shown<'a> = (u16, &'a str);

/// What a letter shows of a font.
#[derive(Default)]
struct Used<'a> {
    font: Option<&'a FontInstance>,
    shown: Vec<Shown<'a>>,
}

impl Forme {
    /// The letter's PDF; `None` if a glyph says different things in it, which
    /// only Typst's own export can tell.
    pub fn fill(&self, shape: &Shape<'_>, ident: &str, fonts: &Fonts) -> Option<Vec<u8>> {
        let mut pdf = Pdf {
            header: &self.header,
            objects: self.objects.iter().map(|object| Cow::Borrowed(object.as_slice())).collect(),
            trailer: Cow::Borrowed(&self.trailer),
        };
        let mut used: Vec<Used<'_>> = self.fonts.iter().map(|_| Used::default()).collect();
        let mut version = hash128(&(ident, &self.packed));
        for (page, runs) in self.pages.iter().zip(&shape.runs) {
            let mut content = Vec::with_capacity(16 * 1024);
            for (piece, run) in page.pieces.iter().zip(runs) {
                content.extend_from_slice(piece);
                show(run.text, &mut content);
                let twin = fonts.number_of_twin(run.text.font.font())?;
                let font = self.fonts.iter().position(|font| font.twin == twin)?;
                let text = run.text;
                let glyphs = text.glyphs.iter();
                used[font].font = Some(&text.font);
                used[font].shown.extend(glyphs.map(|it| (it.id, &text.text[it.range()])));
            }
            content.extend_from_slice(page.pieces.last()?);
            version = hash128(&(version, &content));
            pdf.replace_compressed(page.object, &deflate(&content)?, "");
        }
        for (font, Used { font: of, mut shown }) in self.fonts.iter().zip(used) {
            shown.sort_unstable();
            shown.dedup();
            if shown.windows(2).any(|two| two[0].0 == two[1].0) {
                return None;
            }
            font.fill(&shown, of?, fonts.twin(font.twin)?, &mut pdf)?;
        }
        self.name(ident, version, &mut pdf);
        pdf.write_packed(&self.packed)
    }

    /// Puts the letter's own names in the place of the forme's.
    fn name(&self, ident: &str, version: u128, pdf: &mut Pdf<'_>) {
        for (old, new) in self.names.iter().zip([name_of(ident), version]) {
            for bytes in [&mut pdf.objects[self.metadata - 1], &mut pdf.trailer] {
                rename(bytes.to_mut(), old, new);
            }
        }
    }
}

impl FormeFont {
    fn fill(
        &self,
        shown: &[Shown<'_>],
        font: &FontInstance,
        twin: &Twin,
        pdf: &mut Pdf<'_>,
    ) -> Option<()> {
        // What stands for a missing glyph is the first of every font.
        let glyphs: Vec<u16> =
            std::iter::once(0).chain(shown.iter().map(|(glyph, _)| *glyph)).collect();
        let file = twin.file(&glyphs, &FontRef::new(&self.file).ok()?)?;
        let objects = &self.objects;
        pdf.replace_compressed(
            objects.file,
            &file.compressed,
            &format!("/Length1 {}", file.length),
        );
        pdf.replace_compressed(objects.places, &deflate_fast(&places(&glyphs))?, "");
        let unicode = deflate(&to_unicode(shown))?;
        pdf.replace_compressed(objects.unicode, &unicode, "/Type/CMap/WMode 0");
        let face = font.ttf();
        let per_em = f32::from(face.units_per_em());
        let width = |glyph: u16| {
            let own = face.glyph_hor_advance(ttf_parser::GlyphId(glyph)).unwrap_or_default();
            f32::from(own) / per_em * 1000.0
        };
        let widths = widths(glyphs.iter().map(|&glyph| (glyph, width(glyph))));
        pdf.describe(objects, &widths, file.bounds, &tag(&glyphs))
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
