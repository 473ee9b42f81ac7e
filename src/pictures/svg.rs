//! SVG pictures.

use std::ops::Range;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use data_url::DataUrl;
use roxmltree::{Document, ParsingOptions};

use super::{jpeg, size};

/// How deep pictures may be in each other; Typst reads those in a picture only.
const DEPTH: usize = 4;

/// The picture, with the JPEG pictures in it freed of what is not seen; `None` if it is
/// no SVG. One that is compressed is none: what it says could not be looked at.
pub(super) fn admitted(bytes: Vec<u8>) -> Option<Vec<u8>> {
    admitted_at(bytes, DEPTH)
}

fn admitted_at(bytes: Vec<u8>, depth: usize) -> Option<Vec<u8>> {
    let text = String::from_utf8(bytes).ok()?;
    // What is no XML and long is not read to its end.
    if !text.trim_start_matches('\u{FEFF}').trim_start().starts_with('<') {
        return None;
    }
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let document = Document::parse_with_options(&text, options).ok()?;
    if document.root_element().tag_name().name() != "svg" {
        return None;
    }
    let attributes = document.descendants().flat_map(|node| node.attributes());
    let within = attributes.filter(|it| it.value().trim_start().starts_with("data:"));
    let mut changes: Vec<(Range<usize>, String)> = Vec::new();
    for attribute in within {
        let value = attribute.value();
        let Some(freed) = freed(value.trim_start(), depth)? else { continue };
        // The place of a very long value is not known.
        let place = attribute.range_value();
        if text.get(place.clone()) != Some(value) {
            return None;
        }
        changes.push((place, freed));
    }
    let mut result = String::with_capacity(text.len());
    let mut at = 0;
    for (place, freed) in changes {
        result.push_str(text.get(at..place.start)?);
        result.push_str(&freed);
        at = place.end;
    }
    result.push_str(text.get(at..)?);
    Some(result.into_bytes())
}

/// The address of a picture in the picture, if it must be another one; `None` if the
/// picture in it may not go into a letter.
fn freed(address: &str, depth: usize) -> Option<Option<String>> {
    let Ok(url) = DataUrl::process(address) else { return Some(None) };
    let Ok((bytes, _)) = url.decode_to_vec() else { return Some(None) };
    if size::is_too_large(&bytes) {
        return None;
    }
    let mime = url.mime_type();
    let (kind, inner) = if bytes.starts_with(&jpeg::START) {
        ("jpeg", jpeg::without_metadata(bytes.clone())?)
    } else if mime.subtype.starts_with("svg") {
        ("svg+xml", admitted_at(bytes.clone(), depth.checked_sub(1)?)?)
    } else {
        return Some(None);
    };
    let same = inner == bytes;
    Some((!same).then(|| format!("data:image/{kind};base64,{}", STANDARD.encode(inner))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pictures::jpeg::tests::{SEEN, with_everything};

    fn picture(inner: &str) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\">\
             <image xlink:href=\"{inner}\" width=\"1\"/><text>甲</text></svg>"
        )
    }

    fn address(kind: &str, bytes: &[u8]) -> String {
        format!("data:image/{kind};base64,{}", STANDARD.encode(bytes))
    }

    fn admit(text: &str) -> Option<String> {
        String::from_utf8(admitted(text.as_bytes().to_vec())?).ok()
    }

    #[test]
    fn a_jpeg_in_a_picture_is_freed_of_what_is_not_seen() {
        let full = with_everything();
        let freed = jpeg::without_metadata(full.clone()).expect("a JPEG");
        for kind in ["jpeg", "png", "jpg"] {
            let wanted = picture(&address("jpeg", &freed));
            assert_eq!(admit(&picture(&address(kind, &full))).as_ref(), Some(&wanted));
            assert_eq!(admit(&wanted).as_ref(), Some(&wanted));
        }
        let nested = picture(&address("svg+xml", picture(&address("jpeg", &full)).as_bytes()));
        let wanted = picture(&address("svg+xml", picture(&address("jpeg", &freed)).as_bytes()));
        assert_eq!(admit(&nested), Some(wanted));
    }

    #[test]
    fn what_has_none_stays_as_it_is() {
        for inner in ["", "other.png", "#id", "data:image/png;base64,iVBO", "data:,甲"] {
            assert_eq!(admit(&picture(inner)).as_deref(), Some(&*picture(inner)));
        }
        let seen = picture(&address("jpeg", SEEN));
        assert_eq!(admit(&seen), Some(seen));
    }

    #[test]
    fn a_jpeg_that_is_written_in_a_roundabout_way_is_none() {
        let inner = address("jpeg", &with_everything());
        let hidden = picture(&inner).replace("base64,/", "base64,&#47;");
        assert_eq!(admit(&hidden), None);
    }
}
