//! Where lines break: by the rules of Unicode (UAX #14), in their strict form, which has
//! those of Japanese (禁則処理, JIS X 4051), and never in what is to be copied whole.

use icu_segmenter::LineSegmenter;
use icu_segmenter::options::{LineBreakOptions, LineBreakStrictness};

use super::lines::Line;

/// Where a line ends whatever there is room for (UAX #14, BK, CR, LF and NL).
const ENDS: [char; 7] = ['\n', '\r', '\u{B}', '\u{C}', '\u{85}', '\u{2028}', '\u{2029}'];

/// A text in lines that are at most so wide. Only a word by itself may be wider.
pub fn wrap(text: &str, columns: usize, width: impl Fn(&str) -> usize) -> Vec<Line> {
    text.split(ENDS).flat_map(|text| wrap_one(text, columns, &width)).collect()
}

/// The same of a text that has no line ends.
fn wrap_one(text: &str, columns: usize, width: impl Fn(&str) -> usize) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    // Where the line begins, where its last piece ends, and how wide it is there.
    let (mut start, mut last, mut held) = (0, 0, 0);
    for end in breaks(text) {
        let piece = &text[last..end];
        if start < last && held + width(piece.trim_end()) > columns {
            lines.push(Line { goes_on: true, ..Line::of(&text[start..last]) });
            (start, held) = (last, 0);
        }
        held += width(piece);
        last = end;
    }
    lines.push(Line::of(&text[start..]));
    lines
}

/// The places where a line may end, that of the whole text among them.
fn breaks(text: &str) -> impl Iterator<Item = usize> {
    let mut options = LineBreakOptions::default();
    options.strictness = Some(LineBreakStrictness::Strict);
    let places = LineSegmenter::new_for_non_complex_scripts(options).segment_str(text);
    places.filter(|&place| place > 0 && !is_within_word(text, place))
}

/// Whether a place is in a word, a number or an address: nothing but letters, figures and
/// their signs stand around it, whichever width they have.
fn is_within_word(text: &str, place: usize) -> bool {
    let of_word = |c: char| c.is_ascii_graphic() || is_wide_letter(c);
    let before = text[..place].chars().next_back();
    let after = text[place..].chars().next();
    match before.zip(after) {
        Some((before, after)) if of_word(before) && of_word(after) => true,
        // １４８，６２０ and ３．５.
        Some(('，' | '．', after)) => {
            let before = text[..place].chars().rev().nth(1);
            is_wide_figure(after) && before.is_some_and(is_wide_figure)
        }
        _ => false,
    }
}

fn is_wide_letter(c: char) -> bool {
    matches!(c, 'Ａ'..='Ｚ' | 'ａ'..='ｚ') || is_wide_figure(c)
}

fn is_wide_figure(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '０'..='９')
}
