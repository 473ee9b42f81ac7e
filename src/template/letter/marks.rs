//! Marks with their numbers, and the boxes they stand in.

use crate::model::{Mark, width_in_em};

/// Numbers the pieces of one run, and knows how wide their marks are.
#[derive(Debug, Default)]
pub struct Numbers {
    last: usize,
    /// The widest mark so far, in em.
    width: f64,
}

impl Numbers {
    /// The mark of the next piece; `None` if it has none. What has a mark that does not
    /// count is passed over in counting.
    pub fn next(&mut self, mark: &Mark) -> Option<String> {
        if mark.counts() {
            self.last += 1;
        }
        let written = mark.write(self.last);
        let written = Some(written).filter(|written| !written.is_empty())?;
        self.width = self.width.max(box_width(&written));
        Some(written)
    }

    /// The box that all marks so far fit in, in em.
    pub fn width(&self) -> f64 {
        self.width
    }
}

/// How wide a text is on the page, in em: between Japanese and Latin characters or digits
/// a quarter of an em is set.
pub fn set_width(text: &str) -> f64 {
    let is_latin = |c: char| c.is_ascii_alphanumeric();
    let is_japanese = |c: char| c.is_alphanumeric() && !c.is_ascii();
    let parts =
        |(a, b): (char, char)| is_latin(a) && is_japanese(b) || is_japanese(a) && is_latin(b);
    let gaps = text.chars().zip(text.chars().skip(1)).filter(|pair| parts(*pair)).count();
    width_in_em(text) + 0.25 * gaps as f64
}

/// How wide the box of a mark is, in em. A number that ends without a bracket or stop
/// (第1, ア) has a full-width space behind it, as official documents have it.
pub fn box_width(mark: &str) -> f64 {
    let is_bare = |c: char| {
        let is_circled =
            ('\u{2460}'..='\u{24ff}').contains(&c) || ('\u{3251}'..='\u{32bf}').contains(&c);
        c.is_alphanumeric() && !is_circled && c != '\u{3007}'
    };
    let gap = if mark.chars().next_back().is_some_and(is_bare) { 1.0 } else { 0.0 };
    width_in_em(mark) + gap
}
