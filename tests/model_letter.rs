//! The model letter: the letter to 関係者各位 against the letter that a person
//! set in a word processor (`tests/reference/seed-letter.txt`).

mod common;

use std::collections::BTreeSet;
use std::fs;

use common::{TestProject, record, repository, squeezed, text_of, tool};

/// All that may differ from the model, and why.
const ALLOWED: &[(&str, &str, usize)] = &[
    // The model names the wrong weekday: 8 June 2023 was a Thursday.
    ("6月8日（水）", "6月8日（木）", 3),
    // The model mixes two kinds of brackets in one sequence.
    ("(3）", "(3)", 1),
    ("(4）", "(4)", 1),
    // The model writes the one term in two ways.
    ("MK社", "ＭＫ社", 1),
    // The model writes times in two ways.
    ("14：12（", "14時12分（", 1),
    ("16：47（", "16時47分（", 1),
    ("20：00（", "20時00分（", 1),
    ("11：10（", "11時10分（", 1),
    ("14：07（", "14時07分（", 1),
    ("15：32（", "15時32分（", 1),
    ("18：22（", "18時22分（", 1),
    ("10：38（", "10時38分（", 1),
    ("12：31（", "12時31分（", 1),
    ("17：08（", "17時08分（", 1),
];

/// The model's lines without white space, as the letter should have them.
fn model_lines() -> Vec<String> {
    let path = repository().join("tests/reference/seed-letter.txt");
    let model = fs::read_to_string(path).expect("the model letter");
    let mut uses = vec![0; ALLOWED.len()];
    let lines = model
        .lines()
        .map(squeezed)
        .filter(|line| !line.is_empty())
        .map(|mut line| {
            for (index, (model, ours, _)) in ALLOWED.iter().enumerate() {
                uses[index] += line.matches(model).count();
                line = line.replace(model, ours);
            }
            line
        })
        .collect();
    for ((model, _, expected), used) in ALLOWED.iter().zip(uses) {
        assert_eq!(used, *expected, "the model has {model} another number of times");
    }
    lines
}

fn letter_lines(project: &TestProject) -> Vec<String> {
    project.succeed(&["generate", "--client", "C-0000"]);
    let text = text_of(&project.letter("C-0000"));
    text.lines().map(squeezed).filter(|line| !line.is_empty()).collect()
}

#[test]
fn the_text_is_the_models() {
    let (model, letter) = (model_lines().concat(), letter_lines(&TestProject::model()).concat());
    if model != letter {
        let at = model.chars().zip(letter.chars()).take_while(|(a, b)| a == b).count();
        let around =
            |text: &str| text.chars().skip(at.saturating_sub(20)).take(60).collect::<String>();
        panic!("at {at}:\nmodel  {}\nletter {}", around(&model), around(&letter));
    }
}

/// Where lines end, in characters from the start of the text.
fn line_ends(lines: &[String]) -> BTreeSet<usize> {
    let mut end = 0;
    lines
        .iter()
        .map(|line| {
            end += line.chars().count();
            end
        })
        .collect()
}

#[test]
fn long_lines_break_where_the_models_do() {
    let model = model_lines();
    let ends = line_ends(&letter_lines(&TestProject::model()));
    let mut at = 0;
    let (mut long, mut alike) = (0, 0);
    for line in &model {
        let length = line.chars().count();
        at += length;
        if length >= 36 {
            long += 1;
            alike += usize::from(ends.contains(&at));
        }
    }
    assert_eq!(long, 39);
    // A plain attempt reaches 17. What is missing to 39 is hanging punctuation,
    // which the model has and Typst has not, the ・ that the model squeezes, and four
    // lines below headings of the second level: the model has those of 現在の状況 at the
    // edge and those of 法に基づく報告等 one character in, the letter all of them.
    assert_eq!(alike, 28);
}

/// The base lines of the text of each page, in points from the top.
fn base_lines(pdf: &std::path::Path) -> Vec<Vec<f64>> {
    let path = pdf.to_string_lossy();
    let xml = String::from_utf8(tool("pdftotext", &["-bbox", &path, "-"])).expect("UTF-8");
    let mut pages = Vec::new();
    for line in xml.lines() {
        if line.contains("<page ") {
            pages.push(Vec::new());
        }
        let number = |name: &str| -> Option<f64> {
            let (_, rest) = line.split_once(&format!("{name}=\""))?;
            rest.split('"').next()?.parse().ok()
        };
        if let (Some(bottom), Some(page)) = (number("yMax"), pages.last_mut())
            && line.contains("<word ")
            && bottom < 750.0
        {
            page.push(bottom);
        }
    }
    pages
}

