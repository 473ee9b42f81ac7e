//! The record of what was made and issued, in `out/ledger.sqlite3`: the only
//! place that knows SQLite.
//!
//! The PDFs are written first and recorded after: a run that is killed leaves at
//! most some letters that are not recorded, and the next run makes them again.
//!
//! The journal is SQLite's rollback journal and not its write-ahead log: that one
//! needs memory that processes share, which network drives do not give (error
//! 5386), and a folder to write to even for reading.

mod chain;
mod entries;
mod fingerprint;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, Row, params};
use thiserror::Error;

use crate::digest::Digest;
use crate::fs::PrivateFolder;
use crate::messages::Message;
use crate::model::{ClientId, NoticeId};
use crate::template::FactDigests;

pub use chain::{ChainFault, Link, Sealing};
pub use entries::{
    ArchivedLetter, Confirmed, Issue, KeptList, KnownLetter, LedgerEntry, ListForm, RunEntry,
};
pub use fingerprint::ChainFingerprint;

/// The version of the schema, kept in SQLite's `user_version`. A change adds an
/// entry to [`MIGRATIONS`].
const VERSION: usize = MIGRATIONS.len();

/// The steps from each version of the schema to the next, the first from nothing.
const MIGRATIONS: &[&str] =
    &[include_str!("schema.sql"), include_str!("warnings.sql"), include_str!("chain.sql")];

/// The version that has the chain.
const CHAINED: usize = 3;

/// Names a ledger among SQLite's files (`file` shows it): "oshi".
const APPLICATION_ID: i32 = 0x6f73_6869;

