//! Texts folded for comparing: what a reader, or a clerk at the keyboard, takes for
//! the same gets the same characters. A folded text is compared and never printed.
//!
//! Each character is folded by itself, so that a letter is folded as it is read and
//! a text that is parted in its source (by line breaks, by the quotes of literals)
//! is whole again.

mod typed;

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::decompose_compatible;

pub use typed::{fold_typed, folds, forms};

use crate::unseen::is_default_ignorable;

/// Radicals that have no decomposition in Unicode, each above its ideograph (the
/// property `Equivalent_Unified_Ideograph`).
const RADICALS: [&str; 2] = [
    "⺁⺂⺃⺄⺅⺆⺈⺉⺊⺋⺌⺍⺎⺏⺐⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺫⺬⺭⺯⺰⺱⺲⺳⺴⺶⺹⺺⺻⺼⺾⺿⻀⻁⻂⻃⻄⻅⻆⻈⻉⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲",
    "厂乛乚乙亻冂刀刂卜㔾小小兀尣尢巳幺彑彐忄心扌攵旡日月歺民氵氺灬爫爫丬牛犭王目示礻糹纟罓罒㓁冗羊耂肀聿肉艹艹艹虎衤覀西见角讠贝车辶辶辶邑钅長镸长门阝雨青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀",
];

/// Forms of one character that names are written with, whichever is in the register:
/// the first of each is what the others are folded to.
const FORMS: &str = "\
    高髙 崎﨑嵜 吉𠮷 浜濱濵 辺邊邉 斉齋斎齊 沢澤 広廣 国國 学學 桜櫻 島嶋嶌 真眞 \
    恵惠 徳德 栄榮 万萬 与與 伝傳 会會 条條 来來 児兒 円圓 実實 宝寶 寿壽 尽盡 \
    県縣 当當 応應 戸戶 曽曾 亜亞 竜龍 滝瀧 淵渕渊 桑桒 穂穗 芦蘆 塩鹽 鉄鐵 館舘 \
    関關 鶴靏靍 黒黑 巻卷 巌巖 峰峯 彦彥 恒恆 悦悅 検檢 横橫 歩步 毎每 清淸 渋澁 \
    温溫 瀬瀨 猪豬 瑶瑤 産產 礼禮 稲稻 総總緫 緑綠 縄繩 聡聰 舎舍 芸藝 荘莊 蔵藏 \
    薫薰 蛍螢 衛衞 覚覺 観觀 誉譽 豊豐 賛贊 遥遙 郎郞 鉱鑛 銭錢 鎮鎭 隣鄰 雑雜 \
    青靑 静靜 顕顯 鶏鷄 麦麥 黄黃 黙默 富冨 凛凜 尭堯 槙槇 祷禱 弥彌 桧檜 薮藪 \
    頼賴 鴎鷗 柳栁 橋槗 兎兔 卯夘 昇曻 珍珎 協恊 靭靱 諫諌 経經 気氣 発發 区區 \
    団團 図圖 労勞 医醫 営營 楽樂 薬藥 称稱 鎌鐮";

/// Signs that look like others (長音, hyphens, dashes, minus signs and the kanji for
/// 1), and small kana, which are often typed large: the first of each is what the
/// others are folded to.
const LOOK_ALIKES: &str = "\
    ー一-‐‑‒–—―−─━⁃﹘﹣－˗ ニ二 ハ八 ロ口 カ力ヵ エ工ェ タ夕 ト卜 ヘへ \
    ケヶ アァ イィ ウゥ オォ ツッ ヤャ ユュ ヨョ ワヮ あぁ いぃ うぅ えぇ おぉ \
    つっ やゃ ゆゅ よょ わゎ";

/// Signs that part words, or a value's literals in Typst's source, and are no part of
/// a name that anybody would tell it by.
const PARTING: &str = "\"'’‘#;,.*_`~\\·•・‧〜“”";

/// Legal forms with what stands for them in brackets.
const ABBREVIATIONS: &[(&str, &str)] = &[
    ("株", "株式会社"),
    ("有", "有限会社"),
    ("同", "合同会社"),
    ("合", "合同会社"),
    ("資", "合資会社"),
    ("名", "合名会社"),
    ("相", "相互会社"),
    ("一社", "一般社団法人"),
    ("公社", "公益社団法人"),
    ("社", "社団法人"),
    ("一財", "一般財団法人"),
    ("公財", "公益財団法人"),
    ("財", "財団法人"),
    ("特非", "特定非営利活動法人"),
    ("医", "医療法人"),
    ("医社", "医療法人社団"),
    ("医財", "医療法人財団"),
    ("学", "学校法人"),
    ("宗", "宗教法人"),
    ("福", "社会福祉法人"),
    ("社福", "社会福祉法人"),
    ("税", "税理士法人"),
    ("弁", "弁護士法人"),
    ("監", "監査法人"),
    ("行", "行政書士法人"),
    ("司", "司法書士法人"),
    ("協", "協同組合"),
    ("企", "企業組合"),
    ("労", "労働組合"),
    ("農", "農事組合法人"),
    ("独", "独立行政法人"),
    ("地独", "地方独立行政法人"),
];

