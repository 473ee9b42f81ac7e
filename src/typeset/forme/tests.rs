//! A letter is the same whatever was made before it, and holds its own text alone.

use std::collections::HashSet;
use std::sync::Arc;

use proptest::prelude::*;

use super::cids::{Cids, Used};
use super::*;
use crate::typeset::pdf::find;
use crate::typeset::{Document, Files, Fonts, PlainExport, compile};

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

fn shape(document: &Document) -> Result<u128, NoForme> {
    Ok(Shape::of(&document.pages, document.setting.files.fonts())?.key)
}

/// A letter as PDF.
fn export(files: &Arc<Files>, body: &str) -> Vec<u8> {
    letter(files, body).export("letter").expect("a PDF").pdf
}

#[test]
fn letters_that_differ_in_words_have_one_shape() {
    let files = files();
    let first = shape(&letter(&files, "株式会社いろは　御中"));
    assert!(first.is_ok(), "{first:?}");
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
    assert_ne!(shape("= 一丸商店"), shape("= 二葉商店"), "bookmarks have the heading's words");
    let alike = "#set list(marker: [・])\n#set enum(numbering: _ => [・])\n";
    let item = |mark| shape(&format!("{alike}{mark} 一"));
    assert_eq!(item("-"), item("-"));
    assert_ne!(item("-"), item("+"), "what looks alike may be another thing");
}

#[test]
fn what_cells_say_is_in_no_shape_where_it_stays_within_the_lines() {
    let files = files();
    let shape = |body: &str| shape(&letter(&files, body)).expect("a shape");
    let numbers = |numbers: [&str; 2]| {
        let [first, second] = numbers;
        shape(&format!("#table(columns: (4em, 1fr), align: right)[{first}][{second} 件]"))
    };
    assert_eq!(numbers(["148", "1,204"]), numbers(["903", "9,871"]));
    // A column as wide as what is in it moves the lines.
    assert_ne!(shape("#table[一]"), shape("#table[一二]"));
    let table = |rest: &str| shape(&format!("#table(columns: 2, {rest})"));
    let cells = table("[一], [二]");
    assert_eq!(cells, table("[三], [四]"));
    for other in [
        // Seen on paper, or told by the structure tree alone.
        "stroke: 1pt, [一], [二]",
        "table.cell(fill: luma(90%))[一], [二]",
        "table.cell(colspan: 2)[一二]",
        "table.header[一][二]",
        "table.footer[一][二]",
        "table.hline(), [一], [二]",
    ] {
        assert_ne!(cells, table(other), "{other}");
    }
}

#[test]
fn what_sticks_out_of_a_table_is_in_its_shape() {
    let files = files();
    let shape = |body: &str| shape(&letter(&files, body)).expect("a shape");
    let around = [
        // Beyond the last line, above the first one, without any, turned, and beyond those of
        // a table in a table.
        "#table(columns: 2em, inset: 0pt, box(width: 1em)[一二三TEXT])",
        "#table(columns: 4em, move(dy: -2em)[TEXT])",
        "#table(columns: 4em, stroke: none)[TEXT]",
        "#table(columns: 4em, rotate(20deg)[TEXT])",
        "#table(columns: 9em, table(columns: 2em, stroke: none)[TEXT])",
    ];
    for body in around {
        assert_ne!(
            shape(&body.replace("TEXT", "一")),
            shape(&body.replace("TEXT", "甲")),
            "{body}"
        );
        assert_eq!(shape(&body.replace("TEXT", "一")), shape(&body.replace("TEXT", "一")));
    }
}

/// The bounding boxes in a PDF's structure tree, in the order of its objects.
fn boxes(pdf: Vec<u8>) -> Vec<String> {
    use hayro_syntax::object::{Array, Dict, Object};
    let pdf = hayro_syntax::Pdf::new(pdf).expect("a PDF");
    let mut found = Vec::new();
    for object in pdf.objects() {
        let Object::Dict(element) = object else { continue };
        // Attributes are one dictionary or a list of them.
        let attributes = element.get::<Array<'_>>("A").map(|it| it.iter::<Dict<'_>>().collect());
        let attributes: Vec<Dict<'_>> =
            attributes.or_else(|| Some(vec![element.get("A")?])).unwrap_or_default();
        let boxes = attributes.iter().filter_map(|it| it.get::<Array<'_>>("BBox"));
        found.extend(boxes.map(|it| format!("{:?}", it.iter::<f32>().collect::<Vec<_>>())));
    }
    found.sort();
    found
}

