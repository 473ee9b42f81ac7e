//! Who gets a part of the letter.

mod words;

use std::fmt;

use chrono::{NaiveDate, NaiveDateTime};

use super::client::{Client, Delivery, Notify, Relation, Route};
use crate::diagnostic::{did_you_mean, quoted};
use crate::facts::{FromYaml, Node, OwnField, OwnValue, Parsing, choice, listed_in};
use crate::ids::ClientId;
use crate::messages::{Message, listed};

/// A condition on the client. All of its parts must hold.
#[derive(Debug, Clone, Default)]
pub struct Condition {
    tests: Vec<Test>,
}

#[derive(Debug, Clone)]
enum Test {
    Service(Vec<String>),
    Route(Vec<Route>),
    Notify(Vec<Notify>),
    Relation(Vec<Relation>),
    Delivery(Vec<Delivery>),
    Has(Vec<Fact>),
    /// An own field.
    Own(String, OwnTest),
    PersonsOver(u32),
    BulletinsAfter(NaiveDateTime),
    Client(Vec<ClientId>),
    Not(Condition),
    Any(Vec<Condition>),
}

/// What is asked of an own field.
#[derive(Debug, Clone)]
enum OwnTest {
    /// It is, or has, one of these.
    AnyOf(Vec<String>),
    /// It is a higher number.
    Over(u32),
    /// It is a lower number.
    Under(u32),
    /// It is a later day.
    After(NaiveDate),
    /// It is an earlier day.
    Before(NaiveDate),
}

/// What a record may or may not have: a fact that the program knows, or an own field.
#[derive(Debug, Clone)]
enum Fact {
    Known(Has),
    Own(String),
}

choice! {
    /// A fact that a client's record may or may not have.
    pub enum Has {
        /// Any data held for the client.
        Data = "data",
        /// Persons who have left the client.
        FormerEmployees = "former_employees",
        /// The day on which the client learned of it.
        KnownOn = "known_on",
        /// An agreed way of giving out payslips.
        Payslip = "payslip",
        /// A person the letter is addressed to.
        Person = "person",
        /// A member of the office's staff in charge.
        Staff = "staff",
    }
}

impl Condition {
    /// Whether there is nothing to be met.
    pub fn is_empty(&self) -> bool {
        self.tests.is_empty()
    }

    /// Whether the condition holds for this client, whatever is told of bulletins.
    /// An empty one always does.
    pub fn holds(&self, client: &Client) -> bool {
        self.holds_in(client, None)
    }

    /// Whether the condition holds in a letter to this client, of whose bulletins
    /// the last came then.
    pub fn holds_in(&self, client: &Client, last: Option<NaiveDateTime>) -> bool {
        self.tests.iter().all(|test| test.holds(client, last))
    }

    /// Whether it asks which bulletins a letter tells of.
    pub fn asks_for_bulletins(&self) -> bool {
        self.tests.iter().any(|test| match test {
            Test::BulletinsAfter(_) => true,
            Test::Not(condition) => condition.asks_for_bulletins(),
            Test::Any(conditions) => conditions.iter().any(Self::asks_for_bulletins),
            _ => false,
        })
    }

    /// Whether it asks anything of the client.
    pub fn asks_for_client(&self) -> bool {
        self.tests.iter().any(|test| match test {
            Test::BulletinsAfter(_) => false,
            Test::Not(condition) => condition.asks_for_client(),
            Test::Any(conditions) => conditions.iter().any(Self::asks_for_client),
            _ => true,
        })
    }
}

