use super::*;
use crate::facts::{diagnosed, mended, read_with};

const FIELDS: &str = "
業務: {values: [給与計算, 電子明細], several: true}
言語: {values: [日本語, ポルトガル語]}
担当: {needed: true}
台帳: {kind: 明細, columns: {項目: 文字, 人数: 数, 期限: 日付}}
";

fn parse(node: &Node<'_>, cx: &mut Parsing) -> Option<Client> {
    Client::from_node(node, Record::alone(node.place().source), cx)
}

fn record(rest: &str) -> String {
    format!("id: C-1\nname: 甲\nhonorific: 御中\n担当: 佐藤\n{rest}\n")
}

fn client(rest: &str) -> Client {
    diagnosed(FIELDS, &record(rest), parse).unwrap_or_else(|it| panic!("{rest}: {it:?}"))
}

fn problems(rest: &str) -> Vec<Message> {
    read_with(FIELDS, &record(rest), parse).expect_err(rest)
}

#[test]
fn a_word_has_one_spelling_and_the_hint_says_it() {
    for (wrong, right) in [
        ("delivery: fax\nfax: 03-1", "delivery: FAX"),
        ("delivery: ＦＡＸ\nfax: 03-1", "delivery: FAX"),
        ("delivery: ファックス\nfax: 03-1", "delivery: FAX"),
        ("delivery: post\npostal_code: 101-0041\naddress: 甲", "delivery: 郵送"),
        ("{delivery: \"mail\", email: a@example.jp}", "delivery: メール"),
        ("route: pending", "route: 調整中"),
        ("route: self", "route: 個別"),
        ("route: \u{200B}同意", "route: 同意"),
        ("notify: Deferred", "notify: 保留"),
        ("notify: ｃｌｉｅｎｔ", "notify: 委託元"),
    ] {
        let wrong = match wrong.strip_prefix('{') {
            Some(flow) => format!("{{id: C-1, name: 甲, honorific: 御中, 担当: 佐藤, {flow}"),
            None => record(wrong),
        };
        let mended = mended(FIELDS, &wrong, parse);
        assert!(mended.contains(right), "{mended}");
    }
    for word in ["なし", "無し", "ＮＯＮＥ"] {
        let wrong = record("").replace("御中", word);
        assert_eq!(mended(FIELDS, &wrong, parse), record("").replace("御中", "none"));
    }
}

#[test]
fn a_way_of_travelling_needs_what_it_goes_to() {
    let needs = |delivery: &str, keys: &[&str]| {
        let keys = listed(keys.iter().map(|key| format!("`{key}`")));
        vec![Message::DeliveryNeeds { delivery: delivery.to_owned(), keys }]
    };
    assert_eq!(problems("delivery: FAX"), needs("FAX", &["fax"]));
    assert_eq!(problems("delivery: メール"), needs("メール", &["email"]));
    assert_eq!(problems("delivery: 郵送"), needs("郵送", &["postal_code", "address"]));
    assert_eq!(client("").delivery, Delivery::Mail);
    client("delivery: 郵送\npostal_code: 101-0041\naddress: 一行");
    // What is there and misread or misspelt is not called missing too.
    assert_eq!(problems("delivery: 郵送\npostal_code: 1\naddress: 一行").len(), 1);
    assert_eq!(problems("delivery: FAX\nfaxx: 03-1").len(), 1);
}

#[test]
fn where_a_list_may_stand_one_element_may() {
    let one = client(
        "address: 一行\ndata: {item: 氏名, persons: 3}\n業務: 給与計算\n\
         台帳: {項目: 賃金台帳, 人数: 3, 期限: 2024-02-05}",
    );
    let list = client(
        "address: [一行]\ndata: [{item: 氏名, persons: 3}]\n業務: [給与計算]\n\
         台帳: [{項目: 賃金台帳, 人数: 3, 期限: 2024-02-05}]",
    );
    let printed = |client: &Client| serde_json::to_string(client).expect("a client");
    assert_eq!(printed(&one), printed(&list));
    assert_eq!(one.own["業務"], OwnValue::Several(vec!["給与計算".to_owned()]));
}

#[test]
fn every_row_is_checked() {
    let other = "{項目: 甲, 人数: 3, 期限: 2024-02-05, 備考: 乙}";
    let unknown = Message::UnknownKey { key: "`備考`".to_owned() };
    assert_eq!(problems(&format!("台帳: {other}")), [unknown]);
    assert_eq!(problems("台帳: 甲").len(), 1);
    assert_eq!(problems("台帳: {項目: 甲, 人数: 3, 期限: 五日}").len(), 1);
    assert!(!client("台帳: []").own.contains_key("台帳"));
    // A row may leave a column blank.
    let rows = client("台帳: {項目: 甲, 人数: 3}");
    assert!(!rows.rows("台帳")[0].contains_key("期限"));
}

#[test]
fn data_is_rows_as_those_of_the_office_are() {
    let own = crate::facts::Declared::of(FIELDS).own;
    let names = |field: &str| -> Option<Vec<(String, bool)>> {
        let columns = Client::columns(field, &own)?;
        Some(columns.iter().map(|it| (it.name.clone(), it.is_count())).collect())
    };
    let of_data = [("item".to_owned(), false), ("persons".to_owned(), true)];
    assert_eq!(names("data").as_deref(), Some(&of_data[..]));
    assert_eq!(names("台帳").map(|it| it.len()), Some(3));
    assert_eq!(names("業務"), None);
    let client = client("data: [{item: 氏名, persons: 3}]\n台帳: []");
    let rows = client.rows("data");
    assert_eq!(rows[0]["item"], OwnValue::Text("氏名".to_owned()));
    assert_eq!(rows[0]["persons"], OwnValue::Count(3));
    assert!(client.rows("台帳").is_empty());
}

#[test]
fn a_name_with_a_full_width_colon_is_told() {
    for (wrong, right) in [
        ("{担当：佐藤, name: 甲, id: C-1, honorific: 御中}", "担当: 佐藤"),
        ("{id：C-1, name: 甲, 担当: 佐藤, honorific: 御中}", "id: C-1"),
        ("id: C-1\nname: 甲\nhonorific: 御中\n担当：佐藤\n", "\n担当: 佐藤"),
        ("id: C-1\nname: 甲\n担当：佐藤\nhonorific: 御中\n", "\n担当: 佐藤"),
        ("id: C-1\n業務：\n  - 給与計算\nname: 甲\nhonorific: 御中\n担当: 乙\n", "業務:"),
        ("id: C-1\nname: 甲\nhonorific: 御中\n担当：佐藤\n言語：日本語\n", "言語: 日本語"),
    ] {
        let mended = mended(FIELDS, wrong, parse);
        assert!(mended.contains(right), "{mended}");
    }
}

#[test]
fn a_missing_own_field_is_told_and_a_value_that_is_none() {
    let missing = read_with(FIELDS, "{id: C-1, name: 甲, honorific: 御中}", parse);
    assert_eq!(missing.err(), Some(vec![Message::KeyMissing { key: "担当".to_owned() }]));
    let expected = mended(FIELDS, &record("業務: 給与 計算"), parse);
    assert_eq!(expected, record("業務: 給与計算"));
    assert_eq!(problems("言語: [日本語, ポルトガル語]").len(), 1);
}
