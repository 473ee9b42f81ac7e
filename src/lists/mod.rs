//! Lists of clients, read as streams: where each record of a list begins and ends, in YAML
//! ([`yaml`]), CSV ([`csv`]) and JSON Lines ([`json_lines`]), and on which line. What is held
//! of a list is a [window](WINDOW) of it and the longest of its records, however long it is.
//!
//! A record comes out as a text in YAML with its place in the file, whatever form it had:
//! there is one reader of records, in `model`. What a record means is not known here, nor
//! which file is to be read.

mod csv;
mod json_lines;
mod text;
mod yaml;

use std::io::{self, Cursor, Read};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diagnostic::{Before, Diagnostic, Place, SourceText};
use crate::facts::OwnFields;
use crate::fs::{self, FsError};
use crate::limits;
use crate::messages::Message;

use self::text::Text;

/// Bytes of a list that are read and parsed at a time: enough for all cores, and little
/// beside what one letter takes.
const WINDOW: usize = 256 << 10;

/// How a list is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Documents, or a sequence.
    Yaml,
    /// A line for each record, below one of the keys.
    Csv,
    /// A record in JSON on each line.
    JsonLines,
}

impl Form {
    /// The form that a name's ending says, if it says one.
    pub fn of(name: &str) -> Option<Self> {
        let ending = Path::new(name).extension()?.to_str()?.to_ascii_lowercase();
        match ending.as_str() {
            "yaml" | "yml" => Some(Self::Yaml),
            "csv" => Some(Self::Csv),
            "jsonl" | "ndjson" => Some(Self::JsonLines),
            _ => None,
        }
    }
}

/// Opens a list at its beginning, as often as it is asked to.
pub type Open = Arc<dyn Fn() -> io::Result<Box<dyn Read + Send>> + Send + Sync>;

/// A list of clients that can be read.
#[derive(Clone)]
pub struct List {
    /// What it goes by in messages.
    pub name: Arc<str>,
    form: Form,
    before: Before,
    open: Open,
}

impl List {
    /// A list of this name and form.
    pub fn new(name: &str, form: Form, open: Open) -> Self {
        Self { name: name.into(), form, before: Before::default(), open }
    }

    /// A list whose form its name says, or that it says none.
    pub fn named(name: &str, open: Open) -> Result<Self, Box<Diagnostic>> {
        match Form::of(name) {
            Some(form) => Ok(Self::new(name, form, open)),
            None => {
                let problem = Diagnostic::error(Message::ListOfNoForm { name: name.to_owned() });
                Err(Box::new(problem.hint(Message::ListFormsAre)))
            }
        }
    }

    /// A list in YAML that is in the memory.
    pub fn of_text(text: &Arc<SourceText>) -> Self {
        /// The text without a copy of it.
        struct Held(Arc<SourceText>);
        impl AsRef<[u8]> for Held {
            fn as_ref(&self) -> &[u8] {
                self.0.text.as_bytes()
            }
        }
        let held = text.clone();
        let open: Open = Arc::new(move || Ok(Box::new(Cursor::new(Held(held.clone())))));
        Self { name: text.name.clone(), form: Form::Yaml, before: text.before, open }
    }

    /// Opens a file. It must be one, and no device or pipe, which may have no end.
    pub fn opener(path: PathBuf) -> Open {
        Arc::new(move || {
            let file = fs::open_file(&path)?;
            Ok(Box::new(file))
        })
    }

    /// Begins to read the list, of clients who may have these fields of the office's own.
    pub fn windows(&self, own: &OwnFields) -> Result<Windows, FsError> {
        self.windows_of(WINDOW, own)
    }

    fn windows_of(&self, bytes: usize, own: &OwnFields) -> Result<Windows, FsError> {
        let read = (self.open)().map_err(|source| self.failed(source))?;
        let text = Text::new(self.name.clone(), read, self.before, bytes);
        let cut: Box<dyn Cut> = match self.form {
            Form::Yaml => Box::<yaml::Documents>::default(),
            Form::JsonLines => Box::<json_lines::Lines>::default(),
            Form::Csv => Box::new(csv::Rows::new(own)),
        };
        Ok(Windows { text, cut, ended: false })
    }

    /// The whole text, for what cannot be found out otherwise, and how many bytes of the file
    /// stand before it; `None` where it is too long, or no list of YAML.
    pub fn whole(&self) -> Option<(String, usize)> {
        let mut text = String::new();
        let read = (self.open)().ok().filter(|_| self.form == Form::Yaml)?;
        read.take(limits::TEXT_BYTES + 1).read_to_string(&mut text).ok()?;
        if text.len() as u64 > limits::TEXT_BYTES {
            return None;
        }
        let mark = text.starts_with(fs::BYTE_ORDER_MARK).then_some(fs::BYTE_ORDER_MARK.len());
        text.drain(..mark.unwrap_or_default());
        Some((fs::with_line_feeds(text), self.before.bytes + mark.unwrap_or_default()))
    }

    /// Whether the list is written in YAML.
    pub fn is_yaml(&self) -> bool {
        self.form == Form::Yaml
    }

    fn failed(&self, source: io::Error) -> FsError {
        FsError::Read { path: PathBuf::from(&*self.name), source }
    }
}

