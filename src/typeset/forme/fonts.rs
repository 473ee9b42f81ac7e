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
    let mut map = Vec::with_capacity(HEAD.len() + TAIL.len() + said.len() * 16 + 64);
    map.extend_from_slice(HEAD);
    let mut same = map.len();
    // Each code by itself, as Typst writes them too: a list for a range of codes is
    // shorter, but not every reader knows it.
    for codes in lists(said.len() + 1, last) {
        if codes.start == last {
            same = map.len();
        }
        // Writing to a vector does not fail.
        let _ = writeln!(map, "{} beginbfchar", codes.len());
        for code in codes {
            let _ = write!(map, "<{code:04X}> <");
            said[code - 1].encode_utf16().for_each(|unit| hexadecimal(unit, &mut map));
            map.extend_from_slice(b">\n");
        }
        map.extend_from_slice(b"endbfchar\n");
    }
    map.extend_from_slice(TAIL);
    (map, same)
}

/// The codes from 1 to before `end` in lists that are not too long; one of them
/// begins with `cut`.
fn lists(end: usize, cut: usize) -> impl Iterator<Item = Range<usize>> {
    /// The most codes in one list.
    const LIST: usize = 100;
    let cut = cut.clamp(1, end);
    let lists = |range: Range<usize>| {
        let starts = range.clone().step_by(LIST);
        starts.map(move |start| start..range.end.min(start + LIST))
    };
    lists(1..cut).chain(lists(cut..end))
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
    fn each_code_is_told_of_by_itself() {
        let (map, same) = to_unicode(&["あ", "か\u{3099}", "𠮷"], 3);
        let map = String::from_utf8(map).expect("text");
        assert!(map.contains("\n2 beginbfchar\n<0001> <3042>\n<0002> <304B3099>\nendbfchar\n"));
        assert!(map[same..].starts_with("1 beginbfchar\n<0003> <D842DFB7>\nendbfchar\nendcmap\n"));
    }

    #[test]
    fn every_code_is_in_one_list() {
        let of = |end, cut| lists(end, cut).collect::<Vec<_>>();
        assert!(of(1, 1).is_empty());
        assert_eq!(of(260, 130), [1..101, 101..130, 130..230, 230..260]);
        assert_eq!(of(102, 101), [1..101, 101..102]);
        assert_eq!(of(10, 700), std::slice::from_ref(&(1..10)));
        assert_eq!(of(10, 0), std::slice::from_ref(&(1..10)));
    }
}
