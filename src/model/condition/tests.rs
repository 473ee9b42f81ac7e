use super::*;
use crate::facts::{Declared, FromYaml, mended, read_with};
use crate::messages::Message;

const FIELDS: &str = "
業務: {values: [給与計算, 社会保険, 電子明細], several: true}
関係: {values: [顧問先, 旧顧問先]}
担当: {kind: 文字}
退職者数: {kind: 数}
契約日: {kind: 日付}
台帳: {kind: 明細, columns: {項目: 文字, 人数: 数}}
";

fn condition(yaml: &str) -> Condition {
    read_with(FIELDS, yaml, |node, cx| node.read(cx)).expect(yaml)
}

fn problems(yaml: &str) -> Vec<Message> {
    read_with::<Condition>(FIELDS, yaml, |node, cx| node.read(cx)).expect_err(yaml)
}

fn client() -> Client {
    Client::from_yaml(
        FIELDS,
        "{id: C-1, name: 甲, honorific: 御中, person: {department: 総務部, name: 山田}, \
         postal_code: 101-0041, address: [千代田区, 甲ビル], fax: 03-0000-0000, \
         業務: [給与計算, 電子明細], 関係: 顧問先, 退職者数: 7, 契約日: 2020-04-01, \
         台帳: {項目: 賃金台帳, 人数: 3}, route: 同意, notify: 委託元, known_on: 2024-02-05, \
         data: [{item: 氏名, persons: 3}, {item: 口座, persons: 120}]}",
    )
}

fn notice(id: &str) -> NoticeId {
    NoticeId::new(id).expect("an id")
}

fn holds(yaml: &str) -> bool {
    condition(yaml).holds(&client(), &notice("report-1"))
}

#[test]
fn a_condition_holds_where_all_its_parts_do() {
    assert!(Condition::default().holds(&client(), &notice("report-1")));
    for yaml in [
        "id: C-1",
        "id: [C-1, C-7]",
        "name: [甲, 乙]",
        "honorific: 御中",
        "person: 山田",
        "postal_code: 〒101-0041",
        "address: 甲ビル",
        "fax: 03-0000-0000",
        "delivery: メール",
        "route: [調整中, 同意]",
        "{route: 同意, notify: 委託元, delivery: メール}",
        "known_on: 2024-02-05",
        "known_on: {after: 2024-02-04}",
        "known_on: {after: 2024-02-04, before: 2024-02-06}",
        "data: 口座",
        "persons: {over: 119}",
        "persons: [3, 120]",
        "業務: 給与計算",
        "業務: [社会保険, 給与計算]",
        "関係: 顧問先",
        "退職者数: 7",
        "退職者数: {over: 6, under: 8}",
        "契約日: {before: 2020-04-02}",
        "台帳: 賃金台帳",
        "has: data",
        "has: [person, postal_code, address, fax, route, notify, known_on, 台帳, 業務]",
        "not: {route: 完了, notify: 委託元}",
        "any: [{route: 完了}, {notify: 委託元}]",
        "any: {notify: 委託元}",
        "notice: report-1",
        "notice: [report-2, report-1]",
    ] {
        assert!(holds(yaml), "{yaml}");
    }
    for yaml in [
        "id: C-2",
        "name: 乙",
        "address: 千代田",
        "delivery: 郵送",
        "{route: 同意, notify: 当方}",
        "known_on: {after: 2024-02-05}",
        "known_on: {before: 2024-02-05}",
        "reported_on: {after: 2000-01-01}",
        "data: 住所",
        "persons: {over: 120}",
        "persons: {under: 120}",
        "業務: 社会保険",
        "退職者数: {under: 7}",
        "has: [data, 担当]",
        "has: kana",
        "has: phone",
        "has: email",
        "has: reported_on",
        "not: {route: 同意}",
        "any: [{route: 完了}, {notify: 当方}]",
        "notice: report-2",
    ] {
        assert!(!holds(yaml), "{yaml}");
    }
}

#[test]
fn without_data_there_is_no_number_of_persons() {
    let nobody = Client::from_yaml(FIELDS, "{id: C-1, name: 甲, honorific: 御中}");
    for yaml in ["persons: {under: 5}", "persons: 0", "has: data"] {
        assert!(!condition(yaml).holds(&nobody, &notice("a")), "{yaml}");
    }
}

