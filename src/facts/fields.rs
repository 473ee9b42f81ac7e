//! Reading a mapping key by key, so that every problem in it is found at once.

use serde_yaml::Value;

use super::from_yaml::{FromYaml, takes};
use super::node::{Node, Parsing};
use super::own_fields::{OwnField, OwnFields};
use super::places::Step;
use crate::diagnostic::Diagnostic;
use crate::messages::Message;

/// A mapping that is being read; [`Fields::finish`] then knows which keys nobody asked for.
#[derive(Debug)]
pub struct Fields<'a> {
    pub(super) node: Node<'a>,
    pub(super) known: Vec<Known>,
    /// The office's own fields, where they may stand among the keys.
    pub(super) own: Option<(OwnFields, Declare)>,
    pub(super) missing: Vec<&'static str>,
}

/// How a name is made an own field's.
type Declare = fn(String) -> Message;

/// A key that somebody has asked for.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) key: &'static str,
    /// Whether a value can be the key's, where its type says so.
    pub(super) takes: fn(&Node<'_>, &mut Parsing) -> bool,
}

impl<'a> Fields<'a> {
    /// The keys of this mapping, of which none is known yet.
    pub(super) fn of(node: Node<'a>) -> Self {
        Self { node, known: Vec::new(), own: None, missing: Vec::new() }
    }

    /// The node behind a key, if the key is there and has a value.
    pub fn node(&mut self, key: &'static str) -> Option<Node<'a>> {
        self.ask(key, |_, _| true)
    }

    fn ask(
        &mut self,
        key: &'static str,
        takes: fn(&Node<'_>, &mut Parsing) -> bool,
    ) -> Option<Node<'a>> {
        if !self.knows(key) {
            self.known.push(Known { key, takes });
        }
        match self.node.value.get(key) {
            None | Some(Value::Null) => None,
            Some(value) => Some(self.node.child(Step::Key(key.to_owned()), value)),
        }
    }

    pub(super) fn knows(&self, key: &str) -> bool {
        let own = self.own.as_ref().and_then(|(own, _)| own.get(key));
        self.known.iter().any(|known| known.key == key) || own.is_some()
    }

    /// The office's own fields that are there and have a value. From now on their names
    /// are keys that are known; `declare` says of another how to make it known.
    pub fn own(&mut self, own: &OwnFields, declare: Declare) -> Vec<(OwnField, Node<'a>)> {
        self.own = Some((own.clone(), declare));
        let there = own.iter().filter_map(|field| {
            let value = self.node.value.get(field.name.as_str()).filter(|it| !it.is_null())?;
            Some((field.clone(), self.node.child(Step::Key(field.name.clone()), value)))
        });
        there.collect()
    }

    /// Says that an own field is missing.
    pub fn report_missing_own(&self, field: &OwnField, cx: &mut Parsing) {
        let (key, what) = (field.name.clone(), field.wanted().to_string());
        cx.problems.push(self.missing_key(&field.name).hint(Message::AddKey { key, what }));
    }

    /// Says that these keys cannot stand beside what is there, so that they are not proposed.
    pub fn exclude(&mut self, keys: &[&str]) {
        self.known
            .retain(|known| self.node.value.get(known.key).is_some() || !keys.contains(&known.key));
    }

    /// Whether the key is there, with a value or without.
    pub fn has(&self, key: &str) -> bool {
        self.node.value.get(key).is_some()
    }

    /// Whether there is a key that nobody has asked for: it may be one that is missed.
    pub fn has_unknown(&self) -> bool {
        let known = |key: &Value| key.as_str().is_some_and(|key| self.knows(key));
        let keys = self.node.value.as_mapping().into_iter().flatten();
        keys.into_iter().any(|(key, _)| !known(key))
    }

    /// The mapping itself.
    pub fn whole(&self) -> &Node<'a> {
        &self.node
    }

    /// A value that must be there.
    pub fn required<T: FromYaml>(&mut self, key: &'static str, cx: &mut Parsing) -> Option<T> {
        let node = self.ask(key, takes::<T>);
        if node.is_none() {
            self.report_missing(key, T::wanted(), cx);
        }
        node?.read(cx)
    }

    /// A node that must be there; `wanted` says what it holds.
    pub fn required_node(
        &mut self,
        key: &'static str,
        wanted: Message,
        cx: &mut Parsing,
    ) -> Option<Node<'a>> {
        let node = self.node(key);
        if node.is_none() {
            self.report_missing(key, wanted, cx);
        }
        node
    }

    fn report_missing(&mut self, key: &'static str, wanted: Message, cx: &mut Parsing) {
        let (key_name, what) = (key.to_owned(), wanted.to_string());
        let problem = if self.node.value.get(key).is_some() {
            let node = self.node.child(Step::Key(key.to_owned()), &Value::Null);
            if node.cut_whole().is_some() {
                // Which is said with the other keys.
                return;
            }
            node.problem_at_key(Message::KeyEmpty { key: key.to_owned() })
                .hint(Message::GiveValue { key: key_name, what })
        } else {
            self.missing.push(key);
            self.missing_key(key).hint(Message::AddKey { key: key_name, what })
        };
        cx.problems.push(problem);
    }

    /// A value that may be there. `None` also where it is there and wrong.
    pub fn optional<T: FromYaml>(&mut self, key: &'static str, cx: &mut Parsing) -> Option<T> {
        self.ask(key, takes::<T>)?.read(cx)
    }

    /// Reports a key that is there without a value, or with none in its list, where that
    /// could be taken for its opposite.
    pub fn refuse_empty(&self, key: &str, cx: &mut Parsing) {
        let value = self.node.value.get(key);
        if let Some(value) = value.filter(|it| it.as_sequence().map_or(it.is_null(), Vec::is_empty))
        {
            let node = self.node.child(Step::Key(key.to_owned()), value);
            let problem = node.problem_at_key(Message::KeyEmpty { key: key.to_owned() });
            cx.problems.push(problem.hint(Message::GiveValueOrLeaveOut));
        }
    }

    /// The same for every key that somebody has asked for.
    pub fn refuse_all_empty(&self, cx: &mut Parsing) {
        for known in &self.known {
            self.refuse_empty(known.key, cx);
        }
        let own = self.own.iter().flat_map(|(own, _)| own.iter());
        own.for_each(|field| self.refuse_empty(&field.name, cx));
    }

    /// A list that may be there; empty if not.
    pub fn list<T: FromYaml>(&mut self, key: &'static str, cx: &mut Parsing) -> Vec<T> {
        self.optional(key, cx).unwrap_or_default()
    }

    pub(super) fn missing_key(&self, key: &str) -> Diagnostic {
        self.first_key().problem_at_key(Message::KeyMissing { key: key.to_owned() })
    }

    /// A short thing to point at when something is missing from the mapping.
    pub(super) fn first_key(&self) -> Node<'a> {
        let first = match self.node.value {
            Value::Mapping(mapping) => mapping.iter().next(),
            _ => None,
        };
        match first {
            Some((Value::String(name), value)) => self.node.child(Step::Key(name.clone()), value),
            _ => self.node.clone(),
        }
    }
}
