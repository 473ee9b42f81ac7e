//! What is written, and that it is read as what it was.

use chrono::NaiveDate;
use proptest::prelude::*;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook as Writer};

use super::{book, lines};
use crate::spreadsheet::write::{Book, Column, Entry, Table};
use crate::spreadsheet::{Cell, read};

fn column(heading: &str) -> Column<'_> {
    Column { heading, width: 12.0, is_text: true }
}

#[test]
fn equal_tables_make_equal_bytes_and_no_cell_becomes_a_formula() {
    let day = NaiveDate::from_ymd_opt(2026, 4, 1).expect("a day");
    let row = [
        Entry::Text("=1+1".into()),
        Entry::Text("0042".into()),
        Entry::Number(3.0),
        Entry::Day(day),
        Entry::Empty,
    ];
    let table = Table {
        name: "一覧",
        columns: ["式", "コード", "ページ数", "日付", "空"].map(column).to_vec(),
        rows: vec![row.to_vec()],
        is_filtered: true,
        printed: None,
    };
    let whole = Book { title: "一覧", tables: vec![table.clone()], ..Book::default() };
    let bytes = whole.xlsx().expect("a workbook");
    assert_eq!(bytes, whole.xlsx().expect("a workbook"));
    let read_back = book(&bytes);
    assert_eq!(
        lines(&read_back.sheets[0]),
        ["1 式|コード|ページ数|日付|空", "2 =1+1|0042|n3|d2026-04-01 00:00:00"]
    );
    let csv = table.csv().expect("CSV");
    let expected = "\u{FEFF}式,コード,ページ数,日付,空\r\n'=1+1,0042,3,2026/4/1,\r\n";
    assert_eq!(String::from_utf8(csv.clone()).expect("UTF-8"), expected);
    let lines = lines(&book(&csv).sheets[0]);
    assert_eq!(lines[1], "2 =1+1|0042|3|2026/4/1");
}

#[test]
fn a_list_to_be_printed_has_the_bytes_that_it_had() {
    // As the 発送一覧 was written before there was this room: digests of it are in ledgers.
    let mut writer = Writer::new();
    let properties = DocProperties::new()
        .set_title("発送一覧 n")
        .set_author("山田")
        .set_creation_datetime(&ExcelDateTime::parse_from_str("2026-04-01T09:30:00").expect("it"));
    writer.set_properties(&properties);
    let sheet = writer.add_worksheet();
    sheet.set_name("発送一覧").expect("a name");
    sheet.set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0).expect("a row");
    sheet.set_header("&L発送一覧&R照合番号 1");
    let bold = Format::new().set_bold();
    for (at, heading) in (0..).zip(["番号", "ページ数"]) {
        sheet.write_string_with_format(0, at, heading, &bold).expect("a heading");
        sheet.set_column_width(at, 12.0).expect("a width");
    }
    sheet.write_string(1, 0, "=0042").expect("text");
    sheet.write_number(1, 1, 3_u32).expect("a number");
    sheet.write_string(2, 0, "").expect("text");
    sheet.set_freeze_panes(1, 0).expect("a row");
    let before = writer.save_to_buffer().expect("a workbook");

    let column = |heading| Column { heading, width: 12.0, is_text: false };
    let table = Table {
        name: "発送一覧",
        columns: ["番号", "ページ数"].map(column).to_vec(),
        rows: vec![
            vec![Entry::Text("=0042".into()), Entry::Number(3.0)],
            vec![Entry::Text("".into())],
        ],
        is_filtered: false,
        printed: Some("&L発送一覧&R照合番号 1".to_owned()),
    };
    let at = Some("2026-04-01T09:30:00");
    let now = Book { title: "発送一覧 n", author: "山田", at, tables: vec![table] };
    assert!(now.xlsx().expect("a workbook") == before);
}

/// A text that a cell can have: no control characters but line breaks, and not what CSV
/// writes for Excel alone.
fn text() -> impl Strategy<Value = String> {
    let characters = "[ -~ぁ-んァ-ヶ一-龠Ａ-Ｚ０-９𠮷髙\n\",;\t]{0,12}";
    characters.prop_filter("written for Excel alone", |text| {
        !text.starts_with('\'') && !text.starts_with("=\"")
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read(
        rows in prop::collection::vec((text(), text(), -1e12_f64..1e12, 0_i32..80_000), 1..20)
    ) {
        // Fifteen digits are kept; the first days of 1900 are none.
        let rounded = |number: f64| (number * 100.0).round() / 100.0;
        let day = |days: i32| NaiveDate::from_num_days_from_ce_opt(days + 693_700).expect("a day");
        let entries = rows.iter().map(|(one, other, number, days)| vec![
            Entry::Text(one.into()),
            Entry::Text(other.into()),
            Entry::Number(rounded(*number)),
            Entry::Day(day(*days)),
        ]);
        let table = Table {
            name: "一覧",
            columns: ["一", "二", "数", "日"].map(column).to_vec(),
            rows: entries.collect(),
            ..Table::default()
        };
        let whole = Book { tables: vec![table.clone()], ..Book::default() };
        let as_text = |text: &String| match text.as_str() {
            "" => Cell::Empty,
            text => Cell::Text(text.to_owned()),
        };
        let xlsx = read("a.xlsx", &whole.xlsx().expect("a workbook")).expect("it is read");
        let csv = read("a.csv", &table.csv().expect("CSV")).expect("it is read");
        for (at, (one, other, number, days)) in rows.iter().enumerate() {
            let (number, day) = (rounded(*number), day(*days));
            let cells = &xlsx.sheets[0].rows[at + 1].cells;
            prop_assert_eq!(&cells[..2], &[as_text(one), as_text(other)][..]);
            let Cell::Number(found) = &cells[2] else { panic!("{cells:?}") };
            prop_assert_eq!(found.parse::<f64>(), Ok(number));
            prop_assert_eq!(&cells[3], &Cell::Moment(day.into()));
            let cells = &csv.sheets[0].rows[at + 1].cells;
            prop_assert_eq!(&cells[..2], &[as_text(one), as_text(other)][..]);
            prop_assert_eq!(&cells[2], &Cell::Text(found.clone()));
            prop_assert_eq!(&cells[3], &Cell::Text(day.format("%Y/%-m/%-d").to_string()));
        }
    }
}
