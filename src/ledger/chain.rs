//! The chain of the issues: each link holds the digest of the one before and of all
//! that was issued, so that nothing in it can change without every later digest
//! changing.
//!
//! A letter is sealed by itself, with all that its row refers to, so that a change
//! can be named. Its link holds the seals of all its letters, the issue, the runs
//! that made the letters, and what is in both lists. The lists bear the fingerprint of
//! their link, so that their bytes are held by the next one.

use std::collections::BTreeMap;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::entries::{Issue, KeptList, ListForm};
use super::fingerprint::ChainFingerprint;
use super::{Ledger, LedgerError, digest, issue_of, issued_facts};
use crate::digest::{Digest, Fields};
use crate::ids::NoticeId;

/// Says what the digests are made of; were they made in another way, it would be
/// another.
const KIND: &str = "oshirase chain 1";

/// All of a notice's letters; the client and the files come first.
const LETTERS: &str = "
    SELECT client, files, name, path, sha256, bytes, modified, pages, made_at, run, fingerprint,
           inputs, tool, template, identity, fonts, facts.json, own_facts, source, warnings
    FROM letter LEFT JOIN facts ON facts.id = letter.facts WHERE notice = ?1 ORDER BY client";

/// What else is in a link.
const ISSUE: &str = "SELECT at, issued_by, sent_by, letters FROM issue WHERE notice = ?1";
const RUNS: &str = "
    SELECT id, at, notice, tool, made, unchanged, failed FROM run WHERE notice = ?1 ORDER BY id";
const FACTS: &str = "SELECT path, sha256 FROM issued_facts WHERE notice = ?1 ORDER BY path";
const SEALS: &str = "SELECT client, sha256 FROM sealed_letter WHERE notice = ?1 ORDER BY client";

/// An issue as the chain has it.
#[derive(Debug, Clone)]
pub struct Link {
    /// The notice.
    pub notice: String,
    /// The fingerprint of the chain up to here; `None` where the ledger has none.
    pub fingerprint: Option<ChainFingerprint>,
    /// The issue, if the ledger still has it.
    pub issue: Option<Issue>,
    /// What is not as it was issued.
    pub faults: Vec<ChainFault>,
}

/// What a ledger no longer has as it was issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChainFault {
    /// The chain has the notice, and there is no issue.
    IssueGone,
    /// There is an issue, and the chain does not have the notice.
    NotInChain,
    /// A letter's row, facts or source are others; the client.
    LetterChanged(String),
    /// A letter is no longer there; the client.
    LetterGone(String),
    /// A letter is there that was not issued; the client.
    LetterAdded(String),
    /// There are more or fewer letters than the issue says.
    OtherCount {
        /// How many the issue says.
        issued: u64,
        /// How many there are.
        found: usize,
    },
    /// A file that letters were set with is gone, or another; its path.
    FileChanged(String),
    /// Something else is another: who, when, how, in which order, the runs, the lists
    /// or the seals.
    LinkBroken,
}

/// A notice that is about to be recorded as sent: nothing is, before
/// [`Sealing::finish`].
pub struct Sealing<'a> {
    transaction: Transaction<'a>,
    notice: &'a NoticeId,
    number: i64,
    lists: [Digest; 2],
    digest: Digest,
}

impl Sealing<'_> {
    /// The fingerprint of the chain up to this issue.
    pub fn fingerprint(&self) -> ChainFingerprint {
        ChainFingerprint::of(&self.digest)
    }

    /// Records the issue, and with it the files of its lists, in the order of
    /// [`ListForm::ALL`].
    pub fn finish(self, [csv, xlsx]: [&[u8]; 2]) -> Result<(), LedgerError> {
        let lists = self.lists.map(|digest| digest.to_string());
        let added = self.transaction.execute(
            "INSERT INTO chain (number, notice, csv_sha256, xlsx_sha256, csv, xlsx, sha256, closed)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                self.number,
                self.notice.as_str(),
                lists[0],
                lists[1],
                csv,
                xlsx,
                self.digest.to_string(),
                closed(&self.digest.to_string(), &[Some(csv), Some(xlsx)]),
            ],
        );
        added.and_then(|_| self.transaction.commit()).map_err(LedgerError::Sqlite)
    }
}

