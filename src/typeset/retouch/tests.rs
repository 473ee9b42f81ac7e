//! Lines as Japanese has them.

use std::sync::Arc;

use typst::layout::{Frame, FrameItem, Point};
use typst::text::TextItem;

use crate::typeset::warm_up::tests::templates;
use crate::typeset::{Document, Files, Fonts, TextLine, compile};

/// A letter with this in its body, in a column of so many characters of 10 pt.
fn letter(characters: f64, body: &str) -> Document {
    let fonts = Fonts::load(Vec::new()).expect("the fonts in the binary");
    let library = templates();
    let library = library.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    let files = Files::new(fonts, "letter.typ", library, Vec::new()).expect("usable names");
    let source = format!(
        "#import \"lib/letter.typ\": *\n#show: letter.with(title: \"報告\", author: \"私\", \
         date: (2026, 1, 1))\n#set par(first-line-indent: 0pt)\n#set text(size: 10pt)\n\
         #block(width: {}pt)[{body}]",
        characters * 10.0
    );
    let compiled = compile(&Arc::new(files), &source, "C-0001");
    compiled.unwrap_or_else(|faults| panic!("{faults:?}"))
}

/// The lines of a letter's only page, without its foot.
fn lines(document: &Document) -> Vec<TextLine> {
    let mut lines = document.lines(0);
    lines.pop();
    lines
}

fn texts(document: &Document) -> Vec<String> {
    lines(document).into_iter().map(|line| line.text).collect()
}

/// Each character of a page, from where to where its glyph's ink would be in a font
/// that fills its square, in points.
fn places(document: &Document) -> Vec<(char, f64, f64)> {
    fn walk(frame: &Frame, origin: Point, places: &mut Vec<(char, f64, f64)>) {
        for (at, item) in frame.items() {
            match item {
                FrameItem::Group(group) => walk(&group.frame, origin + *at, places),
                FrameItem::Text(text) => of_text(text, (origin + *at).x.to_pt(), places),
                _ => {}
            }
        }
    }
    fn of_text(text: &TextItem, mut x: f64, places: &mut Vec<(char, f64, f64)>) {
        for glyph in &text.glyphs {
            let Some(c) = super::character(text, glyph) else { continue };
            let own = text.font.ttf().glyph_hor_advance(ttf_parser::GlyphId(glyph.id));
            let own = f64::from(own.unwrap_or_default())
                / f64::from(text.font.ttf().units_per_em())
                * text.size.to_pt();
            let start = x + glyph.x_offset.at(text.size).to_pt();
            places.push((c, start, start + own));
            x += glyph.x_advance.at(text.size).to_pt();
        }
    }
    let mut places = Vec::new();
    walk(&document.pages.pages()[0].frame, Point::zero(), &mut places);
    places
}

/// The space between two characters that stand next to each other, in ems.
fn space(document: &Document, one: char, next: char) -> f64 {
    let places = places(document);
    let pair = places.windows(2).find(|pair| pair[0].0 == one && pair[1].0 == next);
    let pair = pair.unwrap_or_else(|| panic!("no {one}{next} in {places:?}"));
    (pair[1].1 - pair[0].2) / 10.0
}

fn is_nothing(length: f64) -> bool {
    length.abs() < 1e-3
}

#[test]
fn full_width_letters_are_set_solid_and_western_ones_are_not() {
    let body = "甲ＭＫ社、ＷＥＢ版、第Ⅱ期、αの値。A社と3月。";
    let document = letter(40.0, body);
    for (one, next) in
        [('甲', 'Ｍ'), ('Ｋ', '社'), ('Ｂ', '版'), ('第', 'Ⅱ'), ('Ⅱ', '期'), ('α', 'の')]
    {
        assert!(is_nothing(space(&document, one, next)), "{one}{next}");
    }
    for (one, next) in [('A', '社'), ('と', '3'), ('3', '月')] {
        assert!(is_nothing(space(&document, one, next) - 0.25), "{one}{next}");
    }
    assert_eq!(texts(&document), [body]);
}

#[test]
fn a_justified_line_stays_as_wide_as_its_column() {
    for body in
        ["甲ＭＫ社の画面はＷＥＢ版です。", "「ＭＫ社の画面、Ａ」の画面、ＷＥＢ版、Ｂ社です。"]
    {
        for characters in 7..16 {
            let document = letter(f64::from(characters), &body.repeat(4));
            let lines = lines(&document);
            let left = lines[0].left;
            for line in &lines[..lines.len() - 1] {
                let width = (line.right - left) / 10.0;
                assert!(
                    (width - f64::from(characters)).abs() < 0.07,
                    "{width} instead of {characters}: {}",
                    line.text
                );
            }
        }
    }
}

