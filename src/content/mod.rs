//! Checks of content: what the texts of the facts say, not how they are written
//! in YAML. Each check has an id, by which `data/office.yaml` sets its level or
//! accepts what it finds; `docs/checks.md` explains each.
//!
//! A check looks at passages ([`crate::facts::Passage`]) or at checked facts. It
//! knows neither templates nor pages.

mod characters;
mod dates;
mod days;
mod encodings;
mod familiar;
mod fold;
mod form;
mod law;
mod look_alikes;
mod names;
mod order;
mod recipients;
mod unfilled;
mod unprinted;
mod wording;

use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use crate::check::SharedFacts;
use crate::diagnostic::{Diagnostic, SourceText};
use crate::facts::{Document, Passage, Step, Value};
use crate::messages::Message;
use crate::model::{Client, Notice, Style};
use crate::rules::Rule;

use days::KnownDays;

pub use days::{WrongWeekday, wrong_weekdays};
pub use encodings::outside_jis;
pub use familiar::Familiar;
pub use fold::{Writing, fold, fold_typed, folds, forms};
pub use names::{Doubles, Gathered, Mention, Named, OtherNames, key_of as key_of_name};
pub use recipients::Recipients;
pub use unprinted::check as check_unprinted;

/// What a check has found.
impl Rule {
    /// A finding of this check.
    pub fn finding(self, message: Message) -> Diagnostic {
        Diagnostic { rule: Some(self), ..Diagnostic::new(self.severity(), message) }
    }

    /// A finding of this check in a client's record, behind these keys.
    fn found_for(self, client: &Client, keys: &[&str], message: Message) -> Diagnostic {
        self.finding(message).at(client.record.place(keys)).for_client(&client.id)
    }

    /// A finding of this check in a part of a passage.
    fn found_in(self, passage: &Passage, part: Range<usize>, message: Message) -> Diagnostic {
        self.finding(message).at(passage.place(part))
    }

    /// A finding of which there is one correction: `right` in the place of this part.
    fn corrected_in(
        self,
        passage: &Passage,
        part: Range<usize>,
        message: Message,
        right: String,
    ) -> Diagnostic {
        let fix = passage.keeps_joins(part.clone(), &right).then_some(right);
        Diagnostic { fix, ..self.found_in(passage, part, message) }
    }
}

/// What the checks need to know besides the text or record that they look at.
#[derive(Debug)]
pub struct Review {
    days: KnownDays,
    style: Style,
    notice: Notice,
}

impl Review {
    /// For the letters of a notice.
    pub fn of(facts: &SharedFacts, notice: &Notice) -> Self {
        let days = KnownDays::of(facts, notice);
        Self { days, style: facts.office.style.with(&notice.style), notice: notice.clone() }
    }

    /// What is wrong with the texts that letters share, and with the days in the
    /// office's own `templates`, before the office's settings. `ends` tells whether
    /// the template itself ends a letter with 以上.
    pub fn shared(
        &self,
        files: &[Arc<SourceText>],
        templates: &[Arc<SourceText>],
        facts: &SharedFacts,
        ends: bool,
    ) -> Vec<Diagnostic> {
        let (mut texts, mut foreign) = (Vec::new(), Vec::new());
        for file in files {
            let parts = foreign_parts(file);
            for passage in Passage::all_in(file).into_iter().filter(is_prose) {
                let is_foreign = parts.iter().any(|part| passage.path.starts_with(part));
                if is_foreign { &mut foreign } else { &mut texts }.push(passage);
            }
        }
        let mut found: Vec<Diagnostic> = texts
            .par_iter()
            .flat_map_iter(|passage| of_passage(passage, &self.days, &self.style, false))
            .collect();
        // The marks of places to be filled in are the same in every language.
        found.extend(foreign.iter().flat_map(unfilled::check));
        let passages = templates.iter().map(Passage::of_template);
        found.extend(passages.flat_map(|template| days::check(&template, &self.days)));
        found.extend(wording::check(&texts, facts));
        found.extend(form::check(&texts, facts, ends));
        let of_templates = templates.iter().map(|template| template.text.as_str()).collect();
        found.extend(law::check(facts, &self.notice, of_templates));
        found.extend(form::pictures_in_mail(facts, &self.notice));
        found.extend(order::check(facts, &self.notice));
        found
    }

