//! A forme from the PDF that Typst makes of a letter without text.

use super::no_forme::ContentError;
use super::shape::{Run, Shape};
use super::{Forme, FormeFont, NoForme, PageContent};
use crate::typeset::pdf::{Pdf, PdfError, find};
use crate::typeset::twins::number_of_twin;

impl Forme {
    /// Reads a PDF in which each run of the shape is shown once, in the order of the
    /// shape.
    pub fn read(pdf: &[u8], shape: &Shape<'_>) -> Result<Self, NoForme> {
        let mut pdf = Pdf::read(pdf)?;
        pdf.use_device_gray();
        let pages = pages(&pdf, shape)?;
        let fonts = fonts(&mut pdf)?;
        let document_id = pdf.document_id()?.map(|part| pdf.trailer[part].to_vec());
        let metadata = pdf.numbers().find(|&object| pdf.is_of_type(object, b"Metadata"));
        let metadata = metadata.ok_or(PdfError::NoneIs("the metadata"))?;
        let of_letters: Vec<usize> = fonts.iter().flat_map(FormeFont::dictionaries).collect();
        let is_shared = |object: &usize| !of_letters.contains(object) && !pdf.is_stream(*object);
        let shared = pdf.numbers().filter(is_shared).collect();
        let shared = pdf.take_into_stream(shared)?;
        Ok(Self {
            pages,
            shared,
            fonts,
            metadata,
            document_id,
            header: pdf.header.to_vec(),
            trailer: pdf.trailer.to_vec(),
            objects: pdf.objects.into_iter().map(Into::into).collect(),
        })
    }
}

/// The content streams of the pages, each parted at the text that is put in.
fn pages(pdf: &Pdf<'_>, shape: &Shape<'_>) -> Result<Vec<PageContent>, NoForme> {
    let pages = pdf.numbers().filter(|&object| pdf.is_of_type(object, b"Page"));
    let streams = pages.map(|page| pdf.reference(page, "Contents"));
    let streams: Vec<usize> = streams.collect::<Result<_, _>>()?;
    if streams.len() != shape.runs.len() {
        let (found, wanted) = (streams.len(), shape.runs.len());
        return Err(ContentError::Pages { found, wanted }.into());
    }
    let pages = (1..).zip(streams).zip(&shape.runs).map(|((page, object), runs)| {
        let pieces = pieces(&pdf.decompressed(object)?, page, runs)?;
        let margin = margin(&pieces);
        Ok(PageContent { object, pieces, margin })
    });
    pages.collect()
}

/// The fonts of the letter's text, without the sets of their CIDs. Other fonts are in the
/// forme as they are in the letter.
fn fonts(pdf: &mut Pdf<'_>) -> Result<Vec<FormeFont>, NoForme> {
    let mut fonts = Vec::new();
    for descriptor in pdf.font_descriptors()? {
        if let Some(twin) = number_of_twin(&pdf.decompressed(descriptor.file)?)? {
            let objects = pdf.cid_font(&descriptor)?;
            pdf.remove_cid_set(&descriptor)?;
            fonts.push(FormeFont { twin, objects });
        }
    }
    Ok(fonts)
}

/// What comes before, between and after the operators that show the text which is put
/// in. `page` is the page's number, from 1.
fn pieces(content: &[u8], page: usize, runs: &[Run<'_>]) -> Result<Vec<Vec<u8>>, ContentError> {
    /// A text object begins, with characters that are filled.
    const BEGIN: &[u8] = b"BT 0 Tr/";
    /// The text matrix, which is set once for each part of a run.
    const MATRIX: &[u8] = b" Tm";
    const END: &[u8] = b"\nET\n";
    let mut pieces = Vec::new();
    let (mut last, mut at) = (0, 0);
    for (number, run) in (1..).zip(runs) {
        let shown = || {
            let begin = at + find(&content[at..], BEGIN)?;
            let show = begin + find(&content[begin..], MATRIX)? + MATRIX.len();
            Some(show..show + find(&content[show..], END)?)
        };
        let shown = shown().ok_or(ContentError::NoText { page, run: number })?;
        at = shown.end;
        if run.twin.is_some() {
            // Text in several parts is read otherwise than glyph by glyph.
            if find(&content[shown.clone()], MATRIX).is_some() {
                return Err(ContentError::Parts { page, run: number });
            }
            pieces.push(content[last..shown.start].to_vec());
            last = shown.end;
        }
    }
    pieces.push(content[last..].to_vec());
    match find(&content[at..], BEGIN) {
        Some(_) => Err(ContentError::MoreText(page)),
        None => Ok(pieces),
    }
}

/// Where in a page's content the margin begins: the first artifact after all marked
/// content that belongs to the structure.
fn margin(pieces: &[Vec<u8>]) -> Option<(usize, usize)> {
    const OF_STRUCTURE: &[u8] = b"<</MCID ";
    const ARTIFACT: &[u8] = b"/Artifact";
    let last = pieces.iter().rposition(|piece| find(piece, OF_STRUCTURE).is_some())?;
    let after = pieces.iter().enumerate().skip(last + 1);
    after.into_iter().find_map(|(index, piece)| Some((index, find(piece, ARTIFACT)?)))
}
