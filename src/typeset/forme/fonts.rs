//! What a PDF tells of a font whose codes are the places of its glyphs
//! (ISO 32000-1, 9.7.4 and 9.10.3).

use std::io::Write as _;
use std::ops::Range;

use super::show::number;

/// The widths of the codes from 0 on, in thousandths of an em, as they stand in a
/// font's dictionary: those other than a whole em, which is said to be the usual one.
pub fn widths(widths: &[f32]) -> Vec<u8> {
    const USUAL: f32 = 1000.0;
    let mut told = b"/DW 1000/W[".to_vec();
    let mut first = 0;
    for same in widths.chunk_by(|a, b| a == b) {
        let last = first + same.len() - 1;
        if same[0] != USUAL {
            if !told.ends_with(b"[") {
                told.push(b' ');
            }
            // Writing to a vector does not fail.
            let _ = write!(told, "{first} {last} ");
            number(same[0], &mut told);
        }
        first = last + 1;
    }
    told.push(b']');
    told
}

/// Tells what the codes from 1 on say.
pub fn to_unicode(said: &[&str]) -> Vec<u8> {
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
    /// The most ranges in one list.
    const LIST: usize = 100;
    let mut map = Vec::with_capacity(HEAD.len() + TAIL.len() + said.len() * 8 + 64);
    map.extend_from_slice(HEAD);
    for list in ranges(said.len()).collect::<Vec<_>>().chunks(LIST) {
        // Writing to a vector does not fail.
        let _ = writeln!(map, "{} beginbfrange", list.len());
        for codes in list {
            let _ = write!(map, "<{:04X}> <{:04X}> [", codes.start, codes.end - 1);
            for text in &said[codes.start - 1..codes.end - 1] {
                map.push(b'<');
                text.encode_utf16().for_each(|unit| hexadecimal(unit, &mut map));
                map.push(b'>');
            }
            map.extend_from_slice(b"]\n");
        }
        map.extend_from_slice(b"endbfrange\n");
    }
    map.extend_from_slice(TAIL);
    map
}

/// The codes from 1 on, so many of them, in ranges of which all codes have the
/// same first byte.
fn ranges(count: usize) -> impl Iterator<Item = Range<usize>> {
    const BYTE: usize = 256;
    let end = count + 1;
    let starts = (0..end).step_by(BYTE);
    starts.map(move |start| start.max(1)..end.min(start + BYTE)).filter(|codes| !codes.is_empty())
}

/// Adds a number of two bytes in hexadecimal digits.
fn hexadecimal(number: u16, bytes: &mut Vec<u8>) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    bytes.extend([12, 8, 4, 0].map(|shift| DIGITS[usize::from(number >> shift & 15)]));
}
