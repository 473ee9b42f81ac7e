//! Letters that have no forme look as they would with the real fonts, and are no
//! larger; `likeness.rs` is about the others.
//!
//! Letters are set with fonts whose outlines are put in later. A template that
//! may ask for outlines while the letter is set gets the real fonts, so that a
//! word in a comment is enough to have the other kind of letter.

mod common;

use std::path::Path;

use common::{NAMES, TestProject, hard_names, holds, repository, tool};

/// In the dictionary of every font file that was put in later; Typst writes none.
const PUT_IN_LATER: &[u8] = b"/Length1 ";

fn has(pdf: &Path, wanted: &[u8]) -> bool {
    holds(&std::fs::read(pdf).expect("a letter"), wanted)
}

/// Adds a line to the project's own copy of the template.
fn add_to_template(project: &TestProject, line: &str) {
    let own = repository().join("templates/report.typ");
    let text = std::fs::read_to_string(own).expect("the template");
    let (beginning, rest) = text.split_once("*\n\n").expect("the import, and an empty line");
    project.write("templates/report.typ", &format!("{beginning}*\n{line}\n\n{rest}"));
}

#[test]
fn letters_look_as_with_the_real_fonts_and_are_smaller() {
    /// For which there is no forme.
    const LINK: &str = "#link(\"https://example.jp/\")[案内]";
    let [twins, real] = [LINK, &format!("{LINK} // underline")].map(|line| {
        let project = TestProject::model();
        project.append("data/clients.yaml", &hard_names());
        add_to_template(&project, line);
        project
    });
    twins.succeed(&["generate"]);
    real.succeed(&["generate"]);
    let names = twins.letters("report-1");
    assert_eq!(names, real.letters("report-1"));
    assert_eq!(names.len(), 16 + NAMES.len());
    for name in names {
        let [twin, real] = [&twins, &real].map(|project| project.path("out/report-1").join(&name));
        assert!(has(&twin, PUT_IN_LATER), "{name}");
        assert!(!has(&real, PUT_IN_LATER), "{name}");
        assert!(!has(&twin, b"/Type/ObjStm"), "{name} has a forme");
        tool("qpdf", &["--check", &twin.to_string_lossy()]);
        let [of_twin, of_real] = [&twin, &real].map(|pdf| {
            let pdf = pdf.to_string_lossy();
            let text = tool("pdftotext", &["-layout", &pdf, "-"]);
            let fonts = String::from_utf8_lossy(&tool("pdffonts", &[&pdf])).into_owned();
            // Each selection of glyphs has a name of its own: six letters and a plus.
            let fonts: Vec<_> = fonts
                .lines()
                .map(|font| font.split_once('+').map_or(font, |it| it.1).to_owned())
                .collect();
            let pages = tool("pdftoppm", &["-r", "60", &pdf]);
            (text, fonts, pages)
        });
        assert!(of_twin.0 == of_real.0, "{name}: another text");
        assert!(of_twin.1 == of_real.1, "{name}: other fonts");
        assert!(of_twin.2 == of_real.2, "{name}: other pages");
        let [twin, real] = [twin, real].map(|pdf| pdf.metadata().expect("a file").len());
        assert!(twin < real, "{name}: {twin} bytes instead of {real}");
    }
}

#[test]
fn what_asks_for_outlines_gets_the_real_fonts() {
    for line in [
        "#underline[ぐるり]",
        "#overline[ぐるり]",
        "#text(top-edge: \"bounds\")[高さ]",
        "#image(bytes(\"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><text y='9'>字</text></svg>\"), alt: \"字\")",
    ] {
        let project = TestProject::base();
        add_to_template(&project, line);
        project.succeed(&["generate", "--client", "C-1"]);
        assert!(!has(&project.letter("C-1"), PUT_IN_LATER), "{line}");
    }
    let project = TestProject::base();
    project.write(
        "data/name.svg",
        "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><text y='9'>字</text></svg>",
    );
    project.succeed(&["generate", "--client", "C-1"]);
    assert!(!has(&project.letter("C-1"), PUT_IN_LATER), "a picture with text");
}

#[test]
fn a_picture_of_a_page_has_the_letters_in_it() {
    let project = TestProject::base();
    for format in ["png", "svg"] {
        let [twins, real] = ["// plain", "// underline"].map(|line| {
            add_to_template(&project, line);
            let picture = project.path(&format!("page.{format}"));
            let output = picture.to_string_lossy();
            let page = ["--page", "1", "--format", format, "--output", &output];
            project.succeed(&[&["preview", "C-1"], &page[..]].concat());
            std::fs::read(picture).expect("a picture")
        });
        assert!(twins == real, "another {format}");
    }
}
