//! Tera, loaded with a project's templates and texts.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use serde::Serialize;
use tera::{Context, Tera};

use super::errors::Report;
use super::letter::{Filled, Letter, Needed, Resolver};
use super::own_names::{OWN, looked_up};
use super::parts::office_facts;
use super::{LineMap, escape, filters, lines, printed};
use crate::diagnostic::{Diagnostic, Place};
use crate::digest::FactDigests;
use crate::facts::Origin;
use crate::messages::Message;
use crate::model::{Client, Incident, Notice, Office, Prose, Style};
use crate::project::Template;

/// Renders the letters of one notice.
pub struct Engine {
    /// The templates and texts as they are written.
    plain: Tera,
    /// The same, each `{{ … }}` watched.
    pub(super) tera: Tera,
    templates: BTreeMap<String, Template>,
    /// Where each text with variables was written, by [`text_name`].
    texts: HashMap<String, Origin>,
    pub(super) office: Office,
    pub(super) incident: Arc<Incident>,
    pub(super) notice: Notice,
    /// The notices before it, oldest first.
    pub(super) previous: Vec<Notice>,
    pub(super) style: Style,
    /// What renders the texts of blocks that have a style of their own.
    styled: Mutex<Vec<(Style, Arc<Tera>)>>,
    /// The `vars` of the office and the incident that have names of the office's own.
    vars: BTreeMap<String, tera::Value>,
    pub(super) office_facts: FactDigests,
    pub(super) general_facts: OnceLock<FactDigests>,
}

impl Engine {
    /// Loads templates and texts. Every syntax error in them is reported.
    pub fn new(
        templates: &[Template],
        office: &Office,
        incident: Arc<Incident>,
        notice: Notice,
        previous: Vec<Notice>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let mut tera = Tera::new();
        tera.autoescape_on([".typ"]);
        tera.set_escape_fn(escape::write_markup);
        let style = office.style.with(&notice.style);
        filters::register(&mut tera, &style);
        insert_facts(&mut tera, office, &incident);
        let vars = office.vars.iter().chain(incident.vars.iter());
        let vars = vars.map(|(name, text)| (name.to_owned(), tera::Value::from(text))).collect();
        let mut engine = Self {
            vars,
            office: office.clone(),
            styled: Mutex::default(),
            tera: Tera::default(),
            plain: tera,
            templates: BTreeMap::new(),
            texts: HashMap::new(),
            incident,
            notice,
            previous,
            style,
            office_facts: office_facts(office),
            general_facts: OnceLock::new(),
        };
        let mut problems = engine.add_templates(templates);
        problems.extend(engine.add_texts());
        if !problems.is_empty() {
            return Err(problems);
        }
        engine.watch().map_err(|problem| vec![*problem])?;
        Ok(engine)
    }

    /// Makes the templates that letters are rendered from.
    fn watch(&mut self) -> Result<(), Box<Diagnostic>> {
        self.tera = self.plain.clone();
        let templates = self.templates.values().filter(|it| it.is_rendered());
        let templates = templates.map(|it| (it.name.clone(), it.source.text.as_str()));
        let texts = self.texts.keys().map(|name| (name.clone(), text_of(name)));
        let watched =
            templates.chain(texts).map(|(name, text)| (name, printed::watch(&looked_up(text))));
        let added = self.tera.add_raw_templates(watched);
        added.map_err(|error| Box::new(Report::of(&error).diagnostic()))
    }

    fn add_templates(&mut self, templates: &[Template]) -> Vec<Diagnostic> {
        for template in templates {
            self.templates.insert(template.name.clone(), template.clone());
        }
        let templates: Vec<&Template> = templates.iter().filter(|it| it.is_rendered()).collect();
        let all = templates.iter().map(|it| (it.name.as_str(), looked_up(&it.source.text)));
        let Err(first) = self.plain.add_raw_templates(all) else { return Vec::new() };
        // Together they fail with the first error; one by one each tells its own.
        let mut problems = Vec::new();
        for template in &templates {
            let mut alone = Tera::new();
            filters::register(&mut alone, &self.style);
            if let Err(error) =
                alone.add_raw_template(&template.name, &looked_up(&template.source.text))
            {
                let report = Report::of(&error).written(|it| self.text(it));
                if report.at.is_some() {
                    problems.push(self.place(&report));
                }
            }
        }
        if problems.is_empty() {
            problems.push(self.place(&Report::of(&first).written(|it| self.text(it))));
        }
        problems
    }

