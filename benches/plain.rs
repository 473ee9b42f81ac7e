//! The plain loop that `generate` is measured against: the same facts, the same
//! templates, the same crates, and of what oshirase adds only the look of the lines,
//! which is compared with its own. Each letter is rendered by Tera, compiled,
//! exported and written; the compiler keeps the memo of ten compiles; the allocator
//! is the system's.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{fs, thread};

use oshirase::check::check;
use oshirase::model::Client;
use oshirase::project::Project;
use oshirase::template::Engine;
use oshirase::typeset::retouched;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::model::Document as _;
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};
use typst_layout::{Page, PagedDocument};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

struct PlainWorld<'a> {
    library: &'a LazyHash<Library>,
    book: &'a LazyHash<FontBook>,
    fonts: &'a [Font],
    sources: &'a HashMap<FileId, Source>,
    main: Source,
    client_id: Bytes,
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

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match id.vpath().get_without_slash() {
            "client-id" => Ok(self.client_id.clone()),
            _ => Err(FileError::NotSource),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// The letters of a project, as every program but oshirase makes them.
pub struct Letters {
    engine: Engine,
    clients: Vec<Client>,
    /// The files that letters import: path and text.
    pub libraries: Vec<(String, String)>,
    /// Where letters are written to.
    pub out: PathBuf,
}

/// The path of a letter's source.
pub const MAIN: &str = "templates/report.typ";

impl Letters {
    /// Reads a project.
    pub fn open(folder: &Path) -> Self {
        let project = Project::open(folder).expect("a project");
        let sources = project.load().expect("its files");
        let checked = check(&sources);
        let facts = checked.shared.expect("facts without errors");
        let (notice, incident) = (facts.notices[0].clone(), facts.incident.clone());
        let engine = Engine::new(&sources.templates, &facts.office, incident, notice, Vec::new());
        let templates = sources.templates.iter().map(|template| &template.source);
        let out = folder.join("plain");
        fs::create_dir_all(&out).expect("a folder for the letters");
        Self {
            engine: engine.unwrap_or_else(|_| panic!("templates without errors")),
            clients: checked.clients,
            libraries: templates.map(|text| (text.name.to_string(), text.text.clone())).collect(),
            out,
        }
    }

    /// Makes every letter on `threads` threads. `worker` is called once on each,
    /// and what it returns with each letter's client and source.
    pub fn make<W: FnMut(&str, String)>(&self, threads: usize, worker: impl Fn() -> W + Sync) {
        let next = AtomicUsize::new(0);
        thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    let mut make = worker();
                    while let Some(client) = self.clients.get(next.fetch_add(1, Ordering::Relaxed))
                    {
                        let source = self
                            .engine
                            .render("report.typ", client)
                            .expect("a letter without errors");
                        make(client.id.as_str(), source);
                    }
                });
            }
        });
    }
}

/// The bytes of the fonts in the binary.
pub fn fonts() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    let files = fs::read_dir(folder).expect("the fonts").map(|entry| entry.expect("an entry"));
    let fonts = files.filter(|file| Font::new(bytes_of(file), 0).is_some());
    fonts.map(|file| bytes_of(&file).to_vec()).collect()
}

fn bytes_of(file: &fs::DirEntry) -> Bytes {
    Bytes::new(fs::read(file.path()).expect("a file"))
}

/// As every letter is exported.
pub fn options(client: &str) -> PdfOptions {
    PdfOptions {
        ident: Smart::Custom(client.to_owned()),
        standards: PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
            .expect("standards that fit together"),
        ..PdfOptions::default()
    }
}

/// Makes every letter of a project on `threads` threads.
pub fn run(folder: &Path, threads: usize) {
    let letters = Letters::open(folder);
    let fonts: Vec<Font> = fonts().into_iter().map(Bytes::new).flat_map(Font::iter).collect();
    let id = |path: &str| {
        let path = VirtualPath::new(path).expect("a path");
        RootedPath::new(VirtualRoot::Project, path).intern()
    };
    let features = [Feature::A11yExtras].into_iter().collect();
    let library = LazyHash::new(Library::builder().with_features(features).build());
    let book = LazyHash::new(FontBook::from_fonts(&fonts));
    let main = id(MAIN);
    let sources = letters.libraries.iter();
    let sources: HashMap<FileId, Source> =
        sources.map(|(path, text)| (id(path), Source::new(id(path), text.clone()))).collect();
    letters.make(threads, || {
        let mut world = PlainWorld {
            library: &library,
            book: &book,
            fonts: &fonts,
            sources: &sources,
            main: Source::new(main, String::new()),
            client_id: Bytes::new([]),
        };
        let out = &letters.out;
        move |client, source| {
            world.main = Source::new(main, source);
            world.client_id = Bytes::from_string(client.to_owned());
            let document = typst::compile::<PagedDocument>(&world).output.expect("a document");
            let pages = document.pages().iter().map(|page| {
                let frame = retouched(&page.frame, &|_: &Font| None);
                let frame = frame.unwrap_or_else(|| page.frame.clone());
                Page { frame, ..page.clone() }
            });
            let document = PagedDocument::new(pages.collect(), document.info().clone());
            let pdf = typst_pdf::pdf(&document, &options(client)).expect("a PDF");
            fs::write(out.join(format!("{client}.pdf")), pdf).expect("a file");
            comemo::evict(10);
        }
    });
}
