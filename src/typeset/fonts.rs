//! The fonts: those in the binary and those of the project, never the system's,
//! so that the same facts make the same letter on every machine.

use std::sync::{Arc, LazyLock, OnceLock};

use read_fonts::tables::cmap::CmapSubtable;
use read_fonts::{FontRef, TableProvider};
use rust_embed::RustEmbed;
use ttf_parser::Face;
use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontInfo};
use typst::utils::LazyHash;

use super::prebuilt::{self, Prebuilt};
use super::twins::{Twin, TwinError};
use crate::digest::{self, Digest};
use crate::limits;
use crate::messages::Message;
use crate::tasks::{Task, begin};
use crate::unseen::is_variation;

#[derive(RustEmbed)]
#[folder = "fonts/"]
struct EmbeddedFonts;

/// A file of `fonts/` that cannot be used.
#[derive(Debug, PartialEq, Eq)]
pub enum FontError {
    /// No font is in it.
    NotAFont {
        /// The file.
        name: String,
    },
    /// It claims to hold more fonts than anybody has.
    TooManyFaces {
        /// The file.
        name: String,
        /// How many it claims.
        faces: u32,
    },
    /// It claims to have more characters than there are.
    TooManyCharacters {
        /// The file.
        name: String,
    },
}

impl FontError {
    /// What is wrong, for a person.
    pub fn message(self) -> Message {
        match self {
            Self::NotAFont { name } => Message::NotAFont { name },
            Self::TooManyFaces { name, faces } => Message::TooManyFaces {
                name,
                found: faces.to_string(),
                most: limits::FACES.to_string(),
            },
            Self::TooManyCharacters { name } => Message::TooManyCharacters { name },
        }
    }
}

/// A set of fonts.
pub struct Fonts {
    pub(super) book: LazyHash<FontBook>,
    fonts: Vec<Arc<TwinFont>>,
    /// By code point, whether any font has it; made when it is first asked for.
    covered: OnceLock<Vec<bool>>,
}

/// A font and its twin, each read or made when it is first asked for.
struct TwinFont {
    info: FontInfo,
    /// The font's file, and its number in it.
    file: (Bytes, u32),
    /// What was made of it when the program was built, if it is one of the binary's.
    prebuilt: Option<&'static Prebuilt>,
    real: OnceLock<Option<Font>>,
    twin: OnceLock<Result<Twin, TwinError>>,
}

impl TwinFont {
    fn new(real: Font) -> Arc<Self> {
        Arc::new(Self {
            info: real.info().clone(),
            file: (real.data().clone(), real.index()),
            prebuilt: None,
            real: OnceLock::from(Some(real)),
            twin: OnceLock::new(),
        })
    }

    /// The fonts of a file in the binary.
    fn embedded(name: &str, data: Bytes) -> Vec<Arc<Self>> {
        match prebuilt::of(name) {
            Some(prebuilt) => vec![Arc::new(Self {
                info: prebuilt.info(),
                file: (data, 0),
                prebuilt: Some(prebuilt),
                real: OnceLock::new(),
                twin: OnceLock::new(),
            })],
            None => Font::iter(data).map(Self::new).collect(),
        }
    }

    fn real(&self) -> Option<&Font> {
        let (data, index) = &self.file;
        self.real.get_or_init(|| Font::new(data.clone(), *index)).as_ref()
    }

    /// The twin; `number` is that of the font.
    fn twin(&self, number: usize) -> Result<&Twin, TwinError> {
        let data = &self.file.0;
        let twin = || match self.prebuilt {
            Some(prebuilt) if !prebuilt.twin.is_empty() => {
                Twin::prebuilt(data.clone(), prebuilt.twin)
            }
            // Of one that has none, this says why.
            _ => Twin::of(data, u16::try_from(number).map_err(|_| TwinError::NoTwin(number))?),
        };
        self.twin.get_or_init(twin).as_ref().map_err(|error| *error)
    }
}

