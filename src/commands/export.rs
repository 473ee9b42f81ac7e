//! `export`: the list of clients back to a spreadsheet, with what is known of their letters,
//! so that the office's other work goes on.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::ThreadPool;

use super::import::kept_columns;
use super::output;
use crate::args::{ExportArgs, Selection};
use crate::check::check;
use crate::client_list::{Field, Fields, Kept, cell, columns, fields_of, tables};
use crate::clock;
use crate::diagnostic::{Diagnostic, arrange};
use crate::facts::OwnFields;
use crate::ids::NoticeId;
use crate::ledger::Ledger;
use crate::letters::plan::{Standing, assess};
use crate::letters::prepare::prepare;
use crate::letters::selection::select_clients;
use crate::letters::workers::pool;
use crate::messages::{Message, Noun, count};
use crate::model::Client;
use crate::outcome::{CommandError, Outcome};
use crate::project::Project;
use crate::report;
use crate::spreadsheet::write::{Book, Column, Entry, Table};

/// The name of the sheet with the clients.
const SHEET: &str = "宛先";

/// What is told of a client's letter; the columns' headings have the notice's id before them.
/// Like all of the list they are in Japanese, whatever language the program speaks.
pub(super) const OF_LETTER: [&str; 4] = ["状態", "ページ数", "発送日", "ファイル"];

/// What is known of a client's letter.
struct Letter {
    state: String,
    pages: Option<usize>,
    file: String,
}

/// The letters of a notice, by client.
struct OfNotice {
    id: NoticeId,
    issued_on: Option<String>,
    letters: BTreeMap<String, Letter>,
}

/// Runs `export`.
pub fn run(project: &Project, args: &ExportArgs) -> Result<Outcome, CommandError> {
    let sources = project.load()?;
    let mut checked = check(&sources);
    let mut problems = sources.problems.clone();
    problems.append(&mut checked.problems);
    let own = checked.shared.as_ref().map(|facts| facts.own.clone()).unwrap_or_default();
    let kept = kept_columns(project, &own).unwrap_or_else(|found| {
        problems.extend(found);
        Kept::default()
    });
    let clients: Vec<&Client> = checked.clients.iter().collect();
    let (Some(facts), false) = (&checked.shared, clients.is_empty()) else {
        return refused(problems);
    };
    let ids = facts.notices.iter().map(|notice| notice.id.clone());
    let wanted = |id: &NoticeId| args.notice.as_ref().is_none_or(|it| it == id.as_str());
    let pool = pool(None)?;
    let notices: Vec<NoticeId> = ids.filter(wanted).collect();
    if let (Some(id), true) = (&args.notice, notices.is_empty()) {
        problems.push(Diagnostic::error(Message::NoSuchNotice { id: format!("`{id}`") }));
        return refused(problems);
    }
    let notices = notices.into_iter().map(|id| of_notice(project, &pool, id));
    let notices = notices.collect::<Result<Vec<_>, _>>()?;
    if let Some(path) = args.output.as_deref().filter(|path| path.exists() && !args.force) {
        let file = path.to_string_lossy().into_owned();
        let problem = Diagnostic::error(Message::FileIsThere { file });
        return refused(vec![problem.hint(Message::ForceOrOther)]);
    }
    let list = List::of(&clients, &own, &kept, &notices);
    let default = free_name(project.client_list());
    let path = args.output.as_deref().unwrap_or(&default);
    let bytes = list.bytes(path)?;
    match &args.output {
        Some(path) => output::write(project, path, &bytes)?,
        None => {
            crate::fs::prepare_folder(&project.out())?;
            crate::fs::write_durably(path, &bytes)?;
        }
    }
    report::show_problems(&arrange(problems.clone()))?;
    if args.json {
        let file = path.to_string_lossy();
        report::print_json(&serde_json::json!({ "file": file, "clients": clients.len() }))?;
    } else {
        let file = project.shown(path);
        report::say(Message::Exported { clients: count(clients.len(), Noun::Client), file });
    }
    Ok(report::outcome(&problems))
}

/// This path, or the first that is like it and free: a list that somebody has worked in
/// stays.
fn free_name(path: PathBuf) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let next = |number| path.with_file_name(format!("{stem}（{number}）.xlsx"));
    let mut all = std::iter::once(path.clone()).chain((2_u32..).map(next));
    all.find(|path| !path.exists()).unwrap_or(path.clone())
}

fn refused(mut problems: Vec<Diagnostic>) -> Result<Outcome, CommandError> {
    if problems.is_empty() {
        problems.push(crate::project::no_clients());
    }
    report::show_problems(&arrange(problems))?;
    Ok(Outcome::Problems)
}

