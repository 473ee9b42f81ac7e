//! The record of what was made and issued, in `out/ledger.sqlite3`: the only
//! place that knows SQLite.
//!
//! The letters are written first, under unfinished names, then recorded, and then put in
//! their places: whatever a kill leaves is undone or carried to its end by the next
//! command, as the ledger has it or has it not.
//!
//! The journal is SQLite's rollback journal and not its write-ahead log: that one
//! needs memory that processes share, which network drives do not give (error
//! 5386), and a folder to write to even for reading.

mod chain;
mod entries;
mod fingerprint;
mod issued_facts;
mod merge;
mod opening;
mod shards;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{Read, Write};
use std::path::PathBuf;

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use rusqlite::{Connection, ErrorCode, OptionalExtension, Row, params};
use thiserror::Error;

use crate::digest::{Digest, FactDigests};
use crate::fs::PrivateFolder;
use crate::ids::{ClientId, NoticeId};
use crate::messages::Message;

pub use chain::{ChainFault, Link, Sealing};
pub use entries::{
    ArchivedLetter, Confirmed, Issue, KeptList, KnownLetter, LedgerEntry, ListForm, RunEntry,
};
pub use fingerprint::ChainFingerprint;
pub use merge::{Arrival, Arriving, Incoming};
use opening::VERSION;
pub use shards::{Ended, FoundOfWhole, ShardRun};

