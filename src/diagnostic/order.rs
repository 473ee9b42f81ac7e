//! In which order problems are told, and which of them together.

use std::collections::HashMap;

use super::Diagnostic;
use crate::messages::{Message, MessageKind};
use crate::rules::{Rule, Severity};

/// Puts problems in the order of their files and lines, at one place the errors first,
/// then by what they say, and joins those that differ only in the client into one.
pub fn arrange(mut problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let key = |problem: &Diagnostic| {
        let place = problem.place.as_ref();
        (
            place.map(|place| place.source.name.clone()),
            place.map(|place| place.bytes().start),
            problem.severity,
            problem.message.to_string(),
        )
    };
    problems.sort_by_cached_key(key);
    let mut arranged: Vec<Diagnostic> = Vec::new();
    for problem in problems {
        match arranged.last_mut() {
            Some(last)
                if last.message == problem.message
                    && last.place == problem.place
                    && last.hints == problem.hints =>
            {
                last.clients.extend(problem.clients);
            }
            _ => arranged.push(problem),
        }
    }
    arranged
}

/// Problems as they are told to a person: those of one kind, of which there are
/// many, together, at the place of the first.
pub fn grouped(problems: &[Diagnostic]) -> Vec<Vec<&Diagnostic>> {
    let mut kinds: HashMap<Kind<'_>, usize> = HashMap::new();
    for problem in problems {
        *kinds.entry(kind(problem)).or_default() += 1;
    }
    let few = |problem: &Diagnostic, kind: &Kind<'_>| {
        // Without a place the sentences alone tell them apart.
        problem.place.is_none() || kinds.get(kind).is_none_or(|it| *it <= SHOWN_OF_A_KIND)
    };
    let mut groups: Vec<Vec<&Diagnostic>> = Vec::new();
    let mut begun: HashMap<Kind<'_>, usize> = HashMap::new();
    for problem in problems {
        let kind = kind(problem);
        if few(problem, &kind) {
            groups.push(vec![problem]);
            continue;
        }
        let group = *begun.entry(kind).or_insert(groups.len());
        match groups.get_mut(group) {
            Some(group) => group.push(problem),
            None => groups.push(vec![problem]),
        }
    }
    groups
}

/// Of how many problems of one kind the places are shown.
pub(super) const SHOWN_OF_A_KIND: usize = 3;

/// What problems of one kind share: all but what was found at each place.
type Kind<'a> = (Severity, Option<Rule>, MessageKind<'a>, Vec<&'a Message>, Option<&'a str>);

fn kind(problem: &Diagnostic) -> Kind<'_> {
    let hints = problem.hints.iter().map(|hint| &hint.message).collect();
    let file = problem.place.as_ref().map(|place| &*place.source.name);
    (problem.severity, problem.rule, problem.message.kind(), hints, file)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::diagnostic::{Place, SourceText, describe, quoted};
    use crate::ids::ClientId;

    #[test]
    fn the_same_problem_of_many_clients_is_said_once() {
        let client = |id: &str| ClientId::new(id).expect("a good id");
        let problems = ["a", "b", "c", "d", "e"]
            .map(|id| Diagnostic::error(Message::AList).for_client(&client(id)));
        let arranged = arrange(problems.to_vec());
        assert_eq!(arranged.len(), 1);
        insta::assert_snapshot!(describe(&[&arranged[0]], false, None), @r"
        error: a list
         |
         = client: a, b, c … and 2 more
        ");
    }

    #[test]
    fn many_problems_of_one_kind_are_said_once_with_the_first_places() {
        let text: String = (1..=5).map(|code| format!("- code: 10100{code}\n")).collect();
        let source = Arc::new(SourceText::new("clients.yaml", text));
        let problem = |number: usize, right: &str| {
            let at = number * 15 + 8;
            let place = Place::new(source.clone(), at..at + 6);
            Diagnostic::error(Message::NotAPostalCode { code: quoted(place.text()) })
                .at(place)
                .hint(Message::WriteInstead { right: right.to_owned() })
        };
        let mut problems: Vec<Diagnostic> = (0..5).map(|it| problem(it, "x")).collect();
        problems.push(Diagnostic::error(Message::AList));
        let told = |problems: &[Diagnostic]| {
            let groups = grouped(problems);
            groups.iter().map(|group| describe(group, false, None)).collect::<String>()
        };
        insta::assert_snapshot!(told(&problems));
        assert_eq!(grouped(&problems[..3]).len(), 3);
        // What is to be done at one place and not at the others is said there.
        problems[1] = problem(1, "y");
        assert_eq!(grouped(&problems[..4]).len(), 4);
    }
}
