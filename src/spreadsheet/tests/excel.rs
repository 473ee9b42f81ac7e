//! Workbooks of Excel, new and old.

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook as Writer};

use super::{ByHand, book, fault, lines, only};
use crate::spreadsheet::{Fault, Merged, OtherKind};

#[test]
fn cells_are_what_a_person_sees_in_them() {
    let mut writer = Writer::new();
    let sheet = writer.add_worksheet();
    let format = |code: &str| Format::new().set_num_format(code);
    sheet.write_string(0, 0, "0042").expect("text");
    sheet.write_number_with_format(0, 1, 42, &format("0000")).expect("a number");
    sheet.write_number_with_format(0, 2, 600_001, &format("000\\-0000")).expect("a number");
    sheet.write_number(0, 3, 12.0).expect("a number");
    sheet.write_number(0, 4, 0.1 + 0.2).expect("a number");
    sheet.write_number(0, 5, 9_012_345_678.0).expect("a number");
    sheet.write_boolean(0, 6, true).expect("a truth");
    let day = ExcelDateTime::from_ymd(2026, 4, 1).expect("a day");
    let at = ExcelDateTime::parse_from_str("2026-04-01 09:30:00").expect("a time");
    for (column, code) in
        (0..).zip(["yyyy/m/d", "[$-411]ggge\"年\"m\"月\"d\"日\"", "yyyy\"年\"m\"月\"d\"日\";@"])
    {
        sheet.write_datetime_with_format(1, column, &day, &format(code)).expect("a day");
    }
    sheet.write_datetime_with_format(1, 3, &at, &format("yyyy/m/d h:mm")).expect("a time");
    sheet.write_number_with_format(1, 4, 0.5, &format("h:mm")).expect("a time of day");
    sheet.write_formula(2, 0, Formula::new("=A1&B1").set_result("青葉0042")).expect("a formula");
    sheet.write_string(2, 2, "一行目\n二行目").expect("lines");
    let bytes = writer.save_to_buffer().expect("a workbook");
    assert_eq!(
        only(&bytes),
        [
            "1 0042|n0042|n060-0001|n12|n0.3|n9012345678|btrue",
            "2 d2026-04-01 00:00:00|d2026-04-01 00:00:00|d2026-04-01 00:00:00|\
             d2026-04-01 09:30:00|12:00",
            "3 青葉0042||一行目\n二行目",
        ]
    );
}

#[test]
fn sheets_rows_and_columns_that_are_hidden_are_told_and_merged_cells() {
    let mut writer = Writer::new();
    let sheet = writer.add_worksheet().set_name("顧客").expect("a name");
    sheet.merge_range(0, 0, 0, 2, "顧客一覧", &Format::new()).expect("merged cells");
    sheet.write_string(1, 0, "あ").expect("text");
    sheet.write_string(3, 0, "い").expect("text");
    sheet.set_row_hidden(3).expect("a row");
    sheet.set_column_hidden(1).expect("a column");
    sheet.set_column_hidden(2).expect("a column");
    let hidden = writer.add_worksheet().set_name("控え").expect("a name");
    hidden.set_hidden(true);
    let book = book(&writer.save_to_buffer().expect("a workbook"));
    let sheet = &book.sheets[0];
    assert_eq!(lines(sheet), ["1 顧客一覧", "2 あ", "4- い"]);
    assert_eq!(sheet.merged, [Merged { rows: (1, 1), columns: (0, 2) }]);
    assert_eq!(sheet.hidden_columns, [1, 2]);
    let names: Vec<(&str, bool)> =
        book.sheets.iter().map(|sheet| (sheet.name.as_str(), sheet.hidden)).collect();
    assert_eq!(names, [("顧客", false), ("控え", true)]);
}

#[test]
fn furigana_are_left_out_parts_of_a_text_joined_and_escapes_resolved() {
    let strings = "<si><t>佐藤商店</t><rPh sb=\"0\" eb=\"2\"><t>サトウ</t></rPh>\
                   <phoneticPr fontId=\"1\"/></si>\
                   <si><r><rPr><b/></rPr><t>株式会社</t></r><r><t xml:space=\"preserve\"> ひばり</t></r>\
                   <rPh sb=\"0\" eb=\"4\"><t>カブシキガイシャ</t></rPh></si>\
                   <si><t xml:space=\"preserve\">一行目_x000D_\n二行目</t></si><si><t>A&amp;B</t></si>";
    let sheet = "<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c>\
                 <c r=\"B1\" t=\"s\"><v>1</v></c><c r=\"C1\" t=\"s\"><v>2</v></c>\
                 <c r=\"D1\" t=\"s\"><v>3</v></c><c r=\"E1\" t=\"inlineStr\"><is><t>中</t>\
                 <rPh sb=\"0\" eb=\"1\"><t>ナカ</t></rPh></is></c></row></sheetData>";
    let bytes = ByHand { sheet, strings, ..ByHand::default() }.bytes();
    assert_eq!(only(&bytes), ["1 佐藤商店|株式会社 ひばり|一行目\n二行目|A&B|中"]);
}

