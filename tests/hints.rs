//! Hints, taken at their word.
//!
//! Whoever does literally what a hint says is rid of what was found, gets nothing
//! new, and has written nothing that nobody knows. What a hint asks for stands beside
//! it in `--json` as a change of a file; a hint without one must leave the answer to
//! the user.

mod common;

use std::fs;
use std::path::Path;

use common::{TestProject, repository};
use serde_json::Value;

/// What `check` finds.
fn findings(project: &TestProject, deep: bool) -> Vec<Value> {
    let args = if deep { &["check", "--deep", "--json"][..] } else { &["check", "--json"] };
    let output = project.run(args);
    let result: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    result["problems"].as_array().expect("a list").clone()
}

/// How often the same is found in the same file.
fn times(finding: &Value, found: &[Value]) -> usize {
    let same = |it: &&Value| ["message", "file"].iter().all(|key| it[*key] == finding[*key]);
    found.iter().filter(same).count()
}

/// How often something of this kind is found in the same file.
fn times_of_kind(finding: &Value, found: &[Value]) -> usize {
    let kind = |it: &Value| -> Vec<String> {
        text(it, "message").split('`').step_by(2).map(str::to_owned).collect()
    };
    let same = |it: &&Value| it["file"] == finding["file"] && kind(it) == kind(finding);
    found.iter().filter(same).count()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

/// Makes the change in the file; what stood there before.
fn apply(edit: &Value, project: &TestProject) -> String {
    let (file, new) = (text(edit, "file"), text(edit, "text"));
    let mut written = fs::read_to_string(project.path(file)).expect("a readable file");
    let byte = |at: usize| edit["bytes"][at].as_u64().expect("a number") as usize;
    let old = written[byte(0)..byte(1)].to_owned();
    written.replace_range(byte(0)..byte(1), new);
    project.write(file, &written);
    old
}

/// Whether a finding is at the place where a change was made.
fn is_at(edit: &Value, finding: &Value) -> bool {
    let byte = |value: &Value, at: usize| value["bytes"][at].as_u64().unwrap_or_default();
    let end = byte(edit, 0) + (text(edit, "text").len() as u64).max(1);
    let touches = byte(finding, 0) < end && byte(finding, 1) > byte(edit, 0);
    finding["file"] == edit["file"] && touches
}

/// Whether a text has a number that neither what it replaces nor the finding has:
/// only a user knows others.
fn invents(new: &str, old: &str, finding: &Value) -> bool {
    let digits = |text: &str| -> String {
        let half = |c: char| match c {
            '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
            _ => c,
        };
        text.chars().map(half).filter(char::is_ascii_digit).collect()
    };
    let known = digits(old);
    let said = digits(text(finding, "message"));
    new.contains('…') || !(known.contains(&digits(new)) || said.contains(&digits(new)))
}

/// Sentences that leave nothing to be found out.
fn is_literal(hint: &str) -> bool {
    let literal = ["write `", "put it in quotes", "did you mean", "delete it", "delete this"];
    literal.iter().any(|beginning| hint.starts_with(beginning)) && !hint.contains(" or ")
}

/// What is wrong with the hints for what is found in a project, which `make` makes.
fn wrong_hints(name: &str, deep: bool, make: impl Fn() -> TestProject) -> Vec<String> {
    let mut wrong = Vec::new();
    let before = findings(&make(), deep);
    for finding in &before {
        let said = text(finding, "message");
        let edits = finding["edits"].as_array().cloned().unwrap_or_default();
        for (number, hint) in finding["hints"].as_array().into_iter().flatten().enumerate() {
            let hint = hint.as_str().expect("a sentence");
            let edit = edits.iter().find(|edit| edit["hint"].as_u64() == Some(number as u64));
            let Some(edit) = edit else {
                if is_literal(hint) && finding["file"].is_string() {
                    wrong.push(format!("{name}: {said}\n  {hint}\n  is no change of the file"));
                }
                continue;
            };
            let project = make();
            let old = apply(edit, &project);
            let after = findings(&project, deep);
            // Of several in a row the next one may come to stand at the same place.
            let fewer = times(finding, &after) < times(finding, &before);
            let same = |it: &Value| it["message"] == finding["message"] && is_at(edit, it);
            if !fewer && after.iter().any(same) {
                wrong.push(format!("{name}: {said}\n  {hint}\n  does not help"));
            }
            // What is found in a text is found only once it can be read.
            let reading = finding["check"].is_null();
            let new = after.iter().filter(|it| it["severity"] == "error" && is_at(edit, it));
            let new = new.filter(|it| !reading || it["check"].is_null());
            for new in new.filter(|it| times_of_kind(it, &after) > times_of_kind(it, &before)) {
                let new = text(new, "message");
                wrong.push(format!("{name}: {said}\n  {hint}\n  brings about: {new}"));
            }
            if invents(text(edit, "text"), &old, finding) {
                wrong.push(format!("{name}: {said}\n  {hint}\n  is made up"));
            }
        }
    }
    wrong
}

#[test]
fn a_hint_for_a_broken_project_helps_when_it_is_taken_at_its_word() {
    let mut wrong = Vec::new();
    for entry in fs::read_dir(repository().join("tests/broken")).expect("the folder") {
        let folder = entry.expect("an entry").path();
        let args = fs::read_to_string(folder.join("args")).unwrap_or_default();
        let name = folder.file_name().expect("a name").to_string_lossy().into_owned();
        wrong.extend(wrong_hints(&name, args.contains("--deep"), || broken(&folder)));
    }
    assert!(wrong.is_empty(), "{} hints:\n{}", wrong.len(), wrong.join("\n"));
}

fn broken(folder: &Path) -> TestProject {
    let project = TestProject::base();
    project.overlay(folder);
    project
}

#[test]
fn a_hint_for_a_text_helps_when_it_is_taken_at_its_word() {
    let corpus = fs::read_to_string(repository().join("tests/content/corpus.yaml"));
    let corpus: Vec<serde_yaml::Value> =
        serde_yaml::from_str(&corpus.expect("the corpus")).expect("YAML");
    let texts = corpus.iter().map(|entry| entry["text"].as_str().expect("a text"));
    let wrong: Vec<String> = texts
        .flat_map(|text| wrong_hints(text, false, || TestProject::with_opening(text)))
        .collect();
    assert!(wrong.is_empty(), "{} hints:\n{}", wrong.len(), wrong.join("\n"));
}
