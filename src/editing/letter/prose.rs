//! A text, written anew where it stands.

use std::ops::Range;
use std::sync::Arc;

use super::{Changed, Edit, File, at_mut, below, key};
use crate::diagnostic::{Diagnostic, SourceText};
use crate::facts::{
    Document, Form, Step, Value, Written, in_quotes_of, scalar, stands_plain, text_of,
};
use crate::messages::Message;

/// The file with another text at `path`, which is that of a text, or of a mapping with one
/// (`{text: …}`). One line stays on its line, several stand below a `|`; what stands below
/// one stays there.
pub fn set(source: &Arc<SourceText>, path: &[Step], text: &str) -> Changed {
    let file = File::read(source)?;
    let path = file.path_of_text(path)?;
    let old = as_written(&file.document, &path)
        .ok_or_else(|| file.problem(&path, Message::PlaceNotAlone))?;
    let new = tidy(text);
    if new == old {
        return Ok(source.clone());
    }
    can_be_read(&new).map_err(|it| Box::new(it.at(file.document.place(&path))))?;
    if new.is_empty() {
        let problem = file.problem(&path, Message::TextHasNoWords);
        return Err(Box::new(problem.hint(Message::RemoveBlockInstead)));
    }
    if let Some(Value::Sequence(items)) = file.value(&path) {
        return file.set_lines(&path, items, &new);
    }
    let written = file.written(&path)?;
    let mut wanted = file.document.value().clone();
    let place = at_mut(&mut wanted, &path).ok_or_else(|| file.by_hand(&path))?;
    *place = Value::from(new.as_str());
    let mut refused = file.by_hand(&path);
    for edits in file.ways(&path, &written, &new, &old)? {
        match file.proved(&path, edits, &wanted, &[]) {
            Ok(new) => return Ok(new),
            Err(problem) => refused = problem,
        }
    }
    Err(refused)
}

/// The text at `path` with the lines in which its author has written it; that of a list of
/// lines is all of them.
pub fn as_written(document: &Document, path: &[Step]) -> Option<String> {
    let value = super::at(document.value(), path)?;
    match value {
        Value::Null => Some(String::new()),
        Value::Sequence(items) => {
            let line = |index| as_written(document, &below(path, Step::Index(index)));
            let is_line = |item: &Value| text_of(item).is_some();
            let lines = (0..items.len()).map(line).collect::<Option<Vec<_>>>()?;
            items.iter().all(is_line).then(|| lines.join("\n"))
        }
        _ => {
            let text = text_of(value)?;
            Some(document.unfolded(path, &text).trim_end_matches('\n').to_owned())
        }
    }
}

/// What somebody has typed, without what nobody sees: blanks at the ends of lines, empty
/// lines at the ends of the text.
pub fn tidy(text: &str) -> String {
    let blanks: &[char] = &[' ', '\t', '\r'];
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<&str> = text.lines().map(|line| line.trim_end_matches(blanks)).collect();
    lines.join("\n").trim_start_matches([' ', '\t', '\n']).trim_end().to_owned()
}

/// An error if there is something in a text that nobody can read: a control character, line
/// breaks and tabs aside.
pub fn can_be_read(text: &str) -> Result<(), Box<Diagnostic>> {
    match text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\t')) {
        Some(c) => {
            let code = format!("{:04X}", u32::from(c));
            let problem = Diagnostic::error(Message::ControlInText { code });
            Err(Box::new(problem.hint(Message::DeleteOrRetype)))
        }
        None => Ok(()),
    }
}

impl File {
    /// The way to the text itself.
    fn path_of_text(&self, path: &[Step]) -> Result<Vec<Step>, Box<Diagnostic>> {
        let gone = || self.problem(path, Message::PlaceIsGone);
        match self.value(path).ok_or_else(gone)? {
            Value::Mapping(mapping) => {
                if let Some(name) = mapping.get("use").and_then(text_of) {
                    let name = name.into_owned();
                    let problem = self.problem(path, Message::TextIsOfPart { name });
                    return Err(Box::new(problem.hint(Message::ChangePart)));
                }
                match mapping.get("text") {
                    Some(Value::Mapping(_)) | None => Err(self.by_hand(path)),
                    Some(_) => Ok(below(path, key("text"))),
                }
            }
            _ => Ok(path.to_vec()),
        }
    }

    /// In which ways the text may be written, the first that is read as it is meant first.
    fn ways(
        &self,
        path: &[Step],
        written: &Written,
        new: &str,
        old: &str,
    ) -> Result<Vec<Vec<Edit>>, Box<Diagnostic>> {
        let is_line = !new.contains('\n');
        let between_brackets = self.is_between_brackets(path);
        if matches!(written.form, Form::Lines { .. }) || !is_line && !between_brackets {
            let edits = self.below_mark(path, written, new);
            return edits.map(|edits| vec![edits]).ok_or_else(|| self.by_hand(path));
        }
        if !is_line {
            let problem = self.problem(path, Message::OneLineBetweenBrackets);
            return Err(Box::new(problem.hint(Message::WriteByLine)));
        }
        let place = self.place_of_value(written).ok_or_else(|| self.by_hand(path))?;
        let blank = if matches!(written.form, Form::Nothing) { " " } else { "" };
        let lines = on_one_line(new, between_brackets, &written.form, old);
        Ok(lines.into_iter().map(|line| vec![(place.clone(), format!("{blank}{line}"))]).collect())
    }

