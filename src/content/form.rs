//! The form of a Japanese letter.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::check::SharedFacts;
use crate::diagnostic::Diagnostic;
use crate::facts::{Passage, scalar};
use crate::messages::Message;
use crate::model::{Client, Honorific, Kind, Notice, Walk};
use crate::rules::Rule;

/// 頭語 with the 結語 that may answer it.
const GREETINGS: &[(&str, &[&str])] = &[
    ("拝啓", &["敬具", "敬白"]),
    ("謹啓", &["謹白", "謹言", "敬白"]),
    ("前略", &["草々", "早々", "不一"]),
];

/// What is wrong with the letters as a whole.
pub fn check(passages: &[Passage], facts: &SharedFacts, ends: bool) -> Vec<Diagnostic> {
    let mut found = greetings(passages);
    found.extend(closings(passages, ends));
    found.extend(skipped_bulletins(facts));
    found
}

/// The pictures that a mail tells of and does not have.
pub fn pictures_in_mail(facts: &SharedFacts, notice: &Notice) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if notice.kind != Kind::Mail {
        return found;
    }
    notice.walk(&facts.incident, &mut |seen| {
        if let Walk::Image(image) = seen {
            let message = Message::PictureNotInMail { alt: image.alt.clone() };
            let finding = Rule::MailPicture.finding(message).at(image.origin.place());
            found.push(finding.hint(Message::AttachPicture));
        }
        true
    });
    found
}

fn greetings(passages: &[Passage]) -> Vec<Diagnostic> {
    let first = |words: &[&str]| {
        passages.iter().find_map(|passage| {
            words
                .iter()
                .find_map(|word| Some((passage, passage.text.find(word)?, word.to_string())))
        })
    };
    let finding = |(opening, closings): &(&str, &[&str])| {
        let begin = first(&[opening]);
        let end = first(closings);
        let (opening, closing) = ((*opening).to_owned(), closings[0].to_owned());
        let (at, message) = match (begin, end) {
            (Some(begin), None) => (
                begin,
                Message::OpeningWithoutClosing {
                    opening: opening.clone(),
                    closing: closing.clone(),
                },
            ),
            (None, Some(end)) if end.2 != "敬白" => (
                end,
                Message::ClosingWithoutOpening {
                    opening: opening.clone(),
                    closing: closing.clone(),
                },
            ),
            _ => return None,
        };
        let (passage, start, word) = at;
        let finding = Rule::Greeting.found_in(passage, start..start + word.len(), message);
        Some(finding.hint(Message::PairOrNeither { opening, closing }))
    };
    GREETINGS.iter().filter_map(finding).collect()
}

/// The paragraphs that are just this word.
fn paragraphs<'a>(
    passages: &'a [Passage],
    word: &'a str,
) -> impl Iterator<Item = (&'a Passage, Range<usize>)> {
    passages.iter().flat_map(move |passage| {
        let mut at = 0;
        passage.text.split('\n').filter_map(move |paragraph| {
            let start = at;
            at += paragraph.len() + 1;
            (paragraph.trim() == word).then_some((passage, start..start + paragraph.len()))
        })
    })
}

/// 以上 typed where the template ends the letter with it, or twice; 記 without it.
fn closings(passages: &[Passage], by_template: bool) -> Vec<Diagnostic> {
    let typed = paragraphs(passages, "以上").skip(usize::from(!by_template));
    let twice = typed.map(|(passage, at)| {
        let message = if by_template { Message::EndsTwice } else { Message::EndsAgain };
        let is_all = passage.text.trim() == "以上";
        let finding = Rule::End.found_in(passage, at, message);
        if is_all {
            finding.hint(Message::DeleteText)
        } else {
            finding.instead(Message::DeleteHere, "")
        }
    });
    let ends = by_template || paragraphs(passages, "以上").next().is_some();
    let open = paragraphs(passages, "記").filter(|_| !ends).map(|(passage, at)| {
        Rule::End.found_in(passage, at, Message::RecordsWithoutEnd).hint(Message::AddEnd)
    });
    twice.chain(open).collect()
}

fn skipped_bulletins(facts: &SharedFacts) -> Vec<Diagnostic> {
    let bulletins = &facts.incident.bulletins;
    let finding = |pair: &[crate::model::Bulletin]| {
        let [before, after] = pair else { return None };
        let (numbers, place) = (before.number + 1 < after.number, after.place());
        let message = Message::BulletinsSkipped { before: before.name(), after: after.name() };
        numbers
            .then(|| Rule::BulletinSkipped.finding(message).at(place).hint(Message::AddBulletins))
    };
    bulletins.windows(2).filter_map(finding).collect()
}

static BODY: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"会社|㈱|㈲|（株）|（有）|\(株\)|法人|組合|協会|協同|連合会|機構|財団|社団|学校|大学|病院|医院|クリニック|診療所|薬局|歯科|商店|商会|工業|工務店|製作所|建設|産業|運輸|事務所|研究所|センター|委員会|役所|役場|[市区町村県都府]$";
    Regex::new(pattern).expect("a pattern that is tried by every test of this file")
});
/// 山田 太郎: family name, space, given name.
static PERSON: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"^[\p{Han}々]{1,3}[ 　][\p{Han}々ぁ-んァ-ヶ]{1,3}$";
    Regex::new(pattern).expect("a pattern that is tried by every test of this file")
});
/// Whether a name looks like that of a company or another body.
pub(super) fn is_body(name: &str) -> bool {
    BODY.is_match(name)
}

/// The name before an honorific at its end: one that can be printed, or 殿, which
/// certificates and courts write.
fn without_honorific(name: &str) -> Option<&str> {
    let printed = Honorific::PRINTED.iter().map(Honorific::to_string);
    printed.chain(["殿".to_owned()]).find_map(|it| name.strip_suffix(&it))
}

/// What is wrong with one client's record.
pub fn check_client(client: &Client, notice: &Notice) -> Vec<Diagnostic> {
    let finding = |rule: Rule, keys: &[&str], message| rule.found_for(client, keys, message);
    let mut found = Vec::new();
    let name = client.name.clone();
    if client.honorific == Honorific::Sama && is_body(&name) {
        found.push(
            finding(Rule::Honorific, &["honorific"], Message::HonorificOfCompany { name })
                .write_instead(&Honorific::Onchu.to_string()),
        );
    } else if client.honorific == Honorific::Onchu && PERSON.is_match(&name) {
        found.push(
            finding(Rule::Honorific, &["honorific"], Message::HonorificOfPerson { name })
                .write_instead(&Honorific::Sama.to_string()),
        );
    }
    let person = client.person.as_ref().and_then(|person| person.name.as_ref());
    let person = person.map(|name| (&["person", "name"][..], name));
    let own = (client.honorific != Honorific::None).then_some((&["name"][..], &client.name));
    for (keys, name) in own.into_iter().chain(person) {
        let Some(right) = without_honorific(name) else { continue };
        let message = Message::HonorificInName { name: name.clone() };
        let right = right.trim_end().to_owned();
        let finding = finding(Rule::HonorificInName, keys, message);
        found.push(finding.instead(Message::WriteInstead { right: right.clone() }, scalar(&right)));
    }
    let outstanding = client.law.report_is_outstanding();
    if let Some(due) = client.law.final_due.filter(|due| outstanding && *due < notice.date) {
        let message = Message::DeadlinePassed {
            what: "確報".to_owned(),
            due: due.to_string(),
            date: notice.date.to_string(),
        };
        let finding = finding(Rule::DeadlinePassed, &["known_on"], message);
        found.push(finding.hint(Message::SayReported));
    }
    found
}
