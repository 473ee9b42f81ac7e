//! The names of a row: the client's, the person's, and what is known of the honorific.

use super::Field;
use super::cells::fault;
use super::names::{self, Parted};
use super::row_reader::{Known, RowReader};
use super::rows::{ChangeKind, Refused};
use super::texts::one_line;
use crate::diagnostic::quoted;
use crate::messages::Message;
use crate::model::Honorific;

impl RowReader<'_> {
    /// Department and title, and the person's name, which has its place or is the client's.
    pub(super) fn person(&mut self) -> Option<Parted> {
        for field in [Field::Department, Field::Title] {
            let value = self.joined(&field);
            self.set(&field, value);
        }
        let name = self.joined(&Field::Person)?;
        let parted = self.parted(&Field::Person, name);
        self.set(&Field::Person, Some(parted.name.clone()));
        Some(parted)
    }

    /// A name without the honorific that is written behind it.
    fn parted(&mut self, field: &Field, name: String) -> Parted {
        let plan = self.plan;
        if plan.exact {
            return Parted { name, honorific: None, replaced: false };
        }
        let parted = names::parted(&name);
        if !plan.for_envelopes && names::is_given(&name, &parted) {
            return names::whole(&name);
        }
        let kind = match (parted.replaced, parted.name == name) {
            (true, _) => ChangeKind::HonorificReplaced,
            (false, false) => ChangeKind::HonorificTaken,
            (false, true) => return parted,
        };
        if let Some(source) = plan.sources(field).last() {
            self.change(source, kind, &name, &parted.name);
        }
        parted
    }

    /// The name and what is known of its honorific; `written` stands in a column for it.
    pub(super) fn name(&mut self, person: Option<Parted>, written: Option<String>) -> Known {
        let plan = self.plan;
        let own = self.joined(&Field::Name);
        let mut persons = plan.names_persons();
        let word = written.as_deref().map(one_line);
        let beside = word.and_then(|word| names::honorific(&word)).map(|(it, _)| it);
        let parted = match (own, person) {
            // 関係者各位 with `none` beside it is a name.
            (Some(name), _) if beside == Some(Honorific::None) => names::whole(&name),
            (Some(name), _) => self.parted(&Field::Name, name),
            (None, Some(person)) => {
                persons = true;
                self.person_as_name(&person);
                person
            }
            (None, None) => {
                self.refuse_without_name();
                return Known::Open;
            }
        };
        self.set(&Field::Name, Some(parted.name.clone()));
        if !self.fields.contains_key(&Field::Person) {
            self.leave_out(&Field::Title);
        }
        self.honorific(&parted, written, persons)
    }

    fn person_as_name(&mut self, person: &Parted) {
        let plan = self.plan;
        if let Some(source) = plan.sources(&Field::Person).first() {
            self.change(source, ChangeKind::PersonAsName, "", &person.name);
        }
        self.fields.remove(&Field::Person);
        // Below a person's own name it would have the 様.
        self.leave_out(&Field::Department);
    }

    /// Leaves out what says nothing without the name of a person or a company.
    fn leave_out(&mut self, field: &Field) {
        let plan = self.plan;
        if let (Some(value), Some(source)) =
            (self.fields.remove(field), plan.sources(field).first())
        {
            self.change(source, ChangeKind::TitleLeftOut, &value.to_string(), "");
        }
    }

    fn refuse_without_name(&mut self) {
        let source = self.plan.sources(&Field::Name).first();
        self.refused.push(Refused {
            row: self.row.number,
            column: source.map(|it| it.index),
            heading: source.map_or_else(String::new, |it| it.heading.to_owned()),
            message: Message::ListNoName,
            hint: Message::ListWriteName,
        });
    }

    fn honorific(&mut self, parted: &Parted, written: Option<String>, persons: bool) -> Known {
        let plan = self.plan;
        if let (Some(written), Some(source)) = (written, plan.sources(&Field::Honorific).first()) {
            let word = one_line(&written);
            match names::honorific(&word) {
                // In lists of persons with their companies the 様 is the person's.
                Some((Honorific::Sama, _))
                    if !plan.exact
                        && self.fields.contains_key(&Field::Person)
                        && names::is_body(&parted.name) =>
                {
                    let (before, after) = (&word, Honorific::Onchu.word());
                    self.change(source, ChangeKind::HonorificReplaced, before, after);
                    return Known::Said(Honorific::Onchu);
                }
                Some((honorific, false)) => return Known::Said(honorific),
                Some((honorific, true)) => {
                    self.change(source, ChangeKind::HonorificReplaced, &word, honorific.word());
                    return Known::Said(honorific);
                }
                None if word == "先生" => {
                    let name = format!("{} 先生", parted.name.trim_end_matches("先生").trim_end());
                    self.change(source, ChangeKind::HonorificReplaced, &word, &name);
                    self.set(&Field::Name, Some(name));
                    return Known::Said(Honorific::None);
                }
                None => {
                    let words: Vec<&str> = Honorific::WORDS.iter().map(|(word, _)| *word).collect();
                    let what = crate::messages::listed(words);
                    let what = Message::OneOf { words: what }.to_string();
                    let message = Message::Expected { what, found: quoted(&word) };
                    self.refuse(source, fault(message, Message::ListMendCell));
                }
            }
        }
        let body = match persons {
            true => names::is_body_among_persons(&parted.name),
            false => names::is_body(&parted.name),
        };
        match parted.honorific {
            Some(honorific) => Known::Said(honorific),
            None if body => Known::Sure(Honorific::Onchu),
            None if persons => Known::Sure(Honorific::Sama),
            None if names::is_person(&parted.name) => Known::Likely(Honorific::Sama),
            None => Known::Open,
        }
    }
}
