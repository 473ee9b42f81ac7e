//! Checks of finished pages: what only shows when a letter has been set.

use std::collections::BTreeMap;

use super::sheet::body_lines;
use super::verdict::Judge;
use crate::diagnostic::Diagnostic;
use crate::messages::Message;
use crate::model::{Client, Variant};
use crate::rules::{Rule, Severity};
use crate::typeset::{Document, TextLine};

/// A last page with fewer lines than this looks like a mistake.
const FEWEST_LINES: usize = 3;

/// What is to be known of a letter's pages when all letters have been set.
pub struct Pages<'a> {
    client: &'a Client,
    count: usize,
    lines_of_last: usize,
    /// Headings that are the last line of a page, with the page, from 1.
    at_foot: Vec<(usize, String)>,
    /// What stands where it should not.
    overflowing: Vec<Diagnostic>,
}

impl<'a> Pages<'a> {
    /// Looks at a letter, of which it is known what overflows.
    pub fn of(document: &Document, client: &'a Client, overflowing: Vec<Diagnostic>) -> Self {
        let lines = body_lines(document, &client.id);
        let count = document.pages();
        let headings = document.headings();
        let is_heading = |page: usize, line: &TextLine| {
            headings.iter().any(|(at, text)| *at == page && line.text.ends_with(text.as_str()))
        };
        let at_foot = (0..count.saturating_sub(1))
            .filter_map(|page| lines.iter().rfind(|(of, _)| *of == page))
            .filter(|(page, line)| is_heading(*page, line))
            .map(|(page, line)| (page + 1, line.text.clone()))
            .collect();
        let lines_of_last = lines.iter().filter(|(page, _)| page + 1 == count).count();
        Self { client, count, lines_of_last, at_foot, overflowing }
    }

    /// What is wrong with them.
    fn findings(&self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let client = &self.client.id;
        found.extend(self.overflowing.iter().cloned());
        if self.count > 1 && self.lines_of_last < FEWEST_LINES {
            let message = Message::ShortLastPage { page: self.count.to_string() };
            let finding = Rule::ShortLastPage.finding(message).for_client(client);
            found.push(finding.hint(Message::ShortenOrLengthen));
        }
        for (page, heading) in &self.at_foot {
            let (page, heading) = (page.to_string(), heading.clone());
            let message = Message::HeadingAtFoot { page, heading };
            let finding = Rule::HeadingAtFoot.finding(message).for_client(client);
            found.push(finding.hint(Message::KeepHeading));
        }
        found
    }
}

/// What of a letter goes beyond its first page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Excess {
    /// How many lines, whole ones.
    pub lines: usize,
    /// How high they are, in points.
    pub height: f64,
}

impl Excess {
    /// Of a document of several pages; `None` if it has one.
    pub fn of(document: &Document) -> Option<Self> {
        let extent = |page: usize| document.extent(page).unwrap_or_default();
        let ((top, bottom), (_, height)) = (extent(0), document.size(0)?);
        if document.pages() < 2 {
            return None;
        }
        let pitch = line_pitch(document);
        // The text of a page ends as far from the edge as it begins.
        let room = (height - top - bottom).max(0.0);
        // Of the space above what begins a page nothing is left. What must stay together
        // has left room on the page before, and mostly has more of it.
        let above = if room >= pitch { pitch } else { pitch / 2.0 };
        let beyond = (1..document.pages()).map(extent).map(|(top, bottom)| bottom - top);
        let beyond: Vec<f64> = beyond.collect();
        let between = pitch / 2.0 * (beyond.len() - 1) as f64;
        let height = above + beyond.iter().sum::<f64>() + between - room;
        // Rather a line too many than to be told again; what is a quarter of one is none.
        let lines = (height / pitch - 0.25).ceil().max(1.0);
        Some(Self { lines: lines as usize, height: height.max(pitch) })
    }
}

/// How far apart the lines of most of a document's text are.
fn line_pitch(document: &Document) -> f64 {
    /// Of a document in which no two lines are set one below the other.
    const USUAL: f64 = 13.0;
    /// Steps in which distances are counted, of a point.
    const STEPS: f64 = 10.0;
    let mut distances: BTreeMap<i64, usize> = BTreeMap::new();
    for page in 0..document.pages() {
        let mut baselines: Vec<f64> = document.lines(page).iter().map(|it| it.baseline).collect();
        baselines.sort_by(f64::total_cmp);
        for (above, below) in baselines.iter().zip(baselines.iter().skip(1)) {
            let distance = ((below - above) * STEPS).round() as i64;
            // Those of one line are none.
            if distance > STEPS as i64 {
                *distances.entry(distance).or_default() += 1;
            }
        }
    }
    let usual = distances.into_iter().max_by_key(|(_, times)| *times);
    usual.map_or(USUAL, |(distance, _)| distance as f64 / STEPS)
}

/// What is on a letter's pages for which the office would not have it go out.
pub fn refused(document: &Document, client: &Client, judge: &Judge) -> Vec<Diagnostic> {
    // What overflows is the press's to find.
    if ![Rule::ShortLastPage, Rule::HeadingAtFoot].iter().any(|rule| judge.refuses(*rule)) {
        return Vec::new();
    }
    let found = Pages::of(document, client, Vec::new()).findings().into_iter();
    let found = found.filter_map(|finding| judge.weigh(finding));
    found.filter(|finding| finding.severity == Severity::Error).collect()
}

/// What is wrong with the pages of these letters, each with its variant, before the
/// office's settings.
pub fn check(letters: &[(Variant, Pages<'_>)]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut variants: BTreeMap<&Variant, Vec<&Pages<'_>>> = BTreeMap::new();
    for (variant, pages) in letters {
        variants.entry(variant).or_default().push(pages);
        found.extend(pages.findings());
    }
    for alike in variants.into_values() {
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        alike.iter().for_each(|pages| *counts.entry(pages.count).or_default() += 1);
        let Some((usual, _)) = counts.iter().max_by_key(|(_, letters)| **letters) else { continue };
        for pages in alike.iter().filter(|pages| pages.count != *usual) {
            let (found_pages, usual) = (pages.count.to_string(), usual.to_string());
            let message = Message::OtherPageCount { found: found_pages, usual };
            let finding = Rule::PageCount.finding(message).for_client(&pages.client.id);
            found.push(finding.hint(Message::LookAtPages));
        }
    }
    found
}
