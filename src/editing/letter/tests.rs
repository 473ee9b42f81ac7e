//! Every YAML file of the repository, changed at every place, and files of every shape.

use std::fs;
use std::path::{Path, PathBuf};

use super::blocks::{Kind, New};
use super::*;
use crate::facts::{stands_plain, text_of};

mod every_file;
mod made;
mod story;

/// The facts of the model project, of the examples, of the tests, and of new projects.
fn files() -> Vec<Arc<SourceText>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders: Vec<PathBuf> =
        vec![root.join("data"), root.join("tests/base/data"), root.join("src/beginnings/notices")];
    let examples = fs::read_dir(root.join("examples")).expect("examples");
    folders.extend(examples.map(|it| it.expect("an entry").path().join("data")));
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "yaml") {
                let text = fs::read_to_string(&path).expect("a text");
                let name = path.strip_prefix(root).expect("below").display().to_string();
                files.push(Arc::new(SourceText::new(name, text)));
            }
        }
    }
    files.sort();
    assert!(files.len() > 40, "{} files", files.len());
    files
}

/// The ways to all values that `is` is true of.
fn paths(source: &Arc<SourceText>, is: impl Fn(&[Step], &Value) -> bool) -> Vec<Vec<Step>> {
    fn walk(
        value: &Value,
        path: &[Step],
        is: &dyn Fn(&[Step], &Value) -> bool,
        paths: &mut Vec<Vec<Step>>,
    ) {
        if is(path, value) {
            paths.push(path.to_vec());
        }
        match value {
            Value::Sequence(items) => items.iter().enumerate().for_each(|(index, item)| {
                walk(item, &below(path, Step::Index(index)), is, paths);
            }),
            Value::Mapping(mapping) => mapping.iter().for_each(|(name, item)| {
                let name = name.as_str().expect("a text");
                walk(item, &below(path, key(name)), is, paths);
            }),
            _ => {}
        }
    }
    let document = Document::parse(source).expect("YAML");
    let mut paths = Vec::new();
    walk(document.value(), &[], &is, &mut paths);
    paths
}

/// How many changes are asked for, if they are.
fn changes_wanted() -> Option<u64> {
    std::env::var("OSHIRASE_LETTER_CHANGES").ok().and_then(|number| number.parse().ok())
}

/// Some of many, from the first to the last: enough for every file. Where many changes are
/// asked for, all.
fn some<T>(all: Vec<T>) -> impl Iterator<Item = T> {
    const ENOUGH: usize = 6;
    let step = if changes_wanted().is_some() { 1 } else { all.len().div_ceil(ENOUGH).max(1) };
    all.into_iter().step_by(step)
}

fn value(source: &Arc<SourceText>) -> Value {
    Document::parse(source).expect("YAML").value().clone()
}

fn comments(source: &Arc<SourceText>) -> Vec<String> {
    let document = Document::parse(source).expect("YAML");
    let mut comments: Vec<String> =
        document.comments().into_iter().map(|it| source.text[it].to_owned()).collect();
    comments.sort();
    comments
}

/// The values of two files are the same, but for what is below `path`.
fn same_but(old: &Arc<SourceText>, new: &Arc<SourceText>, path: &[Step]) -> bool {
    let without = |source| {
        let mut value = value(source);
        *at_mut(&mut value, path).expect("it is there") = Value::Null;
        value
    };
    proof::same(&without(old), &without(new))
}

fn source(text: &str) -> Arc<SourceText> {
    Arc::new(SourceText::new("data/notices/a.yaml", text))
}

/// `body.0.text` as a path.
fn path(words: &str) -> Vec<Step> {
    let step = |word: &str| match word.parse() {
        Ok(index) => Step::Index(index),
        Err(_) => key(word),
    };
    words.split('.').map(step).collect()
}

fn text(changed: Changed) -> String {
    changed.map(|it| it.text.clone()).unwrap_or_else(|it| format!("refused: {}", it.message))
}

const LETTER: &str = "\
# 頭
date: 2023-06-09 # 日
title: 甲
body:
  # 一つ目
  - 一 # 横
  - |
    二の一

    二の二

  # 三つ目
  - heading: 三 # 見出し
    body: 三の文
    # 三の下

  - {use: 窓口}
end: \"{{ 名 }}\"
";

