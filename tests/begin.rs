//! `init`: from an empty folder to the first letter.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use common::terminal::on_a_terminal;
use common::{TestProject, files_below, repository, said};
use proptest::prelude::*;
use serde_json::Value as Json;

/// The kinds of notices, each with the letter that it becomes.
const KINDS: [(&str, &str); 7] = [
    ("report", "report-1/C-1.pdf"),
    ("persons", "persons-1/C-1.pdf"),
    ("card", "card-1/C-1.pdf"),
    ("mail", "mail-1/C-1.txt"),
    ("web", "web-1/web-1.pdf"),
    ("consent", "consent-1/C-1.pdf"),
    ("blank", "letter-1/C-1.pdf"),
];

/// What a person writes into a place that asks for something else than a text.
const TITLE: &str = "【要記入：件名】";

/// The options of a whole office.
const OFFICE: [&str; 12] = [
    "--name",
    "みなと税理士事務所",
    "--person",
    "湊 一朗",
    "--title",
    "所長",
    "--phone",
    "03-0000-0000",
    "--email",
    "soudan@example.jp",
    "--hours",
    "平日9時～17時",
];

/// Runs `init` with the options of the office and these.
fn init(project: &TestProject, args: &[&str]) -> Output {
    let all = ["init"].iter().chain(&OFFICE).chain(&["--date", "2026-11-27"]).chain(args);
    project.run(&all.copied().collect::<Vec<_>>())
}

/// A new project of this kind.
fn begun(kind: &str) -> TestProject {
    let project = TestProject::empty();
    let output = init(&project, &["--kind", kind]);
    assert!(output.status.success(), "{}", said(&output));
    project
}

/// Every file below the project's folder with its text, by its path.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let file = |path: std::path::PathBuf| {
        let name = path.strip_prefix(folder).expect("below").to_string_lossy().into_owned();
        (name, String::from_utf8_lossy(&fs::read(&path).expect("a file")).into_owned())
    };
    files_below(folder).into_iter().map(file).collect()
}

/// Fills every place that asks for it.
fn fill_in(project: &TestProject) {
    for (name, text) in files(&project.path("data")) {
        // A comment speaks of all places.
        let text = text.replace("【要記入：…】", "【…】").replace(TITLE, "休業のお知らせ");
        let mut pieces = text.split("【要記入：");
        let first = pieces.next().unwrap_or_default().to_owned();
        let filled = pieces.map(|it| it.split_once('】').expect("an end").1);
        let text = filled.fold(first, |text, rest| text + "確認した内容です。" + rest);
        project.write(&format!("data/{name}"), &text);
    }
}

#[test]
fn each_kind_becomes_a_letter_once_a_client_is_there_and_its_places_are_filled_in() {
    for (kind, letter) in KINDS {
        let project = begun(kind);
        let found = project.problems(&["check"]);
        let unfilled = found.iter().filter(|it| it["check"] == "unfilled").count();
        let others: Vec<_> = found.iter().filter(|it| it["check"] != "unfilled").collect();
        let lists = usize::from(kind != "web");
        assert_eq!(others.len(), lists, "{kind}: {others:?}");
        assert!(unfilled > 0, "{kind}");
        assert!(found.iter().all(|it| it["hints"][0].is_string()), "{kind}");
        if kind != "web" {
            let client = "- id: C-1\n  name: みなと商会\n  honorific: 御中\n";
            project.write("data/clients.yaml", client);
        }
        // One place that is left stops every letter.
        assert_eq!(project.run(&["generate"]).status.code(), Some(1), "{kind}");
        assert!(!project.path("out").join(letter).exists(), "{kind}");
        fill_in(&project);
        assert_eq!(
            project.said(&["check", "--deep"]),
            "exit code 0\n1 letter checked, 0 problems found\n"
        );
        project.succeed(&["generate"]);
        assert!(project.path("out").join(letter).exists(), "{kind}");
    }
}

#[test]
fn the_files_of_a_report_and_what_to_do_next() {
    let project = TestProject::empty();
    let output = init(&project, &["--kind", "report"]);
    let folder = project.path("").to_string_lossy().trim_end_matches('/').to_owned();
    let told = said(&output).replace(&folder, "PROJECT");
    let texts = files(&project.path(""));
    let shown = texts.iter().map(|(name, text)| match name.ends_with(".json") {
        // `tests/schema.rs` looks into these.
        true => format!("=== {name}\n"),
        false => format!("=== {name}\n{text}"),
    });
    let shown = shown.collect::<Vec<_>>().join("\n").replace("\r\n", "\n");
    insta::assert_snapshot!(format!("{told}\n{}", shown.replace('\u{FEFF}', "")));
    let readme = fs::read(project.path("README.txt")).expect("a file");
    assert!(readme.starts_with("\u{FEFF}".as_bytes()));
    let text = String::from_utf8(readme).expect("UTF-8");
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
}

