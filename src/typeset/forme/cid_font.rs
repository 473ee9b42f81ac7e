//! What a PDF says of a font whose CIDs are the numbers of its glyphs: their widths, and
//! the text that each stands for (ISO 32000-1, 9.7.4.3 and 9.10.3).

use std::io::Write as _;
use std::ops::Range;

use super::show_text::number;

/// The entries `DW` and `W` of a CIDFont: the widths of the CIDs from 0 on, in
/// thousandths of an em. A whole em is the default width, and is not in the list.
pub fn widths(widths: &[f32]) -> Vec<u8> {
    const DEFAULT: f32 = 1000.0;
    let mut entries = b"/DW 1000/W[".to_vec();
    let mut first = 0;
    for same in widths.chunk_by(|a, b| a == b) {
        let last = first + same.len() - 1;
        if same[0] != DEFAULT {
            if !entries.ends_with(b"[") {
                entries.push(b' ');
            }
            // Writing to a vector does not fail.
            let _ = write!(entries, "{first} {last} ");
            number(same[0], &mut entries);
        }
        first = last + 1;
    }
    entries.push(b']');
    entries
}

/// The ToUnicode CMap of a font whose CIDs from 1 on stand for these texts, and where in
/// it the CID `last` is, from which on it may be another in each letter.
pub fn to_unicode(texts: &[&str], last: usize) -> (Vec<u8>, usize) {
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
    let mut map = Vec::with_capacity(HEAD.len() + TAIL.len() + texts.len() * 16 + 64);
    map.extend_from_slice(HEAD);
    let mut same = map.len();
    // Each CID by itself, as Typst writes them too: a list for a range of CIDs
    // (`bfrange`) is shorter, but not every reader knows it.
    for cids in lists(texts.len() + 1, last) {
        if cids.start == last {
            same = map.len();
        }
        // Writing to a vector does not fail.
        let _ = writeln!(map, "{} beginbfchar", cids.len());
        for cid in cids {
            let _ = write!(map, "<{cid:04X}> <");
            texts[cid - 1].encode_utf16().for_each(|unit| hexadecimal(unit, &mut map));
            map.extend_from_slice(b">\n");
        }
        map.extend_from_slice(b"endbfchar\n");
    }
    map.extend_from_slice(TAIL);
    (map, same)
}

/// The CIDs from 1 to before `end` in lists that are not too long; one of them
/// begins with `cut`.
fn lists(end: usize, cut: usize) -> impl Iterator<Item = Range<usize>> {
    /// The most entries of one list (Adobe Technical Note 5411).
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
    fn each_cid_has_an_entry_of_its_own() {
        let (map, same) = to_unicode(&["あ", "か\u{3099}", "𠮷"], 3);
        let map = String::from_utf8(map).expect("text");
        assert!(map.contains("\n2 beginbfchar\n<0001> <3042>\n<0002> <304B3099>\nendbfchar\n"));
        assert!(map[same..].starts_with("1 beginbfchar\n<0003> <D842DFB7>\nendbfchar\nendcmap\n"));
    }

    #[test]
    fn every_cid_is_in_one_list() {
        let of = |end, cut| lists(end, cut).collect::<Vec<_>>();
        assert!(of(1, 1).is_empty());
        assert_eq!(of(260, 130), [1..101, 101..130, 130..230, 230..260]);
        assert_eq!(of(102, 101), [1..101, 101..102]);
        assert_eq!(of(10, 700), std::slice::from_ref(&(1..10)));
        assert_eq!(of(10, 0), std::slice::from_ref(&(1..10)));
    }
}
