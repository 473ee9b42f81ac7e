//! The text of a page that has been set, line by line, as a reader sees it.

use typst::layout::{Abs, Em, Frame, FrameItem, Point};
use typst::text::TextItem;

/// Words further apart than this are not of one word.
const GAP: Em = Em::new(0.4);
/// Baselines closer than this are one line's: a size may change within it.
const SAME_LINE: Abs = Abs::raw(1.0);

/// The lines of a page in the order they were set.
pub fn lines(page: &Frame) -> Vec<String> {
    let mut lines = Lines::default();
    lines.frame(page, Point::zero());
    lines.finished.extend(lines.line.take().map(|line| line.text));
    lines.finished
}

#[derive(Default)]
struct Lines {
    finished: Vec<String>,
    line: Option<Line>,
}

struct Line {
    text: String,
    baseline: Abs,
    /// Where the line's last word ends.
    end: Abs,
}

impl Lines {
    fn frame(&mut self, frame: &Frame, origin: Point) {
        for (at, item) in frame.items() {
            match item {
                FrameItem::Group(group) => {
                    // Letters are not turned: what is left of a transform is its shift.
                    let shift = Point::new(group.transform.tx, group.transform.ty);
                    self.frame(&group.frame, origin + *at + shift);
                }
                FrameItem::Text(text) => self.text(text, origin + *at),
                _ => {}
            }
        }
    }

    fn text(&mut self, item: &TextItem, at: Point) {
        let end = at.x + item.width();
        match &mut self.line {
            Some(line)
                if (line.baseline - at.y).abs() < SAME_LINE && at.x >= line.end - SAME_LINE =>
            {
                if at.x - line.end > GAP.at(item.size) && !line.text.ends_with(' ') {
                    line.text.push(' ');
                }
                line.text.push_str(&item.text);
                line.end = end;
            }
            _ => {
                let line = Line { text: item.text.to_string(), baseline: at.y, end };
                self.finished.extend(self.line.replace(line).map(|line| line.text));
            }
        }
    }
}
