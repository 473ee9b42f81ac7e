//! Characters that several glyphs make together: a letter and its marks.
//!
//! A ToUnicode CMap gives each glyph its text. That of a mark which stands over its letter
//! would be the mark alone, which some readers then find before the letter, or the whole
//! character again, which they copy twice. So the letter's glyph stands for the whole
//! character, and the marks are drawn.

use ttf_parser::{GlyphId, OutlineBuilder};
use typst::layout::{Abs, Em, Frame, FrameItem, Point};
use typst::syntax::Span;
use typst::text::{Font, FontInstance, FontVariant, Glyph, TextItem};
use typst::visualize::{Curve, FillRule, Geometry, Shape};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::typeset::runs::are_own_glyphs_in_order;

/// The frame with such marks drawn; `None` if it has none. `real` gives the font with
/// the outlines of one that has none.
pub fn with_drawn_marks<'a>(
    frame: &Frame,
    real: &impl Fn(&Font) -> Option<&'a Font>,
) -> Option<Frame> {
    if !may_have_marks(frame) {
        return None;
    }
    let mut with = Frame::new(frame.size(), frame.kind());
    let mut before = None;
    for (at, item) in frame.items() {
        let FrameItem::Text(text) = item else {
            with.push(*at, item.clone());
            continue;
        };
        let is_mark = before.is_some_and(|before| is_mark_of(before, (*at, text)));
        if !is_mark {
            before = Some((*at, text));
        }
        let (left, marks) = parted(text, is_mark);
        if !left.glyphs.is_empty() {
            with.push(*at, FrameItem::Text(left));
        }
        for (x, glyph) in marks {
            let curve = match real(text.font.font()) {
                // Twins are of fonts that do not vary.
                Some(font) => {
                    let variations = text.font.variations();
                    let variant = FontVariant::default();
                    outline(&font.clone().instantiate(variant, text.size, variations), glyph, text)
                }
                None => outline(&text.font, glyph, text),
            };
            let shape = Shape {
                geometry: Geometry::Curve(curve),
                fill: Some(text.fill.clone()),
                fill_rule: FillRule::NonZero,
                stroke: None,
            };
            with.push(*at + Point::with_x(x), FrameItem::Shape(shape, Span::detached()));
        }
    }
    Some(with)
}

/// A text and where it stands.
type Standing<'a> = (Point, &'a TextItem);

fn may_have_marks(frame: &Frame) -> bool {
    let texts = frame.items().filter_map(|(at, item)| match item {
        FrameItem::Text(text) => Some((*at, text)),
        _ => None,
    });
    let mut before = None;
    texts.into_iter().any(|standing: Standing<'_>| {
        let glyphs = &standing.1.glyphs;
        let together = |two: &[Glyph]| {
            two[0].range == two[1].range && !are_own_glyphs_in_order(standing.1, two)
        };
        glyphs.windows(2).any(together)
            || before.replace(standing).is_some_and(|before| is_mark_of(before, standing))
    })
}

/// Whether a text is a mark on the last character of the one before it: Typst sets
/// one that is moved up or down as a text of its own, that says the character too.
/// 有 below 有 in a table is none: it has no mark, and is a line further down.
fn is_mark_of((before_at, before): Standing<'_>, (at, text): Standing<'_>) -> bool {
    let last = || before.glyphs.last().and_then(|glyph| before.text.get(glyph.range()));
    let whole = 0..text.text.len();
    // No two lines are closer to each other.
    let moved = (before_at.y - at.y).abs();
    moved > Abs::zero()
        && moved < text.size / 2.0
        && last() == Some(text.text.as_str())
        && text.text.nfd().any(is_combining_mark)
        && text.glyphs.iter().all(|glyph| glyph.range() == whole)
        && at.x < before_at.x + before.width() + text.size
}

/// What is left of a text without its marks, and the marks, each with how far it is
/// from the text's beginning.
fn parted(text: &TextItem, is_mark: bool) -> (TextItem, Vec<(Abs, u16)>) {
    let mut left = Vec::with_capacity(text.glyphs.len());
    let mut marks = Vec::new();
    let mut pen = Em::zero();
    for together in text.glyphs.chunk_by(|one, next| one.range == next.range) {
        let alone = together.len() == 1 || are_own_glyphs_in_order(text, together);
        let of_text = if is_mark {
            0
        } else if alone {
            together.len()
        } else {
            1
        };
        let width: Em = together.iter().map(|glyph| glyph.x_advance).sum();
        for (number, glyph) in together.iter().enumerate() {
            if number >= of_text {
                marks.push(((pen + glyph.x_offset).at(text.size), glyph.id));
            } else if alone {
                left.push(glyph.clone());
            } else {
                left.push(Glyph { x_advance: width, ..glyph.clone() });
            }
            pen += glyph.x_advance;
        }
    }
    (TextItem { glyphs: left, ..text.clone() }, marks)
}

/// The outline of a glyph as large as a text.
fn outline(font: &FontInstance, glyph: u16, text: &TextItem) -> Curve {
    let mut outline = Outline {
        curve: Curve::new(),
        scale: text.size.to_pt() / f64::from(font.ttf().units_per_em()),
        at: Point::zero(),
    };
    // One without an outline has nothing to see.
    font.ttf().outline_glyph(GlyphId(glyph), &mut outline);
    outline.curve
}

struct Outline {
    curve: Curve,
    /// Points to a unit of the font.
    scale: f64,
    /// Where the last part ended.
    at: Point,
}

impl Outline {
    fn point(&self, x: f32, y: f32) -> Point {
        let [x, y] = [x, -y].map(|it| Abs::pt(f64::from(it) * self.scale));
        Point::new(x, y)
    }
}

impl OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.at = self.point(x, y);
        self.curve.move_(self.at);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.at = self.point(x, y);
        self.curve.line(self.at);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let [middle, end] = [self.point(x1, y1), self.point(x, y)];
        let towards = |from: Point| from + (middle - from) * (2.0 / 3.0);
        self.curve.cubic(towards(self.at), towards(end), end);
        self.at = end;
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let end = self.point(x, y);
        self.curve.cubic(self.point(x1, y1), self.point(x2, y2), end);
        self.at = end;
    }

    fn close(&mut self) {
        self.curve.close();
    }
}
