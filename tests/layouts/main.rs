//! Lists as offices' programs export them, with invented rows: at least 95 of a hundred
//! columns are matched unaided, and the rows are read as a person would.

mod parties;
mod programs;

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, NaiveTime};
use encoding_rs::SHIFT_JIS;
use oshirase::client_list::{Field, Layout, Rows, Target, read_rows};
use oshirase::facts::OwnFields;
use oshirase::spreadsheet::{self, Cell, Merged, Row, Sheet};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

/// A sheet of these lines, with tabs between cells and `⏎` for a line break in one. A cell
/// `@2023-06-09` is a day, `#12` a number.
fn sheet(name: &str, lines: &str) -> Sheet {
    let cell = |text: &str| match (text, text.strip_prefix('@'), text.strip_prefix('#')) {
        ("", ..) => Cell::Empty,
        (_, Some(day), _) => {
            let day: NaiveDate = day.parse().expect("a day");
            Cell::Moment(day.and_time(NaiveTime::MIN))
        }
        (_, _, Some(number)) if number.parse::<f64>().is_ok() => Cell::Number(number.to_owned()),
        _ => Cell::Text(text.replace('⏎', "\n")),
    };
    let row = |(number, line): (u32, &str)| {
        let cells = line.split('\t').map(cell).collect();
        Row { number, hidden: false, cells }
    };
    let rows: Vec<Row> = (1..).zip(lines.lines()).map(row).collect();
    let rows = rows.into_iter().filter(|it| it.cells.iter().any(|it| *it != Cell::Empty)).collect();
    Sheet { name: name.to_owned(), rows, ..Sheet::default() }
}

/// What was found of the columns that were to be, which are one for each column of the sheet:
/// a field's key, `+` for an own field, `-` for none.
#[derive(Default)]
struct Tally {
    columns: usize,
    wrong: Vec<String>,
}

impl Tally {
    fn add(&mut self, name: &str, layout: &Layout, right: &str) {
        let right: Vec<&str> = right.split_whitespace().collect();
        let found = |target: &Target| match target {
            Target::Field(field) => field.to_string(),
            Target::New { .. } => "+".to_owned(),
            Target::Ignored => "-".to_owned(),
        };
        assert_eq!(layout.columns.len(), right.len(), "{name}: {:?}", layout.columns);
        for (column, right) in layout.columns.iter().zip(right) {
            self.columns += 1;
            let found = found(&column.target);
            if found != right {
                self.wrong.push(format!("{name}: {} is {found}, not {right}", column.heading));
            }
        }
    }

    /// Fails if more than five of a hundred are wrong.
    fn finish(self) {
        let (wrong, columns) = (self.wrong.len(), self.columns);
        assert!(wrong * 20 <= columns, "{wrong} of {columns}:\n{}", self.wrong.join("\n"));
    }
}

/// What is read of a sheet, which is the same where it comes from files.
fn read(sheet: &Sheet) -> (Layout, Rows) {
    let (layout, rows) = read_one(sheet);
    let targets = |layout: &Layout| -> Vec<Target> {
        layout.columns.iter().map(|column| column.target.clone()).collect()
    };
    for (name, bytes) in files(sheet) {
        let workbook = spreadsheet::read(name, &bytes).expect("a workbook");
        let (again, rows_again) = read_one(&workbook.sheets[0]);
        assert_eq!(targets(&again), targets(&layout), "{name}");
        assert_eq!(rows_again.incoming, rows.incoming, "{name}");
    }
    (layout, rows)
}

fn read_one(sheet: &Sheet) -> (Layout, Rows) {
    let own = OwnFields::default();
    let layout = Layout::propose(sheet, &BTreeMap::new(), &own).expect("a head");
    let rows = read_rows(sheet, &layout, &own);
    (layout, rows)
}

