//! 発送一覧: the list of what is sent, for a spreadsheet.
//!
//! It bears the fingerprint of the chain, and the chain holds its digest: that is taken
//! of the list with the place of the fingerprint empty.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::path::Path;

use zip::ZipArchive;

use crate::digest::{Digest, Fields};
use crate::fs::{self, FsError};
use crate::ids::NoticeId;
use crate::ledger::{ChainFingerprint, Issue, KnownLetter, Ledger, ListForm, Sealing};
use crate::limits;
use crate::messages::Message;
use crate::model::Client;
use crate::outcome::CommandError;
use crate::project::{Project, ending_of};
use crate::spreadsheet::write::{Book, Column, Entry, Table, not_a_formula};

/// A letter that is sent.
pub struct Row<'a> {
    /// To whom.
    pub client: &'a Client,
    /// What.
    pub letter: &'a KnownLetter,
}

/// The columns of a list.
const COLUMNS: usize = 12;

const HEADINGS: [&str; COLUMNS] = [
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
    "照合番号",
];

/// Widths of the columns, in characters.
const WIDTHS: [f64; COLUMNS] =
    [12.0, 36.0, 6.0, 18.0, 18.0, 10.0, 40.0, 10.0, 8.0, 30.0, 68.0, 28.0];

/// Column of the number of pages.
const PAGES: usize = 8;

/// A list that is not written yet.
pub struct List<'a> {
    /// The files of the facts that its letters share, each with its path.
    pub facts: &'a [(&'a str, &'a str)],
    /// The notice.
    pub notice: &'a NoticeId,
    /// What is sent.
    pub rows: &'a [Row<'a>],
    /// How, if it is not each client's own way.
    pub how: Option<&'a str>,
    /// Who sends it, and when.
    pub issue: &'a Issue,
}

impl List<'_> {
    /// Records the issue with this list, and then writes the list; the fingerprint, and
    /// where the list is.
    pub fn record(
        &self,
        project: &Project,
        ledger: &mut Ledger,
    ) -> Result<(ChainFingerprint, Vec<String>), CommandError> {
        let blank = self.files(ChainFingerprint::BLANK)?;
        let contents = contents_of(&blank, ChainFingerprint::BLANK)?;
        let sealing = ledger.seal(self.notice, self.issue, contents, self.facts)?;
        let fingerprint = sealing.fingerprint();
        self.finish(sealing, contents)?;
        Ok((fingerprint, put(project, ledger, self.notice)?))
    }

    fn finish(&self, sealing: Sealing<'_>, contents: [Digest; 2]) -> Result<(), CommandError> {
        let fingerprint = sealing.fingerprint().to_string();
        let files = self.files(&fingerprint)?;
        if contents_of(&files, &fingerprint)? != contents {
            // A name on the list would have to be the mark of an empty place.
            return Err(cannot_be_made(ChainFingerprint::BLANK));
        }
        Ok(sealing.finish([&files[0], &files[1]])?)
    }

    /// The files with this fingerprint, in the order of [`ListForm::ALL`].
    fn files(&self, fingerprint: &str) -> Result<[Vec<u8>; 2], CommandError> {
        let cells = |row| cells(row, self.how, fingerprint);
        let cells: Vec<[String; COLUMNS]> = self.rows.iter().map(cells).collect();
        let title = format!("発送一覧 {}", self.notice);
        let table = Table {
            name: "発送一覧",
            columns: HEADINGS.into_iter().zip(WIDTHS).map(column).collect(),
            rows: cells.iter().map(entries).collect(),
            is_filtered: false,
            // Also to be printed, with the fingerprint on every page.
            printed: Some(format!("&L{title}&R照合番号 {fingerprint}")),
        };
        let csv = table.csv().map_err(cannot_be_made)?;
        let book = Book {
            title: &title,
            author: &self.issue.issued_by,
            // Without the zone, which it takes for a part of the time.
            at: Some(self.issue.at.split('+').next().unwrap_or_default()),
            tables: vec![table],
        };
        Ok([csv, book.xlsx().map_err(cannot_be_made)?])
    }
}

fn column((heading, width): (&str, f64)) -> Column<'_> {
    Column { heading, width, is_text: false }
}

fn entries(row: &[String; COLUMNS]) -> Vec<Entry<'_>> {
    let entry = |(index, cell): (usize, &'_ String)| match cell.parse::<u32>() {
        Ok(number) if index == PAGES => Entry::Number(number.into()),
        // Ids and postal codes keep their zeros.
        _ => Entry::Text(cell.clone().into()),
    };
    row.iter().enumerate().map(entry).collect()
}

fn cannot_be_made(reason: impl std::fmt::Display) -> CommandError {
    CommandError::Internal(Box::new(Message::ListCannotBeMade { reason: reason.to_string() }))
}

fn contents_of(files: &[Vec<u8>; 2], fingerprint: &str) -> Result<[Digest; 2], CommandError> {
    let [csv, xlsx] = files;
    let csv = contents(ListForm::Csv, csv, fingerprint);
    let xlsx = contents(ListForm::Xlsx, xlsx, fingerprint);
    csv.zip(xlsx).map(|(csv, xlsx)| [csv, xlsx]).ok_or_else(|| cannot_be_made("ZIP"))
}

/// The digest of what is in a list, the place of the fingerprint empty; `None` if it
/// cannot be read. A spreadsheet is a ZIP archive: it is what is in that.
pub fn contents(form: ListForm, bytes: &[u8], fingerprint: &str) -> Option<Digest> {
    let mut fields = Fields::default();
    if form == ListForm::Csv {
        fields.add(without(bytes.to_owned(), fingerprint));
        return Some(fields.digest());
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut rest = limits::LIST_BYTES;
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).ok()?;
        let mut contents = Vec::new();
        let name = file.name_raw().to_owned();
        file.by_ref().take(rest).read_to_end(&mut contents).ok()?;
        rest = rest.checked_sub(contents.len() as u64).filter(|rest| *rest > 0)?;
        fields.add(name).add(without(contents, fingerprint));
    }
    Some(fields.digest())
}

