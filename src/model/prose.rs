//! Text that people wrote for the letter, in paragraphs.

use crate::facts::{FromYaml, Node, Origin, Parsing, joins_with_space};

/// Text of one or more paragraphs that may use the letter's variables.
#[derive(Debug, Clone)]
pub struct Prose {
    /// The paragraphs, none of them empty.
    pub paragraphs: Vec<Paragraph>,
    /// Where it was written.
    pub origin: Origin,
}

/// One paragraph, its lines joined.
#[derive(Debug, Clone)]
pub struct Paragraph {
    /// The text, with its tags still in it.
    pub text: String,
    /// Whether the text uses variables and differs from client to client.
    pub has_tags: bool,
}

impl FromYaml for Prose {
    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let text = node.unfolded_text(cx)?;
        Some(Self { paragraphs: paragraphs(&text), origin: node.origin() })
    }
}

impl Prose {
    /// How the text begins.
    pub fn words(&self) -> &str {
        self.paragraphs.first().map_or("", |paragraph| &paragraph.text)
    }
}

/// Cuts text at blank lines and joins the lines between them.
fn paragraphs(text: &str) -> Vec<Paragraph> {
    let mut paragraphs = vec![String::new()];
    for line in text.lines() {
        let line = line.trim_matches([' ', '\t', '\r']);
        if line.is_empty() {
            paragraphs.push(String::new());
            continue;
        }
        if let Some(paragraph) = paragraphs.last_mut() {
            if joins_with_space(paragraph, line) {
                paragraph.push(' ');
            }
            paragraph.push_str(line);
        }
    }
    paragraphs
        .into_iter()
        .filter(|text| !text.is_empty())
        .map(|text| {
            let has_tags = ["{{", "{%", "{#"].iter().any(|tag| text.contains(tag));
            Paragraph { text, has_tags }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        paragraphs(text).into_iter().map(|paragraph| paragraph.text).collect()
    }

    #[test]
    fn lines_join_without_a_space_and_blank_lines_part() {
        assert_eq!(texts("一行\n二行\n\n\n三行\n"), ["一行二行", "三行"]);
    }

    #[test]
    fn latin_words_keep_their_space() {
        assert_eq!(texts("Security\nIncident\nの件"), ["Security Incidentの件"]);
        assert_eq!(texts("A &\nB\né\né"), ["A & B é é"]);
        assert_eq!(texts("{{ a }}\n{{ b }}"), ["{{ a }}{{ b }}"]);
    }

    #[test]
    fn tags_are_noticed() {
        assert!(paragraphs("{{ x }}")[0].has_tags);
        assert!(!paragraphs("波括弧 { } だけ")[0].has_tags);
    }
}
