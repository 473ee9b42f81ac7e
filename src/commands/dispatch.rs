//! 発送一覧: the list of what is sent, for a spreadsheet.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::CommandError;
use crate::fs;
use crate::ledger::KnownLetter;
use crate::messages::Message;
use crate::model::{Client, Delivery, NoticeId};
use crate::project::Project;

/// A letter that is sent.
pub struct Row<'a> {
    /// To whom.
    pub client: &'a Client,
    /// What.
    pub letter: &'a KnownLetter,
}

const HEADINGS: [&str; 11] = [
    "番号",
    "宛名",
    "敬称",
    "部署",
    "ご担当者",
    "郵便番号",
    "住所",
    "送付方法",
    "ページ数",
    "ファイル",
    "SHA-256",
];

/// Widths of the columns, in characters.
const WIDTHS: [f64; 11] = [12.0, 36.0, 6.0, 18.0, 18.0, 10.0, 40.0, 10.0, 8.0, 30.0, 68.0];

/// Column of the number of pages.
const PAGES: usize = 8;

/// Writes the list as CSV and as XLSX beside the notice's folder; where they are.
pub fn write(
    project: &Project,
    notice: &NoticeId,
    rows: &[Row<'_>],
    how: Option<&str>,
    by: &str,
) -> Result<Vec<String>, CommandError> {
    let cells: Vec<[String; 11]> = rows.iter().map(|row| cells(row, how)).collect();
    let internal = |error: &dyn std::error::Error| {
        CommandError::Internal(Message::ListCannotBeMade { reason: error.to_string() })
    };
    let csv = csv(&cells).map_err(|error| internal(&error))?;
    let xlsx = xlsx(&cells, notice, by).map_err(|error| internal(&error))?;
    let mut paths = Vec::new();
    for (ending, bytes) in [("csv", csv), ("xlsx", xlsx)] {
        let path = project.dispatch_list(notice, ending);
        fs::write_durably(&path, &bytes)?;
        paths.push(project.shown(&path));
    }
    fs::sync_folder(&project.out())?;
    Ok(paths)
}

/// How a client's letter travels, in a word.
fn own_way(client: &Client) -> &'static str {
    match client.delivery {
        Delivery::Post => "郵送",
        Delivery::Fax => "FAX",
        Delivery::Mail => "メール",
    }
}

/// How many letters travel each way: `郵送 120 · メール 180`.
pub fn ways(rows: &[Row<'_>], how: Option<&str>) -> String {
    let mut ways: BTreeMap<&str, usize> = BTreeMap::new();
    for row in rows {
        *ways.entry(how.unwrap_or(own_way(row.client))).or_default() += 1;
    }
    let mut ways: Vec<_> = ways.into_iter().collect();
    ways.sort_by_key(|(_, letters)| std::cmp::Reverse(*letters));
    let ways: Vec<String> = ways.iter().map(|(way, letters)| format!("{way} {letters}")).collect();
    ways.join(" · ")
}

fn cells(row: &Row<'_>, how: Option<&str>) -> [String; 11] {
    let Row { client, letter } = row;
    let person = client.person.as_ref();
    [
        client.id.to_string(),
        client.name.clone(),
        match client.honorific {
            crate::model::Honorific::None => String::new(),
            honorific => honorific.to_string(),
        },
        person.and_then(|person| person.department.clone()).unwrap_or_default(),
        person.and_then(|person| person.name.clone()).unwrap_or_default(),
        client.postal_code.clone().unwrap_or_default(),
        client.address.join(" "),
        how.unwrap_or(own_way(client)).to_owned(),
        letter.pages.to_string(),
        letter.path.clone(),
        letter.sha256.to_string(),
    ]
}

/// With a byte order mark and CRLF, as Excel wants it.
fn csv(rows: &[[String; 11]]) -> Result<Vec<u8>, csv::Error> {
    let mut bytes = "\u{FEFF}".as_bytes().to_vec();
    {
        let mut writer =
            csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(&mut bytes);
        writer.write_record(HEADINGS)?;
        for row in rows {
            writer.write_record(row.iter().map(|cell| not_a_formula(cell)))?;
        }
        writer.flush()?;
    }
    Ok(bytes)
}

/// A spreadsheet takes a cell that begins so for a formula.
fn not_a_formula(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

fn xlsx(rows: &[[String; 11]], notice: &NoticeId, by: &str) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let properties = rust_xlsxwriter::DocProperties::new()
        .set_title(format!("発送一覧 {notice}"))
        .set_author(by);
    workbook.set_properties(&properties);
    let sheet = workbook.add_worksheet();
    sheet.set_name("発送一覧")?;
    let bold = Format::new().set_bold();
    for (column, (heading, width)) in (0..).zip(HEADINGS.iter().zip(WIDTHS)) {
        sheet.write_string_with_format(0, column, *heading, &bold)?;
        sheet.set_column_width(column, width)?;
    }
    for (line, row) in (1..).zip(rows) {
        for (index, cell) in row.iter().enumerate() {
            let column = index as u16;
            match cell.parse::<u32>() {
                Ok(number) if index == PAGES => sheet.write_number(line, column, number)?,
                // Ids and postal codes keep their zeros.
                _ => sheet.write_string(line, column, cell)?,
            };
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    workbook.save_to_buffer()
}
