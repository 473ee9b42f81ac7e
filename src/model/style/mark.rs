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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{mended, read_with};
    use crate::model::Examples;

    fn written(example: &str, numbers: &[usize]) -> Vec<String> {
        let mark = Mark::of(example).unwrap_or_else(|| panic!("{example}"));
        numbers.iter().map(|number| mark.write(*number)).collect()
    }

    #[test]
    fn a_mark_counts_as_its_example_does() {
        for (example, expected) in [
            ("1．", ["1．", "2．", "12．"]),
            ("1.", ["1.", "2.", "12."]),
            ("１．", ["１．", "２．", "１２．"]),
            ("第1", ["第1", "第2", "第12"]),
            ("第1条", ["第1条", "第2条", "第12条"]),
            ("第一条", ["第一条", "第二条", "第十二条"]),
            ("(1)", ["(1)", "(2)", "(12)"]),
            ("（1）", ["（1）", "（2）", "（12）"]),
            ("①", ["①", "②", "⑫"]),
            ("1-①", ["1-①", "1-②", "1-⑫"]),
            ("別紙1-1", ["別紙1-1", "別紙1-2", "別紙1-12"]),
            ("ア", ["ア", "イ", "シ"]),
            ("（ア）", ["（ア）", "（イ）", "（シ）"]),
            ("a", ["a", "b", "l"]),
            ("a)", ["a)", "b)", "l)"]),
            ("一", ["一", "二", "十二"]),
            ("Ⅰ", ["Ⅰ", "Ⅱ", "ⅩⅡ"]),
            ("i", ["i", "ii", "xii"]),
            ("Q1.", ["Q1.", "Q2.", "Q12."]),
            ("Case 1", ["Case 1", "Case 2", "Case 12"]),
            ("データ1", ["データ1", "データ2", "データ12"]),
        ] {
            assert_eq!(written(example, &[1, 2, 12]), expected, "{example}");
            assert!(Mark::of(example).is_some_and(|it| it.counts()), "{example}");
        }
    }

    #[test]
    fn any_other_character_stands() {
        for example in [
            "◎",
            "■ ",
            "・",
            "※",
            "記",
            "2.",
            "10.",
            "第2条",
            "A.",
            "データ",
            "□",
            "-",
            "*",
            "一般",
            "Plan",
        ] {
            assert_eq!(written(example, &[1, 7]), [example; 2]);
            assert!(Mark::of(example).is_some_and(|it| !it.counts() && !it.is_none()), "{example}");
        }
        assert_eq!(written("none", &[1, 2]), ["", ""]);
        assert!(Mark::of("none").is_some_and(|it| it.is_none()));
    }

    #[test]
    fn behind_the_last_character_the_count_goes_on() {
        assert_eq!(written("①", &[20, 21, 35, 36, 50, 51]), ["⑳", "㉑", "㉟", "㊱", "㊿", "(51)"]);
        assert_eq!(written("ア", &[46, 47, 48, 93]), ["ン", "アア", "アイ", "イア"]);
        assert_eq!(written("a", &[26, 27, 52, 53]), ["z", "aa", "az", "ba"]);
        let kanji = ["十", "十一", "二十", "百", "百五", "千十", "二千二十四"];
        assert_eq!(written("一", &[10, 11, 20, 100, 105, 1010, 2024]), kanji);
        assert_eq!(written("Ⅰ", &[4, 9, 10, 14, 40]), ["Ⅳ", "Ⅸ", "Ⅹ", "ⅩⅣ", "ⅩＬ"]);
        assert_eq!(written("i", &[4, 9, 14, 49, 90]), ["iv", "ix", "xiv", "xlix", "xc"]);
    }

    #[test]
    fn what_cannot_be_a_mark_is_told() {
        for example in ["", " ", "あまりにも長くて印には見えないもの", "{{ 番号 }}", "{% if a %}"]
        {
            assert_eq!(Mark::of(example), None, "{example}");
        }
        let told = read_with::<Mark>("", "'{{ 番号 }}'", |node, cx| node.read(cx));
        assert_eq!(told.map_err(|it| it.len()).err(), Some(1));
    }

    #[test]
    fn marks_are_read_by_their_characters() {
        let marks = |yaml: &str| {
            let examples = read_with::<Examples>("", yaml, |node, cx| node.read(cx));
            let style = crate::model::Style::default().with(&examples.expect(yaml));
            style.marks.iter().map(|mark| mark.write(2)).collect::<Vec<_>>()
        };
        assert_eq!(marks("marks: [1., 1.0, (1), \"■ \", none]"), ["2.", "2.0", "(2)", "■ ", ""]);
        assert_eq!(marks("marks: 1．"), ["2．"]);
        assert_eq!(marks("marks: []"), [""; 0]);
        assert_eq!(marks("date: 2023/8/3"), [""; 0]);
    }

    #[test]
    fn a_mark_that_yaml_takes_for_its_own_is_put_in_quotes() {
        let read = |node: &Node<'_>, cx: &mut Parsing| {
            let mut fields = node.fields(cx)?;
            let mark: Option<Mark> = fields.required("mark", cx);
            fields.node("list");
            fields.finish(cx);
            mark
        };
        for (wrong, right) in [
            ("mark: -\nlist: [甲]\n", "mark: \"-\"\nlist: [甲]\n"),
            ("list: [甲]\nmark: *\n", "list: [甲]\nmark: \"*\"\n"),
            ("{mark: *, list: [甲]}\n", "{mark: \"*\", list: [甲]}\n"),
            ("{mark: -, list: [甲]}\n", "{mark: -, list: [甲]}\n"),
        ] {
            assert_eq!(mended("", wrong, read), right);
        }
    }

    #[test]
    fn a_text_is_as_wide_as_it_is_set() {
        for (text, em) in
            [("", 0.0), ("1.", 1.0), ("(1)", 1.5), ("１．", 2.0), ("①", 1.0), ("■ ", 1.5)]
        {
            assert_eq!(width_in_em(text), em, "{text}");
        }
    }

    proptest::proptest! {
        /// What counts gives every heading another mark, and what stands the same.
        #[test]
        fn no_two_headings_have_one_mark(
            example in "[(（]?[1１①アa一Ⅰi◎第条]{1,3}[)）．. ]?",
            first in 1_usize..400,
            second in 1_usize..400,
        ) {
            if let Some(mark) = Mark::of(&example) {
                let same = mark.write(first) == mark.write(second);
                proptest::prop_assert_eq!(same, first == second || !mark.counts());
                proptest::prop_assert!(mark.write(1) == example);
            }
        }
    }
}
