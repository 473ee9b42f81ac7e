//! A letter's text, put into its forme.

use std::borrow::Cow;

use typst::utils::hash128;

use super::codes::{FontCodes, width};
use super::fonts::{to_unicode, widths};
use super::shape::Shape;
use super::show::show;
use super::{Forme, FormeFont};
use crate::typeset::Fonts;
use crate::typeset::deflate::Beginnings;
use crate::typeset::names::{name_of, rename};
use crate::typeset::twins::{Pdf, Twin};

impl Forme {
    /// The letter's PDF; `None` if anything in it is not as expected.
    pub fn fill(
        &self,
        shape: &Shape<'_>,
        codes: &[FontCodes<'_>],
        ident: &str,
        fonts: &Fonts,
        beginnings: &Beginnings,
    ) -> Option<Vec<u8>> {
        let mut pdf = Pdf {
            header: &self.header,
            objects: self.objects.iter().map(|object| Cow::Borrowed(object.as_slice())).collect(),
            trailer: Cow::Borrowed(&self.trailer),
        };
        // The text is all in fonts of the forme.
        if codes.len() != self.fonts.len() {
            return None;
        }
        let codes_in = |twin| codes.iter().find(|font| font.twin == twin);
        let mut version = hash128(&(ident, &self.packed));
        for (page, runs) in self.pages.iter().zip(&shape.runs) {
            let mut content = Vec::with_capacity(16 * 1024);
            let mut put_in = runs.iter().filter_map(|run| Some((run.text, run.twin?)));
            let mut margin = None;
            for (index, piece) in page.pieces.iter().enumerate() {
                if let Some((_, at)) = page.margin.filter(|(first, _)| *first == index) {
                    margin = Some(content.len() + at);
                }
                content.extend_from_slice(piece);
                if let Some((text, twin)) = put_in.next() {
                    show(text, &codes_in(twin)?.codes, &mut content);
                }
            }
            let compressed = beginnings.zlib(&content, margin.unwrap_or(content.len()));
            let said: Vec<&str> = runs.iter().map(|run| run.text.text.as_str()).collect();
            version = hash128(&(version, &compressed, said));
            pdf.replace_compressed(page.object, &compressed, "");
        }
        for font in &self.fonts {
            font.fill(codes_in(font.twin)?, fonts.twin(font.twin)?, beginnings, &mut pdf)?;
        }
        let described = self.fonts.iter().flat_map(FormeFont::described_in).collect();
        let described = pdf.pack(described)?;
        self.name([name_of(ident), version], &mut pdf);
        pdf.write_packed(&[&self.packed, &described])
    }

    /// Puts the letter's own names in the place of the forme's.
    fn name(&self, names: [u128; 2], pdf: &mut Pdf<'_>) {
        let metadata = &mut pdf.objects[self.metadata - 1];
        for (old, new) in self.names.iter().zip(names) {
            rename(pdf.trailer.to_mut(), old, new);
            rename(metadata.to_mut(), old, new);
        }
    }
}

impl FormeFont {
    fn fill(
        &self,
        &FontCodes { font, ref codes, .. }: &FontCodes<'_>,
        twin: &Twin,
        beginnings: &Beginnings,
        pdf: &mut Pdf<'_>,
    ) -> Option<()> {
        let selection = codes.selection();
        let file = twin.file(selection.clone())?;
        let objects = &self.objects;
        pdf.replace_compressed(
            objects.file,
            &file.compressed,
            &format!("/Length1 {}", file.length),
        );
        let (unicode, same) = to_unicode(&codes.said(), selection.last_group());
        let unicode = beginnings.zlib(&unicode, same);
        pdf.replace_compressed(objects.unicode, &unicode, "/Type/CMap/WMode 0");
        let glyphs = selection.glyphs();
        let widths = widths(&glyphs.iter().map(|&it| width(font, it)).collect::<Vec<_>>());
        pdf.describe(objects, &widths, file.bounds, &tag(glyphs))
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
