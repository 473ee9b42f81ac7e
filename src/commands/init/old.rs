//! What a new project takes from another: who writes, to whom, and what their letters look
//! like. Its incident, its notices and what was made of them stay where they are.

use std::path::Path;

use crate::beginnings::{Contact, File};
use crate::diagnostic::{Diagnostic, is_wrong};
use crate::facts::{Document, Node, Parsing};
use crate::messages::Message;
use crate::model::Office;
use crate::outcome::CommandError;
use crate::project::{Project, Sources};
use crate::{fs, limits};

/// The name under which an office keeps when it can be reached.
const HOURS: &str = "受付時間";

/// A project whose office begins another one.
pub struct Old {
    office: Office,
    files: Vec<File>,
    has_clients: bool,
}

impl Old {
    /// Reads it; or what is wrong with it.
    pub fn load(folder: &Path) -> Result<Result<Self, Vec<Diagnostic>>, CommandError> {
        let project = Project::open(folder)?;
        let sources = project.load()?;
        let office = match office(&sources) {
            Ok(office) => office,
            Err(problems) => return Ok(Err(problems)),
        };
        let mut files = Vec::new();
        for path in copied(&sources, &office) {
            let limit = limits::TEXT_BYTES.max(limits::BINARY_BYTES);
            // As they are on the disk, byte for byte.
            if let Some(bytes) = fs::read_if_exists(&project.root().join(&path), limit)? {
                files.push(File { path, bytes });
            }
        }
        Ok(Ok(Self { office, files, has_clients: !sources.clients.is_empty() }))
    }

    /// The office's name.
    pub fn name(&self) -> String {
        self.office.sender.name.clone()
    }

    /// How the office can be reached.
    pub fn contact(&self) -> Contact {
        let reach = self.office.sender.reach.clone();
        let hours = self.office.vars.iter().find(|(name, _)| *name == HOURS);
        let hours = hours.map(|(_, text)| text.to_owned());
        Contact { phone: reach.phone, email: reach.email, hours }
    }

    /// Whether it has a list of clients.
    pub fn has_clients(&self) -> bool {
        self.has_clients
    }

    /// What is copied.
    pub fn into_files(self) -> Vec<File> {
        self.files
    }
}

/// The office; or why it cannot be read, or another file cannot.
fn office(sources: &Sources) -> Result<Office, Vec<Diagnostic>> {
    // It may have no notice: none is copied.
    let is_about_notices = |it: &Diagnostic| {
        matches!(it.message, Message::NoNoticeFile { .. } | Message::OneFileForNotices)
    };
    let mut problems: Vec<Diagnostic> = sources.problems.clone();
    problems.retain(|it| !is_about_notices(it));
    let pictures: Vec<String> = sources.pictures.iter().map(|(name, _)| name.clone()).collect();
    let mut office = None;
    if let Some(source) = &sources.office {
        match Document::parse(source) {
            Ok(document) => {
                let mut cx = Parsing::default();
                office = Office::parse(&Node::root(&document.into()), &pictures, &mut cx);
                problems.extend(cx.problems);
            }
            Err(found) => problems.extend(found),
        }
    }
    office.filter(|_| !is_wrong(&problems)).ok_or(problems)
}

/// The paths of what is copied: the facts of the office and its clients, its seals, and
/// its own templates and fonts with the pictures that they name.
fn copied(sources: &Sources, office: &Office) -> Vec<String> {
    let facts = sources.office.iter().chain(&sources.fields).chain(&sources.clients);
    let mut paths: Vec<String> = facts.map(|it| it.name.to_string()).collect();
    let own = || sources.templates.iter().filter(|it| it.is_own());
    paths.extend(own().map(|it| format!("templates/{}", it.name)));
    paths.extend(sources.fonts.iter().map(|(name, _)| name.clone()));
    let is_seal = |name: &String| office.senders().any(|it| it.seal.as_ref() == Some(name));
    let is_of_templates = |name: &String| {
        name.starts_with("templates/") || own().any(|it| it.source.text.contains(name.as_str()))
    };
    let pictures = sources.pictures.iter().map(|(name, _)| name);
    paths.extend(pictures.filter(|it| is_seal(it) || is_of_templates(it)).cloned());
    // What the list of these clients said, so that its changes are told from theirs.
    paths.extend(["data/import/columns.yaml", "data/import/last.jsonl"].map(str::to_owned));
    paths
}
