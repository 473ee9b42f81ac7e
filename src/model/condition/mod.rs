//! Who gets a part of the letter.

mod words;

use std::fmt;

use chrono::NaiveDateTime;

use super::client::{Client, Delivery, Notify, Relation, Route};
use crate::diagnostic::{did_you_mean, quoted};
use crate::facts::{FromYaml, Node, Parsing, ServiceNames, choice};
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
    Has(Vec<Has>),
    PersonsOver(u32),
    BulletinsAfter(NaiveDateTime),
    Client(Vec<ClientId>),
    Not(Condition),
    Any(Vec<Condition>),
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
            Self::Route(routes) => routes.contains(&client.route),
            Self::Notify(ways) => ways.contains(&client.notify),
            Self::Relation(relations) => relations.contains(&client.relation),
            Self::Delivery(ways) => ways.contains(&client.delivery),
            Self::Has(facts) => facts.iter().all(|fact| fact.is_known_of(client)),
            Self::PersonsOver(count) => client.persons() > u64::from(*count),
            Self::BulletinsAfter(moment) => last.is_some_and(|last| last > *moment),
            Self::Client(ids) => ids.contains(&client.id),
            Self::Not(condition) => !condition.holds_in(client, last),
            Self::Any(conditions) => conditions.iter().any(|it| it.holds_in(client, last)),
        }
    }
}

impl Has {
    fn is_known_of(self, client: &Client) -> bool {
        match self {
            Self::Data => !client.data.is_empty(),
            Self::FormerEmployees => client.former_employees.is_some(),
            Self::KnownOn => client.known_on.is_some(),
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
        if cx.services.has(&name) {
            names.push(name);
            continue;
        }
        let seen = name.trim();
        if let (true, Some(problem)) = (cx.services.has(seen), node.unseen()) {
            cx.problems.push(problem);
            continue;
        }
        if let Some(several) = listed_in(&name, &cx.services) {
            names.extend(several);
            continue;
        }
        let problem = node.problem(Message::NoSuchService { name: quoted(&name) });
        let known = cx.services.iter().map(String::as_str);
        cx.problems.push(match did_you_mean(&name, known) {
            Some(meant) => node.meant(problem, meant),
            None if cx.services.is_empty() => problem.hint(Message::NoServices),
            None => problem.hint(Message::ServicesAre { names: listed(&*cx.services) }),
        });
    }
    (cx.problems.len() == before).then_some(names)
}

/// The names in a text that lists some (`給与計算、電子明細`), if all its parts are
/// names. A mark that parts names may stand in one too (`社会保険・労働保険`).
fn listed_in(text: &str, names: &ServiceNames) -> Option<Vec<String>> {
    const MARKS: [char; 9] = ['、', '，', ',', '､', '/', '／', '・', '･', '\n'];
    let marks: Vec<_> = text.match_indices(MARKS).map(|(at, it)| at..at + it.len()).collect();
    let starts: Vec<usize> = std::iter::once(0).chain(marks.iter().map(|it| it.end)).collect();
    let ends: Vec<usize> = marks.iter().map(|it| it.start).chain([text.len()]).collect();
    let part = |first: usize, last: usize| text[starts[first]..ends[last]].trim();
    // For each part, the last of those that make up the name that begins with it; none
    // if what follows cannot be read. Each is found but once, from the end.
    let mut last_of: Vec<Option<usize>> = vec![None; ends.len()];
    for first in (0..ends.len()).rev() {
        let reads_on = |last: usize| last_of.get(last + 1).is_none_or(Option::is_some);
        // The longest name that the text begins with is the one that is meant.
        let mut lasts = (first..ends.len()).rev();
        last_of[first] = lasts.find(|&last| reads_on(last) && names.has(part(first, last)));
    }
    let (mut found, mut first) = (Vec::new(), 0);
    while let Some(last) = last_of.get(first) {
        let last = (*last)?;
        found.push(part(first, last).to_owned());
        first = last + 1;
    }
    Some(found)
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

    #[test]
    fn a_list_of_services_in_one_text_is_read_where_all_of_them_are_known() {
        let names = ["給与計算", "社会保険・労働保険", "労働保険", "電子明細"];
        let names: ServiceNames = names.map(str::to_owned).into_iter().collect();
        let listed = |text: &str| listed_in(text, &names).unwrap_or_default().join("+");
        assert_eq!(listed("給与計算、電子明細"), "給与計算+電子明細");
        assert_eq!(listed("給与計算，電子明細"), "給与計算+電子明細");
        assert_eq!(listed("給与計算 / 電子明細"), "給与計算+電子明細");
        assert_eq!(
            listed("給与計算・社会保険・労働保険・電子明細"),
            "給与計算+社会保険・労働保険+電子明細"
        );
        assert_eq!(listed("給与計算、年末調整"), "");
        assert_eq!(listed("給与計算、"), "");
        assert_eq!(listed("給与計算 電子明細"), "");
        assert_eq!(listed(""), "");
    }

    /// There are more ways to part such a text than anybody can try.
    #[test]
    fn names_that_are_made_of_names_are_read_in_time() {
        let names: ServiceNames = ["給", "給・給"].map(str::to_owned).into_iter().collect();
        let parts = vec!["給"; 301];
        let listed = listed_in(&parts.join("・"), &names).expect("a list of names");
        assert_eq!(listed.len(), 151);
        assert_eq!(listed.join("・"), parts.join("・"));
        assert_eq!(listed_in(&(parts.join("・") + "・他"), &names), None);
    }
}
