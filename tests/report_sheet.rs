//! The report sheet: nine items, from the parts that have their names.

mod common;

use std::fs;
use std::path::Path;
use std::process::Output;

use common::{TestProject, repository, squeezed, tool};

/// Six documents of one incident, with a client more who has known of it since that day.
fn family() -> TestProject {
    let project = TestProject::empty();
    project.overlay(&repository().join("tests/editions/family"));
    let record = "- {id: C-0003, name: 有限会社丙, honorific: 御中, known_on: 2024-06-05, \
                  data: [{item: 扶養親族の氏名, persons: 1007}]}\n";
    project.append("data/clients.yaml", record);
    project
}

/// Makes a sheet of a fixed day.
fn sheet(project: &TestProject, args: &[&str]) -> Output {
    project.run(&[&["report-sheet", "--date", "2024-06-09"], args].concat())
}

fn words(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// The lines below the heading of this item.
fn item(text: &str, number: usize) -> Vec<String> {
    let heading = |number: usize| format!("{number}　");
    let below = text.lines().skip_while(|line| !line.starts_with(&heading(number))).skip(1);
    let own = below.take_while(|line| !line.starts_with(&heading(number + 1)));
    own.filter(|line| !line.is_empty()).map(|line| line.trim().to_owned()).collect()
}

fn text_of_pdf(path: &Path) -> String {
    words(&tool("pdftotext", &["-raw", &path.to_string_lossy(), "-"]))
}

#[test]
fn a_sheet_about_all_adds_up_the_persons_and_marks_what_is_missing() {
    let project = family();
    let output = sheet(&project, &[]);
    let (text, said) = (words(&output.stdout), words(&output.stderr));
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains("add these parts to data/incident.yaml: 9 参考\n"), "{said}");
    for line in ["令和6年6月9日", "事案　　　　　　給与システムへの不正アクセス"]
    {
        assert!(text.contains(&format!("\n{line}\n")), "{text}");
    }
    assert!(text.contains("宛先　　　　　　全3件の合計"), "{text}");
    assert!(!text.contains("の期限"), "{text}");
    assert_eq!(item(&text, 4), ["委託先のサーバーがランサムウェアによる攻撃を受けたためです。"]);
    let persons = squeezed(&item(&text, 3).concat());
    for sum in ["給与の額148扶養", "扶養親族の氏名1,210", "合計1,358"] {
        assert!(persons.contains(sum), "{persons}");
    }
    assert_eq!(item(&text, 9), ["【未記入】"]);
    let pdf = squeezed(&text_of_pdf(&project.path("out/report-sheet.pdf")));
    for part in ["漏えい等報告シート", "1,210", "9その他参考となる事項【未記入】"]
    {
        assert!(pdf.contains(part), "{pdf}");
    }
}

#[test]
fn a_sheet_about_one_has_its_deadlines_and_what_is_for_it() {
    let project = family();
    let output = sheet(&project, &["--client", "C-0003"]);
    let text = words(&output.stdout);
    for line in [
        "委託元　　　　　有限会社丙（C-0003）",
        "事態を知った日　6月5日（水）",
        "速報の期限　　　6月9日（日）（知った日から3～5日以内）",
        // The 60th day is a Saturday.
        "確報の期限　　　8月5日（月）（知った日から60日以内）",
    ] {
        assert!(text.contains(&format!("\n{line}\n")), "{text}");
    }
    assert!(item(&text, 3).join("\n").contains("1,007"), "{text}");
    assert!(project.path("out/report-sheet/C-0003.pdf").exists());

    project.edit("data/incident.yaml", "report_within: 60", "report_within: 30");
    let text = words(&sheet(&project, &["--client", "C-0003"]).stdout);
    assert!(text.contains("確報の期限　　　7月4日（木）（知った日から30日以内）"), "{text}");

    let output = sheet(&project, &["--client", "C-0002"]);
    let (text, said) = (words(&output.stdout), words(&output.stderr));
    assert_eq!(item(&text, 3), ["【未記入】"]);
    assert!(
        said.contains("nothing for this client, see its `when` and the client's `data`: 3 人数")
    );
    assert!(text.contains("事態を知った日　【未記入】") && said.contains("`known_on`"), "{said}");
}