/// A ledger that cannot be used.
#[derive(Debug, Error)]
pub enum LedgerError {
    /// The file is not a ledger, or no longer a whole one.
    #[error("{}", Message::LedgerDamaged { path: String::from(.0.to_string_lossy()) })]
    Damaged(PathBuf),
    /// A later version of oshirase has made it.
    #[error("{}", Message::LedgerNewer {
        path: path.display().to_string(),
        found: found.to_string(),
        known: VERSION.to_string(),
    })]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: usize,
    },
    /// It knows that a notice was issued, and nothing more of the issue.
    #[error("{}", Message::IssueIsGone { notice: notice.to_string() })]
    IssueGone {
        /// The notice.
        notice: NoticeId,
    },
    /// SQLite could not do it.
    #[error("{}", Message::CannotUseLedger)]
    Sqlite(#[source] rusqlite::Error),
    /// It may not be written, and could not be copied to a place where it may.
    #[error("{}", Message::CannotRead { path: path.display().to_string() })]
    Copy {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The file could not be made.
    #[error("{}", Message::CannotMake { path: path.display().to_string() })]
    Create {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
}

/// An open ledger.
pub struct Ledger {
    connection: Connection,
    path: PathBuf,
    /// Where the copy is that is read in the place of a ledger nobody may write.
    _copy: Option<PrivateFolder>,
}

/// The text of a letter, made small.
pub fn compress(text: &str) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    // Writing to memory does not fail.
    let _ = encoder.write_all(text.as_bytes());
    encoder.finish().unwrap_or_default()
}

fn decompress(bytes: &[u8]) -> Option<String> {
    let mut text = String::new();
    ZlibDecoder::new(bytes).read_to_string(&mut text).ok()?;
    Some(text)
}

impl Ledger {
    /// What SQLite's error means for the user.
    fn failed(&self, error: rusqlite::Error) -> LedgerError {
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
                LedgerError::Damaged(self.path.clone())
            }
            // Something is in it that oshirase has not written.
            None => LedgerError::Damaged(self.path.clone()),
            // A table or a column is not there (SQLITE_ERROR).
            Some(ErrorCode::Unknown) => LedgerError::Damaged(self.path.clone()),
            Some(_) => LedgerError::Sqlite(error),
        }
    }

    /// What is known of a notice's letters, by client.
    pub fn letters(&self, notice: &NoticeId) -> Result<HashMap<String, KnownLetter>, LedgerError> {
        let mut letters = HashMap::new();
        self.each_letter(notice, |letter| {
            letters.insert(letter.client.clone(), letter);
        })?;
        Ok(letters)
    }

    /// Goes through what is known of a notice's letters, of which there may be more than
    /// can be held.
    pub fn each_letter(
        &self,
        notice: &NoticeId,
        mut look: impl FnMut(KnownLetter),
    ) -> Result<(), LedgerError> {
        let mut read = || {
            let mut statement = self.connection.prepare(&format!("{KNOWN} WHERE notice = ?1"))?;
            let letters = statement.query_map([notice.as_str()], known)?;
            for letter in letters {
                look(letter?);
            }
            Ok(())
        };
        read().map_err(|error| self.failed(error))
    }

    /// What is known of a notice's letters to some clients, by client.
    pub fn letters_to<'a>(
        &self,
        notice: &NoticeId,
        clients: impl Iterator<Item = &'a ClientId>,
    ) -> Result<HashMap<String, KnownLetter>, LedgerError> {
        let read = || {
            let query = format!("{KNOWN} WHERE notice = ?1 AND client = ?2");
            let mut statement = self.connection.prepare_cached(&query)?;
            let mut letters = HashMap::new();
            for client in clients {
                let values = [notice.as_str(), client.as_str()];
                let letter = statement.query_row(values, known).optional()?;
                letters.extend(letter.map(|letter| (letter.client.clone(), letter)));
            }
            Ok(letters)
        };
        read().map_err(|error| self.failed(error))
    }

    /// When a letter was made; `None` if it never was.
    pub fn made_at(&self, notice: &NoticeId, client: &str) -> Result<Option<String>, LedgerError> {
        let query = "SELECT made_at FROM letter WHERE notice = ?1 AND client = ?2";
        let found = self.connection.query_row(query, [notice.as_str(), client], |row| row.get(0));
        found.optional().map_err(|error| self.failed(error))
    }

    /// Whom a notice's letters are to, each with the letter's path.
    pub fn clients(&self, notice: &NoticeId) -> Result<Vec<(ClientId, String)>, LedgerError> {
        let read = || {
            let mut statement =
                self.connection.prepare("SELECT client, path FROM letter WHERE notice = ?1")?;
            let clients = statement
                .query_map([notice.as_str()], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))?;
            clients.collect::<rusqlite::Result<Vec<_>>>()
        };
        let clients = read().map_err(|error| self.failed(error))?.into_iter();
        Ok(clients
            .filter_map(|(client, path)| Some((ClientId::new(&client).ok()?, path)))
            .collect())
    }

    /// The digest of a letter's file; `None` if it was never made.
    pub fn sha256(
        &self,
        notice: &NoticeId,
        client: &ClientId,
    ) -> Result<Option<Digest>, LedgerError> {
        let found = self.connection.query_row(
            "SELECT sha256 FROM letter WHERE notice = ?1 AND client = ?2",
            [notice.as_str(), client.as_str()],
            |row| digest(row, 0),
        );
        found.optional().map_err(|error| self.failed(error))
    }

    /// A letter with all that it was made from; `None` if it was never made.
    pub fn letter(
        &self,
        notice: &NoticeId,
        client: &ClientId,
    ) -> Result<Option<ArchivedLetter>, LedgerError> {
        let read = || {
            let found = self.connection.query_row(
                "SELECT sha256, made_at, tool, template, identity, fonts, files, source,
                        own_facts, json
                 FROM letter JOIN facts ON facts.id = letter.facts
                 WHERE notice = ?1 AND client = ?2",
                [notice.as_str(), client.as_str()],
                |row| {
                    let files: BTreeMap<String, String> = json(row, 6)?;
                    let source: Vec<u8> = row.get(7)?;
                    let mut facts: FactDigests = json(row, 9)?;
                    facts.extend(json::<FactDigests>(row, 8)?);
                    let letter = ArchivedLetter {
                        sha256: digest(row, 0)?,
                        made_at: row.get(1)?,
                        tool: row.get(2)?,
                        template: row.get(3).map(|it: String| some(it))?,
                        identity: row.get(4)?,
                        fonts: digest(row, 5)?,
                        files: BTreeMap::new(),
                        source: decompress(&source).ok_or(rusqlite::Error::InvalidQuery)?,
                        facts,
                    };
                    Ok((letter, files))
                },
            );
            let Some((mut letter, files)) = found.optional()? else { return Ok(None) };
            for (path, sha256) in files {
                let query = "SELECT bytes FROM file WHERE sha256 = ?1";
                let bytes = self.connection.query_row(query, [sha256], |row| row.get(0))?;
                letter.files.insert(path, bytes);
            }
            Ok(Some(letter))
        };
        read().map_err(|error| self.failed(error))
    }

    /// The facts in a letter when it was made; `None` if it never was.
    pub fn facts(
        &self,
        notice: &NoticeId,
        client: &ClientId,
    ) -> Result<Option<FactDigests>, LedgerError> {
        let found = self.connection.query_row(
            "SELECT json, own_facts FROM letter JOIN facts ON facts.id = letter.facts
             WHERE notice = ?1 AND client = ?2",
            [notice.as_str(), client.as_str()],
            |row| {
                let mut facts: FactDigests = json(row, 0)?;
                facts.extend(json::<FactDigests>(row, 1)?);
                Ok(facts)
            },
        );
        found.optional().map_err(|error| self.failed(error))
    }

    /// Notes that a run begins; its number.
    pub fn begin_run(&self, run: &RunEntry) -> Result<i64, LedgerError> {
        self.execute(
            "INSERT INTO run (at, notice, tool) VALUES (?1, ?2, ?3)",
            params![run.at, run.notice.as_str(), run.tool],
        )?;
        Ok(self.connection.last_insert_rowid())
    }

    /// Notes how a run has ended.
    pub fn end_run(
        &self,
        run: i64,
        made: usize,
        unchanged: usize,
        failed: usize,
    ) -> Result<(), LedgerError> {
        self.execute(
            "UPDATE run SET made = ?2, unchanged = ?3, failed = ?4 WHERE id = ?1",
            params![run, made, unchanged, failed],
        )
    }

    /// Keeps a file that letters are set with.
    pub fn keep_file(&self, bytes: &[u8]) -> Result<(), LedgerError> {
        self.execute(
            "INSERT OR IGNORE INTO file (sha256, bytes) VALUES (?1, ?2)",
            params![Digest::of(bytes).to_string(), bytes],
        )
    }

    /// Records letters that are on the disk now: all of them, or none.
    pub fn record<'a>(
        &mut self,
        number: i64,
        run: &RunEntry,
        letters: impl IntoIterator<Item = &'a LedgerEntry>,
    ) -> Result<(), LedgerError> {
        let record = |connection: &mut Connection| {
            let transaction = connection.transaction()?;
            for letter in letters {
                insert(&transaction, number, run, letter)?;
            }
            transaction.commit()
        };
        let recorded = record(&mut self.connection);
        recorded.map_err(|error| self.failed(error))
    }

    /// Notes that letters are right as they are although more was read for them
    /// than before, or their time on the disk is another.
    pub fn confirm(
        &mut self,
        notice: &NoticeId,
        letters: &[(&ClientId, Confirmed)],
    ) -> Result<(), LedgerError> {
        let confirm = |connection: &mut Connection| {
            let transaction = connection.transaction()?;
            {
                let mut statement = transaction.prepare(
                    "UPDATE letter SET inputs = ?3, modified = ?4, warnings = ?5
                     WHERE notice = ?1 AND client = ?2",
                )?;
                for (client, confirmed) in letters {
                    let Confirmed { inputs, modified, warnings, .. } = confirmed;
                    let found = statement.execute(params![
                        notice.as_str(),
                        client.as_str(),
                        inputs.to_string(),
                        modified,
                        warnings
                    ])?;
                    if found == 0 && shards::has(&transaction, "shard_confirmed")? {
                        // This is the ledger of a shard, and the letter is in the whole's.
                        shards::note_of_whole(&transaction, notice, client, confirmed, true)?;
                    }
                }
            }
            transaction.commit()
        };
        let confirmed = confirm(&mut self.connection);
        confirmed.map_err(|error| self.failed(error))
    }

    /// Forgets letters that were moved away: all of them, or none.
    pub fn forget(&mut self, notice: &NoticeId, clients: &[String]) -> Result<(), LedgerError> {
        let forget = |connection: &mut Connection| {
            let transaction = connection.transaction()?;
            for client in clients {
                transaction.execute(
                    "DELETE FROM letter WHERE notice = ?1 AND client = ?2",
                    params![notice.as_str(), client],
                )?;
            }
            transaction.commit()
        };
        let forgotten = forget(&mut self.connection);
        forgotten.map_err(|error| self.failed(error))
    }

    /// When and by whom a notice was issued; `None` if it was not. Where the ledger has
    /// lost the issue and nothing else, that is an error: what was sent must stay.
    pub fn issue(&self, notice: &NoticeId) -> Result<Option<Issue>, LedgerError> {
        let find = || {
            let issue = issue_of(&self.connection, notice.as_str())?;
            let sealed = "SELECT EXISTS (SELECT 1 FROM chain WHERE notice = ?1)
                              OR EXISTS (SELECT 1 FROM sealed_letter WHERE notice = ?1)";
            let sealed = self.connection.query_row(sealed, [notice.as_str()], |row| row.get(0));
            Ok((issue, sealed?))
        };
        match find().map_err(|error| self.failed(error))? {
            (None, true) => Err(LedgerError::IssueGone { notice: notice.clone() }),
            (issue, _) => Ok(issue),
        }
    }

    /// The notices that have letters, in the order in which they were first made.
    pub fn notices(&self) -> Result<Vec<String>, LedgerError> {
        let read = || {
            let mut statement = self.connection.prepare(
                "SELECT DISTINCT notice FROM letter
                 ORDER BY (SELECT min(id) FROM run WHERE run.notice = letter.notice)",
            )?;
            statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()
        };
        read().map_err(|error| self.failed(error))
    }

    /// The ids of all who have a letter, of whatever notice.
    pub fn all_clients(&self) -> Result<BTreeSet<String>, LedgerError> {
        let read = || {
            let mut statement = self.connection.prepare("SELECT DISTINCT client FROM letter")?;
            statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()
        };
        read().map_err(|error| self.failed(error))
    }

    fn execute(&self, statement: &str, values: impl rusqlite::Params) -> Result<(), LedgerError> {
        let done = self.connection.execute(statement, values);
        done.map(|_| ()).map_err(|error| self.failed(error))
    }
}