#[test]
fn what_is_written_is_as_the_schemas_beside_it_say() {
    for (kind, _) in KINDS {
        let project = begun(kind);
        let json = |text: String| serde_json::from_str::<Json>(&text).expect("JSON");
        let files = files(&project.path(""));
        for (name, text) in files.iter().filter(|(name, _)| name.ends_with(".yaml")) {
            let line = text.lines().next().unwrap_or_default();
            let (_, schema) = line.split_once("/.schema/").expect("a schema in the first line");
            let schema = json(files[&format!(".schema/{schema}")].clone());
            let facts: Json = serde_yaml::from_str(text).expect("YAML");
            let validator = jsonschema::validator_for(&schema).expect("a schema");
            let wrong: Vec<String> =
                validator.iter_errors(&facts).map(|it| format!("{name}: {it}")).collect();
            assert!(wrong.is_empty(), "{kind}: {wrong:#?}");
        }
    }
}

#[test]
fn the_page_about_it_shows_what_is_said() {
    for (lang, page) in [("en", "docs/begin.md"), ("ja", "docs/begin.ja.md")] {
        let page = fs::read_to_string(repository().join(page)).expect("a page");
        let (_, rest) = page.split_once("```console\n$ oshirase ").expect("an example");
        let (example, _) = rest.split_once("```").expect("an end");
        let (line, shown) = example.split_once('\n').expect("a command");
        let project = TestProject::empty();
        let mut command = Command::new(env!("CARGO_BIN_EXE_oshirase"));
        command.current_dir(project.path("")).args(line.split(' ')).args(["--lang", lang]);
        assert_eq!(
            said(&command.output().expect("the program starts")),
            format!("exit code 0\n{shown}")
        );
    }
}

#[test]
fn several_kinds_share_one_incident() {
    let project = TestProject::empty();
    let output = init(&project, &["--kind", "web", "--kind", "report", "--kind", "web"]);
    assert!(output.status.success(), "{}", said(&output));
    let names: Vec<String> = files(&project.path("data")).into_keys().collect();
    assert_eq!(
        names,
        ["incident.yaml", "notices/report-1.yaml", "notices/web-1.yaml", "office.yaml"]
    );
    project.write("data/clients.yaml", "- {id: C-1, name: みなと商会, honorific: 御中}\n");
    fill_in(&project);
    assert_eq!(project.said(&["check"]), "exit code 0\n2 letters checked, 0 problems found\n");
    project.succeed(&["generate"]);
    // What the README says of issuing can be done to the letter.
    let readme = fs::read_to_string(project.path("README.txt")).expect("a text");
    let steps = readme.lines().filter_map(|line| line.trim().strip_prefix("oshirase issue "));
    let steps: Vec<Vec<&str>> = steps.map(|step| step.split(' ').collect()).collect();
    assert_eq!(steps.len(), 2, "{readme}");
    for step in steps {
        project.succeed(&[&["issue", "--yes"][..], &step].concat());
    }
}

#[test]
fn what_is_missing_is_named_where_nobody_is_asked() {
    for (args, options) in [
        (&["init"][..], "`--name`, `--phone` or `--email`, `--kind`"),
        (&["init", "--yes", "--name", "甲", "--kind", "web"], "`--phone` or `--email`"),
        (&["init", "--name", "甲", "--email", "a@example.jp"], "`--kind`"),
    ] {
        let project = TestProject::empty();
        let said = project.said(args);
        assert!(said.contains(&format!("a new project needs {options}\n")), "{said}");
        assert!(said.starts_with("exit code 1\n"), "{said}");
        assert!(files(&project.path("")).is_empty());
    }
}

#[test]
fn nothing_is_written_where_anything_of_its_names_is_there() {
    let taken = [
        "data/office.yaml",
        "data/office.yml",
        "data/incident.yml",
        "data/notices/report-1.yaml",
        "README.txt",
        "out/ledger.sqlite3",
        // A file where a folder would be.
        "data",
    ];
    for name in taken {
        let project = TestProject::empty();
        project.write("顧客一覧.xlsx", "list");
        project.write(name, "mine");
        let before = files(&project.path(""));
        let output = init(&project, &["--kind", "report"]);
        let told = said(&output);
        assert!(told.starts_with("exit code 1\n") && told.contains(name), "{told}");
        assert_eq!(files(&project.path("")), before);
    }
    // Settings of an editor stay, and the schemas are named in the files as well.
    let project = TestProject::empty();
    project.write(".vscode/settings.json", "{}");
    assert!(init(&project, &["--kind", "web"]).status.success());
    let now = files(&project.path(""));
    assert_eq!(now[".vscode/settings.json"], "{}");
    assert!(now["data/office.yaml"].starts_with("# yaml-language-server: $schema=../.schema/"));
    // What has nothing to do with it is no hindrance: a list of clients, or one of letters
    // that have been sent.
    let project = TestProject::empty();
    project.write("顧客一覧.xlsx", "list");
    project.write("report-1-発送一覧.xlsx", "list");
    assert!(init(&project, &["--kind", "report"]).status.success());
    let before = files(&project.path(""));
    assert_eq!(init(&project, &["--kind", "web"]).status.code(), Some(1));
    assert_eq!(files(&project.path("")), before);
    assert_eq!(before["顧客一覧.xlsx"], "list");
}

