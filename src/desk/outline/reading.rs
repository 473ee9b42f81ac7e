//! The outline from YAML: which keys hold texts, which hold blocks. The parser of the facts
//! knows the same; here also what is wrong has a place.

use super::{Piece, Section, Text, below, key};
use crate::facts::{Step, Value, text_of};
use crate::messages::Message;

/// Whether a text stands there: what has no key of the program's is one that was meant.
fn is_text(value: &Value) -> bool {
    text_of(value).is_some()
}

/// The way to the text of a value: its own, or that of its mapping.
fn text_in(value: &Value, path: &[Step], kind: &'static str) -> Option<Text> {
    if is_text(value) {
        return Some(Text { path: path.to_vec(), kind });
    }
    let text = value.get("text").filter(|text| is_text(text))?;
    text_in(text, &below(path, key("text")), kind)
}

/// The texts behind these keys of a mapping, each with its kind.
fn texts_of(value: &Value, path: &[Step], keys: &[(&str, &'static str)]) -> Vec<Text> {
    let text = |(name, kind): &(&str, &'static str)| {
        text_in(value.get(*name)?, &below(path, key(name)), kind)
    };
    keys.iter().filter_map(text).collect()
}

/// All texts of a mapping, those behind some keys aside.
pub(super) fn values(value: &Value, path: &[Step], without: &[&str]) -> Vec<Text> {
    match value {
        Value::Mapping(mapping) => {
            let pairs = mapping.iter().filter_map(|(name, value)| Some((name.as_str()?, value)));
            let pairs = pairs.filter(|(name, _)| !without.contains(name));
            pairs.flat_map(|(name, value)| values(value, &below(path, key(name)), &[])).collect()
        }
        Value::Sequence(items) => {
            let items = items.iter().enumerate();
            items.flat_map(|(at, item)| values(item, &below(path, Step::Index(at)), &[])).collect()
        }
        value => text_in(value, path, "value").into_iter().collect(),
    }
}

pub(super) fn notice(value: &Value) -> Vec<Section> {
    let section = |name: &str, place: Message| {
        let path = vec![key(name)];
        let pieces = value.get(name).map(|body| body_pieces(body, &path)).unwrap_or_default();
        Section { place, list: Some(path), texts: Vec::new(), pieces }
    };
    let names = ["reference", "addressee", "title", "closing"].map(|name| (name, name));
    let mut sections = vec![
        Section {
            place: Message::PlaceNotice,
            list: None,
            texts: texts_of(value, &[], &names),
            pieces: Vec::new(),
        },
        section("body", Message::PlaceBody),
    ];
    if value.get("appendix").is_some() {
        sections.push(section("appendix", Message::PlaceAppendix));
    }
    sections
}

pub(super) fn incident(value: &Value) -> Vec<Section> {
    let mut texts = texts_of(value, &[], &[("name", "value")]);
    let vars = value.get("vars").map(|vars| values(vars, &[key("vars")], &[]));
    texts.extend(vars.unwrap_or_default());
    let bulletins = value.get("bulletins").and_then(Value::as_sequence).into_iter().flatten();
    for (index, bulletin) in bulletins.enumerate() {
        let path = [key("bulletins"), Step::Index(index)];
        texts.extend(texts_of(bulletin, &path, &[("text", "bulletin")]));
    }
    let own = Section { place: Message::PlaceIncident, list: None, texts, pieces: Vec::new() };
    let parts = value.get("parts").and_then(Value::as_mapping).into_iter().flatten();
    let parts = parts.filter_map(|(name, body)| {
        let name = name.as_str()?;
        let path = vec![key("parts"), key(name)];
        let pieces = body_pieces(body, &path);
        let place = Message::PlaceCalled { name: name.to_owned() };
        Some(Section { place, list: Some(path), texts: Vec::new(), pieces })
    });
    std::iter::once(own).chain(parts).collect()
}

/// The blocks of a body: those of a list, or the one that it is.
fn body_pieces(value: &Value, path: &[Step]) -> Vec<Piece> {
    elements(value, path, block)
}

/// The pieces of a list, or the one that stands there instead.
fn elements(
    value: &Value,
    path: &[Step],
    piece: impl Fn(&Value, &[Step]) -> Option<Piece>,
) -> Vec<Piece> {
    match value {
        Value::Sequence(items) => {
            let items = items.iter().enumerate();
            items.filter_map(|(at, item)| piece(item, &below(path, Step::Index(at)))).collect()
        }
        Value::Null => Vec::new(),
        value => piece(value, path).into_iter().collect(),
    }
}

fn piece(path: &[Step], kind: &'static str) -> Piece {
    Piece { path: path.to_vec(), kind, list: None, texts: Vec::new(), pieces: Vec::new() }
}

/// A text, or a mapping with one: an item, a note, a line to be filled in.
fn passage(kind: &'static str, name: &'static str) -> impl Fn(&Value, &[Step]) -> Option<Piece> {
    move |value, path| {
        let mut texts: Vec<Text> = text_in(value, path, kind).into_iter().collect();
        if texts.is_empty() {
            texts = texts_of(value, path, &[(name, kind)]);
        }
        texts.extend(texts_of(value, path, &[("date", "date")]));
        let list = value.get("list").map(|list| {
            let path = below(path, key("list"));
            elements(list, &path, passage("item", "text"))
        });
        let mut pieces = list.unwrap_or_default();
        if let Some(notes) = value.get("notes") {
            let path = below(path, key("notes"));
            pieces.extend(elements(notes, &path, passage("note", "text")));
        }
        Some(Piece { texts, pieces, ..piece(path, kind) })
    }
}

/// A block, by the key that says what it is.
fn block(value: &Value, path: &[Step]) -> Option<Piece> {
    if is_text(value) {
        return passage("text", "text")(value, path);
    }
    let has = |name: &str| value.get(name);
    let inner = |name: &str| below(path, key(name));
    let bodied = |kind: &'static str, name: &str| {
        let list = inner(name);
        let pieces = has(name).map(|body| body_pieces(body, &list)).unwrap_or_default();
        Piece { pieces, list: Some(list), ..piece(path, kind) }
    };
    let listed = |kind: &'static str, item: &'static str, name: &'static str, adds: bool| {
        let list = inner(kind);
        let pieces = elements(has(kind)?, &list, passage(item, name));
        Some(Piece { pieces, list: adds.then_some(list), ..piece(path, kind) })
    };
    Some(if has("heading").is_some() {
        let texts = texts_of(value, path, &[("heading", "heading")]);
        Piece { texts, ..bodied("heading", "body") }
    } else if has("text").is_some() {
        passage("text", "text")(value, path)?
    } else if let Some(lines) = has("lines") {
        let is_lines =
            is_text(lines) || lines.as_sequence().is_some_and(|it| it.iter().all(is_text));
        let text = is_lines.then(|| Text { path: inner("lines"), kind: "lines" });
        Piece { texts: text.into_iter().collect(), ..piece(path, "lines") }
    } else if has("body").is_some() {
        bodied("body", "body")
    } else if has("box").is_some() {
        bodied("box", "box")
    } else if has("list").is_some() {
        listed("list", "item", "text", true)?
    } else if let Some(pairs) = has("pairs") {
        pairs_of(pairs, path)
    } else if let Some(table) = has("table") {
        Piece { texts: cells(table, &inner("table")), ..piece(path, "table") }
    } else if let Some(questions) = has("qa") {
        let pieces = elements(questions, &inner("qa"), question);
        Piece { pieces, ..piece(path, "qa") }
    } else if has("use").is_some() {
        let mut notes = passage("text", "text")(value, path)?.pieces;
        notes.retain(|it| it.kind == "note");
        Piece { pieces: notes, ..piece(path, "use") }
    } else if has("notes").is_some() {
        listed("notes", "note", "text", true)?
    } else if has("blanks").is_some() {
        listed("blanks", "blank", "label", false)?
    } else if let Some(image) = has("image") {
        let texts = texts_of(image, &inner("image"), &[("caption", "caption"), ("alt", "caption")]);
        Piece { texts, ..piece(path, "image") }
    } else if has("bulletins").is_some() {
        piece(path, "bulletins")
    } else {
        piece(path, "body")
    })
}