/// What asks for what is [known] of letters.
const KNOWN: &str = "SELECT client, name, path, sha256, bytes, modified, pages, fingerprint,
    inputs, warnings FROM letter";

/// What is known of a letter.
fn known(row: &Row<'_>) -> rusqlite::Result<KnownLetter> {
    Ok(KnownLetter {
        client: row.get(0)?,
        name: row.get(1)?,
        path: row.get(2)?,
        sha256: digest(row, 3)?,
        bytes: row.get(4)?,
        modified: row.get(5)?,
        pages: row.get(6)?,
        fingerprint: digest(row, 7)?,
        inputs: digest(row, 8)?,
        warnings: row.get(9)?,
        shard: None,
    })
}

/// A column that has no `NULL` has an empty text for nothing.
fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

/// A notice's issue, if the ledger has it.
fn issue_of(connection: &Connection, notice: &str) -> rusqlite::Result<Option<Issue>> {
    let query = "SELECT at, issued_by, sent_by, letters FROM issue WHERE notice = ?1";
    let issue = connection.query_row(query, [notice], |row| {
        Ok(Issue {
            at: row.get(0)?,
            issued_by: row.get(1)?,
            sent_by: row.get(2)?,
            letters: row.get(3)?,
        })
    });
    issue.optional()
}

