//! Letters of another ledger on their way into this one: those of a shard, or of another
//! machine. Each step may be done again, so that a merge can be killed at any moment and
//! begun anew.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, params};

use super::shards::has;
use super::{Ledger, LedgerError, digest};
use crate::digest::Digest;
use crate::ids::NoticeId;

/// The run that letters which come in are counted for, as long as the merge goes on.
const MERGING: &str = "CREATE TABLE IF NOT EXISTS merging (
                         notice TEXT PRIMARY KEY,
                         run    INTEGER NOT NULL REFERENCES run (id)
                       ) STRICT";

/// A letter of another ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arriving {
    /// The client.
    pub client: String,
    /// Its file, as the ledgers have it.
    pub path: String,
    /// The file's digest.
    pub sha256: Digest,
    /// The file's size.
    pub bytes: u64,
    /// The file's time on the disk.
    pub modified: i64,
    /// How it stands to what is here.
    pub arrival: Arrival,
}

/// How a letter of another ledger stands to the one of the same client that is here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// There is none here, or an earlier one that is another.
    New,
    /// There is the same here, whose file has this size and time.
    Same {
        /// The size of the file that is here.
        bytes: u64,
        /// Its time on the disk.
        modified: i64,
    },
    /// What is here was made later.
    Earlier,
}

/// The way of another ledger's letters into this one.
pub struct Incoming<'a> {
    ledger: &'a mut Ledger,
}

impl Ledger {
    /// Opens the way for the letters of another ledger, which this version has opened
    /// before and found whole. What letters refer to, the files and the shared facts,
    /// comes in at once.
    pub fn take_in<'a>(&'a mut self, other: &Path) -> Result<Incoming<'a>, LedgerError> {
        let attached = self.connection.execute(
            // A path need not be UTF-8.
            "ATTACH CAST(?1 AS TEXT) AS other",
            [other.as_os_str().as_encoded_bytes()],
        );
        attached.map_err(|error| self.failed(error))?;
        let incoming = Incoming { ledger: self };
        // Not an immediate transaction, which would be one of the other ledger too.
        let shared = incoming.ledger.connection.execute_batch(
            "BEGIN;
             INSERT OR IGNORE INTO main.file (sha256, bytes) SELECT sha256, bytes FROM other.file;
             INSERT OR IGNORE INTO main.facts (json) SELECT json FROM other.facts ORDER BY id;
             COMMIT",
        );
        shared.map_err(|error| incoming.ledger.failed(error))?;
        Ok(incoming)
    }

    /// The run that letters which come in are counted for; it is begun with the first.
    pub fn run_of_merge(
        &mut self,
        notice: &NoticeId,
        at: &str,
        tool: &str,
    ) -> Result<i64, LedgerError> {
        let begin = |connection: &mut Connection| {
            let transaction = connection.transaction()?;
            transaction.execute_batch(MERGING)?;
            let known = "SELECT run FROM merging WHERE notice = ?1";
            let known = transaction.query_row(known, [notice.as_str()], |row| row.get(0));
            if let Some(run) = known.optional()? {
                return Ok(run);
            }
            let add = "INSERT INTO run (at, notice, tool) VALUES (?1, ?2, ?3)";
            transaction.execute(add, params![at, notice.as_str(), tool])?;
            let run = transaction.last_insert_rowid();
            let add = "INSERT INTO merging (notice, run) VALUES (?1, ?2)";
            transaction.execute(add, params![notice.as_str(), run])?;
            transaction.commit()?;
            Ok(run)
        };
        let begun = begin(&mut self.connection);
        begun.map_err(|error| self.failed(error))
    }

    /// The run of a merge that was begun and did not come to its end, if there is one.
    pub fn begun_merge(&self, notice: &NoticeId) -> Result<Option<i64>, LedgerError> {
        let find = || {
            if !has(&self.connection, "merging")? {
                return Ok(None);
            }
            let query = "SELECT run FROM merging WHERE notice = ?1";
            self.connection.query_row(query, [notice.as_str()], |row| row.get(0)).optional()
        };
        find().map_err(|error| self.failed(error))
    }

    /// How many letters have come in with a run.
    pub fn letters_of_run(&self, run: i64) -> Result<usize, LedgerError> {
        let query = "SELECT count(*) FROM letter WHERE run = ?1";
        let found = self.connection.query_row(query, [run], |row| row.get(0));
        found.map_err(|error| self.failed(error))
    }

    /// How many letters of a notice there are.
    pub fn number_of_letters(&self, notice: &NoticeId) -> Result<usize, LedgerError> {
        let query = "SELECT count(*) FROM letter WHERE notice = ?1";
        let found = self.connection.query_row(query, [notice.as_str()], |row| row.get(0));
        found.map_err(|error| self.failed(error))
    }

    /// Notes that what was begun by [`Ledger::run_of_merge`] is done.
    pub fn end_merge(&self) -> Result<(), LedgerError> {
        let done = self.connection.execute_batch("DROP TABLE IF EXISTS merging");
        done.map_err(|error| self.failed(error))
    }
}

