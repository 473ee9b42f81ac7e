//! The plain loop that `generate` is measured against: the same facts, the same
//! templates, the same crates, and nothing that oshirase adds. Each letter is
//! rendered by Tera, compiled, exported and written; the compiler keeps the
//! memo of ten compiles; the allocator is the system's.

use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{fs, thread};

use oshirase::check::check;
use oshirase::project::Project;
use oshirase::template::Engine;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

struct PlainWorld<'a> {
    library: &'a LazyHash<Library>,
    book: &'a LazyHash<FontBook>,
    fonts: &'a [Font],
    sources: &'a HashMap<FileId, Source>,
    main: Source,
}

impl World for PlainWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() {
            return Ok(self.main.clone());
        }
        self.sources.get(&id).cloned().ok_or(FileError::NotSource)
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::NotSource)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Makes every letter of a project on `threads` threads.
pub fn run(folder: &Path, threads: usize) {
    let project = Project::open(folder).expect("a project");
    let sources = project.load().expect("its files");
    let checked = check(&sources);
    let facts = checked.shared.expect("facts without errors");
    let notice = facts.notices[0].clone();
    let engine =
        Engine::new(&sources.templates, &facts.office, facts.incident.clone(), notice, Vec::new())
            .unwrap_or_else(|_| panic!("templates without errors"));

    let fonts_folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    let fonts: Vec<Font> = fs::read_dir(fonts_folder)
        .expect("the fonts")
        .map(|entry| Bytes::new(fs::read(entry.expect("an entry").path()).expect("a file")))
        .flat_map(Font::iter)
        .collect();
    let id = |path: &str| {
        let path = VirtualPath::new(path).expect("a path");
        RootedPath::new(VirtualRoot::Project, path).intern()
    };
    let library = LazyHash::new(Library::default());
    let book = LazyHash::new(FontBook::from_fonts(&fonts));
    let main = id("templates/report.typ");
    let texts = sources.templates.iter().map(|template| &template.source);
    let libraries: HashMap<FileId, Source> = texts
        .map(|text| (id(&text.name), Source::new(id(&text.name), text.text.clone())))
        .collect();
    let out = folder.join("plain");
    fs::create_dir_all(&out).expect("a folder for the letters");

    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let mut world = PlainWorld {
                    library: &library,
                    book: &book,
                    fonts: &fonts,
                    sources: &libraries,
                    main: Source::new(main, String::new()),
                };
                while let Some(client) = checked.clients.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let source = engine.render(client).expect("a letter without errors");
                    world.main = Source::new(main, source);
                    let document =
                        typst::compile::<PagedDocument>(&world).output.expect("a document");
                    let options = PdfOptions {
                        ident: Smart::Custom(client.id.to_string()),
                        standards: PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
                            .expect("standards that fit together"),
                        ..PdfOptions::default()
                    };
                    let pdf = typst_pdf::pdf(&document, &options).expect("a PDF");
                    fs::write(out.join(format!("{}.pdf", client.id)), pdf).expect("a file");
                    comemo::evict(10);
                }
            });
        }
    });
}