/// Puts one letter into its table, in the place of an earlier one of its client.
fn insert(
    connection: &Connection,
    number: i64,
    run: &RunEntry,
    letter: &LedgerEntry,
) -> rusqlite::Result<()> {
    let facts = to_json(&letter.facts);
    let mut known = connection.prepare_cached("SELECT id FROM facts WHERE json = ?1")?;
    let id = match known.query_row([&facts], |row| row.get(0)).optional()? {
        Some(id) => id,
        None => {
            let add = "INSERT INTO facts (json) VALUES (?1)";
            connection.execute(add, [&facts])?;
            connection.last_insert_rowid()
        }
    };
    let mut statement = connection.prepare_cached(
        "INSERT INTO letter (notice, client, name, path, sha256, bytes, modified, pages,
            made_at, run, fingerprint, inputs, tool, template, identity, fonts, files,
            facts, own_facts, source, warnings)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,
            ?17, ?18, ?19, ?20, ?21)
         ON CONFLICT (notice, client) DO UPDATE SET name = excluded.name,
            path = excluded.path, sha256 = excluded.sha256, bytes = excluded.bytes,
            modified = excluded.modified, pages = excluded.pages,
            made_at = excluded.made_at, run = excluded.run,
            fingerprint = excluded.fingerprint, inputs = excluded.inputs,
            tool = excluded.tool, template = excluded.template,
            identity = excluded.identity, fonts = excluded.fonts, files = excluded.files,
            facts = excluded.facts, own_facts = excluded.own_facts,
            source = excluded.source, warnings = excluded.warnings",
    )?;
    statement.execute(params![
        run.notice.as_str(),
        letter.client.as_str(),
        letter.name,
        letter.path,
        letter.sha256.to_string(),
        letter.bytes,
        letter.modified,
        letter.pages,
        run.at,
        number,
        letter.fingerprint.to_string(),
        letter.inputs.to_string(),
        run.tool,
        run.template.as_deref().unwrap_or_default(),
        letter.identity,
        run.fonts.to_string(),
        to_json(&letter.files),
        id,
        to_json(&letter.own_facts),
        letter.source,
        letter.warnings,
    ])?;
    Ok(())
}

