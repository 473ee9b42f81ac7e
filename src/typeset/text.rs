//! The text of a page that has been set, line by line, as a reader sees it.

use typst::layout::{Abs, Em, Frame, FrameItem, Point};
use typst::text::TextItem;
use typst::visualize::ImageKind;

/// Words further apart than this are not of one word.
const GAP: Em = Em::new(0.4);
/// Baselines closer than this are one line's: a size may change within it.
const SAME_LINE: Abs = Abs::raw(1.0);

/// A line of a page. Lengths are in points, from the page's left and top edges.
#[derive(Debug, Clone, PartialEq)]
pub struct TextLine {
    /// The text.
    pub text: String,
    /// Where the line begins.
    pub left: f64,
    /// Where its last word ends.
    pub right: f64,
    /// Where its letters stand.
    pub baseline: f64,
    /// The size of its first letter.
    pub size: f64,
}

impl TextLine {
    /// A line of a text, which stands on no page.
    pub fn of_text(text: &str) -> Self {
        Self { text: text.to_owned(), left: 0.0, right: 0.0, baseline: 0.0, size: 0.0 }
    }
}

/// A character of a page. Lengths are in points, from the page's left and top edges.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Character {
    /// The character; of several that are one glyph, each is there.
    pub character: char,
    /// Where its glyph begins.
    pub left: f64,
    /// Where it ends.
    pub right: f64,
    /// Where it stands.
    pub baseline: f64,
    /// Its size.
    pub size: f64,
}

/// The lines of a page in the order they were set.
pub fn lines(page: &Frame) -> Vec<TextLine> {
    let lines = Lines::default().of(page);
    lines.into_iter().map(|(line, _)| line).collect()
}

/// The same lines, with each of their characters.
pub fn characters(page: &Frame) -> Vec<(TextLine, Vec<Character>)> {
    Lines { keeps_characters: true, ..Lines::default() }.of(page)
}

/// From where to where text, pictures and frames stand on a page, in points from its top
/// edge; `None` if there are none.
pub fn extent(page: &Frame) -> Option<(f64, f64)> {
    /// What of a kanji's body is above the line it stands on.
    const ABOVE: f64 = 0.88;
    let extents = page.items().filter_map(|(at, item)| {
        let from_to = |from: Abs, to: Abs| Some(((at.y + from).to_pt(), (at.y + to).to_pt()));
        match item {
            FrameItem::Group(group) => {
                let (top, bottom) = extent(&group.frame)?;
                let shift = (at.y + group.transform.ty).to_pt();
                Some((top + shift, bottom + shift))
            }
            FrameItem::Text(text) => from_to(text.size * -ABOVE, text.size * (1.0 - ABOVE)),
            FrameItem::Shape(shape, _) => {
                let around = shape.bbox(false);
                from_to(around.min.y, around.max.y)
            }
            FrameItem::Image(_, size, _) => from_to(Abs::zero(), size.y),
            FrameItem::Link(..) | FrameItem::Tag(_) => None,
        }
    });
    extents.reduce(|(top, bottom), (other, below)| (top.min(other), bottom.max(below)))
}

/// What is written in a page's pictures, as far as it is kept as text in them.
pub fn in_pictures(page: &Frame) -> Vec<String> {
    let mut texts = Vec::new();
    for (_, item) in page.items() {
        match item {
            FrameItem::Group(group) => texts.extend(in_pictures(&group.frame)),
            FrameItem::Image(image, ..) => {
                if let ImageKind::Svg(picture) = image.kind() {
                    in_group(picture.tree().root(), &mut texts);
                }
            }
            _ => {}
        }
    }
    texts
}

fn in_group(group: &usvg::Group, texts: &mut Vec<String>) {
    for node in group.children() {
        match node {
            usvg::Node::Group(group) => in_group(group, texts),
            usvg::Node::Text(text) => {
                texts.push(text.chunks().iter().map(usvg::TextChunk::text).collect());
            }
            usvg::Node::Image(image) => {
                if let usvg::ImageKind::SVG(tree) = image.kind() {
                    in_group(tree.root(), texts);
                }
            }
            usvg::Node::Path(_) => {}
        }
    }
}