/// How it stands with the letters of a notice.
fn of_notice(project: &Project, pool: &ThreadPool, id: NoticeId) -> Result<OfNotice, CommandError> {
    let selection =
        Selection { notice: Some(id.to_string()), of_several: true, ..Selection::default() };
    let prepared = prepare(project, pool, &selection)?;
    let ledger = Ledger::open_to_read(&project.ledger())?;
    let known = ledger.as_ref().map_or(Ok(Default::default()), |it| it.letters(&id))?;
    let issue = ledger.as_ref().map_or(Ok(None), |it| it.issue(&id))?;
    let mut letters = BTreeMap::new();
    if let Some(press) = &prepared.press {
        let mut problems = Vec::new();
        let (notice, incident) = (&press.notice, press.incident());
        let clients =
            select_clients(&prepared.clients, &selection, notice, incident, &mut problems);
        for assessed in assess(pool, project, press, &known, &clients, issue.is_some())? {
            let made = known.get(assessed.client.id.as_str());
            let letter = Letter {
                state: match issue.is_some() {
                    true if made.is_some() => "発送済み".to_owned(),
                    true => "発送に含まれない".to_owned(),
                    false => state(assessed.standing).to_owned(),
                },
                pages: made.map(|it| it.pages).filter(|pages| *pages > 0),
                file: made.map(|it| it.path.clone()).unwrap_or_default(),
            };
            letters.insert(assessed.client.id.to_string(), letter);
        }
    }
    let issued_on = issue.map(|issue| clock::day(&issue.at));
    Ok(OfNotice { id, issued_on, letters })
}

/// How a letter stands that was not issued.
fn state(standing: Standing) -> &'static str {
    match standing {
        Standing::Unchanged => "作成済み",
        Standing::New => "未作成",
        Standing::Stale => "作り直し",
        Standing::Missing | Standing::Altered => "ファイルに異状",
        Standing::Broken => "エラーあり",
    }
}

/// The list as it is written: headings with their widths, and the rows.
struct List {
    tables: Vec<Sheet>,
}

struct Sheet {
    name: String,
    columns: Vec<(String, f64)>,
    rows: Vec<Vec<Option<Cell>>>,
}

enum Cell {
    Text(String),
    Number(f64),
}

impl List {
    fn of(clients: &[&Client], own: &OwnFields, kept: &Kept, notices: &[OfNotice]) -> Self {
        let fields: Vec<Fields> = clients.iter().map(|client| fields_of(client)).collect();
        let outgoing = columns(fields.iter(), own, kept);
        let mut headings: Vec<(String, f64)> =
            outgoing.iter().map(|it| (it.heading.clone(), 16.0)).collect();
        for OfNotice { id, .. } in notices {
            headings.extend(OF_LETTER.iter().map(|what| (format!("{id} {what}"), 12.0)));
        }
        let rows = clients.iter().zip(&fields).map(|(client, fields)| {
            let own = outgoing.iter().map(|column| {
                let value = fields.get(&column.field)?;
                Some(Cell::Text(cell(&column.field, value)))
            });
            let of_letters = notices.iter().flat_map(|notice| {
                let letter = notice.letters.get(client.id.as_str());
                let text = |text: String| Some(text).filter(|it| !it.is_empty()).map(Cell::Text);
                [
                    letter.and_then(|it| text(it.state.clone())),
                    letter.and_then(|it| it.pages).map(|it| Cell::Number(it as f64)),
                    letter
                        .filter(|it| !it.file.is_empty())
                        .and_then(|_| notice.issued_on.clone())
                        .and_then(text),
                    letter.and_then(|it| text(it.file.clone())),
                ]
            });
            own.chain(of_letters).collect()
        });
        let rows = rows.collect();
        let mut list = vec![Sheet { name: SHEET.to_owned(), columns: headings, rows }];
        for table in tables(clients, own) {
            let who = [Field::Id, Field::Name].map(|it| it.label().to_owned());
            let columns = who.into_iter().chain(table.columns).map(|it| (it, 20.0)).collect();
            let text = |cell: String| Some(cell).filter(|it| !it.is_empty()).map(Cell::Text);
            let rows = table.rows.into_iter().map(|row| row.into_iter().map(text).collect());
            list.push(Sheet { name: table.name, columns, rows: rows.collect() });
        }
        Self { tables: list }
    }

    /// As CSV if the file is called so, else as XLSX.
    fn bytes(&self, path: &Path) -> Result<Vec<u8>, CommandError> {
        let tables = self.tables.iter().map(|sheet| Table {
            name: &sheet.name,
            columns: sheet
                .columns
                .iter()
                .map(|(heading, width)| Column { heading, width: *width, is_text: true })
                .collect(),
            rows: sheet.rows.iter().map(|row| row.iter().map(entry).collect()).collect(),
            is_filtered: true,
            printed: None,
        });
        let is_csv = path.extension().is_some_and(|it| it.eq_ignore_ascii_case("csv"));
        let book = Book { title: SHEET, tables: tables.collect(), ..Book::default() };
        let bytes = match (is_csv, book.tables.first()) {
            (true, Some(first)) => first.csv(),
            _ => book.xlsx(),
        };
        bytes.map_err(|error| {
            let reason = error.to_string();
            CommandError::Internal(Box::new(Message::ListCannotBeMade { reason }))
        })
    }
}

fn entry(cell: &Option<Cell>) -> Entry<'_> {
    match cell {
        None => Entry::Empty,
        Some(Cell::Text(text)) => Entry::Text(text.as_str().into()),
        Some(Cell::Number(number)) => Entry::Number(*number),
    }
}