impl Incoming<'_> {
    /// At most so many of a notice's letters, those after this client's.
    pub fn after(
        &self,
        notice: &NoticeId,
        client: &str,
        most: usize,
    ) -> Result<Vec<Arriving>, LedgerError> {
        let read = || {
            // Whatever the clocks of two machines say: of two letters that is the later one
            // whose maker has seen the other.
            let unseen = match has(&self.ledger.connection, "other.shard_confirmed")? {
                true => {
                    "AND NOT EXISTS (SELECT 1 FROM other.shard_confirmed AS s
                         WHERE s.notice = n.notice AND s.client = n.client
                            AND s.fingerprint = o.fingerprint)"
                }
                false => "",
            };
            let query = format!(
                "SELECT n.client, n.path, n.sha256, n.bytes, n.modified,
                        o.made_at > n.made_at {unseen},
                        o.sha256 = n.sha256 AND o.fingerprint = n.fingerprint, o.bytes, o.modified
                 FROM other.letter AS n LEFT JOIN main.letter AS o
                    ON o.notice = n.notice AND o.client = n.client
                 WHERE n.notice = ?1 AND n.client > ?2 ORDER BY n.client LIMIT ?3"
            );
            let mut statement = self.ledger.connection.prepare_cached(&query)?;
            let letters = statement.query_map(params![notice.as_str(), client, most], |row| {
                let (earlier, same): (Option<bool>, Option<bool>) = (row.get(5)?, row.get(6)?);
                let arrival = match (same, earlier) {
                    (_, Some(true)) => Arrival::Earlier,
                    (Some(true), _) => Arrival::Same { bytes: row.get(7)?, modified: row.get(8)? },
                    _ => Arrival::New,
                };
                Ok(Arriving {
                    client: row.get(0)?,
                    path: row.get(1)?,
                    sha256: digest(row, 2)?,
                    bytes: row.get(3)?,
                    modified: row.get(4)?,
                    arrival,
                })
            })?;
            letters.collect::<rusqlite::Result<_>>()
        };
        read().map_err(|error| self.ledger.failed(error))
    }

    /// Takes letters in, whose files have these times here: all of them, or none.
    pub fn take(
        &mut self,
        notice: &NoticeId,
        run: i64,
        letters: &[(&str, i64)],
    ) -> Result<(), LedgerError> {
        self.each(letters, |connection, (client, modified)| {
            let mut statement = connection.prepare_cached(
                "INSERT OR REPLACE INTO main.letter (notice, client, name, path, sha256, bytes,
                    modified, pages, made_at, run, fingerprint, inputs, tool, template, identity,
                    fonts, files, facts, own_facts, source, warnings)
                 SELECT notice, client, name, path, sha256, bytes, ?4, pages, made_at, ?3,
                    fingerprint, inputs, tool, template, identity, fonts, files, ours.id,
                    own_facts, source, warnings
                 FROM other.letter AS n JOIN other.facts AS theirs ON theirs.id = n.facts
                    JOIN main.facts AS ours ON ours.json = theirs.json
                 WHERE notice = ?1 AND client = ?2",
            )?;
            statement.execute(params![notice.as_str(), client, run, modified])
        })
    }

    /// Notes of letters that are the same here and there what was read for them last.
    pub fn confirm(&mut self, notice: &NoticeId, clients: &[&str]) -> Result<(), LedgerError> {
        self.each(clients, |connection, client| {
            let mut statement = connection.prepare_cached(
                "UPDATE main.letter SET inputs = n.inputs, warnings = n.warnings
                 FROM other.letter AS n
                 WHERE n.notice = ?1 AND n.client = ?2
                    AND main.letter.notice = ?1 AND main.letter.client = ?2",
            )?;
            statement.execute(params![notice.as_str(), client])
        })
    }

    /// Notes what a shard has found of letters that were here already.
    pub fn confirm_known(&mut self, notice: &NoticeId) -> Result<(), LedgerError> {
        let confirm = |connection: &Connection| {
            if !has(connection, "other.shard_confirmed")? {
                return Ok(());
            }
            let update = "UPDATE main.letter
                 SET inputs = n.inputs, modified = n.modified, warnings = n.warnings
                 FROM other.shard_confirmed AS n
                 WHERE n.notice = ?1 AND main.letter.notice = ?1
                    AND n.client = main.letter.client
                    AND n.fingerprint = main.letter.fingerprint AND n.found";
            connection.execute(update, [notice.as_str()]).map(|_| ())
        };
        let confirmed = confirm(&self.ledger.connection);
        confirmed.map_err(|error| self.ledger.failed(error))
    }

    /// The ledger that letters come into.
    pub fn ledger(&mut self) -> &mut Ledger {
        self.ledger
    }

    /// Does this for each in one transaction.
    fn each<T: Copy>(
        &mut self,
        all: &[T],
        step: impl Fn(&Connection, T) -> rusqlite::Result<usize>,
    ) -> Result<(), LedgerError> {
        let done = self.ledger.connection.transaction().and_then(|transaction| {
            for one in all {
                step(&transaction, *one)?;
            }
            transaction.commit()
        });
        done.map_err(|error| self.ledger.failed(error))
    }
}

impl Drop for Incoming<'_> {
    fn drop(&mut self) {
        // Where that fails, the connection is about to be closed as well.
        let _ = self.ledger.connection.execute_batch("DETACH other");
    }
}
