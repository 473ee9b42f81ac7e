//! Choosing and filling in what is for one recipient.

use std::borrow::Cow;

use chrono::NaiveDateTime;

use super::marks::Numbers;
use super::{Content, Filled, Letter, ResolvedBlank, ResolvedBlock, ResolvedHeading};
use crate::model::{
    Block, BlockKind, Client, Condition, Heading, Incident, Mark, Notice, Office, Passage, Prose,
    Said, Style,
};

/// Fills in the variables of a text in a style: one string for each paragraph that is not
/// empty then. A text that is [`Needed::Always`] and has none is a problem.
pub type FillIn<'a> = dyn FnMut(&Prose, Needed, &Style) -> Vec<Filled> + 'a;

/// Whether a text may come out empty for some clients.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needed {
    /// It may, and then it is left out.
    Sometimes,
    /// There would be a gap in the letter.
    Always,
}

/// Chooses and fills in what is for one client.
pub struct Resolver<'a> {
    /// Who writes.
    pub office: &'a Office,
    /// The client.
    pub client: &'a Client,
    /// The incident.
    pub incident: &'a Incident,
    /// The notice.
    pub notice: &'a Notice,
    /// Until when the last letter to this client told; `None` if this is the first.
    pub told_until: Option<NaiveDateTime>,
    /// How the letter writes dates, times and counts, and marks headings.
    pub style: &'a Style,
}

/// What holds for the blocks of one body.
#[derive(Debug, Clone)]
pub struct Scope<'a> {
    /// How dates, times and counts are written, and headings marked.
    pub style: Cow<'a, Style>,
    /// How many headings it is below.
    pub depth: usize,
    /// Whether its headings are the titles of an appendix.
    pub is_appendix: bool,
}

