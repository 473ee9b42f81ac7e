//! Text that people wrote for the letter, in paragraphs.

use super::PartName;
use crate::facts::{FromYaml, INDENT, Node, Origin, Parsing, is_blank, joins_with_space};
use crate::messages::Message;

/// Text of one or more paragraphs that may use the letter's variables.
#[derive(Debug, Clone)]
pub struct Prose {
    /// The paragraphs, none of them empty but where lines stay as they are.
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
    fn wanted() -> Message {
        Message::Text
    }

    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        if node.value().is_mapping() && !node.is_text() {
            return Self::from_mapping(node, cx);
        }
        let text = node.unfolded_text(cx)?;
        Some(Self { paragraphs: paragraphs(&text, cx.foreign), origin: node.origin() })
    }
}

impl Prose {
    /// Reads `{text: …}`, or `{use: …}` with a part that is one text.
    fn from_mapping(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let mut fields = node.fields(cx)?;
        let part = fields.node("use");
        let prose = match &part {
            Some(part) => PartName::read(part, cx).and_then(|part| Self::of_part(part, cx)),
            // A key that nobody knows may be the one that is missed.
            None if !fields.has("text") && fields.has_unknown() => None,
            None => fields.required("text", cx),
        };
        fields.finish(cx);
        prose
    }

    fn of_part(part: PartName, cx: &mut Parsing) -> Option<Self> {
        let texts = cx.declared.texts.clone();
        let Some((paragraphs, origin)) = texts.get(&part.name) else {
            let problem = part.origin.problem(Message::PartIsNoText { name: part.name });
            cx.problems.push(problem.hint(Message::UseAsBlock));
            return None;
        };
        let paragraphs = paragraphs.iter().cloned().map(Paragraph::of).collect();
        Some(Self { paragraphs, origin: origin.clone() })
    }
}

impl Prose {
    /// No text at all.
    pub fn nothing(origin: Origin) -> Self {
        Self { paragraphs: Vec::new(), origin }
    }

    /// Reads lines that end where they were ended, each a paragraph; a blank one is kept.
    pub fn of_lines(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let nodes = match node.value().is_sequence() {
            true => node.elements(cx)?,
            false => vec![node.clone()],
        };
        let mut lines = Vec::new();
        for node in nodes {
            lines.push(node.unfolded_text(cx)?);
        }
        let text = lines.join("\n");
        let lines = text.trim_end().lines().map(|line| Paragraph::of(line.trim_end().to_owned()));
        Some(Self { paragraphs: lines.collect(), origin: node.origin() })
    }

    /// How the text begins.
    pub fn words(&self) -> &str {
        self.paragraphs.first().map_or("", |paragraph| &paragraph.text)
    }
}

/// Cuts text at blank lines, and before lines that begin with a full-width space,
/// and joins the lines between: in Japanese without a space, in a `foreign` language with
/// one. The letter makes its own indents.
fn paragraphs(text: &str, foreign: bool) -> Vec<Paragraph> {
    let mut paragraphs = vec![String::new()];
    let mut tags = OpenTags::default();
    for line in text.lines() {
        let indented = line.trim_start_matches([' ', '\t']).starts_with(INDENT);
        let line = line.trim_matches(is_blank);
        let begins = indented && !paragraphs.last().is_some_and(|it| tags.are_in(it));
        if line.is_empty() || begins {
            paragraphs.push(String::new());
            tags = OpenTags::default();
        }
        if let Some(paragraph) = paragraphs.last_mut() {
            let joins = |paragraph: &str| match foreign {
                true => !paragraph.is_empty(),
                false => joins_with_space(paragraph, line),
            };
            if !line.is_empty() && joins(paragraph) {
                paragraph.push(' ');
            }
            paragraph.push_str(line);
        }
    }
    paragraphs.into_iter().filter(|text| !text.is_empty()).map(Paragraph::of).collect()
}

impl Paragraph {
    fn of(text: String) -> Self {
        let has_tags = ["{{", "{%", "{#"].iter().any(|tag| text.contains(tag));
        Self { text, has_tags }
    }
}

/// Counts the tags that have an end, `{% if … %}` and the like, and still wait for it
/// in a text that grows: a paragraph cannot begin there. Each tag is read once.
#[derive(Default)]
struct OpenTags {
    open: i32,
    /// How much of the text is counted.
    counted: usize,
}

impl OpenTags {
    /// Whether any is open at the end of the text, which begins as it did before.
    fn are_in(&mut self, text: &str) -> bool {
        while let Some(at) = text[self.counted..].find("{%") {
            let start = self.counted + at + "{%".len();
            let tag = text[start..].trim_start_matches(['-', ' ']);
            let word = tag.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
            let opens = match word {
                "if" | "for" | "filter" | "raw" => 1,
                end if end.starts_with("end") => -1,
                _ => 0,
            };
            // The word may go on with the next line.
            if word.len() == tag.len() {
                self.counted += at;
                return self.open + opens > 0;
            }
            self.open += opens;
            self.counted = start;
        }
        // The last brace may be the first half of a tag's.
        self.counted = self.counted.max(text.trim_end_matches('{').len());
        self.open > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        paragraphs(text, false).into_iter().map(|paragraph| paragraph.text).collect()
    }

    #[test]
    fn lines_join_without_a_space_and_blank_lines_part() {
        assert_eq!(texts("一行\n二行\n\n\n三行\n"), ["一行二行", "三行"]);
    }

    #[test]
    fn a_full_width_space_at_the_head_of_a_line_begins_a_paragraph() {
        assert_eq!(
            texts("　一段目\n　二段目\n三行\n　\n　　四段目　\n"),
            ["一段目", "二段目三行", "四段目"]
        );
        let choice = "{% if a %}\n　一\n{% else %}\n　二\n{% endif %}\n　三";
        assert_eq!(texts(choice), ["{% if a %}一{% else %}二{% endif %}", "三"]);
    }

    #[test]
    fn latin_words_keep_their_space() {
        assert_eq!(texts("Security\nIncident\nの件"), ["Security Incidentの件"]);
        assert_eq!(texts("A &\nB\né\né"), ["A & B é é"]);
        assert_eq!(texts("{{ a }}\n{{ b }}"), ["{{ a }}{{ b }}"]);
    }

    #[test]
    fn lines_of_other_languages_join_with_a_space() {
        let text = paragraphs("write to\n{{ office.email }}\n\nbook at\n“Tomarigi”", true);
        let text: Vec<String> = text.into_iter().map(|paragraph| paragraph.text).collect();
        assert_eq!(text, ["write to {{ office.email }}", "book at “Tomarigi”"]);
    }

    #[test]
    fn tags_are_noticed() {
        assert!(paragraphs("{{ x }}", false)[0].has_tags);
        assert!(!paragraphs("波括弧 { } だけ", false)[0].has_tags);
    }
}
