//! `generate` and `check` as a user meets them.

mod common;

use std::fs;
use std::path::Path;
use std::process::Command;

use common::{NOTICE, OPENING, TestProject, repository, tool};

fn bytes(project: &TestProject, clients: &[&str]) -> Vec<Vec<u8>> {
    clients.iter().map(|client| fs::read(project.letter(client)).expect("a letter")).collect()
}

#[test]
fn the_model_project_makes_a_letter_for_every_client() {
    let project = TestProject::model();
    let story = project.story(&["generate"]);
    assert!(
        story.starts_with("exit code 0\nmade 16, unchanged 0, failed 0 in out/report-1/"),
        "{story}"
    );
    assert_eq!(project.letters("report-1").len(), 16);
}

#[test]
fn the_same_facts_make_the_same_bytes() {
    let clients = ["C-0000", "C-0001", "C-0006", "C-0012"];
    let first = TestProject::model();
    first.succeed(&["generate", "--jobs", "1"]);
    let expected = bytes(&first, &clients);

    first.succeed(&["generate", "--jobs", "2"]);
    assert!(bytes(&first, &clients) == expected, "a second run, with other threads");

    // Another folder, from another working directory, one letter alone.
    let second = TestProject::model();
    let status = second
        .command(&["generate", "--client", "C-0006"])
        .current_dir("/")
        .status()
        .expect("the program starts");
    assert!(status.success());
    assert!(bytes(&second, &["C-0006"])[0] == expected[2], "another folder");
}

#[test]
fn only_the_clients_that_are_asked_for_are_made() {
    let project = TestProject::model();
    project.succeed(&["generate", "--client", "C-0003", "--client", "C-0008"]);
    assert_eq!(project.letters("report-1"), ["C-0003.pdf", "C-0008.pdf"]);

    let story = project.story(&["generate", "--client", "C-003"]);
    assert!(story.starts_with("exit code 1\n"), "{story}");
    assert!(story.contains("hint: did you mean `C-0003`?"), "{story}");
}

