//! A change that is being typed: the letter that is looked at shows it, and how many letters
//! it changes is counted. Nothing is written.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::writing::{Loaded, weighed};
use super::{Desk, Done, errands, telling};
use crate::args::Selection;
use crate::editing::records::Amended;
use crate::letters::prepare::{Prepared, prepare_with};
use crate::letters::press::Press;
use crate::letters::workers::pool;
use crate::live::{ProblemView, Refusal};
use crate::model::{Client, Variant};
use crate::project::Project;

/// `ask/draft`. Without an errand the letter is shown as it is.
pub fn draft(desk: &mut Desk, body: &Value) -> Done {
    let show = |files: &[Amended]| {
        let files = files.iter().map(|file| file.new.clone()).collect();
        // A page that is too busy is shown the next one.
        let _ = desk.orders.overlay(files);
    };
    let Some(errand) = body["errand"].as_str() else {
        show(&[]);
        return Ok(json!({}));
    };
    let loaded = Loaded::of(&desk.project)?;
    let Some(files) = errands::amended(&loaded, errand, &body["body"]) else {
        return Ok(json!({}));
    };
    let mut files = files?;
    let Some(first) = files.first() else {
        show(&[]);
        return Ok(json!({ "changed": 0 }));
    };
    let (_, problems) = weighed(&desk.project, &files, &first.new)?;
    if !problems.is_empty() {
        let problems: Vec<ProblemView> = problems.iter().map(ProblemView::from).collect();
        return Ok(json!({ "problems": problems }));
    }
    let notice = desk.state.notice();
    if errand == "bulletin" {
        // The letter shows it as it will when it tells of it.
        let (_, told) = telling::amended(&loaded.with(&files), notice.as_ref())?;
        files.extend(told);
    }
    show(&files);
    let selection =
        Selection { notice: notice.map(|notice| notice.to_string()), ..Selection::default() };
    let (changed, of) = changed_letters(&desk.project, &selection, &files)?;
    Ok(json!({ "changed": changed, "of": of, "problems": [] }))
}

/// How many letters of a notice these files change, and how many it has. Of those that are
/// alike, with the files and without, one is looked at.
fn changed_letters(
    project: &Project,
    selection: &Selection,
    files: &[Amended],
) -> Result<(usize, usize), Refusal> {
    let pool = pool(None)?;
    let before = prepare_with(project, &pool, selection, |_| ())?;
    let after = prepare_with(project, &pool, selection, |sources| {
        files.iter().for_each(|file| sources.put(file.new.clone()));
    })?;
    let (Prepared { press: Some(old), clients, .. }, Prepared { press: Some(new), .. }) =
        (before, after)
    else {
        return Ok((0, 0));
    };
    let variant =
        |press: &Press, client: &Client| Variant::of(client, &press.notice, press.incident());
    let mut alike: BTreeMap<(Variant, Variant), bool> = BTreeMap::new();
    let (mut changed, mut of) = (0, 0);
    for client in clients.iter().filter(|client| new.notice.is_for(client)) {
        of += 1;
        let is_changed =
            alike.entry((variant(&old, client), variant(&new, client))).or_insert_with(|| {
                !old.notice.is_for(client) || old.draft(client).source != new.draft(client).source
            });
        changed += usize::from(*is_changed);
    }
    Ok((changed, of))
}
