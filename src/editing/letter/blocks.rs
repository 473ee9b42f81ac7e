//! A block put into a list, moved in it, or taken out of it, with the comments that belong
//! to it: those directly above it, and those below that are indented further than its dash.

use std::ops::Range;
use std::sync::Arc;

use super::prose::{can_be_read, lines_of, tidy};
use super::{Changed, File, at_mut, below, key};
use crate::diagnostic::{Diagnostic, SourceText};
use crate::facts::{Form, Mapping, Step, Value, scalar};
use crate::messages::Message;

/// A new block.
#[derive(Debug, Clone)]
pub struct New {
    /// What it is.
    pub kind: Kind,
    /// Its text; the lines of a list or of notes are its items.
    pub text: String,
    /// The heading above it, where it is one with a text under it.
    pub heading: String,
}

/// What a new block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Paragraphs.
    Text,
    /// A heading with its text.
    Heading,
    /// A list.
    List,
    /// Notes.
    Notes,
}

impl Kind {
    /// The kind of this name, which is that of its key.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "text" => Self::Text,
            "heading" => Self::Heading,
            "list" => Self::List,
            "notes" => Self::Notes,
            _ => return None,
        })
    }
}

impl New {
    /// A text.
    pub fn text(text: &str) -> Self {
        Self { kind: Kind::Text, text: text.to_owned(), heading: String::new() }
    }

    /// Its lines that say something, each an item.
    fn items(&self) -> Vec<&str> {
        self.text.lines().map(str::trim).filter(|line| !line.is_empty()).collect()
    }

    /// The text of the paragraphs.
    fn prose(&self) -> String {
        tidy(&self.text)
    }

    fn is_empty(&self) -> bool {
        match self.kind {
            Kind::Heading => self.heading.trim().is_empty(),
            _ => self.text.trim().is_empty(),
        }
    }

    /// What it says.
    fn value(&self) -> Value {
        let mapping = |pairs: Vec<(&str, Value)>| {
            pairs.into_iter().map(|(name, value)| (Value::from(name), value)).collect::<Mapping>()
        };
        let items = || Value::Sequence(self.items().into_iter().map(Value::from).collect());
        match self.kind {
            Kind::Text => Value::from(self.prose()),
            Kind::List => Value::Mapping(mapping(vec![("list", items())])),
            Kind::Notes => Value::Mapping(mapping(vec![("notes", items())])),
            Kind::Heading => {
                let mut pairs = vec![("heading", Value::from(self.heading.trim()))];
                if !self.text.trim().is_empty() {
                    pairs.push(("body", Value::from(self.prose())));
                }
                Value::Mapping(mapping(pairs))
            }
        }
    }

    /// Its lines, without indentation or dash.
    fn lines(&self) -> Vec<String> {
        let keyed = |name: &str, text: &str| {
            let mut lines = lines_of(text, 2);
            lines[0] = format!("{name}: {}", lines[0]);
            lines
        };
        let items = |name: &str| {
            let items =
                self.items().into_iter().map(|item| format!("  - {}", lines_of(item, 0)[0]));
            std::iter::once(format!("{name}:")).chain(items).collect()
        };
        match self.kind {
            Kind::Text => lines_of(&self.text, 0),
            Kind::List => items("list"),
            Kind::Notes => items("notes"),
            Kind::Heading => {
                let mut lines = keyed("heading", self.heading.trim());
                if !self.text.trim().is_empty() {
                    lines.extend(keyed("body", &self.text));
                }
                lines
            }
        }
    }

    /// The block on one line, between brackets; `None` if it has more than one.
    fn flow(&self) -> Option<String> {
        let prose = self.prose();
        let is_line = !prose.contains('\n') || matches!(self.kind, Kind::List | Kind::Notes);
        let items = || {
            let items: Vec<String> = self.items().into_iter().map(scalar).collect();
            items.join(", ")
        };
        is_line.then(|| match self.kind {
            Kind::Text => scalar(&prose),
            Kind::List => format!("{{list: [{}]}}", items()),
            Kind::Notes => format!("{{notes: [{}]}}", items()),
            Kind::Heading if prose.is_empty() => {
                format!("{{heading: {}}}", scalar(self.heading.trim()))
            }
            Kind::Heading => {
                format!("{{heading: {}, body: {}}}", scalar(self.heading.trim()), scalar(&prose))
            }
        })
    }
}

/// The file with a new block in the list at `list`, before the one that is at `at` now. One
/// block that stands where a list may becomes a list; so does nothing below a heading.
pub fn add(source: &Arc<SourceText>, list: &[Step], at: usize, new: &New) -> Changed {
    let file = File::read(source)?;
    if new.is_empty() {
        return Err(file.problem(list, Message::TextHasNoWords));
    }
    for text in [&new.text, &new.heading] {
        can_be_read(&tidy(text))?;
    }
    match file.value(list) {
        None => file.with_body(list, new),
        Some(Value::Sequence(items)) => {
            let at = at.min(items.len());
            let is_flow = file.written(list)?.form == Form::Flow;
            match items.is_empty() || is_flow {
                true => file.added_between_brackets(list, at, new),
                false => file.added(list, at, items.len(), new),
            }
        }
        Some(Value::Null) => Err(file.by_hand(list)),
        Some(_) => add(&file.as_list(list)?, list, at.min(1), new),
    }
}

