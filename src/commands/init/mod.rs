//! `init`: a new project, which asks for what the options do not say.
//!
//! It replaces nothing, and writes all of its files or none.

mod answers;
mod editors;
mod old;

use std::io::{self, IsTerminal};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use crate::args::InitArgs;
use crate::beginnings::{Beginning, File};
use crate::check::check_facts;
use crate::diagnostic::{Diagnostic, SourceText, arrange, is_wrong, records};
use crate::facts::OwnFields;
use crate::messages::{Message, Noun, count, listed};
use crate::outcome::{CommandError, Outcome};
use crate::project::{LoadError, Project, Sources, is_in_a_project};
use crate::{clock, fs, report};

use answers::Answers;
use old::Old;

/// What every new project has: where one of these is, nothing need be asked.
const ALWAYS: [&str; 3] = ["data/office.yaml", "data/incident.yaml", "README.txt"];

/// The files of a new project, or what stands in their way.
type Planned = Result<Plan, Vec<Diagnostic>>;

/// What would be written.
struct Plan {
    files: Vec<File>,
    /// Whether the list of clients is still to come.
    wants_clients: bool,
}

/// Runs the command, on the project unless another folder is named.
pub fn run(project: &Project, args: &InitArgs) -> Result<Outcome, CommandError> {
    let shown = args.dir.as_deref().unwrap_or(project.root());
    let folder = resolved(shown);
    if folder.exists() && !folder.is_dir() {
        return Err(LoadError::NotAFolder(shown.to_owned()).into());
    }
    let plan = match plan(&folder, shown, args)? {
        Ok(plan) => plan,
        Err(problems) => {
            if args.json {
                report::print_json(&serde_json::json!({
                    "folder": shown.display().to_string(), "written": false, "files": [], "problems": records(&problems),
                }))?;
            } else {
                report::show_problems(&problems)?;
            }
            return Ok(Outcome::Problems);
        }
    };
    if !args.dry_run {
        let files = plan.files.iter().map(|it| (folder.join(&it.path), it.bytes.as_slice()));
        fs::write_all_new(&files.collect::<Vec<_>>())?;
    }
    let paths: Vec<&str> = plan.files.iter().map(|it| it.path.as_str()).collect();
    if args.json {
        report::print_json(&serde_json::json!({
            "folder": shown.display().to_string(), "written": !args.dry_run, "files": paths, "problems": [],
        }))?;
    } else if args.dry_run {
        let folder = in_words(shown);
        report::say(Message::WouldBegin { folder, files: listed(paths) });
    } else {
        say_begun(shown, &plan);
    }
    Ok(Outcome::Done)
}

/// The files, once nothing stands in their way and the facts in them are right.
fn plan(folder: &Path, shown: &Path, args: &InitArgs) -> Result<Planned, CommandError> {
    if is_in_a_project(folder) {
        let problem =
            Diagnostic::error(Message::InsideProject { folder: shown.display().to_string() });
        return Ok(Err(vec![problem.hint(Message::BeginElsewhere)]));
    }
    // Before anybody answers questions in vain.
    if let Some(problem) = in_the_way(folder, &ALWAYS) {
        return Ok(Err(vec![problem]));
    }
    let old = match args.from.as_deref().map(Old::load).transpose()?.transpose() {
        Ok(old) => old,
        Err(problems) => return Ok(Err(problems)),
    };
    let asks = !args.yes && io::stdin().is_terminal();
    let Answers { office, kinds } = match Answers::of(args, asks) {
        Ok(answers) => answers,
        Err(problem) => return Ok(Err(vec![*problem])),
    };
    let mut files: Vec<File> = office.iter().map(|it| it.file()).collect();
    let name = office.as_ref().map(|it| it.name.clone()).or(old.as_ref().map(Old::name));
    let contact = office.map(|it| it.contact).or(old.as_ref().map(Old::contact));
    let beginning = Beginning {
        name: &name.unwrap_or_default(),
        contact: &contact.unwrap_or_default(),
        kinds: &kinds,
        date: args.date.unwrap_or_else(clock::today),
        has_clients: old.as_ref().is_some_and(Old::has_clients)
            || folder.join("data/clients.yaml").exists(),
    };
    files.extend(beginning.files());
    let wants_clients = beginning.is_for_clients() && !beginning.has_clients;
    let copied = old.map(Old::into_files).unwrap_or_default();
    let own = match checked(&files, &copied) {
        Ok(own) => own,
        Err(problems) => return Ok(Err(problems)),
    };
    let mut files = editors::with_schemas(folder, files, own.as_ref());
    files.extend(copied);
    let paths: Vec<&str> = files.iter().map(|it| it.path.as_str()).collect();
    Ok(match in_the_way(folder, &paths) {
        Some(problem) => Err(vec![problem]),
        None => Ok(Plan { files, wants_clients }),
    })
}

