//! From the office's own list to the clients' records and back: `import` and `export`, with
//! files as offices have them. All names are invented.

mod common;

use std::fs;
use std::path::PathBuf;

#[cfg(target_os = "linux")]
use common::terminal::on_a_terminal;
use common::{TestProject, said};
use encoding_rs::SHIFT_JIS;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use rust_xlsxwriter::{Format, Workbook};
use serde_json::{Value, json};

/// A workbook with a sheet of these rows; a cell that begins with `#` is a number.
fn xlsx(sheets: &[(&str, &[Vec<String>])]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for (name, rows) in sheets {
        let sheet = workbook.add_worksheet();
        sheet.set_name(*name).expect("a name");
        for (row, cells) in (0..).zip(*rows) {
            for (column, cell) in (0..).zip(cells) {
                match cell.strip_prefix('#').and_then(|it| it.parse::<f64>().ok()) {
                    Some(number) => sheet.write_number(row, column, number),
                    None => sheet.write_string(row, column, cell),
                }
                .expect("a cell");
            }
        }
    }
    workbook.save_to_buffer().expect("a workbook")
}

fn row(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|it| (*it).to_owned()).collect()
}

/// A list as a clerk keeps it: a title, an empty row, the head, and so many clients.
fn clerks_list(clients: usize) -> Vec<Vec<String>> {
    let mut rows = vec![row(&["顧問先一覧（2026年11月現在）"]), row(&[])];
    rows.push(row(&[
        "顧客コード",
        "顧問先名",
        "御担当者",
        "〒",
        "住所１",
        "住所２",
        "TEL",
        "契約サービス",
        "備考",
    ]));
    for number in 1..=clients {
        let services = ["給与計算", "給与計算、年末調整", "社会保険／給与計算"][number % 3];
        rows.push(vec![
            format!("{number:05}"),
            format!("株式会社第{number}商店 御中"),
            format!("担当 {number}子 様"),
            format!("{:07}", 1_010_000 + number),
            format!("東京都千代田区神田{number}丁目"),
            if number % 4 == 0 { format!("第{number}ビル") } else { String::new() },
            format!("03-0000-{number:04}"),
            services.to_owned(),
            if number % 10 == 0 { "メモ".to_owned() } else { String::new() },
        ]);
    }
    rows
}

/// A project that has a notice and no clients yet.
fn project() -> TestProject {
    let project = TestProject::empty();
    project.write("data/office.yaml", "name: みなと社会保険労務士法人\n");
    let notice = "date: 2026-11-28\ntitle: お知らせ\nbody: ご報告いたします。\n";
    project.write("data/notices/report-1.yaml", notice);
    project
}

fn put(project: &TestProject, name: &str, bytes: &[u8]) -> String {
    let path = project.path(name);
    fs::write(&path, bytes).expect("a file");
    path.to_string_lossy().into_owned()
}

fn text(project: &TestProject, name: &str) -> String {
    fs::read_to_string(project.path(name)).expect("a text file")
}

/// Every file below `data/` with its bytes.
fn data(project: &TestProject) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = common::files_below(&project.path("data"));
    files.sort();
    files.into_iter().map(|path| (path.clone(), fs::read(path).expect("a file"))).collect()
}

fn ids(list: &Value) -> Vec<&str> {
    let list = list.as_array().expect("a list").iter();
    list.map(|it| it["id"].as_str().or(it.as_str()).expect("an id")).collect()
}

const SERVICES: [&str; 2] = ["--map", "契約サービス=業務"];

#[test]
fn a_list_of_three_hundred_becomes_records_and_letters() {
    let project = project();
    let list = put(&project, "顧客一覧.xlsx", &xlsx(&[("顧問先", &clerks_list(300))]));
    let done = project.json(&[&["import", &list, "--yes"][..], &SERVICES].concat());
    assert_eq!((done["added"].as_array().map(Vec::len), &done["refused"]), (Some(300), &json!([])));
    let records = text(&project, "data/clients.yaml");
    let first = "- id: '00001'
  name: 株式会社第1商店
  honorific: 御中
  person:
    name: 担当 1子
  postal_code: 101-0001
  address: 東京都千代田区神田1丁目
  phone: 03-0000-0001
  delivery: 郵送
  業務:
    - 給与計算
    - 年末調整

- id: '00002'
";
    assert!(records.starts_with(first), "{}", records.chars().take(500).collect::<String>());
    let fields =
        "業務:\n  values:\n    - 給与計算\n    - 年末調整\n    - 社会保険\n  several: true\n";
    assert_eq!(text(&project, "data/fields.yaml"), fields);
    project.succeed(&["check"]);
    project.succeed(&["generate", "--client", "00300"]);
    assert_eq!(project.letters("report-1"), ["00300.pdf"]);
}

