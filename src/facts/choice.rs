//! Values that are one of a few words. Each has one spelling.

use super::node::{Node, Parsing, text_of};
use super::strays::is_unseen;
use super::words;
use crate::diagnostic::did_you_mean;
use crate::messages::{Message, listed};

impl Node<'_> {
    /// What the word here means. `others` are what people write instead of some of the
    /// words: they are told the word.
    pub(crate) fn one_of<T: Copy>(
        &self,
        meanings: &[(&str, T)],
        others: &[(&str, &str)],
        cx: &mut Parsing,
    ) -> Option<T> {
        let written = text_of(self.value);
        let is = |word: &str| meanings.iter().find(|(known, _)| *known == word);
        if let Some((_, meaning)) = written.as_deref().and_then(is) {
            return Some(*meaning);
        }
        let words: Vec<&str> = meanings.iter().map(|(word, _)| *word).collect();
        let problem = self.expected(one_of(&words));
        let Some(written) = written else {
            cx.problems.push(problem);
            return None;
        };
        let seen: String = written.chars().filter(|c| !is_unseen(*c)).collect();
        if is(&seen).is_some()
            && let Some(problem) = self.unseen()
        {
            cx.problems.push(problem);
            return None;
        }
        let meant = words::meaning(&written, others);
        let meant = meant.or_else(|| did_you_mean(&written, words.iter().copied()));
        cx.problems.push(match meant {
            Some(meant) => self.meant(problem, meant),
            None => problem,
        });
        None
    }
}

/// The words of which one is to be written.
pub(crate) fn one_of(words: &[&str]) -> Message {
    Message::OneOf { words: listed(words) }
}

/// Defines an enum that is written as one of a few words in YAML, and shown so. Behind
/// each word stand others that people write: they are not read, but known to be meant.
macro_rules! choice {
    ($(#[$meta:meta])* $visibility:vis enum $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $word:literal $(| $other:literal)*,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
        $visibility enum $name {
            $($(#[$variant_meta])* #[serde(rename = $word)] $variant,)+
        }

        impl $name {
            /// The words, each with what it means.
            pub const WORDS: &'static [(&'static str, Self)] = &[$(($word, Self::$variant)),+];

            /// What people write instead, each with the word that is meant.
            pub const OTHERS: &'static [(&'static str, &'static str)] =
                &[$($(($other, $word),)*)+];

            /// The word.
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }

        impl $crate::facts::FromYaml for $name {
            fn wanted() -> $crate::messages::Message {
                $crate::facts::one_of(&[$($word),+])
            }

            fn from_yaml(
                node: &$crate::facts::Node<'_>,
                cx: &mut $crate::facts::Parsing,
            ) -> Option<Self> {
                node.one_of(Self::WORDS, Self::OTHERS, cx)
            }
        }
    };
}
pub(crate) use choice;