/// The font files in the binary, by name.
fn embedded_fonts() -> impl Iterator<Item = (String, Bytes)> {
    // The fonts' licences lie in the same folder.
    let fonts =
        EmbeddedFonts::iter().filter(|name| name.ends_with(".ttf") || name.ends_with(".otf"));
    fonts.filter_map(|name| {
        let data = match EmbeddedFonts::get(&name)?.data {
            // Read where the system has mapped the binary; not copied.
            std::borrow::Cow::Borrowed(data) => Bytes::new(data),
            std::borrow::Cow::Owned(data) => Bytes::new(data),
        };
        Some((name.into_owned(), data))
    })
}

/// The size in bytes of the binary's font file of this name, if it has one.
pub fn embedded_font_size(file: &str) -> Option<u64> {
    embedded_fonts().find(|(name, _)| name == file).map(|(_, data)| data.len() as u64)
}

/// Tells one set of the binary's fonts from another.
fn embedded_digest() -> Digest {
    let mut fields = digest::Fields::default();
    for name in EmbeddedFonts::iter() {
        if let Some(file) = EmbeddedFonts::get(&name) {
            // Computed when the program was built.
            fields.add(name.as_bytes()).add(file.metadata.sha256_hash());
        }
    }
    fields.digest()
}

/// How many characters the tables of a font claim, before anybody lists them (OpenType
/// 1.9, "cmap"); `None` if one of them cannot be a character. Nothing of a table that
/// is damaged otherwise, which is not listed either or ends with its file.
fn characters_claimed(data: &[u8], face: u32) -> Option<u64> {
    let Ok(cmap) = FontRef::from_index(data, face).and_then(|font| font.cmap()) else {
        return Some(0);
    };
    let mut claimed = 0;
    for record in cmap.encoding_records() {
        claimed += match record.subtable(cmap.offset_data()) {
            Ok(CmapSubtable::Format4(table)) => {
                let runs = table.start_code().iter().zip(table.end_code());
                characters_in(runs.map(|(first, last)| (first.get().into(), last.get().into())))
            }
            Ok(CmapSubtable::Format12(table)) => {
                let groups = table.groups().iter();
                characters_in(groups.map(|it| (it.start_char_code(), it.end_char_code())))
            }
            Ok(CmapSubtable::Format13(table)) => {
                let groups = table.groups().iter();
                characters_in(groups.map(|it| (it.start_char_code(), it.end_char_code())))
            }
            _ => Some(0),
        }?;
        if claimed > limits::CLAIMED_CHARACTERS {
            return None;
        }
    }
    Some(claimed)
}

/// How many characters there are in these runs, each from its first to its last; `None`
/// if one of them cannot be a character.
fn characters_in(mut runs: impl Iterator<Item = (u32, u32)>) -> Option<u64> {
    runs.try_fold(0, |sum, (first, last)| {
        let is_character = last <= u32::from(char::MAX);
        is_character.then(|| sum + u64::from(last.saturating_sub(first)) + 1)
    })
}

impl Fonts {
    /// The digest of the binary's fonts and of these.
    pub fn digest(more: &[(String, Vec<u8>)]) -> Digest {
        let mut fields = digest::Fields::default();
        fields.add(embedded_digest());
        for (name, bytes) in more {
            fields.add(name).add(Digest::of(bytes));
        }
        fields.digest()
    }

    /// The binary's fonts and `more`; each file that is no font is an error.
    pub fn load(more: Vec<(String, Vec<u8>)>) -> Result<Self, Vec<FontError>> {
        // Shared by all that is loaded: the live page would make the twins anew at every save.
        static EMBEDDED: LazyLock<Vec<Arc<TwinFont>>> = LazyLock::new(|| {
            embedded_fonts().flat_map(|(name, data)| TwinFont::embedded(&name, data)).collect()
        });
        let mut fonts = EMBEDDED.clone();
        let mut broken = Vec::new();
        let mut claimed = 0;
        for (name, data) in more {
            // A damaged table of characters may claim all numbers there are, many times.
            let _reading = begin(Task::Reading(name.clone()));
            let faces = ttf_parser::fonts_in_collection(&data).unwrap_or(1);
            if faces > limits::FACES {
                broken.push(FontError::TooManyFaces { name, faces });
                continue;
            }
            match (0..faces).map(|face| characters_claimed(&data, face)).sum::<Option<u64>>() {
                Some(characters) if claimed + characters <= limits::CLAIMED_CHARACTERS => {
                    claimed += characters;
                }
                _ => {
                    broken.push(FontError::TooManyCharacters { name });
                    continue;
                }
            }
            let before = fonts.len();
            fonts.extend(Font::iter(Bytes::new(data)).map(TwinFont::new));
            if fonts.len() == before {
                broken.push(FontError::NotAFont { name });
            }
        }
        if !broken.is_empty() {
            return Err(broken);
        }
        Ok(Self {
            book: LazyHash::new(FontBook::from_infos(fonts.iter().map(|font| font.info.clone()))),
            fonts,
            covered: OnceLock::new(),
        })
    }

