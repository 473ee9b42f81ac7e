//! Post cards: all of a letter is on its one page, or it is said how much must go.

mod common;

use common::live::Live;
use common::{NOTICE, TestProject};
use serde_json::Value;

/// A post card of so many lines, and this below them.
fn card(lines: usize, end: &str) -> TestProject {
    let project = TestProject::base();
    let line = format!("  - {}\n", "文".repeat(20));
    let body = line.repeat(lines) + end;
    let card = format!(
        "date: 2024-02-06\ntitle: お知らせ\nkind: はがき\nhead: [title, addressee]\n\
         foot: [date, sender]\nbody:\n{body}"
    );
    project.write(NOTICE, &card);
    project
}

/// The errors that this run finds.
fn errors(project: &TestProject, args: &[&str]) -> Vec<Value> {
    let problems = project.problems(args).into_iter();
    problems.filter(|problem| problem["severity"] == "error").collect()
}

/// How many lines must go from the first client's card; none if it fits.
fn excess(project: &TestProject) -> usize {
    let found = errors(project, &["check", "--deep", "--client", "C-1"]);
    let [problem] = &found[..] else {
        assert!(found.is_empty(), "{found:?}");
        return 0;
    };
    let message = problem["message"].as_str().expect("a message");
    let number = message.strip_prefix("it does not fit on one post card: make it shorter by ");
    let number = number.and_then(|it| it.split_whitespace().next()?.parse().ok());
    number.unwrap_or_else(|| panic!("{message}"))
}

#[test]
fn as_many_lines_must_go_as_are_said() {
    const FIT: usize = 22;
    assert_eq!(excess(&card(FIT, "")), 0);
    for beyond in [1, 2, 4, 7, 29, 60] {
        assert_eq!(excess(&card(FIT + beyond, "")), beyond);
    }
}

#[test]
fn what_stays_together_counts_whole() {
    let desk = "  - box: [相談窓口, 電話03-0000-0000, 平日9時から17時まで]\n";
    for lines in [18, 20, 25, 40] {
        let too_many = excess(&card(lines, desk));
        assert!(too_many > 0, "{lines} lines");
        assert_eq!(excess(&card(lines - too_many, desk)), 0, "{too_many} of {lines}");
        let enough = excess(&card(lines - too_many + 2, desk));
        assert!(enough > 0, "{too_many} of {lines} are too many");
    }
}

#[test]
fn every_command_stops_the_card_that_is_too_long_and_no_other() {
    let project = card(22, "  - {text: 紙で行います。, when: {業務: 電子明細}}\n");
    let is_of_second = |found: &[Value]| {
        let [problem] = found else { panic!("{found:?}") };
        assert_eq!(problem["clients"], serde_json::json!(["C-2"]));
        assert_eq!(problem["file"], NOTICE);
    };
    is_of_second(&errors(&project, &["check", "--deep"]));
    assert_eq!(errors(&project, &["check"]), Vec::<Value>::new(), "no pages are made");

    let preview = project.path("preview.pdf");
    let preview = preview.to_string_lossy();
    for (client, code) in [("C-1", 0), ("C-2", 1)] {
        let output = project.run(&["preview", client, "-o", &preview]);
        assert_eq!(output.status.code(), Some(code), "{client}");
    }
    let live = Live::start(&project, &[]);
    for (client, is_wrong) in [("C-1", false), ("C-2", true)] {
        let view = live.follow(client).until(|_| true);
        assert_eq!(view["state"] == "error", is_wrong, "{view}");
    }
    drop(live);

    is_of_second(&errors(&project, &["generate"]));
    assert_eq!(project.letters("report-1"), ["C-1.pdf"]);
}
