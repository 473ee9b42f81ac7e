//! The project folder: what is in it and where, read from the disk.

mod out;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rust_embed::RustEmbed;
use thiserror::Error;

use crate::diagnostic::{self, Diagnostic, SourceText};
use crate::fs::{self, FsError};
use crate::ids::Shard;
use crate::lists::{Form, List};
use crate::messages::Message;
use crate::store::Store;
use crate::tasks::{Task, begin};
use crate::typeset::embedded_font_size;
use crate::{limits, pictures};

pub use out::{Place, SHARDS, ending_of, list_name};

/// The templates in the binary.
#[derive(RustEmbed)]
#[folder = "templates/"]
struct EmbeddedTemplates;

/// The text of the binary's template of this name, if it has one.
pub fn embedded_template(name: &str) -> Option<String> {
    let file = EmbeddedTemplates::get(name)?;
    Some(String::from_utf8_lossy(&file.data).into_owned())
}

/// The binary's library for templates: the name and text of each of its files.
pub fn embedded_library() -> Vec<(String, String)> {
    let names = EmbeddedTemplates::iter().filter(|name| name.starts_with("lib/"));
    names.filter_map(|name| Some((name.to_string(), embedded_template(&name)?))).collect()
}

/// A template file: the project's own, or the one in the binary.
#[derive(Debug, Clone)]
pub struct Template {
    /// The name other templates and the facts use: the path below `templates/`.
    pub name: String,
    /// The file.
    pub source: Arc<SourceText>,
}

impl Template {
    /// Whether Tera reads the file. What lies in a folder below `templates/` is
    /// a library in plain Typst.
    pub fn is_rendered(&self) -> bool {
        !self.name.contains('/')
    }

    /// Whether it is the office's own, and not the one in the binary.
    pub fn is_own(&self) -> bool {
        embedded_template(&self.name).as_ref() != Some(&self.source.text)
    }
}

