//! What the page is told, as JSON.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Serialize, Serializer};

use crate::content::{folds, forms};
use crate::diagnostic::{Diagnostic, DiagnosticRecord, Excerpt, count_warnings};
use crate::letters::passages::Passage;
use crate::letters::press::Press;
use crate::letters::sheet::Sheet;
use crate::model::{Client, Delivery, Variant};
use crate::rules::Severity;
use crate::typeset::Document;

/// How a client's letter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Nobody has looked yet.
    Unknown,
    /// It can be made.
    Fine,
    /// It can be made; somebody should look.
    Warning,
    /// It cannot be made.
    Error,
}

/// How many errors and warnings there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
}

impl Tally {
    /// Of these problems.
    pub fn of(problems: &[Diagnostic]) -> Self {
        let errors = problems.iter().filter(|it| it.severity == Severity::Error).count();
        Self { errors, warnings: count_warnings(problems) }
    }

    /// Of these and those.
    pub fn and(self, other: Self) -> Self {
        let Self { errors, warnings } = other;
        Self { errors: self.errors + errors, warnings: self.warnings + warnings }
    }

    /// The state of the letter.
    pub fn state(self) -> State {
        match self {
            Self { errors: 0, warnings: 0 } => State::Fine,
            Self { errors: 0, .. } => State::Warning,
            _ => State::Error,
        }
    }
}

/// All clients, in the order of the facts.
#[derive(Debug, Default, Serialize)]
pub struct ClientList {
    /// The notice's id; `None` as long as it is not known.
    pub notice: Option<String>,
    /// The client to begin with.
    pub first: Option<String>,
    /// How many variants there are.
    pub variants: usize,
    /// Whether states are still being found out.
    pub checking: bool,
    /// What there is about texts that all letters share.
    pub shared: Tally,
    /// The ways in which letters travel, those that there are.
    pub kinds: BTreeSet<Delivery>,
    /// How the page folds what is typed into the search.
    #[serde(flatten)]
    pub folding: Folding,
    /// The clients.
    pub clients: Vec<ClientEntry>,
}

/// The tables by which a text is folded as [`crate::content::fold_typed`] does.
#[derive(Debug, Serialize)]
pub struct Folding {
    /// Legal forms in brackets, each with what it stands for.
    forms: &'static BTreeMap<String, &'static str>,
    /// Characters, each with what it is folded to.
    folds: &'static BTreeMap<char, String>,
}

impl Default for Folding {
    fn default() -> Self {
        Self { forms: forms(), folds: folds() }
    }
}

impl ClientList {
    /// Enters what there is about the letter of the client with this number; whether
    /// that is news.
    pub fn enter(&mut self, number: usize, tally: Tally) -> bool {
        let Some(entry) = self.clients.get_mut(number) else { return false };
        let state = if self.shared.errors > 0 { State::Error } else { tally.state() };
        let news = (entry.state, entry.tally) != (state, tally);
        (entry.state, entry.tally) = (state, tally);
        news
    }
}

/// A line of the list.
#[derive(Debug, Serialize)]
pub struct ClientEntry {
    /// The id.
    pub id: String,
    /// The name; empty if the record cannot be read.
    pub name: String,
    /// How the letter is.
    pub state: State,
    /// What there is about this client's letter alone.
    #[serde(flatten)]
    pub tally: Tally,
    /// Whether the notice is for this client.
    pub addressed: bool,
    /// The variant's number, from 1; 0 if it is not known.
    pub variant: usize,
    /// How the letter travels; `None` if the record cannot be read.
    pub delivery: Option<Delivery>,
    /// What else the record says, folded.
    pub find: String,
}

/// Numbers the variants in the order in which they come up.
pub fn number_variants(clients: &[Client], press: &Press) -> (Vec<usize>, usize) {
    let mut numbers: BTreeMap<Variant, usize> = BTreeMap::new();
    let number = |client: &Client| {
        let next = numbers.len() + 1;
        *numbers.entry(Variant::of(client, &press.notice, press.incident())).or_insert(next)
    };
    let variants = clients.iter().map(number).collect();
    (variants, numbers.len())
}

