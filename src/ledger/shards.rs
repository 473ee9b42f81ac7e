//! What the ledger of a shard has beside a ledger: how its runs have ended, and which
//! letters of the whole it has found right. Nothing of it comes into the whole's ledger.

use std::str::FromStr;

use rusqlite::{Connection, OptionalExtension, params};

use super::entries::Confirmed;
use super::{Ledger, LedgerError, damaged, digest};
use crate::digest::Digest;
use crate::ids::{ClientId, NoticeId, Shard};

/// Made where it is needed: a ledger of the whole has none of it, and stays readable for
/// versions that know no shards.
const TABLES: &str = "
    CREATE TABLE IF NOT EXISTS shard_run (
      notice  TEXT PRIMARY KEY,
      shard   TEXT NOT NULL, -- 3/8
      at      TEXT NOT NULL, -- when the first of its runs began
      tool    TEXT NOT NULL, -- the version of oshirase
      facts   TEXT NOT NULL, -- sha256 of all that was read for any letter
      letters INTEGER,       -- letters that are right; NULL until a run came to its end
      failed  INTEGER        -- letters that could not be made
    ) STRICT;
    CREATE TABLE IF NOT EXISTS shard_confirmed (
      notice      TEXT NOT NULL,
      client      TEXT NOT NULL,
      fingerprint TEXT NOT NULL, -- of the letter of the whole that it was found to be
      inputs      TEXT NOT NULL,
      modified    INTEGER NOT NULL,
      warnings    INTEGER NOT NULL,
      found       INTEGER NOT NULL, -- 1 if the last run has found it right; else 0
      PRIMARY KEY (notice, client)
    ) STRICT, WITHOUT ROWID;";

/// A letter of the whole that a shard has found to be right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundOfWhole {
    /// The client.
    pub client: ClientId,
    /// All that makes its bytes.
    pub fingerprint: Digest,
}

/// The runs of a shard for one notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShardRun {
    /// The notice.
    pub notice: NoticeId,
    /// The shard.
    pub shard: Shard,
    /// When the first of them began.
    pub at: String,
    /// The version of oshirase of the last.
    pub tool: String,
    /// What the last has read for its letters.
    pub facts: Digest,
    /// How the last has ended; `None` if it did not come to its end.
    pub ended: Option<Ended>,
}

/// How a shard's run has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ended {
    /// Letters that are right, whoever has made them.
    pub letters: usize,
    /// Letters that could not be made.
    pub failed: usize,
}

impl Ledger {
    /// Notes that a shard begins with a notice's letters.
    pub fn begin_shard(&self, run: &ShardRun) -> Result<(), LedgerError> {
        let begun = self.connection.execute_batch(TABLES).and_then(|()| {
            self.connection.execute(
                "INSERT INTO shard_run (notice, shard, at, tool, facts) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (notice) DO UPDATE SET shard = excluded.shard, tool = excluded.tool,
                    facts = excluded.facts, letters = NULL, failed = NULL",
                params![
                    run.notice.as_str(),
                    run.shard.to_string(),
                    run.at,
                    run.tool,
                    run.facts.to_string()
                ],
            )?;
            // What was found before may be other now. As long as the run has no end, it
            // does not matter whether this was done.
            let again = "UPDATE shard_confirmed SET found = 0 WHERE notice = ?1 AND found";
            self.connection.execute(again, [run.notice.as_str()])
        });
        begun.map(|_| ()).map_err(|error| self.failed(error))
    }

    /// Notes how a shard's run has ended.
    pub fn end_shard(&self, notice: &NoticeId, ended: Ended) -> Result<(), LedgerError> {
        self.execute(
            "UPDATE shard_run SET letters = ?2, failed = ?3 WHERE notice = ?1",
            params![notice.as_str(), ended.letters, ended.failed],
        )
    }

