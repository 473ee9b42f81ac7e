//! Letters look as they would with the real fonts, and are no larger.
//!
//! Letters are set with fonts whose outlines are put in later. A template that
//! may ask for outlines while the letter is set gets the real fonts, so that a
//! word in a comment is enough to have the other kind of letter.

mod common;

use std::path::Path;

use common::{TestProject, repository, tool};

/// In the dictionary of every font file that was put in later; Typst writes none.
const PUT_IN_LATER: &[u8] = b"/Length1 ";

fn has(pdf: &Path, wanted: &[u8]) -> bool {
    let bytes = std::fs::read(pdf).expect("a letter");
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

/// Adds a line to the project's own copy of the template.
fn add_to_template(project: &TestProject, line: &str) {
    let own = repository().join("templates/report.typ");
    let text = std::fs::read_to_string(own).expect("the template");
    let (beginning, rest) = text.split_once("*\n\n").expect("the import, and an empty line");
    project.write("templates/report.typ", &format!("{beginning}*\n{line}\n\n{rest}"));
}

/// Names that a letter must have right, whichever font they come from.
const NAMES: [&str; 7] = [
    "株式会社髙﨑ⅲ㈱①",
    "葛\u{E0101}城辻\u{E0101}合同会社",
    // Only the font without TrueType outlines has the first character.
    "𠮷野家具店",
    "か\u{3099}く\u{3099}ハ\u{309A}ン店",
    "ｱｲｳ商店 Ａ＆Ｂ A&B",
    "fi ffi — “Smith”",
    "〇",
];

fn project() -> TestProject {
    let project = TestProject::model();
    let mut clients =
        std::fs::read_to_string(project.path("data/clients.yaml")).expect("the clients");
    for (number, name) in NAMES.iter().enumerate() {
        clients.push_str(&format!(
            "\n- id: N-{number}\n  name: \"{name}\"\n  honorific: 御中\n  \
             services: [給与計算]\n  route: pending\n  notify: deferred\n"
        ));
    }
    project.write("data/clients.yaml", &clients);
    project
}

#[test]
fn letters_look_as_with_the_real_fonts_and_are_smaller() {
    let (twins, real) = (project(), project());
    add_to_template(&real, "// underline");
    twins.succeed(&["generate"]);
    real.succeed(&["generate"]);
    let names = twins.letters("report-1");
    assert_eq!(names, real.letters("report-1"));
    assert_eq!(names.len(), 16 + NAMES.len());
    for name in names {
        let [twin, real] = [&twins, &real].map(|project| project.path("out/report-1").join(&name));
        assert!(has(&twin, PUT_IN_LATER), "{name}");
        assert!(!has(&real, PUT_IN_LATER), "{name}");
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