/// A project that could not be read from the disk at all.
#[derive(Debug, Error)]
pub enum LoadError {
    /// There is no such folder.
    #[error("{}", Message::NotAFolder { path: String::from(.0.to_string_lossy()) })]
    NotAFolder(PathBuf),
    /// A file or folder could not be read.
    #[error(transparent)]
    Fs(#[from] FsError),
}

/// The folders that a project is read from.
const READ_FOLDERS: [&str; 3] = ["data", "templates", "fonts"];

/// The folder of everything that is made.
const OUT: &str = "out";

/// The ledger, in that folder.
pub const LEDGER: &str = "ledger.sqlite3";

/// What the names of letters that have pages end in.
pub const PAGES: &str = "pdf";

/// What the names of letters that are text end in.
pub const TEXT: &str = "txt";

/// What the names of letters end in.
pub const LETTERS: [&str; 2] = [PAGES, TEXT];

/// What the report sheet is called there; no notice has this id.
pub const REPORT_SHEET: &str = "report-sheet";

/// What stands between a notice's id and the ending in the name of its list.
const SENDING_LIST: &str = "-発送一覧.";

/// How deep what is made lies at most: `out/pruned/report-1/C-1.pdf`.
const DEPTH_OF_OUT: usize = 3;

/// Whether a folder is, or lies in, a folder of any project's facts or letters.
pub fn is_in_a_project(folder: &Path) -> bool {
    let is_named = |folder: &Path| {
        let is_own = READ_FOLDERS.iter().chain(&[OUT]).any(|name| folder.ends_with(name));
        let facts = folder.with_file_name("data");
        is_own && ["yaml", "yml"].iter().any(|it| facts.join(format!("office.{it}")).exists())
    };
    let has_ledger = |folder: &Path| folder.join(LEDGER).exists();
    folder.ancestors().take(DEPTH_OF_OUT).any(has_ledger) || folder.ancestors().any(is_named)
}

/// The same, or a copy of what a project has made.
pub fn is_of_a_project(folder: &Path) -> bool {
    let has_list = |folder: &Path| {
        let lists = fs::files_in(folder, &["csv", "xlsx"]).unwrap_or_default();
        lists.iter().any(|path| path.to_string_lossy().contains(SENDING_LIST))
    };
    is_in_a_project(folder) || folder.ancestors().take(DEPTH_OF_OUT).any(has_list)
}

/// Where a project's things are.
#[derive(Debug, Clone)]
pub struct Project {
    root: PathBuf,
    /// Where what is made goes.
    place: Place,
    /// The object store, where it is one.
    store: Option<Store>,
    /// The shard of the letters that is made; none where all of them are.
    shard: Option<Shard>,
}

/// A project's files, read.
#[derive(Debug, Default)]
pub struct Sources {
    /// `data/office.yaml`.
    pub office: Option<Arc<SourceText>>,
    /// `data/fields.yaml`, if the office has fields of its own.
    pub fields: Option<Arc<SourceText>>,
    /// `data/incident.yaml`, if letters share anything.
    pub incident: Option<Arc<SourceText>>,
    /// `data/notices/*.yaml`.
    pub notices: Vec<Arc<SourceText>>,
    /// `data/clients.yaml` and `data/clients/*.yaml`.
    pub clients: Vec<Arc<SourceText>>,
    /// The templates: the binary's, each replaced by the project's of the same name.
    pub templates: Vec<Template>,
    /// Pictures in `data/` and `templates/`, by path.
    pub pictures: Vec<(String, Vec<u8>)>,
    /// Font files in `fonts/`, by path.
    pub fonts: Vec<(String, Vec<u8>)>,
    /// What is wrong with the files as such.
    pub problems: Vec<Diagnostic>,
    /// Whether any file of the facts that letters share is there and could not be read.
    pub lacks_facts: bool,
    /// Whether any list of clients is there and could not be read.
    pub lacks_clients: bool,
    /// Bytes of the pictures and fonts so far.
    binary_bytes: u64,
}

impl Sources {
    /// The files of the facts that all letters share.
    pub fn shared(&self) -> impl Iterator<Item = &Arc<SourceText>> {
        let shared = [&self.office, &self.fields, &self.incident];
        shared.into_iter().flatten().chain(&self.notices)
    }

    /// Puts a file of the facts in the place of the one of its name, or beside the others.
    pub fn put(&mut self, file: Arc<SourceText>) {
        let one = match &*file.name {
            "data/office.yaml" => Some(&mut self.office),
            "data/fields.yaml" => Some(&mut self.fields),
            "data/incident.yaml" => Some(&mut self.incident),
            _ => None,
        };
        if let Some(place) = one {
            *place = Some(file);
            return;
        }
        let several = match file.name.starts_with("data/notices/") {
            true => &mut self.notices,
            false => &mut self.clients,
        };
        match several.iter_mut().find(|it| it.name == file.name) {
            Some(place) => *place = file,
            None => several.push(file),
        }
    }

    /// The file of the facts of this name.
    pub fn file(&self, name: &str) -> Option<&Arc<SourceText>> {
        self.shared().chain(&self.clients).find(|file| *file.name == *name)
    }

    /// These files of a folder; none if they are too many, which is reported.
    fn not_too_many(&mut self, folder: &str, paths: Vec<PathBuf>) -> Vec<PathBuf> {
        if paths.len() <= limits::FILES {
            return paths;
        }
        let (folder, most) = (folder.to_owned(), limits::FILES.to_string());
        let problem = Diagnostic::error(Message::TooManyFiles { folder, most });
        self.problems.push(problem.hint(Message::MoveFilesAway));
        Vec::new()
    }
}

impl Project {
    /// The project in this folder.
    pub fn open(root: &Path) -> Result<Self, LoadError> {
        if !root.is_dir() {
            return Err(LoadError::NotAFolder(root.to_owned()));
        }
        Ok(Self::to_be(root))
    }