#[test]
fn what_differs_by_client_is_told_and_filled_in_for_one() {
    let project = family();
    for notice in ["consent-1", "persons-1", "report-1", "report-1-pt", "web-1"] {
        fs::remove_file(project.path(&format!("data/notices/{notice}.yaml"))).expect("a notice");
    }
    project.write(
        "data/incident.yaml",
        "parts:\n  概要: \"{{ client.name }}のデータです。\"\n  項目: \"{{ 代表者 }}\"\n  \
         原因:\n    - 調査中です。\n    - {text: 詳しくは別紙のとおりです。, when: {route: 調整中}}\n  \
         二次被害: {use: 詳細}\n  詳細: [{text: 確認されていません。, when: {業務: 社会保険}}]\n  \
         窓口: 事務所まで\n",
    );
    let output = sheet(&project, &[]);
    let (text, said) = (words(&output.stdout), words(&output.stderr));
    assert_eq!(output.status.code(), Some(0), "{said}");
    for number in [1, 2, 5] {
        assert_eq!(item(&text, number), ["【宛先ごとに記入】"], "{text}");
    }
    assert_eq!(item(&text, 4), ["調査中です。"]);
    assert!(said.contains("another text for each client, make their sheets with `--client ID`: 1 概要, 2 項目, 5 二次被害\n"), "{said}");
    assert!(
        said.contains("with more for some clients, which `--client ID` shows: 4 原因\n"),
        "{said}"
    );

    let text = words(&sheet(&project, &["--client", "C-0001"]).stdout);
    assert_eq!(item(&text, 1), ["株式会社髙﨑製作所のデータです。"]);
    assert_eq!(item(&text, 2), ["代表取締役　髙﨑 一"]);
    assert_eq!(item(&text, 4), ["調査中です。", "詳しくは別紙のとおりです。"]);
    assert_eq!(item(&text, 5), ["確認されていません。"]);
}

#[test]
fn the_text_goes_where_it_is_asked_for_and_not_among_the_facts() {
    let project = family();
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("sheet.txt");
    let output = sheet(&project, &["-o", &file.to_string_lossy()]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(words(&output.stdout), "");
    let text = fs::read_to_string(&file).expect("the text");
    assert!(text.starts_with("漏えい等報告シート"), "{text}");
    // A paragraph is one line, to be pasted into the form.
    assert!(text.lines().any(|line| line.chars().count() > 36), "{text}");
    let among = project.path("data/sheet.txt");
    let output = sheet(&project, &["-o", &among.to_string_lossy()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(!among.exists());
}

#[test]
fn a_sheet_is_a_document_for_archives_and_no_letter() {
    let project = family();
    project.succeed(&["generate"]);
    for args in [&[][..], &["--client", "C-0001"]] {
        assert_eq!(sheet(&project, args).status.code(), Some(0));
    }
    for path in ["out/report-sheet.pdf", "out/report-sheet/C-0001.pdf"] {
        let path = project.path(path);
        tool("qpdf", &["--check", &path.to_string_lossy()]);
        let metadata = words(&tool("pdfinfo", &["-meta", &path.to_string_lossy()]));
        for claim in ["pdfaid:part>2<", "pdfaid:conformance>A<", "pdfuaid:part>1<"] {
            assert!(metadata.contains(claim), "{metadata}");
        }
    }
    let before = fs::read(project.path("out/report-sheet.pdf")).expect("a sheet");
    sheet(&project, &[]);
    assert_eq!(fs::read(project.path("out/report-sheet.pdf")).expect("a sheet"), before);
    let said = project.said(&["verify"]);
    assert!(!said.contains("report-sheet"), "{said}");
    assert!(!project.said(&["status"]).contains("report-sheet"));
}

#[test]
fn what_is_wrong_with_the_facts_is_said_first() {
    let project = family();
    let said = words(&sheet(&project, &["--client", "C-0004"]).stderr);
    assert!(said.contains("there is no client `C-0004`"), "{said}");
    project.append(
        "data/clients.yaml",
        "- {id: C-0005, name: 丁, honorific: 御中, known_on: いつか}\n",
    );
    let output = sheet(&project, &[]);
    assert_eq!(output.status.code(), Some(1), "its persons would be missing in the sum");
    assert!(!project.path("out/report-sheet.pdf").exists());
    assert_eq!(sheet(&project, &["--client", "C-0001"]).status.code(), Some(0));
    project.edit("data/incident.yaml", "  公表: ", "  公表: \"{{ no_such }}\" #");
    let output = sheet(&project, &["--client", "C-0001"]);
    let said = words(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    assert!(said.contains("no_such") && said.contains("data/incident.yaml"), "{said}");
}
