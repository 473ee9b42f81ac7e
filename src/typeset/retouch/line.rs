//! Space in a line.
//!
//! Three things that Typst sets by the character alone:
//!
//! * A quarter of an em goes between kanji or kana and Latin letters, full-width
//!   ones too, which are set solid (JLReq 3.2.6 has it beside western ones only).
//! * ： and ； are squeezed as if their ink stood at the left. It stands in the
//!   middle, and what is taken away goes from both sides (JLReq 3.1.2).
//! * An opening bracket is half as wide at the head of a line (JLReq 3.1.5), but not
//!   at that of a paragraph that is indented.
//!
//! What is taken away is shared out again where the line is justified; where it is
//! not, the rest of it moves.

use typst::layout::{Abs, Em, FrameItem};
use typst::text::{Glyph, TextItem};
use unicode_script::{Script, UnicodeScript};

use super::{NOTHING, Placed, character};

/// What Typst puts between the scripts.
const GAP: Em = Em::new(0.25);
/// How much of an opening bracket is space.
const HALF: Em = Em::new(0.5);
/// What is left of rounding, in ems.
const ROUNDING: f64 = 1e-6;

/// A line of text, and boxes in it.
pub struct Line<'a> {
    /// From the first text to the last.
    pub items: &'a mut [Placed],
    /// Whether nothing stands before it.
    pub begins: bool,
    /// The width of the frame that it is in.
    pub width: Abs,
}

/// A glyph of a line.
struct LineGlyph {
    /// Which of the line's items it is in, and which of its glyphs it is.
    item: usize,
    glyph: usize,
    character: char,
    /// Its width in the font.
    own: Em,
    /// What Typst made of it.
    advance: Em,
    offset: Em,
    /// Whether it stands beside the one before, with nothing between.
    beside: bool,
    /// How much space is to be taken away at its left and its right.
    less: [Em; 2],
}

/// Whether a text may have anything that is to be set otherwise. Asked of every text
/// of every letter. `begins`: a line may begin with it.
pub fn may_need_retouching(text: &TextItem, begins: bool) -> bool {
    let begins = begins && text.text.chars().next().is_some_and(is_opening);
    begins || text.text.chars().any(|c| is_colon(c) || is_letter(c))
}

impl Line<'_> {
    /// Sets the line as it should be.
    pub fn retouch(&mut self) {
        let mut glyphs = self.glyphs();
        close_gaps(&mut glyphs);
        if self.begins
            && let Some(first) = glyphs.first_mut()
            && is_opening(first.character)
            && first.is_full_width()
        {
            first.less[0] = (HALF + first.offset).max(Em::zero());
        }
        if glyphs.iter().any(|glyph| glyph.less != [Em::zero(); 2]) {
            self.close_up(&glyphs);
        }
        for glyph in glyphs.iter().filter(|glyph| is_colon(glyph.character)) {
            self.centre(glyph);
        }
    }

    fn glyphs(&self) -> Vec<LineGlyph> {
        let mut glyphs = Vec::new();
        let mut end = None;
        for (index, (at, item)) in self.items.iter().enumerate() {
            match item {
                FrameItem::Text(text) => {
                    let mut beside = end.is_some_and(|end: Abs| (at.x - end).abs() < NOTHING);
                    let em = f32::from(text.font.ttf().units_per_em());
                    for (number, glyph) in text.glyphs.iter().enumerate() {
                        let Some(character) = character(text, glyph) else { continue };
                        let id = ttf_parser::GlyphId(glyph.id);
                        let own = text.font.ttf().glyph_hor_advance(id).unwrap_or_default();
                        glyphs.push(LineGlyph {
                            item: index,
                            glyph: number,
                            character,
                            own: Em::new(f64::from(f32::from(own) / em)),
                            advance: glyph.x_advance,
                            offset: glyph.x_offset,
                            beside,
                            less: [Em::zero(); 2],
                        });
                        beside = true;
                    }
                    end = Some(at.x + text.width());
                }
                FrameItem::Tag(_) => {}
                _ => end = None,
            }
        }
        glyphs
    }

    /// Takes away what is to be less.
    fn close_up(&mut self, glyphs: &[LineGlyph]) {
        let size = |it: &LineGlyph| self.text(it.item).map_or(Abs::zero(), |text| text.size);
        let less: Abs = glyphs.iter().map(|it| (it.less[0] + it.less[1]).at(size(it))).sum();
        // The last character of a line is not followed by space.
        let last = glyphs.iter().rposition(|it| it.advance > Em::zero()).unwrap_or_default();
        let spread = glyphs[..last].iter().filter(|it| it.is_spread()).count();
        let is_justified = (is_justified(glyphs, last) || self.is_full()) && spread > 0;
        let more = if is_justified { less / spread as f64 } else { Abs::zero() };
        let mut moved = if is_justified { Abs::zero() } else { self.aligned(less) };
        let mut glyphs = glyphs.iter().enumerate().peekable();
        for (index, (at, item)) in self.items.iter_mut().enumerate() {
            at.x += moved;
            let FrameItem::Text(text) = item else { continue };
            let size = text.size;
            while let Some((number, it)) = glyphs.next_if(|(_, it)| it.item == index) {
                let [left, right] = it.less;
                let wider = if number < last && it.is_spread() { more } else { Abs::zero() };
                let glyph = &mut text.glyphs[it.glyph];
                glyph.x_offset -= left;
                let change = Em::from_abs(wider, size) - left - right;
                glyph.x_advance += change;
                moved += change.at(size);
            }
        }
    }

    /// How far a line moves that becomes so much shorter: as far as it must to stay at
    /// the right edge, or in the middle.
    fn aligned(&self, less: Abs) -> Abs {
        let [left, right] = self.margins();
        if left < NOTHING {
            Abs::zero()
        } else if right.abs() < NOTHING {
            less
        } else if (left - right).abs() < NOTHING {
            less / 2.0
        } else {
            Abs::zero()
        }
    }

    /// Whether the line reaches from edge to edge, but for an indent.
    fn is_full(&self) -> bool {
        const INDENT: Abs = Abs::raw(32.0);
        let [left, right] = self.margins();
        left < INDENT && right.abs() < NOTHING
    }

    /// What is free of the frame at the line's left and right.
    fn margins(&self) -> [Abs; 2] {
        let start = self.items.first().map_or(Abs::zero(), |(at, _)| at.x);
        let end = self.items.last().map_or(Abs::zero(), |(at, item)| match item {
            FrameItem::Text(text) => at.x + text.width(),
            _ => at.x,
        });
        [start, self.width - end]
    }

    /// Puts ： in the middle of the room that is left to it.
    fn centre(&mut self, colon: &LineGlyph) {
        let own = colon.own;
        let Some(text) = self.text_mut(colon.item) else { return };
        let glyph: &mut Glyph = &mut text.glyphs[colon.glyph];
        let squeezed = own - glyph.x_advance;
        if squeezed.get() > ROUNDING && glyph.x_offset.get().abs() < ROUNDING {
            glyph.x_offset -= squeezed / 2.0;
        }
    }

    fn text(&self, item: usize) -> Option<&TextItem> {
        match self.items.get(item) {
            Some((_, FrameItem::Text(text))) => Some(text),
            _ => None,
        }
    }

    fn text_mut(&mut self, item: usize) -> Option<&mut TextItem> {
        match self.items.get_mut(item) {
            Some((_, FrameItem::Text(text))) => Some(text),
            _ => None,
        }
    }
}

