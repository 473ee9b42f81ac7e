//! A rehearsal: a letter of three lines, set and exported while the facts are read.
//!
//! The first letter of a process finds nothing ready: Typst's library and the
//! fonts have not been looked through, the fonts' shapes and the rules for breaking
//! lines have not been read, and the program itself is still on the disk for the
//! greater part. None of it differs from letter to letter. A single letter is
//! ready sooner if another thread has done this before it.

use std::sync::Arc;

use super::{Files, Fonts, compile};

/// A letter with all fonts that letters have as a rule.
const LETTER: &str = r#"
#set document(title: "一", date: datetime(year: 2026, month: 1, day: 1))
#set text(font: "BIZ UDMincho", lang: "ja")
#set par(justify: true, linebreaks: "optimized")
#show heading: set text(font: "BIZ UDGothic")
= 一
#text(font: "BIZ UDGothic")[一]

一、二。
"#;

/// Sets and exports a letter that nobody will see; its size in bytes, or `None`
/// if that cannot be done, which the first real letter will then say.
pub fn rehearse() -> Option<usize> {
    let fonts = Fonts::load(Vec::new()).ok()?;
    let files = Files::new(fonts, "rehearsal.typ", [], Vec::new())?;
    let document = compile(&Arc::new(files), LETTER).ok()?;
    Some(document.export("").ok()?.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rehearsal_goes_to_its_end() {
        assert!(rehearse().is_some_and(|bytes| bytes > 1000));
    }
}
