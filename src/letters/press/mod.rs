//! One letter through the stages: render, compile, export.
//!
//! What makes a letter is here; whether it is pages or text is in [`form`], what goes into
//! its fingerprint in [`fingerprint`], who is to blame for what is wrong with it in
//! [`blame`], and the search for the names of other clients in [`names`].

mod blame;
mod fingerprint;
mod form;
mod names;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use fingerprint::{Ingredients, TOOL};

use self::blame::Texts;
use self::fingerprint::SharedIngredients;
use self::form::{Form, Rendered, vanishing_text};
use super::pages::{self, Excess};
use super::sheet::{Exported, Sheet};
use super::verdict::Judge;
use crate::check::SharedFacts;
use crate::content::{Familiar, OtherNames, outside_jis, wrong_weekdays};
use crate::diagnostic::{Diagnostic, Place, SourceText, count_warnings, is_wrong};
use crate::digest::{Digest, FactDigests};
use crate::facts::OwnFields;
use crate::ids::{ClientId, NoticeId};
use crate::messages::{Message, Noun, count};
use crate::model::{Client, Incident, Notice, OptionalPart, Variant};
use crate::project::Sources;
use crate::rules::{Rule, Severity};
use crate::tasks::{Task, begin};
use crate::template::{Engine, ReadOut};
use crate::typeset::{
    Document, ExportError, Fault, FaultPlace, Files, MissingGlyph, PlainExport, compile,
    forget_unused, printed_breaks,
};

/// Everything that the letters of one notice share.
pub struct Press {
    engine: Engine,
    form: Form,
    texts: Texts,
    incident: Arc<Incident>,
    /// The notice whose letters these are.
    pub notice: Notice,
    ingredients: SharedIngredients,
    names: OtherNames,
    /// The office's own fields, which a client may lack.
    own: OwnFields,
    /// Lines of sources whose characters are all there, and whose weekdays are right.
    right: Familiar,
    judge: Arc<Judge>,
}

/// A letter before it is set.
pub struct Draft {
    /// What it is made from; `None` if it could not be rendered.
    pub source: Option<String>,
    /// Everything that is to be said of this letter.
    pub found: Vec<Diagnostic>,
}

/// A letter that has been set, to be looked at.
pub struct Proof {
    /// The pages, or the text.
    pub sheet: Sheet,
    /// What it was made from.
    pub source: String,
    /// What is to be said of it; no error.
    pub found: Vec<Diagnostic>,
}

/// A finished letter.
pub struct Letter {
    /// The file's bytes.
    pub bytes: Vec<u8>,
    /// Why it was exported the plain way, if it was.
    pub plain: Option<PlainExport>,
    /// How many pages it has; a text has none.
    pub pages: usize,
    /// What it was made from: Typst's source, or the text itself.
    pub source: String,
    /// How many warnings there are about it.
    pub warnings: usize,
}

impl Press {
    /// Loads templates and fonts.
    pub fn new(
        mut sources: Sources,
        facts: &SharedFacts,
        notice: Notice,
        names: OtherNames,
    ) -> Result<Self, Vec<Diagnostic>> {
        let ingredients = SharedIngredients::of(&sources, &facts.office, &notice);
        let shared = sources.shared().cloned().collect();
        let before = facts.notices.iter().filter(|it| it.is_before(&notice)).cloned().collect();
        let form = Form::of(&notice, &mut sources)?;
        let templates = sources.templates;
        let (office, incident) = (&facts.office, facts.incident.clone());
        let engine = Engine::new(&templates, office, incident, notice.clone(), before)?;
        let vanishing = vanishing_text(&templates);
        if !vanishing.is_empty() {
            return Err(vanishing);
        }
        Ok(Self {
            engine,
            form,
            texts: Texts { templates, shared },
            incident: facts.incident.clone(),
            notice,
            ingredients,
            names,
            own: facts.own.clone(),
            right: Familiar::default(),
            judge: Arc::default(),
        })
    }

    /// The files of the facts that all letters share.
    pub fn shared_texts(&self) -> &[Arc<SourceText>] {
        &self.texts.shared
    }

    /// Whether a template or a text asks for a variable, or for a whole that has it.
    pub fn reads(&self, path: &[&str]) -> bool {
        let is_shown =
            matches!(path, [_, field] if self.notice.shows_rows_of(field, &self.incident));
        is_shown || self.texts.read(path)
    }

    /// The same, whose letters this judge weighs. Until then none is refused for
    /// what it says.
    pub fn judged_by(self, judge: Arc<Judge>) -> Self {
        Self { judge, ..self }
    }