    /// Where a value on a line is written, or can be where so far there is none.
    fn place_of_value(&self, written: &Written) -> Option<Range<usize>> {
        match &written.form {
            Form::Other | Form::Flow | Form::Block => None,
            Form::Nothing => {
                let at = match &written.key {
                    Some(key) => {
                        let line = &self.text()[key.end..self.line_end(key.end)];
                        key.end + line.len() - line.trim_start().strip_prefix(':')?.len()
                    }
                    None => written.range.start,
                };
                Some(at..at)
            }
            _ => Some(written.range.clone()),
        }
    }

    /// What puts a text below a `|`.
    fn below_mark(&self, path: &[Step], written: &Written, new: &str) -> Option<Vec<Edit>> {
        let column = self.column_of_lines(path, written)?;
        let lines: String = new
            .lines()
            .map(|line| match line {
                "" => self.newline().to_owned(),
                line => format!("{}{:column$}{line}", self.newline(), ""),
            })
            .collect();
        if let Form::Lines { mark, folds } = &written.form {
            let own = &self.text()[mark.clone()];
            let mut edits = vec![(self.line_end(mark.end)..written.end(), lines)];
            if *folds || !matches!(own, "|" | "|-") {
                edits.insert(0, (mark.clone(), "|".to_owned()));
            }
            return Some(edits);
        }
        let mut place = self.place_of_value(written)?;
        // A text that begins below its key: the mark stands beside the key.
        if let Some(key) = &written.key {
            let between = &self.text()[key.end..place.start];
            if between.trim() == ":" && between.contains('\n') {
                place.start = key.end + between.find(':')? + 1;
            }
        }
        let blank = if self.text()[..place.start].ends_with(' ') { "" } else { " " };
        let end = self.line_end(place.end);
        Some(vec![(place, format!("{blank}|")), (end..end, lines)])
    }

    /// How far the lines below a `|` are indented.
    fn column_of_lines(&self, path: &[Step], written: &Written) -> Option<usize> {
        if let Form::Lines { mark, .. } = &written.form {
            let has_depth = self.text()[mark.clone()].contains(|c: char| c.is_ascii_digit());
            if !has_depth && !written.range.is_empty() {
                return Some(self.column(written.range.start));
            }
        }
        match &written.key {
            Some(key) => Some(self.column(key.start) + self.step()),
            None => Some(self.dash(path)? + 2),
        }
    }

    /// A list of lines: those at its beginning and its end that stay are not touched.
    fn set_lines(&self, path: &[Step], items: &[Value], new: &str) -> Changed {
        let old: Vec<String> = items.iter().filter_map(text_of).map(|it| it.into_owned()).collect();
        let new: Vec<&str> = new.lines().filter(|line| !line.is_empty()).collect();
        let above = old.iter().zip(&new).take_while(|(old, new)| old == *new).count();
        let rest = |length: usize| length - above;
        let same = old.iter().rev().zip(new.iter().rev()).take_while(|(old, new)| old == *new);
        let behind = same.count().min(rest(old.len())).min(rest(new.len()));
        let both = rest(old.len()).min(rest(new.len())) - behind;
        let mut source = self.source.clone();
        for (number, line) in new.iter().enumerate().skip(above).take(both) {
            source = set(&source, &below(path, Step::Index(number)), line)?;
        }
        for (number, line) in new.iter().enumerate().take(new.len() - behind).skip(above + both) {
            source = super::blocks::add(&source, path, number, &super::blocks::New::text(line))?;
        }
        for number in (above + both..old.len() - behind).rev() {
            source = super::blocks::remove(&source, &below(path, Step::Index(number)))?;
        }
        Ok(source)
    }
}

/// How a text may be written on one line; quotes that nobody needed stay.
fn on_one_line(new: &str, between_brackets: bool, form: &Form, old: &str) -> Vec<String> {
    let plain = |text: &str| match between_brackets {
        true => scalar(text) == text,
        false => stands_plain(text),
    };
    let mut ways = Vec::new();
    if let Form::Quoted(quote) = form
        && plain(old)
    {
        ways.extend(in_quotes_of(*quote, new));
    }
    ways.extend(plain(new).then(|| new.to_owned()));
    ways.extend(['"', '\''].iter().filter_map(|quote| in_quotes_of(*quote, new)));
    ways.push(serde_json::Value::from(new).to_string());
    ways
}

/// A text as a value behind a key or a dash: on one line, or below a `|`, whose lines are
/// indented by `indent`.
pub(super) fn lines_of(text: &str, indent: usize) -> Vec<String> {
    let text = tidy(text);
    if !text.contains('\n') {
        let ways = on_one_line(&text, false, &Form::Plain, "");
        return ways.into_iter().take(1).collect();
    }
    let line =
        |line: &str| if line.is_empty() { String::new() } else { format!("{:indent$}{line}", "") };
    std::iter::once("|".to_owned()).chain(text.lines().map(line)).collect()
}
