//! The blocks of a mail's text.

use super::lines::{Line, parted};
use super::setting::Setting;
use crate::template::{Content, Filled, ResolvedBlank, ResolvedBlock, ResolvedHeading};

/// Of the line that is to be filled in, no more than so many full-width characters: a
/// longer one would only be broken where the mail is read.
const LONGEST_BLANK: usize = 16;

impl Setting {
    /// The parts of a body, which are parted by empty lines.
    pub fn blocks(self, blocks: &[ResolvedBlock]) -> Vec<Vec<Line>> {
        blocks.iter().flat_map(|block| self.block(block)).collect()
    }

    /// What stands behind a mark or in a frame: without empty lines.
    pub fn inner(self, blocks: &[ResolvedBlock]) -> Vec<Line> {
        self.blocks(blocks).into_iter().flatten().collect()
    }

    /// The parts of a block: a heading has those of what stands under it.
    pub fn block(self, block: &ResolvedBlock) -> Vec<Vec<Line>> {
        let setting = self.in_language(block.lang.as_deref());
        match &block.content {
            Content::Heading(heading) => setting.heading(heading),
            Content::Group { blocks } => setting.blocks(blocks),
            content => vec![setting.content(content)],
        }
    }

    /// A heading, and what stands under it: the first part of that follows at once.
    fn heading(self, heading: &ResolvedHeading) -> Vec<Vec<Line>> {
        let mark = self.marked(heading.mark.as_deref().unwrap_or_default());
        let width = self.width(&mark);
        let mut parts = self.blocks(&heading.blocks);
        if heading.centered {
            parts.insert(0, vec![self.in_middle(&heading.heading)]);
            return parts;
        }
        let mut lines = self.behind(&mark, width, self.inside(width).text(&heading.heading));
        if parts.is_empty() {
            parts.push(lines);
        } else {
            lines.append(&mut parts[0]);
            parts[0] = lines;
        }
        parts
    }

    fn content(self, content: &Content) -> Vec<Line> {
        match content {
            Content::Text { paragraphs, .. } => self.paragraphs(paragraphs),
            Content::Valediction { text } => vec![self.at_right(text)],
            Content::Lines { lines } => lines.iter().flat_map(|line| self.text(line)).collect(),
            Content::List(list) => self.list(list),
            Content::Pairs { entries, marked, .. } => self.pairs(entries, *marked),
            Content::Table(table) => self.table(table),
            Content::Qa { entries, .. } => self.questions(entries),
            Content::Notes { notes, .. } => self.notes(notes),
            Content::Box { blocks } => self.framed(blocks),
            Content::Bulletins { groups, .. } => self.bulletins(groups),
            Content::Blanks { lines } => lines.iter().flat_map(|it| self.blank(it)).collect(),
            Content::Image { alt, caption, .. } => {
                let [open, close] = self.words().picture;
                let mut lines = self.text(&format!("{open}{alt}{close}"));
                lines.extend(caption.iter().flat_map(|caption| self.text(caption)));
                lines
            }
            Content::Heading(_) | Content::Group { .. } => Vec::new(),
        }
    }

    /// What stands in a frame: between two thick rules.
    fn framed(self, blocks: &[ResolvedBlock]) -> Vec<Line> {
        let mut lines = vec![self.thick_rule()];
        lines.extend(self.inside(0).inner(blocks));
        lines.push(self.thick_rule());
        lines
    }

    /// A line to be filled in.
    fn blank(self, blank: &ResolvedBlank) -> Vec<Line> {
        let end = blank.end.as_deref().unwrap_or_default();
        let label = self.labelled(&blank.label, "");
        let taken = self.width(&label) + self.width(end);
        let room = self.columns.saturating_sub(taken) / 2;
        if room < LONGEST_BLANK / 2 {
            let mut lines = self.text(&blank.label);
            lines.push(Line::of(self.words().blank.repeat(LONGEST_BLANK) + end));
            return lines;
        }
        vec![Line::of(label + &self.words().blank.repeat(room.min(LONGEST_BLANK)) + end)]
    }

    /// Paragraphs and what follows them in one item: behind a mark without empty lines.
    pub fn item(self, paragraphs: &[Filled], rest: Vec<Vec<Line>>) -> Vec<Line> {
        let mut lines = self.paragraphs(paragraphs);
        lines.extend(rest.into_iter().flatten());
        lines
    }
}

/// Parts with an empty line between them where one of them has several lines.
pub fn parted_if_long(parts: Vec<Vec<Line>>) -> Vec<Line> {
    match parts.iter().any(|part| part.len() > 1) {
        true => parted(parts),
        false => parts.into_iter().flatten().collect(),
    }
}
