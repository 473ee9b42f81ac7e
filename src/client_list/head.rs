//! Where the table of a sheet begins: below titles and dates of printing, with a head of one
//! row or of several.

use super::heading_words::Meaning;
use super::headings::{self, is_like_a_heading};
use super::texts::{is_blank, one_line, shown};
use crate::spreadsheet::{Cell, Row, Sheet};

/// The head of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    /// The indices of its first and last row in the sheet.
    pub rows: (usize, usize),
    /// For each column the parts of its heading, from the top; none if it has no heading.
    pub parts: Vec<Vec<String>>,
}

/// Rows at the top of a sheet in which a head may stand.
const SEARCHED: usize = 60;
/// Columns by which a head is told.
const COLUMNS: usize = 1_000;
/// Rows of the highest head.
const HEIGHT: usize = 3;

/// Finds the head of a sheet.
pub(super) fn find(sheet: &Sheet) -> Option<Head> {
    let searched = &sheet.rows[..sheet.rows.len().min(SEARCHED)];
    let scores = searched.iter().map(score_of_row);
    let best = scores.enumerate().rev().max_by_key(|(_, score)| *score);
    let row = match best {
        Some((row, score)) if score >= 2 => row,
        _ => searched.iter().position(looks_like_a_head)?,
    };
    let mut rows = (row, row);
    while rows.0 > 0 && rows.1 - rows.0 + 1 < HEIGHT && belongs_above(sheet, rows) {
        rows.0 -= 1;
    }
    while rows.1 - rows.0 + 1 < HEIGHT && belongs_below(sheet, rows) {
        rows.1 += 1;
    }
    Some(Head { rows, parts: parts(sheet, rows) })
}

fn text(cell: Option<&Cell>) -> String {
    cell.map(|cell| one_line(&shown(cell)).into_owned()).unwrap_or_default()
}

fn filled(row: &Row) -> impl Iterator<Item = (usize, String)> {
    let cells = row.cells.iter().take(COLUMNS).enumerate();
    cells.filter(|(_, cell)| !is_blank(cell)).map(|(at, cell)| (at, text(Some(cell))))
}

/// How much a heading counts: that of one of the program's fields twice.
fn score_of(parts: &[&str]) -> usize {
    match headings::read(parts) {
        Some(read) if read.meaning != Meaning::Other => 2,
        Some(_) => 1,
        None => parts.last().map_or(0, |it| usize::from(is_like_a_heading(it))),
    }
}

/// How much a row is like a head; a row of data may have a word of a heading in it.
fn score_of_row(row: &Row) -> usize {
    let (mut cells, mut known, mut score) = (0, 0, 0);
    for (_, text) in filled(row) {
        let one = if is_data(&text) { 0 } else { score_of(&[&text]) };
        cells += 1;
        known += usize::from(one > 0);
        score += one;
    }
    if known * 3 >= cells || known > 0 && looks_like_a_head(row) { score } else { 0 }
}

fn score_of_parts(parts: &[Vec<String>]) -> usize {
    let of = |parts: &Vec<String>| score_of(&parts.iter().map(String::as_str).collect::<Vec<_>>());
    parts.iter().filter(|it| !it.is_empty()).map(of).sum()
}

/// Whether a text stands below headings and not among them: mail addresses, and what has
/// many digits.
fn is_data(text: &str) -> bool {
    text.contains('@') || text.chars().filter(|c| c.is_numeric()).count() >= 5
}

/// Whether a row with words that nobody knows may be a head: several different words, and
/// none like data.
fn looks_like_a_head(row: &Row) -> bool {
    let texts: Vec<String> = filled(row).map(|(_, text)| text).collect();
    let plain = |text: &String| {
        let digits = text.chars().filter(|c| c.is_numeric()).count();
        let short = digits <= 2 && !text.contains('@') && text.chars().count() <= 20;
        let named = super::contents::prefecture(text).is_some() || super::names::is_body(text);
        short && (!named || score_of(&[text]) > 0)
    };
    let mut different = texts.clone();
    different.sort_unstable();
    different.dedup();
    texts.len() >= 2 && different.len() == texts.len() && texts.iter().all(plain)
}

/// Whether two rows follow each other in the sheet.
fn are_neighbours(upper: &Row, lower: &Row) -> bool {
    upper.number + 1 == lower.number
}

