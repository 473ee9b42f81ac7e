//! Which column of several is a field: of 自宅住所 and 会社住所 the one that is filled, of
//! 顧客コード and 連番 the one that stays when the list is sorted.

use std::collections::BTreeSet;

use super::Field;
use super::contents::Profile;
use super::heading_words::{Group, Meaning};
use super::headings::Reading;
use super::parties::{self, Owner};

/// A column that may be a field.
#[derive(Debug, Clone)]
pub(super) struct Candidate<'a> {
    /// Where it is among the columns.
    pub at: usize,
    /// What it holds.
    pub reading: Reading,
    /// The party that its heading names: 借主 of 借主氏名; empty if it names none.
    pub party: String,
    /// Whether its heading may mean Mr. as well as a rank.
    pub is_style: bool,
    /// Whether its heading speaks of how a person's name is read.
    pub of_person: bool,
    /// Whether it says of which name it is the reading: 会社名カナ.
    pub says_whose: bool,
    /// Whether the column before it is the code of one of the office's people.
    pub after_code: bool,
    /// What stands in it.
    pub profile: &'a Profile,
}

/// The fields of columns, each with whether there is no doubt.
#[derive(Debug)]
pub(super) struct Choice<'a> {
    pub(super) candidates: Vec<Candidate<'a>>,
    /// The groups of which several parties stand in one row: 借主 and 貸主.
    pub(super) apart: BTreeSet<Group>,
    /// Whether the names of several parties may be meant.
    pub(super) doubt: bool,
    /// Whether the list has banks' branches in it.
    banks: bool,
    /// The fields that are not to be chosen: they are kept from the last time.
    taken: BTreeSet<Field>,
    pub(super) chosen: Vec<(usize, Field, bool)>,
}

/// What may be said of the name that was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub meaning: Meaning,
    /// Whose it is.
    pub owner: Owner,
    /// Its columns.
    pub at: Vec<usize>,
    /// Whether it is a company's, or another body's.
    pub is_body: bool,
}

/// The fields of the candidates: where the column is, its field, and whether it is sure.
pub(super) fn choose(
    candidates: Vec<Candidate<'_>>,
    banks: bool,
    taken: BTreeSet<Field>,
) -> Vec<(usize, Field, bool)> {
    let apart = parties::apart(&candidates);
    let mut choice = Choice { candidates, apart, doubt: false, banks, taken, chosen: Vec::new() };
    let place = choice.place();
    let named = choice.name(place.as_ref());
    choice.person(named.as_ref());
    choice.kana(named.as_ref());
    choice.id();
    choice.reach(place.as_ref().or(named.as_ref().map(|it| &it.owner)));
    for (meaning, field) in [
        (Meaning::Honorific, Field::Honorific),
        (Meaning::Delivery, Field::Delivery),
        (Meaning::Route, Field::Route),
        (Meaning::ReportedOn, Field::ReportedOn),
        (Meaning::Notify, Field::Notify),
        (Meaning::KnownOn, Field::KnownOn),
    ] {
        let first =
            choice.of(&[meaning]).min_by_key(|it| (it.reading.group, it.at)).map(|it| it.at);
        choice.take(first, &field, true);
    }
    choice.chosen
}

/// How well a group's address, name or number suits a letter.
pub(super) fn rank(group: Group) -> usize {
    match group {
        Group::Send => 0,
        Group::Guardian => 1,
        Group::Main => 2,
        Group::Office | Group::Home => 3,
        Group::Pupil => 4,
        Group::Billing => 5,
        Group::Goods => 6,
        Group::Person => 7,
        Group::Representative => 8,
        Group::Others => 9,
    }
}

/// The best of some that is filled nearly as well as any: 送付先 is often filled only where
/// it is another.
pub(super) fn best<T: Copy>(options: impl Iterator<Item = (usize, usize, T)> + Clone) -> Option<T> {
    let most = options.clone().map(|(_, filled, _)| filled).max()?;
    let enough = options.filter(|(_, filled, _)| filled * 10 >= most * 6);
    let best = enough.min_by_key(|(rank, filled, _)| (*rank, usize::MAX - filled));
    best.map(|(_, _, option)| option)
}

/// How well a name suits a letter that goes to this group's address.
fn name_rank(reading: Reading, place: Option<Group>) -> usize {
    let at_home = place == Some(Group::Home);
    match (reading.meaning, reading.group) {
        (Meaning::Addressee, _) => 0,
        (Meaning::FullName, Group::Guardian) => 1,
        (Meaning::FormalName, _) => 2,
        (Meaning::Body, Group::Main) if !at_home => 3,
        (Meaning::Body, Group::Office) if place == Some(Group::Office) => 3,
        (Meaning::AnyName, Group::Main) => 4,
        (Meaning::Place, Group::Main) => 5,
        (Meaning::FullName, Group::Main | Group::Home) => 6,
        (Meaning::Family, Group::Main | Group::Home) => 7,
        (Meaning::FullName | Meaning::Family, _) => 9,
        (Meaning::Body | Meaning::Place, _) => 8,
        _ => 10,
    }
}