    /// The font of this number.
    pub(super) fn real(&self, number: usize) -> Option<&Font> {
        self.fonts.get(number)?.real()
    }

    /// The twin of the font of this number, or why it has none.
    pub(super) fn twin(&self, number: usize) -> Result<&Twin, TwinError> {
        self.fonts.get(number).ok_or(TwinError::NoTwin(number))?.twin(number)
    }

    /// The number of the font that this one is the twin of.
    pub(super) fn number_of_twin(&self, twin: &Font) -> Option<usize> {
        let is_of = |font: &Arc<TwinFont>| match font.twin.get() {
            Some(Ok(own)) => own.font() == twin,
            _ => false,
        };
        self.fonts.iter().position(is_of)
    }

    /// Why this font has no twin, if it is one of these and a letter was set with it.
    pub(super) fn why_no_twin(&self, font: &Font) -> Option<TwinError> {
        let is_it = |own: &&Arc<TwinFont>| matches!(own.real.get(), Some(Some(it)) if it == font);
        self.fonts.iter().find(is_it)?.twin.get()?.as_ref().err().copied()
    }

    /// The font that this one is the twin of.
    pub(super) fn real_of(&self, twin: &Font) -> Option<&Font> {
        self.real(self.number_of_twin(twin)?)
    }

    /// The characters of `text` that no font has.
    pub fn missing<'a>(&'a self, text: &'a str) -> impl Iterator<Item = char> + 'a {
        // A font's own coverage is a list of runs: too slow to ask for every character.
        let covered = self.covered.get_or_init(|| {
            let mut covered = vec![false; char::MAX as usize + 1];
            for character in self.fonts.iter().flat_map(|font| font.info.coverage.iter()) {
                // A font may claim what is no character at all.
                if let Some(covered) = covered.get_mut(character as usize) {
                    *covered = true;
                }
            }
            covered
        });
        text.chars().filter(|&c| !c.is_control() && !is_variation(c) && !covered[c as usize])
    }

    /// The forms of characters in `text` that no font has, each as its character and
    /// selector.
    pub fn missing_forms(&self, text: &str) -> Vec<(char, char)> {
        let forms = text.chars().zip(text.chars().skip(1));
        let has = |(base, selector): (char, char)| {
            let files = self.fonts.iter().map(|font| &font.file);
            let mut faces = files.filter_map(|(data, index)| Face::parse(data, *index).ok());
            faces.any(|face| face.glyph_variation_index(base, selector).is_some())
        };
        forms.filter(|&form| is_variation(form.1) && !is_variation(form.0) && !has(form)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_that_no_font_has_is_missing() {
        let fonts = Fonts::load(Vec::new()).expect("the binary's fonts");
        assert_eq!(fonts.missing_forms("葛\u{E0101}飾辻\u{E0100}"), []);
        assert_eq!(fonts.missing_forms("葛\u{E01EF}飾"), [('葛', '\u{E01EF}')]);
    }

    #[test]
    fn what_was_built_beforehand_is_what_the_fonts_give() {
        for (number, (name, data)) in embedded_fonts().enumerate() {
            let prebuilt = prebuilt::of(&name).expect("every font is known beforehand");
            let fonts: Vec<FontInfo> = FontInfo::iter(&data).collect();
            assert_eq!(fonts, [prebuilt.info()], "{name}");
            let number = u16::try_from(number).expect("few fonts");
            match Twin::of(&data, number) {
                Ok(twin) => {
                    assert!(prebuilt.twin == &**twin.font().data(), "{name} has another twin");
                }
                Err(error) => {
                    assert_eq!(error, TwinError::OtherOutlines("CFF "), "{name}");
                    assert!(prebuilt.twin.is_empty(), "{name}");
                }
            }
        }
    }
}
