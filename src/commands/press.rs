//! One letter through the stages: render, compile, export.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::pages;
use super::report::{count_warnings, is_wrong};
use super::verdict::Judge;
use crate::check::SharedFacts;
use crate::content::{Familiar, Mention, OtherNames, Writing, WrongWeekday, wrong_weekdays};
use crate::diagnostic::{Diagnostic, Place, SourceText, quoted};
use crate::digest::FactDigests;
use crate::digest::{self, Digest};
use crate::facts::{Document as YamlDocument, Step, Value};
use crate::ids::ClientId;
use crate::messages::Message;
use crate::model::Acceptance;
use crate::model::{Client, Incident, Notice, OptionalPart, Variant};
use crate::project::Template;
use crate::project::{Sources, embedded_template};
use crate::rules::Rule;
use crate::rules::Severity;
use crate::tasks::{Task, begin};
use crate::template::Engine;
use crate::typeset::{
    Document, ExportError, Fault, FaultPlace, Files, FontError, Fonts, MissingGlyph, compile,
    forget_unused, has_covers, literals_in, printed_breaks, without_fallback,
};
use crate::unseen::{is_invisible, is_variation};

/// The version of oshirase, which makes a letter's bytes too.
pub const TOOL: &str = env!("CARGO_PKG_VERSION");

/// Everything that the letters of one notice share.
pub struct Press {
    engine: Engine,
    files: Arc<Files>,
    templates: Vec<Template>,
    shared_texts: Vec<Arc<SourceText>>,
    incident: Arc<Incident>,
    /// The notice whose letters these are.
    pub notice: Notice,
    /// Goes before the notice and client in a letter's lasting name.
    office: String,
    /// The files that sources may import or show.
    shared_files: BTreeMap<String, Digest>,
    /// The fonts that are not in the binary, by path.
    own_fonts: FactDigests,
    fonts: Digest,
    inputs: digest::Fields,
    names: OtherNames,
    /// Lines of sources whose characters are all there, and whose weekdays are right.
    right: Familiar,
    judge: Arc<Judge>,
}

/// What a letter is made of.
pub struct Ingredients {
    /// The digest of all that makes the letter's bytes.
    pub fingerprint: Digest,
    /// The files it is set with, by path.
    pub files: BTreeMap<String, Digest>,
}

/// A letter before it is set.
pub struct Draft {
    /// The Typst source; `None` if it could not be rendered.
    pub source: Option<String>,
    /// Everything that is to be said of this letter.
    pub found: Vec<Diagnostic>,
}

/// A letter that has been set, to be looked at.
pub struct Proof {
    /// The pages.
    pub document: Document,
    /// The Typst source they were set from.
    pub source: String,
    /// What is to be said of it; no error.
    pub found: Vec<Diagnostic>,
}

/// A finished letter.
pub struct Letter {
    /// The file's bytes.
    pub pdf: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// The Typst source it was set from.
    pub source: String,
    /// How many warnings there are about it.
    pub warnings: usize,
}