impl<'a> Choice<'a> {
    /// The candidates of these meanings that are nothing yet and belong to the client.
    pub(super) fn of(&self, meanings: &[Meaning]) -> impl Iterator<Item = &Candidate<'a>> + Clone {
        let free = |at: usize| self.chosen.iter().all(|(other, ..)| *other != at);
        let candidates = self.candidates.iter().filter(move |it| free(it.at));
        candidates
            .filter(|it| it.reading.group != Group::Others)
            .filter(move |it| meanings.contains(&it.reading.meaning))
            .collect::<Vec<_>>()
            .into_iter()
    }

    pub(super) fn take(&mut self, at: impl IntoIterator<Item = usize>, field: &Field, sure: bool) {
        if !self.taken.contains(field) {
            self.chosen.extend(at.into_iter().map(|at| (at, field.clone(), sure)));
        }
    }

    /// The numbered columns of a meaning and an owner, in their order; of two with the same
    /// number the first.
    pub(super) fn row(&self, meaning: Meaning, owner: &Owner) -> Vec<&Candidate<'a>> {
        let mut row: Vec<&Candidate<'a>> =
            self.of(&[meaning]).filter(|it| self.owner(it) == *owner).collect();
        row.sort_by_key(|it| (it.reading.number.unwrap_or(1), it.at));
        row.dedup_by_key(|it| it.reading.number.unwrap_or(1));
        row
    }

    /// The name; gives what kind of name it is.
    fn name(&mut self, place: Option<&Owner>) -> Option<Named> {
        let (names, sure) = self.names_at(place);
        let place = place.map(|it| it.group);
        let most = names.iter().map(|it| it.profile.filled).max()?;
        // Where others are empty, these are filled only where they say more.
        let is_optional = |meaning| matches!(meaning, Meaning::Addressee | Meaning::FormalName);
        let fits = |it: &&Candidate<'_>| {
            it.profile.filled * 10 >= most * 9 || !is_optional(it.reading.meaning)
        };
        let persons = names.iter().any(|it| {
            it.reading.meaning == Meaning::FullName || it.reading.meaning == Meaning::Family
        });
        let sparse = |it: &Candidate<'_>| {
            it.profile.filled * 10 < most * 3 && (!persons || it.profile.filled == 0)
        };
        let order = |it: &&Candidate<'_>| {
            let rank = name_rank(it.reading, place);
            (if sparse(it) { rank + 20 } else { rank }, it.at)
        };
        let first = names.iter().filter(fits).min_by_key(order)?;
        let (meaning, owner) = (first.reading.meaning, self.owner(first));
        let mut at: Vec<usize> = self.row(meaning, &owner).iter().map(|it| it.at).collect();
        if meaning == Meaning::Family {
            at.extend(self.row(Meaning::Given, &owner).first().map(|it| it.at));
        }
        let is_body = match meaning {
            Meaning::FullName | Meaning::Family => false,
            Meaning::Addressee | Meaning::AnyName => !first.profile.most(first.profile.person, 50),
            _ => true,
        };
        let named = Named { meaning, owner: owner.clone(), at: at.clone(), is_body };
        // 支店名 says to which part of the company the letter goes.
        let part = matches!(meaning, Meaning::Body | Meaning::AnyName | Meaning::FormalName)
            && !self.banks;
        let part = part.then(|| {
            let parts = self.row(Meaning::Place, &owner);
            parts.first().filter(|it| it.profile.filled * 10 >= most).map(|it| it.at)
        });
        self.take(at, &Field::Name, sure);
        self.take(part.flatten(), &Field::Name, false);
        Some(named)
    }

    /// The person at the client, with department and title.
    fn person(&mut self, named: Option<&Named>) {
        let is_body = named.is_some_and(|it| it.is_body);
        let main = self.main_of(named);
        let persons = self.of(&[
            Meaning::Person,
            Meaning::FullName,
            Meaning::Family,
            Meaning::Representative,
        ]);
        let order = |it: &Candidate<'_>| {
            if named.is_some_and(|named| self.is_of_another(it, &named.owner)) {
                return None;
            }
            let order = match it.reading.meaning {
                // In a list of persons 担当者 is one of the office's own.
                Meaning::Person if it.reading.polite || it.reading.group == Group::Send => 0,
                Meaning::Person if is_body && !is_staff(it) => 2,
                Meaning::FullName
                    if is_body && matches!(it.reading.group, Group::Main | Group::Office) =>
                {
                    1
                }
                Meaning::Family if is_body && it.reading.group == Group::Main => 1,
                Meaning::Representative if is_body => 3,
                _ => return None,
            };
            // Nobody calls a column so that he leaves empty, where another is filled.
            Some((usize::from(it.profile.filled == 0), order, it.at))
        };
        let first = persons.filter_map(|it| Some((order(it)?, it))).min_by_key(|(order, _)| *order);
        let Some((_, first)) = first else {
            if is_body {
                let at = self.row(Meaning::Department, &main);
                let at: Vec<usize> = at.iter().map(|it| it.at).collect();
                self.take(at, &Field::Department, true);
            }
            return;
        };
        let (reading, owner) = (first.reading, self.owner(first));
        let mut at = vec![first.at];
        if reading.meaning == Meaning::Family {
            at.extend(self.row(Meaning::Given, &owner).first().map(|it| it.at));
        }
        let represents = reading.meaning == Meaning::Representative;
        self.take(at, &Field::Person, !represents);
        for (meaning, field) in
            [(Meaning::Department, Field::Department), (Meaning::Title, Field::Title)]
        {
            let own = if represents { Group::Representative } else { Group::Person };
            let owners = [own, Group::Office, Group::Send].map(Owner::of);
            let [own, office, send] = &owners;
            let row = [own, &main, office, send]
                .into_iter()
                .map(|owner| self.row(meaning, owner))
                .find(|row| !row.is_empty());
            let at: Vec<usize> = row.unwrap_or_default().iter().map(|it| it.at).collect();
            self.take(at, &field, true);
        }
    }

    /// The number by which a client is known.
    fn id(&mut self) {
        let order = |it: &&Candidate<'_>| {
            let profile = it.profile;
            let unique = profile.distinct * 100 >= profile.filled * 95;
            let kind = match it.reading.meaning {
                Meaning::Id => 0,
                Meaning::WeakId => 1,
                _ => 2,
            };
            let other = it.reading.group != Group::Main;
            // 1, 2, 3 say where a row stands, unless they are said to be somebody's.
            let serial = it.party.is_empty() && profile.most(profile.serial, 95);
            (!unique, profile.filled == 0, serial, kind, other, rank(it.reading.group), it.at)
        };
        // 出席番号 begins anew in each class.
        let differ = |it: &&Candidate<'_>| {
            it.profile.filled < 3 || it.profile.distinct * 10 >= it.profile.filled * 7
        };
        let ids = self.of(&[Meaning::Id, Meaning::WeakId, Meaning::Serial]).filter(differ);
        let first = ids.min_by_key(order).map(|it| (it.at, order(&it)));
        if let Some((at, (twice, _, _, kind, ..))) = first {
            self.take([at], &Field::Id, !twice && kind == 0);
        }
    }

    /// Telephone, fax and mail: the first column of each, of the address's owner if possible.
    fn reach(&mut self, place: Option<&Owner>) {
        for (meanings, field) in [
            (&[Meaning::Phone][..], Field::Phone),
            (&[Meaning::Fax], Field::Fax),
            (&[Meaning::Email], Field::Email),
        ] {
            let order = |it: &Candidate<'_>| {
                let own = Some(&self.owner(it)) == place;
                let rank = if own { 0 } else { 1 + rank(it.reading.group) };
                rank * 10 + usize::from(it.reading.number.unwrap_or(1)).min(9)
            };
            let allowed = self.of(meanings).filter(|it| self.is_reached(it, place, &field));
            let options = allowed.map(|it| (order(it), it.profile.filled, it.at));
            let Some(first) = best(options) else { continue };
            let mut at = vec![first];
            if field == Field::Phone {
                at.extend(self.rest_of_phone(first));
                let short = |it: &&Candidate<'_>| it.at == first && is_part(it);
                // 0001 alone calls nobody.
                if at.len() == 1 && self.candidates.iter().any(|it| short(&it)) {
                    continue;
                }
            }
            self.take(at, &field, true);
        }
        if self.chosen.iter().all(|(_, field, _)| *field != Field::Phone) {
            let reached = |it: &&Candidate<'_>| self.is_reached(it, place, &Field::Phone);
            let parts = self.of(&[Meaning::PhonePart]).filter(reached);
            let parts: Vec<usize> = parts.map(|it| it.at).collect();
            let mobile = self.of(&[Meaning::Mobile]).filter(reached).map(|it| it.at).next();
            match parts.is_empty() {
                true => self.take(mobile, &Field::Phone, true),
                false => self.take(parts, &Field::Phone, true),
            }
        }
    }

    /// The other columns of a number that is parted: 電話番号1 to 3 with a few digits each.
    fn rest_of_phone(&self, first: usize) -> Vec<usize> {
        let Some(first) = self.candidates.iter().find(|it| it.at == first).filter(|it| is_part(it))
        else {
            return Vec::new();
        };
        let owner = self.owner(first);
        let mut row = self.row(Meaning::Phone, &owner);
        // 電話(局番) beside 電話(番号).
        row.extend(self.of(&[Meaning::PhonePart]).filter(|it| self.owner(it) == owner));
        let others = row.iter().filter(|it| it.at != first.at);
        let parts = others.filter(|it| is_part(it) || it.reading.meaning == Meaning::PhonePart);
        parts.map(|it| it.at).collect()
    }
}

/// Whether a column holds parts of numbers.
fn is_part(it: &Candidate<'_>) -> bool {
    it.profile.most(it.profile.part, 80)
}

/// Whether the persons of a column 担当者 are the office's own: a few of them for many
/// clients.
fn is_staff(it: &Candidate<'_>) -> bool {
    let few = it.profile.filled >= 6 && it.profile.distinct * 3 <= it.profile.filled;
    it.after_code || few
}
