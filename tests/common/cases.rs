//! The cases that lie in files: broken projects and texts, each a trial of its own.

use std::fs;
use std::path::PathBuf;

use super::{TestProject, repository};

/// A folder of `tests/broken`.
pub struct BrokenProject {
    /// What is wrong with it: the folder's name.
    pub name: String,
    /// Where it is.
    pub folder: PathBuf,
    /// The command that is run on it, `generate` where its file `args` names no other.
    pub args: Vec<String>,
}

impl BrokenProject {
    /// All of them, by name.
    pub fn all() -> Vec<Self> {
        let folders = fs::read_dir(repository().join("tests/broken")).expect("the folder");
        let mut all: Vec<Self> =
            folders.map(|entry| Self::read(entry.expect("an entry").path())).collect();
        all.sort_by(|one, other| one.name.cmp(&other.name));
        assert!(all.len() >= 50, "only {} broken projects were found", all.len());
        all
    }

    fn read(folder: PathBuf) -> Self {
        let name = folder.file_name().expect("a name").to_string_lossy().into_owned();
        let args = fs::read_to_string(folder.join("args")).unwrap_or_else(|_| "generate".into());
        let args = args.split_whitespace().map(str::to_owned).collect();
        Self { name, folder, args }
    }

    /// The small project with this folder laid over it, and less what its file `without`
    /// names.
    pub fn lay_out(&self) -> TestProject {
        let project = TestProject::base();
        project.overlay(&self.folder);
        let without = fs::read_to_string(self.folder.join("without")).unwrap_or_default();
        for path in without.lines() {
            fs::remove_file(project.path(path)).expect("a file that is to go");
        }
        project
    }
}

/// A text of `tests/content/corpus.yaml`.
pub struct Text {
    /// The text.
    pub text: String,
    /// What is found in it, each as `id: words → correction`.
    pub finds: Vec<String>,
}

impl Text {
    /// All of them, in the order of the file.
    pub fn all() -> Vec<Self> {
        let corpus = fs::read_to_string(repository().join("tests/content/corpus.yaml"));
        let corpus: Vec<serde_yaml::Value> =
            serde_yaml::from_str(&corpus.expect("the corpus")).expect("YAML");
        let all: Vec<Self> = corpus
            .into_iter()
            .map(|entry| Self {
                text: entry["text"].as_str().expect("a text").to_owned(),
                finds: serde_yaml::from_value(entry["finds"].clone()).expect("a list of findings"),
            })
            .collect();
        assert!(all.len() >= 60, "only {} texts were found", all.len());
        all
    }

    /// The text on one line, as the name of a trial.
    pub fn name(&self) -> String {
        self.text.trim_end().replace('\n', "⏎")
    }
}
