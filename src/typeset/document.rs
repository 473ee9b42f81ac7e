//! A letter that has been set, and its export to PDF.

use std::collections::BTreeSet;

use thiserror::Error;
use typst::foundations::{Content, NativeElement, Smart};
use typst::introspection::Introspector;
use typst::model::HeadingElem;
use typst::utils::{Scalar, hash128};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, pdf};
use typst_render::RenderOptions;
use typst_svg::SvgOptions;

use super::glyphs::{self, MissingGlyph};
use super::text::{self, TextLine};
use super::{Fault, Typesetter};
use crate::messages::Message;

/// The pages of one letter.
pub struct Document(PagedDocument);

/// Why a document could not become a PDF.
#[derive(Debug, Error)]
pub enum ExportError {
    /// The document breaks a rule of PDF/A-2a or PDF/UA-1.
    #[error("{}", Message::CannotArchive { reasons: said(.0) })]
    Faults(Vec<Fault>),
    /// The two standards could not be asked for together.
    #[error("{}", Message::StandardsConflict { reason: String::clone(.0) })]
    Standards(String),
}

/// What Typst says of several faults, in one line.
fn said(faults: &[Fault]) -> String {
    let said: Vec<String> = faults.iter().map(|fault| fault.message.to_string()).collect();
    said.join("; ")
}

impl Document {
    pub(super) fn new(document: PagedDocument) -> Self {
        Self(document)
    }

    /// The number of pages.
    pub fn pages(&self) -> usize {
        self.0.pages().len()
    }

    /// Characters that could not be set as they were asked for.
    pub fn missing_glyphs(&self) -> BTreeSet<MissingGlyph> {
        let mut missing = BTreeSet::new();
        for page in self.0.pages() {
            glyphs::find_missing(&page.frame, &mut missing);
        }
        missing
    }

    /// A page, from 0, as a PNG picture of this many dots to the inch. The same
    /// glyphs as in the PDF; `None` if there is no such page.
    pub fn png(&self, page: usize, dpi: u16) -> Option<Vec<u8>> {
        let options = RenderOptions {
            pixel_per_pt: Scalar::new(f64::from(dpi) / 72.0),
            ..RenderOptions::default()
        };
        typst_render::render(self.0.pages().get(page)?, &options).encode_png().ok()
    }

    /// A page, from 0, as an SVG picture; `None` if there is no such page.
    pub fn svg(&self, page: usize) -> Option<String> {
        Some(typst_svg::svg(self.0.pages().get(page)?, &SvgOptions::default()))
    }

    /// Tells pages apart: what looks the same has the same number, and mostly
    /// keeps it in the next letter; `None` if there is no such page.
    pub fn page_hash(&self, page: usize) -> Option<u128> {
        self.0.pages().get(page).map(hash128)
    }

    /// The text of a page, from 0, line by line; none if there is no such page.
    pub fn lines(&self, page: usize) -> Vec<TextLine> {
        self.0.pages().get(page).map(|page| text::lines(&page.frame)).unwrap_or_default()
    }

    /// The headings' texts, each with its page, from 0.
    pub fn headings(&self) -> Vec<(usize, String)> {
        let introspector = self.0.introspector();
        let headings = introspector.query(&HeadingElem::ELEM.select());
        let heading = |heading: Content| {
            let page = introspector.position(heading.location()?)?.page.get() - 1;
            Some((page, heading.to_packed::<HeadingElem>()?.body.plain_text().to_string()))
        };
        headings.into_iter().filter_map(heading).collect()
    }

    /// The size of a page, from 0, in points.
    pub fn size(&self, page: usize) -> Option<(f64, f64)> {
        let size = self.0.pages().get(page)?.frame.size();
        Some((size.x.to_pt(), size.y.to_pt()))
    }

    /// The letter as PDF/A-2a and PDF/UA-1. `ident` names the letter for good:
    /// the same in every version of it, and no other letter's.
    pub fn export(&self, ident: &str, typesetter: &Typesetter) -> Result<Vec<u8>, ExportError> {
        let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
            .map_err(|error| ExportError::Standards(error.message().to_string()))?;
        let options = PdfOptions {
            ident: Smart::Custom(ident.to_owned()),
            creator: Smart::Custom(Some(concat!("oshirase ", env!("CARGO_PKG_VERSION")).into())),
            standards,
            ..PdfOptions::default()
        };
        pdf(&self.0, &options).map_err(|errors| {
            ExportError::Faults(errors.iter().map(|error| typesetter.fault(error)).collect())
        })
    }
}
