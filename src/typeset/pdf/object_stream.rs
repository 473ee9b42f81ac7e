//! Objects in object streams, and the cross-reference stream that says where each is
//! (ISO 32000-1, 7.5.7 and 7.5.8).
//!
//! A letter has hundreds of small objects, most of them of its structure tree.
//! Together in a stream they are compressed.
//!
//! ```text
//! header
//! 7 0 obj … endobj        the streams that stay by themselves
//! n 0 obj … /ObjStm       the others, put together once or for each letter
//! m 0 obj … /XRef         cross-reference stream, with the trailer's entries
//! startxref … %%EOF
//! ```

use std::io::Write as _;

use super::{Pdf, PdfError, content, find, stream};
use crate::typeset::deflate::zlib;

/// Objects that are put together in one stream.
#[derive(Hash)]
pub struct ObjectStream {
    compressed: Vec<u8>,
    /// Where in it, uncompressed, the first of them begins.
    first: usize,
    /// Their numbers, in their order.
    numbers: Vec<usize>,
}

/// The length of an entry of a cross-reference stream, in bytes: one for its kind, four
/// for a place, two for what else there is to say.
const ENTRY: usize = 7;
/// How long each of the three is, as the stream's dictionary says it.
const WIDTHS: &str = "1 4 2";

/// An entry of a cross-reference stream.
enum Entry {
    /// The head of the list of free objects.
    Free,
    /// An object that begins at this byte of the file.
    At(usize),
    /// An object in an object stream: the stream's number, and its own place in it.
    In(usize, u16),
}

impl Entry {
    fn bytes(self) -> Result<[u8; ENTRY], PdfError> {
        let (kind, place, rest) = match self {
            Self::Free => (0, 0, u16::MAX),
            Self::At(offset) => (1, offset, 0),
            Self::In(stream, place) => (2, stream, place),
        };
        let place = u32::try_from(place).map_err(|_| PdfError::TooLong)?;
        let mut bytes = [kind, 0, 0, 0, 0, 0, 0];
        bytes[1..5].copy_from_slice(&place.to_be_bytes());
        bytes[5..].copy_from_slice(&rest.to_be_bytes());
        Ok(bytes)
    }
}

impl Pdf<'_> {
    /// Takes these objects, which are no streams, and puts them into an object stream.
    pub fn take_into_stream(&mut self, numbers: Vec<usize>) -> Result<ObjectStream, PdfError> {
        let (mut places, mut bodies) = (Vec::new(), Vec::new());
        for &number in &numbers {
            let object = number.checked_sub(1).and_then(|index| self.objects.get_mut(index));
            let object = std::mem::take(object.ok_or(PdfError::NoObject(number))?);
            let body = content(&object, number).ok_or(PdfError::NoObject(number))?;
            let body = body.trim_ascii_end().strip_suffix(b"\nendobj");
            let end = PdfError::NoEntry { object: number, entry: "`endobj`" };
            // Writing to a vector does not fail.
            let _ = write!(places, "{number} {} ", bodies.len());
            bodies.extend_from_slice(body.ok_or(end)?);
            bodies.push(b'\n');
        }
        let first = places.len();
        places.extend_from_slice(&bodies);
        Ok(ObjectStream { compressed: zlib(&places), first, numbers })
    }

    /// The whole PDF again, with the objects in these streams and a cross-reference
    /// stream.
    pub fn write_with_streams(&self, streams: &[&ObjectStream]) -> Result<Vec<u8>, PdfError> {
        let length: usize = self.objects.iter().map(|object| object.len()).sum();
        let in_streams: usize = streams.iter().map(|it| it.compressed.len()).sum();
        let mut pdf = Vec::with_capacity(self.header.len() + length + in_streams + 2048);
        let mut table = vec![[0; ENTRY]; self.objects.len() + streams.len() + 2];
        table[0] = Entry::Free.bytes()?;
        pdf.extend_from_slice(self.header);
        for (index, object) in self.objects.iter().enumerate().filter(|(_, it)| !it.is_empty()) {
            table[index + 1] = Entry::At(pdf.len()).bytes()?;
            pdf.extend_from_slice(object);
        }
        // They have the numbers after those of the objects.
        for (own, streamed) in (self.objects.len() + 1..).zip(streams) {
            let ObjectStream { compressed, first, numbers } = streamed;
            for (place, &number) in (0..).zip(numbers) {
                table[number] = Entry::In(own, place).bytes()?;
            }
            table[own] = Entry::At(pdf.len()).bytes()?;
            let entries = format!("/Type/ObjStm/N {}/First {first}", numbers.len());
            pdf.extend_from_slice(&stream(own, compressed, &entries));
        }
        let (start, last) = (pdf.len(), table.len() - 1);
        table[last] = Entry::At(start).bytes()?;
        let entries = format!(
            "/DecodeParms<</Predictor 12/Columns {ENTRY}>>/Type/XRef/Size {}/W[{WIDTHS}]{}",
            table.len(),
            self.trailer_entries()?,
        );
        pdf.extend_from_slice(&stream(last, &zlib(&differences(&table)), &entries));
        pdf.extend_from_slice(format!("startxref\n{start}\n%%EOF").as_bytes());
        Ok(pdf)
    }

    /// The trailer's entries but for the number of objects, which comes first.
    fn trailer_entries(&self) -> Result<&str, PdfError> {
        let entries = || {
            let entries = &self.trailer[find(&self.trailer, b"/Root ")?..];
            std::str::from_utf8(entries.strip_suffix(b">>")?).ok()
        };
        entries().ok_or(PdfError::NoTrailerEntry("`Root`"))
    }
}

/// Each entry as its difference from the one before, which is much like it (ISO
/// 32000-1, 7.4.4.4; PNG's filter "up").
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
