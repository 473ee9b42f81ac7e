//! The operators `Tj` and `TJ` of a content stream, which show text: the CIDs of its
//! glyphs, with what each is moved (ISO 32000-1, 9.4.3).
//!
//! Strings are literal ones, which are shorter than those in hexadecimal digits. The
//! arithmetic is that of Typst's export, number for number: a page looks the same to the
//! last dot.

use std::io::Write as _;

use typst::text::{Glyph, TextItem};

use super::cids::Cids;

/// The numbers of `TJ` are thousandths of an em.
const THOUSANDTHS: f32 = 1000.0;
/// Moves that are not worth writing.
const NOTHING: f32 = 0.001;

/// Adds the operator that shows a run of text. `cids` are those of its font's glyphs.
pub fn show_text(run: &TextItem, cids: &Cids<'_>, content: &mut Vec<u8>) {
    let cid_of = |glyph: &Glyph| cids.cid(glyph.id, &run.text[glyph.range()]);
    let face = run.font.ttf();
    let per_em = f32::from(face.units_per_em());
    if let [glyph] = run.glyphs.as_slice()
        && (glyph.x_offset.get() as f32).abs() <= NOTHING
    {
        content.push(b'(');
        push_cid(cid_of(glyph), content);
        content.extend_from_slice(b")Tj");
        return;
    }
    content.push(b'[');
    let mut moved = 0.0_f32;
    let mut open = false;
    // The last move and where it is written: in a line that is spread out, each is
    // like the one before.
    let mut last = (0.0, 0..0);
    for glyph in &run.glyphs {
        let advance = glyph.x_advance.get() as f32 * THOUSANDTHS;
        let offset = glyph.x_offset.get() as f32 * THOUSANDTHS;
        let own = face.glyph_hor_advance(ttf_parser::GlyphId(glyph.id));
        moved += offset;
        if moved.abs() > NOTHING {
            if open {
                content.push(b')');
                open = false;
            }
            let shift = -(moved / THOUSANDTHS * THOUSANDTHS);
            if shift == last.0 {
                content.extend_from_within(last.1.clone());
            } else {
                let start = content.len();
                number(shift, content);
                last = (shift, start..content.len());
            }
            moved = 0.0;
        }
        if !open {
            content.push(b'(');
            open = true;
        }
        push_cid(cid_of(glyph), content);
        if let Some(own) = own {
            moved += advance - f32::from(own) / per_em * THOUSANDTHS;
        }
        moved -= offset;
    }
    content.extend_from_slice(if open { b")]TJ" } else { b"]TJ" });
}

/// Adds a CID, two bytes, to a literal string (ISO 32000-1, 7.3.4.2).
fn push_cid(cid: u16, content: &mut Vec<u8>) {
    for byte in cid.to_be_bytes() {
        match byte {
            b'(' | b')' | b'\\' => content.extend([b'\\', byte]),
            // As it is, it would be read as the end of a line.
            b'\r' => content.extend(b"\\r"),
            _ => content.push(byte),
        }
    }
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
