//! Other ways to make the same letters: the crate typst-as-lib, the command line
//! of Typst, and WeasyPrint.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;

use typst_as_lib::TypstEngine;
use typst_layout::PagedDocument;

use crate::plain::{Letters, MAIN, fonts, options};

/// Letters read their client's id from a file that there is one of for each letter.
/// Programs whose letters have all files in common look it up instead.
const READ: &str = "read(\"/client-id\")";
const LOOKED_UP: &str = "query(<client-id>).first().value";

/// A letter's source in which its client's id can be looked up.
fn with_id(client: &str, source: &str) -> String {
    format!("{source}\n#[#metadata(\"{client}\") <client-id>]\n")
}

/// typst-as-lib as its documentation uses it: one engine, whose file resolver
/// has the letters' sources.
pub fn as_lib(folder: &Path, threads: usize) {
    let letters = Letters::open(folder);
    // Its files do not change: the letters' sources are there from the start.
    let sources = Mutex::new(Vec::new());
    letters.make(threads, || {
        |client: &str, source| {
            let mut sources = sources.lock().expect("no thread panics");
            sources.push((client.to_owned(), with_id(client, &source)));
        }
    });
    let sources = sources.into_inner().expect("no thread panics");
    let path = |client: &str| format!("templates/{client}.typ");
    let files = sources.iter().map(|(client, source)| (path(client), source.clone()));
    let libraries = letters.libraries.iter();
    let libraries = libraries.map(|(path, text)| (path.clone(), text.replace(READ, LOOKED_UP)));
    let files: Vec<(String, String)> = files.chain(libraries).collect();
    let files: Vec<(&str, String)> = files.iter().map(|(a, b)| (a.as_str(), b.clone())).collect();
    let engine =
        TypstEngine::builder().fonts(fonts()).with_static_source_file_resolver(files).build();
    letters.make(threads, || {
        |client: &str, _| {
            let document: PagedDocument =
                engine.compile(path(client).as_str()).output.expect("a document");
            let pdf = typst_pdf::pdf(&document, &options(client)).expect("a PDF");
            fs::write(letters.out.join(format!("{client}.pdf")), pdf).expect("a file");
        }
    });
}

/// `typst compile` for each letter.
pub fn command_line(folder: &Path, threads: usize) {
    let letters = Letters::open(folder);
    for (path, text) in letters.libraries.iter().filter(|(path, _)| path != MAIN) {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text.replace(READ, LOOKED_UP)).expect("a file");
    }
    letters.make(threads, || {
        |client: &str, source: String| {
            let path = folder.join("templates").join(format!("{client}.typ"));
            fs::write(&path, with_id(client, &source)).expect("a file");
            let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
            let mut command = Command::new("typst");
            command.args(["compile", "--ignore-system-fonts", "--pdf-standard", "a-2a,ua-1"]);
            command.arg("--font-path").arg(fonts).arg("--root").arg(folder);
            command.arg(path).arg(letters.out.join(format!("{client}.pdf")));
            let output = command.output().expect("the command line of Typst");
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        }
    });
}

/// `weasyprint` for each letter, of which it gets the text, without structure.
pub fn weasyprint(folder: &Path, threads: usize) {
    let letters = Letters::open(folder);
    let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    let style = format!(
        "@font-face {{ font-family: M; src: url('file://{}') }} \
         @page {{ size: A4; margin: 30mm }} body {{ font: 10.5pt/1.7 M }}",
        fonts.join("BIZUDMincho-Regular.ttf").display(),
    );
    letters.make(threads, || {
        |client: &str, source: String| {
            let mut html = format!(
                "<!doctype html><html lang=ja><meta charset=utf-8><title>{client}</title>\
                 <style>{style}</style>"
            );
            // Every second piece between quotation marks is a text.
            for text in source.split('"').skip(1).step_by(2) {
                html.push_str(&format!("<p>{}</p>", text.replace('<', "&lt;")));
            }
            let path = letters.out.join(format!("{client}.html"));
            fs::write(&path, html).expect("a file");
            let mut command = Command::new("weasyprint");
            command.args(["--pdf-variant", "pdf/ua-1"]).stderr(Stdio::null());
            command.arg(&path).arg(letters.out.join(format!("{client}.pdf")));
            assert!(command.status().expect("WeasyPrint").success());
            fs::remove_file(path).expect("the file is there");
        }
    });
}

/// Whether a program is there.
pub fn installed(program: &str) -> bool {
    let asked = Command::new(program).arg("--version").stdout(Stdio::null()).status();
    asked.is_ok_and(|status| status.success())
}
