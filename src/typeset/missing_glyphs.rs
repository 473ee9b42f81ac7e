//! Characters that were set as an empty box (glyph 0, `.notdef`), or in another form than
//! was asked for.
//!
//! Typst says nothing about either. In a letter, both are a wrong name.

use std::collections::BTreeSet;

use typst::layout::{Frame, FrameItem};
use typst::text::TextItem;

use crate::unseen::{is_invisible, is_variation};

/// A character as it was asked for and could not be set.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct MissingGlyph {
    /// The character; a variation selector if it was set apart from its own.
    pub character: char,
    /// The variation selector that the font has no form for; `None` if the
    /// character itself is missing.
    pub selector: Option<char>,
}

/// Adds what is missing in a page.
pub fn find_missing(frame: &Frame, missing: &mut BTreeSet<MissingGlyph>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => find_missing(&group.frame, missing),
            FrameItem::Text(text) => find_missing_in_text(text, missing),
            _ => {}
        }
    }
}

fn find_missing_in_text(text: &TextItem, missing: &mut BTreeSet<MissingGlyph>) {
    for glyph in text.glyphs.iter().filter(|glyph| glyph.id == 0) {
        let range = usize::from(glyph.range.start)..usize::from(glyph.range.end);
        let characters = text.text.get(range).unwrap_or_default().chars();
        missing.extend(characters.map(|character| MissingGlyph { character, selector: None }));
    }
    // Both are rare: most text is done here.
    if !text.text.chars().any(|c| is_invisible(c) || is_variation(c)) {
        return;
    }
    let invisible = text.text.chars().filter(|&c| is_invisible(c));
    missing.extend(invisible.map(|character| MissingGlyph { character, selector: None }));
    // A selector at the start has no character that it could change.
    let parted = text.text.chars().next().filter(|&c| is_variation(c));
    missing.extend(parted.map(|character| MissingGlyph { character, selector: None }));
    let face = text.font.ttf();
    for (base, selector) in text.text.chars().zip(text.text.chars().skip(1)) {
        if is_variation(selector) && face.glyph_variation_index(base, selector).is_none() {
            missing.insert(MissingGlyph { character: base, selector: Some(selector) });
        }
    }
}
