use std::collections::BTreeMap;

use super::*;
use crate::client_list::trial::{merged, sheet};
use crate::facts::OwnField;

fn read(sheet: &Sheet, own: &OwnFields) -> Rows {
    let layout = Layout::propose(sheet, &BTreeMap::new(), own).expect("a head");
    read_rows(sheet, &layout, own)
}

/// `field=value` of a row.
fn said(incoming: &Incoming) -> String {
    let fields = incoming.fields.iter().map(|(field, value)| format!("{field}={value}"));
    fields.collect::<Vec<_>>().join(" | ")
}

fn first(text: &str) -> String {
    let rows = read(&sheet(text), &OwnFields::default());
    match (rows.incoming.first(), rows.refused.first()) {
        (Some(row), _) => said(row),
        (None, Some(refused)) => format!("{} {:?}", refused.heading, refused.message),
        (None, None) => "nothing".to_owned(),
    }
}

#[test]
fn a_row_says_what_a_client_has() {
    for (text, right) in [
        (
            "顧客コード|会社名|御担当者|〒|住所１|住所２|TEL|E-mail|送付方法\n\
             Ｃ－００１|株式会社みなと 御中|山田 太郎 様|１０１００４１|東京都千代田区1-2|みなとビル|０３－１２３４－５６７８|a@example.com|郵便",
            "id=C-001 | name=株式会社みなと | honorific=御中 | person.name=山田 太郎 | postal_code=101-0041 | address=東京都千代田区1-2／みなとビル | phone=03-1234-5678 | email=a@example.com | delivery=郵送",
        ),
        (
            "姓|名|セイ|メイ|〒|住所\n山田|太郎|ヤマダ|タロウ|600001|北海道札幌市",
            "name=山田 太郎 | honorific=様 | kana=ヤマダ タロウ | postal_code=060-0001 | address=北海道札幌市",
        ),
        (
            "得意先名1|得意先名2|郵便番号1|郵便番号2|住所\n株式会社みなと|横浜支店|101|41|東京都",
            "name=株式会社みなと 横浜支店 | honorific=御中 | postal_code=101-0041 | address=東京都",
        ),
        (
            "会社名|住所\n株式会社みなと|〒101-0041 東京都千代田区1-2\\nみなとビル",
            "name=株式会社みなと | honorific=御中 | postal_code=101-0041 | address=東京都千代田区1-2／みなとビル",
        ),
        (
            "会社名|住所\n株式会社みなと|〒101-0041\\n東京都千代田区1-2\\nみなとビル",
            "name=株式会社みなと | honorific=御中 | postal_code=101-0041 | address=東京都千代田区1-2／みなとビル",
        ),
        (
            "会社名|氏名|役職|住所\n|山田 太郎|部長|東京都\n甲商店|佐藤 花|課長|東京都",
            "name=山田 太郎 | honorific=様 | address=東京都",
        ),
        (
            "会社名|氏名|敬称\n甲商店|山田 太郎|様",
            "name=甲商店 | honorific=御中 | person.name=山田 太郎",
        ),
        ("氏名|敬称|住所\n山田 太郎|殿|東京都", "name=山田 太郎 | honorific=様 | address=東京都"),
        (
            "氏名|敬称|住所\n山田 太郎|先生|東京都",
            "name=山田 太郎 先生 | honorific=none | address=東京都",
        ),
        (
            "会社名|市外局番|市内局番|加入者番号\n甲商店|03|1234|5678",
            "name=甲商店 | honorific=御中 | phone=03-1234-5678",
        ),
        ("会社名|TEL|FAX|備考\n甲商店|－|なし|#N/A", "name=甲商店 | honorific=御中"),
        ("会社名|契約日\n甲商店|令和5年6月9日", "name=甲商店 | honorific=御中 | 契約日=2023-06-09"),
        (
            "会社名|郵便番号|住所\n甲商店|600001|京都府",
            "郵便番号 NotAPostalCode { code: \"`600001`\" }",
        ),
        ("会社名|住所\n|東京都", "会社名 ListNoName"),
        ("会社名|住所\n甲商店|同上", "住所 ListDitto { found: \"`同上`\" }"),
        ("会社名|送り方\n甲商店|郵送\n乙商店|FAX", "name=甲商店 | honorific=御中 | delivery=郵送"),
    ] {
        assert_eq!(first(text), right, "{text}");
    }
}

