//! JPEG pictures without what is not seen: where and with what they were taken, names,
//! comments, smaller pictures in them (ISO/IEC 10918-1, Annex B; JFIF 1.02; Exif 3.0).
//!
//! The crate `img-parts` reads the same segments, but keeps all that stands behind the
//! first scan, where telephones put films and whole other pictures.

use std::io::Cursor;

use exif::experimental::Writer;
use exif::{Exif, Field, In, Tag, Value};

/// What each begins with: SOI, and the next marker.
pub(super) const START: [u8; 3] = [0xFF, SOI, 0xFF];

const SOI: u8 = 0xD8;
const EOI: u8 = 0xD9;
const SOS: u8 = 0xDA;
const COM: u8 = 0xFE;
const APP0: u8 = 0xE0;
const APP1: u8 = 0xE1;
const APP2: u8 = 0xE2;
const APP14: u8 = 0xEE;

/// The picture without what is not seen; the same bytes if there is nothing of the
/// kind. `None` if it is no JPEG.
///
/// What its colours mean stays (the ICC profile, Adobe's transform), and which side is
/// up and how large it is.
pub(super) fn without_metadata(bytes: Vec<u8>) -> Option<Vec<u8>> {
    if !bytes.starts_with(&START) {
        return None;
    }
    let mut kept = vec![0xFF, SOI];
    let mut rest = &bytes[2..];
    let mut settings = settings(&bytes);
    let mut first = true;
    while let Some((marker, after)) = next_marker(rest) {
        // JFIF's own settings come first, if there are any.
        let is_jfif = first && marker == APP0;
        if !is_jfif && let Some(settings) = settings.take() {
            push(&mut kept, APP1, &settings)?;
        }
        first = false;
        rest = match marker {
            EOI => {
                kept.extend([0xFF, EOI]);
                break;
            }
            0x01 | 0xD0..=SOI => {
                kept.extend([0xFF, marker]);
                after
            }
            _ => {
                let (segment, behind) = segment(after)?;
                if let Some(segment) = seen_of(marker, segment) {
                    push(&mut kept, marker, &segment)?;
                }
                let scan = if marker == SOS { scan_length(behind) } else { 0 };
                kept.extend(&behind[..scan]);
                &behind[scan..]
            }
        };
    }
    Some(kept)
}

/// The next marker, and what stands behind it. It may be filled up with FF; what stands
/// before it is nothing.
fn next_marker(mut bytes: &[u8]) -> Option<(u8, &[u8])> {
    loop {
        let fill = bytes.iter().position(|byte| *byte == 0xFF)?;
        bytes = &bytes[fill..];
        let at = bytes.iter().position(|byte| *byte != 0xFF)?;
        let (marker, behind) = (bytes[at], &bytes[at + 1..]);
        if marker != 0 {
            return Some((marker, behind));
        }
        bytes = behind;
    }
}

/// What a segment holds behind its length, and what stands behind it.
fn segment(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let length = u16::from_be_bytes(bytes.get(..2)?.try_into().ok()?);
    let (whole, behind) = bytes.split_at_checked(length.into())?;
    Some((whole.get(2..)?, behind))
}

fn push(kept: &mut Vec<u8>, marker: u8, segment: &[u8]) -> Option<()> {
    let length = u16::try_from(segment.len() + 2).ok()?;
    kept.extend([0xFF, marker]);
    kept.extend(length.to_be_bytes());
    kept.extend(segment);
    Some(())
}

/// How many bytes a scan has: up to the next marker that is not one of its own.
fn scan_length(bytes: &[u8]) -> usize {
    let ends = |pair: &[u8]| pair[0] == 0xFF && !matches!(pair[1], 0 | 0xD0..=0xD7 | 0xFF);
    bytes.windows(2).position(ends).unwrap_or(bytes.len())
}

/// What a segment holds of what is seen, if it holds any.
fn seen_of(marker: u8, segment: &[u8]) -> Option<Vec<u8>> {
    /// Bytes up to the size of the small picture, and of Adobe's segment.
    const JFIF: usize = 12;
    const ADOBE: usize = 12;
    match marker {
        APP0 if segment.starts_with(b"JFIF\0") && segment.len() >= JFIF => {
            let mut settings = segment[..JFIF].to_vec();
            // No small picture.
            settings.extend([0, 0]);
            Some(settings)
        }
        APP2 if segment.starts_with(b"ICC_PROFILE\0") => Some(segment.to_vec()),
        APP14 if segment.starts_with(b"Adobe") => {
            Some(segment[..segment.len().min(ADOBE)].to_vec())
        }
        APP0..=0xEF | 0xF0..=0xFD | COM => None,
        _ => Some(segment.to_vec()),
    }
}

/// A segment with those of the picture's settings that Typst goes by: which side is up,
/// and the resolution.
fn settings(bytes: &[u8]) -> Option<Vec<u8>> {
    let exif = exif::Reader::new().read_from_container(&mut Cursor::new(bytes)).ok()?;
    let fields = [Tag::Orientation, Tag::XResolution, Tag::YResolution];
    let fields: Vec<Field> = fields.iter().filter_map(|tag| setting(&exif, *tag)).collect();
    if fields.is_empty() {
        return None;
    }
    let mut writer = Writer::new();
    for field in &fields {
        writer.push_field(field);
    }
    let mut tiff = Cursor::new(Vec::new());
    writer.write(&mut tiff, false).ok()?;
    Some([b"Exif\0\0", tiff.into_inner().as_slice()].concat())
}