fn with(old: &str, new: &str) -> String {
    assert_eq!(LETTER.matches(old).count(), 1, "{old}");
    LETTER.replace(old, new)
}

#[test]
fn a_text_is_written_where_it_stood() {
    let set = |at: &str, new: &str| text(prose::set(&source(LETTER), &path(at), new));
    assert_eq!(set("body.0", "壱"), with("- 一 # 横", "- 壱 # 横"));
    assert_eq!(set("body.0", "{{ 名 }}"), with("- 一 # 横", "- \"{{ 名 }}\" # 横"));
    assert_eq!(set("body.0", "一: 二"), with("- 一 # 横", "- \"一: 二\" # 横"));
    let lines = "- | # 横\n    壱\n    弐\n\n    参\n";
    assert_eq!(set("body.0", "壱  \r\n弐\r\n\r\n参\r\n"), with("- 一 # 横\n", lines));
    assert_eq!(set("body.1", "二"), with("二の一\n\n    二の二", "二"));
    assert_eq!(set("body.2.body", "参\n文"), with(" 三の文", " |\n      参\n      文"));
    assert_eq!(set("end", "甲"), with("\"{{ 名 }}\"", "甲"));
    assert_eq!(set("date", "2023-06-10"), with("06-09", "06-10"));
    assert_eq!(set("body.1", "二の一\n\n二の二\n"), LETTER);
    let folded = "a: >- # c\n  x\n\n  y\nb:\n  - 'p\n    q' # d\n";
    let written = "a: | # c\n  z\nb:\n  - 'p\n    q' # d\n";
    assert_eq!(text(prose::set(&source(folded), &path("a"), "z")), written);
    let written = "a: >- # c\n  x\n\n  y\nb:\n  - | # d\n    p\n    r\n";
    assert_eq!(text(prose::set(&source(folded), &path("b.0"), "p\nr")), written);
    let crlf = LETTER.replace('\n', "\r\n");
    let new = text(prose::set(&source(&crlf), &path("body.0"), "壱\n弐"));
    assert_eq!(new, with("- 一 # 横\n", "- | # 横\n    壱\n    弐\n").replace('\n', "\r\n"));
}

#[test]
fn a_text_that_is_none_is_refused() {
    let set = |at: &str, new: &str| text(prose::set(&source(LETTER), &path(at), new));
    assert_eq!(set("body.0", " \n "), format!("refused: {}", Message::TextHasNoWords));
    let part = Message::TextIsOfPart { name: "窓口".to_owned() };
    assert_eq!(set("body.3", "甲"), format!("refused: {part}"));
    assert_eq!(set("body.9", "甲"), format!("refused: {}", Message::PlaceIsGone));
    assert_eq!(set("body.2", "甲"), format!("refused: {}", Message::PlaceNotAlone));
    let flow = source("body: [甲, {text: 乙}]\n");
    let set = |at: &str, new: &str| text(prose::set(&flow, &path(at), new));
    assert_eq!(set("body.1", "一\n二"), format!("refused: {}", Message::OneLineBetweenBrackets));
    assert_eq!(set("body.1", "1,000件"), "body: [甲, {text: \"1,000件\"}]\n");
    assert_eq!(set("body.0", "a, b"), "body: [\"a, b\", {text: 乙}]\n");
    // What a name stands for would change elsewhere too.
    let named = source("a: &x 甲\nb: *x\nc: &y [1]\n");
    let refused = format!("refused: {}", Message::PlaceNotAlone);
    assert_eq!(text(prose::set(&named, &path("a"), "乙")), refused);
}

#[test]
fn lines_of_a_list_are_changed_one_by_one() {
    let old = source("lines:\n  - 一 # 1\n  - 二 # 2\n  # 末\n  - 三 # 3\nb: 1\n");
    let set = |new: &str| text(prose::set(&old, &path("lines"), new));
    assert_eq!(set("一\n弐\n三"), old.text.replace("二", "弐"));
    assert_eq!(set("一\n二\n中\n三"), old.text.replace("# 2\n", "# 2\n  - 中\n"));
    assert_eq!(set("一\n三"), old.text.replace("  - 二 # 2\n", ""));
}