    /// The runs of the shard whose ledger this is, by notice; none if it is no shard's.
    pub fn shard_runs(&self) -> Result<Vec<ShardRun>, LedgerError> {
        let read = || {
            if !has(&self.connection, "shard_run")? {
                return Ok(Vec::new());
            }
            let query = "SELECT notice, shard, at, tool, facts, letters, failed FROM shard_run
                         ORDER BY notice";
            let mut statement = self.connection.prepare(query)?;
            let runs = statement.query_map([], |row| {
                let text = |column| row.get::<_, String>(column);
                let wrong = |column| move |_| damaged(column, std::fmt::Error);
                let ended: (Option<usize>, Option<usize>) = (row.get(5)?, row.get(6)?);
                Ok(ShardRun {
                    notice: NoticeId::new(&text(0)?).map_err(wrong(0))?,
                    shard: Shard::from_str(&text(1)?).map_err(wrong(1))?,
                    at: text(2)?,
                    tool: text(3)?,
                    facts: digest(row, 4)?,
                    ended: ended.0.zip(ended.1).map(|(letters, failed)| Ended { letters, failed }),
                })
            })?;
            runs.collect()
        };
        read().map_err(|error| self.failed(error))
    }

    /// Notes which letters of the whole this shard has looked at and makes others in their
    /// places.
    pub fn note_replaced(
        &mut self,
        notice: &NoticeId,
        letters: &[(&ClientId, Confirmed)],
    ) -> Result<(), LedgerError> {
        if letters.is_empty() {
            return Ok(());
        }
        let noted = self.connection.transaction().and_then(|transaction| {
            for (client, letter) in letters {
                note_of_whole(&transaction, notice, client, letter, false)?;
            }
            transaction.commit()
        });
        noted.map_err(|error| self.failed(error))
    }

    /// The letters of the whole that the shard's last run has found to be right: at most so
    /// many, those after this client's.
    pub fn found_of_whole(
        &self,
        notice: &NoticeId,
        client: &str,
        most: usize,
    ) -> Result<Vec<FoundOfWhole>, LedgerError> {
        let read = || {
            if !has(&self.connection, "shard_confirmed")? {
                return Ok(Vec::new());
            }
            let query = "SELECT client, fingerprint FROM shard_confirmed
                         WHERE notice = ?1 AND client > ?2 AND found ORDER BY client LIMIT ?3";
            let mut statement = self.connection.prepare_cached(query)?;
            let found = statement.query_map(params![notice.as_str(), client, most], |row| {
                let client = ClientId::new(&row.get::<_, String>(0)?);
                let client = client.map_err(|_| damaged(0, std::fmt::Error))?;
                Ok(FoundOfWhole { client, fingerprint: digest(row, 1)? })
            })?;
            found.collect()
        };
        read().map_err(|error| self.failed(error))
    }

    /// What a shard has found of some letters of the whole that are right, by client.
    pub fn confirmed_of_whole<'a>(
        &self,
        notice: &NoticeId,
        clients: impl Iterator<Item = &'a str>,
    ) -> Result<Vec<(&'a str, Confirmed)>, LedgerError> {
        let read = || {
            let mut found = Vec::new();
            if !has(&self.connection, "shard_confirmed")? {
                return Ok(found);
            }
            let query = "SELECT fingerprint, inputs, modified, warnings
                         FROM shard_confirmed WHERE notice = ?1 AND client = ?2";
            let mut statement = self.connection.prepare_cached(query)?;
            for client in clients {
                let confirmed = statement.query_row([notice.as_str(), client], |row| {
                    Ok(Confirmed {
                        fingerprint: digest(row, 0)?,
                        inputs: digest(row, 1)?,
                        modified: row.get(2)?,
                        warnings: row.get(3)?,
                    })
                });
                found.extend(confirmed.optional()?.map(|confirmed| (client, confirmed)));
            }
            Ok(found)
        };
        read().map_err(|error| self.failed(error))
    }
}