/// The folder with all links on the way followed, whether it is there or not.
fn resolved(folder: &Path) -> PathBuf {
    let here = |it: &Path| match it.as_os_str().is_empty() {
        true => Path::new(".").canonicalize(),
        false => it.canonicalize(),
    };
    let there = folder.ancestors().find_map(|it| Some((here(it).ok()?, it)));
    let Some((mut path, there)) = there else { return folder.to_owned() };
    // What is not there has no links either.
    for part in folder.strip_prefix(there).unwrap_or(Path::new("")).components() {
        match part {
            Component::ParentDir => drop(path.pop()),
            Component::Normal(name) => path.push(name),
            _ => {}
        }
    }
    path
}

/// What is said if any of these files is there, or something else in its place.
fn in_the_way(folder: &Path, paths: &[&str]) -> Option<Diagnostic> {
    let is_taken = |path: &Path| {
        // Below a file there is nothing, and a link may lead anywhere.
        let above = path.ancestors().skip(1).take_while(|it| *it != folder);
        let mut above = above.filter_map(|it| it.symlink_metadata().ok());
        path.symlink_metadata().is_ok() || above.any(|it| !it.is_dir())
    };
    let mut taken: Vec<String> = Vec::new();
    // Letters of a project whose facts are gone belong to these facts alone.
    let ledger = "out/ledger.sqlite3";
    for path in paths.iter().copied().chain([ledger]) {
        let other = path.strip_suffix(".yaml").map(|stem| format!("{stem}.yml"));
        let both = std::iter::once(path.to_owned()).chain(other);
        taken.extend(both.filter(|it| is_taken(&folder.join(it))));
    }
    if taken.is_empty() {
        return None;
    }
    let problem = Diagnostic::error(Message::FilesInTheWay { files: listed(taken) });
    Some(problem.hint(Message::BeginInNewFolder))
}

/// The fields of the office's own, where there are any; or what is wrong with the facts:
/// no project begins with an error.
fn checked(files: &[File], copied: &[File]) -> Result<Option<OwnFields>, Vec<Diagnostic>> {
    let source = |path: &str| {
        let other = path.replace(".yaml", ".yml");
        let mut all = files.iter().chain(copied);
        let file = all.find(|it| it.path == path || it.path == other)?;
        let text = String::from_utf8_lossy(&file.bytes);
        let text = text.trim_start_matches(fs::BYTE_ORDER_MARK).to_owned();
        Some(Arc::new(SourceText::new(file.path.clone(), fs::with_line_feeds(text))))
    };
    let notices = files.iter().filter(|it| it.path.starts_with("data/notices/"));
    let mut sources = Sources::default();
    sources.office = source("data/office.yaml");
    sources.fields = source("data/fields.yaml");
    sources.incident = source("data/incident.yaml");
    sources.notices = notices.filter_map(|it| source(&it.path)).collect();
    sources.pictures = copied.iter().map(|it| (it.path.clone(), Vec::new())).collect();
    let checked = check_facts(&sources);
    let own = sources.fields.is_some().then(|| checked.declared().own.clone());
    let problems = checked.check_clients(&[]).problems;
    if is_wrong(&problems) { Err(arrange(problems)) } else { Ok(own) }
}

/// Whether it is the folder in which the command was called.
fn is_here(folder: &Path) -> bool {
    resolved(folder) == resolved(Path::new("."))
}

/// A folder as sentences name it.
fn in_words(folder: &Path) -> String {
    match is_here(folder) {
        true => Message::ThisFolder.to_string(),
        false => folder.display().to_string(),
    }
}

/// Says what has been written, and what is to be done next.
fn say_begun(folder: &Path, plan: &Plan) {
    let files = count(plan.files.len(), Noun::File);
    report::say(Message::ProjectBegun { folder: in_words(folder), files });
    if !is_here(folder) {
        let folder = folder.display().to_string();
        let folder = if folder.contains(' ') { format!("\"{folder}\"") } else { folder };
        report::say(Message::StepIntoFolder { folder });
    }
    if plan.wants_clients {
        report::say(Message::StepImport);
    }
    let places: usize = plan.files.iter().map(File::places).sum();
    let with_places = plan.files.iter().filter(|it| it.places() > 0);
    let files = listed(with_places.map(|it| it.path.as_str()));
    report::say(Message::StepFill { places: places.to_string(), files });
    report::say(Message::StepMake);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_is_not_there_is_found_behind_links_and_dots() {
        let above = tempfile::tempdir().expect("a temporary folder");
        let real = above.path().canonicalize().expect("a folder");
        assert_eq!(resolved(&above.path().join("new/../other/./deep")), real.join("other/deep"));
        assert_eq!(resolved(Path::new("")), resolved(Path::new(".")));
    }
}
