//! Whose a column is, where several parties stand in one row: 注文者 and 送付先, 借主 and 貸主.
//! The name, how it is read, the address and its postal code are of one of them.

use std::collections::BTreeSet;

use super::Field;
use super::choosing::{Candidate, Choice, Named, best, rank};
use super::heading_words::{Group, Meaning};

/// To whom a column belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Owner {
    pub group: Group,
    /// The party among those of the client's; empty where these are one.
    pub party: String,
}

impl Owner {
    /// A group of which no parties are known.
    pub fn of(group: Group) -> Self {
        Self { group, party: String::new() }
    }
}

const NAMES: [Meaning; 7] = [
    Meaning::Addressee,
    Meaning::FormalName,
    Meaning::Body,
    Meaning::AnyName,
    Meaning::Place,
    Meaning::FullName,
    Meaning::Family,
];

const PIECES: [Meaning; 4] = [Meaning::Address, Meaning::Town, Meaning::City, Meaning::Prefecture];

/// What two columns of one party do not both hold.
fn kind(meaning: Meaning) -> Option<Meaning> {
    use Meaning::{Addressee, AnyName, Body, City, Family, FullName, Place, Postal, Prefecture};
    match meaning {
        FullName | AnyName | Addressee | Family => Some(FullName),
        Body | Place | City | Postal | Prefecture | Meaning::Address | Meaning::Town => {
            Some(meaning)
        }
        _ => None,
    }
}

