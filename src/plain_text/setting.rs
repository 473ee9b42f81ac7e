//! How wide a mail is and what its language asks of it, and the lines that need no more
//! than that.

use unicode_width::UnicodeWidthStr;

use super::lines::{Line, behind};
use super::wrap::wrap;
use crate::model::Language;
use crate::template::Filled;

/// 35 full-width characters: what stays on a line in every mail program, also where it is
/// quoted.
const COLUMNS_OF_JAPANESE: usize = 70;

/// The usual length of lines of mail (RFC 3676, 4.2).
const COLUMNS: usize = 72;

/// However deep a text stands, there is so much room for it.
const FEWEST_COLUMNS: usize = 20;

/// Words and signs that belong to a language.
#[derive(Debug)]
pub struct Words {
    /// Before the subject.
    pub subject: &'static str,
    /// Between a label and what it is the label of.
    pub colon: &'static str,
    /// Around what is said of a picture.
    pub picture: [&'static str; 2],
    /// Around the unit of a column.
    pub unit: [&'static str; 2],
    /// Of a thin rule; of a thick one.
    pub rules: [&'static str; 2],
    /// Where something is to be written in.
    pub blank: &'static str,
    /// Behind a bulletin that the last letter did not tell of.
    pub new: &'static str,
}

const JAPANESE: Words = Words {
    subject: "件名",
    colon: "：",
    picture: ["［", "］"],
    unit: ["（", "）"],
    rules: ["─", "━"],
    blank: "＿",
    new: "【今回追加】",
};

const OTHERS: Words = Words {
    subject: "Subject",
    colon: ": ",
    picture: ["[", "]"],
    unit: [" (", ")"],
    rules: ["-", "="],
    blank: "__",
    new: " [new]",
};

/// What holds for a part of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// Whether the part is in Japanese.
    is_japanese: bool,
    /// How many columns there are.
    pub columns: usize,
    /// Whether the part stands behind a mark or in a frame, where paragraphs have no
    /// indent and no empty lines between them.
    pub is_inside: bool,
}

impl Setting {
    /// Of a mail in this language.
    pub fn of(language: &Language) -> Self {
        let is_japanese = language.is_japanese();
        let columns = if is_japanese { COLUMNS_OF_JAPANESE } else { COLUMNS };
        Self { is_japanese, columns, is_inside: false }
    }

    /// The same for what is in another language, if it is.
    pub fn in_language(self, language: Option<&str>) -> Self {
        let is_japanese = language.map_or(self.is_japanese, |it| it == "ja");
        Self { is_japanese, ..self }
    }

    /// The same for what stands behind something so wide.
    pub fn inside(self, width: usize) -> Self {
        let columns = self.columns.saturating_sub(width).max(FEWEST_COLUMNS);
        Self { columns, is_inside: true, ..self }
    }

    /// The words of its language.
    pub fn words(self) -> &'static Words {
        if self.is_japanese { &JAPANESE } else { &OTHERS }
    }

    /// How many columns a text takes. Signs that Japanese shares with other languages
    /// (※ ― ①) are full-width in it.
    pub fn width(self, text: &str) -> usize {
        if self.is_japanese { text.width_cjk() } else { text.width() }
    }

    /// So many columns of blanks, full-width ones as far as may be.
    pub fn blanks(self, columns: usize) -> String {
        match self.is_japanese {
            true => "\u{3000}".repeat(columns / 2) + &" ".repeat(columns % 2),
            false => " ".repeat(columns),
        }
    }

    /// A text with blanks behind it up to this width.
    pub fn filled(self, text: &str, width: usize) -> String {
        format!("{text}{}", self.blanks(width.saturating_sub(self.width(text))))
    }

    /// A text with its label.
    pub fn labelled(self, label: &str, text: &str) -> String {
        format!("{label}{}{text}", self.words().colon)
    }

    /// A mark with what parts it from the text behind it: nothing behind a full-width stop
    /// or bracket, which has a blank of its own, a full-width blank behind a number without
    /// any (第1), a half-width one else.
    pub fn marked(self, mark: &str) -> String {
        let Some(last) = mark.chars().next_back() else { return String::new() };
        if mark == "・" && !self.is_japanese {
            return "- ".to_owned();
        }
        let is_circled = matches!(last, '\u{2460}'..='\u{24ff}' | '\u{3251}'..='\u{32bf}');
        let gap = match last {
            '．' | '、' | '）' | '】' | '］' | '」' | '：' | '・' | '※' => "",
            _ if last.is_whitespace() => "",
            _ if last.is_alphanumeric() && !is_circled && last != '〇' && self.is_japanese => {
                "\u{3000}"
            }
            _ => " ",
        };
        format!("{mark}{gap}")
    }

    /// A text in lines, without an indent.
    pub fn text(self, text: &str) -> Vec<Line> {
        wrap(text, self.columns, |text| self.width(text))
    }

    /// Paragraphs in lines, as mails have them: parted by an empty line, without an
    /// indent. Within an item nothing parts them.
    pub fn paragraphs(self, paragraphs: &[Filled]) -> Vec<Line> {
        let mut lines = Vec::new();
        for (index, paragraph) in paragraphs.iter().enumerate() {
            if index > 0 && !self.is_inside {
                lines.push(Line::default());
            }
            lines.extend(self.text(paragraph));
        }
        lines
    }

    /// Lines behind a mark, which has a column of this width.
    pub fn behind(self, mark: &str, width: usize, lines: Vec<Line>) -> Vec<Line> {
        behind(&self.filled(mark, width), &self.blanks(width), lines)
    }

    /// A text at the right edge.
    pub fn at_right(self, text: &str) -> Line {
        let indent = self.blanks(self.columns.saturating_sub(self.width(text)));
        Line { indent, ..Line::of(text) }
    }

    /// A text in the middle.
    pub fn in_middle(self, text: &str) -> Line {
        let indent = self.blanks(self.columns.saturating_sub(self.width(text)) / 2);
        Line { indent, ..Line::of(text) }
    }

    /// A thin rule from edge to edge.
    pub fn rule(self) -> Line {
        self.rule_of(self.words().rules[0], self.columns)
    }

    /// A thick one.
    pub fn thick_rule(self) -> Line {
        self.rule_of(self.words().rules[1], self.columns)
    }

    /// A thin rule of this width.
    pub fn rule_below(self, width: usize) -> Line {
        self.rule_of(self.words().rules[0], width)
    }

    fn rule_of(self, sign: &str, width: usize) -> Line {
        Line::of(sign.repeat(width / self.width(sign).max(1)))
    }
}
