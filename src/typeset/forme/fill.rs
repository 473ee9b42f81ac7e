//! A letter's text, put into its forme.

use std::borrow::Cow;

use typst::utils::hash128;

use super::cid_font::{to_unicode, widths};
use super::cids::{FontCids, width};
use super::no_forme::ContentError;
use super::shape::{Run, Shape};
use super::show_text::show_text;
use super::{Forme, FormeFont, NoForme, PageContent};
use crate::typeset::Fonts;
use crate::typeset::deflate::Beginnings;
use crate::typeset::document_id::{permanent_id, replace_id};
use crate::typeset::pdf::Pdf;
use crate::typeset::twins::Twin;

impl Forme {
    /// The letter's PDF. `ident` is what its permanent ID is made of.
    pub fn fill(
        &self,
        shape: &Shape<'_>,
        cids: &[FontCids<'_>],
        ident: &str,
        fonts: &Fonts,
        beginnings: &Beginnings,
    ) -> Result<Vec<u8>, NoForme> {
        let mut pdf = Pdf {
            header: &self.header,
            objects: self.objects.iter().map(|object| Cow::Borrowed(object.as_slice())).collect(),
            trailer: Cow::Borrowed(&self.trailer),
        };
        let other_fonts = ContentError::Fonts { found: self.fonts.len(), wanted: cids.len() };
        if self.fonts.len() != cids.len() {
            return Err(other_fonts.into());
        }
        // All that the letter's PDF is made of, and what its text says: the ID of this
        // version of it.
        let mut version = hash128(&(ident, &self.shared));
        for (page, runs) in self.pages.iter().zip(&shape.runs) {
            let (content, margin) = page.filled(runs, cids);
            let compressed = beginnings.zlib(&content, margin.unwrap_or(content.len()));
            let texts: Vec<&str> = runs.iter().map(|run| run.text.text.as_str()).collect();
            version = hash128(&(version, &compressed, texts));
            pdf.set_stream(page.object, &compressed, "");
        }
        for cids in cids {
            let font = self.fonts.iter().find(|font| font.twin == cids.twin);
            let font = font.ok_or(other_fonts)?;
            font.fill(cids, fonts.twin(font.twin)?, beginnings, &mut pdf)?;
        }
        let of_letter = self.fonts.iter().flat_map(FormeFont::dictionaries).collect();
        let of_letter = pdf.take_into_stream(of_letter)?;
        self.set_document_id([permanent_id(ident), version], &mut pdf);
        Ok(pdf.write_with_streams(&[&self.shared, &of_letter])?)
    }

    /// Puts the letter's own document ID in the place of the forme's.
    fn set_document_id(&self, id: [u128; 2], pdf: &mut Pdf<'_>) {
        let metadata = &mut pdf.objects[self.metadata - 1];
        for (old, new) in self.document_id.iter().zip(id) {
            replace_id(pdf.trailer.to_mut(), old, new);
            replace_id(metadata.to_mut(), old, new);
        }
    }
}

impl PageContent {
    /// The page's content stream with the text of these runs, and where in it the margin
    /// begins.
    fn filled(&self, runs: &[Run<'_>], cids: &[FontCids<'_>]) -> (Vec<u8>, Option<usize>) {
        let mut content = Vec::with_capacity(16 * 1024);
        let cids_of = |run: &Run<'_>| cids.iter().find(|font| Some(font.twin) == run.twin);
        let mut put_in = runs.iter().filter_map(|run| Some((run.text, cids_of(run)?)));
        let mut margin = None;
        for (index, piece) in self.pieces.iter().enumerate() {
            if let Some((_, at)) = self.margin.filter(|(first, _)| *first == index) {
                margin = Some(content.len() + at);
            }
            content.extend_from_slice(piece);
            if let Some((text, font)) = put_in.next() {
                show_text(text, &font.cids, &mut content);
            }
        }
        (content, margin)
    }
}

impl FormeFont {
    /// Puts the font file with the letter's glyphs in, and what belongs to it.
    fn fill(
        &self,
        &FontCids { font, ref cids, .. }: &FontCids<'_>,
        twin: &Twin,
        beginnings: &Beginnings,
        pdf: &mut Pdf<'_>,
    ) -> Result<(), NoForme> {
        let subset = cids.subset();
        let file = twin.file(subset.clone())?;
        let objects = &self.objects;
        let length = format!("/Length1 {}", file.length);
        pdf.set_stream(objects.file, &file.compressed, &length);
        let (cmap, same) = to_unicode(&cids.texts(), subset.last_group());
        let cmap = beginnings.zlib(&cmap, same);
        pdf.set_stream(objects.to_unicode, &cmap, "/Type/CMap/WMode 0");
        let glyphs = subset.glyphs();
        let widths = widths(&glyphs.iter().map(|&it| width(font, it)).collect::<Vec<_>>());
        pdf.set_widths(objects, &widths)?;
        pdf.set_bounds(objects.descriptor, file.bounds)?;
        Ok(pdf.set_subset_tag(objects, &subset_tag(glyphs))?)
    }
}

/// Six letters that tell this subset from others (ISO 32000-1, 9.6.4). The first is no D:
/// mupdf takes a font for one of DynaLab's, and fits it to the screen, whose name begins
/// with DF or DLC.
fn subset_tag(glyphs: &[u16]) -> [u8; 6] {
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