impl Press {
    /// Loads templates and fonts.
    pub fn new(
        sources: Sources,
        facts: &SharedFacts,
        notice: Notice,
        names: OtherNames,
    ) -> Result<Self, Vec<Diagnostic>> {
        let inputs = inputs(&sources, &notice);
        let fonts_digest = Fonts::digest(&sources.fonts);
        let own_fonts = sources.fonts.iter();
        let own_fonts = own_fonts
            .map(|(path, bytes)| (format!("font {path}"), Digest::of(bytes).to_string()))
            .collect();
        let shared_files = shared_files(&sources, &notice);
        let fonts = Fonts::load(sources.fonts).map_err(|broken| {
            let report =
                |error: FontError| Diagnostic::error(error.message()).hint(Message::ReplaceFont);
            broken.into_iter().map(report).collect::<Vec<_>>()
        })?;
        let before = facts.notices.iter().take_while(|it| it.id != notice.id).cloned().collect();
        let engine = Engine::new(
            &sources.templates,
            &facts.office,
            facts.incident.clone(),
            notice.clone(),
            before,
        )?;
        let vanishing = vanishing_text(&sources.templates);
        if !vanishing.is_empty() {
            return Err(vanishing);
        }
        let main = format!("templates/{}", notice.template);
        let texts = sources.templates.iter().map(|template| &template.source);
        let files = Files::new(
            fonts,
            &main,
            texts.map(|source| (&*source.name, source.text.as_str())),
            sources.pictures,
        )
        .ok_or_else(|| vec![Diagnostic::error(Message::FileNameUnusable)])?;
        // In the binary's own templates, no page is broken by what the letter asks
        // about itself; in others, who knows.
        let files = match sources.templates.iter().any(is_own) {
            true => files,
            false => files.for_letters_set_once(),
        };
        Ok(Self {
            engine,
            files: Arc::new(files),
            templates: sources.templates,
            shared_texts: [sources.office, sources.incident, sources.notices]
                .into_iter()
                .flatten()
                .collect(),
            incident: facts.incident.clone(),
            notice,
            office: facts.office.name.clone(),
            shared_files,
            own_fonts,
            fonts: fonts_digest,
            inputs,
            names,
            right: Familiar::default(),
            judge: Arc::default(),
        })
    }

    /// `office.yaml`, `incident.yaml` and `notices.yaml`.
    pub fn shared_texts(&self) -> &[Arc<SourceText>] {
        &self.shared_texts
    }

    /// The same, whose letters this judge weighs. Until then none is refused for
    /// what it says.
    pub fn judged_by(self, judge: Arc<Judge>) -> Self {
        Self { judge, ..self }
    }