/// The groups of which several parties stand in one row, as 本社 and 支店: two of them have the
/// same thing.
pub(super) fn apart(candidates: &[Candidate<'_>]) -> BTreeSet<Group> {
    let groups: BTreeSet<Group> = candidates.iter().map(|it| it.reading.group).collect();
    groups.into_iter().filter(|it| are_apart(candidates, *it)).collect()
}

fn are_apart(candidates: &[Candidate<'_>], group: Group) -> bool {
    let mut seen: Vec<(Meaning, u8, &str)> = Vec::new();
    for it in candidates.iter().filter(|it| it.reading.group == group) {
        let Some(kind) = kind(it.reading.meaning) else { continue };
        let number = it.reading.number.unwrap_or(1);
        let other =
            |(a, b, party): &(Meaning, u8, &str)| (*a, *b) == (kind, number) && *party != it.party;
        if seen.iter().any(other) {
            return true;
        }
        // One of each is enough: a hostile sheet has thousands.
        if !seen.iter().any(|(a, b, _)| (*a, *b) == (kind, number)) {
            seen.push((kind, number, &it.party));
        }
    }
    false
}

impl<'a> Choice<'a> {
    /// Whose a column is.
    pub(super) fn owner(&self, it: &Candidate<'_>) -> Owner {
        let group = it.reading.group;
        let parted = self.apart.contains(&group);
        Owner { group, party: if parted { it.party.clone() } else { String::new() } }
    }

    /// Whether a column belongs to a party beside the one that is meant.
    pub(super) fn is_of_another(&self, it: &Candidate<'_>, owner: &Owner) -> bool {
        let names_a_party = it.reading.group == Group::Main && !it.party.is_empty();
        match owner.group {
            Group::Main if self.is_apart() => names_a_party && it.party != owner.party,
            Group::Main => false,
            // What is said of the client stands beside a delivery that has a name of its own.
            Group::Send => {
                let is_person = matches!(it.reading.meaning, Meaning::FullName | Meaning::Family);
                self.is_named(owner)
                    && it.reading.group == Group::Main
                    && (names_a_party || is_person)
            }
            _ => false,
        }
    }

    /// Whether the client's own parties are several.
    fn is_apart(&self) -> bool {
        self.apart.contains(&Group::Main)
    }

    fn is_named(&self, owner: &Owner) -> bool {
        let names = self.candidates.iter().filter(|it| NAMES.contains(&it.reading.meaning));
        names.into_iter().any(|it| it.profile.filled > 0 && self.owner(it) == *owner)
    }

    /// The owner of what says nothing of whose it is, beside a name.
    pub(super) fn main_of(&self, named: Option<&Named>) -> Owner {
        let main = named.map(|it| &it.owner).filter(|it| it.group == Group::Main);
        main.cloned().unwrap_or_else(|| Owner::of(Group::Main))
    }

    /// The owners of these columns, each once, with how many cells of theirs are filled.
    fn owners(&self, meanings: &[Meaning]) -> Vec<(Owner, usize)> {
        let mut owners: Vec<(Owner, usize)> = Vec::new();
        for it in self.of(meanings) {
            let owner = self.owner(it);
            match owners.iter_mut().find(|(known, _)| *known == owner) {
                Some((_, filled)) => *filled = (*filled).max(it.profile.filled),
                None => owners.push((owner, it.profile.filled)),
            }
        }
        owners
    }

    /// The address and its postal code; gives whose it is.
    pub(super) fn place(&mut self) -> Option<Owner> {
        let owners = self.owners(&PIECES);
        let complete =
            |it: &&(Owner, usize)| it.0.group == Group::Main && it.1 > 0 && self.is_named(&it.0);
        let mains = owners.iter().filter(complete).count();
        let has_code = |group| {
            let codes = self.candidates.iter().filter(|it| it.reading.meaning == Meaning::Postal);
            codes.into_iter().any(|it| it.reading.group == group && it.profile.filled > 0)
        };
        let without_code = has_code(Group::Main) && !has_code(Group::Send);
        let options = owners.iter().enumerate().map(|(at, (owner, filled))| {
            let named = self.is_named(owner);
            let order = match owner.group {
                Group::Main if named => 0,
                Group::Main => 1 + usize::from(!owner.party.is_empty()),
                // An address without a code, beside a client who has all.
                Group::Send if !named && mains > 0 && without_code => 10 * rank(Group::Main) + 5,
                _ => 0,
            };
            (10 * rank(owner.group) + order, *filled, at)
        });
        let owner = best(options).map(|at| owners[at].0.clone());
        if let Some(owner) = &owner {
            let send = owners.iter().any(|(it, filled)| {
                let most = owners.iter().map(|(_, filled)| *filled).max().unwrap_or_default();
                it.group == Group::Send && filled * 10 >= most * 6 && !self.is_named(it)
            });
            self.doubt = match owner.group {
                Group::Main => {
                    mains > 1 || send && mains > 0 || self.is_apart() && !self.is_named(owner)
                }
                Group::Send => send && (mains > 0 || self.is_apart()),
                group => self.apart.contains(&group),
            };
            let mut at = self.pieces(owner);
            let nobodys = Owner::of(Group::Main);
            if matches!(owner.group, Group::Office | Group::Home)
                && owners.iter().all(|(it, _)| it.group != Group::Main)
            {
                at.extend(self.pieces(&nobodys));
            }
            let sure = !self.doubt;
            self.take(at, &Field::Address, sure);
        }
        self.code(owner.as_ref(), &owners);
        owner
    }

    fn pieces(&self, owner: &Owner) -> Vec<usize> {
        let all = PIECES.into_iter().chain([Meaning::Building]);
        all.flat_map(|meaning| self.row(meaning, owner)).map(|it| it.at).collect()
    }

    /// The postal code of an address: its owner's, or one that nobody else's address has.
    fn code(&mut self, owner: Option<&Owner>, addresses: &[(Owner, usize)]) {
        let nobodys = Owner::of(Group::Main);
        let free = addresses.iter().all(|(it, _)| *it != nobodys);
        let codes = self.owners(&[Meaning::Postal]);
        let options = codes.iter().enumerate().filter_map(|(at, (it, filled))| {
            let rank = match owner {
                None => rank(it.group),
                Some(owner) if it == owner => 0,
                Some(_) if free && *it == nobodys => 1,
                Some(_) => return None,
            };
            Some((rank, *filled, at))
        });
        let Some(at) = best(options) else { return };
        let chosen = codes[at].0.clone();
        let sure = !self.doubt && (!self.is_apart() || owner == Some(&chosen));
        let row = self.row(Meaning::Postal, &chosen);
        let halves = row.len() > 1 && row.iter().all(|it| it.profile.most(it.profile.short, 50));
        let at: Vec<usize> = row.iter().take(if halves { 2 } else { 1 }).map(|it| it.at).collect();
        self.take(at, &Field::PostalCode, sure);
    }

    /// The columns that may be the name of whom an address is, and whether it is clear whose
    /// name is meant.
    pub(super) fn names_at(&self, place: Option<&Owner>) -> (Vec<Candidate<'a>>, bool) {
        let all: Vec<Candidate<'a>> = self.of(&NAMES).cloned().collect();
        let of = |wanted: &dyn Fn(&Candidate<'_>) -> bool| -> Vec<Candidate<'a>> {
            let filled = all.iter().any(|it| it.profile.filled > 0);
            let fits = all.iter().filter(|it| wanted(it) && (it.profile.filled > 0 || !filled));
            fits.cloned().collect()
        };
        let Some(place) = place else { return (all, true) };
        let is_send = |it: &Candidate<'_>| it.reading.group == Group::Send;
        let own = of(&|it| self.owner(it) == *place);
        let others = of(&|it| !is_send(it));
        let parted = matches!(place.group, Group::Send | Group::Billing | Group::Goods)
            || self.is_apart() && place.group == Group::Main;
        match (own.is_empty(), others.is_empty()) {
            (false, _) if parted => (own, !self.doubt),
            (_, true) => (all, !self.doubt),
            // The name of a delivery without an address.
            _ => {
                let sure = !self.doubt && (others.len() == all.len() || is_same(&all, place));
                let parties = others.iter().any(|it| {
                    self.is_apart() && self.owner(it) != *place && it.reading.group == Group::Main
                });
                (others, sure && !parties)
            }
        }
    }

    /// How the name is read.
    pub(super) fn kana(&mut self, named: Option<&Named>) {
        let Some(named) = named else {
            let first = self.of(&[Meaning::Kana]).map(|it| it.at).next();
            return self.take(first, &Field::Kana, true);
        };
        let is_person = matches!(named.meaning, Meaning::FullName | Meaning::Family);
        let any = matches!(named.meaning, Meaning::AnyName | Meaning::Addressee);
        let last = named.at.iter().copied().max().unwrap_or_default();
        let fits =
            |it: &&Candidate<'_>| self.reads(it, named) && (!it.of_person || is_person || any);
        let order = |it: &&Candidate<'_>| {
            let behind = it.at.checked_sub(last).unwrap_or(1_000 + last - it.at.min(last));
            (it.reading.group != named.owner.group, behind)
        };
        let nearest = self.of(&[Meaning::Kana]).filter(fits).min_by_key(order).map(|it| it.at);
        let halves = [Meaning::FamilyKana, Meaning::GivenKana].map(|meaning| {
            let row = self.row(meaning, &named.owner);
            row.first().filter(|it| self.reads(it, named)).map(|it| it.at)
        });
        match nearest {
            Some(at) => self.take([at], &Field::Kana, true),
            None if is_person || any => {
                self.take(halves.into_iter().flatten(), &Field::Kana, true);
            }
            None => {}
        }
    }

    /// Whether a column of kana is how this name is read: by its own heading, or because it
    /// stands beside it.
    fn reads(&self, it: &Candidate<'_>, named: &Named) -> bool {
        let (group, owner) = (it.reading.group, self.owner(it));
        let nobodys = group == Group::Main && it.party.is_empty();
        if !nobodys {
            let loose = |it| matches!(it, Group::Main | Group::Office | Group::Home);
            return owner == named.owner
                || !self.is_apart() && loose(group) && loose(named.owner.group);
        }
        if it.says_whose && !it.of_person && named.owner.group == Group::Main {
            return true;
        }
        // 配偶者氏名 and 自社担当者 have readings of their own.
        let is_others = |before: &Candidate<'_>| {
            before.at + 1 == it.at
                && (before.reading.meaning == Meaning::Staff
                    || before.reading.group == Group::Others && before.of_person)
        };
        let is_name = |it: &&Candidate<'_>| {
            NAMES.contains(&it.reading.meaning)
                || matches!(
                    it.reading.meaning,
                    Meaning::Given | Meaning::Person | Meaning::Representative
                )
        };
        let here = self.candidates.partition_point(|other| other.at < it.at);
        if self.candidates[..here].last().is_some_and(is_others) {
            return false;
        }
        let before = self.candidates[..here].iter().rev().find(is_name);
        let after = || self.candidates[here..].iter().find(is_name);
        let Some(beside) = before.or_else(after) else { return true };
        let is_persons = matches!(
            beside.reading.meaning,
            Meaning::Person | Meaning::Representative | Meaning::FullName | Meaning::Family
        );
        let far = it.at.abs_diff(beside.at) > 1;
        named.at.contains(&beside.at)
            || self.owner(beside) == named.owner && !is_persons
            || far && beside.reading.group != Group::Pupil && self.is_clients(beside, named)
    }

    /// Whether a name stands for the client of whom another one is.
    fn is_clients(&self, it: &Candidate<'_>, named: &Named) -> bool {
        let group = it.reading.group;
        let beside = matches!(group, Group::Person | Group::Representative | Group::Main);
        beside && named.owner.group == Group::Main && !self.is_of_another(it, &named.owner)
    }

    /// Whether a number or mail address may be that of whom a letter goes to.
    pub(super) fn is_reached(
        &self,
        it: &Candidate<'_>,
        place: Option<&Owner>,
        field: &Field,
    ) -> bool {
        let part = it.profile.most(it.profile.part, 80);
        // A part of a fax number is none.
        (*field != Field::Fax || !part) && place.is_none_or(|owner| !self.is_of_another(it, owner))
    }
}

/// Whether no name is a delivery's, or the delivery is meant.
fn is_same(names: &[Candidate<'_>], place: &Owner) -> bool {
    place.group == Group::Send || names.iter().all(|it| it.reading.group != Group::Send)
}