/// One client's letter as it is now.
#[derive(Debug, Clone, Serialize)]
pub struct View {
    /// The client's id.
    pub client: String,
    /// The client's name; empty if the record cannot be read.
    pub name: String,
    /// How the letter is.
    pub state: State,
    /// Whether the notice is for this client.
    pub addressed: bool,
    /// Whether what is shown is of an earlier letter, because there is none now.
    pub stale: bool,
    /// Whether it is as it would be with a change that is not saved yet.
    pub draft: bool,
    /// The notice's id; `None` if it is not known.
    pub notice: Option<String>,
    /// The letter.
    #[serde(flatten, serialize_with = "shared")]
    pub shown: Arc<Shown>,
    /// The parts that not everybody gets.
    pub parts: Vec<PartView>,
    /// What is wrong.
    pub problems: Vec<ProblemView>,
    /// How long it took to make, in milliseconds.
    pub milliseconds: f64,
}

/// What is shared is written as if it were not.
fn shared<S: Serializer>(shown: &Arc<Shown>, serializer: S) -> Result<S::Ok, S::Error> {
    shown.serialize(serializer)
}

/// What is to be seen of a letter: its pages, or its text.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Shown {
    /// The pages.
    pub pages: Vec<Page>,
    /// The text of a mail.
    pub text: Option<String>,
    /// Where the texts of the facts stand in it.
    pub passages: Vec<Passage>,
}

impl Shown {
    /// A letter; its pages that are as they were in the `last` one are not drawn again.
    /// What `passages` finds in it is found while they are drawn.
    pub fn of(sheet: &Sheet, passages: impl FnOnce() -> Vec<Passage> + Send, last: &Self) -> Self {
        match sheet {
            Sheet::Pages(document) => {
                let (pages, passages) = rayon::join(|| pages(document, &last.pages), passages);
                Self { pages, text: None, passages }
            }
            Sheet::Text(text) => {
                Self { pages: Vec::new(), text: Some(text.clone()), passages: passages() }
            }
        }
    }
}

/// One page of a letter.
#[derive(Debug, Clone, Serialize)]
pub struct Page {
    /// Names the picture: another picture has another name.
    pub picture: String,
    /// In points.
    pub width: f64,
    /// In points.
    pub height: f64,
    /// The text, for who cannot see the picture.
    pub lines: Vec<String>,
    /// The picture, which has a route of its own.
    #[serde(skip)]
    pub svg: Arc<str>,
}

/// The pages of a letter; those that are as they were in the `last` one are not
/// drawn again.
fn pages(document: &Document, last: &[Page]) -> Vec<Page> {
    let page = |index: usize| {
        let picture = format!("{:032x}", document.page_hash(index)?);
        if let Some(same) = last.iter().find(|page| page.picture == picture) {
            return Some(same.clone());
        }
        let (width, height) = document.size(index)?;
        let svg = document.svg(index)?.into();
        let lines = document.lines(index).into_iter().map(|line| line.text).collect();
        Some(Page { picture, width, height, lines, svg })
    };
    (0..document.pages()).into_par_iter().filter_map(page).collect()
}

/// A part that not everybody gets.
#[derive(Debug, Clone, Serialize)]
pub struct PartView {
    words: String,
    decided_by: String,
    given: bool,
}

/// The parts that not everybody gets, and whether this client gets them.
pub fn parts(press: &Press, client: &Client) -> Vec<PartView> {
    let view = |part: crate::model::OptionalPart<'_>| PartView {
        words: part.words.to_owned(),
        decided_by: part.to_string(),
        given: part.given,
    };
    press.optional_parts(client).into_iter().map(view).collect()
}

/// A problem, with the line of the user's file.
#[derive(Debug, Clone, Serialize)]
pub struct ProblemView {
    #[serde(flatten)]
    record: serde_json::Value,
    excerpt: Option<ExcerptView>,
}

/// A line of a file, in three pieces, the middle one being what is meant.
#[derive(Debug, Clone, Serialize)]
struct ExcerptView {
    before: String,
    meant: String,
    after: String,
}

impl From<&Diagnostic> for ProblemView {
    fn from(problem: &Diagnostic) -> Self {
        let excerpt = problem.place.as_ref().map(|place| {
            let Excerpt { text, range: Range { start, end }, .. } = Excerpt::around(place);
            ExcerptView {
                before: text[..start].to_owned(),
                meant: text[start..end].to_owned(),
                after: text[end..].to_owned(),
            }
        });
        let record = serde_json::to_value(DiagnosticRecord::alone(problem)).unwrap_or_default();
        Self { record, excerpt }
    }
}
