//! Trials of whole files: written by a library, or by hand where no library writes such.

mod excel;
mod hostile;
mod open_document;
mod text;
mod written;

use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{Cell, Fault, Sheet, Workbook, read};

/// An archive of these files.
fn archive(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, contents) in files {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a file");
        zip.write_all(contents.as_bytes()).expect("its contents");
    }
    zip.finish().expect("an archive").into_inner()
}

/// A workbook of Excel, by hand.
#[derive(Default)]
struct ByHand<'a> {
    /// What stands in `worksheet`.
    sheet: &'a str,
    /// What stands in `sst`.
    strings: &'a str,
    /// Codes of number formats, of the styles from 1 on.
    formats: &'a [&'a str],
    /// Whether its days are counted from 1904.
    is_1904: bool,
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

const MAIN: &str = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

impl ByHand<'_> {
    fn files(&self) -> Vec<(&'static str, String)> {
        let relation = |id, kind, target| {
            format!("<Relationship Id=\"{id}\" Type=\"{RELATIONS}/{kind}\" Target=\"{target}\"/>")
        };
        let relations = |them: &str| {
            let space = "http://schemas.openxmlformats.org/package/2006/relationships";
            format!("{HEAD}<Relationships xmlns=\"{space}\">{them}</Relationships>")
        };
        let formats = (200..).zip(self.formats);
        let codes: String = formats
            .clone()
            .map(|(id, code)| {
                let code = code.replace('"', "&quot;").replace('<', "&lt;");
                format!("<numFmt numFmtId=\"{id}\" formatCode=\"{code}\"/>")
            })
            .collect();
        let styles: String = formats
            .map(|(id, _)| format!("<xf numFmtId=\"{id}\" applyNumberFormat=\"1\"/>"))
            .collect();
        let days = if self.is_1904 { "<workbookPr date1904=\"1\"/>" } else { "" };
        vec![
            ("_rels/.rels", relations(&relation("r1", "officeDocument", "xl/workbook.xml"))),
            (
                "xl/workbook.xml",
                format!(
                    "{HEAD}<workbook {MAIN} xmlns:r=\"{RELATIONS}\">{days}<sheets>\
                     <sheet name=\"一覧\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
                ),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                relations(&relation("r1", "worksheet", "worksheets/sheet1.xml")),
            ),
            (
                "xl/worksheets/sheet1.xml",
                format!("{HEAD}<worksheet {MAIN}>{}</worksheet>", self.sheet),
            ),
            ("xl/sharedStrings.xml", format!("{HEAD}<sst {MAIN}>{}</sst>", self.strings)),
            (
                "xl/styles.xml",
                format!(
                    "{HEAD}<styleSheet {MAIN}><numFmts>{codes}</numFmts>\
                     <cellXfs><xf numFmtId=\"0\"/>{styles}</cellXfs></styleSheet>"
                ),
            ),
        ]
    }

    fn bytes(&self) -> Vec<u8> {
        let files = self.files();
        let files: Vec<(&str, &str)> =
            files.iter().map(|(name, contents)| (*name, contents.as_str())).collect();
        archive(&files)
    }
}

/// Reads a file that can be read.
fn book(bytes: &[u8]) -> Workbook {
    read("一覧.xlsx", bytes).unwrap_or_else(|error| panic!("{error}"))
}

/// Why a file cannot be read.
fn fault(bytes: &[u8]) -> Fault {
    read("一覧.xlsx", bytes).expect_err("it cannot be read").fault
}

/// A sheet in one line for each row: its number, `-` where it is hidden, and its cells; text
/// as it stands, other kinds with a letter before them.
fn lines(sheet: &Sheet) -> Vec<String> {
    let shown = |cell: &Cell| match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => format!("n{number}"),
        Cell::Moment(moment) => format!("d{}", moment.format("%Y-%m-%d %H:%M:%S")),
        Cell::Truth(truth) => format!("b{truth}"),
        Cell::Fault(fault) => format!("e{fault}"),
    };
    let rows = sheet.rows.iter().map(|row| {
        let cells: Vec<String> = row.cells.iter().map(shown).collect();
        format!("{}{} {}", row.number, if row.hidden { "-" } else { "" }, cells.join("|"))
    });
    rows.collect()
}

/// The only sheet of a file, line by line.
fn only(bytes: &[u8]) -> Vec<String> {
    let book = book(bytes);
    assert_eq!(book.sheets.len(), 1);
    lines(&book.sheets[0])
}