#[test]
fn every_line_stands_on_the_line_grid() {
    let project = TestProject::model();
    project.succeed(&["generate"]);
    for client in ["C-0000", "C-0001", "C-0007"] {
        for (number, page) in base_lines(&project.letter(client)).into_iter().enumerate() {
            let mut lines = page.clone();
            lines.sort_by(f64::total_cmp);
            lines.dedup_by(|a, b| (*a - *b).abs() < 6.0);
            assert!(lines.len() > 3, "{client} page {}", number + 1);
            for pair in lines.windows(2) {
                // Half a line stands before and after a table. Sizes differ a
                // little in where their boxes end.
                let steps = (pair[1] - pair[0]) / 9.0;
                let off = (steps - steps.round()).abs() * 9.0;
                assert!(off < 1.5, "{client} page {}: {pair:?}", number + 1);
            }
        }
    }
}

#[test]
fn no_heading_is_stranded_at_the_foot_of_a_page() {
    let project = TestProject::model();
    project.succeed(&["generate"]);
    for name in project.letters("report-1") {
        let text = text_of(&project.path("out/report-1").join(&name));
        for page in text.split('\u{c}') {
            let Some(last) = page.lines().map(squeezed).rfind(|line| !line.is_empty()) else {
                continue;
            };
            let first = last.chars().next().unwrap_or_default();
            let heading = (first.is_ascii_digit() && last.chars().nth(1) == Some('．'))
                || (last.starts_with('(') && last.chars().count() < 20)
                || ('①'..='⑳').contains(&first);
            assert!(!heading, "{name}: {last}");
        }
    }
}

#[test]
fn a_name_breaks_between_its_words_and_takes_its_title_along() {
    let names: [(&str, &[&str]); 10] = [
        ("株式会社いろは", &["株式会社いろは　御中"]),
        (
            "一般社団法人地域福祉ネットワークさざなみ",
            &["一般社団法人地域福祉ネットワーク", "さざなみ　御中"],
        ),
        (
            "株式会社ＡＢＣインターナショナルホールディングス",
            &["株式会社ＡＢＣ", "インターナショナルホールディングス　御中"],
        ),
        // Too long a word to be kept whole.
        (
            "株式会社ジャパンインターナショナルコーポレーション",
            &["株式会社ジャパンインターナショナルコーポ", "レーション　御中"],
        ),
        (
            "東京多摩川ものづくり推進協議会連絡会（東京）",
            &["東京多摩川ものづくり推進協議会連絡会", "（東京）　御中"],
        ),
        (
            "Yamada and Partners Consulting (Tokyo) K.K.",
            &["Yamada and Partners Consulting (Tokyo)", "K.K.　御中"],
        ),
        (
            "東京多摩川ものづくり推進協議会連絡会議辻\u{E0100}",
            &["東京多摩川ものづくり推進協議会連絡会議", "辻\u{E0100}　御中"],
        ),
        (
            "A&B Foods Japan Corporation Holdings Limited",
            &["A&B Foods Japan Corporation Holdings", "Limited　御中"],
        ),
        (
            "有限会社ＴＯＴＡＬ　ＢＥＡＵＴＹ　ＳＡＬＯＮ　ｍｏｒｎｉｎｇ",
            &["有限会社ＴＯＴＡＬ　ＢＥＡＵＴＹ", "ＳＡＬＯＮ　ｍｏｒｎｉｎｇ　御中"],
        ),
        (
            "株式会社いろは\n  person: {title: 代表取締役社長兼最高経営責任者, name: 長宗我部 龍之介}",
            &["株式会社いろは", "代表取締役社長兼最高経営責任者", "長宗我部 龍之介　様"],
        ),
    ];
    let project = TestProject::base();
    let client =
        |(number, (name, _)): (usize, &(&str, &[&str]))| record(&format!("N-{number}"), name);
    project.write("data/clients.yaml", &String::from_iter(names.iter().enumerate().map(client)));
    project.succeed(&["generate"]);
    for (number, (name, lines)) in names.iter().enumerate() {
        let text = text_of(&project.letter(&format!("N-{number}")));
        let found: Vec<String> =
            text.lines().map(squeezed).filter(|line| !line.is_empty()).collect();
        let wanted: Vec<String> = lines.iter().map(|line| squeezed(line)).collect();
        assert!(found.windows(wanted.len()).any(|part| part == wanted), "{name}: {text}");
    }
}