/// A record of a list, which is one of YAML now.
#[derive(Debug)]
pub struct Piece {
    /// Its text, with its place in the file.
    pub source: Arc<SourceText>,
    /// What is wrong with it as such: it cannot be read further.
    pub wrong: Option<Diagnostic>,
    /// How it stands in the file.
    written: Written,
}

/// How a record stands in its file.
#[derive(Debug)]
enum Written {
    /// As it is read.
    AsItIs,
    /// In the same place, and not to be changed as YAML is.
    Otherwise,
    /// As this row, in these cells.
    Row(Arc<SourceText>, Vec<CellOf>),
}

/// A cell of a row that is a record.
#[derive(Debug)]
struct CellOf {
    /// Where its key begins in the record.
    start: usize,
    heading: Arc<str>,
    /// Where it stands in the row.
    at: Range<usize>,
}

impl Piece {
    fn of(source: SourceText) -> Self {
        Self { source: Arc::new(source), wrong: None, written: Written::AsItIs }
    }

    /// What is wrong with a value, said of the file as it is: of a cell its column is named,
    /// and nothing is proposed that would stand there in another way.
    pub fn told(&self, mut problem: Diagnostic) -> Diagnostic {
        if matches!(self.written, Written::AsItIs) {
            return problem;
        }
        problem.fix = None;
        problem.hints.iter_mut().for_each(|hint| hint.edit = None);
        let Written::Row(row, cells) = &self.written else { return problem };
        let at = problem.place.as_ref().map(|place| place.range.start).unwrap_or_default();
        // What is missing stands in no cell.
        let is_missing = matches!(problem.message, Message::KeyMissing { .. });
        let cell = cells.iter().rev().find(|cell| cell.start <= at).filter(|_| !is_missing);
        let range = cell.map_or(0..row.text.trim_end().len(), |cell| cell.at.clone());
        problem.place = Some(Place::new(row.clone(), range));
        if let Some(cell) = cell {
            let (column, said) = (cell.heading.to_string(), problem.message.to_string());
            problem.message = Message::InColumn { column, said };
        }
        problem
    }
}

/// The records of a part of a list.
#[derive(Debug, Default)]
pub struct Window {
    /// The records that end in it.
    pub pieces: Vec<Piece>,
    /// Why the list cannot be read further.
    pub wrong: Option<Diagnostic>,
}

/// Cuts the text of a list as it comes.
trait Cut: Send {
    /// Takes lines that begin behind those before, all whole but perhaps the last one of the
    /// list; `at` tells where they begin. The records that end in them, or what is wrong.
    fn take(&mut self, name: &Arc<str>, lines: &Lines<'_>, window: &mut Window);

    /// The last records.
    fn finish(&mut self, name: &Arc<str>, lines: &Lines<'_>, window: &mut Window);

    /// How many bytes of the list, counted from its beginning, are no longer needed.
    fn done(&self) -> usize;
}

/// Whole lines of a list: what is kept of those that were taken before, and new ones.
struct Lines<'a> {
    text: &'a str,
    /// Where `text` begins in the list, and what stands before the list itself.
    start: usize,
    before: Before,
    /// Where the new lines begin in `text`.
    new: usize,
}

impl Lines<'_> {
    /// The new lines.
    fn new_lines(&self) -> impl Iterator<Item = &str> {
        self.text[self.new..].split_inclusive('\n')
    }

    /// Bytes of the list that are at hand, as a text with its place.
    fn source(&self, name: &Arc<str>, range: Range<usize>, lines: usize) -> SourceText {
        let text = &self.text[range.start - self.start..range.end - self.start];
        SourceText {
            name: name.clone(),
            text: text.to_owned(),
            before: self.before(range.start, lines),
        }
    }

    /// What stands before this byte of the list, behind so many of its lines.
    fn before(&self, byte: usize, lines: usize) -> Before {
        Before { bytes: self.before.bytes + byte, lines: self.before.lines + lines }
    }
}

/// A list that is being read, window by window.
pub struct Windows {
    text: Text,
    cut: Box<dyn Cut>,
    ended: bool,
}

impl Windows {
    /// The next records of the list; `None` at its end.
    pub fn next_window(&mut self) -> Result<Option<Window>, FsError> {
        let mut window = Window::default();
        while !self.ended && window.pieces.is_empty() && window.wrong.is_none() {
            self.text.read()?;
            let (name, has_ended) = (self.text.name.clone(), self.text.has_ended());
            let (lines, wrong) = self.text.lines();
            self.cut.take(&name, &lines, &mut window);
            if wrong.is_none() && has_ended && window.wrong.is_none() {
                self.cut.finish(&name, &lines, &mut window);
            }
            let first = self.cut.done();
            window.wrong = window.wrong.take().or(wrong);
            self.ended = self.text.has_ended() || window.wrong.is_some();
            self.text.forget_until(first);
            if !self.ended && self.text.held() > limits::RECORD_BYTES {
                window.wrong = Some(self.too_long());
                self.ended = true;
            }
        }
        let is_empty = window.pieces.is_empty() && window.wrong.is_none();
        Ok((!is_empty).then_some(window))
    }

    fn too_long(&self) -> Diagnostic {
        let mebibytes = (limits::RECORD_BYTES >> 20).to_string();
        let place = Place::new(Arc::new(self.text.first_line()), 0..1);
        let problem = Diagnostic::error(Message::RecordTooLong { mebibytes }).at(place);
        problem.hint(Message::PartRecords)
    }
}

#[cfg(test)]
mod tests;