impl Resolver<'_> {
    pub(super) fn holds(&self, when: &Condition) -> bool {
        when.holds(self.client, &self.notice.id)
    }

    /// The letter's parts.
    pub fn letter(&self, fill_in: &mut FillIn<'_>) -> Letter {
        let scope = Scope { style: Cow::Borrowed(self.style), depth: 0, is_appendix: false };
        let head = self.lines(&self.notice.head, fill_in);
        let mut body = self.blocks(&self.notice.body.0, &scope, fill_in);
        if let Some(greeting) = &self.notice.greeting {
            greet(&mut body, &greeting.opening, &greeting.closing);
        }
        Letter {
            head,
            body,
            closing: self.notice.closing.clone(),
            foot: self.lines(&self.notice.foot, fill_in),
            appendix: self.blocks(
                &self.notice.appendix.0,
                &Scope { is_appendix: true, ..scope.clone() },
                fill_in,
            ),
        }
    }

    /// The blocks of a body, its headings numbered from 1.
    pub(super) fn blocks(
        &self,
        blocks: &[Block],
        scope: &Scope<'_>,
        fill_in: &mut FillIn<'_>,
    ) -> Vec<ResolvedBlock> {
        let mut numbers = Numbers::default();
        let mut resolved = Vec::new();
        self.add_blocks(blocks, scope, &mut numbers, &mut resolved, fill_in);
        // All marks of a run have one box, so that what follows them is aligned.
        for block in &mut resolved {
            if let Content::Heading(heading) = &mut block.content
                && heading.mark.is_some()
                && heading.width.is_none()
            {
                heading.width = Some(numbers.width());
            }
        }
        resolved
    }

    fn add_blocks(
        &self,
        blocks: &[Block],
        scope: &Scope<'_>,
        numbers: &mut Numbers,
        resolved: &mut Vec<ResolvedBlock>,
        fill_in: &mut FillIn<'_>,
    ) {
        for block in blocks.iter().filter(|block| self.holds(&block.when)) {
            let mut scope = scope.clone();
            if let Some(examples) = &block.style {
                scope.style = Cow::Owned(scope.style.with(examples));
            }
            let lang = block.lang.as_ref().map(ToString::to_string);
            let before = resolved.len();
            self.add_block(block, &scope, numbers, resolved, fill_in);
            if let Some(lang) = lang {
                let of_block: Vec<ResolvedBlock> = resolved.drain(before..).collect();
                resolved.extend(in_language(of_block, lang));
            }
        }
    }

    /// Adds what a block says to this client: often one block, of a part several.
    fn add_block(
        &self,
        block: &Block,
        scope: &Scope<'_>,
        numbers: &mut Numbers,
        resolved: &mut Vec<ResolvedBlock>,
        fill_in: &mut FillIn<'_>,
    ) {
        let notes_of = |notes, resolved: &mut Vec<ResolvedBlock>, fill_in: &mut FillIn<'_>| {
            let (notes, width) = self.notes(notes, scope, fill_in);
            if !notes.is_empty() {
                resolved.push(Content::Notes { notes, width }.into());
            }
        };
        match &block.kind {
            BlockKind::Use(part, notes) => {
                let of_part = self.incident.part(&part.name);
                self.add_blocks(of_part, scope, numbers, resolved, fill_in);
                notes.iter().for_each(|notes| notes_of(notes, resolved, fill_in));
            }
            BlockKind::Group(body) => resolved.extend(self.blocks(&body.0, scope, fill_in)),
            BlockKind::Notes(notes) => notes_of(notes, resolved, fill_in),
            BlockKind::Text(prose, notes) => {
                let paragraphs = fill_in(prose, Needed::Sometimes, &scope.style);
                if let Some(paragraphs) = some(paragraphs) {
                    resolved.push(Content::Text { paragraphs, salutation: false }.into());
                    notes.iter().for_each(|notes| notes_of(notes, resolved, fill_in));
                }
            }
            BlockKind::Heading(heading) => {
                let heading = self.heading(heading, scope, numbers, fill_in);
                resolved.extend(heading.map(|it| Content::Heading(it).into()));
            }
            _ => resolved.extend(self.content(&block.kind, scope, fill_in).map(Into::into)),
        }
    }

    /// What a block of any other kind says, or `None` if nothing of it is for this client.
    fn content(
        &self,
        kind: &BlockKind,
        scope: &Scope<'_>,
        fill_in: &mut FillIn<'_>,
    ) -> Option<Content> {
        let mut line = |prose: &Prose| Filled::joined(fill_in(prose, Needed::Always, &scope.style));
        Some(match kind {
            BlockKind::Lines(prose) => {
                let lines = some(fill_in(prose, Needed::Sometimes, &scope.style))?;
                Content::Lines { lines }
            }
            BlockKind::List(list) => {
                Content::List(self.list(list, (&list.marks, 0), scope, fill_in)?)
            }
            BlockKind::Pairs(pairs) => self.pairs(pairs, scope, fill_in)?,
            BlockKind::Table(table) => self.table(table, scope, fill_in)?,
            BlockKind::Questions(questions) => self.questions(questions, scope, fill_in)?,
            BlockKind::Framed(body) => {
                Content::Box { blocks: some(self.blocks(&body.0, scope, fill_in))? }
            }
            BlockKind::Bulletins(which) => self.bulletins(*which, scope, fill_in)?,
            BlockKind::Blanks(blanks) => {
                let blanks = blanks.iter().filter(|blank| self.holds(&blank.when));
                let blanks = blanks.map(|blank| ResolvedBlank {
                    label: line(&blank.label),
                    end: blank.end.clone(),
                });
                Content::Blanks { lines: some(blanks.collect())? }
            }
            BlockKind::Image(image) => Content::Image {
                file: format!("/{}", image.file),
                alt: image.alt.clone(),
                width: image.width.clone(),
                caption: image.caption.as_ref().map(line),
            },
            BlockKind::Text(..)
            | BlockKind::Heading(_)
            | BlockKind::Group(_)
            | BlockKind::Notes(_)
            | BlockKind::Use(..) => return None,
        })
    }

    /// A heading with what stands under it, or `None` if that is written and none of it
    /// is for this client.
    fn heading(
        &self,
        heading: &Heading,
        scope: &Scope<'_>,
        numbers: &mut Numbers,
        fill_in: &mut FillIn<'_>,
    ) -> Option<ResolvedHeading> {
        let text = Filled::joined(fill_in(&heading.text, Needed::Always, &scope.style));
        // 記 says that the matters follow: what is below it is no deeper for that. The
        // same is true of the sections of an appendix.
        let centered = text.trim() == "記" && heading.mark.is_none();
        let is_title = centered || scope.is_appendix;
        let of_depth = scope.style.mark(scope.depth).filter(|_| !is_title);
        let below = Scope {
            style: scope.style.clone(),
            depth: scope.depth + usize::from(!is_title),
            is_appendix: false,
        };
        let blocks = match &heading.body {
            Some(body) => some(self.blocks(&body.0, &below, fill_in))?,
            None => Vec::new(),
        };
        let mark = heading.mark.as_ref().or(of_depth);
        Some(ResolvedHeading {
            level: scope.depth + 1,
            mark: mark.and_then(|mark: &Mark| numbers.next(mark)),
            width: None,
            heading: text,
            centered,
            blocks,
        })
    }

    /// The paragraphs of a passage; `None` if it is not for this client.
    pub(super) fn passage(
        &self,
        passage: &Passage,
        needed: Needed,
        scope: &Scope<'_>,
        fill_in: &mut FillIn<'_>,
    ) -> Option<Vec<Filled>> {
        if !self.holds(&passage.when) {
            return None;
        }
        Some(match &passage.said {
            Said::Prose(prose) => fill_in(prose, needed, &scope.style),
            Said::Nothing => Vec::new(),
            Said::Part(part) => {
                let body = self.incident.parts.get(&part.name).map(|part| &part.body);
                let texts = body.and_then(|body| body.texts()).unwrap_or_default();
                let texts = texts.into_iter().filter(|(when, _)| self.holds(when));
                texts.flat_map(|(_, prose)| fill_in(prose, needed, &scope.style)).collect()
            }
        })
    }
}

/// Puts 頭語 before the first words and 結語 after the last, or before a 記.
fn greet(body: &mut Vec<ResolvedBlock>, opening: &str, closing: &str) {
    match body.first_mut().map(|block| &mut block.content) {
        Some(Content::Text { paragraphs, salutation }) if !paragraphs.is_empty() => {
            paragraphs[0].text.insert_str(0, &format!("{opening}\u{3000}"));
            *salutation = true;
        }
        _ => {
            let paragraphs = vec![opening.into()];
            body.insert(0, Content::Text { paragraphs, salutation: true }.into());
        }
    }
    let is_ki =
        |block: &ResolvedBlock| matches!(&block.content, Content::Heading(it) if it.centered);
    let end = body.iter().position(is_ki).unwrap_or(body.len());
    body.insert(end, Content::Valediction { text: closing.to_owned() }.into());
}

/// Blocks that are in one language; of several, a group.
fn in_language(mut blocks: Vec<ResolvedBlock>, lang: String) -> Option<ResolvedBlock> {
    if blocks.len() > 1 {
        return Some(ResolvedBlock { lang: Some(lang), content: Content::Group { blocks } });
    }
    let block = blocks.pop()?;
    Some(ResolvedBlock { lang: block.lang.or(Some(lang)), content: block.content })
}

impl From<Content> for ResolvedBlock {
    fn from(content: Content) -> Self {
        Self { lang: None, content }
    }
}

pub(super) fn some<T>(list: Vec<T>) -> Option<Vec<T>> {
    (!list.is_empty()).then_some(list)
}
