//! Which sheets are read, and which column is which field: as the list says it, as it was
//! chosen the last time, as the options say, and as a person answers.

use std::io;
use std::path::Path;

use dialoguer::Input;

use super::say;
use crate::args::ImportArgs;
use crate::client_list::{
    Column, Field, Kept, Layout, NEW, NoHead, OwnKind, Target, Why, repeats, target,
};
use crate::diagnostic::{Diagnostic, did_you_mean, quoted};
use crate::facts::OwnFields;
use crate::messages::{Message, listed};
use crate::report;
use crate::spreadsheet::{Sheet, Workbook, letters};

/// What stands for the sheet's name where a column's heading would, unless a column is
/// called so.
const SHEET_NAME: &str = "シート名";

/// What is wrong with what was asked for.
pub type Fault = Box<Diagnostic>;

/// A sheet that is read, and what its columns are.
pub struct List<'a> {
    /// The sheet.
    pub sheet: &'a Sheet,
    /// Its columns.
    pub layout: Layout,
    /// Which list it is, as it is noted: the sheet's name, or that of a file without sheets.
    pub source: String,
}

/// The sheets that are read.
pub fn lists<'a>(
    workbook: &'a Workbook,
    args: &ImportArgs,
    kept: &Kept,
    own: &OwnFields,
) -> Result<Vec<List<'a>>, Fault> {
    let list = |sheet: &'a Sheet| match Layout::propose(sheet, &kept.columns, own) {
        Ok(mut layout) => {
            layout.sheet_name.clone_from(&kept.sheet_name);
            Ok(List { sheet, layout, source: source(&args.file, sheet) })
        }
        Err(no_head) => Err(no_list(sheet, no_head)),
    };
    if !args.sheets.is_empty() {
        let wanted = args.sheets.iter().map(|name| sheet_named(workbook, name));
        let lists = wanted.map(|sheet| list(sheet?));
        return all_alike(lists.collect::<Result<_, _>>()?);
    }
    let visible: Vec<&Sheet> = workbook.sheets.iter().filter(|sheet| !sheet.hidden).collect();
    let mut lists = Vec::new();
    let mut first_fault = None;
    for sheet in visible {
        match list(sheet) {
            Ok(list) => lists.push(list),
            Err(fault) => first_fault = first_fault.or(Some(fault)),
        }
    }
    if lists.is_empty() {
        let hidden = || Box::new(Diagnostic::error(Message::NoSheet).hint(Message::GiveSheet));
        return Err(first_fault.unwrap_or_else(hidden));
    }
    Ok(alike_or_best(lists))
}

/// Which list a sheet is: its name, or the file's where the sheet has none of its own. It
/// is the same the next time, when there is another date in it.
fn source(file: &Path, sheet: &Sheet) -> String {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let is_digit = |c: char| c.is_numeric();
    let is_named = !["", "Sheet", "シート", "Worksheet", "Table", "表"]
        .contains(&sheet.name.trim_end_matches(is_digit));
    let name = if is_named { &sheet.name } else { &stem };
    // A date has at least four digits; 支店1 and 支店2 are two.
    let mut kept = String::new();
    let mut rest = name.as_str();
    while let Some(start) = rest.find(is_digit) {
        let digits = rest[start..].find(|c| !is_digit(c)).unwrap_or(rest.len() - start);
        let is_date = rest[start..start + digits].chars().count() >= 4;
        kept.push_str(&rest[..if is_date { start } else { start + digits }]);
        rest = &rest[start + digits..];
    }
    kept + rest
}

fn no_list(sheet: &Sheet, no_head: Box<NoHead>) -> Fault {
    let message = match sheet.name.as_str() {
        "" => no_head.message,
        name => {
            let (sheet, said) = (name.to_owned(), no_head.message.to_string());
            Message::InSheet { sheet, said }
        }
    };
    Box::new(Diagnostic::error(message).hint(no_head.hint))
}

fn sheet_named<'a>(workbook: &'a Workbook, name: &str) -> Result<&'a Sheet, Fault> {
    let names = || workbook.sheets.iter().map(|sheet| sheet.name.as_str());
    let found = workbook.sheets.iter().find(|sheet| sheet.name.trim() == name.trim());
    found.ok_or_else(|| {
        let problem = Diagnostic::error(Message::NoSuchSheet { name: quoted(name) });
        if names().all(str::is_empty) {
            return Box::new(problem.hint(Message::NoSheetsInFile));
        }
        Box::new(problem.hint(match did_you_mean(name, names()) {
            Some(meant) => Message::DidYouMean { meant: meant.to_owned() },
            None => Message::SheetsAre { names: listed(names()) },
        }))
    })
}

