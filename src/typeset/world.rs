//! The compiler's view of a project, and the compiler.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Repr as _};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, World, WorldExt};
use typst_layout::PagedDocument;

use super::forme::Formes;
use super::library::library;
use super::overflow::long_words;
use super::reading::CLIENT_ID;
use super::single_pass::set_in_one_pass;
use super::twins::Twin;
use super::{Document, Fonts};
use crate::messages::Message;

/// Typst's own library: the same for all letters, and looked through but once.
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(library()));

/// What all letters share: the fonts, and the files that sources
/// import or show.
pub struct Files {
    fonts: Fonts,
    formes: Formes,
    main: FileId,
    /// The file that letters read their client's id from: another one for each
    /// letter, and on no disk.
    client_id: FileId,
    /// Whether letters may be set in one pass; see [`super::single_pass`].
    single_pass: bool,
    /// A letter that was set from these files not long ago, if they may.
    last: Mutex<Option<PagedDocument>>,
    sources: HashMap<FileId, Source>,
    pictures: HashMap<FileId, Bytes>,
    /// Whether a letter that uses any of these files needs the real fonts.
    needs_outlines: bool,
}

impl Files {
    /// `main` is the path of the rendered template; `sources` and `pictures`
    /// have their paths too. All paths are relative to the project, with `/`.
    pub fn new<'a>(
        fonts: Fonts,
        main: &str,
        sources: impl IntoIterator<Item = (&'a str, &'a str)>,
        pictures: Vec<(String, Vec<u8>)>,
    ) -> Option<Self> {
        let mut files = Self {
            fonts,
            formes: Formes::default(),
            main: file_id(main)?,
            client_id: file_id(CLIENT_ID)?,
            single_pass: false,
            last: Mutex::default(),
            sources: HashMap::new(),
            pictures: HashMap::new(),
            needs_outlines: false,
        };
        for (path, text) in sources {
            let id = file_id(path)?;
            files.needs_outlines |= source_needs_outlines(text);
            files.sources.insert(id, Source::new(id, text.to_owned()));
        }
        for (path, bytes) in pictures {
            files.needs_outlines |= picture_needs_outlines(&bytes);
            files.pictures.insert(file_id(&path)?, Bytes::new(bytes));
        }
        Some(files)
    }

    /// The same for letters that may be set in one pass where they are like the one before:
    /// what they ask about themselves changes nothing else in them.
    pub fn for_letters_in_one_pass(self) -> Self {
        Self { single_pass: true, ..self }
    }

    /// The bytes of a source or picture; `None` if there is no such file.
    pub fn content(&self, path: &str) -> Option<Vec<u8>> {
        let id = file_id(path)?;
        let source = self.sources.get(&id).map(|source| source.text().as_bytes().to_vec());
        source.or_else(|| Some(self.pictures.get(&id)?.to_vec()))
    }

    /// The formes of the letters that are made from these files.
    pub(super) fn formes(&self) -> &Formes {
        &self.formes
    }

    fn keep_last(&self, letter: &PagedDocument) {
        if !self.single_pass {
            return;
        }
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(letter.clone());
    }

    /// The fonts.
    pub fn fonts(&self) -> &Fonts {
        &self.fonts
    }
}

/// Ids are interned for the life of the process and there are 65,535 of them:
/// one for each file of the project, none for a letter.
fn file_id(path: &str) -> Option<FileId> {
    let path = VirtualPath::new(path).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// Whether a source may ask for the shapes of letters before its PDF is made: to
/// go around them with a line, to measure them, or to draw a picture with text.
/// Said of some sources that do not; the price is time.
fn source_needs_outlines(source: &str) -> bool {
    ["underline", "overline", "bounds", "<text", "<svg"].iter().any(|word| source.contains(word))
}

/// Whether a picture may have text that is drawn with the letter's fonts.
fn picture_needs_outlines(picture: &[u8]) -> bool {
    const GZIP: [u8; 2] = [0x1F, 0x8B];
    let beginning = String::from_utf8_lossy(&picture[..picture.len().min(4096)]);
    let is_vector = beginning.contains("<svg") || beginning.contains("<?xml");
    picture.starts_with(&GZIP) || (is_vector && String::from_utf8_lossy(picture).contains("text"))
}

/// The fonts that a letter is set with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SetWith {
    /// Fonts without outlines where there are such; see [`super::twins`].
    Twins,
    /// The fonts as they are.
    RealFonts,
}

/// What Typst sees of a project while it sets one letter.
#[derive(Clone)]
pub(super) struct Setting {
    pub(super) files: Arc<Files>,
    pub(super) source: Source,
    /// What stands in the file that letters read their client's id from.
    pub(super) client_id: Bytes,
    pub(super) with: SetWith,
}

/// Something that Typst objects to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong, in Typst's words, and that they are Typst's.
    pub message: Message,
    /// Typst's advice.
    pub hints: Vec<Message>,
    /// Where.
    pub at: FaultPlace,
}

/// Where a fault is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultPlace {
    /// In the source of the letter, at these bytes.
    Letter(Range<usize>),
    /// In another file of the project, at these bytes.
    File(String, Range<usize>),
    /// Typst does not say.
    Unknown,
}

