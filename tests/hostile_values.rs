//! Values that mean something to Typst, Tera or YAML come out as written.

mod common;

use common::{NOTICE, TestProject, record, squeezed, text_of};
use proptest::prelude::*;

const NAMES: &[&str] = &[
    "A*B_社",
    "障害_サーバ_名",
    r##"#panic("x")"##,
    "info@example.co.jp",
    r"C:\Users\x",
    "//srv/share",
    "$100",
    r##""; #eval("1")"##,
    "[注意]",
    "= 見出し",
    "- -- ...",
    "{{ office.name }}",
    "{% if x %}",
    "<b>",
    r"\u{41}",
    "`code` ```raw```",
    "一行目\n二行目\n\n三行目",
    "'single' \"double\"",
    "~ と -- と ---",
    "/* 注釈 */ // 注釈",
    "@ref <label> #let",
    "+ 1. / 項目",
    "#",
    ";",
    "髙﨑𠮷田葛\u{E0101}飾㈱ミナト＆ＡＢＣｶﾌｪ",
];

/// A YAML string in double quotes that holds exactly `value`.
fn yaml(value: &str) -> String {
    serde_json::to_string(value).expect("a string")
}

/// A project whose clients have these names, also as person, department, data
/// and two fields of the office's own, and whose text prints them.
fn project_of(names: &[String]) -> TestProject {
    let project = TestProject::base();
    let mut clients = String::new();
    for (index, name) in names.iter().enumerate() {
        let name = yaml(name);
        clients += &record(&format!("H-{index}"), &name);
        clients.push_str(&format!(
            "  担当: {name}\n  給与明細: {name}\n  \
             person: {{department: {name}, name: {name}}}\n  \
             data: [{{item: {name}, persons: 3}}]\n"
        ));
    }
    project.write("data/clients.yaml", &clients);
    // Such names look like faults of what they say; here they are to be printed.
    project.edit(
        "data/office.yaml",
        "checks: {",
        "checks: {printed-tag: off, other-client: off, no-such-day: off, weekday: off, \
         era: off, honorific-in-name: off, ",
    );
    project.edit(
        NOTICE,
        "      - bulletins: all\n",
        "      - bulletins: all\n      \
         - 始〈{{ client.name }}〉終\n      \
         - pairs: {担当: \"{{ 担当 }}\"}\n      \
         - table: {columns: [{heading: 項目, field: item}], rows: data}\n      \
         - notes: \"{{ 給与明細 }}\"\n",
    );
    project
}

/// Makes the letters; for each name, how often its letter's text holds it.
fn occurrences(names: &[String]) -> Vec<usize> {
    let project = project_of(names);
    project.succeed(&["generate"]);
    let count = |(index, name): (usize, &String)| {
        let text = squeezed(&text_of(&project.letter(&format!("H-{index}"))));
        text.matches(&squeezed(name)).count()
    };
    names.iter().enumerate().map(count).collect()
}

#[test]
fn hostile_values_come_out_as_written() {
    let names: Vec<String> = NAMES.iter().map(|name| (*name).to_owned()).collect();
    for (name, count) in names.iter().zip(occurrences(&names)) {
        // Opening, addressee, department, person, text, field, table, note.
        assert!(count >= 8, "{name:?} stands {count} times in its letter");
    }
}

/// Typst's own way to replace a source keeps the last letter's character where
/// the two end in the same byte of UTF-8.
#[test]
fn a_letter_keeps_nothing_of_the_one_before() {
    let names = ["業務", "業髙", "業務"].map(str::to_owned);
    assert!(names.iter().all(|name| name.as_bytes().last() == Some(&0x99)));
    let project = project_of(&names);
    project.succeed(&["generate", "--jobs", "1"]);
    for (index, name) in names.iter().enumerate() {
        let text = squeezed(&text_of(&project.letter(&format!("H-{index}"))));
        assert_eq!(text.matches(name.as_str()).count(), 8, "{text}");
    }
}

/// Characters that the fonts have, of every kind that letters use.
fn printable() -> impl Strategy<Value = String> {
    let character = prop_oneof![
        4 => proptest::char::range(' ', '~'),
        2 => proptest::char::range('ぁ', 'ん'),
        2 => proptest::char::range('ァ', 'ヶ'),
        2 => prop::sample::select("漢字社会保険労務士法人髙﨑𠮷㈱①⑳㊿、。「」（）［］・：；？！ー～－＆＃＠％".chars().collect::<Vec<_>>()),
        1 => proptest::char::range('！', '～'),
        1 => proptest::char::range('｡', 'ﾟ'),
    ];
    prop::collection::vec(character, 1..30)
        .prop_map(|characters| characters.into_iter().collect::<String>())
        .prop_filter("only white space is refused", |text| !text.trim().is_empty())
}

proptest! {
    // Each case is a run of the program with many clients.
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_printable_text_survives_to_the_letter(names in prop::collection::vec(printable(), 40)) {
        for (name, count) in names.iter().zip(occurrences(&names)) {
            prop_assert!(count >= 8, "{:?} stands {} times in its letter", name, count);
        }
    }
}