/// Whether the row above a head is part of it: it says what several columns have in common,
/// or has the headings of columns that have none below. A title is not.
fn belongs_above(sheet: &Sheet, rows: (usize, usize)) -> bool {
    let (above, first) = (&sheet.rows[rows.0 - 1], &sheet.rows[rows.0]);
    let labels: Vec<(usize, String)> = filled(above).collect();
    if !are_neighbours(above, first) || labels.iter().any(|(_, text)| is_data(text)) {
        return false;
    }
    let width = first.cells.len();
    let merged = sheet.merged.iter().filter(|it| it.rows.0 == above.number);
    let in_columns = merged.filter(|it| it.columns.1 - it.columns.0 + 1 < width.max(2));
    let labelled =
        in_columns.filter(|it| it.columns.1 > it.columns.0 || it.rows.1 > it.rows.0).count();
    if labels.len() < 2 {
        return labelled > 0 && labels.iter().any(|(_, text)| headings::is_label(text));
    }
    let higher = score_of_parts(&parts(sheet, (rows.0 - 1, rows.1)));
    let lower = score_of_parts(&parts(sheet, rows));
    let known = labels.iter().filter(|(_, text)| headings::is_label(text)).count();
    higher > lower || higher == lower && known * 2 >= labels.len()
}

/// Whether the row below a head is part of it: the lower row of a head in two, the names of
/// the columns in a database, what must be filled in, the columns' numbers.
fn belongs_below(sheet: &Sheet, rows: (usize, usize)) -> bool {
    let (last, Some(below)) = (&sheet.rows[rows.1], sheet.rows.get(rows.1 + 1)) else {
        return false;
    };
    let texts: Vec<(usize, String)> = filled(below).collect();
    if !are_neighbours(last, below) || texts.is_empty() {
        return false;
    }
    if is_aside(below) {
        return true;
    }
    if texts.iter().any(|(_, text)| is_data(text)) {
        return false;
    }
    let alone = score_of_parts(&parts(sheet, rows));
    let both = score_of_parts(&parts(sheet, (rows.0, rows.1 + 1)));
    let known = texts.iter().filter(|(_, it)| score_of(&[it]) > 0 || headings::is_part(it)).count();
    let spans = sheet.merged.iter().any(|it| it.rows.0 <= last.number && it.rows.1 >= below.number);
    // A head again on the next line, as some programs write it, adds nothing.
    (both > alone || spans && both == alone) && known * 2 >= texts.len()
}

/// Whether a row beside a head says nothing to people: the columns' names in a database,
/// their numbers, or what must be filled in.
fn is_aside(row: &Row) -> bool {
    let texts: Vec<String> = filled(row).map(|(_, text)| text).collect();
    let identifier = |text: &String| {
        text.contains('_') && text.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_')
    };
    let short = |text: &String| {
        text.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_')
            && text.starts_with(|c: char| c.is_ascii_alphabetic())
    };
    let demands = [
        "必須",
        "任意",
        "必要",
        "半角",
        "全角",
        "文字",
        "文字列",
        "数値",
        "数字",
        "日付",
        "テキスト",
        "選択",
        "自動",
        "半角数字",
        "半角英数",
        "半角英数字",
        "全角文字",
        "条件付必須",
    ];
    let demand = |text: &String| demands.contains(&text.as_str());
    let numbers = texts.iter().zip(1_usize..).all(|(text, number)| *text == number.to_string());
    texts.len() >= 2
        && (texts.iter().all(short) && texts.iter().any(identifier)
            || texts.iter().all(demand)
            || texts.len() >= 4 && numbers)
}

/// The parts of each column's heading in these rows.
fn parts(sheet: &Sheet, rows: (usize, usize)) -> Vec<Vec<String>> {
    let head = &sheet.rows[rows.0..=rows.1];
    let width = head.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let mut parts = vec![Vec::new(); width];
    let people = head.iter().filter(|row| !is_aside(row)).count();
    for (at, row) in head.iter().enumerate() {
        // Where all rows are such, one of them has to be the head.
        if people > 0 && is_aside(row) {
            continue;
        }
        let spread = spread(sheet, row, head.get(at + 1));
        for (parts, text) in parts.iter_mut().zip(spread) {
            if !text.is_empty() && parts.last() != Some(&text) {
                parts.push(text);
            }
        }
    }
    parts
}