/// The sheet as a workbook; as CSV in Shift_JIS, too, if its cells are all text.
fn files(sheet: &Sheet) -> Vec<(&'static str, Vec<u8>)> {
    let mut files = vec![("list.xlsx", xlsx(sheet))];
    let is_text = |cell: &Cell| match cell {
        Cell::Text(text) => !SHIFT_JIS.encode(text).2,
        other => *other == Cell::Empty,
    };
    let in_order = (1..).zip(&sheet.rows).all(|(number, row)| row.number == number);
    if sheet.merged.is_empty()
        && in_order
        && sheet.rows.iter().flat_map(|it| &it.cells).all(is_text)
    {
        let quoted = |cell: &Cell| match cell {
            Cell::Text(text) => format!("\"{}\"", text.replace('"', "\"\"")),
            _ => String::new(),
        };
        let line = |row: &Row| row.cells.iter().map(quoted).collect::<Vec<_>>().join(",");
        let lines: Vec<String> = sheet.rows.iter().map(line).collect();
        files.push(("list.csv", SHIFT_JIS.encode(&lines.join("\r\n")).0.into_owned()));
    }
    files
}

fn xlsx(sheet: &Sheet) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let day = Format::new().set_num_format("yyyy/m/d");
    let written = workbook.add_worksheet();
    if !sheet.name.is_empty() {
        written.set_name(&sheet.name).expect("a name");
    }
    for Merged { rows, columns } in &sheet.merged {
        let (first, last) = (columns.0 as u16, columns.1 as u16);
        if rows.0 < rows.1 || first < last {
            let merged =
                written.merge_range(rows.0 - 1, first, rows.1 - 1, last, "", &Format::new());
            merged.expect("a block");
        }
    }
    for row in &sheet.rows {
        for (column, cell) in (0..).zip(&row.cells) {
            let at = row.number - 1;
            match cell {
                Cell::Text(text) => written.write_string(at, column, text),
                Cell::Number(number) => {
                    written.write_number(at, column, number.parse::<f64>().expect("a number"))
                }
                Cell::Moment(moment) => {
                    let (year, month) = (moment.year() as u16, moment.month() as u8);
                    let moment = ExcelDateTime::from_ymd(year, month, moment.day() as u8);
                    written.write_datetime_with_format(at, column, moment.expect("a day"), &day)
                }
                _ => continue,
            }
            .expect("a cell");
        }
    }
    workbook.save_to_buffer().expect("a workbook")
}

/// A row's fields as `key=value`.
fn said(rows: &Rows, at: usize) -> Vec<String> {
    let fields = rows.incoming[at].fields.iter();
    fields.map(|(field, value)| format!("{field}={value}")).collect()
}

/// A CSV of a sales program: a head of two lines, an apostrophe before codes.
fn two_head_lines() -> Sheet {
    sheet(
        "",
        "得意先\t\t\t請求先\t住所\t\t\t連絡先\t\t\t\t締日\n\
         コード\t名称\tカナ\tコード\t郵便番号\t住所1\t住所2\tTEL\tFAX\t担当者名\tメールアドレス\t\n\
         000001\t株式会社みなと商会\tﾐﾅﾄｼﾖｳｶｲ\t000001\t1010041\t東京都千代田区神田須田町1-2-3\tみなとビル3階\t03-5550-1234\t03-5550-1235\t山田　太郎\tyamada@example.com\t20日\n\
         000002\t（有）さくら製作所\tｻｸﾗｾｲｻｸｼﾖ\t000001\t2310001\t神奈川県横浜市中区新港2-1\t\t045-555-0101\t\t\tinfo@example.jp\t末日\n\
         000003\t佐藤税理士事務所\tｻﾄｳｾﾞｲﾘｼ\t000003\t5300001\t大阪府大阪市北区梅田1-1\t梅田ビル\t06-5555-0202\t06-5555-0203\t佐藤　花子 様\ts@example.com\t20日\n\
         合計\t3件\t\t\t\t\t\t\t\t\t\t\n",
    )
}