    fn add_texts(&mut self) -> Vec<Diagnostic> {
        let mut proses = self.incident.prose();
        proses.extend(self.notice.prose());
        proses.extend(self.previous.iter().map(|notice| &notice.title));
        let with_tags = proses.iter().flat_map(|prose| {
            let paragraphs = prose.paragraphs.iter().filter(|paragraph| paragraph.has_tags);
            paragraphs.map(|paragraph| (text_name(&paragraph.text), prose.origin.clone()))
        });
        let texts: Vec<(String, Origin)> = with_tags.collect();
        self.texts.extend(texts.iter().cloned());
        // Tera looks through all templates whenever some are added: to add thousands of
        // texts one by one takes minutes.
        let all = self.texts.keys().map(|name| (name, looked_up(text_of(name))));
        let Err(first) = self.plain.add_raw_templates(all) else { return Vec::new() };
        // Together they fail with the first error; one by one each tells its own.
        let mut problems = Vec::new();
        for (name, origin) in texts {
            if let Err(error) =
                self.plain.clone().add_raw_template(&name, &looked_up(text_of(&name)))
            {
                self.texts.insert(name.clone(), origin);
                let report = Report::of(&error).written(|it| self.text(it));
                problems.push(self.place(&report.of_template(&name)));
            }
        }
        if problems.is_empty() {
            problems.push(self.place(&Report::of(&first).written(|it| self.text(it))));
        }
        problems
    }

    /// The Typst source of one client's letter; `name` is the template's.
    pub fn render(&self, name: &str, client: &Client) -> Result<String, Vec<Diagnostic>> {
        self.render_with(&self.tera, name, client)
    }

    /// What one client's letter says, with its title.
    pub fn resolve(&self, client: &Client) -> Result<(String, Letter), Vec<Diagnostic>> {
        let Resolved { title, letter, .. } = self.resolve_with(&self.tera, client, None)?;
        Ok((title, letter))
    }

    /// The same source with the way back to the template's lines, to be used
    /// when Typst has found a fault in it.
    pub fn render_with_lines(&self, client: &Client) -> Option<LineMap> {
        let template = self.template()?;
        let mut tera = self.plain.clone();
        let marked = looked_up(&lines::mark(&template.source.text));
        tera.add_raw_template(&template.name, &marked).ok()?;
        let rendered = self.render_with(&tera, &template.name, client).ok()?;
        Some(LineMap::unmark(&rendered, &template.source.text))
    }

    /// The template that the notice names, unless its letters are text.
    pub fn template(&self) -> Option<&Template> {
        self.templates.get(self.notice.template.as_ref()?)
    }

    fn render_with(
        &self,
        tera: &Tera,
        name: &str,
        client: &Client,
    ) -> Result<String, Vec<Diagnostic>> {
        let Resolved { letter, mut context, .. } = self.resolve_with(tera, client, None)?;
        insert_letter(&letter, &mut context);
        tera.render(name, &context).map_err(|error| {
            let problems = self.blame(&error, name, &context).into_iter();
            problems.map(|problem| problem.for_client(&client.id)).collect()
        })
    }

    /// What the letter says, and the variables that its texts were filled in from. Where
    /// each text of it is written is noted for who asks.
    pub(super) fn resolve_with(
        &self,
        tera: &Tera,
        client: &Client,
        mut origins: Option<&mut Vec<Origin>>,
    ) -> Result<Resolved, Vec<Diagnostic>> {
        let mut problems = Vec::new();
        let mut context = Context::new();
        // Where a letter is for nobody, nothing can be said of its recipient.
        if !client.is_nobody() {
            context.insert("client", client);
        }
        self.insert_own(client, &mut context);
        // The title may speak of the notice, and the texts of its title.
        let title = |notice: &Notice, context: &mut Context, problems: &mut Vec<Diagnostic>| {
            context.insert("notice", &NoticeVariables::new(notice));
            self.fill_in((tera, &self.style), &notice.title, Needed::Always, context, problems)
                .concat()
        };
        // What this client got before.
        let before: Vec<&Notice> =
            self.previous.iter().filter(|it| it.is_told_to(client)).collect();
        let previous: Vec<NoticeVariables<'_>> = before
            .iter()
            .map(|notice| {
                let title = title(notice, &mut context, &mut problems);
                NoticeVariables { title: Some(title), ..NoticeVariables::new(notice) }
            })
            .collect();
        let title = title(&self.notice, &mut context, &mut problems);
        let variables = NoticeVariables {
            title: Some(title.clone()),
            previous,
            ..NoticeVariables::new(&self.notice)
        };
        context.insert("notice", &variables);
        let resolver = self.resolver(client);
        let letter = {
            let context = &context;
            resolver.letter(&mut |prose, needed, style| {
                let of = origins.as_mut().map(|origins| {
                    origins.push(prose.origin.clone());
                    origins.len() - 1
                });
                let texts = self.fill_in((tera, style), prose, needed, context, &mut problems);
                texts.into_iter().map(|text| Filled { text, of }).collect()
            })
        };
        if problems.is_empty() {
            return Ok(Resolved { title, letter, context });
        }
        Err(problems.into_iter().map(|problem| problem.for_client(&client.id)).collect())
    }

