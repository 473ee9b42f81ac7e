//! Letters of any text, in fonts of any outlines, are like those that Typst's own
//! export makes with the fonts as they are, whether they come from a forme or not.
//!
//! Fonts and text are drawn by chance, always the same: two programs look at each
//! letter, and how they round is not ours to promise for every letter there is.

mod common;

use std::cell::{Cell, RefCell};
use std::fs;
use std::sync::{Arc, LazyLock};

use common::likeness::{assert_look_and_read_alike, is_from_forme};
use common::made;
use oshirase::typeset::{Exported, Files, Fonts, PlainExport, compile, forget_unused};
use oshirase::unseen::is_invisible;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use read_fonts::tables::cmap::CmapSubtable;
use read_fonts::{FontRef, TableProvider as _};
use ttf_parser::Face;
use unicode_normalization::char::is_combining_mark;

/// What letters are written with.
struct Alphabet {
    /// All characters of the Mincho, one by one.
    mincho: Vec<String>,
    /// Those that go with the character before them, whichever that is.
    marks: Vec<String>,
    /// Its characters with a selector of a form.
    selected: Vec<String>,
    /// Kanji that only the font with PostScript outlines has, beyond the first plane.
    beyond: Vec<String>,
}

/// The characters of the made fonts.
const TRUETYPE: &str =
    " 　ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzあいうえおかきくけこさしすせそ";
const CFF: &str =
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホ亜唖娃阿哀愛挨姶逢葵茜穐悪握渥旭";

/// What more than one glyph, or one that says something else too, may stand for.
const TOGETHER: [&str; 12] = [
    "か\u{3099}",
    "が",
    "ハ\u{309A}",
    "パ",
    "ｶﾞ",
    "ﾊﾟｰ",
    "ｼﾞｽﾞ",
    "fi",
    "ffi ffl",
    "fj “A” — …",
    "辻辻\u{E0101}",
    "葛\u{E0100}葛\u{E0101}葛",
];

static ALPHABET: LazyLock<Alphabet> = LazyLock::new(|| {
    let mincho = font("BIZUDMincho-Regular.ttf");
    let serif = font("NotoSerifCJKjp-Regular.otf");
    // No private ones, and no ligatures: mupdf tells the letters of these.
    let left_out = ['\u{E000}'..='\u{F8FF}', '\u{FB00}'..='\u{FB06}'];
    let usual = |c: &char| {
        !c.is_control() && !is_invisible(*c) && !left_out.iter().any(|some| some.contains(c))
    };
    let one_by_one = |font: &[u8], wanted: &dyn Fn(char) -> bool| {
        let mut characters = characters(font);
        characters.retain(|c| usual(c) && wanted(*c));
        characters.into_iter().map(String::from).collect()
    };
    let cmap = FontRef::new(&mincho).expect("a font").cmap().expect("its characters").clone();
    let tables = cmap.encoding_records().iter();
    let mut tables = tables.map(|record| record.subtable(cmap.offset_data()).expect("a table"));
    let selected = tables.find_map(|table| match table {
        CmapSubtable::Format14(table) => Some(table),
        _ => None,
    });
    let selected = selected.expect("forms to select").iter();
    let character = |number| char::from_u32(number).expect("a character");
    Alphabet {
        mincho: one_by_one(&mincho, &|c| !is_mark(c)),
        marks: one_by_one(&mincho, &is_mark),
        selected: selected
            .map(|(base, selector, _)| String::from_iter([base, selector].map(character)))
            .collect(),
        beyond: one_by_one(&serif, &|c| ('\u{20000}'..'\u{30000}').contains(&c)),
    }
});

fn is_mark(c: char) -> bool {
    is_combining_mark(c) || matches!(c, 'ﾞ' | 'ﾟ')
}

fn font(file: &str) -> Vec<u8> {
    fs::read(common::repository().join("fonts").join(file)).expect("a font of the repository")
}

fn characters(font: &[u8]) -> Vec<char> {
    let mut characters = Vec::new();
    let face = Face::parse(font, 0).expect("a font");
    for table in face.tables().cmap.expect("its characters").subtables {
        if table.is_unicode() {
            table.codepoints(|number| characters.extend(char::from_u32(number)));
        }
    }
    characters.sort_unstable();
    characters.dedup();
    characters
}

/// A part of a letter.
#[derive(Debug, Clone)]
struct Part {
    kind: usize,
    fonts: usize,
    /// In half points.
    size: u32,
    text: Vec<String>,
}

/// What the text of a part may be in, with `TEXT` in its place.
const KINDS: [&str; 7] = [
    "TEXT",
    "- TEXT",
    "+ TEXT",
    "== TEXT",
    "/ 欄: TEXT",
    "#table(columns: 2)[欄][TEXT]",
    "#grid(columns: (1fr, 2fr))[左][#strong[TEXT]]",
];

/// The fonts that a part may ask for, one after the other.
const FONTS: [&str; 4] = [
    r#""BIZ UDMincho", "Noto Serif CJK JP""#,
    r#""BIZ UDGothic", "Noto Serif CJK JP""#,
    r#""Made TrueType", "Made CFF", "BIZ UDMincho", "Noto Serif CJK JP""#,
    r#""Made CFF", "BIZ UDGothic", "Noto Serif CJK JP""#,
];

