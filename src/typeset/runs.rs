//! Text that stands in one line without a gap, joined into one run.
//!
//! Typst sets kanji, kana and Latin letters each by themselves: a line of
//! Japanese is a dozen pieces. In a PDF every piece has a place, a colour, a font
//! and an entry in the structure tree of its own. Joined, the page looks the
//! same and reads the same, and is half the work and half the bytes.
//!
//! Glyphs that stand for some characters together, as those of ﾄﾞ do, are parted:
//! a ToUnicode CMap gives each glyph its text, and of several together a PDF says it only
//! in a way (`ActualText`) that not every reader knows.

use typst::layout::{Abs, Em, Frame, FrameItem, GroupItem, Point};
use typst::text::{FontInstance, Glyph, TextItem};

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
                    _ => {
                        let mut run = text.clone();
                        part(&mut run, 0);
                        items.push((*place, FrameItem::Text(run)));
                    }
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
    let (shift, joint) = (run.text.len() as u16, run.glyphs.len());
    run.text.push_str(&next.text);
    run.glyphs.extend(next.glyphs.iter().map(|glyph| Glyph {
        range: glyph.range.start + shift..glyph.range.end + shift,
        ..glyph.clone()
    }));
    part(run, joint);
}

/// Gives each glyph from this one on a character of its own where some glyphs
/// are said to stand for some characters together, are the font's own glyphs for
/// just these, and stand one after the other: a reader puts characters in the
/// order of their places.
fn part(run: &mut TextItem, from: usize) {
    for together in run.glyphs[from..].chunk_by_mut(|one, next| one.range == next.range) {
        if together.len() == 1 || !are_own(&run.font, &run.text, together) {
            continue;
        }
        let whole = together[0].range();
        let string = &run.text[whole.clone()];
        for (glyph, (at, c)) in together.iter_mut().zip(string.char_indices()) {
            let start = (whole.start + at) as u16;
            glyph.range = start..start + c.len_utf8() as u16;
        }
    }
}

/// Whether glyphs of a text that stand for some characters together are the font's own
/// for just these, one after the other.
pub fn are_own_glyphs_in_order(text: &TextItem, together: &[Glyph]) -> bool {
    are_own(&text.font, &text.text, together)
}

fn are_own(font: &FontInstance, text: &str, together: &[Glyph]) -> bool {
    let string = together.first().and_then(|glyph| text.get(glyph.range())).unwrap_or_default();
    let own = |c: char| font.ttf().glyph_index(c).map(|glyph| glyph.0);
    are_in_order(together)
        && string.chars().map(own).eq(together.iter().map(|glyph| Some(glyph.id)))
}

/// Whether each glyph begins after where the one before it does.
fn are_in_order(glyphs: &[Glyph]) -> bool {
    let mut end = Em::zero();
    let places = glyphs.iter().map(|glyph| {
        let place = end + glyph.x_offset;
        end += glyph.x_advance;
        place
    });
    places.is_sorted_by(|one, next| one < next)
}