/// The file in which the block at `path` and the one before it (-1) or behind it (1) have
/// changed places.
pub fn shift(source: &Arc<SourceText>, path: &[Step], by: isize) -> Changed {
    let file = File::read(source)?;
    let (list, index) = file.element_of(path)?;
    let other = index.checked_add_signed(by.signum());
    let other = other.filter(|other| file.value(&below(list, Step::Index(*other))).is_some());
    let other = other.ok_or_else(|| file.problem(path, Message::NoBlockBeyond))?;
    let mut wanted = file.document.value().clone();
    let items = at_mut(&mut wanted, list).and_then(Value::as_sequence_mut);
    items.ok_or_else(|| file.by_hand(path))?.swap(index, other);
    let [first, second] = [index.min(other), index.max(other)];
    let [a, b] = if file.written(list)?.form == Form::Flow {
        let range = |index| file.written(&below(list, Step::Index(index))).map(|it| it.range);
        [range(first)?, range(second)?]
    } else {
        let lines = |index| {
            let element = file.element(list, index).ok_or_else(|| file.by_hand(path))?;
            Ok::<_, Box<Diagnostic>>(element.lead..element.end)
        };
        [lines(first)?, lines(second)?]
    };
    let text = |range: &Range<usize>| file.text()[range.clone()].to_owned();
    let edits = vec![(a.clone(), text(&b)), (b.clone(), text(&a))];
    file.proved(path, edits, &wanted, &[])
}

/// The file without the block at `path`. Of the last one below a heading nothing stays, and
/// nowhere else is there a list without blocks.
pub fn remove(source: &Arc<SourceText>, path: &[Step]) -> Changed {
    let file = File::read(source)?;
    let (list, index) = file.element_of(path)?;
    let by_hand = || file.by_hand(path);
    let mut wanted = file.document.value().clone();
    let items = at_mut(&mut wanted, list).and_then(Value::as_sequence_mut).ok_or_else(by_hand)?;
    items.remove(index);
    let left = items.len();
    if left == 0 {
        return file.without_body(path, list);
    }
    let gone = match file.written(list)?.form {
        Form::Flow => {
            let range = |index| file.written(&below(list, Step::Index(index))).map(|it| it.range);
            match index == left {
                true => range(index - 1)?.end..range(index)?.end,
                false => range(index)?.start..range(index + 1)?.start,
            }
        }
        _ => file.lines_of_element(list, index).ok_or_else(by_hand)?,
    };
    if file.written(list)?.form == Form::Flow && !file.comments_in(&gone).is_empty() {
        return Err(by_hand());
    }
    file.proved(path, vec![(gone.clone(), String::new())], &wanted, &[gone])
}