#[test]
fn the_result_is_told_to_machines_on_standard_output() {
    let project = TestProject::base();
    project.edit("data/clients.yaml", "  route: 調整中\n", "  rute: 調整中\n");
    let output = project.run(&["generate", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut result: serde_json::Value =
        serde_json::from_slice(&output.stdout).expect("JSON on standard output");
    result["made"][0]["bytes"] = 0.into();
    let shown = serde_json::to_string_pretty(&result).expect("JSON");
    insta::assert_snapshot!(shown);
}

#[test]
fn the_source_is_kept_where_that_is_asked_for() {
    let project = TestProject::base();
    project.succeed(&["generate", "--keep-source", "--client", "C-2"]);
    assert_eq!(project.letters("report-1"), ["C-2.pdf", "C-2.typ"]);
    let source = fs::read_to_string(project.path("out/report-1/C-2.typ")).expect("the source");
    insta::assert_snapshot!(source);
}

#[test]
fn check_writes_nothing_and_finds_the_same() {
    for deep in [&["check"][..], &["check", "--deep"]] {
        let project = TestProject::base();
        let story = project.story(deep);
        assert_eq!(story, "exit code 0\n2 letters checked, 0 problems found\nletters: \n");
        assert!(!project.path("out").exists());
        project.edit("data/clients.yaml", "有限会社にほへ", "有限会社🀀にほへ");
        let story = project.story(deep);
        assert!(story.contains("no font has the character `🀀` (U+1F000), in `name`"), "{story}");
        assert!(story.starts_with("exit code 1\n"), "{story}");
        assert!(!project.path("out").exists());
    }
}

#[test]
fn clients_may_be_spread_over_files_and_documents() {
    let project = TestProject::base();
    let text = fs::read_to_string(project.path("data/clients.yaml")).expect("the clients");
    let [first, second] = text.split("- id:").skip(1).collect::<Vec<_>>()[..] else {
        panic!("two clients");
    };
    fs::remove_file(project.path("data/clients.yaml")).expect("a file to remove");
    let mapping =
        |record: &str, id: &str| format!("id:{}", record.replace("\n  ", "\n")).replace("C-1", id);
    project.write(
        "data/clients/east.yaml",
        &format!("---\n{}---\n{}", mapping(first, "E-1"), mapping(first, "E-2")),
    );
    project.write("data/clients/west.yaml", &format!("- id:{second}"));
    project.succeed(&["generate"]);
    assert_eq!(project.letters("report-1"), ["C-2.pdf", "E-1.pdf", "E-2.pdf"]);
}

#[test]
fn a_template_of_the_project_takes_the_place_of_the_one_in_the_binary() {
    let project = TestProject::base();
    let own = fs::read_to_string(repository().join("templates/report.typ")).expect("the template");
    project.write("templates/report.typ", &own.replace("closing | typst", "\"以下余白\" | typst"));
    project.succeed(&["generate", "--client", "C-1"]);
    assert!(common::text_of(&project.letter("C-1")).contains("以下余白"));
}

#[test]
fn a_seal_stands_on_the_letter_with_a_text_for_screen_readers() {
    let project = TestProject::base();
    project.write(
        "data/seal.svg",
        "<svg xmlns='http://www.w3.org/2000/svg' width='60' height='60'>\
         <rect x='3' y='3' width='54' height='54' fill='none' stroke='#c00' stroke-width='4'/></svg>",
    );
    project.edit("data/office.yaml", "person:", "seal: data/seal.svg\nperson:");
    project.succeed(&["generate", "--client", "C-1"]);
    let path = project.letter("C-1");
    let structure = tool("pdfinfo", &["-struct", &path.to_string_lossy()]);
    let structure = String::from_utf8_lossy(&structure);
    assert_eq!(structure.lines().filter(|line| line.trim().starts_with("Figure")).count(), 1);
}

#[test]
fn circled_numbers_go_to_fifty_and_then_stand_in_brackets() {
    let project = TestProject::base();
    let items: Vec<String> = (1..=52).map(|number| format!("項{number}項")).collect();
    let list =
        format!("  - mark: [(1), ①]\n    list: [{{text: 上, list: [{}]}}]", items.join(", "));
    project.edit(NOTICE, OPENING, &list);
    project.succeed(&["generate", "--client", "C-1"]);
    let text = common::squeezed(&common::text_of(&project.letter("C-1")));
    for item in ["(1)上①項1項", "⑳項20項㉑項21項", "㉟項35項㊱項36項", "㊿項50項(51)項51項"]
    {
        assert!(text.contains(item), "no {item} in {text}");
    }
}

#[test]
fn a_bulletin_that_the_letters_leave_out_is_a_warning() {
    let project = TestProject::base();
    project.edit(NOTICE, "date:", "as_of: 2024-02-05T12:00\ndate:");
    let story = project.story(&["generate"]);
    assert!(story.starts_with("exit code 0\nwarning: 第2報 came after `as_of`"), "{story}");
    assert!(!common::text_of(&project.letter("C-1")).contains("復旧の見込み"));
}

#[test]
fn letters_of_an_earlier_run_that_were_not_made_anew_are_named() {
    let project = TestProject::base();
    project.succeed(&["generate"]);
    // One client's record is broken, then the other is gone.
    project.edit("data/clients.yaml", "  honorific: 御中\n", "");
    let story = project.story(&["generate"]);
    let line = "1 older letter not made anew, do not send: out/report-1/C-1.pdf\n";
    assert!(story.contains(line), "{story}");
    project.edit("data/clients.yaml", "C-1", "C-3");
    let story = project.story(&["generate", "--client", "C-2"]);
    assert!(!story.contains("older"), "only C-2 was asked for: {story}");
}

#[cfg(unix)]
#[test]
fn letters_are_readable_by_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let project = TestProject::base();
    project.succeed(&["generate", "--keep-source"]);
    for path in ["out/report-1/C-1.pdf", "out/report-1/C-1.typ", "out/report-1"] {
        let mode = fs::metadata(project.path(path)).expect("it is there").permissions().mode();
        assert_eq!(mode & 0o077, 0, "{path}");
    }
}

#[test]
fn what_a_killed_run_left_unfinished_is_removed() {
    let project = TestProject::base();
    project.write("out/report-1/.unfinished-abc", "half a letter");
    project.succeed(&["generate"]);
    assert_eq!(project.letters("report-1"), ["C-1.pdf", "C-2.pdf"]);
}

/// The exit code, the message, and what is left in the folder.
fn failure(project: &TestProject) -> (Option<i32>, String) {
    let output = project.run(&["generate"]);
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn a_file_where_a_folder_is_needed_fails_the_run() {
    let project = TestProject::base();
    project.write("out", "a file");
    let (code, said) = failure(&project);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("cannot write") && said.contains("because:"), "{said}");
    assert_eq!(fs::read_to_string(project.path("out")).expect("the file"), "a file");
}

#[test]
fn a_folder_where_a_letter_is_to_be_stays_and_costs_that_letter() {
    let project = TestProject::base();
    project.write("out/report-1/C-1.pdf/x", "kept");
    let (code, said) = failure(&project);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("`out/report-1/C-1.pdf` is a folder"), "{said}");
    assert!(said.contains("made 1, unchanged 0, failed 1"), "{said}");
    assert!(project.path("out/report-1/C-1.pdf/x").exists());
    let unfinished = project.letters("report-1").into_iter().any(|name| name.starts_with('.'));
    assert!(!unfinished, "an unfinished file was left");
}

