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

use typst::foundations::{Content, NativeElement as _, Smart, StyleChain};
use typst::introspection::{Location, Tag, TagFlags};
use typst::layout::{Abs, Em, Frame, FrameItem, FrameKind, GridCell, Point, Size, Transform};
use typst::model::{Document as _, DocumentInfo, HeadingElem};
use typst::pdf::{ArtifactElem, ArtifactKind, PdfMarkerTag, PdfMarkerTagKind};
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
        let mut reader =
            Reader { steps: Vec::new(), open: Vec::new(), tables: 0, without_twin: 0, fonts };
        let (mut pages, mut all_runs) = (Vec::new(), Vec::new());
        for page in document.pages() {
            pages.push(PageStep::of(page));
            let mut runs = Vec::new();
            reader.frame(&page.frame, &mut runs)?;
            all_runs.push(runs);
        }
        let info: &DocumentInfo = document.info();
        Ok(Self { key: hash128(&(info, pages, &reader.steps)), runs: all_runs })
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
    /// Text of which more than its look is part of the shape: that of a table, whose
    /// bounding box is in the PDF, and that in a font without a twin.
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
    /// Where in its grid it is.
    Cell { at: [Smart<usize>; 2], spans: [NonZeroUsize; 2], repeated: bool },
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
    /// The elements that have begun, and whether each is measured.
    open: Vec<(Location, bool)>,
    /// How many of them are.
    tables: usize,
    /// How many glyphs were in fonts that have no twin.
    without_twin: usize,
    fonts: &'k Fonts,
}

impl<'a> Reader<'a, '_> {
    fn frame(&mut self, frame: &'a Frame, runs: &mut Vec<Run<'a>>) -> Result<(), NoForme> {
        self.steps.push(Step::Frame(frame.size(), frame.kind(), frame.items().len()));
        for (at, item) in frame.items() {
            match item {
                FrameItem::Group(group) if group.parent.is_none() => {
                    self.steps.push(Step::Group(*at, group.transform, &group.clip));
                    self.frame(&group.frame, runs)?;
                }
                FrameItem::Text(text) => runs.push(self.text(*at, text)?),
                FrameItem::Shape(drawing, _) => self.steps.push(Step::Drawing(*at, drawing)),
                FrameItem::Image(image, size, _) => self.steps.push(Step::Image(*at, image, *size)),
                FrameItem::Tag(Tag::Start(element, flags)) => {
                    let known = meaning(element).zip(element.location());
                    let unknown = || NoForme::Element(element.elem().name().to_owned());
                    let (meaning, location) = known.ok_or_else(unknown)?;
                    let measured = matches!(meaning, Meaning::Whole(_));
                    self.open.push((location, measured));
                    self.tables += usize::from(measured);
                    self.steps.push(Step::Start(*at, *flags, meaning));
                }
                FrameItem::Tag(Tag::End(location, _, flags)) => {
                    let place = self.open.iter().rposition(|(open, _)| open == location);
                    let from_innermost = place.map(|place| self.open.len() - place);
                    if let Some((_, measured)) = place.map(|place| self.open.remove(place)) {
                        self.tables -= usize::from(measured);
                    }
                    self.steps.push(Step::End(*at, *flags, from_innermost));
                }
                FrameItem::Group(_) => return Err(NoForme::MovedPart),
                FrameItem::Link(..) => return Err(NoForme::Link),
            }
        }
        Ok(())
    }

    fn text(&mut self, at: Point, text: &'a TextItem) -> Result<Run<'a>, NoForme> {
        let TextItem { font, size, fill, stroke, lang, region, text: string, glyphs } = text;
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
        let look = Look { font, size: *size, fill, lang: *lang, region: *region };
        let in_shape = self.tables > 0 || twin.is_none();
        self.steps.push(if in_shape {
            let glyphs = glyphs.iter().map(|it| {
                let moved = [it.x_advance, it.x_offset, it.y_advance, it.y_offset];
                (it.id, moved, &it.range)
            });
            Step::FixedRun(at, look, string, glyphs.collect())
        } else {
            Step::Run(at, look)
        });
        Ok(Run { text, in_shape, twin })
    }
}

/// What Typst's export sees in an element; `None` for those that are not known
/// to be harmless.
fn meaning(element: &Content) -> Option<Meaning<'_>> {
    let styles = StyleChain::default();
    Some(match element.elem().name() {
        kind @ ("par" | "strong" | "emph" | "list" | "enum" | "terms" | "item" | "title"
        | "metadata" | "context" | "grid" | "block" | "box") => Meaning::Kind(kind),
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
            }
        }
        // Their bounding boxes are in the structure tree.
        "table" | "cell" | "header" | "footer" | "image" => Meaning::Whole(element),
        _ if element.elem() == PdfMarkerTag::ELEM => {
            Meaning::Part(&element.to_packed::<PdfMarkerTag>()?.kind)
        }
        _ => return None,
    })
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
