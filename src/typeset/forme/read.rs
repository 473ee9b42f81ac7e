//! A forme from the PDF that Typst makes of a letter without text.

use std::io::Read as _;
use std::ops::Range;

use flate2::read::ZlibDecoder;

use super::shape::{Run, Shape};
use super::{Content, Forme, FormeFont};
use crate::typeset::twins::{Pdf, find, number_of_twin};

impl Forme {
    /// Reads a PDF in which each run of the shape is drawn once; `None` if
    /// anything in it is not as expected.
    pub fn read(pdf: &[u8], shape: &Shape<'_>) -> Option<Self> {
        let mut pdf = Pdf::read(pdf)?;
        pdf.set_grey_alone();
        let objects = pdf.objects.iter();
        let drawn: Vec<usize> = objects.filter_map(|object| drawn_by(object)).collect();
        if drawn.len() != shape.runs.len() {
            return None;
        }
        let pages = drawn.into_iter().zip(&shape.runs).map(|(object, runs)| {
            let pieces = pieces(&inflate(pdf.compressed(object)?)?, runs)?;
            let margin = margin(&pieces);
            Some(Content { object, pieces, margin })
        });
        let pages: Vec<Content> = pages.collect::<Option<_>>()?;
        let mut fonts = Vec::new();
        for font in pdf.descriptors()? {
            // Others are there as they are in the letter.
            if let Some(twin) = number_of_twin(&inflate(pdf.compressed(font.file)?)?) {
                let objects = pdf.font_objects(&font)?;
                pdf.remove_set(&objects)?;
                fonts.push(FormeFont { twin, objects });
            }
        }
        let names = pdf.names()?.map(|name: Range<usize>| pdf.trailer[name].to_vec());
        let is_metadata = |object: &[u8]| find(object, b"/Type/Metadata/").is_some();
        let metadata = pdf.objects.iter().position(|object| is_metadata(object))? + 1;
        let changing: Vec<usize> = fonts.iter().flat_map(FormeFont::described_in).collect();
        let numbers = 1..=pdf.objects.len();
        let same = numbers.filter(|it| !changing.contains(it) && !pdf.is_stream(*it)).collect();
        let packed = pdf.pack(same)?;
        Some(Self {
            pages,
            packed,
            fonts,
            metadata,
            names,
            header: pdf.header.to_vec(),
            trailer: pdf.trailer.to_vec(),
            objects: pdf.objects.into_iter().map(Into::into).collect(),
        })
    }
}

fn inflate(compressed: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    ZlibDecoder::new(compressed).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// The object with what is drawn on a page, if this object is one.
fn drawn_by(object: &[u8]) -> Option<usize> {
    let content = &object[find(object, b" 0 obj\n")?..];
    if !content.starts_with(b" 0 obj\n<</Type/Page/") {
        return None;
    }
    let after = &content[find(content, b"/Contents ")? + 10..];
    std::str::from_utf8(&after[..find(after, b" 0 R")?]).ok()?.parse().ok()
}

/// What comes before, between and after that which shows the text that is put
/// in; `None` if there are other runs of text than these.
fn pieces(content: &[u8], runs: &[Run<'_>]) -> Option<Vec<Vec<u8>>> {
    const BEGIN: &[u8] = b"BT 0 Tr/";
    let mut pieces = Vec::new();
    let (mut last, mut at) = (0, 0);
    for run in runs {
        let begin = at + find(&content[at..], BEGIN)?;
        let show = begin + find(&content[begin..], b" Tm")? + 3;
        let end = show + find(&content[show..], b"\nET\n")?;
        if run.twin.is_some() {
            // Text in several parts is told otherwise than glyph by glyph.
            if find(&content[show..end], b" Tm").is_some() {
                return None;
            }
            pieces.push(content[last..show].to_vec());
            last = end;
        }
        at = end;
    }
    pieces.push(content[last..].to_vec());
    find(&content[at..], BEGIN).is_none().then_some(pieces)
}

/// Where in a page's content the margin begins: after all that belongs to the text.
fn margin(pieces: &[Vec<u8>]) -> Option<(usize, usize)> {
    const OF_THE_TEXT: &[u8] = b"<</MCID ";
    let last = pieces.iter().rposition(|piece| find(piece, OF_THE_TEXT).is_some())?;
    pieces
        .iter()
        .enumerate()
        .skip(last + 1)
        .find_map(|(index, piece)| Some((index, find(piece, b"/Artifact")?)))
}
