//! A letter's text, put into its forme.

use std::borrow::Cow;

use read_fonts::FontRef;
use typst::text::{FontInstance, Glyph, TextItem};
use typst::utils::hash128;

use super::codes::{Codes, Shown};
use super::fonts::{places, to_unicode, widths};
use super::shape::Shape;
use super::show::show;
use super::{Forme, FormeFont};
use crate::typeset::Fonts;
use crate::typeset::names::{name_of, rename};
use crate::typeset::twins::{Pdf, Twin, deflate, deflate_fast};

/// What a letter shows of a font.
#[derive(Default)]
struct Used<'a> {
    font: Option<&'a FontInstance>,
    shown: Vec<Shown<'a>>,
}

impl Forme {
    /// The letter's PDF; `None` if anything in it is not as expected.
    pub fn fill(&self, shape: &Shape<'_>, ident: &str, fonts: &Fonts) -> Option<Vec<u8>> {
        let mut pdf = Pdf {
            header: &self.header,
            objects: self.objects.iter().map(|object| Cow::Borrowed(object.as_slice())).collect(),
            trailer: Cow::Borrowed(&self.trailer),
        };
        let codes = self.codes(shape)?;
        let mut version = hash128(&(ident, &self.packed));
        for (page, runs) in self.pages.iter().zip(&shape.runs) {
            let mut content = Vec::with_capacity(16 * 1024);
            let put_in = runs.iter().filter_map(|run| Some((run.text, run.twin?)));
            for (piece, (text, twin)) in page.pieces.iter().zip(put_in) {
                content.extend_from_slice(piece);
                let (_, codes) = &codes[self.place(twin)?];
                show(text, |glyph| codes.code(shown(text, glyph)), &mut content);
            }
            content.extend_from_slice(page.pieces.last()?);
            let said: Vec<&str> = runs.iter().map(|run| run.text.text.as_str()).collect();
            version = hash128(&(version, &content, said));
            pdf.replace_compressed(page.object, &deflate(&content)?, "");
        }
        for (font, (of, codes)) in self.fonts.iter().zip(codes) {
            font.fill(&codes, of, fonts.twin(font.twin)?, &mut pdf)?;
        }
        self.name(ident, version, &mut pdf);
        pdf.write_packed(&self.packed)
    }

    /// The place of the font that a twin stands for.
    fn place(&self, twin: usize) -> Option<usize> {
        self.fonts.iter().position(|font| font.twin == twin)
    }

    /// Each font, and the codes of the letter's text in it.
    fn codes<'a>(&self, shape: &Shape<'a>) -> Option<Vec<(&'a FontInstance, Codes<'a>)>> {
        let mut used: Vec<Used<'a>> = self.fonts.iter().map(|_| Used::default()).collect();
        for run in shape.runs.iter().flatten() {
            let Some(twin) = run.twin else { continue };
            let used = &mut used[self.place(twin)?];
            used.font = Some(&run.text.font);
            used.shown.extend(run.text.glyphs.iter().map(|glyph| shown(run.text, glyph)));
        }
        let codes = used.into_iter().map(|Used { font, shown }| {
            let font = font?;
            Some((font, Codes::of(shown, font.ttf().number_of_glyphs())?))
        });
        codes.collect()
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

/// A glyph of a run, and what it says.
fn shown<'a>(run: &'a TextItem, glyph: &Glyph) -> Shown<'a> {
    (glyph.id, &run.text[glyph.range()])
}

impl FormeFont {
    fn fill(
        &self,
        codes: &Codes<'_>,
        font: &FontInstance,
        twin: &Twin,
        pdf: &mut Pdf<'_>,
    ) -> Option<()> {
        let glyphs = codes.glyphs();
        let file = twin.file(&glyphs, &FontRef::new(&self.file).ok()?)?;
        let objects = &self.objects;
        pdf.replace_compressed(
            objects.file,
            &file.compressed,
            &format!("/Length1 {}", file.length),
        );
        let places = deflate_fast(&places(codes, &glyphs))?;
        pdf.replace_compressed(objects.places, &places, "");
        let unicode = deflate(&to_unicode(codes))?;
        pdf.replace_compressed(objects.unicode, &unicode, "/Type/CMap/WMode 0");
        let face = font.ttf();
        let per_em = f32::from(face.units_per_em());
        let width = |glyph: u16| {
            let own = face.glyph_hor_advance(ttf_parser::GlyphId(glyph)).unwrap_or_default();
            f32::from(own) / per_em * 1000.0
        };
        let missing = std::iter::once((0, width(0)));
        let widths = widths(missing.chain(codes.iter().map(|(code, it)| (code, width(it.0)))));
        pdf.describe(objects, &widths, file.bounds, &tag(&glyphs))
    }
}

/// Six letters that tell this selection of glyphs from others (ISO 32000-1, 9.6.4).
/// The first is no D: mupdf takes a font for one of DynaLab's, and fits it to the
/// screen, whose name begins with DF or DLC.
fn tag(glyphs: &[u16]) -> [u8; 6] {
    const FIRST: &[u8] = b"ABCEFGHIJKLMNOPQRSTUVWXYZ";
    let hash = hash128(glyphs);
    let mut tag = [FIRST[(hash % FIRST.len() as u128) as usize]; 6];
    let mut rest = hash / FIRST.len() as u128;
    for letter in &mut tag[1..] {
        *letter = b'A' + (rest % 26) as u8;
        rest /= 26;
    }
    tag
}