/// How long another process's write is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

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
    /// Opens a ledger, and makes it if there is none.
    pub fn open(path: &Path) -> Result<Self, LedgerError> {
        // SQLite gives its other files the rights of this one.
        let mut options = std::fs::OpenOptions::new();
        options.create(true).truncate(false).write(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let create = |source| LedgerError::Create { path: path.to_owned(), source };
        // To open a pipe would be to wait for who reads it.
        if path.exists() && !path.is_file() {
            return Err(create(std::io::Error::other(Message::NotAFile.to_string())));
        }
        options.open(path).map_err(create)?;
        Self::connect(path)
    }

    /// Opens a ledger; `None` if there is none.
    pub fn open_existing(path: &Path) -> Result<Option<Self>, LedgerError> {
        if path.is_file() { Self::connect(path).map(Some) } else { Ok(None) }
    }

    /// Opens a ledger that is only read; `None` if there is none. It may be in an
    /// archive, or another place where nobody may write.
    pub fn open_to_read(path: &Path) -> Result<Option<Self>, LedgerError> {
        match Self::open_existing(path) {
            Err(LedgerError::Sqlite(error)) if is_for_want_of_rights(&error) => {
                Self::connect_copy(path).map(Some)
            }
            opened => opened,
        }
    }

    /// Opens a copy. SQLite has to write where it reads what another version of
    /// oshirase has made, or what a killed process has left half written: with its
    /// journal, the copy becomes what the ledger would.
    fn connect_copy(path: &Path) -> Result<Self, LedgerError> {
        let failed = |source| LedgerError::Copy { path: path.to_owned(), source };
        let folder = PrivateFolder::new()
            .map_err(|error| failed(std::io::Error::other(error.to_string())))?;
        let copy = folder.path().join("ledger.sqlite3");
        for part in ["", "-journal", "-wal"] {
            let from = with_ending(path, part);
            if from.is_file() {
                // Its rights stay behind: the copy may be written.
                let copied = std::fs::File::open(&from).and_then(|mut from| {
                    let mut to = std::fs::File::create(with_ending(&copy, part))?;
                    std::io::copy(&mut from, &mut to)
                });
                copied.map_err(failed)?;
            }
        }
        match Self::connect(&copy) {
            Ok(ledger) => Ok(Self { path: path.to_owned(), _copy: Some(folder), ..ledger }),
            Err(LedgerError::Damaged(_)) => Err(LedgerError::Damaged(path.to_owned())),
            Err(LedgerError::Newer { found, .. }) => {
                Err(LedgerError::Newer { path: path.to_owned(), found })
            }
            Err(error) => Err(error),
        }
    }

    fn connect(path: &Path) -> Result<Self, LedgerError> {
        if is_cut_off(path) {
            return Err(LedgerError::Damaged(path.to_owned()));
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(LedgerError::Sqlite)?;
        let mut ledger = Self { connection, path: path.to_owned(), _copy: None };
        ledger.prepare().map_err(|error| match error {
            LedgerError::Sqlite(error) => ledger.failed(error),
            error => error,
        })?;
        Ok(ledger)
    }

    fn prepare(&mut self) -> Result<(), LedgerError> {
        let connection = &mut self.connection;
        let sqlite = LedgerError::Sqlite;
        connection.busy_timeout(PATIENCE).map_err(sqlite)?;
        if has_write_ahead_log(&self.path) {
            // Alone with the ledger, SQLite needs no shared memory to leave the log.
            connection.pragma_update(None, "locking_mode", "exclusive").map_err(sqlite)?;
            connection.pragma_update(None, "journal_mode", "delete").map_err(sqlite)?;
            connection.pragma_update(None, "locking_mode", "normal").map_err(sqlite)?;
        }
        let found = version(connection).map_err(sqlite)?;
        let Some(found) = found else { return Err(LedgerError::Damaged(self.path.clone())) };
        if found > VERSION {
            return Err(LedgerError::Newer { path: self.path.clone(), found });
        }
        connection.pragma_update(None, "foreign_keys", "on").map_err(sqlite)?;
        // Who is no longer a client is in no corner of the file.
        connection.pragma_update(None, "secure_delete", "on").map_err(sqlite)?;
        if (1..VERSION).contains(&found) {
            // Earlier versions left such corners. Where there is no room for it, the
            // ledger can be used as it is.
            let _ = connection.execute_batch("VACUUM");
        }
        if found == 0 {
            // There is nothing in it yet that a power cut could cost, and to wait
            // for the disk at every step takes as long as half a letter.
            connection.pragma_update(None, "synchronous", "off").map_err(sqlite)?;
        }
        if found < VERSION {
            let transaction = connection
                .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
                .map_err(sqlite)?;
            // Another process may have been quicker.
            let found = version(&transaction).map_err(sqlite)?.unwrap_or(VERSION);
            for step in MIGRATIONS.iter().skip(found) {
                transaction.execute_batch(step).map_err(sqlite)?;
            }
            if found < CHAINED {
                chain::seal_earlier(&transaction).map_err(sqlite)?;
            }
            transaction.pragma_update(None, "application_id", APPLICATION_ID).map_err(sqlite)?;
            transaction.pragma_update(None, "user_version", VERSION).map_err(sqlite)?;
            transaction.commit().map_err(sqlite)?;
        }
        connection.pragma_update(None, "synchronous", "full").map_err(sqlite)?;
        Ok(())
    }

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

    /// Removes a journal that was begun and never needed: it has parts of the ledger
    /// in it. SQLite does so when it has written something, whatever that is.
    pub fn clear_journal(&self) -> Result<(), LedgerError> {
        if !with_ending(&self.path, "-journal").exists() {
            return Ok(());
        }
        let written = self.connection.pragma_update(None, "user_version", VERSION);
        written.map_err(|error| self.failed(error))
    }

    /// Whether every page of the file is as SQLite wrote it, and every table is there.
    pub fn check(&self) -> Result<(), LedgerError> {
        let found =
            self.connection.pragma_query_value(None, "quick_check", |row| row.get::<_, String>(0));
        let wanted = Connection::open_in_memory().and_then(|empty| {
            empty.execute_batch(&MIGRATIONS.concat())?;
            shape(&empty)
        });
        let is_whole = found.map_err(|error| self.failed(error))? == "ok"
            && wanted
                .and_then(|wanted| Ok(wanted.is_subset(&shape(&self.connection)?)))
                .map_err(|error| self.failed(error))?;
        if is_whole { Ok(()) } else { Err(LedgerError::Damaged(self.path.clone())) }
    }

    /// What is known of a notice's letters, by client.
    pub fn letters(&self, notice: &NoticeId) -> Result<HashMap<String, KnownLetter>, LedgerError> {
        let read = || {
            let mut statement = self.connection.prepare(
                "SELECT client, name, path, sha256, bytes, modified, pages, fingerprint, inputs,
                        warnings
                 FROM letter WHERE notice = ?1",
            )?;
            let letters = statement.query_map([notice.as_str()], |row| {
                let letter = KnownLetter {
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
                };
                Ok((letter.client.clone(), letter))
            })?;
            letters.collect::<rusqlite::Result<_>>()
        };
        read().map_err(|error| self.failed(error))
    }

    /// Whom a notice's letters are to.
    pub fn clients(&self, notice: &NoticeId) -> Result<Vec<ClientId>, LedgerError> {
        let read = || {
            let mut statement =
                self.connection.prepare("SELECT client FROM letter WHERE notice = ?1")?;
            let clients = statement.query_map([notice.as_str()], |row| row.get::<_, String>(0))?;
            clients.collect::<rusqlite::Result<Vec<_>>>()
        };
        let clients = read().map_err(|error| self.failed(error))?;
        Ok(clients.iter().filter_map(|client| ClientId::new(client).ok()).collect())
    }

    /// The digest of a letter's PDF; `None` if it was never made.
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
                        template: row.get(3)?,
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
    pub fn record(
        &mut self,
        number: i64,
        run: &RunEntry,
        letters: &[(String, LedgerEntry)],
    ) -> Result<(), LedgerError> {
        let record = |connection: &mut Connection| {
            let transaction = connection.transaction()?;
            for (identity, letter) in letters {
                insert(&transaction, number, run, identity, letter)?;
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
                for (client, Confirmed { inputs, modified, warnings }) in letters {
                    statement.execute(params![
                        notice.as_str(),
                        client.as_str(),
                        inputs.to_string(),
                        modified,
                        warnings
                    ])?;
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

    fn execute(&self, statement: &str, values: impl rusqlite::Params) -> Result<(), LedgerError> {
        let done = self.connection.execute(statement, values);
        done.map(|_| ()).map_err(|error| self.failed(error))
    }
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
    identity: &str,
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
        run.template,
        identity,
        run.fonts.to_string(),
        to_json(&letter.files),
        id,
        to_json(&letter.own_facts),
        letter.source,
        letter.warnings,
    ])?;
    Ok(())
}

/// The version of a ledger's schema, 0 for an empty file; `None` for a database that
/// is no ledger. It is read at once: another process may be making the tables.
fn version(connection: &Connection) -> rusqlite::Result<Option<usize>> {
    let (version, application, tables) = connection.query_row(
        "SELECT (SELECT user_version FROM pragma_user_version),
                (SELECT application_id FROM pragma_application_id), count(*)
         FROM sqlite_schema",
        [],
        |row| Ok((row.get::<_, usize>(0)?, row.get::<_, i32>(1)?, row.get::<_, usize>(2)?)),
    )?;
    let is_ours = match version {
        0 => application == 0 && tables == 0,
        _ => application == APPLICATION_ID,
    };
    Ok(is_ours.then_some(version))
}

/// The kinds and names of what a database has, each table once for every column.
fn shape(connection: &Connection) -> rusqlite::Result<BTreeSet<[String; 3]>> {
    let mut statement = connection.prepare(
        "SELECT thing.type, thing.name, coalesce(field.name, '')
         FROM sqlite_schema AS thing LEFT JOIN pragma_table_info(thing.name) AS field",
    )?;
    let rows = statement.query_map([], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]))?;
    rows.collect()
}

/// Whether SQLite would have written, and may not.
fn is_for_want_of_rights(error: &rusqlite::Error) -> bool {
    use ErrorCode::{CannotOpen, PermissionDenied, ReadOnly, SystemIoFailure};
    let wanted = [CannotOpen, PermissionDenied, ReadOnly, SystemIoFailure];
    error.sqlite_error_code().is_some_and(|code| wanted.contains(&code))
}

/// The file beside a ledger whose name ends so.
fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!("{name}{ending}"))
}

