//! Which glyphs of a font a letter has, and in which order they stand in its
//! font file.
//!
//! Outlines that are like one another make each other shorter in a compressed
//! file, if they stand near each other. A font has its glyphs in an order of
//! likeness: kanji by their reading and so, often, by their parts. But a file in
//! that order would have other bytes in nearly every place for each letter, and
//! nothing of it could be kept for the next. Here glyphs come in groups, each in
//! the order of the font, and each coded with the help of some before it. Where a
//! group ends is decided by the glyphs alone, so that a glyph more or less
//! changes few of them.

use std::ops::Range;

/// Glyphs in the order of their font file.
#[derive(Debug, Clone, Hash)]
pub struct Selection {
    glyphs: Vec<u16>,
    /// How many glyphs at the beginning are a group that helps no other.
    apart: usize,
    /// Where each of the other groups ends.
    ends: Vec<usize>,
}

/// Glyphs whose bytes are coded together: their places in the selection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Where the glyphs begin that help: those of the groups just before.
    pub helpers: usize,
    /// The glyphs of the group.
    pub glyphs: Range<usize>,
}

/// How many groups help the next.
const HELP: usize = 8;

/// Whether a group ends with this glyph: with one in eight of them.
fn ends_group(glyph: u16) -> bool {
    u32::from(glyph).wrapping_mul(0x9E37_79B1) >> 29 == 0
}

impl Selection {
    /// Glyphs that have to stand in this order.
    pub fn in_order(glyphs: Vec<u16>) -> Self {
        let mut selection = Self { glyphs, apart: 0, ends: Vec::new() };
        selection.find_ends();
        selection
    }

    /// Glyphs whose order is free. `seen` has each of them once: first those
    /// that letters are most likely to have too. The missing glyph is added, as
    /// the first of all. Those of which `apart` is true, digits above all, are in
    /// the first group: which of them a letter has changes no other.
    pub fn of(seen: &[u16], apart: impl Fn(u16) -> bool) -> Self {
        let (mut glyphs, others): (Vec<u16>, Vec<u16>) = seen.iter().partition(|&&it| apart(it));
        glyphs.push(0);
        glyphs.sort_unstable();
        glyphs.dedup();
        let apart = glyphs.len();
        glyphs.extend(others.into_iter().filter(|&glyph| glyph != 0));
        let mut selection = Self { glyphs, apart, ends: Vec::new() };
        selection.find_ends();
        let mut start = apart;
        for &end in &selection.ends {
            selection.glyphs[start..end].sort_unstable();
            start = end;
        }
        selection
    }

    fn find_ends(&mut self) {
        let ends = (self.apart..self.glyphs.len()).filter(|&at| ends_group(self.glyphs[at]));
        self.ends = ends.map(|at| at + 1).collect();
        let end = self.glyphs.len();
        if *self.ends.last().unwrap_or(&self.apart) < end {
            self.ends.push(end);
        }
    }

    /// The same, and after all these a group of more glyphs, if there are any.
    pub fn and(mut self, more: &[u16]) -> Self {
        if !more.is_empty() {
            self.glyphs.extend_from_slice(more);
            self.ends.push(self.glyphs.len());
        }
        self
    }

    /// All glyphs, in their order.
    pub fn glyphs(&self) -> &[u16] {
        &self.glyphs
    }

    /// Where the last group begins.
    pub fn last_group(&self) -> usize {
        let before = self.ends.len().checked_sub(2);
        before.map_or(self.apart, |before| self.ends[before])
    }

    /// The groups, in their order.
    pub fn groups(&self) -> impl Iterator<Item = Group> {
        let apart = Group { helpers: 0, glyphs: 0..self.apart };
        let start = |index: usize| index.checked_sub(1).map_or(self.apart, |it| self.ends[it]);
        let others = self.ends.iter().enumerate().map(move |(index, &end)| Group {
            helpers: start(index.saturating_sub(HELP)),
            glyphs: start(index)..end,
        });
        std::iter::once(apart).chain(others).filter(|group| !group.glyphs.is_empty())
    }
}
