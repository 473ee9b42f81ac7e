//! The objects that make a font with TrueType outlines (ISO 32000-1, 9.7 and 9.8):
//!
//! ```text
//! Type 0 font ── /ToUnicode ────────────▶ ToUnicode CMap
//!   │ /DescendantFonts
//!   ▼
//! CIDFont, /W ── /FontDescriptor ───────▶ font descriptor, /FontBBox
//!                                           │ /FontFile2 ▶ font file
//!                                           │ /CIDSet    ▶ set of CIDs
//! ```
//!
//! Type 0 font, CIDFont and descriptor have the font's name in them, with the tag of
//! its subset.

use std::ops::Range;

use hayro_syntax::object::{Array, Dict, MaybeRef, ObjRef};

use super::{Pdf, PdfError, find, has_name, object_number};

/// A font descriptor, by the numbers of objects.
#[derive(Debug, PartialEq, Eq)]
pub struct FontDescriptor {
    /// The descriptor itself.
    pub object: usize,
    /// The font file.
    pub file: usize,
    /// The set of CIDs that the font has, where it says so.
    pub cid_set: Option<usize>,
}

/// All the objects of a font, by their numbers.
#[derive(Debug, PartialEq, Eq)]
pub struct CidFont {
    /// The Type 0 font, which text is set in.
    pub type0: usize,
    /// The CIDFont, which has the widths.
    pub cid_font: usize,
    /// The font descriptor.
    pub descriptor: usize,
    /// The font file.
    pub file: usize,
    /// The ToUnicode CMap: what each CID says.
    pub to_unicode: usize,
}

/// How a CIDFont's entries for widths begin where a CID is a glyph's number in the font
/// file, and where nothing else comes after them.
const WIDTHS: &[u8] = b"/DW 0/CIDToGIDMap/Identity/W[";
/// What of them stays with other widths.
const IDENTITY: &[u8] = b"/CIDToGIDMap/Identity";

impl Pdf<'_> {
    /// The descriptors of the fonts with TrueType outlines.
    pub fn font_descriptors(&self) -> Result<Vec<FontDescriptor>, PdfError> {
        let has_outlines = |&object: &usize| {
            let descriptor = self.dictionary(object);
            let descriptor = descriptor.filter(|it| has_name(it, "Type", b"FontDescriptor"));
            descriptor.is_some_and(|it| it.contains_key("FontFile2"))
        };
        let descriptor = |object| {
            Ok(FontDescriptor {
                object,
                file: self.reference(object, "FontFile2")?,
                cid_set: self.reference(object, "CIDSet").ok(),
            })
        };
        self.numbers().filter(has_outlines).map(descriptor).collect()
    }

    /// The objects of the font that has this descriptor.
    pub fn cid_font(&self, descriptor: &FontDescriptor) -> Result<CidFont, PdfError> {
        let type0 = |&object: &usize| {
            let cid_font = self.dictionary(object).and_then(|it| descendant(&it))?;
            let own = self.reference(cid_font, "FontDescriptor");
            (own == Ok(descriptor.object)).then_some((object, cid_font))
        };
        let found = self.numbers().find_map(|object| type0(&object));
        let (type0, cid_font) = found.ok_or(PdfError::NoneIs("the font of a descriptor"))?;
        if find(self.content(cid_font)?, WIDTHS).is_none() {
            return Err(PdfError::NoEntry { object: cid_font, entry: "widths" });
        }
        Ok(CidFont {
            type0,
            cid_font,
            descriptor: descriptor.object,
            file: descriptor.file,
            to_unicode: self.reference(type0, "ToUnicode")?,
        })
    }

    /// Takes out the set of a font's CIDs, which says nothing of a font all of whose
    /// CIDs are in use.
    pub fn remove_cid_set(&mut self, font: &FontDescriptor) -> Result<(), PdfError> {
        let no_entry = PdfError::NoEntry { object: font.object, entry: "CIDSet" };
        let set = font.cid_set.ok_or(no_entry)?;
        let entry = format!("/CIDSet {set} 0 R");
        let descriptor = self.objects[font.object - 1].to_mut();
        let at = find(descriptor, entry.as_bytes()).ok_or(no_entry)?;
        descriptor.drain(at..at + entry.len());
        self.set_object(set, "null");
        Ok(())
    }

    /// Gives a font other widths: the entries `DW` and `W` of its CIDFont.
    pub fn set_widths(&mut self, font: &CidFont, widths: &[u8]) -> Result<(), PdfError> {
        let object = &mut self.objects[font.cid_font - 1];
        let no_widths = PdfError::NoEntry { object: font.cid_font, entry: "widths" };
        let own = find(object, WIDTHS).ok_or(no_widths)?;
        *object = [&object[..own], IDENTITY, widths, b">>\nendobj\n\n"].concat().into();
        Ok(())
    }

    /// Gives a font another tag of its subset, before its name (ISO 32000-1, 9.6.4).
    pub fn set_subset_tag(&mut self, font: &CidFont, tag: &[u8; 6]) -> Result<(), PdfError> {
        for number in [font.type0, font.cid_font, font.descriptor] {
            let object = self.objects[number - 1].to_mut();
            let place = find(object, b"+").and_then(|end| Some(end.checked_sub(tag.len())?..end));
            let own = place.and_then(|place| object.get_mut(place));
            let no_tag = PdfError::NoEntry { object: number, entry: "subset tag" };
            own.ok_or(no_tag)?.copy_from_slice(tag);
        }
        Ok(())
    }

    /// Gives a font another bounding box: left, bottom, right, top in thousandths of an em.
    pub fn set_bounds(&mut self, descriptor: usize, bounds: [i32; 4]) -> Result<(), PdfError> {
        let object = &mut self.objects[descriptor - 1];
        let no_box = PdfError::NoEntry { object: descriptor, entry: "FontBBox" };
        let place = numbers_after(object, b"/FontBBox[").ok_or(no_box)?;
        let [left, bottom, right, top] = bounds;
        let numbers = format!("{left} {bottom} {right} {top}");
        object.to_mut().splice(place, numbers.into_bytes());
        Ok(())
    }
}

/// The CIDFont of a Type 0 font; `None` for a dictionary of another kind.
fn descendant(type0: &Dict<'_>) -> Option<usize> {
    let MaybeRef::NotRef(fonts) = type0.get_raw::<Array<'_>>("DescendantFonts")? else {
        return None;
    };
    let first: ObjRef = fonts.raw_iter().next()?.as_obj_ref()?;
    object_number(first)
}

/// Where the numbers of an array are that begins so.
fn numbers_after(object: &[u8], beginning: &[u8]) -> Option<Range<usize>> {
    let start = find(object, beginning)? + beginning.len();
    let end = start + find(&object[start..], b"]")?;
    Some(start..end)
}
