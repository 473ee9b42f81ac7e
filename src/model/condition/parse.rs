//! Conditions from YAML.

use super::field::{Field, Key};
use super::{Condition, Test, Wanted};
use crate::diagnostic::did_you_mean;
use crate::facts::{FromYaml, Node, OwnField, Parsing, one_of, own_field_instead_of};
use crate::ids::{ClientId, NoticeId};
use crate::messages::Message;
use crate::model::client::{Delivery, Honorific, Notify, Route, postal_code};

impl FromYaml for Condition {
    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let before = cx.problems.len();
        let mut fields = node.fields(cx)?;
        let mut tests = Vec::new();
        for known in Key::ALL {
            let node = fields.node(known.word());
            let wanted = node.and_then(|node| wanted_of(known, &node, cx));
            tests.extend(wanted.map(|it| Test::Is(Field::Known(known), it)));
        }
        tests.extend(fields.optional("has", cx).map(Test::Has));
        tests.extend(fields.node("notice").and_then(|node| notices(&node, cx)).map(Test::Notice));
        tests.extend(fields.optional("not", cx).map(Test::Not));
        tests.extend(fields.optional("any", cx).map(Test::Any));
        let declared = cx.declared.own.clone();
        for (field, node) in fields.own(&declared, |name| Message::DeclareOwn { name }) {
            let wanted = wanted_of_own(&field, &node, cx);
            tests.extend(wanted.map(|it| Test::Is(Field::Own(field.name.clone()), it)));
        }
        fields.refuse_all_empty(cx);
        fields.finish(cx);
        let condition = Self { tests };
        // The inner ones of `not` and `any` have said so themselves.
        let is_own = |test: &Test| matches!(test, Test::Is(..) | Test::Has(_));
        if cx.nobody && condition.tests.iter().any(is_own) {
            let problem = node.problem(Message::NobodyToTest);
            cx.problems.push(problem.hint(Message::WriteForAllOrSome));
        }
        (cx.problems.len() == before).then_some(condition)
    }
}

impl FromYaml for Field {
    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let own = cx.declared.own.clone();
        let written: String = node.read(cx)?;
        if let Some(field) = own.get(&written) {
            return Some(Self::Own(field.name.clone()));
        }
        if let Some(known) = Key::OPTIONAL.into_iter().find(|it| it.word() == written) {
            return Some(Self::Known(known));
        }
        let words = Key::OPTIONAL.iter().map(|it| it.word());
        let words: Vec<&str> = words.chain(own.iter().map(|field| field.name.as_str())).collect();
        let problem = node.unseen().filter(|_| words.contains(&written.trim()));
        let problem = problem.unwrap_or_else(|| {
            let problem = node.expected(one_of(&words));
            let gone = own_field_instead_of(&written).filter(|name| own.get(name).is_some());
            match gone.or_else(|| did_you_mean(&written, words.iter().copied())) {
                Some(meant) => node.meant(problem, meant),
                None => problem,
            }
        });
        cx.problems.push(problem);
        None
    }
}

/// What is asked of a field that the program knows.
fn wanted_of(known: Key, node: &Node<'_>, cx: &mut Parsing) -> Option<Wanted> {
    fn words<T: FromYaml>(
        node: &Node<'_>,
        word: fn(T) -> &'static str,
        cx: &mut Parsing,
    ) -> Option<Wanted> {
        let values: Vec<T> = node.read(cx)?;
        Some(Wanted::Text(values.into_iter().map(|value| word(value).to_owned()).collect()))
    }
    match known {
        Key::Id => clients(node, cx),
        Key::Honorific => words(node, Honorific::word, cx),
        Key::Delivery => words(node, Delivery::word, cx),
        Key::Route => words(node, Route::word, cx),
        Key::Notify => words(node, Notify::word, cx),
        Key::PostalCode => {
            let codes = node.elements(cx)?;
            let codes: Vec<Option<String>> =
                codes.iter().map(|node| postal_code(node, cx)).collect();
            Some(Wanted::Text(codes.into_iter().collect::<Option<_>>()?))
        }
        Key::Persons => counts(node, cx),
        Key::KnownOn | Key::ReportedOn => days(node, cx),
        Key::Name
        | Key::Person
        | Key::Kana
        | Key::Address
        | Key::Phone
        | Key::Fax
        | Key::Email
        | Key::Data => Some(Wanted::Text(node.read(cx)?)),
    }
}

/// What is asked of one of the office's own.
fn wanted_of_own(field: &OwnField, node: &Node<'_>, cx: &mut Parsing) -> Option<Wanted> {
    if field.is_count() {
        return counts(node, cx);
    }
    if field.is_day() {
        return days(node, cx);
    }
    if node.value().is_mapping() && !node.is_text() {
        let problem = node.problem(Message::NoComparison { field: field.name.clone() });
        cx.problems.push(problem.hint(Message::CompareNumbersAndDays));
        return None;
    }
    Some(Wanted::Text(field.some_of(node, cx)?))
}

/// Numbers, or bounds of one.
fn counts(node: &Node<'_>, cx: &mut Parsing) -> Option<Wanted> {
    if !node.value().is_mapping() {
        return Some(Wanted::Count(node.read(cx)?));
    }
    let (over, under) = bounds(node, ["over", "under"], cx)?;
    Some(Wanted::CountWithin { over, under })
}

/// Days, or bounds of one.
fn days(node: &Node<'_>, cx: &mut Parsing) -> Option<Wanted> {
    if !node.value().is_mapping() {
        return Some(Wanted::Day(node.read(cx)?));
    }
    let (after, before) = bounds(node, ["after", "before"], cx)?;
    Some(Wanted::DayWithin { after, before })
}

/// One bound or both.
fn bounds<T: FromYaml>(
    node: &Node<'_>,
    [low, high]: [&'static str; 2],
    cx: &mut Parsing,
) -> Option<(Option<T>, Option<T>)> {
    let before = cx.problems.len();
    let mut fields = node.fields(cx)?;
    let bounds = (fields.optional(low, cx), fields.optional(high, cx));
    let is_empty = bounds.0.is_none() && bounds.1.is_none();
    fields.refuse_all_empty(cx);
    fields.finish(cx);
    if is_empty && cx.problems.len() == before {
        cx.problems.push(node.problem(Message::OneComparison));
    }
    (cx.problems.len() == before).then_some(bounds)
}

/// Ids of clients; whether there are such clients is not known yet.
fn clients(node: &Node<'_>, cx: &mut Parsing) -> Option<Wanted> {
    let mut ids = Vec::new();
    for node in &node.elements(cx)? {
        let id: ClientId = node.read(cx)?;
        cx.named_clients.push((id.to_string(), node.origin()));
        ids.push(id.to_string());
    }
    Some(Wanted::Text(ids))
}

/// Ids of notices; whether there are such notices is not known yet.
fn notices(node: &Node<'_>, cx: &mut Parsing) -> Option<Vec<NoticeId>> {
    if cx.in_notice {
        cx.problems.push(node.problem(Message::NoticeIsKnown).hint(Message::AskInPart));
        return None;
    }
    let mut ids = Vec::new();
    for node in &node.elements(cx)? {
        let id: NoticeId = node.read(cx)?;
        cx.named_notices.push((id.to_string(), node.origin()));
        ids.push(id);
    }
    Some(ids)
}
