//! Whether two PDFs of one letter are alike to whoever looks or reads: ours, and
//! the plain one of Typst's own export.

use std::fs;
use std::path::Path;

use super::reading::{self, Character};
use super::{embedded, squeezed};

/// Asserts that two PDFs look alike with so many dots to the inch, and read alike,
/// and that the fonts in ours are sound.
pub fn assert_look_and_read_alike(ours: &Path, plain: &Path, dpi: u32, case: &str) {
    let [of_ours, of_plain] = [ours, plain].map(|pdf| reading::looks(pdf, dpi));
    for (program, (one, other)) in ["poppler", "mupdf"].iter().zip(of_ours.iter().zip(&of_plain)) {
        assert!(one == other, "{case} looks otherwise to {program}");
    }
    assert_eq!(reading::text(ours), reading::text(plain), "{case} reads otherwise");
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
    let bytes = fs::read(pdf).expect("a letter");
    bytes.windows(12).any(|window| window == b"/Type/ObjStm")
}
