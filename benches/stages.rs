//! The stages of one letter, on one thread: `cargo bench --bench stages`.
//!
//! Each turn takes the next of two hundred clients, so that what
//! is kept from letter to letter counts as it does in a batch.

mod synthetic;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use divan::Bencher;
use oshirase::check::check;
use oshirase::model::Client;
use oshirase::project::{Project, Sources};
use oshirase::template::Engine;
use oshirase::typeset::{Document, Files, Fonts, compile, forget_unused};
use synthetic::Clients;

const CLIENTS: usize = 200;
const KINDS: [Clients; 4] = [Clients::Model, Clients::Variants, Clients::Varied, Clients::Numbers];

fn main() {
    divan::main();
}

/// What letters are made from.
struct Letters {
    engine: Engine,
    files: Arc<Files>,
    clients: Vec<Client>,
    next: AtomicUsize,
}

impl Letters {
    fn new(kind: Clients) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let project = synthetic::project(folder.path(), kind, CLIENTS);
        let project = Project::open(&project).expect("a project");
        let sources = project.load().expect("its files");
        let checked = check(&sources);
        let facts = checked.shared.expect("facts without errors");
        let notice = facts.notices[0].clone();
        let incident = facts.incident.clone();
        let engine = Engine::new(&sources.templates, &facts.office, incident, notice, Vec::new());
        Self {
            engine: engine.unwrap_or_else(|_| panic!("templates without errors")),
            files: files(&sources),
            clients: checked.clients,
            next: AtomicUsize::new(0),
        }
    }

    fn source(&self) -> String {
        let next = self.next.fetch_add(1, Ordering::Relaxed) % self.clients.len();
        self.engine.render("report.typ", &self.clients[next]).expect("a letter without errors")
    }

    fn set(&self, source: &str) -> Document {
        let document = compile(&self.files, source, "C-0001");
        forget_unused();
        document.unwrap_or_else(|faults| panic!("{faults:?}"))
    }
}

fn files(sources: &Sources) -> Arc<Files> {
    let fonts = Fonts::load(Vec::new()).expect("the fonts in the binary");
    let texts = sources.templates.iter();
    let texts = texts.map(|it| (&*it.source.name, it.source.text.as_str()));
    let files = Files::new(fonts, "templates/report.typ", texts, Vec::new());
    Arc::new(files.expect("usable names").for_letters_in_one_pass())
}

/// YAML facts and a client's variables through Tera into Typst source.
#[divan::bench(args = KINDS)]
fn render(bencher: Bencher, kind: Clients) {
    let letters = Letters::new(kind);
    bencher.bench_local(|| letters.source());
}

/// Typst source into pages.
#[divan::bench(args = KINDS)]
fn set(bencher: Bencher, kind: Clients) {
    let letters = Letters::new(kind);
    bencher.with_inputs(|| letters.source()).bench_local_refs(|source| letters.set(source));
}

/// Pages into PDF, the outlines taken from the letters before.
#[divan::bench(args = KINDS)]
fn export(bencher: Bencher, kind: Clients) {
    let letters = Letters::new(kind);
    let document = || letters.set(&letters.source());
    bencher.with_inputs(document).bench_local_refs(|it| it.export("letter").expect("a PDF"));
}

/// Pages into PDF as Typst does it by itself.
#[divan::bench(args = KINDS)]
fn export_with_real_fonts(bencher: Bencher, kind: Clients) {
    let letters = Letters::new(kind);
    // The word in a comment is enough.
    let document = || letters.set(&format!("{}\n// underline", letters.source()));
    bencher.with_inputs(document).bench_local_refs(|it| it.export("letter").expect("a PDF"));
}

/// A letter into a file that outlives a power failure.
#[divan::bench(args = KINDS)]
fn write(bencher: Bencher, kind: Clients) {
    let letters = Letters::new(kind);
    let pdf = letters.set(&letters.source()).export("letter").expect("a PDF").pdf;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = |number: usize| Path::join(folder.path(), format!("{number}.pdf"));
    let next = AtomicUsize::new(0);
    bencher.bench_local(|| {
        let number = next.fetch_add(1, Ordering::Relaxed);
        oshirase::fs::write_durably(&path(number), &pdf).expect("a file");
    });
}
