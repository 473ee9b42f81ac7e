//! The pages of letters: nothing stands over anything else or beyond its column, no
//! page is left half empty, and none ends or begins with what should not.

use std::sync::{Arc, LazyLock};

use oshirase::typeset::{Document, Files, Fonts, compile, forget_unused};

static FILES: LazyLock<Arc<Files>> = LazyLock::new(|| {
    let fonts = Fonts::load(Vec::new()).expect("the fonts in the binary");
    let library = ("lib/letter.typ", include_str!("../templates/lib/letter.typ"));
    Arc::new(Files::new(fonts, "letter.typ", [library], Vec::new()).expect("usable names"))
});

/// A letter of this client with this body.
fn letter_to(id: &str, body: &str) -> Document {
    let source = format!(
        "#import \"lib/letter.typ\": *\n\
         #show: letter.with(title: \"報告\", author: \"私\", date: (2026, 1, 1))\n{body}"
    );
    let letter = compile(&FILES, &source, id);
    forget_unused();
    letter.unwrap_or_else(|faults| panic!("{faults:?}\n{source}"))
}

fn letter(body: &str) -> Document {
    letter_to("C-0001", body)
}

/// The lines of each page, without its foot.
fn pages(letter: &Document) -> Vec<Vec<String>> {
    let page = |number| {
        let mut lines: Vec<String> = letter.lines(number).into_iter().map(|it| it.text).collect();
        lines.pop();
        lines
    };
    (0..letter.pages()).map(page).collect()
}

const HASH: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const LONG: [&str; 7] = [
    HASH,
    "kyuyo_meisai_shain_all_companies_backup_kyuyo_meisai_shain_all_companies_v2.accdb",
    "2001:0db8:85a3:0000:0000:8a2e:0370:7334/2001:0db8:0000:0042:0000:8a2e:0370:7334",
    "C:\\ProgramData\\ShalomV5\\Backup\\Employee\\kyuyo_meisai_shain_all_companies_backup",
    "https://example.co.jp/incident/e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b78",
    "customer.support.division.of.the.subsidiary@subsidiary-of-example-holdings.example.co.jp",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
];

/// A Typst literal.
fn literal(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\"))
}

#[test]
fn a_word_that_is_longer_than_its_column_is_broken() {
    for word in LONG {
        let w = literal(word);
        let column = |name: &str, align: &str| format!("(heading: \"{name}\", align: \"{align}\")");
        let [left, right] = [column("名", "left"), column("値", "right")];
        let places = [
            format!(
                "#blocks(((kind: \"table\", totals: none, columns: ({left}, {left}, {right}), \
                 rows: ((\"甲\", {w}, \"1\"), ({w}, \"乙\", \"2\"))),))"
            ),
            format!("#blocks(((kind: \"text\", paragraphs: (\"値は（\" + {w} + \"）です。\",)),))"),
            format!("#blocks(((kind: \"fields\", fields: ((label: {w}, value: {w}),)),))"),
            format!(
                "#blocks(((kind: \"items\", marker: \"number\", \
                 items: ((paragraphs: ({w},), items: ((paragraphs: ({w},), items: ()),)),)),))"
            ),
            format!("#blocks(((kind: \"notes\", notes: ({w},)),))"),
            format!("#blocks(((kind: \"qa\", questions: ((question: {w}, answer: ({w},)),)),))"),
            format!("#blocks(((kind: \"contact\", text: \"［窓口：\" + {w} + \"］\"),))"),
            format!("#section(1, {w})\n#subsection(10, {w})"),
            format!("#addressee(name: {w}, honorific: \"御中\", address: ({w},))"),
            format!(
                "#addressee(name: {w}, person: (department: {w}, title: {w}, name: {w}), \
                 address: ({w},), postal-code: \"100-0001\")"
            ),
            format!("#sender(name: {w}, person: (title: {w}, name: {w}), address: ({w},))"),
            "#".to_owned() + &w + ";",
        ];
        for body in places {
            let letter = letter(&body);
            assert_eq!(letter.overflowing(), [], "{body}");
            let text = pages(&letter).concat().concat().replace(' ', "");
            let parts: Vec<&str> = [&word[..3], &word[word.len() - 3..]].to_vec();
            assert!(parts.iter().all(|part| text.contains(part)), "{text}");
            assert!(!text.contains(['\u{200B}', '\u{2060}']), "{text}");
        }
    }
}

#[test]
fn a_letter_without_long_words_is_set_as_it_is() {
    let body = format!("値は{}です。", &HASH[..40]);
    let text = pages(&letter(&body)).concat().concat().replace(' ', "");
    assert_eq!(text, body);
}

#[test]
fn what_stands_over_other_text_or_beyond_the_paper_is_found() {
    for body in [
        "#box(width: 1em, \"ABCDE\")戊己",
        "#place(dx: 1em)[甲乙丙]甲乙丙丁",
        "#place(dx: -31mm)[甲乙]",
        "#place(dy: 270mm)[甲乙]",
        "#table(columns: (1em, 3em), inset: 0pt, [ABCDE], [])",
    ] {
        assert!(!letter(body).overflowing().is_empty(), "{body}");
    }
    for body in ["甲#super[1]乙#sub[2]丙", "m\u{308}g\u{303}ễ", "#underline[甲乙]", "#circled(51)"]
    {
        assert_eq!(letter(body).overflowing(), [], "{body}");
    }
}

#[test]
fn a_long_client_id_stands_below_the_page_number() {
    for length in [1, 47, 48, 49, 64] {
        let id = "A".repeat(length);
        let letter = letter_to(&id, "本文");
        assert_eq!(letter.overflowing(), []);
        let lines: Vec<String> = letter.lines(0).into_iter().map(|line| line.text).collect();
        assert!(lines.iter().any(|line| line.ends_with(&id)), "{lines:?}");
    }
}