    /// The findings if this letter's source names other clients, as the office
    /// wants to hear of them.
    pub fn other_clients(&self, client: &Client, source: &str) -> Vec<Diagnostic> {
        let mentions = self.names.others_in(source, Writing::Typst, client);
        let finding = |mention: &Mention<'_>| {
            let (name, other) = (mention.name.clone(), mention.owner.to_string());
            let place = self.find_mention(client, mention);
            let own = place.as_ref().is_some_and(|it| it.source.name == client.record.source.name);
            let finding = Rule::OtherClient.finding(Message::OtherClientsName { name, other });
            let finding = finding.at(place).for_client(&client.id).hint(Message::DeleteName);
            // What a record says is printed as it stands.
            let finding = if own { finding } else { finding.hint(Message::UseClientName) };
            self.judge.weigh(finding.hint(accept_if_right(mention)))
        };
        mentions.iter().filter_map(finding).collect()
    }

    /// The same of names that are on the pages and not in the source: a template can
    /// put them together, and a picture can have them.
    fn other_clients_on(
        &self,
        document: &Document,
        client: &Client,
        source: &str,
    ) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for page in 0..document.pages() {
            let text = document.text(page);
            let mut mentions = self.names.others_in(&text, Writing::Plain, client);
            if !mentions.is_empty() {
                // Of these it is said where they stand.
                let in_source = self.names.others_in(source, Writing::Typst, client);
                mentions.retain(|it| !in_source.iter().any(|known| known.owner == it.owner));
            }
            let page = (page + 1).to_string();
            found.extend(mentions.iter().filter_map(|mention| {
                let (name, other) = (mention.name.clone(), mention.owner.to_string());
                let message = Message::OtherClientsNameOnPage { page: page.clone(), name, other };
                let finding = Rule::OtherClient.finding(message).for_client(&client.id);
                let finding = finding.hint(Message::LookAtTemplate);
                self.judge.weigh(finding.hint(accept_if_right(mention)))
            }));
        }
        found
    }

    /// Where another client's name comes from: the record, the shared facts, a template.
    fn find_mention(&self, client: &Client, mention: &Mention<'_>) -> Option<Place> {
        let within = |text: &str| self.names.place_in(text, mention, client);
        let in_facts = self.find_where(client, |text| within(text).is_some());
        let narrowed = in_facts.map(|(_, place)| {
            let Some(part) = within(&place.source.text[place.range.clone()]) else { return place };
            let start = place.range.start;
            Place::new(place.source, start + part.start..start + part.end)
        });
        narrowed.or_else(|| {
            self.templates.iter().find_map(|template| {
                Some(Place::new(template.source.clone(), within(&template.source.text)?))
            })
        })
    }

    /// Everything that can be said of a client's letter without setting it.
    pub fn draft(&self, client: &Client) -> Draft {
        let _watched = begin(Task::Letter(client.id.clone()));
        let mut found = self.judge.of_record(client);
        let source = match self.engine.render(client) {
            Ok(source) => source,
            Err(problems) => {
                found.extend(problems);
                return Draft { source: None, found };
            }
        };
        found.extend(self.of_lines(client, &source));
        found.extend(self.other_clients(client, &source));
        if self.judge.refuses(Rule::LineBreak) {
            let breaks = self.printed_breaks(&[client]).into_iter();
            found.extend(breaks.map(|finding| finding.for_client(&client.id)));
        }
        Draft { source: Some(source), found }
    }

    /// What is to be said of a source line by line: of the characters that would not be
    /// seen on the pages, and of weekdays.
    fn of_lines(&self, client: &Client, source: &str) -> Vec<Diagnostic> {
        let (mut missing, mut wrong_days) = (BTreeSet::new(), Vec::new());
        for line in source.split_inclusive('\n').filter(|line| !self.right.contains(line)) {
            // Where a line may break, Typst leaves them out: the pages would not tell.
            let invisible = line.chars().filter(|&c| is_invisible(c));
            let fonts = self.files.fonts();
            let unseen = invisible.chain(fonts.missing(line)).map(|character| (character, None));
            let forms = fonts.missing_forms(line).into_iter();
            let forms = forms.map(|(character, selector)| (character, Some(selector)));
            let unseen: Vec<(char, Option<char>)> = unseen.chain(forms).collect();
            let weekdays = wrong_weekdays(line);
            if unseen.is_empty() && weekdays.is_empty() {
                self.right.add(line);
            }
            missing.extend(unseen);
            wrong_days.extend(weekdays);
        }
        let missing = missing.into_iter().map(|(character, selector)| {
            self.missing_glyph(client, &MissingGlyph { character, selector })
        });
        let wrong_days = wrong_days.into_iter().filter_map(|it| self.wrong_weekday(client, it));
        missing.chain(wrong_days).collect()
    }

    /// A wrong weekday that stands behind a value. Of one that is written with its day,
    /// in the facts or in a template, it is said where that is looked at.
    fn wrong_weekday(&self, client: &Client, wrong: WrongWeekday) -> Option<Diagnostic> {
        let WrongWeekday { written, behind, in_template, message } = wrong;
        if self.find(client, &written).is_some() || self.find_in_templates(&written).is_some() {
            return None;
        }
        let templates = self.templates.iter().map(|it| &it.source).filter(|_| in_template);
        let facts = self.shared_texts.iter().filter(|_| !in_template);
        let mut place = templates.chain(facts).flat_map(|text| {
            let typed = text
                .text
                .match_indices(&behind)
                .filter(|(at, _)| text.text[..*at].trim_end().ends_with("}}"));
            typed.map(|(at, _)| Place::new(text.clone(), at..at + behind.len()))
        });
        let finding = Rule::Weekday.finding(message).at(place.next());
        self.judge.weigh(finding.for_client(&client.id).hint(Message::LetDayPrintWeekday))
    }

    /// Whether a template or a text asks for a variable, or for a whole that has it.
    pub fn reads(&self, path: &[&str]) -> bool {
        if path == ["client", "data"] && self.incident.shows_client_data() {
            return true;
        }
        let texts = self.shared_texts.iter().chain(self.templates.iter().map(|it| &it.source));
        let mut tags = texts.flat_map(|source| tags(&source.text));
        tags.any(|tag| (1..=path.len()).any(|length| asks_for(tag, &path[..length], path)))
    }

    /// The line breaks of the template that print a space between two Japanese
    /// characters, in letters of every variant, as the office wants to hear of them.
    pub fn printed_breaks(&self, clients: &[&Client]) -> Vec<Diagnostic> {
        let template = &self.engine.template().source;
        let mut variants = BTreeSet::new();
        let mut found = BTreeMap::new();
        for client in clients {
            if !variants.insert(Variant::of(client, &self.incident)) {
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
        self.fonts
    }

    /// A letter's lasting name, from which its document id is made: the same in
    /// every version of it, and no other letter's.
    pub fn identity(&self, client: &ClientId) -> String {
        format!("{}\n{}\n{}", self.office, self.notice.id, client)
    }

    /// The digest of everything that is read for the letter of a client whose
    /// record has this digest. As long as it is the same, so are the letter's source
    /// and what is to be said of it.
    pub fn inputs(&self, client: &ClientId, record: Digest) -> Digest {
        let mut fields = self.inputs.clone();
        self.judge.add_known(client, fields.add(record));
        fields.digest()
    }

    /// What a letter with this source is made of. Which of the files Typst will
    /// read, only Typst knows (`image(name + ".png")`): all of them count.
    pub fn ingredients(&self, client: &Client, source: &str) -> Ingredients {
        let mut fields = digest::Fields::default();
        fields.add(TOOL).add(self.identity(&client.id)).add(self.fonts).add(&self.notice.template);
        fields.add(source);
        for (path, digest) in &self.shared_files {
            fields.add(path).add(digest);
        }
        Ingredients { fingerprint: fields.digest(), files: self.shared_files.clone() }
    }

    /// The bytes of a file that letters are set with.
    pub fn file(&self, path: &str) -> Option<Vec<u8>> {
        self.files.content(path)
    }

    /// The facts in a letter that others may share: what they are called, and a
    /// digest of each.
    pub fn shared_facts(&self, client: &Client, files: &BTreeMap<String, Digest>) -> FactDigests {
        let mut facts = self.engine.shared_facts(client);
        facts.extend(self.own_fonts.clone());
        let template = self.engine.template();
        let of_template = Digest::of(template.source.text.as_bytes()).to_string();
        facts.insert(format!("template {}", template.name), of_template);
        for (path, digest) in files {
            let name = match path.strip_prefix("templates/") {
                Some(name) if name.ends_with(".typ") => format!("template {name}"),
                _ => format!("picture {path}"),
            };
            facts.insert(name, digest.to_string());
        }
        facts.insert("oshirase".to_owned(), TOOL.to_owned());
        facts
    }

    /// The incident that the letters are about.
    pub fn incident(&self) -> &Incident {
        &self.incident
    }

    /// The parts of the letter that not everybody gets, and whether this client does.
    pub fn optional_parts<'a>(&'a self, client: &'a Client) -> Vec<OptionalPart<'a>> {
        self.incident.optional_parts(client, self.incident.last_bulletin_in(&self.notice, client))
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
        let Proof { document, source, found } = self.set(client)?;
        let pdf = self.export(client, &document)?;
        let warnings = count_warnings(&found);
        Ok(Letter { pdf, pages: document.pages(), source, warnings })
    }

    /// The letter up to the export.
    pub fn set(&self, client: &Client) -> Result<Proof, Vec<Diagnostic>> {
        let (source, mut found) = self.accept(self.draft(client))?;
        match self.set_source(client, &source) {
            Ok((document, of_pages)) => {
                found.extend(of_pages);
                Ok(Proof { document, source, found })
            }
            Err(problems) => {
                found.extend(problems);
                Err(found)
            }
        }
    }

    /// The pages of a letter with this source, and what is to be said of the names on
    /// them if that is no error.
    pub fn set_source(
        &self,
        client: &Client,
        source: &str,
    ) -> Result<(Document, Vec<Diagnostic>), Vec<Diagnostic>> {
        let _watched = begin(Task::Letter(client.id.clone()));
        let document = self.compile(client, source);
        forget_unused();
        let document = document?;
        let mut found = pages::refused(&document, client, &self.judge);
        found.extend(self.other_clients_on(&document, client, source));
        if is_wrong(&found) { Err(found) } else { Ok((document, found)) }
    }

    /// The export of a letter that has been set.
    pub fn export(&self, client: &Client, document: &Document) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let _watched = begin(Task::Letter(client.id.clone()));
        let exported = document.export(&self.identity(&client.id));
        exported.map_err(|error| self.export_problems(client, error))
    }

    fn compile(&self, client: &Client, source: &str) -> Result<Document, Vec<Diagnostic>> {
        let document = compile(&self.files, source, client.id.as_str())
            .map_err(|faults| self.fault_problems(client, faults))?;
        let missing = self.lacking(document.missing_glyphs());
        if !missing.is_empty() {
            return Err(missing.iter().map(|glyph| self.missing_glyph(client, glyph)).collect());
        }
        let overflowing = self.overflowing(client, &document).into_iter();
        let overflowing = overflowing.filter_map(|finding| self.judge.weigh(finding));
        let errors: Vec<Diagnostic> =
            overflowing.filter(|finding| finding.severity == Severity::Error).collect();
        if errors.is_empty() { Ok(document) } else { Err(errors) }
    }

    /// Of characters that could not be set, those that no font has. A letter and its
    /// combining marks are set as one: of C with U+0328 only the mark is missing.
    fn lacking<'a>(&self, missing: &'a BTreeSet<MissingGlyph>) -> Vec<&'a MissingGlyph> {
        let lacks = |glyph: &&MissingGlyph| {
            let character = glyph.character.to_string();
            glyph.selector.is_some() || self.files.fonts().missing(&character).next().is_some()
        };
        let lacking: Vec<&MissingGlyph> = missing.iter().filter(lacks).collect();
        if lacking.is_empty() { missing.iter().collect() } else { lacking }
    }

    /// What stands over other text or beyond its column in a letter that has been
    /// set, before the office's settings.
    pub fn overflowing(&self, client: &Client, document: &Document) -> Vec<Diagnostic> {
        let finding = |(page, text): &(usize, String)| {
            let (page, shown) = ((page + 1).to_string(), quoted(text));
            let place = self.find(client, text.trim()).map(|(_, place)| place);
            let place = place.or_else(|| self.find_in_templates(text.trim()));
            let message = Message::TextOverflows { page, text: shown };
            let finding = Rule::Overflow.finding(message).at(place).for_client(&client.id);
            finding.hint(Message::MakeRoom)
        };
        document.overflowing().iter().map(finding).collect()
    }

    fn export_problems(&self, client: &Client, error: ExportError) -> Vec<Diagnostic> {
        match error {
            ExportError::Faults(faults) => {
                faults.iter().map(|fault| self.fault_problem(client, fault, None)).collect()
            }
            ExportError::Standards(_) => {
                let said = Message::Verbatim(error.to_string());
                vec![Diagnostic::error(said).for_client(&client.id)]
            }
        }
    }

    /// Typst's faults, those in the letter's own source led back to the template's lines.
    fn fault_problems(&self, client: &Client, faults: Vec<Fault>) -> Vec<Diagnostic> {
        let in_letter = faults.iter().any(|fault| matches!(fault.at, FaultPlace::Letter(_)));
        let map = if in_letter { self.engine.render_with_lines(client) } else { None };
        let Some(map) = map else {
            return faults.iter().map(|fault| self.fault_problem(client, fault, None)).collect();
        };
        // The places are asked for again in the very source that the lines belong to.
        let again = compile(&self.files, &map.source, client.id.as_str()).err().unwrap_or(faults);
        let template = &self.engine.template().source;
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
                let problem = self.fault_problem(client, fault, place);
                self.values_at(client, &map.source, fault)
                    .into_iter()
                    .fold(problem, Diagnostic::hint)
            })
            .collect()
    }

    /// Which values of the facts stand where a fault is.
    fn values_at(&self, client: &Client, source: &str, fault: &Fault) -> Vec<Message> {
        let FaultPlace::Letter(range) = &fault.at else { return Vec::new() };
        let literals = literals_in(source, range);
        let told = |literal: String| {
            let (field, place) = self.find(client, &literal).filter(|_| !literal.is_empty())?;
            let at = format!("{}:{}", place.source.name, place.line());
            Some(Message::ValueIsFrom { field, at })
        };
        literals.into_iter().filter_map(told).collect()
    }

    fn fault_problem(&self, client: &Client, fault: &Fault, place: Option<Place>) -> Diagnostic {
        let own_place = || match &fault.at {
            FaultPlace::File(name, range) => {
                let file =
                    self.templates.iter().find(|template| *template.source.name == **name)?;
                Some(Place::new(file.source.clone(), range.clone()))
            }
            FaultPlace::Letter(_) | FaultPlace::Unknown => None,
        };
        let problem = Diagnostic::error(fault.message.clone())
            .at(place.or_else(own_place))
            .for_client(&client.id);
        fault.hints.iter().cloned().fold(problem, Diagnostic::hint)
    }

    /// A missing character, with the field of the record, or of the shared
    /// facts or templates, that holds it.
    fn missing_glyph(&self, client: &Client, glyph: &MissingGlyph) -> Diagnostic {
        let MissingGlyph { character, selector } = *glyph;
        let code = format!("{:04X}", u32::from(character));
        let wanted: String = std::iter::once(character).chain(selector).collect();
        let message = match selector {
            None if ('\u{E000}'..='\u{F8FF}').contains(&character) => Message::PrivateUse { code },
            None if is_invisible(character) => Message::Invisible { code },
            None if is_variation(character) => Message::PartedSelector { code },
            None => Message::NoFontHas { character: quoted(&wanted), code },
            Some(selector) => Message::NoSuchForm {
                character: quoted(&character.to_string()),
                code,
                selector: format!("{:04X}", u32::from(selector)),
            },
        };
        let (message, place) = match self.find(client, &wanted) {
            Some((field, place)) => {
                (Message::InField { what: message.to_string(), field }, Some(place))
            }
            None => (message, self.find_in_templates(&wanted)),
        };
        let problem = Diagnostic::error(message).at(place).for_client(&client.id);
        if character.is_control() || is_invisible(character) {
            // In quotes it may be written as an escape.
            let is_itself = problem.place().is_some_and(|it| it.text() == character.to_string());
            return match is_itself {
                true => problem.instead(Message::DeleteInvisible, ""),
                false => problem.hint(Message::TakeEscapeOut),
            };
        }
        problem.hint(match is_variation(character) {
            true => Message::PutSelectorBehind,
            false => Message::AddFontOrOther,
        })
    }

    /// The field of the client's record, or of the shared facts, that holds `wanted`.
    fn find(&self, client: &Client, wanted: &str) -> Option<(String, Place)> {
        let (field, place) = self.find_where(client, |text| text.contains(wanted))?;
        // Point at the character itself where it stands in the file as it is.
        let place = match place.source.text[place.range.clone()].find(wanted) {
            Some(at) => {
                let start = place.range.start + at;
                Place::new(place.source, start..start + wanted.len())
            }
            None => place,
        };
        Some((field, place))
    }

    /// The first such text of the client's record, or of the shared facts: its path in
    /// words, and its place.
    fn find_where(
        &self,
        client: &Client,
        is_wanted: impl Fn(&str) -> bool,
    ) -> Option<(String, Place)> {
        let record = client.record.document();
        record.and_then(|document| find_text(&document, &is_wanted)).or_else(|| {
            let documents = self.shared_texts.iter();
            let mut documents = documents.filter_map(|text| YamlDocument::parse(text).ok());
            documents.find_map(|document| find_text(&document, &is_wanted))
        })
    }

    fn find_in_templates(&self, wanted: &str) -> Option<Place> {
        self.templates.iter().find_map(|template| {
            let at = template.source.text.find(wanted)?;
            Some(Place::new(template.source.clone(), at..at + wanted.len()))
        })
    }
}

