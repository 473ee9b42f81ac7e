//! What editors need to know the keys of the facts: the schemas, and who tells of them.

use std::path::Path;

use crate::beginnings::File;
use crate::facts::OwnFields;
use crate::schema;

/// The files of a project that begins in this folder, with the schemas behind them. Where
/// there are no fields of the office's own yet, a client may have any: they come with the
/// list.
pub fn with_schemas(folder: &Path, files: Vec<File>, own: Option<&OwnFields>) -> Vec<File> {
    let mut files: Vec<File> = files.into_iter().map(with_modeline).collect();
    let schemas = schema::all(own).into_iter();
    files.extend(
        schemas.map(|(name, text)| File::of_text(format!("{}/{name}", schema::FOLDER), text)),
    );
    // Settings that are there may say anything, and stay: the first lines of the files are
    // enough for the editor.
    if folder.join(schema::VSCODE_SETTINGS).symlink_metadata().is_err() {
        files.push(File::of_text(schema::VSCODE_SETTINGS, schema::vscode_settings()));
    }
    files
}

/// A file with a first line that names its schema to any editor, if it has one.
fn with_modeline(file: File) -> File {
    let kind = match file.path.as_str() {
        "data/office.yaml" => schema::File::Office,
        "data/incident.yaml" => schema::File::Incident,
        path if path.starts_with("data/notices/") => schema::File::Notice,
        _ => return file,
    };
    let mut bytes = format!("{}\n", kind.modeline()).into_bytes();
    bytes.extend(file.bytes);
    File { bytes, ..file }
}
