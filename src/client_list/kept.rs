//! What was chosen for the columns of a list, kept in the project for the next time: the
//! field of each heading, or `none`. It is a file of YAML that a person may change.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Field, Target};
use crate::diagnostic::{Diagnostic, SourceText, quoted};
use crate::facts::{Document, Node, OwnFields, Parsing};
use crate::messages::Message;

/// The key below which the headings stand.
pub const COLUMNS: &str = "columns";

/// What is written for a column that is not read.
pub const NONE: &str = "none";

/// What is said of a column that becomes a new field of the office's own, called as the
/// heading says.
pub const NEW: &str = "new";

/// The key of the field that the sheets' names are.
pub const SHEET_NAME: &str = "sheet_name";

/// What was chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kept {
    /// What each column is, by heading.
    pub columns: BTreeMap<String, Target>,
    /// The own field that the name of a row's sheet is.
    pub sheet_name: Option<String>,
}

/// Reads the file; `own` are the fields that the office has declared.
pub fn read_kept(source: &Arc<SourceText>, own: &OwnFields) -> Result<Kept, Vec<Diagnostic>> {
    let document = Arc::new(Document::parse(source)?);
    let mut cx = Parsing::default();
    let mut kept = Kept::default();
    if let Some(mut fields) = Node::root(&document).fields(&mut cx) {
        let columns = fields.node(COLUMNS).filter(|node| !node.value().is_null());
        for (heading, node) in columns.and_then(|it| it.entries(&mut cx)).unwrap_or_default() {
            let Some(word) = node.read::<String>(&mut cx) else { continue };
            match target(&word, own) {
                Some(target) => {
                    kept.columns.insert(heading.to_owned(), target);
                }
                None => {
                    let problem = node.problem(Message::NoSuchField { word: quoted(&word) });
                    cx.problems.push(problem.hint(Message::FieldsAre));
                }
            }
        }
        kept.sheet_name = fields.optional(SHEET_NAME, &mut cx);
        fields.finish(&mut cx);
    }
    if cx.problems.is_empty() { Ok(kept) } else { Err(cx.problems) }
}

/// What a word says that a column is; `None` if no field can be called so.
pub fn target(word: &str, own: &OwnFields) -> Option<Target> {
    match word.trim() {
        NONE | "なし" | "無し" | "-" | "" => Some(Target::Ignored),
        word => Field::named(word, own).map(Target::Field),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Kept, usize> {
        let own = crate::facts::Declared::of("担当者: {}\n").own;
        read_kept(&Arc::new(SourceText::new("columns.yaml", text)), &own).map_err(|it| it.len())
    }

    #[test]
    fn what_was_chosen_is_read_again() {
        let text = "columns:\n  得意先名: name\n  \"1\": 担当者\n  備考: none\n  長: 役職\n";
        let kept = read(&format!("{text}sheet_name: 支店\n")).expect("it is right");
        let name = Target::Field(Field::Name);
        assert_eq!(kept.columns.get("得意先名"), Some(&name));
        // What the office has declared is meant, and not the person.
        let own = Target::Field(Field::Own("担当者".into()));
        assert_eq!(kept.columns.get("1"), Some(&own));
        assert_eq!(kept.columns.get("備考"), Some(&Target::Ignored));
        assert_eq!(kept.columns.get("長"), Some(&Target::Field(Field::Title)));
        assert_eq!(kept.sheet_name.as_deref(), Some("支店"));
        assert_eq!(read("# まだない\n"), Err(1));
        assert_eq!(read("columns:\n"), Ok(Kept::default()));
        assert_eq!(read("columns: {会社名: nam}\n"), Err(1));
        assert_eq!(read("column: {会社名: name}\n"), Err(1));
    }
}
