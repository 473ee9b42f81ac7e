//! Hints, taken at their word.
//!
//! Whoever does literally what a hint says is rid of what was found, gets nothing
//! new, and has written nothing that nobody knows. What a hint asks for stands beside
//! it in `--json` as a change of a file; a hint without one must leave the answer to
//! the user.
//!
//! Each broken project is a trial with its folder's name, each text of the corpus one
//! with its words.

mod common;

use std::fs;
use std::process::ExitCode;

use common::TestProject;
use common::cases::{BrokenProject, Text};
use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::Value;

fn main() -> ExitCode {
    let of_project = |project: BrokenProject| {
        let check: &[&str] = match project.args.iter().any(|it| it == "--deep") {
            true => &["check", "--deep"],
            false => &["check"],
        };
        Trial::test(project.name.clone(), move || hints_help(check, || project.lay_out()))
            .with_kind("project")
    };
    let of_text = |text: Text| {
        let name = text.name();
        let make = move || TestProject::with_opening(&text.text);
        Trial::test(name, move || hints_help(&["check"], make)).with_kind("text")
    };
    let projects = BrokenProject::all().into_iter().map(of_project);
    let trials = projects.chain(Text::all().into_iter().map(of_text)).collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
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

/// Whether the hints for what this check finds in a project help, which `make` makes.
fn hints_help(check: &[&str], make: impl Fn() -> TestProject) -> Result<(), Failed> {
    let mut wrong = Vec::new();
    let before = make().problems(check);
    for finding in &before {
        let said = text(finding, "message");
        let edits = finding["edits"].as_array().cloned().unwrap_or_default();
        for (number, hint) in finding["hints"].as_array().into_iter().flatten().enumerate() {
            let hint = hint.as_str().expect("a sentence");
            let edit = edits.iter().find(|edit| edit["hint"].as_u64() == Some(number as u64));
            let Some(edit) = edit else {
                if is_literal(hint) && finding["file"].is_string() {
                    wrong.push(format!("{said}\n  {hint}\n  is no change of the file"));
                }
                continue;
            };
            let project = make();
            let old = apply(edit, &project);
            let after = project.problems(check);
            // Of several in a row the next one may come to stand at the same place.
            let fewer = times(finding, &after) < times(finding, &before);
            let same = |it: &Value| it["message"] == finding["message"] && is_at(edit, it);
            if !fewer && after.iter().any(same) {
                wrong.push(format!("{said}\n  {hint}\n  does not help"));
            }
            // What is found in a text is found only once it can be read.
            let reading = finding["check"].is_null();
            let new = after.iter().filter(|it| it["severity"] == "error" && is_at(edit, it));
            let new = new.filter(|it| !reading || it["check"].is_null());
            for new in new.filter(|it| times_of_kind(it, &after) > times_of_kind(it, &before)) {
                let new = text(new, "message");
                wrong.push(format!("{said}\n  {hint}\n  brings about: {new}"));
            }
            if invents(text(edit, "text"), &old, finding) {
                wrong.push(format!("{said}\n  {hint}\n  is made up"));
            }
        }
    }
    match wrong.is_empty() {
        true => Ok(()),
        false => Err(wrong.join("\n").into()),
    }
}
