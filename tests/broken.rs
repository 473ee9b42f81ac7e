//! Broken projects: each folder in `tests/broken` is laid over `tests/base`, a
//! command is run on it (`generate`, or the one in the folder's file `args`),
//! and `expected.txt` and `expected.ja.txt` are what a user sees and gets, in
//! English and in Japanese.
//!
//! `BLESS=1 cargo test --test broken` writes the files anew; read the change.

mod common;

use std::fs;

use common::{TestProject, repository};
use oshirase::messages::Message;

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
        let args = fs::read_to_string(folder.join("args")).unwrap_or_else(|_| "generate".into());
        let args: Vec<&str> = args.split_whitespace().collect();
        for (lang, file) in [("en", "expected.txt"), ("ja", "expected.ja.txt")] {
            let project = TestProject::base();
            project.overlay(&folder);
            let story = project.story_in(lang, &args);
            let expected = folder.join(file);
            if bless {
                fs::write(&expected, &story).expect("a writable file");
            }
            let written = fs::read_to_string(&expected).unwrap_or_default();
            if written != story {
                wrong.push(format!("{}:\n{story}", folder.display()));
            }
            // A check that only warns has done its work.
            let ends = if args[0] == "check" {
                &["exit code 0\n", "exit code 1\n"][..]
            } else {
                &["exit code 1\n"]
            };
            let ends_right = ends.iter().any(|end| story.starts_with(end));
            assert!(ends_right, "{}: {story}", folder.display());
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_copied_template_is_the_present_one_but_for_its_fault() {
    let own = |path: &str| fs::read_to_string(repository().join("templates").join(path));
    let own: Vec<String> =
        ["report.typ", "lib/letter.typ"].map(|path| own(path).expect("a template")).into();
    let mut copies = 0;
    for folder in fs::read_dir(repository().join("tests/broken")).expect("the folder") {
        let templates = folder.expect("an entry").path().join("templates");
        for path in ["report.typ", "lib/letter.typ"] {
            let Ok(copy) = fs::read_to_string(templates.join(path)) else { continue };
            // One that begins otherwise was written for its test.
            let like = own.iter().find(|own| own.lines().next() == copy.lines().next());
            let Some(own) = like else { continue };
            let other = copy.lines().filter(|line| !own.lines().any(|it| it == *line)).count();
            let missing = own.lines().filter(|line| !copy.lines().any(|it| it == *line)).count();
            assert!(other == 1 && missing <= 1, "{}: copy it again", templates.display());
            copies += 1;
        }
    }
    assert!(copies >= 7, "only {copies} copies were found");
}

#[test]
fn the_project_that_the_broken_ones_are_made_of_is_whole() {
    let project = TestProject::base();
    let story = project.story(&["generate"]);
    assert!(story.starts_with("exit code 0\n"), "{story}");
    assert!(story.ends_with("letters: C-1.pdf C-2.pdf\n"), "{story}");
}

/// Whether a sentence was said in this text, whatever its values were.
fn is_said(sentence: &str, text: &str) -> bool {
    // `{{` is a brace of the sentence, `{name}` the place of a value.
    let sentence = sentence.replace("{{", "\u{1}").replace("}}", "\u{2}");
    let pieces: Vec<String> = sentence
        .split('{')
        .enumerate()
        .map(|(index, piece)| match piece.split_once('}') {
            Some((_, rest)) if index > 0 => rest,
            _ => piece,
        })
        .map(|piece| piece.replace('\u{1}', "{").replace('\u{2}', "}"))
        .collect();
    text.lines().any(|line| {
        let mut rest = line;
        pieces.iter().all(|piece| match rest.find(piece.as_str()) {
            Some(at) => {
                rest = &rest[at + piece.len()..];
                true
            }
            None => false,
        })
    })
}

/// Each sentence is said by one of the projects, in both languages, or is listed
/// as one that no project of two files can bring about.
#[test]
fn every_message_is_reached_in_both_languages_or_listed() {
    let (mut english, mut japanese) = (String::new(), String::new());
    for entry in fs::read_dir(repository().join("tests/broken")).expect("the folder") {
        let folder = entry.expect("an entry").path();
        english += &fs::read_to_string(folder.join("expected.txt")).expect("what is expected");
        japanese += &fs::read_to_string(folder.join("expected.ja.txt")).expect("what is expected");
    }
    let unreached: Vec<&str> = Message::ALL
        .iter()
        .filter(|(_, en, ja)| !is_said(en, &english) || !is_said(ja, &japanese))
        .map(|(name, _, _)| *name)
        .collect();
    let path = repository().join("tests/broken-unreached.txt");
    if std::env::var_os("BLESS").is_some() {
        let heading = "# Messages that no folder in `broken` brings about: they need a run before \
                       them, a second\n# process, a full disk, a terminal or a damaged ledger. \
                       Other tests look at most of them.\n";
        fs::write(&path, format!("{heading}{}\n", unreached.join("\n"))).expect("a writable file");
    }
    let listed = fs::read_to_string(&path).expect("the list");
    let listed: Vec<&str> = listed.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(unreached, listed);
}
