//! Letters are like those that Typst's own export makes, to whoever looks,
//! reads, copies, searches or listens, and smaller.
//!
//! Beside them are the letters of the plain loop (`benches/plain.rs`), which has
//! nothing of `src/typeset`. Every test run compares one letter of each kind and
//! variant; three hundred at a higher resolution are compared by
//! `cargo test --release --test likeness -- --ignored --nocapture`.

mod common;
#[path = "../benches/plain.rs"]
mod plain;
#[path = "../benches/synthetic.rs"]
mod synthetic;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use common::likeness::{assert_look_and_read_alike, is_from_forme};
use common::{NAMES, TestProject, hard_names, reading, tool};
use rayon::prelude::*;
use synthetic::Clients;

#[test]
fn the_model_letter_is_like_the_plain_one() {
    compare(&[(Clients::Model, 1)], 72, 1);
}

#[test]
fn a_letter_of_each_variant_is_like_the_plain_one() {
    compare(&[(Clients::Variants, 20)], 72, 16);
}

#[test]
fn letters_with_all_that_varies_are_like_the_plain_ones() {
    compare(&[(Clients::Varied, 16)], 72, 16);
}

#[test]
#[ignore = "takes some minutes: three hundred letters"]
fn three_hundred_letters_are_like_the_plain_ones() {
    let of_data = [(Clients::Varied, 80), (Clients::Numbers, 80)];
    let others = [(Clients::Model, 20), (Clients::Variants, 120)];
    compare(&[&others[..], &of_data].concat(), 150, 10);
}

/// Compares so many letters of these kinds, those of the varied kind and others
/// with hard names, looked at with so many dots to the inch. What is read aloud
/// is compared of one letter in so many: poppler takes seconds for it.
fn compare(kinds: &[(Clients, usize)], dpi: u32, aloud: usize) {
    let mut ratios = Vec::new();
    for &(kind, count) in kinds {
        let project = TestProject::empty();
        synthetic::project(&project.path(""), kind, count);
        let mut expected = count;
        if matches!(kind, Clients::Varied) {
            project.append("data/clients.yaml", &hard_names());
            expected += NAMES.len();
        }
        let letters = letters(&project, "1");
        assert_eq!(letters.len(), expected);
        for threads in ["1", "2", "3"] {
            assert!(self::letters(&project, threads) == letters, "on {threads} threads");
        }
        plain::run(&project.path(""), 2);
        let letters: Vec<&String> = letters.keys().collect();
        ratios.par_extend(letters.par_iter().enumerate().map(|(number, name)| {
            let ours = project.path("out/report-1").join(name);
            let plain = project.path("plain").join(name);
            let case = format!("{name} of {kind:?}");
            assert!(is_from_forme(&ours), "{case} was exported as a whole");
            tool("qpdf", &["--check", &ours.to_string_lossy()]);
            assert_look_and_read_alike(&ours, &plain, dpi, &case);
            assert_eq!(reading::text(&ours), reading::text(&plain), "{case} has other lines");
            assert_is_told_alike(&ours, &plain, number % aloud == 0, &case);
            let [ours, plain] =
                [ours, plain].map(|pdf| fs::metadata(pdf).expect("a file").len() as f64);
            assert!(ours < plain, "{case} has {ours} bytes instead of {plain}");
            ours / plain
        }));
    }
    let mean = ratios.iter().sum::<f64>() / ratios.len() as f64;
    let most = ratios.iter().copied().fold(0.0, f64::max);
    println!(
        "{} letters, alike at {dpi} dots to the inch; of the plain letter's bytes {:.1} % \
         on average, {:.1} % at most",
        ratios.len(),
        mean * 100.0,
        most * 100.0,
    );
}

/// Makes all letters anew on so many threads.
fn letters(project: &TestProject, threads: &str) -> BTreeMap<String, Vec<u8>> {
    let output = project.run(&["generate", "--force", "--verbose", "--jobs", threads]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{said}");
    // Says which letters came from no forme, and why.
    assert!(said.contains("no letter was exported one by one"), "{said}");
    let names = project.letters("report-1").into_iter();
    let letter = |name: String| {
        let bytes = fs::read(project.path("out/report-1").join(&name)).expect("a letter");
        (name, bytes)
    };
    names.map(letter).collect()
}

fn assert_is_told_alike(ours: &Path, plain: &Path, aloud: bool, case: &str) {
    assert_eq!(reading::claims(ours), reading::claims(plain), "{case} claims otherwise");
    assert_eq!(reading::bookmarks(ours), reading::bookmarks(plain), "{case} has other bookmarks");
    assert_eq!(reading::structure(ours), reading::structure(plain), "{case} has other parts");
    if aloud {
        let [ours, plain] = [ours, plain].map(reading::structure_with_words);
        assert_eq!(ours, plain, "{case} is read aloud otherwise");
    }
}
