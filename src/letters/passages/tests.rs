//! The places of the texts of whole letters: the repository's own, and those of its
//! examples, each rectangle read again by where characters stand in it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::*;
use crate::args::Selection;
use crate::diagnostic::SourceText;
use crate::facts::{Document, text_of};
use crate::letters::prepare::{Prepared, prepare};
use crate::letters::workers::pool;
use crate::project::Project;

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All projects of the repository that people are shown, and those of tests that have every
/// kind of block.
fn projects() -> Vec<PathBuf> {
    let below = |folder: &str| {
        let folders = fs::read_dir(repository().join(folder)).expect("projects");
        folders.map(|entry| entry.expect("a project").path())
    };
    let mut projects: Vec<PathBuf> = below("examples").chain(below("tests/editions")).collect();
    projects.push(repository().to_owned());
    projects.retain(|it| it.join("data/office.yaml").exists());
    projects
}

/// Copies the files of a folder into another one.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let copied = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => copy(&entry.path(), &copied),
            false => drop(fs::copy(entry.path(), copied).expect("a copy")),
        }
    }
}

/// All notices of a project.
fn notices(project: &Path) -> Vec<String> {
    let files = fs::read_dir(project.join("data/notices")).expect("the notices");
    let name = |file: PathBuf| file.file_stem()?.to_str().map(str::to_owned);
    let mut notices: Vec<String> =
        files.filter_map(|file| name(file.expect("a notice").path())).collect();
    notices.sort();
    notices
}

fn prepared(project: &Path, notice: &str) -> Prepared {
    let project = Project::open(project).expect("a project");
    let selection = Selection { notice: Some(notice.to_owned()), ..Selection::default() };
    prepare(&project, &pool(Some(1)).expect("threads"), &selection).expect("facts")
}

fn without_blanks(text: &str) -> String {
    text.chars().filter(|c| is_seen(*c)).collect()
}

/// What is written at a path, lists of lines as one text.
fn written(project: &Path, passage: &Passage) -> String {
    let text = fs::read_to_string(project.join(&passage.file)).expect("the file");
    let source = Arc::new(SourceText::new(passage.file.as_str(), text));
    let document = Document::parse(&source).expect("YAML");
    let mut value = document.value();
    for step in &passage.path {
        value = match step {
            Step::Key(key) => value.get(key.as_str()),
            Step::Index(index) => value.get(index),
        }
        .unwrap_or_else(|| panic!("{} has no {:?}", passage.file, passage.path));
    }
    let lines = value.as_sequence().cloned().unwrap_or_else(|| vec![value.clone()]);
    lines.iter().map(|line| text_of(line).expect("a text")).collect()
}

/// What stands in some places of a letter.
fn read(sheet: &Sheet, passages: &[Passage]) -> String {
    let mut read = String::new();
    for passage in passages {
        match passage.stretch {
            Stretch::OnPage { page, left, top, right, bottom } => {
                let document = sheet.document().expect("pages");
                let area = Area {
                    left: left - 0.01,
                    top: top - 0.01,
                    right: right + 0.01,
                    bottom: bottom + 0.01,
                };
                let lines = document.characters(page).into_iter();
                let characters = lines.flat_map(|(_, characters)| characters);
                read.extend(
                    characters
                        .filter(|it| area.holds(Area::of(it).middle()))
                        .map(|it| it.character),
                );
            }
            Stretch::OfLines { first, last } => {
                let Sheet::Text(text) = sheet else { panic!("a mail") };
                read.extend(text.lines().skip(first).take(last + 1 - first));
            }
        }
    }
    without_blanks(&read)
}

/// The passages of one text after the other; of one that stands in two places of a letter,
/// those of both.
fn by_text(passages: &[Passage]) -> Vec<&[Passage]> {
    passages.chunk_by(|a, b| a.path == b.path && a.file == b.file).collect()
}

/// Where a passage begins, in the order in which pages are read.
fn beginning(passage: &Passage) -> (usize, f64, f64) {
    match passage.stretch {
        Stretch::OnPage { page, left, top, .. } => (page, top, left),
        Stretch::OfLines { first, .. } => (0, first as f64, 0.0),
    }
}