/// These sheets, if they have the same columns: an empty cell takes a value away, and a
/// column that is not there says nothing.
fn all_alike(lists: Vec<List<'_>>) -> Result<Vec<List<'_>>, Fault> {
    let differs = lists.iter().skip(1).find(|it| !it.layout.is_like(&lists[0].layout));
    match differs {
        None => Ok(lists),
        Some(other) => {
            let sheet = other.sheet.name.clone();
            let problem = Diagnostic::error(Message::SheetsDiffer { sheet });
            Err(Box::new(problem.hint(Message::ImportOneByOne)))
        }
    }
}

/// All sheets if they have the same columns, a sheet for each branch; else the one with
/// the most columns that are fields.
fn alike_or_best(lists: Vec<List<'_>>) -> Vec<List<'_>> {
    let known = |list: &List<'_>| {
        let fields = list.layout.columns.iter();
        fields.filter(|column| matches!(column.target, Target::Field(_))).count()
    };
    // Of equals the first.
    let best = (0..lists.len()).rev().max_by_key(|index| known(&lists[*index])).unwrap_or(0);
    let is_like: Vec<bool> =
        lists.iter().map(|list| list.layout.is_like(&lists[best].layout)).collect();
    let name = lists[best].sheet.name.clone();
    let mut like = is_like.into_iter();
    let (alike, others): (Vec<_>, Vec<_>) =
        lists.into_iter().partition(|_| like.next().unwrap_or(false));
    if !others.is_empty() {
        let names = listed(others.iter().map(|list| list.sheet.name.as_str()));
        report::say(Message::OtherSheets { sheet: name, names });
    }
    alike
}

/// Leaves the column of ids out if they begin anew in each sheet, as 出席番号 do; what a
/// person has chosen stays.
pub fn leave_out_repeated_ids(lists: &mut [List<'_>], own: &OwnFields) {
    let sheets: Vec<(&Sheet, &Layout)> = lists.iter().map(|it| (it.sheet, &it.layout)).collect();
    if !repeats(&sheets) {
        return;
    }
    for list in lists {
        let is_id = |it: &&Column| it.target == Target::Field(Field::Id) && it.why != Why::Chosen;
        let ids = list.layout.columns.iter().filter(is_id);
        let ids: Vec<usize> = ids.map(|column| column.index).collect();
        for index in ids {
            list.layout.choose(index, None, list.sheet, own);
        }
    }
}

/// Makes columns what the options say they are.
pub fn apply(
    lists: &mut [List<'_>],
    assignments: &[(String, String)],
    own: &OwnFields,
) -> Result<(), Fault> {
    assignments.iter().try_for_each(|(column, word)| assign(lists, column, word, own))
}

fn assign(lists: &mut [List<'_>], column: &str, word: &str, own: &OwnFields) -> Result<(), Fault> {
    let is_column = |list: &List<'_>| list.layout.named(column).is_some();
    let is_new = word == NEW && lists.iter().any(is_column);
    let field = if is_new { None } else { field_meant(word, own)? };
    if column == SHEET_NAME && !lists.iter().any(is_column) {
        return name_sheets(lists, field, word);
    }
    for list in lists.iter_mut() {
        let Some(index) = list.layout.named(column).map(|column| column.index) else {
            let problem = Diagnostic::error(Message::NoSuchListColumn { column: quoted(column) });
            let headings = list.layout.columns.iter().map(|it| it.heading.as_str());
            return Err(Box::new(problem.hint(match did_you_mean(column, headings.clone()) {
                Some(meant) => Message::DidYouMean { meant: meant.to_owned() },
                None => Message::ListColumnsAre { columns: listed(headings) },
            })));
        };
        let field = match is_new {
            true => list.layout.new_name(index).map(Field::Own),
            false => field.clone(),
        };
        list.layout.choose(index, field, list.sheet, own);
    }
    Ok(())
}

/// The field that a word means, or none.
fn field_meant(word: &str, own: &OwnFields) -> Result<Option<Field>, Fault> {
    let Some(target) = target(word, own) else {
        let problem = Diagnostic::error(Message::NoSuchField { word: quoted(word) });
        return Err(Box::new(problem.hint(Message::FieldsAre)));
    };
    let Target::Field(field) = target else { return Ok(None) };
    if let Field::Own(name) = &field
        && own.get(name).is_some_and(|it| it.columns().is_some())
    {
        let problem = Diagnostic::error(Message::RowsAreNoColumn { name: name.clone() });
        return Err(Box::new(problem.hint(Message::RowsByHand)));
    }
    Ok(Some(field))
}

/// The sheet's name as a field of every row in it: always one of the office's own.
fn name_sheets(lists: &mut [List<'_>], field: Option<Field>, word: &str) -> Result<(), Fault> {
    let name = match field {
        None => None,
        Some(Field::Own(name)) => Some(name),
        Some(_) => {
            let problem = Diagnostic::error(Message::SheetNameIsOwn { word: quoted(word) });
            return Err(Box::new(problem.hint(Message::NameInJapanese)));
        }
    };
    lists.iter_mut().for_each(|list| list.layout.sheet_name = name.clone());
    Ok(())
}

/// Shows the columns to a person and asks until they are right; whether they are.
pub fn ask(lists: &mut [List<'_>], file: &str, own: &OwnFields) -> io::Result<bool> {
    loop {
        say::columns(file, lists, false);
        let answer = Input::<String>::new()
            .with_prompt(Message::AskColumns.to_string())
            .allow_empty(true)
            .interact_text();
        // Who closes the terminal does not agree.
        let Ok(answer) = answer else { return Ok(false) };
        match answer.trim() {
            "" => return Ok(true),
            "q" | "ｑ" => return Ok(false),
            answer => {
                for part in answer.split(['、', ',', '，']).filter(|part| !part.trim().is_empty())
                {
                    let said = match part.split_once(['=', '＝']) {
                        Some((column, word)) => assign(lists, column.trim(), word.trim(), own),
                        None => Err(Box::new(Diagnostic::error(Message::ValueNotAssigned))),
                    };
                    if let Err(problem) = said {
                        report::show_problems(&[*problem])?;
                    }
                }
            }
        }
    }
}

/// Whether a column becomes a field of the office's own that is new.
fn is_taken(column: &Column, all: bool) -> bool {
    matches!(column.target, Target::New { .. }) && (all || column.why == Why::Chosen)
}

/// The fields of the office's own that the columns ask for and that are not there yet, in
/// the order of the columns, each with what it holds in all sheets.
pub fn new_fields(lists: &[List<'_>], all: bool, own: &OwnFields) -> Vec<(String, OwnKind)> {
    let columns = lists.iter().flat_map(|list| &list.layout.columns);
    let columns = columns.filter(|column| is_taken(column, all));
    let of_columns = columns.filter_map(|column| match &column.target {
        Target::New { name, kind } => Some((name.clone(), kind.clone())),
        _ => None,
    });
    let of_sheets = lists.iter().filter_map(|list| list.layout.sheet_name.clone());
    let of_sheets = of_sheets.filter(|name| own.get(name).is_none());
    let mut fields: Vec<(String, OwnKind)> = Vec::new();
    for (name, kind) in of_columns.chain(of_sheets.map(|name| (name, OwnKind::Text))) {
        match fields.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => *known = united(known, kind),
            None => fields.push((name, kind)),
        }
    }
    fields
}

/// What a field holds that holds this in one sheet and that in another.
fn united(one: &OwnKind, other: OwnKind) -> OwnKind {
    match (one, other) {
        (
            OwnKind::Values { values, several },
            OwnKind::Values { values: more, several: other_several },
        ) => {
            let mut values = values.clone();
            values.extend(more.into_iter().filter(|it| !one.values().contains(it)));
            OwnKind::Values { values, several: *several || other_several }
        }
        (one, other) if *one == other => other,
        _ => OwnKind::Text,
    }
}

/// Makes the columns of new fields columns of fields, and leaves those out that are none.
pub fn settle(lists: &mut [List<'_>], all: bool) {
    for column in lists.iter_mut().flat_map(|list| &mut list.layout.columns) {
        let is_taken = is_taken(column, all);
        if let Target::New { name, .. } = &column.target {
            column.target = match is_taken {
                true => Target::Field(Field::Own(name.clone())),
                false => Target::Ignored,
            };
        }
    }
}

/// What is kept for the next time, in the order of the columns.
pub fn chosen(lists: &[List<'_>]) -> Vec<(String, Target)> {
    // Lists that are read together have the same columns.
    let columns = lists.iter().take(1).flat_map(|list| &list.layout.columns);
    // A column that is not read now is not read the next time, when the others say more.
    columns.map(|column| (column.heading.clone(), column.target.clone())).collect()
}

/// What a column is called to a person: its letters and its heading.
pub fn column_name(index: usize, heading: &str) -> String {
    Message::ColumnName { letters: letters(index), heading: heading.to_owned() }.to_string()
}
