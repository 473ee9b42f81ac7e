//! Files that ask for more than there is. What they would take is not measured here; that
//! they end in the error at all, in the time of a test, is.

use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{ByHand, archive, fault, only};
use crate::limits;
use crate::spreadsheet::{Fault, OtherKind, read};

/// The files of a workbook by hand, one of them with other contents.
fn with(sheet: &str, name: &'static str, contents: &str) -> Vec<u8> {
    let mut files = ByHand { sheet, ..ByHand::default() }.files();
    files.retain(|(other, _)| *other != name);
    files.push((name, contents.to_owned()));
    let files: Vec<(&str, &str)> = files.iter().map(|(name, it)| (*name, it.as_str())).collect();
    archive(&files)
}

#[test]
fn a_bomb_is_told_whatever_it_says_of_its_size() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("xl/workbook.xml", SimpleFileOptions::default()).expect("a file");
    let zeros = vec![b' '; 1 << 20];
    for _ in 0..=limits::SHEET_UNPACKED >> 20 {
        zip.write_all(&zeros).expect("a piece");
    }
    let mut bytes = zip.finish().expect("an archive").into_inner();
    assert!(bytes.len() < 1 << 20);
    assert_eq!(fault(&bytes), Fault::UnpacksTooLarge);
    // The list of files now says that it has one byte.
    let list = bytes.windows(4).rposition(|it| it == b"PK\x01\x02").expect("the list");
    bytes[list + 24..list + 28].copy_from_slice(&1_u32.to_le_bytes());
    assert!(matches!(fault(&bytes), Fault::UnpacksTooLarge | Fault::Broken { .. }));
}

#[test]
fn an_archive_of_very_many_files_is_told() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for number in 0..=limits::SHEET_FILES {
        zip.start_file(format!("xl/{number}.xml"), options).expect("a file");
    }
    let bytes = zip.finish().expect("an archive").into_inner();
    assert_eq!(fault(&bytes), Fault::UnpacksTooLarge);
}

#[test]
fn a_cell_far_from_the_list_is_told_and_an_empty_one_does_not_matter() {
    let sheet = |far: &str| {
        format!(
            "<dimension ref=\"A1:XFD1048576\"/><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row>\
             <row r=\"1048576\"><c r=\"XFD1048576\" s=\"1\">{far}</c></row></sheetData>"
        )
    };
    let by_hand = |sheet: &str| ByHand { sheet, formats: &["0000"], ..ByHand::default() }.bytes();
    let expected = Fault::TooFar { sheet: "一覧".into(), row: 1_048_576, column: 16_383 };
    assert_eq!(fault(&by_hand(&sheet("<v>2</v>"))), expected);
    assert_eq!(fault(&by_hand(&sheet("<f>A1</f>"))), expected);
    assert_eq!(only(&by_hand(&sheet(""))), ["1 n1"]);
    let error = read("一覧.xlsx", &by_hand(&sheet("<v>2</v>"))).expect_err("too far");
    assert!(error.to_string().contains("XFD1048576"), "{error}");
}

#[test]
fn empty_columns_and_rows_cost_nothing() {
    let empty: String =
        (1..=200_000).map(|row| format!("<row r=\"{row}\" hidden=\"1\"/>")).collect();
    let columns = "<col min=\"1\" max=\"16384\" hidden=\"1\"/>".repeat(20_000);
    let sheet = format!(
        "<cols>{columns}</cols><sheetData>{empty}<row r=\"3\"><c r=\"B3\"><v>1</v></c></row></sheetData>"
    );
    let bytes = ByHand { sheet: &sheet, ..ByHand::default() }.bytes();
    assert_eq!(only(&bytes), ["3- |n1"]);
}

