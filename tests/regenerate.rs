//! The third job: a new bulletin comes; what changed is made again, what was
//! issued stays, and the ledger knows.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::process::{Child, Stdio};

use common::{NOTICE, OPENING, TestProject};

/// The bytes of all letters of a notice.
fn letters(project: &TestProject, notice: &str) -> BTreeMap<String, Vec<u8>> {
    let pdfs = project.letters(notice).into_iter().filter(|name| name.ends_with(".pdf"));
    pdfs.map(|name| {
        let path = project.path("out").join(notice).join(&name);
        (name, fs::read(path).expect("a letter"))
    })
    .collect()
}

/// Which letters differ.
fn changed(before: &BTreeMap<String, Vec<u8>>, now: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    now.iter()
        .filter(|(name, pdf)| before.get(*name) != Some(pdf))
        .map(|(name, _)| name.clone())
        .collect()
}

/// The exit code and what a command says, with what changes from day to day replaced.
fn said(project: &TestProject, args: &[&str]) -> String {
    let output = project.run(args);
    let (said, printed) = (output.stderr, output.stdout);
    let (said, printed) = (String::from_utf8_lossy(&said), String::from_utf8_lossy(&printed));
    let mut text = format!("exit code {}\n", output.status.code().unwrap_or(-1));
    for line in said.lines().chain(printed.lines()) {
        let line = common::without_seconds(line);
        text.push_str(match line.rsplit_once(": ") {
            // It holds the time.
            Some((what, _)) if line.contains("fingerprint") => what,
            _ => &line,
        });
        text.push('\n');
    }
    without_today(&text)
}

/// A date of this century that is not in the facts is today's.
fn without_today(text: &str) -> String {
    let mut result = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("20") {
        let date = rest.get(at..at + 10).filter(|date| {
            !date.starts_with("2024-02")
                && date.char_indices().all(|(index, c)| {
                    if index == 4 || index == 7 { c == '-' } else { c.is_ascii_digit() }
                })
        });
        result.push_str(&rest[..at]);
        result.push_str(if date.is_some() { "TODAY" } else { "20" });
        rest = &rest[at + if date.is_some() { 10 } else { 2 }..];
    }
    result + rest
}

