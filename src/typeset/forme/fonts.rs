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

/// Tells what the codes from 1 on say, and where in it the code `last` is told of,
/// from which on it may be another in each letter.
pub fn to_unicode(said: &[&str], last: usize) -> (Vec<u8>, usize) {
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
    let mut same = map.len();
    let ranges: Vec<_> = ranges(said.len() + 1, last).collect();
    for list in ranges.chunks(LIST) {
        // Writing to a vector does not fail.
        let _ = writeln!(map, "{} beginbfrange", list.len());
        for codes in list {
            if codes.start == last {
                same = map.len();
            }
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
    (map, same)
}

/// The codes from 1 to before `end` in ranges of which all codes have the same
/// first byte; one of them begins with `cut`.
fn ranges(end: usize, cut: usize) -> impl Iterator<Item = Range<usize>> {
    const BYTE: usize = 256;
    let cut = cut.clamp(1, end);
    let bytes = |range: Range<usize>| {
        let firsts = range.start / BYTE..range.end.div_ceil(BYTE);
        firsts.map(move |first| range.start.max(first * BYTE)..range.end.min((first + 1) * BYTE))
    };
    bytes(1..cut).chain(bytes(cut..end)).filter(|codes| !codes.is_empty())
}

/// Adds a number of two bytes in hexadecimal digits.
fn hexadecimal(number: u16, bytes: &mut Vec<u8>) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    bytes.extend([12, 8, 4, 0].map(|shift| DIGITS[usize::from(number >> shift & 15)]));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_in_one_range() {
        let of = |end, cut| ranges(end, cut).collect::<Vec<_>>();
        assert!(of(1, 1).is_empty());
        assert_eq!(of(600, 300), [1..256, 256..300, 300..512, 512..600]);
        assert_eq!(of(300, 256), [1..256, 256..300]);
        assert_eq!(of(10, 700), std::slice::from_ref(&(1..10)));
        assert_eq!(of(10, 0), std::slice::from_ref(&(1..10)));
    }
}
