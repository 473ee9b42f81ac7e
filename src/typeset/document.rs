//! A letter that has been set, and its export to PDF.

use std::collections::BTreeSet;

use thiserror::Error;
use typst::foundations::{Content, NativeElement, Smart};
use typst::introspection::Introspector;
use typst::model::{Document as _, HeadingElem};
use typst::text::Font;
use typst::utils::{Scalar, hash128};
use typst_layout::{Page, PagedDocument};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, pdf};
use typst_render::RenderOptions;
use typst_svg::SvgOptions;

use super::document_id::with_permanent_id;
use super::forme::NoForme;
use super::missing_glyphs::{self, MissingGlyph};
use super::pdf::{Pdf, PdfError};
use super::plain::PlainExport;
use super::retouch::retouched;
use super::text::{self, Character, TextLine};
use super::twins::{self, NoOutlines};
use super::world::{SetWith, Setting};
use super::{Fault, overflow, runs};
use crate::messages::Message;
use crate::unseen::is_invisible;

/// The pages of one letter.
pub struct Document {
    pub(super) pages: PagedDocument,
    /// Characters that could not be set as they were asked for.
    missing: BTreeSet<MissingGlyph>,
    /// Text that stands where it should not, each with its page, from 0.
    overflowing: Vec<(usize, String)>,
    /// What it was set from and with.
    pub(super) setting: Setting,
}

/// Why a document could not become a PDF.
#[derive(Debug, Error)]
pub enum ExportError {
    /// The document breaks a rule of PDF/A-2a or PDF/UA-1.
    #[error("{}", Message::CannotArchive { reasons: joined(.0) })]
    Faults(Vec<Fault>),
    /// The two standards could not be asked for together.
    #[error("{}", Message::StandardsConflict { reason: String::clone(.0) })]
    Standards(String),
}

/// A letter as PDF.
#[derive(Debug)]
pub struct Exported {
    /// The file's bytes.
    pub pdf: Vec<u8>,
    /// Why it was exported the plain way; `None` if it came from a forme.
    pub plain: Option<PlainExport>,
}

/// A PDF of Typst's own export, with black ink alone for what is grey, and with the
/// permanent document ID that `ident` asks for. One in another form than usual stays as it
/// is: what was unusual is said.
fn finished(pdf: Vec<u8>, ident: &str) -> (Vec<u8>, Option<PdfError>) {
    let finished = Pdf::read(&pdf).and_then(|mut parts| {
        let grey = parts.use_device_gray().then(|| parts.write());
        with_permanent_id(grey.unwrap_or_else(|| pdf.clone()), ident)
    });
    match finished {
        Ok(finished) => (finished, None),
        Err(unusual) => (pdf, Some(unusual)),
    }
}

/// Whether Typst, or a template that does not say so, may have put a character that
/// nobody sees on a page: in an outline, where a word may be parted or must not be,
/// between scripts of two directions.
fn is_of_typst(c: char) -> bool {
    is_invisible(c) && matches!(c, '\u{AD}' | '\u{2000}'..='\u{206F}' | '\u{FEFF}')
}

/// What Typst says of several faults, in one line.
fn joined(faults: &[Fault]) -> String {
    let messages: Vec<String> = faults.iter().map(|fault| fault.message.to_string()).collect();
    messages.join("; ")
}

impl Document {
    /// The letter that was set on these pages, as it should look.
    pub(super) fn of(pages: &PagedDocument, setting: Setting) -> Self {
        let mut missing = BTreeSet::new();
        let finished = pages.pages().iter().map(|page| {
            missing_glyphs::find_missing(&page.frame, &mut missing);
            let real = |font: &Font| setting.files.fonts().real_of(font);
            let frame = retouched(&page.frame, &real).unwrap_or_else(|| page.frame.clone());
            // With the real fonts, it is left as Typst has it.
            let frame = if setting.with == SetWith::Twins { runs::joined(&frame) } else { frame };
            Page { frame, ..page.clone() }
        });
        let finished = PagedDocument::new(finished.collect(), pages.info().clone());
        let overflowing = finished.pages().iter().enumerate().flat_map(|(number, page)| {
            overflow::overflowing(&page.frame).into_iter().map(move |text| (number, text))
        });
        let overflowing = overflowing.collect();
        missing.retain(|glyph| !is_of_typst(glyph.character) || setting.says(glyph.character));
        Self { pages: finished, missing, overflowing, setting }
    }

