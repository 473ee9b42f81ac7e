//! 頭語 and 結語, the words a formal letter begins and ends with.

use crate::facts::{FromYaml, Node, Parsing};
use crate::messages::{Message, listed};

/// 拝啓 with its 敬具.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Greeting {
    /// 頭語: before the first words.
    pub opening: String,
    /// 結語: at the right, after the last ones.
    pub closing: String,
}

/// The pairs that everybody knows.
const PAIRS: [(&str, &str); 10] = [
    ("拝啓", "敬具"),
    ("拝復", "敬具"),
    ("謹啓", "謹白"),
    ("謹復", "謹白"),
    ("恭啓", "謹白"),
    ("急啓", "草々"),
    ("前略", "草々"),
    ("冠省", "不一"),
    ("再啓", "敬具"),
    ("復啓", "敬具"),
];

impl FromYaml for Greeting {
    fn wanted() -> Message {
        Message::AGreeting
    }

    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        if node.value().is_sequence() {
            let words: Vec<String> = node.read(cx)?;
            if let [opening, closing] = &words[..] {
                return Some(Self { opening: opening.clone(), closing: closing.clone() });
            }
            cx.problems.push(node.expected(Self::wanted()));
            return None;
        }
        let opening: String = node.read(cx)?;
        let known = PAIRS.iter().find(|(known, _)| *known == opening);
        let Some((_, closing)) = known else {
            let problem = node.problem(Message::NoSuchGreeting { opening: opening.clone() });
            let known = listed(PAIRS.map(|(known, _)| known));
            cx.problems.push(problem.hint(Message::WriteBothGreetings { opening, known }));
            return None;
        };
        let closing = (*closing).to_owned();
        Some(Self { opening, closing })
    }
}
