//! One verdict: `check`, `generate`, `preview`, the live page and `issue` find the
//! same things and weigh them the same. Each fault is a trial of its own.

mod common;

use std::collections::BTreeSet;
use std::process::{ExitCode, Output};

use common::live::Live;
use common::{NOTICE, TestProject};
use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::Value;

fn main() -> ExitCode {
    let of_fault =
        |fault: Fault| Trial::test(fault.name, move || stops_the_same_everywhere(&fault));
    let trials = faults().into_iter().map(of_fault).collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

const ALL: &[&str] = &["C-1", "C-2"];
const SECOND: &[&str] = &["C-2"];
const NONE: &[&str] = &[];

const OPENING: &str = "  - このたびの";
const NAME: &str = "name: 有限会社にほへ";
const OWN: &str = "業務: [給与計算, 電子明細]";
const LEVELS: &str = "checks: {law-item: off}";

/// One fault in an otherwise right project.
struct Fault {
    name: &'static str,
    /// File, text there, text instead.
    edits: Vec<(&'static str, &'static str, String)>,
    /// The clients whose letters it stops.
    stops: &'static [&'static str],
}

fn fault(
    name: &'static str,
    file: &'static str,
    from: &'static str,
    to: &str,
    stops: &'static [&'static str],
) -> Fault {
    Fault { name, edits: vec![(file, from, to.to_owned())], stops }
}

impl Fault {
    /// The same where the office takes a check for more or less than usual.
    fn with_level(mut self, level: &str) -> Self {
        let levels = format!("checks: {{law-item: off, {level}}}");
        self.edits.push(("data/office.yaml", LEVELS, levels));
        self
    }
}

