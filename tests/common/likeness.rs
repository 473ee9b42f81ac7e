//! Whether two PDFs of one letter are alike to whoever looks or reads: ours, and
//! the plain one of Typst's own export.

use std::fs;
use std::path::Path;

use super::reading::{self, Character};
use super::{embedded, squeezed};

/// Asserts that two PDFs look alike with so many dots to the inch, and read alike
/// but for white space, and that the fonts in ours are sound.
pub fn assert_look_and_read_alike(ours: &Path, plain: &Path, dpi: u32, case: &str) {
    let [of_ours, of_plain] = [ours, plain].map(|pdf| reading::looks(pdf, dpi));
    assert!(of_ours[0] == of_plain[0], "{case} looks otherwise to poppler");
    let by_chance = is_taken_for_dynalab(plain);
    assert!(by_chance || of_ours[1] == of_plain[1], "{case} looks otherwise to mupdf");
    let [of_ours, of_plain] = [ours, plain].map(|pdf| squeezed(&reading::text(pdf)));
    assert_eq!(of_ours, of_plain, "{case} reads otherwise");
    let characters = reading::characters(ours);
    let [ours_hides, plain_hides] = [ours, plain].map(reading::has_text_for_several_glyphs);
    if !ours_hides {
        // What glyphs alone say is what is written there.
        assert_eq!(reading::words(&characters), squeezed(&reading::raw_text(ours)), "{case}");
    }
    if !ours_hides && !plain_hides {
        assert_stand_alike(&characters, &reading::characters(plain), case);
    }
    assert!(!(ours_hides && is_from_forme(ours)), "{case} is read in two ways");
    for font in embedded::fonts(ours) {
        font.check();
    }
    assert!(!(is_from_forme(ours) && is_taken_for_dynalab(ours)), "{case}");
}

/// Whether mupdf fits a TrueType font of this PDF to the screen, as it does no
/// other, because its name begins with these letters. They tell a selection of
/// glyphs from others, and in a letter of Typst's own they are what chance makes
/// them.
fn is_taken_for_dynalab(pdf: &Path) -> bool {
    let fonts = embedded::fonts(pdf).into_iter().filter(|font| !font.is_cff);
    let mut tags = fonts.map(|font| font.tag);
    tags.any(|tag| tag.starts_with("DF") || tag.starts_with("DLC"))
}

fn assert_stand_alike(ours: &[Character], plain: &[Character], case: &str) {
    /// In points; a dot at 600 to the inch is ten times this.
    const NOTHING: f64 = 0.012;
    assert_eq!(ours.len(), plain.len(), "{case} has other characters");
    for (one, other) in ours.iter().zip(plain) {
        assert_eq!((one.unit, &one.look), (other.unit, &other.look), "{case}");
        let moved = one.at.iter().zip(other.at).map(|(one, other)| (one - other).abs());
        assert!(moved.fold(0.0, f64::max) < NOTHING, "{case}: {one:?} instead of {other:?}");
    }
}

/// Whether a letter was put into a forme: only these have objects in a stream.
pub fn is_from_forme(pdf: &Path) -> bool {
    super::holds(&fs::read(pdf).expect("a letter"), b"/Type/ObjStm")
}
