//! New fields of the office's own, declared at the end of `fields.yaml`.

use std::sync::Arc;

use crate::client_list::OwnKind;
use crate::diagnostic::{Diagnostic, SourceText};
use crate::facts::{Document, Value, scalar};
use crate::messages::Message;

/// The file.
const FILE: &str = "data/fields.yaml";

/// The file with these fields behind those that it declares; `old` is the file as it is, if
/// there is one.
pub fn declare(
    old: Option<&Arc<SourceText>>,
    fields: &[(String, OwnKind)],
) -> Result<Arc<SourceText>, Box<Diagnostic>> {
    let text = old.map_or("", |old| old.text.as_str());
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    if let Some(old) = old {
        let document = Document::parse(old).map_err(|mut it| Box::new(it.remove(0)))?;
        let by_line = match document.value() {
            Value::Null => true,
            Value::Mapping(_) => !old.text[document.place(&[]).range].starts_with('{'),
            _ => false,
        };
        if !by_line {
            let problem = Diagnostic::error(Message::FieldsNotByLine).at(document.place(&[]));
            return Err(Box::new(problem.hint(Message::FieldsByLine)));
        }
    }
    let mut new = text.to_owned();
    if !new.is_empty() && !new.ends_with('\n') {
        new.push_str(newline);
    }
    for line in fields.iter().flat_map(|(name, kind)| declaration(name, kind)) {
        new.push_str(&line);
        new.push_str(newline);
    }
    let name = old.map_or_else(|| FILE.into(), |old| old.name.clone());
    Ok(Arc::new(SourceText::new(name, new)))
}

fn declaration(name: &str, kind: &OwnKind) -> Vec<String> {
    match kind {
        OwnKind::Text => vec![format!("{name}: {{}}")],
        OwnKind::Count => vec![format!("{name}:"), "  kind: 数".to_owned()],
        OwnKind::Day => vec![format!("{name}:"), "  kind: 日付".to_owned()],
        OwnKind::Values { values, several } => {
            let mut lines = vec![format!("{name}:"), "  values:".to_owned()];
            lines.extend(values.iter().map(|value| format!("    - {}", scalar(value))));
            lines.extend(several.then(|| "  several: true".to_owned()));
            lines
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_fields_stand_behind_those_that_are_there() {
        let several =
            OwnKind::Values { values: vec!["給与: 計算".into(), "1".into()], several: true };
        let fields = [
            ("担当".to_owned(), OwnKind::Text),
            ("人数".to_owned(), OwnKind::Count),
            ("契約日".to_owned(), OwnKind::Day),
            ("業務".to_owned(), several),
        ];
        let new = "担当: {}\n人数:\n  kind: 数\n契約日:\n  kind: 日付\n業務:\n  values:\n    - '給与: 計算'\n    - 1\n  several: true\n";
        let with = |text: &str| {
            let old = Arc::new(SourceText::new(FILE, text));
            declare(Some(&old), &fields).map(|it| it.text.clone())
        };
        assert_eq!(declare(None, &fields).map(|it| it.text.clone()), Ok(new.to_owned()));
        assert_eq!(with("# 項目\n"), Ok(format!("# 項目\n{new}")));
        assert_eq!(with("言語: {} # 仮"), Ok(format!("言語: {{}} # 仮\n{new}")));
        let crlf = format!("言語: {{}}\r\n{}", new.replace('\n', "\r\n"));
        assert_eq!(with("言語: {}\r\n"), Ok(crlf));
        assert!(with("{言語: {}}\n").is_err());
        let declared = crate::facts::Declared::of(new);
        assert_eq!(declared.own.iter().count(), 4);
    }
}
