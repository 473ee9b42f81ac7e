//! Which glyphs of a font a letter has, and in which order they stand in its
//! font file.
//!
//! Outlines that are like one another make each other shorter in a compressed
//! file, if they stand near each other. A font has its glyphs in an order of
//! likeness: kanji by their reading and so, often, by their parts. But a file in
//! that order would have other bytes in nearly every place for each letter, and
//! nothing of it could be kept for the next. Here glyphs come in groups, each in
//! the order of the font. Which they are is decided by the glyphs alone, so that
//! a glyph more or less changes one group or two.

/// Glyphs in the order of their font file.
#[derive(Debug, Clone, Hash)]
pub struct Selection {
    glyphs: Vec<u16>,
    /// How many glyphs before the first group stand by themselves.
    alone: usize,
    /// Where each group ends.
    ends: Vec<usize>,
}

/// Glyphs whose bytes are coded together, and those that come before them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Group<'a> {
    /// The group before, with whose help this one is coded; none for most.
    pub before: &'a [u16],
    /// The glyphs.
    pub glyphs: &'a [u16],
}

/// Whether a group ends with this glyph: with one in sixty-four of them.
fn ends_group(glyph: u16) -> bool {
    u32::from(glyph).wrapping_mul(0x9E37_79B1) >> 26 == 0
}

impl Selection {
    /// Glyphs that have to stand in this order.
    pub fn in_order(glyphs: Vec<u16>) -> Self {
        let mut selection = Self { glyphs, alone: 0, ends: Vec::new() };
        selection.find_ends();
        selection
    }

    /// Glyphs whose order is free. `seen` has each of them once: first those
    /// that letters are most likely to have too. The missing glyph is added, as
    /// the first of all. Those of which `alone` is true are digits and other
    /// signs that differ more from letter to letter: they stand before the groups.
    pub fn of(seen: &[u16], alone: impl Fn(u16) -> bool) -> Self {
        let (mut glyphs, groups): (Vec<u16>, Vec<u16>) = seen.iter().partition(|&&it| alone(it));
        glyphs.push(0);
        glyphs.sort_unstable();
        glyphs.dedup();
        let alone = glyphs.len();
        glyphs.extend(groups.into_iter().filter(|&glyph| glyph != 0));
        let mut selection = Self { glyphs, alone, ends: Vec::new() };
        selection.find_ends();
        let mut start = alone;
        for &end in &selection.ends {
            selection.glyphs[start..end].sort_unstable();
            start = end;
        }
        selection
    }

    fn find_ends(&mut self) {
        let ends = (self.alone..self.glyphs.len()).filter(|&at| ends_group(self.glyphs[at]));
        self.ends = ends.map(|at| at + 1).collect();
        let end = self.glyphs.len();
        if *self.ends.last().unwrap_or(&self.alone) < end {
            self.ends.push(end);
        }
    }

    /// The same, and after all these a group of more glyphs.
    pub fn and(mut self, more: &[u16]) -> Self {
        self.glyphs.extend_from_slice(more);
        self.ends.push(self.glyphs.len());
        self
    }

    /// All glyphs, in their order.
    pub fn glyphs(&self) -> &[u16] {
        &self.glyphs
    }

    /// The groups, in their order; glyphs that stand by themselves are groups too.
    pub fn groups(&self) -> impl Iterator<Item = Group<'_>> {
        let alone = self.glyphs[..self.alone].chunks(1);
        let alone = alone.map(|glyphs| Group { before: &[], glyphs });
        let mut before = self.alone;
        let mut start = self.alone;
        alone.chain(self.ends.iter().map(move |&end| {
            let group =
                Group { before: &self.glyphs[before..start], glyphs: &self.glyphs[start..end] };
            (before, start) = (start, end);
            group
        }))
    }
}