impl fmt::Display for Condition {
    /// The condition as it stands in YAML: `has: data, not: {route: done}`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, test) in self.tests.iter().enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            write!(f, "{test}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Test {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Service(names) => write!(f, "service: {}", in_yaml(names)),
            Self::Route(routes) => write!(f, "route: {}", in_yaml(routes)),
            Self::Notify(ways) => write!(f, "notify: {}", in_yaml(ways)),
            Self::Relation(relations) => write!(f, "relation: {}", in_yaml(relations)),
            Self::Delivery(ways) => write!(f, "delivery: {}", in_yaml(ways)),
            Self::Has(facts) => write!(f, "has: {}", in_yaml(facts)),
            Self::Own(field, test) => write!(f, "{field}: {test}"),
            Self::PersonsOver(count) => write!(f, "persons_over: {count}"),
            Self::BulletinsAfter(moment) => {
                write!(f, "bulletins_after: {}", moment.format("%Y-%m-%dT%H:%M"))
            }
            Self::Client(ids) => write!(f, "client: {}", in_yaml(ids)),
            Self::Not(condition) => write!(f, "not: {{{condition}}}"),
            Self::Any(conditions) => {
                let parts: Vec<String> = conditions.iter().map(|it| format!("{{{it}}}")).collect();
                write!(f, "any: [{}]", parts.join(", "))
            }
        }
    }
}

impl fmt::Display for OwnTest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AnyOf(values) => f.write_str(&in_yaml(values)),
            Self::Over(number) => write!(f, "{{over: {number}}}"),
            Self::Under(number) => write!(f, "{{under: {number}}}"),
            Self::After(day) => write!(f, "{{after: {day}}}"),
            Self::Before(day) => write!(f, "{{before: {day}}}"),
        }
    }
}

/// One value alone, several in brackets.
fn in_yaml(values: &[impl fmt::Display]) -> String {
    let words: Vec<String> = values.iter().map(ToString::to_string).collect();
    match &words[..] {
        [word] => word.clone(),
        _ => format!("[{}]", words.join(", ")),
    }
}

impl Test {
    fn holds(&self, client: &Client, last: Option<NaiveDateTime>) -> bool {
        match self {
            Self::Service(names) => names.iter().any(|name| client.services.contains(name)),
            Self::Route(routes) => client.law.route.is_some_and(|route| routes.contains(&route)),
            Self::Notify(ways) => client.law.notify.is_some_and(|way| ways.contains(&way)),
            Self::Relation(relations) => relations.contains(&client.relation),
            Self::Delivery(ways) => ways.contains(&client.delivery),
            Self::Has(facts) => facts.iter().all(|fact| fact.is_known_of(client)),
            Self::Own(field, test) => client.own.get(field).is_some_and(|it| test.holds(it)),
            Self::PersonsOver(count) => client.persons() > u64::from(*count),
            Self::BulletinsAfter(moment) => last.is_some_and(|last| last > *moment),
            Self::Client(ids) => ids.contains(&client.id),
            Self::Not(condition) => !condition.holds_in(client, last),
            Self::Any(conditions) => conditions.iter().any(|it| it.holds_in(client, last)),
        }
    }
}

impl OwnTest {
    fn holds(&self, value: &OwnValue) -> bool {
        match (self, value) {
            (Self::AnyOf(values), value) => value.is_any_of(values),
            (Self::Over(least), OwnValue::Count(number)) => number > least,
            (Self::Under(most), OwnValue::Count(number)) => number < most,
            (Self::After(first), OwnValue::Day(day)) => day > first,
            (Self::Before(last), OwnValue::Day(day)) => day < last,
            _ => false,
        }
    }

    /// Reads what is asked of a field: a value, a list of them, or a comparison.
    fn read(field: &OwnField, node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        if !node.value().is_mapping() {
            return Some(Self::AnyOf(match field.read(node, cx)? {
                OwnValue::Text(text) => vec![text],
                OwnValue::Several(values) => values,
                OwnValue::Count(number) => vec![number.to_string()],
                OwnValue::Day(day) => vec![day.to_string()],
            }));
        }
        let before = cx.problems.len();
        let mut fields = node.fields(cx)?;
        let mut tests = Vec::new();
        if field.is_count() {
            tests.extend(fields.optional("over", cx).map(Self::Over));
            tests.extend(fields.optional("under", cx).map(Self::Under));
        }
        if field.is_day() {
            tests.extend(fields.optional("after", cx).map(Self::After));
            tests.extend(fields.optional("before", cx).map(Self::Before));
        }
        fields.finish(cx);
        if cx.problems.len() > before {
            return None;
        }
        match (tests.pop(), tests.is_empty()) {
            (Some(test), true) => Some(test),
            _ => {
                cx.problems.push(node.problem(Message::OneComparison));
                None
            }
        }
    }
}

