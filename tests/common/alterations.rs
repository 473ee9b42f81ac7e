//! Random changes of what was issued: files, rights, lists, rows of the ledger, and
//! whole ledgers.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::random::Random;

/// What was done.
#[derive(Debug)]
pub struct Alteration {
    /// In words.
    pub what: String,
    /// The file that must be named; `None` if it is the ledger.
    pub path: Option<String>,
}

/// Alters one thing in `out/`.
pub fn alter(random: &mut Random, root: &Path, older: &[Vec<u8>]) -> Alteration {
    loop {
        let done = match random.below(10) {
            0 | 1 => alter_file(random, root),
            2 => make_writable(random, root),
            3 => add_file(random, root),
            4 => put_back_older(random, root, older),
            5 => reseal(random, root),
            _ => alter_row(random, &root.join("out/ledger.sqlite3")),
        };
        if let Some(done) = done {
            return done;
        }
    }
}

/// The letters and lists that are still there, without those that were added.
fn files(root: &Path) -> Vec<PathBuf> {
    let out = root.join("out");
    let folders = [out.clone(), out.join("report-1"), out.join("report-2")];
    let entries = folders.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    let is_issued = |path: &PathBuf| {
        let ending = path.extension().unwrap_or_default();
        let is_added = path.file_name().is_some_and(|name| name == ".C-1.pdf" || name == "C-9.pdf");
        path.is_file() && !is_added && ["pdf", "csv", "xlsx"].iter().any(|it| ending == *it)
    };
    files.retain(is_issued);
    files.sort();
    files
}

fn of_file(root: &Path, path: &Path, what: &str) -> Option<Alteration> {
    let shown = path.strip_prefix(root).expect("a path in the project").to_string_lossy();
    Some(Alteration { what: format!("{what} {shown}"), path: Some(shown.into_owned()) })
}

fn alter_file(random: &mut Random, root: &Path) -> Option<Alteration> {
    let files = files(root);
    let path = random.pick(&files).clone();
    let mut bytes = fs::read(&path).ok()?;
    let rights = fs::metadata(&path).ok()?.permissions();
    let keep_rights = random.below(2) == 0;
    fs::remove_file(&path).ok()?;
    let what = match random.below(7) {
        0 => return of_file(root, &path, "removed"),
        1 => {
            fs::create_dir(&path).ok()?;
            return of_file(root, &path, "a folder for");
        }
        2 => {
            bytes.truncate(random.below(bytes.len()));
            "cut"
        }
        3 => {
            bytes.push(b'\n');
            "appended to"
        }
        4 => {
            let other = random.pick(&files);
            let other = fs::read(other).unwrap_or_default();
            if other == bytes {
                bytes.clear();
            } else {
                bytes = other;
            }
            "replaced"
        }
        _ => {
            let at = random.below(bytes.len());
            bytes[at] ^= 1 << random.below(8);
            "a bit of"
        }
    };
    fs::write(&path, bytes).ok()?;
    if keep_rights {
        fs::set_permissions(&path, rights).ok()?;
    }
    of_file(root, &path, what)
}

/// Lets a file be written again, as a copy without rights can be.
pub fn writable(path: &Path) {
    let mut permissions = fs::metadata(path).expect("a file").permissions();
    #[cfg(unix)]
    std::os::unix::fs::PermissionsExt::set_mode(&mut permissions, 0o644);
    #[cfg(not(unix))]
    permissions.set_readonly(false);
    fs::set_permissions(path, permissions).expect("rights");
}

fn make_writable(random: &mut Random, root: &Path) -> Option<Alteration> {
    let path = random.pick(&files(root)).clone();
    writable(&path);
    of_file(root, &path, "made writable")
}

fn add_file(random: &mut Random, root: &Path) -> Option<Alteration> {
    let notice = *random.pick(&["report-1", "report-2"]);
    let name = *random.pick(&[".hidden", ".C-1.pdf", "C-1.html", "C-9.pdf", "x", "C-1.typ", "old"]);
    let path = root.join("out").join(notice).join(name);
    if path.exists() {
        return None;
    }
    if name == "old" { fs::create_dir(&path) } else { fs::write(&path, "x") }.ok()?;
    of_file(root, &path, "added")
}

/// An earlier ledger, or none, and perhaps no rights, as after a copy through a cloud.
fn put_back_older(random: &mut Random, root: &Path, older: &[Vec<u8>]) -> Option<Alteration> {
    let ledger = root.join("out/ledger.sqlite3");
    if random.below(2) == 0 {
        files(root).iter().for_each(|path| writable(path));
    }
    let what = match random.below(older.len() + 2) {
        0 => {
            fs::remove_file(ledger).ok()?;
            "the ledger removed".to_owned()
        }
        1 => {
            let bytes = fs::read(&ledger).ok()?;
            fs::write(ledger, &bytes[..random.below(bytes.len())]).ok()?;
            "the ledger cut".to_owned()
        }
        index => {
            fs::write(ledger, &older[index - 2]).ok()?;
            format!("ledger {} put back", index - 2)
        }
    };
    Some(Alteration { what, path: None })
}

/// A letter is changed in its file and its row, and the chain made anew from that: what
/// only a fingerprint that was kept can tell.
fn reseal(random: &mut Random, root: &Path) -> Option<Alteration> {
    let ledger = Connection::open(root.join("out/ledger.sqlite3")).ok()?;
    let column = *random.pick(&["name", "fingerprint", "made_at", "tool", "source", "warnings"]);
    let altered = format!(
        "DROP TRIGGER issued_letter_changes;
         UPDATE letter SET {column} = CASE typeof({column})
             WHEN 'integer' THEN {column} + 1
             WHEN 'blob' THEN CAST({column} || x'00' AS BLOB)
             ELSE {column} || 'x' END
         WHERE client = 'C-1';
         DROP TABLE chain; DROP TABLE sealed_letter; DROP TABLE issued_facts; PRAGMA user_version = 2;"
    );
    ledger.execute_batch(&altered).ok()?;
    Some(Alteration { what: format!("sealed anew with another {column}"), path: None })
}

