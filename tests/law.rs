//! What the law asks: of letters that say which one they are, and of the report to the
//! 個人情報保護委員会.

mod common;

use common::{NOTICE, TestProject, repository};

/// The items of which this letter says nothing.
fn missing(letter: &str) -> Vec<String> {
    let project = TestProject::base();
    project.edit("data/office.yaml", "checks: {law-item: off}\n", "");
    project.write(NOTICE, &format!("date: 2024-02-06\ntitle: お知らせ\n{letter}"));
    missing_in(&project)
}

fn missing_in(project: &TestProject) -> Vec<String> {
    let problems = project.problems(&["check"]).into_iter();
    let of_law = problems.filter(|problem| problem["check"] == "law-item");
    let item = |message: &str| message.rsplit('`').nth(1).expect("a name").to_owned();
    of_law.map(|problem| item(problem["message"].as_str().expect("a message"))).collect()
}

const ALL: [&str; 5] = ["概要", "項目", "原因", "二次被害", "窓口"];
const ALL_OF_CONSENT: [&str; 4] = ["同意する事項", "宛先", "日付欄", "署名欄"];

fn sorted(mut items: Vec<String>) -> Vec<String> {
    items.sort();
    items
}

#[test]
fn the_six_documents_of_one_incident_have_what_the_law_asks() {
    let project = TestProject::empty();
    project.overlay(&repository().join("tests/editions/family"));
    assert_eq!(missing_in(&project), Vec::<String>::new());
}

#[test]
fn what_a_notice_to_persons_does_not_say_is_named() {
    for law in ["本人通知", "公表"] {
        let found = sorted(missing(&format!("law: {law}\nbody: お詫び申し上げます。\n")));
        assert_eq!(found, sorted(ALL.map(str::to_owned).to_vec()), "{law}");
    }
    assert_eq!(missing("body: お詫び申し上げます。\n"), Vec::<String>::new(), "without `law`");
    let english = "law: 公表\nlang: en\nbody: We are sorry.\n";
    assert_eq!(missing(english), Vec::<String>::new(), "in words that nobody reads here");
}

/// Who publishes may name a desk where everybody can ask whether they are concerned.
#[test]
fn a_desk_takes_the_place_of_the_data_in_a_publication_alone() {
    let body = "body: 不正アクセスを受けました。悪用は確認されていません。照会先は下記です。\n";
    assert_eq!(missing(&format!("law: 公表\n{body}")), Vec::<String>::new());
    assert_eq!(missing(&format!("law: 本人通知\n{body}")), ["項目"]);
}

#[test]
fn an_item_is_there_in_whatever_form_it_is_said() {
    let bodies = [
        // Headings.
        "[{heading: 1 経緯, body: 甲}, {heading: 漏えい等のおそれがある個人データ, body: 乙}, \
         {heading: 原因, body: 丙}, {heading: 二次被害又はそのおそれ, body: 丁}, \
         {heading: お問い合わせ, body: 戊}]",
        // Pairs.
        "[{pairs: {事案の概要: 甲, 対象となる項目: 乙, 発生原因: 丙, 二次被害の有無: 丁, 連絡先: 戊}}]",
        // Questions and a table.
        "[{qa: [{q: 原因は何ですか, a: 甲}, {q: 二次被害はありますか, a: 乙}]}, \
         {table: {columns: [概要, 項目, 窓口], rows: [[丙, 丁, 戊]]}}]",
        // Texts.
        "サーバーが不正アクセスを受け、氏名が閲覧されたおそれがあります。不審な電話にご注意ください。\
         電話03-0000-0000",
        // Somewhere in it.
        "[{box: [{text: 不正アクセス, when: {id: C-1}}, {list: [住所, {text: 悪用のおそれ, \
         notes: 照会先は下記です}]}]}]",
        // Rows of a field, and a table of bulletins.
        "[{table: {rows: data, columns: [{field: item, heading: 内容}, {field: persons, \
         heading: 人}]}}, {lines: [攻撃による, 悪用, コールセンター]}]",
    ];
    for body in bodies {
        assert_eq!(
            missing(&format!("law: 本人通知\nbody: {body}\n")),
            Vec::<String>::new(),
            "{body}"
        );
    }
}

#[test]
fn a_part_of_the_items_name_is_the_item() {
    let project = TestProject::base();
    project.edit("data/office.yaml", "checks: {law-item: off}\n", "");
    let uses: String = ALL.iter().map(|part| format!("  - use: {part}\n")).collect();
    project
        .write(NOTICE, &format!("date: 2024-02-06\ntitle: 件\nlaw: 公表\nto: none\nbody:\n{uses}"));
    let parts: String = ALL.iter().map(|part| format!("  {part}: 次のとおりです。\n")).collect();
    project.write("data/incident.yaml", &format!("parts:\n{parts}"));
    assert_eq!(missing_in(&project), Vec::<String>::new());
    // One that takes in others.
    let parts =
        parts + "  全部: [{use: 概要}, {use: 項目}, {use: 原因}, {use: 二次被害}, {use: 窓口}]\n";
    project.write("data/incident.yaml", &format!("parts:\n{parts}"));
    project
        .write(NOTICE, "date: 2024-02-06\ntitle: 件\nlaw: 公表\nto: none\nbody: [{use: 全部}]\n");
    assert_eq!(missing_in(&project), Vec::<String>::new());
}

#[test]
fn one_item_is_accepted_and_the_others_are_not() {
    let project = TestProject::base();
    let accepted = "accepted:\n  - {check: law-item, text: 窓口, reason: 送付状にあります}\n";
    project.edit("data/office.yaml", "checks: {law-item: off}\n", accepted);
    project.write(NOTICE, "date: 2024-02-06\ntitle: 件\nlaw: 公表\nbody: 不正アクセスと氏名の件\n");
    assert_eq!(missing_in(&project), ["二次被害"]);
}

#[test]
fn a_form_of_consent_has_what_makes_it_one() {
    let empty = "law: 同意書\nto: none\nbody: お願い申し上げます。\n";
    assert_eq!(sorted(missing(empty)), sorted(ALL_OF_CONSENT.map(str::to_owned).to_vec()));
    let forms = [
        "to: {route: 調整中}\nbody: [連名での報告に同意します。, {blanks: [同意日, {label: 法人名, end: ㊞}]}]",
        "to: none\nbody: [みなと事務所　御中, 報告を承諾します。, {lines: [令和　年　月　日, 代表者＿＿＿＿㊞]}]",
        "addressee: みなと事務所　御中\nbody: [同意の有無, {pairs: {記入日: 令和  年  月  日, 署名: ' '}}]",
    ];
    for form in forms {
        assert_eq!(missing(&format!("law: 同意書\n{form}\n")), Vec::<String>::new(), "{form}");
    }
}
