//! The facts of issued notices, as they stood when they were issued: the office may have
//! another name by now, and a part another text.

use rusqlite::{Connection, params};

use super::{Ledger, LedgerError};
use crate::digest::Digest;
use crate::ids::NoticeId;

/// Keeps the files of a notice's facts, each with its path below the project folder.
pub(super) fn keep(
    connection: &Connection,
    notice: &str,
    files: &[(&str, &str)],
) -> rusqlite::Result<()> {
    for (path, text) in files {
        let (sha256, bytes) = (Digest::of(text.as_bytes()).to_string(), text.as_bytes());
        connection.execute(
            "INSERT OR IGNORE INTO file (sha256, bytes) VALUES (?1, ?2)",
            params![sha256, bytes],
        )?;
        connection.execute(
            "INSERT INTO issued_facts (notice, path, sha256) VALUES (?1, ?2, ?3)",
            params![notice, path, sha256],
        )?;
    }
    Ok(())
}

impl Ledger {
    /// The files of an issued notice's facts, each with its path; none if it was issued
    /// by a version that did not keep them.
    pub fn issued_facts(&self, notice: &NoticeId) -> Result<Vec<(String, String)>, LedgerError> {
        let read = || {
            let query = "SELECT path, file.sha256, bytes FROM issued_facts
                         JOIN file USING (sha256) WHERE notice = ?1 ORDER BY path";
            let mut statement = self.connection.prepare(query)?;
            let rows = statement
                .query_map([notice.as_str()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            rows.collect::<rusqlite::Result<Vec<(String, String, Vec<u8>)>>>()
        };
        let files = read().map_err(|error| self.failed(error))?;
        let whole = |(path, sha256, bytes): (String, String, Vec<u8>)| {
            let is_as_kept = Digest::of(&bytes).to_string() == sha256;
            let text = String::from_utf8(bytes).ok().filter(|_| is_as_kept);
            text.map(|text| (path, text)).ok_or(LedgerError::Damaged(self.path.clone()))
        };
        files.into_iter().map(whole).collect()
    }
}
