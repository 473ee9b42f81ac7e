//! Retouching: what Typst 0.15.1 sets otherwise than Japanese has it, put right on pages
//! that have been set, before they are exported or drawn.
//!
//! ```text
//!  frame of a page ─▶ clusters  marks drawn over their letters
//!                  ─▶ marks     break characters taken out of the text
//!                  ─▶ line      space in each line
//! ```
//!
//! The invariant: line breaks, page breaks and the order of the text stay as Typst has
//! set them; glyphs move within their line alone. A page with nothing to put right is not
//! copied.
//!
//! Its line breaking takes no instruction but in the text: word joiners and chances
//! of a break, which nobody should find in what is copied from a letter ([`marks`]).
//! Its rules for space know characters and not how wide a font has them ([`line`]);
//! a rule in a template would have to part the text at each such character, and at
//! the edges of a part Typst knows no rule at all. Of a letter with marks it makes
//! several glyphs, which are copied several times ([`clusters`]).

mod clusters;
mod line;
mod marks;
#[cfg(test)]
mod tests;

use typst::layout::{Abs, Frame, FrameItem, GroupItem, Point};
use typst::text::{Font, TextItem};

use self::line::Line;

/// An item of a frame, and where it stands.
type Placed = (Point, FrameItem);

/// Baselines closer than this are one line's, and what ends and begins closer to
/// each other stands side by side: what is left of rounding.
const NOTHING: Abs = Abs::raw(1e-3);

/// The frame as it should look; `None` if it does. `real` gives the font with the
/// outlines of one that has none, as a twin.
pub fn retouched<'a>(frame: &Frame, real: &impl Fn(&Font) -> Option<&'a Font>) -> Option<Frame> {
    let with_marks = clusters::with_drawn_marks(frame, real);
    let frame = with_marks.as_ref().unwrap_or(frame);
    let mut retouched = Retouched { items: frame.items().as_slice(), own: None };
    for (index, (_, item)) in frame.items().enumerate() {
        let better = match item {
            FrameItem::Group(group) => self::retouched(&group.frame, real)
                .map(|frame| FrameItem::Group(GroupItem { frame, ..group.clone() })),
            FrameItem::Text(text) => marks::without_marks(text).map(FrameItem::Text),
            _ => None,
        };
        if let Some(better) = better {
            retouched.own()[index].1 = better;
        }
    }
    for LineItems { from, to, begins } in lines(frame) {
        let is_looked_at = |(_, item): &Placed| matches!(item, FrameItem::Text(text) if line::may_need_retouching(text, begins));
        if retouched.items()[from..to].iter().any(is_looked_at) {
            let width = frame.width();
            Line { items: &mut retouched.own()[from..to], begins, width }.retouch();
        }
    }
    let Some(items) = retouched.own else { return with_marks };
    let mut frame = Frame::new(frame.size(), frame.kind());
    frame.push_multiple(items);
    Some(frame)
}

/// The items of a frame, copied when the first of them changes.
struct Retouched<'a> {
    items: &'a [Placed],
    own: Option<Vec<Placed>>,
}

impl Retouched<'_> {
    fn items(&self) -> &[Placed] {
        self.own.as_deref().unwrap_or(self.items)
    }

    fn own(&mut self) -> &mut [Placed] {
        self.own.get_or_insert_with(|| self.items.to_vec())
    }
}

/// Which items of a frame are a line of text.
struct LineItems {
    /// Its first item.
    from: usize,
    /// The one after its last.
    to: usize,
    /// Whether nothing stands before its first character.
    begins: bool,
}

/// The lines of a frame, from their first text to their last, with the boxes
/// between.
fn lines(frame: &Frame) -> Vec<LineItems> {
    let mut lines: Vec<LineItems> = Vec::new();
    // The last line's baseline and end, while it may go on.
    let mut open: Option<(Abs, Abs)> = None;
    // What stood last, if it was a box: from where to where it reaches down, and its
    // right edge.
    let mut last_box: Option<[Abs; 3]> = None;
    for (index, (at, item)) in frame.items().enumerate() {
        match item {
            FrameItem::Text(text) => {
                let end = at.x + text.width();
                match (&mut open, lines.last_mut()) {
                    (Some((baseline, so_far)), Some(line))
                        if (*baseline - at.y).abs() < NOTHING && at.x >= *so_far - NOTHING =>
                    {
                        line.to = index + 1;
                        *so_far = end;
                    }
                    _ => {
                        let follows = last_box.is_some_and(|[top, bottom, right]| {
                            top < at.y && at.y < bottom + NOTHING && right <= at.x + NOTHING
                        });
                        lines.push(LineItems { from: index, to: index + 1, begins: !follows });
                        open = Some((at.y, end));
                    }
                }
                last_box = None;
            }
            FrameItem::Group(group) => {
                let [top, bottom] = [at.y, at.y + group.frame.height()];
                let right = at.x + group.frame.width();
                open = open.filter(|(baseline, end)| {
                    top < *baseline && *baseline < bottom + NOTHING && at.x >= *end - NOTHING
                });
                if let Some((_, end)) = &mut open {
                    *end = right;
                }
                last_box = Some([top, bottom, right]);
            }
            _ => {}
        }
    }
    lines
}

/// The first character that a glyph stands for.
fn character(text: &TextItem, glyph: &typst::text::Glyph) -> Option<char> {
    text.text.get(glyph.range())?.chars().next()
}
