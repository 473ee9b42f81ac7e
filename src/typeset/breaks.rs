//! Line breaks of a source that print a space where Japanese has none.
//!
//! Typst 0.15.1 sets a space for a line break in markup, also between two kanji
//! or kana.

use std::ops::Range;

use typst::syntax::{LinkedNode, SyntaxKind, parse};

/// The two characters around each such break, with what is between them, in
/// bytes of the source.
pub fn printed_breaks(source: &str) -> Vec<Range<usize>> {
    let root = parse(source);
    let mut breaks = Breaks::default();
    breaks.walk(&LinkedNode::new(&root));
    breaks.found
}

/// Where the reader of the leaves is.
#[derive(Default)]
struct Breaks {
    /// The start of the last Japanese character, if nothing else was printed since.
    last: Option<usize>,
    /// Whether a line break came after it.
    broken: bool,
    found: Vec<Range<usize>>,
}

impl Breaks {
    fn walk(&mut self, node: &LinkedNode<'_>) {
        if node.children().len() > 0 {
            node.children().for_each(|child| self.walk(&child));
            // A line break ends these, and prints nothing.
            if let SyntaxKind::Heading
            | SyntaxKind::ListItem
            | SyntaxKind::EnumItem
            | SyntaxKind::TermItem = node.kind()
            {
                self.begin_anew();
            }
            return;
        }
        let text = node.leaf_text().as_str();
        match node.kind() {
            SyntaxKind::Text => self.print(text, node.offset()),
            SyntaxKind::Str => self.print(text.trim_matches('"'), node.offset() + 1),
            SyntaxKind::Space => self.broken |= text.contains('\n'),
            SyntaxKind::Hash
            | SyntaxKind::Semicolon
            | SyntaxKind::LineComment
            | SyntaxKind::BlockComment => {}
            _ => self.begin_anew(),
        }
    }

    fn begin_anew(&mut self) {
        self.last = None;
        self.broken = false;
    }

    fn print(&mut self, text: &str, offset: usize) {
        let (Some(first), Some(last)) = (text.chars().next(), text.chars().next_back()) else {
            return;
        };
        if let Some(start) = self.last.filter(|_| self.broken && is_japanese(first)) {
            self.found.push(start..offset + first.len_utf8());
        }
        self.broken = false;
        self.last = is_japanese(last).then(|| offset + text.len() - last.len_utf8());
    }
}

fn is_japanese(c: char) -> bool {
    matches!(
        c,
        '\u{3000}'..='\u{30FF}'
            | '\u{3400}'..='\u{9FFF}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{FF01}'..='\u{FF60}'
            | '\u{20000}'..='\u{3FFFF}'
    )
}

#[cfg(test)]
mod tests {
    use super::printed_breaks;

    #[test]
    fn a_break_between_japanese_characters_is_found_and_no_other() {
        let found = |source: &str| {
            let found = printed_breaks(source);
            found.into_iter().map(|range| source[range].to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(found("ご報告\nいたします"), ["告\nい"]);
        assert_eq!(found("#\"甲\";\n様"), ["甲\";\n様"]);
        assert_eq!(found("[あ // 注\n い]"), ["あ // 注\n い"]);
        assert!(found("報告\n\n以上\n= 見出し\n本文 Word\n語\n#v(1pt)\n語 語").is_empty());
    }
}