    /// Everything that can be said of a client's letter without setting it.
    pub fn draft(&self, client: &Client) -> Draft {
        let _watched = begin(Task::Letter(client.id.clone()));
        let mut found = self.judge.of_record(client);
        let rendered = match self.form.render(&self.engine, client) {
            Ok(rendered) => rendered,
            Err(problems) => {
                found.extend(problems.into_iter().map(|it| self.lacking(it)));
                return Draft { source: None, found };
            }
        };
        found.extend(self.of_lines(client, &rendered));
        found.extend(self.other_clients(client, &rendered));
        if self.judge.refuses(Rule::LineBreak) {
            let breaks = self.printed_breaks(&[client]).into_iter();
            found.extend(breaks.map(|finding| finding.for_client(&client.id)));
        }
        Draft { source: Some(rendered.source), found }
    }

    /// The same, of a field of the office's own that the record does not have.
    fn lacking(&self, problem: Diagnostic) -> Diagnostic {
        match &problem.message {
            Message::UndefinedAlone { name } if self.own.get(name).is_some() => {
                let field = name.clone();
                let message = Message::FieldNotThere { field: field.clone() };
                let hint = Message::GiveFieldOrAsk { field };
                Diagnostic { message, hints: Vec::new(), ..problem }.hint(hint)
            }
            _ => problem,
        }
    }

    /// What is to be said of a source line by line: of the characters that would not be
    /// seen, of those that may be lost on the way, and of weekdays.
    fn of_lines(&self, client: &Client, rendered: &Rendered) -> Vec<Diagnostic> {
        let (mut missing, mut lost) = (BTreeSet::new(), BTreeSet::new());
        let mut wrong_days = Vec::new();
        let (source, _) = rendered.to_read();
        for line in source.split_inclusive('\n').filter(|line| !self.right.contains(line)) {
            let unseen = self.form.unseen(line);
            let weekdays = wrong_weekdays(line);
            let outside = match self.form.is_japanese_mail() {
                true => outside_jis(line),
                false => Vec::new(),
            };
            if unseen.is_empty() && weekdays.is_empty() && outside.is_empty() {
                self.right.add(line);
            }
            missing.extend(unseen);
            lost.extend(outside.into_iter().map(str::to_owned));
            wrong_days.extend(weekdays);
        }
        let lost = self.texts.lost_in_mail(client, &lost).into_iter();
        let lost: Vec<_> = lost.filter_map(|it| self.judge.weigh(it)).collect();
        let missing = missing.into_iter().map(|(character, selector)| {
            self.texts.missing_glyph(client, &MissingGlyph { character, selector })
        });
        let wrong_days = wrong_days.into_iter();
        let wrong_days = wrong_days.filter_map(|it| self.texts.wrong_weekday(client, it));
        let wrong_days = wrong_days.filter_map(|it| self.judge.weigh(it));
        missing.chain(lost).chain(wrong_days).collect()
    }

    /// What a client's letter says, text by text; `None` if it cannot be rendered.
    pub fn read_out(&self, client: &Client) -> Option<ReadOut> {
        self.engine.read_out(client)
    }

    /// The line breaks of the template that print a space between two Japanese
    /// characters, in letters of every variant, as the office wants to hear of them.
    pub fn printed_breaks(&self, clients: &[&Client]) -> Vec<Diagnostic> {
        let Some(template) = self.engine.template() else { return Vec::new() };
        let template = &template.source;
        let mut variants = BTreeSet::new();
        let mut found = BTreeMap::new();
        for client in clients {
            if !variants.insert(Variant::of(client, &self.notice, &self.incident)) {
                continue;
            }
            let _watched = begin(Task::Letter(client.id.clone()));
            let Some(map) = self.engine.render_with_lines(client) else { continue };
            for around in printed_breaks(&map.source) {
                let line = map.template_line(around.start, &template.text);
                found.entry((line.start, line.end)).or_insert_with(|| {
                    let found = map.source[around].replace('\n', "⏎");
                    Rule::LineBreak
                        .finding(Message::BreakPrintsSpace { found })
                        .at(Place::new(template.clone(), line))
                        .hint(Message::JoinLines)
                });
            }
        }
        found.into_values().filter_map(|finding| self.judge.weigh(finding)).collect()
    }

    /// The digest of the fonts.
    pub fn fonts(&self) -> Digest {
        self.ingredients.fonts
    }

    /// A letter's lasting name, from which its document ID is made.
    pub fn identity(&self, client: &ClientId) -> String {
        self.ingredients.identity(client)
    }

    /// The digest of everything that is read for the letter of a client whose
    /// name has this key and whose record this digest. As long as it is the same, so are the letter's source
    /// and what is to be said of it.
    pub fn inputs(&self, client: &ClientId, name: u64, record: Digest) -> Digest {
        let mut fields = self.ingredients.inputs(record);
        self.judge.add_known(client, name, &mut fields);
        fields.digest()
    }

