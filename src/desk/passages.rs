//! The letter's own texts: what is written at a place, and another text or condition there.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::issued::{NOTICES, issued_in, unless_issued};
use super::outline::{Found, Outline, at, beginning};
use super::writing::Loaded;
use super::{Desk, Done};
use crate::diagnostic::{Diagnostic, SourceText};
use crate::digest::Fields;
use crate::editing::letter::{condition, prose};
use crate::editing::records::Amended;
use crate::facts::{Document, Node, Parsing, Step, Value, text_of};
use crate::live::{NotDone, Refusal};
use crate::messages::{Lang, Message};
use crate::model::Condition;

/// A file whose texts the page may change.
pub struct Texts {
    /// The file.
    pub source: Arc<SourceText>,
    /// What it says.
    pub document: Document,
    /// How it is built.
    pub outline: Outline,
}

impl Texts {
    /// The file that the page names: one of the project's own, of those with texts.
    pub fn of(loaded: &Loaded, body: &Json) -> Result<Self, Refusal> {
        let name = body["file"].as_str().unwrap_or_default();
        let has_texts =
            name.starts_with(NOTICES) || matches!(name, "data/office.yaml" | "data/incident.yaml");
        let source = loaded.sources.file(name).filter(|_| has_texts);
        let not_here = || Diagnostic::error(Message::FileNotForDesk { file: name.to_owned() });
        let source = source.ok_or_else(not_here)?.clone();
        Self::read(source)
    }

    /// Reads a file.
    pub fn read(source: Arc<SourceText>) -> Result<Self, Refusal> {
        let document = Document::parse(&source)?;
        let outline = Outline::of(&source.name, &document);
        Ok(Self { source, document, outline })
    }

    /// What stands at the place that the page names.
    pub fn find(&self, path: &[Step]) -> Result<Found<'_>, Refusal> {
        Ok(self.outline.find(path).ok_or_else(|| self.gone(path))?)
    }

    fn gone(&self, path: &[Step]) -> Diagnostic {
        Diagnostic::error(Message::NoTextThere).at(self.document.place(path))
    }

    /// What tells one state of a block, or of a text that is in none, from another: what it
    /// says, what it stands under, and where.
    pub fn seen(&self, path: &[Step]) -> String {
        let mut fields = Fields::default();
        fields.add(self.like(path)).add(json!(path).to_string());
        fields.digest().to_string()
    }

    /// What it is known by wherever it has gone: what it says, and the headings that it
    /// stands under.
    fn like(&self, path: &[Step]) -> String {
        let written = self.document.written(path);
        let own = written.and_then(|it| self.source.text.get(it.start()..it.end()));
        // How far it is indented is where it stands, not what it is.
        let lines: Vec<&str> = own.unwrap_or_default().lines().map(str::trim).collect();
        let mut fields = Fields::default();
        fields.add(lines.join("\n"));
        self.under(path).into_iter().for_each(|heading| _ = fields.add(heading));
        fields.digest().to_string()
    }

    /// The headings that a place stands under, the outermost first; a bulletin's number is
    /// the heading of its text.
    fn under(&self, path: &[Step]) -> Vec<String> {
        let above = |length: usize| at(self.document.value(), &path[..length]);
        let heading = |value: &Value| {
            let heading = value.get("heading").or_else(|| value.get("number"))?;
            text_of(heading.get("text").unwrap_or(heading)).map(|text| text.into_owned())
        };
        (0..path.len()).filter_map(above).filter_map(heading).collect()
    }

    /// How many blocks there are in the list at `path`; one where it is none.
    pub fn count(&self, path: &[Step]) -> usize {
        match at(self.document.value(), path) {
            Some(Value::Sequence(items)) => items.len(),
            Some(_) => 1,
            None => 0,
        }
    }

    /// The file with a new text.
    pub fn amended(self, new: Arc<SourceText>) -> Vec<Amended> {
        match new.text == self.source.text {
            true => Vec::new(),
            false => vec![Amended { old: Some(self.source), new }],
        }
    }
}

/// The path that the page gives: keys and numbers.
pub fn path_of(json: &Json) -> Result<Vec<Step>, Refusal> {
    let step = |step: &Json| match (step.as_str(), step.as_u64()) {
        (Some(key), _) => Some(Step::Key(key.to_owned())),
        (_, Some(index)) => Some(Step::Index(usize::try_from(index).ok()?)),
        _ => None,
    };
    let steps = json.as_array().and_then(|steps| steps.iter().map(step).collect());
    Ok(steps.ok_or_else(|| Diagnostic::error(Message::NoTextThere))?)
}