#[test]
fn a_folder_where_a_data_file_is_to_be_fails_the_run() {
    let project = TestProject::base();
    fs::remove_file(project.path("data/office.yaml")).expect("a file to remove");
    fs::create_dir(project.path("data/office.yaml")).expect("a folder");
    let (code, said) = failure(&project);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("cannot read") && said.contains("office.yaml"), "{said}");
}

#[test]
fn a_project_that_is_not_there_fails_the_run() {
    let output = Command::new(env!("CARGO_BIN_EXE_oshirase"))
        .args(["generate", "--project", "no-such-folder"])
        .output()
        .expect("the program starts");
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(said, "error: `no-such-folder` is not a folder\n");
}

/// Runs a script with a mount of its own, or says that it cannot.
#[cfg(target_os = "linux")]
fn in_own_mounts(script: &str) -> Option<std::process::Output> {
    let root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n");
    let able = root
        && Command::new("unshare")
            .args(["--mount", "true"])
            .status()
            .is_ok_and(|status| status.success());
    if !able {
        eprintln!("SKIPPED: this test mounts a small disk and needs to be root");
        return None;
    }
    let output = Command::new("unshare").args(["--mount", "sh", "-ec", script]).output();
    Some(output.expect("unshare starts"))
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_fails_the_run_and_leaves_nothing_half_written() {
    let project = TestProject::model();
    let (out, binary) = (project.path("out"), env!("CARGO_BIN_EXE_oshirase"));
    fs::create_dir(&out).expect("a folder");
    let kept = tempfile::tempdir().expect("a temporary folder");
    // Room for a few of the sixteen letters; what fits is copied out to be looked at.
    let script = format!(
        "mount -t tmpfs -o size=1m tmpfs '{out}'; code=0; \
         '{binary}' --project '{project}' generate || code=$?; \
         cp -r '{out}/report-1/.' '{kept}'; exit $code",
        out = out.display(),
        project = project.path(".").display(),
        kept = kept.path().display(),
    );
    let Some(output) = in_own_mounts(&script) else { return };
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    let is_full = ["because: No space left on device", "because: database or disk is full"];
    assert!(is_full.iter().any(|it| said.contains(it)), "{said}");
    let names: Vec<_> = fs::read_dir(kept.path())
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    assert!(!names.is_empty() && names.len() < 16, "{names:?}");
    for path in names {
        assert_whole(&path);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_written_fails_the_run() {
    let project = TestProject::base();
    let (out, binary) = (project.path("out"), env!("CARGO_BIN_EXE_oshirase"));
    fs::create_dir(&out).expect("a folder");
    // Root may write anywhere but on a read-only disk.
    let script = format!(
        "mount -t tmpfs -o ro tmpfs '{}'; '{binary}' --project '{}' generate",
        out.display(),
        project.path(".").display(),
    );
    let Some(output) = in_own_mounts(&script) else { return };
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("because: Read-only file system"), "{said}");
}

fn assert_whole(pdf: &Path) {
    assert!(pdf.extension().is_some_and(|it| it == "pdf"), "{}", pdf.display());
    tool("qpdf", &["--check", &pdf.to_string_lossy()]);
}

#[test]
fn verbose_says_which_letters_were_exported_one_by_one_and_why() {
    let project = TestProject::base();
    let verbose = |lang: &str| project.story_in(lang, &["generate", "--force", "--verbose"]);
    assert!(verbose("en").contains("\nno letter was exported one by one\n"));
    // A link: its destination is an element in another place.
    let template = fs::read_to_string(repository().join("templates/report.typ"));
    let template = template.expect("the template");
    let link = "#link(\"https://example.jp/\")[案内]";
    let linked = template.replacen("*\n\n", &format!("*\n{link}\n\n"), 1);
    assert!(linked.contains(link));
    project.write("templates/report.typ", &linked);
    let said = verbose("en");
    assert!(said.contains("letters exported one by one"), "{said}");
    assert!(said.contains("\n  there is an element `link`: "), "{said}");
    let said = verbose("ja");
    assert!(said.contains("通は、共通の部分を使い回せず"), "{said}");
    assert!(said.contains("\n  `link`という要素があります: "), "{said}");
    assert!(!project.story(&["generate", "--force"]).contains("one by one"));
}

#[test]
fn dates_times_and_counts_are_written_as_their_examples() {
    let project = TestProject::base();
    let opening = "{{ notice.date | date }}・{{ notice.date | day }}・{{ notice.as_of | time }}・\
                   {{ 1234567 | count }}";
    project.edit(NOTICE, OPENING, &format!("  - |\n    {opening}。"));
    project.edit(NOTICE, "date:", "as_of: 2024-02-06T09:05\ndate:");
    project.edit(
        "data/office.yaml",
        "style: {",
        "style: {date: 令和5年6月9日, day: 6月9日(金), time: 14:12, count: \"14万8,620\", ",
    );
    let read = || common::squeezed(&common::text_of(&project.letter("C-1")));
    project.succeed(&["generate", "--client", "C-1"]);
    let letter = read();
    assert!(letter.contains("令和6年2月6日・2月6日(火)・9:05・123万4,567。"), "{letter}");
    // The timeline has the style of a day, and of a time.
    assert!(letter.contains("2月5日(月)9:00"), "{letter}");
    project.edit(NOTICE, "date:", "style: {date: 2023/06/09}\ndate:");
    project.succeed(&["generate", "--client", "C-1"]);
    assert!(read().contains("2024/02/06・2月6日(火)・9:05・123万4,567。"), "{}", read());
}

#[test]
fn own_fields_are_as_good_as_those_of_the_program() {
    let project = TestProject::base();
    project.write(
        "data/fields.yaml",
        "業務: {values: [給与計算, 電子明細], several: true}\n\
         契約: {values: [給与計算, 電子明細], several: true}\n\
         退職者数: {kind: 数}\n契約日: {kind: 日付}\n担当者: {}\nPlan: {}\n",
    );
    project.write(
        "data/clients.yaml",
        "- id: C-1\n  name: 株式会社いろは\n  honorific: 御中\n  契約: 給与計算、電子明細\n  \
         退職者数: 1,204\n  契約日: 令和5年6月1日\n  担当者: 佐藤 美咲\n  Plan: A\n\
         - {id: C-2, name: 有限会社にほへ, honorific: 御中, 契約: 電子明細, 退職者数: 3}\n\
         - {id: C-3, name: 合名会社とちり, honorific: 御中, 契約: []}\n",
    );
    project.append("data/office.yaml", "vars: {受付時間: 平日9時から17時}\n");
    let section = r#"
  - heading: 契約
    body:
      - when: {契約: 給与計算}
        text: 契約は{{ 契約 | join(sep="と") }}です。
      - when: {has: [担当者, 契約日]}
        text: 担当は{{ 担当者 }}（{{ Plan }}）、契約は{{ 契約日 | day }}です。
      - when: {退職者数: {over: 100}}
        text: 退職者は{{ 退職者数 | count }}人です。
      - when: {退職者数: {under: 100}}
        text: 退職者は少数です。
      - when: {契約日: {before: 2023-07-01}}
        text: 七月より前からの契約です。
      - when: {has: 契約}
        text: 契約があります。
      - 受付は{{ 受付時間 }}です。{% if 担当者 is defined %}{{ 担当者 }}まで。{% endif %}"#;
    project.edit(NOTICE, OPENING, &format!("{OPENING}{section}"));
    project.succeed(&["generate"]);
    let letter = |client| common::squeezed(&common::text_of(&project.letter(client)));
    let first = letter("C-1");
    for text in [
        "契約は給与計算と電子明細です。",
        "担当は佐藤美咲（A）、契約は2023年6月1日（木）です。",
        "退職者は1,204人です。",
        "七月より前からの契約です。",
        "受付は平日9時から17時です。佐藤美咲まで。",
    ] {
        assert!(first.contains(text), "no {text} in {first}");
    }
    let second = letter("C-2");
    assert!(
        second.contains("退職者は少数です。契約があります。受付は平日9時から17時です。"),
        "{second}"
    );
    assert!(!second.contains("契約は"), "{second}");
    // An empty list is none.
    assert!(!letter("C-3").contains("契約があります。"));
    // A field's change is named, and changes the letters that have it.
    project.edit("data/clients.yaml", "佐藤 美咲", "鈴木 一郎");
    let status = project.run(&["status"]).stdout;
    let status = String::from_utf8_lossy(&status);
    assert!(status.contains("担当者 changed") && !status.contains("C-2"), "{status}");
}

/// Two notices that are published, and the second tells of what has come since.
#[test]
fn a_published_notice_tells_what_the_one_before_did_not() {
    let project = TestProject::empty();
    project.write("data/office.yaml", "name: 見本市\n");
    let bulletins = "bulletins:\n\
        - {number: 1, at: 2024-02-05T09:00, text: 一つ目です。}\n\
        - {number: 2, at: 2024-02-07T09:00, text: 二つ目です。}\n";
    project.write("data/incident.yaml", bulletins);
    for (id, date) in [("web-1", "2024-02-06"), ("web-2", "2024-02-08")] {
        let notice = format!(
            "date: {date}\ntitle: 障害について\nto: none\nhead: title\n\
             body: [{{bulletins: new}}, \"{{{{ notice.as_of | day }}}}までのことです。\"]\n"
        );
        project.write(&format!("data/notices/{id}.yaml"), &notice);
    }
    project.succeed(&["generate"]);
    let text =
        |id: &str| common::squeezed(&common::text_of(&project.path(&format!("out/{id}/{id}.pdf"))));
    let (first, second) = (text("web-1"), text("web-2"));
    assert!(first.contains("一つ目です。") && !first.contains("二つ目です。"), "{first}");
    assert!(second.contains("二つ目です。") && !second.contains("一つ目です。"), "{second}");
    assert!(second.contains("2024年2月8日（木）までのことです。"), "{second}");
}

#[test]
fn widths_are_shares_of_the_room_too() {
    let project = TestProject::base();
    let map = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"20\"><rect width=\"40\" height=\"20\"/></svg>";
    project.write("data/map.svg", map);
    let blocks = "body:\n  - image: {file: data/map.svg, alt: 案内図, width: 40%}\n  \
        - table: {columns: [{heading: 項目, width: 40%}, 件数], rows: [[甲, １２，３４５]]}\n";
    project.edit(NOTICE, "body:\n", blocks);
    project.succeed(&["generate"]);
}

/// `none` is the word for what a letter has not, wherever it may be left out.
#[test]
fn what_is_none_is_not_in_the_letter() {
    let project = TestProject::base();
    project.edit(NOTICE, "closing: 以上\n", "closing: none\ngreeting: none\nfoot: none\n");
    project.edit(NOTICE, "body:\n", "addressee: none\nsender: none\nbody:\n");
    project.succeed(&["generate"]);
    let text = common::squeezed(&common::text_of(&project.letter("C-1")));
    assert!(text.starts_with("2024年2月6日システム障害に関するご報告"), "{text}");
    assert!(!text.contains("none") && !text.contains("海野"), "{text}");
    project.edit(NOTICE, "foot: none\n", "head: none\n");
    project.succeed(&["generate"]);
    let text = common::squeezed(&common::text_of(&project.letter("C-1")));
    assert!(text.starts_with("このたびの"), "{text}");
}

/// Wherever a text may stand, `{text: …}` and a part that is one text may.
#[test]
fn a_text_may_be_a_part_or_stand_in_braces_anywhere() {
    let project = TestProject::base();
    let parts = "parts:\n  名称: 給与計算の停止\n  二つ: [一つ目, 二つ目]\n";
    project.append("data/incident.yaml", parts);
    project.edit(NOTICE, "title: システム障害に関するご報告", "title: {text: ご報告}");
    let blocks = "body:\n  - heading: {use: 名称}\n    body: 見出しの下です。\n  \
        - qa: {q: {use: 名称}, a: 答えです。}\n  - blanks: [{label: {text: ご署名}}]\n";
    project.edit(NOTICE, "body:\n", blocks);
    project.succeed(&["generate"]);
    let text = common::squeezed(&common::text_of(&project.letter("C-1")));
    assert!(text.contains("１．給与計算の停止見出しの下です。"), "{text}");
    assert!(text.contains("問給与計算の停止答答えです。ご署名"), "{text}");
    project.edit(NOTICE, "heading: {use: 名称}", "heading: {use: 二つ}");
    let story = project.story(&["generate"]);
    assert!(
        story.contains("only a text can stand here, and part `二つ` is more than that"),
        "{story}"
    );
}

/// A form of the day before, and one of the same day, have told nobody of a bulletin.
#[test]
fn a_letter_without_bulletins_makes_none_of_them_old() {
    let project = TestProject::base();
    for (id, date) in [("form-1", "2024-02-07"), ("form-2", "2024-02-08")] {
        let form = format!("date: {date}\ntitle: ご確認のお願い\nbody: ご確認ください。\n");
        project.write(&format!("data/notices/{id}.yaml"), &form);
    }
    project.append(
        "data/incident.yaml",
        "  - {number: 3, at: 2024-02-07T09:00, text: 三つ目です。}\n",
    );
    let next = "number: 2\ndate: 2024-02-08\ntitle: 第2報\nbody: [{bulletins: new}]\n";
    project.write("data/notices/report-2.yaml", next);
    project.succeed(&["generate", "--notice", "report-2"]);
    let text = common::squeezed(&common::text_of(&project.path("out/report-2/C-1.pdf")));
    assert!(text.contains("三つ目です。"), "{text}");
    assert!(text.contains("（第3報）") && !text.contains("（第2報）"), "{text}");
}