#[test]
fn changes_of_the_list_change_their_fields_and_comments_stay() {
    let project = project();
    let mut rows = clerks_list(300);
    let list = put(&project, "顧客一覧.xlsx", &xlsx(&[("顧問先", &rows)]));
    project.succeed(&[&["import", &list, "--yes"][..], &SERVICES].concat());
    // What an office notes and mends by hand.
    project.edit("data/clients.yaml", "id: '00007'\n", "id: '00007' # 要注意\n");
    project.edit("data/clients.yaml", "- id: '00008'", "# ここから千代田区\n- id: '00008'");
    project.edit("data/clients.yaml", "03-0000-0009", "03-9999-0009");
    let before = text(&project, "data/clients.yaml");
    for number in 0..20 {
        rows[3 + number * 10][6] = format!("06-1111-{number:04}");
    }
    rows[3 + 299][7] = "年末調整".to_owned();
    let list = put(&project, "顧客一覧.xlsx", &xlsx(&[("顧問先", &rows)]));
    // The mapping is kept from the first time.
    let dry = project.json(&["import", &list, "--dry-run"]);
    assert_eq!(data(&project).iter().filter(|(path, _)| path.ends_with("clients.yaml")).count(), 1);
    assert_eq!(text(&project, "data/clients.yaml"), before);
    assert_eq!(dry["changed"].as_array().map(Vec::len), Some(21));
    let change = json!({
        "field": "phone", "before": "03-0000-0001", "after": "06-1111-0000",
    });
    assert_eq!(dry["changed"][0]["fields"], json!([change]));
    project.succeed(&["import", &list, "--yes"]);
    let mut wanted = before;
    for number in 0..20 {
        let old = format!("03-0000-{:04}", 1 + number * 10);
        wanted = wanted.replace(&old, &format!("06-1111-{number:04}"));
    }
    let last = wanted.rfind("  業務:").expect("the last one");
    wanted.truncate(last);
    wanted.push_str("  業務: 年末調整\n");
    assert!(text(&project, "data/clients.yaml") == wanted, "the records differ otherwise");
    // The same again changes nothing.
    let before = data(&project);
    let again = project.json(&["import", &list, "--yes"]);
    assert_eq!((&again["changed"], &again["added"]), (&json!([]), &json!([])));
    assert_eq!((&again["edited_here"], &again["same"]), (&json!(1), &json!(299)));
    assert_eq!(data(&project), before);
}

