//! What is put into letters is what the fonts have.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::sync::{Arc, LazyLock};

use proptest::prelude::*;
use read_fonts::TableProvider as _;
use read_fonts::tables::glyf::CompositeGlyphFlags as Flags;
use read_fonts::types::Tag;
use ttf_parser::{Face, GlyphId, OutlineBuilder, Rect};
use write_fonts::FontBuilder;
use write_fonts::from_obj::ToOwnedTable as _;
use write_fonts::tables::{head::Head, hhea::Hhea, maxp::Maxp};

use flate2::read::ZlibDecoder;

use super::program::FontFile;
use super::subset::Group;
use super::*;
use crate::typeset::forme::NoForme;
use crate::typeset::pdf::find;
use crate::typeset::{Files, Fonts, PlainExport, compile};

#[path = "../../../tests/common/made.rs"]
mod made;

/// An outline as it is drawn.
#[derive(Default, Debug, PartialEq)]
struct Drawn(Vec<[f32; 5]>);

impl OutlineBuilder for Drawn {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.push([0.0, x, y, 0.0, 0.0]);
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.0.push([1.0, x, y, 0.0, 0.0]);
    }
    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.0.push([2.0, x1, y1, x, y]);
    }
    fn curve_to(&mut self, _: f32, _: f32, _: f32, _: f32, _: f32, _: f32) {
        unreachable!("TrueType has no such curves");
    }
    fn close(&mut self) {
        self.0.push([4.0; 5]);
    }
}

fn drawn(face: &Face<'_>, glyph: u16) -> (Drawn, Option<Rect>) {
    let mut drawn = Drawn::default();
    let bounds = face.outline_glyph(GlyphId(glyph), &mut drawn);
    (drawn, bounds)
}

fn face_of(font: &Font) -> Face<'_> {
    Face::parse(font.data(), 0).expect("a font")
}

fn font(file: &str) -> Font {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts").join(file);
    let data = std::fs::read(path).expect("a font of the repository");
    Font::new(Bytes::new(data), 0).expect("a font")
}

fn with_twin(font: Font) -> (Font, Twin) {
    let twin = Twin::of(font.data(), 7).expect("a font with TrueType outlines");
    (font, twin)
}

/// The TrueType fonts of the repository, and one with composed glyphs.
static FONTS: LazyLock<[(Font, Twin); 3]> = LazyLock::new(|| {
    [
        with_twin(font("BIZUDMincho-Regular.ttf")),
        with_twin(font("BIZUDGothic-Bold.ttf")),
        with_twin(composed()),
    ]
});

/// A glyph that is composed, of which one is composed in turn.
const COMPOSED: [u16; 3] = [40, 41, 50];

/// The Gothic with its glyphs up to 60, some of them composed of others, with a scale and
/// with instructions.
fn composed() -> Font {
    const GLYPHS: u16 = 60;
    let gothic = font("BIZUDGothic-Regular.ttf");
    let file = FontRef::new(gothic.data()).expect("a font");
    let tables = Tables::of(&file).expect("its tables");
    let component = |flags: Flags, glyph: u16, x: i8, y: i8, rest: &[u8]| {
        let flags = (flags | Flags::ARGS_ARE_XY_VALUES).bits();
        let own = [flags.to_be_bytes(), glyph.to_be_bytes()].concat();
        [own.as_slice(), &[x.cast_unsigned(), y.cast_unsigned()], rest].concat()
    };
    // A composite glyph, with bounds as the writer of a font may give them.
    let head: &[u8] = &[0xFF, 0xFF, 0, 10, 0, 10, 7, 0, 7, 0];
    let half: &[u8] = &[0x20, 0];
    let instructions: &[u8] = &[0, 3, 1, 2, 3];
    let two = [
        head,
        &component(Flags::MORE_COMPONENTS, 3, 5, -7, &[]),
        &component(Flags::WE_HAVE_A_SCALE, 4, 0, 0, half),
    ];
    let with_instructions = [
        head,
        &component(Flags::MORE_COMPONENTS | Flags::WE_HAVE_INSTRUCTIONS, 4, 1, 1, &[]),
        &component(Flags::WE_HAVE_INSTRUCTIONS, 5, 100, 0, instructions),
    ];
    let nested = [head, &component(Flags::empty(), 40, 9, 9, &[])];
    let (mut glyf, mut loca) = (Vec::new(), vec![0; 4]);
    for glyph in 0..GLYPHS {
        match COMPOSED.iter().position(|&it| it == glyph) {
            Some(0) => glyf.extend(two.concat()),
            Some(1) => glyf.extend(with_instructions.concat()),
            Some(_) => glyf.extend(nested.concat()),
            None => glyf.extend(tables.outline(glyph).expect("an outline")),
        }
        glyf.resize(glyf.len().next_multiple_of(4), 0);
        loca.extend((glyf.len() as u32).to_be_bytes());
    }
    let mut head: Head = file.head().expect("a table").to_owned_table();
    head.index_to_loc_format = 1;
    let mut hhea: Hhea = file.hhea().expect("a table").to_owned_table();
    hhea.number_of_h_metrics = GLYPHS;
    let mut maxp: Maxp = file.maxp().expect("a table").to_owned_table();
    maxp.num_glyphs = GLYPHS;
    let mut all = FontBuilder::new();
    all.add_table(&head).expect("a table");
    all.add_table(&hhea).expect("a table");
    all.add_table(&maxp).expect("a table");
    all.add_raw(Tag::new(b"hmtx"), &tables.hmtx[..usize::from(GLYPHS) * 4]);
    all.add_raw(Tag::new(b"loca"), loca);
    all.add_raw(Tag::new(b"glyf"), glyf);
    for name in [b"name", b"post", b"OS/2", b"cmap"] {
        let table = file.table_data(Tag::new(name)).expect("a table");
        all.add_raw(Tag::new(name), table.as_bytes());
    }
    Font::new(Bytes::new(all.build()), 0).expect("a font")
}