#[test]
fn more_cells_than_are_read_are_told_and_texts_by_how_often_they_stand_there() {
    let wide = |row: u32| format!("<row r=\"{row}\"><c r=\"ALK{row}\"><v>1</v></c></row>");
    let sheet: String = (1..=6000).map(wide).collect();
    let sheet = format!("<sheetData>{sheet}</sheetData>");
    assert_eq!(fault(&ByHand { sheet: &sheet, ..ByHand::default() }.bytes()), Fault::TooFull);
    // One text of 30,000 characters in 8,000 cells.
    let strings = format!("<si><t>{}</t></si>", "x".repeat(30_000));
    let cell = |row: u32| format!("<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>0</v></c></row>");
    let sheet: String = (1..=8000).map(cell).collect();
    let sheet = format!("<sheetData>{sheet}</sheetData>");
    let bytes = ByHand { sheet: &sheet, strings: &strings, ..ByHand::default() }.bytes();
    assert_eq!(fault(&bytes), Fault::TooFull);
}

#[test]
fn lists_that_are_longer_than_they_may_be_or_claim_it_are_told() {
    let sheet = "<sheetData/>";
    let claims = "<sst uniqueCount=\"99999999999999\"></sst>";
    assert_eq!(fault(&with(sheet, "xl/sharedStrings.xml", claims)), Fault::TooFull);
    let formats =
        format!("<styleSheet><cellXfs>{}</cellXfs></styleSheet>", "<xf/>".repeat(600_000));
    assert_eq!(fault(&with(sheet, "xl/styles.xml", &formats)), Fault::TooFull);
    let sheets = format!(
        "<workbook xmlns:r=\"r\"><sheets>{}</sheets></workbook>",
        "<sheet name=\"a\" r:id=\"r1\"/>".repeat(2)
    );
    assert!(matches!(fault(&with(sheet, "xl/workbook.xml", &sheets)), Fault::Broken { .. }));
}

#[test]
fn entities_of_a_documents_own_are_not_read() {
    let laughs = "<!DOCTYPE worksheet [<!ENTITY a \"haha\"><!ENTITY b \"&a;&a;&a;\">]>\
                  <worksheet><sheetData><row><c t=\"str\"><v>&b;</v></c></row></sheetData></worksheet>";
    let bytes = with("", "xl/worksheets/sheet1.xml", laughs);
    assert_eq!(fault(&bytes), Fault::Broken { reason: "XML has a DOCTYPE".into() });
    let link = "<externalLink><externalBook r:id=\"r1\"/></externalLink>";
    let sheet = "<sheetData><row r=\"1\"><c r=\"A1\"><f>[1]表!A1</f><v>5</v></c></row></sheetData>";
    // What a link has led to is kept in the file; nobody follows it.
    assert_eq!(only(&with(sheet, "xl/externalLinks/externalLink1.xml", link)), ["1 n5"]);
}

#[test]
fn damaged_files_are_told_wherever_they_are_cut_or_changed() {
    let whole = ByHand {
        sheet: "<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row></sheetData>",
        strings: "<si><t>青葉</t></si>",
        formats: &["0000"],
        is_1904: false,
    }
    .bytes();
    let old = include_bytes!("../../../tests/spreadsheets/old-excel.xls");
    for bytes in [&whole[..], old] {
        for length in (0..bytes.len()).step_by(97) {
            // The end of old Excel's file may hold nothing that is asked for.
            if let Err(error) = read("a", &bytes[..length]) {
                assert!(!error.to_string().is_empty());
            }
            let mut changed = bytes.to_vec();
            for byte in [0, 0xFF, bytes[length] ^ 1] {
                changed[length] = byte;
                let _ = read("a", &changed);
            }
        }
    }
    assert!(matches!(fault(&whole[..whole.len() / 2]), Fault::Broken { .. }));
    assert_eq!(fault(b"PK\x03\x04"), Fault::Broken { reason: reason(b"PK\x03\x04") });
}

fn reason(bytes: &[u8]) -> String {
    match fault(bytes) {
        Fault::Broken { reason } => reason,
        other => panic!("{other:?}"),
    }
}