    /// What a letter with this source is made of.
    pub fn ingredients(&self, client: &Client, source: &str) -> Ingredients {
        self.ingredients.with(&client.id, source)
    }

    /// The facts in a letter that others may share: what they are called, and a
    /// digest of each.
    pub fn shared_facts(&self, client: &Client, files: &BTreeMap<String, Digest>) -> FactDigests {
        let mut facts = self.engine.shared_facts(client);
        facts.extend(self.ingredients.digests(self.engine.template(), files));
        facts
    }

    /// What stands over other text or beyond its column on a letter's pages, before the
    /// office's settings.
    pub fn overflowing(&self, client: &Client, document: &Document) -> Vec<Diagnostic> {
        self.texts.overflowing(client, document)
    }

    /// The bytes of a file that letters are set with.
    pub fn file(&self, path: &str) -> Option<Vec<u8>> {
        self.form.files()?.content(path)
    }

    /// The incident that the letters are about.
    pub fn incident(&self) -> &Incident {
        &self.incident
    }

    /// The parts of the letter that not everybody gets, and whether this client does.
    pub fn optional_parts<'a>(&'a self, client: &'a Client) -> Vec<OptionalPart<'a>> {
        self.notice.optional_parts(&self.incident, client)
    }

    /// The source of a draft, and what is to be said of it if that is no error; else
    /// all that is to be said of it, which is nothing if only a text is wrong that
    /// all letters share.
    pub fn accept(&self, draft: Draft) -> Result<(String, Vec<Diagnostic>), Vec<Diagnostic>> {
        let Draft { source, found } = draft;
        match source {
            Some(source) if !is_wrong(&found) && !self.judge.stops_all() => Ok((source, found)),
            _ => Err(found),
        }
    }

    /// The whole letter.
    pub fn make(&self, client: &Client) -> Result<Letter, Vec<Diagnostic>> {
        let Proof { sheet, source, found } = self.set(client)?;
        let Exported { bytes, plain } = self.export(client, &sheet)?;
        let warnings = count_warnings(&found);
        Ok(Letter { bytes, plain, pages: sheet.page_count(), source, warnings })
    }

    /// The letter up to the export.
    pub fn set(&self, client: &Client) -> Result<Proof, Vec<Diagnostic>> {
        let (source, mut found) = self.accept(self.draft(client))?;
        match self.set_source(client, &source) {
            Ok((sheet, of_pages)) => {
                found.extend(of_pages);
                Ok(Proof { sheet, source, found })
            }
            Err(problems) => {
                found.extend(problems);
                Err(found)
            }
        }
    }

    /// The letter to be looked at, also where a check stops it from going out: a place that is
    /// still to be filled in is seen best where it stands. Without one, all that is wrong.
    pub fn look(&self, client: &Client) -> (Option<Sheet>, Vec<Diagnostic>) {
        let Draft { source, mut found } = self.draft(client);
        let is_fault = |it: &Diagnostic| it.severity == Severity::Error && it.rule.is_none();
        let Some(source) = source.filter(|_| !found.iter().any(is_fault)) else {
            return (None, found);
        };
        match self.set_pages(client, &source) {
            Ok((sheet, of_pages)) => {
                found.extend(of_pages);
                (Some(sheet), found)
            }
            Err(problems) => {
                found.extend(problems);
                (None, found)
            }
        }
    }

    /// The pages of a letter with this source, and what is to be said of the names on
    /// them if that is no error. A text is its own source.
    pub fn set_source(
        &self,
        client: &Client,
        source: &str,
    ) -> Result<(Sheet, Vec<Diagnostic>), Vec<Diagnostic>> {
        let (sheet, found) = self.set_pages(client, source)?;
        if is_wrong(&found) { Err(found) } else { Ok((sheet, found)) }
    }

    /// The same, whatever is to be said of the pages.
    fn set_pages(
        &self,
        client: &Client,
        source: &str,
    ) -> Result<(Sheet, Vec<Diagnostic>), Vec<Diagnostic>> {
        let Some(files) = self.form.files() else {
            return Ok((Sheet::Text(source.to_owned()), Vec::new()));
        };
        let _watched = begin(Task::Letter(client.id.clone()));
        let document = self.compile(files, client, source);
        forget_unused();
        let document = document?;
        let mut found = pages::refused(&document, client, &self.judge);
        found.extend(self.other_clients_on(&document, client, source));
        Ok((Sheet::Pages(Box::new(document)), found))
    }

