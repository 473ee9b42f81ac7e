//! What every letter promises as a PDF: archive and accessibility, title,
//! author, language, bookmarks, and a lasting identifier.

mod common;

use std::path::Path;

use common::{TestProject, squeezed, tool};

fn said(name: &str, args: &[&str], pdf: &Path) -> String {
    let path = pdf.to_string_lossy();
    let mut args = args.to_vec();
    args.push(&path);
    String::from_utf8_lossy(&tool(name, &args)).into_owned()
}

#[test]
fn every_letter_keeps_the_contract() {
    let project = TestProject::model();
    project.succeed(&["generate"]);
    let names = project.letters("report-1");
    assert_eq!(names.len(), 16);
    for name in names {
        let pdf = project.path("out/report-1").join(&name);
        tool("qpdf", &["--check", &pdf.to_string_lossy()]);

        let info = said("pdfinfo", &[], &pdf);
        let field = |name: &str| {
            let line = info.lines().find_map(|line| line.strip_prefix(name));
            line.unwrap_or_else(|| panic!("no {name} in {info}")).trim().to_owned()
        };
        assert_eq!(field("Title:"), "弊社使用システム（社労夢）におけるシステム障害に関するご報告");
        assert_eq!(field("Author:"), "社会保険労務士法人エクシア＆パートナーズ");
        assert_eq!(field("Tagged:"), "yes", "{name}");
        assert_eq!(field("Page size:"), "595.276 x 841.89 pts (A4)", "{name}");
        assert_eq!(field("JavaScript:"), "no", "{name}");
        assert_eq!(field("Encrypted:"), "no", "{name}");

        let metadata = said("pdfinfo", &["-meta"], &pdf);
        for claim in [
            "<pdfaid:part>2</pdfaid:part>",
            "<pdfaid:conformance>A</pdfaid:conformance>",
            "<pdfuaid:part>1</pdfuaid:part>",
            "<rdf:li>ja</rdf:li>",
        ] {
            assert!(metadata.contains(claim), "{name} has no {claim} in {metadata}");
        }

        let fonts = said("pdffonts", &[], &pdf);
        for font in fonts.lines().skip(2) {
            let columns: Vec<&str> = font.split_whitespace().collect();
            let [.., embedded, subset, unicode, _, _] = columns[..] else { panic!("{font}") };
            assert_eq!([embedded, subset, unicode], ["yes"; 3], "{name}: {font}");
        }
    }
}

/// The structure of the letter to 関係者各位 as a screen reader follows it.
#[test]
fn headings_lists_and_tables_are_real() {
    let project = TestProject::model();
    project.succeed(&["generate", "--client", "C-0001"]);
    let pdf = project.letter("C-0001");
    let structure = said("pdfinfo", &["-struct"], &pdf);
    let count = |kind: &str| {
        structure.lines().filter(|line| line.split_whitespace().next() == Some(kind)).count()
    };
    assert_eq!(count("H1"), 1, "the title: {structure}");
    assert_eq!(count("H2"), 7, "sections");
    assert_eq!(count("H3"), 4 + 3, "services and parts of the legal section");
    assert_eq!(count("H4"), 0);
    assert_eq!(count("Table"), 1);
    assert_eq!(count("TR"), 1 + 3 + 1);
    // Two columns have heads; each row has one, that with the total too.
    assert_eq!(count("TH"), 2 + 3 + 1);
    let scopes = |scope: &str| structure.matches(&format!("/Scope /{scope}")).count();
    assert_eq!([scopes("Column"), scopes("Row")], [2, 3 + 1], "{structure}");
    // Bulletins, notes, fields, bullets. What shares a summary is one item of the first:
    // thirteen bulletins with seven summaries.
    assert_eq!(count("L"), 4);
    assert_eq!(count("LI"), 7 + 2 + 4 + 2);
    assert_eq!(count("Lbl"), count("LI"));
    assert_eq!(count("LBody"), count("LI"));
}

#[test]
fn headings_are_bookmarks() {
    let project = TestProject::model();
    project.succeed(&["generate", "--client", "C-0000"]);
    let pdf = project.letter("C-0000");
    let json = said("qpdf", &["--json", "--json-key=outlines"], &pdf);
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let outlines = json["outlines"].as_array().expect("bookmarks");
    let titles = |list: &[serde_json::Value]| -> Vec<String> {
        list.iter().map(|it| squeezed(it["title"].as_str().expect("a title"))).collect()
    };
    insta::assert_debug_snapshot!(titles(outlines));
    let kids = outlines[2]["kids"].as_array().expect("bookmarks below");
    insta::assert_debug_snapshot!(titles(kids));
}

#[test]
fn the_identifier_lasts_and_is_the_letters_own() {
    let project = TestProject::base();
    let identifier = |client: &str| {
        let metadata = said("pdfinfo", &["-meta"], &project.letter(client));
        let (_, rest) = metadata.split_once("<xmpMM:DocumentID>").expect("an identifier");
        rest.split('<').next().expect("an end").to_owned()
    };
    project.succeed(&["generate"]);
    let (first, second) = (identifier("C-1"), identifier("C-2"));
    assert_ne!(first, second);
    // A new version of the same letter.
    project.edit("data/incident.yaml", "障害の報告", "システム障害の報告");
    project.succeed(&["generate"]);
    assert_eq!(identifier("C-1"), first);
}

#[test]
fn black_is_one_ink_and_the_colours_are_told_by_a_profile() {
    let project = TestProject::model();
    project.succeed(&["generate", "--client", "C-0001"]);
    let pdf = project.letter("C-0001");
    let said = String::from_utf8_lossy(&tool(
        "qpdf",
        &["--qdf", "--object-streams=disable", &pdf.to_string_lossy(), "-"],
    ))
    .into_owned();
    // The only profile is that of the output intent.
    assert!(said.contains("/DeviceGray"));
    assert!(said.contains("/OutputIntents"));
    assert!(!said.contains("/ICCBased"), "a colour has a profile of its own");
    assert_eq!(said.matches("/DestOutputProfile").count(), 1);
}
