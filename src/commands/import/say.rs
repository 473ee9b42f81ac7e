//! What a person is shown of an import: the columns with what stands in them, and what would
//! change, field by field.

use std::collections::BTreeMap;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::super::export::OF_LETTER;
use super::columns::{List, column_name};
use super::known::KnownRecords;
use super::plan::{Plan, Refusal, row_name, shown, shown_change};
use crate::client_list::{ChangeKind, Column, Conflict, Field, LeftOut, Target, Value, Why};
use crate::messages::{Message, Noun, count};
use crate::report;
use crate::spreadsheet::letters;

/// So many of each kind are named; the rest are counted. `--json` has all.
const NAMED: usize = 10;

/// Columns of the terminal for a heading and for a field.
const HEADING: usize = 22;
const FIELD: usize = 18;
const SAMPLES: usize = 27;

/// Shows the columns of the sheets, with what each is and three cells.
pub fn columns(file: &str, lists: &[List<'_>], all: bool) {
    let Some(list) = lists.first() else { return };
    let row = list.layout.head.1.to_string();
    let names: Vec<&str> = lists.iter().map(|list| list.sheet.name.as_str()).collect();
    report::say(match names.iter().all(|name| name.is_empty()) {
        true => Message::ListOfFile { file: file.to_owned(), row },
        false => {
            let sheets = names.join("・");
            Message::ListOfSheets { file: file.to_owned(), sheets, row }
        }
    });
    let mut is_unsure = false;
    for column in &list.layout.columns {
        is_unsure |= !column.sure;
        report::say(line(column, all));
    }
    if is_unsure {
        report::say(Message::UnsureColumns);
    }
}

fn line(column: &Column, all: bool) -> String {
    let mark = if column.sure { ' ' } else { '?' };
    let samples = column.samples.join(" / ").replace('\n', " ");
    format!(
        " {mark} {:>2}  {}  {}  {}",
        letters(column.index),
        fitted(&column.heading, HEADING),
        fitted(&target(column, all), FIELD),
        fitted(&samples, SAMPLES).trim_end(),
    )
}

fn target(column: &Column, all: bool) -> String {
    match &column.target {
        Target::Field(field) => field.label().to_owned(),
        Target::New { name, .. } if all || column.why == Why::Chosen => {
            Message::NewField { name: name.clone() }.to_string()
        }
        Target::New { .. } | Target::Ignored => Message::NotRead.to_string(),
    }
}

/// A text in so many columns of the terminal, cut or filled.
fn fitted(text: &str, columns: usize) -> String {
    let width = text.width();
    if width <= columns {
        return format!("{text}{}", " ".repeat(columns - width));
    }
    let mut cut = String::new();
    let mut left = columns - 1;
    for c in text.chars() {
        let width = c.width().unwrap_or(0);
        if width > left {
            break;
        }
        left -= width;
        cut.push(c);
    }
    format!("{cut}…{}", " ".repeat(left))
}

/// Shows what an import would change.
pub fn plan(plan: &Plan, lists: &[List<'_>], remove_gone: bool, known: &KnownRecords<'_>) {
    let name_of = |id: &str| known.name(id);
    let row = |number: usize| row_name(lists, plan.places[number]);
    let client = |number: usize| {
        let row_of_list = &plan.rows[number];
        let name = row_of_list.fields.get(&Field::Name).map(Value::to_string);
        let name = name.or_else(|| name_of(&row_of_list.id)).unwrap_or_default();
        Message::ClientOfRow { id: row_of_list.id.clone(), name, row: row(number) }.to_string()
    };
    found(plan, lists);
    if plan.numbered > 0 {
        report::say(Message::Numbered { clients: clients(plan.numbered) });
    }
    let merge = &plan.merge;
    section(Message::Added { clients: clients(merge.added.len()) }, &merge.added, |number| {
        vec![client(*number)]
    });
    section(Message::Changed { clients: clients(merge.changed.len()) }, &merge.changed, |it| {
        let fields = it.fields.iter().map(|change| format!("  {}", shown_change(change)));
        std::iter::once(client(it.row)).chain(fields).collect()
    });
    let conflicts = merge.conflicts.len().to_string();
    section(Message::ChangedOnBoth { number: conflicts }, &merge.conflicts, |it| {
        vec![client(it.row), format!("  {}", both_sides(it))]
    });
    let clients_gone = clients(merge.gone.len());
    let gone = |id: &String| vec![format!("{id} {}", name_of(id).unwrap_or_default())];
    match remove_gone {
        // Each of them is named: nobody is taken out unseen.
        true => all_of(Message::GoneRemoved { clients: clients_gone }, &merge.gone, gone),
        false => section(Message::Gone { clients: clients_gone }, &merge.gone, gone),
    }
    let alike = plan.look_alikes(known);
    section(Message::LookAlikes { number: alike.len().to_string() }, &alike, |(row, id)| {
        vec![format!("{} = {id} {}", client(*row), name_of(id).unwrap_or_default())]
    });
    section(Message::Dropped { clients: clients(merge.dropped.len()) }, &merge.dropped, |it| {
        vec![client(*it)]
    });
    let refused = plan.refused.len().to_string();
    section(Message::NotTaken { number: refused }, &plan.refused, |it| refusal(it, lists));
    if merge.same + merge.edited_here > 0 {
        let (same, here) = (clients(merge.same), clients(merge.edited_here));
        report::say(Message::ListUnchanged { same, here });
    }
}

fn clients(number: usize) -> String {
    count(number, Noun::Client)
}

/// A heading with all that belongs to it; nothing if that is nothing.
fn all_of<T>(heading: Message, items: &[T], lines: impl Fn(&T) -> Vec<String>) {
    if !items.is_empty() {
        report::say(heading);
        items.iter().flat_map(lines).for_each(|line| report::say(format!("  {line}")));
    }
}

/// The same with the first of them.
fn section<T>(heading: Message, items: &[T], lines: impl Fn(&T) -> Vec<String>) {
    if items.is_empty() {
        return;
    }
    report::say(heading);
    items.iter().take(NAMED).flat_map(lines).for_each(|line| report::say(format!("  {line}")));
    if items.len() > NAMED {
        let number = (items.len() - NAMED).to_string();
        report::say(format!("  {}", Message::AndSoManyMore { number }));
    }
}

fn refusal(refusal: &Refusal, lists: &[List<'_>]) -> Vec<String> {
    let mut place = row_name(lists, refusal.at);
    if let Some((letters, heading)) = &refusal.column {
        let (letters, heading) = (letters.clone(), heading.clone());
        place = format!("{place} {}", Message::ColumnName { letters, heading });
    }
    let hint = format!("  {}: {}", Message::HintLabel, refusal.hint);
    vec![format!("{place}: {}", refusal.message), hint]
}

/// What was found in the rows beside what they say: rows that are no clients, hidden ones,
/// and cells that were understood otherwise than they are written.
fn found(plan: &Plan, lists: &[List<'_>]) {
    for (list, rows) in lists.iter().zip(&plan.found) {
        let sheet = || match lists.len() {
            1 => String::new(),
            _ => format!("{}: ", list.sheet.name),
        };
        let hidden = list.sheet.rows.iter().filter(|row| row.hidden).count();
        if hidden > 0 {
            let number = hidden.to_string();
            report::say(format!("{}{}", sheet(), Message::HiddenRows { number }));
        }
        if rows.empty > 0 {
            let number = rows.empty.to_string();
            report::say(format!("{}{}", sheet(), Message::EmptyRows { number }));
        }
        let mut left_out: BTreeMap<LeftOut, Vec<u32>> = BTreeMap::new();
        for skipped in &rows.skipped {
            left_out.entry(skipped.why).or_default().push(skipped.row);
        }
        for (why, at) in left_out {
            report::say(format!("{}{} ({})", sheet(), why.message(at.len()), rows_of(&at)));
        }
        let mut changes: BTreeMap<ChangeKind, Vec<&crate::client_list::Change>> = BTreeMap::new();
        for change in &rows.changes {
            changes.entry(change.kind).or_default().push(change);
        }
        for (kind, changes) in changes {
            report::say(format!("{}{}", sheet(), kind.message(changes.len())));
            for change in changes.iter().take(3).filter(|it| !it.before.is_empty()) {
                let row = Message::RowName { row: change.row.to_string() };
                let (before, after) = (change.before.clone(), change.after.clone());
                let after = if after.is_empty() { shown(None) } else { after };
                report::say(format!("    {row}: {before} → {after}"));
            }
        }
    }
}

/// `3、57、112`, and how many more.
fn rows_of(rows: &[u32]) -> String {
    let named: Vec<String> = rows.iter().take(NAMED).map(ToString::to_string).collect();
    let dots = if rows.len() > NAMED { "…" } else { "" };
    format!("{}{dots}", named.join(", "))
}

/// What a conflict is, for a person who is to settle it.
pub fn conflict(plan: &Plan, lists: &[List<'_>], number: usize) {
    let conflict = &plan.merge.conflicts[number];
    let row = &plan.rows[conflict.row];
    let name = row.fields.get(&Field::Name).map(Value::to_string).unwrap_or_default();
    let at = row_name(lists, plan.places[conflict.row]);
    report::say(Message::ClientOfRow { id: row.id.clone(), name, row: at });
    report::say(format!("  {}", both_sides(conflict)));
}

fn both_sides(conflict: &Conflict) -> Message {
    let said = match &conflict.base {
        Some(base) => Message::SaidBefore { value: shown(base.as_ref()) }.to_string(),
        None => String::new(),
    };
    let project = shown(conflict.change.before.as_ref());
    let list = shown(conflict.change.after.as_ref());
    Message::BothSides { field: conflict.change.field.label().to_owned(), project, list, said }
}

/// What has become of it.
pub fn end(plan: &Plan, written: bool, removed: bool) {
    report::say(match (written, plan.is_whole()) {
        (_, true) if plan.changes_nothing() && !removed => Message::NothingNew,
        (_, false) if plan.changes_nothing() && !removed => Message::ClientsAsBefore,
        (true, true) => Message::Imported,
        (true, false) => Message::ImportedButSome,
        (false, _) => Message::NothingImported,
    });
}

/// The columns that are not read, for a script: what makes them fields.
pub fn unread(lists: &[List<'_>], all: bool) {
    let columns = lists.iter().take(1).flat_map(|list| &list.layout.columns);
    let unread = columns.filter(|it| {
        let is_of_export = OF_LETTER.iter().any(|end| it.heading.ends_with(&format!(" {end}")));
        let is_new = it.why != Why::Chosen && matches!(it.target, Target::New { .. });
        !all && is_new && !is_of_export
    });
    let unread: Vec<String> = unread.map(|it| column_name(it.index, &it.heading)).collect();
    if !unread.is_empty() {
        report::say(Message::ColumnsNotRead { columns: unread.join(" ") });
    }
}
