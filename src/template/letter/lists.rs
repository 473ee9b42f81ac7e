//! Lists, notes, questions and bulletins of a letter.

use super::marks::{Numbers, box_width, set_width};
use super::resolve::{FillIn, Needed, Resolver, Scope, some};
use super::{
    Content, Entry, Filled, Group, ResolvedItem, ResolvedList, ResolvedNote, ResolvedPair,
    ResolvedQuestion,
};
use crate::model::{ItemDate, List, Mark, Notes, Pairs, Questions, Which};

impl Resolver<'_> {
    /// A list whose marks are these, from this depth on where it has none of its own.
    pub(super) fn list(
        &self,
        list: &List,
        inherited: (&[Mark], usize),
        scope: &Scope<'_>,
        fill_in: &mut FillIn<'_>,
    ) -> Option<ResolvedList> {
        let (marks, depth) = match list.marks.is_empty() {
            true => inherited,
            false => (&list.marks[..], 0),
        };
        let mark = marks.get(depth).cloned().unwrap_or_else(|| Mark::fixed("・"));
        let mut numbers = Numbers::default();
        let mut items = Vec::new();
        for item in list.items.iter().filter(|item| self.holds(&item.text.when)) {
            let date = item.date.as_ref().map(|date| self.item_date(date, scope, fill_in));
            let below = item.list.as_ref();
            let below = below.and_then(|list| self.list(list, (marks, depth + 1), scope, fill_in));
            // Items cannot hang below nothing.
            let needed = if below.is_some() { Needed::Always } else { Needed::Sometimes };
            let paragraphs = self.passage(&item.text, needed, scope, fill_in);
            let Some(paragraphs) = paragraphs.and_then(some) else { continue };
            let notes = item.notes.as_ref();
            items.push(ResolvedItem {
                mark: numbers.next(&mark).unwrap_or_default(),
                lang: item.text.lang.as_ref().map(ToString::to_string),
                date,
                paragraphs,
                notes: notes.map(|notes| self.notes(notes, scope, fill_in).0).unwrap_or_default(),
                list: below,
            });
        }
        let dates = items.iter().filter_map(|item| item.date.as_deref());
        let dates = dates.map(set_width);
        Some(ResolvedList {
            ordered: mark.counts(),
            inline: list.inline,
            // A space between the dates and what happened on them.
            date_width: dates.reduce(f64::max).map(|width| width + 1.0),
            width: numbers.width(),
            items: some(items)?,
        })
    }

    fn item_date(&self, date: &ItemDate, scope: &Scope<'_>, fill_in: &mut FillIn<'_>) -> Filled {
        match date {
            ItemDate::Day(day) => scope.style.date(*day).into(),
            ItemDate::Moment(moment) => {
                (scope.style.date(moment.date()) + &scope.style.time(moment.time())).into()
            }
            ItemDate::Text(prose) => Filled::joined(fill_in(prose, Needed::Always, &scope.style)),
        }
    }

    /// Notes, and the box of their marks in em.
    pub(super) fn notes(
        &self,
        notes: &Notes,
        scope: &Scope<'_>,
        fill_in: &mut FillIn<'_>,
    ) -> (Vec<ResolvedNote>, f64) {
        let mut numbers = Numbers::default();
        let mut resolved = Vec::new();
        for note in &notes.notes {
            let text = self.passage(note, Needed::Sometimes, scope, fill_in).and_then(some);
            let Some(text) = text else { continue };
            resolved.push(ResolvedNote {
                mark: numbers.next(&notes.mark).unwrap_or_default(),
                lang: note.lang.as_ref().map(ToString::to_string),
                text: Filled::joined(text),
            });
        }
        (resolved, numbers.width())
    }

    pub(super) fn pairs(
        &self,
        pairs: &Pairs,
        scope: &Scope<'_>,
        fill_in: &mut FillIn<'_>,
    ) -> Option<Content> {
        let mut numbers = Numbers::default();
        let mut entries = Vec::new();
        for pair in &pairs.entries {
            let Some(blocks) = some(self.blocks(&pair.value.0, scope, fill_in)) else { continue };
            let mark = pairs.mark.as_ref().and_then(|mark| numbers.next(mark));
            entries.push(ResolvedPair { label: pair.label.clone(), mark, blocks });
        }
        let marked = pairs.mark.is_some();
        Some(Content::Pairs { marked, entries: some(entries)?, width: numbers.width() })
    }

    pub(super) fn questions(
        &self,
        questions: &Questions,
        scope: &Scope<'_>,
        fill_in: &mut FillIn<'_>,
    ) -> Option<Content> {
        let mut entries = Vec::new();
        let (mut asked, mut answered) = (Numbers::default(), Numbers::default());
        for entry in questions.entries.iter().filter(|entry| self.holds(&entry.when)) {
            let question = Filled::joined(fill_in(&entry.question, Needed::Always, &scope.style));
            let Some(blocks) = some(self.blocks(&entry.answer.0, scope, fill_in)) else {
                continue;
            };
            let [question_mark, answer_mark] = &questions.marks;
            let marks = [
                asked.next(question_mark).unwrap_or_default(),
                answered.next(answer_mark).unwrap_or_default(),
            ];
            entries.push(ResolvedQuestion { marks, question, blocks });
        }
        let width = asked.width().max(answered.width());
        Some(Content::Qa { entries: some(entries)?, width })
    }

    /// The bulletins that the notice speaks of, in groups of one summary.
    pub(super) fn bulletins(
        &self,
        which: Which,
        scope: &Scope<'_>,
        fill_in: &mut FillIn<'_>,
    ) -> Option<Content> {
        let mut groups: Vec<Group> = Vec::new();
        let mut last_summary = None;
        let is_new = |at| self.told_until.is_some_and(|until| at > until);
        let told = self.incident.bulletins_in(self.notice, self.client);
        let told =
            told.filter(|it| which == Which::All || self.told_until.is_none() || is_new(it.at));
        let mut width = 0.0_f64;
        for (index, bulletin) in told.enumerate() {
            let mark = Mark::circled().write(index + 1);
            width = width.max(box_width(&mark));
            let entry = Entry {
                number: index + 1,
                mark,
                moment: scope.style.moment(bulletin.at),
                name: bulletin.name(),
                // Where only new ones are told of, that goes without saying.
                new: which == Which::All && is_new(bulletin.at),
            };
            let summary = bulletin.same_as.unwrap_or(bulletin.number);
            match groups.last_mut() {
                Some(group) if last_summary == Some(summary) => group.entries.push(entry),
                _ => {
                    let head = self.incident.bulletin(summary);
                    let text = head.and_then(|bulletin| bulletin.text.as_ref());
                    let paragraphs = text.map(|text| fill_in(text, Needed::Always, &scope.style));
                    let paragraphs = paragraphs.unwrap_or_default();
                    groups.push(Group { entries: vec![entry], paragraphs });
                }
            }
            last_summary = Some(summary);
        }
        Some(Content::Bulletins { groups: some(groups)?, width })
    }
}