#[test]
fn no_project_begins_among_the_facts_or_letters_of_another() {
    let project = TestProject::base();
    project.succeed(&["generate"]);
    let before = files(&project.path("data"));
    for folder in ["data", "data/new", "out", "out/report-1/new", "fonts/../data/neu"] {
        let dir = project.path(folder);
        let output = init(&project, &["--kind", "web", dir.to_str().expect("a path")]);
        let told = said(&output);
        assert!(told.contains("is among the facts or letters of another project"), "{told}");
        assert_eq!(files(&project.path("data")), before);
    }
    // Beside them there is room.
    let dir = project.path("2027/report");
    assert!(init(&project, &["--kind", "web", dir.to_str().expect("a path")]).status.success());
}

#[cfg(unix)]
#[test]
fn a_link_in_the_way_is_not_followed_and_what_is_made_is_private() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let (project, elsewhere) = (TestProject::empty(), TestProject::empty());
    symlink(elsewhere.path(""), project.path("data")).expect("a link");
    let output = init(&project, &["--kind", "web"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(files(&elsewhere.path("")).is_empty());
    let project = begun("web");
    for path in files_below(&project.path("")) {
        let mode = fs::metadata(&path).expect("a file").permissions().mode();
        assert_eq!(mode & 0o77, 0, "{}", path.display());
    }
    let mode = fs::metadata(project.path("data")).expect("a folder").permissions().mode();
    assert_eq!(mode & 0o77, 0);
}

#[test]
fn a_dry_run_and_json_say_what_is_written() {
    let project = TestProject::empty();
    let mut args = vec!["init"];
    args.extend(OFFICE);
    args.extend(["--kind", "mail"]);
    let tried = project.json(&[&args[..], &["--dry-run"]].concat());
    assert_eq!(tried["written"], false);
    assert!(files(&project.path("")).is_empty());
    let done = project.json(&args);
    assert_eq!((&done["written"], &done["files"]), (&true.into(), &tried["files"]));
    for file in done["files"].as_array().expect("a list") {
        assert!(project.path(file.as_str().expect("a path")).is_file());
    }
    let refused = project.json(&args);
    assert_eq!(refused["written"], false);
    assert!(refused["problems"][0]["message"].as_str().expect("words").contains("README.txt"));
}

#[test]
fn another_projects_office_fields_and_clients_are_taken_byte_for_byte() {
    let old = TestProject::empty();
    old.overlay(&repository().join("examples/association"));
    old.write("templates/report.typ", "#let 印 = \"data/logo.svg\"\n本文\n");
    let logo = fs::read(old.path("data/seal.svg")).expect("a picture");
    fs::write(old.path("data/logo.svg"), &logo).expect("a file");
    fs::write(old.path("data/scene.svg"), &logo).expect("a file");
    let windows = fs::read_to_string(old.path("data/office.yaml")).expect("a file");
    let windows = format!("\u{FEFF}# 控え\r\n{}", windows.replace('\n', "\r\n"));
    old.write("data/office.yaml", &windows);
    old.write("out/report-1/C-1.pdf", "a letter");
    let project = TestProject::empty();
    let from = old.path("").to_string_lossy().into_owned();
    project.succeed(&["init", "--from", &from, "--kind", "web"]);
    let (new, was) = (files(&project.path("")), files(&old.path("")));
    let copied = [
        "data/clients.yaml",
        "data/fields.yaml",
        "data/logo.svg",
        "data/office.yaml",
        "data/seal.svg",
        "templates/report.typ",
    ];
    for name in copied {
        assert_eq!(new.get(name), was.get(name), "{name}");
    }
    let own = ["README.txt", "data/incident.yaml", "data/notices/web-1.yaml"];
    let mut names: Vec<&str> = copied.iter().chain(&own).copied().collect();
    names.sort_unstable();
    let made: Vec<&String> = new.keys().filter(|it| !it.ends_with(".json")).collect();
    assert_eq!(made, names);
    assert!(new[".schema/clients.schema.json"].contains("代表者"));
    // The desk is that of the old office.
    let found = project.problems(&["check"]);
    assert!(
        found.iter().all(|it| it["check"] == "unfilled" || it["severity"] == "note"),
        "{found:?}"
    );
    assert!(new["data/incident.yaml"].contains("{{ office.phone }}"));
    assert!(!new["README.txt"].contains("oshirase import"));
}

#[test]
fn an_office_that_cannot_be_read_begins_nothing() {
    let old = TestProject::base();
    old.write("data/office.yaml", "namae: みなと\n");
    let project = TestProject::empty();
    let from = old.path("").to_string_lossy().into_owned();
    let told = project.said(&["init", "--from", &from, "--kind", "web"]);
    assert!(told.starts_with("exit code 1\n") && told.contains("namae"), "{told}");
    assert!(files(&project.path("")).is_empty());
    let told = project.said(&["init", "--from", &from, "--kind", "web", "--name", "甲"]);
    assert!(told.starts_with("exit code 2\n"), "{told}");
}

#[test]
fn an_answer_that_says_nothing_is_refused() {
    for name in ["", "  ", "甲\u{7}乙", "甲\n乙"] {
        let project = TestProject::empty();
        let args = ["init", "--name", name, "--email", "a@example.jp", "--kind", "web"];
        assert_eq!(project.run(&args).status.code(), Some(2), "{name:?}");
        assert!(files(&project.path("")).is_empty());
    }
}

/// Names with what means something to YAML, templates or Typst.
fn names() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(vec![
        "甲",
        "髙",
        "𠮷",
        ": ",
        " #",
        "\"",
        "'",
        "\\",
        "{{ office.name }}",
        "{% x %}",
        "- ",
        "&a",
        "*b",
        "!c",
        "|",
        ">",
        "@d",
        "`",
        "，",
        "：",
        "　",
        "true",
        "null",
        "~",
        "1,204",
        "0901",
        "1E5",
        "[",
        "]",
        "{",
        "}",
        "%",
        "$x$",
        "#set",
        "=",
        "*b*",
        "\u{E0100}",
        "ｶﾅ",
        "e\u{301}",
    ]);
    prop::collection::vec(odd, 1..6).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_an_office_is_called_it_is_called_so_afterwards(
        name in names(), person in names(), title in names(), phone in names(), hours in names(),
    ) {
        let texts = [&name, &person, &title, &phone, &hours];
        prop_assume!(texts.iter().all(|it| !it.trim().is_empty()));
        let project = TestProject::empty();
        let options = ["--name", "--person", "--title", "--phone", "--hours"];
        let options = options.iter().zip(texts).map(|(option, text)| format!("{option}={text}"));
        let options: Vec<String> = options.collect();
        let mut args = vec!["init", "--kind", "blank", "--json"];
        args.extend(options.iter().map(String::as_str));
        let output = project.run(&args);
        let told = said(&output);
        if output.status.code() == Some(1) {
            // What facts cannot hold is said, and nothing is written.
            prop_assert!(files(&project.path("")).is_empty(), "{}", told);
        } else {
            prop_assert!(output.status.success(), "{}", told);
            let yaml = fs::read_to_string(project.path("data/office.yaml")).expect("a file");
            let office: serde_yaml::Value = serde_yaml::from_str(&yaml).expect("YAML");
            let held = |value: &serde_yaml::Value| match value {
                serde_yaml::Value::Number(number) => number.to_string(),
                value => value.as_str().unwrap_or_default().to_owned(),
            };
            let read = [
                held(&office["name"]),
                held(&office["person"]["name"]),
                held(&office["person"]["title"]),
                held(&office["phone"]),
                held(&office["vars"]["受付時間"]),
            ];
            prop_assert_eq!(read.each_ref().map(String::as_str), texts.map(|it| it.trim()));
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_person_is_asked_until_the_answers_are_good() {
    let project = TestProject::empty();
    let folder = project.path("新しい お知らせ");
    // The office's name at the second try; no signer; where to ask at the second round; the
    // second kind.
    let typed = "\nみなと商会: 本店 #1\n\n\n\n\na@example.jp\n\n\u{1b}[B\n";
    let line = format!("init '{}' --date 2026-11-27", folder.display());
    let Some(told) = on_a_terminal(&line, typed) else { return };
    assert!(told.contains("差出人の名前"), "{told}");
    assert!(told.contains("電話番号かメールアドレスのどちらか"), "{told}");
    let files = files(&folder);
    let office = &files["data/office.yaml"];
    assert!(office.contains("name: 'みなと商会: 本店 #1'\nemail: a@example.jp\n"), "{office}");
    assert!(files.contains_key("data/notices/persons-1.yaml"), "{told}");
    assert!(told.contains(&format!("cd \"{}\"", folder.display())), "{told}");
}
