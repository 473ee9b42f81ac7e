//! The pages of letters: nothing stands over anything else or beyond its column, no
//! page is left half empty, and none ends or begins with what should not.

use std::fs;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use oshirase::typeset::{Document, Files, Fonts, compile, forget_unused};

static FILES: LazyLock<Arc<Files>> = LazyLock::new(|| {
    let fonts = Fonts::load(Vec::new()).expect("the fonts in the binary");
    let library = library();
    let library = library.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    Arc::new(Files::new(fonts, "letter.typ", library, Vec::new()).expect("usable names"))
});

/// The templates' library, each file with its path below `templates/`.
fn library() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/lib");
    let files = fs::read_dir(folder).expect("the library");
    let read = |file: std::io::Result<fs::DirEntry>| {
        let file = file.expect("a file");
        let path = format!("lib/{}", file.file_name().to_string_lossy());
        (path, fs::read_to_string(file.path()).expect("text"))
    };
    files.map(read).collect()
}

/// A letter in this form, to this client, with this body.
fn letter_in(form: &str, id: &str, body: &str) -> Document {
    let source = format!(
        "#import \"lib/letter.typ\": *\n#show: letter.with(title: \"報告\", author: \"私\", \
         date: (2026, 1, 1), form: {form})\n{body}"
    );
    let letter = compile(&FILES, &source, id);
    forget_unused();
    letter.unwrap_or_else(|faults| panic!("{faults:?}\n{source}"))
}

/// A letter with this body.
fn letter(body: &str) -> Document {
    letter_in("a4", "C-0001", body)
}