/// What a clerk does, from an empty folder with the list in it to the letters: the only YAML
/// that is written by hand is the text of the letter.
#[cfg(target_os = "linux")]
#[test]
fn from_the_list_in_excel_to_the_letters() {
    let project = TestProject::empty();
    let list = put(&project, "顧客一覧.xlsx", &xlsx(&[("顧問先", &clerks_list(300))]));
    let office = ["init", "--name", "みなと税理士事務所", "--phone", "03-0000-0000"];
    let folder = project.path("").to_string_lossy().into_owned();
    let answers = ["--person", "山田 昌宏", "--title", "代表", "--kind", "blank", "--yes"];
    project.succeed(&[&office[..], &answers, &[&folder]].concat());
    // 契約サービス is not read unless somebody wants it; then all is agreed to.
    let line = format!("--project '{folder}' import '{list}'");
    let Some(told) = on_a_terminal(&line, "J=業務\n契約サービス=業務\n\ny") else {
        return;
    };
    assert!(told.contains("業務（新しい項目）"), "{told}");
    assert!(told.contains("追加 300件"), "{told}");
    assert!(told.contains("宛先を一覧に合わせました"), "{told}");
    let kept = text(&project, "data/import/columns.yaml");
    let columns = "columns:\n  顧客コード: id\n  顧問先名: name\n  御担当者: person.name\n";
    assert!(kept.contains(columns) && kept.contains("  契約サービス: 業務\n"), "{kept}");
    // The editor knows the new field.
    assert!(text(&project, ".schema/clients.schema.json").contains("社会保険"));
    let output = project.run(&["check"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    let notices = fs::read_dir(project.path("data/notices")).expect("a folder");
    for notice in notices {
        let path = notice.expect("a file").path();
        let words = fs::read_to_string(&path).expect("a text");
        fs::write(&path, filled_in(&words)).expect("a file");
    }
    project.succeed(&["check"]);
    project.succeed(&["generate"]);
    assert_eq!(
        common::files_below(&project.path("out")).iter().filter(|it| is_pdf(it)).count(),
        300
    );
}

#[cfg(target_os = "linux")]
fn is_pdf(path: &std::path::Path) -> bool {
    path.extension().is_some_and(|it| it == "pdf")
}

/// A notice in which each place that is to be filled in says something.
#[cfg(target_os = "linux")]
fn filled_in(notice: &str) -> String {
    let mut text = notice.to_owned();
    while let Some(start) = text.find("【要記入") {
        let end = start + text[start..].find('】').expect("an end") + '】'.len_utf8();
        text.replace_range(start..end, "システムの障害について");
    }
    text
}

/// A list of three clients with a telephone number each.
fn phones(rows: &[(&str, &str, &str)]) -> Vec<u8> {
    let mut all = vec![row(&["番号", "会社名", "電話番号"])];
    all.extend(rows.iter().map(|(id, name, phone)| row(&[id, name, phone])));
    xlsx(&[("一覧", &all)])
}

#[test]
fn what_changed_on_both_sides_waits_for_a_person() {
    let project = project();
    let rows = |phone| phones(&[("A1", "甲株式会社", phone), ("A2", "乙株式会社", "03-0000-0002")]);
    let list = put(&project, "一覧.xlsx", &rows("03-0000-0001"));
    project.succeed(&["import", &list, "--yes"]);
    project.edit("data/clients.yaml", "03-0000-0001", "03-5555-0001");
    put(&project, "一覧.xlsx", &rows("03-7777-0001"));
    let before = data(&project);
    for _ in 0..2 {
        let output = project.run(&["import", &list, "--yes"]);
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        assert_eq!(data(&project), before);
    }
    let kept = project.json(&["import", &list, "--yes", "--prefer", "project"]);
    assert_eq!((&kept["conflicts"], &kept["changed"]), (&json!([]), &json!([])));
    project.succeed(&["import", &list, "--yes"]);
    assert!(text(&project, "data/clients.yaml").contains("03-5555-0001"));
    put(&project, "一覧.xlsx", &rows("03-8888-0001"));
    project.succeed(&["import", &list, "--yes", "--prefer", "list"]);
    assert!(text(&project, "data/clients.yaml").contains("03-8888-0001"));
}

#[test]
fn another_list_takes_nobody_away() {
    let project = project();
    let of = |ids: &[&str]| {
        let client = |id: &&str| vec![(*id).to_owned(), format!("株式会社{id}商会")];
        let head = row(&["番号", "会社名"]);
        std::iter::once(head).chain(ids.iter().map(client)).collect::<Vec<_>>()
    };
    let put_list = |name: &str, ids: &[&str]| put(&project, name, &xlsx(&[("Sheet1", &of(ids))]));
    let first = put_list("顧問先20261101.xlsx", &["A1", "A2", "A3"]);
    let second = put_list("スポット.xlsx", &["A2", "B1"]);
    project.succeed(&["import", &first, "--yes"]);
    let done = project.json(&["import", &second, "--yes", "--remove-gone"]);
    assert_eq!(done["gone"], json!([]));
    // A2 is in the other list still; the date in the name of the file is no other list.
    let next = put_list("顧問先20261201.xlsx", &["A1"]);
    let done = project.json(&["import", &next, "--yes", "--remove-gone"]);
    assert_eq!(ids(&done["gone"]), ["A3"]);
    // Nobody is left of whom it had: that is no list of these clients.
    let before = data(&project);
    let other = put_list("顧問先20270101.xlsx", &["X1"]);
    let output = project.run(&["import", &other, "--yes", "--remove-gone"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert_eq!(data(&project), before);
}

#[test]
fn clients_who_are_gone_stay_until_somebody_says_so() {
    let project = project();
    let both = [("A1", "甲株式会社", "03-0000-0001"), ("A2", "乙株式会社", "03-0000-0002")];
    let list = put(&project, "一覧.xlsx", &phones(&both));
    project.succeed(&["import", &list, "--yes"]);
    project
        .append("data/clients.yaml", "\n# 一覧にはない\n- id: H1\n  name: 丙\n  honorific: 様\n");
    put(&project, "一覧.xlsx", &phones(&both[..1]));
    let gone = project.json(&["import", &list, "--yes"]);
    assert_eq!(ids(&gone["gone"]), ["A2"]);
    assert!(text(&project, "data/clients.yaml").contains("id: A2"));
    let removed = project.json(&["import", &list, "--yes", "--remove-gone"]);
    assert_eq!(ids(&removed["gone"]), ["A2"]);
    let records = text(&project, "data/clients.yaml");
    assert!(
        !records.contains("A2")
            && records.ends_with("\n\n# 一覧にはない\n- id: H1\n  name: 丙\n  honorific: 様\n")
    );
    // Who was taken out by hand does not come back unasked.
    put(&project, "一覧.xlsx", &phones(&both));
    project.succeed(&["import", &list, "--yes"]);
    project.write("data/clients.yaml", &records);
    let dropped = project.json(&["import", &list, "--yes"]);
    assert_eq!((ids(&dropped["dropped"]), &dropped["added"]), (vec!["A2"], &json!([])));
}

#[test]
fn rows_that_cannot_be_taken_over_are_named_and_the_others_are() {
    let project = project();
    let rows = [
        row(&["番号", "会社名", "郵便番号", "住所", "知った日"]),
        row(&["A1", "甲株式会社", "101-0041", "東京都", "令和5年6月5日"]),
        row(&["A2", "乙株式会社", "10-41", "東京都", "2023/6/5"]),
        row(&["A3", "丙株式会社", "1010041", "東京都", "近日"]),
        row(&["A4", "丁株式会社", "1010041", "東京都", ""]),
        row(&["A4", "丁商会", "1010041", "東京都", ""]),
        row(&["", "戊株式会社", "1010041", "東京都", ""]),
    ];
    let list = put(&project, "一覧.xlsx", &xlsx(&[("一覧", &rows)]));
    let output = project.run(&["import", &list, "--yes", "--json"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    let done: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(ids(&done["added"]), ["A1"]);
    let refused = done["refused"].as_array().expect("a list").iter();
    let at: Vec<_> = refused.map(|it| (it["row"].as_u64(), it["column"].as_str())).collect();
    let wanted = [(3, Some("C")), (4, Some("E")), (6, None), (7, None)];
    assert_eq!(at, wanted.map(|(row, column)| (Some(row), column)));
    assert_eq!(done["added"][0]["fields"]["known_on"], "2023-06-05");
}

#[test]
fn whose_row_cannot_be_read_is_not_gone() {
    let project = project();
    let head = row(&["番号", "会社名", "郵便番号", "住所"]);
    let of = |code: &str| {
        let second = row(&["A2", "乙株式会社", code, "大阪府"]);
        xlsx(&[("一覧", &[head.clone(), row(&["A1", "甲株式会社", "1010041", "東京都"]), second])])
    };
    let list = put(&project, "一覧.xlsx", &of("5300001"));
    project.succeed(&["import", &list, "--yes"]);
    let before = text(&project, "data/clients.yaml");
    put(&project, "一覧.xlsx", &of("9"));
    let done = project.json(&["import", &list, "--yes", "--remove-gone"]);
    assert_eq!((&done["gone"], done["refused"].as_array().map(Vec::len)), (&json!([]), Some(1)));
    assert_eq!(text(&project, "data/clients.yaml"), before);
    // Nor is anybody where the list has no rows at all.
    put(&project, "一覧.xlsx", &xlsx(&[("一覧", &[head])]));
    let output = project.run(&["import", &list, "--yes", "--remove-gone"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert_eq!(text(&project, "data/clients.yaml"), before);
}

#[test]
fn a_file_of_clients_that_cannot_be_read_stops_everything() {
    let project = project();
    let list = put(&project, "一覧.xlsx", &phones(&[("A1", "甲株式会社", "03-0000-0001")]));
    project.succeed(&["import", &list, "--yes"]);
    let (bytes, ..) = SHIFT_JIS.encode("- id: B1\n  name: 乙\n  honorific: 様\n");
    fs::create_dir_all(project.path("data/clients")).expect("a folder");
    put(&project, "data/clients/b.yaml", &bytes);
    let before = data(&project);
    let output = project.run(&["import", &list, "--yes"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(said(&output).contains("data/clients/b.yaml"), "{}", said(&output));
    assert_eq!(data(&project), before);
}

#[test]
fn a_list_without_ids_knows_who_was_corrected() {
    let project = project();
    let rows = |second: &str| {
        let rows = [["甲株式会社", "101-0041"], [second, "530-0001"]].map(|it| row(&it));
        xlsx(&[("一覧", &[&[row(&["会社名", "郵便番号"])][..], &rows].concat())])
    };
    let list = put(&project, "一覧.xlsx", &rows("乙株式会社"));
    project.succeed(&["import", &list, "--yes"]);
    project.edit("data/clients.yaml", "乙株式会社", "乙ホールディングス株式会社");
    let before = data(&project);
    let again = project.json(&["import", &list, "--yes"]);
    assert_eq!((&again["added"], &again["gone"]), (&json!([]), &json!([])));
    assert_eq!(data(&project), before);
    // A new name in the list is a new client, who looks like the one who is gone.
    put(&project, "一覧.xlsx", &rows("丙株式会社"));
    let told = project.said(&["import", &list, "--yes"]);
    assert!(told.contains("no longer in the list"), "{told}");
    assert_eq!(ids(&project.json(&["import", &list, "--dry-run"])["gone"]), ["C-0002"]);
}

#[test]
fn an_older_list_does_not_take_back_what_was_corrected_here() {
    let project = project();
    let list = put(&project, "一覧.xlsx", &phones(&[("A1", "甲株式会社", "03-0000-0001")]));
    project.succeed(&["import", &list, "--yes"]);
    project.edit("data/clients.yaml", "03-0000-0001", "03-5555-0001");
    let exported = project.path("書き出し.xlsx").to_string_lossy().into_owned();
    project.succeed(&["export", "-o", &exported]);
    project.succeed(&["import", &exported, "--yes"]);
    project.succeed(&["import", &list, "--yes"]);
    assert!(text(&project, "data/clients.yaml").contains("03-5555-0001"));
    // Nor does the export replace the office's own list.
    let before = fs::read(&list).expect("the list");
    let output = project.run(&["export", "-o", &list]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert_eq!(fs::read(&list).expect("the list"), before);
    project.succeed(&["export", "-o", &list, "--force"]);
}

#[test]
fn a_postal_code_changes_with_the_address_that_it_stands_in() {
    let project = project();
    let of = |address: &str| {
        let rows = [row(&["番号", "会社名", "住所"]), row(&["A1", "甲株式会社", address])];
        xlsx(&[("一覧", &rows)])
    };
    let list = put(&project, "一覧.xlsx", &of("〒101-0041 東京都千代田区神田1-1"));
    project.succeed(&["import", &list, "--yes"]);
    put(&project, "一覧.xlsx", &of("〒530-0001 大阪府大阪市北区1-1"));
    project.succeed(&["import", &list, "--yes"]);
    let records = text(&project, "data/clients.yaml");
    assert!(records.contains("530-0001\n  address: 大阪府"), "{records}");
}

#[test]
fn nothing_is_written_unasked() {
    let project = project();
    let list = put(&project, "一覧.xlsx", &phones(&[("A1", "甲株式会社", "03-0000-0001")]));
    let before = data(&project);
    let output = project.run(&["import", &list]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(said(&output).contains("--dry-run"), "{}", said(&output));
    project.succeed(&["import", &list, "--dry-run"]);
    for wrong in [
        vec!["import", "nothing.xlsx", "--yes"],
        vec!["import", &list, "--yes", "--map", "会社=name"],
        vec!["import", &list, "--yes", "--map", "会社名=nam"],
        vec!["import", &list, "--yes", "--sheet", "二覧"],
    ] {
        let output = project.run(&wrong);
        assert_eq!(output.status.code(), Some(1), "{wrong:?}: {}", said(&output));
        assert!(said(&output).contains("hint"), "{}", said(&output));
    }
    assert_eq!(data(&project), before);
    assert!(!project.path("data/import").exists());
}

#[test]
fn a_csv_of_an_old_program_is_read() {
    let project = project();
    let csv = "得意先台帳,,,,\r\n得意先CD,得意先名１,得意先名２,ＴＥＬ,ﾌﾘｶﾞﾅ\r\n\
               000012,株式会社髙﨑製作所,横浜工場,０４５－０００－０００１,ﾀｶｻｷ\r\n";
    let (bytes, ..) = SHIFT_JIS.encode(csv);
    let list = put(&project, "得意先.csv", &bytes);
    project.succeed(&["import", &list, "--yes"]);
    let records = text(&project, "data/clients.yaml");
    assert!(records.contains("id: '000012'"), "{records}");
    assert!(records.contains("株式会社髙﨑製作所") && records.contains("横浜工場"), "{records}");
    assert!(records.contains("phone: 045-000-0001"), "{records}");
}

#[test]
fn a_sheet_for_each_branch_is_one_list() {
    let project = project();
    let head = row(&["会員番号", "氏名", "メールアドレス"]);
    let sheet = |first: &str, second: &str| {
        let member =
            |it: &str| vec![it.to_owned(), format!("山田 {it}郎"), format!("{it}@example.jp")];
        vec![head.clone(), member(first), member(second)]
    };
    let (north, south) = (sheet("N1", "N2"), sheet("S1", "S2"));
    let list = put(&project, "会員.xlsx", &xlsx(&[("札幌", &north), ("那覇", &south)]));
    project.succeed(&["import", &list, "--yes", "--map", "シート名=支店"]);
    let records = text(&project, "data/clients.yaml");
    assert_eq!(records.matches("支店: 札幌").count(), 2, "{records}");
    assert_eq!(records.matches("支店: 那覇").count(), 2, "{records}");
    assert_eq!(records.matches("honorific: 様").count(), 4, "{records}");
    let before = data(&project);
    project.succeed(&["import", &list, "--yes"]);
    assert_eq!(data(&project), before);
    project.succeed(&["import", &list, "--yes", "--sheet", "札幌"]);
}

#[test]
fn numbers_that_begin_anew_in_each_sheet_are_no_ids() {
    let project = project();
    let class = |name: &str| {
        let pupil =
            |number: usize| row(&[&number.to_string(), &format!("{name} {number}郎"), "1010041"]);
        let head = row(&["出席番号", "保護者氏名", "郵便番号"]);
        std::iter::once(head).chain((1..6).map(pupil)).collect::<Vec<_>>()
    };
    let (first, second) = (class("山田"), class("佐藤"));
    let list = put(&project, "名簿.xlsx", &xlsx(&[("1年", &first), ("2年", &second)]));
    let done = project.json(&["import", &list, "--yes"]);
    assert_eq!((done["added"].as_array().map(Vec::len), &done["refused"]), (Some(10), &json!([])));
    let before = data(&project);
    project.succeed(&["import", &list, "--yes"]);
    assert_eq!(data(&project), before);
}

#[test]
fn what_is_exported_and_imported_again_changes_nothing() {
    let folders = fs::read_dir(common::repository().join("examples")).expect("the examples");
    let examples = folders.map(|it| it.expect("a folder").path()).collect::<Vec<_>>();
    let mut tried = 0;
    for folder in examples.into_iter().chain([common::repository().to_owned()]) {
        if !folder.join("data/clients.yaml").exists() {
            continue;
        }
        let project = TestProject::empty();
        project.overlay_data(&folder);
        for name in ["list.xlsx", "list.csv"] {
            let list = project.path(name).to_string_lossy().into_owned();
            project.succeed(&["export", "-o", &list]);
            let done = project.json(&["import", &list, "--dry-run"]);
            let changes = ["added", "changed", "conflicts", "refused", "gone"];
            for kind in changes {
                assert_eq!(done[kind], json!([]), "{kind} of {name} in {}", folder.display());
            }
            tried += 1;
        }
    }
    assert!(tried >= 8, "only {tried} lists");
}

/// Texts that a reader of lists could take for something else, and others.
fn odd_text() -> impl Strategy<Value = String> {
    let signs = "[=+@'\"#:,、・／/;|()（）「」%&*?!~^$<>\\[\\]{}\\\\-]";
    let pieces = prop_oneof![
        Just("様".to_owned()),
        Just("お客様".to_owned()),
        Just(" 御中".to_owned()),
        Just("先生".to_owned()),
        Just("なし".to_owned()),
        Just("#N/A".to_owned()),
        Just("〃".to_owned()),
        Just("合計".to_owned()),
        Just("番号".to_owned()),
        Just("12.0".to_owned()),
        Just("2023/6/9".to_owned()),
        Just("〒101-0041".to_owned()),
        Just("312345678".to_owned()),
        Just("ﾀﾞｲｲﾁ".to_owned()),
        Just("髙﨑葛\u{E0100}".to_owned()),
        "[0-9]{1,7}",
        "[ぁ-んァ-ヶ一-龠々〇０-９Ａ-Ｚa-z]{1,5}",
        signs,
    ];
    let text = proptest::collection::vec(pieces, 1..4).prop_map(|pieces| pieces.concat());
    text.prop_filter("a text without blanks around it", |it| !it.is_empty() && it.trim() == it)
}

/// A record of this number with any fields that one can have.
fn odd_record(number: usize) -> impl Strategy<Value = String> {
    let quoted = |text: &String| Value::from(text.as_str()).to_string();
    let list = move |texts: &Vec<String>| {
        let texts: Vec<String> = texts.iter().map(quoted).collect();
        format!("[{}]", texts.join(", "))
    };
    let some = |key: &'static str, value: BoxedStrategy<String>| {
        let value = proptest::option::of(value);
        value.prop_map(move |it| it.map(|it| format!("  {key}: {it}\n")).unwrap_or_default())
    };
    let words = |words: &'static [&'static str]| {
        proptest::sample::select(words).prop_map(str::to_owned).boxed()
    };
    let text = || odd_text().prop_map(move |it| quoted(&it)).boxed();
    let day =
        || (2000..2030, 1..13, 1..29).prop_map(|(y, m, d)| format!("{y}-{m:02}-{d:02}")).boxed();
    let address = proptest::collection::vec(odd_text(), 1..4).prop_map(move |it| list(&it)).boxed();
    let services: &'static [&'static str] = &["給与計算", "社会保険・労働保険", "電子明細"];
    let several = proptest::sample::subsequence(services, 1..=3)
        .prop_map(|it| format!("[{}]", it.join(", ")))
        .boxed();
    let of_person = (proptest::option::of(text()), proptest::option::of(text()), text());
    let person = of_person
        .prop_map(|(department, title, name)| {
            let part = |key: &str, text: Option<String>| text.map(|it| format!("{key}: {it}, "));
            let parts = [part("department", department), part("title", title)];
            let parts: String = parts.into_iter().flatten().collect();
            format!("{{{parts}name: {name}}}")
        })
        .boxed();
    let lines = (odd_text(), odd_text());
    let lines = lines.prop_map(move |(a, b)| quoted(&format!("{a}\n{b}")));
    let table = Just("[{項目: 氏名, 人数: 12}, {項目: 住所}]".to_owned()).boxed();
    let code = "[0-9]{7}".prop_map(|it| format!("{}-{}", &it[..3], &it[3..])).boxed();
    let ways = [
        some("person", person),
        some("kana", text()),
        some("postal_code", code),
        some("address", address),
        some("phone", text()),
        some("route", words(&["調整中", "同意", "辞退", "個別"])),
        some("notify", words(&["保留", "委託元", "当方", "公表"])),
        some("known_on", day()),
        some("備考", prop_oneof![text(), lines].boxed()),
        some("業務", several),
        some("希望", words(&["有", "無"])),
        some("人数", (0..200_000_u32).prop_map(|it| it.to_string()).boxed()),
        some("契約日", day()),
        some("台帳", table),
    ];
    let head = (text(), words(&["御中", "様", "各位", "none"]));
    (head, Vec::from(ways)).prop_map(move |((name, honorific), fields)| {
        let fields = fields.concat();
        format!("- id: R-{number:03}\n  name: {name}\n  honorific: {honorific}\n{fields}")
    })
}

#[test]
fn records_of_every_kind_come_back_as_they_went() {
    let fields = "備考: {}\n業務: {values: [給与計算, 社会保険・労働保険, 電子明細], several: true}\n\
                  希望: {values: [有, 無]}\n人数: {kind: 数}\n契約日: {kind: 日付}\n\
                  台帳: {kind: 明細, columns: {項目: 文字, 人数: 数}}\n";
    let mut runner = TestRunner::deterministic();
    for round in 0..4 {
        let project = project();
        project.write("data/fields.yaml", fields);
        let record = |number| {
            let tree = odd_record(number).new_tree(&mut runner).expect("a record");
            tree.current()
        };
        let records: String = (0..150).map(record).collect();
        project.write("data/clients.yaml", &records);
        let name = ["list.xlsx", "list.csv"][round % 2];
        let list = project.path(name).to_string_lossy().into_owned();
        let output = project.run(&["export", "-o", &list]);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
        let done = project.json(&["import", &list, "--yes"]);
        for kind in ["added", "changed", "conflicts", "refused", "gone", "skipped"] {
            assert_eq!(done[kind], json!([]), "{kind} in {records}");
        }
        assert_eq!(text(&project, "data/clients.yaml"), records);
    }
}

#[test]
fn the_exported_list_tells_how_it_stands_with_the_letters() {
    let project = TestProject::base();
    project.succeed(&["generate"]);
    project.succeed(&["export", "-o", &project.path("list.csv").to_string_lossy()]);
    let list = text(&project, "list.csv");
    let mut lines = list.lines();
    let head = lines.next().expect("a head");
    assert!(
        head.contains("宛名")
            && head.ends_with("report-1 状態,report-1 ページ数,report-1 発送日,report-1 ファイル"),
        "{head}"
    );
    assert!(lines.all(|line| line.contains("作成済み,1,,out/report-1/")), "{list}");
    let said = project.said(&["export"]);
    assert!(said.contains("out/宛先一覧.xlsx"), "{said}");
    assert!(project.path("out/宛先一覧.xlsx").exists());
}

#[test]
fn a_clerk_works_from_inside_the_folder() {
    let project = project();
    let rows = [("A1", "甲株式会社", "03-0000-0001")];
    put(&project, "一覧.xlsx", &phones(&rows));
    let run = |args: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_oshirase"));
        let output = command.args(args).current_dir(project.path("")).output();
        let output = output.expect("the program starts");
        assert_eq!(output.status.code(), Some(0), "{args:?}: {}", said(&output));
    };
    run(&["import", "一覧.xlsx", "--yes"]);
    run(&["export"]);
    run(&["export", "-o", "書き出し.csv"]);
    let before = data(&project);
    run(&["import", "out/宛先一覧.xlsx", "--dry-run"]);
    run(&["import", "./書き出し.csv", "--dry-run"]);
    run(&["schema"]);
    assert_eq!(data(&project), before);
    assert!(project.path(".schema/clients.schema.json").exists());
}

#[test]
fn empty_and_hidden_rows_are_told() {
    let project = project();
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let rows = [["番号", "会社名"], ["A1", "甲株式会社"], ["", ""], ["A2", "乙株式会社"]];
    for (at, [id, name]) in (0..).zip(rows).filter(|(_, [id, _])| !id.is_empty()) {
        sheet.write_string(at, 0, id).expect("a cell");
        sheet.write_string(at, 1, name).expect("a cell");
    }
    sheet.set_row_hidden(1).expect("a row");
    let list = put(&project, "一覧.xlsx", &workbook.save_to_buffer().expect("a workbook"));
    let told = project.said(&["import", &list, "--yes"]);
    assert!(told.contains("1 hidden rows are read too"), "{told}");
    assert!(told.contains("1 empty rows are passed over"), "{told}");
    assert_eq!(text(&project, "data/clients.yaml").matches("- id:").count(), 2);
}

#[test]
fn a_heading_and_its_format_are_no_part_of_a_code() {
    let project = project();
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let zeros = Format::new().set_num_format("0000");
    sheet.write_string(0, 0, "会員番号").expect("a cell");
    sheet.write_string(0, 1, "氏名").expect("a cell");
    sheet.write_number_with_format(1, 0, 42, &zeros).expect("a cell");
    sheet.write_string(1, 1, "山田 太郎").expect("a cell");
    let list = put(&project, "会員.xlsx", &workbook.save_to_buffer().expect("a workbook"));
    project.succeed(&["import", &list, "--yes"]);
    assert!(text(&project, "data/clients.yaml").starts_with("- id: '0042'\n"));
}

#[test]
fn a_row_that_would_lose_a_comment_is_refused_and_all_others_are_written() {
    let project = project();
    let mut rows = clerks_list(3);
    let list = put(&project, "顧客一覧.xlsx", &xlsx(&[("顧問先", &rows)]));
    project.succeed(&[&["import", &list, "--yes"][..], &SERVICES].concat());
    let noted = "  業務: [給与計算, # 月末締め\n    年末調整]\n";
    let written = "  業務:\n    - 給与計算\n    - 年末調整\n";
    project.edit("data/clients.yaml", written, noted);
    let before = text(&project, "data/clients.yaml");
    rows[3][7] = "給与計算".to_owned();
    rows[4][6] = "06-1111-0000".to_owned();
    let list = put(&project, "顧客一覧.xlsx", &xlsx(&[("顧問先", &rows)]));
    let told = project.json(&["import", &list, "--yes"]);
    let refused = told["refused"].to_string();
    assert!(refused.contains("# 月末締め"), "{told}");
    // All others are written.
    let wanted = before.replace("03-0000-0002", "06-1111-0000");
    assert_eq!(text(&project, "data/clients.yaml"), wanted);
}
