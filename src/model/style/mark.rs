//! Marks of headings and items as their example is written: 1．, (1), ①, ◎.

use unicode_width::UnicodeWidthChar;

use super::full_width;
use crate::facts::{FromYaml, Node, Parsing};
use crate::messages::Message;

/// Characters of the longest mark.
const LONGEST: usize = 16;

/// What stands before a heading or an item.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mark {
    before: String,
    numerals: Option<Numerals>,
    after: String,
}

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Numerals {
    /// 1.
    Digits,
    /// １.
    WideDigits,
    /// ①.
    Circled,
    /// ア.
    Katakana,
    /// a.
    Letters,
    /// 一.
    Kanji,
    /// Ⅰ.
    Roman,
    /// i.
    SmallRoman,
}

impl FromYaml for Mark {
    fn wanted() -> Message {
        Message::AMarkExample
    }

    fn from_yaml(node: &Node<'_>, cx: &mut Parsing) -> Option<Self> {
        let text: String = node.read(cx)?;
        let mark = Self::of(&text);
        if mark.is_none() {
            let examples = "1．  (1)  ①  ア  第1条  ◎  none".to_owned();
            let problem = node.expected(Self::wanted());
            cx.problems.push(problem.hint(Message::WriteExample { examples }));
        }
        mark
    }
}

impl Mark {
    /// The mark of an example. Of several characters that count the last one does.
    pub fn of(example: &str) -> Option<Self> {
        if example == "none" {
            return Some(Self::default());
        }
        let is_short = (1..=LONGEST).contains(&example.chars().count());
        let is_text = !example.contains(char::is_control) && !example.trim().is_empty();
        let has_tags = ["{{", "{%", "{#"].iter().any(|tag| example.contains(tag));
        if !is_short || !is_text || has_tags {
            return None;
        }
        let counting = example.char_indices().rev().find_map(|(at, c)| {
            let (before, after) = (&example[..at], &example[at + c.len_utf8()..]);
            let numerals = Numerals::of(c)?;
            let runs_on = numerals.runs_on();
            (!before.ends_with(runs_on) && !after.starts_with(runs_on))
                .then_some((before, numerals, after))
        });
        let (before, numerals, after) = match counting {
            Some((before, numerals, after)) => (before, Some(numerals), after),
            None => (example, None, ""),
        };
        Some(Self { before: before.to_owned(), numerals, after: after.to_owned() })
    }

    /// A mark that does not count.
    pub fn fixed(mark: &str) -> Self {
        Self { before: mark.to_owned(), numerals: None, after: String::new() }
    }

    /// ①.
    pub fn circled() -> Self {
        Self { numerals: Some(Numerals::Circled), ..Self::default() }
    }

    /// The mark of the heading or item with this number, from 1.
    pub fn write(&self, number: usize) -> String {
        let number = self.numerals.map_or(String::new(), |numerals| numerals.write(number));
        format!("{}{number}{}", self.before, self.after)
    }

    /// Whether each heading or item has another.
    pub fn counts(&self) -> bool {
        self.numerals.is_some()
    }

    /// Whether it is `none`.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

impl Numerals {
    /// Those in which this character is one.
    fn of(c: char) -> Option<Self> {
        Some(match c {
            '1' => Self::Digits,
            '１' => Self::WideDigits,
            '①' => Self::Circled,
            'ア' => Self::Katakana,
            'a' => Self::Letters,
            '一' => Self::Kanji,
            'Ⅰ' => Self::Roman,
            'i' => Self::SmallRoman,
            _ => return None,
        })
    }

    /// What next to such a character makes it part of a word or of another number.
    fn runs_on(self) -> fn(char) -> bool {
        match self {
            Self::Digits | Self::WideDigits => |c| c.is_numeric() && !is_circled(c),
            Self::Circled => |_| false,
            Self::Katakana => |c| matches!(c, 'ァ'..='ヺ' | 'ー'),
            Self::Letters | Self::SmallRoman => |c| c.is_ascii_alphabetic(),
            Self::Kanji => |c| "〇一二三四五六七八九十百千般部定見".contains(c),
            Self::Roman => |c| matches!(c, 'Ⅰ'..='Ⅻ'),
        }
    }

