//! The codes by which a letter's text names glyphs.
//!
//! A glyph's code is its number in the whole font. Where it says several things
//! in one letter, as 辻 may with a variation selector and without, each of them
//! but one has a code of its own above the numbers of all glyphs: whoever copies
//! or searches the text finds what was written.

/// A glyph that a letter shows, and what it says.
pub type Shown<'a> = (u16, &'a str);

/// The codes of one font in one letter.
pub struct Codes<'a> {
    /// Each glyph once, in their order.
    first: Vec<Shown<'a>>,
    /// What glyphs say besides, in the order of its codes.
    more: Vec<Shown<'a>>,
    /// The first code that is no glyph's number.
    free: u16,
}

impl<'a> Codes<'a> {
    /// The codes of what a letter shows of a font that has so many glyphs; `None`
    /// if there are not enough numbers.
    pub fn of(mut shown: Vec<Shown<'a>>, glyphs: u16) -> Option<Self> {
        shown.sort_unstable();
        shown.dedup();
        let mut more = Vec::new();
        shown.dedup_by(|next, first| {
            let again = next.0 == first.0;
            more.extend(again.then_some(*next));
            again
        });
        u16::try_from(more.len()).ok()?.checked_add(glyphs)?;
        Some(Self { first: shown, more, free: glyphs })
    }

    /// The code of a glyph that says this.
    pub fn code(&self, shown: Shown<'_>) -> u16 {
        let place = (self.free..).zip(&self.more).find(|(_, it)| **it == shown);
        place.map_or(shown.0, |(code, _)| code)
    }

    /// The glyphs that the font file needs, in their order. What stands for a
    /// missing glyph is the first of every font.
    pub fn glyphs(&self) -> Vec<u16> {
        std::iter::once(0).chain(self.first.iter().map(|(glyph, _)| *glyph)).collect()
    }

    /// All codes in their order, each with its glyph and what it says.
    pub fn iter(&self) -> impl Iterator<Item = (u16, Shown<'a>)> {
        let first = self.first.iter().map(|shown| (shown.0, *shown));
        first.chain((self.free..).zip(self.more.iter().copied()))
    }
}