/// The text of a letter: these blocks, and whatever else `contents` is told.
fn contents(blocks: &str, others: &str) -> String {
    format!("#contents(body: ({blocks},), {others})")
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

/// The lines of all pages.
fn all_lines(letter: &Document) -> Vec<String> {
    (0..letter.pages()).flat_map(|page| letter.lines(page)).map(|line| line.text).collect()
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

/// Blocks of every kind that text is in, all of whose text is this word.
fn blocks_of(w: &str) -> Vec<String> {
    let text = format!("(kind: \"text\", paragraphs: ({w},))");
    let heading = |level: usize, blocks: &str| {
        format!(
            "(kind: \"heading\", level: {level}, mark: \"１．\", width: 2, heading: {w}, \
             centered: false, blocks: ({blocks}))"
        )
    };
    let column = |name: &str, align: &str| format!("(heading: \"{name}\", align: \"{align}\")");
    let [left, right] = [column("名", "left"), column("値", "right")];
    let pairs = |marked: bool, label: &str, blocks: &str| {
        format!(
            "(kind: \"pairs\", marked: {marked}, width: 1, \
             entries: ((label: {label}, mark: \"・\", blocks: ({blocks},)),))"
        )
    };
    let list = |more: &str, item: &str| {
        format!(
            "(kind: \"list\", ordered: true, inline: false, width: 1.5, {more} \
             items: ((mark: \"①\", paragraphs: ({w},), {item}),))"
        )
    };
    let nested = "list: (ordered: false, inline: false, width: 1, items: \
                  ((mark: \"・\", paragraphs: (WORD,), notes: ((mark: \"※\", text: WORD),)),))";
    let notes = format!("(kind: \"notes\", width: 1, notes: ((mark: \"※\", text: {w}),))");
    let table = format!(
        "(kind: \"table\", row_headers: false, columns: ({left}, {left}, {right}), \
         rows: ((\"甲\", {w}, \"1\"), ({w}, \"乙\", \"2\")))"
    );
    let question = |question: &str, blocks: &str| {
        format!(
            "(kind: \"qa\", width: 2, entries: ((marks: (\"問\", \"答\"), \
             question: {question}, blocks: ({blocks},)),))"
        )
    };
    vec![
        table.clone(),
        format!("(kind: \"text\", paragraphs: (\"値は（\" + {w} + \"）です。\",))"),
        format!("(kind: \"lines\", lines: ({w}, {w}))"),
        format!("(kind: \"valediction\", text: {w})"),
        pairs(false, w, &text),
        pairs(true, w, &text),
        pairs(false, "\"値\"", &pairs(true, "\"値\"", &table)),
        list("", &nested.replace("WORD", w)),
        list("date_width: 5,", "date: \"6月5日\""),
        list("", "").replace("inline: false", "inline: true"),
        notes.clone(),
        question(w, &text),
        question("\"何か\"", &table),
        format!("(kind: \"box\", blocks: ({text}, {notes}))"),
        format!("(kind: \"blanks\", lines: ((label: {w}, end: \"㊞\"),))"),
        format!(
            "(kind: \"bulletins\", width: 1.5, groups: ((entries: ((number: 1, mark: \"①\", \
             moment: \"6月\", name: {w}, new: true),), paragraphs: ({w},)),))"
        ),
        heading(1, &format!("{},", heading(2, &format!("{text}, {table}")))),
        format!("(kind: \"heading\", level: 1, heading: {w}, centered: true, blocks: ())"),
    ]
}

/// Lines before the text that this word is in.
fn lines_of(w: &str) -> Vec<String> {
    let text = |piece: &str| format!("(piece: \"{piece}\", text: {w})");
    let person = format!("person: (department: {w}, title: {w}, name: {w})");
    let name = format!("(piece: \"addressee\", name: {w}, honorific: \"御中\", address: ({w},))");
    let reader = format!(
        "(piece: \"addressee\", name: {w}, {person}, address: ({w},), postal_code: \"100-0001\")"
    );
    let writer = format!("(piece: \"sender\", senders: ((name: {w}, {person}, address: ({w},)),))");
    let mut lines = vec![
        format!("{name}, {writer}"),
        format!("{}, {}", text("date"), text("reference")),
        format!("(piece: \"title\"), {}", text("date")),
    ];
    lines.extend([name, reader, writer, text("date")].map(|piece| piece + ","));
    lines
}

#[test]
fn a_word_that_is_longer_than_its_column_is_broken() {
    for word in LONG {
        let w = literal(word);
        let mut places = vec!["#".to_owned() + &w + ";"];
        for form in ["a4", "postcard"] {
            let form = format!("form: {form}");
            places.extend(blocks_of(&w).iter().map(|blocks| contents(blocks, &form)));
            places.extend(
                lines_of(&w).iter().map(|line| format!("#contents(head: (({line}),), {form})")),
            );
        }
        for body in places {
            let form = if body.contains("form: postcard") { "postcard" } else { "a4" };
            let letter = letter_in(form, "C-0001", &body);
            assert_eq!(letter.overflowing(), [], "{body}");
            let text = all_lines(&letter).concat().replace(' ', "");
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
    for body in ["甲#super[1]乙#sub[2]丙", "m\u{308}g\u{303}ễ", "#underline[甲乙]", "㊿"] {
        assert_eq!(letter(body).overflowing(), [], "{body}");
    }
}

#[test]
fn a_long_client_id_stands_below_the_page_number() {
    for length in [1, 47, 48, 49, 64] {
        let id = "A".repeat(length);
        let letter = letter_in("a4", &id, "本文");
        assert_eq!(letter.overflowing(), []);
        let lines: Vec<String> = letter.lines(0).into_iter().map(|line| line.text).collect();
        assert!(lines.iter().any(|line| line.ends_with(&id)), "{lines:?}");
    }
}

#[test]
fn numbers_of_three_digits_have_room() {
    let items = |mark: fn(usize) -> String, more: &str| {
        let item =
            |number| format!("(mark: \"{}\", paragraphs: (\"項目\",), {more}),", mark(number));
        (1..=120).map(item).collect::<String>()
    };
    let plain = |number| format!("{number}.");
    let bracketed = |number| format!("({number})");
    let nested = "list: (ordered: true, inline: false, width: 2.5, items: \
                  ((mark: \"(120)\", paragraphs: (\"項目\",), notes: ()),))";
    let heading = |level: usize, mark: &str, width: f64, blocks: &str| {
        format!(
            "(kind: \"heading\", level: {level}, mark: \"{mark}\", width: {width:?}, \
             heading: \"見出し\", centered: false, blocks: ({blocks}))"
        )
    };
    let blocks = format!(
        "(kind: \"list\", ordered: true, inline: false, width: 2.5, items: ({})), \
         (kind: \"list\", ordered: true, inline: false, width: 2.0, items: ({})), \
         (kind: \"qa\", width: 3.5, entries: ((marks: (\"問120\", \"答120\"), question: \"何か\", \
         blocks: ((kind: \"text\", paragraphs: (\"文\",)),)),)), \
         (kind: \"notes\", width: 2.5, notes: ((mark: \"※120\", text: \"注\"),)), \
         (kind: \"bulletins\", width: 2.5, groups: ((entries: ((number: 120, mark: \"(120)\", \
         moment: \"6月\", name: \"報\", new: false), (number: 121, mark: \"(121)\", \
         moment: \"7月\", name: \"報\", new: false)), paragraphs: (\"文\",)),)),",
        items(bracketed, nested),
        items(plain, "notes: ((mark: \"※\", text: \"注\"),)"),
    );
    let outer = heading(1, "１２０．", 4.0, &format!("{},", heading(2, "(120)", 2.5, &blocks)));
    let letter = letter(&contents(&outer, ""));
    assert_eq!(letter.overflowing(), []);
    // Each mark is on the line of its text.
    let lines = all_lines(&letter);
    let has = |text: &str| lines.iter().any(|line| line.replace(' ', "").starts_with(text));
    for line in ["１２０．見出し", "(120)見出し", "(120)項目", "120.項目", "問120何か", "※120注"]
    {
        assert!(has(line), "{line} in {lines:?}");
    }
}

/// A sentence that fills most of a line, and one that fills several.
const SENTENCE: &str = "これは行の長さを確かめる文であり、それだけのものです。";

/// What a letter may end with.
struct Ending {
    name: &'static str,
    blocks: String,
    /// How many lines of it stay together.
    whole: usize,
}

/// What a letter may end with: of text.
fn endings_of_text() -> Vec<Ending> {
    let text = |count: usize| literal(&SENTENCE.repeat(count));
    let paragraphs = |list: String| format!("(kind: \"text\", paragraphs: ({list},))");
    let one_line = "(kind: \"text\", paragraphs: (\"メールにて受け付けております。\",))";
    let valediction = "(kind: \"valediction\", text: \"敬具\")";
    let lines = |count: usize| format!("(kind: \"lines\", lines: ({}))", many("\"行\"", count));
    let desk =
        "(kind: \"box\", blocks: ((kind: \"text\", paragraphs: (\"窓口：a@example.jp\",)),))";
    let ending = |name, blocks, whole| Ending { name, blocks, whole };
    vec![
        ending("text", paragraphs(text(30)), 0),
        ending("paragraphs", paragraphs([text(3).as_str(); 9].join(", ")), 0),
        ending("a short paragraph", paragraphs(format!("{}, \"以上です。\"", text(28))), 0),
        ending("short paragraphs", paragraphs(["\"短文\""; 22].join(", ")), 0),
        ending("an answer to the greeting", format!("{}, {valediction}", paragraphs(text(28))), 0),
        ending("a short text and the answer", format!("{one_line}, {valediction}"), 0),
        ending("lines", lines(26), 0),
        ending("few lines", lines(8), 8),
        ending("a desk", format!("{one_line}, {desk}"), 4),
        ending("a desk after much text", format!("{}, {desk}", paragraphs(text(26))), 4),
        ending("a long frame", format!("(kind: \"box\", blocks: ({},))", paragraphs(text(60))), 4),
        ending(
            "lines to write on",
            format!(
                "{one_line}, (kind: \"blanks\", lines: ({}))",
                many("(label: \"氏名\", end: \"㊞\")", 5)
            ),
            9,
        ),
    ]
}

/// What a letter may end with: of lists and tables, each longer than half a page.
fn endings_of_lists() -> Vec<Ending> {
    let text = |count: usize| literal(&SENTENCE.repeat(count));
    let table = |totals: &str| {
        format!(
            "(kind: \"table\", row_headers: true, rows: ({}), {totals} columns: \
             ((heading: \"項目\", align: \"left\"), (heading: \"数\", align: \"right\")))",
            many("(\"項目\", \"1\")", 25)
        )
    };
    let list = |item: &str, count: usize| {
        format!(
            "(kind: \"list\", ordered: true, inline: false, width: 1.5, items: ({}))",
            many(item, count)
        )
    };
    let item = |more: &str| format!("(mark: \"①\", paragraphs: ({},), {more})", text(2));
    let pairs = |marked: bool, blocks: &str, count: usize| {
        let entry = format!("(label: \"欄\", mark: \"・\", blocks: ({blocks},))");
        let entries = many(&entry, count);
        format!("(kind: \"pairs\", marked: {marked}, width: 1, entries: ({entries}))")
    };
    let value = format!("(kind: \"text\", paragraphs: ({},))", text(2));
    let qa = |blocks: &str, count: usize| {
        let entry = format!("(marks: (\"問\", \"答\"), question: \"何か\", blocks: ({blocks},))");
        format!("(kind: \"qa\", width: 2, entries: ({}))", many(&entry, count))
    };
    let bulletin = "(number: 1, mark: \"①\", moment: \"6月\", name: \"報\", new: false)";
    let bulletins = format!("(entries: ({bulletin}, {bulletin}), paragraphs: ({},))", text(2));
    let note = |count: usize| format!("notes: ({})", many("(mark: \"※\", text: \"注\")", count));
    let nested = "list: (ordered: false, inline: false, width: 1, items: \
                  ((mark: \"・\", paragraphs: (\"項目\",)), (mark: \"・\", paragraphs: (\"項目\",))))";
    // A table within an answer is kept with the question and the mark of the answer.
    let whole = |name: &str| if name.starts_with("a table in") { 5 } else { 0 };
    let ending = |(name, blocks)| Ending { name, blocks, whole: whole(name) };
    [
        ("table", table("")),
        ("totals", table("totals: (\"合計\", \"25\"),")),
        ("items", list(&item(""), 12)),
        ("items with notes", list(&item(&note(1)), 9)),
        ("items with items", list(&item(nested), 7)),
        ("notes", format!("(kind: \"notes\", width: 1, {})", note(22))),
        ("notes under a table", format!("{}, (kind: \"notes\", width: 1, {})", table(""), note(2))),
        ("aligned pairs", pairs(false, &value, 12)),
        ("marked pairs", pairs(true, &value, 12)),
        ("a table in a pair", pairs(false, &table(""), 1)),
        ("a list in pairs", pairs(true, &list(&item(""), 3), 4)),
        ("qa", qa(&value, 9)),
        ("lists in answers", qa(&format!("{value}, {}", list(&item(""), 2)), 4)),
        ("a table in an answer", qa(&table(""), 1)),
        (
            "bulletins",
            format!("(kind: \"bulletins\", width: 1.5, groups: ({}))", many(&bulletins, 6)),
        ),
    ]
    .map(ending)
    .into()
}

/// So many of one, as Typst has a list's insides.
fn many(one: &str, count: usize) -> String {
    format!("{one},").repeat(count)
}

/// Lines of a full page, and as many as may be left free of them: those of a question and
/// its answer, or of a table's head.
const FULL: usize = 36;
const FREE: usize = 6;
/// Lines that are free above the foot, or may be.
const BLANK: usize = 2;

/// Ends letters of all lengths so, with what stands below the text. So many lines stand below 以上, after a blank one.
fn faults_of_ends(ending: &Ending, foot: &str, below: usize) -> Vec<String> {
    let mut faults = Vec::new();
    let Ending { name, blocks, whole } = ending;
    let free = FREE.max(whole + 3) + if below > 0 { BLANK + below } else { 0 };
    for filler in 0..36 {
        let lines = many("\"行。\"", filler);
        let blocks = format!(
            "(kind: \"text\", paragraphs: ({lines})), (kind: \"heading\", level: 1, \
             mark: \"１．\", width: 2, heading: \"終わり\", centered: false, blocks: ({blocks},))"
        );
        let letter = letter(&contents(&blocks, &format!("closing: \"以上\", foot: ({foot})")));
        let case = format!("{name} after {filler} lines, {below} below");
        assert_eq!(letter.overflowing(), [], "{case}");
        let pages = pages(&letter);
        let found = faults_of(&letter, &pages, free, below);
        faults.extend(found.map(|fault| format!("{case}: {fault}\n  {pages:?}")));
    }
    faults
}

/// What is wrong with where the pages of a letter end.
fn faults_of(
    letter: &Document,
    pages: &[Vec<String>],
    free: usize,
    below: usize,
) -> Option<String> {
    let (last, before) = pages.split_last()?;
    let Some(end) = last.iter().rposition(|line| line == "以上") else {
        return Some("以上 is not on the last page".into());
    };
    if last.len() - 1 - end != below {
        return Some("the foot is not below 以上".into());
    }
    if before.is_empty() {
        return None;
    }
    // One line is enough if it is all of an item.
    let is_item = |line: &str| line.starts_with(['※', '・']);
    if end == 0 || end == 1 && !is_item(&last[0]) {
        return Some("what ends it stands alone".into());
    }
    if last[0].starts_with("窓口") || last[0] == "敬具" {
        return Some("its end is parted from what leads to it".into());
    }
    let heights = (0..before.len()).map(|page| height(letter, page));
    let short = heights.enumerate().find(|(_, height)| height + free < FULL);
    short.map(|(page, height)| format!("{height} lines of {FULL} on page {page}"))
}

#[test]
fn the_end_of_a_letter_stays_with_the_lines_before_it_and_leaves_no_page_half_empty() {
    let sender = "((piece: \"sender\", senders: ((name: \"甲乙事務所\", address: (\"東京都\",), \
                  person: (title: \"所長\", name: \"丙\")),)),),";
    let mut faults = Vec::new();
    for ending in endings_of_text().iter().chain(&endings_of_lists()) {
        faults.extend(faults_of_ends(ending, "", 0));
        faults.extend(faults_of_ends(ending, sender, 3));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// How many lines of the page a page's text reaches down.
fn height(letter: &Document, page: usize) -> usize {
    const PITCH: f64 = 18.0;
    let lines = letter.lines(page);
    let [first, .., last, _foot] = &lines[..] else { return lines.len() - 1 };
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