impl File {
    /// The list that the block at `path` is in, and its number.
    fn element_of<'p>(&self, path: &'p [Step]) -> Result<(&'p [Step], usize), Box<Diagnostic>> {
        let gone = || self.problem(path, Message::PlaceIsGone);
        self.value(path).ok_or_else(gone)?;
        match path.split_last() {
            Some((Step::Index(index), list)) => Ok((list, *index)),
            // The one block of a body that is no list.
            _ => Err(self.only_block(path)),
        }
    }

    fn only_block(&self, path: &[Step]) -> Box<Diagnostic> {
        let problem = self.problem(path, Message::OnlyBlock);
        Box::new(problem.hint(Message::RemoveWhole))
    }

    /// What goes with an element: its lines, and the empty ones before it, or behind the first.
    fn lines_of_element(&self, list: &[Step], index: usize) -> Option<Range<usize>> {
        let element = self.element(list, index)?;
        if index > 0 {
            let empty = self.empty_above(element.lead);
            let end = self.line_end(self.line_start(empty.start.checked_sub(1)?));
            return Some(end..element.end);
        }
        let mut end = self.next_line(element.end);
        while end < self.text().len() && self.text()[end..self.line_end(end)].trim().is_empty() {
            end = self.next_line(end);
        }
        Some(element.lead..end)
    }

    /// The new block among others that are written line by line.
    fn added(&self, list: &[Step], at: usize, count: usize, new: &New) -> Changed {
        let by_hand = || self.by_hand(list);
        let element = |index| self.element(list, index).ok_or_else(by_hand);
        let mut wanted = self.document.value().clone();
        let items = at_mut(&mut wanted, list).and_then(Value::as_sequence_mut);
        items.ok_or_else(by_hand)?.insert(at, new.value());
        // As much room as there is between those that are there.
        let room = |index| Ok::<_, Box<Diagnostic>>(self.empty_above(element(index)?.lead));
        let newline = self.newline();
        let edit = if at == count {
            let last = element(count - 1)?;
            let room = if count > 1 { &self.text()[room(count - 1)?] } else { "" };
            let lines = self.element_lines(new, last.dash);
            (last.end..last.end, format!("{newline}{room}{lines}"))
        } else {
            let next = element(at)?;
            let room = match (at, count) {
                (0, 1) => "",
                (0, _) => &self.text()[room(1)?],
                _ => &self.text()[room(at)?],
            };
            let lines = self.element_lines(new, next.dash);
            (next.lead..next.lead, format!("{lines}{newline}{room}"))
        };
        self.proved(list, vec![edit], &wanted, &[])
    }

    /// The lines of a new element whose dash is so far from the margin.
    fn element_lines(&self, new: &New, dash: usize) -> String {
        let lines = new.lines().into_iter().enumerate().map(|(number, line)| match number {
            0 => format!("{:dash$}- {line}", ""),
            _ if line.is_empty() => line,
            _ => format!("{:dash$}  {line}", ""),
        });
        lines.collect::<Vec<_>>().join(self.newline())
    }

    fn added_between_brackets(&self, list: &[Step], at: usize, new: &New) -> Changed {
        let by_hand = || self.by_hand(list);
        let Some(own) = new.flow() else {
            let problem = self.problem(list, Message::OneLineBetweenBrackets);
            return Err(Box::new(problem.hint(Message::WriteByLine)));
        };
        let mut wanted = self.document.value().clone();
        let items =
            at_mut(&mut wanted, list).and_then(Value::as_sequence_mut).ok_or_else(by_hand)?;
        let count = items.len();
        items.insert(at, new.value());
        let range = |index| self.written(&below(list, Step::Index(index))).map(|it| it.range);
        let edit = if count == 0 {
            let whole = self.written(list)?.range;
            (whole.start + 1..whole.start + 1, own)
        } else if at == count {
            let end = range(count - 1)?.end;
            (end..end, format!(", {own}"))
        } else {
            let start = range(at)?.start;
            (start..start, format!("{own}, "))
        };
        self.proved(list, vec![edit], &wanted, &[])
    }

    /// The file in which the one block at `path` is the only element of a list.
    fn as_list(&self, path: &[Step]) -> Changed {
        let by_hand = || self.by_hand(path);
        let mut wanted = self.document.value().clone();
        let place = at_mut(&mut wanted, path).ok_or_else(by_hand)?;
        *place = Value::Sequence(vec![std::mem::take(place)]);
        let edits = if self.is_between_brackets(path) {
            let range = self.written(path)?.range;
            let own = &self.text()[range.clone()];
            vec![(range.clone(), format!("[{own}]"))]
        } else {
            self.nested(path, &[], "- ", 2).ok_or_else(by_hand)?
        };
        self.proved(path, edits, &wanted, &[])
    }

    /// The first block below a heading that has none.
    fn with_body(&self, list: &[Step], new: &New) -> Changed {
        let by_hand = || self.by_hand(list);
        let Some((Step::Key(name), above)) = list.split_last() else { return Err(by_hand()) };
        let mut wanted = self.document.value().clone();
        let mapping = at_mut(&mut wanted, above).and_then(Value::as_mapping_mut);
        let mapping = mapping.filter(|it| name == "body" && it.contains_key("heading"));
        let mapping = mapping.ok_or_else(|| self.problem(list, Message::PlaceIsGone))?;
        mapping.insert("body".into(), Value::Sequence(vec![new.value()]));
        let written = self.written(above)?;
        if written.form == Form::Flow {
            return Err(by_hand());
        }
        let column = self.column(written.range.start);
        let margin = self.dash(above).unwrap_or(column.saturating_sub(1));
        let end = self.end_with_comments(written.end(), margin);
        let lines = self.element_lines(new, column + self.step());
        let body = format!("{}body:{}{lines}", self.break_to(column), self.newline());
        self.proved(list, vec![(end..end, body)], &wanted, &[])
    }

    /// The file in which nothing is below the heading of the only block at `path`.
    fn without_body(&self, path: &[Step], list: &[Step]) -> Changed {
        let by_hand = || self.by_hand(path);
        let Some((last, above)) = list.split_last() else { return Err(self.only_block(path)) };
        let mut wanted = self.document.value().clone();
        let mapping = at_mut(&mut wanted, above).and_then(Value::as_mapping_mut);
        let mapping = mapping.filter(|it| *last == key("body") && it.contains_key("heading"));
        mapping.ok_or_else(|| self.only_block(path))?.remove("body");
        let body = self.written(list)?.key.ok_or_else(by_hand)?;
        let line = self.line_start(body.start);
        let is_alone = self.text()[line..body.start].trim().is_empty();
        let element = self.element(list, 0).filter(|_| is_alone).ok_or_else(by_hand)?;
        let start = self.line_start(line.checked_sub(1).ok_or_else(by_hand)?);
        let gone = self.line_end(start)..element.end;
        // Comments that are not the block's own stay, below the heading.
        let indent = self.break_to(body.start - line);
        let stay: String = self
            .comments_in(&(body.start..element.lead))
            .into_iter()
            .map(|comment| format!("{indent}{}", &self.text()[comment]))
            .collect();
        let own = element.lead..element.end;
        self.proved(path, vec![(gone, stay)], &wanted, &[own])
    }
}