/// The longest of them is two characters and a bracket; there may be spaces.
const LONGEST_FORM: usize = 6;

/// Signs for a legal form that Unicode does not put in brackets.
const SIGNS: [(char, &str); 2] = [('㊑', "株式会社"), ('㊒', "有限会社")];

/// What a character is folded to, in the room of one: nothing (0), a character, a
/// character with one of two marks, or what is worked out where it is met.
type Fold = u32;

const NOTHING: Fold = 0;
/// The code of the character alone.
const CHARACTER: Fold = 0x1F_FFFF;
/// The marks of kana, which stand behind their character in a folded text.
const MARKS: [(Fold, char); 2] = [(1 << 21, '\u{3099}'), (1 << 22, '\u{309A}')];
/// An opening bracket, behind which may stand a legal form.
const BRACKET: Fold = 1 << 23;
/// More than that.
const MORE: Fold = 1 << 24;

/// The folds of the planes that have characters of names, 256 together; they are made
/// when one of them is needed.
static PAGES: [OnceLock<Box<[Fold; 256]>>; 0x300] = [const { OnceLock::new() }; 0x300];

#[inline]
fn fold_of(c: char) -> Fold {
    let (page, index) = (c as usize >> 8, c as usize & 0xFF);
    let Some(folds) = PAGES.get(page) else { return work_out(c) };
    let make = || {
        let character = |index: usize| char::from_u32((page << 8 | index) as u32);
        Box::new(std::array::from_fn(|index| character(index).map_or(NOTHING, work_out)))
    };
    folds.get_or_init(make)[index]
}

/// What a character is folded to, worked out.
fn work_out(c: char) -> Fold {
    if is_sign(c) {
        return MORE;
    }
    let mut folded = decomposed(c);
    match (folded.next(), folded.next(), folded.next()) {
        (None, ..) => NOTHING,
        (Some('('), None, _) => BRACKET,
        (Some(one), None, _) => one.into(),
        (Some(one), Some(two), None) => {
            let mark = MARKS.iter().find(|(_, mark)| *mark == two);
            mark.map_or(MORE, |(flag, _)| Fold::from(one) | flag)
        }
        _ => MORE,
    }
}

fn is_sign(c: char) -> bool {
    SIGNS.iter().any(|(sign, _)| *sign == c)
}

/// The characters that a character is folded to.
fn decomposed(c: char) -> impl Iterator<Item = char> {
    let mut parts = Vec::new();
    match ideograph(c) {
        Some(ideograph) => parts.push(ideograph),
        None => decompose_compatible(c, |part| parts.push(part)),
    }
    let lower = parts.into_iter().flat_map(char::to_lowercase);
    lower.filter(|&part| !is_left_out(part)).map(first_of_list)
}

/// The first character of the list that a character is in, or itself.
fn first_of_list(c: char) -> char {
    static FIRST: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
        let lists = FORMS.split(' ').chain(LOOK_ALIKES.split(' '));
        let pairs = |list: &'static str| {
            let first = list.chars().next();
            list.chars().filter_map(move |c| Some((c, first?)))
        };
        lists.flat_map(pairs).collect()
    });
    FIRST.get(&c).copied().unwrap_or(c)
}

/// Whether a character is left out of a folded text.
fn is_left_out(c: char) -> bool {
    c.is_whitespace() || c.is_control() || is_default_ignorable(c) || PARTING.contains(c)
}

/// The ideograph that a radical or a copy looks like, and that is another character.
pub fn ideograph(copy: char) -> Option<char> {
    match copy {
        '\u{2F00}'..='\u{2FD5}'
        | '⺟'
        | '⻳'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{2F800}'..='\u{2FA1F}' => {
            let mut ideograph = None;
            decompose_compatible(copy, |part| ideograph = Some(part));
            ideograph
        }
        '\u{2E80}'..='\u{2EF3}' => {
            let at = RADICALS[0].chars().position(|it| it == copy)?;
            RADICALS[1].chars().nth(at)
        }
        _ => None,
    }
}

/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writing {
    /// As it is read.
    Plain,
    /// In Typst's source, where a backslash begins what is written otherwise.
    Typst,
}

