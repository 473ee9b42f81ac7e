//! What is to be said of letters before they are set. It is found here, once, and
//! weighed as the office wants it: no command has an opinion of its own.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::check::SharedFacts;
use crate::content::{Doubles, Review};
use crate::diagnostic::{Diagnostic, SourceText, is_wrong};
use crate::digest::{self, Digest};
use crate::ids::ClientId;
use crate::messages::Message;
use crate::model::{Checks, Client, Notice};
use crate::project::{Sources, Template};
use crate::rules::{Rule, Severity};

/// Weighs the letters of one notice. Without facts it finds nothing.
#[derive(Default)]
pub struct Judge {
    checks: Checks,
    /// For each acceptance, whether it has covered anything.
    used: Vec<AtomicBool>,
    review: Option<Review>,
    doubles: Doubles,
    /// Of the checks that there are, and of the names that letters may not have.
    known: Option<Digest>,
    shared: Vec<Diagnostic>,
    /// What was found in records that are in one piece of their file, by the
    /// piece's name and first byte.
    together: Mutex<HashMap<(Arc<str>, usize), Together>>,
}

/// What was found in the records of one piece, by their numbers in it.
type Together = HashMap<usize, Vec<Diagnostic>>;

impl Judge {
    /// Looks at the texts that the notice's letters share. `doubles` are those of
    /// all clients, `known` tells the names that letters may not have from others, and
    /// `of_notice` is to be said of it besides.
    pub fn new(
        sources: &Sources,
        facts: &SharedFacts,
        notice: &Notice,
        doubles: Doubles,
        known: Digest,
        of_notice: Option<Diagnostic>,
    ) -> Self {
        let checks = facts.office.checks.clone();
        let mut judge = Self {
            used: checks.accepted.iter().map(|_| AtomicBool::new(false)).collect(),
            checks,
            doubles,
            known: Some(known_checks(known)),
            ..Self::default()
        };
        let review = Review::of(facts, notice);
        // What stands in another letter is not in this one.
        let is_other = |source: &Arc<SourceText>| {
            let others = facts.notices.iter().filter(|it| it.id != notice.id);
            let mut others = others.map(|it| &it.origin.document.source().name);
            others.any(|name| *name == source.name)
        };
        let files = sources.shared().filter(|source| !is_other(source));
        let files: Vec<Arc<SourceText>> = files.cloned().collect();
        let read: Vec<&Template> = templates_of(sources, notice).collect();
        let own = read.iter().filter(|template| template.is_own());
        let own: Vec<_> = own.map(|template| template.source.clone()).collect();
        // Of the binary's own, none ends a letter by itself.
        let in_template = own.iter().any(|template| template.text.contains("以上"));
        let ends = notice.closing.as_deref() == Some("以上") || in_template;
        let found = review.shared(&files, &own, facts, ends);
        let found = found.into_iter().chain(of_notice);
        judge.shared = found.filter_map(|it| judge.weigh(it)).collect();
        judge.review = Some(review);
        judge
    }

    /// What is to be said of the texts that letters share.
    pub fn shared(&self) -> &[Diagnostic] {
        &self.shared
    }

    /// Where a tag cannot be read it is not printed either: what the press has found
    /// in a file says all that there is to be said of tags in it.
    pub fn leave_tags_to(&mut self, found: &[Diagnostic]) {
        let is_in = |finding: &Diagnostic, it: &Diagnostic| {
            let place = finding.place().zip(it.place());
            place.is_some_and(|(tag, fault)| tag.source.name == fault.source.name)
        };
        self.shared.retain(|finding| {
            finding.rule != Some(Rule::PrintedTag) || !found.iter().any(|it| is_in(finding, it))
        });
    }

    /// Whether no letter may go out, because of a text that all share.
    pub fn stops_all(&self) -> bool {
        is_wrong(&self.shared)
    }

