//! A finished PDF taken apart into its objects, and put together again.
//!
//! The PDF comes from one known writer and is expected to have exactly the form
//! that this writer gives it. Of any other nothing is guessed: there is no result.
//! Source: ISO 32000-1, 7.5 (file structure), 9.8 (font descriptors).

use std::borrow::Cow;
use std::io::Write as _;
use std::ops::Range;

use crate::typeset::deflate::zlib;

/// A PDF in parts.
pub struct Pdf<'a> {
    /// What comes before the first object.
    pub header: &'a [u8],
    /// The objects in the order of their numbers, which begin with 1. Each from
    /// its number to its end.
    pub objects: Vec<Cow<'a, [u8]>>,
    /// From the word `trailer` to the end of its dictionary.
    pub trailer: Cow<'a, [u8]>,
}

/// Objects in one stream (ISO 32000-1, 7.5.7).
#[derive(Hash)]
pub struct Packed {
    compressed: Vec<u8>,
    /// Where in the stream the first of them begins.
    first: usize,
    /// Their numbers, in their order.
    numbers: Vec<usize>,
}

/// The numbers of the objects that make a font.
#[derive(Debug, PartialEq, Eq)]
pub struct FontObjects {
    /// The font, and the one below it that knows widths.
    pub fonts: [usize; 2],
    /// Its description.
    pub descriptor: usize,
    /// The font file.
    pub file: usize,
    /// What its codes say.
    pub unicode: usize,
    /// The set of its codes.
    pub set: usize,
}

/// How a font is described.
#[derive(Debug, PartialEq, Eq)]
pub struct Descriptor {
    /// Which object it is.
    object: usize,
    /// Where in it the numbers of `FontBBox` are.
    bounds: Range<usize>,
    /// The object that tells which glyphs the font has, if there is one.
    pub glyphs: Option<usize>,
    /// The object with the font file.
    pub file: usize,
}

impl<'a> Pdf<'a> {
    /// Takes a PDF apart.
    pub fn read(pdf: &'a [u8]) -> Option<Self> {
        /// The length of a line of the table of objects.
        const ENTRY: usize = 20;
        let (before, table) = split_at_last(pdf.strip_suffix(b"\n%%EOF")?, b"\nstartxref\n")?;
        let table = number(table)?;
        let entries = before.get(table..)?.strip_prefix(b"xref\n0 ")?;
        let (count, entries) = split_at_first(entries, b"\n")?;
        let (entries, trailer) = entries.split_at_checked(number(count)?.checked_mul(ENTRY)?)?;
        // The first line is that of no object.
        let offset = |entry: &[u8]| number(entry.strip_suffix(b" 00000 n\r\n")?);
        let entries = entries.chunks(ENTRY).skip(1);
        let mut offsets: Vec<usize> = entries.map(offset).collect::<Option<_>>()?;
        offsets.push(table);
        let object = |range: &[usize]| Some(Cow::Borrowed(pdf.get(range[0]..range[1])?));
        Some(Self {
            header: pdf.get(..*offsets.first()?)?,
            objects: offsets.windows(2).map(object).collect::<Option<_>>()?,
            trailer: Cow::Borrowed(trailer.starts_with(b"trailer\n").then_some(trailer)?),
        })
    }

    /// The whole PDF again.
    pub fn write(&self) -> Vec<u8> {
        let length: usize = self.objects.iter().map(|object| object.len()).sum();
        let table = self.header.len() + length;
        let mut pdf = Vec::with_capacity(table + (self.objects.len() + 1) * 20 + 1024);
        let mut offsets = Vec::with_capacity(self.objects.len());
        pdf.extend_from_slice(self.header);
        for object in &self.objects {
            offsets.push(pdf.len());
            pdf.extend_from_slice(object);
        }
        // Writing to a vector does not fail.
        let _ = write!(pdf, "xref\n0 {}\n0000000000 65535 f\r\n", offsets.len() + 1);
        for offset in offsets {
            let _ = write!(pdf, "{offset:010} 00000 n\r\n");
        }
        pdf.extend_from_slice(&self.trailer);
        let _ = write!(pdf, "\nstartxref\n{table}\n%%EOF");
        pdf
    }

