//! How a notice is built, and its blocks: a new one, one moved, one taken out.

use serde_json::{Value as Json, json};

use super::issued::unless_issued;
use super::outline::{Piece, beginning};
use super::passages::{Texts, as_seen, in_japanese, not_asked, path_of, words_at};
use super::writing::Loaded;
use super::{Desk, Done};
use crate::diagnostic::Diagnostic;
use crate::editing::letter::blocks::{self, Kind, New};
use crate::editing::letter::condition;
use crate::editing::records::Amended;
use crate::facts::Step;
use crate::live::{NotDone, Refusal};
use crate::messages::{Lang, Message};

/// `ask/outline`: the notice that is named, or the one that is shown.
pub fn outline(desk: &mut Desk, body: &Json) -> Done {
    let loaded = Loaded::of(&desk.project)?;
    let wanted = body["notice"].as_str().map(str::to_owned);
    let wanted = wanted.or_else(|| desk.state.notice().map(|id| id.to_string()));
    let facts = loaded.facts.shared.as_ref();
    let last = facts.and_then(|facts| facts.notices.last()).map(|notice| notice.id.to_string());
    let id = wanted.or(last);
    let source = match &id {
        Some(id) => loaded.sources.notices.iter().find(|file| stem(&file.name) == id),
        // Something is wrong with one of them.
        None => loaded.sources.notices.last(),
    };
    let source = source.ok_or_else(|| Diagnostic::error(Message::NoTextThere))?.clone();
    let id = stem(&source.name).to_owned();
    let texts = Texts::read(source)?;
    let mut blocks = Vec::new();
    for section in &texts.outline.sections {
        let Some(list) = &section.list else { continue };
        let pieces: Vec<Json> =
            section.pieces.iter().map(|piece| as_json(&loaded, &texts, piece)).collect();
        if *list == body_path() {
            blocks.extend(pieces);
        } else {
            let words = section.name(Lang::Ja);
            blocks.push(json!({
                "path": list, "kind": "body", "words": words, "when": null, "when_ja": null,
                "list": list, "blocks": pieces,
            }));
        }
    }
    Ok(json!({
        "file": &*texts.source.name, "notice": id, "list": body_path(), "blocks": blocks,
    }))
}

/// The name of a file without its folder and ending.
fn stem(name: &str) -> &str {
    let name = name.rsplit('/').next().unwrap_or(name);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

fn body_path() -> Vec<Step> {
    vec![Step::Key("body".to_owned())]
}

fn as_json(loaded: &Loaded, texts: &Texts, piece: &Piece) -> Json {
    let when = condition::of(&texts.document, &piece.path);
    let when_ja = when.as_ref().and_then(|when| in_japanese(loaded, when));
    let pieces: Vec<Json> =
        piece.pieces.iter().map(|piece| as_json(loaded, texts, piece)).collect();
    json!({
        "path": piece.path, "kind": piece.kind, "words": piece.words(&texts.document),
        "when": when, "when_ja": when_ja, "list": piece.list, "blocks": pieces,
    })
}

/// `do/block-add`.
pub fn add(desk: &mut Desk, body: &Json) -> Done {
    let project = desk.project.clone();
    let mut path = Vec::new();
    let changed = desk.amend(|loaded| {
        unless_issued(&project, loaded, body)?;
        let (own, files) = with_block(loaded, body)?;
        path = own;
        Ok(files)
    })?;
    let new = new_block(body)?;
    let words = if new.kind == Kind::Heading { &new.heading } else { &new.text };
    desk.what = changed.map(|_| Message::UndoBlockAdd { words: beginning(words) });
    Ok(json!({ "path": path }))
}

/// The block that the page wants.
fn new_block(body: &Json) -> Result<New, Refusal> {
    let block = &body["block"];
    let said = |name: &str| block[name].as_str().unwrap_or_default().to_owned();
    let kind = block["kind"].as_str().and_then(Kind::named);
    let kind = kind.ok_or_else(|| Diagnostic::error(Message::NoTextThere))?;
    Ok(New { kind, text: said("text"), heading: said("heading") })
}

/// The file with a new block, and the way to that.
fn with_block(loaded: &Loaded, body: &Json) -> Result<(Vec<Step>, Vec<Amended>), NotDone> {
    let texts = Texts::of(loaded, body)?;
    let list = path_of(&body["list"])?;
    let at = body["at"].as_u64().and_then(|at| usize::try_from(at).ok());
    let at = at.filter(|at| *at <= texts.count(&list)).ok_or_else(|| not_asked("at"))?;
    let new = blocks::add(&texts.source, &list, at, &new_block(body)?)?;
    let path = list.into_iter().chain([Step::Index(at)]).collect();
    Ok((path, texts.amended(new)))
}

/// `do/block-move`.
pub fn shift(desk: &mut Desk, body: &Json) -> Done {
    let project = desk.project.clone();
    let (mut path, mut words) = (Vec::new(), String::new());
    let changed = desk.amend(|loaded| {
        unless_issued(&project, loaded, body)?;
        words = words_at(loaded, body)?;
        let (own, files) = with_other_order(loaded, body)?;
        path = own;
        Ok(files)
    })?;
    desk.what = changed.map(|_| Message::UndoBlockMove { words });
    Ok(json!({ "path": path }))
}

/// The file in which a block has changed places with its neighbour, and the way to it then.
fn with_other_order(loaded: &Loaded, body: &Json) -> Result<(Vec<Step>, Vec<Amended>), NotDone> {
    let (texts, mut path) = as_seen(loaded, body)?;
    is_block(&texts, &path)?;
    let by = match body["by"].as_i64() {
        Some(1) => 1,
        Some(-1) => -1,
        _ => return Err(not_asked("by").into()),
    };
    let new = blocks::shift(&texts.source, &path, by)?;
    if let Some(Step::Index(index)) = path.last_mut() {
        *index = index.saturating_add_signed(by);
    }
    Ok((path, texts.amended(new)))
}

/// `do/block-remove`.
pub fn remove(desk: &mut Desk, body: &Json) -> Done {
    let project = desk.project.clone();
    let mut words = String::new();
    let changed = desk.amend(|loaded| {
        unless_issued(&project, loaded, body)?;
        words = words_at(loaded, body)?;
        without_block(loaded, body)
    })?;
    desk.what = changed.map(|_| Message::UndoBlockRemove { words });
    Ok(json!({}))
}

fn without_block(loaded: &Loaded, body: &Json) -> Result<Vec<Amended>, NotDone> {
    let (texts, path) = as_seen(loaded, body)?;
    is_block(&texts, &path)?;
    let new = blocks::remove(&texts.source, &path)?;
    Ok(texts.amended(new))
}

/// An error if what stands there is no block: a bulletin, a value of the office's own.
fn is_block(texts: &Texts, path: &[Step]) -> Result<(), Refusal> {
    match texts.find(path)?.piece {
        Some(_) => Ok(()),
        None => Err(Diagnostic::error(Message::NoTextThere).into()),
    }
}

/// The files that one of these errands changes; `None` if it is another.
pub fn amended(loaded: &Loaded, name: &str, body: &Json) -> Option<Result<Vec<Amended>, NotDone>> {
    Some(match name {
        "block-add" => with_block(loaded, body).map(|(_, files)| files),
        "block-move" => with_other_order(loaded, body).map(|(_, files)| files),
        "block-remove" => without_block(loaded, body),
        _ => return None,
    })
}

#[cfg(test)]
#[path = "blocks_tests.rs"]
mod tests;
