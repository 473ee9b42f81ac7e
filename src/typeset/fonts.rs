//! The fonts: those in the binary and those of the project, never the system's,
//! so that the same facts make the same letter on every machine.

use std::sync::{Arc, LazyLock, OnceLock};

use rust_embed::RustEmbed;
use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

use super::glyphs::{is_invisible, is_variation};
use super::twins::Twin;
use crate::digest::{self, Digest};

#[derive(RustEmbed)]
#[folder = "fonts/"]
struct EmbeddedFonts;

/// A set of fonts.
pub struct Fonts {
    pub(super) book: LazyHash<FontBook>,
    fonts: Vec<Arc<TwinFont>>,
    /// By code point, whether any font has it; made when it is first asked for.
    covered: OnceLock<Vec<bool>>,
}

/// A font and its twin, which is made when it is first asked for.
struct TwinFont {
    real: Font,
    twin: OnceLock<Option<Twin>>,
}

impl TwinFont {
    fn new(real: Font) -> Arc<Self> {
        Arc::new(Self { real, twin: OnceLock::new() })
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

    /// The binary's fonts and `more`; a file that is no font is named in the error.
    pub fn load(more: Vec<(String, Vec<u8>)>) -> Result<Self, Vec<String>> {
        // To read them takes milliseconds, which the live page would spend at every save.
        static EMBEDDED: LazyLock<Vec<Arc<TwinFont>>> = LazyLock::new(|| {
            let fonts = embedded_fonts().flat_map(|(_, data)| Font::iter(data));
            fonts.map(TwinFont::new).collect()
        });
        let mut fonts = EMBEDDED.clone();
        let mut broken = Vec::new();
        for (name, data) in more {
            let before = fonts.len();
            fonts.extend(Font::iter(Bytes::new(data)).map(TwinFont::new));
            if fonts.len() == before {
                broken.push(name);
            }
        }
        if !broken.is_empty() {
            return Err(broken);
        }
        Ok(Self {
            book: LazyHash::new(FontBook::from_fonts(fonts.iter().map(|font| &font.real))),
            fonts,
            covered: OnceLock::new(),
        })
    }

    /// The font of this number.
    pub(super) fn real(&self, number: usize) -> Option<&Font> {
        Some(&self.fonts.get(number)?.real)
    }

    /// The twin of the font of this number, if it has one.
    pub(super) fn twin(&self, number: usize) -> Option<&Twin> {
        let font = self.fonts.get(number)?;
        let twin = || Twin::of(&font.real, u16::try_from(number).ok()?);
        font.twin.get_or_init(twin).as_ref()
    }

    /// The number of the font that this one is the twin of.
    pub(super) fn number_of_twin(&self, twin: &Font) -> Option<usize> {
        let made = |font: &Arc<TwinFont>| Some(font.twin.get()?.as_ref()?.font() == twin);
        self.fonts.iter().position(|font| made(font) == Some(true))
    }

    /// The font that this one is the twin of.
    pub(super) fn real_of(&self, twin: &Font) -> Option<&Font> {
        self.real(self.number_of_twin(twin)?)
    }

    /// The first character of `text` that no font has.
    pub fn first_missing(&self, text: &str) -> Option<char> {
        // A font's own coverage is a list of runs: too slow to ask for every character.
        let covered = self.covered.get_or_init(|| {
            let mut covered = vec![false; char::MAX as usize + 1];
            for character in self.fonts.iter().flat_map(|font| font.real.info().coverage.iter()) {
                covered[character as usize] = true;
            }
            covered
        });
        let covered = |c: char| covered[c as usize];
        text.chars()
            .find(|&c| is_invisible(c) || (!c.is_control() && !is_variation(c) && !covered(c)))
    }
}