fn question(value: &Value, path: &[Step]) -> Option<Piece> {
    let list = below(path, key("a"));
    let pieces = value.get("a").map(|answer| body_pieces(answer, &list)).unwrap_or_default();
    let texts = texts_of(value, path, &[("q", "question")]);
    Some(Piece { texts, pieces, list: Some(list), ..piece(path, "question") })
}

/// Labels with values, each of which is a body.
fn pairs_of(pairs: &Value, path: &[Step]) -> Piece {
    let entries = pairs.as_mapping().into_iter().flatten().filter_map(|(label, value)| {
        let path = [path, &[key("pairs"), key(label.as_str()?)]].concat();
        let inner = body_pieces(value, &path);
        // One text is that of the pair itself.
        Some(match <[Piece; 1]>::try_from(inner) {
            Ok([one]) if one.path == path && one.kind == "text" => Piece { kind: "pair", ..one },
            Ok([one]) => {
                Piece { pieces: vec![one], list: Some(path.clone()), ..piece(&path, "pair") }
            }
            Err(pieces) => Piece { pieces, list: Some(path.clone()), ..piece(&path, "pair") },
        })
    });
    Piece { pieces: entries.collect(), ..piece(path, "pairs") }
}

/// The texts of a table: the heads of its columns, and its cells.
fn cells(table: &Value, path: &[Step]) -> Vec<Text> {
    let rows = |name: &str| {
        let items = table.get(name).and_then(Value::as_sequence).into_iter().flatten();
        let path = below(path, key(name));
        items.enumerate().map(move |(at, item)| (below(&path, Step::Index(at)), item))
    };
    let mut texts = Vec::new();
    for (path, column) in rows("columns") {
        texts.extend(text_in(column, &path, "cell"));
        texts.extend(texts_of(column, &path, &[("heading", "cell")]));
    }
    for (path, row) in rows("rows") {
        let (path, cells) = match row.get("cells") {
            Some(cells) => (below(&path, key("cells")), cells),
            None => (path, row),
        };
        let cells = cells.as_sequence().into_iter().flatten().enumerate();
        texts.extend(
            cells.filter_map(|(at, cell)| text_in(cell, &below(&path, Step::Index(at)), "cell")),
        );
    }
    texts
}
