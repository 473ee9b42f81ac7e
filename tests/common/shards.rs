//! Letters that are made in shards, and what must come of them: the same as of one run.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::Path;

use rusqlite::Connection;
use rusqlite::types::Value;

use super::{NOTICE, TestProject, files_below};

/// What a whole run and shards that were merged have in common.
#[derive(PartialEq, Eq)]
pub struct Made {
    /// The files of the letters, by their path below the folder of what is made.
    pub letters: BTreeMap<String, Vec<u8>>,
    /// The rows of the ledger, without times and the numbers of runs.
    pub ledger: Vec<String>,
}

impl Made {
    /// What there is in a folder of what is made.
    pub fn of(out: &Path) -> Self {
        let mut letters = BTreeMap::new();
        for path in files_below(out) {
            let name = path.strip_prefix(out).expect("a path in it").to_string_lossy();
            if [".pdf", ".typ", ".txt"].iter().any(|ending| name.ends_with(ending)) {
                letters.insert(name.replace('\\', "/"), fs::read(&path).expect("a letter"));
            }
        }
        Self { letters, ledger: rows(&out.join("ledger.sqlite3")) }
    }
}

impl fmt::Debug for Made {
    /// Of a letter a test that fails shows no more than how long it is.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letters: BTreeMap<&String, usize> =
            self.letters.iter().map(|(name, bytes)| (name, bytes.len())).collect();
        f.debug_struct("Made").field("letters", &letters).field("ledger", &self.ledger).finish()
    }
}

/// Everything in a ledger but times, the numbers of runs, and runs without an end.
pub fn rows(ledger: &Path) -> Vec<String> {
    let ledger = Connection::open(ledger).expect("a ledger");
    let queries = [
        "SELECT 'letter', notice, client, name, path, sha256, bytes, pages, fingerprint, inputs,
                tool, template, identity, fonts, files, facts.json, own_facts, source, warnings
         FROM letter JOIN facts ON facts.id = letter.facts ORDER BY notice, client",
        "SELECT 'file', sha256, bytes FROM file ORDER BY sha256",
        "SELECT 'run', notice, tool, made, unchanged, failed FROM run WHERE made IS NOT NULL
         ORDER BY id",
        "SELECT 'facts', json FROM facts ORDER BY json",
        "SELECT 'shape', type, name, sql FROM sqlite_schema ORDER BY type, name",
    ];
    let mut rows = Vec::new();
    for query in queries {
        let mut statement = ledger.prepare(query).expect("a query");
        let columns = statement.column_count();
        let found = statement.query_map([], |row| {
            let values = (0..columns).map(|column| row.get::<_, Value>(column));
            values.map(|value| value.map(|value| format!("{value:?}"))).collect()
        });
        let found: Result<Vec<Vec<String>>, _> = found.and_then(Iterator::collect);
        rows.extend(found.expect("rows").iter().map(|row| row.join("|")));
    }
    rows
}

/// A project of so many clients, every third of whom is concerned by what
/// [`next_bulletin`] changes.
pub fn project(clients: usize) -> TestProject {
    let project = TestProject::of_clients(clients);
    let text = fs::read_to_string(project.path("data/clients.yaml")).expect("the clients");
    let (mut changed, mut number) = (String::new(), 0);
    for line in text.lines() {
        number += usize::from(line.starts_with("- id:"));
        let third = line.contains("業務: ") && number % 3 == 0;
        changed += if third { "  業務: [給与計算, 電子明細]" } else { line };
        changed.push('\n');
    }
    project.write("data/clients.yaml", &changed);
    project
}

/// The facts change, and the letters of every third client with them.
pub fn next_bulletin(project: &TestProject) {
    project.edit(NOTICE, "再開まで紙で行います。", "再開まで電話で承ります。");
}

/// Makes shards, one after the other; each must succeed.
pub fn make(project: &TestProject, shards: &[&str]) {
    for shard in shards {
        project.succeed(&["generate", "--shard", shard]);
    }
}

/// What one whole run makes of a project with these facts.
pub fn whole(project: &TestProject) -> Made {
    let whole = TestProject::empty();
    whole.overlay_data(&project.path(""));
    whole.succeed(&["generate"]);
    Made::of(&whole.path("out"))
}

/// The letters that wait in shards, by their path below the folder of the shards.
pub fn waiting(project: &TestProject) -> Vec<String> {
    let shards = project.path("out/shards");
    if !shards.exists() {
        return Vec::new();
    }
    Made::letters_below(&shards)
}

impl Made {
    fn letters_below(folder: &Path) -> Vec<String> {
        let mut found: Vec<String> = files_below(folder)
            .iter()
            .map(|path| path.strip_prefix(folder).expect("a path in it"))
            .map(|path| path.to_string_lossy().replace('\\', "/"))
            .filter(|name| name.ends_with(".pdf"))
            .collect();
        found.sort();
        found
    }
}