/// `ask/passage`.
pub fn passage(desk: &mut Desk, body: &Json) -> Done {
    let loaded = Loaded::of(&desk.project)?;
    let texts = Texts::of(&loaded, body)?;
    let path = match body["line"].as_u64() {
        Some(line) => at_line(&texts, line)?,
        None => path_of(&body["path"])?,
    };
    let mut told = as_json(&loaded, &texts, &path)?;
    told["issued_in"] = json!(issued_in(&desk.project, &loaded, &texts.source.name, &path)?);
    Ok(told)
}

/// The way to the text that stands in a line, or else to the nearest before it.
fn at_line(texts: &Texts, line: u64) -> Result<Vec<Step>, Refusal> {
    let all = texts.outline.texts();
    let begins = |path: &[Step]| texts.document.place_of_key(path).line() as u64;
    let before = all.iter().filter(|text| begins(&text.path) <= line);
    let nearest = before.max_by_key(|text| begins(&text.path)).or_else(|| all.first());
    let path = nearest.map(|text| text.path.clone());
    Ok(path.ok_or_else(|| Diagnostic::error(Message::NoTextThere))?)
}

/// A text with all that the page shows of it.
pub fn as_json(loaded: &Loaded, texts: &Texts, path: &[Step]) -> Result<Json, Refusal> {
    let Texts { document, .. } = texts;
    let found = texts.find(path)?;
    let block = found.piece.map(|piece| &piece.path);
    let own = found.text.map(|text| &text.path).or(block).map_or(path, Vec::as_slice);
    let text = found.text.and_then(|text| prose::as_written(document, &text.path));
    let kind = found.text.map(|text| text.kind).or(found.piece.map(|piece| piece.kind));
    let when = block.and_then(|block| condition::of(document, block));
    let when_ja = when.as_ref().and_then(|when| in_japanese(loaded, when));
    let variables = match &text {
        // What is no text of a letter has no variables: an office's own value, a name.
        Some(_) if kind != Some("value") => variables(loaded, texts),
        _ => Vec::new(),
    };
    let whole = block.map_or(own, Vec::as_slice);
    Ok(json!({
        "seen": texts.seen(whole), "like": texts.like(whole), "under": texts.under(whole), "file": &*texts.source.name,
        "path": own, "text": text, "kind": kind, "block": block,
        "when": when, "when_ja": when_ja, "variables": variables,
        "where_ja": found.place(document, Lang::Ja), "where_en": found.place(document, Lang::En),
    }))
}

/// A condition as an office would say it; `None` if it is wrong.
pub fn in_japanese(loaded: &Loaded, when: &Json) -> Option<String> {
    // JSON is YAML.
    let source = Arc::new(SourceText::new("", when.to_string()));
    let document = Arc::new(Document::parse(&source).ok()?);
    let declared = loaded.facts.declared().clone();
    let mut cx = Parsing { declared, ..Parsing::default() };
    let condition: Option<Condition> = Node::root(&document).read(&mut cx);
    condition.map(|condition| condition.in_japanese())
}

/// What texts may print of a recipient's record.
const OF_CLIENT: [&str; 15] = [
    "name",
    "honorific",
    "id",
    "kana",
    "person.department",
    "person.title",
    "person.name",
    "postal_code",
    "phone",
    "fax",
    "email",
    "known_on",
    "reported_on",
    "preliminary_due",
    "final_due",
];

/// What texts may print of the office, where it is said.
const OF_OFFICE: [&str; 7] =
    ["name", "person.title", "person.name", "postal_code", "phone", "fax", "email"];

/// The names that a text may print.
fn variables(loaded: &Loaded, texts: &Texts) -> Vec<String> {
    let declared = &loaded.facts.declared().own;
    let Some(facts) = &loaded.facts.shared else { return Vec::new() };
    let notice =
        facts.notices.iter().find(|it| it.origin.document.source().name == texts.source.name);
    let is_for_clients = notice.is_none_or(|notice| !notice.is_for_nobody());
    let mut names: Vec<String> = Vec::new();
    if is_for_clients {
        let own = declared.iter().filter(|field| field.columns().is_none());
        names.extend(own.map(|field| field.name.clone()));
    }
    let vars = facts.office.vars.iter().chain(facts.incident.vars.iter());
    let vars: BTreeSet<&str> = vars.map(|(name, _)| name).collect();
    names.extend(vars.into_iter().map(str::to_owned));
    if is_for_clients {
        names.extend(OF_CLIENT.iter().map(|name| format!("client.{name}")));
    }
    let office = serde_json::to_value(&facts.office).unwrap_or_default();
    let is_said = |name: &&&str| {
        office.pointer(&format!("/{}", name.replace('.', "/"))).is_some_and(|it| !it.is_null())
    };
    names.extend(OF_OFFICE.iter().filter(is_said).map(|name| format!("office.{name}")));
    names.extend(facts.incident.name.as_ref().map(|_| "incident.name".to_owned()));
    let has = |is: bool, name: &str| (is || notice.is_none()).then(|| format!("notice.{name}"));
    names.extend(has(true, "date"));
    names.extend(has(notice.is_some_and(|it| it.number.is_some()), "number"));
    names.extend(has(notice.is_some_and(|it| it.reference.is_some()), "reference"));
    names.extend(has(notice.is_some_and(|it| it.as_of.is_some()), "as_of"));
    names
}

