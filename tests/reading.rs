//! What a person types is what is printed, and is taken where it has one meaning.

mod common;

use std::fs;

use common::{NOTICE, OPENING, TestProject, repository};

/// A record with these lines in place of or behind its own.
fn record(id: &str, lines: &[(&str, &str)]) -> String {
    let mut fields = vec![
        ("id", id),
        ("name", "株式会社いろは"),
        ("honorific", "御中"),
        ("業務", "[給与計算]"),
        ("route", "調整中"),
        ("notify", "保留"),
    ];
    for (key, value) in lines {
        fields.retain(|(known, _)| known != key);
        fields.push((key, value));
    }
    let lines: Vec<String> = fields.iter().map(|(key, value)| format!("{key}: {value}")).collect();
    format!("- {}\n", lines.join("\n  "))
}

/// The Typst source of the letters that are made, all in one.
fn sources(project: &TestProject) -> String {
    let story = project.story(&["generate", "--keep-source"]);
    assert!(story.starts_with("exit code 0\n"), "{story}");
    let letters = fs::read_dir(project.path("out/report-1")).expect("the letters");
    let mut sources: Vec<_> = letters.map(|it| it.expect("an entry").path()).collect();
    sources.retain(|path| path.extension().is_some_and(|it| it == "typ"));
    sources.sort();
    sources.iter().map(|path| fs::read_to_string(path).expect("a source")).collect()
}

/// A day is not among them: a bare one is an error, because people write it otherwise.
#[test]
fn numbers_are_printed_as_they_are_written() {
    let written = [
        "5.10",
        "2.0",
        "0.30",
        "+81312345678",
        "0123",
        "0312345678",
        "1E5",
        "0x1F",
        "0o17",
        "1_000",
        ".inf",
        "1e3",
        "12:30:45",
        "12345678901234567890",
        "5.5",
        "100",
    ];
    let project = TestProject::base();
    let named = |name: &str, between: &str| {
        let values = written.iter().enumerate();
        let values = values.map(|(index, it)| format!("{name}{index}: {it}"));
        values.collect::<Vec<_>>().join(between)
    };
    let printed = |name: &str| {
        let tags = (0..written.len()).map(|index| format!("〔{{{{ {name}{index} }}}}〕"));
        tags.collect::<String>()
    };
    let vars = format!("vars: {{{}, 割合: 0.80}}\nbulletins:", named("変数", ", "));
    project.edit("data/incident.yaml", "bulletins:", &vars);
    let fields: String = (0..written.len()).map(|index| format!("値{index}: {{}}\n")).collect();
    project.append("data/fields.yaml", &fields);
    let text = format!(
        "  - \"{}{}〔{{{{ 割合 }}}}〕{{% if 退職者数 > 99 %}}多い{{% endif %}}\"",
        printed("変数"),
        printed("値")
    );
    project.edit(NOTICE, OPENING, &text);
    let client = format!("{}  {}\n", record("5.10", &[("退職者数", "100")]), named("値", "\n  "));
    fs::write(project.path("data/clients.yaml"), client).expect("a file");
    let source = sources(&project);
    for written in written {
        let times = source.matches(&format!("〔{written}〕")).count();
        assert_eq!(times, 2, "{written} in {source}");
    }
    assert!(source.contains("〔0.80〕") && source.contains("多い"), "{source}");
    assert!(project.path("out/report-1/5.10.pdf").exists());
}

#[test]
fn names_and_addresses_are_read_by_their_characters() {
    let project = TestProject::base();
    let lines = [
        ("name", "1E5"),
        ("delivery", "郵送"),
        ("postal_code", "1010041"),
        ("address", "[東京都港区, 5.10, 301]"),
        ("person", "{department: 0x1F, title: 1., name: +81}"),
    ];
    fs::write(project.path("data/clients.yaml"), record("C-1", &lines)).expect("a file");
    let source = sources(&project);
    for written in
        ["\"1E5\"", "\"101-0041\"", "\"5.10\"", "\"301\"", "\"0x1F\"", "\"1.\"", "\"+81\""]
    {
        assert!(source.contains(written), "{written} in {source}");
    }
}

