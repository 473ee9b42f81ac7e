//! What is fuzzed: four functions that take anything and must neither panic nor
//! hang. `cargo test` runs them on the seeds and on mutations of these; the
//! programs in this folder run them under libFuzzer for as long as one likes.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use oshirase::check::{SharedFacts, check};
use oshirase::client_list::{Field, Layout, read_rows};
use oshirase::content::Review;
use oshirase::diagnostic::{SourceText, arrange, describe, grouped, records};
use oshirase::model::Client;
use oshirase::project::{Project, Sources};
use oshirase::template::{Engine, string_literal};
use typst::syntax::{SyntaxKind, SyntaxNode, ast, parse};

/// The tests' small project, with these texts in place of its own.
fn sources(replace: impl Fn(&str, &str) -> String) -> Sources {
    static FOLDER: LazyLock<Project> = LazyLock::new(|| {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/base");
        let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/base");
        Project::open(folder.as_ref())
            .or_else(|_| Project::open(beside.as_ref()))
            .expect("the tests' small project")
    });
    let mut sources = FOLDER.load().expect("a readable project");
    let texts = [&mut sources.office, &mut sources.fields, &mut sources.incident];
    let lists = sources.notices.iter_mut().chain(&mut sources.clients);
    for source in texts.into_iter().flatten().chain(lists) {
        let text = replace(&source.name, &source.text);
        *source = Arc::new(SourceText::new(source.name.clone(), text));
    }
    sources
}

/// Reads, checks, renders and says everything that is wrong.
fn whole_way(sources: &Sources) {
    let checked = check(sources);
    let mut problems = checked.problems;
    if let Some(facts) = &checked.shared {
        problems.extend(letters(sources, facts, &checked.clients));
    }
    let problems = arrange(problems);
    assert!(serde_json::to_string(&records(&problems)).is_ok());
    for group in grouped(&problems).iter().take(20) {
        describe(group, true, Some(80));
    }
}

fn letters(
    sources: &Sources,
    facts: &SharedFacts,
    clients: &[Client],
) -> Vec<oshirase::diagnostic::Diagnostic> {
    let Some(notice) = facts.notices.last() else { return Vec::new() };
    let selected: Vec<&Client> = clients.iter().filter(|it| notice.is_for(it)).take(3).collect();
    let files: Vec<Arc<SourceText>> = sources.shared().cloned().collect();
    let review = Review::of(facts, notice);
    let mut problems = review.shared(&files, &[], facts, true);
    for client in &selected {
        problems.extend(review.records(&client.record.source).into_iter().map(|(_, found)| found));
        problems.extend(review.client(client));
    }
    let incident = facts.incident.clone();
    match Engine::new(&sources.templates, &facts.office, incident, notice.clone(), Vec::new()) {
        Ok(engine) => {
            problems.extend(
                selected.iter().filter_map(|it| engine.render("report.typ", it).err()).flatten(),
            );
        }
        Err(found) => problems.extend(found),
    }
    problems
}

/// Any bytes as one of the files; the first byte says which.
pub fn yaml(data: &[u8]) {
    const FILES: [&str; 5] = [
        "data/office.yaml",
        "data/incident.yaml",
        "data/notices/report-1.yaml",
        "data/clients.yaml",
        "data/fields.yaml",
    ];
    let Some((first, rest)) = data.split_first() else { return };
    let text = String::from_utf8_lossy(rest).into_owned();
    let file = FILES[usize::from(*first) % FILES.len()];
    whole_way(&sources(|name, old| if name == file { text.clone() } else { old.to_owned() }));
}

/// Any text as the value of facts: a name, and texts that may use variables.
pub fn facts_text(text: &str) {
    let value = serde_json::to_string(text).expect("a string");
    whole_way(&sources(|name, old| match name {
        "data/notices/report-1.yaml" => old
            .replace("このたびの障害について{{ client.name }}の皆様にお詫び申し上げます。", &value)
            .replace("再開まで手作業で行います。", &value),
        "data/clients.yaml" => old.replace("株式会社いろは", &value),
        "data/incident.yaml" => old.replace("障害の報告を受ける。", &value),
        _ => old.to_owned(),
    }));
}

/// Any bytes as an office's list of its clients.
pub fn list(data: &[u8]) {
    let Ok(workbook) = oshirase::spreadsheet::read("list", data) else { return };
    let own = oshirase::facts::OwnFields::default();
    for sheet in &workbook.sheets {
        if let Ok(layout) = Layout::propose(sheet, &BTreeMap::new(), &own) {
            let rows = read_rows(sheet, &layout, &own);
            for incoming in &rows.incoming {
                assert!(incoming.fields.contains_key(&Field::Name), "row {}", incoming.row);
            }
        }
    }
}

/// Any text as a literal of Typst: it is one expression, and comes back as it was.
pub fn escape(text: &str) {
    let source = format!("#{};(", string_literal(text));
    let root = parse(&source);
    let errors = root.errors_and_warnings().0;
    assert!(errors.is_empty(), "{source:?}: {errors:?}");
    let literals: Vec<String> = strings(&root);
    assert_eq!(literals, [text], "{source:?}");
    assert_eq!(root.children().count(), 4, "{source:?}");
}

fn strings(root: &SyntaxNode) -> Vec<String> {
    let literals = root.children().filter(|node| node.kind() == SyntaxKind::Str);
    literals.filter_map(|node| Some(node.cast::<ast::Str<'_>>()?.get().to_string())).collect()
}