fn file(twin: &Twin, subset: Subset) -> (FontFile, Vec<u8>) {
    let file = twin.file(subset).expect("a font file");
    let mut bytes = Vec::new();
    ZlibDecoder::new(file.compressed.as_slice()).read_to_end(&mut bytes).expect("a zlib stream");
    assert_eq!(bytes.len(), file.length);
    (file, bytes)
}

/// The glyphs of a letter: in the order that a PDF gives them, the missing one
/// first, or in one that makes the file short.
fn subsets() -> impl Strategy<Value = (usize, Subset)> {
    (0..FONTS.len()).prop_flat_map(|font| {
        let count = face_of(&FONTS[font].0).number_of_glyphs();
        let some = proptest::collection::hash_set(1..count, 0..400);
        (some, any::<bool>()).prop_map(move |(some, free)| {
            let subset = if free {
                Subset::of(&some.into_iter().collect::<Vec<_>>(), |glyph| glyph < 96)
            } else {
                Subset::in_order(std::iter::once(0).chain(some).collect())
            };
            (font, subset)
        })
    })
}

/// The file with these glyphs draws and measures them as the font does, and a
/// strict reader finds it right.
fn assert_file_is_of(real: &Font, twin: &Twin, subset: &Subset) {
    let (file, bytes) = file(twin, subset.clone());
    let face = Face::parse(&bytes, 0).expect("a font file");
    assert_eq!(face.number_of_glyphs(), file.glyphs);
    for (number, &glyph) in (0_u16..).zip(subset.glyphs()) {
        assert_eq!(drawn(&face, number), drawn(&face_of(real), glyph));
        let (own, wanted) = (GlyphId(number), GlyphId(glyph));
        assert_eq!(face.glyph_hor_advance(own), face_of(real).glyph_hor_advance(wanted));
        assert_eq!(face.glyph_hor_side_bearing(own), face_of(real).glyph_hor_side_bearing(wanted));
    }
    // A strict reader asks for the sums: of each table, and of the whole.
    let parsed = FontRef::new(&bytes).expect("a font file");
    for record in parsed.table_directory.table_records() {
        let table = parsed.table_data(record.tag()).expect("a table");
        let mut table = table.as_bytes().to_vec();
        if record.tag() == Tag::new(b"head") {
            table[sfnt::CHECKSUM_ADJUSTMENT].fill(0);
        }
        assert_eq!(sfnt::checksum(&table), record.checksum(), "{}", record.tag());
    }
    assert_eq!(sfnt::checksum(&bytes), sfnt::WHOLE);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_file_has_the_outlines_and_metrics_of_the_font((font, subset) in subsets()) {
        let (real, twin) = &FONTS[font];
        assert_file_is_of(real, twin, &subset);
    }

    /// Composed glyphs, empty ones, and a .notdef that looks like anything.
    #[test]
    fn a_file_is_right_whatever_the_outlines(
        seed: u32,
        some in proptest::collection::hash_set(1..=26_u16, 0..26),
    ) {
        let letters: Vec<char> = ('A'..='Z').collect();
        let real = made::truetype("Made", &letters, seed);
        let (real, twin) = with_twin(Font::new(Bytes::new(real), 0).expect("a font"));
        let glyphs: Vec<u16> = std::iter::once(0).chain(some).collect();
        assert_file_is_of(&real, &twin, &Subset::in_order(glyphs));
    }

    #[test]
    fn what_is_kept_changes_no_byte((font, subset) in subsets()) {
        let (real, kept) = &FONTS[font];
        let fresh = Twin::of(real.data(), 7).expect("a twin");
        let [fresh, kept] = [&fresh, kept].map(|twin| file(twin, subset.clone()).0.compressed);
        prop_assert_eq!(fresh, kept);
    }

    #[test]
    fn a_free_order_has_each_glyph_once(seen in proptest::collection::hash_set(any::<u16>(), 0..900)) {
        let seen: Vec<u16> = seen.into_iter().collect();
        let subset = Subset::of(&seen, |glyph| glyph % 7 == 0);
        let mut glyphs = subset.glyphs().to_vec();
        prop_assert_eq!(glyphs[0], 0);
        let places: Vec<usize> = subset.groups().flat_map(|group| group.glyphs).collect();
        prop_assert_eq!(places, (0..glyphs.len()).collect::<Vec<_>>());
        glyphs.sort_unstable();
        let mut wanted = seen;
        wanted.push(0);
        wanted.sort_unstable();
        wanted.dedup();
        prop_assert_eq!(glyphs, wanted);
    }
}

