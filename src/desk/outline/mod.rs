//! How a file of the facts is built, as the page shows it: its texts, and the blocks that
//! they stand in. It is read from the YAML as it stands, so that it is there also while
//! something in the facts is wrong.

mod reading;

use crate::editing::letter::prose;
use crate::facts::{Document, Step, Value, text_of};
use crate::messages::{Lang, Message};

/// A block, or what one is made of: an item, a question, the value behind a label.
#[derive(Debug)]
pub struct Piece {
    /// The way to it.
    pub path: Vec<Step>,
    /// What it is: the key of its kind, or `item`, `pair`, `question`, `note`, `blank`.
    pub kind: &'static str,
    /// The list of pieces in it, there or to be made; none where nothing can be added.
    pub list: Option<Vec<Step>>,
    /// Its own texts, in the order of the letter.
    pub texts: Vec<Text>,
    /// What is in it.
    pub pieces: Vec<Self>,
}

/// A text.
#[derive(Debug)]
pub struct Text {
    /// The way to what is written.
    pub path: Vec<Step>,
    /// What it is: `text`, `heading`, `cell`, `title`, …
    pub kind: &'static str,
}

/// What of a file stands together.
#[derive(Debug)]
pub struct Section {
    /// What it is called.
    place: Message,
    /// The way to its blocks.
    pub list: Option<Vec<Step>>,
    /// Texts that stand in no block.
    texts: Vec<Text>,
    /// Its blocks.
    pub pieces: Vec<Piece>,
}

/// A text of a file, or a piece without one.
#[derive(Debug)]
pub struct Found<'o> {
    /// The text; `None` if the piece has none.
    pub text: Option<&'o Text>,
    /// The piece that it is in; `None` if it is in none.
    pub piece: Option<&'o Piece>,
    /// The section that it is in.
    section: &'o Section,
    /// The heading that the piece stands under.
    heading: Option<&'o Piece>,
    /// Which of those of its kind beside it the piece is, from 1, where there are several.
    number: Option<usize>,
}

/// How a file is built.
#[derive(Debug)]
pub struct Outline {
    /// Its sections, in the order of the letter.
    pub sections: Vec<Section>,
}

fn key(name: &str) -> Step {
    Step::Key(name.to_owned())
}

fn below(path: &[Step], step: Step) -> Vec<Step> {
    path.iter().cloned().chain([step]).collect()
}

impl Section {
    /// What it is called.
    pub fn name(&self, lang: Lang) -> String {
        self.place.text(lang)
    }
}

impl Outline {
    /// That of a file: the office's, the incident's, or a notice's.
    pub fn of(file: &str, document: &Document) -> Self {
        let value = document.value();
        let sections = match file {
            "data/office.yaml" => vec![Section {
                place: Message::PlaceOffice,
                list: None,
                texts: reading::values(value, &[], &["style", "accepted", "checks", "seal"]),
                pieces: Vec::new(),
            }],
            "data/incident.yaml" => reading::incident(value),
            _ => reading::notice(value),
        };
        Self { sections }
    }

    /// What stands at `path`: a text, or a piece, with its first text.
    pub fn find(&self, path: &[Step]) -> Option<Found<'_>> {
        let whole = self.find_exactly(path);
        // A text that has become one by itself, or one beside its condition.
        whole.or_else(|| match path.split_last() {
            Some((Step::Key(name), above)) if name == "text" || name == "label" => {
                self.find_exactly(above)
            }
            _ => None,
        })
    }

    fn find_exactly(&self, path: &[Step]) -> Option<Found<'_>> {
        self.sections.iter().find_map(|section| {
            let none = Found { text: None, piece: None, section, heading: None, number: None };
            match section.texts.iter().find(|text| is_at(text, path)) {
                Some(text) => Some(Found { text: Some(text), ..none }),
                None => find(&section.pieces, path, &none),
            }
        })
    }

    /// All texts, with the pieces that they are in.
    pub fn texts(&self) -> Vec<&Text> {
        fn walk<'o>(pieces: &'o [Piece], texts: &mut Vec<&'o Text>) {
            for piece in pieces {
                texts.extend(&piece.texts);
                walk(&piece.pieces, texts);
            }
        }
        let mut texts = Vec::new();
        for section in &self.sections {
            texts.extend(&section.texts);
            walk(&section.pieces, &mut texts);
        }
        texts
    }
}

/// Whether a text is meant by a path: its own, or that of the mapping that it is in.
fn is_at(text: &Text, path: &[Step]) -> bool {
    let text_of_mapping = || text.path.strip_prefix(path) == Some(&[key("text")][..]);
    text.path == path || text_of_mapping()
}

