//! An import for a machine: the columns and the differences, whole.

use serde_json::{Value as Json, json};

use super::columns::List;
use super::plan::{Plan, Refusal};
use crate::client_list::{Column, FieldChange, Target, Value, Why};
use crate::spreadsheet::{Sheet, letters};

/// The result. `columns` are those of [`columns`], as they were before new fields were
/// declared; `sheets` are all that the file has.
pub fn result(
    plan: &Plan,
    lists: &[List<'_>],
    sheets: &[Sheet],
    columns: Json,
    written: bool,
    remove_gone: bool,
) -> Json {
    let at = |number: usize| {
        let (row, place) = (&plan.rows[number], plan.places[number]);
        json!({ "id": row.id, "sheet": lists[place.sheet].sheet.name, "row": place.row })
    };
    let with = |number: usize, more: Json| {
        let mut all = at(number);
        if let (Some(all), Json::Object(more)) = (all.as_object_mut(), more) {
            all.extend(more);
        }
        all
    };
    let merge = &plan.merge;
    let added = merge.added.iter().map(|it| {
        let fields = plan.fields_of_new(*it).iter();
        let fields = fields.map(|(field, value)| (field.to_string(), json_of(Some(value))));
        with(*it, json!({ "fields": fields.collect::<serde_json::Map<_, _>>() }))
    });
    let changed = merge.changed.iter().map(|it| {
        let fields: Vec<Json> = it.fields.iter().map(field_change).collect();
        with(it.row, json!({ "fields": fields }))
    });
    let conflicts = merge.conflicts.iter().map(|it| {
        let base = it.base.as_ref().and_then(Option::as_ref);
        let mut change = field_change(&it.change);
        change["said_before"] = json_of(base);
        with(it.row, change)
    });
    let skipped = plan.found.iter().zip(lists).flat_map(|(rows, list)| {
        let sheet = &list.sheet.name;
        rows.skipped.iter().map(move |it| json!({ "sheet": sheet, "row": it.row, "text": it.text }))
    });
    let understood = plan.found.iter().zip(lists).flat_map(|(rows, list)| {
        let sheet = &list.sheet.name;
        rows.changes.iter().map(move |it| {
            json!({
                "sheet": sheet, "row": it.row, "column": it.column.map(letters),
                "before": it.before, "after": it.after, "why": format!("{:?}", it.kind),
            })
        })
    });
    let sheets = sheets.iter().filter(|sheet| !sheet.name.is_empty());
    json!({
        "sheets": sheets.map(|sheet| sheet.name.as_str()).collect::<Vec<_>>(),
        "columns": columns,
        "added": added.collect::<Vec<_>>(),
        "changed": changed.collect::<Vec<_>>(),
        "conflicts": conflicts.collect::<Vec<_>>(),
        "gone": merge.gone,
        "removed": if written && remove_gone { merge.gone.as_slice() } else { &[] },
        "dropped": merge.dropped.iter().map(|it| at(*it)).collect::<Vec<_>>(),
        "refused": plan.refused.iter().map(|it| refusal(it, lists)).collect::<Vec<_>>(),
        "skipped": skipped.collect::<Vec<_>>(),
        "understood": understood.collect::<Vec<_>>(),
        "same": merge.same,
        "edited_here": merge.edited_here,
        "written": written,
    })
}

/// The columns, each with what it is.
pub fn columns(lists: &[List<'_>], all: bool) -> Json {
    let of = |list: &List<'_>| {
        let columns = list.layout.columns.iter().map(|it| column(it, all)).collect::<Vec<_>>();
        json!({
            "sheet": list.sheet.name, "head": [list.layout.head.0, list.layout.head.1],
            "columns": columns,
        })
    };
    lists.iter().map(of).collect()
}

fn column(column: &Column, all: bool) -> Json {
    let (field, label, is_new) = match &column.target {
        Target::Field(field) => (Some(field.to_string()), Some(field.label()), false),
        Target::New { name, .. } if all || column.why == Why::Chosen => {
            (Some(name.clone()), Some(name.as_str()), true)
        }
        Target::New { .. } | Target::Ignored => (None, None, false),
    };
    // What it would be called as a field of the office's own.
    let own = match &column.target {
        Target::New { name, .. } => Some(name),
        _ => None,
    };
    json!({
        "column": letters(column.index), "heading": column.heading, "field": field,
        "label": label, "new": is_new, "sure": column.sure,
        "own": own, "choice": !column.sure || own.is_some() && field.is_none(),
        "samples": column.samples,
    })
}

fn json_of(value: Option<&Value>) -> Json {
    match value {
        None => Json::Null,
        Some(Value::One(text)) => json!(text),
        Some(Value::Several(texts)) => json!(texts),
    }
}

fn field_change(change: &FieldChange) -> Json {
    json!({
        "field": change.field.to_string(),
        "before": json_of(change.before.as_ref()), "after": json_of(change.after.as_ref()),
    })
}

fn refusal(refusal: &Refusal, lists: &[List<'_>]) -> Json {
    let (column, heading) = refusal.column.clone().unzip();
    json!({
        "sheet": lists[refusal.at.sheet].sheet.name, "row": refusal.at.row, "column": column,
        "heading": heading, "message": refusal.message.to_string(),
        "hint": refusal.hint.to_string(),
    })
}
