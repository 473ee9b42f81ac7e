//! What stands before a letter's text, and after it.

use crate::facts::{FromYaml, Node, Parsing, choice};
use crate::messages::Message;

choice! {
    /// A piece of the head or foot.
    pub enum Piece {
        /// 文書番号.
        Reference = "reference",
        /// The date.
        Date = "date",
        /// 宛名.
        Addressee = "addressee",
        /// 差出人.
        Sender = "sender",
        /// 件名.
        Title = "title",
    }
}

/// One line of the head or foot: a piece, or two side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line(pub Vec<Piece>);

impl Line {
    /// The head where nothing is said of it.
    pub fn usual_head() -> Vec<Self> {
        use Piece::{Addressee, Date, Reference, Sender, Title};
        [Reference, Date, Addressee, Sender, Title].map(|piece| Self(vec![piece])).to_vec()
    }
}

impl Line {
    /// These lines without some pieces.
    pub(super) fn without(lines: Vec<Self>, left_out: &[Piece]) -> Vec<Self> {
        let kept = lines.into_iter().map(|Self(pieces)| {
            Self(pieces.into_iter().filter(|piece| !left_out.contains(piece)).collect())
        });
        kept.filter(|line| !line.0.is_empty()).collect()
    }
}

impl FromYaml for Line {
    fn wanted() -> Message {
        Piece::wanted()
    }

    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let pieces: Vec<Piece> = match node.value().is_sequence() {
            true => node.read(cx)?,
            false => vec![node.read(cx)?],
        };
        if !matches!(pieces.len(), 1 | 2) {
            cx.problems.push(node.problem(Message::PiecesOnALine));
            return None;
        }
        Some(Self(pieces))
    }
}