#[test]
fn honorifics_that_nothing_says_follow_the_list() {
    let honorifics = |text: &str| {
        let rows = read(&sheet(text), &OwnFields::default());
        let guessed = |row: u32| {
            rows.changes.iter().any(|it| it.row == row && it.kind == ChangeKind::HonorificGuessed)
        };
        let of = |it: &Incoming| {
            format!("{}{}", it.fields[&Field::Honorific], if guessed(it.row) { "?" } else { "" })
        };
        rows.incoming.iter().map(of).collect::<Vec<_>>().join(" ")
    };
    for (text, right) in [
        ("会社名|住所\n株式会社甲|東京都\nみなと|東京都", "御中 御中?"),
        ("氏名|住所\n山田 太郎|東京都\nみなと|東京都\n株式会社甲|東京都", "様 様 御中"),
        (
            "宛名|住所\n山田 太郎|東京都\n佐藤 花|東京都\n佐藤|東京都\n甲商店|東京都",
            "様? 様? 様? 御中",
        ),
        ("宛名|住所\nみなと|東京都\n甲商店|東京都", "御中? 御中"),
        ("顧客名|住所\nみなと様|東京都\n佐藤|東京都", "様 様?"),
    ] {
        assert_eq!(honorifics(text), right, "{text}");
    }
}

#[test]
fn what_is_left_out_and_changed_is_told_with_its_row() {
    let text = "顧客一覧\n\n番号|会社名|電話\n1|甲商店 御中|312345678\n\n番号|会社名|電話\n2|乙商店|なし\n合計|2社|\n※税抜||";
    let rows = read(&sheet(text), &OwnFields::default());
    assert_eq!(rows.refused, []);
    let changes: Vec<(u32, ChangeKind, &str, &str)> = rows
        .changes
        .iter()
        .map(|it| (it.row, it.kind, it.before.as_str(), it.after.as_str()))
        .collect();
    assert_eq!(
        changes,
        [
            (4, ChangeKind::HonorificTaken, "甲商店 御中", "甲商店"),
            (4, ChangeKind::ZeroPutBack, "312345678", "0312345678"),
            (7, ChangeKind::NothingMeant, "なし", ""),
        ]
    );
    let skipped: Vec<(u32, LeftOut)> = rows.skipped.iter().map(|it| (it.row, it.why)).collect();
    assert_eq!(skipped, [(6, LeftOut::Head), (8, LeftOut::Total), (9, LeftOut::Note)]);
    assert_eq!(rows.empty, 1);
    assert_eq!(rows.incoming.iter().map(|it| it.row).collect::<Vec<_>>(), [4, 7]);
}

#[test]
fn rows_of_a_csv_are_numbered_as_excel_does() {
    let text = "会社名,住所,備考\r\n甲商店,\"東京都\r\n千代田区\r\n1-1\",\r\n乙商店,東京都,\"\n\n\"\r\n\r\n丙商店,東京都,\r\n,,\r\n丁商店,東京都,\r\n";
    for text in [text.to_owned(), text.replace("\r\n", "\n")] {
        let book = crate::spreadsheet::read("list.csv", text.as_bytes()).expect("a workbook");
        let rows = read(&book.sheets[0], &OwnFields::default());
        assert_eq!(rows.incoming.iter().map(|it| it.row).collect::<Vec<_>>(), [2, 3, 5, 7]);
        assert_eq!(rows.empty, 2);
    }
}

#[test]
fn a_line_of_an_address_alone_joins_the_row_above() {
    let text = "番号|会社名|住所\n1|甲商店|東京都1-1\n||みなとビル3階\n2|乙商店|東京都2-2\n||ひかり\n3|丙商店|東京都3-3\n||※移転\n合計|3社|\n||みなとビル3階";
    let rows = read(&sheet(text), &OwnFields::default());
    assert_eq!(
        said(&rows.incoming[0]),
        "id=1 | name=甲商店 | honorific=御中 | address=東京都1-1／みなとビル3階"
    );
    assert_eq!(said(&rows.incoming[1]), "id=2 | name=乙商店 | honorific=御中 | address=東京都2-2");
    let joined = rows.changes.iter().filter(|it| it.kind == ChangeKind::LineJoined);
    assert_eq!(joined.map(|it| it.row).collect::<Vec<_>>(), [3]);
    let refused = rows.refused.iter().map(|it| (it.row, it.message == Message::ListLineAlone));
    assert_eq!(refused.collect::<Vec<_>>(), [(5, true), (9, true)]);
    assert_eq!(rows.skipped.iter().map(|it| it.row).collect::<Vec<_>>(), [7, 8]);
}