/// A cell of a table, which may stick out of it or be a table itself.
fn cell() -> impl Strategy<Value = String> {
    let word = proptest::sample::select(vec!["一", "1,204件", "甲乙丙丁", "g", " ", "髙﨑"]);
    let word = word.prop_map(str::to_owned);
    word.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            (inner.clone(), -20..20_i32, -20..20_i32)
                .prop_map(|(it, x, y)| format!("#move(dx: {x}pt, dy: {y}pt)[{it}]")),
            (inner.clone(), 0..90_i32).prop_map(|(it, by)| format!("#rotate({by}deg)[{it}]")),
            inner.clone().prop_map(|it| format!("#box(width: 3pt)[{it}]")),
            inner.clone().prop_map(|it| format!("#underline[{it}]")),
            (table(inner.clone()), inner).prop_map(|(table, it)| format!("{it}{table}")),
        ]
    })
}

fn table(cell: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    let columns = proptest::sample::select(vec!["(4em, 1fr)", "2", "(auto, 2em)"]);
    let form = proptest::sample::select(vec!["", "stroke: none,", "inset: 0pt,"]);
    (columns, form, proptest::collection::vec(cell, 1..5)).prop_map(|(columns, form, cells)| {
        let cells: String = cells.iter().map(|cell| format!("[{cell}]")).collect();
        format!("#table(columns: {columns}, {form}){cells}")
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Each letter is made after another of the same form: its boxes are its own.
    #[test]
    fn tables_have_the_bounding_boxes_that_typst_gives_them(
        cells in proptest::collection::vec((cell(), cell()), 1..6),
        columns in proptest::sample::select(vec!["(4em, 1fr)", "2", "(auto, 2em)"]),
        above in 0..2_i32,
    ) {
        let files = files();
        for side in [0, 1] {
            let cells = cells.iter().map(|it| format!("[{}]", if side == 0 { &it.0 } else { &it.1 }));
            // On two pages where it begins low.
            let body = format!(
                "#v({}pt)#table(columns: {columns}){}",
                above * 600,
                cells.collect::<String>(),
            );
            let letter = letter(&files, &body);
            let whole = letter.export_pages(&letter.pages, "letter").expect("a PDF");
            let ours = letter.export("letter").expect("a PDF");
            prop_assert_eq!(boxes(ours.pdf), boxes(whole), "{}", body);
        }
    }
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
        assert_eq!(why_plain(&files, body), None, "{body}");
    }
}

#[test]
fn a_mark_on_its_character_is_drawn_and_has_no_text_of_its_own() {
    // It is drawn: a reader that asks for places would find it first.
    for body in ["!\u{334}", "m\u{308} g\u{303} Nguyễn", "e\u{302}\u{303}"] {
        assert_eq!(why_plain(&files(), body), None, "{body}");
    }
}

/// Why a letter comes from no forme, if it does not.
fn why_plain(files: &Arc<Files>, body: &str) -> Option<PlainExport> {
    let exported = letter(files, body).export("letter").expect("a PDF");
    let has_streams = exported.pdf.windows(12).any(|it| it == b"/Type/ObjStm");
    assert_eq!(has_streams, exported.plain.is_none(), "{body}");
    exported.plain
}

#[test]
fn the_metadata_are_not_compressed() {
    let files = files();
    assert_eq!(why_plain(&files, "株式会社いろは"), None);
    let pdf = export(&files, "株式会社いろは");
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
    assert!(shape("𠮷野家具店").is_ok());
    assert_eq!(shape("𠮷野家具店"), shape("𠮷田建築社"));
    assert_ne!(shape("𠮷野家具店"), shape("𡈽野家具店"), "another kanji");
    assert!(shape(&"𠮷".repeat(64)).is_ok());
    let much = NoForme::MuchWithoutTwin("Noto Serif CJK JP".to_owned());
    assert_eq!(shape(&"𠮷".repeat(65)), Err(much), "a forme that only one letter has");
}

#[test]
fn a_version_has_its_own_id_where_only_the_meaning_differs() {
    let files = files();
    let id = |body: &str| {
        let pdf = export(&files, body);
        let at = pdf.windows(5).rposition(|it| it == b"/ID[(").expect("an ID") + 5;
        let (permanent, version) = pdf[at..at + 50].split_at(24);
        (permanent.to_vec(), version[2..26].to_vec())
    };
    // One glyph in both.
    let (composed, decomposed) = (id("が"), id("か\u{3099}"));
    assert_eq!(composed.0, decomposed.0);
    assert_ne!(composed.1, decomposed.1);
    assert_eq!(composed, id("が"));
}

#[test]
fn what_is_in_no_forme_has_no_shape() {
    let files = files();
    let element = |name: &str| NoForme::Element(name.to_owned());
    for (body, why) in [
        ("#link(\"https://example.jp\")[次]", element("link")),
        ("本文#footnote[注]", element("footnote")),
        ("#underline[本文]", element("underline")),
        ("#text(fill: gradient.linear(red, blue))[本文]", NoForme::PaintedText),
        ("#text(stroke: 1pt)[本文]", NoForme::PaintedText),
    ] {
        assert_eq!(shape(&letter(&files, body)), Err(why), "{body}");
    }
}

#[test]
fn a_letter_without_a_forme_says_why() {
    let files = files();
    assert_eq!(why_plain(&files, "#strike[本文]"), Some(NoForme::Element("strike".into()).into()));
    assert_eq!(why_plain(&files, "本文 // underline"), Some(PlainExport::RealFonts));
}

#[test]
fn a_letter_alone_has_the_bytes_it_has_after_others() {
    let shared = files();
    for before in ["有限会社龘　御中", "有限会社ほへと　御中", "有限会社がか\u{3099}　御中"]
    {
        export(&shared, before);
    }
    let fallback = "#set text(font: (\"BIZ UDMincho\", \"Noto Serif CJK JP\"))\n";
    for one in ["株式会社いろは　御中", "株式会社か\u{3099}が　御中", "株式会社𠮷ろは　御中"]
    {
        let one = format!("{fallback}{one}");
        let (after, alone) = (export(&shared, &one), export(&files(), &one));
        assert!(after == alone, "{one}");
    }
    let one = "株式会社いろは　御中";
    let other = letter(&shared, one).export("another").expect("a PDF").pdf;
    assert!(export(&shared, one) != other, "each letter has its own ID");
}

#[test]
fn a_letter_keeps_its_permanent_id_whichever_way_it_is_made() {
    let files = files();
    let id = |body: &str| {
        let pdf = export(&files, body);
        let at = pdf.windows(5).rposition(|it| it == b"/ID[(").expect("an ID");
        pdf[at + 5..at + 29].to_vec()
    };
    let from_forme = id("本文");
    assert!(from_forme.iter().all(u8::is_ascii_hexdigit));
    for (body, way) in [
        ("#link(\"https://example.jp\")[次]", "exported as a whole"),
        ("本文 // underline", "with the real fonts"),
    ] {
        assert_eq!(from_forme, id(body), "{way}");
    }
}

fn cids<'a>(used: &[(u16, &'a str)]) -> Result<Cids<'a>, NoForme> {
    let mut all = Used::default();
    used.iter().for_each(|(glyph, text)| all.add_glyph(*glyph, text));
    Cids::of(all, |glyph| glyph % 7 == 0)
}

proptest! {
    #[test]
    fn each_cid_is_one_glyph_that_stands_for_one_text(
        used in proptest::collection::vec((1..40_u16, prop::sample::select(&["一", "二", "三"][..])), 0..80),
    ) {
        let cids = cids(&used).expect("few CIDs");
        let (glyphs, texts) = (cids.subset().glyphs(), cids.texts());
        for (glyph, text) in &used {
            let cid = usize::from(cids.cid(*glyph, text));
            prop_assert_eq!((glyphs[cid], texts[cid - 1]), (*glyph, *text));
        }
        let different: HashSet<_> = used.iter().collect();
        prop_assert_eq!(texts.len(), different.len());
        prop_assert_eq!(glyphs.len(), different.len() + 1);
    }
}

#[test]
fn a_letter_with_more_glyphs_than_there_are_cids_has_none() {
    let mut used: Vec<(u16, &str)> = (1..u16::MAX).map(|glyph| (glyph, "一")).collect();
    assert!(cids(&used).is_ok());
    used.push((7, "二"));
    assert_eq!(cids(&used).err(), Some(NoForme::TooManyGlyphs));
}