#[test]
fn a_line_at_the_right_edge_stays_there() {
    let edge = |body: &str| lines(&letter(40.0, &format!("#align(right)[{body}]")))[0].right;
    assert!(is_nothing(edge("ＭＫ社") - edge("本社")));
    let middle = |body: &str| {
        let lines = lines(&letter(40.0, &format!("#align(center)[{body}]")));
        lines[0].left + lines[0].right
    };
    assert!(is_nothing(middle("ＭＫ社") - middle("本社")));
}

#[test]
fn a_colon_has_as_much_space_at_its_left_as_at_its_right() {
    // Squeezed by as much as there is.
    let document = letter(9.5, "［提供：株式会社甲乙］");
    let places = places(&document);
    let at = places.iter().position(|(c, ..)| *c == '：').expect("a colon");
    let [before, colon, after] = [places[at - 1], places[at], places[at + 1]];
    let middle = (colon.1 + colon.2) / 2.0;
    assert!(after.1 - before.2 < 9.0, "it is squeezed");
    assert!(is_nothing(middle - before.2 - (after.1 - middle)), "{before:?} {colon:?} {after:?}");
}

#[test]
fn no_line_begins_with_what_may_not_begin_one() {
    // JLReq 3.1.7, and 3.1.11: these two are not parted.
    let forbidden = "、。，．・：；？！ー々〻ゝゞヽヾぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ」』）］｝】》〉〕”’％°′″℃‐–〜～゠…‥";
    let mut found = Vec::new();
    for c in forbidden.chars() {
        let body = format!("漢漢漢漢漢漢漢漢漢漢{c}字が続く。");
        for line in texts(&letter(10.0, &body)).into_iter().skip(1) {
            if line.starts_with(c) {
                found.push(c);
            }
        }
    }
    assert!(found.is_empty(), "{found:?}");
    for pair in ["……", "――", "‥‥", "——"] {
        let body = format!("漢漢漢漢漢漢漢漢漢{pair}字が続く。");
        let lines = texts(&letter(10.0, &body));
        assert!(lines.iter().any(|line| line.contains(pair)), "{lines:?}");
    }
}

#[test]
fn a_bracket_at_the_head_of_an_indented_paragraph_is_half_as_wide() {
    let at = |body: &str| {
        let body = format!("#set par(first-line-indent: (amount: 1em, all: true))\n\n{body}");
        let document = letter(20.0, &body);
        places(&document).into_iter().find(|(c, ..)| "「『（漢".contains(*c)).expect("it").1
    };
    let kanji = at("漢字で始まる段落です。");
    for bracket in
        ["「鉤」で始まる段落です。", "『鉤』で始まる段落です。", "（丸）で始まる段落です。"]
    {
        assert!(is_nothing(at(bracket) + 5.0 - kanji), "{bracket}");
    }
}

#[test]
fn what_only_tells_of_line_breaks_is_not_in_the_text() {
    let body = "#\"甲\\u{2060}乙\\u{200B}丙～丁\";";
    assert_eq!(texts(&letter(40.0, body)), ["甲乙丙～丁"]);
}

#[test]
fn names_are_parted_neither_in_words_nor_before_a_middle_dot() {
    for east in 0..8 {
        let name =
            format!("株式会社{}グローバルイノベーション・パートナーズジャパン", "東".repeat(east));
        let body = format!("#addressee(name: \"{name}\", honorific: \"御中\")");
        let document = letter(42.5, &body);
        let lines = texts(&document);
        assert_eq!(lines.concat(), format!("{name}　御中"));
        for line in &lines {
            assert!(!line.starts_with(['・', 'ー', '　']), "{lines:?}");
        }
        for word in ["株式会社", "グローバルイノベーション", "パートナーズジャパン　御中"]
        {
            assert!(lines.iter().any(|line| line.contains(word)), "{lines:?}");
        }
    }
}

#[test]
fn a_number_after_a_word_of_an_address_has_its_gap() {
    let body = "#addressee(name: \"甲\", honorific: \"様\", address: (\"みなとマンション201\",), postal-code: \"100-0001\")";
    assert!(is_nothing(space(&letter(42.5, body), 'ン', '2') - 0.25));
}

#[test]
fn what_stands_below_the_same_is_no_mark_of_it() {
    let body = "甲 \\ 甲 \\ が \\ が \\ ễ \\ ễ \\ 。 \\ 。";
    assert_eq!(texts(&letter(40.0, body)), ["甲", "甲", "が", "が", "ễ", "ễ", "。", "。"]);
    let cells = "#set par(leading: 0pt)\n#table(inset: 0pt, [が], [が], [有], [有])";
    assert_eq!(texts(&letter(40.0, cells)), ["が", "が", "有", "有"]);
}
