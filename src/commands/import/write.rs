//! The files that an import writes: new fields first, then the records that need them, and
//! last what is noted for the next time. A kill in between loses nothing: the same list
//! again finds what is there and goes on.

use std::sync::Arc;

use super::Notes;
use super::columns::{List, chosen};
use crate::client_list::{Base, COLUMNS, Kept, NONE, SHEET_NAME, Target, Value};
use crate::diagnostic::SourceText;
use crate::editing::record::with_key;
use crate::editing::records::Amended;
use crate::fs::{self, FsError, HeldFolder};
use crate::messages::Message;
use crate::project::Project;

/// A file that is replaced, or new.
pub type File = Amended;

/// All that an import writes.
pub struct Changes<'a> {
    /// The declared fields, if there are new ones.
    pub fields: Option<&'a File>,
    /// The files with records that change.
    pub amended: Vec<File>,
    /// What was chosen for the columns.
    pub columns: String,
    /// What the list says now.
    pub base: Base,
}

impl Changes<'_> {
    /// Whether everything is as it was.
    pub fn are_nothing(&self, notes: &Notes) -> bool {
        let kept = notes.columns_file.as_ref().map_or("", |file| file.text.as_str());
        let is_same = kept == self.columns && notes.base == self.base;
        self.fields.is_none() && self.amended.is_empty() && is_same
    }

    /// Writes the files, each whole or not at all.
    pub fn write(
        &self,
        project: &Project,
        held: &mut HeldFolder,
        notes: &Notes,
    ) -> Result<(), FsError> {
        if self.are_nothing(notes) {
            return Ok(());
        }
        held.begin()?;
        // What a kill has left of an earlier import.
        for folder in ["data", "data/clients", "data/import"] {
            fs::remove_abandoned(&project.root().join(folder))?;
        }
        for file in self.fields.into_iter().chain(&self.amended) {
            put(project, file)?;
        }
        let columns = project.import_columns();
        match &notes.columns_file {
            Some(old) => fs::replace_text(&columns, &old.text, &self.columns)?,
            None => fs::write_new(&columns, self.columns.as_bytes())?,
        }
        fs::write_durably(&project.import_base(), self.base.write().as_bytes())?;
        held.finish();
        Ok(())
    }
}

fn put(project: &Project, file: &File) -> Result<(), FsError> {
    let path = project.root().join(&*file.new.name);
    match &file.old {
        Some(old) => fs::replace_text(&path, &old.text, &file.new.text),
        None => fs::write_new(&path, file.new.text.as_bytes()),
    }
}

/// The text of the file with what was chosen for the columns: as it is, with what is new.
/// A file that somebody has written otherwise stays as it is; so the column is asked for
/// again.
pub fn columns(file: &Option<Arc<SourceText>>, lists: &[List<'_>], kept: &Kept) -> String {
    let head = || format!("# {}\n{COLUMNS}:\n", Message::AboutColumns);
    let mut text = file.as_ref().map_or_else(head, |file| file.text.clone());
    let mut put = |keys: &[&str], word: &str| {
        if let Ok(with) = with_key(&text, keys, &Value::One(word.to_owned())) {
            text = with;
        }
    };
    for (heading, target) in chosen(lists) {
        if kept.columns.get(&heading) != Some(&target) {
            let word = match target {
                Target::Field(field) => field.to_string(),
                _ => NONE.to_owned(),
            };
            put(&[COLUMNS, &heading], &word);
        }
    }
    let sheet_name = lists.iter().find_map(|list| list.layout.sheet_name.clone());
    if let Some(name) = sheet_name.filter(|name| kept.sheet_name.as_ref() != Some(name)) {
        put(&[SHEET_NAME], &name);
    }
    text
}