impl Ledger {
    /// Begins to record that a notice is sent. `lists` are the digests of both lists,
    /// the place of the fingerprint empty, in the order of [`ListForm::ALL`]; `facts` are
    /// the files of its facts, each with its path.
    pub fn seal<'a>(
        &'a mut self,
        notice: &'a NoticeId,
        issue: &Issue,
        lists: [Digest; 2],
        facts: &[(&str, &str)],
    ) -> Result<Sealing<'a>, LedgerError> {
        let transaction = self.connection.transaction().map_err(LedgerError::Sqlite)?;
        let seal = || {
            transaction.execute(
                "INSERT INTO issue (notice, at, issued_by, sent_by, letters)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
                params![notice.as_str(), issue.at, issue.issued_by, issue.sent_by, issue.letters],
            )?;
            issued_facts::keep(&transaction, notice.as_str(), facts)?;
            seal_letters(&transaction, notice.as_str())?;
            let (number, before) = end(&transaction)?;
            let stated = lists.map(|digest| Some(digest.to_string()));
            let digest = link_digest(&transaction, number, notice.as_str(), &stated, &before)?;
            rusqlite::Result::Ok((number, digest))
        };
        let (number, digest) = seal().map_err(LedgerError::Sqlite)?;
        Ok(Sealing { transaction, notice, number, lists, digest })
    }

    /// The issues in their order, and what is not as it was issued.
    pub fn chain(&self) -> Result<Vec<Link>, LedgerError> {
        links(&self.connection).map_err(|error| self.failed(error))
    }

    /// The fingerprint of the chain up to a notice's issue, as it was given out.
    pub fn fingerprint(&self, notice: &NoticeId) -> Result<Option<ChainFingerprint>, LedgerError> {
        let query = "SELECT sha256 FROM chain WHERE notice = ?1";
        let found = self.connection.query_row(query, [notice.as_str()], |row| digest(row, 0));
        let found = found.optional().map_err(|error| self.failed(error))?;
        Ok(found.map(|digest| ChainFingerprint::of(&digest)))
    }

    /// One of the lists of an issued notice; `None` if there was no chain yet when it
    /// was issued.
    pub fn list(&self, notice: &str, form: ListForm) -> Result<Option<KeptList>, LedgerError> {
        let query = match form {
            ListForm::Csv => "SELECT csv_sha256, csv FROM chain WHERE notice = ?1",
            ListForm::Xlsx => "SELECT xlsx_sha256, xlsx FROM chain WHERE notice = ?1",
        };
        let list = |row: &Row<'_>| {
            let Some(contents) = row.get(0)? else { return Ok(None) };
            let bytes: Option<Vec<u8>> = row.get(1)?;
            Ok(Some(KeptList { contents, bytes: bytes.unwrap_or_default() }))
        };
        let found = self.connection.query_row(query, [notice], list).optional();
        found.map(Option::flatten).map_err(|error| self.failed(error))
    }
}

/// Puts what was issued before there was a chain into it, in the order of its days.
pub(super) fn seal_earlier(connection: &Connection) -> rusqlite::Result<()> {
    let mut statement = connection.prepare("SELECT notice FROM issue ORDER BY at, rowid")?;
    let notices = statement.query_map([], |row| row.get::<_, String>(0))?;
    for notice in notices.collect::<rusqlite::Result<Vec<_>>>()? {
        seal_letters(connection, &notice)?;
        let (number, before) = end(connection)?;
        let digest = link_digest(connection, number, &notice, &[None, None], &before)?;
        let digest = digest.to_string();
        let add = "INSERT INTO chain (number, notice, sha256, closed) VALUES (?1, ?2, ?3, ?4)";
        connection.execute(add, params![number, notice, digest, closed(&digest, &[None, None])])?;
    }
    Ok(())
}