/// The bytes with every place empty where the fingerprint is.
fn without(mut bytes: Vec<u8>, fingerprint: &str) -> Vec<u8> {
    let (wanted, blank) = (fingerprint.as_bytes(), ChainFingerprint::BLANK.as_bytes());
    let mut at = 0;
    while wanted.len() == blank.len() && at + wanted.len() <= bytes.len() {
        if bytes[at..].starts_with(wanted) {
            bytes[at..at + blank.len()].copy_from_slice(blank);
            at += blank.len();
        } else {
            at += 1;
        }
    }
    bytes
}

/// Puts an issued notice's lists where they are missing, as the ledger has them, and
/// makes them read-only; where they are. A list that is there stays, whatever it says.
pub fn put(
    project: &Project,
    ledger: &Ledger,
    notice: &NoticeId,
) -> Result<Vec<String>, CommandError> {
    let mut paths = Vec::new();
    for form in ListForm::ALL {
        let path = project.sending_list(notice, form.ending());
        if fs::stamp(&path)?.is_none() {
            let Some(list) = list_as_issued(ledger, notice, form)? else { continue };
            fs::write_durably(&path, &list)?;
            fs::sync_folder(&project.out())?;
        }
        protect(&path)?;
        paths.push(project.shown(&path));
    }
    Ok(paths)
}

/// Puts an issued notice's lists where they are missing, and makes them and the letters
/// read-only, which a kill or a copy may have left writable.
pub fn keep(project: &Project, ledger: &Ledger, notice: &NoticeId) -> Result<(), CommandError> {
    put(project, ledger, notice)?;
    for (client, path) in ledger.clients(notice)? {
        protect(&project.letter(notice, &client, ending_of(&path)))?;
    }
    Ok(())
}

/// Makes a file read-only, if it is one.
fn protect(path: &Path) -> Result<(), FsError> {
    let is_file = path.symlink_metadata().is_ok_and(|it| it.is_file());
    if is_file && !fs::is_read_only(path) { fs::make_read_only(path) } else { Ok(()) }
}

/// A list as the ledger has it; `None` where it has none from the days before it kept
/// them, or no longer what was issued.
pub fn list_as_issued(
    ledger: &Ledger,
    notice: &NoticeId,
    form: ListForm,
) -> Result<Option<Vec<u8>>, CommandError> {
    let Some(list) = ledger.list(notice.as_str(), form)? else { return Ok(None) };
    let chain = ledger.chain()?;
    let link = chain.iter().find(|link| link.notice == notice.as_str() && link.faults.is_empty());
    let fingerprint = link.and_then(|link| link.fingerprint);
    let contents = fingerprint.and_then(|it| contents(form, &list.bytes, &it.to_string()));
    Ok(contents.filter(|it| it.to_string() == list.contents).map(|_| list.bytes))
}

/// Whether a list in CSV, of which the ledger has no copy, names these letters and no
/// others, each with its pages, file and digest. Such a list has no fingerprint.
pub fn lists(csv: &[u8], letters: &[KnownLetter]) -> bool {
    let csv = csv.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(csv);
    let mut reader = csv::Reader::from_reader(csv);
    let is_earlier = reader.headers().is_ok_and(|it| it.len() == COLUMNS - 1);
    let rows = reader.into_records().collect::<Result<Vec<_>, _>>();
    let mut letters: Vec<&KnownLetter> = letters.iter().collect();
    letters.sort_by(|a, b| a.client.cmp(&b.client));
    let is_of = |row: &csv::StringRecord, letter: &KnownLetter| {
        let (pages, digest) = (letter.pages.to_string(), letter.sha256.to_string());
        let cells = [(0, &letter.client), (1, &letter.name), (PAGES, &pages)];
        let cells = cells.into_iter().chain([(PAGES + 1, &letter.path), (PAGES + 2, &digest)]);
        let mut cells = cells.map(|(column, cell)| (row.get(column), not_a_formula(cell)));
        cells.all(|(found, cell)| found == Some(cell.as_str()))
    };
    rows.is_ok_and(|rows| {
        is_earlier
            && rows.len() == letters.len()
            && rows.iter().zip(letters).all(|(row, it)| is_of(row, it))
    })
}

/// How a letter travels; one for nobody is published.
fn way(client: &Client) -> &'static str {
    if client.is_nobody() { "公表" } else { client.delivery.word() }
}

/// How many letters travel each way: `郵送 120 · メール 180`.
pub fn ways(rows: &[Row<'_>], how: Option<&str>) -> String {
    let mut ways: BTreeMap<&str, usize> = BTreeMap::new();
    for row in rows {
        *ways.entry(how.unwrap_or(way(row.client))).or_default() += 1;
    }
    let mut ways: Vec<_> = ways.into_iter().collect();
    ways.sort_by_key(|(_, letters)| std::cmp::Reverse(*letters));
    let ways: Vec<String> = ways.iter().map(|(way, letters)| format!("{way} {letters}")).collect();
    ways.join(" · ")
}

fn cells(row: &Row<'_>, how: Option<&str>, fingerprint: &str) -> [String; COLUMNS] {
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
        how.unwrap_or(way(client)).to_owned(),
        // A text has none.
        Some(letter.pages).filter(|pages| *pages > 0).map_or(String::new(), |it| it.to_string()),
        letter.path.clone(),
        letter.sha256.to_string(),
        fingerprint.to_owned(),
    ]
}
