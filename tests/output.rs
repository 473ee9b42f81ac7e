//! What goes to standard output and what to standard error, a reader that goes
//! away, and a question on a terminal.

mod common;

use std::process::{Command, Stdio};

use common::TestProject;
#[cfg(target_os = "linux")]
use common::terminal::typed_into;

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

#[test]
fn a_list_is_a_result_and_goes_to_standard_output() {
    let project = TestProject::base();
    project.succeed(&["generate"]);
    for (args, beginning) in [
        (&["status"][..], "report-1: "),
        (&["bulletin", "list"], "  1  "),
        (&["notice", "list"], "report-1  "),
        (&["verify"], "2 letters verified"),
    ] {
        let output = project.run(args);
        assert!(text(&output.stdout).starts_with(beginning), "{args:?}: {output:?}");
        assert_eq!(text(&output.stderr), "", "{args:?}");
    }
}

/// A pipe that nobody reads.
fn closed() -> Stdio {
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    writer.into()
}

#[test]
fn a_reader_that_goes_away_changes_nothing_about_the_end() {
    let project = TestProject::base();
    project.succeed(&["generate"]);
    // So that there are errors to be said.
    let wrong = TestProject::base();
    wrong.edit("data/clients.yaml", "  honorific: 御中\n", "");
    for (project, args, code) in [
        (&project, &["status"][..], 0),
        (&project, &["status", "--json"], 0),
        (&project, &["bulletin", "list"], 0),
        (&project, &["notice", "list", "--json"], 0),
        (&project, &["verify"], 0),
        (&project, &["check", "--json"], 0),
        (&project, &["show", "C-1", "--no-open"], 0),
        (&project, &["preview", "C-1", "--no-open"], 0),
        (&project, &["--help"], 0),
        (&project, &["generate", "--help"], 0),
        (&project, &["--version"], 0),
        (&wrong, &["check"], 1),
        (&wrong, &["check", "--json"], 1),
        (&wrong, &["generate", "--json"], 1),
    ] {
        let output = project.command(args).stdout(closed()).output().expect("it starts");
        assert_eq!(output.status.code(), Some(code), "{args:?}: {output:?}");
        let said = text(&output.stderr);
        assert!(!said.contains("cannot be printed") && !said.contains("panicked"), "{said}");
        let status = project.command(args).stdout(closed()).stderr(closed()).status();
        assert_eq!(status.expect("it starts").code(), Some(code), "{args:?}");
    }
    std::fs::remove_dir_all(project.path("out")).expect("the letters");
    project.write("out", "no folder");
    let failing = project.command(&["generate"]).stderr(closed()).status();
    assert_eq!(failing.expect("it starts").code(), Some(2));
}

#[test]
fn without_a_terminal_nothing_is_issued_unasked() {
    let project = TestProject::base();
    project.succeed(&["generate"]);
    let mut story = String::new();
    story.push_str(&project.story(&["issue", "--by", "山田"]));
    assert!(!project.path("out/report-1-発送一覧.csv").exists());
    project.edit("data/clients.yaml", "name: 有限会社にほへ", "name: 有限会社　　にほへ");
    let fax = "notify: 保留\n  delivery: FAX\n  fax: 03-0000-0001\n";
    project.edit("data/clients.yaml", "notify: 保留\n", fax);
    project.succeed(&["generate"]);
    story.push_str(&project.story_in("ja", &["issue", "--by", "山田"]));
    insta::assert_snapshot!(story);
}

/// Runs it on a terminal of its own, types this, and gives what it has said.
fn on_a_terminal(command: &Command, typed: &str) -> Option<(i32, String)> {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let words = words.map(|word| format!("'{}'", word.to_string_lossy()));
    typed_into(&words.collect::<Vec<_>>().join(" "), typed)
}

#[cfg(target_os = "linux")]
#[test]
fn a_person_is_asked_before_anything_is_issued() {
    let project = TestProject::base();
    project.succeed(&["generate"]);
    let issue = project.command_in("ja", &["issue", "--by", "山田"]);
    let Some((code, said)) = on_a_terminal(&issue, "n") else { return };
    assert!(said.contains("発送済みとして記録するもの: 2通（メール 2）、警告0件"), "{said}");
    assert!(said.contains("発送済みとして記録しますか"), "{said}");
    assert_eq!(code, 1, "{said}");
    assert!(!project.path("out/report-1-発送一覧.csv").exists());
    let (code, said) = on_a_terminal(&issue, "y").expect("a terminal, as before");
    assert_eq!(code, 0, "{said}");
    assert!(project.path("out/report-1-発送一覧.csv").exists());
}
