//! CSV and TSV.

use encoding_rs::SHIFT_JIS;

use super::{fault, only};
use crate::limits;
use crate::spreadsheet::{Fault, OtherKind};

/// Two head lines, a quoted line break, a quoted comma and mark.
const LIST: &str = "顧客一覧,,\r\nコード,会社名,住所\r\n0042,\"髙橋\"\"ベーカリー\"\"\",\"東京都,\r\n1-1\"\r\n0043,ひばり,\r\n";

const LINES: [&str; 4] = [
    "1 顧客一覧||",
    "2 コード|会社名|住所",
    "3 0042|髙橋\"ベーカリー\"|東京都,\n1-1",
    "4 0043|ひばり",
];

/// The lines without the separators at the end that stand for nothing.
fn trimmed(lines: Vec<String>) -> Vec<String> {
    lines.into_iter().map(|it| it.trim_end_matches('|').to_owned()).collect()
}

#[test]
fn a_list_is_read_in_each_encoding_with_each_separator_and_each_end_of_line() {
    let expected: Vec<String> =
        LINES.iter().map(|it| it.trim_end_matches('|').to_owned()).collect();
    for separator in [",", "\t", ";"] {
        for end in ["\r\n", "\n", "\r"] {
            let text = LIST.replace("東京都,", "東京都、").replace(',', separator);
            let text = text.replace("\r\n", end).replace("東京都、", "東京都,");
            let utf16 = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
                "\u{FEFF}".encode_utf16().chain(text.encode_utf16()).flat_map(bytes).collect()
            };
            let (cp932, _, lossy) = SHIFT_JIS.encode(&text);
            assert!(!lossy);
            for bytes in [
                text.clone().into_bytes(),
                format!("\u{FEFF}{text}").into_bytes(),
                cp932.into_owned(),
                utf16(u16::to_le_bytes),
                utf16(u16::to_be_bytes),
            ] {
                assert_eq!(
                    trimmed(only(&bytes)),
                    expected,
                    "{separator:?} {end:?} {}",
                    bytes.len()
                );
            }
        }
    }
}

#[test]
fn rows_are_numbered_as_excel_does() {
    let text = "\n\na,b\n\n\"c\n\nc\",d\r\n\r\ne,f";
    assert_eq!(only(text.as_bytes()), ["3 a|b", "5 c\n\nc|d", "7 e|f"]);
}

#[test]
fn what_is_written_for_excel_alone_is_taken_off() {
    let text = "=\"0042\",\"=\"\"0043\"\"\",'+81-3-0000-0000,'quoted',=A1,\"=\"\"a\"\"&\"\"b\"\"\"";
    assert_eq!(only(text.as_bytes()), ["1 0042|0043|+81-3-0000-0000|'quoted'|=A1|=\"a\"&\"b\""]);
}

#[test]
fn text_in_no_known_encoding_is_told_with_its_line() {
    let (cp932, _, _) = SHIFT_JIS.encode("コード,名前\n0042,青葉\n0043,");
    let mut bytes = cp932.into_owned();
    bytes.extend(b"\xFD\xFF\n0044,x\n");
    assert_eq!(fault(&bytes), Fault::Encoding { line: 3 });
    // UTF-8 with a line of CP932 pasted into it.
    let mut bytes = "コード,名前\n0042,青葉\n".as_bytes().to_vec();
    bytes.extend(b"\x90\xC2\x97t\n");
    assert_eq!(fault(&bytes), Fault::Encoding { line: 3 });
    let mut bytes = "\u{FEFF}a,b\n".as_bytes().to_vec();
    bytes.extend(b"\x90\xC2\x97t\n");
    assert_eq!(fault(&bytes), Fault::Encoding { line: 2 });
}

#[test]
fn a_quotation_mark_that_is_never_closed_is_told_with_its_line() {
    assert_eq!(fault(b"a,b\nc,\"d\ne,f\n"), Fault::Unclosed { line: 2 });
    assert_eq!(fault(b"a,b\n\"x\ny\",\"d\ne,f\n"), Fault::Unclosed { line: 3 });
    assert_eq!(fault(b"a,\"b\"\"\nc,d\n"), Fault::Unclosed { line: 1 });
    // Within a text it is a character.
    assert_eq!(only(b"a,19\" rack\nb,\"c\"\n"), ["1 a|19\" rack", "2 b|c"]);
    // One that is closed far below makes a cell that cannot be.
    let text = format!("a,b\nc,\"{}\",d\n", "x\n".repeat(limits::CELL));
    assert_eq!(fault(text.as_bytes()), Fault::LongCell { line: 2, column: 1 });
}

#[test]
fn nothing_and_what_is_no_text_are_told() {
    assert_eq!(fault(b""), Fault::Empty);
    assert_eq!(fault(b"\xEF\xBB\xBF \r\n"), Fault::Empty);
    assert_eq!(fault(b"a,b\nc\0d,e\n"), Fault::Other(OtherKind::Bytes));
    assert_eq!(fault(b"\xFF\xFEa\0\x00\xD8"), Fault::Other(OtherKind::Bytes));
}