    /// The export of a letter that has been set.
    pub fn export(&self, client: &Client, sheet: &Sheet) -> Result<Exported, Vec<Diagnostic>> {
        let _watched = begin(Task::Letter(client.id.clone()));
        let exported = sheet.export(&self.identity(&client.id));
        exported.map_err(|error| self.export_problems(client, error))
    }

    fn compile(
        &self,
        files: &Arc<Files>,
        client: &Client,
        source: &str,
    ) -> Result<Document, Vec<Diagnostic>> {
        let document = compile(files, source, at_the_edge(&self.notice.id, &client.id))
            .map_err(|faults| self.fault_problems(files, client, faults))?;
        let missing = lacking(files, document.missing_glyphs());
        if !missing.is_empty() {
            return Err(missing
                .iter()
                .map(|glyph| self.texts.missing_glyph(client, glyph))
                .collect());
        }
        if self.notice.kind.has_one_page()
            && let Some(excess) = Excess::of(&document)
        {
            // What stands off the paper would be there because of that.
            return Err(vec![self.too_long(client, excess)]);
        }
        let overflowing = self.overflowing(client, &document).into_iter();
        let overflowing = overflowing.filter_map(|finding| self.judge.weigh(finding));
        let errors: Vec<Diagnostic> =
            overflowing.filter(|finding| finding.severity == Severity::Error).collect();
        if errors.is_empty() { Ok(document) } else { Err(errors) }
    }

    /// A letter that must be on one page and goes beyond it.
    fn too_long(&self, client: &Client, excess: Excess) -> Diagnostic {
        const POINTS_OF_A_MILLIMETRE: f64 = 72.0 / 25.4;
        let millimetres = (excess.height / POINTS_OF_A_MILLIMETRE).round().to_string();
        let lines = count(excess.lines, Noun::Line);
        let problem = Diagnostic::error(Message::TooLongForACard { lines, millimetres });
        let problem = problem.at(self.notice.place_of("body")).for_client(&client.id);
        problem.hint(Message::ShortenOrWriteLetter)
    }

    fn export_problems(&self, client: &Client, error: ExportError) -> Vec<Diagnostic> {
        match error {
            ExportError::Faults(faults) => {
                faults.iter().map(|fault| self.texts.fault(client, fault, None)).collect()
            }
            ExportError::Standards(_) => {
                let said = Message::Verbatim(error.to_string());
                vec![Diagnostic::error(said).for_client(&client.id)]
            }
        }
    }

    /// Typst's faults, those in the letter's own source led back to the template's lines.
    fn fault_problems(
        &self,
        files: &Arc<Files>,
        client: &Client,
        faults: Vec<Fault>,
    ) -> Vec<Diagnostic> {
        let in_letter = faults.iter().any(|fault| matches!(fault.at, FaultPlace::Letter(_)));
        let map = if in_letter { self.engine.render_with_lines(client) } else { None };
        let Some((map, template)) = map.zip(self.engine.template()) else {
            return faults.iter().map(|fault| self.texts.fault(client, fault, None)).collect();
        };
        // The places are asked for again in the very source that the lines belong to.
        let again = compile(files, &map.source, at_the_edge(&self.notice.id, &client.id))
            .err()
            .unwrap_or(faults);
        let template = &template.source;
        again
            .iter()
            .map(|fault| {
                let place = match &fault.at {
                    FaultPlace::Letter(range) => Some(Place::new(
                        template.clone(),
                        map.template_line(range.start, &template.text),
                    )),
                    _ => None,
                };
                let problem = self.texts.fault(client, fault, place);
                self.texts
                    .values_at(client, &map.source, fault)
                    .into_iter()
                    .fold(problem, Diagnostic::hint)
            })
            .collect()
    }
}

/// Of characters that could not be set, those that no font has. A letter and its
/// combining marks are set as one: of C with U+0328 only the mark is missing.
fn lacking<'a>(files: &Files, missing: &'a BTreeSet<MissingGlyph>) -> Vec<&'a MissingGlyph> {
    let lacks = |glyph: &&MissingGlyph| {
        let character = glyph.character.to_string();
        glyph.selector.is_some() || files.fonts().missing(&character).next().is_some()
    };
    let lacking: Vec<&MissingGlyph> = missing.iter().filter(lacks).collect();
    if lacking.is_empty() { missing.iter().collect() } else { lacking }
}

/// What stands at the edge of each page, so that sheets that fall apart find their way
/// back: the recipient's id; nothing on the one copy of a letter for nobody.
pub fn at_the_edge<'a>(notice: &NoticeId, client: &'a ClientId) -> &'a str {
    if client.as_str() == notice.as_str() { "" } else { client.as_str() }
}
