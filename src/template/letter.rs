//! What one client's letter says: the parts that are for this client, their
//! texts with the variables filled in.

use chrono::NaiveDateTime;
use serde::Serialize;

use crate::model::{
    Block, BlockKind, Cell, Client, Column, Condition, Incident, Item, Marker, Notice, Part, Prose,
    Rows, ServiceState, Style,
};

/// Fills in the variables of a text: one string for each paragraph that is not
/// empty then. A text that is [`Needed::Always`] and has none is a problem.
pub type FillIn<'a> = dyn FnMut(&Prose, Needed) -> Vec<String> + 'a;

/// Whether a text may come out empty for some clients.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needed {
    /// It may, and then it is left out.
    Sometimes,
    /// There would be a gap in the letter.
    Always,
}

/// The variables that a template has beside the facts.
#[derive(Debug, Serialize)]
pub struct Letter {
    /// The paragraphs before the first section.
    pub opening: Vec<String>,
    /// The sections.
    pub sections: Vec<ResolvedPart>,
}

/// A heading with blocks.
#[derive(Debug, Serialize)]
pub struct ResolvedPart {
    heading: String,
    /// Where a service stands; other parts have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<ServiceState>,
    blocks: Vec<ResolvedBlock>,
}

/// A block as templates see it.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum ResolvedBlock {
    /// Paragraphs.
    Text { paragraphs: Vec<String> },
    /// Bulletins, grouped where they share a summary.
    Timeline { groups: Vec<Group> },
    /// The client's services.
    Services { parts: Vec<ResolvedPart> },
    /// Parts with headings of their own.
    Subsections { parts: Vec<ResolvedPart> },
    /// A list.
    Items { marker: Marker, items: Vec<ResolvedItem> },
    /// A table of text.
    Table { columns: Vec<ResolvedColumn>, rows: Vec<Vec<String>>, totals: Option<Vec<String>> },
    /// Labels with values.
    Fields { fields: Vec<ResolvedField> },
    /// Questions and answers.
    Qa { questions: Vec<ResolvedQuestion> },
    /// ※ notes.
    Notes { notes: Vec<String> },
    /// Whom to ask.
    Contact { text: String },
}

/// Bulletins with one summary.
#[derive(Debug, Serialize)]
pub struct Group {
    entries: Vec<Entry>,
    paragraphs: Vec<String>,
}

/// A bulletin's line.
#[derive(Debug, Serialize)]
struct Entry {
    number: usize,
    moment: String,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    channel: Option<String>,
    /// Whether it came after the last letter to this client.
    new: bool,
}

/// An item of a list.
#[derive(Debug, Serialize)]
pub struct ResolvedItem {
    paragraphs: Vec<String>,
    items: Vec<ResolvedItem>,
}

/// A column's head.
#[derive(Debug, Serialize)]
pub struct ResolvedColumn {
    heading: String,
    unit: Option<String>,
    align: &'static str,
}

/// A label with its value.
#[derive(Debug, Serialize)]
pub struct ResolvedField {
    label: String,
    value: String,
}

/// A question with its answer.
#[derive(Debug, Serialize)]
pub struct ResolvedQuestion {
    question: String,
    answer: Vec<String>,
}

/// Chooses and fills in what is for one client.
pub struct Resolver<'a> {
    /// The client.
    pub client: &'a Client,
    /// The incident.
    pub incident: &'a Incident,
    /// The notice.
    pub notice: &'a Notice,
    /// Until when the last letter to this client told; `None` if this is the first.
    pub told_until: Option<NaiveDateTime>,
    /// How dates are written.
    pub style: &'a Style,
}

