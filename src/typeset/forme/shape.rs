//! The shape of a letter: everything that Typst's export looks at, but for what its
//! text says.
//!
//! Letters of one shape have the same PDF but for their text. What the export looks at
//! must therefore be in the shape or be text; a letter with anything else in it has no
//! shape, and [`NoForme`] says what it was. This file is what an upgrade of Typst may
//! make wrong: its export must see nothing in a page that is not named here.

use std::hash::{Hash, Hasher};
use std::num::NonZeroUsize;
use std::ops::Range;

use ecow::EcoString;
use typst::foundations::{Content, NativeElement as _, Smart, StyleChain};
use typst::introspection::{Location, Tag, TagFlags};
use typst::layout::grid::resolve::{Cell, CellGrid, Entry};
use typst::layout::{Abs, Em, Frame, FrameItem, FrameKind, GridCell, Point, Rect, Size, Transform};
use typst::model::{Document as _, DocumentInfo, HeadingElem, TableCell, TableElem};
use typst::pdf::{ArtifactElem, ArtifactKind, PdfMarkerTag, PdfMarkerTagKind, TableCellKind};
use typst::text::{FontInstance, Lang, Region, TextItem};
use typst::utils::{Numeric as _, hash128};
use typst::visualize::{Curve, Image, Paint, Shape as Drawing};
use typst_layout::{Page, PagedDocument};

use super::{MOST_WITHOUT_TWIN, NoForme};
use crate::typeset::Fonts;
use crate::typeset::twins::TwinError;

/// A letter taken apart into its shape and its text.
pub struct Shape<'a> {
    /// The same for all letters of one shape, and no others, while the program runs.
    pub key: u128,
    /// The text of each page, run by run, in the order in which it is drawn.
    pub runs: Vec<Vec<Run<'a>>>,
}

/// A run of text.
pub struct Run<'a> {
    pub text: &'a TextItem,
    /// Whether what it says is part of the shape too.
    pub in_shape: bool,
    /// The number of the twin that it is set with; `None` for a font that has no
    /// twin. Such a run stands in the forme as Typst's export writes it.
    pub twin: Option<usize>,
}

impl<'a> Shape<'a> {
    /// The shape of a letter that was set with these fonts and their twins.
    pub fn of(document: &'a PagedDocument, fonts: &Fonts) -> Result<Self, NoForme> {
        let mut reader = Reader::new(fonts);
        let mut pages = Vec::new();
        for page in document.pages() {
            pages.push(PageStep::of(page));
            reader.runs.push(Vec::new());
            reader.frame(&page.frame, Some(Point::zero()))?;
        }
        let Reader { steps, runs, .. } = reader.ended();
        let info: &DocumentInfo = document.info();
        Ok(Self { key: hash128(&(info, pages, &steps)), runs })
    }
}

/// A page without its frame.
struct PageStep<'a>(&'a Page);

impl<'a> PageStep<'a> {
    fn of(page: &'a Page) -> Self {
        Self(page)
    }
}

impl Hash for PageStep<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Page { frame: _, bleed, fill, numbering, supplement: _, number } = self.0;
        (bleed, fill, numbering, number).hash(state);
    }
}