/// The number of the next link, and the digest of the one before it and its files.
fn end(connection: &Connection) -> rusqlite::Result<(i64, String)> {
    let last = "SELECT number, closed FROM chain ORDER BY number DESC LIMIT 1";
    let last = connection.query_row(last, [], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?)));
    let (number, digest) = last.optional()?.unwrap_or_default();
    Ok((number + 1, digest))
}

fn seal_letters(connection: &Connection, notice: &str) -> rusqlite::Result<()> {
    let mut add = connection
        .prepare("INSERT INTO sealed_letter (notice, client, sha256) VALUES (?1, ?2, ?3)")?;
    for (client, seal) in letters(connection, notice, &mut BTreeMap::new())? {
        add.execute(params![notice, client, seal])?;
    }
    Ok(())
}

/// The seals of a notice's letters as the letters are now, by client; the files that
/// they were set with go to `files`, by digest, with their paths.
fn letters(
    connection: &Connection,
    notice: &str,
    files: &mut BTreeMap<String, String>,
) -> rusqlite::Result<BTreeMap<String, String>> {
    let mut statement = connection.prepare(LETTERS)?;
    let mut rows = statement.query([notice])?;
    let mut seals = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let of_letter: String = row.get(1)?;
        let of_letter: BTreeMap<String, String> =
            serde_json::from_str(&of_letter).unwrap_or_default();
        files.extend(of_letter.into_iter().map(|(path, digest)| (digest, path)));
        let mut fields = Fields::default();
        add_row(&mut fields, row)?;
        seals.insert(row.get(0)?, fields.digest().to_string());
    }
    Ok(seals)
}

/// The digest of a link's own and of its lists, which bear the fingerprint of the first.
fn closed(digest: &str, lists: &[Option<&[u8]>; 2]) -> String {
    let mut fields = Fields::default();
    fields.add(digest);
    for list in lists {
        fields.add(list.unwrap_or_default());
    }
    fields.digest().to_string()
}

/// The digest of a link. `before` is that of the link before with its lists, or nothing.
fn link_digest(
    connection: &Connection,
    number: i64,
    notice: &str,
    lists: &[Option<String>; 2],
    before: &str,
) -> rusqlite::Result<Digest> {
    let mut link = Fields::default();
    link.add(KIND).add(before).add(number.to_string()).add(notice);
    for query in [ISSUE, RUNS, SEALS] {
        let mut fields = Fields::default();
        let mut statement = connection.prepare(query)?;
        let mut rows = statement.query([notice])?;
        while let Some(row) = rows.next()? {
            add_row(&mut fields, row)?;
        }
        link.add(fields.digest());
    }
    let facts = facts(connection, notice)?;
    // Links of earlier versions, which kept none, stay as they are.
    if !facts.is_empty() {
        let mut fields = Fields::default();
        for (path, digest) in &facts {
            fields.add(path).add(digest);
        }
        link.add(fields.digest());
    }
    for list in lists {
        link.add(list.as_deref().unwrap_or_default());
    }
    Ok(link.digest())
}

/// The files of the facts that were kept with an issue: their paths and digests.
fn facts(connection: &Connection, notice: &str) -> rusqlite::Result<Vec<(String, String)>> {
    let mut statement = connection.prepare(FACTS)?;
    let rows = statement.query_map([notice], |row| Ok((row.get(0)?, row.get(1)?)))?;
    rows.collect()
}

/// Adds each value of a row with its type.
fn add_row(fields: &mut Fields, row: &Row<'_>) -> rusqlite::Result<()> {
    for column in 0..row.as_ref().column_count() {
        match row.get_ref(column)? {
            ValueRef::Null => fields.add("null"),
            ValueRef::Integer(number) => fields.add("integer").add(number.to_le_bytes()),
            ValueRef::Real(number) => fields.add("real").add(number.to_le_bytes()),
            ValueRef::Text(text) => fields.add("text").add(text),
            ValueRef::Blob(bytes) => fields.add("blob").add(bytes),
        };
    }
    Ok(())
}