fn accept_if_right(mention: &Mention<'_>) -> Message {
    Message::AcceptIfRight { entry: Acceptance::entry(Rule::OtherClient, &mention.name) }
}

/// Whether a template is the office's own, and not the one in the binary.
pub fn is_own(template: &Template) -> bool {
    embedded_template(&template.name).as_ref() != Some(&template.source.text)
}

/// Where templates have Typst leave out text for which no font is named.
fn vanishing_text(templates: &[Template]) -> Vec<Diagnostic> {
    let own: Vec<&Template> = templates.iter().filter(|it| is_own(it)).collect();
    if !own.iter().any(|it| has_covers(&it.source.text)) {
        return Vec::new();
    }
    let place =
        |it: &&Template| Some(Place::new(it.source.clone(), without_fallback(&it.source.text)?));
    let places = own.iter().filter_map(place);
    let problem = |place| Diagnostic::error(Message::TextWouldVanish).at(Some(place));
    places.map(|place| problem(place).write_instead("fallback: true")).collect()
}

/// The insides of `{{ … }}` and `{% … %}`.
fn tags(text: &str) -> impl Iterator<Item = &str> {
    let after = text.split("{{").skip(1).chain(text.split("{%").skip(1));
    after.map(|tag| tag.split(['}', '%']).next().unwrap_or_default())
}