fn in_opening(name: &'static str, text: &str, stops: &'static [&'static str]) -> Fault {
    fault(name, NOTICE, OPENING, &format!("  - |\n    {text}このたびの"), stops)
}

fn in_name(name: &'static str, value: &str, stops: &'static [&'static str]) -> Fault {
    fault(name, "data/clients.yaml", NAME, &format!("name: {value}"), stops)
}

fn in_record(name: &'static str, lines: &str, stops: &'static [&'static str]) -> Fault {
    fault(name, "data/clients.yaml", OWN, &format!("{OWN}\n  {lines}"), stops)
}

/// Clients in a list on one line, which cannot be cut into records.
const FLOW: &str = "[{id: C-1, name: 株式会社いろは, honorific: 御中, 業務: [給与計算], \
     route: 調整中, notify: 保留},\n {id: C-2, name: 有限会社にほへ, honorific: 御中, \
     業務: [給与計算], route: 調整中, notify: 保留";

fn faults() -> Vec<Fault> {
    let holding = |item: &str| format!("data: [{{item: {item}, persons: 3}}]");
    vec![
        in_opening("nothing", "", NONE),
        // What all letters share.
        in_opening("wrong weekday", "2024年2月6日（水）に、", ALL),
        in_opening("wrong weekday, for a warning", "2024年2月6日（水）に、", NONE)
            .with_level("weekday: warning"),
        in_opening("no such day", "2024年2月30日に、", ALL),
        in_opening("wrong era", "令和5年（2024年）2月6日に、", ALL),
        in_opening("full-width tag", "｛｛ client.name ｝｝様、", ALL),
        in_opening("half a tag", "{ client.name }様、", ALL),
        in_opening("wording", "漏洩について", NONE),
        in_opening("wording, for an error", "漏洩について", ALL).with_level("law-word: error"),
        in_opening("unseen space", "この\u{2007}度、", ALL),
        in_opening("no font has it", "🀀、", ALL),
        fault(
            "bulletin on a day that is none",
            "data/incident.yaml",
            "text: 障害の",
            "text: 2月30日に障害の",
            ALL,
        ),
        fault(
            "another client's name in a part for one",
            NOTICE,
            "再開まで紙で",
            "株式会社いろはと同じく再開まで紙で",
            SECOND,
        ),
        fault(
            "wrong weekday in another letter",
            "data/notices/report-0.yaml",
            "",
            "date: 2024-02-05\ntitle: 前の件\nbody: 2024年2月6日（水）のことです。\n",
            NONE,
        ),
        // Addressee and record.
        in_name("honorific in the name", "有限会社にほへ御中", SECOND),
        in_name("honorific in the name, for a warning", "有限会社にほへ御中", NONE)
            .with_level("honorific-in-name: warning"),
        in_name("name cut at #", "有限会社にほへ #2", SECOND),
        in_name("tag in the name", "有限会社{{ x }}にほへ", SECOND),
        in_name("unseen space in the name", "有限会社\u{2007}にほへ", SECOND),
        in_name("soft hyphen in the name", "有限会社\u{AD}にほへ", SECOND),
        in_name("private use in the name", "有限会社\u{E000}にほへ", SECOND),
        in_name("no font has it in the name", "有限会社🀀にほへ", SECOND),
        in_name("two spaces in the name", "有限会社  にほへ", NONE),
        in_name("two spaces in the name, for an error", "有限会社  にほへ", SECOND)
            .with_level("name-spaces: error"),
        in_name("two clients of one name", "株式会社いろは", NONE),
        in_name("two clients of one name, for an error", "株式会社いろは", SECOND)
            .with_level("same-name: error"),
        in_record("wrong weekday in a record", &holding("2024年2月6日（水）の給与"), SECOND),
        in_record("another client's name in a record", "担当: 株式会社いろは", NONE),
        in_record("honorific of the person", "person: {name: 山田太郎様}", SECOND),
        in_record("unknown key", "rout: 調整中", SECOND),
        // Records that stand together.
        flow("tag in one of a list on one line", ", 担当: '{{ x }}の担当'}]", SECOND),
        flow("nothing in a list on one line", "}]", NONE),
        flow("list on one line, name cut", ", 給与明細: 2024年2月30日}]", SECOND),
        Fault {
            name: "fault that another record takes over",
            edits: vec![(
                "data/clients.yaml",
                "",
                "- &one {id: C-1, name: 株式会社いろは, honorific: 御中, 業務: [給与計算], \
                 route: 調整中, notify: 保留, 給与明細: 2024年2月30日の明細}\n\
                 - {<<: *one, id: C-2, name: 有限会社にほへ}\n"
                    .to_owned(),
            )],
            stops: ALL,
        },
    ]
}

fn flow(name: &'static str, end: &str, stops: &'static [&'static str]) -> Fault {
    Fault { name, edits: vec![("data/clients.yaml", "", format!("{FLOW}{end}\n"))], stops }
}

/// The small project with letters, and then with this fault.
fn project_with(fault: &Fault) -> TestProject {
    let project = TestProject::base();
    project.succeed(&["generate"]);
    for (file, from, to) in &fault.edits {
        match *from {
            "" => project.write(file, to),
            from => project.edit(file, from, to),
        }
    }
    project
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).expect("JSON on standard output")
}

fn ids(list: &Value) -> BTreeSet<String> {
    let list = list.as_array().into_iter().flatten();
    list.map(|it| it["client"].as_str().or(it.as_str()).expect("an id").to_owned()).collect()
}

/// The clients that errors are about.
fn stopped_by(problems: &Value) -> BTreeSet<String> {
    let problems = problems.as_array().expect("a list");
    let errors = problems.iter().filter(|problem| problem["severity"] == "error");
    errors
        .flat_map(|error| match &error["clients"] {
            Value::Null => ALL.iter().map(|id| (*id).to_owned()).collect(),
            clients => ids(clients),
        })
        .collect()
}

/// The clients whose letters are stopped, as each command sees it.
fn verdicts(project: &TestProject) -> Vec<(&'static str, BTreeSet<String>)> {
    let all: BTreeSet<String> = ALL.iter().map(|id| (*id).to_owned()).collect();
    let code = |output: &Output| output.status.code();
    let mut verdicts = Vec::new();

    let output = project.run(&["check", "--notice", "report-1", "--json"]);
    let stopped = stopped_by(&json(&output)["problems"]);
    assert_eq!(code(&output), Some(i32::from(!stopped.is_empty())), "check");
    verdicts.push(("check", stopped));

    let previewed = |client: &&&str| {
        let path = project.path("preview.pdf");
        let output = project.run(&[
            "preview",
            client,
            "--notice",
            "report-1",
            "-o",
            &path.to_string_lossy(),
        ]);
        code(&output) == Some(1)
    };
    let stopped = ALL.iter().filter(previewed).map(|id| (*id).to_owned());
    verdicts.push(("preview", stopped.collect()));

    let live = Live::start(project, &["--notice", "report-1"]);
    let is_wrong = |client: &&&str| live.follow(client).until(|_| true)["state"] == "error";
    let stopped = ALL.iter().filter(is_wrong).map(|id| (*id).to_owned());
    verdicts.push(("the live page", stopped.collect()));
    drop(live);

    let output = project.run(&["generate", "--notice", "report-1", "--json"]);
    let result = json(&output);
    let right = &ids(&result["made"]) | &ids(&result["unchanged"]);
    let stopped = &all - &right;
    assert_eq!(code(&output), Some(i32::from(!stopped.is_empty())), "generate: {result}");
    assert_eq!(stopped_by(&result["problems"]), stopped, "what generate says of it");
    verdicts.push(("generate", stopped));

    // A second run makes nothing, and says the same.
    let again = json(&project.run(&["generate", "--notice", "report-1", "--json"]));
    assert_eq!(again["warnings"], result["warnings"]);
    assert_eq!(again["failed"], result["failed"]);
    verdicts
}

/// Whether this fault stops the same letters whichever command meets it.
fn stops_the_same_everywhere(fault: &Fault) -> Result<(), Failed> {
    let mut wrong = Vec::new();
    let project = project_with(fault);
    let expected: BTreeSet<String> = fault.stops.iter().map(|id| (*id).to_owned()).collect();
    for (command, stopped) in verdicts(&project) {
        if stopped != expected {
            wrong.push(format!("{command} stops {stopped:?}"));
        }
    }
    let output = project.run(&["issue", "--notice", "report-1", "--yes", "--by", "山田"]);
    let refused = output.status.code() == Some(1);
    let listed = project.path("out/report-1-発送一覧.csv").exists();
    if refused == expected.is_empty() || refused == listed {
        wrong.push(format!("issue says {}", String::from_utf8_lossy(&output.stderr)));
    }
    match wrong.is_empty() {
        true => Ok(()),
        false => Err(wrong.join("\n").into()),
    }
}