#[test]
fn a_condition_is_put_changed_and_taken_away() {
    let json = |text: &str| serde_json::from_str::<serde_json::Value>(text).expect("JSON");
    let route = json(r#"{"route": ["同意", "辞退"]}"#);
    let set = |text: &str, at: &str, when: &serde_json::Value| {
        self::text(condition::set(&source(text), &path(at), Some(when)))
    };
    let none = |text: &str, at: &str| self::text(condition::set(&source(text), &path(at), None));
    let own = "when: {route: [同意, 辞退]}";
    for (at, old, new) in [
        ("body.0", "- 一 # 横", format!("- {own}\n    text: 一 # 横")),
        (
            "body.1",
            "- |\n    二の一\n\n    二の二",
            format!("- {own}\n    text: |\n      二の一\n\n      二の二"),
        ),
        ("body.2", "三 # 見出し\n", format!("三 # 見出し\n    {own}\n")),
        ("body.2.body", "body: 三の文", format!("body:\n      {own}\n      text: 三の文")),
        ("body.3", "{use: 窓口}", format!("{{{own}, use: 窓口}}")),
    ] {
        let with = with(old, &new);
        assert_eq!(set(LETTER, at, &route), with, "{at}");
        assert_eq!(none(&with, at), LETTER, "{at}");
        let has = json(r#"{"not": {"has": "担当"}, "件数": {"over": 1000}}"#);
        let other = with.replace("{route: [同意, 辞退]}", "{not: {has: 担当}, 件数: {over: 1000}}");
        assert_eq!(set(&with, at, &has), other, "{at}");
        assert_eq!(set(&other, at, &route), with, "{at}");
        let document = Document::parse(&source(&other)).expect("YAML");
        assert_eq!(condition::of(&document, &path(at)), Some(has));
    }
    // Nothing of a comment is lost.
    let noted = "- when: {has: x} # なぜ\n  # 上\n  text: 甲 # 横\n";
    let body = |text: &str| format!("body:\n{text}");
    assert_eq!(none(&body(noted), "body.0"), body("- # なぜ\n  # 上\n  text: 甲 # 横\n"));
    assert!(set(LETTER, "body.0", &json("{}")).starts_with("refused"));
    assert!(set(LETTER, "body.0", &json("[1]")).starts_with("refused"));
    assert!(set(LETTER, "body", &route).starts_with("refused"));
    // A line to be filled in is a label.
    let blanks = "blanks:\n  - 氏名\n";
    assert_eq!(set(blanks, "blanks.0", &route), format!("blanks:\n  - {own}\n    label: 氏名\n"));
}

#[test]
fn a_wide_condition_stands_on_several_lines() {
    let ids: Vec<String> = (1..40).map(|number| format!("C-{number:04}")).collect();
    let when = serde_json::json!({ "id": ids, "route": "同意" });
    let new = condition::set(&source(LETTER), &path("body.0"), Some(&when)).expect("a condition");
    let lines = "  - when:\n      id:\n        - C-0001\n        - C-0002\n";
    assert!(new.text.contains(lines), "{}", new.text);
    let back = condition::set(&new, &path("body.0"), None).expect("none");
    assert_eq!(back.text, LETTER);
    let small = serde_json::json!({ "route": "同意" });
    let small = condition::set(&new, &path("body.0"), Some(&small)).expect("another");
    assert_eq!(small.text, with("- 一 # 横", "- when: {route: 同意}\n    text: 一 # 横"));
}

#[test]
fn blocks_move_with_their_comments() {
    let shift = |at: &str, by| text(blocks::shift(&source(LETTER), &path(at), by));
    let moved = "  - |\n    二の一\n\n    二の二\n  # 一つ目\n  - 一 # 横\n\n  # 三つ目";
    let first = "  # 一つ目\n  - 一 # 横\n  - |\n    二の一\n\n    二の二\n\n  # 三つ目";
    assert_eq!(shift("body.0", 1), with(first, moved));
    assert_eq!(shift("body.1", -1), with(first, moved));
    let last =
        "  # 三つ目\n  - heading: 三 # 見出し\n    body: 三の文\n    # 三の下\n\n  - {use: 窓口}\n";
    let moved =
        "  - {use: 窓口}\n\n  # 三つ目\n  - heading: 三 # 見出し\n    body: 三の文\n    # 三の下\n";
    assert_eq!(shift("body.3", -1), with(last, moved));
    let beyond = format!("refused: {}", Message::NoBlockBeyond);
    assert_eq!(shift("body.3", 1), beyond);
    assert_eq!(shift("body.0", -1), beyond);
    let flow = source("body: [甲, {use: 乙}, 'a, b']\n");
    let moved = text(blocks::shift(&flow, &path("body.0"), 1));
    assert_eq!(moved, "body: [{use: 乙}, 甲, 'a, b']\n");
}

#[test]
fn a_block_is_put_among_others() {
    let add =
        |at: &str, index, new: &New| text(blocks::add(&source(LETTER), &path(at), index, new));
    let new = New::text("新\nしい");
    let lines = "  - |\n    新\n    しい\n";
    assert_eq!(add("body", 0, &new), with("  # 一つ目", &format!("{lines}  # 一つ目")));
    assert_eq!(add("body", 2, &new), with("  # 三つ目", &format!("{lines}\n  # 三つ目")));
    assert_eq!(add("body", 9, &new), with("窓口}\n", &format!("窓口}}\n\n{lines}")));
    let heading = New { kind: Kind::Heading, text: "文".into(), heading: "見: 出し".into() };
    let lines = "    # 三の下\n\n  - heading: \"見: 出し\"\n    body: 文\n";
    assert_eq!(add("body", 3, &heading), with("    # 三の下\n", lines));
    // One block becomes a list.
    let list = New { kind: Kind::List, text: "い\n\nろ: は".into(), heading: String::new() };
    let body = "body:\n      - 三の文\n      - list:\n          - い\n          - \"ろ: は\"\n";
    assert_eq!(add("body.2.body", 1, &list), with("body: 三の文\n", body));
    let one = source("body: |\n  一\n\n  二\nend: 1\n");
    let notes = New { kind: Kind::Notes, text: "注".into(), heading: String::new() };
    let two = "body:\n  - notes:\n      - 注\n  - |\n    一\n\n    二\nend: 1\n";
    assert_eq!(text(blocks::add(&one, &path("body"), 0, &notes)), two);
    let one = source("body:\n  # 上\n  heading: 甲\n  body: 乙\n");
    let two = "body:\n  # 上\n  - heading: 甲\n    body: 乙\n  - 丙\n";
    assert_eq!(text(blocks::add(&one, &path("body"), 1, &New::text("丙"))), two);
    let flow = source("body: [甲]\n");
    assert_eq!(
        text(blocks::add(&flow, &path("body"), 1, &New::text("1,0"))),
        "body: [甲, \"1,0\"]\n"
    );
    let refused = text(blocks::add(&flow, &path("body"), 1, &New::text("一\n二")));
    assert_eq!(refused, format!("refused: {}", Message::OneLineBetweenBrackets));
}

#[test]
fn the_only_block_below_a_heading_goes_with_its_key() {
    let bare = source("body:\n  - heading: 記 # 横\n  - 次\n");
    let full = blocks::add(&bare, &path("body.0.body"), 0, &New::text("文")).expect("a body");
    assert_eq!(full.text, "body:\n  - heading: 記 # 横\n    body:\n      - 文\n  - 次\n");
    let back = blocks::remove(&full, &path("body.0.body.0")).expect("gone");
    assert_eq!(back.text, bare.text);
    let noted = "body:\n  heading: 記\n  body: # 横\n    # 上\n\n    # 直上\n    - 文 # 文の横\n";
    let back = text(blocks::remove(&source(noted), &path("body.body.0")));
    assert_eq!(back, "body:\n  heading: 記\n  # 横\n  # 上\n");
    let only = blocks::remove(&source("box:\n  - 甲\n"), &path("box.0"));
    assert_eq!(text(only), format!("refused: {}", Message::OnlyBlock));
}

#[test]
fn a_block_goes_with_its_comments_and_its_room() {
    let gone = |at: &str| text(blocks::remove(&source(LETTER), &path(at)));
    assert_eq!(gone("body.0"), with("  # 一つ目\n  - 一 # 横\n", ""));
    let third = "\n  # 三つ目\n  - heading: 三 # 見出し\n    body: 三の文\n    # 三の下\n";
    assert_eq!(gone("body.2"), with(third, ""));
    assert_eq!(gone("body.3"), with("\n  - {use: 窓口}\n", ""));
    let flow = source("body: [甲, 乙, 丙]\n");
    assert_eq!(text(blocks::remove(&flow, &path("body.0"))), "body: [乙, 丙]\n");
    assert_eq!(text(blocks::remove(&flow, &path("body.2"))), "body: [甲, 乙]\n");
}
