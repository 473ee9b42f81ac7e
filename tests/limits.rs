//! Hostile files: each ends in a clear error, with nothing half written.

mod common;

use std::fs;

use common::TestProject;

/// The first line that the program says, which must fail with this code and
/// leave nothing unfinished behind.
fn first_line(project: &TestProject, args: &[&str], code: i32) -> String {
    let output = project.run(args);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{said}");
    let letters = project.letters("report-1");
    assert!(letters.iter().all(|name| !name.starts_with('.')), "{letters:?}");
    said.lines().next().unwrap_or_default().to_owned()
}

fn with_data(file: &str, text: &str) -> TestProject {
    let project = TestProject::base();
    project.write(file, text);
    project
}

fn with_template(body: &str) -> TestProject {
    with_data(
        "templates/report.typ",
        &format!(
            "#set document(title: \"x\", date: datetime(year: 2024, month: 2, day: 6))\n{body}\n"
        ),
    )
}

#[cfg(unix)]
#[test]
fn a_device_or_pipe_in_place_of_a_file_is_not_read() {
    let project = TestProject::base();
    let path = project.path("data/incident.yaml");
    fs::remove_file(&path).expect("a file to remove");
    std::os::unix::fs::symlink("/dev/zero", &path).expect("a link");
    let output = project.run(&["generate"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("leads to a file that is not in this project"), "{said}");
    fs::remove_file(&path).expect("a link to remove");
    common::tool("mkfifo", &[&path.to_string_lossy()]);
    let output = project.run(&["generate"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("it is not a file"), "{output:?}");
}

#[test]
fn a_file_without_end_is_not_read() {
    let project = TestProject::base();
    let file = fs::File::options().write(true).open(project.path("data/notices.yaml"));
    file.expect("a file").set_len(6 << 30).expect("a sparse file");
    let output = project.run(&["generate"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("it has more than 64 MiB"), "{said}");
}

#[test]
fn nesting_without_end_is_an_error() {
    for text in [
        "[".repeat(100_000),
        "{a: ".repeat(100_000),
        "- id: C-1\n  name: ".to_owned() + &"[".repeat(100_000),
    ] {
        let project = with_data("data/clients.yaml", &text);
        let line = first_line(&project, &["generate"], 1);
        assert_eq!(line, "error: more than 128 brackets are open here");
    }
    for text in ["- ".repeat(100_000), "? ".repeat(100_000)] {
        let line = first_line(&with_data("data/clients.yaml", &text), &["generate"], 1);
        assert_eq!(line, "error: this is not YAML: recursion limit exceeded");
    }
}

#[test]
fn a_bracket_in_a_text_is_no_nesting() {
    let project = TestProject::base();
    project.edit(
        "data/incident.yaml",
        "再開まで手作業",
        &("あ[記]".repeat(3) + &"あ[".repeat(200)),
    );
    project.succeed(&["check"]);
}

#[test]
fn an_alias_bomb_is_an_error() {
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
        bomb.push_str(&format!("a{level}: &a{level} [{aliases}]\n"));
    }
    for file in ["data/incident.yaml", "data/clients.yaml"] {
        let line = first_line(&with_data(file, &bomb), &["generate"], 1);
        assert_eq!(line, "error: this is not YAML: repetition limit exceeded");
    }
}

#[test]
fn of_very_many_unknown_keys_some_are_named() {
    let project = TestProject::base();
    let text = fs::read_to_string(project.path("data/incident.yaml")).expect("a file");
    let keys: String = (0..50_000).map(|key| format!("k{key}: 1\n")).collect();
    project.write("data/incident.yaml", &(text + &keys));
    let line = first_line(&project, &["generate"], 1);
    assert_eq!(line, "error: and 49980 more unknown keys");
}

#[test]
fn of_very_many_problems_the_first_are_told() {
    // What is equal is told together; each of these records has a mistake of its own too.
    let client = |client| format!("- id: C-{client}\n  mistake-{client}: 1\n");
    let clients: String = (0..20_000).map(client).collect();
    let project = with_data("data/clients.yaml", &clients);
    let output = project.run(&["generate"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("more problems are not shown"), "{said}");
    assert!(said.matches("error: ").count() <= 101, "{said}");
    let output = project.run(&["generate", "--json"]);
    let result: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert!(result["problems"].as_array().is_some_and(|it| it.len() > 1_000));
    assert_eq!(result["failed"], 20_000);
}

#[test]
fn templates_and_sources_without_end_are_errors() {
    for (body, expected) in [
        ("{% for i in range(end=10000000000) %}x{% endfor %}", "which exceeds the limit of 100000"),
        ("{% include \"report.typ\" %}", "Circular include"),
        ("#{while true {}}", "condition is always true"),
        ("#let f(x) = f(x + 1)\n#f(1)", "maximum function call depth exceeded"),
        (
            "#context { for i in range(query(metadata).len() + 1) { metadata(i) } }",
            "did not converge",
        ),
    ] {
        let line = first_line(&with_template(body), &["generate"], 1);
        assert!(line.contains(expected), "{body}: {line}");
    }
    for (open, close, expected) in [
        ("{{ (", ") }}", "The expression is too complex"),
        ("{% if true %}", "{% endif %}", "The template nesting is too deep"),
        ("#{(", ")}", "maximum parsing depth exceeded"),
    ] {
        let inner = if open.starts_with("{%") { "{% if true %}" } else { "(" }.repeat(50_000);
        let project = with_template(&format!("{open}{inner}{close}"));
        let line = first_line(&project, &["generate"], 1);
        assert!(line.contains(expected), "{open}: {line}");
    }
}

/// The watchdog reads the memory where the system tells it.
#[cfg(target_os = "linux")]
#[test]
fn a_letter_that_eats_memory_ends_the_program() {
    let project = with_template("#range(10000000000).len()");
    let line = first_line(&project, &["generate"], 1);
    assert_eq!(line, "error: the program took more than 1536 MiB of memory and was ended");
}

#[test]
fn a_letter_that_is_never_done_ends_the_program() {
    let project = with_template(
        "{% for i in range(end=100000) %}{% for j in range(end=100000) %}{% endfor %}{% endfor %}",
    );
    let line = first_line(&project, &["generate"], 1);
    assert_eq!(line, "error: a letter took more than 20 seconds, and the program was ended");
}

/// Every option that takes a text, on a command that has nothing else wrong.
const TEXT_OPTIONS: [&[&str]; 27] = [
    &["issue", "--yes", "--by"],
    &["issue", "--yes", "--by", "山田", "--how"],
    &["issue", "--yes", "--by", "山田", "--notice"],
    &["notice", "new", "--id"],
    &["notice", "new", "--title"],
    &["notice", "new", "--template"],
    &["notice", "new", "--audience"],
    &["notice", "new", "--opening"],
    &["bulletin", "add", "--summary", "報告。", "--at"],
    &["bulletin", "add", "--at", "2024-02-08T09:00", "--summary"],
    &["bulletin", "add", "--at", "2024-02-08T09:00", "--summary", "報告。", "--channel"],
    &["bulletin", "add", "--at", "2024-02-08T09:00", "--summary", "報告。", "--label"],
    &["bulletin", "add", "--leak", "possible", "--ransomware"],
    &["bulletin", "add", "--ransomware", "confirmed", "--leak"],
    &["generate", "--client"],
    &["generate", "--notice"],
    &["check", "--client"],
    &["status", "--notice"],
    &["diff", "C-1", "--with"],
    &["diff"],
    &["preview", "--no-open", "-o"],
    &["preview", "--no-open"],
    &["show"],
    &["show", "C-1", "--notice"],
    &["show", "C-1", "-o"],
    &["verify", "--notice"],
    &["verify", "--project"],
];

#[test]
fn a_value_of_an_option_has_an_end_and_says_something() {
    let project = TestProject::base();
    project.succeed(&["generate"]);
    for option in TEXT_OPTIONS {
        let takes_lines = option.ends_with(&["--summary"]) || option.ends_with(&["--opening"]);
        let values = [
            ("あ".repeat(40_000), "it has 40000 characters, and "),
            ("あ\u{7}い".to_owned(), "control character"),
            ("あ\u{1B}[31mい".to_owned(), "control character"),
            ("あ\u{2028}い".to_owned(), "control character"),
            ("あ\nい".to_owned(), "it has a line break or another control character"),
            (" ".to_owned(), "it is empty"),
        ];
        for (value, reason) in values {
            if takes_lines && value.contains('\n') {
                continue;
            }
            let output = project.run(&[option, &[value.as_str()]].concat());
            let said = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(2), "{option:?}: {said}");
            assert!(said.contains(reason), "{option:?}: {said}");
            assert!(said.chars().count() < 400, "{option:?}: {said}");
            let written = said.contains(['\u{1B}', '\u{7}']);
            assert!(!written, "{option:?}: {said:?}");
        }
    }
    // What there is room for is taken.
    let how = "便".repeat(200);
    project.succeed(&["issue", "--yes", "--by", &how, "--how", &how]);
}

#[test]
fn what_was_typed_is_said_shortly() {
    let project = TestProject::base();
    for args in [
        vec!["x".repeat(40_000)],
        vec!["generate".to_owned(), "x".repeat(40_000)],
        vec!["generate".to_owned(), format!("--{}", "x".repeat(40_000))],
        vec!["generate".to_owned(), "--jobs".to_owned(), "9".repeat(40_000)],
        vec!["check".to_owned(), "--lang".to_owned(), "x\u{1B}[31m".repeat(4_000)],
    ] {
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let output = project.run(&args);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.chars().count() < 400 && !said.contains('\u{1B}'), "{said}");
    }
}

#[test]
fn a_record_fits_into_the_list_of_what_is_sent() {
    for (key, value) in [
        ("name", "あ".repeat(40_000)),
        ("person", format!("{{name: {}}}", "あ".repeat(40_000))),
        ("person", format!("{{department: {}}}", "あ".repeat(40_000))),
        ("address", format!("[{}]", vec!["あ"; 40_000].join(", "))),
        ("postal_code", "1".repeat(40_000)),
    ] {
        let project = TestProject::base();
        let clients = fs::read_to_string(project.path("data/clients.yaml")).expect("a file");
        let first = clients.find("\n- ").expect("two clients");
        let own = format!("  {key}: ");
        let kept = clients[..first].lines().filter(|line| !line.starts_with(&own));
        let record = kept.collect::<Vec<_>>().join("\n");
        let text = format!("{record}\n{own}{value}{}", &clients[first..]);
        project.write("data/clients.yaml", &text);
        let output = project.run(&["generate"]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{key}: {said}");
        assert!(said.contains("data/clients.yaml"), "{key}: {said}");
    }
}