impl Part {
    fn source(&self) -> String {
        let (fonts, points) = (FONTS[self.fonts], f64::from(self.size) / 2.0);
        // No character of these means anything in a string.
        let said = self.text.concat();
        let text = format!("#text(font: ({fonts}), size: {points}pt)[#\"{said}\";]");
        KINDS[self.kind].replace("TEXT", &text)
    }

    /// How many glyphs are in fonts without TrueType outlines.
    fn drawn(&self) -> usize {
        let is_drawn =
            |c: char| c > '\u{FFFF}' && !is_selector(c) || self.fonts > 1 && CFF.contains(c);
        self.text.concat().chars().filter(|&c| is_drawn(c)).count()
    }
}

fn is_selector(c: char) -> bool {
    ('\u{E0100}'..='\u{E01EF}').contains(&c)
}

fn part() -> impl Strategy<Value = Part> {
    let of = |characters: &str| {
        let characters: Vec<String> = characters.chars().map(String::from).collect();
        prop::sample::select(characters)
    };
    let text = prop_oneof![
        6 => prop::sample::select(ALPHABET.mincho.as_slice()),
        2 => prop::sample::select(ALPHABET.selected.as_slice()),
        1 => prop::sample::select(ALPHABET.beyond.as_slice()),
        3 => of(TRUETYPE),
        1 => of(CFF),
        2 => prop::sample::select(&TOGETHER[..]).prop_map(String::from),
    ];
    let text = prop::collection::vec(text, 1..40);
    // It may be on a character that no such mark is made for.
    let mark = prop::option::weighted(0.02, prop::sample::select(ALPHABET.marks.as_slice()));
    (0..KINDS.len(), 0..FONTS.len(), 12..40_u32, text, mark).prop_map(
        |(kind, fonts, size, mut text, mark)| {
            text.extend(mark);
            Part { kind, fonts, size, text }
        },
    )
}

fn files(fonts: &[(String, Vec<u8>)]) -> Arc<Files> {
    let fonts = Fonts::load(fonts.to_vec()).expect("fonts");
    Arc::new(Files::new(fonts, "letter.typ", [], Vec::new()).expect("usable names"))
}

fn export(files: &Arc<Files>, source: &str) -> Exported {
    let letter = compile(files, source, "C-0001");
    forget_unused();
    let letter = letter.unwrap_or_else(|faults| panic!("{faults:?}\n{source}"));
    letter.export("letter").unwrap_or_else(|error| panic!("{error}\n{source}"))
}

/// A letter with these parts.
fn source(parts: &[Part], linked: bool) -> String {
    let link = if linked { "#link(\"https://example.jp/\")[案内]" } else { "" };
    let body: Vec<String> = parts.iter().map(Part::source).collect();
    format!(
        "#set document(title: \"報告\", date: datetime(year: 2026, month: 1, day: 5))\n\
         #set text(font: \"BIZ UDMincho\", lang: \"ja\")\n= 報告\n\n{}\n\n{link}",
        body.join("\n\n"),
    )
}

/// Compares a letter with the plain one; why it did not come from a forme, if it did not.
fn compare(source: &str, seed: u32) -> Option<PlainExport> {
    let characters = |font: &str| font.chars().collect::<Vec<char>>();
    let fonts = [
        ("a.ttf".to_owned(), made::truetype("Made TrueType", &characters(TRUETYPE), seed)),
        ("b.otf".to_owned(), made::cff("Made CFF", &characters(CFF), seed)),
    ];
    let shared = files(&fonts);
    export(&shared, &source.replace("= 報告", "= 別の報告"));
    let Exported { pdf, plain: why_plain } = export(&shared, source);
    assert!(pdf == export(&files(&fonts), source).pdf, "other bytes alone\n{source}");

    let folder = tempfile::tempdir().expect("a temporary folder");
    let [ours, plain] = ["ours.pdf", "plain.pdf"].map(|name| folder.path().join(name));
    fs::write(&ours, pdf).expect("a file");
    fs::write(&plain, export(&shared, &format!("{source}\n// underline")).pdf).expect("a file");
    assert_look_and_read_alike(&ours, &plain, 60, source);
    assert_eq!(is_from_forme(&ours), why_plain.is_none(), "{why_plain:?}\n{source}");
    why_plain
}

#[test]
fn letters_of_any_text_are_like_the_plain_ones() {
    let config = Config {
        cases: 48,
        rng_seed: RngSeed::Fixed(6),
        max_shrink_iters: 64,
        failure_persistence: None,
        ..Config::default()
    };
    let parts = prop::collection::vec(part(), 1..10);
    let letters = (parts, any::<u32>(), prop::bool::weighted(0.2));
    let (wanted, reasons) = (Cell::new(0_usize), RefCell::new(Vec::new()));
    let result = TestRunner::new(config).run(&letters, |(parts, seed, linked)| {
        let plain = compare(&source(&parts, linked), seed);
        let drawn: usize = parts.iter().map(Part::drawn).sum();
        let whole = linked || drawn > 64;
        prop_assert!(!whole || plain.is_some());
        if !whole {
            wanted.set(wanted.get() + 1);
            reasons.borrow_mut().extend(plain);
        }
        Ok(())
    });
    result.unwrap_or_else(|failure| panic!("{failure}"));
    // In the others are marks on characters that no font joins them with.
    let (wanted, reasons) = (wanted.get(), reasons.into_inner());
    assert!(reasons.len() * 10 < wanted, "of {wanted} letters: {reasons:#?}");
}