#[test]
fn errors_of_any_name_and_formulas_without_a_value_are_told() {
    let sheet = "<sheetData><row r=\"1\"><c r=\"A1\" t=\"e\"><v>#N/A</v></c>\
                 <c r=\"B1\" t=\"e\"><f>X()</f><v>#SPILL!</v></c><c r=\"C1\"><f>A1&amp;\"x\"</f></c>\
                 <c r=\"D1\"><f>SUM(A1)</f><v/></c><c r=\"E1\" t=\"str\"><f>\"\"</f><v></v></c>\
                 <c r=\"F1\"><f>1+1</f><v>2</v></c></row><row r=\"2\"><c r=\"A2\"><v>7</v></c></row>\
                 </sheetData>";
    let bytes = ByHand { sheet, ..ByHand::default() }.bytes();
    assert_eq!(only(&bytes), ["1 e#N/A|e#SPILL!|e=A1&\"x\"|e=SUM(A1)||n2", "2 n7"]);
}

#[test]
fn days_are_counted_from_1900_or_1904() {
    let sheet = "<sheetData><row r=\"1\"><c r=\"A1\" s=\"1\"><v>44651</v></c></row></sheetData>";
    let by_hand = |is_1904| ByHand { sheet, formats: &["yyyy/m/d"], is_1904, ..ByHand::default() };
    assert_eq!(only(&by_hand(false).bytes()), ["1 d2022-03-31 00:00:00"]);
    assert_eq!(only(&by_hand(true).bytes()), ["1 d2026-04-01 00:00:00"]);
}

#[test]
fn cells_without_a_place_follow_each_other_and_rows_come_in_order() {
    let sheet = "<sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row r=\"9\"><c><v>3</v></c></row>\
                 <row r=\"5\" hidden=\"1\"><c r=\"B5\"><v>4</v></c></row><row r=\"9\"><c r=\"B9\"><v>5</v></c></row>\
                 </sheetData>";
    let bytes = ByHand { sheet, ..ByHand::default() }.bytes();
    assert_eq!(only(&bytes), ["1 n1|n2", "5- |n4", "9 n3|n5"]);
}

#[test]
fn old_excel_is_read_with_its_formats_and_what_is_hidden() {
    let book = book(include_bytes!("../../../tests/spreadsheets/old-excel.xls"));
    let sheet = &book.sheets[0];
    assert_eq!(
        lines(sheet),
        [
            "1 顧客一覧 2026年度",
            "2 コード|会社名|郵便番号|契約日|契約|人数|連絡|エラー",
            "3 n0042|有限会社あおば園芸|n060-0001|d2026-04-01 00:00:00|btrue|n12|d2026-04-01 09:30:00|e#N/A",
            "4- n0043|ひばり製菓\n本店||||n0.3",
            "5 n0044|みなと堂|n0005|n0006|n0007|n0008",
        ]
    );
    assert_eq!(sheet.name, "顧客一覧");
    assert_eq!(sheet.merged, [Merged { rows: (1, 1), columns: (0, 3) }]);
    assert_eq!(sheet.hidden_columns, [6]);
    assert!(book.sheets[1].hidden);
}

#[test]
fn what_is_no_list_is_told_by_its_bytes() {
    for (bytes, kind) in [
        (&b"%PDF-1.7\n"[..], OtherKind::Pdf),
        (b"\x89PNG\r\n\x1a\n", OtherKind::Picture),
        (b"<html><table><tr><td>1</td></tr></table></html>", OtherKind::Html),
        (b"\x1F\x8B\x08\x00", OtherKind::Archive),
        (b"a,b\n\0\0", OtherKind::Bytes),
    ] {
        assert_eq!(fault(bytes), Fault::Other(kind));
    }
    let zip = |name| super::archive(&[(name, "<a/>")]);
    assert_eq!(fault(&zip("word/document.xml")), Fault::Other(OtherKind::Document));
    assert_eq!(fault(&zip("photo.txt")), Fault::Other(OtherKind::Archive));
    assert_eq!(fault(&zip("xl/workbook.bin")), Fault::Binary);
    // A list by another name is read as what it is.
    assert_eq!(only("コード,名前\n0042,青葉".as_bytes()), ["1 コード|名前", "2 0042|青葉"]);
}
