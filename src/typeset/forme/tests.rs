//! A letter is the same whatever was made before it, and holds its own text alone.

use std::sync::Arc;

use super::*;
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
    compile(files, &source).unwrap_or_else(|faults| panic!("{faults:?}"))
}

fn shape(document: &Document) -> Option<u128> {
    let fonts = document.setting.files.fonts();
    let known = |font: &typst::text::Font| fonts.number_of_twin(font).is_some();
    Some(Shape::of(&document.pages, known)?.key)
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
    let table = |text: &str| shape(&letter(&files, &format!("#table[{text}]")));
    assert_ne!(table("一"), table("一二"), "how far a table reaches is told");
}

#[test]
fn letters_with_tables_and_other_fonts_come_from_formes_too() {
    let files = files();
    for body in [
        "株式会社いろは　御中",
        "#table(columns: 2)[給与][12件]",
        "#text(font: \"BIZ UDGothic\")[見出し] 葛\u{E0100}城",
    ] {
        let pdf = letter(&files, body).export("letter").expect("a PDF");
        let packed = pdf.windows(12).any(|it| it == b"/Type/ObjStm");
        assert!(packed, "{body}");
    }
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
    let one = "株式会社いろは　御中";
    for before in ["有限会社龘　御中", "有限会社ほへと　御中"] {
        letter(&shared, before).export("before").expect("a PDF");
    }
    let after = letter(&shared, one).export("letter").expect("a PDF");
    let alone = letter(&files(), one).export("letter").expect("a PDF");
    assert!(after == alone);
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