/// What stands at `path` in these pieces, of which the place is known from `above`.
fn find<'o>(pieces: &'o [Piece], path: &[Step], above: &Found<'o>) -> Option<Found<'o>> {
    pieces.iter().enumerate().find_map(|(index, piece)| {
        let is_alike = |it: &&Piece| it.kind == piece.kind;
        let several = pieces.iter().filter(is_alike).count() > 1;
        let number = several.then(|| 1 + pieces[..index].iter().filter(is_alike).count());
        let own = |text| {
            let Found { section, heading, .. } = *above;
            Found { text, piece: Some(piece), section, heading, number }
        };
        if piece.path == path {
            return Some(own(piece.first_text()));
        }
        if let Some(text) = piece.texts.iter().find(|text| is_at(text, path)) {
            return Some(own(Some(text)));
        }
        let inside = own(None);
        let heading = if piece.kind == "heading" { Some(piece) } else { above.heading };
        find(&piece.pieces, path, &Found { heading, ..inside })
    })
}

impl Piece {
    /// Its first text, which may be that of what is in it.
    pub fn first_text(&self) -> Option<&Text> {
        self.texts.first().or_else(|| self.pieces.iter().find_map(Self::first_text))
    }

    /// How it begins.
    pub fn words(&self, document: &Document) -> String {
        let text = self.first_text().and_then(|text| prose::as_written(document, &text.path));
        let own = || match self.kind {
            "use" | "image" => {
                let value = at(document.value(), &below(&self.path, key(self.kind)))?;
                text_of(value.get("alt").unwrap_or(value)).map(|it| it.into_owned())
            }
            "pair" => match self.path.last() {
                Some(Step::Key(label)) => Some(label.clone()),
                _ => None,
            },
            _ => None,
        };
        beginning(&text.or_else(own).unwrap_or_default())
    }
}

/// How a text begins, on one line.
pub fn beginning(text: &str) -> String {
    /// Enough to know it by.
    const LENGTH: usize = 40;
    let line: String = text.lines().map(str::trim).collect();
    line.chars().take(LENGTH).collect()
}

impl Found<'_> {
    /// Where it stands, in words: 本文の3番目の段落.
    pub fn place(&self, document: &Document, lang: Lang) -> String {
        let place = match self.heading {
            Some(heading) => Message::PlaceCalled { name: heading.words(document) },
            None => self.section.place.clone(),
        };
        let place = place.text(lang);
        let kind = self.text.map(|text| text.kind);
        let of_text = kind.filter(|kind| matches!(*kind, "cell" | "caption"));
        let piece = match (self.piece, self.text) {
            (Some(piece), _) => name_of(of_text.unwrap_or(piece.kind)),
            (None, Some(Text { path, kind: "value" })) => match path.last() {
                Some(Step::Key(name)) => Message::PieceValue { name: name.clone() },
                _ => Message::PieceText,
            },
            (None, text) => name_of(text.map_or("text", |text| text.kind)),
        };
        let piece = piece.text(lang);
        let number = self.number.filter(|_| of_text.is_none()).map(|it| it.to_string());
        match number {
            Some(number) => Message::PlaceNumbered { place, number, piece }.text(lang),
            None => Message::PlaceAlone { place, piece }.text(lang),
        }
    }
}

fn name_of(kind: &str) -> Message {
    match kind {
        "lines" => Message::PieceLines,
        "heading" => Message::PieceHeading,
        "body" => Message::PieceGroup,
        "list" => Message::PieceList,
        "item" | "date" => Message::PieceItem,
        "pairs" | "pair" => Message::PiecePairs,
        "table" => Message::PieceTable,
        "cell" => Message::PieceCell,
        "qa" => Message::PieceQuestions,
        "question" => Message::PieceQuestion,
        "notes" => Message::PieceNotes,
        "note" => Message::PieceNote,
        "box" => Message::PieceBox,
        "bulletins" => Message::PieceBulletins,
        "bulletin" => Message::PieceBulletin,
        "use" => Message::PiecePart,
        "blanks" => Message::PieceBlanks,
        "blank" => Message::PieceBlank,
        "image" => Message::PieceImage,
        "caption" => Message::PieceCaption,
        "title" => Message::PieceTitle,
        "addressee" => Message::PieceAddressee,
        "closing" => Message::PieceClosing,
        "reference" => Message::PieceReference,
        _ => Message::PieceText,
    }
}

/// The value at `path` below another.
pub fn at<'v>(value: &'v Value, path: &[Step]) -> Option<&'v Value> {
    path.iter().try_fold(value, |value, step| match step {
        Step::Key(key) => value.get(key.as_str()),
        Step::Index(index) => value.get(index),
    })
}

#[cfg(test)]
mod tests;
