//! Texts that an office gives names of its own.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::facts::{FromYaml, Node, Parsing};
use crate::messages::Message;

/// Texts by the names that the office has for them; no name is a key of the program's.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(transparent)]
pub struct Vars(BTreeMap<String, String>);

impl Vars {
    /// The names with their texts.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromYaml for Vars {
    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let before = cx.problems.len();
        let mut vars = BTreeMap::new();
        for (name, node) in node.entries(cx)? {
            node.check_own_name(name, cx);
            if cx.declared.own.get(name).is_some() {
                let problem = node.problem_at_key(Message::VarIsField { name: name.to_owned() });
                cx.problems.push(problem.hint(Message::NameVarOtherwise));
            }
            if node.value().is_null() {
                let problem = node.problem_at_key(Message::NoValue);
                cx.problems.push(problem.hint(Message::GiveValueOrLeaveOut));
                continue;
            }
            vars.extend(node.read(cx).map(|text| (name.to_owned(), text)));
        }
        (cx.problems.len() == before).then_some(Self(vars))
    }
}
