//! The house's plan: which room may know which, and where each library is at home.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use common::{files_below, repository};

/// The rooms from the lowest up. Each may know those before it and no other.
const ROOMS: [&str; 38] = [
    "calendar",
    "unseen",
    "limits",
    "messages",
    "vocabulary",
    "clock",
    "digest",
    "ids",
    "tasks",
    "rules",
    "diagnostic",
    "fs",
    "store",
    "pictures",
    "spreadsheet",
    "facts",
    "lists",
    "schema",
    "beginnings",
    "typeset",
    "project",
    "model",
    "check",
    "client_list",
    "content",
    "template",
    "plain_text",
    "ledger",
    "roster",
    "args",
    "outcome",
    "report",
    "sending_list",
    "letters",
    "editing",
    "live",
    "commands",
    "desk",
];

/// Libraries that are named in one room, each by how its paths begin.
const AT_HOME: [(&str, &[&str]); 8] = [
    ("facts", &["serde_yaml", "saphyr_parser"]),
    (
        "typeset",
        &[
            "hayro_syntax",
            "typst",
            "typst_layout",
            "typst_pdf",
            "typst_render",
            "typst_svg",
            "usvg",
        ],
    ),
    ("template", &["tera"]),
    ("plain_text", &["icu_segmenter"]),
    ("ledger", &["rusqlite"]),
    ("store", &["object_store"]),
    ("spreadsheet", &["calamine", "rust_xlsxwriter"]),
    ("live", &["axum", "hyper", "hyper_util", "notify"]),
];

/// The files of a room below `src`.
fn files(room: &str) -> Vec<PathBuf> {
    let src = repository().join("src");
    let folder = src.join(room);
    let mut files = match folder.is_dir() {
        true => files_below(&folder),
        false => vec![src.join(format!("{room}.rs"))],
    };
    files.retain(|path| path.extension().is_some_and(|it| it == "rs"));
    files
}

/// The lines of a file that are code of the program: no comments, no tests.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("a source file");
    let program = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    let lines = program.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.map(|line| format!("{line}\n")).collect()
}

/// The words that stand behind `start` and begin a path.
fn named_behind<'a>(code: &'a str, start: &'a str) -> impl Iterator<Item = &'a str> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    code.match_indices(start).filter_map(move |(at, _)| {
        let begins = !code[..at].ends_with(|c| is_word(c) || c == ':');
        let rest = &code[at + start.len()..];
        begins.then(|| rest.split(|c| !is_word(c)).next().unwrap_or_default())
    })
}

#[test]
fn each_room_knows_only_those_below_it() {
    let known: BTreeMap<&str, usize> = ROOMS.iter().copied().zip(0..).collect();
    let lib = fs::read_to_string(repository().join("src/lib.rs")).expect("the library");
    let there: BTreeSet<&str> = lib.lines().filter_map(|it| it.strip_prefix("pub mod ")).collect();
    let there: BTreeSet<&str> = there.into_iter().map(|it| it.trim_end_matches(';')).collect();
    assert_eq!(there, known.keys().copied().collect(), "the rooms of src/lib.rs");
    let mut wrong = Vec::new();
    let mut imports = 0;
    for (room, floor) in &known {
        for file in files(room) {
            for other in named_behind(&code(&file), "crate::").collect::<BTreeSet<_>>() {
                imports += 1;
                if known.get(other).is_some_and(|it| it > floor) {
                    wrong.push(format!("{}: {room} knows {other}", file.display()));
                }
            }
        }
    }
    assert!(imports > 300, "only {imports} imports were read");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_library_is_named_in_one_room() {
    let mut wrong = Vec::new();
    for (home, libraries) in AT_HOME {
        for library in libraries {
            let path = format!("{library}::");
            let names = |file: &PathBuf| named_behind(&code(file), &path).next().is_some();
            assert!(files(home).iter().any(names), "{home} does not name {library}");
            let others = ROOMS.iter().filter(|room| **room != home);
            let others = others.flat_map(|room| files(room)).filter(names);
            wrong.extend(others.map(|file| format!("{} names {library}", file.display())));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_guide_lists_the_rooms_from_the_highest_to_the_lowest() {
    let guide = fs::read_to_string(repository().join("ARCHITECTURE.md")).expect("the guide");
    let table = guide.split("| Room | Holds |").nth(1).expect("the table of rooms");
    let table = table.split("\n\n").next().unwrap_or_default();
    let listed = table.lines().filter_map(|row| row.strip_prefix("| `")?.split('`').next());
    let listed: Vec<&str> = listed.collect();
    assert_eq!(listed, ROOMS.iter().rev().copied().collect::<Vec<_>>());
}