fn to_json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn json<T: serde::de::DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text).map_err(|error| damaged(column, error))
}

fn digest(row: &Row<'_>, column: usize) -> rusqlite::Result<Digest> {
    let text: String = row.get(column)?;
    Digest::parse(&text).ok_or_else(|| damaged(column, std::fmt::Error))
}

fn damaged(
    column: usize,
    error: impl std::error::Error + Send + Sync + 'static,
) -> rusqlite::Error {
    let kind = rusqlite::types::Type::Text;
    rusqlite::Error::FromSqlConversionFailure(column, kind, Box::new(error))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> ClientId {
        ClientId::new(text).expect("an id")
    }

    fn notice() -> NoticeId {
        NoticeId::new("report-1").expect("an id")
    }

    fn run() -> RunEntry {
        RunEntry {
            at: "2024-02-06T09:00:00+09:00".into(),
            notice: notice(),
            tool: "0.1.0".into(),
            template: Some("report.typ".into()),
            fonts: Digest::of(b"fonts"),
        }
    }

    /// The entry of a letter whose PDF has these bytes.
    fn entry(client: &str, pdf: &str) -> LedgerEntry {
        let facts = |name: &str| FactDigests::from([(name.to_owned(), "digest".to_owned())]);
        LedgerEntry {
            client: id(client),
            name: "甲".into(),
            path: format!("out/report-1/{client}.pdf"),
            sha256: Digest::of(pdf.as_bytes()),
            bytes: pdf.len() as u64,
            modified: 1,
            pages: 1,
            identity: "identity".into(),
            fingerprint: Digest::of(b"fingerprint"),
            inputs: Digest::of(b"inputs"),
            files: BTreeMap::new(),
            facts: facts("notice.title"),
            own_facts: facts("client.name"),
            source: compress("#set text()"),
            warnings: 0,
        }
    }

    /// A ledger with the letters of two clients, and the folder that it is in.
    fn ledger() -> (Ledger, tempfile::TempDir) {
        let folder = tempfile::tempdir().expect("a folder");
        let mut ledger = Ledger::open(&folder.path().join("ledger.sqlite3")).expect("a ledger");
        record(&mut ledger, &["C-1", "C-2"], "first");
        (ledger, folder)
    }

    fn record(ledger: &mut Ledger, clients: &[&str], pdf: &str) {
        let number = ledger.begin_run(&run()).expect("a run");
        let letters: Vec<_> = clients.iter().map(|client| entry(client, pdf)).collect();
        ledger.record(number, &run(), &letters).expect("a record");
    }

    fn issue(ledger: &mut Ledger) {
        let issue = Issue {
            at: "2024-02-06T10:00:00+09:00".into(),
            issued_by: "山田".into(),
            sent_by: "mail".into(),
            letters: 2,
        };
        let lists = [Digest::of(b"csv"), Digest::of(b"xlsx")];
        let sealing =
            ledger.seal(&notice(), &issue, lists, &[]).expect("a seal").finish([b"csv", b"xlsx"]);
        sealing.expect("an issue");
    }

    #[test]
    fn a_letter_comes_out_as_it_went_in_and_takes_the_place_of_an_earlier_one() {
        let (mut ledger, _folder) = ledger();
        record(&mut ledger, &["C-2"], "second");
        let digest = |client| ledger.sha256(&notice(), &id(client)).expect("an answer");
        assert_eq!(digest("C-1"), Some(Digest::of(b"first")));
        assert_eq!(digest("C-2"), Some(Digest::of(b"second")));
        assert_eq!(digest("C-3"), None);
        let letter = ledger.letter(&notice(), &id("C-2")).expect("an answer").expect("a letter");
        assert_eq!(letter.source, "#set text()");
        assert_eq!(letter.facts.into_keys().collect::<Vec<_>>(), ["client.name", "notice.title"]);
    }

    #[test]
    fn what_is_confirmed_changes_nothing_of_the_letter_itself() {
        let (mut ledger, _folder) = ledger();
        let confirmed = Confirmed {
            fingerprint: Digest::of(b"fingerprint"),
            inputs: Digest::of(b"others"),
            modified: 2,
            warnings: 3,
        };
        ledger.confirm(&notice(), &[(&id("C-1"), confirmed)]).expect("a record");
        let letters = ledger.letters(&notice()).expect("letters");
        let now = &letters["C-1"];
        assert_eq!((now.inputs, now.modified, now.warnings), (Digest::of(b"others"), 2, 3));
        assert_eq!(
            (now.sha256, now.fingerprint),
            (letters["C-2"].sha256, letters["C-2"].fingerprint)
        );
        assert_eq!(letters["C-2"].modified, 1);
    }

    #[test]
    fn who_is_forgotten_is_in_no_list() {
        let (mut ledger, _folder) = ledger();
        ledger.forget(&notice(), &["C-1".to_owned()]).expect("a record");
        let known = ledger.clients(&notice()).expect("clients");
        assert_eq!(known, [(id("C-2"), "out/report-1/C-2.pdf".to_owned())]);
        assert_eq!(ledger.notices().expect("notices"), ["report-1"]);
    }

    /// Does what the ledger's own triggers would not let anybody do.
    fn change(ledger: &Ledger, statement: &str) {
        let guards = "SELECT group_concat('DROP TRIGGER ' || name, ';') FROM sqlite_schema
                      WHERE type = 'trigger'";
        let guards: String =
            ledger.connection.query_row(guards, [], |row| row.get(0)).expect("the guards");
        ledger.connection.execute_batch(&guards).expect("no guards");
        ledger.connection.execute_batch(statement).expect("a change");
    }

    #[test]
    fn what_was_issued_takes_no_other_letter() {
        let (mut ledger, _folder) = ledger();
        issue(&mut ledger);
        let number = ledger.begin_run(&run()).expect("a run");
        for client in ["C-1", "C-3"] {
            let letter = entry(client, "second");
            assert!(ledger.record(number, &run(), &[letter]).is_err(), "{client}");
        }
        assert!(ledger.forget(&notice(), &["C-1".to_owned()]).is_err());
        let digest = ledger.sha256(&notice(), &id("C-1")).expect("an answer");
        assert_eq!(digest, Some(Digest::of(b"first")));
    }

    #[test]
    fn the_chain_names_what_is_not_as_it_was_issued() {
        let faults = |statement: &str| {
            let (mut ledger, _folder) = ledger();
            issue(&mut ledger);
            change(&ledger, statement);
            let [link] = &ledger.chain().expect("a chain")[..] else { panic!("one link") };
            link.faults.clone()
        };
        assert_eq!(faults(""), []);
        let changed = "UPDATE letter SET name = '乙' WHERE client = 'C-1'";
        assert_eq!(faults(changed), [ChainFault::LetterChanged("C-1".into())]);
        let gone = "DELETE FROM letter WHERE client = 'C-2'";
        let count = ChainFault::OtherCount { issued: 2, found: 1 };
        assert_eq!(faults(gone), [count, ChainFault::LetterGone("C-2".into())]);
        let other = "UPDATE issue SET issued_by = '海野'";
        assert_eq!(faults(other), [ChainFault::LinkBroken]);
    }

    #[test]
    fn an_issue_that_only_the_chain_still_has_is_an_error() {
        let (mut ledger, _folder) = ledger();
        assert!(ledger.issue(&notice()).expect("an answer").is_none());
        issue(&mut ledger);
        let found = ledger.issue(&notice()).expect("an answer").expect("an issue");
        assert_eq!((found.issued_by.as_str(), found.letters), ("山田", 2));
        change(&ledger, "DELETE FROM issue");
        assert!(matches!(ledger.issue(&notice()), Err(LedgerError::IssueGone { .. })));
    }
}