impl LineGlyph {
    fn is_full_width(&self) -> bool {
        (self.own.get() - 1.0).abs() < 0.01
    }

    /// Whether it is one of the letters that Typst takes for western ones and this
    /// font has as wide as kanji.
    fn is_wide_letter(&self) -> bool {
        self.is_full_width() && is_letter(self.character)
    }

    /// Whether a justified line has some of its space behind it.
    fn is_spread(&self) -> bool {
        is_japanese(self.character) || self.is_wide_letter()
    }

    /// The space behind it.
    fn behind(&self) -> Em {
        self.advance - self.offset - self.own
    }
}

/// Takes the gaps beside wide letters away.
fn close_gaps(glyphs: &mut [LineGlyph]) {
    for index in 1..glyphs.len() {
        let [one, next] = &mut glyphs[index - 1..=index] else { continue };
        if !next.beside {
            continue;
        }
        if is_japanese(one.character) && next.is_wide_letter() {
            // What a justified line has there besides is its own.
            one.less[1] = one.behind().clamp(Em::zero(), GAP);
        }
        if is_japanese(next.character) && one.is_wide_letter() {
            next.less[0] = next.offset.clamp(Em::zero(), GAP);
        }
    }
}

/// Whether a line was made longer or shorter to fill its column. `last` is its last
/// character.
fn is_justified(glyphs: &[LineGlyph], last: usize) -> bool {
    let differs = |one: Em, other: f64| (one.get() - other).abs() > ROUNDING;
    glyphs[..last].iter().zip(&glyphs[1..]).any(|(it, next)| {
        let gap_behind = next.character.script() == Script::Latin || next.character.is_ascii();
        if is_japanese(it.character) {
            let behind = it.behind().get();
            // Longer: space where there is none else. Shorter: a gap that is narrower.
            behind > GAP.get() + ROUNDING
                || (behind > ROUNDING && (!gap_behind || differs(it.behind(), GAP.get())))
                || (it.offset.get() > ROUNDING && differs(it.offset, GAP.get()))
        } else {
            // Punctuation is as wide as a kanji, half as wide, or was squeezed.
            it.is_full_width()
                && !is_letter(it.character)
                && [0.5, 0.75, 1.0].iter().all(|&usual| differs(it.advance, usual))
        }
    })
}

/// Kanji and kana, as Typst has them.
fn is_japanese(c: char) -> bool {
    matches!(c.script(), Script::Han | Script::Hiragana | Script::Katakana) || c == 'ー'
}

/// Letters beyond ASCII that Typst takes for western ones.
fn is_letter(c: char) -> bool {
    // Most of a letter is kanji and kana: they are not looked up.
    !c.is_ascii()
        && !('\u{2E80}'..='\u{9FFF}').contains(&c)
        && matches!(c.script(), Script::Latin | Script::Greek | Script::Cyrillic)
}

fn is_colon(c: char) -> bool {
    matches!(c, '：' | '；')
}

/// Brackets and quotes whose ink is at the right.
fn is_opening(c: char) -> bool {
    matches!(c, '“' | '‘' | '《' | '〈' | '（' | '『' | '「' | '【' | '〖' | '〔' | '［' | '｛')
}