    /// A project that is not there yet.
    pub fn to_be(root: &Path) -> Self {
        Self { root: root.to_owned(), place: Place::default(), store: None, shard: None }
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folders that [`Project::load`] reads, whether they exist or not.
    pub fn read_folders(&self) -> [PathBuf; 3] {
        READ_FOLDERS.map(|folder| self.root.join(folder))
    }

    /// What was chosen for the columns of the office's list.
    pub fn import_columns(&self) -> PathBuf {
        self.root.join("data/import/columns.yaml")
    }

    /// What the office's list said when it was last read.
    pub fn import_base(&self) -> PathBuf {
        self.root.join("data/import/last.jsonl")
    }

    /// Reads everything.
    pub fn load(&self) -> Result<Sources, LoadError> {
        self.load_with(|sources| self.load_clients(sources))
    }

    /// Reads everything but the lists of clients.
    pub fn load_facts(&self) -> Result<Sources, LoadError> {
        self.load_with(|_| Ok(()))
    }

    fn load_with(
        &self,
        load_clients: impl FnOnce(&mut Sources) -> Result<(), LoadError>,
    ) -> Result<Sources, LoadError> {
        let mut sources = Sources::default();
        sources.office = self.required("data/office.yaml", &mut sources.problems)?;
        sources.fields = self.facts("data/fields.yaml", &mut sources.problems)?;
        sources.incident = self.facts("data/incident.yaml", &mut sources.problems)?;
        self.load_notices(&mut sources)?;
        sources.lacks_facts = !sources.problems.is_empty();
        load_clients(&mut sources)?;
        self.load_templates(&mut sources)?;
        for folder in ["data", "templates"] {
            self.load_pictures(folder, &mut sources)?;
        }
        self.load_fonts(&mut sources)?;
        Ok(sources)
    }

    /// Whether there are recipients at all is asked where it is known that a notice is
    /// for some.
    fn load_clients(&self, sources: &mut Sources) -> Result<(), LoadError> {
        let before = sources.problems.len();
        for path in self.paths_of_clients(&mut sources.problems)? {
            sources.clients.extend(self.text(&path, &mut sources.problems)?);
        }
        sources.lacks_clients = sources.problems.len() > before;
        sources.problems.extend(self.lists_not_read()?);
        Ok(())
    }

    /// Warnings of lists that lie where others are read, and are not: they may be anything.
    fn lists_not_read(&self) -> Result<Vec<Diagnostic>, FsError> {
        let mut lists = Vec::new();
        for folder in ["data", "data/clients"] {
            lists.extend(fs::files_in(&self.root.join(folder), &["csv", "jsonl", "ndjson"])?);
        }
        let warning = |path: PathBuf| {
            let name = self.shown(&path);
            let warning = Diagnostic::warning(Message::ListNotRead { name: name.clone() });
            warning.hint(Message::NameListToRead { name })
        };
        Ok(lists.into_iter().map(warning).collect())
    }

    fn paths_of_clients(&self, problems: &mut Vec<Diagnostic>) -> Result<Vec<PathBuf>, FsError> {
        let first = self.path_of("data/clients.yaml", problems);
        let others = fs::files_in(&self.root.join("data/clients"), &["yaml", "yml"])?;
        Ok(first.into_iter().chain(others).collect())
    }

    /// The lists of clients, to be read as streams. Those that cannot be are left out, which
    /// is reported.
    pub fn lists_of_clients(&self, sources: &mut Sources) -> Result<Vec<List>, LoadError> {
        let before = sources.problems.len();
        let mut lists = Vec::new();
        for path in self.paths_of_clients(&mut sources.problems)? {
            if path.exists() && !self.is_elsewhere(&path, &mut sources.problems) {
                lists.push(List::new(&self.shown(&path), Form::Yaml, List::opener(path)));
            }
        }
        sources.lacks_clients = sources.problems.len() > before;
        sources.problems.extend(self.lists_not_read()?);
        Ok(lists)
    }

    fn load_notices(&self, sources: &mut Sources) -> Result<(), LoadError> {
        let paths = fs::files_in(&self.root.join("data/notices"), &["yaml", "yml"])?;
        for path in sources.not_too_many("data/notices", paths) {
            sources.notices.extend(self.text(&path, &mut sources.problems)?);
        }
        // The first edition had one file for all.
        let old = self.root.join("data/notices.yaml");
        if old.exists() {
            let problem = Diagnostic::error(Message::OneFileForNotices);
            sources.problems.push(problem.hint(Message::PartIntoNotices));
        } else if sources.notices.is_empty() && sources.problems.is_empty() {
            let message = Message::NoNoticeFile { folder: "data/notices/".to_owned() };
            sources.problems.push(Diagnostic::error(message).hint(Message::AddFirstNotice));
        }
        Ok(())
    }

    fn load_templates(&self, sources: &mut Sources) -> Result<(), LoadError> {
        let own = self.root.join("templates");
        let mut names: Vec<String> =
            EmbeddedTemplates::iter().map(|name| name.into_owned()).collect();
        let paths = fs::files_below(&own, &["typ"])?;
        for path in sources.not_too_many("templates", paths) {
            // Escaping goes by the ending, which is in small letters.
            if let Some(name) = self.shown(&path).strip_prefix("templates/")
                && name.ends_with(".typ")
            {
                names.push(name.to_owned());
            }
        }
        names.sort();
        names.dedup();
        for name in names {
            let before = sources.problems.len();
            let source = match self.text(&own.join(&name), &mut sources.problems)? {
                Some(source) => source,
                // The binary's is not the one that is meant.
                None if sources.problems.len() > before => continue,
                None => match embedded_template(&name) {
                    Some(text) => Arc::new(SourceText::new(format!("templates/{name}"), text)),
                    None => continue,
                },
            };
            sources.templates.push(Template { name, source });
        }
        Ok(())
    }

    fn load_pictures(&self, folder: &str, sources: &mut Sources) -> Result<(), LoadError> {
        let paths = fs::files_in(&self.root.join(folder), &pictures::ENDINGS)?;
        for path in sources.not_too_many(folder, paths) {
            let Some(bytes) = self.bytes(&path, sources)? else { continue };
            let name = self.shown(&path);
            let _reading = begin(Task::Reading(name.clone()));
            let bytes = pictures::admitted(&name, bytes).unwrap_or_else(|wrong| {
                sources.problems.push(Diagnostic::error(wrong.message).hint(wrong.hint));
                Vec::new()
            });
            sources.pictures.push((name, bytes));
        }
        Ok(())
    }

    /// The bytes of a picture or font; `None` if there is none, or if it is not the
    /// project's or there are too many bytes in all, which is reported.
    fn bytes(&self, path: &Path, sources: &mut Sources) -> Result<Option<Vec<u8>>, LoadError> {
        if self.is_elsewhere(path, &mut sources.problems) {
            return Ok(None);
        }
        let before = sources.binary_bytes;
        sources.binary_bytes += fs::size(path)?.unwrap_or_default();
        if sources.binary_bytes <= limits::ALL_BINARY_BYTES {
            return Ok(fs::read_if_exists(path, limits::BINARY_BYTES)?);
        }
        if before <= limits::ALL_BINARY_BYTES {
            let mebibytes = (limits::ALL_BINARY_BYTES >> 20).to_string();
            let problem = Diagnostic::error(Message::TooManyBytes { mebibytes });
            sources.problems.push(problem.hint(Message::MoveFilesAway));
        }
        Ok(None)
    }

    /// The repository is a project too: its fonts are those in the binary, and
    /// so large that they are not even read again.
    fn load_fonts(&self, sources: &mut Sources) -> Result<(), LoadError> {
        let paths = fs::files_in(&self.root.join("fonts"), &["ttf", "otf", "ttc", "otc"])?;
        for path in sources.not_too_many("fonts", paths) {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if fs::size(&path)? == embedded_font_size(&name) {
                continue;
            }
            if let Some(bytes) = self.bytes(&path, sources)? {
                sources.fonts.push((self.shown(&path), bytes));
            }
        }
        Ok(())
    }

    /// Whether a path leads to a file that is not the project's, or not of the kind
    /// that its name says, which is reported.
    fn is_elsewhere(&self, path: &Path, problems: &mut Vec<Diagnostic>) -> bool {
        let elsewhere = fs::leads_elsewhere(&self.root, path);
        if elsewhere {
            let message = Message::LeadsOutOfProject { name: self.shown(path) };
            problems.push(Diagnostic::error(message).hint(Message::CopyIntoProject));
        }
        elsewhere
    }

    fn required(
        &self,
        name: &str,
        problems: &mut Vec<Diagnostic>,
    ) -> Result<Option<Arc<SourceText>>, LoadError> {
        let before = problems.len();
        let text = self.facts(name, problems)?;
        if text.is_none() && problems.len() == before {
            problems.push(missing(name));
        }
        Ok(text)
    }

    /// A file of facts, which may end in `.yml` instead. Of two nobody can tell which
    /// is meant.
    fn facts(
        &self,
        name: &str,
        problems: &mut Vec<Diagnostic>,
    ) -> Result<Option<Arc<SourceText>>, LoadError> {
        self.path_of(name, problems).map_or(Ok(None), |path| self.text(&path, problems))
    }

    /// Where a file of facts is or would be; none where there are two.
    fn path_of(&self, name: &str, problems: &mut Vec<Diagnostic>) -> Option<PathBuf> {
        let other = name.replace(".yaml", ".yml");
        let [path, other_path] = [name, &other].map(|name| self.root.join(name));
        if !other_path.exists() {
            return Some(path);
        }
        if !path.exists() {
            return Some(other_path);
        }
        let problem = Diagnostic::error(Message::TwoEndings { name: name.to_owned(), other });
        problems.push(problem.hint(Message::DeleteOneFile));
        None
    }

    /// A text file, or `None` if there is none or it is not UTF-8, which is reported.
    fn text(
        &self,
        path: &Path,
        problems: &mut Vec<Diagnostic>,
    ) -> Result<Option<Arc<SourceText>>, LoadError> {
        if self.is_elsewhere(path, problems) {
            return Ok(None);
        }
        let Some(bytes) = fs::read_if_exists(path, limits::TEXT_BYTES)? else { return Ok(None) };
        let name = self.shown(path);
        match String::from_utf8(bytes) {
            Ok(text) => {
                let mut source = SourceText::new(name, fs::with_line_feeds(text));
                if source.text.starts_with(fs::BYTE_ORDER_MARK) {
                    source.text.drain(..fs::BYTE_ORDER_MARK.len());
                    source.before.bytes = fs::BYTE_ORDER_MARK.len();
                }
                Ok(Some(Arc::new(source)))
            }
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                let place =
                    diagnostic::Place::new(Arc::new(SourceText::new(name, text)), at..at + 3);
                problems
                    .push(Diagnostic::error(Message::NotUtf8).at(place).hint(Message::SaveAsUtf8));
                Ok(None)
            }
        }
    }
}

/// Says that there are no recipients for a notice that is for some.
pub fn no_clients() -> Diagnostic {
    let problem = Diagnostic::error(Message::NoClientsYet);
    problem.hint(Message::ImportClients).hint(Message::WriteFirstClient)
}

fn missing(name: &str) -> Diagnostic {
    Diagnostic::error(Message::NoSuchFile { name: name.to_owned() })
        .hint(Message::RunInProject)
        .hint(Message::BeginProject)
}
