//! Characters that allow or forbid a line break: zero-width space and word joiner. When
//! the lines are there, they have done their work.

use typst::text::{Glyph, TextItem};

/// Whether `c` does nothing but to allow or to forbid a line break.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{200B}' | '\u{2060}')
}

/// The text without such characters; `None` if it has none.
pub fn without_marks(text: &TextItem) -> Option<TextItem> {
    // Looked for as bytes: nearly no text has them.
    let mut first_bytes = text.text.as_bytes().windows(2);
    if !first_bytes.any(|two| matches!(two, [0xE2, 0x80 | 0x81])) || !text.text.contains(is_mark) {
        return None;
    }
    // How many bytes are left out before each.
    let mut shift = Vec::with_capacity(text.text.len() + 1);
    let mut left_out = 0;
    for c in text.text.chars() {
        shift.extend(std::iter::repeat_n(left_out, c.len_utf8()));
        if is_mark(c) {
            left_out += c.len_utf8() as u16;
        }
    }
    shift.push(left_out);
    let place = |at: u16| at - shift.get(usize::from(at)).copied().unwrap_or(left_out);
    let glyphs = text.glyphs.iter().map(|glyph| Glyph {
        range: place(glyph.range.start)..place(glyph.range.end),
        ..glyph.clone()
    });
    let glyphs = glyphs.collect();
    let without = text.text.chars().filter(|&c| !is_mark(c)).collect();
    Some(TextItem { text: without, glyphs, ..text.clone() })
}
