//! For tests: facts read from a few lines, and what comes of doing what a hint says.

use std::sync::Arc;

use super::document::Document;
use super::node::{Declared, Node, Parsing};
use super::own_fields::OwnFields;
use crate::diagnostic::{Diagnostic, SourceText};
use crate::messages::Message;

impl Declared {
    /// What this `fields.yaml` declares.
    pub(crate) fn of(fields: &str) -> Self {
        let own = diagnosed("", fields, OwnFields::parse);
        let own = own.unwrap_or_else(|problems| panic!("{problems:?}"));
        Self { own, ..Self::default() }
    }
}

/// What a YAML text says where the office has these fields of its own, or all that is
/// wrong with it.
pub(crate) fn read_with<T>(
    fields: &str,
    yaml: &str,
    read: impl FnOnce(&Node<'_>, &mut Parsing) -> Option<T>,
) -> Result<T, Vec<Message>> {
    let read = diagnosed(fields, yaml, read);
    read.map_err(|problems| problems.into_iter().map(|it| it.message).collect())
}

/// The same with places and hints.
pub(crate) fn diagnosed<T>(
    fields: &str,
    yaml: &str,
    read: impl FnOnce(&Node<'_>, &mut Parsing) -> Option<T>,
) -> Result<T, Vec<Diagnostic>> {
    let declared = if fields.is_empty() { Declared::default() } else { Declared::of(fields) };
    let mut cx = Parsing { declared, ..Parsing::default() };
    let source = Arc::new(SourceText::new("test.yaml", yaml));
    let document = Arc::new(Document::parse(&source)?);
    let value = read(&Node::root(&document), &mut cx);
    let problems = cx.problems;
    value.filter(|_| problems.is_empty()).ok_or(problems)
}

/// The text when whoever wrote it has done literally what the hints say, one by one.
pub(crate) fn mended<T>(
    fields: &str,
    yaml: &str,
    read: impl Fn(&Node<'_>, &mut Parsing) -> Option<T>,
) -> String {
    let mut text = yaml.to_owned();
    for _ in 0..8 {
        let Err(problems) = diagnosed(fields, &text, &read) else { return text };
        let edits = problems.iter().flat_map(|it| &it.hints).find_map(|hint| hint.edit.clone());
        let Some(edit) = edits else { panic!("no hint says what to write: {problems:?}") };
        text.replace_range(edit.place.range.clone(), &edit.text);
    }
    panic!("still wrong: {text}");
}
