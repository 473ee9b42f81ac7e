//! Text that stands over other text, beyond its column or off the paper.
//!
//! Typst sets a word that is longer than its column beyond it, and says nothing.

use typst::layout::{Abs, Frame, FrameItem, Point, Transform};
use typst::text::TextItem;
use typst::visualize::Geometry;
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};
use unicode_script::{Script, UnicodeScript};
use unicode_segmentation::UnicodeSegmentation as _;

use super::text::width;

/// What is beyond an edge by less than this is not seen, nor is what is over
/// something else by less.
const UNSEEN: Abs = Abs::raw(0.5);

/// Text of a page that is where it should not be, in the order in which it was set.
pub fn overflowing(page: &Frame) -> Vec<String> {
    let mut found = Page::default();
    let paper = Column { left: -UNSEEN, right: page.width() + UNSEEN };
    found.frame(page, Point::zero(), paper);
    found.wrong(page.height())
}

/// The words of an overflowing text, which may be broken.
pub fn long_words(text: &str) -> impl Iterator<Item = &str> {
    /// Shorter ones fit into any column.
    const SHORTEST: usize = 6;
    let parts = text.split(|c: char| {
        c.is_whitespace() || matches!(c.script(), Script::Han | Script::Hiragana | Script::Katakana)
    });
    // No bracket is parted from what it is around.
    let words = parts.map(|part| part.trim_matches(|c: char| !c.is_alphanumeric()));
    words.filter(|word| word.chars().count() >= SHORTEST)
}

/// Where text of a frame may stand.
#[derive(Clone, Copy)]
struct Column {
    left: Abs,
    right: Abs,
}

/// What stands on a page.
#[derive(Default)]
struct Page {
    runs: Vec<Run>,
    /// Lines from top to bottom, as those of tables.
    rules: Vec<Rule>,
}

/// A run of text, as wide as its characters and as high as their bodies.
struct Run {
    left: Abs,
    right: Abs,
    top: Abs,
    bottom: Abs,
    /// Whether it is beyond its column.
    is_beyond: bool,
    text: String,
}

struct Rule {
    x: Abs,
    top: Abs,
    bottom: Abs,
}

impl Page {
    fn frame(&mut self, frame: &Frame, origin: Point, column: Column) {
        for (at, item) in frame.items() {
            let at = origin + *at;
            match item {
                FrameItem::Group(group) => {
                    let Transform { tx, ty, .. } = group.transform;
                    // What is turned or made smaller stands where somebody has put it.
                    if group.transform == Transform::translate(tx, ty) {
                        let origin = at + Point::new(tx, ty);
                        // Text may begin before its frame, as a hanging label does.
                        let right = column.right.min(origin.x + group.frame.width() + UNSEEN);
                        self.frame(&group.frame, origin, Column { right, ..column });
                    }
                }
                FrameItem::Text(text) => self.runs.extend(Run::of(text, at, column)),
                FrameItem::Shape(shape, _) => {
                    if let Geometry::Line(to) = shape.geometry
                        && to.x.abs() < UNSEEN
                    {
                        let [top, bottom] = [at.y.min(at.y + to.y), at.y.max(at.y + to.y)];
                        self.rules.push(Rule { x: at.x, top, bottom });
                    }
                }
                _ => {}
            }
        }
    }

    /// What is beyond its column or the paper, over a rule, or over other text.
    fn wrong(&self, height: Abs) -> Vec<String> {
        let over_a_rule = |run: &Run| {
            self.rules.iter().any(|rule| {
                run.left + UNSEEN < rule.x
                    && rule.x < run.right - UNSEEN
                    && run.top.max(rule.top) + UNSEEN < run.bottom.min(rule.bottom)
            })
        };
        let alone = |run: &Run| {
            run.is_beyond || run.bottom > height || run.top < Abs::zero() || over_a_rule(run)
        };
        let mut is_wrong: Vec<bool> = self.runs.iter().map(alone).collect();
        let mut from_top: Vec<usize> = (0..self.runs.len()).collect();
        from_top.sort_by_key(|&run| self.runs[run].top);
        for (number, &one) in from_top.iter().enumerate() {
            let below = from_top[number + 1..].iter();
            for &other in below.take_while(|&&it| self.runs[it].top < self.runs[one].bottom) {
                if self.runs[one].is_over(&self.runs[other]) {
                    is_wrong[one] = true;
                    is_wrong[other] = true;
                }
            }
        }
        let runs = self.runs.iter().zip(is_wrong);
        runs.filter(|(_, is_wrong)| *is_wrong).map(|(run, _)| run.text.clone()).collect()
    }
}

impl Run {
    fn of(text: &TextItem, at: Point, column: Column) -> Option<Self> {
        let end = at.x + width(text);
        let [left, right] = [at.x.min(end), at.x.max(end)];
        let is_seen = !text.text.trim().is_empty();
        is_seen.then(|| Self {
            left,
            right,
            // Without the space that lines of another size may share.
            top: at.y - text.size * 0.7,
            bottom: at.y,
            is_beyond: left < column.left || right > column.right,
            text: text.text.to_string(),
        })
    }

    fn is_over(&self, other: &Self) -> bool {
        self.left.max(other.left) + UNSEEN < self.right.min(other.right)
            && self.top.max(other.top) + UNSEEN < self.bottom.min(other.bottom)
            && !self.is_mark_in(other)
            && !other.is_mark_in(self)
    }

    /// Whether it is the mark on a character of the other: where a mark is moved up or
    /// down, both are said to be the whole character.
    fn is_mark_in(&self, other: &Self) -> bool {
        other.text.contains(&self.text)
            && self.text.graphemes(true).count() == 1
            && self.text.nfd().any(is_combining_mark)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_what_stands_between_japanese_and_spaces_without_brackets() {
        let words = |text: &'static str| long_words(text).collect::<Vec<_>>();
        assert_eq!(words("値は（e3b0c44298fc）です。"), ["e3b0c44298fc"]);
        assert_eq!(words("C:\\Users\\x_1 甲 abc ABCDEF"), ["C:\\Users\\x_1", "ABCDEF"]);
        assert!(words("！！！！！！！！ 短い語 abc").is_empty());
    }
}
