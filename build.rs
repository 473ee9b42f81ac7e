//! Makes what the program would else make of the fonts in the binary at every
//! start: the characters that each has, and the font file of its twin (see
//! `src/typeset/twins/mod.rs` and `src/typeset/prebuilt.rs`).

use std::collections::BTreeSet;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use read_fonts::tables::cmap::CmapSubtable;
use read_fonts::{FontRef, TableProvider};

use crate::error::TwinError;

#[expect(dead_code, reason = "the program meets more faults than the build")]
#[path = "src/typeset/twins/error.rs"]
mod error;
#[path = "src/typeset/twins/placeholder.rs"]
mod placeholder;
#[expect(dead_code, reason = "the build makes no subsets")]
#[path = "src/typeset/twins/sfnt.rs"]
mod sfnt;

fn main() -> Result<(), Box<dyn Error>> {
    for read in ["build.rs", "fonts", "src/typeset/twins"] {
        println!("cargo::rerun-if-changed={read}");
    }
    let folder = PathBuf::from(env::var("OUT_DIR")?);
    let files = fs::read_dir("fonts")?.map(|entry| Ok(entry?.path()));
    let mut files: Vec<PathBuf> = files.collect::<Result<_, std::io::Error>>()?;
    let is_font = |file: &PathBuf| file.extension().is_some_and(|it| it == "ttf" || it == "otf");
    files.retain(is_font);
    // The order in which the program numbers them.
    files.sort();
    for (number, file) in (0_u16..).zip(&files) {
        let bytes = fs::read(file)?;
        let font = FontRef::new(&bytes)?;
        let made = |what: &str| -> Result<PathBuf, Box<dyn Error>> {
            let name = file.file_name().ok_or("a font without a name")?;
            Ok(folder.join(Path::new(name)).with_added_extension(what))
        };
        let characters = characters(&font)?;
        let characters: Vec<u8> = characters.into_iter().flat_map(u32::to_le_bytes).collect();
        fs::write(made("characters")?, characters)?;
        // An empty file says that there is no twin.
        let twin = match placeholder::file(&font, number) {
            Ok(twin) => twin,
            Err(TwinError::OtherOutlines(_)) => Vec::new(),
            Err(error) => return Err(error.into()),
        };
        fs::write(made("twin")?, twin)?;
    }
    Ok(())
}

/// The code points that a font has, as runs: how many it has not, how many it
/// has, and so on.
fn characters(font: &FontRef<'_>) -> Result<Vec<u32>, Box<dyn Error>> {
    let cmap = font.cmap()?;
    let mut codes = BTreeSet::new();
    for record in cmap.encoding_records() {
        match record.subtable(cmap.offset_data())? {
            CmapSubtable::Format4(table) => {
                for (start, end) in table.start_code().iter().zip(table.end_code()) {
                    codes.extend(u32::from(start.get())..=u32::from(end.get()));
                }
                // What ends the list is no character.
                codes.remove(&0xFFFF);
            }
            CmapSubtable::Format12(table) => {
                for group in table.groups() {
                    codes.extend(group.start_char_code()..=group.end_char_code());
                }
            }
            _ => {}
        }
    }
    let codes: Vec<u32> = codes.into_iter().collect();
    let mut runs = Vec::new();
    let mut next = 0;
    for run in codes.chunk_by(|a, b| a + 1 == *b) {
        let length = u32::try_from(run.len())?;
        runs.extend([run[0] - next, length]);
        next = run[0] + length;
    }
    Ok(runs)
}