    /// The number of pages.
    pub fn pages(&self) -> usize {
        self.pages.pages().len()
    }

    /// Characters that could not be set as they were asked for.
    pub fn missing_glyphs(&self) -> &BTreeSet<MissingGlyph> {
        &self.missing
    }

    /// Text that stands over other text, beyond its column or off the paper, each
    /// with its page, from 0.
    pub fn overflowing(&self) -> &[(usize, String)] {
        &self.overflowing
    }

    /// A page, from 0, as a PNG picture of this many dots to the inch. The same
    /// glyphs as in the PDF; `None` if there is no such page.
    pub fn png(&self, page: usize, dpi: u16) -> Option<Vec<u8>> {
        let options = RenderOptions {
            pixel_per_pt: Scalar::new(f64::from(dpi) / 72.0),
            ..RenderOptions::default()
        };
        typst_render::render(&self.drawable(page)?, &options).encode_png().ok()
    }

    /// A page, from 0, as an SVG picture; `None` if there is no such page.
    pub fn svg(&self, page: usize) -> Option<String> {
        Some(typst_svg::svg(&self.drawable(page)?, &SvgOptions::default()))
    }

    /// A page with the outlines of its letters.
    fn drawable(&self, page: usize) -> Option<Page> {
        let page = self.pages.pages().get(page)?.clone();
        if self.setting.with == SetWith::RealFonts {
            // In the same pieces as a page that is set with twins.
            return Some(Page { frame: runs::joined(&page.frame), ..page });
        }
        let fonts = self.setting.files.fonts();
        Some(Page { frame: twins::with_outlines(&page.frame, &|twin| fonts.real_of(twin)), ..page })
    }

    /// Tells pages apart: what looks the same has the same number, and mostly
    /// keeps it in the next letter; `None` if there is no such page.
    pub fn page_hash(&self, page: usize) -> Option<u128> {
        self.pages.pages().get(page).map(hash128)
    }

    /// The text of a page, from 0, line by line; none if there is no such page.
    pub fn lines(&self, page: usize) -> Vec<TextLine> {
        self.pages.pages().get(page).map(|page| text::lines(&page.frame)).unwrap_or_default()
    }

    /// The same lines, with each of their characters.
    pub fn characters(&self, page: usize) -> Vec<(TextLine, Vec<Character>)> {
        let page = self.pages.pages().get(page);
        page.map(|page| text::characters(&page.frame)).unwrap_or_default()
    }

    /// Everything that can be read on a page, from 0, in pictures too; nothing if
    /// there is no such page.
    pub fn text(&self, page: usize) -> String {
        let Some(page) = self.pages.pages().get(page) else { return String::new() };
        let lines = text::lines(&page.frame).into_iter().map(|line| line.text);
        lines
            .chain(text::in_pictures(&page.frame))
            .fold(String::new(), |text, line| text + &line + "\n")
    }

    /// The headings' texts, each with its page, from 0.
    pub fn headings(&self) -> Vec<(usize, String)> {
        let introspector = self.pages.introspector();
        let headings = introspector.query(&HeadingElem::ELEM.select());
        let heading = |heading: Content| {
            let page = introspector.position(heading.location()?)?.page.get() - 1;
            Some((page, heading.to_packed::<HeadingElem>()?.body.plain_text().to_string()))
        };
        headings.into_iter().filter_map(heading).collect()
    }