/// The width of a text without what may stand beyond the end of its line. In a
/// justified one, Typst gives its last character too some of the space.
pub fn width(text: &TextItem) -> Abs {
    let Some((last, before)) = text.glyphs.split_last() else { return Abs::zero() };
    let face = text.font.ttf();
    let own = face.glyph_hor_advance(ttf_parser::GlyphId(last.id)).unwrap_or_default();
    let own = Em::new(f64::from(own) / f64::from(face.units_per_em()));
    // Of these only a part is ink, or stands in the line: Typst hangs some of them
    // beyond its end.
    let inside = match text.text.chars().next_back() {
        Some(
            '、' | '。' | '，' | '．' | '）' | '」' | '』' | '］' | '｝' | '〉' | '》' | '】'
            | '〕',
        ) => 0.5,
        Some('：' | '；') => 0.6,
        Some('.' | ',') => 0.2,
        Some('-') => 0.45,
        Some(':' | ';') => 0.7,
        Some('–' | '—') => 0.8,
        _ => 1.0,
    };
    let before: Em = before.iter().map(|glyph| glyph.x_advance).sum();
    (before + last.x_advance.min(last.x_offset + own * inside)).at(text.size)
}

#[derive(Default)]
struct Lines {
    finished: Vec<(TextLine, Vec<Character>)>,
    line: Option<Line>,
    keeps_characters: bool,
}

struct Line {
    text: String,
    start: Abs,
    baseline: Abs,
    size: Abs,
    /// Where the line's last word ends, with the space behind it and without.
    end: Abs,
    right: Abs,
    characters: Vec<Character>,
}

impl Lines {
    fn of(mut self, page: &Frame) -> Vec<(TextLine, Vec<Character>)> {
        self.frame(page, Point::zero());
        self.finish();
        self.finished
    }

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

    fn finish(&mut self) {
        let finished = self.line.take().map(|line| {
            let text = TextLine {
                text: line.text,
                left: line.start.to_pt(),
                right: line.right.to_pt(),
                baseline: line.baseline.to_pt(),
                size: line.size.to_pt(),
            };
            (text, line.characters)
        });
        self.finished.extend(finished);
    }

    fn text(&mut self, item: &TextItem, at: Point) {
        let (end, right) = (at.x + item.width(), at.x + width(item));
        let characters = match self.keeps_characters {
            true => characters_of(item, at),
            false => Vec::new(),
        };
        match &mut self.line {
            Some(line)
                if (line.baseline - at.y).abs() < SAME_LINE && at.x >= line.end - SAME_LINE =>
            {
                if at.x - line.end > GAP.at(item.size) && !line.text.ends_with(' ') {
                    line.text.push(' ');
                }
                line.text.push_str(&item.text);
                line.end = end;
                line.right = right;
                line.characters.extend(characters);
            }
            _ => {
                self.finish();
                let (text, start, baseline) = (item.text.to_string(), at.x, at.y);
                let size = item.size;
                self.line = Some(Line { text, start, baseline, size, end, right, characters });
            }
        }
    }
}

/// The characters of a text that stands here.
fn characters_of(item: &TextItem, at: Point) -> Vec<Character> {
    // Of a letter and its mark, which may be two glyphs, the text is that of both.
    let (mut left, mut read) = (at.x, 0);
    let mut characters = Vec::with_capacity(item.glyphs.len());
    for glyph in &item.glyphs {
        let right = left + glyph.x_advance.at(item.size);
        let range = glyph.range();
        let of_glyph = item.text.get(range.start.max(read)..range.end).unwrap_or_default();
        read = read.max(range.end);
        characters.extend(of_glyph.chars().map(|character| Character {
            character,
            left: left.to_pt(),
            right: right.to_pt(),
            baseline: at.y.to_pt(),
            size: item.size.to_pt(),
        }));
        left = right;
    }
    characters
}