#[test]
fn what_a_clerk_types_is_taken_where_it_has_one_meaning() {
    let project = TestProject::base();
    let mut clients = String::new();
    let mut add = |lines: &[(&str, &str)]| {
        let id = format!("C-{}", clients.matches("id:").count());
        clients.push_str(&record(&id, lines));
    };
    for way in ["メール", "FAX"] {
        add(&[("delivery", way), ("email", "soumu@iroha.example.jp"), ("fax", "03-0000-0001")]);
    }
    for code in ["1010041", "〒101-0041", "１０１－００４１", "101−0041", "101‐0041", "101ー0041"]
    {
        add(&[("delivery", "郵送"), ("postal_code", code), ("address", "[東京都千代田区]")]);
    }
    for day in [
        "2024/2/5",
        "2024-2-5",
        "2024年2月5日",
        "令和6年2月5日（月）",
        "２０２４－０２－０５",
        "20240205",
    ] {
        add(&[("known_on", day)]);
    }
    for own in [
        "給与計算、電子明細",
        "[給与計算、電子明細]",
        "給与計算・電子明細",
        "給与計算，電子明細",
        "給与計算/電子明細",
    ] {
        add(&[("業務", own)]);
    }
    for persons in ["1234", "１２３４", "1,234", "１，２３４"] {
        add(&[
            ("退職者数", persons),
            ("data", &format!("\n    - item: 氏名\n      persons: {persons}")),
        ]);
    }
    fs::write(project.path("data/clients.yaml"), clients).expect("a file");
    project.edit(NOTICE, "2024-02-06", "令和６年２月６日");
    project.edit("data/incident.yaml", "2024-02-05T18:30", "2024年2月5日（月）午後6時30分");
    project.edit("data/incident.yaml", "2024-02-05T09:00", "2024/2/5 9時");
    project.edit("data/office.yaml", "style: {", "style: {day: ２０２３年６月９日（金）, ");
    for name in ["office", "incident", "notices/report-1", "clients", "fields"] {
        let [old, new] =
            ["yaml", "yml"].map(|ending| project.path(&format!("data/{name}.{ending}")));
        fs::rename(old, new).expect("another name");
    }
    let story = project.story(&["check"]);
    assert!(story.starts_with("exit code 0\n"), "{story}");
    assert!(story.contains("23 letters checked"), "{story}");
    let source = sources(&project);
    assert!(source.contains("２０２４年２月５日（月）18時30分"), "{source}");
    assert_eq!(source.matches("\"postal_code\":\"101-0041\"").count(), 6, "{source}");
}

#[test]
fn a_department_without_a_person_has_the_honorific() {
    let project = TestProject::base();
    let lines = [("person", "{department: 総務部}")];
    fs::write(project.path("data/clients.yaml"), record("C-1", &lines)).expect("a file");
    let story = project.story(&["generate"]);
    assert!(story.starts_with("exit code 0\n"), "{story}");
    let text = common::text_of(&project.path("out/report-1/C-1.pdf"));
    let text = text.replace('\u{3000}', " ");
    assert!(text.contains("株式会社いろは\n総務部 御中"), "{text}");
}

#[test]
fn lines_of_a_name_join_without_a_space() {
    let project = TestProject::base();
    let lines = [
        ("delivery", "郵送"),
        ("postal_code", "101-0041"),
        ("name", "株式会社\n    いろは"),
        ("address", "\n    - 東京都\n      港区\n    - Minato\n      Building"),
    ];
    fs::write(project.path("data/clients.yaml"), record("C-1", &lines)).expect("a file");
    let source = sources(&project);
    for written in ["\"株式会社いろは\"", "\"東京都港区\"", "\"Minato Building\""] {
        assert!(source.contains(written), "{written} in {source}");
    }
}

#[test]
fn a_file_with_the_line_ends_of_old_macs_is_read_and_added_to() {
    let project = TestProject::base();
    for name in ["office", "incident", "notices/report-1", "clients", "fields"] {
        let path = project.path(&format!("data/{name}.yaml"));
        let text = fs::read_to_string(&path).expect("a file");
        fs::write(&path, text.replace('\n', "\r")).expect("a file");
    }
    let story = project.story(&["check"]);
    assert!(story.contains("2 letters checked, 0 problems found"), "{story}");
    let add =
        ["bulletin", "add", "--number", "3", "--at", "2024-02-05T20:00", "--text", "続報です。"];
    let story = project.story(&add);
    assert!(story.starts_with("exit code 0\n"), "{story}");
    let story = project.story(&["check"]);
    assert!(story.contains("2 letters checked, 0 problems found"), "{story}");
}

#[test]
fn an_empty_folder_stays_empty() {
    let project = TestProject::empty();
    for args in [
        &["check"][..],
        &["generate"],
        &["generate", "--prune"],
        &["issue"],
        &["status"],
        &["verify"],
        &["bulletin", "list"],
        &["bulletin", "add", "--number", "1", "--at", "2024-02-05T20:00", "--text", "続報です。"],
        &["notice", "list"],
        &["notice", "new"],
        &["show", "C-1"],
        &["diff", "C-1"],
        &["preview", "C-1", "--no-open"],
    ] {
        let story = project.story(args);
        assert!(!story.starts_with("exit code 0\n"), "{args:?}: {story}");
        let left = fs::read_dir(project.path("")).expect("the folder").count();
        assert_eq!(left, 0, "{args:?} left something behind");
    }
}

#[test]
fn the_repositorys_own_facts_are_read_as_before() {
    let project = TestProject::model();
    let story = project.story(&["check"]);
    assert!(story.contains("0 problems found"), "{story}");
    assert!(repository().join("data/office.yaml").exists());
}

#[test]
fn numbers_in_every_kind_of_block_are_printed_as_they_are_written() {
    let project = TestProject::base();
    project.edit(
        NOTICE,
        "      - bulletins: all",
        "      - bulletins: all
      - table:
          columns: [{heading: 版}, {heading: 数, total: true}]
          rows: [[5.10, 12], [+81, 1204], [2.0, 3]]
      - pairs: {1E5: 0x1F}
      - qa: [{q: 0.30, a: 12:30:45}]
      - notes: [1e3]
      - list: [1., {text: 0o17, list: [7.0]}]",
    );
    let source = sources(&project);
    for written in [
        "5.10", "+81", "2.0", "1E5", "0x1F", "0.30", "12:30:45", "1e3", "1.", "0o17", "7.0",
        "1,219",
    ] {
        assert!(source.contains(&format!("\"{written}\"")), "{written} in {source}");
    }
}
