//! Opening a ledger: whether it is one, of which version, and whether it is whole.

use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::{Ledger, LedgerError, chain};
use crate::fs::PrivateFolder;
use crate::messages::Message;

/// The version of the schema, kept in SQLite's `user_version`. A change adds an
/// entry to [`MIGRATIONS`].
pub(super) const VERSION: usize = MIGRATIONS.len();

/// The steps from each version of the schema to the next, the first from nothing.
const MIGRATIONS: &[&str] = &[
    include_str!("schema.sql"),
    include_str!("warnings.sql"),
    include_str!("chain.sql"),
    include_str!("issued_facts.sql"),
];

/// The version that has the chain.
const CHAINED: usize = 3;

/// Names a ledger among SQLite's files (`file` shows it): "oshi".
const APPLICATION_ID: i32 = 0x6f73_6869;

/// How long another process's write is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

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

    /// Whether somebody writes into a ledger, or was killed at it.
    pub fn has_journal(path: &Path) -> bool {
        with_ending(path, "-journal").exists()
    }

    /// Removes a journal that was begun and never needed: it has parts of the ledger
    /// in it. SQLite does so when it has written something, whatever that is.
    pub fn clear_journal(&self) -> Result<(), LedgerError> {
        if !Self::has_journal(&self.path) {
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