    fn write(self, number: usize) -> String {
        match self {
            Self::Digits => number.to_string(),
            Self::WideDigits => number.to_string().chars().map(full_width).collect(),
            Self::Circled => circled(number),
            Self::Katakana => lettered(number, &KATAKANA),
            Self::Letters => lettered(number, &LETTERS),
            Self::Kanji => kanji(number),
            Self::Roman => roman(number, &ROMAN),
            Self::SmallRoman => roman(number, &SMALL_ROMAN),
        }
    }
}

/// The kana of アイウエオ.
const KATAKANA: [char; 46] = [
    'ア', 'イ', 'ウ', 'エ', 'オ', 'カ', 'キ', 'ク', 'ケ', 'コ', 'サ', 'シ', 'ス', 'セ', 'ソ', 'タ',
    'チ', 'ツ', 'テ', 'ト', 'ナ', 'ニ', 'ヌ', 'ネ', 'ノ', 'ハ', 'ヒ', 'フ', 'ヘ', 'ホ', 'マ', 'ミ',
    'ム', 'メ', 'モ', 'ヤ', 'ユ', 'ヨ', 'ラ', 'リ', 'ル', 'レ', 'ロ', 'ワ', 'ヲ', 'ン',
];

const LETTERS: [char; 26] = [
    'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p', 'q', 'r', 's',
    't', 'u', 'v', 'w', 'x', 'y', 'z',
];

/// A number in letters: behind the last one come two, as aa.
fn lettered(mut number: usize, letters: &[char]) -> String {
    let mut written = Vec::new();
    while number > 0 {
        number -= 1;
        written.push(letters[number % letters.len()]);
        number /= letters.len();
    }
    written.iter().rev().collect()
}

fn is_circled(c: char) -> bool {
    matches!(c, '①'..='⑳' | '㉑'..='㉟' | '㊱'..='㊿')
}

/// A number in a circle, of which there are fifty; (51) behind them.
fn circled(number: usize) -> String {
    let first = match number {
        1..=20 => u32::from('①') - 1,
        21..=35 => u32::from('㉑') - 21,
        36..=50 => u32::from('㊱') - 36,
        _ => return format!("({number})"),
    };
    let circled = u32::try_from(number).ok().and_then(|number| char::from_u32(first + number));
    circled.map_or_else(|| format!("({number})"), String::from)
}

/// 二十一, 百五.
fn kanji(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    if !(1..10_000).contains(&number) {
        return number.to_string();
    }
    let mut written = String::new();
    for (place, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = number / place % 10;
        if digit > 0 {
            written += if digit == 1 && place > 1 { "" } else { DIGITS[digit] };
            written += name;
        }
    }
    written
}

type RomanNumerals = [(usize, &'static str)];

/// What has a character of its own, and what is made of several.
const ROMAN: [(usize, &str); 14] = [
    (100, "Ｃ"),
    (90, "ⅩＣ"),
    (50, "Ｌ"),
    (40, "ⅩＬ"),
    (10, "Ⅹ"),
    (9, "Ⅸ"),
    (8, "Ⅷ"),
    (7, "Ⅶ"),
    (6, "Ⅵ"),
    (5, "Ⅴ"),
    (4, "Ⅳ"),
    (3, "Ⅲ"),
    (2, "Ⅱ"),
    (1, "Ⅰ"),
];

const SMALL_ROMAN: [(usize, &str); 9] = [
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
];

fn roman(number: usize, numerals: &RomanNumerals) -> String {
    let mut rest = number;
    let mut written = String::new();
    if number >= 400 {
        return number.to_string();
    }
    while rest > 0
        && let Some((value, numeral)) = numerals.iter().find(|(value, _)| *value <= rest)
    {
        written += numeral;
        rest -= value;
    }
    written
}

/// How wide a text is set, in em: full-width characters one, others a half.
pub fn width_in_em(text: &str) -> f64 {
    let columns: usize = text.chars().filter_map(UnicodeWidthChar::width_cjk).sum();
    columns as f64 / 2.0
}
