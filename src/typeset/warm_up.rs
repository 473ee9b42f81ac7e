//! Warming up: a small letter is set and exported while the facts are read.
//!
//! The first letter of a process finds nothing ready: Typst's library and the
//! fonts have not been looked through, the templates' library has not been run,
//! the rules for breaking lines have not been read, and the program itself is
//! still on the disk for the greater part. None of it differs from letter to
//! letter. A single letter is ready sooner if another thread has done this
//! before it.

use std::sync::Arc;

use super::{Files, Fonts, compile};

/// A letter with the fonts and the kinds of blocks that letters have as a rule.
const LETTER: &str = r#"
#import "lib/letter.typ": *
#show: letter.with(title: "一", author: "二", date: (2026, 1, 1))
#contents(
  head: (
    ((piece: "date", text: "令和八年一月一日"),),
    ((piece: "addressee", name: "株式会社一二三", honorific: "御中", address: ()),),
    ((piece: "sender", senders: (
      (name: "一二三", person: (title: "四", name: "五"), address: ("六",)),
    )),),
    ((piece: "title"),),
  ),
  body: (
    (kind: "text", paragraphs: (
      "一二三四五六七八九十、一二三四五六七八九十。一二三四五六七八九十、一二三四五六七八九十。",
    )),
    (kind: "heading", level: 1, mark: "１．", width: 2.0, heading: "一", centered: false, blocks: (
      (kind: "bulletins", width: 1.5, groups: (
        (entries: ((number: 1, mark: "①", moment: "一", name: "二", new: false),), paragraphs: ("三",)),
      )),
      (kind: "list", ordered: true, inline: false, width: 2.0, items: (
        (mark: "(1)", paragraphs: ("一",), notes: (), list: (
          ordered: false, inline: false, width: 1.0,
          items: ((mark: "・", paragraphs: ("二",), notes: ()),),
        )),
      )),
      (kind: "table", row_headers: false, rows: (("三", "四"),), columns: (
        (heading: "一", align: "left"), (heading: "二", align: "right"),
      )),
      (kind: "notes", width: 1.0, notes: ((mark: "※", text: "一"),)),
      (kind: "heading", level: 2, mark: "(1)", width: 1.5, heading: "一", centered: false, blocks: (
        (kind: "pairs", marked: false, width: 1.0, entries: (
          (label: "二", blocks: ((kind: "text", paragraphs: ("三",)),)),
        )),
        (kind: "box", blocks: ((kind: "text", paragraphs: ("一",)),)),
      )),
    )),
  ),
  closing: "以上",
)
"#;

/// Sets and exports a letter that nobody will see. `library` is the binary's own, each
/// file with its path below `templates/`.
///
/// The size of the letter in bytes, or `None` if it cannot be made, which the
/// first real letter will then say.
pub fn warm_up(library: &[(String, String)]) -> Option<usize> {
    let fonts = Fonts::load(Vec::new()).ok()?;
    let library = library.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    let files = Files::new(fonts, "warm-up.typ", library, Vec::new())?;
    let document = compile(&Arc::new(files), LETTER, "C").ok()?;
    Some(document.export("").ok()?.pdf.len())
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::fs;

    /// The library of this repository's templates.
    pub fn templates() -> Vec<(String, String)> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/templates/lib");
        let paths = fs::files_in(folder.as_ref(), &["typ"]).expect("the library");
        let read = |path: &std::path::PathBuf| {
            let name = path.file_name().expect("a name").to_string_lossy();
            (format!("lib/{name}"), std::fs::read_to_string(path).expect("a file"))
        };
        paths.iter().map(read).collect()
    }

    #[test]
    fn warming_up_goes_to_its_end() {
        assert!(warm_up(&templates()).is_some_and(|bytes| bytes > 10_000));
    }
}
