//! SVG pictures.

use std::ops::Range;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use data_url::DataUrl;
use roxmltree::{Document, ParsingOptions};

use super::{jpeg, size};
use crate::unseen::is_invisible;

/// How deep pictures may be in each other; Typst reads those in a picture only.
const DEPTH: usize = 4;

/// Why a file is no picture that may go into a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wrong {
    /// It is no SVG, or one that cannot be looked into.
    NoSvg,
    /// A text in it has this character, which nobody sees.
    Invisible(char),
}

/// The picture, with the JPEG pictures in it freed of what is not seen. One that
/// is compressed is none: what it says could not be looked at.
pub(super) fn admitted(bytes: Vec<u8>) -> Result<Vec<u8>, Wrong> {
    admitted_at(bytes, DEPTH)
}

fn admitted_at(bytes: Vec<u8>, depth: usize) -> Result<Vec<u8>, Wrong> {
    let text = String::from_utf8(bytes).map_err(|_| Wrong::NoSvg)?;
    // What is no XML and long is not read to its end.
    if !text.trim_start_matches('\u{FEFF}').trim_start().starts_with('<') {
        return Err(Wrong::NoSvg);
    }
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let document = Document::parse_with_options(&text, options).map_err(|_| Wrong::NoSvg)?;
    if document.root_element().tag_name().name() != "svg" {
        return Err(Wrong::NoSvg);
    }
    let texts = document.descendants().filter(|node| node.is_text()).filter_map(|it| it.text());
    if let Some(c) = texts.flat_map(str::chars).find(|&c| is_invisible(c)) {
        return Err(Wrong::Invisible(c));
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
            return Err(Wrong::NoSvg);
        }
        changes.push((place, freed));
    }
    let mut result = text.clone();
    for (place, freed) in changes.into_iter().rev() {
        result.replace_range(place, &freed);
    }
    Ok(result.into_bytes())
}

/// The address of a picture in the picture, if it must be another one.
fn freed(address: &str, depth: usize) -> Result<Option<String>, Wrong> {
    let Ok(url) = DataUrl::process(address) else { return Ok(None) };
    let Ok((bytes, _)) = url.decode_to_vec() else { return Ok(None) };
    if size::is_too_large(&bytes) {
        return Err(Wrong::NoSvg);
    }
    let mime = url.mime_type();
    let (kind, inner) = if bytes.starts_with(&jpeg::START) {
        ("jpeg", jpeg::without_metadata(bytes.clone()).ok_or(Wrong::NoSvg)?)
    } else if mime.subtype.starts_with("svg") {
        let depth = depth.checked_sub(1).ok_or(Wrong::NoSvg)?;
        ("svg+xml", admitted_at(bytes.clone(), depth)?)
    } else {
        return Ok(None);
    };
    let same = inner == bytes;
    Ok((!same).then(|| format!("data:image/{kind};base64,{}", STANDARD.encode(inner))))
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
        String::from_utf8(admitted(text.as_bytes().to_vec()).ok()?).ok()
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
    fn a_text_has_no_character_that_nobody_sees() {
        for (text, c) in [("甲&#x202E;乙", '\u{202E}'), ("甲\u{E0041}乙", '\u{E0041}')] {
            let inner = picture("").replace('甲', text);
            assert_eq!(admitted(inner.clone().into_bytes()), Err(Wrong::Invisible(c)));
            let nested = picture(&address("svg+xml", inner.as_bytes()));
            assert_eq!(admitted(nested.into_bytes()), Err(Wrong::Invisible(c)));
        }
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
