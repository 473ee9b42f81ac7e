//! Ids as they are read from YAML.

use crate::facts::{FromYaml, Node, Parsing};
use crate::ids::{ClientId, NoticeId};
use crate::messages::Message;

macro_rules! from_yaml {
    ($($name:ident),+) => {
        $(impl FromYaml for $name {
            fn wanted() -> Message {
                Message::Text
            }

            fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
                let text: String = node.read(cx)?;
                match Self::new(&text) {
                    Ok(id) => Some(id),
                    Err(fault) => {
                        let problem = || node.problem(fault).hint(Message::IdLetters);
                        cx.problems.push(node.unseen().unwrap_or_else(problem));
                        None
                    }
                }
            }
        }
        )+
    };
}

from_yaml!(ClientId, NoticeId);