impl Resolver<'_> {
    fn holds(&self, when: &Condition) -> bool {
        when.holds(self.client, &self.notice.id)
    }

    /// The letter's parts.
    pub fn letter(&self, fill_in: &mut FillIn<'_>) -> Letter {
        let sections = self.incident.sections.iter();
        Letter {
            opening: fill_in(&self.notice.opening, Needed::Sometimes),
            sections: sections
                .filter(|section| self.holds(&section.when))
                .filter_map(|section| self.part(&section.heading, &section.blocks, fill_in))
                .collect(),
        }
    }

    /// A heading with its blocks, or `None` if none of them is for this client.
    fn part(
        &self,
        heading: &Prose,
        blocks: &[Block],
        fill_in: &mut FillIn<'_>,
    ) -> Option<ResolvedPart> {
        let heading = line(heading, fill_in);
        Some(ResolvedPart { heading, state: None, blocks: some(self.blocks(blocks, fill_in))? })
    }

    fn blocks(&self, blocks: &[Block], fill_in: &mut FillIn<'_>) -> Vec<ResolvedBlock> {
        blocks
            .iter()
            .filter(|block| self.holds(&block.when))
            .filter_map(|block| self.block(&block.kind, fill_in))
            .collect()
    }

    /// A block, or `None` if nothing of it is for this client.
    fn block(&self, kind: &BlockKind, fill_in: &mut FillIn<'_>) -> Option<ResolvedBlock> {
        let block = match kind {
            BlockKind::Text(prose) => {
                ResolvedBlock::Text { paragraphs: some(fill_in(prose, Needed::Sometimes))? }
            }
            BlockKind::Timeline => {
                ResolvedBlock::Timeline { groups: some(self.timeline(fill_in))? }
            }
            BlockKind::Services => ResolvedBlock::Services { parts: some(self.services(fill_in))? },
            BlockKind::Subsections(parts) => {
                let parts = parts.iter().filter(|part| self.holds(&part.when));
                let resolve = |part: &Part| self.part(&part.heading, &part.blocks, fill_in);
                ResolvedBlock::Subsections { parts: some(parts.filter_map(resolve).collect())? }
            }
            BlockKind::Items { marker, items } => {
                ResolvedBlock::Items { marker: *marker, items: some(self.items(items, fill_in))? }
            }
            BlockKind::Table { columns, rows } => self.table(columns, rows, fill_in)?,
            BlockKind::Fields(fields) => {
                let fields = fields.iter().filter(|field| self.holds(&field.when));
                let fields = fields
                    .map(|field| ResolvedField {
                        label: field.label.clone(),
                        value: line(&field.value, fill_in),
                    })
                    .collect();
                ResolvedBlock::Fields { fields: some(fields)? }
            }
            BlockKind::Questions(questions) => {
                let questions = questions.iter().filter(|question| self.holds(&question.when));
                let questions = questions
                    .map(|question| ResolvedQuestion {
                        question: line(&question.question, fill_in),
                        answer: fill_in(&question.answer, Needed::Always),
                    })
                    .collect();
                ResolvedBlock::Qa { questions: some(questions)? }
            }
            BlockKind::Notes(notes) => {
                let notes = notes.iter().filter(|note| self.holds(&note.when));
                let notes = notes
                    .filter_map(|note| some(fill_in(&note.text, Needed::Sometimes)))
                    .map(|paragraphs| paragraphs.concat())
                    .collect();
                ResolvedBlock::Notes { notes: some(notes)? }
            }
            BlockKind::Contact(prose) => ResolvedBlock::Contact { text: line(prose, fill_in) },
        };
        Some(block)
    }

    /// The services under contract of which there is something to say.
    fn services(&self, fill_in: &mut FillIn<'_>) -> Vec<ResolvedPart> {
        let services = self.incident.services.iter();
        services
            .filter(|service| !self.client.rows(&service.name).is_empty())
            .filter_map(|service| {
                Some(ResolvedPart {
                    heading: service.name.clone(),
                    state: Some(service.state),
                    blocks: some(self.blocks(&service.blocks, fill_in))?,
                })
            })
            .collect()
    }

    fn items(&self, items: &[Item], fill_in: &mut FillIn<'_>) -> Vec<ResolvedItem> {
        items
            .iter()
            .filter(|item| self.holds(&item.when))
            .filter_map(|item| {
                let items = self.items(&item.items, fill_in);
                // Items cannot hang below nothing.
                let needed = if items.is_empty() { Needed::Sometimes } else { Needed::Always };
                Some(ResolvedItem { paragraphs: some(fill_in(&item.text, needed))?, items })
            })
            .collect()
    }

    /// The bulletins that the notice speaks of, in groups of one summary.
    fn timeline(&self, fill_in: &mut FillIn<'_>) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        let mut last_summary = None;
        let bulletins = self.incident.bulletins_in(self.notice, self.client);
        for (index, bulletin) in bulletins.enumerate() {
            let entry = Entry {
                number: index + 1,
                moment: self.style.moment(bulletin.at),
                name: bulletin.name(),
                channel: bulletin.channel.clone(),
                new: self.told_until.is_some_and(|until| bulletin.at > until),
            };
            let summary = bulletin.same_as.unwrap_or(bulletin.number);
            match groups.last_mut() {
                Some(group) if last_summary == Some(summary) => group.entries.push(entry),
                _ => groups.push(Group {
                    entries: vec![entry],
                    paragraphs: self.summary(summary, fill_in),
                }),
            }
            last_summary = Some(summary);
        }
        groups
    }

    /// What the bulletin of this number says, and the sentence for what it found.
    fn summary(&self, number: u32, fill_in: &mut FillIn<'_>) -> Vec<String> {
        let Some(bulletin) = self.incident.bulletin(number) else { return Vec::new() };
        let sentence = bulletin.findings.and_then(|findings| self.incident.sentence(findings));
        let texts = bulletin.summary.iter().chain(sentence);
        texts.flat_map(|text| fill_in(text, Needed::Always)).collect()
    }

    fn table(
        &self,
        columns: &[Column],
        rows: &Rows,
        fill_in: &mut FillIn<'_>,
    ) -> Option<ResolvedBlock> {
        let mut sums = vec![0_i128; columns.len()];
        let mut text_rows = Vec::new();
        match rows {
            Rows::ClientData => {
                for holding in &self.client.data {
                    let row = columns.iter().zip(&mut sums).map(|(column, sum)| {
                        if column.value == "persons" {
                            *sum += i128::from(holding.persons);
                            self.style.count(i128::from(holding.persons))
                        } else {
                            holding.item.clone()
                        }
                    });
                    text_rows.push(row.collect());
                }
            }
            Rows::Given(rows) => {
                for row in rows {
                    let row = row.iter().zip(&mut sums).map(|(cell, sum)| match cell {
                        Cell::Number(number) => {
                            *sum += i128::from(*number);
                            self.style.count(i128::from(*number))
                        }
                        Cell::Text(prose) => line(prose, fill_in),
                    });
                    text_rows.push(row.collect());
                }
            }
        }
        let total = |(index, column): (usize, &Column)| match (column.total, index) {
            // No column before it could say what the number is.
            (true, 0) => format!("合計　{}", self.style.count(sums[0])),
            (true, _) => self.style.count(sums[index]),
            (false, 0) => "合計".to_owned(),
            (false, _) => String::new(),
        };
        // One row needs no sum.
        let wants_totals = columns.iter().any(|column| column.total) && text_rows.len() > 1;
        Some(ResolvedBlock::Table {
            totals: wants_totals.then(|| columns.iter().enumerate().map(total).collect()),
            rows: some(text_rows)?,
            columns: columns
                .iter()
                .map(|column| ResolvedColumn {
                    heading: column.heading.clone(),
                    unit: column.unit.clone(),
                    align: if column.align_right { "right" } else { "left" },
                })
                .collect(),
        })
    }
}

/// A text that is one line of the letter, or one cell.
fn line(prose: &Prose, fill_in: &mut FillIn<'_>) -> String {
    fill_in(prose, Needed::Always).concat()
}

fn some<T>(list: Vec<T>) -> Option<Vec<T>> {
    (!list.is_empty()).then_some(list)
}