/// One thing after the other, as the export comes upon them.
#[derive(Hash)]
enum Step<'a> {
    Frame(Size, FrameKind, usize),
    Group(Point, Transform, &'a Option<Curve>),
    Drawing(Point, &'a Drawing),
    Image(Point, &'a Image, Size),
    /// An element begins.
    Start(Point, TagFlags, Meaning<'a>),
    /// The element ends that is so many from the innermost.
    End(Point, TagFlags, Option<usize>),
    Run(Point, Look<'a>),
    /// Text of which more than its look is part of the shape: what sticks out of the lines
    /// of a table, whose bounding box is in the PDF, and that in a font without a twin.
    FixedRun(Point, Look<'a>, &'a str, Vec<GlyphStep<'a>>),
}

/// A glyph: its number, its advance and its offset, across and up, and the part of the
/// text that it stands for.
type GlyphStep<'a> = (u16, [Em; 4], &'a Range<u16>);

/// What an element means to the export.
#[derive(Hash)]
enum Meaning<'a> {
    /// That it is of its kind.
    Kind(&'static str),
    /// That it is no part of the text.
    Artifact(ArtifactKind),
    /// Where in its grid it is, and of which kind where that is not said by the place.
    Cell {
        at: [Smart<usize>; 2],
        spans: [NonZeroUsize; 2],
        repeated: bool,
        kind: Smart<TableCellKind>,
    },
    /// Its rows and columns, and the lines and fills of its cells: all but what they say.
    Table { grid: u128, summary: Option<EcoString> },
    /// A part of another one.
    Part(&'a PdfMarkerTagKind),
    /// What it says too, in the bookmarks.
    Heading { text: String, numbers: String, level: usize, bookmarked: bool, label: Option<String> },
    /// All of it.
    Whole(&'a Content),
}

/// How text looks.
#[derive(Hash)]
struct Look<'a> {
    font: &'a FontInstance,
    size: Abs,
    fill: &'a Paint,
    lang: Lang,
    region: Option<Region>,
}

struct Reader<'a, 'k> {
    steps: Vec<Step<'a>>,
    /// The text of each page so far.
    runs: Vec<Vec<Run<'a>>>,
    /// The elements that have begun, and whether each is a table.
    open: Vec<(Location, bool)>,
    /// The tables among them.
    tables: Vec<Table>,
    /// How many glyphs were in fonts that have no twin.
    without_twin: usize,
    fonts: &'k Fonts,
}

/// Corners of a rectangle on a page: the least and the greatest coordinates.
type Bounds = [Point; 2];

/// A table that has begun. Its bounding box is in the PDF, so that what its text says can
/// be left out of the shape only if it is sure to be inside of what is drawn there.
#[derive(Default)]
struct Table {
    /// The number of each page that it is on, and the bounds of its lines and fills there.
    drawn: Vec<(usize, Bounds)>,
    texts: Vec<TableText>,
}

/// Text in a table.
struct TableText {
    /// The number of its step.
    step: usize,
    at: Point,
    /// The numbers of its page, and of the run on that page.
    run: (usize, usize),
    /// Where its glyphs and its origin are; `None` in a part that is turned or scaled.
    bounds: Option<Bounds>,
}

fn union([a, b]: Bounds, [c, d]: Bounds) -> Bounds {
    [a.min(c), b.max(d)]
}

impl Table {
    fn draw(&mut self, page: usize, bounds: Bounds) {
        match self.drawn.iter_mut().find(|(on, _)| *on == page) {
            Some((_, drawn)) => *drawn = union(*drawn, bounds),
            None => self.drawn.push((page, bounds)),
        }
    }

    fn has_inside(&self, text: &TableText) -> bool {
        let Some(bounds) = text.bounds else { return false };
        let drawn = self.drawn.iter().find(|(page, _)| *page == text.run.0);
        drawn.is_some_and(|(_, drawn)| union(*drawn, bounds) == *drawn)
    }
}

impl<'a, 'k> Reader<'a, 'k> {
    fn new(fonts: &'k Fonts) -> Self {
        Self {
            steps: Vec::new(),
            runs: Vec::new(),
            open: Vec::new(),
            tables: Vec::new(),
            without_twin: 0,
            fonts,
        }
    }

    /// `origin` is where the frame is on its page; `None` if it is turned or scaled there.
    fn frame(&mut self, frame: &'a Frame, origin: Option<Point>) -> Result<(), NoForme> {
        self.steps.push(Step::Frame(frame.size(), frame.kind(), frame.items().len()));
        for (at, item) in frame.items() {
            let place = origin.map(|origin| origin + *at);
            match item {
                FrameItem::Group(group) if group.parent.is_none() => {
                    self.steps.push(Step::Group(*at, group.transform, &group.clip));
                    let place = place.filter(|_| group.transform.is_identity());
                    self.frame(&group.frame, place)?;
                }
                FrameItem::Text(text) => self.text(*at, text, place)?,
                FrameItem::Shape(drawing, _) => {
                    self.draw(place, || drawing.bbox(true));
                    self.steps.push(Step::Drawing(*at, drawing));
                }
                FrameItem::Image(image, size, _) => {
                    self.draw(place, || Rect::from_pos_size(Point::zero(), *size));
                    self.steps.push(Step::Image(*at, image, *size));
                }
                FrameItem::Tag(tag) => self.tag(*at, tag)?,
                FrameItem::Group(_) => return Err(NoForme::MovedPart),
                FrameItem::Link(..) => return Err(NoForme::Link),
            }
        }
        Ok(())
    }

    fn tag(&mut self, at: Point, tag: &'a Tag) -> Result<(), NoForme> {
        match tag {
            Tag::Start(element, flags) => {
                let known = meaning(element).zip(element.location());
                let unknown = || NoForme::Element(element.elem().name().to_owned());
                let (meaning, location) = known.ok_or_else(unknown)?;
                let is_table = matches!(meaning, Meaning::Table { .. });
                self.open.push((location, is_table));
                self.tables.extend(is_table.then(Table::default));
                self.steps.push(Step::Start(at, *flags, meaning));
            }
            Tag::End(location, _, flags) => {
                let place = self.open.iter().rposition(|(open, _)| open == location);
                let from_innermost = place.map(|place| self.open.len() - place);
                if let Some(place) = place {
                    let tables = self.open[..place].iter().filter(|(_, is_table)| *is_table);
                    let table = tables.count();
                    if let (_, true) = self.open.remove(place) {
                        self.end_table(table);
                    }
                }
                self.steps.push(Step::End(at, *flags, from_innermost));
            }
        }
        Ok(())
    }

    /// Notes that something is drawn in the innermost table.
    fn draw(&mut self, place: Option<Point>, bounds: impl FnOnce() -> Rect) {
        let page = self.runs.len() - 1;
        if let Some((table, place)) = self.tables.last_mut().zip(place) {
            table.draw(page, on_page(place, bounds()));
        }
    }

    /// Takes the text into the shape that may be where nothing is drawn in its table. The
    /// table around this one is as large as this one at least.
    fn end_table(&mut self, number: usize) {
        let table = self.tables.remove(number);
        for text in table.texts.iter().filter(|text| !table.has_inside(text)) {
            let (page, run) = text.run;
            let run = &mut self.runs[page][run];
            run.in_shape = true;
            self.steps[text.step] = fixed_run(text.at, run.text);
        }
        if let Some(around) = number.checked_sub(1).and_then(|it| self.tables.get_mut(it)) {
            table.drawn.into_iter().for_each(|(page, drawn)| around.draw(page, drawn));
        }
    }

    /// The same, with every table at its end.
    fn ended(mut self) -> Self {
        while let Some(last) = self.tables.len().checked_sub(1) {
            self.end_table(last);
        }
        self
    }

    fn text(&mut self, at: Point, text: &'a TextItem, place: Option<Point>) -> Result<(), NoForme> {
        let TextItem { font, fill, stroke, glyphs, .. } = text;
        if !matches!(fill, Paint::Solid(_)) || stroke.is_some() {
            return Err(NoForme::PaintedText);
        }
        let twin = self.fonts.number_of_twin(font.font());
        if twin.is_none() {
            self.without_twin += glyphs.len();
        }
        if self.without_twin > MOST_WITHOUT_TWIN {
            return Err(match self.fonts.why_no_twin(font.font()) {
                None | Some(TwinError::OtherOutlines(_)) => {
                    NoForme::MuchWithoutTwin(font.info().family.clone())
                }
                Some(error) => error.into(),
            });
        }
        if glyphs.is_empty() || (twin.is_some() && !reads_glyph_by_glyph(text)) {
            return Err(NoForme::UnevenGlyphs(font.info().family.clone()));
        }
        let page = self.runs.len() - 1;
        if let Some(table) = self.tables.last_mut().filter(|_| twin.is_some()) {
            // The export takes a text without outlines, as in a forme, for its origin.
            let bounds = place.map(|place| union(on_page(place, text.bbox()), [place, place]));
            let run = (page, self.runs[page].len());
            table.texts.push(TableText { step: self.steps.len(), at, run, bounds });
        }
        let in_shape = twin.is_none();
        self.steps.push(match in_shape {
            true => fixed_run(at, text),
            false => Step::Run(at, Look::of(text)),
        });
        self.runs[page].push(Run { text, in_shape, twin });
        Ok(())
    }
}

/// A rectangle of something that is at this place of its page. That of text has its lower
/// edge for the upper one.
fn on_page(place: Point, bounds: Rect) -> Bounds {
    let [a, b] = [place + bounds.min, place + bounds.max];
    [a.min(b), a.max(b)]
}

impl<'a> Look<'a> {
    fn of(text: &'a TextItem) -> Self {
        let TextItem { font, size, fill, lang, region, .. } = text;
        Self { font, size: *size, fill, lang: *lang, region: *region }
    }
}

fn fixed_run(at: Point, text: &TextItem) -> Step<'_> {
    let glyphs = text.glyphs.iter().map(|it| {
        let moved = [it.x_advance, it.x_offset, it.y_advance, it.y_offset];
        (it.id, moved, &it.range)
    });
    Step::FixedRun(at, Look::of(text), &text.text, glyphs.collect())
}

/// What Typst's export sees in an element; `None` for those that are not known
/// to be harmless.
fn meaning(element: &Content) -> Option<Meaning<'_>> {
    let styles = StyleChain::default();
    Some(match element.elem().name() {
        kind @ ("par" | "strong" | "emph" | "list" | "enum" | "terms" | "item" | "title"
        | "metadata" | "context" | "grid" | "block" | "box" | "header" | "footer") => {
            Meaning::Kind(kind)
        }
        "heading" => {
            let heading = element.to_packed::<HeadingElem>()?;
            let outlined = || heading.outlined.get(styles);
            Meaning::Heading {
                text: heading.body.plain_text().to_string(),
                numbers: heading.numbers.as_deref().unwrap_or_default().to_owned(),
                level: heading.resolve_level(styles).get(),
                bookmarked: heading.bookmarked.get(styles).unwrap_or_else(outlined),
                label: element.label().map(|label| label.resolve().to_string()),
            }
        }
        "artifact" => {
            let artifact = element.to_packed::<ArtifactElem>()?;
            Meaning::Artifact(artifact.kind.get(styles))
        }
        "cell" if element.is::<GridCell>() => {
            let cell = element.to_packed::<GridCell>()?;
            Meaning::Cell {
                at: [cell.x.get(styles), cell.y.get(styles)],
                spans: [cell.colspan.get(styles), cell.rowspan.get(styles)],
                repeated: cell.is_repeated.get(styles),
                kind: Smart::Auto,
            }
        }
        "cell" => {
            let cell = element.to_packed::<TableCell>()?;
            Meaning::Cell {
                at: [cell.x.get(styles), cell.y.get(styles)],
                spans: [cell.colspan.get(styles), cell.rowspan.get(styles)],
                repeated: cell.is_repeated.get(styles),
                kind: cell.kind.get(styles),
            }
        }
        "table" => {
            let table = element.to_packed::<TableElem>()?;
            let grid = hash_of_grid(table.grid.as_deref()?);
            Meaning::Table { grid, summary: table.summary.get_cloned(styles) }
        }
        // Its bounding box and what is to be read in its place are in the structure tree.
        "image" => Meaning::Whole(element),
        _ if element.elem() == PdfMarkerTag::ELEM => {
            Meaning::Part(&element.to_packed::<PdfMarkerTag>()?.kind)
        }
        _ => return None,
    })
}

/// All that the export sees of a table's grid: everything in it but what its cells say,
/// and how they are broken.
fn hash_of_grid(grid: &CellGrid) -> u128 {
    let CellGrid { entries, cols, rows, vlines, hlines, headers, footer, has_gutter } = grid;
    let cells = entries.iter().map(|entry| match entry {
        Entry::Cell(cell) => {
            let Cell { body: _, fill, colspan, rowspan, stroke, stroke_overridden, breakable: _ } =
                cell;
            hash128(&(fill, colspan, rowspan, stroke, stroke_overridden))
        }
        Entry::Merged { parent } => hash128(parent),
    });
    let cells: Vec<u128> = cells.collect();
    hash128(&(cells, cols, rows, vlines, hlines, headers, footer, has_gutter))
}

/// Whether each glyph stands for the characters after those of the one before, so that a
/// ToUnicode CMap is enough to read the text.
fn reads_glyph_by_glyph(text: &TextItem) -> bool {
    let mut end = 0;
    let follow = text.glyphs.iter().all(|glyph| {
        let follows = glyph.id != 0
            && usize::from(glyph.range.start) == end
            && !glyph.range.is_empty()
            && glyph.y_advance.is_zero()
            && glyph.y_offset.is_zero();
        end = usize::from(glyph.range.end);
        follows
    });
    // Not in a ToUnicode CMap of a PDF for archiving: ISO 19005-2, 6.2.11.7.
    let unfit = |c: char| {
        matches!(c, '\0' | '\u{FEFF}' | '\u{FFFE}' | '\u{E000}'..='\u{F8FF}')
            || u32::from(c) >= 0xF_0000
    };
    follow && end == text.text.len() && !text.text.chars().any(unfit)
}