    /// What is to be said of a client's record.
    pub fn of_record(&self, client: &Client) -> Vec<Diagnostic> {
        // Where there is no recipient there is no record either.
        let Some(review) = self.review.as_ref().filter(|_| !client.is_nobody()) else {
            return Vec::new();
        };
        let mut found = match client.record.index {
            None => {
                let found = review.records(&client.record.source).into_iter();
                found.filter_map(|(_, finding)| self.weigh(finding)).collect()
            }
            Some(index) => self.of_one_of_many(review, &client.record.source, index),
        };
        match self.doubles.check(client) {
            Ok(double) => {
                let of_facts = review.client(client).into_iter().chain(double);
                found.extend(of_facts.filter_map(|finding| self.weigh(finding)));
            }
            Err(error) => {
                found.push(Diagnostic::error(Message::Verbatim(error.to_string())));
            }
        }
        found.into_iter().map(|finding| finding.for_client(&client.id)).collect()
    }

    /// The same of the texts of a record that is in one piece with others: the
    /// piece is looked at once.
    fn of_one_of_many(
        &self,
        review: &Review,
        piece: &Arc<SourceText>,
        index: usize,
    ) -> Vec<Diagnostic> {
        let mut together = self.together.lock().unwrap_or_else(PoisonError::into_inner);
        let place = (piece.name.clone(), piece.before.bytes);
        let together = together.entry(place).or_insert_with(|| {
            let mut together = Together::default();
            for (index, finding) in review.records(piece) {
                if let Some(finding) = self.weigh(finding) {
                    together.entry(index).or_default().push(finding);
                }
            }
            together
        });
        together.get(&index).cloned().unwrap_or_default()
    }

    /// The finding as the office wants to hear of it; `None` if it does not.
    pub fn weigh(&self, finding: Diagnostic) -> Option<Diagnostic> {
        for (acceptance, used) in self.checks.accepted.iter().zip(&self.used) {
            if acceptance.covers(&finding) {
                used.store(true, Ordering::Relaxed);
            }
        }
        self.checks.judge(finding)
    }

    /// Whether what this check finds stops a letter.
    pub fn refuses(&self, rule: Rule) -> bool {
        self.review.is_some() && self.checks.severity(rule) == Some(Severity::Error)
    }

    /// A note on each acceptance of these checks that has covered nothing so far. An
    /// accepted name is not looked for at all, and recipients are counted for one
    /// notice.
    pub fn unused(&self, of: impl Fn(Rule) -> bool) -> Vec<Diagnostic> {
        let of = |rule| of(rule) && !matches!(rule, Rule::OtherClient | Rule::FewerRecipients);
        let all = self.checks.accepted.iter().zip(&self.used);
        let unused = all.filter(|(it, used)| of(it.rule) && !used.load(Ordering::Relaxed));
        unused.map(|(acceptance, _)| acceptance.unused()).collect()
    }

    /// Adds what the verdict on a client, whose name has this key, hangs on beside the
    /// shared files and the client's record.
    pub fn add_known(&self, client: &ClientId, name: u64, fields: &mut digest::Fields) {
        if let Some(known) = self.known {
            fields.add(known);
        }
        let other = match self.doubles.other(client, name) {
            Ok(other) => other.map(|(other, _)| other.to_string()),
            // What cannot be read is found out when the letter is looked at.
            Err(error) => Some(error.to_string()),
        };
        fields.add(other.unwrap_or_default());
    }
}

/// The notice's template and the files that it names.
fn templates_of<'a>(
    sources: &'a Sources,
    notice: &'a Notice,
) -> impl Iterator<Item = &'a Template> {
    let main = notice.template.as_ref();
    let main = sources.templates.iter().find(|template| main == Some(&template.name));
    sources.templates.iter().filter(move |template| {
        main.is_some_and(|main| {
            template.name == main.name || main.source.text.contains(&template.name)
        })
    })
}

/// The same with the checks that there are: another check is another verdict.
fn known_checks(known: Digest) -> Digest {
    let mut fields = digest::Fields::default();
    fields.add(known);
    for rule in Rule::ALL {
        fields.add(rule.id()).add([rule.severity() as u8]);
    }
    fields.digest()
}
