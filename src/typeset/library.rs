//! Typst's own library, with what every letter needs and no template should have to
//! say. It is the same for all letters: what is made here is made once.

use typst::foundations::{
    NativeElement as _, Recipe, Regex, Selector, Style, Styles, Transformation,
};
use typst::syntax::Span;
use typst::text::{FontFamily, FontList, RawElem, TextElem};
use typst::{Feature, Library, LibraryExt};

use super::reading::restrict_reading;

/// The library.
pub fn library() -> Library {
    // Cells that say what their row is about, for those who hear a table.
    let features = [Feature::A11yExtras].into_iter().collect();
    let mut library = Library::builder().with_features(features).build();
    restrict_reading(&mut library);
    // Typst's own fonts are not among a letter's. Text whose fonts are all absent it
    // leaves out, and tells nobody.
    library.styles.set(TextElem::font, fonts(["BIZ UDMincho", "Noto Serif CJK JP"]));
    let mut gothic = Styles::new();
    gothic.set(TextElem::font, fonts(["BIZ UDGothic", "Noto Serif CJK JP"]));
    library.styles.push(rule(RawElem::ELEM.select(), Transformation::Style(gothic)));
    // To Typst this one wave dash is a kanji, and may begin a line. The joiner before
    // it is taken out of the pages again.
    if let Ok(wave_dash) = Regex::new("～") {
        let joined = Transformation::Content(TextElem::packed("\u{2060}～"));
        library.styles.push(rule(Selector::Regex(wave_dash), joined));
    }
    library
}

fn fonts(families: [&str; 2]) -> FontList {
    FontList(families.map(FontFamily::new).to_vec())
}

/// `show selector: transformation`.
fn rule(selector: Selector, transformation: Transformation) -> Style {
    Style::Recipe(Recipe::new(Some(selector), transformation, Span::detached()))
}
