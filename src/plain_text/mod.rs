//! A letter as plain text, for the body of a mail: what [`crate::template`] has resolved,
//! line by line. The only place that knows where a line of plain text may break.
//!
//! Columns are those of a terminal or a mail program with letters of one width: half-width
//! characters take one, others two. A program that shows letters of several widths moves
//! what is aligned by a little and no more, because full-width blanks align it.

mod blocks;
mod heads;
mod lines;
mod lists;
mod setting;
mod tables;
mod wrap;

#[cfg(test)]
mod tests;

use crate::model::Language;
use crate::template::Letter;

use self::lines::Line;
use self::setting::Setting;

/// A mail, finished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    lines: Vec<Line>,
}

impl Text {
    /// The mail with this subject that says what a letter does.
    pub fn of(subject: &str, letter: &Letter, language: &Language) -> Self {
        let setting = Setting::of(language);
        let mut parts = vec![vec![Line::of(setting.labelled(setting.words().subject, subject))]];
        parts.extend(setting.head(&letter.head));
        parts.extend(setting.blocks(&letter.body));
        parts.extend(letter.closing.iter().map(|closing| vec![setting.at_right(closing)]));
        parts.extend(setting.head(&letter.foot));
        for section in &letter.appendix {
            parts.push(vec![setting.rule()]);
            parts.extend(setting.block(section));
        }
        Self { lines: lines::parted(parts) }
    }

    /// The same of what is no mail, below its title.
    pub fn of_document(title: &str, letter: &Letter, language: &Language) -> Self {
        let setting = Setting::of(language);
        let mut parts = vec![setting.text(title)];
        parts.extend(setting.head(&letter.head));
        parts.extend(setting.blocks(&letter.body));
        Self { lines: lines::parted(parts) }
    }

    /// The mail as it is sent. Lines end with a line feed alone, as editors, mail programs
    /// and `diff` take them; what is sent gets the line ends of mail from the program that
    /// sends it (RFC 5321, 2.3.8).
    pub fn written(&self) -> String {
        self.lines.iter().map(|line| format!("{}\n", line.written())).collect()
    }

    /// The same with no line broken for want of room, to be read by who looks for words.
    pub fn unbroken(&self) -> String {
        let mut text = String::new();
        let mut goes_on = false;
        for line in &self.lines {
            if !goes_on {
                text.push_str(&line.indent);
            }
            text.push_str(&line.text);
            goes_on = line.goes_on;
            if !goes_on {
                text.push('\n');
            }
        }
        text
    }
}