#[derive(Default)]
struct Count {
    texts: usize,
    found: usize,
    places: usize,
}

/// Looks at the letters of a notice, of each variant one.
fn look(project: &Path, notice: &str, count: &mut Count) {
    let Prepared { press, clients, .. } = prepared(project, notice);
    let press = press.unwrap_or_else(|| panic!("{notice} cannot be made"));
    let mut variants = BTreeSet::new();
    for client in &clients {
        let variant = crate::model::Variant::of(client, &press.notice, press.incident());
        if !press.notice.is_for(client) || !variants.insert(variant) {
            continue;
        }
        let proof = press.set(client).unwrap_or_else(|found| panic!("{notice}: {found:?}"));
        let passages = of(&press, client, &proof.sheet);
        look_at_one(project, &press, client, &proof.sheet, &passages);
        let ReadOut { texts, origins } = press.read_out(client).expect("texts");
        let way = |origin: &Origin| (origin.document.source().name.to_string(), origin.way());
        let of: BTreeSet<usize> = texts.iter().filter_map(|text| text.of).collect();
        count.texts += of.len();
        let found = |of: &&usize| {
            passages.iter().any(|it| (it.file.clone(), it.path.clone()) == way(&origins[**of]))
        };
        count.found += of.iter().filter(found).count();
        count.places += passages.len();
        for of in of.iter().filter(|of| !found(of)) {
            eprintln!("{notice} {}: {:?} is not found", client.id, way(&origins[*of]));
        }
    }
}

fn look_at_one(
    project: &Path,
    press: &Press,
    client: &Client,
    sheet: &Sheet,
    passages: &[Passage],
) {
    let ReadOut { texts, origins } = press.read_out(client).expect("texts");
    for passages in by_text(passages) {
        let Passage { file, path, .. } = &passages[0];
        let is_meant =
            |of: usize| origins[of].way() == *path && *origins[of].document.source().name == **file;
        let filled = texts.iter().filter(|it| it.of.is_some_and(is_meant));
        let filled = without_blanks(&filled.map(|it| it.text.as_str()).collect::<String>());
        let read = read(sheet, passages);
        let written = without_blanks(&written(project, &passages[0]));
        let is_of_lines = matches!(passages[0].stretch, Stretch::OfLines { .. });
        match is_of_lines {
            // A mark or a label may stand on the line.
            true => assert!(read.contains(&filled), "{file} {path:?}: {read} has no {filled}"),
            false => {
                assert!(filled.starts_with(&read), "{file} {path:?}: {read} for {filled}");
                assert_eq!(filled.len() % read.len(), 0, "{file} {path:?}: {read} for {filled}");
            }
        }
        if !written.contains("{{") && !written.contains("{%") && !is_of_lines {
            let is_number = written.chars().all(|c| c.is_ascii_digit());
            let digits: String = read.chars().filter(|c| *c != ',').collect();
            assert!(read == written || is_number && digits == written, "{read} for {written}");
        }
    }
    if sheet.document().is_none() {
        let firsts: Vec<_> = by_text(passages).iter().map(|it| beginning(&it[0])).collect();
        assert!(firsts.is_sorted_by(|a, b| a <= b), "{firsts:?}");
    }
}

#[test]
fn nearly_every_text_of_every_letter_is_found_and_each_place_has_its_words() {
    let mut count = Count::default();
    // The tests of mails have one with every kind of block.
    let mails = tempfile::tempdir().expect("a folder");
    copy(&repository().join("tests/mail"), mails.path());
    let picture = repository().join("docs/letter.png");
    fs::copy(picture, mails.path().join("data/map.png")).expect("a picture");
    for project in projects().into_iter().chain([mails.path().to_owned()]) {
        for notice in notices(&project) {
            let before = (count.texts, count.found);
            look(&project, &notice, &mut count);
            let (texts, found) = (count.texts - before.0, count.found - before.1);
            // Of a table that is too wide for a mail the headings stand in every row.
            let least = if project == mails.path() { 85 } else { 95 };
            assert!(found * 100 >= texts * least, "{notice}: {found} of {texts}");
        }
    }
    assert!(count.places >= count.found, "{} places", count.places);
    eprintln!("{} of {} texts, {} places", count.found, count.texts, count.places);
}