/// Gives each character of the folded text with the bytes of the text that it is from.
#[inline]
pub fn each_folded(text: &str, writing: Writing, mut give: impl FnMut(char, Range<usize>)) {
    let mut rest = text.chars();
    loop {
        let at = text.len() - rest.as_str().len();
        let Some(mut c) = rest.next() else { break };
        let mut end = at + c.len_utf8();
        if c == '\\' && writing == Writing::Typst {
            let (written, length) = escape(rest.as_str());
            end += length;
            rest = text[end..].chars();
            match written {
                Some(written) => c = written,
                None => continue,
            }
        }
        match fold_of(c) {
            NOTHING => {}
            BRACKET => match abbreviation(rest.as_str()) {
                Some((form, length)) => {
                    end += length;
                    rest = text[end..].chars();
                    form.chars().for_each(|part| give(first_of_list(part), at..end));
                }
                None => give('(', at..end),
            },
            MORE => expand(c).chars().for_each(|part| give(part, at..end)),
            fold => {
                give(char::from_u32(fold & CHARACTER).unwrap_or(c), at..end);
                if fold > CHARACTER {
                    let marks = MARKS.iter().filter(|(flag, _)| fold & flag != 0);
                    marks.for_each(|(_, mark)| give(*mark, at..end));
                }
            }
        }
    }
}

/// The lines of a text, each with its end; those that part what is folded as one, a
/// legal form in brackets or an escape, are in one piece. Folded one after another
/// they give what the whole text gives.
pub fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let is_open = |piece: &str| {
        let mut last = piece.chars().rev().take(LONGEST_FORM + r"\u{10ffff}".len());
        last.any(|c| c == '\\' || fold_of(c) == BRACKET)
    };
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut ends = rest.match_indices('\n').map(|(at, _)| at + 1);
        let end = ends.find(|&end| !is_open(&rest[..end])).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
}

/// The character of an escape, of which this is what stands behind the backslash, and
/// how long that is; no character for one that parts words.
fn escape(rest: &str) -> (Option<char>, usize) {
    /// No code point has more.
    const MOST_DIGITS: usize = 6;
    match rest.as_bytes().first() {
        Some(b'n' | b'r' | b't' | b'\\' | b'"') => (None, 1),
        Some(b'u') => {
            let digits = rest.strip_prefix("u{").unwrap_or_default();
            let length = digits.find(|c: char| !c.is_ascii_hexdigit()).unwrap_or_default();
            let (code, after) = digits.split_at(length);
            if code.is_empty() || code.len() > MOST_DIGITS || !after.starts_with('}') {
                return (None, 0);
            }
            let character = u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
            (character, "u{}".len() + length)
        }
        _ => (None, 0),
    }
}

/// The legal form for which the rest of a bracket stands, and the rest's length.
fn abbreviation(rest: &str) -> Option<(&'static str, usize)> {
    let mut short = String::new();
    for (at, c) in rest.char_indices().take(LONGEST_FORM) {
        match char::from_u32(fold_of(c)) {
            Some(')') => return Some((form_of(&short)?, at + c.len_utf8())),
            Some('\0') => {}
            // Most brackets are of code, or around a number.
            Some(letter) if !letter.is_ascii() => short.push(letter),
            _ => return None,
        }
    }
    None
}

fn form_of(short: &str) -> Option<&'static str> {
    static FORMS_OF: LazyLock<HashMap<String, &str>> = LazyLock::new(|| {
        let folded = |(short, form): &(&str, &'static str)| (fold(short), *form);
        ABBREVIATIONS.iter().map(folded).collect()
    });
    FORMS_OF.get(short).copied()
}

/// A character that is folded to several: ㈱ to its legal form, ㎏ to its letters.
fn expand(c: char) -> String {
    let parts: String = decomposed(c).collect();
    let inner = parts.strip_prefix('(').and_then(|it| it.strip_suffix(')'));
    let sign = SIGNS.iter().find(|(sign, _)| *sign == c).map(|(_, form)| *form);
    match sign.or(inner.and_then(form_of)) {
        Some(form) => form.chars().map(first_of_list).collect(),
        None => parts,
    }
}

/// The text folded.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    each_folded(text, Writing::Plain, |c, _| folded.push(c));
    folded
}

/// A name in its usual characters, with its legal form in full: as [`fold`] has it,
/// but words can be looked for in it.
pub fn in_full(name: &str) -> String {
    let mut parts = Vec::new();
    for c in name.chars() {
        match ideograph(c) {
            Some(ideograph) => parts.push(ideograph),
            None if is_sign(c) => parts.push(c),
            None => decompose_compatible(c, |part| parts.push(part)),
        }
    }
    let mut name: String = parts.into_iter().filter(|&part| !is_left_out(part)).nfc().collect();
    for (sign, form) in SIGNS {
        name = name.replace(sign, form);
    }
    if name.contains('(') {
        for (short, form) in ABBREVIATIONS {
            name = name.replace(&format!("({short})"), form);
        }
    }
    name
}