/// A workbook with a title above merged headings, and a note below.
fn merged_heads() -> Sheet {
    let mut sheet = sheet(
        "顧客一覧",
        "顧客一覧表\t\t\t\t\t\t\t\t\n\
         \t\t\t\t\t\t\t印刷日：2024/06/01\t\n\
         顧客⏎コード\t会社名\t御担当者\t\t住所\t\t\t電話\t契約サービス\n\
         \t\t部署\t氏名\t〒\t住所１\t住所２\t\t\n\
         #1\t株式会社みなと商会　御中\t総務部\t山田 太郎 様\t#1010041\t東京都千代田区神田1-2-3\tみなとビル⏎3階\t#312345678\t給与計算、年末調整\n\
         #2\t医療法人さくら会\t\t\t#600001\t北海道札幌市中央区北一条西1\t\t011-555-0101\t給与計算\n\
         #3\t田中商店\t\t田中 一郎\t100-0001\t東京都千代田区千代田1-1\t\t03-5555-0303\t年末調整・給与計算\n\
         ※ 契約サービスは2024年4月現在\t\t\t\t\t\t\t\t\n",
    );
    let block = |rows, columns| Merged { rows, columns };
    sheet.merged = vec![
        block((1, 1), (0, 8)),
        block((3, 4), (0, 0)),
        block((3, 4), (1, 1)),
        block((3, 3), (2, 3)),
        block((3, 3), (4, 6)),
        block((3, 4), (7, 7)),
        block((3, 4), (8, 8)),
    ];
    sheet
}

/// One name in two columns, the postal code in two, the company in two.
fn name_in_two_columns() -> Sheet {
    sheet(
        "",
        "会員番号\t姓\t名\tセイ\tメイ\t郵便番号1\t郵便番号2\t都道府県\t市区町村\t番地\t建物名\t携帯電話\tE-mail\t入会日\tDM可否\n\
         M-0001\t山田\t太郎\tヤマダ\tタロウ\t101\t0041\t東京都\t千代田区\t神田須田町1-2\tみなとマンション301\t090-5555-0101\ta@example.com\t2020/4/1\t○\n\
         M-0002\t髙橋\t花子\tタカハシ\tハナコ\t060\t0001\t北海道\t札幌市中央区\t北一条西1\t\t090-5555-0102\tb@example.com\t2021/5/10\t×\n\
         M-0003\t佐々木\t一\tササキ\tハジメ\t530\t0001\t大阪府\t大阪市北区\t梅田1-1\t\t080-5555-0103\tc@example.com\t2022/6/20\t○\n",
    )
}

/// Days by eras, fields of the labour insurance.
fn days_by_eras() -> Sheet {
    sheet(
        "",
        "事業所番号,事業所名称,事業所カナ,代表者名,所在地郵便番号,所在地,電話番号,FAX番号,契約年月日,設立年月日,顧問料,送付方法,備考\n\
         A0101,株式会社みなと商会,ミナトショウカイ,山田 太郎,〒101-0041,東京都千代田区神田1-2,03-5550-1234,03-5550-1235,令和5年6月9日,昭和63年4月1日,33000,郵送,\n\
         A0102,さくら薬局,サクラヤッキョク,佐藤 花,〒231-0001,神奈川県横浜市中区2-1,045-555-0101,なし,R1.5.1,平成元年1月8日,22000,メール,担当交代\n\
         A0103,社会福祉法人みどり会,ミドリカイ,鈴木 次郎,〒530-0001,大阪府大阪市北区1-1,06-5555-0202,－,H31.4.30,S40.12.1,44000,ＦＡＸ,\n"
            .replace(',', "\t")
            .as_str(),
    )
}

/// One of the sheets of a workbook with a sheet for each branch.
fn branch(name: &str, first: u32) -> Sheet {
    let row = |at: u32| {
        format!(
            "{first}{at:03}\t第{at}みなと商店\t〒\t10{at}-0041\t{name}市港町{at}-1\t\t045-555-010{at}\tA\n"
        )
    };
    let rows: String = (1..=4).map(row).collect();
    sheet(
        name,
        &format!(
            "{name}支店 取引先一覧\n\n取引先CD\t取引先名\t記号\t郵便番号\t所在地\tビル名\tＴＥＬ\tランク\n{rows}"
        ),
    )
}

