//! Broken projects: each folder in `tests/broken` is laid over `tests/base`,
//! and `expected.txt` and `expected.ja.txt` are what a user sees and gets, in
//! English and in Japanese.
//!
//! `BLESS=1 cargo test --test broken` writes the files anew; read the change.

mod common;

use std::fs;

use common::{TestProject, repository};

#[test]
fn every_broken_project_says_what_is_wrong_and_makes_the_rest() {
    let bless = std::env::var_os("BLESS").is_some();
    assert!(!bless || std::env::var_os("CI").is_none(), "CI compares and does not bless");
    let mut folders: Vec<_> = fs::read_dir(repository().join("tests/broken"))
        .expect("the folder of broken projects")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    folders.sort();
    assert!(folders.len() >= 50, "only {} broken projects were found", folders.len());
    let mut wrong = Vec::new();
    for folder in folders {
        for (lang, file) in [("en", "expected.txt"), ("ja", "expected.ja.txt")] {
            let project = TestProject::base();
            project.overlay(&folder);
            let story = project.story_in(lang, &["generate"]);
            let expected = folder.join(file);
            if bless {
                fs::write(&expected, &story).expect("a writable file");
            }
            let written = fs::read_to_string(&expected).unwrap_or_default();
            if written != story {
                wrong.push(format!("{}:\n{story}", folder.display()));
            }
            assert!(story.starts_with("exit code 1\n"), "{}: {story}", folder.display());
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_project_that_the_broken_ones_are_made_of_is_whole() {
    let project = TestProject::base();
    let story = project.story(&["generate"]);
    assert!(story.starts_with("exit code 0\n"), "{story}");
    assert!(story.ends_with("letters: C-1.pdf C-2.pdf\n"), "{story}");
}