/// Sets one letter, of the client with this id. A warning is a fault too: an unknown
/// font, for one, is only a warning to Typst.
///
/// A word that is longer than its column is broken, where nothing else helps: the
/// letter is set once more, with a chance of a break in that word.
pub fn compile(
    files: &Arc<Files>,
    source_text: &str,
    client_id: &str,
) -> Result<Document, Vec<Fault>> {
    let needs_outlines = files.needs_outlines || source_needs_outlines(source_text);
    let with = if needs_outlines { SetWith::RealFonts } else { SetWith::Twins };
    // Parsed anew for each letter. Editing the last letter's source
    // (`Source::replace`) would save a tenth of a millisecond; in Typst 0.15.1 it
    // keeps a character of the last letter where the old and the new one end in
    // the same byte of UTF-8, as 務 and 髙 do.
    let source = Source::new(files.main, source_text.to_owned());
    let client_id = Bytes::from_string(client_id.to_owned());
    let mut document = Setting { files: files.clone(), source, client_id, with }.compile()?;
    let mut words = BTreeSet::new();
    // What is broken in one column may leave less room in the next.
    for _ in 0..ROUNDS_OF_BREAKING {
        let before = words.len();
        for (_, text) in document.overflowing() {
            words.extend(long_words(text).map(str::to_owned));
        }
        if words.len() == before {
            break;
        }
        let source = Source::new(files.main, format!("{}{source_text}", breakable(&words)));
        let setting = Setting { source, ..document.setting.clone() };
        match setting.compile() {
            Ok(again) if again.overflowing().len() < document.overflowing().len() => {
                document = again;
            }
            _ => break,
        }
    }
    Ok(document)
}

/// How often a letter is set again to break more of its words.
const ROUNDS_OF_BREAKING: usize = 3;

/// Rules that let these words be broken between any two characters, but for the ends.
fn breakable(words: &BTreeSet<String>) -> String {
    /// As few characters are never parted from a word.
    const TOGETHER: usize = 2;
    let rule = |word: &String| {
        let last = word.chars().count() - TOGETHER;
        let mut broken = String::new();
        for (number, c) in word.chars().enumerate() {
            if (TOGETHER..=last).contains(&number) {
                broken.push('\u{200B}');
            }
            broken.push(c);
        }
        format!("#show {}: {};\n", word.as_str().repr(), broken.as_str().repr())
    };
    words.iter().map(rule).collect()
}

impl Setting {
    /// Sets the letter.
    pub(super) fn compile(self) -> Result<Document, Vec<Fault>> {
        if let Some(pages) = self.set_in_one_pass() {
            return Ok(Document::of(&pages, self));
        }
        let compiled = typst::compile::<PagedDocument>(&self);
        let mut faults: Vec<Fault> =
            compiled.warnings.iter().map(|warning| self.fault(warning)).collect();
        match compiled.output {
            Ok(pages) if faults.is_empty() => {
                self.files.keep_last(&pages);
                Ok(Document::of(&pages, self))
            }
            Ok(_) => Err(faults),
            Err(errors) => {
                faults.splice(0..0, errors.iter().map(|error| self.fault(error)));
                Err(faults)
            }
        }
    }

    /// Whether anybody has written this character: in the letter's source, or in
    /// another that it may import.
    pub(super) fn says(&self, character: char) -> bool {
        let sources = self.files.sources.values().chain([&self.source]);
        sources.into_iter().any(|source| source.text().contains(character))
    }

    /// The letter, if it is like the one before.
    fn set_in_one_pass(&self) -> Option<PagedDocument> {
        let last = self.files.last.lock().unwrap_or_else(PoisonError::into_inner).clone();
        set_in_one_pass(self, &last?)
    }

    /// A fault from Typst's own report of it.
    pub(super) fn fault(&self, report: &SourceDiagnostic) -> Fault {
        let hints = report.hints.iter();
        let mut hints: Vec<Message> =
            hints.map(|hint| Message::Verbatim(hint.v.to_string())).collect();
        if report.message.starts_with("unknown font family") {
            hints.push(Message::AddFontFamily);
        }
        let message =
            Message::ByTypst { said: Message::Verbatim(report.message.to_string()).to_string() };
        Fault { message, hints, at: self.place(report) }
    }

    /// The innermost place that is in a file of the project: the fault's own,
    /// or the call that led to it.
    fn place(&self, report: &SourceDiagnostic) -> FaultPlace {
        let own = report.span.id().zip(self.range(report.span));
        let calls = report.trace.iter().map(|call| call.span.id().zip(self.range(call.span)));
        let Some((id, range)) = std::iter::once(own).chain(calls).flatten().next() else {
            return FaultPlace::Unknown;
        };
        if id == self.files.main {
            FaultPlace::Letter(range)
        } else {
            FaultPlace::File(id.vpath().get_without_slash().to_owned(), range)
        }
    }
}

/// Lets the compiler forget what the last letters did not use. To be called
/// after every letter, made or failed: its memory would grow without end.
pub fn forget_unused() {
    /// Looking through the whole memory takes about as long as a tenth of laying out a
    /// letter, so it is done once for several. A letter with own numbers in its tables
    /// leaves up to two megabytes behind, the others some hundredths of that.
    const LETTERS: usize = 32;
    /// What was not used in this many rounds is forgotten.
    const ROUNDS: usize = 1;
    static MADE: AtomicUsize = AtomicUsize::new(0);
    if MADE.fetch_add(1, Ordering::Relaxed) % LETTERS == LETTERS - 1 {
        comemo::evict(ROUNDS);
    }
}

impl World for Setting {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.files.fonts.book
    }

    fn main(&self) -> FileId {
        self.files.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.files.main {
            return Ok(self.source.clone());
        }
        self.files.sources.get(&id).cloned().ok_or_else(|| not_found(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.files.client_id {
            return Ok(self.client_id.clone());
        }
        self.files.pictures.get(&id).cloned().ok_or_else(|| not_found(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        let fonts = &self.files.fonts;
        let twin = if self.with == SetWith::Twins { fonts.twin(index).ok() } else { None };
        twin.map(Twin::font).or_else(|| fonts.real(index)).cloned()
    }

    /// There is no clock: a letter has the notice's date.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(id.vpath().get_without_slash().into())
}