const TABLES: [&str; 8] =
    ["issue", "chain", "sealed_letter", "letter", "facts", "file", "run", "issued_facts"];

/// All rows of a ledger.
pub fn rows(ledger: &Path) -> rusqlite::Result<Vec<Vec<Value>>> {
    let ledger = Connection::open(ledger)?;
    let mut rows = Vec::new();
    for table in TABLES {
        let mut all = ledger.prepare(&format!("SELECT * FROM {table} ORDER BY 1, 2"))?;
        let columns = all.column_count();
        let read = |row: &rusqlite::Row<'_>| (0..columns).map(|it| row.get(it)).collect();
        for row in all.query_map([], read)? {
            rows.push(row?);
        }
    }
    Ok(rows)
}

/// A value, a row less or a row more, past what guards them.
fn alter_row(random: &mut Random, ledger: &Path) -> Option<Alteration> {
    if !ledger.is_file() {
        return None;
    }
    // Letters are most of it.
    let table = *random.pick(&[&TABLES[..], &["letter"]].concat());
    let what = past_guards(ledger, |ledger| alter_row_of(random, ledger, table)).ok()??;
    Some(Alteration { what, path: None })
}

/// Does something to a ledger while its triggers are away.
pub fn past_guards<T>(ledger: &Path, change: impl FnOnce(&Connection) -> T) -> rusqlite::Result<T> {
    let ledger = Connection::open(ledger)?;
    ledger.execute_batch("PRAGMA foreign_keys = off; PRAGMA synchronous = off;")?;
    let mut triggers =
        ledger.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")?;
    let triggers = triggers.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let triggers: Vec<(String, String)> = triggers.collect::<Result<_, _>>()?;
    for (name, _) in &triggers {
        ledger.execute_batch(&format!("DROP TRIGGER {name}"))?;
    }
    let changed = change(&ledger);
    for (_, sql) in &triggers {
        ledger.execute_batch(sql)?;
    }
    Ok(changed)
}

fn alter_row_of(random: &mut Random, ledger: &Connection, table: &str) -> Option<String> {
    let mut rows = ledger.prepare(&format!("SELECT * FROM {table}")).ok()?;
    let columns: Vec<String> = rows.column_names().map(str::to_owned).collect();
    let read = |row: &rusqlite::Row<'_>| {
        (0..columns.len()).map(|column| row.get(column)).collect::<Result<Vec<Value>, _>>()
    };
    let rows: Vec<Vec<Value>> = rows.query_map([], read).ok()?.collect::<Result<_, _>>().ok()?;
    if rows.is_empty() {
        return None;
    }
    let row = random.pick(&rows).clone();
    let number = random.below(columns.len());
    let column = &columns[number];
    let same: Vec<String> =
        columns.iter().enumerate().map(|(at, name)| format!("{name} IS ?{}", at + 1)).collect();
    let same = same.join(" AND ");
    if random.below(6) == 0 {
        let delete = format!("DELETE FROM {table} WHERE {same}");
        let gone = ledger.execute(&delete, params_from_iter(&row)).ok()?;
        return (gone == 1).then(|| format!("deleted from {table}: {:?}", row[0]));
    }
    let mut other = row.clone();
    other[number] = another(random, &row[number], table, column)?;
    if random.below(6) == 0 {
        // A file or facts that nothing refers to, or the run of another notice, are
        // nothing that was issued.
        if matches!(table, "file" | "facts") || (table == "run" && column != "id") {
            return None;
        }
        let places: Vec<String> = (1..=columns.len()).map(|at| format!("?{at}")).collect();
        let insert = format!("INSERT INTO {table} VALUES ({})", places.join(", "));
        ledger.execute(&insert, params_from_iter(&other)).ok()?;
        return Some(format!("added to {table} with another {column}"));
    }
    let new = columns.len() + 1;
    let update = format!("UPDATE {table} SET {column} = ?{new} WHERE {same}");
    let values = row.iter().chain([&other[number]]);
    let changed = ledger.execute(&update, params_from_iter(values)).ok()?;
    (changed == 1).then(|| format!("{table}.{column} changed"))
}

/// Another value of the same type; of one that is nothing, one of a type that fits.
fn another(random: &mut Random, value: &Value, table: &str, column: &str) -> Option<Value> {
    Some(match value {
        Value::Null if matches!((table, column), ("run", _)) => Value::Integer(1),
        Value::Null | Value::Real(_) => return None,
        Value::Integer(number) => {
            let by = [1, -1, 1000][random.below(3)];
            Value::Integer(number + by)
        }
        Value::Text(text) if text.is_empty() => Value::Text("x".to_owned()),
        Value::Text(text) => {
            let mut characters: Vec<char> = text.chars().collect();
            let at = random.below(characters.len());
            match random.below(4) {
                0 => characters.truncate(at),
                1 => characters.push('x'),
                _ if characters[at] == '0' => characters[at] = '1',
                _ => characters[at] = '0',
            }
            Value::Text(characters.into_iter().collect())
        }
        Value::Blob(bytes) => {
            let mut bytes = bytes.clone();
            let at = random.below(bytes.len());
            match random.below(3) {
                0 => bytes.truncate(at),
                _ => *bytes.get_mut(at)? ^= 1 << random.below(8),
            }
            Value::Blob(bytes)
        }
    })
}
