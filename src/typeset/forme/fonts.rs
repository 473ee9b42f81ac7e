//! What a PDF tells of a font whose characters are named by the numbers of their
//! glyphs in the whole font (ISO 32000-1, 9.7.4 and 9.10.3).

use super::show::{code, number};

/// The widths of glyphs, in thousandths of an em, as they stand in a font's
/// dictionary: those other than a whole em, which is said to be the usual one.
pub fn widths(glyphs: impl IntoIterator<Item = (u16, f32)>) -> Vec<u8> {
    const USUAL: f32 = 1000.0;
    let mut widths = b"/DW 1000/W[".to_vec();
    let mut separator = false;
    for (glyph, width) in glyphs.into_iter().filter(|(_, width)| *width != USUAL) {
        if separator {
            widths.push(b' ');
        }
        separator = true;
        number(f32::from(glyph), &mut widths);
        widths.push(b'[');
        number(width, &mut widths);
        widths.push(b']');
    }
    widths.push(b']');
    widths
}

/// For each number of a glyph in the font, from 0, its place in `glyphs`.
pub fn places(glyphs: &[u16]) -> Vec<u8> {
    let last = glyphs.last().copied().unwrap_or_default();
    let mut places = vec![0; (usize::from(last) + 1) * 2];
    for (place, &glyph) in (0_u16..).zip(glyphs) {
        let at = usize::from(glyph) * 2;
        places[at..at + 2].copy_from_slice(&place.to_be_bytes());
    }
    places
}

/// Tells what each glyph says.
pub fn to_unicode(glyphs: &[(u16, &str)]) -> Vec<u8> {
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
    for list in glyphs.chunks(LIST) {
        number(list.len() as f32, &mut map);
        map.extend_from_slice(b" beginbfchar\n");
        for (glyph, text) in list {
            map.push(b'<');
            code(*glyph, &mut map);
            map.extend_from_slice(b"> <");
            text.encode_utf16().for_each(|unit| code(unit, &mut map));
            map.extend_from_slice(b">\n");
        }
        map.extend_from_slice(b"endbfchar\n");
    }
    map.extend_from_slice(TAIL);
    map
}