/// Whether a tag asks for this part of a variable and for nothing in it, or for the
/// whole variable.
fn asks_for(tag: &str, part: &[&str], whole: &[&str]) -> bool {
    let name = part.join(".");
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    tag.match_indices(&name).any(|(at, _)| {
        let after = &tag[at + name.len()..];
        let begins = !tag[..at].ends_with(|c| word(c) || c == '.');
        begins && !after.starts_with(word) && (part.len() == whole.len() || !after.starts_with('.'))
    })
}

/// The digest of everything that all letters share.
fn inputs(sources: &Sources, notice: &Notice) -> digest::Fields {
    let mut fields = digest::Fields::default();
    fields.add(TOOL).add(notice.id.as_str()).add(Fonts::digest(&sources.fonts));
    let facts = [&sources.office, &sources.incident, &sources.notices];
    let facts = facts.into_iter().flatten();
    for text in facts.chain(sources.templates.iter().map(|template| &template.source)) {
        fields.add(text.name.as_bytes()).add(&text.text);
    }
    for (path, bytes) in sources.pictures.iter().chain(&sources.fonts) {
        fields.add(path).add(bytes);
    }
    fields
}

/// The files that a source can import or show, but for the template that the
/// source is made from.
fn shared_files(sources: &Sources, notice: &Notice) -> BTreeMap<String, Digest> {
    let imported = sources.templates.iter().filter(|template| template.name != notice.template);
    let imported = imported.map(|template| &template.source);
    let imported = imported.map(|it| (it.name.to_string(), Digest::of(it.text.as_bytes())));
    let pictures = sources.pictures.iter().map(|(path, bytes)| (path.clone(), Digest::of(bytes)));
    imported.chain(pictures).collect()
}