#[test]
fn a_cell_with_an_error_is_refused_where_a_letter_needs_it() {
    let fault = |text: &str| Cell::Fault(text.to_owned());
    let mut book = sheet(
        "会社名|郵便番号|住所|TEL|備考\n甲商店|101-0041|東京都|#N/A|#N/A\n乙商店|#N/A|#N/A|03-1234-5678|\n丙商店|101-0041|東京都|#REF!|\n丁商店|101-0041|東京都||\n戊|101-0041|東京都||",
    );
    book.rows[4].cells[2] = fault("#N/A");
    book.rows[5].cells[0] = fault("#VALUE!");
    let rows = read(&book, &OwnFields::default());
    assert_eq!(rows.incoming.iter().map(|it| it.row).collect::<Vec<_>>(), [2]);
    let refused: Vec<(u32, &str)> =
        rows.refused.iter().map(|it| (it.row, it.heading.as_str())).collect();
    let right = [(3, "郵便番号"), (3, "住所"), (4, "TEL"), (5, "住所"), (6, "会社名")];
    for one in right {
        assert!(refused.contains(&one), "{refused:?}");
    }
}

#[test]
fn a_given_name_is_not_what_stands_on_envelopes() {
    let names = |text: &str| {
        let rows = read(&sheet(text), &OwnFields::default());
        let name = |it: &Incoming| it.fields[&Field::Name].to_string();
        rows.incoming.iter().map(name).collect::<Vec<_>>().join("/")
    };
    for (text, right) in [
        ("氏名|住所\n吉田 行|東京都\n山田 太郎|東京都", "吉田 行/山田 太郎"),
        (
            "宛名|住所\n吉田 行|東京都\nみなと商店 行|東京都\n山田 太郎|東京都\n佐藤 花|東京都",
            "吉田 行/みなと商店/山田 太郎/佐藤 花",
        ),
        ("氏名|住所\n吉田 行|東京都\n山田 行|東京都\n佐藤|東京都", "吉田/山田/佐藤"),
        ("氏名|住所\n吉田太郎さん|東京都", "吉田太郎"),
    ] {
        assert_eq!(names(text), right, "{text}");
    }
}

#[test]
fn own_fields_are_read_by_what_they_hold() {
    let own: OwnFields = [
        OwnField::choice("業務", vec!["給与計算".to_owned(), "電子明細".to_owned()], true),
        OwnField::choice("同意書", vec!["有".to_owned(), "無".to_owned()], false),
        OwnField::count("人数"),
        OwnField::day("契約日"),
    ]
    .into_iter()
    .collect();
    let rows = read(
        &sheet(
            "会社名|業務|同意書|人数|契約日\n甲商店|給与計算・電子明細|○|1,200|R5.6.9\n乙商店|年末調整|△|多数|昨日",
        ),
        &own,
    );
    assert_eq!(
        rows.incoming.iter().map(said).collect::<Vec<_>>(),
        [
            "name=甲商店 | honorific=御中 | 人数=1200 | 同意書=有 | 契約日=2023-06-09 | 業務=給与計算／電子明細"
        ]
    );
    let refused: Vec<(u32, Option<usize>)> =
        rows.refused.iter().map(|it| (it.row, it.column)).collect();
    assert_eq!(refused, [(3, Some(1)), (3, Some(2)), (3, Some(3)), (3, Some(4))]);
    assert_eq!(rows.changes.len(), 1);
}

#[test]
fn a_merged_cell_holds_for_all_its_rows() {
    let sheet = merged(
        sheet("支店|会社名|住所\n東京|甲商店|東京都\n|乙商店|東京都\n|丙商店|東京都"),
        &[((2, 3), (0, 0))],
    );
    let rows = read(&sheet, &OwnFields::default());
    let branch = Field::Own("支店".to_owned());
    let branches: Vec<Option<String>> =
        rows.incoming.iter().map(|it| it.fields.get(&branch).map(ToString::to_string)).collect();
    let name = |row: usize| rows.incoming[row].fields[&Field::Name].to_string();
    // 支店 beside 会社名 is a part of the name.
    assert_eq!(branches, [None, None, None]);
    assert_eq!([name(0), name(1), name(2)], ["甲商店 東京", "乙商店 東京", "丙商店"]);
}

#[test]
fn what_the_program_has_written_stands_as_it_is() {
    let text = "番号|宛名|敬称|担当者|住所|電話番号|備考\n\
                12.0|お客様|none|山田様|東京都\\n千代田区|312345678|-\n\
                C-2|甲商店|様|山田||0|なし";
    let own: OwnFields = [OwnField::text("備考")].into_iter().collect();
    let sheet = sheet(text);
    let mut layout = Layout::propose(&sheet, &BTreeMap::new(), &own).expect("a head");
    layout.exact = true;
    let rows = read_rows(&sheet, &layout, &own);
    assert_eq!(
        rows.incoming.iter().map(said).collect::<Vec<_>>(),
        [
            "id=12.0 | name=お客様 | honorific=none | person.name=山田様 | address=東京都／千代田区 | phone=312345678 | 備考=-",
            "id=C-2 | name=甲商店 | honorific=様 | person.name=山田 | phone=0 | 備考=なし",
        ]
    );
    assert_eq!((rows.refused, rows.changes), (vec![], vec![]));
}
