//! Text as a PDF shows it: glyph by glyph, with what each is moved.
//!
//! Glyphs are named by their numbers in the whole font and not in a letter's own
//! selection of it, so that the same text is the same bytes in nearly every letter
//! (see [`super::codes`]). The arithmetic is that of Typst's export, number for number: a page looks the
//! same to the last dot.

use std::io::Write as _;

use typst::text::{Glyph, TextItem};

/// Numbers in a PDF's text are thousandths of an em (ISO 32000-1, 9.4.3).
const THOUSANDTHS: f32 = 1000.0;
/// Moves that are not worth saying.
const NOTHING: f32 = 0.001;

/// Adds what shows a run of text, its glyphs named by `code_of`.
pub fn show(run: &TextItem, code_of: impl Fn(&Glyph) -> u16, content: &mut Vec<u8>) {
    let face = run.font.ttf();
    let per_em = f32::from(face.units_per_em());
    if let [glyph] = run.glyphs.as_slice()
        && (glyph.x_offset.get() as f32).abs() <= NOTHING
    {
        content.push(b'<');
        code(code_of(glyph), content);
        content.extend_from_slice(b">Tj");
        return;
    }
    content.push(b'[');
    let mut moved = 0.0_f32;
    let mut open = false;
    for glyph in &run.glyphs {
        let advance = glyph.x_advance.get() as f32 * THOUSANDTHS;
        let offset = glyph.x_offset.get() as f32 * THOUSANDTHS;
        let own = face.glyph_hor_advance(ttf_parser::GlyphId(glyph.id));
        moved += offset;
        if moved.abs() > NOTHING {
            if open {
                content.push(b'>');
                open = false;
            }
            number(-(moved / THOUSANDTHS * THOUSANDTHS), content);
            moved = 0.0;
        }
        if !open {
            content.push(b'<');
            open = true;
        }
        code(code_of(glyph), content);
        if let Some(own) = own {
            moved += advance - f32::from(own) / per_em * THOUSANDTHS;
        }
        moved -= offset;
    }
    content.extend_from_slice(if open { b">]TJ" } else { b"]TJ" });
}

/// Adds a number of two bytes in hexadecimal digits.
pub fn code(number: u16, content: &mut Vec<u8>) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    content.extend([12, 8, 4, 0].map(|shift| DIGITS[usize::from(number >> shift & 15)]));
}

/// Adds a number.
pub fn number(value: f32, content: &mut Vec<u8>) {
    // Writing to a vector does not fail.
    let _ = if value as i32 as f32 == value {
        write!(content, "{}", value as i32)
    } else {
        write!(content, "{value}")
    };
}
