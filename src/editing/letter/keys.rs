//! A key with its value, put into a mapping or taken out of it.

use std::ops::Range;
use std::sync::Arc;

use super::{Changed, Edit, File, at_mut, below};
use crate::diagnostic::SourceText;
use crate::facts::{Form, Step, Value};

/// The file without the key at `path`, of whose mapping something is left. Comments beside
/// it stay, on lines of their own.
pub fn without(source: &Arc<SourceText>, path: &[Step]) -> Changed {
    let file = File::read(source)?;
    let by_hand = || file.by_hand(path);
    let Some((Step::Key(name), above)) = path.split_last() else { return Err(by_hand()) };
    let mut wanted = file.document.value().clone();
    let mapping = at_mut(&mut wanted, above).and_then(Value::as_mapping_mut);
    mapping.and_then(|it| it.remove(name.as_str())).ok_or_else(by_hand)?;
    let edit = file.key_taken(path).ok_or_else(by_hand)?;
    file.proved(path, vec![edit], &wanted, &[])
}

/// Where a new key stands.
#[derive(Debug, Clone, Copy)]
pub(super) enum Where<'k> {
    /// Before all others.
    First,
    /// Behind this one.
    Behind(&'k str),
}

impl File {
    /// What puts a key with its value (lines without indentation) into the mapping at `path`.
    pub(super) fn key_put(
        &self,
        path: &[Step],
        place: Where<'_>,
        lines: &[String],
    ) -> Option<Edit> {
        let mapping = self.document.written(path)?;
        let is_flow = mapping.form == Form::Flow;
        let first = self.keys(path)?.first()?.1.clone();
        let indent = self.break_to(self.column(first.start));
        Some(match place {
            Where::First if is_flow => (first.start..first.start, format!("{}, ", lines.join(" "))),
            Where::First => {
                let lines: String = lines.iter().map(|line| format!("{line}{indent}")).collect();
                (first.start..first.start, lines)
            }
            Where::Behind(name) => {
                let end = self.document.written(&below(path, super::key(name)))?.end();
                if is_flow {
                    return Some((end..end, format!(", {}", lines.join(" "))));
                }
                let end = self.line_end(end);
                let lines: String = lines.iter().map(|line| format!("{indent}{line}")).collect();
                (end..end, lines)
            }
        })
    }

    /// What takes the key at `path` out of its mapping, of which something is left. Comments
    /// beside it stay, on lines of their own.
    pub(super) fn key_taken(&self, path: &[Step]) -> Option<Edit> {
        let (last, above) = path.split_last()?;
        let keys = self.keys(above)?;
        let number = keys.iter().position(|(name, _)| Step::Key((*name).to_owned()) == *last)?;
        let own = &keys[number].1;
        let end = self.document.written(path)?.end();
        if self.document.written(above)?.form == Form::Flow {
            let range = match (number, keys.get(number + 1)) {
                (0, Some((_, next))) => own.start..next.start,
                (0, None) => return None,
                _ => {
                    let before = below(above, super::key(keys[number - 1].0));
                    self.document.written(&before)?.end()..end
                }
            };
            return Some((range, String::new()));
        }
        let line = self.line_start(own.start);
        let indent = self.break_to(own.start - line);
        let comments = |range: &Range<usize>| {
            let comments = self.comments_in(range).into_iter();
            comments.map(|comment| self.text()[comment].to_owned()).collect::<Vec<_>>()
        };
        if number == 0 {
            let range = own.start..keys.get(1)?.1.start;
            let stay = comments(&range).into_iter().map(|it| format!("{it}{indent}"));
            let stay = stay.collect();
            return Some((range, stay));
        }
        if !self.text()[line..own.start].trim().is_empty() {
            return None;
        }
        let range = self.line_end(self.line_start(line.checked_sub(1)?))..self.line_end(end);
        let stay = comments(&range).into_iter().map(|it| format!("{indent}{it}"));
        let stay = stay.collect();
        Some((range, stay))
    }

    /// The keys of the mapping at `path`, each with its place.
    fn keys(&self, path: &[Step]) -> Option<Vec<(&str, Range<usize>)>> {
        let mapping = self.value(path)?.as_mapping()?;
        let mut keys = Vec::new();
        for name in mapping.keys() {
            let name = name.as_str()?;
            let written = self.document.written(&below(path, super::key(name)))?;
            keys.push((name, written.key?));
        }
        Some(keys)
    }
}
