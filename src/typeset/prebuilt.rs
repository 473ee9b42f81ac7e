//! What is known of the binary's fonts before they are read: `build.rs` has made the
//! long parts, and the short ones are written here. To read four fonts of several
//! megabytes takes longer than to set a letter.

use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error, SeqDeserializer};
use typst::text::{Coverage, FontFlags, FontInfo, FontStretch, FontStyle, FontVariant, FontWeight};

/// What is known of the only font of a file.
pub struct Prebuilt {
    file: &'static str,
    family: &'static str,
    /// 400 is regular, 700 bold.
    weight: u16,
    flags: FontFlags,
    /// Runs of characters; numbers of four bytes, the lowest first.
    characters: &'static [u8],
    /// The font file of the twin; empty if there is none.
    pub twin: &'static [u8],
}

/// A file that `build.rs` has made.
macro_rules! prebuilt {
    ($name:literal) => {
        include_bytes!(concat!(env!("OUT_DIR"), "/", $name))
    };
}

static ALL: [Prebuilt; 4] = [
    Prebuilt {
        file: "BIZUDGothic-Bold.ttf",
        family: "BIZ UDGothic",
        weight: 700,
        flags: FontFlags::MONOSPACE,
        characters: prebuilt!("BIZUDGothic-Bold.ttf.characters"),
        twin: prebuilt!("BIZUDGothic-Bold.ttf.twin"),
    },
    Prebuilt {
        file: "BIZUDGothic-Regular.ttf",
        family: "BIZ UDGothic",
        weight: 400,
        flags: FontFlags::MONOSPACE,
        characters: prebuilt!("BIZUDGothic-Regular.ttf.characters"),
        twin: prebuilt!("BIZUDGothic-Regular.ttf.twin"),
    },
    Prebuilt {
        file: "BIZUDMincho-Regular.ttf",
        family: "BIZ UDMincho",
        weight: 400,
        flags: FontFlags::MONOSPACE.union(FontFlags::SERIF),
        characters: prebuilt!("BIZUDMincho-Regular.ttf.characters"),
        twin: prebuilt!("BIZUDMincho-Regular.ttf.twin"),
    },
    Prebuilt {
        file: "NotoSerifCJKjp-Regular.otf",
        family: "Noto Serif CJK JP",
        weight: 400,
        flags: FontFlags::SERIF,
        characters: prebuilt!("NotoSerifCJKjp-Regular.otf.characters"),
        twin: prebuilt!("NotoSerifCJKjp-Regular.otf.twin"),
    },
];

/// What is known of the font in the file of this name; `None` if it must be read.
pub fn of(file: &str) -> Option<&'static Prebuilt> {
    ALL.iter().find(|font| font.file == file)
}

impl Prebuilt {
    /// The font's metadata, as Typst would read them from it.
    pub fn info(&self) -> FontInfo {
        let (runs, _) = self.characters.as_chunks();
        let runs: Vec<u32> = runs.iter().copied().map(u32::from_le_bytes).collect();
        let runs: SeqDeserializer<_, Error> = runs.into_deserializer();
        FontInfo {
            family: self.family.to_owned(),
            variant: FontVariant {
                style: FontStyle::Normal,
                weight: FontWeight::from_number(self.weight),
                stretch: FontStretch::NORMAL,
            },
            flags: self.flags,
            axes: Vec::new(),
            // A list of numbers is what Typst writes too.
            coverage: Coverage::deserialize(runs)
                .unwrap_or_else(|_| Coverage::from_vec(Vec::new())),
        }
    }
}