#[test]
fn numbers_of_three_digits_have_room() {
    let items = "(paragraphs: (\"項目\",), items: ()),".repeat(120);
    let body = format!(
        "#section(120, \"見出し\")\n#subsection(120, \"見出し\")\n\
         #blocks(((kind: \"items\", marker: \"number\", items: ({items})),))\n\
         #blocks(((kind: \"items\", marker: \"number\", items: ({items})),), depth: 1)\n\
         #blocks(((kind: \"timeline\", groups: ((entries: ((number: 51, moment: \"6月\", \
         name: \"報\", new: false),), paragraphs: (\"文\",)),)),))"
    );
    assert_eq!(letter(&body).overflowing(), []);
}

/// A sentence that fills most of a line, and one that fills several.
const SENTENCE: &str = "これは行の長さを確かめる文であり、それだけのものです。";

/// What a letter may end with, each longer than half a page.
fn endings() -> Vec<(&'static str, String)> {
    let text = |count: usize| literal(&SENTENCE.repeat(count));
    let many = |one: String, count: usize| format!("{one},").repeat(count);
    let columns =
        "columns: ((heading: \"項目\", align: \"left\"), (heading: \"数\", align: \"right\"))";
    let rows = many("(\"項目\", \"1\")".to_owned(), 25);
    vec![
        ("text", format!("(kind: \"text\", paragraphs: ({},))", text(30))),
        ("paragraphs", format!("(kind: \"text\", paragraphs: ({}))", many(text(3), 9))),
        (
            "a short paragraph",
            format!("(kind: \"text\", paragraphs: ({}, \"以上です。\"))", text(28)),
        ),
        (
            "short paragraphs",
            format!("(kind: \"text\", paragraphs: ({}))", many("\"短文\"".into(), 22)),
        ),
        ("table", format!("(kind: \"table\", {columns}, rows: ({rows}), totals: none)")),
        (
            "totals",
            format!("(kind: \"table\", {columns}, rows: ({rows}), totals: (\"合計\", \"25\"))"),
        ),
        (
            "items",
            format!(
                "(kind: \"items\", marker: \"number\", items: ({}))",
                many(format!("(paragraphs: ({},), items: ())", text(2)), 12)
            ),
        ),
        (
            "fields",
            format!(
                "(kind: \"fields\", fields: ({}))",
                many(format!("(label: \"欄\", value: {})", text(2)), 12)
            ),
        ),
        ("notes", format!("(kind: \"notes\", notes: ({}))", many(text(2), 12))),
        (
            "qa",
            format!(
                "(kind: \"qa\", questions: ({}))",
                many(format!("(question: \"何か\", answer: ({},))", text(2)), 9)
            ),
        ),
        (
            "contact",
            "(kind: \"text\", paragraphs: (\"メールにて受け付けております。\",)), \
             (kind: \"contact\", text: \"［窓口：a@example.jp］\")"
                .to_owned(),
        ),
        (
            "contact after much text",
            format!(
                "(kind: \"text\", paragraphs: ({},)), (kind: \"contact\", text: \"［窓口］\")",
                text(26)
            ),
        ),
    ]
}

#[test]
fn the_end_of_a_letter_stays_with_the_lines_before_it_and_leaves_no_page_half_empty() {
    /// Lines of a full page, and as many as may be left free of them: those of a
    /// question and its answer, or of a table's head.
    const FULL: usize = 36;
    const FREE: usize = 6;
    for (name, ending) in endings() {
        for filler in 0..36 {
            let body = format!(
                "{}#section(1, \"終わり\")\n#blocks(({ending},), last: true)\n#closing",
                "行。\n\n".repeat(filler)
            );
            let letter = letter(&body);
            let case = format!("{name} after {filler} lines");
            assert_eq!(letter.overflowing(), [], "{case}");
            let pages = pages(&letter);
            let (last, before) = pages.split_last().expect("a page");
            assert_eq!(last.last().map(String::as_str), Some("以上"), "{case}: {last:?}");
            if before.is_empty() {
                continue;
            }
            assert!(last.len() >= 3, "{case}: {last:?}");
            let contact = last.iter().position(|line| line.starts_with('［'));
            assert!(contact.is_none_or(|at| at > 0), "{case}: {last:?}");
            for page in before {
                let height = height(&letter, before, page);
                assert!(height + FREE >= FULL, "{case}: {} lines of {FULL}: {page:?}", page.len());
            }
        }
    }
}

/// How many lines of the page a page's text reaches down.
fn height(letter: &Document, pages: &[Vec<String>], page: &Vec<String>) -> usize {
    const PITCH: f64 = 18.0;
    let number = pages.iter().position(|it| it == page).expect("one of them");
    let lines = letter.lines(number);
    let (first, last) = (&lines[0], &lines[lines.len() - 2]);
    ((last.baseline - first.baseline) / PITCH).round() as usize + 1
}

#[test]
fn code_is_not_left_out() {
    for body in [
        "`code 甲`",
        "#raw(\"code 甲\")",
        "```\ncode 甲\n```",
        "#set text(font: \"BIZ UDGothic\", fallback: false)\n`code 甲`",
    ] {
        let text = pages(&letter(body)).concat().concat().replace(' ', "");
        assert_eq!(text, "code甲", "{body}");
    }
}

#[test]
fn what_typst_puts_between_characters_is_nobodys_fault() {
    let outline = letter("#outline()\n= 見出し\n#pagebreak()\n== 小見出し");
    assert!(outline.missing_glyphs().is_empty(), "{:?}", outline.missing_glyphs());
    let written = letter("= 見\u{2060}出し");
    assert!(!written.missing_glyphs().is_empty());
}