    /// The size of a page, from 0, in points.
    pub fn size(&self, page: usize) -> Option<(f64, f64)> {
        let size = self.pages.pages().get(page)?.frame.size();
        Some((size.x.to_pt(), size.y.to_pt()))
    }

    /// From where to where something stands on a page, from 0, in points from its top
    /// edge; `None` if there is nothing on it, or no such page.
    pub fn extent(&self, page: usize) -> Option<(f64, f64)> {
        text::extent(&self.pages.pages().get(page)?.frame)
    }

    /// The letter as PDF/A-2a and PDF/UA-1. `ident` is what its permanent document ID is
    /// made of: the same in every version of it, and no other letter's.
    pub fn export(&self, ident: &str) -> Result<Exported, ExportError> {
        let plain = match self.export_from_forme(ident) {
            Ok(pdf) => return Ok(Exported { pdf, plain: None }),
            Err(plain) => plain,
        };
        let (pdf, plain) = self.export_whole(ident, plain)?;
        let (pdf, unusual) = finished(pdf, ident);
        Ok(Exported { pdf, plain: Some(unusual.map_or(plain, PlainExport::AsTypstWrote)) })
    }

    /// The letter from its forme, or why it has none.
    fn export_from_forme(&self, ident: &str) -> Result<Vec<u8>, PlainExport> {
        if self.setting.with == SetWith::RealFonts {
            return Err(PlainExport::RealFonts);
        }
        let files = &self.setting.files;
        // The forme is nobody's letter: it has no ID.
        let export = |pages: &PagedDocument| {
            self.export_pages(pages, "").map_err(|error| NoForme::NotExported(error.to_string()))
        };
        Ok(files.formes().pdf(&self.pages, ident, files.fonts(), export)?)
    }

    /// The letter as Typst exports it, from beginning to end; and the reason for it, where
    /// there is one more.
    fn export_whole(
        &self,
        ident: &str,
        plain: PlainExport,
    ) -> Result<(Vec<u8>, PlainExport), ExportError> {
        let pdf = self.export_pages(&self.pages, ident)?;
        let PlainExport::NoForme(no_forme) = plain else { return Ok((pdf, plain)) };
        match self.with_outlines(&pdf) {
            Ok(pdf) => Ok((pdf, no_forme.into())),
            Err(no_outlines) => {
                let setting = Setting { with: SetWith::RealFonts, ..self.setting.clone() };
                let again = setting.compile().map_err(ExportError::Faults)?;
                let pdf = again.export_pages(&again.pages, ident)?;
                Ok((pdf, PlainExport::NoOutlines { no_forme, no_outlines }))
            }
        }
    }

    /// The letter's PDF, made with twins, with the outlines of their fonts.
    fn with_outlines(&self, pdf: &[u8]) -> Result<Vec<u8>, NoOutlines> {
        let fonts = self.setting.files.fonts();
        let mut used = Vec::new();
        for page in self.pages.pages() {
            twins::fonts_in(&page.frame, &mut used);
        }
        let twins = used.into_iter().filter(|font| fonts.real_of(font).is_some()).count();
        twins::put_outlines(pdf, twins, |number| fonts.twin(number))
    }

    /// The PDF of these pages, with the fonts that the letter was set with.
    pub(super) fn export_pages(
        &self,
        pages: &PagedDocument,
        ident: &str,
    ) -> Result<Vec<u8>, ExportError> {
        let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
            .map_err(|error| ExportError::Standards(error.message().to_string()))?;
        let options = PdfOptions {
            ident: Smart::Custom(ident.to_owned()),
            creator: Smart::Custom(Some(concat!("oshirase ", env!("CARGO_PKG_VERSION")).into())),
            standards,
            ..PdfOptions::default()
        };
        pdf(pages, &options).map_err(|errors| {
            ExportError::Faults(errors.iter().map(|error| self.setting.fault(error)).collect())
        })
    }
}