#[test]
fn the_whole_story() {
    let project = TestProject::base();
    let mut story = String::new();
    let mut tell = |args: &[&str]| {
        let shown = args.join(" ");
        story.push_str(&format!("$ oshirase {shown}\n{}\n", said(&project, args)));
    };
    tell(&["generate"]);
    let first = letters(&project, "report-1");
    tell(&["generate"]);

    // A bulletin for those with one service changes their letters only.
    tell(&[
        "bulletin",
        "add",
        "--at",
        "2024-02-06T08:15",
        "--text",
        "電子明細の再開の報告を受ける。",
    ]);
    let when = "  - number: 3\n    when: {業務: 電子明細}";
    project.edit("data/incident.yaml", "  - number: 3", when);
    tell(&["status", "--today", "2024-02-06"]);
    tell(&["generate"]);
    let second = letters(&project, "report-1");
    assert_eq!(changed(&first, &second), ["C-2.pdf"]);

    project.edit(NOTICE, "再開まで手作業で", "再開まで電卓で");
    let diff = project.run(&["diff", "C-2"]);
    let text = String::from_utf8_lossy(&diff.stdout).into_owned();
    assert_eq!(text, "再開まで[-手作業-]{+電卓+}で行います。\n");
    tell(&["generate"]);
    let third = letters(&project, "report-1");
    assert_eq!(changed(&second, &third), ["C-1.pdf", "C-2.pdf"]);

    tell(&["issue", "--yes", "--by", "山田", "--how", "郵送"]);
    project.edit("data/clients.yaml", "有限会社にほへ", "有限会社とちり");
    tell(&["generate"]);
    tell(&["generate", "--force", "--prune"]);
    assert_eq!(changed(&third, &letters(&project, "report-1")), Vec::<String>::new());
    tell(&["issue", "--yes", "--by", "佐藤"]);

    tell(&["notice", "new", "--date", "2024-02-09"]);
    tell(&["bulletin", "add", "--at", "2024-02-08T09:00", "--same-as", "2"]);
    tell(&["bulletin", "add", "--at", "2024-02-08T09:00", "--text", "原因の報告を受ける。"]);
    tell(&["generate"]);
    tell(&["verify"]);
    tell(&["notice", "list"]);
    assert_eq!(changed(&third, &letters(&project, "report-1")), Vec::<String>::new());
    insta::assert_snapshot!(story);

    // The next letter says what came since.
    let text = common::text_of(&project.path("out/report-2/C-2.pdf"));
    insta::assert_snapshot!("the_next_letter", text);

    // What was sent is shown again, byte for byte, whatever the facts say now.
    let shown = project.path("shown.pdf");
    let shown_path = shown.to_string_lossy();
    let output = project.run(&["show", "C-2", "--notice", "report-1", "-o", &shown_path]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(fs::read(&shown).expect("a letter") == third["C-2.pdf"]);
}

/// What was due long ago is one line for each report, not one for each day of knowing.
#[test]
fn what_is_overdue_is_said_once() {
    let project = TestProject::base();
    project.edit(
        "data/clients.yaml",
        "業務: [給与計算]",
        "業務: [給与計算]\n  known_on: 2023-06-05",
    );
    project.edit(
        "data/clients.yaml",
        "業務: [給与計算, 電子明細]",
        "業務: [給与計算, 電子明細]\n  known_on: 2023-06-06",
    );
    let deadlines = |today: &str| -> String {
        let said = said(&project, &["status", "--today", today]);
        said.lines()
            .filter(|line| line.contains(" due "))
            .map(|line| line.to_owned() + "\n")
            .collect()
    };
    assert_eq!(
        deadlines("2026-11-26"),
        "速報 due about 2023年6月9日（金）～2023年6月10日（土）, overdue: 2 clients\n\
         確報 due 2023年8月3日（木）～2023年8月4日（金）, overdue: 2 clients\n"
    );
    assert_eq!(
        deadlines("2023-06-10"),
        "速報 due about 2023年6月9日（金）, overdue: 1 client\n\
         速報 due about 2023年6月10日（土）, today: 1 client\n\
         確報 due 2023年8月3日（木）, in 54 days: 1 client\n\
         確報 due 2023年8月4日（金）, in 55 days: 1 client\n"
    );
}

#[test]
fn the_list_of_what_is_sent_opens_in_a_spreadsheet() {
    let project = TestProject::base();
    project.edit("data/clients.yaml", "株式会社いろは", "=1+1");
    project.succeed(&["generate"]);
    project.succeed(&["issue", "--yes", "--by", "山田"]);
    let csv = fs::read_to_string(project.path("out/report-1-発送一覧.csv")).expect("a list");
    assert!(csv.starts_with("\u{FEFF}番号,宛名,敬称,"), "{csv}");
    assert!(csv.contains("\r\nC-1,'=1+1,御中,"), "{csv}");
    assert!(csv.contains("\r\nC-2,有限会社にほへ,御中,"), "{csv}");
    let xlsx = fs::read(project.path("out/report-1-発送一覧.xlsx")).expect("a list");
    assert!(xlsx.starts_with(b"PK"));
}

#[test]
fn what_is_not_right_is_not_issued() {
    let project = TestProject::base();
    insta::assert_snapshot!(
        "issue_of_nothing",
        said(&project, &["issue", "--yes", "--by", "山田"])
    );
    project.succeed(&["generate"]);
    project.edit("data/clients.yaml", "有限会社にほへ", "有限会社とちり");
    insta::assert_snapshot!("issue_of_stale", said(&project, &["issue", "--yes", "--by", "山田"]));
    project.succeed(&["generate"]);
    // A client whose record has an error is not gone.
    project.edit("data/clients.yaml", "  route: 調整中", "  rout: 調整中");
    insta::assert_snapshot!(
        "issue_of_wrong_record",
        said(&project, &["issue", "--yes", "--by", "山田"])
    );
    project.edit("data/clients.yaml", "  rout: 調整中", "  route: 調整中");
    // The same size and time, so that only a look at the bytes tells.
    let path = project.letter("C-1");
    let time = fs::metadata(&path).and_then(|it| it.modified()).expect("a time");
    let mut pdf = fs::read(&path).expect("a letter");
    let last = pdf.len() - 1;
    pdf[last] ^= 1;
    fs::write(&path, &pdf).expect("a change");
    fs::File::options()
        .write(true)
        .open(&path)
        .and_then(|it| it.set_modified(time))
        .expect("a time");
    insta::assert_snapshot!(
        "issue_of_altered",
        said(&project, &["issue", "--yes", "--by", "山田"])
    );
    insta::assert_snapshot!("verify_of_altered", said(&project, &["verify"]));
}

#[test]
fn a_file_that_is_gone_or_altered_is_made_again() {
    let project = TestProject::base();
    project.succeed(&["generate"]);
    let made = letters(&project, "report-1");
    fs::remove_file(project.letter("C-1")).expect("a letter");
    fs::write(project.letter("C-2"), "x").expect("a change");
    let found = project.json(&["status"]);
    assert_eq!(found["letters"][0]["reasons"][0], "the file is missing");
    assert_eq!(found["letters"][1]["reasons"][0], "the file was altered");
    project.succeed(&["generate"]);
    assert!(made == letters(&project, "report-1"));
    // Saved again without a change: right as it is.
    fs::write(project.letter("C-2"), &made["C-2.pdf"]).expect("the same");
    assert_eq!(project.json(&["status"])["unchanged"], 2);
}

#[test]
fn every_kind_of_change_is_named() {
    let project = TestProject::base();
    let template = fs::read_to_string(common::repository().join("templates/report.typ"));
    let template = template.expect("the template");
    let library = fs::read_to_string(common::repository().join("templates/lib/letter.typ"));
    project.write("templates/lib/letter.typ", &library.expect("the library"));
    project.write("templates/report.typ", &template);
    project.succeed(&["generate"]);
    let reasons = |project: &TestProject| {
        let reasons = project.json(&["status"])["letters"][0]["reasons"].clone();
        project.succeed(&["generate"]);
        reasons
    };
    project.edit("data/clients.yaml", "株式会社いろは", "株式会社ちりぬ");
    assert_eq!(reasons(&project), serde_json::json!(["client.name changed"]));
    project.edit(NOTICE, "再開まで手作業", "再開まで電卓");
    assert_eq!(reasons(&project), serde_json::json!(["section 現在の状況 changed"]));
    project.edit(NOTICE, "heading: 現在の状況", "heading: いまの状況");
    let expected = serde_json::json!(["section いまの状況 added", "section 現在の状況 removed"]);
    assert_eq!(reasons(&project), expected);
    project.edit(NOTICE, "システム障害に関するご報告", "システム障害について");
    assert_eq!(reasons(&project), serde_json::json!(["notice.title changed"]));
    project.write("templates/report.typ", &format!("{template}\n追記\n"));
    assert_eq!(reasons(&project), serde_json::json!(["template report.typ changed"]));
    project.edit("templates/lib/letter.typ", "#let", "#let nothing = 1\n#let");
    assert_eq!(reasons(&project), serde_json::json!(["template lib/letter.typ changed"]));
    let font = fs::read_dir(common::repository().join("fonts")).expect("fonts");
    let font = font
        .map(|it| it.expect("an entry").path())
        .find(|it| it.extension().is_some_and(|it| it == "ttf"));
    fs::create_dir(project.path("fonts")).expect("a folder");
    fs::copy(font.expect("a font"), project.path("fonts/own.ttf")).expect("a copy");
    assert_eq!(reasons(&project), serde_json::json!(["font fonts/own.ttf added"]));
    let png = b"\x89PNG\r\n\x1A\n";
    fs::write(project.path("data/other.png"), png).expect("a file");
    assert_eq!(reasons(&project), serde_json::json!(["picture data/other.png added"]));
}

#[test]
fn letters_of_clients_who_are_gone_are_moved_and_never_deleted() {
    let project = TestProject::base();
    project.succeed(&["generate"]);
    let made = letters(&project, "report-1");
    project.edit("data/clients.yaml", "id: C-2", "id: C-3");
    assert_eq!(project.json(&["status"])["orphaned"], serde_json::json!(["C-2"]));
    insta::assert_snapshot!(said(&project, &["generate", "--prune"]));
    let moved = fs::read(project.path("out/pruned/report-1/C-2.pdf")).expect("the letter");
    assert!(moved == made["C-2.pdf"]);
    assert_eq!(
        said(&project, &["verify"]),
        "exit code 0\n2 letters verified: 0 missing, 0 altered, 0 unknown\n"
    );
}

#[test]
fn a_ledger_that_is_lost_or_damaged_costs_no_letter() {
    let project = TestProject::base();
    let ledger = project.path("out/ledger.sqlite3");
    project.succeed(&["generate"]);
    let made = letters(&project, "report-1");

    fs::remove_file(&ledger).expect("the ledger");
    assert!(said(&project, &["generate"]).contains("made 2, unchanged 0"));
    assert!(made == letters(&project, "report-1"));

    let whole = fs::read(&ledger).expect("the ledger");
    for damaged in [
        &whole[..whole.len() / 2],
        &whole[..50],
        &b"not a database, but long enough for a head".repeat(9),
    ] {
        fs::write(&ledger, damaged).expect("damage");
        let found = said(&project, &["status"]);
        assert!(
            found.starts_with("exit code 2\nerror: ") && found.contains("is damaged"),
            "{found}"
        );
        let found = said(&project, &["generate"]);
        assert!(found.contains("was damaged; it is kept in `out/damaged/ledger-"), "{found}");
        assert!(found.contains("made 2, unchanged 0"), "{found}");
        assert!(made == letters(&project, "report-1"));
        assert!(said(&project, &["verify"]).starts_with("exit code 0"));
    }

    // Issued letters are read-only; without a ledger nobody writes over them.
    project.succeed(&["issue", "--yes", "--by", "山田"]);
    fs::remove_file(&ledger).expect("the ledger");
    project.edit("data/clients.yaml", "有限会社にほへ", "有限会社とちり");
    let found = said(&project, &["generate"]);
    assert!(found.contains("says that this notice was issued, and the ledger does not"), "{found}");
    for list in ["csv", "xlsx"] {
        fs::remove_file(project.path(&format!("out/report-1-発送一覧.{list}"))).expect("the list");
    }
    let found = said(&project, &["generate", "--prune"]);
    assert!(found.contains("is read-only, as issued letters are"), "{found}");
    assert!(made == letters(&project, "report-1"));
}

#[test]
fn a_ledger_of_a_newer_version_is_left_alone() {
    let project = TestProject::base();
    project.succeed(&["generate"]);
    let ledger = project.path("out/ledger.sqlite3");
    let mut bytes = fs::read(&ledger).expect("the ledger");
    // SQLite keeps the user's version at byte 60.
    bytes[60..64].copy_from_slice(&99_u32.to_be_bytes());
    fs::write(&ledger, &bytes).expect("a newer ledger");
    let found = said(&project, &["generate"]);
    assert!(
        found.starts_with("exit code 2\n") && found.contains("was made by a newer oshirase"),
        "{found}"
    );
    assert!(bytes == fs::read(&ledger).expect("the ledger"));
}

#[test]
fn an_issued_letter_that_is_gone_is_brought_back() {
    let project = TestProject::base();
    project.succeed(&["generate"]);
    project.succeed(&["issue", "--yes", "--by", "山田"]);
    let issued = letters(&project, "report-1");
    fs::remove_file(project.letter("C-1")).expect("a letter");
    fs::remove_file(project.letter("C-2")).expect("a letter");
    fs::write(project.letter("C-2"), "x").expect("another");
    insta::assert_snapshot!("issued_and_gone", said(&project, &["generate"]));
    project.succeed(&["show", "C-1", "--notice", "report-1", "--restore"]);
    project.succeed(&["show", "C-2", "--notice", "report-1", "--restore"]);
    assert!(issued == letters(&project, "report-1"));
    assert!(fs::metadata(project.letter("C-1")).expect("it").permissions().readonly());
    assert!(said(&project, &["verify"]).starts_with("exit code 0"));
    // And no file that the user names is put over it.
    let path = project.path("out/report-1/C-2.pdf");
    let path = path.to_string_lossy();
    for args in [
        vec!["show", "C-1", "-o", &path],
        vec!["preview", "C-1", "-o", &path],
        vec!["diff", "C-1", "--format", "html", "-o", &path],
    ] {
        let found = said(&project, &args);
        assert!(found.contains("is among the project's own files"), "{args:?}: {found}");
    }
    assert!(issued == letters(&project, "report-1"));
}

#[test]
fn bulletins_added_at_once_are_all_there() {
    let project = TestProject::base();
    let add = |minute: usize| {
        let at = format!("2024-02-07T10:{minute:02}");
        let args = ["bulletin", "add", "--at", &at, "--text", "報告を受ける。", "--allow-earlier"];
        project.command(&args).stderr(Stdio::piped()).spawn().expect("the program starts")
    };
    let runs: Vec<Child> = (0..6).map(add).collect();
    let outcomes = runs.into_iter().map(|run| run.wait_with_output().expect("an end"));
    let added = outcomes.filter(|output| output.status.success()).count();
    let list = project.json(&["bulletin", "list"]);
    // One may be refused for want of a number between two others; none is lost.
    assert_eq!(list.as_array().expect("a list").len(), 2 + added);
    assert!(added >= 1);
}

#[test]
fn a_bulletin_that_no_letter_could_show_is_not_written() {
    let project = TestProject::base();
    let before = fs::read(project.path("data/incident.yaml")).expect("the facts");
    let mut story = String::new();
    for text in ["{% if %}", "{{ 無い }}", "絵文字😀", "制御\u{1}文字", " "] {
        let args = ["bulletin", "add", "--at", "2024-02-07T10:00", "--text", text];
        story.push_str(&said(&project, &args));
        story.push('\n');
    }
    insta::assert_snapshot!(story);
    assert!(before == fs::read(project.path("data/incident.yaml")).expect("the facts"));
}

#[test]
fn the_next_letter_may_be_for_some_only_and_first_to_others() {
    let project = TestProject::base();
    project.edit(NOTICE, "closing:", "to: {業務: 電子明細}\nclosing:");
    project.succeed(&["generate"]);
    assert_eq!(project.letters("report-1"), ["C-2.pdf"]);
    // A copy is for those whom its model is for.
    project.succeed(&["notice", "new", "--date", "2024-02-08"]);
    project.succeed(&["generate"]);
    assert_eq!(project.letters("report-2"), ["C-2.pdf"]);
    // To everyone, if nothing is said.
    project.succeed(&["notice", "new", "--date", "2024-02-09"]);
    let third = "data/notices/report-3.yaml";
    project.edit(third, "to: {業務: 電子明細}\n", "");
    let opening = "  - '{% if notice.previous %}{% set last = notice.previous | last %}{{ last.date | date }}付でご報告しました。\
                   {% else %}このたびの件についてご報告します。{% endif %}'";
    project.edit(third, OPENING, opening);
    project.succeed(&["generate"]);
    assert_eq!(project.letters("report-3"), ["C-1.pdf", "C-2.pdf"]);
    let text = |client: &str| {
        common::squeezed(&common::text_of(&project.path("out/report-3").join(client)))
    };
    assert!(text("C-1.pdf").contains("このたびの件について"), "{}", text("C-1.pdf"));
    assert!(text("C-2.pdf").contains("2024年2月8日付で"), "{}", text("C-2.pdf"));
    // What no letter could show is not written.
    let found = said(&project, &["notice", "new", "--title", "{{ 業種 }}について"]);
    assert!(found.contains("`業種` is not defined"), "{found}");
    assert!(found.contains("nothing was written"), "{found}");
    assert!(!project.path("data/notices/report-4.yaml").exists());
}

#[test]
fn the_ledger_is_private() {
    let project = TestProject::base();
    project.succeed(&["generate"]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode =
            fs::metadata(project.path("out/ledger.sqlite3")).expect("it").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

fn start(project: &TestProject) -> Child {
    project.command(&["generate"]).stderr(Stdio::null()).spawn().expect("the program starts")
}

#[test]
fn two_runs_at_once_take_turns() {
    let project = TestProject::of_clients(60);
    let mut runs = [start(&project), start(&project)];
    for run in &mut runs {
        assert_eq!(run.wait().expect("an end").code(), Some(0));
    }
    let found = said(&project, &["verify"]);
    assert!(found.starts_with("exit code 0\n60 letters verified: 0 missing"), "{found}");
    assert!(said(&project, &["generate"]).contains("made 0, unchanged 60"));
}