/// Notes in the ledger of a shard that a letter of the whole was found, to be right or not.
pub(super) fn note_of_whole(
    connection: &Connection,
    notice: &NoticeId,
    client: &ClientId,
    confirmed: &Confirmed,
    found: bool,
) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(
        "INSERT OR REPLACE INTO shard_confirmed
            (notice, client, fingerprint, inputs, modified, warnings, found)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    statement.execute(params![
        notice.as_str(),
        client.as_str(),
        confirmed.fingerprint.to_string(),
        confirmed.inputs.to_string(),
        confirmed.modified,
        confirmed.warnings,
        found
    ])?;
    Ok(())
}

/// Whether a database has a table, which may be `other.table` of an attached one.
pub(super) fn has(connection: &Connection, table: &str) -> rusqlite::Result<bool> {
    let (schema, name) = table.split_once('.').unwrap_or(("main", table));
    let query = format!("SELECT 1 FROM {schema}.sqlite_schema WHERE type = 'table' AND name = ?1");
    Ok(connection.query_row(&query, [name], |_| Ok(())).optional()?.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(shard: &str, facts: &[u8]) -> ShardRun {
        ShardRun {
            notice: NoticeId::new("report-1").expect("an id"),
            shard: shard.parse().expect("a shard"),
            at: "2024-02-06T09:00:00+09:00".into(),
            tool: "0.1.0".into(),
            facts: Digest::of(facts),
            ended: None,
        }
    }

    #[test]
    fn what_was_found_of_the_whole_is_what_the_last_run_has_found() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut ledger = Ledger::open(&folder.path().join("ledger.sqlite3")).expect("a ledger");
        let run = run("3/8", b"facts");
        let digest = Digest::of(b"a letter");
        let confirmed = Confirmed { fingerprint: digest, inputs: digest, modified: 1, warnings: 0 };
        let clients = ["C-1", "C-2", "C-3"].map(|id| ClientId::new(id).expect("an id"));
        ledger.begin_shard(&run).expect("a run");
        let letters: Vec<_> = clients.iter().map(|id| (id, confirmed.clone())).collect();
        ledger.confirm(&run.notice, &letters).expect("a record");
        let found = |ledger: &Ledger, after: &str, most| {
            let found = ledger.found_of_whole(&run.notice, after, most).expect("letters");
            found.into_iter().map(|it| it.client).collect::<Vec<_>>()
        };
        assert_eq!(found(&ledger, "", 2), clients[..2]);
        assert_eq!(found(&ledger, "C-2", 2), clients[2..]);
        ledger.begin_shard(&run).expect("a run");
        assert_eq!(found(&ledger, "", 9), []);
        ledger.confirm(&run.notice, &letters[1..2]).expect("a record");
        assert_eq!(found(&ledger, "", 9), clients[1..2]);
    }

    #[test]
    fn a_run_that_begins_again_has_not_ended_and_began_when_the_first_did() {
        let folder = tempfile::tempdir().expect("a folder");
        let ledger = Ledger::open(&folder.path().join("ledger.sqlite3")).expect("a ledger");
        assert_eq!(ledger.shard_runs().expect("no runs"), []);
        let first = run("3/8", b"facts");
        ledger.begin_shard(&first).expect("a run");
        assert_eq!(ledger.shard_runs().expect("runs"), std::slice::from_ref(&first));
        let ended = Ended { letters: 5, failed: 1 };
        ledger.end_shard(&first.notice, ended).expect("an end");
        let found = ledger.shard_runs().expect("runs");
        assert_eq!(found, [ShardRun { ended: Some(ended), ..first.clone() }]);
        let later = ShardRun { at: "2024-02-07T09:00:00+09:00".into(), ..run("3/8", b"others") };
        ledger.begin_shard(&later).expect("a run");
        assert_eq!(ledger.shard_runs().expect("runs"), [ShardRun { at: first.at, ..later }]);
        assert!(ledger.check().is_ok(), "it is a whole ledger still");
    }
}
