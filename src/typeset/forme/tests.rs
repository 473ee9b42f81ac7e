//! A letter is the same whatever was made before it, and holds its own text alone.

use std::collections::HashSet;
use std::sync::Arc;

use proptest::prelude::*;

use super::codes::{Codes, Shown};
use super::*;
use crate::typeset::twins::find;
use crate::typeset::{Document, Files, Fonts, compile};

fn files() -> Arc<Files> {
    let fonts = Fonts::load(Vec::new()).expect("the fonts in the binary");
    Arc::new(Files::new(fonts, "letter.typ", [], Vec::new()).expect("usable names"))
}

/// A letter with this in its body.
fn letter(files: &Arc<Files>, body: &str) -> Document {
    let source = format!(
        "#set document(title: \"報告\", date: datetime(year: 2026, month: 1, day: 5))\n\
         #set text(font: \"BIZ UDMincho\", lang: \"ja\")\n= 報告\n{body}"
    );
    compile(files, &source, "C-0001").unwrap_or_else(|faults| panic!("{faults:?}"))
}

fn shape(document: &Document) -> Option<u128> {
    let fonts = document.setting.files.fonts();
    Some(Shape::of(&document.pages, |font| fonts.number_of_twin(font))?.key)
}

#[test]
fn letters_that_differ_in_words_have_one_shape() {
    let files = files();
    let first = shape(&letter(&files, "株式会社いろは　御中"));
    assert!(first.is_some());
    assert_eq!(first, shape(&letter(&files, "有限会社ほへと　御中")));
    // The bookmarks tell the headings; structure and place are more than words.
    for other in [
        "株式会社いろは　御中\n= 経緯",
        "- 株式会社いろは　御中",
        "*株式会社いろは　御中*",
        "#h(1pt)株式会社いろは　御中",
        "#text(size: 12pt)[株式会社いろは　御中]",
        "#table[株式会社いろは]",
    ] {
        assert_ne!(first, shape(&letter(&files, other)), "{other}");
    }
    let shape = |body: &str| shape(&letter(&files, body));
    assert_ne!(shape("#table[一]"), shape("#table[一二]"), "how far a table reaches is told");
    assert_ne!(shape("= 一丸商店"), shape("= 二葉商店"), "bookmarks have the heading's words");
    let alike = "#set list(marker: [・])\n#set enum(numbering: _ => [・])\n";
    let item = |mark| shape(&format!("{alike}{mark} 一"));
    assert_eq!(item("-"), item("-"));
    assert_ne!(item("-"), item("+"), "what looks alike may be another thing");
}

#[test]
fn letters_with_tables_and_other_fonts_come_from_formes_too() {
    let files = files();
    for body in [
        "株式会社いろは　御中",
        "#table(columns: 2)[給与][12件]",
        "#text(font: \"BIZ UDGothic\")[見出し] 葛\u{E0100}城",
        // A font without a twin, for one character, and in a table.
        "#set text(font: (\"BIZ UDMincho\", \"Noto Serif CJK JP\"))\n𠮷野 #table[𠮷]",
        // A glyph that says two things, and two glyphs that say two together.
        "がか\u{3099}",
        "#table(columns: 2)[がか\u{3099}][か゛が]",
        "ｶﾌｪ･ﾄﾞ･ﾂｼﾞ",
        "- 一\n- 二\n+ 三\n/ 四: 五",
    ] {
        assert!(is_from_forme(&files, body), "{body}");
    }
}

#[test]
fn a_mark_on_its_character_is_told_with_it() {
    // It is drawn: a reader that asks for places would find it first.
    for body in ["!\u{334}", "m\u{308} g\u{303} Nguyễn", "e\u{302}\u{303}"] {
        assert!(is_from_forme(&files(), body), "{body}");
    }
}

fn is_from_forme(files: &Arc<Files>, body: &str) -> bool {
    let pdf = letter(files, body).export("letter").expect("a PDF");
    pdf.windows(12).any(|it| it == b"/Type/ObjStm")
}

#[test]
fn what_tells_of_a_letter_is_text_that_needs_no_filter() {
    let files = files();
    assert!(is_from_forme(&files, "株式会社いろは"));
    let pdf = letter(&files, "株式会社いろは").export("letter").expect("a PDF");
    let at = find(&pdf, b"/Type/Metadata").expect("metadata");
    let start = pdf[..at].windows(6).rposition(|it| it == b" 0 obj").expect("its beginning");
    let length = find(&pdf[start..], b"endstream").expect("its end");
    let metadata = &pdf[start..start + length];
    assert!(find(metadata, b"/Filter").is_none());
    assert!(find(metadata, "<rdf:li xml:lang=\"x-default\">報告</rdf:li>".as_bytes()).is_some());
}