#[test]
fn one_glyph_more_changes_few_groups() {
    let seen: Vec<u16> = (100..1100).rev().collect();
    let with_one_more = [&seen[..500], &[5000], &seen[500..]].concat();
    let groups = |seen: &[u16]| -> Vec<Vec<u16>> {
        let subset = Subset::of(seen, |glyph| glyph < 200);
        let glyphs = |group: Group| subset.glyphs()[group.dictionary..group.glyphs.end].to_vec();
        subset.groups().map(glyphs).collect()
    };
    let (without, with) = (groups(&seen), groups(&with_one_more));
    let changed = with.iter().filter(|group| !without.contains(group)).count();
    assert!(with.len() > 80 && changed <= 10, "{changed} of {} groups", with.len());
}

#[test]
fn components_come_after_the_glyphs_that_were_asked_for() {
    let (_, twin) = &FONTS[2];
    let (file, bytes) = file(twin, Subset::in_order(vec![0, 50, 41, 5]));
    // 40 of 50; 4 of 41, and 3 of 40.
    assert_eq!(file.glyphs, 7);
    assert_eq!(Face::parse(&bytes, 0).expect("a font file").number_of_glyphs(), 7);
}

#[test]
fn a_long_letter_has_long_offsets() {
    let (real, twin) = &FONTS[0];
    let (_, bytes) = file(twin, Subset::in_order((0..1500).collect()));
    let face = Face::parse(&bytes, 0).expect("a font file");
    for glyph in [1, 700, 1499] {
        assert_eq!(drawn(&face, glyph), drawn(&face_of(real), glyph));
    }
}

#[test]
fn a_twin_measures_as_its_font_and_shows_nothing() {
    let (real, twin) = &FONTS[0];
    let twin = twin.font();
    assert_eq!(twin.info(), real.info());
    let (real, twin) = (face_of(real), face_of(twin));
    for glyph in 0..real.number_of_glyphs() {
        let id = GlyphId(glyph);
        assert_eq!(twin.glyph_hor_advance(id), real.glyph_hor_advance(id));
        let (stand_in, bounds) = drawn(&twin, glyph);
        assert_eq!(bounds, drawn(&real, glyph).1, "glyph {glyph}");
        // There and back again: a contour without an area.
        assert!(stand_in.0.len() <= 4, "glyph {glyph} has a shape");
    }
}

#[test]
fn a_font_with_outlines_of_another_kind_has_no_twin() {
    let made = Font::new(Bytes::new(made::cff("Made", &['A', 'B'], 1)), 0).expect("a font");
    for font in [font("NotoSerifCJKjp-Regular.otf"), made] {
        assert_eq!(Twin::of(font.data(), 0).err(), Some(TwinError::OtherOutlines("CFF ")));
    }
}

#[test]
fn a_broken_font_has_no_file_instead_of_a_wrong_one() {
    let gothic = font("BIZUDGothic-Bold.ttf");
    let file = FontRef::new(gothic.data()).expect("a font");
    let mut tables = BTreeMap::new();
    for record in file.table_directory.table_records() {
        let table = file.table_data(record.tag()).expect("a table").as_bytes();
        // Outlines that end too early.
        let end = if record.tag() == Tag::new(b"glyf") { table.len() / 2 } else { table.len() };
        tables.insert(record.tag().to_be_bytes(), table[..end].into());
    }
    let broken = Font::new(Bytes::new(sfnt::file(tables)), 0).expect("a font");
    let error = Twin::of(broken.data(), 0).err();
    assert!(matches!(error, Some(TwinError::Outline(_))), "{error:?}");
}