    /// The office's own fields and `vars` by their names alone; of one name, the client's.
    fn insert_own(&self, client: &Client, context: &mut Context) {
        let mut own: BTreeMap<&str, tera::Value> = BTreeMap::new();
        own.extend(self.vars.iter().map(|(name, value)| (name.as_str(), value.clone())));
        let of_client = client.own.iter();
        own.extend(
            of_client.map(|(name, value)| (name.as_str(), tera::Value::from_serializable(value))),
        );
        // Tera reads these by themselves.
        for (name, value) in own.iter().filter(|(name, _)| name.is_ascii()) {
            context.insert((*name).to_owned(), value);
        }
        context.insert(OWN, &own);
    }

    /// Chooses what is for this client.
    pub(super) fn resolver<'a>(&'a self, client: &'a Client) -> Resolver<'a> {
        // A form or a letter of thanks has told nobody of a bulletin.
        let has_told = |notice: &&Notice| {
            notice.is_told_to(client) && notice.tells_of_bulletins(&self.incident)
        };
        let last = self.previous.iter().rfind(has_told);
        Resolver {
            office: &self.office,
            client,
            incident: &self.incident,
            notice: &self.notice,
            told_until: last.map(Notice::tells_until),
            style: &self.style,
        }
    }

    /// The paragraphs of a text with its variables filled in. What is filled in
    /// is text: it is escaped when the template prints it.
    fn fill_in(
        &self,
        (tera, style): (&Tera, &Style),
        prose: &Prose,
        needed: Needed,
        context: &Context,
        problems: &mut Vec<Diagnostic>,
    ) -> Vec<String> {
        let before = problems.len();
        let of_style = self.of_style(style);
        let tera = of_style.as_deref().unwrap_or(tera);
        let fill_in = |paragraph: &crate::model::Paragraph| {
            if !paragraph.has_tags {
                return Some(paragraph.text.clone());
            }
            let name = text_name(&paragraph.text);
            let text = match tera.render(&name, context) {
                Ok(text) => text,
                Err(error) => {
                    problems.extend(self.blame(&error, &name, context));
                    return None;
                }
            };
            Some(text).filter(|text| !text.trim().is_empty())
        };
        let paragraphs: Vec<String> = prose.paragraphs.iter().filter_map(fill_in).collect();
        if paragraphs.is_empty() && needed == Needed::Always && problems.len() == before {
            let problem = Diagnostic::error(Message::TextIsEmpty);
            problems.push(problem.at(prose.origin.place()).hint(Message::WriteElse));
        }
        paragraphs
    }

