//! Workbooks of LibreOffice, by hand.

use super::{archive, book, fault, lines};
use crate::limits;
use crate::spreadsheet::{Fault, Merged};

/// A workbook with this in its body, and automatic styles.
fn ods(styles: &str, body: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content \
         xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\">\
         <office:automatic-styles>{styles}</office:automatic-styles>\
         <office:body><office:spreadsheet>{body}</office:spreadsheet></office:body>\
         </office:document-content>"
    );
    archive(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", &content),
    ])
}

#[test]
fn cells_are_what_a_person_sees_in_them() {
    let body = "<table:table table:name=\"顧客\">\
        <table:table-column table:number-columns-repeated=\"2\"/>\
        <table:table-column table:visibility=\"collapse\"/>\
        <table:table-header-rows><table:table-row>\
        <table:table-cell table:number-columns-spanned=\"3\" office:value-type=\"string\">\
        <text:p>顧客<text:span>一覧</text:span></text:p><text:p>2026<text:s text:c=\"2\"/>年度</text:p>\
        </table:table-cell><table:covered-table-cell table:number-columns-repeated=\"2\"/>\
        <table:table-cell office:value-type=\"boolean\" office:boolean-value=\"true\">\
        <text:p>TRUE</text:p></table:table-cell></table:table-row></table:table-header-rows>\
        <table:table-row table:number-rows-repeated=\"3\"><table:table-cell/></table:table-row>\
        <table:table-row table:visibility=\"filter\">\
        <table:table-cell office:value-type=\"float\" office:value=\"42\"><text:p>0042</text:p></table:table-cell>\
        <table:table-cell office:value-type=\"float\" office:value=\"1200\"><text:p>1,200</text:p></table:table-cell>\
        <table:table-cell office:value-type=\"percentage\" office:value=\"0.1\"><text:p>10%</text:p></table:table-cell>\
        <table:table-cell office:value-type=\"date\" office:date-value=\"2026-04-01\"><text:p>令和8年4月1日</text:p></table:table-cell>\
        <table:table-cell office:value-type=\"time\" office:time-value=\"PT09H30M00S\"><text:p>9:30</text:p></table:table-cell>\
        <table:table-cell office:value-type=\"string\"><office:annotation><text:p>メモ</text:p></office:annotation>\
        <text:p><text:ruby><text:ruby-base>佐藤</text:ruby-base><text:ruby-text>サトウ</text:ruby-text></text:ruby></text:p></table:table-cell>\
        <table:table-cell table:formula=\"of:=1/0\" office:value-type=\"string\" office:string-value=\"\" calcext:value-type=\"error\"><text:p>#DIV/0!</text:p></table:table-cell>\
        <table:table-cell table:formula=\"of:=A1\"/>\
        <table:table-cell office:value-type=\"float\" office:value=\"0.30000000000000004\"><text:p>0.3</text:p></table:table-cell>\
        </table:table-row>\
        <table:table-row table:number-rows-repeated=\"2\">\
        <table:table-cell table:number-columns-repeated=\"2\" office:value-type=\"float\" office:value=\"7\"><text:p>7</text:p></table:table-cell>\
        <table:table-cell office:value-type=\"string\"><text:p>同上</text:p></table:table-cell></table:table-row>\
        <table:table-row table:number-rows-repeated=\"1048560\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>\
        </table:table>";
    let book = book(&ods("", body));
    let sheet = &book.sheets[0];
    assert_eq!(
        lines(sheet),
        [
            "1 顧客一覧\n2026  年度|||btrue",
            "5- n0042|n1200|n0.1|d2026-04-01 00:00:00|9:30|佐藤|e#DIV/0!|e=A1|n0.3",
            "6 n7|n7|同上",
            "7 n7|n7|同上",
        ]
    );
    assert_eq!(sheet.merged, [Merged { rows: (1, 1), columns: (0, 2) }]);
    assert_eq!(sheet.hidden_columns, [2]);
}

#[test]
fn hidden_sheets_are_told_and_what_is_no_sheet_is_left_out() {
    let styles = "<style:style style:name=\"ta1\"><style:table-properties table:display=\"true\"/></style:style>\
                  <style:style style:name=\"ta2\"><style:table-properties table:display=\"false\"/></style:style>";
    let row = "<table:table-row><table:table-cell office:value-type=\"string\"><text:p>x</text:p></table:table-cell></table:table-row>";
    let body = format!(
        "<table:tracked-changes><table:table table:name=\"前\">{row}</table:table></table:tracked-changes>\
         <table:table table:name=\"表\" table:style-name=\"ta1\"><table:shapes><draw:frame><text:p>図</text:p></draw:frame></table:shapes>{row}</table:table>\
         <table:table table:name=\"裏\" table:style-name=\"ta2\">{row}</table:table>\
         <table:dde-links><table:dde-link><table:table>{row}</table:table></table:dde-link></table:dde-links>"
    );
    let book = book(&ods(styles, &body));
    let sheets: Vec<_> =
        book.sheets.iter().map(|it| (it.name.as_str(), it.hidden, lines(it))).collect();
    assert_eq!(sheets, [("表", false, vec!["1 x".into()]), ("裏", true, vec!["1 x".into()])]);
}

#[test]
fn cells_that_are_repeated_to_the_end_of_the_sheet_are_told() {
    let cell = |times: u32, rows: u32| {
        format!(
            "<table:table table:name=\"表\"><table:table-row table:number-rows-repeated=\"{rows}\">\
             <table:table-cell table:number-columns-repeated=\"{times}\" office:value-type=\"string\">\
             <text:p>x</text:p></table:table-cell></table:table-row></table:table>"
        )
    };
    let far = |row, column| Fault::TooFar { sheet: "表".into(), row, column };
    assert_eq!(fault(&ods("", &cell(u32::MAX, 1))), far(1, 1000));
    assert_eq!(fault(&ods("", &cell(1, u32::MAX))), far(limits::SHEET_ROWS + 1, 0));
    assert_eq!(fault(&ods("", &cell(900, 100_000))), Fault::TooFull);
}

#[test]
fn a_password_is_told() {
    let manifest = "<manifest:manifest><manifest:file-entry manifest:full-path=\"content.xml\">\
                    <manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    let bytes = archive(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", "\u{1}\u{2}"),
        ("META-INF/manifest.xml", manifest),
    ]);
    assert_eq!(fault(&bytes), Fault::Locked);
}