#[test]
fn old_excel_with_a_sheet_of_any_size_or_no_sheet_is_told() {
    let old = include_bytes!("../../../tests/spreadsheets/old-excel.xls");
    // Dimensions ([MS-XLS] 2.4.90), the rows of the first sheet.
    let at = old.windows(4).position(|it| it == b"\x00\x02\x0E\x00").expect("dimensions");
    let mut bytes = old.to_vec();
    bytes[at + 8..at + 12].copy_from_slice(&u32::MAX.to_le_bytes());
    assert!(matches!(fault(&bytes), Fault::Broken { .. }));
    bytes[at + 8..at + 12].copy_from_slice(&65_536_u32.to_le_bytes());
    bytes[at + 14..at + 16].copy_from_slice(&256_u16.to_le_bytes());
    assert_eq!(fault(&bytes), Fault::TooFull);
    // The last cell of the sheet in the last row and column: Rk or Number.
    let mut bytes = old.to_vec();
    let at = bytes.windows(4).rposition(|it| it == b"\x7E\x02\x0A\x00").expect("a number");
    bytes[at + 4..at + 8].copy_from_slice(&[0xFF, 0xFF, 0xFF, 0x00]);
    assert_eq!(fault(&bytes), Fault::TooFull);
    let named =
        |name: &str| -> Vec<u8> { name.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let (from, to) = (named("Workbook"), named("Wordbook"));
    let at = old.windows(from.len()).position(|it| it == from).expect("its name");
    let mut bytes = old.to_vec();
    bytes[at..at + to.len()].copy_from_slice(&to);
    assert_eq!(fault(&bytes), Fault::Other(OtherKind::Document));
}

#[test]
fn passwords_and_sheets_that_overlap_in_old_excel_are_told() {
    let old = include_bytes!("../../../tests/spreadsheets/old-excel.xls");
    let named =
        |name: &str| -> Vec<u8> { name.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let at = old.windows(16).position(|it| it == named("Workbook")).expect("its name");
    let mut bytes = old.to_vec();
    let name = named("EncryptedPackage");
    bytes[at..at + name.len()].copy_from_slice(&name);
    let length = u16::try_from(name.len() + 2).expect("short");
    bytes[at + 64..at + 66].copy_from_slice(&length.to_le_bytes());
    assert_eq!(fault(&bytes), Fault::Locked);
    // Old Excel says so in a record of its own ([MS-XLS] 2.4.117), here in the place of
    // another of its length, CodePage.
    let at = old.windows(4).position(|it| it == b"\x42\x00\x02\x00").expect("the code page");
    let mut bytes = old.to_vec();
    bytes[at..at + 6].copy_from_slice(b"\x2F\x00\x02\x00\x01\x00");
    assert_eq!(fault(&bytes), Fault::Locked);
    // Two sheets in one place (BoundSheet8, 2.4.28).
    let sheets: Vec<usize> =
        (0..old.len() - 4).filter(|at| old[*at..].starts_with(b"\x85\x00")).collect();
    assert_eq!(sheets.len(), 2);
    let mut bytes = old.to_vec();
    bytes.copy_within(sheets[0] + 4..sheets[0] + 8, sheets[1] + 4);
    assert_eq!(fault(&bytes), Fault::Broken { reason: "two sheets in one place".into() });
}

#[test]
fn csv_of_one_endless_cell_is_told() {
    let text = format!("a,b\n\"{}", "x\n".repeat(10 << 20));
    assert_eq!(fault(text.as_bytes()), Fault::Unclosed { line: 2 });
    let wide = ",".repeat(2 << 20) + "x";
    let expected = Fault::TooFar { sheet: String::new(), row: 1, column: limits::SHEET_COLUMNS };
    assert_eq!(fault(wide.as_bytes()), expected);
    assert_eq!(fault(&vec![b'x'; limits::SHEET_BYTES + 1]), Fault::TooLarge);
    let nested = "\"".repeat(4 << 20);
    let found = read("a.csv", nested.as_bytes());
    assert!(found.is_err(), "{found:?}");
}
