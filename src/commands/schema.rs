//! `schema`: the JSON Schemas of the files in `data/`, for editors.

use std::path::Path;

use crate::args::{SchemaArgs, SchemaFile};
use crate::check::check_facts;
use crate::facts::OwnFields;
use crate::messages::Message;
use crate::outcome::{CommandError, Outcome};
use crate::project::{Project, is_of_a_project};
use crate::schema::{self, File};
use crate::{fs, report};

use super::output;

/// Runs the command.
pub fn run(project: &Project, args: &SchemaArgs) -> Result<Outcome, CommandError> {
    let own = own_fields(project)?;
    if let Some(file) = args.file {
        let text = file_of(file).schema(own.as_ref());
        text.lines().try_for_each(report::print)?;
        return Ok(Outcome::Done);
    }
    let folder = args.output.clone().unwrap_or_else(|| project.root().join(schema::FOLDER));
    for (name, text) in schema::all(own.as_ref()) {
        write(project, &folder.join(name), &text)?;
    }
    report::say(Message::SchemasWritten { folder: project.shown(&folder) });
    if args.output.is_none() {
        write_settings(project)?;
    }
    Ok(Outcome::Done)
}

/// Writes the schemas anew that a project has for its editors, when other fields are
/// declared. A project without them gets none.
pub(super) fn renew(project: &Project, own: &OwnFields) -> Result<(), CommandError> {
    let folder = project.root().join(schema::FOLDER);
    if folder.is_dir() {
        for (name, text) in schema::all(Some(own)) {
            fs::write_durably(&folder.join(name), text.as_bytes())?;
        }
    }
    Ok(())
}

fn file_of(file: SchemaFile) -> File {
    match file {
        SchemaFile::Office => File::Office,
        SchemaFile::Fields => File::Fields,
        SchemaFile::Clients => File::Clients,
        SchemaFile::Incident => File::Incident,
        SchemaFile::Notice => File::Notice,
    }
}

/// The office's own fields, as far as they can be read; `None` outside of a project, where
/// there may be any.
fn own_fields(project: &Project) -> Result<Option<OwnFields>, CommandError> {
    if !project.root().join("data").is_dir() {
        return Ok(None);
    }
    let sources = project.load()?;
    Ok(Some(check_facts(&sources).declared().own.clone()))
}

/// Writes a schema, into a folder that may have to be made.
fn write(project: &Project, path: &Path, text: &str) -> Result<(), CommandError> {
    match path.parent() {
        Some(folder) if folder.is_dir() => output::write(project, path, text.as_bytes()),
        Some(folder) if is_of_a_project(folder) => Err(CommandError::OwnFiles(path.to_owned())),
        _ => Ok(fs::write_new(path, text.as_bytes())?),
    }
}

/// Tells VS Code of the schemas. Settings that are there may say anything, and stay.
fn write_settings(project: &Project) -> Result<(), CommandError> {
    let path = project.root().join(schema::VSCODE_SETTINGS);
    let settings = schema::vscode_settings();
    let file = project.shown(&path);
    if !path.exists() {
        fs::write_new(&path, settings.as_bytes())?;
        report::say(Message::EditorSettingsWritten { file });
    } else if fs::read_if_exists(&path, crate::limits::TEXT_BYTES)?
        .is_none_or(|bytes| !String::from_utf8_lossy(&bytes).contains(schema::FOLDER))
    {
        report::say(Message::EditorSettingsKept { file });
        settings.lines().try_for_each(report::print)?;
    }
    Ok(())
}