impl Fact {
    fn is_known_of(&self, client: &Client) -> bool {
        match self {
            Self::Known(fact) => fact.is_known_of(client),
            Self::Own(field) => client.own.contains_key(field),
        }
    }
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known(fact) => fact.fmt(f),
            Self::Own(field) => f.write_str(field),
        }
    }
}

impl FromYaml for Fact {
    fn wanted() -> Message {
        Has::wanted()
    }

    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let own = cx.declared.own.clone();
        if let Some(field) = node.value().as_str().and_then(|name| own.get(name)) {
            return Some(Self::Own(field.name.clone()));
        }
        let before = cx.problems.len();
        let known = node.read(cx).map(Self::Known);
        // What the office has declared can stand here too.
        let names = own.iter().map(|field| field.name.as_str());
        if let (Some(problem), Message::OneOf { words }) =
            (cx.problems.get_mut(before), Has::wanted())
            && problem.message == node.expected(Has::wanted()).message
        {
            let words = listed([words.as_str()].into_iter().chain(names));
            problem.message = node.expected(Message::OneOf { words }).message;
        }
        known
    }
}

impl Has {
    fn is_known_of(self, client: &Client) -> bool {
        match self {
            Self::Data => !client.data.is_empty(),
            Self::FormerEmployees => client.former_employees.is_some(),
            Self::KnownOn => client.law.known_on.is_some(),
            Self::Payslip => client.payslip.is_some(),
            Self::Person => client.person.is_some(),
            Self::Staff => client.staff.is_some(),
        }
    }
}

impl FromYaml for Condition {
    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let mut fields = node.fields(cx)?;
        let mut tests = Vec::new();
        let problems = cx.problems.len();
        tests
            .extend(fields.node("service").and_then(|node| services(&node, cx)).map(Test::Service));
        tests.extend(fields.node("route").and_then(|node| one_or_more(&node, cx)).map(Test::Route));
        tests.extend(
            fields.node("notify").and_then(|node| one_or_more(&node, cx)).map(Test::Notify),
        );
        tests.extend(
            fields.node("relation").and_then(|node| one_or_more(&node, cx)).map(Test::Relation),
        );
        tests.extend(
            fields.node("delivery").and_then(|node| one_or_more(&node, cx)).map(Test::Delivery),
        );
        tests.extend(fields.node("has").and_then(|node| one_or_more(&node, cx)).map(Test::Has));
        tests.extend(fields.optional("persons_over", cx).map(Test::PersonsOver));
        tests.extend(fields.optional("bulletins_after", cx).map(Test::BulletinsAfter));
        tests.extend(fields.node("client").and_then(|node| clients(&node, cx)).map(Test::Client));
        tests.extend(fields.optional("not", cx).map(Test::Not));
        tests.extend(fields.optional("any", cx).map(Test::Any));
        for key in [
            "service",
            "route",
            "notify",
            "relation",
            "delivery",
            "has",
            "persons_over",
            "bulletins_after",
            "client",
            "not",
            "any",
        ] {
            fields.refuse_empty(key, cx);
        }
        let declared = cx.declared.own.clone();
        for (field, node) in fields.own(&declared) {
            let test = OwnTest::read(&field, &node, cx);
            tests.extend(test.map(|test| Test::Own(field.name.clone(), test)));
        }
        fields.finish(cx);
        (cx.problems.len() == problems).then_some(Self { tests })
    }
}

/// A single value or a list of them.
fn one_or_more<T: FromYaml>(node: &Node<'_>, cx: &mut Parsing) -> Option<Vec<T>> {
    if node.value().is_sequence() { node.read(cx) } else { Some(vec![node.read(cx)?]) }
}

/// Ids of clients; whether there are such clients is not known yet.
fn clients(node: &Node<'_>, cx: &mut Parsing) -> Option<Vec<ClientId>> {
    let nodes = if node.value().is_sequence() { node.elements(cx)? } else { vec![node.clone()] };
    let mut ids = Vec::new();
    for node in &nodes {
        let id: ClientId = node.read(cx)?;
        cx.named_clients.push((id.to_string(), node.origin()));
        ids.push(id);
    }
    Some(ids)
}