    /// What is wrong with the texts of a record; or of the records that are in one
    /// piece of a list, each finding with the number of its record.
    pub fn records(&self, piece: &Arc<SourceText>) -> Vec<(usize, Diagnostic)> {
        let texts = Passage::all_in(piece).into_iter().filter(is_prose);
        let found = texts.flat_map(|passage| {
            let number = match passage.path.first() {
                Some(Step::Index(number)) => *number,
                _ => 0,
            };
            let mut found = of_passage(&passage, &self.days, &self.style, true);
            found.extend(characters::tags_in_record(&passage));
            found.into_iter().map(move |finding| (number, finding))
        });
        found.collect()
    }

    /// What is wrong with a client's facts.
    pub fn client(&self, client: &Client) -> Vec<Diagnostic> {
        let mut found = form::check_client(client, &self.notice);
        found.extend(order::check_client(client, &self.notice));
        found.extend(names::check_client(client));
        found.extend(look_alikes::check_client(client));
        found
    }
}

/// The ways to the parts of a file that are in another language (`lang`), of which these
/// checks know nothing.
fn foreign_parts(file: &Arc<SourceText>) -> Vec<Vec<Step>> {
    fn collect(value: &Value, path: &mut Vec<Step>, found: &mut Vec<Vec<Step>>) {
        match value {
            Value::Mapping(mapping) => {
                let lang = mapping.get("lang").and_then(Value::as_str);
                if lang.is_some_and(|lang| lang != "ja") {
                    found.push(path.clone());
                }
                for (key, value) in mapping {
                    path.push(Step::Key(key.as_str().unwrap_or_default().to_owned()));
                    collect(value, path, found);
                    path.pop();
                }
            }
            Value::Sequence(elements) => {
                for (index, value) in elements.iter().enumerate() {
                    path.push(Step::Index(index));
                    collect(value, path, found);
                    path.pop();
                }
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    if file.text.contains("lang")
        && let Ok(document) = Document::parse(file)
    {
        collect(document.value(), &mut Vec::new(), &mut found);
    }
    found
}

/// Whether the text is Japanese for a reader or has markup in it, and is not the
/// office's own decisions about such texts, nor an example of a style.
fn is_prose(passage: &Passage) -> bool {
    /// Keys of words that the program knows, or that are names of something.
    const FIRST: [&str; 11] = [
        "accepted", "greeting", "closing", "kind", "law", "to", "head", "foot", "sender", "lang",
        "template",
    ];
    const ANYWHERE: [&str; 4] = ["style", "when", "mark", "use"];
    let is = |step: &Step, keys: &[&str]| match step {
        Step::Key(key) => keys.contains(&key.as_str()),
        Step::Index(_) => false,
    };
    let decision = passage.path.first().is_some_and(|step| is(step, &FIRST));
    // `bulletins: all`, and not what bulletins say.
    let is_choice = passage.path.last().is_some_and(|step| is(step, &["bulletins"]));
    let is_style = is_choice || passage.path.iter().any(|step| is(step, &ANYWHERE));
    let markup = || passage.text.contains(['&', '<', '*', '`']) || passage.text.contains("__");
    !decision && !is_style && (!passage.text.is_ascii() || markup())
}

/// What is wrong with a passage by itself.
fn of_passage(
    passage: &Passage,
    known: &KnownDays,
    style: &Style,
    in_record: bool,
) -> Vec<Diagnostic> {
    let mut found = days::check(passage, known);
    found.extend(dates::check(passage, style));
    found.extend(characters::check(passage, in_record));
    found.extend(look_alikes::check(passage));
    found.extend(wording::check_one(passage));
    found.extend(unfilled::check(passage));
    found
}

/// The same, of a project whose facts have these days.
#[cfg(test)]
pub(crate) fn check_passage(
    passage: &Passage,
    known: &[chrono::NaiveDate],
    style: &Style,
) -> Vec<Diagnostic> {
    of_passage(passage, &KnownDays::among(known.iter().copied()), style, false)
}
