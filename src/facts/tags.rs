//! Tags (YAML 1.2, 6.9.1) that the reader leaves out: what stands behind `!!binary`
//! would be printed as it is, though it is a picture in base64.

use std::sync::Arc;

use saphyr_parser::{Event, Parser, ScalarStyle};

use crate::diagnostic::{Diagnostic, Place, SourceText};
use crate::limits;
use crate::messages::Message;

/// The tags that say of a value what it is anyway.
const READ: [&str; 7] = ["str", "int", "float", "bool", "null", "seq", "map"];

/// What is wrong with the tags of a text.
pub(super) fn unread(source: &Arc<SourceText>) -> Vec<Diagnostic> {
    let text = &source.text;
    // Hardly any text has one, and a list has thousands of texts.
    if !text.contains('!')
        || ![" !", "\t!", "[!", "{!", ",!", "\n!"].iter().any(|sign| text.contains(sign))
    {
        return Vec::new();
    }
    let offsets: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let mut found = Vec::new();
    // What cannot be read is told of by whoever reads it.
    for (event, span) in Parser::new_from_str(text).map_while(Result::ok) {
        let (tag, plain) = match &event {
            Event::Scalar(_, style, _, Some(tag)) => (tag, *style == ScalarStyle::Plain),
            Event::SequenceStart(_, Some(tag)) | Event::MappingStart(_, Some(tag)) => (tag, true),
            _ => continue,
        };
        let name = format!("{}{}", tag.handle, tag.suffix);
        let is_read = match name.strip_prefix("tag:yaml.org,2002:") {
            Some(kind) => READ.contains(&kind),
            // The reader knows one of the user's own, and refuses it.
            None => name.starts_with('!') && plain,
        };
        if !is_read {
            let start = offsets.get(span.start.index()).copied().unwrap_or(text.len());
            found.push(problem(source, start));
        }
        if found.len() == limits::STRAYS {
            break;
        }
    }
    found
}

/// The tag of the value that begins at this byte, or right before it.
fn problem(source: &Arc<SourceText>, value: usize) -> Diagnostic {
    let text = &source.text;
    let parts = [' ', '\t', '\r', '\n', '[', '{'];
    let end_of = |at: usize| at + text[at..].find(parts).unwrap_or(text.len() - at);
    let mut start = value;
    // Its anchor may stand before the tag, and both with the value.
    if text[start..].starts_with('&') {
        let behind = &text[end_of(start)..];
        start = text.len() - behind.trim_start().len();
    }
    let mut end = end_of(start);
    while !text[start..end].starts_with('!') && start > 0 {
        end = text[..start].trim_end().len();
        start = text[..end].rfind(parts).map_or(0, |at| at + 1);
        start += text[start..end].rfind(",!").map_or(0, |comma| comma + 1);
    }
    let place = Place::new(source.clone(), start..end);
    let tag = place.text().to_owned();
    Diagnostic::error(Message::UnreadTag { tag }).at(place).hint(Message::WriteWithoutTag)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(text: &str) -> Vec<String> {
        let found = unread(&Arc::new(SourceText::new("a.yaml", text)));
        found.iter().filter_map(|it| Some(it.place()?.text().to_owned())).collect()
    }

    #[test]
    fn a_tag_that_would_be_left_out_is_found() {
        for (text, tag) in [
            ("a: !!binary aGVsbG8=\n", "!!binary"),
            ("甲: !!binary |\n  aGVsbG8=\n", "!!binary"),
            ("- !!python/name:os.system x\n", "!!python/name:os.system"),
            ("a: !<tag:yaml.org,2002:binary> aGVsbG8=\n", "!<tag:yaml.org,2002:binary>"),
            ("a: [一, !!binary &x aGVsbG8=]\n", "!!binary"),
            ("a: &x !!set {b}\n", "!!set"),
            ("%TAG ! tag:yaml.org,2002:\n---\na: !binary aGVsbG8=\n", "!binary"),
            ("a: !own \"甲\"\n", "!own"),
        ] {
            assert_eq!(tags(text), [tag], "{text}");
        }
    }

    #[test]
    fn one_that_is_read_is_none() {
        for text in ["a: !!str 5\n", "a: やった!! 甲\n", "a: !own 甲\n", "a: \"!!binary x\"\n"]
        {
            assert_eq!(tags(text), [""; 0], "{text}");
        }
    }
}
