//! The guides say what is so: the examples of the README are what the program says, the
//! pages of commands are its help, every library and check is listed, and every file and
//! function that a guide names is there.
//!
//! `BLESS=1 cargo test --test guides` writes anew what is made of the pages of commands and
//! of the facts.

#[path = "../common/mod.rs"]
mod common;
mod facts;
mod manual;
mod places;
mod vocabulary;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use common::{TestProject, repository, without_seconds};
use oshirase::messages::Lang;
use oshirase::rules::{Rule, Severity};

/// What stands above one of these is written by hand, what stands below is made.
const MADE_FROM_HELP: &str =
    "<!-- From here on made from the program's help, see tests/README.md. -->\n\n";
const MADE_FROM_VOCABULARY: &str =
    "<!-- From here on made from the program's vocabulary, see tests/README.md. -->\n\n";

/// The guides for those who change the program.
const GUIDES: [&str; 3] = ["ARCHITECTURE.md", "CONTRIBUTING.md", "tests/README.md"];

fn text_of(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// The pages in Markdown that are not parts of test data.
fn pages() -> Vec<PathBuf> {
    let folders = ["", "docs", "fonts", "tests"].map(|folder| repository().join(folder));
    let files = folders.iter().flat_map(|it| fs::read_dir(it).expect("a folder"));
    let files = files.map(|entry| entry.expect("an entry").path());
    files.filter(|path| path.extension().is_some_and(|it| it == "md")).collect()
}

/// Compares what is made of a page of `docs/`, or writes it anew.
fn is_made(file: &str, line: &str, made: &str) {
    let bless = std::env::var_os("BLESS").is_some();
    assert!(!bless || std::env::var_os("CI").is_none(), "CI compares and does not bless");
    let path = repository().join("docs").join(file);
    let page = text_of(&path);
    let (by_hand, _) = page.split_once(line).expect("the line above what is made");
    let now = format!("{by_hand}{line}{made}");
    if bless {
        fs::write(&path, &now).expect("a writable file");
    } else if let Some((line, _)) = now.lines().zip(page.lines()).find(|(now, was)| now != was) {
        panic!("docs/{file} is not what the program says any more, which is\n{line}");
    } else {
        assert_eq!(now.len(), page.len(), "docs/{file} is not what the program says any more");
    }
}

#[test]
fn the_pages_of_commands_are_the_programs_help() {
    for (lang, file) in [(Lang::En, "commands.md"), (Lang::Ja, "commands.ja.md")] {
        is_made(file, MADE_FROM_HELP, &manual::commands(lang));
    }
}

#[test]
fn the_pages_of_the_facts_are_the_programs_vocabulary() {
    for (lang, file) in [(Lang::En, "facts.md"), (Lang::Ja, "facts.ja.md")] {
        is_made(file, MADE_FROM_VOCABULARY, &vocabulary::tables(lang));
    }
}

/// The blocks of this kind in a page.
fn blocks<'a>(page: &'a str, kind: &str) -> Vec<&'a str> {
    let begun = page.split(&format!("\n```{kind}\n")).skip(1).collect::<Vec<_>>();
    begun.into_iter().filter_map(|rest| rest.split("\n```").next()).collect()
}

/// Whether lines are as they are shown; `…` stands for any number of them.
fn are_as_shown(shown: &[&str], lines: &[String]) -> bool {
    match shown.split_first() {
        None => lines.is_empty(),
        Some((first, rest)) if first.trim() == "…" => {
            (0..=lines.len()).any(|left_out| are_as_shown(rest, &lines[left_out..]))
        }
        Some((first, rest)) => lines.split_first().is_some_and(|(line, lines)| {
            without_seconds(first) == *line && are_as_shown(rest, lines)
        }),
    }
}

/// Runs the commands of a block; what is said instead of what is shown.
fn run_example(project: &TestProject, lang: &str, block: &str) -> Result<(), String> {
    for example in block.strip_prefix("$ oshirase ").expect("a command").split("\n$ oshirase ") {
        let mut lines = example.lines();
        let words = lines.next().unwrap_or_default().split(' ');
        let mut words: Vec<&str> = words.collect();
        if words[0] == "preview" {
            words.push("--no-open");
        }
        let output = project.command_in(lang, &words).output().expect("the program starts");
        let said = [output.stderr, output.stdout].concat();
        let said = String::from_utf8(said).expect("UTF-8");
        let said: Vec<String> = said.lines().map(without_seconds).collect();
        if !are_as_shown(&lines.collect::<Vec<_>>(), &said) {
            return Err(format!("{words:?} says\n{}", said.join("\n")));
        }
    }
    Ok(())
}

#[test]
fn the_examples_of_the_readme_are_what_the_program_says() {
    for (lang, file) in [("en", "README.md"), ("ja", "README.ja.md")] {
        let page = text_of(&repository().join(file));
        let project = TestProject::model();
        let (facts, end) = ("data/incident.yaml", "\n# What a notice takes in");
        // What is done to the facts before each example, as it is told beside it.
        let steps: [&dyn Fn(); 4] = [
            &|| {},
            &|| project.edit("data/clients.yaml", "[給与計算, 電子明細]", "[給与計算, 電子明紬]"),
            &|| project.edit("data/clients.yaml", "電子明紬", "電子明細"),
            &|| {
                let bulletin = blocks(&page, "yaml")[0];
                project.edit(facts, end, &format!("{bulletin}\n{end}"));
                project.edit(common::NOTICE, "2023-06-08T17:08", "2023-06-09T12:00");
            },
        ];
        let examples = blocks(&page, "console");
        assert_eq!(examples.len(), steps.len(), "{file}");
        for (step, example) in steps.iter().zip(examples) {
            step();
            run_example(&project, lang, example)
                .unwrap_or_else(|said| panic!("{file} shows\n{example}\n{said}"));
        }
    }
}

