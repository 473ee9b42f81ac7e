//! Text that stands in one line without a gap, joined into one run.
//!
//! Typst sets kanji, kana and Latin letters each by themselves: a line of
//! Japanese is a dozen pieces. In a PDF every piece has a place, a colour, a font
//! and an entry in the structure tree of its own. Joined, the page looks the
//! same and reads the same, and is half the work and half the bytes.

use typst::layout::{Abs, Frame, FrameItem, GroupItem, Point};
use typst::text::{Glyph, TextItem};

/// Runs that end and begin closer to each other than this have no gap between
/// them: what is left of rounding.
const NO_GAP: Abs = Abs::raw(1e-4);

/// The frame with its text joined.
pub fn joined(frame: &Frame) -> Frame {
    let mut items: Vec<(Point, FrameItem)> = Vec::with_capacity(frame.items().len());
    // Where the last item ends, if it is text.
    let mut end = Abs::zero();
    for (place, item) in frame.items() {
        match item {
            FrameItem::Text(text) => {
                match items.last_mut() {
                    Some((before, FrameItem::Text(run)))
                        if before.y == place.y
                            && (place.x - end).abs() < NO_GAP
                            && can_join(run, text) =>
                    {
                        join(run, text);
                    }
                    _ => items.push((*place, item.clone())),
                }
                end = place.x + text.width();
            }
            FrameItem::Group(group) => {
                let frame = joined(&group.frame);
                let group = GroupItem { frame, ..group.clone() };
                items.push((*place, FrameItem::Group(group)));
            }
            other => items.push((*place, other.clone())),
        }
    }
    let mut whole = Frame::new(frame.size(), frame.kind());
    whole.push_multiple(items);
    whole
}

fn can_join(run: &TextItem, next: &TextItem) -> bool {
    run.size == next.size
        && run.font == next.font
        && run.fill == next.fill
        && run.stroke == next.stroke
        && run.lang == next.lang
        && run.region == next.region
        // Places in the text are numbers of two bytes.
        && run.text.len() + next.text.len() <= usize::from(u16::MAX)
}

fn join(run: &mut TextItem, next: &TextItem) {
    let shift = run.text.len() as u16;
    run.text.push_str(&next.text);
    run.glyphs.extend(next.glyphs.iter().map(|glyph| Glyph {
        range: glyph.range.start + shift..glyph.range.end + shift,
        ..glyph.clone()
    }));
}
