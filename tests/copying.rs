//! A name is copied from a letter as it was written, with the selectors of its
//! forms, and found by whoever searches for it without them.

mod common;
#[path = "../benches/plain.rs"]
mod plain;

use std::path::Path;

use common::{NAMES, TestProject, hard_names, reading, record, squeezed, tool};
use unicode_normalization::char::is_combining_mark;

/// Finds texts in a PDF, as a reader's search does, and prints how often each.
const SEARCH: &str = "
var name = scriptArgs[0];
var document = Document.openDocument ? Document.openDocument(name) : new Document(name);
for (var text = 1; text < scriptArgs.length; text++) {
    var found = 0;
    for (var page = 0; page < document.countPages(); page++)
        found += document.loadPage(page).search(scriptArgs[text]).length;
    print(found);
}
";

fn is_selector(c: char) -> bool {
    ('\u{E0100}'..='\u{E01EF}').contains(&c)
}

#[test]
fn names_are_copied_as_written_and_found_without_selectors() {
    let project = TestProject::model();
    project.write("data/clients.yaml", &hard_names());
    project.succeed(&["generate"]);
    plain::run(&project.path(""), 1);
    let script = project.path("search.js");
    project.write("search.js", SEARCH);
    let found = |pdf: &Path, texts: &[&str]| -> Vec<usize> {
        let [script, pdf] = [&script, pdf].map(|path| path.to_string_lossy());
        let printed = tool("mutool", &[&["run", &script, &pdf], texts].concat());
        let printed = String::from_utf8_lossy(&printed).into_owned();
        printed.lines().map(|line| line.parse().expect("a number")).collect()
    };
    for (number, name) in NAMES.iter().enumerate() {
        let [ours, plain] = ["out/report-1", "plain"]
            .map(|folder| project.path(&format!("{folder}/N-{number}.pdf")));
        let name = squeezed(name);
        // Poppler asks for text that stands for several glyphs; mupdf does not.
        for pdf in [&ours, &plain] {
            let text = squeezed(&reading::text(pdf));
            assert!(text.contains(&name), "{name} is not in {text}");
        }
        let words = reading::words(&reading::characters(&ours));
        assert!(words.contains(&name), "{name} is not in {words}");
        let is_base = |text: &&str| !text.chars().any(|c| is_selector(c) || is_combining_mark(c));
        let characters = name.split("").filter(|text| !text.is_empty()).filter(is_base);
        let characters: Vec<&str> = characters.collect();
        for (text, times) in characters.iter().zip(found(&ours, &characters)) {
            assert!(times > 0, "{text} of {name} is not found");
        }
        // In the plain letter, mupdf misses what is told of several glyphs, and
        // finds what no glyph says; no part in either across a gap.
        if !reading::has_text_for_several_glyphs(&plain) {
            let parts: Vec<&str> = name.split(is_selector).filter(|it| !it.is_empty()).collect();
            let texts = [characters, parts].concat();
            assert_eq!(found(&ours, &texts), found(&plain, &texts), "{texts:?}");
        }
    }
}

#[test]
fn a_letter_with_marks_is_copied_once_by_every_reader() {
    let project = TestProject::model();
    let name = "Nguyễn m\u{308} g\u{303} e\u{302}\u{303} K\u{304} 商会";
    project.write("data/clients.yaml", &record("N-0", &format!("\"{name}\"")));
    project.succeed(&["generate"]);
    let pdf = project.path("out/report-1/N-0.pdf");
    let [by_mupdf, by_poppler] = [
        String::from_utf8(tool("mutool", &["draw", "-F", "text", &pdf.to_string_lossy(), "1"])),
        Ok(reading::text(&pdf)),
    ]
    .map(|text| squeezed(&text.expect("UTF-8")));
    for text in [by_mupdf, by_poppler] {
        assert_eq!(text.matches(&squeezed(name)).count(), 1, "{text}");
    }
}