/// The names that `Cargo.toml` gives the libraries.
fn libraries() -> BTreeSet<String> {
    let manifest = text_of(&repository().join("Cargo.toml"));
    let sections = manifest.split("\n[").filter(|section| {
        section.split(']').next().is_some_and(|heading| heading.ends_with("dependencies"))
    });
    let lines = sections.flat_map(|section| section.lines().skip(1));
    let named = lines.filter(|line| !line.starts_with('#'));
    named.filter_map(|line| Some(line.split_once(" = ")?.0.to_owned())).collect()
}

#[test]
fn every_library_is_named_in_both_languages_and_no_other() {
    let there = libraries();
    assert!(there.len() > 50, "only {} libraries were found", there.len());
    for file in ["docs/libraries.md", "docs/libraries.ja.md"] {
        let page = text_of(&repository().join(file));
        let rows = page.lines().filter_map(|line| line.strip_prefix("| "));
        let cells = rows.filter_map(|row| row.split(" | ").next());
        let cells = cells.filter(|cell| !["Crate", "名前", "---"].contains(cell));
        let names = cells.flat_map(|cell| cell.split([',', '、']));
        let named: BTreeSet<String> = names.map(|name| name.trim().to_owned()).collect();
        assert_eq!(there, named, "{file}");
    }
}

#[test]
fn every_check_is_explained_with_its_level_in_the_order_of_the_program() {
    let page = text_of(&repository().join("docs/checks.md"));
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` | "));
    let explained: Vec<(&str, &str)> =
        rows.filter_map(|(id, rest)| Some((id, rest.split_once(" | ")?.0))).collect();
    let level = |rule: &Rule| match rule.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let there: Vec<(&str, &str)> = Rule::ALL.iter().map(|rule| (rule.id(), level(rule))).collect();
    assert_eq!(there, explained);
}

#[test]
fn every_kind_of_block_that_templates_get_is_explained() {
    let page = text_of(&repository().join("docs/templates.md"));
    let (_, table) = page.split_once("| `kind` | Has |").expect("the table of blocks");
    let rows = table.lines().skip(2).map_while(|line| line.strip_prefix("| `")?.split_once('`'));
    let explained: BTreeSet<&str> = rows.map(|(kind, _)| kind).collect();
    let library = text_of(&repository().join("templates/lib/blocks.typ"));
    let set = library.split("if kind == \"").skip(1).filter_map(|rest| rest.split('"').next());
    assert_eq!(set.collect::<BTreeSet<_>>(), explained);
}

#[test]
fn every_link_leads_to_a_file() {
    let mut links = 0;
    for page in pages() {
        let text = text_of(&page);
        let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        let files = targets.filter_map(|target| target.split('#').next());
        for file in files.filter(|it| !it.is_empty() && !it.contains("://")) {
            let folder = page.parent().expect("a folder");
            assert!(folder.join(file).exists(), "{} leads to {file}", page.display());
            links += 1;
        }
    }
    assert!(links > 30, "only {links} links were found");
}

/// Whether code in a guide is a file or folder of the repository.
fn is_place(code: &str) -> bool {
    let roots = ["src/", "tests/", "templates/", "docs/", "benches/", "fuzz/", "fonts/"];
    let is_one = roots.iter().any(|root| code.starts_with(root)) || code == "build.rs";
    // `tests/broken/NAME` is whichever somebody adds.
    is_one && !code.contains("NAME") && !code.contains(' ')
}

/// The names that a guide says are in a file: `name in file`, or `file: name, name`.
/// `pieces` are text and code by turns; the file is the one at this place.
fn names_in<'a>(pieces: &[&'a str], file: usize) -> Vec<&'a str> {
    let mut names = Vec::new();
    let mut at = file;
    while at >= 2 && matches!(pieces[at - 1], " in " | ", " | " and ") {
        at -= 2;
        names.push(pieces[at]);
    }
    if at + 2 <= file && pieces[file - 1] != " in " {
        names.clear();
    }
    let mut at = file;
    while at + 2 < pieces.len() && pieces[at + 1] == if at == file { ": " } else { ", " } {
        at += 2;
        names.push(pieces[at]);
    }
    names
}

#[test]
fn every_place_that_a_guide_names_is_there() {
    let (mut places, mut names, mut wrong) = (0, 0, Vec::new());
    for guide in GUIDES {
        let text = text_of(&repository().join(guide));
        // A line break is as good as a space, and what stands in blocks is no sentence.
        let sentences: String = text.split("```").step_by(2).collect();
        let sentences = sentences.split_whitespace().collect::<Vec<_>>().join(" ");
        let pieces: Vec<&str> = sentences.split('`').collect();
        for at in (1..pieces.len()).step_by(2).filter(|at| is_place(pieces[*at])) {
            let (place, path) = (pieces[at], repository().join(pieces[at]));
            places += 1;
            if !path.exists() {
                wrong.push(format!("{guide}: there is no {place}"));
            }
            let Ok(source) = fs::read_to_string(&path) else { continue };
            for name in names_in(&pieces, at).into_iter().filter(|name| !is_place(name)) {
                names += 1;
                let missing = name.split("::").find(|word| !source.contains(word));
                wrong.extend(missing.map(|word| format!("{guide}: no {word} in {place}")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(places > 60 && names > 40, "only {places} places and {names} names were found");
}