#[test]
fn a_letter_in_a_font_whose_twin_cannot_be_made_says_what_is_wrong_with_it() {
    let letters: Vec<char> = ('A'..='Z').collect();
    let whole = made::truetype("Made", &letters, 1);
    let file = FontRef::new(&whole).expect("a font");
    let mut tables = BTreeMap::new();
    for record in file.table_directory.table_records() {
        let table = file.table_data(record.tag()).expect("a table").as_bytes();
        // The last outline ends too early; the letter has none of it.
        let end = table.len() - if record.tag() == Tag::new(b"glyf") { 4 } else { 0 };
        tables.insert(record.tag().to_be_bytes(), table[..end].into());
    }
    let broken = vec![("made.ttf".to_owned(), sfnt::file(tables))];
    let files = Files::new(Fonts::load(broken).expect("fonts"), "letter.typ", [], Vec::new());
    let source = format!(
        "#set document(title: \"報告\", date: datetime(year: 2026, month: 1, day: 5))\n\
         #set text(font: \"Made\", lang: \"ja\")\n= A\n{}",
        "A".repeat(65)
    );
    let document = compile(&Arc::new(files.expect("usable names")), &source, "C-0001");
    let plain = document.expect("a letter").export("letter").expect("a PDF").plain;
    let is_of_outline =
        |it: &PlainExport| matches!(it, PlainExport::NoForme(NoForme::Twin(TwinError::Outline(_))));
    assert!(plain.as_ref().is_some_and(is_of_outline), "{plain:?}");
}

/// A small letter as Typst makes it from twins.
static WITHOUT_OUTLINES: LazyLock<(Fonts, Vec<u8>)> = LazyLock::new(|| {
    let fonts = || Fonts::load(Vec::new()).expect("the fonts in the binary");
    let files = Files::new(fonts(), "letter.typ", [], Vec::new()).expect("usable names");
    let source = "#set document(title: \"報告\", date: datetime(year: 2026, month: 1, day: 5))\n#set text(font: \"BIZ UDMincho\", \
                  lang: \"ja\")\n= 報告\n株式会社いろは　御中";
    let document = compile(&Arc::new(files), source, "C-0001").expect("a letter");
    (fonts(), document.export_pages(&document.pages, "letter").expect("a PDF"))
});

fn put_into(pdf: &[u8]) -> Result<Vec<u8>, NoOutlines> {
    put_outlines(pdf, 1, |number| WITHOUT_OUTLINES.0.twin(number))
}

proptest! {
    #[test]
    fn no_pdf_makes_it_fail(at in any::<prop::sample::Index>(), byte: u8, cut: bool) {
        let mut pdf = WITHOUT_OUTLINES.1.clone();
        let at = at.index(pdf.len());
        if cut {
            pdf.truncate(at);
            prop_assert!(put_into(&pdf).is_err());
        } else {
            pdf[at] = byte;
            let _ = put_into(&pdf);
        }
    }
}

#[test]
fn a_pdf_of_another_form_is_left_alone() {
    let (_, pdf) = &*WITHOUT_OUTLINES;
    assert!(put_into(pdf).is_ok_and(|with| with.len() > pdf.len()));
    for (from, to, why) in [
        ("/FontBBox[", "/FontBBoX[", "has no FontBBox in its usual form"),
        ("/FontFile2 ", "/FontFile3 ", "0 of 1 twins are in the PDF"),
        ("<</Type/FontDesc", "<<\nType/FontDesc", "0 of 1 twins are in the PDF"),
        ("trailer\n", "trailer ", "the file has no trailer in its usual place"),
        ("startxref\n", "startxref ", "the file has no `startxref` in its usual place"),
    ] {
        let at = find(pdf, from.as_bytes()).expect("the usual form");
        let other = [&pdf[..at], to.as_bytes(), &pdf[at + from.len()..]].concat();
        let error = put_into(&other).err().map(|error| error.to_string()).unwrap_or_default();
        assert!(error.contains(why), "{to}: {error}");
    }
    // Another spelling of the same.
    let at = find(pdf, b"/FontFile2 ").expect("the usual form") + "/FontFile2".len();
    assert!(put_into(&[&pdf[..at], b"\n", &pdf[at + 1..]].concat()).is_ok());
    // A font more than there is.
    let more = put_outlines(pdf, 2, |number| WITHOUT_OUTLINES.0.twin(number));
    assert_eq!(more, Err(NoOutlines::Fewer { found: 1, wanted: 2 }));
}
