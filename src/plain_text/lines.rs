//! Lines, and what is made of them: parts, and parts behind a mark.

/// What may stand at the end of a line and is not seen there.
const BLANKS: [char; 3] = [' ', '\t', '\u{3000}'];

/// A line of a mail.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    /// Blanks before the text.
    pub indent: String,
    /// The text; one that goes on has the blanks with it at which it was broken.
    pub text: String,
    /// Whether it was broken for want of room: the next line goes on with it.
    pub goes_on: bool,
}

impl Line {
    /// A line that ends where its text does.
    pub fn of(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// The line as it is written.
    pub fn written(&self) -> String {
        format!("{}{}", self.indent, self.text).trim_end_matches(BLANKS).to_owned()
    }
}

/// Parts one below the other, with an empty line between them.
pub fn parted(parts: Vec<Vec<Line>>) -> Vec<Line> {
    let mut lines = Vec::new();
    for part in parts.into_iter().filter(|part| !part.is_empty()) {
        if !lines.is_empty() {
            lines.push(Line::default());
        }
        lines.extend(part);
    }
    lines
}

/// Lines behind a mark: the first follows it, the others have `blank` in its place.
pub fn behind(mark: &str, blank: &str, lines: Vec<Line>) -> Vec<Line> {
    let mut lines = lines.into_iter();
    let Some(first) = lines.next() else { return vec![Line::of(mark)] };
    // What a mark stands before is no longer an indent.
    let text = format!("{mark}{}{}", first.indent, first.text);
    let mut hung = vec![Line { indent: String::new(), text, goes_on: first.goes_on }];
    hung.extend(lines.map(|line| Line { indent: format!("{blank}{}", line.indent), ..line }));
    hung
}
