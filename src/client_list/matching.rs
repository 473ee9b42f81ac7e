//! The fields of the columns of a layout: by what was kept, by the office's own fields, by
//! headings, by contents.

use std::collections::BTreeSet;

use super::choosing::{self, Candidate};
use super::contents::Profile;
use super::heading_words::{Group, Meaning};
use super::headings::{self, Reading};
use super::{Column, Field, Layout, Target, Why};
use crate::facts::OwnFields;

impl Layout {
    /// Fields for the columns that have none, by their headings and their contents.
    pub(super) fn fill(&mut self, profiles: &[Profile], own: &OwnFields) {
        let readings = self.columns.iter().map(|it| reading_of(&it.parts, &profiles[it.index]));
        let mut readings: Vec<Option<(Reading, Why)>> = readings.collect();
        self.part_names(&mut readings);
        self.continue_numbers(&mut readings, profiles);
        let banks = self
            .columns
            .iter()
            .any(|it| it.heading.contains("銀行") || it.heading.contains("口座"));
        let mut taken = BTreeSet::new();
        for column in &mut self.columns {
            if let (Why::Chosen, Target::Field(field)) = (column.why, &column.target) {
                taken.insert(field.clone());
            }
            let declared =
                own.iter().find(|it| it.columns().is_none() && is_called(column, &it.name));
            if let (Why::Nothing, Some(field)) = (column.why, declared) {
                column.target = Target::Field(Field::Own(field.name.clone()));
                column.why = Why::Heading;
            }
        }
        let mut candidates = self.candidates(&readings, profiles, banks);
        settle_names(&mut candidates);
        for (at, field, sure) in choosing::choose(candidates, banks, taken.clone()) {
            let why = readings[at].map_or(Why::Heading, |(_, why)| why);
            let column = &mut self.columns[at];
            column.target = Target::Field(field);
            column.sure = sure && why == Why::Heading && column.sure;
            column.why = why;
        }
        self.guess(&readings, profiles, &taken);
        for (column, reading) in self.columns.iter_mut().zip(&readings) {
            // A heading that says what the column does not hold.
            if column.why == Why::Nothing && reading.is_some_and(|(_, why)| why == Why::Contents) {
                column.sure = false;
            }
        }
    }