fn setting(exif: &Exif, tag: Tag) -> Option<Field> {
    let value = match &exif.get_field(tag, In::PRIMARY)?.value {
        Value::Rational(of) => Value::Rational(vec![*of.first()?]),
        other => Value::Short(vec![u16::try_from(other.get_uint(0)?).ok()?]),
    };
    Some(Field { tag, ifd_num: In::PRIMARY, value })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// The smallest picture: tables, a frame and a scan, none of them whole.
    pub(in super::super) const SEEN: &[u8] =
        b"\xFF\xD8\xFF\xE0\0\x10JFIF\0\x01\x01\x01\0\x48\0\x48\0\0\
        \xFF\xDB\0\x04\0\x01\xFF\xC0\0\x05\x08\0\x01\xFF\xDA\0\x03\x01ab\xFF\0c\xFF\xD0d\
        \xFF\xC4\0\x04ef\xFF\xDA\0\x03\x02gh\xFF\xD9";

    fn one(marker: u8, segment: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        push(&mut bytes, marker, segment).expect("a short segment");
        bytes
    }

    fn exif(fields: &[Field]) -> Vec<u8> {
        let mut writer = Writer::new();
        fields.iter().for_each(|field| writer.push_field(field));
        writer.set_jpeg(b"\xFF\xD8SMALL\xFF\xD9", In::THUMBNAIL);
        let mut tiff = Cursor::new(Vec::new());
        writer.write(&mut tiff, true).expect("Exif");
        [b"Exif\0\0", tiff.into_inner().as_slice()].concat()
    }

    fn field(tag: Tag, value: Value) -> Field {
        Field { tag, ifd_num: In::PRIMARY, value }
    }

    /// What [`SEEN`] is with all that may stand beside, each with the word SECRET.
    pub(in super::super) fn with_everything() -> Vec<u8> {
        let taken = exif(&[
            field(Tag::Orientation, Value::Short(vec![6])),
            field(Tag::XResolution, Value::Rational(vec![exif::Rational { num: 220, denom: 1 }])),
            field(Tag::Artist, Value::Ascii(vec![b"SECRET".to_vec()])),
            field(Tag::GPSLatitudeRef, Value::Ascii(vec![b"SECRET".to_vec()])),
            field(Tag::ImageDescription, Value::Ascii(vec![b"SECRET".to_vec()])),
        ]);
        let beside = [
            one(APP0, b"JFXX\0\x10SECRET"),
            one(APP1, &taken),
            one(APP1, b"http://ns.adobe.com/xap/1.0/\0SECRET"),
            one(APP2, b"MPF\0SECRET"),
            one(APP2, b"ICC_PROFILE\0\x01\x01colours"),
            one(0xED, b"Photoshop 3.0\08BIM\x04\x04SECRET"),
            one(APP14, b"Adobe\0\x64\0\0\0\0\x01SECRET"),
            one(COM, b"SECRET"),
            one(0xEB, b"SECRET"),
            one(0xF7, b"SECRET"),
        ];
        // JFIF's small picture has three bytes for each dot.
        let jfif = one(APP0, b"JFIF\0\x01\x01\x01\0\x48\0\x48\x02\x01SECRET");
        let (_, tables) = SEEN.split_at(2 + 18);
        let at = tables.windows(2).position(|it| it == [0xFF, 0xC4]).expect("tables of a scan");
        let (first, second) = tables.split_at(at);
        let within = one(COM, b"SECRET");
        let parts = [&START[..2], &jfif, &beside.concat(), first, &within, second, b"SECRET"];
        parts.concat()
    }

    #[test]
    fn what_is_not_seen_goes_and_what_is_seen_stays() {
        let freed = without_metadata(with_everything()).expect("a JPEG");
        let holds = |part: &[u8]| freed.windows(part.len()).any(|it| it == part);
        assert!(!holds(b"SECRET") && !holds(b"SMALL") && holds(b"colours") && holds(b"Adobe"));
        let turned = exif::Reader::new().read_from_container(&mut Cursor::new(&freed));
        let turned = turned.expect("Exif");
        let number =
            |tag| turned.get_field(tag, In::PRIMARY).map(|it| it.display_value().to_string());
        assert_eq!(number(Tag::Orientation).as_deref(), Some("row 0 at right and column 0 at top"));
        assert_eq!(number(Tag::XResolution).as_deref(), Some("220"));
        assert_eq!(turned.fields().count(), 2);
        // All that is seen is there, in its order, and nothing is left to be taken out.
        let mut rest = &freed[..];
        for part in
            [&SEEN[..20], b"\xFF\xDB\0\x04\0\x01", b"ab\xFF\0c\xFF\xD0d", b"ef", b"gh\xFF\xD9"]
        {
            let at = rest.windows(part.len()).position(|it| it == part);
            rest = &rest[at.expect("what is seen") + part.len()..];
        }
        assert!(rest.is_empty());
        assert_eq!(without_metadata(freed.clone()), Some(freed));
    }

    #[test]
    fn a_picture_with_nothing_beside_stays_byte_for_byte() {
        assert_eq!(without_metadata(SEEN.to_vec()), Some(SEEN.to_vec()));
    }

    #[test]
    fn one_that_is_cut_off_ends_where_it_ends() {
        let full = with_everything();
        for length in 0..full.len() {
            if let Some(freed) = without_metadata(full[..length].to_vec()) {
                assert!(!freed.windows(6).any(|it| it == b"SECRET"), "{length}");
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn whatever_stands_there_does_no_harm(tail: Vec<u8>, at in 2..80_usize) {
            let mut bytes = with_everything();
            let at = at.min(bytes.len());
            bytes.splice(at..at, tail);
            if let Some(freed) = without_metadata(bytes) {
                let again = without_metadata(freed.clone());
                proptest::prop_assert_eq!(again, Some(freed));
            }
        }
    }
}
