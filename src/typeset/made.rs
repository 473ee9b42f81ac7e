//! What is known of the binary's fonts before they are read: `build.rs` has made
//! the long parts, and the short ones are written here.

use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error, SeqDeserializer};
use typst::text::{Coverage, FontFlags, FontInfo, FontStretch, FontStyle, FontVariant, FontWeight};

/// What is known of the only font of a file.
pub struct Made {
    file: &'static str,
    family: &'static str,
    /// 400 is regular, 700 bold.
    weight: u16,
    flags: FontFlags,
    /// Runs of characters; numbers of four bytes, the lowest first.
    characters: &'static [u8],
    /// The font file of the twin; empty if there is none.
    pub twin: &'static [u8],
    /// The lengths of the code that its outlines are written in; empty too.
    pub code: &'static [u8],
}

/// A file that `build.rs` has made.
macro_rules! made {
    ($name:literal) => {
        include_bytes!(concat!(env!("OUT_DIR"), "/", $name))
    };
}

static ALL: [Made; 4] = [
    Made {
        file: "BIZUDGothic-Bold.ttf",
        family: "BIZ UDGothic",
        weight: 700,
        flags: FontFlags::MONOSPACE,
        characters: made!("BIZUDGothic-Bold.ttf.characters"),
        twin: made!("BIZUDGothic-Bold.ttf.twin"),
        code: made!("BIZUDGothic-Bold.ttf.code"),
    },
    Made {
        file: "BIZUDGothic-Regular.ttf",
        family: "BIZ UDGothic",
        weight: 400,
        flags: FontFlags::MONOSPACE,
        characters: made!("BIZUDGothic-Regular.ttf.characters"),
        twin: made!("BIZUDGothic-Regular.ttf.twin"),
        code: made!("BIZUDGothic-Regular.ttf.code"),
    },
    Made {
        file: "BIZUDMincho-Regular.ttf",
        family: "BIZ UDMincho",
        weight: 400,
        flags: FontFlags::MONOSPACE.union(FontFlags::SERIF),
        characters: made!("BIZUDMincho-Regular.ttf.characters"),
        twin: made!("BIZUDMincho-Regular.ttf.twin"),
        code: made!("BIZUDMincho-Regular.ttf.code"),
    },
    Made {
        file: "NotoSerifCJKjp-Regular.otf",
        family: "Noto Serif CJK JP",
        weight: 400,
        flags: FontFlags::SERIF,
        characters: made!("NotoSerifCJKjp-Regular.otf.characters"),
        twin: made!("NotoSerifCJKjp-Regular.otf.twin"),
        code: made!("NotoSerifCJKjp-Regular.otf.code"),
    },
];

/// What is known of the font in the file of this name; `None` if it must be read.
pub fn of(file: &str) -> Option<&'static Made> {
    ALL.iter().find(|made| made.file == file)
}

impl Made {
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