    /// The columns that may be fields by what is said of them.
    fn candidates<'p>(
        &self,
        readings: &[Option<(Reading, Why)>],
        profiles: &'p [Profile],
        banks: bool,
    ) -> Vec<Candidate<'p>> {
        // 受講者名カナ is how a 受講者名 is read.
        let is_person = |meaning| {
            matches!(meaning, Meaning::FullName | Meaning::Person | Meaning::Representative)
        };
        let read = self.columns.iter().zip(readings);
        let persons = read.filter(|(_, it)| it.is_some_and(|(it, _)| is_person(it.meaning)));
        // One of each: a hostile sheet has thousands.
        let persons: BTreeSet<String> = persons
            .map(|(it, _)| headings::fold(&it.heading))
            .filter(|it| !it.is_empty())
            .collect();
        let mut candidates = Vec::new();
        for (at, column) in self.columns.iter().enumerate() {
            let Some((reading, _)) = readings[at].filter(|_| column.why == Why::Nothing) else {
                continue;
            };
            let folded = headings::fold(&column.heading);
            // Who is paid, where an account is.
            if banks && folded.contains("受取人") {
                continue;
            }
            let before = at.checked_sub(1).map(|at| headings::fold(&self.columns[at].heading));
            candidates.push(Candidate {
                at,
                reading,
                party: headings::party(&parts_of(column)),
                of_person: ["氏名", "姓名", "名前"].iter().any(|it| folded.contains(it))
                    || persons.iter().any(|it| folded.starts_with(it) && folded != *it),
                after_code: before.is_some_and(|it| {
                    it.starts_with("担当") && it.ends_with(|c: char| "ドd号".contains(c))
                }),
                says_whose: named_by_program(&parts_of(column)).is_some()
                    || ["名", "社", "商号", "団体", "施設"].iter().any(|it| folded.contains(it)),
                is_style: folded.contains("肩書"),
                profile: &profiles[column.index],
            });
        }
        candidates
    }

    /// Beside 注文者姓, 注文者名 is no whole name.
    fn part_names(&self, readings: &mut [Option<(Reading, Why)>]) {
        let folded: Vec<String> =
            self.columns.iter().map(|it| headings::fold(&it.heading)).collect();
        let all: BTreeSet<&str> = folded.iter().map(String::as_str).collect();
        for (heading, reading) in folded.iter().zip(readings) {
            let Some((reading, _)) = reading else { continue };
            let Some((before, after)) = heading.rsplit_once('名') else { continue };
            if ["姓", "氏"].iter().any(|it| all.contains(format!("{before}{it}{after}").as_str()))
            {
                reading.meaning = match reading.meaning {
                    Meaning::FullName | Meaning::AnyName | Meaning::Addressee => Meaning::Given,
                    Meaning::Kana => Meaning::GivenKana,
                    meaning => meaning,
                };
            }
        }
    }

    /// A number in several columns below one heading, or of which only the first has one:
    /// 〒 over three digits and four, TEL over three parts.
    fn continue_numbers(&self, readings: &mut [Option<(Reading, Why)>], profiles: &[Profile]) {
        let is_number = |meaning| {
            matches!(meaning, Meaning::Postal | Meaning::Phone | Meaning::Fax | Meaning::Mobile)
        };
        let part = |at: usize| {
            let profile = &profiles[self.columns[at].index];
            profile.most(profile.part, 80)
        };
        let mut run = 1;
        for at in 1..self.columns.len() {
            let before = readings[at - 1].filter(|(it, _)| is_number(it.meaning) && part(at - 1));
            let next = self.columns[at - 1].index + 1 == self.columns[at].index;
            let Some((mut reading, why)) = before.filter(|_| next && part(at)) else {
                run = 1;
                continue;
            };
            let same = match readings[at] {
                None => self.columns[at].parts.is_empty(),
                Some((it, _)) => {
                    (it.meaning, it.group, it.number) == (reading.meaning, reading.group, None)
                }
            };
            if !same || run == 1 && reading.number.is_some() {
                run = 1;
                continue;
            }
            run += 1;
            readings[at - 1] = Some((Reading { number: Some(run - 1), ..reading }, why));
            reading.number = Some(run);
            readings[at] = Some((reading, why));
        }
    }

    /// Fields for columns of which the heading says nothing, by their contents, where no
    /// other column has the field.
    fn guess(
        &mut self,
        readings: &[Option<(Reading, Why)>],
        profiles: &[Profile],
        taken: &BTreeSet<Field>,
    ) {
        let mut has: BTreeSet<Field> = taken.clone();
        has.extend(self.columns.iter().filter_map(|it| match &it.target {
            Target::Field(field) => Some(field.clone()),
            _ => None,
        }));
        for (column, reading) in self.columns.iter_mut().zip(readings) {
            if column.why != Why::Nothing || reading.is_some() {
                continue;
            }
            let field = meaning_of_contents(&profiles[column.index]).and_then(field_of);
            if let Some(field) = field.filter(|it| !has.contains(it)) {
                has.insert(field.clone());
                column.target = Target::Field(field);
                column.sure = false;
                column.why = Why::Contents;
            }
        }
    }
}

fn parts_of(column: &Column) -> Vec<&str> {
    column.parts.iter().map(String::as_str).collect()
}

