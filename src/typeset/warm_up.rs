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
#date-line("令和八年一月一日")
#addressee(name: "株式会社一二三", honorific: "御中")
#sender(name: "一二三", person: (title: "四", name: "五"), address: ("六",))
#subject()
一二三四五六七八九十、一二三四五六七八九十。一二三四五六七八九十、一二三四五六七八九十。
#section(1, "一")
#blocks((
  (kind: "text", paragraphs: ("一、二。",)),
  (kind: "timeline", groups: (
    (entries: ((number: 1, moment: "一", name: "二", new: false),), paragraphs: ("三",)),
  )),
  (kind: "items", marker: "number", items: (
    (paragraphs: ("一",), items: ((paragraphs: ("二",), items: ()),)),
  )),
  (kind: "items", marker: "bullet", items: ((paragraphs: ("一",), items: ()),)),
  (kind: "table", totals: none, rows: (("三", "四"),), columns: (
    (heading: "一", align: "left"), (heading: "二", align: "right"),
  )),
  (kind: "subsections", parts: (
    (heading: "一", blocks: ((kind: "fields", fields: ((label: "二", value: "三"),)),)),
  )),
), last: true)
#closing
"#;

/// Sets and exports a letter that nobody will see. `library` is the text of the
/// binary's own `templates/lib/letter.typ`.
///
/// The size of the letter in bytes, or `None` if it cannot be made, which the
/// first real letter will then say.
pub fn warm_up(library: &str) -> Option<usize> {
    let fonts = Fonts::load(Vec::new()).ok()?;
    let library = ("templates/lib/letter.typ", library);
    let files = Files::new(fonts, "templates/warm-up.typ", [library], Vec::new())?;
    let document = compile(&Arc::new(files), LETTER, "C").ok()?;
    Some(document.export("").ok()?.pdf.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warming_up_goes_to_its_end() {
        let library = include_str!("../../templates/lib/letter.typ");
        assert!(warm_up(library).is_some_and(|bytes| bytes > 10_000));
    }
}
