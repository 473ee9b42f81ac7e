//! A short run of what `fuzz/` runs for long: the seeds, and mutations of them
//! that are the same in every run.

#[path = "../fuzz/targets/shared.rs"]
mod shared;

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// How many mutations of its seeds each target gets.
const MUTATIONS: u32 = 1500;

/// The seeds of a target, sorted by name.
fn seeds(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(target);
    let entries = fs::read_dir(folder).expect("the seeds' folder");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    assert!(paths.len() >= 3, "only {} seeds", paths.len());
    paths.iter().map(|path| fs::read(path).expect("a seed")).collect()
}

/// What means something to YAML, Tera, Typst or the checks.
const TOKENS: &[&str] = &[
    "\"",
    "'",
    ": ",
    "- ",
    "\n",
    "\n  ",
    "\t",
    "[",
    "]",
    "{",
    "}",
    "{{ ",
    " }}",
    "{% ",
    " %}",
    "{#",
    "|",
    ">",
    "&a ",
    "*a",
    "<<: ",
    "!t ",
    "#",
    "%",
    "\\",
    "\u{FEFF}",
    "\u{85}",
    "\u{2028}",
    "\0",
    "\r",
    "月",
    "日（水）",
    "14：12",
    "令和",
    "（",
    ")",
    "　",
    "ｶﾞ",
    "𠮷",
    "\u{E0101}",
    "\u{E000}",
    "null",
    "~",
    "9999-99-99",
    "client.name",
    "if x",
    "endif",
    "for x in",
    "| date",
];

/// A seed with a few places replaced.
fn mutated(seeds: Vec<Vec<u8>>) -> impl Strategy<Value = Vec<u8>> {
    let edit =
        (any::<prop::sample::Index>(), 0..12_usize, prop::sample::select(TOKENS), any::<u8>());
    let edits = prop::collection::vec(edit, 1..8);
    (prop::sample::select(seeds), edits).prop_map(|(mut bytes, edits)| {
        for (at, cut, token, byte) in edits {
            let start = at.index(bytes.len() + 1);
            let end = (start + cut).min(bytes.len());
            let raw = [byte];
            let put = if byte < 32 { &raw[..] } else { token.as_bytes() };
            bytes.splice(start..end, put.iter().copied());
        }
        bytes
    })
}

fn run(target: &str, work: impl Fn(&[u8])) {
    let seeds = seeds(target);
    seeds.iter().for_each(|seed| work(seed));
    let config = Config { cases: MUTATIONS, failure_persistence: None, ..Config::default() };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let result = TestRunner::new_with_rng(config, rng).run(&mutated(seeds), |bytes| {
        work(&bytes);
        Ok(())
    });
    if let Err(failure) = result {
        panic!("{target}: {failure}");
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn any_bytes_are_read_as_facts_or_refused() {
    run("yaml", shared::yaml);
}

#[test]
fn any_bytes_are_read_as_a_list_or_refused() {
    run("list", shared::list);
}

#[test]
fn any_text_in_the_facts_is_checked_and_rendered_or_refused() {
    run("facts_text", |bytes| shared::facts_text(&text(bytes)));
}

#[test]
fn any_text_comes_back_from_typst_as_it_was() {
    run("escape", |bytes| shared::escape(&text(bytes)));
}