/// Names of services, each one that the incident knows.
pub(super) fn services(node: &Node<'_>, cx: &mut Parsing) -> Option<Vec<String>> {
    let nodes = if node.value().is_sequence() { node.elements(cx)? } else { vec![node.clone()] };
    let before = cx.problems.len();
    let mut names = Vec::new();
    for node in &nodes {
        let Some(name) = node.read::<String>(cx) else { continue };
        if cx.declared.services.has(&name) {
            names.push(name);
            continue;
        }
        let seen = name.trim();
        if let (true, Some(problem)) = (cx.declared.services.has(seen), node.unseen()) {
            cx.problems.push(problem);
            continue;
        }
        if let Some(several) = listed_in(&name, |word| cx.declared.services.has(word)) {
            names.extend(several);
            continue;
        }
        let problem = node.problem(Message::NoSuchService { name: quoted(&name) });
        let known = cx.declared.services.iter().map(String::as_str);
        cx.problems.push(match did_you_mean(&name, known) {
            Some(meant) => node.meant(problem, meant),
            None if cx.declared.services.is_empty() => problem.hint(Message::NoServices),
            None => problem.hint(Message::ServicesAre { names: listed(&*cx.declared.services) }),
        });
    }
    (cx.problems.len() == before).then_some(names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::read_with;

    const SERVICES: &[&str] = &["給与計算", "電子明細"];

    fn condition(yaml: &str) -> Condition {
        read_with(SERVICES, yaml, |node, cx| node.read(cx)).expect(yaml)
    }

    fn client() -> Client {
        Client::from_yaml(
            SERVICES,
            "{id: C-1, name: 甲, honorific: 御中, services: [給与計算], route: agreed, \
             notify: client, data: [{item: 氏名, persons: 3}, {item: 口座, persons: 120}], \
             known_on: 2024-02-05}",
        )
    }

    #[test]
    fn a_condition_holds_where_all_its_parts_do() {
        let client = client();
        assert!(Condition::default().holds(&client));
        for yaml in [
            "service: 給与計算",
            "service: [電子明細, 給与計算]",
            "route: [pending, agreed]",
            "{route: agreed, notify: client, relation: client, delivery: mail}",
            "has: [data, known_on]",
            "persons_over: 119",
            "client: [C-1, C-2]",
            "not: {route: done, notify: client}",
            "any: [{route: done}, {notify: client}]",
        ] {
            assert!(condition(yaml).holds(&client), "{yaml}");
        }
        for yaml in [
            "service: 電子明細",
            "{route: agreed, notify: office}",
            "has: [data, payslip]",
            "persons_over: 120",
            "client: C-2",
            "not: {route: agreed}",
            "any: [{route: done}, {notify: office}]",
        ] {
            assert!(!condition(yaml).holds(&client), "{yaml}");
        }
    }

    #[test]
    fn a_bulletin_is_after_a_moment_and_not_at_it() {
        let after = condition("bulletins_after: 2024-02-05T09:00");
        let moment = |text: &str| Some(text.parse().expect("a moment"));
        assert!(after.holds_in(&client(), moment("2024-02-05T09:01:00")));
        assert!(!after.holds_in(&client(), moment("2024-02-05T09:00:00")));
        assert!(!after.holds_in(&client(), None));
    }

    #[test]
    fn what_a_condition_asks_for_is_found_however_deep_it_is() {
        let of_bulletins = condition("not: {any: [{bulletins_after: 2024-02-05T09:00}]}");
        assert!(of_bulletins.asks_for_bulletins() && !of_bulletins.asks_for_client());
        let of_client = condition("not: {any: [{has: staff}]}");
        assert!(of_client.asks_for_client() && !of_client.asks_for_bulletins());
    }

    #[test]
    fn a_condition_is_shown_as_it_is_written() {
        for yaml in [
            "service: [給与計算, 電子明細], route: self, has: data, persons_over: 5",
            "bulletins_after: 2024-02-05T09:00, client: C-1",
            "not: {relation: former}, any: [{delivery: fax}, {notify: [office, substitute]}]",
        ] {
            assert_eq!(condition(&format!("{{{yaml}}}")).to_string(), yaml);
        }
    }
}
