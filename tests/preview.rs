//! `preview`: one letter to look at.

mod common;

use std::fs;
use std::path::PathBuf;

use common::TestProject;

/// Runs `preview` without a viewer: the exit code, standard error, and the files it names.
fn preview(project: &TestProject, args: &[&str]) -> (Option<i32>, String, Vec<PathBuf>) {
    let output = project.run(&[&["preview", "--no-open"], args].concat());
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let files = String::from_utf8_lossy(&output.stdout).lines().map(PathBuf::from).collect();
    (output.status.code(), said, files)
}

#[test]
fn the_letter_is_the_one_that_generate_makes_and_is_not_in_out() {
    let project = TestProject::model();
    let (code, said, files) = preview(&project, &["C-0007"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(!project.path("out").exists());
    let previewed = fs::read(&files[0]).expect("the preview");
    project.succeed(&["generate", "--client", "C-0007"]);
    assert!(previewed == fs::read(project.letter("C-0007")).expect("the letter"));
    insta::assert_snapshot!(said);
    fs::remove_dir_all(files[0].parent().expect("a folder")).expect("the preview's folder");
}

#[test]
fn a_part_of_the_name_is_enough_if_it_is_one_clients() {
    let project = TestProject::base();
    let out = project.path("letter.pdf");
    let out = out.to_string_lossy();
    let (code, said, _) = preview(&project, &["にほへ", "-o", &out]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.starts_with("C-2 有限会社にほへ: 1 page\n"), "{said}");

    let (code, said, _) = preview(&project, &["会社"]);
    assert_eq!(code, Some(1));
    insta::assert_snapshot!("several", said);
    let (code, said, _) = preview(&project, &["C-9"]);
    assert_eq!(code, Some(1));
    insta::assert_snapshot!("none", said);

    let (_, said, _) = preview(&project, &["-o", &out]);
    assert!(said.starts_with("C-1 株式会社いろは"), "the first client: {said}");
}

#[test]
fn pictures_are_made_of_all_pages_or_of_one() {
    let project = TestProject::model();
    let out = project.path("letter.png");
    let out = out.to_string_lossy();
    let (code, said, files) = preview(&project, &["--format", "png", "--dpi", "72", "-o", &out]);
    assert_eq!(code, Some(0), "{said}");
    let names: Vec<_> = files.iter().map(|path| path.file_name().expect("a name")).collect();
    assert_eq!(names, ["letter-1.png", "letter-2.png", "letter-3.png", "letter-4.png"]);
    let png = fs::read(&files[0]).expect("a picture");
    // A4 at 72 dots to the inch.
    assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
    assert_eq!(png[16..24], [0, 0, 2, 83, 0, 0, 3, 74], "595 by 842 dots");

    let out = project.path("page.svg");
    let out = out.to_string_lossy();
    let (code, said, files) = preview(&project, &["--format", "svg", "--page", "2", "-o", &out]);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(files, [project.path("page.svg")]);
    assert!(fs::read_to_string(&files[0]).expect("a drawing").starts_with("<svg"));

    let (code, said, _) = preview(&project, &["--format", "png", "--page", "9"]);
    assert_eq!(code, Some(1));
    assert!(said.contains("there is no page 9: the letter has 4"), "{said}");
}

#[test]
fn other_clients_problems_do_not_stop_a_preview() {
    let project = TestProject::base();
    project.edit("data/clients.yaml", "有限会社にほへ", "有限会社🀀にほへ");
    let out = project.path("letter.pdf");
    let out = out.to_string_lossy();
    let (code, said, _) = preview(&project, &["C-1", "-o", &out]);
    assert_eq!(code, Some(0), "{said}");
    let (code, said, files) = preview(&project, &["C-2", "-o", &out]);
    assert_eq!((code, files.len()), (Some(1), 0), "{said}");
    assert!(said.contains("no font has the character"), "{said}");
}