    /// Whether an object is a stream.
    pub fn is_stream(&self, object: usize) -> bool {
        find(&self.objects[object - 1], b"\nstream\n").is_some()
    }

    /// Takes objects out that are no streams, and packs them into one stream.
    pub fn pack(&mut self, numbers: Vec<usize>) -> Option<Packed> {
        let (mut places, mut bodies) = (Vec::new(), Vec::new());
        for &number in &numbers {
            let object = std::mem::take(self.objects.get_mut(number.checked_sub(1)?)?);
            let body = content(&object, number)?.trim_ascii_end().strip_suffix(b"\nendobj")?;
            // Writing to a vector does not fail.
            let _ = write!(places, "{number} {} ", bodies.len());
            bodies.extend_from_slice(body);
            bodies.push(b'\n');
        }
        let first = places.len();
        places.extend_from_slice(&bodies);
        Some(Packed { compressed: zlib(&places), first, numbers })
    }

    /// The whole PDF again, with the objects that were packed. The table of
    /// objects is a stream then (ISO 32000-1, 7.5.8).
    pub fn write_packed(&self, packed: &[&Packed]) -> Option<Vec<u8>> {
        let packs = self.objects.len() + 1..;
        let length: usize = self.objects.iter().map(|object| object.len()).sum();
        let in_packs: usize = packed.iter().map(|it| it.compressed.len()).sum();
        let mut pdf = Vec::with_capacity(self.header.len() + length + in_packs + 2048);
        let mut table: Vec<[u8; ENTRY]> = vec![[0; ENTRY]; self.objects.len() + packed.len() + 2];
        // A byte for the kind of entry, four for the place, two for the rest.
        let entry = |kind: u8, place: usize, rest: u16| {
            let mut entry = [kind, 0, 0, 0, 0, 0, 0];
            entry[1..5].copy_from_slice(&u32::try_from(place).ok()?.to_be_bytes());
            entry[5..].copy_from_slice(&rest.to_be_bytes());
            Some(entry)
        };
        table[0] = entry(0, 0, u16::MAX)?;
        pdf.extend_from_slice(self.header);
        for (index, object) in self.objects.iter().enumerate().filter(|(_, it)| !it.is_empty()) {
            table[index + 1] = entry(1, pdf.len(), 0)?;
            pdf.extend_from_slice(object);
        }
        for (pack, Packed { compressed, first, numbers }) in packs.zip(packed) {
            for (place, &number) in (0..).zip(numbers) {
                table[number] = entry(2, pack, place)?;
            }
            table[pack] = entry(1, pdf.len(), 0)?;
            let head = format!("/Type/ObjStm/N {}/First {first}", numbers.len());
            pdf.extend_from_slice(&stream(pack, compressed, &head));
        }
        let (start, number) = (pdf.len(), table.len() - 1);
        table[number] = entry(1, start, 0)?;
        let keys = &self.trailer[find(&self.trailer, b"/Root ")?..];
        let keys = std::str::from_utf8(keys.strip_suffix(b">>")?).ok()?;
        let head = format!(
            "/DecodeParms<</Predictor 12/Columns {ENTRY}>>/Type/XRef/Size {}/W[1 4 2]{keys}",
            table.len()
        );
        pdf.extend_from_slice(&stream(number, &zlib(&differences(&table)), &head));
        pdf.extend_from_slice(format!("startxref\n{start}\n%%EOF").as_bytes());
        Some(pdf)
    }

    /// The fonts with TrueType outlines; `None` if one is described in an
    /// unexpected way.
    pub fn descriptors(&self) -> Option<Vec<Descriptor>> {
        let objects = self.objects.iter().enumerate();
        let descriptors = objects.filter_map(|(index, object)| {
            let content = content(object, index + 1)?;
            let is_font = content.starts_with(b"<</Type/FontDescriptor/")
                && find(content, b"/FontFile2 ").is_some();
            is_font.then(|| Descriptor::read(object, index + 1))
        });
        descriptors.collect()
    }