/// Names that are told by the other columns only.
fn settle_names(candidates: &mut [Candidate<'_>]) {
    use Meaning::{Address, AnyName, Body, City, Family, FullName, Person, Place, Town};
    let has = |candidates: &[Candidate<'_>], meanings: &[Meaning]| {
        candidates.iter().any(|it| meanings.contains(&it.reading.meaning))
    };
    let bodies = has(candidates, &[Body]);
    let titles = candidates.iter().any(|it| it.reading.meaning == Meaning::Title && !it.is_style);
    let names =
        [Meaning::Addressee, Meaning::FormalName, AnyName, Body, Place, FullName, Family, Person];
    // A list of towns, each with its address.
    let towns = !has(candidates, &names) && has(candidates, &[Address, Town]);
    for candidate in candidates {
        let profile = candidate.profile;
        candidate.reading.meaning = match candidate.reading.meaning {
            // Beside 会社名, a 名称 that has persons in it.
            AnyName if bodies && profile.most(profile.person, 80) => FullName,
            // 名前, where most are companies.
            FullName
                if !bodies
                    && candidate.reading.group == Group::Main
                    && profile.most(profile.body, 60) =>
            {
                AnyName
            }
            City if towns => Body,
            // Mr. and 様 in a column 肩書き.
            Meaning::Title if titles && candidate.is_style => Meaning::Other,
            meaning => meaning,
        };
    }
}

/// What a column is by its heading; by its contents, where these are something else.
fn reading_of(parts: &[String], profile: &Profile) -> Option<(Reading, Why)> {
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let reading = named_by_program(&parts).or_else(|| headings::read(&parts))?;
    if reading.meaning == Meaning::Contact {
        let meaning = meaning_of_contents(profile).unwrap_or(Meaning::Other);
        return Some((Reading { meaning, ..reading }, Why::Heading));
    }
    if profile.filled == 0 || holds(reading.meaning, profile) {
        return Some((reading, Why::Heading));
    }
    let meaning = meaning_of_contents(profile).unwrap_or(Meaning::Other);
    Some((Reading { meaning, ..reading }, Why::Contents))
}

/// The program's own words for its fields: `postal_code`, 送り方.
fn named_by_program(parts: &[&str]) -> Option<Reading> {
    let [heading] = parts else { return None };
    let field = Field::BUILT_IN
        .into_iter()
        .find(|it| it.to_string() == *heading || it.label() == *heading)?;
    let meaning = match field {
        Field::Id => Meaning::Id,
        Field::Name => Meaning::Addressee,
        Field::Honorific => Meaning::Honorific,
        Field::Department => Meaning::Department,
        Field::Title => Meaning::Title,
        Field::Person => Meaning::Person,
        Field::Kana => Meaning::Kana,
        Field::PostalCode => Meaning::Postal,
        Field::Address => Meaning::Address,
        Field::Phone => Meaning::Phone,
        Field::Fax => Meaning::Fax,
        Field::Email => Meaning::Email,
        Field::Delivery => Meaning::Delivery,
        Field::Route => Meaning::Route,
        Field::ReportedOn => Meaning::ReportedOn,
        Field::Notify => Meaning::Notify,
        Field::KnownOn => Meaning::KnownOn,
        Field::Own(_) => return None,
    };
    Some(Reading { meaning, group: Group::Main, number: None, polite: false })
}

/// Whether a column may hold what its heading says.
fn holds(meaning: Meaning, profile: &Profile) -> bool {
    let half = |number| profile.most(number, 50);
    let other = half(profile.mail) || half(profile.phone);
    match meaning {
        Meaning::Postal => half(profile.postal) || half(profile.short) || half(profile.place),
        Meaning::Email => half(profile.mail),
        Meaning::Phone | Meaning::Fax | Meaning::Mobile => {
            half(profile.phone) || half(profile.part)
        }
        Meaning::PhonePart => half(profile.piece),
        Meaning::Delivery => half(profile.delivery),
        Meaning::Route => half(profile.route),
        Meaning::Notify => half(profile.notify),
        Meaning::ReportedOn | Meaning::KnownOn => half(profile.day),
        Meaning::Honorific => half(profile.honorific),
        Meaning::Id | Meaning::WeakId | Meaning::Serial => {
            !half(profile.corporate_number) && !half(profile.mail)
        }
        Meaning::Address | Meaning::Building | Meaning::City | Meaning::Prefecture => {
            !half(profile.mail) && !half(profile.phone)
        }
        Meaning::Town | Meaning::Contact | Meaning::Other => true,
        // 送付先 above addresses.
        Meaning::Addressee | Meaning::AnyName if half(profile.place) && !half(profile.body) => {
            false
        }
        Meaning::Title if half(profile.honorific) => false,
        _ => !other && !half(profile.number) && !half(profile.postal) && !half(profile.day),
    }
}

/// What the contents of a column are, if nearly all of them look like one thing.
fn meaning_of_contents(profile: &Profile) -> Option<Meaning> {
    [
        (profile.mail, Meaning::Email),
        (
            profile.postal * usize::from(!profile.most(profile.number, 50) || profile.distinct > 1),
            Meaning::Postal,
        ),
        (profile.phone, Meaning::Phone),
        (profile.place, Meaning::Address),
        (profile.body, Meaning::Body),
        (profile.person, Meaning::FullName),
    ]
    .into_iter()
    .find(|(number, _)| profile.most(*number, 80))
    .map(|(_, meaning)| meaning)
}

/// The field that a column is by its contents alone.
fn field_of(meaning: Meaning) -> Option<Field> {
    match meaning {
        Meaning::Email => Some(Field::Email),
        Meaning::Postal => Some(Field::PostalCode),
        Meaning::Phone => Some(Field::Phone),
        Meaning::Address => Some(Field::Address),
        Meaning::Body | Meaning::FullName => Some(Field::Name),
        _ => None,
    }
}

/// Whether a column is called by the name of an own field.
fn is_called(column: &Column, name: &str) -> bool {
    let last = column.heading.rsplit('／').next().unwrap_or_default();
    let folded = headings::fold(name);
    let is = |heading: &str| {
        heading == name
            || headings::own_name(heading, column.index) == name
            || !folded.is_empty() && headings::fold(heading) == folded
    };
    is(&column.heading) || is(&column.heading.replace('／', "・")) || is(last)
}