/// A row of the chain.
struct LinkRow {
    number: i64,
    notice: String,
    contents: [Option<String>; 2],
    lists: [Option<Vec<u8>>; 2],
    digest: String,
    closed: String,
}

impl LinkRow {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            number: row.get(0)?,
            notice: row.get(1)?,
            contents: [row.get(2)?, row.get(3)?],
            lists: [row.get(4)?, row.get(5)?],
            digest: row.get(6)?,
            closed: row.get(7)?,
        })
    }
}

fn links(connection: &Connection) -> rusqlite::Result<Vec<Link>> {
    let mut rows = connection.prepare(
        "SELECT number, notice, csv_sha256, xlsx_sha256, csv, xlsx, sha256, closed
         FROM chain ORDER BY number",
    )?;
    let (mut links, mut before) = (Vec::new(), String::new());
    for (number, row) in (1..).zip(rows.query_map([], LinkRow::read)?) {
        let row = row?;
        let computed = link_digest(connection, number, &row.notice, &row.contents, &before)?;
        let lists = row.lists.each_ref().map(Option::as_deref);
        let mut faults = faults(connection, &row.notice)?;
        if row.number != number
            || computed.to_string() != row.digest
            || closed(&row.digest, &lists) != row.closed
        {
            faults.push(ChainFault::LinkBroken);
        }
        links.push(Link {
            fingerprint: Digest::parse(&row.digest).map(|digest| ChainFingerprint::of(&digest)),
            issue: issue_of(connection, &row.notice)?,
            notice: row.notice,
            faults,
        });
        before = row.closed;
    }
    links.extend(outside(connection)?);
    Ok(links)
}

/// What was issued, and is not in the chain.
fn outside(connection: &Connection) -> rusqlite::Result<Vec<Link>> {
    let mut outside = connection.prepare(
        "SELECT notice FROM issue UNION SELECT notice FROM sealed_letter
         UNION SELECT notice FROM issued_facts EXCEPT SELECT notice FROM chain",
    )?;
    let outside = outside.query_map([], |row| {
        let notice: String = row.get(0)?;
        let issue = issue_of(connection, &notice)?;
        Ok(Link { notice, fingerprint: None, issue, faults: vec![ChainFault::NotInChain] })
    })?;
    outside.collect()
}

/// What of a notice in the chain is not as it was issued.
fn faults(connection: &Connection, notice: &str) -> rusqlite::Result<Vec<ChainFault>> {
    let mut faults = Vec::new();
    let mut files = BTreeMap::new();
    let letters = letters(connection, notice, &mut files)?;
    let mut seals = connection.prepare(SEALS)?;
    let seals = seals.query_map([notice], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let seals: BTreeMap<String, String> = seals.collect::<rusqlite::Result<_>>()?;
    match issue_of(connection, notice)? {
        None => faults.push(ChainFault::IssueGone),
        Some(issue) if usize::try_from(issue.letters) != Ok(letters.len()) => {
            faults.push(ChainFault::OtherCount { issued: issue.letters, found: letters.len() });
        }
        Some(_) => {}
    }
    for (client, seal) in &seals {
        match letters.get(client) {
            None => faults.push(ChainFault::LetterGone(client.clone())),
            Some(now) if now != seal => faults.push(ChainFault::LetterChanged(client.clone())),
            Some(_) => {}
        }
    }
    let added = letters.into_keys().filter(|client| !seals.contains_key(client));
    faults.extend(added.map(ChainFault::LetterAdded));
    let mut file = connection.prepare("SELECT bytes FROM file WHERE sha256 = ?1")?;
    let facts = facts(connection, notice)?.into_iter().map(|(path, digest)| (digest, path));
    for (digest, path) in files.into_iter().chain(facts) {
        let bytes: Option<Vec<u8>> = file.query_row([&digest], |row| row.get(0)).optional()?;
        if bytes.is_none_or(|bytes| Digest::of(&bytes).to_string() != digest) {
            faults.push(ChainFault::FileChanged(path));
        }
    }
    Ok(faults)
}