    /// The bytes of an object that is a compressed stream and nothing else.
    pub fn compressed(&self, object: usize) -> Option<&[u8]> {
        let rest = content(self.objects.get(object.checked_sub(1)?)?, object)?;
        let (length, rest) = split_at_first(rest.strip_prefix(b"<</Length ")?, b"/")?;
        let rest = rest.strip_prefix(b"Filter/FlateDecode>>\nstream\n")?;
        let (stream, rest) = rest.split_at_checked(number(length)?)?;
        rest.starts_with(b"\nendstream\nendobj\n").then_some(stream)
    }

    /// Makes an object a compressed stream; `more` is added to its dictionary.
    pub fn replace_compressed(&mut self, object: usize, stream: &[u8], more: &str) {
        self.objects[object - 1] = Cow::Owned(self::stream(object, stream, more));
    }

    /// Where in the trailer the document's name for good is, and the one of
    /// this version of it.
    pub fn names(&self) -> Option<[Range<usize>; 2]> {
        let start = find(&self.trailer, b"/ID[(")? + 5;
        let middle = start + find(&self.trailer[start..], b")(")?;
        let end = middle + 2 + find(&self.trailer[middle + 2..], b")]")?;
        Some([start..middle, middle + 2..end])
    }

    /// Makes grey, and black, a shade of black ink: the device's own grey in the place
    /// of one with a profile, which a printer makes of four inks. Whether there was one.
    ///
    /// What is kept may have it, as the PDF tells by a profile which colours are meant
    /// (`OutputIntents`; ISO 19005-2, 6.2.4.3).
    pub fn set_grey_alone(&mut self) -> bool {
        let profile_of = |(index, object): (usize, &Cow<'_, [u8]>)| {
            let space = content(object, index + 1)?.strip_prefix(b"[/ICCBased ")?;
            let profile = number(split_at_first(space, b" 0 R]")?.0)?;
            let described = content(self.objects.get(profile.checked_sub(1)?)?, profile)?;
            let dictionary = split_at_first(described, b"\nstream\n")?.0;
            find(dictionary, b"/N 1/")?;
            Some((index + 1, profile))
        };
        let greys: Vec<_> = self.objects.iter().enumerate().filter_map(profile_of).collect();
        for &(space, profile) in &greys {
            for (object, value) in [(space, "/DeviceGray"), (profile, "null")] {
                let object_again = format!("{object} 0 obj\n{value}\nendobj\n\n");
                self.objects[object - 1] = Cow::Owned(object_again.into_bytes());
            }
        }
        !greys.is_empty()
    }

    /// The objects that make a font; `None` if they are not as expected.
    pub fn font_objects(&self, font: &Descriptor) -> Option<FontObjects> {
        let fonts = [font.object.checked_sub(2)?, font.object.checked_sub(1)?];
        let content_of = |number: usize| content(self.objects.get(number.checked_sub(1)?)?, number);
        let (upper, lower) = (content_of(fonts[0])?, content_of(fonts[1])?);
        if !upper.starts_with(b"<</Type/Font/Subtype/Type0/BaseFont/")
            || !lower.starts_with(b"<</Type/Font/Subtype/CIDFontType2/BaseFont/")
        {
            return None;
        }
        find(lower, format!("/FontDescriptor {} 0 R{USUAL_WIDTHS}", font.object).as_bytes())?;
        Some(FontObjects {
            fonts,
            descriptor: font.object,
            file: font.file,
            unicode: reference(upper, b"/ToUnicode ")?,
            set: font.glyphs?,
        })
    }

    /// Takes out the set of a font's codes: what says nothing of fonts all of whose
    /// codes are in use.
    pub fn remove_set(&mut self, font: &FontObjects) -> Option<()> {
        let key = format!("/CIDSet {} 0 R", font.set);
        let descriptor = self.objects[font.descriptor - 1].to_mut();
        let at = find(descriptor, key.as_bytes())?;
        descriptor.drain(at..at + key.len());
        let nothing = format!("{} 0 obj\nnull\nendobj\n\n", font.set);
        self.objects[font.set - 1] = Cow::Owned(nothing.into_bytes());
        Some(())
    }