    /// What renders texts in a style that is not the letter's.
    fn of_style(&self, style: &Style) -> Option<Arc<Tera>> {
        if *style == self.style {
            return None;
        }
        let mut styled = self.styled.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, tera)) = styled.iter().find(|(known, _)| known == style) {
            return Some(tera.clone());
        }
        let mut tera = self.tera.clone();
        filters::register(&mut tera, style);
        let tera = Arc::new(tera);
        styled.push((style.clone(), tera.clone()));
        Some(tera)
    }

    /// The diagnostics for an error while rendering a template, and for those that
    /// Tera would come to next: each value that is refused is taken out, and the rest
    /// tried again.
    fn blame(&self, error: &tera::Error, name: &str, context: &Context) -> Vec<Diagnostic> {
        let escaped = self.templates.contains_key(name);
        let mut rest = self.text(name);
        let mut report = self.report(error, name, &rest, context);
        let mut problems = vec![self.place(&report)];
        while let Some((_, range)) = report.at.as_ref().filter(|(it, _)| it == name)
            && let Some(refused) = printed::expression(&rest, range.start)
        {
            let without = printed::without(&rest, &refused);
            if without == rest {
                break;
            }
            rest = without;
            let Err(error) =
                self.tera.render_str(&printed::watch(&looked_up(&rest)), context, escaped)
            else {
                break;
            };
            report = self.report(&error, name, &rest, context);
            // Tera cannot take every template by itself.
            if report.at.is_some() {
                problems.push(self.place(&report));
            }
        }
        problems
    }

    /// What Tera says of an error in a template that has this text now.
    fn report(&self, error: &tera::Error, name: &str, text: &str, context: &Context) -> Report {
        let now = |it: &str| if it == name { text.to_owned() } else { self.text(it) };
        let report = Report::of(error);
        // Of what is not there, and of what filters and tags are given, Tera tells
        // more where nobody watches, and its places are those of the file.
        if report.refused().is_none_or(|refused| refused.is_undefined()) {
            let escaped = self.templates.contains_key(name);
            let plain = match text == self.text(name) {
                true => self.plain.render(name, context),
                false => self.plain.render_str(&looked_up(text), context, escaped),
            };
            if let Err(plain) = plain {
                return Report::of(&plain).of_one_off(name).written(now);
            }
        }
        report.of_one_off(name).unwatched(now)
    }

    fn text(&self, name: &str) -> String {
        match self.templates.get(name) {
            Some(template) => template.source.text.clone(),
            None => text_of(name).to_owned(),
        }
    }

    /// The diagnostic for an error, at its place in a template or in the facts.
    fn place(&self, report: &Report) -> Diagnostic {
        let Some((name, range)) = &report.at else { return report.diagnostic() };
        let report = report.with_name_from(match self.templates.get(name) {
            Some(template) => &template.source.text,
            None => name,
        });
        match (self.templates.get(name), self.texts.get(name)) {
            (Some(template), _) => {
                report.diagnostic().at(Place::new(template.source.clone(), range.clone()))
            }
            (None, Some(origin)) => {
                report.diagnostic().at(within(origin.place(), name, range.clone()))
            }
            (None, None) => report.diagnostic(),
        }
    }
}

/// What a letter says.
pub(super) struct Resolved {
    /// Its title.
    pub title: String,
    /// The rest.
    pub letter: Letter,
    /// The variables, without the letter's parts.
    context: Context,
}

/// The name of a text among the templates: itself, and an ending that no
/// template file has, so that Tera does not escape what it prints for Typst.
fn text_name(text: &str) -> String {
    format!("{text}\n.text")
}

/// The text of this name.
fn text_of(name: &str) -> &str {
    name.strip_suffix("\n.text").unwrap_or(name)
}

/// The part of a place that holds what is blamed in a text: its lines have been
/// joined, so its own offsets are not those of the file. The same words may stand
/// in other tags too.
fn within(place: Place, text: &str, blamed: Range<usize>) -> Place {
    let written = &place.source.text[place.range.clone()];
    let words = text.get(blamed.clone()).unwrap_or_default();
    let start = text.get(..blamed.start).and_then(|it| it.rfind('{')).unwrap_or(blamed.start);
    let end =
        text.get(blamed.end..).and_then(|it| it.find('}')).map_or(blamed.end, |it| blamed.end + it);
    let tag = text.get(start..end).and_then(|tag| Some(written.find(tag)? + blamed.start - start));
    match tag.or_else(|| written.find(words)) {
        Some(at) if !words.is_empty() => {
            let start = place.range.start + at;
            Place::new(place.source, start..start + words.len())
        }
        _ => place,
    }
}

/// The facts that are the same in every letter.
fn insert_facts(tera: &mut Tera, office: &Office, incident: &Incident) {
    let context = tera.global_context();
    context.insert("office", office);
    context.insert("incident", &IncidentVariables { name: incident.name.as_deref() });
}

/// What the letter says, as templates see it.
fn insert_letter(letter: &Letter, context: &mut Context) {
    context.insert("head", &letter.head);
    context.insert("body", &letter.body);
    if let Some(closing) = &letter.closing {
        context.insert("closing", closing);
    }
    context.insert("foot", &letter.foot);
    context.insert("appendix", &letter.appendix);
}

#[derive(Serialize)]
struct IncidentVariables<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
}

/// The notice as templates see it, its title filled in for the client.
#[derive(Serialize)]
struct NoticeVariables<'a> {
    id: &'a crate::ids::NoticeId,
    lang: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<u32>,
    date: chrono::NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<&'a str>,
    as_of: chrono::NaiveDateTime,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    /// The notices that this client got before, oldest first.
    previous: Vec<NoticeVariables<'a>>,
}

impl<'a> NoticeVariables<'a> {
    fn new(notice: &'a Notice) -> Self {
        Self {
            id: &notice.id,
            lang: notice.lang.to_string(),
            number: notice.number,
            date: notice.date,
            reference: notice.reference.as_deref(),
            as_of: notice.tells_until(),
            title: None,
            previous: Vec::new(),
        }
    }
}