/// Whether SQLite will look for a write-ahead log beside a file, as an earlier
/// oshirase made it (<https://www.sqlite.org/fileformat.html>, file format version
/// numbers).
fn has_write_ahead_log(path: &Path) -> bool {
    let mut head = [0; 20];
    let read = std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut head));
    read.is_ok() && head[18..] == [2, 2]
}

/// Whether a file has fewer pages than its head says. SQLite would notice only
/// when it comes to a page that is missing
/// (<https://www.sqlite.org/fileformat.html>, the database header).
fn is_cut_off(path: &Path) -> bool {
    let journals = ["-journal", "-wal"].map(|kind| with_ending(path, kind));
    if journals.iter().any(|it| std::fs::metadata(it).is_ok_and(|it| it.len() > 0)) {
        // What is missing may be in there: SQLite knows better.
        return false;
    }
    let mut head = [0; 100];
    let Ok(mut file) = std::fs::File::open(path) else { return false };
    let size = file.metadata().map_or(0, |metadata| metadata.len());
    if size == 0 {
        // SQLite's own way of making a new one.
        return false;
    }
    if file.read_exact(&mut head).is_err() {
        return true;
    }
    // 1 stands for 65,536.
    let page = match u16::from_be_bytes([head[16], head[17]]) {
        1 => 65_536,
        size => u64::from(size),
    };
    let pages = u64::from(u32::from_be_bytes([head[28], head[29], head[30], head[31]]));
    size < page * pages
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
