//! PDFs that are taken apart, changed and put together are what another reader reads.

use hayro_syntax::object::{Dict, Stream};

use super::*;
use crate::typeset::deflate::zlib;

/// A PDF with these objects, in the form that Typst's export gives it.
fn pdf(objects: &[&str]) -> Vec<u8> {
    let objects = objects.iter().zip(1..).map(|(object, number)| {
        Cow::Owned(format!("{number} 0 obj\n{object}\nendobj\n\n").into_bytes())
    });
    let objects: Vec<Cow<'_, [u8]>> = objects.collect();
    let trailer = format!(
        "trailer\n<</Size {}/Root 1 0 R/ID[(AAAAAAAAAAAAAAAAAAAAAA==)(BBBBBBBBBBBBBBBBBBBBBB==)]>>",
        objects.len() + 1
    );
    let trailer = Cow::Owned(trailer.into_bytes());
    Pdf { header: b"%PDF-1.7\n%\xAA\xAA\xAA\xAA\n\n", objects, trailer }.write()
}

const CATALOGUE: &str = "<</Type/Catalog/Pages 2 0 R>>";
const PAGES: &str = "<</Type/Pages/Count 1/Kids[3 0 R]>>";
const PAGE: &str = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>";

/// A small PDF whose only stream says this.
fn page(content: &[u8]) -> Vec<u8> {
    let bytes = pdf(&[CATALOGUE, PAGES, PAGE, "null"]);
    let mut pdf = Pdf::read(&bytes).expect("a PDF of the usual form");
    pdf.set_stream(4, &zlib(content), "");
    pdf.write()
}

#[test]
fn a_pdf_that_is_taken_apart_and_put_together_is_the_same() {
    let bytes = page(b"q Q");
    let pdf = Pdf::read(&bytes).expect("a PDF of the usual form");
    assert_eq!(pdf.decompressed(4), Ok(b"q Q".to_vec()));
    assert_eq!(pdf.reference(3, "Contents"), Ok(4));
    assert!(pdf.is_of_type(3, b"Page") && !pdf.is_of_type(2, b"Page"));
    assert!(pdf.is_stream(4) && !pdf.is_stream(3));
    assert!(pdf.write() == bytes);
}

#[test]
fn what_is_not_there_is_said() {
    let bytes = page(b"q Q");
    let pdf = Pdf::read(&bytes).expect("a PDF of the usual form");
    assert_eq!(pdf.decompressed(9), Err(PdfError::NoObject(9)));
    let entry = "Annots";
    assert_eq!(pdf.reference(3, entry), Err(PdfError::NoEntry { object: 3, entry }));
    let no_stream = PdfError::NotA { object: 3, kind: "a plain compressed stream" };
    assert_eq!(pdf.decompressed(3), Err(no_stream));
    let cut = Pdf::read(&bytes[..bytes.len() - 1]).err();
    assert_eq!(cut, Some(PdfError::NoPart("end-of-file marker")));
}

#[test]
fn another_reader_finds_objects_in_streams() {
    let bytes = page(b"q Q");
    let mut pdf = Pdf::read(&bytes).expect("a PDF of the usual form");
    let shared = pdf.take_into_stream(vec![1, 3]).expect("objects");
    let other = pdf.take_into_stream(vec![2]).expect("an object");
    let bytes = pdf.write_with_streams(&[&shared, &other]).expect("a PDF");
    let read = hayro_syntax::Pdf::new(bytes).expect("a PDF that another reader reads");
    let xref = read.xref();
    for (number, kind) in [(1, "Catalog"), (2, "Pages"), (3, "Page")] {
        let object = xref.get::<Dict<'_>>(ObjRef::new(number, 0).into()).expect("a dictionary");
        assert!(has_name(&object, "Type", kind.as_bytes()), "{kind}");
    }
    let stream = xref.get::<Stream<'_>>(ObjRef::new(4, 0).into()).expect("a stream");
    assert_eq!(&*stream.decoded().expect("compressed bytes"), b"q Q");
}

#[test]
fn the_objects_of_a_font_are_found_wherever_they_stand() {
    let descriptor = "<</Type/FontDescriptor/FontName/AAAAAA+B/FontFile2 5 0 R\
                      /FontBBox[1 2 3 4]/CIDSet 7 0 R>>";
    let cid_font = "<</Type/Font/BaseFont/AAAAAA+B/FontDescriptor 2 0 R/DW 0\
                    /CIDToGIDMap/Identity/W[0 0 5]>>";
    let type0 = "<</Type/Font/BaseFont/AAAAAA+B/DescendantFonts[6 0 R]/ToUnicode 4 0 R>>";
    let bytes = pdf(&[CATALOGUE, descriptor, type0, "null", "null", cid_font, "null"]);
    let mut pdf = Pdf::read(&bytes).expect("a PDF of the usual form");
    let descriptors = pdf.font_descriptors().expect("descriptors");
    let [descriptor] = descriptors.as_slice() else { panic!("{descriptors:?}") };
    assert_eq!(*descriptor, FontDescriptor { object: 2, file: 5, cid_set: Some(7) });
    let font = pdf.cid_font(descriptor).expect("a font");
    let wanted = CidFont { type0: 3, cid_font: 6, descriptor: 2, file: 5, to_unicode: 4 };
    assert_eq!(font, wanted);

    pdf.remove_cid_set(descriptor).expect("a set");
    pdf.set_bounds(2, [-5, 0, 10, 20]).expect("a box");
    pdf.set_widths(&font, b"/DW 1000/W[]").expect("widths");
    pdf.set_subset_tag(&font, b"ZYXWVU").expect("a tag");
    let object = |number: usize| String::from_utf8_lossy(&pdf.objects[number - 1]).into_owned();
    let descriptor = "<</Type/FontDescriptor/FontName/ZYXWVU+B/FontFile2 5 0 R\
                      /FontBBox[-5 0 10 20]>>";
    assert_eq!(object(2), format!("2 0 obj\n{descriptor}\nendobj\n\n"));
    assert_eq!(object(7), "7 0 obj\nnull\nendobj\n\n");
    assert!(object(6).ends_with("/CIDToGIDMap/Identity/DW 1000/W[]>>\nendobj\n\n"));
    assert!([3, 6].iter().all(|&it| object(it).contains("/ZYXWVU+B")));
}

#[test]
fn only_grey_with_a_profile_becomes_the_devices_own() {
    let profile =
        |components| format!("<</Length 0/N {components}/Alternate/X>>\nstream\n\nendstream");
    let (one, three) = (profile(1), profile(3));
    let bytes = pdf(&[CATALOGUE, "[/ICCBased 3 0 R]", &one, "[/ICCBased 5 0 R]", &three]);
    let mut pdf = Pdf::read(&bytes).expect("a PDF of the usual form");
    assert!(pdf.use_device_gray());
    let object = |number: usize| String::from_utf8_lossy(&pdf.objects[number - 1]).into_owned();
    assert_eq!(
        [object(2), object(3)],
        ["2 0 obj\n/DeviceGray\nendobj\n\n", "3 0 obj\nnull\nendobj\n\n"]
    );
    assert!(object(4).contains("/ICCBased 5 0 R") && object(5).contains("/N 3"));
    assert!(!pdf.use_device_gray());
}

#[test]
fn a_stream_that_ends_like_a_line_has_a_whole_line_end_after_it() {
    for (bytes, end) in [(&b"a"[..], &b"\na\nendstream\n"[..]), (b"a\r", b"\na\r\r\nendstream\n")] {
        assert!(find(&stream(1, bytes, ""), end).is_some(), "{bytes:?}");
    }
}
