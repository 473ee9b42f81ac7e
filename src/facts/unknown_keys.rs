//! Keys that nobody asked for, and what is meant by them.

use serde_yaml::Value;

use super::fields::{Fields, Known};
use super::node::{Node, Parsing, kind_of};
use super::own_fields::is_own_name;
use super::places::Step;
use super::strays::{is_unseen, named};
use super::words;
use crate::diagnostic::{Diagnostic, did_you_mean, quoted};
use crate::limits;
use crate::messages::{Message, listed};

impl<'a> Fields<'a> {
    /// Takes back that a key is missing: it is there, misspelt, which is said once.
    pub(super) fn not_missing(&self, key: &str, cx: &mut Parsing) {
        if self.missing.contains(&key) {
            let Diagnostic { message, place, .. } = self.missing_key(key);
            let is_said = |it: &Diagnostic| it.message == message && it.place == place;
            if let Some(at) = cx.problems.iter().rposition(is_said) {
                cx.problems.remove(at);
            }
        }
    }

    /// The keys that can be written here and are not.
    fn possible(&self) -> impl Iterator<Item = &Known> {
        self.known.iter().filter(|known| self.node.value.get(known.key).is_none())
    }

    /// The key that is meant by a misspelt one: it is not there yet, and takes the value.
    fn meant(&self, name: &str, node: &Node<'_>, cx: &Parsing) -> Option<&'static str> {
        let takes = |known: &&Known| {
            let mut trial = Parsing { declared: cx.declared.clone(), ..Parsing::default() };
            (known.takes)(node, &mut trial) && trial.problems.is_empty()
        };
        let meant = did_you_mean(name, self.possible().map(|known| known.key))?;
        self.possible().find(|known| known.key == meant).filter(takes).map(|known| known.key)
    }

    fn unknown_key(&self, name: &str, node: &Node<'_>, cx: &mut Parsing) -> Diagnostic {
        let problem = node.problem_at_key(Message::UnknownKey { key: quoted(name) });
        if let Some((stray, meant, right)) = self.known_but_for_a_stray(name) {
            self.not_missing(meant, cx);
            let hint = Message::KeyWithStray { character: named(stray), right: right.clone() };
            return problem.instead(hint, right);
        }
        if let Some(gone) = self.gone_key(name, node, &problem, cx) {
            return gone;
        }
        if let Some(meant) = self.meant(name, node, cx) {
            self.not_missing(meant, cx);
            return problem.instead(Message::DidYouMean { meant: meant.to_owned() }, meant);
        }
        let own: Vec<&str> =
            self.own_names().filter(|name| self.node.value.get(*name).is_none()).collect();
        if let Some(meant) = did_you_mean(name, own.iter().copied()) {
            let hint = Message::DidYouMean { meant: meant.to_owned() };
            return problem.instead(hint, meant);
        }
        let problem = match &self.own {
            Some((_, declare)) if is_own_name(name) => problem.hint(declare(name.to_owned())),
            _ => problem,
        };
        let keys = self.possible().map(|known| known.key).chain(own);
        let keys: Vec<&str> = keys.collect();
        problem.hint(match keys[..] {
            [] => Message::NoOtherKeys,
            _ => Message::KnownKeys { keys: listed(keys) },
        })
    }

    fn own_names(&self) -> impl Iterator<Item = &str> {
        let own = self.own.iter().flat_map(|(own, _)| own.iter());
        own.map(|field| field.name.as_str())
    }

    /// Reports the keys that nobody asked for.
    pub fn finish(self, cx: &mut Parsing) {
        let Value::Mapping(mapping) = self.node.value else { return };
        let mut unknown = 0;
        let some_are_empty = mapping.values().any(Value::is_null);
        let known = self.known.iter().map(|known| known.key).chain(self.own_names());
        for key in known.filter(|_| some_are_empty) {
            if let Some(value @ Value::Null) = self.node.value.get(key) {
                let node = self.node.child(Step::Key(key.to_owned()), value);
                cx.problems.extend(node.cut_whole());
            }
        }
        let mut parted = self.node.parted_keys();
        parted.retain(|(keys, _)| keys.iter().all(|key| !self.knows(key)));
        let parts: Vec<&str> = parted.iter().flat_map(|(keys, _)| keys).copied().collect();
        cx.problems.extend(parted.into_iter().map(|(_, problem)| problem));
        for (key, value) in mapping {
            let Value::String(name) = key else {
                let found = kind_of(key).to_string();
                cx.problems.push(self.node.problem(Message::KeyNotText { found }));
                continue;
            };
            if self.knows(name) || parts.contains(&name.as_str()) {
                continue;
            }
            unknown += 1;
            if unknown > limits::UNKNOWN_KEYS {
                continue;
            }
            let node = self.node.child(Step::Key(name.clone()), value);
            let problem = self.unknown_key(name, &node, cx);
            cx.problems.push(problem);
        }
        if unknown > limits::UNKNOWN_KEYS {
            let number = (unknown - limits::UNKNOWN_KEYS).to_string();
            cx.problems.push(self.first_key().problem(Message::MoreUnknownKeys { number }));
        }
    }

    /// The character in a key that cannot be told from others or not be seen
    /// (`name　`, `ｎａｍｅ`, `{name：甲}`), the key that is meant, and how to write it.
    fn known_but_for_a_stray(&self, name: &str) -> Option<(char, &str, String)> {
        let known = |meant: &str| {
            let keys = self.known.iter().map(|known| known.key).chain(self.own_names());
            keys.into_iter().find(|known| *known == meant)
        };
        if let Some((key, value)) = name.split_once('：')
            && let Some(meant) = known(key)
        {
            return Some(('：', meant, format!("{meant}: {}", value.trim())));
        }
        let stray = name.chars().find(|c| !c.is_ascii())?;
        let seen: String = name.chars().filter(|c| !is_unseen(*c)).collect();
        let meant = known(&words::half_width(&seen))?;
        Some((stray, meant, meant.to_owned()))
    }
}