/// The texts of a row, each in all columns that it stands above.
fn spread(sheet: &Sheet, row: &Row, below: Option<&Row>) -> Vec<String> {
    let mut texts: Vec<String> = row.cells.iter().map(|cell| text(Some(cell))).collect();
    let width = texts.len().max(below.map_or(0, |it| it.cells.len()));
    texts.resize(width, String::new());
    let Some(below) = below else { return texts };
    for merged in sheet.merged.iter().filter(|it| it.rows.0 == row.number).take(COLUMNS) {
        let (first, last) = (merged.columns.0, merged.columns.1.min(width.saturating_sub(1)));
        let Some(text) = texts.get(first).cloned() else { continue };
        for other in texts.iter_mut().take(last + 1).skip(first + 1) {
            other.clone_from(&text);
        }
    }
    if !sheet.merged.is_empty() {
        return texts;
    }
    // In a CSV nothing is merged: what stands above several headings stands above the first.
    let has_below = |at: usize| below.cells.get(at).is_some_and(|cell| !is_blank(cell));
    for at in 1..width {
        if texts[at].is_empty() && has_below(at) && has_below(at - 1) && !texts[at - 1].is_empty() {
            texts[at] = texts[at - 1].clone();
        }
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client_list::trial::{merged, sheet};

    fn found(sheet: &Sheet) -> Option<(usize, usize, String)> {
        let head = find(sheet)?;
        let headings: Vec<String> = head.parts.iter().map(|it| it.join("／")).collect();
        Some((head.rows.0, head.rows.1, headings.join("|")))
    }

    #[test]
    fn a_head_is_found_below_titles_and_in_several_rows() {
        for (text, right) in [
            ("番号|宛名|住所\n1|甲|乙", (0, 0, "番号|宛名|住所")),
            (
                "顧客一覧\n印刷日：2024/06/01\n\n顧客コード|会社名|〒\n1|甲|1010041",
                (2, 2, "顧客コード|会社名|〒"),
            ),
            (
                "顧客一覧||みなと会計事務所\n顧客コード|会社名|〒\n1|甲|1010041",
                (1, 1, "顧客コード|会社名|〒"),
            ),
            (
                "得意先|住所||連絡先|\nコード|郵便番号|住所1|TEL|FAX\n1|1010041|甲|0|0",
                (0, 1, "得意先／コード|住所／郵便番号|住所／住所1|連絡先／TEL|連絡先／FAX"),
            ),
            (
                "コード|名称|住所||\n||郵便番号|住所1|住所2\n1|甲|1010041|乙|丙",
                (0, 1, "コード|名称|住所／郵便番号|住所／住所1|住所／住所2"),
            ),
            ("得意先コード|得意先名\nTOK_CD|TOK_NAME\n1|甲", (0, 1, "得意先コード|得意先名")),
            ("会社名|住所\n必須|任意\n甲|乙", (0, 1, "会社名|住所")),
            ("いろは|にほへ|とちり\nA|b@example.com|x", (0, 0, "いろは|にほへ|とちり")),
            ("会社名|送り方\n甲|メール\n乙|FAX", (0, 0, "会社名|送り方")),
        ] {
            let right = Some((right.0, right.1, right.2.to_owned()));
            assert_eq!(found(&sheet(text)), right, "{text}");
        }
        for text in ["", "1|株式会社みなと|1010041\n2|みなと商店|1010042", "顧客一覧"]
        {
            assert_eq!(found(&sheet(text)), None, "{text}");
        }
    }

    #[test]
    fn merged_headings_stand_above_all_their_columns() {
        let sheet = merged(
            sheet(
                "顧客一覧|||||\nコード|会社名|住所|||電話\n||郵便番号|住所1|住所2|\n1|甲|1010041|乙|丙|0",
            ),
            &[
                ((1, 1), (0, 5)),
                ((2, 3), (0, 0)),
                ((2, 3), (1, 1)),
                ((2, 2), (2, 4)),
                ((2, 3), (5, 5)),
            ],
        );
        let headings = "コード|会社名|住所／郵便番号|住所／住所1|住所／住所2|電話";
        assert_eq!(found(&sheet), Some((1, 2, headings.to_owned())));
    }
}
