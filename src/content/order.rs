//! Days that cannot follow each other as they do.

use crate::check::SharedFacts;
use crate::diagnostic::Diagnostic;
use crate::messages::Message;
use crate::model::{Client, Notice};
use crate::rules::Rule;

/// A notice whose date is before a bulletin that is in it.
pub fn check(facts: &SharedFacts, notice: &Notice) -> Option<Diagnostic> {
    if !notice.tells_of_bulletins(&facts.incident) {
        return None;
    }
    // Without `as_of` the letter tells of nothing that came after its day.
    let as_of = notice.as_of?;
    let last = facts.incident.bulletins.iter().rfind(|bulletin| bulletin.at <= as_of)?;
    (notice.date < last.at.date()).then(|| {
        let finding = Rule::DateOrder.finding(Message::LetterBeforeBulletin {
            date: notice.date.to_string(),
            number: last.number.to_string(),
            at: last.at.date().to_string(),
        });
        finding.at(notice.place()).hint(Message::LookAtBothDays)
    })
}

/// Days of a client's record that are after the letter's date, or after each other.
pub fn check_client(client: &Client, notice: &Notice) -> Vec<Diagnostic> {
    let finding = |key: &str, message: Message| {
        let finding = Rule::DateOrder.found_for(client, &[key], message);
        finding.hint(Message::LookAtBothDays)
    };
    let days = [("known_on", client.law.known_on), ("reported_on", client.law.reported_on)];
    let late = days.into_iter().filter_map(|(key, day)| {
        let day = day.filter(|day| *day > notice.date)?;
        let (day, date) = (day.to_string(), notice.date.to_string());
        Some(finding(key, Message::DayAfterLetter { key: key.to_owned(), day, date }))
    });
    let mut found: Vec<Diagnostic> = late.collect();
    if let (Some(known), Some(reported)) = (client.law.known_on, client.law.reported_on)
        && reported < known
    {
        let (reported, known) = (reported.to_string(), known.to_string());
        found.push(finding("reported_on", Message::ReportedBeforeKnown { reported, known }));
    }
    found
}
