//! A value one step deeper: a text as `text: …` below a condition, a block as the first
//! element of a list; and the way back.

use std::ops::Range;

use super::{Edit, File, below, key};
use crate::facts::{Form, Step};

impl File {
    /// What puts the value at `path`, which is not between brackets, behind `head`, below
    /// these lines; what follows on its further lines moves by `shift`.
    pub(super) fn nested(
        &self,
        path: &[Step],
        above: &[String],
        head: &str,
        shift: usize,
    ) -> Option<Vec<Edit>> {
        let written = self.document.written(path)?;
        if matches!(written.form, Form::Other | Form::Nothing) {
            return None;
        }
        let start = written.start();
        let line = self.line_start(start);
        let begins_line = self.text()[line..start].trim().is_empty();
        let (place, column) = match &written.key {
            Some(key) if !begins_line => {
                let between = &self.text()[key.end..start];
                let colon = between.trim() == ":";
                let column = self.column(key.start) + self.step();
                colon.then(|| (key.end + between.trim_end().len()..start, column))?
            }
            _ => (start..start, self.column(start)),
        };
        let indent = self.break_to(column);
        let mut new = if place.is_empty() { String::new() } else { indent.clone() };
        for line in above {
            new.push_str(line);
            new.push_str(&indent);
        }
        new.push_str(head);
        let mut edits = vec![(place, new)];
        edits.extend(self.shifted(start..written.end(), shift));
        Some(edits)
    }

    /// What moves the lines of a stretch away from the margin, its first line and empty ones
    /// aside.
    fn shifted(&self, range: Range<usize>, shift: usize) -> Vec<Edit> {
        let blanks = " ".repeat(shift);
        let lines = self.further_lines(range).map(|line| (line..line, blanks.clone()));
        lines.collect()
    }

    /// Where the lines of a stretch begin that are not empty, without its first.
    fn further_lines(&self, range: Range<usize>) -> impl Iterator<Item = usize> {
        let breaks = self.text()[range.clone()].match_indices('\n');
        let starts = breaks.map(move |(at, _)| range.start + at + 1);
        starts.filter(|line| {
            let content = self.text()[*line..].trim_start_matches([' ', '\t']);
            !content.starts_with(['\n', '\r']) && !content.is_empty()
        })
    }

    /// What takes the text of the mapping at `path`, which stands behind its condition and
    /// has no other key, out of it; `None` if it cannot be that simple. `name` is the key
    /// that the text has.
    pub(super) fn taken_out(&self, path: &[Step], name: &str) -> Option<Vec<Edit>> {
        let mapping = self.document.written(path)?;
        let text = self.document.written(&below(path, key(name)))?;
        let when = self.document.written(&below(path, key("when")))?;
        let is_first = when.key.as_ref()?.start == mapping.range.start
            || mapping.form == Form::Flow && when.end() < text.start();
        if !is_first || matches!(text.form, Form::Other | Form::Nothing | Form::Block | Form::Flow)
        {
            return None;
        }
        let gone = mapping.range.start..text.start();
        if !self.comments_in(&gone).is_empty() {
            return None;
        }
        if mapping.form == Form::Flow {
            let own = self.text()[text.range.clone()].to_owned();
            return Some(vec![(mapping.range, own)]);
        }
        let shift = self.step();
        let mut edits = match &mapping.key {
            Some(key) => {
                let between = &self.text()[key.end..mapping.range.start];
                let colon = between.find(':').filter(|_| between.trim() == ":")?;
                vec![(key.end + colon + 1..gone.end, " ".to_owned())]
            }
            None => vec![(gone, String::new())],
        };
        for line in self.further_lines(text.start()..text.end()) {
            let indent =
                self.text()[line..].len() - self.text()[line..].trim_start_matches(' ').len();
            edits.push((line..line + shift.min(indent), String::new()));
        }
        Some(edits)
    }
}