/// The text folded, with the characters of which names have several forms as they
/// are: 髙橋 and 高橋 are two persons, though one may be meant by the other.
pub fn fold_but_forms(text: &str) -> String {
    static OF_LISTS: LazyLock<HashSet<char>> = LazyLock::new(|| FORMS.chars().collect());
    let full = in_full(text);
    let forms = full.chars().filter(|c| OF_LISTS.contains(c));
    fold(text).chars().chain(['\n']).chain(forms).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_pieces_are_folded_as_the_whole(
            words in proptest::collection::vec(0..16_usize, 0..40),
            typst: bool,
        ) {
            const WORDS: [&str; 16] = [
                "（", "(", "株", "一社", ")", "）", "\n", "\n", " ", "みなと", "\\u{682a}", "\\u{ff08}",
                "\\u{", "}", "\\n", "\"",
            ];
            let text: String = words.iter().map(|word| WORDS[*word]).collect();
            let writing = if typst { Writing::Typst } else { Writing::Plain };
            let folded = |text: &str| {
                let mut folded = String::new();
                each_folded(text, writing, |c, _| folded.push(c));
                folded
            };
            prop_assert_eq!(pieces(&text).map(folded).collect::<String>(), folded(&text));
        }
    }

    #[test]
    fn what_is_taken_for_the_same_is_folded_to_the_same() {
        for (one, other) in [
            ("山田 太郎", "山田太郎"),
            ("山田　太郎", "山田\u{A0}太郎"),
            ("ＡＢＣ商事株式会社", "abc商事株式会社"),
            ("㈱みなと商会", "株式会社みなと商会"),
            ("（株）みなと商会", "(株)みなと商会"),
            ("㍿みなと商会", "㊑みなと商会"),
            ("（ 株 ）みなと商会", "株式会社 みなと商会"),
            ("㈲あさひ", "有限会社あさひ"),
            ("(一社)さざなみ", "一般社団法人さざなみ"),
            ("㈳さざなみ", "社団法人さざなみ"),
            ("（特非）さざなみ", "特定非営利活動法人さざなみ"),
            ("ｶﾌﾞｼｷ ｶﾞｰﾃﾞﾝ", "カブシキ・ガーデン"),
            ("株式会社⾼⽥⼯務店", "株式会社高田工務店"),
            ("⻘⽊⻑⻄", "青木長西"),
            ("\u{FA1B}岡", "福岡"),
            ("葛\u{E0101}飾", "葛飾"),
            ("か\u{3099}くふ\u{309A}", "がくぷ"),
            ("Cafe\u{301}", "café"),
            ("マネ―ジャ―", "マネージャー"),
            ("サポ−ト", "サポート"),
            ("医療法人二コ二コ会", "医療法人ニコニコ会"),
            ("ハ木 口―ラ", "八木ローラ"),
            ("キヤノン", "キャノン"),
            ("髙﨑 𠮷男", "高崎吉男"),
            ("霞ヶ関", "霞ケ関"),
            ("ジョン・スミス", "ジョン スミス"),
            ("Acme Co., Ltd.", "ＡＣＭＥ ＣＯ．，ＬＴＤ．"),
            ("株式\u{200B}会社", "株式会社"),
        ] {
            assert_eq!(fold(one), fold(other), "{one} {other}");
        }
        assert_ne!(fold("ハハ"), fold("ババ"));
        assert_ne!(fold("（仮）"), fold("株式会社"));
        assert_eq!(fold("（3）"), "(3)");
        assert_ne!(fold_but_forms("髙橋"), fold_but_forms("高橋"));
        assert_eq!(fold_but_forms("髙 橋㈱"), fold_but_forms("髙橋株式会社"));
    }

    #[test]
    fn a_text_that_is_parted_in_the_source_is_whole_and_keeps_its_places() {
        let source = "#\"株式\\n\";#\"会\\u{793e}み\";な\nと";
        let (mut folded, mut places) = (String::new(), Vec::new());
        each_folded(source, Writing::Typst, |c, range| {
            folded.push(c);
            places.push(source[range].to_owned());
        });
        assert_eq!(folded, "株式会社みなと");
        assert_eq!(places, ["株", "式", "会", "\\u{793e}", "み", "な", "と"]);
    }

    #[test]
    fn every_radical_has_its_ideograph() {
        assert_eq!(RADICALS[0].chars().count(), RADICALS[1].chars().count());
        let ideographs = "⾼⽥⼯⽇⽂⻘⺟⻳⻑".chars().map(ideograph);
        assert_eq!(ideographs.collect::<Option<String>>().as_deref(), Some("高田工日文青母龟長"));
        assert_eq!("高田a".chars().find_map(ideograph), None);
    }
}