/// The file and the place that a change is about, as the page has seen them.
pub fn as_seen(loaded: &Loaded, body: &Json) -> Result<(Texts, Vec<Step>), NotDone> {
    let texts = Texts::of(loaded, body)?;
    let path = path_of(&body["path"])?;
    let found = texts.find(&path)?;
    let block = found.piece.map(|piece| piece.path.as_slice());
    let own = block.or(found.text.map(|text| text.path.as_slice())).unwrap_or(&path);
    // If what is around it is as it was, so is it.
    let is_seen = |length| body["seen"].as_str() == Some(texts.seen(&own[..length]).as_str());
    if !(1..=own.len()).any(is_seen) {
        return Err(NotDone::Conflict(as_json(loaded, &texts, &path)?));
    }
    Ok((texts, path))
}

/// `do/passage`: another text.
pub fn change(desk: &mut Desk, body: &Json) -> Done {
    let project = desk.project.clone();
    let mut path = Vec::new();
    let mut words = String::new();
    let changed = desk.amend(|loaded| {
        unless_issued(&project, loaded, body)?;
        let (own, files) = with_text(loaded, body)?;
        (path, words) = (own, beginning(body["text"].as_str().unwrap_or_default()));
        Ok(files)
    })?;
    desk.what = changed.map(|_| Message::UndoPassage { words });
    Ok(json!({ "path": path }))
}

/// The file with another text, and the way to that.
fn with_text(loaded: &Loaded, body: &Json) -> Result<(Vec<Step>, Vec<Amended>), NotDone> {
    let texts = Texts::of(loaded, body)?;
    let path = path_of(&body["path"])?;
    let found = texts.find(&path)?;
    let own = found.text.ok_or_else(|| texts.gone(&path))?.path.clone();
    let text = body["text"].as_str().unwrap_or_default();
    let now = prose::as_written(&texts.document, &own).unwrap_or_default();
    if prose::tidy(text) == now {
        return Ok((own, Vec::new()));
    }
    let (texts, _) = as_seen(loaded, body)?;
    let new = prose::set(&texts.source, &own, text)?;
    Ok((own, texts.amended(new)))
}

/// The files that `do/passage` changes.
pub fn amended(loaded: &Loaded, body: &Json) -> Result<Vec<Amended>, NotDone> {
    with_text(loaded, body).map(|(_, files)| files)
}

/// `do/condition`: whom a block is for.
pub fn set_condition(desk: &mut Desk, body: &Json) -> Done {
    let project = desk.project.clone();
    let mut words = String::new();
    let changed = desk.amend(|loaded| {
        unless_issued(&project, loaded, body)?;
        let files = with_condition(loaded, body)?;
        words = words_at(loaded, body)?;
        Ok(files)
    })?;
    desk.what = changed.map(|_| Message::UndoCondition { words });
    Ok(json!({ "path": body["path"] }))
}

/// That what is asked for lacks this, or has nothing there that it can be.
pub fn not_asked(key: &str) -> Refusal {
    Refusal::of_field(key.to_owned(), Diagnostic::error(Message::NotAsked { key: key.to_owned() }))
}

/// How the block begins that is named.
pub fn words_at(loaded: &Loaded, body: &Json) -> Result<String, Refusal> {
    let texts = Texts::of(loaded, body)?;
    let path = path_of(&body["path"])?;
    let found = texts.find(&path)?;
    Ok(found.piece.map(|piece| piece.words(&texts.document)).unwrap_or_default())
}

/// The file in which a block has another condition, or none.
pub fn with_condition(loaded: &Loaded, body: &Json) -> Result<Vec<Amended>, NotDone> {
    let (texts, path) = as_seen(loaded, body)?;
    let block = texts.find(&path)?.piece.map(|piece| piece.path.clone());
    let block = block.ok_or_else(|| {
        Diagnostic::error(Message::NoConditionHere).at(texts.document.place(&path))
    })?;
    // One that is taken away is `null`; one that is not named is none that anybody wants.
    let when = body.get("when").ok_or_else(|| not_asked("when"))?;
    let new = condition::set(&texts.source, &block, Some(when))?;
    Ok(texts.amended(new))
}

#[cfg(test)]
#[path = "passages_tests.rs"]
mod tests;
