//! Broken projects: each folder in `tests/broken` is laid over `tests/base`, a
//! command is run on it (`generate`, or the one in the folder's file `args`),
//! and `expected.txt` and `expected.ja.txt` are what a user sees and gets, in
//! English and in Japanese.
//!
//! Each is a trial with the folder's name: `cargo test --test broken bulletin` looks at
//! those about bulletins. `BLESS=1 cargo test --test broken` writes the files anew, with
//! the list of messages that none of them reaches; read the change.

mod common;

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use common::cases::BrokenProject;
use common::{TestProject, repository};
use libtest_mimic::{Arguments, Failed, Trial};
use oshirase::messages::Message;
use similar::TextDiff;

fn main() -> ExitCode {
    let bless = std::env::var_os("BLESS").is_some();
    assert!(!bless || std::env::var_os("CI").is_none(), "CI compares and does not bless");
    let of_project = |project: BrokenProject| {
        let name = project.name.clone();
        Trial::test(name, move || says_what_is_wrong_and_makes_the_rest(&project, bless))
    };
    let mut trials: Vec<Trial> = BrokenProject::all().into_iter().map(of_project).collect();
    trials.push(Trial::test("a_copied_template_is_the_present_one_but_for_its_fault", || {
        a_copied_template_is_the_present_one_but_for_its_fault();
        Ok(())
    }));
    trials.push(Trial::test("the_project_that_the_broken_ones_are_made_of_is_whole", || {
        the_project_that_the_broken_ones_are_made_of_is_whole();
        Ok(())
    }));
    if !bless {
        trials.push(Trial::test("every_message_is_reached_in_both_languages_or_listed", || {
            every_message_is_reached_in_both_languages_or_listed();
            Ok(())
        }));
    }
    let conclusion = libtest_mimic::run(&Arguments::from_args(), trials);
    // Only now are the files of all projects there that the list is made of.
    if bless {
        write_unreached();
    }
    conclusion.exit_code()
}

fn says_what_is_wrong_and_makes_the_rest(
    broken: &BrokenProject,
    bless: bool,
) -> Result<(), Failed> {
    let args: Vec<&str> = broken.args.iter().map(String::as_str).collect();
    for (lang, file) in [("en", "expected.txt"), ("ja", "expected.ja.txt")] {
        let story = broken.lay_out().story_in(lang, &args);
        let path = broken.folder.join(file);
        if bless {
            fs::write(&path, &story).expect("a writable file");
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        if expected != story {
            let diff = TextDiff::from_lines(&expected, &story);
            let diff = diff.unified_diff().header(file, "what it says now").to_string();
            return Err(diff.into());
        }
        // A check that only warns has done its work.
        let ends: &[&str] = match args[0] {
            "check" => &["exit code 0\n", "exit code 1\n"],
            _ => &["exit code 1\n"],
        };
        if !ends.iter().any(|end| story.starts_with(end)) {
            return Err(format!("it ends otherwise:\n{story}").into());
        }
    }
    Ok(())
}

fn a_copied_template_is_the_present_one_but_for_its_fault() {
    const COPIED: [&str; 5] =
        ["report.typ", "lib/letter.typ", "lib/page.typ", "lib/head.typ", "lib/blocks.typ"];
    let own = |path: &str| fs::read_to_string(repository().join("templates").join(path));
    let own: Vec<String> = COPIED.map(|path| own(path).expect("a template")).into();
    let mut copies = 0;
    for project in BrokenProject::all() {
        let templates = project.folder.join("templates");
        for path in COPIED {
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
    assert!(copies >= 8, "only {copies} copies were found");
}

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

/// The messages that no project brings about in both languages.
fn unreached() -> Vec<&'static str> {
    let (mut english, mut japanese) = (String::new(), String::new());
    for BrokenProject { folder, .. } in BrokenProject::all() {
        // A file that is missing is missed by the project's own trial.
        let expected = |file: &str| fs::read_to_string(folder.join(file)).unwrap_or_default();
        english += &expected("expected.txt");
        japanese += &expected("expected.ja.txt");
    }
    Message::ALL
        .iter()
        .filter(|(_, en, ja)| !is_said(en, &english) || !is_said(ja, &japanese))
        .map(|(name, _, _)| *name)
        .collect()
}

/// The list of messages that no project of two files can bring about.
fn list_of_unreached() -> PathBuf {
    repository().join("tests/broken-unreached.txt")
}

fn every_message_is_reached_in_both_languages_or_listed() {
    let listed = fs::read_to_string(list_of_unreached()).expect("the list");
    let listed: Vec<&str> = listed.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(unreached(), listed);
}

fn write_unreached() {
    let heading = "# Messages that no folder in `broken` brings about: they need a run before \
                   them, a second\n# process, a full disk, a terminal or a damaged ledger. \
                   Other tests look at most of them.\n";
    let list = format!("{heading}{}\n", unreached().join("\n"));
    fs::write(list_of_unreached(), list).expect("a writable file");
}