#[test]
fn what_a_font_without_a_twin_shows_is_in_the_shape() {
    let files = files();
    let shape = |name: &str| {
        let fonts = "#set text(font: (\"BIZ UDMincho\", \"Noto Serif CJK JP\"))";
        shape(&letter(&files, &format!("{fonts}\n{name}")))
    };
    assert!(shape("𠮷野家具店").is_some());
    assert_eq!(shape("𠮷野家具店"), shape("𠮷田建築社"));
    assert_ne!(shape("𠮷野家具店"), shape("𡈽野家具店"), "another kanji");
    assert!(shape(&"𠮷".repeat(64)).is_some());
    assert!(shape(&"𠮷".repeat(65)).is_none(), "a forme that only one letter has");
}

#[test]
fn a_version_has_its_own_name_where_only_the_meaning_differs() {
    let files = files();
    let names = |body: &str| {
        let pdf = letter(&files, body).export("letter").expect("a PDF");
        let at = pdf.windows(5).rposition(|it| it == b"/ID[(").expect("names") + 5;
        let (lasting, version) = pdf[at..at + 50].split_at(24);
        (lasting.to_vec(), version[2..26].to_vec())
    };
    // One glyph in both.
    let (composed, decomposed) = (names("が"), names("か\u{3099}"));
    assert_eq!(composed.0, decomposed.0);
    assert_ne!(composed.1, decomposed.1);
    assert_eq!(composed, names("が"));
}

#[test]
fn what_no_forme_tells_has_no_shape() {
    let files = files();
    for (body, why) in [
        ("#link(\"https://example.jp\")[次]", "a link"),
        ("本文#footnote[注]", "a part in another place"),
        ("#underline[本文]", "a line along the text"),
    ] {
        assert_eq!(shape(&letter(&files, body)), None, "{why}");
    }
}

#[test]
fn a_letter_alone_has_the_bytes_it_has_after_others() {
    let shared = files();
    for before in ["有限会社龘　御中", "有限会社ほへと　御中", "有限会社がか\u{3099}　御中"]
    {
        letter(&shared, before).export("before").expect("a PDF");
    }
    let fallback = "#set text(font: (\"BIZ UDMincho\", \"Noto Serif CJK JP\"))\n";
    for one in ["株式会社いろは　御中", "株式会社か\u{3099}が　御中", "株式会社𠮷ろは　御中"]
    {
        let one = format!("{fallback}{one}");
        let after = letter(&shared, &one).export("letter").expect("a PDF");
        let alone = letter(&files(), &one).export("letter").expect("a PDF");
        assert!(after == alone, "{one}");
    }
    let one = "株式会社いろは　御中";
    let after = letter(&shared, one).export("letter").expect("a PDF");
    let other = letter(&shared, one).export("another").expect("a PDF");
    assert!(after != other, "each letter has its own name");
}

#[test]
fn a_letter_keeps_its_name_whichever_way_it_is_made() {
    let files = files();
    let name = |body: &str| {
        let pdf = letter(&files, body).export("letter").expect("a PDF");
        let at = pdf.windows(5).rposition(|it| it == b"/ID[(").expect("a name");
        pdf[at + 5..at + 29].to_vec()
    };
    let from_forme = name("本文");
    assert!(from_forme.iter().all(u8::is_ascii_hexdigit));
    for (body, way) in [
        ("#link(\"https://example.jp\")[次]", "exported as a whole"),
        ("本文 // underline", "with the real fonts"),
    ] {
        assert_eq!(from_forme, name(body), "{way}");
    }
}

fn codes<'a>(shown: &[(u16, &'a str)]) -> Option<Codes<'a>> {
    let mut all = Shown::default();
    shown.iter().for_each(|(glyph, said)| all.add_glyph(*glyph, said));
    Codes::of(all, |glyph| glyph % 7 == 0)
}

proptest! {
    #[test]
    fn each_code_names_one_glyph_that_says_one_thing(
        shown in proptest::collection::vec((1..40_u16, prop::sample::select(&["一", "二", "三"][..])), 0..80),
    ) {
        let codes = codes(&shown).expect("few codes");
        let (glyphs, said) = (codes.selection().glyphs(), codes.said());
        for (glyph, what) in &shown {
            let code = usize::from(codes.code(*glyph, what));
            prop_assert_eq!((glyphs[code], said[code - 1]), (*glyph, *what));
        }
        let different: HashSet<_> = shown.iter().collect();
        prop_assert_eq!(said.len(), different.len());
        prop_assert_eq!(glyphs.len(), different.len() + 1);
    }
}

#[test]
fn a_letter_that_says_more_than_there_are_numbers_for_has_no_codes() {
    let mut shown: Vec<(u16, &str)> = (1..u16::MAX).map(|glyph| (glyph, "一")).collect();
    assert!(codes(&shown).is_some());
    shown.push((7, "二"));
    assert!(codes(&shown).is_none());
}