#[test]
fn what_a_condition_asks_for_is_found_however_deep_it_is() {
    let of_notice = condition("not: {any: [{notice: report-1}]}");
    assert!(of_notice.asks_for_notice() && !of_notice.asks_for_client());
    let of_client = condition("not: {any: [{has: 担当}]}");
    assert!(of_client.asks_for_client() && !of_client.asks_for_notice());
}

#[test]
fn who_and_what_is_named_is_kept_to_be_looked_for() {
    let names = read_with(FIELDS, "{id: [C-1, C-2], not: {notice: report-9}}", |node, cx| {
        node.read::<Condition>(cx)?;
        let names = cx.named_clients.iter().chain(&cx.named_notices);
        Some(names.map(|(name, _)| name.clone()).collect::<Vec<_>>())
    });
    assert_eq!(names.expect("a condition"), ["C-1", "C-2", "report-9"]);
}

#[test]
fn a_condition_is_shown_as_it_is_written() {
    for yaml in [
        "id: C-1, route: 個別, has: [data, 業務], 業務: [給与計算, 電子明細]",
        "persons: {over: 5}, notice: report-1",
        "known_on: {after: 2024-01-31, before: 2024-03-01}",
        "not: {関係: 旧顧問先}, any: [{delivery: FAX}, {notify: [当方, 公表]}]",
    ] {
        let shown = condition(&format!("{{{yaml}}}")).to_string();
        assert_eq!(condition(&format!("{{{shown}}}")).to_string(), shown);
        let mut parts: Vec<&str> = yaml.split(", ").collect();
        let mut shown: Vec<&str> = shown.split(", ").collect();
        parts.sort_unstable();
        shown.sort_unstable();
        assert_eq!(shown, parts);
    }
}

#[test]
fn a_condition_is_said_in_words() {
    for (yaml, words) in [
        ("route: [調整中, 同意]", "委員会への報告の方法が調整中か同意"),
        ("has: [data, 担当]", "お預かりしているデータと担当がある"),
        ("not: {業務: 給与計算}", "「業務が給与計算」ではない"),
        (
            "any: [{delivery: 郵送}, {persons: {over: 100}}]",
            "送り方が郵送、または、データの本人の数が100を超える",
        ),
        (
            "契約日: {after: 2024-01-31, before: 2024-03-01}",
            "契約日が2024年1月31日より後、2024年3月1日より前",
        ),
        ("{id: C-1, notice: report-2}", "番号がC-1、かつ、お知らせがreport-2"),
    ] {
        assert_eq!(condition(yaml).in_japanese(), words);
    }
}

#[test]
fn what_cannot_be_asked_is_told() {
    let one_of = |known: &str| Message::OneOf { words: known.to_owned() }.to_string();
    let expected = problems("route: agreed");
    let Message::Expected { what, .. } = &expected[0] else { panic!("{expected:?}") };
    assert_eq!(*what, one_of(&crate::messages::listed(["調整中", "同意", "辞退", "個別", "完了"])));
    for yaml in [
        "業務: 年末調整",
        "退職者数: 多数",
        "退職者数: {}",
        "退職者数: {over: 1, after: 2024-01-01}",
        "known_on: {over: 1}",
        "has: delivery",
        "has: 業",
        "route: []",
        "業務: []",
        "業務:",
        "has: []",
        "any: []",
        "担当者: 佐藤",
        "postal_code: 1",
        "notice: あ い",
    ] {
        assert!(!problems(yaml).is_empty(), "{yaml}");
    }
}

#[test]
fn a_field_of_the_first_edition_is_meant_as_the_own_one() {
    let mended = mended(FIELDS, "has: [staff, data]", Condition::from_yaml);
    assert_eq!(mended, "has: [担当, data]");
}

#[test]
fn other_projects_have_other_fields() {
    assert!(Declared::of("業務: {}").own.get("業務").is_some());
    assert!(read_with::<Condition>("", "業務: 給与計算", |node, cx| node.read(cx)).is_err());
}