#[test]
fn most_columns_of_five_layouts_are_matched_unaided() {
    let mut tally = Tally::default();
    let of = |sheet: &Sheet| read(sheet).0;
    tally.add(
        "two head lines",
        &of(&two_head_lines()),
        "id name kana + postal_code address address phone fax person.name email +",
    );
    tally.add(
        "merged heads",
        &of(&merged_heads()),
        "id name person.department person.name postal_code address address phone +",
    );
    tally.add(
        "name in two columns",
        &of(&name_in_two_columns()),
        "id name name kana kana postal_code postal_code address address address address phone email + +",
    );
    tally.add(
        "days by eras",
        &of(&days_by_eras()),
        "id name kana person.name postal_code address phone fax + + + delivery +",
    );
    tally.add("a branch", &of(&branch("横浜", 1)), "id name + postal_code address address phone +");
    tally.finish();
}

#[test]
fn two_head_lines_are_read_as_one() {
    let (layout, rows) = read(&two_head_lines());
    assert_eq!(layout.head, (1, 2));
    assert_eq!(
        said(&rows, 0),
        [
            "id=000001",
            "name=株式会社みなと商会",
            "honorific=御中",
            "person.name=山田　太郎",
            "kana=ﾐﾅﾄｼﾖｳｶｲ",
            "postal_code=101-0041",
            "address=東京都千代田区神田須田町1-2-3／みなとビル3階",
            "phone=03-5550-1234",
            "fax=03-5550-1235",
            "email=yamada@example.com",
            "締日=20日",
            "請求先・コード=000001",
        ]
    );
    assert_eq!((rows.incoming.len(), rows.refused.len(), rows.skipped.len()), (3, 0, 1));
}

#[test]
fn merged_heads_and_titles_are_found() {
    let (layout, rows) = read(&merged_heads());
    assert_eq!((layout.head, layout.above.as_slice()), ((3, 4), &[1, 2][..]));
    assert_eq!(layout.columns[3].heading, "御担当者／氏名");
    assert_eq!(
        said(&rows, 0),
        [
            "id=1",
            "name=株式会社みなと商会",
            "honorific=御中",
            "person.department=総務部",
            "person.name=山田 太郎",
            "postal_code=101-0041",
            "address=東京都千代田区神田1-2-3／みなとビル／3階",
            "phone=0312345678",
            "契約サービス=給与計算／年末調整",
        ]
    );
    let second = said(&rows, 1);
    assert!(second.contains(&"postal_code=060-0001".to_owned()), "{second:?}");
    assert_eq!((rows.incoming.len(), rows.refused.len(), rows.skipped.len()), (3, 0, 1));
}

#[test]
fn names_and_codes_in_two_columns_are_joined() {
    let (_, rows) = read(&name_in_two_columns());
    assert_eq!(
        said(&rows, 1),
        [
            "id=M-0002",
            "name=髙橋 花子",
            "honorific=様",
            "kana=タカハシ ハナコ",
            "postal_code=060-0001",
            "address=北海道札幌市中央区北一条西1",
            "phone=090-5555-0102",
            "email=b@example.com",
            "DM可否=無",
            "入会日=2021-05-10",
        ]
    );
}

#[test]
fn days_by_eras_become_days() {
    let (_, rows) = read(&days_by_eras());
    let days = |at: usize| {
        let day = |name: &str| rows.incoming[at].fields[&Field::Own(name.to_owned())].to_string();
        (day("契約年月日"), day("設立年月日"))
    };
    assert_eq!(days(0), ("2023-06-09".to_owned(), "1988-04-01".to_owned()));
    assert_eq!(days(1), ("2019-05-01".to_owned(), "1989-01-08".to_owned()));
    assert_eq!(days(2), ("2019-04-30".to_owned(), "1965-12-01".to_owned()));
}

#[test]
fn a_sheet_for_each_branch_is_one_list() {
    let own = OwnFields::default();
    let (first, second) = (branch("横浜", 1), branch("大阪", 2));
    let (layout, _) = read(&first);
    let (mut other, _) = read(&second);
    assert!(layout.is_like(&other));
    other.sheet_name = Some("支店".to_owned());
    let rows = read_rows(&second, &other, &own);
    let branch = |at: usize| rows.incoming[at].fields[&Field::Own("支店".to_owned())].to_string();
    assert_eq!((rows.incoming.len(), branch(0)), (4, "大阪".to_owned()));
}