    /// Describes a font anew: with these widths and bounds, and `tag` before its name.
    pub fn describe(
        &mut self,
        font: &FontObjects,
        widths: &[u8],
        bounds: [i32; 4],
        tag: &[u8; 6],
    ) -> Option<()> {
        let lower = &mut self.objects[font.fonts[1] - 1];
        let own = find(lower, USUAL_WIDTHS.as_bytes())?;
        *lower = Cow::Owned([&lower[..own], IDENTITY, widths, b">>\nendobj\n\n"].concat());
        let descriptor = Descriptor::read(&self.objects[font.descriptor - 1], font.descriptor)?;
        self.replace_bounds(&descriptor, bounds);
        for number in font.fonts.into_iter().chain([font.descriptor]) {
            let object = self.objects[number - 1].to_mut();
            let plus = find(object, b"+")?;
            object.get_mut(plus.checked_sub(tag.len())?..plus)?.copy_from_slice(tag);
        }
        Some(())
    }

    /// Tells the bounds of a font.
    pub fn replace_bounds(&mut self, font: &Descriptor, bounds: [i32; 4]) {
        let object = &mut self.objects[font.object - 1];
        let [left, bottom, right, top] = bounds;
        let numbers = format!("{left} {bottom} {right} {top}");
        object.to_mut().splice(font.bounds.clone(), numbers.into_bytes());
    }
}

/// An object that is a compressed stream; `more` is added to its dictionary.
fn stream(number: usize, compressed: &[u8], more: &str) -> Vec<u8> {
    let length = compressed.len();
    let head = format!("{number} 0 obj\n<</Length {length}/Filter/FlateDecode{more}>>\nstream\n");
    // The end of the line before the last word is no part of the stream. After a
    // carriage return, some readers would take two bytes for it where there is one.
    let line_end: &[u8] = if compressed.ends_with(b"\r") { b"\r\n" } else { b"\n" };
    [head.as_bytes(), compressed, line_end, b"endstream\nendobj\n\n"].concat()
}

/// The length of an entry in the table of objects, in bytes.
const ENTRY: usize = 7;

/// Each entry as its difference from the one before: entries are much like their
/// neighbours (ISO 32000-1, 7.4.4.4; PNG's filter "up").
fn differences(table: &[[u8; ENTRY]]) -> Vec<u8> {
    const UP: u8 = 2;
    let mut differences = Vec::with_capacity(table.len() * (ENTRY + 1));
    let mut above = &[0; ENTRY];
    for entry in table {
        differences.push(UP);
        differences.extend(entry.iter().zip(above).map(|(own, above)| own.wrapping_sub(*above)));
        above = entry;
    }
    differences
}

/// How the widths of a font begin that has its glyphs in the order of their codes.
const USUAL_WIDTHS: &str = "/DW 0/CIDToGIDMap/Identity/W[";
/// That it has them so.
const IDENTITY: &[u8] = b"/CIDToGIDMap/Identity";

/// The number of the object that is named after `key`.
fn reference(dictionary: &[u8], key: &[u8]) -> Option<usize> {
    let after = &dictionary[find(dictionary, key)? + key.len()..];
    number(split_at_first(after, b" 0 R")?.0)
}

impl Descriptor {
    fn read(object: &[u8], number_of_object: usize) -> Option<Self> {
        const BOUNDS: &[u8] = b"/FontBBox[";
        let start = find(object, BOUNDS)? + BOUNDS.len();
        let end = start + find(&object[start..], b"]")?;
        Some(Self {
            object: number_of_object,
            bounds: start..end,
            glyphs: reference(object, b"/CIDSet "),
            file: reference(object, b"/FontFile2 ")?,
        })
    }
}

/// What follows an object's number.
fn content(object: &[u8], number_of_object: usize) -> Option<&[u8]> {
    let (own, content) = split_at_first(object, b" 0 obj\n")?;
    (number(own)? == number_of_object).then_some(content)
}

/// Where in `bytes` these first begin.
pub fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

fn split_at_first<'a>(bytes: &'a [u8], at: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let position = find(bytes, at)?;
    Some((&bytes[..position], &bytes[position + at.len()..]))
}

fn split_at_last<'a>(bytes: &'a [u8], at: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let position = bytes.windows(at.len()).rposition(|window| window == at)?;
    Some((&bytes[..position], &bytes[position + at.len()..]))
}

fn number(digits: &[u8]) -> Option<usize> {
    let digits = std::str::from_utf8(digits).ok()?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}