/// The first such text in a document, but for the office's own decisions about texts:
/// its path in words, and its place.
fn find_text(
    document: &YamlDocument,
    is_wanted: &impl Fn(&str) -> bool,
) -> Option<(String, Place)> {
    fn search(value: &Value, is_wanted: &impl Fn(&str) -> bool, path: &mut Vec<Step>) -> bool {
        match value {
            Value::String(text) => is_wanted(text),
            Value::Sequence(items) => items.iter().enumerate().any(|(index, item)| {
                path.push(Step::Index(index));
                let found = search(item, is_wanted, path);
                if !found {
                    path.pop();
                }
                found
            }),
            Value::Mapping(mapping) => mapping.iter().any(|(key, value)| {
                let key = key.as_str().unwrap_or_default();
                if path.is_empty() && key == "accepted" {
                    return false;
                }
                path.push(Step::Key(key.to_owned()));
                let found = search(value, is_wanted, path);
                if !found {
                    path.pop();
                }
                found
            }),
            _ => false,
        }
    }
    let mut path = Vec::new();
    if !search(document.value(), is_wanted, &mut path) {
        return None;
    }
    let place = document.place(&path);
    let mut field = String::new();
    for step in &path {
        match step {
            Step::Key(key) if field.is_empty() => field.push_str(key),
            Step::Key(key) => {
                field.push('.');
                field.push_str(key);
            }
            Step::Index(index) => field.push_str(&format!("[{index}]")),
        }
    }
    Some((field, place))
}
