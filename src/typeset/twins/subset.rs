//! Which glyphs of a font a letter has, and in which order they stand in its font file.
//!
//! Outlines that are like one another make each other shorter in a compressed file, if
//! they stand near each other. A font has its glyphs in an order of likeness: kanji by
//! their reading and so, often, by their parts. But a file in that order would have
//! other bytes in nearly every place for each letter, and nothing of it could be kept
//! for the next. Here glyphs come in groups, each in the order of the font, and each
//! compressed with some groups before it as its preset dictionary:
//!
//! ```text
//!  glyph 0, digits …  │ group │ group │ group │ … │ components
//!  └ in no dictionary   └───── dictionary ─────┴▶ of this group
//! ```
//!
//! Where a group ends is decided by its last glyph alone, so that a glyph more or less
//! changes few of them.

use std::ops::Range;

/// Glyphs in the order of their font file.
#[derive(Debug, Clone, Hash)]
pub struct Subset {
    glyphs: Vec<u16>,
    /// How many glyphs at the beginning are a group that is in no dictionary.
    isolated: usize,
    /// Where each of the other groups ends.
    ends: Vec<usize>,
}

/// Glyphs that are compressed together: their places in the subset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Where the glyphs begin that are the group's preset dictionary; it ends where the
    /// group begins.
    pub dictionary: usize,
    /// The glyphs of the group.
    pub glyphs: Range<usize>,
}

/// How many groups are the dictionary of the next.
const DICTIONARY: usize = 8;

/// Whether a group ends with this glyph: with one in eight of them.
fn ends_group(glyph: u16) -> bool {
    u32::from(glyph).wrapping_mul(0x9E37_79B1) >> 29 == 0
}

impl Subset {
    /// Glyphs that have to stand in this order.
    pub fn in_order(glyphs: Vec<u16>) -> Self {
        let mut subset = Self { glyphs, isolated: 0, ends: Vec::new() };
        subset.find_ends();
        subset
    }

    /// Glyphs whose order is free. `seen` has each of them once: first those that
    /// letters are most likely to have too. Glyph 0 is added, as the first of all. Those
    /// of which `is_isolated` is true, digits above all, are in the first group: which
    /// of them a letter has changes no other.
    pub fn of(seen: &[u16], is_isolated: impl Fn(u16) -> bool) -> Self {
        let (mut glyphs, others): (Vec<u16>, Vec<u16>) =
            seen.iter().partition(|&&it| is_isolated(it));
        glyphs.push(0);
        glyphs.sort_unstable();
        glyphs.dedup();
        let isolated = glyphs.len();
        glyphs.extend(others.into_iter().filter(|&glyph| glyph != 0));
        let mut subset = Self { glyphs, isolated, ends: Vec::new() };
        subset.find_ends();
        let mut start = isolated;
        for &end in &subset.ends {
            subset.glyphs[start..end].sort_unstable();
            start = end;
        }
        subset
    }

    fn find_ends(&mut self) {
        let ends = (self.isolated..self.glyphs.len()).filter(|&at| ends_group(self.glyphs[at]));
        self.ends = ends.map(|at| at + 1).collect();
        let end = self.glyphs.len();
        if *self.ends.last().unwrap_or(&self.isolated) < end {
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
        before.map_or(self.isolated, |before| self.ends[before])
    }

    /// The groups, in their order.
    pub fn groups(&self) -> impl Iterator<Item = Group> {
        let isolated = Group { dictionary: 0, glyphs: 0..self.isolated };
        let start = |index: usize| index.checked_sub(1).map_or(self.isolated, |it| self.ends[it]);
        let others = self.ends.iter().enumerate().map(move |(index, &end)| Group {
            dictionary: start(index.saturating_sub(DICTIONARY)),
            glyphs: start(index)..end,
        });
        std::iter::once(isolated).chain(others).filter(|group| !group.glyphs.is_empty())
    }
}
