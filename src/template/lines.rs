//! From a line of rendered source back to the line of the template.
//!
//! Tera does not say which part of a template made which part of its output.
//! When Typst finds a fault, the template is therefore rendered once more with
//! a mark in front of each of its lines; the marks are then taken out again.

use std::ops::Range;

/// Private-use characters that frame a mark. A value that holds them is escaped
/// text, and no template has reason to.
const OPEN: char = '\u{F0000}';
const CLOSE: char = '\u{F0001}';

/// A template with a mark in front of each line that does not begin inside a tag.
pub fn mark(template: &str) -> String {
    let mut marked = String::with_capacity(template.len() + template.len() / 4);
    let mut at = 0;
    for line in template.split_inclusive('\n') {
        if !inside_tag(&template[..at]) {
            marked.push(OPEN);
            marked.push_str(&at.to_string());
            marked.push(CLOSE);
        }
        marked.push_str(line);
        at += line.len();
    }
    marked
}

/// Whether the end of `before` is inside `{{ … }}`, `{% … %}` or `{# … #}`.
fn inside_tag(before: &str) -> bool {
    [("{{", "}}"), ("{%", "%}"), ("{#", "#}")]
        .iter()
        .any(|(open, close)| before.rfind(open) > before.rfind(close))
}

/// Which template line each stretch of a rendered source comes from.
#[derive(Debug, PartialEq, Eq)]
pub struct LineMap {
    /// The source without marks.
    pub source: String,
    /// Where in the source each mark stood, and the template's byte offset it names.
    marks: Vec<(usize, usize)>,
}

impl LineMap {
    /// Takes the marks out of a source rendered from a marked `template`.
    pub fn unmark(rendered: &str, template: &str) -> Self {
        let mut source = String::with_capacity(rendered.len());
        let mut marks = Vec::new();
        let mut rest = rendered;
        while let Some(open) = rest.find(OPEN) {
            source.push_str(&rest[..open]);
            let after = &rest[open + OPEN.len_utf8()..];
            let Some(close) = after.find(CLOSE) else { break };
            // A value may hold the same characters; they are not the start of a line.
            let is_line = |&offset: &usize| {
                offset == 0 || template.as_bytes().get(offset - 1) == Some(&b'\n')
            };
            if let Some(offset) = after[..close].parse().ok().filter(is_line) {
                marks.push((source.len(), offset));
            }
            rest = &after[close + CLOSE.len_utf8()..];
        }
        source.push_str(rest);
        Self { source, marks }
    }

    /// The bytes of the template's line that made this place of the source.
    pub fn template_line(&self, at: usize, template: &str) -> Range<usize> {
        let index = self.marks.partition_point(|(offset, _)| *offset <= at);
        let start = index.checked_sub(1).map_or(0, |index| self.marks[index].1);
        let line = template.get(start..).unwrap_or_default().lines().next().unwrap_or("");
        let indent = line.len() - line.trim_start().len();
        start + indent..start + line.trim_end().len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_come_out_again_and_lead_back() {
        let template = "#a\n{% if\n x %}\n  #b(\n";
        let marked = mark(template);
        let map = LineMap::unmark(&marked, template);
        assert_eq!(map.source, template);
        let at = map.source.find("b(").expect("it is there");
        assert_eq!(&template[map.template_line(at, template)], "#b(");
        assert_eq!(&template[map.template_line(0, template)], "#a");
    }
}
