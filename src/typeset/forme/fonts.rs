//! What a PDF tells of a font whose glyphs are named by codes of their own
//! (ISO 32000-1, 9.7.4 and 9.10.3).

use super::codes::Codes;
use super::show::{code, number};

/// The widths of codes, in thousandths of an em, as they stand in a font's
/// dictionary: those other than a whole em, which is said to be the usual one.
pub fn widths(codes: impl IntoIterator<Item = (u16, f32)>) -> Vec<u8> {
    const USUAL: f32 = 1000.0;
    let mut widths = b"/DW 1000/W[".to_vec();
    let mut separator = false;
    for (code, width) in codes.into_iter().filter(|(_, width)| *width != USUAL) {
        if separator {
            widths.push(b' ');
        }
        separator = true;
        number(f32::from(code), &mut widths);
        widths.push(b'[');
        number(width, &mut widths);
        widths.push(b']');
    }
    widths.push(b']');
    widths
}

/// For each code, from 0, the place in `glyphs` of the glyph that it names.
pub fn places(codes: &Codes<'_>, glyphs: &[u16]) -> Vec<u8> {
    let last = codes.iter().last().map_or(0, |(code, _)| code);
    let mut places = vec![0; (usize::from(last) + 1) * 2];
    for (code, (glyph, _)) in codes.iter() {
        let place = glyphs.binary_search(&glyph).unwrap_or_default() as u16;
        let at = usize::from(code) * 2;
        places[at..at + 2].copy_from_slice(&place.to_be_bytes());
    }
    places
}

/// Tells what each code says.
pub fn to_unicode(codes: &Codes<'_>) -> Vec<u8> {
    const HEAD: &[u8] = b"/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo 3 dict dup begin
/Registry (Adobe) def
/Ordering (Identity) def
/Supplement 0 def
end def
/CMapName /Custom def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
";
    const TAIL: &[u8] = b"endcmap
CMapName currentdict /CMap defineresource pop
end
end
";
    /// The most in one list.
    const LIST: usize = 100;
    let mut map = HEAD.to_vec();
    let codes: Vec<(u16, &str)> = codes.iter().map(|(code, (_, said))| (code, said)).collect();
    for list in codes.chunks(LIST) {
        number(list.len() as f32, &mut map);
        map.extend_from_slice(b" beginbfchar\n");
        for (of, said) in list {
            map.push(b'<');
            code(*of, &mut map);
            map.extend_from_slice(b"> <");
            said.encode_utf16().for_each(|unit| code(unit, &mut map));
            map.extend_from_slice(b">\n");
        }
        map.extend_from_slice(b"endbfchar\n");
    }
    map.extend_from_slice(TAIL);
    map
}
